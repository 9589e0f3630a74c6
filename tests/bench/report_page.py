"""How big the page of a report on many pages is, and how fast a browser opens it.

    python tests/bench/report_page.py [--pages 10000] [--profile web] [--keep report.html]

The corpus is made here: the labelled pages, the clean texts and the seeds, drawn at random, each
with a number of its own in one line, so that hardly two changes are alike. Without an installed
Chromium only the size is told.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from cleaner import Document, load  # noqa: E402
from cleaner.run.report import Report, report_result  # noqa: E402
from cleaner.run.report_page import render  # noqa: E402
from tests.run.browser import Browser, find_browser  # noqa: E402

ROUNDS = 5
TIMES = """(() => { const [entry] = performance.getEntriesByType('navigation');
    return [entry.domInteractive, entry.loadEventEnd]; })()"""


def corpus(count: int) -> Iterator[str]:
    """So many pages."""
    globs = ("tests/quality/pages/*/*.in.txt", "tests/quality/clean/*.txt", "seeds/*.txt")
    paths = sorted(path for pattern in globs for path in ROOT.glob(pattern))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    draw = random.Random(1)
    for number in range(count):
        lines = draw.choice(texts).split("\n")
        lines[draw.randrange(len(lines))] += f" {number}"
        yield "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--profile", default="web")
    parser.add_argument("--keep", type=Path, help="write the page here, too")
    arguments = parser.parse_args()
    chain = load(arguments.profile)
    report = Report.sum(
        report_result(chain.run(Document(text)), f"page-{number}").placed("pages", number)
        for number, text in enumerate(corpus(arguments.pages))
    )
    start = time.process_time()
    page = render(report, chain).encode("utf-8")
    spent = time.process_time() - start
    print(f"{report.records} documents, {len(report.rules)} rules fired")
    print(f"page: {len(page) / 1e6:.2f} MB, made in {spent:.3f} s")
    if arguments.keep:
        arguments.keep.write_bytes(page)
    program = find_browser()
    if program is None:
        print("no Chromium is installed: not opened")
        return
    for width in (390, 1200):
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                path = Path(folder) / "report.html"
                path.write_bytes(page)
                with Browser(program, Path(folder) / "profile") as browser:
                    browser.look_like(width, 844, "light")
                    start = time.perf_counter()
                    browser.open(path)
                    wall = time.perf_counter() - start
                    ready, loaded = browser.run(TIMES)
            print(
                f"{width} pixels wide: open after {wall:.2f} s "
                f"(usable after {ready / 1000:.2f} s, loaded after {loaded / 1000:.2f} s)"
            )


if __name__ == "__main__":
    main()
