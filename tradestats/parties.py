"""Whose trade it is, and with whom: reporters, partners and members of unions, and who stands on which side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise, takewhile

from tradestats.clauses import without_breaks
from tradestats.frame import Series, State
from tradestats.frozen import replace
from tradestats.goods import RECENT, Goods
from tradestats.items import MIRROR, Item, holds, names_place
from tradestats.lexicon import word_set
from tradestats.phrase import Phrase
from tradestats.recognise import names
from tradestats.stretch import is_verb

_JOINTS = frozenset(("and", "the", "or", "&", "'s", "\u2019s", "'", "\u2019"))  # words between two names that are coordinated
_MUTUAL = ("bilateral", "two-way", "mutual")
_FOREIGN = ("foreign", "external", "overseas")
UNIONS = frozenset(("EU", "EA"))
"""Groups that publish trade figures of their own, and of their members."""
_BRITAIN_LEFT = 2020
_OPENING_ROWS = 24  # that show whether an article is on the trade of two countries
_LATELY = 8  # series that say with whom a flow named after them is

TOWARDS_HOME = {"export": "to", "import": "from", "balance": "with"}
"""Behind a flow, what leads to the home country if another one is whose flow it is; trade is both countries'."""


class Parties(Goods):
    """Knows who trades with whom."""

    def is_rival(self, now: Series, state: State) -> bool:
        """Whether another country named by itself does as the home country just did: "Kenya exported $640 million, | Tanzania"."""
        return bool(state.history) and self.trader == now.reporter != "" and now.partner == "WLD" and not now.why

    def opens_with_home(self, cut: list[list[Item]]) -> bool:
        """Whether a sentence's first clause is nothing but the article's own country, and more is told of it behind a comma."""
        named = [x for x in without_breaks(cut[0]) if x.kind != "det"]
        if len(cut) < 2 or cut[1][0].kind != "," or len(named) != 1:
            return False
        return named[0].kind == "anaphor" or (named[0].kind == "pron" and named[0].code == "home") or named[0].code == self.context.reporter

    def market(self, clause: list[Item]) -> str:
        """The one country that a clause calls a market or a partner: "North America remained the No. 1 destination,"; else empty."""
        verb = next((k for k, x in enumerate(clause) if is_verb(x) or x.low in word_set("be")), None)
        if verb is None or holds(clause, ("num", "flow")):
            return ""
        if not any(names_place(x) for x in clause if x.kind in ("hint", "w")):
            return ""
        codes = {x.code for x in clause if x.kind == "area" and x.code not in ("", self.context.reporter) and not x.what.possessive}
        return codes.pop() if len(codes) == 1 else ""

    def is_market(self, phrase: Phrase) -> bool:
        """Whether the country that a phrase has for its subject is called a market: "as a destination the USA commands"."""
        hint, home = phrase.hint, self.context.reporter
        if hint is None or hint.low.split()[-1] not in word_set("place_nouns") or not home or self.context.several or phrase.areas:
            return False
        return len(phrase.reporters) == 1 and phrase.reporters[0].code != home and not phrase.reporters[0].what.possessive

    def called_market(self, hint: Item, reporter: str) -> str:
        """The one country that stands before a word for a market: "Japan, the top buyer with $337 million"; empty if none or several."""
        if hint.low.split()[-1] not in word_set("place_nouns"):
            return ""
        named = {code for code in self.named_before if code != reporter}
        return named.pop() if len(named) == 1 else ""

    def own_kind(self, flow: Item) -> Item:
        """ "National exports" are those of goods made at home, where re-exports are told of beside them; else so are no "local exports"."""
        if flow.code == "domestic-export" and flow.low.startswith("local") and not self.context.parted:
            return replace(flow, code="export")
        parted = self.context.parted and flow.code == "export" and flow.low.split()[0] in word_set("own_kinds")
        return replace(flow, code="domestic-export") if parted else flow

    def supplier(self, phrase: Phrase, now: Series) -> str:
        """The other country whose shipments are told where imports are under discussion: "China saw its shipments increase"."""
        sent = len(phrase.flows) == 1 and phrase.flows[0].low in word_set("sent") and not phrase.partners
        named = [x.code for x in [*phrase.reporters, *phrase.areas] if x.code not in ("", now.reporter)]
        bought = now.flow == "import" and now.reporter not in ("", "WLD") and not self.context.several
        return named[0] if sent and bought and len(named) == 1 else ""

    def is_trade_with(self, phrase: Phrase, reporter: str) -> bool:
        """Whether another area before "trade" is whom the article's country trades with: "the EU trade resulted in a deficit"."""
        home = self.context.reporter
        if len(phrase.reporters) != 1 or phrase.partners or phrase.pair != ("", ""):
            return False
        area, flow = phrase.reporters[0], phrase.flows[0]
        said = self.text.startswith(" trade", area.end) and not flow.low.startswith("trade ")  # no "EU trade deficit" of its own
        bare = said and flow.code in ("trade", "balance")
        theirs = area.what is not None and area.what.possessive
        return bare and not theirs and not self.context.several and home not in ("", reporter, *UNIONS)

    def turned_round(self, phrase: Phrase, reporter: str) -> bool:
        """Whether another country's buying is told in an article on one country's exports: "Spain's purchases climbed 34 percent"."""
        home = self.context.reporter
        bought = len(phrase.flows) == 1 and phrase.flows[0].low.split()[0] in (*word_set("buying"), "importers") and not phrase.partners
        away = bool(phrase.reporters) and bool(home) and reporter not in ("", home) and not self.context.several
        return bought and away and self.trade_flow == "export" and self.context.flow in ("export", "")

    def buyer(self, phrase: Phrase, reporter: str) -> str:
        """Who buys from the reporter: "purchases of chips by China", "the country's purchases of Norwegian fish"; else empty."""
        if phrase.reporters or not self.context.reporter or reporter != self.context.reporter or self.context.several:
            return ""
        if phrase.buyer is not None:
            return phrase.buyer.code if phrase.buyer.code != reporter else ""
        ours = [p for p in phrase.partners if p.code == reporter and p.what is not None and p.what.form == "demonym"]
        if not ours or len(phrase.partners) > 1 or phrase.prep != "of":
            return ""
        named = [a.code for a in phrase.areas if a.code and a.code != reporter]
        return named[0] if named else self.last_area if phrase.pron is not None and self.last_area else "WLD"

    def bilateral(self, phrase: Phrase, state: State, joint: str, reporter: str) -> list[str]:
        """The partner of flows named without one: both ways with China leave a deficit with China; trade with China has two ways."""
        flow = phrase.flows[0]
        if flow.low.startswith(_MUTUAL):
            here = self.last_area if self.latest == "area" and self.last_area in self.named_here else ""
            return [code for code in (here or self.mutual or self.places.last,) if code and code != reporter]  # never the world's
        if self.is_all_trade(phrase):
            return []
        if state.history:
            met = self.met_in_sentence(flow.code, state.history, joint, reporter)
        else:
            listed = joint == ":" and flow.low == "trade" and not phrase.reporters  # "all three rose: trade by 5 percent"
            met = self.met_in_paragraph(flow.code, reporter, foretold=state.status == "F", listed=listed)
        if met is not None:
            return met
        return [self.page_partner] if self.page_partner else []

    def met_in_sentence(self, flow: str, history: list[Series], joint: str, reporter: str) -> list[str] | None:
        """The partner that a flow has from those told before it in its sentence: empty for all the world, None if they do not say."""
        seen = (_from_home(s, reporter) for s in history[-_LATELY:] if s.flow in MIRROR)
        told = {(s.flow, s.partner) for s in seen}
        if flow == "balance" and len({way for way, _ in told}) == len(MIRROR) and len({partner for _, partner in told}) == 1:
            return _unless_world(next(partner for _, partner in told))
        last = history[-1]
        if flow in MIRROR and joint in ("as", "why") and last.flow in ("balance", "trade"):
            return [last.partner]  # "the surplus with Peru fell as imports rose 5 percent"
        if flow in MIRROR and last.flow == MIRROR[flow]:
            between = any(s.flow in ("balance", "trade") and s.partner == last.partner for s in history)
            if between or last.partner == self.both_ways:
                # "Of the turnover with China, exports were $5 billion and imports", "the gap with Peru grew as exports fell, while imports"
                return _unless_world(last.partner)
        return _unless_world(last.partner) if flow in MIRROR and last.flow == "trade" else None  # "trade with China, in which exports"

    def met_in_paragraph(self, flow: str, reporter: str, *, foretold: bool, listed: bool) -> list[str] | None:
        """The partner that a sentence's first flow has from the paragraph: empty for all the world, None if that does not say."""
        before = [row.series for row in self.rows[-_LATELY:] if row.sentence.paragraph == self.paragraph]
        ways = {(s.flow, s.partner) for s in (_from_home(s, reporter) for s in before if s.flow in MIRROR)}
        if flow == "balance" and self.follows and len({way for way, _ in ways}) == len(MIRROR):
            met = {partner for _, partner in ways}
            return _unless_world(met.pop()) if len(met) == 1 else []  # "That left India with a deficit"
        last = before[-1] if before else None
        if last is not None and foretold and last.flow == flow and last.partner not in ("WLD", "ROW"):
            return [last.partner]  # "The gap with Peru grew to $5 billion. Analysts had expected a deficit of $4 billion."
        if last is not None and flow != "trade" and (last.flow, last.partner, last.reporter) == ("trade", "WLD", reporter):
            return []  # "China's total trade fell 8 percent. Exports were", on a page about its trade with Russia
        with_it = flow in MIRROR or listed or (flow == "balance" and self.is_on_two())
        return [self.both_ways] if self.both_ways and with_it else None

    def is_on_two(self) -> bool:
        """Whether all that was told so far is the trade of two countries, from the first figure on: "Trade between Fiji and Samoa"."""
        first = self.rows[0].series if self.rows else None
        return (
            first is not None and first.flow == "trade" and all(row.series.partner == self.both_ways for row in self.rows[:_OPENING_ROWS])
        )

    def coordinated(self, named: Sequence[Item], reporter: str) -> list[str]:
        """Whose flow it is, where several own it: "Peru's and Chile's exports", "exports from Mexico and Brazil"; else the reporter's."""
        codes = _codes_joined(named, self.text)
        return codes if reporter in codes and all(codes) else [reporter]

    def with_each_other(self, phrase: Phrase) -> tuple[str, str]:
        """The two whose trade with each other is told: "Iran-Iraq trade", "Fiji and Samoa want to raise their mutual trade"; else empty."""
        codes = _codes_joined(phrase.reporters or phrase.areas, self.text)
        flow, theirs = phrase.flows[0], phrase.pron is not None and phrase.pron.low == "their"
        mutual = len(codes) == 2 and (flow.low.startswith(_MUTUAL) or (theirs and flow.code == "trade")) and not phrase.partners
        return (codes[0], codes[1]) if mutual and all(codes) else phrase.pair

    def is_all_trade(self, phrase: Phrase) -> bool:
        """Whether trade is called the foreign trade of the article's country, which is that with all: "Peru's foreign trade came to"."""
        foreign = len(phrase.flows) == 1 and phrase.flows[0].code == "trade" and phrase.flows[0].low.startswith(_FOREIGN)
        return foreign and any(x.code == self.context.reporter for x in phrase.reporters)

    def is_member(self, code: str) -> bool:
        """Whether a country belongs to the union that the article is about: what is told of it, and not of trade with it, is its own."""
        if self.context.reporter not in UNIONS or not code:
            return False
        main = self.time.main
        left = code == "GBR" and main is not None and main.end.year < _BRITAIN_LEFT
        return left or code in _in_the_union()

    def is_another_union(self, code: str) -> bool:
        """Whether an article on one union tells of the other, or of a member: "For the 19 euro area countries, exports"."""
        home = self.context.reporter
        return home in UNIONS and code != home and (code in UNIONS or self.is_member(code))

    def world(self, partner: str, reporter: str) -> str:
        """ "The rest of the world" is everybody unless single partners were named before; for a union it is who is not in it."""
        if partner != "ROW":
            return partner
        if reporter in ("EU", "EA"):
            return "EXTRA-" + reporter
        told = [row.series.partner for row in self.rows[-RECENT:] if row.series.partner != "WLD"]
        if told and set(told) <= UNIONS:
            return "EXTRA-" + told[-1]  # beside the union alone
        return "ROW" if told or self.others_said else "WLD"

    def towards(self, series: Series, phrase: Phrase) -> Series:
        """The series with the partners that a phrase names; nobody trades with himself."""
        codes = [p.code for p in phrase.partners if p.code and p.code != series.reporter]
        turned = not codes and bool(phrase.partners) and phrase.prep == TOWARDS_HOME.get(series.flow)
        if turned and series.partner not in ("WLD", "ROW"):
            return replace(series, reporter=series.partner, partner=series.reporter)  # "China had a surplus of $4 billion with Kenya"
        return replace(series, partner="+".join(self.world(code, series.reporter) for code in codes)) if codes else series


@cache
def _in_the_union() -> frozenset[str]:
    """The members of the European Union."""
    return names.members("EU")


def _codes_joined(named: Sequence[Item], text: str) -> list[str]:
    """The areas that are named together with the first one: "Peru's and Chile's", not "Peru was Chile's"."""
    together = takewhile(lambda pair: _JOINTS.issuperset(text[pair[0].end : pair[1].start].replace(",", " ").split()), pairwise(named))
    return list(dict.fromkeys([*(x.code for x in named[:1]), *(y.code for _, y in together)]))


def _unless_world(partner: str) -> list[str]:
    """A partner as a list, empty for all the world."""
    return [partner] if partner != "WLD" else []


def _from_home(series: Series, home: str) -> Series:
    """A series seen from home, if it is the other side's trade with it: China's exports to Ireland as Ireland's imports."""
    if series.partner != home or series.flow not in MIRROR:
        return series
    return replace(series, reporter=home, flow=MIRROR[series.flow], partner=series.reporter)
