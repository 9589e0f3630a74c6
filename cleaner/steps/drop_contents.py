"""The step `drop_contents`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from cleaner.core.document import Document, Line
from cleaner.core.edits import Edit
from cleaner.core.pattern import Patterns, Regex

__all__ = ["DropContents"]

# What stands before an entry, or before the heading that it repeats, but not always before both.
_NUMBER = re.compile(
    r"^(?:[\s#*•·▪◦○●–-]+|\(?(?:\d{1,3}(?:\.\d{1,3})*|[一二三四五六七八九十]{1,3})[.、):]? ?)+"
)
# A longer line is no heading, so it is no entry.
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class DropContents:
    """Removes the table of contents of a page: a heading, and below it the headings that follow.

    The page proves what they are: each entry stands again further down as a line of its own, in the
    same order, behind the last of them. Numbers and marks before an entry do not count.

    It is wrong where an author names the parts of a text under such a heading and then uses these
    very names as headings: nothing is lost but the overview.

    Options:
        heading: patterns of the line above the entries; it goes with them.
        least: so many entries must stand again.

    Example:
        drop_contents: {heading: '^(?:目录|contents)$'}
    """

    removes: ClassVar[bool] = True

    heading: tuple[Regex, ...]
    least: int = 3
    _heading: Patterns = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_heading", Patterns.of(self.heading))

    @property
    def gate(self) -> str:
        """The heading."""
        return self._heading.gate

    def __call__(self, doc: Document) -> list[Edit]:
        """Return one removal for each table, whole lines."""
        edits: list[Edit] = []
        lines = [line for line in doc.lines if doc.text[line.start : line.end].strip()]
        keys = [_key(doc.folded[line.start : line.end]) for line in lines]
        starts = {line.start: number for number, line in enumerate(lines)}
        for match in self._heading.finditer(doc):
            number = starts.get(doc.line_at(match.start).start)
            if number is None or (edits and lines[number].start < edits[-1].end):
                continue
            last = number + self._entries(keys, number + 1)
            if last > number:
                edits.append(_removal(doc, lines[number], lines[last]))
        return edits

    def _entries(self, keys: Sequence[str], first: int) -> int:
        """Return how many lines from the first on are entries: all stand again below the last."""
        places: list[int] = []  # of the headings
        for number in range(first, len(keys)):
            after = max(number, places[-1] if places else 0) + 1
            if not keys[number] or (places and number >= places[0]):
                break
            try:
                places.append(keys.index(keys[number], after))
            except ValueError:
                break
        return len(places) if len(places) >= self.least else 0


def _key(folded: str) -> str:
    """Return what must be alike in an entry and a heading; nothing if it can be neither."""
    text = folded.strip()
    return "" if len(text) > _LONGEST else _NUMBER.sub("", text)


def _removal(doc: Document, first: Line, last: Line) -> Edit:
    return Edit(first.start, min(last.end + 1, len(doc.text)))
