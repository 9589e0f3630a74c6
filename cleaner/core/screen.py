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

from cleaner.core.document import Document
from cleaner.core.literal_index import LiteralIndex
from cleaner.core.pattern import PatternError, options

__all__ = ["Screen"]

# Deriving the literals of some hundred gates takes as long as trying all gates on so many pages.
# Who cleans a single page does not wait for it; a lexicon aside, the answers are the same.
_FEW = 12
_FEW_GATES = 4  # are tried sooner than literals are looked for
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
                    known[pattern] = self._index.is_lexicon(pattern) or self._occurs(
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
    """The literals of all patterns, and the gates that they belong to.

    `needs` are for each gate its patterns that have literals, `users` for each such pattern the
    gates that need it; `always` are the gates without any.
    """

    literals: LiteralIndex
    needs: tuple[tuple[int, ...], ...]
    users: dict[int, tuple[int, ...]]
    always: tuple[int, ...]

    @classmethod
    def of(cls, patterns: Sequence[str], gates: Sequence[tuple[int, ...]]) -> _Index:
        literals = LiteralIndex.of(patterns)
        needs = tuple(tuple(sorted(n for n in gate if literals.counts[n])) for gate in gates)
        users: dict[int, tuple[int, ...]] = {}
        for number, needed in enumerate(needs):
            for pattern in needed:
                users[pattern] = (*users.get(pattern, ()), number)
        always = tuple(number for number, needed in enumerate(needs) if not needed)
        return cls(literals, needs, users, always)

    def is_lexicon(self, pattern: int) -> bool:
        """Say whether a literal of a pattern is enough to open it."""
        return self.literals.counts[pattern] >= _LEXICON

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
        for number, owners in self.literals.find(data):
            for owner in owners:
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
