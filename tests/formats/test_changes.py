"""Changes files: the original comes back byte for byte, and damage is noticed."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.core.edits import Edit
from cleaner.core.errors import InputError
from cleaner.formats import text
from cleaner.formats.changes import Changes, restore
from cleaner.rulebook.load import load

SEEDS = sorted((Path(__file__).parents[2] / "seeds").iterdir())
CHAIN = load("web")


def round_trip(data: bytes, encoding: str | None = None) -> bytes:
    """Clean, write, read, undo."""
    result = CHAIN.run(text.read(data, encoding))
    cleaned = text.write(result.text)
    return Changes.from_json(Changes.of(result, data, cleaned).to_json()).undo(cleaned)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_seeds_come_back_byte_for_byte(seed: Path) -> None:
    """Whatever was done to them."""
    data = seed.read_bytes()
    assert data == round_trip(data)


@settings(deadline=None)
@given(st.text("當前位置：首頁發(fā)展,,。?？\r\n\0\u200b&amp;Ã©　 ", max_size=60))
def test_any_text_comes_back(source: str) -> None:
    """Line ends, NUL and entities among it."""
    data = source.encode()
    assert data == round_trip(data, "utf-8")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("發(fā)展，發(fā)展。\r\n".encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF8 + "發(fā)展。\n".encode(), None),
        ("發(fā)展。\n".encode("utf-16"), None),
        ("一段文字，很長的一段文字。".encode() + b"\xff\xfe\xe4\xb8\n", None),
        (b"\xed\xa0\x80 text\n", None),
        (b"", None),
    ],
)
def test_other_encodings_and_damaged_bytes_come_back(data: bytes, encoding: str | None) -> None:
    """What cannot be decoded without loss is kept as bytes."""
    assert data == round_trip(data, encoding)


def test_an_edited_text_is_refused() -> None:
    """The changes would lead to nonsense."""
    result = CHAIN.run("發(fā)展，發(fā)展。\n")
    changes = Changes.of(result, b"", b"one")
    with pytest.raises(InputError, match="edited since"):
        changes.undo(b"two")


@pytest.mark.parametrize("junk", ["", "{}", "[]", '{"format": "x"}', "null", "\0", "[" * 100_000])
def test_what_is_no_changes_file_is_refused(junk: str) -> None:
    """In one sentence."""
    with pytest.raises(InputError, match="not a changes file"):
        Changes.from_json(junk)


@pytest.mark.parametrize(
    ("edits", "old"),
    [([Edit(5, 6, "x")], ["y"]), ([Edit(0, 1, "z")], ["y"]), ([Edit(0, 2)], ["y"])],
)
def test_changes_of_another_text_are_refused(edits: list[Edit], old: list[str]) -> None:
    """Where they do not fit is told."""
    with pytest.raises(InputError):
        restore("abc", edits, old)
