"""Documents: the folded view has the same length, lines and letters are counted right."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document, Line, fold

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@given(ANY_TEXT)
def test_folding_keeps_every_offset(text: str) -> None:
    """A match in the folded text is at the same place in the text, whatever stands in it."""
    assert len(text) == len(fold(text))


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    """Patterns are folded, too; they must meet what they describe."""
    assert fold(text) == fold(fold(text))


@given(ANY_TEXT)
def test_folded_text_can_be_encoded(text: str) -> None:
    """RE2 reads UTF-8: no lone surrogate may be left."""
    assert fold(text).encode("utf-8")[:0] == b""


@given(ANY_TEXT)
def test_only_the_line_feed_is_a_blank_beside_the_space(text: str) -> None:
    """Every blank but the line feed is a space."""
    blanks = {c for c in fold(text) if c.isspace()}
    assert blanks <= {" ", "\n"}


def test_all_variants_fold_to_one_form() -> None:
    """Script, width and case do not matter to a pattern."""
    assert fold("當前位置：首頁　ＡＢＣ（１）") == "当前位置:首页 abc(1)"


def test_full_width_ascii_folds_as_unicode_says() -> None:
    """The shift of the full-width block is that of compatibility decomposition."""
    for code in range(0xFF01, 0xFF5F):
        assert unicodedata.normalize("NFKC", chr(code)).lower() == fold(chr(code))


@given(ANY_TEXT)
def test_lines_tile_the_text(text: str) -> None:
    """The lines with their line feeds are the text."""
    assert text == "\n".join(text[line.start : line.end] for line in Document(text).lines)


@given(ANY_TEXT, st.integers(0, 60))
def test_a_line_is_found_by_offset(text: str, offset: int) -> None:
    """`line_at` and the line index agree."""
    doc = Document(text)
    offset = min(offset, len(text))
    assert doc.lines[doc.line_number(offset)] == doc.line_at(offset)


@given(ANY_TEXT, st.integers(0, 60))
def test_letters_are_what_is_not_blank(text: str, offset: int) -> None:
    """Counted directly, they are the same."""
    doc = Document(text)
    offset = min(offset, len(text))
    assert sum(not c.isspace() for c in text[:offset]) == doc.letters_before(offset)
    assert sum(not c.isspace() for c in text) == doc.letters


def test_an_empty_text_has_one_empty_line() -> None:
    """So nothing has to ask whether there is a line."""
    assert (Line(0, 0),) == Document("").lines
