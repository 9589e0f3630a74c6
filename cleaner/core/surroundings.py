"""What must stand at the edges of a match: the part of lookaround that stays linear."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.pattern import Pattern

__all__ = ["Surroundings"]

_REACH = 2000  # code points; RE2 repeats nothing more than 1,000 times
_CUT = "\ufffd"


class Surroundings(NamedTuple):
    """Conditions on the line before and after a match; None asks for nothing.

    Of a longer line the nearest `_REACH` code points are looked at: so that many matches in one
    line cost no more than many lines with one.
    """

    before: Pattern | None
    after: Pattern | None

    @classmethod
    def of(cls, before: str, after: str, exact: bool = False) -> Surroundings:
        """Compile the conditions so that they touch the match.

        Raises:
            PatternError: one of them is wrong.
        """
        return cls(
            Pattern(before, exact) if before else None,
            Pattern(after, exact) if after else None,
        )

    def hold(self, doc: Document, start: int, end: int) -> bool:
        """Say whether the match `[start, end)` stands where it must."""
        line = doc.line_at(start)
        first, last = max(line.start, start - _REACH), min(line.end, end + _REACH)
        # What is cut off leaves a mark, so that the cut is not taken for an end of the line.
        before = _CUT * (first > line.start) + doc.text[first:start]
        after = doc.text[end:last] + _CUT * (last < line.end)
        return (self.before is None or self.before.ends(before)) and (
            self.after is None or self.after.begins(after)
        )
