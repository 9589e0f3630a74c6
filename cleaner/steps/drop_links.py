"""The step `drop_links`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.pattern import Pattern, Regex
from cleaner.core.place import Place
from cleaner.judge.rows import Labels, Row, read_rows

__all__ = ["DropLinks"]

_SEPARATOR = r"[|·•∙⋅・¦▪●♦>»›→←«‹\[\]/]"
_EDGE = r"[ :.…–—*+#↓▼▾⌄,]"
_GAP = r"(?:[|·•∙⋅・¦▪●♦>»›→←«‹\[\]]| / |\S  )"
# Unknown lines between known ones of a column: more, or longer ones, may be the title.
_LONGEST_GAP = 2
_MOST_WORDS_IN_GAP = 3


class _Known(NamedTuple):
    """A row, with how many of its labels are known, and which are in `links`."""

    row: Row
    labels: tuple[str, ...]
    known: int
    strong: frozenset[str]


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
    _strong: Labels = field(init=False, repr=False, compare=False)
    _known: Labels = field(init=False, repr=False, compare=False)
    _like: Pattern = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = "|".join(f"(?:{label})" for label in (*self.links, *self.weak))
        start, end = rf"(?:^|{_SEPARATOR}|  ){_EDGE}*", rf"(?:{_EDGE}*(?:$|{_SEPARATOR}|  )| )"
        row = rf"{start}(?:{known})(?:{_EDGE}*\(\d+\))?{end}"
        object.__setattr__(self, "_gate", Pattern(row))
        object.__setattr__(self, "_strong", Labels(self.links))
        object.__setattr__(self, "_known", Labels((*self.links, *self.weak)))
        object.__setattr__(self, "_like", Pattern(self.like))

    @property
    def gate(self) -> str:
        """A known label where one may begin and end; with `many`, a line with so many labels."""
        if not self.many:
            return self._gate.gate
        label = f"(?:{self._like.gate})" if self.like else ""
        return label + f".*{_GAP}.*{label}" * (self.many - 1)

    def __call__(self, doc: Document) -> list[Edit]:
        """Return a removal for each line of a row or column."""
        rows = [row and self._look_up(row) for row in read_rows(doc.folded)]
        going = {row.row for row in rows if row and self.rows and self._is_row(row)}
        if self.many and doc.body.start < doc.body.end:
            going.update(row.row for row in self._many(rows))
        if self.columns:
            going.update(row.row for column in self._columns(rows) for row in column)
        return [
            Edit(row.start, min(row.end + 1, len(doc.text)))
            for row in sorted(going)
            if self.within.holds(doc, row.start, row.end)
        ]

    def _look_up(self, row: Row) -> _Known | None:
        """Return what is known of a row; None where a sentence ends and nothing is known."""
        labels = row.labels
        if len(labels) == 1 and " " in labels[0]:
            labels = self._known.chain(labels[0])
        if row.is_long and len(labels) == 1:
            return None
        known = [label for label in labels if label in self._known]
        if not known and row.is_sentence:
            return None
        return _Known(row, labels, len(known), frozenset(filter(self._strong.__contains__, known)))

    def _is_row(self, row: _Known) -> bool:
        return len(row.labels) > 1 and self._is_menu([row])

    def _is_menu(self, rows: Sequence[_Known]) -> bool:
        strong = frozenset[str]().union(*(row.strong for row in rows))
        labels = sum(len(row.labels) for row in rows)
        return len(strong) >= self.least and sum(row.known for row in rows) >= self.share * labels

    def _many(self, rows: Sequence[_Known | None]) -> Iterator[_Known]:
        """Yield the rows that go for their shape."""
        for before, row, after in zip((None, *rows), rows, (*rows[1:], None), strict=False):
            if row is None or len(row.labels) < self.many + (not row.row.marked):
                continue
            count = len(row.labels)
            is_table = any(other and len(other.labels) == count for other in (before, after))
            if not is_table and all(map(self._like.fullmatch, row.labels)):
                yield row

    def _columns(self, rows: Sequence[_Known | None]) -> Iterator[Sequence[_Known]]:
        """Yield the columns, with few unknown labels inside, or else with none."""
        for gap in (_LONGEST_GAP, 0):
            for column in _runs(rows, gap):
                if len(column) >= self.columns and self._is_menu(column):
                    yield column


def _runs(rows: Sequence[_Known | None], gap: int) -> Iterator[Sequence[_Known]]:
    """Yield runs that begin and end with a known label, and hold at most `gap` unknown in a row."""
    run: list[_Known] = []
    waiting: list[_Known] = []
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


def _may_fill(row: _Known) -> bool:
    return all(len(label.split()) <= _MOST_WORDS_IN_GAP for label in row.labels)
