"""How likely a character follows others in Chinese, by the words of jieba's dictionary.

A text is taken for a row of words, each drawn by its frequency. A character may go on with a word
that the ones before it began, or begin a new one; all ways to cut the last characters into words
are summed. All characters are asked for in folded form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

__all__ = ["LONGEST", "Lexicon", "load_lexicon"]

LONGEST = 3
"""Characters before one that say something about it; of longer words the beginnings count."""

_ZERO = ord("0")
_FLOOR = 0.2  # occurrences granted to an ideograph that no word holds
_ALONE = 0.3  # share of its occurrences in which a character stands outside of all known words
_POWER = [_FLOOR] + [2 ** (level / 2) for level in range(1, 60)]
_WORD = re.compile(r"([^\x00-\x7f]+)([!-~])")


class Lexicon:
    """Words with their frequencies; a row is read when a word that begins so is first met."""

    def __init__(self, rows: Iterable[str], totals: Iterable[tuple[str, float, float]]) -> None:
        """Take the rows of the table, and for each character how often it occurs and begins."""
        self._rows = {row[0]: row for row in rows}
        self._whole: dict[str, float] = {}
        self._begun: dict[str, float] = {}
        self._mass: dict[str, tuple[float, float]] = {}
        self._single: dict[str, float] = {}
        self.total = 0.0
        for character, single, first in totals:
            self._single[character] = single
            self._begun[character] = first + _ALONE * single
            self.total += first

    def chance(self, past: str, right: str) -> float:
        """Return the chance of an ideograph after up to `LONGEST` others."""
        if not past:
            return self._begins(right)
        whole = self._weigh(past)[0]
        return self._weigh(past + right)[0] / whole if whole else self._begins(right)

    def ends(self, past: str) -> float:
        """Return the chance that a word ends behind these ideographs."""
        if not past:
            return 1.0
        mass, end = self._weigh(past)
        if not end:
            end = self._ending(past, mass)
        return min(1.0, end / mass) if mass else 1.0

    def _begins(self, character: str) -> float:
        return self._begun.get(character, _FLOOR) / self.total

    def _weigh(self, text: str) -> tuple[float, float]:
        """Return how likely a text begins so, however it goes on, and 0 or that a word ends it."""
        known = self._mass.get(text)
        if known is None:
            ends = self._ends(text)
            begun, total = self._begun, self.total
            mass = 0.0
            for start, end in enumerate(ends):
                part = text[start:]
                count = begun.get(part, 0.0 if len(part) > 1 else _FLOOR)
                mass += end * count / total
            known = self._mass[text] = (mass, 0.0)
        return known

    def _ends(self, text: str) -> list[float]:
        """Return for each place before the last character how likely a word begins there."""
        ends = [1.0]
        for stop in range(1, len(text)):
            self._read(text[stop - 1])
            ends.append(self._end(text, stop, ends))
        return ends

    def _end(self, text: str, stop: int, ends: list[float]) -> float:
        whole = self._whole
        return (
            sum(end * whole.get(text[start:stop], 0.0) for start, end in enumerate(ends[:stop]))
            / self.total
        )

    def _ending(self, text: str, mass: float) -> float:
        ends = self._ends(text)
        self._read(text[-1])
        end = self._end(text, len(text), ends)
        self._mass[text] = (mass, end)
        return end

    def _read(self, character: str) -> None:
        """Read the words that begin with a character."""
        row = self._rows.pop(character, None)
        if row is None:
            if character not in self._whole:
                self._whole[character] = _FLOOR
            return
        whole, begun = self._whole, self._begun
        single = self._single.get(character, 0.0)
        whole[character] = max(_FLOOR, _POWER[ord(row[1]) - _ZERO], _ALONE * single)
        for rest, level in _WORD.findall(row[3:]):
            count = _POWER[ord(level) - _ZERO]
            word = character + rest
            whole[word] = count
            for size in range(2, min(len(word), LONGEST + 1) + 1):
                part = word[:size]
                begun[part] = begun.get(part, 0.0) + count


@cache
def _table() -> tuple[str, ...]:
    content = files(__package__).joinpath("lexicon.txt").read_text(encoding="utf-8")
    return tuple(content.splitlines())


@cache
def load_lexicon() -> Lexicon:
    """Return the words of `lexicon.txt` (see tools/make_lexicon.py)."""
    from cleaner.damage.scores import load_words

    return Lexicon(_table(), load_words().totals())
