"""What a document knows about the lines that rules took out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.chain import Chain
from cleaner.core.document import Document, Gone
from cleaner.core.edits import Edit
from cleaner.core.rule import Rule
from cleaner.steps.drop_line import DropLine


def _cut(doc: Document, line: str) -> Document:
    start = doc.text.index(line)
    return doc.with_edits([Edit(start, start + len(line))])


def test_nothing_is_gone_from_a_new_document() -> None:
    """A document that no rule has changed has lost no line."""
    assert () == Document("首页\n正文").gone


def test_lines_that_went_are_known_at_their_place() -> None:
    """Lines of one edit and of several stand in their order, where the text of now goes on."""
    doc = Document("a\nb\n\nc\nd\n")
    for end in (6, 7):
        assert (Gone(2, "b"), Gone(2, "c")) == doc.with_edits([Edit(2, end)]).gone
    assert (Gone(2, "b"), Gone(3, "c")) == doc.with_edits([Edit(2, 4), Edit(5, 7)]).gone


def test_later_edits_move_and_join_what_went() -> None:
    """Whatever the order of the rules, lines that went stand in the order of the page."""
    doc = Document("one\ntwo\nthree\nfour\nfive")
    doc = _cut(doc, "two\n")
    doc = _cut(doc, "four\n")
    doc = _cut(doc, "three\n")
    doc = doc.with_edits([Edit(0, 0, "zero ")])
    assert "zero one\nfive" == doc.text
    assert (Gone(9, "two"), Gone(9, "three"), Gone(9, "four")) == doc.gone


def test_parts_of_lines_and_blank_lines_do_not_count() -> None:
    """A cut inside of a line, a blank line, and a changed line took out no line."""
    doc = Document("site | title\n\nbody")
    assert () == doc.with_edits([Edit(0, 7), Edit(13, 14)]).gone
    assert () == doc.with_edits([Edit(0, 13, "title\n")]).gone


def test_a_line_may_go_without_its_line_feed() -> None:
    """A line whose every character is cut is gone."""
    assert (Gone(0, "menu"),) == Document("menu\nbody").with_edits([Edit(0, 4)]).gone


def test_another_text_has_lost_nothing() -> None:
    """A document with another text starts anew."""
    assert () == _cut(Document("a\nb"), "a\n").with_text("c").gone


def test_a_chain_hands_on_what_went() -> None:
    """A rule sees what the rules before it took out."""
    seen: list[tuple[Gone, ...]] = []

    class Look:
        def __call__(self, doc: Document) -> list[Edit]:
            seen.append(doc.gone)
            return []

    rules = (Rule("drop", DropLine(pattern=r"^b$")), Rule("look", Look()))
    Chain(rules).run("a\nb\nc")
    assert [(Gone(2, "b"),)] == seen


@given(st.lists(st.text("ab", max_size=3), min_size=1, max_size=12), st.data())
def test_what_is_left_and_what_went_make_up_the_page(lines: list[str], data: st.DataObject) -> None:
    """Lines left and lines gone, put together again, are the lines of the page in their order."""
    numbered = [f"{number}{line}" for number, line in enumerate(lines)]
    doc = Document("\n".join(numbered))
    for _ in range(data.draw(st.integers(1, 4))):
        going = data.draw(st.sets(st.sampled_from(doc.lines)))
        ends = [(line.start, min(line.end + 1, len(doc.text))) for line in sorted(going)]
        doc = doc.with_edits([Edit(start, end) for start, end in ends])
    left = [(line.start, 1, doc.text[line.start : line.end]) for line in doc.lines]
    both = [*left, *((gone.place, 0, gone.text) for gone in doc.gone)]
    assert numbered == [text for _, _, text in sorted(both, key=lambda x: x[:2]) if text]
