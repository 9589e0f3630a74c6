"""Which of many gates a page opens.

One automaton over the whole of all gates would answer at once, but it makes its states while it
reads, and on texts it has not seen that takes far longer than reading them (measured: 0.13 MB/s on
new pages against 12 on the same ones again). So literals come first: an Aho-Corasick automaton,
made once, finds those of all gates in one pass; only the gates whose literals occur are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import re2
from ahocorasick_rs import BytesAhoCorasick

from cleaner.core.document import Document
from cleaner.core.literals import required_literals, searchable
from cleaner.core.pattern import PatternError, options

__all__ = ["Screen"]

# Deriving the literals of some hundred gates takes as long as trying all gates on so many pages.
# Who cleans a single page does not wait for it; the answers are the same.
_FEW = 12
_FEW_GATES = 4  # are tried sooner than literals are looked for
# Bytes that are searched at once: the matches of a page that is made of literals would take a
# hundred times its own memory.
_PIECE = 1 << 19
# A pattern with so many literals is a lexicon. Its automaton makes states all the time (0.5 ms a
# page), and its step looks its words up by themselves: a literal is enough to ask it.
_LEXICON = 3500
# A pattern whose literals stand in so many lines is looked for in the whole page.
_MANY_LINES = 32


class Screen:
    """Tells which of many gates a page opens; wrong only to the safe side.

    A gate is one pattern or several, all of which must occur. No pattern crosses a line feed, so
    one that needs a literal is looked for in the lines that hold it.
    """

    def __init__(self, gates: Sequence[str | tuple[str, ...]]) -> None:
        """Take the gates; automata are made when they are needed first."""
        texts = [(gate,) if isinstance(gate, str) else gate for gate in gates]
        numbers = {text: n for n, text in enumerate(dict.fromkeys(p for g in texts for p in g))}
        self._patterns = tuple(numbers)
        self._gates = tuple(tuple(numbers[text] for text in gate) for gate in texts)
        self._automata: list[re2.Set | None] = [None] * len(numbers)
        self._index: _Index | None = None
        self._pages = 0

    def open_gates(self, doc: Document, first: int = 0) -> frozenset[int]:
        """Return the numbers of the gates, from the `first` on, that the folded text opens."""
        whole = doc.data
        self._pages += first == 0
        if len(self._gates) - first <= _FEW_GATES or (self._index is None and self._pages <= _FEW):
            asked = dict.fromkeys(p for gate in self._gates[first:] for p in gate)
            answers = {pattern: self._occurs(pattern, whole) for pattern in asked}
            gates = enumerate(self._gates[first:], first)
            return frozenset(n for n, gate in gates if all(map(answers.get, gate)))
        if self._index is None:
            self._index = _Index.of(self._patterns, self._gates)
        places = self._index.find(whole)
        known: dict[int, bool] = {}
        opened = []
        for number in self._index.candidates(places):
            if number < first:
                continue
            for pattern in self._gates[number]:
                if pattern not in known:
                    known[pattern] = pattern in self._index.lexicons or self._occurs(
                        pattern, places.get(pattern, whole)
                    )
                if not known[pattern]:
                    break
            else:
                opened.append(number)
        return frozenset(opened)

    def _occurs(self, number: int, data: bytes) -> bool:
        """Say whether a pattern occurs; where RE2 gives up (its memory is bounded) it does."""
        automaton = self._automata[number]
        if automaton is None:
            automaton = self._automata[number] = _automaton(self._patterns[number])
        hits = automaton.Match(data)
        return 0 in hits or 1 not in hits


class _Index(NamedTuple):
    """The literals of all patterns in one automaton.

    `owners` are for each literal the patterns that need it or one like it, `at_edge` says whether
    it begins with a line feed, `longest` is the length of the longest in bytes. `needs` are for
    each gate its patterns that have literals, `users` for each such pattern the gates that need it;
    `always` are the gates without any; `lexicons` the patterns of which a literal is enough.
    """

    automaton: BytesAhoCorasick
    owners: tuple[tuple[int, ...], ...]
    at_edge: tuple[bool, ...]
    longest: int
    needs: tuple[tuple[int, ...], ...]
    users: dict[int, tuple[int, ...]]
    always: tuple[int, ...]
    lexicons: frozenset[int]

    @classmethod
    def of(cls, patterns: Sequence[str], gates: Sequence[tuple[int, ...]]) -> _Index:
        owners: dict[str, list[int]] = {}
        telling = set()
        lexicons = set()
        for number, pattern in enumerate(patterns):
            needed = required_literals(pattern)
            if needed is not None:
                telling.add(number)
                if len(needed) >= _LEXICON:
                    lexicons.add(number)
            for literal in needed or ():
                owners.setdefault(literal, []).append(number)
        needs = tuple(tuple(sorted(telling.intersection(gate))) for gate in gates)
        users: dict[int, tuple[int, ...]] = {}
        for number, wanted in enumerate(needs):
            for user in wanted:
                users[user] = (*users.get(user, ()), number)
        literals = [literal.encode("utf-8") for literal in owners]
        return cls(
            BytesAhoCorasick(literals),
            tuple(map(tuple, owners.values())),
            tuple(literal.startswith(b"\n") for literal in literals),
            max(map(len, literals), default=0),
            needs,
            users,
            tuple(number for number, wanted in enumerate(needs) if not wanted),
            frozenset(lexicons),
        )

    def candidates(self, places: Iterable[int]) -> Iterator[int]:
        """Yield the gates of which every pattern with literals is among those given."""
        yield from self.always
        found = set(places)
        for number in {gate for pattern in found for gate in self.users[pattern]}:
            if found.issuperset(self.needs[number]):
                yield number

    def find(self, data: bytes) -> dict[int, bytes]:
        """Return the patterns whose literals occur in a folded text, and the lines to search."""
        numbers: dict[int, list[int]] = {}
        text = searchable(data)
        start, end, number = 0, 0, -1  # the line of the last literal, in `text`, and its number
        for literal, place, _ in self._matches(text):
            place += self.at_edge[literal]
            if not start <= place <= end:
                before, start = start, text.rfind(b"\n", 0, place) + 1
                end = text.find(b"\n", place)
                number += text.count(b"\n", before, start) - text.count(b"\n", start, before)
            for owner in self.owners[literal]:
                known = numbers.get(owner)
                if known is None:
                    numbers[owner] = [number]
                elif known[-1] != number and len(known) <= _MANY_LINES:
                    known.append(number)
        lines = data.split(b"\n") if numbers else []
        return {
            owner: data
            if len(found) > _MANY_LINES
            else lines[found[0]]
            if len(found) == 1
            else b"\n".join([lines[n] for n in found])
            for owner, found in numbers.items()
        }

    def _matches(self, text: bytes) -> Iterable[tuple[int, int, int]]:
        """Return each literal in a text, with where it starts and ends, by where it ends."""
        find = self.automaton.find_matches_as_indexes
        if len(text) <= _PIECE:
            return find(text, overlapping=True)
        return (
            (literal, start + offset, end + offset)
            for offset in range(0, len(text), _PIECE)
            for literal, start, end in find(
                text[offset : offset + _PIECE + self.longest], overlapping=True
            )
        )


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
