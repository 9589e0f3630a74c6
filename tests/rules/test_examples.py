"""Every example of every shipped rule is a test of its own."""

from collections.abc import Iterator
from functools import cache

import pytest

from cleaner.core.rule import Rule
from cleaner.rulebook.builtin import rule_files, rules_folder
from cleaner.rulebook.examples import check_rule, run_example
from cleaner.rulebook.problems import Problem
from cleaner.rulebook.rule_file import Example, RuleEntry, read_rules


def _entries() -> Iterator[tuple[str, RuleEntry]]:
    for path in rule_files():
        name = path.relative_to(rules_folder()).as_posix()
        for entry in read_rules(path, [], name):
            yield name, entry


ENTRIES = tuple(_entries())
EXAMPLES = [
    pytest.param(entry, example, id=f"rules/{name}::{entry.id}::{number}")
    for name, entry in ENTRIES
    for number, example in enumerate(entry.examples, 1)
]


@cache
def _built(origin: str) -> Rule:
    entry = next(entry for _, entry in ENTRIES if entry.origin == origin)
    problems: list[Problem] = []
    rule = entry.build(problems)
    assert rule is not None, "\n".join(map(str, problems))
    return rule


@pytest.mark.parametrize(("entry", "example"), EXAMPLES)
def test_example_holds(entry: RuleEntry, example: Example) -> None:
    """The rule does with the text of its example what the example says, and nothing else."""
    assert run_example(_built(entry.origin), example) is None


@pytest.mark.parametrize(
    "entry", [pytest.param(entry, id=f"rules/{name}::{entry.id}") for name, entry in ENTRIES]
)
def test_rule_needs_its_exceptions(entry: RuleEntry) -> None:
    """No rule has an exception that none of its `keep` examples needs."""
    assert check_rule(entry) == []


def test_files_hold_no_mistake() -> None:
    """Every rule file is read without a complaint."""
    problems: list[Problem] = []
    for path in rule_files():
        read_rules(path, problems)
    assert list(map(str, problems)) == []


def test_ids_are_unique() -> None:
    """An id names one rule in all files, or profiles could not tell them apart."""
    ids = [entry.id for _, entry in ENTRIES]
    assert sorted(set(ids)) == sorted(ids)


def test_rules_are_in_the_default_profile() -> None:
    """No shipped rule is forgotten by the profile for web pages."""
    from cleaner.rulebook.load import load_profile

    used = {entry.id for entry in load_profile("web").entries}
    assert {entry.id for _, entry in ENTRIES} - used == set()
