"""The step `unescape_entities`: HTML character references that were left in plain text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import ClassVar

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.damage.prose import MACHINE_SPAN

__all__ = ["UnescapeEntities"]

_AMP = "(?:(?:amp|#0*38|#[xX]0*26)[;；])*"
_REFERENCE = re.compile(
    rf"[&＆]{_AMP}(?:(#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,7}})[;；]"
    r"|(nbsp)(?![A-Za-z0-9=;；]))|[&＆](?:amp[;；])+"
)
_TALK = re.compile(
    r"(?:^|[^./a-z0-9])[xd]?html?5?(?:[^a-z0-9/]|$)|\bxml\b|\bunescap|htmlspecialchars|innerhtml"
    r"|\bescap\w+ (?:char|seq|html|text)|\bentit(?:y|ies)\b.{0,40}(?:reference|char|code|encod)"
    r"|(?:character|named|numeric) (?:entit|reference)|字符(?:实体|引用)|转义(?:字符|序列|符)"
    r"|实体(?:字符|编码|引用|名称|符号|转义)|(?:文字|実体)参照|エンティティ|엔티티",
    re.MULTILINE,
)
_LISTED = re.compile(
    r"&(amp|lt|gt|quot|apos|copy|reg|euro);[\"'`“”‘’]?(?:[ \t,、，/]+|\s(?:and|or|und|et|和|或)\s)"
    r"[\"'`“”‘’]?&(?!\1)(?:amp|lt|gt|quot|apos|copy|reg|euro);"
)
_SESSION = re.compile(r"^\$ [a-z].*(?:\n(?!\s*$).+)*", re.MULTILINE)
_FENCE = re.compile(r"^\s*(?:```|~~~)", re.MULTILINE)
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」", "『": "』", "`": "`", "/": "/"}
_TAG_START = re.compile(r"/?[A-Za-z!]")
_TAG_BEFORE = re.compile(r"(?:<|[&＆](?:amp[;；])*lt[;；])/?[A-Za-z!][^<>\n]{0,200}\Z")
_BLANKS = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_INVISIBLE = re.compile("[\r\xad\u200b\u200e\u200f\u2060\ufeff]")
_JOINERS = "\u200c\u200d"
_JOINING = re.compile("[\u0600-\u0dff]\\Z")
# Names of HTML 4 that programmers use for variables, so that `p = &sum;` may be C.
_VARIABLES = frozenset(
    """
    and or not int sum prod part image real sub sup cap cup ang empty exist pi mu nu xi phi psi chi
    rho tau eta alpha beta gamma delta theta lambda sigma omega zeta lang rang ne le ge perp
    """.split()  # noqa: SIM905 - a list of forty strings is no easier to read
)
_ADDRESS_OF = re.compile(r"[=(,*!]\s*\Z|\breturn\s+\Z")
_LINE_END = re.compile(r"[ \t]*(?:[)}]|//|/\*|\n|\Z)")
_SHORT_LINE = 200  # code points; longer ones hold a mark and a reference to it by accident
_LAST_CODE = 0x10FFFF
_REACH = 14  # code points; no reference is longer


@dataclass(frozen=True, slots=True)
class UnescapeEntities:
    """Put the character in place of an HTML reference: `&nbsp;`, `&ldquo;`, `&#x4e2d;`, `&amp;lt;`.

    Whoever takes text out of HTML twice escaped, or out of a field that was escaped once more than
    it was read, gets references where the author wrote characters. Escaped several times
    (`&amp;amp;lt;`), they are read at once. Only the names of HTML 4 count, with their semicolon
    (a full-width one, too), and `&nbsp` without: `AT&T;` and `?a=1&copy=2` are none of them.
    Blanks become a plain blank; what cannot be seen (soft hyphens, U+200B) becomes nothing.

    Untouched is a whole page that talks about HTML or references, and elsewhere what stands in a
    URL, a tag, code, below a command (`$ grep`), in quotation marks, or beside the very character
    it means.

    When it is wrong: a lesson on HTML that never says so, and shows references outside of code and
    quotation marks, is spoilt.

    Options:
        tags: also read `&lt;` and `&gt;` where they make a tag (`&lt;br&gt;` becomes `<br>`).

    Example:
        `“Tom&nbsp;&amp;&nbsp;Jerry”&#65281;` becomes `“Tom & Jerry”！`.
    """

    gate: ClassVar[str] = r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,7});|&nbsp"

    tags: bool = False

    def __call__(self, doc: Document) -> list[Edit]:
        """Return one edit for each reference."""
        text = doc.text
        found = list(_references(text))
        if not found or _talks_about_references(doc, found):
            return []
        code = _code_spans(doc)
        edits: list[Edit] = []
        before = ""  # what will stand before the reference
        done = 0
        for start, end, meaning in found:
            before, done = (before + text[done:start])[-_REACH:], start
            if _is_inside(code, start) or _is_quoted(text, start, end):
                continue
            if not self.tags and _makes_tag(text, start, end, meaning):
                continue
            if not _starts_another(before, meaning, text[end : end + _REACH]):
                new = _plain(meaning, text[start - 1 : start])
                edits.append(Edit(start, end, new))
                before, done = before + new, end
        return edits


def _references(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _REFERENCE.finditer(text):
        start, end = match.span()
        name = match[1] or match[2] or "amp"
        meaning = _meaning(name)
        if meaning and not (
            name in _VARIABLES
            and _LINE_END.match(text, end)
            and _ADDRESS_OF.search(text[max(0, start - 20) : start])
        ):
            yield start, end, meaning


@cache
def _names() -> dict[str, str]:
    from html.entities import name2codepoint

    return {name: chr(code) for name, code in name2codepoint.items()} | {"apos": "'"}


def _meaning(name: str) -> str | None:
    """Return the character that a reference means, or None if it means none that text can hold."""
    if not name.startswith("#"):
        return _names().get(name)
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    if 0x80 <= code < 0xA0:  # read as Windows-1252 (HTML standard, 13.2.5.84)
        return bytes([code]).decode("cp1252", "ignore") or None
    if (code < 0x20 and code not in (9, 10, 13)) or code == 0x7F or code > _LAST_CODE:
        return None
    if (
        0xD800 <= code < 0xF900
        or 0xFDD0 <= code < 0xFDF0
        or code & 0xFFFE == 0xFFFE
        or code >= 0xE0000
    ):
        return None
    return chr(code)


def _plain(meaning: str, before: str) -> str:
    """Return the character as the step before this one would have left it."""
    if _BLANKS.match(meaning):
        return " "
    if _INVISIBLE.match(meaning) or (meaning in _JOINERS and not _JOINING.search(before)):
        return ""
    return "\n" if meaning in "\u2028\u2029" else meaning


def _talks_about_references(doc: Document, found: list[tuple[int, int, str]]) -> bool:
    """Tell whether the page is about HTML, lists references, or shows one beside its character."""
    if _TALK.search(doc.folded) or _LISTED.search(doc.text):
        return True
    for start, _, meaning in found:
        if meaning < "\x80" or meaning.isspace() or meaning in _COMMON_MARKS:
            continue
        line = doc.line_at(start)
        if line.end - line.start < _SHORT_LINE and meaning in doc.text[line.start : line.end]:
            return True
    return False


# May stand in a line on their own account, escaped or not.
_COMMON_MARKS = "“”‘’—–…·•、，。：；！？（）《》"


def _code_spans(doc: Document) -> tuple[list[tuple[int, int]], ...]:
    """Return where tags, URLs, fenced code, and commands with their output stand, in order."""
    fences = [match.start() for match in _FENCE.finditer(doc.text)]
    return (
        [match.span() for match in MACHINE_SPAN.finditer(doc.folded)],
        list(zip(fences[::2], [*fences[1::2], len(doc.text)], strict=False)),
        [match.span() for match in _SESSION.finditer(doc.text)],
    )


def _is_inside(layers: tuple[list[tuple[int, int]], ...], place: int) -> bool:
    for spans in layers:
        after = bisect_right(spans, place, key=itemgetter(1))
        if after < len(spans) and spans[after][0] <= place:
            return True
    return False


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Tell whether quotation marks stand around the reference: then it is named, not used."""
    return start > 0 and _QUOTES.get(text[start - 1]) == text[end : end + 1] != ""


def _makes_tag(text: str, start: int, end: int, meaning: str) -> bool:
    if meaning == "<":
        return _TAG_START.match(text, end) is not None
    return meaning == ">" and _TAG_BEFORE.search(text[max(0, start - 220) : start]) is not None


def _starts_another(before: str, meaning: str, after: str) -> bool:
    """Tell whether the character would become part of a new reference: `&#38;` before `lt;`."""
    if meaning in "&＆":
        return re.match(r"[#A-Za-z][A-Za-z0-9]{1,8}[;；]|nbsp", after) is not None
    if meaning in ";；#" or (meaning.isascii() and meaning.isalnum()):
        return re.search(r"[&＆][#A-Za-z0-9;；]{0,12}\Z", before) is not None
    return False
