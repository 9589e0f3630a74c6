"""The step `drop_line`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from cleaner.core.document import Document, Line
from cleaner.core.edits import Edit
from cleaner.core.pattern import Match, Patterns, Regex
from cleaner.core.place import Place

__all__ = ["DropLine"]


@dataclass(frozen=True, slots=True)
class DropLine:
    """Removes whole lines in which a pattern occurs.

    Named groups of the pattern become values of the result's `meta` (`(?P<date>...)`), as they
    stand in the text. To describe the whole line write `^...$`; blanks around a line never matter.

    It is wrong where honest text uses the same words in the same place: keep patterns anchored,
    give a place and a greatest length, and write the look-alikes as `keep` examples.

    Options:
        pattern: one or more patterns; a line goes if any of them occurs in it.
        within: only lines that begin in the `first` or end in the `last` part of the page.
        max_length: only lines of at most so many letters (0: of any length).
        min_length: only lines of at least so many letters.
        exact: match the text itself, not its folded form.

    Example:
        drop_line: {pattern: '^上一篇:', within: last 40%, max_length: 80}
    """

    removes: ClassVar[bool] = True

    pattern: tuple[Regex, ...]
    within: Place = Place()
    max_length: int = 0
    min_length: int = 0
    exact: bool = False
    _patterns: Patterns = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_patterns", Patterns.of(self.pattern, self.exact))

    @property
    def gate(self) -> str:
        """Any of the patterns."""
        return self._patterns.gate

    def __call__(self, doc: Document) -> list[Edit]:
        """Return a removal for each line that goes."""
        edits: list[Edit] = []
        for line, match in self._lines(doc):
            start, end = line.start, min(line.end + 1, len(doc.text))
            if not edits or start >= edits[-1].end:
                edits.append(Edit(start, end, meta=_values(doc, match)))
        return edits

    def _lines(self, doc: Document) -> Iterator[tuple[Line, Match]]:
        for match in self._patterns.finditer(doc):
            line = doc.line_at(match.start)
            length = len("".join(doc.text[line.start : line.end].split()))
            if (
                (not self.max_length or length <= self.max_length)
                and length >= self.min_length
                and self.within.holds(doc, line.start, line.end)
            ):
                yield line, match


def _values(doc: Document, match: Match) -> dict[str, str] | None:
    """Return the named groups as they stand in the text, without the empty ones."""
    found = {name: doc.text[a:b].strip() for name, (a, b) in match.groups.items()}
    return {name: value for name, value in found.items() if value} or None
