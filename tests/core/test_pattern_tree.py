"""What a pattern can match in folded text, and which of its alternatives are words."""

import pytest

from cleaner.core.pattern import translate
from cleaner.core.pattern_tree import read_tree
from cleaner.rulebook.builtin import rule_files
from cleaner.rulebook.rule_file import read_rules


@pytest.mark.parametrize(
    "pattern",
    [
        "當前",
        "ＡＢＣ：",
        "ABC",
        "[A-Z]+",
        "[當前]",
        r"\d{4}-\w\s",
        r"\x61",
        r"\p{Han}{2,}",
        "^x$",
        r"\.\(\|",
        "👍|[🔁-🔄]",
        r"[\x{1f300}-\x{1faff}]",
        "(?P<date>[0-9])(?:a|b)?",
        r"[^a-z]",
        "[[:alpha:]]",
        "[]a]",
        r"\p{So}",
        "a??b*?",
        "",
    ],
)
def test_living_patterns(pattern: str) -> None:
    """Literals and ranges are folded with the pattern, so they can match."""
    assert list(read_tree(translate(pattern)).dead()) == []


@pytest.mark.parametrize(
    ("pattern", "dead"),
    [
        (r"\x41", [r"\x{41}"]),
        (r"\u7576前", [r"\x{7576}前"]),
        (r"a[\x{41}-\x{5a}]", [r"a[\x{41}-\x{5a}]"]),
        (r"[\x{ff21}-\x{ff3a}]", [r"[\x{ff21}-\x{ff3a}]"]),
        (r"a\nb", [r"a\nb"]),
        (r"\t|a", [r"\t"]),
        (r"a(?:b|\x{3000})", [r"\x{3000}"]),
        (r"ab\x42?", [r"\x{42}?"]),
        (r"a(?:b|c(?:d|\x44))", [r"\x{44}"]),
    ],
)
def test_dead_parts(pattern: str, dead: list[str]) -> None:
    """The outermost part is told that no folded text can hold."""
    assert dead == list(read_tree(translate(pattern)).dead())


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("當前|首页", ["当前", "首页"]),
        (r"a\.b|c d", ["a.b", "c d"]),
        ("ab?|[cd]|(?:ef)", [None, None, "ef"]),
        ("a(?:b|c)", [None]),
        (r"a\d", [None]),
        ("a.", [None]),
    ],
)
def test_words(pattern: str, words: list[str | None]) -> None:
    """An alternative without any operator is a word."""
    assert words == read_tree(translate(pattern)).words()


def test_shipped_patterns_are_read_whole() -> None:
    """The tree gives back every shipped pattern as it was translated."""
    for path in rule_files():
        for entry in read_rules(path, []):
            for veto in entry.unless:
                translated = veto.pattern.translated
                assert translated.removeprefix("(?m)") == read_tree(translated).source
