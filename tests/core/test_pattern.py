"""Patterns: what an author writes is what is matched, on all variants, in linear time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.pattern import Pattern, PatternError, Patterns
from cleaner.core.screen import Screen


def found(pattern: str, text: str, exact: bool = False) -> list[str]:
    """The stretches of the text that the pattern finds."""
    return [text[m.start : m.end] for m in Pattern(pattern, exact).finditer(Document(text))]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("当前位置:", "當前位置：首頁", ["當前位置："]),
        ("當前位置：", "当前位置:首页", ["当前位置:"]),
        ("copyright", "COPYRIGHT Ｃｏｐｙｒｉｇｈｔ", ["COPYRIGHT", "Ｃｏｐｙｒｉｇｈｔ"]),
        ("[發fF]+", "发發F", ["发發F"]),
        (r"\d+年", "２０２０年 1999年", ["２０２０年", "1999年"]),
        (r"\w+", "汉字 résumé", ["汉字", "résumé"]),
        (r"[^\w]", "字。", ["。"]),
        (r"a\sb", "a　b a\tb a\nb", ["a　b", "a\tb"]),
        ("^首页$", "  首頁　\n首页 > 新闻", ["  首頁　"]),
        ("[一-龥]{2}", "發展 ab", ["發展"]),
        (r"[\u4e00-\u9fff]+", "漢字ab", ["漢字"]),
        (r"\u9996页", "首頁", ["首頁"]),
        ("（街道）", "(街道)", ["(街道)"]),
        ("[[:alpha:]]+", "AB1", ["AB"]),
        ("[]a]+", "]a", ["]a"]),
        (".+", "一\n二", ["一", "二"]),
        ("[^x]+", "一\n二", ["一", "二"]),
        ("(?:上|下)一篇", "上一篇 下一篇", ["上一篇", "下一篇"]),
        (r"\p{Han}+", "漢a", ["漢"]),
        (r"1\.5", "1.5 105", ["1.5"]),
        ("a-z", "A-Z", ["A-Z"]),
        ("x*", "axxb", ["xx"]),
    ],
)
def test_a_pattern_finds_all_variants_of_what_is_written(
    pattern: str, text: str, expected: list[str]
) -> None:
    """Script, width, case and blanks fold; classes are Unicode; a match stays in its line."""
    assert expected == found(pattern, text)


def test_exact_patterns_see_the_text_itself() -> None:
    """Where the variant is the point, folding is switched off."""
    assert found("發", "发發", exact=True) == ["發"]
    assert found("abc", "ABC", exact=True) == []
    assert found("b", "\ud800b\udc00", exact=True) == ["b"]


@pytest.mark.parametrize(
    ("pattern", "message", "column"),
    [
        ("a(?=b)", "lookahead", 1),
        ("(?<!a)b", "lookbehind", 0),
        (r"(a)\1", "back-references", 3),
        ("x{2000}", "at most 1000", 1),
        ("(ab", "missing )", 0),
        ("ab\\", "single backslash", 2),
        (r"[\W]", "write [^...]", 1),
        (r"\Aab", "use ^", 0),
        ("[z-a]", "invalid character class range", 1),
    ],
)
def test_what_cannot_be_linear_or_is_wrong_is_refused_in_plain_words(
    pattern: str, message: str, column: int
) -> None:
    """The message names the way out, the column the place."""
    with pytest.raises(PatternError) as error:
        Pattern(pattern).check()
    assert message in str(error.value)
    assert column == error.value.column


def test_named_groups_have_their_places() -> None:
    """Groups that took no part are left out."""
    [match] = Pattern("(?P<who>作者|编辑):(?P<name>.+?)(?P<rest>。)?$").finditer(
        Document("作者：張三")
    )
    assert dict(match.groups) == {"who": (0, 2), "name": (3, 5)}


def test_alternatives_do_not_overlap_and_the_longer_one_wins() -> None:
    """Matches of several patterns come in order."""
    matches = Patterns.of(["上一篇", "上一篇:.*", "一篇"]).finditer(Document("上一篇:甲 上一篇"))
    assert [(m.start, m.end) for m in matches] == [(0, 9)]


GATES = ["首页", "(?:a|b)c", "^x", r"\d{4}", "版权"]


@given(st.text("首頁页abcx19版權权\n ", max_size=40))
def test_the_screen_opens_every_gate_whose_pattern_matches(text: str) -> None:
    """It may be too generous, never too strict; here it is exact."""
    patterns = [Pattern(gate) for gate in GATES]
    doc = Document(text)
    expected = {n for n, p in enumerate(patterns) if next(p.finditer(doc), None)}
    assert expected == Screen([p.gate for p in patterns]).open_gates(doc)


def test_a_screen_too_large_for_one_automaton_is_split() -> None:
    """Many wide repeats do not fit into one; nothing is lost."""
    gates = [f"词{n}号.{{0,80}}尾" for n in range(400)]
    screen = Screen(gates)
    assert {7, 399} == set(screen.open_gates(Document("词7号——尾\n词399号尾")))


@pytest.mark.parametrize("pattern", ["(a|a)*b", "(a*)*c", "(?:a?){30}a{30}"])
def test_patterns_that_explode_elsewhere_are_linear_here(pattern: str) -> None:
    """A hundred thousand letters are nothing; a backtracking engine would not come back."""
    expected = ["a" * 60] * 1666 + ["a" * 40] if "30" in pattern else []
    assert expected == found(pattern, "a" * 100_000 + "!")
