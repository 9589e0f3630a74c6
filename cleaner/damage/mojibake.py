"""Text that was decoded as the wrong Chinese or Japanese encoding, found and turned back.

Every repair is an inversion: the characters are encoded as what they were read as, the bytes are
decoded as what they were, and nothing is lost on the way. It is believed only where the old text is
unlikely, the new text is likely (`cleaner.damage.likelihood`), and chance cannot explain it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple, Protocol, TypeVar

from cleaner.damage.likelihood import character_score

__all__ = [
    "AS_LATIN",
    "Repair",
    "disjoint",
    "find_repairs",
    "latin_bytes",
    "search_by_first",
    "signature",
    "signs",
]

# Chinese words so common that a page in a wrong encoding cannot do without what becomes of them.
_COMMON_SIMPLIFIED = "的一是不了在有这，。、"
_COMMON_TRADITIONAL = "的一是不了在有這個來為說"
_TELLING = -11.5  # score of what such a character becomes, if it is to tell anything

# Nats for each character; found on the texts of tests/formats/data in all pairs of encodings: right
# inversions have a mean over -8.6 (-7.9 without a structure of their own), honest text of the same
# shape stays below -9.
_LIKELY = -8.8
_LIKELY_UNPROVEN = -7.9
_LIKELY_BESIDE_OTHERS = -8.8
# Of the bytes of a page that is UTF-8 read as Latin-1, 0.6 to 1 are in valid sequences, of double-
# byte ones up to 0.42; `²â¶¨` has 3 of 4.
_UTF8_SHARE = 0.55
_UTF8_SHARE_OF_FEW = 0.8
_FEW_BYTES = 200
_LIKELY_IN_LINE = -11.5
_GAIN = 1.5
_FEWEST = 3  # different characters that an inversion must yield where no UTF-8 proves it
_FEWEST_PAIRED = 5  # the same between GBK and Big5, where the old text is made of ideographs, too

_HIGH = "\x80-\xffŒœŠšŽžŸƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
# Without the quotation marks and dashes of honest text, at each of which a search would pause.
_HIGH_LETTERS = "\x80-\xffŒœŠšŽžŸƒˆ˜‚„†‡‰‹›€™"
_LATIN_RUN = re.compile(f"[{_HIGH}][{_HIGH}@-~]*[{_HIGH}@-~]")
_SIGNS = re.compile("[\u0100-\u2fff]")
_KNOWN = re.compile("[^\ufffd]+")
_DOUBLE_BYTE = ("gb18030", "big5hkscs", "cp949", "euc_jp", "cp932")
AS_LATIN = "read as Latin-1"
_BIG5_LEADS = "¤-ù"
_MIXED_SIGNS = re.compile(
    "(?=.*[À-ÖØ-öø-ÿ])(?=.*[\xa1-\xa9\xac-\xb4\xb6-\xb9\xbc-\xbf])[\xa1-\xff]{4}"
)
_FOREIGN_RUN = re.compile("[^\x00-\x7f]+")
# FF stands for a byte that was lost; only continuation bytes can be.
_CHARACTER = rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf\xff]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
_UTF8 = re.compile(rb"(?:" + _CHARACTER + rb")+[@-~]?")
_UTF8_ONE = re.compile(_CHARACTER + rb"|[@-~]")
_LOST = 0xFF
_CONTINUATION = range(0x80, 0xC0)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# CP936 reads a byte 80 where a pair begins as the euro sign.
_BYTES = {"€": b"\x80", "\x80": b"\x80", "\ufffd": b"\xff"}
_CLEAR = 3.0  # nats by which one reading of a lost byte must be likelier than any other


class Repair(NamedTuple):
    """Put `new` in place of `[start, end)`; `kind` says what was read as what."""

    start: int
    end: int
    new: str
    kind: str


def latin_bytes(text: str) -> bytes:
    """Return the bytes that look like this text in Latin-1 or Windows-1252."""
    return b"".join(
        one.encode("latin-1") if one < "\u0100" else one.encode("cp1252", "replace") for one in text
    )


@cache
def signature() -> re.Pattern[str]:
    """Return what every text shows that `find_repairs` can repair, and honest text hardly ever."""
    return search_by_first(*signs())


@cache
def signs() -> tuple[tuple[str, str], ...]:
    """Return the alternatives of the signature, as `search_by_first` takes them.

    Made from the codecs at first use, in about 10 ms.
    """
    first = _decoded((0xE2, 0xEA), (0x80, 0xC0)) + _decoded((0xEF, 0xF0), (0xBC, 0xBE))
    second = _decoded((0x80, 0xC0), (0xE2, 0xEA)) + _decoded((0x80, 0xC0), (0xEF, 0xF0)) + "€\ufffd"
    cyrillic = _decoded((0xD0, 0xD2), (0x80, 0xC0))
    big5 = _telling(_COMMON_SIMPLIFIED, "gb18030", "big5hkscs")
    gbk = _telling(_COMMON_TRADITIONAL, "big5hkscs", "gb18030")
    return (
        (first, f"[{second}]."),
        (cyrillic, f"[{cyrillic}]{{3}}"),
        ("縺繧繝", "[^\x00-\x7f]"),
        ("譁譛隱蜿莠螟荳莉", "[^\x00-\x7f]{2}[縺繧繝]"),
        (big5, f"[^\n]{{0,20}}[{big5}]"),
        (gbk, f"[^\n]{{0,20}}[{gbk}]"),
        ("\ue4c7\ue4c9", "[^\x00-\x7f]"),  # the comma and the full stop of Big5 as GB18030
        (_HIGH_LETTERS, f"[{_HIGH}]{{3}}"),
        (_BIG5_LEADS, f"[@-~¡-þ](?:[{_BIG5_LEADS}][@-~¡-þ]){{2}}"),
    )


def search_by_first(*alternatives: tuple[str, str]) -> re.Pattern[str]:
    """Return what finds any of the alternatives, each a set of first characters and what follows.

    With one set in front, `re` skips clean text forty times as fast as with an alternation.
    """
    heads = "".join(first for first, _ in alternatives)
    rests = "|".join(f"(?<=[{first}]){rest}" for first, rest in alternatives)
    return re.compile(f"[{heads}](?:{rests})")


def _decoded(leads: tuple[int, int], trails: tuple[int, int]) -> str:
    pairs = (bytes((lead, trail)) for lead in range(*leads) for trail in range(*trails))
    return "".join(pair.decode("gb18030", "ignore") for pair in pairs if pair[0] > 0x80)


def _telling(common: str, encoding: str, read_as: str) -> str:
    became = (one.encode(encoding).decode(read_as, "ignore") for one in common)
    return "".join(
        one
        for one in became
        if len(one) == 1 and (character_score(one) < _TELLING or one in "ㄛ﹝﹜ぃ")
    )


def find_repairs(text: str) -> list[Repair]:
    """Return the repairs of a text, sorted and disjoint; looks at everything, so ask first.

    What one place proves by its length makes shorter places of the same kind credible, and rarer
    words in its own line.
    """
    proven: dict[str, list[Repair]] = {}
    doubtful: dict[str, list[Repair]] = {}
    for repair, is_proven in _candidates(text):
        (proven if is_proven else doubtful).setdefault(repair.kind, []).append(repair)
    latin = [kind for kind in proven if kind.endswith(AS_LATIN)]
    best = max(latin, key=lambda kind: _weight(proven[kind]), default="")
    kinds = [kind for kind in proven if kind == best or not kind.endswith(AS_LATIN)]
    found = [each for kind in kinds for each in proven[kind]]
    lines = {text.rfind("\n", 0, each.start) for each in found}
    found += [
        each
        for kind in kinds
        for each in doubtful.get(kind, ())
        if _mean(each.new) > _LIKELY_BESIDE_OTHERS or text.rfind("\n", 0, each.start) in lines
    ]
    # Longer ones first: of two readings of a place the one that explains more is right.
    return disjoint(sorted(found, key=lambda each: (each.start - each.end, each.start)))


_Span = TypeVar("_Span", bound="Spanned")


class Spanned(Protocol):
    """Anything with two edges."""

    @property
    def start(self) -> int:
        """First code point."""
        ...

    @property
    def end(self) -> int:
        """Code point after the last one."""
        ...


def disjoint(spans: Iterable[_Span]) -> list[_Span]:
    """Return, in order of place, the spans that overlap none of those given before them."""
    kept: list[_Span] = []
    for span in spans:
        at = bisect_left(kept, span.start, key=lambda other: other.start)
        before = at == 0 or kept[at - 1].end <= span.start
        if before and (at == len(kept) or span.end <= kept[at].start):
            kept.insert(at, span)
    return kept


def _weight(repairs: list[Repair]) -> float:
    """Return how much repairs explain: one page was read wrongly in one way, not in several."""
    text = "".join(repair.new for repair in repairs)
    return (_mean(text) - _LIKELY_BESIDE_OTHERS) * sum(each.end - each.start for each in repairs)


def _candidates(text: str) -> Iterator[tuple[Repair, bool]]:
    for run in _FOREIGN_RUN.finditer(text):
        for codec in ("gb18030", "cp932"):
            yield from _as_utf8(run[0], run.start(), codec)
        for codec, other in (("big5hkscs", "gb18030"), ("gb18030", "big5hkscs")):
            yield from _as_other(run[0], run.start(), codec, other)
    # Beside other signs it is a shred of some other confusion: `ÎèÑ∞`, `σ╝Ç`.
    runs = [
        run
        for run in _LATIN_RUN.finditer(text)
        if not _SIGNS.match(text[run.start() - 1 : run.start()])
        and not _SIGNS.match(text, run.end())
    ]
    if _is_utf8_as_latin(b" ".join(latin_bytes(run[0]) for run in runs)):
        return  # not double-byte text, and not for this module
    for run in runs:
        for codec in _DOUBLE_BYTE:
            yield from _as_double_byte(run[0], run.start(), codec)


def _is_utf8_as_latin(data: bytes) -> bool:
    high = sum(byte > 0x7F for byte in data)
    valid = sum(len(found) for found in _UTF8.findall(data))
    return valid > high * (_UTF8_SHARE if high > _FEW_BYTES else _UTF8_SHARE_OF_FEW)


def _as_utf8(run: str, offset: int, codec: str) -> Iterator[tuple[Repair, bool]]:
    """Find stretches of a run that are UTF-8 once they are encoded as what they were read as."""
    pieces = [_BYTES.get(one) or one.encode(codec, "replace") for one in run]
    data = b"".join(pieces)
    # A decoder that knows private-use characters stumbles over nothing but a lead byte 80.
    lost = (0x80,) if codec == "gb18030" and _PRIVATE.search(run) else _CONTINUATION
    # From each byte where a character begins to its index; the last one is the end.
    places = {at: index for index, at in enumerate(accumulate(map(len, pieces), initial=0))}
    for match in _UTF8.finditer(data):
        edges = [match.start()] + [one.end() for one in _UTF8_ONE.finditer(data, *match.span())]
        usable = [edge for edge in edges if edge in places]
        if len(usable) < 2:
            continue
        first, last = usable[0], usable[-1]
        start, end = places[first], places[last]
        new = "".join(
            # at the end of the run it was a lead byte that ASCII followed
            _read_character(one[0], lost if one.end() < len(data) else _CONTINUATION)
            for one in _UTF8_ONE.finditer(data, first, last)
        ).replace("\ufeff", "")
        old = run[start:end]
        if new and _is_better(old, new, _LIKELY):
            repair = Repair(offset + start, offset + end, new, f"UTF-8 read as {codec}")
            yield repair, len(old) >= _FEWEST


def _read_character(data: bytes, lost: Iterable[int]) -> str:
    """Return the character of a UTF-8 sequence, or U+FFFD where its lost byte could be several."""
    if _LOST not in data:
        return data.decode("utf-8", "replace")
    ranked = sorted(
        (character_score(one), one)
        for code in lost
        if (one := data.replace(b"\xff", bytes([code]), 1).decode("utf-8", "ignore"))
    )
    if not ranked or (len(ranked) > 1 and ranked[-1][0] < ranked[-2][0] + _CLEAR):
        return "\ufffd"
    return ranked[-1][1]


def _as_other(run: str, offset: int, codec: str, other: str) -> Iterator[tuple[Repair, bool]]:
    """Find runs of GBK that was read as Big5, or the other way round."""
    for part in _KNOWN.finditer(run):
        try:
            new = part[0].encode(codec).decode(other)
        except UnicodeError:
            continue
        if new != part[0] and _is_better(part[0], new, _LIKELY_BESIDE_OTHERS):
            sure = len(set(new)) >= _FEWEST_PAIRED and _mean(new) > _LIKELY_UNPROVEN
            start, end = (offset + edge for edge in part.span())
            yield Repair(start, end, new, f"{other} read as {codec}"), sure


def _as_double_byte(run: str, offset: int, codec: str) -> Iterator[tuple[Repair, bool]]:
    """Find runs of double-byte text that were read as Latin-1, without the ASCII around them."""
    try:
        new = latin_bytes(run).decode(codec)
    except UnicodeError:
        return
    if _mean(new) < _LIKELY_IN_LINE:
        return
    tail = 0
    while tail < len(new) and run[-1 - tail] == new[-1 - tail] and run[-1 - tail] < "\x80":
        tail += 1
    new = new[: len(new) - tail]
    foreign = {one for one in new if one > "\x7f"}
    # Two are enough where the old text mixes signs with letters, as no word does: `²â¶¨`.
    fewest = _FEWEST - (codec == "gb18030" and _MIXED_SIGNS.fullmatch(run) is not None)
    sure = len(foreign) >= fewest and _mean(new) > _LIKELY_UNPROVEN
    if foreign and len(foreign) * 2 >= len(new):
        yield Repair(offset, offset + len(run) - tail, new, f"{codec} {AS_LATIN}"), sure


def _mean(text: Iterable[str]) -> float:
    scores = [character_score(one) for one in text if one > "\x7f"]
    return sum(scores) / len(scores) if scores else float("-inf")


def _is_better(old: str, new: str, likely: float) -> bool:
    mean = _mean(new)
    return mean > likely and mean > _mean(old) + _GAIN
