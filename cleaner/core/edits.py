"""Edits over a text, and their algebra: apply, invert, compose.

All offsets are code points and half open. A list of edits is *valid* for a text when the edits are
sorted, do not overlap and lie inside of it; at most one insertion stands at any place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from cleaner.core.errors import EditError

__all__ = ["Edit", "Finding", "Note", "Spared", "apply", "check", "compose", "invert"]


class Edit(NamedTuple):
    """Put `new` in place of `[start, end)` of a step's input.

    `rule` is stamped by the chain; `meta` holds values read from the removed text (a date, a
    source) which become part of the result if the edit is applied.
    """

    start: int
    end: int
    new: str = ""
    rule: str = ""
    meta: Mapping[str, str] | None = None


class Note(NamedTuple):
    """Something a step saw at `[start, end)` and left alone; it becomes a warning of the result."""

    start: int
    end: int
    message: str
    rule: str = ""


class Spared(NamedTuple):
    """An edit that was considered and not made, and why: outside its place, vetoed, over budget."""

    start: int
    end: int
    reason: str


Finding: TypeAlias = Edit | Note | Spared


def check(edits: Sequence[Edit], length: int) -> None:
    """Raise `EditError` unless the edits are valid for a text of `length` code points."""
    end = 0
    inserted_at = -1
    for edit in edits:
        if not end <= edit.start <= edit.end <= length:
            raise EditError(
                f"edit {edit.start}:{edit.end} overlaps the one before it, "
                f"which ends at {end}, or leaves the text of {length} code points"
            )
        if edit.start == edit.end:
            if edit.start == inserted_at:
                raise EditError(f"two insertions at {edit.start}: make them one")
            inserted_at = edit.start
        end = edit.end


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with valid edits carried out.

    >>> apply("發(fā)展,,", [Edit(1, 5), Edit(6, 8, ",")])
    '發展,'
    """
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces.append(text[position : edit.start])
        pieces.append(edit.new)
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces)


def invert(text: str, edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits that turn `apply(text, edits)` back into `text`.

    >>> invert("發(fā)展", [Edit(1, 5, rule="gloss")])
    [Edit(start=1, end=1, new='(fā)', rule='gloss', meta=None)]
    """
    inverse = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        inverse.append(Edit(start, start + len(edit.new), text[edit.start : edit.end], edit.rule))
        shift += len(edit.new) - (edit.end - edit.start)
    return inverse


class _Piece(NamedTuple):
    """A stretch `[start, end)` of the first text and what stands there now (None: itself)."""

    start: int
    end: int
    new: str | None
    rule: str

    @property
    def size(self) -> int:
        return self.end - self.start if self.new is None else len(self.new)


_END = 1 << 62  # beyond any text


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Return edits that do in one go what `first` and then `second` do.

    The rules that met at a place are joined by `+`, earliest first: a character that one rule
    changed and a later one removed answers to both. A removal over a stretch in which only some
    characters were changed before stays split, so each character keeps its own history.

    >>> compose([Edit(1, 2, "b", "x")], [Edit(0, 3, "", "y")])  # doctest: +NORMALIZE_WHITESPACE
    [Edit(start=0, end=1, new='', rule='y', meta=None),
     Edit(start=1, end=2, new='', rule='x+y', meta=None),
     Edit(start=2, end=3, new='', rule='y', meta=None)]
    """
    queue = _pieces(first)
    done: list[_Piece] = []
    position = 0  # in the text between the two
    for edit in second:
        while queue and position + queue[-1].size <= edit.start and position < edit.start:
            piece = queue.pop()
            position += piece.size
            done.append(piece)
        _take_removals_before(queue, done, edit)
        if position < edit.start:
            left, right = _split(queue.pop(), edit.start - position)
            done.append(left)
            queue.append(right)
            position = edit.start
        covered: list[_Piece] = []
        while position < edit.end:
            piece = queue.pop()
            if position + piece.size > edit.end:
                piece, right = _split(piece, edit.end - position)
                queue.append(right)
            position += piece.size
            covered.append(piece)
        done.extend(_rewrite(covered, edit, queue))
    done.extend(reversed(queue))
    return _changes(done)


def _pieces(edits: Sequence[Edit]) -> list[_Piece]:
    """Return the stretches of the whole first text, last one first (a stack)."""
    stack = []
    position = 0
    for edit in edits:
        if edit.start > position:
            stack.append(_Piece(position, edit.start, None, ""))
        stack.append(_Piece(edit.start, edit.end, edit.new, edit.rule))
        position = edit.end
    stack.append(_Piece(position, _END, None, ""))
    stack.reverse()
    return stack


def _take_removals_before(queue: list[_Piece], done: list[_Piece], edit: Edit) -> None:
    """Leave pure removals at the left edge of a replacement out of it."""
    if edit.end > edit.start:
        while queue and queue[-1].size == 0:
            done.append(queue.pop())


def _split(piece: _Piece, size: int) -> tuple[_Piece, _Piece]:
    """Cut a piece after `size` code points of what it holds now."""
    if piece.new is None:
        middle = piece.start + size
        return piece._replace(end=middle), piece._replace(start=middle)
    # The original stretch stays with the left part; the right one is what it added.
    return piece._replace(new=piece.new[:size]), piece._replace(
        start=piece.end, new=piece.new[size:]
    )


def _rewrite(covered: list[_Piece], edit: Edit, queue: list[_Piece]) -> list[_Piece]:
    """Return what stands for the covered pieces after the edit."""
    if not covered:  # an insertion
        place = queue[-1].start
        return [_Piece(place, place, edit.new, edit.rule)]
    if not edit.new:
        return [piece._replace(new="", rule=_join(piece.rule, edit.rule)) for piece in covered]
    rule = ""
    for piece in covered:
        rule = _join(rule, piece.rule)
    return [_Piece(covered[0].start, covered[-1].end, edit.new, _join(rule, edit.rule))]


def _join(earlier: str, later: str) -> str:
    names = [name for name in earlier.split("+") if name]
    names += [name for name in later.split("+") if name and name not in names]
    return "+".join(names)


def _changes(pieces: Iterable[_Piece]) -> list[Edit]:
    """Return the changed pieces as valid edits: neighbours of one rule and insertions merged."""
    groups: list[_Group] = []
    for piece in pieces:
        if piece.new is None or (piece.start == piece.end and not piece.new):
            continue
        if not (groups and groups[-1].takes(piece)):
            groups.append(_Group(piece))
    return [group.edit() for group in groups]


class _Group:
    """Touching changes that are one edit."""

    __slots__ = ("end", "new", "rule", "start")

    def __init__(self, piece: _Piece) -> None:
        self.start, self.end, self.rule = piece.start, piece.end, piece.rule
        self.new = [piece.new] if piece.new else []

    def takes(self, piece: _Piece) -> bool:
        """Take a piece in and say so, if both are insertions, or removals by one rule."""
        if self.end != piece.start:
            return False
        both_removals = not self.new and not piece.new and self.rule == piece.rule
        if not (both_removals or self.start == self.end or piece.start == piece.end):
            return False
        self.end, self.rule = piece.end, _join(self.rule, piece.rule)
        if piece.new:
            self.new.append(piece.new)
        return True

    def edit(self) -> Edit:
        return Edit(self.start, self.end, "".join(self.new), self.rule)
