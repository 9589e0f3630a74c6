"""Plain text: what `read` and `write` promise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.errors import InputError
from cleaner.formats.text import read, write


def test_utf8_is_plain() -> None:
    """Of plain UTF-8 nothing is said but its name."""
    document = read("中文\n".encode(), id="a")
    assert ("中文\n", "a", {"encoding": "utf-8"}) == (document.text, document.id, document.meta)


def test_text_has_no_encoding() -> None:
    """A `str` is taken as it is."""
    assert {} == read("中文").meta


def test_guess_tells_how_sure_it_is() -> None:
    """What was guessed carries its confidence."""
    meta = read("今天下午的会议改在三楼的小会议室举行，请大家准时参加。".encode("gbk")).meta
    assert "gb18030" == meta["encoding"]
    assert 0.9 < float(meta["encoding_confidence"]) <= 1


def test_damage_is_told_with_its_place() -> None:
    """How many bytes were lost, and where the first stood."""
    meta = read("中".encode() + b"\xff").meta
    assert {"encoding": "utf-8", "encoding_damaged": "1", "encoding_damaged_at": "3"} == {
        key: value for key, value in meta.items() if key != "encoding_confidence"
    }


def test_error_names_the_input() -> None:
    """The id stands at the head of the message."""
    with pytest.raises(InputError, match=r"^page\.txt: unknown encoding"):
        read(b"a", "nonsense", "page.txt")


@pytest.mark.parametrize(
    ("text", "data"),
    [("", b""), ("a", b"a"), ("a\n", b"a\n"), ("中", "中".encode()), ("\ud800", b"\xef\xbf\xbd")],
)
def test_write(text: str, data: bytes) -> None:
    """UTF-8 to the letter, and no byte that another program chokes on."""
    assert data == write(text)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff\x1b~")))
def test_write_and_read_again(text: str) -> None:
    """What was written is read as the same text."""
    assert text == read(write(text)).text
