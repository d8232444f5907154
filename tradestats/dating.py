"""When: the period of a number, and what its growth is against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from tradestats.calendar import Period, days, month, months, year
from tradestats.calendar import basis as basis_between
from tradestats.clauses import BREAKS
from tradestats.compared import SPAN_SKIP_FORMS, governed, ref_before, set_aside, spans_months
from tradestats.frame import Memory, Place, Row, State
from tradestats.frozen import replace
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.proof import borne_out
from tradestats.recognise import periods
from tradestats.role import Role
from tradestats.stretch import has_verb, is_verb
from tradestats.timeline import OPEN, STEPS, kind

LAST = frozenset(("last_month", "last_quarter"))
"""Forms of what is compared with as a rule, and yet dates a figure that nothing else dates: "rose 5 percent last month"."""
_AHEAD = frozenset(("month", "months", "quarter", "half"))  # spans that a forecast without a year can be of
_SEASON = timedelta(days=150)
# Spans that are not the article's own period where the text leaves open which they are: "in the second week", "in 2023/24".
_OPEN = frozenset(("week_unknown", "previous_week", "same_week", "half_month", "days_of_month", "first_days", "n_days"))
_OPEN |= {"n_months", "fiscal_year", "ytd", "mtd", "other_year"}
_RATED = frozenset(("same_period", "year_ago", "previous_month", "previous_quarter", "previous_one"))
# Forms of periods that date the rate another one is compared with.
_THIS_YEAR = periods.PeriodMention(0, 0, "period", "", "this_year", True, ())
_UNDER_WAY = frozenset(("this_year", "year", "fiscal_year"))  # forms of years that are told of up to a day
_BOTH_YEARS = frozenset(("this_year", "last_year"))  # a sentence that sets one beside the other
_SEQUENCE = "sequence"  # the basis of "sequentially": against the period right before
_WEEKLY = "wow"  # the basis of words such as "on the week"
_YEAR = 366
_FRESH = 2  # months after which a month is no more told by the one before alone
_NEWS = 4  # months after which figures of a month are no news any more
_SHOWN = 3  # rows before a sentence that its levels can still date
_PROVING = 8  # rows before and behind a change whose levels can make it
_HEADLINES = 8  # rows that a headline and a summary can give
_CORRECTED = 12  # items before a number in which its correction is told
_TOLD = 40  # rows that may have told of a period as long as a base
_MONTH_DAYS = 30.44  # of a month on average
_QUARTER = 3  # months of it
_YEAR_LONG = 12  # months of it
_NEAR = 6  # items between a rate and the amount it is measured against
_WEEK = timedelta(days=7)
_LEAP = 4  # days: how much longer one month, or one half of a year, may be than another


@dataclass(slots=True)
class _Words:
    """What the words around a number say of when it is: `focus` is the period under discussion there, `own` the number's.

    `relative` is the base that the words of its own period could be instead: "last year".
    """

    focus: Period | None
    own: Period | None = None
    basis: str = ""
    relative: str = ""


class Dating(Memory):
    """Finds the period and the basis of a number."""

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
        elif item.code and item.what.relative and not steps:
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
        explained = item.what.form == "week_unknown" or (period is not None and state.period != period and _within(state.period, period))
        if explained and state.period_set and _apposed(pre, k):
            return  # "From the 7th to the 13th, July's second week": the month, or the week, only explains
        if period is not None and (not ref_before(pre, k) or spans_months(item)):
            state.period = period
            state.period_set, state.dated_by = True, item.what.form
            state.open = False
            self.time.placed = item.start
            state.opened = state.opened or period
        elif period is None and _stays_open(item) and not ref_before(pre, k) and not _surveyed(pre, k):
            state.period, state.open = None, True

    def base_ahead(self, at: Place, focus: Period | None) -> str:
        """The basis that the amount compared with names: "17 percent less than September's 16 million tons"."""
        if at.n + 1 >= len(at.nums) or at.nums[at.n + 1].kind == "percent":
            return ""
        amount = at.nums[at.n + 1].at
        between = at.items[at.num.at + 1 : min(amount, at.num.at + 1 + _NEAR)]
        ref = next((k for k, x in enumerate(between) if x.kind == "ref" or (x.kind == "cmp" and x.code == "ref")), len(between))
        if ref > 1 or not between:
            return ""
        behind = at.items[amount + 1 : amount + 3] if all(x.kind in ("det", "ref", "cmp") for x in between) else []
        named = next((x for x in [between[-1], *behind[-1:]] if x.kind == "time" and x.what.form not in SPAN_SKIP_FORMS), None)
        return self.base(named, focus)[1] if named is not None else ""

    def as_before(self, at: Place, focus: Period | None) -> Period | None:
        """The period of one of two bases without dates: as the sentence before dated two: "against 2.7 and 2.6 billion"."""
        pair = self.bases.pairs.get(focus.code, ()) if focus is not None else ()
        if len(pair) != 2:
            return None
        for k, n in enumerate((at.n, at.n - 1)):
            gap = at.items[at.nums[n].at + 1 : at.nums[n + 1].at] if 0 <= n < len(at.nums) - 1 else []
            if [x.kind for x in gap] == ["and"]:
                return pair[k]
        return None

    def pair_rates(self, first: int) -> None:
        """Two rates of the same flow in one sentence have two bases: those it says, or those that a sentence before said, in that order."""
        pairs = [(n, self.rows[n], self.rows[n + 1]) for n in range(first, len(self.rows) - 1)]
        for n, one, other in pairs:
            same = (one.series, one.statistic, one.period) == (other.series, other.statistic, other.period)
            if not same or one.measure != "growth" or other.measure != "growth" or one.value == other.value or one.period is None:
                continue
            if one.basis != other.basis and one.basis in STEPS and other.basis in STEPS:
                self.bases.rates[one.period.freq] = (one.basis, other.basis)
            elif one.basis == other.basis and one.period.freq in self.bases.rates and not one.number.part:
                rates = self.bases.rates[one.period.freq]
                self.rows[n], self.rows[n + 1] = (replace(row, basis=b) for row, b in zip((one, other), rates, strict=True))

    def reconcile(self, first: int) -> None:
        """Dates changes of which the words leave open when they are or what they are against, by the levels that make just them.

        "Cocoa fell from 5.1 billion in the first quarter to 1.1 billion, that is by about 4.0 billion."
        """
        for n in range(max(0, first - _SHOWN), len(self.rows)):
            row = self.rows[n]
            said, dated = row.number.start not in self.bases.unsaid, row.number.start in self.bases.dated
            if row.measure not in ("growth", "change") or row.period is None or (said and dated) or row.value == 0:
                continue
            pairs = borne_out(row, self.rows[max(0, n - _PROVING) : n + _PROVING])
            if any((later, basis_between(later, earlier)) == (row.period, row.basis) for later, earlier in pairs):
                continue
            fits = {
                (later, basis_between(later, earlier))
                for later, earlier in pairs
                if (not dated or later == row.period) and (not said or basis_between(later, earlier) == row.basis)
            }
            if len(fits) == 1:
                period, basis = fits.pop()
                self.rows[n] = row._replace(period=period, basis=basis)

    def said_again(self, row: Row) -> None:
        """Gives a change of the opening its base where the text repeats it with one: a headline, and the sentence on it."""
        if row.basis not in STEPS or row.number.start in self.bases.unsaid:
            return
        for n, before in enumerate(self.rows[:_HEADLINES]):
            same = (before.measure, before.value) == (row.measure, row.value) and before.period in (row.period, None)
            if same and before.series.flow == row.series.flow and before.number.start in self.bases.unsaid:
                self.rows[n] = replace(before, basis=row.basis)

    def base_behind(self, behind: Sequence[Item], state: State) -> None:
        """Gives the last change a base that a clause without figures tells: "fell by $2 billion, compared with the quarter before"."""
        n = next((n for n in range(len(self.rows) - 1, max(-1, len(self.rows) - 3), -1) if self.rows[n].number is state.unbased), -1)
        dated = (
            2 if [x.kind for x in behind[:3]] == ["in", "time", ","] else 0
        )  # "to £7 billion in the three months to July, | compared with"
        behind = behind[dated:]
        if n < 0 or self.rows[n].period is None or self.rows[n].period != self.rows[-1].period or not behind or behind[0].kind != ",":
            return
        focus = self.rows[n].period
        at = next((k for k, x in enumerate(behind[:_NEAR]) if x.kind == "time" and x.what.form not in SPAN_SKIP_FORMS), 0)
        if at and governed(behind, at) and not has_verb(behind[:at]):
            basis = self.base(behind[at], focus)[1]
            if basis in ("yoy", "mom", "qoq"):
                self.rebase(n, basis)
                if focus is not None and focus.freq == "R":
                    self.bases.named.setdefault(focus.code, basis)  # and what else is told of these months

    def rebase(self, last: int, basis: str) -> None:
        """Gives the changes of a sentence up to a row a base: those of the row's period that say none themselves."""
        for n in range(last, -1, -1):
            row, to = self.rows[n], self.rows[last]
            if row.sentence is not to.sentence:
                return
            if row.measure in ("growth", "change") and row.period == to.period and row.number.start in self.bases.unsaid:
                self.rows[n] = replace(row, basis=basis)

    def note_basis(self, items: Sequence[Item], focus: Period | None) -> None:
        """What a sentence compares with in words alone is what its paragraph goes on comparing with: "unchanged from September"."""
        if focus is None or not items or self.bases.said_at == items[0].start or self.bases.local[:2] == (self.paragraph, kind(focus)):
            return
        for k, item in enumerate(items):
            if item.kind != "time" or item.what.form in SPAN_SKIP_FORMS:
                continue
            if governed(items, k) or (item.code and item.what.relative and item.what.form not in LAST):
                basis = item.code or self.base(item, focus)[1]
                if basis in ("yoy", "mom", "qoq"):
                    self.bases.local = (self.paragraph, kind(focus), basis)
                return

    def shared(self, state: State, row: Row) -> None:
        """Gives earlier changes of a sentence the base behind the last: "exports rose 2 and imports 3 percent from May".

        So it is where an amount stands between: "rose 3 percent to $5 billion compared with the same month of 2011".
        """
        if not state.told or row.measure not in ("growth", "change", "level"):
            return
        for n in range(len(self.rows) - 1, max(-1, len(self.rows) - _NEAR), -1):
            before = self.rows[n]
            alike = (before.series.flow, before.statistic) == (row.series.flow, row.statistic)
            if alike == (row.measure == "level") and before.number is state.unbased and before.period in (row.period, None):
                self.rows[n] = replace(before, basis=state.told)
                if row.period is not None:
                    self.bases.local = (self.paragraph, kind(row.period), state.told)
                return

    def relative_date(self, at: Place, focus: Period | None) -> Period | None:
        """The period that a clause tells more of: "October, when exports fell", "June's 3 percent, which had taken them to"."""
        opener = max([k for k, x in enumerate(at.pre) if x.kind == "which" or x.low == "when"], default=-1)
        if opener < 0 or any(x.kind in BREAKS for x in at.pre[opener + 1 :]):
            return at.state.aside if not any(x.kind in BREAKS for x in at.pre) else None
        before = [x for x in at.pre[:opener] if x.kind != ","][-1:]
        if not before and at.pre[opener].low == "when" and at.n:
            behind = at.items[at.nums[at.n - 1].at + 1 : at.num.at]
            before = [x for x in behind[: next(k for k, x in enumerate(behind) if x is at.pre[opener])] if x.kind != ","][-1:]
        follows = at.pre[opener + 1 : opener + 3] if at.pre[opener].kind == "which" else []
        if any(x.low.split()[0] in word_set("follows_from") for x in follows):
            return None  # "compared with October 2012, which led to a 332 million reduction in the deficit"
        if before and before[0].kind == "time":
            return self.resolve(before[0], focus)
        last = self.rows[-1] if self.rows else None
        told = not before and at.n > 0 and last is not None and last.number is at.nums[at.n - 1].number and went_before(at.tail)
        return last.period if told and last is not None else None

    def told_later(self, at: Place, focus: Period | None, base: Period) -> None:
        """Gives a change its base where only the amount behind tells it: "rose 40 percent to 1.7 million tonnes from 1.2 in June"."""
        basis = basis_between(focus, base) if focus is not None else ""
        for n in range(len(self.rows) - 1, max(-1, len(self.rows) - _NEAR), -1):
            row = self.rows[n]
            same = row.number is at.state.unbased and row.series == self.rows[-1].series and row.period == focus
            if same and basis in ("yoy", "mom", "qoq"):
                self.rows[n] = replace(row, basis=basis)
                self.said_again(self.rows[n])

    def possesses(self, item: Item) -> bool:
        """Whether what follows a period is its own: "March's 5.8 percent"."""
        return self.text[item.end : item.end + 2] in ("'s", "\u2019s") or item.low.endswith(("'s", "\u2019s"))

    def when(self, at: Place, found: Role) -> tuple[Period | None, str]:
        """Period of the number and base of its growth; both empty where the text names them but does not settle which they are."""
        if found.rule == "converted" and self.rows:
            return self.rows[-1].period, self.rows[-1].basis  # the same figure in another currency
        period, basis = self.dated(at, found)
        if basis == _WEEKLY:
            basis = _week_before(period)
        elif basis == _SEQUENCE:
            before = period.previous() if period is not None else None
            basis = basis_between(period, before) if period is not None and before is not None else ""
        return period, "" if basis == OPEN else basis

    def dated(self, at: Place, found: Role) -> tuple[Period | None, str]:
        times = [x for x in (*at.post, *at.pre) if x.kind == "time"]
        framed = next((x for x in times if x.what.form == "years"), None)
        if framed is not None:
            later, earlier = self.over_years(framed, found)
            if later is not None:
                return later, earlier
        words = self.words_behind(at, found)
        bracketed = self.in_brackets(at, found) if words.own is None else None
        if bracketed is not None:
            return bracketed, self.default_basis(bracketed) if found.measure == "growth" else ""
        settled = self.words_before(at, found, words)
        if settled is not None:
            return settled
        if words.own is not None and words.focus is not None and words.own.freq == "A":
            words.own = self.part_of(words.own, words.focus, at, found)
        if found.base or (words.own is None and found.measure == "growth" and not self.inside and _after_a_rate(at)):
            return self.of_base(at, found, words)
        return self.of_figure(at, found, words)

    def in_brackets(self, at: Place, found: Role) -> Period | None:
        """The time that a figure in brackets behind it is of: "last exceeded in March 2013 (5.5 million)", "the most since May (+45%)"."""
        k = at.num.at
        if k < 2 or at.items[k - 1].kind != "(" or at.items[k - 2].kind != "time":
            return None
        item = at.items[k - 2]
        if item.code or governed(at.items[max(0, k - _NEAR) : k - 1], min(k, _NEAR) - 2):
            return None  # what is compared with stands there, and the bracket can be of either
        fits = found.measure == "level" or (found.measure == "growth" and item.what.form == "since")
        return periods.resolve(item.what, self.context.anchor(at.state.period)) if fits else None

    def words_behind(self, at: Place, found: Role) -> _Words:
        """What stands behind a number: its own period, or what it is compared with."""
        post, state = at.post, at.state
        words = _Words(state.period)
        for k, item in enumerate(post):
            if item.kind == "basis":
                words.basis = words.basis or item.code
            if item.kind != "time":
                continue
            if item.what.form == "end" and words.own is None and found.measure in ("level", "growth"):
                words.own = self.gathered(item)
            elif item.what.form == "until" and words.own is None and state.status == "F":
                words.own = self.due(item, ())
            elif item.what.form == "until" and words.own is None and found.measure == "level" and not k:
                words.own = self.up_to(item, state.period if state.period_set else None)
            elif item.what.form == "since" and words.own is None and found.measure == "level" and _adjoins(post, k):
                words.own = self.to_date(item, words.focus)
                begun = self.resolve(item, words.focus) if words.own is None else None
                if begun is not None and words.focus is not None and begun.start > words.focus.end:
                    words.focus, state.open = None, True  # "since the beginning of this year", after figures of last year
            elif item.what.form not in SPAN_SKIP_FORMS and not set_aside(post, k):
                self.span_behind(at, found, words, k)
        if not words.basis and found.measure == "growth" and any(x.low in word_set("annualised") for x in [*post[:_NEAR], *at.tail]):
            focus = words.own or words.focus
            words.basis = {1: "mom", 3: "qoq"}.get(focus.months, "") if focus is not None else ""  # nothing else is told at a yearly rate
        return words

    def span_behind(self, at: Place, found: Role, words: _Words, k: int) -> None:
        """Reads one span of time behind a number."""
        post, state, item = at.post, at.state, at.post[k]
        signed = bool(at.num.number.sign) and [x.kind for x in post[:k]] == ["to"]  # "plus 7 percent to May 2020"
        times = at.num.kind == "multiple" and any(x.low in word_set("recorded") or x.kind == "pron" for x in post[:k])
        compared = signed or times or (governed(post, k, after=True) and item.what.form != "from_to")  # "twice the number of last year"
        focus = words.own if words.own is not None and compared else words.focus
        period, implied = self.base(item, focus, post[max(0, k - 5) : k])
        told = self.compared_alike(focus, period) if compared and words.own is None and found.measure in ("growth", "change") else None
        if told is not None and period is not None:
            words.own, words.basis = told, words.basis or basis_between(told, period)
            return
        if item.what.form == "from_to":
            words.basis = words.basis or item.code
        against = item.code and item.what.form not in LAST and item.what.form != "from_to"  # "rose 5 percent last month" dates the rise
        if compared and words.own is None and found.measure == "level" and k <= 2 and _record(at.pre):
            words.own = period  # "the record was $4.9 billion, from January 2023"
        elif words.own is None and item.what.form in (_RATED if not compared else ("same_period",)) and _against_a_rate(at, found):
            words.own = period  # "against growth of 7 percent over the same period of 2023", "than the 7 percent rise a year ago"
        elif compared and words.focus is None and words.own is None and self.year_after(period) is not None:
            words.own = words.focus = told = self.year_after(period)
            words.basis = words.basis or (basis_between(told, period) if told is not None and period is not None else "")
        elif not compared and words.own is None and k > 1 and post[k - 1].kind == "in" and post[k - 2].low in word_set("recorded"):
            words.own = period  # "the 8 percent drop observed in the previous month"
        elif compared or (against and found.measure in ("growth", "change", "share_change")):
            words.basis = words.basis or implied
        elif words.own is None:
            words.own = self.so_far(item, at.tail, state) or self.reviewed(item) or period
            wide = state.period is None or state.period.months > 1  # "shrank 3 percent last month", after figures of eight months
            dates = item.what.form == "from_to" or (item.what.form in LAST and wide)
            words.relative = "" if dates else item.code
            state.open = period is None and _stays_open(item)
            words.focus = None if state.open else words.focus

    def words_before(self, at: Place, found: Role, words: _Words) -> tuple[Period | None, str] | None:
        """Period and base that what stands before a number settles by itself; else None, and its own period where a clause tells it."""
        if words.own is not None:
            return None
        focus, state = words.focus, at.state
        summed = self.sums_up(at.pre, focus) if found.measure == "growth" else ""
        if summed:
            state.period = self.time.main
            return self.time.main, summed
        pre = [x for x in at.pre if x.kind != ":"]
        last = pre[-1] if pre and pre[-1].kind == "time" else _of_a_figure(pre)
        beside = at.items[at.num.at - 1] if at.num.at else None
        if last is None and beside is not None and beside.kind == "time" and self.possesses(beside):
            last = beside  # "5.73 percent above the previous November's $394 million"
        if last is not None and last.what.form not in SPAN_SKIP_FORMS and found.measure == "level":
            dated = last.start == self.time.placed
            words.own = state.period if dated else self.base(last, focus)[0]  # "exceeded last year's $35.6 billion"
            if words.own is not None:
                return words.own, ""
        if last is not None and last.what.form == "since" and self.possesses(last):
            return self.resolve(last, focus), ""  # "the best since 2022's $13 billion"
        if not found.base:
            words.own = state.aside = self.relative_date(at, focus)
        if words.own is not None:
            return None
        if not words.basis and not found.base and found.measure in ("growth", "change"):
            words.basis = self.base_ahead(at, focus)
        if found.measure == "growth" and not words.basis and last is not None and not last.code:
            theirs, _ = self.base(last, focus)
            if theirs is not None and theirs != focus and self.possesses(last) and governed(pre, len(pre) - 1):
                return theirs, self.default_basis(theirs)  # "slower than September's 3.2 percent": that is September's own rate
        if found.base and _corrected(at, state.said):
            rate = found.measure == "growth" and focus is not None
            return focus, (words.basis or state.basis or self.default_basis(focus)) if rate and focus is not None else ""
        if found.base and found.measure == "growth" and state.pct is None and words.basis == "yoy":
            return focus, words.basis  # "$61 billion after a 49.7 percent surge from a year earlier": of the same month
        return None

    def days_told(self, focus: Period, length: int) -> Period | None:
        """The days told of, in another calendar, that make so many months: "the seven-month period" after 20 March to 21 October."""
        told = (focus, *(row.period for row in reversed(self.rows[-_TOLD:]) if row.period is not None))
        return next((x for x in told if x.freq == "R" and not x.months and abs(x.days - length * _MONTH_DAYS) <= _LEAP), None)

    def compared_alike(self, focus: Period | None, base: Period | None) -> Period | None:
        """The period told of before that is as long as what a figure is compared with, where the one under discussion is not.

        "From January to May exports grew 5 percent. Brazil bought 0.2 percent less than in the same five months last year."
        """
        if focus is None or base is None or not base.months or base.months in (focus.months, 12) or not focus.months:
            return None
        for row in reversed(self.rows[-_TOLD:]):
            told = row.period
            if told is not None and told.months == base.months and _usual_base(told, base):
                return told
        told = base.shift_years(1)
        return told if told.end == focus.end and told.start < focus.start else None  # "to date ... beyond the first nine months of 2017"

    def of_base(self, at: Place, found: Role, words: _Words) -> tuple[Period | None, str]:
        """Period and base of what another number is compared with."""
        state, focus, own = at.state, words.focus, words.own
        if own is None and self.closed_by is not None:
            own = self.base(self.closed_by, focus)[0]  # "short of the 71,000 shipped in the same month of 2023"
        if focus is None and own is not None:
            focus = self.year_after(own)
            if focus is not None:
                state.period, state.period_set, state.opened = focus, True, focus
        if own is None or own == focus:
            known = state.base_period if state.base_for == focus else self.bases.levels.get(focus.code) if focus is not None else None
            own = self.as_before(at, focus) or known or self.shift(focus, words.basis or state.basis)
        else:
            self.bases.pair(at.items[0].start, focus, own)
            state.base_period, state.base_for = own, focus
            if focus is not None and (abs(own.days - focus.days) < _LEAP or _month_of_days(own, focus)):
                self.bases.levels[focus.code] = own
            if found.measure == "level":
                self.bases.compare(focus, own)
                self.told_later(at, focus, own)
        if found.measure == "growth" and own is not None:
            said = next((x.code for x in at.post if x.kind == "basis"), "")
            return own, said or state.basis or self.default_basis(own)
        return own, words.basis

    def of_figure(self, at: Place, found: Role, words: _Words) -> tuple[Period | None, str]:
        """Period and base of a number that is not itself a base."""
        state, focus, own, basis = at.state, words.focus, words.own, words.basis
        if own is None and found.measure == "level" and focus is not None and self.time.main is not None and at.n:
            turned = at.tail[-_NEAR:-1] if _usual_base(self.time.main, focus) else []
            if any(x.low.split()[0] in word_set("becomes") for x in turned) and not went_before(at.tail):
                own = self.time.main  # "a surplus for February gave way to a deficit"
        again = bool(self.rows) and at.n > 0 and self.rows[-1].number is at.nums[at.n - 1].number and self.rows[-1].period is None
        if own is None and not state.period_set and (_aimed_at(at.pre) or (again and state.status == "F")):
            return (
                None,
                "yoy" if found.measure == "growth" else "",
            )  # "cut its export growth forecast to 2 percent": of which year is not said
        closed = self.closed_by is not None and found.measure == "level" and not holds(at.tail, ("time",))
        if own is None and self.dated_ahead is not None and (at.inside or closed or not state.period_set):
            own = self.resolve(self.dated_ahead, focus)
            if own is None and self.dated_ahead.what.form == "other_year":
                focus = None  # "over $16 billion worth were exported during the past Iranian year"
        told = own or focus
        if told is not None and told.freq == "M" and found.measure in ("level", "growth", "change") and _annual(at.tail):
            y, m = told.start.year, told.start.month  # "annual exports" of a month are those of the year to that month
            own = months(y - 1, m + 1, y, m) if m < 12 else year(y)
        if own is not None:
            self.bases.dated.add(at.num.number.start)
            if not words.relative and not self.in_passing(at, own):
                state.period = own
                state.period_set = True
                part = state.opened is not None and state.opened.start == own.start and own.end < state.opened.end
                state.opened = own if part else state.opened or own  # "in fiscal year 2023/24 ... in ten months"
            focus = own
        if not basis and found.measure in ("growth", "change", "share_change"):
            long, base = self.long_run([x for x in at.pre if x.kind != ":"], at.post, focus)
            if long:
                return focus, base
        if not basis and state.base_period is not None and focus is not None and state.basis == state.base_period.code:
            basis = basis_between(focus, state.base_period)
        follows = state.last is not None and state.last.base and state.last.measure == "level" and state.base_for == focus
        if not basis and not state.basis and follows and state.base_period is not None and focus is not None:
            against = basis_between(focus, state.base_period)  # "K58 billion as against K61 billion in the quarter before, a decrease of"
            basis = against if against in STEPS and found.measure in ("growth", "change") else ""
        self.note_change(at, found, focus, basis)
        if not basis and not state.basis and state.adjustment in ("S", "SC") and focus is not None and focus.freq == "M":
            basis = "mom"  # adjusted figures are made to be compared with the month before
        if not basis:
            state.unbased = at.num.number if not state.basis and found.measure in ("growth", "change") else state.unbased
            if not state.basis:
                self.bases.unsaid.add(at.num.number.start)
            basis = state.basis or self.default_basis(focus)
        if focus is not None and basis == focus.code:
            basis = self.default_basis(focus)  # nothing is compared with itself
        return focus, basis

    def note_change(self, at: Place, found: Role, focus: Period | None, basis: str) -> None:
        """Remembers what a change was said to be against, for those that do not say."""
        at.state.told = basis
        if found.measure not in ("growth", "change"):
            return
        if basis:
            at.state.basis = basis
        if focus is not None:
            if basis and basis not in (*STEPS, focus.code):
                self.bases.named[focus.code] = basis
            said = basis or at.state.basis
            if said in ("yoy", "qoq") and (focus.freq == "Q" or focus.months == _QUARTER) and (basis or focus.freq != "Q"):
                self.bases.quarters.setdefault(focus.code, said)
            self.bases.count(focus.freq, basis)
        self.bases.said(
            at.items[0].start,
            self.paragraph,
            focus,
            basis or (at.state.basis if at.state.base_period is not None and at.state.basis != "yoy" else ""),
        )

    def so_far(self, item: Item, clause: Sequence[Item], state: State) -> Period | None:
        """What "this year" comes to in the perfect tense: "the country has this year exported $98 billion" is told of the year to date."""
        last = state.period or self.time.main
        if item.what.form not in _UNDER_WAY or state.status == "F":
            return None
        this = self.resolve(item, last)
        if self.as_of is not None and this is not None and _within(self.as_of, this):
            return _gathered(this, self.as_of)
        under_way = item.what.form == "year" and this == periods.resolve(_THIS_YEAR, self.context.anchor(None))
        if not (item.what.form == "this_year" or under_way) or last is None or last.freq == "A":
            return None
        if not under_way and last.freq in "RQS" and 1 < last.months < 12 and this is not None and last.end.year == this.end.year:
            return last  # "imports this year cost $2.5 billion", in an article on seven months
        perfect = any((x.code == "have" and x.low in ("has", "have")) or x.low in word_set("takes_to") for x in clause)
        if not perfect or this is None or not _within(last, this):
            return None
        return _gathered(this, last)

    def reviewed(self, item: Item) -> Period | None:
        """The year that an undated review is about, and calls "last year": nothing newer is named in it."""
        main = self.time.main
        undated = self.context.published is None and item.what.form == "last_year" and main is not None and main.freq == "A"
        return main if undated and main is not None and main.start.year == self.context.year else None

    def over_years(self, item: Item, found: Role) -> tuple[Period | None, str]:
        """Period and base of a change told "between 2019 and 2023" or "from 2019 to 2023": of the later year against the earlier one."""
        args = dict(item.what.args)
        last = args.get("y2", args.get("w"))
        led = self.text[max(0, item.start - 8) : item.start].lower().endswith(("between ", "from "))
        if item.what.form != "years" or last is None or not led or found.measure not in ("growth", "change", "share_change"):
            return None, ""
        return year(int(last)), year(int(args["y"])).code

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
        if focus is not None and focus.freq == "A" and _within(self.as_of, focus):
            return _gathered(focus, self.as_of)
        counted = item.low.startswith("as at ") or "same_period" in self.spans_said
        if main is None and self.as_of.freq == "M" and counted and self.context.anchor(None).fiscal_start == 1:
            return months(self.as_of.end.year, 1, self.as_of.end.year, self.as_of.end.month)  # "as at November, 5% above the same period"
        sums = main is not None and main.freq in "RQS" and main.months > 1 and main.start.month == 1
        return _gathered(main, self.as_of) if sums and main is not None and _within(self.as_of, main) else None

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

    def part_of(self, own: Period, focus: Period, at: Place, found: Role) -> Period:
        """The part of a year a level is of: "from $3 billion in 1986" of the same eight months, "October's record of 2024" of October."""
        if found.measure != "level" or any(x.low in word_set("whole_year") for x in at.tail):
            return own
        if any(x.kind == "time" and x.low.removeprefix("the ").startswith(("all ", "whole ", "full")) for x in at.post):
            return own
        record = next((k for k, x in enumerate(at.tail) if x.low in ("record", "high", "peak", "best")), 0)
        named = next((x for x in reversed(at.tail[:record]) if x.kind != "-"), None)  # "the January-high"
        if named is not None and named.kind == "time" and named.what.form in ("month", "previous_named_month"):
            return month(own.start.year, int(dict(named.what.args)["m"])) if named.what.relative else own
        before = focus.start.year - own.start.year
        between = at.items[at.nums[at.n - 1].at + 1 : at.num.at] if at.n else []
        compared = found.base or any(x.kind == "ref" or (x.kind == "cmp" and x.code == "ref") for x in between[:2])
        if compared and at.n and focus.freq != "A" and 0 < focus.months < 12 and before == 1 and focus.end.year == focus.start.year:
            return focus.shift_years(-1)
        return own

    def still_to_come(self, found: Period, focus: Period | None) -> Period:
        """A forecast "for December" made in November is of the coming December."""
        published = self.context.published
        today = month(published.year, published.month).end if published else focus.end if focus is not None else None
        if today is None or today - found.end < _SEASON:
            return found
        coming = found.shift_years(1)
        return coming if coming.start - today < _SEASON else found

    def sums_up(self, pre: Sequence[Item], focus: Period | None) -> str:
        """The basis of a growth that tells how the article's own figures compare with those just told of a time before; else empty.

        "...: it is a drop of 43 percent", "In the preceding month it was 2.4 million, implying growth of 24 percent".
        """
        main = self.time.main
        if focus is None or main is None or not _usual_base(main, focus):
            return ""
        mark = next((k for k, x in enumerate(pre) if x.kind in (":", ";")), -1)
        told = pre[mark + 1 : mark + 3] if mark >= 0 and not went_before(pre[mark:]) else []
        said = any(x.low in ("it", "this", "that", "these") for x in told)
        return basis_between(main, focus) if said or any(x.low in word_set("implies") for x in pre[:3]) else ""

    def long_run(self, pre: Sequence[Item], post: Sequence[Item], focus: Period | None) -> tuple[bool, str]:
        """Whether a change is told over years, and its base: "doubled since 2019", "over the past five years". Not "the most since May"."""
        near = [x for x in post if x.kind not in ("chg", "cmp", "det", "adv", "flow", "stat", "to", "num")][:1]
        for item in [*near, *pre[:1]]:
            if item.kind != "time" or item.what.form not in ("since", "years_past"):
                continue
            if item.what.form == "years_past":
                length = dict(item.what.args).get("n")
                base = focus.shift_years(-int(length)) if length is not None and focus is not None and focus.freq == "A" else None
                return True, base.code if base is not None else ""
            base = self.resolve(item, focus)
            if base is not None and not _within(focus, base):
                return True, basis_between(focus, base) if focus is not None and focus.freq == base.freq else base.code
        return False, ""

    def in_passing(self, at: Place, own: Period) -> bool:
        """Whether a period before the one under discussion is only a figure's own: what follows is not of it."""
        period = at.state.period
        if period is None or own.end >= period.start:
            return False
        if at.state.dated_by == "full_year" and own.freq == "A":
            return False  # "Full-year exports stood at $3 billion in 2018"
        if at.state.period_set or went_before(at.tail) or thrown_in(at.pre) or _comes_from(at.tail):
            return True
        return period.start.year - own.end.year >= 1 and not self.turns_back(at, own)

    def turns_back(self, at: Place, own: Period) -> bool:
        """Whether a sentence opens with a year before the article's own and stays there: not a record of that year's."""
        period = at.state.period
        years = period is not None and own.freq == period.freq == "A"
        told = any(x.low in word_set("records") or (x.kind == "adj" and x.code in ("previous", "record")) for x in [*at.pre, *at.post])
        return years and at.n == 0 and not told

    def base(self, item: Item, focus: Period | None, before: Sequence[Item] = ()) -> tuple[Period | None, str]:
        """The period a comparison names and its basis; "last year" of a month is the same month of last year."""
        period = self.resolve(item, focus)
        same = any(x.low in ("same", "corresponding", "comparable", "like") for x in before)
        if (
            period is not None
            and focus is not None
            and period.freq == "A"
            and focus.freq != "A"
            and (same or not any(c.isdigit() for c in item.word))
        ):
            last = (focus.start.year - 1, focus.end.year - 1)  # a fiscal year's months begin in one year and end in another
            itself = item.what.form == "last_year" and _within(focus, period)  # told of the fiscal year before, when the new year has begun
            period = focus.shift_years(-1) if period.start.year in last or itself else period
        if (
            period is not None and focus is not None and period.freq == focus.freq == "M"
            and not item.code and not any(c.isdigit() for c in item.word)
            and period.start > focus.start and any(x.kind == "ref" and x.low == "than" for x in before[-2:])
        ):  # fmt: skip
            y, m = focus.start.year, period.start.month  # "in September 2021 than in August": the last August before
            period = month(y if m < focus.start.month else y - 1, m)
        if item.code:
            return period, item.code
        if period is not None and focus is not None and _year_before_part(period, focus):
            return period, "yoy"  # no month or five are compared with a whole year: "5 percent above 2023"
        if period is not None and _within(focus, period):
            return period, ""  # nothing is compared with what it is a part of
        if period is not None and focus is not None:
            return period, basis_between(focus, period)
        return period, OPEN if period is None and _stays_open(item) else ""

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

    def shift(self, focus: Period | None, basis: str) -> Period | None:
        if focus is None:
            return None
        basis = basis or self.default_basis(focus)
        return focus.shift_years(-1) if basis == "yoy" else focus.previous()

    def default_basis(self, period: Period | None) -> str:
        known = self.bases.levels.get(period.code) if period is not None and period.freq == "R" and not period.months else None
        if period is not None and known is not None and basis_between(period, known) in STEPS:
            return basis_between(period, known)  # the days of a month are compared as their levels were
        return self.bases.default(period, self.paragraph, self.time.main)

    def resolve(self, item: Item, focus: Period | None) -> Period | None:
        """The period of a mention, counted from the one under discussion; whole months are months."""
        last = self.rows[-1].period if self.rows and item.what.form == "same" and item.low.endswith(" period") else None
        if last is not None and focus is not None and focus.freq == "M" and last.months > 1 and _within(focus, last):
            return last  # "in the period", after January to April: a month is no period
        if item.what.form == "same" and item.low.endswith("the period") and self.time.passed is not None:
            return self.time.passed  # "the nine months brought ...; the target for the period was"
        if item.what.form == "last_named_month" and item.start == self.time.placed:
            return focus  # the focus is this very month
        known = self.time.spans.get(_length(item))
        if known is not None and item.what.form.startswith("same") and (focus is None or focus.months != known.months):
            return known  # "the average price in the month", after a year's figures; "over the same six months"
        if item.what.form == "same_year" and self.time.main is not None and self.time.main.months == 12 and _within(focus, self.time.main):
            return self.time.main  # "during the year", of a month in a crop year
        counted_to = self.as_of if item.what.form in ("crop_to_date", "ytd", "ytd_fiscal") else None
        found = periods.resolve(item.what, self.context.anchor(counted_to or focus))
        if item.what.form == "this_time":
            return self.time.main
        if item.what.form in ("n_months", "this_month") and focus is not None and focus.freq == "R" and not focus.months:
            long = int(dict(item.what.args).get("n", 6)) if item.what.form == "n_months" else 1
            return self.days_told(focus, long) or found
        found = self.counted_so(item, found)
        if item.what.form == "fiscal_year" and "p" in dict(item.what.args) and "c" not in dict(item.what.args) and focus is not None:
            found = _counted_alike(str(dict(item.what.args)["p"]), focus) or found
        if found is None and item.what.form == "same" and focus != self.time.main:
            found = periods.resolve(item.what, self.context.anchor(self.time.main))  # "the same quarter", after a month told alone
        if found is None and item.what.form == "n_months":
            found = known
        if found is not None and self.forecast and item.what.relative and item.what.form in _AHEAD:
            found = self.still_to_come(found, focus)
        if (
            found is not None
            and found.freq == "R"
            and len(found.code) == 21
            and found.start.day == 1
            and (found.end + timedelta(1)).day == 1
        ):
            return months(found.start.year, found.start.month, found.end.year, found.end.month)
        if found is not None and found.months and not item.code:
            last = self.time.spans.get(found.months)
            compared = item.what.form == "same_period" or (last is not None and last.shift_years(-1) == found)
            self.time.spans[found.months] = last if compared and last is not None else found
        return found


def _usual_base(told: Period, base: Period) -> bool:
    """Whether one period is what another, equally long, is mostly compared with: a year before it, or right before it."""
    return base.code in {told.shift_years(-1).code, *([before.code] if (before := told.previous()) is not None else [])}


def _month_of_days(base: Period, focus: Period) -> bool:
    """Whether days of a month are compared with the whole month of another year, as daily averages are."""
    return base.freq == "M" and focus.freq == "R" and focus.days < base.days and base.start.month == focus.start.month == focus.end.month


def _year_before_part(period: Period, focus: Period) -> bool:
    """Whether a period is the (fiscal) year before the one that another, shorter one is a part of."""
    return period.months == 12 and 0 < focus.months < 12 and period.end < focus.start and focus.shift_years(-1).end <= period.end


def _gathered(begun: Period, last: Period) -> Period:
    """From where one period begins to where another ends, in months if both are made of them."""
    if begun.start.day == 1 and (last.end + timedelta(1)).day == 1:
        return months(begun.start.year, begun.start.month, last.end.year, last.end.month)
    return days(begun.start, last.end)


def _length(item: Item) -> int:
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


def went_before(items: Sequence[Item]) -> bool:
    """Whether a clause tells of a time before the one under discussion: "it had jumped 12.8 percent in March"."""
    return any(x.low == "had" and x.code == "have" for x in items)


def _set_against(pre: Sequence[Item], k: int) -> bool:
    """ "To October 2022 a minus of": a change told in its base's own clause."""
    return k > 0 and pre[k - 1].low == "to" and (k == 1 or pre[k - 2].kind in BREAKS) and any(x.kind == "chg" for x in pre[k + 1 : k + 4])


def _apposed(pre: Sequence[Item], k: int) -> bool:
    """Whether a span of time stands beside another one with a comma between them."""
    return k > 1 and pre[k - 1].kind == "," and pre[k - 2].kind == "time"


def _of_a_figure(pre: Sequence[Item]) -> Item | None:
    """The time of a figure that an amount is and another one is compared with: "against a revised September figure of"."""
    k = len(pre) - 1
    if k < 2 or pre[k].kind != "of" or pre[k - 1].low not in word_set("figure_words") or pre[k - 2].kind != "time":
        return None
    return pre[k - 2] if governed(pre, k - 2) else None


def _after_a_rate(at: Place) -> bool:
    """Whether a growth is one that came before another: "2.3 percent lower, after a rise of 4.9 percent"."""
    if not at.n or at.nums[at.n - 1].kind != "percent" or holds(at.post, ("flow", "area", "prod")):
        return False
    ref = next((k for k in range(len(at.tail) - 1, -1, -1) if at.tail[k].kind == "ref"), -1)
    return ref >= 0 and at.tail[-1].kind == "of" and all(x.kind in ("ref", "det", "adj", "adv", "chg", "of") for x in at.tail[ref:])


def _comes_from(tail: Sequence[Item]) -> bool:
    """Whether a number only tells where a change began: "turned from a 6 percent fall in March to growth"."""
    return any(x.kind == "ref" and x.code == "from" for x in tail[-_NEAR // 2 :])


def _record(clause: Sequence[Item]) -> bool:
    """Whether a clause tells of a record or of a previous high."""
    return any(x.low in word_set("records") or (x.kind == "adj" and x.code in ("previous", "record")) for x in clause[-_NEAR:])


def thrown_in(pre: Sequence[Item]) -> bool:
    """Whether a clause only tells more of the noun before it: "imports, which shrank 0.2 percent in 2013,"."""
    opener = next((x for x in reversed(pre) if x.kind in BREAKS), None)
    return opener is not None and opener.kind == "which"


def _corrected(at: Place, said: list[Item]) -> bool:
    """Whether a number is what was first given for another: "taken down a notch to 29 percent from 30", "5 percent reported first"."""
    start = next((n + 1 for n in range(at.num.at - 1, -1, -1) if at.items[n].kind in (".", ";")), 0)
    ahead = list(pairwise(at.items[start : at.num.at + 1]))[-_CORRECTED:]
    figures = {x.start for x, y in ahead if y.kind == "num"}  # but not "to a revised $3 billion in May, from $2 billion"
    if any(x.low in word_set("corrects") and x.start not in figures for x in (*said, *(x for x, _ in ahead))):
        return True
    if any(x.low == "taken" and y.low in ("up", "down") for x, y in ahead):
        return True
    behind = at.post[:3]
    first = next((k for k, x in enumerate(behind) if x.low in word_set("first_given")), None)
    if first is None:
        return False
    return behind[first].low in word_set("corrects") or any(x.kind in ("says", "status", "fsays") for x in behind[:3])


def _against_a_rate(at: Place, found: Role) -> bool:
    """Whether a growth is what another one is compared with."""
    return found.measure == "growth" and (found.base or (at.n > 0 and holds(at.tail, ("ref",))))


def _opens(items: Sequence[Item], k: int) -> bool:
    """Whether a span is its clause's frame: "Since January exports have reached", "exports since January stand at"."""
    opens = k == 0 or items[k - 1].kind in BREAKS or items[k - 1].kind == "and" or items[k - 1].low == "that"
    return opens or (items[k - 1].kind in ("flow", "nodx", "prod") and has_verb(items[k + 1 : k + 3]))


def _adjoins(items: Sequence[Item], k: int) -> bool:
    """Whether "since January" tells how long a sum was gathered, not since when it is the most: "has reached $3 billion since January"."""
    most = word_set("records") | word_set("superlatives")
    return not any(x.kind in ("cmp", "adj", "share") or x.low in most for x in items[:k])


def _stays_open(item: Item) -> bool:
    """Whether a span that the text does not settle leaves its figures without a period: "over the same six months" of no such span."""
    return item.what.form in _OPEN or (item.what.form == "same" and _length(item) > 1)


def _surveyed(items: Sequence[Item], k: int) -> bool:
    """Whether a span dates an estimate or a poll, not the figure: "economists polled last week", "a week earlier its estimate was"."""
    return any(x.kind == "status" for x in items[max(0, k - 2) : k + 4])


def _aimed_at(pre: Sequence[Item]) -> bool:
    """Whether what stands before a number is a growth that somebody aims at: "its export growth target of"."""
    return any(x.kind == "chg" and x.low == "growth" and y.kind == "status" for x, y in pairwise(pre[-_NEAR:]))


def _counts_to(items: Sequence[Item], k: int) -> bool:
    """Whether a month is up to when a sum of the year counts: "year-to-date exports to March", "so far this year, through March"."""
    led = k > 1 and items[k - 1].low in ("to", "through", "thru", "till", "until", "up to", "up until")
    return led and any(x.kind == "time" and x.what.form == "ytd" for x in items[max(0, k - _NEAR) : k])


def _within(part: Period | None, whole: Period) -> bool:
    return part is not None and part != whole and whole.start <= part.start and part.end <= whole.end


def _week_before(period: Period | None) -> str:
    """The code of the week before a week; empty for any other period."""
    if period is None or period.days != 7:
        return ""
    before = period.previous() if period.freq == "W" else days(period.start - _WEEK, period.end - _WEEK)
    return before.code if before is not None else ""


def _stands_alone(pre: Sequence[Item], k: int) -> bool:
    """Whether "a year earlier" dates what follows it: "the month before, it had risen", ", which a year earlier was $35 billion"."""
    following = pre[k + 1] if k + 1 < len(pre) else None
    if following is None:
        return False
    figure = [x for x in pre[max(0, k - 3) : k + 2] if x.low.split()[-1] in word_set("figure_words")]
    if figure and any(x.code == "be" or is_verb(x) for x in pre[k + 1 : k + 3]):
        return True  # "The corresponding figure a year ago was", "The year-earlier figure was"
    return (
        following.kind in ("pron", "flow", ",", "area")
        or following.low in ("this", "that", "these", "it")
        or (following.code == "be" and k > 0 and pre[k - 1].kind in ("which", ","))
    )


def _annual(tail: Sequence[Item]) -> bool:
    """Whether an amount is of "annual exports", of "the annual deficit" or of "12-month exports"."""
    at = next((k for k, x in enumerate(tail) if x.low == "annual" or (x.kind == "time" and _length(x) == _YEAR_LONG)), -1)
    following = tail[at + 1 : at + 4] if at >= 0 else ()
    return holds(following, ("flow",)) and following[0].kind != "chg"
