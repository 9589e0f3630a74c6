"""Lines of keywords for search engines, taken apart: keywords, phrases, clauses, and their edges.

All texts here are folded (`Document.folded`), all places are code points of the line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

__all__ = [
    "PHRASE",
    "Hit",
    "at_edge",
    "bare",
    "brackets",
    "clauses",
    "covered",
    "enclosed",
    "has_title",
    "is_sentence",
    "phrases",
    "shared_starts",
    "split",
    "tidied",
]

# A shorter phrase may be a word of the article.
PHRASE = 4
# What separates keywords from each other; blanks that touch no Chinese do not, nor do hyphens.
_KEYWORD = re.compile(
    r"(?:[^|,、;/·•_—+\[\]()【】《》「」『』<>\"“”▶◀►◄★☆\- ]"
    r"|(?<=[a-z0-9])-(?=[a-z0-9])|(?<![一-龥]) (?![一-龥]))+"
)
# The longest keyword seen in 40 spam lines has 22 letters; what is longer is a sentence.
_LONGEST_KEYWORD = 24
# Lists of keywords have no marks of sentences and hardly any particles.
_SENTENCE = re.compile("[。!?…]|[了着也都就被把]")
# A keyword of so many letters without a word of the lexicon is the title of a page.
_TITLE = 10
# Between the words of one injected phrase, and around it.
_GLUE = re.compile(r"[\s|,、/·•_\-–—.:\d]{0,3}")
_SEPARATED = re.compile(r"[\s|,、/·•_\-–—]+")
_SEPARATORS = " |,、/·•_-–—"  # the same on folded text
_BRACKETS = ("【】", "[]", "()", "〔〕", "〖〗", "{}", "<>", "▶◀", "►◄", "★★", "☆☆", "◆◆")
_IN_BRACKETS = re.compile(
    r"【[^【】\n]{2,40}】|\([^()\n]{2,40}\)|\[[^\[\]\n]{2,40}\]|〔[^〔〕\n]{2,40}〕"
)
_CLAUSE = re.compile(r"[^。!?;,…]+[。!?;,…]*")


class Hit(NamedTuple):
    """A word of the lexicon in a line, or several that touch.

    `strong` counts the strong ones; without `alone` they tell in a list of such words only.
    """

    start: int
    end: int
    words: int
    strong: int
    alone: bool = True


def is_sentence(folded: str) -> bool:
    """Say whether a line has the mark or a particle of a sentence."""
    return _SENTENCE.search(folded) is not None


def has_title(folded: str, hits: Sequence[Hit]) -> bool:
    """Say whether a long part of the line has no word of the lexicon in it."""
    return any(
        len(keyword[0].strip()) >= _TITLE and not inside
        for keyword, inside in _keywords(folded, hits)
    )


def covered(folded: str, hits: Sequence[Hit]) -> int:
    """Return how many letters of the line the keywords with a hit in them have."""
    letters = 0
    for keyword, inside in _keywords(folded, hits):
        if not inside:
            continue
        at, end = keyword.span()
        size = len("".join(keyword[0].split()))
        is_short = size <= _LONGEST_KEYWORD
        letters += size if is_short else sum(min(h.end, end) - max(h.start, at) for h in inside)
    return letters


def _keywords(folded: str, hits: Sequence[Hit]) -> Iterator[tuple[re.Match[str], Sequence[Hit]]]:
    """Yield each keyword of a line with the hits that touch it."""
    starts, ends = [hit.start for hit in hits], [hit.end for hit in hits]
    for keyword in _KEYWORD.finditer(folded):
        first, last = bisect_right(ends, keyword.start()), bisect_left(starts, keyword.end())
        yield keyword, hits[first:last]


def phrases(folded: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield the hits, those that touch as one."""
    phrase: Hit | None = None
    for hit in hits:
        if phrase and _GLUE.fullmatch(folded, phrase.end, hit.start):
            words, strong = phrase.words + hit.words, phrase.strong + hit.strong
            alone = phrase.alone or hit.alone
            phrase = Hit(phrase.start, hit.end, words, strong, alone)
            continue
        if phrase:
            yield phrase
        phrase = hit
    if phrase:
        yield phrase


def clauses(folded: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int, list[Hit]]]:
    """Yield each clause of a line that holds hits: its place with the mark behind it, and them."""
    starts = [hit.start for hit in hits]
    for clause in _CLAUSE.finditer(folded):
        first, last = bisect_left(starts, clause.start()), bisect_left(starts, clause.end())
        if first < last:
            yield clause.start(), clause.end(), list(hits[first:last])


def enclosed(folded: str, start: int, end: int) -> int:
    """Return how many pairs of like brackets hold the stretch and nothing else."""
    around = folded[start - 1 : start] + folded[end : end + 1]
    if len(around) < len("()") or around not in _BRACKETS:
        return 0
    depth = 1
    while (
        folded[start - depth - 1 : start - depth] + folded[end + depth : end + depth + 1] == around
    ):
        depth += 1
    return depth


def brackets(folded: str) -> Iterator[tuple[int, int]]:
    """Yield what stands in brackets, with them."""
    yield from (match.span() for match in _IN_BRACKETS.finditer(folded))


def at_edge(folded: str, start: int, end: int) -> tuple[int, int, bool]:
    """Return the stretch with its separators where it stands at an edge, and whether it does."""
    first = start
    while first and folded[first - 1] in _SEPARATORS:
        first -= 1
    after = _SEPARATED.match(folded, end)
    stop = after.end() if after else end
    if first == 0:
        return 0, stop, after is not None
    if stop == len(folded):
        return first, stop, first < start
    return start, end, False


def tidied(folded: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield stretches in order, joined, with the brackets around them or one of two commas."""
    for start, end in _joined(spans):
        before, after = folded[start - 1 : start] if start else "\n", folded[end : end + 1]
        if pair := enclosed(folded, start, end):
            yield start - pair, end + pair
        elif after and after in ",;:" and before in "\n,;:。!?":
            yield start, end + 1
        else:
            yield start, end


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches in order, those that overlap or touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def split(folded: str) -> Iterator[str]:
    """Yield the keywords of a line of them, bare."""
    return filter(None, map(bare, _SEPARATED.split(folded)))


def shared_starts(words: Iterable[str]) -> set[str]:
    """Return what neighbours begin with, where words are put in order.

    >>> shared_starts(["鸿博娱乐官网", "鸿博娱乐平台"])
    {'鸿博娱乐'}
    """
    return {_common_start(*pair) for pair in pairwise(sorted(words))}


def _common_start(one: str, other: str) -> str:
    """Return what two words begin with."""
    length = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    return one[: min(len(one), len(other)) if length is None else length]


def bare(folded: str) -> str:
    """Return the text without what may stand between the words of a phrase."""
    return re.sub(r"[\s·•_\-–—.:]+", "", folded)
