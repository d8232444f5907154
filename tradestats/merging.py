"""A phrase merged with the frame it stands in: where it is silent, flow, partner, goods and statistic are those told of before."""

from __future__ import annotations

from tradestats.frame import Series, State
from tradestats.frozen import replace
from tradestats.goods import with_text
from tradestats.items import MIRROR, names_place
from tradestats.lexicon import word_set
from tradestats.parties import UNIONS, Parties, coordinated
from tradestats.phrase import Phrase, Product
from tradestats.recognise import names, products

NO_PRODUCT = "its subject is no product"
NOT_KNOWN = "its subject is not known to be a product"
PLAIN_FLOWS = frozenset(("exports", "imports", "export", "import"))
_TRADED_GOODS = frozenset(("exported goods", "imported goods"))


class Merging(Parties):
    """Merges what a phrase names with the frame."""

    def merge(self, phrase: Phrase, state: State, joint: str) -> list[Series]:
        """The series that a phrase names, where it is silent taken from the frame."""
        now = state.subjects[0] if state.subjects else self.series
        if state.lead_flow and not phrase.flows and not state.history:
            now = replace(now, flow=state.lead_flow, sign=0)
        stat = phrase.statistics[0].code.split(":")[0] if phrase.statistics else ""
        told_by = self.source if self.context.several and not state.history else ""  # "the Thai government said exports"
        reporter = phrase.reporters[0].code if phrase.reporters else told_by or now.reporter or self.reporter
        outside = phrase.other is not None and phrase.other.code == "bop"
        if phrase.sales and not phrase.flows and not phrase.partners and not (phrase.products and self.told_of_goods()):
            return [replace(now, why="about sales")]
        if phrase.other is not None and (
            outside
            or phrase.other_first
            or (not phrase.flows and (phrase.pron is None or phrase.pron.code in ("it", "they", "its", "there", "home")))
        ):
            product = phrase.joined if phrase.products else now.product
            return [replace(now, why=f"about {phrase.other.word}", product=with_text(product, self), reporter=reporter)]
        if phrase.proper and not phrase.flows and not phrase.products and not phrase.areas and not phrase.partners and not phrase.reporters:
            return [replace(now, why="about a company or an institution")]
        if (phrase.part and not (phrase.reporters or phrase.areas or phrase.partners)) or (phrase.placed and not phrase.partners):
            return [replace(now, why="about a part of a country")]
        if phrase.unknown and not (phrase.areas or phrase.partners):
            return [replace(now, why="with countries that are not known")]
        if phrase.apart:
            return [replace(now, why="without a country that is not told apart")]
        if phrase.flows:
            return self.flows(phrase, state, joint, now, reporter, stat)
        if phrase.hint is not None:
            if self.is_market(phrase):
                phrase.areas, phrase.reporters, reporter = phrase.reporters, [], self.context.reporter
            self.trade_seen = self.trade_seen or phrase.hint.low.split()[-2:-1] in (["export"], ["import"])
            base = Series(reporter, phrase.hint.code, 0, self.both_ways or "WLD", state.lead_product or self.topic, stat)
            owner = next((a for a in phrase.areas if a.what.possessive), None) if len(phrase.areas) > 1 else None
            if owner is not None:
                reporter = owner.code  # "Germany is China's top market"
                base = replace(base, reporter=reporter)
            areas = [a.code for a in phrase.areas or phrase.partners if a.code and a.code != reporter]
            if areas:
                self.trade_seen = self.trade_seen or owner is not None or bool(phrase.reporters)  # "Peru's main suppliers were"
                if phrase.products and self.names_a_product(phrase):
                    base = replace(base, product=with_text(phrase.joined, self))  # "the biggest buyer of Kenyan tea"
                if phrase.reporters:
                    base = replace(base, reporter=phrase.reporters[0].code)
                if phrase.products:
                    base = replace(base, product=with_text(phrase.joined, self))  # "the main buyers of grain were Turkey and Egypt"
                return [replace(base, partner=a) for a in areas]
            base = replace(base, partner=self.called_market(phrase.hint, reporter) or state.lead_partner or "WLD")
            return [replace(base, product=with_text(p, self)) for p in phrase.products] or [base]
        if phrase.share and not phrase.areas and not phrase.partners and not phrase.products:
            return [replace(s, statistic=stat or s.statistic) for s in state.subjects]
        if phrase.pron is not None:
            if phrase.pron.code == "it" and joint == ";" and state.history and not now.why and now.flow == state.history[0].flow:
                now = state.history[0]  # "of which 1 billion with Peru; it was 4 billion a year before"
            return self.pronoun(phrase, state, now, stat)
        if phrase.alien and not (phrase.partners or phrase.areas or phrase.reporters or phrase.products or stat):
            return [replace(now, why=NO_PRODUCT)]
        if not self.active and not phrase.share and not (stat and any(not s.why for s in state.history)):
            return [replace(now, why="the passage names no trade flow")]
        if joint in ("sub", "why") and phrase.prep == "of" and not phrase.areas and not self.context.several:
            phrase.areas, phrase.reporters, reporter = phrase.reporters, [], now.reporter  # "exports fell, mostly because of Japan"
        if phrase.partners or phrase.areas or phrase.reporters or phrase.there:
            return self.areas(phrase, state, now, reporter, stat)
        if phrase.products:
            return self.products(phrase, state, now, stat)
        if stat:
            fronted = state.lead_product if not state.history else None  # "In the case of nuts, the volume was"
            return [replace(s, statistic=stat, why="", product=fronted or s.product) for s in state.subjects]
        return state.subjects

    def flows(self, phrase: Phrase, state: State, joint: str, now: Series, reporter: str, stat: str) -> list[Series]:
        if all(f.kind == "revenue" for f in phrase.flows):
            named_products = [products.slug(self.text[p.start : p.end]) for p in phrase.products]
            credits = named_products == ["services"] and all(f.low == "receipts" for f in phrase.flows)  # as in a balance of payments
            served = any(slug.endswith("services") for slug in named_products) and not credits
            if served or (not named_products and self.topic is None):
                return [replace(now, why="about revenue")]
        if phrase.unnamed and not (phrase.products or phrase.reporters or phrase.areas or phrase.partners):
            return [replace(now, why=NOT_KNOWN)]
        self.trade_seen = True
        if phrase.flows[0].code == "balance" and {f.code for f in phrase.flows[1:]} == set(MIRROR):
            phrase.flows = phrase.flows[:1]  # "the gap between exports and imports"
        phrase.flows = [self.own_kind(f) for f in phrase.flows]
        all_the_worlds = phrase.world and all(f.code != "balance" for f in phrase.flows)  # a "global deficit" is one country's with all
        if all_the_worlds and not phrase.reporters and not phrase.partners and not phrase.pron:
            reporter = "WLD"
        shipper = self.supplier(phrase, now)
        if shipper:
            return [replace(now, partner=shipper, product=with_text(phrase.joined, self) if phrase.products else now.product, why="")]
        if self.is_trade_with(phrase, reporter):
            phrase.partners, phrase.reporters, reporter = phrase.reporters[:1], [], self.context.reporter
        if self.turned_round(phrase, reporter):
            phrase.flows = [replace(phrase.flows[0], code="export")]
            phrase.partners, phrase.reporters, reporter = phrase.reporters[:1], [], self.context.reporter
        if self.context.several and phrase.pron is not None and phrase.pron.code == "its" and not phrase.reporters and now.reporter:
            reporter = now.reporter
        moved = [f.code for f in phrase.flows if f.code not in ("balance", "trade")]
        self.balance_seen = self.balance_seen or len(moved) < len(phrase.flows)
        if moved:
            self.trade_flow = moved[0]
        within = bool(state.history) and joint in ("and", ",", "")
        if not stat and (within or (phrase.pron is not None and phrase.pron.code in ("that", "those"))):
            stat = now.statistic  # "the volume of exports rose 5 percent and that of imports 6 percent"
        topic = self.topic
        if (
            topic is not None
            and products.slug(topic.text).startswith("non-")
            and all(f.code in ("import", "balance") for f in phrase.flows)
        ):
            topic = topic if self.context.flow == phrase.flows[0].code else None  # exports without oil say nothing of what is imported
        if phrase.products:
            goods: list[Product | None] = [with_text(p, self) for p in phrase.products]
        elif phrase.flows[0].low in _TRADED_GOODS and (phrase.pron is not None or phrase.areas or phrase.reporters):
            goods = [None]  # "The country exported goods worth $90 billion"
        elif phrase.total or phrase.flows[0].low.startswith("total "):  # "total trade" is one word
            unowned = not (phrase.reporters or phrase.areas or phrase.partners or phrase.pron)
            worth = unowned and len(phrase.flows) == 1 and phrase.flows[0].low.endswith(("value", "volume"))  # "the total export value"
            summed = worth or self.kind_now == "quantity" or all(f.kind == "revenue" for f in phrase.flows)
            goods = [topic if summed else None]  # nobody adds up tonnes of everything
        elif topic is not None and (self.is_of_all_trade(phrase, state) or self.is_other_way(phrase, state)):
            goods = [None]
        elif self.is_altogether() and not state.history:
            owned = bool(phrase.reporters) or (phrase.pron is not None and phrase.pron.code == "home")
            goods = [None if owned else self.section_topic or self.context.topic]  # "In all, the country's shipments came to"
        elif self.kind_now == "quantity" and not state.history and topic is None and self.counted_here() is not None:
            goods = [self.counted_here()]  # "... 26 million tonnes of soymeal. The season before, shipments were 19 million"
        elif state.history and self.kind_now == "quantity" and now.product is not None:
            goods = [now.product]  # "copper earnings fell as the export volume was 63,000 tonnes"
        elif (now.why and now.product is not None and state.history) or (within and now.product is not None and now.flow != "balance"):
            goods = [now.product]
        elif self.in_other_terms(now):
            goods = [now.product]  # "222,934 cars were exported. In money exports were $6.5 billion"
        elif state.history and joint != ";" and self.is_same_balance(phrase, now):
            goods = [now.product]  # "the deficit in goods fell to £7 billion from a record deficit of £10 billion"
        elif self.side_of_trade() is not None and all(f.low in PLAIN_FLOWS for f in phrase.flows):
            goods = [self.side_of_trade()]  # "The surplus in services grew to £6 billion. Exports rose"
        elif within and now.product is None and not now.why and now.flow in ("export", "import"):
            goods = [None]  # "total exports fell 3 percent and imports 4 percent"
        else:
            goods = [topic]
        if phrase.products and phrase.products[0].lead and state.lead_product is None and len(phrase.flows) == 1:
            state.lead_product = goods[0]  # "On services there was a surplus of 6 billion: exports gained ..."
        areas = [a for a in phrase.areas if a.code and not (a.what.possessive and phrase.reporters)]  # "China's hunger helped Peru"
        if self.context.several and phrase.prep == "of" and phrase.partners:
            reporter = phrase.partners[0].code
            phrase.partners = []
        elif self.context.several and phrase.buyer is not None and not phrase.reporters:
            reporter = phrase.buyer.code  # "imports by Germany"
        own = next((f for f in phrase.flows if f.code in MIRROR), None)
        buyer = self.buyer(phrase, reporter)
        if own is not None and own.low.endswith(" here"):  # "what they sent here", "goods that Chad shipped here"
            sender = [a.code for a in phrase.reporters + phrase.areas if a.code != self.context.reporter] or [now.partner]
            return [Series(self.context.reporter, "import", 0, sender[0], g, stat, "", now.role_of_area) for g in goods]
        bought = own is not None and own.code == "import" and (own.low in word_set("from_us") or own.low.startswith("import"))
        if bought and buyer:
            return [Series(reporter, "export", 0, buyer, g, stat, "", now.role_of_area) for g in goods]
        if (
            own is not None
            and phrase.pron is not None
            and phrase.pron.code == "its"
            and len(areas) == 1
            and areas[0].code != self.context.reporter
            and not phrase.partners
            and not areas[0].what.possessive
            and self.context.reporter
            and state.lead_flow != own.code  # "As for Saudi imports, China led with its imports amounting to"
        ):
            owner = areas[0].code  # "Ireland cut its purchases by": from the country the article is about, or in all
            near = (self.context.flow, self.rows[-1].series.flow if self.rows else "")
            if own.low in word_set("from_us") and MIRROR[own.code] in near:
                return [Series(self.context.reporter, MIRROR[own.code], 0, owner, g, stat, "", now.role_of_area) for g in goods]
            return [Series(owner, own.code, 0, "WLD", g, stat, "", now.role_of_area) for g in goods]
        last = state.history[-1] if state.history else None
        goes_on = last is not None and last.partner == self.places.subject != "" and last.flow == MIRROR.get(phrase.flows[0].code)
        if goes_on and last is not None and phrase.flows[0].low.endswith("ing") and joint == "," and not (areas or phrase.partners):
            return [replace(last, product=g if phrase.products else last.product, statistic=stat) for g in goods]  # "second, importing"
        its = phrase.pron is not None and phrase.pron.code == "its" and not (areas or phrase.partners or phrase.reporters)
        buys = own is not None and own.low in word_set("from_us")
        if its and buys and last is not None and last.flow == "export" and last.partner != "WLD":
            return [replace(last, product=g if phrase.products else last.product, statistic=stat, why="") for g in goods]
        home = [a for a in areas if a.code == self.context.reporter]
        if not home and self.context.reporter in UNIONS and not phrase.partners and not phrase.reporters:
            home = [a for a in areas if a.code in UNIONS]  # "the EU27 had a surplus of", in an article on the euro area
        if not home and not phrase.partners and not phrase.reporters:
            home = [a for a in areas if self.is_member(a.code)][:1]  # "the largest surplus was in Germany"
        if home:
            reporter = home[0].code
            areas = [a for a in areas if a.code not in (reporter, self.context.reporter)]
            together = coordinated(phrase.areas, reporter)  # "Peru, Chile and Ecuador combined saw their exports"
            areas = [a for a in areas if a.code not in together]
        partners = [p.code for p in phrase.partners if p.code != reporter]
        if phrase.partners and not partners and names.is_group(reporter):
            partners = ["INTRA-" + reporter]
        elif phrase.partners and not partners and phrase.prep in ("to", "with", "from") and all(a.code == self.source for a in areas):
            if self.source in ("", reporter):
                return [replace(now, why="trade with its own reporter: whose it is stands elsewhere")]
            reporter, partners, areas = self.source, [reporter], []  # "Korean customs data put exports to India at"
        unowned = not self.context.reporter or (self.context.several and not phrase.partners)
        if not unowned:
            partners += [a.code for a in areas]
        if phrase.pair and all(phrase.pair):
            reporter, partner = sorted(phrase.pair, key=lambda code: code != self.context.reporter)
            partners = [partner]
        owners = together if home and len(together) > 1 and not phrase.partners else coordinated(phrase.reporters, reporter)
        if areas and unowned and not phrase.reporters:
            owners = list(dict.fromkeys(a.code for a in areas))  # "Brazil and Peru limit their exports to", where many countries' are told
            reporter = owners[0]
        if not partners and (phrase.there or (phrase.pron is not None and phrase.pron.code == "there")) and self.last_area:
            partners = [self.last_area]
        if not partners and phrase.hint is not None and names_place(phrase.hint):
            partners = [code for code in self.named_before if code != reporter][:1]  # "Mexico overtook China as the top source of imports"
        if not partners and state.lead_partner not in ("", reporter):
            partners = [state.lead_partner]
        if not partners and not phrase.total:
            partners = self.bilateral(phrase, state, joint, reporter)
        if not phrase.products and not phrase.total and state.lead_product is not None:
            goods = [state.lead_product]
        if not partners and phrase.there and phrase.prep in ("from", "to", "with") and not self.last_area:
            return [replace(now, why="a place that is not known")]
        if not partners:
            partners = [now.partner] if (within and not phrase.total) or phrase.there else ["WLD"]
        listed = len(partners) > 1  # "imports from India, China and other countries"
        partners = [p if p == "ROW" and listed else self.world(p, reporter) for p in dict.fromkeys(partners)]
        if reporter in UNIONS and len(partners) == 1 and partners[0] in ("EXTRA-EU", "EXTRA-EA", "INTRA-EU", "INTRA-EA"):
            reporter = partners[0][-2:]  # "extra-EU trade" in an article on the euro area
        out = []
        for flow in phrase.flows[:6]:
            for product in goods:
                for owner in owners:
                    for partner in partners:
                        out.append(Series(owner, flow.code, flow.sign or phrase.flow_sign, partner, product, stat, "", now.role_of_area))
        if len(phrase.flows) > 1 and phrase.flows[0].code == "export" and len({f.code for f in phrase.flows}) == 1:
            out = out[: len(goods) * len(partners) * len(owners)]
        if (
            [f.low for f in phrase.flows] == ["trade"]
            and self.context.topic is not None
            and self.context.flow in MIRROR
            and not phrase.products
        ):
            out = [replace(s, flow=self.context.flow) for s in out]  # "Trade with Peru fell 7 percent", in an article on exports of apples
        named = next((f for f in phrase.flows if f.kind == "nodx"), None)
        self.nodx = named or self.nodx
        if named is not None or (self.nodx is not None and phrase.partners and not phrase.total):
            out = self.without_oil(out)  # "Nodx rose 3 percent; shipments to China fell"
        return out

    def pronoun(self, phrase: Phrase, state: State, now: Series, stat: str) -> list[Series]:
        code = phrase.pron.code if phrase.pron is not None else ""
        if code == "its" and not phrase.flows and (phrase.products or phrase.statistics):
            return self.products(phrase, state, now, stat) if phrase.products else [replace(now, statistic=stat)]
        partner = [p.code for p in phrase.partners] or [a.code for a in phrase.areas]
        base = now
        if code in ("that", "those") and phrase.prep == "from" and now.flow.endswith("export") and phrase.partners and not phrase.areas:
            phrase.reporters, partner = phrase.partners, []  # "exports from Asia rose, those from Africa fell"
        if partner == [now.reporter] and phrase.prep == "from" and not phrase.areas:
            partner, base = [], replace(now, flow="export", sign=0, partner="WLD", why="")  # "from Ukraine it was exported"
        if code == "latter" and self.latest == "area" and self.last_area and not phrase.partners and now.flow:
            return [replace(now, partner=self.last_area, statistic=stat or now.statistic, why="")]
        if code == "latter" and self.last_product is not None and not phrase.partners and not state.history:
            base = replace(now, product=self.last_product, why="")
        ways = list({s.flow: s for s in state.history if s.flow in MIRROR}.values())
        if code in ("former", "latter") and len(ways) == len(MIRROR):
            base = ways[code == "latter"]  # "exports of 7 billion, imports of 9 billion and a deficit: the former advanced"
        elif code == "former" and len(state.history) > 1:
            base = state.history[-2]
        elif code in ("former", "latter") and not state.history and len(self.told_apart) == 2:
            base = self.told_apart[code == "latter"]  # "Phones rose 5 percent, cars 4 percent. The former ..."
        if state.lead_partner and not state.history and not partner:
            base = replace(base, partner=state.lead_partner, why="")  # "Extra-EU, they stood at"
        named = phrase.reporters[0] if phrase.reporters else None
        theirs = named is not None and (self.context.several or base.reporter != self.context.reporter or named.what.form != "demonym")
        if code in ("that", "those") and phrase.reporters and not partner and theirs:
            whose = phrase.reporters[0].code  # "exports of Asia fell, those of Europe rose"
            return [replace(base, reporter=whose, partner="WLD", statistic=stat or base.statistic, why="")]
        if partner:
            what = with_text(phrase.joined, self) if phrase.products else base.product
            return [replace(base, partner=p, product=what, statistic=stat or base.statistic, why="") for p in partner]
        if phrase.products:
            return [replace(base, product=with_text(p, self), statistic=stat or base.statistic, why="") for p in phrase.products]
        return [replace(base, statistic=stat or base.statistic)]

    def areas(self, phrase: Phrase, state: State, now: Series, reporter: str, stat: str) -> list[Series]:
        if phrase.reporters and phrase.partners and phrase.reporters[0].what.possessive:
            now = replace(now, reporter=phrase.reporters[0].code)  # "China's exports to India rose, and India's to China"
        verb = phrase.verb
        stat = stat or (now.statistic if state.history else "")
        if verb is not None and verb.code == "export" and phrase.prep == "from" and [a.code for a in phrase.partners] == [reporter]:
            return [replace(now, flow="export", sign=0, partner="WLD", statistic=stat, why="")]  # "from Ukraine were exported"
        if verb is not None and verb.code == "import" and not phrase.areas and not self.context.several and reporter != now.reporter:
            phrase.areas, phrase.reporters, reporter = phrase.reporters, [], now.reporter  # "the countries of the EU bought"
        areas = phrase.partners or phrase.areas
        product = self.topic if not state.history and self.narrower(now.product) else now.product
        goods: list[Product | None] = [with_text(p, self) for p in phrase.products] or [product]
        owners = coordinated(phrase.areas, self.context.reporter) if not phrase.partners else []
        if len(owners) > 1:  # "Russia and Ukraine account for": nobody trades with himself, so neither is the other's partner
            told = replace(now, partner="WLD", product=goods[0], statistic=stat, why="", role_of_area="reporter")
            return [replace(told, reporter=code) for code in owners]
        to = phrase.partners[0].code if len(phrase.partners) == 1 and phrase.prep == "to" else "WLD"
        sent = self.world(to, reporter)  # "shipped more to Japan"
        sellers = [a for a in phrase.areas if a.code not in ("", now.reporter, self.context.reporter)]
        if verb is not None and verb.code == "export" and sellers and now.flow == "import" and now.reporter and sent == "WLD":
            return [replace(now, partner=a.code, statistic=stat, why="") for a in sellers]  # "US imports grew. China shipped $14 billion"
        if verb is not None and verb.code == "export" and (phrase.areas or phrase.reporters):
            return [
                Series(a.code, "export", 0, sent if sent != a.code else "WLD", p, stat, role_of_area="reporter")
                for a in (phrase.areas or phrase.reporters)
                for p in goods
            ]
        if verb is not None and verb.code == "supply" and phrase.areas:
            told = replace(now, flow="import", sign=0, product=goods[0], statistic=stat, why="", role_of_area="partner")
            return [replace(told, partner=a.code) for a in phrase.areas]
        if verb is not None and verb.code == "import" and phrase.areas:
            ours = len(phrase.areas) > 1 and self.context.flow == "export" and not phrase.partners and not self.context.several
            if phrase.areas[0].code == self.context.reporter or (verb.word == "imported" and not ours):
                return [
                    Series(
                        phrase.areas[0].code,
                        "import",
                        0,
                        phrase.partners[0].code if phrase.partners else "WLD",
                        goods[0],
                        stat,
                        role_of_area="reporter",
                    )
                ]
            return [replace(now, flow="export", sign=0, partner=a.code, product=goods[0], statistic=stat, why="") for a in phrase.areas]
        if phrase.prep == "from" and phrase.partners and state.history and now.flow == "export" and self.context.several:
            return [replace(now, reporter=a.code, product=goods[0], statistic=stat, why="") for a in phrase.partners]  # "from Peru by 2"
        if phrase.partners and phrase.prep in ("to", "from") and now.flow in ("export", "import", "balance", "trade"):
            now = (
                replace(now, flow="export" if phrase.prep == "to" else "import", sign=0)
                if (phrase.verb is None or phrase.verb.code != "supply")
                else now
            )
        alike = now.partner != "WLD" or not state.history or any(names.is_group(a.code) for a in phrase.reporters)
        if not areas and alike and not self.context.several and all(a.what.possessive for a in phrase.reporters):
            areas, phrase.reporters, reporter = phrase.reporters, [], now.reporter  # "sales to Asia fell, Africa's rose"
        there = now.partner if now.partner != "WLD" else self.last_area
        if phrase.there and not areas and phrase.prep in ("from", "to") and there and now.flow:
            flow = "export" if phrase.prep == "to" else "import"  # "from there came goods worth 5 billion"
            now = replace(now, flow=flow, partner=there, sign=0)
        if phrase.reporters and not areas:
            return [
                replace(now, reporter=reporter, partner="WLD", product=p, statistic=stat, why="", role_of_area="reporter") for p in goods
            ]
        out: list[Series] = []
        beside = coordinated(areas, areas[0].code) if areas else []
        for area in areas:
            if area.code == "" and not phrase.there:
                continue
            rival = now.reporter not in ("", self.context.reporter) and now.partner == "WLD"  # "Thailand exported 2 million, Vietnam 1"
            home = (area.code == self.context.reporter or (rival and bool(state.history))) and not phrase.partners
            if not phrase.partners and ((reporter in UNIONS and area.code in UNIONS) or self.is_member(area.code)):
                home = True
            if home or (not phrase.partners and (self.context.several or not self.context.reporter) and now.role_of_area == "reporter"):
                if out and area.code not in beside:
                    continue  # "Vietnam has overtaken Thailand as"
                out.append(
                    replace(
                        now,
                        reporter=area.code,
                        partner=state.lead_partner or "WLD",
                        product=goods[0],
                        statistic=stat,
                        why="",
                        role_of_area="reporter",
                    )
                )
            else:
                out.append(replace(now, partner=self.world(area.code, reporter), product=goods[0], statistic=stat, why=""))
        return out or [replace(now, statistic=stat, product=goods[0])]  # "Among them coal rose"

    def products(self, phrase: Phrase, state: State, now: Series, stat: str) -> list[Series]:
        flow, sign = now.flow, now.sign
        if phrase.cost:
            flow, sign = "import", 0
        listed = self.labelled and self.section_flow == "balance"  # "Cars: $3 billion", in a section on the deficit
        kept = flow == "balance" and (self.judged or listed)  # "the result in computers worsened by $6 billion"
        if flow in ("balance", "trade") and not state.history and self.trade_flow and not kept:
            flow, sign = "export" if now == self.fresh else self.trade_flow, 0  # a product is of goods moved, not of a balance
        if not flow:
            return [replace(now, why="no flow named before it")]
        made = now.why.startswith("about ") and not now.why.endswith("institution") and self.kind_now != "money"
        if made and not state.history and state.lead_product is None:
            return [now]  # output told of before: a kind of what was made is no trade either
        held = state.history or (now.partner != "WLD" and now is not self.series)
        partner = now.partner if held else state.lead_partner or self.page_partner or "WLD"
        if not self.names_a_product(phrase) and not self.listing and state.lead_product is None:
            return [replace(now, why=NOT_KNOWN)]
        out = []
        for product in phrase.products:
            out.append(replace(now, flow=flow, sign=sign, partner=partner, product=with_text(product, self), statistic=stat, why=""))
        return out
