"""The forward model gives what damaged pages show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.damage.gbk import (
    decode,
    encode,
    encode_character,
    fold_width,
    gloss_replacements,
    mark_replacements,
    pollute,
    read_pair,
)

TABLE = {"數": "shù", "聯": "lián", "範": "fàn", "發": "fā", "營": "yíng", "優": "yōu"}


@pytest.mark.parametrize(
    ("clean", "damaged"),
    [
        ("發展。", "發(fā)展。"),
        ("當地優秀", "當?shù)貎?yōu)秀"),
        ("新揚社", "新?lián)P社"),
        ("發展營造", "發(fā)展?fàn)I造"),
        ("社會，", "社會,"),
    ],
)
def test_glosses(clean: str, damaged: str) -> None:
    """Readings hit characters and across their boundaries, as in pages that were seen."""
    assert damaged == pollute(clean, gloss_replacements(TABLE))


@pytest.mark.parametrize(
    ("clean", "damaged"),
    [
        ("可。總體來看", "可??傮w來看"),
        ("感。　民政廳社會", "感?!∶裾d社會"),
        ("上海考察", "上??疾"),
        ("好！", "好,!"),
    ],
)
def test_marks(clean: str, damaged: str) -> None:
    """A comma is put before what looks like a mark, also across a boundary."""
    assert damaged == pollute(clean, mark_replacements("？！"))[: len(damaged)]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xae(d)", "?d)"),
        (b"\xae\n", "\n"),
        (b"\xae", ""),
        (b"\xaa\xa1b", "b"),
        (b"\x80", "€"),
        (b"\xae\x94", "當"),
    ],
)
def test_losses_of_the_decoder(data: bytes, text: str) -> None:
    """A lone lead byte takes a sign with it or vanishes; pairs without a character vanish."""
    assert text == decode(data)


def test_spared_matches() -> None:
    """A match that is kept stays as it was."""
    answers = iter([True, False])
    damaged = pollute("一，二，三", mark_replacements("，"), keep=lambda _old: next(answers))
    assert "一,二,,三" == damaged


@given(st.text(st.sampled_from("發展社會經濟，。、abc 12\n「」"), max_size=50))
def test_decoding_undoes_encoding(text: str) -> None:
    """Undamaged bytes give the text back."""
    assert text == decode(encode(text))


def test_width() -> None:
    """Only full-width letters, digits and marks are folded."""
    assert "A1,。 「」\u3000" == fold_width("Ａ１，。 「」\u3000")


def test_pairs() -> None:
    """Characters and pairs of bytes belong to each other; ASCII and dropped pairs have none."""
    assert b"\xae\x94" == encode_character("當")
    assert "當" == read_pair(0xAE, 0x94)
    assert encode_character("a") is None
    assert read_pair(0xFE, 0x8F) is None
