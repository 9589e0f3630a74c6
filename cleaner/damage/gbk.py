"""The forward model: what a network of mirrors does to a page, byte for byte.

A list of replacements runs over the GBK bytes of a page, one after another and blind to where
characters begin; the result is read by a CP936 decoder that loses bytes; later somebody folds
full-width letters and marks. Inferred from damaged pages and reproduced on them; the repairs and
their tests both rest on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TypeAlias

__all__ = [
    "Replacement",
    "decode",
    "encode",
    "encode_character",
    "fold_width",
    "gloss_replacements",
    "mark_replacements",
    "pollute",
    "read_pair",
    "wide_bytes",
]

Replacement: TypeAlias = tuple[bytes, bytes]

_FIRST_LEAD, _LAST_LEAD = 0x81, 0xFE
_FIRST_TRAIL, _LAST_TRAIL = 0x40, 0xFE
_EURO = 0x80  # CP936 has the sign as a single byte; GBK does not
_LOSSY_FIRST, _LOSSY_LAST = 0x21, 0x3F  # second bytes that swallow the lead byte with themselves
_WIDE = str.maketrans({chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)})
_PRIVATE_FIRST, _PRIVATE_LAST = "\ue000", "\uf8ff"


@cache
def _pairs() -> dict[bytes, str]:
    """Return what each pair of bytes is read as; pairs of the user-defined areas are not in it."""
    pairs = {}
    for lead in range(_FIRST_LEAD, _LAST_LEAD + 1):
        for trail in range(_FIRST_TRAIL, _LAST_TRAIL + 1):
            data = bytes((lead, trail))
            character = data.decode("gbk", errors="ignore")
            whole = len(character) == 1 and character > "\x7f"  # or the second byte alone is left
            if whole and not _PRIVATE_FIRST <= character <= _PRIVATE_LAST:
                pairs[data] = character
    return pairs


@cache
def _bytes() -> dict[str, bytes]:
    return {character: data for data, character in _pairs().items()}


def read_pair(lead: int, trail: int) -> str | None:
    """Return the character that two bytes stand for, or None if the decoder drops them."""
    return _pairs().get(bytes((lead, trail)))


def encode_character(character: str) -> bytes | None:
    """Return the two bytes of a character, or None: ASCII, or outside of GBK."""
    return _bytes().get(character)


def wide_bytes(character: str) -> bytes | None:
    """Return the two bytes of a character that may have been folded to half width."""
    if "!" <= character <= "~":
        return bytes((0xA3, ord(character) + 0x80))
    return encode_character(character) if character else None


def encode(text: str) -> bytes:
    """Return the GBK bytes of a text; raises `UnicodeEncodeError` where it has none."""
    return b"\x80".join(part.encode("gbk") for part in text.split("€"))


def decode(data: bytes) -> str:
    """Read bytes as the mirrors' CP936 decoder does, with its losses.

    A lead byte takes a second byte of 21 to 3F with it and leaves one `?`; before a blank, a line
    feed or the end it vanishes alone; pairs without a character vanish; 80 is `€`.
    """
    pairs = _pairs()
    output = []
    place = 0
    while place < len(data):
        lead = data[place]
        if lead < _EURO:
            output.append(chr(lead))
            place += 1
        elif lead == _EURO:
            output.append("€")
            place += 1
        else:
            trail = data[place + 1] if place + 1 < len(data) else 0
            if _LOSSY_FIRST <= trail <= _LOSSY_LAST:
                output.append("?")
                place += 2
            elif trail < _LOSSY_FIRST:
                place += 1
            else:
                output.append(pairs.get(data[place : place + 2], ""))
                place += 2
    return "".join(output)


def fold_width(text: str) -> str:
    """Fold full-width letters, digits and marks to half width, as the re-posters do."""
    return text.translate(_WIDE)


def gloss_replacements(table: Mapping[str, str]) -> list[Replacement]:
    """Return the replacements of a gloss table (`發` -> `fā`), in the table's order."""
    return [
        (encode(character), encode(f"{character}({syllable})"))
        for character, syllable in table.items()
    ]


def mark_replacements(marks: str = "？！；，、。") -> list[Replacement]:
    """Return the replacements that put a comma before each of some full-width marks."""
    return [(encode(mark), b"," + encode(mark)) for mark in marks]


def pollute(
    text: str,
    replacements: Sequence[Replacement],
    *,
    keep: Callable[[bytes], bool] = lambda _old: False,
    folded: bool = True,
) -> str:
    """Return a page as a mirror would serve it.

    `keep` is asked for each match and spares it when it says so: the commas are put before two
    marks of three, by no rule that is known.
    """
    data = encode(text)
    for old, new in replacements:
        parts = data.split(old)
        pieces = [parts[0]]
        for part in parts[1:]:
            pieces.append(old if keep(old) else new)
            pieces.append(part)
        data = b"".join(pieces)
    damaged = decode(data)
    return fold_width(damaged) if folded else damaged
