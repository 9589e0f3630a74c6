"""How fast the full chain is, as a ratio to peers in the same run, on CPU time.

    python tests/bench/chain_speed.py [--megabytes 20] [--profile web] [--rules]

The corpus is made here, from the labelled pages and clean texts of tests/quality and the seeds, in
a stated mix of bytes, shuffled; `--damaged` is the share of heavily damaged pages.

* clean: articles of one to six clean texts;
* simplified: such articles in simplified Chinese only;
* framed: labelled pages, some of them with more body text: what most pages of the web look like;
* dense: labelled pages as they are, short and more frame than body;
* damaged: hijacked pages.

Each figure is the median of three runs. MB/s are UTF-8 input. Peers that are not installed are left
out.
"""

from __future__ import annotations

import argparse
import importlib
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from cleaner import Document, load  # noqa: E402
from cleaner.damage.script import traditional_only  # noqa: E402
from cleaner.run.timing import time_rules  # noqa: E402

MIB = 1_000_000
RUNS = 3
# Shares of the bytes that are not heavily damaged.
MIX = {"clean": 0.25, "simplified": 0.15, "framed": 0.4, "dense": 0.2}


def texts(pattern: str) -> list[str]:
    """The texts of files of the project."""
    return [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob(pattern))]


def is_simplified(text: str) -> bool:
    """Whether a text is Chinese in simplified script."""
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return han > len(text) / 2 and traditional_only().search(text) is None


def corpus(megabytes: float, damaged_share: float) -> dict[str, list[str]]:
    """Pages by kind."""
    random.seed(1)
    clean = texts("tests/quality/clean/*.txt")
    simplified = [text for text in clean if is_simplified(text)]
    dense = [
        path.read_text(encoding="utf-8")
        for path in sorted(ROOT.glob("tests/quality/pages/*/*.in.txt"))
        if not path.parent.name.startswith("hijack")
    ]
    damaged = texts("seeds/00[023]*.txt") + texts("tests/quality/pages/hijack*/*.in.txt")
    kinds: dict[str, Callable[[], str]] = {
        "clean": lambda: article(clean),
        "simplified": lambda: article(simplified),
        "framed": lambda: framed(random.choice(dense), clean, simplified),
        "dense": lambda: random.choice(dense),
        "damaged": lambda: random.choice(damaged),
    }
    shares = {kind: share * (1 - damaged_share) for kind, share in MIX.items()}
    shares["damaged"] = damaged_share
    return {kind: list(fill(kinds[kind], megabytes * MIB * shares[kind])) for kind in kinds}


def article(source: Sequence[str]) -> str:
    """Some clean texts below each other."""
    return "\n".join(text.strip() for text in random.choices(source, k=random.randint(1, 6)))


def framed(page: str, clean: Sequence[str], simplified: Sequence[str]) -> str:
    """A page with up to five clean texts of its language behind its longest paragraph."""
    source = (
        simplified if is_simplified(page) else [text for text in clean if text not in simplified]
    )
    longest = max(page.split("\n"), key=len)
    more = "\n".join(text.strip() for text in random.choices(source, k=random.randint(0, 5)))
    return page.replace(longest, f"{longest}\n{more}" if more else longest, 1)


def fill(make: Callable[[], str], size: float) -> Iterator[str]:
    """Pages until so many bytes are reached."""
    total = 0
    while total < size:
        page = make()
        total += len(page.encode())
        yield page


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
    kinds = corpus(arguments.megabytes, arguments.damaged)
    pages = [page for kind in kinds.values() for page in kind]
    random.shuffle(pages)
    chain = load(arguments.profile)
    size = size_of(pages)
    print(f"{len(pages)} pages, {size / MIB:.1f} MB, {arguments.damaged:.0%} heavily damaged")
    spent = seconds(chain.run, pages)
    base = size / spent
    show(f"cleaner, profile {arguments.profile}", size, spent, base)
    for kind, part in kinds.items():
        if part:
            average = size_of(part) / len(part)
            show(f"  {kind}, {average:.0f} B a page", size_of(part), seconds(chain.run, part), base)
    for name, work, share in peers():
        part = pages[: max(20, int(len(pages) * share))]
        show(name, size_of(part), seconds(work, part), base)
    if arguments.rules:
        print("\ncost of each rule, in microseconds a page")
        timing = time_rules(chain, map(Document, pages[:300]))
        for cost in timing.costs[:25]:
            each = cost.seconds / timing.documents * 1e6
            print(f"{cost.rule:32} {each:9.1f}   asked on {cost.asked / timing.documents:.0%}")


def size_of(pages: Sequence[str]) -> float:
    """UTF-8 bytes."""
    return float(sum(len(page.encode()) for page in pages))


if __name__ == "__main__":
    main()
