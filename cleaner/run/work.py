"""One chunk of a file, from its bytes to those of a part: the work of a worker, pure.

Small files are read by the worker itself: that is all it does besides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from cleaner.core.chain import Chain
from cleaner.core.errors import CleanerError
from cleaner.formats.compression import Codec, pack, unpack
from cleaner.formats.jsonl import pack_records
from cleaner.formats.record import Chunk, Cut, Fields, Format, Record, Trouble
from cleaner.run.batch import Options, Outcome, StoppedError, clean_record, fail_record
from cleaner.run.report import Report
from cleaner.run.tally import Tally

__all__ = ["Job", "Part", "Unopened", "clean_chunk", "clean_file"]

_MANY = 1 << 24  # more than the records of a chunk: each has a line, and a chunk a megabyte or two


class Job(NamedTuple):
    """What is to be done with the chunks of an input.

    Attributes:
        name: the input, as lists of records call it.
        format: how it is read, and written unless `as_jsonl`.
        options: names of fields, and what is kept.
        codec: how parts are packed.
        as_jsonl: records are written as JSON Lines, whatever they were read from.
        read_codec: how the input is packed.
        cut: how the input is cut to chunks, where the worker reads it.
    """

    name: str
    format: Format
    options: Options
    codec: Codec = ""
    as_jsonl: bool = False
    read_codec: Codec = ""
    cut: Cut = Cut()


class Part(NamedTuple):
    """What became of a chunk.

    Attributes:
        body: the cleaned records, packed; the bodies of all chunks in order make a file.
        rejected: records that a rule rejected, as JSON Lines with `id`, `reason` and `record`.
        failed: records that could not be cleaned, and what could not be read, likewise.
        report: what was done.
        unread: how many pieces of the input could not be read.
        told: the report as JSON: whoever keeps it need not make it anew.
    """

    body: bytes
    rejected: bytes
    failed: bytes
    report: Report
    unread: int
    told: bytes

    @property
    def size(self) -> int:
        """The bytes that it holds."""
        return len(self.body) + len(self.rejected) + len(self.failed) + len(self.told)


class Unopened(NamedTuple):
    """A file that a worker could not read, and why."""

    message: str


class _Cleaned(NamedTuple):
    """A record as it was read, and what became of it."""

    record: Record
    outcome: Outcome


def clean_chunk(
    chain: Chain, job: Job, chunk: Chunk, starting: Callable[[int], str | None]
) -> Part:
    """Read, clean and pack one chunk.

    Args:
        chain: the rules.
        job: what is to be done.
        chunk: the bytes.
        starting: called before each thing that may go wrong for good, with its number: the reading
            of a page, the cleaning of a record. A text that it returns is why this one is left
            out; the record is then a failed one.

    Raises:
        StoppedError: something failed, and the work was to stop then.
        CleanerError: no record of a file has the field that is to be cleaned.
    """
    cleaned: list[_Cleaned] = []
    tally = Tally()
    troubles = list(chunk.troubles)
    try:
        for item in _clean(chain, job, chunk, starting, tally):
            if isinstance(item, Trouble):
                troubles.append(item)
            else:
                cleaned.append(item)
            if troubles and job.options.on_error == "stop":
                raise StoppedError(f"byte {troubles[0].offset}: {troubles[0].message}")
    except StoppedError as error:
        raise StoppedError(f"{job.name}: {error}") from error
    keep = job.options.on_error == "keep"
    kept = [
        Record(outcome.record, record.offset)
        for record, outcome in cleaned
        if outcome.rejected is None and (outcome.failed is None or keep)
    ]
    if job.as_jsonl:
        body = pack_records(record.fields for record in kept)
    else:
        body = job.format.pack(kept, chunk)
    failed = [_trouble_line(job, trouble) for trouble in troubles]
    failed += [_line(job, each, whole=not keep) for each in cleaned if each.outcome.failed]
    rejected = [_line(job, each, whole=True) for each in cleaned if each.outcome.rejected]
    report = tally.report()
    return Part(
        body=pack(body, job.codec),
        rejected=pack_records(rejected),
        failed=pack_records(failed),
        report=report,
        unread=len(troubles),
        told=json.dumps(report.to_json()).encode(),  # ASCII: a sample may hold a lone surrogate
    )


def clean_file(chain: Chain, job: Job, starting: Callable[[int], str | None]) -> Part | Unopened:
    """Read, clean and pack a small file, which hardly ever has more than one chunk.

    Raises:
        StoppedError: something failed, and the work was to stop then.
        CleanerError: no record has the field that is to be cleaned.
    """
    parts = []
    first = 0
    try:
        with Path(job.name).open("rb") as file:
            for chunk in job.format.chunks(unpack(file, job.read_codec), job.cut):
                parts.append(clean_chunk(chain, job, chunk, partial(_start_after, starting, first)))
                first += _MANY
    except OSError as error:
        return Unopened(f"{job.name}: {error.strerror or error}")
    return parts[0] if len(parts) == 1 else _join(parts)


def _start_after(starting: Callable[[int], str | None], first: int, number: int) -> str | None:
    """Start a record of a later chunk, whose number is behind those of the earlier ones."""
    return starting(first + number)


def _join(parts: Sequence[Part]) -> Part:
    report = Report.sum(part.report for part in parts)
    return Part(
        body=b"".join(part.body for part in parts),
        rejected=b"".join(part.rejected for part in parts),
        failed=b"".join(part.failed for part in parts),
        report=report,
        unread=sum(part.unread for part in parts),
        told=json.dumps(report.to_json()).encode(),
    )


def _clean(
    chain: Chain, job: Job, chunk: Chunk, starting: Callable[[int], str | None], tally: Tally
) -> Iterator[_Cleaned | Trouble]:
    if not chunk.marks:
        items = list(job.format.read(chunk))
        yield from _clean_items(chain, job, chunk, items, starting, tally)
        return
    for number, (start, end, offset) in enumerate(chunk.marks):
        # To read a page is where processes hang and die, too: it has a number of its own.
        why_not = starting(2 * number)
        if why_not is not None:
            yield Trouble(offset, why_not, packed=True)
            continue
        page = chunk._replace(payload=chunk.payload[start:end], marks=((0, end - start, offset),))
        items = list(job.format.read(page))
        start_page = partial(_start_at, starting, 2 * number + 1)
        yield from _clean_items(chain, job, page, items, start_page, tally)


def _start_at(starting: Callable[[int], str | None], place: int, number: int) -> str | None:
    """Start the only record of a page, whose number in the chunk is `place`."""
    return starting(place)


def _clean_items(
    chain: Chain,
    job: Job,
    chunk: Chunk,
    items: Sequence[Record | Trouble],
    starting: Callable[[int], str | None],
    tally: Tally,
) -> Iterator[_Cleaned | Trouble]:
    records = [item for item in items if isinstance(item, Record)]
    yield from (item for item in items if isinstance(item, Trouble))
    if chunk.number == 0:
        _check_field(records, job)
    for number, record in enumerate(records):
        why_not = starting(number)
        place = (job.name, record.offset)
        if why_not is None:
            outcome = clean_record(chain, record.fields, job.options, tally, place)
        else:
            outcome = fail_record(record.fields, job.options, why_not, tally, place)
        yield _Cleaned(record, outcome)


def _check_field(records: list[Record], job: Job) -> None:
    """Stop at a wrong name of a field, before a whole corpus is listed as failed."""
    field = job.options.text
    if records and not any(field in record.fields for record in records):
        known = ", ".join(map(repr, records[0].fields)) or "none"
        raise CleanerError(
            f"{job.name}: no record has a field {field!r}; the fields are {known}: "
            "say which one holds the text (--text-field)"
        )


def _line(job: Job, cleaned: _Cleaned, *, whole: bool) -> Fields:
    """Return what is listed of a record; `whole` where it is not in the output: nothing is lost."""
    record, outcome = cleaned
    line: dict[str, object] = {
        "input": job.name,
        "offset": record.offset,
        "id": outcome.id,
        "reason": outcome.listed,
    }
    if whole:
        line["record"] = dict(record.fields)
    return line


def _trouble_line(job: Job, trouble: Trouble) -> Fields:
    line: dict[str, object] = {
        "input": job.name,
        "offset": trouble.offset,
        "id": "",
        "reason": trouble.message,
    }
    if trouble.raw:
        line["raw"] = trouble.raw
    return line
