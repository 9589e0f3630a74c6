"""Features of a block from the elements above it: their tags, names, and what else they hold."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cleaner.judge import words
from cleaner.judge.columns import Columns
from cleaner.judge.page import Page
from cleaner.judge.tokens import Floats, Ints

HIGHEST = 24
"""Elements above a block that are looked at."""
_LOWEST = 6
"""Rows of a climb that other features ask for, however shallow the page."""
_NO_GROUP = 20.0
"""Distance of a name group that stands nowhere above a block."""
_TAGS = [
    "article",
    "main",
    "section",
    "aside",
    "nav",
    "footer",
    "header",
    "form",
    "table",
    "ul",
    "ol",
    "li",
    "dl",
    "blockquote",
    "figure",
    "pre",
    "button",
    "h1",
]
_DECAY = (1.0, 1.0, 0.6, 0.35, 0.2, 0.1)
"""How much of a block's score its ancestors inherit, by distance."""
_LONG = 25


class Climb(NamedTuple):
    """What is met on the way up from each block.

    Attributes:
        ancestors: element by distance (row) and block (column); above the root, the root.
        depth: number of elements above each block.
        groups: for each element, groups of its names as bits.
        bodies: whether an element says that it holds the article.
        weight: for each block, the fitted weights of all names above it, as one number.
        kinds: for each element, a number of its tag and names.
    """

    ancestors: Ints
    depth: Ints
    groups: Ints
    bodies: Ints
    weight: Floats
    kinds: Ints

    def find_kin(self, levels: int) -> Ints:
        """A number for each block, the same for all with the same elements above them.

        Elements are the same here where tag and names are, over so many levels.
        """
        key = np.zeros(self.ancestors.shape[1], np.int64)
        size = int(self.kinds.max()) + 2
        for step in range(levels):
            here = np.where(step < self.depth, self.kinds[self.ancestors[step]] + 1, 0)
            key = np.unique(key * size + here, return_inverse=True)[1]
        return key


def climb(page: Page, weights: Floats) -> Climb:
    """Walk up from all blocks at once; `weights` are the fitted weights of names."""
    elements = page.elements
    parents = np.array(elements.parents)
    names = [
        words.read_name(tag, name) for tag, name in zip(elements.tags, elements.names, strict=True)
    ]
    groups = np.array([name.groups for name in names])
    bodies = np.array([name.article_body for name in names])
    levels = np.array([[len(some) for some in name.buckets] for name in names], np.float64)
    flat = np.array([bucket for name in names for some in name.buckets for bucket in some])
    edges = np.concatenate(([0], np.cumsum(levels.ravel()))).astype(np.int64)
    running = np.concatenate(([0.0], np.cumsum(weights[flat])))
    sums = (running[edges[1:]] - running[edges[:-1]]).reshape(levels.shape)
    current = np.array(page.blocks.owners)
    rows = []
    alive = np.ones(len(current), np.bool_)
    depth = np.zeros(len(current), np.int64)
    total = np.zeros(len(current))
    count = np.zeros(len(current))
    for step in range(HIGHEST):
        rows.append(current)
        level = min(step, 2) if step < 4 else words.LEVELS - 1
        total += np.where(alive, sums[current, level], 0)
        count += np.where(alive, levels[current, level], 0)
        depth += alive
        above = parents[current]
        alive = alive & (above != current)
        current = above
        if step >= _LOWEST and not alive.any():
            break
    weight = total / np.sqrt(np.maximum(count, 1))
    table: dict[tuple[str, str], int] = {}
    kinds = [
        table.setdefault((tag, name), len(table))
        for tag, name in zip(elements.tags, elements.names, strict=True)
    ]
    return Climb(np.stack(rows), depth, groups, bodies, weight, np.array(kinds))


def put_names(columns: Columns, page: Page, path: Climb) -> None:
    """Tags and names above a block: how near, how many."""
    steps = np.arange(len(path.ancestors))[:, None]
    alive = steps < path.depth
    columns.put("depth", path.depth)
    columns.put("name_weight", path.weight)
    tags = np.array([_TAGS.index(tag) if tag in _TAGS else -1 for tag in page.elements.tags])
    above = np.where(alive, tags[path.ancestors], -1)
    for place, tag in enumerate(_TAGS):
        nearest = np.where(above == place, 1 / (1 + steps), 0).max(axis=0)
        columns.put(f"in_{tag}", nearest)
    outer = np.array([tag in ("html", "body") for tag in page.elements.tags])
    bits = np.where(alive & ~outer[path.ancestors], path.groups[path.ancestors], 0)
    for place, name in enumerate(words.NAME_GROUPS):
        has = (bits >> place) & 1 == 1
        columns.put(f"near_{name}", np.where(has, steps, _NO_GROUP).min(axis=0))
        columns.put(f"names_{name}", has.sum(axis=0))
    bodies = alive & path.bodies[path.ancestors]
    columns.put("article_body", np.logical_or.reduce(bodies, axis=0))
    inline = np.array([words.read_name("", name).groups for name in page.blocks.inlines])
    for name in ("meta", "content", "related", "share"):
        columns.put(f"inline_{name}", (inline >> words.NAME_GROUPS.index(name)) & 1)


def put_sums(columns: Columns, page: Page, path: Climb, counts: Floats) -> None:
    """What the elements above a block hold, and the one that looks most like an article."""
    values = columns.values
    total = max(counts.sum(), 1)
    ends = np.expm1(values["log_ends"])
    linked = counts * values["link_share"]
    paragraph = np.array([tag == "p" for tag in page.elements.tags])[path.ancestors[0]]
    base = np.stack([
        counts, linked, ends, np.expm1(values["log_commas"]), np.ones(len(counts)),
        counts > _LONG, counts * paragraph, counts * values["name_weight"],
        counts * values["word_weight"], counts * values["told_share"],
    ])  # fmt: skip
    running = np.concatenate((np.zeros((len(base), 1)), np.cumsum(base, axis=1)), axis=1)
    starts, stops = np.array(page.elements.starts), np.array(page.elements.ends)
    held = running[:, stops] - running[:, starts]
    size = np.maximum(held[0], 1)
    rates = np.stack([
        size / total, held[1] / size, held[2] / size, held[3] / size, np.log1p(held[4]),
        held[5] / np.maximum(held[4], 1), held[6] / size, held[7] / size, held[8] / size,
        held[9] / size,
    ])  # fmt: skip
    kinds = ("share", "links", "ends", "commas", "blocks", "long", "p", "names", "words", "told")
    for step in (1, 2, 3, 4):
        chosen = rates[:, path.ancestors[step]]
        for kind, row in zip(kinds, chosen, strict=True):
            columns.put(f"up{step}_{kind}", row)
    _put_best(columns, path, counts, held, total)
    _put_paths(columns, path, base, total)


def _put_best(columns: Columns, path: Climb, counts: Floats, held: Floats, total: float) -> None:
    """Where a block stands to the element that scores best, in readability's manner."""
    values = columns.values
    rich = 1 + np.minimum(counts / _LONG, 4) + _count_marks(values)
    own = np.where(counts >= 8, rich * (1 - values["link_share"]) ** 2, 0)
    score = np.zeros(held.shape[1])
    for step, share in enumerate(_DECAY):
        mine = own * share * (path.depth > step)
        score += np.bincount(path.ancestors[step], mine, len(score))
    rank = score * (1 - held[1] / np.maximum(held[0], 1))
    best = int(np.argmax(rank))
    top = max(float(score[best]), 1e-9)
    steps = np.arange(len(path.ancestors))[:, None]
    alive = steps < path.depth
    above = np.where(alive, path.ancestors, -1)
    inside = (above == best).any(axis=0)
    columns.put("in_best", inside)
    columns.put("best_share", np.where(alive, score[path.ancestors], 0).max(axis=0) / top)
    columns.put("to_best", np.where(above == best, steps, 99).min(axis=0))
    line = np.zeros(len(score), np.bool_)
    first = np.nonzero(inside)[0]
    if len(first):
        column = above[:, first[0]]
        higher = column[int(np.argmax(column == best)) :]
        line[higher[higher >= 0]] = True
        line[best] = True
    columns.put("to_best_line", np.where(alive & line[path.ancestors], steps, 99).min(axis=0))
    columns.put("parent_score", score[path.ancestors[1]] / top)
    columns.put("own_score", score[path.ancestors[0]] / top)
    order = np.arange(len(counts))
    columns.put("in_best_place", (order - first[0]) / len(first) if len(first) else 0.0)
    columns.put("best_tokens", float(counts[inside].sum() / total))


def _count_marks(values: dict[str, Floats]) -> Floats:
    """Marks of running text in each block: ends of sentences, and half of the commas."""
    marks: Floats = np.expm1(values["log_ends"]) + np.expm1(values["log_commas"]) / 2
    return marks


def _put_paths(columns: Columns, path: Climb, base: Floats, total: float) -> None:
    """What all blocks with the same four elements above them (tag and class) hold together."""
    key = path.find_kin(4)
    sums = np.stack([np.bincount(key, row) for row in base])[:, key]
    size = np.maximum(sums[0], 1)
    columns.put("path_blocks", np.log1p(sums[4]))
    columns.put("path_share", sums[0] / total)
    columns.put("path_tokens", np.log1p(sums[0] / sums[4]))
    columns.put("path_links", sums[1] / size)
    columns.put("path_ends", sums[2] / size)
    columns.put("path_names", sums[7] / size)
    columns.put("path_words", sums[8] / size)
    columns.put("path_like_last", np.concatenate(([False], key[1:] == key[:-1])))
