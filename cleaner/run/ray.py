"""Ray Data: the same cleaning on a cluster of Ray.

    dataset = ray.data.read_parquet("s3://corpus/")
    cleaned = clean_dataset(dataset, Description("web", script="simplified"))
    cleaned.filter(expr="is_null(cleaner_rejected)").write_parquet("s3://clean/")

This package and the files of rules must be on every node (`runtime_env`).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from cleaner.run.arrow import added_columns, clean_table, read_report
from cleaner.run.batch import Options
from cleaner.run.description import Description, describe
from cleaner.run.report import Report

__all__ = ["clean_dataset", "sum_report"]


def clean_dataset(
    dataset: Any, description: Description, options: Options | None = None, **how: Any
) -> Any:
    """Return a `ray.data.Dataset` with its texts cleaned and columns added (see `added_columns`).

    Args:
        dataset: rows with a field of text.
        description: the chain; every process loads it once.
        options: names of fields, and what is kept.
        how: arguments of `map_batches`, such as `batch_size` and `concurrency`.
    """
    clean = partial(
        _clean, description=describe(description), options=options or Options(details="results")
    )
    return dataset.map_batches(clean, batch_format="pyarrow", zero_copy_batch=True, **how)


def sum_report(dataset: Any, options: Options | None = None) -> Report:
    """Return the report over a cleaned dataset. Materialize it first, or it is cleaned twice."""
    name = added_columns(options or Options())[3]
    column = dataset.select_columns([name])
    return Report.sum(
        read_report(batch.column(name).to_pylist())
        for batch in column.iter_batches(batch_format="pyarrow")
    )


def _clean(table: Any, description: Description, options: Options) -> Any:
    return clean_table(table, description.chain(), options)
