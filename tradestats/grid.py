"""Flattened tables to rows: what caption, column header, row label and article say together about each cell.

A dimension is taken from the nearest place that names it: the row's label, the column's header, the section or flow row
above, the caption, and then the article. A cell whose flow, unit or measure none of them settles gives no row.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context as Precision
from decimal import Decimal

from tradestats import calendar, grid_cell, grid_dates, grid_figures, grid_label, grid_shape
from tradestats import reporter as reporters
from tradestats.calendar import Period
from tradestats.context import Context
from tradestats.frame import Row, Series
from tradestats.frozen import replace
from tradestats.grid_cell import Cell, Line, Shape
from tradestats.grid_facts import Facts, Head, allotted, cumulated, from_to, relative, statistic_of, sums_up
from tradestats.grid_label import Label, Unit
from tradestats.items import Found
from tradestats.lazy import pattern
from tradestats.phrase import Product
from tradestats.recognise import names, periods, products
from tradestats.recognise.names import AreaMention
from tradestats.recognise.numbers import Number
from tradestats.recognise.periods import PeriodMention
from tradestats.segment import Sentence

_EXACT = Precision(prec=10_000)
_LEAST = 1_000  # of any currency: less than that, with cents, is a country's trade in a unit that is not seen
_GOODS = frozenset(("goods", "merchandise", "merchandise-goods", "commodities", "commodity"))
_ALL = frozenset(("goods", "merchandise", "services", "and", "trade"))
_PLAIN = {"money": "value", "quantity": "volume", "price": "price"}
_SIDES = frozenset(("export", "import", "re-export", "domestic-export"))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, [start, end) in the copy: caption, header and all cells, which nothing else needs to read. `rows` are its figures."""

    start: int
    end: int
    rows: tuple[Row, ...]


def read(text: str, found: Found, context: Context) -> tuple[Grid, ...]:
    """All tables of an article. `text` is the reading copy as it was, with its line ends; `found` the mentions of the article.

    Never raises on any text.
    """
    out = []
    breaks = [found.start() for found in _LINE_END.finditer(text)]
    last: Shape | None = None
    for shape in grid_shape.shapes(text):
        if shape.form == "unread":
            out.append(Grid(shape.start, shape.end, ()))
            continue
        if last is not None and not text[last.end : shape.start].strip("\n -=_*"):
            shape = replace(shape, caption=_carried_on(last.caption, shape.caption))
        last = shape
        rows = tuple(_Table(text, shape, found, context, breaks).rows()) if context.trade else ()
        if rows or shape.form != "cells":  # one cell a line may be anything: only a table that was understood is one
            out.append(Grid(shape.start, shape.end, rows))
    return tuple(out)


def _carried_on(above: tuple[Cell, ...], own: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The captions of a table right below another: those of that one, or its own with the unit from there if they give none."""
    if not own or any(grid_label.read(cell.text).units for cell in own):
        return own or above
    return (*(cell for cell in above if grid_label.read(cell.text).units), *own)


class _Above:
    """What the rows above say of the next one: its section and flow, the last period and all of them, the goods of the last flow."""

    def __init__(self, focus: Period | None) -> None:
        self.focus = focus
        self.section = self.flow = Facts()
        self.periods: list[Period] = []
        self.goods: Facts | None = None
        self.outer: Cell | None = None  # a label that reaches over several rows

    def begin(self, own: Facts, labels: Sequence[Cell]) -> None:
        """A row without figures begins a section, unless it is a year within one or says that parts follow."""
        if own.period and own == Facts(period=own.period):
            self.section = replace(self.section, period=own.period)  # "2012" below "Exports"
        elif not (labels and _OF_WHICH.fullmatch(labels[-1].text)):
            self.section = own if not own.no or own.flow else Facts(no=own.no)
            self.flow, self.goods = Facts(), None
            self.periods.clear()


class _Table:
    """One table in its article. Everything is settled once in `__init__`; `rows` only combines."""

    def __init__(self, text: str, shape: Shape, found: Found, context: Context, breaks: Sequence[int]) -> None:
        self.text, self.shape, self.found, self.context, self.breaks = text, shape, found, context, breaks
        self.numbers = grid_figures.figures(shape)
        self.beside_services = any("services" in cell.text.lower() for line in shape.rows for cell in line.labels)
        self.services = context.services or "services" in text[shape.start : shape.end].lower()
        self.stub = [grid_label.read(c.text) for c in shape.stub]
        self.abroad = any(label.side or _MARKETS.search(label.text) for label in self.stub)  # the rows are partners, whoever reports
        told = any(grid_label.read(c.text).flows for c in (*shape.caption, *shape.stub))
        captions = shape.caption if told else self._under_heading()
        above = [grid_label.read(c.text) for c in captions]
        self.several = False  # goods that the captions name: a row or a header has to say which of them it is of
        self.allotted = [one for cell in captions for one in allotted(cell.text)]
        self.caption = self._caption(list(zip(above, captions, strict=True)))
        sides = {flow for label in above for flow in label.flows}
        if any(label.stub == "reporter" and sides and not sides & set(label.flows) for label in self.stub):
            self.stub = [replace(label, flows=(), stub="partner") for label in self.stub]  # the importers of a country's exports
            self.caption = self._caption(list(zip(above, captions, strict=True)))
        if not context.crop and self.caption.product is not None:
            self.context = context._replace(crop=products.slug(self.caption.product.text))  # its "2016/17" is a crop year
        self.ended = any(_ENDED.search(cell.text) for cell in captions)
        self.axis = self._axis(above)
        self.heads = self._related(self._with_sum([self._head(cells) for cells in shape.heads]))
        self.heads = self._told_apart(self._carried(self._one_flow(self.heads)))
        flows = {f for line in shape.rows for f in self._flows(line)} | {h.facts.flow for h in self.heads if h.facts.flow}
        levels = [n for n, head in enumerate(self.heads) if not head.facts.change]
        below = (line.cells[n] for line in shape.rows for n in levels if n < len(line.cells))
        bare = Counter(label.flows for line in shape.rows if any(line.cells) for label in self._labels(line) if _bare(label))
        self.again = {flows for flows, times in bare.items() if times > 1}  # exports of goods, imports, exports of services, imports
        self.blocks = self._heads_of_blocks([n for n in range(len(self.heads)) if n in levels])
        self.signed = any(c is not None and c.text[0] in "-−–" for c in below)  # "Gap by type": a figure without a minus is a surplus
        self.mixed = sum(bool(label.other) and not label.flows for line in shape.rows for label in self._labels(line)) > 1
        self.of_all = self._of_all_trade()
        self.flow = "" if self.mixed else self._default_flow(above, flows)
        self.falling = self._falling()
        self.growing_rows = self._growing_rows()
        self.prose = self._prose_unit()
        self.home = self._home()
        self.until = next((day for c in shape.caption if (day := grid_dates.last_day(c.text)) is not None), None)

    # ------------------------------------------------------------------ caption and article
    def _under_heading(self) -> tuple[Cell, ...]:
        """The captions with the heading of the section above them, where that is a flow or a product and nothing else."""
        cell = grid_cell.heading(self.text, self.shape.start)
        label = grid_label.read(cell.text) if cell is not None else Label("")
        plain = not (label.rest or label.areas or label.other or label.periods) and (label.known or label.flows)
        return (cell, *self.shape.caption) if cell is not None and plain else self.shape.caption

    def _caption(self, above: Sequence[tuple[Label, Cell]]) -> Facts:
        """What holds for the whole table; lines nearer to it come later and win."""
        facts = Facts()
        calendar_of = any(grid_label.read(cell.text).release for cells in self.shape.heads for cell in cells)
        for label, cell in [*above, *zip(self.stub, self.shape.stub, strict=False)]:
            flow = label.flows[0] if len(label.flows) == 1 and label.flows[0] != "trade" else ""
            period = self._period(label, None)
            product = self._named(label, cell) if label.beside_flow else None
            if product is None and cell in self.shape.stub and label.known and not label.stub and label.product:
                product = self._made(cell, label.product)
            if product is None and label.known and label.product and not (label.rest or label.areas or label.flows or label.stub):
                product = self._made(cell, label.product)  # "Beef" and nothing else
            told = (label.flows or label.side) and product is None
            loose = [p for span in label.goods if (p := self._made(cell, span)) is not None] if told else []
            named = {products.slug(one.text) for one in loose} - _ALL
            self.several = self.several or (len(named) > 1 and not self.allotted)
            if len({products.slug(one.text) for one in loose}) == 1 and not label.beside_flow:
                product = loose[0]  # "Steel: main import origins"
            facts = replace(
                facts, flow=flow or facts.flow, sign=label.sign or facts.sign,
                period=period or facts.period, part=grid_dates.part_named(label) or facts.part, product=product or facts.product,
                statistic=label.statistic or facts.statistic, change=label.change or facts.change, basis=label.basis or facts.basis,
                units=label.units or facts.units, adjustment=label.adjustment or facts.adjustment, status=label.status or facts.status,
                no=facts.no or bool(label.other and not label.flows),
            )  # fmt: skip
            mutual = len(label.areas) == 2 and any(area.code == self.context.reporter for area, _ in label.areas)  # "Fiji/Samoa trade"
            several = len([area for area, prep in label.areas if area.code != self.context.reporter]) > 1
            for area, prep in label.areas if not several else ():
                if (prep or mutual) and area.code != self.context.reporter:
                    facts = replace(facts, partner=area.code)
                elif area.code != self.context.reporter and _reports(area) and (label.flows or (calendar_of and not label.rest)):
                    facts = replace(facts, reporter=area.code)
                elif self.context.reporter and not self.context.several and label == Label(label.text, areas=label.areas):
                    facts = replace(facts, partner=area.code if area.code != self.context.reporter else facts.partner)  # "EUROPEAN UNION"
        return facts

    def _named(self, label: Label, cell: Cell) -> Product | None:
        """The product of "X exports" in a caption; "total", "main" and the like are none."""
        assert label.beside_flow is not None
        start, end = label.beside_flow
        inner = grid_label.read(label.text[start:end])
        return self._made(cell, (start + inner.product[0], start + inner.product[1])) if inner.product and not inner.every else None

    def _made(self, cell: Cell, span: tuple[int, int]) -> Product | None:
        """A product from words of a cell; goods are all products where no services are told of."""
        at = cell.start + self.text[cell.start : cell.end].find(cell.text[:8])
        start, end = at + span[0], at + span[1]
        words = self.text[start:end] if self.text[start:end] == cell.text[span[0] : span[1]] else cell.text[span[0] : span[1]]
        slug = products.slug(words)
        if set(slug.split("-")) >= {"services"} and set(slug.split("-")) <= _ALL:
            return None if slug != "services" else Product(words, start, end, True)
        if slug in ("goods-and-services", "") or (slug in _GOODS and not self.services):
            return None
        return Product(words, start, end, True)

    def _default_flow(self, above: Sequence[Label], flows: set[str]) -> str:
        """The flow of cells whose row and column name none."""
        named = tuple(dict.fromkeys(f for label in [*above, *self.stub] for f in label.flows))
        if self.caption.no:
            return ""
        if flows >= {"export", "import"} and any(h.facts.release for h in self.heads):
            return "balance"  # a calendar with the changes of both sides: an amount in it is what is left
        sides = [f for f in named if f != "trade"]
        if len(sides) == 1:
            return sides[0]
        if sides:
            return ""
        if "trade" in named:
            return "" if flows else "trade"
        if flows - {"balance"}:
            return ""
        if self._signed():
            return "balance"
        if not self._told_with_units():
            return ""
        return self._implied(above) or (self.context.flow if self.context.flow in _SIDES else self._only_side())

    def _implied(self, above: Sequence[Label]) -> str:
        """The flow that goes with what captions and stub call the partners, as "Main suppliers", if no other country is named."""
        told = [*above, *self.stub]
        sides = {label.side for label in told if label.side}
        ours = all(area.code == self.context.reporter for label in told for area, _ in label.areas)
        return sides.pop() if len(sides) == 1 and ours and self.axis == "partner" else ""

    def _only_side(self) -> str:
        """The side of trade of a table by country where the whole article speaks of one; empty where of both or of none."""
        sides = {found[1].lower() for found in _SIDE.finditer(self.text)} if self.axis == "partner" else set()
        return sides.pop() if len(sides) == 1 else ""

    def _told_with_units(self) -> bool:
        """Whether a table that names no flow can be about the article's: its rows are known things, its amounts have a unit."""
        rows = [grid_label.read(cell.text).units for line in self.shape.rows for cell in line.labels]
        stated = [unit for units in (self.caption.units, *(h.facts.units for h in self.heads), *rows) for unit in units]
        return bool(self.axis) and any(unit.codes and unit.codes != ("PCT",) for unit in stated)

    def _signed(self) -> bool:
        """Whether the cells are levels below and above zero, in an article about a balance: "Goods EU -3.6, Services +5.9"."""
        cells = [c for line in self.shape.rows for c in line.cells if c is not None]
        told = any(w in self.text for w in ("deficit", "surplus", "gap", "shortfall", "balance"))
        percent = any(u.codes == ("PCT",) for u in self.caption.units) or any("%" in c.text for c in cells)
        change = self.caption.change or any(h.facts.change for h in self.heads)
        return told and not percent and not change and bool(cells) and all(c.text[0] in "+-−–(" for c in cells)

    def _prose_unit(self) -> Unit | None:
        """The unit of the prose, if that repeats figures of a table without one: "-1.6" and "£1.6 billion"."""
        if any(h.facts.units for h in self.heads) or any(u.codes for u in self.caption.units):
            return None
        cells = {(abs(n.value), n.decimals) for n in self.numbers.values() if n.kind == "number" and n.value}
        seen: dict[tuple[str, int], set[Decimal]] = {}
        money: dict[str, int] = {}
        for number in self.found.numbers:
            if number.kind == "money" and not self.shape.start <= number.start < self.shape.end:
                unit = self._currency(Unit("money", number.units or (number.unit,), 0))
                money[unit] = money.get(unit, 0) + 1
                plain = abs(number.value).scaleb(-number.unit_mult, _EXACT)
                if number.scaled and (plain, number.decimals) in cells:
                    seen.setdefault((unit, number.unit_mult), set()).add(plain)
        best = max(seen, key=lambda u: (len(seen[u]), u), default=None)
        if best is not None and (len(seen[best]) > 1 or any(len(p.as_tuple().digits) > 2 for p in seen[best])):
            return Unit("money", (best[0],), best[1])
        scale = next((u for u in self.caption.units if not u.codes), None)
        if scale is not None and money:
            return Unit("money", (max(money, key=lambda u: (money[u], u)),), scale.power)
        return None

    def _home(self) -> str:
        """The country in whose money the amounts of a table by markets are, where nothing else says whose trade it shows: "A$m"."""
        told = [unit for facts in (self.caption, *(head.facts for head in self.heads)) for unit in facts.units]
        money = {unit.codes for unit in told if unit.kind == "money"}
        codes = money.pop() if self.abroad and len(money) == 1 else ()
        return reporters.home_of(codes[0]) if len(codes) == 1 else ""

    def _currency(self, unit: Unit) -> str:
        """The code of a unit; a bare "$" is the reporter's own dollar, "Rs" its own rupee."""
        if len(unit.codes) < 2:
            return unit.codes[0] if unit.codes else ""
        area = names.area(self.caption.reporter or self.context.reporter)
        by_money = {code.partition("/")[0]: code for code in unit.codes}  # of a price the code is "LKR/kg"
        for code in (self.context.unit, area.currency if area else ""):
            if code in by_money and ("USD" in by_money) == (code == self.context.unit):
                return by_money[code]
        return unit.codes[0]

    # ------------------------------------------------------------------ labels
    def _axis(self, above: Sequence[Label]) -> str:
        """What the row labels are: product, partner, reporter, period or flow."""
        stub = next((label.stub for label in reversed(self.stub) if label.stub), "")
        labels = [grid_label.read(line.labels[-1].text) for line in self.shape.rows if line.labels and line.labels[-1].text]
        counts = {
            "flow": sum(bool(label.flows) for label in labels),
            "partner": sum(bool(label.areas) and not label.rest and not label.known for label in labels),
            "period": sum(bool(label.periods) and not label.product and not label.areas for label in labels),
            "product": sum(label.known and not label.areas for label in labels),
        }
        if stub in ("product", "partner", "reporter"):
            return stub if stub == "reporter" or counts["partner" if stub == "product" else "product"] * 2 < len(labels) else ""
        stub = next((label.stub for label in reversed(above) if label.stub in ("product", "partner", "reporter")), "")
        best = max(counts, key=lambda a: (counts[a], a))
        if counts[best] * 3 < len(labels) or not counts[best]:
            return stub
        return "product" if best == "flow" and counts["product"] else best

    def _heads_of_blocks(self, levels: Sequence[int]) -> frozenset[int]:
        """The rows whose parts are the rows below them: "Live pigs, total" above countries, or a country above its goods.

        The first row with figures is one, there is another, and no part is more than its whole.
        """
        full = [n for n, line in enumerate(self.shape.rows) if any(line.cells) and line.labels]
        labels = {n: grid_label.read(self.shape.rows[n].labels[-1].text) for n in full}
        heads = [n for n in full if self._heads_block(labels[n])]
        if len(heads) < 2 or heads[0] != full[0] or heads == full[: len(heads)]:
            return frozenset()
        whole: tuple[Cell | None, ...] = ()
        for n in full:
            cells = self.shape.rows[n].cells
            whole = cells if n in heads else whole
            for column in levels:
                part, all_of_it = (self.numbers.get(cell.start) if (cell := row[column]) is not None else None for row in (cells, whole))
                if part is not None and all_of_it is not None and part.value > all_of_it.value and not labels[n].every:
                    return frozenset()
        return frozenset(heads)

    def _heads_block(self, label: Label) -> bool:
        """Whether a row is of one product among partners, or of one partner among products."""
        if label.flows or label.others or label.other or label.periods:
            return False
        if self.axis == "partner":
            return not label.areas and label.product is not None and (label.every or (label.known and not label.rest))
        return self.axis == "product" and len(label.areas) == 1 and not label.product

    def _commodity(self) -> Product | None:
        """The one good that the captions name: "Corn supply and demand"."""
        goods = [self._made(cell, span) for cell in self.shape.caption for span in grid_label.read(cell.text).goods]
        return goods[0] if len(goods) == 1 else None

    def _labels(self, line: Line) -> list[Label]:
        return [grid_label.read(cell.text) for cell in line.labels]

    def _flows(self, line: Line) -> list[str]:
        return [f for cell in line.labels for f in grid_label.read(cell.text).flows if f != "trade"]

    def _head(self, cells: Sequence[Cell]) -> Head:
        facts = Facts(no=not cells)
        label = Label("")
        for cell in cells:
            inner = grid_label.read(grid_dates.two_digit_years(cell.text, self.context))
            label = label if label.against or (inner.only_units and label.text) else inner
            facts = replace(facts, no=facts.no or (inner.unread and not (inner.periods or inner.change or inner.span)))
            before = facts.period
            facts = self._merged(facts, inner, cell, self.caption.period, head=True)
            if (
                facts.part is not None
                and facts.period is not None
                and grid_dates.is_whole_year(facts.period)
                and facts.period is not before
            ):
                facts = replace(facts, period=self._part(facts.part, facts.period) or facts.period)  # "January-July" over "2001"
        if facts.change and facts.period is None and label.periods:
            facts = self._of_two(facts, label)
        if facts.change and label.stub == "period" and not (facts.basis or label.periods):
            facts = replace(facts, no=True)  # against a month or a year that is told in words not known
        if facts.change == "change" and relative(facts.units):
            facts = replace(facts, change="growth")  # "Change in volume" over "%"
        if label.cumulative and all(mention.form == "ytd" for mention in label.periods):
            facts = replace(facts, period=None)  # up to the latest month of the table
        elif label.periods and facts.period is None and not facts.change:
            facts = replace(facts, no=True)
        return Head(facts, label)

    def _of_two(self, facts: Facts, label: Label) -> Facts:
        """The facts of a change between two periods that are named: "Jan-May 2024/Jan-May 2023", "May 2024/May 2023"."""
        anchor = self.context.anchor(None)
        halves = [grid_label.read(half) for half in label.text.split("/", 1)]
        told = label.periods if len(label.periods) > 1 else [m for half in halves for m in half.periods[:1]]
        both = sorted((p for m in told if (p := periods.resolve(m, anchor)) is not None), key=lambda p: p.end)
        if len(both) < 2 or both[0].months != both[1].months:
            return facts
        return replace(facts, period=both[1], basis=calendar.basis(both[1], both[0]))

    def _related(self, heads: list[Head]) -> list[Head]:
        """What a header means beside the others: a sum over them, so many months up to the latest, a change from one to the next."""
        dated = [h for h in heads if h.facts.period and not h.label.against]
        single = [h.facts.period for h in dated if not h.facts.cumulative] or [h.facts.period for h in dated]
        latest = max((p for p in single if p is not None), key=lambda p: p.end, default=None)
        levels = {p for h in heads if not h.facts.change and (p := h.facts.period or self.caption.period) is not None}
        out: list[Head] = []
        for head in heads:
            facts = self._summed(head, heads)
            facts = cumulated(facts, self.caption.period or latest)
            facts = from_to(facts, head.label, levels) if facts.change else facts
            out.append(replace(head, facts=self._beside(head.label, facts, latest, out)))
        return out

    def _beside(self, label: Label, facts: Facts, latest: Period | None, before: Sequence[Head]) -> Facts:
        """ "12 months" ends with the table's latest month; "vs July" is the growth of the column before it on July."""
        if label.span and not label.periods and not label.against and latest is not None and latest.freq == "M":
            start = calendar.months_back(latest, label.span - 1)
            return replace(facts, period=calendar.months(start.start.year, start.start.month, latest.end.year, latest.end.month))
        base = facts.period
        told = [p for h in reversed(before) if (p := h.facts.period) is not None and p != base and not h.facts.change]
        if base is not None:
            told = sorted((p for p in told if p.months == base.months and p.end > base.end), key=lambda p: p.end, reverse=True)
        if label.against and before and (over := next(iter(told), self.caption.period)) is not None:
            if label.span and base is None:
                base = over.previous() if over.freq in "MQSR" else over.shift_years(-1)
            basis = facts.basis or (calendar.basis(over, base) if base is not None else "")
            return replace(facts, change=facts.change or "growth", period=over, basis=basis, no=not basis)
        return facts

    def _with_sum(self, heads: list[Head]) -> list[Head]:
        """Headers of which one is only a unit, where its figures are the sums of the others: "Oct Nov Dec Tonnes"."""
        sums = [n for n, head in enumerate(heads) if head.facts.units and head.facts == Facts(units=head.facts.units)]
        parts = [n for n in range(len(heads)) if n not in sums]
        if len(sums) != 1 or len(parts) < 2 or not all(heads[n].facts.period and not heads[n].facts.units for n in parts):
            return heads
        for line in self.shape.rows:
            found = [self.numbers.get(cell.start) if (cell := line.cells[n]) is not None else None for n in (*parts, sums[0])]
            figures = [number.value for number in found if number is not None]
            if any(line.cells) and (len(figures) < len(heads) or abs(sum(figures[:-1]) - figures[-1]) * 100 > figures[-1]):
                return heads
        units = heads[sums[0]].facts.units
        return [replace(head, facts=replace(head.facts, units=units, every=n in sums)) for n, head in enumerate(heads)]

    def _summed(self, head: Head, heads: Sequence[Head]) -> Facts:
        """A column "Total" is the sum of the others: of the months they are, of exports and imports, of the partners."""
        facts = head.facts
        if not sums_up(facts):
            return facts
        others = [h.facts for h in heads if not (h.facts.change or sums_up(h.facts) or relative(h.facts.units))]
        months = {f.period for f in others if f.period}
        if len(months) > 1 and all(f.period for f in others):
            whole = grid_dates.span(sorted(months, key=lambda p: p.start))
            return replace(facts, period=whole) if whole else facts
        if {f.flow for f in others} == {"export", "import"}:
            return replace(facts, flow="trade")
        return facts

    def _one_flow(self, heads: list[Head]) -> list[Head]:
        """A flow before the first of the periods is that of all of them: "TRADE BALANCE May | Apr"."""
        dated = all(h.label.periods for h in heads)
        if self.shape.stub or not dated or [bool(h.facts.flow) for h in heads] != [n == 0 for n in range(len(heads))]:
            return heads
        return [replace(h, facts=replace(h.facts, flow=heads[0].facts.flow, sign=heads[0].facts.sign)) for h in heads]

    def _told_apart(self, heads: list[Head]) -> list[Head]:
        """Headers of levels without those that say the same of a period as another does: something in them was not understood."""
        rows = [line.cells for line in self.shape.rows]
        levels = [n for n, head in enumerate(heads) if head.facts.period is not None and not head.facts.change]
        plain = [
            n for n in levels if not any(cell is not None and cell.text[0] + cell.text[-1] == "()" for cell in (row[n] for row in rows))
        ]
        times = Counter(heads[n].facts for n in plain)
        return [
            replace(head, facts=replace(head.facts, no=True)) if n in plain and times[head.facts] > 1 else head
            for n, head in enumerate(heads)
        ]

    def _carried(self, heads: list[Head]) -> list[Head]:
        """A column of changes or shares is about the flow, partner and product of the column of levels before it."""
        out: list[Head] = []
        level = Facts()
        for n, head in enumerate(heads):
            facts = head.facts
            if head.label.skip and facts.period and n + 1 < len(heads) and self._fits(n + 1) == "growth":
                pass  # "FY23 | FY24 | Target FY24 | Growth": from year to year, past the target
            elif facts.change and not (facts.flow or facts.partner or facts.product):
                no = facts.no or level.no
                facts = replace(facts, flow=level.flow, sign=level.sign, partner=level.partner, product=level.product, no=no)
            elif not facts.change and (head.label.periods or not head.label.skip):
                level = facts
            out.append(replace(head, facts=facts))
        return out

    def _merged(self, facts: Facts, label: Label, cell: Cell, focus: Period | None, *, head: bool, axis: str = "") -> Facts:
        """`facts` with what one more label says. An unread word in a header, a second flow or a foreign noun makes it unreadable."""
        flows = [f for f in label.flows if f != "trade"] or list(label.flows)
        if head and flows == ["trade"] and label.units and self.caption.flow in _SIDES:
            flows = []  # "Turnover (billion USD)" of what the caption calls exports
        no = facts.no or label.skip or bool(label.other) or len(flows) > 1
        partner, product, every, reporter = facts.partner, facts.product, facts.every, facts.reporter
        areas = list(dict.fromkeys(area.code for area, _ in label.areas))
        axis = "" if head else axis or self.axis
        if label.others or "ROW" in areas:
            partner, product, no = self._others(label, cell, axis, partner, product, no)
        elif areas and (axis != "product" or not label.product or any(prep for _, prep in label.areas)):
            own = self.caption.reporter or self.context.reporter
            reporting = axis == "reporter" or (own in ("", "WLD") and not self.abroad) or areas[0] in names.members(own)
            itself = areas[0] == own and not (label.flows or label.product)
            if len(areas) == 2 and _TOGETHER.fullmatch(label.text, label.areas[0][0].end, label.areas[-1][0].start):
                partner = "+".join(areas)  # "China incl. Hong Kong"
            elif len(areas) > 1 or itself or (axis == "partner" and label.rest):
                no = True
            elif reporting and not any(prep for _, prep in label.areas):
                reporter = areas[0]
            elif areas[0] != own:
                partner = areas[0]
        elif axis in ("partner", "reporter") and (label.product or label.rest):
            no = True
        if label.product and not (head and not label.known) and axis not in ("partner", "reporter") and not (areas and axis == "partner"):
            product = self._made(cell, label.product)
            every = every or product is None
            partner = partner if not areas or any(prep for _, prep in label.areas) or head else facts.partner
        elif label.rest and head and not label.speaks:
            no = True
        elif self.beside_services and label.flows and (goods := _OF_GOODS.search(cell.text)) is not None:
            product = self._made(cell, goods.span())  # "Merchandise exports" above "Services exports"
        if axis == "period" and label.rest and not label.known:
            no = True  # among periods an unknown word is no product
        if axis == "flow" and label.product and not label.known and not label.flows:
            no = True  # among flows only what is surely a product is a part of one
        if label.every and not label.product:
            every, product = True, None
            if (axis == "partner" or not head) and not areas:
                partner = "WLD" if axis == "partner" else partner
        return Facts(
            reporter, flows[0] if len(flows) == 1 else facts.flow, label.sign if flows else facts.sign, partner, product, every,
            self._period(label, focus, facts.period) or facts.period, grid_dates.part_named(label) or facts.part,
            label.statistic or facts.statistic, label.change or facts.change, label.basis or facts.basis, label.units or facts.units,
            label.adjustment or facts.adjustment, label.status or facts.status, label.per or facts.per,
            label.release or facts.release, label.cumulative or facts.cumulative, no,
        )  # fmt: skip

    def _others(
        self, label: Label, cell: Cell, axis: str, partner: str, product: Product | None, no: bool
    ) -> tuple[str, Product | None, bool]:
        """ "Other" is the other countries or the other products, as the rows are."""
        if axis == "product" and not label.areas:
            words = label.text.strip("*†‡ ")
            return partner, Product(words, cell.start, cell.start + len(words), True), no
        if axis in ("product", "period") and not label.areas:
            return partner, product, True
        return "ROW", product, no

    def _period(self, label: Label, focus: Period | None, outer: Period | None = None) -> Period | None:
        """The period a label names; "2024 (Jan-Sep)" names it in two words, "year ended June 2024" without its article.

        A month without its year is in the `outer` year if there is one, else it is the one nearest to `focus`, the row above.
        """
        anchor = self.context.anchor(focus)
        stated = label.against or len(label.periods) != 1 or label.periods[0].form == "year"
        if label.change and label.basis and stated and not any(m.form == "month_over_year" for m in label.periods):
            return None  # but "Annual growth, May 2023" is that of May
        ended = _ENDED.search(label.text)
        if ended is not None:
            spoken = next(iter(periods.scan("the " + label.text[ended.start() :])), None)
            if spoken is not None and spoken.start <= 4 and (whole := periods.resolve(spoken, anchor)) is not None:
                return whole
        got = [p for m in label.periods if (p := periods.resolve(m, anchor)) is not None]
        if len(got) == 2 and len(label.periods) == 2:
            years = [p for p in got if p.freq == "A"]
            parts = [m for m, p in zip(label.periods, got, strict=False) if p.freq != "A"]
            if len(years) == 1 and len(parts) == 1:
                return periods.resolve(parts[0], replace(anchor, published=None, focus=None, year=years[0].start.year))
        if len(got) != 1:
            return None
        if label.periods[0].relative and label.periods[0].form in grid_dates.IN_A_YEAR:
            if outer is not None and grid_dates.is_whole_year(outer):
                return self._part(label.periods[0], outer)
            if focus is not None and focus.freq == got[0].freq:
                return grid_dates.nearest(got[0], focus)
        return got[0]

    def _part(self, part: PeriodMention, year: Period) -> Period | None:
        """A part of a calendar, fiscal or crop year: January of 2023-24 is in 2024, its first quarter is the one it begins with."""
        anchor = replace(self.context.anchor(None), published=None, focus=None, year=year.start.year)
        ordinal, size = dict(part.args).get("o"), grid_dates.ORDINAL_MONTHS.get(part.form, 0)
        if year.freq == "A" or not (isinstance(ordinal, int) and size):
            found = periods.resolve(part, anchor)
            return found if found is None or year.freq == "A" else grid_dates.inside(year, found)
        first = year.start.month - 1 + size * (ordinal - 1)
        last = first + size - 1
        return calendar.months(year.start.year + first // 12, first % 12 + 1, year.start.year + last // 12, last % 12 + 1)

    # ------------------------------------------------------------------ rows
    def rows(self) -> Iterator[Row]:
        """The rows of the table, in the order of the text."""
        above = _Above(self.caption.period)
        for n, line in enumerate(self.shape.rows):
            axis = _ACROSS.get(self.axis, "") if n in self.blocks else ""
            labels = self._named_by(line, above)
            if labels and grid_cell.counts(labels[-1]) and not grid_label.read(labels[-1].text).periods:
                continue  # a row that has lost its label
            own = Facts()
            for cell in labels:
                own = own if own.period else replace(own, period=above.section.period)
                own = self._merged(own, grid_label.read(cell.text), cell, above.focus, head=False, axis=axis)
            if not any(line.cells):
                above.begin(own, labels)
                continue
            own = self._again(self._when_summed(own, labels, above), labels, above)
            if self.blocks and (axis or own.every):
                above.section = replace(above.section, product=own.product, partner=own.partner)
            above.focus = own.period or above.focus
            if self.mixed:
                above.flow = Facts()  # beside output and stocks only a row that names a flow is one
            elif own.flow:
                above.flow = replace(own, no=False) if own.flow in _SIDES and not own.change else Facts()
            yield from self._line(line, labels, own, above.section, above.flow)

    def _named_by(self, line: Line, above: _Above) -> list[Cell]:
        """The labels of a row, with the first one of a row above that reaches down to it."""
        labels = [cell for cell in line.labels if (cell.text and not cell.text.isdigit()) or grid_cell.is_year(cell.text)]
        if len(line.labels) > 1 and line.labels[0].text:
            above.outer = line.labels[0]
        elif len(line.labels) > 1 and above.outer is not None:
            return [above.outer, *labels]
        return labels

    def _when_summed(self, own: Facts, labels: Sequence[Cell], above: _Above) -> Facts:
        """A row's facts, where a total below months is of those months; a change below them may be of any of them."""
        dated = any(head.facts.period for head in self.heads) or any(grid_label.read(cell.text).periods for cell in labels)
        if self.axis == "period" and own.change and not dated:
            return replace(own, no=True)
        if self.axis == "period" and own.every and above.periods and own.period in (None, above.section.period):
            whole = grid_dates.span(above.periods)
            return replace(own, period=whole if whole is not None and whole.months != 12 else own.period)  # a year is its column's
        if own.period is not None:
            above.periods.append(own.period)
        return own

    def _again(self, own: Facts, labels: Sequence[Cell], above: _Above) -> Facts:
        """A row's facts, where a flow that comes again and again is of the goods that the last one with a name was of."""
        if not self.again or not own.flow or own.partner:
            return own
        if all(_bare(grid_label.read(cell.text)) for cell in labels) and above.goods is not None:
            return replace(own, product=above.goods.product, every=above.goods.every)
        if not own.change:
            above.goods = own
        return own

    def _line(self, line: Line, labels: Sequence[Cell], own: Facts, section: Facts, flow: Facts) -> Iterator[Row]:
        if own.no or section.no or not labels:
            return
        levels: list[Row] = []
        for column, cell in enumerate(line.cells):
            number = self.numbers.get(cell.start) if cell is not None else None
            if cell is None or number is None or self.heads[column].facts.no:
                continue
            begin = line.labels[-1].start if line.labels[-1].text else cell.start
            sentence = Sentence(begin, max(cell.end, line.labels[-1].end), bisect_left(self.breaks, begin), -1, "table", False)
            row = self._row(number, column, own, section, flow, sentence, levels)
            if row is not None:
                if row.measure == "level":
                    levels.append(row)
                yield row

    def _row(
        self, number: Number, column: int, own: Facts, section: Facts, flow: Facts, sentence: Sentence, levels: Sequence[Row]
    ) -> Row | None:
        """The row of one cell; None if its flow, reporter, unit or measure is not settled."""
        head = self.heads[column]
        col, cap = head.facts, self.caption
        default = Facts(flow=self.flow, sign=cap.sign if cap.flow == self.flow and not self.signed else 0)
        source = next((f for f in (col, own, section, flow) if f.flow), default)
        reporter = own.reporter or col.reporter or section.reporter or cap.reporter or self.context.reporter or self.home
        if not source.flow or not reporter:
            return None
        # "Exports, USD million" and "Amount" hold amounts whatever the caption says
        measured = any(u.kind in ("money", "quantity") for u in (*col.units, *own.units)) or (bool(col.statistic) and not col.units)
        change = col.change or own.change or section.change
        if not (change or measured or number.kind in ("money", "quantity")) and self._may_change(number, column):
            change = cap.change
        if not change and relative(col.units) and (self._fits(column) == "growth" or column in self.falling):
            change = "growth"  # a column "%" whose figures are what the two before it make, or can be no shares
        if not change and relative(own.units) and own.flow and self.growing_rows:
            change = "growth"
        if not change and number.kind == "percent":
            growing = col.basis or own.basis or (cap.basis and not cap.units) or self._signs(column)
            change = "growth" if growing else ""
            if not change:
                return None
        if self.several and not any(facts.product or facts.every for facts in (own, col, section)):
            return None
        product = self._product(own, col, section)
        unit = self._unit(number, (col, own, section, self._allots(product, source.flow)), change)
        per = own.per or col.per
        if unit is not None and number.kind == "money" and per and not change and "price" in (own.statistic, col.statistic):
            unit = Unit("price", (f"{self._currency(Unit('money', number.units or (number.unit,), 0))}/{per}",), 0)
        if unit is None or (not change and relative(col.units)):
            return None
        change = self._settled(change, number, column)
        if change == "?" or (change == "contribution" and not self._contributes()):
            return None
        measure = change or "level"
        period = self._released(col.release, own.period) if col.release else self._when(col, own, section, head, change, column)
        if period is None and col.release:
            return None
        code = self._currency(unit)
        if change in ("growth", "share"):
            code, power = "PCT", 0
        elif change == "contribution":
            code, power = "PP", 0
        else:
            power = unit.power
        value = number.value.scaleb(power, _EXACT)
        if measure == "level" and source.sign < 0 and value > 0:
            value = -value
        if product is None and self.mixed and unit.kind == "quantity":
            product = self._commodity()
            if product is None:
                return None  # so many tonnes beside output are of one crop, and nothing says which
        statistic = self._statistic(col, own, section, unit, change, levels)
        if measure == "level" and unit.kind == "money" and statistic == "value" and number.decimals and abs(value) < _LEAST:
            return None  # "$2.628" of billions that are told elsewhere
        partner = own.partner or col.partner or section.partner or cap.partner or "WLD"
        if partner == reporter:
            return None
        basis = self._basis(col, own, section, period, column) if change in ("growth", "change", "contribution") else ""
        series = Series(reporter, source.flow, source.sign, partner, product)
        status = own.status or col.status or cap.status or "A"
        adjustment = own.adjustment or col.adjustment or cap.adjustment
        number = replace(number, value=value, unit=code, unit_mult=number.unit_mult or power)
        return Row(number, series, measure, statistic, value, code, basis, number.bound, status, adjustment, period, sentence, "table")

    def _product(self, own: Facts, col: Facts, section: Facts) -> Product | None:
        if own.product is not None or (self.of_all and own.flow and not own.partner):
            return own.product
        if col.product is not None:
            return col.product
        topic = None if self.of_all else self.context.topic
        if own.every or (col.every and self.axis != "partner"):
            return self.caption.product or topic
        return section.product or self.caption.product or topic

    def _of_all_trade(self) -> bool:
        """Whether rows without goods are of everything: both ways and the balance have a row, and some goods' exports another."""
        labels = [label for line in self.shape.rows for label in self._labels(line)]
        bare = [label for label in labels if label.flows and label.product is None]
        every = {"export", "import", "balance"} <= {flow for label in bare for flow in label.flows}
        total = any(label.text.lower().startswith("total") for label in bare)
        return every and any(label.product is not None and (label.flows or total) for label in labels)

    def _allots(self, product: Product | None, flow: str) -> Facts:
        """The caption's facts for a product and a flow, which may have a unit of their own."""
        slug = products.slug(product.text) if product is not None else ""
        units = next((one.units for one in self.allotted if one.slug in ("", slug) and one.flow in ("", flow)), ())
        return replace(self.caption, units=units) if self.allotted else self.caption

    def _unit(self, number: Number, told: Sequence[Facts], change: str) -> Unit | None:
        """The unit of a cell: its own, its column's, its row's, the caption's, or that of the prose that repeats the table's figures."""
        if number.kind in ("money", "quantity", "percent", "points"):
            own_unit = Unit(number.kind, number.units or (number.unit,), 0)
            return own_unit if number.scaled else self._counted_in(own_unit, told)
        if change in ("growth", "share", "contribution"):
            return Unit("percent", ("PCT",), 0)
        wanted = next((facts.statistic for facts in told[:-1] if facts.statistic), "")
        for facts in told:
            usable = [u for u in facts.units if u.codes != ("PCT",) and u.codes]
            if wanted in ("value", "daily_average"):
                usable = [u for u in usable if u.kind == "money"]
            elif wanted in ("volume", "price"):
                usable = self._priced(usable, facts) if wanted == "price" else [u for u in usable if u.kind == "quantity"]
            if len(usable) > 1:
                return None
            if usable:
                return self._scaled(usable[0])
        return self.prose if wanted in ("", "value") else None

    def _priced(self, units: Sequence[Unit], facts: Facts) -> list[Unit]:
        """The units of prices, or those of money where the header says what the price is for: "Unit value per kg, Rs"."""
        prices = [unit for unit in units if unit.kind == "price"]
        money = [unit for unit in units if unit.kind == "money"]
        per = f"/{facts.per}" if facts.per else ""
        return prices or [replace(unit, kind="price", codes=tuple(code + per for code in unit.codes)) for unit in money if per]

    def _counted_in(self, unit: Unit, told: Sequence[Facts]) -> Unit:
        """The unit of a cell such as "$5.9" with the scale that headers or caption give it: "F$ million"."""
        if unit.kind != "money":
            return unit
        for facts in told:
            for other in facts.units:
                if other.power and other.kind in ("money", "number", "") and (not other.codes or set(other.codes) & set(unit.codes)):
                    return replace(other, kind="money", codes=other.codes or unit.codes)
        return unit

    def _scaled(self, unit: Unit) -> Unit:
        """A column's "Litres" under a caption's "million litres"."""
        if unit.power == 0 and unit.kind != "price":
            for other in self.caption.units:
                if other.codes == unit.codes or not other.codes:
                    return replace(unit, power=other.power)
        return unit

    def _settled(self, change: str, number: Number, column: int) -> str:
        """What a column "Change" without a unit holds: growth or a difference; `?` if nothing says which."""
        if change != "change":
            return change
        if number.kind == "percent":
            return "growth"
        if number.kind in ("money", "quantity") or any(u.kind in ("money", "quantity") for u in self.heads[column].facts.units):
            return "change"
        percent = any(u.codes == ("PCT",) for u in self.caption.units)
        return "growth" if percent and self._signs(column) else self._fits(column)

    def _fits(self, column: int) -> str:
        """The arithmetic of a column against the two dated columns before it, as most of its rows have it."""
        dated = [n for n, _ in sorted(self._dated(column), key=lambda d: (d[1].end, d[1].start))]
        stated = self.heads[column].facts
        if stated.period is not None and stated.basis:
            levels = {f.period: n for n, head in enumerate(self.heads) if (f := head.facts).period is not None and not f.change}
            base = [n for period, n in levels.items() if period and calendar.basis(stated.period, period) == stated.basis]
            dated = [*base[:1], levels[stated.period]] if stated.period in levels else []
        if len(dated) != 2:
            return "?"
        old, new = dated
        steps = rates = 0
        for line in self.shape.rows:
            was, now, step = (self.numbers.get(c.start) if (c := line.cells[k]) is not None else None for k in (old, new, column))
            if was is None or now is None or step is None or not was.value:
                continue
            steps += abs(now.value - was.value - step.value) <= 2 * Decimal(1).scaleb(-min(was.decimals, now.decimals))
            rate = (now.value / was.value - 1) * 100
            rates += abs(rate - step.value) <= max(Decimal("0.6"), abs(rate) / 50)
        return "?" if steps == rates else "change" if steps > rates else "growth"

    def _contributes(self) -> bool:
        """Whether a column "Contribution" is that to growth: beside shares and growth it is neither of them."""
        return {"share", "growth"} <= {head.facts.change for head in self.heads}

    def _falling(self) -> tuple[int, ...]:
        """The columns "Exports %", "Imports %" and so on if one of them is below zero somewhere, which no share is."""
        plain = [n for n, h in enumerate(self.heads) if relative(h.facts.units) and h.facts.flow and not (h.facts.change or h.label.rest)]
        cells = (line.cells[n] for line in self.shape.rows for n in plain if self.heads[n].facts.flow != "balance")
        figures = (self.numbers.get(cell.start) for cell in cells if cell is not None)
        return tuple(plain) if any(number is not None and number.value < 0 for number in figures) else ()

    def _growing_rows(self) -> bool:
        """Whether rows "Exp pct", "Imp pct" stand below the levels of the same flows, with a fall among them: no share is below zero."""
        read = [(line, [grid_label.read(cell.text) for cell in line.labels]) for line in self.shape.rows]
        plain = [line for line, labels in read if any(label.flows and relative(label.units) for label in labels)]
        figures = (self.numbers.get(cell.start) for line in plain for cell in line.cells if cell is not None)
        return len(plain) < len(self.shape.rows) and any(number is not None and number.value < 0 for number in figures)

    def _may_change(self, number: Number, column: int) -> bool:
        """Whether a cell can be of the change the caption speaks of: not a bare figure where it gives a unit as well, "USD m, y/y"."""
        united = any(u.codes and u.codes != ("PCT",) and (u.power or u.kind == "quantity") for u in self.caption.units)
        return number.kind == "percent" or not united or self._signs(column)

    def _signs(self, column: int) -> bool:
        """Whether all percents of a column have a sign, one of them a plus: they are changes, whatever its header says."""
        signs = {cell.text[0] for line in self.shape.rows if (cell := line.cells[column]) is not None}
        return "+" in signs and signs <= set("+-−–")

    def _dated(self, column: int) -> list[tuple[int, Period]]:
        """The nearest two columns of levels before a column, with their periods."""
        out: list[tuple[int, Period]] = []
        for n in range(column - 1, -1, -1):
            period = self.heads[n].facts.period
            if period is not None and not (self.heads[n].facts.change or self.heads[n].label.skip) and len(out) < 2:
                if out and period.months != out[0][1].months:
                    break  # a month beside a sum of months: the nearer one is changed
                out.append((n, period))
        return out

    def _when(self, col: Facts, own: Facts, section: Facts, head: Head, change: str, column: int) -> Period | None:
        """The period of a cell; a change beside two levels is the later one's. A month beside a year is that month of that year."""
        over = col.period
        if over is None and change and self._alternates():
            over = next((p for _, p in self._dated(column)), None)
        elif over is None and change:
            over = self._against(column, col.basis) or max(
                (p for _, p in self._dated(column)), key=lambda p: (p.end, p.start), default=None
            )
        elif over is not None and change and over.freq == "A":
            year = over
            inner = [p for _, p in self._dated(column) if year.start <= p.start and p.end <= year.end]
            over = inner[0] if inner else over  # "share of total 2002" beside levels of January to July
        side = own.period or section.period
        if over is not None and side is not None:
            if over.freq == "R" and grid_dates.is_whole_year(over) and not head.label.span and (own.part or (side.months or 12) < 12):
                return self._part(own.part, over) if own.part else grid_dates.inside(over, side)  # July under a fiscal year
            if side.months == 12 and side.freq == "R" and over.months < 12:
                return grid_dates.inside(side, over)  # July in the row of a fiscal year
            if side.freq == "A" and over.freq != "A" and head.label.periods:
                return periods.resolve(head.label.periods[0], replace(self.context.anchor(None), published=None, year=side.start.year))
            if over.freq == "A" and (side.freq in "MQS" or (side.months or 12) < 12):
                return side.shift_years(over.start.year - side.start.year)
        whole = self.caption.period
        if (
            over is None
            and own.part
            and section.period is None
            and whole is not None
            and whole.freq == "R"
            and grid_dates.is_whole_year(whole)
        ):
            return self._part(own.part, whole)
        if over is not None and whole is not None and self.ended and over.freq == "A" and grid_dates.is_whole_year(whole):
            return whole.shift_years(over.end.year - whole.end.year)  # "year ending September" over "2023"
        if over is not None and side is None and whole is None and self.caption.part and grid_dates.is_whole_year(over):
            return self._part(self.caption.part, over) or over  # "(July-January)" above fiscal years, in a text without a date
        if over is not None and side is None and whole is not None and self._parts_a_year(whole, over):
            return whole.shift_years(over.end.year - whole.end.year)
        if over is not None and side is None and whole is not None and over.months == 12 and over.freq == "R" and (whole.months or 1) < 12:
            return grid_dates.inside(over, whole) or over  # "October to August" over seasons
        if over is not None and side is None and over.months == 12 and over.freq == "R" and self.until is not None:
            return grid_dates.up_to(self._season(over, head.label), self.until)
        return over or side or whole or self.context.title_period or self._prose_period()

    def _parts_a_year(self, whole: Period, over: Period) -> bool:
        """Whether a table about a part of a year has a column headed by that year or one before it: "Exports, Q1" over "2020 | 2021"."""
        years = {p.end.year for head in self.heads if (p := head.facts.period) is not None and p.freq == "A"}
        last = whole.end.year
        near = over.end.year in (last - 1, last) or years >= set(range(over.end.year, last + 1))
        return over.freq == "A" and (whole.months or 1) < 12 and over.end.year <= last and near

    def _season(self, year: Period, label: Label) -> Period:
        """The year in which trade in the article's crop is counted, for a year of two numbers and no more: India's sugar "2023-24"."""
        plain = len(label.periods) == 1 and dict(label.periods[0].args).keys() == {"p"}
        first = periods.crop_start(self.context.crop, self.context.reporter) if plain and self.context.crop else 0
        return calendar.months(year.start.year, first, year.start.year + 1, first - 1) if first > 1 else year

    def _against(self, column: int, basis: str) -> Period | None:
        """The latest period of the levels before a column that has among them the one it is compared with."""
        levels = [p for head in reversed(self.heads[:column]) if (p := head.facts.period) is not None and not head.facts.change]
        told = list(itertools.takewhile(lambda period: period.months == levels[0].months, levels)) if basis else []
        pairs = itertools.permutations(dict.fromkeys(told), 2) if len(told) > 2 else ()
        return max(
            (new for new, old in pairs if old.end < new.end and calendar.basis(new, old) == basis), key=lambda p: p.end, default=None
        )

    def _released(self, release: str, own: Period | None) -> Period | None:
        """The period of a column of a calendar of releases: the row's or the article's month or quarter, for "Previous" the one before."""
        told = (p for p in (own, self.caption.period, self.context.title_period, self._prose_period()) if p is not None and p.freq in "MQ")
        period = next(told, None)
        return period.previous() if period is not None and release == "previous" else period

    def _alternates(self) -> bool:
        """Whether each column of levels has a column of changes behind it: a change is that of the level before it."""
        changes = [bool(head.facts.change) for head in self.heads]
        return len(changes) > 2 and changes == [False, True] * (len(changes) // 2)

    def _prose_period(self) -> Period | None:
        """The first period the article names: what a table without a date is about."""
        for mention in self.found.periods:
            if mention.role == "period" and not mention.basis and mention.form not in periods.SKIP_FORMS:
                period = periods.resolve(mention, self.context.anchor(None))
                if period is not None and period.freq in "AQSMR" and period.months:
                    return period
        return None

    def _statistic(self, col: Facts, own: Facts, section: Facts, unit: Unit, change: str, levels: Sequence[Row]) -> str:
        """What a cell is of: its unit says it, or its header, or for a change the level before it."""
        if unit.kind in _PLAIN and change not in ("growth", "share", "contribution"):
            daily = unit.kind == "money" and "daily_average" in (col.statistic, own.statistic, self.caption.statistic)
            return "daily_average" if daily else _PLAIN[unit.kind]
        stated = col.statistic or own.statistic or section.statistic
        if stated:
            return stated
        of_column = statistic_of(col.units)
        before = [row.statistic for row in levels if change != "share" or row.statistic != "price"]
        if of_column or before:
            return of_column or before[-1]
        return statistic_of(own.units) or statistic_of(self.caption.units) or ("volume" if self.context.volumes else "value")

    def _basis(self, col: Facts, own: Facts, section: Facts, period: Period | None, column: int) -> str:
        """What a change is against: as stated, else the two periods beside it, else the row of months it stands in."""
        stated = col.basis or own.basis or section.basis or self.caption.basis
        if stated:
            return stated
        if col.period is None:
            dated = sorted((p for _, p in self._dated(column)), key=lambda p: (p.end, p.start))
            if len(dated) == 2:
                return calendar.basis(dated[1], dated[0])
        elif not (self._alternates() or (relative(own.units) and self.growing_rows)):
            for n in (column + 1, column - 1):
                beside = self.heads[n].facts.period if 0 <= n < len(self.heads) else None
                step = calendar.basis(*sorted((col.period, beside), key=lambda p: p.end, reverse=True)) if beside is not None else ""
                if step in calendar.STEPS:
                    return step
        if period is None:
            return ""
        if period.freq not in "MQ":
            return "yoy"
        said = {m.basis for m in self.found.periods if m.basis in calendar.STEPS}
        if len(said) == 1:
            return said.pop()  # the one base that the whole article speaks of
        custom = self.context.custom()
        return (
            "" if custom == "mom" and self.context.topic is not None else custom
        )  # national totals are what is set against the month before


def _reports(area: AreaMention) -> bool:
    """Whether a caption can name an area as the one whose trade it is: not by "North American", which a classification may be."""
    known = names.area(area.code)
    return area.form == "name" or (area.form == "demonym" and known is not None and (known.kind == "country" or bool(known.currency)))


_ACROSS = {"partner": "product", "product": "partner"}


def _bare(label: Label) -> bool:
    """Whether a label names a flow and nothing that it is of."""
    return bool(label.flows) and not (label.product or label.areas or label.every or label.others)


_MARKETS = pattern(r"(?i)\bmarkets?\b")
_OF_GOODS = pattern(r"(?i)\b(?:merchandise|goods)\b(?! and| &)")
_OF_WHICH = pattern(r"(?i)(?:of|from) which:?|including:?|incl\.?:?|thereof:?")
_TOGETHER = pattern(r"(?i),? ?\(?(?:incl\.?|including|and|&|\+|/) ?")
_SIDE = pattern(r"(?i)\b(export|import)(?:s|ed|ers?|ing)?\b")
_LINE_END = pattern("\n")
_ENDED = pattern(r"(?i)\b(?:year|quarter|(?:three|six|nine|twelve|\d{1,2})[ -]months?) (?:ended|ending|to) (?=\p{L})")
