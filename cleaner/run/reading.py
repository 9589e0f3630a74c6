"""The chunks of a corpus, in order, and how far the work on them is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import BinaryIO, NamedTuple

from cleaner.core.errors import InputError
from cleaner.formats import parquet
from cleaner.formats.compression import unpack
from cleaner.formats.kinds import make_format
from cleaner.formats.record import Chunk, Cut
from cleaner.run.batch import KNOWN, Options
from cleaner.run.description import Description
from cleaner.run.folder import Folder
from cleaner.run.inputs import STDIN, Input, Wanted, is_remote, open_input
from cleaner.run.task import Task
from cleaner.run.work import Job, Part, Unopened

__all__ = ["Plan", "Progress", "Reading"]

_MEMORY = 2  # how a folder remembers what is done; another version could not read it
# Files of so few bytes are read by the workers, many at a time: to open and send each one took the
# main process 1.2 ms.
_SMALL = 1 << 16


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    Options:
        inputs: files, folders, globs, addresses, or `-` for standard input.
        description: the chain, as `describe` returns it.
        options: fields and details.
        wanted: the formats of inputs and outputs, where their names do not say them.
        encoding: what text files are in; found out where empty.
        cut: how files are cut to chunks.
        workers: how many processes.
        timeout: seconds that one record may take.
    """

    inputs: tuple[str, ...]
    description: Description
    options: Options = field(default_factory=Options)
    wanted: Wanted = field(default_factory=Wanted)
    encoding: str = ""
    cut: Cut = field(default_factory=Cut)
    workers: int = 1
    timeout: float = 60.0

    def identity(self) -> dict[str, object]:
        """Return everything that decides which bytes come out, besides the inputs."""
        from cleaner import __version__

        options = {name: getattr(self.options, name) for name in ("text", "id", "on_error", "into")}
        return {
            "cleaner": __version__,
            "fingerprint": self.description.fingerprint,
            **options,
            "details": self.options.details or "",
            "format": self.wanted.kind or "",
            "to": self.wanted.to,
            "encoding": self.encoding,
            "chunk_size": self.cut.size,
            "max_record": self.cut.max_record,
            "memory": _MEMORY,
        }


class Progress(NamedTuple):
    """How far a run is. Bytes are those of the inputs as they lie there; `total` 0 is unknown."""

    done: int
    total: int
    records: int
    input: str


class Reading:
    """The chunks of all inputs as tasks, one after the other, and how far each input is.

    Args:
        plan: what is to be done.
        inputs: the files.
        folder: what remembers what is done.
        whole: small files may be tasks as a whole, which a worker reads.
    """

    def __init__(
        self, plan: Plan, inputs: list[Input], folder: Folder | None, *, whole: bool = False
    ) -> None:
        self.plan = plan
        self.inputs = inputs
        self.folder = folder
        self.whole = whole
        self.chunks: dict[int, int] = {}  # how many, of inputs that were read to their end
        self.pending: Counter[int] = Counter()  # chunks that are being cleaned, by input
        self.ready: list[int] = []  # inputs that are complete
        self.resumed = 0
        self.before: set[str] = set()  # what was done by an earlier run
        self.records = 0
        self.missing: list[str] = []
        self.places = list(accumulate((each.size for each in inputs), initial=0))
        unknown = any(
            each.name == STDIN or (not each.size and is_remote(each.name)) for each in inputs
        )
        self.total = 0 if unknown else self.places[-1]

    def tasks(self) -> Iterator[Task]:
        """Yield what is not done yet, in the order of the inputs."""
        for number, source in enumerate(self.inputs):
            if self.folder is not None and self.folder.is_done(source):
                self.before.add(source.name)
                continue
            job = _make_job(self.plan, source)
            if self.whole and _is_small(source, self.plan.cut):
                yield Task(number, job, Chunk(0, b"", 0, source.size), whole=True)
                continue
            count = 0
            try:
                with open_input(source) as file:
                    for chunk in _read_chunks(file, source, job, self.plan.cut):
                        count += 1
                        if self.folder is not None and self.folder.known_part(source, chunk):
                            self.resumed += 1
                        else:
                            self.pending[number] += 1
                            yield Task(number, job, chunk)
            except OSError as error:
                self._miss(source, error.strerror or str(error))
                continue
            except InputError as error:
                self._miss(source, str(error))
                continue
            self.chunks[number] = count
            self._check(number)

    def book(self, task: Task, part: Part | Unopened) -> None:
        """Note that a task is done."""
        if isinstance(part, Unopened):
            self._miss(self.inputs[task.key], part.message)
            return
        self.records += part.report.records
        if not task.whole:
            self.pending[task.key] -= 1
            self._check(task.key)

    def take_only(self, task: Task) -> bool:
        """Say whether a booked task was all of its input, which then is not among the complete."""
        if task.whole:
            return True
        only = self.chunks.get(task.key) == 1 and self.inputs[task.key].kind != "parquet"
        if only:
            del self.chunks[task.key]
            self.ready.remove(task.key)
        return only

    def complete(self) -> list[tuple[int, int]]:
        """Return the inputs that became complete since the last time, each with its parts."""
        now = [(number, self.chunks.pop(number)) for number in self.ready]
        self.ready = []
        return now

    def _check(self, number: int) -> None:
        if number in self.chunks and not self.pending[number]:
            del self.pending[number]
            self.ready.append(number)

    def _miss(self, source: Input, message: str) -> None:
        name = "standard input" if source.name == STDIN else source.name
        self.missing.append(message if message.startswith(name) else f"{name}: {message}")

    def progress(self, task: Task) -> Progress:
        """Return how far the run is after a task."""
        source = self.inputs[task.key]
        done = min(task.chunk.consumed, source.size or task.chunk.consumed)
        return Progress(self.places[task.key] + done, self.total, self.records, source.name)


def _is_small(source: Input, cut: Cut) -> bool:
    return (
        0 < source.size <= min(_SMALL, cut.size)
        and source.kind != "parquet"
        and not is_remote(source.name)
    )


def _make_job(plan: Plan, source: Input) -> Job:
    options = plan.options
    table = source.kind in ("csv", "tsv", "parquet") and not plan.wanted.to
    if source.kind in ("text", "html", "warc"):
        options = replace(options, text="text")  # the name that these formats give it
    if source.kind == "warc":  # their `date` is that of the crawl
        options = replace(options, known=tuple(name for name in KNOWN if name != "date"))
    if table:
        options = replace(options, as_text=True)
    added = (options.into,) if table and options.added != "none" else ()
    source_format = make_format(source.kind, added, plan.encoding)
    return Job(
        source.name,
        source_format,
        options,
        source.out_codec,
        as_jsonl=bool(plan.wanted.to),
        read_codec=source.codec,
        cut=plan.cut,
    )


def _read_chunks(file: BinaryIO, source: Input, job: Job, cut: Cut) -> Iterator[Chunk]:
    if source.kind == "parquet":
        return parquet.table_chunks(file, cut)
    return job.format.chunks(unpack(file, source.codec), cut)
