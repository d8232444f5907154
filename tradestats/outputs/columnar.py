"""Parquet: one table, exact decimals, days as dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tradestats.clean import visible
from tradestats.errors import OutputClosed, OutputError
from tradestats.outputs import Layout
from tradestats.write import Sink, picker

DIGITS, DECIMALS = 38, 9
_GREATEST = Decimal(10) ** (DIGITS - DECIMALS)
_GROUP = 50_000  # rows that are written together
_BATCH = 2_000  # rows that become columns together: as objects they take ten times the memory


class File:
    """A parquet file on its way. Numbers are decimals of 38 digits, 9 of them behind the point; what does not fit is empty and counted."""

    def __init__(self, sink: Sink, layouts: Sequence[Layout]) -> None:
        (self._layout,) = layouts
        self._sink = sink
        self._file = sink.file()
        self._schema = schema(self._layout)
        self._writer = pq.ParquetWriter(self._file, self._schema, compression="zstd")
        self._waiting: list[tuple[Any, ...]] = []
        self._batches: list[pa.RecordBatch] = []
        self._pick = picker(self._layout.columns)
        self._too_long = 0

    def add(self, rows: Mapping[str, Sequence[object]]) -> None:
        """The rows of one article."""
        self._waiting += map(self._pick, rows.get(self._layout.name, ()))
        if len(self._waiting) >= _BATCH:
            self._convert()
        if sum(batch.num_rows for batch in self._batches) >= _GROUP:
            self._write()

    def _convert(self) -> None:
        made, too_long = record_batch(self._waiting, self._schema)
        self._batches.append(made)
        self._too_long += too_long
        self._waiting = []

    def _write(self) -> None:
        self._writer.write_table(pa.Table.from_batches(self._batches, self._schema))
        self._batches = []

    def commit(self) -> str:
        """Write what is left and the file's end."""
        try:
            self._convert()
            self._write()
            self._writer.close()
            self._file.close()
        except BrokenPipeError:
            raise OutputClosed from None
        except OSError as error:
            raise OutputError(f"the file cannot be written ({error.strerror or error})") from None
        self._sink.commit()
        return f"{self._too_long} numbers of more than {DIGITS} digits left empty" if self._too_long else ""

    def abort(self) -> None:
        """Nothing is kept."""
        self._sink.abort()


def schema(layout: Layout) -> pa.Schema:
    """The columns as Arrow has them."""
    return pa.schema([pa.field(name, _type(name, kind)) for name, kind in layout.types.items()])


def _type(name: str, kind: str) -> Any:
    if kind == "number":
        return pa.decimal128(DIGITS, DECIMALS)
    if kind == "integer":
        return pa.int64()
    return pa.date32() if name.startswith("period_") else pa.string()  # `published` may be a month


def record_batch(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> tuple[pa.RecordBatch, int]:
    """Cells row by row as a record batch, and how many numbers are left empty in it since they do not fit."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    made = [_cells(cells, field.type) for cells, field in zip(columns, schema, strict=True)]
    lost = sum(
        cell is not None and one is None
        for field, cells, ones in zip(schema, columns, made, strict=True)
        if pa.types.is_decimal(field.type)
        for cell, one in zip(cells, ones, strict=True)
    )
    arrays = [pa.array(cells, field.type) for cells, field in zip(made, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema), lost


def _cells(cells: Sequence[Any], kind: pa.DataType) -> list[Any]:
    if pa.types.is_decimal(kind):
        return [fitting(cell) for cell in cells]
    if pa.types.is_date(kind):
        return [dt.date.fromisoformat(cell) if cell else None for cell in cells]
    return [visible(cell) or None if isinstance(cell, str) else cell for cell in cells]


def fitting(value: Decimal | None) -> Decimal | None:
    """A number if it fits without loss, else None."""
    if value is None or not value.is_finite() or abs(value) >= _GREATEST or -int(value.as_tuple().exponent) > DECIMALS:
        return None
    return value


def open_file(sink: Sink, layouts: Sequence[Layout]) -> File:
    """A new file of one table."""
    return File(sink, layouts)
