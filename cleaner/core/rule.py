"""A rule: a step with a name and its exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding, Note, Spared
from cleaner.core.pattern import Pattern
from cleaner.core.step import Reject, Step, gate_of

__all__ = ["Proposal", "Rule", "Unless", "UnlessPlace"]

UnlessPlace: TypeAlias = Literal["text", "line", "document"]


class Unless(NamedTuple):
    """An exception: an edit is vetoed where the pattern occurs in its place.

    `text` is the range that the edit would replace, `line` all lines it touches, `document` the
    whole text as the rule finds it.
    """

    place: UnlessPlace
    pattern: Pattern

    def vetoes(self, doc: Document, edit: Edit) -> bool:
        """Say whether this exception forbids the edit."""
        if self.place == "document":
            return self.pattern.search(doc.text)
        start, end = edit.start, edit.end
        if self.place == "line":
            start = doc.line_at(start).start
            end = doc.line_at(max(start, end - 1)).end
        return self.pattern.search(doc.text[start:end])


class Proposal(NamedTuple):
    """What a rule wants done to a document, after its own exceptions."""

    edits: tuple[Edit, ...]
    spared: tuple[Spared, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A step with an id, a purpose (`about`) and exceptions; `origin` says where it is written."""

    id: str
    step: Step
    unless: tuple[Unless, ...] = ()
    about: str = field(default="", compare=False, repr=False)
    origin: str = field(default="", compare=False, repr=False)

    @property
    def gate(self) -> str | None:
        """The pattern without which the rule finds nothing, or None."""
        return gate_of(self.step)

    @property
    def removes(self) -> bool:
        """Whether it removes content, so that the budget counts it; repairs are free of it."""
        return bool(getattr(self.step, "removes", False))

    def propose(self, doc: Document) -> Proposal | Reject:
        """Ask the step, and veto what the exceptions protect."""
        found = self.step(doc)
        if isinstance(found, Reject):
            return found
        return self._judge(doc, found)

    def _judge(self, doc: Document, found: Sequence[Finding]) -> Proposal:
        edits, spared, notes = [], [], []
        for finding in found:
            if isinstance(finding, Note):
                notes.append(finding._replace(rule=self.id))
            elif isinstance(finding, Spared):
                spared.append(finding)
            elif veto := next((u for u in self.unless if u.vetoes(doc, finding)), None):
                reason = f"unless {veto.place}: {veto.pattern.source}"
                spared.append(Spared(finding.start, finding.end, reason))
            else:
                edits.append(Edit(finding.start, finding.end, finding.new, self.id, finding.meta))
        return Proposal(tuple(edits), tuple(spared), tuple(notes))
