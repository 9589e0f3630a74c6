"""The step `normalize_unicode`: characters that cannot be seen, and line ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding, Note

__all__ = ["NormalizeUnicode"]

_SURROGATES = "\ud800-\udfff"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH = (
    "\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffc"
    "\ufffe\uffff\U000e0000-\U000e00ff"
)
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SELECTOR = re.compile(f"[{_SELECTORS}]")

# Letters that change their shape beside a joiner (Arabic family, Indic, Mongolian, N'Ko, Adlam).
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1b00-\u1cff\ua840-\uabff\ufb50-\ufdff"
    "\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f]"
)
# Scripts written without blanks, where U+200B marks the end of a word (Unicode 16, chapter 16).
_UNSPACED = re.compile(
    "[\u0e00-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua980-\uaa7f\uaa80-\uaadf]"
)
_NEAR = 8
_GAPS = "\u200b \xa0"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_EMOJI_CATEGORIES = frozenset({"So", "Sk", "Sm"})
# No sequence has a sign before the arrows: `™` is the end of damaged UTF-8, as in `â€™`.
_FIRST_EMOJI = "\u2190"
_FLAG = "\U0001f3f4"

# What a byte 80-FF looks like when a program takes it for Latin-1 or Windows-1252.
_BYTE = "\x80-\xffŒœŠšŽžŸƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_TRAIL = "[\x80-\xbfŒœŠšŽžŸƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]"
# Bytes in disguise: UTF-8, or four and more in a row (GBK). Both are left to `repair_mojibake`.
# Four: in honest French or German a soft hyphen stands beside three such letters at most.
_DISGUISED = re.compile(
    f"[\xc2-\xdf]{_TRAIL}|[\xe0-\xef]{_TRAIL}{{2}}|[\xf0-\xf4]{_TRAIL}{{3}}|[{_BYTE}]{{4,}}"
)
_DISGUISE_REACH = 4
_WINDOWS_1252_HINT = re.compile("[\x80\x82-\x84\x86-\x8c\x91-\x9c]")

_OPENERS = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u202d": "\u202c",
    "\u202e": "\u202c",
} | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_OVERRIDES = "\u202d\u202e"
_DIRECTIONS = re.compile(f"[{_BIDI}]")
_BREAKS = dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n")
_MARKS = "\u061c\u200e\u200f"


@cache
def _suspects(private: bool) -> re.Pattern[str]:
    """Return what finds a run of characters to be looked at; most pages have none."""
    always = f"{_CONTROLS}\xad\u2028\u2029{_ZERO_WIDTH}{_BIDI}{_SURROGATES}{_SELECTORS}"
    return re.compile(f"[{always}{_PRIVATE if private else ''}]+")


_DECOMPOSED = re.compile(
    "[^\\W_][\u0300-\u036f\u0591-\u05bd\u064b-\u0655\u3099\u309a]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)


class _Page(NamedTuple):
    """A text and what was found out about it once, not anew for each suspect."""

    text: str
    directions: frozenset[int]  # offsets of the direction controls that are honest
    is_windows_1252: bool  # C1 controls other than U+0085 show that it was read as Latin-1


@dataclass(frozen=True, slots=True)
class NormalizeUnicode:
    r"""Remove characters that cannot be seen, make every line end a line feed, mend surrogates.

    Such characters split words for every later rule, for a search and for a tokenizer, and nobody
    sees why. What is invisible but says something stays: joiners in emoji and in Persian or Indic
    words, U+200B in Thai or Khmer, direction marks in pairs on a line with Hebrew or Arabic, flags.

    * Line ends: CRLF, CR, VT, FF, U+2028, U+2029 and NEL become a line feed.
    * Controls: NUL and the other C0 and C1 controls go. A lone C1 is what Windows-1252 means by it
      (`it\x92s` is `it’s`, WHATWG Encoding standard). In a run that looks like bytes in disguise
      C1 and soft hyphens stay: `repair_mojibake` needs them.
    * Surrogates: the halves of a pair are joined; a lone one becomes U+FFFD.
    * Nothing is folded: NFKC would change what the author wrote.

    When it is wrong: U+200C in German ligatures (`Auf\u200clage`) is lost, and with it one way to
    tell compounds apart; a form feed that stands for a page break becomes a line end.

    Options:
        line_ends: make every line end a line feed.
        controls: remove C0 and C1 controls.
        zero_width: remove zero-width characters, noncharacters, tags, smuggled selectors.
        bidi: `paired` keeps honest direction controls on lines with right-to-left letters (never
            overrides), `remove` keeps none, `keep` all.
        soft_hyphens: remove U+00AD.
        private_use: private-use characters are noted (`report`), removed or kept silently.
            They stay by default: text from HKSCS or an old GB18030 font is honest.
        compose: put letters and their combining marks together (NFC of just these sequences, never
            of compatibility ideographs).

    Example:
        `中\u200b文\r\n` becomes `中文\n`.
    """

    line_ends: bool = True
    controls: bool = True
    zero_width: bool = True
    bidi: Literal["paired", "remove", "keep"] = "paired"
    soft_hyphens: bool = True
    private_use: Literal["report", "remove", "keep"] = "report"
    compose: bool = False

    def __call__(self, doc: Document) -> list[Finding]:
        """Return one finding for each run of such characters."""
        text = doc.text
        if text.isascii() and text.isprintable():
            return []
        findings: list[Finding] = []
        suspects = _suspects(self.private_use != "keep")
        if suspects.search(text):
            page = _Page(text, _honest_directions(text), bool(_WINDOWS_1252_HINT.search(text)))
            for run in suspects.finditer(text):
                findings += self._judge(page, run.start(), run.end())
        if self.compose:
            findings = _merge(findings, list(_compose(text)))
        return findings

    def _judge(self, page: _Page, start: int, end: int) -> Iterator[Finding]:
        """Yield what becomes of a run of suspects, one finding for each stretch of one fate."""
        text = page.text
        last = text[start - 1] if start else ""
        position = start
        while position < end:
            stop, new = self._fate(page, position, end, last)
            old = text[position:stop]
            if new != old:
                yield Edit(position, stop, new)
            elif self.private_use == "report" and _is_private(old[0]):
                yield _report(old, position)
            last = new[-1] if new else last
            position = stop

    def _fate(self, page: _Page, at: int, end: int, last: str) -> tuple[int, str]:
        """Return where the stretch of the suspect at `at` ends, and what takes its place."""
        text = page.text
        one = text[at]
        stop = at + 1
        new = one
        if one in "\r\x0b\x0c\u2028\u2029":
            if self.line_ends:
                new = "" if one == "\r" and text[stop : stop + 1] == "\n" else "\n"
        elif _is_private(one):
            while stop < end and _is_private(text[stop]):
                stop += 1
            new = "" if self.private_use == "remove" else text[at:stop]
        elif "\ud800" <= one <= "\udfff":
            stop, new = _join_surrogates(text, at)
        elif one == "\xad":
            new = one if not self.soft_hyphens or _is_disguised(text, at) else ""
        elif "\x7f" < one < "\xa0":
            new = self._fate_of_c1(page, at)
        elif one < "\x80":
            new = "" if self.controls else one
        elif one in _OPENERS or one in "\u202c\u2069" or one in _MARKS:
            new = one if self._keeps_direction(page, at) else ""
        elif self.zero_width:
            new = one if _means_something(text, at, last) else ""
        return stop, new

    def _fate_of_c1(self, page: _Page, at: int) -> str:
        one = page.text[at]
        if _is_disguised(page.text, at):
            return one
        if one == "\x85" and not page.is_windows_1252:
            return "\n" if self.line_ends else one
        return one.encode("latin-1").decode("cp1252", "ignore") if self.controls else one

    def _keeps_direction(self, page: _Page, at: int) -> bool:
        return self.bidi == "keep" or (self.bidi == "paired" and at in page.directions)


def _is_private(one: str) -> bool:
    return "\ue000" <= one <= "\uf8ff" or one >= "\U000f0000"


def _is_disguised(text: str, at: int) -> bool:
    start = max(0, at - _DISGUISE_REACH)
    near = text[start : at + _DISGUISE_REACH]
    return any(m.start() <= at - start < m.end() for m in _DISGUISED.finditer(near))


def _join_surrogates(text: str, at: int) -> tuple[int, str]:
    pair = text[at : at + 2]
    if len(pair) == 2 and pair[0] < "\udc00" <= pair[1] <= "\udfff":
        return at + 2, pair.encode("utf-16", "surrogatepass").decode("utf-16")
    return at + 1, "\ufffd"


def _means_something(text: str, at: int, last: str) -> bool:
    """Tell whether an invisible character does its work here; `last` is what is kept before it."""
    one = text[at]
    after = text[at + 1 : at + 2]
    if _SELECTOR.match(one):
        # Several in a row never choose a glyph: they smuggle bytes.
        return bool(last) and not last.isspace() and not _SELECTOR.match(last)
    if one in "\u200c\u200d":
        if last and _JOINING.match(last):
            return True
        return one == "\u200d" and _is_emoji_part(last) and _is_emoji_part(after)
    if one == "\u200b":
        return _stands_in_unspaced(text, at)
    if one == "\u034f":
        return bool(last and unicodedata.category(last).startswith("M"))
    if one == "\u180e":
        return "\u1800" <= last <= "\u18af"
    if one in "\u115f\u1160":
        return "\u1100" <= last <= "\u11ff" or "\u1100" <= after <= "\u11ff"
    if "\U000e0020" <= one <= "\U000e007f":
        return last == _FLAG or "\U000e0020" <= last <= "\U000e007e"
    return False


def _stands_in_unspaced(text: str, at: int) -> bool:
    """Tell whether the next or the last visible letter is of a script written without blanks."""
    around = (
        text[at + 1 : at + _NEAR].lstrip(_GAPS)[:1],
        text[max(0, at - _NEAR) : at].rstrip(_GAPS)[-1:],
    )
    return any(each and _UNSPACED.match(each) for each in around)


def _is_emoji_part(one: str) -> bool:
    return one >= _FIRST_EMOJI and (
        one == "\ufe0f" or unicodedata.category(one) in _EMOJI_CATEGORIES
    )


def _honest_directions(text: str) -> frozenset[int]:
    """Return the offsets of direction controls that stand in right-to-left lines and are closed."""
    text = text.translate(_BREAKS)  # what ends a line ends it here, too; offsets stay
    honest: set[int] = set()
    done = 0
    for match in _DIRECTIONS.finditer(text):
        if match.start() < done:
            continue
        start = text.rfind("\n", 0, match.start()) + 1
        done = text.find("\n", match.start()) + 1 or len(text)
        line = text[start:done]
        if _RIGHT_TO_LEFT.search(line):
            honest.update(start + offset for offset in _paired(line))
    return frozenset(honest)


def _paired(line: str) -> set[int]:
    """Return the offsets of single marks and of closed controls that override nothing."""
    open_ones: list[int] = []
    paired: set[int] = set()
    for match in _DIRECTIONS.finditer(line):
        offset, one = match.start(), match[0]
        if one in _MARKS:
            paired.add(offset)
        elif one in _OPENERS:
            open_ones.append(offset)
        elif open_ones and one == _OPENERS[line[open_ones[-1]]]:
            opener = open_ones.pop()
            if line[opener] not in _OVERRIDES:
                paired |= {opener, offset}
    return paired


def _report(run: str, start: int) -> Note:
    codes = " ".join(f"U+{ord(one):04X}" for one in run[:4]) + (" ..." if len(run) > 4 else "")
    return Note(
        start, start + len(run), f"private-use characters {codes}: no font or reader agrees on them"
    )


def _compose(text: str) -> Iterator[Edit]:
    for match in _DECOMPOSED.finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        if composed != match[0] and len(composed) < len(match[0]):
            yield Edit(match.start(), match.end(), composed)


def _merge(findings: list[Finding], composed: list[Edit]) -> list[Finding]:
    """Return both, sorted; they are disjoint because no suspect is a letter or a mark."""
    return sorted([*findings, *composed], key=lambda finding: finding.start)
