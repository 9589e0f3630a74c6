"""Rows that look like menus are told by their shape; sentences and verse are not."""

from __future__ import annotations

import pytest

from cleaner.judge.line_shapes import has_columns, has_shape


@pytest.mark.parametrize(
    "line",
    [
        "甲网 | 乙网 | 丙网",
        "要闻\t图说\t乡音\t市集",
        "[收起] [展开]",
        "风景(12) 人像(8)",
        "旧书网,旧书店,买旧书,卖旧书,旧书价",
    ],
)
def test_rows_of_short_parts_have_a_shape(line: str) -> None:
    """Between bars, wide blanks, brackets, with counts, or echoing each other."""
    assert has_shape(line, in_head=False, bar=3)


@pytest.mark.parametrize("line", ["床前明月光,疑是地上霜", "他说:“好”", "甲 乙 丙 丁", "一行文字"])
def test_text_has_none(line: str) -> None:
    """Verse, speech, single blanks."""
    assert not has_shape(line, in_head=False, bar=3)


def test_pairs_count_above_the_text_only() -> None:
    """Below it they may be the contacts of a notice."""
    line = "书名:山中 作者:无名 页数:三百"
    assert has_shape(line, in_head=True, bar=0)
    assert not has_shape(line, in_head=False, bar=0)


def test_bars_and_wide_gaps_may_be_rows_of_tables() -> None:
    """Brackets are not."""
    assert has_columns("甲网 | 乙网 | 丙网", bar=3)
    assert not has_columns("[收起] [展开]", bar=3)
    assert not has_columns("甲网 | 乙网 | 丙网", bar=0)
