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
is made again. So is an output that has not the size that it was written with.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from cleaner.core.errors import CleanerError
from cleaner.formats import parquet
from cleaner.formats.record import Chunk
from cleaner.run.done import DoneLog
from cleaner.run.inputs import Input, connect, is_remote, open_input
from cleaner.run.parts import Contents, read_part, read_piece, write_part
from cleaner.run.report import Report
from cleaner.run.tally import Tally
from cleaner.run.work import Part

__all__ = ["Folder", "OtherRulesError"]


class OtherRulesError(CleanerError):
    """The folder was begun with other rules or options."""


class _Sum:
    """What is known of the parts of an input that is not complete."""

    def __init__(self) -> None:
        self.sizes = [0, 0, 0]
        self.unread = 0
        self.tally = Tally()

    def add(self, part: Contents) -> None:
        self.sizes = [a + b for a, b in zip(self.sizes, part.sizes, strict=True)]
        self.unread += part.unread
        self.tally.add(part.report)


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
        if state and not self.remote:
            raise CleanerError("--state goes with an output that is an address")
        self.root = Path(state or output)
        if self.root.exists() and not self.root.is_dir():
            raise CleanerError(f"{self.root} is no folder")
        self.memory = self.root / "_run"
        self.parts = self.memory / "parts"
        self.parts.mkdir(parents=True, exist_ok=True)
        self.lock = _lock(self.memory / "lock")
        self.log = DoneLog(self.memory / "done.jsonl")
        self.done: dict[str, tuple[int, str, int]] = {}
        self.sums: dict[str, _Sum] = {}
        self.tally = Tally()  # of all that was done since the folder was begun with
        self.unread = 0
        self.folders: dict[Path, bool] = {}  # those that lie below the root: are they there?

    def close(self) -> None:
        """Let another run have the folder."""
        self.log.close()
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
        other = ["all"]
        if path.exists():
            known = _read_plan(path)
            other = [name for name in {**known, **plan} if known.get(name) != plan.get(name)]
            if other and self._is_begun():
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
        if other:
            self.write_json("manifest.json", {"plan": plan, "state": "running"})
        for done in self.log.entries():
            self.done[done.name] = (done.size, done.stamp, done.made)
        for name in self.done if any(self.parts.iterdir()) else ():
            shutil.rmtree(self._parts_of(name), ignore_errors=True)

    def _is_begun(self) -> bool:
        """Say whether anything was done: a first try with a wrong option binds nobody."""
        return any(True for _ in self.log.entries()) or any(self.parts.iterdir())

    def is_done(self, source: Input) -> bool:
        """Say whether the input is done, is what it was then, and its output is still there."""
        size, stamp, made = self.done.get(source.name, (-1, "", 0))
        if (size, stamp) != (source.size, source.stamp):
            return False
        if self.remote:
            return True
        try:
            return (self.root / source.output).stat().st_size == made
        except FileNotFoundError:  # of a Parquet file that could not be read there is none
            return source.kind == "parquet"

    def known_part(self, source: Input, chunk: Chunk) -> bool:
        """Say whether the part of this chunk is there, made of the same bytes, and sound.

        Ask once for each chunk: what is in the part counts from then on.
        """
        contents = read_part(self._part(source, chunk.number), chunk)
        if contents is None:
            return False
        self._sum(source).add(contents)
        return True

    def save_part(self, source: Input, chunk: Chunk, part: Part) -> None:
        """Keep the part of a chunk."""
        path = self._part(source, chunk.number)
        if source.name not in self.sums:
            path.parent.mkdir(exist_ok=True)
        write_part(path, chunk, part)
        sizes = (len(part.body), len(part.rejected), len(part.failed))
        self._sum(source).add(Contents(sizes, part.unread, part.report))

    def finish(self, source: Input, parts: int) -> None:
        """Make the output of an input from its parts, and remember that it is done."""
        paths = [self._part(source, number) for number in range(parts)]
        known = self.sums.pop(source.name)
        made = 0
        for number, name in enumerate(_outputs(source)):
            # Of a Parquet file that could not be read at all there is not even a schema.
            if known.sizes[number] or (number == 0 and source.kind != "parquet"):
                size = self._assemble(source, name, number, paths)
                made = made if number else size
            else:
                self._remove(name)
        report = known.tally.report()
        self._remember(source, made, known.unread, json.dumps(report.to_json()).encode())
        self.tally.add(report)
        self.unread += known.unread
        shutil.rmtree(self._parts_of(source.name), ignore_errors=True)

    def keep_whole(self, source: Input, part: Part) -> None:
        """Make the output of an input from its only part, and remember that it is done.

        Nothing is forced to the disk for a small file: a crash of the machine leaves one of another
        size, or none, and it is made again.
        """
        pieces = (part.body, part.rejected, part.failed)
        for number, (name, data) in enumerate(zip(_outputs(source), pieces, strict=True)):
            if data or number == 0:
                scratch = self.memory / "scratch"
                scratch.write_bytes(data)
                self._publish(scratch, name)
            else:
                self._remove(name)
        self._remember(source, len(part.body), part.unread, part.told)
        self.tally.add(part.report)
        self.unread += part.unread
        if self.sums.pop(source.name, None) is not None:
            shutil.rmtree(self._parts_of(source.name), ignore_errors=True)

    def _remember(self, source: Input, made: int, unread: int, told: bytes) -> None:
        self.log.add(source, made, unread, told)
        self.done[source.name] = (source.size, source.stamp, made)

    def end(self, plan: Mapping[str, object], summary: Mapping[str, object]) -> None:
        """Write what came of the run."""
        self.write_json("manifest.json", {"plan": plan, **summary})

    def total(self, before: set[str]) -> tuple[Report, int]:
        """Return the sum of the reports, and how much could not be read.

        Args:
            before: inputs that an earlier run had done; the others are those of this run.
        """
        total, unread = Tally(), self.unread
        total.add(self.tally.report())
        if before:
            for done in {d.name: d for d in self.log.entries() if d.name in before}.values():
                total.add(done.report)
                unread += done.unread
        return total.report(), unread

    def write_json(self, name: str, value: object) -> None:
        """Write a file of the folder."""
        text = json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
        scratch = self.memory / "scratch"
        with scratch.open("wb") as file:
            file.write(text + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if self.remote:
            shutil.copyfile(scratch, self.root / name)
        self._publish(scratch, name)

    def _assemble(self, source: Input, name: str, number: int, paths: list[Path]) -> int:
        """Make an output of pieces of parts; return its size."""
        scratch = self.memory / "scratch"
        with scratch.open("wb") as file:
            pieces = (read_piece(path, number) for path in paths)
            if number == 0 and source.kind == "parquet" and source.output.endswith(".parquet"):
                with open_input(source) as like:
                    parquet.join(pieces, file, like)
            else:
                for piece in pieces:
                    file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        self._publish(scratch, name)
        return size

    def _publish(self, scratch: Path, name: str) -> None:
        if self.remote:
            system, root = connect(self.remote)
            target = f"{root}/{name}"
            system.makedirs(target.rpartition("/")[0], exist_ok=True)
            system.put_file(str(scratch), target)
            return
        scratch.replace(self._path(name, make=True))

    def _remove(self, name: str) -> None:
        """Remove what an earlier state of an input has left."""
        if self.remote:
            system, root = connect(self.remote)
            if system.exists(f"{root}/{name}"):
                system.rm_file(f"{root}/{name}")
        else:
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str, *, make: bool = False) -> Path:
        """Return the path of an output, below folders that are there if it is to be made.

        Raises:
            CleanerError: it would lie outside of the folder (a link leads out of it).
        """
        path = self.root / name
        above = path.parent
        there = self.folders.get(above)
        if there is None:
            root, real = self.root.resolve(), above.resolve()
            if root != real and root not in real.parents:
                raise CleanerError(f"{path} leads out of {self.root}: nothing is written there")
            there = self.folders[above] = False
        if make and not there:
            above.mkdir(parents=True, exist_ok=True)
            self.folders[above] = True
        return path

    def _sum(self, source: Input) -> _Sum:
        return self.sums.setdefault(source.name, _Sum())

    def _parts_of(self, name: str) -> Path:
        return self.parts / hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:20]

    def _part(self, source: Input, number: int) -> Path:
        return self._parts_of(source.name) / f"{number:06}"


def _read_plan(path: Path) -> dict[str, object]:
    try:
        plan: dict[str, object] = json.loads(path.read_text("utf-8"))["plan"]
    except (ValueError, KeyError, TypeError) as error:
        raise CleanerError(f"{path} cannot be understood: choose another folder") from error
    return plan


def _outputs(source: Input) -> tuple[str, str, str]:
    """Return the names of what is made of an input: its records, the rejected, the failed."""
    name = source.output
    return name, f"_rejected/{name}.jsonl", f"_failed/{name}.jsonl"


def _same(path: Path, name: str) -> bool:
    try:
        return os.path.samestat(path.stat(), os.stat(name))  # noqa: PTH116
    except OSError:
        return False


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
