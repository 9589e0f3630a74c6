"""The step `cut`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding, Spared
from cleaner.core.finder import Finder
from cleaner.core.pattern import Regex
from cleaner.core.place import Place

__all__ = ["Cut"]


@dataclass(frozen=True, slots=True)
class Cut:
    r"""Removes a stretch inside of a line; the rest of the line stays.

    It is wrong where the same words are part of a sentence: use `before` and `after` to say what
    must stand at its edges.

    Options:
        pattern: one or more patterns of what goes.
        before: what must stand right before it (the line from its start is searched up to there).
        after: what must stand right after it.
        within: only in the `first` or `last` part of the page.
        exact: match the text itself, not its folded form.

    Example:
        cut: {pattern: '\[编辑\]', before: '\S$'}
    """

    removes: ClassVar[bool] = True

    pattern: tuple[Regex, ...]
    before: Regex = Regex("")
    after: Regex = Regex("")
    within: Place = Place()
    exact: bool = False
    _finder: Finder = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        finder = Finder.of(self.pattern, self.before, self.after, self.exact)
        object.__setattr__(self, "_finder", finder)

    @property
    def gate(self) -> str:
        """Any of the patterns."""
        return self._finder.patterns.gate

    def __call__(self, doc: Document) -> list[Finding]:
        """Return a removal for each stretch that goes, and the stretches that are elsewhere."""
        findings: list[Finding] = []
        for match in self._finder.finditer(doc):
            if self.within.holds(doc, match.start, match.end):
                findings.append(Edit(match.start, match.end))
            else:
                findings.append(Spared(match.start, match.end, f"not in the {self.within}"))
        return findings
