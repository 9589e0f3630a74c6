"""How fast the full chain is, as a ratio to peers in the same run, on CPU time.

    python tests/bench/chain_speed.py [--megabytes 20] [--profile web] [--rules]

The corpus is made here: the labelled pages and clean texts of tests/quality and the seeds, repeated
and shuffled, with at most 5 % of its bytes in heavily damaged pages (`--damaged`). Each figure is
the median of three runs. MB/s are UTF-8 input. Peers that are not installed are left out.
"""

from __future__ import annotations

import argparse
import importlib
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from cleaner import Document, load  # noqa: E402
from cleaner.run.timing import time_rules  # noqa: E402

MIB = 1_000_000
RUNS = 3


def texts(pattern: str) -> list[str]:
    """The texts of files of the project."""
    return [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob(pattern))]


def corpus(megabytes: float, damaged_share: float) -> list[str]:
    """A shuffled mix of pages: a stated share of bytes in damaged ones, the rest as they come."""
    damaged = texts("seeds/00[023]*.txt") + texts("tests/quality/pages/hijack*/*.in.txt")
    other = texts("tests/quality/clean/*.txt") + [
        path.read_text(encoding="utf-8")
        for path in sorted(ROOT.glob("tests/quality/pages/*/*.in.txt"))
        if not path.parent.name.startswith("hijack")
    ]
    pages: list[str] = []
    for source, size in ((damaged, damaged_share), (other, 1 - damaged_share)):
        pages += fill(source, megabytes * MIB * size)
    random.Random(1).shuffle(pages)
    return pages


def fill(source: list[str], size: float) -> Iterator[str]:
    """Texts in turn until so many bytes are reached."""
    total = 0
    while total < size:
        for text in source:
            total += len(text.encode())
            yield text
            if total >= size:
                return


def seconds(work: Callable[[str], object], pages: list[str]) -> float:
    """CPU seconds for all pages, the median of several runs."""
    for page in pages[:20]:
        work(page)
    spent = []
    for _ in range(RUNS):
        start = time.process_time()
        for page in pages:
            work(page)
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def peers() -> Iterator[tuple[str, Callable[[str], object], float]]:
    """Peers that are installed: name, function, and the share of the corpus they get."""
    yield "UTF-8 round trip", lambda text: text.encode().decode(), 1
    opencc = importlib.import_module("opencc").OpenCC("t2s")
    yield "OpenCC t2s", opencc.convert, 1
    yield "ftfy.fix_text", importlib.import_module("ftfy").fix_text, 0.1
    for name, module, function in (
        ("JioNLP clean_text", "jionlp", "clean_text"),
        ("clean-text", "cleantext", "clean"),
    ):
        try:
            yield name, getattr(importlib.import_module(module), function), 0.1
        except ImportError:
            print(f"{name:28} not installed", file=sys.stderr)


def show(name: str, size: float, spent: float, base: float) -> None:
    """Print one figure."""
    speed = size / spent
    print(f"{name:28} {speed / MIB:8.2f} MB/s   ours is {base / speed:8.3f} x as fast")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--damaged", type=float, default=0.05)
    parser.add_argument("--profile", default="web")
    parser.add_argument("--rules", action="store_true", help="what each rule costs")
    arguments = parser.parse_args()
    pages = corpus(arguments.megabytes, arguments.damaged)
    chain = load(arguments.profile)
    size = float(sum(len(page.encode()) for page in pages))
    print(f"{len(pages)} pages, {size / MIB:.1f} MB, {arguments.damaged:.0%} heavily damaged")
    spent = seconds(chain.run, pages)
    base = size / spent
    show(f"cleaner, profile {arguments.profile}", size, spent, base)
    for name, work, share in peers():
        part = pages[: max(20, int(len(pages) * share))]
        show(name, float(sum(len(p.encode()) for p in part)), seconds(work, part), base)
    if arguments.rules:
        print("\ncost of each rule, in microseconds a page")
        timing = time_rules(chain, map(Document, pages[:300]))
        for cost in timing.costs[:25]:
            each = cost.seconds / timing.documents * 1e6
            print(f"{cost.rule:32} {each:9.1f}   asked on {cost.asked / timing.documents:.0%}")


if __name__ == "__main__":
    main()
