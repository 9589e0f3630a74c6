"""`cleaner undo`: a cleaned text and its changes file give the original back, byte for byte."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from cleaner.cli.exits import OK
from cleaner.cli.parser import Parser
from cleaner.core.errors import InputError
from cleaner.formats.changes import Changes

__all__ = ["run"]


def run(words: Sequence[str]) -> int:
    """Print the original."""
    parser = Parser(
        prog="cleaner undo",
        description="Give the original of a cleaned text back, byte for byte.",
        epilog="example:\n  cleaner --changes page.changes < page.txt > clean.txt\n"
        "  cleaner undo clean.txt --changes page.changes > page.txt",
    )
    parser.add_argument("clean", metavar="CLEAN", help="the cleaned text, or - for stdin")
    parser.add_argument("--changes", required=True, metavar="FILE", help="its changes file")
    arguments = parser.parse_args(words)
    record = _read(arguments.changes).decode("ascii", "replace")
    cleaned = sys.stdin.buffer.read() if arguments.clean == "-" else _read(arguments.clean)
    sys.stdout.buffer.write(Changes.from_json(record).undo(cleaned))
    sys.stdout.buffer.flush()
    return OK


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from error
