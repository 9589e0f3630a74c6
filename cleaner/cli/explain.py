"""`cleaner explain`: what would be done to a text, rule by rule."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from cleaner.cli.choice import add_choice, add_encoding, chosen_profile, read_input
from cleaner.cli.exits import OK
from cleaner.rulebook.golden import describe_steps

__all__ = ["run"]


def run(words: Sequence[str]) -> int:
    """Print what each rule would do."""
    parser = argparse.ArgumentParser(
        prog="cleaner explain", description="Say what would be done to a text, and by which rule."
    )
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="default: stdin")
    add_choice(parser)
    add_encoding(parser)
    arguments = parser.parse_args(words)
    chain = chosen_profile(arguments).chain()
    print(describe_steps(chain.run(read_input(arguments.file, arguments.encoding).doc)), end="")
    return OK
