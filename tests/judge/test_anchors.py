"""Kinship with the title and the summary of a page."""

from __future__ import annotations

import numpy as np

from cleaner.formats.html.page import read_page
from cleaner.judge.features import Weights, see
from cleaner.judge.words import NAME_BITS

STORY = "The town council opened the new bridge over the river on Monday, said the mayor."
OTHER = "A baker from the north won the prize for the best bread of the year, as he had before."
PAGE = f"""
<title>New bridge opened in town</title>
<meta name=description content="{STORY}">
<div class=one><h1>New bridge opened in town</h1><p>{STORY}</p></div>
<div class=two><h2>Baker wins the prize of bread</h2><p>{OTHER}</p></div>
"""


def see_columns(html: str) -> dict[str, list[float]]:
    """All columns of a page."""
    weights = Weights(np.zeros(1 << NAME_BITS), np.zeros(1 << NAME_BITS))
    columns = see(read_page(html).pages()[0], weights).columns
    count = columns.length
    return {
        name: np.broadcast_to(values, count).tolist() for name, values in columns.values.items()
    }


def test_a_second_article_is_no_kin_of_the_title() -> None:
    """Its blocks climb as far as the first one's, but the title must climb farther to meet them."""
    seen = see_columns(PAGE)
    assert [0, 1, 2, 2] == seen["title_up"]
    assert [0, 1, 2, 2] == seen["title_own_up"]


def test_headings_count_from_the_title() -> None:
    """The second article stands one heading below the title's, which is the only `<h1>`."""
    seen = see_columns(PAGE)
    assert [0, 0, 1, 1] == seen["headings_since"]
    assert [0, 0, 0, 0] == seen["heads_since"]


def test_the_summary_tells_of_one_block() -> None:
    """Distances are counted from the block that the description repeats."""
    seen = see_columns(PAGE)
    assert [-1, 0, 1, 2] == seen["from_summary"]
    assert [1, 0, 2, 2] == seen["summary_up"]


def test_a_page_without_summary_has_no_such_distance() -> None:
    """A description that repeats no block is no witness."""
    seen = see_columns(PAGE.replace(f'content="{STORY}"', 'content="All the news of today"'))
    assert [-999] * 4 == seen["from_summary"]
    assert [20] * 4 == seen["summary_own_up"]
