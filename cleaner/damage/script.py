"""In which script a line is written: simplified, traditional, or another language's.

The evidence are characters that only one script has. A character of the national standards of both
sides (`里 后 干 著 乾`) proves nothing: it may be a word of its own in either script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from cleaner.core.fold_table import SIMPLIFIED, TRADITIONAL
from cleaner.damage.prose import HAN

__all__ = ["Evidence", "find_foreign", "is_guest", "simplified_only", "traditional_only", "weigh"]

_FOREIGN = re.compile(
    "[\u3041-\u30fa\u31f0-\u31ff\uff66-\uff9d\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"
)
_QUOTED = re.compile(r"“[^“”]*”|「[^「」]*」|『[^『』]*』|《[^《》]*》")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(f"[{HAN}]")
# Words of every Chinese text that Japanese does not write.
_CHINESE_WORD = re.compile("[們们这這么麼吗嗎呢吧很您她你]")
# Variants that phrases of OpenCC's TSPhrases keep (`毕昇` `杨联陞` `秋蒐`).
_KEPT_IN_NAMES = frozenset("剋昇氾濛甦祕脩蒐釐陞")
# What OpenCC's s2hk leaves as it is.
_HONG_KONG_FORMS = frozenset("兑卧叁囱媪悦愠户捝揾敚棁榅氲涚温煴硷税脱腽葱蒀蜕")
# A Japanese line has more kana than this among its letters (in 9 Japanese pages no line with 20
# letters has under 30 %); a Chinese one that quotes a product's name has fewer.
_FOREIGN_SHARE, _FOREIGN_LEAST = 0.15, 2
_FOREIGN_PAGE, _FOREIGN_GUEST = 0.5, 0.1
# Latin words for each Chinese character; a page about programs has up to four.
_LATIN_WORDS = 10
# A character beside its own other form: a lesson about writing, `发(發)` `國→国`.
_BETWEEN = re.compile(r"[(（\[【/=→—「『“”」』]{1,2}")


class Evidence(NamedTuple):
    """How many characters of a text only one of the scripts has."""

    simplified: int
    traditional: int


@cache
def traditional_only() -> re.Pattern[str]:
    """Return what matches one character that simplified Chinese does not have.

    Characters that change on simplification (OpenCC), that GB 2312 lacks, and that are no part of a
    name which keeps them.
    """
    return _one_of(
        character
        for character in TRADITIONAL
        if character not in _KEPT_IN_NAMES and not _has(character, "gb2312")
    )


@cache
def simplified_only() -> re.Pattern[str]:
    """Return what matches one character that traditional Chinese does not have.

    Results of simplification (OpenCC) that Big5 lacks and that Hong Kong does not write.
    """
    return _one_of(
        character
        for character in set(SIMPLIFIED)
        if character not in _HONG_KONG_FORMS and not _has(character, "big5")
    )


def weigh(text: str) -> Evidence:
    """Count the characters that only one of the scripts has."""
    return Evidence(len(simplified_only().findall(text)), len(traditional_only().findall(text)))


def is_guest(text: str) -> bool:
    """Say whether Chinese is a guest on a page of Latin words: a menu of languages, a quotation."""
    words = len(_LATIN.findall(text))
    # One Han character at least is there, or there is nothing to convert.
    return words > _LATIN_WORDS and words > _LATIN_WORDS * len(_HAN.findall(text))


def find_foreign(lines: Sequence[str]) -> list[bool]:
    """Say for each line whether it is Japanese, Korean, or a lesson about characters.

    Kana and hangul outside of quotations tell. On a page that is mostly Japanese the lines without
    any kana (titles, names) count as Japanese, too, unless they hold a word that only Chinese
    writes; on another page, so do lines between two Japanese ones.
    """
    answer = [False] * len(lines)
    if _FOREIGN.search("\n".join(lines)):
        kana = [len(_FOREIGN.findall(line)) for line in lines]
        han = [len(_HAN.findall(line)) for line in lines]
        for number, count in enumerate(kana):
            enough = count >= _FOREIGN_LEAST and count >= _FOREIGN_SHARE * (count + han[number])
            answer[number] = enough and not _quotes_foreign(lines[number])
        foreign = sum(kana[n] + han[n] for n, is_foreign in enumerate(answer) if is_foreign)
        _spread(lines, kana, answer, foreign / (sum(kana) + sum(han)))
    return [known or _is_lesson(line) for known, line in zip(answer, lines, strict=True)]


def _spread(lines: Sequence[str], kana: Sequence[int], answer: list[bool], share: float) -> None:
    """Extend the answer to lines with few kana, or none, that belong to a foreign page."""
    if share < _FOREIGN_GUEST:
        return
    filled = [number for number, line in enumerate(lines) if line.strip()]
    sure = list(answer)
    for place, number in enumerate(filled):
        if sure[number] or not _may_be_foreign(lines[number]):
            continue
        near = [sure[n] for n in (filled[place - 1 : place] + filled[place + 1 : place + 2])]
        between = any(near) and all(near)
        answer[number] = kana[number] > 0 or share >= _FOREIGN_PAGE or between


def _quotes_foreign(line: str) -> bool:
    """Say whether all kana of a line stand in quotations, and the rest of it is Chinese."""
    rest = _QUOTED.sub("", line)
    return not _FOREIGN.search(rest) and not _may_be_foreign(rest)


def _may_be_foreign(line: str) -> bool:
    """Say whether Japan's or Korea's standard has all characters of a line without kana."""
    han = "".join(_HAN.findall(line))
    if _CHINESE_WORD.search(han):
        return False
    return all(_has(character, "cp932") for character in han) or all(
        _has(character, "cp949") for character in han
    )


def _is_lesson(line: str) -> bool:
    """Say whether two forms of one character stand side by side."""
    table = _forms()
    for match in _BETWEEN.finditer(line):
        left, right = line[match.start() - 1 : match.start()], line[match.end() : match.end() + 1]
        if left != right and left and table.get(left, left) == table.get(right, right):
            return True
    return False


@cache
def _forms() -> dict[str, str]:
    return dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))


def _has(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeError:
        return False
    return True


def _one_of(characters: Iterable[str]) -> re.Pattern[str]:
    return re.compile("[" + "".join(sorted(characters)) + "]")
