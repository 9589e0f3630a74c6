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
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from cleaner.core.document import fold
from cleaner.core.fold_table import SIMPLIFIED, TRADITIONAL
from cleaner.damage.gbk import encode, encode_character, read_pair
from cleaner.damage.readings import characters_read, spell
from cleaner.damage.scores import PageScores
from cleaner.damage.script_table import SIMPLIFIED_ONLY, VARIANTS

__all__ = [
    "MARKS",
    "OPEN",
    "READING",
    "Gap",
    "Page",
    "Run",
    "State",
    "caught_state",
    "entries",
    "fold_one",
    "gap_state",
    "open_state",
    "read_run",
]

_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêɑɡ"
READING = re.compile(rf"\(?([{_LETTERS}]{{1,6}})\)")
_GLOSS = re.compile(rf"(?<=[\u3400-\u9fff])\([{_LETTERS}]{{1,6}}\)|,(?=[,、。;?!])")
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
OPEN = "?"  # stands where a character was lost and nothing says which

_BEFORE_END = "。！？，；：」』”’）》…"
_OPENERS = {")": "（", "”": "“", "」": "「", "』": "『", "》": "《", "’": "‘"}
_WIDE_MARKS = "，：；？！（）．％"
_WIDTH = 8  # states kept at each place; 20 gave the same text on 70 generated pages
_STOP_TRAIL = 0xA3  # of 。 (A1A3)
_LONGEST = 400  # code points of a run

# Scores are natural logarithms of chances, as those of PageScores are.
_OTHER_SCRIPT = -5.0  # a simplified character that the page does not use elsewhere
_VARIANT = -2.0  # a traditional one that is not the usual form
_USED = 2  # occurrences on the page that make an odd character a usual one
_NOT_IN_TABLE = -4.0  # a reading of a character the page does not gloss elsewhere
_OTHER_READING = -6.0  # of one it glosses, but with another reading
_WIDE_LETTER = -6.0  # a full-width letter, digit or sign
_FULL_STOP = 2.2  # a lost character before a shifted mark is nearly always one
_CLOSES = 3.0  # a bracket or quotation mark whose other half stands in the run
_SWALLOWED = -12.0  # a lost byte took a digit or a sign with it
_VANISHED = -0.3  # a pair without a character
_FAIR = -11.0  # of the characters around a vanished pair: anything less likely is not tried
_BEST_VANISHED = 4


_Behind: TypeAlias = tuple[str, int, int, int, tuple[int, int] | None]


class Gap(NamedTuple):
    """A character of which one byte was lost."""

    place: int
    """Index in the restored text of the run."""
    candidates: tuple[tuple[str, float], ...]
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
    score: float
    lead: int  # the byte that waits for its second one; 0: back in step
    last: str  # the last restored character, folded; "" inside of a gap
    text: str
    data: bytes
    gaps: tuple[Gap, ...]
    gap: tuple[str, int, bool] | None  # folded left neighbour, known byte, whether it is the lead


class Page:
    """What the search asks about a page: its text, its gloss table, how likely characters are."""

    def __init__(self, text: str, folded: str, table: Mapping[str, str]) -> None:
        self.text = text
        self.folded = folded
        self.table = table
        self.scores = PageScores(folded)
        self.opened = ""  # the line before the run
        self._standing: list[float] | None = None
        self._extra: dict[str, float] = {}
        self._behind: dict[_Behind, tuple[int, ...]] = {}
        self._viable: dict[tuple[str, int], tuple[tuple[str, str, int, tuple[int, ...]], ...]] = {}
        self._known_behind: dict[
            tuple[str, tuple[int, ...], str], tuple[tuple[str, float], ...]
        ] = {}
        self._filled: dict[tuple[str, int, bool, str], tuple[tuple[str, float], ...]] = {}

    def extra(self, character: str) -> float:
        """Return what a character loses for being of the other script than the page."""
        score = self._extra.get(character)
        if score is None:
            odd = _odd().get(character, 0.0)
            score = odd if odd and self.text.count(character) < _USED else 0.0
            self._extra[character] = score
        return score

    def standing(self, place: int) -> float:
        """Return the score of the text as it stands up to and with the character at `place`.

        Readings in brackets count nothing: they are damage, too, but not of this kind.
        """
        if self._standing is None:
            self._standing = list(accumulate(self._standing_scores()))
        return self._standing[min(place, len(self._standing) - 1)]

    def _standing_scores(self) -> Iterator[float]:
        stand = self.scores.stand
        left = "\n"
        skip = {
            place
            for match in _GLOSS.finditer(self.folded)
            for place in range(match.start(), match.end())
        }
        for place, character in enumerate(self.folded + "\n"):
            if place in skip:
                yield 0.0
            else:
                yield stand(left, character)
                left = character

    def prior(self, character: str, syllable: str) -> float:
        """Return how likely it is that the page glosses a character so."""
        known = self.table.get(character)
        score = _OTHER_READING if known else _NOT_IN_TABLE
        return (
            0.0 if known == syllable else score + 0.3 * self.scores.follow("", fold_one(character))
        )

    def fill(
        self, left: str, byte: int, is_lead: bool, right: str
    ) -> tuple[tuple[str, float], ...]:
        """Return the likeliest characters between two folded ones, of which one byte is known."""
        key = (left, byte, is_lead, right)
        found = self._filled.get(key)
        if found is None:
            follow = self.scores.follow
            scored = [
                (follow(left, folded) + follow(folded, right) + self.extra(character), character)
                for character, folded in _siblings(byte, is_lead)
                if is_lead or character != "。"
            ]
            if not is_lead and byte == _STOP_TRAIL:
                scored.append((follow(left, "。") + follow("。", right) + _FULL_STOP, "。"))
            scored.sort(key=lambda item: (-item[0], -self.text.count(item[1])))
            found = self._filled[key] = tuple((c, score) for score, c in scored[:4])
        return found

    def ends(self, lead: int, right: str) -> tuple[tuple[str, float], ...]:
        """Return the likeliest characters with this lead byte before a folded one."""
        follow = self.scores.follow
        scored = [
            (
                self.scores.follow("", folded) + follow(folded, right),
                self.extra(character) + (_CLOSES if self._closes(character, folded) else 0.0),
                character,
            )
            for character, folded in _siblings(lead, True)
            if folded <= "~" or folded in _BEFORE_END
        ]
        scored.sort(reverse=True, key=lambda item: item[0] + item[1])
        return tuple((character, score) for _, score, character in scored[:8])

    def viable(self, last: str, lead: int) -> tuple[tuple[str, str, int, tuple[int, ...]], ...]:
        """Return what of `_dropped_after` can follow a folded character; all of it after a gap."""
        if not last:
            return _dropped_after(lead)
        found = self._viable.get((last, lead))
        if found is None:
            follow = self.scores.follow
            found = self._viable[last, lead] = tuple(
                item
                for item in _dropped_after(lead)
                if follow(last, item[1]) + self.extra(item[0]) >= _FAIR
            )
        return found

    def known_behind(
        self, left: str, leads: tuple[int, ...], right: str
    ) -> tuple[tuple[str, float], ...]:
        """Return the likeliest characters with these lead bytes between two folded ones."""
        key = (left, leads, right)
        found = self._known_behind.get(key)
        if found is None:
            follow = self.scores.follow
            scored = []
            for known in self.scores.followers(left):
                for form in known + _forms().get(known, ""):
                    pair = encode_character(form)
                    if pair and pair[0] in leads and pair[1] >= 0x81:
                        score = follow(left, known) + follow(known, right) + self.extra(form)
                        scored.append((form, score))
            scored.sort(reverse=True, key=lambda item: (item[1], item[0]))
            found = self._known_behind[key] = tuple(scored[:4])
        return found

    def _closes(self, character: str, folded: str) -> bool:
        opener = _OPENERS.get(folded)
        return opener is not None and _is_open(self.opened, opener, character)

    def vanished(
        self, left: str, leads: tuple[int, ...], trail: int, right: tuple[int, int] | None
    ) -> tuple[int, ...]:
        """Return the lead bytes of the likeliest characters behind a vanished pair.

        `right` is the character after that one, if both its bytes can be seen.
        """
        key = (left, leads[0], leads[-1], trail, right)
        found = self._behind.get(key)
        if found is None:
            after = read_pair(*right) if right else None
            follow = self.scores.follow
            scored = []
            for lead in leads:
                character = read_pair(lead, trail)
                if character:
                    folded = fold_one(character)
                    score = follow(left, folded) + self.extra(character)
                    if score >= _FAIR:
                        score += follow(folded, fold_one(after)) if after else 0.0
                        scored.append((score, lead))
            scored.sort(reverse=True)
            found = tuple(lead for _, lead in scored[:_BEST_VANISHED])
            self._behind[key] = found
        return found


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


@cache
def fold_one(character: str) -> str:
    """Return a single character folded."""
    return fold(character)


@cache
def _odd() -> dict[str, float]:
    """Return what characters lose that a traditional page hardly holds."""
    wide = (chr(code) for code in range(ord("！"), ord("～")) if chr(code) not in _WIDE_MARKS)
    return {
        **dict.fromkeys(VARIANTS, _VARIANT),
        **dict.fromkeys(SIMPLIFIED_ONLY, _OTHER_SCRIPT),
        **dict.fromkeys(wide, _WIDE_LETTER),
    }


@cache
def _siblings(byte: int, is_lead: bool) -> tuple[tuple[str, str], ...]:
    """Return the characters that share a byte, with their folded forms."""
    pairs = ((byte, other) if is_lead else (other, byte) for other in range(0x81, 0xFF))
    found = (read_pair(*pair) for pair in pairs)
    return tuple((character, fold(character)) for character in found if character)


@cache
def entries(lead: int, syllable: str) -> tuple[tuple[str, int], ...]:
    """Return the characters with this lead byte and reading that a table may hold, with trails."""
    found = []
    for character in characters_read(syllable):
        data = encode_character(character)
        if data and data[0] == lead and fold(character) != character:
            found.append((character, data[1]))
    return tuple(found)


def _is_open(text: str, opener: str, closer: str) -> bool:
    """Say whether a bracket or quotation mark waits for its other half, in either width."""
    return max(text.rfind(opener), text.rfind(fold_one(opener))) > max(
        text.rfind(closer), text.rfind(fold_one(closer))
    )


@cache
def _leads_read(syllable: str) -> frozenset[int]:
    """Return the lead bytes of the characters that a table may gloss so."""
    found = (encode_character(character) for character in characters_read(syllable))
    return frozenset(data[0] for data in found if data)


@cache
def _forms() -> dict[str, str]:
    """Return the traditional forms that fold to a simplified character."""
    forms: dict[str, str] = {}
    for traditional, simplified in zip(TRADITIONAL, SIMPLIFIED, strict=True):
        forms[simplified] = forms.get(simplified, "") + traditional
    return forms


def _emit(page: Page, state: State, character: str) -> State | None:
    """Return the state with one more restored character; fills a gap before it."""
    folded = fold_one(character)
    extra = page.extra(character)
    if state.gap is None:
        score = state.score + page.scores.follow(state.last, folded) + extra
        opener = _OPENERS.get(folded)
        if opener and _is_open(page.opened + state.text, opener, character):
            score += _CLOSES
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
    for new, folded, trail, leads in _before_vanished(page, state):
        candidates = page.known_behind(folded, leads, right)
        if candidates:
            form, score = candidates[0]
            last = fold_one(form)
            yield State(
                new.score + score - page.scores.follow(last, right) + _VANISHED,
                0,
                last,
                new.text + form,
                new.data + bytes((trail, leads[0])) + data,
                (*new.gaps, Gap(len(new.text), candidates)),
                None,
            )


def _before_vanished(page: Page, state: State) -> Iterator[tuple[State, str, int, tuple[int, ...]]]:
    """Return the states with the character whose second byte began a vanished pair.

    Each with that character folded, its second byte, and the second bytes of such pairs.
    """
    for before, folded, trail, leads in page.viable(state.last, state.lead):
        new = _emit(page, state, before)
        if new is not None and new.score - state.score >= 2 * _FAIR:
            yield new, folded, trail, leads


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
    best: list[tuple[float, str, tuple[tuple[str, float], ...]]] = []
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
    glossed = _leads_read(spell(match[1])) if match and match[0][0] != "(" else frozenset()
    behind = encode_character(page.text[place + 1 : place + 2])
    right = (data[1], behind[0]) if data and behind else None
    for new, folded, trail, leads in _before_vanished(page, state):
        for lead in glossed.intersection(leads):
            yield new._replace(
                score=new.score + _VANISHED, lead=lead, data=new.data + bytes((trail, lead))
            )
        for first in firsts:
            for lead in page.vanished(folded, leads, first, right):
                yield new._replace(
                    score=new.score + _VANISHED,
                    lead=lead,
                    data=new.data + bytes((trail, lead)),
                )


@cache
def _dropped_after(lead: int) -> tuple[tuple[str, str, int, tuple[int, ...]], ...]:
    """Return the characters with this lead byte whose second one can begin a dropped pair.

    Each with its folded form, its second byte, and the second bytes of the dropped pairs.
    """
    found = []
    for trail, leads in _dropped().items():
        character = read_pair(lead, trail)
        if character:
            found.append((character, fold_one(character), trail, leads))
    return tuple(found)


@cache
def _dropped() -> dict[int, tuple[int, ...]]:
    """Return the pairs that the decoder drops: first byte -> second bytes that can be leads."""
    dropped: dict[int, tuple[int, ...]] = {}
    for first in range(0x81, 0xFF):
        seconds = tuple(b for b in range(0x81, 0xFF) if read_pair(first, b) is None)
        if seconds:
            dropped[first] = seconds
    return dropped
