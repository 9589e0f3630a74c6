"""The arguments by which every command chooses its rules and reads its input."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NamedTuple, get_args

from cleaner.core.document import Document
from cleaner.core.errors import InputError
from cleaner.rulebook.load import Script, load_profile
from cleaner.rulebook.profile import Profile

__all__ = ["Input", "add_choice", "add_encoding", "chosen_profile", "read_input"]


class Input(NamedTuple):
    """A document, the name the user knows it by, and the bytes it came from."""

    name: str
    doc: Document
    data: bytes


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Add --profile, --rules, --without, --script and --protect."""
    group = parser.add_argument_group("which rules")
    group.add_argument(
        "-p",
        "--profile",
        default="web",
        metavar="NAME|FILE",
        help="the profile: web (default), repair, ..., or the path of your own .yaml",
    )
    group.add_argument(
        "-r",
        "--rules",
        action="append",
        default=[],
        metavar="FILE",
        help="a rule file of yours on top of the profile (repeatable)",
    )
    group.add_argument(
        "--without", action="append", default=[], metavar="ID", help="leave a rule out (repeatable)"
    )
    group.add_argument(
        "--script",
        choices=get_args(Script),
        help="what Chinese text is converted to (default: as the profile says)",
    )
    group.add_argument(
        "--protect",
        action="append",
        default=[],
        metavar="WORD",
        help="a word that no rule may touch (repeatable)",
    )


def add_encoding(parser: argparse.ArgumentParser) -> None:
    """Add --encoding."""
    parser.add_argument(
        "--encoding", metavar="NAME", help="read the input as this (default: found out)"
    )


def chosen_profile(arguments: argparse.Namespace) -> Profile:
    """Return the profile that the arguments ask for."""
    return load_profile(
        arguments.profile,
        arguments.rules,
        arguments.script,
        arguments.without,
        arguments.protect,
    )


def read_input(name: str, encoding: str | None) -> Input:
    """Return the document in a file, or on standard input for `-`.

    Raises:
        InputError: it cannot be read, or is no text.
    """
    from cleaner.formats import text

    if name == "-":
        data, shown = sys.stdin.buffer.read(), "<stdin>"
    else:
        try:
            data, shown = Path(name).read_bytes(), name
        except OSError as error:
            raise InputError(f"{name}: {error.strerror or error}") from error
    return Input(shown, text.read(data, encoding, id=shown), data)
