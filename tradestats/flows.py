"""The series of flows that a phrase names: their goods, owners and partners, and what of them the frame supplies."""

from __future__ import annotations

from dataclasses import dataclass, field

from tradestats.frame import Series, State
from tradestats.frozen import replace
from tradestats.goods import NOT_KNOWN, with_text
from tradestats.items import MIRROR, Item, names_place
from tradestats.lexicon import word_set
from tradestats.parties import TOWARDS_HOME, UNIONS, Parties
from tradestats.phrase import Phrase, Product
from tradestats.recognise import names, products

PLAIN_FLOWS = frozenset(("exports", "imports", "export", "import"))
_TRADED_GOODS = frozenset(("exported goods", "imported goods"))
_NOT_MOVED = frozenset(("balance", "trade"))
_MOST_FLOWS = 6  # of one phrase


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class Draft:
    """The series of a phrase in the making. `joint` ties its clause to the one before, `now` is the series under discussion.

    `within` says that a flow goes on in the same clause; `goods`, `owners` and `partners` are what it will be told for.
    """

    phrase: Phrase
    state: State
    joint: str
    now: Series
    reporter: str
    statistic: str
    within: bool = False
    areas: list[Item] = field(default_factory=list)
    goods: list[Product | None] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)

    @property
    def pron(self) -> str:
        """The code of the phrase's pronoun, empty without one."""
        return self.phrase.pron.code if self.phrase.pron is not None else ""

    @property
    def unplaced(self) -> bool:
        """Whether the phrase names no area at all."""
        return not (self.phrase.reporters or self.phrase.areas or self.phrase.partners)


class Flows(Parties):
    """Finds the series of flows that a phrase names."""

    def flows(self, draft: Draft) -> list[Series]:
        """The series of the flows that the phrase names."""
        phrase, now = draft.phrase, draft.now
        why = self.no_flow_of_goods(draft)
        if why:
            return [replace(now, why=why)]
        self.trade_seen = True
        if phrase.flows[0].code == "balance" and {f.code for f in phrase.flows[1:]} == set(MIRROR):
            phrase.flows = phrase.flows[:1]  # "the gap between exports and imports"
        phrase.flows = [self.own_kind(f) for f in phrase.flows]
        shipper = self.supplier(phrase, now)
        if shipper:
            return [replace(now, partner=shipper, product=with_text(phrase.joined, self) if phrase.products else now.product, why="")]
        self.find_reporter(draft)
        self.note_flows(phrase.flows)
        draft.within = bool(draft.state.history) and draft.joint in ("and", ",", "")
        if not draft.statistic and (draft.within or draft.pron in ("that", "those")):
            draft.statistic = now.statistic  # "the volume of exports rose 5 percent and that of imports 6 percent"
        draft.goods = self.goods_of_flows(draft)
        if phrase.products and phrase.products[0].lead and draft.state.lead_product is None and len(phrase.flows) == 1:
            draft.state.lead_product = draft.goods[0]  # "On services there was a surplus of 6 billion: exports gained ..."
        self.find_owner(draft)
        theirs = self.told_by_others(draft)
        if theirs:
            return theirs
        why = self.find_sides(draft)
        return [replace(now, why=why)] if why else self.of_flows(draft)

    def no_flow_of_goods(self, draft: Draft) -> str:
        """Why what is called a flow is none of goods or services that are told: revenue of a firm, trade in what nobody knows."""
        phrase = draft.phrase
        if all(f.kind == "revenue" for f in phrase.flows):
            named = [products.slug(self.text[p.start : p.end]) for p in phrase.products]
            credits = named == ["services"] and all(f.low == "receipts" for f in phrase.flows)  # as in a balance of payments
            served = any(slug.endswith("services") for slug in named) and not credits
            if served or (not named and self.topic is None):
                return "about revenue"
        return NOT_KNOWN if phrase.unnamed and not phrase.products and draft.unplaced else ""

    def find_reporter(self, draft: Draft) -> None:
        """Whose flow it is where the phrase does not say it by an owner's name: the world's, the home country's with another."""
        phrase, home = draft.phrase, self.context.reporter
        all_the_worlds = phrase.world and all(f.code != "balance" for f in phrase.flows)  # a "global deficit" is one country's with all
        if all_the_worlds and not phrase.reporters and not phrase.partners and not phrase.pron:
            draft.reporter = "WLD"
        if self.is_trade_with(phrase, draft.reporter):
            phrase.partners, phrase.reporters, draft.reporter = phrase.reporters[:1], [], home
        if self.turned_round(phrase, draft.reporter):
            phrase.flows = [replace(phrase.flows[0], code="export")]
            phrase.partners, phrase.reporters, draft.reporter = phrase.reporters[:1], [], home
        if self.context.several and draft.pron == "its" and not phrase.reporters and draft.now.reporter:
            draft.reporter = draft.now.reporter

    def note_flows(self, flows: list[Item]) -> None:
        """Remembers that a balance was told of, and which flow of goods moved was told last."""
        moved = [f.code for f in flows if f.code not in _NOT_MOVED]
        self.balance_seen = self.balance_seen or len(moved) < len(flows)
        if moved:
            self.trade_flow = moved[0]

    def goods_of_flows(self, draft: Draft) -> list[Product | None]:
        """The goods of flows: those the phrase names, all of them, or those told of before."""
        phrase = draft.phrase
        if phrase.products:
            return [with_text(p, self) for p in phrase.products]
        if phrase.flows[0].low in _TRADED_GOODS and (phrase.pron is not None or phrase.areas or phrase.reporters):
            return [None]  # "The country exported goods worth $90 billion"
        topic = self.topic
        if (
            topic is not None
            and products.slug(topic.text).startswith("non-")
            and all(f.code in ("import", "balance") for f in phrase.flows)
        ):
            topic = topic if self.context.flow == phrase.flows[0].code else None  # exports without oil say nothing of what is imported
        if phrase.total or phrase.flows[0].low.startswith("total "):  # "total trade" is one word
            return [topic if self.is_summed(draft) else None]
        return [self.goods_untold(draft, topic)]

    def is_summed(self, draft: Draft) -> bool:
        """Whether a total is one of the goods under discussion: nobody adds up tonnes of everything."""
        flows = draft.phrase.flows
        worth = draft.unplaced and draft.phrase.pron is None and len(flows) == 1 and flows[0].low.endswith(("value", "volume"))
        return worth or self.kind_now == "quantity" or all(f.kind == "revenue" for f in flows)  # "the total export value"

    def goods_untold(self, draft: Draft, topic: Product | None) -> Product | None:
        """The goods of flows that are named with none: in an article on one product its own, unless all trade is told of."""
        phrase, state, now = draft.phrase, draft.state, draft.now
        if topic is not None and (self.is_of_all_trade(phrase, state) or self.is_other_way(phrase, state)):
            return None
        if self.is_altogether() and not state.history:  # "In all, the country's shipments came to"
            return None if phrase.reporters or draft.pron == "home" else self.section_topic or self.context.topic
        if self.kind_now == "quantity" and not state.history and topic is None:
            counted = self.counted_here()
            if counted is not None:
                return counted  # "... 26 million tonnes of soymeal. The season before, shipments were 19 million"
        if self.keeps_goods(draft):
            return now.product
        side = self.side_of_trade() if all(f.low in PLAIN_FLOWS for f in phrase.flows) else None
        if side is not None:
            return side  # "The surplus in services grew to £6 billion. Exports rose"
        summed = draft.within and now.product is None and not now.why and now.flow in MIRROR
        return None if summed else topic  # "total exports fell 3 percent and imports 4 percent"

    def keeps_goods(self, draft: Draft) -> bool:
        """Whether a flow named with no goods is of those that the series under discussion is of."""
        now, history = draft.now, draft.state.history
        flow = draft.phrase.flows[0]
        if flow.code == "balance" and flow.low.startswith("trade ") and now.flow in MIRROR:
            return False  # "the energy bill eased to 4 billion, helping the trade gap to shrink to"
        if history and now.product is not None and (now.why or self.kind_now == "quantity"):
            return True  # "copper earnings fell as the export volume was 63,000 tonnes"
        if (draft.within and now.product is not None and now.flow != "balance") or self.in_other_terms(now):
            return True  # "222,934 cars were exported. In money exports were $6.5 billion"
        # "the deficit in goods fell to £7 billion from a record deficit of £10 billion"
        return bool(history) and draft.joint != ";" and self.is_same_balance(draft.phrase, now)

    def find_owner(self, draft: Draft) -> None:
        """The areas that have no role yet; where the trade of several countries is told, also whose flow it is."""
        phrase = draft.phrase
        draft.areas = [a for a in phrase.areas if a.code and not (a.what.possessive and phrase.reporters)]  # "China's hunger helped Peru"
        if self.context.several and phrase.prep == "of" and phrase.partners:
            draft.reporter = phrase.partners[0].code
            phrase.partners = []
        elif self.traders and draft.areas and not phrase.reporters:
            draft.reporter, draft.areas = draft.areas[0].code, []  # "The largest exporters were Brazil with"
        elif self.context.several and phrase.buyer is not None and not phrase.reporters:
            draft.reporter = phrase.buyer.code  # "imports by Germany"
        elif (
            len(draft.areas) == 1 and phrase.flows[0].code in TOWARDS_HOME and [p.code for p in phrase.partners] == [self.context.reporter]
        ):
            draft.reporter, draft.areas = draft.areas[0].code, []  # "India recorded a surplus with Kenya", told in Kenya

    def told_by_others(self, draft: Draft) -> list[Series]:
        """The series of flows that the other side's verb or possession tells: "purchases of chips by China"; empty if none does."""
        own = next((f for f in draft.phrase.flows if f.code in MIRROR), None)
        series = self.of_other_side(draft, own) if own is not None else None
        if series is not None:
            return [replace(series, product=goods) for goods in draft.goods]
        last = self.gone_on_with(draft, own)
        if last is not None:
            return [replace(last, product=goods if draft.phrase.products else last.product) for goods in draft.goods]
        return []

    def of_other_side(self, draft: Draft, own: Item) -> Series | None:
        """A flow that others send here, buy from here, or call their own; the goods are still to be put in."""
        phrase, home, role = draft.phrase, self.context.reporter, draft.now.role_of_area
        if own.low.endswith(" here"):  # "what they sent here", "goods that Chad shipped here"
            sender = [a.code for a in phrase.reporters + phrase.areas if a.code != home] or [draft.now.partner]
            return Series(home, "import", 0, sender[0], None, draft.statistic, "", role)
        from_us = own.low in word_set("from_us")
        if own.code == "import" and (from_us or own.low.startswith("import")):
            buyer = self.buyer(phrase, draft.reporter)
            if buyer:
                return Series(draft.reporter, "export", 0, buyer, None, draft.statistic, "", role)
        if not self.owns_flow(draft, own):
            return None
        owner = draft.areas[0].code  # "Ireland cut its purchases by": from the country the article is about, or in all
        if from_us and MIRROR[own.code] in (self.context.flow, self.rows[-1].series.flow if self.rows else ""):
            return Series(home, MIRROR[own.code], 0, owner, None, draft.statistic, "", role)
        return Series(owner, own.code, 0, "WLD", None, draft.statistic, "", role)

    def owns_flow(self, draft: Draft, own: Item) -> bool:
        """Whether "its" flow is that of the only area named, which is not the article's own country."""
        areas, home = draft.areas, self.context.reporter
        if draft.pron != "its" or len(areas) != 1 or draft.phrase.partners or not home:
            return False
        # "As for Saudi imports, China led with its imports amounting to"
        return areas[0].code != home and not areas[0].what.possessive and draft.state.lead_flow != own.code

    def gone_on_with(self, draft: Draft, own: Item | None) -> Series | None:
        """The series told last, where a partner's own verb or possession goes on with it: "The US was second, | importing"."""
        last = draft.state.history[-1] if draft.state.history else None
        if last is None or draft.areas or draft.phrase.partners:
            return None
        flow = draft.phrase.flows[0]
        theirs = last.partner == self.places.subject != "" and last.flow == MIRROR.get(flow.code)
        if theirs and flow.low.endswith("ing") and draft.joint == ",":
            return replace(last, statistic=draft.statistic)
        buys = draft.pron == "its" and not draft.phrase.reporters and own is not None and own.low in word_set("from_us")
        if buys and last.flow == "export" and last.partner != "WLD":
            return replace(last, statistic=draft.statistic, why="")
        return None

    def find_sides(self, draft: Draft) -> str:
        """Settles who owns the flows and with whom they are; why not, if the text does not tell."""
        phrase = draft.phrase
        why = self.find_owners(draft)
        if why:
            return why
        if not draft.partners:
            draft.partners = self.partners_untold(draft)
        if not phrase.products and not phrase.total and draft.state.lead_product is not None:
            draft.goods = [draft.state.lead_product]
        if not draft.partners:
            if phrase.there and phrase.prep in ("from", "to", "with") and not self.last_area:
                return "a place that is not known"
            kept = (draft.within and not phrase.total) or phrase.there
            draft.partners = [draft.now.partner] if kept else ["WLD"]
        listed = len(draft.partners) > 1  # "imports from India, China and other countries"
        draft.partners = [p if p == "ROW" and listed else self.world(p, draft.reporter) for p in dict.fromkeys(draft.partners)]
        return ""

    def find_owners(self, draft: Draft) -> str:
        """Settles who owns the flows, and the partners that are named; why not, if a country would trade with itself."""
        phrase = draft.phrase
        together = self.those_at_home(draft)
        draft.partners = [p.code for p in phrase.partners if p.code != draft.reporter]
        if phrase.partners and not draft.partners:
            why = self.trade_with_itself(draft)
            if why:
                return why
        unowned = not self.context.reporter or (self.context.several and not phrase.partners)
        if self.runs_balance(draft):
            draft.reporter = draft.areas[0].code
            draft.partners = draft.partners or [self.context.reporter if draft.reporter in (self.both_ways, self.context.mutual) else "WLD"]
        elif not unowned:
            draft.partners += [a.code for a in draft.areas]
        pair = self.with_each_other(phrase)
        if all(pair):
            draft.reporter, partner = sorted(pair, key=lambda code: code != self.context.reporter)
            draft.partners, together = [partner], []
        draft.owners = together if len(together) > 1 and not phrase.partners else self.coordinated(phrase.reporters, draft.reporter)
        if draft.areas and unowned and not phrase.reporters:
            draft.owners = list(dict.fromkeys(a.code for a in draft.areas))  # "Brazil and Peru limit their exports to", of many countries
            draft.reporter = draft.owners[0]
        return ""

    def runs_balance(self, draft: Draft) -> bool:
        """Whether the one area named is said to have a balance of its own: "The UK ran a trade deficit", in an article on another one."""
        phrase, areas = draft.phrase, draft.areas
        if [f.code for f in phrase.flows] != ["balance"] or len(areas) != 1 or phrase.reporters or phrase.pron is not None:
            return False
        verb = self.text[areas[0].end : phrase.flows[0].start].split()
        return bool(verb) and verb[0] in word_set("runs_balance")

    def those_at_home(self, draft: Draft) -> list[str]:
        """The areas without a role that are at home, and so own the flow: "Peru, Chile and Ecuador combined saw their exports"."""
        phrase, areas = draft.phrase, draft.areas
        home = [a for a in areas if a.code == self.context.reporter]
        if not home and not phrase.partners and not phrase.reporters:
            if self.context.reporter in UNIONS:
                home = [a for a in areas if a.code in UNIONS]  # "the EU27 had a surplus of", in an article on the euro area
            home = home or [a for a in areas if self.is_member(a.code)][:1]  # "the largest surplus was in Germany"
        if not home:
            return []
        draft.reporter = home[0].code
        together = self.coordinated(phrase.areas, draft.reporter)
        draft.areas = [a for a in areas if a.code not in (draft.reporter, self.context.reporter, *together)]
        return together

    def trade_with_itself(self, draft: Draft) -> str:
        """Settles a flow whose only partner is its reporter: a group's inner trade, or what its partner's office tells; else why not."""
        if names.is_group(draft.reporter):
            draft.partners = ["INTRA-" + draft.reporter]
        elif draft.phrase.prep in ("to", "with", "from") and all(a.code == self.source for a in draft.areas):
            if self.source in ("", draft.reporter):
                return "trade with its own reporter: whose it is stands elsewhere"
            # "Korean customs data put exports to India at"
            draft.reporter, draft.partners, draft.areas = self.source, [draft.reporter], []
        return ""

    def partners_untold(self, draft: Draft) -> list[str]:
        """With whom flows are that the phrase names no partner of; empty if that is not told."""
        phrase, reporter = draft.phrase, draft.reporter
        if (phrase.there or draft.pron == "there") and self.last_area:
            return [self.last_area]
        if phrase.hint is not None and names_place(phrase.hint):
            named = [code for code in self.named_before if code != reporter][:1]  # "Mexico overtook China as the top source of imports"
            if named:
                return named
        if draft.state.lead_partner not in ("", reporter):
            return [draft.state.lead_partner]
        return [] if phrase.total else self.bilateral(phrase, draft.state, draft.joint, reporter)

    def of_flows(self, draft: Draft) -> list[Series]:
        """The series of all flows for all goods, owners and partners that are settled."""
        flows, partners, role = draft.phrase.flows, draft.partners, draft.now.role_of_area
        if len(flows) > 1 and flows[0].code == "export" and all(f.code == "export" for f in flows):
            flows = flows[:1]
        out = [
            Series(owner, flow.code, flow.sign or draft.phrase.flow_sign, partner, goods, draft.statistic, "", role)
            for flow in flows[:_MOST_FLOWS]
            for goods in draft.goods
            for owner in draft.owners
            for partner in partners
        ]
        return self.without_oil_named(draft.phrase, self.in_article_on_flow(draft.phrase, out))

    def in_article_on_flow(self, phrase: Phrase, series: list[Series]) -> list[Series]:
        """The series, a bare "trade" as the flow the article is on: "Trade with Peru fell 7 percent", of exports of apples."""
        bare = [f.low for f in phrase.flows] == ["trade"] and not phrase.products
        known = self.context.topic is not None and self.context.flow in MIRROR
        return [replace(s, flow=self.context.flow) for s in series] if bare and known else series

    def without_oil_named(self, phrase: Phrase, series: list[Series]) -> list[Series]:
        """The series, exports as those without oil where the phrase names these or goes on with them: "shipments to China fell"."""
        named = next((f for f in phrase.flows if f.kind == "nodx"), None)
        self.nodx = named or self.nodx
        partly = self.nodx is not None and phrase.partners and not phrase.total  # "Nodx rose 3 percent; shipments to China fell"
        return self.without_oil(series) if named is not None or partly else series
