"""Time and memory against the length of a page, the number of rules, and of damaged spots.

    python tests/bench/growth.py [--profile web] [--longest MB] [--hostile] [--plot growth.svg]

CPU seconds of one run on one page, and the peak of memory. Each line ends with the exponent of the
growth between the last two sizes: 1.00 is linear, 2.00 quadratic. `--hostile` also runs every page
of tests/fuzz/hostile.py at two sizes, and shows those that grow faster than 1.3 with the rules that
do. The plot is an SVG with logarithmic axes: parallel to the dotted line is linear.
"""

from __future__ import annotations

import argparse
import html
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from cleaner import Chain, Document, load  # noqa: E402
from cleaner.core.pattern import Regex  # noqa: E402
from cleaner.core.rule import Rule  # noqa: E402
from cleaner.steps.drop_line import DropLine  # noqa: E402
from tests.fuzz.hostile import PAGES  # noqa: E402

FOUND = ("当前位置", "来源", "打印", "字体", "浏览量", "时间", "上一篇", "下一篇", "首页", "版权")
SUSPECT = 1.3
STYLE = (
    "polyline{fill:none;stroke-width:2}.linear{stroke:#888;stroke-dasharray:2 4}"
    "text{font:12px sans-serif}"
)
NOISE = 0.02  # CPU seconds; what takes less says nothing about growth


class Point(NamedTuple):
    """A size, the CPU seconds for it, and the peak of memory in MB (0: not measured)."""

    size: float
    seconds: float
    memory: float = 0


def seed_text() -> str:
    """The seeds, one after the other: damage, chrome and prose as they come."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("seeds/*.txt")))


def clean_text() -> str:
    """Honest prose: the clean texts of the quality tests."""
    paths = sorted(ROOT.glob("tests/quality/clean/*.txt"))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def filled(text: str, size: int) -> str:
    """The text again and again, up to a size in bytes of UTF-8."""
    times = size // len(text.encode()) + 1
    return (text * times).encode()[:size].decode("utf-8", "ignore")


def cost(work: Callable[[], object]) -> float:
    """CPU seconds, the less of two runs where they are short."""
    spent = []
    while len(spent) < 2 and sum(spent) < 2:
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def by_length(profile: str, kind: str, longest: float) -> list[Point]:
    """One page of 1 KB, 10 KB ... in a process of its own each, so that its peak is its own."""
    points = []
    size = 1000
    while size <= longest * 1_000_000:
        words = [sys.executable, __file__, "--one", f"{kind}:{size}", "--profile", profile]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        seconds, memory = map(float, done.stdout.split())
        points.append(Point(size / 1000, seconds, memory))
        size *= 10
    return points


def one(profile: str, kind: str, size: int) -> None:
    """Print the CPU seconds and the peak of memory of one page."""
    text = {"seeds": seed_text, "clean": clean_text}[kind]
    page = filled(text(), size)
    chain = load(profile)
    chain.run(page[:2000])
    spent = cost(lambda: chain.run(page))
    print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def by_rules() -> list[Point]:
    """One page of 200 KB against 10, 100, 1,000 rules, of which ten find something."""
    page = filled(seed_text(), 200_000)
    points = []
    for number in (10, 30, 100, 300, 1000):
        words = (
            "当前位置",
            "来源",
            "打印",
            "字体",
            "浏览量",
            "时间",
            "上一篇",
            "下一篇",
            "首页",
            "版权",
        )
        found = [Rule(f"f{n}", DropLine((Regex(word),))) for n, word in enumerate(words)]
        idle = [Rule(f"i{n}", DropLine((Regex(f"^无{n}号.*尾$"),))) for n in range(number - 10)]
        chain = Chain((*found, *idle))
        chain.run(page[:2000])
        points.append(Point(number, cost(lambda chain=chain: chain.run(page))))  # type: ignore[misc]
    return points


def by_spots(profile: str) -> list[Point]:
    """Pages of 1 MB that differ only in how many damaged spots they have."""
    chain = load(profile)
    clean = filled("這些事實是大家都知道的，也沒有誰會懷疑它們。\n", 1_000_000)
    points = []
    for number in (10, 100, 1000, 10_000):
        pieces = [
            clean[start : start + len(clean) // number]
            for start in range(0, len(clean), len(clean) // number)
        ]
        page = "發(fā)展,,".join(pieces)
        points.append(Point(number, cost(lambda page=page: chain.run(page))))  # type: ignore[misc]
    return points


def exponent(points: Sequence[Point]) -> float:
    """The growth between the last two points: 1 is linear."""
    first, last = points[-2:]
    return math.log(last.seconds / first.seconds) / math.log(last.size / first.size)


def show(name: str, unit: str, points: Sequence[Point]) -> None:
    """Print one series."""
    print(f"{name} ({unit})")
    for size, seconds, memory in points:
        peak = f"{memory:8.0f} MB" if memory else ""
        print(f"  {size:12,.0f} {seconds:10.4f} s {peak}")
    print(f"  growth at the end: {exponent(points):.2f}\n", flush=True)


def hostile(profile: str) -> int:
    """Run every hostile page at two sizes; return how many grow too fast."""
    chain = load(profile)
    bad = 0
    for name, page in PAGES.items():
        texts = [page(50_000), page(400_000)]
        points = [Point(len(t), cost(lambda t=t: chain.run(t))) for t in texts]  # type: ignore[misc]
        if points[1].seconds > NOISE and exponent(points) > SUSPECT:
            bad += 1
            print(f"{name}: {exponent(points):.2f}, {points[1].seconds:.2f} s", flush=True)
            for rule in chain.rules:
                alone = [
                    Point(len(t), cost(lambda r=rule, t=t: r.propose(Document(t))))  # type: ignore[misc]
                    for t in texts
                ]
                if alone[1].seconds > NOISE and exponent(alone) > SUSPECT:
                    print(f"  {rule.id}: {exponent(alone):.2f}, {alone[1].seconds:.2f} s")
    print(f"hostile pages: {bad} of {len(PAGES)} grow faster than {SUSPECT}")
    return bad


def plot(path: Path, series: dict[str, Sequence[Point]]) -> None:
    """Write all series as an SVG, each scaled to begin at the same corner."""
    size, left = 480, 50
    colours = ("#0b6", "#06c", "#c30", "#80c", "#a80")
    lines = [f'<line x1="{left}" y1="{size}" x2="{left + size}" y2="0" class="linear"/>']
    for number, (name, points) in enumerate(series.items()):
        steps = [
            (math.log10(p.size / points[0].size), math.log10(p.seconds / points[0].seconds))
            for p in points
        ]
        spots = " ".join(f"{left + x * size / 5:.0f},{size - y * size / 5:.0f}" for x, y in steps)
        colour = colours[number % len(colours)]
        lines.append(f'<polyline points="{spots}" stroke="{colour}"/>')
        lines.append(f'<text x="{left + 12}" y="{20 + 18 * number}" fill="{colour}">')
        lines.append(f"{html.escape(name)} {exponent(points):.2f}</text>")
    ticks = [
        f'<text x="{left + step * size / 5}" y="{size + 18}">×10^{step}</text>'
        f'<text x="2" y="{size - step * size / 5}">×10^{step}</text>'
        for step in range(6)
    ]
    body = "\n".join([f"<style>{STYLE}</style>", *lines, *ticks])
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + left + 40} {size + 30}">'
    path.write_text(f"{head}\n{body}\n</svg>\n", encoding="utf-8")


def main() -> None:
    """Measure, print, plot."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--profile", default="web")
    parser.add_argument("--longest", type=float, default=10, help="MB of the longest page")
    parser.add_argument("--hostile", action="store_true", help="hostile pages, too")
    parser.add_argument("--plot", type=Path, help="write an SVG to this file")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        kind, _, size = arguments.one.partition(":")
        one(arguments.profile, kind, int(size))
        return
    series: dict[str, Sequence[Point]] = {}
    for kind in ("clean", "seeds"):
        series[f"length, {kind}"] = by_length(arguments.profile, kind, arguments.longest)
        show(f"length of a page, {kind}", "KB", series[f"length, {kind}"])
    series["rules"] = by_rules()
    show("rules", "rules", series["rules"])
    series["damaged spots"] = by_spots(arguments.profile)
    show("damaged spots in 1 MB", "spots", series["damaged spots"])
    if arguments.plot:
        plot(arguments.plot, series)
    if arguments.hostile:
        hostile(arguments.profile)


if __name__ == "__main__":
    main()
