"""How fast the full chain is, as a ratio to peers in the same run, on CPU time.

    python tests/bench/chain_speed.py [--megabytes 20] [--profile web] [--rules]

The corpus is made here: the labelled pages and clean texts of tests/quality and the seeds, repeated
and shuffled, with at most 5 % of its bytes in heavily damaged pages (`--damaged`). Each figure is the
median of three runs. MB/s are UTF-8 input. Peers that are not installed are left out.
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

from cleaner import Chain, Document, load  # noqa: E402

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
    print(f"{name:28} {size / MIB / spent:8.1f} MB/s   {base / (size / spent):6.2f} x slower than ours")


def rule_costs(chain: Chain, pages: list[str]) -> None:
    """Print what each rule costs: the time of the chain up to it, less that up to the one before."""
    print("\ncost of each rule where it was asked, in microseconds a page")
    spent: dict[str, float] = {}
    asked: dict[str, int] = {}
    for page in pages:
        doc = Document(page)
        for rule in chain.rules:
            if not Chain((rule,)).awake(doc):
                continue
            start = time.process_time()
            rule.propose(doc)
            spent[rule.id] = spent.get(rule.id, 0) + time.process_time() - start
            asked[rule.id] = asked.get(rule.id, 0) + 1
    for name, total in sorted(spent.items(), key=lambda item: -item[1])[:25]:
        print(f"{name:32} {total / len(pages) * 1e6:9.1f}   asked on {asked[name] / len(pages):.0%}")


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
        rule_costs(chain, pages[:300])


if __name__ == "__main__":
    main()
