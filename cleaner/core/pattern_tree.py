r"""The tree of a translated pattern: what can match at all, and which alternatives are words.

RE2 tells whether a pattern matches a text, not whether it can match any. That is answered here for
folded text: a literal or a class matches only if folding leaves at least one of its characters as
it is. `[A-Z]` and `當` are folded with the pattern and can match; `\x41`, `\u7576`, `\t` and
`[\uff21-\uff3a]` stand for what no folded text holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import re2

from cleaner.core.document import fold
from cleaner.core.errors import RuleError

__all__ = ["Branches", "Group", "Part", "Piece", "read_tree"]

_BMP = 0x10000
# Nothing beyond the BMP is folded: a letter, a sign and a mark stand for all of it that a pattern
# does not name itself.
_BEYOND_BMP = "𠀀𝐀😀\U000e0100"
_NAMED = re.compile(r"[\U00010000-\U0010ffff]|\\x\{([0-9A-Fa-f]{5,6})\}")
_TOKEN = re.compile(
    r"""(?P<class>\[\^?\]?(?:\[:\^?\w+:\]|\\[pP](?:\{[^}]*\}|.)|\\x\{[0-9A-Fa-f]+\}|\\.|[^\]\\])*\])
    |(?P<escape>\\(?:[pP](?:\{[^}]*\}|.)|x\{[0-9A-Fa-f]+\}|x[0-9A-Fa-f]{2}|.))
    |(?P<flags>\(\?[imsU-]+\))
    |(?P<open>\((?:\?(?:P?<\w+>|[imsU-]*:))?)
    |(?P<close>\))
    |(?P<bar>\|)
    |(?P<repeat>(?:[*+?]|\{\d+(?:,\d*)?\})[?+]?)
    |(?P<edge>[\^$])
    |(?P<literal>[^\\\[\](){}|*+?^$.\n]+(?![*+?{])|.)""",
    re.VERBOSE | re.DOTALL,
)
_MAY_BE_ABSENT = re.compile(r"[*?]|\{0+(?:,\d*)?\}")
# What stands for itself after a backslash; the others (`\b`, `\p{L}`) are no characters.
_PLAIN_ESCAPE = re.compile(r"\\[^\w]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, a class or an edge, as it is written in the translated pattern."""

    source: str
    kind: str

    @property
    def possible(self) -> bool:
        """Whether it can match in folded text."""
        if self.word is not None:
            return fold(self.word) == self.word != "\n"
        return self.kind == "edge" or _occurs(self.source)

    @property
    def word(self) -> str | None:
        """The characters that it stands for, or None."""
        if self.kind == "literal" and self.source != ".":
            return self.source
        if self.kind == "escape" and _PLAIN_ESCAPE.fullmatch(self.source):
            return self.source[1:]
        return None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece or a group with what says how often it comes."""

    inner: Piece | Group
    repeat: str = ""

    @property
    def source(self) -> str:
        """As it is written."""
        return self.inner.source + self.repeat

    @property
    def optional(self) -> bool:
        """Whether it may be absent."""
        return _MAY_BE_ABSENT.match(self.repeat) is not None

    @property
    def possible(self) -> bool:
        """Whether it can match: what may be absent always can."""
        return self.optional or self.inner.possible

    @property
    def word(self) -> str | None:
        """The characters that it stands for, or None."""
        return None if self.repeat else self.inner.word


Branches = tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives, each a run of parts. The whole pattern is one, too."""

    head: str
    branches: Branches

    @property
    def source(self) -> str:
        """As it is written."""
        inside = "|".join("".join(part.source for part in branch) for branch in self.branches)
        return f"{self.head}{inside})" if self.head else inside

    @property
    def possible(self) -> bool:
        """Whether one of the alternatives can match."""
        return any(all(part.possible for part in branch) for branch in self.branches)

    @property
    def word(self) -> str | None:
        """The characters that it stands for, or None."""
        return self.words()[0] if len(self.branches) == 1 else None

    def words(self) -> list[str | None]:
        """Return for each alternative the word that it stands for, or None."""
        return [_joined(branch) for branch in self.branches]

    def dead(self) -> Iterator[str]:
        """Yield the outermost alternatives and optional parts that can never match."""
        for branch in self.branches:
            if not all(part.possible for part in branch):
                yield "".join(part.source for part in branch)
                continue
            for part in branch:
                if not part.inner.possible:
                    yield part.source
                elif isinstance(part.inner, Group):
                    yield from part.inner.dead()


def _joined(branch: tuple[Part, ...]) -> str | None:
    words = [part.word for part in branch]
    return None if None in words else "".join(word for word in words if word is not None)


def read_tree(translated: str) -> Group:
    """Return the tree of a pattern that RE2 accepts, as `cleaner.core` translates it."""
    reader = _Reader(translated)
    branches = reader.branches()
    return Group("", branches)


class _Reader:
    """One walk over the tokens of a pattern."""

    def __init__(self, pattern: str) -> None:
        self.tokens = [
            (match.lastgroup or "", match[0])
            for match in _TOKEN.finditer(_unquoted(pattern))
            if match.lastgroup != "flags"
        ]
        self.at = 0

    def branches(self) -> Branches:
        """Read up to the bracket that closes, or the end."""
        done: list[tuple[Part, ...]] = []
        branch: list[Part] = []
        while self.at < len(self.tokens):
            kind, source = self.tokens[self.at]
            self.at += 1
            if kind == "close":
                break
            if kind == "bar":
                done.append(tuple(branch))
                branch = []
            elif kind == "repeat" and branch:
                branch[-1] = Part(branch[-1].inner, branch[-1].repeat + source)
            elif kind == "open":
                branch.append(Part(Group(source, self.branches())))
            else:
                branch.append(Part(Piece(source, kind)))
        return (*done, tuple(branch))


def _unquoted(pattern: str) -> str:
    r"""Return the pattern with `\Q...\E` written out."""
    return re.sub(r"\\Q(.*?)(?:\\E|$)", lambda m: re.escape(m[1]), pattern, flags=re.DOTALL)


@cache
def _alphabet() -> str:
    """Return every character that folded text can hold, the line feed aside."""
    folded = {fold(chr(code)) for code in range(_BMP)}
    return "".join(sorted(folded - {"\n"})) + _BEYOND_BMP


@cache
def _occurs(source: str) -> bool:
    """Say whether a piece of a pattern matches any character of folded text."""
    options = re2.Options()
    options.never_nl = True
    options.log_errors = False
    named = (chr(int(m[1], 16)) if m[1] else m[0] for m in _NAMED.finditer(source))
    try:
        return re2.search(source, _alphabet() + "".join(named), options) is not None
    except re2.error as error:
        raise RuleError(f"cannot read the part {source!r} of a pattern: {error}") from error
