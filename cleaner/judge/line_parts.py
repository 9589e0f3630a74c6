"""How a line of entries is taken apart: at labels, at marks between entries, at wide blanks."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from cleaner.core.document import Document, fold

__all__ = ["Labels", "Part", "is_parted", "pieces_of", "view"]

_SYMBOLS = r"|¦│丨┊┆·•∙▪▸◆●★☆■□※»›>→←↑↓▲▼\[\]【】「」{}/\\、;*~✕×☀-➿\U0001f300-\U0001faff"
_ROUND = r"\((?!\d[\d.,]*[万kw]?\))|(?<![\d万kw])\)"  # but not the number in `评论(21)`
_COMMA = r"(?<!\d),|,(?!\d)"  # but not the one in `1,204`
_DASHES = r" [-–—_:=] |(?<=[一-龥])-(?=[一-龥])"
_BEFORE, _BEHIND = "-–—_.:=#+◎○△▶► ", "-–—_:=+ "  # what may stand around all entries
# What stands between entries. A tab stands for every blank that is wide by itself.
_BETWEEN = re.compile(rf"[\t{_SYMBOLS}]+")
_TRICKY = re.compile(r"[(),\-–—_.:=#+◎○△▶►]")
_BETWEEN_TRICKY = re.compile(rf"(?=[ {_TRICKY.pattern[1:-1]}])(?:{_ROUND}|{_COMMA}|{_DASHES})+")
_PARTED = re.compile(rf"[\t{_SYMBOLS}{_TRICKY.pattern[1:-1]}]|  ")
_WIDE_BLANKS = "\t\u2003\u3000"
_VALUE_END = re.compile(r" {2,}|[\t|│丨·】\]]| / ")
_BOUNDARY = re.compile(rf"[{_SYMBOLS}(),\s:]")


class Part(NamedTuple):
    """A stretch of a line: its place, and the label in front of it or an empty one."""

    start: int
    end: int
    label: str


class Labels:
    """Known labels, each of which a colon follows and a value; `来 源 :`, too."""

    def __init__(self, labels: Container[str], longest: int) -> None:
        """Take the labels, without blanks, and the letters of the longest one."""
        self._labels, self._longest = labels, longest

    def parts(self, folded: str) -> Iterator[Part]:
        """Yield the labelled values of a line and what stands between them."""
        at = 0
        inside = False
        labels = self._found(folded) if ":" in folded else []
        for (start, end, label), following in zip_longest(labels, labels[1:]):
            if start < at or not (inside or not start or _BOUNDARY.match(folded, start - 1)):
                continue
            yield from _split(folded, at, start)
            wide = _VALUE_END.search(folded, end)
            at = wide.start() if wide else len(folded)
            inside = following is not None and following[0] <= at
            if inside:
                at = following[0]
            yield Part(end, at, label)
        yield from _split(folded, at, len(folded))

    def _found(self, folded: str) -> list[tuple[int, int, str]]:
        """Return where each known label starts and its value does, and the label."""
        found = []
        begin = 0
        while (colon := folded.find(":", begin)) >= 0:
            at = end = colon - (folded[colon - 1 : colon] == " ")
            name = label = ""
            while at > begin and len(name) < self._longest:
                at -= 1
                if folded[at] != " ":
                    name = folded[at] + name
                    if name in self._labels:
                        start, label = at, name
                elif at + 1 == end or folded[at - 1] == " ":
                    break
            begin = colon + 1
            if label:
                while begin < len(folded) and folded[begin] in " \t":
                    begin += 1
                found.append((start, begin, label))
        return found


def _split(folded: str, start: int, end: int) -> Iterator[Part]:
    """Yield the stretches between wide separators that hold something."""
    for piece in pieces_of(folded[start:end]):
        start = folded.index(piece, start)
        yield Part(start, start + len(piece), "")
        start += len(piece)


def pieces_of(folded: str) -> list[str]:
    """Return what stands between wide separators, without blanks around it."""
    pieces = []
    for piece in _BETWEEN.split(folded.lstrip(_BEFORE).rstrip(_BEHIND).replace("  ", "\t")):
        if not _TRICKY.search(piece):
            pieces.append(piece.strip())
        else:
            pieces += map(str.strip, _BETWEEN_TRICKY.split(piece))
    return list(filter(None, pieces))


def is_parted(folded: str) -> bool:
    """Say whether anything but single blanks may part entries in a line."""
    return _PARTED.search(folded) is not None


@cache
def _wide_table() -> tuple[str, ...]:
    """Return the table of folding, with a tab for each blank that is wide by itself."""
    table = [fold(chr(code)) for code in range(0x10000)]
    for blank in _WIDE_BLANKS:
        table[ord(blank)] = "\t"
    return tuple(table)


def view(doc: Document, start: int, end: int) -> str:
    r"""Return folded text with a tab for every blank that is wide by itself.

    >>> view(Document("首頁　新聞"), 0, 5)
    '首页\t新闻'
    """
    text = doc.text[start:end]
    if any(blank in text for blank in _WIDE_BLANKS):
        return text.translate(_wide_table())
    return doc.folded[start:end]
