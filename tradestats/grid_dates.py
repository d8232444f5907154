"""Periods of tables: parts of years, sums of months, seasons up to a day, years of two digits."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from tradestats import calendar
from tradestats.calendar import Period
from tradestats.context import Context
from tradestats.grid_label import Label
from tradestats.lazy import pattern
from tradestats.recognise.periods import PeriodMention

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AS_OF = pattern(
    r"(?i)\b(?:as (?:of|at|on)|through|until|till|up to) ((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.? (\d{1,2})\b"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_SHORT_YEAR = pattern(rf"\b({_MONTH})[ /](\d\d)(?![\d,/])")
_ONLY_MONTHS = pattern(rf"(?:{_MONTH}|[-–*/ ]|to\b)*+")
IN_A_YEAR = frozenset(("month", "months", "quarter", "half"))
ORDINAL_MONTHS = {"quarter": 3, "half": 6}  # how long a part is that may be counted: "Q1", "second half"


def part_named(label: Label) -> PeriodMention | None:
    """The part of a year that a label names without its year."""
    first = label.periods[0] if label.periods else None
    return first if first is not None and first.relative and first.form in IN_A_YEAR else None


def is_whole_year(period: Period) -> bool:
    """Whether a period is a calendar year or another twelve months: a fiscal or a crop year."""
    return period.freq == "A" or (period.freq == "R" and period.months == 12)


def span(told: Sequence[Period]) -> Period | None:
    """The months that periods are, all together, without those that are sums of the others; None if there are gaps."""
    parts = [period for period in told if period.freq == told[0].freq]
    first, last = parts[0].start, parts[-1].end
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = all(a.end < b.start for a, b in itertools.pairwise(parts)) and sum(p.months or 0 for p in parts) == months
    return calendar.months(first.year, first.month, last.year, last.month) if whole else None


def nearest(period: Period, row_above: Period) -> Period:
    """The same months in the year that is nearest to the row above: January after December, December under January."""
    years = [period.shift_years(row_above.start.year - period.start.year + n) for n in (0, 1, -1) if 1 < row_above.start.year + n < 9999]
    return min(years, key=lambda p: abs((p.start - row_above.start).days), default=period)


def last_day(text: str) -> tuple[int, int] | None:
    """Month and day up to which a caption says its sums run: "as of June 3"."""
    found = _AS_OF.search(text)
    return (_MONTHS.index(found[1][:3].lower()) + 1, int(found[2])) if found else None


def up_to(season: Period, day: tuple[int, int]) -> Period | None:
    """A season from its first day to a month and day of it."""
    for year in (season.start.year, season.end.year):
        try:
            last = dt.date(year, *day)
        except ValueError:
            return None
        if season.start <= last <= season.end:
            return calendar.days(season.start, last)
    return None


def inside(year: Period, part: Period) -> Period | None:
    """The same months as `part` in a fiscal year; None if they lie in two."""
    moved = (part.shift_years(year.start.year - part.start.year + n) for n in (0, 1))
    return next((p for p in moved if year.start <= p.start and p.end <= year.end), None)


def two_digit_years(text: str, context: Context) -> str:
    """ "Nov 24-Oct 25" over a column means years, not days, where the numbers are years up to now."""
    now = context.published.year if context.published else context.year
    found = list(_SHORT_YEAR.finditer(text))
    if not found or now is None or not all(now - 12 <= 2000 + int(m[2]) <= now + 1 for m in found):
        return text
    if _ONLY_MONTHS.fullmatch(_SHORT_YEAR.sub("", text)) is None:
        return text
    return _SHORT_YEAR.sub(lambda m: f"{m[1]}'{m[2]}", text)
