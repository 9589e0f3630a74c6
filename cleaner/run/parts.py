"""The outcome of one chunk, in a file of its own until its input is complete.

A line of JSON (checksums, the lengths of what follows), then the report, the body, the rejected and
the failed records. The file appears by being renamed, whole.
"""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import NamedTuple

from cleaner.core.errors import CleanerError
from cleaner.formats.record import Chunk
from cleaner.run.report import Report
from cleaner.run.work import Part

__all__ = ["Contents", "read_part", "read_piece", "write_part"]


class Contents(NamedTuple):
    """What is in a part: the sizes of its body, rejected and failed records, and what was done."""

    sizes: tuple[int, int, int]
    unread: int
    report: Report


def write_part(path: Path, chunk: Chunk, part: Part) -> None:
    """Write the part of a chunk into a folder that is there."""
    pieces = (part.told, part.body, part.rejected, part.failed)
    payload = b"".join(pieces)
    head = {
        "of": _checksum(chunk),
        "crc": zlib.crc32(payload),
        "sizes": list(map(len, pieces)),
        "unread": part.unread,
    }
    scratch = path.with_suffix(".new")
    with scratch.open("wb") as file:
        file.write(json.dumps(head).encode() + b"\n")
        file.write(payload)
    scratch.replace(path)


def read_part(path: Path, chunk: Chunk) -> Contents | None:
    """Return what is in the part of a chunk, or None where it is torn, or one of other bytes."""
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline())
            payload = file.read()
        if zlib.crc32(payload) != head["crc"] or head["of"] != _checksum(chunk):
            return None
        told, *sizes = head["sizes"]
        report = Report.from_json(json.loads(payload[:told]))
        return Contents((sizes[0], sizes[1], sizes[2]), head["unread"], report)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def read_piece(path: Path, number: int) -> bytes:
    """Return the body (0), the rejected (1) or the failed records (2) of a part.

    Raises:
        CleanerError: it is not there any more.
    """
    try:
        with path.open("rb") as file:
            sizes = json.loads(file.readline())["sizes"]
            file.seek(sum(sizes[: number + 1]), os.SEEK_CUR)
            return file.read(sizes[number + 1])
    except FileNotFoundError as error:
        raise CleanerError(f"{path} has vanished while the run was at work") from error


def _checksum(chunk: Chunk) -> int:
    return zlib.crc32(
        repr((chunk.offset, chunk.head, chunk.marks, chunk.troubles)).encode(
            "utf-8", "surrogatepass"
        ),
        zlib.crc32(chunk.payload),
    )
