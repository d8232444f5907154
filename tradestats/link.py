"""Numbers to what they measure: the sentences of one article, in order, each with the frame it inherits.

A sentence is walked number by number. The text between two numbers is cut where the second one's clause begins: what
stands before the cut modifies the first number ("... 5.1 percent | from a year earlier"), what stands after it is the
second one's subject and verb ("and imports to"). The subject is merged with the frame; what is ambiguous gives no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from tradestats import role as roles
from tradestats.about import crosses, is_of_trade
from tradestats.anaphora import in_favour, of_stocks, of_two_flows, opposite, sides_of_home, source_of
from tradestats.behind import post_length
from tradestats.calendar import Period, month
from tradestats.clauses import BREAKS, fronted, last_clause
from tradestats.compared import SPAN_SKIP_FORMS, exact_dates, governed, ref_before, set_aside, undated
from tradestats.frame import Num, Place, Row, Series, State
from tradestats.frozen import replace
from tradestats.goods import with_text
from tradestats.items import MIRROR, TRADERS, Item, holds
from tradestats.lexicon import remembered, word_set
from tradestats.measures import Measures, behind_second
from tradestats.noun_phrase import trim
from tradestats.parse import parse
from tradestats.parties import UNIONS
from tradestats.phrase import Phrase, Product
from tradestats.recognise import names, numbers, products
from tradestats.role import Role
from tradestats.segment import Sentence
from tradestats.spans import LAST, went_before
from tradestats.stretch import FLOWLIKE, cause, first_verb, has_verb, is_verb, sent_off
from tradestats.subjects import Subjects
from tradestats.units import Units
from tradestats.unrelated import names_trade, of_something_else
from tradestats.verbs_behind import revalued
from tradestats.words import is_verb_word

_LEAST_MONEY = 50_000  # of any currency: what is less and has no scale word is no flow between countries
_LEAST_WEIGHT = 1_000
_LEAST_PIECES = 6
_SMALL_UNITS = frozenset(("kg", "lb", "g", "oz", "ct", "L", "gal"))
_OPENING = 3  # sentences with figures that show what an article is about
_POST = 60  # items after a number that can belong to it
_NEXT = 7  # items after a number in which its noun stands
_CLOSING = 16  # items after a number within which its clause's verb and period stand
NO_FLOW = "no trade flow is named for it"
_THRESHOLD = "a threshold, not a figure"
_PRE = 400  # items before a number that can name its subject

_PAIRED = frozenset(("area", "-", "/", "pair", "and", "with", "(", ")", "flow", "w"))  # what a heading of two countries is made of
_DATED_ALIKE = frozenset(("to", "at", "(", ")", ",", "or", "by", "adv", "det", "adj", "chg"))  # what parts numbers of one period
_MEMBER = frozenset((",", "and", "det", "area", "prod", "w", "adj"))  # what parts two members of a list that share one verb
_CHANGED = 80  # items before a number in which a target that it is compared with is told
_VERB_TO_TARGET = 5  # items between what is done to a target and the word for it
_SOURCE = 5  # items behind "according" within which it is said what of
_SPAN_HEADING = 6  # words that a heading has at the most which only says of what spans its section is: "3-monthly"
_RECENT = 24  # rows that say what a product is told in
_UNITS = {"percent": "PCT", "fraction": "PCT", "multiple": "PCT", "points": "PP", "rank": "RANK"}  # of what is no amount
_TELLING = frozenset(("flow", "nodx", "hint", "tv", "stat"))  # kinds of items that tell of trade
_OUTGROWN = Decimal("1.1")  # so many times the figure of an article's product is the figure of something wider
_PAIRS = 3  # levels before a bracket that each have their growth in it
_STATISTICS = {"quantity": "volume", "money": "value", "price": "price"}  # what an amount that a percentage stands with is of
_BASES = ("compared with", "bracket compared with")
_OF_GOODS = frozenset(("prod", "w", "and", ",", "adj", "det", ":", "/", "-", "*"))  # what a heading that names goods consists of
_Outside = tuple[list[Series], Role | None, str, bool, Period | None, bool]  # what holds before a bracket and again behind it

_LONG_OVER = 200  # days between a period told as background and the one that is news

_NEAR_ROWS = 4  # in which the last figure that is no base stands


class Linker(Units, Measures, Subjects):
    """Links one article's sentences in order: `rows` and `aside` grow; nothing in them is changed later."""

    def link(self, sentence: Sentence, items: list[Item]) -> None:
        """Reads one sentence: appends its rows, and carries on what the next sentence inherits."""
        listed = self.sentence is not None and self.sentence.kind == "bullet"
        self.sentence = sentence
        self.dealt = self.payer = ""
        self.begun = self.as_of = None
        kinds = {x.kind for x in items}  # most questions below are settled by what a sentence does not have
        self.source = source_of(items) if "area" in kinds or "proper" in kinds else ""
        judging = [x.code.endswith(":good") for x in items if x.kind == "chg"]
        self.judged, self.only_judged = any(judging), bool(judging) and all(judging)
        self.follows = any(x.low.split(" ", 1)[0] in word_set("so") for x in items[:4])
        if sentence.kind == "heading":
            self.time.awaited = len(items) <= _SPAN_HEADING and any(x.low in word_set("span_headings") for x in items)
        items = exact_dates(self.places.resolve(undated(items) if sentence.first else items))
        if "mirror" in kinds:
            items = opposite(items, self.series.flow, self.series.partner)
        if "between" in kinds:
            items = of_two_flows(items)
        items = in_favour(of_stocks(sides_of_home(items, self.context.reporter)), self.context.reporter)
        if sentence.paragraph != self.paragraph:
            held, dated = self.series, self.time.now
            self.new_paragraph(sentence)
            if self.follows and items and items[0].low in word_set("so"):
                self.time.now = dated  # "In June imports fell.\n\nThus the deficit shrank by"
            if items and items[0].kind == "pron" and items[0].code == "it" and held.flow and not held.why:
                self.series = held  # "Weak imports narrowed the gap.\n\nIt was 6 billion"
            elif self.goes_on_listing(items):
                self.series = replace(self.rows[-1].series, partner="WLD")
            refers = any(x.kind in ("hint", "ofwhich") or (x.kind == "pron" and x.code != "home") for x in items[:5])
            before = {row.series.product for row in self.rows[-_RECENT:] if row.sentence.paragraph == sentence.paragraph - 1}
            if not refers or items[0].kind == "by" or holds(items[:8], ("prod",)) or len(before) > 2:
                self.topic = self.default_topic()
            if listed and sentence.kind != "bullet" and any(x.low in ("of that", "of this") for x in items):
                self.series = replace(self.series, product=self.above)  # "Turkey bought 7 million tonnes of that": of all that was listed
        elif sentence.first and sentence.kind == "bullet" and self.aside_of is not None:
            self.series, self.topic = self.aside_of  # what the bullet before said in passing is not what this one is about
        if sentence.kind == "bullet" and not listed:
            self.above = self.series.product
        if sentence.first:
            self.aside_of = None
        kinds = {x.kind for x in items}
        if self.labelled and sentence.line != self.label_line:
            self.topic, self.labelled = self.default_topic(), False
        self.spans_said = frozenset(x.what.form for x in items if x.kind == "time") if "time" in kinds else frozenset()
        self.each = "each" in kinds or "both" in kinds
        self.flow_said = "flow" in kinds or "nodx" in kinds
        self.trade_seen_here = names_trade(items)
        goes_on = self.flow_said and bool(self.rows) and self.rows[-1].sentence.paragraph == sentence.paragraph
        self.trade_here = not self.context.aside or goes_on or is_of_trade(items)
        self.respectively = "resp" in kinds
        self.measured(items)
        self.declare(sentence.start, sentence.end, items)
        if self.series is self.fresh and self.series.flow == "trade" and self.trade_flow and _moves(items):
            self.series = self.fresh = replace(self.series, flow="export")
        numbers = self.numbers(items) if "num" in kinds or "stat" in kinds else []
        if has_verb(items) or not numbers:
            told = next((x for x in items if x.kind == "chg" and x.low in word_set("change_nouns")), None) if not numbers else None
            self.lead_sign = told.sign if told is not None and items[-1].kind == ":" else 0
        if not numbers:
            self.without_numbers(sentence, items)
            return
        self.figures += 1
        if self.sharer != "WLD" and items[0].kind == "pron" and items[0].code == "it":
            self.series = replace(self.series, partner=self.sharer)  # "China took 91 percent. It bought 76 million tons"
        self.sharer = "WLD"
        again = items[0].low in word_set("alike") or (items[0].kind == "pron" and items[0].code == "it")
        # "It had jumped 13 percent", "Likewise, imports gained 4 percent": as the sentence before compared
        state = State([self.series], self.time.now, basis=self.bases.last if again else "", adjustment=self.adjustment, open=self.time.open)
        if self.label_line == sentence.line:
            state.lead_partner, state.lead_product = self.label_partner, self.label_product
        if sentence.first and sentence.kind == "bullet":
            state.subjects = [self.bulleted(items)]
        first, asides = len(self.rows), len(self.aside)
        named = any(map(_names_flow, items)) or crosses(items) or sent_off(items)
        self.active = self.active or named
        self.walk(items, numbers, state)
        self.bases.last = state.basis if state.basis in ("yoy", "mom", "qoq") else ""
        if "status" in kinds and _sourced(items):
            self.rows[first:] = [row if row.rule in _BASES or row.status != "A" else row._replace(status="F") for row in self.rows[first:]]
        self.pair_rates(first)
        self.reconcile(first)
        self.late(items, first, state)
        self.base_behind(items[numbers[-1].at + 1 :], state)
        self.note_basis(items, state.period)
        away = ("other" in kinds and any(x.kind == "other" and x.code != "demand" for x in items)) or any(
            why.startswith(("about", "its subject is no trade")) for _, why in self.aside[asides:]
        )
        self.active = len(self.rows) > first or (self.active and (named or not away))
        self.with_figures += 1
        self.home = self.home or (len(self.rows) > first and self.with_figures <= _OPENING)
        self.remember(items)
        self.carry(sentence, items, numbers, state)
        self.turn_to(first)
        self.backfill(first)

    def goes_on_listing(self, items: list[Item]) -> bool:
        """Whether a paragraph goes on from the partner told of last: "Russia came first in imports.\n\nRussia was followed by China"."""
        led = bool(items) and bool(self.rows) and items[0].kind == "area" and items[0].code == self.rows[-1].series.partner
        return led and any(x.low.endswith("followed by") for x in items[1:4])

    def default_topic(self) -> Product | None:
        """What a figure is of where nothing names it: the section's product, or the article's."""
        return None if self.paragraph in self.on_all_goods else self.section_topic or self.context.topic

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
                if row.period is None and not row.open and row.rule not in _BASES:
                    self.rows[n] = replace(row, period=period)
            return

    def remember(self, items: list[Item]) -> None:
        """What "there" and "the latter" of the next sentence refer to."""
        home, last = self.context.reporter, -1
        for k, item in enumerate(items):
            kind = item.kind
            if kind == "area":
                if item.code and item.code != home:
                    self.last_area = item.code
            elif kind == "prod":
                last = k
        if last >= 0:
            start = trim(items[max(0, last - 4) : last + 1])[0].start  # "chip-making machines", not "machines"
            named = Product("", start, items[last].end)
            self.last_product = self.last_product if self.is_kind(named) else with_text(named, self)

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
                base = row.rule in _BASES
                period = self.shift(self.time.main, "") if base else self.time.main
                found = row.basis
                if row.basis in ("yoy", "mom", "qoq") and row.measure in ("growth", "change") and self.time.main.freq != "M":
                    found = "yoy"
                self.rows[k] = replace(row, period=period, basis=found)

    def new_paragraph(self, sentence: Sentence) -> None:
        if sentence.kind == "heading" or (sentence.kind != "bullet" and not self.declared_above):
            self.declared = None
            self.declared_above = sentence.kind == "heading"
        self.yardstick = ""
        self.both_ways = "" if names.is_group(self.both_ways) else self.both_ways  # trade with a region is told of in one paragraph
        self.nodx = self.context.nodx
        self.paragraph = sentence.paragraph
        self.listing = self.listing and sentence.kind == "bullet"
        self.active = self.active or self.home
        self.reporter = self.section_reporter
        last = next((row.period for row in reversed(self.rows[-_NEAR_ROWS:]) if row.rule not in _BASES), None)
        self.time.open_paragraph(self.figures, last)
        self.adjustment = ""
        flow = self.section_flow or self.context.flow
        both = flow == "trade" and not self.context.several and self.context.topic is None  # what the article is about
        if flow in ("balance", "trade", "") and not self.section_flow and not both:
            flow = "export" if self.trade_flow else flow
        self.series = Series(
            self.reporter,
            flow,
            self.section_sign if flow == self.section_flow else 0,
            partner=self.page_partner or "WLD",
            product=self.default_topic(),
            role_of_area="reporter" if self.context.several else "partner",
        )
        self.introduced = self.introduced if sentence.kind == "bullet" else None
        self.go_on_as_introduced()
        self.fresh = self.series
        self.figures = 0

    def without_numbers(self, sentence: Sentence, items: list[Item]) -> None:
        """A heading or a sentence without figures still says what the next one is about."""
        self.remember(items)
        heading = sentence.kind == "heading"
        cut = first_verb(items)
        phrase = parse(items[:cut], subject=True)
        if heading and _is_dateline(items):
            phrase.products, phrase.joined = [], None
        asked = self.asked(sentence, items)
        if asked:
            self.trade_seen = self.active = self.listing = True
            self.section_flow, self.series = asked, replace(self.series, flow=asked, sign=0, partner="WLD", product=self.topic, why="")
            return
        if heading and any(x.kind == "share" and x.code == "noun" for x in items):
            self.pct = Role("share", rule="share heading")
        if heading and sum(x.kind == "," for x in items) >= 4:
            return  # a line of key words
        if not phrase.flows and phrase.other is None and holds(items, FLOWLIKE) and not (heading and (phrase.areas or phrase.partners)):
            whole = parse(items[: cause(items, cut)], subject=True)
            vague = whole.flows[:1] and whole.flows[0].code == "trade" and self.series.flow in MIRROR  # "its report on foreign trade"
            if len(whole.flows) == 1 and not whole.other and not vague:
                phrase = whole
        if phrase.flows and not any(x.code == "balance" for x in phrase.flows):
            phrase = _outcome(items[cut + 1 :]) or phrase
        if heading:
            self.section_topic = self.titled_goods(items, phrase)
            self.page_partner = self.other_of_pair(items) or self.page_partner
            told = phrase.other is None and bool(phrase.flows or phrase.products or phrase.areas or phrase.partners)
            self.time.open_section(goes_on=told)
            if self.section_topic is None or phrase.flows:  # "Beef" under "Exports" is of exports
                named = {x.code for x in items if x.kind == "flow" and x.code in MIRROR}  # "All sectors but energy show lower imports"
                code = phrase.flows[0].code if phrase.flows else named.pop() if len(named) == 1 else ""
                self.section_flow = code if not phrase.areas and not phrase.partners else ""
                self.section_sign = phrase.flows[0].sign if phrase.flows and self.section_flow == "balance" else 0  # "Trade deficit"
                self.trade_seen, self.active = self.trade_seen or bool(code), self.active or bool(code)
        bought = None if heading or phrase.flows else self.object_of_trade(items) or self.changed_most(items)
        if bought is not None:
            self.topic = bought
            self.series = replace(self.series, product=bought, why="")
        elif phrase.flows or phrase.hint or (heading and (phrase.products or phrase.areas or phrase.partners)):
            if phrase.flows:
                self.trade_seen = self.active = True
            self.series = self.merge(phrase, State([self.series], self.time.now), "")[0]
            part = next((k for k, x in enumerate(items) if x.kind == "share" and x.code == "noun"), len(items)) if heading else len(items)
            whole_flow = next((x for x in items[part : part + 6] if x.kind == "flow"), None)
            if whole_flow is not None and not phrase.flows:  # "Largest partners by share in turnover:"
                self.section_flow = whole_flow.code
                self.series = replace(self.series, flow=whole_flow.code, sign=0)
            if heading:
                whose = next((x.code for x in items if x.kind in ("area", "proper") and x.code), "")
                if phrase.products and whose and not phrase.flows and holds(items, ("(",)):
                    self.section_reporter = self.reporter = whose
                    self.section_topic = self.topic = with_text(phrase.products[0], self) if len(phrase.products) == 1 else None
                    self.series = Series(whose, self.series.flow or self.trade_flow or "export", product=self.section_topic)
                elif (
                    phrase.areas
                    and not phrase.flows
                    and not phrase.products
                    and not (phrase.areas[0].what.form == "demonym" and any(x.low in TRADERS for x in items))
                    and (self.context.several or {phrase.areas[0].code, self.context.reporter} <= {"EU", "EA"})
                ):
                    self.section_reporter = self.reporter = phrase.areas[0].code
                    self.series = Series(self.reporter, self.series.flow, product=self.context.topic)
        elif phrase.products and not heading and phrase.other is None and holds(items[:cut], ("prod",)):
            self.aside_of = self.aside_of or ((self.series, self.topic) if not sentence.first else None)
            self.series = self.merge(phrase, State([self.series], self.time.now), "")[0]
            fragment = not any(is_verb(x) or x.low in word_set("be") for x in items)
            if (sentence.first or fragment) and not any(x.kind in ("flow", "nodx", "tv") for x in items):
                self.topic = with_text(phrase.joined, self)  # "Timber was a disappointment.", "Beef?": what the next sentences are about
        elif phrase.other is not None and not heading:
            self.active = False
            self.series = replace(self.series, why=f"about {phrase.other.word}")
        for k, item in enumerate(items):
            if item.kind == "adjust" and heading:
                self.adjustment = item.code
            if item.kind == "time" and item.what.form not in SPAN_SKIP_FORMS:
                period = self.resolve(item, self.time.now)
                if period is not None and not heading and self.background(period):
                    continue  # "after last year's floods exporters had a hard March"
                if heading and governed(items, k):
                    continue  # "Compared with May 2022:" says what the changes below are against
                self.mentioned(items, k, period, phrase, heading=heading)
                break
        self.note_basis(items, self.time.now)
        self.introduced = self.introduces(sentence, items) if items and items[-1].kind == ":" else None
        self.go_on_as_introduced()

    def go_on_as_introduced(self) -> None:
        """Makes the items of a list those of the flow and partner that the line before it says."""
        told = self.introduced
        if told is not None and told.partner != self.reporter and told.flow in MIRROR and not told.why:
            self.series = replace(self.series, flow=told.flow, sign=0, partner=told.partner)

    def introduces(self, sentence: Sentence, items: list[Item]) -> Series | None:
        """What the line before a list says of whom its items are: "Goods imported from Turkey:", or the sentence just before it."""
        side = next((k for k, x in enumerate(items) if x.kind in ("tv", "flow") and x.code in MIRROR), -1)
        if side >= 0:
            leads = "to" if items[side].code == "export" else "from"
            other = next((y.code for x, y in pairwise(items[side:]) if x.low == leads and y.kind == "area"), "")
            return replace(self.series, flow=items[side].code, sign=0, partner=other, why="") if other else None
        last = self.rows[-1] if self.rows and not holds(items, ("area", "nodx", "flow")) else None
        return last.series if last is not None and last.sentence.paragraph == sentence.paragraph else None

    def mentioned(self, items: list[Item], k: int, period: Period | None, phrase: Phrase, *, heading: bool) -> None:
        """The period at `k` of a sentence without figures: whether the ones after it are of it."""
        item = items[k]
        if period is None:
            return
        tells = any(x.kind in _TELLING or x.low in TRADERS for x in items)
        vague = self.time.soft and tells and not self.time.told and not heading  # what named a period before was a picture's caption
        introduces = not heading and items[-1].kind == ":"
        if (
            (heading and (phrase.named or item.what.form != "year"))
            or (self.time.main is None and not heading)
            or vague
            or introduces
            or (self.time.main is not None and period.start > self.time.main.end and not governed(items, k))
            or k == 0
            or items[0].kind in ("in", "for")
            or items[0].low in word_set("opens_a_time")
        ):
            pure = introduces or (heading and not any(x.kind == "w" for x in items))
            heads = bool(self.rows) and pure and sum(x.kind == "time" for x in items) == 1
            self.time.remark(period, heads=heads, vague=vague, tells=tells or heading)

    def background(self, period: Period) -> bool:
        """Whether a period is long over, and the article's opening names one that was news when it came out."""
        news = self.context.news
        return news is not None and (news.start - period.end).days > (0 if period.freq == "A" else _LONG_OVER)

    def other_of_pair(self, items: list[Item]) -> str:
        """The partner of a page that a heading gives to two countries: "FIJI - SAMOA"; empty if it names more than the reporter and one."""
        codes = {x.code for x in items if x.kind == "area" and x.code}
        if len(codes) != 2 or self.context.reporter not in codes or any(x.kind not in _PAIRED for x in items):
            return ""
        return next(code for code in codes if code != self.context.reporter)

    def titled_goods(self, items: list[Item], phrase: Phrase) -> Product | None:
        """The product of a section whose heading names nothing else: "Beef", "Fruit and nuts", not a portal's "Energy" above it all."""
        if not self.rows or not phrase.products or not all(x.kind in _OF_GOODS for x in items):
            return None
        return with_text(phrase.joined, self) if self.names_a_product(phrase) else None

    def asked(self, sentence: Sentence, items: list[Item]) -> str:
        """The flow that a question is about: "What do we sell?", "Who buys?"; empty if the sentence is none."""
        if not self.text[sentence.start : sentence.end].rstrip().endswith("?") or len(items) > 12 or not items:
            return ""
        verb = next((x for x in items if x.kind in ("tv", "flow") and x.code in MIRROR), None)
        if verb is None or any(x.kind in ("num", "chg", "status") for x in items):
            return ""
        if any(x.low == "they" for x in items) and self.rows and self.rows[-1].series.flow in MIRROR:
            return self.rows[-1].series.flow  # "What were they buying?" of foreigners and of the country itself: the flow just told of
        return MIRROR[verb.code] if items[0].low in ("who", "whose") and verb.kind == "tv" else verb.code

    def object_of_trade(self, items: list[Item]) -> Product | None:
        """What a sentence without figures says was traded: "All markets bought more copper." goes on with sales of copper."""
        verb = next((k for k, x in enumerate(items) if x.kind == "tv"), None)
        if verb is None or any(x.kind in ("flow", "nodx", "other", "hint") for x in items[verb:]):
            return None
        named = ("w", "prod", "and", ",", "adj", "det", "cmp")
        stop = next((k for k in range(verb + 1, len(items)) if items[k].kind not in named), len(items))
        found = parse(items[verb + 1 : stop], subject=True)
        known = any(x.kind == "prod" for x in items[verb + 1 : stop])
        return with_text(found.joined, self) if known and found.products and not found.flows else None

    def changed_most(self, items: list[Item]) -> Product | None:
        """The goods in which a sentence without figures sees a change: "The sharpest decline was noted for tea. Its exports"."""
        change = next((k for k, x in enumerate(items[:_NEXT]) if x.kind == "chg" and x.low in word_set("change_nouns")), None)
        if change is None or holds(items, ("flow", "area", "other")):
            return None
        led = next((k for k in range(change + 1, len(items)) if items[k].kind in ("in", "for", "by")), len(items))
        goods = parse(items[led + 1 :], subject=True) if led + 1 < len(items) and items[led + 1].kind in ("prod", "w", "det") else None
        known = goods is not None and holds(items[led + 1 :], ("prod",))
        return with_text(goods.joined, self) if goods is not None and known else None

    def carry(self, sentence: Sentence, items: list[Item], numbers: list[Num], state: State) -> None:
        first = state.history[0] if state.history else None
        if first is not None:
            self.told_apart = list({(s.flow, s.product): s for s in state.history}.values())
            self.series = first if len({s.product for s in self.told_apart}) == 1 else replace(first, product=self.topic)
            measures = {row.measure for row in self.rows[-len(numbers) :] if row.sentence is sentence}
            of_the_whole = bool(measures) and measures <= {"share", "rank"}  # "Italy took 38 percent of it."
            if of_the_whole or len({s.partner for s in state.history}) > 2:
                self.sharer = self.series.partner if of_the_whole else "WLD"
                self.series = replace(self.series, partner="WLD")
            alone = sentence.first and all(s.flow == "balance" and s.partner == first.partner for s in state.history)
            two_way = first.flow == "trade" or (
                first.flow == "balance" and (alone or any(x.code == "trade" and y.kind == "with" for x, y in pairwise(items)))
            )  # "in trade with China there was a deficit", "The surplus with China shrank."
            if two_way and len({s.partner for s in state.history if s.flow == "trade"}) > 1:
                self.both_ways = ""  # "trade with Peru rose, that with Chile fell"
            elif two_way and first.partner != self.both_ways:
                self.both_ways = first.partner if first.partner not in ("WLD", "ROW") and not {"+", "-"} & {*first.partner} else ""
            elif first.partner != self.both_ways:
                self.both_ways = ""
            self.mutual = self.both_ways or self.mutual
            if first.reporter:
                self.reporter = first.reporter
        elif state.subjects and state.subjects[0].why:
            self.series = state.subjects[0]
        elif state.subjects and state.subjects[0].reporter in UNIONS:
            self.series = replace(self.series, reporter=state.subjects[0].reporter)  # "EU27 exports to Korea (+15%) grew. Imports ..."
        borne_out = any(row.sentence is sentence and row.period == self.time.main for row in self.rows[-len(numbers) :])
        if borne_out and not _heads(sentence, self.time.main):
            self.time.soft = False  # figures bear out what a heading or a sentence without any said
        period = state.opened or state.period
        self.time.open = state.open and state.period is None
        labelled = [x.kind for x in items[:2]] == ["time", ":"]  # "January-November 2006: ..." holds on, earlier or not
        if period is None or not state.period_set:
            return
        mine = [row.period for row in self.rows[-len(numbers) :] if row.sentence is sentence and row.rule not in _BASES]
        if mine and mine[0] is not None and period.freq == "A" and mine[0].freq == "M" and all(p == mine[0] for p in mine):
            period = mine[0]  # "had a strong start to 2015: sales in January came to"
        elif mine and all(mine) and period not in mine and not any(_within(p, period) for p in mine if p is not None):
            return  # "Chips were down 33 percent, since in the second half one cost less": what follows is of what the figures are of
        foreseen = state.status == "F" or self.to_come(period)
        if sentence.first and period == self.time.main:
            self.time.headed = None  # the section is of the article's own period again
        elif self.time.awaited and period.months:
            self.time.headed, self.time.awaited = period, False
        if self.time.looks_back(period) and not labelled and (foreseen or not self.time.foreseen):
            led = sentence.first and any(x.kind == "time" for x in items[:2]) and not went_before(items)
            if led and self.time.main is not None and (period.freq != self.time.main.freq or period.freq == "A"):
                self.time.now = period  # "In Q1 the deficit with China was", "In 2019, Peru exported": the paragraph goes on with it
            return
        if period.freq != "A" and self.background(period) and not labelled and sentence.kind != "heading":
            self.time.now = period  # what follows may go on with it, but it is not what the article is about
            return
        if self.time.now is not None and period.end < self.time.now.end and went_before(items):
            return  # "it had jumped 12.8 percent in March": what follows is of the time under discussion again
        if not foreseen and self.under_way(period) and self.time.main is not None and not self.under_way(self.time.main):
            return  # a whole month that is not over yet is not what an article on the month before goes on with
        self.time.settle(period, foreseen=foreseen, soft=_heads(sentence, period), titled=labelled or sentence.kind == "heading")
        told = next((row for row in self.rows[-len(numbers) :] if row.sentence is sentence and row.rule not in _BASES), None)
        if told is not None and told.period is not None and told.period == self.time.now != period and period.months == 1:
            return  # a month named in passing: "volume came to 1.8 million, and the 2.2 million of June is the most so far"
        if not sentence.first and self.figures > 1 and self.time.main is not None and _cumulates(period, self.time.main) and _acts(items):
            self.time.passed = period
            return  # "the eleven months sum up to ...": what follows is of the month again
        self.time.now = period
        if sentence.first and period != self.time.kept:
            self.time.kept = None
        if sentence.first and not any(x.kind == "adv" and x.low == "alone" for x in items):
            opening = next((k for k, x in enumerate(items) if x.kind == "time"), 99)
            if opening < numbers[0].at:
                self.time.keep(period, by_label=labelled)

    def walk(self, items: list[Item], nums: list[Num], state: State) -> None:
        begin = 0
        stack: list[_Outside] = []
        posts = self.posts(items, nums)
        for n, num in enumerate(nums):
            gap = items[begin : num.at]
            pre = self.brackets(gap, state, stack, n, nums)
            cut = posts[n]
            post = self.post_items(items, nums, posts, n)
            begin = num.at + 1 + cut
            self.closed_by = self.closing(items, nums, posts, n)
            self.dated_ahead = self.closed_by or self.ahead(items, nums, posts, n) or (_dated_bracket(items, num.at) if stack else None)
            self.beside = self.level_beside(items, nums, n, bool(stack))
            self.number(items, num, pre, post, state, bool(stack), nums, n)

    def ahead(self, items: list[Item], nums: list[Num], posts: list[int], n: int) -> Item | None:
        """The period at the end of the clause: "rose 5 percent to $3 billion in October" dates both numbers."""
        for m in range(n + 1, min(n + 4, len(nums))):
            gap = items[nums[m - 1].at + 1 + posts[m - 1] : nums[m].at]
            paired = self.respectively and [x.kind for x in gap] == ["and"]  # "5 and 3 percent, respectively, in May"
            if m == n + 1 and any(x.kind == "cmp" and x.code == "ref" for x in items[nums[n].at + 1 : nums[m].at]):
                return None  # "9 percent below $1.1 billion of June": that is when the other was
            member = nums[m].kind == nums[n].kind and all(x.kind in _MEMBER for x in gap)  # "China took 18%, the US 15% in the quarter"
            if not (paired or member) and any(x.kind not in _DATED_ALIKE for x in gap):
                return None
            if nums[m].depth > nums[n].depth:
                continue  # what stands in a bracket dates what is inside
            for k, item in enumerate(items[nums[m].at + 1 : nums[m].at + 1 + posts[m]]):
                if item.kind == "time" and item.what.form not in SPAN_SKIP_FORMS and not governed(items, nums[m].at + 1 + k):
                    return item if not item.code or item.what.form == "from_to" else None
        return None

    def closing(self, items: list[Item], nums: list[Num], posts: list[int], n: int) -> Item | None:
        """The period behind the verb that a number's clause ends with: "goods worth $52 billion were shipped last month"."""
        begin = nums[n].at + 1
        end = min(nums[n + 1].at if n + 1 < len(nums) else len(items), begin + _CLOSING)
        acted = False
        for k in range(begin, end):
            item = items[k]
            sent = item.kind == "ref" and item.code == "from" and k + 1 < end and items[k + 1].kind == "area"
            if item.kind in BREAKS or item.kind in ("and", "or") or (item.kind == "ref" and not sent):
                return None
            if item.kind == "time" and acted and k >= begin + posts[n]:
                told = item.what.form in LAST or (item.what.form == "same_period" and nums[n].kind in ("money", "quantity"))
                fits = item.what.form not in SPAN_SKIP_FORMS and (not item.code or told)
                return item if fits and not governed(items, k, after=True) and not set_aside(items, k) else None
            acted = acted or is_verb(item)
        return None

    def brackets(self, gap: list[Item], state: State, stack: list[_Outside], n: int, nums: list[Num]) -> list[Item]:
        """Follows brackets through a gap: the subject before "(" is the subject inside, and again after ")"."""
        piece: list[Item] = []
        for item in gap:
            if item.kind == "(":
                if piece:
                    self.subject(piece[-_PRE:], state)
                    more = next((x for x, y in pairwise(piece) if x.kind == "cmp" and x.sign and y.kind == "of"), None)
                    if more is not None:
                        state.sign = more.sign  # "with less of chemicals (10 percent) and more of metals (3 percent)"
                stack.append((list(state.subjects), state.last, state.main, state.base_run, state.period, state.period_set))
                if piece:
                    state.last = None
                    self.names_bracketed(piece, state)
                elif item is gap[0] and n and self.assigned and len(stack) == 1:
                    state.subjects = list(self.assigned)
                piece = []
            elif item.kind == ")":
                if stack:
                    state.subjects, state.last, state.main, state.base_run, period, dated = stack.pop()
                    if period is not None:  # "$9 billion [May 2023: $8 billion], +14 percent": back to the period before
                        state.period, state.period_set = period, dated
                piece = piece if piece and all(x.kind == "time" for x in piece) else []  # "Grapes: (2020) $31 million"
            else:
                piece.append(item)
        return piece[-_PRE:]

    def posts(self, items: list[Item], nums: list[Num]) -> list[int]:
        out = []
        for n, num in enumerate(nums):
            end = nums[n + 1].at if n + 1 < len(nums) else len(items)
            gap = items[num.at + 1 : min(end, num.at + 1 + _POST)]
            more = n + 1 < len(nums) and end <= num.at + 1 + _POST
            if num.kind == "rank" and more and not holds(gap, ("area",)):  # "in first place | with a share of"
                gap = gap[: next((k for k, x in enumerate(gap) if x.kind in ("with", ",")), len(gap))]
            verb = num.kind == "multiple" and more and holds(gap, ("flow",))
            out.append(0 if verb else post_length(gap, more, counted=num.kind == "quantity"))
        return out

    def post_items(self, items: list[Item], nums: list[Num], posts: list[int], n: int) -> list[Item]:
        """What follows a number and belongs to it, looking past an alternative: "$913 million (16 percent) from"."""
        num = nums[n]
        own = items[num.at + 1 : num.at + 1 + posts[n]]
        if own and own[0].kind in (",", "ofwhich") and own[1:2] and own[1].code == "be":
            own = own[1:]
        if n + 1 < len(nums) and revalued(items, num, nums[n + 1]):
            shared = self.post_items(items, nums, posts, n + 1)
            if shared and shared[0].code == "be" and shared[-1].kind == "flow":
                return shared  # "45 million tons, value $15 billion, was export"
        if own and not (own[0].kind == "lev" and len(own) == 1):
            return own
        at = num.at + 1
        if at < len(items) and items[at].kind == "(":
            close = next((k for k in range(at, min(at + _POST, len(items))) if items[k].kind == ")"), len(items))
            near = nums[n + 1 : n + 1 + _POST]
            inside = [m for m in near if at < m.at < close]
            if len(inside) != 1 or close - inside[0].at > 1:
                later = next((m.at for m in near if m.at > close), len(items))
                rest = items[close + 1 : min(later, close + 1 + _POST)]
                return rest[: post_length(rest, later < len(items))]
        if n + 1 >= len(nums):
            return own
        nxt = nums[n + 1]
        if num.number.part == "low" and nxt.number.part == "high" and not own:
            return items[nxt.at + 1 : nxt.at + 1 + posts[n + 1]]  # "4 to 5 percent export growth"
        gap = items[num.at + 1 : nxt.at]
        kinds = [x.kind for x in gap]
        if kinds == ["("] and not (nxt.at + 1 < len(items) and items[nxt.at + 1].kind == ")"):
            return own
        moved_to = nxt.kind == "percent" and num.kind in ("money", "quantity") and num.at > 0 and items[num.at - 1].kind in ("to", "at")
        if moved_to and kinds in (["or"], [",", "or"]):
            return own  # "fell to $1.26 billion, or 22 percent down from 2022"
        if kinds == ["("] or kinds in (["or"], [",", "or"]):
            after = nxt.at + 1
            if kinds == [",", "or"] and not (after < len(items) and items[after].kind == ","):
                return own
            if after < len(items) and items[after].kind in (")", ","):
                after += 1
            end = nums[n + 2].at if n + 2 < len(nums) else len(items)
            rest = items[after : min(end, after + _POST)]
            return rest[: post_length(rest, n + 2 < len(nums))]
        return own

    def number(
        self, items: list[Item], num: Num, pre: list[Item], post: list[Item], state: State, inside: bool, nums: list[Num], n: int
    ) -> None:
        resumed = (bool(pre) and all(x.kind in ("and", "or", ",", "adv", "resp", "each", "both") for x in pre)) or (not pre and n > 0)
        self.post_before, self.post, self.kind_now, self.inside = self.post, post, num.kind, inside
        if pre:
            held = state.subjects
            self.subject(pre, state)
            self.by_the_unit(pre, num, held, state)
        told = fronted(items, num.at, pre) if n == 0 else []
        if told:
            self.fronts(told, state)
        tail = last_clause(pre)
        at = Place(items, nums, n, num, pre, tail, post, state, inside, resumed)
        found = self.role(at)
        if found is None:
            self.assigned = []  # a bracket behind it is of the clause's own subject
            self.aside.append((num.number, "no word near it says what it measures"))
            self.note_times(post, state)
            return
        if found.rule.startswith("gapped"):
            at = replace(at, post=[*post, *behind_second(at)])
        if (
            found.measure == "level"
            and not found.base
            and not inside
            and state.status != "F"
            and state.history
            and (any(x.kind == "lev" and x.code == "over" for x in tail) or self.tops(num))
            and not any(x.kind == "time" or (x.kind == "adj" and x.code in ("previous", "record")) for x in [*tail, *post])
        ):
            self.aside.append((num.number, _THRESHOLD))
            return
        passed = num.number.bound == ">" and _counts_things(items[max(0, num.at - _NEXT - 1) : num.at])
        if found.measure == "level" and num.run == 1 and (passed or holds(post, ("each",))) and len(state.subjects) == 1:
            self.aside.append((num.number, _THRESHOLD))
            return
        if found.base and self.is_no_base(at):
            found = replace(found, base=False)
        fewer_came = holds(items[num.at + 1 : num.at + 2], ("cmp",)) and any(x.low == "came" for x in items[num.at + 2 : num.at + 3])
        alone = [x.kind for x in items[num.at + 1 : num.at + 2]] == [")"] and any(x.low == "went" for x in items[num.at + 2 : num.at + 3])
        if (not inside or alone) and (found.measure in ("level", "share") or fewer_came):  # "most of the exports (2.4 billion) went to"
            self.trailing(items, num, nums, state)
        elif not inside:
            self.more_moved(items, num, state)
        state.adjustment = state.adjustment or _adjusted_behind(items, num.at)
        series = self.assign(at, found)
        if not inside:
            self.assigned = series
        other = None if inside else of_something_else(items, num.at, named=self.trade_seen_here)
        if other is not None:
            series = [replace(s, why=s.why or f"about {other.word}") for s in series]
        self.emit(at, series, found)
        if num.kind in ("percent", "fraction"):
            state.pct = found
            self.pct = found
        state.last = found
        if not inside:
            state.main = found.measure

    def is_no_base(self, at: Place) -> bool:
        """Whether a figure behind a comparison is of the same period after all: what was foreseen, or another flow set against it."""
        items, nums, n, num, tail, post, state = at.items, at.nums, at.n, at.num, at.tail, at.post, at.state
        led = _after_ref(tail)
        changed = (state.status == "F" or self.to_come(state.period)) and any(x.low in word_set("at_first") for x in post[:1])
        foreseen = changed or _foreseen(items[num.at + 1 : num.at + 1 + _NEXT]) or _revises(items[max(0, num.at - _CHANGED) : num.at])
        if foreseen or any(x.kind == "status" and x.code == "F" for x in led):
            state.status = "F"
            return True  # "against a forecast of $6 billion", "up from 3 percent previously"
        other_way = MIRROR.get(self.rows[-1].series.flow, "") if self.rows else ""
        if not n and any(x.kind == "flow" and x.code == other_way for x in led) and not holds(post, ("time",)):
            return True  # "Imports stood at $6 billion. Set against exports of $7 billion, that leaves"
        flow = next((x for x in post if x.kind == "flow"), None) if post and post[0].kind in ("of", "lev", "in", "flow", "chg") else None
        if flow is not None and state.subjects and flow.code != state.subjects[0].flow:
            return True
        if post and post[0].kind == "chg" and holds(post, ("in",)) and not holds(post, ("time", "basis")) and holds(post, ("prod", "area")):
            return True  # "exports to China rose 4 percent, compared with a 7 percent rise in those to the EU"
        if state.subjects and state.history and state.subjects[0].flow != state.history[-1].flow and holds(led, ("flow",)):
            return True
        between = n > 0 and {num.kind, nums[n - 1].kind} == {"money", "quantity"}
        from_it = not holds(post, ("time",)) and [x.low for x in items[num.at - 1 : num.at]] == ["from"] and items[num.at - 2].kind == "num"
        return between and (from_it or [x.kind for x in tail[-2:]] == ["flow", "of"])  # "earned $8m from (exports of) 2 million kilos"

    def fronts(self, told: list[Item], state: State) -> None:
        """What the clause behind an opening number says that the number is about."""
        phrase = parse(told, subject=True)
        verb = next((k for k, x in enumerate(told) if is_verb(x) or (x.kind == "w" and is_verb_word(x.word))), len(told))
        topped = parse(told[:verb], subject=True)
        if phrase.flows and topped.products and not topped.flows and self.names_a_product(topped):
            phrase.products, phrase.joined = topped.products, topped.joined  # "berries have become the second item of fruit exports"
        goods = bool(phrase.products) and self.names_a_product(phrase)
        if phrase.flows or phrase.hint is not None or phrase.areas or goods:
            state.subjects = self.merge(phrase, state, ",")
        elif phrase.proper or phrase.alien or phrase.other is not None or any(x.low in word_set("traders") for x in told):
            state.subjects = [replace(s, why="its subject is no trade flow") for s in state.subjects]

    def tops(self, num: Num) -> bool:
        """ "topping $10 billion": a participle before the number says that it is passed."""
        words = self.text[num.number.bound_start : num.number.start].lower()
        return words.startswith(("topping", "exceeding", "surpassing", "crossing", "passing"))

    def too_little(self, series: Series, at: Place) -> bool:
        """Whether nothing places a figure: no reporter, no period, no flow in its sentence."""
        return not series.reporter and at.state.period is None and not self.flow_said

    def note_times(self, post: list[Item], state: State) -> None:
        """A period beside a number that gives no row still dates the sentence."""
        why = next((k for k, x in enumerate(post) if x.kind == "why"), len(post))
        for k, item in enumerate(post[:why]):  # what only explains dates nothing: "since a chip in the second half cost"
            if item.kind == "basis" and item.code in ("yoy", "mom") and state.period is not None and state.period.freq == "M":
                self.bases.count("M", item.code)
            if item.kind == "time" and governed(post, k, after=True) and state.period is not None and state.period.freq == "M":
                basis = self.base(item, state.period)[1]
                self.bases.count("M", basis)
            if (
                item.kind != "time"
                or item.code
                or (item.what.form in SPAN_SKIP_FORMS and item.what.form != "end")
                or governed(post, k, after=True)
                or state.period_set
            ):
                continue
            period = self.resolve(item, state.period)
            if period is not None and period.freq == "D":
                period = month(period.end.year, period.end.month)  # "stocks at the end of May"
            if period is not None:
                state.period, state.period_set = period, True

    def emit(self, at: Place, series: list[Series], found: Role) -> None:
        """Makes a row of each series of the number, or says why not."""
        num, state = at.num, at.state
        number = num.number
        done = False
        for one in map(self.of_other_way, series):
            if one.why or not one.flow or not self.trade_seen or not self.context.trade:
                self.note_times([*at.pre, *at.post], state)
                self.aside.append((number, one.why or NO_FLOW))
                continue
            if one.partner == one.reporter != "" and one.reporter != "WLD" and not names.is_group(one.reporter):
                self.aside.append((number, "nobody trades with himself"))
                continue
            if one.flow == "balance" and num.kind in ("quantity", "price") and one.reporter == "WLD":
                self.aside.append((number, "a glut of goods, not a balance of trade"))
                continue
            if not self.trade_here:
                self.aside.append((number, "the article is about something else, and the sentence names no trade"))
                continue
            if self.too_little(one, at):
                self.aside.append((number, "neither whose trade nor when is known"))
                continue
            measure = found.measure
            statistic = self.statistic(num, one)
            if self.beside == "value" and statistic == "volume" and one.flow == "trade" and num.kind not in ("money", "quantity"):
                statistic = "value"  # "trade volume rose 5 percent to $3 billion"
            period, basis = self.when(at, found)
            value = self.value(num, found, one, measure)
            if measure == "level" and self.outgrows(at, one, period, value):
                state.subjects = [replace(s, product=None) if s.product is one.product else s for s in state.subjects]
                one = replace(one, product=None)
            statistic, money = self.priced(at, statistic, found)
            if one.statistic == "price" != statistic and measure == "level":  # "less fish at better prices: 3 million tonnes, down"
                state.subjects = [replace(s, statistic="") for s in state.subjects]
            if too_small(num, statistic) and self.fetched(num):
                statistic, money = "price", num.unit + self.price_unit
            if too_small(num, statistic):
                self.note_times(at.post, state)
                self.aside.append((number, "too small for a country's trade"))
                continue
            if measure == "level" and not found.base and not state.period_set:
                period = self.outgrown(one, money, value, period, state)
            unit = _UNITS.get(num.kind, money)
            if measure not in ("growth", "change", "share_change", "contribution"):
                basis = ""
            behind = at.items[num.at + 1 : num.at + _CLOSING]
            ahead = self.to_come(period) or _foreseen(behind[:_NEXT]) or _is_what_comes(behind)
            status = "F" if ahead else "A" if found.base else state.status or "A"
            assert self.sentence is not None
            self.listing = self.listing or (one.product is not None and one.product is not self.context.topic)
            row = Row(
                number,
                one,
                measure,
                statistic,
                value,
                unit,
                basis,
                number.bound,
                status,
                state.adjustment,
                period,
                self.sentence,
                found.rule,
                state.open and period is None,
            )
            self.shared(state, row)
            self.rows.append(row)
            self.note_whole(row)
            self.said_again(row)
            self.active = done = True
        if not done and not list(series):
            self.aside.append((number, "a list of numbers that does not match its names"))
        state.base_run = found.base

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
            self.wholes.setdefault((series.reporter, series.flow, row.unit), {}).setdefault(period.code, (period, row.value))

    def all_of_it(self, series: Series) -> bool:
        """Whether a figure is of all trade, or of all trade in what the article is about."""
        topic = self.context.topic
        alike = series.product is None or (topic is not None and series.product.text.lower() == topic.text.lower())
        return series.partner == "WLD" and alike

    def outgrown(self, one: Series, unit: str, value: Decimal, period: Period | None, state: State) -> Period | None:
        """The period of a part that no period is named for: if it is larger than the whole of the one under discussion, of a longer one.

        "Exports brought $3.9 billion in March and $36.4 billion in the nine months. Knitwear fetched $20.6 billion."
        """
        told = self.wholes.get((one.reporter, one.flow, unit), {})
        if period is None or self.all_of_it(one) or one.flow == "balance" or period.code not in told or value <= told[period.code][1]:
            return period
        larger = [p for p, whole in told.values() if p.start <= period.start and period.end <= p.end and value < whole]
        if len(larger) != 1:
            return period
        for n in range(len(self.rows) - 1, -1, -1):
            row = self.rows[n]
            if row.sentence is not self.sentence:
                break
            if row.period == period and row.rule not in _BASES:
                self.rows[n] = replace(row, period=larger[0])
        state.period, state.period_set = larger[0], True
        return larger[0]

    def of_other_way(self, one: Series) -> Series:
        """A series of all goods, where an article on one product's exports tells of all imports, or the other way round."""
        other = one.product is not None and one.product is self.context.topic and one.flow == MIRROR.get(self.context.flow, "")
        return replace(one, product=None) if other and self.on_all_goods else one

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

    def priced(self, at: Place, statistic: str, found: Role) -> tuple[str, str]:
        """Statistic and unit of an amount that may be a unit price and not say per what: "the price per litre rose to $3.53"."""
        num = at.num
        if num.kind == "price":
            self.price_unit = num.unit[3:]
        if num.kind != "money" or num.number.scaled:
            return statistic, num.unit
        fetches = _fetches(at.tail)
        statistic = "price" if fetches else statistic
        last = self.rows[-1] if self.rows else None
        follows = last is not None and last.statistic == "price" and last.measure in ("level", "change") and "/" in last.unit
        if statistic == "price" or (follows and (found.base or found.measure == "change")):
            per = next((at.items[k + 1].word for k in range(num.at - 1) if at.items[k].kind == "per"), "") or fetches
            return "price", num.unit + (_price_unit(per) or self.price_unit)
        behind = _per_behind(at)
        if behind:
            self.price_unit = behind
            return "price", num.unit + behind
        return statistic, num.unit

    def by_the_unit(self, pre: list[Item], num: Num, before: list[Series], state: State) -> None:
        """A small amount whose subject is a unit is the price of one: "on average a kilo was exported at $2.96"."""
        if num.kind != "money" or num.number.scaled or any(s.why.startswith("about ") for s in state.subjects):
            return
        unit = _unit_told_of(pre)
        if unit:
            self.price_unit = unit
            known = [s for s in state.subjects if not s.why] or before
            state.subjects = [replace(s, statistic="price") for s in known]

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

    def fetched(self, num: Num) -> bool:
        """Whether a small amount goes on with prices just told: "averaged $4.28 a kilo; Robusta fetched $4.10"."""
        last = self.rows[-1] if self.rows else None
        if last is None or last.statistic != "price" or not self.price_unit or num.kind != "money" or self.sentence is None:
            return False
        return last.sentence.paragraph == self.sentence.paragraph and last.unit[:3] == num.unit

    def statistic(self, num: Num, series: Series) -> str:
        """What a number is of: its unit says it, or the words, or the level that stands with it."""
        if num.kind == "price":
            return "price"
        if num.kind == "quantity":
            return "volume"
        if num.kind == "money":
            if series.statistic == "price" and num.number.scaled:
                return "value"  # no unit costs millions
            return series.statistic if series.statistic in ("daily_average", "price") else "value"
        if series.statistic and (series.statistic, self.beside) != ("value", "price"):
            return series.statistic  # not "the value rose 6 percent to $4.83 per litre"
        if self.beside:
            last = self.rows[-1] if self.rows else None
            priced = last is not None and last.statistic == "price" and last.sentence is self.sentence
            return "price" if priced and self.beside == "value" else self.beside
        if self.yardstick:
            return self.yardstick
        return "volume" if self.context.volumes or self.counted_so_far(series) else "value"

    def counted_so_far(self, series: Series) -> bool:
        """Whether what was told of a product so far are quantities only: a growth of it goes on with them."""
        if series.product is None:
            return False
        words = series.product.text.lower()
        told = {
            row.statistic
            for row in self.rows[-_RECENT:]
            if row.measure == "level" and row.series.product is not None and row.series.product.text.lower() == words
        }
        return told == {"volume"}

    def level_beside(self, items: list[Item], nums: list[Num], n: int, inside: bool) -> str:
        """The kind of level that a percentage stands with: "2.4 percent to 241,000 vehicles", "1.37 million units (down 3.8 percent)"."""
        for m in range(n + 1, min(n + 4, len(nums))):
            if any(
                x.kind not in ("to", "(", ")", ",", "or", "and", "adv", "det", "adj", "basis", "time", "in", "at", "cmp", "ref", "over")
                for x in items[nums[m - 1].at + 1 : nums[m].at]
            ):
                break
            if nums[m].kind in _STATISTICS:
                if holds(items[nums[m - 1].at + 1 : nums[m].at], ("to", "at")):
                    return _STATISTICS[nums[m].kind]
                break
        run = nums[n].run
        if (inside or self.respectively) and 1 < run <= _PAIRS:  # "1.7 million t, $3.9 billion (+10.8% and +33%)"
            first = n - nums[n].place
            told = [_STATISTICS[m.kind] for m in nums[max(0, first - run) : first] if m.kind in _STATISTICS]
            if len(told) == run:
                return told[nums[n].place]
        if n and nums[n - 1].kind in _STATISTICS:
            gap = items[nums[n - 1].at + 1 : nums[n].at]
            if _was_moved(gap) or not any(x.kind in ("flow", "sub", "stat") or (x.kind in ("tv", ";") and not inside) for x in gap):
                return _STATISTICS[nums[n - 1].kind]
        return ""

    def value(self, num: Num, found: Role, series: Series, measure: str) -> Decimal:
        value = num.number.value
        if measure == "level" and series.flow == "balance" and (series.sign < 0 or found.sign < 0) and not num.number.sign:
            return -abs(value)
        if found.sign and not num.number.sign:
            value = abs(value) * found.sign if measure in ("growth", "change", "share_change") else value
        if series.flow == "balance" and measure == "growth" and series.sign < 0 and self.only_judged:
            value = -value  # a deficit that worsens by 5 percent grows
        larger = found.size or found.rule in ("number above", "number below", "number over", "number under")
        if series.flow == "balance" and measure == "change" and series.sign < 0 and larger:
            value = -value
        return value


def _counts_things(before: Sequence[Item]) -> bool:
    """Whether words count goods or markets whose flow passes a mark: "22 commodities with exports of over | $1 billion"."""
    for k, item in enumerate(before):
        many = item.kind in ("num", "w-num") or item.low in word_set("few_or_many")
        things = next((n for n in range(k + 1, min(k + 4, len(before))) if before[n].low.split()[-1] in word_set("listed_things")), 0)
        if many and things and holds(before[things + 1 :], ("flow",)):
            return True
    return False


def _is_dateline(items: Sequence[Item]) -> bool:
    """Whether a line names place, day or agency of a report only: "Lusaka, October 30 (COPPER NEWS)", "Hanoi (VNA)"."""
    agency = [x.kind for x in (*items[:2], *items[-1:])] == ["area", "(", ")"]
    return (agency or any(x.kind == "time" and x.what.form == "day" for x in items)) and not holds(items, ("prod", "flow"))


def _names_flow(item: Item) -> bool:
    """Whether a word names a flow, who has one, or that goods go abroad."""
    kind = item.kind
    if kind == "flow" or kind == "nodx" or kind == "hint":
        return item.low != "trade"
    return item.low in TRADERS or (kind == "tv" and (" " in item.low or item.low in word_set("ships")))


def _adjusted_behind(items: Sequence[Item], at: int) -> str:
    """The adjustment told of a number behind it: "fell by 1.8 per cent from May to June, when adjusted for seasonality"."""
    for item in items[at + 1 : at + 12]:
        if item.kind == "adjust":
            return item.code
        if item.kind in ("num", "flow", "nodx", ";", "("):
            return ""
    return ""


def _was_moved(gap: list[Item]) -> bool:
    """Whether all that parts a percentage from a level is that so much was traded: "35,300 tonnes of it were shipped, 17 percent down"."""
    return [x.kind for x in gap if x.kind not in ("of", "pron", "adv", "ofwhich")] == ["lev", "tv", ","]


def _foreseen(behind: Sequence[Item]) -> bool:
    """Whether a number only says how far something is to go: "a $5 billion export target", "the 3 percent rise economists had expected"."""
    for item in behind:
        if item.kind == "status":
            return item.code == "F" and (item.low in word_set("aims") or item.low in word_set("foreseen"))
        between = item.kind in ("flow", "prod", "w", "adj", "stat", "of", "worth", "by", "det") or roles.chg_noun(item)
        if not between and item.code not in ("have", "be"):
            return False
    return False


def _is_what_comes(behind: Sequence[Item]) -> bool:
    """Whether a number is the subject of "is what | is all that somebody foresees": "$19 billion in exports is what the bank expects"."""
    said = next((k for k, x in enumerate(behind) if x.kind == "lev" or x.kind in BREAKS), len(behind))
    if [x.low in word_set("whatever") for x in behind[said + 1 : said + 2]] != [True] or behind[said].code != "be":
        return False
    rest = behind[said + 2 :]
    end = next((k for k, x in enumerate(rest) if x.kind == "num" or x.kind in BREAKS), len(rest))
    return any(x.kind == "status" and x.code == "F" for x in rest[:end])


def too_small(num: Num, statistic: str) -> bool:
    """Whether an amount is that of a price, a parcel or a fee: "$499", "a 1 kg box", "corn closed at $7.12"."""
    number = num.number
    if number.scaled or number.value == 0 or statistic == "price":
        return False
    if num.kind == "money":
        return abs(number.value) < _LEAST_MONEY
    if num.kind != "quantity":
        return False
    least = _LEAST_WEIGHT if num.unit in _SMALL_UNITS else _LEAST_PIECES if num.unit.startswith("units") else 0
    return abs(number.value) < least


def _dated_bracket(items: Sequence[Item], at: int) -> Item | None:
    """The period that a bracket ends with, after a comma: "(9.9 and 7.3 percent, in the same order, in October 2019)"."""
    close = next((k for k in range(at + 1, min(at + _CLOSING, len(items))) if items[k].kind == ")"), 0)
    begin = next((k for k in range(close - 1, at, -1) if items[k].kind == ","), 0)
    named = [x for x in items[begin + 1 : close] if x.kind not in ("in", "for", "det")] if begin else []
    if len(named) != 1 or named[0].kind != "time" or named[0].code or named[0].what.form in SPAN_SKIP_FORMS:
        return None
    return named[0]


def _moves(items: list[Item]) -> bool:
    """Whether a sentence names a flow of goods one way: both together are not what its figures are of."""
    return any(x.kind in ("flow", "nodx", "sales", "tv", "hint") and x.code not in ("trade", "balance") for x in items)


def _unit_told_of(pre: list[Item]) -> str:
    """The price unit that is a clause's subject: "/kg" of "a kilo was sold at", "/t" of "the value of each ton of exports was"."""
    for k in range(len(pre) - 2):
        begins = not k or pre[k - 1].kind in BREAKS or pre[k - 1].kind in ("adv", "of", "for", "and", "adj", "stat", "time")
        unit = _price_unit(pre[k + 1].word) if begins and pre[k].low in word_set("one_of") else ""
        if not unit:
            continue
        verb = next((x for x in pre[k + 2 :] if is_verb(x) or x.low in word_set("brings")), None)
        traded = any(x.kind in ("flow", "tv") for x in pre[k + 3 :])  # what only "was at" a price may be so at home
        if verb is not None and (pre[k + 2] is verb or pre[k + 2].kind == "of") and (verb.code != "be" or traded):
            return unit
    return ""


def _fetches(tail: list[Item]) -> str:
    """The unit of which an amount is the price: "a tonne fetched"."""
    for k in range(len(tail) - 2):
        if tail[k].low in word_set("one_of") and is_verb(tail[k + 2]) and _price_unit(tail[k + 1].word):
            return tail[k + 1].word
    return ""


def _per_behind(at: Place) -> str:
    """The unit that stands behind the bracket in which a price is told in other money: "$3.55 (Rwf3,053) per kilogramme"."""
    items, k = at.items, at.num.at + 1
    if not at.inside and [x.kind for x in items[k : k + 1]] != ["("]:
        return ""
    last = min(k + _NEXT, len(items))
    close = next((n for n in range(k, last) if items[n].kind == ")"), len(items))
    if any(x.kind not in ("num", "(", "/", ",", "adv") or (x.kind == "num" and x.code != "money") for x in items[k:close]):
        return ""
    after = items[close + 1 : close + 3]
    return _price_unit(after[1].word) if len(after) == 2 and (after[0].kind == "per" or after[0].low in word_set("one_of")) else ""


@remembered
def _price_unit(word: str) -> str:
    """The unit of a price per `word`, "/t" for "tonne"; empty if the word is none that goods are priced by."""
    read = numbers.scan(f"$1 per {word}") if word else []
    return read[0].unit[3:] if read and read[0].kind == "price" else ""


def _sourced(items: Sequence[Item]) -> bool:
    """Whether a sentence ends in the forecasts it is from: "grew to $50 billion, according to the median forecast of economists"."""
    at = next((k for k in range(len(items)) if items[k].low.startswith("according")), len(items))
    source = list(takewhile(lambda x: x.kind not in BREAKS, items[at + 1 : at + _SOURCE]))
    return any(x.kind == "status" and x.code == "F" for x in source)


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


def _outcome(told: list[Item]) -> Phrase | None:
    """What two flows come to, where a verb has a balance for its object: "weak imports narrowed the trade gap"."""
    at = next((k for k, x in enumerate(told) if x.kind == "flow"), -1)
    if at < 0 or told[at].code != "balance" or any(x.kind in ("with", "of", "ref", "why", "sub") for x in told[:at]):
        return None
    return parse(told[: at + 1], subject=True)


def _heads(sentence: Sentence, period: Period | None) -> bool:
    """Whether a heading names a year: it only says of which year the month, quarter or first weeks are that are then told of."""
    return sentence.kind == "heading" and period is not None and period.months == 12


def _revises(said: list[Item]) -> bool:
    """Whether a target or forecast is told to have been changed: "trimmed its 2024 export target to 0.9 million cars from 1 million"."""
    plans = [k for k, x in enumerate(said) if x.kind == "status" and x.code == "F"]
    return any(x.low in word_set("revises") for k in plans for x in said[max(0, k - _VERB_TO_TARGET) : k])


def _after_ref(tail: list[Item]) -> list[Item]:
    """What stands between a comparison word and the number: "against | exports of only"."""
    at = next((k for k in range(len(tail) - 1, -1, -1) if tail[k].kind == "ref"), -1)
    return tail[at + 1 :]
