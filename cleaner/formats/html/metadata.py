"""What a page says of itself: the tags of its head, and the JSON it keeps for search engines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

_ARTICLE_BODY = re.compile(r'"articleBody"\s*:\s*"((?:[^"\\]|\\.){50,})"')
_TAG = re.compile(r"<[^>]+>")
_MOST_JSON = 6
"""Scripts of JSON that are read; a page with an article has it in the first ones."""


@dataclass(slots=True)
class Head:
    """What the head of a page holds, unjudged.

    Attributes:
        title: the `<title>`.
        language: the `lang` of the page.
        canonical: the address the page gives for itself.
        tags: the content of `<meta>` by name, lower case; the first one counts.
        scripts: the JSON-LD of the page, unparsed.
        body: the text of the article in the JSON, or empty.
    """

    title: str = ""
    language: str = ""
    canonical: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    body: str = ""

    @property
    def headline(self) -> str:
        """The title the page gives to others."""
        return self.tags.get("og:title", "")

    @property
    def description(self) -> str:
        """Its own summaries, each once."""
        keys = ("description", "og:description", "twitter:description")
        return " ".join(dict.fromkeys(self.tags[key] for key in keys if key in self.tags))


def read_head(root: Any) -> Head:
    """Read the head of a parsed page; such tags are taken wherever they stand."""
    head = Head(
        language=(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    )
    scripts = 0
    for element in root.iter("meta", "title", "link", "script"):
        tag = element.tag
        if tag == "meta":
            key = element.get("property") or element.get("name") or element.get("itemprop")
            content = element.get("content")
            if key and content:
                head.tags.setdefault(key.lower(), " ".join(content.split()))
        elif tag == "title":
            if not head.title:
                head.title = " ".join("".join(element.itertext()).split())
        elif tag == "link":
            if element.get("rel") == "canonical" and not head.canonical:
                head.canonical = (element.get("href") or "").strip()
        elif "ld+json" in (element.get("type") or "") and scripts < _MOST_JSON:
            scripts += 1
            text = element.text or ""
            head.scripts.append(text)
            head.body += _read_body(text)
    return head


def _read_body(text: str) -> str:
    """The article's text in a script of JSON-LD; broken JSON may still hold it."""
    found = _ARTICLE_BODY.search(text)
    if not found:
        return ""
    try:
        body = json.loads(f'"{found[1]}"', strict=False)
    except ValueError:
        return ""
    return _TAG.sub(" ", body) if isinstance(body, str) else ""
