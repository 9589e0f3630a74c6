"""The headline above an article: judges leave it out, since labelled articles rarely have it."""

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
