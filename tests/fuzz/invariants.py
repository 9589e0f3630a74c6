"""What must hold for every text and every chain, whatever stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cleaner.core.chain import Chain, Result
from cleaner.core.document import Document
from cleaner.core.edits import Finding, apply
from cleaner.core.step import Reject, Step

__all__ = ["check_result", "check_stable", "without_gates"]


@dataclass(frozen=True, slots=True)
class Ungated:
    """A step without its gate: it is always asked."""

    step: Step

    def __call__(self, doc: Document) -> Sequence[Finding] | Reject:
        """Ask the step."""
        return self.step(doc)

    @property
    def removes(self) -> bool:
        """Whether the budget counts what it takes."""
        return bool(getattr(self.step, "removes", False))


def without_gates(chain: Chain) -> Chain:
    """Return the chain with every step asked on every text."""
    return replace(chain, rules=tuple(replace(r, step=Ungated(r.step)) for r in chain.rules))


def check_result(text: str, result: Result) -> None:
    """Raise AssertionError unless the trace tells truly what became of the text."""
    trace = result.trace
    assert text == trace.original, "the trace has another original"
    assert result.text == trace.final, "the passes lead to another text"
    changes = trace.changes()
    assert result.text == apply(text, changes), "the composed changes lead to another text"
    assert text == apply(result.text, trace.undo()), "undo leads to another text"
    fates = trace.fates()
    assert text == "".join(text[fate.start : fate.end] for fate in fates), "a character is missing"
    assert result.text == "".join(fate.new for fate in fates), "the fates lead to another text"
    for note in result.warnings:
        assert 0 <= note.start <= note.end <= len(text), f"a note outside of the text: {note}"
    for story in result.explain():
        assert text[slice(*story.line)] == story.text


def check_stable(chain: Chain, result: Result) -> None:
    """Raise AssertionError if a second run would change the text again."""
    if result.rejected is not None:
        return
    again = chain.run(result.text)
    rules = [turn.rule for turn in again.trace.passes if turn.edits]
    assert result.text == again.text, f"a second run makes edits: {', '.join(rules)}"
