"""Hostile pages: for each, a function from a size in code points to a text of about that size.

Each is one thing repeated for ever, because what is slow is nearly always slow in the length of one
run. What two of them find together is left to the fuzzer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

__all__ = ["PAGES", "UNITS"]

UNITS = {
    "one line of Chinese": "发展社会工作的重要指示",
    "one line of traditional Chinese": "發展社會工作的重要指示",
    "one long word": "a",
    "one line of words": "words and words ",
    "Chinese sentences": "发展社会工作，这是重要的指示。",
    "lines of sentences": "发展社会工作，这是重要的指示，其他的工作都要服从这一指示。\n",
    "torn lines": "发展社会工作，这是重要的指示，其他的工作都要服从这一指示和，其他工作的发展\n",
    "torn lines and blanks": (
        "发展社会工作，这是重要的指示，其他的工作都要服从这一指示和，其他工作的发\n\n展"
    ),
    "short lines": "首页\n",
    "English menu": "Home\nAbout us\nContact\n",
    "English menu row": "Home | About us | Contact | ",
    "labels": "来源:",
    "labels with values": "来源:本站 时间:2020-01-01 浏览:3 ",
    "fact lines": "来源:本站 时间:2020-01-01 浏览:3\n",
    "separators": "|",
    "separated": "首页|",
    "arrows": "首页 > ",
    "glosses": "發(fā)展創(chuàng)業(yè)",
    "glosses in sentences": "發(fā)展創(chuàng)業(yè)，這是事實。\n",
    "readings alone": "(fā)",
    "toneless readings": "特(te)(te)色",
    "open brackets": "(",
    "closed brackets": ")",
    "brackets around one letter": "(发)",
    "open quotes": "“",
    "straight quotes": "\"'",
    "question marks": "?",
    "Chinese and question marks": "發?",
    "shifted": "當?shù)貎?yōu)秀",
    "shifted marks": "認(rèn)可??傮w來看,,",
    "commas": ",",
    "ideographic commas": "、",
    "Chinese and commas": "發,,展,。",
    "marks": ",、。;",
    "blanks before marks": "發 ，展 。",
    "half-width marks": "发,展:",
    "exclamations": "发!?!?",
    "smileys": ":)",
    "spam keywords": "在线观看|91制片厂|",
    "spam lines": "在线观看|91制片厂|国产自拍\n",
    "spam words without separators": "国产自拍在线观看",
    "spam in brackets": "【国产自拍】发展",
    "English spam": "buy viagra online casino ",
    "blanks": " ",
    "tabs": "\t",
    "ideographic spaces": "\u3000",
    "blank lines": "\n",
    "blank lines with blanks": "a\n \n",
    "blanks between letters": "a    ",
    "carriage returns": "\r",
    "line ends of Windows": "一行\r\n",
    "line separators": "一\u2028",
    "NUL": "\x00",
    "controls": "\x92a",
    "zero width": "a\u200b",
    "zero width alone": "\u200b",
    "joiners": "\u200d\U0001f468",
    "selectors": "\ufe0f",
    "tag characters": "\U000e0061",
    "direction controls": "\u202aא",
    "closed direction controls": "א\u202b\u202c",
    "private use": "\ue000",
    "private use apart": "\ue000a",
    "lone surrogates": "\ud800a",
    "surrogate pairs": "\ud83d\ude00",
    "replacement characters": "\ufffd",
    "lost bytes": "锟斤拷",
    "entities": "&amp;lt;",
    "numeric entities": "&#x4e2d;",
    "ampersands": "&",
    "escaped many times": "amp;",
    "open tags": "<",
    "tags": "&lt;br&gt;",
    "open tag names": "<a ",
    "Latin mojibake": "Ã©â€™",
    "Cyrillic mojibake": "РїСЂРё",
    "GBK mojibake": "鍏充簬鎴戜滑",
    "GBK shreds": "锘挎枃锛",
    "Latin letters of GBK": "ÖÐÎÄ",
    "UTF-8 as Shift-JIS": "縺ゅｊ",
    "kana": "東京の",
    "hangul": "한국 ",
    "both scripts": "发發",
    "scripts by line": "發展\n发展\n",
    "dates": "2020-01-01 ",
    "digits": "1",
    "addresses": "http://a.b/c ",
    "one address": "http://",
    "mail addresses": "a@b.cc ",
    "one mail address": "a.",
    "at signs": "@",
    "paths": "/a",
    "code fences": "```\n",
    "backquotes": "`",
    "dollars": "$",
    "table rows": "a,b,c\n",
    "tables": "| a | b |\n",
    "headings of lists": "相关阅读\n",
    "headings in a line": "相关阅读",
    "footers": "版权所有 京ICP备12345678号\n",
    "copyrights": "Copyright © 2020 All rights reserved. ",
    "breadcrumbs": "当前位置:首页>新闻>正文\n",
    "shares": "分享到:微信 微博 QQ空间\n",
    "previous and next": "上一篇:没有了\n下一篇:没有了\n",
    "hyphenated lines": "exam-\nple ",
    "ellipses": "…",
    "dashes": "—",
    "combining marks": "e\u0301",
    "only combining marks": "\u0301",
    "ideographs beyond the BMP": "\U00020000",
    "numbers of lists": "1. 发展\n",
    "Markdown links": "[a](b)",
    "equal signs": "=",
    "asterisks": "*",
}
"""What a hostile page repeats."""


def _repeat(unit: str) -> Callable[[int], str]:
    """Return the function that repeats a text to a size."""
    return lambda size: unit * (size // len(unit))


def _framed(unit: str) -> Callable[[int], str]:
    """Repeats between two paragraphs of body text, so that rules of a place see an article."""
    body = "这是一篇文章的正文，它有足够的长度，也有句号。" * 3 + "\n"
    return lambda size: body + unit * (size // len(unit)) + "\n" + body


PAGES: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {name: _repeat(unit) for name, unit in UNITS.items()}
    | {f"{name}, framed": _framed(unit) for name, unit in UNITS.items() if "\n" in unit}
    | {
        "nested brackets": lambda size: "(" * (size // 2) + ")" * (size // 2),
        "nested Chinese brackets": lambda size: "（发" * (size // 4) + "）" * (size // 4),
        "nested direction controls": lambda size: (
            "א" + "\u202b" * (size // 2) + "\u202c" * (size // 2)
        ),
        "all different ideographs": lambda size: "".join(
            chr(0x4E00 + number % 20000) for number in range(size)
        ),
        "all different short lines": lambda size: "".join(
            f"{number}\n" for number in range(size // 6)
        ),
        "two letters in all distances": lambda size: "".join(
            "a" * (number % 97) + "," for number in range(size // 49)
        ),
    }
)
"""Each hostile page by its name."""
