"""The words of a lexicon are found in the same lines with literals and without."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document
from cleaner.core.pattern import Patterns
from cleaner.judge.lexicon import Lexicon

WORDS = ("国产(?:自拍|精品)", "六合彩", r"^真人\d{2}", r"[一-三]肖")


def find(lexicon: Lexicon, text: str) -> dict[str, list[tuple[int, int, int]]]:
    """Return for each line that holds words their patterns and places."""
    doc = Document(text)
    return {
        doc.text[line.start : line.end]: sorted((number, m.start, m.end) for number, m in found)
        for line, found in lexicon.read(doc).items()
    }


def warmed() -> Lexicon:
    """Return a lexicon that has read enough pages to look for literals first."""
    lexicon = Lexicon(Patterns.of(WORDS))
    for _ in range(20):
        lexicon.read(Document("正文"))
    return lexicon


def test_places_are_those_of_the_line() -> None:
    """Whatever stands above it, blank lines too; `^` takes the blanks of the line along."""
    text = "标题\n\n  真人88，國產自拍\n正文"
    expected = {"  真人88，國產自拍": [(0, 7, 11), (2, 0, 6)]}
    assert expected == find(Lexicon(Patterns.of(WORDS)), text)
    assert expected == find(warmed(), text)


@given(st.text(alphabet="国产自拍六合彩真人0189一三肖 \n，", max_size=60))
def test_literals_hide_nothing(text: str) -> None:
    """What is found does not depend on how many pages were read before."""
    assert find(Lexicon(Patterns.of(WORDS)), text) == find(warmed(), text)
