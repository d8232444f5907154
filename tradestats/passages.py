"""From sentence to sentence and from paragraph to paragraph: what a figure inherits from the ones before it."""

from __future__ import annotations

from itertools import pairwise

from tradestats.calendar import Period
from tradestats.clauses import BREAKS
from tradestats.compared import SPAN_SKIP_FORMS, governed, ref_before, set_aside
from tradestats.frame import Num, Row, Series, State
from tradestats.frozen import replace
from tradestats.headings import Headings
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.parties import UNIONS
from tradestats.recognise import names
from tradestats.role import chg_noun
from tradestats.segment import Sentence
from tradestats.spans import LAST, went_before
from tradestats.stretch import is_verb
from tradestats.words import is_verb_word

_RECENT = 24  # rows that may be of the paragraph before
_RANKED = 9  # items of a sentence in which goods and their rank stand
_NEAR_ROWS = 4  # in which the last figure that is no base stands
_NAMES_FIGURE = ("flow", "nodx", "prod", "area", "other", "hint", "pron")  # what names what a figure is of
_OPENING_WORDS = 5  # of a sentence, in which it says when


class Passages(Headings):
    """Opens and closes sentences, bullets and paragraphs."""

    def open_passage(self, sentence: Sentence, items: list[Item], *, listed: bool) -> None:
        """What changes with a new paragraph, bullet or line. `listed`: the sentence before was a bullet's."""
        if sentence.paragraph != self.paragraph:
            self.turn_paragraph(sentence, items, listed=listed)
        elif sentence.first and sentence.kind == "bullet" and self.aside_of is not None:
            self.series, self.topic = self.aside_of  # what the bullet before said in passing is not what this one is about
        if sentence.kind == "bullet" and not listed:
            self.above = self.series.product
        if sentence.first:
            self.aside_of = None
        if self.labelled and sentence.line != self.label_line:
            self.topic, self.labelled = self.default_topic(), False

    def turn_paragraph(self, sentence: Sentence, items: list[Item], *, listed: bool) -> None:
        """Begins a paragraph, which may still go on with what the one before told of."""
        held, dated = self.series, self.time.now
        told = self.told_above() if sentence.kind == "bullet" and not listed and self.introduced is None else None
        self.new_paragraph(sentence)
        if told is not None:
            self.introduced = told
            self.go_on_as_introduced()
        if self.follows and items and items[0].low in word_set("so"):
            self.time.now = dated  # "In June imports fell.\n\nThus the deficit shrank by"
        again = opens_with_it(items) or _goes_on_with_change(items) or (not listed and items[:1] and items[0].kind == "ofwhich")
        if again and held.flow and not held.why:
            self.series = held  # "Weak imports narrowed the gap.\n\nIt was 6 billion", "Of this $6 billion,"
        elif self.goes_on_listing(items):
            self.series = replace(self.rows[-1].series, partner="WLD")
        elif self.goes_on_with_goods(items):
            self.series = self.rows[-1].series
        if not self.refers_back(sentence, items):
            self.topic = self.default_topic()
        if listed and sentence.kind != "bullet" and any(x.low in ("of that", "of this") for x in items):
            self.series = replace(self.series, product=self.above)  # "Turkey bought 7 million tonnes of that": of all that was listed

    def told_above(self) -> Series | None:
        """What the sentence right above a list says that its items are of: the one flow that its figures are of, unless a heading does."""
        last = self.rows[-1] if self.rows else None
        if last is None or last.sentence.paragraph != self.paragraph or last.sentence.kind != "prose" or self.section_flow:
            return None
        mine = [row.series for row in self.rows[-_NEAR_ROWS:] if row.sentence is last.sentence]
        leads = self.text[last.sentence.start : last.sentence.end].rstrip().endswith(":")
        with_it = last.series.partner if leads else self.page_partner or "WLD"
        return replace(last.series, partner=with_it) if {s.flow for s in mine} == {last.series.flow} else None

    def refers_back(self, sentence: Sentence, items: list[Item]) -> bool:
        """Whether a paragraph opens with a word for what the one before was about, if that was of one product or two."""
        if not any(x.kind in ("hint", "ofwhich") or (x.kind == "pron" and x.code != "home") for x in items[:5]):
            return False
        if items[0].kind == "by" or holds(items[:8], ("prod",)):
            return False
        return len({row.series.product for row in self.rows[-_RECENT:] if row.sentence.paragraph == sentence.paragraph - 1}) <= 2

    def new_paragraph(self, sentence: Sentence) -> None:
        """Forgets what held for a paragraph only, and begins with what its section is about."""
        if sentence.kind == "heading" or (sentence.kind != "bullet" and not self.declared_above):
            self.declared = None
            self.declared_above = sentence.kind == "heading"
        self.yardstick = ""
        only_balance = bool(self.rows) and (self.rows[-1].series.flow, self.rows[-1].series.partner) == ("balance", self.both_ways)
        if names.is_group(self.both_ways) or only_balance:
            self.both_ways = ""  # trade with a region, or a balance by itself, is told of in one paragraph
        self.nodx = self.context.nodx
        self.paragraph = sentence.paragraph
        self.listing = self.listing and sentence.kind == "bullet"
        self.active = self.active or self.home
        self.reporter = self.section_reporter
        last = next((row.period for row in reversed(self.rows[-_NEAR_ROWS:]) if not row.is_base), None)
        self.time.open_paragraph(self.figures, last)
        self.adjustment = ""
        flow = self.default_flow()
        self.series = Series(
            self.reporter,
            flow,
            self.section_sign if flow == self.section_flow else 0,
            partner=self.page_partner or "WLD",
            product=self.default_topic(),
            why=self.section_other if sentence.kind != "prose" else "",
            role_of_area="reporter" if self.context.several else "partner",
        )
        self.introduced = self.introduced if sentence.kind == "bullet" else None
        self.go_on_as_introduced()
        self.fresh = self.series
        self.figures = 0

    def default_flow(self) -> str:
        """The flow of a paragraph that names none: its section's, or the article's if that is of goods one way."""
        flow = self.section_flow or self.context.flow
        both = flow == "trade" and not self.context.several and self.context.topic is None  # what the article is about
        one_way = self.trade_flow and flow in ("balance", "trade", "") and not self.section_flow and not both
        return "export" if one_way else flow

    def goes_on_listing(self, items: list[Item]) -> bool:
        """Whether a paragraph goes on from the partner told of last: "Russia came first in imports.\n\nRussia was followed by China"."""
        led = bool(items) and bool(self.rows) and items[0].kind == "area" and items[0].code == self.rows[-1].series.partner
        return led and any(x.low.endswith("followed by") for x in items[1:4])

    def goes_on_with_goods(self, items: list[Item]) -> bool:
        """Whether a paragraph ranks goods beside those told of last: "Electronics led imports.\n\nThis is followed by fuels at"."""
        opening = items[:_RANKED]
        ranked = any(x.kind == "num" and x.code in ("rank", "ordinal") for x in opening) or any(x.low == "followed by" for x in items[1:4])
        goods = holds(opening, ("prod",)) and not holds(opening, ("flow", "nodx", "area"))
        return ranked and goods and bool(self.rows) and self.rows[-1].series.product not in (None, self.topic)

    def bulleted(self, items: list[Item]) -> Series:
        """What a bullet begins with: "of which vessels" after "from the EU" and "from third countries" is of the whole they part."""
        opening = next((k for k, x in enumerate(items[:2]) if x.kind != "w"), 0)
        led = items[opening].kind in ("to", "ref") and holds(items[opening + 1 : opening + 4], ("area",))
        part = items[opening].kind == "ofwhich" and self.sided
        self.sided = led or part
        told = next((k for k, x in enumerate(items) if k and (x.kind == "num" or is_verb(x))), len(items))
        if holds(items[:told], ("area", "flow")) and not holds(items[:told], ("prod", "pron", "ofwhich")):
            return replace(self.series, product=self.above)  # of all that the list is of, not of what the bullet before was
        return replace(self.series, partner="WLD") if part else self.series

    def measured(self, items: list[Item]) -> None:
        """An opening "On a daily average," or "By volume," holds through its paragraph; "by this yardstick" is that of the last row."""
        first = items[0] if items else None
        if first is None or first.kind != "stat" or not first.low.startswith(("on ", "in ", "by ")):
            return
        if first.code == "same":
            first.code = self.rows[-1].statistic if self.rows else "value"
        self.yardstick = first.code.split(":")[0]

    def turn_to(self, first: int) -> None:
        """In an article about a product, a sentence all about another one turns its paragraph to that: "$2.3 billion of cosmetics"."""
        rows = self.rows[first:]
        if self.context.topic is None or not rows or any(row.series.partner != "WLD" or row.measure == "share" for row in rows):
            return
        named = {row.series.product for row in rows}
        if len(named) == 1 and not self.narrower(next(iter(named))):
            self.topic = named.pop()  # none, where the total is told of

    def late(self, items: list[Item], first: int, state: State) -> None:
        """Rows of a sentence that names its period only behind them: "(up 3 percent) and ships (up 5 percent) stood out in May"."""
        if all(row.period is not None for row in self.rows[first:]):
            return
        depth = 0
        for k, item in enumerate(items):
            depth += (item.kind == "(") - (item.kind == ")")
            if item.kind != "time" or (item.code and item.what.form not in LAST) or item.what.form in SPAN_SKIP_FORMS or depth > 0:
                continue
            if governed(items, k) or ref_before(items, k) or set_aside(items, k):
                continue
            period = self.resolve(item, None)
            if period is None:
                continue
            state.period, state.period_set = period, True
            for n in range(first, len(self.rows)):
                row = self.rows[n]
                if row.period is None and not row.open and not row.is_base:
                    self.rows[n] = replace(row, period=period)
            return

    def backfill(self, first: int) -> None:
        """Figures of the opening that stood before any period get the one the article then names."""
        if self.time.main is None or self.filled or self.time.foreseen:
            return
        self.filled = True
        if len({row.sentence.start for row in self.rows[: first + 1]}) > 4:
            return
        opening = self.rows[0].sentence.paragraph + 2 if self.rows else 0
        for k, row in enumerate(self.rows):
            if row.period is None and not row.open and (k >= first or row.sentence.paragraph <= opening):
                base = row.is_base
                period = self.shift(self.time.main, "") if base else self.time.main
                found = row.basis
                if row.basis in ("yoy", "mom", "qoq") and row.measure in ("growth", "change") and self.time.main.freq != "M":
                    found = "yoy"
                self.rows[k] = replace(row, period=period, basis=found)

    def carry(self, sentence: Sentence, items: list[Item], numbers: list[Num], state: State) -> None:
        """What the next sentence goes on with: series and period of this one's figures."""
        mine = [row for row in self.rows[-len(numbers) :] if row.sentence is sentence]
        self.carry_series(sentence, items, mine, state)
        if any(row.period == self.time.main for row in mine) and not _heads(sentence, self.time.main):
            self.time.soft = False  # figures bear out what a heading or a sentence without any said
        self.time.open = state.open and state.period is None
        named = state.opened or state.period
        if named is None or not state.period_set:
            return
        figures = [row for row in mine if not row.is_base]
        period = _borne_out(named, figures)
        if period is not None:
            self.carry_period(sentence, items, numbers, state, period, figures)

    def carry_series(self, sentence: Sentence, items: list[Item], mine: list[Row], state: State) -> None:
        """The series that the next sentence goes on with."""
        if not state.history:
            if state.subjects and state.subjects[0].why:
                self.series = state.subjects[0]
            elif state.subjects and state.subjects[0].reporter in UNIONS:
                self.series = replace(self.series, reporter=state.subjects[0].reporter)  # "EU27 exports to Korea (+15%) grew. Imports ..."
            return
        first = state.history[0]
        self.told_apart = list({(s.flow, s.partner, s.product): s for s in state.history}.values())
        self.series = first if len({s.product for s in self.told_apart}) == 1 else replace(first, product=self.topic)
        measures = {row.measure for row in mine}
        of_the_whole = bool(measures) and measures <= {"share", "rank"}  # "Italy took 38 percent of it."
        if of_the_whole or len({s.partner for s in state.history}) > 2:
            self.sharer = self.series.partner if of_the_whole else "WLD"
            self.series = replace(self.series, partner="WLD")
        self.carry_partner(sentence, items, state.history)
        settled = not self.context.several and self.context.reporter not in ("", "WLD", first.reporter)
        if first.why and settled:
            self.series = replace(self.series, reporter=self.reporter)  # "India imposed duties of $19 a tonne. Turkey now takes"
        elif first.reporter:
            self.reporter = first.reporter

    def carry_partner(self, sentence: Sentence, items: list[Item], told: list[Series]) -> None:
        """The partner whose trade both ways is told of: "in trade with China there was a deficit", "The surplus with China shrank."."""
        first = told[0]
        alone = sentence.first and all(s.flow == "balance" and s.partner == first.partner for s in told)
        with_it = any(x.code == "trade" and y.kind == "with" for x, y in pairwise(items))
        two_way = first.flow == "trade" or (first.flow == "balance" and (alone or with_it))
        if two_way and len({s.partner for s in told if s.flow == "trade"}) > 1:
            self.both_ways = ""  # "trade with Peru rose, that with Chile fell"
        elif first.partner != self.both_ways:
            one = two_way and first.partner not in ("WLD", "ROW") and not {"+", "-"} & {*first.partner}
            self.both_ways = first.partner if one else ""
        self.mutual = self.both_ways or self.mutual

    def carry_period(
        self, sentence: Sentence, items: list[Item], numbers: list[Num], state: State, period: Period, figures: list[Row]
    ) -> None:
        """The period that the next sentence goes on with, where this one named `period`."""
        labelled = [x.kind for x in items[:2]] == ["time", ":"]  # "January-November 2006: ..." holds on, earlier or not
        foreseen = state.status == "F" or self.to_come(period)
        if sentence.first and period == self.time.main:
            self.time.headed = None  # the section is of the article's own period again
        elif self.time.awaited and period.months:
            self.time.headed, self.time.awaited = period, False
        if self.turns_aside(sentence, items, period, foreseen=foreseen, labelled=labelled):
            return
        self.time.settle(period, foreseen=foreseen, soft=_heads(sentence, period), titled=labelled or sentence.kind == "heading")
        told = figures[0].period if figures else None
        if told is not None and told == self.time.now != period and period.months == 1:
            return  # a month named in passing: "volume came to 1.8 million, and the 2.2 million of June is the most so far"
        if not sentence.first and self.figures > 1 and self.time.main is not None and _cumulates(period, self.time.main) and _acts(items):
            self.time.passed = period
            return  # "the eleven months sum up to ...": what follows is of the month again
        self.time.now = period
        if sentence.first and period != self.time.kept:
            self.time.kept = None
        if sentence.first and not any(x.kind == "adv" and x.low == "alone" for x in items):
            opening = next((k for k, x in enumerate(items) if x.kind == "time"), len(items))
            if opening < numbers[0].at:
                self.time.keep(period, by_label=labelled)

    def turns_aside(self, sentence: Sentence, items: list[Item], period: Period, *, foreseen: bool, labelled: bool) -> bool:
        """Whether a period is not what the article is about, though what follows may go on with it."""
        main = self.time.main
        if self.time.looks_back(period) and not labelled and (foreseen or not self.time.foreseen):
            led = sentence.first and _led_by_time(items) and not went_before(items)
            if led and main is not None and (period.freq != main.freq or period.freq == "A"):
                self.time.now = period  # "In Q1 the deficit with China was", "In 2019, Peru exported": the paragraph goes on with it
            return True
        if period.freq != "A" and self.background(period) and not labelled and sentence.kind != "heading":
            self.time.now = period
            return True
        if self.time.now is not None and period.end < self.time.now.end and went_before(items):
            return True  # "it had jumped 12.8 percent in March": what follows is of the time under discussion again
        # A whole month that is not over yet is not what an article on the month before goes on with.
        return not foreseen and self.under_way(period) and main is not None and not self.under_way(main)

    def to_come(self, period: Period | None) -> bool:
        """Whether a period begins after the article came out: what is said of it is a plan or a forecast."""
        published = self.context.published
        if period is None or published is None:
            return False
        return (period.start.year, period.start.month) > (published.year, published.month)

    def under_way(self, period: Period) -> bool:
        """Whether a month is not over when the article comes out."""
        published = self.context.published
        if published is None or published.day is None or period.freq != "M":
            return False
        return (period.end.year, period.end.month, period.end.day - 7) > (published.year, published.month, published.day)


def opens_with_it(items: list[Item]) -> bool:
    return bool(items) and items[0].kind == "pron" and items[0].code == "it"


def _goes_on_with_change(items: list[Item]) -> bool:
    """Whether a sentence has "the fall" for its subject, of what was told before: "On the month the fall was"."""
    verb = next((k for k, x in enumerate(items) if x.code == "be" or x.kind == "num"), 0)
    if verb < 2 or items[verb].code != "be" or not chg_noun(items[verb - 1]) or holds(items, _NAMES_FIGURE):
        return False
    before = [x for x in items[: verb - 1] if x.kind not in ("basis", "adj", "adjust")]
    return bool(before) and before[-1].low == "the"


def _borne_out(period: Period, figures: list[Row]) -> Period | None:
    """The period that a sentence is of, where it names `period` and its figures have theirs; None if they are of another."""
    mine = [row.period for row in figures]
    if mine and mine[0] is not None and period.freq == "A" and mine[0].freq == "M" and all(p == mine[0] for p in mine):
        return mine[0]  # "had a strong start to 2015: sales in January came to"
    told = [p for p in mine if p is not None]
    if mine and len(told) == len(mine) and period not in mine and not any(_within(p, period) for p in told):
        return None  # "Chips were down 33 percent, since in the second half one cost less": what follows is of what the figures are of
    return period


def _within(part: Period, whole: Period) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _cumulates(period: Period, main: Period) -> bool:
    """Whether a span of more than a quarter runs up to the end of the article's own, shorter one."""
    return period.end == main.end and period.start < main.start and not 0 < period.months < 4


def _acts(items: list[Item]) -> bool:
    """Whether a sentence's first span of time is its verb's subject: "the eleven months sum up to", not "in the eleven months exports"."""
    at = next((k for k, x in enumerate(items) if x.kind == "time"), -1)
    free = at == 0 or (at > 0 and (items[at - 1].kind in BREAKS or items[at - 1].kind in ("adv", "and")))
    return free and any(is_verb(x) or is_verb_word(x.low) for x in items[at + 1 : at + 4])


def _heads(sentence: Sentence, period: Period | None) -> bool:
    """Whether a heading names a year: it only says of which year the month, quarter or first weeks are that are then told of."""
    return sentence.kind == "heading" and period is not None and period.months == 12


def _led_by_time(items: list[Item]) -> bool:
    """Whether a sentence opens with when: "In Q1,", "For reference: during 2023"."""
    first = next((k for k, x in enumerate(items[:_OPENING_WORDS]) if x.kind == "time"), _OPENING_WORDS)
    return first < 2 or (first < _OPENING_WORDS and all(x.kind in ("w", "for", "in", ":", ",", "adv") for x in items[:first]))
