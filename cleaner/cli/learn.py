"""`cleaner learn`: rules for the lines that repeat across the pages of a site."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, cast

from cleaner.cli.choice import add_choice, add_encoding
from cleaner.cli.exits import OK, UNREADABLE, complain
from cleaner.cli.parser import Parser
from cleaner.cli.run import Meter, count_cores, describe_choice, ignore_broken_pipes, positive
from cleaner.core.errors import InputError
from cleaner.formats.kinds import KINDS
from cleaner.run.batch import Options
from cleaner.run.inputs import Wanted
from cleaner.run.learn import Learner, Thresholds, write_rules
from cleaner.run.local import Plan, run_to_stream

__all__ = ["run"]


def run(words: Sequence[str]) -> int:
    """Propose rules."""
    arguments = _parser().parse_args(words)
    output = Path(arguments.output)
    if output.exists() and not arguments.force:
        raise InputError(f"{output} is there already: give another name, or --force")
    if not output.parent.is_dir():  # told now, and not after hours
        raise InputError(f"{output.parent}: there is no such folder")
    plan = Plan(
        inputs=tuple(arguments.inputs),
        description=describe_choice(arguments),
        options=Options(text=arguments.text_field, id=arguments.id_field, details="none"),
        wanted=Wanted(arguments.format, "jsonl"),
        encoding=arguments.encoding or "",
        workers=arguments.workers,
    )
    learner = Learner(arguments.text_field)
    meter = Meter(quiet=False)
    ignore_broken_pipes()
    try:
        summary = run_to_stream(plan, cast(BinaryIO, learner), meter.show)
    finally:
        meter.end()
    proposals = learner.proposals(Thresholds(arguments.min_pages, arguments.min_share))
    try:
        output.write_text(write_rules(proposals), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{output}: {error.strerror or error}") from error
    for message in summary.missing:
        complain(message)
    complain(
        f"{summary.report.records} records: {len(proposals)} lines proposed in {output}; "
        f"read them, then: cleaner check {output}"
    )
    return UNREADABLE if summary.missing or summary.unread else OK


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="cleaner learn",
        description="Propose rules for lines that repeat across pages of one host (the field `url` "
        "says which) and that the rules of the profile leave.",
        epilog="example:\n  cleaner learn crawl/*.jsonl.zst -o site-rules.yaml\n"
        "  cleaner check site-rules.yaml\n"
        "  cleaner run crawl/ --rules site-rules.yaml -o clean/",
    )
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="as for cleaner run")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the rule file")
    parser.add_argument("--force", action="store_true", help="write over the file")
    parser.add_argument(
        "--min-pages", type=positive, default=5, metavar="N", help="pages of a host; default: 5"
    )
    parser.add_argument(
        "--min-share", type=float, default=0.1, metavar="SHARE", help="of them; default: 0.1"
    )
    parser.add_argument("-f", "--format", choices=KINDS, help="default: by name")
    parser.add_argument("--text-field", default="text", metavar="NAME", help="default: text")
    parser.add_argument("--id-field", default="id", metavar="NAME", help="default: id")
    parser.add_argument("-j", "--workers", type=positive, default=count_cores(), metavar="N")
    add_encoding(parser)
    add_choice(parser)
    return parser
