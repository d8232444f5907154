"""Excel workbooks: one sheet for each table, real numbers and dates, and no text that is taken for a formula."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Mapping, Sequence
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from tradestats.clean import visible
from tradestats.errors import OutputClosed, OutputError
from tradestats.outputs import Layout
from tradestats.write import CELL_LIMIT, Sink, number, picker

_IN_MEMORY = 16 << 20  # bytes of a workbook; a greater one waits on disk
_ROWS = 1_048_576  # of a sheet, the header included
_FIRST_YEAR = 1901  # earlier dates are text: the calendar of spreadsheets begins in 1900, with a day too many
_GREATEST = Decimal("1e300")  # beyond it a double is infinite
_NOT_XML = re.compile("[\ufffe\uffff]")  # the rest that XML cannot carry is made visible before
_WIDTHS = {"text": 24, "code": 12, "date": 12, "period": 18, "integer": 9, "number": 20}
_LONG = {"sentence": 60, "title": 40, "reason": 40, "others": 60}


class Sheets:
    """A workbook on its way into a file. Rows go to disk as they come."""

    def __init__(self, sink: Sink, layouts: Sequence[Layout]) -> None:
        self._sink = sink
        self._layouts = {each.name: each for each in layouts}
        self._book = Workbook(write_only=True)
        self._sheets = {each.name: self._sheet(each) for each in layouts}
        self._rows = dict.fromkeys(self._layouts, 1)

    def _sheet(self, layout: Layout) -> Any:
        sheet = self._book.create_sheet(layout.name)
        sheet.freeze_panes = "A2"
        for at, (name, kind) in enumerate(layout.types.items(), 1):
            sheet.column_dimensions[get_column_letter(at)].width = _LONG.get(name, max(_WIDTHS[kind], len(name) + 3))
        header = []
        for name in layout.columns:
            cell = _text(sheet, name)
            cell.font = Font(bold=True)
            header.append(cell)
        sheet.append(header)
        return sheet

    def add(self, rows: Mapping[str, Sequence[object]]) -> None:
        """The rows of one article, by sheet."""
        for name, found in rows.items():
            layout, sheet, pick = self._layouts[name], self._sheets[name], picker(self._layouts[name].columns)
            self._rows[name] += len(found)
            if self._rows[name] > _ROWS:
                raise OutputError(f"more than {_ROWS - 1:,} rows do not fit into a sheet; write csv, parquet or a database instead")
            for row in found:
                sheet.append([_cell(sheet, cell, kind) for cell, kind in zip(pick(row), layout.types.values(), strict=True)])

    def commit(self) -> str:
        """Write the file."""
        for name, sheet in self._sheets.items():
            last = get_column_letter(len(self._layouts[name].columns))
            sheet.auto_filter.ref = f"A1:{last}{self._rows[name]}"
        try:
            # Not into the output itself: a zip that cannot be finished complains once more when it is thrown away.
            with SpooledTemporaryFile(_IN_MEMORY) as made, self._sink.file() as file:
                self._book.save(made)
                made.seek(0)
                shutil.copyfileobj(made, file)
        except BrokenPipeError:
            raise OutputClosed from None
        except OSError as error:
            raise OutputError(f"the workbook cannot be written ({error.strerror})") from None
        self._sink.commit()
        return ""

    def abort(self) -> None:
        """Nothing is kept."""
        self._sink.abort()


def _text(sheet: Any, text: str) -> Any:
    """A cell of text, whatever it begins with: typed as a string, `=1+1` is no formula."""
    cell = WriteOnlyCell(sheet, _NOT_XML.sub("\ufffd", visible(text))[:CELL_LIMIT])
    cell.data_type = "s"
    return cell


def _cell(sheet: Any, cell: Any, kind: str) -> Any:
    if cell is None or cell == "":
        return None
    if isinstance(cell, int):
        return cell
    if isinstance(cell, Decimal):
        return _number(sheet, cell)
    if cell.isalnum():  # a code: no formula, no error value, nothing to clean, and much faster so
        return cell
    day = _date(cell) if kind == "date" else None
    if day is None:
        return _text(sheet, cell)
    dated = WriteOnlyCell(sheet, dt.datetime.combine(day, dt.time()))
    dated.number_format = "yyyy-mm-dd"
    return dated


def _number(sheet: Any, value: Decimal) -> Any:
    if not value.is_finite() or abs(value) > _GREATEST:
        return _text(sheet, number(value)) if value.is_finite() else None
    shown: Any = int(value) if value == int(value) else value
    cell = WriteOnlyCell(sheet, shown)
    cell.number_format = "#,##0" if value == int(value) else "General"
    return cell


def _date(text: str) -> dt.date | None:
    """A whole day; None for a month, and for days before the calendar of spreadsheets."""
    try:
        day = dt.date.fromisoformat(text) if len(text) == len("2024-01-01") else None
    except ValueError:
        return None
    return day if day and day.year >= _FIRST_YEAR else None


def open_file(sink: Sink, layouts: Sequence[Layout]) -> Sheets:
    """A new workbook with one sheet for each layout."""
    return Sheets(sink, layouts)
