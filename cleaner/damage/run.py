"""States of a search over shifted bytes, and how one grows by a restored character.

After a replacement hit across a character boundary the decoder pairs the second byte of one
character with the first of the next. A state is the text restored so far and the first byte that
waits for its second one; of a lost character a gap says what is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from cleaner.damage.byte_share import fold_one
from cleaner.damage.candidates import Page, Ranked
from cleaner.damage.gbk import read_pair
from cleaner.damage.lexicon import LONGEST

__all__ = [
    "OPEN",
    "Gap",
    "Opening",
    "Run",
    "State",
    "caught_state",
    "emit",
    "emit_pair",
    "gap_state",
    "join",
    "open_state",
]

OPEN = "?"
"""Stands where a character was lost and nothing says which."""

_BRANCHES = 3  # candidates for a lost character that are read on with
_SPREAD = 5.0  # natural logarithm of how many times less likely than the best one they may be

Opening: TypeAlias = tuple[str, int, bool]
"""A lost character: what stands before, folded; its known byte; whether that is the first one."""


class Gap(NamedTuple):
    """A character of which one byte was lost."""

    place: int
    """Index in the restored text of the run."""
    candidates: Ranked
    """The likeliest characters with their scores, the one that was taken first."""


class Run(NamedTuple):
    """One way to read a run that ends before `end`."""

    end: int
    score: float
    text: str
    """What was restored."""
    data: bytes
    """The polluted bytes, as far as they are known: a lost byte is any that gets lost."""
    gaps: tuple[Gap, ...]


class State(NamedTuple):
    """A run read up to a place."""

    score: float
    lead: int
    """The byte that waits for its second one; 0: back in step."""
    past: str
    """The last restored characters, folded; empty inside of a gap."""
    text: str
    data: bytes
    gaps: tuple[Gap, ...]
    gap: Opening | None


def open_state(past: str, lead: int, score: float, data: bytes) -> State:
    """Return the state behind a reading that hit across a boundary."""
    return State(score, lead, past, "", data, (), None)


def caught_state(past: str, trail: int) -> State:
    """Return the state behind `??` before a mark that is intact.

    Another mark was seen between a character that ends with the byte `trail` and the mark behind
    it, then the mark itself.
    """
    return State(0.0, 0, "", "", bytes((0x81, 0x2C, trail, 0x2C)), (), (past, trail, False))


def gap_state(past: str, trail: int, lead: int, data: bytes) -> State:
    """Return the state behind a mark that hit across a boundary: the character before is lost."""
    return State(0.0, lead, "", "", data, (), (past, trail, False))


def join(past: str, folded: str) -> str:
    """Return what stands before the next character."""
    return (past + folded)[-LONGEST:]


def emit(page: Page, state: State, character: str) -> Iterator[State]:
    """Return the states with one more restored character; a gap before it is filled."""
    folded = fold_one(character)
    extra = page.extra(character)
    if state.gap is None:
        score = state.score + page.scores.follow(state.past, folded) + extra
        score += page.closing(page.opened + state.text, character, folded)
        yield state._replace(
            score=score, past=join(state.past, folded), text=state.text + character
        )
        return
    past, byte, is_lead = state.gap
    for candidates in branches(page.fill(past, byte, is_lead, folded)):
        best, score = candidates[0]
        yield state._replace(
            score=state.score + score + extra,
            past=join(join(past, fold_one(best)), folded),
            text=state.text + best + character,
            gaps=(*state.gaps, Gap(len(state.text), candidates)),
            gap=None,
        )


def emit_pair(page: Page, state: State, lead: int, trail: int) -> Iterator[State]:
    """Return the states with one more character, given by its bytes; none, if it is none."""
    character = read_pair(lead, trail)
    if character:
        yield from emit(page, state, character)


def branches(candidates: Ranked) -> Iterator[Ranked]:
    """Yield the candidates that are read on with: each time another one stands first."""
    for place, (_, score) in enumerate(candidates[:_BRANCHES]):
        if score >= candidates[0][1] - _SPREAD:
            yield candidates[place], *candidates[:place], *candidates[place + 1 :]
