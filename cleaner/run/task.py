"""What is to be done, on its way to the workers: tasks, and the tickets on which they travel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.formats.record import Chunk
from cleaner.run.work import Job, Part, Unopened

__all__ = ["RECORDS", "Task", "Ticket", "gather"]

RECORDS = 1 << 32
"""More than a task has records: see `Ticket`."""
# Small files go to a worker together, up to so many bytes and files: a message for each takes
# longer than to read it, and a worker that dies begins all of its message again.
_TOGETHER = 1 << 18
_FILES_TOGETHER = 64


class Task(NamedTuple):
    """A chunk to be cleaned; `key` is the caller's.

    Where `whole` is set it stands for all of a small file, which the worker reads by itself: the
    chunk is an empty one, of which only `consumed` counts, the bytes of the file.
    """

    key: int
    job: Job
    chunk: Chunk
    whole: bool = False


@dataclass(slots=True)
class Ticket:
    """Tasks that go to a worker: one, or several of small files.

    A record is known by a number: 1 + its number in its task + the number of that * `RECORDS`.

    Attributes:
        tasks: what is to be done.
        skip: records that are not to be tried, and why.
        deaths: how often a worker died at a record.
        parts: what became of the tasks, when all are done.
    """

    tasks: tuple[Task, ...]
    skip: dict[int, str] = field(default_factory=dict)
    deaths: dict[int, int] = field(default_factory=dict)
    parts: Sequence[Part | Unopened] = ()

    @property
    def size(self) -> int:
        """The bytes that are held, or will be, on its behalf."""
        return sum(
            task.chunk.consumed if task.whole else len(task.chunk.payload) for task in self.tasks
        ) + sum(part.size for part in self.parts if isinstance(part, Part))

    def name(self, record: int) -> str:
        """Return the input in which a record stands."""
        return self.tasks[max(record - 1, 0) // RECORDS].job.name


def gather(tasks: Iterable[Task]) -> Iterator[Ticket]:
    """Yield tasks as tickets: small files together, as long as no other task comes between."""
    held: list[Task] = []
    size = 0
    for task in tasks:
        if task.whole:
            held.append(task)
            size += task.chunk.consumed
        if held and (not task.whole or size >= _TOGETHER or len(held) >= _FILES_TOGETHER):
            yield Ticket(tuple(held))
            held, size = [], 0
        if not task.whole:
            yield Ticket((task,))
    if held:
        yield Ticket(tuple(held))
