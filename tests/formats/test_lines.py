"""Bytes cut to blocks of lines: the cuts depend on the bytes alone, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats.lines import Block, blocks
from cleaner.formats.record import Cut, Piece, Trouble

LINES = st.lists(st.integers(0, 40), max_size=30)


def cut(pieces: list[bytes], size: int, limit: int) -> list[Block | Trouble]:
    """Blocks and troubles, without how much was read for them."""
    found = blocks((Piece(piece, -1, 0) for piece in pieces), Cut(size, limit))
    return list(found)


@given(LINES, st.integers(0, 9), st.data())
def test_the_cuts_do_not_depend_on_the_pieces(
    lines: list[int], rest: int, data: st.DataObject
) -> None:
    """Packers and disks give pieces of any size; outputs must be the same bytes."""
    text = b"".join(b"x" * length + b"\n" for length in lines) + b"y" * rest
    size, limit = data.draw(st.integers(1, 60)), data.draw(st.integers(1, 60))
    step = data.draw(st.integers(1, 50))
    pieces = [text[start : start + step] for start in range(0, len(text), step)]
    assert cut([text], size, limit) == cut(pieces, size, limit)


@given(LINES, st.integers(1, 60), st.integers(1, 60))
def test_every_line_is_in_a_block_or_reported(lines: list[int], size: int, limit: int) -> None:
    """In order, with its offset; reported are those over the limit, and no other."""
    texts = [b"x" * length + b"\n" for length in lines]
    place = 0
    seen = []
    for item in cut([b"".join(texts)], size, limit):
        assert place == item.offset
        if isinstance(item, Trouble):
            long = texts[len(seen)]
            assert len(long) > limit
            assert str(len(long)) in item.message
            seen.append(long)
            place += len(long)
        else:
            seen += item.data.splitlines(keepends=True)
            place += len(item.data)
    assert texts == seen
    assert all(
        len(text) <= limit
        for item in cut([b"".join(texts)], size, limit)
        if isinstance(item, Block)
        for text in item.data.splitlines(keepends=True)
    )
