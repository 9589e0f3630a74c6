"""Text of a page to a tree: whatever comes, within bounds, and never an exception."""

from __future__ import annotations

import re
from typing import Any

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_SILENT = re.compile(r"<(script|style|head)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>?")
_MOST_ATTRIBUTES = 300
"""Words inside one tag; the parser's time grows with their square (100,000 took it 75 seconds)."""
_LONG_TAG = 1_000
_ENDS = re.compile(r"</(?:body|html)\s*>", re.I)
"""The parser drops what stands after them, browsers do not: pages made of parts have several."""
_LIMITS = frozenset(("ERR_RESOURCE_LIMIT",))


def parse(text: str) -> tuple[Any | None, list[str]]:
    """The root of a page, or nothing where there is no element at all, and warnings.

    NUL and lone surrogates would end the parser's input early, so they go first; comments and
    processing instructions are nobody's text. The parser gives up where elements nest some thousand
    deep: then all tags are read as line breaks.
    """
    clean = _DECLARATION.sub("", text.replace("\0", ""), count=1)
    warnings = []
    clean = _ENDS.sub("", clean)
    if max(map(len, clean.split("<"))) > _LONG_TAG:
        clean = _trim_tags(clean)
    root, complete = _parse(clean)
    if not complete:
        warnings.append("the page nests too deep to be parsed: its tags were read as line breaks")
        root, _ = _parse(_TAG.sub("<br>", _SILENT.sub(" ", clean)))
    return root, warnings


def _parse(text: str) -> tuple[Any | None, bool]:
    """The root, and whether the parser read to the end."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    errors = parser.error_log.filter_from_fatals()
    return root, not any(error.type_name in _LIMITS for error in errors)


def _trim_tags(text: str) -> str:
    """Take the attributes from tags that have hundreds."""
    pieces = text.split("<")
    for place, piece in enumerate(pieces):
        if len(piece) > _LONG_TAG:
            tag, closed, rest = piece.partition(">")
            words = tag.split(None, _MOST_ATTRIBUTES)
            if closed and len(words) > _MOST_ATTRIBUTES:
                pieces[place] = f"{words[0]}>{rest}"
    return "<".join(pieces)
