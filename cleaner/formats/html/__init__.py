"""HTML pages to documents: the article of a page, with its structure and what is known about it.

`extract` says everything (blocks with their chances, why each was kept or dropped, confidence,
warnings); `read` gives the document that the chain goes on with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.core.document import Document
from cleaner.formats.html.extraction import extract
from cleaner.formats.html.render import Format
from cleaner.formats.html.result import Extraction, Extractor, Options, Posts, SeenBlock

if TYPE_CHECKING:
    from cleaner.judge.model import Model

__all__ = [
    "Extraction", "Extractor", "Format", "Options", "Posts", "SeenBlock", "extract", "read",
]  # fmt: skip


def read(
    data: bytes | str,
    *,
    url: str = "",
    id: str = "",
    extractor: Extractor = "judge",
    format: Format = "text",
    posts: Posts = "auto",
    tables: bool = True,
    links: bool = False,
    images: bool = False,
    title: bool = False,
    encoding: str | None = None,
    model: Model | None = None,
) -> Document:
    """Return the article of a page as a document.

    Never raises for a page's sake: what cannot be read is empty, and `meta` says why.

    `meta` holds, where they are known, `title`, `author`, `date`, `site`, `url` (the page's own
    address for itself, else the one given), `lang`, `description`; always `extractor` and
    `html_confidence` ("0.00" to "1.00", the F1 such pages were met with); for bytes `encoding`; and
    `html_warnings` (what a reader must know: little trust, a fallback that was used, nothing found)
    and `html_notes` (what else was done, such as hidden text left out), one a line, each if any.

    Args:
        data: the page; bytes are decoded by their own declaration and content.
        url: the address of the page, for relative links.
        id: what to call the document; the address if not given.
        extractor: who chooses: the fitted judge of blocks, trafilatura, or both by vote.
        format: plain lines, or Markdown.
        posts: of a thread the first post, all posts, or what the judge takes for the article.
        tables: whether tables of data are kept.
        links: whether links keep their address (in Markdown).
        images: whether images are kept (in Markdown).
        title: whether the headline above the article is part of the text (`meta` always has it).
            Off, since labelled articles rarely have theirs: on 1,053 pages it costs .0029 of F1.
        encoding: read bytes as this, whatever they say.
        model: another judge than the one of the package; see `cleaner.judge.model.load`.
    """
    options = Options(extractor, format, posts, tables, links, images, title)
    found = extract(data, url=url, options=options, encoding=encoding, model=model)
    meta = dict(found.meta)
    meta["extractor"] = found.extractor
    meta["html_confidence"] = f"{found.confidence:.2f}"
    if found.warnings:
        meta["html_warnings"] = "\n".join(found.warnings)
    if found.notes:
        meta["html_notes"] = "\n".join(found.notes)
    return Document(found.text, id=id or url, meta=meta)
