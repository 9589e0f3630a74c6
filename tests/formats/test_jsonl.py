"""JSON Lines: whole lines in chunks, and each line that is none named with its place."""

import io
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats.compression import pack, unpack
from cleaner.formats.jsonl import Jsonl, pack_records
from cleaner.formats.record import Chunk, Cut, Record, Trouble

RECORDS = st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))


def cut(data: bytes, size: int = 1 << 20, max_record: int = 1 << 20) -> list[Chunk]:
    """The chunks of a file."""
    return list(Jsonl().chunks(unpack(io.BytesIO(data), ""), Cut(size, max_record)))


def items(chunks: list[Chunk]) -> Iterator[Record | Trouble]:
    """All that is in them."""
    for chunk in chunks:
        yield from chunk.troubles
        yield from Jsonl().read(chunk)


@given(RECORDS, st.integers(1, 200))
def test_records_come_back_whatever_the_chunks(records: list[dict[str, object]], size: int) -> None:
    """In order, each once, with their offsets."""
    data = pack_records(records)
    found = list(items(cut(data, size)))
    assert records == [item.fields for item in found if isinstance(item, Record)]
    for item in found:
        line = data[item.offset :].partition(b"\n")[0]
        assert isinstance(item, Record)
        assert item.fields == json.loads(line)


def test_a_last_line_without_its_end_counts() -> None:
    """As do a byte order mark and line ends of Windows; blank lines do not."""
    data = b'\xef\xbb\xbf{"a": 1}\r\n\r\n\n{"a": 2}'
    assert [Record({"a": 1}, 0), Record({"a": 2}, 16)] == list(items(cut(data)))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"a": ', "no JSON"),
        (b"[1, 2]", "no JSON object, but list"),
        (b'{"a": "\xff"}', "no UTF-8 at byte 16"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "no JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(line: bytes, message: str) -> None:
    """It stands in the list as it came."""
    first, bad, last = items(cut(b'{"a": 1}\n' + line + b'\n{"a": 2}\n'))
    assert [{"a": 1}, {"a": 2}] == [x.fields for x in (first, last) if isinstance(x, Record)]
    assert isinstance(bad, Trouble)
    assert bad.offset == 9
    assert message in bad.message
    assert bad.raw == line.decode("utf-8", "backslashreplace")


def test_a_line_beyond_the_limit_is_left_out() -> None:
    """However long it is, no more than the limit is held."""
    data = b'{"a": 1}\n{"a": "' + b"x" * 50_000 + b'"}\n{"a": 2}\n'
    chunks = cut(data, 100, 1_000)
    found = list(items(chunks))
    assert [{"a": 1}, {"a": 2}] == [x.fields for x in found if isinstance(x, Record)]
    assert [(9, "a line of 50010 bytes, over the limit of 1000")] == [
        (x.offset, x.message) for x in found if isinstance(x, Trouble)
    ]
    assert max(len(chunk.payload) for chunk in chunks) < 2_000


def test_damage_in_a_packed_file_ends_a_line() -> None:
    """Halves of two records never become one."""
    members = [pack(b'{"a": %d}\n{"b": %d' % (n, n), "gz") for n in range(3)]
    members[1] = members[1][:-8]
    chunks = list(Jsonl().chunks(unpack(io.BytesIO(b"".join(members)), "gz"), Cut()))
    fields = [item.fields for item in items(chunks) if isinstance(item, Record)]
    assert {"a": 0} in fields
    assert all(each in ({"a": 0}, {"a": 1}, {"a": 2}) for each in fields)


def test_an_empty_file_has_one_empty_chunk() -> None:
    """So that it gives an empty output."""
    assert [b""] == [chunk.payload for chunk in cut(b"")]


def test_a_lone_surrogate_is_written_as_its_escape() -> None:
    """Which is valid JSON in valid UTF-8."""
    data = pack_records([{"a": "x\ud800y"}])
    assert {"a": "x\ud800y"} == json.loads(data.decode("utf-8"))
