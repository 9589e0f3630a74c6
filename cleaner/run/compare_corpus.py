"""Two versions of the rules on a corpus, on as many processes as are wanted."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from typing import NamedTuple

from cleaner.core.chain import Chain
from cleaner.core.errors import CleanerError
from cleaner.formats.record import Trouble
from cleaner.run.batch import document_of
from cleaner.run.compare import Comparison, compare_document
from cleaner.run.inputs import find_inputs
from cleaner.run.reading import Plan, Progress, Reading
from cleaner.run.task import Task
from cleaner.run.versions import load_versions

__all__ = ["Outcome", "Versions", "compare_corpus"]

_AHEAD = 3  # chunks in work or waiting, for each process


class Versions(NamedTuple):
    """Two versions of the rules, as `load_versions` takes them."""

    old: str
    new: str
    base: str = "web"

    def chains(self) -> tuple[Chain, Chain]:
        """Return the two chains; a process loads them once.

        Raises:
            RuleError: a version is not there, or is wrong.
        """
        return _load(self)


@lru_cache(maxsize=4)
def _load(versions: Versions) -> tuple[Chain, Chain]:
    old, new = load_versions(*versions)
    return old.chain(), new.chain()


class Outcome(NamedTuple):
    """What came of it: what differs, pieces of inputs not read, and inputs not opened, with why."""

    comparison: Comparison
    unread: int
    missing: tuple[str, ...]


class _Part(NamedTuple):
    comparison: Comparison
    unread: int


def compare_corpus(
    versions: Versions,
    plan: Plan,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Outcome:
    """Return what differs on the inputs of a plan, whose own rules are not asked.

    Raises:
        RuleError: a version is not there, or is wrong.
        InputError: an input is missing or of unknown format.
        CleanerError: a process died.
    """
    versions.chains()  # a mistake in the rules is told before anything is begun
    reading = Reading(plan, find_inputs(plan.inputs, plan.wanted, to_folder=False), None)
    comparison, unread, records = Comparison(), 0, 0
    for task, part in _parts(versions, reading, plan.workers):
        comparison = comparison.merge(part.comparison)
        unread += part.unread
        records += part.comparison.records
        on_progress(reading.progress(task)._replace(records=records))
    return Outcome(comparison, unread, tuple(reading.missing))


def _parts(versions: Versions, reading: Reading, workers: int) -> Iterator[tuple[Task, _Part]]:
    """Yield what differs in each chunk; a few chunks are ahead of what is yielded."""
    if workers == 1:
        yield from ((task, _compare(versions, task)) for task in reading.tasks())
        return
    context = multiprocessing.get_context("spawn")  # this process may have threads: Arrow has
    ahead: deque[tuple[Task, Future[_Part]]] = deque()
    with ProcessPoolExecutor(workers, context) as pool:
        try:
            for task in reading.tasks():
                ahead.append((task, pool.submit(_compare, versions, task)))
                if len(ahead) > _AHEAD * workers:
                    task, future = ahead.popleft()
                    yield task, future.result()
            while ahead:
                task, future = ahead.popleft()
                yield task, future.result()
        except BrokenProcessPool as error:
            raise CleanerError(
                f"a process died at or near {ahead[0][0].job.name if ahead else 'the end'}: is "
                "the memory of this machine enough for so many? (-j 1 uses one)"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _compare(versions: Versions, task: Task) -> _Part:
    old, new = versions.chains()
    options, name = task.job.options, task.job.name
    troubles = len(task.chunk.troubles)
    parts = []
    for item in task.job.format.read(task.chunk):
        if isinstance(item, Trouble):
            troubles += 1
            continue
        text = item.fields.get(options.text)
        if isinstance(text, str):
            doc = document_of(text, item.fields, options)
            parts.append(compare_document(old, new, doc, name, item.offset))
        else:
            parts.append(Comparison(skipped=1))
    return _Part(Comparison.sum(parts), troubles)
