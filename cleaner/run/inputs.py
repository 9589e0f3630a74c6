"""The files of a corpus: names, folders, globs and addresses, in a fixed order."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from cleaner.core.errors import InputError
from cleaner.formats.compression import Codec, codec_of
from cleaner.formats.kinds import KINDS, Kind, kind_of, output_name
from cleaner.formats.record import MissingExtraError

__all__ = ["Input", "Wanted", "connect", "find_inputs", "find_unknown", "is_remote", "open_input"]

STDIN = "-"


class Input(NamedTuple):
    """A file to be cleaned.

    Attributes:
        name: as the user knows it; a path, an address, or `-`.
        output: the name of what is made of it, below the output folder, with `/`.
        kind: its format.
        codec: how it is packed.
        out_codec: how its output is packed.
        size: its bytes (0: unknown).
        stamp: changes when the file does: the time of its last change, or a tag of the store.
    """

    name: str
    output: str
    kind: Kind
    codec: Codec
    out_codec: Codec
    size: int
    stamp: str


class Wanted(NamedTuple):
    """The format of all inputs (None: by name), and that of the outputs (empty: the same)."""

    kind: Kind | None = None
    to: str = ""


def find_inputs(
    names: Iterable[str],
    wanted: Wanted,
    leave_out: Path | None = None,
    *,
    to_folder: bool = True,
) -> list[Input]:
    """Return the files that names, folders, globs and addresses stand for, each once.

    A folder gives all files below it whose names tell a known format, sorted; outputs keep their
    places below it. A file or glob gives outputs named like the files.

    Args:
        names: what the user gave.
        wanted: the formats.
        leave_out: a folder that is no input (the output, which may lie in an input folder).
        to_folder: each input becomes a file of its own, so that the names of those count.

    Raises:
        InputError: something is missing, of unknown format, or two outputs would have one name.
    """
    found: dict[str, Input] = {}
    for name in names:
        for path, output in _expand(name, wanted, leave_out):
            if path not in found:
                found[path] = _describe(path, output, wanted)
    if to_folder:
        _check_outputs(found.values())
    return list(found.values())


def find_unknown(names: Iterable[str], wanted: Wanted) -> list[str]:
    """Return the files in given folders that are no inputs, because their names tell no format."""
    if wanted.kind:
        return []
    return [
        str(Path(above) / file)
        for name in names
        if not is_remote(name) and os.path.isdir(name)  # noqa: PTH112
        for above, _, files in os.walk(name)
        for file in sorted(files)
        if kind_of(file)[0] is None and not file.startswith(".")
    ]


def open_input(source: Input) -> BinaryIO:
    """Return the bytes of an input as they lie there.

    Raises:
        InputError: it cannot be opened.
    """
    if source.name == STDIN:
        return sys.stdin.buffer
    try:
        if is_remote(source.name):
            system, path = connect(source.name)
            file: BinaryIO = system.open(path, "rb")
            return file
        return Path(source.name).open("rb")
    except OSError as error:
        raise InputError(f"{source.name}: {error.strerror or error}") from error


def is_remote(name: str) -> bool:
    """Say whether a name is an address (`s3://...`) and no path (`C://...`)."""
    return name.find("://") > 1


def connect(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path in it.

    Raises:
        InputError: nothing knows such addresses.
        MissingExtraError: fsspec is not installed.
    """
    try:
        import fsspec
    except ImportError as error:
        raise MissingExtraError(f"reading and writing {address}", "remote") from error
    try:
        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:  # fsspec is here, and what it needs for these addresses is not
        raise MissingExtraError(f"reading and writing {address}", "remote") from error
    except ValueError as error:
        raise InputError(f"{address}: {error}") from error
    return system, path


def _check_outputs(inputs: Iterable[Input]) -> None:
    """Complain of outputs that cannot be, or not beside each other."""
    outputs: dict[str, str] = {}
    for each in inputs:
        parts = PurePosixPath(each.output).parts
        absolute = PurePosixPath(each.output).is_absolute()
        if ".." in parts or absolute or "\0" in each.output or parts[0][0] == "_":
            raise InputError(f"{each.name}: {each.output!r} is no name for an output")
        other = outputs.setdefault(each.output, each.name)
        if other != each.name:
            raise InputError(
                f"{other} and {each.name} would both become {each.output}: "
                "give the folder above them, or clean them into two folders"
            )


def _expand(name: str, wanted: Wanted, leave_out: Path | None) -> Iterator[tuple[str, str]]:
    """Yield the path of each file that a name stands for, and its place below a folder."""
    if name == STDIN:
        yield name, "stdin"
    elif is_remote(name):
        yield from _expand_remote(name, wanted)
    elif os.path.isdir(name):  # noqa: PTH112 - names stay as they were given
        yield from _walk(Path(name), wanted, leave_out)
    elif os.path.exists(name):  # noqa: PTH110
        yield name, Path(name).name
    else:
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207
        if matches == [name]:
            raise InputError(f"{name}: a link that leads nowhere")
        if not matches:
            raise InputError(f"{name}: there is no such file")
        for match in matches:
            yield from _expand(match, wanted, leave_out)


def _walk(folder: Path, wanted: Wanted, leave_out: Path | None) -> Iterator[tuple[str, str]]:
    count = 0
    for above, folders, files in os.walk(folder, followlinks=False):
        folders.sort()
        here = Path(above)
        if leave_out is not None:
            folders[:] = [each for each in folders if (here / each).resolve() != leave_out]
        for file in sorted(files):
            if wanted.kind or (kind_of(file)[0] and not file.startswith(".")):
                count += 1
                path = here / file
                yield str(path), path.relative_to(folder).as_posix()
    if not count:
        raise InputError(f"{folder}: no file in it has a known name ({', '.join(KINDS)})")


def _expand_remote(name: str, wanted: Wanted) -> Iterator[tuple[str, str]]:
    system, path = connect(name)
    root = path
    if glob.has_magic(path):
        paths = sorted(system.glob(path))
        root = ""
    elif system.isdir(path):
        paths = [each for each in sorted(system.find(path)) if wanted.kind or kind_of(each)[0]]
    else:
        paths, root = [path], ""
    if not paths:
        raise InputError(f"{name}: there is no such file")
    for each in paths:
        below = each[len(root) :].lstrip("/") if root else each.rpartition("/")[2]
        yield system.unstrip_protocol(each), below


def _describe(path: str, output: str, wanted: Wanted) -> Input:
    kind, codec = kind_of(path)
    kind = wanted.kind or kind
    if kind is None:
        whose = f"{path}: its name tells no"
        if path == STDIN:
            whose = "standard input has no name that tells a"
        raise InputError(f"{whose} format: say which (--format {'|'.join(KINDS)})")
    if path == STDIN and kind == "parquet":
        raise InputError("Parquet cannot be read from a pipe: its end says what is in it")
    size, stamp = 0, ""
    if path != STDIN:
        size, stamp = _measure(path)
    made = output_name(output, kind, codec, wanted.to)
    # Parquet is packed inside; a file of another name is as plain as the name says.
    out_codec: Codec = "" if kind == "parquet" and not wanted.to else codec_of(made)
    return Input(path, made, kind, codec, out_codec, size, stamp)


def _measure(path: str) -> tuple[int, str]:
    try:
        if is_remote(path):
            system, inner = connect(path)
            about = system.info(inner)
            keys = ("ETag", "etag", "md5", "mtime", "LastModified", "last_modified", "created")
            stamp = next((str(about[key]) for key in keys if about.get(key)), "")
            return int(about.get("size") or 0), stamp
        status = Path(path).stat()
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such file") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    return status.st_size, str(status.st_mtime_ns)
