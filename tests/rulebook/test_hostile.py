"""Hostile rule files: each gets one clear answer, in seconds, and never a traceback."""

from pathlib import Path

import pytest

from cleaner import RuleError, load

PROOF = '    examples:\n      - drop: "aaa"\n      - keep: "zzz"\n'


def rule(step: str, number: int = 1) -> str:
    """A rule with this step."""
    return f"  - id: r{number}\n    about: x\n    {step}\n{PROOF}"


def complaint(text: str | bytes, folder: Path) -> str:
    """What is said about a rule file."""
    path = folder / "hostile.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    with pytest.raises(RuleError) as error:
        load("repair", rules=[path])
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a: &a ["x"]\nb: &b [*a, *a]\nc: [*b, *b]\n', "anchors and aliases"),
        ("rules: &a []\n", "anchors and aliases"),
        ("[" * 100_000, "nested more than"),
        ("{a: " * 20_000, "nested more than"),
        ("".join(" " * depth + "a:\n" for depth in range(200)), "nested more than"),
        ('rules: !!python/object/apply:os.system ["id"]\n', "tags are not possible"),
        ("rules: '" + "a" * (17 << 20) + "'", "larger than 16 MB"),
        ('"' + "a" * 1_000_000 + '": 1', "not YAML"),
        ("rules:\n  - id: a\0b\n", "control characters"),
        (b"rules:\n  - id: \xff\n", "is not UTF-8"),
        ("rules:\n" + rule("drop_line: {pattern: '(?:a{1000}){1000}'}"), "at most 1000 times"),
        ("rules:\n" + rule(r"drop_line: {pattern: '\w{1000}'}"), "too large"),
        ("rules:\n" + rule("drop_spam: {strong: ['a)(b']}"), "unexpected )"),
        ("rules:\n" + rule("'builtins:dict': {}"), "is not a class of steps"),
        ("rules:\n" + rule("'builtins:SystemExit': {}"), "is not a class of steps"),
        ("rules:\n" + rule("'os:system': {}"), "is not a class of steps"),
        ("rules:\n" + rule("'..up:Step': {}"), "cannot be loaded"),
        ("rules:\n" + rule(f"drop_line: {{pattern: a, max_length: {'9' * 9000}}}"), "whole number"),
        ("chain: ['../../../../etc/passwd.yaml']\n", "there is no rule file"),
    ],
)
def test_a_hostile_file_gets_one_clear_answer(
    text: str | bytes, message: str, tmp_path: Path
) -> None:
    """The answer names the trouble and is short, whatever the file is."""
    said = complaint(text, tmp_path)
    assert message in said
    assert len(said) < 3000


def test_of_thousands_of_mistakes_the_first_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    """Nobody reads ten thousand problems; the work for them stays small."""
    rules = (rule(f"drop_line: {{pattern: '({number}'}}", number) for number in range(3000))
    said = complaint("rules:\n" + "".join(rules), tmp_path)
    assert "missing )" in said
    assert said.endswith("... and 2900 more problems")


def test_thousands_of_rules_load_and_run(tmp_path: Path) -> None:
    """They need more than one automaton; none is lost."""
    path = tmp_path / "many.yaml"
    rules = (
        rule(f"drop_line: {{pattern: '^词{number}号.{{0,80}}尾'}}", number)
        for number in range(2000)
    )
    path.write_text("rules:\n" + "".join(rules), encoding="utf-8")
    assert (
        load("repair", rules=[path]).run("词7号——尾\n词1999号尾\n词2000号尾\n").text
        == "词2000号尾\n"
    )


def test_profiles_that_extend_each_other_come_to_an_end(tmp_path: Path) -> None:
    """A long chain of profiles is a mistake, and no recursion error."""
    for number in range(300):
        text = f"extends: p{number + 1}.yaml\n"
        (tmp_path / f"p{number}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match="extends itself"):
        load(str(tmp_path / "p0.yaml"))
