"""Patterns of rules: RE2 syntax on folded text, one line at a time, in linear time.

What an author writes is translated first (`cleaner.core.translation`). No match ever crosses a
line feed. Lookaround and back-references are refused: nothing that cannot run in linear time is
accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, NewType

import re2

from cleaner.core.document import Document, fold
from cleaner.core.translation import PatternError, translate

__all__ = [
    "Match",
    "Pattern",
    "PatternError",
    "Patterns",
    "Regex",
    "Wholes",
    "options",
    "translate",
]

Regex = NewType("Regex", str)
"""The source of a pattern, as the type of a step's option."""

_HINTS = {
    "invalid perl operator: (?=": "lookahead is not possible: use `after:`",
    "invalid perl operator: (?!": "lookahead is not possible: use `unless:`",
    "invalid perl operator: (?<": "lookbehind is not possible: use `before:` or `unless:`",
    "invalid escape sequence: \\1": "back-references are not possible",
    "invalid repetition size": "repeat at most 1000 times",
}
# A page may hold thousands of states of many rules at once; RE2's default of 8 MiB is for one.
_SET_MEMORY = 256 << 20
_MANY = 3  # alternatives from which on one look tells which of them are worth a search
_NO_GROUPS: Mapping[str, tuple[int, int]] = {}


class Match(NamedTuple):
    """Where a pattern matched, in code points, with its named groups (those that took part)."""

    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]


@cache
def options(memory: int | None = None) -> re2.Options:
    """Return how every pattern is compiled; `memory` is in bytes, else RE2's default of 8 MiB."""
    chosen = re2.Options()
    chosen.never_nl = True
    chosen.log_errors = False
    if memory:
        chosen.max_mem = memory
    return chosen


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as its author wrote it; equal if written alike.

    `exact` matches the text itself instead of its folded form. It is compiled when it is first
    used: of the thousand patterns of a profile, a page needs a few. `check` does so at once.
    """

    source: str
    exact: bool = False
    _compiled: re2._Regexp | None = field(default=None, init=False, repr=False, compare=False)
    _ending: re2._Regexp | None = field(default=None, init=False, repr=False, compare=False)
    _names: Mapping[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def check(self) -> None:
        """Compile the pattern.

        Raises:
            PatternError: RE2 refuses it.
        """
        self._regexp()

    @property
    def translated(self) -> str:
        """The pattern as RE2 gets it."""
        return translate(self.source, self.exact)

    @property
    def gate(self) -> str:
        """What must occur in the folded text for the pattern to match; empty if it is `exact`."""
        return "" if self.exact else translate(self.source, wide=True)

    def _regexp(self) -> re2._Regexp:
        if self._compiled is None:
            compiled = self._compile(self.translated)
            names = {name.decode("utf-8"): number for name, number in compiled.groupindex.items()}
            object.__setattr__(self, "_compiled", compiled)
            object.__setattr__(self, "_names", names)
        assert self._compiled is not None
        return self._compiled

    def _compile(self, translated: str) -> re2._Regexp:
        """Compile for UTF-8: a text would be encoded again for each question."""
        try:
            return re2.compile(translated.encode("utf-8"), options())
        except re2.error as error:
            raise _explain(self.source, error) from None

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of its named groups."""
        self._regexp()
        return tuple(self._names)

    def finditer(self, doc: Document) -> Iterator[Match]:
        """Yield all matches in a document, left to right, none of them empty."""
        data = _encodable(doc.text).encode("utf-8") if self.exact else doc.data
        regexp = self._regexp()
        length = _identity if len(data) == len(doc.text) else _count_characters
        offset = start = 0  # of the last match, in bytes and in code points
        for match in regexp.finditer(data):
            first, last = match.span()
            if first == last:
                continue
            start += length(data, offset, first)
            offset = first
            groups = _NO_GROUPS
            if self._names:
                spans = ((name, match.span(number)) for name, number in self._names.items())
                groups = {
                    name: (start + length(data, first, a), start + length(data, first, b))
                    for name, (a, b) in spans
                    if a >= 0
                }
            yield Match(start, start + length(data, first, last), groups)

    def search(self, text: str) -> bool:
        """Say whether the pattern occurs in a piece of text (folded here unless `exact`)."""
        return self._regexp().search(self._ready(text)) is not None

    def fullmatch(self, text: str) -> bool:
        """Say whether the pattern describes the whole of a piece of text."""
        return self._regexp().fullmatch(self._ready(text)) is not None

    def begins(self, text: str) -> bool:
        """Say whether the pattern matches at the very start of a piece of text."""
        return self._regexp().match(self._ready(text)) is not None

    def ends(self, text: str) -> bool:
        """Say whether the pattern matches up to the very end of a piece of text."""
        if self._ending is None:
            object.__setattr__(self, "_ending", self._compile(f"(?:{self.translated})\\z"))
        assert self._ending is not None
        return self._ending.search(self._ready(text)) is not None

    def _ready(self, text: str) -> bytes:
        return (_encodable(text) if self.exact else fold(text)).encode("utf-8")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Alternatives that are looked for together; their matches come in order, without overlap."""

    items: tuple[Pattern, ...]
    _set: re2.Set | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, sources: Iterable[str], exact: bool = False) -> Patterns:
        """Compile the alternatives.

        Raises:
            PatternError: one of them is wrong.
        """
        return cls(tuple(Pattern(source, exact) for source in sources))

    @property
    def gate(self) -> str:
        """What must occur in the folded text for any to match; empty if it cannot be told."""
        gates = [pattern.gate for pattern in self.items]
        return "|".join(f"(?:{gate})" for gate in gates) if all(gates) else ""

    def finditer(self, doc: Document) -> Iterator[Match]:
        """Yield the matches of all alternatives by place; the longer one where two begin alike."""
        present = self._present(doc)
        if len(present) == 1:
            yield from present[0].finditer(doc)
            return
        found = [match for pattern in present for match in pattern.finditer(doc)]
        end = 0
        for match in sorted(found, key=lambda m: (m.start, -m.end)):
            if match.start >= end:
                end = match.end
                yield match

    def _present(self, doc: Document) -> Sequence[Pattern]:
        """Return the alternatives that may match, found by one look at the document."""
        if len(self.items) < _MANY or any(pattern.exact for pattern in self.items):
            return self.items
        if self._set is None:
            together = re2.Set.SearchSet(options(_SET_MEMORY))
            for pattern in self.items:
                together.Add(pattern.gate)
            together.Add("")  # always there, unless RE2 gives up
            together.Compile()
            object.__setattr__(self, "_set", together)
        assert self._set is not None
        hits = set(self._set.Match(doc.data))
        if len(self.items) not in hits:
            return self.items
        return [pattern for number, pattern in enumerate(self.items) if number in hits]


@dataclass(frozen=True, slots=True)
class Wholes:
    """Many patterns of which each is to describe the whole of a short text, asked all at once."""

    items: tuple[Pattern, ...]
    _set: re2.Set | None = field(default=None, init=False, repr=False, compare=False)

    def find(self, folded: str) -> list[int]:
        """Return the numbers of the patterns that describe a folded text."""
        if not self.items:
            return []
        if self._set is None:
            together = re2.Set.FullMatchSet(options(_SET_MEMORY))
            for pattern in self.items:
                together.Add(pattern.translated)
            together.Compile()
            object.__setattr__(self, "_set", together)
        assert self._set is not None
        return sorted(self._set.Match(folded.encode("utf-8")) or ())


def _identity(_: bytes, start: int, end: int) -> int:
    return end - start


def _count_characters(data: bytes, start: int, end: int) -> int:
    return len(data[start:end].decode("utf-8"))


def _encodable(text: str) -> str:
    """Return the text with lone surrogates replaced, at the same offsets: RE2 reads UTF-8."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _explain(source: str, error: Exception) -> PatternError:
    """Return RE2's complaint in the author's words, with a column where one can be told."""
    reason = error.args[0]
    message = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    message = message.replace("(?m)", "", 1)  # ours
    culprit = message.partition(": ")[2]
    column = max(source.find(culprit), 0) if culprit else 0
    hint = next((text for start, text in _HINTS.items() if message.startswith(start)), "")
    return PatternError(f"{message} ({hint})" if hint else message, column)
