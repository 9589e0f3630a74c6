"""What is asked of a page, and what was made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from cleaner.formats.html.render import Format

if TYPE_CHECKING:
    from cleaner.judge.model import Reason, Verdict

Extractor = Literal["judge", "trafilatura", "vote"]
Posts = Literal["auto", "first", "all"]


@dataclass(frozen=True, slots=True)
class Options:
    """What is kept of a page, and how it is written; see `read`."""

    extractor: Extractor = "judge"
    format: Format = "text"
    posts: Posts = "auto"
    tables: bool = True
    links: bool = False
    images: bool = False
    title: bool = False


@dataclass(frozen=True, slots=True)
class SeenBlock:
    """A block of a page and what became of it.

    Attributes:
        text: its text, blanks collapsed.
        tag: the innermost block element around it.
        links: share of its letters inside links.
        chance: how likely it is article, 0 to 1.
        kept: whether it is part of the result.
        reason: why it was kept or dropped, in words.
    """

    text: str
    tag: str
    links: float
    chance: float
    kept: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was made of a page.

    Attributes:
        text: the article.
        blocks: all blocks of the page in order; empty where trafilatura's text was taken whole.
        confidence: the F1 such pages were met with, 0 to 1.
        extractor: who chose in the end: `judge`, `trafilatura`, `vote` or `none`.
        meta: title, author, date, site, url, lang, description, encoding: what is known of them.
        warnings: what a reader of the text must know, each a sentence: little trust, a fallback
            that was used, text that a browser would not show, nothing found.
        notes: what else was done that the page did not ask for: hidden text left out, a title not
            believed, a long page judged in parts.
    """

    text: str
    blocks: tuple[SeenBlock, ...]
    confidence: float
    extractor: str
    meta: Mapping[str, str]
    warnings: tuple[str, ...]
    notes: tuple[str, ...] = ()
    _verdicts: tuple[Verdict, ...] = field(default=(), repr=False, compare=False)

    def explain(self, block: int, most: int = 5) -> tuple[Reason, ...]:
        """The features that weighed most for a block (by its place in `blocks`), heaviest first."""
        for verdict in self._verdicts:
            if block < len(verdict.chances):
                return verdict.explain(block, most)
            block -= len(verdict.chances)
        return ()
