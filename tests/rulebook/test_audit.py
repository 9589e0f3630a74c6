"""Warnings about rules that are right and do nothing."""

from pathlib import Path

from cleaner.core.chain import Chain
from cleaner.core.trace import Trace
from cleaner.rulebook.audit import audit, idle, impossible, shadowed, twins
from cleaner.rulebook.problems import Problem
from cleaner.rulebook.rule_file import RuleEntry, read_rules

EXAMPLES = "examples: [{drop: x}, {keep: z}]\n"


def rules(tmp_path: Path, *steps: str) -> list[RuleEntry]:
    """Rules r1, r2 ... of these steps, read from a file."""
    path = tmp_path / "r.yaml"
    parts = [f"  - id: r{n}\n    about: b\n    {step}\n" for n, step in enumerate(steps, 1)]
    path.write_text("rules:\n" + "".join(f"{p}    {EXAMPLES}" for p in parts), encoding="utf-8")
    problems: list[Problem] = []
    entries = read_rules(path, problems)
    assert problems == []
    return entries


def traces(entries: list[RuleEntry], *pages: str) -> list[Trace]:
    """What a chain of the rules does to pages."""
    built = [entry.build([]) for entry in entries]
    chain = Chain(tuple(rule for rule in built if rule))
    return [chain.run(page).trace for page in pages]


def test_a_rule_that_never_acts_is_told(tmp_path: Path) -> None:
    """With its place."""
    entries = rules(tmp_path, "drop_line: {pattern: x}", "drop_line: {pattern: y}")
    [remark] = idle(entries, traces(entries, "x", "a"))
    assert ("r2", "never acts on these pages") == (remark.rule, remark.message)
    assert str(remark).endswith("r.yaml:6: rule 'r2': never acts on these pages")


def test_rules_that_always_act_together_are_told(tmp_path: Path) -> None:
    """On three pages or more, and of one step: others are together for good reasons."""
    entries = rules(
        tmp_path, "drop_line: {pattern: x}", "drop_line: {pattern: y}", "cut: {pattern: z}"
    )
    pages = ["x\ny\nz", "y\nx\nz", "yz\nx\nz"]
    [remark] = twins(entries, traces(entries, *pages, "a"))
    assert ("r2", "r1" in remark.message) == (remark.rule, True)
    assert twins(entries, traces(entries, *pages[:2])) == []
    assert twins(entries, traces(entries, *pages, "x")) == []


def test_patterns_that_cannot_match_are_told(tmp_path: Path) -> None:
    """In options and exceptions, but not where a rule matches the text itself."""
    entries = rules(
        tmp_path,
        r"drop_line: {pattern: ['\x41', 當前]}",
        r"drop_line: {pattern: '\x41', exact: true}",
        "drop_line: {pattern: a}\n    unless: {line: 'b\\n'}",
    )
    assert ["r1", "r3"] == [remark.rule for remark in impossible(entries)]


def test_needless_words_are_told(tmp_path: Path) -> None:
    """Twice the same after folding, described by a pattern, or holding another one."""
    entries = rules(
        tmp_path,
        "drop_line: {pattern: [首页, 首頁]}",
        "cut: {pattern: [返回首页, '(?:返回|回)首页', '^回首页$', 回首页]}",
        "drop_line: {pattern: [首页, 返回首页]}",
        "cut: {pattern: [首页, 返回首页]}",
        "drop_line: {pattern: [ab, '^ab$']}",
    )
    assert [
        ("r1", "'首页' stands here twice once it is folded"),
        ("r2", "'返回首页' is needless beside (?:返回|回)首页"),
        ("r2", "'回首页' is needless beside (?:返回|回)首页"),
        ("r3", "'返回首页' is needless beside '首页', which stands in it"),
    ] == [(r.rule, r.message.partition(" (see")[0]) for r in shadowed(entries)]


def test_without_pages_only_patterns_are_judged(tmp_path: Path) -> None:
    """A rule is not idle where nobody looked."""
    entries = rules(tmp_path, "drop_line: {pattern: x}", r"drop_line: {pattern: '\x41'}")
    assert ["r2"] == [remark.rule for remark in audit(entries)]
    assert ["r2", "r1", "r2"] == [remark.rule for remark in audit(entries, traces(entries, "a"))]
