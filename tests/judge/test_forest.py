"""Trees as arrays: evaluated as they read."""

from __future__ import annotations

import numpy as np

from cleaner.judge.forest import Forest, logistic

INFINITY = float("inf")


def make_forest() -> Forest:
    """Two trees: x0 <= 1 ? -1 : (x1 <= 5 ? 2 : 4), and a lone leaf of .5."""
    return Forest(
        roots=np.array([0, 5], np.int32),
        features=np.array([0, 0, 1, 0, 0, 0], np.int32),
        cuts=np.array([1, INFINITY, 5, INFINITY, INFINITY, INFINITY], np.float32),
        children=np.array([2, 1, 1, 1, 4, 3, 3, 3, 4, 4, 5, 5], np.int32),
        values=np.array([1, -1, 3, 2, 4, 0.5], np.float32),
        depth=2,
    )


def test_rows_reach_their_leaves() -> None:
    """A value equal to the cut goes left; all trees are summed."""
    rows = np.array([[1, 9], [2, 5], [2, 6]], np.float32)
    assert [-0.5, 2.5, 4.5] == make_forest().score(rows).tolist()


def test_many_rows_are_as_good_as_one() -> None:
    """The walk in parts gives each row what it gets alone."""
    rows = np.tile(np.array([[0, 0], [2, 6]], np.float32), (1500, 1))
    assert [-0.5, 4.5] * 1500 == make_forest().score(rows).tolist()


def test_explanation_adds_up() -> None:
    """What the features added is the score without the means of the trees."""
    parts = make_forest().explain(np.array([2, 6], np.float32))
    assert [2.0, 1.0] == parts.tolist()
    assert 4.5 == parts.sum() + 1 + 0.5


def test_logistic_has_no_overflow() -> None:
    """Scores beyond reason become chances near 0 and 1, without a warning."""
    low, middle, high = logistic(np.array([-1e6, 0, 1e6])).tolist()
    assert (low < 1e-20, middle, high) == (True, 0.5, 1.0)
