"""A corpus on one machine: all cores, in order, bounded memory, and on again after a kill."""

from __future__ import annotations

import platform
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from importlib import metadata
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cleaner.core.errors import InputError
from cleaner.formats import parquet
from cleaner.formats.compression import codec_of, unpack
from cleaner.formats.kinds import make_format
from cleaner.formats.record import Chunk, Cut
from cleaner.run.batch import KNOWN, Options
from cleaner.run.description import Description
from cleaner.run.folder import Folder
from cleaner.run.inputs import Input, Wanted, find_inputs, is_remote, open_input
from cleaner.run.pool import Pool, Task
from cleaner.run.report import Report
from cleaner.run.work import Job, Part

__all__ = ["Plan", "Progress", "Reading", "Summary", "run_to_folder", "run_to_stream"]


# Packages whose version may decide what comes out.
_DECISIVE = ("google-re2", "opencc", "ftfy", "trafilatura", "pyarrow", "fastwarc")


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
        }


class Progress(NamedTuple):
    """How far a run is. Bytes are those of the inputs as they lie there; `total` 0 is unknown."""

    done: int
    total: int
    records: int
    input: str


class Summary(NamedTuple):
    """What came of a run.

    Attributes:
        report: what was done, over all inputs that are done, earlier runs included.
        unread: pieces of inputs that could not be read.
        inputs: how many there are.
        skipped: how many of them an earlier run had done.
        resumed: how many chunks of the others an earlier run had done.
        missing: inputs that could not be opened, and why.
        seconds: how long it took.
    """

    report: Report
    unread: int
    inputs: int
    skipped: int
    resumed: int
    missing: tuple[str, ...]
    seconds: float


def run_to_folder(
    plan: Plan,
    output: str,
    state: str = "",
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Summary:
    """Clean a corpus into a folder, or go on where an earlier run of the same plan ended.

    Args:
        plan: what is to be done.
        output: a folder, which is made; or an address.
        state: a local folder to remember in what is done; needed where `output` is an address.
        on_progress: called after each chunk.

    Raises:
        InputError: an input is missing or of unknown format.
        OtherRulesError: the folder was begun with other rules or options.
        StoppedError: something failed, and the work was to stop then.
        CleanerError: the rules are wrong, another run is at work there, or workers keep dying.
    """
    began = time.monotonic()
    leave_out = None if is_remote(output) else Path(output).resolve()
    inputs = find_inputs(plan.inputs, plan.wanted, leave_out)
    with closing(Folder(output, state)) as folder:
        folder.begin(plan.identity(), inputs)
        reading = Reading(plan, inputs, folder)
        with Pool(plan.description, plan.workers, plan.timeout) as pool:
            for task, part in pool.run(reading.tasks()):
                folder.save_part(inputs[task.key], task.chunk, part)
                reading.book(task, part)
                for number in reading.complete():
                    folder.finish(inputs[number], reading.chunks[number])
                on_progress(reading.progress(task))
        for number in reading.complete():
            folder.finish(inputs[number], reading.chunks[number])
        report, unread = folder.total({each.name for each in inputs})
        summary = Summary(
            report=report,
            unread=unread,
            inputs=len(inputs),
            skipped=reading.skipped,
            resumed=reading.resumed,
            missing=tuple(reading.missing),
            seconds=time.monotonic() - began,
        )
        folder.write_json("report.json", report.to_json())
        folder.end(plan.identity(), _describe(summary))
    return summary


def run_to_stream(
    plan: Plan,
    stream: BinaryIO,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    on_part: Callable[[Part], None] = lambda part: None,
) -> Summary:
    """Clean a corpus into one stream. Nothing is remembered.

    Args:
        plan: what is to be done.
        stream: where the cleaned records go, packed only if `plan.wanted.to` says so.
        on_progress: called after each chunk.
        on_part: called with each part, for the records that are not in the stream.

    Raises:
        InputError: an input is missing, of unknown format, or of one that makes no stream.
        StoppedError: something failed, and the work was to stop then.
        CleanerError: the rules are wrong, or workers keep dying.
    """
    began = time.monotonic()
    inputs = find_inputs(plan.inputs, plan.wanted, to_folder=False)
    for each in inputs:
        _check_stream(each, plan, len(inputs))
    inputs = [each._replace(out_codec=codec_of(plan.wanted.to)) for each in inputs]
    reading = Reading(plan, inputs, None)
    reports = [Report()]
    unread = 0
    with Pool(plan.description, plan.workers, plan.timeout) as pool:
        for task, part in pool.run(reading.tasks()):
            stream.write(part.body)
            on_part(part)
            reading.book(task, part)
            reports = [Report.sum((reports[0], part.report))]
            unread += part.unread
            on_progress(reading.progress(task))
    stream.flush()
    seconds = time.monotonic() - began
    return Summary(reports[0], unread, len(inputs), 0, 0, tuple(reading.missing), seconds)


def _check_stream(source: Input, plan: Plan, count: int) -> None:
    if source.kind == "parquet" and not plan.wanted.to:
        raise InputError(f"{source.name}: Parquet makes no stream: give a folder, or --to jsonl")
    if source.kind in ("csv", "tsv", "text", "html") and count > 1 and not plan.wanted.to:
        raise InputError(
            f"{source.kind} files cannot be put together: give a folder, or --to jsonl"
        )


class Reading:
    """The chunks of all inputs as tasks, one after the other, and how far each input is."""

    def __init__(self, plan: Plan, inputs: list[Input], folder: Folder | None) -> None:
        self.plan = plan
        self.inputs = inputs
        self.folder = folder
        self.chunks: dict[int, int] = {}  # how many, of inputs that were read to their end
        self.pending: Counter[int] = Counter()  # chunks that are being cleaned, by input
        self.finished: set[int] = set()
        self.resumed = 0
        self.skipped = 0
        self.records = 0
        self.missing: list[str] = []
        self.before = list(accumulate((each.size for each in inputs), initial=0))

    def tasks(self) -> Iterator[Task]:
        """Yield what is not done yet, in the order of the inputs."""
        for number, source in enumerate(self.inputs):
            if self.folder is not None and self.folder.is_done(source):
                self.skipped += 1
                continue
            job = _make_job(self.plan, source)
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
            except (OSError, InputError) as error:
                message = str(error)
                known = message.startswith(source.name)
                self.missing.append(message if known else f"{source.name}: {message}")
                continue
            self.chunks[number] = count

    def book(self, task: Task, part: Part) -> None:
        """Note that a task is done."""
        self.pending[task.key] -= 1
        self.records += part.report.records

    def complete(self) -> list[int]:
        """Return the inputs that have become complete since the last time."""
        now = [n for n in self.chunks if n not in self.finished and not self.pending[n]]
        self.finished.update(now)
        return now

    def progress(self, task: Task) -> Progress:
        """Return how far the run is after a task."""
        source = self.inputs[task.key]
        total = 0 if any(not each.size for each in self.inputs) else self.before[-1]
        done = self.before[task.key] + min(task.chunk.consumed, source.size or task.chunk.consumed)
        return Progress(done, total, self.records, source.name)


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
    return Job(source.name, source_format, options, source.out_codec, bool(plan.wanted.to))


def _read_chunks(file: BinaryIO, source: Input, job: Job, cut: Cut) -> Iterator[Chunk]:
    if source.kind == "parquet":
        return parquet.table_chunks(file, cut)
    return job.format.chunks(unpack(file, source.codec), cut)


def _describe(summary: Summary) -> dict[str, object]:
    """Return what the manifest says of a run."""
    report = summary.report
    counts = {name: value for name, value in report.to_json().items() if name != "rules"}
    return {
        "state": "incomplete" if summary.missing else "done",
        "inputs": summary.inputs,
        "missing": list(summary.missing),
        "unread": summary.unread,
        **counts,
        "seconds": round(summary.seconds, 1),
        "skipped_inputs": summary.skipped,
        "resumed_chunks": summary.resumed,
        "versions": {name: _version(name) for name in ("cleaner", *_DECISIVE)},
        "python": platform.python_version(),
    }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
