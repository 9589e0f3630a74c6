"""Bytes to text: which encoding they are in, also where some of the bytes are damaged.

Valid UTF-8 costs one decoding and no more. Otherwise every encoding of Chinese, Japanese and Korean
is tried with its broken places replaced, and the likeliest text wins (`cleaner.damage.likelihood`):
so one bad byte cannot turn a page into Latin-1, as it does with detectors that want every byte
right. Only the single-byte encodings are left to the detector of chardet, which knows their
languages.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from cleaner.core.errors import InputError
from cleaner.formats.charset_realign import DOUBLE_BYTE, WIDE, realign, realign_wide

__all__ = ["Decoded", "How", "decode"]

How: TypeAlias = Literal["given", "bom", "declared", "utf-8", "statistics"]

# UTF-32 before UTF-16: its mark begins like the other one's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_UNMARKED = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}
# Where a codec knows no character, another one of the family may.
_SECOND = {"big5hkscs": "cp950", "euc_jp": "euc_jis_2004", "cp949": "johab"}
_HOPELESS = 1000  # bytes; with more the file is something else, and every place takes milliseconds
_HONEST = 20  # lines with private-use characters and no loss: the rest will be honest, too
_REACH = 2000  # bytes before and after a broken place that are read anew, within the line

_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how its bytes were read.

    Attributes:
        text: the text, without a byte order mark.
        encoding: the codec, by Python's name.
        confidence: 0 to 1; 1 where nothing was guessed.
        damaged: how many bytes belong to no character; each place holds U+FFFD.
        damaged_at: offset in bytes of the first of them, or -1.
        how: what decided: the caller, a byte order mark, the page's own words, that it is valid
            UTF-8, or statistics.
    """

    text: str
    encoding: str
    confidence: float = 1.0
    damaged: int = 0
    damaged_at: int = -1
    how: How = "utf-8"


class _Recovered(NamedTuple):
    text: str
    damaged: int
    damaged_at: int


def decode(data: bytes, encoding: str | None = None, *, name: str = "") -> Decoded:
    """Return the text of these bytes, whatever they are in.

    Args:
        data: the bytes.
        encoding: read them as this; nothing is guessed then, and nothing refused as binary.
        name: what to call the input in errors.

    Raises:
        InputError: the encoding is unknown, or the bytes are no text.
    """
    if encoding is not None:
        return _decode_as_given(data, encoding, name)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], codec, "bom", 1.0, offset=len(mark))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data, name)
    # ASCII may be a disguise: of UTF-16 with its zeros, of HZ and ISO-2022 with their escapes.
    if "\0" in text or (text.isascii() and ("~{" in text or "\x1b$" in text)):
        return _guess(data, name)
    return Decoded(text, "utf-8")


def _decode_as_given(data: bytes, encoding: str, name: str) -> Decoded:
    from cleaner.formats.charset_names import codec_of, suggest

    codec = codec_of(encoding)
    if codec is None:
        guess = suggest(encoding)
        hint = f" (did you mean {guess!r}?)" if guess else ""
        raise InputError(
            f"{name or 'input'}: unknown encoding {encoding!r}{hint}: "
            "name one that Python knows, or none to have it found out"
        )
    offset = 0
    for mark, marked in _MARKS:
        if data.startswith(mark) and marked.startswith(_UNMARKED.get(codec, codec)[:6]):
            codec, offset = marked, len(mark)
            break
    return _decode_as(data[offset:], _UNMARKED.get(codec, codec), "given", 1.0, offset)


def _decode_as(data: bytes, codec: str, how: How, confidence: float, offset: int = 0) -> Decoded:
    text, damaged, at = recover(data, codec)
    return Decoded(text, codec, confidence, damaged, at + offset if damaged else -1, how)


def _guess(data: bytes, name: str) -> Decoded:
    # Only here: three of four inputs never need the tables.
    from cleaner.formats.charset_guess import guess, what_binary

    binary = what_binary(data)
    found = None if binary else guess(data)
    if found is None:
        raise InputError(
            f"{name or 'input'}: looks like binary data{f' ({binary})' if binary else ''}, not "
            "like text: leave it out, or give its encoding if it is text all the same"
        )
    return _decode_as(data, found.codec, found.how, found.confidence)


def recover(data: bytes, codec: str) -> _Recovered:
    """Return the text with U+FFFD for what is broken, how many bytes are, and where the first is.

    Not `errors="replace"`: that says neither, and GB18030 can hold an honest U+FFFD.
    """
    if codec == "hz" or codec.startswith("iso2022"):
        from cleaner.formats.charset_guess import decode_seven_bit

        text = decode_seven_bit(data, codec)
        return _Recovered(text, text.count("\ufffd"), 0)
    if codec in WIDE and len(data) % WIDE[codec]:
        text, lost = realign_wide(data, codec)
        return _Recovered(text, len(lost), lost[0] if lost else -1)
    pieces: list[str] = []
    damaged = 0
    damaged_at = -1
    position = 0
    view = memoryview(data)
    while True:
        try:
            text, lost = _mend_private(str(view[position:], codec), codec, position)
            damaged_at = lost[0] if lost and not damaged else damaged_at
            return _Recovered("".join(pieces) + text, damaged + len(lost), damaged_at)
        except UnicodeDecodeError as error:
            start, end = position + error.start, position + error.end
        if codec in _SECOND and (second := _try(data[start : start + 2], _SECOND[codec])):
            pieces += [str(view[position:start], codec), second]
            position = start + 2
            continue
        if codec in DOUBLE_BYTE and damaged < _HOPELESS:
            # Out of step: perhaps since the line began, perhaps until it ends.
            before = max(position, data.rfind(b"\n", position, start) + 1, start - _REACH)
            after = data.find(b"\n", end)
            end = min(len(data) if after < 0 else after, start + _REACH)
            before = _character_start(view[position:before], codec) + position
            text, lost = realign(data[before:end], codec)
            lost = [before + at for at in lost]
        else:
            before, text, lost = start, "\ufffd", list(range(start, end))
        pieces += [str(view[position:before], codec), text]
        damaged_at = lost[0] if lost and not damaged else damaged_at
        damaged += len(lost)
        position = end


def _mend_private(text: str, codec: str, offset: int) -> tuple[str, list[int]]:
    """Return a text with its lines put back in step that hold private-use characters, and losses.

    Out of step no pair need be invalid, but some are of the user-defined areas. An honest
    private-use character costs less than a lost byte, so its line comes back as it was.
    """
    lost: list[int] = []
    if codec != "gb18030":
        return text, lost
    pieces: list[str] = []
    done = 0
    honest = 0
    while honest < _HONEST and (match := _PRIVATE.search(text, done)):
        at = match.start()
        start = max(text.rfind("\n", done, at) + 1, at - _REACH, done)
        end = text.find("\n", at)
        end = min(len(text) if end < 0 else end, at + _REACH)
        offset += len(text[done:start].encode(codec))
        data = text[start:end].encode(codec)
        line, places = realign(data, codec)
        pieces += [text[done:start], line]
        lost += [offset + place for place in places]
        honest += not places
        offset += len(data)
        done = end
    return "".join(pieces) + text[done:], lost


def _character_start(data: memoryview, codec: str) -> int:
    """Return where sound bytes end but for a character that was cut in two at their end."""
    try:
        str(data, codec)
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def _try(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return ""
