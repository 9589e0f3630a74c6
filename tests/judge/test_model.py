"""The shipped model, and model files."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from cleaner.judge.model import SHIPPED, ModelError, judge, load, load_shipped
from cleaner.judge.page import Blocks, Elements, Page

TEXT = "The oven has not been cold since the spring, and the family means to keep it that way. "


def make_page(texts: list[str]) -> Page:
    """A page with a menu of one link a block, then an article of paragraphs."""
    count = len(texts)
    zeros = [0] * count
    elements = Elements([0, 0], ["html", "article"], ["", "post"], [0, 0], [count, count])
    no = [False] * count
    blocks = Blocks(texts, [1] * count, zeros, zeros, zeros, zeros, no, no, [""] * count)
    return Page(elements, blocks, "A title")


def test_shipped_model_is_small() -> None:
    """The file that comes with the package stays under a megabyte."""
    assert len(files("cleaner.judge").joinpath(SHIPPED).read_bytes()) < 1_000_000


def test_shipped_model_fits_the_features() -> None:
    """The model was fitted for the features of this program, or judging would be refused."""
    verdict = judge(make_page([TEXT * 2, TEXT, TEXT * 3]), load_shipped())
    assert [True, True, True] == verdict.chosen.tolist()
    assert 0.5 < verdict.confidence <= 1


def test_judging_is_the_same_every_time() -> None:
    """Equal pages get equal chances."""
    page = make_page([TEXT, "Share this", TEXT * 2])
    first, second = (judge(page, load_shipped()).chances for _ in range(2))
    assert first.tolist() == second.tolist()


def test_model_survives_its_file() -> None:
    """Written and read again, a model judges as before and its bytes are the same."""
    data = load_shipped().dump()
    assert data == load(data).dump()
    page = make_page([TEXT, "Share this", TEXT * 2])
    before, after = judge(page, load_shipped()).chances, judge(page, load(data)).chances
    assert np.allclose(before, after, atol=1e-3)


def test_fingerprint_is_of_the_file() -> None:
    """Other bytes have another fingerprint."""
    data = load_shipped().dump()
    assert 12 == len(load(data).fingerprint)
    assert load(data).fingerprint == load(data).fingerprint


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_broken_files_are_refused(data: bytes) -> None:
    """What is no model says so, in one kind of error."""
    with pytest.raises(ModelError, match="no model"):
        load(data)


def test_page_without_blocks() -> None:
    """Nothing is chosen, and nothing is claimed."""
    verdict = judge(make_page([]), load_shipped())
    assert ([], 0.0) == (verdict.chosen.tolist(), verdict.confidence)


def test_reasons_are_told_heaviest_first() -> None:
    """A block is explained by so many features as asked for, sorted by weight."""
    reasons = judge(make_page([TEXT, TEXT * 2]), load_shipped()).explain(0, most=4)
    assert 4 == len(reasons)
    assert sorted((abs(reason.weight) for reason in reasons), reverse=True) == [
        abs(reason.weight) for reason in reasons
    ]
