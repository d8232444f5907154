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


class File:
    """A parquet file on its way. Numbers are decimals of 38 digits, 9 of them behind the point; what does not fit is empty and counted."""

    def __init__(self, sink: Sink, layouts: Sequence[Layout]) -> None:
        (self._layout,) = layouts
        self._sink = sink
        self._file = sink.file()
        schema = pa.schema([pa.field(name, _type(name, kind)) for name, kind in self._layout.types.items()])
        self._writer = pq.ParquetWriter(self._file, schema, compression="zstd")
        self._schema = schema
        self._waiting: list[tuple[Any, ...]] = []
        self._pick = picker(self._layout.columns)
        self._too_long = 0

    def add(self, rows: Mapping[str, Sequence[object]]) -> None:
        """The rows of one article."""
        self._waiting += map(self._pick, rows.get(self._layout.name, ()))
        if len(self._waiting) >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        columns = list(zip(*self._waiting, strict=True)) or [()] * len(self._schema)
        arrays = [pa.array(self._cells(cells, field), field.type) for cells, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._waiting = []

    def _cells(self, cells: Sequence[Any], field: Any) -> list[Any]:
        if pa.types.is_decimal(field.type):
            made = [fitting(cell) for cell in cells]
            self._too_long += sum(cell is not None and one is None for cell, one in zip(cells, made, strict=True))
            return made
        if pa.types.is_date(field.type):
            return [dt.date.fromisoformat(cell) if cell else None for cell in cells]
        return [visible(cell) or None if isinstance(cell, str) else cell for cell in cells]

    def commit(self) -> str:
        """Write what is left and the file's end."""
        try:
            self._flush()
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


def _type(name: str, kind: str) -> Any:
    if kind == "number":
        return pa.decimal128(DIGITS, DECIMALS)
    if kind == "integer":
        return pa.int64()
    return pa.date32() if name.startswith("period_") else pa.string()  # `published` may be a month


def fitting(value: Decimal | None) -> Decimal | None:
    """A number if it fits without loss, else None."""
    if value is None or not value.is_finite() or abs(value) >= _GREATEST or -int(value.as_tuple().exponent) > DECIMALS:
        return None
    return value


def open_file(sink: Sink, layouts: Sequence[Layout]) -> File:
    """A new file of one table."""
    return File(sink, layouts)
