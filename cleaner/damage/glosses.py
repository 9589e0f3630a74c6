"""Readings in brackets behind single characters: which were injected, and which are the author's.

Injected ones come from a table that glosses a character always or never within a page, so the page
itself says which characters are in it. Nothing is decided from one gloss alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from cleaner.core.fold_table import SIMPLIFIED, TRADITIONAL
from cleaner.damage.gbk import read_pair, wide_bytes
from cleaner.damage.readings import LETTERS, characters_read, has_tone, is_reading, plain, spell

__all__ = ["Gloss", "find_glosses", "injected_glosses", "page_table"]

_LETTERS = LETTERS + "ăĕĭŏŭ"  # breves are typed for carons
_GLOSS = re.compile(
    rf"(?<=[\u3400-\u9fff])(?:\( ?[{_LETTERS}]{{1,6}} ?\)|（ ?[{_LETTERS}]{{1,6}} ?）)"
    rf"(?:\( ?[{_LETTERS}]{{1,6}} ?\)|（ ?[{_LETTERS}]{{1,6}} ?）)*"
)
_SYLLABLE = re.compile(rf"[{_LETTERS}]+")
# The second byte of a character and a letter behind it were taken for a character of the table.
_ON_LETTER = re.compile(
    rf"([\u3001-\u9fff,;:!?)])(?:\([{_LETTERS}]{{1,6}}\))?([@-~])(\(([{_LETTERS}]{{1,6}})\))"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
# Words of texts that teach how characters are read (folded).
_TEACHING = re.compile(r"拼音|读音|读作|读成|念作|念成|注音|多音字|声调|生字|音同|认读")
# Other marks of the same pipeline: doubled marks, and a gloss whose left half was eaten.
_COMPANIONS = re.compile(rf",[,、。;]|[\u3400-\u9fff]\?[{_LETTERS}]{{1,6}}\)")
_EMOJI = re.compile(r"[\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d\U0001f000-\U0001faff]+")

# The weights were set on honest and polluted texts by hand: a page needs about four injected
# glosses that nothing contradicts, or two and the page's other damage.
_NEEDED = 4
_WEIGHT_UNPAIRED = 4  # a reading on a character without a second script form: never in a table
_WEIGHT_BROKEN = 3  # a character that is glossed here and not there
_WEIGHT_TEACHING = 6
_MAX_COMPANIONS = 2
_ALWAYS = 0.75  # a table's character is glossed always; lines added later are not
_NEEDED_PLAIN = 8  # glosses without tone: English words and abbreviations look like them
_NEEDED_FULL_WIDTH = 10  # teaching texts set full-width brackets
_RUBY_RUN = 4  # characters in a row, each with its reading: a line for learners


class Gloss(NamedTuple):
    """A reading in brackets at `[start, end)`, behind the character at `start - 1`."""

    start: int
    end: int
    character: str
    syllable: str
    """As `cleaner.damage.readings.spell` returns it."""
    valid: bool
    """Whether the character can be read so."""
    toned: bool
    """Whether a tone is marked, or none is due (`們(men)`)."""
    doubled: bool
    full_width: bool


def find_glosses(text: str) -> list[Gloss]:
    """Return every lower-case syllable in brackets behind an ideograph, honest or not."""
    found = []
    for match in _GLOSS.finditer(text):
        character = text[match.start() - 1]
        syllables = [spell(part) for part in _SYLLABLE.findall(match[0])]
        same = len({plain(part) for part in syllables}) == 1
        valid = same and is_reading(character, syllables[0])
        found.append(
            Gloss(
                match.start(),
                match.end(),
                character,
                syllables[0],
                valid,
                any(has_tone(part) for part in syllables)
                or character in characters_read(syllables[0]),
                same and len(syllables) > 1,
                match[0][0] == "（",
            )
        )
    return found


def injected_glosses(text: str, folded: str) -> list[tuple[int, int]]:
    """Return the ranges of the glosses that were injected, with emoji strewn between them.

    `folded` is the text as `cleaner.core.document.fold` returns it.
    """
    glosses = find_glosses(text)
    if not glosses:
        return []
    rigged = _strewn(glosses, text, folded)
    if rigged:
        return _with_emoji(rigged, text)
    found = [(gloss.start, gloss.end) for gloss in _from_table(glosses, text, folded)]
    return sorted([*found, *_on_letters(text)]) if found else []


def _on_letters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of readings that stand behind a letter: `總署N(yú)ASA`.

    The bytes prove them: the second one of 署 and `N` are 餘, which is read so.
    """
    for match in _ON_LETTER.finditer(text):
        data = wide_bytes(match[1])
        character = read_pair(data[1], ord(match[2])) if data else None
        if character in _paired() and is_reading(character, spell(match[4])):
            yield match.span(3)


@cache
def _paired() -> frozenset[str]:
    """Return the characters that have another form in the other script."""
    return frozenset(TRADITIONAL + SIMPLIFIED)


def page_table(text: str, folded: str) -> dict[str, str]:
    """Return the characters of the page's gloss table and their readings; empty: it has none."""
    table, _ = _proven_table(find_glosses(text), text, folded)
    return table


def _from_table(glosses: list[Gloss], text: str, folded: str) -> list[Gloss]:
    """Return the toned glosses of the page's table, if the page shows that it has one."""
    return _proven_table(glosses, text, folded)[1]


def _proven_table(
    glosses: list[Gloss], text: str, folded: str
) -> tuple[dict[str, str], list[Gloss]]:
    """Return the table that the page shows it has, and its glosses; nothing if it shows none."""
    toned = [gloss for gloss in glosses if gloss.valid and gloss.toned]
    wide = sum(gloss.full_width for gloss in toned)
    full_width = wide * 2 > len(toned)
    toned = [gloss for gloss in toned if gloss.full_width == full_width]
    ruby = _ruby(toned)
    toned = [gloss for gloss in toned if gloss not in ruby]
    table = _table(toned, text)
    members = [gloss for gloss in toned if table.get(gloss.character) == gloss.syllable]
    broken = sum(gloss.character in _paired() for gloss in toned) - len(members)
    unpaired = sum(gloss.character not in _paired() for gloss in toned)
    score = len(members) + len(members) - len(table)
    score -= _WEIGHT_UNPAIRED * unpaired + _WEIGHT_BROKEN * broken
    if _TEACHING.search(folded):
        score -= _WEIGHT_TEACHING
    score += min(_MAX_COMPANIONS, len(_COMPANIONS.findall(folded)))
    if score < (_NEEDED_FULL_WIDTH if full_width else _NEEDED):
        return {}, []
    return table, members


def _ruby(glosses: list[Gloss]) -> set[Gloss]:
    """Return the glosses of runs of glossed characters, one of which no table holds."""
    ruby: set[Gloss] = set()
    run: list[Gloss] = []
    for gloss in [*glosses, None]:
        if gloss is not None and run and gloss.start - 1 == run[-1].end:
            run.append(gloss)
            continue
        if len(run) > 1 and any(member.character not in _paired() for member in run):
            ruby.update(run)
        run = [] if gloss is None else [gloss]
    return ruby


def _table(glosses: list[Gloss], text: str) -> dict[str, str]:
    """Return the characters with a second script form that are always glossed, and how."""
    readings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for gloss in glosses:
        if gloss.character in _paired():
            readings[gloss.character][gloss.syllable] += 1
    table = {}
    for character, counts in readings.items():
        syllable, count = counts.most_common(1)[0]
        if count >= _ALWAYS * text.count(character):
            table[character] = syllable
    return table


def _strewn(glosses: list[Gloss], text: str, folded: str) -> list[Gloss]:
    """Return the glosses of a page where readings, mostly without tone, are strewn on any word."""
    doubled = sum(gloss.valid and gloss.doubled for gloss in glosses)
    bare = [gloss for gloss in glosses if not gloss.toned]
    inside = sum(gloss.valid and _goes_on(text, gloss.end) for gloss in bare)
    score = inside + 3 * doubled - 2 * sum(not gloss.valid for gloss in bare)
    if _TEACHING.search(folded):
        score -= _WEIGHT_TEACHING
    if score < _NEEDED_PLAIN:
        return []
    valid = [gloss for gloss in glosses if gloss.valid]
    in_runs = _long_runs(valid)
    return [gloss for gloss in valid if gloss.doubled or gloss not in in_runs]


def _goes_on(text: str, place: int) -> bool:
    """Say whether the sentence goes on: an ideograph or an emoji."""
    following = text[place : place + 1]
    return bool(_HAN.match(following) or _EMOJI.match(following))


def _long_runs(glosses: list[Gloss]) -> set[Gloss]:
    """Return the glosses of lines in which every character has its reading."""
    found: set[Gloss] = set()
    run: list[Gloss] = []
    for gloss in [*glosses, None]:
        if gloss is not None and run and gloss.start - 1 == run[-1].end:
            run.append(gloss)
            continue
        if len(run) >= _RUBY_RUN:
            found.update(run)
        run = [] if gloss is None else [gloss]
    return found


def _with_emoji(glosses: list[Gloss], text: str) -> list[tuple[int, int]]:
    """Return the ranges of the glosses and of emoji glued between one and an ideograph."""
    ranges = []
    for gloss in glosses:
        end = gloss.end
        emoji = _EMOJI.match(text, end)
        if emoji and _HAN.match(text[emoji.end() : emoji.end() + 1]):
            end = emoji.end()
        ranges.append((gloss.start, end))
    return ranges
