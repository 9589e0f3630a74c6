import math

import pytest

from cleaner.damage.lexicon import load_lexicon


@pytest.mark.parametrize(("past", "word"), [("人民政", "府"), ("袖手旁", "观"), ("洗手", "间")])
def test_a_word_goes_on(past: str, word: str) -> None:
    """Of a word that was begun the rest is likely, and its end is not yet there."""
    lexicon = load_lexicon()
    assert lexicon.chance(past, word) > 100 * lexicon.chance("", word)
    assert lexicon.ends(past) < lexicon.ends(past[-2:] + word)


@pytest.mark.parametrize("past", ["", "社", "社会", "社会主", "鶎", "鶎裾鶎"])
def test_chances_are_chances(past: str) -> None:
    """Whatever stands before, known or not: between 0 and 1, and never 0."""
    lexicon = load_lexicon()
    for right in "会义鶎的":
        assert 0 < lexicon.chance(past, right) <= 1
        assert math.isfinite(math.log(lexicon.chance(past, right)))
    assert 0 < lexicon.ends(past) <= 1
