"""Which encoding bytes are in, and their text: also where some of the bytes are damaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from cleaner.core.errors import InputError

__all__ = ["Decoded", "decode"]

How: TypeAlias = Literal["given", "bom", "declared", "utf-8", "statistics"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and how its bytes were read."""

    text: str
    encoding: str
    confidence: float
    damaged: int
    damaged_at: int
    how: How


def decode(data: bytes, encoding: str | None = None, *, name: str = "") -> Decoded:
    """Return the text of these bytes."""
    if encoding is not None:
        try:
            return Decoded(data.decode(encoding, "replace"), encoding, 1.0, 0, -1, "given")
        except LookupError:
            raise InputError(f"{name or 'input'}: unknown encoding {encoding!r}") from None
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 1.0, 0, -1, "utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("gb18030", "replace")
        return Decoded(text, "gb18030", 0.5, text.count("\ufffd"), error.start, "statistics")
