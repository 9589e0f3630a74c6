"""`cleaner report` and `cleaner diff` as a shell user sees them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_filter import cleaner, said

PAGE = "當前位置：首頁 > 新聞 > 正文\n發(fā)展和創(chuàng)業(yè)，發(fā)展。\n"
RULES = """\
rules:
  - id: my.lamp
    about: A lamp.
    drop_line:
      pattern: '^灯'
    examples:
      - drop: "灯亮了"
      - keep: "一盏灯"
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with two pages, one of them in a file of records."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "page.txt").write_text(PAGE, "utf-8")
    record = json.dumps({"id": "a", "text": "灯亮了。\n<script>alert(1)</script>\n"})
    (folder / "pages.jsonl").write_text(record + "\n", "utf-8")
    return folder


def test_report_writes_one_page(corpus: Path, tmp_path: Path) -> None:
    """And says nothing: no progress where there is no terminal."""
    target = tmp_path / "report.html"
    run = cleaner("report", corpus, "-p", "repair", "-o", target, "-j", "1")
    assert (0, b"", "") == (run.returncode, run.stdout, said(run))
    page = target.read_text("utf-8")
    assert "repair.gloss" in page
    assert "page.txt" in page


def test_report_gives_the_numbers(corpus: Path) -> None:
    """As one JSON object, with what is to be seen in them."""
    run = cleaner("report", corpus, "-p", "repair", "--json", "-j", "2")
    values = json.loads(run.stdout)
    assert (0, "repair", 2) == (run.returncode, values["profile"], values["report"]["records"])
    assert 1 == values["report"]["rules"]["repair.gloss"]["pages"]
    assert "remove_gloss" in {kind["kind"] for kind in values["damage"]}
    assert "repair.mojibake" in values["never_fired"]


def test_reports_are_added_up(corpus: Path, tmp_path: Path) -> None:
    """Those of runs and of --json; the page of the sum is the page of the whole."""
    numbers, folder = tmp_path / "numbers.json", tmp_path / "clean"
    rules = ("-p", "repair", "-j", "1")
    first = cleaner("report", corpus / "page.txt", *rules, "--json", "-o", numbers)
    assert 0 == first.returncode
    assert 0 == cleaner("run", corpus / "pages.jsonl", *rules, "-o", folder).returncode
    known = [f"--from={numbers}", f"--from={folder / 'report.json'}"]
    added = cleaner("report", *known, "-p", "repair", "-o", "-")
    whole = cleaner("report", corpus / "page.txt", corpus / "pages.jsonl", *rules, "-o", "-")
    assert (0, "") == (added.returncode, said(added))
    assert whole.stdout == added.stdout
    other = cleaner("report", *known, "-p", "web", "-o", "-")
    assert "other rules" in said(other)


def test_on_a_terminal_it_says_how_far_it_is(corpus: Path) -> None:
    """On one line that is taken away at the end; nothing of it goes to standard output."""
    pty = pytest.importorskip("pty", reason="no terminals to pretend on this system")
    ours, theirs = pty.openpty()
    words = ("report", corpus / "page.txt", "-p", "repair", "-o", "-", "-j", "1")
    command = [sys.executable, "-m", "cleaner", *map(str, words)]
    root = Path(__file__).parents[2]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=False, cwd=root)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    os.close(theirs)
    assert 0 == run.returncode
    assert shown.startswith("\r\x1b[K1 documents, ")
    assert shown.endswith("\r\x1b[K")
    assert run.stdout.startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["report"], 2, "give files"),
        (["report", "{corpus}"], 2, "-o report.html"),
        (["report", "{corpus}", "-o", "-", "-j", "0"], 2, "at least 1"),
        (["report", "none.jsonl", "-o", "-"], 3, "none.jsonl"),
        (["report", "--from", "{corpus}/page.txt", "-o", "-"], 3, "no report of cleaner"),
        (["report", "{corpus}", "-o", "{corpus}"], 3, "directory"),
        (["diff", "--old", "web", "{corpus}"], 2, "--new"),
        (["diff", "--old", "web", "--new", "wev", "{corpus}"], 2, "did you mean 'web'"),
        (["diff", "--old", "web", "--new", "web", "none.txt"], 3, "none.txt"),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    corpus: Path, words: list[str], code: int, message: str
) -> None:
    """With the exit code of their kind."""
    run = cleaner(*(word.format(corpus=corpus) for word in words))
    assert code == run.returncode
    assert message in said(run)


def test_unreadable_pieces_are_counted_and_told(corpus: Path) -> None:
    """By both commands; what can be read is done."""
    (corpus / "broken.jsonl").write_text('{"text": "a"}\nno json\n', "utf-8")
    report = cleaner("report", corpus, "-p", "repair", "--json", "-j", "1")
    assert (3, 1) == (report.returncode, json.loads(report.stdout)["unread"])
    diff = cleaner("diff", "--old", "repair", "--new", "repair", "-p", "repair", corpus, "-j", "1")
    assert 3 == diff.returncode
    assert "1 piece of the input could not be read" in said(diff)


def test_diff_tells_what_differs_and_exits_with_1(corpus: Path, tmp_path: Path) -> None:
    """For a person: the rule, how often, samples."""
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES, "utf-8")
    run = cleaner("diff", "--old", "repair", "--new", rules, "-p", "repair", corpus, "-j", "1")
    assert (1, "") == (run.returncode, said(run))
    text = run.stdout.decode()
    assert "2 documents, 1 differ (50.0%): 1 line lost (4 letters), 0 lines gained" in text
    assert "my.lamp  first to differ in 1; 0 changes only in old, 1 only in new" in text
    assert "  - 灯亮了。" in text


def test_diff_of_the_same_exits_with_0(corpus: Path) -> None:
    """CI goes on."""
    run = cleaner("diff", "--old", "repair", "--new", "repair", corpus, "-j", "1")
    assert (0, "") == (run.returncode, said(run))
    assert "0 differ" in run.stdout.decode()


def test_diff_gives_json(corpus: Path, tmp_path: Path) -> None:
    """With the fingerprints of both sides."""
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES, "utf-8")
    run = cleaner(
        "diff", "--old", "repair", "--new", rules, "-p", "repair", corpus, "--json", "-j", "1"
    )
    values = json.loads(run.stdout)
    assert (1, 1, 1) == (run.returncode, values["different"], values["lines_lost"])
    assert values["old"]["fingerprint"] != values["new"]["fingerprint"]
    assert "灯亮了。" == values["rules"]["my.lamp"]["samples"][0]["old"]


def test_what_is_shown_does_nothing_to_a_terminal(tmp_path: Path) -> None:
    """A page may hold the commands of one."""
    page, rules = tmp_path / "page.txt", tmp_path / "rules.yaml"
    page.write_text("灯 \x1b[2J\u202e boo\nrest\n", "utf-8")
    rules.write_text(RULES, "utf-8")
    run = cleaner("diff", "--old", rules, "--new", "repair", "-p", "repair", page, "-j", "1")
    assert 1 == run.returncode
    assert not {"\x1b", "\u202e"} & set(run.stdout.decode())
