"""What telling what was done costs beside cleaning, on CPU time.

    python tests/bench/trace_cost.py [--megabytes 4] [--profile web]

Three things are measured on the same pages, in turns, and the median of several rounds is shown:
the chain as it runs; of that, the making of the trace (the passes that a run keeps); and the report
that is counted from each result. There is no engine without a trace to compare with, so its making
is timed alone: the same passes are made again from the same edits.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from cleaner import Chain, Document, Result, Trace, load  # noqa: E402
from cleaner.core.trace import Pass  # noqa: E402
from cleaner.run.report import Report, report_result  # noqa: E402

ROUNDS = 5


def corpus(megabytes: float) -> list[str]:
    """The labelled pages and the seeds, repeated and shuffled."""
    paths = sorted([*ROOT.glob("tests/quality/pages/*/*.in.txt"), *ROOT.glob("seeds/*.txt")])
    texts = [path.read_text(encoding="utf-8") for path in paths]
    times = int(megabytes * 1e6 / sum(len(text.encode()) for text in texts)) + 1
    pages = texts * times
    random.Random(1).shuffle(pages)
    return pages


def make_trace(result: Result) -> Trace:
    """Do again what a run does for its trace: stamp the edits, keep them in passes."""
    passes = []
    for turn in result.trace.passes:
        edits = [e._replace(rule=turn.rule) for e in turn.edits]
        passes.append(Pass(turn.rule, tuple(edits), turn.spared, turn.notes))
    return Trace(result.trace.original, tuple(passes))


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one round."""
    start = time.process_time()
    work()
    return time.process_time() - start


def clean(chain: Chain, pages: Sequence[str]) -> list[Result]:
    """Run the chain over every page."""
    return [chain.run(Document(page)) for page in pages]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=4)
    parser.add_argument("--profile", default="web")
    arguments = parser.parse_args()
    pages = corpus(arguments.megabytes)
    chain = load(arguments.profile)
    results = clean(chain, pages)
    spent: dict[str, list[float]] = {"cleaning": [], "trace": [], "report": []}
    for _ in range(ROUNDS):
        spent["cleaning"].append(seconds(lambda: clean(chain, pages)))
        spent["trace"].append(seconds(lambda: [make_trace(result) for result in results]))
        spent["report"].append(
            seconds(lambda: Report.sum(report_result(result) for result in results))
        )
    base = statistics.median(spent["cleaning"])
    size = sum(len(page.encode()) for page in pages)
    edits = sum(len(turn.edits) for result in results for turn in result.trace.passes)
    print(f"{len(pages)} pages, {size / 1e6:.1f} MB, {edits} edits")
    for name, values in spent.items():
        median = statistics.median(values)
        print(f"{name:10} {median:8.3f} s   {median / base:7.2%} of cleaning")


if __name__ == "__main__":
    main()
