"""Workers: never more in hand than agreed, and an end to what cannot be helped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.core.errors import CleanerError
from cleaner.formats.jsonl import Jsonl
from cleaner.formats.record import Chunk
from cleaner.run import pool as pools
from cleaner.run.batch import Options
from cleaner.run.description import Description, describe
from cleaner.run.pool import Pool
from cleaner.run.task import Task
from cleaner.run.work import Job
from tests.run.deadly import RULES


@pytest.fixture
def description(tmp_path: Path) -> Description:
    """The deadly rules."""
    (tmp_path / "deadly.yaml").write_text(RULES, "utf-8")
    return describe(Description(str(tmp_path / "deadly.yaml")))


def tasks(count: int, text: str, taken: list[int]) -> Iterator[Task]:
    """Chunks of one record; `taken` tells which were asked for."""
    for number in range(count):
        taken.append(number)
        data = f'{{"text": "{text}"}}\n'.encode()
        yield Task(number, Job("x", Jsonl(), Options()), Chunk(number, data, 0, 0))


def test_no_more_is_read_than_is_cleaned(description: Description) -> None:
    """However slow whoever takes the results is: memory is bounded."""
    taken: list[int] = []
    with Pool(description, 2) as pool:
        for done, (task, _) in enumerate(pool.run(tasks(40, "脏", taken))):
            assert task.key == done
            assert len(taken) <= done + 1 + 2 * pools._AHEAD
    assert list(range(40)) == taken


def test_large_chunks_are_held_one_by_one(
    description: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By their bytes, whatever their number."""
    monkeypatch.setattr(pools, "_BYTES_AHEAD", 10)
    taken: list[int] = []
    with Pool(description, 2) as pool:
        for done, _ in enumerate(pool.run(tasks(10, "脏", taken))):
            assert len(taken) <= done + 1


def test_workers_that_always_die_end_the_run(
    description: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of listing a corpus as failed."""
    monkeypatch.setattr(pools, "_DEATHS_IN_A_ROW", 3)
    monkeypatch.setattr(pools, "_TRIES", 9)
    with (
        Pool(description, 1) as pool,
        pytest.raises(CleanerError, match=r"3 workers died one after the other \(SIGKILL\).*at x"),
    ):
        list(pool.run(tasks(1, "DIE", [])))


def test_no_worker_is_left_behind(description: Description) -> None:
    """Also when the results are not waited for."""
    with Pool(description, 2) as pool:
        next(pool.run(tasks(40, "SLOW", [])))
        processes = [worker.process for worker in pool.workers]
    assert [True] * len(processes) == [process.exitcode is not None for process in processes]


def test_only_as_many_workers_start_as_there_is_work_for(description: Description) -> None:
    """A small corpus on a large machine."""
    with Pool(description, 64) as pool:
        assert 2 == len(list(pool.run(tasks(2, "脏", []))))
        assert len(pool.workers) <= 2
