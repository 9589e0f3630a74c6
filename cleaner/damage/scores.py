"""How likely one character follows another in Chinese: words counted by jieba, and the page itself.

A pair stands inside of a word, or a word ends and another begins; both are counted, and what the
page says elsewhere is mixed in. All characters are asked for in folded form.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import pairwise

from cleaner.damage.lexicon import Cutter, load_lexicon

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
_CLOSING_LINE = _CLOSING + "\n"
_OPENING = ",、。:;?!“《( \u3000\n"
_MARK_AFTER_MARK = 0.01
_SHOUTED_AGAIN = 0.002  # `！！`
_SHOUTED_ON = 0.2  # `！！！`
_PARAGRAPH = 300  # code points
# Particles end a clause, and say how.
_AFTER_PARTICLE = {**dict.fromkeys("吗呢么", "?"), **dict.fromkeys("啊呀哇啦哦吧嘛", "!")}
_PARTICLE = 8.0
_ENDING = "。!?”」』…"
_LINE_AFTER_END = 10.0
_LINE_AFTER_COMMA = 0.1
_ASCII = 0.0005
_OTHER = 1e-8  # symbols, kana, zhuyin
_LEAST = 1e-12  # no chance is smaller
_POWER = [_FLOOR] + [2 ** (level / 2) for level in range(1, 60)]
_PAGE_WEIGHT = 2.0  # occurrences on the page at which it counts as much as the words
_PAGE_TRIPLE_WEIGHT = 1.0  # the same of three characters in a row: words of the page
_PAIR_SHARE = 0.25  # of the pair alone in a chance: many words are in no dictionary
_NUMERALS = "一二三四五六七八九十"
_NUMERAL_IN_BRACKET = 0.03


class Words:
    """Counts of folded characters: alone, at the edges of words, and side by side in words.

    A row of the table is read when its character is first asked for: a page needs a tenth of them.
    """

    def __init__(self, rows: Iterable[str]) -> None:
        self._rows = {row[0]: row for row in rows}
        self._counts: dict[str, tuple[float, float, float]] = {}
        self._begins: dict[str, float] = {}
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

    def begins(self, character: str) -> float | None:
        """Return the share of words that begin so; None: not an ideograph."""
        begin = self._begins.get(character)
        if begin is None and "\u3400" <= character <= "\u9fff":
            counts = self.counts(character)
            begin = (counts[1] if counts else _FLOOR) / self.total
            self._begins[character] = begin
        return begin

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


class _Behind(dict[str, float]):
    """The scores of characters after a single one; each is worked out when it is asked for."""

    def __init__(self, page: PageScores, left: str) -> None:
        super().__init__()
        self._page = page
        self._left = left
        counts = page.words.counts(left)
        self._is_known = counts is not None
        self._single, _, self._last = counts or (1.0, 1.0, 1.0)
        self._inside = page.words.followers(left) if counts else {}

    def by_words(self, right: str) -> float:
        """Return the chance of `right` by what stands side by side in words."""
        begin = self._page.words.begins(right)
        if begin is None:
            begin = self._page.mark(self._left, right)
        return (self._inside.get(right, 0.0) + self._last * begin) / self._single

    def __missing__(self, right: str) -> float:
        chance = self.by_words(right)
        if self._is_known:
            chance = self._page.with_pair(chance, self._left, right)
        score = self[right] = math.log(max(chance, _LEAST))
        return score


class PageScores:
    """Natural logarithms of how likely characters follow each other on one page.

    The page is given folded, and without what was put into it: it speaks for itself.
    """

    def __init__(self, clean: str) -> None:
        self.words = load_words()
        self._cutter = Cutter(load_lexicon())
        self._single = Counter(clean)
        self._pairs = Counter(map("".join, pairwise(clean)))
        self._triples = Counter(map("".join, zip(clean, clean[1:], clean[2:], strict=False)))
        self._length = len(clean)
        self._behind: dict[str, set[str]] = {}
        self._known: dict[str, float] = {}
        self._known_pairs: dict[str, _Behind] = {}

    def follow(self, past: str, right: str) -> float:
        """Return the logarithm of the chance of `right` after up to `LONGEST` characters."""
        text = past + right
        score = self._known.get(text)
        if score is None:
            chance = self._chance(past, right, 0)
            score = self._known[text] = math.log(chance)
        return score

    def stand(self, past: str, right: str) -> float:
        """Return the same for text as it stands on the page: it does not speak for itself."""
        return math.log(self._chance(past, right, 1))

    def pair(self, left: str, right: str) -> float:
        """Return about the same after a single character, in less time."""
        return self.behind(left)[right]

    def behind(self, left: str) -> _Behind:
        """Return the scores of all characters after a single one, as they are asked for."""
        row = self._known_pairs.get(left)
        if row is None:
            row = self._known_pairs[left] = _Behind(self, left)
        return row

    def followers(self, left: str) -> set[str]:
        """Return the ideographs known to follow a folded one, in words or on the page."""
        if not self._behind:
            for pair in self._pairs:
                self._behind.setdefault(pair[0], set()).add(pair[1])
        words = self.words
        inside = words.followers(left) if words.counts(left) else {}
        return self._behind.get(left, set()).union(inside)

    def _chance(self, past: str, right: str, less: int) -> float:
        start = len(past)
        while start and "\u3400" <= past[start - 1] <= "\u9fff":
            start -= 1
        before = past[start - 1 : start]
        if "\u3400" <= right <= "\u9fff":
            chance = self._cutter.chance(past[start:], right, before)
            if start < len(past):
                chance += _PAIR_SHARE * (self.behind(past[-1]).by_words(right) - chance)
            if before == "(" and right in _NUMERALS:
                chance += _NUMERAL_IN_BRACKET
        else:
            ends = self._cutter.ends(past[start:], before, marked=right in _CLOSING_LINE)
            chance = ends * self.mark(past, right)
        chance = self.with_pair(chance, past[-1:], right, less)
        left = past[-2:]
        here = self._triples.get(left + right, 0) - less if len(left) == 2 else 0
        if here > 0:
            weight = here / (here + _PAGE_TRIPLE_WEIGHT)
            chance = (1 - weight) * chance + weight * here / self._pairs[left]
        return max(chance, _LEAST)

    def with_pair(self, chance: float, left: str, right: str, less: int = 0) -> float:
        """Return a chance after `left`, mixed with what the page says elsewhere.

        `less`: how many of the page's pairs do not count.
        """
        here = self._pairs.get(left + right, 0) - less
        if here > 0 and left:
            # the page's own share, less what one accident could account for
            weight = here / (here + _PAGE_WEIGHT)
            return (1 - weight) * chance + weight * here / self._single[left]
        return chance

    def mark(self, past: str, right: str) -> float:
        """Return the chance of something that is not an ideograph."""
        left = past[-1:]
        chance = _MARKS.get(right) or (_ASCII if right < "\x7f" else _OTHER)
        if right in _MARKS:
            # what this page says, as soon as it is longer than a paragraph
            chance = (chance * _PARAGRAPH + self._single[right]) / (_PARAGRAPH + self._length)
            if right in _AFTER_PARTICLE.get(left, ""):
                chance *= _PARTICLE
            if right in "!?" and right == left:
                chance = _SHOUTED_ON if past[-2:-1] == right else _SHOUTED_AGAIN
            elif right in _CLOSING and left and left in _OPENING:
                chance *= _MARK_AFTER_MARK
            if right == "\n":
                chance *= _LINE_AFTER_END if left and left in _ENDING else 1.0
                chance *= _LINE_AFTER_COMMA if left and left in ",、" else 1.0
        return chance
