"""WARC and WET: pages of a crawl. Records are found here, and read by FastWARC where that is here.

The splitting is done in this module because a reader that meets a damaged record stops there;
here the damage is named with its offset and the search for the next record goes on.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from cleaner.core.document import Document
from cleaner.formats import text
from cleaner.formats.jsonl import pack_records
from cleaner.formats.record import Chunk, Cut, MissingExtraError, Piece, Record, Trouble

__all__ = ["Warc", "read_html"]

_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,15})", re.IGNORECASE)
_TYPE = re.compile(rb"\nwarc-type:[ \t]*(\w+)", re.IGNORECASE)
_BLANK = re.compile(rb"\r?\n\r?\n")
_MAX_HEAD = 1 << 16  # bytes; the header of a record is a few hundred
_CUT_OFF = "the record that begins here is cut off"
_WRONG_LENGTH = "the record that begins here has a wrong length"
_REDIRECTION = 300  # statuses from here on hold no page
_HTML = ("text/html", "application/xhtml+xml")


class Warc:
    """Reads the pages of a WARC file (text and HTML responses) or of a WET file.

    A record has `id` (the record's), `url`, `date` (of the crawl), `offset` (in the file: of the
    record, or of the packed member that holds it), `text`, and what the page says of itself
    (`title`, `author`, `published` ...). It is written as JSON Lines.
    """

    def chunks(self, pieces: Iterator[Piece | Trouble], cut: Cut) -> Iterator[Chunk]:
        """Yield records in chunks; requests, metadata and records of no text are left out."""
        splitter = _Splitter(pieces, cut.max_record)
        number = size = offset = 0
        held: list[tuple[int, bytes]] = []
        troubles: list[Trouble] = []
        for item in splitter.records():
            if isinstance(item, Trouble):
                troubles.append(item)
                continue
            if not held:
                offset = item[0]
            held.append(item)
            size += len(item[1])
            if size >= cut.size:
                yield _chunk(number, held, offset, splitter.consumed, troubles)
                number, size, held, troubles = number + 1, 0, [], []
        if held or troubles or not number:
            yield _chunk(number, held, offset, splitter.consumed, troubles)

    def read(self, chunk: Chunk) -> Iterator[Record | Trouble]:
        """Yield the page in each record that holds one."""
        for start, end, offset in chunk.marks:
            try:
                page = _read_page(chunk.payload[start:end], offset)
            except MissingExtraError:
                raise
            except Exception as error:  # whatever a reader of broken pages may raise
                yield Trouble(offset, f"the record cannot be read: {error}", packed=True)
                continue
            if page is not None:
                yield page

    def pack(self, records: Sequence[Record], chunk: Chunk) -> bytes:
        """Return the pages as JSON Lines."""
        return pack_records(record.fields for record in records)


def _chunk(
    number: int,
    held: Sequence[tuple[int, bytes]],
    offset: int,
    consumed: int,
    troubles: Sequence[Trouble],
) -> Chunk:
    marks, place = [], 0
    for start, data in held:
        marks.append((place, place + len(data), start))
        place += len(data)
    payload = b"".join(data for _, data in held)
    return Chunk(number, payload, offset, consumed, marks=tuple(marks), troubles=tuple(troubles))


class _Splitter:
    """Finds the records in unpacked bytes by their lengths, and again after damage."""

    def __init__(self, pieces: Iterator[Piece | Trouble], max_record: int) -> None:
        self.pieces = pieces
        self.max_record = max_record
        self.buffer = bytearray()
        self.position = 0  # of the buffer's first byte in the unpacked bytes
        self.consumed = 0
        self.members: list[tuple[int, int]] = []  # where members begin: unpacked, in the file
        self.trouble: Trouble | None = None  # what ended the bytes for now

    def records(self) -> Iterator[tuple[int, bytes] | Trouble]:
        """Yield each record that may hold a page, with its offset in the file."""
        while True:
            yield from self._records_until_trouble()
            if self.trouble is None:
                return
            yield self.trouble
            self.trouble = None

    def _records_until_trouble(self) -> Iterator[tuple[int, bytes] | Trouble]:
        while self._have(1):
            if self.buffer[0] in b"\r\n":
                self._drop(len(self.buffer) - len(self.buffer.lstrip(b"\r\n")))
                continue
            start = self._place()
            head = self._head()
            if head is None:
                begun = self.buffer.startswith(b"WARC/") and not self._have(_MAX_HEAD)
                message = _CUT_OFF if begun else "no WARC record begins here"
                yield Trouble(start, message, packed=True)
                self._find_next()
                continue
            length, wanted = _describe(head)
            if wanted and length > self.max_record:
                message = f"a record of {length} bytes, over the limit of {self.max_record}"
                yield Trouble(start, message, packed=True)
            elif wanted and self._have(len(head) + length) and self._ends(len(head) + length):
                yield start, self._take(len(head) + length)
                continue
            elif wanted:
                cut_off = len(self.buffer) < len(head) + length
                yield Trouble(start, _CUT_OFF if cut_off else _WRONG_LENGTH, packed=True)
                self._find_next()
                continue
            if not self._drop(len(head) + length):
                yield Trouble(start, _CUT_OFF, packed=True)

    def _ends(self, size: int) -> bool:
        """Say whether a record may end there: a line end follows, or nothing."""
        return not self._have(size + 1) or self.buffer[size] in b"\r\n"

    def _head(self) -> bytes | None:
        """Return the header of the record that the buffer begins with, its blank line included."""
        while True:
            end = _BLANK.search(self.buffer)
            if end and self.buffer.startswith(b"WARC/"):
                return bytes(self.buffer[: end.end()])
            if len(self.buffer) > _MAX_HEAD or not self._fill():
                return None

    def _find_next(self) -> None:
        """Go to what looks like the next record behind the buffer's first byte."""
        self._drop(1)
        while True:
            found = self.buffer.find(b"\nWARC/")
            if found >= 0:
                self._drop(found + 1)
                return
            self._drop(max(len(self.buffer) - len(b"\nWARC"), 0))
            if not self._fill():
                self._drop(len(self.buffer))
                return

    def _place(self) -> int:
        while len(self.members) > 1 and self.members[1][0] <= self.position:
            del self.members[0]
        return self.members[0][1] if self.members else self.position

    def _have(self, size: int) -> bool:
        while len(self.buffer) < size:
            if not self._fill():
                return False
        return True

    def _fill(self) -> bool:
        """Add a piece to the buffer; say whether there was one before the end or a trouble."""
        if self.trouble is not None:
            return False
        piece = next(self.pieces, None)
        if isinstance(piece, Trouble):
            self.trouble = piece
        if piece is None or isinstance(piece, Trouble):
            return False
        if piece.member >= 0:
            self.members.append((self.position + len(self.buffer), piece.member))
        self.buffer += piece.data
        self.consumed = piece.consumed
        return True

    def _take(self, size: int) -> bytes:
        data = bytes(self.buffer[:size])
        del self.buffer[:size]
        self.position += len(data)
        return data

    def _drop(self, size: int) -> bool:
        """Leave out so many bytes, which need not be in the buffer; say whether there were all."""
        while size and self._have(1):
            size -= len(self._take(size))
        return not size


def _describe(head: bytes) -> tuple[int, bool]:
    """Return the length of the record behind this header, and whether it may hold a page."""
    length = _LENGTH.search(head)
    kind = _TYPE.search(head)
    return (
        int(length[1]) if length else 0,
        kind is not None and kind[1].lower() in (b"response", b"resource", b"conversion"),
    )


def _read_page(data: bytes, offset: int) -> Record | None:
    """Return the page in one record, or None where there is none (an image, a redirection)."""
    try:
        from fastwarc.warc import ArchiveIterator
    except ImportError as error:
        raise MissingExtraError("reading WARC and WET", "warc") from error
    record = next(iter(ArchiveIterator(io.BytesIO(data), parse_http=True, auto_decode="all")), None)
    if record is None:
        raise ValueError("no valid WARC header")
    body: bytes = record.reader.read()
    kind = _content_type(record)
    url = record.headers.get("WARC-Target-URI") or ""
    if kind in _HTML:
        doc = read_html(body, url, _believe(record.http_charset, body))
    elif kind == "text/plain":
        doc = text.read(body, _believe(record.http_charset, body), id=url)
    else:
        return None
    fields: dict[str, object] = {
        "id": record.headers.get("WARC-Record-ID") or "",
        "url": url,
        "date": record.headers.get("WARC-Date") or "",
        "offset": offset,
        "text": doc.text,
    }
    for name, value in doc.meta.items():
        if name == "date":
            fields["published"] = value
        else:
            fields.setdefault(name, value)
    return Record(fields, offset)


def _content_type(record: Any) -> str:
    kind: str | None
    if record.is_http:
        kind = record.http_content_type
        status = record.http_headers.status_code if record.http_headers else 200
        if status is not None and status >= _REDIRECTION:
            return ""
    else:
        kind = record.headers.get("Content-Type")
    return (kind or "").partition(";")[0].strip().lower()


def read_html(body: bytes, url: str = "", charset: str | None = None) -> Document:
    """Return the content of a page."""
    from cleaner.formats import html

    return html.read(body, url=url, encoding=charset)


def _believe(charset: str | None, body: bytes) -> str | None:
    """Return the encoding that a server named, if it can be true.

    Servers that know nothing say Latin-1, and any bytes are that; then the page is asked.
    """
    try:
        name = codecs.lookup(charset or "").name
        body.decode(name)
    except (LookupError, ValueError):
        return None
    return None if name in ("iso8859-1", "cp1252", "ascii") else charset
