"""Packed bytes: gzip, Zstandard, bzip2 and xz, read in bounded pieces past whatever is damaged.

The modules of Python stop at the first wrong byte. Here a damaged member is named with its offset,
what could be unpacked of it is used, and reading goes on at the next member that can be read.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Generator, Iterator
from functools import partial
from typing import Any, BinaryIO, Literal, Protocol, TypeAlias, get_args

from cleaner.formats.record import MissingExtraError, Piece, Trouble

__all__ = ["CODECS", "Codec", "codec_of", "pack", "unpack"]

Codec: TypeAlias = Literal["", "gz", "zst", "bz2", "xz"]
CODECS = get_args(Codec)

_SUFFIXES: dict[str, Codec] = {"gz": "gz", "zst": "zst", "bz2": "bz2", "xz": "xz"}
_MAGIC = {"gz": b"\x1f\x8b\x08", "zst": b"\x28\xb5\x2f\xfd", "bz2": b"BZh", "xz": b"\xfd7zXZ\x00"}
_NAMES = {"gz": "gzip", "zst": "Zstandard", "bz2": "bzip2", "xz": "xz"}
# Levels: packing must not cost more than a quarter of cleaning. Measured on pages in two languages,
# MB/s and size: zlib 4: 79, .381 (6: 44, .375); ISA-L 3: 438, .403; xz 1: 25, .339 (6: 8, .309).
_GZIP_LEVEL = 4
_ISAL_LEVEL = 3
_XZ_LEVEL = 1
_READ = 1 << 16  # packed bytes read at once
# Packed bytes unpacked at once: what a module has unpacked of a step in which it meets a wrong byte
# is lost. Smaller ones cost time (measured on gzip: 2 % at this size, 8 % at a quarter of it).
_STEP = 1 << 10
_PIECE = 1 << 18  # unpacked bytes at once
# A bomb: text packs 3 to 20 times, the most repetitive honest logs 200 times; gzip cannot do more
# than 1032. Small files may do what they like.
_BOMB_RATIO = 500
_BOMB_SIZE = 256 << 20


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gunzip:
    """`zlib` with the interface that the other modules share."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max(max_length, 0))


def codec_of(name: str) -> Codec:
    """Return how a file of this name is packed: the suffix after the last dot, or none."""
    _, dot, suffix = name.rpartition(".")
    return _SUFFIXES.get(suffix.lower(), "") if dot else ""


def pack(data: bytes, codec: Codec) -> bytes:
    """Return the bytes packed as one member; members in a row are a valid file.

    No time and no name is stored: the same bytes give the same bytes. (Other versions of a packer
    may give others, and ISA-L, which packs gzip where it is installed, gives other ones than zlib.)

    Raises:
        MissingExtraError: Zstandard is not installed.
    """
    if codec == "gz":
        return _gzip(data)
    if codec == "zst":
        packed: bytes = _zstd().compress(data)
        return packed
    if codec == "bz2":
        import bz2

        return bz2.compress(data)
    if codec == "xz":
        import lzma

        return lzma.compress(data, preset=_XZ_LEVEL)
    return data


def unpack(stream: BinaryIO, codec: Codec) -> Iterator[Piece | Trouble]:
    """Yield the unpacked bytes of a stream, and what could not be unpacked.

    Raises:
        MissingExtraError: Zstandard is not installed.
        OSError: the stream cannot be read.
    """
    if not codec:
        position = 0
        while data := stream.read(_PIECE):
            position += len(data)
            yield Piece(data, -1, position)
        return
    yield from _Members(stream, codec).pieces()


class _Members:
    """The members of a packed stream, one after the other."""

    def __init__(self, stream: BinaryIO, codec: Codec) -> None:
        self.stream = stream
        self.codec: Codec = codec
        self.new, self.errors = _unpacker(codec)
        self.buffer = b""
        self.place = 0  # in the buffer, of the first byte that is not taken
        self.position = 0  # in the file, of the same byte
        self.size = 0  # unpacked bytes so far

    def pieces(self) -> Iterator[Piece | Trouble]:
        while self._fill():
            rest = self.buffer[self.place :]
            padding = len(rest) - len(rest.lstrip(b"\x00"))
            if padding:  # between members, as tape blocks and xz have it
                self._take(padding)
                continue
            start = self.position
            trouble = yield from self._member()
            if trouble:
                yield Trouble(start, trouble, packed=True)
                self._find_next(start)

    def _member(self) -> Generator[Piece, None, str]:
        """Yield what one member holds; return what is wrong with it, or an empty text."""
        what = f"the {_NAMES[self.codec]} member that begins here"
        magic = _MAGIC[self.codec]
        begun = self.buffer[self.place : self.place + len(magic)]
        if begun != magic[: len(begun)]:
            return f"no {_NAMES[self.codec]} member begins here"
        first = self.position
        held: list[bytes] = []
        size = 0
        trouble = ""
        for item in self._steps(what):
            if isinstance(item, str):
                trouble = item
                break
            held.append(item)
            size += len(item)
            if size >= _PIECE // 2:
                yield Piece(b"".join(held), first, self.position)
                held, size, first = [], 0, -1
        if size:
            yield Piece(b"".join(held), first, self.position)
        return trouble

    def _steps(self, what: str) -> Iterator[bytes | str]:
        """Yield what a member holds, little by little; last of all a text if something is wrong."""
        unpacker = self.new()
        while not unpacker.eof:
            given = b""
            if unpacker.needs_input:
                if not self._fill():
                    yield f"{what} is cut off"
                    return
                given = self._take(_STEP)
            try:
                data = unpacker.decompress(given, _PIECE // 2)
            except self.errors as error:
                damage = f"{what} is damaged before byte {self.position}: {error}"
                self._give_back(given)  # small members may begin in the same step
                yield damage
                return
            self.size += len(data)
            if data:
                yield data
            if self.size > max(_BOMB_SIZE, _BOMB_RATIO * self.position):
                self._skip_all()
                yield f"{what} unpacks to over {_BOMB_RATIO} times its size: the rest is left out"
                return
        self._give_back(unpacker.unused_data)

    def _find_next(self, start: int) -> None:
        """Go to what looks like the next member behind the one that began at `start`."""
        magic = _MAGIC[self.codec]
        if self.position == start:
            self._take(1)
        while True:
            found = self.buffer.find(magic, self.place)
            if found >= 0:
                self._take(found - self.place)
                return
            self._take(max(len(self.buffer) - self.place - len(magic) + 1, 0))
            more = self.stream.read(_READ)
            if not more:
                self._take(len(self.buffer) - self.place)
                return
            self._add(more)

    def _fill(self) -> bool:
        """Have bytes in the buffer; say whether there are any."""
        if len(self.buffer) - self.place < len(_MAGIC[self.codec]):
            self._add(self.stream.read(_READ))
        return self.place < len(self.buffer)

    def _add(self, data: bytes) -> None:
        self.buffer = self.buffer[self.place :] + data
        self.place = 0

    def _take(self, size: int) -> bytes:
        taken = self.buffer[self.place : self.place + size]
        self.place += len(taken)
        self.position += len(taken)
        return taken

    def _give_back(self, data: bytes) -> None:
        """Put back bytes that were taken last."""
        if len(data) > self.place:
            self.buffer, self.place = data + self.buffer[self.place :], len(data)
        self.place -= len(data)
        self.position -= len(data)

    def _skip_all(self) -> None:
        self._take(len(self.buffer))
        while data := self.stream.read(_READ):
            self.position += len(data)


def _gzip(data: bytes) -> bytes:
    try:
        from isal import isal_zlib
    except ImportError:
        packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31)
        return packer.compress(data) + packer.flush()
    packed: bytes = isal_zlib.compress(data, _ISAL_LEVEL, 31)
    return packed


def _unpacker(codec: Codec) -> tuple[Callable[[], _Unpacker], tuple[type[Exception], ...]]:
    if codec == "gz":
        return _gunzip()
    if codec == "bz2":
        import bz2

        return bz2.BZ2Decompressor, (OSError, ValueError)
    if codec == "xz":
        import lzma

        return lzma.LZMADecompressor, (lzma.LZMAError,)
    zstd = _zstd()
    return zstd.ZstdDecompressor, (zstd.ZstdError,)


def _gunzip() -> tuple[Callable[[], _Unpacker], tuple[type[Exception], ...]]:
    try:
        from isal import igzip_lib
    except ImportError:
        return _Gunzip, (zlib.error,)
    wrong: Any = igzip_lib.IsalError
    return partial(igzip_lib.IgzipDecompressor, flag=igzip_lib.DECOMP_GZIP), (wrong,)


def _zstd() -> Any:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError as error:
        raise MissingExtraError("reading and writing .zst", "zstd") from error
    return zstd
