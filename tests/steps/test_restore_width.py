"""Marks that were folded get their width back; marks that were typed half-width keep theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.edits import Edit, apply, check
from cleaner.core.screen import Screen
from cleaner.steps.restore_width import RestoreWidth

FOLDED = (Path(__file__).parent / "data" / "folded_news.txt").read_text("utf-8")
PROOF = "今天,天气很好。我们去了公园、湖边,还有山上;大家都很高兴,不想回家。\n"


def restore(text: str, step: RestoreWidth | None = None) -> str:
    """Return the text after one run of the step, whose edits must be valid."""
    findings = (step or RestoreWidth())(Document(text))
    edits = [finding for finding in findings if isinstance(finding, Edit)]
    check(edits, len(text))
    return apply(text, edits)


def tail(text: str) -> str:
    """Return what becomes of a text that stands on a folded page."""
    restored = restore(PROOF + text)
    assert len(PROOF + text) == len(restored)
    return restored[len(PROOF) :]


def test_a_folded_page_gets_its_marks_back() -> None:
    """Every mark of the sentences, and none of the numbers, times and addresses."""
    expected = (
        "来源：本报记者 发布时间：2021-03-05 08:30\n\n"
        "社区食堂开张了：老人吃上热乎饭\n\n"
        "3月4日，青石街道（老城区）的第一家社区食堂开门迎客。上午10:30，门口已经排起了队；"
        "到了中午，四十多个座位坐得满满当当。\n\n"
        "“饭菜合口味吗？”记者问。“好吃！”八十二岁的周奶奶说，“一荤两素才12元，比自己买菜还便宜。”\n\n"
        "食堂由街道办（下称“街道”）和居民共同出资，首批投入1,200元/户，共36户。按照约定，"
        "盈余的65%用于补贴高龄老人，35%留作维修；账目每月公布一次（见公告栏）。\n\n"
        "下一步，街道将：一、增设送餐车；二、开放晚餐；三、引入营养师。"
        "有意报名的居民请访问https://example.org/canteen?id=3，"
        "或者发信到canteen@example.org。\n\n"
        "（记者 林青）\n"
    )
    assert expected == restore(FOLDED)


def test_a_page_with_full_width_marks_is_left_alone() -> None:
    """One author may mix; where full-width marks stand, nobody folded the page."""
    text = FOLDED.replace(",", "，")
    assert text == restore(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("比分是3:2,大家都说好。", "比分是3:2，大家都说好。"),
        ("全村1,000人,分成3组。", "全村1,000人，分成3组。"),
        ("会议12:30开始。", "会议12:30开始。"),
        ("真好看!", "真好看！"),
        ("你去不去?我去。", "你去不去？我去。"),
        ("天啊!!!", "天啊！！！"),
        ("共两类:", "共两类："),
        ("一是快,", "一是快，"),
        ("(一)总则", "（一）总则"),
        ("2021(年)的计划", "2021（年）的计划"),
        ("村(社区(含农场))", "村（社区（含农场））"),
        ("增长7.3%,成为第一。", "增长7.3%，成为第一。"),
        ("《规定》(试行),自今日起施行。", "《规定》（试行），自今日起施行。"),
        ("支持Windows,也支持其他几种操作系统。", "支持Windows，也支持其他几种操作系统。"),
    ],
)
def test_marks_in_sentences_are_widened(text: str, expected: str) -> None:
    """Each kind of mark, beside Chinese and beside numbers."""
    assert expected == tail(text)


@pytest.mark.parametrize(
    "text",
    [
        "函數(fn)",
        "1,000 12:30 3:2 (1) x:y",
        "Hello, world! Is it (really) you? Yes: me; and her.",
        "好的:) 再见;) 晚安:-D",
        "名称: 张三\n键: 值",
        '{"名": "张三", "城市": "北京"}',
        "姓名,性别,城市\n张三,男,北京\n李四,女,上海",
        "| 甲 | 乙:丙 |\n| 丁 | 戊,己 |",
        "```\n打印(你好,世界)\n```",
        "print(你好,世界);",
        "df.loc(中文)",
        "见 https://example.org/搜索?q=1,2 或 `命令:参数`",
        "等等,,,我想想。",
        "可??傮w来看",
        "他说?县里的事",
        "以前は東京に住んでいました,今は大阪です。",
        "그는 말했다(漢字),그리고.",
        "¿Qué? ¡Sí! مرحبا، كيف؟",
        "\t第一列,第二列\t第三列:四",
        "左边(没有右边",
        "右边)没有左边",
        "中文 (带空格) 的括号",
    ],
)
def test_honest_half_width_stays_on_a_folded_page(text: str) -> None:
    """Numbers, English, code, tables, smileys, keys with values, other languages, unpaired."""
    assert text == tail(text)


@pytest.mark.parametrize(
    "text",
    [
        "你好,我是张三.今天天气很好,我们去公园.你去不去?",
        "安装好后, 打开终端, 输入命令, 然后回车。详见手册、网站。",
        "一,二,三,四,五",
        "床前明月光,疑是地上霜.\n举头望明月,低头思故乡.",
        "Use it, then stop. 中文,一句。",
        "",
    ],
)
def test_pages_that_were_typed_so_stay(text: str) -> None:
    """Half-width full stops, blanks after marks, or too little to judge."""
    assert text == restore(text)


def test_widening_can_be_limited_to_some_marks() -> None:
    """The option names the marks; brackets come in pairs."""
    text = PROOF + "县(市):一、二"
    expected = text.replace("(", "（").replace(")", "）")
    assert expected == restore(text, RestoreWidth(marks=("()",)))


def test_an_edit_is_one_mark() -> None:
    """Every mark has its own edit, so that each can be vetoed."""
    findings = RestoreWidth()(Document(FOLDED))
    assert {1} == {finding.end - finding.start for finding in findings}


ALPHABET = '中文字吗國、。，,;；：:？?!！() （）12ab\n“”"-`|=.'


@given(st.text(ALPHABET, max_size=60))
def test_a_second_run_finds_nothing(text: str) -> None:
    """What was widened is found widened, and nothing else has become a candidate."""
    assert not list(RestoreWidth()(Document(restore(PROOF * 3 + text))))


@given(st.text(ALPHABET, max_size=60))
def test_nothing_but_the_width_changes(text: str) -> None:
    """Folding the result gives the folded page."""
    assert Document(text).folded == Document(restore(PROOF + text)).folded[len(PROOF) :]


@given(st.text(ALPHABET, max_size=60))
def test_brackets_stay_pairs(text: str) -> None:
    """No pair of half-width brackets comes out with two widths."""
    plain = text.replace("（", "(").replace("）", ")")
    result = tail(plain)
    assert result.count("（") == result.count("）")


SCREEN = Screen([RestoreWidth.gate])


@given(st.text(ALPHABET, max_size=60), st.booleans())
def test_the_gate_hides_no_work(text: str, folded: bool) -> None:
    """Where the step finds something, its gate is open."""
    doc = Document(PROOF + text if folded else text)
    assert not RestoreWidth()(doc) or SCREEN.open_gates(doc)
