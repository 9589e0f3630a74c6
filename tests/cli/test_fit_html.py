"""`cleaner fit-html`: from labelled pages to a judge that reads a page."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from cleaner.cli.main import main
from tests.cli.test_filter import cleaner as command
from tests.cli.test_filter import said

WORDS = ("oven", "bread", "flour", "water", "salt", "dough", "crust", "baker", "street", "river")


def write_story(number: int) -> list[str]:
    """Six sentences that no other page has."""
    return [
        f"{WORDS[(number + line) % 10].title()} {number} and {WORDS[(number * line) % 10]} make a"
        f" good day, said the {WORDS[(number + 2 * line) % 10]} of town {line}, and went home."
        for line in range(6)
    ]


def make_page(number: int) -> dict[str, object]:
    """A page whose article stands in a class that no shipped judge takes for one."""
    story = write_story(number)
    menu = "".join(f"<li><a href=/{n}>Menu {n}</a></li>" for n in range(8))
    body = "".join(f"<p>{line}</p>" for line in story)
    footer = "<div class=foot><p>All rights reserved. <a href=/t>Terms</a></p></div>"
    html = f"<title>Page {number}</title><ul class=menu>{menu}</ul><div class=story>{body}</div>"
    return {"id": f"p{number}", "html": html + footer, "lang": "en", "gold": "\n".join(story)}


@pytest.fixture
def needs_fit() -> None:
    """The extra `fit` is not part of the base install."""
    pytest.importorskip("lightgbm")
    pytest.importorskip("rapidfuzz")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two sets, one of them packed."""
    folder = tmp_path_factory.mktemp("pages")
    lines = [json.dumps(make_page(number)) + "\n" for number in range(24)]
    (folder / "plain.jsonl").write_text("".join(lines[:12]), encoding="utf-8")
    with gzip.open(folder / "packed.jsonl.gz", "wt", encoding="utf-8") as packed:
        packed.writelines(lines[12:])
    return folder


@pytest.mark.usefixtures("needs_fit")
def test_a_fitted_judge_reads_a_page(pages: Path, tmp_path: Path) -> None:
    """Fit, then give the model to the filter: the story of an unseen page comes out, alone."""
    model = tmp_path / "my.model"
    run = command("fit-html", pages, "-o", model)
    assert (0, b"") == (run.returncode, run.stdout)
    assert "24 pages of 2 sets" in said(run)
    page = str(make_page(99)["html"]).encode()
    run = command("--html", "--model", model, "--profile", "repair", stdin=page)
    assert (0, "\n".join(write_story(99))) == (run.returncode, run.stdout.decode().strip())


@pytest.mark.usefixtures("needs_fit")
def test_a_check_says_how_good_it_is(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every page is judged once, by a fit that did not see it."""
    assert 0 == main(["fit-html", str(pages), "--check", "sets"])
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("all"))
    assert ["all", "other", "24"] == row.split()[:3]
    assert float(row.split()[5]) > 0.8


@pytest.mark.usefixtures("needs_fit")
@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "plain.jsonl:1: no JSON"),
        ("[]", "plain.jsonl:1: no JSON object"),
        ('{"id": "a"}', "plain.jsonl:1: a page needs a text 'html'"),
        ('{"id": "a", "html": "<p>b"}', "plain.jsonl:1: a page needs 'gold'"),
        ('{"id": "a", "html": "<p>b", "gold": "b"}', "too few"),
        ('{"id": "a", "html": "<p>b", "gold": null}', "none of the pages"),
        ("", "none of the pages"),
    ],
)
def test_wrong_pages_are_named(
    line: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file and the line, in one sentence."""
    (tmp_path / "plain.jsonl").write_text(line + "\n", encoding="utf-8")
    assert 3 == main(["fit-html", str(tmp_path), "-o", str(tmp_path / "model")])
    told = capsys.readouterr().err.splitlines()[-1]
    assert message in told


@pytest.mark.usefixtures("needs_fit")
def test_an_empty_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No pages, no model."""
    assert 3 == main(["fit-html", str(tmp_path), "-o", "model"])
    assert str(tmp_path) in capsys.readouterr().err


def test_missing_extras_are_named(
    pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence says what to install."""
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    assert 2 == main(["fit-html", str(pages), "-o", "model"])
    told = capsys.readouterr().err
    assert "lightgbm" in told
    assert "pip install 'cleaner[fit]'" in told
    assert 1 == told.count("\n")


def test_a_model_that_is_none_is_refused(tmp_path: Path) -> None:
    """The file is named; nothing is judged with it."""
    model = tmp_path / "model"
    model.write_bytes(b"no model")
    run = command("--html", "--model", model, stdin=b"<p>text")
    assert (3, b"") == (run.returncode, run.stdout)
    assert f"{model}: no model" in said(run)
