"""Join paragraphs that were broken in the middle of a sentence: `社会治` / `理体系`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Finding
from cleaner.damage.prose import HAN, prose_lines
from cleaner.damage.scores import load_words

__all__ = ["JoinLines"]

_TEXT_END = re.compile(f"[{HAN}][,、]?$")
_HAN_START = re.compile(f"[{HAN}]")
_STOP = re.compile("[。!?;…]")
_STOPPED = re.compile("[。!?;:…][”’」』)》]*$")
_PAUSE = re.compile("[,、;:]")
_CLAUSE = re.compile(f"([{HAN}]+)([,;。])")
_TAIL = re.compile(f"[。!?…][”’」』)》]*([{HAN}]+)$")
# Numbered headings, list items, labels (`联系人:`), references.
_HEADING = re.compile(
    r"第?[一二三四五六七八九十百零〇]{1,4}[、.):条章节款项是]|附件|注:|其[一二三四五六七八九十]"
    f"|[{HAN} ]{{1,8}}:"
)
# What starts no sentence; the exceptions are words (`的确` `了解`).
_NO_START = re.compile("[们吗呢吧者]|的(?!确|士|话|黎)|了(?!解|却|然|结|不|望)")
_ASSERTS = re.compile("是(?!否|的|不是|谁|什么|啊|吗|日|夜|年|时|次)")
_NO_END = re.compile("[的和与及或在把被将向从对于为而并是以其该每各、,]$")
_QUOTES = (("“", "”"), ("「", "」"), ("『", "』"))
_BRACKETS = (("(", ")"), ("《", "》"), ("【", "】"), ("〔", "〕"))

# Openings that are short clauses by themselves. Another opening of one or two characters before a
# comma is the torn-off end of a clause (`现,` `制度,`).
_OPENINGS = (
    " 唉 啊 哦 嗯 喂 好 是 对 不 看 来 去 哎 呀 嘿 哈 走 停 "
    " 快 慢 我 你 他 她 它 哼 噢 且 故 盖 夫 若 时 后 同时 此外 "
    " 近日 当下 今年 去年 明年 前年 会上 会后 首先 其次 再次 最后 但是 然而 因此 所以 于是 如今 "
    " 目前 另外 其中 后来 当然 例如 比如 总之 而且 并且 不过 可是 此时 这时 那时 今天 昨天 明天 "
    " 现在 其实 果然 突然 忽然 终于 接着 随后 之后 此前 日前 现场 下午 上午 晚上 早上 中午 傍晚 "
    " 入夜 春天 夏天 秋天 冬天 据悉 据此 为此 对此 由此 从此 至此 期间 当时 当天 当晚 次日 翌日 "
    " 如果 虽然 因为 由于 只见 可见 显然 的确 诚然 固然 也许 或许 大概 好了 是的 不是 没有 不对 "
    " 对了 你好 您好 大家 一天 有时 平时 夜里 清晨 黎明 或者 不料 谁知 原来 反之 而后 尤其 特别 "
    " 一是 二是 三是 四是 五是 起初 最初 起先 开始 结果 最终 未来 今后 以后 以前 过去 眼下 年初 "
    " 年底 近期 近来 近年 本周 上周 本月 上月 那天 这天 那年 这年 要知 再者 继而 进而 此后 此次 "
    " 届时 实则 事后 事前 反正 幸好 好在 哪知 老师 同学 妈妈 爸爸 "
)
_CLOSINGS = " 完 终 略 待续 谢谢 再见 "

# Lengths in code points. The shortest broken line of seed 001 has 26 and two pauses; its longest
# heading has 37 and one pause. A line of 40 with a full stop inside is no heading.
_LONG, _BODY, _NEXT, _PAUSES = 24, 40, 6, 2
# Bounds of the work on a hostile page: code points searched around a break, passes over the page,
# code points that a joined line is judged by.
_NEAR, _PASSES, _KEPT = 20_000, 8, 4_000
_GAP = 3  # blank lines at most
_FRAGMENT = 2  # code points of a torn-off piece
_STRONG, _MEDIUM, _ENOUGH = 2, 1, 2
# How many times likelier a pair of characters is in a word than at its edge. 40 % of neighbours in
# running text reach 10 and 26 % reach 100; of ends and beginnings of paragraphs 3.6 % and 1.7 %
# (4,064 of 160 pages).
_TOGETHER, _FIRMLY_TOGETHER = 10, 100
# A wrapped page: so many lines, at least so wide, that share of them equal but for the slack that a
# line-end rule makes (a full stop may not start a line).
_WRAPPED_LINES, _WRAPPED_WIDTH, _WRAPPED_SHARE, _WRAPPED_SLACK = 5, 20, 0.6, 2

# A line of fewer code points is never joined to the next one.
_LEAST = min(_LONG, _WRAPPED_WIDTH - _WRAPPED_SLACK)


class _Line(NamedTuple):
    """A line or several joined ones, without outer blanks; `content` is folded."""

    start: int
    end: int
    content: str
    can_follow: bool  # directly behind the line before it, and not indented
    is_prose: bool


@dataclass(frozen=True, slots=True)
class JoinLines:
    """Join a paragraph that a line break or a blank line tore apart in mid-sentence.

    What it does: where pictures or page ends stood, a sentence stops without any mark and goes on
    in the next line. A break is removed if the line before it is long body text that ends inside of
    a sentence, the line behind it is body text that ends properly, and something proves that they
    belong together: the characters around the break stand side by side elsewhere in the page
    (`社会治` / `理体系`) or make a word (`大量涌` / `现`), a torn-off piece stands before or
    behind it (`。”烟` / `台市`, `现,`), a quotation or bracket is open, or the line starts with
    what starts no sentence (`的`, `了`).

    When it is wrong: two paragraphs, the first without its full stop, may be joined if the words
    around the break happen to be neighbours elsewhere. Broken lines without such a proof stay.

    Left alone: headings, verse, lists, tables, signatures, addresses, dialogue, code.

    Options: `wrapped`: also join all lines of a Chinese page that was wrapped at a fixed width.
    `hyphens`: also join English words hyphenated at a line end (`exam-` / `ple`).

    Example: `推动构建新型基层社会治⏎⏎理体系;推进……` becomes `推动构建新型基层社会治理体系;推进……`
    """

    wrapped: bool = False
    hyphens: bool = False

    @property
    def gate(self) -> str:
        """The pattern without which no line can be joined: a long line that ends in no mark."""
        return f".{{{_LEAST - 1}}}[\\p{{Han}},、] *$" + ("|[a-z]-$" if self.hyphens else "")

    def __call__(self, doc: Document) -> Sequence[Finding]:
        """Return one edit for each break: from the end of a line to the start of the next."""
        edits = [Edit(start, end) for start, end in self._find_breaks(doc)]
        if self.hyphens:
            edits += [
                Edit(match.start(), match.end())
                for match in re.finditer(r"(?<=[a-z]{2})-\n(?=[a-z]{2})", doc.text)
            ]
            edits.sort()
        return edits

    def _find_breaks(self, doc: Document) -> list[tuple[int, int]]:
        if not self.wrapped and not _has_break(doc.folded.split("\n")):
            return []
        lines = _content_lines(doc, prose_lines(doc.text, doc.folded))
        width = _wrapped_width(lines)
        # A page that was wrapped throughout is joined as a whole or not at all.
        return _breaks(lines, width) if self.wrapped or not width else []


def _has_break(lines: Sequence[str]) -> bool:
    """Say whether there are two lines whose shapes allow that they were one."""
    for number, line in enumerate(lines):
        left = line.strip()
        if len(left) < _LONG or not _TEXT_END.search(left):
            continue
        below = lines[number + 1 : number + _GAP + 2]
        right = next((text for text in below if text.strip()), "")
        if right[:1] not in ("", " ") and _may_break(
            _Line(0, 0, left, True, True), _Line(0, 0, right.strip(), True, True)
        ):
            return True
    return False


def _content_lines(doc: Document, prose: Sequence[bool]) -> list[_Line]:
    """Return the lines that are not blank."""
    found: list[_Line] = []
    gap = _GAP + 1
    for (start, end), is_prose in zip(doc.lines, prose, strict=True):
        raw = doc.folded[start:end]
        content = raw.strip()
        if not content:
            gap += 1
            continue
        indent = len(raw) - len(raw.lstrip())
        start += indent
        found.append(
            _Line(start, start + len(content), content, gap <= _GAP and indent == 0, is_prose)
        )
        gap = 0
    return found


def _breaks(lines: list[_Line], width: int) -> list[tuple[int, int]]:
    """Return the stretches between lines that belong together.

    A joined line can be the proof for the next one; the search goes on until nothing is joined, so
    that a second run over the result finds nothing.
    """
    breaks: list[tuple[int, int]] = []
    for _ in range(_PASSES):
        count = len(breaks)
        page = "\n".join(line.content for line in lines)
        place = 0
        joined: list[_Line] = []
        for line in lines:
            last = joined[-1] if joined else None
            near = slice(max(0, place - _NEAR), place + _NEAR)
            place += len(line.content) + 1
            if last and (_is_torn(last, line, page, near) or _is_wrapped(last, line, width)):
                breaks.append((last.end, line.start))
                content = last.content + line.content
                joined[-1] = last._replace(end=line.end, content=content[-_KEPT:])
            else:
                joined.append(line)
        lines = joined
        if count == len(breaks):
            break
    return sorted(breaks)


def _is_torn(left: _Line, right: _Line, page: str, near: slice) -> bool:
    if not _may_break(left, right):
        return False
    return _evidence(left.content, right.content, page[near]) >= _ENOUGH


def _may_break(left: _Line, right: _Line) -> bool:
    """Say whether the shape of two lines allows that they were one."""
    first, second = left.content, right.content
    if not (right.can_follow and left.is_prose and right.is_prose and len(first) >= _LONG):
        return False
    if not (_TEXT_END.search(first) and _HAN_START.match(second)) or _HEADING.match(second):
        return False
    if not _is_body(first) and len(_PAUSE.findall(first)) < _PAUSES:
        return False
    if _STOPPED.search(second):
        return len(second) >= _NEXT
    return len(second) >= _LONG and bool(_PAUSE.search(second))


def _is_body(content: str) -> bool:
    return len(content) >= _BODY and bool(_STOP.search(content))


def _evidence(left: str, right: str, page: str) -> int:
    """Weigh what speaks for a sentence going on from one line to the next."""
    score = 0
    crossing = [left[-3:] + right[:1], left[-2:] + right[:2], left[-1:] + right[:3]]
    if _is_body(left):
        crossing += [left[-2:] + right[:1], left[-1:] + right[:2]]
    if any(characters in page for characters in crossing):
        score += _STRONG
    score += _cohesion(left[-1], right[0], _is_body(left))
    tail = _TAIL.search(left)
    if tail and len(tail[1]) <= _FRAGMENT and f" {tail[1]} " not in _CLOSINGS:
        score += _STRONG if len(tail[1]) == 1 else _MEDIUM
    head = _CLAUSE.match(right)
    if head and len(head[1]) <= _FRAGMENT and f" {head[1]} " not in _OPENINGS:
        score += _STRONG if len(head[1]) == 1 else _MEDIUM
        if re.search(f"[{HAN}]{head[1]}[,;。]", page):  # elsewhere, too, a clause ends with it
            score += _MEDIUM
    if _NO_START.match(right):
        score += _STRONG
    score += _MEDIUM * bool(_ASSERTS.match(right)) + _MEDIUM * bool(_NO_END.search(left))
    score += _MEDIUM * any(_spans(left, right, pair) for pair in _QUOTES)
    return score + _STRONG * any(_spans(left, right, pair) for pair in _BRACKETS)


def _cohesion(last: str, first: str, is_body: bool) -> int:
    """Weigh how much rather two characters stand inside of a word than at the edges of two."""
    words = load_words()
    before, after = words.counts(last), words.counts(first)
    if before is None or after is None:
        return 0
    ratio = words.followers(last).get(first, 0.0) * words.total / (before[2] * after[1])
    if ratio >= (_TOGETHER if is_body else _FIRMLY_TOGETHER):
        return _STRONG
    return _MEDIUM if ratio >= _TOGETHER else 0


def _spans(left: str, right: str, pair: tuple[str, str]) -> bool:
    """Say whether a quotation or bracket is open at the end of a line and closes in the next."""
    opener, closer = pair
    if left.rfind(opener) <= left.rfind(closer):
        return False
    end = right.find(closer)
    return end >= 0 and opener not in right[:end]


def _wrapped_width(lines: list[_Line]) -> int:
    """Return the width at which a page was wrapped, or 0."""
    widths = Counter(len(line.content) for line in lines if line.is_prose)
    if not widths:
        return 0
    width = max(widths, key=lambda size: (sum(widths[size - k] for k in range(3)), size))
    near = sum(widths[width - k] for k in range(_WRAPPED_SLACK + 1))
    is_wrapped = near >= _WRAPPED_LINES and near >= _WRAPPED_SHARE * widths.total()
    return width if is_wrapped and width >= _WRAPPED_WIDTH else 0


def _is_wrapped(left: _Line, right: _Line, width: int) -> bool:
    """Say whether a line was wrapped: it fills the width and its sentence goes on."""
    return (
        0 < width - _WRAPPED_SLACK <= len(left.content)
        and left.is_prose
        and right.is_prose
        and right.can_follow
        and not _STOPPED.search(left.content)
        and not _HEADING.match(right.content)
    )
