"""The step `collapse_blank`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cleaner.core.document import Document
from cleaner.core.edits import Edit

__all__ = ["CollapseBlank"]

_LINE_FEEDS = re.compile(r"\n(?:[^\S\n]*\n)*")


@cache
def _unneat(line_feeds: int) -> re.Pattern[str]:
    """Return what matches a run of line feeds with blanks before or between them, or too many."""
    rest = r"(?:[^\S\n]*\n)"
    return re.compile(
        rf"(?<!\s)(?:[^\S\n]+\n{rest}*|\n{rest}{{{line_feeds},}}|\n+[^\S\n]+\n{rest}*)"
    )


@dataclass(frozen=True, slots=True)
class CollapseBlank:
    """Removes blank lines beyond a number, blanks at the ends of lines, and blank edges of a text.

    It is wrong where blank lines count (verse with double breaks keeps one of them), and in
    Markdown two blanks at the end of a line mean a line break: `line_ends: false` keeps them.

    Options:
        blank_lines: how many blank lines may stand together.
        line_ends: remove blanks at the ends of lines.
        edges: remove blank lines at the top and blanks at the end; a text that ended with a line
            feed still does.

    Example:
        collapse_blank: {blank_lines: 1}
    """

    blank_lines: int = 1
    line_ends: bool = True
    edges: bool = True

    def __call__(self, doc: Document) -> list[Edit]:
        """Return the removals."""
        text = doc.text
        if self._is_neat(doc):
            return []
        top, bottom = self._edges(text) if self.edges else (0, len(text))
        edits = [Edit(0, top)] if top else []
        edits.extend(self._inside(text, top, bottom))
        keep = text.endswith("\n", bottom) and bottom > 0
        if len(text) - keep > bottom:
            edits.append(Edit(bottom, len(text) - keep))
        return edits

    def _is_neat(self, doc: Document) -> bool:
        """Say at the cost of a few searches whether there is nothing to do, as on most pages."""
        text = doc.folded  # where every blank but the line feed is a space
        if "\n" * (self.blank_lines + 2) in text or " \n" in text:
            return False
        return text[:1] not in ("\n", " ") and not text.endswith((" ", "\n\n"))

    def _edges(self, text: str) -> tuple[int, int]:
        """Return where the first line with letters begins and the last letter ends."""
        first = len(text) - len(text.lstrip())
        bottom = max(first, len(text.rstrip()))
        return (text.rfind("\n", 0, first) + 1 if first < bottom else first), bottom

    def _inside(self, text: str, top: int, bottom: int) -> Iterator[Edit]:
        """Yield an edit for each run of line feeds that is too long or has blanks before it."""
        most = self.blank_lines + 1
        for run in (_unneat(most) if self.line_ends else _LINE_FEEDS).finditer(text, top, bottom):
            start, end = run.span()
            wanted = min(text.count("\n", start, end), most)
            if end - start == wanted:
                continue
            if text.endswith("\n" * wanted, start, end):
                yield Edit(start, end - wanted)
            elif self.line_ends or text.count("\n", start, end) > wanted:
                yield Edit(start, end, "\n" * wanted)
