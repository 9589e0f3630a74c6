"""Kill runs at random moments, again and again, until the work is done."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tests.run.deadly import RULES

ROOT = Path(__file__).parents[2]
_SMALL = 12


class Kills(NamedTuple):
    """How many runs were killed, and how many came to their end by themselves."""

    killed: int
    ended: int


def make_corpus(folder: Path, files: int, records: int) -> None:
    """Write records, some of them slow, some failing, in packed and plain files."""
    from cleaner.formats.compression import pack

    folder.mkdir()
    for number in range(files):
        texts = [
            "RAISE" if n % 23 == 7 else f"SLOW 脏 {number} {n}" if n % 3 else f"脏 {n}"
            for n in range(records)
        ]
        data = "".join(
            json.dumps({"id": f"{number}/{n}", "text": t}) + "\n" for n, t in enumerate(texts)
        )
        codec = "gz" if number % 2 else ""
        name = f"{number}.jsonl.{codec}".rstrip(".")
        (folder / name).write_bytes(pack(data.encode(), codec))


def add_small_files(folder: Path, files: int) -> None:
    """Write files that workers read by themselves, several at a time."""
    for number in range(files):
        text = json.dumps({"id": f"small {number}", "text": f"SLOW 脏 {number}"}) + "\n"
        (folder / f"small{number:02}.jsonl").write_text(text, "utf-8")


def command(rules: Path, corpus: Path, output: Path) -> list[str]:
    """The command that is run, the same one each time."""
    words = ["run", corpus, "-o", output, "-p", rules, "-j", "2", "--chunk-size", "600", "-q"]
    return [sys.executable, "-m", "cleaner", *map(str, words)]


def start(words: list[str]) -> "subprocess.Popen[bytes]":
    """Start a run."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def kill_until_done(words: list[str], output: Path, kills: int, seed: int) -> Kills:
    """Run the command and kill it after a little progress, `kills` times; then let it end."""
    chance = random.Random(seed)
    killed = 0
    while killed < kills:
        before = _progress(output)
        steps = chance.randint(0, 4)
        with start(words) as process:
            while process.poll() is None and _progress(output) < before + steps:
                time.sleep(0.001)
            time.sleep(chance.random() * 0.03)
            if process.poll() is not None:
                return Kills(killed, 1)
            process.send_signal(signal.SIGKILL)
        killed += 1
    with start(words) as process:
        process.wait()
    return Kills(killed, 1)


def _progress(output: Path) -> int:
    """Parts and outputs that are there: grows, with leaps back when an input becomes complete."""
    done = output / "_run" / "done.jsonl"
    complete = done.read_bytes().count(b"\n") * 1000 if done.exists() else 0
    try:
        return complete + sum(1 for _ in (output / "_run" / "parts").glob("*/??????"))
    except FileNotFoundError:  # an input became complete while we looked
        return complete


def files(folder: Path) -> dict[str, bytes]:
    """All outputs, without what differs from run to run."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json" and "_run" not in path.parts
    }


def rehearse(folder: Path, kills: int, seed: int, inputs: int = 3, records: int = 100) -> Kills:
    """Compare an undisturbed run with one that is killed; raise where they differ."""
    rules = folder / "deadly.yaml"
    rules.write_text(RULES, "utf-8")
    make_corpus(folder / "in", inputs, records)
    add_small_files(folder / "in", _SMALL)
    with start(command(rules, folder / "in", folder / "whole")) as process:
        process.wait()
    words = command(rules, folder / "in", folder / "killed")
    result = kill_until_done(words, folder / "killed", kills, seed)
    if files(folder / "whole") != files(folder / "killed"):
        raise AssertionError(f"seed {seed}: the outputs differ after {result.killed} kills")
    return result
