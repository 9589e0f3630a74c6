"""How far a block is from where the page's own article must be.

Pages that go on with other articles below have all marks of an article there; but those are no kin
of the page's own title or summary, and other headings stand between.
"""

from __future__ import annotations

import numpy as np

from cleaner.judge.columns import Columns
from cleaner.judge.containers import HIGHEST, Climb
from cleaner.judge.page import Page
from cleaner.judge.tokens import Floats

_TOLD = 0.5
"""Share of a block that must stand in the page's summary, or the summary is not of this block."""
_ENOUGH = 50
"""Tokens from which a longer block is no better witness."""
_NOWHERE = 20.0
"""Steps to an anchor the page does not have."""
_FARTHEST = 200
_UNKNOWN = -999.0
_MOST_HEADINGS = 30
_HEADINGS = {"headings": frozenset(("h1", "h2", "h3", "h4")), "heads": frozenset(("h1",))}


def put_anchors(
    columns: Columns, page: Page, counts: Floats, heading: tuple[int, int], path: Climb
) -> None:
    """Add kinship with the title and the summary, and the headings since the title.

    `heading` is the block of the title and that of the first `<h1>`, -1 where there is none.
    """
    title = heading[0] if heading[0] >= 0 else heading[1]
    _put_kinship(columns, "title", path, title)
    summary = columns.values["summary_share"]
    told = np.where(summary >= _TOLD, summary * np.minimum(counts, _ENOUGH), 0)
    best = int(np.argmax(told)) if told.any() else -1
    _put_kinship(columns, "summary", path, best)
    away = np.clip(np.arange(len(counts)) - best, -_FARTHEST, _FARTHEST)
    columns.put("from_summary", away if best >= 0 else _UNKNOWN)
    for name, wanted in _HEADINGS.items():
        tags = np.array([tag in wanted for tag in page.elements.tags])
        seen = np.cumsum(tags[path.ancestors[:2]].any(axis=0))
        since = seen - seen[max(title, 0)]
        columns.put(f"{name}_since", np.clip(since, -_MOST_HEADINGS, _MOST_HEADINGS))


def _put_kinship(columns: Columns, name: str, path: Climb, anchor: int) -> None:
    """Steps up from each block, and from an anchor, to the first element above both."""
    if anchor < 0:
        columns.put(f"{name}_own_up", _NOWHERE)
        columns.put(f"{name}_up", _NOWHERE)
        return
    steps = np.arange(len(path.ancestors))[:, None]
    line = path.ancestors[: max(int(path.depth[anchor]), 1), anchor]
    place = np.full(len(path.groups), HIGHEST)
    place[line[::-1]] = np.arange(len(line))[::-1]
    met = np.where(steps < path.depth, place[path.ancestors], HIGHEST)
    columns.put(f"{name}_own_up", np.where(met < HIGHEST, steps, HIGHEST).min(axis=0))
    columns.put(f"{name}_up", met.min(axis=0))
