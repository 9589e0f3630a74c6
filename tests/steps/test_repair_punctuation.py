"""Marks that were injected or doubled go; everything that looks like them stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.edits import Edit, apply, check
from cleaner.core.screen import Screen
from cleaner.steps.repair_punctuation import RepairPunctuation

INJECTED = (Path(__file__).parent / "data" / "injected_news.txt").read_text("utf-8")


def repair(text: str, step: RepairPunctuation | None = None) -> str:
    """Return the text after one run of the step, whose edits must be valid."""
    findings = (step or RepairPunctuation())(Document(text))
    edits = [finding for finding in findings if isinstance(finding, Edit)]
    check(edits, len(text))
    return apply(text, edits)


def test_all_injected_commas_of_a_page_go() -> None:
    """The first mark of every pair goes, and nothing else does."""
    expected = INJECTED.replace(",,", ",").replace(",、", "、").replace(",。", "。")
    assert expected.replace(",;", ";") == repair(INJECTED)


def test_full_width_pairs_go_as_well() -> None:
    """The pairs are the same before somebody folded the page."""
    wide = INJECTED.replace(",", "，").replace(";", "；")
    expected = wide.replace("，，", "，").replace("，、", "、").replace("，。", "。")
    assert expected.replace("，；", "；") == repair(wide)


def test_commas_before_other_marks_go_as_well() -> None:
    """Where the page proves the damage, a comma before `!` and `?` is injected, too."""
    assert repair(INJECTED) + "好吃!!真的嗎?" == repair(INJECTED + "好吃,!,!真的嗎,?")


FOLDED = "兩個多麼善良的人{}\n我們無法思索,無法開口,他說了很多話,可是沒有機會,等到再見面。\n"


@pytest.mark.parametrize("mark", ["!", "?"])
def test_a_table_of_two_marks(mark: str) -> None:
    """On a traditional page that was folded, one comma before `!` or `?` is proof enough."""
    assert FOLDED.format(mark) == repair(FOLDED.format("," + mark))


@pytest.mark.parametrize(
    "text",
    [
        FOLDED.format(",!") + "他來了，又走了。",
        "两个多么善良的人,!\n我们无法思索,无法开口,他说了很多话,可是没有机会,等到再见面。\n",
        FOLDED.format(",!!!"),
        "真的嗎,?",
    ],
)
def test_a_comma_before_a_shout_stays(text: str) -> None:
    """Not so on a page with full-width marks, a simplified one, a short one, or among shouts."""
    assert text == repair(text)


def test_a_semicolon_at_the_end_of_a_line() -> None:
    """A line that ends in `,;` is a clause of a law, and no code."""
    damaged = INJECTED + "一、研究並協調解決重大問題,;\n二、將規劃納入,、組織實施,。\n"
    assert repair(INJECTED) + "一、研究並協調解決重大問題;\n二、將規劃納入、組織實施。\n" == repair(
        damaged
    )


def test_one_edit_removes_one_mark() -> None:
    """Edits are as small as the change."""
    findings = RepairPunctuation()(Document(INJECTED))
    assert {1} == {finding.end - finding.start for finding in findings}


def test_a_page_with_every_mark_twice_gets_them_single() -> None:
    """`、、` on a page on which marks are doubled throughout."""
    text = "苹果、、梨、、桃子都熟了。。孩子们跑来跑去。。大人们也笑了。。"
    expected = "苹果、梨、桃子都熟了。孩子们跑来跑去。大人们也笑了。"
    assert expected == repair(text)


@pytest.mark.parametrize(
    "text",
    [
        "好吧，，我知道了。你先走，我马上来。",
        "好吧。。我知道了。。你先走。。",
        "嗯，，那个，，我想说，，其实没什么。",
        "他说：“好……”然后——走了！！！真的？？",
        "姓名,,电话,地址\n张三,,13800000000,北京\n李四,男,,上海\n王五,,,广州",
        "a,,b\nfoo(a,,b)\nx = [1,,2]\n中文注释",
        "等等,,,我还没说完...真的..好的。",
        "坐标是1,,2和3,,4以及5,,6，还有7,,8。",
        "He said,, well,, nothing,, at all,, really.",
        "以前は東京に、、いや、大阪に住んでいました。",
        "عربي،، نص ¿qué?, ¡sí!",
        "只打错了一次,。其余的标点都对，一共有很多，很多，很多，很多，很多，很多，很多。",
    ],
)
def test_honest_text_stays(text: str) -> None:
    """Chats, tables, code, numbers, ellipses, other languages, a single slip."""
    assert text == repair(text)


def test_code_on_a_damaged_page_stays() -> None:
    """Evidence in the article is no licence to touch a code block or an address."""
    code = "\n```\nx = f(甲,,乙)\n```\n见 https://example.org/a,,b 和 `空,,值`"
    assert repair(INJECTED) + code == repair(INJECTED + code)


def test_tables_on_a_damaged_page_stay() -> None:
    """Empty fields between Chinese words are fields."""
    table = "\n姓名,,单位,职务\n张三,,食堂,厨师\n李四,,街道,干事\n"
    assert repair(INJECTED) + table == repair(INJECTED + table)


def test_longer_runs_stay_on_a_damaged_page() -> None:
    """`,,,` is no pair."""
    text = INJECTED + "\n他想了想,,,還是去了,,,,"
    assert repair(INJECTED) + "\n他想了想,,,還是去了,,,," == repair(text)


def test_a_blank_before_a_mark_goes() -> None:
    """No Chinese text has a blank between a word and its mark."""
    expected = "我们去了北京，看了长城。"
    assert expected == repair("我们去了北京 ，看了长城 。")


@pytest.mark.parametrize(
    "text",
    [
        "我 爱 北京 ， 北京 很 大 。",
        "标点：句号 。 逗号 ， 顿号 、",
        "见附录 A 。",
        "A ，B 。",
    ],
)
def test_blanks_of_another_kind_stay(text: str) -> None:
    """Text cut into words, and marks that are spoken of."""
    assert text == repair(text)


def test_blanks_can_be_kept() -> None:
    """The option switches that part off."""
    text = "我们去了北京 ，看了长城。"
    assert text == repair(text, RepairPunctuation(blanks=False))


ALPHABET = "中文字國、。，,;；： .!?\nab12()“”`|"


@given(st.text(ALPHABET, max_size=60), st.booleans())
def test_a_second_run_finds_nothing(text: str, damaged: bool) -> None:
    """The result of a repair needs none, on damaged pages and on others."""
    once = repair(INJECTED + text if damaged else text)
    assert not list(RepairPunctuation()(Document(once)))


@given(st.text(ALPHABET, max_size=80))
def test_only_marks_and_blanks_are_removed(text: str) -> None:
    """No letter is ever lost."""
    letters = [character for character in text if character.isalnum()]
    assert (
        letters
        == [character for character in repair(INJECTED + text) if character.isalnum()][
            len([c for c in INJECTED if c.isalnum()]) :
        ]
    )


SCREEN = Screen([RepairPunctuation.gate])


@given(st.text(ALPHABET, max_size=60), st.booleans())
def test_the_gate_hides_no_work(text: str, damaged: bool) -> None:
    """Where the step finds something, its gate is open."""
    doc = Document(INJECTED + text if damaged else text)
    assert not RepairPunctuation()(doc) or SCREEN.open_gates(doc)
