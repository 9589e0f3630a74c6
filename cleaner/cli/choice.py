"""The arguments by which every command chooses its rules."""

from __future__ import annotations

import argparse
from typing import get_args

from cleaner.rulebook.load import Script, load_profile
from cleaner.rulebook.profile import Profile

__all__ = ["add_choice", "add_encoding", "chosen_profile"]


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


def add_encoding(group: argparse._ActionsContainer) -> None:
    """Add --encoding."""
    group.add_argument(
        "--encoding", metavar="NAME", help="read the bytes as this (default: found out)"
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
