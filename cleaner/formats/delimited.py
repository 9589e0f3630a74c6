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
        lines = _Lines(blocks(pieces, Cut(_BLOCK, cut.max_record)), cut.max_record)
        rows = self._reader(lines, cut.max_record)
        names: bytes | None = None
        number = 0
        ended = False
        while not ended:
            broken = False
            lines.row = 0
            try:
                ended = next(rows, None) is None
            except csv.Error as error:
                broken = True
                place = lines.offset + lines.size - lines.row
                trouble = Trouble(place, f"no row: {error}")
                rows = self._reader(lines, cut.max_record)
            if names is None:
                names = lines.take()
            if not (ended or broken or lines.size >= cut.size):
                continue
            dropped = lines.row if broken else 0
            offset, payload = lines.offset, lines.take()
            payload = payload[: len(payload) - dropped]
            if payload or (ended and (lines.troubles or not number)):
                troubles = tuple(lines.troubles)
                yield Chunk(number, payload, offset, lines.consumed, names, troubles=troubles)
                number += 1
                lines.troubles.clear()
            if broken:
                lines.troubles.append(trouble)

    def read(self, chunk: Chunk) -> Iterator[Record | Trouble]:
        """Yield each row as a mapping from the column names."""
        names = self._names(chunk)
        lines = _Lines(iter([Block(chunk.payload, chunk.offset, 0)]), len(chunk.payload))
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
        end = "\r\n" if chunk.head.endswith(b"\r\n") else "\n"
        return self._pack(rows, end).encode("utf-8", "backslashreplace")

    def _reader(self, lines: Iterable[str], limit: int) -> Iterator[list[str]]:
        # For the whole process, and a low one: it is raised here and never lowered.
        csv.field_size_limit(max(limit, csv.field_size_limit()))
        return csv.reader(lines, delimiter=self.delimiter)

    def _names(self, chunk: Chunk) -> list[str]:
        text = chunk.head.removeprefix(_MARK).decode("utf-8", "replace")
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter), [])

    def _pack(self, rows: Iterable[Sequence[str]], end: str = "\n") -> str:
        """Return rows as text. They are written with both line ends, so that both are quoted."""
        lines = _Written()
        csv.writer(lines, delimiter=self.delimiter, lineterminator="\r\n").writerows(rows)
        return "".join(f"{line[:-2]}{end}" for line in lines)


class _Written(list[str]):
    """A file that remembers what each row was written as."""

    def write(self, row: str) -> None:
        self.append(row)


def _cell(value: object) -> str:
    return "" if value is None else str(value)


class _Lines:
    """Lines for the reader of rows, who wants text: each byte as one character of it.

    It remembers the bytes that were read since the last `take`.
    """

    def __init__(self, source: Iterator[Block | Trouble], limit: int) -> None:
        self.source = source
        self.limit = limit
        self.row = 0  # bytes of the row that is being read
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
        self.row += len(line)
        if self.row > self.limit:
            raise csv.Error(f"over the limit of {self.limit} bytes")
        return line.decode("latin-1")

    def take(self) -> bytes:
        """Return the bytes read since the last time."""
        data = b"".join(self.taken)
        self.offset += len(data)
        self.taken, self.size = [], 0
        return data
