"""Databases: SQLite and DuckDB. Articles are added to what is there; one that is there already adds nothing, so that a run may be repeated.

Each release is an article of its own, with its date in `published`: the vintages of a figure are kept side by side. A run is one
transaction: it is added whole or not at all. A table of an older version gets the columns that it lacks.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

from tradestats.clean import visible
from tradestats.errors import OutputError
from tradestats.outputs import Layout
from tradestats.write import number, picker

_IDENTITY = "article_id"
_TYPES = {
    "sqlite": {"number": "NUMERIC", "integer": "INTEGER", "day": "TEXT", "text": "TEXT"},
    "duckdb": {"number": "DECIMAL(38, 9)", "integer": "BIGINT", "day": "DATE", "text": "VARCHAR"},
}
_GREATEST = Decimal(10) ** 29
_DECIMALS = 9
_TOGETHER = 2_000  # rows that are inserted at once


class Database:
    """An open database with a transaction on it."""

    def __init__(self, form: str, path: str, layouts: Sequence[Layout]) -> None:
        self._form = form
        self._new = "" if os.path.exists(path) else path
        self._path = path
        self._layouts = {each.name: each for each in layouts}
        self._there: dict[str, set[str]] = {}
        self._articles_known: set[str] = set()
        self._waiting: dict[str, list[list[Any]]] = {each.name: [] for each in layouts}
        self._too_long = 0
        self._open: Any = None
        try:
            self._open = _connect(form, path)
            self._open.execute("BEGIN")
            for each in layouts:
                self._prepare(each)
        except _errors(form) as error:
            self.abort()
            raise OutputError(f"{path}: cannot be used as a {form} database ({_first_line(error)})") from None

    def _prepare(self, layout: Layout) -> None:
        """Make the table, or add the columns that an older one lacks, and learn which articles it holds."""
        wanted = {name: _TYPES[self._form][_kind(name, kind)] for name, kind in layout.types.items()}
        listed = ", ".join(f'"{name}" {kind}' for name, kind in wanted.items())
        self._open.execute(f'CREATE TABLE IF NOT EXISTS "{layout.name}" ({listed})')
        there = {row[1] for row in self._open.execute(f"PRAGMA table_info('{layout.name}')").fetchall()}
        for name, kind in wanted.items():
            if name not in there:
                self._open.execute(f'ALTER TABLE "{layout.name}" ADD COLUMN "{name}" {kind}')
        rows = self._open.execute(f'SELECT DISTINCT "{_IDENTITY}" FROM "{layout.name}"').fetchall()
        self._there[layout.name] = {row[0] for row in rows}

    def add(self, rows: Mapping[str, Sequence[object]]) -> None:
        """The rows of one article, by table; of one that the table holds already none."""
        for name, found in rows.items():
            articles = {getattr(row, _IDENTITY) for row in found}
            if not found or articles <= self._there[name]:
                self._articles_known |= articles
                continue
            self._there[name] |= articles
            pick = picker(self._layouts[name].columns)
            self._waiting[name] += ([self._cell(cell) for cell in pick(row)] for row in found)
            if len(self._waiting[name]) >= _TOGETHER:
                self._insert(name)

    def _insert(self, name: str) -> None:
        """What is waiting for a table, in one statement."""
        rows, self._waiting[name] = self._waiting[name], []
        if not rows:
            return
        layout = self._layouts[name]
        columns = ", ".join(f'"{c}"' for c in layout.columns)
        try:
            if self._form == "sqlite":
                marks = ", ".join("?" * len(layout.columns))
                self._open.executemany(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})', rows)
            else:
                self._open.register("waiting", _as_text(layout, rows))  # row by row it takes a hundred times as long
                self._open.execute(f'INSERT INTO "{name}" ({columns}) SELECT {_cast(layout)} FROM waiting')
                self._open.unregister("waiting")
        except _errors(self._form) as error:
            raise OutputError(f"{self._path}: {_first_line(error)}") from None

    def _cell(self, cell: Any) -> Any:
        if isinstance(cell, str):
            return visible(cell) or None
        if not isinstance(cell, Decimal):
            return cell
        if self._form == "sqlite":
            return number(cell) or None  # a column of numbers makes an integer or a double of it
        if not cell.is_finite() or abs(cell) >= _GREATEST or -int(cell.as_tuple().exponent) > _DECIMALS:
            self._too_long += 1
            return None
        return number(cell)

    def commit(self) -> str:
        """End the transaction. Says how many articles were there before."""
        for name in self._waiting:
            self._insert(name)
        try:
            self._open.execute("COMMIT")
            self._open.close()
        except _errors(self._form) as error:
            self.abort()
            raise OutputError(f"{self._path}: {_first_line(error)}") from None
        self._open = None
        notes = []
        if self._articles_known:
            known = len(self._articles_known)
            notes.append(f"{known} {'article was' if known == 1 else 'articles were'} in it already")
        if self._too_long:
            notes.append(f"{self._too_long} numbers of more than 38 digits left empty")
        return ", ".join(notes)

    def abort(self) -> None:
        """Take back the transaction; a database that was not there before is removed."""
        if self._open is None:
            return
        with suppress(Exception):  # whatever it is, the transaction is not committed
            self._open.execute("ROLLBACK")
        with suppress(Exception):
            self._open.close()
        self._open = None
        if self._new:
            with suppress(OSError):
                os.unlink(self._new)


def _kind(name: str, kind: str) -> str:
    if kind in ("number", "integer"):
        return kind
    return "day" if name.startswith("period_") else "text"  # `published` may be a month


def _as_text(layout: Layout, rows: Sequence[Sequence[Any]]) -> Any:
    """A data frame of text: the database makes numbers and days of it, exactly."""
    import pandas as pd

    cells = zip(*rows, strict=True)
    return pd.DataFrame(
        {
            name: pd.Series([None if c is None else str(c) for c in column], dtype=object)
            for name, column in zip(layout.columns, cells, strict=True)
        }
    )


def _cast(layout: Layout) -> str:
    return ", ".join(f'CAST("{name}" AS {_TYPES["duckdb"][_kind(name, kind)]})' for name, kind in layout.types.items())


def _connect(form: str, path: str) -> Any:
    if form == "sqlite":
        import sqlite3

        return sqlite3.connect(path, isolation_level=None)
    import duckdb

    return duckdb.connect(path)


def _errors(form: str) -> Any:
    if form == "sqlite":
        import sqlite3

        return sqlite3.Error
    import duckdb

    return duckdb.Error


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]


def open_database(form: str, path: str, layouts: Sequence[Layout]) -> Database:
    """The database at `path`, made if it is not there."""
    return Database(form, path, layouts)
