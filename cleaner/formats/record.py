"""What passes between a file and the cleaning of it: chunks, records, and what could not be read.

A file is cut into chunks by one process, in order and without understanding it; chunks are read,
cleaned and packed by any number of others. So one big file keeps every core busy, and the cuts
depend on the file alone: the same bytes come out whatever the number of processes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

from cleaner.core.errors import CleanerError

__all__ = [
    "CHUNK_SIZE",
    "MAX_RECORD",
    "Chunk",
    "Cut",
    "Fields",
    "Format",
    "MissingExtraError",
    "Piece",
    "Record",
    "Trouble",
]

Fields: TypeAlias = Mapping[str, object]

# Unpacked bytes. A chunk is a quarter of a second of work with the profile `web`: messages between
# processes cost 3 % of a chain of one rule, and no worker is left alone for long with the last one.
CHUNK_SIZE = 1 << 18
# A record beyond this is listed and left out: the longest honest pages are books of some 10 MB.
MAX_RECORD = 64 << 20


class MissingExtraError(CleanerError):
    """A format needs a package that is not installed; the message names the extra."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an extra: pip install 'cleaner[{extra}]'")


class Piece(NamedTuple):
    """Some unpacked bytes.

    `member` is the offset in the file at which the packed member begins whose first bytes these
    are, or -1 within one and where nothing is packed. `consumed` counts the bytes of the file that
    were read so far.
    """

    data: bytes
    member: int
    consumed: int


class Trouble(NamedTuple):
    """A part of an input that could not be read.

    `offset` is in bytes: of the file where `packed`, else of its unpacked text. `raw` holds what
    stands there, where it is known and no more than a line.
    """

    offset: int
    message: str
    raw: str = ""
    packed: bool = False


class Chunk(NamedTuple):
    """Some whole records of an input, unread.

    `number` counts the chunks of the input from 0, `offset` is where it begins (unpacked bytes; for
    tables the number of its first row), `consumed` how much of the file was read for it. `head`
    comes before every chunk of the file (column names). `marks` say where records lie whose reading
    is work in itself (pages): the range of each in `payload`, and its offset in the file. Such a
    chunk may be read mark by mark.
    """

    number: int
    payload: bytes
    offset: int
    consumed: int
    head: bytes = b""
    marks: tuple[tuple[int, int, int], ...] = ()
    troubles: tuple[Trouble, ...] = ()


class Record(NamedTuple):
    """The fields of a record, and the offset of it in bytes (rows for tables)."""

    fields: Fields
    offset: int


@dataclass(frozen=True, slots=True)
class Cut:
    """How a file is cut: bytes a chunk has at least (unpacked), and bytes a record has at most."""

    size: int = CHUNK_SIZE
    max_record: int = MAX_RECORD


class Format(Protocol):
    """How records lie in a file. Every method but `chunks` is pure."""

    def chunks(self, pieces: Iterator[Piece | Trouble], cut: Cut) -> Iterator[Chunk]:
        """Yield the chunks of a file, at least one."""

    def read(self, chunk: Chunk) -> Iterator[Record | Trouble]:
        """Yield the records of a chunk, and what is none."""

    def pack(self, records: Sequence[Record], chunk: Chunk) -> bytes:
        """Return records of this chunk as the bytes of a part; parts in order make a file."""
