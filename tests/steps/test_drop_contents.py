"""Tables of contents go where the page proves them by its headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.edits import apply, check
from cleaner.core.pattern import Regex
from cleaner.steps.drop_contents import DropContents

STEP = DropContents(heading=(Regex("^目录$"),))


def run(text: str) -> str:
    """The text after the step."""
    return apply(text, STEP(Document(text)))


def test_entries_that_stand_again_as_headings_go() -> None:
    """The heading and its entries, numbered or not; what follows stays."""
    text = (
        "锁\n目录\n1. 现象\n\n2. 根因\n三、对策\n现象\n夜里出错。\n2 根因\n时区。\n# 对策\n改。\n"
    )
    assert run(text) == "锁\n现象\n夜里出错。\n2 根因\n时区。\n# 对策\n改。\n"


@pytest.mark.parametrize(
    "text",
    [
        "目录\n一、起程\n二、渡口\n三、归来\n全书完。\n",  # no headings follow
        "目录\n甲\n乙\n甲\n乙\n",  # too few
        "目录\n甲\n乙\n丙\n丙\n乙\n甲\n",  # in another order
        "说明\n甲\n乙\n丙\n甲\n乙\n丙\n",  # another heading
        "目录\n甲\n甲\n甲\n",  # entries are not their own headings
    ],
)
def test_what_proves_nothing_stays(text: str) -> None:
    """Books' contents, few entries, verse that repeats in another order."""
    assert text == run(text)


@given(st.lists(st.sampled_from(["目录", "甲", "乙", "1. 丙", "丙", "丁", "", " 甲"]), max_size=30))
def test_every_line_that_goes_stands_again(lines: list[str]) -> None:
    """Nothing but the heading is lost: each entry is still there as a line of its own."""
    text = "\n".join(lines)
    edits = STEP(Document(text))
    check(edits, len(text))
    left = {line.strip().removeprefix("1. ") for line in apply(text, edits).split("\n")}
    gone = {
        line.strip().removeprefix("1. ")
        for e in edits
        for line in text[e.start : e.end].split("\n")
    }
    assert gone - left <= {"目录", ""}
