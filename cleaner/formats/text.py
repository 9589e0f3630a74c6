"""Plain text: bytes of any encoding to a document, and a text back to UTF-8 bytes."""

from __future__ import annotations

from cleaner.core.document import Document
from cleaner.formats.charset import decode

__all__ = ["read", "write"]


def read(data: bytes | str, encoding: str | None = None, id: str = "") -> Document:
    """Return the document in these bytes; its `meta` says how they were read.

    `meta` is empty for a `str`, which has no bytes to be wrong about. For bytes it holds

    * `encoding`: the name Python knows it by (`utf-8`, `gb18030`, `big5hkscs` ...);
    * `encoding_confidence`: "0.00" to "1.00", only where it was guessed;
    * `encoding_damaged`, `encoding_damaged_at`: how many bytes could not be decoded and the offset
      of the first, only where there are any. Each such place holds U+FFFD.

    Line ends stay as they are: to make them line feeds is an edit, and the step
    `normalize_unicode` makes it where it can be seen and undone.

    Args:
        data: the bytes of the file, or text that was decoded by somebody else.
        encoding: read the bytes as this, whatever they look like.
        id: what to call the document in messages and results.

    Raises:
        InputError: the encoding is unknown, or the bytes are no text.
    """
    if isinstance(data, str):
        return Document(data, id=id)
    decoded = decode(data, encoding, name=id)
    meta = {"encoding": decoded.encoding}
    if decoded.how == "statistics":
        meta["encoding_confidence"] = f"{decoded.confidence:.2f}"
    if decoded.damaged:
        meta["encoding_damaged"] = str(decoded.damaged)
        meta["encoding_damaged_at"] = str(decoded.damaged_at)
    return Document(decoded.text, id=id, meta=meta)


def write(text: str) -> bytes:
    """Return the text as UTF-8, to the letter: no line feed is added at its end.

    A lone surrogate (only where `normalize_unicode` is not part of the chain) becomes U+FFFD: a
    file that no other program can read helps nobody.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
