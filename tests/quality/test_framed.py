"""Honest texts of many kinds in the frame of a site: the judge of lines must not take them for it.

Alone they are safe, as no rule takes a line out of them. Here rules take out lines right above and
below them, which is what the judge goes by.
"""

from __future__ import annotations

from functools import cache

import pytest

from cleaner.core.chain import Chain
from cleaner.rulebook.load import load
from tests.quality.pages import load_texts

_RULE = "any.boilerplate"
_TEXTS = {**load_texts("clean"), **load_texts("tempting")}
_FRAMES = {
    "zh": (
        "设为首页 | 加入收藏\n首页 新闻 公告 图片 视频\n您现在的位置：首页 > 文章 > 正文\n\n",
        "\n\n上一篇：旧事一则\n下一篇：没有了\n【打印本页】【关闭窗口】\n版权所有 © 2012 静水镇网",
    ),
    "en": (
        "Skip to content\nHome | About | Archive | Contact\nYou are here: Home > Archive\n\n",
        "\n\nShare this: Twitter Facebook\nPrevious post\nNext post\n"
        "© 2012 The Example. All rights reserved.",
    ),
}
# What the judge takes out of these is known, and wrong.
_MISSES = frozenset({"tail_code_output"})


@cache
def _chain() -> Chain:
    return load("web", script="keep")


def _taken(name: str) -> list[str]:
    """Return the lines of a text that the judge takes out of a page with it."""
    text = _TEXTS[name]
    kept = {line.strip() for line in text.split("\n")}
    above, below = _FRAMES["zh" if any("一" <= letter <= "龥" for letter in text) else "en"]
    trace = _chain().run(above + text.strip("\n") + below).trace
    gone = []
    for turn, before in zip(trace.passes, trace.texts(), strict=False):
        if turn.rule == _RULE:
            gone = [before[edit.start : edit.end].strip() for edit in turn.edits]
    return [line for line in gone if line in kept]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.xfail(reason="known miss")] * (name in _MISSES))
        for name in _TEXTS
    ],
)
def test_honest_texts_in_a_frame_stay(name: str) -> None:
    """No line of the text goes, whatever stands around it."""
    assert [] == _taken(name)
