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

    A block ends with the first line that ends there or later: the cuts depend on the bytes alone,
    not on the pieces in which they come. What stands before a damaged stretch ends there as a line
    of its own. A line longer than `cut.max_record` bytes is left out and reported; not much more
    than that is ever held.
    """
    cutter = _Cutter(cut)
    for piece in pieces:
        if isinstance(piece, Trouble):
            yield from cutter.end()
            yield piece
        else:
            yield from cutter.add(piece.data, piece.consumed)
    yield from cutter.end()


class _Cutter:
    """Bytes on their way to blocks."""

    def __init__(self, cut: Cut) -> None:
        self.limit = cut.max_record
        # With blocks no larger than the limit every line over it is the last one of its block.
        self.size = min(cut.size, cut.max_record)
        self.kept: list[bytes] = []  # the beginning of a block
        self.length = 0  # of what is kept
        self.offset = 0  # of what is kept
        self.consumed = 0
        self.skipped_from = -1  # where the line begins that is being left out

    def add(self, data: bytes, consumed: int) -> Iterator[Block | Trouble]:
        self.consumed = consumed
        start = 0
        while start < len(data):
            if self.skipped_from >= 0:
                end = data.find(b"\n", start) + 1
                self.offset += (end or len(data)) - start
                if not end:
                    return
                yield self._too_long()
                start = end
                continue
            end = data.find(b"\n", start + max(self.size - 1 - self.length, 0)) + 1
            self.kept.append(data[start : end or len(data)])
            self.length += len(self.kept[-1])
            start = end or len(data)
            if self.length > self.limit:
                yield from self._skip_long_line()
            if end and self.kept:
                yield self._block()

    def _skip_long_line(self) -> Iterator[Block | Trouble]:
        """Leave out the last line of what is kept, if it is too long."""
        data = b"".join(self.kept)
        start = data.rfind(b"\n", 0, len(data) - 1) + 1
        if len(data) - start <= self.limit:
            self.kept = [data]
            return
        self.kept, self.length = [data[:start]], start
        if start:
            yield self._block()
        self.kept, self.length = [], 0
        self.skipped_from = self.offset
        self.offset += len(data) - start
        if data.endswith(b"\n"):
            yield self._too_long()

    def _block(self) -> Block:
        block = Block(b"".join(self.kept), self.offset, self.consumed)
        self.offset += self.length
        self.kept, self.length = [], 0
        return block

    def end(self) -> Iterator[Block | Trouble]:
        if self.skipped_from >= 0:
            yield self._too_long()
        if self.length:
            yield self._block()

    def _too_long(self) -> Trouble:
        start, self.skipped_from = self.skipped_from, -1
        size = self.offset - start
        return Trouble(start, f"a line of {size} bytes, over the limit of {self.limit}")
