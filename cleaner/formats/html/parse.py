"""Text of a page to a tree: whatever comes, within bounds, and never an exception."""

from __future__ import annotations

import re
from typing import Any

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")


def parse(text: str) -> Any | None:
    """The root of a page, or nothing where there is no element at all.

    NUL and lone surrogates would end the parser's input early, so they go first; comments and
    processing instructions are nobody's text.
    """
    from lxml import etree

    clean = _DECLARATION.sub("", text.replace("\0", ""), count=1)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(clean.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
