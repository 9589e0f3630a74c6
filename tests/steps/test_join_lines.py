"""Torn paragraphs are joined; lines that were meant to be lines stay lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.edits import Edit, apply, check
from cleaner.core.screen import Screen
from cleaner.steps.join_lines import JoinLines

SEEDS = Path(__file__).parents[2] / "seeds"
TORN = [
    ("社会治", "理体系"),
    ("大量涌", "现,新"),
    ("会工", "作部的"),
    ("。”烟", "台市"),
    ("内控", "制度,"),
    ("困难", "群众,"),
    ("优势", "是有热"),
]
BODY = (
    "今年以来,青石街道把社区食堂建设作为一项重要工作,先后建成了六家食堂。"
    "社区食堂由街道和居民共同出资,方便了附近的老人、学生和上班族。\n"
)


def join(text: str, step: JoinLines | None = None) -> str:
    """Return the text after one run of the step, whose edits must be valid."""
    findings = (step or JoinLines())(Document(text))
    edits = [finding for finding in findings if isinstance(finding, Edit)]
    check(edits, len(text))
    return apply(text, edits)


def test_the_seven_torn_places_of_a_seed_are_joined() -> None:
    """Seed 001: seven sentences go on behind a blank line; no heading is joined to its text."""
    text = (SEEDS / "001_7a538a2601f903b8.txt").read_text("utf-8")
    findings = JoinLines()(Document(text))
    found = [(text[: edit.start], text[edit.end :]) for edit in findings]
    expected = [True] * 7
    assert expected == [
        before.endswith(left) and after.startswith(right)
        for (before, after), (left, right) in zip(found, TORN, strict=True)
    ]
    assert {"\n\n"} == {text[edit.start : edit.end] for edit in findings}


@pytest.mark.parametrize("name", sorted(path.name for path in SEEDS.glob("*.txt"))[:1])
def test_seeds_are_there(name: str) -> None:
    """The tests of this module that read seeds do find them."""
    assert name.startswith("000_")


@pytest.mark.parametrize("number", ["000", "002", "003", "004"])
def test_nothing_in_the_other_seeds_is_joined(number: str) -> None:
    """Headings without a full stop, lists, captions, contact blocks."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    text = path.read_text("utf-8")
    assert text == join(text)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "各家食堂都有菜单公示,每天更换品种,附近的老人都愿意到社区食",
            "堂用餐,人数比去年多了一倍。",
        ),
        (
            "食堂开业后,每天中午都坐得满满当当。居民反映,饭菜价格便宜,味道好。青",
            "石街道的经验值得推广。",
        ),
        ("记者走访发现,六家食堂各有特色,一些食堂还推出了地方小吃(如糖油", "粑粑),很受居民欢迎。"),
        ("周奶奶说,食堂离家近,饭菜也合口味,她每天中午都来吃饭,最喜欢", "的是红烧肉和青菜。"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", " \n \n"])
def test_torn_sentences_are_joined(left: str, right: str, gap: str) -> None:
    """A word of the page across the break, a torn-off head, an open bracket, no start."""
    assert BODY + left + right == join(BODY + left + gap + right)


def test_a_line_torn_twice_becomes_one() -> None:
    """Both breaks go, in one run."""
    pieces = [
        "各家食堂都有菜单公示,每天更换品种,附近的老人都愿意到社区食",
        "堂用餐,人数比去年多了一倍,街道为此又增加了两处社区食",
        "堂的座位,还请来了营养师。",
    ]
    assert BODY + "".join(pieces) == join(BODY + "\n\n".join(pieces))


@pytest.mark.parametrize(
    "text",
    [
        "社区食堂建设工作稳步推进,居民、学生、上班族都说好\n社区食堂由街道和居民共同出资。",
        "青石街道:创新工作方法,建设社区食堂,办好民生实事\n\n近日,青石街道召开了工作会议。",
        "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡",
        "大江东去,浪淘尽,千古风流人物\n故垒西边,人道是,三国周郎赤壁\n乱石穿空,惊涛拍岸,卷起千堆雪",
        "尊敬的各位领导,各位来宾,女士们、先生们,亲爱的同学们,\n大家好!今天我们在这里集会。",
        "特此通知,请各单位认真组织学习,抓好贯彻落实,有关情况及时报告\n青石街道办事处\n2021年3月5日",
        "- 苹果、梨、桃子、香蕉、葡萄、西瓜,都要新鲜的\n- 米、面、油、盐、酱、醋,都要买",
        "姓名,性别,年龄,住址,电话,工作单位,政治面貌,备注说明\n张三,男,三十,北京,无,食堂,群众,无",
        "地址:青石街道中山路二十三号,乘坐一路、二路、三路公交车可到\n联系人:周奶奶,电话请咨询社区。",
        "他站起来,看了看窗外,又坐下,拿起桌上的书,翻了几页,说\n“我们走吧。”",
        "他忘了写句号,这一段写得很长很长,一直写到了这里。后来他又补了一句,仍旧没有写\n"
        "第二天,天气很好,他出门去了。",
        "昨天的会议讨论了三个问题,大家发言踊跃。会议由街道主任主持,居民代表参加了会议\n"
        "同时,会议还听取了食堂的报告。",
        "def f(甲,乙,丙,丁,戊,己,庚,辛,壬,癸,子,丑):\n    返回(甲,乙)。",
        "English text that is hard\nwrapped at a narrow width,\nas mails were.",
        "以前は東京に住んでいましたが、今は大阪に住んで、毎日仕事をして\nいます。",
        "",
        "\n\n\n",
    ],
)
def test_lines_that_were_meant_stay(text: str) -> None:
    """Headings, verse, addresses, signatures, lists, tables, dialogue, code, other languages."""
    assert BODY + text == join(BODY + text)


WRAPPED = (
    "青石街道的社区食堂开门以来每天都有许多老人前来用餐,他们\n"
    "说这里的饭菜干净便宜,味道也很好,比自己在家里做饭要方便\n"
    "得多。街道的工作人员告诉记者,食堂由街道和居民共同出资建\n"
    "成,所得的盈余全部用来补贴高龄老人,账目每个月都要向居民\n"
    "公布一次,接受大家的监督。下一步,街道还打算增设几辆送餐\n"
    "车,把热乎的饭菜送到行动不便的老人家里。\n"
)


def test_a_wrapped_page_stays_unless_asked() -> None:
    """Its line ends are the page's own; some of them joined and some not would be worse."""
    expected = WRAPPED
    assert expected == join(WRAPPED)


def test_a_wrapped_page_is_joined_on_request() -> None:
    """With `wrapped` every line that fills the width goes on in the next."""
    assert WRAPPED.replace("\n", "") + "\n" == join(WRAPPED, JoinLines(wrapped=True))


def test_hyphenated_words_are_joined_on_request() -> None:
    """With `hyphens` a word that was cut at a line end is whole again; by default it is not."""
    text = "This is an exam-\nple of a well-known\nhabit - \nof printers."
    assert text == join(text)
    assert text.replace("exam-\nple", "example") == join(text, JoinLines(hyphens=True))


PIECES = st.sampled_from(
    [
        "社区食堂",
        "由街道和居民",
        ",",
        "。",
        "、",
        "\n",
        "\n\n",
        "共同出资",
        "每天",
        "的",
        "(",
        ")",
        " ",
        "一、",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join), st.booleans())
def test_a_second_run_finds_nothing(text: str, wrapped: bool) -> None:
    """All that can be joined is joined at once."""
    step = JoinLines(wrapped=wrapped)
    assert not list(step(Document(join(BODY + text, step))))


@given(st.lists(PIECES, max_size=60).map("".join))
def test_only_line_ends_and_blanks_are_removed(text: str) -> None:
    """Every character that is not blank stays."""
    assert "".join(text.split()) == "".join(join(text, JoinLines(wrapped=True)).split())


SCREENS = {step: Screen([step.gate]) for step in (JoinLines(), JoinLines(True, True))}


@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(list(SCREENS)))
def test_the_gate_hides_no_work(text: str, step: JoinLines) -> None:
    """Where the step finds something, its gate is open."""
    doc = Document(text + "\nexam-\nple")
    assert not step(doc) or SCREENS[step].open_gates(doc)


def test_the_gate_opens_for_a_torn_line() -> None:
    """A long line without a mark at its end, blanks or not; no finished sentence, no heading."""
    screen = SCREENS[JoinLines()]
    assert screen.open_gates(Document("老人、学生和上班族都愿意到新开的社区食 \n\n堂用餐。"))
    assert not screen.open_gates(Document("社区食堂开张\n老人都愿意。"))
    assert not screen.open_gates(Document("老人、学生和上班族都愿意。\n堂用餐。"))
