"""What `cleaner run` costs: one worker against two, packed files against plain ones, small files.

    python tests/bench/run_speed.py                    # both parts, some minutes
    python tests/bench/run_speed.py --size 60 --runs 3 # on idle cores, for figures to keep

Each corpus holds the same pages of the quality tests in random order. Shown are the least of
several runs (what else the machine does only adds): seconds on the clock and of CPU, of the workers
and of the main process. The clock means something on idle cores alone; on busy ones look at CPU
time: two workers must not take more of it than one, nor packed files a quarter more than plain
ones. By `one rule` the chain is next to nothing: what is shown is the cost of everything else.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
ONE_RULE = """\
about: Next to nothing.
chain: [bench.word]
rules:
  - id: bench.word
    about: One word.
    replace: {pattern: qqqzzz, by: x}
    examples:
      - {in: qqqzzz, out: x}
      - keep: plain
"""
_SMALL_FILE = 4000  # bytes: as a page of text


class Cost(NamedTuple):
    """Seconds on the clock, of CPU by workers and by the main process, and its memory in bytes."""

    wall: float
    workers: float
    main: float
    memory: float

    @property
    def cpu(self) -> float:
        """Seconds of CPU in all."""
        return self.workers + self.main


def make_pages(size: int) -> list[str]:
    """Pages in random order, `size` bytes of them."""
    chance = random.Random(0)
    pages = [p.read_text("utf-8") for p in sorted((ROOT / "tests/quality/pages").rglob("*.in.txt"))]
    pages += [p.read_text("utf-8") for p in sorted((ROOT / "tests/quality/clean").glob("*.txt"))]
    chosen = []
    while size > 0:
        chosen.append(chance.choice(pages))
        size -= len(chosen[-1].encode())
    return chosen


def make_corpus(path: Path, size: int) -> None:
    """Write `size` bytes of pages, packed as the suffix says, in members of a thousand records."""
    from cleaner.formats.compression import codec_of, pack

    lines = [
        json.dumps({"id": f"r{number}", "text": page}, ensure_ascii=False) + "\n"
        for number, page in enumerate(make_pages(size))
    ]
    with path.open("wb") as file:
        for start in range(0, len(lines), 1000):
            data = "".join(lines[start : start + 1000]).encode()
            file.write(pack(data, codec_of(path.name)))


def make_small_files(folder: Path, size: int) -> int:
    """Write pages as files of text; return how many."""
    count, held = 0, ""
    for page in make_pages(size):
        held += page
        if len(held.encode()) >= _SMALL_FILE:
            above = folder / f"{count % 100:02}"
            above.mkdir(parents=True, exist_ok=True)
            (above / f"{count}.txt").write_text(held, "utf-8")
            count, held = count + 1, ""
    return count


def measure(corpus: Path, profile: str, workers: int, runs: int) -> Cost:
    """Run some times and return the least of each."""
    costs = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            words = ["run", corpus, "-o", Path(folder) / "out", "-p", profile, "-j", workers, "-q"]
            command = [sys.executable, "-c", _MEASURED, *map(str, words)]
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
            costs.append([float(word) for word in done.stdout.split()[-4:]])
    return Cost(*map(min, zip(*costs, strict=True)))


_MEASURED = """
import resource, sys, time
if __name__ == "__main__":
    from cleaner.cli.main import main
    began = time.monotonic()
    code = main(sys.argv[1:])
    wall = time.monotonic() - began
    me, them = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = [use.ru_utime + use.ru_stime for use in (them, me)]
    print(wall, *cpu, me.ru_maxrss * 1024)
    sys.exit(code)
"""


def show(name: str, workers: int, cost: Cost) -> None:
    """Print a line of the table."""
    print(
        f"{name:16} {workers} workers {cost.wall:7.2f} s clock, CPU {cost.workers:7.2f} s workers "
        f"{cost.main:6.2f} s main, {cost.memory / 1e6:4.0f} MB main",
        flush=True,
    )


def compare(profile: str, size: int, codecs: list[str], runs: int, folder: Path) -> None:
    """Measure a profile: one and two workers, plain and packed."""
    plain: Cost | None = None
    (folder / "none.jsonl").write_bytes(b"")
    start = measure(folder / "none.jsonl", profile, 1, runs)
    for codec in ["", *codecs]:
        corpus = folder / f"pages.jsonl{codec and '.'}{codec}"
        make_corpus(corpus, size)
        one, two = (measure(corpus, profile, workers, runs) for workers in (1, 2))
        show(corpus.name, 1, one)
        show(corpus.name, 2, two)
        mb = size / 1e6
        share = (two.main - start.main) / mb * 1e3
        print(
            f"  two workers: x {one.wall / two.wall:.2f} by the clock, {two.cpu / one.cpu - 1:+.0%}"
            f" CPU; main process {share:.1f} of {two.cpu / mb * 1e3:.0f} ms a MB"
        )
        if plain is None:
            plain = two
        else:
            print(
                f"  against plain: {two.wall / plain.wall - 1:+.0%} by the clock, "
                f"{two.cpu / plain.cpu - 1:+.0%} CPU"
            )


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--size", type=float, default=12, help="MB of pages (by web a third)")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--profile", default="web", help="the chain of the second part")
    parser.add_argument("--codecs", nargs="*", default=["gz", "zst"], help="of gz zst bz2 xz")
    wish = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    size = int(wish.size * 1e6)
    print(f"{wish.size:g} MB of pages, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rule = folder / "one.yaml"
        rule.write_text(ONE_RULE, "utf-8")
        print("\none rule")
        compare(str(rule), size, wish.codecs, wish.runs, folder)
        count = make_small_files(folder / "small", size // 4)
        (folder / "none").mkdir()
        (folder / "none" / "a.txt").write_bytes(b"")
        start = measure(folder / "none", str(rule), 2, wish.runs)
        cost = measure(folder / "small", str(rule), 2, wish.runs)
        show(f"{count} files", 2, cost)
        print(f"  main process {(cost.main - start.main) / count * 1e3:.2f} ms a file")
        print(f"\n{wish.profile}")
        compare(wish.profile, size // 3, wish.codecs[:1], wish.runs, folder)


if __name__ == "__main__":
    main()
