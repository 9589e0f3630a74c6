"""Lines of keywords are taken apart where a reader would."""

from __future__ import annotations

from cleaner.judge import keywords
from cleaner.judge.keywords import Hit


def test_a_blank_parts_chinese_keywords_and_no_english_ones() -> None:
    """So a keyword without a word of the lexicon does not count with its neighbour."""
    assert 4 == keywords.covered("代考四级 考研答案", [Hit(0, 2, 1, 1)])
    assert 13 == keywords.covered("buy cheap pills", [Hit(0, 3, 1, 1)])


def test_a_long_part_without_a_hit_is_a_title() -> None:
    """The keywords around it are no reason to take it."""
    assert keywords.has_title("足彩_关于公布最美阳台评选结果的通知", [Hit(0, 2, 1, 1)])
    assert not keywords.has_title("足彩_百家乐", [Hit(0, 2, 1, 1)])


def test_words_that_touch_are_one_phrase() -> None:
    """Signs and numbers between them do not part them; other words do."""
    hits = [Hit(0, 2, 1, 1), Hit(3, 5, 1, 0), Hit(9, 11, 1, 1)]
    found = list(keywords.phrases("足彩-预测是什么意思足彩", hits))
    assert [Hit(0, 5, 2, 1), Hit(9, 11, 1, 1)] == found


def test_a_clause_reaches_to_the_mark_behind_it() -> None:
    """Only clauses with a hit are given."""
    assert [(3, 7, [Hit(3, 5, 1, 1)])] == list(
        keywords.clauses("他说,足彩网,走了。", [Hit(3, 5, 1, 1)])
    )


def test_what_goes_takes_its_brackets_or_one_of_two_commas_along() -> None:
    """All like pairs around it; stretches that touch are one."""
    assert [(2, 8)] == list(keywords.tidied("夏夜★★足彩★★,乘凉", [(4, 6)]))
    assert [(3, 6)] == list(keywords.tidied("他说,足彩,走了", [(3, 4), (4, 5)]))
    assert [(3, 5)] == list(keywords.tidied("他说看足彩,走了", [(3, 5)]))
