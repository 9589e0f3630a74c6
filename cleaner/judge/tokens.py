"""Tokens of many short texts at once, as arrays of numbers.

A token is one CJK character, or a run of other word characters, after NFKC and lower-casing; the
shingle scores of extraction are counted in the same tokens. Tokens are never made as strings: each
is a 64-bit hash, so that overlap, duplicates, keywords and hashed weights are array operations.
The hash is integer arithmetic only and gives the same numbers on every machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Hashes = NDArray[np.uint64]

WORD, CJK, DIGIT, UPPER, END, COMMA, BLANK, SIGN = (1 << bit for bit in range(8))
"""Bits of the class of a character."""

_BMP = 0x10000
_CJK_RANGES = ((0x3005, 0x3008), (0x3040, 0x3100), (0x3400, 0xA000), (0xF900, 0xFB00))
_END_MARKS = ".!?。…;"
_COMMAS = ",、:"
_SIGNS = "|>»›·•/-_[]【】<《"
_LONGEST_TOKEN = 32
"""Characters of a token that enter its hash; longer words are told apart by these."""
_FACTOR = 0x9E3779B97F4A7C15
_MIX = 0xD6E8FEB86659FD93


@cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.uint32], Hashes]:
    """Class and lower case of every BMP character, and the powers of the hash's factor."""
    kinds = np.zeros(_BMP, np.uint8)
    lower = np.arange(_BMP, dtype=np.uint32)
    for code in range(_BMP):
        char = chr(code)
        if char.isalnum() or char == "_":
            kinds[code] |= (
                WORD | (DIGIT if char.isdigit() else 0) | (UPPER if char.isupper() else 0)
            )
            small = char.lower()
            if len(small) == 1:
                lower[code] = ord(small)
    for start, end in _CJK_RANGES:
        kinds[start:end] |= WORD | CJK
    for marks, bit in ((_END_MARKS, END), (_COMMAS, COMMA), (" \n\t", BLANK), (_SIGNS, SIGN)):
        kinds[[ord(mark) for mark in marks]] |= bit
    powers = np.array([pow(_FACTOR, n + 1, 1 << 64) for n in range(_LONGEST_TOKEN)], np.uint64)
    return kinds, lower, powers


def mix(values: Hashes) -> Hashes:
    """Spread the bits of hashes, so that any of them may be used as a bucket."""
    mixed = values ^ (values >> np.uint64(32))
    mixed = mixed * np.uint64(_MIX)
    spread: Hashes = mixed ^ (mixed >> np.uint64(29))
    return spread


def _class_beyond(code: int) -> int:
    """Class of a character beyond the BMP, of which a page has few."""
    if 0x20000 <= code < 0x40000:
        return WORD | CJK
    return WORD if chr(code).isalnum() else 0


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a row of texts.

    Attributes:
        hashes: one number a token, all texts one after another.
        text_of: the text each token belongs to.
        starts: where the tokens of each text start in `hashes`; one more entry for the end.
        kinds: class bits of each character of the joined texts, one newline after each text.
        codes: the characters themselves, lower case.
        char_starts: where each text starts in `kinds`; one more entry for the end.
    """

    hashes: Hashes
    text_of: Ints
    starts: Ints
    kinds: NDArray[np.uint8]
    codes: NDArray[np.uint32]
    char_starts: Ints

    @property
    def counts(self) -> Ints:
        """Number of tokens of each text."""
        return np.diff(self.starts)

    def count_kind(self, bit: int) -> Ints:
        """Number of characters of a class in each text."""
        sums = np.concatenate(([0], np.cumsum((self.kinds & bit) != 0)))
        return sums[self.char_starts[1:]] - sums[self.char_starts[:-1]]

    def grams(self, size: int) -> tuple[Hashes, Ints]:
        """Hashes of runs of `size` tokens within one text, and where each run starts.

        A run over the border of two texts is left out.
        """
        if size == 1:
            return self.hashes, np.arange(len(self.hashes))
        count = len(self.hashes) - size + 1
        if count <= 0:
            return np.zeros(0, np.uint64), np.zeros(0, np.int64)
        at = np.nonzero(self.text_of[:count] == self.text_of[size - 1 :])[0]
        value = self.hashes[at]
        for offset in range(1, size):
            value = mix(value * np.uint64(3) + self.hashes[at + offset])
        return value, at

    def whole(self) -> Hashes:
        """One hash for the whole text of each entry."""
        places = np.arange(len(self.hashes)) - self.starts[self.text_of]
        spread = mix(self.hashes + places.astype(np.uint64) * np.uint64(_FACTOR))
        sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(spread, dtype=np.uint64)))
        return mix(sums[self.starts[1:]] - sums[self.starts[:-1]])


def read_tokens(texts: Sequence[str]) -> Tokens:
    """Tokens of texts that hold no newline; newlines are read as blanks."""
    kinds_of, lower, powers = _tables()
    joined = "\n".join(text.replace("\n", " ") for text in texts)
    if not joined.isascii():
        joined = unicodedata.normalize("NFKC", joined)
    codes = np.frombuffer((joined + "\n").encode("utf-32-le", "surrogatepass"), np.uint32)
    low = np.minimum(codes, _BMP - 1)
    kinds = kinds_of[low]
    for code in np.unique(codes[codes >= _BMP]).tolist():
        kinds[codes == code] = _class_beyond(code)
    small = np.where(codes < _BMP, lower[low], codes)
    breaks = np.nonzero(codes == 10)[0]
    char_starts = np.concatenate(([0], breaks + 1))
    word = (kinds & WORD) != 0
    wide = (kinds & CJK) != 0
    run = word & ~wide
    begins = run.copy()
    begins[1:] &= ~run[:-1]
    begins |= wide
    at = np.nonzero(begins)[0]
    spot = np.nonzero(word)[0]
    number = np.cumsum(begins)[spot] - 1
    place = np.minimum(spot - at[number], _LONGEST_TOKEN - 1) if len(spot) else spot
    parts = (small[spot].astype(np.uint64) + np.uint64(1)) * powers[place]
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(parts, dtype=np.uint64)))
    edges = np.concatenate((np.searchsorted(spot, at), [len(spot)]))
    hashes = mix(sums[edges[1:]] - sums[edges[:-1]])
    starts = np.searchsorted(at, char_starts)
    text_of = np.repeat(np.arange(len(breaks)), np.diff(starts))
    return Tokens(hashes, text_of, starts, kinds, small, char_starts)
