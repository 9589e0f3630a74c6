"""JSON Lines: one JSON object a line, UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from cleaner.formats.lines import line_chunks
from cleaner.formats.record import Chunk, Cut, Fields, Piece, Record, Trouble

__all__ = ["Jsonl", "pack_records"]


class Jsonl:
    """Reads and writes JSON Lines. A line that is no object is named, and is not written again."""

    def chunks(self, pieces: Iterator[Piece | Trouble], cut: Cut) -> Iterator[Chunk]:
        """Yield blocks of whole lines."""
        return line_chunks(pieces, cut)

    def read(self, chunk: Chunk) -> Iterator[Record | Trouble]:
        """Yield the object in each line that is not blank."""
        offset = chunk.offset
        for line in chunk.payload.split(b"\n"):
            if line.strip() and line != b"\xef\xbb\xbf":
                yield _read_line(line, offset)
            offset += len(line) + 1

    def pack(self, records: Sequence[Record], chunk: Chunk) -> bytes:
        """Return one line a record."""
        return pack_records(record.fields for record in records)


def pack_records(records: Iterable[Fields]) -> bytes:
    """Return records as JSON Lines. What JSON does not know (dates, bytes) is written as text.

    A lone surrogate is written as its escape, which is valid JSON and valid UTF-8.
    """
    lines = (json.dumps(record, ensure_ascii=False, default=_as_text) for record in records)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _read_line(line: bytes, offset: int) -> Record | Trouble:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"no UTF-8 at byte {offset + error.start}"
    except json.JSONDecodeError as error:
        message = f"no JSON: {error.msg} at character {error.pos + 1} of the line"
    except RecursionError:
        message = "JSON nested too deeply"
    except ValueError as error:  # a number of too many digits
        message = f"no JSON: {error}"
    else:
        if isinstance(value, dict):
            return Record(value, offset)
        message = f"no JSON object, but {type(value).__name__}"
    return Trouble(offset, message, line.decode("utf-8", "backslashreplace"))
