"""Which characters may have stood at a place of a damaged page, and how likely each is there.

Everything a search over shifted bytes asks: what shares a byte with what, what the page's gloss
table holds, what its script is, and how likely a character is between two others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

from cleaner.damage.byte_share import (
    Before,
    dropped,
    dropped_after,
    dropped_leads,
    entries,
    fold_one,
    forms_of,
    is_open,
    siblings,
)
from cleaner.damage.gbk import encode_character, read_pair
from cleaner.damage.lexicon import LONGEST
from cleaner.damage.page_text import PageText
from cleaner.damage.script_table import SIMPLIFIED_ONLY, VARIANTS

__all__ = ["FAIR", "Page", "Ranked"]

Ranked: TypeAlias = tuple[tuple[str, float], ...]
"""Characters with their scores, best first."""

Leads: TypeAlias = tuple[tuple[float, int], ...]
"""First bytes with the scores of their characters, best first."""

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
_FULL_STOP = 2.0  # a lost character before a shifted mark is nearly always one
_CLOSES = 3.0  # a bracket or quotation mark whose other half stands before it

_STOP_TRAIL = 0xA3  # of 。 (A1A3)
_FEW = 4  # candidates that are kept for a place
_MANY = 8
_VIABLE = 8
_LIKELY = 48  # candidates that are weighed by both neighbours
_SURE = -5.0  # of a character that is thought of although nothing of it is left
_TRIED = 16  # candidates that are weighed by more than their neighbours
_BEFORE_END = "。！？，；：」』”’）》…"
_CLOSING = ",、。:;?!"
_OPENERS = {")": "（", "”": "“", "」": "「", "』": "『", "》": "《", "’": "‘"}
_WIDE_MARKS = "，：；？！（）．％"


@cache
def _odd() -> dict[str, float]:
    """Return what characters lose that a traditional page hardly holds."""
    wide = (chr(code) for code in range(ord("！"), ord("～")) if chr(code) not in _WIDE_MARKS)
    return {
        **dict.fromkeys(VARIANTS, _VARIANT),
        **dict.fromkeys(SIMPLIFIED_ONLY, _OTHER_SCRIPT),
        **dict.fromkeys(wide, _WIDE_LETTER),
    }


class Page(PageText):
    """What the search asks about a page: its text, its gloss table, how likely characters are."""

    def __init__(self, text: str, folded: str, table: Mapping[str, str]) -> None:
        super().__init__(folded)
        self.text = text
        self.folded = folded
        self.table = table
        self._characters = frozenset(folded)
        self.opened = ""  # the line before the run that is being read, restored
        self._extra: dict[str, float] = {}
        self._viable: dict[tuple[str, int], tuple[Before, ...]] = {}
        self._left: dict[tuple[str, int, bool], tuple[tuple[float, str, str], ...]] = {}
        self._filled: dict[tuple[str, int, bool, str], Ranked] = {}
        self._sure: dict[tuple[str, int], tuple[Before, ...]] = {}
        self._behind: dict[tuple[str, int], tuple[tuple[str, str], ...]] = {}
        self._known_behind: dict[tuple[str, int, str], Ranked] = {}
        self._leads: dict[
            tuple[str, int, int, tuple[int, int] | None], tuple[tuple[float, int], ...]
        ] = {}

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

    def prior(self, character: str, syllable: str) -> float:
        """Return how likely it is that the page glosses a character so."""
        known = self.table.get(character)
        if known == syllable:
            return 0.0
        common = _COMMON_ENTRY * self.scores.follow("", fold_one(character))
        return common + (_OTHER_READING if known else _NOT_IN_TABLE)

    def entry_score(self, past: str, lead: int, syllable: str) -> float:
        """Return about the score of the likeliest character of a table with this reading."""
        return max(
            (
                self.scores.pair(past[-1:], fold_one(character)) + self.prior(character, syllable)
                for character, _ in entries(lead, syllable)
            ),
            default=-math.inf,
        )

    def fill(self, past: str, byte: int, is_lead: bool, right: str) -> Ranked:
        """Return the likeliest characters between folded ones, of which one byte is known."""
        key = (past, byte, is_lead, right)
        found = self._filled.get(key)
        if found is None:
            pair, extra = self.scores.pair, self.extra
            rough = [
                (score + pair(folded, right), character, folded)
                for score, character, folded in self._behind_left(past[-1:], byte, is_lead)
            ]
            rough.sort(key=lambda item: (-item[0], -self.text.count(item[1])))
            follow = self.scores.follow
            scored = [
                (
                    follow(past, folded)
                    + follow((past + folded)[-LONGEST:], right)
                    + extra(character),
                    character,
                )
                for _, character, folded in rough[:_TRIED]
            ]
            if not is_lead and byte == _STOP_TRAIL and right not in _CLOSING:
                scored.append((follow(past, "。") + follow("。", right) + _FULL_STOP, "。"))
            scored.sort(key=lambda item: (-item[0], -self.text.count(item[1])))
            found = self._filled[key] = tuple((c, score) for score, c in scored[:_FEW])
        return found

    def _behind_left(
        self, left: str, byte: int, is_lead: bool
    ) -> tuple[tuple[float, str, str], ...]:
        """Return the characters with a known byte that are likely behind a folded one."""
        found = self._left.get((left, byte, is_lead))
        if found is None:
            behind, extra = self.scores.behind(left), self.extra
            usual, rare = siblings(byte, is_lead)
            here = [pair for pair in rare if pair[1] in self._characters]
            scored = [
                (behind[folded] + extra(character), character, folded)
                for character, folded in (*usual, *here)
                if is_lead or character != "。"
            ]
            scored.sort(reverse=True)
            found = self._left[left, byte, is_lead] = tuple(scored[:_LIKELY])
        return found

    def ends(self, text: str, lead: int, right: str) -> Ranked:
        """Return the likeliest marks with this lead byte between restored and folded text.

        The scores are what is to be added to those of the neighbours.
        """
        follow = self.scores.follow
        scored = []
        for character, folded in siblings(lead, True)[0]:
            if folded <= "~" or folded in _BEFORE_END:
                added = self.extra(character) + self.closing(text, character, folded)
                scored.append(
                    (follow("", folded) + follow(folded, right) + added, added, character)
                )
        scored.sort(reverse=True)
        return tuple((character, added) for _, added, character in scored[:_MANY])

    def viable(self, past: str, lead: int) -> tuple[Before, ...]:
        """Return what can follow folded characters before a vanished pair; all, after a gap."""
        last = past[-1:]
        found = self._viable.get((last, lead))
        if found is None:
            pair, extra = self.scores.pair, self.extra
            scored = [
                (pair(last, before.folded) + extra(before.character), before)
                for before in dropped_after(lead)
            ]
            fair = sorted((item for item in scored if item[0] >= FAIR), reverse=True)
            found = self._viable[last, lead] = tuple(before for _, before in fair[:_VIABLE])
        return found

    def known_behind(self, past: str, first: int, right: str) -> Ranked:
        """Return the likeliest characters between folded ones, behind a vanished pair.

        `first` is the first byte of that pair; only what is known to follow is thought of.
        """
        key = (past, first, right)
        found = self._known_behind.get(key)
        if found is None:
            pair, follow = self.scores.pair, self.scores.follow
            rough = sorted(
                (
                    (pair(past[-1:], known) + pair(known, right) + self.extra(form), form, known)
                    for form, known in self._forms_behind(past[-1:], first)
                ),
                reverse=True,
            )
            scored = [
                (
                    follow(past, known)
                    + follow((past + known)[-LONGEST:], right)
                    + self.extra(form),
                    form,
                )
                for _, form, known in rough[:_FEW]
            ]
            scored.sort(reverse=True)
            found = self._known_behind[key] = tuple((form, score) for score, form in scored)
        return found

    def _forms_behind(self, left: str, first: int) -> tuple[tuple[str, str], ...]:
        """Return what is known to follow a character, with a first byte that vanishes here."""
        found = self._behind.get((left, first))
        if found is None:
            leads = dropped()[first]
            forms = []
            for known in self.scores.followers(left):
                for form in known + forms_of().get(known, ""):
                    data = encode_character(form)
                    if data and data[0] in leads and data[1] >= 0x81:
                        forms.append((form, known))
            found = self._behind[left, first] = tuple(forms)
        return found

    def sure_followers(self, past: str, first: int) -> tuple[Before, ...]:
        """Return the few characters that make a known word and vanish: with both bytes."""
        left = past[-1:]
        found = self._sure.get((left, first))
        if found is None:
            pair = self.scores.pair
            sure = []
            for form, known in self._forms_behind(left, first):
                data = encode_character(form)
                vanishes = data is not None and data[1] in dropped() and not self.extra(form)
                if data and vanishes and pair(left, known) >= _SURE:
                    sure.append(Before(form, known, data[1]))
            found = self._sure[left, first] = tuple(sure)
        return found

    def leads(self, past: str, first: int, trail: int, right: tuple[int, int] | None) -> Leads:
        """Return the lead bytes of the likeliest characters behind a vanished pair, with scores.

        `first` is the first byte of that pair, `trail` the second one of the character; `right` is
        the character after that one, if both its bytes can be seen.
        """
        left = past[-1:]
        key = (left, first, trail, right)
        found = self._leads.get(key)
        if found is None:
            after = read_pair(*right) if right else None
            next_one = fold_one(after) if after else ""
            behind, score_behind = self.scores.behind, self.scores.behind(left)
            scored = []
            for lead, character, folded in dropped_leads(first, trail):
                score = score_behind[folded]
                if score >= FAIR and score + self.extra(character) >= FAIR:
                    score += self.extra(character)
                    score += behind(folded)[next_one] if next_one else 0.0
                    scored.append((score, lead))
            scored.sort(reverse=True)
            found = self._leads[key] = tuple(scored[:_FEW])
        return found
