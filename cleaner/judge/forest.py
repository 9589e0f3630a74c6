"""Evaluate gradient-boosted trees with array operations only.

All trees are walked at once, one level a step, for all rows: a leaf leads to itself, so that every
walk has the same number of steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.judge.tokens import Floats

_ROWS_AT_ONCE = 2_000
"""Rows of one walk: bounds the memory (rows x trees) and keeps it in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as columns over all nodes.

    Attributes:
        roots: the first node of each tree.
        features: the column that is asked at a node; 0 at a leaf.
        cuts: go left where the value is at most this.
        children: node to the right and to the left, side by side; at a leaf, itself.
        values: mean outcome of the training rows at a node; at a leaf, what the tree adds.
        depth: steps to the deepest leaf.
    """

    roots: NDArray[np.int32]
    features: NDArray[np.int32]
    cuts: NDArray[np.float32]
    children: NDArray[np.int32]
    values: NDArray[np.float32]
    depth: int

    def score(self, rows: NDArray[np.float32]) -> Floats:
        """Sum of all trees for each row, before the logistic function."""
        scores = np.zeros(len(rows))
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = np.ascontiguousarray(rows[start : start + _ROWS_AT_ONCE])
            leaves = self._walk(part)
            scores[start : start + _ROWS_AT_ONCE] = self.values[leaves].sum(
                axis=0, dtype=np.float64
            )
        return scores

    def _walk(self, rows: NDArray[np.float32]) -> NDArray[np.int32]:
        """The leaf of each row in each tree, as (trees, rows)."""
        nodes = np.repeat(self.roots[:, None], len(rows), axis=1)
        flat = rows.ravel()
        base = (np.arange(len(rows)) * rows.shape[1]).astype(np.int32)
        for _ in range(self.depth):
            left = flat.take(self.features.take(nodes) + base) <= self.cuts.take(nodes)
            nodes = self.children.take(nodes * 2 + left)
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
