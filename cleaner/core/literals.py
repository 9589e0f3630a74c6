r"""What a page must hold for a pattern to match: literals derived from the pattern itself.

The keyword prefilter of a rule is never written by hand. From the tree of its gate a set of strings
is worked out such that every match contains one of them; strings are looked for in all rules at
once, and only the gates whose strings occur are tried.

A literal may hold a line feed, for the edge of a line: `^by ` needs "\nby". So literals are looked
for in a text of their own, see `searchable`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

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

# Stands in a searchable text for all decimal digits that are not ASCII, which no set could list;
# the ranges are those by which gates understand `\d`, see `cleaner.core.translation`, and the bytes
# those with which a character of these ranges begins in UTF-8 (and a few others).
_FOREIGN = "\ufdd0"
_FOREIGN_RANGES = ((0x660, 0x1FFF), (0xA620, 0xABFF), (0x10000, 0x1FFFF))
_FOREIGN_DIGIT = re.compile(rb"[\xd9-\xe1\xea\xf0]")

_PADDING = re.compile(r" *\n *")
_PADDING_BYTES = re.compile(rb" *\n *")
_WIDEST_CLASS = 24  # characters of a class that are listed
_MEMBER = re.compile(
    r"(?P<digit>\\p\{Nd\})"
    r"|(?P<first>\\x\{[0-9A-Fa-f]+\}|\\[^\w]|[^\\\[\]])"
    r"(?:-(?P<last>\\x\{[0-9A-Fa-f]+\}|\\[^\w]|[^\\\[\]]))?"
)


class _Choice(NamedTuple):
    """Every match of a part is one of `texts`, or holds one of `others`."""

    texts: frozenset[str]
    others: frozenset[str] = frozenset()

    def then(self, other: _Choice) -> _Choice:
        """Return what a part and the next one match together."""
        texts = frozenset(start + end for start in self.texts for end in other.texts)
        return _Choice(texts, self.others | other.others)

    @property
    def needed(self) -> frozenset[str]:
        """The strings one of which every match holds."""
        return frozenset(map(_trimmed, self.texts)) | self.others


_NOTHING = _Choice(frozenset({""}))
_DIGIT = _Choice(frozenset("0123456789"), frozenset({_FOREIGN}))


def searchable(data: bytes) -> bytes:
    """Return the bytes in which literals are looked for: wherever one must be, it is found.

    They are a folded text in UTF-8 between line feeds, then its lines once more without the blanks
    at their edges where there are any, and a sign for all digits which are not ASCII.
    """
    text = b"\n%b\n" % data
    if b" \n" in text or b"\n " in text:
        text += _PADDING_BYTES.sub(b"\n", text)
    if _FOREIGN_DIGIT.search(data):
        text += _FOREIGN.encode()
    return text


def required_literals(gate: str, least: int = _LEAST) -> frozenset[str] | None:
    r"""Return strings one of which is in the searchable text of every page that a pattern matches.

    None: no such strings are known, or they are so short that every page has them (a Latin letter
    says 1, a Han character 3, and together they must say `least`).

    >>> sorted(required_literals("(?:上|下)一篇 ?:|^next page$"))
    ['\nnext page\n', '上一篇', '下一篇']
    """
    found = _Reader().of_group(read_tree(gate))
    if found is None or _weight(found) < least:
        return None
    folded = {fold(text) for text in found}
    if len(folded) > _FEW:
        return frozenset(folded)
    return frozenset(
        text for text in folded if not any(text != other and other in text for other in folded)
    )


class _Reader:
    """One walk over the tree of a pattern; what a part can match is worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, _Choice | None] = {}

    def of_group(self, group: Group) -> frozenset[str] | None:
        """Return what every alternative needs: one string of each."""
        needed: set[str] = set()
        for branch in group.branches:
            best = self._of_branch(branch)
            if best is None:
                return None
            needed |= best
        return frozenset(needed) if len(needed) <= _LONGEST_LIST else None

    def _of_branch(self, branch: Sequence[Part]) -> frozenset[str] | None:
        """Return the set of a run of parts that says most, or None: none says anything."""
        candidates: list[frozenset[str]] = []
        run = _NOTHING
        for part in _without_padding(branch):
            exact = self._exactly(part)
            if exact is not None and _may_grow(run, exact):
                run = run.then(exact)
                continue
            head = self._end(part, last=False)
            candidates.append(run.needed)
            if _may_grow(run, head):
                candidates.append(run.then(head).needed)
            inside = self._of_part(part)
            if inside is not None:
                candidates.append(inside)
            run = self._end(part, last=True)
        candidates.append(run.needed)
        best = max(candidates, key=lambda found: (_weight(found), -len(found)))
        return best if _weight(best) else None

    def _end(self, part: Part, last: bool) -> _Choice:
        """Return what every match begins with, or ends with; the empty text says nothing."""
        inner = part.inner
        found = (
            _of_piece(inner) if isinstance(inner, Piece) else self._of_ends(inner.branches, last)
        )
        if found is None or len(found.texts) > _MOST:
            return _NOTHING
        return _Choice(found.texts | {""}, found.others) if part.optional else found

    def _of_ends(self, branches: Iterable[Sequence[Part]], last: bool) -> _Choice:
        found = _Choice(frozenset())
        for branch in branches:
            run = _NOTHING
            parts = list(_without_padding(branch))
            for part in reversed(parts) if last else parts:
                exact = self._exactly(part)
                grows = exact is not None and _may_grow(run, exact)
                more = exact if exact is not None and grows else self._end(part, last)
                if _may_grow(run, more):
                    run = more.then(run) if last else run.then(more)
                if not grows:
                    break
            found = _Choice(found.texts | run.texts, found.others | run.others)
        return found

    def _exactly(self, part: Part) -> _Choice | None:
        """Return all that a part can match, or None: that cannot be listed."""
        if part.repeat not in ("", "?", "??"):
            return None
        if id(part) not in self._known:
            inner = part.inner
            found = _of_piece(inner) if isinstance(inner, Piece) else self._of_branches(inner)
            if found is not None and part.repeat:
                found = _Choice(found.texts | {""}, found.others)
            self._known[id(part)] = found
        return self._known[id(part)]

    def _of_branches(self, group: Group) -> _Choice | None:
        texts: frozenset[str] = frozenset()
        others: frozenset[str] = frozenset()
        for branch in group.branches:
            found = _NOTHING
            for inner in _without_padding(branch):
                end = self._exactly(inner)
                if end is None or len(end.texts) * len(found.texts) > _MOST:
                    return None
                found = found.then(end)
            texts |= found.texts
            others |= found.others
        return _Choice(texts, others)

    def _of_part(self, part: Part) -> frozenset[str] | None:
        """Return what a part needs that cannot be listed: it repeats, or holds what repeats."""
        if part.optional:
            return None
        if isinstance(part.inner, Group):
            return self.of_group(part.inner)
        found = _of_piece(part.inner)
        return found.needed if found else None


def _may_grow(run: _Choice, exact: _Choice) -> bool:
    """Say whether a run may be made longer by a part without becoming too many."""
    size = len(run.texts) * len(exact.texts)
    return size <= _MANY or (size <= _MOST and _weight(run.texts) < _TELLING)


def _without_padding(branch: Sequence[Part]) -> Iterable[Part]:
    """Yield the parts without the blanks that an edge of a line allows beside it."""
    for place, part in enumerate(branch):
        beside = branch[max(0, place - 1) : place + 2]
        if part.repeat == "*" and part.inner.source in (" ", "[ ]") and any(map(_is_edge, beside)):
            continue
        yield part


def _is_edge(part: Part) -> bool:
    return isinstance(part.inner, Piece) and part.inner.kind == "edge" and not part.repeat


def _of_piece(piece: Piece) -> _Choice | None:
    """Return all that a piece can match: its character, or those of a small class."""
    if piece.kind == "edge":
        return _Choice(frozenset("\n"))
    if piece.source in (r"\b", r"\B"):
        return _NOTHING
    if piece.word is not None:
        return _Choice(frozenset({piece.word}))
    if piece.source == r"\p{Nd}":
        return _DIGIT
    return _of_class(piece.source) if piece.kind == "class" else None


def _of_class(source: str) -> _Choice | None:
    """Return the characters of a class, or None: too many, or it says what they are not."""
    if source.startswith("[^"):
        return None
    found = _Choice(frozenset())
    at = 1
    while at < len(source) - 1:
        member = _MEMBER.match(source, at)
        if member is None:
            return None
        at = member.end()
        more = _of_member(member)
        if more is None:
            return None
        found = _Choice(found.texts | more.texts, found.others | more.others)
    return found if len(found.texts) <= _WIDEST_CLASS else None


def _of_member(member: re.Match[str]) -> _Choice | None:
    if member["digit"]:
        return _DIGIT
    first = _code(member["first"])
    last = _code(member["last"]) if member["last"] else first
    if any(low <= first and last <= high for low, high in _FOREIGN_RANGES):
        return _Choice(frozenset(), frozenset({_FOREIGN}))
    if last - first >= _WIDEST_CLASS:
        return None
    return _Choice(frozenset(map(chr, range(first, last + 1))))


def _code(source: str) -> int:
    r"""Return the code point of a member of a class: `a`, `\]`, `\x{3400}`."""
    if source.startswith(r"\x"):
        return int(source[3:-1], 16)
    return ord(source[-1])


def _trimmed(text: str) -> str:
    """Return a literal without the blanks that a line's edges have lost in a searchable text."""
    return _PADDING.sub("\n", text).strip(" ") if "\n" in text else text


def _weight(found: Iterable[str]) -> int:
    """Return how much the least telling string of a set says."""
    return min(map(_says, found), default=0)


@cache
def _says(text: str) -> int:
    """Return how much a string says: the sum of its characters, more for two marks side by side.

    A Latin letter or a common mark says 1, an edge of a line 2, a Han character or a rare sign 3.
    """
    said = 0
    before = ""
    for character in text[:_ENOUGH]:
        is_mark = not (character.isalnum() or character.isspace())
        if character == "\n":
            said += 2
        elif character == " ":
            said += 3 * (before == " ")
        elif character in _COMMON or (character < "\x80" and character.isalnum()):
            said += 1
        else:
            said += 3
        said += 2 * (is_mark and before == "mark") + 2 * (before == " " and character in _CLOSING)
        before = "mark" if is_mark else character
    return min(said, _ENOUGH)
