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

from cleaner.core.errors import InputError
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
        fold: the part of the pages it is fitted and checked with, 0 to 4.
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
    """All records of a folder of JSON lines, file by file; a record names its set or its file does.

    Raises:
        InputError: there is no such file, or a line of it is no labelled page.
    """
    paths = sorted(folder.glob("*.jsonl")) + sorted(folder.glob("*.jsonl.gz"))
    if not paths:
        raise InputError(f"{folder}: no folder with files of pages (*.jsonl or *.jsonl.gz)")
    for path in paths:
        try:
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        record = _read_record(line, f"{path}:{number}")
                        record.setdefault("dataset", path.name.partition(".jsonl")[0])
                        yield record
        except (OSError, EOFError) as error:
            raise InputError(f"{path}: {error}") from error


def _read_record(line: bytes, place: str) -> dict[str, Any]:
    """One labelled page."""
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InputError(f"{place}: no JSON: {error}") from error
    if not isinstance(record, dict):
        raise InputError(f"{place}: no JSON object")
    for key in ("id", "html"):
        if not isinstance(record.get(key), str):
            raise InputError(f"{place}: a page needs a text {key!r}")
    if not {"gold", "with", "without"} & record.keys():
        raise InputError(f"{place}: a page needs 'gold', or snippets: 'with', 'without'")
    return record


def read_samples(records: Iterable[dict[str, Any]]) -> list[Sample]:
    """Pages with at least one block and one known label, dealt out to folds by their ids."""
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
            chinese = record.get("lang") == "zh"
            samples.append(
                Sample(record["id"], record["dataset"], chinese, page, labels, sizes, gold)
            )
    shuffled = sorted(samples, key=lambda sample: sha1(sample.id.encode()).digest())
    for number, sample in enumerate(shuffled):
        sample.fold = number % FOLDS
    counts = Counter(sample.dataset for sample in samples)
    for sample in samples:
        rarity = counts[sample.dataset] ** _SET_POWER
        sample.weight = rarity * (_CHINESE if sample.chinese else 1)
    return samples
