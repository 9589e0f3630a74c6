"""Many patterns of words, and the lines of a page in which they occur.

A pattern of many alternatives makes its states while it reads, on each new page again; literals
(`cleaner.core.literals`) do not. So the patterns read only the lines that hold a literal of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cleaner.core.document import Document, Line
from cleaner.core.literal_index import LiteralIndex
from cleaner.core.pattern import Match, Patterns

__all__ = ["Lexicon"]

# Deriving the literals of a lexicon takes as long as reading so many pages without them.
_FEW = 12


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns that are looked for together, line by line."""

    patterns: Patterns
    _index: LiteralIndex | None = field(default=None, init=False, repr=False, compare=False)
    _pages: int = field(default=0, init=False, repr=False, compare=False)

    @property
    def gate(self) -> str:
        """Any of the patterns; empty if it cannot be told."""
        return self.patterns.gate

    def read(self, doc: Document) -> dict[Line, list[tuple[int, Match]]]:
        """Return the lines of a document in which patterns match, in order.

        For each the matches with the number of their pattern; their places are those of the line.
        """
        object.__setattr__(self, "_pages", self._pages + 1)
        if self._index is None and self._pages > _FEW:
            gates = [pattern.gate for pattern in self.patterns.items]
            object.__setattr__(self, "_index", LiteralIndex.of(gates))
        lines: dict[Line, list[tuple[int, Match]]] = {}
        for line, numbers in self._candidates(doc):
            if found := list(self.matches(doc.folded[line.start : line.end], numbers)):
                lines[line] = found
        return lines

    def matches(
        self, folded: str, numbers: Iterable[int] | None = None
    ) -> Iterator[tuple[int, Match]]:
        """Yield the matches in a piece of folded text with the number of their pattern.

        Args:
            folded: the text.
            numbers: the patterns to look for; all if None.
        """
        part = Document(folded)
        for number in range(len(self.patterns.items)) if numbers is None else numbers:
            for match in self.patterns.items[number].finditer(part):
                yield number, match

    def _candidates(self, doc: Document) -> Iterator[tuple[Line, Iterable[int]]]:
        """Yield lines in which patterns may match, with these."""
        if self._index is None:
            places: dict[Line, list[int]] = {}
            for number, pattern in enumerate(self.patterns.items):
                for match in pattern.finditer(doc):
                    places.setdefault(doc.line_at(match.start), []).append(number)
            yield from sorted((line, sorted(set(found))) for line, found in places.items())
            return
        found: dict[int, set[int]] = {}
        for place, owners in self._index.find(doc.data):
            found.setdefault(place, set()).update(owners)
        for number, pattern in enumerate(self.patterns.items):
            if not self._index.counts[number]:
                for match in pattern.finditer(doc):
                    found.setdefault(doc.line_number(match.start), set()).add(number)
        for place in sorted(found):
            yield doc.lines[place], sorted(found[place])
