"""CSV and TSV with a line of column names: UTF-8, quoted as spreadsheets and pandas do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaner.formats.lines import Block, blocks
from cleaner.formats.record import Chunk, Cut, Piece, Record, Trouble

__all__ = ["Delimited"]

_MARK = b"\xef\xbb\xbf"
_BLOCK = 1 << 16  # bytes cut to lines at once


@dataclass(frozen=True, slots=True)
class Delimited:
    """Reads and writes tables of text.

    Rows are found by Python's own reader, so that a line feed within quotes never cuts one. A row
    with too many or too few cells is named, and is not written again.
    """

    delimiter: str = ","
    added: tuple[str, ...] = ()  # columns that the records have and the file has not

    def chunks(self, pieces: Iterator[Piece | Trouble], cut: Cut) -> Iterator[Chunk]:
        """Yield blocks of whole rows, each behind the row of column names."""
        lines = _Lines(blocks(pieces, Cut(_BLOCK, cut.max_record)))
        rows = self._reader(lines, cut.max_record)
        names: bytes | None = None
        number = 0
        while True:
            try:
                ended = next(rows, None) is None
            except csv.Error as error:
                lines.troubles.append(Trouble(lines.offset, f"no row: {error}"))
                lines.take()
                rows = self._reader(lines, cut.max_record)
                continue
            if names is None:
                names = lines.take()
            if ended or lines.size >= cut.size:
                offset, troubles = lines.offset, tuple(lines.troubles)
                payload = lines.take()
                if payload or troubles or not number:
                    yield Chunk(number, payload, offset, lines.consumed, names, troubles=troubles)
                    number += 1
                lines.troubles.clear()
            if ended:
                return

    def read(self, chunk: Chunk) -> Iterator[Record | Trouble]:
        """Yield each row as a mapping from the column names."""
        names = self._names(chunk)
        lines = _Lines(iter([Block(chunk.payload, chunk.offset, 0)]))
        lines.offset = chunk.offset
        rows = self._reader(lines, len(chunk.payload) + 1)
        while True:
            lines.take()
            offset = lines.offset
            row = next(rows, None)
            if row is None:
                return
            try:
                cells = [cell.encode("latin-1").decode("utf-8") for cell in row]
            except UnicodeDecodeError as error:
                yield Trouble(offset, f"no UTF-8: {error.reason}", repr(row))
                continue
            if len(cells) == len(names):
                yield Record(dict(zip(names, cells, strict=True)), offset)
            elif cells:
                message = f"{len(cells)} cells under {len(names)} column names"
                yield Trouble(offset, message, self._pack([cells]).rstrip("\n"))

    def pack(self, records: Sequence[Record], chunk: Chunk) -> bytes:
        """Return one row a record; the first chunk begins with the column names."""
        names = [*self._names(chunk), *self.added]
        rows = [[_cell(record.fields.get(name)) for name in names] for record in records]
        if chunk.number == 0 and names:
            rows.insert(0, names)
        return self._pack(rows).encode("utf-8", "backslashreplace")

    def _reader(self, lines: Iterable[str], limit: int) -> Iterator[list[str]]:
        csv.field_size_limit(limit)  # of the whole process, but only this module reads tables
        return csv.reader(lines, delimiter=self.delimiter)

    def _names(self, chunk: Chunk) -> list[str]:
        text = chunk.head.removeprefix(_MARK).decode("utf-8", "replace")
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter), [])

    def _pack(self, rows: Iterable[Sequence[str]]) -> str:
        file = io.StringIO(newline="")
        csv.writer(file, delimiter=self.delimiter, lineterminator="\n").writerows(rows)
        return file.getvalue()


def _cell(value: object) -> str:
    return "" if value is None else str(value)


class _Lines:
    """Lines for the reader of rows, who wants text: each byte as one character of it.

    It remembers the bytes that were read since the last `take`.
    """

    def __init__(self, source: Iterator[Block | Trouble]) -> None:
        self.source = source
        self.waiting: list[bytes] = []  # lines of the block, the next one last
        self.taken: list[bytes] = []
        self.size = 0  # of what is taken
        self.offset = 0  # of what is taken
        self.consumed = 0
        self.troubles: list[Trouble] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        while not self.waiting:
            block = next(self.source)
            if isinstance(block, Trouble):
                self.troubles.append(block)
                continue
            if not self.taken:
                self.offset = block.offset
            self.consumed = block.consumed
            self.waiting = [line + b"\n" for line in block.data.split(b"\n")]
            last = self.waiting.pop()[:-1]
            if last:
                self.waiting.append(last)
            self.waiting.reverse()
        line = self.waiting.pop()
        self.taken.append(line)
        self.size += len(line)
        return line.decode("latin-1")

    def take(self) -> bytes:
        """Return the bytes read since the last time."""
        data = b"".join(self.taken)
        self.offset += len(data)
        self.taken, self.size = [], 0
        return data
