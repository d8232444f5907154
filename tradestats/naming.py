"""What stands before a number: the clause that names whose trade, which flow, with whom and in what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from tradestats.clauses import (
    BREAKS,
    bare_noun,
    choose,
    clauses,
    with_front_parted,
    without_breaks,
    without_examples,
    without_relative,
    without_source,
)
from tradestats.deals import Deal, deal
from tradestats.frame import Series, State
from tradestats.frozen import replace
from tradestats.goods import ANY_GOODS, RECENT, stands_for_goods, with_text
from tradestats.items import MIRROR, TRADERS, Item, holds
from tradestats.lexicon import word_set
from tradestats.noun_phrase import names_goods, trim
from tradestats.openings import Openings
from tradestats.parse import parse
from tradestats.phrase import Phrase, Product
from tradestats.role import chg_noun
from tradestats.stretch import first_verb, is_verb
from tradestats.words import is_verb_word

_BEFORE_OTHERS = frozenset((",", ";", ":", "and", "-", "to"))  # what stands between the list before and "others"
_MARKS = 3
SIDES = frozenset(("exported", "imported"))  # verbs that say the flow whoever is told of
NEAR = 8
_OF_A_FLOW = frozenset(("percent of", "fraction of", "share verb"))  # shares behind which what they are of is told
_SET_BY = frozenset(("status", "fsays", "adjust"))  # what says that figures are forecasts, or adjusted
_STATISTIC_APART = ("in ", "by ", "on ", "per ", "a working", "daily")  # what a statistic begins with that stands by itself
_ENDS_SUBJECT = frozenset(("flow", "nodx", "prod", "area", "time"))
_LEADS_TO_FIGURE = frozenset(("flow", "nodx", "of", "at", "lev", "det", "adj", "w", "prod", "area", "in", "to", "cmp"))
_OF_EARNINGS = frozenset(("prod", "w", "adj", "det", "and", ","))  # what the goods are named with that money was earned from
_REVISED = frozenset(("revised", "revision"))


_RELATES = frozenset(("whose", "where"))  # what begins a clause that tells more of the goods before it


class Before(NamedTuple):
    """What stands before a number: its items, the clauses they are cut into, and the kinds of items among them.

    Most rules have nothing to look at in most clauses: the kinds say so at once.
    """

    items: list[Item]
    cut: list[list[Item]]
    kinds: set[str]


class Naming(Openings):
    """Finds what the coming number is about."""

    def subject(self, pre: list[Item], state: State) -> None:
        """Finds what the coming number is about, and keeps the whole of which a part is told in passing."""
        before = state.subjects[0] if state.subjects else self.series
        if state.whole is not None and len(pre) > 1 and pre[0].kind == "," and is_verb(pre[1]):
            state.subjects = [state.whole]  # "Oil, of which Russia supplied 94 percent, | came to"
        parted = state.last is not None and state.last.rule in _OF_A_FLOW
        if parted and [x.kind for x in pre[:2]] == [",", "which"] and any(map(is_verb, pre[2:4])):
            state.subjects = self.whole_told(state.subjects)
        elif self.is_of_the_whole(pre, state):
            state.subjects = self.whole_told(state.subjects)
            return
        state.whole = None
        if _goes_where(pre):
            told = [row.series.product for row in self.rows[-RECENT:] if row.sentence is self.sentence]
            if len({goods.text for goods in told if goods is not None}) > 1:
                state.subjects = [replace(s, product=self.topic) for s in state.subjects]  # all of the goods, not only the last
        self.named_in(pre, state)
        if _led_by_part(pre):
            state.whole = before  # "Exports, led by copper at $2 billion, | rose"
        goods = _parted(pre)
        if goods:
            product = with_text(Product("", goods[0].start, goods[-1].end), self)
            state.whole = replace(before, product=product, why="")
            state.subjects = [replace(x, product=product) for x in state.subjects]

    def is_of_the_whole(self, pre: list[Item], state: State) -> bool:
        """Whether a number only says what the whole is worth of which the one before is a part: "31 percent of all exports | of"."""
        if state.last is None or state.last.measure not in ("share", "level") or not self.post_before or self.post_before[0].kind != "of":
            return False
        led = all(x.kind in ("of", "at") or x.code == "worth" for x in pre)
        whole = parse(self.post_before, subject=False) if led else None
        return whole is not None and bool(whole.flows) and whole.total and not whole.products

    def whole_told(self, subjects: list[Series]) -> list[Series]:
        """All of the flow that the number before is a share of: "took 60 percent of tea exports, | which totalled"."""
        whole = parse(self.post_before, subject=False)
        part = subjects[0].product.text.lower() if subjects and subjects[0].product is not None else ""
        of_all = any(x.kind in ("area", "anaphor", "pron") for x in self.post_before)  # "of the country's total exports"
        of_all = of_all or (self.topic is not None and part == self.topic.text.lower())
        product = with_text(whole.joined, self) if whole.products else None if of_all and whole.total else self.topic
        return [replace(s, partner="WLD", product=product) for s in subjects] if whole.flows else subjects

    def named_in(self, pre: list[Item], state: State) -> None:
        """Finds the clause that names what the coming number is about and merges it with the frame."""
        whose = self.places.subject
        own = self.context.several and whose and not state.history and not holds(pre, ("tv", "share", "hint"))
        if own:  # "Japan bucked the trend with growth of": its own
            state.subjects = [s if s.reporter == whose else replace(s, reporter=whose, partner="WLD") for s in state.subjects]
        named = without_examples(without_relative(without_source(with_front_parted(pre))))
        pre = self.widened(_influence(_stated(named)), state)
        pre = self.earned_at_home(pre, state)
        before = Before(pre, clauses(pre), {x.kind for x in pre})
        _find_status(before, state)
        self.note_names(before, state)
        self.times(pre if "time" in before.kinds or "basis" in before.kinds else [], state)
        self.leads(before.cut, state)
        if state.subjects and state.subjects[0].why.startswith("about ") and _is_part(before.cut[0]):
            return  # "home sales grew to 165,851 units, among them imported cars"
        told = (self.dealing(pre, state) if "tv" in before.kinds else None) or self.taken_together(pre) or self.of_others(pre)
        told = told or self.earned_from(pre, state)
        if told is not None:
            state.subjects = [told]
            return
        chosen = choose(before.cut)
        if chosen is None and self.foreign(before.cut, state):
            state.subjects = [replace(s, why="its subject is no trade flow") for s in state.subjects]
            return
        hint = next((k for k, x in enumerate(pre) if x.kind == "hint"), 0) if "hint" in before.kinds else 0
        self.named_before = [x.code for x in pre[:hint] if x.kind == "area" and x.code]
        if chosen is None:
            self.carry_on(before, state)
        elif chosen[0].proper and not chosen[0].flows and any(x.low in word_set("pollsters") for x in pre):
            state.status = "F"  # "A Reuters poll had forecast a rise of"
        else:
            self.merge_chosen(*chosen, before, state)

    def of_others(self, pre: list[Item]) -> Series | None:
        """The series of "others" that ends a list: of all other countries, or of goods that have no other name."""
        said = [x for x in pre if x.kind not in _BEFORE_OTHERS]
        last = self.rows[-1] if self.rows and self.rows[-1].sentence is self.sentence else None
        if len(said) != 1 or said[0].low not in ("others", "other") or last is None or len(pre) > len(said) + _MARKS:
            return None
        if last.series.partner != "WLD":
            return replace(last.series, partner="ROW")
        return replace(last.series, product=Product(said[0].word, said[0].start, said[0].end, fixed=True))

    def earned_at_home(self, pre: list[Item], state: State) -> list[Item]:
        """The clause without the country that its goods earn for: "Natural gas brought Bolivia | $2 billion" is an export."""
        if len(pre) < 3 or pre[-1].kind != "area" or pre[-1].code != self.context.reporter or pre[-2].low not in word_set("earns"):
            return pre
        if pre[-1].what.possessive or not names_goods(pre[-3]):
            return pre
        self.trade_seen = self.active = True
        state.lead_flow = "export"
        return pre[:-1]

    def earned_from(self, pre: list[Item], state: State) -> Series | None:
        """The exports that a country earned a number from: "Korea earned | $281 million from seaweed"; None if it is of anything else."""
        said = [x for x in pre if x.kind not in ("adv", "time", "in", "det")]
        if len(said) < 2 or said[-1].low not in word_set("earns") or not self.post or self.post[0].low != "from":
            return None
        home = self.context.reporter
        ours = home and (said[-2].code == home if said[-2].kind == "area" else said[-2].kind == "pron" and said[-2].code in ("home", "it"))
        named = list(takewhile(lambda x: x.kind in _OF_EARNINGS, self.post[1:]))
        goods = parse(named, subject=True) if ours and named and names_goods(named[-1]) else None
        if goods is None or not self.names_a_product(goods):
            return None
        self.trade_seen = self.active = True
        return Series(home, "export", 0, "WLD", with_text(goods.joined, self), role_of_area=self.series.role_of_area)

    def note_names(self, before: Before, state: State) -> None:
        """Remembers the areas of the clause, whether an area or a product was named last, and words for a revision."""
        self.named_here = [x.code for x in before.items if x.kind == "area" and x.code] if "area" in before.kinds else []
        for item in before.items:
            if item.kind == "area" and item.code and item.code != self.context.reporter:
                self.last_area, self.latest = item.code, "area"
            elif item.kind == "prod":
                self.latest = "product"
            elif item.low in _REVISED:
                state.said.append(item)

    def carry_on(self, before: Before, state: State) -> None:
        """A clause that names no subject: a verb may turn the flow under discussion, or another statistic of it be told."""
        pre = before.items
        verb = next((x for x in reversed(pre) if x.kind == "tv"), None) if "tv" in before.kinds else None
        if verb is not None and _says_flow(verb, pre, state):  # "exported goods worth $3 billion and bought $4 billion"
            state.subjects = [self.moved(s, verb.code) for s in state.subjects]  # "and imported $3bn"
        if verb is not None and verb is pre[-1] and any(x.low in word_set("abroad") for x in self.post[:4]):
            self.trade_seen = self.active = True  # "assembled 317,000 cars and sent 287,413 of them abroad"
            state.subjects = [replace(s, flow=verb.code, sign=0, why="") for s in state.subjects]
        if self.rows and not state.history and pre[0].low in ("this", "that") and stands_for_goods(pre):
            state.subjects = [replace(s, product=self.rows[-1].series.product) for s in state.subjects]  # "This group brought in"
        statistic = next((x for x in pre if x.kind == "stat"), None)
        if statistic is not None:
            state.subjects = [replace(s, statistic=statistic.code.split(":")[0]) for s in state.subjects]

    def merge_chosen(self, phrase: Phrase, joint: str, before: Before, state: State) -> None:
        """Merges the phrase that names the subject with the frame; its goods or its country may stand in other clauses."""
        cut = before.cut
        phrase = _antecedent(phrase, joint, cut, state)
        if not phrase.flows and not state.history and not state.lead_flow and joint in (",", ":", "sub"):
            named = [x.code for clause in cut for x in clause if x.kind == "flow"]
            if len(named) == 1 and named[0] in MIRROR:
                state.lead_flow = named[0]  # "imports grew from all the big ones, in particular India"
        if not phrase.flows and not state.history and not state.lead_flow:
            state.lead_flow = self.not_of_the_balance(phrase, before, state)
        self.goods_meant(phrase, joint, before, state)
        if phrase.share and _names_nobody(phrase) and len(cut) > 1 and not state.history:
            phrase, joint = choose(cut[:-1]) or (phrase, joint)  # "Germany was the main supplier, with a share of"
        self.goods_beside(phrase, before)
        if not phrase.statistics and "stat" in before.kinds:
            apart = [x for x in before.items if x.kind == "stat" and x.low.startswith(_STATISTIC_APART)]
            phrase.statistics = apart[:1]
        if phrase.hint is not None and phrase.hint.code in MIRROR and self.opens_with_home(cut):
            phrase.hint = replace(phrase.hint, code=MIRROR[phrase.hint.code])  # "The country, the biggest buyer of gas,"
        if joint in (",", "as") and not phrase.flows and self.still_aside(cut[-1], state):
            return
        state.subjects = self.merge(phrase, state, joint)
        self.turn_by_words(phrase, before, state)

    def not_of_the_balance(self, phrase: Phrase, before: Before, state: State) -> str:
        """The flow of goods or markets told of beside a balance: "eased the trade gap. Milk powder gained 7 percent"; else empty."""
        now = state.subjects[0] if state.subjects else self.series
        of_a_gap = any(x.kind in ("sign", "share") or (x.kind == "chg" and "gap" in x.code) for x in before.items)
        balances = [row.series for row in self.rows[-RECENT:] if row.series.flow == "balance"]
        listed = any(s.partner != "WLD" or s.product is not None for s in balances)  # the balances of goods or with countries
        if now.flow != "balance" or now.why or of_a_gap or listed:
            return ""
        market = next((x.code for x in before.items if x.kind == "hint" and x.code in MIRROR), "")
        return market or ("export" if phrase.products and before.items[-1].kind == "chg" else "")

    def goods_meant(self, phrase: Phrase, joint: str, before: Before, state: State) -> None:
        """Puts in the goods that a flow without any is of, or those that words such as "the segment" stand for."""
        if (phrase.flows and stands_for_goods(before.items)) or self.names_goods_again(phrase):
            _put_in(phrase, self.goods_stood_for(phrase, before.cut, state))
        elif phrase.flows and not (phrase.products or phrase.total) and (not state.history or before.cut[-1][:2][-1].low in _RELATES):
            _put_in(phrase, self.told_of(before.cut, joint))

    def goods_stood_for(self, phrase: Phrase, cut: list[list[Item]], state: State) -> Product | None:
        """The goods that "the sector's exports" or "the metal" are: of the clause before, or told of last."""
        owner = _goods(cut[:-1])
        lately = (state.subjects[0].product if state.subjects else None) or (self.last_product if self.topic is None else None)
        if phrase.joined is not None and self.is_kind(phrase.joined):
            several = self.text[phrase.joined.start : phrase.joined.end].lower() in ANY_GOODS
            owner, lately = None, (lately if several else None) or self.last_product or lately
        if owner is not None:
            return owner.joined
        return lately if not state.history else None

    def goods_beside(self, phrase: Phrase, before: Before) -> None:
        """Puts in the goods of a flow that another clause names: "its main import, refined fuels, cost"."""
        if phrase.products or not phrase.flows:
            return
        its = phrase.pron is not None and phrase.pron.code == "its"
        owner = _goods(before.cut[:-1]) if its else None
        if owner is not None:
            phrase.products, phrase.joined = owner.products[:1], owner.joined
        elif self.last_product is not None and any(x.low == "of the latter" for x in before.items):
            _put_in(phrase, self.last_product)
        elif len(phrase.flows) == 1:
            beside = self.goods_apposed(phrase.flows[0], before.cut)
            if beside is not None:
                _put_in(phrase, beside)

    def goods_apposed(self, flow: Item, cut: list[list[Item]]) -> Product | None:
        """The goods in apposition to a single export or import, or right before "with shipments": None if none are known."""
        led = len(cut) > 1 and [x.kind for x in cut[-1][:3]] == [",", "with", "flow"]  # "mango, with shipments for $2 billion"
        apposed = _goods(c for c in cut if bare_noun(c)) if flow.low in MIRROR else None
        for named in (apposed, _goods(cut[-2:-1]) if led else None):
            if named is not None and named.joined is not None and self.names_a_product(named):
                return named.joined
        return None

    def turn_by_words(self, phrase: Phrase, before: Before, state: State) -> None:
        """Turns the flow to the side that a market, a trader or a verb right before the number says."""
        pre = before.items
        theirs = side_of_market(before.cut) if "hint" in before.kinds and not state.history else ""
        if theirs:  # "China was Chile's largest market, with purchases of"
            state.subjects = [replace(s, flow=theirs) if s.flow == MIRROR[theirs] and s.partner != "WLD" else s for s in state.subjects]
        trader = next((x for x in pre if x.low in TRADERS), None) if self.context.several and not phrase.flows else None
        if trader is not None:  # "The United States was the largest importer with"
            state.subjects = [replace(s, flow=TRADERS[trader.low], sign=0) for s in state.subjects]
        self.nodx = next((x for x in pre if x.kind == "nodx" or (x.kind == "prod" and x.code == "non-oil")), self.nodx)
        if phrase.partners or phrase.areas or phrase.there:
            state.subjects = self.without_oil(state.subjects)
        passive = _passive(pre) if not phrase.flows else ""
        if passive:  # "farm goods were imported for $5 million"
            state.subjects = [s if s.why else replace(s, flow=passive, sign=0) for s in state.subjects]
        if pre[-1].kind == "tv" and pre[-1].low in SIDES and not phrase.areas:  # "to bridge the shortfall, mills imported 390,102 tonnes"
            flow = pre[-1].code
            state.subjects = [s if s.flow == flow else self.moved(s, flow) for s in state.subjects]

    def moved(self, series: Series, flow: str) -> Series:
        """A series with the flow that a verb says, but for a partner's own verb: "The United States, in second place, imported"."""
        theirs = series.partner == self.places.subject != "" and flow == MIRROR.get(self.context.flow) != series.flow
        return series if theirs else replace(series, flow=flow, sign=0)

    def told_of(self, cut: list[list[Item]], joint: str) -> Product | None:
        """The goods that a flow named without any is of: "cars led, with exports up", "rice, whose | where exports fell"."""
        clause = cut[-1]
        whose = next((k for k in range(len(clause) - 1, -1, -1) if clause[k].low in ("whose", "of which", "in which", "where")), None)
        if whose is not None:
            named = [x for c in cut[:-1] for x in c] + (clause[:whose] if clause[whose].low != "of which" else [])
            named = [x for x in named if x.kind not in BREAKS]
            if named and named[-1].kind == "prod":
                return Product("", trim(named[-NEAR:])[0].start, named[-1].end)
            return None
        if joint not in (",", "as") or (joint == "," and not holds(clause[:3], ("with",))):
            return None
        for before in reversed(cut[:-1]):
            body = without_breaks(before)
            verb = next((k for k, x in enumerate(body) if is_verb(x) or is_verb_word(x.low)), 0)
            if verb:
                subject = parse(body[:verb], subject=True)
                names = subject.products and self.names_a_product(subject)
                other = subject.flows or subject.areas or subject.partners or subject.reporters or subject.other or subject.maker
                return subject.joined if names and not other else None
        return None

    def dealing(self, pre: list[Item], state: State) -> Series | None:
        """The series of a number that a verb of trade governs, seen from the article's side; None where it is not settled who acts."""
        told = deal(pre)
        if told is None:
            return None
        flow = "export" if told.verb.code == "supply" else told.verb.code
        if told.agent is not None and told.agent.low in TRADERS:
            self.trade_seen = self.active = True  # "Norwegian exporters shipped 203,000 tonnes"
        now = state.subjects[0] if state.subjects else self.series
        goods = parse(told.goods, subject=True) if told.goods else None
        if goods is not None and pre[-1].kind == "for" and not self.names_a_product(goods):
            return replace(now, why="what was sold is not known to be goods")  # "a Chinese firm bought the mine for"
        third = told.other.code if told.other is not None and told.other.kind == "area" else ""
        if any(x is not None and x.code == "there" for x in (told.other, *self.post[:1])):
            third = self.last_area  # "it sold $5 billion there"
        if told.agent is None:
            if not state.history or not self.dealt:
                return None
            now = state.history[-1]
            seen = MIRROR.get(flow, flow) if self.dealt == "mirrored" else flow
            series = replace(now, flow=seen, sign=0, partner=third or now.partner, why="")
        else:
            third = third or "+".join(a.code for a in parse(self.post, subject=False).partners if a.code)
            found = self.dealer(told, flow, third, now, state)
            if found is None:
                return None
            series = found
        if goods is not None and goods.joined is not None:
            series = replace(series, product=with_text(goods.joined, self))
        return series

    def dealer(self, told: Deal, flow: str, third: str, now: Series, state: State) -> Series | None:
        """The series of a deal whose agent is named: its own trade at home, the other side of the article's trade abroad."""
        home, agent = now.reporter or self.context.reporter, told.agent
        unled = self.context.several and now.reporter in ("", "WLD")  # no seller is under discussion
        if unled and agent is not None and agent.kind == "area" and (third or self.kind_now != "percent"):
            self.dealt = "own"
            whom = self.world(third or state.lead_partner or "WLD", agent.code)
            return Series(agent.code, flow, 0, whom, now.product, "", "", "reporter")
        if self.context.several or not home or agent is None or agent.kind == "hint":
            return None  # buyers and customers may be anybody's
        away = agent.code if agent.kind == "area" and agent.code != home else "WLD" if agent.low == "foreigners" else ""
        if away and flow == now.flow and self.is_rival(now, state) and third in ("", "WLD"):
            return replace(now, reporter=away, why="")  # "Vietnam sold 1.4 million tonnes abroad; Indonesia sold 270,000"
        if agent.kind == "pron" and agent.code != "home" and now.partner not in ("WLD", third):
            if state.history and flow == now.flow and not third:
                away = now.partner  # "imports from China reached $24 billion, whereas it bought $2 billion"
            elif not state.history:
                return None  # "it" may be the partner just told of
        if away and third not in ("", home, away, "WLD"):
            product = now.product if state.history else self.topic
            self.dealt = "own"
            return Series(away, flow, 0, self.world(third, away), product, "", "", "reporter")  # "India sent 3 tonnes to Peru"
        own = told.verb.low in word_set("own_view") or (told.verb.low in word_set("ships") and flow == "export")
        if away and own and flow == self.context.flow and not third:
            return None  # a competitor's trade
        self.trade_seen = self.active = True
        kept = state.history or away or self.kind_now == "quantity"  # so many bags are bags of what was told of
        kept = kept and (bool(state.history) or not self.narrower(now.product))  # who buys coffee buys not only the soluble
        product = now.product if kept else state.lead_product or self.topic
        self.dealt = "mirrored" if away else "own"
        mutual = next((s.partner for s in reversed(state.history) if s.flow == "trade"), self.both_ways)  # "trade with Peru, of which"
        partner = away or (third if third != home else "") or state.lead_partner or mutual or "WLD"
        role = "partner" if away else now.role_of_area
        self.trader = home if agent.kind == "area" and not away else self.trader
        return Series(home, MIRROR.get(flow, flow) if away else flow, 0, partner, product, "", "", role)


def _find_status(before: Before, state: State) -> None:
    """Whether what the clause tells is a forecast, or adjusted; a forecast ends where something is said to have happened."""
    pre, kinds = before.items, before.kinds
    if state.status == "F" and state.history and any(x.kind == ";" or x.low in ("but", "instead") for x in pre):
        state.status = ""  # "was forecast to rise 1 percent; it fell 2 percent"
    if not kinds.isdisjoint(_SET_BY):
        _set_status(before.cut, state)
    if not state.history and _is_to_come(pre):
        state.status = "F"
    gone = "ref" in kinds and bool(state.history) and kinds.isdisjoint(("status", "fsays"))  # "and down from a 12.7 percent rise"
    if state.foretold and not state.status and any(x.kind == "to" and y.kind == "chg" for x, y in pairwise(pre)):
        state.status = "F"  # "expect exports to fall 1 percent after a rise, and imports to bounce"
    if state.status == "F" and (gone or _happened(pre)):
        state.foretold = gone
        state.status = ""  # "has an export target of $3 billion, and exports rose"


def _set_status(cut: list[list[Item]], state: State) -> None:
    """The status and the adjustment that words of the clauses say."""
    for clause in cut:
        for k, item in enumerate(clause):
            if item.kind == "adjust":
                state.adjustment = item.code
            elif item.kind in _SET_BY and not _is_caused(clause, k) and not _aims_at_buyers(clause, k):
                state.status = item.code


def _is_to_come(pre: list[Item]) -> bool:
    """Whether an infinitive is all the verb that a headline has: "Chile's copper exports to rise", not "exports to China rise"."""
    at = next((k for k, (x, y) in enumerate(pairwise(pre)) if x.kind == "to" and _is_infinitive(y, last=y is pre[-1])), 0)
    told = any(is_verb(x) or (x.kind == "w" and is_verb_word(x.low)) for x in pre[:at])
    return at > 0 and pre[at - 1].kind in _ENDS_SUBJECT and not told


def _is_infinitive(item: Item, *, last: bool) -> bool:
    """Whether a word behind "to" is a verb: "to reach", "Ukraine to export | 40 million tonnes", not "to growing markets"."""
    return (is_verb(item) and not item.low.endswith("ing")) or (last and item.low in ("export", "import", "ship"))


def _says_flow(verb: Item, pre: list[Item], state: State) -> bool:
    """Whether a verb of trade says the flow of a clause without a subject: as a passive, or as the other side of what was told."""
    turned = bool(state.history) and pre[0].kind == "and" and verb.code == MIRROR.get(state.history[-1].flow)
    return turned or (verb.low in SIDES and (bool(state.history) or verb is pre[-1]))


def _antecedent(phrase: Phrase, joint: str, cut: list[list[Item]], state: State) -> Phrase:
    """The phrase, or the flow of an earlier clause that "they" stands for: "Ore exports stopped; they had been worth"."""
    if joint != ";" or state.history or phrase.flows or phrase.pron is None or phrase.pron.code not in ("it", "they"):
        return phrase
    earlier = choose([c for c in cut if c is not cut[-1]])
    return earlier[0] if earlier is not None and earlier[0].flows else phrase


def _names_nobody(phrase: Phrase) -> bool:
    """Whether a phrase names no flow, area or goods, and nothing that stands for one."""
    return not (phrase.flows or phrase.areas or phrase.partners or phrase.reporters or phrase.products or phrase.pron or phrase.hint)


def _put_in(phrase: Phrase, goods: Product | None) -> None:
    """Makes these the goods that a phrase names; None leaves it without any."""
    phrase.products, phrase.joined = ([goods], goods) if goods is not None else ([], None)


def _stated(pre: list[Item]) -> list[Item]:
    """Items without the "due to" that only leads to a figure: "due to exports of $28 billion", "to a fall in exports of 5 percent".

    Or to what has its figure in brackets: "supported by higher exports to China (+RM2.7 billion)".
    """
    if pre[-1].kind not in ("of", "at", "lev", "area"):
        return pre
    why = next((k for k in range(len(pre) - 1, -1, -1) if pre[k].kind == "why"), None)
    if why is None or len(pre) - why > NEAR:
        return pre
    flow = any(x.kind in ("flow", "nodx") for x in pre[why + 1 :]) and all(
        x.kind in _LEADS_TO_FIGURE or chg_noun(x) for x in pre[why + 1 :]
    )
    return [*pre[:why], replace(pre[why], kind=";"), *pre[why + 1 :]] if flow else pre


def _influence(pre: list[Item]) -> list[Item]:
    """What a flow was moved by, where that is what the number is of: "The balance was influenced by | a higher surplus in oil by"."""
    at = next((k for k in range(len(pre) - 1, 1, -1) if pre[k].kind == "by" and pre[k + 1 :]), 0)
    moved = at and any(x.low in word_set("influenced") for x in pre[max(0, at - 3) : at])
    return pre[at + 1 :] if moved and holds(pre[at + 1 : at + 5], ("flow",)) else pre


def _happened(pre: Sequence[Item]) -> bool:
    """Whether a clause behind the last word of a forecast names a flow and goes on in the past tense."""
    last = max((k for k, x in enumerate(pre) if x.kind in ("status", "fsays")), default=-1)
    flow = next((k for k in range(last + 1, len(pre)) if pre[k].kind in ("flow", "nodx")), len(pre))
    verb = first_verb(pre, flow + 1)
    if last >= 0 and not any(x.kind in BREAKS or x.kind == "and" for x in pre[last + 1 : flow]):
        return False  # "data is expected to show exports grew", "the bank forecast exports fell"
    return verb < len(pre) and pre[verb].low in word_set("past") and pre[verb - 1].kind != "to"


def side_of_market(cut: Sequence[Sequence[Item]]) -> str:
    """The home country's side of what a market or a supplier then does itself: "The US was the biggest buyer, spending", else empty."""
    named = [x for clause in cut[:-1] for x in clause if x.kind in ("area", "hint")]
    place = next((k for k, x in enumerate(named) if x.kind == "hint" and x.code in MIRROR), 0)
    does = [x for x in cut[-1] if x.kind not in ("with", "adv", "adj", "det", "pron")]
    if not place or cut[-1][0].kind != "," or holds(cut[-1], ("area",)):
        return ""
    mirrored = len(does) > 1 and does[1].kind in ("tv", "flow") and does[1].code == MIRROR[named[place].code]
    return named[place].code if mirrored else ""


def _goes_where(pre: Sequence[Item]) -> bool:
    """Whether a clause behind a list tells where all of it goes or comes from: "tea ($1.4B) and roses ($0.7B), exported mostly to"."""
    if pre[0].kind not in BREAKS:
        return False
    said = [x for x in pre[:NEAR] if x.kind not in BREAKS]
    side = {"export": ("to",), "import": ("from", "ref")}.get(said[0].code, ()) if said and said[0].low.endswith("ed") else ()
    return bool(side) and [x.kind for x in said[1:3] if x.kind not in ("w", "adv")][:1] in [[x] for x in side]


def _is_caused(clause: Sequence[Item], k: int) -> bool:
    """Whether "due to" leads to a cause and no verb: "is due to a higher bill" is no forecast, "is due to rise" is one."""
    return clause[k].low.endswith(" due to") and k + 1 < len(clause) and not is_verb(clause[k + 1])


def _aims_at_buyers(clause: Sequence[Item], k: int) -> bool:
    """Whether a target is a country: "continued to target European countries" is no forecast, "its export target" is one."""
    return clause[k].low.startswith("target") and any(x.kind == "area" for x in clause[k + 1 : k + 3] if x.kind != "det")


def _parted(pre: Sequence[Item]) -> list[Item]:
    """The goods right before ", of which", where the clause names no others: "swollen by ammonia, of which | so much was bought"."""
    at = next((k for k in range(len(pre) - 1, 0, -1) if pre[k].kind == "ofwhich"), 0)
    if at < 2 or pre[at - 1].kind != "," or not names_goods(pre[at - 2]) or holds(pre[at:], ("prod", "flow", "w")):
        return []
    return trim(pre[max(0, at - NEAR) : at - 1])


def _led_by_part(pre: Sequence[Item]) -> bool:
    """Whether a clause between commas tells what led the flow before it: ", led by copper at"."""
    at = next((k for k, x in enumerate(pre) if x.kind == "ledby"), 0)
    return at > 0 and pre[at - 1].kind == "," and pre[-1].kind in ("at", "with") and holds(pre[:at], ("flow", "nodx"))


def _goods(cut: Iterable[list[Item]]) -> Phrase | None:
    """The first clause that names a product and no flow."""
    return next((q for c in cut if (q := parse(without_breaks(c), subject=True)).products and not q.flows), None)


def _is_part(clause: list[Item]) -> bool:
    """Whether a clause only tells what is among the things told of before it: "including", "of which", "among them"."""
    body = without_breaks(clause)
    return bool(body) and (body[0].kind in ("incl", "ofwhich") or (len(body) > 1 and body[0].kind == "among" and body[1].kind == "pron"))


def _passive(pre: list[Item]) -> str:
    """The flow of goods that "were imported for", "were exported at a value of"; empty without such a verb right before a number."""
    verb = next((k for k in range(len(pre) - 1, max(0, len(pre) - NEAR), -1) if pre[k].kind == "tv"), 0)
    if not verb or pre[verb].low not in SIDES or pre[verb - 1].code != "be":
        return ""
    led = all(x.kind in ("for", "at", "det", "adj", "adv", "stat", "of") or x.code == "worth" for x in pre[verb + 1 :])
    return pre[verb].code if led and len(pre) > verb + 1 else ""
