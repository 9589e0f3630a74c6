"""How likely a text is as honest text: low for what a wrong encoding makes of it.

A plain model of single characters, for Chinese, Japanese and Korean at once. It is enough to tell
encodings and mojibake from text, and it needs no more than one look-up for each character.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

from cleaner.core.document import fold
from cleaner.damage.frequent import IDEOGRAPHS

__all__ = ["BROKEN", "FOREIGN", "character_score", "score"]

# Natural logarithms of the share in running text. Ideographs are counted (see frequent.py); the
# rest was set by hand in steps of half a nat and checked in tests/formats/test_charset.py.
_MARKS = {
    "，": -3.5,
    "。": -4.0,
    "、": -4.5,
    "的": -3.5,
    "」": -5.0,
    "「": -5.0,
    "”": -5.5,
    "“": -5.5,
}
_FULL_WIDTH = "！？；：（）《》〈〉『』【】…—·・‘’～　"
_HIRAGANA = "のにはをたがでとしいるなてれまもかっすあらんこりきくさつうどそよだわせやえみけ"
_KATAKANA = "ーンスルトアラリイクシドタロフレジテムカ"
# The commonest syllables of Korean prose, written down by hand.
_HANGUL = (
    "이다의는에을를가하고지로은기서사도한리대인시어자정일해부나스그수제전상과보있주들아성으비"
    "공원장구여동관신안조라만것국유경생계무세선게되회미면소적행위치오재물내마용방화였발했우등"
    "었연실교분개문학중단결영명복모통당산거니바각체까음진간설식금심간업직던진입불양점품반급강"
    "현표향민건예술더매타트할말년월호터르크레드람데않없같때른려면알러운려날길노네저집님두와"
)
_CANTONESE = "嘅咗喺啲佢嘢冇唔哋咁嚟睇俾乜仲嗰瞓攞搵鍾畀"  # jieba's corpus has none of it
_BLANKS = "\t\n\r\x0c\x1b"
_PUNCTUATION = -6.0
_COMMON_DIALECT = -7.0
_COMMON_HIRAGANA = -4.5
_KANA = -6.5
_COMMON_SYLLABLE = -5.0
_SYLLABLE = -9.0
_RARE_IDEOGRAPH = -12.5
_STRANGE = -14.0
_LETTER = -8.0
_HALF_WIDTH_KANA = -9.5
FOREIGN = -8.5
"""Score of a character that says nothing: a symbol, a letter of another script."""
BROKEN = -16.0
"""Score of what no honest text holds: U+FFFD, controls, private use, unassigned characters."""


@cache
def _known() -> dict[str, float]:
    known = {one: level for level, group in IDEOGRAPHS.items() for one in group}
    known.update(dict.fromkeys(_CANTONESE, _COMMON_DIALECT))
    known.update(dict.fromkeys(_FULL_WIDTH, _PUNCTUATION))
    known.update(dict.fromkeys(_HIRAGANA, _COMMON_HIRAGANA))
    known.update(dict.fromkeys(_KATAKANA, _KANA + 0.5))
    known.update(dict.fromkeys(_HANGUL, _COMMON_SYLLABLE))
    known.update(_MARKS)
    return known


def character_score(one: str) -> float:
    """Return the natural logarithm of how often a character stands in honest text, roughly."""
    known = _known()
    found = known.get(one)
    if found is None:
        found = known.get(fold(one)) if "\u3400" <= one <= "\u9fff" else None
    return found if found is not None else _score_of_unknown(one)


def _score_of_unknown(one: str) -> float:
    if "\u4e00" <= one <= "\u9fff":
        return _RARE_IDEOGRAPH
    if "\uac00" <= one <= "\ud7a3":
        return _SYLLABLE
    if "\u3041" <= one <= "\u30ff":
        return _KANA
    if "\uff61" <= one <= "\uff9f":
        return _HALF_WIDTH_KANA
    if one in _BLANKS or " " <= one <= "~":
        return FOREIGN
    category = unicodedata.category(one)
    if one == "\ufffd" or category in ("Cc", "Co", "Cn", "Cs"):
        return BROKEN
    if "\u3400" <= one <= "\u4dbf" or "\uf900" <= one <= "\ufaff" or one >= "\U00010000":
        return _STRANGE
    return _LETTER if category in ("Ll", "Lu", "Lo") else FOREIGN


def score(text: str) -> tuple[float, int]:
    """Return the sum of the scores of all characters beyond ASCII, and how many those are."""
    total = 0.0
    count = 0
    for one, times in Counter(text).items():
        if one > "\x7f" or (one < " " and one not in _BLANKS):
            total += times * character_score(one)
            count += times
    return total, count
