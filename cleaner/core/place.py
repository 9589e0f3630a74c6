"""Places of a document, measured in letters from its top or its end.

Not in lines: lines shift as earlier rules drop some, and one page breaks its lines after each
sentence where another has one line for everything.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from cleaner.core.document import Document

__all__ = ["Place"]

_FORM = re.compile(r"(first|last) (\d+(?:\.\d+)?) ?(%|letters)")


class Place(NamedTuple):
    """The first or last so many letters or per cent of the letters; the default is everywhere."""

    side: Literal["first", "last", "any"] = "any"
    amount: float = 0
    share: bool = False

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read `first 30%`, `last 20%`, `first 500 letters`.

        Raises:
            ValueError: the text has another form.
        """
        match = _FORM.fullmatch(text.strip())
        if not match:
            raise ValueError("a place is written `first 30%`, `last 20%` or `first 500 letters`")
        side: Literal["first", "last"] = "first" if match[1] == "first" else "last"
        share = match[3] == "%"
        amount = float(match[2])
        if share and not 0 < amount <= 100:
            raise ValueError("a share lies between 0% and 100%")
        return cls(side, amount / 100 if share else amount, share)

    def __str__(self) -> str:
        if self.side == "any":
            return "anywhere"
        return (
            f"{self.side} {self.amount:.0%}"
            if self.share
            else f"{self.side} {self.amount:g} letters"
        )

    def holds(self, doc: Document, start: int, end: int) -> bool:
        """Say whether the stretch begins (`first`) or ends (`last`) inside of the place."""
        if self.side == "any":
            return True
        limit = self.amount * doc.letters if self.share else self.amount
        if self.side == "first":
            return doc.letters_before(start) <= limit
        return doc.letters - doc.letters_before(end) <= limit
