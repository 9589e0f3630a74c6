"""The step `drop_masthead`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar

from cleaner.core.document import Document, Line
from cleaner.core.edits import Edit, Finding, Spared
from cleaner.core.pattern import Pattern, Patterns, Regex

__all__ = ["DropMasthead"]

# Words of Chinese have two characters in the mean.
_HAN = re.compile("[一-龥]")
# The name of a section has at most so many characters; a title that short has no path above it.
_SECTION = 6
# A line of so many words may be a title, if none above the sign has so many times as many.
_TITLE_WORDS = 3
_LONGER = 3


@dataclass(frozen=True, slots=True)
class DropMasthead:
    """Removes all that stands above the title: everything down to the last sign of navigation.

    Between the top of a page and its first line of body text (`Document.body`) stand the name of
    the site, menus, a path of sections - and the title, and facts about the article under it. A
    line that is found above every title (the path from the home page, a link to log in) says that
    all above it is the frame, be it known or not.

    A title must be left below the sign: a line of at least three words that is not `no_title`, with
    no line of more than three times as many above, or one of at least as many as any line above.
    Otherwise the next sign above counts.

    It is wrong where a page has its menu between title and text and something else that looks like
    a title below; so signs must be what hardly ever stands there.

    Options:
        signs: one or more patterns of lines that stand above a title.
        no_title: a pattern of lines that are no title: names, dates, buttons.
        along: a pattern of lines right below the last sign that go with it, such as the date.
        max_length: no more letters than this go; the next sign above counts.

    Example:
        drop_masthead: {signs: '^home > ', no_title: '^by '}
    """

    removes: ClassVar[bool] = True

    signs: tuple[Regex, ...]
    no_title: Regex = Regex("")
    along: Regex = Regex("")
    max_length: int = 1500
    _signs: Patterns = field(init=False, repr=False, compare=False)
    _no_title: Pattern | None = field(init=False, repr=False, compare=False)
    _along: Pattern | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_signs", Patterns.of(self.signs))
        no_title = Pattern(self.no_title) if self.no_title else None
        object.__setattr__(self, "_no_title", no_title)
        along = Pattern(self.along) if self.along else None
        object.__setattr__(self, "_along", along)

    @property
    def gate(self) -> str:
        """Any of the signs."""
        return self._signs.gate

    def __call__(self, doc: Document) -> list[Finding]:
        """Return one removal, from the top to the end of the last sign, or the sign that stays."""
        top = doc.body.start
        if top >= doc.body.end:
            return []
        head = doc.with_edits([Edit(top, len(doc.text))])  # which keeps the folded text
        ends = sorted({head.line_at(match.start).end for match in self._signs.finditer(head)})
        if not ends:
            return []
        untitled = self._no_title.finditer(head) if self._no_title else ()
        never = {head.line_at(match.start).end for match in untitled}
        words = [(ln, 0 if ln.end in never else _words(head, ln)) for ln in head.lines]
        found = set(ends)
        for end in reversed(ends):
            above = max((n for ln, n in words if ln.end < end and ln.end not in found), default=0)
            below = max((n for ln, n in words if ln.start > end), default=0)
            is_title = 0 < below >= above or (below >= _TITLE_WORDS and above <= _LONGER * below)
            if is_title and head.letters_before(end) <= self.max_length:
                return [Edit(0, min(self._with_along(head, end) + 1, top))]
        return [Spared(0, ends[-1], "no title is left below")]

    def _with_along(self, head: Document, end: int) -> int:
        """Return the end of the last line that goes along with a sign that ends here.

        Such is the name of the section, where the sign has it, too. Where nothing else is left of
        the head, none goes along: one of them is the title.
        """
        last = end
        sign = head.text[head.line_at(end).start : end]
        for line in head.lines:
            text = head.text[line.start : line.end]
            if line.start <= last or not text.strip():
                continue
            is_section = len(text.strip()) <= _SECTION and text.strip() in sign
            if not is_section and (self._along is None or not self._along.search(text)):
                return last
            last = line.end
        return end


def _words(head: Document, line: Line) -> int:
    """Return how many words a line has that may be a title."""
    text = head.folded[line.start : line.end].strip()
    return max(len(text.split()), len(_HAN.findall(text)) // 2) if _has_letters(text) else 0


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))
