"""A phrase merged with the frame it stands in: where it is silent, flow, partner, goods and statistic are those told of before."""

from __future__ import annotations

from tradestats.flows import Draft, Flows
from tradestats.frame import Series, State
from tradestats.frozen import replace
from tradestats.goods import NO_PRODUCT, NOT_KNOWN, with_text
from tradestats.items import MIRROR, Item
from tradestats.lexicon import word_set
from tradestats.parties import UNIONS
from tradestats.phrase import Phrase
from tradestats.recognise import names
from tradestats.subnational import OF_A_PART

_OWN_PRONOUNS = frozenset(("it", "they", "its", "there", "home"))
_ANY_FLOW = frozenset(("export", "import", "balance", "trade"))
_OVER_THE_BORDER = {"to": "export", "from": "import"}
"""The flow that a preposition before another country says."""

_PARALLEL = frozenset((",", ";", "and", "sub"))  # what joins a clause to one that it repeats without its verb
_AT_HOME = ("sales", "sold")
"""What a series that is no trade is about where goods changed hands at home."""

_PARTNERS = frozenset(("partners", "top partners"))  # of which way of trade, the words leave open


class Merging(Flows):
    """Merges what a phrase names with the frame."""

    def merge(self, phrase: Phrase, state: State, joint: str) -> list[Series]:
        """The series that a phrase names, where it is silent taken from the frame."""
        draft = self.begin(phrase, state, joint)
        apart = self.about_other(draft)
        if apart is not None:
            return [apart]
        why = _not_told_apart(phrase)
        if why:
            return [replace(draft.now, why=why)]
        if phrase.flows:
            return self.flows(draft)
        if phrase.hint is not None:
            return self.of_market(draft, phrase.hint)
        if phrase.share and not phrase.areas and not phrase.partners and not phrase.products:
            return [replace(s, statistic=draft.statistic or s.statistic) for s in state.subjects]
        if phrase.pron is not None:
            return self.pronoun(draft)
        return self.gone_on(draft)

    def begin(self, phrase: Phrase, state: State, joint: str) -> Draft:
        """What is known of the series of a phrase before it is read."""
        now = state.subjects[0] if state.subjects else self.series
        if state.lead_flow and not phrase.flows and not state.history:
            now = replace(now, flow=state.lead_flow, sign=0)
        statistic = phrase.statistics[0].code.split(":")[0] if phrase.statistics else ""
        told_by = self.source if self.context.several and not state.history else ""  # "the Thai government said exports"
        reporter = phrase.reporters[0].code if phrase.reporters else told_by or now.reporter or self.reporter
        return Draft(phrase, state, joint, now, reporter, statistic)

    def about_other(self, draft: Draft) -> Series | None:
        """The series of a phrase on something else than trade: home sales, output, the current account; else None."""
        phrase, other = draft.phrase, draft.phrase.other
        sold = phrase.sales and not phrase.flows and not phrase.partners
        if sold and (_sold_at_home(draft.now) or not self.told_of_goods(phrase.products)):
            return replace(draft.now, why="about sales")
        if other is None:
            return None
        first = other.code == "bop" or phrase.other_first
        if not first and (phrase.flows or (phrase.pron is not None and phrase.pron.code not in _OWN_PRONOUNS)):
            return None
        product = phrase.joined if phrase.products else draft.now.product
        makers = phrase.reporters + phrase.areas + phrase.partners
        if self.context.several and other.code == "output" and len(makers) == 1 and makers[0].code:
            draft.reporter = makers[0].code  # "Ukraine's harvest is put at 22 million tonnes, exports at"
        return replace(draft.now, why=f"about {other.word}", product=with_text(product, self), reporter=draft.reporter)

    def gone_on(self, draft: Draft) -> list[Series]:
        """The series of a phrase that names no flow, where one is under discussion: of its areas, its goods, another statistic."""
        phrase, state, statistic = draft.phrase, draft.state, draft.statistic
        if phrase.alien and draft.unplaced and not (phrase.products or statistic):
            return [replace(draft.now, why=NO_PRODUCT)]
        if self.dealt == "mirrored" and [p.code for p in phrase.partners] == [draft.reporter] and not phrase.areas:
            return state.subjects  # "Kenya's tea imports grew: Rwanda shipped 3 tonnes to Kenya, a 5 percent rise"
        if not self.active and not phrase.share and not (statistic and any(not s.why for s in state.history)):
            return [replace(draft.now, why="the passage names no trade flow")]
        if draft.joint in ("sub", "why") and phrase.prep == "of" and not phrase.areas and not self.context.several:
            _take_for_partners(draft)  # "exports fell, mostly because of Japan"
        if not draft.unplaced or phrase.there:
            return self.areas(draft)
        if phrase.products:
            return self.products(draft)
        if statistic:
            fronted = state.lead_product if not state.history else None  # "In the case of nuts, the volume was"
            return [replace(s, statistic=statistic, why="", product=fronted or s.product) for s in state.subjects]
        return state.subjects

    def of_market(self, draft: Draft, hint: Item) -> list[Series]:
        """The series of markets and suppliers: "the biggest buyer of Kenyan tea was Egypt", "the main export items were"."""
        phrase = draft.phrase
        if self.is_market(phrase):
            phrase.areas, phrase.reporters, draft.reporter = phrase.reporters, [], self.context.reporter
        self.trade_seen = self.trade_seen or not word_set("exports_and_imports").isdisjoint(hint.low.split())
        owner = next((a for a in phrase.areas if a.what.possessive), None) if len(phrase.areas) > 1 else None
        if owner is not None:
            draft.reporter = owner.code  # "Germany is China's top market"
        partner = self.both_ways or (draft.now.partner if _placed(draft.state) else "WLD")
        base = Series(draft.reporter, self.side_of(hint, draft.state), 0, partner, draft.state.lead_product or self.topic, draft.statistic)
        areas = [a.code for a in phrase.areas or phrase.partners if a.code and a.code != draft.reporter]
        if not areas:
            base = replace(base, partner=self.called_market(hint, draft.reporter) or draft.state.lead_partner or partner)
            return [replace(base, product=with_text(p, self)) for p in phrase.products] or [base]
        self.trade_seen = self.trade_seen or owner is not None or bool(phrase.reporters)  # "Peru's main suppliers were"
        if phrase.reporters:
            base = replace(base, reporter=phrase.reporters[0].code)
        if phrase.products:
            base = replace(base, product=with_text(phrase.joined, self))  # "the main buyers of grain were Turkey and Egypt"
        return [replace(base, partner=a) for a in areas]

    def side_of(self, hint: Item, state: State) -> str:
        """The flow of partners: in the way of trade that the clause or the sentence before is about, where the word leaves it open."""
        if hint.code == "trade" and state.lead_flow:
            return state.lead_flow  # "In terms of imports, the largest trading partners were"
        last = self.rows[-1] if self.rows else None
        goes_on = last is not None and last.sentence.paragraph == self.paragraph and last.series.flow in (*MIRROR, "trade")
        return last.series.flow if last is not None and goes_on and hint.low in _PARTNERS else hint.code

    def pronoun(self, draft: Draft) -> list[Series]:
        """The series of what a pronoun stands for: "it was 4 billion", "those to Peru", "the former", "there"."""
        phrase, state = draft.phrase, draft.state
        first = state.history[0] if state.history else None
        if draft.pron == "it" and draft.joint == ";" and first is not None and not draft.now.why and draft.now.flow == first.flow:
            draft.now = first  # "of which 1 billion with Peru; it was 4 billion a year before"
        now, statistic = draft.now, draft.statistic
        if draft.pron == "its" and (phrase.products or phrase.statistics):
            return self.products(draft) if phrase.products else [replace(now, statistic=statistic)]
        pointing = draft.pron in ("that", "those")
        if pointing and phrase.products and self.kind_now != "money" and _sold_at_home(now):
            return [now]  # "sales of buses fell, those of imported cars rose"
        partners = [p.code for p in phrase.partners] or [a.code for a in phrase.areas]
        if pointing and phrase.prep == "from" and now.flow.endswith("export") and phrase.partners and not phrase.areas:
            phrase.reporters, partners = phrase.partners, []  # "exports from Asia rose, those from Africa fell"
        base = now
        if partners == [now.reporter] and phrase.prep == "from" and not phrase.areas:
            partners, base = [], replace(now, flow="export", sign=0, partner="WLD", why="")  # "from Ukraine it was exported"
        if draft.pron in ("former", "latter"):
            base = self.meant(draft) or base
            if base.partner != now.partner and not partners:
                return [replace(base, statistic=statistic or base.statistic, why="")]
        if state.lead_partner and not state.history and not partners:
            base = replace(base, partner=state.lead_partner, why="")  # "Extra-EU, they stood at"
        if pointing and phrase.reporters and not partners and self.is_of_others(phrase.reporters[0], base):
            whose = phrase.reporters[0].code  # "exports of Asia fell, those of Europe rose"
            return [replace(base, reporter=whose, partner="WLD", statistic=statistic or base.statistic, why="")]
        if not partners and not phrase.products:
            return [replace(base, statistic=statistic or base.statistic)]
        base = replace(base, statistic=statistic or base.statistic, why="")
        if partners:
            goods = with_text(phrase.joined, self) if phrase.products else base.product
            return [replace(base, partner=p, product=goods) for p in partners]
        return [replace(base, product=with_text(p, self)) for p in phrase.products]

    def is_of_others(self, named: Item, base: Series) -> bool:
        """Whether "those of Asia" are that area's own flow, and not the home country's with it: "those of German goods"."""
        return self.context.several or base.reporter != self.context.reporter or named.what.form != "demonym"

    def meant(self, draft: Draft) -> Series | None:
        """The series told before that "the former" or "the latter" means; None if it is not settled."""
        latter, history = draft.pron == "latter", draft.state.history
        ways = list({s.flow: s for s in history if s.flow in MIRROR}.values())
        if len(ways) == len(MIRROR):
            return ways[latter]  # "exports of 7 billion, imports of 9 billion and a deficit: the former advanced"
        if not latter and len(history) > 1:
            return history[-2]
        if latter and self.latest == "area" and self.last_area in self.places.told and not draft.phrase.partners and draft.now.flow:
            return replace(draft.now, partner=self.last_area, why="")  # "to China and Japan, the latter having doubled"
        if set(history) <= set(self.told_apart[:1]) and len(self.told_apart) == 2:
            return self.told_apart[latter]  # "Phones rose 5 percent, cars 4 percent. The former ..."
        if not self.told_apart and len(self.places.before) == 2 and draft.now.flow:
            return replace(draft.now, partner=self.places.before[latter], why="")  # "It sells mostly to China and Japan. The former took"
        if latter and self.last_product is not None and not draft.phrase.partners and not history:
            return replace(draft.now, product=self.last_product, why="")
        return None

    def areas(self, draft: Draft) -> list[Series]:
        """The series of areas that are named with no flow: partners of the one under discussion, or countries with one of their own."""
        phrase, state = draft.phrase, draft.state
        if phrase.reporters and phrase.partners and phrase.reporters[0].what.possessive:
            draft.now = replace(draft.now, reporter=phrase.reporters[0].code)  # "China's exports to India rose, and India's to China"
        now = draft.now
        draft.statistic = draft.statistic or (now.statistic if state.history else "")
        verb = phrase.verb.code if phrase.verb is not None else ""
        if verb == "export" and phrase.prep == "from" and [a.code for a in phrase.partners] == [draft.reporter]:
            return [replace(now, flow="export", sign=0, partner="WLD", statistic=draft.statistic, why="")]  # "from Ukraine were exported"
        if verb == "import" and not phrase.areas and not self.context.several and draft.reporter != now.reporter:
            _take_for_partners(draft)  # "the countries of the EU bought"
        draft.areas = phrase.partners or phrase.areas
        product = self.topic if not state.history and self.narrower(now.product) else now.product
        draft.goods = [with_text(p, self) for p in phrase.products] or [product]
        told = self.traded_by_areas(draft, verb)
        if told:
            return told
        if phrase.prep == "from" and phrase.partners and state.history and now.flow == "export" and self.context.several:
            base = self.carried_on(draft)
            return [replace(base, reporter=a.code) for a in phrase.partners]  # "from Peru by 2"
        self.turn_flow(draft, verb)
        if phrase.reporters and not draft.areas:
            base = replace(draft.now, reporter=draft.reporter, partner="WLD", statistic=draft.statistic, why="", role_of_area="reporter")
            return [replace(base, product=p) for p in draft.goods]
        out = self.of_areas(draft)
        return out or [replace(draft.now, statistic=draft.statistic, product=draft.goods[0])]  # "Among them coal rose"

    def carried_on(self, draft: Draft) -> Series:
        """The series under discussion, of the phrase's goods and statistic."""
        return replace(draft.now, product=draft.goods[0], statistic=draft.statistic, why="")

    def traded_by_areas(self, draft: Draft, verb: str) -> list[Series]:
        """The series of areas that are the subject of a verb of trade, or that act together; empty if they are not."""
        phrase = draft.phrase
        owners = self.coordinated(phrase.areas, self.context.reporter) if not phrase.partners else []
        if len(owners) > 1:  # "Russia and Ukraine account for": nobody trades with himself, so neither is the other's partner
            base = replace(self.carried_on(draft), partner="WLD", role_of_area="reporter")
            return [replace(base, reporter=code) for code in owners]
        if verb == "export":
            return self.exported_by(draft)
        if verb == "supply" and phrase.areas:
            base = replace(self.carried_on(draft), flow="import", sign=0, role_of_area="partner")
            return [replace(base, partner=a.code) for a in phrase.areas]
        if verb != "import" or not phrase.areas:
            return []
        buyer = phrase.areas[0].code
        ours = len(phrase.areas) > 1 and self.context.flow == "export" and not phrase.partners and not self.context.several
        if buyer == self.context.reporter or (phrase.verb is not None and phrase.verb.word == "imported" and not ours):
            seller = phrase.partners[0].code if phrase.partners else "WLD"
            return [Series(buyer, "import", 0, seller, draft.goods[0], draft.statistic, role_of_area="reporter")]
        return [replace(self.carried_on(draft), flow="export", sign=0, partner=a.code) for a in phrase.areas]

    def exported_by(self, draft: Draft) -> list[Series]:
        """The series of areas that export: those the home country buys from, or exporters of their own; empty if none is named."""
        phrase, now = draft.phrase, draft.now
        to = phrase.partners[0].code if len(phrase.partners) == 1 and phrase.prep == "to" else "WLD"
        sent = self.world(to, draft.reporter)  # "shipped more to Japan"
        sellers = [a for a in phrase.areas if a.code not in ("", now.reporter, self.context.reporter)]
        if sellers and now.flow == "import" and now.reporter and sent == "WLD":
            base = replace(now, statistic=draft.statistic, why="")
            return [replace(base, partner=a.code) for a in sellers]  # "US imports grew. China shipped $14 billion"
        return [
            Series(a.code, "export", 0, sent if sent != a.code else "WLD", goods, draft.statistic, role_of_area="reporter")
            for a in (phrase.areas or phrase.reporters)
            for goods in draft.goods
        ]

    def turn_flow(self, draft: Draft, verb: str) -> None:
        """Turns the flow to where "to" or "from" points, and takes owners for partners where nobody else's trade is told."""
        phrase, now = draft.phrase, draft.now
        flow = _OVER_THE_BORDER.get(phrase.prep, "")
        if phrase.partners and flow and now.flow in _ANY_FLOW and verb != "supply":
            now = replace(now, flow=flow, sign=0)
        alike = now.partner != "WLD" or not draft.state.history or any(names.is_group(a.code) for a in phrase.reporters)
        if not draft.areas and alike and not self.context.several and all(a.what.possessive for a in phrase.reporters):
            draft.areas, phrase.reporters, draft.reporter = phrase.reporters, [], now.reporter  # "sales to Asia fell, Africa's rose"
        there = now.partner if now.partner != "WLD" else self.last_area
        if phrase.there and not draft.areas and flow and there and now.flow:
            now = replace(now, flow=flow, partner=there, sign=0)  # "from there came goods worth 5 billion"
        draft.now = now

    def of_areas(self, draft: Draft) -> list[Series]:
        """The series of each area: its own flow if it is at home or a rival, else the one under discussion with it."""
        areas, base = draft.areas, self.carried_on(draft)
        out: list[Series] = []
        beside = self.coordinated(areas, areas[0].code) if areas else []
        for area in areas:
            if area.code == "" and not draft.phrase.there:
                continue
            if not self.owns(draft, area):
                out.append(replace(base, partner=self.world(area.code, draft.reporter)))
            elif not out or area.code in beside:  # "Vietnam has overtaken Thailand as"
                out.append(replace(base, reporter=area.code, partner=draft.state.lead_partner or "WLD", role_of_area="reporter"))
        return out

    def owns(self, draft: Draft, area: Item) -> bool:
        """Whether a bare area is whose flow is told, and not with whom."""
        now, home = draft.now, self.context.reporter
        if draft.phrase.partners:
            return False
        if self.traders:
            return True  # one of those that the line above ranks
        alone = draft.joint in _PARALLEL and draft.phrase.verb is None and draft.phrase.hint is None
        rival = (alone and self.is_rival(now, draft.state)) or (now.reporter not in ("", home) and now.partner == "WLD")
        if area.code == home or (rival and draft.state.history) or self.is_member(area.code):  # "Thailand exported 2 million, Vietnam 1"
            return True
        return (draft.reporter in UNIONS and area.code in UNIONS) or (now.role_of_area == "reporter" and (self.context.several or not home))

    def products(self, draft: Draft) -> list[Series]:
        """The series of goods named with no flow: those of the one under discussion."""
        phrase, state, now = draft.phrase, draft.state, draft.now
        flow, sign = self.flow_of_goods(phrase, state, now)
        if not flow:
            return [replace(now, why="no flow named before it")]
        made = now.why.startswith("about ") and not now.why.endswith("institution") and self.kind_now != "money"
        if made and not state.history and state.lead_product is None:
            return [now]  # output told of before: a kind of what was made is no trade either
        if not self.names_a_product(phrase) and not self.listing and state.lead_product is None:
            return [replace(now, why=NOT_KNOWN)]
        held = state.history or (now.partner != "WLD" and now is not self.series)
        partner = now.partner if held else state.lead_partner or self.page_partner or "WLD"
        base = replace(now, flow=flow, sign=sign, partner=partner, statistic=draft.statistic, why="")
        return [replace(base, product=with_text(product, self)) for product in phrase.products]

    def flow_of_goods(self, phrase: Phrase, state: State, now: Series) -> tuple[str, int]:
        """The flow of goods that are named with none, and its sign: a product is of goods moved, not of a balance."""
        if phrase.cost:
            return "import", 0
        if phrase.verb is not None and phrase.verb.low in word_set("sourced"):
            return phrase.verb.code, 0  # "fuel sourced from abroad was worth"
        listed = self.labelled and self.section_flow == "balance"  # "Cars: $3 billion", in a section on the deficit
        kept = now.flow == "balance" and (self.judged or listed)  # "the result in computers worsened by $6 billion"
        if now.flow in ("balance", "trade") and not state.history and self.trade_flow and not kept:
            return ("export" if now == self.fresh else self.trade_flow), 0
        return now.flow, now.sign


def _sold_at_home(series: Series) -> bool:
    """Whether a series is no trade because its goods changed hands at home."""
    return series.why.startswith("about ") and series.why.endswith(_AT_HOME)


def _placed(state: State) -> bool:
    """Whether the clause goes on with a country whose place it has just told: "Uganda took first place | as the main market"."""
    return state.last is not None and state.last.measure == "rank"


def _take_for_partners(draft: Draft) -> None:
    """Takes those named as owners for areas without a role: whose the flow is was told before."""
    phrase = draft.phrase
    phrase.areas, phrase.reporters, draft.reporter = phrase.reporters, [], draft.now.reporter


def _not_told_apart(phrase: Phrase) -> str:
    """Why nobody can say whose trade a phrase is of, or with whom; empty if it can be told."""
    named = phrase.reporters or phrase.areas or phrase.partners
    if phrase.proper and not (named or phrase.flows or phrase.products):
        return "about a company or an institution"
    if (phrase.part and not (phrase.reporters or phrase.areas)) or (phrase.placed and not phrase.partners):
        return OF_A_PART
    if phrase.unknown and not phrase.partners and all(a.what is not None and a.what.possessive for a in phrase.areas):
        return "with countries that are not known"
    return "without a country that is not told apart" if phrase.apart else ""
