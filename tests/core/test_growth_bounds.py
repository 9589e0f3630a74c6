"""What is remembered so that work stays linear tells the same as looking anew."""

from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.chain import Chain, Protection
from cleaner.core.document import Document
from cleaner.core.edits import Edit, apply
from cleaner.core.finder import Finder
from cleaner.core.pattern import Pattern, Regex
from cleaner.core.rule import Rule, Unless
from cleaner.core.screen import Screen
from cleaner.steps.cut import Cut
from cleaner.steps.map_chars import MapChars

TEXT = st.text("ab \n", max_size=40)
UNCUT = ("a+b", "ba+", "a b")
UNTOUCHED = ("aab", "b b")


def spans(patterns: tuple[str, ...], doc: Document) -> list[tuple[int, int]]:
    """Where patterns match."""
    return [(m.start, m.end) for p in patterns for m in Pattern(p).finditer(doc)]


@given(TEXT, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), max_size=6))
def test_protection_is_what_its_definition_says(text: str, places: list[tuple[int, int]]) -> None:
    """An edit is spared if it changes a part of what is uncut, or any part of what is untouched."""
    doc = Document(text)
    edits = []
    for start, length in sorted(places):
        edit = Edit(min(start, len(text)), min(start + length, len(text)), "x")
        if not edits or edit.start > edits[-1].end:
            edits.append(edit)
    patterns = (tuple(map(Pattern, UNCUT)), tuple(map(Pattern, UNTOUCHED)))
    chain = Chain((Rule("r", Fixed(tuple(edits))),), Protection(*patterns))
    kept = [
        edit
        for edit in edits
        if not any(reaches_into(edit, *span) for span in spans(UNCUT, doc))
        and not any(edit.start < end and start < edit.end for start, end in spans(UNTOUCHED, doc))
        and not any(start < edit.start < end for start, end in spans(UNTOUCHED, doc))
    ]
    assert apply(text, kept) == chain.run(doc).text


def reaches_into(edit: Edit, start: int, end: int) -> bool:
    """Whether an edit changes a part of a stretch without taking all of it."""
    if edit.start == edit.end:
        return start < edit.start < end
    overlaps = edit.start < end and start < edit.end
    return overlaps and not (edit.start <= start and end <= edit.end)


class Fixed:
    """A step that always says the same."""

    def __init__(self, answer: tuple[Edit, ...]) -> None:
        self.answer = answer

    def __call__(self, doc: Document) -> tuple[Edit, ...]:
        """Say it."""
        return self.answer


@given(TEXT, st.lists(st.integers(0, 40), max_size=12))
def test_the_remembered_line_is_the_one_around_the_offset(text: str, offsets: list[int]) -> None:
    """In whatever order places are asked for."""
    doc = Document(text)
    for offset in (min(each, len(text)) for each in offsets):
        assert Document(text).line_at(offset) == doc.line_at(offset)


@given(st.text("a \n", max_size=9), st.integers(0, 9000))
def test_letters_are_counted_across_blocks(unit: str, offset: int) -> None:
    """Far from the start, too."""
    text = unit * 900
    before = "".join(text[:offset].split())
    assert len(before) == Document(text).letters_before(min(offset, len(text)))


def test_exceptions_are_judged_for_each_place() -> None:
    """What one line forbids the next one may allow, and the other way round."""
    rule = Rule(
        "r", Cut((Regex("a"),)), (Unless("line", Pattern("x")), Unless("text", Pattern("q")))
    )
    assert "b\nxab\nb" == Chain((rule,)).run("ab\nxab\nab").text


def test_an_exception_for_the_document_holds_everywhere() -> None:
    """Wherever in it the pattern stands."""
    rule = Rule("r", Cut((Regex("a"),)), (Unless("document", Pattern("x")),))
    assert "aa\nxa" == Chain((rule,)).run("aa\nxa").text


def test_conditions_look_back_a_bounded_way() -> None:
    """The cut is no end of a line, and near things are found in a line of any length."""
    doc = Document("b" * 5000 + "a" + "b" * 5000)
    assert [(5000, 5001)] == found(Finder.of(["a"], "b{3}", "b{3}"), doc)
    assert [] == found(Finder.of(["a"], "^b{0,999}", ""), doc)
    assert [] == found(Finder.of(["a"], "", "b{0,999}$"), doc)


def found(finder: Finder, doc: Document) -> list[tuple[int, int]]:
    """Where a finder finds something."""
    return [(match.start, match.end) for match in finder.finditer(doc)]


def test_touching_changes_of_two_passes_are_one() -> None:
    """Each letter of a long insertion changed once more: as many changes as letters, joined."""
    text = "x" * 300
    first = Rule("first", MapChars({text: "a" * 3000}))
    second = Rule("second", MapChars({"a": "b"}))
    [change] = Chain((first, second)).run(text).trace.changes()
    assert Edit(0, 300, "b" * 3000, "first+second") == change


def test_a_gate_is_found_across_the_pieces_of_a_long_page() -> None:
    """Its literal lies over the border of two; the screen has seen enough pages to look so."""
    screen = Screen(["发展社会", "无此", r"\d{9}"])
    for _ in range(20):
        assert frozenset() == screen.open_gates(Document("a"))
    for start in range((1 << 18) - 5, (1 << 18) + 2):
        doc = Document("a" * start + "发展社会" + "b" * 9)
        assert frozenset({0}) == screen.open_gates(doc)
