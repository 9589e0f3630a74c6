"""How well a judge does: shingle F1 against the gold text, and cross-validation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from statistics import fmean
from typing import Literal, NamedTuple

import numpy as np

from cleaner.formats.html.fitting import fit, make_designs
from cleaner.formats.html.samples import Sample
from cleaner.judge.model import judge
from cleaner.judge.tokens import read_tokens

_SHINGLE = 4


class Score(NamedTuple):
    """How one page was met."""

    id: str
    dataset: str
    chinese: bool
    precision: float
    recall: float
    f1: float
    confidence: float


def count_shingles(text: str) -> Counter[int]:
    """How often each run of four tokens stands in a text; a shorter text is one run."""
    tokens = read_tokens([text])
    if len(tokens.hashes) < _SHINGLE:
        return Counter([int(tokens.whole()[0])] if len(tokens.hashes) else [])
    return Counter(tokens.grams(_SHINGLE)[0].tolist())


def compare(gold: str, text: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the shingles of a text, each counted as often as it stands."""
    wanted, got = count_shingles(gold), count_shingles(text)
    hits = sum((wanted & got).values())
    if not hits:
        return 0.0, 0.0, 0.0
    precision, recall = hits / sum(got.values()), hits / sum(wanted.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def cross_validate(
    samples: list[Sample], by: Literal["pages", "sets"], seed: int = 1
) -> Iterator[list[Score]]:
    """Judge every page with a model fitted without it: without its fold, or without its data set.

    Yields the scores of one fold or data set after the other.
    """
    keys = [str(sample.fold) if by == "pages" else sample.dataset for sample in samples]
    names, texts = make_designs(samples)
    owner = np.repeat(np.arange(len(samples)), [len(sample) for sample in samples])
    for key in sorted(set(keys)):
        kept = [number for number, other in enumerate(keys) if other != key]
        left = [sample for sample, other in zip(samples, keys, strict=True) if other == key]
        if not any(sample.gold for sample in left):
            continue
        rows = np.nonzero(np.isin(owner, kept))[0]
        model = fit([samples[number] for number in kept], seed, (names[rows], texts[rows]))
        scores = []
        for sample in left:
            if sample.gold:
                verdict = judge(sample.page, model)
                lines = sample.page.blocks.texts
                text = "\n".join(lines[block] for block in np.nonzero(verdict.chosen)[0])
                score = compare(sample.gold, text)
                scores.append(
                    Score(sample.id, sample.dataset, sample.chinese, *score, verdict.confidence)
                )
        yield scores


def tabulate(scores: Iterable[Score]) -> str:
    """Mean scores by language, and by data set and language, one line each."""
    groups: dict[tuple[str, str], list[Score]] = defaultdict(list)
    for score in scores:
        language = "zh" if score.chinese else "other"
        groups["all", language].append(score)
        groups[score.dataset, language].append(score)
    lines = [f"{'set':18s} {'language':8s} {'pages':>5s}      P      R     F1  told"]
    for (dataset, language), some in sorted(groups.items()):
        means = (fmean(column) for column in list(zip(*some, strict=True))[3:])
        numbers = " ".join(f"{mean:.4f}" for mean in means)
        lines.append(f"{dataset:18s} {language:8s} {len(some):5d} {numbers}")
    return "\n".join(lines)
