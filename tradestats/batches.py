"""Arrow record batches and Parquet files to articles, a few hundred at a time, so that memory stays flat.

The columns are those of a JSON record: `text`, and `id`, `title`, `published`, `section`, `reporter` if there. Texts are any of
Arrow's strings or bytes in UTF-8, numbers may be ids, dates and times may be days of publication; all other columns are left alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tradestats.errors import InputError, Interrupted
from tradestats.record import KEYS, MAX_ARTICLE, NO_STRING, Fault, Item, Options, items_or_error

MARK = b"PAR1"  # a file begins and ends with it
AT_ONCE = 256  # articles whose texts are Python objects at a time
_BUFFER = 1 << 20  # bytes of a column that are read at a time: without it, all of a row group
_TOO_LONG = Fault(f"is longer than {MAX_ARTICLE >> 20} MB")


# ------------------------------------------------------------------ record batches


def used_columns(schema: pa.Schema) -> list[str]:
    """The columns that are read. ValueError, with a phrase, if there is no text among them or one is there twice."""
    found = [name for name in KEYS if name in schema.names]
    if "text" not in found:
        raise ValueError(f"no column 'text'; there are {', '.join(schema.names) or 'no columns at all'}")
    twice = [name for name in found if schema.names.count(name) > 1]
    if twice:
        raise ValueError(f"two columns {twice[0]!r}")
    return found


def records(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    """The rows, with a Fault for each value that cannot be used. ValueError as `used_columns` has it."""
    names = used_columns(batch.schema)
    for begin in range(0, batch.num_rows, AT_ONCE):
        columns = [_values(name, batch.column(name).slice(begin, AT_ONCE)) for name in names]
        for cells in zip(*columns, strict=True):
            yield dict(zip(names, cells, strict=True))


def _values(name: str, column: pa.Array) -> list[Any]:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_null(kind):
        return [None] * len(column)
    if name != "text" and (pa.types.is_integer(kind) or pa.types.is_temporal(kind)):
        return list(column.cast(pa.string()).to_pylist())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        column = column.cast(pa.large_binary())  # a string that is not UTF-8 must cost itself alone
    elif not (pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind)):
        return [None if value is None else NO_STRING for value in column.is_valid().to_pylist()]
    return [_decoded(value) for value in column.to_pylist()]


def _decoded(value: bytes | None) -> str | Fault | None:
    if value is None:
        return None
    if len(value) > MAX_ARTICLE:
        return _TOO_LONG
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        return Fault(f"is not UTF-8 (byte 0x{value[error.start]:02x} at {error.start})")


# ------------------------------------------------------------------ Parquet files


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A part of a Parquet file that can be read by itself."""

    path: str
    index: int
    first: int  # number of its first article in the file, counted from 1
    rows: int
    size: int  # bytes in the file


def row_groups(path: str, source: str) -> list[RowGroup]:
    """The row groups of a file. InputError if it is no Parquet file, or one without articles."""
    try:
        with open(path, "rb") as head:
            if head.read(len(MARK)) != MARK:
                raise ValueError("not a Parquet file")
        file = pq.ParquetFile(path)
        used_columns(file.schema_arrow)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise InputError(source, _first_line(error)) from None
    found, first = [], 1
    for index in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(index)
        size = sum(group.column(n).total_compressed_size for n in range(group.num_columns))
        found.append(RowGroup(path, index, first, group.num_rows, size))
        first += group.num_rows
    return found


def fingerprint(path: str) -> dict[str, Any]:
    """What tells a file from another, or from itself before a change: its size, and its footer, which has sizes and bounds of all pages."""
    with open(path, "rb") as file:
        size = file.seek(-8, os.SEEK_END) + 8
        length = int.from_bytes(file.read(4), "little")
        file.seek(size - 8 - length)
        return {"bytes": size, "footer": hashlib.sha256(file.read(length)).hexdigest()}


class Reader:
    """Reads row groups one after another. The file of the last one stays open: a footer may tell of thousands."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._path = ""
        self._file: pq.ParquetFile | None = None

    def items(self, group: RowGroup, source: str) -> Iterator[Item]:
        """The articles, at least one item for each row. What cannot be read at all ends them, and is said to."""
        number = group.first - 1
        try:
            for batch in self._batches(group):
                for record in records(batch):
                    number += 1
                    yield from items_or_error(source, f"{source}: article {number}", number, record, self._options)
        except (OSError, ValueError, pa.ArrowException) as error:
            yield Interrupted(source, f"row group {group.index + 1} cannot be read from article {number + 1} on ({_first_line(error)})")

    def _batches(self, group: RowGroup) -> Iterator[pa.RecordBatch]:
        if self._file is None or self._path != group.path:
            self._file, self._path = pq.ParquetFile(group.path, buffer_size=_BUFFER), group.path
        names = used_columns(self._file.schema_arrow)
        yield from self._file.iter_batches(AT_ONCE, [group.index], names, use_threads=False)


def items(path: str, source: str, options: Options, on_bytes: Callable[[int], None] | None = None) -> Iterator[Item]:
    """The articles of a file. InputError if it is no Parquet file with articles. `on_bytes` is told of progress."""
    reader = Reader(options)
    for group in row_groups(path, source):
        yield from reader.items(group, source)
        if on_bytes:
            on_bytes(group.size)


def _first_line(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).strip().split("\n")[0]
