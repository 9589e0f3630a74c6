"""The first moment of the command: Ctrl-C is a quiet end even while it is being loaded."""

import subprocess
import sys
from pathlib import Path

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
