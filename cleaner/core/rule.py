"""A rule: a step with a name and its exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding, Note, Spared
from cleaner.core.pattern import Pattern
from cleaner.core.step import Reject, Step, gates_of

__all__ = ["Proposal", "Rule", "Unless", "UnlessPlace"]

UnlessPlace: TypeAlias = Literal["text", "line", "document"]


class Unless(NamedTuple):
    """An exception: an edit is vetoed where the pattern occurs in its place.

    `text` is the range that the edit would replace, `line` all lines it touches, `document` the
    whole text as the rule finds it.
    """

    place: UnlessPlace
    pattern: Pattern

    def stretch(self, doc: Document, edit: Edit) -> tuple[int, int]:
        """Return where the pattern must not occur for the edit to be made."""
        if self.place == "document":
            return 0, len(doc.text)
        if self.place == "text":
            return edit.start, edit.end
        first = doc.line_at(edit.start)
        return first.start, doc.line_at(max(edit.start, edit.end - 1)).end


class _Veto:
    """An exception on one document; the last answer is kept, as edits of a line stand together."""

    def __init__(self, unless: Unless, doc: Document) -> None:
        self.unless, self.doc = unless, doc
        self.reason = f"unless {unless.place}: {unless.pattern.source}"
        self._judged: tuple[int, int] | None = None
        self._found = False

    def forbids(self, edit: Edit) -> bool:
        stretch = self.unless.stretch(self.doc, edit)
        if stretch != self._judged:
            self._judged = stretch
            self._found = self.unless.pattern.search(self.doc.text[slice(*stretch)])
        return self._found


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
    def gates(self) -> tuple[str, ...]:
        """The patterns without all of which the rule finds nothing; none: it is always asked."""
        return gates_of(self.step)

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
        name = self.id
        changes = [finding for finding in found if isinstance(finding, Edit)]
        if not self.unless and len(changes) == len(found):  # as on most pages
            return Proposal(tuple([Edit(a, b, new, name, meta) for a, b, new, _, meta in changes]))
        edits, spared, notes = [], [], []
        vetoes = [_Veto(each, doc) for each in self.unless]
        for finding in found:
            if isinstance(finding, Note):
                notes.append(finding._replace(rule=name))
            elif isinstance(finding, Spared):
                spared.append(finding)
            elif veto := next((each for each in vetoes if each.forbids(finding)), None):
                spared.append(Spared(finding.start, finding.end, veto.reason))
            else:
                edits.append(finding._replace(rule=name))
        return Proposal(tuple(edits), tuple(spared), tuple(notes))
