"""Bytes or text of a page to its article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.core.errors import InputError
from cleaner.formats.html.result import Extraction, Options

if TYPE_CHECKING:
    from cleaner.judge.model import Model


def extract(
    data: bytes | str,
    *,
    url: str = "",
    options: Options | None = None,
    encoding: str | None = None,
    model: Model | None = None,
) -> Extraction:
    """Extract the article of a page; never raises for the page's sake.

    Args:
        data: the page; bytes are decoded by their own declaration and content.
        url: the address of the page, for relative links.
        options: what to keep and how to write it.
        encoding: read bytes as this.
        model: another judge than the one of the package.
    """
    from cleaner.formats.html.marks import Marker
    from cleaner.formats.html.page import read_page
    from cleaner.formats.html.work import Work

    chosen = options or Options()
    page, meta, warnings = decode_page(data, encoding)
    markdown = chosen.format == "markdown"
    marker = None
    if markdown or chosen.links or chosen.images:
        marker = Marker(chosen.links, chosen.images, markdown, url)
    reading = read_page(page, marker)
    warnings += reading.warnings
    return Work(chosen, page, url, reading, meta, warnings, reading.notes).run(model)


def decode_page(data: bytes | str, encoding: str | None) -> tuple[str, dict[str, str], list[str]]:
    """The text of a page, its encoding as `meta`, and warnings."""
    if isinstance(data, str):
        return data, {}, []
    from cleaner.formats.charset import decode

    try:
        decoded = decode(data, encoding)
    except InputError as error:
        if encoding is not None:
            raise
        from bs4.dammit import EncodingDetector

        declared = EncodingDetector.find_declared_encoding(data, is_html=True)
        if declared is None:
            return "", {}, [f"the page cannot be decoded: {str(error).removeprefix(': ')}"]
        decoded = decode(data, declared)
    meta = {"encoding": decoded.encoding}
    if decoded.how == "statistics":
        meta["encoding_confidence"] = f"{decoded.confidence:.2f}"
    if decoded.damaged:
        meta["encoding_damaged"] = str(decoded.damaged)
        meta["encoding_damaged_at"] = str(decoded.damaged_at)
    return decoded.text, meta, []
