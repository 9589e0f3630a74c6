"""`cleaner fit-html`: a judge for the article of HTML pages, fitted on pages of your own."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.cli.exits import OK, complain
from cleaner.core.errors import CleanerError, InputError

if TYPE_CHECKING:
    from cleaner.formats.html.samples import Sample

__all__ = ["run"]

_NEEDED = ("lightgbm", "rapidfuzz")
_EPILOG = """\
PAGES is a folder of JSON lines (*.jsonl, *.jsonl.gz), one file a data set. Each line has
  id, html   the page
  gold       its article as text; or, where only parts of it are known,
  with, without   lists of snippets that belong to the article, and that do not
  lang       zh for Chinese pages, which weigh more

--check fits several times, each time without some of the pages, and judges these: a fifth of all
pages (pages), or one data set (sets). What is printed is the mean F1 of runs of four words
(Chinese: characters).

examples:
  cleaner fit-html pages/ -o my.model
  cleaner fit-html pages/ --check pages
  cleaner --html --model my.model < page.html
"""


def run(words: Sequence[str]) -> int:
    """Fit a judge, check such fits, or both."""
    parser = _parser()
    arguments = parser.parse_args(words)
    if not arguments.output and not arguments.check:
        parser.error("say where the model goes: -o MODEL (or --check)")
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise CleanerError(
            f"fitting needs {' and '.join(missing)}, which are not installed: "
            "pip install 'cleaner[fit]'"
        )
    from cleaner.formats.html.samples import read_records, read_samples

    samples = read_samples(read_records(Path(arguments.pages)))
    if not samples:
        raise InputError(f"{arguments.pages}: none of the pages holds a part of its own article")
    complain(f"{len(samples)} pages of {len({sample.dataset for sample in samples})} sets")
    if arguments.check:
        _check(samples, arguments)
    if arguments.output:
        _fit(samples, arguments)
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cleaner fit-html",
        description="Fit the judge that finds the article of HTML pages, on pages whose article "
        "is known.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("pages", metavar="PAGES", help="a folder of labelled pages")
    parser.add_argument("-o", "--output", metavar="MODEL", help="write the fitted judge here")
    parser.add_argument(
        "--check", choices=("pages", "sets"), help="say how good it is on pages it did not see"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed, another judge")
    return parser


def _check(samples: list[Sample], arguments: argparse.Namespace) -> None:
    from cleaner.formats.html.checking import Score, cross_validate, tabulate

    scores: list[Score] = []
    for some in cross_validate(samples, arguments.check, arguments.seed):
        scores += some
        complain(f"{len(scores)} pages judged")
    print(tabulate(scores))


def _fit(samples: list[Sample], arguments: argparse.Namespace) -> None:
    from cleaner.formats.html.fitting import fit

    data = fit(samples, arguments.seed).dump()
    try:
        Path(arguments.output).write_bytes(data)
    except OSError as error:
        raise InputError(f"{arguments.output}: {error.strerror or error}") from error
    complain(f"{arguments.output}: {len(data)} bytes")
