"""A run that is killed at any moment, and started again, gives what an undisturbed run gives."""

import json
import signal
import time
from pathlib import Path

from tests.run.deadly import RULES
from tests.run.killing import command, files, make_corpus, rehearse, start


def test_killed_runs_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    """Outputs, lists and the report are the same bytes; tests/bench/kill_runs.py kills 200."""
    kills = rehearse(tmp_path, kills=6, seed=1)
    assert (6, 1) == kills
    assert 19 == len(files(tmp_path / "killed"))
    manifest = json.loads((tmp_path / "killed" / "manifest.json").read_text("utf-8"))
    assert ("done", 312, 15) == (manifest["state"], manifest["records"], manifest["failed"])


def test_ctrl_c_ends_cleanly(tmp_path: Path) -> None:
    """With its own exit code; the workers go with it, and what was done is kept."""
    (tmp_path / "deadly.yaml").write_text(RULES, "utf-8")
    make_corpus(tmp_path / "in", 1, 400)
    with start(command(tmp_path / "deadly.yaml", tmp_path / "in", tmp_path / "out")) as process:
        while not list((tmp_path / "out" / "_run" / "parts").glob("*/??????")):
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        assert 130 == process.wait(timeout=20)
    assert 0 < len(list((tmp_path / "out" / "_run" / "parts").glob("*/??????")))
    assert not (tmp_path / "out" / "0.jsonl").exists()
