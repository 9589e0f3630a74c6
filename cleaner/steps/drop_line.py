"""The step `drop_line`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from cleaner.core.document import Document, Line
from cleaner.core.edits import Edit, Finding, Spared
from cleaner.core.pattern import Match, Pattern, Patterns, Regex
from cleaner.core.place import Place

__all__ = ["DropLine"]


@dataclass(frozen=True, slots=True)
class DropLine:
    """Removes whole lines in which a pattern occurs.

    Named groups of the pattern become values of the result's `meta` (`(?P<date>...)`), as they
    stand in the text. To describe the whole line write `^...$`; blanks around a line never matter.

    It is wrong where honest text uses the same words in the same place: keep patterns anchored,
    give a place and a greatest length, and write the look-alikes as `keep` examples.

    Options:
        pattern: one or more patterns; a line goes if any of them occurs in it.
        within: only lines that begin in the `first` or end in the `last` part of the page.
        max_length: only lines of at most so many letters (0: of any length).
        min_length: only lines of at least so many letters.
        when: only on pages in which this pattern occurs, too: what tells a shop, a forum, a wiki.
        exact: match `pattern` on the text itself, not on its folded form.

    Example:
        drop_line: {pattern: '^上一篇:', within: last 40%, max_length: 80}
    """

    removes: ClassVar[bool] = True

    pattern: tuple[Regex, ...]
    within: Place = Place()
    max_length: int = 0
    min_length: int = 0
    when: Regex = Regex("")
    exact: bool = False
    _patterns: Patterns = field(init=False, repr=False, compare=False)
    _when: Pattern | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_patterns", Patterns.of(self.pattern, self.exact))
        object.__setattr__(self, "_when", Pattern(self.when) if self.when else None)

    @property
    def gate(self) -> tuple[str, ...]:
        """Any of the patterns, and `when`."""
        return (self._patterns.gate, self._when.gate if self._when is not None else "")

    def __call__(self, doc: Document) -> list[Finding]:
        """Return a removal for each line that goes, and the lines that are spared."""
        findings: list[Finding] = []
        end = 0
        if self._when is not None and not any(True for _ in self._when.finditer(doc)):
            return findings
        for match in self._patterns.finditer(doc):
            if match.start < end:  # in a line that is dealt with
                continue
            line = doc.line_at(match.start)
            end = min(line.end + 1, len(doc.text))
            if why := self._spares(doc, line):
                findings.append(Spared(line.start, line.end, why))
                if self.within.is_past(doc, line.start):
                    break
            else:
                findings.append(Edit(line.start, end, meta=_values(doc, match)))
        return findings

    def _spares(self, doc: Document, line: Line) -> str:
        """Return why the line stays although the pattern occurs in it, or nothing."""
        if self.max_length or self.min_length:
            length = len("".join(doc.text[line.start : line.end].split()))
            if self.max_length and length > self.max_length:
                return f"longer than {self.max_length} letters"
            if length < self.min_length:
                return f"shorter than {self.min_length} letters"
        return "" if self.within.holds(doc, line.start, line.end) else f"not in the {self.within}"


def _values(doc: Document, match: Match) -> dict[str, str] | None:
    """Return the named groups as they stand in the text, without the empty ones."""
    found = {name: doc.text[a:b].strip() for name, (a, b) in match.groups.items()}
    return {name: value for name, value in found.items() if value} or None
