"""The step `drop_links`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from cleaner.core.document import Document, Line
from cleaner.core.edits import Edit
from cleaner.core.pattern import Pattern, Regex
from cleaner.core.place import Place

__all__ = ["DropLinks"]

# What stands between the links of a row. A single blank does not tell them apart.
_BETWEEN = re.compile(r" *[|·•∙⋅・¦▪●♦>»›→←«‹\[\]]+ *| +/+ +| {2,}")
_MARK = re.compile(r"[|·•∙⋅・¦▪●♦>»›→←«‹]| / ")
_PARTED = r"[|·•∙⋅・¦▪●♦>»›→←«‹]| / |\S  +\S"
# What stands at the edges of a link without being a part of it.
_EDGES = " :.…–—*+#↓▼▾⌄,"
_COUNT = re.compile(r" ?\(\d+\)$")
_SENTENCE = re.compile(r"\w[.!?;。！？；][\"'”’)]?$")
# Links of menus on 600 English pages: 97 of 100 have at most 28 letters and five words.
_LONGEST_LINK = 28
_MOST_WORDS = 5
# Fewer labels with nothing but single blanks between them may be a heading: `Member forums`.
_LEAST_IN_CHAIN = 3
# Unknown lines between known ones of a column: more, or longer ones, may be the title.
_LONGEST_GAP = 2
_MOST_WORDS_IN_GAP = 3


class _Row(NamedTuple):
    """A line that holds nothing but what may be links."""

    line: Line
    labels: tuple[str, ...]
    known: int
    strong: frozenset[str]
    marked: bool


@dataclass(frozen=True, slots=True)
class DropLinks:
    """Removes rows and columns of links: short labels, enough of which every site has.

    A row is a line of labels between bars, dots, arrows or wide gaps, or of known labels alone with
    single blanks between them. A column is a run of lines of one label each. Either goes if `least`
    different labels of it are in `links`, and `share` of its labels are known (`links` or `weak`).
    A column begins and ends with a known label; unknown ones inside must be few and short, so that
    a title between two menus stays.

    With `many` a row also goes for its shape: so many labels that look `like` a link, on a page
    that has body text, and no row of as many labels above or below it: that would be a table.

    It is wrong where such words are the text itself: a lesson about menus, a list of commands.

    Options:
        links: patterns of whole labels that are hardly ever a line of honest text.
        weak: patterns of whole labels that are honest headings, too.
        least: so many different labels of `links` must be there.
        share: the least share of known labels (0 to 1).
        rows: look for rows.
        columns: look for columns of at least so many lines (0: do not).
        many: so many labels are enough without a known one (0: they are not); where only wide gaps
            part them, one more.
        like: the pattern of a whole label that may be such a link.
        within: only what stands in this place, for example `edges` or `last 30%`.

    Example:
        drop_links: {links: [log in, sitemap, about us], weak: [home, news], least: 1}
    """

    removes: ClassVar[bool] = True

    links: tuple[Regex, ...]
    weak: tuple[Regex, ...] = ()
    least: int = 2
    share: float = 0.5
    rows: bool = True
    columns: int = 3
    many: int = 0
    like: Regex = Regex("")
    within: Place = Place()
    _gate: Pattern = field(init=False, repr=False, compare=False)
    _strong: Pattern = field(init=False, repr=False, compare=False)
    _known: Pattern = field(init=False, repr=False, compare=False)
    _all_known: Pattern = field(init=False, repr=False, compare=False)
    _like: Pattern = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        strong = "|".join(f"(?:{label})" for label in self.links)
        known = "|".join((strong, *(f"(?:{label})" for label in self.weak)))
        object.__setattr__(self, "_gate", Pattern(rf"(?:^|[^\w])(?:{strong})(?:[^\w]|$)"))
        object.__setattr__(self, "_strong", Pattern(strong))
        object.__setattr__(self, "_known", Pattern(known))
        object.__setattr__(self, "_like", Pattern(self.like))
        object.__setattr__(self, "_all_known", Pattern(rf"(?:(?:{known})(?: |$))+"))

    @property
    def gate(self) -> str:
        """Any label of `links` as whole words; with `many`, what parts labels."""
        return _PARTED if self.many else self._gate.gate

    def __call__(self, doc: Document) -> list[Edit]:
        """Return a removal for each line of a row or column."""
        rows = list(self._read(doc))
        going = {row.line for row in rows if row and self.rows and self._is_row(row)}
        if self.many and doc.body.start < doc.body.end:
            going.update(row.line for row in self._many(rows))
        if self.columns:
            going.update(row.line for column in self._columns(rows) for row in column)
        return [
            Edit(line.start, min(line.end + 1, len(doc.text)))
            for line in sorted(going)
            if self.within.holds(doc, line.start, line.end)
        ]

    def _read(self, doc: Document) -> Iterator[_Row | None]:
        """Yield each line that is not blank as a row, or None: it holds something else."""
        for line in doc.lines:
            folded = doc.folded[line.start : line.end].strip()
            if folded:
                yield self._row(line, folded)

    def _row(self, line: Line, folded: str) -> _Row | None:
        labels = tuple(filter(None, map(_bare, _BETWEEN.split(folded))))
        if len(labels) == 1 and " " in labels[0] and self._all_known.fullmatch(labels[0]):
            found = self._known.finditer(Document(labels[0]))
            words = tuple(labels[0][match.start : match.end] for match in found)
            labels = words if len(words) >= _LEAST_IN_CHAIN else labels
        if not labels or not all(map(_is_short, labels)):
            return None
        known = [label for label in labels if self._known.fullmatch(label)]
        if not known and _SENTENCE.search(folded):
            return None
        strong = frozenset(label for label in known if self._strong.fullmatch(label))
        return _Row(line, labels, len(known), strong, bool(_MARK.search(folded)))

    def _is_row(self, row: _Row) -> bool:
        return len(row.labels) > 1 and self._is_menu([row])

    def _is_menu(self, rows: Sequence[_Row]) -> bool:
        strong = frozenset[str]().union(*(row.strong for row in rows))
        labels = sum(len(row.labels) for row in rows)
        return len(strong) >= self.least and sum(row.known for row in rows) >= self.share * labels

    def _many(self, rows: Sequence[_Row | None]) -> Iterator[_Row]:
        """Yield the rows that go for their shape."""
        for before, row, after in zip((None, *rows), rows, (*rows[1:], None), strict=False):
            if row is None or not all(map(self._like.fullmatch, row.labels)):
                continue
            count = len(row.labels)
            is_table = any(other and len(other.labels) == count for other in (before, after))
            if count >= self.many + (not row.marked) and not is_table:
                yield row

    def _columns(self, rows: Sequence[_Row | None]) -> Iterator[Sequence[_Row]]:
        """Yield the columns, with few unknown labels inside, or else with none."""
        for gap in (_LONGEST_GAP, 0):
            for column in _runs(rows, gap):
                if len(column) >= self.columns and self._is_menu(column):
                    yield column


def _runs(rows: Sequence[_Row | None], gap: int) -> Iterator[Sequence[_Row]]:
    """Yield runs that begin and end with a known label, and hold at most `gap` unknown in a row."""
    run: list[_Row] = []
    waiting: list[_Row] = []
    for row in rows:
        if row and row.known:
            run += [*waiting, row] if run else [row]
            waiting = []
        elif row and run and len(waiting) < gap and _may_fill(row):
            waiting.append(row)
        else:
            if run:
                yield run
            run, waiting = [], []
    if run:
        yield run


def _may_fill(row: _Row) -> bool:
    return all(len(label.split()) <= _MOST_WORDS_IN_GAP for label in row.labels)


def _bare(label: str) -> str:
    return _COUNT.sub("", label.strip(_EDGES)).strip(_EDGES)


def _is_short(label: str) -> bool:
    words = label.split()
    return len(words) <= _MOST_WORDS and sum(map(len, words)) <= _LONGEST_LINK
