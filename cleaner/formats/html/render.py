"""Chosen blocks to text: plain lines, or Markdown that keeps headings, lists, tables and code."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from cleaner.formats.html.blocks import Reading

Format = Literal["text", "markdown"]

_CELLS = frozenset(("td", "th"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LONGEST_CELL = 200
"""Code points of a cell; a table with longer ones is layout, and read as paragraphs."""


@dataclass(slots=True)
class _Piece:
    """A block that is written, and where it stands."""

    number: int
    text: str
    heading: int = 0
    item: int = -1
    quote: int = 0
    depth: int = 0
    ordered: bool = False
    pre: int = -1
    table: int = -1
    row: int = -1
    cell: int = -1


class Shape:
    """The structure around the blocks of one part, read from its elements once."""

    def __init__(self, reading: Reading) -> None:
        """Find tables that hold data; `reading` is not changed."""
        self.reading = reading
        self._tables = self._find_tables()

    def _find_tables(self) -> frozenset[int]:
        """Tables of data: two rows and columns at least, short cells, no table inside."""
        elements = self.reading.elements
        rows: dict[int, set[int]] = {}
        cells: dict[int, int] = {}
        bad: set[int] = set()
        owner = self._climb_to(frozenset(("table",)))
        for number, tag in enumerate(elements.tags):
            table = owner[number]
            if table < 0:
                continue
            if tag == "table":
                outer = owner[elements.parents[number]]
                if outer >= 0:
                    bad.add(outer)
            elif tag == "tr":
                rows.setdefault(table, set()).add(number)
            elif tag in _CELLS:
                cells[table] = cells.get(table, 0) + 1
                texts = self.reading.blocks.texts[elements.starts[number] : elements.ends[number]]
                if sum(map(len, texts)) > _LONGEST_CELL:
                    bad.add(table)
        return frozenset(
            table
            for table, found in rows.items()
            if table not in bad and len(found) > 1 and cells.get(table, 0) >= 2 * len(found)
        )

    def _climb_to(self, wanted: frozenset[str]) -> list[int]:
        """For each element the nearest one of these tags, itself included, or -1."""
        elements = self.reading.elements
        found: list[int] = []
        for number, (tag, parent) in enumerate(zip(elements.tags, elements.parents, strict=True)):
            above = found[parent] if parent != number else -1
            found.append(number if tag in wanted else above)
        return found

    def in_table(self, block: int) -> bool:
        """Whether a block is part of a table of data."""
        return self._place(block).table >= 0

    def _place(self, block: int) -> _Piece:
        """Where a block stands."""
        reading = self.reading
        elements = reading.elements
        text = reading.marked[block] if reading.marked else reading.blocks.texts[block]
        piece = _Piece(block, text)
        number = reading.blocks.owners[block]
        while elements.tags:
            tag = elements.tags[number]
            if tag in _HEADINGS and not piece.heading:
                piece.heading = _HEADINGS[tag]
            elif tag == "li" and piece.item < 0:
                piece.item = number
                piece.ordered = elements.tags[elements.parents[number]] == "ol"
            elif tag in ("ul", "ol"):
                piece.depth += 1
            elif tag == "blockquote":
                piece.quote += 1
            elif tag == "pre" and piece.pre < 0:
                piece.pre = number
            elif tag in _CELLS and piece.cell < 0:
                piece.cell = number
            elif tag == "tr" and piece.row < 0:
                piece.row = number
            elif number in self._tables:
                piece.table = number
            if elements.parents[number] == number:
                break
            number = elements.parents[number]
        if piece.table < 0:
            piece.row = piece.cell = -1
        return piece

    def write(self, chosen: list[int], form: Format) -> list[str]:
        """The chosen blocks as lines of text, or as Markdown."""
        pieces = [self._place(block) for block in chosen]
        lines: list[str] = []
        for (pre, table), some in groupby(pieces, key=lambda piece: (piece.pre, piece.table)):
            group = list(some)
            if pre >= 0:
                lines += self._write_code(group, form)
            elif table >= 0:
                lines += self._write_table(group, form)
            elif form == "markdown":
                lines += self._write_markdown(group)
            else:
                lines += [piece.text for piece in group]
        return lines

    def _write_code(self, pieces: list[_Piece], form: Format) -> list[str]:
        """Preformatted text with its own line breaks."""
        raw = self.reading.raw
        texts = [raw.get(piece.number, piece.text).strip("\r\n").rstrip() for piece in pieces]
        code = "\n".join(texts).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
        if form == "text":
            return [code]
        fence = "```"
        while fence in code:
            fence += "`"
        return ["", fence, code, fence, ""]

    def _write_table(self, pieces: list[_Piece], form: Format) -> list[str]:
        """One line a row; blocks of one cell are joined."""
        rows: list[list[str]] = []
        for row, some in groupby(pieces, key=lambda piece: piece.row):
            cells = [
                " ".join(piece.text for piece in cell)
                for _, cell in groupby(some, key=lambda piece: piece.cell)
            ]
            rows.append(cells if row >= 0 else [" ".join(cells)])
        if form == "text":
            return ["\t".join(cells) for cells in rows]
        width = max(len(cells) for cells in rows)
        lines = [""]
        for number, cells in enumerate(rows):
            filled = [cell.replace("|", "\\|") for cell in cells] + [""] * (width - len(cells))
            lines.append("| " + " | ".join(filled) + " |")
            if not number:
                lines.append("|" + " --- |" * width)
        return [*lines, ""]

    def _write_markdown(self, pieces: list[_Piece]) -> list[str]:
        """Paragraphs, headings, list items and quotations."""
        lines: list[str] = []
        seen: set[int] = set()
        order: dict[int, int] = {}
        follows = False
        parents = self.reading.elements.parents
        for piece in pieces:
            text = piece.text
            if piece.heading:
                text = "#" * piece.heading + " " + text
            elif piece.item >= 0:
                indent = "  " * max(piece.depth - 1, 0)
                if piece.item in seen:
                    text = f"{indent}  {text}"
                else:
                    seen.add(piece.item)
                    group = parents[piece.item]
                    order[group] = order.get(group, 0) + 1
                    text = f"{indent}{f'{order[group]}.' if piece.ordered else '-'} {text}"
            if piece.quote:
                text = "> " * piece.quote + text
            in_list = piece.item >= 0 and not piece.heading
            if not (in_list and follows):
                lines.append("")
            follows = in_list
            lines.append(text)
        return [*lines, ""]


def join_lines(lines: list[str], form: Format) -> str:
    """Lines to a text; in Markdown never two blank lines together."""
    if form == "text":
        return "\n".join(lines)
    text = "\n".join(lines).strip("\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text
