import math

import pytest

from cleaner.damage.lexicon import Cutter, load_lexicon


@pytest.mark.parametrize(("past", "word"), [("人民政", "府"), ("袖手旁", "观"), ("洗手", "间")])
def test_a_word_goes_on(past: str, word: str) -> None:
    """Of a word that was begun the rest is likely, and its end is not yet there."""
    lexicon = Cutter(load_lexicon())
    assert lexicon.chance(past, word) > 100 * lexicon.chance("", word)
    assert lexicon.ends(past) < lexicon.ends(past[-2:] + word)


@pytest.mark.parametrize("past", ["", "社", "社会", "社会主", "鶎", "鶎裾鶎"])
def test_chances_are_chances(past: str) -> None:
    """Whatever stands before, known or not: between 0 and 1, and never 0."""
    lexicon = Cutter(load_lexicon())
    for right in "会义鶎的":
        assert 0 < lexicon.chance(past, right) <= 1
        assert math.isfinite(math.log(lexicon.chance(past, right)))
    assert 0 < lexicon.ends(past) <= 1


def test_kinds_of_words_follow_each_other() -> None:
    """A noun is likelier behind an adjective's 的 than a final particle; at the start it is not."""
    lexicon = Cutter(load_lexicon())
    assert lexicon.chance("的", "人") > 50 * lexicon.chance("的", "吗")
    assert lexicon.chance("", "了", ",") < 0.1 * lexicon.chance("", "了")


def test_marks_stand_behind_nouns() -> None:
    """A comma is likelier behind a noun than behind a preposition."""
    lexicon = Cutter(load_lexicon())
    assert lexicon.ends("问题", marked=True) > 1 > 0.1 > lexicon.ends("把", marked=True)


def test_misread_utf8_is_no_word() -> None:
    """The corpus of the dictionary holds UTF-8 that was read as GBK; it does not count."""
    lexicon = Cutter(load_lexicon())
    assert lexicon.chance("", "鏄") < lexicon.chance("", "鞋") / 10
