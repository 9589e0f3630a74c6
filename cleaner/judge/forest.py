"""Evaluate gradient-boosted trees with array operations only.

All trees are walked at once, one level a step, for all rows. For that each tree is filled up to a
full one: below a leaf all leaves are the same, and its questions are always answered with yes. So
the place of a node tells those of its children, and there is less to look up.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cleaner.judge.tokens import Floats

MOST_DEPTH = 12
"""Questions on the way to a leaf; the size of a full tree doubles with each."""
_ROWS_AT_ONCE = 64
"""Rows of one walk: with 800 trees what is in hand stays in a processor's cache (0.2 MB a table;
on a busy machine walks of 255 rows took up to three times as long a row)."""


@dataclass(frozen=True, slots=True)
class _Level:
    """The nodes of all trees at one distance from their roots, tree by tree, from left to right."""

    features: NDArray[np.int32]
    cuts: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as columns over all nodes.

    Attributes:
        roots: the first node of each tree.
        features: the column that is asked at a node; 0 at a leaf.
        cuts: go left where the value is at most this.
        children: node to the right and to the left, side by side; at a leaf, itself.
        values: mean outcome of the training rows at a node; at a leaf, what the tree adds.
        depth: steps to the deepest leaf, at most `MOST_DEPTH`.
    """

    roots: NDArray[np.int32]
    features: NDArray[np.int32]
    cuts: NDArray[np.float32]
    children: NDArray[np.int32]
    values: NDArray[np.float32]
    depth: int
    _levels: tuple[_Level, ...] = field(init=False, repr=False, compare=False)
    _leaves: NDArray[np.float32] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        levels = []
        nodes = self.roots[:, None]
        for _ in range(self.depth):
            levels.append(_Level(self.features[nodes].ravel(), self.cuts[nodes].ravel()))
            below = np.stack((self.children[nodes * 2 + 1], self.children[nodes * 2]), axis=-1)
            nodes = below.reshape(len(nodes), -1)
        object.__setattr__(self, "_levels", tuple(levels))
        object.__setattr__(self, "_leaves", self.values[nodes].ravel())

    def score(self, rows: NDArray[np.float32]) -> Floats:
        """Sum of all trees for each row, before the logistic function."""
        scores = np.zeros(len(rows))
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = rows[start : start + _ROWS_AT_ONCE]
            leaves = self._leaves.take(self._walk(part))
            scores[start : start + _ROWS_AT_ONCE] = leaves.sum(axis=0, dtype=np.float64)
        return scores

    def _walk(self, rows: NDArray[np.float32]) -> NDArray[np.int32]:
        """Where each row comes out in each tree, as (trees, rows)."""
        count = np.int32(len(rows))
        columns = np.ascontiguousarray(rows.T).ravel()
        order = np.arange(count, dtype=np.int32)
        nodes = np.repeat(np.arange(len(self.roots), dtype=np.int32)[:, None], count, axis=1)
        for level in self._levels:
            values = columns.take(level.features.take(nodes) * count + order)
            right = values > level.cuts.take(nodes)
            nodes = nodes * np.int32(2) + right
        return nodes

    def explain(self, row: NDArray[np.float32]) -> Floats:
        """What each feature added to the score of one row.

        The outcome at a node minus the one at its parent is put down to the feature that was asked
        there (A. Saabas, 2014); the sum of all is the score without the trees' own means.
        """
        parts = np.zeros(len(row))
        nodes = self.roots.copy()
        for _ in range(self.depth):
            left = row[self.features[nodes]] <= self.cuts[nodes]
            below = self.children[nodes * 2 + left]
            np.add.at(parts, self.features[nodes], self.values[below] - self.values[nodes])
            nodes = below
        return parts


def logistic(scores: Floats) -> Floats:
    """Scores to probabilities."""
    chances: Floats = 1 / (1 + np.exp(-np.clip(scores, -60, 60)))
    return chances
