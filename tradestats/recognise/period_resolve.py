"""Period mentions to periods, by what the text position knows. What the text leaves open stays None.

A span such as "the third quarter" or "January-September" is a `Place` inside a year. Its year is named (2024, FY26, last
year), or it is the latest one that publication allows; without publication, the latest that the focus allows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from tradestats import calendar as cal
from tradestats.calendar import Period
from tradestats.frozen import replace
from tradestats.recognise.period_patterns import rows
from tradestats.recognise.period_scan import fiscal_pair
from tradestats.recognise.period_values import Anchor, PeriodMention

Args = dict[str, int | str]
# Statistics offices publish a nine-month figure in the last days of September: a span counts as complete a week before its end.
_MONTH_DAYS = 30.44  # of a month on average
_MONTHS = 12  # of a year
_BEGUN = 2  # months of a fiscal year in which the one before may still be called current
_EARLY = dt.timedelta(days=7)
# A span without a year that is named by its length alone ("the nine months") is news: it ended at most so many days before publication.
_MANY_MONTHS = 5  # so many months that they are those of a year so far
_RECENT = dt.timedelta(days=100)
# A day without a year is news as well: one that lies further back is as likely still to come.
_DAY_SEEN_FOR = dt.timedelta(days=240)
_FORESEEN = 4  # years ahead that a month with a year of two digits may lie
_SOLAR = frozenset(("IRN", "AFG"))  # whose year begins with the spring
_HALF = 6  # months of a year
_NO_TRADE_YEARS = (1, 10)  # first months of calendar years and of budget years (United States, Thailand) that trade is not counted in
_FISCAL_STARTS = frozenset({4, 7, 10})


class Place(NamedTuple):
    """Where a span lies inside a year. `at(year, start)` is the span in the year that begins in month `start` of `year`, or None.

    `whole` says that the span counts as past only when it is over ("first nine months"), not when it has begun ("the fourth quarter").
    `counted` says that the span is counted from the first month of a year, so that a fiscal year moves it.
    """

    at: Callable[[int, int], Period | None]
    whole: bool = False
    counted: bool = False


def resolve(mention: PeriodMention, anchor: Anchor) -> Period | None:
    """The period that a mention names at this text position; None for a basis and for whatever the text leaves open."""
    args: Args = dict(mention.args)
    form = str(args.get("inner", mention.form))
    if mention.form == "part" or mention.role != "period":
        return None
    if mention.form == "since" and form == "same_year" and anchor.focus is None:
        form = "this_year"  # "since the beginning of the year", where no other year is under discussion
    try:
        period = _resolve(form, args, _with_fiscal_start(anchor))
    except (ValueError, OverflowError):  # a day or a year that does not exist
        return None
    if period and "w" in args and anchor.published and period.start.year > anchor.published.year + _FORESEEN:
        return None  # "Baku, Apr.27" of 2020 is a day
    return cal.day(period.end) if period and mention.form == "end" else period


def _resolve(form: str, args: Args, anchor: Anchor) -> Period | None:
    if direct := _DIRECT.get(form):
        return direct(args, anchor)
    if place := _PLACES.get(form):
        return _settle(place(args), args, anchor)
    return None


# ---- fiscal years


@cache
def _fiscal_years() -> dict[str, tuple[int, str]]:
    return {row["reporter"]: (int(row["first_month"]), row["named_by"]) for row in rows("periods_fiscal")}


def _with_fiscal_start(anchor: Anchor) -> Anchor:
    known = _fiscal_years().get(anchor.reporter)
    return replace(anchor, fiscal_start=known[0]) if known and anchor.fiscal_start == 1 else anchor


def _fiscal_first(args: Args, anchor: Anchor) -> int | None:
    """First month of the fiscal year spoken of: as the text says, else the reporter's, else None."""
    if "fs" in args:
        return int(args["fs"])
    if "fe" in args:
        return int(args["fe"]) % 12 + 1
    own = _fiscal_years().get(anchor.reporter, (1, ""))[0]
    explained = anchor.fiscal_start if anchor.fiscal_start not in (1, own) else None
    if args.get("c", "fiscal") != "fiscal":  # a crop year is not the reporter's fiscal year
        return explained or crop_start(str(args["c"]), anchor.reporter) or anchor.crop_start or _implied_first(args)
    if "c" not in args and anchor.crop_start and own in _NO_TRADE_YEARS and not explained:
        return anchor.crop_start  # wheat exports "in 2024/25"
    if anchor.fiscal_start != 1 or anchor.reporter in _fiscal_years():
        return anchor.fiscal_start
    return _implied_first(args)


def crop_start(product: str, reporter: str) -> int:
    """The first month of the year in which trade in a crop is counted; 0 if there is no one custom."""
    known = _crop_years()
    return known.get((product, reporter)) or known.get((product, ""), 0)


@cache
def _crop_years() -> dict[tuple[str, str], int]:
    return {(row["product"], row["reporter"]): int(row["first_month"]) for row in rows("periods_crops")}


def _implied_first(args: Args) -> int | None:
    """July-March of 2020-21 wraps round the new year, and April-October begins where fiscal years do: both tell the first month."""
    first, last = args.get("m"), args.get("m2")
    if first is None or last is None:
        return None
    return int(first) if int(first) > int(last) or int(first) in _FISCAL_STARTS else None


def _named_fiscal_year(number: int, first: int, anchor: Anchor) -> int | None:
    """The calendar year in which FY`number` begins. Years that begin in July or later are named by their end everywhere."""
    if first == 1:
        return number
    named_by = _fiscal_years().get(anchor.reporter, (0, "end" if first >= 7 else ""))[1]
    return {"end": number - 1, "start": number}.get(named_by)


# ---- the year a span belongs to


def _settle(place: Place, args: Args, anchor: Anchor) -> Period | None:
    if "p" in args or "f" in args or args.get("k") in _FISCAL_STEPS:
        return _in_fiscal_year(place, args, anchor)
    year = args.get("y", args.get("w"))
    if year is not None:
        return place.at(int(year), 1)
    keyword = args.get("k")
    if keyword in _YEAR_STEPS and place.counted and anchor.reporter in _SOLAR:
        return None  # "the first four months of this year", which began on 21 March
    if keyword in _YEAR_STEPS:
        this = _this_year(anchor)
        span, today = None if this is None else place.at(this + _YEAR_STEPS[str(keyword)], 1), _today(anchor)
        if (
            keyword == "this"
            and place.counted
            and place.whole
            and span
            and today
            and span.end - _EARLY > today
            and anchor.fiscal_start != 1
        ):
            began = _fiscal_year_of_publication(anchor.fiscal_start, anchor)
            return None if began is None else place.at(began, anchor.fiscal_start)  # "the first five months of this year", in January
        return span
    latest = _latest(place, anchor)
    if keyword == "prior":
        return None if latest is None else latest.shift_years(-1)
    return latest


_YEAR_STEPS = {"last": -1, "this": 0, "next": 1}
_FISCAL_STEPS = {"flast": -1, "fcur": 0, "fnext": 1, "fsame": 0, "fdone": 0}


def _in_fiscal_year(place: Place, args: Args, anchor: Anchor) -> Period | None:
    first = _fiscal_first(args, anchor)
    if first is None:
        return None
    if "p" in args:
        pair = fiscal_pair(str(args["p"]))
        year = pair[0] if pair and first != 1 else None
    elif "f" in args:
        year = _named_fiscal_year(int(args["f"]), first, anchor)
    else:
        under_discussion = args["k"] == "fsame" and anchor.focus is not None and anchor.focus.start.month == first != 1
        year = anchor.focus.start.year if under_discussion and anchor.focus else _fiscal_year_of_publication(first, anchor)
        year = None if year is None else year + _FISCAL_STEPS[str(args["k"])]
    found = None if year is None else place.at(year, first)
    today = _today(anchor)
    begun = today is not None and (today.month - first) % _MONTHS < _BEGUN  # "the current fiscal year" can be the one just over
    counted = place.counted and args.get("k") == "fcur" and (begun or args.get("c", "fiscal") != "fiscal")
    may_be_over = counted or args.get("k") == "fdone"
    if may_be_over and found is not None and today is not None and year is not None and found.end > today + _EARLY:
        return place.at(year - 1, first)  # "in the first ten months of the current fiscal year", said in its successor's first ones
    return found


def _fiscal_year_of_publication(first: int, anchor: Anchor) -> int | None:
    """The year in which the fiscal year of the focus or, without one, of publication begins."""
    if anchor.published:
        year, month = anchor.published.year, anchor.published.month
    elif anchor.focus:
        year, month = anchor.focus.end.year, anchor.focus.end.month
    else:
        return None
    return year if month >= first else year - 1


def _this_year(anchor: Anchor) -> int | None:
    """The year of publication; without one, the year the article settles, or that of a focus which is clearly not old."""
    if anchor.published:
        return anchor.published.year
    if anchor.year is not None:
        return anchor.year
    if anchor.focus and anchor.focus.end.month < 12:
        return anchor.focus.end.year
    return None


def _today(anchor: Anchor) -> dt.date | None:
    """The last day on which the article can have been published."""
    if not anchor.published:
        return None
    month = cal.month(anchor.published.year, anchor.published.month)
    return month.end if anchor.published.day is None else dt.date(anchor.published.year, anchor.published.month, anchor.published.day)


def _latest(place: Place, anchor: Anchor) -> Period | None:
    """The latest such span that is not after publication; without publication, not after the focus; else in the article's year."""
    if place.counted and (same := _as_the_focus_counts(place, anchor)):
        return same
    today = _today(anchor)
    slack = _EARLY
    if today is None and anchor.focus:
        today, slack = anchor.focus.end, dt.timedelta()
    if today is None:
        return place.at(anchor.year, 1) if anchor.year is not None else None
    for year in (today.year + 1, today.year, today.year - 1):
        span = place.at(year, 1)
        if span and (span.end - slack if place.whole else span.start) <= today:
            return span
    return None


def _as_the_focus_counts(place: Place, anchor: Anchor) -> Period | None:
    """Spans are counted as the focus counts them: "the first ten months" are July to April if the focus ends in April."""
    if anchor.focus is None:
        return None
    focus = anchor.focus
    calendar = focus.freq in "QS"  # "the fourth quarter of 1986" was not counted by a fiscal year: neither is "the third quarter" beside it
    for start in (1,) if calendar else dict.fromkeys((1, anchor.fiscal_start)):
        for year in (focus.start.year, focus.start.year - 1):
            span = place.at(year, start)
            if span and span.end == focus.end:
                return span
    if focus.freq == "R" and focus.months and focus.start.month == anchor.fiscal_start != 1:
        span = place.at(focus.start.year, anchor.fiscal_start)
        return span if span and span.end <= focus.end else None
    return None


# ---- places inside a year


def _months_from(year: int, start: int, offset: int, length: int) -> Period:
    """`length` months beginning `offset` months after month `start` of `year`."""
    first = year * 12 + start - 1 + offset
    last = first + length - 1
    return cal.months(first // 12, first % 12 + 1, last // 12, last % 12 + 1)


def _month_of(year: int, start: int, month: int) -> Period:
    return cal.month(year if month >= start else year + 1, month)


def _whole_year(_args: Args) -> Place:
    return Place(lambda y, s: cal.year(y) if s == 1 else _months_from(y, s, 0, 12), counted=False)


def _month_place(args: Args) -> Place:
    month = int(args["m"])
    return Place(lambda y, s: _month_of(y, s, month))


def _months_place(args: Args) -> Place:
    first, last = int(args["m"]), int(args["m2"])
    named = args.get("y1", args.get("w1"))

    def at(year: int, start: int) -> Period | None:
        if named is not None:
            return cal.months(int(named), first, year if "y" in args or "w" in args or last < first else int(named), last)
        if start == 1:
            return _calendar_months(year if first <= last else year - 1, first, year, last, "quarter" in str(args.get("k", "")))
        begin, end = _month_of(year, start, first), _month_of(year, start, last)
        return cal.months(begin.start.year, first, end.start.year, last) if begin.start <= end.start else None

    return Place(at, whole=True)


def _calendar_months(y1: int, m1: int, y2: int, m2: int, as_quarter: bool) -> Period:
    """The range; a calendar quarter if the text calls it one ("the July-September quarter")."""
    if as_quarter and y1 == y2 and m2 - m1 == 2 and m1 % 3 == 1:
        return cal.quarter(y1, m1 // 3 + 1)
    return cal.months(y1, m1, y2, m2)


def _first_months(args: Args) -> Place:
    length = int(args.get("n", 1))
    return Place(lambda y, s: _months_from(y, s, 0, length) if length <= 12 else None, whole=True, counted=True)


def _last_months(args: Args) -> Place:
    length = int(args["n"])
    return Place(lambda y, s: _months_from(y, s, 12 - length, length) if length <= 12 else None)


def _nth_month_place(args: Args) -> Place:
    """ "The ninth month of the year", as translated releases say for September."""
    return _month_place({**args, "m": args["o"]})


def _quarter_place(args: Args) -> Place:
    number = int(args["mq"]) // 3 if "mq" in args else int(args.get("o", 4))
    if "mq" in args and int(args["mq"]) % 3:
        return Place(lambda y, s: None)
    return Place(lambda y, s: cal.quarter(y, number) if s == 1 else _months_from(y, s, 3 * number - 3, 3), counted="mq" not in args)


def _half_place(args: Args) -> Place:
    number = int(args.get("h", args.get("o", 1)))
    return Place(lambda y, s: cal.half(y, number) if s == 1 else _months_from(y, s, 6 * number - 6, 6), counted=True)


def _days_place(args: Args) -> Place:
    last = int(args.get("m2", args.get("m", 0)))
    first = int(args.get("m", last))

    def at(year: int, start: int) -> Period:
        begin = year if first <= last else year - 1
        begin = int(args.get("y1", begin))
        return cal.days(dt.date(begin, first, int(args["d"])), dt.date(year, last, int(args["d2"])))

    return Place(at, whole=True)


def _day_place(args: Args) -> Place:
    return Place(lambda y, s: cal.day(dt.date(y, int(args["m"]), int(args["d"]))))


def _days_counted(args: Args) -> int:
    """How many days "the first 20 days" or "the first two weeks" are."""
    return int(args["n"]) * (7 if args.get("u") == "weeks" else 1)


def _first_days_place(args: Args) -> Place:
    month, length = int(args["m"]), _days_counted(args)
    return Place(lambda y, s: _first_days(_month_of(y, s, month), length))


def _first_days(month: Period, length: int) -> Period:
    return cal.days(month.start, month.start.replace(day=length))


# ---- spans that need no year of their own


def _year(args: Args, _anchor: Anchor) -> Period | None:
    return cal.year(int(args["y"]))


def _years(args: Args, _anchor: Anchor) -> Period | None:
    return cal.years(int(args["y"]), int(args.get("y2", args.get("w", 0))))


def _fiscal_months(args: Args, _anchor: Anchor) -> Period | None:
    return cal.months(int(args["y"]), int(args["fs"]), int(args["y2"]), int(args["fe"]))


def _fiscal_year(args: Args, anchor: Anchor) -> Period | None:
    return _in_fiscal_year(_whole_year(args), args, anchor)


def _iso(args: Args, _anchor: Anchor) -> Period | None:
    if "i" in args:
        return cal.parse(str(args["i"]))
    try:
        return cal.parse(f"{int(args['y']):04d}-W{int(args['n']):02d}")  # "week 46 of 2024"
    except (KeyError, ValueError):
        return None  # no year has a week 60


def _month(args: Args, anchor: Anchor) -> Period | None:
    if "i" in args:
        return _iso_month(str(args["i"]), anchor)
    return _settle(_month_place(args), args, anchor)


def _iso_month(code: str, anchor: Anchor) -> Period | None:
    """2025-09 is a month; 2011-12 is a fiscal year where fiscal years are used, and 2005-10 can be six years."""
    if fiscal_pair(code) and anchor.fiscal_start != 1:
        return _in_fiscal_year(_whole_year({}), {"p": code}, anchor)
    return None if int(code[2:4]) < int(code[5:]) else cal.parse(code)


def _day(args: Args, anchor: Anchor) -> Period | None:
    """A day without a year is one of the months before publication; "December 20" in an article of November is open."""
    if "i" in args:
        return cal.parse(str(args["i"]))
    day, today = _settle(_day_place(args), args, anchor), _today(anchor)
    return None if day and today and "y" not in args and today - day.start > _DAY_SEEN_FOR else day


def _from_to(args: Args, anchor: Anchor) -> Period | None:
    """ "From August to September": the later of the two is what the figure is about."""
    if "o" in args:
        return _settle(_quarter_place(args), args, anchor)
    return cal.year(int(args["y2"])) if "y2" in args else _settle(_month_place({"m": args["m2"]}), args, anchor)


def _last_months_of(args: Args, anchor: Anchor) -> Period | None:
    """ "The last three months of the year"; "the last 11 months of the current fiscal year", told in the twelfth, are its first ones."""
    span, today = _settle(_last_months(args), args, anchor), _today(anchor)
    to_come = span is not None and today is not None and span.end - _EARLY > today
    return _settle(_first_months(args), args, anchor) if to_come and int(args["n"]) > _HALF else span


def _month_shared(args: Args, anchor: Anchor) -> Period | None:
    """January and February 2024, "$3 billion in July and August": two months that follow each other, taken together."""
    if "y" not in args:
        return _settle(_months_place(args), args, anchor)
    return cal.months(int(args["y"]), int(args["m"]), int(args["y"]), int(args["m2"]))


def _month_list(args: Args, anchor: Anchor) -> Period | None:
    if not int(args["m"]) + 2 == int(args["m2"]) + 1 == int(args["m3"]):
        return None
    return _settle(_months_place({**args, "m2": args["m3"]}), args, anchor)


def _month_over_year(args: Args, _anchor: Anchor) -> Period | None:
    return cal.month(int(args["w"]), int(args["m"])) if int(args["w"]) - int(args["w2"]) == 1 else None


def _year_from_publication(step: int) -> Callable[[Args, Anchor], Period | None]:
    def year(_args: Args, anchor: Anchor) -> Period | None:
        this = _this_year(anchor)
        return None if this is None else cal.year(this + step)

    return year


def _full_year(_args: Args, anchor: Anchor) -> Period | None:
    """The year under way; in its first quarter "full-year" can as well mean the year just over."""
    if anchor.focus and anchor.focus.freq == "A":
        return anchor.focus
    if anchor.focus and anchor.focus.end.month == 12 and anchor.focus.months in (1, 3, 6):
        return cal.year(anchor.focus.end.year)  # "in December ... for the full year"
    if anchor.published and anchor.published.month <= 3:
        return None
    this = _this_year(anchor)
    return None if this is None else cal.year(this)


def _same_year(_args: Args, anchor: Anchor) -> Period | None:
    """The year of the focus, if that is over with it or still under way on publication; else the text does not say."""
    focus = anchor.focus
    if focus is None:
        return None
    if focus.freq == "A" or focus.months == 12:
        return focus
    under_way = anchor.published is not None and anchor.published.year == focus.end.year
    return cal.year(focus.end.year) if under_way or (focus.end.month == 12 and focus.months) else None


def _published_month(step: int) -> Callable[[Args, Anchor], Period | None]:
    def month(_args: Args, anchor: Anchor) -> Period | None:
        return _months_from(anchor.published.year, anchor.published.month, step, 1) if anchor.published else None

    return month


def _published_quarter(step: int) -> Callable[[Args, Anchor], Period | None]:
    def quarter(_args: Args, anchor: Anchor) -> Period | None:
        if not anchor.published:
            return None
        index = anchor.published.year * 4 + (anchor.published.month - 1) // 3 + step
        return cal.quarter(index // 4, index % 4 + 1)

    return quarter


def _last_named_month(args: Args, anchor: Anchor) -> Period | None:
    """ "Last February" is a year before a February under discussion, else the latest one over."""
    month = int(args["m"])
    if anchor.focus and anchor.focus.freq == "M" and anchor.focus.start.month == month:
        return anchor.focus.shift_years(-1)
    if not anchor.published:
        return None
    return cal.month(anchor.published.year if month < anchor.published.month else anchor.published.year - 1, month)


def _previous_named_month(args: Args, anchor: Anchor) -> Period | None:
    """The latest such month before the focus began."""
    if anchor.focus is None:
        return None
    month, begun = int(args["m"]), anchor.focus.start
    return cal.month(begun.year if month < begun.month else begun.year - 1, month)


def _this_named_month(args: Args, anchor: Anchor) -> Period | None:
    this = _this_year(anchor)
    return None if this is None else cal.month(this, int(args["m"]))


def _ago_months(args: Args, anchor: Anchor) -> Period | None:
    focus = anchor.focus
    return _months_from(focus.start.year, focus.start.month, -int(args["n"]), 1) if focus and focus.freq == "M" else None


def _previous(*freqs: str) -> Callable[[Args, Anchor], Period | None]:
    def previous(_args: Args, anchor: Anchor) -> Period | None:
        focus = anchor.focus
        if focus is None:
            return None
        if focus.freq in freqs or ("M" in freqs and _days_of_a_month(focus)) or ("Q" in freqs and focus.months == 3):
            return focus.previous()
        return None

    return previous


def _previous_month(args: Args, anchor: Anchor) -> Period | None:
    """The month before; of a sum of twelve months, the twelve that ended a month before."""
    focus = anchor.focus
    if focus is not None and focus.freq == "R" and focus.months == 12:
        return _months_from(focus.start.year, focus.start.month, -1, 12)
    return _previous("M")(args, anchor)


def _previous_one(_args: Args, anchor: Anchor) -> Period | None:
    return anchor.focus.previous() if anchor.focus else None


def _review_month(_args: Args, anchor: Anchor) -> Period | None:
    """The month that a bulletin is about: the one under discussion, or the last of the months that are."""
    focus = anchor.focus
    return cal.month(focus.end.year, focus.end.month) if focus and focus.months and focus.freq != "A" else None


def _other_part(args: Args, anchor: Anchor) -> Period | None:
    """ "The second", beside a third quarter: the latest such quarter, or half, that is over before the focus begins."""
    focus = anchor.focus
    if focus is None or focus.freq not in "QS" or int(args["o"]) > (4 if focus.freq == "Q" else 2):
        return None
    span = cal.quarter if focus.freq == "Q" else cal.half
    this = span(focus.start.year, int(args["o"]))
    return this if this.end < focus.start else this.shift_years(-1)


def _days_of_a_month(period: Period) -> bool:
    return period.freq == "R" and period.start.replace(day=1) == period.end.replace(day=1)


def _rolling(args: Args, anchor: Anchor) -> Period | None:
    """The past n months end with the focus."""
    focus = anchor.focus
    if focus is None or not focus.months or focus.freq == "A":
        return None
    length = int(args["n"])
    return _months_from(focus.end.year, focus.end.month, 1 - length, length)


def _n_months(args: Args, anchor: Anchor) -> Period | None:
    """ "The seven months": the focus if it has seven, else January to July where that ends with the focus or is news."""
    length = int(args.get("n", 6))
    focus = anchor.focus
    if focus and focus.freq in "RSQA" and focus.months == length:
        return focus
    place = _first_months({"n": length})
    if focus and focus.months == 12 and length < 12 and anchor.published:
        part = _months_from(focus.start.year, focus.start.month, 0, length)  # "in fiscal year 2023/24 ... in ten months"
        day = _today(anchor)
        return part if day and dt.timedelta() <= day - part.end + _EARLY <= _RECENT else None
    if focus:
        return _as_the_focus_counts(place, anchor) or _up_to_the_month_before(length, focus)
    span, today = _latest(place, anchor), _today(anchor)
    if span and today and today - span.end <= _RECENT:
        return span
    fiscal = [place.at(today.year - back, anchor.fiscal_start) for back in (0, 1)] if today and anchor.fiscal_start != 1 else []
    return next((s for s in fiscal if s and today and dt.timedelta() <= today - s.end + _EARLY <= _RECENT), None)


def _up_to_the_month_before(length: int, focus: Period) -> Period | None:
    """ "For seven months": January to July beside figures of August, as details come a month later than the sum."""
    later = focus.freq == "M" and focus.start.month == length + 1 and length >= _MANY_MONTHS
    return _months_from(focus.start.year, 1, 0, length) if later else None


def _months_to(args: Args, anchor: Anchor) -> Period | None:
    """n months that end in a named month; if a day is named that is not the month's last, days."""
    default = 12 if "n" not in args else int(args["n"])
    end = _settle(_month_place(args), args, anchor)
    if end is None:
        return None
    if "d" in args and int(args["d"]) != end.end.day:
        last = end.start.replace(day=int(args["d"]))
        first = _months_from(last.year, last.month, -default, 1).start
        return cal.days(first.replace(day=last.day) + dt.timedelta(days=1), last)
    return _months_from(end.start.year, end.start.month, 1 - default, default)


def _quarters_to(args: Args, anchor: Anchor) -> Period | None:
    """n quarters, a year's if no number is told, that end with a named one."""
    end, months = _settle(_quarter_place(args), args, anchor), 3 * int(args.get("n", 4))
    return _months_from(end.end.year, end.end.month, 1 - months, months) if end else None


def _year_from(args: Args, anchor: Anchor) -> Period | None:
    """The twelve months that begin with a named one."""
    first = _settle(_month_place(args), args, anchor)
    return _months_from(first.start.year, first.start.month, 0, 12) if first else None


def _quarter_to(args: Args, anchor: Anchor) -> Period | None:
    return _months_to({**args, "n": 3}, anchor)


def _half_to(args: Args, anchor: Anchor) -> Period | None:
    return _months_to({**args, "n": 6}, anchor)


def _quarters(args: Args, anchor: Anchor) -> Period | None:
    return _settle(_first_months({"n": 9}), args, anchor)


def _week_to(args: Args, anchor: Anchor) -> Period | None:
    """The seven days that end on a named day."""
    last = _settle(_day_place(args), args, anchor)
    return cal.days(last.end - dt.timedelta(days=6), last.end) if last else None


def _week_from(args: Args, anchor: Anchor) -> Period | None:
    """The seven days that begin on a named day."""
    first = _settle(_day_place(args), args, anchor)
    return cal.days(first.start, first.start + dt.timedelta(days=6)) if first else None


def _previous_week(_args: Args, anchor: Anchor) -> Period | None:
    focus = anchor.focus
    if focus is None or focus.days != 7:
        return None
    week = dt.timedelta(days=7)
    return focus.previous() if focus.freq == "W" else cal.days(focus.start - week, focus.end - week)


def _half_month(args: Args, anchor: Anchor) -> Period | None:
    """Days 1 to 15, or 16 to the last, of a named month or of the month under discussion."""
    if "m" in args:
        month = _settle(_month_place(args), args, anchor)
    else:
        focus = anchor.focus
        inside = focus is not None and (focus.freq == "M" or _days_of_a_month(focus))
        month = cal.month(focus.start.year, focus.start.month) if focus is not None and inside else None
    if month is None:
        return None
    if int(args.get("h", args.get("o", 1))) == 1:
        return cal.days(month.start, month.start.replace(day=15))
    return cal.days(month.start.replace(day=16), month.end)


def _ten_days(args: Args, anchor: Anchor) -> Period | None:
    """The first, second or last ten days of a named month: 1 to 10, 11 to 20, 21 to the end."""
    month, part = _settle(_month_place(args), args, anchor), min(int(args.get("o", 3)), 3)
    if month is None:
        return None
    return cal.days(month.start.replace(day=10 * part - 9), month.end if part == 3 else month.start.replace(day=10 * part))


def _previous_span(args: Args, anchor: Anchor) -> Period | None:
    """The n months before the n months under discussion."""
    focus, length = anchor.focus, int(args["n"])
    if focus is None or focus.months != length:
        return None
    return _months_from(focus.start.year, focus.start.month, -length, length)


def _crop_to_date(args: Args, anchor: Anchor) -> Period | None:
    """From the day on which a crop or fiscal year began to where the focus ends; without a focus inside it, the whole year."""
    focus = anchor.focus
    start = int(args["fs"]) if "fs" in args else anchor.fiscal_start if anchor.fiscal_start not in (1, _own_start(anchor)) else 0
    end = focus.end if focus is not None and focus.freq != "A" else _today(anchor)
    if not start or end is None:
        return None
    year = int(args["y"]) if "y" in args else end.year if end.month >= start else end.year - 1
    first = cal.month(year, start)
    if focus is None or focus.freq == "A" or end < first.start:
        return _months_from(year, start, 0, 12)
    if focus.months:
        return cal.months(year, start, end.year, end.month)
    return cal.days(first.start.replace(day=int(args.get("d", 1))), end)


def _own_start(anchor: Anchor) -> int:
    return _fiscal_years().get(anchor.reporter, (1, ""))[0]


def _first_days_form(args: Args, anchor: Anchor) -> Period | None:
    length, keyword = _days_counted(args), args.get("k")
    if "m" in args:
        return _settle(_first_days_place(args), args, anchor)
    if keyword in ("lastm", "thism"):
        month = _published_month(-1 if keyword == "lastm" else 0)(args, anchor)
        return _first_days(month, length) if month else None
    return None if args.get("u") == "weeks" else _n_days(args, anchor)  # which days are weeks is not said without a month


def _days_of_month(args: Args, anchor: Anchor) -> Period | None:
    """ "From the 1st to the 20th": of the month under discussion, of that of publication or of the one before."""
    keyword, today = args.get("k"), _today(anchor)
    focus = _published_month(-1 if keyword == "lastm" else 0)(args, anchor) if keyword in ("lastm", "thism") else anchor.focus
    if focus is None and today is not None and anchor.published is not None and anchor.published.day is not None:
        focus = _months_from(today.year, today.month, 0 if today.day >= int(args["d2"]) else -1, 1)
    if focus is None or not (focus.freq == "M" or _days_of_a_month(focus)):
        return None
    return cal.days(focus.start.replace(day=int(args.get("d", 1))), focus.start.replace(day=int(args["d2"])))


def _n_days(args: Args, anchor: Anchor) -> Period | None:
    """The days of the focus; without a focus, those of the month of publication if they are over, else of the month before."""
    length, focus, today = int(args["n"]), anchor.focus, _today(anchor)
    if focus and focus.freq == "R" and focus.days == length:
        return focus
    if focus and (focus.freq == "M" or _days_of_a_month(focus)):
        return _first_days(cal.month(focus.start.year, focus.start.month), length)
    if focus or not today or not anchor.published or anchor.published.day is None:
        return None
    return _first_days(_months_from(today.year, today.month, 0 if today.day >= length else -1, 1), length)


def _ytd(args: Args, anchor: Anchor) -> Period | None:
    """From January to where the focus ends."""
    focus = anchor.focus
    if focus is None or focus.freq == "A" or ("y" in args and int(args["y"]) != focus.end.year):
        return None
    if focus.months:
        return cal.months(focus.end.year, 1, focus.end.year, focus.end.month)
    return cal.days(dt.date(focus.end.year, 1, 1), focus.end)


def _cumulative(args: Args, anchor: Anchor) -> Period | None:
    """ "Cumulative exports": from January; where a fiscal year is used as well, which of the two is not said."""
    if anchor.focus is not None and anchor.focus.freq == "R":
        return anchor.focus  # a span that sums are told of already
    return None if anchor.fiscal_start != 1 or anchor.crop_start else _ytd(args, anchor)


def _ytd_fiscal(_args: Args, anchor: Anchor) -> Period | None:
    """From the first month of the fiscal year to where the focus ends."""
    focus, first = anchor.focus, anchor.fiscal_start
    if focus is None or not focus.months or (first == 1 and anchor.reporter not in _fiscal_years()):
        return None
    year = focus.end.year if focus.end.month >= first else focus.end.year - 1
    return cal.months(year, first, focus.end.year, focus.end.month)


def _ytd_to(args: Args, anchor: Anchor) -> Period | None:
    """From January, or where the year under discussion begins, to a named month or day, or to a day of the month of publication."""
    if args.get("k") == "thism":
        this = _published_month(0)(args, anchor)
        return cal.days(dt.date(this.end.year, 1, 1), this.start.replace(day=int(args["d"]))) if this else None
    end = _settle(_day_place(args) if "d" in args else _month_place(args), args, anchor)
    if end is None:
        return None
    first = cal.month(end.end.year, 1)
    if anchor.focus and anchor.focus.freq == "R" and anchor.focus.start.month == anchor.fiscal_start != 1:  # told in a fiscal year so far
        first = _month_of(
            end.end.year if end.end.month >= anchor.fiscal_start else end.end.year - 1, anchor.fiscal_start, anchor.fiscal_start
        )
    return cal.days(first.start, end.end) if "d" in args else cal.months(first.start.year, first.start.month, end.end.year, end.end.month)


def _mtd(_args: Args, anchor: Anchor) -> Period | None:
    focus = anchor.focus
    if focus is None or focus.months or focus.freq not in "RWD":
        return None
    return cal.days(focus.end.replace(day=1), focus.end)


def _year_ago(args: Args, anchor: Anchor) -> Period | None:
    focus = _named_unit(args, anchor)
    return focus.shift_years(-1) if focus else None


def _years_ago(args: Args, anchor: Anchor) -> Period | None:
    return anchor.focus.shift_years(-int(args["n"])) if anchor.focus else None


def _same_period(args: Args, anchor: Anchor) -> Period | None:
    """The focus, or the part of it that the text names ("the same ten days"), in another year."""
    focus = _named_unit(args, anchor)
    if focus is None:
        return None
    if "p" in args or "f" in args:
        year = _in_fiscal_year(Place(lambda y, s: cal.year(y)), args, replace(anchor, fiscal_start=_start_of(focus, anchor)))
        own = focus.start.year if focus.start.month >= _start_of(focus, anchor) else focus.start.year - 1
        return focus.shift_years(year.start.year - own) if year else None
    if "y" in args:
        return focus.shift_years(int(args["y"]) - focus.end.year)
    return focus.shift_years(-1)


def _named_unit(args: Args, anchor: Anchor) -> Period | None:
    """The focus as far as it is the kind of span that the text names; for n months or days the span of that length."""
    unit, focus = args.get("u", ""), anchor.focus
    if focus is None or not unit:
        return focus
    if unit == "days":
        return _n_days(args, anchor)
    if unit in ("months", "quarters"):
        return _n_months({"n": args.get("n", 9)}, anchor)
    if unit == "month" and _days_of_a_month(focus):
        return cal.month(focus.start.year, focus.start.month)  # "in the first two weeks, short of the figure for the same month of 2021"
    length = {"month": 1, "quarter": 3}[str(unit)]
    counted = focus.freq == "R" and not focus.months and abs(focus.days - length * _MONTH_DAYS) <= _MONTH_DAYS / 10
    return focus if focus.months == length or counted else None  # a month of another calendar is one too


def _start_of(focus: Period, anchor: Anchor) -> int:
    """First month of the year that the focus is counted in: the reporter's, else, for a long range, its own."""
    return anchor.fiscal_start if anchor.fiscal_start != 1 or focus.freq != "R" else focus.start.month


def _same_named(args: Args, anchor: Anchor) -> Period | None:
    """ "The same January period": of a focus 1 to 20 February, 1 to 20 January; of a focus January, the January before."""
    place = _months_place(args) if "m2" in args else _month_place(args)
    if {"y", "w", "p", "f", "k"} & args.keys():
        return _settle(place, args, anchor)
    focus = anchor.focus
    if focus is None:
        return None
    if "m2" not in args and _days_of_a_month(focus):
        month = _previous_named_month(args, anchor)
        return month and cal.days(month.start.replace(day=focus.start.day), month.start.replace(day=min(focus.end.day, month.end.day)))
    own = place.at(focus.end.year, 1)
    return own.shift_years(-1) if own == focus else None


def _month_span(args: Args, anchor: Anchor) -> Period | None:
    """ "The May period": the days of May that are told of; without such a focus the month."""
    focus = anchor.focus
    if focus and _days_of_a_month(focus) and not {"y", "w", "k"} & args.keys():
        return focus if focus.start.month == args["m"] else _same_named(args, anchor)
    return _settle(_month_place(args), args, anchor)


def _same_days(args: Args, anchor: Anchor) -> Period | None:
    """ "The same 20 days of April", after 1 to 20 May: 1 to 20 April."""
    month = _previous_named_month(args, anchor) if anchor.focus else None
    return _first_days(month, int(args["n"])) if month else None


def _focus(*freqs: str) -> Callable[[Args, Anchor], Period | None]:
    def same(_args: Args, anchor: Anchor) -> Period | None:
        focus = anchor.focus
        return focus if focus and (not freqs or focus.freq in freqs) else None

    return same


def _same_week(_args: Args, anchor: Anchor) -> Period | None:
    return anchor.focus if anchor.focus and anchor.focus.days <= 7 and anchor.focus.days > 1 else None


_DIRECT: dict[str, Callable[[Args, Anchor], Period | None]] = {
    "last_months": _last_months_of,
    "year": _year,
    "years": _years,
    "fiscal_year": _fiscal_year,
    "fiscal_months": _fiscal_months,
    "last_year": _year_from_publication(-1),
    "this_year": _year_from_publication(0),
    "next_year": _year_from_publication(1),
    "full_year": _full_year,
    "same_year": _same_year,
    "month": _month,
    "from_to": _from_to,
    "day": _day,
    "week": _iso,
    "month_shared": _month_shared,
    "month_list": _month_list,
    "month_over_year": _month_over_year,
    "last_named_month": _last_named_month,
    "previous_named_month": _previous_named_month,
    "this_named_month": _this_named_month,
    "last_month": _published_month(-1),
    "this_month": _published_month(0),
    "last_quarter": _published_quarter(-1),
    "this_quarter": _published_quarter(0),
    "previous_month": _previous_month,
    "previous_quarter": _previous("Q"),
    "previous_one": _previous_one,
    "other_part": _other_part,
    "review_month": _review_month,
    "ago_months": _ago_months,
    "rolling_months": _rolling,
    "n_months": _n_months,
    "months_to": _months_to,
    "year_to": _months_to,
    "quarters_to": _quarters_to,
    "year_from": _year_from,
    "quarter_to": _quarter_to,
    "half_to": _half_to,
    "quarters": _quarters,
    "first_days": _first_days_form,
    "n_days": _n_days,
    "days_of_month": _days_of_month,
    "ytd": _ytd,
    "cumulative": _cumulative,
    "ytd_fiscal": _ytd_fiscal,
    "ytd_to": _ytd_to,
    "mtd": _mtd,
    "year_ago": _year_ago,
    "years_ago": _years_ago,
    "same_period": _same_period,
    "same_named": _same_named,
    "same": _named_unit,
    "month_span": _month_span,
    "same_days": _same_days,
    "same_month": _focus("M"),
    "same_quarter": _focus("Q"),
    "same_week": _same_week,
    "week_to": _week_to,
    "week_from": _week_from,
    "previous_week": _previous_week,
    "half_month": _half_month,
    "ten_days": _ten_days,
    "previous_span": _previous_span,
    "crop_to_date": _crop_to_date,
}

_PLACES: dict[str, Callable[[Args], Place]] = {
    "months": _months_place,
    "first_months": _first_months,
    "last_of": lambda _args: _last_months({"n": 1}),
    "quarter": _quarter_place,
    "nth_month": _nth_month_place,
    "half": _half_place,
    "days": _days_place,
}


def settled_fiscal_start(mentions: Iterable[PeriodMention]) -> int | None:
    """The first month of the fiscal or crop year that a text itself explains: "1987/88 (April-March)", "crop year Oct 2021-Sept 2022".

    None if it explains none, or two that differ.
    """
    found = set()
    for args in (dict(mention.args) for mention in mentions):
        if "fs" in args:  # also "the marketing year, which began September 1"
            found.add(int(args["fs"]))
        elif "fe" in args:
            found.add(int(args["fe"]) % 12 + 1)
        elif wraps_year(args):
            found.add(int(args["m"]))
    return found.pop() if len(found) == 1 else None


def wraps_year(args: Mapping[str, object]) -> bool:
    """Whether months say from when to when a year is counted, being twelve and without a year: "July-June"."""
    first, last = args.get("m"), args.get("m2")
    return isinstance(first, int) and isinstance(last, int) and first == last % 12 + 1 and len(args) == 2


def implied_fiscal_start(mentions: Iterable[PeriodMention]) -> int | None:
    """The first month of the fiscal year that spans of months told of it begin with: "July-September of FY 2013-14".

    None if there are none, or some that begin otherwise.
    """
    found = set()
    for args in (dict(mention.args) for mention in mentions):
        fiscal = "p" in args or "f" in args or args.get("k") in _FISCAL_STEPS
        if fiscal and "m" in args and "m2" in args and args.get("c", "fiscal") == "fiscal" and args["m"] in _FISCAL_STARTS:
            found.add(int(args["m"]))
    return found.pop() if len(found) == 1 else None
