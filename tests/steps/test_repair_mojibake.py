"""Text in the wrong encoding: repaired where it is proven, reported where it is lost, else kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Note, apply, check
from cleaner.steps.repair_mojibake import RepairMojibake

TEXTS = sorted((Path(__file__).parent.parent / "formats" / "data").glob("*.txt"))


def run(text: str, step: RepairMojibake | None = None) -> str:
    """Return the text after the step."""
    findings = (step or RepairMojibake())(Document(text))
    edits = [each for each in findings if isinstance(each, Edit)]
    check(edits, len(text))
    return apply(text, edits)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("schÃ¶n, trÃ¨s", "schön, très"),
        ("â€œquotedâ€\x9d", "“quoted”"),
        ("voilÃ\xa0 le travail", "voilà le travail"),
        ("РїСЂРёРІРµС‚ РјРёСЂ", "привет мир"),
        ("ä¸­æ–‡ç½‘é¡µ", "中文网页"),
        ("鍏充簬鎴戜滑", "关于我们"),
        ("版权所有 鏂囦欢 下载", "版权所有 文件 下载"),
        ("ÖÐÎÄÍøÒ³²âÊÔ£¬Ã»ÓÐÎÊÌâ¡£", "中文网页测试，没有问题。"),
        ("²â¶¨", "测定"),
        ("¤¤¤åºô­¶´ú¸Õ¡A¨S¦³°ÝÃD¡C", "中文網頁測試，沒有問題。"),
        ("笢恅厙珜聆彸ㄛ羶衄恀枙﹝", "中文网页测试，没有问题。"),
        ("µµ¼­°üÀÌ Áö³­´Þ¿¡ ´Ù½Ã", "도서관이 지난달에 다시"),
        ("袩褉懈胁械褌 屑懈褉", "Привет мир"),
    ],
)
def test_repairs(text: str, expected: str) -> None:
    """Each family is turned back, whole or in one span of a line."""
    assert expected == run(text)


HONEST = [
    "FINANCÉ À PARIS : « ÉLÈVE », ÇA, NOËL, ÂGE, MAÎTRE, L’ŒUVRE",
    "Straße, ÄÖÜß äöü, Größe",
    "AMANHÃ NÃO, IRMÃ “AVÓ”",
    "Það er þægilegt, ÞÆTTI, Æsir",
    "Zażółć gęślą jaźń. ZAŻÓŁĆ GĘŚLĄ JAŹŃ",
    "Tiếng Việt: đường phố, ƯƠNG, Ắ Ề Ỗ",
    "Ελληνικά: ΑΒΓ ΞΟΠ, «Όμηρος»",
    "ภาษาไทย ก ข ฃ ค",
    "Русский: РС, СССР, «ЁЖ», Рёв Їжак Ґанок",
    "Árvíztűrő tükörfúrógép ÁRVÍZTŰRŐ",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß",
    "àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    "¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿",
    "25 °C ± 0,5 °C; 10 µm²; §§ 1–3; ½ × ¾ ÷ ²³",
    "Nooooo ÖÖÖÖÖÖÖÖ äääääää ÅÅÅÅ",
    "犇骉蠱鱻麤 龘靐齉 濯濡涓滴 嫦娥 浣熊 瀛洲 宀宸",
    "囍 囧 槑 烎 氼 嘂 巭孬嫑夯昆",
    "カタカナ ｶﾀｶﾅ ひらがな 漢字 縺れる 繧繝縁",
    "注音符號 ㄅㄆㄇㄈ，ㄛ、ㄜ、ㄝ",
    "中文（测试）、“引号”——破折号……",
    "價格 €100，約合 £80",
    "√2 ≈ 1.414, ¬(A ∧ B), ΔG, Γ(x), ‚tief‘",
    "├── src\n│   ├── main.py\n└── README",
    "it’s “fine” — really… ‹ok›",
    "他把“锟”字念错了，这是昆吾剑的别名。",
]


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_stays(text: str) -> None:
    """Rare characters, capitals with accents, tables and dashes are no damage."""
    assert [] == RepairMojibake()(Document(text))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_clean_pages_stay(path: Path) -> None:
    """Clean text of any language is not touched."""
    assert [] == RepairMojibake()(Document(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "text",
    [
        "When UTF-8 is read as Latin-1, “é” turns into “Ã©”: this is called mojibake.",
        "打开文件显示乱码“鍏充簬鎴戜滑”，说明把 UTF-8 当成了 GBK；“锟斤拷”也是这样来的。",
        "文字化けの例：「譁・ｭ怜喧縺」",
    ],
)
def test_pages_about_encodings_keep_their_samples(text: str) -> None:
    """A sample is quoted, not suffered."""
    assert [] == RepairMojibake()(Document(text))


def test_wholly_damaged_page_is_repaired_whatever_it_is_about() -> None:
    """A page nobody can read is not about anything."""
    assert "关于我们 utf-8" == run("鍏充簬鎴戜滑 utf-8")


@pytest.mark.parametrize("lost", ["锟斤拷", "锟斤拷锟斤拷锟", "\ufffd\ufffd\ufffd"])
def test_lost_characters_are_reported(lost: str) -> None:
    """Where nothing is left to repair there is one note with the place, and no edit."""
    (note,) = RepairMojibake()(Document(f"前面{lost}后面"))
    assert isinstance(note, Note)
    assert (2, 2 + len(lost)) == (note.start, note.end)


def test_report_can_be_switched_off() -> None:
    """Without `report` nothing is said."""
    assert [] == RepairMojibake(report=False)(Document("前面锟斤拷后面"))


def test_families_can_be_switched_off() -> None:
    """`latin` and `chinese` stand for themselves."""
    assert "schÃ¶n 文件 下载" == run("schÃ¶n 鏂囦欢 下载", RepairMojibake(latin=False))
    assert "schön 鏂囦欢 下载" == run("schÃ¶n 鏂囦欢 下载", RepairMojibake(chinese=False))


def test_edits_are_small() -> None:
    """One damaged word is one edit; its line is left alone."""
    assert [Edit(3, 5, "ö"), Edit(11, 14, "文件")] == RepairMojibake()(
        Document("schÃ¶n abc 鏂囦欢")
    )


@given(st.text("éÃ©â€œ中文锘挎枃鏂囦欢ÖÐÎÄ\ufffd€ ㄛ笢恅いゅа\n"))
def test_findings_are_valid_and_second_run_changes_little(text: str) -> None:
    """Findings are sorted and disjoint for any text."""
    findings = RepairMojibake()(Document(text))
    check([each for each in findings if isinstance(each, Edit)], len(text))
    ends = [finding.end for finding in findings]
    starts = [finding.start for finding in findings]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
