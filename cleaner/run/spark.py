"""Spark: the same cleaning on a cluster of Spark, in Arrow batches.

    frame = spark.read.parquet("s3://corpus/")
    cleaned = clean_frame(frame, Description("web", script="simplified"))
    cleaned.where("cleaner_rejected is null").write.parquet("s3://clean/")

This package and the files of rules must be on every executor.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from cleaner.formats.record import MissingExtraError
from cleaner.run.arrow import added_columns, clean_table, read_report
from cleaner.run.batch import Options
from cleaner.run.description import Description, describe
from cleaner.run.report import Report

__all__ = ["clean_frame", "sum_report"]


def clean_frame(frame: Any, description: Description, options: Options | None = None) -> Any:
    """Return a Spark data frame with its texts cleaned and columns added (see `added_columns`).

    Args:
        frame: rows with a column of text.
        description: the chain; every process loads it once.
        options: names of columns, and what is kept.

    Raises:
        MissingExtraError: pyspark is not installed.
    """
    try:
        from pyspark.sql.types import StringType, StructField, StructType
    except ImportError as error:
        raise MissingExtraError("cleaning with Spark", "spark") from error
    options = options or Options(details="results")
    added = added_columns(options)
    kept = [field for field in frame.schema.fields if field.name not in added]
    schema = StructType([*kept, *(StructField(name, StringType()) for name in added)])
    clean = partial(_clean, description=describe(description), options=options)
    return frame.mapInArrow(clean, schema)


def sum_report(frame: Any, options: Options | None = None) -> Report:
    """Return the report over a cleaned frame. Cache the frame first, or it is cleaned twice."""
    name = added_columns(options or Options())[3]
    rows = frame.select(name).where(frame[name].isNotNull()).toLocalIterator()
    return Report.sum(read_report([row[0]]) for row in rows)


def _clean(batches: Iterator[Any], description: Description, options: Options) -> Iterator[Any]:
    import pyarrow

    for batch in batches:
        table = pyarrow.Table.from_batches([batch])
        yield from clean_table(table, description.chain(), options).to_batches()
