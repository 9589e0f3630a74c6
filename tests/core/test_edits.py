"""The algebra of edits: apply, invert, compose."""

import pytest
from hypothesis import given

from cleaner.core.edits import Edit, apply, check, compose, invert
from cleaner.core.errors import EditError
from tests.core.strategies import passes


@given(passes(1))
def test_generated_edits_are_valid(case: tuple[str, list[list[Edit]]]) -> None:
    """The strategy makes what `check` accepts, so the tests below speak of valid edits."""
    text, [edits] = case
    check(edits, len(text))


@given(passes(1))
def test_invert_gives_the_text_back(case: tuple[str, list[list[Edit]]]) -> None:
    """Applying the inverse after the edits is doing nothing."""
    text, [edits] = case
    assert text == apply(apply(text, edits), invert(text, edits))


@given(passes(2))
def test_compose_is_one_after_the_other(case: tuple[str, list[list[Edit]]]) -> None:
    """The composition does what both do, and is itself valid and canonical."""
    text, [first, second] = case
    both = compose(first, second)
    assert apply(apply(text, first), second) == apply(text, both)
    check(both, len(text))


@given(passes(3))
def test_compose_is_associative_in_effect(case: tuple[str, list[list[Edit]]]) -> None:
    """Grouping does not matter for the text that comes out."""
    text, [a, b, c] = case
    left = apply(text, compose(compose(a, b), c))
    assert left == apply(text, compose(a, compose(b, c)))
    assert left == apply(apply(apply(text, a), b), c)


@given(passes(2))
def test_compose_names_every_rule_that_met(case: tuple[str, list[list[Edit]]]) -> None:
    """Nothing but the rules of the parts is named, and nothing is nameless."""
    _, [first, second] = case
    names = {name for edit in compose(first, second) for name in edit.rule.split("+")}
    assert names <= {"r0", "r1"}


@given(passes(1))
def test_composing_with_nothing_changes_no_text(case: tuple[str, list[list[Edit]]]) -> None:
    """The empty list is the neutral element, on both sides, in effect."""
    text, [edits] = case
    assert apply(text, edits) == apply(text, compose(edits, [])) == apply(text, compose([], edits))


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(2, 1)],
        [Edit(0, 9)],
        [Edit(-1, 1)],
        [Edit(0, 2), Edit(1, 3)],
        [Edit(3, 4), Edit(0, 1)],
        [Edit(1, 1, "a"), Edit(1, 1, "b")],
    ],
)
def test_check_refuses_what_does_not_fit(edits: list[Edit]) -> None:
    """Unsorted, overlapping, outside, or twice at one place: all refused."""
    with pytest.raises(EditError):
        check(edits, 5)
