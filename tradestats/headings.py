"""Headings and sentences without figures: what they say of the figures after them."""

from __future__ import annotations

from itertools import pairwise

from tradestats.calendar import Period
from tradestats.compared import SPAN_SKIP_FORMS, governed
from tradestats.frame import Series, State
from tradestats.frozen import replace
from tradestats.goods import with_text
from tradestats.items import MIRROR, TRADERS, Item, holds
from tradestats.lexicon import word_set
from tradestats.noun_phrase import trim
from tradestats.parse import parse
from tradestats.phrase import Phrase, Product
from tradestats.role import Role
from tradestats.segment import Sentence
from tradestats.stretch import FLOWLIKE, cause, first_verb, is_verb
from tradestats.subjects import Subjects
from tradestats.words import is_verb_word

_PAIRED = frozenset(("area", "-", "/", "pair", "and", "with", "(", ")", "flow", "w"))  # what a heading of two countries is made of
_OF_GOODS = frozenset(("prod", "w", "and", ",", "adj", "det", ":", "/", "-", "*"))  # what a heading that names goods consists of
_TELLING = frozenset(("flow", "nodx", "hint", "tv", "stat"))  # kinds of items that tell of trade
_NEAR = 7  # items from which a sentence on a change begins with it
_QUESTION = 12  # items of a question at the most
_SHORT = 6  # words of a heading that only names something
_KEY_WORDS = 4  # commas of a line of key words at the least
_LONG_OVER = 200  # days between a period told as background and the one that is news


class Headings(Subjects):
    """Reads what has no figures of its own."""

    def without_numbers(self, sentence: Sentence, items: list[Item]) -> None:
        """A heading or a sentence without figures still says what the next one is about."""
        self.remember(items)
        self.told_apart = []
        asked = self.asked(sentence, items)
        if asked:
            self.trade_seen = self.active = self.listing = True
            self.section_flow, self.series = asked, replace(self.series, flow=asked, sign=0, partner="WLD", product=self.topic, why="")
            return
        heading = sentence.kind == "heading"
        if heading and any(x.kind == "share" and x.code == "noun" for x in items):
            self.pct = Role("share", rule="share heading")
        if heading and sum(x.kind == "," for x in items) >= _KEY_WORDS:
            return  # a line of key words
        phrase = self.told_without_figures(items, heading=heading)
        if heading:
            self.open_section(items, phrase)
            self.headed(items, phrase)
        else:
            self.spoken_of(sentence, items, phrase)
        self.note_time(items, phrase, heading=heading)
        self.note_basis(items, self.time.now)
        self.introduced = self.introduces(sentence, items) if items and items[-1].kind == ":" else None
        self.go_on_as_introduced()

    def told_without_figures(self, items: list[Item], *, heading: bool) -> Phrase:
        """What a sentence without figures is about: its subject, or what its verb has for an object."""
        items = items if heading else _main_clause(items)
        cut = first_verb(items)
        phrase = parse(items[:cut], subject=True)
        if heading and _is_dateline(items):
            phrase.products, phrase.joined = [], None
        placed = heading and (phrase.areas or phrase.partners)
        if not phrase.flows and phrase.other is None and holds(items, FLOWLIKE) and not placed:
            whole = parse(items[: cause(items, cut)], subject=True)
            vague = whole.flows[:1] and whole.flows[0].code == "trade" and self.series.flow in MIRROR  # "its report on foreign trade"
            if len(whole.flows) == 1 and not whole.other and not vague:
                phrase = whole
        if phrase.flows and not any(x.code == "balance" for x in phrase.flows):
            phrase = _outcome(items[cut + 1 :]) or phrase
        return phrase

    def open_section(self, items: list[Item], phrase: Phrase) -> None:
        """What a heading says of its section: product, flow, and the other country of a page on two."""
        self.section_topic = self.titled_goods(items, phrase)
        self.page_partner = self.other_of_pair(items) or self.page_partner
        placed = bool(phrase.areas or phrase.partners)
        self.section_other = f"about {phrase.other.word}" if phrase.other is not None and _names_only(items) else ""
        self.time.open_section(goes_on=phrase.other is None and (placed or bool(phrase.flows or phrase.products)))
        if self.section_topic is not None and not phrase.flows:
            return  # "Beef" under "Exports" is of exports
        named = {x.code for x in items if x.kind == "flow" and x.code in MIRROR}  # "All sectors but energy show lower imports"
        code = phrase.flows[0].code if phrase.flows else named.pop() if len(named) == 1 else ""
        self.section_flow = "" if placed else code
        self.section_sign = phrase.flows[0].sign if phrase.flows and self.section_flow == "balance" else 0  # "Trade deficit"
        self.trade_seen, self.active = self.trade_seen or bool(code), self.active or bool(code)

    def headed(self, items: list[Item], phrase: Phrase) -> None:
        """The series that the figures under a heading are of, if it names any part of one."""
        if not (phrase.flows or phrase.hint or phrase.products or phrase.areas or phrase.partners):
            return
        self.turn_series(phrase)
        part = next((k for k, x in enumerate(items) if x.kind == "share" and x.code == "noun"), len(items))
        whole = next((x for x in items[part : part + 6] if x.kind == "flow"), None)
        if phrase.flows:
            return
        if whole is not None:  # "Largest partners by share in turnover:"
            self.section_flow = whole.code
            self.series = replace(self.series, flow=whole.code, sign=0)
        whose = next((x.code for x in items if x.kind in ("area", "proper") and x.code), "")
        if phrase.products and whose and holds(items, ("(",)):
            self.section_reporter = self.reporter = whose
            self.section_topic = self.topic = with_text(phrase.products[0], self) if len(phrase.products) == 1 else None
            self.series = Series(whose, self.series.flow or self.trade_flow or "export", product=self.section_topic)
        elif phrase.areas and not phrase.products and self.heads_a_country(items, phrase.areas[0]):
            self.section_reporter = self.reporter = phrase.areas[0].code
            self.series = Series(self.reporter, self.series.flow, product=self.context.topic)

    def heads_a_country(self, items: list[Item], area: Item) -> bool:
        """Whether a heading says whose trade its section tells, in an article on several countries or on the EU and the euro area."""
        if area.what.form == "demonym" and any(x.low in TRADERS for x in items):
            return False
        return self.context.several or {area.code, self.context.reporter} <= {"EU", "EA"}

    def spoken_of(self, sentence: Sentence, items: list[Item], phrase: Phrase) -> None:
        """What a sentence that is no heading leaves to the next one: goods, a flow, or something else than trade."""
        bought = None if phrase.flows else self.object_of_trade(items) or self.changed_most(items)
        if bought is not None:
            self.topic = bought
            self.series = replace(self.series, product=bought, why="")
        elif phrase.flows or phrase.hint:
            self.turn_series(phrase)
        elif phrase.products and phrase.other is None and holds(items[: first_verb(items)], ("prod",)):
            self.aside_of = self.aside_of or ((self.series, self.topic) if not sentence.first else None)
            self.turn_series(phrase)
            fragment = not any(is_verb(x) or x.low in word_set("be") for x in items)
            if (sentence.first or fragment) and not holds(items, ("flow", "nodx", "tv")):
                self.topic = with_text(phrase.joined, self)  # "Timber was a disappointment.", "Beef?": what the next sentences are about
        elif phrase.other is not None:
            self.active = False
            self.series = replace(self.series, why=f"about {phrase.other.word}")

    def turn_series(self, phrase: Phrase) -> None:
        """Goes on with what a sentence without figures names."""
        if phrase.flows:
            self.trade_seen = self.active = True
        told = self.merge(phrase, State([self.series], self.time.now), "")[0]
        whose = [x for x in phrase.reporters if x.what.possessive or x.what.form == "demonym"]
        if phrase.flows or whose or self.context.several or told.reporter == self.context.reporter or not self.context.reporter:
            self.series = told  # else "Of the top markets only Peru took more": markets have no trade of their own to tell of

    def note_time(self, items: list[Item], phrase: Phrase, *, heading: bool) -> None:
        """The first period that a sentence without figures names as its own."""
        for k, item in enumerate(items):
            if item.kind == "adjust" and heading:
                self.adjustment = item.code
            if item.kind != "time" or item.what.form in SPAN_SKIP_FORMS:
                continue
            period = self.resolve(item, self.time.now)
            if period is not None and not heading and self.background(period):
                continue  # "after last year's floods exporters had a hard March"
            if governed(items, k) and (heading or any(x.kind == "time" for x in items[k + 1 :])):
                continue  # "Compared with May 2022:" is what changes below are against; "down from February's record in March"
            if period is not None:
                self.mentioned(items, k, period, phrase, heading=heading)
            return

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

    def mentioned(self, items: list[Item], k: int, period: Period, phrase: Phrase, *, heading: bool) -> None:
        """The period at `k` of a sentence without figures: whether the ones after it are of it."""
        tells = any(x.kind in _TELLING or x.low in TRADERS for x in items)
        vague = self.time.soft and tells and not self.time.told and not heading  # what named a period before was a picture's caption
        introduces = not heading and items[-1].kind == ":"
        titled = heading and (phrase.named or items[k].what.form != "year")
        if titled or vague or introduces or self.is_news(items, k, period, heading=heading) or _opens_with_time(items, k):
            pure = introduces or (heading and not holds(items, ("w",)))
            heads = bool(self.rows) and pure and sum(x.kind == "time" for x in items) == 1
            self.time.remark(period, heads=heads, vague=vague, tells=tells or heading)

    def is_news(self, items: list[Item], k: int, period: Period, *, heading: bool) -> bool:
        """Whether a period is the first that is named, or later than the article's own."""
        main = self.time.main
        return not heading if main is None else period.start > main.end and not governed(items, k)

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
        if not self.text[sentence.start : sentence.end].rstrip().endswith("?") or len(items) > _QUESTION or not items:
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
        change = next((k for k, x in enumerate(items[:_NEAR]) if x.kind == "chg" and x.low in word_set("change_nouns")), None)
        if change is None or holds(items, ("flow", "area", "other")):
            return None
        led = next((k for k in range(change + 1, len(items)) if items[k].kind in ("in", "for", "by")), len(items))
        goods = parse(items[led + 1 :], subject=True) if led + 1 < len(items) and items[led + 1].kind in ("prod", "w", "det") else None
        known = goods is not None and holds(items[led + 1 :], ("prod",))
        return with_text(goods.joined, self) if goods is not None and known else None

    def default_topic(self) -> Product | None:
        """What a figure is of where nothing names it: the section's product, or the article's."""
        return None if self.paragraph in self.on_all_goods else self.section_topic or self.context.topic

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


def _opens_with_time(items: list[Item], k: int) -> bool:
    """ "In May, ...", "May saw ...", "Over the year to May ..."."""
    return k == 0 or items[0].kind in ("in", "for") or items[0].low in word_set("opens_a_time")


def _names_only(items: list[Item]) -> bool:
    """Whether a heading is a short name for what is no trade: "Foreign exchange reserves", "Industrial production"."""
    return len(items) <= _SHORT and items[0].kind != "by" and not holds(items, (*_TELLING, "chg", "lev", "says", ","))


def _is_dateline(items: list[Item]) -> bool:
    """Whether a line names place, day or agency of a report only: "Lusaka, October 30 (COPPER NEWS)", "Hanoi (VNA)"."""
    agency = [x.kind for x in (*items[:2], *items[-1:])] == ["area", "(", ")"]
    return (agency or any(x.kind == "time" and x.what.form == "day" for x in items)) and not holds(items, ("prod", "flow"))


def _main_clause(items: list[Item]) -> list[Item]:
    """A sentence without a clause put in front that only says beside what it is told: "While the deficit grew, | exports rose"."""
    fronted = bool(items) and items[0].low in word_set("subordinators")
    comma = next((k for k, x in enumerate(items) if x.kind == ","), len(items)) if fronted else len(items)
    rest = items[comma + 1 :]
    return rest if holds(items[:comma], FLOWLIKE) and holds(rest[: first_verb(rest)], FLOWLIKE) else items


def _turned_to(told: list[Item]) -> list[Item]:
    """The balance that a last clause is about: "exports fell more than imports, yet | the trade gap | got smaller"."""
    at = next((k for k in range(len(told) - 1, -1, -1) if told[k].kind == "flow"), -1)
    if at < 0 or told[at].code != "balance" or not told[at + 1 :]:
        return []
    begin = at
    while begin > 0 and told[begin - 1].kind in ("det", "area", "adj", "pron"):
        begin -= 1
    led = begin > 0 and (told[begin - 1].low in word_set("turning_to") or told[begin - 1].kind == "and")
    return told[begin : at + 1] if led and (is_verb(told[at + 1]) or is_verb_word(told[at + 1].low)) else []


def _outcome(told: list[Item]) -> Phrase | None:
    """What two flows come to, where a verb has a balance for its object: "weak imports narrowed the trade gap"."""
    turned = _turned_to(told)
    if turned:
        return parse(turned, subject=True)
    at = next((k for k, x in enumerate(told) if x.kind == "flow"), -1)
    if at < 0 or told[at].code != "balance" or any(x.kind in ("with", "of", "ref", "why", "sub") for x in told[:at]):
        return None
    return parse(told[: at + 1], subject=True)
