"""The literals of many patterns, found in one pass over a page: which patterns, in which lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from cleaner.core.literals import required_literals, searchable

__all__ = ["LiteralIndex"]

# Bytes that are searched at once: the matches of a page that is made of literals would take a
# hundred times its own memory.
_PIECE = 1 << 19


class LiteralIndex(NamedTuple):
    """One automaton of all literals.

    `owners` are for each literal the patterns that need it or one like it, by their numbers;
    `at_edge` says whether it begins with a line feed, `longest` is the length of the longest in
    bytes. `counts` is for each pattern how many literals it has; 0: none that tell are known.
    """

    automaton: BytesAhoCorasick
    owners: tuple[tuple[int, ...], ...]
    at_edge: tuple[bool, ...]
    longest: int
    counts: tuple[int, ...]

    @classmethod
    def of(cls, patterns: Sequence[str]) -> LiteralIndex:
        """Derive the literals of patterns on folded text."""
        owners: dict[str, list[int]] = {}
        counts = []
        for number, pattern in enumerate(patterns):
            needed = required_literals(pattern) or frozenset()
            counts.append(len(needed))
            for literal in needed:
                owners.setdefault(literal, []).append(number)
        literals = [literal.encode("utf-8") for literal in owners]
        return cls(
            BytesAhoCorasick(literals),
            tuple(map(tuple, owners.values())),
            tuple(literal.startswith(b"\n") for literal in literals),
            max(map(len, literals), default=0),
            tuple(counts),
        )

    def find(self, data: bytes) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield for each literal in a folded text in UTF-8 its line, by number, and its owners."""
        text = searchable(data)
        find = self.automaton.find_matches_as_indexes
        start, end, number = 0, 0, -1  # the line of the last literal, in `text`, and its number
        for offset in range(0, len(text), _PIECE):
            piece = text[offset : offset + _PIECE + self.longest]
            for literal, first, _ in find(piece, overlapping=True):
                place = offset + first + self.at_edge[literal]
                if not start <= place <= end:
                    before, start = start, text.rfind(b"\n", 0, place) + 1
                    end = text.find(b"\n", place)
                    number += text.count(b"\n", before, start) - text.count(b"\n", start, before)
                yield number, self.owners[literal]
