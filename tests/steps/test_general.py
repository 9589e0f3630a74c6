"""The general steps: what goes, what stays, and that a second run finds nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.chain import Chain
from cleaner.core.pattern import Regex
from cleaner.core.place import Place
from cleaner.core.rule import Rule
from cleaner.core.step import Step
from cleaner.steps.collapse_blank import CollapseBlank
from cleaner.steps.cut import Cut
from cleaner.steps.drop_block import DropBlock
from cleaner.steps.drop_document import DropDocument
from cleaner.steps.drop_line import DropLine
from cleaner.steps.drop_repeated import DropRepeated
from cleaner.steps.map_chars import MapChars
from cleaner.steps.replace import Replace

BODY = (
    "这是正文的一行，它足够长，也有句号，所以没有人会把它当成菜单或者标题，而会把它留在文章里面，"
    "一直留到最后一个字。再来一句，凑够六十个字。\n"
)
SENTENCE = "The bridge was closed on Monday after a lorry struck the railing."
TEASER = "Who closed the bridge? Nine things that nobody in town will tell you"

TO_THE_END = DropBlock((Regex("^相关"),), stop_at_body=True, no_body=Regex("©"), to_the_end=True)

SLACK = DropBlock((Regex("^相关"),), stop_at_body=True, to_the_end=True, slack=60)


def run(step: Step, text: str) -> str:
    """What a step makes of a text."""
    return Chain((Rule("r", step),)).run(text).text


def patterns(*sources: str) -> tuple[Regex, ...]:
    """Patterns as an option takes them."""
    return tuple(map(Regex, sources))


@pytest.mark.parametrize(
    ("step", "text", "expected"),
    [
        (DropLine(patterns("^x")), "x1\na\n x2", "a\n"),
        (DropLine(patterns("x", "y")), "ax y\nb\ny\n", "b\n"),
        (DropLine(patterns("x"), max_length=2), "x 1\nxx1\n", "xx1\n"),
        (DropLine(patterns("x"), min_length=3), "x 1\nxx1\n", "x 1\n"),
        (DropLine(patterns("x"), Place("first", 2)), "ax\nbc\nx\n", "bc\nx\n"),
        (DropLine(patterns("x"), Place("last", 0.4, True)), "ax\nbc\nx\n", "ax\nbc\n"),
        (DropLine(patterns("X"), exact=True), "x\nX\n", "x\n"),
        (DropLine(patterns("^x"), when=Regex("y$")), "x\na y\n", "a y\n"),
        (DropLine(patterns("^x"), when=Regex("y$")), "x\na z\n", "x\na z\n"),
        (Cut(patterns("[编辑]{2}")), "标题编辑\n", "标题\n"),
        (Cut(patterns("x"), before=Regex("a")), "ax bx", "a bx"),
        (Cut(patterns("x"), after=Regex(" *$")), "xx ", "x "),
        (Replace(patterns("(?P<n>[0-9])x"), "{n}y"), "1x x 2X", "1y x 2y"),
        (MapChars({"ab": "c", "a": "d", "z": ""}), "abaz", "cd"),
        (DropBlock(patterns("^相关")), f"{BODY}相关阅读\n甲\n\n乙", BODY),
        (DropBlock(patterns("^相关"), Regex("blank")), "相关\n甲\n\n乙", "\n乙"),
        (DropBlock(patterns("^相关"), Regex("^乙")), "相关\n甲\n乙\n丙", "丙"),
        (DropBlock(patterns("^相关"), Regex("^没有")), "相关\n甲\n", "相关\n甲\n"),
        (DropBlock(patterns("^相关"), stop_at_body=True), f"相关\n甲\n{BODY}", BODY),
        (DropBlock(patterns("^相关"), max_line=2), "相关\n甲\n乙乙乙\n", "乙乙乙\n"),
        (DropBlock(patterns("^相关"), max_length=3), "相关\n甲乙\n", "相关\n甲乙\n"),
        (DropBlock(patterns("^相关"), keep_first=True), "相关\n甲\n", "相关\n"),
        (DropBlock(patterns("^[甲乙]$"), only=Regex("^[甲乙]$")), "甲\n\n乙\n丙\n", "丙\n"),
        (
            DropBlock(patterns("^甲"), only=Regex("^[甲乙]$"), least=3),
            "甲\n乙\n丙\n",
            "甲\n乙\n丙\n",
        ),
        (DropBlock(patterns("^甲"), least=2), "甲\n", "甲\n"),
        (DropBlock(patterns("^甲"), needs=Regex("^丙$")), "甲\n乙\n丙\n", ""),
        (DropBlock(patterns("^甲"), needs=Regex("^丙$")), "甲\n乙\n", "甲\n乙\n"),
        (DropBlock(patterns("^甲"), Regex("blank"), when=Regex("^丙$")), "甲\n\n丙\n", "\n丙\n"),
        (
            DropBlock(patterns("^甲"), Regex("blank"), when=Regex("^丙$")),
            "甲\n\n乙\n",
            "甲\n\n乙\n",
        ),
        (DropBlock(patterns("^相关"), to_the_end=True), "相关\n甲\n", "相关\n甲\n"),
        (TO_THE_END, f"{BODY}相关\n甲\n", BODY),
        (SLACK, f"{BODY * 3}相关\n{SENTENCE}\n", BODY * 3),
        (
            SLACK,
            f"{BODY * 3}相关\n{SENTENCE}\n{SENTENCE}\n",
            f"{BODY * 3}相关\n{SENTENCE}\n{SENTENCE}\n",
        ),
        (SLACK, f"{BODY}相关\n{SENTENCE}\n", f"{BODY}相关\n{SENTENCE}\n"),
        (TO_THE_END, f"{BODY}相关\n甲\n{BODY}", f"{BODY}相关\n甲\n{BODY}"),
        (TO_THE_END, f"{BODY}相关\n甲\n© {BODY}", BODY),
        (DropBlock(patterns("^甲"), Regex("blank"), not_first=True), "\n甲\n\n甲\n", "\n甲\n\n"),
        (
            DropBlock(patterns("^News"), stop_at_body=True),
            f"News\n{TEASER}\n{SENTENCE}\n",
            f"{SENTENCE}\n",
        ),
        (DropRepeated(2, 2), "重複\na\n重复\n重　复\n", "重複\na\n"),
        (DropRepeated(2, 2, keep_first=False), "重复\na\n重复\n", "a\n"),
        (DropRepeated(3, 2), "重复\na\n重复\n", "重复\na\n重复\n"),
        (CollapseBlank(), "\n \n  a  \n\n \n\nb\n\n", "  a\n\nb\n"),
        (CollapseBlank(0), "a\n\n\nb", "a\nb"),
        (CollapseBlank(line_ends=False), "a  \n \n\n\nb \n", "a  \n\nb\n"),
        (CollapseBlank(edges=False), "\n\n\na\n\n\n", "\n\na\n\n"),
        (CollapseBlank(), "  \n \n", ""),
        (CollapseBlank(), "a", "a"),
    ],
)
def test_a_step_does_what_its_manual_says(step: Step, text: str, expected: str) -> None:
    """Whole lines go with their line feed; what is not meant stays to the letter."""
    assert expected == run(step, text)


@pytest.mark.parametrize(
    ("step", "text", "reason"),
    [
        (DropDocument(patterns("^404"), reason="an error page"), "404\n", "r: an error page"),
        (DropDocument(min_letters=3, reason="too short"), "ab", "r: too short (2 letters)"),
        (DropDocument(patterns("^404")), "nothing", None),
    ],
)
def test_a_document_is_rejected_with_a_reason(step: Step, text: str, reason: str | None) -> None:
    """The text itself stays."""
    result = Chain((Rule("r", step),)).run(text)
    assert (text, reason) == (result.text, result.rejected)


STEPS = [
    DropLine(patterns("^甲")),
    Cut(patterns("乙$")),
    DropBlock(patterns("^丙"), Regex("blank")),
    DropRepeated(2, 1),
    CollapseBlank(),
    CollapseBlank(0, line_ends=False, edges=False),
]


@given(st.sampled_from(STEPS), st.text("甲乙丙 \n\t", max_size=25))
def test_whole_line_and_layout_steps_find_nothing_the_second_time(step: Step, text: str) -> None:
    """What a step leaves is what it would leave."""
    once = run(step, text)
    if not isinstance(step, Cut):  # cutting can bring another stretch to an edge; once is the rule
        assert once == run(step, once)
    assert len(once) <= len(text)


@pytest.mark.parametrize("text", ["first", "30%", "first 0%", "first 120%", "middle 3 letters"])
def test_a_place_has_one_form(text: str) -> None:
    """Anything else is refused with an example of the right form."""
    with pytest.raises(ValueError, match=r"first 30%|between 0% and 100%"):
        Place.parse(text)


@pytest.mark.parametrize("text", ["first 30%", "last 12.5%", "first 500 letters"])
def test_a_place_reads_what_it_prints(text: str) -> None:
    """To within the rounding of a percentage."""
    place = Place.parse(text)
    assert text.split()[0] in str(place)
    assert str(Place()) == "anywhere"
