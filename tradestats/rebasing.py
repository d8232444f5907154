"""What earlier changes are against, where only later words, another sentence or the levels themselves tell."""

from __future__ import annotations

from collections.abc import Sequence

from tradestats.calendar import STEPS, Period
from tradestats.calendar import basis as basis_between
from tradestats.compared import SPAN_SKIP_FORMS, governed
from tradestats.frame import Place, Row, State
from tradestats.frozen import replace
from tradestats.items import Item
from tradestats.proof import borne_out
from tradestats.spans import LAST, Spans
from tradestats.stretch import has_verb
from tradestats.timeline import kind

_SHOWN = 3  # rows before a sentence that its levels can still date
_PROVING = 8  # rows before and behind a change whose levels can make it
_HEADLINES = 8  # rows that a headline and a summary can give
_SAME_CHANGE = frozenset(("or percent", "growth in other words"))  # growths that tell the change before them again
_NEAR = 6  # rows before an amount, and items behind a number, that belong to what it tells


class Rebasing(Spans):
    """Gives rows their base once it is told."""

    def pair_rates(self, first: int) -> None:
        """Two rates of the same flow in one sentence have two bases: those it says, or those that a sentence before said, in that order."""
        pairs = [(n, self.rows[n], self.rows[n + 1]) for n in range(first, len(self.rows) - 1)]
        for n, one, other in pairs:
            same = (one.series, one.statistic, one.period) == (other.series, other.statistic, other.period)
            if same and one.measure == "change" and other.rule in _SAME_CHANGE and other.number.start not in self.bases.unsaid:
                self.rows[n] = replace(one, basis=other.basis)  # "by $2 billion, or 7 percent on a monthly basis"
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

    def told_later(self, at: Place, focus: Period | None, base: Period) -> None:
        """Gives a change its base where only the amount behind tells it: "rose 40 percent to 1.7 million tonnes from 1.2 in June"."""
        basis = basis_between(focus, base) if focus is not None else ""
        last = self.rows[-1] if self.rows and at.n else None
        led = last is not None and last.number is at.nums[at.n - 1].number and [x.kind for x in at.pre] == ["over"]
        if last is not None and led and basis and last.measure == "growth" and last.period == focus:
            self.rows[-1] = replace(last, basis=basis)  # "2 percent over $4 billion in June 2019"
        for n in range(len(self.rows) - 1, max(-1, len(self.rows) - _NEAR), -1):
            row = self.rows[n]
            same = row.number is at.state.unbased and row.series == self.rows[-1].series and row.period == focus
            if same and basis in ("yoy", "mom", "qoq"):
                self.rows[n] = replace(row, basis=basis)
                self.said_again(self.rows[n])
                at.state.unbased = None
