"""Which of many gates a page opens.

One automaton over the whole of all gates would answer at once, but it makes its states while it
reads, and on texts it has not seen that takes far longer than reading them (measured: 0.13 MB/s on
new pages against 12 on the same ones again). So literals come first: an Aho-Corasick automaton,
made once, finds those of all gates in one pass; only the gates whose literals occur are tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import re2
from ahocorasick_rs import AhoCorasick

from cleaner.core.document import Document
from cleaner.core.literals import required_literals, searchable
from cleaner.core.pattern import PatternError, options

__all__ = ["Screen"]

# Deriving the literals of some hundred gates takes as long as trying all gates on so many pages.
# Who cleans a single page does not wait for it; the answers are the same.
_FEW = 12
# Code points that are searched at once: the matches of a page that is made of literals would take a
# hundred times its own memory.
_PIECE = 1 << 18


class Screen:
    """Tells which of many gates a page opens; wrong only to the safe side.

    A gate is one pattern or several, all of which must occur.
    """

    def __init__(self, gates: Sequence[str | tuple[str, ...]]) -> None:
        """Take the gates; automata are made when they are needed first."""
        self._gates = tuple((gate,) if isinstance(gate, str) else gate for gate in gates)
        self._automata: dict[str, re2.Set] = {}
        self._index: _Index | None = None
        self._pages = 0

    def open_gates(self, doc: Document) -> frozenset[int]:
        """Return the numbers of the gates that the document's folded text opens."""
        data = doc.data
        return frozenset(n for n in self._candidates(doc.folded) if self._occurs(n, data))

    def _candidates(self, folded: str) -> Sequence[int]:
        """Return the gates whose literals occur, and those that have none."""
        self._pages += 1
        if self._index is None and self._pages <= _FEW:
            return range(len(self._gates))
        if self._index is None:
            self._index = _Index.of(self._gates)
        return self._index.find(folded)

    def _occurs(self, number: int, data: bytes) -> bool:
        """Say whether a gate is open; where RE2 gives up (its memory is bounded) it is."""
        for pattern in self._gates[number]:
            automaton = self._automata.get(pattern)
            if automaton is None:
                automaton = self._automata[pattern] = _automaton(pattern)
            hits = automaton.Match(data)
            if 0 not in hits and 1 in hits:
                return False
        return True


class _Index(NamedTuple):
    """The literals of all gates in one automaton.

    `owners` are for each literal the patterns that need it or one like it, by their places in
    `needs`: for each gate the patterns that have literals. `longest` is the length of the
    longest literal in code points.
    """

    automaton: AhoCorasick
    owners: tuple[tuple[int, ...], ...]
    needs: tuple[tuple[int, ...], ...]
    longest: int

    @classmethod
    def of(cls, gates: Sequence[tuple[str, ...]]) -> _Index:
        owners: dict[str, list[int]] = {}
        needs = []
        known: dict[str, int | None] = {}  # patterns by their text: rules share some
        for patterns in gates:
            for pattern in patterns:
                if pattern not in known:
                    literals = required_literals(pattern)
                    place = known[pattern] = None if literals is None else len(known)
                    for literal in literals or ():
                        owners.setdefault(literal, []).append(place or 0)
            places = (known[pattern] for pattern in patterns)
            needs.append(tuple(place for place in places if place is not None))
        longest = max(map(len, owners), default=0)
        owned = tuple(map(tuple, owners.values()))
        return cls(AhoCorasick(list(owners)), owned, tuple(needs), longest)

    def find(self, folded: str) -> list[int]:
        """Return the gates of which every pattern with literals has one of them in the text."""
        seen: set[int] = set()
        text = searchable(folded)
        for start in range(0, len(text), _PIECE):
            piece = text[start : start + _PIECE + self.longest]
            matches = self.automaton.find_matches_as_indexes(piece, overlapping=True)
            seen.update([match[0] for match in matches])
        found = set(chain.from_iterable(self.owners[literal] for literal in seen))
        return [number for number, needed in enumerate(self.needs) if found.issuperset(needed)]


def _automaton(gate: str) -> re2.Set:
    """Return the automaton of a gate, and beside it of what always matches."""
    automaton = re2.Set.SearchSet(options())
    automaton.Add(f"(?m:{gate})")
    automaton.Add("")
    try:
        automaton.Compile()
    except re2.error:
        raise PatternError("this pattern needs too much memory: shorten its repeats") from None
    return automaton
