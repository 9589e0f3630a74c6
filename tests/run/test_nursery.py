"""Where workers come from: copies of one process, or new ones where that cannot be."""

import sys
import threading
from pathlib import Path

import pytest

from cleaner.run import nursery as nurseries
from cleaner.run.description import Description, describe
from cleaner.run.nursery import Nursery
from cleaner.run.worker import Worker
from tests.run.deadly import RULES

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="forked on Linux alone")
HANGS = """\
about: For tests.
chain: [test.deadly]
rules:
  - id: test.deadly
    about: Hangs on its own example.
    tests.run.deadly:Deadly: {}
    examples:
      - {in: HANG, out: HANG!}
      - keep: 净
"""


@pytest.fixture
def description(tmp_path: Path) -> Description:
    """The deadly rules."""
    (tmp_path / "deadly.yaml").write_text(RULES, "utf-8")
    return describe(Description(str(tmp_path / "deadly.yaml")))


def greet(worker: Worker) -> int:
    """What a worker says when it is ready: its number."""
    assert worker.pipe.poll(20)
    number: int = worker.pipe.recv()
    return number


@LINUX
def test_workers_are_copies_of_one_process(description: Description) -> None:
    """They tell how they ended as any process does, and end with their nursery."""
    nursery = Nursery(description, 2)
    try:
        nursery.prepare()
        first, second = nursery.make(0), nursery.make(1)
        assert isinstance(first.process, nurseries._Child)
        assert {first.process.pid, second.process.pid} == {greet(first), greet(second)}  # type: ignore[attr-defined]
        first.end()
        assert "SIGKILL" == first.how_it_ended()
        second.pipe.close()  # as when the main process dies
        second.process.join()
        assert 0 == second.process.exitcode
    finally:
        nursery.close()


@LINUX
def test_where_copies_cannot_be_made_workers_start_anew(
    description: Description,
) -> None:
    """The process to copy may have died."""
    nursery = Nursery(description, 1)
    try:
        nursery.prepare()
        assert nursery.mother is not None
        nursery.mother.process.kill()
        nursery.mother.process.join()
        worker = nursery.make(0)
        assert not isinstance(worker.process, nurseries._Child)
        assert greet(worker) > 0
        worker.end()
    finally:
        nursery.close()


@LINUX
def test_a_step_that_hangs_on_its_example_does_not_hang_the_run(tmp_path: Path) -> None:
    """Nothing is prepared then."""
    (tmp_path / "hangs.yaml").write_text(HANGS, "utf-8")
    nursery = Nursery(describe(Description(str(tmp_path / "hangs.yaml"))), 1, patience=1.0)
    nursery.prepare()
    assert nursery.mother is None
    nursery.close()


@LINUX
def test_a_process_with_threads_is_not_copied(
    description: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their locks would be copied without them."""
    said: list[object] = []

    class Pipe:
        """One that ends after the first message."""

        def send(self, value: object) -> None:
            said.append(value)

        def recv(self) -> object:
            raise EOFError

    monkeypatch.setattr(nurseries, "_warm", lambda description: None)
    monkeypatch.setattr(nurseries.signal, "signal", lambda *a: None)
    monkeypatch.setattr(nurseries.gc, "freeze", lambda: None)
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    nurseries._mother(Pipe(), [0], description)  # type: ignore[arg-type]
    end.set()
    thread.join()
    assert [False] == said
