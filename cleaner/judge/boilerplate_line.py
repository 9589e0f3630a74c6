"""What a line is by itself, for the judge of boilerplate: its grams, its shape, its numbers."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from cleaner.core.document import fold

__all__ = ["LONGEST", "Traits", "read_traits"]

LONGEST = 200
"""Code points; longer lines are not judged."""

_WHOLE = 40  # a line up to so many code points is a gram by itself
_PART = 15  # so much of a word is part of a pair
_SAME_DIGIT = str.maketrans("123456789", "000000000")
_TOKEN = re.compile(r"[a-zà-ÿ0']+|[一-龥]+|[^\w\s]|\w")
_HAN = re.compile("[一-龥]")
_END = re.compile(r"""[。．！？!?.…:：;；,，、](?=["”’」』)）]?$)""")
_ENDINGS = "。.!?…:;,、"
_SENTENCE = re.compile(r"[。!?…;]|[a-z]\. ")
_NUMBERED = re.compile(
    r"[(]?[一二三四五六七八九十0]+[、.):]|[-*+#•·] |第[一二三四五六七八九十0]+[章节条回]"
)
_DATE = re.compile(
    r"0000?[-/.年]00?[-/.月]00?|00?:00"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* 00?,? 0000"
    r"|00? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,? 0000"
)
_SEPARATOR = re.compile(r"[|·•›»>/│┊丨]| {2,}")
_WORD = re.compile(r"[a-zà-ÿ]{4,}")
_COMMON = frozenset(
    [
        "this",
        "that",
        "with",
        "from",
        "your",
        "have",
        "more",
        "about",
        "what",
        "when",
        "their",
        "they",
        "will",
        "been",
        "were",
        "which",
        "there",
        "yang",
        "dengan",
        "untuk",
        "pada",
        "dari",
        "dalam",
    ]
)
_SOUGHT_PAIRS, _SOUGHT_WORDS = 16, 8  # so many are looked for in the body
_NARROW = 2.5  # letters of an alphabet say as much as one Han character


class Traits(NamedTuple):
    """A line by itself.

    `grams` and `shapes` have weights in the model; `sought` are words to look for in the body;
    `numbers` are features.
    """

    grams: list[str]
    shapes: tuple[str, ...]
    sought: list[str]
    numbers: tuple[float, ...]


def read_traits(line: str) -> Traits:
    """Return what a line is by itself; digits are all the same."""
    text = fold(line).strip()[:LONGEST].translate(_SAME_DIGIT)
    size = len(text) or 1
    han = _HAN.search(text) is not None
    match = _END.search(text)
    ending = _ENDINGS.find(match[0]) if match else -1
    sentence = _SENTENCE.search(text) is not None
    numbered = _NUMBERED.match(text) is not None
    date = "0" in text and _DATE.search(text) is not None
    separators = len(_SEPARATOR.findall(text))
    shapes = (
        f"#L{min(int(size**0.5 * 1.6), 20)}",
        f"#E{ending}",
        f"#S{sentence:d}",
        f"#N{numbered:d}",
        f"#D{date:d}",
        f"#P{min(4, separators)}",
    )
    words = line.split()
    numbers = (
        size,
        size if han else size / _NARROW,
        min(len(words), 20),
        text.count("0") / size,
        sum([word[0].isupper() for word in words]) / (len(words) or 1),
        min(separators, 10),
        ending,
        text.count(",") + text.count("、"),
        sentence,
        numbered,
        date,
        ":" in text,
        han,
        '"' in text or "“" in text or "「" in text,
    )
    return Traits(_grams(text), shapes, _sought(text, han), numbers)


def _grams(text: str) -> list[str]:
    grams = ["=" + text] if len(text) <= _WHOLE else []
    add = grams.append
    before = "^"
    for token in _TOKEN.findall(text):
        if "一" <= token[0] <= "龥":
            around = before[-1] + token
            grams += map("".join, pairwise(around))
            if len(token) >= 3:
                grams += map("".join, zip(token, token[1:], token[2:], strict=False))
            elif len(token) == 1:
                add(token)
            add("_" + token if len(token) <= 6 else token[:2] + "_")
            before = token[-1]
        else:
            add(token)
            add(before + " " + token if len(before) < _PART else token)
            before = token
    add(before[-_PART:] + "$")
    return grams


def _sought(text: str, han: bool) -> list[str]:
    if not han:
        return [word for word in _WORD.findall(text) if word not in _COMMON][:_SOUGHT_WORDS]
    pairs = pairwise(text)
    return [a + b for a, b in pairs if "一" <= a <= "龥" and "一" <= b <= "龥"][:_SOUGHT_PAIRS]
