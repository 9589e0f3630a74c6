"""The step `drop_document`."""

from __future__ import annotations

from dataclasses import dataclass, field

from cleaner.core.document import Document
from cleaner.core.edits import Finding
from cleaner.core.pattern import Patterns, Regex
from cleaner.core.place import Place
from cleaner.core.step import Reject

__all__ = ["DropDocument"]


@dataclass(frozen=True, slots=True)
class DropDocument:
    """Rejects a document as a whole; its text stays with the reason.

    It is wrong for a page that quotes what it looks for: no shipped profile uses it.

    Options:
        pattern: one or more patterns, any of which rejects the document (none: look at length).
        within: only in the `first` or `last` part of the page.
        min_letters: reject documents of fewer letters than this.
        reason: what the result says; one sentence.

    Example:
        drop_document: {pattern: '^404 not found', within: first 20%, reason: an error page}
    """

    pattern: tuple[Regex, ...] = ()
    within: Place = Place()
    min_letters: int = 0
    reason: str = "not wanted"
    _patterns: Patterns = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_patterns", Patterns.of(self.pattern))

    @property
    def gate(self) -> str:
        """Any of the patterns; none if length alone can reject."""
        return "" if self.min_letters else self._patterns.gate

    def __call__(self, doc: Document) -> list[Finding] | Reject:
        """Return the rejection, or nothing."""
        if doc.letters < self.min_letters:
            return Reject(f"{self.reason} ({doc.letters} letters)")
        for match in self._patterns.finditer(doc):
            if self.within.holds(doc, match.start, match.end):
                return Reject(self.reason)
        return []
