"""`cleaner check`: the examples of rules, run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from cleaner.cli.exits import DIFFERENT, OK
from cleaner.rulebook.builtin import rule_files, rules_folder
from cleaner.rulebook.examples import check_rule
from cleaner.rulebook.problems import Problem, complain
from cleaner.rulebook.rule_file import RuleEntry, read_rules

__all__ = ["run"]


def run(words: Sequence[str]) -> int:
    """Run the examples of the rules in files, or of all shipped rules."""
    parser = argparse.ArgumentParser(
        prog="cleaner check",
        description="Run the examples of every rule in the files (default: all shipped rules).",
        epilog="example:\n  cleaner check my.yaml",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="a rule file")
    arguments = parser.parse_args(words)
    entries = _entries([Path(name) for name in arguments.files])
    failures = [failure for entry in entries for failure in check_rule(entry)]
    for failure in failures:
        print(failure, file=sys.stderr)
    examples = sum(len(entry.examples) for entry in entries)
    verdict = f"{len(failures)} failed" if failures else "all hold"
    print(f"{len(entries)} rules, {examples} examples: {verdict}")
    return DIFFERENT if failures else OK


def _entries(paths: Iterable[Path]) -> list[RuleEntry]:
    problems: list[Problem] = []
    entries: list[RuleEntry] = []
    for path in paths:
        entries.extend(read_rules(path, problems))
    if not entries and not problems:
        for path in rule_files():
            name = path.relative_to(rules_folder()).as_posix()
            entries.extend(read_rules(path, problems, name))
    for entry in entries:
        entry.build(problems)
    complain(problems)
    return entries
