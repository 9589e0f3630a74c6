"""`cleaner report`: what the rules do to a corpus, as a page to look at or as numbers."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from cleaner.cli.choice import add_choice
from cleaner.cli.corpus import Ticker, add_corpus
from cleaner.cli.exits import DIFFERENT, OK, UNREADABLE, complain
from cleaner.cli.parser import Parser
from cleaner.core.errors import InputError
from cleaner.run.batch import Options
from cleaner.run.description import Description, describe
from cleaner.run.inputs import Wanted
from cleaner.run.local import Plan, Summary
from cleaner.run.report import Report
from cleaner.run.report_page import render
from cleaner.run.survey import describe_report, read_report, survey

__all__ = ["run"]

_EPILOG = """\
examples:
  cleaner report corpus/ -o report.html
  cleaner report pages.jsonl.zst --profile my.yaml -o report.html
  cleaner report --from clean/report.json --from more/report.json -o report.html

exit codes:
  0 done   1 a document could not be cleaned   2 wrong arguments or rules
  3 an input is missing, or a part of one could not be read
"""


def run(words: Sequence[str]) -> int:
    """Clean a corpus, keep nothing of it, and tell what was done."""
    arguments = _parse(words)
    _check_output(arguments.output)
    description = describe(
        Description(
            arguments.profile,
            tuple(arguments.rules),
            arguments.script,
            tuple(arguments.without),
            tuple(arguments.protect),
        )
    )
    chain = description.chain()
    reports = [_read(name, description.fingerprint) for name in arguments.known]
    summary = _survey(arguments, description) if arguments.inputs else None
    if summary:
        reports.append(summary.report)
        for message in summary.missing:
            complain(message)
    report, unread = Report.sum(reports), summary.unread if summary else 0
    if arguments.json:
        text = json.dumps(describe_report(report, chain, unread), ensure_ascii=False) + "\n"
    else:
        text = render(report, chain, arguments.title, unread)
    _write(text, arguments.output)
    if summary and (summary.missing or summary.unread):
        return UNREADABLE
    return DIFFERENT if report.failed else OK


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = Parser(
        prog="cleaner report",
        description="Say what the rules do to a corpus: totals, each rule with samples, removals "
        "to review, damage by kind, rules that never fire. The page is one file and asks for "
        "nothing from outside.",
        epilog=_EPILOG,
    )
    add_corpus(parser, optional=True)
    parser.add_argument("-o", "--output", metavar="FILE", help="where to; - for stdout")
    parser.add_argument("--json", action="store_true", help="the numbers instead of the page")
    parser.add_argument(
        "--from",
        dest="known",
        action="append",
        default=[],
        metavar="REPORT",
        help="add a report made before: report.json of cleaner run, or of --json (repeatable)",
    )
    parser.add_argument("--title", default="What was cleaned", help="of the page")
    parser.add_argument(
        "-j", "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="processes"
    )
    add_choice(parser)
    arguments = parser.parse_args(words)
    if not arguments.inputs and not arguments.known:
        parser.error("give files or folders to read, or --from reports")
    if arguments.output is None and not arguments.json:
        parser.error("say where the page goes: -o report.html (or --json for the numbers)")
    if arguments.workers < 1:
        parser.error("--workers needs a number of at least 1")
    return arguments


def _survey(arguments: argparse.Namespace, description: Description) -> Summary:
    plan = Plan(
        inputs=tuple(arguments.inputs),
        description=description,
        options=Options(text=arguments.text_field, id=arguments.id_field),
        wanted=Wanted(arguments.format),
        encoding=arguments.encoding or "",
        workers=arguments.workers,
    )
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a worker that died must not take us along
    ticker = Ticker()
    try:
        return survey(plan, lambda progress: ticker.tick(progress.records, progress.input))
    finally:
        ticker.end()


def _read(name: str, fingerprint: str) -> Report:
    report, others = read_report(Path(name))
    if others and others != fingerprint:
        complain(f"{name}: made with other rules ({others}) than those shown ({fingerprint})")
    return report


def _check_output(output: str | None) -> None:
    """Complain of a place that cannot be written to before a corpus is read, not after."""
    path = Path(output or "-")
    if path.is_dir() or not path.parent.is_dir():
        raise InputError(f"{path}: is a directory, or there is none above it")


def _write(text: str, output: str | None) -> None:
    data = text.encode("utf-8", "backslashreplace")  # an argument may hold a lone surrogate
    if output is None or output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        Path(output).write_bytes(data)
    except OSError as error:
        raise InputError(f"{output}: {error.strerror or error}") from error
