"""The first moment of the command: Ctrl-C is a quiet end even while it is being loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

INTERRUPTED_IMPORT = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "cleaner.core.chain":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Finder())
from cleaner.cli.main import main
sys.exit(main(["run", "x.jsonl", "-o", "x"]))
"""


def run(code: str) -> "subprocess.CompletedProcess[str]":
    """Run a program of Python."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)


def test_an_interrupt_while_modules_are_loaded_is_quiet() -> None:
    """No traceback, and the exit code that shells know."""
    done = run(INTERRUPTED_IMPORT)
    assert (130, "", "") == (done.returncode, done.stdout, done.stderr)


def test_nothing_of_weight_is_loaded_before_interrupts_are_caught() -> None:
    """The door imports its own package and no module of it: public names are fetched later."""
    code = "import sys, cleaner.cli.main; print(*sorted(m for m in sys.modules if 'cleaner' in m))"
    assert "cleaner cleaner.cli cleaner.cli.main" == run(code).stdout.strip()


def shell(line: str) -> tuple[int, str, str]:
    """The exit code, output and messages of a line of the shell; `cleaner` is ours."""
    line = f'cleaner() {{ {sys.executable} -m cleaner "$@"; }}; {line}'
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, cwd=ROOT)
    return done.returncode, done.stdout, done.stderr


POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")


@POSIX
@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("cleaner <&-", "standard input: is closed"),
        ("echo x | cleaner >&-", "standard output: is closed"),
        ("cleaner run - -f jsonl -o - <&-", "standard input: is closed"),
        ("echo x | cleaner > /dev/full", "No space left on device"),
        ("cleaner rules > /dev/full", "No space left on device"),
        ("echo x | cleaner clean - -o /dev/null/x", "/dev/null/x: Not a directory"),
    ],
)
def test_streams_that_cannot_be_used_are_named(line: str, message: str) -> None:
    """In one line, with the exit code of what could not be read or written."""
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    code, _, err = shell(line)
    assert (3, f"cleaner: {message}") == (code, err.splitlines()[0])
    assert "Traceback" not in err


@POSIX
def test_nobody_to_complain_to_is_no_trouble() -> None:
    """Messages must not end up in the output."""
    assert (0, "x\n", "") == shell("echo x | cleaner 2>&-")
    assert (2, "", "") == shell("cleaner --bogus 2>&-")


@POSIX
def test_any_text_can_be_printed() -> None:
    """Whatever the environment says of encodings."""
    code, out, _ = shell("PYTHONIOENCODING=ascii cleaner show rule repair.gloss")
    assert 0 == code
    assert "發" in out


@POSIX
def test_a_reader_that_goes_away_ends_us_quietly() -> None:
    """As with every filter."""
    code, out, err = shell("cleaner rules | head -n 1")
    assert (0, 1, "") == (code, len(out.splitlines()), err)


@POSIX
def test_a_wrong_option_is_one_line() -> None:
    """The usage of some commands is longer than a screen: it is in the help."""
    assert (2, "", "cleaner: unrecognized arguments: --bogus; see cleaner --help\n") == shell(
        "cleaner --bogus"
    )
