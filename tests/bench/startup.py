"""What the start of the filter costs: CPU time of `printf x | cleaner`, and which modules take it.

    python tests/bench/startup.py [--runs 7]

The least of several runs (what else the machine does only adds), beside that of an interpreter that
does nothing, and the modules that take most of the import time by themselves.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOWN = 15
GOAL = 0.25


def cpu_seconds(words: list[str], runs: int) -> float:
    """The least CPU time of a process, its own and the system's for it."""
    spent = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(words, input=b"x", capture_output=True, check=True, cwd=ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return min(spent)


def import_costs() -> list[tuple[int, str]]:
    """Microseconds that modules take by themselves, most expensive first."""
    words = [sys.executable, "-X", "importtime", "-m", "cleaner"]
    done = subprocess.run(words, input=b"x", capture_output=True, check=True, cwd=ROOT)
    found = re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", done.stderr.decode())
    return sorted(((int(cost), name) for cost, name in found), reverse=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    empty = cpu_seconds([sys.executable, "-c", "pass"], runs)
    full = cpu_seconds([sys.executable, "-m", "cleaner"], runs)
    print(f"interpreter alone  {empty:.3f} s\nprintf x | cleaner {full:.3f} s (goal {GOAL} s)\n")
    for cost, name in import_costs()[:SHOWN]:
        print(f"{cost / 1000:8.1f} ms  {name}")


if __name__ == "__main__":
    main()
