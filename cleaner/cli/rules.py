"""`cleaner rules`: the rules of a profile, a line each."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cleaner.cli.choice import add_choice, chosen_profile
from cleaner.cli.exits import OK
from cleaner.cli.parser import Parser

__all__ = ["run"]


def run(words: Sequence[str]) -> int:
    """Print ids and purposes."""
    parser = Parser(
        prog="cleaner rules",
        description="List the rules of a profile in their order, with what each is for.",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a rule")
    add_choice(parser)
    arguments = parser.parse_args(words)
    for entry in chosen_profile(arguments).entries:
        if arguments.json:
            facts = {"id": entry.id, "step": entry.step_name, "origin": entry.origin}
            print(json.dumps({**facts, "about": entry.about}, ensure_ascii=False))
        else:
            print(f"{entry.id:26} {entry.about}")
    return OK
