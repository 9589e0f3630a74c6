"""The choice of blocks: the set with the highest expected F1."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.judge.choice import choose

_BLOCKS = st.lists(
    st.tuples(st.floats(0.01, 1, allow_nan=False), st.integers(1, 50)), min_size=1, max_size=7
)


def _expect(chances: list[float], sizes: list[float], chosen: tuple[bool, ...]) -> float:
    hits = sum(c * s for c, s, take in zip(chances, sizes, chosen, strict=True) if take)
    taken = sum(s for s, take in zip(sizes, chosen, strict=True) if take)
    total = sum(c * s for c, s in zip(chances, sizes, strict=True))
    return 2 * hits / (taken + total)


@given(_BLOCKS)
def test_no_other_set_is_better(blocks: list[tuple[float, int]]) -> None:
    """Of all sets of blocks none has a higher expected F1."""
    chances = [chance for chance, _ in blocks]
    sizes = [float(size) for _, size in blocks]
    found = choose(np.array(chances), np.array(sizes))
    best = max(_expect(chances, sizes, some) for some in product((False, True), repeat=len(blocks)))
    assert abs(best - found.expected) < 1e-6


def test_a_page_decides_its_own_threshold() -> None:
    """A block of chance .4 is taken where nothing is likelier, and left where much is sure."""
    assert choose(np.array([0.4, 0.01]), np.array([50.0, 50.0])).chosen.tolist() == [True, False]
    assert choose(np.array([1.0, 0.4]), np.array([50.0, 50.0])).chosen.tolist() == [True, False]


def test_nothing_to_choose_from() -> None:
    """A page without blocks has no choice and no confidence."""
    found = choose(np.zeros(0), np.zeros(0))
    assert ([], 0.0) == (found.chosen.tolist(), found.expected)
