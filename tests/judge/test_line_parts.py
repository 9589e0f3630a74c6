"""Lines are cut where entries end, and nowhere inside of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.judge.line_parts import Labels, is_parted, pieces_of, view

LABELS = Labels({"来源": 1, "发布时间": 1, "浏览": 1}, 4)


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("首页 | 新闻>公告", ["首页", "新闻", "公告"]),
        ("首页  新闻\t公告 体育", ["首页", "新闻", "公告 体育"]),
        ("评论(21) (关闭)", ["评论(21)", "关闭"]),
        ("1,204次,收藏", ["1,204次", "收藏"]),
        ("首页-新闻 a-z", ["首页", "新闻 a-z"]),
        ("== 目录 ==", ["目录"]),
        ("log in", ["log in"]),
    ],
)
def test_lines_are_cut_at_marks_and_wide_blanks(line: str, pieces: list[str]) -> None:
    """Counts, numbers and words with a dash stay whole."""
    assert pieces == pieces_of(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("来源:本站发布时间:2023浏览:0", [("来源", "本站"), ("发布时间", "2023"), ("浏览", "0")]),
        ("2023 来 源 : 本站", [("", "2023"), ("来源", "本站")]),
        ("数据来源:本站", [("", "数据来源:本站")]),
        ("来源:本站 | 首页", [("来源", "本站 "), ("", "首页")]),
    ],
)
def test_labels_are_cut_from_their_values(line: str, expected: list[tuple[str, str]]) -> None:
    """Glued ones, too; what only ends like a label is none."""
    assert expected == [(part.label, line[part.start : part.end]) for part in LABELS.parts(line)]


def test_wide_blanks_are_tabs_in_the_view() -> None:
    """At the same offsets, and only in the part that is asked for."""
    assert "首页\t新闻" == view(Document("首頁\u3000新聞\u3000公告"), 0, 5)


@given(st.text("首页 |>\t(),-:来源1", max_size=12))
def test_pieces_stand_in_the_line_in_order(line: str) -> None:
    """Each is a stretch of it, without blanks around; an unparted line is one piece."""
    at = 0
    for piece in pieces_of(line):
        at = line.index(piece, at) + len(piece)
        assert piece == piece.strip() != ""
    if not is_parted(line):
        assert pieces_of(line) == [line.strip()] * bool(line.strip())
