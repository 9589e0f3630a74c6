"""Title, author, date and the like of a page, from what it says and what can be believed of it.

Hijackers write their words into `<title>`, description and keywords, which search engines show. So
a title counts only if the page's own text knows it; keywords are nobody's word and never read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin, urlsplit

from cleaner.formats.html.metadata import Head

_TITLE_TAGS = ("og:title", "twitter:title", "dc.title")
_AUTHOR_TAGS = (
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
)
_DATE_TAGS = (
    "article:published_time", "datepublished", "publishdate", "pubdate", "date", "dc.date",
    "dc.date.issued", "og:published_time", "parsely-pub-date", "publish_date",
    "weibo: article:create_at",
)  # fmt: skip
_SITE_TAGS = ("og:site_name", "application-name")
_SUMMARY_TAGS = ("description", "og:description", "twitter:description")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_CUT = re.compile(
    r"\s+[|\u2013\u2014»·:-]\s+|\s*[_|｜]\s*|(?<=[\u3400-\u9fff])[-\u2013\u2014]+(?=[\u3400-\u9fff])"
)
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_ARTICLES = frozenset(
    [
        "Article",
        "NewsArticle",
        "BlogPosting",
        "Report",
        "TechArticle",
        "ScholarlyArticle",
        "WebPage",
        "DiscussionForumPosting",
        "Product",
        "Recipe",
        "QAPage",
        "Question",
        "SocialMediaPosting",
    ]
)
_BACKED = 0.5
"""Share of a title's neighbouring words that the text must know."""
_WHOLE = 0.9
"""Share from which a title is taken with all its parts."""
_MOST_JSON = 1_000_000
_MOST_DEPTH = 6


def find_facts(
    head: Head, headings: Sequence[str], text: str, url: str
) -> tuple[dict[str, str], bool]:
    """What is known of a page, by key, and whether its own title is believed.

    Args:
        head: what the page says of itself.
        headings: its headings, the one nearest to the article first.
        text: headings and article.
        url: the address it was found at, or empty.
    """
    stories = list(_read_stories(head))
    title, believed = _find_title(head, stories, headings, text)
    summary = _first(head.tags.get(key) for key in _SUMMARY_TAGS) if believed else ""
    found = {
        "title": title,
        "author": _find_author(head, stories),
        "date": _find_date(head, stories),
        "site": _first(head.tags.get(key) for key in _SITE_TAGS)
        or _first(_name_of(story.get("publisher")) for story in stories),
        "url": _find_address(head, url),
        "lang": head.language.split("-")[0].lower() or guess_language(text),
        "description": summary,
    }
    return {key: value for key, value in found.items() if value}, believed


def _first(values: Any) -> str:
    """The first value that is not empty."""
    return next((value for value in values if value), "")


def _find_title(
    head: Head, stories: list[dict[str, Any]], headings: Sequence[str], text: str
) -> tuple[str, bool]:
    """The title, and whether the page's own one is believed."""
    given = _first(head.tags.get(key) for key in _TITLE_TAGS)
    told = _first(_text_of(story.get("headline")) for story in stories)
    for heading in headings:
        if heading and heading in (given or head.title):
            return heading, True
    known = _pair_words(text)
    claims = [claim for claim in (given, told, head.title) if claim]
    for claim in claims:
        if _share(claim, known) >= _WHOLE:
            return claim, True
        for part in _cut_title(claim):
            if _share(part, known) >= _BACKED:
                return part, True
    if headings and claims:
        return headings[0], False
    return (claims or list(headings) or [""])[0], True


def _cut_title(title: str) -> list[str]:
    """Parts of a `<title>` between its separators, longest first."""
    parts = [part.strip() for part in _CUT.split(title)]
    return sorted((part for part in parts if part), key=len, reverse=True)


def _pair_words(text: str) -> frozenset[tuple[str, ...]]:
    """Words and pairs of neighbouring words (CJK: characters)."""
    words = _WORD.findall(text.lower())
    return frozenset(pairwise(words)) | frozenset((word,) for word in words)


def _share(claim: str, known: frozenset[tuple[str, ...]]) -> float:
    """Share of the pairs of a claim that are known."""
    words = _WORD.findall(claim.lower())
    pairs: list[tuple[str, ...]] = list(pairwise(words)) or [(w,) for w in words]
    return sum(pair in known for pair in pairs) / len(pairs) if pairs else 0.0


def share_words(claim: str, text: str) -> float:
    """Share of the pairs of neighbouring words of a claim that a text has."""
    return _share(claim, _pair_words(text))


def _find_author(head: Head, stories: list[dict[str, Any]]) -> str:
    """Who wrote it; an address is nobody's name."""
    names = [head.tags.get(key, "") for key in _AUTHOR_TAGS]
    names += [_name_of(story.get("author")) for story in stories]
    return _first(name for name in names if not name.startswith(("http:", "https:", "//")))


def _find_date(head: Head, stories: list[dict[str, Any]]) -> str:
    """The day of publication, as ISO 8601."""
    told = [head.tags.get(key, "") for key in _DATE_TAGS]
    told += [_text_of(story.get("datePublished")) for story in stories]
    return _first(read_date(value) for value in told if value)


def read_date(text: str) -> str:
    """The first day in a text as ISO 8601, or empty.

    >>> read_date("发布时间：2023年4月3日 11:10")
    '2023-04-03'
    """
    for year, month, day in _DATE.findall(text):
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return ""


def _find_address(head: Head, url: str) -> str:
    """The page's own address for itself, or the given one."""
    own = head.canonical or head.tags.get("og:url", "")
    try:
        address = urljoin(url, own)
        return address if urlsplit(address).scheme in ("http", "https") else url
    except ValueError:
        return url


def guess_language(text: str) -> str:
    """`zh` or `ja` for text that is mostly in their characters, else empty.

    >>> guess_language("他站在当前位置上一动不动。")
    'zh'
    """
    letters = sum(map(str.isalpha, text))
    kana = sum("\u3040" <= char <= "\u30ff" for char in text)
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    if kana + han < letters / 2 or not letters:
        return ""
    return "ja" if kana > han / 5 else "zh"


def _read_stories(head: Head) -> Iterator[dict[str, Any]]:
    """The descriptions of articles in a page's JSON-LD; broken JSON is passed over."""
    for script in head.scripts:
        if len(script) > _MOST_JSON:
            continue
        try:
            value = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _find_stories(value, 0)


def _find_stories(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Descriptions of articles in a JSON value, at most a few levels down."""
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, list):
        for part in value:
            yield from _find_stories(part, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if not _ARTICLES.isdisjoint(map(str, kinds if isinstance(kinds, list) else [kinds])):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), (list, dict)):
                yield from _find_stories(value[key], depth + 1)


def _text_of(value: Any) -> str:
    """A JSON value that is text, else empty."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _name_of(value: Any) -> str:
    """The name of a person or publisher in JSON-LD."""
    if isinstance(value, list):
        return ", ".join(name for part in value if (name := _name_of(part)))
    return _text_of(value.get("name")) if isinstance(value, dict) else _text_of(value)
