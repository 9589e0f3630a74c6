"""How well a cleaner does on labelled pages: what went, what was lost, and which rule did it.

All texts are compared in one form, `comparable`: without blanks, full-width ASCII folded to
half-width, traditional characters to simplified ones, letters lower-cased. So neither layout nor
script nor width counts. The unit of every number is a character of that form.

With `raw` (the page), `wanted` (what an editor makes of it) and `got` (what the cleaner makes):

* A character of `wanted` is *kept* if the longest common subsequence of `raw` and `wanted` holds
  it, else it has to be *restored*. The rest of `raw` is *to remove*.
* *lost*: characters to keep that the longest common subsequence of `got` and `wanted` lacks.
* *restored*: characters to restore that it does hold.
* *left*: characters of `got` that it does not hold: spam that stayed, or something invented.
* *repaired* = (to remove - left, not below 0) + restored, of (to remove + to restore).
* *precision*: share of `got` that is wanted; *recall*: share of `wanted` that is there.
* *exact*: `got` equals `wanted`.

Lines that are equal are aligned before characters, so a title is not mistaken for its copy in the
breadcrumb.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from cleaner.core.document import fold
from cleaner.core.edits import apply
from cleaner.core.trace import Pass
from tests.quality.pages import Page

__all__ = [
    "PageScore",
    "RuleScore",
    "Total",
    "comparable",
    "kept_places",
    "score_page",
    "score_pages",
    "score_rules",
]

_BEYOND_FOLDING = {ord("𠮶"): "嗰"}
"""Simplified forms in the set that `fold`, which stays within the BMP, does not know."""
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def comparable(text: str) -> str:
    """Return the form in which texts are compared.

    >>> comparable("當前　位置：ＯＫ")
    '当前位置:ok'
    """
    folded = fold(text.translate(_BEYOND_FOLDING))
    return "".join([folded[place] for place in _visible(text)])


@dataclass(frozen=True, slots=True)
class PageScore:
    """The numbers of one page, in characters."""

    name: str
    to_remove: int
    to_restore: int
    to_keep: int
    lost: int
    restored: int
    left: int
    got: int
    exact: bool

    @property
    def to_repair(self) -> int:
        """Characters to be removed or restored."""
        return self.to_remove + self.to_restore

    @property
    def repaired(self) -> int:
        """Characters to be removed that are gone, and to be restored that are there."""
        return max(0, self.to_remove - self.left) + self.restored

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _f1(self.to_keep - self.lost + self.restored, self.got, self.wanted)

    @property
    def wanted(self) -> int:
        """Characters of the text as it should be."""
        return self.to_keep + self.to_restore


@dataclass(frozen=True, slots=True)
class Total:
    """The numbers of many pages. Shares are of the pooled characters."""

    pages: Sequence[PageScore]

    @property
    def repaired(self) -> float:
        """Share of the characters to be removed or restored that are right; 1 if there are none."""
        return _share(
            sum(page.repaired for page in self.pages), sum(page.to_repair for page in self.pages)
        )

    @property
    def lost(self) -> float:
        """Share of the characters to keep that are lost."""
        kept = sum(page.to_keep for page in self.pages)
        return sum(page.lost for page in self.pages) / kept if kept else 0.0

    @property
    def f1(self) -> float:
        """F1 of the pooled characters."""
        found = sum(page.to_keep - page.lost + page.restored for page in self.pages)
        return _f1(
            found, sum(page.got for page in self.pages), sum(page.wanted for page in self.pages)
        )

    @property
    def mean_f1(self) -> float:
        """Mean of the pages' F1: a short page counts as much as a long one."""
        return _share(sum(page.f1 for page in self.pages), len(self.pages))

    @property
    def exact(self) -> float:
        """Share of the pages that are exactly right."""
        return _share(sum(page.exact for page in self.pages), len(self.pages))


def score_page(page: Page, clean: Callable[[str], str]) -> PageScore:
    """Return the numbers of one page for a cleaner of texts."""
    got = clean(page.before)
    _, kept = _align(page.before, page.after)
    _, found = _align(got, page.after)
    wanted = len(comparable(page.after))
    size = len(comparable(got))
    return PageScore(
        name=page.name,
        to_remove=len(comparable(page.before)) - len(kept),
        to_restore=wanted - len(kept),
        to_keep=len(kept),
        lost=len(kept - found),
        restored=len(found - kept),
        left=size - len(found),
        got=size,
        exact=comparable(got) == comparable(page.after),
    )


def score_pages(pages: Iterable[Page], clean: Callable[[str], str]) -> Total:
    """Return the numbers of many pages."""
    return Total([score_page(page, clean) for page in pages])


@dataclass(slots=True)
class RuleScore:
    """How many characters a rule removed that had to go, and how many that had to stay."""

    right: int = 0
    wrong: int = 0
    pages: int = 0
    """Pages on which it removed anything."""


def score_rules(
    pages: Iterable[Page], trace: Callable[[str], Iterable[Pass]]
) -> dict[str, RuleScore]:
    """Return for each rule its right and wrong removals.

    Changes of width and script are no removals, an insertion neither. What a rule put in place of
    something has no origin in the page, so a later rule may remove it freely. Which of several like
    characters in a row had to go (`,,`) nobody can tell: as many as had to go are right.

    Args:
        pages: The pages.
        trace: Gives for the raw text of a page what each rule did, in order; for a chain
            `lambda text: chain.run(Document(text)).trace.passes`.
    """
    scores: dict[str, RuleScore] = {}
    for page in pages:
        kept, _ = _align(page.before, page.after)
        runs = _runs(page.before)
        superfluous = Counter(runs[place] for place in runs if place not in kept)
        touched = set()
        for rule, gone in _replay(page.before, trace(page.before)):
            score = scores.setdefault(rule, RuleScore())
            for run, count in Counter(runs[place] for place in gone).items():
                right = min(count, superfluous[run])
                superfluous[run] -= right
                score.right += right
                score.wrong += count - right
            touched.add(rule)
        for rule in touched:
            scores[rule].pages += 1
    return scores


def _replay(raw: str, passes: Iterable[Pass]) -> Iterator[tuple[str, set[int]]]:
    """Yield for each rule that removed something which characters of the raw text these were."""
    text = raw
    origins: list[int | None] = list(range(len(raw)))
    for turn in passes:
        gone: set[int] = set()
        after: list[int | None] = []
        position = 0
        for edit in turn.edits:
            old = text[edit.start : edit.end]
            stayed, places = _align_characters(old, edit.new)
            after += origins[position : edit.start]
            new: list[int | None] = [None] * len(edit.new)
            for here, there in zip(stayed, places, strict=True):
                new[there] = origins[edit.start + here]
            after += new
            lost = [edit.start + place for place in _visible(old) if place not in set(stayed)]
            gone.update(origin for place in lost if (origin := origins[place]) is not None)
            position = edit.end
        origins = after + origins[position:]
        text = apply(text, turn.edits)
        if gone:
            yield turn.rule, gone


def _align_characters(old: str, new: str) -> tuple[list[int], list[int]]:
    """Return the places of the characters that two texts share, in the one and in the other."""
    here, there = _visible(old), _visible(new)
    stayed, places = [], []
    for step in LCSseq.opcodes(comparable(old), comparable(new)):
        if step.tag == "equal":
            stayed += here[step.src_start : step.src_end]
            places += there[step.dest_start : step.dest_end]
    return stayed, places


def _runs(text: str) -> dict[int, int]:
    """Return for each visible character the number of its run: equal characters in a row."""
    runs = {}
    number = 0
    before = ""
    for place, character in zip(_visible(text), comparable(text), strict=True):
        number += character != before
        runs[place] = number
        before = character
    return runs


def _visible(text: str) -> list[int]:
    return [
        place
        for place, character in enumerate(text)
        if not character.isspace() and character not in _INVISIBLE
    ]


def kept_places(source: str, target: str) -> set[int]:
    """Return the places of the characters of one text that another one has, too, in its order."""
    return _align(source, target)[0]


def _align(source: str, target: str) -> tuple[set[int], set[int]]:
    """Return what of the source is in the target, and where it stands there.

    Both sets have the same size. The first holds code points of `source`, the second positions in
    `comparable(target)`.
    """
    source_lines, source_places = _lines(source)
    target_lines, _ = _lines(target)
    in_source: set[int] = set()
    in_target: set[int] = set()
    source_at = target_at = 0
    for ours, theirs in _pair_up(source_lines, target_lines):
        one, other = "".join(ours), "".join(theirs)
        for step in LCSseq.opcodes(one, other):
            if step.tag == "equal":
                places = range(source_at + step.src_start, source_at + step.src_end)
                in_source.update(source_places[place] for place in places)
                in_target.update(range(target_at + step.dest_start, target_at + step.dest_end))
        source_at += len(one)
        target_at += len(other)
    return in_source, in_target


def _pair_up(source: list[str], target: list[str]) -> list[tuple[list[str], list[str]]]:
    """Cut two lists of lines into pairs of runs: equal ones, and what stands between them."""
    pairs = []
    source_at = target_at = 0
    for step in LCSseq.opcodes(source, target):
        if step.tag == "equal":
            pairs.append((source[source_at : step.src_start], target[target_at : step.dest_start]))
            equal = source[step.src_start : step.src_end]
            pairs.append((equal, equal))
            source_at, target_at = step.src_end, step.dest_end
    pairs.append((source[source_at:], target[target_at:]))
    return pairs


def _lines(text: str) -> tuple[list[str], list[int]]:
    """Return the comparable lines that hold something, and each character's place in the text."""
    lines = [line for line in map(comparable, text.split("\n")) if line]
    return lines, _visible(text)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _f1(found: int, got: int, wanted: int) -> float:
    return 2 * found / (got + wanted) if got + wanted else 1.0
