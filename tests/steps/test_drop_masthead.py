"""The step `drop_masthead`: what stands above the title goes, and no title does."""

import pytest

from cleaner.core.chain import Chain
from cleaner.core.pattern import Regex
from cleaner.core.rule import Rule
from cleaner.steps.drop_masthead import DropMasthead

BODY = "The bridge over the river was closed on Monday after a lorry struck the railing.\n"
STEP = DropMasthead((Regex("^home >"), Regex("^log in$")), Regex("^by "), max_length=60)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("The Lamp\nHome > News\nA bridge is closed\n", "A bridge is closed\n"),
        ("Log in\nThe Lamp\nHome > News\n\nBridge closed\n", "\nBridge closed\n"),
        (
            "A bridge is closed\nHome > News\nBy Ruth\n",
            "A bridge is closed\nHome > News\nBy Ruth\n",
        ),
        (
            "Log in\nA bridge is closed\nHome > News\nRuth\n",
            "A bridge is closed\nHome > News\nRuth\n",
        ),
        ("Home > News\n", "Home > News\n"),
        ("Home > News\n1911\n", "Home > News\n1911\n"),
        ("Lamps\nBridge\n", "Lamps\nBridge\n"),
    ],
)
def test_what_stands_above_the_title_goes(head: str, expected: str) -> None:
    """The last sign counts that has a title below it; without one, the sign before it does."""
    assert expected + BODY == Chain((Rule("r", STEP),)).run(head + BODY).text


def test_a_page_without_body_text_stays() -> None:
    """Nothing tells there where the text begins."""
    text = "Home > News\nA bridge is closed\n"
    assert text == Chain((Rule("r", STEP),)).run(text).text


def test_a_date_below_the_sign_goes_along() -> None:
    """So does what else a frame has there; the first other line ends it."""
    step = DropMasthead((Regex("^home >"),), along=Regex(r"\d{4}$"))
    text = "Home > News\n\n3 May 2019\nA bridge is closed\n1911\n" + BODY
    assert "A bridge is closed\n1911\n" + BODY == Chain((Rule("r", step),)).run(text).text


def test_the_title_does_not_go_along() -> None:
    """Where nothing but lines that may go along is left, one of them is the title."""
    step = DropMasthead((Regex("^home >"),), along=Regex("^news"))
    text = "Home > News\nNews of the bridge\n" + BODY
    assert "News of the bridge\n" + BODY == Chain((Rule("r", step),)).run(text).text


def test_a_long_head_stays() -> None:
    """More than a frame has is text; a sign further up may still count."""
    head = "Log in\n" + "verse upon verse\n" * 9 + "Home > News\nA bridge is closed\n"
    assert head[7:] + BODY == Chain((Rule("r", STEP),)).run(head + BODY).text
