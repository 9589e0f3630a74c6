"""Lines of spam go, spam inside of honest lines is cut, texts about spam stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.edits import apply, check
from cleaner.steps.drop_spam import DropSpam

STEP = DropSpam(
    strong=("国产自拍", "麻豆传媒", "百家乐", r"\w{2}娱乐(?:官网|平台)", "足彩"),
    weak=("在线观看", "免费", "预测", "官网"),
)
LINE = "国产自拍|麻豆传媒在线观看|第三页免费|百家乐"


def clean(text: str, step: DropSpam = STEP) -> str:
    """Return the text after the step."""
    edits = step(Document(text))
    check(edits, len(text))
    return apply(text, edits)


def test_a_line_of_keywords_goes_with_the_unknown_ones_between_them() -> None:
    """In any place, in both scripts."""
    assert "标题\n正文。" == clean(f"{LINE}\n标题\n正文。")
    assert "标题\n正文。\n" == clean("标题\n正文。\n國產自拍,麻豆傳媒,第二页,百家樂")


def test_one_strong_word_is_not_enough() -> None:
    """It may be the subject of the line."""
    assert "百家乐" == clean("百家乐")


@pytest.mark.parametrize(
    "text",
    [
        "法院认定，被告人以百家乐、足彩等方式接受投注，获利二百万元。",
        "他把“国产自拍”“麻豆传媒”的牌子都摘了。",
        "国产自拍杆销量第一",
        "免费在线观看",
    ],
)
def test_texts_about_such_things_stay(text: str) -> None:
    """Sentences need twice the score; weak words alone are nothing."""
    assert text == clean(text)


def test_keywords_around_a_title_are_cut() -> None:
    """The title is long and has no word of the lexicon, so the line is not dropped."""
    text = "[足彩预测] 关于公布最美阳台评选结果的通知 - 足彩_足彩预测_百家乐\n正文。"
    assert "关于公布最美阳台评选结果的通知\n正文。" == clean(text)


def test_a_phrase_in_brackets_of_its_own_is_cut() -> None:
    """With its brackets; a quotation is none."""
    assert "头一年要补苗。" == clean("（百家乐官网）头一年要补苗。")
    assert "他说“百家乐官网”不能点。" == clean("他说“百家乐官网”不能点。")


def test_a_phrase_that_also_stands_in_a_spam_line_is_cut_inside_a_sentence() -> None:
    """Even where it splits a clause; without such a line it stays."""
    spam = "麻豆传媒|足彩预测|百家乐免费|国产自拍"
    assert "番茄，给鸟吃光。\n" == clean(f"番茄，足彩预测给鸟吃光。\n{spam}")
    assert "番茄，足彩预测给鸟吃光。" == clean("番茄，足彩预测给鸟吃光。")


def test_the_name_that_keywords_share_is_cut_wherever_it_stands() -> None:
    """A brand that no lexicon knows, pushed into words."""
    spam = "鸿博娱乐 鸿博娱乐官网 鸿博娱乐平台 百家乐"
    assert "馆长介绍，图书车下乡。\n" == clean(f"馆长介鸿博娱乐绍，图书车下乡。\n{spam}")


def test_signs_between_characters_hide_nothing() -> None:
    """A line is judged without them; other lines with such signs stay."""
    assert "正文。" == clean("国❤产❤自拍 百★家★乐\n正文。")
    assert "三★甲★医★院\n正文。" == clean("三★甲★医★院\n正文。")


def test_listed_words_tell_in_lists_only() -> None:
    """Two make a line of spam; in a sentence or in brackets they stay."""
    step = DropSpam(strong=("百家乐",), listed=("无抵押", "配资"), weak=("贷款",))
    assert "正文。" == clean("无抵押贷款 股票配资\n正文。", step)
    assert "办理（无抵押贷款）的人不多。" == clean("办理（无抵押贷款）的人不多。", step)


def test_an_advertising_clause_goes_unless_the_page_is_about_such_things() -> None:
    """With its comma; an enumeration is no advertisement."""
    step = DropSpam(strong=STEP.strong, weak=STEP.weak, about="警方|诈骗")
    assert "他收网，鱼不多。" == clean("他收网，百家乐在线观看免费，鱼不多。", step)
    told = "警方说，百家乐在线观看免费，都是骗局。"
    assert told == clean(told, step)
    listed = "百家乐、足彩、麻豆传媒，他都不懂。"
    assert listed == clean(listed, step)


def test_what_touches_a_name_goes_with_it() -> None:
    """A name of the lexicon is cut wherever it stands, with brackets of its own."""
    step = DropSpam(strong=STEP.strong, weak=STEP.weak, names=("鸿博娱乐",))
    assert "每年唱戏，很热闹。" == clean("每年【鸿博娱乐官网】唱戏，很热闹。", step)
    assert "馆长说，手稿很脆。" == clean("馆长说，鸿博娱乐手稿很脆。", step)


def test_cutting_can_be_switched_off() -> None:
    """Then lines go and nothing else."""
    step = DropSpam(strong=STEP.strong, weak=STEP.weak, cut=False)
    assert "（百家乐官网）正文。\n" == clean(f"（百家乐官网）正文。\n{LINE}", step)


@given(st.text(alphabet="国产自拍百家乐足彩预测|,（） \n。正文", max_size=80))
def test_edits_are_sound_and_a_second_run_finds_nothing(text: str) -> None:
    """Sorted and disjoint edits; lines that went leave no new line of spam behind."""
    page = f"{text}\n{LINE}"
    edits = STEP(Document(page))
    check(edits, len(page))
    assert len(apply(page, edits)) < len(page)
