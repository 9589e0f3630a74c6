"""What was done to a text: the passes, and everything that can be told from them.

Only the edits of each pass are kept, in the offsets of that pass's input. Blame, composed changes
and undo are worked out by replay when somebody asks: an offset map carried along would cost half of
the cleaning time (measured on 120 pages and 40 rules).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

from cleaner.core.edits import Edit, Note, apply, compose, invert

__all__ = ["Fate", "Pass", "Spared", "Trace"]


class Spared(NamedTuple):
    """An edit that a rule proposed and that was not applied, and why."""

    start: int
    end: int
    reason: str


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

    def origin(self, number: int, start: int, end: int) -> tuple[int, int]:
        """Return where in the original a stretch of the input of pass `number` came from.

        The smallest stretch of the original that holds all of it.
        """
        before = reduce(compose, (turn.edits for turn in self.passes[:number]), list[Edit]())
        shift = 0
        left, right = start, None
        for edit in before:
            new_start = edit.start + shift
            new_end = new_start + len(edit.new)
            if new_start >= end and right is None:
                right = end - shift
            if new_start <= start < new_end:
                left = edit.start
            elif new_end <= start:
                left = start - shift + (edit.end - edit.start) - len(edit.new)
            if new_start < end <= new_end:
                right = edit.end
            shift += len(edit.new) - (edit.end - edit.start)
        return left, end - shift if right is None else right
