"""Which figures can stand in one picture: a single reporter, flow, unit and comparison, and either one period or one kind of period.

Figures that are not of a kind are never drawn side by side: the largest set that is of a kind is taken, and the rest is counted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tradestats.clean import clean
from tradestats.derived import SeriesRow
from tradestats.recognise.names import area_codes

BY = ("product", "partner", "period")
MEASURES = {"value": "level", "growth": "growth"}
"""What can be drawn, and the measure of the rows that have it."""

_SAME = ("reporter", "flow", "statistic", "adjustment", "basis", "unit")
_WHOLE = {"product": "total", "partner": "WLD"}
"""What the bars would be parts of: it would dwarf them."""
_FLOWS = {"balance": "trade balance", "trade": "exports and imports"}
_BASES = {"yoy": "on the same period of the year before", "mom": "on the month before", "qoq": "on the quarter before"}
_ADJUSTED = {"S": "seasonally adjusted", "C": "adjusted for working days", "SC": "adjusted for season and working days"}
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure and what stands beside it."""

    label: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn, in order, and how many figures are not: of another kind, wholes beside their parts, too small for the room."""

    title: str
    unit: str
    source: str
    by: str
    signed: bool
    bars: tuple[Bar, ...]
    others: int
    wholes: int
    smaller: int


def choose(rows: Sequence[SeriesRow], by: str, measure: str, most: int) -> Chart | None:
    """The chart of the largest set of figures that are of a kind, or None; of sets of one size the one of the latest period."""
    sets: dict[tuple[str, ...], list[SeriesRow]] = defaultdict(list)
    wholes = 0
    for row in rows:
        if row.measure != MEASURES[measure]:
            continue
        if by in _WHOLE and getattr(row, by) == _WHOLE[by]:
            wholes += 1
        else:
            sets[_kind(row, by)].append(row)
    if not sets:
        return None
    chosen = max(sets.values(), key=lambda found: (len(found), found[0].statistic == "value", max(r.period_end for r in found)))
    if by == "period":
        shown = sorted(chosen, key=lambda r: (r.period_start, r.period_end))[-most:]
    else:
        shown = sorted(chosen, key=lambda r: (-r.value, getattr(r, by)))
        shown = [r for r in shown if r in set(sorted(shown, key=lambda r: -abs(r.value))[:most])]
    return Chart(
        title=_title(chosen[0], by, measure),
        unit=chosen[0].unit,
        source=_source(shown),
        by=by,
        signed=measure == "growth",
        bars=tuple(Bar(_label(row, by), row.value) for row in shown),
        others=len(rows) - wholes - len(chosen),
        wholes=wholes,
        smaller=len(chosen) - len(shown),
    )


def _kind(row: SeriesRow, by: str) -> tuple[str, ...]:
    """What the bars of one chart have in common. Of periods it is their length: months of any year, or the same months of each year."""
    period = (_YEAR if "/" in row.period else _NUMBER).sub("", row.period) if by == "period" else row.period
    others = (getattr(row, name) for name in ("partner", "product") if name != by)
    return (*(getattr(row, name) for name in _SAME), *others, period, "F" if row.obs_status == "F" else "")


# ------------------------------------------------------------------ words


def _area(code: str) -> str:
    names: Mapping[str, str] = area_codes()
    return " and ".join(names.get(part, part) for part in code.split("+"))


def _label(row: SeriesRow, by: str) -> str:
    return row.period if by == "period" else clean(_area(row.partner) if by == "partner" else row.product.replace("-", " "))


def _title(row: SeriesRow, by: str, measure: str) -> str:
    flow = _FLOWS.get(row.flow, f"{row.flow.replace('-', ' ')}s")
    about = [f"growth of {flow}" if measure == "growth" else flow, f"by {by}"]
    if by != "product" and row.product != "total":
        about.insert(1, f"of {row.product.replace('-', ' ')}")
    if by != "partner" and row.partner != "WLD":
        about.append(f"with {_area(row.partner)}")
    more = [
        row.statistic.replace("_", " ") if row.statistic != "value" else "",
        row.period if by != "period" else "",
        _BASES.get(row.basis, f"on {row.basis}" if row.basis else ""),
        _ADJUSTED.get(row.adjustment, ""),
        "forecast" if row.obs_status == "F" else "",
    ]
    return clean(f"{_area(row.reporter)}: {', '.join(filter(None, [' '.join(about), *more]))}")


def _source(rows: Sequence[SeriesRow]) -> str:
    """The releases that the figures are from."""
    sources = list(dict.fromkeys(re.split(r"[/\\]", row.source)[-1] for row in rows))
    days = sorted({row.vintage for row in rows if row.vintage})
    named = ", ".join(sources) if len(sources) <= 3 else f"{len(sources)} files"
    dated = f", published {days[0]}" + (f" to {days[-1]}" if len(days) > 1 else "") if days else ""
    return clean(f"Source: {named}{dated}")
