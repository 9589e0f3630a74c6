"""Everything that must hold, in one command: `python -m tests`.

Lint, format, types, layers, tests (the examples of all rules among them), rule examples by the
command, golden files. Stops at nothing, says at the end what failed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = [sys.executable, "-m"]
CHECKS = {
    "lint": [*PYTHON, "ruff", "check", "cleaner", "tests", "tools"],
    "format": [*PYTHON, "ruff", "format", "--check", "cleaner", "tests", "tools"],
    "types": [*PYTHON, "mypy"],
    "layers": [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
    "rule examples": [*PYTHON, "cleaner", "check"],
    "golden files": [*PYTHON, "cleaner", "golden"],
    "tests": [*PYTHON, "pytest", "-q", "-n", "auto"],
}


def main() -> int:
    """Run every check and return 1 if any failed."""
    failed = []
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    print(f"== failed: {', '.join(failed)}" if failed else "== all checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
