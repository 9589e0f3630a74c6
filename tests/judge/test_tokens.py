"""Tokens as numbers: counted like the tokens of the shingle scores."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cleaner.judge.tokens import CJK, END, UPPER, read_tokens

_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_LINES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=30),
    min_size=1,
    max_size=8,
)


def _split(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


@given(_LINES)
def test_counts_are_those_of_strings(texts: list[str]) -> None:
    """As many tokens are found as an expression over strings finds; odd lower case apart."""
    texts = ["".join(char for char in text if len(char.lower()) == 1) for text in texts]
    assert [len(_split(text)) for text in texts] == read_tokens(texts).counts.tolist()


def test_same_word_same_number() -> None:
    """Case and width do not matter, place does not matter, spelling does."""
    one = read_tokens(["Hello world", "ＨＥＬＬＯ", "hallo"])
    assert one.hashes[0] == one.hashes[2]
    assert one.hashes[0] != one.hashes[3]


def test_numbers_stay_the_same_for_ever() -> None:
    """A model holds weights by these numbers, so they may never change."""
    assert [6636475204956935663, 6121938837521681240] == read_tokens(["新 news"]).hashes.tolist()


def test_kinds_are_counted_by_text() -> None:
    """Each text has its own count, also an empty one."""
    tokens = read_tokens(["他说。", "", "One. TWO!"])
    assert [2, 0, 0] == tokens.count_kind(CJK).tolist()
    assert [1, 0, 2] == tokens.count_kind(END).tolist()
    assert [0, 0, 4] == tokens.count_kind(UPPER).tolist()


def test_runs_stay_inside_a_text() -> None:
    """No run of tokens reaches over the border of two texts."""
    tokens = read_tokens(["a b c", "d", "e f"])
    assert [0, 1, 4] == tokens.grams(2)[1].tolist()


def test_whole_texts_are_told_apart_by_order() -> None:
    """Equal texts are equal, and the order of words counts."""
    first, second, third = read_tokens(["a b", "A  B!", "b a"]).whole().tolist()
    assert first == second
    assert first != third
