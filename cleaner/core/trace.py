"""What was done to a text: the passes, and everything that can be told from them.

Only the edits of each pass are kept, in the offsets of that pass's input. Blame, composed changes
and undo are worked out by replay when somebody asks: an offset map carried along would cost half of
the cleaning time (measured on 120 pages and 40 rules).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from typing import NamedTuple

from cleaner.core.edits import Edit, Note, Spared, apply, compose, invert

__all__ = ["Fate", "Pass", "Trace"]


class Pass(NamedTuple):
    """One rule's turn. All offsets are code points of the text as this rule found it."""

    rule: str
    edits: tuple[Edit, ...] = ()
    spared: tuple[Spared, ...] = ()
    notes: tuple[Note, ...] = ()


class Fate(NamedTuple):
    """What became of the stretch `[start, end)` of the original: kept if `rule` is empty."""

    start: int
    end: int
    new: str
    rule: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The original and the passes of the rules that had something to say, in their order."""

    original: str
    passes: tuple[Pass, ...] = ()

    def texts(self) -> Iterator[str]:
        """Yield the original, then the text after each pass."""
        text = self.original
        yield text
        for turn in self.passes:
            text = apply(text, turn.edits)
            yield text

    @property
    def final(self) -> str:
        """The text after the last pass."""
        text = self.original
        for turn in self.passes:
            text = apply(text, turn.edits)
        return text

    def changes(self) -> list[Edit]:
        """Return one list of edits over the original that does what all passes did."""
        return reduce(compose, (turn.edits for turn in self.passes), list[Edit]())

    def undo(self) -> list[Edit]:
        """Return the edits that turn the final text back into the original."""
        return invert(self.original, self.changes())

    def fates(self) -> list[Fate]:
        """Return the fate of every stretch of the original; each character is in exactly one.

        A pure insertion has an empty stretch.
        """
        fates = []
        position = 0
        for edit in self.changes():
            if edit.start > position:
                fates.append(Fate(position, edit.start, self.original[position : edit.start], ""))
            fates.append(Fate(edit.start, edit.end, edit.new, edit.rule))
            position = edit.end
        if position < len(self.original):
            fates.append(Fate(position, len(self.original), self.original[position:], ""))
        return fates

    def origins(
        self, spans: Mapping[int, Sequence[tuple[int, int]]]
    ) -> dict[int, list[tuple[int, int]]]:
        """Return where in the original stretches of the inputs of passes came from.

        Each is the smallest stretch of the original that holds all of it. Asked for all passes at
        once, because what came before each is composed only once.
        """
        found = {}
        before: list[Edit] = []
        done = 0
        for number in sorted(spans):
            before = reduce(compose, (turn.edits for turn in self.passes[done:number]), before)
            done = number
            places = _Places(before)
            found[number] = [places.origin(start, end) for start, end in spans[number]]
        return found


class _Places:
    """Finds offsets of a text in what it was before some edits."""

    def __init__(self, edits: list[Edit]) -> None:
        self.edits = edits
        shifts = accumulate((len(e.new) - (e.end - e.start) for e in edits), initial=0)
        self.shifts = list(shifts)  # before each edit, and after the last one
        self.starts = [edit.start + shift for edit, shift in zip(edits, self.shifts, strict=False)]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        left = self._before(start, bisect_right(self.starts, start), at_end=False)
        last = bisect_left(self.starts, end) if end > start else bisect_right(self.starts, end)
        return left, max(left, self._before(end, last, at_end=True))

    def _before(self, offset: int, count: int, at_end: bool) -> int:
        """Return the old place of an offset that `count` edits begin before."""
        if count:
            edit, new_start = self.edits[count - 1], self.starts[count - 1]
            if offset < new_start + len(edit.new) + at_end and offset > new_start - 1 + at_end:
                return edit.end if at_end else edit.start
        return offset - self.shifts[count]
