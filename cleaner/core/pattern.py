r"""Patterns of rules: RE2 syntax on folded text, one line at a time, in linear time.

This module alone knows RE2. It translates what a rule's author writes into what must be matched:

* literals are folded as the text is (`當前` finds `当前`, `：` finds `:`), unless `exact`;
* `\w \d \s` and their opposites mean Unicode classes, not ASCII ones;
* `^` and `$` are the ends of a line without the blanks around it;
* no match ever crosses a line feed.

Lookaround and back-references are refused: nothing that cannot run in linear time is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, NewType

import re2

from cleaner.core.document import Document, fold
from cleaner.core.errors import RuleError

__all__ = ["Match", "Pattern", "PatternError", "Patterns", "Regex", "Screen", "translate"]

Regex = NewType("Regex", str)
"""The source of a pattern, as the type of a step's option."""

# On folded text the only blank is a space.
_CLASSES = {"w": r"\p{L}\p{M}\p{N}_", "d": r"\p{Nd}", "s": " "}
_EXACT_CLASSES = _CLASSES | {"s": r"\t \x{85}\x{a0}\p{Z}"}
# For gates: supersets of few ranges. Each class above is hundreds of byte ranges, of which a gate
# holds dozens (measured on the shipped rules: 55 ms to compile the screen instead of 174).
_WIDE_CLASSES = {
    "w": r"0-9a-z_\x{80}-\x{10ffff}",
    "d": r"0-9\x{660}-\x{1fff}\x{a620}-\x{abff}\x{10000}-\x{1ffff}",
    "s": " ",
}
# A run of characters that mean themselves, outside and inside of [...].
_PLAIN_RUN = re.compile(r"[^\\\[(^$]+")
# In gates a repeat has no upper bound: each one would be a copy (measured: 28 ms instead of 87).
_BOUNDED = re.compile(r"\{(\d+),\d+\}")
_PLAIN_MEMBERS = re.compile(r"[^\\\]\[\-]+")
_TEXT_ANCHORS = {"A": "^", "z": "$", "Z": "$", "C": "."}
_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}
_HINTS = {
    "invalid perl operator: (?=": "lookahead is not possible: use `after:`",
    "invalid perl operator: (?!": "lookahead is not possible: use `unless:`",
    "invalid perl operator: (?<": "lookbehind is not possible: use `before:` or `unless:`",
    "invalid escape sequence: \\1": "back-references are not possible",
    "invalid repetition size": "repeat at most 1000 times",
}
# A page may hold thousands of states of many rules at once; RE2's default of 8 MiB is for one.
_SET_MEMORY = 256 << 20


class PatternError(RuleError):
    """A pattern that cannot be used; `column` counts code points of the pattern from 0."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.column = column


class Match(NamedTuple):
    """Where a pattern matched, in code points, with its named groups (those that took part)."""

    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]


@cache
def _options(memory: int | None = None) -> re2.Options:
    options = re2.Options()
    options.never_nl = True
    options.log_errors = False
    if memory:
        options.max_mem = memory
    return options


def translate(pattern: str, exact: bool = False, wide: bool = False) -> str:
    r"""Return the RE2 pattern that stands for what the author of a rule wrote.

    `wide`: it may match more than that, and is cheaper to compile: all that a gate needs.

    >>> print(translate("^當前頁：[0-9]"))
    (?m)(?:^[ ]*)当前页\:[0-9]
    """
    return "(?m)" + _Translation(pattern, exact, wide).run()


class _Translation:
    """One walk over a pattern; `column` is where it stands."""

    def __init__(self, pattern: str, exact: bool, wide: bool) -> None:
        self.pattern = pattern
        self.exact = exact
        self.wide = wide
        self.classes = _EXACT_CLASSES if exact else _CLASSES
        # The complement of more is less: a class that is denied stays as narrow as it is.
        self.affirmed = _WIDE_CLASSES if wide and not exact else self.classes
        self.edge = f"[{self.classes['s']}]*"
        self.column = 0
        self.in_class = False
        self.is_denied = False

    def run(self) -> str:
        out = []
        while self.column < len(self.pattern):
            out.append(self._next())
        return "".join(out)

    def _next(self) -> str:
        character = self.pattern[self.column]
        if character == "\\":
            return self._escape()
        plain = (_PLAIN_MEMBERS if self.in_class else _PLAIN_RUN).match(self.pattern, self.column)
        if plain and (self.exact or fold(plain[0]) == plain[0]):
            self.column = plain.end()
            is_open = self.wide and not self.in_class
            return _BOUNDED.sub(r"{\1,}", plain[0]) if is_open else plain[0]
        if self.in_class:
            return self._in_class(character)
        if character == "[":
            return self._open_class()
        if character == "(" and self.pattern.startswith("(?", self.column):
            return self._group()
        self.column += 1
        if character in "^$":
            return f"(?:^{self.edge})" if character == "^" else f"(?:{self.edge}$)"
        return self._fold(character)

    def _fold(self, character: str) -> str:
        if self.exact or not character.isprintable():
            return character
        folded = fold(character)
        # A full-width bracket is a literal; half-width it would be an operator.
        return re2.escape(folded) if folded != character and not folded.isalnum() else folded

    def _open_class(self) -> str:
        start = self.column
        self.column += 2 if self.pattern.startswith("[^", start) else 1
        opening = self.pattern[start : self.column]
        self.in_class = True
        self.is_denied = opening == "[^"
        if self.pattern.startswith("]", self.column):  # a first ] is a literal
            self.column += 1
            return opening + r"\]"
        return opening

    def _in_class(self, character: str) -> str:
        if self.pattern.startswith("[:", self.column):
            end = self.pattern.find(":]", self.column)
            if end > 0:
                name = self.pattern[self.column : end + 2]
                self.column = end + 2
                return name
        self.column += 1
        if character == "]":
            self.in_class = False
            return character
        if self._is_range_end() and character > "\u2e7f":
            # Folding an end would shift the range. What lies inside is folded text anyway.
            return character
        return self._fold(character)

    def _is_range_end(self) -> bool:
        before = self.pattern[self.column - 2 : self.column - 1]
        after = self.pattern[self.column : self.column + 1]
        return before == "-" or after == "-"

    def _group(self) -> str:
        end = self.column + 2
        while end < len(self.pattern) and self.pattern[end] not in ":>)":
            if self.pattern[end] in "=!" or self.pattern.startswith("(?<=", self.column):
                break
            end += 1
        head = self.pattern[self.column : end + 1]
        self.column = end + 1
        return head

    def _escape(self) -> str:
        start = self.column
        kind = self.pattern[start + 1 : start + 2]
        self.column += 2
        if not kind:
            raise PatternError("a pattern cannot end with a single backslash", start)
        if kind.lower() in _CLASSES:
            return self._class_escape(kind, start)
        if kind in _HEX_DIGITS and not self.pattern.startswith("{", self.column):
            digits = self.pattern[self.column : self.column + _HEX_DIGITS[kind]]
            self.column += len(digits)
            return f"\\x{{{digits}}}"
        if kind in "pPx" and self.pattern.startswith("{", self.column):
            end = self.pattern.find("}", self.column)
            if end > 0:
                self.column = end + 1
            return self.pattern[start : self.column]
        if kind in _TEXT_ANCHORS:
            raise PatternError(
                f"\\{kind} is not possible: a rule sees one line, use {_TEXT_ANCHORS[kind]}", start
            )
        return self.pattern[start : self.column]

    def _class_escape(self, kind: str, start: int) -> str:
        members = self.classes[kind.lower()]
        if kind.islower():
            if not (self.in_class and self.is_denied):
                members = self.affirmed[kind]
            return members if self.in_class else f"[{members}]"
        if self.in_class:
            raise PatternError(
                f"\\{kind} inside [...] is not possible: write [^...] instead", start
            )
        return f"[^{members}]"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as its author wrote it; equal if written alike.

    `exact` matches the text itself instead of its folded form. `translated` is what RE2 has to
    match. It compiles it when it is first
    used: of the thousand patterns of a profile, a page needs a few. `check` does so at once.
    """

    source: str
    exact: bool = False
    translated: str = field(init=False, repr=False, compare=False)
    _compiled: re2._Regexp | None = field(default=None, init=False, repr=False, compare=False)
    _ending: re2._Regexp | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "translated", translate(self.source, self.exact))

    def check(self) -> None:
        """Compile the pattern.

        Raises:
            PatternError: RE2 refuses it.
        """
        self._regexp()

    @property
    def gate(self) -> str:
        """What must occur in the folded text for the pattern to match; empty if it is `exact`."""
        return "" if self.exact else translate(self.source, wide=True)

    def _regexp(self) -> re2._Regexp:
        if self._compiled is None:
            object.__setattr__(self, "_compiled", self._compile(self.translated))
        return self._compiled

    def _compile(self, translated: str) -> re2._Regexp:
        try:
            return re2.compile(translated, _options())
        except re2.error as error:
            raise _explain(self.source, error) from None

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of its named groups."""
        return tuple(self._regexp().groupindex)

    def finditer(self, doc: Document) -> Iterator[Match]:
        """Yield all matches in a document, left to right, none of them empty."""
        text = _encodable(doc.text) if self.exact else doc.folded
        regexp = self._regexp()
        groups = regexp.groupindex.items()
        for match in regexp.finditer(text):
            start, end = match.span()
            if start < end:
                spans = {name: match.span(number) for name, number in groups}
                yield Match(start, end, {k: v for k, v in spans.items() if v[0] >= 0})

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

    def _ready(self, text: str) -> str:
        return _encodable(text) if self.exact else fold(text)


@dataclass(frozen=True, slots=True)
class Patterns:
    """Alternatives that are looked for together; their matches come in order, without overlap."""

    items: tuple[Pattern, ...]

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
        if len(self.items) == 1:
            yield from self.items[0].finditer(doc)
            return
        found = [match for pattern in self.items for match in pattern.finditer(doc)]
        end = 0
        for match in sorted(found, key=lambda m: (m.start, -m.end)):
            if match.start >= end:
                end = match.end
                yield match


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


class Screen:
    """Tells in one pass over a page which of many gates it opens.

    Wrong only to the safe side: where RE2 gives up (its memory is bounded), every gate is open.
    """

    def __init__(self, gates: Sequence[str]) -> None:
        self._everything = frozenset(range(len(gates)))
        self._sets = _build(gates, 0)

    def open_gates(self, doc: Document) -> frozenset[int]:
        """Return the numbers of the gates that occur in the document's folded text."""
        data = doc.folded.encode("utf-8")
        found: list[int] = []
        for automaton, first, canary in self._sets:
            hits = automaton.Match(data)
            if canary not in hits:  # it always matches: RE2 ran out of memory
                return self._everything
            found.extend(first + hit for hit in hits if hit != canary)
        return frozenset(found)


def _build(gates: Sequence[str], first: int) -> list[tuple[re2.Set, int, int]]:
    """Return the automata for the gates; where they do not fit into one, two are made."""
    automaton = re2.Set.SearchSet(_options(_SET_MEMORY))
    for gate in gates:
        automaton.Add(f"(?m:{gate})")
    canary = automaton.Add("")
    try:
        automaton.Compile()
    except re2.error:
        if len(gates) == 1:
            raise PatternError("this pattern needs too much memory: shorten its repeats") from None
        half = len(gates) // 2
        return _build(gates[:half], first) + _build(gates[half:], first + half)
    return [(automaton, first, canary)]
