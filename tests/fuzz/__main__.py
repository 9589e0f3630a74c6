"""Feed hostile inputs to every target for a while, and keep what breaks something.

    python -m tests.fuzz --seconds 600 [--target NAME] [--seed N] [--atheris]

What breaks is shrunk, written to tests/fuzz/cases/TARGET/, and from then on a test. Without
`--atheris` (which needs the package atheris, and finds new paths by coverage) inputs are mutated at
random, and those are kept for more by which rules fired together that had not before.
"""

from __future__ import annotations

import argparse
import hashlib
import signal
import sys
import time
import traceback
from pathlib import Path
from types import FrameType

from tests.fuzz.mutation import Source, shrink
from tests.fuzz.targets import TARGETS, run

CASES = Path(__file__).parent / "cases"
# CPU seconds for one input of at most 3,000 bytes. A check runs a chain up to four times, half of
# them without gates (10 ms each); the rest is a noisy machine.
LIMIT = 10


class HangError(BaseException):
    """A check took longer than any honest one."""


def main() -> int:
    """Fuzz, and return 1 if anything broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="CPU seconds for all targets")
    parser.add_argument("--target", action="append", choices=TARGETS, help="only this (repeatable)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the random inputs")
    parser.add_argument("--atheris", action="store_true", help="let atheris make the inputs")
    arguments = parser.parse_args()
    names = arguments.target or list(TARGETS)
    if arguments.atheris:
        return fuzz_by_coverage(names[0], arguments.seconds)
    signal.signal(signal.SIGVTALRM, _stop)
    broken = 0
    for name in names:
        broken += fuzz(name, arguments.seconds / len(names), arguments.seed)
    return 1 if broken else 0


def fuzz(name: str, seconds: float, seed: int) -> int:
    """Feed one target; return how many different failures it had."""
    source = Source(TARGETS[name].fragments(), seed)
    failures: dict[str, bytes] = {}
    count = 0
    start = time.process_time()
    slowest = 0.0
    while time.process_time() - start < seconds:
        data = source.next()
        before = time.process_time()
        failure = failure_of(name, data, source)
        slowest = max(slowest, time.process_time() - before)
        count += 1
        if failure and failure not in failures:
            small = shrink(data, lambda d, kind=failure: failure_of(name, d) == kind)  # type: ignore[misc]
            failures[failure] = small
            report(name, failure, small)
    print(
        f"{name}: {count} inputs, {len(source.pool)} kept, slowest {slowest:.2f} s, "
        f"{len(failures)} failures (seed {seed})",
        flush=True,
    )
    return len(failures)


def failure_of(name: str, data: bytes, source: Source | None = None) -> str:
    """Return what is wrong with what a target makes of an input, in a few words, or nothing."""
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        answer = run(name, data)
    except HangError as error:
        return f"hangs {_place(error)}"
    except Exception as error:
        return f"{type(error).__name__} {_place(error)} {_gist(error)}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    if source:
        source.learn(data, answer)
    return ""


def _stop(number: int, frame: FrameType | None) -> None:
    raise HangError


def _place(error: BaseException) -> str:
    """Return the innermost line of the package that an exception came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/cleaner/" in frame.filename.replace("\\", "/")]
    last = (ours or frames)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def _gist(error: BaseException) -> str:
    return str(error).split("\n")[0][:80]


def report(name: str, failure: str, data: bytes) -> None:
    """Print a failure and keep its input as a case."""
    folder = CASES / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(data).hexdigest()[:12]
    path.write_bytes(data)
    print(f"{name}: {failure}\n  {data[:300]!r}\n  kept as {path}", flush=True)


def fuzz_by_coverage(name: str, seconds: float) -> int:
    """Let atheris find new paths of one target; it keeps what breaks as a file of its own."""
    try:
        import atheris
    except ImportError:
        print("atheris is not installed: pip install atheris", file=sys.stderr)
        return 2
    corpus = CASES.parent / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, fragment in enumerate(TARGETS[name].fragments()[:500]):
        (corpus / str(number)).write_bytes(fragment)
    atheris.instrument_all()
    options = [f"-max_total_time={seconds:.0f}", f"-timeout={LIMIT}", "-max_len=3000"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], lambda data: run(name, data))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
