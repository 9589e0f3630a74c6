"""Where workers come from: started anew, or forked from a process that has everything ready.

To load rules and to make their tables takes a second and a hundred megabytes. Where it is safe one
process does that, and all workers are its copies: they begin at once and share its memory. Never is
this process itself forked: it may have threads (Arrow has), and their locks would be copied.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import reduction
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any

from cleaner.core.errors import CleanerError
from cleaner.run.description import Description
from cleaner.run.worker import Worker, serve

__all__ = ["Nursery"]


class Nursery:
    """Makes workers. Close it behind them.

    Args:
        description: their chain.
        size: how many of them there are at a time.
        patience: seconds that the process which workers are copied from may take to be ready;
            beyond that (a step hangs on an example) they are started one by one.
    """

    def __init__(self, description: Description, size: int, patience: float = 60.0) -> None:
        self.description = description
        self.patience = patience
        self.context: Any = multiprocessing.get_context("spawn")
        self.cells = self.context.RawArray("q", size)
        self.mother: _Mother | None = None

    def prepare(self) -> None:
        """Get ready to make several workers."""
        if sys.platform != "linux":  # macOS has threads everywhere, Windows has no fork
            return
        mother = _Mother(self.context, self.cells, self.description)
        if mother.is_ready(self.patience):
            self.mother = mother
        else:
            mother.end()

    def make(self, slot: int) -> Worker:
        """Return a new worker with a number below `size`, which no living one has."""
        self.cells[slot] = 0
        ours, theirs = self.context.Pipe()
        process = None if self.mother is None else self.mother.bear(slot, theirs)
        if process is None:
            arguments = (theirs, self.cells, slot, self.description)
            process = self.context.Process(target=serve, args=arguments, daemon=True)
            _start(process)
        theirs.close()
        return Worker(process, ours, self.cells, slot)

    def close(self) -> None:
        """End what workers are copied from."""
        if self.mother is not None:
            self.mother.end()


class _Mother:
    """The process that workers are copied from."""

    def __init__(self, context: Any, cells: Any, description: Description) -> None:
        self.pipe, theirs = context.Pipe()
        arguments = (theirs, cells, description)
        self.process = context.Process(target=_mother, args=arguments, daemon=True)
        _start(self.process)
        theirs.close()

    def is_ready(self, patience: float) -> bool:
        try:
            return self.pipe.poll(patience) and self.pipe.recv() is True
        except (EOFError, OSError):
            return False

    def bear(self, slot: int, pipe: Connection) -> _Child | None:
        """Return a new process at the other end of a pipe, or None where no more come."""
        try:
            self.pipe.send(("bear", slot))
            reduction.send_handle(self.pipe, pipe.fileno(), self.process.pid)
            return _Child(self, self.pipe.recv())
        except (EOFError, OSError):
            return None

    def bury(self, pid: int) -> int | None:
        """Wait for the end of a child and return its exit code."""
        with suppress(EOFError, OSError):
            self.pipe.send(("bury", pid))
            code: int = self.pipe.recv()
            return code
        return None

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class _Child:
    """A process of the mother: its number is taken until she has buried it."""

    def __init__(self, mother: _Mother, pid: int) -> None:
        self.mother = mother
        self.pid = pid
        self.exitcode: int | None = None

    def kill(self) -> None:
        if self.exitcode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def join(self) -> None:
        if self.exitcode is None:
            self.exitcode = self.mother.bury(self.pid)


def _mother(pipe: Connection, cells: Any, description: Description) -> None:
    """Load and make everything, then bear children until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(CleanerError):  # each worker will say it
        _warm(description)
    gc.collect()
    gc.freeze()  # else counting references would copy what is shared
    try:
        pipe.send(len(os.listdir("/proc/self/task")) == 1)  # noqa: PTH208
        while True:
            what, number = pipe.recv()
            if what == "bear":
                theirs = reduction.recv_handle(pipe)
                pid = os.fork()
                if not pid:
                    pipe.close()
                    _be_born(theirs, cells, number, description)
                os.close(theirs)
                pipe.send(pid)
            else:
                pipe.send(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]))
    except (EOFError, OSError):
        return


def _be_born(handle: int, cells: Any, slot: int, description: Description) -> None:
    """Be a worker, and never come back."""
    code = 1
    try:
        serve(Connection(handle), cells, slot, description)
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        os._exit(code)


def _warm(description: Description) -> None:
    """Clean one example of each rule: that makes the tables, and compiles the patterns."""
    chain = description.chain()
    for text in description.examples():
        with suppress(CleanerError):  # whatever is wrong with it, it is no record
            chain.run(text)


def _start(process: Any) -> None:
    with _without_main(), _without_interrupts():
        process.start()


@contextmanager
def _without_main() -> Iterator[None]:
    """Start processes that do not run the caller's program again.

    A spawned process imports the `__main__` of its parent, for functions that may live there. Ours
    live here: without it a script needs no `if __name__ == "__main__":`, and a notebook works.
    """
    real = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = real


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach, not even while they start: it is for us."""
    if threading.current_thread() is not threading.main_thread():
        yield  # handlers can be set in the main thread alone
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
