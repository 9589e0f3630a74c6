"""The step `drop_spam`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import ClassVar, NamedTuple

from cleaner.core.document import Document, Line
from cleaner.core.edits import Edit
from cleaner.core.pattern import Pattern, Patterns, Regex

__all__ = ["DropSpam"]

_STRONG, _WEAK = 2, 1
# What separates keywords from each other; blanks that touch no Chinese do not.
_KEYWORD = re.compile(
    r"(?:[^|,、;/·•_—+\[\]()【】《》「」『』<>\"“”▶◀►◄★☆\- ]|\b-\b|(?<![一-龥]) (?![一-龥]))+"
)
# The longest keyword seen in 40 spam lines has 22 letters; what is longer is a sentence.
_LONGEST_KEYWORD = 24
# Lists of keywords have no marks of sentences and hardly any particles.
_SENTENCE = re.compile("[。!?…]|[了着也都就被把]")
# A keyword of so many letters without a word of the lexicon is the title of a page: see `cut`.
_TITLE = 10
# Between the words of one injected phrase, and around it.
_GLUE = re.compile(r"[\s|,、/·•_\-–—.:\d]{0,3}")
_SEPARATED = re.compile(r"[\s|,、/·•_\-–—]+")
_SEPARATORS = " |,、/·•_-–—"  # the same on folded text
_BRACKETS = ("【】", "[]", "()", "〔〕", "〖〗", "{}", "<>", "▶◀", "►◄", "★★", "☆☆", "◆◆")
# A shorter phrase may be a word of the article.
_PHRASE = 4
# Signs put between the characters of a word, so that no list finds it: twice in a row at least.
_SIGNS = "♥♡❤★☆⭐❀✿◆●※"
_SCATTERED = rf"(?:[\p{{Han}}a-z0-9][{_SIGNS}]){{2}}"
_SCATTER = re.compile(rf"[{_SIGNS}\ufe0f*~+.·_\- ]+")
# Bounds of the work on a hostile page: code points of spam lines in which a phrase is looked for,
# and names that they advertise.
_KNOWN, _NAMES = 50_000, 100
# A keyword of fewer letters, or without a Latin one, may be a word of the article, too: one about
# gambling quotes `送38元体验金`.
_KEYWORD_LETTERS = 6
_LATIN = re.compile("[a-z]")


class _Hit(NamedTuple):
    """A word of the lexicon in a line, or several that touch: `strong` counts the strong ones."""

    start: int
    end: int
    words: int
    strong: int


# Beside a line of spam another one needs less evidence, but most of it must be such words, not of
# keywords with one inside: a title with a name pushed into it stays.
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class DropSpam:
    """Removes lines that are made of spam, and spam phrases pushed into honest lines.

    A line's score is 2 for each different strong word and 1 for each weak one. The line goes if the
    score reaches `score` and the keywords with such a word in them (a keyword reaches to the next
    separator: `|`, comma, bracket ...) cover `share` of its letters. So a keyword counts as a whole
    although only a part of it stands in the lexicon, and unknown ones between known ones go along.

    In the other lines a run of such words is cut out if it stands in brackets of its own, if it is
    separated from the line's start or end and has two strong words (a title with keywords behind),
    or if it also stands in a line that goes. So does the name that keywords of such a line have in
    common, and a keyword of it with a strong word and Latin letters in it. Any other word in a
    sentence stays.
    A line with signs between its characters (`六♥合♥彩`) is judged without them.

    It is wrong where a text lists such words to talk about them. Hence a line with the mark or the
    particle of a sentence in it needs twice the score, and quotation marks are no brackets.

    Options:
        strong: patterns of words that hardly ever stand in honest text.
        weak: patterns of words that are honest alone; a line needs a strong one beside them.
        names: patterns of what no honest text has even once, such as the full name of a gambling
            site; it counts as two strong words, and is cut wherever it stands.
        score: the least score of a line that goes.
        beside: the least score where another line of the page goes, without the mark of a sentence
            (0: the same).
        share: the least share of its letters that spam keywords cover (0 to 1).
        cut: whether phrases are cut out of honest lines.

    Example:
        drop_spam: {strong: [国产自拍, 麻豆传媒], weak: [在线观看], score: 4}
    """

    removes: ClassVar[bool] = True

    strong: tuple[Regex, ...]
    weak: tuple[Regex, ...] = ()
    names: tuple[Regex, ...] = ()
    score: int = 4
    beside: int = 0
    share: float = 0.5
    cut: bool = True
    _strong: Patterns = field(init=False, repr=False, compare=False)
    _weak: Patterns = field(init=False, repr=False, compare=False)
    _names: Patterns = field(init=False, repr=False, compare=False)
    _scattered: Pattern = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_strong", Patterns.of((*self.names, *self.strong)))
        object.__setattr__(self, "_names", Patterns.of(self.names))
        object.__setattr__(self, "_weak", Patterns.of(self.weak))
        object.__setattr__(self, "_scattered", Pattern(_SCATTERED))

    @property
    def gate(self) -> str:
        """Any of the strong words, or signs between characters."""
        return f"{self._strong.gate}|{self._scattered.gate}" if self._strong.gate else ""

    def __call__(self, doc: Document) -> list[Edit]:
        """Return a removal for each line and each phrase that goes."""
        lines = {
            line: self._hits(doc.folded[line.start : line.end]) for line in self._candidates(doc)
        }
        spam = {**self._spam(doc, lines, self.score), **self._hidden(doc, lines)}
        if spam and self.beside:
            spam = {**spam, **self._spam(doc, lines, min(self.beside, self.score))}
        edits = [Edit(line.start, min(line.end + 1, len(doc.text))) for line in spam]
        if self.cut:
            known = "\n".join(_bare(doc.folded[line.start : line.end]) for line in spam)[:_KNOWN]
            for line, hits in lines.items():
                if line not in spam:
                    edits.extend(_cuts(doc, line, hits, known))
            names = _advertised(doc, spam, self._strong)
            spans = [(m.start(), m.end()) for m in names.finditer(doc.folded)] if names else []
            spans += [(match.start, match.end) for match in self._names.finditer(doc)]
            edits.extend(_rest(edits, spans))
        return sorted(edits)

    def _candidates(self, doc: Document) -> Iterator[Line]:
        """Yield each line with a strong word in it once."""
        end = -1
        for match in self._strong.finditer(doc):
            if match.start > end:
                line = doc.line_at(match.start)
                end = line.end
                yield line

    def _hidden(self, doc: Document, lines: Mapping[Line, list[_Hit]]) -> dict[Line, None]:
        """Return the lines that are spam without the signs between their characters."""
        found: dict[Line, None] = {}
        for match in self._scattered.finditer(doc):
            line = doc.line_at(match.start)
            plain = _SCATTER.sub("", doc.folded[line.start : line.end])
            if line not in found and line not in lines:
                hits = self._hits(plain)
                if self._is_spam(plain, hits, self.score):
                    found[line] = None
        return found

    def _hits(self, folded: str) -> list[_Hit]:
        part = Document(folded)
        found = [_Hit(m.start, m.end, 1, 1) for m in self._strong.finditer(part)]
        found += [_Hit(m.start, m.end, 1, 0) for m in self._weak.finditer(part)]
        hits: list[_Hit] = []
        for hit in sorted(found, key=lambda hit: (hit.start, -hit.strong, -hit.end)):
            if not hits or hit.start >= hits[-1].end:
                hits.append(hit)
        return hits

    def _spam(
        self, doc: Document, lines: Mapping[Line, list[_Hit]], score: int
    ) -> dict[Line, None]:
        """Return the lines that go at this score, in order."""
        return {
            line: None
            for line, hits in lines.items()
            if self._is_spam(doc.folded[line.start : line.end], hits, score)
        }

    def _is_spam(self, folded: str, hits: list[_Hit], least: int) -> bool:
        strong = {folded[hit.start : hit.end] for hit in hits if hit.strong}
        weak = {folded[hit.start : hit.end] for hit in hits if not hit.strong}
        named = any(True for _ in self._names.finditer(Document(folded)))
        score = _STRONG * (len(strong) + named) + _WEAK * len(weak)
        if score < (2 * self.score if _SENTENCE.search(folded) else least):
            return False
        if _has_title(folded, hits):
            return False
        letters = len("".join(folded.split()))
        if score < self.score:  # only beside other spam
            return sum(hit.end - hit.start for hit in hits) >= _MOST * letters
        return _covered(folded, hits) >= self.share * letters


def _has_title(folded: str, hits: list[_Hit]) -> bool:
    """Say whether a long part of the line has no word of the lexicon in it."""
    return any(
        len(keyword[0].strip()) >= _TITLE and not inside
        for keyword, inside in _keywords(folded, hits)
    )


def _keywords(folded: str, hits: list[_Hit]) -> Iterator[tuple[re.Match[str], list[_Hit]]]:
    """Yield each keyword of a line with the hits that touch it."""
    starts, ends = [hit.start for hit in hits], [hit.end for hit in hits]
    for keyword in _KEYWORD.finditer(folded):
        first, last = bisect_right(ends, keyword.start()), bisect_left(starts, keyword.end())
        yield keyword, hits[first:last]


def _covered(folded: str, hits: list[_Hit]) -> int:
    """Return how many letters of the line the keywords with a hit in them have."""
    covered = 0
    for keyword, inside in _keywords(folded, hits):
        if not inside:
            continue
        at, end = keyword.span()
        letters = len("".join(keyword[0].split()))
        is_short = letters <= _LONGEST_KEYWORD
        covered += letters if is_short else sum(min(h.end, end) - max(h.start, at) for h in inside)
    return covered


def _cuts(doc: Document, line: Line, hits: list[_Hit], known: str) -> Iterator[Edit]:
    """Yield removals of the phrases in an honest line."""
    folded = doc.folded[line.start : line.end]
    for phrase in _phrases(folded, hits):
        if not phrase.strong:
            continue
        start, end = phrase.start, phrase.end
        letters = len(_bare(folded[start:end]))
        if pair := _enclosed(folded, start, end):
            goes = phrase.words > 1 or _bare(folded[start:end]) in known
            start, end = (start - pair, end + pair) if goes else (start, end)
        else:
            goes = letters >= _PHRASE and _bare(folded[start:end]) in known
        if not goes and phrase.strong > 1 and letters >= _PHRASE:
            start, end, goes = _at_edge(folded, start, end)
        if goes:
            start, end, _ = _at_edge(folded, start, end)
            yield Edit(line.start + start, line.start + end)


def _advertised(doc: Document, spam: Iterable[Line], strong: Patterns) -> re.Pattern[str] | None:
    """Return what finds the names that spam lines advertise, or None.

    That is what two of their keywords begin with (`鸿博娱乐` in `鸿博娱乐官网 鸿博娱乐平台`), and
    keywords that hold a strong word and Latin letters.
    """
    words = {
        _bare(word)
        for line in spam
        for word in _SEPARATED.split(doc.folded[line.start : line.end])
        if _bare(word)
    }
    starts = {_common_start(*pair) for pair in pairwise(sorted(words))}
    starts |= {
        word
        for word in sorted(words)[:_NAMES]
        if _KEYWORD_LETTERS <= len(word) <= _LONGEST_KEYWORD
        and _LATIN.search(word)
        and any(True for _ in strong.finditer(Document(word)))
    }
    names = sorted((n for n in starts if len(n) >= _PHRASE), key=lambda n: (-len(n), n))[:_NAMES]
    return re.compile("|".join(map(_whole, names))) if names else None


def _whole(name: str) -> str:
    """Return the pattern of a name, which is no part of a word of Latin letters."""
    start = r"(?<![a-z])" if name[0].isascii() else ""
    end = r"(?![a-z])" if name[-1].isascii() else ""
    return f"{start}{re.escape(name)}{end}"


def _rest(edits: list[Edit], spans: list[tuple[int, int]]) -> Iterator[Edit]:
    """Yield removals of the stretches that no other removal touches, and none of them twice."""
    gone = sorted(edits)
    starts = [edit.start for edit in gone]
    done = 0
    for start, end in sorted(spans):
        before = bisect_left(starts, end)
        if start >= done and not (before and gone[before - 1].end > start):
            done = end
            yield Edit(start, end)


def _common_start(one: str, other: str) -> str:
    """Return what two words begin with."""
    length = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    return one[: min(len(one), len(other)) if length is None else length]


def _phrases(folded: str, hits: list[_Hit]) -> Iterator[_Hit]:
    """Yield the hits, those that touch as one."""
    phrase: _Hit | None = None
    for hit in hits:
        if phrase and _GLUE.fullmatch(folded, phrase.end, hit.start):
            words, strong = phrase.words + hit.words, phrase.strong + hit.strong
            phrase = _Hit(phrase.start, hit.end, words, strong)
            continue
        if phrase:
            yield phrase
        phrase = hit
    if phrase:
        yield phrase


def _enclosed(folded: str, start: int, end: int) -> int:
    """Return 1 if the stretch is all that a pair of brackets holds, else 0."""
    around = folded[start - 1 : start] + folded[end : end + 1]
    return int(len(around) == 2 and around in _BRACKETS)


def _at_edge(folded: str, start: int, end: int) -> tuple[int, int, bool]:
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


def _bare(folded: str) -> str:
    """Return the text without what may stand between the words of a phrase."""
    return re.sub(r"[\s·•_\-–—.:]+", "", folded)
