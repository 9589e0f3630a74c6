"""Which encoding bytes are in that are not valid UTF-8: decided by how likely the text is."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from cleaner.damage.likelihood import score
from cleaner.formats.charset import How
from cleaner.formats.charset_names import codec_of, declared_codec
from cleaner.formats.charset_realign import WIDE, realign

__all__ = ["Guess", "decode_seven_bit", "guess", "mean_score", "what_binary"]

_SAMPLE = 32_768  # bytes: thousands of characters; the choice is made after a hundred
_EAST_ASIAN = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
_WIDE = ("utf-16-le", "utf-16-be")
# What chardet may answer; DOS and Macintosh sets but one are too rare on the web to be worth the
# mistakes they cause in Icelandic, Finnish and Polish.
_LATIN = "cp1250 cp1252 cp1254 cp1257 cp1258 iso8859-1 iso8859-2 iso8859-9 iso8859-15"
_NOT_LATIN = (
    "cp1251 cp1253 cp1255 cp1256 cp866 koi8-r koi8-u iso8859-5 iso8859-6 iso8859-7 iso8859-8 "
    "tis-620"
)

# Mean scores of 50 characters (see likelihood.py): right ones lie between -5 and -7.6, text of
# single-byte encodings read as double-byte ones below -9, random bytes below -11.
_LIKELY = -8.5
_LIKELY_WIDE = -8.2
_LIKELY_SHIFTED = (
    -8.0
)  # the better of two readings of 48 bytes: wrong ones reach -8.3, noise read as UTF-16 -9.1
_POSSIBLE = -10.0
_DECLARED_BONUS = 1.0  # a declaration wins over what is as likely as itself, not over more
# Share of the bytes beyond ASCII that are in valid UTF-8 sequences: over 0.9 in damaged UTF-8, up
# to 0.25 in GBK, next to none in Latin-1.
_UTF8_SHARE = 0.5
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# Of the bytes that are no ASCII in a Western text; a page that says Latin-1 and has more is lying.
_WESTERN_SHARE = 0.3
# Bytes beyond ASCII with ASCII on both sides: nearly all of them in German or French, a third in
# Big5, none in GB2312.
_LONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_LONE_SHARE = 0.8
_RUN = re.compile(rb"[\x80-\xff]+")
_LATIN_RUN = 2.0  # mean bytes of a run beyond ASCII: under it only in Latin alphabets ...
_FOREIGN_RUN = 3.0  # ... over it only in others; Vietnamese reaches 2.1
_C1 = re.compile(rb"[\x80-\x9f]")
_POLISH_8859_2 = re.compile(rb"[a-z\xea][\xb1\xb6]|[\xb1\xb6][a-z\xe6]")
_BINARY_SHARE = 0.03  # control bytes: 0.11 in random bytes, none in text; a few in damaged text
_DOUBTFUL = 0.2  # chardet's confidence; below 0.13 where it was wrong about Chinese
# What is Chinese in HZ, also where one byte of `~{` or `~}` was lost.
_SEVEN_BIT = re.compile(
    rb"~(?:\{|(?![~{}\n]))([^\n]*?)(?:~\}|(?=~\{)|(?=\n)|\Z)|(?<!~)\{((?:(?!~[{}])[^\n])+)~\}"
)
_PIECE = 48  # bytes: enough characters for a mean, few enough to hold one damaged place
_SHIFTED = 4096
_ODD_ZEROS = 0.9  # share of the zeros on one side of the byte pairs
_MANY_ZEROS = 0.02

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b") + b"\x7f"
_ASCII = bytes(range(128))
_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b\x08", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstandard data"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\0", "an SQLite database"),
)


class Guess(NamedTuple):
    """A codec, how sure it is (0 to 1) and what decided."""

    codec: str
    confidence: float
    how: How = "statistics"


def what_binary(data: bytes) -> str:
    """Return which binary format the first bytes are the sign of, or an empty string."""
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")


def guess(data: bytes) -> Guess | None:
    """Return the likeliest encoding, or None where the bytes are no text in any."""
    sample = _sample(data)
    declared = declared_codec(data)
    found = (
        _guess_seven_bit(sample)
        or _guess_damaged_utf8(sample)
        or _guess_wide(sample)
        or _guess_east_asian(sample, declared)
    )
    if found is None:
        found = _guess_single(sample, declared)
        if found and found.confidence < _DOUBTFUL:
            found = _guess_shifted(sample) or found
    return found or _guess_shifted(sample, tuple(WIDE), _LIKELY)


def _sample(data: bytes) -> bytes:
    """Return a part of the bytes that begins shortly before the first one beyond ASCII."""
    if len(data) <= _SAMPLE:
        return data
    first = re.search(rb"[\x80-\xff\0]", data)
    start = (first.start() // 4 * 4 if first else 0) - 256
    return data[max(0, start) : max(0, start) + _SAMPLE]


def decode_seven_bit(data: bytes, codec: str) -> str:
    """Return the text of HZ (RFC 1843: GB2312 in seven bits between `~{` and `~}`) or ISO-2022.

    For HZ not Python's codec: it loses step for the rest of the line at the first damaged byte.
    """
    if codec != "hz":
        return data.decode(codec, "replace")

    def widen(match: re.Match[bytes]) -> str:
        wide = bytes(code | 0x80 for code in match[1] or match[2] or b"")
        return realign(wide, "gb18030")[0] if len(wide) % 2 else wide.decode("gb18030", "replace")

    pieces: list[str] = []
    done = 0
    for match in _SEVEN_BIT.finditer(data):
        pieces += [_plain(data[done : match.start()]), widen(match)]
        done = match.end()
    return "".join(pieces) + _plain(data[done:])


def _plain(data: bytes) -> str:
    """Return what stands between the Chinese parts of HZ."""
    return data.replace(b"~\n", b"").replace(b"~~", b"~").decode("gb18030", "replace")


def _guess_seven_bit(sample: bytes) -> Guess | None:
    high = len(sample.translate(None, _ASCII))
    if high > len(sample) * _BINARY_SHARE:
        return None
    if b"~{" in sample and _is_likely(decode_seven_bit(sample, "hz")):
        return Guess("hz", 0.95)
    if b"\x1b$" in sample:
        codec = "iso2022_kr" if b"\x1b$)C" in sample else "iso2022_jp_2"
        if _is_likely(decode_seven_bit(sample, codec)):
            return Guess(codec, 0.95)
    return Guess("utf-8", 1.0, "utf-8") if high == 0 and _is_text(sample) else None


def _is_likely(text: str) -> bool:
    total, count = score(text)
    return count > 1 and total / count > _LIKELY


def _is_text(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls <= 1 or controls <= len(sample) * _BINARY_SHARE


def _guess_damaged_utf8(sample: bytes) -> Guess | None:
    high = len(sample.translate(None, _ASCII))
    valid = sum(len(found) for found in _UTF8_SEQUENCE.findall(sample))
    if high and valid > high * _UTF8_SHARE and _is_text(sample):
        return Guess("utf-8", valid / high)
    return None


def _guess_wide(sample: bytes) -> Guess | None:
    """Tell UTF-16 and UTF-32 without a mark: by where their zeros stand, or by their text."""
    zeros = [sample[place::4].count(0) for place in range(4)]
    units = max(1, len(sample) // 4)
    if sum(zeros) > 4 * _ODD_ZEROS * units:
        return None
    if zeros[3] > _ODD_ZEROS * units and zeros[2] > _ODD_ZEROS * units:
        return Guess("utf-32-le", 0.95)
    if zeros[0] > _ODD_ZEROS * units and zeros[1] > _ODD_ZEROS * units:
        return Guess("utf-32-be", 0.95)
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    best, codec = max((mean_score(sample, codec), codec) for codec in _WIDE)
    if best > _LIKELY_WIDE and best > max(mean_score(sample, other) for other in _EAST_ASIAN):
        return Guess(codec, _sureness(best - _LIKELY, len(sample) // 2))
    if even + odd > _MANY_ZEROS * len(sample) and max(even, odd) > _ODD_ZEROS * (even + odd):
        codec = "utf-16-le" if odd > even else "utf-16-be"
        if mean_score(sample, codec) > _POSSIBLE:
            return Guess(codec, 0.9)
    return None


def _guess_east_asian(sample: bytes, declared: str | None) -> Guess | None:
    high = len(sample.translate(None, _ASCII))
    if len(_LONE.findall(sample)) > _LONE_SHARE * high and declared not in _EAST_ASIAN:
        return None
    ranked = sorted(
        (mean_score(sample, codec) + _DECLARED_BONUS * (codec == declared), codec)
        for codec in _EAST_ASIAN
    )
    best, codec = ranked[-1]
    if best <= _LIKELY:
        return None
    margin = best - max(ranked[-2][0], _LIKELY)
    how: How = "declared" if codec == declared else "statistics"
    return Guess(codec, _sureness(margin, high // 2), how)


def _guess_shifted(
    sample: bytes, codecs: tuple[str, ...] = _EAST_ASIAN, least: float = _LIKELY_SHIFTED
) -> Guess | None:
    """Find text of several bytes a character out of step: a lost or extra byte shifts the rest."""
    pieces = [sample[at : at + _PIECE] for at in range(0, min(len(sample), _SHIFTED), _PIECE)]
    means = [
        (sum(max(mean_score(each[at:], codec) for at in steps) for each in pieces), codec)
        for codec, steps in ((codec, range(WIDE.get(codec, 2))) for codec in codecs)
    ]
    best, codec = max(means)
    best /= len(pieces)
    return Guess(codec, _sureness(best - _LIKELY, 1)) if best > least else None


def _guess_single(sample: bytes, declared: str | None) -> Guess | None:
    if not _is_text(sample):
        return None
    import chardet

    plain = sample.translate(None, _CONTROLS)
    high = len(plain.translate(None, _ASCII))
    if declared and declared not in _EAST_ASIAN and not declared.startswith("utf"):
        undefined = plain.decode(declared, "replace").count("\ufffd")
        western = declared != "cp1252" or high < _WESTERN_SHARE * len(plain)
        if undefined <= 1 + high // 100 and western:
            return Guess(declared, 0.95, "declared")
    run = high / max(1, len(_RUN.findall(plain)))
    candidates = (
        *(_LATIN.split() if run < _FOREIGN_RUN else ()),
        *(_NOT_LATIN.split() if run > _LATIN_RUN else ()),
    )
    # A byte that stands there once may be the damaged one, and chardet never forgives a byte that
    # an encoding does not have.
    once = bytes(code for code in range(128, 256) if plain.count(code) == 1)
    found = [
        chardet.detect(
            variant,
            compat_names=False,
            include_encodings=candidates,
            no_match_encoding="cp1252" if "cp1252" in candidates else "cp1251",
        )
        for variant in (plain, plain.translate(bytes(32 if c in once else c for c in range(256))))
    ]
    best = max(found, key=lambda each: each["confidence"] or 0.0)
    codec = codec_of(best["encoding"] or "cp1252") or "cp1252"
    return Guess(_sibling(codec, plain), best["confidence"] or 0.0)


def _sibling(codec: str, plain: bytes) -> str:
    """Return the codec or its sibling, where single letters tell them apart that chardet mixes up.

    Letters of ISO 8859-2 that are signs in cp1250 (ą ś), or letters no Czech uses (š ž); the
    letters that KOI8-U puts in place of KOI8-R's box drawings.
    """
    if codec == "cp1250" and not _C1.search(plain):
        czech = re.search(rb"[\xec\xf8]", plain) and re.search(rb"[\xb9\xbe]", plain)
        return "iso8859-2" if czech or _POLISH_8859_2.search(plain) else codec
    if codec == "koi8-r" and plain.decode("koi8-r") != plain.decode("koi8-u"):
        return "koi8-u"
    return codec


def mean_score(sample: bytes, codec: str) -> float:
    """Return how likely the text is, as nats for each character beyond ASCII."""
    total, count = score(sample.decode(codec, "replace"))
    return total / count if count else _POSSIBLE


def _sureness(margin: float, count: int) -> float:
    """Return 0.5 to 0.99 from a margin in nats for each character and the number of those."""
    return min(0.99, 1 - 0.5 * math.exp(-max(0.0, margin) * count / 10))
