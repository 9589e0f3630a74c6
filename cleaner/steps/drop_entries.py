"""The step `drop_entries`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from cleaner.core.document import Document, Line, fold, is_body
from cleaner.core.edits import Edit
from cleaner.core.pattern import Pattern, Regex

__all__ = ["DropEntries"]

_MARKS = r"|¦│丨·•∙▪▸◆●★☆■□※»›>→←↑↓▲▼\[\]【】「」{}/\\,、;*~✕×"
# What stands between entries: marks, wide blanks; single blanks are tried last.
_ROUND = r"\((?!\d[\d.,]*[万kw]?\))|(?<![\d万kw])\)"  # but not the number in `评论(21)`
_WIDE = re.compile(f"(?: {{2,}}| ?[{_MARKS}] ?|{_ROUND}| [-–—_:=] |^[-–—_.:=#+◎○△▶►]+ ?| ?[-–—_:=+]+$)+")
_VALUE_END = re.compile(r" {2,}|[|│丨·】\]]| / ")
_BOUNDARY = re.compile(rf"(?:^|[{_MARKS}()\s:])$")
_SENTENCE = re.compile("[。!?…]")
_MARKS_ONLY = re.compile(r"[\W_]*")
_NUMBER = re.compile(r"[\W_]*\d[\W\d_]*[千万亿kw]?\+?")
# `一、版权声明` is a heading, whatever it says.
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十\d]+[章节条]|\d{1,2}[.、)](?!\d)"
)
_PLAIN = re.compile(r"[\w\- /+]+")
# So many entries in a line are a list of entries even where most are unknown: tuned on the labelled
# pages; honest lines of so many short parts have no known entry at all.
_MANY, _MANY_KNOWN, _MANY_LENGTH = 4, 0.34, 10

_HEAD, _TOGETHER, _EDGES, _ANYWHERE = range(1, 5)


class _Verdict(NamedTuple):
    """How many known entries a line has, how much the best one says, and what goes to `meta`."""

    known: int
    best: int
    meta: Mapping[str, str]


class _Part(NamedTuple):
    """A stretch of a line: its place, and the label in front of it or an empty one."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class DropEntries:
    """Removes short lines that consist of known entries: menus, tool bars, facts about the page.

    A line is taken apart at labels (`来源:`; their values go to the result's `meta`), at marks that
    separate entries (`|`, `>`, brackets ...), and at blanks. It is *known* if known entries cover
    `share` of its letters (numbers do not count), or if it has many short parts and a third of them
    are known. What is enough for a known line to go depends on where it stands: the edges of a page
    are what lies above and below its body text.

    It is wrong where a text lists such entries (a manual, a table of contents): put under
    `anywhere` only what no text has on a line of its own.

    Options:
        anywhere: entries of which one is enough, wherever the line stands. An entry is a word or a
            pattern of a whole entry, whose named groups go to `meta`.
        edges: entries of which one is enough at the edges.
        together: entries of which `need` are enough at the edges, on one line or on neighbours.
        head: the same, but only above the body text (a date may end a notice).
        labels: names in `meta`, each with the labels whose values it gets; one labelled value is
            enough at the edges. Names that begin with `_` are not kept.
        weak_labels: the same, but they count like `together`.
        need: so many entries are enough together.
        share: the least share of a line's letters in known entries (0 to 1).
        label_length: the greatest length of a labelled value, in letters.
        max_length: longer lines stay, in letters.

    Example:
        drop_entries: {anywhere: [加入收藏], together: [首页, 新闻], labels: {source: [来源]}}
    """

    removes: ClassVar[bool] = True

    anywhere: tuple[Regex, ...] = ()
    edges: tuple[Regex, ...] = ()
    together: tuple[Regex, ...] = ()
    head: tuple[Regex, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    weak_labels: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    need: int = 3
    share: float = 0.85
    label_length: int = 30
    max_length: int = 120
    _reader: _Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_reader", _Reader(self))

    def __call__(self, doc: Document) -> list[Edit]:
        """Return a removal for each line that goes."""
        edits = []
        for run, follower in self._runs(doc):
            together = sum(verdict.known for _, verdict in run) >= self.need
            firm = any(verdict.best >= _EDGES for _, verdict in run)
            for line, verdict in run:
                at_edge = line.start < doc.body.start or line.end > doc.body.end
                goes = verdict.best == _ANYWHERE or (at_edge and (together or firm))
                if goes and not (verdict.known == 1 and self._is_title(doc, run, line, follower)):
                    end = min(line.end + 1, len(doc.text))
                    edits.append(Edit(line.start, end, meta=verdict.meta or None))
        return edits

    def _is_title(
        self, doc: Document, run: list[tuple[Line, _Verdict]], line: Line, follower: str
    ) -> bool:
        """Say whether a line of one entry may be the title: alone at the top, or before body."""
        if line is not run[-1][0] or run[-1][1].best == _ANYWHERE:
            return False
        is_first = len(run) == 1 and not doc.text[: line.start].strip()
        return is_first or (run[-1][1].best <= _TOGETHER and is_body(follower))

    def _runs(self, doc: Document) -> Iterator[tuple[list[tuple[Line, _Verdict]], str]]:
        """Yield known lines that stand together, blank ones aside, with the line after them."""
        run: list[tuple[Line, _Verdict]] = []
        for line in doc.lines:
            folded = doc.folded[line.start : line.end].strip()
            if not folded:
                continue
            verdict = self._judge(doc, line, folded)
            if verdict:
                run.append((line, verdict))
            elif run:
                yield run, folded
                run = []
        if run:
            yield run, ""

    def _judge(self, doc: Document, line: Line, folded: str) -> _Verdict | None:
        if len(folded) > 2 * self.max_length or len(folded.replace(" ", "")) > self.max_length:
            return None
        start = doc.text.index(doc.text[line.start : line.end].strip(), line.start)
        text = doc.text[start : start + len(folded)]
        return self._reader.judge(folded, text, line.start < doc.body.start)


class _Reader:
    """Takes lines apart and says what is known of them."""

    def __init__(self, step: DropEntries) -> None:
        self.share, self.length = step.share, step.label_length
        self.words: dict[str, int] = {}
        self.patterns: list[tuple[int, Pattern]] = []
        lists = ((_ANYWHERE, step.anywhere), (_EDGES, step.edges))
        for rank, entries in (*lists, (_TOGETHER, step.together), (_HEAD, step.head)):
            rest = []
            for entry in entries:
                if _PLAIN.fullmatch(entry):
                    self.words.setdefault(_key(entry), rank)
                else:
                    rest.append(entry)
            if rest:
                self.patterns.append((rank, Pattern("|".join(f"(?:{entry})" for entry in rest))))
        self.labels = {
            fold(label): (name, rank)
            for rank, table in ((_TOGETHER, step.weak_labels), (_EDGES, step.labels))
            for name, labels in table.items()
            for label in labels
        }
        choice = "|".join(
            " ?".join(map(re.escape, label)) for label in sorted(self.labels, key=len, reverse=True)
        )
        self.label = re.compile(f"({choice}) ?: ?") if choice else None

    def judge(self, folded: str, text: str, in_head: bool) -> _Verdict | None:
        """Return what is known about a line, or None: it is not known."""
        line = _Line(self, folded, text, in_head)
        whole = line.rank(0, len(folded))
        if whole:
            return _Verdict(1, whole, line.meta)
        for part in self._parts(folded):
            line.add(part)
        return line.verdict()

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

    def __init__(self, reader: _Reader, folded: str, text: str, in_head: bool) -> None:
        self.reader, self.folded, self.text, self.in_head = reader, folded, text, in_head
        self.meta: dict[str, str] = {}
        self.known = self.known_letters = self.best = 0
        self.unknown: list[int] = []

    def rank(self, start: int, end: int) -> int:
        """Return what an entry says, 0 for an unknown one, and keep its named groups."""
        key = _key(self.folded[start:end])
        found = self.reader.words.get(key)
        if found is not None:
            return found if found > _HEAD or self.in_head else 0
        entry = Document(self.folded[start:end])
        for rank, pattern in self.reader.patterns:
            if (rank > _HEAD or self.in_head) and pattern.fullmatch(entry.text):
                for match in pattern.finditer(entry):
                    for name, (a, b) in match.groups.items():
                        self._keep(name, self.text[start + a : start + b])
                return rank
        return 0

    def add(self, part: _Part) -> None:
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
        letters = len(value.replace(" ", ""))
        if letters > self.reader.length or _SENTENCE.search(value):
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

    def verdict(self) -> _Verdict | None:
        if not self.known or _SENTENCE.search(self.folded) or _NUMBERED.match(self.folded):
            return None
        total = self.known_letters + sum(self.unknown)
        parts = self.known + len(self.unknown)
        is_list = (
            parts >= _MANY
            and self.known >= _MANY_KNOWN * parts
            and max(self.unknown, default=0) <= _MANY_LENGTH
        )
        if is_list or self.known_letters >= self.reader.share * total:
            return _Verdict(self.known, self.best, self.meta)
        return None


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
    if _MARKS_ONLY.fullmatch(text):
        return 0
    return 1 if _NUMBER.fullmatch(text) else len(text.replace(" ", ""))


def _key(text: str) -> str:
    return fold(text).replace(" ", "").strip(":.-_#")
