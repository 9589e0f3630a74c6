r"""Many words and patterns of whole entries, looked up at the price of a dictionary.

Most patterns of a menu's entries (`(?:新闻|资讯)(?:中心|动态)`) describe a few words. These are
written out once and looked up; only what cannot be listed (`\d+条评论`) is asked of an automaton,
and only where a string stands without which it cannot match.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick

from cleaner.core.document import fold
from cleaner.core.pattern import Pattern, Wholes
from cleaner.core.pattern_tree import Group, Part, Piece, read_tree

__all__ = ["STRIPPED", "Hints", "Vocabulary", "key_of", "written_out"]

_PLAIN = re.compile(r"[\w\- /+]+")
STRIPPED = ":.-_#"
"""What stands around an entry without being a part of it."""
# An alternative of more words than that is asked of the automaton. The shipped lists have 8,000
# words in all, which take 15 ms to write out.
_MOST = 3000
_MOST_NEEDED = 300
_FEW = 50  # so few strings are compared with each other, to leave out needless ones
_ASCII_DIGITS = "0123456789"
_DIGIT = r"\p{Nd}"
_CLASS = re.compile(r"\[((?:[^\\\[\]^-]|\\[^\w]){1,12})\]")
_DIGITS = re.compile(r"\[(\d)-(\d)\]")


class Vocabulary:
    """Entries with their ranks: small numbers of which the greatest counts."""

    def __init__(self, lists: Mapping[int, Sequence[str]]) -> None:
        """Take the lists; they are written out when they are needed first.

        Args:
            lists: for each rank words, or patterns of whole entries.
        """
        self._lists = tuple((rank, tuple(lists[rank])) for rank in sorted(lists, reverse=True))
        self._words: dict[str, int] | None = None
        self._ranks: list[int] = []
        self._patterns = Wholes(())
        self._hints = _Finder(())
        self._best = _Finder(())

    def hints(self, folded: str, start: int = 0) -> Hints:
        """Return where patterns may match that are not written out, in a page's part at `start`."""
        if self._words is None:
            self._write_out()
        return self._hints.find(folded, start)

    def best(self, folded: str, start: int = 0) -> Hints:
        """Return where entries of the greatest rank may stand, in a page's part at `start`."""
        if self._words is None:
            self._write_out()
        return self._best.find(folded, start)

    @property
    def words(self) -> Mapping[str, int]:
        """The rank of each word that was written out, by its key."""
        if self._words is None:
            self._write_out()
        assert self._words is not None
        return self._words

    def find(self, entry: str) -> list[tuple[int, Pattern]]:
        """Return the patterns that describe a folded entry, with their ranks; the best first."""
        return [(self._ranks[n], self._patterns.items[n]) for n in self._patterns.find(entry)]

    def _write_out(self) -> None:
        words: dict[str, int] = {}
        patterns: list[tuple[int, Pattern]] = []
        best: set[str] = set()
        for rank, entries in self._lists:
            for entry in entries:
                if _PLAIN.fullmatch(entry):
                    words.setdefault(key_of(fold(entry)), rank)
                    if rank == self._lists[0][0]:
                        best.add(fold(entry))
                else:
                    patterns.append((rank, Pattern(entry)))
        hints: set[str] = set()
        left = []
        for rank, pattern in patterns:
            found, needs = written_out(pattern.source)
            odd = {word for word in found if key_of(word) != "".join(word.split())}
            for word in found - odd:
                if len(word) > 1:
                    words.setdefault(key_of(word), rank)
            if needs or odd:
                left.append((rank, pattern))
                hints.update(odd, *needs)
            if rank == self._lists[0][0]:
                best.update(found, *needs)
        self._ranks = [rank for rank, _ in left]
        self._patterns = Wholes(tuple(pattern for _, pattern in left))
        self._hints, self._best = _Finder(hints), _Finder(best)
        self._words = words


class _Finder:
    """Looks for strings; the empty one stands for something unknown that may be anywhere."""

    def __init__(self, strings: Collection[str]) -> None:
        self._is_everywhere = "" in strings
        is_found = strings and not self._is_everywhere
        self._automaton = AhoCorasick(sorted(strings)) if is_found else None

    def find(self, folded: str, start: int) -> Hints:
        if self._automaton is None:
            places = range(start, start + len(folded) * self._is_everywhere)
            return Hints(places, range(places.start + 1, places.stop + 1))
        found = self._automaton.find_matches_as_indexes(folded)
        return Hints([start + match[1] for match in found], [start + match[2] for match in found])


class Hints:
    """Stretches of a page, in order and disjoint, asked for by ranges."""

    __slots__ = ("_ends", "starts")

    def __init__(self, starts: Sequence[int], ends: Sequence[int]) -> None:
        self.starts, self._ends = starts, ends

    def within(self, start: int, end: int) -> bool:
        """Say whether one of them overlaps `[start, end)`."""
        place = bisect_left(self.starts, end) - 1
        return place >= 0 and self._ends[place] > start


def key_of(folded: str) -> str:
    """Return the form in which an entry is looked up: no blanks, no dashes around it."""
    return "".join(folded.split()).strip(STRIPPED)


@cache
def written_out(pattern: str) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """Return the words that a pattern describes, and for each other alternative what it needs.

    What an alternative needs is a set of strings of which every match holds one.

    >>> words, needs = written_out("(?:hot|top) ?news|[0-9]+ comments?")
    >>> sorted(words)
    ['hot news', 'hotnews', 'top news', 'topnews']
    """
    words: set[str] = set()
    needs = []
    for branch in _flat(read_tree(Pattern(pattern).translated)):
        found = _of_branch(branch)
        if found is None:
            needs.append(_needed(branch) or frozenset(("",)))
        else:
            words |= found
    return frozenset(words), tuple(needs)


def _flat(group: Group) -> Iterator[tuple[Part, ...]]:
    """Yield the alternatives of a pattern; where one is a bracket and nothing else, those of it."""
    for branch in group.branches:
        if len(branch) == 1 and isinstance(branch[0].inner, Group) and not branch[0].repeat:
            yield from _flat(branch[0].inner)
        else:
            yield branch


def _of_group(group: Group) -> set[str] | None:
    found: set[str] = set()
    for branch in group.branches:
        words = _of_branch(branch)
        if words is None:
            return None
        found |= words
    return found


def _of_branch(branch: Iterable[Part]) -> set[str] | None:
    """Return all that a row of parts describes, or None: that is too much."""
    words = {""}
    for part in branch:
        ends = _of_part(part)
        if ends is None or len(ends) * len(words) > _MOST:
            return None
        words = {start + end for start in words for end in ends}
    return words


def _of_part(part: Part) -> set[str] | None:
    if part.repeat not in ("", "?"):
        return None
    words = _of_group(part.inner) if isinstance(part.inner, Group) else _of_piece(part.inner)
    return words | {""} if words is not None and part.repeat else words


def _needed(branch: Iterable[Part]) -> frozenset[str]:
    """Return strings of which every match of a row of parts holds one: long ones, and few.

    It is empty if none are known. Digits that are not ASCII are not thought of.
    """
    candidates: list[set[str]] = []
    run = {""}
    for part in (*branch, None):
        ends = None if part is None else _of_part(part)
        if part is not None and ends is None and _is_digits(part):
            candidates.append({start + digit for start in run for digit in _ASCII_DIGITS})
            run = set(_ASCII_DIGITS)  # the last one of a run of digits
            continue
        if ends is not None and len(ends) * len(run) <= _MOST_NEEDED:
            run = {start + end for start in run for end in ends}
            continue
        candidates.append(run)
        run = {""} if ends is None else ends
        if part is not None and isinstance(part.inner, Group) and not part.optional:
            each = [_needed(inner) for inner in part.inner.branches]
            candidates.append(set().union(*each) if all(each) else {""})
    best = max(candidates, key=lambda texts: (min(map(len, texts)), -len(texts))) - {""}
    if len(best) > _FEW:
        return frozenset(best)
    return frozenset(t for t in best if not any(t != other and other in t for other in best))


def _is_digits(part: Part) -> bool:
    """Say whether a part is a class with all digits, of which a match holds one at least."""
    return isinstance(part.inner, Piece) and _DIGIT in part.source and not part.optional


def _of_piece(piece: Piece) -> set[str] | None:
    if piece.word is not None:
        return {piece.word}
    if digits := _DIGITS.fullmatch(piece.source):
        return {str(digit) for digit in range(int(digits[1]), int(digits[2]) + 1)}
    small = _CLASS.fullmatch(piece.source)
    return set(small[1].replace("\\", "")) if small else None
