"""How Chinese characters are read, and how a syllable in brackets is spelt on damaged pages."""

from __future__ import annotations

import unicodedata
from functools import cache

from cleaner.damage.reading_table import CHARACTERS

__all__ = ["LETTERS", "characters_read", "has_tone", "is_reading", "plain", "spell"]

LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêɑɡ"
"""The letters of syllables, written to stand inside of a character class."""

# Look-alikes of pinyin letters: the IPA letters of GBK rows A8BB and A8C0, breves typed for carons.
_LOOKALIKES = str.maketrans("ɑɡăĕĭŏŭ", "agǎěǐǒǔ")
_MARKS = "\u0300\u0301\u0304\u030c"


@cache
def spell(syllable: str) -> str:
    """Return a syllable as the table spells it: composed, without blanks and look-alikes.

    >>> spell(" zhɑ̌ng ")
    'zhǎng'
    """
    letters = syllable.translate(_LOOKALIKES).replace(" ", "").lower()
    return unicodedata.normalize("NFC", letters)


@cache
def plain(syllable: str) -> str:
    """Return a syllable without its tone; the two dots of ü stay.

    >>> plain("lǜ")
    'lü'
    """
    letters = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _MARKS))


def has_tone(syllable: str) -> bool:
    """Say whether a tone is marked."""
    return plain(syllable) != syllable


@cache
def _toned_forms() -> dict[str, tuple[str, ...]]:
    """Return for each syllable without tone those of the table; `v` may stand for `ü`."""
    forms: dict[str, list[str]] = {}
    for syllable in CHARACTERS:
        bare = plain(syllable)
        forms.setdefault(bare, []).append(syllable)
        if "ü" in bare:
            forms.setdefault(bare.replace("ü", "v"), []).append(syllable)
            forms.setdefault(bare.replace("ü", "u"), []).append(syllable)
    return {bare: tuple(syllables) for bare, syllables in forms.items()}


def is_reading(character: str, syllable: str) -> bool:
    """Say whether a character can be read so; without a tone, whether it can with any tone.

    The syllable is spelt as `spell` returns it.

    >>> is_reading("發", "fā"), is_reading("發", "fa"), is_reading("發", "zhan")
    (True, True, False)
    """
    if character in CHARACTERS.get(syllable, ""):
        return True
    if has_tone(syllable):
        return False
    return any(character in CHARACTERS[form] for form in _toned_forms().get(syllable, ()))


def characters_read(syllable: str) -> str:
    """Return all characters that can be read so, by code point; the tone counts."""
    return CHARACTERS.get(syllable, "")
