"""The step `drop_block`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from cleaner.core.document import Document, Line
from cleaner.core.edits import Edit
from cleaner.core.pattern import Pattern, Patterns, Regex
from cleaner.core.place import Place

__all__ = ["DropBlock"]

# A line of so many letters with a sentence mark in it is body text: menu entries, headlines of lists
# and contact lines hardly ever have both.
_BODY_LETTERS = 60
_SENTENCE_MARKS = frozenset("。！？；!?;")


@dataclass(frozen=True, slots=True)
class DropBlock:
    """Removes a run of lines: from one that a pattern finds to a blank line, a pattern, or the end.

    Made for what stands under a heading ("related articles", "about us"). It is wrong where the
    article goes on after the block: `stop_at_body` ends the block before the next line of body text.

    Options:
        start: one or more patterns of the first line.
        to: where the block ends: `blank` (before the next blank line), `end` (of the document), or
            a pattern of the last line, which goes too.
        within: only blocks whose first line stands in the `first` or `last` part of the page.
        max_length: blocks of more letters than this stay (0: of any length).
        max_line: the block ends before a line of more letters than this (0: of any length).
        stop_at_body: end the block before a line of body text: at least 60 letters with a sentence
            mark in it.
        keep_first: the first line itself stays.
        exact: match the text itself, not its folded form.

    Example:
        drop_block: {start: '^相关(?:阅读|新闻)$', to: end, within: last 50%, stop_at_body: true}
    """

    removes: ClassVar[bool] = True

    start: tuple[Regex, ...]
    to: Regex = Regex("end")
    within: Place = Place()
    max_length: int = 0
    max_line: int = 0
    stop_at_body: bool = False
    keep_first: bool = False
    exact: bool = False
    _start: Patterns = field(init=False, repr=False, compare=False)
    _to: Pattern | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_start", Patterns.of(self.start, self.exact))
        to = None if self.to in ("blank", "end") else Pattern(self.to, self.exact)
        object.__setattr__(self, "_to", to)

    @property
    def gate(self) -> str:
        """Any of the patterns of the first line."""
        return self._start.gate

    def __call__(self, doc: Document) -> list[Edit]:
        """Return one removal a block."""
        edits: list[Edit] = []
        end = 0
        for match in self._start.finditer(doc):
            line = doc.line_at(match.start)
            if line.start < end or not self.within.holds(doc, line.start, line.end):
                continue
            block = self._block(doc, line)
            if block and (not self.max_length or _letters(doc, block) <= self.max_length):
                edits.append(Edit(block.start, block.end))
                end = block.end
        return edits

    def _block(self, doc: Document, first: Line) -> Line | None:
        """Return the stretch that goes, with its last line feed, or None: it has no end."""
        end = min(first.end + 1, len(doc.text))
        start = end if self.keep_first else first.start
        closed = self.to in ("blank", "end")
        for line in self._following(doc, first):
            text = doc.text[line.start : line.end]
            if (self.to == "blank" and not text.strip()) or self._stops(text):
                break
            end = min(line.end + 1, len(doc.text))
            if self._to is not None and self._to.search(text):
                closed = True
                break
        return Line(start, end) if closed and end > start else None

    def _stops(self, text: str) -> bool:
        letters = len("".join(text.split()))
        if self.max_line and letters > self.max_line:
            return True
        is_body = letters >= _BODY_LETTERS and not _SENTENCE_MARKS.isdisjoint(text)
        return self.stop_at_body and is_body

    def _following(self, doc: Document, first: Line) -> Iterator[Line]:
        line = first
        while line.end < len(doc.text):
            line = doc.line_at(line.end + 1)
            yield line


def _letters(doc: Document, block: Line) -> int:
    return len("".join(doc.text[block.start : block.end].split()))
