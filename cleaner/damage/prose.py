"""Which parts of a page are Chinese sentences, and which are meant for machines.

Repairs of punctuation must know: a mark between two Chinese characters is punctuation in a
sentence, and syntax in a table of names. Everything here looks at folded text (see
`cleaner.core.document.fold`), so that the answer does not change when the repair has been made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["HAN", "MACHINE_SPAN", "prose_lines"]

# Unified ideographs with extensions, compatibility ideographs and the ideographic zero; written to
# stand inside of a character class.
HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# URLs, addresses, code spans, formulas, tags and paths: no mark in them is punctuation.
MACHINE_SPAN = re.compile(
    r"`[^`\n]+`"
    r"|\$[^$\n]{1,200}\$"
    r"|</?[a-z!][^<>\n]{0,400}>"
    r"|(?:(?<![a-z])[a-z][a-z0-9+.-]{1,15}://|(?<![a-z])www\.)[!-~]*[!-+\--~]"
    r"|[a-z0-9._+-]{1,64}@[a-z0-9.-]{1,64}[a-z]"
    r"|(?<![a-z])[a-z]:\\[^\s,;]+"
    r"|(?<![a-z0-9_/])/[a-z0-9_.-]+/[!-+\--~]*"
)

_FENCE = re.compile(r"\s*(?:```|~~~)")
_CODE = re.compile(
    r"^\s*(?://|/\*|\*/|<!--|--\s|#include|#define|@\w+\(|import |from \w+ import |def |return\b"
    r"|class \w+[:({]|public |private |function\b|var |let |const |select |insert |\$ |>>> )"
    r"|[{}]\s*$|[^," + HAN + r"”》)];\s*$|=>|==|!=|\+=|:=|&&|\|\||->|::|</|/>"
    r"|^\s*[a-z_][\w.]*\(.*\);?\s*$|^\s*[\"'\w.-]+\s*=\s*\S|[a-z_]\(\)|\\[a-z]+\{"
)
_TABLE = re.compile(r"\|.*\||\t")
_SENTENCE_MARK = re.compile(r"[。!?;…]|,\s*$|[、。]")
_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile("[\u3041-\u30fa\u31f0-\u31ff\uff66-\uff9d]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_LATIN = re.compile("[a-z\u00e0-\u024f\u0370-\u052f\u0590-\u06ff]+")

_ROWS = 3  # adjacent lines with the same number of commas, and no other mark, are a table
_WIDE_ROWS = 2  # with two commas or more in each, two lines are enough
_PARAGRAPH = 40  # Chinese characters of a line whose `=>` or `|` are quoted ones
_FOREIGN_SHARE = 0.05  # kana or hangul among the letters; a Chinese line may quote a の or two


def prose_lines(text: str, folded: str) -> list[bool]:
    """Say for each line whether its marks may be read as Chinese punctuation.

    Left out: code (fenced, or by its look), tables and rows of comma-separated values, Japanese
    and Korean, and lines in which Latin words outweigh the Chinese characters. A line of one
    Chinese character counts as prose.
    """
    lines = folded.split("\n")
    raw = text.split("\n") if "\t" in text else lines
    answer = [False] * len(lines)
    fenced = False
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            answer[number] = "\t" not in raw[number].strip() and _is_chinese(line)
    for number in _table_rows(lines):
        answer[number] = False
    _drop_comments(lines, answer)
    return answer


def _is_chinese(line: str) -> bool:
    """Say whether a line reads as Chinese, by its letters and by the lack of code in it."""
    han = len(_HAN.findall(line))
    if not han:
        return False
    foreign = len(_KANA.findall(line)) + len(_HANGUL.findall(line))
    if foreign > 1 and foreign > _FOREIGN_SHARE * (han + foreign):
        return False
    plain = MACHINE_SPAN.sub(" ", line)
    if len(_LATIN.findall(plain)) > han:
        return False
    if han >= _PARAGRAPH and "。" in line:
        return True
    return not (_TABLE.search(plain) or _CODE.search(plain))


def _table_rows(lines: Sequence[str]) -> set[int]:
    """Return the numbers of lines that are rows of comma-separated values."""
    rows: set[int] = set()
    start = 0
    for number in range(1, len(lines) + 1):
        same = number < len(lines) and _fields(lines[number]) == _fields(lines[start]) > 0
        if same:
            continue
        commas = _fields(lines[start])
        if commas and number - start >= (_ROWS if commas == 1 else _WIDE_ROWS):
            rows.update(range(start, number))
        start = number
    return rows


def _fields(line: str) -> int:
    """Return how many commas separate the fields of a row; 0 if the line is a sentence."""
    if not line or line.isspace() or _SENTENCE_MARK.search(line):
        return 0
    return line.count(",")


def _drop_comments(lines: Sequence[str], answer: list[bool]) -> None:
    """Take out Chinese comments that stand among code: `# 参数,说明` above `x = 1`."""
    for number, line in enumerate(lines):
        if answer[number] and line.lstrip().startswith(("#", "%", "*", "--")):
            around = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
            if any(_CODE.search(near) and not _HAN.search(near) for near in around):
                answer[number] = False
