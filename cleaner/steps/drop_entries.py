"""The step `drop_entries`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from cleaner.core.document import Document, Line, is_body
from cleaner.core.edits import Edit
from cleaner.core.pattern import Pattern, Regex
from cleaner.judge.entries import (
    ANYWHERE,
    EDGES,
    HEAD,
    TOGETHER,
    EntryReader,
    LinePlace,
    Verdict,
)
from cleaner.judge.line_parts import view

__all__ = ["DropEntries"]

_SENTENCE = re.compile("[。！？!?…]")
# No prompt of a page is longer and has a full stop: such lines are not looked at.
_PROMPT = 45
_GAP = re.compile(r"\t+|\u3000+| {2,}|[|｜┊]")
# So many names at most stand above the path of sections: the site's, its English one, a motto.
_NAMES = 4
# One line of so many in the column of a menu is known; lines are at most so long.
_COLUMN, _COLUMN_WIDTH = 4, 8
# What may stand at the end of an article and is none of the page's: the end of a sentence,
# something numbered, a signature's date, contact of a notice, a note.
_TEXT = re.compile(
    r"[。！？!?；;…：:][”」』）)]?$|^[（(]?[一二三四五六七八九十\d]+[、.．)）]|[日号]$|[)）]$|"
    r"^[-*+#>] |^```|^(?:联系|电话|附|注|地址|时间|地点|报名|邮箱|执笔|记者|本报|新华社|作者)"
)


@dataclass(frozen=True, slots=True)
class DropEntries:
    """Removes short lines that consist of known entries: menus, tool bars, facts about the page.

    A line is taken apart at labels (`来源:`; their values go to the result's `meta`), at marks that
    separate entries (`|`, `>`, brackets ...), and at blanks. It is *known* if known entries cover
    `share` of its letters (a number counts as one), or if it has many short parts and a third of
    them are known. What is enough for a known line to go depends on where it stands: the edges of a
    page are what lies above and below its body text.

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
        above: a pattern of lines that go and stand below everything but the title, such as the path
            of sections: unknown lines of at most `name_length` letters right above one go along
            (the name of the site, a section).
        bar: so many short parts between `|` are a bar of links even if none of them is known, at
            the edges of a page that has body text (0: never). There, one known part of three is
            enough, and so is the shape of a line whose neighbours have another one (a table stays):
            four words between wide blanks, words in brackets or with counts, above the text three
            labels with values, below it a label with three words.
        column: so many short lines under each other are a column of a menu, at the edges of a page
            that has body text, if a quarter of them is known; unknown ones at its end stay above
            the body text, where the title may be one (0: never).
        to_end: below the body text, the short lines after a known one go along, up to one that
            looks like text.
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
    above: Regex = Regex("")
    name_length: int = 12
    bar: int = 0
    column: int = 0
    to_end: bool = False
    need: int = 3
    share: float = 0.8
    label_length: int = 30
    max_length: int = 120
    _reader: EntryReader = field(init=False, repr=False, compare=False)
    _above: Pattern | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lists = {
            ANYWHERE: self.anywhere,
            EDGES: self.edges,
            TOGETHER: self.together,
            HEAD: self.head,
        }
        labels = {TOGETHER: self.weak_labels, EDGES: self.labels}
        reader = EntryReader(lists, labels, self.share, self.label_length, self.bar)
        object.__setattr__(self, "_reader", reader)
        object.__setattr__(self, "_above", Pattern(self.above) if self.above else None)

    def __call__(self, doc: Document) -> list[Edit]:
        """Return a removal for each line that goes."""
        begin, end = doc.body
        if begin == end:
            return list(self._at_edge(doc, 0, len(doc.text), ""))
        first = doc.line_at(begin)
        edits = [
            *self._at_edge(doc, 0, begin, doc.text[first.start : first.end].strip()),
            *self._in_body(doc),
            *self._at_edge(doc, end, len(doc.text), ""),
        ]
        return self._with_rest(doc, edits) if self.to_end else edits

    def _in_body(self, doc: Document) -> Iterator[Edit]:
        """Yield a removal for each line between body text that has what goes anywhere."""
        begin, end = doc.body
        at = 0
        for place in self._reader.vocabulary.best(doc.folded[begin:end], begin).starts:
            if place < at:
                continue
            line = doc.line_at(place)
            at = line.end
            for _, verdict in self._read(doc, *line):
                if verdict and verdict.best == ANYWHERE:
                    yield Edit(line.start, _end(doc, line), meta=verdict.meta or None)

    def _at_edge(self, doc: Document, start: int, end: int, follower: str) -> Iterator[Edit]:
        """Yield a removal for each line that goes of those above, or below, the body text.

        `follower` is the line behind them.
        """
        top = len(doc.text) - len(doc.text.lstrip())
        stop = start
        for run, behind in self._runs(doc, start, end, follower):
            for line, verdict in self._going(doc, run, behind, top):
                names = self._names(doc, line, stop)
                yield from names
                stop = _end(doc, line)
                yield Edit(line.start, stop, meta=verdict.meta or None)

    def _going(
        self, doc: Document, run: list[tuple[Line, Verdict]], follower: str, top: int
    ) -> Iterator[tuple[Line, Verdict]]:
        """Yield the lines of a run that go; what could be the title stays.

        `top` is where the first letter of the document stands.
        """
        is_firm = any(verdict.best >= EDGES for _, verdict in run)
        if run[0][1].best == HEAD and doc.body.end and run[0][0].start > top:
            is_firm = True  # a date under the title
        is_enough = is_firm or sum(verdict.known for _, verdict in run) >= self.need
        last, verdict = run[-1]
        is_first = len(run) == 1 and last.start <= top
        is_title = verdict.known == 1 and (
            (is_first and verdict.best < ANYWHERE)
            or (verdict.best == TOGETHER and is_body(follower))
        )
        for line, verdict in run:
            goes = verdict.best == ANYWHERE or (is_enough and verdict.best > 0)
            if goes and not (is_title and line is last):
                yield line, verdict

    def _names(self, doc: Document, line: Line, start: int) -> list[Edit]:
        """Return removals of the short unknown lines between `start` and a line of `above`."""
        if self._above is None or line.start >= doc.body.start:
            return []
        if not self._above.search(doc.text[line.start : line.end]):
            return []
        edits: list[Edit] = []
        while line.start > start:
            line = doc.line_at(line.start - 1)
            letters = len("".join(doc.text[line.start : line.end].split()))
            if letters > self.name_length or _SENTENCE.search(doc.text, line.start, line.end):
                return []
            if letters:
                edits.append(Edit(line.start, _end(doc, line)))
        return edits[::-1] if len(edits) <= _NAMES else []

    def _with_rest(self, doc: Document, edits: list[Edit]) -> list[Edit]:
        """Return the removals with those of the lines that follow one below the body text."""
        begin, end = doc.body
        if not edits or begin == end or edits[-1].start <= end:
            return edits
        going = {edit.start for edit in edits}
        rest: list[Edit] = []
        follows = False
        for line in doc.lines[doc.line_number(end) + 1 :]:
            text = doc.text[line.start : line.end].strip()
            if line.start in going:
                follows = True
            elif text and follows:
                follows = not _TEXT.search(text) and len(text) <= self.max_length
                if follows:
                    rest.append(Edit(line.start, _end(doc, line)))
        return sorted((*edits, *rest), key=lambda edit: edit.start)

    def _runs(
        self, doc: Document, start: int, end: int, follower: str
    ) -> Iterator[tuple[list[tuple[Line, Verdict]], str]]:
        """Yield known lines that stand together, blank ones aside, with the line after them."""
        run: list[tuple[Line, Verdict]] = []
        for line, verdict in self._verdicts(doc, start, end):
            if verdict:
                run.append((line, verdict))
            elif run:
                yield run, doc.text[line.start : line.end].strip()
                run = []
        if run:
            yield run, follower

    def _verdicts(self, doc: Document, start: int, end: int) -> list[tuple[Line, Verdict | None]]:
        """Return what is known of every line that is not blank; columns are known as a whole."""
        found = self._read(doc, start, end)
        if not any(verdict for _, verdict in found):
            return []
        for number, (line, verdict) in enumerate(found):
            if verdict and verdict.columns:
                before = found[number - 1][0] if number else doc.line_at(start)
                after = found[number + 1][0] if number + 1 < len(found) else doc.line_at(end)
                gaps = _gaps(doc, line)
                if any(_gaps(doc, other) == gaps for other in (before, after) if other != line):
                    found[number] = (line, None)  # rows of a table
        if self.column and len(found) >= self.column and doc.body.start < doc.body.end:
            for column in self._columns(doc, [line for line, _ in found]):
                known = [number for number in column if found[number][1]]
                if len(known) * _COLUMN >= len(column):
                    in_head = found[column[0]][0].start < doc.body.start
                    for number in column[: known[-1] - column[0] if in_head else None]:
                        if not found[number][1]:
                            found[number] = (found[number][0], Verdict(0, TOGETHER, {}))
        return found

    def _columns(self, doc: Document, lines: Sequence[Line]) -> Iterator[range]:
        """Yield the runs of short lines that are long enough for a column."""
        begin = 0
        for number in range(len(lines) + 1):
            if number == len(lines) or not self._is_short(doc, lines[number]):
                if number - begin >= self.column:
                    yield range(begin, number)
                begin = number + 1

    def _is_short(self, doc: Document, line: Line) -> bool:
        """Say whether a line is short, no sentence, and nothing numbered."""
        text = doc.text[line.start : line.end].strip()
        return len(text) <= _COLUMN_WIDTH and not _TEXT.search(text)

    def _read(self, doc: Document, at: int, stop: int) -> list[tuple[Line, Verdict | None]]:
        """Return what is known of every line that is not blank, each by itself."""
        found = []
        folded = view(doc, at, stop)
        if not folded or folded.isspace():
            return []
        hints = self._reader.vocabulary.hints(folded, at)
        begin, end = doc.body
        is_loose = begin < end and (at < begin or stop > end)
        judge = self._reader.judge
        for text in folded.split("\n"):
            line = Line(at, at + len(text))
            at += len(text) + 1
            if not (entry := text.strip()):
                continue
            verdict = None
            if len(entry) <= _PROMPT or self._may_be_long(entry):
                start = line.start + (text.index(entry) if text[0] in " \t" else 0)
                place = LinePlace(entry, start, doc.text, hints)
                verdict = judge(place, line.start < begin, is_loose)
            found.append((line, verdict))
        return found

    def _may_be_long(self, entry: str) -> bool:
        """Say whether a line that is no prompt may consist of entries nevertheless."""
        return (
            len(entry) <= 2 * self.max_length
            and "。" not in entry
            and (len(entry) <= self.max_length or len("".join(entry.split())) <= self.max_length)
        )


def _gaps(doc: Document, line: Line) -> int:
    """Return how many separators of columns a line has."""
    return len(_GAP.findall(doc.text, line.start, line.end))


def _end(doc: Document, line: Line) -> int:
    return min(line.end + 1, len(doc.text))
