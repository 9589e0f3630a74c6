"""Which format a file is in, by its name."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias, get_args

from cleaner.formats.compression import Codec, codec_of
from cleaner.formats.delimited import Delimited
from cleaner.formats.jsonl import Jsonl
from cleaner.formats.parquet import Parquet
from cleaner.formats.record import Format
from cleaner.formats.warc import Warc
from cleaner.formats.whole import Whole

__all__ = ["KINDS", "Kind", "kind_of", "make_format", "output_name"]

Kind: TypeAlias = Literal["jsonl", "parquet", "warc", "csv", "tsv", "text", "html"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_SUFFIXES: dict[str, Kind] = {
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "parquet": "parquet",
    "warc": "warc",
    "wet": "warc",
    "csv": "csv",
    "tsv": "tsv",
    "txt": "text",
    "text": "text",
    "html": "html",
    "htm": "html",
}


def kind_of(name: str) -> tuple[Kind | None, Codec]:
    """Return the format of a file of this name (None: unknown), and how it is packed.

    >>> kind_of("corpus/part-1.jsonl.zst"), kind_of("notes")
    (('jsonl', 'zst'), (None, ''))
    """
    codec = codec_of(name)
    stem = name[: -len(codec) - 1] if codec else name
    _, dot, suffix = stem.rpartition(".")
    return (_SUFFIXES.get(suffix.lower()) if dot else None), codec


def make_format(kind: Kind, added: tuple[str, ...] = (), encoding: str = "") -> Format:
    """Return the reader and writer of a format.

    Args:
        kind: the format.
        added: columns that cleaning adds, for tables.
        encoding: what texts are in; found out where empty.
    """
    if kind == "jsonl":
        return Jsonl()
    if kind == "parquet":
        return Parquet(added)
    if kind == "warc":
        return Warc()
    if kind in ("csv", "tsv"):
        return Delimited("," if kind == "csv" else "\t", added)
    return Whole(encoding, html=kind == "html")


def output_name(name: str, kind: Kind, codec: Codec, to: str = "") -> str:
    """Return the name of what is made of a file: its own, unless the format changes.

    >>> output_name("CC-1.warc.wet.gz", "warc", "gz"), output_name("a.csv", "csv", "", "jsonl.zst")
    ('CC-1.jsonl.gz', 'a.jsonl.zst')
    """
    if not to and kind not in ("warc", "html"):
        return name
    stem = name[: -len(codec) - 1] if codec else name
    if kind_of(stem)[0]:
        stem = stem.rpartition(".")[0]
    if kind == "warc":
        stem = re.sub(r"\.warc$", "", stem, flags=re.IGNORECASE)
    if not to:
        to = "txt" if kind == "html" else "jsonl"
        to += f".{codec}" if codec else ""
    return f"{stem}.{to}"
