"""Fit a judge of blocks on pages whose article is known.

Anybody may do so on their own pages: a folder of gzipped JSON lines, one file a data set, each
record with `id`, `html`, `lang` and either `gold` (the article's text) or the snippets `with` and
`without`. LightGBM and rapidfuzz are needed here and nowhere else.

What is fitted sees the pages only through numbers. Whatever a part learns from another part's
output (the forest from the weights, the second forest from the first) was made by a fit that had
not seen the page, or it would trust it too much.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.core.errors import InputError
from cleaner.formats.html.grafts import graft_pages
from cleaner.formats.html.labels import UNKNOWN
from cleaner.formats.html.samples import Sample
from cleaner.judge import words
from cleaner.judge.choice import choose
from cleaner.judge.containers import climb
from cleaner.judge.context import see_context
from cleaner.judge.features import Sight, Weights, see
from cleaner.judge.forest import Forest, logistic
from cleaner.judge.model import Model
from cleaner.judge.page import Page
from cleaner.judge.tokens import Floats, read_tokens

_BUCKETS = 1 << words.NAME_BITS
_SIZE_POWER = 0.75
_SECOND_POWER = 0.5
"""A block weighs its tokens to this power; all blocks of a page together weigh the same. (In the
second forest .45 to .6 did best by pages, +.002 over .75; in the first .75 was not compared.)"""
_STRONGEST = 20.0
"""Highest weight of a row where the hashed weights are fitted."""
_SHRINK = 30.0
"""L2 penalty of the hashed weights."""
_MOST_STEPS = 40
_SCALE_KNOTS = 9
_FULL = 1.0
"""Weight below which a row is drawn by lot, with its weight as its chance: most rows are links of
menus that weigh next to nothing. (Fits take a third of the time; by pages the F1 is the same.)"""
_FITS = 2
"""Fits with other seeds and other lots whose mean is the forest."""
LEAST_PAGES = 10
"""Two pages a fold: with fewer there is nothing to fit. A good judge needs hundreds."""
FIRST = {"num_iterations": 400, "learning_rate": 0.06, "feature_fraction": 0.5}
SECOND = {"num_iterations": 250, "learning_rate": 0.05, "feature_fraction": 0.35}
_COMMON = {
    "objective": "cross_entropy", "max_depth": 7, "num_leaves": 31, "extra_trees": True,
    "min_data_in_leaf": 60,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5, "max_bin": 127, "num_threads": 1,
    "verbose": -1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip


def weigh(samples: list[Sample], power: float = _SIZE_POWER) -> Floats:
    """Weight of every block, 1 on average; 0 where the label is unknown."""
    parts = []
    for sample in samples:
        own = np.where(sample.labels == UNKNOWN, 0, sample.sizes**power)
        parts.append(own / max(own.sum(), 1e-9) * sample.weight)
    weights = np.concatenate(parts)
    weights /= weights.mean()
    return weights


def _buckets_of(page: Page) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Blocks and buckets of all names above them, as the model weighs them."""
    path = climb(page, np.zeros(_BUCKETS))
    elements = page.elements
    names = [words.read_name(*pair) for pair in zip(elements.tags, elements.names, strict=True)]
    blocks, buckets = [], []
    for block in range(len(page.blocks.texts)):
        for step in range(min(int(path.depth[block]), len(path.ancestors))):
            level = min(step, 2) if step < 4 else words.LEVELS - 1
            found = names[path.ancestors[step, block]].buckets[level]
            buckets.extend(found)
            blocks.extend([block] * len(found))
    return np.array(blocks, np.int64), np.array(buckets, np.int64)


def make_designs(samples: list[Sample]) -> tuple[Any, Any]:
    """Sparse rows of blocks by buckets: of names, and of words."""
    from scipy import sparse  # type: ignore[import-untyped]

    designs = []
    for read in (
        _buckets_of,
        lambda page: words.bucket_words(read_tokens(page.blocks.texts))[::-1],
    ):
        rows, columns, start = [], [], 0
        for sample in samples:
            blocks, buckets = read(sample.page)
            rows.append(blocks + start)
            columns.append(buckets)
            start += len(sample)
        row, column = np.concatenate(rows), np.concatenate(columns)
        counts = np.maximum(np.bincount(row, minlength=start), 1)
        values = (1 / np.sqrt(counts))[row].astype(np.float32)
        designs.append(sparse.csr_matrix((values, (row, column)), shape=(start, _BUCKETS)))
    return designs[0], designs[1]


def fit_weights(design: Any, labels: Floats, weights: Floats) -> Floats:
    """Logistic regression on hashed buckets, with an L2 penalty; a bucket nobody uses weighs 0."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    size = design.shape[1]
    used = np.unique(design.indices)
    design = design[:, used]
    target = np.clip(labels, 0, 1)
    strength = np.minimum(weights, _STRONGEST)
    transposed = design.T.tocsr()

    def loss(values: Floats) -> tuple[float, Floats]:
        score = design @ values[:-1] + values[-1]
        chance = logistic(score)
        cost = strength @ (np.logaddexp(0, score) - target * score)
        slope = strength * (chance - target)
        grown = np.concatenate((transposed @ slope + _SHRINK * values[:-1], [slope.sum()]))
        return cost + _SHRINK / 2 * float(values[:-1] @ values[:-1]), grown

    found = minimize(
        loss,
        np.zeros(design.shape[1] + 1),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _MOST_STEPS},
    )
    fitted = np.zeros(size)
    fitted[used] = found.x[:-1]
    return fitted


def fit_forest(
    rows: NDArray[np.float32], labels: Floats, weights: Floats, options: dict[str, Any], seed: int
) -> Forest:
    """Gradient-boosted trees on rows of known label: the mean of some fits with other seeds."""
    import lightgbm

    dumps = []
    for number in range(_FITS):
        random = np.random.default_rng((seed, number))
        kept = random.random(len(weights)) < weights / _FULL
        data = lightgbm.Dataset(
            rows[kept], np.clip(labels[kept], 0, 1), weight=np.maximum(weights[kept], _FULL)
        )
        options = {**_COMMON, **options, "seed": seed * _FITS + number}
        dumps.append(lightgbm.train(options, data).dump_model())
    return convert(dumps)


def convert(dumps: list[dict[str, Any]]) -> Forest:
    """Trees as LightGBM dumps them, of one fit or the mean of several, as columns of nodes."""
    roots: list[int] = []
    nodes = _Nodes()
    for dump in dumps:
        for tree in dump["tree_info"]:
            roots.append(len(nodes.features))
            nodes.add(tree["tree_structure"], 0)
    return Forest(
        np.array(roots, np.int32),
        np.array(nodes.features, np.int32),
        np.array(nodes.cuts, np.float32),
        np.array(nodes.children, np.int32).ravel(),
        np.array(nodes.values, np.float32) / np.float32(len(dumps)),
        nodes.depth,
    )


@dataclass(slots=True)
class _Nodes:
    """Columns of nodes while they are collected."""

    features: list[int] = field(default_factory=list)
    cuts: list[float] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    depth: int = 0

    def add(self, node: dict[str, Any], depth: int) -> int:
        """Add a node and all below; a leaf leads to itself."""
        number = len(self.features)
        leaf = "leaf_value" in node
        self.features.append(0 if leaf else node["split_feature"])
        self.cuts.append(np.inf if leaf else node["threshold"])
        self.values.append(node["leaf_value"] if leaf else node["internal_value"])
        self.children.append([number, number])
        self.depth = max(self.depth, depth)
        if not leaf:
            left = self.add(node["left_child"], depth + 1)
            right = self.add(node["right_child"], depth + 1)
            self.children[number] = [right, left]
        return number


def fit(samples: list[Sample], seed: int = 1, designs: tuple[Any, Any] | None = None) -> Model:
    """Fit a model: hashed weights, first forest, second forest, and the scale of confidence.

    Raises:
        InputError: there are too few pages.
    """
    if len(samples) < LEAST_PAGES:
        raise InputError(f"{len(samples)} pages are too few to fit a judge: {LEAST_PAGES} at least")
    whole, apart = _fit_all_weights(samples, designs or make_designs(samples))
    every = samples + graft_pages(samples, seed)
    labels, folds = _join_labels(every)
    weights = weigh(every)
    sights = [see(sample.page, apart[sample.fold]) for sample in every]
    rows = np.concatenate([sight.columns.rows() for sight in sights])
    first_chances = np.zeros(len(labels))
    for fold in apart:
        here = folds == fold
        forest = fit_forest(rows[~here], labels[~here], weights[~here], FIRST, seed)
        first_chances[here] = logistic(forest.score(rows[here]))
    first = fit_forest(rows, labels, weights, FIRST, seed)
    contexts = _see_contexts(every, sights, first_chances)
    weights = weigh(every, _SECOND_POWER)
    second = fit_forest(contexts, labels, weights, SECOND, seed)
    columns = (tuple(sights[0].columns.values), _context_names(samples[0], sights[0]))
    even = folds % 2 == 0
    half = fit_forest(contexts[even], labels[even], weights[even], SECOND, seed)
    blocks = sum(len(sample) for sample in samples)
    told = np.where(even, -1.0, logistic(half.score(contexts)))[:blocks]
    about = {
        "pages": str(len(samples)),
        "blocks": str(blocks),
        "sets": ", ".join(sorted({sample.dataset for sample in samples})),
        "seed": str(seed),
    }
    return Model(whole, first, second, columns, fit_scale(samples, told), about)


def _join_labels(samples: list[Sample]) -> tuple[Floats, NDArray[np.int64]]:
    """Label and fold of every block."""
    labels = np.concatenate([sample.labels for sample in samples])
    folds = np.repeat([sample.fold for sample in samples], [len(sample) for sample in samples])
    return labels, folds


def _fit_all_weights(
    samples: list[Sample], designs: tuple[Any, Any]
) -> tuple[Weights, dict[int, Weights]]:
    """Hashed weights fitted on all pages, and by fold on those outside of it."""
    labels, folds = _join_labels(samples)
    weights = weigh(samples)

    def fit_on(rows: NDArray[np.int64]) -> Weights:
        names, texts = (fit_weights(some[rows], labels[rows], weights[rows]) for some in designs)
        return Weights(names, texts)

    known = weights > 0
    apart = {
        fold: fit_on(np.nonzero(known & (folds != fold))[0]) for fold in sorted(set(folds.tolist()))
    }
    return fit_on(np.nonzero(known)[0]), apart


def _see_contexts(
    samples: list[Sample], sights: list[Sight], chances: Floats
) -> NDArray[np.float32]:
    """Rows for the second forest."""
    parts, start = [], 0
    for sample, sight in zip(samples, sights, strict=True):
        end = start + len(sample)
        parts.append(see_context(sample.page, sight, chances[start:end]).rows())
        start = end
    return np.concatenate(parts)


def _context_names(sample: Sample, sight: Sight) -> tuple[str, ...]:
    """Names of the columns of the second forest."""
    return tuple(see_context(sample.page, sight, np.zeros(len(sample))).values)


def fit_scale(samples: list[Sample], chances: Floats) -> Floats:
    """What F1 was met where the judge expected which: knots of a rising line.

    Only pages with a full gold text count whose chances are known (not negative).
    """
    pairs, start = [], 0
    for sample in samples:
        own = chances[start : start + len(sample)]
        start += len(sample)
        if not sample.gold or own[0] < 0:
            continue
        choice = choose(own, sample.sizes)
        hits = float((sample.labels * sample.sizes)[choice.chosen].sum())
        taken = float(sample.sizes[choice.chosen].sum())
        gold = len(read_tokens([sample.gold]).hashes)
        pairs.append((choice.expected, 2 * hits / max(taken + gold, 1)))
    if len(pairs) < _SCALE_KNOTS:
        return np.array([[0.0, 1.0], [0.0, 1.0]])
    told = np.array(sorted(pairs))
    groups = np.array_split(told, _SCALE_KNOTS)
    knots = np.array([group.mean(axis=0) for group in groups]).T
    knots[1] = np.maximum.accumulate(knots[1])
    scale: Floats = np.concatenate((np.zeros((2, 1)), knots), axis=1)
    return scale
