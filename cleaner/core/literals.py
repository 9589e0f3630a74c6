"""What a page must hold for a pattern to match: literals derived from the pattern itself.

The keyword prefilter of a rule is never written by hand. From the tree of its gate a set of strings
is worked out such that every match contains one of them; strings are looked for in all rules at
once, and only the gates whose strings occur are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.core.document import fold
from cleaner.core.pattern_tree import Group, Part, Piece, read_tree

__all__ = ["required_literals"]

_MOST = 2000  # literals of one gate; a product of alternatives beyond that is cut into its factors
_FEW = 50  # so few literals are compared with each other, to leave out needless ones
_ENOUGH = 12  # what says more is not rarer in a way that counts
_LEAST = 3  # what says less than that (a bracket, two letters) is on every page
_COMMON = frozenset(" 。、·“”‘’《》…—–•→")  # as frequent as a Latin letter, or more
_CLASS = re.compile(r"\[([^\\\[\]^-]{1,12})\]")


def required_literals(gate: str, least: int = _LEAST) -> frozenset[str] | None:
    """Return strings one of which is part of every match of a pattern in folded text.

    None: no such strings are known, or they are so short that every page has them (a Latin letter
    says 1, a Han character 3, and together they must say `least`).

    >>> sorted(required_literals("^(?:上|下)一篇 ?:|next page"))
    ['next page', '上一篇', '下一篇']
    """
    found = _of_group(read_tree(gate))
    if found is None or _weight(found) < least:
        return None
    folded = {fold(text) for text in found}
    if len(folded) > _FEW:
        return frozenset(folded)
    return frozenset(
        text for text in folded if not any(text != other and other in text for other in folded)
    )


def _of_group(group: Group) -> set[str] | None:
    """Return what every alternative needs: one string of each."""
    needed: set[str] = set()
    for branch in group.branches:
        best = _of_branch(branch)
        if best is None:
            return None
        needed |= best
    return needed if len(needed) <= _MOST else None


def _of_branch(branch: Iterable[Part]) -> set[str] | None:
    """Return the set of a run of parts that says most, or None: none says anything."""
    candidates: list[set[str]] = []
    run = {""}
    for part in branch:
        exact = _exactly(part)
        if exact is not None and len(exact) * len(run) <= _MOST:
            run = {start + end for start in run for end in exact}
            continue
        candidates.append(run)
        run = {""} if exact is None else exact
        inside = _of_part(part)
        if inside is not None:
            candidates.append(inside)
    candidates.append(run)
    best = max(candidates, key=lambda found: (_weight(found), -len(found)))
    return best if _weight(best) else None


def _exactly(part: Part) -> set[str] | None:
    """Return all that a part can match, or None: that cannot be listed."""
    if part.repeat:
        return None
    if isinstance(part.inner, Piece):
        return _of_piece(part.inner)
    found: set[str] = set()
    for branch in part.inner.branches:
        texts = {""}
        for inner in branch:
            ends = _exactly(inner)
            if ends is None or len(ends) * len(texts) > _MOST:
                return None
            texts = {start + end for start in texts for end in ends}
        found |= texts
    return found


def _of_piece(piece: Piece) -> set[str] | None:
    """Return all that a piece can match: its character, or those of a small class."""
    if piece.kind == "edge":
        return {""}
    if piece.word is not None:
        return {piece.word}
    small = _CLASS.fullmatch(piece.source)
    return set(small[1]) if small else None


def _of_part(part: Part) -> set[str] | None:
    """Return what a part needs that cannot be listed: it repeats, or holds what repeats."""
    if part.optional:
        return None
    if isinstance(part.inner, Group):
        return _of_group(part.inner)
    return _of_piece(part.inner)


def _weight(found: set[str]) -> int:
    """Return how much the least telling string of a set says."""
    return min(min(_says(text), _ENOUGH) for text in found)


def _says(text: str) -> int:
    """Return how much a string says: a Latin letter 1, a Han character or a rare sign 3."""
    return sum(
        1 if c < "\x80" and c.isalnum() else 3 * (c > "\x7f" and c not in _COMMON) for c in text
    )
