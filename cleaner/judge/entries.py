"""Lines that consist of entries - menus, tool bars, facts about a page - taken apart and judged.

A line is cut at labels (`来源:`), at marks that separate entries, at wide blanks, and last at
single ones; each piece is looked up in the lists that a rule gives.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, zip_longest
from typing import NamedTuple

from cleaner.core.document import Document, fold
from cleaner.core.pattern import Pattern
from cleaner.judge.vocabulary import STRIPPED, Hints, Vocabulary, key_of

__all__ = ["ANYWHERE", "EDGES", "HEAD", "TOGETHER", "EntryReader", "LinePlace", "Verdict", "view"]

HEAD, TOGETHER, EDGES, ANYWHERE = range(1, 5)  # how much an entry says, see step `drop_entries`

_SYMBOLS = r"|¦│丨┊┆·•∙▪▸◆●★☆■□※»›>→←↑↓▲▼\[\]【】「」{}/\\、;*~✕×☀-➿\U0001f300-\U0001faff"
_ROUND = r"\((?!\d[\d.,]*[万kw]?\))|(?<![\d万kw])\)"  # but not the number in `评论(21)`
_COMMA = r"(?<!\d),|,(?!\d)"  # but not the one in `1,204`
_DASHES = r" [-–—_:=] |(?<=[一-龥])-(?=[一-龥])"
_BEFORE, _BEHIND = "-–—_.:=#+◎○△▶► ", "-–—_:=+ "  # what may stand around all entries
# What stands between entries. A tab stands for every blank that is wide by itself.
_BETWEEN = re.compile(rf"[\t{_SYMBOLS}]+")
_TRICKY = re.compile(r"[(),\-–—_.:=#+◎○△▶►]")
_BETWEEN_TRICKY = re.compile(rf"(?=[ {_TRICKY.pattern[1:-1]}])(?:{_ROUND}|{_COMMA}|{_DASHES})+")
_SEPARATED = re.compile(rf"[\t{_SYMBOLS}{_TRICKY.pattern[1:-1]}]|  ")
_WIDE_BLANKS = "\t\u2003\u3000"
_VALUE_END = re.compile(r" {2,}|[\t|│丨·】\]]| / ")
_BOUNDARY = re.compile(rf"[{_SYMBOLS}(),\s:]")
_SENTENCE = re.compile("[。!?…]")
_FULL_STOP = re.compile(r"[a-z]\. ")
_PROSE = re.compile("[,;、]")  # in an enumeration one known word means nothing
_MARKS = re.compile(r"[\W_]*")
_NUMBER = re.compile(r"[\W_]*\d[\W\d_]*[千万亿kw]?\+?")
# `一、版权声明` is a heading and `* 目录` an item of a list, whatever it says.
_NUMBERED = re.compile(
    r"\* |[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)"
    r"|第[一二三四五六七八九十\d]+[章节条]|\d{1,2}[.、)](?!\d)"
)
_NUMBERING = frozenset("*(第0123456789一二三四五六七八九十")
# Many entries next to each other are a list of them even where most are unknown. Found by trial on
# the labelled pages: clean texts have no line of so many short parts with a known one among them.
_MANY, _MANY_KNOWN, _MANY_LENGTH = 4, 0.34, 10
_LOOSE = 3
_LINK = re.compile(r"[^\W\d][\w ·&+/\-()]{0,13}")
# What only its shape gives away, at the edges of a page that has body text: links between bars or
# wide blanks, words in brackets, words with their counts, and above the text labels with values.
_SHAPED = re.compile(r"[\t|¦│丨┊┆\[【(:,_]|  ")
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
_KEYWORD_MARKS = ",|_\t"
_KEYWORDS = re.compile(f"[{_KEYWORD_MARKS}]")
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


class LinePlace(NamedTuple):
    """A line without its outer blanks, as `view` shows the page, and where in the page it starts.

    `hints` are the places of the page that patterns need, see `Vocabulary`.
    """

    folded: str
    start: int
    page: str
    hints: Hints


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
        self.vocabulary = Vocabulary(lists)
        self.labels = {
            "".join(fold(label).split()): (name, rank)
            for rank in sorted(labels)
            for name, names in labels[rank].items()
            for label in names
        }
        self.longest = max(map(len, self.labels), default=0)

    def judge(self, place: LinePlace, in_head: bool, is_loose: bool) -> Verdict | None:
        """Return what is known about a line, or None: it is not known.

        Args:
            place: the line.
            in_head: whether it stands above the body text.
            is_loose: whether it stands where one known entry among several is enough.
        """
        folded, hints = place.folded, place.hints
        if folded[0] in _NUMBERING and _NUMBERED.match(folded):
            return None
        words = folded.split()
        rank = self.vocabulary.words.get("".join(words).strip(STRIPPED), 0)
        if rank > HEAD or (rank and in_head):
            return Verdict(1, rank, {})
        hinted = hints.within(place.start, place.start + len(folded))
        if not hinted and (
            folded.isalnum()
            or (self.vocabulary.words.keys().isdisjoint(words) and not _SEPARATED.search(folded))
        ):
            return None
        line = _Line(self, place, in_head)
        if hinted and (rank := line.rank(0, len(folded))):
            return Verdict(1, rank, line.meta)
        if folded.isalnum() or _is_sentence(folded):
            return None
        if hinted or ":" in folded:
            for part in self._parts(folded):
                line.add(part)
        else:
            line.add_plain(_pieces(folded))
        return line.verdict(is_loose)

    def _parts(self, folded: str) -> Iterator[_Part]:
        """Yield the labelled values of a line and what stands between them."""
        at = 0
        inside = False
        labels = self._labelled(folded) if ":" in folded else []
        for (start, end, label), following in zip_longest(labels, labels[1:]):
            if start < at or not (inside or not start or _BOUNDARY.match(folded, start - 1)):
                continue
            yield from _split(folded, at, start)
            wide = _VALUE_END.search(folded, end)
            at = wide.start() if wide else len(folded)
            inside = following is not None and following[0] <= at
            if inside:
                at = following[0]
            yield _Part(end, at, label)
        yield from _split(folded, at, len(folded))

    def _labelled(self, folded: str) -> list[tuple[int, int, str]]:
        """Return where each known label starts and its value does, and the label."""
        found = []
        begin = 0
        while (colon := folded.find(":", begin)) >= 0:
            at = end = colon - (folded[colon - 1 : colon] == " ")
            name = label = ""
            while at > begin and len(name) < self.longest:
                at -= 1
                if folded[at] != " ":
                    name = folded[at] + name
                    if name in self.labels:
                        start, label = at, name
                elif at + 1 == end or folded[at - 1] == " ":
                    break
            begin = colon + 1
            if label:
                while begin < len(folded) and folded[begin] in " \t":
                    begin += 1
                found.append((start, begin, label))
        return found


class _Line:
    """One line while it is read: entries known and unknown so far."""

    __slots__ = (
        "best",
        "folded",
        "in_head",
        "known",
        "known_letters",
        "meta",
        "parts",
        "place",
        "reader",
        "strange",
        "words",
    )

    def __init__(self, reader: EntryReader, place: LinePlace, in_head: bool) -> None:
        self.reader, self.place, self.in_head = reader, place, in_head
        self.folded = place.folded
        self.words = reader.vocabulary.words
        self.meta: dict[str, str] = {}
        self.known = self.known_letters = self.best = self.parts = 0
        self.strange: list[str] = []

    def rank(self, start: int, end: int) -> int:
        """Return what an entry says, 0 for an unknown one, and keep its named groups."""
        entry = self.folded[start:end]
        found = self.words.get(key_of(entry))
        if found is not None:
            return found if found > HEAD or self.in_head else 0
        at = self.place.start
        if end - start < 2 or not self.place.hints.within(at + start, at + end):
            return 0
        entry = entry.replace("\t", " ")
        for rank, pattern in self.reader.vocabulary.find(entry):
            if rank > HEAD or self.in_head:
                self._keep_groups(pattern, entry, start)
                return rank
        return 0

    def _keep_groups(self, pattern: Pattern, entry: str, start: int) -> None:
        if "(?P<" in pattern.source:
            for match in pattern.finditer(Document(entry)):
                for name, (a, b) in match.groups.items():
                    self._keep(name, start + a, start + b)

    def add(self, part: _Part) -> None:
        self.parts += 1
        if part.label:
            self._add_labelled(part)
            return
        at, end, _ = part
        words = self.folded[at:end].split()
        is_whole = at == 0 and end == len(self.folded)  # which is known not to be an entry
        if not is_whole and self._count(at, end, self.rank(at, end)):
            return
        if len(words) == 1:
            self.strange.append(words[0])
            return
        for word in words:
            start = self.folded.index(word, at)
            at = start + len(word)
            if not self._count(start, at, self.rank(start, at)):
                self.strange.append(word)

    def add_plain(self, parts: Sequence[str]) -> None:
        """Add the parts of a line that has no labels, and no patterns describe anything in it."""
        words = self.words
        least = TOGETHER if not self.in_head else HEAD
        for part in parts:
            pieces = part.split()
            self.parts += 1
            rank = words.get("".join(pieces).strip(STRIPPED), 0)
            if rank >= least:
                self._add(part, rank)
                continue
            if len(pieces) == 1:
                self.strange.append(part)
                continue
            for piece in pieces:
                rank = words.get(piece.strip(STRIPPED), 0)
                if rank >= least:
                    self._add(piece, rank)
                else:
                    self.strange.append(piece)

    def _add(self, entry: str, rank: int) -> None:
        self.known += 1
        self.known_letters += max(1, _letters(entry))
        self.best = max(self.best, rank)

    def _add_labelled(self, part: _Part) -> None:
        value = self.folded[part.start : part.end]
        name, rank = self.reader.labels[part.label]
        letters = len("".join(value.split()))
        if letters > self.reader.label_length or _is_sentence(value):
            self.strange.append("x" * letters)
            return
        self._count(part.start - len(part.label), part.end, rank)
        self._keep(name, part.start, part.end)

    def _count(self, start: int, end: int, rank: int) -> bool:
        if rank:
            self._add(self.folded[start:end], rank)
        return rank > 0

    def _keep(self, name: str, start: int, end: int) -> None:
        at = self.place.start
        cleaned = self.place.page[at + start : at + end].strip(" \t\u3000/|-—·,;。()（）[]【】")
        if cleaned and not name.startswith("_"):
            self.meta.setdefault(name, cleaned)

    def verdict(self, is_loose: bool) -> Verdict | None:
        if self.known and self._is_known(is_loose):
            return Verdict(self.known, self.best, self.meta)
        if is_loose and _SHAPED.search(self.folded) and self._has_shape():
            columns = self.parts if _WORDS_APART.fullmatch(self.folded) or self._is_bar() else 0
            return Verdict(max(self.known, self.parts), EDGES, self.meta, columns)
        return None

    def _has_shape(self) -> bool:
        folded = self.folded
        return (
            self._is_bar()
            or _is_echo(folded)
            or bool("(" in folded and _WORDS_COUNTED.fullmatch(folded))
            or bool(folded[0] in "[【" and _WORDS_IN_BRACKETS.fullmatch(folded))
            or bool(_WORDS_APART.fullmatch(folded))
            or bool(":" in folded and (_PAIRS if self.in_head else _HEADED).fullmatch(folded))
        )

    def _is_known(self, is_loose: bool) -> bool:
        unknown = [letters for letters in map(_letters, self.strange) if letters]
        if self.best == HEAD:
            return max(unknown, default=0) <= 1  # numbers may stand beside
        if self.known_letters > self.reader.share * (self.known_letters + sum(unknown)):
            return True
        if max(unknown, default=0) > _MANY_LENGTH or _PROSE.search(self.folded):
            return False
        entries = self.known + len(unknown)
        if entries >= _MANY and self.known >= _MANY_KNOWN * entries:
            return True
        is_telling = self.best >= EDGES or self.known > 1
        return is_loose and is_telling and self.parts >= _LOOSE

    def _is_bar(self) -> bool:
        if not _BAR.search(self.folded):
            return False
        links = _BAR.split(self.folded)
        return 0 < self.reader.bar <= len(links) and all(
            _LINK.fullmatch(link.strip()) for link in links
        )


def _is_sentence(folded: str) -> bool:
    return bool(_SENTENCE.search(folded) or (". " in folded and _FULL_STOP.search(folded)))


def _is_echo(folded: str) -> bool:
    """Say whether a line is a list of keywords that repeat each other, for search engines."""
    if sum(map(folded.count, _KEYWORD_MARKS)) < _ECHO - 1:
        return False
    words = [word.strip() for word in _KEYWORDS.split(folded)]
    if _PARTICLE.search(folded) or not all(3 <= len(w) <= 16 for w in words):
        return False
    pairs = Counter(pair for word in words for pair in {a + b for a, b in pairwise(word)})
    pair, times = pairs.most_common(1)[0]
    return times * 4 >= len(words) * 3 and pair not in _KINDS


def _split(folded: str, start: int, end: int) -> Iterator[_Part]:
    """Yield the stretches between wide separators that hold something."""
    for piece in _pieces(folded[start:end]):
        start = folded.index(piece, start)
        yield _Part(start, start + len(piece), "")
        start += len(piece)


def _pieces(folded: str) -> list[str]:
    """Return what stands between wide separators, without blanks around it."""
    pieces = []
    for piece in _BETWEEN.split(folded.lstrip(_BEFORE).rstrip(_BEHIND).replace("  ", "\t")):
        if not _TRICKY.search(piece):
            pieces.append(piece.strip())
        else:
            pieces += map(str.strip, _BETWEEN_TRICKY.split(piece))
    return list(filter(None, pieces))


def _letters(text: str) -> int:
    """Return how many letters an entry has; a number counts as one, marks have none."""
    if _MARKS.fullmatch(text):
        return 0
    return 1 if _NUMBER.fullmatch(text) else len("".join(text.split()))


@cache
def _wide_table() -> tuple[str, ...]:
    """Return the table of folding, with a tab for each blank that is wide by itself."""
    table = [fold(chr(code)) for code in range(0x10000)]
    for blank in _WIDE_BLANKS:
        table[ord(blank)] = "\t"
    return tuple(table)


def view(doc: Document, start: int, end: int) -> str:
    r"""Return folded text with a tab for every blank that is wide by itself.

    >>> view(Document("首頁　新聞"), 0, 5)
    '首页\t新闻'
    """
    text = doc.text[start:end]
    if any(blank in text for blank in _WIDE_BLANKS):
        return text.translate(_wide_table())
    return doc.folded[start:end]
