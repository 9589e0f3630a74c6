"""Find the posts of a thread, or an article and the comments below it."""

from __future__ import annotations

import re
from collections import defaultdict

from cleaner.formats.html.blocks import Reading

_POST = re.compile(
    r"post|reply|repl[iy]|comment|message|answer|floor|topic|thread|pinglun|huifu|cmt"
)
_DIGITS = re.compile(r"\d+")
_LEAST = 2
"""Posts of a thread."""


def find_posts(reading: Reading) -> list[tuple[int, int]]:
    """Block ranges of the posts, in order; empty where the page is no thread.

    Posts are siblings of the same tag whose names are alike but for numbers and speak of posts. Of
    several such groups the one with most text counts.
    """
    elements = reading.elements
    texts = reading.blocks.texts
    groups: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for number, (tag, name) in enumerate(zip(elements.tags, elements.names, strict=True)):
        if name and elements.ends[number] > elements.starts[number]:
            small = _DIGITS.sub("", name.lower())
            if _POST.search(small):
                groups[elements.parents[number], tag, small].append(number)
    best: list[int] = []
    most = 0
    for members in groups.values():
        if len(members) < _LEAST:
            continue
        size = sum(
            sum(map(len, texts[elements.starts[number] : elements.ends[number]]))
            for number in members
        )
        if size > most:
            best, most = members, size
    return [(elements.starts[number], elements.ends[number]) for number in best]
