"""A second opinion on a page: what trafilatura makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleaner.formats.html.render import Format

if TYPE_CHECKING:
    from cleaner.judge.tokens import Floats

_MOST = 3_000_000
"""Code points of a page trafilatura is asked about: its time is not bounded on hostile pages."""
_SHINGLE = 4


@dataclass(frozen=True, slots=True)
class Opinion:
    """Text and facts of a page as trafilatura sees it; `problem` says why there is none."""

    text: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def ask(
    page: str,
    url: str = "",
    *,
    form: Format = "text",
    tables: bool = True,
    links: bool = False,
    images: bool = False,
    comments: bool = True,
    facts: bool = True,
) -> Opinion:
    """Ask trafilatura; never raises. Its `facts` cost as much time as its text."""
    if len(page) > _MOST:
        return Opinion(problem="trafilatura was not asked: the page is too long")
    import trafilatura

    try:
        text = trafilatura.extract(
            page,
            url=url or None,
            include_comments=comments,
            output_format="markdown" if form == "markdown" else "txt",
            include_tables=tables,
            include_links=links,
            include_images=images,
        )
        found = trafilatura.extract_metadata(page, default_url=url or None) if facts else None
    except Exception as error:  # a stranger's code on a hostile page: told, not raised
        return Opinion(problem=f"trafilatura failed: {type(error).__name__}")
    told = (
        {
            "title": found.title,
            "author": found.author,
            "date": found.date,
            "site": found.sitename,
            "url": found.url,
            "lang": found.language,
            "description": found.description,
        }
        if found
        else {}
    )
    known = {key: str(value) for key, value in told.items() if value}
    return Opinion(text or "", known, "" if text else "trafilatura found no text")


def share_known(texts: list[str], opinion: str) -> Floats:
    """Share of each block's tokens that stand in a text in the same order, four at a time.

    A block of fewer tokens is known only as a whole line.
    """
    import numpy as np

    from cleaner.judge.features import share_in
    from cleaner.judge.tokens import read_tokens

    tokens = read_tokens(texts)
    lines = read_tokens(opinion.replace("|", "\n").replace("\t", "\n").split("\n"))
    whole = read_tokens([opinion])
    shares = share_in(tokens, whole.grams(_SHINGLE)[0], _SHINGLE)
    short = tokens.counts < _SHINGLE
    known = np.isin(tokens.whole(), lines.whole())
    return np.where(short, known, shares)
