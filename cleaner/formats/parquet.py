"""Parquet: read row group by row group, all columns passed through, the schema kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from cleaner.formats.record import Chunk, Cut, MissingExtraError, Piece, Record, Trouble

__all__ = ["Parquet", "join", "table_chunks", "to_stream"]

# Rows are written together when they are so many bytes: enough to pack well, and little beside the
# memory of a worker.
_ROW_GROUP = 32 << 20


@dataclass(frozen=True, slots=True)
class Parquet:
    """Reads and writes chunks of rows, which travel between processes as Arrow streams."""

    added: tuple[str, ...] = ()  # columns of text that the records have and the file has not

    def chunks(self, pieces: Iterator[Piece | Trouble], cut: Cut) -> Iterator[Chunk]:
        """Not for this format: its bytes cannot be read from first to last; see `table_chunks`."""
        raise NotImplementedError("Parquet is read by table_chunks")

    def read(self, chunk: Chunk) -> Iterator[Record | Trouble]:
        """Yield each row as a mapping from column names: all columns but nested and binary ones.

        Those travel from the input to the output without becoming Python objects.
        """
        arrow = _arrow()
        table = _table(chunk.payload)
        names = [field.name for field in table.schema if _is_plain(arrow.types, field.type)]
        columns = [table.column(name).to_pylist() for name in names]
        for number, cells in enumerate(zip(*columns, strict=True)):
            yield Record(dict(zip(names, cells, strict=True)), chunk.offset + number)

    def pack(self, records: Sequence[Record], chunk: Chunk) -> bytes:
        """Return the rows as an Arrow stream; see `table`."""
        return to_stream(self.table(records, chunk)) if chunk.payload else b""

    def table(self, records: Sequence[Record], chunk: Chunk) -> Any:
        """Return the rows as a table of the file's schema and the added columns.

        A column of text takes its values from the records, any other one from the chunk.
        """
        arrow = _arrow()
        rows = [record.offset - chunk.offset for record in records]
        table = _table(chunk.payload).take(arrow.array(rows, arrow.int64()))
        for place, field in enumerate(table.schema):
            if _is_text(arrow.types, field.type):
                cells = [record.fields[field.name] for record in records]
                table = table.set_column(place, field, _column(arrow, cells, field.type))
        for name in self.added:
            if name in table.schema.names:
                table = table.drop_columns([name])
            cells = [record.fields.get(name) for record in records]
            table = table.append_column(name, _column(arrow, cells, arrow.string()))
        return table


def table_chunks(file: BinaryIO, cut: Cut) -> Iterator[Chunk]:
    """Yield the rows of a Parquet file in chunks that end where its row groups end.

    A row group that cannot be read is reported by the number of its first row; where the end of
    the file is missing, nothing can be read, and one empty chunk says so.
    """
    arrow = _arrow()
    from pyarrow import parquet

    try:
        source = parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 16)
    except (arrow.ArrowInvalid, OSError) as error:
        size = file.seek(0, 2)
        message = f"no end of a Parquet file (is it cut off?): {_first_line(error)}"
        yield Chunk(0, b"", 0, size, troubles=(Trouble(size, message, packed=True),))
        return
    yield from _group_chunks(source, cut)


def _group_chunks(source: Any, cut: Cut) -> Iterator[Chunk]:
    arrow = _arrow()
    number = row = consumed = 0
    troubles: list[Trouble] = []
    for group in range(source.metadata.num_row_groups):
        about = source.metadata.row_group(group)
        rows = max(1, cut.size * about.num_rows // max(about.total_byte_size, 1))
        first, row = row, row + about.num_rows
        if not about.num_rows:
            continue
        consumed += sum(about.column(k).total_compressed_size for k in range(about.num_columns))
        try:
            for batch in source.iter_batches(min(rows, about.num_rows), row_groups=[group]):
                data = to_stream(arrow.Table.from_batches([batch]))
                yield Chunk(number, data, first, consumed, troubles=tuple(troubles))
                number, first, troubles = number + 1, first + batch.num_rows, []
        except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
            message = f"row group {group} is damaged, {row - first} rows from here are lost"
            troubles.append(Trouble(first, f"{message}: {_first_line(error)}"))
    if troubles or not number:
        data = to_stream(source.schema_arrow.empty_table())
        yield Chunk(number, data, row, consumed, troubles=tuple(troubles))


def join(parts: Iterable[bytes], file: BinaryIO, like: BinaryIO) -> None:
    """Write Arrow streams as one Parquet file, packed as `like` is, the input."""
    from pyarrow import parquet

    metadata = parquet.ParquetFile(like).metadata
    codec = "snappy"
    if metadata.num_row_groups and metadata.num_columns:
        codec = metadata.row_group(0).column(0).compression.lower()
    codec = "none" if codec == "uncompressed" else codec
    writer = None
    for table in _gather(map(_table, filter(None, parts))):
        if writer is None:
            writer = parquet.ParquetWriter(file, table.schema, compression=codec)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _gather(tables: Iterable[Any]) -> Iterator[Any]:
    """Yield the tables put together to the size of a row group; at least one."""
    arrow = _arrow()
    held: list[Any] = []
    for table in tables:
        held.append(table)
        if sum(each.nbytes for each in held) >= _ROW_GROUP:
            yield arrow.concat_tables(held)
            held = []
    if held:
        yield arrow.concat_tables(held)


def _is_text(types: Any, kind: Any) -> bool:
    if types.is_dictionary(kind):
        kind = kind.value_type
    return str(kind) in ("string", "large_string", "string_view")


def _is_plain(types: Any, kind: Any) -> bool:
    return _is_text(types, kind) or bool(
        types.is_integer(kind) or types.is_floating(kind) or types.is_boolean(kind)
    )


def _column(arrow: Any, cells: Sequence[object], kind: Any) -> Any:
    """Return cells as a column. Arrow wants UTF-8: a lone surrogate becomes U+FFFD."""
    try:
        return arrow.array(cells, kind)
    except UnicodeEncodeError:
        sound = [
            cell.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            if isinstance(cell, str)
            else cell
            for cell in cells
        ]
        return arrow.array(sound, kind)


def _table(payload: bytes) -> Any:
    arrow = _arrow()
    if not payload:
        return arrow.table({})
    return arrow.ipc.open_stream(payload).read_all()


def to_stream(table: Any) -> bytes:
    """Return a table as the bytes in which it travels between processes."""
    arrow = _arrow()
    sink = arrow.BufferOutputStream()
    with arrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtraError("reading and writing Parquet", "parquet") from error
    return pyarrow
