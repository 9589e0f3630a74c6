"""The output folder of a run, and what it remembers: enough to go on exactly after a kill.

    manifest.json             what is being done, with which rules; at the end, what came of it
    report.json               the sum of all reports
    NAME                      the output of an input, once all of it is done
    _rejected/NAME.jsonl      records of it that a rule rejected
    _failed/NAME.jsonl        records of it that could not be cleaned, and what could not be read
    _run/done.jsonl           one line for each input that is done
    _run/parts/KEY/000012     the outcome of one chunk of an input that is not

A file appears by being renamed, whole. A part carries the checksum of the chunk it was made of and
of itself: one that was torn by a crash of the machine, or belongs to an older state of its input,
is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cleaner.core.errors import CleanerError
from cleaner.formats import parquet
from cleaner.formats.record import Chunk
from cleaner.run.inputs import Input, connect, is_remote, open_input
from cleaner.run.report import Report
from cleaner.run.work import Part

__all__ = ["Done", "Folder", "OtherRulesError"]

_COPY = 1 << 20  # bytes copied at once


class OtherRulesError(CleanerError):
    """The folder was begun with other rules or options."""


class Done(NamedTuple):
    """An input that is done: what it was, and what came of it."""

    name: str
    size: int
    stamp: str
    report: Report
    unread: int


class Folder:
    """An output folder in the hands of one run.

    Args:
        output: the folder, or the address of one.
        state: where to remember what is done; needed where `output` is an address.

    Raises:
        CleanerError: another run is at work in it.
    """

    def __init__(self, output: str, state: str = "") -> None:
        self.remote = output.rstrip("/") if is_remote(output) else ""
        if self.remote and not state:
            raise CleanerError(
                f"{output} cannot remember how far the work is: give a local folder for that "
                "(--state FOLDER)"
            )
        self.root = Path(state or output)
        self.memory = self.root / "_run"
        self.parts = self.memory / "parts"
        self.parts.mkdir(parents=True, exist_ok=True)
        self.lock = _lock(self.memory / "lock")
        self.done: dict[str, tuple[int, str]] = {}

    def close(self) -> None:
        """Let another run have the folder."""
        self.lock.close()

    def begin(self, plan: Mapping[str, object], inputs: Sequence[Input]) -> None:
        """Write the plan down, or make sure that it is the one the folder was begun with.

        Raises:
            OtherRulesError: it is not.
            CleanerError: something else is in the folder, or an input would be overwritten.
        """
        for source in inputs:
            if not self.remote and _same(self._path(source.output), source.name):
                raise CleanerError(f"{source.name} would be overwritten: choose another folder")
        path = self.root / "manifest.json"
        if path.exists():
            known = json.loads(path.read_text("utf-8")).get("plan", {})
            other = [name for name in {**known, **plan} if known.get(name) != plan.get(name)]
            if other:
                what = ", ".join(f"{n} was {known.get(n)!r}, is {plan.get(n)!r}" for n in other)
                raise OtherRulesError(
                    f"{self.root} was begun with other rules or options ({what}). What is there "
                    "is not mixed with what would come: choose another folder, or remove this one"
                )
        else:
            if any(each.name != "_run" for each in self.root.iterdir()):
                raise CleanerError(
                    f"{self.root} holds other files and was not made by cleaner run: "
                    "choose a new folder"
                )
            self.write_json("manifest.json", {"plan": plan, "state": "running"})
        for done in self._read_done():
            self.done[done.name] = (done.size, done.stamp)
        for name in self.done:
            shutil.rmtree(self._parts_of(name), ignore_errors=True)

    def is_done(self, source: Input) -> bool:
        """Say whether the input is done, is what it was then, and its output is still there."""
        if self.done.get(source.name) != (source.size, source.stamp):
            return False
        # Of a Parquet file that could not be read there is no output.
        return bool(self.remote) or source.kind == "parquet" or self._path(source.output).exists()

    def known_part(self, source: Input, chunk: Chunk) -> bool:
        """Say whether the part of this chunk is there, made of the same bytes, and sound."""
        path = self._part(source, chunk.number)
        if not path.exists():
            return False
        head = _read_head(path, check=True)
        return head is not None and head["of"] == _checksum(chunk)

    def save_part(self, source: Input, chunk: Chunk, part: Part) -> None:
        """Keep the part of a chunk."""
        payload = part.body + part.rejected + part.failed
        head = {
            "of": _checksum(chunk),
            "crc": zlib.crc32(payload),
            "sizes": [len(part.body), len(part.rejected), len(part.failed)],
            "unread": part.unread,
            "report": part.report.to_json(),
        }
        path = self._part(source, chunk.number)
        path.parent.mkdir(exist_ok=True)
        line = json.dumps(head).encode()  # ASCII: a sample may hold a lone surrogate
        _write_whole(path, line + b"\n" + payload)

    def finish(self, source: Input, parts: int) -> Done:
        """Make the output of an input from its parts, and remember that it is done."""
        paths = [self._part(source, number) for number in range(parts)]
        sizes = [0, 0, 0]
        unread = 0
        reports: list[Report] = []
        for path in paths:
            head = _read_head(path)
            if head is None:
                raise CleanerError(f"{path} has vanished while the run was at work")
            sizes = [a + b for a, b in zip(sizes, head["sizes"], strict=True)]
            unread += head["unread"]
            reports = [Report.sum((*reports, Report.from_json(head["report"])))]
        report = Report.sum(reports)
        outputs = (
            source.output,
            f"_rejected/{source.output}.jsonl",
            f"_failed/{source.output}.jsonl",
        )
        for number, name in enumerate(outputs):
            # Of a Parquet file that could not be read at all there is not even a schema.
            if sizes[number] or (number == 0 and source.kind != "parquet"):
                self._assemble(source, name, number, paths)
            else:
                self._remove(name)
        done = Done(source.name, source.size, source.stamp, report, unread)
        line = {
            "name": done.name,
            "size": done.size,
            "stamp": done.stamp,
            "unread": unread,
            "report": done.report.to_json(),
        }
        with (self.memory / "done.jsonl").open("ab") as file:
            file.write(json.dumps(line).encode() + b"\n")
        shutil.rmtree(self._parts_of(source.name), ignore_errors=True)
        self.done[source.name] = (source.size, source.stamp)
        return done

    def end(self, plan: Mapping[str, object], summary: Mapping[str, object]) -> None:
        """Write what came of the run."""
        self.write_json("manifest.json", {"plan": plan, **summary})

    def total(self, names: set[str]) -> tuple[Report, int]:
        """Return the sum of the reports of all inputs, and how much could not be read."""
        latest = {done.name: done for done in self._read_done() if done.name in names}
        return (
            Report.sum(done.report for done in latest.values()),
            sum(done.unread for done in latest.values()),
        )

    def write_json(self, name: str, value: object) -> None:
        """Write a file of the folder."""
        text = json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
        scratch = self.memory / "scratch"
        scratch.write_bytes(text + b"\n")
        if self.remote:
            shutil.copyfile(scratch, self.root / name)
        self._publish(scratch, name)

    def _assemble(self, source: Input, name: str, number: int, paths: list[Path]) -> None:
        scratch = self.memory / "scratch"
        with scratch.open("wb") as file:
            pieces = (_read_payload(path, number) for path in paths)
            if number == 0 and source.kind == "parquet" and source.output.endswith(".parquet"):
                with open_input(source) as like:
                    parquet.join(pieces, file, like)
            else:
                for piece in pieces:
                    file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        self._publish(scratch, name)

    def _publish(self, scratch: Path, name: str) -> None:
        if self.remote:
            system, root = connect(self.remote)
            target = f"{root}/{name}"
            system.makedirs(target.rpartition("/")[0], exist_ok=True)
            system.put_file(str(scratch), target)
            return
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.replace(path)

    def _remove(self, name: str) -> None:
        """Remove what an earlier state of an input has left."""
        if self.remote:
            system, root = connect(self.remote)
            if system.exists(f"{root}/{name}"):
                system.rm_file(f"{root}/{name}")
        else:
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        """Return the path of an output.

        Raises:
            CleanerError: it would lie outside of the folder (a link leads out of it).
        """
        path = self.root / name
        if self.root.resolve() not in path.parent.resolve().parents and (
            self.root.resolve() != path.parent.resolve()
        ):
            raise CleanerError(f"{path} leads out of {self.root}: nothing is written there")
        return path

    def _parts_of(self, name: str) -> Path:
        return self.parts / hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:20]

    def _part(self, source: Input, number: int) -> Path:
        return self._parts_of(source.name) / f"{number:06}"

    def _read_done(self) -> Iterator[Done]:
        """Yield what is done, after removing a line that a kill has torn."""
        path = self.memory / "done.jsonl"
        if not path.exists():
            return
        with path.open("rb+") as file:
            sound = 0
            for line in file:
                if not line.endswith(b"\n"):
                    file.truncate(sound)
                    return
                sound += len(line)
                entry = json.loads(line)
                report = Report.from_json(entry["report"])
                yield Done(entry["name"], entry["size"], entry["stamp"], report, entry["unread"])


def _checksum(chunk: Chunk) -> int:
    return zlib.crc32(
        repr((chunk.offset, chunk.head, chunk.marks, chunk.troubles)).encode(
            "utf-8", "surrogatepass"
        ),
        zlib.crc32(chunk.payload),
    )


def _read_head(path: Path, *, check: bool = False) -> dict[str, Any] | None:
    """Return what stands at the head of a part, or None where the part is torn."""
    with path.open("rb") as file:
        line = file.readline()
        try:
            head: dict[str, Any] = json.loads(line)
        except ValueError:
            return None
        if check and zlib.crc32(file.read()) != head["crc"]:
            return None
    return head


def _read_payload(path: Path, number: int) -> bytes:
    with path.open("rb") as file:
        sizes = json.loads(file.readline())["sizes"]
        file.seek(sum(sizes[:number]), os.SEEK_CUR)
        return file.read(sizes[number])


def _same(path: Path, name: str) -> bool:
    return path.exists() and os.path.exists(name) and path.samefile(name)  # noqa: PTH110


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all, whatever kills this process."""
    scratch = path.with_suffix(".new")
    scratch.write_bytes(data)
    scratch.replace(path)


def _lock(path: Path) -> BinaryIO:
    """Return a file that this process alone holds; a lock dies with its process."""
    file = path.open("ab")
    try:
        import fcntl
    except ImportError:  # not on Windows: there two runs in one folder are up to the user
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise CleanerError(f"{path.parent.parent}: another run is at work there") from error
    return file
