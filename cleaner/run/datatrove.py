"""datatrove: a step for its pipelines, which take any function of documents.

LocalPipelineExecutor([
    JsonlReader("corpus/"),
    Step(Description("web")),
    LambdaFilter(is_wanted, exclusion_writer=JsonlWriter("rejected/")),
    JsonlWriter("clean/"),
], tasks=8)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cleaner.run.batch import Options, clean_record
from cleaner.run.description import Description

__all__ = ["Step", "is_wanted"]


@dataclass(frozen=True, slots=True)
class Step:
    """Cleans the text of each document.

    What was found goes to `metadata["cleaner"]`, with `rejected` or `failed` and the reason where a
    rule does not want the document, or it could not be cleaned and keeps its text.
    """

    description: Description
    options: Options = field(default_factory=lambda: Options(details="results"))

    def __call__(self, data: Iterable[Any], rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Yield each document, cleaned in place."""
        chain = self.description.chain()
        options = self.options
        for doc in data:
            fields = {**doc.metadata, options.text: doc.text, options.id: doc.id}
            outcome = clean_record(chain, fields, options)
            doc.text = outcome.record[options.text]
            found = outcome.record.get(options.into) or {}
            assert isinstance(found, dict)
            if outcome.rejected is not None:
                found["rejected"] = outcome.rejected
            if found:
                doc.metadata[options.into] = found
            yield doc


def is_wanted(doc: Any) -> bool:
    """Say whether no rule rejected the document, for a `LambdaFilter`."""
    return "rejected" not in doc.metadata.get("cleaner", {})
