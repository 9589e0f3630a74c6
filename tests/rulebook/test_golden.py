"""Golden files: the shipped ones hold, and a difference is told by its first cause."""

from pathlib import Path

import pytest

from cleaner.core.document import Document
from cleaner.formats import text
from cleaner.rulebook.golden import compare_case, write_case
from cleaner.rulebook.load import load

ROOT = Path(__file__).parents[2]
CASES = [
    (folder.name, seed)
    for folder in sorted((ROOT / "golden").iterdir())
    for seed in sorted((ROOT / "seeds").iterdir())
]
DOC = Document("當前位置：首頁\n發(fā)展和創(chuàng)業(yè)，發(fā)展。\n")


@pytest.mark.parametrize(("profile", "seed"), CASES, ids=[f"{p}-{s.stem}" for p, s in CASES])
def test_seeds_become_what_was_read_and_approved(profile: str, seed: Path) -> None:
    """Text and steps, to the letter."""
    doc = text.read(seed.read_bytes())
    comparison = compare_case(load(profile), seed.stem, doc, ROOT / "golden" / profile)
    assert (comparison.verdict, comparison.message) == ("same", "")


@pytest.mark.parametrize(("profile", "seed"), CASES, ids=[f"{p}-{s.stem}" for p, s in CASES])
def test_a_second_run_over_a_seed_changes_nothing(profile: str, seed: Path) -> None:
    """What came out is clean."""
    chain = load(profile)
    once = chain.run(text.read(seed.read_bytes()))
    again = chain.run(once.text)
    assert again.trace.changes() == []
    assert once.trace.original == seed.read_bytes().decode("utf-8")


def test_a_new_case_is_missing_until_it_is_written(tmp_path: Path) -> None:
    """Nothing passes by having no expectation."""
    chain = load("repair")
    assert compare_case(chain, "x", DOC, tmp_path).verdict == "missing"
    write_case(chain, "x", DOC, tmp_path)
    assert compare_case(chain, "x", DOC, tmp_path).verdict == "same"


def test_the_first_rule_that_differs_is_named(tmp_path: Path) -> None:
    """The rest are likely its consequences."""
    write_case(load("web"), "x", DOC, tmp_path)
    comparison = compare_case(load("web", without=["repair.gloss"]), "x", DOC, tmp_path)
    assert comparison.verdict == "changed"
    assert comparison.message.startswith("x: rule repair.gloss differs, and ")


def test_a_golden_file_says_what_each_rule_did(tmp_path: Path) -> None:
    """Whole lines with a dash, changes in brackets between their neighbours."""
    write_case(load("web"), "x", DOC, tmp_path)
    steps = (tmp_path / "x.steps").read_text(encoding="utf-8")
    assert "== zh.breadcrumb\n  1: - 當前位置：首頁\n" in steps
    assert "  2: 發[(fā)]展 ×2\n" in steps
