r"""What a page must hold for a pattern to match: literals derived from the pattern itself.

The keyword prefilter of a rule is never written by hand. From the tree of its gate a set of strings
is worked out such that every match contains one of them; strings are looked for in all rules at
once, and only the gates whose strings occur are tried.

Literals are looked for in a form of the text that is made for it, see `searchable`: there a line
has no blanks at its edges, so `^by ` needs "\nby"; and digits are alike, so `^\d{4}-\d\d` needs
"\n0-0".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TypeAlias

from cleaner.core.document import fold
from cleaner.core.pattern_tree import Group, Part, Piece, read_tree

__all__ = ["required_literals", "searchable"]

_MOST = 300  # a product of alternatives beyond that is cut into its factors
_LONGEST_LIST = 20_000  # literals of one gate: a lexicon has thousands of words
_MANY = 20  # beyond so many, a product that says enough is not made any longer
_FEW = 50  # so few literals are compared with each other, to leave out needless ones
_ENOUGH = 12  # what says more is not rarer in a way that counts
_TELLING = 6  # what says that much is rare already
_LEAST = 3  # what says less than that (a bracket, two letters) is on every page
# As frequent as a Latin letter, or more.
_COMMON = frozenset("。、·“”‘’《》…—–.,:;!?()[]/-'\"")
_CLOSING = frozenset("。、,.:;!?)")  # rarely has a blank before it

# What a searchable text has a single 0 for: runs of ASCII digits and of characters whose UTF-8
# begins with one of these bytes, so that all digits and letters which gates take for `\d` are among
# them (see `cleaner.core.translation`).
_FOREIGN = bytes([*range(0xD9, 0xE2), 0xEA, 0xF0])
_DIGITS = re.compile(rb"[0-9%b][0-9%b\x80-\xbf]*" % (_FOREIGN, _FOREIGN))
_ZEROS = bytes.maketrans(b"123456789", b"000000000")  # a hundred times as fast as a pattern
_DIGIT_RANGES = ((0x660, 0x1FFF), (0xA620, 0xABFF), (0x10000, 0x1FFFF))
_DIGIT = frozenset("0")

_PADDING = re.compile(rb" *\n *")
_LETTERS = re.compile("[a-z\u3400-\u9fff]+")  # as many bytes in UTF-8 as they say
_WIDEST_CLASS = 24  # characters of a class that are listed
_MEMBER = re.compile(
    r"(?P<digit>\\p\{Nd\})"
    r"|(?P<first>\\x\{[0-9A-Fa-f]+\}|\\[^\w]|[^\\\[\]])"
    r"(?:-(?P<last>\\x\{[0-9A-Fa-f]+\}|\\[^\w]|[^\\\[\]]))?"
)


_Texts: TypeAlias = frozenset[str]
_NOTHING: _Texts = frozenset({""})


def searchable(data: bytes) -> bytes:
    """Return the form of a folded text in UTF-8 in which literals are looked for.

    It stands between line feeds and has as many lines, without blanks at their edges; a single 0
    stands for any run of digits.
    """
    text = b"\n%b\n" % data
    if b" \n" in text or b"\n " in text:
        text = _PADDING.sub(b"\n", text)
    plain = text.translate(_ZEROS, _FOREIGN)
    if len(plain) < len(text):
        return _DIGITS.sub(b"0", text)
    while b"00" in plain:
        plain = plain.replace(b"00", b"0")
    return plain


def required_literals(gate: str, least: int = _LEAST) -> _Texts | None:
    r"""Return strings one of which is in the searchable text of every page that a pattern matches.

    None: no such strings are known, or they are so short that every page has them (a Latin letter
    says 1, a Han character 3, and together they must say `least`).

    >>> sorted(required_literals("(?:上|下)一篇|^ page [0-9]+$"))
    ['\npage 0\n', '上一篇', '下一篇']
    """
    found = _Reader().of_group(read_tree(gate))
    if found is None or _weight(found) < least:
        return None
    folded = {_searched(fold(text)) for text in found}
    if len(folded) > _FEW:
        return frozenset(folded)
    return frozenset(
        text for text in folded if not any(text != other and other in text for other in folded)
    )


class _Reader:
    """One walk over the tree of a pattern; what a part can match is worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, _Texts | None] = {}

    def of_group(self, group: Group) -> _Texts | None:
        """Return what every alternative needs: one string of each."""
        needed: set[str] = set()
        for branch in group.branches:
            best = self._of_branch(branch)
            if best is None:
                return None
            needed |= best
        return frozenset(needed) if len(needed) <= _LONGEST_LIST else None

    def _of_branch(self, branch: Sequence[Part]) -> _Texts | None:
        """Return the set of a run of parts that says most, or None: none says anything."""
        candidates: list[_Texts] = []
        run = _NOTHING
        for part in _without_padding(branch):
            exact = self._exactly(part)
            if exact is not None and _may_grow(run, exact):
                run = _then(run, exact)
                continue
            head = self._end(part, last=False)
            candidates.append(run)
            if _may_grow(run, head):
                candidates.append(_then(run, head))
            inside = self._of_part(part)
            if inside is not None:
                candidates.append(inside)
            run = self._end(part, last=True)
        candidates.append(run)
        best = max(candidates, key=lambda found: (_weight(found), -len(found)))
        return best if _weight(best) else None

    def _end(self, part: Part, last: bool) -> _Texts:
        """Return what every match begins with, or ends with; the empty text says nothing."""
        inner = part.inner
        found = (
            _of_piece(inner) if isinstance(inner, Piece) else self._of_ends(inner.branches, last)
        )
        if found is None or len(found) > _MOST:
            return _NOTHING
        return found | _NOTHING if part.optional else found

    def _of_ends(self, branches: Iterable[Sequence[Part]], last: bool) -> _Texts:
        found: set[str] = set()
        for branch in branches:
            run = _NOTHING
            parts = list(_without_padding(branch))
            for part in reversed(parts) if last else parts:
                exact = self._exactly(part)
                grows = exact is not None and _may_grow(run, exact)
                more = exact if exact is not None and grows else self._end(part, last)
                if _may_grow(run, more):
                    run = _then(more, run) if last else _then(run, more)
                if not grows:
                    break
            found |= run
        return frozenset(found)

    def _exactly(self, part: Part) -> _Texts | None:
        """Return all that a part can match, or None: that cannot be listed."""
        if id(part) not in self._known:
            inner = part.inner
            found = _of_piece(inner) if isinstance(inner, Piece) else self._of_branches(inner)
            if part.repeat not in ("", "?", "??") and found != _DIGIT:
                found = None
            elif found is not None and part.optional:
                found |= _NOTHING
            self._known[id(part)] = found
        return self._known[id(part)]

    def _of_branches(self, group: Group) -> _Texts | None:
        texts: set[str] = set()
        for branch in group.branches:
            found = _NOTHING
            for inner in _without_padding(branch):
                end = self._exactly(inner)
                if end is None or len(end) * len(found) > _MOST:
                    return None
                found = _then(found, end)
            texts |= found
        return frozenset(texts)

    def _of_part(self, part: Part) -> _Texts | None:
        """Return what a part needs that cannot be listed: it repeats, or holds what repeats."""
        if part.optional:
            return None
        if isinstance(part.inner, Group):
            return self.of_group(part.inner)
        found = _of_piece(part.inner)
        return found or None


def _then(first: _Texts, second: _Texts) -> _Texts:
    """Return what a part and the next one match together."""
    return frozenset(start + end for start in first for end in second)


def _may_grow(run: _Texts, exact: _Texts) -> bool:
    """Say whether a run may be made longer by a part without becoming too many."""
    size = len(run) * len(exact)
    return size <= _MANY or (size <= _MOST and _weight(run) < _TELLING)


def _without_padding(branch: Sequence[Part]) -> Iterable[Part]:
    """Yield the parts without the blanks that an edge of a line allows beside it."""
    for place, part in enumerate(branch):
        beside = branch[max(0, place - 1) : place + 2]
        if part.repeat == "*" and part.inner.source in (" ", "[ ]") and any(map(_is_edge, beside)):
            continue
        yield part


def _is_edge(part: Part) -> bool:
    return isinstance(part.inner, Piece) and part.inner.kind == "edge" and not part.repeat


def _of_piece(piece: Piece) -> _Texts | None:
    """Return all that a piece can match: its character, or those of a small class."""
    if piece.kind == "edge":
        return frozenset("\n")
    if piece.source in (r"\b", r"\B"):
        return _NOTHING
    if piece.word is not None:
        return frozenset({piece.word})
    if piece.source == r"\p{Nd}":
        return _DIGIT
    return _of_class(piece.source) if piece.kind == "class" else None


def _of_class(source: str) -> _Texts | None:
    """Return the characters of a class, or None: too many, or it says what they are not."""
    if source.startswith("[^"):
        return None
    found: set[str] = set()
    at = 1
    while at < len(source) - 1:
        member = _MEMBER.match(source, at)
        more = member and _of_member(member)
        if member is None or more is None:
            return None
        at = member.end()
        found |= more
    return frozenset(found) if len(found) <= _WIDEST_CLASS else None


def _of_member(member: re.Match[str]) -> _Texts | None:
    if member["digit"] or member[0] == "0-9":
        return _DIGIT
    first = _code(member["first"])
    last = _code(member["last"]) if member["last"] else first
    if any(low <= first and last <= high for low, high in _DIGIT_RANGES):
        return _DIGIT
    if last - first >= _WIDEST_CLASS:
        return None
    return frozenset(map(chr, range(first, last + 1)))


def _code(source: str) -> int:
    r"""Return the code point of a member of a class: `a`, `\]`, `\x{3400}`."""
    if source.startswith(r"\x"):
        return int(source[3:-1], 16)
    return ord(source[-1])


def _searched(text: str) -> str:
    """Return a literal as it stands in a searchable text."""
    if _LETTERS.fullmatch(text):  # most literals are words
        return text
    data = _DIGITS.sub(b"0", _PADDING.sub(b"\n", text.encode("utf-8")))
    # Blanks at its ends may have been at the edge of a line.
    return data.decode("utf-8").strip(" ")


def _weight(found: Iterable[str]) -> int:
    """Return how much the least telling string of a set says."""
    return min(map(_says, found), default=0)


@cache
def _says(text: str) -> int:
    """Return how much a string says: the sum of its characters, more for two marks side by side.

    A Latin letter, a number or a common mark says 1, an edge of a line and a number behind a
    letter 2, a Han character or a rare sign 3.
    """
    if _LETTERS.fullmatch(text):
        return min(len(text.encode("utf-8")), _ENOUGH)
    said = 0
    before = ""
    for character in _searched(text)[:_ENOUGH]:
        is_mark = not (character.isalnum() or character.isspace())
        if character == "\n":
            said += 2
        elif character == "0":
            said += 1 + before.isalpha()
        elif character == " ":
            said += 3 * (before == " ")
        elif character in _COMMON or (character < "\x80" and character.isalnum()):
            said += 1
        else:
            said += 3
        said += 2 * (is_mark and before == "-") + 2 * (before == " " and character in _CLOSING)
        before = "-" if is_mark else character
    return min(said, _ENOUGH)
