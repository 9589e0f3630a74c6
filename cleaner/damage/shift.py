"""Reading a shifted run: a search over what the bytes may have been before the damage.

A run is read from left to right until something puts the bytes back in step. What was put in
(readings, commas) is left out, what was lost is guessed from its neighbours or left open. Every
reading of a run keeps the polluted bytes it stands for, so that the forward model can be asked
whether they give the damaged text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from cleaner.damage.byte_share import entries
from cleaner.damage.candidates import Page
from cleaner.damage.gbk import encode, encode_character
from cleaner.damage.losses import READING, lose, lose_before_sign, lose_behind_vanished, vanished
from cleaner.damage.readings import spell
from cleaner.damage.run import Run, State, emit, emit_pair, join

__all__ = ["MARKS", "read_run"]

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

_WIDTH = 16  # states kept at each place: 8 lost 0.5 % of what comes back
_NARROW = 6  # of them that are asked for vanished pairs, too
_LONGEST = 400  # code points of a run
# Natural logarithms of how many times less likely than the best a state may be:
_SPREAD = 16.0  # than one at the same place
_NEAR = 8.0  # the same of those that are asked for vanished pairs
_BEHIND = 2.0  # than a run that has ended, with the text behind it as it stands


def read_run(page: Page, start: int, states: list[State]) -> list[Run]:
    """Return the ways to read the run that goes on at `start` in these states."""
    waiting: dict[int, list[State]] = {start: states} if states else {}
    runs: list[Run] = []
    stop = min(len(page.text), start + _LONGEST)
    best: Run | None = None
    while waiting:
        place = min(waiting)
        least = -math.inf
        if best is not None:
            least = best.score + page.standing(best.end, place) - _BEHIND
        states = _best(waiting.pop(place), least)
        for number, state in enumerate(states):
            if state.lead == 0:
                for run in _finish(page, place, state):
                    runs.append(run)
                    if best is None or run.score > best.score + page.standing(best.end, run.end):
                        best = run
            elif place <= stop:
                likely = number < _NARROW and state.score > states[0].score - _NEAR
                for following, new in _steps(page, place, state, likely=likely):
                    waiting.setdefault(following, []).append(new)
    return runs


def _best(states: list[State], least: float) -> list[State]:
    """Return the likeliest states, one of those that all that follows sees alike."""
    states.sort(reverse=True, key=lambda state: state.score)
    least = max(least, states[0].score - _SPREAD)
    kept: dict[object, State] = {}
    for state in states:
        if state.score < least or len(kept) == _WIDTH:
            break
        kept.setdefault((state.lead, state.past, state.gap), state)
    return list(kept.values())


def _finish(page: Page, place: int, state: State) -> Iterator[Run]:
    """Yield the runs that are back in step at `place`, judged with the text behind it."""
    ahead = page.ahead(place) or "\n"
    follow = page.scores.follow
    if state.gap is None:
        closed = [state._replace(score=state.score + follow(state.past, ahead[0]))]
        closed = [new._replace(past=join(new.past, ahead[0])) for new in closed]
    else:
        closed = [
            new._replace(text=new.text[:-1])
            for new in emit(page, state, page.text[place : place + 1] or "\n")
        ]
    stands = page.standing_ahead(place)
    for new in closed:
        score, past = new.score - stands, new.past
        for character in ahead[1:]:
            score += follow(past, character)
            past = join(past, character)
        yield Run(place, score, new.text, new.data, new.gaps)


def _steps(page: Page, place: int, state: State, *, likely: bool) -> Iterator[tuple[int, State]]:
    """Yield what the damaged character at `place` can mean while a lead byte waits."""
    character = page.text[place : place + 1]
    if character <= " ":  # the end, a line feed, a blank: the lead byte vanished before it
        right = page.folded[place : place + 1] or "\n"
        for new in lose(page, state, b"\x81", right):
            yield place, new
        for new in lose_behind_vanished(page, state, b"\x81", right):
            yield place, new
        return
    yield from _consume(page, place, state)
    for new in vanished(page, place, state) if likely else ():
        yield from _consume(page, place, new)


def _consume(page: Page, place: int, state: State) -> Iterator[tuple[int, State]]:
    """Yield what the damaged character at `place` itself can mean."""
    character = page.text[place]
    if character == "?":
        yield from _steps_at_loss(page, place, state)
        match = READING.match(page.text, place + 1)
        if match and match[0][0] != "(":
            return  # no author writes `?shù)`
    if character == "€":
        yield from _close(page, place + 1, state, 0x80)
        return
    if character == "," and page.text[place + 1 : place + 2] in MARKS:
        yield place + 1, state._replace(data=state.data + b",")
    if character <= "~":
        code = ord(character)
        if code >= 0x40:
            yield from _close(page, place + 1, state, code)
        for wide in emit_pair(page, state, state.lead, 0xA3):
            data = wide.data + bytes((0xA3, code + 0x80))
            yield place + 1, wide._replace(lead=code + 0x80, data=data)
        return
    pair = encode_character(character)
    if pair is not None:
        yield from _steps_over_pair(page, place, state, pair)


def _steps_over_pair(
    page: Page, place: int, state: State, data: bytes
) -> Iterator[tuple[int, State]]:
    """Yield the readings of a damaged character of two bytes: an end and a beginning."""
    trail, lead = data
    for new in emit_pair(page, state, state.lead, trail):
        if lead >= 0x81:
            following = place + 1
            kept = data
            match = READING.match(page.text, following)
            if match and match[0][0] == "(":
                following = match.end()
                kept += encode(match[0])
            yield following, new._replace(lead=lead, data=new.data + kept)
        elif lead >= 0x40:
            for letter in emit(page, new, chr(lead)):
                yield place + 1, letter._replace(lead=0, data=new.data + data)


def _steps_at_loss(page: Page, place: int, state: State) -> Iterator[tuple[int, State]]:
    """Yield what a `?` can mean while a lead byte waits, besides a mark of the author."""
    match = READING.match(page.text, place + 1)
    if match and match[0][0] != "(":
        syllable = spell(match[1])
        for character, trail in entries(state.lead, syllable):
            for new in emit(page, state, character):
                yield (
                    match.end(),
                    new._replace(
                        score=new.score + page.prior(character, syllable),
                        lead=0,
                        data=new.data + bytes((trail,)) + b"(" + encode(match[0]),
                    ),
                )
        return
    right = page.folded[place + 1 : place + 2]
    if right in MARKS:
        for new in lose(page, state, b"\x81,", right):
            yield place + 1, new
        for new in lose_behind_vanished(page, state, b"\x81,", right):
            yield place + 1, new
    else:
        for new in lose_before_sign(page, place, state):
            yield place + 1, new


def _close(page: Page, following: int, state: State, trail: int) -> Iterator[tuple[int, State]]:
    """Yield the states after a byte that shows alone and puts the decoder back in step."""
    match = READING.match(page.text, following)
    for new in emit_pair(page, state, state.lead, trail):
        data = bytes((trail,))
        score = new.score
        end = following
        if match and match[0][0] == "(":
            end = match.end()
            data += encode(match[0])
            score += page.prior(new.text[-1], spell(match[1]))
        yield end, new._replace(score=score, lead=0, data=new.data + data)
