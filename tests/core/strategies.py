"""What hypothesis draws for the tests of edits and traces."""

from hypothesis import strategies as st

from cleaner.core.edits import Edit, apply

LETTERS = st.text("ab發(fā),\n", max_size=12)


@st.composite
def edits_for(draw: st.DrawFn, text: str, rule: str) -> list[Edit]:
    """Valid edits for a text: sorted, disjoint, one insertion a place at most."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(places[::2], places[1::2], strict=False))
    edits: list[Edit] = []
    for start, end in pairs:
        insertion = start == end
        if insertion and edits and edits[-1].start == edits[-1].end == start:
            continue
        edits.append(Edit(start, end, draw(LETTERS.map(lambda t: t[:4])), rule))
    return edits


@st.composite
def passes(draw: st.DrawFn, count: int) -> tuple[str, list[list[Edit]]]:
    """A text and `count` lists of edits, each valid for what the ones before it made."""
    text = original = draw(LETTERS)
    result = []
    for number in range(count):
        edits = draw(edits_for(text, f"r{number}"))
        result.append(edits)
        text = apply(text, edits)
    return original, result
