"""The arguments by which commands read a corpus without writing one, and how far they are."""

from __future__ import annotations

import argparse
import sys
import time

from cleaner.cli.choice import add_encoding
from cleaner.formats.kinds import KINDS

__all__ = ["Ticker", "add_corpus"]

_OFTEN = 0.2  # seconds between two signs of life


def add_corpus(parser: argparse.ArgumentParser, *, optional: bool = False) -> None:
    """Add the inputs, --format, --text-field, --id-field and --encoding."""
    parser.add_argument(
        "inputs",
        nargs="*" if optional else "+",
        metavar="INPUT",
        help="files, folders, globs, s3://...; - for stdin",
    )
    group = parser.add_argument_group("which records")
    group.add_argument(
        "-f", "--format", choices=KINDS, help="the format of all inputs (default: by name)"
    )
    group.add_argument("--text-field", default="text", metavar="NAME", help="default: text")
    group.add_argument("--id-field", default="id", metavar="NAME", help="default: id")
    add_encoding(parser)


class Ticker:
    """One moving line on standard error, on a terminal and nowhere else."""

    def __init__(self) -> None:
        self.terminal = sys.stderr.isatty()
        self.shown = 0.0

    def tick(self, records: int, name: str) -> None:
        """Say how many documents are done, and at which input."""
        if self.terminal and time.monotonic() - self.shown >= _OFTEN:
            self.shown = time.monotonic()
            print(f"\r\x1b[K{records:,} documents, {name}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
