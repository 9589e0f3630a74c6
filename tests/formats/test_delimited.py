"""CSV and TSV: rows are never cut, names stand once, and a bad row is named."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats.compression import unpack
from cleaner.formats.delimited import Delimited
from cleaner.formats.record import Chunk, Cut, Record, Trouble

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def write(rows: list[list[str]], delimiter: str = ",") -> bytes:
    """Rows as a spreadsheet would write them."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode()


def cut(data: bytes, size: int = 1 << 20, table: Delimited | None = None) -> list[Chunk]:
    """The chunks of a file."""
    return list((table or Delimited()).chunks(unpack(io.BytesIO(data), ""), Cut(size, 10_000)))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), st.integers(1, 200), st.sampled_from(",\t"))
def test_cells_come_back_whatever_the_chunks(
    rows: list[tuple[str, str]], size: int, delimiter: str
) -> None:
    """Line feeds, quotes and delimiters within cells, too."""
    table = Delimited(delimiter)
    chunks = cut(write([["a", "b"], *map(list, rows)], delimiter), size, table)
    found = [list(table.read(chunk)) for chunk in chunks]
    records = [[item for item in part if isinstance(item, Record)] for part in found]
    assert [dict(zip("ab", row, strict=True)) for row in rows] == [
        item.fields for part in records for item in part
    ]
    packed = b"".join(table.pack(part, chunk) for part, chunk in zip(records, chunks, strict=True))
    text = io.StringIO(packed.decode(), newline="")
    assert [["a", "b"], *map(list, rows)] == list(csv.reader(text, delimiter=delimiter))


def test_offsets_are_those_of_the_rows() -> None:
    """Also behind a cell of several lines, and in a later chunk."""
    data = b'a,b\n1,"x\ny"\n2,z\n3,w\n'
    for size in (1, 1000):
        items = [item for chunk in cut(data, size) for item in Delimited().read(chunk)]
        assert [4, 12, 16] == [item.offset for item in items]


@pytest.mark.parametrize(
    ("row", "message"),
    [(b"1,2,3\n", "3 cells under 2 column names"), (b"1,\xff\n", "no UTF-8")],
)
def test_a_bad_row_is_named_and_the_rest_is_read(row: bytes, message: str) -> None:
    """With its offset."""
    [chunk] = cut(b"a,b\n0,0\n" + row + b"\n4,5\n")
    good, bad, last = Delimited().read(chunk)
    assert isinstance(bad, Trouble)
    assert (8, True) == (bad.offset, message in bad.message)
    assert [{"a": "0", "b": "0"}, {"a": "4", "b": "5"}] == [
        item.fields for item in (good, last) if isinstance(item, Record)
    ]


def test_a_quote_that_never_ends_does_not_swallow_the_file() -> None:
    """The limit for records ends it."""
    chunks = cut(b'a,b\n1,"open\n' + b"1,2\n" * 10_000, 1_000)
    troubles = [trouble for chunk in chunks for trouble in chunk.troubles]
    rows = sum(isinstance(item, Record) for chunk in chunks for item in Delimited().read(chunk))
    assert (1, True) == (len(troubles), rows > 7_000)


def test_an_added_column_stands_in_every_row() -> None:
    """And in the names, also where the file has no row."""
    table = Delimited(added=("cleaner",))
    for data, expected in ((b"a\n1\n", b"a,cleaner\n1,{}\n"), (b"a\n", b"a,cleaner\n")):
        [chunk] = cut(data, table=table)
        records = [
            Record({**item.fields, "cleaner": "{}"}, item.offset)
            for item in table.read(chunk)
            if isinstance(item, Record)
        ]
        assert expected == table.pack(records, chunk)


def test_a_byte_order_mark_is_no_part_of_a_name() -> None:
    """Spreadsheets write it."""
    [chunk] = cut(b"\xef\xbb\xbfa,b\n1,2\n")
    assert [Record({"a": "1", "b": "2"}, 7)] == list(Delimited().read(chunk))
