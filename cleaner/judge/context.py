"""What the first opinion on all blocks of a page says about each of them.

The first forest sees a block and heuristics about its surroundings; it errs where these picked the
wrong container. The second forest sees its chances before, after, around and in the same
container, which is where most of such errors show (by pages: +.006 of F1).
"""

from __future__ import annotations

import numpy as np

from cleaner.judge.choice import choose
from cleaner.judge.columns import Columns, sum_between
from cleaner.judge.containers import Climb
from cleaner.judge.features import Sight
from cleaner.judge.page import Page
from cleaner.judge.repeats import put_repeats
from cleaner.judge.tokens import Floats

_STEPS = (1, 2, 3, 4)
_REACHES = (3, 8, 20)
_LEVELS = (1, 2, 3, 4, 5)
_TINY = 1e-9


_KEPT = (
    "log_tokens", "link_share", "log_ends", "log_commas", "digit_share", "copies", "hidden",
    "word_weight", "name_weight", "tag", "title_share", "headline_share", "from_title", "place",
    "near_content", "near_comment", "near_related", "near_forum", "up2_share", "path_tokens",
    "path_links", "page_tokens", "page_links", "page_long", "page_longest", "page_forum",
    "page_comments", "page_cjk", "page_articles",
)  # fmt: skip
"""Features of the first forest that the second one sees as well."""


def see_context(page: Page, sight: Sight, chances: Floats) -> Columns:
    """Columns for the second forest, given the first one's chances."""
    path, sizes = sight.path, sight.sizes
    length = len(chances)
    columns = Columns(length)
    for name in _KEPT:
        columns.put(name, sight.columns.values[name])
    hits = chances * sizes
    total = max(float(hits.sum()), _TINY)
    columns.put("chance", chances)
    for step in _STEPS:
        columns.put_shifted("chance", chances, step)
    order = np.arange(length)
    for reach in _REACHES:
        low = np.maximum(order - reach, 0)
        high = np.minimum(order + reach + 1, length)
        for name, start, end in (("~", low, high), ("<", low, order), (">", order + 1, high)):
            share = sum_between(hits, start, end) / np.maximum(sum_between(sizes, start, end), 1)
            columns.put(f"chance{name}{reach}", share)
    _put_page(columns, chances, sizes, total)
    _put_containers(columns, page, path, hits, sizes)
    columns.put("before", (np.cumsum(hits) - hits) / total)
    put_repeats(columns, page, path, hits, sizes)
    return columns


def _put_page(columns: Columns, chances: Floats, sizes: Floats, total: float) -> None:
    """The chance of a block among those of its page, and its place to a first choice."""
    highest = max(float(chances.max()), _TINY)
    columns.put("chance_share", chances / highest)
    columns.put("page_chance", highest)
    columns.put("page_hits", np.log1p(total))
    columns.put("page_hit_share", total / max(float(sizes.sum()), 1.0))
    order = np.argsort(-chances, kind="stable")
    rank = np.zeros(len(chances))
    rank[order] = np.cumsum((chances * sizes)[order]) / total
    columns.put("rank", rank)
    first = choose(chances, sizes)
    columns.put("page_expected", first.expected)
    columns.put("over_threshold", chances - first.threshold)
    inside = np.nonzero(chances >= first.threshold)[0]
    places = np.arange(len(chances))
    columns.put("from_first", np.clip(places - inside[0], -100, 100))
    columns.put("from_last", np.clip(places - inside[-1], -100, 100))


def _put_containers(columns: Columns, page: Page, path: Climb, hits: Floats, sizes: Floats) -> None:
    """The chances below the elements above a block, and the element that holds them best."""
    elements = page.elements
    total = max(float(hits.sum()), _TINY)
    starts, ends = np.array(elements.starts), np.array(elements.ends)
    held = sum_between(hits, starts, ends)
    size = sum_between(sizes, starts, ends)
    for level in _LEVELS:
        above = path.ancestors[level]
        columns.put(f"up{level}_chance", held[above] / np.maximum(size[above], 1))
        columns.put(f"up{level}_hits", held[above] / total)
    score = 2 * held / (size + total)
    best = int(np.argmax(score))
    alive = np.arange(len(path.ancestors))[:, None] < path.depth
    columns.put("in_likely", ((path.ancestors == best) & alive).any(axis=0))
    columns.put("page_likely", float(score[best]))
    columns.put("likely_above", np.where(alive, score[path.ancestors], 0).max(axis=0))
    key = path.find_kin(2)
    count = np.maximum(np.bincount(key, sizes), 1)
    columns.put("kin_chance", (np.bincount(key, hits) / count)[key])
