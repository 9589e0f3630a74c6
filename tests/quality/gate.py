"""What the default profile does to the labelled set, and the floors under it.

    python -m tests.quality.gate            show the numbers, beside the pinned ones
    python -m tests.quality.gate --pin      pin what became better
    python -m tests.quality.gate --lower    pin everything, also what became worse

`floors.json` holds what was measured when it was last pinned. A floor goes down only by `--lower`,
so that a commit which does so says it.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from cleaner.core.chain import Chain
from cleaner.rulebook.load import load
from tests.quality.pages import Page, load_pages, load_texts
from tests.quality.score import Total, comparable, score_pages, score_rules

__all__ = ["Floors", "Numbers", "measure", "read_floors"]

FLOORS = Path(__file__).with_name("floors.json")
TEXTS = ("clean", "tempting")
# Shares are pinned with so many digits, rounded to the safe side: what is pinned holds.
_DIGITS = 4


@dataclass(frozen=True)
class Numbers:
    """Shares of a group of pages: see `tests.quality.score`. Only `lost` is better when lower."""

    repaired: float
    lost: float
    f1: float
    exact: float

    @classmethod
    def of(cls, total: Total) -> Numbers:
        """Return the numbers of a total, rounded so that it holds them."""
        unit = 10**_DIGITS
        down = [math.floor(n * unit) / unit for n in (total.repaired, total.f1, total.exact)]
        return cls(down[0], math.ceil(total.lost * unit) / unit, down[1], down[2])

    def holds(self, floor: Numbers) -> bool:
        """Say whether no number is worse than the floor's."""
        return (
            self.repaired >= floor.repaired
            and self.lost <= floor.lost
            and self.f1 >= floor.f1
            and self.exact >= floor.exact
        )

    def best(self, other: Numbers) -> Numbers:
        """Return the better one of each number."""
        return Numbers(
            max(self.repaired, other.repaired),
            min(self.lost, other.lost),
            max(self.f1, other.f1),
            max(self.exact, other.exact),
        )


@dataclass(frozen=True)
class Floors:
    """What is pinned: numbers of all pages and of each group, and the known misses.

    Those are the honest texts that change, and the characters that rules wrongly remove from pages.
    """

    groups: dict[str, Numbers] = field(default_factory=dict)
    changed: dict[str, list[str]] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)


@cache
def measure(profile: str = "web") -> Floors:
    """Return what a profile does to the labelled set now."""
    chain = load(profile)
    pages = load_pages()
    names = sorted({page.group for page in pages})
    groups = {name: [page for page in pages if page.group == name] for name in names}
    groups["all"] = pages
    return Floors(
        {name: Numbers.of(_total(chain, members)) for name, members in groups.items()},
        {kind: sorted(_changed(chain, kind)) for kind in TEXTS},
        {
            rule: score.wrong
            for rule, score in sorted(
                score_rules(pages, lambda t: chain.run(t).trace.passes).items()
            )
            if score.wrong
        },
    )


def read_floors() -> Floors:
    """Return what is pinned."""
    data = json.loads(FLOORS.read_text("utf-8"))
    groups = {name: Numbers(**numbers) for name, numbers in data["groups"].items()}
    return Floors(groups, data["changed"], data["wrong"])


def _total(chain: Chain, pages: Sequence[Page]) -> Total:
    return score_pages(pages, lambda text: chain.run(text).text)


def _changed(chain: Chain, kind: str) -> Iterator[str]:
    for name, text in load_texts(kind).items():
        if comparable(chain.run(text).text) != comparable(text):
            yield name


def _pinned(now: Floors, before: Floors, lower: bool) -> Floors:
    """Return the floors to write: the better ones of both, or those of now."""
    if lower or not before.groups:
        return now
    return Floors(
        {n: numbers.best(before.groups.get(n, numbers)) for n, numbers in now.groups.items()},
        {
            kind: [name for name in names if name in before.changed.get(kind, names)]
            for kind, names in now.changed.items()
        },
        {
            rule: min(wrong, before.wrong[rule])
            for rule, wrong in now.wrong.items()
            if rule in before.wrong
        },
    )


def _show(now: Floors, before: Floors) -> None:
    for name, numbers in now.groups.items():
        floor = before.groups.get(name)
        mark = "" if floor and numbers.holds(floor) else "  WORSE" if floor else "  new"
        shown = "  ".join(f"{key} {value:.4f}" for key, value in asdict(numbers).items())
        print(f"{name:12} {shown}{mark}")
    for kind, names in now.changed.items():
        print(f"{kind}: {len(names)} change: {', '.join(names) or '-'}")
    for rule, wrong in now.wrong.items():
        print(f"wrong: {rule} {wrong} (pinned {before.wrong.get(rule, 0)})")


def main(words: Sequence[str]) -> int:
    """Show the numbers, and pin them where that is asked for."""
    now = measure()
    before = read_floors() if FLOORS.exists() else Floors()
    _show(now, before)
    if words:
        floors = _pinned(now, before, "--lower" in words)
        FLOORS.write_text(json.dumps(asdict(floors), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
