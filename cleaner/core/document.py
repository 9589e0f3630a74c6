"""The text as it is now, with what is known about it and two views that rules need.

The views (folded text, line index) are made on first use and kept: a document is never mutated, so
they cannot go stale.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from heapq import merge
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import NamedTuple

from cleaner.core.edits import Edit, apply
from cleaner.core.fold_table import SIMPLIFIED, TRADITIONAL

__all__ = ["Document", "Gone", "Line", "fold", "is_body"]

_BMP = 0x10000
_FULL_WIDTH_OFFSET = ord("Ａ") - ord("A")
# A line of so many letters with a sentence mark in it is body text: entries of menus, headlines of
# lists and contact lines hardly ever have both.
_BODY_LETTERS = 45
_SENTENCE = re.compile(r"[。．！？!?]|\.(?:\s|$)")
# Letters are counted by blocks of so many code points, so that a place in a long line costs one.
_BLOCK = 2048
# Where no line is as long, as in dialogue, a line of so many code points that ends like a sentence.
_SPOKEN_LETTERS = 18
_LONG_LINE = re.compile(f".{{{_BODY_LETTERS},}}")
_SPOKEN_LINE = re.compile(f".{{{_SPOKEN_LETTERS},}}")
_SENTENCE_END = re.compile(r"[。．！？!?][”」』）)\"]?$")
_BLANKS = "\t\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"


class Line(NamedTuple):
    """A line `[start, end)` in code points, without its line feed."""

    start: int
    end: int


class Gone(NamedTuple):
    """A line that an earlier rule took out as a whole, and where it stood in the text of now."""

    place: int
    text: str


class _Turn(NamedTuple):
    """Edits that led to a document, and the lines that went by them, at their places before."""

    edits: tuple[Edit, ...]
    gone: tuple[Gone, ...]


@cache
def _fold_table() -> tuple[str, ...]:
    """Return, for each code point of the Basic Multilingual Plane, what it folds to.

    A tuple and not a dict: `str.translate` asks for every code point, and a miss in a dict costs an
    exception (measured: 129 MB/s against 64).
    """
    table = [chr(code) for code in range(_BMP)]
    for traditional, simplified in zip(TRADITIONAL, SIMPLIFIED, strict=True):
        table[ord(traditional)] = simplified
    for code in range(0x21, 0x7F):
        table[code + _FULL_WIDTH_OFFSET] = chr(code)
    for code, character in enumerate(table):
        lower = character.lower()
        if len(lower) == 1:
            table[code] = lower
    for blank in _BLANKS + "".join(map(chr, range(0x2000, 0x200B))):
        table[ord(blank)] = " "
    for surrogate in range(0xD800, 0xE000):
        table[surrogate] = "\ufffd"  # a folded text can always be encoded
    return tuple(table)


def fold(text: str) -> str:
    """Return the text in the one form that patterns are matched on, of the same length.

    Traditional characters become simplified ones (one to one), full-width ASCII half-width, letters
    lower case, and every blank but the line feed a space. A lone surrogate becomes U+FFFD.

    >>> fold("當前位置：首頁　ABC")
    '当前位置:首页 abc'
    """
    return text.translate(_fold_table())


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its id and what is known about it (url, title, date, source, author, lang)."""

    text: str
    id: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    _folded: str | None = field(default=None, init=False, repr=False, compare=False)
    _data: bytes | None = field(default=None, init=False, repr=False, compare=False)
    _lines: tuple[Line, ...] | None = field(default=None, init=False, repr=False, compare=False)
    _near: Line = field(default=Line(0, -1), init=False, repr=False, compare=False)
    _letters: tuple[int, ...] | None = field(default=None, init=False, repr=False, compare=False)
    _body: Line | None = field(default=None, init=False, repr=False, compare=False)
    _past: tuple[_Turn, ...] = field(default=(), init=False, repr=False, compare=False)
    _gone: tuple[Gone, ...] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def folded(self) -> str:
        """The text as patterns see it: see `fold`. Offsets are the same as in `text`."""
        if self._folded is None:
            object.__setattr__(self, "_folded", fold(self.text))
        assert self._folded is not None
        return self._folded

    @property
    def data(self) -> bytes:
        """The folded text in UTF-8, in which patterns are looked for."""
        if self._data is None:
            object.__setattr__(self, "_data", self.folded.encode("utf-8"))
        assert self._data is not None
        return self._data

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, blank ones too; only a line feed ends a line. An empty text has one line."""
        if self._lines is None:
            starts = accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0)
            edges = list(starts)
            lines = tuple(Line(a, b - 1) for a, b in pairwise(edges))
            object.__setattr__(self, "_lines", lines)
        assert self._lines is not None
        return self._lines

    def line_number(self, offset: int) -> int:
        """Return the index in `lines` of the line that holds the code point at `offset`."""
        return bisect_right(self.lines, offset, key=lambda line: line.start) - 1

    def line_at(self, offset: int) -> Line:
        """Return the line around an offset without indexing the whole text.

        The last answer is kept: who asks for many places of a long line looks for its ends once.
        """
        near = self._near
        if not near.start <= offset <= near.end:
            start = self.text.rfind("\n", 0, offset) + 1
            end = self.text.find("\n", offset)
            near = Line(start, len(self.text) if end < 0 else end)
            object.__setattr__(self, "_near", near)
        return near

    @property
    def body(self) -> Line:
        """From the start of the first line of body text to the end of the last one.

        Where all lines are short, those that end like a sentence are taken for body text. Where
        none does (verse, lists), it is the empty stretch in the middle of the text: nothing tells
        there which part is the head and which the tail.
        """
        if self._body is None:
            middle = len(self.text) // 2
            lines = self._long_lines()
            found = Line(lines[0].start, lines[-1].end) if lines else Line(middle, middle)
            object.__setattr__(self, "_body", found)
        assert self._body is not None
        return self._body

    def _long_lines(self) -> list[Line]:
        """Return the lines of body text, or those that end like a sentence where there are none."""
        lines = [Line(*match.span()) for match in _LONG_LINE.finditer(self.text)]
        body = [line for line in lines if is_body(self.text[line.start : line.end])]
        if body:
            return body
        lines = [Line(*match.span()) for match in _SPOKEN_LINE.finditer(self.text)]
        return [line for line in lines if _SENTENCE_END.search(self.text, line.start, line.end)]

    @property
    def letters(self) -> int:
        """How many letters the text has: code points that are not blank."""
        return self._letters_before_blocks()[-1]

    def letters_before(self, offset: int) -> int:
        """Return how many letters stand before an offset."""
        number = max(0, min(offset, len(self.text))) // _BLOCK
        part = self.text[number * _BLOCK : max(0, offset)]
        return self._letters_before_blocks()[number] + _count_letters(part)

    def _letters_before_blocks(self) -> tuple[int, ...]:
        """Return for each block the letters before it, and the total as the last item."""
        if self._letters is None:
            starts = range(0, len(self.text), _BLOCK)
            counts = (_count_letters(self.text[start : start + _BLOCK]) for start in starts)
            object.__setattr__(self, "_letters", tuple(accumulate(counts, initial=0)))
        assert self._letters is not None
        return self._letters

    @property
    def gone(self) -> tuple[Gone, ...]:
        """The lines that the rules before took out as a whole, in their order; blank ones aside.

        What was known to be none of the article tells much about the lines that stood beside it.
        """
        if self._gone is None:
            lines: tuple[Gone, ...] = ()
            for turn in self._past:
                both = merge(lines, turn.gone, key=attrgetter("place"))
                lines = tuple(_moved(both, turn.edits))
            object.__setattr__(self, "_gone", lines)
        assert self._gone is not None
        return self._gone

    def with_text(self, text: str) -> Document:
        """Return the document with another text, of which nothing has gone."""
        return Document(text, self.id, self.meta)

    def with_edits(self, edits: Sequence[Edit]) -> Document:
        """Return the document after valid edits; it knows which lines went."""
        new = self.with_text(apply(self.text, edits))
        if self._folded is not None:
            pieces = (edit._replace(new=fold(edit.new)) if edit.new else edit for edit in edits)
            object.__setattr__(new, "_folded", apply(self._folded, pieces))
        gone = tuple(line for edit in edits if not edit.new for line in self._lines_of(edit))
        if gone or self._past:
            object.__setattr__(new, "_past", (*self._past, _Turn(tuple(edits), gone)))
        return new

    def _lines_of(self, edit: Edit) -> Iterator[Gone]:
        """Yield the lines that a removal takes out as a whole, with or without their line feed."""
        text, place = self.text, edit.start
        starts = place == 0 or text[place - 1] == "\n"
        if starts and (edit.end == len(text) or "\n" in text[edit.end - 1 : edit.end + 1]):
            for line in text[place : edit.end].split("\n"):
                if line and not line.isspace():
                    yield Gone(place, line)
                place += len(line) + 1

    def drops_lines(self, edit: Edit) -> bool:
        """Say whether an edit takes out whole lines and nothing else."""
        text = self.text
        return (
            not edit.new
            and (edit.start == 0 or text[edit.start - 1] == "\n")
            and (edit.end == len(text) or text[edit.end - 1] == "\n")
        )


def is_body(line: str) -> bool:
    """Say whether a line looks like body text: long, and with a sentence mark in it.

    >>> is_body("首页 | 新闻 | 公告")
    False
    """
    return (
        len(line) >= _BODY_LETTERS
        and _SENTENCE.search(line) is not None
        and _count_letters(line) >= _BODY_LETTERS
    )


def _moved(lines: Iterable[Gone], edits: Sequence[Edit]) -> Iterator[Gone]:
    """Yield lines with their places after some edits; both are sorted."""
    number = shift = 0
    for line in lines:
        while number < len(edits) and edits[number].end <= line.place:
            edit = edits[number]
            shift += len(edit.new) - (edit.end - edit.start)
            number += 1
        place = line.place
        if number < len(edits) and edits[number].start < place:  # inside of what changed
            place = edits[number].start + len(edits[number].new)
        yield Gone(place + shift, line.text)


def _count_letters(text: str) -> int:
    return sum(map(len, text.split()))
