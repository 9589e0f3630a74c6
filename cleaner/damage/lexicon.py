"""How likely a character follows others in Chinese, by the words of jieba's dictionary.

A text is taken for a row of words. A character may go on with a word that the ones before it began,
or begin a new one; all ways to cut the last characters into words are summed. A word is drawn by
its frequency and by what kind of word stands before it: a verb is likelier behind an adverb, a
comma behind a noun than behind a preposition. All characters are asked for in folded form.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TypeAlias

__all__ = ["LONGEST", "Cutter", "Lexicon", "load_lexicon"]

LONGEST = 3
"""Characters before one that say something about it; of longer words the beginnings count."""

Classes: TypeAlias = tuple[tuple[int, float], ...]
"""Classes of words, by number, with how often a word of each occurs."""

_ZERO = ord("0")
_FLOOR = 0.2  # occurrences granted to an ideograph that no word holds
_POWER = [_FLOOR] + [2 ** (level / 2) for level in range(1, 80)]
_WORD = re.compile(r"([^\x00-\x7f]+)([!-~])([!-~])")
_STEP = 0.2  # nats
_NO_LIFT = 88
_MARKS = ",。、:;?!\n“‘「『《(—…"
_NOUN, _NUMERAL = "C", "a"  # classes of `word_classes.txt`: of one character, of several
_SURE = 3.0  # no word is so likely to end that a mark gains more


class Cutter:
    """The ways to cut text into words; what was worked out is kept for one page."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the words."""
        self._lexicon = lexicon
        self._mass: dict[str, float] = {}
        self._cuts: dict[str, tuple[Classes | None, ...]] = {}

    def chance(self, past: str, right: str, before: str = "") -> float:
        """Return the chance of an ideograph after up to `LONGEST` others.

        `before` is what stands before those; empty: not known, or an ideograph.
        """
        if not past:
            return self._lexicon.begin(self._lexicon.opening.get(before), right)
        whole = self._weigh(past, before)
        if not whole:
            return self._lexicon.begin(None, right)
        return self._weigh(past + right, before) / whole

    def ends(self, past: str, before: str = "", *, marked: bool = False) -> float:
        """Return the chance that a word ends behind these ideographs.

        `marked`: and how much likelier a mark stands behind such a word than behind others.
        """
        if not past:
            return 1.0
        mass = self._weigh(past, before)
        ends = self._cut(past, before)[-1] or ()
        if marked:
            lifts = self._lexicon.before_mark
            end = sum(value * lifts[kind] for kind, value in ends)
        else:
            end = sum(value for _, value in ends)
        return min(_SURE if marked else 1.0, end / mass) if mass else 1.0

    def _weigh(self, text: str, before: str) -> float:
        """Return how likely a text begins so, however it goes on."""
        key = before + text
        mass = self._mass.get(key)
        if mass is None:
            begin = self._lexicon.begin
            mass = 0.0
            for start, ends in enumerate(self._cut(text[:-1], before)):
                mass += begin(ends, text[start:])
            self._mass[key] = mass
        return mass

    def _cut(self, text: str, before: str) -> tuple[Classes | None, ...]:
        """Return for each place of a text, its end too, how likely a word of each class ends."""
        if not text:
            return (self._lexicon.opening.get(before),)
        key = before + text
        cuts = self._cuts.get(key)
        if cuts is None:
            earlier = self._cut(text[:-1], before)
            cuts = self._cuts[key] = (*earlier, self._lexicon.end(text, earlier))
        return cuts


class Lexicon:
    """Words with their frequencies; a row is read when a word that begins so is first met."""

    def __init__(self, rows: Sequence[str], classes: Sequence[str]) -> None:
        """Take the lines of the two tables (see tools/make_lexicon.py)."""
        self._total = float(rows[0])
        self._rows = {row[0]: row for row in rows[1:]}
        self._names = {row[0]: number for number, row in enumerate(classes)}
        self._lifts = [[_lift(letter) for letter in row[5:]] for row in classes]
        self._lifts.append([_lift(row[3]) for row in classes])
        self.before_mark = [_lift(row[2]) for row in classes]
        self.opening: dict[str, Classes] = {
            **dict.fromkeys(_MARKS, ((len(classes), 1.0),)),
            **dict.fromkeys("0123456789", ((self._names[_NUMERAL], 1.0),)),
        }
        self._unknown: Classes = ((self._names[_NOUN], _FLOOR),)
        self._whole: dict[str, Classes] = {}
        self._begun: dict[str, Classes] = {}
        self._read_rows: set[str] = set()

    def begin(self, ends: Classes | None, part: str) -> float:
        """Return the chance that a word begins with `part` behind words of these classes."""
        starts = self._begun.get(part)
        if starts is None:
            if len(part) > 1:
                return 0.0
            starts = self._head(part)
        found = 0.0
        if ends is None:
            for _, count in starts:
                found += count
            return found / self._total
        for kind, value in ends:
            lifts = self._lifts[kind]
            for other, count in starts:
                found += value * lifts[other] * count
        return found / self._total

    def end(self, text: str, cuts: Sequence[Classes | None]) -> Classes:
        """Return how likely a word of each class ends with a text, by the cuts before its end."""
        if text[0] not in self._read_rows or text[-1] not in self._read_rows:
            self._read(text[0])
            self._read(text[-1])
        found: dict[int, float] = {}
        for start, ends in enumerate(cuts):
            for kind, count in self._whole.get(text[start:], ()):
                if ends is None:
                    chance = count
                else:
                    chance = 0.0
                    for other, value in ends:
                        chance += value * self._lifts[other][kind]
                    chance *= count
                found[kind] = found.get(kind, 0.0) + chance / self._total
        return tuple(found.items())

    def _head(self, character: str) -> Classes:
        """Read how often a character is a word, and how often it begins one, which is returned."""
        row = self._rows.get(character)
        if row is None:
            self._whole[character] = self._begun[character] = self._unknown
            return self._unknown
        begins, alone, starts, _ = row.split("\t", 3)
        self._whole[character] = self._shares(alone[1:], alone[0])
        found = self._begun[character] = self._shares(starts, begins[1])
        return found

    def _shares(self, text: str, level: str) -> Classes:
        count = _POWER[ord(level) - _ZERO]
        shares = [(self._names[text[at]], int(text[at + 1])) for at in range(0, len(text), 2)]
        total = sum(share for _, share in shares)
        return tuple((kind, count * share / total) for kind, share in shares)

    def _read(self, character: str) -> None:
        """Read the words that begin with a character."""
        if character in self._read_rows:
            return
        self._read_rows.add(character)
        self._head(character)
        row = self._rows.get(character, "\t")
        names, whole = self._names, self._whole
        parts: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for rest, name, level in _WORD.findall(row, row.rindex("\t") + 1):
            kind, count = names[name], _POWER[ord(level) - _ZERO]
            word = character + rest
            whole[word] = ((kind, count),)
            for size in range(2, min(len(word), LONGEST + 1) + 1):
                starts = parts[word[:size]]
                starts[kind] = starts.get(kind, 0.0) + count
        for part, starts in parts.items():
            self._begun[part] = tuple(starts.items())


def _lift(letter: str) -> float:
    return math.exp((ord(letter) - _NO_LIFT) * _STEP)


@cache
def load_lexicon() -> Lexicon:
    """Return the words of `lexicon.txt` (see tools/make_lexicon.py)."""
    room = files(__package__)
    rows = room.joinpath("lexicon.txt").read_text(encoding="utf-8").splitlines()
    classes = room.joinpath("word_classes.txt").read_text(encoding="utf-8").splitlines()
    return Lexicon(rows, classes)
