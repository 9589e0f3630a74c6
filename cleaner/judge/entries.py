"""Lines that consist of entries - menus, tool bars, facts about a page - taken apart and judged.

A line is cut at labels (`来源:`), at marks that separate entries, at wide blanks, and last at
single ones; each piece is looked up in the lists that a rule gives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cleaner.core.document import Document, fold
from cleaner.core.pattern import Pattern
from cleaner.judge.line_parts import Labels, Part, is_parted, pieces_of
from cleaner.judge.line_shapes import has_columns, has_shape
from cleaner.judge.vocabulary import STRIPPED, Hints, Vocabulary, key_of

__all__ = ["ANYWHERE", "EDGES", "HEAD", "TOGETHER", "EntryReader", "LinePlace", "Verdict"]

HEAD, TOGETHER, EDGES, ANYWHERE = range(1, 5)  # how much an entry says, see step `drop_entries`

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
        self.cuts = Labels(self.labels, max(map(len, self.labels), default=0))

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
            or (self.vocabulary.words.keys().isdisjoint(words) and not is_parted(folded))
        ):
            return None
        line = _Line(self, place, in_head)
        if hinted and (rank := line.rank(0, len(folded))):
            return Verdict(1, rank, line.meta)
        if folded.isalnum() or _is_sentence(folded):
            return None
        if hinted or ":" in folded:
            for part in self.cuts.parts(folded):
                line.add(part)
        else:
            line.add_plain(pieces_of(folded))
        return line.verdict(is_loose)


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

    def add(self, part: Part) -> None:
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

    def _add_labelled(self, part: Part) -> None:
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
        bar = self.reader.bar
        if is_loose and has_shape(self.folded, self.in_head, bar):
            columns = self.parts if has_columns(self.folded, bar) else 0
            return Verdict(max(self.known, self.parts), EDGES, self.meta, columns)
        return None

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


def _is_sentence(folded: str) -> bool:
    return bool(_SENTENCE.search(folded) or (". " in folded and _FULL_STOP.search(folded)))


def _letters(text: str) -> int:
    """Return how many letters an entry has; a number counts as one, marks have none."""
    if _MARKS.fullmatch(text):
        return 0
    return 1 if _NUMBER.fullmatch(text) else len("".join(text.split()))
