"""Fit the judge of blocks that ships with the package, or check such a fit.

    python tools/fit_html.py PAGES -o cleaner/judge/blocks.npz
    python tools/fit_html.py PAGES --check pages
    python tools/fit_html.py PAGES --check sets

PAGES is a folder of gzipped JSON lines (see `cleaner.formats.html.fitting`). `--check pages`
fits five times, each time without a fifth of the pages, and judges these; `--check sets` leaves
out one data set at a time. Both print the mean shingle F1 per data set and language.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from cleaner.formats.html import fitting
from cleaner.formats.html.checking import Score, cross_validate, tabulate
from cleaner.formats.html.samples import read_records, read_samples


def main() -> None:
    """Read the pages, then fit or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("pages", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--check", choices=["pages", "sets"])
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    samples = read_samples(read_records(arguments.pages))
    print(f"{len(samples)} pages, {sum(map(len, samples))} blocks")
    if arguments.check:
        scores: list[Score] = []
        for some in cross_validate(samples, arguments.check, arguments.seed):
            scores += some
            print(f"\n{tabulate(scores)}", flush=True)
    if arguments.output:
        data = fitting.fit(samples, arguments.seed).dump()
        arguments.output.write_bytes(data)
        print(f"{arguments.output}: {len(data)} bytes")


if __name__ == "__main__":
    main()
