"""What the bytes of characters say: which share one, which vanish, which a reading stands for."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias

from cleaner.core.document import fold
from cleaner.core.fold_table import SIMPLIFIED, TRADITIONAL
from cleaner.damage.gbk import encode_character, read_pair
from cleaner.damage.readings import characters_read
from cleaner.damage.scores import load_words

__all__ = [
    "Before",
    "dropped",
    "dropped_after",
    "dropped_leads",
    "entries",
    "fold_one",
    "forms_of",
    "is_open",
    "leads_read",
    "siblings",
]

Characters: TypeAlias = tuple[tuple[str, str], ...]
"""Characters with their folded forms."""

_USUAL = 100  # of 60 million characters


class Before(NamedTuple):
    """A character whose second byte was the first one of a pair that vanished."""

    character: str
    folded: str
    trail: int


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
    """Return the characters with this lead byte and reading that a table may hold, with trails.

    The second byte took the bracket of the reading with it, so it is one that can lead.
    """
    found = []
    for character in characters_read(syllable):
        data = encode_character(character)
        if data and data[0] == lead and data[1] >= 0x81 and fold(character) != character:
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
def dropped_after(lead: int) -> tuple[Before, ...]:
    """Return the characters with this lead byte whose second one can begin a dropped pair."""
    found = ((read_pair(lead, trail), trail) for trail in dropped())
    return tuple(Before(c, fold_one(c), trail) for c, trail in found if c)


@lru_cache(maxsize=1024)
def dropped_leads(first: int, trail: int) -> tuple[tuple[int, str, str], ...]:
    """Return the characters with a second byte whose first one can vanish behind `first`.

    Each with its first byte and folded. All of them together would be some hundred megabytes.
    """
    found = ((lead, read_pair(lead, trail)) for lead in sorted(dropped()[first]))
    return tuple((lead, c, fold_one(c)) for lead, c in found if c)


@cache
def siblings(byte: int, is_lead: bool) -> tuple[Characters, Characters]:
    """Return the usual and the rare characters that share a byte, with their folded forms.

    Second bytes below 81 are left out: they do not get lost.
    """
    pairs = ((byte, other) if is_lead else (other, byte) for other in range(0x81, 0xFF))
    found = [(c, fold(c)) for c in (read_pair(*pair) for pair in pairs) if c]
    usual = tuple(pair for pair in found if _is_usual(pair[1]))
    return usual, tuple(pair for pair in found if not _is_usual(pair[1]))


def _is_usual(folded: str) -> bool:
    """Say whether a character is no ideograph, or one that occurs outside of rare names."""
    if not "\u3400" <= folded <= "\u9fff":
        return True
    counts = load_words().counts(folded)
    return counts is not None and counts[0] >= _USUAL


@cache
def forms_of() -> dict[str, str]:
    """Return the traditional forms that fold to a simplified character."""
    forms: dict[str, str] = {}
    for traditional, simplified in zip(TRADITIONAL, SIMPLIFIED, strict=True):
        forms[simplified] = forms.get(simplified, "") + traditional
    return forms
