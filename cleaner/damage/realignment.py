"""Putting shifted runs of a page back in step: where they begin, and which readings to believe.

A run always begins with a visible `?`: a lead byte swallowed the bracket of a reading
(`當?shù)貎`) or the comma put before a mark (`可??傮w`). All else is in `cleaner.damage.shift`.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from cleaner.core.document import fold
from cleaner.core.edits import Edit, Finding, Note
from cleaner.core.fold_table import TRADITIONAL
from cleaner.damage.byte_share import entries, fold_one, is_open
from cleaner.damage.candidates import Page
from cleaner.damage.gbk import decode, encode, fold_width, wide_bytes
from cleaner.damage.glosses import find_glosses, page_table
from cleaner.damage.lexicon import LONGEST
from cleaner.damage.losses import READING
from cleaner.damage.readings import LETTERS, spell
from cleaner.damage.run import OPEN, Gap, Run, State, caught_state, gap_state, open_state
from cleaner.damage.scores import load_words
from cleaner.damage.script_table import SIMPLIFIED_ONLY
from cleaner.damage.shift import MARKS, read_run

__all__ = ["realign"]

_START = re.compile(rf"\?(?=[{LETTERS}]{{1,6}}\)|[,，、。;；?？!！])")
_BEFORE = re.compile(r"(?:\([^()\n]{1,8}\))*$")
_HAN = re.compile(r"[\u3400-\u9fff]")

# A full stop (A1A3) is also seen before marks that begin with A3, `！` (A3A1) before those with A1.
_CAUGHT = {**dict.fromkeys("!?;,", 0xA1), **dict.fromkeys("、。", 0xA3)}

_NEAR = 200  # code points in which a traditional page shows that it is one
_SOON = 8  # code points in which a shifted run shows itself
_LETTER_INSIDE = re.compile(r"[@-~][\u3400-\u9fff]|[\u3400-\u9fff][@-~]")
_QUOTATION = 400  # code points within which a quotation is closed
_QUOTES = (("“", "”"), ("「", "」"))
_CLAUSE = 20  # code points that say whether a question is asked
_QUESTION = re.compile("[嗎呢誰哪何豈怎啥]|什麼|甚麼|難道|多少|是不是")
_MARKS_BEFORE = "\n,.;:!?)(%"
_RARE = 1000  # of 100 million characters: the rarest of which words are made
_USUAL = "，。、；：？！「」『』“”‘’《》（）〈〉【】…—·～　"

# Scores are natural logarithms of chances.
_READING_AS_IT_STANDS = -30.0  # `?shù)` in honest text
_NEEDED_AFTER_PROOF = 1.5  # the same on a page that is damaged past doubt
_PROOF = 15.0
_MANY = 2  # suspect places that prove each other
_NEEDED = 6.0  # by how much a restored run must be likelier than the text as it stands
_BY_WHAT_FOLLOWS = 0.7  # the lead of a guess that only the text behind it decided
_PROVED = 4  # readings that are run through the model of the damage
_CLEAR = 2.3  # ten to one: how much a guess must lead the next one by to go without a note

_Found: TypeAlias = tuple[int, Run | None, float]
"""Where a run begins, its likeliest reading, and by how much that is likelier."""


def realign(text: str, folded: str, *, sure: float = 1.2) -> list[Finding]:
    """Return the edits that put shifted runs back, and notes on what stays open.

    `folded` is the text as `cleaner.core.document.fold` returns it; `sure` is how many times
    likelier than the next one a character must be that is guessed.
    """
    starts = [match.start() for match in _START.finditer(text)]
    if not starts or not any(_is_suspect(text, start) for start in starts):
        return []
    page = Page(text, folded, _gloss_table(text))
    glossed = page_table(text, folded)
    folds = _is_folded(text)
    least = math.log(max(1.0, sure))
    found: list[_Found] = []
    done = 0
    restored = ""  # the last characters of the run that ended at `done`
    before = ""  # the page up to `done`, as far back as a quotation reaches, restored
    suspects = set()
    for start in starts:
        if start < done:
            continue
        before = (before + text[done:start])[-_QUOTATION:]
        left, past = _left_neighbour(text, start), page.past(start)
        if start == done and restored:
            left, past = restored[-1], fold(restored)[-LONGEST:]
        done, restored = start, ""
        page.opened = before[before.rfind("\n") + 1 :]
        if _is_suspect(text, start) or (glossed and _is_open_quotation(page.opened)):
            suspects.add(start)
        run, gain = _choose(page, start, _read(page, start, left, past))
        found.append((start, run, gain))
        if run is not None and gain >= _NEEDED_AFTER_PROOF:
            done, restored = run.end, run.text
            before += run.text
    proven = bool(glossed) or _is_proven(text, found, suspects)
    findings: list[Finding] = []
    for start, run, gain in found:
        is_suspect = start in suspects and not (run and _is_caught(text, start, run))
        needed = _NEEDED_AFTER_PROOF if proven and start in suspects else _NEEDED
        if run and gain >= needed and (proven or is_suspect):
            findings.extend(_findings(start, run, glossed, folds=folds, least=least))
        elif READING.match(text, start + 1):
            findings.append(Note(start, start + 1, "shifted bytes that cannot be put back"))
    return findings


def _is_proven(text: str, found: Sequence[_Found], suspects: Collection[int]) -> bool:
    """Say whether a run is past doubt, or several quotations end as `。”` at a line's end does."""
    ends = 0
    for start, run, gain in found:
        if run and gain >= _PROOF and not _is_caught(text, start, run):
            return True
        at_end = text[start + 2 : start + 3] in ("\n", "")
        ends += at_end and start in suspects and gain >= _NEEDED_AFTER_PROOF
    return ends >= _MANY


def _is_caught(text: str, start: int, run: Run) -> bool:
    """Say whether a run is but `??` before a mark, which authors write, too."""
    return run.end == start + 2 and fold_one(text[start + 1]) == "?"


def _is_suspect(text: str, start: int) -> bool:
    """Say whether a `?` before a mark or a reading looks like a lost byte; cheap, and lenient.

    Authors write `?!` and `??`, but then traditional text goes on as such; behind a lost byte stand
    simplified and rare characters. Pages without traditional characters were never damaged so.
    """
    if text[start + 1] not in MARKS:
        return True
    before = text[start - 1 : start]
    if before.isascii() and before not in _MARKS_BEFORE:
        return False
    if _traditional().isdisjoint(text[max(0, start - _NEAR) : start + _NEAR]):
        return False
    if text[start + 1] not in "!?;！？；":
        return True
    soon = text[start + 2 : start + 2 + _SOON]
    if soon[:1] in ("\n", ""):  # 。” at the end of a line becomes ?! with nothing behind it
        return _is_unclosed(text, start)
    return bool(_LETTER_INSIDE.search(soon)) or any(map(_is_rare, soon))


def _is_open_quotation(line: str) -> bool:
    """Say whether a quotation goes on at the end of a line."""
    return any(is_open(line, opener, closer) for opener, closer in _QUOTES)


def _is_unclosed(text: str, start: int) -> bool:
    """Say whether a quotation that holds no question goes on at a `?` and is never closed."""
    before = text[max(0, start - _QUOTATION) : start]
    if _QUESTION.search(before[-_CLAUSE:].rpartition(",")[2]):
        return False
    for opener, closer in _QUOTES:
        if is_open(before, opener, closer):
            following = re.search(f"[{opener}{closer}]", text[start : start + _QUOTATION])
            return following is None or following[0] == opener
    return False


@cache
def _traditional() -> frozenset[str]:
    return frozenset(TRADITIONAL)


@cache
def _is_rare(character: str) -> bool:
    """Say whether a character hardly occurs in undamaged traditional text."""
    if character < "\x7f":
        return False
    counts = load_words().counts(fold_one(character))
    rare = counts is None or counts[0] < _RARE
    return character in SIMPLIFIED_ONLY or (rare and character not in _USUAL)


def _gloss_table(text: str) -> dict[str, str]:
    """Return the readings that stand behind characters on this page."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for gloss in find_glosses(text):
        if gloss.valid and gloss.toned:
            counts[gloss.character][gloss.syllable] += 1
    return {character: found.most_common(1)[0][0] for character, found in counts.items()}


def _left_neighbour(text: str, start: int) -> str:
    """Return the character before `start`, behind which its own reading may stand."""
    begin = max(0, start - 30)
    match = _BEFORE.search(text, begin, start)
    place = match.start() if match else start
    return text[place - 1 : place]


def _read(page: Page, start: int, left: str, past: str) -> list[Run]:
    """Return the ways to read the run that begins with the `?` at `start`."""
    states: list[State] = []
    match = READING.match(page.text, start + 1)
    if match:
        data = wide_bytes(left)
        if data is None:
            return []
        syllable = spell(match[1])
        for character, trail in entries(data[1], syllable):
            polluted = bytes((trail,)) + b"(" + encode(match[0])
            score = page.prior(character, syllable)
            states.append(open_state(past, trail, score, polluted))
        return read_run(page, match.end(), states)
    mark = MARKS.get(page.text[start + 1])
    if mark is None or not left:
        return []
    states.append(gap_state(past, mark[0], mark[1], b"\x81," + mark))
    runs = read_run(page, start + 2, states)
    caught = _CAUGHT.get(page.folded[start + 2 : start + 3])
    if page.folded[start + 1 : start + 2] == "?" and caught:
        runs += read_run(page, start + 2, [caught_state(past, caught)])
    return runs


def _choose(page: Page, start: int, runs: Sequence[Run]) -> tuple[Run | None, float]:
    """Return the likeliest reading that gives the damaged text, and by how much it is likelier."""
    end = max((run.end for run in runs), default=0)
    ranked = sorted(runs, key=lambda run: -run.score - page.standing(run.end, end))
    for best in ranked[:_PROVED]:
        damaged = page.text[start : best.end]
        if fold_width(decode(best.data)) == fold_width(damaged):
            return best, best.score - _as_it_stands(page, start, best.end)
    return None, 0.0


def _as_it_stands(page: Page, start: int, end: int) -> float:
    """Return the score of the page from the `?` at `start` to the character at `end`."""
    match = READING.match(page.text, start + 1)
    if match:
        return _READING_AS_IT_STANDS + page.standing(match.end(), end)
    return page.scores.stand(page.past(start), "?") + page.standing(start, end)


def _is_folded(text: str) -> bool:
    """Say whether the page's commas were folded to half width."""
    return text.count("，") <= text.count(",")


def _findings(
    start: int, run: Run, glossed: Mapping[str, str], *, folds: bool, least: float
) -> list[Finding]:
    """Return the edit for a run, in the page's width, and a note on its doubtful characters.

    A character of the page's gloss table gets the reading that it has everywhere else: a table
    glosses always, and what removes the readings must see that.
    """
    shown = [
        f"{character}({glossed[character]})" if character in glossed else character
        for character in run.text
    ]
    doubts = []
    for gap in run.gaps:
        lead = _lead(gap)
        if lead < least:
            shown[gap.place] = OPEN
        if lead < max(least, _CLEAR):
            doubts.append(" ".join(character for character, _ in gap.candidates) or "unknown")
    text = "".join(shown)
    findings: list[Finding] = [Edit(start, run.end, fold_width(text) if folds else text)]
    if doubts:
        findings.append(
            Note(run.end, run.end, "lost characters were guessed: " + "; ".join(doubts))
        )
    return findings


def _lead(gap: Gap) -> float:
    """Return by how much the candidate that was taken is likelier than the next one.

    Where the neighbours alone would rather have another one, what stands farther off decided.
    """
    if len(gap.candidates) < 2:
        return math.inf if gap.candidates else -math.inf
    lead = gap.candidates[0][1] - gap.candidates[1][1]
    return lead if lead > 0 else _BY_WHAT_FOLLOWS
