"""The step `drop_spam`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from cleaner.core.document import Document, Line
from cleaner.core.edits import Edit
from cleaner.core.pattern import Match, Pattern, Patterns, Regex
from cleaner.judge import keywords
from cleaner.judge.keywords import Hit, bare
from cleaner.judge.lexicon import Lexicon

__all__ = ["DropSpam"]

_STRONG, _WEAK = 2, 1
_NAME = 2  # strong words that a name counts as
# So many code points around the strong words of a line weak ones are looked for.
_NEAR = 60
# Signs put between the characters of a word, so that no list finds it: twice in a row at least.
_SIGNS = "♥♡❤★☆⭐❀✿◆●※"
_SCATTERED = rf"(?:[\p{{Han}}a-z0-9][{_SIGNS}]){{2}}"
_SCATTER = re.compile(rf"[{_SIGNS}\ufe0f*~+.·_\- ]+")
# Bounds of the work on a hostile page: code points of spam lines in which a phrase is looked for,
# and names that they advertise.
_KNOWN, _NAMES = 50_000, 100
# A keyword of fewer letters, or of more, or without a Latin one, may be text of the article, too:
# one about gambling quotes `送38元体验金`.
_NAME_LETTERS = range(6, 25)
_LATIN = re.compile("[a-z]")
# Beside a line of spam another one needs less evidence, but most of it must be such words, not of
# keywords with one inside: a title with a name pushed into it stays.
_MOST = 0.6
# Letters of an advertising clause that no list knows: `本站推荐`.
_UNKNOWN = 5
_ALL = 0.8  # what it takes where one word less is enough
_COMMA = re.compile("[,、][一-龥]")
# What a clause has that speaks of such things: quotation marks, the comma of enumerations.
_QUOTED = re.compile('["“”‘’「」『』《》、]')


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
    A clause of an honest line, up to the next comma or full stop, goes for what is enough for a
    line if most of it are such words and the page does not talk `about` such things.
    A line with signs between its characters (`六♥合♥彩`) is judged without them.

    It is wrong where a text lists such words to talk about them. Hence a line with the mark or the
    particle of a sentence in it needs twice the score, and quotation marks are no brackets.

    Options:
        strong: patterns of words that hardly ever stand in honest text.
        listed: patterns of words that say as much as strong ones where a line lists them, and
            nothing in a sentence.
        weak: patterns of words that are honest alone; a line needs a strong one beside them.
        names: patterns of what no honest text has even once, such as the full name of a gambling
            site; it counts as two strong words, and is cut wherever it stands.
        score: the least score of a line that goes.
        beside: the least score where another line of the page goes, without the mark of a sentence
            (0: the same).
        share: the least share of its letters that spam keywords cover (0 to 1).
        cut: whether phrases are cut out of honest lines.
        about: a pattern of what only texts about such things say; where it occurs no clause is cut,
            and no sentence goes. Without it no clause is cut either.

    Example:
        drop_spam: {strong: [国产自拍, 麻豆传媒], weak: [在线观看], score: 4}
    """

    removes: ClassVar[bool] = True

    strong: tuple[Regex, ...]
    listed: tuple[Regex, ...] = ()
    weak: tuple[Regex, ...] = ()
    names: tuple[Regex, ...] = ()
    score: int = 4
    beside: int = 0
    share: float = 0.5
    cut: bool = True
    about: Regex = Regex("")
    _strong: Lexicon = field(init=False, repr=False, compare=False)
    _weak: Patterns = field(init=False, repr=False, compare=False)
    _scattered: Lexicon = field(init=False, repr=False, compare=False)
    _about: Pattern | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "_strong", Lexicon(Patterns.of((*self.names, *self.strong, *self.listed)))
        )
        object.__setattr__(self, "_weak", Patterns.of(self.weak))
        object.__setattr__(self, "_scattered", Lexicon(Patterns.of((_SCATTERED,))))
        object.__setattr__(self, "_about", Pattern(self.about) if self.about else None)

    @property
    def gate(self) -> str:
        """Any of the strong words, or signs between characters."""
        return f"{self._strong.gate}|{self._scattered.gate}" if self._strong.gate else ""

    def __call__(self, doc: Document) -> list[Edit]:
        """Return a removal for each line and each phrase that goes."""
        found = self._strong.read(doc)
        lines = {line: self._hits(_folded(doc, line), found[line]) for line in found}
        spam = {**self._spam(doc, lines, self.score), **self._hidden(doc, lines)}
        if spam and self.beside:
            spam = {**spam, **self._spam(doc, lines, min(self.beside, self.score))}
        edits = [Edit(line.start, min(line.end + 1, len(doc.text))) for line in spam]
        if self.cut:
            honest = {line: hits for line, hits in lines.items() if line not in spam}
            spans = [*self._cuts(doc, honest, spam), *self._named(found)]
            spans += self._advertised(doc, spam)
            if self._about and not self._about.search(doc.folded):
                spans += self._clauses(doc, honest)
            edits += _outside(edits, keywords.tidied(doc.folded, spans))
        return sorted(edits)

    def _hidden(self, doc: Document, lines: Mapping[Line, list[Hit]]) -> dict[Line, None]:
        """Return the lines that are spam without the signs between their characters."""
        found: dict[Line, None] = {}
        for line in self._scattered.read(doc):
            plain = _SCATTER.sub("", _folded(doc, line))
            hits = self._hits(plain, self._strong.matches(plain))
            if line not in lines and self._is_spam(plain, hits, self.score):
                found[line] = None
        return found

    def _hits(self, folded: str, strong: Iterable[tuple[int, Match]]) -> list[Hit]:
        """Return the words of the lexicon in a line; a name is as much as two strong ones."""
        alone = len(self.names) + len(self.strong)
        found = [
            Hit(m.start, m.end, 1, _NAME if n < len(self.names) else 1, n < alone)
            for n, m in strong
        ]
        if found:  # what is far from any strong word does not matter
            start = max(0, min(found).start - _NEAR)
            near = Document(folded[start : max(hit.end for hit in found) + _NEAR])
            found += [
                Hit(start + m.start, start + m.end, 1, 0, False) for m in self._weak.finditer(near)
            ]
        hits: list[Hit] = []
        for hit in sorted(found, key=lambda hit: (hit.start, -hit.strong, not hit.alone, -hit.end)):
            if not hits or hit.start >= hits[-1].end:
                hits.append(hit)
        return hits

    def _spam(self, doc: Document, lines: Mapping[Line, list[Hit]], score: int) -> dict[Line, None]:
        """Return the lines that go at this score, in order."""
        return {
            line: None
            for line, hits in lines.items()
            if self._is_spam(_folded(doc, line), hits, score)
        }

    def _is_spam(self, folded: str, hits: list[Hit], least: int) -> bool:
        score = _score(folded, hits)
        if keywords.is_sentence(folded):
            if score < 2 * self.score or (self._about and self._about.search(folded)):
                return False
        elif score < least:
            return False
        if keywords.has_title(folded, hits):
            return False
        letters = len("".join(folded.split()))
        if score < self.score:  # only beside other spam
            return sum(hit.end - hit.start for hit in hits) >= _MOST * letters
        return keywords.covered(folded, hits) >= self.share * letters

    def _cuts(
        self, doc: Document, lines: Mapping[Line, list[Hit]], spam: Iterable[Line]
    ) -> Iterator[tuple[int, int]]:
        """Yield the phrases in honest lines that go."""
        known = "\n".join(bare(_folded(doc, line)) for line in spam)[:_KNOWN]
        for line, hits in lines.items():
            folded = _folded(doc, line)
            for phrase in keywords.phrases(folded, hits):
                if not (phrase.strong and phrase.alone):
                    continue
                start, end = phrase.start, phrase.end
                letters = len(bare(folded[start:end]))
                is_known = letters >= keywords.PHRASE and bare(folded[start:end]) in known
                goes = is_known
                if pair := keywords.enclosed(folded, start, end):
                    goes = is_known or phrase.words > 1
                    start, end = (start - pair, end + pair) if goes else (start, end)
                is_list = not _COMMA.match(folded, end)  # else the first words of a sentence
                if not goes and phrase.strong > 1 and letters >= keywords.PHRASE and is_list:
                    start, end, goes = keywords.at_edge(folded, start, end)
                if not goes:
                    inside = [hit for hit in hits if start <= hit.start < end]
                    start, end = _known_part(folded, inside, known)
                if start < end:
                    start, end, _ = keywords.at_edge(folded, start, end)
                    yield line.start + start, line.start + end
            for start, end in keywords.brackets(folded):
                inside = [hit for hit in hits if start <= hit.start and hit.end <= end]
                size = sum(hit.end - hit.start for hit in inside)
                if _score(folded, inside) >= self.score and size >= _MOST * (end - start - 2):
                    yield line.start + start, line.start + end

    def _clauses(self, doc: Document, lines: Mapping[Line, list[Hit]]) -> Iterator[tuple[int, int]]:
        """Yield the clauses of honest lines that are spam by themselves."""
        for line, hits in lines.items():
            folded = _folded(doc, line)
            for start, end, inside in keywords.clauses(folded, hits):
                part = folded[start:end]
                letters = len(re.sub(r"\W", "", part))
                inside = [hit for hit in inside if hit.strong < _NAME]  # names go anyway
                named = sum(
                    hit.end - hit.start
                    for hit in hits
                    if hit.strong == _NAME and start <= hit.start < end
                )
                size = sum(hit.end - hit.start for hit in inside)
                is_whole = start == 0 and end == len(folded)
                score = _score(folded, inside)
                is_spam = score >= self.score and letters - named - size <= _UNKNOWN
                if score == self.score - 1 and size >= _ALL * letters:
                    is_spam = any(hit.strong and hit.alone for hit in inside)
                if is_spam and not is_whole and not _QUOTED.search(part):
                    yield line.start + start, line.start + end
            for start, end in keywords.brackets(folded):
                inside = [hit for hit in hits if start <= hit.start and hit.end <= end]
                size = sum(hit.end - hit.start for hit in inside)
                is_odd = folded[start] == "【"  # in a sentence, unlike round ones
                tells = any(hit.strong and (hit.alone or is_odd) for hit in inside)
                if tells and size >= _ALL * (end - start - 2):
                    yield line.start + start, line.start + end

    def _named(
        self, found: Mapping[Line, Iterable[tuple[int, Match]]]
    ) -> Iterator[tuple[int, int]]:
        """Yield where the names of the lexicon stand."""
        for line, matches in found.items():
            for number, match in matches:
                if number < len(self.names):
                    yield line.start + match.start, line.start + match.end

    def _advertised(self, doc: Document, spam: Iterable[Line]) -> Iterator[tuple[int, int]]:
        """Yield where what spam lines advertise stands.

        That is what two keywords begin with (`鸿博娱乐` in `鸿博娱乐官网 鸿博娱乐平台`), and
        keywords that hold a strong word and Latin letters.
        """
        words = {word for line in spam for word in keywords.split(_folded(doc, line))}
        names = keywords.shared_starts(words)
        names |= {
            word
            for word in sorted(words)[:_NAMES]
            if len(word) in _NAME_LETTERS
            and _LATIN.search(word)
            and any(True for _ in self._strong.matches(word))
        }
        longest = sorted(
            (n for n in names if len(n) >= keywords.PHRASE), key=lambda n: (-len(n), n)
        )
        if longest:
            pattern = re.compile("|".join(map(_whole, longest[:_NAMES])))
            yield from (match.span() for match in pattern.finditer(doc.folded))


def _known_part(folded: str, hits: Sequence[Hit], known: str) -> tuple[int, int]:
    """Return the longest run of hits from a strong one on that also stands in a spam line."""
    for number, first in enumerate(hits):
        if not (first.strong and first.alone):
            continue
        for last in reversed(hits[number:]):
            words = bare(folded[first.start : last.end])
            if len(words) >= keywords.PHRASE and words in known:
                return first.start, last.end
    return 0, 0


def _score(folded: str, hits: Iterable[Hit]) -> int:
    """Return what hits say; the same word twice says no more."""
    words = {folded[hit.start : hit.end]: hit.strong for hit in hits}
    return sum(_STRONG * strong if strong else _WEAK for strong in words.values())


def _folded(doc: Document, line: Line) -> str:
    return doc.folded[line.start : line.end]


def _whole(name: str) -> str:
    """Return the pattern of a name, which is no part of a word of Latin letters."""
    start = r"(?<![a-z])" if name[0].isascii() else ""
    end = r"(?![a-z])" if name[-1].isascii() else ""
    return f"{start}{re.escape(name)}{end}"


def _outside(edits: Iterable[Edit], spans: Iterable[tuple[int, int]]) -> list[Edit]:
    """Return removals of the stretches that no other removal touches."""
    gone = sorted(edits)
    starts = [edit.start for edit in gone]
    return [
        Edit(start, end)
        for start, end in spans
        if not (before := bisect_left(starts, end)) or gone[before - 1].end <= start
    ]
