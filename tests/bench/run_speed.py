"""What cleaner run costs: python tests/bench/run_speed.py [MB] [options of cleaner run].

In CPU seconds, so that a busy machine counts less. Prints for one and for two workers, plain and
packed, the CPU time of the workers and of the main process, and the highest memory of the main
process. On idle cores a run takes as long as the busier of a worker and the main process: the last
line of each pair says how much faster two workers are than one by that.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def make_corpus(path: Path, size: int) -> None:
    """Write pages of the quality tests in random order, `size` bytes of them, packed by suffix."""
    sys.path.insert(0, str(ROOT))
    from cleaner.formats.compression import codec_of, pack

    chance = random.Random(0)
    pages = [p.read_text("utf-8") for p in sorted((ROOT / "tests/quality/pages").rglob("*.in.txt"))]
    pages += [p.read_text("utf-8") for p in sorted((ROOT / "tests/quality/clean").glob("*.txt"))]
    written = number = 0
    with path.open("wb") as file:
        while written < size:
            lines = []
            for _ in range(1000):
                record = {"id": f"r{number}", "text": chance.choice(pages)}
                lines.append(json.dumps(record, ensure_ascii=False) + "\n")
                number += 1
            data = "".join(lines).encode()
            written += len(data)
            file.write(pack(data, codec_of(path.name)))


def measure(corpus: Path, output: Path, workers: int, *more: str) -> float:
    """Run once and print what it cost; return the seconds it takes on idle cores."""
    words = ["run", corpus, "-o", output, "-j", workers, "-q", *more]
    command = [sys.executable, "-c", _MEASURED, *map(str, words)]
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    wall = time.monotonic() - began
    main, children, peak = map(float, done.stdout.split()[-3:])
    size = sum(p.stat().st_size for p in [corpus]) / 1e6
    print(
        f"{corpus.name:16} {workers} workers: {wall:6.1f} s wall, CPU {children:6.1f} s workers, "
        f"{main:5.1f} s main, {peak / 1e6:4.0f} MB main, file {size:.1f} MB",
        flush=True,
    )
    return max(main, children / workers)


_MEASURED = """
import resource, sys
if __name__ == "__main__":
    from cleaner.cli.main import main
    code = main(sys.argv[1:])
    me, them = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(me.ru_utime + me.ru_stime, them.ru_utime + them.ru_stime, me.ru_maxrss * 1024)
    sys.exit(code)
"""


def main() -> None:
    """Measure."""
    size = int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 20_000_000
    profile = sys.argv[2:] or []
    print(f"{size / 1e6:.0f} MB of pages, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.jsonl", "a.jsonl.gz", "a.jsonl.zst"):
            corpus = Path(folder) / name
            make_corpus(corpus, size)
            one, two = (
                measure(corpus, Path(folder) / f"{name}-{workers}", workers, *profile)
                for workers in (1, 2)
            )
            print(f"{corpus.stat().st_size / one / 1e6:.2f} MB/s of the file; x {one / two:.2f}")


if __name__ == "__main__":
    main()
