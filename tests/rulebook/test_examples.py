"""The check of examples: what holds passes, and everything else is told."""

from pathlib import Path

import pytest

from cleaner.rulebook.examples import check_rule
from cleaner.rulebook.problems import Problem
from cleaner.rulebook.rule_file import read_rules

HEAD = "rules:\n  - id: a\n    about: b\n    "


def failures(tmp_path: Path, text: str) -> list[str]:
    """What the check says of a file of one rule."""
    path = tmp_path / "r.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    problems: list[Problem] = []
    [entry] = read_rules(path, problems)
    assert problems == []
    return [failure.message for failure in check_rule(entry)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("drop_line: {pattern: x}\n    examples: [{drop: y}, {keep: z}]", "should drop the text"),
        ("drop_line: {pattern: x}\n    examples: [{drop: x}, {keep: xz}]", "should leave the text"),
        ("cut: {pattern: x}\n    examples: [{in: xy, out: x}, {keep: z}]", "should make 'x'"),
        (
            "replace: {pattern: x, by: xx}\n    examples: [{in: x, out: xx}, {keep: z}]",
            "finds its own output",
        ),
        (
            "cut: {pattern: x}\n    unless: {line: q}\n    examples: [{in: x, out: ''}, {keep: z}]",
            "no `keep` example needs the exception `line: q`",
        ),
        (
            "cut: {pattern: x}\n    examples: [{in: x, out: ''}, {keep: z, known: miss}]",
            "known miss is none any more",
        ),
    ],
)
def test_an_example_that_does_not_hold_is_told(tmp_path: Path, text: str, message: str) -> None:
    """Each in its own words."""
    [failure] = failures(tmp_path, text)
    assert message in failure


@pytest.mark.parametrize(
    "text",
    [
        "drop_line: {pattern: x}\n    examples: [{drop: x}, {keep: z}, {keep: xy, known: miss}]",
        "drop_document: {pattern: x}\n    examples: [{drop: x}, {keep: z}]",
        "cut: {pattern: x}\n    unless: {line: q}\n    examples: [{in: x, out: ''}, {keep: xq}]",
    ],
)
def test_examples_that_hold_are_silent(tmp_path: Path, text: str) -> None:
    """Known misses and rejections among them."""
    assert failures(tmp_path, text) == []
