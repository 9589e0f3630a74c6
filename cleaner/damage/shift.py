"""Reading a shifted run: a search over what the bytes may have been before the damage.

After a replacement hit across a character boundary the decoder pairs the second byte of one
character with the first of the next, until something puts it back in step. A run is read from left
to right; a state is the text restored so far and the lead byte that waits for its second one. What
was put in (readings, commas) is left out, what was lost is guessed from its neighbours or left
open. Every reading of a run keeps the polluted bytes it stands for, so that the forward model can
be asked whether they give the damaged text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.damage.candidates import (
    FAIR,
    Before,
    Page,
    Ranked,
    dropped,
    entries,
    fold_one,
    leads_read,
)
from cleaner.damage.gbk import encode, encode_character, read_pair
from cleaner.damage.readings import LETTERS, spell

__all__ = [
    "MARKS",
    "OPEN",
    "READING",
    "Gap",
    "Run",
    "State",
    "caught_state",
    "gap_state",
    "open_state",
    "read_run",
]

READING = re.compile(rf"\(?([{LETTERS}]{{1,6}})\)")
MARKS = {
    ",": b"\xa3\xac",
    "，": b"\xa3\xac",
    "、": b"\xa1\xa2",
    "。": b"\xa1\xa3",
    ";": b"\xa3\xbb",
    "；": b"\xa3\xbb",
    "?": b"\xa3\xbf",
    "？": b"\xa3\xbf",
    "!": b"\xa3\xa1",
    "！": b"\xa3\xa1",
}
"""The marks that a comma is put before, in both widths, with the bytes of the full-width one."""
OPEN = "?"  # stands where a character was lost and nothing says which

# States kept at each place: 12 regained 0.2 % more of the lost characters, 4 lost 1 %.
_WIDTH = 8
_LONGEST = 400  # code points of a run
# Natural logarithms of chances:
_SWALLOWED = -12.0  # a lost byte took a digit or a sign with it
_VANISHED = 0.8  # a pair that vanished: makes up for one more character having to be likely
_POOR = 2 * FAIR  # of a lost character and the one behind it


class Gap(NamedTuple):
    """A character of which one byte was lost."""

    place: int
    """Index in the restored text of the run."""
    candidates: Ranked
    """The likeliest characters with their scores, best first."""


class Run(NamedTuple):
    """One way to read a run that ends before `end`."""

    end: int
    score: float
    text: str
    """What was restored; each gap holds the best candidate."""
    data: bytes
    """The polluted bytes, as far as they are known: a lost byte of a gap is the best one's."""
    gaps: tuple[Gap, ...]


class State(NamedTuple):
    """A run read up to a place."""

    score: float
    lead: int
    """The byte that waits for its second one; 0: back in step."""
    last: str
    """The last restored character, folded; empty inside of a gap."""
    text: str
    data: bytes
    gaps: tuple[Gap, ...]
    gap: tuple[str, int, bool] | None
    """A lost character: its left neighbour, folded; its known byte; whether that is the first."""


def read_run(page: Page, start: int, states: list[State]) -> list[Run]:
    """Return the ways to read the run that goes on at `start` in these states, best first."""
    page.opened = page.text[page.text.rfind("\n", 0, start) + 1 : start]
    waiting: dict[int, list[State]] = {start: states}
    runs: list[Run] = []
    stop = min(len(page.text), start + _LONGEST)
    while waiting:
        place = min(waiting)
        here = sorted(waiting.pop(place), reverse=True, key=lambda state: state.score)
        for state in here[:_WIDTH]:
            if state.lead == 0:
                runs.extend(_finish(page, place, state))
            elif place <= stop:
                for following, new in _steps(page, place, state):
                    waiting.setdefault(following, []).append(new)
    return sorted(runs, reverse=True, key=lambda run: run.score)


def open_state(left: str, lead: int, score: float, data: bytes) -> State:
    """Return the state behind a reading that hit across a boundary."""
    return State(score, lead, left, "", data, (), None)


def caught_state(left: str) -> State:
    """Return the state behind `??` before a mark that is intact.

    A full stop was seen between a character and the mark behind it, then the mark itself.
    """
    return State(0.0, 0, "", "", b"\x81,\xa1,", (), (left, 0xA1, False))


def gap_state(left: str, trail: int, lead: int, data: bytes) -> State:
    """Return the state behind a mark that hit across a boundary: the character before is lost."""
    return State(0.0, lead, "", "", data, (), (left, trail, False))


def _emit(page: Page, state: State, character: str) -> State | None:
    """Return the state with one more restored character; fills a gap before it."""
    folded = fold_one(character)
    extra = page.extra(character)
    if state.gap is None:
        score = state.score + page.scores.follow(state.last, folded) + extra
        score += page.closing(page.opened + state.text, character, folded)
        return state._replace(score=score, last=folded, text=state.text + character)
    left, byte, is_lead = state.gap
    candidates = page.fill(left, byte, is_lead, folded)
    if not candidates:
        return None
    best, score = candidates[0]
    return state._replace(
        score=state.score + score + extra,
        last=folded,
        text=state.text + best + character,
        gaps=(*state.gaps, Gap(len(state.text), candidates)),
        gap=None,
    )


def _finish(page: Page, place: int, state: State) -> Iterator[Run]:
    """Return the run that is back in step at `place`, judged with the character behind it."""
    right = page.folded[place : place + 1] or "\n"
    if state.gap is None:
        score = state.score + page.scores.follow(state.last, right)
        yield Run(place, score, state.text, state.data, state.gaps)
        return
    closed = _emit(page, state, page.text[place : place + 1] or "\n")
    if closed is not None:
        yield Run(place, closed.score, closed.text[:-1], closed.data, closed.gaps)


def _steps(page: Page, place: int, state: State) -> Iterator[tuple[int, State]]:
    """Return what the damaged character at `place` can mean while a lead byte waits."""
    character = page.text[place : place + 1]
    if character <= " ":  # the end, a line feed, a blank: the lead byte vanished before it
        yield (
            place,
            _lose(page, state, state.data + b"\x81", page.folded[place : place + 1] or "\n"),
        )
        return
    yield from _consume(page, place, state)
    for new in _vanished(page, place, state):
        yield from _consume(page, place, new)


def _consume(page: Page, place: int, state: State) -> Iterator[tuple[int, State]]:
    """Return what the damaged character at `place` itself can mean."""
    text, lead, character = page.text, state.lead, page.text[place]
    if character == "?":
        yield from _steps_at_loss(page, place, state)
    if character == "€":
        yield from _close(page, place + 1, state, 0x80)
        return
    if character == "," and text[place + 1 : place + 2] in MARKS:
        yield place + 1, state._replace(data=state.data + b",")
    if character <= "~":
        code = ord(character)
        if code >= 0x40:
            yield from _close(page, place + 1, state, code)
        wide = _emit_pair(page, state, lead, 0xA3)
        if wide is not None:
            yield (
                place + 1,
                wide._replace(
                    lead=code + 0x80,
                    data=wide.data + bytes((0xA3, code + 0x80)),
                ),
            )
        return
    data = encode_character(character)
    if data is None:
        return
    yield from _steps_over_pair(page, place, state, data)


def _steps_over_pair(
    page: Page, place: int, state: State, data: bytes
) -> Iterator[tuple[int, State]]:
    """Return the readings of a damaged character of two bytes: an end and a beginning."""
    trail, lead = data
    new = _emit_pair(page, state, state.lead, trail)
    if new is None:
        return
    if lead >= 0x81:
        following = place + 1
        kept = data
        match = READING.match(page.text, following)
        if match and match[0][0] == "(":
            following = match.end()
            kept += encode(match[0])
        yield following, new._replace(lead=lead, data=new.data + kept)
    elif lead >= 0x40:
        letter = _emit(page, new, chr(lead))
        if letter is not None:
            yield place + 1, letter._replace(lead=0, data=new.data + data)


def _steps_at_loss(page: Page, place: int, state: State) -> Iterator[tuple[int, State]]:
    """Return what a `?` can mean while a lead byte waits, besides a mark of the author."""
    match = READING.match(page.text, place + 1)
    if match and match[0][0] != "(":
        syllable = spell(match[1])
        for character, trail in entries(state.lead, syllable):
            new = _emit(page, state, character)
            if new is not None:
                yield (
                    match.end(),
                    new._replace(
                        score=new.score + page.prior(character, syllable),
                        lead=0,
                        data=new.data + bytes((trail,)) + b"(" + encode(match[0]),
                    ),
                )
        return
    data = state.data + b"\x81,"  # any second byte that can be a lead byte
    right = page.folded[place + 1 : place + 2]
    if right in MARKS:
        yield place + 1, _lose(page, state, data, right)
        for new in _lose_behind_vanished(page, state, b"\x81,", right):
            yield place + 1, new
    else:
        yield place + 1, _give_up(state, data)


def _close(page: Page, following: int, state: State, trail: int) -> Iterator[tuple[int, State]]:
    """Return the state after a byte that shows alone and puts the decoder back in step."""
    new = _emit_pair(page, state, state.lead, trail)
    if new is None:
        return
    data = bytes((trail,))
    score = new.score
    match = READING.match(page.text, following)
    if match and match[0][0] == "(":
        following = match.end()
        data += encode(match[0])
        score += page.prior(new.text[-1], spell(match[1]))
    yield following, new._replace(score=score, lead=0, data=new.data + data)


def _emit_pair(page: Page, state: State, lead: int, trail: int) -> State | None:
    character = read_pair(lead, trail)
    return _emit(page, state, character) if character else None


def _lose_behind_vanished(page: Page, state: State, data: bytes, right: str) -> Iterator[State]:
    """Return the states in which a pair vanished and then the second byte of a character was lost.

    Of that character the first byte vanished, too: only what is known to follow is thought of.
    """
    for new, before in _before_vanished(page, state):
        candidates = page.known_behind(before.folded, before.trail, right)
        if candidates:
            form, score = candidates[0]
            last = fold_one(form)
            lost = bytes((before.trail, min(dropped()[before.trail])))
            yield State(
                new.score + score - page.scores.follow(last, right) + _VANISHED,
                0,
                last,
                new.text + form,
                new.data + lost + data,
                (*new.gaps, Gap(len(new.text), candidates)),
                None,
            )


def _before_vanished(page: Page, state: State) -> Iterator[tuple[State, Before]]:
    """Return the states with the character whose second byte began a vanished pair."""
    for before in page.viable(state.last, state.lead):
        new = _emit(page, state, before.character)
        if new is not None and new.score - state.score >= _POOR:
            yield new, before


def _lose(page: Page, state: State, data: bytes, right: str) -> State:
    """Return the state in which the second byte of a character was lost, before `right`."""
    if state.gap is not None:
        return _lose_second(page, state, data, right)
    return state._replace(lead=0, last="", gap=(state.last, state.lead, True), data=data)


def _give_up(state: State, data: bytes) -> State:
    """Return the state in which nothing can be said about the last one or two characters."""
    text, gaps = state.text, state.gaps
    for _ in range(1 if state.gap is None else 2):
        gaps = (*gaps, Gap(len(text), ()))
        text += OPEN
    return State(state.score + _SWALLOWED, 0, OPEN, text, data, gaps, None)


def _lose_second(page: Page, state: State, data: bytes, right: str) -> State:
    """Return the state behind two characters of which one byte each is known, before `right`."""
    assert state.gap is not None
    left, trail, _ = state.gap
    best: list[tuple[float, str, Ranked]] = []
    for character, score in page.ends(state.lead, right):
        folded = fold_one(character)
        candidates = page.fill(left, trail, False, folded)
        if candidates:
            score += candidates[0][1] + page.scores.follow(folded, right)
            best.append((score, character, candidates))
    if not best:
        return _give_up(state, data)
    best.sort(reverse=True, key=lambda item: item[0])
    score, character, candidates = best[0]
    ends = tuple((other, value) for value, other, _ in best)
    last = fold_one(character)
    return State(
        state.score + score - page.scores.follow(last, right),  # the end of the run adds that
        0,
        last,
        state.text + candidates[0][0] + character,
        data,
        (*state.gaps, Gap(len(state.text), candidates), Gap(len(state.text) + 1, ends)),
        None,
    )


def _vanished(page: Page, place: int, state: State) -> Iterator[State]:
    """Return the states that put a pair back which the decoder dropped before `place`."""
    character = page.text[place]
    if character > "~":
        data = encode_character(character)
        firsts = [data[0]] if data else []
    else:
        data = None
        firsts = [0xA3, ord(character)] if character >= "@" else [0xA3]
    match = READING.match(page.text, place + 1) if character == "?" else None
    glossed = leads_read(spell(match[1])) if match and match[0][0] != "(" else frozenset()
    behind = encode_character(page.text[place + 1 : place + 2])
    right = (data[1], behind[0]) if data and behind else None
    for new, before in _before_vanished(page, state):
        leads = list(glossed & dropped()[before.trail])
        for first in firsts:
            leads.extend(page.leads(before.folded, before.trail, first, right))
        for lead in leads:
            yield new._replace(
                score=new.score + _VANISHED,
                lead=lead,
                data=new.data + bytes((before.trail, lead)),
            )
