"""How likely one character follows another in Chinese: words counted by jieba, and the page itself.

A pair stands inside of a word, or a word ends and another begins; both are counted, and what the
page says elsewhere is mixed in. All characters are asked for in folded form.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import pairwise

__all__ = ["PageScores", "Words", "load_words"]

_ZERO = ord("0")
_FLOOR = 0.2  # occurrences granted to an ideograph that no word holds
# Shares of the running text that are not ideographs, rounded from 1,000 news pages.
_MARKS = {
    "\n": 0.02,
    ",": 0.06,
    "。": 0.03,
    "、": 0.012,
    ":": 0.006,
    ";": 0.002,
    "?": 0.002,
    "!": 0.002,
    "“": 0.004,
    "”": 0.004,
    "《": 0.002,
    "》": 0.002,
    "(": 0.002,
    ")": 0.002,
    "\u3000": 0.002,
    " ": 0.004,
    "…": 0.001,
    "—": 0.001,
    "·": 0.0005,
    "「": 0.001,
    "」": 0.001,
    "『": 0.0002,
    "』": 0.0002,
    "‘": 0.0003,
    "’": 0.0003,
    "【": 0.0002,
    "】": 0.0002,
    "〈": 0.0001,
    "〉": 0.0001,
    "〔": 0.00005,
    "〕": 0.00005,
    "～": 0.0001,
    "○": 0.00005,
    "●": 0.00005,
    "×": 0.00005,
    "→": 0.00002,
    "℃": 0.00005,
}
_CLOSING = ",、。:;?!"
_OPENING = ",、。:;?!“《( \u3000\n"
_MARK_AFTER_MARK = 0.01
_PARAGRAPH = 300  # code points
# Particles end a clause, and say how.
_AFTER_PARTICLE = {**dict.fromkeys("吗呢么", "?"), **dict.fromkeys("啊呀哇啦哦吧嘛", "!,。")}
_PARTICLE = 8.0
_ENDING = "。!?”」』…"
_LINE_AFTER_END = 10.0
_LINE_AFTER_COMMA = 0.1
_ASCII = 0.0005
_OTHER = 1e-8  # symbols, kana, zhuyin
# Readings in brackets, which part what belongs together.
_BRACKET = re.compile(r"\([^()\n\u3400-\u9fff]{1,8}\)")
_LEAST = 1e-12  # no chance is smaller
_POWER = [_FLOOR] + [2 ** (level / 2) for level in range(1, 60)]
_PAGE_WEIGHT = 4.0  # occurrences on the page at which it counts as much as the words


class Words:
    """Counts of folded characters: alone, at the edges of words, and side by side in words.

    A row of the table is read when its character is first asked for: a page needs a tenth of them.
    """

    def __init__(self, rows: Iterable[str]) -> None:
        self._rows = {row[0]: row for row in rows}
        self._counts: dict[str, tuple[float, float, float]] = {}
        self._pairs: dict[str, dict[str, float]] = {}
        self.total = sum(_POWER[ord(row[3]) - _ZERO] for row in self._rows.values())

    def counts(self, character: str) -> tuple[float, float, float] | None:
        """Return how often a character occurs, begins a word, and ends one; None: unknown."""
        counts = self._counts.get(character)
        if counts is None:
            row = self._rows.get(character)
            if row is None:
                return None
            single, first, last = (_POWER[ord(level) - _ZERO] for level in row[2:5])
            counts = self._counts[character] = (single, first, last)
        return counts

    def followers(self, character: str) -> dict[str, float]:
        """Return how often other characters follow a known one inside of words."""
        pairs = self._pairs.get(character)
        if pairs is None:
            _, _, seconds, levels = self._rows[character].split("\t")
            numbers = [_POWER[ord(level) - _ZERO] for level in levels]
            pairs = self._pairs[character] = dict(zip(seconds, numbers, strict=True))
        return pairs


@cache
def load_words() -> Words:
    """Return the counts of `pairs.txt` (see tools/make_char_scores.py)."""
    content = files(__package__).joinpath("pairs.txt").read_text(encoding="utf-8")
    return Words(content.splitlines())


class PageScores:
    """Natural logarithms of how likely characters follow each other on one page."""

    def __init__(self, folded: str) -> None:
        self._words = load_words()
        clean = _BRACKET.sub("", folded)
        self._single = Counter(clean)
        self._pairs = Counter(map("".join, pairwise(clean)))
        self._length = len(clean)
        self._behind: dict[str, set[str]] = {}
        self._known: dict[str, float] = {}

    def follow(self, left: str, right: str) -> float:
        """Return the logarithm of the chance of `right` after `left`, both folded."""
        pair = left + right
        score = self._known.get(pair)
        if score is None:
            here = self._pairs.get(pair, 0)
            score = self._known[pair] = math.log(self._chance(left, right, here))
        return score

    def stand(self, left: str, right: str) -> float:
        """Return the same for a pair as it stands on the page: it does not speak for itself."""
        here = self._pairs.get(left + right, 0)
        return math.log(self._chance(left, right, here - 1))

    def followers(self, left: str) -> set[str]:
        """Return the ideographs known to follow a folded one, in words or on the page."""
        if not self._behind:
            for pair in self._pairs:
                self._behind.setdefault(pair[0], set()).add(pair[1])
        words = self._words
        inside = words.followers(left) if words.counts(left) else {}
        return self._behind.get(left, set()).union(inside)

    def _chance(self, left: str, right: str, here: int) -> float:
        words = self._words
        counts = words.counts(right)
        if counts is not None:
            begin = counts[1] / words.total
        elif "\u3400" <= right <= "\u9fff":
            begin = _FLOOR / words.total
        else:
            begin = self._mark(left, right)
        chance = begin
        before = words.counts(left)
        if before is not None:
            single, _, last = before
            inside = words.followers(left).get(right, 0.0)
            chance = (inside + last * begin) / single
            if here > 0:
                # the page's own share, less what one accident could account for
                weight = here / (here + _PAGE_WEIGHT)
                chance = (1 - weight) * chance + weight * here / self._single[left]
        return max(chance, _LEAST)

    def _mark(self, left: str, right: str) -> float:
        """Return the chance of something that is not an ideograph."""
        chance = _MARKS.get(right) or (_ASCII if right < "\x7f" else _OTHER)
        if right in _MARKS:
            # what this page says, as soon as it is longer than a paragraph
            chance = (chance * _PARAGRAPH + self._single[right]) / (_PARAGRAPH + self._length)
            if right in _AFTER_PARTICLE.get(left, ""):
                chance *= _PARTICLE
            if right in _CLOSING and left in _OPENING:
                chance *= 1.0 if left == right in "!?" else _MARK_AFTER_MARK
            if right == "\n":
                chance *= _LINE_AFTER_END if left in _ENDING else 1.0
                chance *= _LINE_AFTER_COMMA if left in ",、" else 1.0
        return chance
