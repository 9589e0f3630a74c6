"""The trace: every character has one fate, and everything can be undone."""

from hypothesis import given

from cleaner.core.edits import Edit, apply
from cleaner.core.trace import Pass, Trace
from tests.core.strategies import passes


def trace_of(case: tuple[str, list[list[Edit]]]) -> Trace:
    """The trace of generated passes."""
    text, lists = case
    return Trace(text, tuple(Pass(f"r{n}", tuple(edits)) for n, edits in enumerate(lists)))


@given(passes(4))
def test_changes_lead_to_the_final_text(case: tuple[str, list[list[Edit]]]) -> None:
    """The composed changes over the original give what the passes gave."""
    trace = trace_of(case)
    assert trace.final == apply(trace.original, trace.changes())


@given(passes(4))
def test_undo_gives_the_original_back(case: tuple[str, list[list[Edit]]]) -> None:
    """The inverse of the changes restores every character."""
    trace = trace_of(case)
    assert trace.original == apply(trace.final, trace.undo())


@given(passes(4))
def test_every_original_character_has_exactly_one_fate(
    case: tuple[str, list[list[Edit]]],
) -> None:
    """The fates tile the original without gap or overlap, and spell the final text."""
    trace = trace_of(case)
    position = 0
    for fate in trace.fates():
        assert position == fate.start
        position = fate.end
    assert len(trace.original) == position
    assert trace.final == "".join(fate.new for fate in trace.fates())


@given(passes(3))
def test_origin_of_a_kept_character_is_itself(case: tuple[str, list[list[Edit]]]) -> None:
    """Where a character was only moved, `origin` finds the very place it came from."""
    trace = trace_of(case)
    kept = [fate for fate in trace.fates() if not fate.rule]
    position = 0
    for fate in trace.fates():
        size = len(fate.new)
        if fate in kept:
            for step in range(size):
                span = (position + step, position + step + 1)
                [[found]] = trace.origins({len(trace.passes): [span]}).values()
                assert (fate.start + step, fate.start + step + 1) == found
        position += size


def test_a_character_changed_and_then_removed_answers_to_both() -> None:
    """Blame joins the rules in their order."""
    trace = Trace("abc", (Pass("x", (Edit(1, 2, "B", "x"),)), Pass("y", (Edit(0, 3, "", "y"),))))
    assert [fate.rule for fate in trace.fates()] == ["y", "x+y", "y"]
