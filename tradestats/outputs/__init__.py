"""Tables for the tools people have: spreadsheets, columnar files and databases. Each is written by a library that an extra brings.

A container takes the rows of article after article (`add`), is made final by `commit`, and by `abort` leaves what was there before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from tradestats.errors import OutputError
from tradestats.query import column_types

EXTRAS = {"xlsx": "openpyxl", "parquet": "pyarrow", "duckdb": "duckdb", "sqlite": "sqlite3"}
"""Format to the library that writes it; the extra bears the format's name. sqlite3 comes with Python."""

DATABASES = frozenset(("duckdb", "sqlite"))


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as it is written: its name, and the columns with their types (text, code, date, period, integer, number)."""

    name: str
    types: Mapping[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(self.types)


def layout(table: str, columns: Sequence[str] | None = None) -> Layout:
    """The layout of one of our tables, or of some of its columns."""
    types = column_types(table)
    return Layout(table, {name: types[name] for name in columns or types})


class Container(Protocol):
    """Something that holds tables."""

    def add(self, rows: Mapping[str, Sequence[object]]) -> None:
        """The rows of one article, by table."""

    def commit(self) -> str:
        """Make it final; what the user should know, or nothing."""

    def abort(self) -> None:
        """Leave everything as it was. Never raises; does nothing once committed."""


def require(form: str) -> None:
    """OutputError with a line on what to install if the library for a format is not there."""
    library = EXTRAS[form]
    if find_spec(library) is None:
        raise OutputError(f"{form} needs {library}, which is not installed: pip install 'tradestats[{form}]'")


_MODULES = {"xlsx": "sheets", "parquet": "columnar", "duckdb": "databases", "sqlite": "databases"}


def open_container(form: str, sink: Any, path: str, layouts: Sequence[Layout]) -> Container:
    """A container of a format: files go to `sink`, databases to `path`. OutputError if it cannot be opened."""
    require(form)
    module = import_module(f"tradestats.outputs.{_MODULES[form]}")
    made: Container = module.open_database(form, path, layouts) if form in DATABASES else module.open_file(sink, layouts)
    return made
