"""Bytes cut into whole lines: what the formats of lines share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.formats.record import Chunk, Cut, Piece, Trouble

__all__ = ["Block", "blocks", "line_chunks"]


class Block(NamedTuple):
    """Whole lines, where they begin in the unpacked bytes, and how much of the file was read."""

    data: bytes
    offset: int
    consumed: int


def line_chunks(pieces: Iterable[Piece | Trouble], cut: Cut) -> Iterator[Chunk]:
    """Yield each block of lines as a chunk, with the troubles that came before it."""
    number = offset = consumed = 0
    troubles: list[Trouble] = []
    for block in blocks(pieces, cut):
        if isinstance(block, Trouble):
            troubles.append(block)
            continue
        yield Chunk(number, block.data, block.offset, block.consumed, troubles=tuple(troubles))
        number, offset, consumed, troubles = number + 1, block.offset, block.consumed, []
    if troubles or not number:
        yield Chunk(number, b"", offset, consumed, troubles=tuple(troubles))


def blocks(pieces: Iterable[Piece | Trouble], cut: Cut) -> Iterator[Block | Trouble]:
    """Yield blocks of whole lines of at least `cut.size` bytes; the last one may be smaller.

    What stands before a damaged stretch ends there as a line of its own. A line longer than
    `cut.max_record` bytes is left out and reported; not much more than that is ever held.
    """
    cutter = _Cutter(cut)
    for piece in pieces:
        if isinstance(piece, Trouble):
            yield from cutter.end()
            yield piece
        else:
            for start in range(0, len(piece.data), cut.size):
                yield from cutter.add(piece.data[start : start + cut.size], piece.consumed)
    yield from cutter.end()


class _Cutter:
    """Bytes on their way to blocks."""

    def __init__(self, cut: Cut) -> None:
        self.cut = cut
        self.kept: list[bytes] = []
        self.length = 0  # of what is kept
        self.offset = 0  # of what is kept
        self.consumed = 0
        self.skipped_from = -1  # where the line begins that is being left out

    def add(self, data: bytes, consumed: int) -> Iterator[Block | Trouble]:
        self.consumed = consumed
        if self.skipped_from >= 0:
            end = data.find(b"\n") + 1
            self.offset += end or len(data)
            if not end:
                return
            yield self._too_long()
            data = data[end:]
        self.kept.append(data)
        self.length += len(data)
        if self.length >= self.cut.size and b"\n" in data:
            data = b"".join(self.kept)
            end = data.rfind(b"\n") + 1
            rest = data[end:]
            yield Block(data[:end], self.offset, self.consumed)
            self.kept, self.length, self.offset = [rest], len(rest), self.offset + end
        if self.length > self.cut.max_record and b"\n" not in data:
            yield from self._skip()

    def _skip(self) -> Iterator[Block]:
        """Begin to leave out the last line of what is kept."""
        data = b"".join(self.kept)
        start = data.rfind(b"\n") + 1
        if start:
            yield Block(data[:start], self.offset, self.consumed)
        self.kept, self.length, self.offset = [data[start:]], len(data) - start, self.offset + start
        if self.length > self.cut.max_record:
            self.skipped_from = self.offset
            self.offset += self.length
            self.kept, self.length = [], 0

    def end(self) -> Iterator[Block | Trouble]:
        if self.skipped_from >= 0:
            yield self._too_long()
        if self.length:
            yield Block(b"".join(self.kept), self.offset, self.consumed)
        self.offset += self.length
        self.kept, self.length = [], 0

    def _too_long(self) -> Trouble:
        start, self.skipped_from = self.skipped_from, -1
        size = self.offset - start
        return Trouble(start, f"a line of {size} bytes, over the limit of {self.cut.max_record}")
