"""Lines are read as rows of links, and labels are looked up, as rules of menus need it."""

from __future__ import annotations

import pytest

from cleaner.judge.rows import Labels, read_rows


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("home | log in (2) | faq »", ("home", "log in", "faq")),
        ("home  news / events", ("home", "news", "events")),
        ("about us", ("about us",)),
        ("[one] [two]", ("one", "two")),
    ],
)
def test_rows_are_cut_into_labels(line: str, labels: tuple[str, ...]) -> None:
    """At marks and wide gaps; counts and marks at the edges are no part of a label."""
    rows = [row for row in read_rows(f"  {line}\n") if row]
    assert [(0, len(line) + 2, labels)] == [(row.start, row.end, row.labels) for row in rows]


@pytest.mark.parametrize("line", ["home | " + "word " * 9 + "| news", "|||", "x" * 200])
def test_other_lines_are_none(line: str) -> None:
    """A label is too long, or there is none; blank lines are left out."""
    assert (None,) == read_rows(f"\n{line}\n\n")


def test_known_labels_with_single_blanks_make_a_chain() -> None:
    """If nothing else stands between them, and there are three."""
    labels = Labels(("home", "about(?: us)?", r"page \d+"))
    assert ("home", "about us", "home") == labels.chain("home about us home")
    assert ("home", "page 12", "about") == labels.chain("home page 12 about")
    assert ("home about us",) == labels.chain("home about us")
    assert ("home about us there",) == labels.chain("home about us there")


def test_labels_that_cannot_be_listed_are_known_too() -> None:
    """Their pattern is asked."""
    labels = Labels((r"page \d+", "home"))
    assert [True, True, False] == [text in labels for text in ("page 3", "home", "page")]


def test_large_pages_are_read_like_small_ones() -> None:
    """They are not kept, but what is read is the same."""
    page = "home | news\n" * 30_000
    assert read_rows("home | news") == read_rows(page)[:1]
    assert 30_000 == len(read_rows(page))
