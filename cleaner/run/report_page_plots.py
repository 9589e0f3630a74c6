"""Plots of the report's page: inline SVG, readable in light and dark and without a mouse."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

__all__ = ["Bar", "draw_bar", "draw_histogram", "share_bars", "size_bars"]

_WIDTH, _HEIGHT = 380, 190  # user units; the page scales them
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 14, 12, 36
_GAP = 1.5  # between two bars


class Bar(NamedTuple):
    """A bucket: how many documents are in it, what it holds, and its mark on the axis if any."""

    height: int
    label: str
    tick: str = ""


def share_bars(shares: Sequence[int]) -> list[Bar]:
    """Return the bars of `Report.shares` without the first: documents that lost something."""
    width = 100 // (len(shares) - 1)
    bars = []
    for number, count in enumerate(shares[1:]):
        low, high = number * width, (number + 1) * width
        bars.append(Bar(count, f"over {low} to {high}%", f"{low}" if number % 4 == 0 else ""))
    return bars


def size_bars(sizes: Sequence[int]) -> list[Bar]:
    """Return the bars of `Report.sizes` from the first to the last that is not empty."""
    filled = [number for number, count in enumerate(sizes) if count]
    if not filled:
        return []
    bars = []
    for number in range(filled[0], filled[-1] + 1):
        low, high = 2 ** (number - 1) if number else 0, 2**number - 1
        label = f"{low:,}" if low == high else f"{low:,} to {high:,}"
        if number == len(sizes) - 1:
            label = f"{low:,} or more"
        bars.append(Bar(sizes[number], label, _short(low)))
    return bars


def _short(number: int) -> str:
    """Return a power of two as short as an axis needs it."""
    for size, letter in ((1 << 20, "M"), (1 << 10, "k")):
        if number >= size:
            return f"{number // size}{letter}"
    return str(number)


def draw_histogram(bars: Sequence[Bar], title: str, axis: str, end: str = "") -> str:
    """Return a figure: the plot, and below it the same as a table; `end` marks the axis' end."""
    top = _round_up(max((bar.height for bar in bars), default=0))
    inner_width, inner_height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    step = inner_width / max(len(bars), 1)
    base = _TOP + inner_height
    parts = []
    for level in (0, top // 2, top) if top > 1 else (0, top):
        y = base - inner_height * level / top
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        parts.append(f'<text class="y" x="{_LEFT - 6}" y="{y + 4:.1f}">{level:,}</text>')
    for number, bar in enumerate(bars):
        x = _LEFT + number * step
        if bar.height:
            height = max(inner_height * bar.height / top, 1.5)  # one document can be seen
            parts.append(
                f'<rect x="{x + _GAP / 2:.1f}" y="{base - height:.1f}" '
                f'width="{step - _GAP:.1f}" height="{height:.1f}" rx="1.5">'
                f"<title>{escape(bar.label)}: {bar.height:,}</title></rect>"
            )
        if bar.tick:
            parts.append(f'<text class="x" x="{x:.1f}" y="{base + 15}">{escape(bar.tick)}</text>')
    if end:
        x = _WIDTH - _RIGHT
        parts.append(f'<text class="x" x="{x}" y="{base + 15}">{escape(end)}</text>')
    middle = _LEFT + inner_width / 2
    parts.append(f'<text class="axis" x="{middle:.0f}" y="{_HEIGHT - 4}">{escape(axis)}</text>')
    rows = "".join(
        f"<tr><td>{escape(bar.label)}</td><td>{bar.height:,}</td></tr>"
        for bar in bars
        if bar.height
    )
    return (
        f"<figure><figcaption>{escape(title)}</figcaption>"
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}; '
        f'the numbers are in the table below">{"".join(parts)}</svg>'
        f"<details><summary>as a table</summary><table><thead><tr><th>{escape(axis)}</th>"
        f"<th>documents</th></tr></thead><tbody>{rows}</tbody></table></details></figure>"
    )


def _round_up(number: int) -> int:
    """Return the next number with one or two simple digits: the top of an axis.

    >>> [_round_up(n) for n in (0, 1, 7, 23, 110, 4321)]
    [1, 1, 8, 30, 120, 5000]
    """
    if number <= 1:
        return 1
    scale: int = 10 ** (len(str(number)) - 1)
    for digit in (1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10):
        if digit * scale >= number and digit * scale == int(digit * scale):
            return int(digit * scale)
    return 10 * scale


def draw_bar(part: float, whole: float) -> str:
    """Return a small bar that is filled by a share."""
    width = 100 * min(part / whole, 1.0) if whole else 0.0
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="rail" width="100" height="8"/><rect width="{width:.1f}" height="8"/></svg>'
    )
