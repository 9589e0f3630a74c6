"""Lines that consist of entries - menus, tool bars, facts about a page - taken apart and judged.

A line is cut at labels (`来源:`), at marks that separate entries, at wide blanks, and last at
single ones; each piece is looked up in the lists that a rule gives.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.core.document import Document, fold
from cleaner.core.pattern import Pattern, Wholes

__all__ = ["ANYWHERE", "EDGES", "HEAD", "TOGETHER", "EntryReader", "Verdict"]

HEAD, TOGETHER, EDGES, ANYWHERE = range(1, 5)  # how much an entry says, see step `drop_entries`

_SYMBOLS = r"|¦│丨┊┆·•∙▪▸◆●★☆■□※»›>→←↑↓▲▼\[\]【】「」{}/\\、;*~✕×☀-➿\U0001f300-\U0001faff"
_ROUND = r"\((?!\d[\d.,]*[万kw]?\))|(?<![\d万kw])\)"  # but not the number in `评论(21)`
_COMMA = r"(?<!\d),|,(?!\d)"  # but not the one in `1,204`
_DASHES = r" [-–—_:=] |(?<=[一-龥])-(?=[一-龥])|^[-–—_.:=#+◎○△▶►]+ ?| ?[-–—_:=+]+$"
# What stands between entries. A tab stands for every blank that is wide by itself.
_WIDE = re.compile(f"(?: {{2,}}| ?\t[ \t]*| ?[{_SYMBOLS}] ?|{_ROUND}|{_COMMA}|{_DASHES})+")
_WIDE_BLANK = re.compile("[\t\u2003\u3000]")
_VALUE_END = re.compile(r" {2,}|[\t|│丨·】\]]| / ")
_BOUNDARY = re.compile(rf"(?:^|[{_SYMBOLS}(),\s:])$")
_SENTENCE = re.compile(r"[。!?…]|[a-z]\. ")
_PROSE = re.compile("[,;、]")  # in an enumeration one known word means nothing
_MARKS = re.compile(r"[\W_]*")
_NUMBER = re.compile(r"[\W_]*\d[\W\d_]*[千万亿kw]?\+?")
# `一、版权声明` is a heading and `* 目录` an item of a list, whatever it says.
_NUMBERED = re.compile(
    r"\* |[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)"
    r"|第[一二三四五六七八九十\d]+[章节条]|\d{1,2}[.、)](?!\d)"
)
_PLAIN = re.compile(r"[\w\- /+]+")
# Many entries next to each other are a list of them even where most are unknown. Found by trial on
# the labelled pages: clean texts have no line of so many short parts with a known one among them.
_MANY, _MANY_KNOWN, _MANY_LENGTH = 4, 0.34, 10
_LOOSE = 3
_LINK = re.compile(r"[^\W\d][\w ·&+/\-()]{0,13}")
# What only its shape gives away, at the edges of a page that has body text: links between bars or
# wide blanks, words in brackets, words with their counts, and above the text labels with values.
_BAR = re.compile(r"[|¦│丨┊┆]")
_WORDS_APART = re.compile(r"[^\W\d_][\w]{1,6}(?:(?:\t ?|  +)[^\W\d_]\w{1,6}){3,11}")
_WORDS_IN_BRACKETS = re.compile(r"(?:(?:\[[^\[\]]{1,8}\]|【[^【】]{1,8}】)[ \t]?){2,8}")
_WORDS_COUNTED = re.compile(r"(?:[^\W\d_]\w{1,7} ?\(\d[\d,.]*[万k]?\)[ \t|]*){2,6}")
_PAIRS = re.compile(
    r"(?:[一-龥]{2,6} ?: ?[^\s:]{0,16}[ \t|]*){3,8}"
    r"|(?:[^:]{2,24}[\t|]+ ?)?[一-龥]{2,6} ?: ?(?:19|20)\d\d[-/.年][^:]{3,14}(?:[\t |]+[^:]{2,24})?"
    r"|[一-龥]{2,6} ?: ?[^\s:]{1,16}[ \t|]+[一-龥]{2,6} ?: ?(?:19|20)\d\d[-/.年][^:]{3,14}"
    r"|[一-龥]{2,4} ?: ?[一-龥a-z](?: [一-龥a-z]){2,6}"
)
_HEADED = re.compile(
    r"[一-龥]{2,6} ?: ?[\w《》“”?]{2,20}(?:(?:\t ?|  +| ?[|/] ?)[\w《》“”?]{2,20}){2,9}"
)


# Keywords: so many, three of four with the same two letters, which are not the kind of a thing.
_KEYWORDS = re.compile(r"[,|_\t]")
_ECHO = 5
_PARTICLE = re.compile("[了着也都就被把:;]")
_KINDS = frozenset(
    ("大学", "学院", "中学", "小学", "公司", "银行", "医院", "研究", "学校", "教授", "先生", "同志")
)


class Verdict(NamedTuple):
    """How many known entries a line has, how much the best one says, and what goes to `meta`."""

    known: int
    best: int
    meta: Mapping[str, str]
    columns: int = 0  # parts of a line that only its shape gives away: it may be a table's row


class _Part(NamedTuple):
    """A stretch of a line: its place, and the label in front of it or an empty one."""

    start: int
    end: int
    label: str


class EntryReader:
    """Takes lines apart and says what is known of them. Immutable after it was made."""

    def __init__(
        self,
        lists: Mapping[int, Sequence[str]],
        labels: Mapping[int, Mapping[str, Sequence[str]]],
        share: float,
        label_length: int,
        bar: int,
    ) -> None:
        """Sort the entries.

        Args:
            lists: for each rank the entries, words or patterns of a whole entry.
            labels: for each rank, for each name in `meta` its labels.
            share: the least share of a line's letters in known entries.
            label_length: the greatest length of a labelled value.
            bar: so many unknown links between `|` are known as a bar (0: never).
        """
        self.share, self.label_length, self.bar = share, label_length, bar
        self.words: dict[str, int] = {}
        self.ranks: list[int] = []
        patterns: list[Pattern] = []
        for rank in sorted(lists, reverse=True):
            for entry in lists[rank]:
                if _PLAIN.fullmatch(entry):
                    self.words.setdefault(_key(entry), rank)
                else:
                    self.ranks.append(rank)
                    patterns.append(Pattern(entry))
        self.patterns = Wholes(tuple(patterns))
        self.labels = {
            fold(label): (name, rank)
            for rank in sorted(labels)
            for name, names in labels[rank].items()
            for label in names
        }
        longest = sorted(self.labels, key=len, reverse=True)
        choice = "|".join(" ?".join(map(re.escape, label)) for label in longest)
        self.label = re.compile(f"({choice}) ?:[ \t]*") if choice else None

    def judge(self, text: str, in_head: bool, is_loose: bool) -> Verdict | None:
        """Return what is known about a line without its outer blanks, or None: it is not known.

        Args:
            text: the line.
            in_head: whether it stands above the body text.
            is_loose: whether it stands where one known entry among several is enough.
        """
        folded = fold(text)
        for blank in _WIDE_BLANK.finditer(text):
            folded = f"{folded[: blank.start()]}\t{folded[blank.end() :]}"
        line = _Line(self, folded, text, in_head)
        whole = 0 if _NUMBERED.match(folded) else line.rank(0, len(folded))
        if whole:
            return Verdict(1, whole, line.meta)
        if _SENTENCE.search(folded) or _NUMBERED.match(folded):
            return None
        for part in self._parts(folded):
            line.add(part)
        return line.verdict(is_loose)

    def _parts(self, folded: str) -> Iterator[_Part]:
        """Yield the labelled values of a line and what stands between them."""
        at = 0
        inside = False
        for match in self.label.finditer(folded) if self.label else ():
            if match.start() < at or not (inside or _BOUNDARY.search(folded[: match.start()])):
                continue
            yield from _split(folded, at, match.start())
            following = self.label.search(folded, match.end()) if self.label else None
            wide = _VALUE_END.search(folded, match.end())
            stops = [m.start() for m in (following, wide) if m]
            at = min(stops, default=len(folded))
            inside = following is not None and at == following.start()
            yield _Part(match.end(), at, match[1].replace(" ", ""))
        yield from _split(folded, at, len(folded))


class _Line:
    """One line while it is read: entries known and unknown so far."""

    def __init__(self, reader: EntryReader, folded: str, text: str, in_head: bool) -> None:
        self.reader, self.folded, self.text, self.in_head = reader, folded, text, in_head
        self.meta: dict[str, str] = {}
        self.known = self.known_letters = self.best = self.parts = 0
        self.unknown: list[int] = []

    def rank(self, start: int, end: int) -> int:
        """Return what an entry says, 0 for an unknown one, and keep its named groups."""
        found = self.reader.words.get(_key(self.folded[start:end]))
        if found is not None:
            return found if found > HEAD or self.in_head else 0
        entry = self.folded[start:end].replace("\t", " ")
        for number in self.reader.patterns.find(entry) if end - start > 1 else ():
            rank = self.reader.ranks[number]
            if rank > HEAD or self.in_head:
                self._keep_groups(self.reader.patterns.items[number], entry, start)
                return rank
        return 0

    def _keep_groups(self, pattern: Pattern, entry: str, start: int) -> None:
        if "(?P<" in pattern.source:
            for match in pattern.finditer(Document(entry)):
                for name, (a, b) in match.groups.items():
                    self._keep(name, self.text[start + a : start + b])

    def add(self, part: _Part) -> None:
        self.parts += 1
        if part.label:
            self._add_labelled(part)
            return
        if self._count(part.start, part.end, self.rank(part.start, part.end)):
            return
        for token in re.finditer(r"\S+", self.folded[part.start : part.end]):
            start, end = part.start + token.start(), part.start + token.end()
            if self._count(start, end, self.rank(start, end)):
                continue
            if letters := _letters(token[0]):
                self.unknown.append(letters)

    def _add_labelled(self, part: _Part) -> None:
        value = self.folded[part.start : part.end]
        name, rank = self.reader.labels[part.label]
        letters = len("".join(value.split()))
        if letters > self.reader.label_length or _SENTENCE.search(value):
            self.unknown.append(letters)
            return
        self._count(part.start - len(part.label), part.end, rank)
        self._keep(name, self.text[part.start : part.end])

    def _count(self, start: int, end: int, rank: int) -> bool:
        if rank:
            self.known += 1
            self.known_letters += max(1, _letters(self.folded[start:end]))
            self.best = max(self.best, rank)
        return rank > 0

    def _keep(self, name: str, value: str) -> None:
        cleaned = value.strip(" \t\u3000/|-—·,;。()（）[]【】")
        if cleaned and not name.startswith("_"):
            self.meta.setdefault(name, cleaned)

    def verdict(self, is_loose: bool) -> Verdict | None:
        if self.known and self._is_known(is_loose):
            return Verdict(self.known, self.best, self.meta)
        if is_loose and self._has_shape():
            columns = self.parts if _WORDS_APART.fullmatch(self.folded) or self._is_bar() else 0
            return Verdict(max(self.known, self.parts), EDGES, self.meta, columns)
        return None

    def _has_shape(self) -> bool:
        if self._is_bar():
            return True
        last = _PAIRS if self.in_head else _HEADED
        if _is_echo(self.folded):
            return True
        shapes = (_WORDS_APART, _WORDS_IN_BRACKETS, _WORDS_COUNTED, last)
        return any(shape.fullmatch(self.folded) for shape in shapes)

    def _is_known(self, is_loose: bool) -> bool:
        if self.best == HEAD:
            return max(self.unknown, default=0) <= 1  # numbers may stand beside
        if self.known_letters > self.reader.share * (self.known_letters + sum(self.unknown)):
            return True
        if max(self.unknown, default=0) > _MANY_LENGTH or _PROSE.search(self.folded):
            return False
        entries = self.known + len(self.unknown)
        if entries >= _MANY and self.known >= _MANY_KNOWN * entries:
            return True
        is_telling = self.best >= EDGES or self.known > 1
        return is_loose and is_telling and self.parts >= _LOOSE

    def _is_bar(self) -> bool:
        links = _BAR.split(self.folded)
        return 0 < self.reader.bar <= len(links) and all(
            _LINK.fullmatch(link.strip()) for link in links
        )


def _is_echo(folded: str) -> bool:
    """Say whether a line is a list of keywords that repeat each other, for search engines."""
    words = [word.strip() for word in _KEYWORDS.split(folded)]
    if len(words) < _ECHO or _PARTICLE.search(folded) or not all(3 <= len(w) <= 16 for w in words):
        return False
    pairs = Counter(pair for word in words for pair in {a + b for a, b in pairwise(word)})
    pair, times = pairs.most_common(1)[0]
    return times * 4 >= len(words) * 3 and pair not in _KINDS


def _split(folded: str, start: int, end: int) -> Iterator[_Part]:
    """Yield the stretches between wide separators that hold something."""
    at = start
    for gap in (*_WIDE.finditer(folded[start:end]), None):
        stop = end if gap is None else start + gap.start()
        if folded[at:stop].strip():
            yield _Part(at, stop, "")
        at = end if gap is None else start + gap.end()


def _letters(text: str) -> int:
    """Return how many letters an entry has; a number counts as one, marks have none."""
    if _MARKS.fullmatch(text):
        return 0
    return 1 if _NUMBER.fullmatch(text) else len("".join(text.split()))


def _key(text: str) -> str:
    return "".join(fold(text).split()).strip(":.-_#")
