"""Worker processes that clean chunks: in order, within bounds, replaced when they die or hang."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import wait

from cleaner.core.errors import CleanerError
from cleaner.run.description import Description
from cleaner.run.nursery import Nursery
from cleaner.run.task import Task, Ticket, gather
from cleaner.run.work import Part, Unopened
from cleaner.run.worker import Worker

__all__ = ["Pool", "Task"]

_LOOK = 0.5  # seconds between two looks at workers that say nothing
_AHEAD = 3  # chunks read ahead, for each worker: one in work, and two for uneven ones
_BYTES_AHEAD = 96 << 20  # and no more bytes than this, however large the records are
# With so many tickets at hand workers are made as copies of one process that has everything ready;
# below that the work may take no longer than to prepare for it.
_MANY = 4
_WINDOWS_MOST = 60  # more pipes cannot be waited for there
_TRIES = 2  # a record that is there when its worker dies is tried once more: it may be innocent
_DEATHS_IN_A_ROW = 20  # without one chunk done between them: then it is not the records


class Pool:
    """So many worker processes. Use it in a `with`: they end with it, however it is left.

    Args:
        description: the chain.
        workers: how many processes.
        timeout: seconds that one record may take before its worker is replaced.
    """

    def __init__(self, description: Description, workers: int, timeout: float = 60.0) -> None:
        self.size = min(workers, _WINDOWS_MOST) if sys.platform == "win32" else workers
        self.timeout = timeout
        self.nursery = Nursery(description, workers, timeout)
        self.workers: list[Worker] = []
        self.deaths = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self.workers:
            worker.end()
        self.nursery.close()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Part | Unopened]]:
        """Yield what becomes of each task, in the order of the tasks.

        Tasks are taken from the iterable only as fast as they are done. Of the parts of small files
        that go together the first has the report of all, the others an empty one.

        Raises:
            CleanerError: the rules cannot be loaded, or workers keep dying whatever they are given.
            StoppedError: something failed, and the work was to stop then.
        """
        source = gather(tasks)
        line: deque[Ticket] = deque()  # in the order of the tasks
        waiting: deque[Ticket] = deque()  # to be given to a worker
        more = True
        while more or line:
            while more and self._room(line):
                ticket = next(source, None)
                if ticket is None:
                    more = False
                    break
                line.append(ticket)
                waiting.append(ticket)
                if self.workers or self.size == 1 or len(line) >= _MANY:
                    self._give(waiting)
            self._give(waiting)
            while line and line[0].parts:
                done = line.popleft()
                yield from zip(done.tasks, done.parts, strict=True)
            if line:
                self._listen(waiting)

    def _room(self, line: deque[Ticket]) -> bool:
        if len(line) >= _AHEAD * self.size:
            return False
        return not line or sum(ticket.size for ticket in line) < _BYTES_AHEAD

    def _give(self, waiting: deque[Ticket]) -> None:
        """Give tasks to idle workers, and hire one more where there are too few of those."""
        idle = sum(worker.ticket is None for worker in self.workers)
        while len(waiting) > idle and len(self.workers) < self.size:
            if not self.workers and self.size > 1 and len(waiting) >= _MANY:
                self.nursery.prepare()
            self.workers.append(self.nursery.make(len(self.workers)))
            idle += 1
        for worker in self.workers:
            if waiting and worker.ready and worker.ticket is None:
                worker.give(waiting.popleft())

    def _listen(self, waiting: deque[Ticket]) -> None:
        """Wait for the workers, and deal with those that answered, died or hang."""
        said = set(wait([worker.pipe for worker in self.workers], _LOOK))
        for worker in [worker for worker in self.workers if worker.pipe in said]:
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                self._replace(worker, waiting, None)
                continue
            self._take(worker, answer)
        for worker in list(self.workers):
            if worker.stuck(self.timeout):
                self._replace(worker, waiting, f"took longer than {self.timeout:g} seconds")

    def _take(self, worker: Worker, answer: object) -> None:
        if isinstance(answer, Exception):
            raise answer
        worker.ready = True
        if worker.ticket is not None and isinstance(answer, list):
            worker.ticket.parts = answer
            worker.ticket = None
            self.deaths = 0

    def _replace(self, worker: Worker, waiting: deque[Ticket], hung: str | None) -> None:
        ticket, record = worker.ticket, worker.record
        worker.end()
        self.deaths += 1
        if self.deaths >= _DEATHS_IN_A_ROW:
            raise CleanerError(
                f"{self.deaths} workers died one after the other ({worker.how_it_ended()}), the "
                f"last one {'at ' + ticket.name(record) if ticket else 'before its first record'}: "
                "is the memory of this machine enough for so many?"
            )
        if ticket is not None:
            ticket.deaths[record] = ticket.deaths.get(record, 0) + 1
            if hung or ticket.deaths[record] >= _TRIES:
                reason = hung or f"its worker died twice ({worker.how_it_ended()})"
                ticket.skip[record] = f"not cleaned: {reason}"
            waiting.appendleft(ticket)
        self.workers[worker.slot] = self.nursery.make(worker.slot)
