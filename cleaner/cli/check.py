"""`cleaner check`: the examples of rules, run, and what is odd about the rules."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cleaner.cli.exits import DIFFERENT, OK
from cleaner.cli.parser import Parser
from cleaner.core.document import Document
from cleaner.core.errors import InputError
from cleaner.core.trace import Trace
from cleaner.rulebook.audit import audit
from cleaner.rulebook.builtin import rule_files, rules_folder
from cleaner.rulebook.examples import check_rule
from cleaner.rulebook.load import load
from cleaner.rulebook.problems import Problem, complain
from cleaner.rulebook.rule_file import RuleEntry, read_rules

__all__ = ["run"]


def run(words: Sequence[str]) -> int:
    """Run the examples of the rules in files, or of all shipped rules."""
    parser = Parser(
        prog="cleaner check",
        description="Run the examples of every rule in the files (default: all shipped rules), and "
        "warn of patterns that can match nothing and of needless words. With --pages also of rules "
        "that never act on these pages, and of rules that always act together. Warnings do not "
        "fail the check unless --strict is given.",
        epilog="examples:\n  cleaner check my.yaml\n  cleaner check my.yaml --pages pages/",
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="a rule file")
    parser.add_argument(
        "--pages",
        action="append",
        default=[],
        metavar="FOLDER",
        help="texts to try the rules on: all .txt files below it (repeatable)",
    )
    parser.add_argument("--strict", action="store_true", help="warnings fail the check")
    arguments = parser.parse_args(words)
    entries = _entries([Path(name) for name in arguments.files])
    failures = [failure for entry in entries for failure in check_rule(entry)]
    chain = load(rules=arguments.files) if arguments.pages else None
    traces = [chain.run(doc).trace for doc in _pages(arguments.pages)] if chain else []
    remarks = [] if failures else audit(entries, traces)
    for failure in failures:
        print(failure, file=sys.stderr)
    for remark in remarks:
        print(f"warning: {remark}", file=sys.stderr)
    print(_summary(entries, traces, len(failures), len(remarks)))
    return DIFFERENT if failures or (remarks and arguments.strict) else OK


def _summary(
    entries: Sequence[RuleEntry], traces: Sequence[Trace], failed: int, remarks: int
) -> str:
    examples = sum(len(entry.examples) for entry in entries)
    verdict = f"{failed} failed" if failed else "all hold"
    warned = f", {remarks} warnings" if remarks else ""
    tried = f", tried on {len(traces)} pages" if traces else ""
    return f"{len(entries)} rules, {examples} examples: {verdict}{warned}{tried}"


def _pages(folders: Iterable[str]) -> Iterator[Document]:
    from cleaner.formats import text

    for folder in folders:
        paths = sorted(path for path in Path(folder).rglob("*.txt") if path.is_file())
        if not paths:
            raise InputError(f"{folder}: no .txt files there")
        for path in paths:
            yield text.read(path.read_bytes(), id=str(path))


def _entries(paths: Iterable[Path]) -> list[RuleEntry]:
    problems: list[Problem] = []
    entries: list[RuleEntry] = []
    named = list(paths)
    for path in named:
        entries.extend(read_rules(path, problems))
    if not named:
        for path in rule_files():
            name = path.relative_to(rules_folder()).as_posix()
            entries.extend(read_rules(path, problems, name))
    for entry in entries:
        entry.build(problems)
    complain(problems)
    return entries
