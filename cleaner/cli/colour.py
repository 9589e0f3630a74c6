"""Colours, on a terminal and nowhere else."""

from __future__ import annotations

import os
import sys
from typing import Literal, NamedTuple, TypeAlias

__all__ = ["Painter", "Style", "painter"]

Style: TypeAlias = Literal["removed", "added", "quiet", "strong", "note"]
_CODES: dict[Style, str] = {
    "removed": "31;9",  # red, struck out
    "added": "32",
    "quiet": "2",
    "strong": "1",
    "note": "33",
}


class Painter(NamedTuple):
    """Paints text if it may."""

    on: bool

    def __call__(self, text: str, style: Style) -> str:
        """Return the text in a style; without colours, as it is."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.on and text else text


def painter(wish: str = "auto") -> Painter:
    """Return a painter for standard output: `always`, `never`, or `auto`.

    `auto` follows the terminal and the convention of NO_COLOR.
    """
    auto = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return Painter(wish == "always" or (wish == "auto" and auto))
