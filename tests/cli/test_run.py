"""`cleaner run` and `cleaner learn` as a shell user sees them."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.cli import run as run_command
from cleaner.cli.run import Meter
from cleaner.run.local import Progress
from tests.run.deadly import RULES

ROOT = Path(__file__).parents[2]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A small profile of its own: shipped rules may change."""
    path = tmp_path / "deadly.yaml"
    path.write_text(RULES, "utf-8")
    return path


def cleaner(*words: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "cleaner", *map(str, words)]
    run = subprocess.run(command, input=stdin, capture_output=True, check=False, env=environment)
    assert b"Traceback" not in run.stderr
    return run


def records(*texts: str) -> bytes:
    """JSON Lines."""
    return "".join(
        json.dumps({"id": f"r{n}", "text": t}) + "\n" for n, t in enumerate(texts)
    ).encode()


def test_streams_go_through(rules: Path) -> None:
    """Nothing but records on standard output; those that failed are named on standard error."""
    run = cleaner(
        "run", "-", "-f", "jsonl", "-o", "-", "-p", rules, "-q", stdin=records("脏", "RAISE")
    )
    assert 1 == run.returncode
    assert ["净", "RAISE"] == [json.loads(line)["text"] for line in run.stdout.splitlines()]
    assert b"r1: rule 'test.deadly': its step failed" in run.stderr


def test_a_folder_is_made_with_a_manifest(rules: Path, tmp_path: Path) -> None:
    """What was done, with which versions; and a summary is said."""
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(records("脏", "净")))
    run = cleaner("run", tmp_path / "a.jsonl.gz", "-o", tmp_path / "out", "-p", rules, "-j", "2")
    assert (0, b"") == (run.returncode, run.stdout)
    assert b"1 input, 2 records: 1 changed, 0 rejected, 0 failed" in run.stderr
    out = gzip.decompress((tmp_path / "out" / "a.jsonl.gz").read_bytes())
    assert out.count("净".encode()) == 2
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert {"state": "done", "inputs": 1, "records": 2, "changed": 1}.items() <= manifest.items()
    assert manifest["plan"]["fingerprint"]
    assert manifest["versions"]["google-re2"]


def test_exit_codes(rules: Path, tmp_path: Path) -> None:
    """They say whether all went well; each trouble is one sentence."""
    good, bad, damaged = tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "c.jsonl"
    good.write_bytes(records("脏"))
    bad.write_bytes(records("脏", "RAISE"))
    damaged.write_bytes(records("脏") + b"{no json\n")
    out = tmp_path / "out"
    expected = {
        0: ("run", good, "-o", out / "0", "-p", rules),
        1: ("run", bad, "-o", out / "1", "-p", rules),
        2: ("run", good, "-o", out / "0", "-p", rules, "--on-error", "drop"),
        3: ("run", damaged, "-o", out / "3", "-p", rules),
    }
    assert list(expected) == [cleaner(*words, "-q").returncode for words in expected.values()]
    stopped = cleaner("run", bad, "-o", out / "4", "-p", rules, "--on-error", "stop", "-q")
    assert (1, 1) == (stopped.returncode, stopped.stderr.count(b"\n"))
    missing = cleaner("run", tmp_path / "none.jsonl", "-o", out / "5", "-p", rules)
    assert (3, 1) == (missing.returncode, missing.stderr.count(b"\n"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["x.parquet", "-o", "-"], "Parquet makes no stream"),
        (["-", "-o", "-"], "no name that tells a format"),
        (["x.parquet", "-o", "memory://out"], "--state"),
    ],
)
def test_what_cannot_be_is_said(
    rules: Path, tmp_path: Path, words: list[str], message: str
) -> None:
    """In one sentence."""
    (tmp_path / "x.parquet").write_bytes(b"x")
    words = [str(tmp_path / word) if word == "x.parquet" else word for word in words]
    run = cleaner("run", *words, "-p", rules)
    assert run.returncode in (2, 3)
    assert message in run.stderr.decode()
    assert 1 == run.stderr.count(b"\n")


def test_files_that_are_left_out_are_said(rules: Path, tmp_path: Path) -> None:
    """A configuration that does nothing is never silent."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_bytes(records("脏"))
    (tmp_path / "in" / "notes.doc").write_bytes(b"x")
    run = cleaner("run", tmp_path / "in", "-o", tmp_path / "out", "-p", rules)
    assert 0 == run.returncode
    assert b"tell no format: 1 files, as " in run.stderr
    assert b"notes.doc" in run.stderr


def test_progress_has_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Plain lines where there is no terminal, now and then; none where not wanted."""
    monkeypatch.setattr(run_command, "_EVERY", 0.0)
    meter, quiet = Meter(quiet=False), Meter(quiet=True)
    meter.began -= 10
    for done in (0, 500_000):
        meter.show(Progress(done, 1_000_000, done // 1000, "a.jsonl"))
        quiet.show(Progress(done, 1_000_000, done // 1000, "a.jsonl"))
    lines = capsys.readouterr().err.splitlines()
    assert 2 == len(lines)
    assert "cleaner: 50.0% of 1.0 MB, 500 records, 0.05 MB/s, 0:00:10 left, a.jsonl" == lines[1]


def test_learned_rules_pass_their_check_and_clean(tmp_path: Path) -> None:
    """From pages to a rule file to cleaned pages."""
    lines = [
        {
            "id": f"p{n}",
            "url": "https://x.example/",
            "text": f"本站栏目导航条\n这是第{'一二三四五六七八'[n]}页的正文。",
        }
        for n in range(8)
    ]
    corpus = tmp_path / "a.jsonl"
    corpus.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    rules = tmp_path / "site.yaml"
    learn = cleaner("learn", corpus, "-o", rules, "-p", "repair", "-j", "1")
    assert (0, b"") == (learn.returncode, learn.stdout)
    assert 0 == cleaner("check", rules).returncode
    run = cleaner("run", corpus, "-o", "-", "-p", "repair", "-r", rules, "-q", "-j", "1")
    texts = [json.loads(line)["text"] for line in run.stdout.splitlines()]
    assert "这是第一页的正文。" == texts[0]
    again = cleaner("learn", corpus, "-o", rules, "-p", "repair")
    assert (3, 1) == (again.returncode, again.stderr.count(b"\n"))
