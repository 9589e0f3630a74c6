"""The house keeps its direction, and heavy packages wait until they are needed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {
    *("numpy", "lxml", "bs4", "trafilatura", "ftfy", "opencc", "chardet"),
    *("pyarrow", "ray", "pyspark", "datasets"),
}


def imported(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"x", capture_output=True, check=True, cwd=ROOT
    )
    return {name.partition(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}


def test_imports_go_in_one_direction() -> None:
    """The contracts of pyproject.toml, each of them."""
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    assert EXIT_STATUS_SUCCESS == lint_imports(
        config_filename=str(ROOT / "pyproject.toml"), no_cache=True
    )


@pytest.mark.parametrize(
    "statement",
    [
        "import cleaner",
        "import cleaner; cleaner.load('web')",
        "from cleaner.cli.main import main; main([])",
        "import cleaner; cleaner.clean('A plain text, and nothing to do in it.')",
    ],
)
def test_heavy_packages_wait_until_they_are_needed(statement: str) -> None:
    """Whoever cleans a plain text pays for none of them."""
    assert set() == imported(statement) & HEAVY


def test_rules_are_read_when_a_chain_is_made() -> None:
    """Importing the package reads no YAML."""
    assert "yaml" not in imported("import cleaner")


def test_nothing_reaches_the_network() -> None:
    """Cleaning loads nothing that could."""
    reached = imported("from cleaner.cli.main import main; main([])")
    assert set() == reached & {"socket", "ssl", "http", "urllib3", "requests", "asyncio"}
