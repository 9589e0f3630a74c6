"""Problems of rule files: all of them at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from cleaner.core.errors import RuleError

__all__ = ["Problem", "Source", "complain", "suggest"]


@dataclass(frozen=True, slots=True)
class Source:
    """A rule file: its name as the user knows it, and its text.

    `is_shipped`: it comes with this package, whose tests compile every pattern; whoever starts the
    program need not wait for that.
    """

    name: str
    text: str
    is_shipped: bool = False

    def line(self, number: int) -> str:
        """Return a line by its number, counted from 1; an empty one beyond the end."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place of a rule file; line and column count from 1, in code points."""

    source: Source
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = f"{self.source.name}:{self.line}:{self.column}: {self.message}"
        excerpt = self.source.line(self.line)
        if not excerpt.strip():
            return place
        # Keep a caret under a full-width character: pad with blanks as wide as what stands before.
        before = excerpt[: self.column - 1]
        padding = "".join("　" if ord(c) > 0x2E7F else c if c == "\t" else " " for c in before)
        return f"{place}\n    {excerpt}\n    {padding}^"


def suggest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean ...?)`, or nothing where no known word is close."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean {close[0]!r}?)" if close else ""


def complain(problems: Iterable[Problem]) -> None:
    """Raise one `RuleError` that lists all problems in the order of their places, if any."""
    ordered = sorted(set(problems), key=lambda p: (p.source.name, p.line, p.column, p.message))
    if ordered:
        raise RuleError("\n".join(map(str, ordered)))
