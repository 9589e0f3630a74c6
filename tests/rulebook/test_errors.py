"""Mistakes in rule files: all at once, each with its place, in plain words."""

from pathlib import Path

import pytest

from cleaner.core.errors import RuleError
from cleaner.rulebook.load import load

FIVE_MISTAKES = """\
rules:
  - id: one
    about: a step that is misspelt
    drop_lines:
      pattern: x
    examples: [{drop: x}, {keep: y}]
  - id: two
    about: an option that is misspelt, and a pattern that is wrong
    drop_line:
      patern: x
      pattern: '(ab'
    examples: [{drop: x}, {keep: y}]
  - id: three
    about: a wrong choice, and no example that stays
    drop_line:
      pattern: x
      exact: yes
    examples: [{drop: x}]
"""


def complaint(tmp_path: Path, text: str) -> str:
    """What is said about a rule file."""
    path = tmp_path / "my.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as error:
        load("repair", rules=[path])
    return str(error.value).replace(str(path), "my.yaml")


def test_five_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Nobody wants to run a program five times to hear of five mistakes."""
    text = complaint(tmp_path, FIVE_MISTAKES)
    for expected in (
        "my.yaml:4:5: rule 'one': there is no step 'drop_lines' (did you mean 'drop_line'?)",
        "my.yaml:10:7: rule 'two': drop_line has no option 'patern' (did you mean 'pattern'?)",
        "my.yaml:11:17: rule 'two': option 'pattern': missing ): (ab",
        "my.yaml:17:14: rule 'three': option 'exact' is true or false, not 'yes'",
        "my.yaml:18:15: rule 'three': needs an example that stays: `keep:`",
    ):
        assert expected in text


def test_the_caret_stands_under_the_mistake(tmp_path: Path) -> None:
    """Full-width characters before it are as wide as they look."""
    text = complaint(tmp_path, "rules:\n  - {id: a, about: 中文, drop_line: {pattern: '[z-a]'}}\n")
    line, caret = text.splitlines()[-2:]
    assert caret.index("^") == line.index("[z-a]") + 1
    assert caret.count("　") == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "needs a table"),
        ("- a\n- b\n", "needs a table"),
        ("rules: x\n", "`rules` needs a list"),
        ("rules: [x]\n", "a rule is a table"),
        ("rule: []\n", "unknown key 'rule' (did you mean 'rules'?)"),
        ("rules:\n  - id: a\n   about: b\n", "not YAML"),
        ("rules: [{id: a, id: b}]\n", "'id' stands here twice (line 1)"),
        ("rules: [{about: b, drop_line: {pattern: x}}]\n", "needs `id:`"),
        ("rules: [{id: a, drop_line: {pattern: x}}]\n", "needs `about:`"),
        ("rules: [{id: a, about: b}]\n", "has no step"),
        ("rules: [{id: a, about: b, cut: {}, replace: {}}]\n", "has two steps"),
        ("rules: [{id: a, about: b, cut: {}}]\n", "cut needs the option 'pattern'"),
        ("rules: [{id: a, about: b, cut: {pattern: {x: y}}}]\n", "needs a value or a list"),
        ("rules: [{id: a, about: b, drop_line: {pattern: x, within: top}}]\n", "first 30%"),
        ("rules: [{id: a, about: b, drop_line: {pattern: x, max_length: 3.5}}]\n", "whole number"),
        ("rules: [{id: a, about: b, cut: {pattern: x}, unless: x}]\n", "`unless` needs"),
        ("rules: [{id: a, about: b, cut: {pattern: x}, unless: {page: x}}]\n", "not 'page'"),
        ("rules: [{id: a, about: b, cut: {pattern: x}, unless: {line: (x}}]\n", "unless: missing"),
        ("rules: [{id: a, about: b, cut: {pattern: x}, examples: [{dorp: x}]}]\n", "'drop'?"),
        (
            "rules: [{id: a, about: b, cut: {pattern: x}, examples: [{in: x}]}]\n",
            "`in:` and `out:`",
        ),
        ("rules: [{id: a, about: b, cut: {pattern: x}, examples: []}]\n", "needs `examples:`"),
        ("rules: [{id: a, about: &b c, cut: {pattern: *b}}]\n", "anchors and aliases"),
        ("rules: [{id: a, about: !!python/name:os.system '', cut: {}}]\n", "tags are not possible"),
        ("rules: [{id: a, about: b, no.such.module:Step: {}}]\n", "cannot be loaded"),
        ("without: [repair.glos]\n", "(did you mean 'repair.gloss'?)"),
        ("change: {repair.glos: {x: y}}\n", "(did you mean 'repair.gloss'?)"),
        ("insert: [{after: repair.gloss}]\n", "`insert` needs"),
        ("insert: [{after: repair.gloss, rules: [no.such]}]\n", "there is no rule 'no.such'"),
        ("budget: {rule: lots}\n", "needs a share"),
        ("protect: [x]\n", "`protect` has"),
        ("protect: {untouched: ['(x']}\n", "protect: missing )"),
    ],
)
def test_each_mistake_has_its_sentence(tmp_path: Path, text: str, message: str) -> None:
    """What is wrong and, where one can tell, what was meant."""
    assert message in complaint(tmp_path, text)


def test_words_stay_words(tmp_path: Path) -> None:
    """`no`, dates and times are the text that was written, not booleans or numbers."""
    path = tmp_path / "my.yaml"
    path.write_text(
        "rules:\n"
        "  - id: a\n"
        "    about: no\n"
        "    drop_line: {pattern: [no, 12:30, 2020-01-01, 0x10, null, 1e3]}\n"
        "    examples: [{drop: no}, {keep: y}]\n",
        encoding="utf-8",
    )
    chain = load("repair", rules=[path])
    assert chain.run("no\n12:30\n2020-01-01\n0x10\nnull\n1e3\n1\n").text == "1\n"


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ("wev", "there is no profile 'wev' (did you mean 'web'?)"),
        ("no/such.yaml", "no/such.yaml: no such file"),
    ],
)
def test_an_unknown_profile_is_named(profile: str, message: str) -> None:
    """With what it may have meant."""
    with pytest.raises(RuleError) as error:
        load(profile)
    assert message in str(error.value)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """A missing one, a folder, and one that is not UTF-8."""
    junk = tmp_path / "junk.yaml"
    junk.write_bytes(b"rules: \xff\xfe")
    for path, message in (
        (tmp_path / "none.yaml", "No such file"),
        (tmp_path, "directory"),
        (junk, "byte 7 is not UTF-8"),
    ):
        with pytest.raises(RuleError) as error:
            load("repair", rules=[path])
        assert message in str(error.value)


def test_without_an_unknown_rule_says_what_was_meant() -> None:
    """A configuration that does nothing is an error."""
    with pytest.raises(RuleError, match=r"did you mean 'repair\.gloss'"):
        load("repair", without=["repair.glos"])
