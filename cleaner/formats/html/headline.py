"""Headings that belong to an article though the judge did not choose them.

The headline above it is left out by the judge, since labelled articles rarely have theirs.
"""

from __future__ import annotations

from cleaner.formats.html.blocks import Reading
from cleaner.formats.html.facts import share_words
from cleaner.formats.html.metadata import Head

_REACH = 40
"""Blocks above the article that are looked at: byline, tools and a picture stand between."""
_NEEDED = {"h1": 0.5, "h2": 0.8}
"""Share of a heading's words that the page's own title must hold."""
_LONGEST = 300
"""Code points of a headline."""
_SUBHEADS = frozenset(("h2", "h3", "h4", "h5", "h6"))


def find_headline(reading: Reading, kept: list[bool], head: Head) -> int | None:
    """The block of the headline above the kept ones; none where they have it or there is none.

    It is the nearest heading above them that the page's title knows, so what a hijacker wrote into
    the title alone is not believed.
    """
    if True not in kept:
        return None
    texts, owners, tags = reading.blocks.texts, reading.blocks.owners, reading.elements.tags
    first = kept.index(True)
    title = head.headline or head.title
    for block in range(first - 1, max(first - 1 - _REACH, -1), -1):
        owner = owners[block]
        above = (tags[owner], tags[reading.elements.parents[owner]])
        needed = min((_NEEDED[tag] for tag in above if tag in _NEEDED), default=2.0)
        hidden = block in reading.reasons and reading.reasons[block] != reading.reasons.get(first)
        if hidden or len(texts[block]) > _LONGEST:
            continue
        if share_words(texts[block], title) >= needed:
            had = any(keep and texts[block] == text for text, keep in zip(texts, kept, strict=True))
            return None if had else block
    return None


def find_subheads(part: Reading, kept: list[bool]) -> list[int]:
    """Headings that were not chosen, though both their neighbours among the siblings were.

    A heading is short, so its own chance says little. (By pages: 19 pages better, 3 worse.)
    """
    elements, owners = part.elements, part.blocks.owners
    found: list[int] = []
    if not elements.tags:
        return found
    for block in range(1, len(kept) - 1):
        if kept[block] or not (kept[block - 1] and kept[block + 1]) or block in part.reasons:
            continue
        above = {elements.parents[owner] for owner in owners[block - 1 : block + 2]}
        if len(above) == 1 and elements.tags[owners[block]] in _SUBHEADS:
            found.append(block)
    return found
