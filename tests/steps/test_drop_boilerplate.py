"""The step `drop_boilerplate`."""

from __future__ import annotations

from cleaner.core.chain import Chain
from cleaner.core.document import Document
from cleaner.core.edits import Edit, Spared
from cleaner.core.pattern import Regex
from cleaner.core.rule import Rule
from cleaner.steps.drop_boilerplate import DropBoilerplate
from cleaner.steps.drop_line import DropLine

STORY = """\
The old bridge of Ashcombe was repaired last week. It was built in 1932 and has three arches.
The masons said that the new stone came from the same quarry, and that it would soon be as dark.
"""


def _clean(text: str, known: str, step: DropBoilerplate | None = None) -> str:
    """Take out lines that match, then what the judge says."""
    rules = (
        Rule("known", DropLine(pattern=(Regex(known),))),
        Rule("judge", step or DropBoilerplate()),
    )
    return Chain(rules).run(text).text


def test_lines_between_known_ones_go() -> None:
    """Below the body text, what stands among lines of the frame is frame."""
    text = STORY + "Share this\nMore from Local News\n12 comments\nRelated stories\nSign up\n"
    assert STORY == _clean(text, "^(?:share this|related stories|sign up)$")


def test_without_known_lines_nothing_goes() -> None:
    """A page of which no rule took out a line is left alone."""
    text = "Home\n" + STORY + "Share this\n12 comments\n"
    assert text == _clean(text, "^nothing$")


def test_without_body_text_nothing_goes() -> None:
    """A poem stays whatever stood above it."""
    poem = "Home\nthe river\nthe ferry\nno one\nLog in\n"
    assert poem == _clean("Menu\n" + poem, "^menu$")


def test_one_line_above_the_body_stays() -> None:
    """It may be the title, whatever it says."""
    text = "Home\nContact\n" + STORY
    assert "Contact\n" + STORY == _clean(text, "^home$")


def test_no_more_goes_than_the_rules_account_for() -> None:
    """Where rules took out little, the judge takes out little."""
    tail = "Share this\nMore from Local News\n12 comments\nRelated stories\nSign up\n"
    text = STORY + tail
    assert text.replace("Sign up\n", "") == _clean(text, "^sign up$", DropBoilerplate(most=0.5))


def test_at_full_strictness_nothing_goes() -> None:
    """No chance is above certainty."""
    text = STORY + "Share this\n12 comments\nRelated stories\nSign up\n"
    known = "^(?:share this|related stories|sign up)$"
    step = DropBoilerplate(strictness=1)
    assert STORY + "12 comments\n" == _clean(text, known, step)


def test_lines_of_the_frame_count_as_known() -> None:
    """With `frame` the step needs no rule before it; those lines go, too."""
    text = STORY + "Share this\n12 comments\nBack to top\n"
    step = DropBoilerplate(frame=Regex("^(?:share this|back to top)$"))
    gone = [text[each.start : each.end] for each in step(Document(text)) if isinstance(each, Edit)]
    assert ["Share this\n", "12 comments\n", "Back to top\n"] == gone


def test_near_misses_are_told() -> None:
    """What was likely and stayed is among the findings, with its chance."""
    text = STORY + "Share this\n12 comments\nBack to top\n"
    step = DropBoilerplate(frame=Regex("^(?:share this|back to top)$"), strictness=1)
    spared = [each for each in step(Document(text)) if isinstance(each, Spared)]
    assert ["12 comments"] == [text[each.start : each.end] for each in spared]
    assert spared[0].reason.startswith("chance 0.9")


def test_a_second_run_finds_nothing() -> None:
    """What is left has lost no line: the judge is not asked again."""
    text = STORY + "Share this\n12 comments\nRelated stories\nSign up\n"
    once = _clean(text, "^(?:share this|related stories|sign up)$")
    assert once == _clean(once, "^(?:share this|related stories|sign up)$")


def test_an_empty_text_is_no_page() -> None:
    """Nothing is found where nothing is."""
    assert [] == DropBoilerplate(Regex("^x$"))(Document(""))
