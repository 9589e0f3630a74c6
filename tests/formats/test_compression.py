"""Packed files: every codec, in bounded pieces, past damage that is named with its place."""

import gzip
import io
import random
import sys

import pytest

from cleaner.formats import compression
from cleaner.formats.compression import CODECS, Codec, codec_of, pack, unpack
from cleaner.formats.record import Piece, Trouble

PACKED: list[Codec] = [codec for codec in CODECS if codec]
TEXT = "".join(random.Random(1).choices("天地玄黄宇宙洪荒日月盈昃", k=20_000)).encode()
PARTS = [TEXT[start : start + 6_000] for start in range(0, len(TEXT), 6_000)]


@pytest.fixture(params=[*PACKED, "gz by zlib"])
def codec(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Codec:
    """Each codec that is installed, and gzip as it is where ISA-L is not."""
    if request.param == "zst":
        pytest.importorskip("backports.zstd", reason="the extra zstd is not installed")
    if request.param == "gz":
        pytest.importorskip("isal", reason="the extra gzip is not installed")
    if request.param == "gz by zlib":
        monkeypatch.setitem(sys.modules, "isal", None)
        return "gz"
    packed: Codec = request.param
    return packed


def read(data: bytes, codec: Codec) -> tuple[bytes, list[Trouble]]:
    """All that could be unpacked, and all troubles."""
    items = list(unpack(io.BytesIO(data), codec))
    pieces = [item.data for item in items if isinstance(item, Piece)]
    return b"".join(pieces), [item for item in items if isinstance(item, Trouble)]


def test_whoever_packed_and_unpacks_the_text_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """With and without ISA-L, and by Python's own module."""
    packed = [pack(TEXT, "gz"), gzip.compress(TEXT)]
    unpacked = [read(each, "gz") for each in packed]
    monkeypatch.setitem(sys.modules, "isal", None)
    packed.append(pack(TEXT, "gz"))
    unpacked += [read(each, "gz") for each in packed]
    assert [(TEXT, [])] * 5 == unpacked


def test_members_in_a_row_are_one_text(codec: Codec) -> None:
    """Outputs are put together of packed parts."""
    assert (TEXT, []) == read(b"".join(pack(part, codec) for part in PARTS), codec)


def test_packing_is_repeatable(codec: Codec) -> None:
    """No time is stored: two runs give the same bytes."""
    assert pack(TEXT, codec) == pack(TEXT, codec)


def test_a_damaged_member_is_named_and_the_next_ones_are_read(codec: Codec) -> None:
    """With the offset at which it begins."""
    members = [pack(part, codec) for part in PARTS]
    start = len(members[0])
    middle = start + len(members[1]) // 2
    data = bytearray(b"".join(members))
    data[middle : middle + 8] = b"\xa5" * 8
    text, troubles = read(bytes(data), codec)
    assert [(start, True)] == [(each.offset, each.packed) for each in troubles]
    assert "damaged" in troubles[0].message
    assert text.startswith(PARTS[0])
    assert text.endswith(b"".join(PARTS[2:]))


def test_a_member_that_is_cut_off_is_named(codec: Codec) -> None:
    """What came before its end is read."""
    members = [pack(part, codec) for part in PARTS[:2]]
    text, troubles = read(b"".join(members)[:-20], codec)
    assert [len(members[0])] == [each.offset for each in troubles]
    assert "cut off" in troubles[0].message
    assert text.startswith(PARTS[0])
    assert PARTS[1].startswith(text[len(PARTS[0]) :])


def test_junk_between_members_is_named(codec: Codec) -> None:
    """And does not hide the next one."""
    first, second = (pack(part, codec) for part in PARTS[:2])
    text, troubles = read(first + b"junk" + second, codec)
    assert PARTS[0] + PARTS[1] == text
    assert [len(first)] == [each.offset for each in troubles]


def test_zeros_between_members_are_padding() -> None:
    """As tapes and some programs write them."""
    first, second = (pack(part, "gz") for part in PARTS[:2])
    assert (PARTS[0] + PARTS[1], []) == read(first + bytes(512) + second + bytes(3), "gz")


def test_what_is_not_packed_at_all_is_named() -> None:
    """A wrong suffix gives one trouble, not silence."""
    text, troubles = read(b"plain text", "gz")
    assert (b"", [0]) == (text, [each.offset for each in troubles])


def test_pieces_are_bounded(codec: Codec) -> None:
    """A few packed bytes never become a giant in memory."""
    data = pack(bytes(3_000_000), codec)
    sizes = [len(i.data) for i in unpack(io.BytesIO(data), codec) if isinstance(i, Piece)]
    assert 3_000_000 == sum(sizes)
    assert max(sizes) <= 1 << 18


def test_a_bomb_is_left_out_from_where_it_shows(
    codec: Codec, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the limits for size and ratio together."""
    monkeypatch.setattr(compression, "_BOMB_SIZE", 1 << 20)
    zeros = bytes(8_000_000)  # ISA-L itself packs them not well enough
    text, troubles = read(gzip.compress(zeros) if codec == "gz" else pack(zeros, codec), codec)
    assert 1 << 20 < len(text) < 2 << 20
    assert [0] == [each.offset for each in troubles]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.jsonl.gz", "gz"), ("a.JSONL.ZST", "zst"), ("gz", ""), ("a.gzip", ""), ("x.bz2", "bz2")],
)
def test_the_suffix_tells(name: str, expected: str) -> None:
    """The last one alone."""
    assert expected == codec_of(name)
