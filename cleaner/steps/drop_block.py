"""The step `drop_block`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from cleaner.core.document import Document, Line, is_body
from cleaner.core.edits import Edit, Finding, Spared
from cleaner.core.pattern import Pattern, Patterns, Regex
from cleaner.core.place import Place

__all__ = ["DropBlock"]

# Of lines that look like body text, those that end like a sentence are (on 476 English pages 78 of
# 100), and long ones; headlines and teasers have a mark inside, a question or dots at their end.
_ENDED = re.compile(r"(?:[^.]\.|[。！？；;:：])[\"'”’』」)）\]]*\s*$")
_SURELY_BODY = 90
# A block below the text may hold sentences with one letter for so many of the text.
_LEAST_ABOVE = 3


class _Reach(NamedTuple):
    """Where a block ends (after its last line feed), whether what ends it was found, its lines."""

    end: int
    closed: bool
    lines: int = 0


@dataclass(frozen=True, slots=True)
class DropBlock:
    """Removes a run of lines: from one that a pattern finds to a blank line, a pattern, or the end.

    Made for what stands under a heading ("related articles", "about us"). It is wrong where the
    article goes on after the block: `stop_at_body` ends it before the next line of body text.

    Options:
        start: one or more patterns of the first line.
        to: where the block ends: `blank` (before the next blank line), `end` (of the document), or
            a pattern of the last line, which goes too.
        only: the block goes on while its lines match this pattern; blank ones between them do.
        least: blocks of fewer lines stay; blank ones do not count.
        needs: blocks without a line in which this pattern occurs stay.
        not_first: a block at the very top of the page stays: its first line may be the title.
        when: only on pages in which this pattern occurs, too.
        within: only blocks whose first line stands in the `first` or `last` part of the page.
        max_length: blocks of more letters than this stay (0: of any length).
        max_line: the block ends before a line of more letters than this (0: of any length).
        stop_at_body: end the block before a line of body text (as `Document.body` knows it) that
            ends like a sentence or has at least 90 letters.
        no_body: lines in which this pattern occurs are no body text, however long they are.
        to_the_end: a block stays if body text or `stop_at` ends it before the end of the page, or
            if no body text stands above it.
        slack: lines of body text of so many letters in all do not end the block; at most a third of
            the letters above it.
        stop_at: end the block before a line in which this pattern occurs.
        keep_first: the first line itself stays.
        exact: match `start` on the text itself, not on its folded form.

    Example:
        drop_block: {start: '^相关(?:阅读|新闻)$', to: end, within: last 50%, stop_at_body: true}
    """

    removes: ClassVar[bool] = True

    start: tuple[Regex, ...]
    to: Regex = Regex("end")
    only: Regex = Regex("")
    least: int = 1
    needs: Regex = Regex("")
    not_first: bool = False
    when: Regex = Regex("")
    within: Place = Place()
    max_length: int = 0
    max_line: int = 0
    stop_at_body: bool = False
    no_body: Regex = Regex("")
    to_the_end: bool = False
    slack: int = 0
    stop_at: Regex = Regex("")
    keep_first: bool = False
    exact: bool = False
    _start: Patterns = field(init=False, repr=False, compare=False)
    _stop_at: Pattern | None = field(init=False, repr=False, compare=False)
    _to: Pattern | None = field(init=False, repr=False, compare=False)
    _only: Pattern | None = field(init=False, repr=False, compare=False)
    _no_body: Pattern | None = field(init=False, repr=False, compare=False)
    _needs: Pattern | None = field(init=False, repr=False, compare=False)
    _when: Pattern | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_start", Patterns.of(self.start, self.exact))
        to = None if self.to in ("blank", "end") else Pattern(self.to)
        object.__setattr__(self, "_to", to)
        stop_at = Pattern(self.stop_at) if self.stop_at else None
        object.__setattr__(self, "_stop_at", stop_at)
        only = Pattern(self.only) if self.only else None
        object.__setattr__(self, "_only", only)
        no_body = Pattern(self.no_body) if self.no_body else None
        object.__setattr__(self, "_no_body", no_body)
        needs = Pattern(self.needs) if self.needs else None
        object.__setattr__(self, "_needs", needs)
        object.__setattr__(self, "_when", Pattern(self.when) if self.when else None)

    @property
    def gate(self) -> tuple[str, ...]:
        """Any of the patterns of the first line, and those that another line must match."""
        others = (self._to, self._only if self.least > 1 else None, self._needs, self._when)
        return (self._start.gate, *(other.gate for other in others if other is not None))

    def __call__(self, doc: Document) -> list[Finding]:
        """Return one removal a block, and the blocks that are spared."""
        findings: list[Finding] = []
        done = 0
        reach = _Reach(0, False)
        if self._when is not None and not any(True for _ in self._when.finditer(doc)):
            return findings
        for match in self._start.finditer(doc):
            if match.start < done:
                continue
            line = doc.line_at(match.start)
            after = min(line.end + 1, len(doc.text))
            if not self.within.holds(doc, line.start, line.end):
                findings.append(Spared(line.start, line.end, f"not in the {self.within}"))
                done = after
                if self.within.is_past(doc, line.start):
                    break
                continue
            if line.start >= reach.end:  # a block that begins inside of another one ends with it
                reach = self._reach(doc, line)
            start = after if self.keep_first else line.start
            if self.not_first and not doc.text[: line.start].strip():
                done = after
                continue
            if why := self._spares(doc, start, reach):
                findings.append(Spared(line.start, line.end, why))
                done = after
            else:
                if reach.end > start:
                    findings.append(Edit(start, reach.end))
                done = max(after, reach.end)
        return findings

    def _spares(self, doc: Document, start: int, reach: _Reach) -> str:
        """Return why the block stays, or nothing."""
        if not reach.closed:
            return "the block has no end"
        if reach.lines < self.least:
            return f"fewer than {self.least} lines"
        if self._needs is not None and not self._needs.search(doc.text[start : reach.end]):
            return "no line of it is what the block needs"
        if self.to_the_end and not doc.body.start < min(start, doc.body.end):
            return "no body text stands above it"
        letters = doc.letters_before(reach.end) - doc.letters_before(start)
        if self.max_length and letters > self.max_length:
            return f"longer than {self.max_length} letters"
        return ""

    def _reach(self, doc: Document, first: Line) -> _Reach:
        """Return how far a block that begins with this line goes."""
        end = min(first.end + 1, len(doc.text))
        lines = 1
        slack = min(self.slack, doc.letters_before(first.start) // _LEAST_ABOVE)
        for line in self._following(doc, first):
            text = doc.text[line.start : line.end]
            is_blank = not text.strip()
            if slack and self._is_text(text):
                slack -= len("".join(text.split()))
                is_end = slack < 0
            else:
                is_end = self._stops(text)
            if (self.to == "blank" and is_blank) or is_end:
                return _Reach(end, self._to is None and not self.to_the_end, lines)
            if is_blank and self._only is not None:
                continue
            lines += not is_blank
            end = min(line.end + 1, len(doc.text))
            if self._to is not None and self._to.search(text):
                return _Reach(end, True, lines)
        return _Reach(end, self._to is None, lines)

    def _stops(self, text: str) -> bool:
        letters = len("".join(text.split()))
        if letters and self._only is not None and not self._only.search(text):
            return True
        if self.max_line and letters > self.max_line:
            return True
        if self._stop_at is not None and self._stop_at.search(text):
            return True
        return self._is_text(text)

    def _is_text(self, text: str) -> bool:
        """Say whether a line ends the block for being body text."""
        if not self.stop_at_body or not is_body(text):
            return False
        letters = len("".join(text.split()))
        if letters < _SURELY_BODY and not _ENDED.search(text):
            return False
        return self._no_body is None or not self._no_body.search(text)

    def _following(self, doc: Document, first: Line) -> Iterator[Line]:
        line = first
        while line.end < len(doc.text):
            line = doc.line_at(line.end + 1)
            yield line
