"""Files that hold one document each: plain text and HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaner.core.errors import CleanerError
from cleaner.formats import text
from cleaner.formats.record import Chunk, Cut, Piece, Record, Trouble
from cleaner.formats.warc import read_html

__all__ = ["Whole"]


@dataclass(frozen=True, slots=True)
class Whole:
    """Reads a file as one record with the one field `text`, and writes its text as UTF-8.

    Options:
        encoding: what the file is in; found out where empty.
        html: it is a page, of which the content is taken.
    """

    encoding: str = ""
    html: bool = False

    def chunks(self, pieces: Iterator[Piece | Trouble], cut: Cut) -> Iterator[Chunk]:
        """Yield the file as one chunk."""
        held: list[bytes] = []
        troubles: list[Trouble] = []
        size = consumed = 0
        for piece in pieces:
            if isinstance(piece, Trouble):
                troubles.append(piece)
                continue
            size, consumed = size + len(piece.data), piece.consumed
            held.append(piece.data)
            if size > cut.max_record:
                troubles.append(Trouble(0, f"a text over the limit of {cut.max_record} bytes"))
                held = []
                break
        marks = ((0, size, 0),) if held or not troubles else ()
        yield Chunk(0, b"".join(held), 0, consumed, marks=marks, troubles=tuple(troubles))

    def read(self, chunk: Chunk) -> Iterator[Record | Trouble]:
        """Yield the document."""
        if not chunk.marks:
            return
        try:
            if self.html:
                doc = read_html(chunk.payload, charset=self.encoding or None)
            else:
                doc = text.read(chunk.payload, self.encoding or None)
        except CleanerError as error:
            yield Trouble(0, str(error).removeprefix(": "))
            return
        yield Record({"text": doc.text, **doc.meta}, 0)

    def pack(self, records: Sequence[Record], chunk: Chunk) -> bytes:
        """Return the text."""
        return b"".join(text.write(str(record.fields["text"])) for record in records)
