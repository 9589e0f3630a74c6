"""Remove marks that were injected or doubled: `引領,,發展` becomes `引領,發展`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding
from cleaner.damage.prose import HAN, MACHINE_SPAN, prose_lines

__all__ = ["RepairPunctuation"]

_MARKS = ",、。;"
_PROOF_MARKS = "、。"  # no table and no program has a comma before one of these
# A comma and the mark it was put before; longer runs are something else (`,,,` is an ellipsis).
_PAIR = re.compile(f"(?<![{_MARKS}.]),(?:([{_MARKS}])(?![{_MARKS}.])|([!?]))")
_MARK = re.compile(f"[{_MARKS}]")
_DOUBLED = re.compile(r"(?<!([、;。,]))([、;。,])\2(?!\2)")
_SINGLE = re.compile(r"(?<!([、;。,]))[、;。,](?![、;。,])")
_NEAR = 12  # code points within which a Chinese character must stand

# Of the marks of a page with injected commas 38-45 % are such pairs (32 generated pages, three
# seeds). Of 79 clean Chinese pages two hold one pair each, 2 % and 4 % of their marks.
_PAIRS, _PROOFS, _SHARE = 4, 2, 0.10
_FEW_PAIRS, _FEW_PROOFS, _FEW_SHARE = 3, 1, 0.30
# A page on which every mark is written twice. Nobody writes `、、` or `；；` for an ellipsis.
_DOUBLED_PROOFS, _DOUBLED_SHARE = 2, 0.5

# On a page that was folded no full-width mark is left, and commas stand between its words.
_SHOUT = re.compile(f"(?<=[{HAN}]),(?=[!?](?![!?.,]))")
_WIDE = re.compile("[，！？；：]")
_COMMA = re.compile(f"[{HAN}],[{HAN}]")
_FOLDED_COMMAS = 4
_TRADITIONAL_SHARE = 0.1  # of the characters have another form: 25 % in traditional text

_STRAY_BLANK = re.compile(
    f"(?<=[{HAN}])[ \u00a0\u3000](?=[，,、。；]?[，、。；：](?:[{HAN}“‘「『《（(]|$))", re.MULTILINE
)
_SPACED = re.compile(f"[{HAN}](?= (?:[{HAN}]|[，。、；：] ))")


@dataclass(frozen=True, slots=True)
class RepairPunctuation:
    """Remove injected commas (`,,` `,。` `,;` `,!`), marks written twice, blanks before marks.

    What it does: hijacked mirrors put a comma before two of three marks. Where a page shows that
    (several pairs that nobody writes, such as `,。`, and pairs in a good share of all its marks),
    the first mark of every pair in Chinese text is removed, half-width or full-width. A page on
    which the marks stand twice throughout (`、、` among them) gets them back single. One blank
    between a Chinese character and a full-width mark inside of a sentence is removed.

    When it is wrong: on a damaged page an honest `,,` between Chinese words goes, too. A damaged
    page with fewer than three pairs stays as it is.

    Left alone: code, tables, comma-separated values, URLs, numbers, `..` and `...`, `——`, `！！`,
    runs of three and more, and a few doubled commas on an honest page (`好吧，，我知道了`).

    Options: `blanks`: remove the blank before a mark.

    Example: `黨委領導,、政府負責,、社會協同,。` becomes `黨委領導、政府負責、社會協同。`
    """

    blanks: bool = True

    gate: ClassVar[str] = r",[、。;!?]|、、|[\p{Han}];;|[\p{Han}] [,、。;:](?:[\p{Han}“‘「『《(]|$)"

    def __call__(self, doc: Document) -> Sequence[Finding]:
        """Return the removals."""
        edits = [Edit(place, place + 1) for place in _intruders(doc)]
        if self.blanks:
            edits += [Edit(place, place + 1) for place in _stray_blanks(doc.text)]
            edits.sort()
        return edits


def _intruders(doc: Document) -> list[int]:
    """Return the offsets of marks to be removed, or none where the page gives no proof."""
    folded = doc.folded
    pairs = [(match.start(), match[1] or match[2]) for match in _PAIR.finditer(folded)]
    doubled = [match.start() for match in _DOUBLED.finditer(folded) if match[2] != ","]
    alone = _before_shouts(doc)
    if len(pairs) < _FEW_PAIRS and len(doubled) < _DOUBLED_PROOFS:
        return alone
    allowed = _allowed(doc)
    pairs = [
        (place, mark)
        for place, mark in pairs
        if mark in _PROOF_MARKS or (allowed[place] and _is_near(folded, place))
    ]
    proofs = sum(mark not in ",;" for _, mark in pairs)
    marks = sum(allowed[match.start()] for match in _MARK.finditer(folded)) or 1
    share = len(pairs) / marks
    places = alone
    if (len(pairs) >= _PAIRS and proofs >= _PROOFS and share >= _SHARE) or (
        len(pairs) >= _FEW_PAIRS and proofs >= _FEW_PROOFS and share >= _FEW_SHARE
    ):
        places = [place for place, _ in pairs]
    return sorted({*places, *_written_twice(folded, allowed)})


def _before_shouts(doc: Document) -> list[int]:
    """Return the commas before `!` and `?` on a page whose table held these two marks alone.

    Such a page shows nothing else, but it is traditional, and all of its marks were folded to half
    width. No honest hand writes a comma before them.
    """
    text = doc.text
    found = [match.start() for match in _SHOUT.finditer(text)]
    if not found or _WIDE.search(text) or len(_COMMA.findall(text)) < _FOLDED_COMMAS:
        return []
    han = sum(before != after for before, after in zip(text, doc.folded, strict=True))
    if han < _TRADITIONAL_SHARE * len(text):
        return []
    allowed = _allowed(doc)
    return [place for place in found if allowed[place]]


def _written_twice(folded: str, allowed: Sequence[int]) -> Iterator[int]:
    """Yield the first of two equal marks on a page where that is how marks are written."""
    found = [
        match.start()
        for match in _DOUBLED.finditer(folded)
        if allowed[match.start()] and _is_near(folded, match.start())
    ]
    proofs = sum(folded[place] in "、;" for place in found)
    single = sum(allowed[match.start()] for match in _SINGLE.finditer(folded))
    if proofs >= _DOUBLED_PROOFS and len(found) >= _DOUBLED_SHARE * (len(found) + single):
        yield from found


def _allowed(doc: Document) -> bytearray:
    """Return one flag a code point: does it stand in Chinese prose?"""
    flags = bytearray(len(doc.text))
    for line, is_prose in zip(doc.lines, prose_lines(doc.text, doc.folded), strict=True):
        if is_prose:
            flags[line.start : line.end] = b"\x01" * (line.end - line.start)
    for match in MACHINE_SPAN.finditer(doc.folded):
        flags[match.start() : match.end()] = bytes(match.end() - match.start())
    return flags


def _is_near(folded: str, place: int) -> bool:
    """Say whether a mark belongs to Chinese text, and not to numbers or to a quoted foreign one."""
    around = folded[place - 1 : place] + folded[place + 2 : place + 3]
    if len(around) == 2 and around.isdigit() and folded[place + 1] in ",;":
        return False
    near = folded[max(0, place - _NEAR) : place + _NEAR]
    return bool(re.search(f"[{HAN}]", near))


def _stray_blanks(text: str) -> Iterator[int]:
    """Yield the offsets of single blanks before a full-width mark inside of a sentence."""
    found = [match.start() for match in _STRAY_BLANK.finditer(text)]
    # Text that was cut into words has blanks everywhere: they are its own.
    if found and len(_SPACED.findall(text)) <= len(found):
        yield from found
