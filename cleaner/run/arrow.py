"""Arrow tables to Arrow tables: the form in which engines hand records over.

All rows stay, in their order; what an engine's user wants to do with rejected ones is a filter.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from cleaner.core.chain import Chain
from cleaner.formats.parquet import Parquet, to_stream
from cleaner.formats.record import Chunk, Record
from cleaner.run.batch import Options, clean_batch
from cleaner.run.report import Report

__all__ = ["added_columns", "clean_table", "read_report"]


def added_columns(options: Options) -> tuple[str, str, str, str]:
    """Return the names of the columns that cleaning adds, all of text, null where there is nothing.

    The details as JSON (`cleaner`), why a row is rejected (`cleaner_rejected`), why it could not be
    cleaned (`cleaner_failed`), and the report of a batch, in its first row (`cleaner_report`).
    """
    into = options.into
    return into, f"{into}_rejected", f"{into}_failed", f"{into}_report"


def clean_table(table: Any, chain: Chain, options: Options) -> Any:
    """Return the table with its texts cleaned and four columns added; see `added_columns`.

    Raises:
        StoppedError: a row failed and `options.on_error` is `stop`.
    """
    names = added_columns(options)
    form = Parquet(names)
    chunk = Chunk(0, to_stream(table), 0, 0)
    records = [item for item in form.read(chunk) if isinstance(item, Record)]
    inner = replace(options, details=options.details or "results", as_text=True)
    batch = clean_batch(chain, (record.fields for record in records), inner)
    report = json.dumps(batch.report.to_json())
    rows = [
        Record(
            {
                **outcome.record,
                names[1]: outcome.rejected,
                names[2]: outcome.failed,
                names[3]: None if number else report,
            },
            number,
        )
        for number, outcome in enumerate(batch.outcomes)
    ]
    return form.table(rows, chunk)


def read_report(cells: list[str | None]) -> Report:
    """Return the sum of the reports in a column of them."""
    return Report.sum(Report.from_json(json.loads(cell)) for cell in cells if cell)
