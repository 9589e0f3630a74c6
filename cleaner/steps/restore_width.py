"""Give folded marks their width back: `发展,创新` becomes `发展，创新`."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding
from cleaner.damage.prose import HAN, MACHINE_SPAN, prose_lines

__all__ = ["RestoreWidth"]

_WIDE = {half: chr(ord(half) + 0xFEE0) for half in ",:;?!()"}
_HAN_CHAR = re.compile(f"[{HAN}]")
_MARK = re.compile(r"[,:;]|[?!]+")
_BRACKET = re.compile(r"[()]")
_OPENERS, _CLOSERS = "“‘「『《〈【〔", "”’」』》〉】〕"
_STOPS = "。、…—·"
_CHINESE = re.compile(f"[{HAN}{_OPENERS}{_CLOSERS}{_STOPS}]")
_FOREIGN_NEIGHBOURS = frozenset(",:;?!。、….\"'\\[]{}<>=_&|#")  # doubled marks, and code
_FILLER = "z"
_SMILEY = re.compile(r"[:;]['’]?-?(?:[()dpox3/|*]+)(?![\w])")
# What a Chinese clause that asks nearly always holds.
_ASKING = re.compile(r"[吗呢么吧嘛啊呀什何谁哪怎几多少否孰岂难有没不能可要想会对好知]|是不是")
_SENTENCE = 8  # Chinese characters of a line; a key with its value (`API:密钥`) has fewer
_NAME = re.compile(r"[a-z_][\w.]*$", re.ASCII)
_REACH = 60  # code points that are looked back or forward: no clause and no name is longer
_CLAUSE_EDGE = re.compile(r"[,:;?!。、…]")

# A page counts as folded with three marks of Chinese text in half-width and at most one in twenty
# in full-width (in seed 002, one of 387 had come in later), with ideographic marks, which folding
# leaves (`。`, `、`), and with few signs of somebody who types half-width marks on purpose: a blank
# after the mark, `.` for `。`.
_LEAST, _WIDE_SHARE, _SPACED_SHARE = 3, 0.05, 0.25
_HALF_STOP = re.compile(f"[{HAN}]\\.(?:[ {HAN}]|$)", re.MULTILINE)
_SPACED = re.compile(f"[{HAN}][,:;?!] +[{HAN}]")


@dataclass(frozen=True, slots=True)
class RestoreWidth:
    """Turn half-width `, : ; ? ! ( )` of Chinese sentences back into full-width marks.

    What it does: somebody folded the page (NFKC does it): `，` became `,`, while `。` and `、`
    stayed, which have no twin in ASCII. Where the whole page looks like that, the marks that
    stand in Chinese context are widened. Brackets are widened in pairs, if they hold Chinese.

    When it is wrong: an author who types `,` with `。` on purpose and without a blank after it
    cannot be told from a folded page; the result is then the standard's writing (GB/T 15834) and
    not the author's. Brackets around Latin words or digits alone, `函數(fn)` `(1)`, stay half-width
    even where they had been folded. `?` in the middle of a line stays unless the clause asks.

    Left alone: pages with full-width marks; numbers, times, ratios (`1,000` `12:30` `3:2`); marks
    between Latin words; code, tables, comma-separated rows, URLs, addresses; smileys; doubled
    marks; a mark with a blank before or after it; Japanese and Korean lines; straight quotes.

    Options: `marks`: which marks are widened.

    Example: `时间:2020年,乡镇(街道)` becomes `时间：2020年，乡镇（街道）` on a folded page.
    """

    marks: tuple[str, ...] = (",", ":", ";", "?", "!", "()")

    gate: ClassVar[str] = r"[\p{Han}]"

    def __call__(self, doc: Document) -> Sequence[Finding]:
        """Return one edit for each mark."""
        text = doc.text
        wide = sum(map(text.count, _WIDE.values()))
        half = sum(map(text.count, _WIDE))
        if half < _LEAST or wide > _WIDE_SHARE * (wide + half):
            return []
        places = list(_places(doc))
        half = sum(text[place] in _WIDE for place in places)
        if half < _LEAST or wide > _WIDE_SHARE * (wide + half) or not _is_folded(doc.folded, half):
            return []
        wanted = set("".join(self.marks))
        edits = []
        for place in places:
            mark = text[place]
            if mark in _WIDE and mark in wanted:
                edits.append(Edit(place, place + 1, _WIDE[mark]))
        return edits


def _is_folded(folded: str, half: int) -> bool:
    """Say whether the page's other marks speak for folding and not for an author's habit."""
    stops = folded.count("。")
    return (
        stops + folded.count("、") > 0
        and len(_HALF_STOP.findall(folded)) <= stops
        and len(_SPACED.findall(folded)) <= _SPACED_SHARE * half
    )


def _places(doc: Document) -> Iterator[int]:
    """Yield the offsets of marks in Chinese context, whatever their width is now.

    The answer rests on folded text alone: it is the same before and after the marks were widened.
    """
    folded = doc.folded
    for line, is_prose in zip(doc.lines, prose_lines(doc.text, folded), strict=True):
        if is_prose:
            content = _mask(folded[line.start : line.end].rstrip())
            found = [*_line_marks(content), *_brackets(content)]
            yield from (line.start + place for place in sorted(found))


def _mask(content: str) -> str:
    """Blot out what is for machines, and smileys: no mark is left in them."""
    content = MACHINE_SPAN.sub(lambda match: _FILLER * len(match[0]), content)
    return _SMILEY.sub(
        lambda match: match[0] if _closes(content, match) else _FILLER * len(match[0]), content
    )


def _closes(content: str, smiley: re.Match[str]) -> bool:
    """Say whether what looks like a smiley is a mark and a real bracket: `(注:)` `时间:(周一)`."""
    if "(" in smiley[0]:
        return ")" in content[smiley.end() : smiley.end() + _REACH]
    before = content[max(0, smiley.start() - _REACH) : smiley.start()]
    return ")" in smiley[0] and before.count("(") > before.count(")")


def _line_marks(content: str) -> Iterator[int]:
    """Yield the places of `, : ; ? !` in Chinese context."""
    is_sentence = len(_HAN_CHAR.findall(content)) >= _SENTENCE
    for match in _MARK.finditer(content):
        start, end = match.span()
        before, after = _before(content, start), _after(content, end)
        next_one = content[end : end + 1]
        if not before or next_one == " ":
            continue
        if {before, after, content[start - 1], next_one} & _FOREIGN_NEIGHBOURS:
            continue
        left = bool(_CHINESE.match(before))
        right = bool(_CHINESE.match(after)) or not next_one
        enough = left or (right and (is_sentence or match[0] in ",;"))
        if enough and _reads(content, match, left, right):
            yield from range(start, end)


def _reads(content: str, match: re.Match[str], left: bool, right: bool) -> bool:
    """Say whether a mark with Chinese on one of its sides, as given, is one of the sentence."""
    mark, next_one = match[0], content[match.end() : match.end() + 1]
    if mark[0] in ",;":
        return left or (right and bool(next_one))
    if mark == ":" or not next_one or next_one in _CLOSERS + ')"':
        return True
    if not right:
        return False
    if mark.startswith("!"):
        return True
    clause = _CLAUSE_EDGE.split(content[max(0, match.start() - _REACH) : match.start()])[-1]
    return len(mark) == 1 and bool(_ASKING.search(clause))


def _brackets(content: str) -> Iterator[int]:
    """Yield the places of both brackets of every pair that holds Chinese."""
    brackets = list(_BRACKET.finditer(content))
    if not brackets:
        return
    chinese = [match.start() for match in _HAN_CHAR.finditer(content)]
    first = len(content) - len(content.lstrip())
    open_places: list[int] = []
    for match in brackets:
        end = match.start()
        if match[0] == "(":
            open_places.append(end)
        elif open_places:
            start = open_places.pop()
            holds_chinese = bisect(chinese, start) < bisect(chinese, end)
            spaced = start > first and content[start - 1] == " " and end + 1 < len(content)
            if holds_chinese and not spaced and not _is_call(content, start):
                yield start
                yield end


def _is_call(content: str, start: int) -> bool:
    """Say whether a bracket opens the arguments of a function: `df.loc(列名)` `set_value(键)`."""
    name = _NAME.search(content[max(0, start - _REACH) : start])
    return bool(name and ("." in name[0] or "_" in name[0]))


def _before(content: str, place: int) -> str:
    """Return the character before a place, looking through brackets; empty at a blank or edge."""
    while place > 0 and content[place - 1] in "()":
        place -= 1
    return content[place - 1].strip() if place else ""


def _after(content: str, place: int) -> str:
    """Return the character after a place, looking through brackets; empty at a blank or edge."""
    while place < len(content) and content[place] in "()":
        place += 1
    return content[place : place + 1].strip()
