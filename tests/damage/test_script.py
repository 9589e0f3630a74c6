"""In which script or language a line is written."""

from __future__ import annotations

import pytest

from cleaner.damage.script import Evidence, find_foreign, is_guest, weigh


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("这个国家", Evidence(simplified=3, traditional=0)),
        ("這個國家", Evidence(simplified=0, traditional=3)),
        ("里面干著乾", Evidence(0, 0)),
        ("毕昇", Evidence(1, 0)),
        ("温度", Evidence(0, 0)),
        ("", Evidence(0, 0)),
    ],
)
def test_only_what_one_script_has_is_evidence(text: str, expected: Evidence) -> None:
    """Characters of both standards, and of Hong Kong's, prove nothing."""
    assert expected == weigh(text)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["私は東京に住んでいます。"], [True]),
        (["大韓民國은 나라이다"], [True]),
        (["這個國家"], [False]),
        (["優の良品的產品"], [False]),
        (["他說“ありがとう”是謝謝的意思,這大家都知道。"], [False]),
        (["東京都", "國のことを話しています", "東京都"], [True, True, True]),
        (["这个东京", "國のことを話しています", "我們知道"], [False, True, False]),
        (["這是中文"] * 20 + ["ありがとう"], [False] * 20 + [True]),
        (["发(發)"], [True]),
        (["国→國"], [True]),
        (["发(发)"], [False]),
        ([], []),
    ],
)
def test_foreign_lines_are_found(lines: list[str], expected: list[bool]) -> None:
    """Japanese, Korean, what stands between it, and lessons about characters."""
    assert expected == find_foreign(lines)


def test_a_few_chinese_words_are_guests_on_a_page_of_latin_ones() -> None:
    """A menu of languages is no Chinese page; a page about programs is one."""
    assert is_guest("English Deutsch " * 30 + "日本語")
    assert not is_guest("用 git commit 命令提交")
