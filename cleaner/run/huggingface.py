"""Hugging Face `datasets`: a function for `Dataset.map`.

dataset = load_dataset("parquet", data_files="corpus/*.parquet")["train"]
dataset = dataset.map(Mapper(Description("web")), batched=True, num_proc=8)
dataset = dataset.filter(lambda row: row["cleaner_rejected"] is None)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cleaner.formats.record import MissingExtraError
from cleaner.run.arrow import added_columns
from cleaner.run.batch import Options, clean_batch
from cleaner.run.description import Description, describe

__all__ = ["Mapper", "clean_dataset"]


def clean_dataset(
    dataset: Any, description: Description, options: Options | None = None, **how: Any
) -> Any:
    """Return a dataset with its texts cleaned and columns added (see `added_columns`).

    Args:
        dataset: a `datasets.Dataset`; one that is streamed has no schema: map a `Mapper` over it.
        description: the chain; every process loads it once.
        options: names of columns, and what is kept.
        how: arguments of `Dataset.map`, such as `num_proc` and `batch_size`.

    Raises:
        MissingExtraError: `datasets` is not installed.
    """
    try:
        from datasets import Features, Value
    except ImportError as error:
        raise MissingExtraError("cleaning with datasets", "datasets") from error
    options = options or Options(details="results")
    added = {name: Value("string") for name in added_columns(options)}
    # Named, because a column without a value in the first batch has no type of its own.
    features = Features({**dataset.features, **added})
    mapper = Mapper(describe(description), options)
    return dataset.map(mapper, batched=True, features=features, **how)


@dataclass(frozen=True, slots=True)
class Mapper:
    """Cleans batches of columns, and adds columns.

    It is pickled by its description, so that processes and the cache of `datasets` know it again.
    """

    description: Description
    options: Options = field(default_factory=lambda: Options(details="results"))

    def __call__(self, columns: Mapping[str, list[object]]) -> dict[str, list[object]]:
        """Return the cleaned columns of a batch."""
        rows = [
            dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)
        ]
        options = replace(self.options, details=self.options.details or "results", as_text=True)
        batch = clean_batch(self.description.chain(), rows, options)
        details, rejected, failed, report = added_columns(options)
        return {
            self.options.text: [o.record.get(options.text) for o in batch.outcomes],
            details: [o.record.get(details) for o in batch.outcomes],
            rejected: [o.rejected for o in batch.outcomes],
            failed: [o.failed for o in batch.outcomes],
            report: [
                None if number else json.dumps(batch.report.to_json())
                for number in range(len(rows))
            ],
        }
