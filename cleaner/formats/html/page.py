"""A page as it is read before anything is judged: its head, and its blocks in parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cleaner.formats.html.blocks import Reading, cut_blocks
from cleaner.formats.html.marks import Marker
from cleaner.formats.html.metadata import Head, read_head
from cleaner.formats.html.parse import parse
from cleaner.judge.page import Blocks, Elements, Page

_FEW = 1_000
"""Code points of text below which a page may have its article elsewhere: such pages are read a
second time, with what browsers show only in need. (Forums written by scripts keep posts there.)"""
_MORE = 1.5
"""How much more text the second reading must bring."""


@dataclass(slots=True)
class PageReading:
    """What was read of a page.

    Attributes:
        root: the parsed tree, or nothing where the page has no element.
        parts: the blocks; one part, but for very long pages.
        warnings, notes: as in `Extraction`.
    """

    root: Any | None
    head: Head
    parts: list[Reading]
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def pages(self) -> list[Page]:
        """The parts as the judge sees them."""
        head = self.head
        return [
            Page(part.elements, part.blocks, head.title, head.headline, head.description, head.body)
            for part in self.parts
        ]


def read_page(text: str, marker: Marker | None = None) -> PageReading:
    """Read a page from its decoded text."""
    root, warnings = parse(text)
    if root is None:
        reading = PageReading(None, Head(), [], warnings)
        if text.strip():
            reading.warnings.append("the page cannot be parsed: it holds no element")
        return reading
    head = read_head(root)
    reading = PageReading(root, head, cut_blocks(root, marker), warnings)
    size = _measure(reading.parts)
    if size < _FEW:
        second = cut_blocks(root, marker, second_look=True)
        if _measure(second) > _MORE * size:
            reading.parts = second
            reading.warnings.append(
                "the text stands where browsers rarely show it: in <noscript> or <template>"
            )
            size = _measure(second)
        if len(head.body) > max(size, _FEW // 10) * _MORE:
            reading.parts = [_read_body(head.body)]
            reading.warnings.append(
                "the text is the one the page gives to search engines (JSON-LD): it shows less"
            )
    if len(reading.parts) > 1:
        reading.notes.append(f"a long page, judged in {len(reading.parts)} parts")
    if not size and root.find(".//frame") is not None:
        reading.warnings.append("the page is a set of frames and holds no text of its own")
    return reading


def _measure(parts: list[Reading]) -> int:
    """Code points of text in the blocks."""
    return sum(len(text) for part in parts for text in part.blocks.texts)


def _read_body(body: str) -> Reading:
    """Blocks of an article that came as one string."""
    lines = [flat for line in body.splitlines() if (flat := " ".join(line.split()))]
    count = len(lines)
    elements = Elements([0, 0], ["html", "article"], ["", "articleBody"], [0, 0], [count, count])
    nothing = [0] * count
    blocks = Blocks(
        lines, [1] * count, nothing, nothing, nothing, nothing,
        [False] * count, [False] * count, [""] * count,
    )  # fmt: skip
    return Reading(elements, blocks, lines if count else [])
