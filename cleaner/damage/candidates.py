"""Which characters may have stood at a place of a damaged page, and how likely each is there.

Everything a search over shifted bytes asks: what shares a byte with what, what the page's gloss
table holds, what its script is, and how likely a character is between two others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from cleaner.core.document import fold
from cleaner.core.fold_table import SIMPLIFIED, TRADITIONAL
from cleaner.damage.gbk import encode_character, read_pair
from cleaner.damage.readings import LETTERS, characters_read
from cleaner.damage.scores import PageScores
from cleaner.damage.script_table import SIMPLIFIED_ONLY, VARIANTS

__all__ = [
    "FAIR",
    "Before",
    "Page",
    "Ranked",
    "dropped",
    "entries",
    "fold_one",
    "is_open",
    "leads_read",
]

Ranked: TypeAlias = tuple[tuple[str, float], ...]
"""Characters with their scores, best first."""

# Scores are natural logarithms of chances, as those of PageScores are. The weights were set on
# about 130 generated pages; the one that matters is that of the full stop (4 % of the pages).
FAIR = -11.0  # of the characters around a vanished pair: anything less likely is not tried
_OTHER_SCRIPT = -5.0  # a simplified character that the page does not use elsewhere
_VARIANT = -2.0  # a traditional one that is not the usual form
_USED = 2  # occurrences on the page that make an odd character a usual one
_NOT_IN_TABLE = -4.0  # a reading of a character the page does not gloss elsewhere
_OTHER_READING = -6.0  # of one it glosses, but with another reading
_COMMON_ENTRY = 0.3  # a table rather holds common characters
_WIDE_LETTER = -6.0  # a full-width letter, digit or sign
_FULL_STOP = 2.2  # a lost character before a shifted mark is nearly always one
_CLOSES = 3.0  # a bracket or quotation mark whose other half stands before it

_STOP_TRAIL = 0xA3  # of 。 (A1A3)
_FEW = 4  # candidates that are kept for a place
_MANY = 8
_BEFORE_END = "。！？，；：」』”’）》…"
_OPENERS = {")": "（", "”": "“", "」": "「", "』": "『", "》": "《", "’": "‘"}
_WIDE_MARKS = "，：；？！（）．％"
# What else is injected, in folded text: it says nothing about how likely the text is.
_INJECTED = re.compile(rf"(?<=[\u3400-\u9fff])\([{LETTERS}]{{1,6}}\)|,(?=[,、。;?!])")


class Before(NamedTuple):
    """A character whose second byte was the first one of a pair that vanished."""

    character: str
    folded: str
    trail: int


class Page:
    """What the search asks about a page: its text, its gloss table, how likely characters are."""

    def __init__(self, text: str, folded: str, table: Mapping[str, str]) -> None:
        self.text = text
        self.folded = folded
        self.table = table
        self.scores = PageScores(folded)
        self.opened = ""  # the line before the run that is being read
        self._standing: list[float] | None = None
        self._extra: dict[str, float] = {}
        self._viable: dict[tuple[str, int], tuple[Before, ...]] = {}
        self._filled: dict[tuple[str, int, bool, str], Ranked] = {}
        self._known_behind: dict[tuple[str, int, str], Ranked] = {}
        self._leads: dict[tuple[str, int, int, tuple[int, int] | None], tuple[int, ...]] = {}

    def extra(self, character: str) -> float:
        """Return what a character loses for being of the other script than the page."""
        score = self._extra.get(character)
        if score is None:
            score = _odd().get(character, 0.0)
            if score and self.text.count(character) >= _USED:
                score = 0.0
            self._extra[character] = score
        return score

    def closing(self, text: str, character: str, folded: str) -> float:
        """Return what a closing mark gains if its other half stands in the text."""
        opener = _OPENERS.get(folded)
        return _CLOSES if opener and is_open(text, opener, character) else 0.0

    def standing(self, place: int) -> float:
        """Return the score of the text as it stands up to and with the character at `place`.

        Readings in brackets count nothing: they are damage, too, but not of this kind.
        """
        if self._standing is None:
            self._standing = list(accumulate(self._standing_scores()))
        return self._standing[min(place, len(self._standing) - 1)]

    def _standing_scores(self) -> Iterator[float]:
        injected = {
            place
            for match in _INJECTED.finditer(self.folded)
            for place in range(match.start(), match.end())
        }
        left = "\n"
        for place, character in enumerate(self.folded + "\n"):
            if place in injected:
                yield 0.0
            else:
                yield self.scores.stand(left, character)
                left = character

    def prior(self, character: str, syllable: str) -> float:
        """Return how likely it is that the page glosses a character so."""
        known = self.table.get(character)
        if known == syllable:
            return 0.0
        common = _COMMON_ENTRY * self.scores.follow("", fold_one(character))
        return common + (_OTHER_READING if known else _NOT_IN_TABLE)

    def fill(self, left: str, byte: int, is_lead: bool, right: str) -> Ranked:
        """Return the likeliest characters between two folded ones, of which one byte is known."""
        key = (left, byte, is_lead, right)
        found = self._filled.get(key)
        if found is None:
            follow, extra = self.scores.follow, self.extra
            scored = [
                (follow(left, folded) + follow(folded, right) + extra(character), character)
                for character, folded in _siblings(byte, is_lead)
                if is_lead or character != "。"
            ]
            if not is_lead and byte == _STOP_TRAIL:
                scored.append((follow(left, "。") + follow("。", right) + _FULL_STOP, "。"))
            scored.sort(key=lambda item: (-item[0], -self.text.count(item[1])))
            found = self._filled[key] = tuple((c, score) for score, c in scored[:_FEW])
        return found

    def ends(self, lead: int, right: str) -> Ranked:
        """Return the likeliest marks with this lead byte before a folded character.

        The scores are what is to be added to those of the neighbours.
        """
        follow = self.scores.follow
        scored = []
        for character, folded in _siblings(lead, True):
            if folded <= "~" or folded in _BEFORE_END:
                added = self.extra(character) + self.closing(self.opened, character, folded)
                scored.append(
                    (follow("", folded) + follow(folded, right) + added, added, character)
                )
        scored.sort(reverse=True)
        return tuple((character, added) for _, added, character in scored[:_MANY])

    def viable(self, last: str, lead: int) -> tuple[Before, ...]:
        """Return what can follow a folded character before a vanished pair; all, after a gap."""
        if not last:
            return _dropped_after(lead)
        found = self._viable.get((last, lead))
        if found is None:
            follow, extra = self.scores.follow, self.extra
            found = self._viable[last, lead] = tuple(
                before
                for before in _dropped_after(lead)
                if follow(last, before.folded) + extra(before.character) >= FAIR
            )
        return found

    def known_behind(self, left: str, first: int, right: str) -> Ranked:
        """Return the likeliest characters between two folded ones, behind a vanished pair.

        `first` is the first byte of that pair; only what is known to follow `left` is thought of.
        """
        key = (left, first, right)
        found = self._known_behind.get(key)
        if found is None:
            leads, follow = dropped()[first], self.scores.follow
            scored = []
            for known in self.scores.followers(left):
                for form in known + _forms().get(known, ""):
                    pair = encode_character(form)
                    if pair and pair[0] in leads and pair[1] >= 0x81:
                        score = follow(left, known) + follow(known, right) + self.extra(form)
                        scored.append((form, score))
            scored.sort(reverse=True, key=lambda item: (item[1], item[0]))
            found = self._known_behind[key] = tuple(scored[:_FEW])
        return found

    def leads(
        self, left: str, first: int, trail: int, right: tuple[int, int] | None
    ) -> tuple[int, ...]:
        """Return the lead bytes of the likeliest characters behind a vanished pair.

        `first` is the first byte of that pair, `trail` the second one of the character; `right` is
        the character after that one, if both its bytes can be seen.
        """
        key = (left, first, trail, right)
        found = self._leads.get(key)
        if found is None:
            after = read_pair(*right) if right else None
            follow = self.scores.follow
            scored = []
            for lead in dropped()[first]:
                character = read_pair(lead, trail)
                if character:
                    folded = fold_one(character)
                    score = follow(left, folded) + self.extra(character)
                    if score >= FAIR:
                        score += follow(folded, fold_one(after)) if after else 0.0
                        scored.append((score, lead))
            scored.sort(reverse=True)
            found = self._leads[key] = tuple(lead for _, lead in scored[:_FEW])
        return found


@cache
def fold_one(character: str) -> str:
    """Return a single character folded."""
    return fold(character)


def is_open(text: str, opener: str, closer: str) -> bool:
    """Say whether a bracket or quotation mark waits for its other half, in either width."""
    return max(text.rfind(opener), text.rfind(fold_one(opener))) > max(
        text.rfind(closer), text.rfind(fold_one(closer))
    )


@cache
def entries(lead: int, syllable: str) -> tuple[tuple[str, int], ...]:
    """Return the characters with this lead byte and reading that a table may hold, with trails."""
    found = []
    for character in characters_read(syllable):
        data = encode_character(character)
        if data and data[0] == lead and fold(character) != character:
            found.append((character, data[1]))
    return tuple(found)


@cache
def leads_read(syllable: str) -> frozenset[int]:
    """Return the lead bytes of the characters that can be read so."""
    found = (encode_character(character) for character in characters_read(syllable))
    return frozenset(data[0] for data in found if data)


@cache
def dropped() -> dict[int, frozenset[int]]:
    """Return the pairs that the decoder drops: first byte -> second bytes that can be leads."""
    found = {}
    for first in range(0x81, 0xFF):
        seconds = frozenset(b for b in range(0x81, 0xFF) if read_pair(first, b) is None)
        if seconds:
            found[first] = seconds
    return found


@cache
def _dropped_after(lead: int) -> tuple[Before, ...]:
    """Return the characters with this lead byte whose second one can begin a dropped pair."""
    found = ((read_pair(lead, trail), trail) for trail in dropped())
    return tuple(Before(c, fold_one(c), trail) for c, trail in found if c)


@cache
def _siblings(byte: int, is_lead: bool) -> tuple[tuple[str, str], ...]:
    """Return the characters that share a byte, with their folded forms.

    Second bytes below 81 are left out: they do not get lost.
    """
    pairs = ((byte, other) if is_lead else (other, byte) for other in range(0x81, 0xFF))
    found = (read_pair(*pair) for pair in pairs)
    return tuple((character, fold(character)) for character in found if character)


@cache
def _forms() -> dict[str, str]:
    """Return the traditional forms that fold to a simplified character."""
    forms: dict[str, str] = {}
    for traditional, simplified in zip(TRADITIONAL, SIMPLIFIED, strict=True):
        forms[simplified] = forms.get(simplified, "") + traditional
    return forms


@cache
def _odd() -> dict[str, float]:
    """Return what characters lose that a traditional page hardly holds."""
    wide = (chr(code) for code in range(ord("！"), ord("～")) if chr(code) not in _WIDE_MARKS)
    return {
        **dict.fromkeys(VARIANTS, _VARIANT),
        **dict.fromkeys(SIMPLIFIED_ONLY, _OTHER_SCRIPT),
        **dict.fromkeys(wide, _WIDE_LETTER),
    }
