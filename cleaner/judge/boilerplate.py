"""How likely a line that the rules left is boilerplate, by its words, its place and its company.

Two stages. A linear model weighs words, pairs of characters and the shape of a line by itself.
Small trees then look at that weight beside the weights of the lines around it, at the lines that
rules took out near it (the best evidence there is), and at where the body text stands. Both were
fitted by `tools/fit_boilerplate.py`, which says on what. Pure Python: a line costs some 20 µs.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp, sqrt
from typing import NamedTuple, TypeAlias

from cleaner.judge.boilerplate_line import LONGEST, Traits, read_traits

__all__ = [
    "FEATURES",
    "HEAD",
    "INSIDE",
    "TAIL",
    "Model",
    "Row",
    "Rows",
    "load_model",
    "read_model",
    "script_of",
]

Tree: TypeAlias = "float | tuple[int, float, Tree, Tree]"
"""A leaf, or number of a feature, its greatest value to the left, the left and the right part."""

GONE, BODY, BEYOND = 5.0, -6.0, 9.0  # weights of lines that went, of body text, outside of the page
_MOST = 6.0  # a weight is cut off here
# The body is the stretch of lines with the greatest sum: body text counts its letters up to a
# limit, other lines cost something. Posts of a thread with menus between them are one stretch.
_BODY_MOST, _GONE_COST, _SHORT_COST = 300, 40, 5
_BODY_START = 3000  # code points of body text in which the words of a line are looked for
_FAR = 20
# So many of so many words of a line are in the body: no frame of a labelled page has as many.
_SHARED, _WORDS = 0.6, 3
HEAD, INSIDE, TAIL = 1, 2, 3

FEATURES = (
    *("weight", "run weight", "mean near", "most near"),
    *("-1", "-2", "-3", "+1", "+2", "+3"),
    *("place", "distance", "before body", "after body", "run", "run from", "run to", "run edges"),
    *("gone before", "gone after", "gone near", "gone share", "gone so far", "gone to come"),
    *("since body", "until body", "from top", "from end", "left so far", "left in head"),
    *("repeated", "blank above", "blank below", "shared", "words looked for", "body size"),
    *("letters", "width", "words", "digits", "capitals", "separators", "ending", "commas"),
    *("sentence", "numbered", "date", "colon", "han", "quote", "letters above", "letters below"),
)


class Row(NamedTuple):
    """A line of the page that is not blank.

    `gone`: a rule took it out. `body`: it looks like body text. `blank`: a blank line is above it;
    None where the page has no blank lines at all, or nobody knows.
    """

    text: str
    gone: bool
    body: bool
    blank: bool | None = None


class Model(NamedTuple):
    """What was fitted; `limits` are the chances above which a line goes, by script and place."""

    grams: dict[str, int]
    trees: list[Tree]
    limits: dict[str, list[float]]

    def weight(self, traits: Traits) -> float:
        """Return how much a line's own words and shape speak for boilerplate (log-odds)."""
        get = self.grams.get
        total: float = sum([get(gram, 0) for gram in traits.grams])
        total /= sqrt(max(3, len(traits.grams)))
        total += 0.7 * sum([get(shape, 0) for shape in traits.shapes]) + get("", 0)
        return max(-_MOST, min(_MOST, total / 100.0))

    def chance(self, features: Sequence[float]) -> float:
        """Return the chance (0 to 1) that a line with such features is boilerplate."""
        total = 0.0
        for node in self.trees:
            while isinstance(node, tuple):
                node = node[2] if features[node[0]] <= node[1] else node[3]
            total += node
        return 1 / (1 + exp(-total))


class Rows:
    """The lines of a page, those that went among them, and what is asked about each."""

    def __init__(self, rows: Sequence[Row], model: Model) -> None:
        self.rows, self.model = rows, model
        self.start, self.end = _main_stretch(rows)
        self.candidates: list[int] = []
        self.body = ""
        self.traits: list[Traits | None] = []
        self.weights: list[float] = []
        if self.start < self.end:
            self.candidates = [
                number
                for number, row in enumerate(rows)
                if not row.gone
                and len(row.text) <= LONGEST
                and not (row.body and number < self.end)
            ]
            self._find_runs()

    def _weigh(self) -> None:
        """Read all candidates and the body; not done before somebody asks for one."""
        rows = self.rows
        self.weights = [GONE if row.gone else BODY for row in rows]
        self.traits = [None] * len(rows)
        for number in self.candidates:
            self.traits[number] = traits = read_traits(rows[number].text)
            self.weights[number] = self.model.weight(traits)
        self._measure()
        body = (row.text for row in rows[self.start : self.end] if row.body)
        self.body = " ".join(body)[:_BODY_START].lower()
        self.counts = Counter(row.text for row in rows)
        self.left_in_head = sum(not row.gone for row in rows[: self.start])

    def _measure(self) -> None:
        """Note for each line how far the nearest ones of each kind are."""
        self.since: list[tuple[int, int, int, int]] = []  # line gone, body; how many gone, left
        gone = body = -_FAR
        went = left = 0
        for number, row in enumerate(self.rows):
            self.since.append((number - gone, number - body, went, left))
            if row.gone:
                gone = number
                went += 1
            else:
                left += 1
                if row.body:
                    body = number
        self.went = went
        self.until: list[tuple[int, int]] = [(0, 0)] * len(self.rows)
        gone = body = len(self.rows) + _FAR
        for number in range(len(self.rows) - 1, -1, -1):
            self.until[number] = (gone - number, body - number)
            if self.rows[number].gone:
                gone = number
            elif self.rows[number].body:
                body = number

    def _find_runs(self) -> None:
        """Note the runs of lines that are to be judged: start, end, what is around."""
        self.runs: dict[int, tuple[int, int, int]] = {}
        candidates, rows = self.candidates, self.rows
        at = 0
        while at < len(candidates):
            start = candidates[at]
            last = at
            while last + 1 < len(candidates) and candidates[last + 1] == candidates[last] + 1:
                last += 1
            end = candidates[last] + 1
            left = 0 if start == 0 else 1 if rows[start - 1].gone else 2
            right = 0 if end == len(rows) else 1 if rows[end].gone else 2
            for number in range(start, end):
                self.runs[number] = (start, end, left * 3 + right)
            at = last + 1

    def place(self, number: int) -> int:
        """Return where a line stands: above, in or below the body."""
        return HEAD if number < self.start else INSIDE if number < self.end else TAIL

    def is_beside_gone(self, number: int) -> bool:
        """Say whether the run of lines around a candidate begins or ends at a line that went."""
        return 1 in divmod(self.runs[number][2], 3)

    def asked(self) -> list[int]:
        """Return the candidates that are worth asking about.

        One line above the body stays, as it may be the title; where nothing else is, nobody asks.
        """
        asked = [n for n in self.candidates if self.place(n) != INSIDE or self.is_beside_gone(n)]
        return asked if len(asked) > 1 or (asked and asked[0] >= self.start) else []

    def resembles_body(self, number: int) -> bool:
        """Say whether a line has its words from the body text, as titles and headings do."""
        traits = self.traits[number]
        assert traits is not None
        shared, sought = self._shared(traits)
        return sought >= _WORDS and shared > _SHARED

    def features(self, number: int) -> list[float]:
        """Return the features of a candidate, in the order of `FEATURES`."""
        if not self.traits:
            self._weigh()
        rows, traits = self.rows, self.traits[number]
        assert traits is not None
        size = len(rows)
        first, last, edges = self.runs[number]
        around = [
            self.weights[place] if 0 <= place < size else BEYOND
            for place in (*range(number - 1, number - 4, -1), *range(number + 1, number + 4))
        ]
        near = [value for value in around if value not in (GONE, BODY, BEYOND)]
        place = self.place(number)
        distance = (0, self.start - number, 0, number - self.end + 1)[place]
        gone_before, since_body, went, left = self.since[number]
        gone_after, until_body = self.until[number]
        blank = rows[number].blank
        below = rows[number + 1].blank if number + 1 < size else blank is not None or None
        shared, sought = self._shared(traits)
        return [
            *(self.weights[number], sum(self.weights[first:last]) / (last - first)),
            sum(near) / len(near) if near else BEYOND,
            max(near) if near else BEYOND,
            *around,
            *(place, min(distance, _FAR), gone_before < since_body, gone_after < until_body),
            *(min(last - first, _FAR), min(number - first, 10), min(last - number - 1, 10), edges),
            *(min(gone_before, _FAR), min(gone_after, _FAR), around.count(GONE)),
            *(self.went / size, went / (self.went or 1), min(self.went - went, 10)),
            *(min(since_body, _FAR), min(until_body, _FAR)),
            *(min(number, _FAR), min(size - 1 - number, _FAR), min(left, 10)),
            self.left_in_head if place == HEAD else -1,
            min(self.counts[rows[number].text], 4),
            *(-1 if blank is None else blank, -1 if below is None else below),
            *(shared, sought, len(self.body)),
            *traits.numbers,
            len(rows[number - 1].text) if number else -1,
            len(rows[number + 1].text) if number + 1 < size else -1,
        ]

    def _shared(self, traits: Traits) -> tuple[float, int]:
        """Return the share of a line's words that the body has, too, as titles do."""
        sought = traits.sought
        if not sought:
            return -1, 0
        body = self.body
        return sum([word in body for word in sought]) / len(sought), len(sought)


def _main_stretch(rows: Sequence[Row]) -> tuple[int, int]:
    """Return where the body begins and ends, by line numbers; both 0 where there is none.

    Body text above it belongs to it, too: what looks like body text is frame below the body, hardly
    ever above.
    """
    best = total = 0
    start = first = last = 0
    for number, row in enumerate(rows):
        if total <= 0:
            total, start = 0, number
        if row.body:
            total += min(len(row.text), _BODY_MOST)
            if total > best:
                best, first, last = total, start, number + 1
        else:
            total -= _GONE_COST if row.gone else _SHORT_COST
    return next((n for n in range(first) if rows[n].body), first), last


@cache
def load_model() -> Model:
    """Return the model of the package; read on first use."""
    return read_model(files("cleaner.judge").joinpath("boilerplate.json").read_text("utf-8"))


def read_model(text: str) -> Model:
    """Return the model that a text in JSON holds."""
    data = json.loads(text)
    return Model(data["grams"], [_tree(tree) for tree in data["trees"]], data["limits"])


def _tree(node: object) -> Tree:
    """Return a tree as it is walked; JSON knows no tuples."""
    if isinstance(node, list):
        feature, limit, left, right = node
        return int(feature), float(limit), _tree(left), _tree(right)
    assert isinstance(node, (int, float))
    return float(node)


_HAN = re.compile("[一-龥]")


def script_of(body: str) -> str:
    """Return whose limits a page has: `han` or `other`."""
    return "han" if len(_HAN.findall(body)) * 4 > len(body) else "other"
