"""The step `drop_boilerplate`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from cleaner.core.document import Document, Line, is_body
from cleaner.core.edits import Edit, Finding, Spared
from cleaner.core.pattern import Pattern, Regex
from cleaner.judge.boilerplate import HEAD, Row, Rows, load_model, script_of

__all__ = ["DropBoilerplate", "rows_of"]

_NEAR_MISS = 0.5


class _Candidate(NamedTuple):
    """A line of the page; `line` is None for one that went before."""

    row: Row
    line: Line | None


@dataclass(frozen=True, slots=True)
class DropBoilerplate:
    """Removes lines that a fitted judge takes for boilerplate: what rules do not know by its words.

    It judges a line by its words, its place, the lines around it, and by what the rules before it
    took out nearby; so it belongs behind them. A page of which no rule took out a line, or that has
    no body text, is left alone: there is nothing to tell a menu from a poem. Where rules took out
    little, it takes out little, too. One line above the body text stays, as it may be the title.

    It is wrong where short honest lines stand among those of the site: a list of contacts at the
    end of a notice, a poem of which a menu is all the frame.

    Options:
        frame: a pattern of lines that are none of the article's wherever they stand: they go, and
            count like those that the rules before took out.
        most: at most so many times the letters that the rules took out go, the surest lines first.
        strictness: what the limits of the model are raised by, as a part of what is left up to
            certainty (0 to 1): at 0 it removes what paid on the pages it was fitted on, at 1
            nothing.

    Example:
        drop_boilerplate: {frame: '^back to top$', strictness: 0.5}
    """

    removes: ClassVar[bool] = True

    frame: Regex = Regex("")
    most: float = 2.0
    strictness: float = 0.0
    _frame: Pattern | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_frame", Pattern(self.frame) if self.frame else None)

    def __call__(self, doc: Document) -> list[Finding]:
        """Return a removal for each line that goes, and what was nearly one."""
        starts = self._frame_lines(doc)
        if not (doc.gone or starts):
            return []
        lines = list(rows_of(doc, starts))
        model = load_model()
        rows = Rows([each.row for each in lines], model)
        chances = {number: model.chance(rows.features(number)) for number in rows.asked()}
        going = self._going(rows, chances, model.limits[script_of(rows.body)])
        found: list[Finding] = []
        for number, (row, line) in enumerate(lines):
            if line is None:
                continue
            if row.gone or number in going:
                found.append(Edit(line.start, min(line.end + 1, len(doc.text))))
            elif (chance := chances.get(number, 0)) > _NEAR_MISS:
                found.append(Spared(line.start, line.end, f"chance {chance:.2f} of boilerplate"))
        return found

    def _going(
        self, rows: Rows, chances: Mapping[int, float], limits: Sequence[float]
    ) -> frozenset[int]:
        """Return the lines that go: over their limits, and as many as `most` lets."""
        sure = []
        for number, chance in chances.items():
            if rows.resembles_body(number):
                continue
            limit = limits[rows.place(number) - 1]
            if chance > limit + (1 - limit) * self.strictness:
                sure.append(number)
        head = (number for number in chances if rows.place(number) == HEAD)
        title = min(head, key=lambda number: chances[number], default=-1)
        left = self.most * sum(_letters(row) for row in rows.rows if row.gone)
        going = set()
        for number in sorted(sure, key=lambda number: -chances[number]):
            left -= _letters(rows.rows[number])
            if left < 0:
                break
            if number != title:
                going.add(number)
        return frozenset(going)

    def _frame_lines(self, doc: Document) -> frozenset[int]:
        """Return where the lines start that are `frame`."""
        if self._frame is None:
            return frozenset()
        return frozenset(doc.line_at(match.start).start for match in self._frame.finditer(doc))


def _letters(row: Row) -> int:
    return len("".join(row.text.split()))


def rows_of(doc: Document, frame: frozenset[int] = frozenset()) -> Iterator[_Candidate]:
    """Yield the lines of the page that are not blank, those that have gone at their places.

    Lines that start at one of `frame` count as gone.
    """
    text, gone = doc.text, doc.gone
    has_blanks = "\n\n" in text
    number = 0
    blank: bool | None = True if has_blanks else None
    for line in doc.lines:
        while number < len(gone) and gone[number].place <= line.start:
            yield _Candidate(Row(gone[number].text.strip(), True, False, blank), None)
            blank = False if has_blanks else None
            number += 1
        words = text[line.start : line.end]
        if words and not words.isspace():
            is_gone = line.start in frame
            body = not is_gone and is_body(words)
            yield _Candidate(Row(words.strip(), is_gone, body, blank), line)
            blank = False if has_blanks else None
        else:
            blank = True if has_blanks else None
    for left in gone[number:]:
        yield _Candidate(Row(left.text.strip(), True, False, blank), None)
        blank = False if has_blanks else None
