"""The command line as a shell user sees it: streams, exit codes, one sentence for each mistake."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

DIRTY = "當前位置：首頁\n發(fā)展和創(chuàng)業(yè)，發(fā)展。\n"
CLEAN = "发展和创业，发展。\n"


def cleaner(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command."""
    command = [sys.executable, "-m", "cleaner", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(
        command, input=stdin, capture_output=True, check=False, cwd=cwd, env=environment
    )


def said(run: subprocess.CompletedProcess[bytes]) -> str:
    """What it printed to standard error, which is never a traceback."""
    text = run.stderr.decode()
    assert "Traceback" not in text
    return text


def test_the_filter_cleans_standard_input() -> None:
    """Nothing but the text on standard output, nothing on standard error."""
    run = cleaner(stdin=DIRTY.encode())
    assert (run.returncode, run.stdout.decode(), said(run)) == (0, CLEAN, "")


@pytest.mark.parametrize("data", [b"", b"\n", b"x", "一".encode(), b"a\nb\n"])
def test_what_is_clean_comes_out_as_it_went_in(data: bytes) -> None:
    """An empty input, and a text without a line feed at its end."""
    run = cleaner(stdin=data)
    assert (0, data.strip(b"\n") + (b"\n" if data.strip() and data.endswith(b"\n") else b"")) == (
        run.returncode,
        run.stdout,
    )


def test_binary_junk_is_refused_in_one_sentence() -> None:
    """With a way to insist."""
    junk = bytes(range(256)) * 40
    run = cleaner(stdin=junk)
    assert (run.returncode, run.stdout) == (3, b"")
    assert said(run).count("\n") == 1
    assert "binary" in said(run)


def test_nul_and_lone_surrogates_do_not_crash() -> None:
    """They are dealt with by the chain."""
    run = cleaner(stdin="文\0字\n".encode() + b"\xed\xa0\x80\n")
    assert run.returncode == 0
    assert "文字" in run.stdout.decode()
    said(run)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["claen"], 2, "there is no command 'claen' (did you mean 'clean'?)"),
        (["--profile", "wev"], 2, "did you mean 'web'?"),
        (["--rules", "none.yaml"], 2, "none.yaml: No such file"),
        (["--without", "zh.breadcrum"], 2, "did you mean 'zh.breadcrumb'?"),
        (["clean", "none.txt"], 3, "none.txt: No such file"),
        (["clean", "."], 3, "directory"),
        (["explain", "none.txt"], 3, "none.txt: No such file"),
        (["show", "step", "drop_lin"], 2, "did you mean 'drop_line'?"),
        (["show", "rule", "repair.glos"], 2, "did you mean 'repair.gloss'?"),
        (["--encoding", "gbkk"], 3, "gbkk"),
        (["--script", "klingon"], 2, "invalid choice"),
        (["check", "none.yaml"], 2, "none.yaml: No such file"),
        (["golden", "--seeds", "none"], 3, "no example pages"),
    ],
)
def test_a_mistake_has_one_sentence_and_its_exit_code(
    tmp_path: Path, arguments: Sequence[str], code: int, message: str
) -> None:
    """What is wrong, and what was meant where one can tell."""
    run = cleaner(*arguments, stdin=b"x", cwd=tmp_path)
    assert code == run.returncode
    assert message in said(run)
    assert run.stdout == b""


def test_a_file_given_as_a_command_is_pointed_to_clean(tmp_path: Path) -> None:
    """The first thing everybody tries."""
    (tmp_path / "page.txt").write_text(DIRTY, encoding="utf-8")
    run = cleaner("page.txt", cwd=tmp_path)
    assert "cleaner clean page.txt" in said(run)


def test_files_are_cleaned_into_a_folder(tmp_path: Path) -> None:
    """One bad file does not stop the others."""
    (tmp_path / "a.txt").write_text(DIRTY, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(DIRTY.encode("gb18030"))
    run = cleaner("clean", "a.txt", "no.txt", "b.txt", "-o", "out", cwd=tmp_path)
    assert run.returncode == 3
    assert "no.txt: No such file" in said(run)
    for name in "ab":
        assert (tmp_path / "out" / f"{name}.txt").read_text(encoding="utf-8") == CLEAN


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    """Not even when it is asked for by accident."""
    (tmp_path / "a.txt").write_text(DIRTY, encoding="utf-8")
    run = cleaner("clean", "a.txt", "-o", ".", cwd=tmp_path)
    assert run.returncode == 2
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == DIRTY


def test_json_holds_text_meta_and_changes() -> None:
    """Its changes lead from the original to the text."""
    run = cleaner("--json", stdin=DIRTY.encode())
    record = json.loads(run.stdout)
    assert record["text"] == CLEAN
    text = DIRTY
    for start, end, new, rule in reversed(record["changes"]):
        assert rule
        text = text[:start] + new + text[end:]
    assert text == CLEAN


def test_a_closed_pipe_ends_it_quietly() -> None:
    """As `cleaner < big | head` does."""
    big = ("发展。" * 100 + "\n").encode() * 5000
    command = f"{sys.executable} -m cleaner | head -c 10"
    run = subprocess.run(command, shell=True, input=big, capture_output=True, check=False)
    assert run.stderr == b""
    assert len(run.stdout) == 10


def test_interrupting_it_ends_it_quietly() -> None:
    """Ctrl-C while it waits for input."""
    with subprocess.Popen(
        [sys.executable, "-m", "cleaner"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        try:
            process.wait(1.5)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert process.returncode == 130
    assert errors == b""


def test_a_new_rule_file_passes_its_check_and_works(tmp_path: Path) -> None:
    """From nothing to a working rule in three commands."""
    assert cleaner("new", "rule", "my.yaml", cwd=tmp_path).returncode == 0
    assert cleaner("check", "my.yaml", cwd=tmp_path).returncode == 0
    run = cleaner(
        "--rules", "my.yaml", stdin="正文在此，正文在此。\n訂閱本站！\n".encode(), cwd=tmp_path
    )
    assert "正文在此，正文在此。\n" == run.stdout.decode()
    again = cleaner("new", "rule", "my.yaml", cwd=tmp_path)
    assert (again.returncode, "is there already" in said(again)) == (3, True)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["show", "profile"], "web"),
        (["show", "profile", "web"], "repair.gloss  (repair.yaml:"),
        (["show", "profile", "repair"], "to: keep  (profiles/repair.yaml:"),
        (["show", "rule", "zh.breadcrumb"], "當前位置"),
        (["show", "rule"], "repair.gloss"),
        (["show", "step", "drop_line"], "Removes whole lines"),
        (["show", "step"], "drop_line"),
        (["--help"], "examples:"),
        (["--version"], "cleaner "),
    ],
)
def test_what_there_is_can_be_shown(arguments: Sequence[str], expected: str) -> None:
    """Profiles, rules, steps, help."""
    run = cleaner(*arguments)
    assert run.returncode == 0
    assert expected in run.stdout.decode()


def test_golden_files_are_not_updated_in_ci(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read by a person first."""
    monkeypatch.setenv("CI", "true")
    run = cleaner("golden", "--update", "x", cwd=tmp_path)
    assert (run.returncode, "not updated in CI" in said(run)) == (2, True)


def test_the_check_warns_of_rules_that_do_nothing(tmp_path: Path) -> None:
    """With pages to try them on; `--strict` makes it an error."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text("正文。\n", encoding="utf-8")
    assert 0 == cleaner("new", "rule", "my.yaml", cwd=tmp_path).returncode
    run = cleaner("check", "my.yaml", "--pages", "pages", cwd=tmp_path)
    assert (0, True) == (run.returncode, "never acts on these pages" in said(run))
    assert 1 == cleaner("check", "my.yaml", "--pages", "pages", "--strict", cwd=tmp_path).returncode
    assert "no .txt files" in said(cleaner("check", "--pages", "nowhere", cwd=tmp_path))
