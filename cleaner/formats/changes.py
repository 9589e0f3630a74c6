"""Changes files: what cleaning did to one text, enough to give its bytes back.

A changes file is one JSON object:

    {"format": "cleaner-changes/1", "encoding": "utf-8", "mark": "", "original": "<sha256>",
     "clean": "<sha256>", "changes": [[start, end, new, rule], ...], "old": [text, ...]}

`changes` are edits over the original (code points, half open, sorted, disjoint); `old` holds, one
for each, what stood there. `mark` is the byte order mark in hexadecimal. Where the bytes could not
be decoded without loss, `bytes` holds all of them (deflated, base64).
"""

from __future__ import annotations

import base64
import codecs
import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.core.chain import Result
from cleaner.core.edits import Edit
from cleaner.core.errors import InputError

__all__ = ["Changes", "restore"]

FORMAT = "cleaner-changes/1"
_MARKS = (  # UTF-32 before UTF-16: its mark begins like the other one's
    codecs.BOM_UTF8,
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
    b"\x84\x31\x95\x33",
)


def restore(clean: str, changes: Sequence[Edit], old: Sequence[str]) -> str:
    """Return the original text.

    Args:
        clean: the cleaned text.
        changes: edits over the original.
        old: for each of them, what stood there.

    Raises:
        InputError: the changes do not belong to this text.
    """
    pieces = []
    position = end = 0
    for edit, before in zip(changes, old, strict=True):
        kept = clean[position : position + edit.start - end]
        position += len(kept)
        if len(kept) != edit.start - end or not clean.startswith(edit.new, position):
            raise InputError(f"the text is not the one of these changes: see code point {position}")
        if len(before) != edit.end - edit.start:
            raise InputError(f"the change at {edit.start} does not hold what stood there")
        pieces += [kept, before]
        position += len(edit.new)
        end = edit.end
    return "".join([*pieces, clean[position:]])


@dataclass(frozen=True, slots=True)
class Changes:
    """What is in a changes file."""

    encoding: str
    mark: bytes
    original: str
    clean: str
    edits: tuple[Edit, ...]
    old: tuple[str, ...]
    data: bytes | None = None

    @classmethod
    def of(cls, result: Result, data: bytes, cleaned: bytes) -> Changes:
        """Return the changes that lead from the bytes of an input to those of its output."""
        original = result.trace.original
        edits = tuple(result.trace.changes())
        encoding = result.meta.get("encoding", "utf-8")
        mark = next((m for m in _MARKS if data.startswith(m)), b"")
        changes = cls(
            encoding,
            mark,
            _digest(data),
            _digest(cleaned),
            edits,
            tuple(original[e.start : e.end] for e in edits),
        )
        if changes._encode(original) == data:
            return changes
        return cls(encoding, mark, changes.original, changes.clean, edits, changes.old, data)

    def _encode(self, text: str) -> bytes | None:
        try:
            return self.mark + text.encode(self.encoding)
        except (UnicodeError, LookupError):
            return None

    def undo(self, cleaned: bytes) -> bytes:
        """Return the bytes of the original.

        Raises:
            InputError: these changes do not belong to these bytes.
        """
        if _digest(cleaned) != self.clean:
            raise InputError("the text is not the one of these changes: it was edited since")
        if self.data is not None:
            return self.data
        data = self._encode(restore(cleaned.decode("utf-8"), self.edits, self.old))
        if data is None or _digest(data) != self.original:
            raise InputError("the changes file is damaged: it leads to another text")
        return data

    def to_json(self) -> str:
        """Return the file's text: one line of JSON, ASCII, so that no tool can damage it."""
        record: dict[str, object] = {
            "format": FORMAT,
            "encoding": self.encoding,
            "mark": self.mark.hex(),
            "original": self.original,
            "clean": self.clean,
            "changes": [[e.start, e.end, e.new, e.rule] for e in self.edits],
            "old": list(self.old),
        }
        if self.data is not None:
            record["bytes"] = base64.b64encode(zlib.compress(self.data)).decode("ascii")
        return json.dumps(record) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Changes:
        """Read a changes file.

        Raises:
            InputError: it is none, or it is damaged.
        """
        try:
            record = json.loads(text)
            if record["format"] != FORMAT:
                raise ValueError(f"its format is {record['format']!r}")
            data = record.get("bytes")
            return cls(
                str(record["encoding"]),
                bytes.fromhex(record["mark"]),
                str(record["original"]),
                str(record["clean"]),
                tuple(_edit(item) for item in record["changes"]),
                tuple(str(item) for item in record["old"]),
                None if data is None else _inflate(data),
            )
        except (ValueError, KeyError, TypeError, IndexError, RecursionError, zlib.error) as error:
            raise InputError(f"not a changes file of cleaner: {error}") from error


def _edit(item: Sequence[object]) -> Edit:
    start, end, new, rule = item
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end):
        raise ValueError(f"a change from {start!r} to {end!r}")
    return Edit(start, end, str(new), str(rule))


_LARGEST = 1 << 30  # bytes; a longer original would not have been cleaned in one piece


def _inflate(text: str) -> bytes:
    inflater = zlib.decompressobj()
    data = inflater.decompress(base64.b64decode(text, validate=True), _LARGEST)
    if inflater.unconsumed_tail:
        raise ValueError(f"it holds more than {_LARGEST} bytes")
    return data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
