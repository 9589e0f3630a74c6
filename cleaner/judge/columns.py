"""Named columns of numbers, and the sums over ranges they are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.judge.tokens import Floats, Ints

_NOBODY = -1.0
"""Value of a neighbour beyond the ends of the page."""


@dataclass(slots=True)
class Columns:
    """Named columns of equal length, in the order they were put."""

    length: int
    values: dict[str, Floats] = field(default_factory=dict)

    def put(self, name: str, values: NDArray[Any] | float) -> None:
        """Add a column; a single number holds for the whole page."""
        self.values[name] = np.asarray(values, np.float64)

    def put_shifted(self, name: str, values: Floats, step: int) -> None:
        """Add the values of the blocks `step` before and after."""
        before = np.full(self.length, _NOBODY)
        after = np.full(self.length, _NOBODY)
        before[step:] = values[:-step]
        after[:-step] = values[step:]
        self.put(f"{name}-{step}", before)
        self.put(f"{name}+{step}", after)

    def rows(self) -> NDArray[np.float32]:
        """All columns side by side, a row a block."""
        table = np.empty((self.length, len(self.values)), np.float32)
        for place, values in enumerate(self.values.values()):
            table[:, place] = values
        return table


def sum_between(values: Floats, starts: Ints, ends: Ints) -> Floats:
    """Sums of the values in each range `[start, end)`; an empty range has the sum 0."""
    running = np.concatenate(([0.0], np.cumsum(values)))
    sums: Floats = running[ends] - running[starts]
    return np.where(ends > starts, sums, 0.0)


def sum_around(values: Floats, reach: int) -> Floats:
    """Sums over the blocks at most `reach` away."""
    order = np.arange(len(values))
    return sum_between(
        values, np.maximum(order - reach, 0), np.minimum(order + reach + 1, len(values))
    )
