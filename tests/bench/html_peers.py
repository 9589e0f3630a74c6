"""Compare this program with other extractors on labelled pages, times included.

    python tests/bench/html_peers.py PAGES [--peers cleaner vote] [--limit 20] [--skip ids.txt]

PAGES is a folder of gzipped JSON lines, one file a data set; each record has `id`, `html`, `lang`
and `gold` (the article's text) or the snippets `with` and `without`. Peers that are not installed
are named and left out. Scores are F1 over shingles of four tokens (CJK: characters), averaged over
pages; snippets count over all pages of a set together. `kind` groups the pages where records have
it. The time is CPU time per page, all peers taking turns on each page in the same process.

The shipped judge was fitted on some pages: on these its numbers mean nothing. `--skip` takes a file
with the ids to leave out, one a line; `cleaner fit-html --check` is for the others.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha1
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from cleaner.formats.html.checking import compare
from cleaner.formats.html.samples import read_records

Peer = Callable[[str], str]


def use_cleaner(page: str) -> str:
    """The judge alone."""
    from cleaner.formats.html import read

    return read(page).text


def use_vote(page: str) -> str:
    """The judge and trafilatura."""
    from cleaner.formats.html import read

    return read(page, extractor="vote").text


def use_trafilatura(page: str) -> str:
    """Trafilatura with its defaults."""
    import trafilatura

    return trafilatura.extract(page) or ""


def use_readability(page: str) -> str:
    """The text of readability-lxml's summary."""
    import lxml.html
    from readability import Document

    return "\n".join(lxml.html.fromstring(Document(page).summary(html_partial=True)).itertext())


def use_resiliparse(page: str) -> str:
    """Resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page, main_content=True, alt_texts=False))


def use_magic(page: str) -> str:
    """The text of magic-html's article."""
    import lxml.html
    from magic_html import GeneralExtractor

    found = GeneralExtractor().extract(page, base_url="http://localhost/")
    return "\n".join(lxml.html.fromstring(found["html"]).itertext())


def use_newspaper(page: str) -> str:
    """Newspaper4k's article."""
    import newspaper

    return str(newspaper.article("http://localhost/", input_html=page).text)


def use_goose(page: str) -> str:
    """Goose's article."""
    from goose3 import Goose

    return str(Goose().extract(raw_html=page).cleaned_text)


PEERS: dict[str, tuple[str, Peer]] = {
    "cleaner": ("cleaner", use_cleaner),
    "vote": ("trafilatura", use_vote),
    "trafilatura": ("trafilatura", use_trafilatura),
    "readability": ("readability", use_readability),
    "resiliparse": ("resiliparse", use_resiliparse),
    "magic-html": ("magic_html", use_magic),
    "newspaper4k": ("newspaper", use_newspaper),
    "goose3": ("goose3", use_goose),
}


@dataclass(slots=True)
class Tally:
    """What one peer did on one group of pages."""

    scores: list[tuple[float, float, float]] = field(default_factory=list)
    snippets: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    empty: int = 0
    pages: int = 0
    seconds: float = 0.0

    def add(self, record: dict[str, Any], text: str, failed: bool, seconds: float) -> None:
        """Score one page."""
        self.pages += 1
        self.errors += failed
        self.empty += not text.strip()
        self.seconds += seconds
        if record.get("gold"):
            self.scores.append(compare(record["gold"], text))
        flat = "".join(text.split())
        for key in ("with", "without"):
            for snippet in record.get(key) or []:
                self.snippets[f"{key}:{''.join(snippet.split()) in flat}"] += 1

    def row(self) -> str:
        """Pages, P, R, F1, F1 of snippets, errors, empty pages, milliseconds."""
        means = [sum(column) / len(self.scores) for column in zip(*self.scores, strict=True)]
        cells = [f"{mean:.4f}" for mean in means] or ["     -"] * 3
        hits, wrong = self.snippets["with:True"], self.snippets["without:True"]
        missed = self.snippets["with:False"]
        both = 2 * hits + wrong + missed
        cells.append(f"{2 * hits / both:.4f}" if both else "     -")
        speed = self.seconds / max(self.pages, 1) * 1000
        return f"{self.pages:6d} {' '.join(cells)} {self.errors:5d} {self.empty:5d} {speed:8.1f}"


def choose_pages(
    records: Iterable[dict[str, Any]], limit: int | None, skip: frozenset[str]
) -> list[dict[str, Any]]:
    """At most `limit` pages of a data set and language, those first by the hash of their id."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        if record["id"] not in skip:
            groups[record["dataset"], record.get("lang") or ""].append(record)
    return [
        record
        for _, some in sorted(groups.items())
        for record in sorted(some, key=lambda one: sha1(one["id"].encode()).hexdigest())[:limit]
    ]


def run(records: list[dict[str, Any]], names: list[str]) -> dict[tuple[str, str], Tally]:
    """Let all peers read all pages; tallies by group and peer."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for name in names if records else []:
        PEERS[name][1](records[0]["html"])  # what is loaded on first use is nobody's page
    for record in records:
        language = "zh" if record.get("lang") == "zh" else "other"
        groups = [f"all {language}", f"{record['dataset']} {language}"]
        if record.get("kind"):
            groups.append(f"kind {record['kind']}")
        for name in names:
            start = time.process_time()
            try:
                text, failed = PEERS[name][1](record["html"]) or "", False
            except Exception:  # an extractor that fails on a page is what is measured
                text, failed = "", True
            seconds = time.process_time() - start
            for group in groups:
                tallies[group, name].add(record, text, failed, seconds)
    return tallies


def main() -> None:
    """Read the pages, run the peers that are installed, print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path)
    parser.add_argument("--peers", nargs="+", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--limit", type=int, help="pages of a data set and language")
    parser.add_argument("--skip", type=Path, help="file with the ids to leave out")
    arguments = parser.parse_args()
    names = [name for name in arguments.peers if importlib.util.find_spec(PEERS[name][0])]
    missing = sorted(set(arguments.peers) - set(names))
    if missing:
        print(f"not installed: {', '.join(missing)}")
    skip = frozenset(arguments.skip.read_text().split() if arguments.skip else ())
    records = choose_pages(read_records(arguments.pages), arguments.limit, skip)
    print(f"{'group':28s} {'peer':12s}  pages      P      R     F1   snip errors empty  CPU ms")
    for (group, name), tally in sorted(run(records, names).items()):
        print(f"{group:28s} {name:12s} {tally.row()}")


if __name__ == "__main__":
    main()
