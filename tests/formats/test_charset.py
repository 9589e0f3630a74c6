"""Bytes to text: the right encoding, also of damaged bytes, and a clear error for other data."""

from __future__ import annotations

import codecs
import random
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.errors import InputError
from cleaner.formats.charset import decode

DATA = Path(__file__).parent / "data"

CHINESE = {
    "zh-hans": ["gb18030", "gbk", "utf-16-le", "utf-16-be", "utf-32-le", "hz"],
    "zh-hant": ["big5", "gb18030", "utf-16-le", "utf-16-be"],
    "zh-hant-hk": ["big5hkscs", "gb18030", "utf-16-be"],
}
OTHERS = {
    "ja": ["shift_jis", "euc_jp", "iso2022_jp", "utf-16-le"],
    "ko": ["euc_kr", "utf-16-le"],
    "ru": ["cp1251", "koi8_r", "iso8859_5", "cp866"],
    "uk": ["cp1251", "koi8_u"],
    "bg": ["cp1251"],
    "el": ["cp1253"],
    "tr": ["cp1254"],
    "he": ["cp1255"],
    "ar": ["cp1256"],
    "th": ["tis_620"],
    "vi": ["cp1258"],
    "pl": ["cp1250", "iso8859_2"],
    "cs": ["cp1250", "iso8859_2"],
    "hu": ["cp1250"],
    "ro": ["cp1250"],
    "lt": ["cp1257"],
    "de": ["cp1252"],
    "fr": ["cp1252"],
    "es": ["cp1252"],
    "pt": ["cp1252"],
    "sv": ["cp1252"],
    "is": ["cp1252"],
    "fi": ["cp1252"],
}
LENGTHS = (50, 120, 300)
SAMPLES = 6


def read(language: str) -> str:
    """Return a text, in the letters that its old encoding has."""
    text = (DATA / f"{language}.txt").read_text(encoding="utf-8")
    if language == "ro":
        return text.translate(str.maketrans("șțȘȚ", "şţŞŢ"))
    if language == "vi":  # cp1258 holds tones as marks of their own
        tones = "\u0300\u0301\u0303\u0309\u0323"
        parts = [unicodedata.normalize("NFD", one) for one in text]
        return "".join(
            unicodedata.normalize("NFC", "".join(c for c in part if c not in tones))
            + "".join(c for c in part if c in tones)
            for part in parts
        )
    return text


def cases(languages: dict[str, list[str]]) -> Iterator[tuple[str, str, bytes, str]]:
    """Yield language, encoding, bytes and their text: cuts from the texts, the same every time."""
    dice = random.Random(20)
    for language, encodings in languages.items():
        text = read(language)
        for encoding in encodings:
            for length in LENGTHS:
                for _ in range(SAMPLES):
                    start = dice.randrange(max(1, len(text) - length))
                    data = text[start : start + length].strip().encode(encoding, "ignore")
                    yield language, encoding, data, data.decode(encoding)


def misses(languages: dict[str, list[str]]) -> tuple[list[str], int]:
    """Return which cases are not read exactly, and how many there are."""
    wrong = []
    total = 0
    for language, encoding, data, text in cases(languages):
        total += 1
        if decode(data).text != text:
            wrong.append(f"{language} {encoding}")
    return wrong, total


def test_chinese_is_read() -> None:
    """At least 99 % of Chinese byte strings of 50 characters and more are read exactly."""
    wrong, total = misses(CHINESE)
    assert len(wrong) <= 0.01 * total, wrong


def test_other_languages_are_read() -> None:
    """At least 97 % of byte strings in 23 other languages are read exactly."""
    wrong, total = misses(OTHERS)
    assert len(wrong) <= 0.03 * total, wrong


def test_one_damaged_byte_changes_no_encoding() -> None:
    """With one byte changed at random, 95 % of Chinese strings still are read as what they are."""
    dice = random.Random(5)
    wrong, total = [], 0
    for language, encoding, data, text in cases(CHINESE):
        damaged = bytearray(data)
        damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        total += 1
        kept = sum(a in text for a in decode(bytes(damaged)).text)
        if kept < 0.9 * len(text):
            wrong.append(f"{language} {encoding}")
    assert len(wrong) <= 0.05 * total, wrong


@pytest.mark.parametrize("change", ["lost", "too many"])
def test_one_byte_lost_or_too_many_changes_no_encoding(change: str) -> None:
    """With a byte taken out or put in, 95 % of Chinese strings come back but for some characters.

    All that follows is out of step then: UTF-16 and UTF-32 to the end, the others until ASCII.
    """
    dice = random.Random(5)
    wrong, total = [], 0
    for language, encoding, data, text in cases(CHINESE):
        place = dice.randrange(len(data))
        extra = b"" if change == "lost" else bytes([dice.randrange(256)])
        total += 1
        try:
            got = decode(data[:place] + extra + data[place + (change == "lost") :]).text
        except InputError:
            got = ""
        kept = SequenceMatcher(None, got, text, autojunk=False).get_matching_blocks()
        if sum(block.size for block in kept) < 0.9 * len(text):
            wrong.append(f"{language} {encoding}")
    assert len(wrong) <= 0.05 * total, wrong


def test_honest_private_use_characters_stay() -> None:
    """A user-defined character of GB18030 is no sign of lost bytes."""
    text = "本店地址在\ue5e5街三号，\ue5e6电话不变。"
    got = decode(text.encode("gb18030"))
    assert (text, 0) == (got.text, got.damaged)


def test_cut_utf16_loses_its_last_byte_only() -> None:
    """A file of UTF-16 that ends in the middle of a character is whole before that."""
    text = read("zh-hans")
    got = decode(text.encode("utf-16-le")[:-1])
    assert (text[:-1] + "\ufffd", 1) == (got.text, got.damaged)


@pytest.mark.parametrize("bad", [b"\xff", b"\x80", b"A", b"\xc8"])
@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-8"])
def test_one_bad_byte_costs_two_characters_at_most(encoding: str, bad: bytes) -> None:
    """A byte that was put in place of another spoils its character, not the rest of the line."""
    text = read("zh-hans" if encoding != "big5hkscs" else "zh-hant")[:300]
    data = text.encode(encoding, "ignore")
    text = data.decode(encoding)
    place = len(data) // 2
    got = decode(data[:place] + bad + data[place + 1 :])
    assert encoding == got.encoding
    assert text[:90] == got.text[:90]
    assert text[-90:] == got.text[-90:]


def test_lost_byte_costs_one_line_nothing_more() -> None:
    """After a lost byte the pairs are found again within the line."""
    text = read("zh-hans")[:400]
    data = text.encode("gb18030")
    got = decode(data[:101] + data[102:])
    assert "gb18030" == got.encoding
    assert text[:45] == got.text[:45]
    assert text[60:] == got.text[-len(text[60:]) :]
    assert 1 == got.damaged


def test_damaged_bytes_are_counted_and_located() -> None:
    """Bytes that belong to no character are counted; the first one's offset is told."""
    got = decode("中文".encode() + b"\xff" + "网页".encode() + b"\xe4")
    assert ("中文\ufffd网页\ufffd", 2, 6) == (got.text, got.damaged, got.damaged_at)
    assert "utf-8" == got.encoding


def test_honest_replacement_character_is_no_damage() -> None:
    """U+FFFD that is written in the bytes themselves is text."""
    assert 0 == decode("a\ufffd中".encode()).damaged


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-be", "utf-32-be", "gb18030"]
)
def test_byte_order_mark_decides(encoding: str) -> None:
    """A byte order mark is believed and is not part of the text."""
    mark = "" if encoding in ("utf-8-sig", "utf-16", "utf-32") else "\ufeff"
    got = decode((mark + "中文 abc").encode(encoding))
    assert ("中文 abc", "bom", 1.0) == (got.text, got.how, got.confidence)


@pytest.mark.parametrize("given", [None, "utf-16"])
def test_mark_is_dropped_where_the_encoding_is_given(given: str | None) -> None:
    """`utf-16` as an order means: look at the mark."""
    assert "中文" == decode(codecs.BOM_UTF16_BE + "中文".encode("utf-16-be"), given).text


def test_declaration_breaks_a_tie() -> None:
    """What the page says about itself decides where a few bytes could be anything."""
    page = '<meta charset="windows-1251"><p>Привет</p>'.encode("cp1251")
    got = decode(page)
    assert ("cp1251", "declared") == (got.encoding, got.how)


def test_false_declaration_is_not_believed() -> None:
    """A page that says Latin-1 and is Chinese is Chinese."""
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">' + read(
        "zh-hans"
    )
    assert page == decode(page.encode("gbk")).text


def test_gb2312_means_gb18030() -> None:
    """Names stand for the larger set, as in browsers: pages that say GB2312 hold 镕 and 囍."""
    assert "朱镕基 囍" == decode("朱镕基 囍".encode("gbk"), "GB2312").text


def test_hkscs_is_read() -> None:
    """Characters of Hong Kong come out as themselves and not as private-use ones."""
    text = read("zh-hant-hk")
    assert text == decode(text.encode("big5hkscs")).text


def test_euro_sign_of_windows() -> None:
    """A lone 80 in GBK is the euro sign, as Windows wrote it."""
    assert (
        "价格是100€，不含运费"
        == decode("价格是100".encode("gbk") + b"\x80" + "，不含运费".encode("gbk")).text
    )


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"\0" * 200,
        random.Random(1).randbytes(4000),
        b"PK\x03\x04\x14\0\x08\0" + random.Random(2).randbytes(300),
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    """What is no text is an error that names the input and says what to do."""
    with pytest.raises(InputError, match=r"^photo: looks like binary data.*give its encoding"):
        decode(data, name="photo")


def test_given_encoding_overrides_the_refusal() -> None:
    """Whoever gives the encoding gets the text, whatever it looks like."""
    assert "\x00\x00" == decode(b"\0\0", "latin-1").text


@pytest.mark.parametrize("name", ["gkb", "klingon", "base64", "rot13", "idna", "", "x\0y"])
def test_unknown_encoding_is_one_clear_error(name: str) -> None:
    """An unknown name, and a codec that is no character set, are refused by name."""
    with pytest.raises(InputError, match="unknown encoding"):
        decode(b"abc", name)


def test_unknown_encoding_suggests_a_name() -> None:
    """A slip of the pen gets the name that was meant."""
    with pytest.raises(InputError, match="did you mean 'gbk'"):
        decode(b"abc", "gkb")


def test_ascii_with_tildes_is_not_hz() -> None:
    """Code that holds `~{` stays."""
    code = b"#define A ~{0}\nif (~{x} == ~}y) { return ~~z; }\n"
    assert code.decode() == decode(code).text


def test_long_ascii_head_does_not_hide_the_encoding() -> None:
    """The first Chinese character may come after 100,000 bytes of mark-up."""
    page = "<div class='x'></div>\n" * 5000 + read("zh-hans")
    assert page == decode(page.encode("gbk")).text


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_input_error(data: bytes) -> None:
    """No bytes make it fail in any other way, and the text can be written again."""
    try:
        got = decode(data)
    except InputError:
        return
    got.text.encode()
    assert 0 <= got.confidence <= 1
    assert got.damaged <= len(data)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff\x1b~")))
def test_utf8_is_never_guessed(text: str) -> None:
    """Valid UTF-8 is read as UTF-8."""
    got = decode(text.encode())
    assert (text, "utf-8") == (got.text, got.encoding)
