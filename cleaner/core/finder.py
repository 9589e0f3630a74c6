"""Finding stretches by what they are and by what stands at their edges.

The edges are the part of lookaround that stays linear.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.pattern import Match, Pattern, Patterns

__all__ = ["Finder"]

_REACH = 2000  # code points; RE2 repeats nothing more than 1,000 times
_CUT = "\ufffd"


class Finder(NamedTuple):
    """Patterns with conditions on the line before and after a match; None asks for nothing.

    Of a longer line the nearest `_REACH` code points are looked at: so that many matches in one
    line cost no more than many lines with one.
    """

    patterns: Patterns
    before: Pattern | None
    after: Pattern | None

    @classmethod
    def of(cls, sources: Iterable[str], before: str, after: str, exact: bool = False) -> Finder:
        """Compile the patterns and conditions; these touch the match.

        Raises:
            PatternError: one of them is wrong.
        """
        return cls(
            Patterns.of(sources, exact),
            Pattern(before, exact) if before else None,
            Pattern(after, exact) if after else None,
        )

    def finditer(self, doc: Document) -> Iterator[Match]:
        """Yield the matches that stand where they must, in order."""
        for match in self.patterns.finditer(doc):
            if self._stands(doc, match.start, match.end):
                yield match

    def _stands(self, doc: Document, start: int, end: int) -> bool:
        if self.before is None and self.after is None:
            return True
        line = doc.line_at(start)
        first, last = max(line.start, start - _REACH), min(line.end, end + _REACH)
        # What is cut off leaves a mark, so that the cut is not taken for an end of the line.
        before = _CUT * (first > line.start) + doc.text[first:start]
        after = doc.text[end:last] + _CUT * (last < line.end)
        return (self.before is None or self.before.ends(before)) and (
            self.after is None or self.after.begins(after)
        )
