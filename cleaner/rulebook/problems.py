"""Problems of rule files: all of them at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice

from cleaner.core.errors import RuleError

__all__ = ["Problem", "Source", "complain", "suggest"]

# What is shown of a file: enough for a person, whatever the file is.
_MOST, _LONGEST_LINE, _LONGEST_MESSAGE = 100, 160, 600
# Words that may have been meant: so many letters longer or shorter, the first so many of them.
_SLIP, _CANDIDATES = 5, 500


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
        lines = _lines(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""


@lru_cache(maxsize=2)
def _lines(text: str) -> list[str]:
    return text.split("\n")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place of a rule file; line and column count from 1, in code points."""

    source: Source
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        message = _shorten(self.message, 0, _LONGEST_MESSAGE)
        place = f"{self.source.name}:{self.line}:{self.column}: {message}"
        line = self.source.line(self.line)
        if not line.strip():
            return place
        start = max(0, self.column - 1 - _LONGEST_LINE // 2) if len(line) > _LONGEST_LINE else 0
        excerpt = _shorten(line, start, _LONGEST_LINE)
        # Keep a caret under a full-width character: pad with blanks as wide as what stands before.
        before = excerpt[: self.column - 1 - start + len("... ") * (start > 0)]
        padding = "".join("　" if ord(c) > 0x2E7F else c if c == "\t" else " " for c in before)
        return f"{place}\n    {excerpt}\n    {padding}^"


def suggest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean ...?)`, or nothing where no known word is close."""
    alike = (each for each in known if abs(len(each) - len(word)) <= _SLIP)
    close = get_close_matches(word, list(islice(alike, _CANDIDATES)), n=1, cutoff=0.6)
    return f" (did you mean {close[0]!r}?)" if close else ""


def complain(problems: Iterable[Problem]) -> None:
    """Raise one `RuleError` that lists the problems in the order of their places, if any.

    Of very many the first ones are shown and the others counted.
    """
    ordered = sorted(set(problems), key=lambda p: (p.source.name, p.line, p.column, p.message))
    if ordered:
        shown = [str(problem) for problem in ordered[:_MOST]]
        rest = [f"... and {len(ordered) - _MOST} more problems"] if len(ordered) > _MOST else []
        raise RuleError("\n".join([*shown, *rest]))


def _shorten(text: str, start: int, longest: int) -> str:
    """Return at most so many code points of a text, from a place on, with dots for the rest."""
    part = text[start : start + longest]
    return "... " * (start > 0) + part + " ..." * (start + longest < len(text))
