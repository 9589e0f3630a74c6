"""Cut a parsed page into blocks: one walk over the tree, in document order.

A block is the text between two block tags or `<br>`: fine enough that a block is nearly always
all article or all chrome.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from cleaner.formats.html.hidden import INJECTED, UNSEEN, find_reason, resets_size
from cleaner.formats.html.marks import Marker
from cleaner.judge.page import Blocks, Elements

MOST_DEPTH = 200
"""Block elements nested deeper are read, but not recorded: hostile pages nest 100,000 of them."""
MOST_BLOCKS = 20_000
"""Blocks of one part; a longer page is judged in parts, which bounds the memory of the judge."""

_BLOCK, _INLINE, _LINK, _BOLD, _BREAK, _IMAGE, _SKIP = range(7)
_SKIPPED = (
    "script style noscript template svg textarea select option iframe object embed canvas audio"
    " video map datalist head title meta link base applet noframes"
)
_INLINES = (
    "abbr acronym bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s"
    " samp small span strike sub sup time tt u var wbr picture source nobr text input math mi mo mn"
    " mrow msup msub mfrac path o:p tbody thead tfoot annotation semantics mstyle mtext"
)
_KINDS = (
    dict.fromkeys(_INLINES.split(), _INLINE)
    | dict.fromkeys(_SKIPPED.split(), _SKIP)
    | {"br": _BREAK, "hr": _BREAK, "img": _IMAGE, "a": _LINK, "b": _BOLD, "strong": _BOLD}
)
_SECOND_LOOK = frozenset(("noscript", "template", "textarea", "noframes", "object", "iframe"))
"""Read only when a page has no text elsewhere."""
_WORD = re.compile(r"\w")
_TAG = re.compile(r"<[^<>]+>")
_LONGEST_NAME = 300
"""Code points of the names of an element that are read."""
_RESIZED = "resized"
_APART = INJECTED | UNSEEN
"""Reasons for which the text of an inline element is a block of its own, to be dropped alone."""
_NAMES = ("class", "id", "itemprop", "role")


@dataclass(slots=True)
class Reading:
    """The blocks of one part of a page, with what only rendering needs.

    Attributes:
        marked: the text of each block with inline Markdown; empty if not asked for.
        raw: the text of blocks in `<pre>` as it stands, by block.
        reasons: why the page hides a block, by block.
    """

    elements: Elements = field(default_factory=Elements)
    blocks: Blocks = field(default_factory=Blocks)
    marked: list[str] = field(default_factory=list)
    raw: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Walk:
    """The state of the walk over one page."""

    marker: Marker | None = None
    second_look: bool = False
    parts: list[Reading] = field(default_factory=lambda: [Reading()])
    _pieces: list[str] = field(default_factory=list)
    _inlines: list[str] = field(default_factory=list)
    _open: list[int] = field(default_factory=list)
    _left: list[tuple[int, bool, bool]] = field(default_factory=list)
    _hidden: list[str] = field(default_factory=list)
    _link: int = 0
    _bold: int = 0
    _pre: int = 0
    _link_letters: int = 0
    _bold_letters: int = 0
    _anchors: int = 0
    _images: int = 0

    def add(self, text: str) -> None:
        """Add text to the block that is being read."""
        self._pieces.append(text)
        if self.marker:
            self.marker.pieces.append(text)
        if self._link or self._bold:
            letters = len(text) - text.count(" ") - text.count("\n")
            if self._link:
                self._link_letters += letters
            if self._bold:
                self._bold_letters += letters

    def start(self, element: Any) -> bool:
        """Enter an element; true where its content is to be passed over."""
        tag = element.tag
        kind = _KINDS.get(tag, _BLOCK)
        if kind >= _BREAK:
            self._left.append((kind, False, False))
            if kind == _SKIP:
                return not (self.second_look and tag in _SECOND_LOOK and self._take(element))
            if kind == _BREAK:
                self.flush(tag == "br")
            else:
                self._images += 1
                if self.marker:
                    self.marker.add_image(element)
            return False
        name = reason = ""
        items = element.items()
        if items:
            attributes = dict(items)
            name = " ".join([attributes[key] for key in _NAMES if key in attributes])[
                :_LONGEST_NAME
            ]
            reason = find_reason(tag, attributes)
            if not reason and self._hidden and resets_size(attributes):
                reason = _RESIZED
        elif tag == "marquee":
            reason = tag
        apart = reason in _APART and (len(element) or (element.text or "").strip())
        if kind == _BLOCK or apart:
            self.flush(False)
        if reason:
            self._hidden.append(reason)
        if kind == _BLOCK:
            self._enter(tag, name, bool(reason))
        else:
            self._left.append((kind, bool(reason), bool(apart)))
            if kind == _LINK:
                self._link += 1
                self._anchors += 1
            elif kind == _BOLD:
                self._bold += 1
            if name:
                self._inlines.append(name)
            if self.marker:
                self.marker.start()
        if element.text:
            self.add(element.text)
        return False

    def _take(self, element: Any) -> bool:
        """Take the text of an element that is read only in need; of some, the tags are text."""
        for line in _TAG.split(element.text or ""):
            self.flush(False)
            self.add(line)
        return True

    def _enter(self, tag: str, name: str, hidden: bool) -> None:
        """Enter a block element; recorded, unless it stands too deep."""
        shallow = len(self._open) < MOST_DEPTH
        self._left.append((_BLOCK, hidden, shallow))
        if shallow:
            elements = self.parts[-1].elements
            elements.parents.append(self._open[-1] if self._open else 0)
            self._open.append(len(elements.tags))
            elements.tags.append(tag)
            elements.names.append(name)
            elements.starts.append(len(self.parts[-1].blocks.texts))
            elements.ends.append(0)
            self._pre += tag == "pre"

    def end(self, element: Any) -> None:
        """Leave an element."""
        kind, hidden, own = self._left.pop()
        if kind == _BLOCK:
            self.flush(False)
            if own:
                elements = self.parts[-1].elements
                number = self._open.pop()
                elements.ends[number] = len(self.parts[-1].blocks.texts)
                self._pre -= elements.tags[number] == "pre"
        elif kind < _BREAK:
            if own:
                self.flush(False)
            if kind == _LINK:
                self._link -= 1
            elif kind == _BOLD:
                self._bold -= 1
            if self.marker:
                self.marker.end(element)
        elif kind == _SKIP and self.second_look:
            self.flush(False)
        if hidden:
            self._hidden.pop()
        if element.tail:
            self.add(element.tail)

    def flush(self, broken: bool) -> None:
        """End the block that is being read."""
        if self._pieces:
            text = "".join(self._pieces)
            flat = " ".join(text.split())
            marked = self.marker.flush() if self.marker else ""
            if flat and _WORD.search(flat):
                self._keep(flat, text, marked, broken)
            self._pieces.clear()
        self._inlines.clear()
        self._link_letters = self._bold_letters = self._anchors = 0

    def _keep(self, flat: str, text: str, marked: str, broken: bool) -> None:
        """Record a block."""
        if len(self.parts[-1].blocks.texts) >= MOST_BLOCKS:
            self._turn()
        reading = self.parts[-1]
        blocks = reading.blocks
        number = len(blocks.texts)
        blocks.texts.append(flat)
        blocks.owners.append(self._open[-1] if self._open else 0)
        blocks.linked.append(self._link_letters)
        blocks.bold.append(self._bold_letters)
        blocks.anchors.append(self._anchors)
        blocks.images.append(self._images)
        blocks.broken.append(broken)
        reason = self._hidden[0] if self._hidden else ""
        if reason == "zero-size" and self._hidden[-1] == _RESIZED:
            reason = ""
        blocks.hidden.append(bool(reason))
        blocks.inlines.append(" ".join(self._inlines))
        self._images = 0
        if reason:
            reading.reasons[number] = reason
        if self._pre:
            reading.raw[number] = text
        if self.marker:
            reading.marked.append(marked)

    def _turn(self) -> None:
        """Start another part, below copies of the elements that are open."""
        old = self.parts[-1]
        new = Reading()
        for place, number in enumerate(self._open):
            old.elements.ends[number] = len(old.blocks.texts)
            new.elements.parents.append(max(place - 1, 0))
            new.elements.tags.append(old.elements.tags[number])
            new.elements.names.append(old.elements.names[number])
            new.elements.starts.append(0)
            new.elements.ends.append(0)
        self._open = list(range(len(self._open)))
        self.parts.append(new)


def cut_blocks(root: Any, marker: Marker | None = None, second_look: bool = False) -> list[Reading]:
    """The blocks of a parsed page, in one part or several.

    `second_look` also reads what a browser shows only in need (`<noscript>`, `<template>`).
    """
    from lxml import etree

    walk = Walk(marker, second_look)
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "end":
            walk.end(element)
        elif walk.start(element):
            events.skip_subtree()
    walk.flush(False)
    return walk.parts
