"""Invisible characters and line ends: what goes, what stays, and that it is done once."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.edits import Edit, Note, apply, check
from cleaner.steps.normalize_unicode import NormalizeUnicode

TEXTS = sorted((Path(__file__).parent.parent / "formats" / "data").glob("*.txt"))


def run(text: str, step: NormalizeUnicode | None = None) -> str:
    """Return the text after the step."""
    findings = (step or NormalizeUnicode())(Document(text))
    return apply(text, [each for each in findings if isinstance(each, Edit)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\x85h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\r\r\nb", "a\n\nb"),
        ("中\0文\x07\x1b", "中文"),
        ("h\0e\0l\0l\0o\0", "hello"),
        ("\ufeff中\ufeff文", "中文"),
        ("中\u200b\u2060文\u200e", "中文"),
        ("soft\xadhyphen", "softhyphen"),
        ("gr\xf6\xad\xdfer", "größer"),
        ("it\x92s \x93quoted\x94", "it’s “quoted”"),
        ("wait\x85 \x93no\x94", "wait… “no”"),
        ("\ud83d\ude00", "😀"),
        ("a\ud83db\udc80", "a\ufffdb\ufffd"),
        ("x\ufffc\ufff9y", "xy"),
        ("a\U000e0068\U000e0069b", "ab"),
        ("a\ufe0f\ufe0f\ufe01b", "a\ufe0fb"),
        ("evil \u202etxt.exe\u202c", "evil txt.exe"),
        ("תיק \u202etxt\u202c", "תיק txt"),
        ("שלום \u202bab עולם", "שלום ab עולם"),
    ],
)
def test_goes(text: str, expected: str) -> None:
    """What cannot be seen and says nothing goes; every line end is a line feed."""
    assert expected == run(text)


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم نامه\u200cای",
        "क्\u200dष क्\u200c",
        "👩\u200d❤\ufe0f\u200d💋\u200d👨 👨\u200d👩\u200d👧 🏳\ufe0f\u200d🌈",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "ភាសា\u200bខ្មែរ \u200bនិង",
        "ภาษา\u200bไทย",
        "葛\U000e0100城",
        "שלום \u202aabc\u202c עולם \u200e(1)\u200f",
        "ᠮᠣᠩᠭᠣᠯ\u180eᠠ",
        "ä¸\xadå›½ Ã\xad ¾\xad¼Ã ï¼\x81",
        "a\tb\u3000c\xa0d\n",
        "e\u0301 \uac00 豈 ﬁ ①",
        "𠮷野家 𪚥",
    ],
)
def test_stays(text: str) -> None:
    """Joiners, marks and selectors that mean something, and bytes in disguise, stay."""
    assert text == run(text)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_honest_text_stays(path: Path) -> None:
    """Clean text of any language is not touched."""
    assert [] == NormalizeUnicode()(Document(path.read_text(encoding="utf-8")))


def test_private_use_is_reported_once_for_each_run() -> None:
    """Private-use characters stay by default, and are told about."""
    (note,) = NormalizeUnicode()(Document("图标\ue000\ue001字"))
    assert (2, 4) == note[:2]
    assert isinstance(note, Note)
    assert "U+E000 U+E001" in note.message


def test_private_use_can_be_removed_or_kept() -> None:
    """Both other choices do what they say."""
    assert "图标字" == run("图标\ue000\ue001字", NormalizeUnicode(private_use="remove"))
    assert [] == NormalizeUnicode(private_use="keep")(Document("图标\ue000"))


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (NormalizeUnicode(line_ends=False), "a\r\nb\x85c\u2028"),
        (NormalizeUnicode(controls=False), "a\x07b\x9d"),
        (NormalizeUnicode(zero_width=False), "a\u200bb\ufeff"),
        (NormalizeUnicode(bidi="keep"), "a\u202eb"),
        (NormalizeUnicode(soft_hyphens=False), "a\xadb"),
    ],
)
def test_options_switch_off(step: NormalizeUnicode, text: str) -> None:
    """Each option keeps exactly its own characters."""
    assert text == run(text, step)


def test_bidi_can_be_removed_everywhere() -> None:
    """`remove` leaves none, in Hebrew either."""
    assert "שלום abc" == run("שלום \u202aabc\u202c\u200f", NormalizeUnicode(bidi="remove"))


def test_compose_is_no_compatibility_folding() -> None:
    """Letters and their marks are put together, and nothing else changes."""
    step = NormalizeUnicode(compose=True)
    assert "é が 한 豈 ﬁ Å" == run("e\u0301 か\u3099 \u1112\u1161\u11ab 豈 ﬁ Å", step)


def test_edits_are_small() -> None:
    """One edit takes one run, not its line."""
    assert [(1, 2, ""), (4, 5, "")] == [
        finding[:3] for finding in NormalizeUnicode()(Document("中\u200b文字\u200b\n"))
    ]


@given(
    st.text(
        "ab中\n\r\0\x85\x92\xad\xe4\xb8\u200b\u200d\u202b\u202c\u202eש\ufe0f👩\ud800\udc00\ue000ក"
    )
)
@example("ש\u202b\r\u202c")
@example("ש\u202b\u2028\u202c")
def test_second_run_finds_nothing_and_text_can_be_written(text: str) -> None:
    """One run is enough, its edits are valid, and UTF-8 can hold the result."""
    findings = NormalizeUnicode()(Document(text))
    edits = [each for each in findings if isinstance(each, Edit)]
    check(edits, len(text))
    once = apply(text, edits)
    assert once == run(once)
    once.encode("utf-8")
    assert "\0" not in once
    assert "\r" not in once


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "Nd", "P", "Zs"], max_codepoint=0x2FF))
)
def test_letters_and_punctuation_stay(text: str) -> None:
    """No letter, digit or mark is ever touched."""
    assert [] == NormalizeUnicode()(Document(text))
    assert unicodedata.normalize("NFC", text) == run(text, NormalizeUnicode(compose=True))
