"""The figures of many releases as one table of series, each figure with its vintage: the date of the release that tells it.

A figure is one series (reporter, flow, partner, product, statistic, adjustment, measure, basis, unit) in one period. Forecasts
are series of their own, so that a target never stands where the actual figure belongs; estimates and provisional figures are
vintages of what they foretell. The same article read twice counts once.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from types import SimpleNamespace

from tradestats.check import interval
from tradestats.derived import DifferenceRow, SeriesRow
from tradestats.model import Observation

VINTAGES = ("latest", "first", "all")
IDENTITY = ("reporter", "flow", "partner", "product", "statistic", "adjustment", "measure", "basis", "unit")
"""The columns that name a series."""

_key = attrgetter(*IDENTITY, "period_start", "period_end", "period")
_Key = tuple[str, ...]


def _figure(o: Observation) -> _Key:
    return (*_key(o), "F" if o.obs_status == "F" else "")


def latest_day(published: str) -> str:
    """The last day that a date of publication can mean: `2024-09` is the month's last, an empty one comes before all."""
    if len(published) != 7:
        return published
    year, month = int(published[:4]), int(published[5:])
    return f"{published}-{calendar.monthrange(year, month)[1]:02d}"


class Vintages:
    """What the releases read so far say of each figure: `add` each article, then `rows`."""

    def __init__(self, as_of: str = "") -> None:
        self.too_late = 0  # articles published after `as_of`, or nobody knows when
        self.incomplete = 0  # figures of which the text does not say whose, what or when
        self.conflicts = 0  # figures that one article tells in two ways
        self._as_of = latest_day(as_of)
        self._articles: set[str] = set()
        self._told: dict[_Key, list[Observation]] = {}

    def add(self, rows: Sequence[Observation]) -> None:
        """Take in the figures of one article. Of one that it tells twice the first counts, or the more exact one that agrees with it."""
        if not rows or rows[0].article_id in self._articles:
            return
        published = rows[0].published
        if self._as_of and not (published and latest_day(published) <= self._as_of):
            self.too_late += 1
            return
        self._articles.add(rows[0].article_id)
        mine: dict[_Key, Observation] = {}
        for o in rows:
            if not (o.reporter and o.flow and o.partner and o.product and o.period):
                self.incomplete += 1
                continue
            first = mine.setdefault(_figure(o), o)
            if first is o:
                continue
            if not interval(first).same(interval(o)):
                self.conflicts += 1
            elif o.bound == "=" and (o.decimals - o.unit_mult, first.bound != "=") > (first.decimals - first.unit_mult, False):
                mine[_figure(o)] = o
        for key, o in mine.items():
            self._told.setdefault(key, []).append(o)

    def rows(self, vintage: str = "latest") -> list[SeriesRow]:
        """One row for each figure (`latest`, `first`), or for each figure and release (`all`), in the order of series, period and vintage.

        Of releases of one day the one read first counts.
        """
        chosen: list[tuple[_Key, Observation]] = []
        for key, told in self._told.items():
            by_date = sorted(told, key=lambda o: latest_day(o.published))
            if vintage == "all":
                chosen += ((key, o) for o in by_date)
            elif vintage == "first":
                chosen.append((key, by_date[0]))
            else:
                newest = latest_day(by_date[-1].published)
                chosen.append((key, next(o for o in by_date if latest_day(o.published) == newest)))
        return [_row(o) for _, o in sorted(chosen, key=lambda pair: (pair[0], latest_day(pair[1].published)))]


def _row(o: Observation) -> SeriesRow:
    return SeriesRow(
        reporter=o.reporter, flow=o.flow, partner=o.partner, product=o.product, statistic=o.statistic, adjustment=o.adjustment,
        measure=o.measure, basis=o.basis, unit=o.unit, period=o.period, vintage=o.published, value=o.value, bound=o.bound,
        obs_status=o.obs_status, unit_mult=o.unit_mult, decimals=o.decimals, period_start=o.period_start, period_end=o.period_end,
        article_id=o.article_id, source=o.source, article=o.article, text=o.text, start=o.start, end=o.end,
    )  # fmt: skip


# ------------------------------------------------------------------ side by side


def pivot(rows: Iterable[SeriesRow], by_vintage: bool) -> tuple[tuple[str, ...], list[SimpleNamespace]]:
    """Series down, periods across: the columns, and rows that have them as attributes. Periods in the order of their days.

    Forecasts stand in rows of their own, with F in `obs_status`. With `by_vintage` so does each vintage.
    """
    names = (*IDENTITY, "obs_status", *(["vintage"] if by_vintage else []))
    periods: dict[str, tuple[str, str]] = {}
    lines: dict[tuple[str, ...], SimpleNamespace] = {}
    for row in rows:
        periods[row.period] = (row.period_start, row.period_end)
        kept = replace(row, obs_status="F" if row.obs_status == "F" else "")
        identity = tuple(str(getattr(kept, name)) for name in names)
        line = lines.setdefault(identity, SimpleNamespace(**dict(zip(names, identity, strict=True))))
        setattr(line, row.period, row.value)
    across = tuple(sorted(periods, key=lambda code: (periods[code], code)))
    for line in lines.values():
        line.__dict__.update({code: None for code in across if code not in line.__dict__})
    return (*names, *across), list(lines.values())


def differences(old: Iterable[SeriesRow], new: Iterable[SeriesRow]) -> Iterator[DifferenceRow]:
    """What became of each figure: added, removed, revised, or the same within its rounding. In the order of series and period."""
    before, after = ({_place(row): row for row in rows} for rows in (old, new))
    for key in sorted(before.keys() | after.keys()):
        yield _difference(before.get(key), after.get(key))


def _place(row: SeriesRow) -> _Key:
    return (*_key(row), "F" if row.obs_status == "F" else "")


def _difference(old: SeriesRow | None, new: SeriesRow | None) -> DifferenceRow:
    either = new or old
    assert either is not None
    outcome = "added" if old is None else "removed" if new is None else "same" if _agree(old, new) else "revised"
    return DifferenceRow(
        outcome=outcome,
        **{name: getattr(either, name) for name in (*IDENTITY, "period", "period_start", "period_end")},
        old=old.value if old else None,
        new=new.value if new else None,
        difference=new.value - old.value if old and new else None,
        old_vintage=old.vintage if old else "",
        new_vintage=new.vintage if new else "",
        old_text=old.text if old else "",
        old_source=old.source if old else "",
        old_start=old.start if old else None,
        new_text=new.text if new else "",
        new_source=new.source if new else "",
        new_start=new.start if new else None,
    )


def _agree(old: SeriesRow, new: SeriesRow) -> bool:
    return interval(old).same(interval(new))
