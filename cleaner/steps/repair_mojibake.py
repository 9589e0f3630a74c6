"""The step `repair_mojibake`: text that was decoded as something it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding, Note
from cleaner.damage.mojibake import (
    AS_LATIN,
    disjoint,
    find_repairs,
    search_by_first,
    signature,
    signs,
)

__all__ = ["RepairMojibake"]

# What UTF-8 looks like as Windows-1252 or Latin-1, 1251, 1250, 1253, Mac Roman, code page 437. It
# only chooses the lines that ftfy is asked about: ftfy judges.
_TRAIL = "\x80-\xbfŒœŠšŽžŸƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_POINTS = "‘-”–—†‡•…‰‹›€™"
_CYRILLIC_TRAIL = f"[Ђ-Џђ-џҐґ\xa0-\xbb{_POINTS}]"
_GREEK_TRAIL = f"[\xa0-\xbbΈΉΊΌΎ-Δƒ{_POINTS}]"
_LOST = re.compile("(?:锟斤拷|锟斤|斤拷锟)[锟斤拷]*|(?:ï¿½)+|\ufffd+")
_LOST_SIGNS = ("\ufffd", "锟", "ï¿½")
_TALK = re.compile(
    r"mojibake|乱码|文字化け|깨진 ?글자|кракозябр|кодировк|character encoding|charset"
    r"|double.encoded|encoding (?:error|problem|issue|bug)|(?:字符|文字|文件)编码"
    r"|编码(?:错误|问题|方式)|unicode|utf-?8|gbk|gb2312|latin-?1|cp1252"
)


_LATIN = (
    ("\xc2-\xdf", f"[{_TRAIL}]"),
    ("\xe0-\xef", f"[{_TRAIL}]{{2}}"),
    ("\xf0-\xf4", f"[{_TRAIL}]{{3}}"),
    ("ÃÂ", "[ \xa0]"),
    ("\x80-\x9f", ""),
    ("РС", f"{_CYRILLIC_TRAIL}[РС]{_CYRILLIC_TRAIL}"),
    ("ΞΟ", f"{_GREEK_TRAIL}[ΞΟ]{_GREEK_TRAIL}"),
    ("ĂĹĽÄĆ", f"[\xa0-\xbfĀ-ſ˘ˇ˙˝˛{_POINTS}]"),
    ("√", "[\xa0-\xffπ∂∑∏∫Ω√≈∆≠∞≤≥◊]"),
    ("‚", "Ä"),
    ("¬", "[ª©´∫Æ]"),
    ("├┬╬╧", "[ -▟]"),
    ("Γ", "[ÇÖ]"),
)


@cache
def _latin() -> re.Pattern[str]:
    return search_by_first(*_LATIN)


@cache
def _either() -> re.Pattern[str]:
    """Return what finds a sign of any repair: most pages have none, and are read only once."""
    return search_by_first(*signs(), *_LATIN)


_MOSTLY = 0.3  # a page with a larger share of damage cannot be about it: nobody could read it
_ASCII_RUN = re.compile("([\x00-\x7f]+)")


@dataclass(frozen=True, slots=True)
class RepairMojibake:
    """Turn text back that was decoded as the wrong encoding, wherever that is proven.

    * `schÃ¶n`, `â€œ`, `РїСЂРё`: UTF-8 read as a Western or Cyrillic set, by ftfy's encoding repair
      (and nothing else of ftfy: no straight quotes, no NFKC).
    * `涓枃缃戦〉`: UTF-8 read as GBK; `縺ゅｊ`: as Shift-JIS; `ÖÐÎÄ`, `¤¤¤å`: GBK and Big5 read as
      Latin-1; `笢恅`, `いゅ`: GBK and Big5 read as each other. Encoded back and decoded aright, and
      believed only where the result is likely text and the old text is not.
    * `锟斤拷` and U+FFFD: the bytes are gone. The place is reported, nothing is changed.

    Each stretch is one edit; a page may be damaged in a single word. A page that talks about
    encodings keeps its samples, unless a good part of it is damaged.

    When it is wrong: a single damaged word of two Chinese characters without company stays.

    Options:
        latin: repair what was read as a single-byte set (UTF-8 as Windows-1252, 1250, 1251 ...).
        chinese: repair confusions of UTF-8, GBK, Big5, Shift-JIS and Latin-1.
        report: note places where characters are lost for good.

    Example:
        `鍏充簬鎴戜滑 - schÃ¶n` becomes `关于我们 - schön`.
    """

    latin: bool = True
    chinese: bool = True
    report: bool = True

    def __call__(self, doc: Document) -> list[Finding]:
        """Return one edit for each damaged stretch, and a note where nothing can be done."""
        text = doc.text
        if text.isascii():
            return []
        edits = self._repairs(text) if _either().search(text) else []
        notes: list[Note] = []
        if self.report and any(sign in text for sign in _LOST_SIGNS):
            notes = [_note(match) for match in _LOST.finditer(text)]
        if (edits or notes) and _TALK.search(doc.folded) and not _is_mostly_damaged(doc, edits):
            return []
        return disjoint([*edits, *notes])

    def _repairs(self, text: str) -> list[Edit]:
        repairs = find_repairs(text) if self.chinese and signature().search(text) else []
        edits = [Edit(each.start, each.end, each.new) for each in repairs]
        if self.latin and not any(each.kind.endswith(AS_LATIN) for each in repairs):
            edits = disjoint([*edits, *_repair_latin(text)])
        return edits


def _repair_latin(text: str) -> Iterator[Edit]:
    done = 0
    for match in _latin().finditer(text):
        if match.start() < done:
            continue
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        done = len(text) if end < 0 else end
        yield from _fix_line(text[start:done], start)


def _fix_line(line: str, offset: int) -> Iterator[Edit]:
    """Yield what ftfy changes in a line, one edit for each run between ASCII characters."""
    import ftfy

    fixed = ftfy.fix_encoding(line, unescape_html=False, explain=False)
    if fixed == line:
        return
    old, new = _ASCII_RUN.split(line), _ASCII_RUN.split(fixed)
    if old[1::2] != new[1::2]:  # a blank was part of the damage: `Ã ` for `à`
        old, new = [line], [fixed]
    at = offset
    for before, after in zip(old, new, strict=True):
        if before != after:
            yield from _narrow(before, after, at)
        at += len(before)


def _narrow(old: str, new: str, at: int) -> Iterator[Edit]:
    """Yield edits for what differs: character by character where nothing became longer."""
    if len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                yield Edit(at + index, at + index + 1, after)
        return
    shortest = min(len(old), len(new))
    head = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    room = shortest - head
    tail = next((i for i in range(room) if old[-1 - i] != new[-1 - i]), room)
    yield Edit(at + head, at + len(old) - tail, new[head : len(new) - tail])


def _note(match: re.Match[str]) -> Note:
    kind = "锟斤拷" if match[0][0] in "锟斤" else "U+FFFD"
    return Note(match.start(), match.end(), f"characters lost to a wrong encoding ({kind})")


def _is_mostly_damaged(doc: Document, edits: list[Edit]) -> bool:
    return sum(edit.end - edit.start for edit in edits) > _MOSTLY * doc.letters
