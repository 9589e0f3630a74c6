"""Which lines of a page may be read as Chinese sentences."""

from __future__ import annotations

import pytest

from cleaner.core.document import fold
from cleaner.damage.prose import MACHINE_SPAN, prose_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天天气很好,我们去公园。", [True]),
        ("# 标题:第一章", [True]),
        ("中", [True]),
        ("", [False]),
        ("English only, nothing else.", [False]),
        ("甲,乙\n丙,丁\n戊,己", [False, False, False]),
        ("甲,乙,丙\n丁,戊,己", [False, False]),
        ("甲,乙\n丙,丁", [True, True]),
        ("床前明月光,\n疑是地上霜。", [True, True]),
        ("```\n打印(中文)\n```\n结束。", [False, False, False, True]),
        ("# 参数,说明\nx = compute(y)", [False, False]),
        ("# 参数,说明\n我们先看参数。", [True, True]),
        ("名=值", [False]),
        ("name = 值", [False]),
        ("| 甲 | 乙 |", [False]),
        ("甲\t乙", [False]),
        ("\t段落开头是制表符。", [True]),
        ("東京に住んでいます。", [False]),
        ("优の良品很好吃,大家都说好。", [True]),
        ("대한민국(大韓民國)", [False]),
        ("call(中文);", [False]),
        ("</div>中文", [True]),
        ("if x == 中文", [False]),
    ],
)
def test_lines_are_judged(text: str, expected: list[bool]) -> None:
    """Sentences are prose; code, tables, rows of values and other languages are not."""
    assert expected == prose_lines(text, fold(text))


def test_a_long_paragraph_may_quote_code() -> None:
    """One arrow in forty characters with a full stop does not make a program."""
    text = (
        "这一段文字讲的是程序里的箭头符号=>它在许多语言里表示函数,"
        "读者不必记住它的全部用法,只要知道有这么一回事就可以了。"
    )
    assert [True] == prose_lines(text, fold(text))[:1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("见https://example.org/a,b?c=1,还有", "https://example.org/a,b?c=1"),
        ("写信到a.b+c@example.org,谢谢", "a.b+c@example.org"),
        ("用`a,b`分开", "`a,b`"),
        ("公式$x,y$成立", "$x,y$"),
        ("<a href='x,y'>", "<a href='x,y'>"),
        (r"在c:\目录\文件,里", r"c:\目录\文件"),
        ("在/usr/lib,里", "/usr/lib"),
    ],
)
def test_spans_for_machines_are_found(text: str, expected: str) -> None:
    """Addresses, code, formulas, tags and paths."""
    found = MACHINE_SPAN.search(text)
    assert found is not None
    assert expected == found[0]


def test_plain_sentences_have_no_spans_for_machines() -> None:
    """Prices, slashes between words and comparisons are text."""
    text = "每户1,000元/年,人数<36,比例3:2,价格$5。"
    assert MACHINE_SPAN.search(text) is None
