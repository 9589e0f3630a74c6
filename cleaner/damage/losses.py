"""What the decoder dropped inside of a shifted run, and what may have stood there.

Pairs of the user-defined areas vanish without a trace; a first byte before a blank or a line feed
vanishes; one before a bracket, a mark or a digit takes it along and leaves a `?`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.damage.byte_share import Before, dropped, fold_one, leads_read
from cleaner.damage.candidates import FAIR, Page, Ranked
from cleaner.damage.gbk import encode_character
from cleaner.damage.readings import LETTERS, spell
from cleaner.damage.run import OPEN, Gap, State, branches, emit, join

__all__ = ["READING", "lose", "lose_before_sign", "lose_behind_vanished", "vanished"]

READING = re.compile(rf"\(?([{LETTERS}]{{1,6}})\)")

# Natural logarithms of chances:
_SWALLOWED = -12.0  # a lost byte took a digit or a sign with it
_BEFORE_DIGIT = -8.0  # the same where a digit follows
_VANISHED = -1.0  # a pair that vanished
_POOR = 2 * FAIR  # of a lost character and the one behind it
_OPTIONS = 8  # ways to put a vanished pair back that are read on with
_CERTAIN = -4.0  # of a character of which both bytes vanished, each in another pair

_YEAR = re.compile(r"(?<!\d)([12])\d{3}(?=年|-)")


def lose(page: Page, state: State, data: bytes, right: str) -> Iterator[State]:
    """Yield the states in which the second byte of a character was lost, before `right`."""
    if state.gap is None:
        yield state._replace(
            lead=0, past="", gap=(state.past, state.lead, True), data=state.data + data
        )
    else:
        yield from _lose_second(page, state, state.data + data, right)


def lose_before_sign(page: Page, place: int, state: State) -> Iterator[State]:
    """Yield the states in which a lost byte took a digit or a sign of the author with it.

    The `?` is at `place`. The character is guessed, the sign is left open: but the millennium of
    a year, by the other years of the page.
    """
    data = state.data + b"\x81,"
    right = page.folded[place + 1 : place + 2]
    if state.gap is not None:
        yield _give_up(state, data)
        return
    is_digit = right.isdigit()
    sign = _millennium(page, place + 1) if is_digit else OPEN
    for candidates in branches(page.fill(state.past, state.lead, True, "0" if is_digit else ",")):
        best, score = candidates[0]
        text = state.text + best + sign
        gaps = (*state.gaps, Gap(len(state.text), candidates))
        if sign == OPEN:
            gaps = (*gaps, Gap(len(text) - 1, ()))
        score += _BEFORE_DIGIT if is_digit else _SWALLOWED
        yield State(state.score + score, 0, sign, text, data, gaps, None)


def _millennium(page: Page, place: int) -> str:
    """Return the first digit of a year that goes on at `place`, or `OPEN`."""
    if not re.match(r"\d{3}(?:年|-)", page.folded[place : place + 4]):
        return OPEN
    century = page.folded[place]
    known = [match[0] for match in _YEAR.finditer(page.folded) if match[0][1] == century]
    if known:
        return max(sorted({year[0] for year in known}), key=[y[0] for y in known].count)
    return "1" if century in "56789" else OPEN


def lose_behind_vanished(page: Page, state: State, data: bytes, right: str) -> Iterator[State]:
    """Yield the states in which a pair vanished and then the second byte of a character was lost.

    Of that character the first byte vanished, too: only what is known to follow is thought of.
    """
    for new, before in _before_vanished(page, state):
        candidates = page.known_behind(new.past, before.trail, right)
        if candidates:
            form, score = candidates[0]
            past = join(new.past, fold_one(form))
            lost = bytes((before.trail, min(dropped()[before.trail])))
            yield State(
                new.score + score - page.scores.follow(past, right) + _VANISHED,
                0,
                past,
                new.text + form,
                new.data + lost + data,
                (*new.gaps, Gap(len(new.text), candidates)),
                None,
            )


def _before_vanished(page: Page, state: State) -> Iterator[tuple[State, Before]]:
    """Return the states with the character whose second byte began a vanished pair."""
    for before in page.viable(state.past, state.lead):
        new = next(emit(page, state, before.character), None)
        if new is not None and new.score - state.score >= _POOR:
            yield new, before


def _give_up(state: State, data: bytes) -> State:
    """Return the state in which nothing can be said about the last one or two characters."""
    text, gaps = state.text, state.gaps
    for _ in range(1 if state.gap is None else 2):
        gaps = (*gaps, Gap(len(text), ()))
        text += OPEN
    return State(state.score + _SWALLOWED, 0, OPEN, text, data, gaps, None)


def _lose_second(page: Page, state: State, data: bytes, right: str) -> Iterator[State]:
    """Yield the state behind two characters of which one byte each is known, before `right`."""
    assert state.gap is not None
    left, trail, _ = state.gap
    best: list[tuple[float, str, Ranked]] = []
    for character, score in page.ends(page.opened + state.text, state.lead, right):
        folded = fold_one(character)
        candidates = page.fill(left, trail, False, folded)
        if candidates:
            score += candidates[0][1] + page.scores.follow(folded, right)
            best.append((score, character, candidates))
    if not best:
        yield _give_up(state, data)
        return
    best.sort(reverse=True, key=lambda item: item[0])
    score, character, candidates = best[0]
    ends = tuple((other, value) for value, other, _ in best)
    last = fold_one(character)
    yield State(
        state.score + score - page.scores.follow(last, right),  # the end of the run adds that
        0,
        last,
        state.text + candidates[0][0] + character,
        data,
        (*state.gaps, Gap(len(state.text), candidates), Gap(len(state.text) + 1, ends)),
        None,
    )


def vanished(page: Page, place: int, state: State) -> Iterator[State]:
    """Yield the states that put back pairs which the decoder dropped before `place`."""
    character = page.text[place]
    if character > "~":
        data = encode_character(character)
        firsts = [data[0]] if data else []
    else:
        data = None
        firsts = [0xA3, ord(character)] if character >= "@" else [0xA3]
    match = READING.match(page.text, place + 1) if character == "?" else None
    syllable = spell(match[1]) if match and match[0][0] != "(" else ""
    behind = encode_character(page.text[place + 1 : place + 2])
    right = (data[1], behind[0]) if data and behind else None
    once = list(_before_vanished(page, state))
    states = [*once, *_twice_vanished(page, once)]
    options: list[tuple[float, int, int]] = []
    for number, (new, before) in enumerate(states):
        options.extend(
            (new.score + page.entry_score(new.past, lead, syllable), lead, number)
            for lead in leads_read(syllable) & dropped()[before.trail]
        )
        for first in () if syllable else firsts:
            leads = page.leads(new.past, before.trail, first, right)
            options.extend((new.score + score, lead, number) for score, lead in leads)
    for _, lead, number in sorted(options, reverse=True)[:_OPTIONS]:
        new, before = states[number]
        polluted = new.data + bytes((before.trail, lead))
        yield new._replace(score=new.score + _VANISHED, lead=lead, data=polluted)


def _twice_vanished(
    page: Page, states: list[tuple[State, Before]]
) -> Iterator[tuple[State, Before]]:
    """Yield the states behind one more character, of which both bytes vanished (`政府負`)."""
    for state, before in states:
        for known in page.sure_followers(state.past, before.trail):
            new = next(emit(page, state, known.character))
            if new.score - state.score >= _CERTAIN:
                lead = encode_character(known.character)
                assert lead is not None
                polluted = new.data + bytes((before.trail, lead[0]))
                yield new._replace(data=polluted, score=new.score + _VANISHED), known
