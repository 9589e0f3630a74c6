"""A corpus on one machine: all cores, in order, bounded memory, and on again after a kill."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cleaner.core.errors import InputError
from cleaner.formats.compression import codec_of
from cleaner.run.folder import Folder
from cleaner.run.inputs import Input, find_inputs, is_remote
from cleaner.run.pool import Pool
from cleaner.run.reading import Plan, Progress, Reading
from cleaner.run.report import Report
from cleaner.run.tally import Tally
from cleaner.run.work import Part

__all__ = ["Plan", "Progress", "Summary", "run_to_folder", "run_to_stream"]


# Packages whose version may decide what comes out.
_DECISIVE = ("google-re2", "opencc", "ftfy", "trafilatura", "pyarrow", "fastwarc", "isal")


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
        reading = Reading(plan, inputs, folder, whole=not folder.remote)
        with Pool(plan.description, plan.workers, plan.timeout) as pool:
            for task, part in pool.run(reading.tasks()):
                source = inputs[task.key]
                reading.book(task, part)
                if isinstance(part, Part):
                    if reading.take_only(task):
                        folder.keep_whole(source, part)
                    else:
                        folder.save_part(source, task.chunk, part)
                _finish(reading, folder)
                on_progress(reading.progress(task))
        _finish(reading, folder)
        report, unread = folder.total(reading.before)
        summary = Summary(
            report=report,
            unread=unread,
            inputs=len(inputs),
            skipped=len(reading.before),
            resumed=reading.resumed,
            missing=tuple(reading.missing),
            seconds=time.monotonic() - began,
        )
        folder.write_json("report.json", report.to_json())
        folder.end(plan.identity(), _describe(summary))
    return summary


def _finish(reading: Reading, folder: Folder) -> None:
    """Make the outputs of the inputs that have become complete."""
    for number, parts in reading.complete():
        folder.finish(reading.inputs[number], parts)


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
    reading = Reading(plan, inputs, None, whole=True)
    tally = Tally()
    unread = 0
    with Pool(plan.description, plan.workers, plan.timeout) as pool:
        for task, part in pool.run(reading.tasks()):
            reading.book(task, part)
            if isinstance(part, Part):
                stream.write(part.body)
                on_part(part)
                tally.add(part.report)
                unread += part.unread
            on_progress(reading.progress(task))
    stream.flush()
    seconds = time.monotonic() - began
    return Summary(tally.report(), unread, len(inputs), 0, 0, tuple(reading.missing), seconds)


def _check_stream(source: Input, plan: Plan, count: int) -> None:
    if source.kind == "parquet" and not plan.wanted.to:
        raise InputError(f"{source.name}: Parquet makes no stream: give a folder, or --to jsonl")
    if source.kind in ("csv", "tsv", "text", "html") and count > 1 and not plan.wanted.to:
        raise InputError(
            f"{source.kind} files cannot be put together: give a folder, or --to jsonl"
        )


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
