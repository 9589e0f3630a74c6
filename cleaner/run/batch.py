"""The one pure function that everything which runs many documents is built on.

Records in, cleaned records out, with what was found, what was rejected, what failed and a report.
No file, no process, no clock: a worker of this machine, a Ray task and a Spark task give the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cleaner.core.chain import Chain, Result
from cleaner.core.document import Document
from cleaner.core.errors import CleanerError
from cleaner.run.report import Failure, Report
from cleaner.run.sample import count_letters
from cleaner.run.tally import Tally

__all__ = [
    "Batch",
    "Details",
    "OnError",
    "Options",
    "Outcome",
    "StoppedError",
    "clean_batch",
    "clean_record",
    "document_of",
    "fail_record",
]

OnError: TypeAlias = Literal["keep", "drop", "stop"]
Details: TypeAlias = Literal["none", "results", "changes"]
Fields: TypeAlias = Mapping[str, object]

# The meta of a document, as rules name it.
KNOWN = ("url", "title", "date", "source", "author", "lang")


class StoppedError(CleanerError):
    """A record could not be cleaned, and the work was to stop at the first such one."""


@dataclass(frozen=True, slots=True)
class Options:
    """How records are read and what becomes of them.

    Options:
        text: the field that holds the text.
        id: the field by which a record is named in lists and messages; it may be missing.
        on_error: what becomes of a record that cannot be cleaned: it stays as it is (`keep`), it is
            left out (`drop`), or the work stops. It is listed in any case.
        details: what is added to a record in the field `into`: nothing, what was found (`meta`,
            `warnings`), or also the `changes`, each `[start, end, new, rule]` in code points of the
            text as it came. None: what was found, but nothing in tables, whose columns are fixed.
        into: the name of that field.
        as_text: it is a text of JSON and always there, for tables; else an object, and only there
            if there is something in it.
        known: fields that say of a document what rules may find in its text: theirs counts.
    """

    text: str = "text"
    id: str = "id"
    on_error: OnError = "keep"
    details: Details | None = None
    into: str = "cleaner"
    as_text: bool = False
    known: tuple[str, ...] = KNOWN

    @property
    def added(self) -> Details:
        """What is added, the choice of the user or the usual."""
        if self.details is not None:
            return self.details
        return "none" if self.as_text else "results"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record.

    Attributes:
        record: its fields, with the text cleaned.
        id: its name, or an empty text.
        details: what is known of the cleaning: `meta`, `warnings`, `changes`; no empty one.
        rejected: why the record is not wanted, or None.
        failed: why it could not be cleaned, or None; its text is then as it came.
    """

    record: Fields
    id: str
    details: Mapping[str, object]
    rejected: str | None
    failed: str | None

    @property
    def listed(self) -> str | None:
        """Why it stands on a list of its own, or None."""
        return self.rejected if self.failed is None else self.failed


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of many records, in their order, and the sum of their reports."""

    outcomes: tuple[Outcome, ...]
    report: Report

    @property
    def records(self) -> list[Fields]:
        """The cleaned records: without rejected ones, and with failed ones as they came."""
        return [outcome.record for outcome in self.outcomes if outcome.rejected is None]


def clean_batch(chain: Chain, records: Iterable[Fields], options: Options = Options()) -> Batch:
    """Clean records; one that fails keeps its text and says why.

    Args:
        chain: the rules.
        records: mappings with a field of text; other fields pass through.
        options: names of fields, and what is kept.

    Raises:
        StoppedError: a record failed and `options.on_error` is `stop`.
    """
    tally = Tally()
    outcomes = tuple(clean_record(chain, record, options, tally) for record in records)
    return Batch(outcomes, tally.report())


def clean_record(
    chain: Chain,
    record: Fields,
    options: Options,
    tally: Tally | None = None,
    place: tuple[str, int] = ("", 0),
) -> Outcome:
    """Clean one record.

    Args:
        chain: the rules.
        record: a mapping with a field of text; other fields pass through.
        options: names of fields, and what is kept.
        tally: where it is counted.
        place: the file it stands in, and where there.

    Raises:
        StoppedError: it failed and `options.on_error` is `stop`.
    """
    text = record.get(options.text)
    if not isinstance(text, str):
        if text is None and options.text in record:
            if tally is not None:
                tally.add_empty()
            return _outcome(record, options, {})
        return fail_record(record, options, _no_text(record, options), tally, place)
    doc = document_of(text, record, options)
    try:
        result = chain.run(doc)
    except CleanerError as error:
        return fail_record(record, options, str(error), tally, place)
    if tally is not None:
        tally.add_result(result, doc.id, *place)
    details = _describe(result, doc.meta, options)
    cleaned = {**record, options.text: result.text}
    return _outcome(cleaned, options, details, result.rejected)


def fail_record(
    record: Fields,
    options: Options,
    reason: str,
    tally: Tally | None = None,
    place: tuple[str, int] = ("", 0),
) -> Outcome:
    """Return what becomes of a record that cannot be cleaned; see `clean_record`.

    Raises:
        StoppedError: `options.on_error` is `stop`.
    """
    name = _name(record, options)
    if options.on_error == "stop":
        raise StoppedError(f"record {name!r}: {reason}" if name else reason)
    if tally is not None:
        text = record.get(options.text)
        letters = count_letters(text) if isinstance(text, str) else 0
        tally.add_failure(Failure(reason, name, *place), letters)
    return _outcome(record, options, {}, None, reason)


def document_of(text: str, record: Fields, options: Options) -> Document:
    """Return the document of a record: its text, name, and what rules may know besides."""
    meta = {name: value for name in options.known if isinstance(value := record.get(name), str)}
    return Document(text, _name(record, options), meta)


def _outcome(
    record: Fields,
    options: Options,
    details: dict[str, object],
    rejected: str | None = None,
    failed: str | None = None,
) -> Outcome:
    if options.added != "none":
        shown = {name: value for name, value in details.items() if value}
        if failed is not None:
            shown["failed"] = failed
        record = {name: value for name, value in record.items() if name != options.into}
        if options.as_text:
            record[options.into] = json.dumps(shown, ensure_ascii=False) if shown else None
        elif shown:
            record[options.into] = shown
    return Outcome(record, _name(record, options), details, rejected, failed)


def _describe(result: Result, known: Mapping[str, str], options: Options) -> dict[str, object]:
    details: dict[str, object] = {
        "meta": {name: value for name, value in result.meta.items() if name not in known},
        "warnings": [
            {"start": note.start, "end": note.end, "rule": note.rule, "message": note.message}
            for note in result.warnings
        ],
    }
    if options.added == "changes":
        details["changes"] = [
            [edit.start, edit.end, edit.new, edit.rule] for edit in result.trace.changes()
        ]
    return details


def _name(record: Fields, options: Options) -> str:
    value = record.get(options.id)
    return value if isinstance(value, str) else "" if value is None else str(value)


def _no_text(record: Fields, options: Options) -> str:
    if options.text in record:
        kind = type(record[options.text]).__name__
        return f"its field {options.text!r} holds no text, but {kind}"
    known = ", ".join(map(repr, record)) or "none"
    return f"it has no field {options.text!r}; its fields are {known}"
