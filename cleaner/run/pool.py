"""Worker processes that clean chunks: in order, within bounds, replaced when they die or hang."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any, NamedTuple

from cleaner.core.errors import CleanerError
from cleaner.formats.record import Chunk
from cleaner.run.batch import StoppedError
from cleaner.run.description import Description
from cleaner.run.work import Job, Part, clean_chunk

__all__ = ["Pool", "Task"]

_LOOK = 0.5  # seconds between two looks at workers that say nothing
_AHEAD = 3  # chunks read ahead, for each worker: one in work, and two for uneven ones
_BYTES_AHEAD = 96 << 20  # and no more bytes than this, however large the records are
_TRIES = 2  # a record that is there when its worker dies is tried once more: it may be innocent
_DEATHS_IN_A_ROW = 20  # without one chunk done between them: then it is not the records


class Task(NamedTuple):
    """A chunk to be cleaned; `key` is the caller's."""

    key: int
    job: Job
    chunk: Chunk


@dataclass(slots=True)
class _Ticket:
    """A task on its way."""

    task: Task
    skip: dict[int, str] = field(default_factory=dict)  # records not to be tried, and why
    deaths: dict[int, int] = field(default_factory=dict)  # by record
    part: Part | None = None


class _Worker:
    """A process, the pipe to it, and the number of the record it is at."""

    def __init__(self, context: Any, description: Description) -> None:
        self.cell = context.RawValue("q", 0)
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=_serve, args=(theirs, self.cell, description), daemon=True
        )
        with _without_main(), _without_interrupts():
            self.process.start()
        theirs.close()
        self.ready = False
        self.ticket: _Ticket | None = None
        self.seen = 0
        self.since = time.monotonic()

    def give(self, ticket: _Ticket) -> None:
        self.ticket, self.cell.value = ticket, 0
        self.seen, self.since = 0, time.monotonic()
        with suppress(OSError):  # it died: that is seen where all deaths are seen
            self.pipe.send((ticket.task.job, ticket.task.chunk, ticket.skip))

    def stuck(self, limit: float) -> bool:
        """Say whether it has been at the same record for longer than `limit` seconds."""
        now = time.monotonic()
        if self.ticket is None or self.cell.value != self.seen:
            self.seen, self.since = self.cell.value, now
        return self.seen > 0 and now - self.since > limit

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Pool:
    """So many worker processes. Use it in a `with`: they end with it, however it is left.

    Args:
        description: the chain.
        workers: how many processes.
        timeout: seconds that one record may take before its worker is replaced.
    """

    def __init__(self, description: Description, workers: int, timeout: float = 60.0) -> None:
        self.description = description
        self.size = workers
        self.timeout = timeout
        # Never fork: this process may have threads (Arrow has), and their locks would be copied.
        self.context = multiprocessing.get_context("spawn")
        self.workers: list[_Worker] = []
        self.deaths = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self.workers:
            worker.end()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Part]]:
        """Yield what becomes of each task, in the order of the tasks.

        Tasks are taken from the iterable only as fast as they are done.

        Raises:
            CleanerError: the rules cannot be loaded, or workers keep dying whatever they are given.
            StoppedError: something failed, and the work was to stop then.
        """
        source = iter(tasks)
        line: deque[_Ticket] = deque()  # in the order of the tasks
        waiting: deque[_Ticket] = deque()  # to be given to a worker
        more = True
        while more or line:
            while more and self._room(line):
                task = next(source, None)
                if task is None:
                    more = False
                    break
                ticket = _Ticket(task)
                line.append(ticket)
                waiting.append(ticket)
                self._give(waiting)
            self._give(waiting)
            while line and line[0].part is not None:
                ticket = line.popleft()
                assert ticket.part is not None
                yield ticket.task, ticket.part
            if line:
                self._listen(waiting)

    def _room(self, line: deque[_Ticket]) -> bool:
        held = sum(len(t.task.chunk.payload) + (len(t.part.body) if t.part else 0) for t in line)
        return len(line) < _AHEAD * self.size and (held < _BYTES_AHEAD or not line)

    def _give(self, waiting: deque[_Ticket]) -> None:
        """Give tasks to idle workers, and hire one more where there are too few of those."""
        idle = sum(worker.ticket is None for worker in self.workers)
        if len(waiting) > idle and len(self.workers) < self.size:
            self.workers.append(self._hire())
        for worker in self.workers:
            if waiting and worker.ready and worker.ticket is None:
                worker.give(waiting.popleft())

    def _listen(self, waiting: deque[_Ticket]) -> None:
        """Wait for the workers, and deal with those that answered, died or hang."""
        pipes = {worker.pipe: worker for worker in self.workers}
        for pipe in wait(list(pipes), _LOOK):
            worker = pipes[pipe]
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                self._replace(worker, waiting, None)
                continue
            self._take(worker, answer)
        for worker in list(self.workers):
            if worker.stuck(self.timeout):
                self._replace(worker, waiting, f"took longer than {self.timeout:g} seconds")

    def _take(self, worker: _Worker, answer: object) -> None:
        if isinstance(answer, Exception):
            raise answer
        worker.ready = True
        if worker.ticket is not None and isinstance(answer, Part):
            worker.ticket.part = answer
            worker.ticket = None
            self.deaths = 0

    def _replace(self, worker: _Worker, waiting: deque[_Ticket], hung: str | None) -> None:
        ticket, record = worker.ticket, worker.cell.value - 1
        worker.end()
        self.deaths += 1
        if self.deaths >= _DEATHS_IN_A_ROW:
            raise CleanerError(
                f"{self.deaths} workers died one after the other ({_how(worker)}), the last one "
                f"{'at ' + ticket.task.job.name if ticket else 'before its first record'}: is the "
                "memory of this machine enough for so many?"
            )
        if ticket is not None:
            ticket.deaths[record] = ticket.deaths.get(record, 0) + 1
            if hung or ticket.deaths[record] >= _TRIES:
                reason = hung or f"its worker died twice ({_how(worker)})"
                ticket.skip[record] = f"not cleaned: {reason}"
            waiting.appendleft(ticket)
        self.workers[self.workers.index(worker)] = self._hire()

    def _hire(self) -> _Worker:
        return _Worker(self.context, self.description)


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


def _how(worker: _Worker) -> str:
    code = worker.process.exitcode or 0
    try:
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        return f"exit code {code}"


def _serve(pipe: Connection, cell: Any, description: Description) -> None:
    """Be a worker: load the chain, then clean one chunk after the other until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process ends us
    try:
        chain = description.chain()
    except Exception as error:
        pipe.send(CleanerError(str(error)))
        return
    try:
        pipe.send(None)
        while True:
            job, chunk, skip = pipe.recv()

            def starting(number: int, skip: dict[int, str] = skip) -> str | None:
                cell.value = number + 1
                return skip.get(number)

            try:
                answer: object = clean_chunk(chain, job, chunk, starting)
            except StoppedError as error:
                answer = StoppedError(str(error))
            except Exception as error:
                place = f"{job.name}: chunk {chunk.number}, from byte {chunk.offset}"
                kind = "" if isinstance(error, CleanerError) else f"{type(error).__name__}: "
                answer = CleanerError(f"{place}: {kind}{error}")
            cell.value = 0
            pipe.send(answer)
    except (EOFError, OSError, KeyboardInterrupt):
        return
