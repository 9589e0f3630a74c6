"""A fitted model: what is stored, how it is read, and what it says of a page.

The file is one zip of arrays without any pickled object: hashed weights and trees. No text of the
pages it was fitted on can be read out of it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from cleaner.core.errors import InputError
from cleaner.judge.choice import choose
from cleaner.judge.columns import Columns
from cleaner.judge.context import see_context
from cleaner.judge.features import Weights, see
from cleaner.judge.forest import MOST_DEPTH, Forest, logistic
from cleaner.judge.page import Page
from cleaner.judge.tokens import Floats

VERSION = 1
"""Version of the file; another one is refused."""
SHIPPED = "blocks.npz"
_STEPS_OF_WEIGHT = 127
"""Weights are stored in one byte each, as so many steps of the largest."""
_FOREST_FIELDS = ("roots", "features", "cuts", "children", "values")


class ModelError(InputError):
    """The data are no model, or one for other features."""


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted judge of blocks.

    Attributes:
        weights: of names and words.
        first, second: forests over the features, and over the first one's opinion.
        columns: the names of both forests' columns, in order.
        scale: expected F1 as the judge says (row 0) and as it was met (row 1), rising.
        about: how it was fitted: pages, data sets, seed and the like.
    """

    weights: Weights
    first: Forest
    second: Forest
    columns: tuple[tuple[str, ...], tuple[str, ...]]
    scale: Floats
    about: Mapping[str, str]
    fingerprint: str = ""

    def dump(self) -> bytes:
        """The bytes of the model file; equal models give equal bytes."""
        arrays: dict[str, NDArray[np.generic]] = {}
        for name, weights in (("names", self.weights.names), ("words", self.weights.words)):
            step = float(np.abs(weights).max()) / _STEPS_OF_WEIGHT or 1.0
            arrays[name] = np.round(weights / step).astype(np.int8)
            arrays[f"{name}_step"] = np.array(step)
        for name, forest in (("first", self.first), ("second", self.second)):
            for key in _FOREST_FIELDS:
                arrays[f"{name}_{key}"] = getattr(forest, key)
        head = {
            "version": VERSION,
            "columns": self.columns,
            "depths": [self.first.depth, self.second.depth],
            "about": dict(self.about),
        }
        arrays["scale"] = self.scale
        arrays["head"] = np.frombuffer(json.dumps(head, sort_keys=True).encode(), np.uint8)
        target = io.BytesIO()
        np.savez_compressed(target, allow_pickle=False, **arrays)
        return target.getvalue()


def load(data: bytes) -> Model:
    """Read a model file.

    Raises:
        ModelError: the bytes are no model of this version.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            head = json.loads(arrays["head"].tobytes())
            if head["version"] != VERSION:
                raise ModelError(f"model version {head['version']}, not {VERSION}")
            weights = Weights(
                *(
                    arrays[name].astype(np.float64) * float(arrays[f"{name}_step"])
                    for name in ("names", "words")
                )
            )
            first, second = (
                _read_forest(arrays, name, depth)
                for name, depth in zip(("first", "second"), head["depths"], strict=True)
            )
            columns = (tuple(head["columns"][0]), tuple(head["columns"][1]))
            scale = arrays["scale"]
            mark = sha256(data).hexdigest()[:12]
            return Model(weights, first, second, columns, scale, head["about"], mark)
    except (OSError, LookupError, EOFError, TypeError, ValueError, BadZipFile) as error:
        raise ModelError(f"no model of blocks of HTML: {error}") from error


def _read_forest(arrays: Mapping[str, NDArray[Any]], name: str, depth: int) -> Forest:
    """One of the two forests."""
    if not 0 <= depth <= MOST_DEPTH:
        raise ModelError(f"trees of depth {depth}: at most {MOST_DEPTH}")
    roots, features, cuts, children, values = (arrays[f"{name}_{key}"] for key in _FOREST_FIELDS)
    return Forest(roots, features, cuts, children, values, depth)


@cache
def load_shipped() -> Model:
    """The model of the package."""
    return load(files("cleaner.judge").joinpath(SHIPPED).read_bytes())


class Reason(NamedTuple):
    """What spoke for a block (above 0) or against it, in log-odds, and the value that did."""

    feature: str
    weight: float
    value: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of a page.

    Attributes:
        chances: how likely each block is article.
        chosen: the set with the highest expected F1.
        confidence: the F1 such sets were met with, 0 to 1.
        sizes: tokens of each block.
    """

    chances: Floats
    chosen: NDArray[np.bool_]
    confidence: float
    sizes: Floats
    _page: Page
    _model: Model

    def explain(self, block: int, most: int = 5) -> tuple[Reason, ...]:
        """The features that weighed most for one block, heaviest first.

        The features are computed anew: kept, they would be most of the memory of a long page.
        """
        model = self._model
        sight = see(self._page, model.weights)
        rows = sight.columns.rows()
        context = see_context(self._page, sight, logistic(model.first.score(rows))).rows()
        reasons = []
        for forest, table, names in (
            (model.first, rows, model.columns[0]),
            (model.second, context, model.columns[1]),
        ):
            parts = forest.explain(table[block])
            for place in np.argsort(-np.abs(parts), kind="stable")[:most]:
                value = round(float(table[block, place]), 4)
                reasons.append(Reason(names[place], round(float(parts[place]), 3), value))
        reasons.sort(key=lambda reason: -abs(reason.weight))
        return tuple(reason for reason in reasons if reason.weight)[:most]


def judge(page: Page, model: Model) -> Verdict:
    """Judge all blocks of a page.

    Raises:
        ModelError: the model was fitted for other features than this program has.
    """
    if not page.blocks.texts:
        nothing = np.zeros(0)
        return Verdict(nothing, nothing.astype(np.bool_), 0.0, nothing, page, model)
    sight = see(page, model.weights)
    _check(model.columns[0], sight.columns)
    first = logistic(model.first.score(sight.columns.rows()))
    context = see_context(page, sight, first)
    _check(model.columns[1], context)
    chances = logistic(model.second.score(context.rows()))
    choice = choose(chances, sight.sizes)
    confidence = float(np.interp(choice.expected, *model.scale))
    return Verdict(chances, choice.chosen, confidence, sight.sizes, page, model)


def _check(expected: tuple[str, ...], columns: Columns) -> None:
    """Refuse a model whose columns are not the ones of this program."""
    seen = tuple(columns.values)
    if seen != expected:
        differing = sorted(set(seen) ^ set(expected))
        raise ModelError(f"the model was fitted for other features: {differing[:5]}")
