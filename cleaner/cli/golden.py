"""`cleaner golden`: what example pages become, held against files that people have read."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cleaner.cli.exits import DIFFERENT, OK
from cleaner.cli.parser import Parser
from cleaner.cli.reading import read_input
from cleaner.core.chain import Chain
from cleaner.core.errors import CleanerError, InputError
from cleaner.rulebook.golden import compare_case, write_case
from cleaner.rulebook.load import load

__all__ = ["run"]


def run(words: Sequence[str]) -> int:
    """Compare, or update what is named."""
    parser = Parser(
        prog="cleaner golden",
        description="Compare what the pages in --seeds become with the files in --golden: for each "
        "profile there a folder, in it CASE.txt (the text) and CASE.steps (what each rule did).",
        epilog="examples:\n  cleaner golden\n  cleaner golden --update 001_news --profile web",
    )
    parser.add_argument("--seeds", default="seeds", metavar="FOLDER", help="default: seeds")
    parser.add_argument("--golden", default="golden", metavar="FOLDER", help="default: golden")
    parser.add_argument(
        "-p", "--profile", action="append", metavar="NAME", help="only this one (repeatable)"
    )
    parser.add_argument(
        "--update",
        action="append",
        default=[],
        metavar="CASE",
        help="write its golden files anew (repeatable)",
    )
    parser.add_argument("--all", action="store_true", help="update every case")
    arguments = parser.parse_args(words)
    if (arguments.update or arguments.all) and os.environ.get("CI"):
        parser.error("golden files are not updated in CI: run it at home and read what changes")
    cases = _cases(Path(arguments.seeds))
    unknown = [case for case in arguments.update if case not in cases]
    if unknown:
        parser.error(f"there is no case {unknown[0]!r} in {arguments.seeds}")
    golden = Path(arguments.golden)
    profiles = arguments.profile or sorted(p.name for p in golden.glob("*") if p.is_dir())
    if not profiles:
        raise InputError(f"{golden}: no folder of golden files; give --profile NAME and --all")
    wanted = set(cases) if arguments.all else set(arguments.update)
    return max(_profile(load(name), golden / name, cases, wanted) for name in profiles)


def _cases(folder: Path) -> dict[str, Path]:
    cases = {path.stem: path for path in sorted(folder.glob("*")) if path.is_file()}
    if not cases:
        raise InputError(f"{folder}: no example pages there")
    return cases


def _profile(chain: Chain, folder: Path, cases: dict[str, Path], update: set[str]) -> int:
    different = 0
    for case, path in cases.items():
        doc = read_input(str(path)).doc
        try:
            if case in update:
                write_case(chain, case, doc, folder)
                print(f"{folder.name}/{case}: written; read it line by line")
                continue
            comparison = compare_case(chain, case, doc, folder)
        except CleanerError as error:
            raise CleanerError(f"{case}: {error}") from error
        if comparison.verdict != "same":
            different += 1
            print(f"{folder.name}/{comparison.message}", file=sys.stderr)
    if not update:
        print(f"{folder.name}: {len(cases)} cases, {different} different")
    return DIFFERENT if different else OK
