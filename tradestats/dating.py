"""When: the period of a number, and what its growth is against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise, takewhile

from tradestats.calendar import STEPS, Period, days, month, months, months_back, parse, year
from tradestats.calendar import basis as basis_between
from tradestats.clauses import BREAKS
from tradestats.compared import SPAN_SKIP_FORMS, governed, set_aside, tells_worth
from tradestats.frame import Place, State
from tradestats.framing import Framing
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.rebasing import Rebasing
from tradestats.recognise import periods
from tradestats.role import Role
from tradestats.spans import LAST, LEAP, length, stays_open, usual_base, went_before, within
from tradestats.timeline import OPEN

# Forms of periods that date the rate another one is compared with.
_RATED = frozenset(("same_period", "year_ago", "previous_month", "previous_quarter", "previous_one"))
_LIMITS = frozenset(("end", "until", "since"))  # forms of days that a sum begins or ends with
_SEQUENCE = "sequence"  # the basis of "sequentially": against the period right before
_WEEKLY = "wow"  # the basis of words such as "on the week"
_CORRECTED = 12  # items before a number in which its correction is told
_QUARTER = 3  # months of it
_YEAR_LONG = 12  # months of it
_LEADS_TO_BASE = frozenset(("det", "ref", "cmp", "pron", "of"))  # what stands before an amount compared with: "less than its level of"
_NEAR = 6  # items between a rate and the amount it is measured against
_WEEK = timedelta(days=7)


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class _Words:
    """What the words around a number say of when it is: `focus` is the period under discussion there, `own` the number's.

    `relative` is the base that the words of its own period could be instead: "last year".
    """

    focus: Period | None
    own: Period | None = None
    basis: str = ""
    relative: str = ""


class Dating(Framing, Rebasing):
    """Finds the period and the basis of a number."""

    def base_ahead(self, at: Place, focus: Period | None) -> str:
        """The basis that the amount compared with names: "17 percent less than September's 16 million tons"."""
        if at.n + 1 >= len(at.nums) or at.nums[at.n + 1].kind == "percent":
            return ""
        amount = at.nums[at.n + 1].at
        between = at.items[at.num.at + 1 : min(amount, at.num.at + 1 + _NEAR)]
        ref = next((k for k, x in enumerate(between) if x.kind == "ref" or (x.kind == "cmp" and x.code == "ref")), len(between))
        if ref > 1 or not between:
            return ""
        behind = [x for x in at.items[amount + 1 : amount + 4] if x.low not in word_set("recorded") and x.kind not in ("in", "of", "for")]
        led = all(x.kind in _LEADS_TO_BASE or x.low in word_set("figure_words") for x in between)
        named = next((x for x in [between[-1], *behind[: int(led)]] if x.kind == "time" and x.what.form not in SPAN_SKIP_FORMS), None)
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

    def relative_date(self, at: Place, focus: Period | None) -> Period | None:
        """The period that a clause tells more of: "October, when exports fell", "June's 3 percent, which had taken them to"."""
        opener = max([k for k, x in enumerate(at.pre) if x.kind == "which" or x.low == "when"], default=-1)
        if opener < 0 or any(x.kind in BREAKS for x in at.pre[opener + 1 :]):
            told_of = _time_told_of(at.items[at.nums[at.n - 1].at + 1 : at.num.at]) if at.n and opener < 0 else None
            if told_of is not None:
                return self.resolve(told_of, focus)
            return at.state.aside if not any(x.kind in BREAKS for x in at.pre) else None
        before = _before_relative(at.pre[:opener])
        tells = opener + 1 < len(at.pre) and at.pre[opener + 1].low.split()[0] in word_set("recounts")
        if not before and at.n and (at.pre[opener].low == "when" or tells):  # not "28 percent more than in May, which left a surplus"
            behind = at.items[at.nums[at.n - 1].at + 1 : at.num.at]
            before = _before_relative(behind[: next(k for k, x in enumerate(behind) if x is at.pre[opener])])
        if any(x.kind == "status" and x.code == "F" for x in at.pre[opener:]):
            return None  # "up 10 percent from a year ago, when economists had been bracing for a fall": of now
        follows = at.pre[opener + 1 : opener + 3] if at.pre[opener].kind == "which" else []
        if any(x.low.split()[0] in word_set("follows_from") for x in follows):
            return None  # "compared with October 2012, which led to a 332 million reduction in the deficit"
        if before and before[0].kind == "time":
            return self.resolve(before[0], focus)
        last = self.rows[-1] if self.rows else None
        told = not before and at.n > 0 and last is not None and last.number is at.nums[at.n - 1].number and went_before(at.tail)
        return last.period if told and last is not None else None

    def when(self, at: Place, found: Role) -> tuple[Period | None, str]:
        """Period of the number and base of its growth; both empty where the text names them but does not settle which they are."""
        if found.rule == "converted" and self.rows:
            return self.rows[-1].period, self.rows[-1].basis  # the same figure in another currency
        period, basis = self.dated(at, found)
        if period is not None and period.freq == "R" and period.months and basis:
            last = month(period.end.year, period.end.month)
            before = last.previous()
            if before is not None and basis == before.code:
                period, basis = last, "mom"  # "In two months it was $7 billion. Against January, exports slid 4 percent"
        if at.num.run > 1 and period is not None and period.freq == "R":
            period = _month_in_turn(at, period)
        if basis == _WEEKLY:
            basis = _week_before(period)
        elif basis == _SEQUENCE:
            before = period.previous() if period is not None else None
            basis = basis_between(period, before) if period is not None and before is not None else ""
        return period, "" if basis == OPEN else basis

    def dated(self, at: Place, found: Role) -> tuple[Period | None, str]:
        """Period and base by the words around a number, behind it before those before it; then by what it is: a base, or a figure."""
        framed = self.over_years(at, found) if "years" in self.spans_said else None
        if framed is not None:
            return framed
        words = self.words_behind(at, found)
        if at.num.run > 1:
            words.own = self.of_dates_listed(at) or words.own
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

    def of_dates_listed(self, at: Place) -> Period | None:
        """The period of a number in a list that as many dates follow: "from $5 billion and $4 billion posted in March and April"."""
        behind = at.items[at.nums[at.num.last].at + 1 :]
        begin = next((k for k, x in enumerate(behind[:_NEAR]) if x.kind not in ("lev", "adv") and x.low not in word_set("recorded")), 0)
        if not holds(behind[begin : begin + 1], ("in",)) or len(at.state.subjects) == at.num.run:
            return None  # "cars and chips rose 3 and 4 percent in March and April"
        listed = list(takewhile(lambda x: x.kind in ("time", "and", ",", "in"), behind[begin:]))
        times = [x for x in listed if x.kind == "time" and x.what.form not in SPAN_SKIP_FORMS]
        if len(times) == at.num.run:
            return self.resolve(times[at.num.place], at.state.period)
        span = self.resolve(times[0], at.state.period) if len(times) == 1 and " and " in times[0].word else None
        if span is None or span.months != at.num.run:
            return None
        return months_back(span, -at.num.place)

    def in_brackets(self, at: Place, found: Role) -> Period | None:
        """The time that a figure in brackets behind it is of: "last exceeded in March 2013 (5.5 million)", "the most since May (+45%)"."""
        k = at.num.at
        if k > 1 and at.items[k - 2].kind == "(" and at.items[k - 1].low in word_set("first_given") and at.n and self.rows:
            last = self.rows[-1]
            return last.period if last.number is at.nums[at.n - 1].number else None  # "from $7 billion in May (originally $8 billion)"
        if k < 2 or at.items[k - 1].kind != "(" or at.items[k - 2].kind != "time":
            return None
        item = at.items[k - 2]
        again = [x.low for x in at.items[max(0, k - 5) : k - 2] if x.low != "since"][-2:] == ["first", "time"]
        if again:
            return None  # "rose for the first time since May (+2 percent)"
        if item.code or governed(at.items[max(0, k - _NEAR) : k - 1], min(k, _NEAR) - 2):
            return None  # what is compared with stands there, and the bracket can be of either
        fits = found.measure == "level" or (found.measure == "growth" and item.what.form == "since")
        return periods.resolve(item.what, self.context.anchor(at.state.period)) if fits else None

    def words_behind(self, at: Place, found: Role) -> _Words:
        """What stands behind a number: its own period, or what it is compared with."""
        post = at.post
        words = _Words(at.state.period)
        for k, item in enumerate(post):
            if item.kind == "basis":
                words.basis = words.basis or item.code
            elif item.kind != "time":
                continue
            elif item.what.form in _LIMITS:
                if words.own is None:
                    self.limit_behind(at, found, words, k)
            elif item.what.form not in SPAN_SKIP_FORMS and not set_aside(post, k):
                self.span_behind(at, found, words, k)
        if not words.basis and found.measure == "growth" and any(x.low in word_set("annualised") for x in [*post[:_NEAR], *at.tail]):
            focus = words.own or words.focus
            words.basis = {1: "mom", 3: "qoq"}.get(focus.months, "") if focus is not None else ""  # nothing else is told at a yearly rate
        return words

    def limit_behind(self, at: Place, found: Role, words: _Words, k: int) -> None:
        """Reads where the sum that a number tells begins or ends: "since January", "by the end of the year"."""
        state, item = at.state, at.post[k]
        form, level = item.what.form, found.measure == "level"
        if form == "end" and (level or found.measure == "growth"):
            words.own = self.gathered(item)
        elif form == "until" and state.status == "F":
            words.own = self.due(item, ())
        elif form == "until" and level and not k:
            words.own = self.up_to(item, state.period if state.period_set else None)
        elif form == "since" and level and _adjoins(at.post, k):
            words.own = self.to_date(item, words.focus)
            begun = self.resolve(item, words.focus) if words.own is None else None
            if begun is not None and words.focus is not None and begun.start > words.focus.end:
                words.focus, state.open = None, True  # "since the beginning of this year", after figures of last year

    def span_behind(self, at: Place, found: Role, words: _Words, k: int) -> None:
        """Reads one span of time behind a number: what it is compared with, or its own."""
        post, item = at.post, at.post[k]
        form, moves = item.what.form, found.measure in ("growth", "change")
        compared = _compared_behind(at, k) or self.earlier_one(at, k)
        focus = words.own if words.own is not None and compared else words.focus
        period, implied = self.base(item, focus, post[max(0, k - 5) : k])
        if found.base and period is None and focus is None:
            words.basis = words.basis or implied
        told = self.compared_alike(focus, period) if compared and words.own is None and moves else None
        if told is not None and period is not None:
            words.own, words.basis = told, words.basis or basis_between(told, period)
            return
        if form == "from_to":
            words.basis = words.basis or item.code
        against = item.code and form not in LAST and form != "from_to"  # "rose 5 percent last month" dates the rise
        dated = self.year_after(period) if compared and words.focus is None else None
        if words.own is None and _is_own(at, found, k, compared):
            words.own = period
        elif words.own is None and dated is not None and period is not None:
            words.own = words.focus = dated
            words.basis = words.basis or basis_between(dated, period)
        elif words.own is None and not compared and k > 1 and post[k - 1].kind == "in" and post[k - 2].low in word_set("recorded"):
            words.own = period  # "the 8 percent drop observed in the previous month"
        elif compared or (against and (moves or found.measure == "share_change")):
            words.basis = words.basis or implied
        elif words.own is None:
            self.dated_behind(at, words, item, period)

    def earlier_one(self, at: Place, k: int) -> bool:
        """Whether "to" leads to the earlier period that a change is told against: "a 16 percent decrease to July 2014", of July 2015."""
        lead = [x for x in at.post[:k] if x.kind not in ("det", "adj")]
        if [x.kind for x in lead[-1:]] != ["to"] or not all(x.kind == "chg" for x in lead[:-1]) or at.state.period is None:
            return False
        period = self.resolve(at.post[k], at.state.period)
        return period is not None and usual_base(at.state.period, period)

    def dated_behind(self, at: Place, words: _Words, item: Item, period: Period | None) -> None:
        """Makes a span behind a number its own; one that the text does not settle leaves it open."""
        state, form = at.state, item.what.form
        words.own = self.so_far(item, at.tail, state) or self.reviewed(item) or period
        wide = state.period is None or state.period.months > 1  # "shrank 3 percent last month", after figures of eight months
        words.relative = "" if form == "from_to" or (form in LAST and wide) else item.code
        state.open = period is None and stays_open(item)
        words.focus = None if state.open else words.focus

    def words_before(self, at: Place, found: Role, words: _Words) -> tuple[Period | None, str] | None:
        """Period and base that what stands before a number settles by itself; else None, and its own period where a clause tells it."""
        if words.own is not None:
            return None
        focus, state, grown = words.focus, at.state, found.measure == "growth"
        summed = self.sums_up(at.pre, focus) if grown else ""
        if summed:
            state.period = self.time.main
            return self.time.main, summed
        pre = [x for x in at.pre if x.kind != ":"]
        last = self.right_before(at, pre)
        if last is not None and last.what.form not in SPAN_SKIP_FORMS and found.measure == "level":
            dated = last.start == self.time.placed
            words.own = state.period if dated else self.base(last, focus)[0]  # "exceeded last year's $35.6 billion"
            if words.own is not None:
                return words.own, ""
        if found.rule == "rate in apposition":
            theirs = self.resolve(at.items[at.num.at - 2], focus)
            return theirs, state.basis if state.basis in STEPS else self.default_basis(theirs)
        peak = pre[-2] if [x.kind for x in pre[-2:]] == ["time", "at"] and found.measure == "level" else last
        if peak is not None and peak.what.form == "since" and (peak is not last or self.possesses(peak)):
            return self.resolve(peak, focus), ""  # "the best since 2022's $13 billion", "the best since May at $8 billion"
        if not found.base:
            words.own = state.aside = self.relative_date(at, focus)
            if words.own is not None:
                return None
            if not words.basis and (grown or found.measure == "change"):
                words.basis = self.base_ahead(at, focus)
        if grown and not words.basis and last is not None:
            theirs, _ = self.base(last, focus)
            if theirs is not None and theirs != focus and self.possesses(last) and governed(pre, len(pre) - 1):
                # "slower than September's 3.2 percent": that is September's own rate
                return theirs, state.basis if state.basis in STEPS else self.default_basis(theirs)
        return self.of_the_same(at, found, words) if found.base else None

    def right_before(self, at: Place, pre: list[Item]) -> Item | None:
        """The span of time that a number stands right behind: "exceeded last year's", "above the previous November's $394 million"."""
        last = pre[-1] if pre and pre[-1].kind == "time" else _of_a_figure(pre)
        beside = at.items[at.num.at - 1] if last is None and at.num.at else None
        return beside if beside is not None and beside.kind == "time" and self.possesses(beside) else last

    def of_the_same(self, at: Place, found: Role, words: _Words) -> tuple[Period | None, str] | None:
        """Period and base of what is compared with, where that is of the same period: a figure corrected since, or a growth told of it."""
        state, focus, grown = at.state, words.focus, found.measure == "growth"
        if _corrected(at, state.said):
            return focus, (words.basis or state.basis or self.default_basis(focus)) if grown and focus is not None else ""
        if grown and state.pct is None and words.basis == "yoy":
            return focus, words.basis  # "$61 billion after a 49.7 percent surge from a year earlier"
        return None

    def of_base(self, at: Place, found: Role, words: _Words) -> tuple[Period | None, str]:
        """Period and base of what another number is compared with."""
        state, focus, own = at.state, words.focus, words.own
        if own is None and self.closed_by is not None:
            own = self.base(self.closed_by, focus)[0]  # "short of the 71,000 shipped in the same month of 2023"
        if focus is None and own is not None:
            focus = self.year_after(own)
            if focus is not None:
                state.period, state.period_set, state.opened = focus, True, focus
        if own is None and focus is None and words.basis == "mom":
            state.basis = words.basis  # "in August, against $3 billion in July", of no year
            self.bases.count("M", words.basis)
        if own is None or own == focus:
            pair = self.bases.pairs.get(focus.code, ()) if focus is not None else ()
            told = pair[0] if len(pair) == 2 else self.bases.levels.get(focus.code) if focus is not None else None
            known = state.base_period if state.base_for == focus else told
            own = self.as_before(at, focus) or known or self.shift(focus, words.basis or state.basis)
            if focus is not None and own is not None and found.measure == "level" and "from_to" in self.spans_said:
                self.bases.levels[focus.code] = own  # "From May to June exports fell from $3 to $2 billion. China's fell from"
        else:
            self.bases.pair(at.items[0].start, focus, own)
            state.base_period, state.base_for = own, focus
            if focus is not None and (abs(own.days - focus.days) < LEAP or _month_of_days(own, focus)):
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
        state, focus = at.state, words.focus
        own = words.own or self.turned_from(at, found, focus) or self.moved_to(at, found) or self.of_goods_counted(at)
        if own is None and self.aims(at):
            return None, "yoy" if found.measure == "growth" else ""
        closed = self.closed_by is not None and found.measure == "level" and not holds(at.tail, ("time",))
        if own is None and self.dated_ahead is not None and (at.inside or closed or not state.period_set):
            own = self.resolve(self.dated_ahead, focus)
            if own is None and self.dated_ahead.what.form == "other_year":
                focus = None  # "over $16 billion worth were exported during the past Iranian year"
        told = own or focus
        if told is not None and told.freq == "M" and found.measure in ("level", "growth", "change") and _annual(at.tail):
            y, m = told.start.year, told.start.month  # "annual exports" of a month are those of the year to that month
            own = months(y - 1, m + 1, y, m) if m < _YEAR_LONG else year(y)
        if own is None:
            return focus, self.basis_of(at, found, focus, words.basis)
        self.bases.dated.add(at.num.number.start)
        if not words.relative and not self.in_passing(at, own):
            state.period, state.period_set = own, True
            part = state.opened is not None and state.opened.start == own.start and own.end < state.opened.end
            state.opened = own if part else state.opened or own  # "in fiscal year 2023/24 ... in ten months"
        return own, self.basis_of(at, found, own, words.basis)

    def of_goods_counted(self, at: Place) -> Period | None:
        """The period of the quantity that an amount is the worth of: "A year before, 9,800 tons of tea worth | $38 million"."""
        last = self.rows[-1] if self.rows and at.n else None
        if last is None or last.number is not at.nums[at.n - 1].number or at.num.kind != "money" or last.unit == "PCT":
            return None
        return last.period if tells_worth(at.items[at.nums[at.n - 1].at + 1 : at.num.at]) else None

    def turned_from(self, at: Place, found: Role, focus: Period | None) -> Period | None:
        """The article's own period, where what was told of an earlier one turned: "a surplus for February gave way to a deficit of",
        "came after a rise of 2 percent in June and undershot the consensus of"."""
        main = self.time.main
        if focus is None or main is None or not at.n or not usual_base(main, focus):
            return None
        if any(x.kind == "status" and x.code == "F" for x in at.tail) and not holds(at.pre, ("time",)):
            return main
        if found.measure != "level":
            return None
        turned = any(x.low.split()[0] in word_set("becomes") for x in at.tail[-_NEAR:-1])
        return main if turned and not went_before(at.tail) else None

    def moved_to(self, at: Place, found: Role) -> Period | None:
        """The period of the level that a change of another time led to: "rose by $3 billion in 2016 from 2015, to $48 billion"."""
        last = self.rows[-1] if self.rows and at.n else None
        led = last is not None and last.number is at.nums[at.n - 1].number and last.measure in ("change", "growth")
        if last is None or not led or found.measure != "level":
            return None
        return last.period if [x.kind for x in at.pre if x.kind not in (",", "det", "adv", "adj")] == ["to"] else None

    def aims(self, at: Place) -> bool:
        """Whether a rate is aimed at, and of which year is not said: "cut its export growth forecast to 2 percent"."""
        if at.state.period_set:
            return False
        again = bool(self.rows) and at.n > 0 and self.rows[-1].number is at.nums[at.n - 1].number and self.rows[-1].period is None
        return (again and at.state.status == "F") or _aimed_at(at.pre)

    def basis_of(self, at: Place, found: Role, focus: Period | None, basis: str) -> str:
        """What a figure is against: what its words say, else what was said before it, else what such figures mostly are against."""
        state, changes = at.state, found.measure in ("growth", "change")
        if not basis and (changes or found.measure == "share_change"):
            long, base = self.long_run([x for x in at.pre if x.kind != ":"], at.post, focus)
            if long:
                return base
        basis = basis or _set_before(state, focus, changes)
        self.note_change(at, found, focus, basis)
        if not basis and not state.basis and state.adjustment in ("S", "SC") and focus is not None and focus.freq == "M":
            basis = "mom"  # adjusted figures are made to be compared with the month before
        if not basis:
            if not state.basis:
                state.unbased = at.num.number if changes else state.unbased
                self.bases.unsaid.add(at.num.number.start)
            basis = state.basis or self.default_basis(focus)
        return self.default_basis(focus) if focus is not None and basis == focus.code else basis  # nothing is compared with itself

    def note_change(self, at: Place, found: Role, focus: Period | None, basis: str) -> None:
        """Remembers what a change was said to be against, for those that do not say."""
        basis = "" if focus is not None and basis == focus.code else basis  # "down 15 percent over the same period"
        at.state.told = basis
        if found.measure not in ("growth", "change"):
            return
        beside = at.state.basis in STEPS  # "up 5 percent from a year before and 8 percent from 2019": the first goes on
        if basis:
            at.state.basis = basis
        in_front = at.state.basis if at.state.base_period is not None and at.state.basis != "yoy" else ""  # "Against August, exports rose"
        if focus is not None:
            if basis and not beside and basis not in (*STEPS, focus.code):
                self.bases.named[focus.code] = basis
            said = basis or at.state.basis
            if said in ("yoy", "qoq") and (focus.freq == "Q" or focus.months == _QUARTER) and (basis or focus.freq != "Q"):
                self.bases.quarters.setdefault(focus.code, said)
            self.bases.count(focus.freq, basis)
            if in_front and focus.freq == "M" and not at.state.adjustment:
                self.bases.in_front = self.bases.in_front or in_front
        elif basis:
            self.bases.count("M", basis)
        self.bases.said(at.items[0].start, self.paragraph, focus, basis or in_front)

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

    def sums_up(self, pre: Sequence[Item], focus: Period | None) -> str:
        """The basis of a growth that tells how the article's own figures compare with those just told of a time before; else empty.

        "...: it is a drop of 43 percent", "In the preceding month it was 2.4 million, implying growth of 24 percent".
        """
        main = self.time.main
        if focus is None or main is None or not usual_base(main, focus):
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
            if item in pre[:1] and base is not None and focus is not None and focus.months > 1 and base.start == focus.start:
                return False, ""  # "Since January exports are 5 percent ahead": of all the months since
            if base is not None and not within(focus, base):
                return True, basis_between(focus, base) if focus is not None and focus.freq == base.freq else base.code
        return False, ""

    def in_passing(self, at: Place, own: Period) -> bool:
        """Whether a period before the one under discussion is only a figure's own: what follows is not of it."""
        period = at.state.period
        if period is None or own.end >= period.start:
            return False
        if at.state.dated_by == "full_year" and own.freq == "A":
            return False  # "Full-year exports stood at $3 billion in 2018"
        if at.state.period_set or went_before(at.tail) or _thrown_in(at.pre) or _comes_from(at.tail):
            return True
        return period.start.year - own.end.year >= 1 and not self.turns_back(at, own)

    def turns_back(self, at: Place, own: Period) -> bool:
        """Whether a sentence opens with a year before the article's own and stays there: not a record of that year's."""
        period = at.state.period
        years = period is not None and own.freq == period.freq == "A"
        return years and at.n == 0 and not _record([*at.pre, *at.post])


def _time_told_of(between: Sequence[Item]) -> Item | None:
    """The time that "when" goes on with before a number: "5 percent since 2019 when they were valued at"; None if there is none."""
    k = next((k for k in range(len(between) - 1, 0, -1) if between[k].low == "when"), 0)
    apart = not k or between[k - 1].kind != "time" or any(x.kind in BREAKS for x in between[k:])
    return None if apart else between[k - 1]


def _before_relative(items: Sequence[Item]) -> list[Item]:
    """What a relative clause tells more of: "in May, | when", "in 2016 | during which"."""
    return [x for x in items if x.kind not in (",", "in") and x.low != "during"][-1:]


def _compared_behind(at: Place, k: int) -> bool:
    """Whether a span behind a number is what it is compared with: "twice the number of last year", "plus 7 percent to May 2020"."""
    post = at.post
    if at.num.number.sign and [x.kind for x in post[:k]] == ["to"]:
        return True
    if at.num.kind == "multiple" and any(x.low in word_set("recorded") or x.kind == "pron" for x in post[:k]):
        return True
    return post[k].what.form != "from_to" and governed(post, k, after=True)


def _is_own(at: Place, found: Role, k: int, compared: bool) -> bool:
    """Whether a span that seems to be compared with is the number's own: "the record was $4.9 billion, from January 2023", "against
    growth of 7 percent over the same period of 2023", "than the 7 percent rise a year ago"."""
    if compared and found.measure == "level" and k <= 2 and _record(at.pre[-_NEAR:]):
        return True
    return at.post[k].what.form in (("same_period",) if compared else _RATED) and _against_a_rate(at, found)


def _month_of_days(base: Period, focus: Period) -> bool:
    """Whether days of a month are compared with the whole month of another year, as daily averages are."""
    return base.freq == "M" and focus.freq == "R" and focus.days < base.days and base.start.month == focus.start.month == focus.end.month


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


def _record(items: Sequence[Item]) -> bool:
    """Whether words tell of a record or of a previous high."""
    return any(x.low in word_set("records") or (x.kind == "adj" and x.code in ("previous", "record")) for x in items)


def _thrown_in(pre: Sequence[Item]) -> bool:
    """Whether a clause only tells more of the noun before it: "imports, which shrank 0.2 percent in 2013,"."""
    opener = next((x for x in reversed(pre) if x.kind in BREAKS), None)
    return opener is not None and opener.kind == "which"


def _corrected(at: Place, said: list[Item]) -> bool:
    """Whether a number is what was first given for another: "taken down a notch to 29 percent from 30", "5 percent reported first"."""
    reach = max(0, at.num.at - _CORRECTED)
    start = next((n + 1 for n in range(at.num.at - 1, reach - 1, -1) if at.items[n].kind in (".", ";")), reach)
    ahead = list(pairwise(at.items[start : at.num.at + 1]))
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


def _adjoins(items: Sequence[Item], k: int) -> bool:
    """Whether "since January" tells how long a sum was gathered, not since when it is the most: "has reached $3 billion since January"."""
    most = word_set("records") | word_set("superlatives")
    return not any(x.kind in ("cmp", "adj", "share") or x.low in most for x in items[:k])


def _month_in_turn(at: Place, period: Period) -> Period:
    """The month of a number in a list, where as many months are listed: "in January, February and March were $5, $6 and $7 billion"."""
    listed = any(x.kind == "time" and " and " in x.low for x in at.items)
    first, _, last = period.code.partition("/")
    if not listed or len(first) != len("2024-01") or len(at.state.subjects) != 1:
        return period
    turn = [months_back(parse(last), n) for n in reversed(range(at.num.run))]
    return turn[at.num.place] if turn[0].code == first else period


def _aimed_at(pre: Sequence[Item]) -> bool:
    """Whether what stands before a number is a growth that somebody aims at: "its export growth target of"."""
    return any(x.kind == "chg" and x.low == "growth" and y.kind == "status" for x, y in pairwise(pre[-_NEAR:]))


def _week_before(period: Period | None) -> str:
    """The code of the week before a week; empty for any other period."""
    if period is None or period.days != 7:
        return ""
    before = period.previous() if period.freq == "W" else days(period.start - _WEEK, period.end - _WEEK)
    return before.code if before is not None else ""


def _annual(tail: Sequence[Item]) -> bool:
    """Whether an amount is of "annual exports", of "the annual deficit" or of "12-month exports"."""
    at = next((k for k, x in enumerate(tail) if x.low == "annual" or (x.kind == "time" and length(x) == _YEAR_LONG)), -1)
    following = tail[at + 1 : at + 4] if at >= 0 else ()
    return holds(following, ("flow",)) and following[0].kind != "chg"


def _set_before(state: State, focus: Period | None, changes: bool) -> str:
    """The basis by what was compared with before: "K58 billion as against K61 billion in the quarter before, a decrease of"."""
    against = state.base_period
    if against is None or focus is None:
        return ""
    basis = basis_between(focus, against)
    if state.basis == against.code:
        return basis
    last = state.last
    follows = not state.basis and last is not None and last.base and last.measure == "level" and state.base_for == focus
    return basis if follows and changes and basis in STEPS else ""
