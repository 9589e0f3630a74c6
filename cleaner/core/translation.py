r"""What the author of a rule writes, as RE2 must have it.

* literals are folded as the text is (`當前` finds `当前`, `：` finds `:`), unless `exact`;
* `\w \d \s` and their opposites mean Unicode classes, not ASCII ones;
* `^` and `$` are the ends of a line without the blanks around it.
"""

from __future__ import annotations

import re

import re2

from cleaner.core.document import fold
from cleaner.core.errors import RuleError

__all__ = ["PatternError", "translate"]

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
# A run of what stays as it is but for folding, outside and inside of [...].
_PLAIN_RUN = re.compile(r"(?:[^\\\[(^$]+|\(\?:|\((?!\?)|\\[!-/:-@\[-`{-~])+")
# In gates a repeat has no upper bound: each one would be a copy (measured: 28 ms instead of 87).
_BOUNDED = re.compile(r"(?<!\\)\{(\d+),\d+\}")
_PLAIN_MEMBERS = re.compile(r"[^\\\]\[\-]+")
_TEXT_ANCHORS = {"A": "^", "z": "$", "Z": "$", "C": "."}
_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}


class PatternError(RuleError):
    """A pattern that cannot be used; `column` counts code points of the pattern from 0."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.column = column


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
