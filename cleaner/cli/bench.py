"""`cleaner bench`: what each rule costs on your own texts."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cleaner.cli.choice import add_choice, chosen_profile
from cleaner.cli.exits import OK
from cleaner.cli.parser import Parser
from cleaner.cli.reading import add_reading, read_input
from cleaner.run.timing import Timing, time_rules

__all__ = ["run"]


def run(words: Sequence[str]) -> int:
    """Print a table of costs."""
    parser = Parser(
        prog="cleaner bench",
        description="Say what each rule costs on these texts, in CPU time. Rules whose gate no "
        "text opens cost nothing and are left out.",
        epilog="example:\n  cleaner bench --rules my.yaml pages/*.txt",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a text, or - for stdin")
    parser.add_argument("--repeat", type=int, default=3, help="times over all texts (default: 3)")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    add_choice(parser)
    add_reading(parser)
    arguments = parser.parse_args(words)
    chain = chosen_profile(arguments).chain()
    docs = [read_input(name, arguments).doc for name in arguments.files]
    time_rules(chain, docs)  # tables are loaded and automata built on first use
    timing = time_rules(chain, docs * max(1, arguments.repeat))
    if arguments.json:
        costs = [cost._asdict() for cost in timing.costs]
        print(json.dumps({**timing._asdict(), "costs": costs}))
    else:
        _print(timing)
    return OK


def _print(timing: Timing) -> None:
    speed = timing.size / 1e6 / timing.seconds if timing.seconds else 0.0
    print(f"{timing.documents} texts, {timing.size / 1e6:.2f} MB: {speed:.1f} MB/s of CPU time")
    print(f"{'rule':34}{'asked':>8}{'us each':>10}{'share':>8}")
    rest = timing.seconds
    for cost in timing.costs:
        rest -= cost.seconds
        if cost.asked:
            each, share = cost.seconds / cost.asked * 1e6, cost.seconds / timing.seconds
            print(f"{cost.rule:34}{cost.asked:8}{each:10.0f}{share:8.1%}")
    print(f"{'folding, gates, applying':34}{'':18}{rest / (timing.seconds or 1):8.1%}")
