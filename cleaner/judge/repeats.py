"""Where a block stands in a row of like elements: posts of a thread, comments, cards of a list.

Whether such a row is article is a question to the row, not to the block: a post is kept where its
like are. So a block sees the first opinion on its own member of the row, on the first member and on
the whole row (by pages: +.003 of F1 on Chinese pages, nothing on others).
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.judge.columns import Columns, sum_between
from cleaner.judge.containers import Climb
from cleaner.judge.page import Elements, Page
from cleaner.judge.tokens import Floats, Ints

_LEAST = 3
"""Members of a row: two alike are often a chance."""
_LARGE = 12
"""Tokens of a mean member of the row of posts; menus have shorter ones."""
_NONE = -1.0
"""Value where a block stands in no row."""
_NUMBERS = re.compile(r"[\d_-]+")
_TINY = 1e-9


class _Rows(NamedTuple):
    """The rows of a page.

    Attributes:
        of: the row of each element.
        place: its place in the row; members without text do not count.
        first: the first member of each row, or -1.
        members, sizes, hits, largest: of each row, the members with text, their tokens, how many
            of these are expected to be article, and the tokens of the largest member.
        own_sizes, own_hits: the same numbers of each element.
    """

    of: Ints
    place: Ints
    first: Ints
    members: Floats
    sizes: Floats
    hits: Floats
    largest: Floats
    own_sizes: Floats
    own_hits: Floats


def put_repeats(columns: Columns, page: Page, path: Climb, hits: Floats, sizes: Floats) -> None:
    """Add what is known of the nearest row above each block, and of the largest row of posts."""
    rows = _find_rows(page.elements, hits, sizes)
    row = rows.of[path.ancestors]
    alive = np.arange(len(path.ancestors))[:, None] < path.depth
    among = alive & (rows.members[row] >= _LEAST)
    large = among & (rows.sizes[row] >= _LARGE * rows.members[row])
    nearest = np.where(among.any(axis=0), among.argmax(axis=0), -1)
    widest = np.where(large, rows.sizes[row], -1).argmax(axis=0)
    _put_row(columns, "row", path, rows, nearest)
    _put_row(columns, "posts", path, rows, np.where(large.any(axis=0), widest, -1))


def _find_rows(elements: Elements, hits: Floats, sizes: Floats) -> _Rows:
    """Rows of siblings with the same tag and the same first name but for numbers."""
    table: dict[tuple[int, str, str], int] = {}
    short: dict[str, str] = {}
    numbers = []
    for tag, name, parent in zip(elements.tags, elements.names, elements.parents, strict=True):
        kind = short.get(name)
        if kind is None:
            kind = short[name] = _NUMBERS.sub("", name.split(" ", 1)[0].lower())
        numbers.append(table.setdefault((parent, tag, kind), len(table)))
    of, length = np.array(numbers, np.int64), len(table)
    starts, ends = np.array(elements.starts), np.array(elements.ends)
    own_sizes, own_hits = sum_between(sizes, starts, ends), sum_between(hits, starts, ends)
    full = own_sizes > 0
    order = np.argsort(of, kind="stable")
    before: Ints = np.cumsum(full[order]) - full[order]
    opens = np.concatenate(([True], of[order][1:] != of[order][:-1]))
    place = np.empty(len(of), np.int64)
    place[order] = before - np.maximum.accumulate(np.where(opens, before, 0))
    first = np.full(length, -1)
    backwards = np.nonzero(full)[0][::-1]
    first[of[backwards]] = backwards
    largest = np.zeros(length)
    np.maximum.at(largest, of, own_sizes)
    count, held, expected = (
        np.bincount(of, values, length).astype(np.float64)
        for values in (full.astype(np.float64), own_sizes, own_hits)
    )
    return _Rows(of, place, first, count, held, expected, largest, own_sizes, own_hits)


def _put_row(columns: Columns, name: str, path: Climb, rows: _Rows, level: Ints) -> None:
    """Add what is known of the row whose member stands so many levels above each block."""
    there = level >= 0
    member = path.ancestors[np.maximum(level, 0), np.arange(columns.length)]
    row = rows.of[member]
    first = np.where(rows.first[row] < 0, member, rows.first[row])
    own = rows.own_hits[member] / np.maximum(rows.own_sizes[member], 1)
    mean = rows.hits[row] / np.maximum(rows.sizes[row], 1)
    count, size = rows.members[row], rows.own_sizes[member]
    seen: dict[str, NDArray[np.generic]] = {
        "level": level,
        "members": count,
        "place": rows.place[member],
        "own_chance": own,
        "first_chance": rows.own_hits[first] / np.maximum(rows.own_sizes[first], 1),
        "chance": mean,
        "beyond": own - mean,
        "own_tokens": np.log1p(size),
        "of_largest": size / np.maximum(rows.largest[row], 1),
        "share": rows.sizes[row] / max(float(rows.own_sizes[0]), 1.0),
        "hits": rows.hits[row] / max(float(rows.own_hits[0]), _TINY),
        "tokens": np.log1p(rows.sizes[row] / np.maximum(count, 1)),
    }
    for key, values in seen.items():
        columns.put(f"{name}_{key}", np.where(there, values, _NONE))
