"""One worker process: as the main process sees it, and as it sees itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Protocol

from cleaner.core.chain import Chain
from cleaner.core.errors import CleanerError
from cleaner.run.batch import StoppedError
from cleaner.run.description import Description
from cleaner.run.report import Report
from cleaner.run.task import RECORDS, Task, Ticket
from cleaner.run.work import Part, Unopened, clean_chunk, clean_file

__all__ = ["Process", "Worker", "serve"]


class Process(Protocol):
    """What is needed of a process: `multiprocessing.Process` has it, and those of a nursery."""

    @property
    def exitcode(self) -> int | None:
        """How it ended, as `multiprocessing` tells it: a signal is below zero."""

    def kill(self) -> None:
        """End it at once."""

    def join(self) -> None:
        """Wait for its end."""


class Worker:
    """A process, the pipe to it, and the number of the record it is at."""

    def __init__(self, process: Process, pipe: Connection, cells: Any, slot: int) -> None:
        self.process = process
        self.pipe = pipe
        self.cells = cells
        self.slot = slot
        self.ready = False
        self.ticket: Ticket | None = None
        self.seen = 0
        self.since = time.monotonic()

    @property
    def record(self) -> int:
        """The number of the record that it is at (see `Ticket`), 0 between two tickets."""
        number: int = self.cells[self.slot]
        return number

    def give(self, ticket: Ticket) -> None:
        """Let it do what is on a ticket."""
        self.ticket, self.cells[self.slot] = ticket, 0
        self.seen, self.since = 0, time.monotonic()
        with suppress(OSError):  # it died: that is seen where all deaths are seen
            self.pipe.send((ticket.tasks, ticket.skip))

    def stuck(self, limit: float) -> bool:
        """Say whether it has been at the same record for longer than `limit` seconds."""
        now = time.monotonic()
        if self.ticket is None or self.record != self.seen:
            self.seen, self.since = self.record, now
        return self.seen > 0 and now - self.since > limit

    def end(self) -> None:
        """End it at once, and wait for that."""
        self.process.kill()
        self.process.join()
        self.pipe.close()

    def how_it_ended(self) -> str:
        """Return its signal or exit code, in words."""
        code = self.process.exitcode or 0
        try:
            return signal.Signals(-code).name if code < 0 else f"exit code {code}"
        except ValueError:
            return f"exit code {code}"


def serve(pipe: Connection, cells: Any, slot: int, description: Description) -> None:
    """Be a worker: load the chain, then do one ticket after the other until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process ends us
    try:
        chain = description.chain()
    except Exception as error:
        pipe.send(CleanerError(str(error)))
        return
    try:
        pipe.send(os.getpid())
        while True:
            tasks, skip = pipe.recv()
            answer = _work(chain, tasks, skip, cells, slot)
            cells[slot] = 0
            pipe.send(answer)
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _work(
    chain: Chain, tasks: Sequence[Task], skip: dict[int, str], cells: Any, slot: int
) -> list[Part | Unopened] | CleanerError:
    """Return what becomes of the tasks of a ticket, or what ends the run."""
    done: list[Part | Unopened] = []
    for number, task in enumerate(tasks):

        def starting(record: int, first: int = 1 + number * RECORDS) -> str | None:
            cells[slot] = first + record
            return skip.get(first + record)

        try:
            if task.whole:
                done.append(clean_file(chain, task.job, starting))
            else:
                done.append(clean_chunk(chain, task.job, task.chunk, starting))
        except StoppedError as error:
            return StoppedError(str(error))
        except CleanerError as error:
            return CleanerError(str(error))  # those of our own need not survive their journey
        except Exception as error:
            place = f"{task.job.name}: chunk {task.chunk.number}, from byte {task.chunk.offset}"
            return CleanerError(f"{place}: {type(error).__name__}: {error}")
    return _report_at_once(done) if len(done) > 1 else done


def _report_at_once(done: Sequence[Part | Unopened]) -> list[Part | Unopened]:
    """Return the parts with one report for all, in the first of them."""
    report = Report.sum(part.report for part in done if isinstance(part, Part))
    shortened: list[Part | Unopened] = []
    for part in done:
        if isinstance(part, Part):
            shortened.append(part._replace(report=report))
            report = Report()
        else:
            shortened.append(part)
    return shortened
