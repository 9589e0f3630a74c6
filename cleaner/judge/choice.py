"""Choose the set of blocks with the highest expected F1.

A threshold asks the same of every page; this asks which set is best on this one. With independent
blocks, the best set is a prefix of the blocks sorted by their chance (the maximum is reached where
adding the next one no longer raises the ratio), so one sort finds it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.judge.tokens import Floats

_TINY = 1e-9


class Choice(NamedTuple):
    """The chosen blocks.

    Attributes:
        chosen: true for each block that is article.
        expected: expected F1 of the set, counted in tokens.
        threshold: the lowest chance in the set.
    """

    chosen: NDArray[np.bool_]
    expected: float
    threshold: float


def choose(chances: Floats, sizes: Floats) -> Choice:
    """Choose among blocks of these chances and sizes (tokens).

    Equal chances are taken in the order of the page, so that the choice is the same everywhere.
    """
    if not len(chances):
        return Choice(np.zeros(0, np.bool_), 0.0, 1.0)
    order = np.argsort(-chances, kind="stable")
    hits = np.cumsum((chances * sizes)[order])
    taken = np.cumsum(sizes[order])
    expected = 2 * hits / (taken + hits[-1] + _TINY)
    last = int(np.argmax(expected))
    chosen = np.zeros(len(chances), np.bool_)
    chosen[order[: last + 1]] = True
    return Choice(chosen, float(expected[last]), float(chances[order[last]]))
