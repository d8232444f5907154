"""Which period words name: what "last year", "since January" and "the same months" come to, counted from the period under discussion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from tradestats.calendar import STEPS, Period, days, month, months, year
from tradestats.calendar import basis as basis_between
from tradestats.frame import Memory, Place, State
from tradestats.frozen import replace
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.recognise import periods
from tradestats.role import Role
from tradestats.timeline import OPEN

_DURING = ("during ", "over ")
_MEANT = 4  # rows in which the period stands that "during this time" means
LAST = frozenset(("last_month", "last_quarter"))
"""Forms of what is compared with as a rule, and yet dates a figure that nothing else dates: "rose 5 percent last month"."""
LEAP = 4
"""Days: how much longer one month, or one half of a year, may be than another."""
_AHEAD = frozenset(("month", "months", "quarter", "half"))  # spans that a forecast without a year can be of
_TO_DATE = frozenset(("crop_to_date", "ytd", "ytd_fiscal"))  # spans that end with the day that an article tells of
_SEASON = timedelta(days=150)
# Spans that are not the article's own period where the text leaves open which they are: "in the second week", "in 2023/24".
_OPEN = frozenset(("week_unknown", "previous_week", "same_week", "half_month", "days_of_month", "first_days", "n_days"))
_OPEN |= {"n_months", "fiscal_year", "ytd", "mtd", "other_year"}
_THIS_YEAR = periods.PeriodMention(0, 0, "period", "", "this_year", True, ())
_UNDER_WAY = frozenset(("this_year", "year", "fiscal_year"))  # forms of years that are told of up to a day
_BOTH_YEARS = frozenset(("this_year", "last_year"))  # a sentence that sets one beside the other
_YEAR = 366
_FRESH = 2  # months after which a month is no more told by the one before alone
_NEWS = 4  # months after which figures of a month are no news any more
_TOLD = 40  # rows that may have told of a period as long as a base
_MONTH_DAYS = 30.44  # of a month on average
_LATELY = 4  # rows in which the last figure that is no base stands
_YEAR_LONG = 12  # months of it
_DAYS_CODE = len("2024-12-01/2024-12-20")  # of a range of days


class Spans(Memory):
    """Settles which period a mention names."""

    def resolve(self, item: Item, focus: Period | None) -> Period | None:
        """The period of a mention, counted from the one under discussion; whole months are months."""
        form = item.what.form
        if form == "this_time":
            lasts = self.text[max(0, item.start - 7) : item.start].lower().endswith(_DURING)  # not "this time it was"
            told = (x.period for x in reversed(self.rows[-_MEANT:]) if x.sentence.paragraph == self.paragraph and not x.is_base)
            return (next(told, None) if lasts else None) or self.time.main
        if form == "last_named_month" and item.start == self.time.placed:
            return focus  # the focus is this very month
        again = self.told_again(item, focus)
        if again is not None:
            return again
        counted_to = self.as_of if form in _TO_DATE else None
        found = periods.resolve(item.what, self.context.anchor(counted_to or focus))
        if form in ("n_months", "this_month") and focus is not None and focus.freq == "R" and not focus.months:
            return self.days_told(focus, int(dict(item.what.args).get("n", 6)) if form == "n_months" else 1) or found
        found = self.recounted(item, found, focus)
        if found is not None and self.forecast and item.what.relative and form in _AHEAD:
            found = self.still_to_come(found, focus)
        whole = _whole_months(found) if found is not None else None
        if whole is not None:
            return whole
        if found is not None and found.months and not item.code:
            last = self.time.spans.get(found.months)
            compared = form == "same_period" or (last is not None and last.shift_years(-1) == found)
            self.time.spans[found.months] = last if compared and last is not None else found
        return found

    def told_again(self, item: Item, focus: Period | None) -> Period | None:
        """The period told of before that words such as "in the period", "in the month" and "during the year" go back to."""
        form, main = item.what.form, self.time.main
        if not form.startswith("same"):
            return None
        if form == "same":
            told = self.rows[-_LATELY:] if item.low.endswith(" period") else []
            last = next((row.period for row in reversed(told) if not row.is_base), None)
            if last is not None and focus is not None and focus.freq == "M" and last.months > 1 and within(focus, last):
                return last  # "in the period", after January to April: a month is no period
            if item.low.endswith("the period") and self.time.passed is not None:
                return self.time.passed  # "the nine months brought ...; the target for the period was"
        known = self.time.spans.get(length(item))
        if known is not None and (focus is None or focus.months != known.months):
            return known  # "the average price in the month", after a year's figures; "over the same six months"
        if form == "same_year" and main is not None and main.months == _YEAR_LONG and within(focus, main):
            return main  # "during the year", of a month in a crop year
        if form != "same_year" or focus is None or focus.freq != "M" or self.forecast:
            return None
        return focus if self.inside else self.year_to(focus)  # "(down 7 percent in the year)"

    def year_to(self, focus: Period) -> Period | None:
        """The year up to a month, where the calendar year is not yet over: "exports rose 11 percent to $51 billion in the year"."""
        published, y, m = self.context.published, focus.end.year, focus.end.month
        under_way = m < _YEAR_LONG and published is not None and published.year == y
        return months(y - 1, m + 1, y, m) if under_way else None

    def recounted(self, item: Item, found: Period | None, focus: Period | None) -> Period | None:
        """A period as the article counts it: its fiscal year, its sums to date, or the last span of that length told of."""
        form = item.what.form
        found = self.counted_so(item, found)
        if form == "fiscal_year" and focus is not None:
            args = dict(item.what.args)
            if "p" in args and "c" not in args:
                found = _counted_alike(str(args["p"]), focus) or found
        if found is None and form == "same" and focus != self.time.main:
            found = periods.resolve(item.what, self.context.anchor(self.time.main))  # "the same quarter", after a month told alone
        return self.time.spans.get(length(item)) if found is None and form == "n_months" else found

    def counted_so(self, item: Item, found: Period | None) -> Period | None:
        """A period told by its end, or as "this year" beside "last year", in an article that sums up from the start of a (fiscal) year."""
        main, form = self.time.main, item.what.form
        if main is None or found is None or self.forecast or not 1 < main.months < 12:
            return found
        if main.start.month not in (1, self.context.anchor(main).fiscal_start):
            return found
        if form == "ytd_to" and found.end.day >= 28 and main.start < found.end <= main.end:
            return months(main.start.year, main.start.month, found.end.year, found.end.month)  # "up to November", of a year from July on
        if form in _BOTH_YEARS <= self.spans_said:
            return main if form == "this_year" else main.shift_years(-1)  # "$5 billion this year and $6 billion last year"
        return found

    def days_told(self, focus: Period, length: int) -> Period | None:
        """The days told of, in another calendar, that make so many months: "the seven-month period" after 20 March to 21 October."""
        told = (focus, *(row.period for row in reversed(self.rows[-_TOLD:]) if row.period is not None))
        return next((x for x in told if x.freq == "R" and not x.months and abs(x.days - length * _MONTH_DAYS) <= LEAP), None)

    def still_to_come(self, found: Period, focus: Period | None) -> Period:
        """A forecast "for December" made in November is of the coming December."""
        published = self.context.published
        today = month(published.year, published.month).end if published else focus.end if focus is not None else None
        if today is None or today - found.end < _SEASON:
            return found
        coming = found.shift_years(1)
        return coming if coming.start - today < _SEASON else found

    def base(self, item: Item, focus: Period | None, before: Sequence[Item] = ()) -> tuple[Period | None, str]:
        """The period a comparison names and its basis; "last year" of a month is the same month of last year."""
        period = self.resolve(item, focus)
        if period is not None and focus is not None:
            period = _as_long(item, period, focus, before)
        if item.code:
            return period, item.code
        if period is None:
            return None, OPEN if stays_open(item) else self.month_apart(item)
        if focus is None:
            return period, ""
        if _year_before_part(period, focus):
            return period, "yoy"  # no month or five are compared with a whole year: "5 percent above 2023"
        return period, "" if within(focus, period) else basis_between(focus, period)  # nothing is compared with what it is a part of

    def month_apart(self, item: Item) -> str:
        """The basis that a month without a year makes beside the one that the sentence begins with: "in August, against July"."""
        bare = item.what.form == "month" and item.what.relative and self.month_said
        return "mom" if bare and (self.month_said - int(dict(item.what.args)["m"])) % 12 == 1 else ""

    def shift(self, focus: Period | None, basis: str) -> Period | None:
        """What a period is compared with on a basis, or on the one that is usual for it: a year before it, or right before it."""
        if focus is None:
            return None
        basis = basis or self.default_basis(focus)
        return focus.shift_years(-1) if basis == "yoy" else focus.previous()

    def default_basis(self, period: Period | None) -> str:
        """The basis of a change of which nothing says what it is against."""
        known = self.bases.levels.get(period.code) if period is not None and period.freq == "R" and not period.months else None
        if period is not None and known is not None and basis_between(period, known) in STEPS:
            return basis_between(period, known)  # the days of a month are compared as their levels were
        return self.bases.default(period, self.paragraph, self.time.main)

    def so_far(self, item: Item, clause: Sequence[Item], state: State) -> Period | None:
        """What "this year" comes to in the perfect tense: "the country has this year exported $98 billion" is told of the year to date."""
        last = state.period or self.time.main
        revised = holds(clause, ("status",)) and any(x.low in word_set("revises") for x in clause)  # "raised its estimate of"
        if item.what.form not in _UNDER_WAY or state.status == "F" or revised:
            return None
        this = self.resolve(item, last)
        if self.as_of is not None and this is not None and within(self.as_of, this):
            return _gathered(this, self.as_of)
        under_way = item.what.form == "year" and this == periods.resolve(_THIS_YEAR, self.context.anchor(None))
        if not (item.what.form == "this_year" or under_way) or last is None or last.freq == "A":
            return None
        if not under_way and last.freq in "RQS" and 1 < last.months < 12 and this is not None and last.end.year == this.end.year:
            return last  # "imports this year cost $2.5 billion", in an article on seven months
        perfect = any((x.code == "have" and x.low in ("has", "have")) or x.low in word_set("takes_to") for x in clause)
        if not perfect or this is None or not within(last, this):
            return None
        return _gathered(this, last)

    def reviewed(self, item: Item) -> Period | None:
        """The year that an undated review is about, and calls "last year": nothing newer is named in it."""
        main = self.time.main
        undated = self.context.published is None and item.what.form == "last_year" and main is not None and main.freq == "A"
        return main if undated and main is not None and main.start.year == self.context.year else None

    def due(self, item: Item, pre: Sequence[Item]) -> Period | None:
        """The year that a forecast is for: "by the end of the year it expects to ship 175,000 tonnes"."""
        if not (self.forecast or any(x.kind == "status" and x.code == "F" for x in pre)):
            return None
        year = periods.resolve(item.what, self.context.anchor(self.time.main))
        return year if year is not None and year.months == 12 else None

    def up_to(self, item: Item, focus: Period | None) -> Period | None:
        """What a flow comes to "as of October 31": the sum since what the sentence counts from, or since the article's own sums begin.

        `focus` is the time that the sentence names: "In 2021, exports came to $20 billion as of September 5".
        """
        self.as_of = periods.resolve(item.what, self.context.anchor(self.time.main))
        main, begun = self.time.main, self.begun
        if self.as_of is None:
            return None
        if begun is not None and begun.start < self.as_of.start and (self.as_of.end - begun.start).days < _YEAR:
            return _gathered(begun, self.as_of)
        if focus is not None and focus.freq == "A" and within(self.as_of, focus):
            return _gathered(focus, self.as_of)
        counted = item.low.startswith("as at ") or "same_period" in self.spans_said
        if main is None and self.as_of.freq == "M" and counted and self.context.anchor(None).fiscal_start == 1:
            return months(self.as_of.end.year, 1, self.as_of.end.year, self.as_of.end.month)  # "as at November, 5% above the same period"
        sums = main is not None and main.freq in "RQS" and main.months > 1 and main.start.month == 1
        return _gathered(main, self.as_of) if sums and main is not None and within(self.as_of, main) else None

    def to_date(self, item: Item, focus: Period | None) -> Period | None:
        """What "since January" or "since the start of the season" comes to: from there to where the period under discussion ends.

        Only where a year begins then: "since March" is mostly said of a record.
        """
        begun = self.resolve(item, focus)
        last = self.as_of or focus or self.time.main
        if begun is None or last is None or last.freq == "A" or begun.end < begun.start:
            return None
        first, end = begun.start, last.end
        if begun.freq == "M" and first.month not in (1, self.context.anchor(focus).fiscal_start):
            return None
        if begun.months == 12 and begun.code.isdigit() and not any(x in item.low for x in ("start", "beginning", "turn")):
            return None  # "since 2016"
        if begun.freq not in ("M", "A", "R", "D") or not first <= end or (end - first).days > _YEAR:
            return None
        return months(first.year, first.month, end.year, end.month) if last.months and first.day == 1 else days(first, end)

    def gathered(self, item: Item) -> Period | None:
        """What a flow comes to "at the end of October": the sum from January to then. What lies in tanks or banks then is no flow."""
        inner = dict(item.what.args).get("inner")
        if not (self.flow_said or self.rows):
            return None
        if inner in ("year", "last_year", "fiscal_year"):
            return periods.resolve(replace(item.what, form=str(inner)), self.context.anchor(None))
        if inner != "month":
            return None
        last = self.resolve(item, None)
        return months(last.end.year, 1, last.end.year, last.end.month) if last is not None and last.end.month > 1 else None

    def year_after(self, base: Period | None) -> Period | None:
        """The month that news dates only by its base: "1.7 percent lower than in April 2023", published in June 2024, is of April 2024.

        So it is with the month before: "from a revised $65.6 billion in February", published in May, is of March.
        """
        published = self.context.published
        if base is None or base.freq != "M" or published is None or self.time.main is not None:
            return None
        year, after = base.shift_years(1), month(base.end.year + base.end.month // 12, base.end.month % 12 + 1)
        for told, most in ((year, _NEWS), (after, _FRESH)):
            if 0 < (published.year - told.start.year) * 12 + published.month - told.start.month <= most:
                return told
        return None

    def over_years(self, at: Place, found: Role) -> tuple[Period, str] | None:
        """Period and base of a change told "between 2019 and 2023" or "from 2019 to 2023": of the later year against the earlier one."""
        item = next((x for x in (*at.post, *at.pre) if x.kind == "time" and x.what.form == "years"), None)
        if item is None or found.measure not in ("growth", "change", "share_change"):
            return None
        args = dict(item.what.args)
        last = args.get("y2", args.get("w"))
        led = self.text[max(0, item.start - 8) : item.start].lower().endswith(("between ", "from "))
        return (year(int(last)), year(int(args["y"])).code) if led and last is not None else None

    def compared_alike(self, focus: Period | None, base: Period | None) -> Period | None:
        """The period told of before that is as long as what a figure is compared with, where the one under discussion is not.

        "From January to May exports grew 5 percent. Brazil bought 0.2 percent less than in the same five months last year."
        """
        if focus is None or base is None or not base.months or base.months in (focus.months, 12) or not focus.months:
            return None
        for row in reversed(self.rows[-_TOLD:]):
            told = row.period
            if told is not None and told.months == base.months and usual_base(told, base):
                return told
        told = base.shift_years(1)
        return told if told.end == focus.end and told.start < focus.start else None  # "to date ... beyond the first nine months of 2017"

    def possesses(self, item: Item) -> bool:
        """Whether what follows a period is its own: "March's 5.8 percent"."""
        return self.text[item.end : item.end + 2] in ("'s", "\u2019s") or item.low.endswith(("'s", "\u2019s"))


def usual_base(told: Period, base: Period) -> bool:
    """Whether one period is what another, equally long, is mostly compared with: a year before it, or right before it."""
    return base.code in {told.shift_years(-1).code, *([before.code] if (before := told.previous()) is not None else [])}


def _year_before_part(period: Period, focus: Period) -> bool:
    """Whether a period is the (fiscal) year before the one that another, shorter one is a part of."""
    return period.months == 12 and 0 < focus.months < 12 and period.end < focus.start and focus.shift_years(-1).end <= period.end


def _as_long(item: Item, period: Period, focus: Period, before: Sequence[Item]) -> Period:
    """What a comparison names, as long as what is compared: "last year" of a month, "than in August" of the last August before."""
    numbered = any(c.isdigit() for c in item.word)
    if period.freq == "A" and focus.freq != "A":
        same = any(x.low in ("same", "corresponding", "comparable", "like") for x in before)
        last = (focus.start.year - 1, focus.end.year - 1)  # a fiscal year's months begin in one year and end in another
        itself = item.what.form == "last_year" and within(focus, period)  # told of the fiscal year before, when the new year has begun
        return focus.shift_years(-1) if (same or not numbered) and (period.start.year in last or itself) else period
    later = period.freq == focus.freq == "M" and period.start > focus.start and not item.code and not numbered
    if later and any(x.kind == "ref" and x.low == "than" for x in before[-2:]):
        y, m = focus.start.year, period.start.month  # "in September 2021 than in August"
        return month(y if m < focus.start.month else y - 1, m)
    return period


def _gathered(begun: Period, last: Period) -> Period:
    """From where one period begins to where another ends, in months if both are made of them."""
    if begun.start.day == 1 and (last.end + timedelta(1)).day == 1:
        return months(begun.start.year, begun.start.month, last.end.year, last.end.month)
    return days(begun.start, last.end)


def length(item: Item) -> int:
    """How many months the words of a span count: "the month" 1, "the same six months" 6; 0 if they count none or compare years."""
    args = dict(item.what.args)
    if item.code or "y" in args:
        return 0
    unit = {"same_month": "month", "same_quarter": "quarter"}.get(item.what.form, args.get("u"))
    if item.what.form in ("n_months", "rolling_months") or unit == "months":
        return int(args.get("n", 6))
    return {"month": 1, "quarter": 3}.get(str(unit), 0)


def _counted_alike(pair: str, focus: Period) -> Period | None:
    """A year such as 2023-24 as the year under discussion is counted: beside one from November to October it begins in November."""
    if focus.months != 12 or focus.start.month == 1:
        return None
    return focus.shift_years(int(pair[:4]) - focus.start.year)


def stays_open(item: Item) -> bool:
    """Whether a span that the text does not settle leaves its figures without a period: "over the same six months" of no such span."""
    return item.what.form in _OPEN or (item.what.form == "same" and length(item) > 1)


def within(part: Period | None, whole: Period) -> bool:
    """Whether a period is a part of another one, and not all of it."""
    return part is not None and part != whole and whole.start <= part.start and part.end <= whole.end


def went_before(items: Sequence[Item]) -> bool:
    """Whether a clause tells of a time before the one under discussion: "it had jumped 12.8 percent in March"."""
    return any(x.low == "had" and x.code == "have" for x in items)


def _whole_months(found: Period) -> Period | None:
    """The months that a range of days from a month's first to a month's last is; None for any other period."""
    days_of = found.freq == "R" and len(found.code) == _DAYS_CODE
    if not days_of or found.start.day != 1 or (found.end + timedelta(1)).day != 1:
        return None
    return months(found.start.year, found.start.month, found.end.year, found.end.month)
