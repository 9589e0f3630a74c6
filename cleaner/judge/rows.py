"""Lines that may be rows of links: short labels between bars, dots, arrows or wide gaps.

A page is read once for all rules that ask about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from cleaner.core.pattern import Pattern
from cleaner.judge.vocabulary import written_out

__all__ = ["LONGEST_LINK", "Labels", "Row", "read_rows"]

# What stands between the links of a row. A single blank does not tell them apart.
_BETWEEN = re.compile(r" *[|·•∙⋅・¦▪●♦>»›→←«‹\[\]]+ *| +/+ +| {2,}")
_MARKS = "|·•∙⋅・¦▪●♦>»›→←«‹"
_PARTED = re.compile(rf"[{_MARKS}\[\]]|  | /")
_MARK = re.compile(rf"[{_MARKS}]| / ")
# What stands at the edges of a link without being a part of it.
_EDGES = " :.…–—*+#↓▼▾⌄,"
_COUNT = re.compile(r" ?\(\d+\)$")
_SENTENCE = re.compile(r"\w[.!?;。！？；][\"'”’)]?$")
LONGEST_LINK = 28
"""Letters of a link; 97 of 100 in the menus of 600 English pages have no more, and five words."""
_MOST_WORDS = 5
# Fewer labels with nothing but single blanks between them may be a heading: `Member forums`.
_LEAST_IN_CHAIN = 3
_LONGEST_CHAIN = 150
# A row has a gap behind its first link, which starts with few marks.
_FIRST_GAP = 80
_CLOSING = 3  # code points at the end of a line by which a sentence is told
# Rules ask about the same page one after the other.
_PAGES = 4
_LARGE = 1 << 18  # code points; larger pages are read again rather than kept


class Row(NamedTuple):
    """A line that holds nothing but what may be links; a long one may be a chain of them."""

    start: int
    end: int
    labels: tuple[str, ...]
    marked: bool
    is_sentence: bool
    is_long: bool = False


def read_rows(folded: str) -> tuple[Row | None, ...]:
    """Return each line of a folded text that is not blank as a row, or None: it holds more."""
    return _read(folded) if len(folded) > _LARGE else _remembered(folded)


@lru_cache(maxsize=_PAGES)
def _remembered(folded: str) -> tuple[Row | None, ...]:
    return _read(folded)


def _read(folded: str) -> tuple[Row | None, ...]:
    rows = []
    start = 0
    for line in folded.split("\n"):
        end = start + len(line)
        if text := line.strip():
            rows.append(_row(text, start, end))
        start = end + 1
    return tuple(rows)


def _row(text: str, start: int, end: int) -> Row | None:
    is_sentence = _SENTENCE.search(text, max(0, len(text) - _CLOSING)) is not None
    if not _PARTED.search(text, 0, _FIRST_GAP):
        if len(text) > (_FIRST_GAP if is_sentence else _LONGEST_CHAIN) or not (
            label := _bare(text)
        ):
            return None
        return Row(start, end, (label,), False, is_sentence, not _is_short(label))
    labels = []
    for part in _BETWEEN.split(text):
        if label := _bare(part):
            if not _is_short(label):
                return None
            labels.append(label)
    if not labels:
        return None
    return Row(start, end, tuple(labels), bool(_MARK.search(text)), is_sentence)


def _bare(label: str) -> str:
    label = label.strip(_EDGES)
    return _COUNT.sub("", label).strip(_EDGES) if label.endswith(")") else label


def _is_short(label: str) -> bool:
    if len(label) > 2 * LONGEST_LINK:
        return False
    words = label.split()
    return len(words) <= _MOST_WORDS and sum(map(len, words)) <= LONGEST_LINK


class Labels:
    """Labels that a rule knows: words written out, and patterns that describe too many."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Take patterns of whole labels; they are written out when they are needed first."""
        self._patterns = tuple(patterns)
        self._words: frozenset[str] | None = None
        self._firsts: frozenset[str] = frozenset()
        self._rest: tuple[Pattern, re.Pattern[str] | None] | None = None

    def __contains__(self, label: str) -> bool:
        if self._words is None:
            self._write_out()
        if label in (self._words or ()):
            return True
        rest, hint = self._rest or (None, None)
        if rest is None or (hint is not None and not hint.search(label)):
            return False
        return rest.fullmatch(label)

    def chain(self, label: str) -> tuple[str, ...]:
        """Return the known labels that a label consists of, or itself: `home about us contact`."""
        if self._words is None:
            self._write_out()
        words = label.split(" ")
        if len(words) < _LEAST_IN_CHAIN or not (self._rest or words[0] in self._firsts):
            return (label,)
        found: list[str] = []
        at = 0
        while at < len(words):
            for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
                if (part := " ".join(words[at : at + size])) in self:
                    found.append(part)
                    at += size
                    break
            else:
                return (label,)
        return tuple(found) if len(found) >= _LEAST_IN_CHAIN else (label,)

    def _write_out(self) -> None:
        words: set[str] = set()
        hints: set[str] = set()
        rest = []
        for pattern in self._patterns:
            found, needs = written_out(pattern)
            words |= found
            if needs:
                rest.append(f"(?:{pattern})")
                hints.update(*needs)
        if rest:
            hint = None if "" in hints else re.compile("|".join(map(re.escape, sorted(hints))))
            self._rest = Pattern("|".join(rest)), hint
        self._firsts = frozenset(word.partition(" ")[0] for word in words)
        self._words = frozenset(words)
