"""Fit the judge of lines that rules left, `cleaner/judge/boilerplate.json`.

    python tools/fit_boilerplate.py PAGES           fit and write
    python tools/fit_boilerplate.py PAGES --check   judge every fifth of the pages by the others

PAGES is a folder of JSON lines as `cleaner fit-html` takes it: HTML pages with the text of their
articles. A page is rendered as text, a block a line, goes through the default profile up to the
judge, and what is then left of it is learned: lines of the article stay, others go. Titles are left
out, as labelled articles rarely have theirs. The articles alone are learned as pages without any
frame, and so are the labelled pages of `tests/quality/pages`: rules were written on those, and
leave little of them, so that on copies of each page some of what rules took out is put back.

Honest texts - `tests/quality/clean`, `tempting`, some of the articles - are learned once more in
frames of labelled pages: there is the danger.

The model that is shipped was fitted on the Chinese pages and every fourth other one of public
benchmarks of article extraction (magic-html, zhwced, GNE, wcxb, aeb, fundus, readability,
llm-webkit, newspaper4k, CleanEval, CleanPortalEval: 925 pages in all), and on 180 labelled pages.
Needs lightgbm (with scipy), numpy and rapidfuzz.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import sha1
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from cleaner.core.chain import Chain  # noqa: E402
from cleaner.core.document import Document, is_body  # noqa: E402
from cleaner.core.edits import Edit  # noqa: E402
from cleaner.core.rule import Rule  # noqa: E402
from cleaner.formats.html.samples import Sample, read_records, read_samples  # noqa: E402
from cleaner.judge.boilerplate import FEATURES, Model, Row, Rows, script_of  # noqa: E402
from cleaner.judge.boilerplate_line import LONGEST, Traits, read_traits  # noqa: E402
from cleaner.rulebook.load import load  # noqa: E402
from cleaner.steps.drop_boilerplate import rows_of  # noqa: E402
from tests.quality.pages import Page, load_pages, load_texts  # noqa: E402
from tests.quality.score import kept_places  # noqa: E402

TARGET = ROOT / "cleaner" / "judge" / "boilerplate.json"
RULE = "any.boilerplate"
FOLDS = 5
GRAMS = 20_000  # so many have a weight; more gave nothing
PAGES_OF_A_GRAM = 2  # a gram of one page says what that page is about
RIDGE = 1.0
RATES = (0.15, 0.3, 0.4, 0.6, 0.8)  # of what rules took out of a labelled page is put back
LABELLED, CHINESE, OTHER, ARTICLE = 3.0, 2.0, 0.7, 0.5  # weights of pages
OTHERS = 4  # one of so many pages that are not Chinese is taken
WRAPPINGS, LONGEST_TEXT = 4, 120  # copies; lines
ARTICLES, LONGEST_ARTICLE = 80, 80  # so many articles are put in frames; lines
TREES, LEAVES = 60, 8
# Chances above which a line above, in, below the body goes: of the characters of the labelled pages
# that must stay, less than one in a thousand went by judges that had not seen their page.
LIMITS = {"han": [0.93, 0.98, 0.88], "other": [0.93, 0.98, 0.95]}
KEEP, GO, UNKNOWN = 0, 1, -1


@dataclass
class Case:
    """A page as the judge sees it, with what should become of each line."""

    id: str
    group: str
    weight: float
    han: bool
    rows: list[Row]
    labels: list[int]
    copies: list[tuple[float, list[Row]]] = field(default_factory=list)

    @property
    def fold(self) -> int:
        """The fifth of the pages that it belongs to."""
        return _number(self.id) % FOLDS


class Look:
    """A step that keeps the document it is shown."""

    def __init__(self) -> None:
        self.doc = Document("")

    def __call__(self, doc: Document) -> list[Edit]:
        """Keep the document."""
        self.doc = doc
        return []


class Reader:
    """The default profile up to the judge."""

    def __init__(self) -> None:
        web = load("web")
        ids = [rule.id for rule in web.rules]
        self.look = Look()
        end = ids.index(RULE) if RULE in ids else ids.index("layout.join")
        rules = (*web.rules[:end], Rule("look", self.look))
        self.chain = Chain(rules, web.protection, web.budget)

    def read(self, text: str) -> list[Row]:
        """Return the lines of a page, those that rules took out among them."""
        self.chain.run(text)
        return [each.row for each in rows_of(self.look.doc)]


def read_labelled(page: Page, reader: Reader) -> Case:
    """Return a page of the labelled set: what is not in its `.out.txt` goes."""
    rows = reader.read(page.before)
    text = "\n".join(row.text for row in rows)
    kept = kept_places(text, page.after)
    labels = []
    start = 0
    for row in rows:
        places = [start + n for n, letter in enumerate(row.text) if not letter.isspace()]
        share = sum(place in kept for place in places) / (len(places) or 1)
        labels.append(KEEP if share > 0.8 else GO if share < 0.3 else UNKNOWN)
        start += len(row.text) + 1
    han = script_of(page.before) == "han"
    case = Case(f"labelled/{page.name}", "labelled", LABELLED, han, rows, labels)
    if not page.is_clean:
        case.copies = [(rate, _put_back(case, rate)) for rate in RATES]
    return case


def _put_back(case: Case, rate: float) -> list[Row]:
    """Return the lines of a page with some of those that went put back, neighbours together."""
    chance = random.Random(f"{case.id} {rate}")
    rows = []
    back = False
    blanks = chance.random() < 0.7
    for row in case.rows:
        if row.gone:
            if chance.random() < 0.5:
                back = chance.random() < rate
            if back or chance.random() < rate * 0.3:
                row = row._replace(gone=False, body=is_body(row.text))
        rows.append(row if blanks else row._replace(blank=None))
    return rows


def read_html(sample: Sample, reader: Reader) -> Iterator[Case]:
    """Yield an HTML page, rendered, and its article alone."""
    titles = _squeeze(sample.page.title + "\n" + sample.page.headline)
    lines = []
    for text, share in zip(sample.page.blocks.texts, sample.labels, strict=True):
        squeezed = _squeeze(text)
        if not squeezed:
            continue
        label = KEEP if share > 0.8 else GO if 0 <= share < 0.2 else UNKNOWN
        if len(squeezed) >= 4 and squeezed in titles:
            label = UNKNOWN
        lines.append((" ".join(text.split("\n")), label))
    rows = reader.read("\n".join(text for text, _ in lines))
    labels = [UNKNOWN] * len(rows)
    ours, theirs = [text.strip() for text, _ in lines], [row.text.strip() for row in rows]
    for here, there, size in SequenceMatcher(None, ours, theirs, False).get_matching_blocks():
        labels[there : there + size] = [label for _, label in lines[here : here + size]]
    weight = CHINESE if sample.chinese else OTHER
    yield Case(sample.id, "html", weight, sample.chinese, rows, labels)
    rows = reader.read(sample.gold)
    labels = [KEEP] * len(rows)
    yield Case(sample.id, "article", weight * ARTICLE, sample.chinese, rows, labels)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def collect(folder: Path) -> list[Case]:
    """Return all pages, labelled."""
    reader = Reader()
    cases = [read_labelled(page, reader) for page in load_pages()]
    for sample in read_samples(read_records(folder)):
        if sample.gold and (sample.chinese or not _number(f"z{sample.id}") % OTHERS):
            cases += read_html(sample, reader)
    texts = {**load_texts("clean"), **load_texts("tempting")}
    articles = [x for x in cases if x.group == "article" and len(x.rows) <= LONGEST_ARTICLE]
    articles.sort(key=lambda case: case.id)
    random.Random(1).shuffle(articles)
    texts |= {case.id: "\n".join(row.text for row in case.rows) for case in articles[:ARTICLES]}
    cases += wrap(texts, cases, reader)
    return cases


def _number(name: str) -> int:
    return int(sha1(name.encode()).hexdigest(), 16)


def wrap(texts: dict[str, str], cases: Sequence[Case], reader: Reader) -> Iterator[Case]:
    """Yield honest texts of many kinds in frames of labelled pages of the same fold and script."""
    framed = [case for case in cases if case.copies and KEEP in case.labels]
    for name, text in texts.items():
        body = reader.read(text)
        if not body or any(row.gone for row in body) or len(body) > LONGEST_TEXT:
            continue
        for number in range(WRAPPINGS):
            han = script_of(text) == "han"
            case = Case(f"wrapped/{name}", "wrapped", LABELLED / WRAPPINGS, han, [], [])
            choice = random.Random(f"{name} {number}")
            frame = choice.choice([x for x in framed if x.fold == case.fold and x.han == han])
            first = frame.labels.index(KEEP)
            last = len(frame.labels) - frame.labels[::-1].index(KEEP)
            _, rows = choice.choice(frame.copies)
            case.rows = [*rows[:first], *body, *rows[last:]]
            if choice.random() < 0.3:
                case.rows = [row._replace(blank=None) for row in case.rows]
            case.labels = [*frame.labels[:first], *[KEEP] * len(body), *frame.labels[last:]]
            yield case


class Lines:
    """All lines as the first stage sees them: their grams, labels, weights and folds."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.traits: list[Traits] = []
        labels, weights, folds, pages = [], [], [], []
        for number, case in enumerate(cases):
            for row, label in zip(case.rows, case.labels, strict=True):
                if label != UNKNOWN and len(row.text) <= LONGEST:
                    self.traits.append(read_traits(row.text))
                    labels.append(label)
                    weights.append(5 * case.weight / max(5, len(case.rows)) ** 0.5)
                    folds.append(case.fold)
                    pages.append(number)
        self.labels, self.folds = np.array(labels), np.array(folds)
        self.weights, self.pages = np.array(weights), pages

    def fit(self, use: np.ndarray) -> dict[str, int]:
        """Return the weights of grams and shapes, in hundredths, as fitted on some of the lines."""
        chosen = np.flatnonzero(use)
        seen: dict[str, set[int]] = {}
        for number in chosen:
            for gram in self.traits[number].grams:
                seen.setdefault(gram, set()).add(self.pages[number])
        names = [gram for gram, pages in seen.items() if len(pages) >= PAGES_OF_A_GRAM]
        values, table = self._solve(names, chosen)
        if len(names) > GRAMS:
            telling = np.argsort(-np.abs(values[: len(names)]))[:GRAMS]
            names = [names[n] for n in sorted(telling)]
            values, table = self._solve(names, chosen)
        hundredths = {name: round(100 * values[n]) for name, n in table.items()}
        hundredths[""] = round(100 * values[-1])
        return {name: value for name, value in hundredths.items() if value}

    def _solve(self, names: list[str], chosen: np.ndarray) -> tuple[np.ndarray, dict[str, int]]:
        shapes = sorted({shape for number in chosen for shape in self.traits[number].shapes})
        table = {name: number for number, name in enumerate([*names, *shapes])}
        data, columns, ends = [], [], [0]
        for number in chosen:
            traits = self.traits[number]
            share = 1 / max(3, len(traits.grams)) ** 0.5
            for gram, count in Counter(traits.grams).items():
                if gram in table:
                    columns.append(table[gram])
                    data.append(count * share)
            columns += [table[shape] for shape in traits.shapes]
            data += [0.7] * len(traits.shapes)
            ends.append(len(columns))
        matrix = csr_matrix((data, columns, ends), shape=(len(chosen), len(table)))
        signs = np.where(self.labels[chosen] == GO, 1.0, -1.0)
        weights = self.weights[chosen]

        def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
            margins = signs * (matrix @ values[:-1] + values[-1])
            slope = -signs * weights / (1 + np.exp(np.clip(margins, -50, 50)))
            gradient = np.append(matrix.T @ slope, slope.sum())
            gradient[:-1] += values[:-1] / RIDGE
            penalty = values[:-1] @ values[:-1] / (2 * RIDGE)
            return float(weights @ np.logaddexp(0, -margins) + penalty), gradient

        start = np.zeros(len(table) + 1)
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60})
        return found.x, table


@dataclass
class Judged:
    """What the second stage is fitted on, a line a row."""

    features: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    cases: np.ndarray
    sizes: np.ndarray
    rates: np.ndarray
    folds: np.ndarray
    names: list[tuple[str, str]]


def judge(cases: Sequence[Case], grams: Sequence[dict[str, int]]) -> Judged:
    """Return the features of all lines that the judge is asked about.

    `grams` are the weights of the first stage for each fold, fitted without it.
    """
    features, labels, weights, numbers, sizes, rates, folds, names = [], [], [], [], [], [], [], []
    for at, case in enumerate(cases):
        for rate, copy in case.copies or [(0.0, case.rows)]:
            if not any(row.gone for row in copy):
                continue
            rows = Rows(copy, Model(grams[case.fold], [], {}))
            asked = rows.asked()
            for number in asked:
                features.append(rows.features(number))
                labels.append(case.labels[number])
                weights.append(case.weight / max(10, len(asked)) ** 0.5)
                numbers.append(at)
                sizes.append(len(_squeeze(copy[number].text)))
                rates.append(rate)
                folds.append(case.fold)
                names.append((case.id, copy[number].text))
    columns = (labels, weights, numbers, sizes, rates, folds)
    return Judged(np.array(features, float), *map(np.array, columns), names)  # type: ignore[arg-type]


def grow(judged: Judged, use: np.ndarray) -> list[Any]:
    """Return the trees as fitted on some of the lines."""
    use = use & (judged.labels != UNKNOWN)
    options = {
        "objective": "binary",
        "num_leaves": LEAVES,
        "learning_rate": 0.15,
        "min_data_in_leaf": 60,
        "feature_fraction": 0.6,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 3.0,
        "verbose": -1,
        "seed": 1,
        "deterministic": True,
        "num_threads": 2,
    }
    data = lightgbm.Dataset(judged.features[use], judged.labels[use], weight=judged.weights[use])
    dump = lightgbm.train(options, data, TREES).dump_model()
    return [_node(tree["tree_structure"]) for tree in dump["tree_info"]]


def _node(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return float(round(node["leaf_value"], 4))
    limit = float(f"{node['threshold']:.6g}")
    return node["split_feature"], limit, _node(node["left_child"]), _node(node["right_child"])


def out_of_fold(cases: Sequence[Case]) -> tuple[Judged, np.ndarray]:
    """Return all lines and their chances by models that did not see their page."""
    lines = Lines(cases)
    grams = [lines.fit(lines.folds != fold) for fold in range(FOLDS)]
    judged = judge(cases, grams)
    chances = np.zeros(len(judged.labels))
    for fold in range(FOLDS):
        model = Model({}, grow(judged, judged.folds != fold), {})
        for number in np.flatnonzero(judged.folds == fold):
            chances[number] = model.chance(judged.features[number])
    return judged, chances


def report(cases: Sequence[Case], judged: Judged, chances: np.ndarray) -> None:
    """Print for each kind of pages what would go, in shares of characters, by limits."""
    place = judged.features[:, FEATURES.index("place")]
    kinds = np.array(
        [f"{cases[n].group} {'han' if cases[n].han else 'other'}" for n in judged.cases]
    )
    for kind in sorted(set(kinds)):
        for rate in sorted(set(judged.rates[kinds == kind])):
            for where in (1, 2, 3):
                use = (kinds == kind) & (judged.rates == rate) & (place == where)
                bad, good = (judged.sizes * (use & (judged.labels == x)) for x in (GO, KEEP))
                shares = []
                for limit in (0.5, 0.7, 0.8, 0.9, 0.95, 0.98):
                    gone = chances > limit
                    share = bad[gone].sum() / max(1, bad.sum())
                    shares.append(f"{limit}: {share:.3f}/{good[gone].sum()}")
                print(f"{kind:15} {rate:.2f} place {where} {bad.sum():7} {good.sum():7} ", *shares)


def main() -> int:
    """Fit, or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("pages", type=Path)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    cases = collect(given.pages)
    judged, chances = out_of_fold(cases)
    report(cases, judged, chances)
    if not given.check:
        write(cases, judged)
    return 0


def write(cases: Sequence[Case], judged: Judged) -> None:
    """Fit on all pages; the trees on weights of lines whose page the first stage did not see."""
    lines = Lines(cases)
    model = {
        "grams": lines.fit(np.ones(len(lines.labels), bool)),
        "trees": grow(judged, np.ones(len(judged.labels), bool)),
        "limits": LIMITS,
    }
    text = json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    TARGET.write_text(text + "\n", "utf-8")
    print(f"{TARGET.name}: {len(text.encode())} bytes, {len(model['grams'])} grams")


if __name__ == "__main__":
    sys.exit(main())
