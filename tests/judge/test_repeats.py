"""Rows of like elements."""

from __future__ import annotations

import numpy as np

from cleaner.judge.columns import Columns
from cleaner.judge.containers import climb
from cleaner.judge.page import Blocks, Elements, Page
from cleaner.judge.repeats import put_repeats
from cleaner.judge.words import NAME_BITS


def see_repeats(names: list[str], hits: list[float], sizes: list[float]) -> dict[str, list[float]]:
    """The columns of a page with one `<div>` a block below the root, each with a name."""
    count = len(names)
    elements = Elements(
        [0] * (count + 1),
        ["html"] + ["div"] * count,
        ["", *names],
        [0, *range(count)],
        [count, *range(1, count + 1)],
    )
    zeros, no = [0] * count, [False] * count
    blocks = Blocks(
        ["x"] * count, list(range(1, count + 1)), zeros, zeros, zeros, zeros, no, no, [""] * count
    )
    page = Page(elements, blocks)
    columns = Columns(count)
    path = climb(page, np.zeros(1 << NAME_BITS))
    put_repeats(columns, page, path, np.array(hits), np.array(sizes))
    return {name: values.tolist() for name, values in columns.values.items()}


def test_posts_are_a_row_whatever_their_numbers() -> None:
    """Siblings count as alike by tag and first name without its number; the menu is no post."""
    seen = see_repeats(
        ["menu", "post-1 odd", "post-2 even", "post-3"], [0, 40, 10, 10], [5, 40, 20, 40]
    )
    assert [-1, 3, 3, 3] == seen["posts_members"]
    assert [-1, 0, 1, 2] == seen["posts_place"]
    assert [-1, 1, 0.5, 0.25] == seen["posts_own_chance"]
    assert [-1, 1, 1, 1] == seen["posts_first_chance"]
    assert [-1, 0.6, 0.6, 0.6] == seen["posts_chance"]
    assert [-1, 1, 0.5, 1] == seen["posts_of_largest"]


def test_short_members_are_a_row_but_no_posts() -> None:
    """A menu of three entries is a row; its members are too short for posts."""
    seen = see_repeats(["item", "item", "item", "story"], [0, 0, 0, 50], [2, 2, 2, 50])
    assert [3, 3, 3, -1] == seen["row_members"]
    assert [-1, -1, -1, -1] == seen["posts_members"]


def test_two_alike_are_no_row() -> None:
    """Two may be a chance."""
    seen = see_repeats(["post", "post"], [20, 20], [20, 20])
    assert [-1, -1] == seen["row_members"]
