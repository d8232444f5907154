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
        low, high = _difference(later, earlier) if change.measure == "change" else _growth(later, earlier)
        rounding = _rounding(change.number)
        if low - rounding <= change.value <= high + rounding:
            found.add((later.period, earlier.period))
    return found


def _alike(level: Row, change: Row) -> bool:
    """Whether a level is of the series that a change is of."""
    same = (level.series.reporter, level.series.flow, level.series.partner) == (
        change.series.reporter,
        change.series.flow,
        change.series.partner,
    )
    units = level.unit == change.unit if change.measure == "change" else level.statistic == change.statistic
    return same and units and _goods(level) == _goods(change) and level.bound == "="


def _goods(row: Row) -> str:
    return row.series.product.text.lower() if row.series.product is not None else ""


def _rounding(number: Number) -> Decimal:
    """Half a unit of the last digit that a number states."""
    return _HALF.scaleb(number.unit_mult - number.decimals)


def _difference(later: Row, earlier: Row) -> tuple[Decimal, Decimal]:
    """The least and the most that two levels can differ by, as rounded as they are."""
    open_by = _rounding(later.number) + _rounding(earlier.number)
    return later.value - earlier.value - open_by, later.value - earlier.value + open_by


def _growth(later: Row, earlier: Row) -> tuple[Decimal, Decimal]:
    """The least and the most growth in percent from one level to another; nothing between them where they prove nothing."""
    new, old = abs(later.value), abs(earlier.value)
    more, less = _rounding(later.number), _rounding(earlier.number)
    if (later.value < 0) != (earlier.value < 0) or old <= less:
        return Decimal(1), Decimal(-1)
    low, high = ((new - more) / (old + less) - 1) * 100, ((new + more) / (old - less) - 1) * 100
    return (low, high) if high - low <= _TOO_WIDE else (Decimal(1), Decimal(-1))
