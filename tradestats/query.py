"""What of a table is wanted: its columns, and conditions on its rows. Shared by the command line and Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from tradestats.errors import QueryError
from tradestats.model import Published, columns, row_type

OPERATORS = ("!=", ">=", "<=", "=", ">", "<", "~")
_CONDITION = re.compile(r"\s*([A-Za-z_]+)\s*(!=|>=|<=|=|>|<|~)(.*)", re.DOTALL)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_MOMENT = re.compile(r"[T ][0-9]{2}:?[0-9]{2}.*")


def column_types(table: str) -> dict[str, str]:
    """Column name to type (text, code, date, period, integer, number), in output order."""
    return {f.name: str(f.metadata["type"]) for f in fields(row_type(table))}


def pick_columns(table: str, wanted: str | Sequence[str] | None) -> tuple[str, ...]:
    """The columns asked for, in the order asked; all if none are. QueryError names the columns there are."""
    every = columns(table)
    if wanted is None:
        return every
    names = [n.strip() for n in (wanted.split(",") if isinstance(wanted, str) else wanted)]
    chosen = tuple(dict.fromkeys(n for n in names if n))
    for n in chosen:
        if n not in every:
            raise QueryError(f"the table {table} has no column {n!r}; it has {', '.join(every)}")
    if not chosen:
        raise QueryError(f"no columns given; the table {table} has {', '.join(every)}")
    return chosen


class Condition(NamedTuple):
    """One condition on a row: column, operator, operand. Picklable, so that it can be tested where the rows are made."""

    column: str
    operator: str
    operand: str
    number: Decimal | None = None

    def holds(self, row: object) -> bool:
        """An empty cell is equal to an empty operand only, and never more or less than anything."""
        cell = getattr(row, self.column)
        if self.operator == "~":
            return self.operand.casefold() in _as_text(cell).casefold()
        if self.number is None:
            return _compare(self.operator, _as_text(cell), self.operand)
        if cell is None:
            return self.operator == "!="
        return _compare(self.operator, Decimal(cell), self.number)


def _as_text(cell: object) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return "" if cell is None else str(cell)


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
}


def _compare(operator: str, cell: Any, operand: Any) -> bool:
    if operator not in ("=", "!=") and (cell == "" or operand == ""):
        return False
    return _ORDER[operator](cell, operand)


def parse_condition(table: str, text: str) -> Condition:
    """`flow=export`, `value>1000000000`, `period~2024`: numbers compare as numbers, all else as text, which orders ISO dates.

    `~` is "contains", without regard to case. Raises QueryError for an unknown column, no operator, or a number that is none.
    """
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise QueryError(f"{text!r} is no condition; write column, one of {' '.join(OPERATORS)}, and what to compare with: flow=export")
    column, operator, operand = match[1], match[2], match[3].strip()
    pick_columns(table, [column])
    if column_types(table)[column] not in ("number", "integer") or operator == "~" or not operand:
        return Condition(column, operator, operand)
    try:
        number = Decimal(operand)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise QueryError(f"{column} is a number, {operand!r} is none")
    return Condition(column, operator, operand, number)


def keep(rows: Iterable[Any], conditions: Sequence[Condition]) -> list[Any]:
    """The rows for which all conditions hold, in order."""
    return [row for row in rows if all(c.holds(row) for c in conditions)]


def parse_published(text: str) -> Published:
    """`2024-09-30`, `2024-09`, or a time stamp that begins with a date. QueryError if it is no date of the calendar."""
    match = _DATE.match(text.strip())
    rest = text.strip()[match.end() :] if match else ""
    if match is None or (rest and not (match[3] and _MOMENT.fullmatch(rest))):
        raise QueryError(f"{text!r} is no date; write 2024-09-30 or 2024-09")
    year, month, day = int(match[1]), int(match[2]), int(match[3]) if match[3] else None
    try:
        date(year, month, day or 1)
    except ValueError:
        raise QueryError(f"{text!r} is no day of the calendar") from None
    return Published(year, month, day)
