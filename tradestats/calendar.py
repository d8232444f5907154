"""Spans of time with SDMX-style codes, and their arithmetic.

A `Period` is what a figure is about. Its `code` keeps what the text says: January to March is `2024-01/2024-03`, and
`2024-Q1` only in a text that speaks of the quarter as well. January to December is the year.
"""

from __future__ import annotations

import calendar as _calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from tradestats.frozen import quick

_REMEMBERED = 1 << 12  # spans of each kind: a text speaks of the same few over and over
_MONTHS_IN = {"M": 1, "Q": 3, "S": 6, "A": 12}
_FREQ_BASIS = {1: "mom", 3: "qoq"}
STEPS = ("yoy", "mom", "qoq")  # the bases that are words of their own, and no period's code


@quick
@dataclass(frozen=True, slots=True, order=False)
class Period:
    """A span of whole days. `start` and `end` are inclusive.

    `freq` is A (year), S (half), Q, M, W (ISO week), D or R (a range `first/last` of years, halves, quarters, months or days).
    """

    start: dt.date
    end: dt.date
    code: str
    freq: str

    def __str__(self) -> str:
        """The code."""
        return self.code

    def shift_years(self, n: int) -> Period:
        """The same span `n` years off. 29 February becomes 28 February where there is none; week 53 becomes week 52.

        Raises ValueError where that leaves the calendar (years 1 to 9999).
        """
        if "/" in self.code:
            return _between(*(parse(code).shift_years(n) for code in self.code.split("/")))
        first = self.start
        if self.freq == "M":
            return month(first.year + n, first.month)
        if self.freq == "A":
            return year(first.year + n)
        if self.freq == "Q":
            return quarter(first.year + n, (first.month + 2) // 3)
        if self.freq == "S":
            return half(first.year + n, (first.month + 5) // 6)
        if self.freq == "D":
            return day(_clamped(first.year + n, first.month, first.day))
        year_text, _, rest = self.code.partition("-")
        shifted = int(year_text) + n
        return week(shifted, min(int(rest[1:]), _weeks_in(shifted)))

    def previous(self) -> Period | None:
        """The period just before, of the same length; None where no such period has a name.

        Days inside one month are compared with the same days of the month before; a longer range has a predecessor only
        if it is whole months and as long as a quarter, a half or a year.
        """
        if self.freq == "D":
            return day(self.start - dt.timedelta(days=1))
        if self.freq == "W":
            before = (self.start - dt.timedelta(days=7)).isocalendar()
            return week(before.year, before.week)
        if self.freq != "R":
            return _shift_months(self, -_MONTHS_IN[self.freq])
        if _same_month(self.start, self.end):
            return _shift_months(self, -1)
        length = self.months
        return _shift_months(self, -length) if length in (3, 6, 12) else None

    @property
    def months(self) -> int:
        """How many calendar months the period covers exactly; 0 if it is not made of whole months."""
        if self.start.day != 1 or self.end.day != _last_day(self.end.year, self.end.month):
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days + 1


@lru_cache(_REMEMBERED)
def year(y: int) -> Period:
    """A calendar year: `2024`."""
    return Period(dt.date(y, 1, 1), dt.date(y, 12, 31), f"{y:04d}", "A")


@lru_cache(_REMEMBERED)
def half(y: int, h: int) -> Period:
    """A calendar half: `2024-S1`."""
    if h not in (1, 2):
        raise ValueError(f"no such half: {h}")
    first = 6 * h - 5
    return Period(dt.date(y, first, 1), _month_end(y, first + 5), f"{y:04d}-S{h}", "S")


@lru_cache(_REMEMBERED)
def quarter(y: int, q: int) -> Period:
    """A calendar quarter: `2024-Q3`."""
    if q not in (1, 2, 3, 4):
        raise ValueError(f"no such quarter: {q}")
    first = 3 * q - 2
    return Period(dt.date(y, first, 1), _month_end(y, first + 2), f"{y:04d}-Q{q}", "Q")


@lru_cache(_REMEMBERED)
def month(y: int, m: int) -> Period:
    """A month: `2024-12`."""
    return Period(dt.date(y, m, 1), _month_end(y, m), f"{y:04d}-{m:02d}", "M")


def week(y: int, w: int) -> Period:
    """An ISO week: `2024-W46`."""
    monday = dt.date.fromisocalendar(y, w, 1)
    return Period(monday, monday + dt.timedelta(days=6), f"{y:04d}-W{w:02d}", "W")


def day(d: dt.date) -> Period:
    """One day: `2024-12-31`."""
    return Period(d, d, d.isoformat(), "D")


def years(first: int, last: int) -> Period:
    """From one year to another: `1987/1992`; one year if they are the same."""
    return _between(year(first), year(last))


def months(y1: int, m1: int, y2: int, m2: int) -> Period:
    """From one month to another: `2024-01/2024-09`; the month itself if they are the same, the year if they are all of it."""
    if y1 == y2 and (m1, m2) == (1, 12):
        return year(y1)
    return _between(month(y1, m1), month(y2, m2))


def days(first: dt.date, last: dt.date) -> Period:
    """From one day to another: `2024-12-01/2024-12-20`; the day itself if they are the same."""
    return _between(day(first), day(last))


@lru_cache(_REMEMBERED)
def parse(code: str) -> Period:
    """The period of a code; raises ValueError for anything that is none."""
    first, slash, last = code.partition("/")
    if slash:
        whole = _between(_parse_single(first), _parse_single(last))
        if whole.code != code:
            raise ValueError(f"not a period code: {code!r}")
        return whole
    return _parse_single(first)


def quarter_or_half(period: Period) -> Period:
    """A range of months under the name of the calendar quarter or half that it is; any other period as it is."""
    if period.freq != "R" or period.start.year != period.end.year:
        return period
    length, first = period.months, period.start.month - 1
    if length == 3 and first % 3 == 0:
        return quarter(period.start.year, first // 3 + 1)
    return half(period.start.year, first // 6 + 1) if length == 6 and first % 6 == 0 else period


def basis(focus: Period, base: Period) -> str:
    """What a comparison of `focus` with `base` is called: `yoy`, `mom`, `qoq`, or the code of `base`."""
    if _covers_same_days(base, focus.shift_years(-1)):
        return "yoy"
    before = focus.previous()
    if before is not None and _covers_same_days(base, before):
        length = 1 if _same_month(focus.start, focus.end) and focus.freq in "MR" else focus.months
        return _FREQ_BASIS.get(length, base.code)
    return base.code


def months_back(period: Period, n: int) -> Period:
    """The month that begins `n` months before the first month of `period`."""
    at = period.start.year * 12 + period.start.month - 1 - n
    return month(at // 12, at % 12 + 1)


_SINGLE: tuple[tuple[re.Pattern[str], Callable[..., Period]], ...] = (
    (re.compile(r"([0-9]{4})"), year),
    (re.compile(r"([0-9]{4})-S([12])"), half),
    (re.compile(r"([0-9]{4})-Q([1-4])"), quarter),
    (re.compile(r"([0-9]{4})-([0-9]{2})"), month),
    (re.compile(r"([0-9]{4})-W([0-9]{2})"), week),
    (re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"), lambda y, m, d: day(dt.date(y, m, d))),
)


def _parse_single(code: str) -> Period:
    for pattern, make in _SINGLE:
        if found := pattern.fullmatch(code):
            return make(*map(int, found.groups()))
    raise ValueError(f"not a period code: {code!r}")


def _between(first: Period, last: Period) -> Period:
    """The range of two periods of one kind. Raises ValueError if they are of two kinds or in the wrong order."""
    if first == last:
        return first
    if first.freq != last.freq or first.start > last.start:
        raise ValueError(f"no range: {first.code} to {last.code}")
    return Period(first.start, last.end, f"{first.code}/{last.code}", "R")


def _shift_months(period: Period, n: int) -> Period:
    """The same span `n` months off; the last day of a range keeps inside its month."""
    if "/" not in period.code:
        return _move_code(period, n)
    first, last = (_move_code(parse(code), n) for code in period.code.split("/"))
    return _between(first, last)


def _move_code(period: Period, n: int) -> Period:
    index = period.start.year * 12 + period.start.month - 1 + n
    y, m = divmod(index, 12)
    if period.freq == "D":
        return day(_clamped(y, m + 1, period.start.day))
    if period.freq == "M":
        return month(y, m + 1)
    if period.freq == "Q":
        return quarter(y, m // 3 + 1)
    return half(y, m // 6 + 1) if period.freq == "S" else year(y)


def _covers_same_days(a: Period, b: Period) -> bool:
    return (a.start, a.end) == (b.start, b.end)


def _same_month(a: dt.date, b: dt.date) -> bool:
    return (a.year, a.month) == (b.year, b.month)


def _last_day(y: int, m: int) -> int:
    return _calendar.monthrange(y, m)[1]


def _month_end(y: int, m: int) -> dt.date:
    return dt.date(y, m, _last_day(y, m))


def _clamped(y: int, m: int, d: int) -> dt.date:
    return dt.date(y, m, min(d, _last_day(y, m)))


def _weeks_in(y: int) -> int:
    return dt.date(y, 12, 28).isocalendar().week
