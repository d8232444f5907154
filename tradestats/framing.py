"""What the words before a number say of when it is, and of what it is against."""

from __future__ import annotations

from collections.abc import Sequence

from tradestats.calendar import months
from tradestats.clauses import BREAKS
from tradestats.compared import SPAN_SKIP_FORMS, governed, ref_before, set_aside, spans_months
from tradestats.frame import State
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.spans import LAST, Spans, stays_open, went_before, within
from tradestats.stretch import has_verb, is_verb

_NEAR = 6  # items before a month in which a sum to date is named


class Framing(Spans):
    """Dates a clause by the words before its numbers."""

    def times(self, pre: list[Item], state: State) -> None:
        """Reads what the words before a number say of when it is, and of what it is against."""
        why = False
        self.forecast = state.status == "F"
        for k, item in enumerate(pre):
            why = (why or item.kind == "why") and item.kind not in (",", ";")
            if why:
                continue
            if item.kind == "basis":
                state.basis = item.code
            elif item.kind == "time" and item.what.form in SPAN_SKIP_FORMS:
                self.limit_before(pre, k, state)
            elif item.kind == "time" and not set_aside(pre, k):
                self.span_before(pre, k, state)

    def limit_before(self, pre: list[Item], k: int, state: State) -> None:
        """Reads where a sum begins or ends: "since January", "as of October 31", "at the end of the year"."""
        item, period = pre[k], None
        if item.what.form == "end" and not holds(pre, ("other",)):
            period = self.gathered(item)
        elif item.what.form == "until" and _opens(pre, k):
            period = self.due(item, pre) or self.up_to(item, state.period if state.period_set else None)
            if period is None and (state.period is None or state.period.freq == "A"):
                state.period, state.open = None, True  # "By mid-October the country had shipped": from when is not said
        elif item.what.form == "since":
            self.begun = self.resolve(item, state.period)
            if not _opens(pre, k):
                return
            period = self.to_date(item, state.period)
            if period is None and state.period is None and self.time.main is None:
                state.open = True  # "since the start of the year": up to when is not said
        if period is not None:
            one = item.what.form == "until" and self.begun is not None  # "since July 1 and as of July 25" is one span
            state.period, state.period_set, state.opened = period, True, period if one else state.opened or period

    def span_before(self, pre: list[Item], k: int, state: State) -> None:
        """Reads a span of time before a number: what its clause is of, or what it is compared with."""
        item = pre[k]
        compared, steps = governed(pre, k), item.what.form == "from_to"  # "from April to May" dates, and says what against
        if compared and k == len(pre) - 1 and self.kind_now == "percent" and self.possesses(item):
            return  # "a reversal from March's 5.8 percent growth": that is March's rate, no base of this one
        if compared or _set_against(pre, k):
            period, found = self.base(item, state.period, pre[max(0, k - 5) : k])
            state.basis = found or (period.code if period is not None else state.basis)
            state.base_period, state.base_for = period, state.period
        elif item.code and item.what.relative and not steps and item.what.form not in LAST:  # "exports last month rose" dates the rise
            if _stands_alone(pre, k) or (k == 0 and went_before(pre)):
                state.period = self.resolve(item, state.period) or state.period  # "the month before, it had risen"
            else:
                state.basis = item.code
        else:
            state.basis = item.code if steps else state.basis
            self.date_clause(pre, k, state)

    def date_clause(self, pre: list[Item], k: int, state: State) -> None:
        """Makes a span before a number the period of its clause; one that the text does not settle leaves it open."""
        item = pre[k]
        period = self.so_far(item, pre, state) or self.reviewed(item) or self.resolve(item, state.period)
        if k == 0 and self.inside and item.what.form == "last_year" and state.period is not None and state.period.freq != "A":
            period = state.period.shift_years(-1)  # "15,129 tonnes in July (last year 13,456 tonnes)"
        if period is not None and period.freq == "M" and _counts_to(pre, k):
            period = months(period.start.year, 1, period.end.year, period.end.month)
        explained = item.what.form == "week_unknown" or (period is not None and state.period != period and within(state.period, period))
        if explained and state.period_set and _apposed(pre, k):
            return  # "From the 7th to the 13th, July's second week": the month, or the week, only explains
        if period is not None and (not ref_before(pre, k) or spans_months(item)):
            state.period = period
            state.period_set, state.dated_by = True, item.what.form
            state.open = False
            self.time.placed = item.start
            state.opened = state.opened or period
        elif period is None and stays_open(item) and not ref_before(pre, k) and not _surveyed(pre, k):
            state.period, state.open = None, True


def _set_against(pre: Sequence[Item], k: int) -> bool:
    """ "To October 2022 a minus of": a change told in its base's own clause."""
    return k > 0 and pre[k - 1].low == "to" and (k == 1 or pre[k - 2].kind in BREAKS) and any(x.kind == "chg" for x in pre[k + 1 : k + 4])


def _apposed(pre: Sequence[Item], k: int) -> bool:
    """Whether a span of time stands beside another one with a comma between them."""
    return k > 1 and pre[k - 1].kind == "," and pre[k - 2].kind == "time"


def _opens(items: Sequence[Item], k: int) -> bool:
    """Whether a span is its clause's frame: "Since January exports have reached", "exports since January stand at"."""
    opens = k == 0 or items[k - 1].kind in BREAKS or items[k - 1].kind == "and" or items[k - 1].low == "that"
    return opens or (items[k - 1].kind in ("flow", "nodx", "prod") and has_verb(items[k + 1 : k + 3]))


def _surveyed(items: Sequence[Item], k: int) -> bool:
    """Whether a span dates an estimate or a poll, not the figure: "economists polled last week", "a week earlier its estimate was"."""
    return any(x.kind == "status" for x in items[max(0, k - 2) : k + 4])


def _counts_to(items: Sequence[Item], k: int) -> bool:
    """Whether a month is up to when a sum of the year counts: "year-to-date exports to March", "so far this year, through March"."""
    led = k > 1 and items[k - 1].low in ("to", "through", "thru", "till", "until", "up to", "up until")
    return led and any(x.kind == "time" and x.what.form == "ytd" for x in items[max(0, k - _NEAR) : k])


def _stands_alone(pre: Sequence[Item], k: int) -> bool:
    """Whether "a year earlier" dates what follows it: "the month before, it had risen", ", which a year earlier was $35 billion"."""
    following = pre[k + 1] if k + 1 < len(pre) else None
    if following is None:
        return False
    figure = [x for x in pre[max(0, k - 3) : k + 3] if x.low.split()[-1] in word_set("figure_words")]
    if figure and any(x.code == "be" or is_verb(x) for x in pre[k + 1 : k + 4]):
        return True  # "The corresponding figure a year ago was", "The year-earlier figure was", "a year earlier the figure was"
    return (
        following.kind in ("pron", "flow", ",", "area")
        or following.low in ("this", "that", "these", "it")
        or (following.code == "be" and k > 0 and pre[k - 1].kind in ("which", ","))
    )
