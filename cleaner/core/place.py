"""Places of a document: by letters from its top or its end, or by where the body text stands.

Not in lines: lines shift as earlier rules drop some, and one page breaks its lines after each
sentence where another has one line for everything.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast

from cleaner.core.document import Document

__all__ = ["Place"]

_FORM = re.compile(r"(first|last) (\d+(?:\.\d+)?) ?(%|letters)")


class Place(NamedTuple):
    """A part of a document; the default is everywhere.

    `first` and `last`: so many letters or per cent of the letters. `head` and `tail`: above the
    first and below the last line of body text (`Document.body`), where there is any; `edges`:
    outside of the body text.
    """

    side: Literal["first", "last", "head", "tail", "edges", "any"] = "any"
    amount: float = 0
    share: bool = False

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read `first 30%`, `last 20%`, `first 500 letters`, `head`, `tail`, `edges`.

        Raises:
            ValueError: the text has another form.
        """
        if (name := text.strip()) in ("head", "tail", "edges"):
            return cls(cast(Literal["head", "tail", "edges"], name))
        match = _FORM.fullmatch(name)
        if not match:
            raise ValueError(
                "a place is written `first 30%`, `last 500 letters`, `head`, `tail` or `edges`"
            )
        side: Literal["first", "last"] = "first" if match[1] == "first" else "last"
        share = match[3] == "%"
        amount = float(match[2])
        if share and not 0 < amount <= 100:
            raise ValueError("a share lies between 0% and 100%")
        return cls(side, amount / 100 if share else amount, share)

    def __str__(self) -> str:
        if self.side == "any":
            return "anywhere"
        if self.side in ("head", "tail", "edges"):
            return self.side
        return (
            f"{self.side} {self.amount:.0%}"
            if self.share
            else f"{self.side} {self.amount:g} letters"
        )

    def holds(self, doc: Document, start: int, end: int) -> bool:
        """Say whether the stretch begins (`first`) or ends (`last`) inside of the place."""
        if self.side == "any":
            return True
        if self.side in ("head", "tail", "edges"):
            body = doc.body
            is_head, is_tail = start < body.start, end > body.end
            if self.side == "edges":
                return is_head or is_tail
            return body.start < body.end and (is_head if self.side == "head" else is_tail)
        limit = self.amount * doc.letters if self.share else self.amount
        if self.side == "first":
            return doc.letters_before(start) <= limit
        return doc.letters - doc.letters_before(end) <= limit

    def is_past(self, doc: Document, start: int) -> bool:
        """Say whether no stretch that begins at `start` or later is inside of the place."""
        return self.side in ("first", "head") and not self.holds(doc, start, start)
