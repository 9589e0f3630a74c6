"""`cleaner run`: a corpus, on all cores."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from typing import get_args

from cleaner.cli.choice import add_choice, add_encoding
from cleaner.cli.exits import DIFFERENT, INTERRUPTED, OK, UNREADABLE, complain
from cleaner.cli.parser import Parser
from cleaner.formats.kinds import KINDS
from cleaner.formats.record import CHUNK_SIZE, MAX_RECORD, Cut
from cleaner.run.batch import Details, OnError, Options, StoppedError
from cleaner.run.description import Description, describe
from cleaner.run.inputs import Wanted, find_unknown
from cleaner.run.local import Plan, Progress, Summary, run_to_folder, run_to_stream
from cleaner.run.work import Part

__all__ = ["Meter", "count_cores", "describe_choice", "ignore_broken_pipes", "positive", "run"]

_EPILOG = """\
examples:
  cleaner run corpus/*.jsonl.zst -o clean/
  cleaner run pages.parquet --text-field content -o clean/
  zcat big.jsonl.gz | cleaner run - --format jsonl -o - > clean.jsonl
  cleaner run crawl.warc.wet.gz --to jsonl.zst -o clean/

Killed or interrupted, the same command goes on where it was. In the folder: the outputs,
manifest.json, report.json, and below _rejected/ and _failed/ the records that are on no good terms.

exit codes:
  0 everything was cleaned   1 a record failed (see _failed/), or --on-error stop stopped
  2 wrong arguments, or the folder was begun with other rules
  3 an input is missing, or a part of one could not be read (see _failed/)   130 interrupted
"""
_EVERY = 10.0  # seconds between two lines of progress where there is no terminal
_OFTEN = 0.2  # and where there is one


def run(words: Sequence[str]) -> int:
    """Clean a corpus."""
    arguments = _parser().parse_args(words)
    plan = _plan(arguments)
    meter = Meter(quiet=arguments.quiet)
    unknown = find_unknown(plan.inputs, plan.wanted)
    if unknown and not arguments.quiet:
        complain(f"left out, for their names tell no format: {len(unknown)} files, as {unknown[0]}")
    signal.signal(signal.SIGTERM, _interrupt)
    ignore_broken_pipes()
    try:
        if arguments.output == "-":
            summary = run_to_stream(plan, sys.stdout.buffer, meter.show, _list)
        else:
            summary = run_to_folder(plan, arguments.output, arguments.state, meter.show)
    except KeyboardInterrupt:
        meter.end()
        again = "" if arguments.output == "-" else "; the same command goes on from here"
        complain(f"interrupted{again}")
        return INTERRUPTED
    except StoppedError as error:
        meter.end()
        complain(error)
        return DIFFERENT
    finally:
        meter.end()
    return _conclude(summary, quiet=arguments.quiet)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="cleaner run",
        description="Clean a corpus: text, HTML, JSON Lines, CSV, TSV, Parquet, WARC and WET, "
        "plain or packed (.gz .zst .bz2 .xz).",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="files, folders, globs, s3://..., - for stdin"
    )
    parser.add_argument(
        "-o", "--output", required=True, metavar="FOLDER", help="where to; - for stdout"
    )
    _add_formats(parser)
    _add_handling(parser)
    add_choice(parser)
    return parser


def _add_formats(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("which records")
    group.add_argument(
        "-f", "--format", choices=KINDS, help="the format of all inputs (default: by name)"
    )
    group.add_argument(
        "--to",
        default="",
        metavar="jsonl[.gz|.zst|...]",
        choices=[f"jsonl{suffix}" for suffix in ("", ".gz", ".zst", ".bz2", ".xz")],
        help="write JSON Lines (default: the format of the input; of WARC, JSON Lines)",
    )
    group.add_argument("--text-field", default="text", metavar="NAME", help="default: text")
    group.add_argument("--id-field", default="id", metavar="NAME", help="default: id")
    group.add_argument(
        "--details",
        choices=get_args(Details),
        help="add to each record what was found (results: meta, warnings) and done (changes) "
        "(default: results, but none in tables)",
    )
    group.add_argument(
        "--details-field", default="cleaner", metavar="NAME", help="where to (default: cleaner)"
    )
    add_encoding(parser)


def _add_handling(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how")
    group.add_argument(
        "-j",
        "--workers",
        type=positive,
        default=count_cores(),
        metavar="N",
        help="default: all cores",
    )
    group.add_argument(
        "--on-error",
        choices=get_args(OnError),
        default="keep",
        help="what becomes of a record that cannot be cleaned: it stays as it is (default), goes, "
        "or the work stops",
    )
    group.add_argument(
        "--timeout",
        type=_seconds,
        default=60.0,
        metavar="SECONDS",
        help="for one record; default: 60",
    )
    group.add_argument(
        "--state", default="", metavar="FOLDER", help="where to remember, if the output is remote"
    )
    group.add_argument("--chunk-size", type=positive, default=CHUNK_SIZE, metavar="BYTES")
    group.add_argument(
        "--max-record", type=positive, default=MAX_RECORD, metavar="BYTES", help="larger: left out"
    )
    group.add_argument("-q", "--quiet", action="store_true", help="no progress, no summary")


def _plan(arguments: argparse.Namespace) -> Plan:
    options = Options(
        text=arguments.text_field,
        id=arguments.id_field,
        on_error=arguments.on_error,
        details=arguments.details,
        into=arguments.details_field,
    )
    return Plan(
        inputs=tuple(arguments.inputs),
        description=describe_choice(arguments),
        options=options,
        wanted=Wanted(arguments.format, arguments.to),
        encoding=arguments.encoding or "",
        cut=Cut(arguments.chunk_size, arguments.max_record),
        workers=arguments.workers,
        timeout=arguments.timeout,
    )


def describe_choice(arguments: argparse.Namespace) -> Description:
    """Return the description of the chain that the arguments of `add_choice` ask for."""
    return describe(
        Description(
            arguments.profile,
            tuple(arguments.rules),
            arguments.script,
            tuple(arguments.without),
            tuple(arguments.protect),
        )
    )


def ignore_broken_pipes() -> None:
    """Survive the death of a worker at the other end of a pipe."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)


def positive(word: str) -> int:
    """Read a whole number above zero."""
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"needs a whole number of at least 1, not {word!r}")
    return int(word)


def _seconds(word: str) -> float:
    """Read a number above zero."""
    try:
        number = float(word)
    except ValueError:
        number = 0.0
    if not number > 0:
        raise argparse.ArgumentTypeError(f"needs a number above 0, not {word!r}")
    return number


def count_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


class Meter:
    """Progress on standard error: one moving line on a terminal, plain lines elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.terminal = sys.stderr.isatty()
        self.began = self.shown = time.monotonic()
        self.first: int | None = None
        self.open = False

    def show(self, progress: Progress) -> None:
        """Show the progress, if it is time."""
        now = time.monotonic()
        if self.first is None:
            self.first = progress.done
        if self.quiet or now - self.shown < (_OFTEN if self.terminal else _EVERY):
            return
        self.shown = now
        text = self._text(progress, now - self.began)
        if self.terminal:
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
            self.open = True
        else:
            complain(text)

    def _text(self, progress: Progress, seconds: float) -> str:
        rate = (progress.done - (self.first or 0)) / seconds
        parts = [f"{progress.done / 1e6:.1f} MB", f"{progress.records} records"]
        if progress.total:
            parts[0] = f"{progress.done / progress.total:.1%} of {progress.total / 1e6:.1f} MB"
        parts.append(f"{rate / 1e6:.2f} MB/s")
        if progress.total and rate > 0:
            left = round((progress.total - progress.done) / rate)
            parts.append(f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02} left")
        return ", ".join([*parts, progress.input])

    def end(self) -> None:
        """Leave the moving line."""
        if self.open:
            print(file=sys.stderr)
            self.open = False


def _list(part: Part) -> None:
    """Name the records that are not in the stream, or are in it as they came."""
    for line in (part.rejected + part.failed).splitlines():
        entry = json.loads(line)
        name = entry["id"] or f"byte {entry['offset']}"
        complain(f"{entry['input']}: {name}: {entry['reason']}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _conclude(summary: Summary, *, quiet: bool) -> int:
    report = summary.report
    for message in summary.missing:
        complain(message)
    if not quiet:
        before = f" ({summary.skipped} done before)" if summary.skipped else ""
        complain(
            f"{_count(summary.inputs, 'input')}{before}, {_count(report.records, 'record')}: "
            f"{report.changed} changed, {report.rejected} rejected, {report.failed} failed, "
            f"{summary.unread} could not be read; {summary.seconds:.1f} s"
        )
    if summary.missing or summary.unread:
        return UNREADABLE
    return DIFFERENT if report.failed else OK
