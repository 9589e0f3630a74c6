"""What a run has done, one line for each input, in `_run/done.jsonl` of its folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cleaner.run.inputs import Input
from cleaner.run.report import Report

__all__ = ["Done", "DoneLog"]


class Done(NamedTuple):
    """An input that is done: what it was, and what came of it."""

    name: str
    size: int
    stamp: str
    report: Report
    unread: int
    made: int  # bytes of its output


class DoneLog:
    """The list of what is done; a line that is torn, and what follows it, counts as not written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: BinaryIO | None = None

    def entries(self) -> Iterator[Done]:
        """Yield what is done, after removing a line that a kill or a crash has torn."""
        if not self.path.exists():
            return
        with self.path.open("rb+") as file:
            sound = 0
            for line in file:
                entry = _read(line) if line.endswith(b"\n") else None
                if entry is None:
                    file.truncate(sound)
                    return
                sound += len(line)
                yield entry

    def add(self, source: Input, made: int, unread: int, told: bytes) -> None:
        """Write down that an input is done; `told` is its report as JSON."""
        about = {"name": source.name, "size": source.size, "stamp": source.stamp}
        line = json.dumps({**about, "unread": unread, "made": made}).encode()
        if self.file is None:
            self.file = self.path.open("ab")
        self.file.write(line[:-1] + b', "report": ' + told + b"}\n")
        self.file.flush()

    def close(self) -> None:
        """Close the file."""
        if self.file is not None:
            self.file.close()


def _read(line: bytes) -> Done | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    report = Report.from_json(entry["report"])
    about = entry["name"], entry["size"], entry["stamp"]
    return Done(*about, report=report, unread=entry["unread"], made=entry["made"])
