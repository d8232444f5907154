"""What a change is of, and what it is against, where the words leave it open and the levels told beside it bear it out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import product

from tradestats.calendar import Period
from tradestats.frame import Row
from tradestats.recognise.numbers import Number

_TOO_WIDE = Decimal(2)  # points of percentage: levels that leave a growth more open than this prove nothing
_HALF = Decimal("0.5")


def borne_out(change: Row, rows: Sequence[Row]) -> set[tuple[Period, Period]]:
    """The pairs of periods, the later one first, whose levels of the same series make a growth or a change as it is stated."""
    levels = [row for row in rows if row.measure == "level" and row.period is not None and _alike(row, change)]
    found = set()
    for later, earlier in product(levels, levels):
        if later.period is None or earlier.period is None or later.period.start <= earlier.period.start:
            continue
        made = _difference(later, earlier) if change.measure == "change" else _growth(later, earlier)
        if made is not None and abs(made[0] - change.value) <= _rounding(change.number) + made[1] / 2:
            found.add((later.period, earlier.period))
    return found


def _alike(level: Row, change: Row) -> bool:
    """Whether a level is of the series that a change is of."""
    mine, its = level.series, change.series
    same = (mine.reporter, mine.flow, mine.partner) == (its.reporter, its.flow, its.partner) and _goods(level) == _goods(change)
    return (
        same and level.bound == "=" and (level.unit == change.unit if change.measure == "change" else level.statistic == change.statistic)
    )


def _goods(row: Row) -> str:
    return row.series.product.text.lower() if row.series.product is not None else ""


def _rounding(number: Number) -> Decimal:
    """Half a unit of the last digit that a number states."""
    return _HALF.scaleb(number.unit_mult - number.decimals)


def _difference(later: Row, earlier: Row) -> tuple[Decimal, Decimal]:
    """By how much two levels differ, and how far off that can be, as rounded as they are."""
    return later.value - earlier.value, _rounding(later.number) + _rounding(earlier.number)


def _growth(later: Row, earlier: Row) -> tuple[Decimal, Decimal] | None:
    """The growth in percent from one level to another, and how far off that can be; None where they prove nothing."""
    new, old = abs(later.value), abs(earlier.value)
    if (later.value < 0) != (earlier.value < 0) or not old:
        return None
    open_by = (_rounding(later.number) + new / old * _rounding(earlier.number)) / old * 100
    return ((new / old - 1) * 100, open_by) if open_by <= _TOO_WIDE else None
