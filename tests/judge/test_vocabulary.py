"""Words are looked up; patterns are asked only where they can match, and never miss."""

from __future__ import annotations

import re2
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import fold
from cleaner.judge.vocabulary import Hints, Vocabulary, key_of, written_out

LISTS = {
    1: ("首页", r"\d+ ?条评论"),
    2: ("(?:新闻|资讯)(?:中心|动态)?", "log ?in", r"第\d页"),
    3: ("大",),
}
VOCABULARY = Vocabulary(LISTS)


def test_patterns_of_few_words_are_written_out() -> None:
    """Brackets and optional parts; the greatest rank counts."""
    expected = {"首页": 1, "新闻": 2, "新闻中心": 2, "新闻动态": 2, "login": 2, "大": 3}
    assert expected == {word: VOCABULARY.words[word] for word in expected}


def test_a_single_letter_counts_only_as_a_word_of_its_own() -> None:
    """A pattern that describes one letter would match in the middle of anything."""
    assert "短" not in Vocabulary({1: ("长|短",)}).words
    assert "a" not in Vocabulary({1: ("a-|a=",)}).words


def test_what_cannot_be_listed_is_found_where_it_may_match() -> None:
    """And nowhere else."""
    page = "首页 第3页 这里没有\n12 条评论"
    hints = VOCABULARY.hints(page)
    assert [True, False, True] == [
        hints.within(3, 6),
        hints.within(7, 11),
        hints.within(12, len(page)),
    ]
    assert [1] == [rank for rank, _ in VOCABULARY.find("12 条评论")]


def test_a_pattern_that_needs_nothing_is_asked_everywhere() -> None:
    """`.*` holds no string by which it could be found."""
    assert Vocabulary({1: (r"\w+",)}).hints("abc").within(1, 2)


def test_keys_know_no_blanks_and_no_dashes_around() -> None:
    """`- 关 注:` is looked up as `关注`."""
    assert "关注" == key_of("- 关 注:")


def test_what_alternatives_need() -> None:
    """Parts that may be absent say nothing; of digits one is enough."""
    assert (frozenset({"已被"}),) == written_out(r"(?:本帖)?已被.*\d*")[1]
    assert (frozenset("0123456789"),) == written_out(r"[\d,.]+[^万]?")[1]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4)), max_size=5),
    st.integers(0, 30),
    st.integers(1, 5),
)
def test_hints_overlap_as_ranges_do(found: list[tuple[int, int]], start: int, size: int) -> None:
    """Whatever is asked for."""
    spans: list[tuple[int, int]] = []
    for begin, length in sorted(found):
        if not spans or begin >= spans[-1][1]:
            spans.append((begin, begin + length))
    hints = Hints([a for a, _ in spans], [b for _, b in spans])
    assert any(a < start + size and b > start for a, b in spans) == hints.within(
        start, start + size
    )


@given(st.text("新闻资讯中心动态登录注册后您 ", max_size=6))
def test_words_written_out_are_what_the_pattern_matches(text: str) -> None:
    """Nothing more and nothing less."""
    pattern = "(?:新闻|资讯)(?:中心|动态)?|(?:登录|注册)后? ?您"
    words, needs = written_out(pattern)
    assert () == needs
    assert (re2.fullmatch(pattern, fold(text)) is not None) == (fold(text) in words)
