"""Parquet: other columns untouched, the schema kept, damage named by row."""

import io

import pytest

from cleaner.formats.parquet import Parquet, join, table_chunks
from cleaner.formats.record import Chunk, Cut, Record

pa = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
pq = pytest.importorskip("pyarrow.parquet")

TABLE = pa.table(
    {
        "id": [f"r{n}" for n in range(400)],
        "text": ["你好 world " * 10, None] * 200,
        "small": pa.array([1, 2] * 200, pa.int16()),
        "when": pa.array([1, 2] * 200, pa.timestamp("ns")),
        "nested": [{"a": 1}, {"a": 2}] * 200,
        "raw": [b"\xff", None] * 200,
        "kind": pa.array(["x", "y"] * 200).dictionary_encode(),
        "large": pa.array(["x", "y"] * 200, pa.large_string()),
    }
)


def written(table: object = TABLE) -> bytes:
    """A file of four row groups."""
    file = io.BytesIO()
    pq.write_table(table, file, row_group_size=100, compression="zstd")
    return file.getvalue()


def through(data: bytes, cut: Cut, form: Parquet) -> bytes:
    """Read, pack and join, changing nothing."""
    chunks = list(table_chunks(io.BytesIO(data), cut))
    parts = [form.pack(records(form, chunk), chunk) for chunk in chunks]
    file = io.BytesIO()
    join(parts, file, io.BytesIO(data))
    return file.getvalue()


def records(form: Parquet, chunk: Chunk) -> list[Record]:
    """The rows of a chunk."""
    return [item for item in form.read(chunk) if isinstance(item, Record)]


@pytest.mark.parametrize("size", [100, 1 << 20])
@pytest.mark.parametrize("rows", [400, 0])
def test_all_columns_pass_through(size: int, rows: int) -> None:
    """Also those that Python cannot hold, and tables without a row."""
    table = TABLE.slice(0, rows)
    came = pq.read_table(io.BytesIO(through(written(table), Cut(size), Parquet())))
    assert came.schema.equals(TABLE.schema, check_metadata=True)
    assert came.equals(table)


def test_the_packing_stays() -> None:
    """A corpus does not grow by being cleaned."""
    metadata = pq.ParquetFile(io.BytesIO(through(written(), Cut(), Parquet()))).metadata
    assert "ZSTD" == metadata.row_group(0).column(1).compression


def test_rows_that_are_left_out_and_texts_that_change() -> None:
    """The other columns keep to their rows."""
    form = Parquet(("cleaner",))
    [chunk, *_] = table_chunks(io.BytesIO(written()), Cut())
    kept = [
        Record({**row.fields, "text": f"t{row.offset}", "cleaner": "x\ud800"}, row.offset)
        for row in records(form, chunk)
        if row.offset % 3 == 0
    ]
    table = pa.ipc.open_stream(form.pack(kept, chunk)).read_all()
    assert [f"r{n}" for n in range(0, 100, 3)] == table.column("id").to_pylist()
    assert [f"t{n}" for n in range(0, 100, 3)] == table.column("text").to_pylist()
    assert (
        TABLE.column("when").slice(0, 100).take(list(range(0, 100, 3))).equals(table.column("when"))
    )
    assert {"x\ufffd"} == set(table.column("cleaner").to_pylist())


def test_a_damaged_row_group_is_named_and_the_others_are_read() -> None:
    """By its first row."""
    data = bytearray(written())
    start = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(1).column(1).dictionary_page_offset
    data[start : start + 60] = bytes(60)
    chunks = list(table_chunks(io.BytesIO(bytes(data)), Cut()))
    troubles = [trouble for chunk in chunks for trouble in chunk.troubles]
    assert [100] == [trouble.offset for trouble in troubles]
    assert "row group 1 is damaged, 100 rows" in troubles[0].message
    rows = [row.offset for chunk in chunks for row in records(Parquet(), chunk)]
    assert [*range(100), *range(200, 400)] == rows


def test_a_file_that_is_cut_off_is_named() -> None:
    """Without its end nothing of it can be read."""
    data = written()[:-50]
    [chunk] = table_chunks(io.BytesIO(data), Cut())
    assert [len(data)] == [trouble.offset for trouble in chunk.troubles]
    assert (b"", []) == (Parquet().pack([], chunk), records(Parquet(), chunk))
