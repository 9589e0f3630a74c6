"""The step `replace`."""

from __future__ import annotations

from dataclasses import dataclass, field

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding, Spared
from cleaner.core.finder import Finder
from cleaner.core.pattern import Match, Regex
from cleaner.core.place import Place

__all__ = ["Replace"]


@dataclass(frozen=True, slots=True)
class Replace:
    """Puts a fixed text in place of what a pattern finds.

    It is wrong where the pattern also describes what it puts there: a rule that finds its own
    output is refused by the check of its examples.

    Options:
        pattern: one or more patterns.
        by: the new text; `{name}` stands for the named group `name`.
        before: what must stand right before it.
        after: what must stand right after it.
        within: only in the `first` or `last` part of the page.
        exact: match the text itself, not its folded form.

    Example:
        replace: {pattern: '(?P<mark>[。!])x0dx0a', by: '{mark}'}
    """

    pattern: tuple[Regex, ...]
    by: str
    before: Regex = Regex("")
    after: Regex = Regex("")
    within: Place = Place()
    exact: bool = False
    _finder: Finder = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        finder = Finder.of(self.pattern, self.before, self.after, self.exact)
        object.__setattr__(self, "_finder", finder)

    @property
    def gate(self) -> str:
        """Any of the patterns."""
        return self._finder.patterns.gate

    def __call__(self, doc: Document) -> list[Finding]:
        """Return an edit for each match whose text would change, and the matches elsewhere."""
        findings: list[Finding] = []
        for match in self._finder.finditer(doc):
            new = self._fill(doc, match)
            if new == doc.text[match.start : match.end]:
                continue
            if self.within.holds(doc, match.start, match.end):
                findings.append(Edit(match.start, match.end, new))
            else:
                findings.append(Spared(match.start, match.end, f"not in the {self.within}"))
        return findings

    def _fill(self, doc: Document, match: Match) -> str:
        new = self.by
        for name, (start, end) in match.groups.items():
            new = new.replace(f"{{{name}}}", doc.text[start:end])
        return new
