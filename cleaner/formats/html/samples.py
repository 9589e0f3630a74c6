"""Pages whose article is known: the records a judge is fitted and checked on."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any

import numpy as np

from cleaner.formats.html.labels import UNKNOWN, label_by_snippets, label_by_text
from cleaner.formats.html.page import read_page
from cleaner.judge.page import Page
from cleaner.judge.tokens import Floats, read_tokens

FOLDS = 5
_CHINESE = 4.0
"""Weight of a Chinese page: they are the purpose, and a fifteenth of the pages."""
_SET_POWER = -0.5
"""A page of a data set of n pages weighs n to this power: big sets have much of the same."""


@dataclass(slots=True)
class Sample:
    """A page with its labels.

    Attributes:
        labels: share of article in each block; `UNKNOWN` where nobody knows.
        gold_size: tokens of the gold text; 0 where only snippets are known.
        dataset: the data set it is from.
        weight: of the page.
    """

    id: str
    dataset: str
    chinese: bool
    page: Page
    labels: Floats
    sizes: Floats
    gold: str
    weight: float = 1.0
    fold: int = 0

    def __len__(self) -> int:
        """Number of blocks."""
        return len(self.labels)


def read_records(folder: Path) -> Iterator[dict[str, Any]]:
    """All records of a folder, file by file; a record names its set or its file does."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                record.setdefault("dataset", path.name.removesuffix(".jsonl.gz"))
                yield record


def read_samples(records: Iterable[dict[str, Any]]) -> list[Sample]:
    """Pages with at least one block and one known label."""
    samples = []
    for record in records:
        pages = read_page(record["html"]).pages()
        if not pages or not pages[0].blocks.texts:
            continue
        page, gold = pages[0], record.get("gold") or ""
        texts = page.blocks.texts
        if gold:
            labels = label_by_text(texts, gold)
        else:
            labels = label_by_snippets(texts, record.get("with") or [], record.get("without") or [])
        if (labels != UNKNOWN).any():
            sizes = read_tokens(texts).counts.astype(np.float64)
            fold = int(sha1(record["id"].encode()).hexdigest(), 16) // 100 % FOLDS
            chinese = record.get("lang") == "zh"
            samples.append(
                Sample(
                    record["id"], record["dataset"], chinese, page, labels, sizes, gold, fold=fold
                )
            )
    counts = Counter(sample.dataset for sample in samples)
    for sample in samples:
        rarity = counts[sample.dataset] ** _SET_POWER
        sample.weight = rarity * (_CHINESE if sample.chinese else 1)
    return samples
