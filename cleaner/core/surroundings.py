"""What must stand at the edges of a match: the part of lookaround that stays linear."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.pattern import Pattern

__all__ = ["Surroundings"]


class Surroundings(NamedTuple):
    """Conditions on the rest of the line, before and after a match; None asks for nothing."""

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
        return (self.before is None or self.before.ends(doc.text[line.start : start])) and (
            self.after is None or self.after.begins(doc.text[end : line.end])
        )
