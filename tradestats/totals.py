"""What all trade came to, and the figures that are too large to be a part of it."""

from __future__ import annotations

from decimal import Decimal

from tradestats.calendar import Period
from tradestats.frame import Memory, Place, Row, Series, State
from tradestats.frozen import replace
from tradestats.items import MIRROR, holds
from tradestats.recognise import products

_RECENT = 24  # rows before a figure in which that of the article's product stands
_OUTGROWN = Decimal("1.1")  # so many times the figure of an article's product is the figure of something wider


class Totals(Memory):
    """Tells a figure of all goods, or of a longer period, from one of a part."""

    def note_whole(self, row: Row) -> None:
        """Remembers what all trade, or all trade in what the article is about, came to in a period."""
        series, period = row.series, row.period
        if (
            self.all_of_it(series)
            and period is not None
            and row.measure == "level"
            and row.status == "A"
            and row.statistic in ("value", "volume")
        ):
            counted = series.product is not None and row.number.kind == "quantity"
            of = f"{self.paragraph}" if counted else ""  # tonnes of pork in another paragraph are no part of those of beef
            self.wholes.setdefault((series.reporter, series.flow, row.unit, of), {}).setdefault(period.code, (period, row.value))

    def all_of_it(self, series: Series) -> bool:
        """Whether a figure is of all trade, or of all trade in what the article is about."""
        topic = self.context.topic
        alike = series.product is None or (topic is not None and series.product.text.lower() == topic.text.lower())
        return series.partner == "WLD" and alike

    def outgrown(self, one: Series, unit: str, value: Decimal, period: Period | None, state: State) -> Period | None:
        """The period of a part that no period is named for: if it is larger than the whole of the one under discussion, of a longer one.

        "Exports brought $3.9 billion in March and $36.4 billion in the nine months. Knitwear fetched $20.6 billion."
        """
        known = (self.wholes.get((one.reporter, one.flow, unit, of), {}) for of in ("", f"{self.paragraph}"))
        told = {code: whole for wholes in known for code, whole in wholes.items()}
        if period is None or self.all_of_it(one) or one.flow == "balance" or period.code not in told or value <= told[period.code][1]:
            return period
        larger = [p for p, whole in told.values() if p.start <= period.start and period.end <= p.end and value < whole]
        if len(larger) != 1:
            return period
        for n in range(len(self.rows) - 1, -1, -1):
            row = self.rows[n]
            if row.sentence is not self.sentence:
                break
            if row.period == period and not row.is_base:
                self.rows[n] = replace(row, period=larger[0])
        state.period, state.period_set = larger[0], True
        return larger[0]

    def outgrows(self, at: Place, one: Series, period: Period | None, value: Decimal) -> bool:
        """Whether a flow is of all goods, being the country's and far more than that of the article's: "the country's exports were"."""
        home = ("home", one.reporter)
        ours = any(x.kind in ("area", "pron") and x.what is not None and x.what.possessive and x.code in home for x in at.pre)
        if one.product is None or not ours or holds(at.pre, ("prod",)):
            return False
        name = products.slug(one.product.text)
        for row in self.rows[-_RECENT:]:
            told = row.series
            alike = (row.measure, row.unit, row.period, row.statistic) == ("level", at.num.unit, period, "value")
            if alike and (told.flow, told.partner, told.reporter) == (one.flow, one.partner, one.reporter) and told.product is not None:
                return products.slug(told.product.text) == name and abs(value) > _OUTGROWN * abs(row.value)
        return False

    def of_other_way(self, one: Series) -> Series:
        """A series of all goods, where an article on one product's exports tells of all imports, or the other way round."""
        other = one.product is not None and one.product is self.context.topic and one.flow == MIRROR.get(self.context.flow, "")
        return replace(one, product=None) if other and self.on_all_goods else one
