"""Whose trade, which flow, with whom, in what: the phrase before a number merged with the frame it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise, takewhile

from tradestats.clauses import BREAKS, bare_noun, choose, clauses, destination, without_breaks, without_relative, without_source
from tradestats.dating import Dating
from tradestats.deals import Deal, deal
from tradestats.frame import Memory, Num, Place, Series, State
from tradestats.frozen import replace
from tradestats.items import MIRROR, TRADERS, Item, holds, names_place
from tradestats.lexicon import word_set
from tradestats.phrase import Phrase, Product, first_verb, has_verb, is_verb, names_goods, parse, trim
from tradestats.recognise import names, products
from tradestats.role import Role, chg_noun
from tradestats.words import NOISE, is_goods, is_noun, is_product_word, is_verb_word

_ALTOGETHER = ("in all,", "in total,", "all told,", "altogether,", "all in all,", "taken together,", "overall,", "as a whole,", "in sum,")
_NO_PRODUCT, _UNKNOWN = "its subject is no product", "its subject is not known to be a product"
_THAT = frozenset(("the", "this", "that"))
_THOSE = frozenset(("same", "these", "those", "such"))
_SIDES = frozenset(("exported", "imported"))  # verbs that say the flow whoever is told of
_NEAR = 8
_OF_A_FLOW = frozenset(("percent of", "fraction of", "share verb"))  # shares behind which what they are of is told
_JOINED = 10  # characters between two names that are coordinated: ", and the "
_TOLD_OF = 24  # rows of a paragraph that say who "the three" are
_HOW_MANY = {"two": 2, "three": 3, "four": 4, "five": 5}
_FRONT = 8  # items of what opens a sentence
_SET_BY = frozenset(("status", "fsays", "adjust"))  # what says that figures are forecasts, or adjusted
_REVISED = frozenset(("revised", "revision"))
_SIDES_OF_TRADE = frozenset(("goods", "services"))
_PLAIN_FLOWS = frozenset(("exports", "imports", "export", "import"))
_ALL_TRADE = ("foreign trade", "external trade")
_BARE_BALANCE = frozenset(("deficit", "surplus", "gap", "shortfall"))
_PARTS = frozenset(("re-export", "domestic-export"))  # of exports
UNIONS = frozenset(("EU", "EA"))
"""Groups that publish trade figures of their own, and of their members."""
_BRITAIN_LEFT = 2020
_TRADED_GOODS = frozenset(("exported goods", "imported goods"))
_CLOSED = frozenset((",", ";", ":", "(", ")", "sub", "num", "which", "and"))
_RECENT = 6  # rows that show what "other countries" are others to
_BEFORE_FLOW = frozenset(("chg", "adj", "adjust", "basis", "adv", "det", "cmp", "time", "status"))  # "a $5 billion preliminary surplus"
_VALUED = 5  # items between a quantity and its worth
_ANY_GOODS = frozenset(("commodities", "products", "goods", "items", "articles", "materials"))
_TOLD_BEFORE = 16  # rows that show which flows of a product are told of
_AT_HOME = re.compile(r"\b(?:[Dd]omestic|[Hh]ome|[Ll]ocal|[Rr]etail|dealers?|registrations?)\b")
_REACH = 30  # items in which a list's names follow its numbers
_OWNER = re.compile(r"\b(\w+)['’]s?\s+$")
_NAMING = frozenset(("w", "prod", "adj", "and", ",", "det"))  # what goods are named with
_OPENING_WORDS = 24  # characters in which a sentence's opening, or whose products they are, is looked for
_AND = re.compile(r",?\s++(?:and|&)\s++|,\s++")


def _stated(pre: list[Item]) -> list[Item]:
    """Items without the "due to" that only leads to a figure: "due to exports of $28 billion", "to a fall in exports of 5 percent"."""
    if pre[-1].kind not in ("of", "at", "lev"):
        return pre
    why = next((k for k in range(len(pre) - 1, -1, -1) if pre[k].kind == "why"), None)
    if why is None or len(pre) - why > _NEAR:
        return pre
    flow = any(x.kind in ("flow", "nodx") for x in pre[why + 1 :]) and all(
        x.kind in ("flow", "nodx", "of", "at", "lev", "det", "adj", "w", "prod", "area", "in") or chg_noun(x) for x in pre[why + 1 :]
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
    return verb < len(pre) and pre[verb].low in word_set("past") and pre[verb - 1].kind != "to"


def _side_of_market(cut: Sequence[Sequence[Item]]) -> str:
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
    said = [x for x in pre[:_NEAR] if x.kind not in BREAKS]
    side = {"export": ("to",), "import": ("from", "ref")}.get(said[0].code, ()) if said and said[0].low.endswith("ed") else ()
    return bool(side) and [x.kind for x in said[1:3] if x.kind not in ("w", "adv")][:1] in [[x] for x in side]


def _is_caused(clause: Sequence[Item], k: int) -> bool:
    """Whether "due to" leads to a cause and no verb: "is due to a higher bill" is no forecast, "is due to rise" is one."""
    return clause[k].low.endswith(" due to") and k + 1 < len(clause) and not is_verb(clause[k + 1])


class Subjects(Dating):
    """Finds the series of a number."""

    def subject(self, pre: list[Item], state: State) -> None:
        """Finds what the coming number is about, and keeps the whole of which a part is told in passing."""
        before = state.subjects[0] if state.subjects else self.series
        if state.whole is not None and len(pre) > 1 and pre[0].kind == "," and is_verb(pre[1]):
            state.subjects = [state.whole]  # "Oil, of which Russia supplied 94 percent, | came to"
        parted = state.last is not None and state.last.rule in _OF_A_FLOW
        if parted and [x.kind for x in pre[:2]] == [",", "which"] and any(map(is_verb, pre[2:4])):
            state.subjects = self.whole_told(state.subjects)
        state.whole = None
        if _goes_where(pre):
            told = [row.series.product for row in self.rows[-_RECENT:] if row.sentence is self.sentence]
            if len({goods.text for goods in told if goods is not None}) > 1:
                state.subjects = [replace(s, product=self.topic) for s in state.subjects]  # all of the goods, not only the last
        self.named_in(pre, state)
        goods = _parted(pre)
        if goods:
            product = with_text(Product("", goods[0].start, goods[-1].end), self)
            state.whole = replace(before, product=product, why="")
            state.subjects = [replace(x, product=product) for x in state.subjects]

    def whole_told(self, subjects: list[Series]) -> list[Series]:
        """All of the flow that the number before is a share of: "took 60 percent of tea exports, | which totalled"."""
        whole = parse(self.post_before, subject=False)
        product = with_text(whole.joined, self) if whole.products else self.topic
        return [replace(s, partner="WLD", product=product) for s in subjects] if whole.flows else subjects

    def named_in(self, pre: list[Item], state: State) -> None:
        """Finds the clause that names what the coming number is about and merges it with the frame."""
        whose = self.places.subject
        own = self.context.several and whose and not state.history and not holds(pre, ("tv", "share", "hint"))
        if own:  # "Japan bucked the trend with growth of": its own
            state.subjects = [s if s.reporter == whose else replace(s, reporter=whose, partner="WLD") for s in state.subjects]
        pre = self.widened(_influence(_stated(without_relative(without_source(pre)))), state)
        earned = len(pre) > 2 and pre[-1].kind == "area" and pre[-1].code == self.context.reporter and pre[-2].low in word_set("earns")
        if earned and not pre[-1].what.possessive and names_goods(pre[-3]):
            self.trade_seen = self.active = True  # "Natural gas brought Bolivia $2 billion"
            state.lead_flow = "export"
            pre = pre[:-1]
        cut = clauses(pre)
        kinds = {x.kind for x in pre}  # most rules below have nothing to look at in most clauses
        if state.status == "F" and state.history and any(x.kind == ";" or x.low == "but" for x in pre):
            state.status = ""  # "was forecast to rise 1 percent; it fell 2 percent"
        if not kinds.isdisjoint(_SET_BY):
            for clause in cut:
                for k, item in enumerate(clause):
                    if item.kind == "adjust":
                        state.adjustment = item.code
                    elif item.kind in _SET_BY and not _is_caused(clause, k):
                        state.status = item.code
        gone = "ref" in kinds and bool(state.history) and kinds.isdisjoint(("status", "fsays"))  # "and down from a 12.7 percent rise"
        if state.foretold and not state.status and any(x.kind == "to" and y.kind == "chg" for x, y in pairwise(pre)):
            state.status = "F"  # "expect exports to fall 1 percent after a rise, and imports to bounce"
        if state.status == "F" and (gone or _happened(pre)):
            state.foretold = gone
            state.status = ""  # "has an export target of $3 billion, and exports rose"
        self.named_here = [x.code for x in pre if x.kind == "area" and x.code] if "area" in kinds else []
        for item in pre:
            if item.kind == "area" and item.code and item.code != self.context.reporter:
                self.last_area, self.latest = item.code, "area"
            elif item.kind == "prod":
                self.latest = "product"
            elif item.low in _REVISED:
                state.said.append(item)
        self.times(pre if "time" in kinds or "basis" in kinds else [], state)
        self.leads(cut, state)
        if state.subjects and state.subjects[0].why.startswith("about ") and _is_part(cut[0]):
            return  # "home sales grew to 165,851 units, among them imported cars"
        told = self.dealing(pre, state) if "tv" in kinds else None
        if told is not None:
            state.subjects = [told]
            return
        together = self.taken_together(pre)
        if together is not None:
            state.subjects = [together]
            return
        chosen = choose(cut)
        if chosen is None and self.foreign(cut, state):
            state.subjects = [replace(s, why="its subject is no trade flow") for s in state.subjects]
            return
        place = next((k for k, x in enumerate(pre) if x.kind == "hint"), 0) if "hint" in kinds else 0
        self.named_before = [x.code for x in pre[:place] if x.kind == "area" and x.code]
        moved = next((x for x in reversed(pre) if x.kind == "tv"), None) if "tv" in kinds else None
        turned = bool(state.history) and moved is not None and pre[0].kind == "and" and moved.code == MIRROR.get(state.history[-1].flow)
        own_side = moved is not None and moved.low in _SIDES and (bool(state.history) or moved is pre[-1])
        if chosen is None and moved is not None and (own_side or turned):  # "exported goods worth $3 billion and bought $4 billion"
            state.subjects = [self.moved(s, moved.code) for s in state.subjects]  # "and imported $3bn"
        if chosen is None and moved is not None and moved is pre[-1] and any(x.low in word_set("abroad") for x in self.post[:4]):
            self.trade_seen = self.active = True  # "assembled 317,000 cars and sent 287,413 of them abroad"
            state.subjects = [replace(s, flow=moved.code, sign=0, why="") for s in state.subjects]
        if chosen is None and self.rows and not state.history and pre[0].low in ("this", "that") and _stands_for_goods(pre):
            state.subjects = [replace(s, product=self.rows[-1].series.product) for s in state.subjects]  # "This group brought in"
        if chosen is None:
            stat = next((x for x in pre if x.kind == "stat"), None)
            if stat is not None:
                state.subjects = [replace(s, statistic=stat.code.split(":")[0]) for s in state.subjects]
            return
        phrase, joint = chosen
        if phrase.proper and not phrase.flows and any(x.low in word_set("pollsters") for x in pre):
            state.status = "F"  # "A Reuters poll had forecast a rise of"
            return
        if phrase.pron is not None and phrase.pron.code in ("it", "they") and joint == ";" and not state.history and not phrase.flows:
            earlier = choose([c for c in cut if c is not cut[-1]])
            phrase = earlier[0] if earlier is not None and earlier[0].flows else phrase  # "Ore exports stopped; they had been worth"
        if not phrase.flows and not state.history and not state.lead_flow and joint in (",", ":", "sub"):
            named = [x.code for clause in cut for x in clause if x.kind == "flow"]
            if len(named) == 1 and named[0] in MIRROR:
                state.lead_flow = named[0]  # "imports grew from all the big ones, in particular India"
        if (phrase.flows and _stands_for_goods(pre)) or self.names_goods_again(phrase):
            owner = _goods(cut[:-1])
            lately = (state.subjects[0].product if state.subjects else None) or (self.last_product if self.topic is None else None)
            if phrase.joined is not None and self.is_kind(phrase.joined):
                several = self.text[phrase.joined.start : phrase.joined.end].lower() in _ANY_GOODS
                owner, lately = None, (lately if several else None) or self.last_product or lately
            goods = owner.joined if owner is not None else lately if not state.history else None
            phrase.products, phrase.joined = [goods] if goods is not None else [], goods
        elif phrase.flows and not phrase.products and not phrase.total and (not state.history or cut[-1][:2][-1].low == "whose"):
            goods = self.told_of(cut, joint)
            phrase.products, phrase.joined = ([goods], goods) if goods is not None else ([], None)
        bare = not (phrase.flows or phrase.areas or phrase.partners or phrase.reporters or phrase.products or phrase.pron or phrase.hint)
        if phrase.share and bare and len(cut) > 1 and not state.history:
            phrase, joint = choose(cut[:-1]) or chosen  # "Germany was the main supplier, with a share of"
        if phrase.flows and phrase.pron is not None and phrase.pron.code == "its" and not phrase.products:
            owner = _goods(cut[:-1])
            if owner is not None:
                phrase.products, phrase.joined = owner.products[:1], owner.joined
        if phrase.flows and not phrase.products and self.last_product is not None and any(x.low == "of the latter" for x in pre):
            phrase.products, phrase.joined = [self.last_product], self.last_product
        if not phrase.products and len(phrase.flows) == 1 and phrase.flows[0].low in ("export", "import"):
            apposed = _goods(c for c in cut if bare_noun(c))
            if apposed is not None and apposed.joined is not None and self.names_a_product(apposed):
                phrase.products, phrase.joined = [apposed.joined], apposed.joined  # "its main import, refined fuels, cost"
        if not phrase.products and len(phrase.flows) == 1 and len(cut) > 1 and [x.kind for x in cut[-1][:3]] == [",", "with", "flow"]:
            owner = _goods(cut[-2:-1])
            if owner is not None and owner.joined is not None and self.names_a_product(owner):
                phrase.products, phrase.joined = [owner.joined], owner.joined  # "mango, with shipments for $2 billion"
        if not phrase.statistics and "stat" in kinds:
            phrase.statistics = [
                x for x in pre if x.kind == "stat" and x.low.startswith(("in ", "by ", "on ", "per ", "a working", "daily"))
            ][:1]
        if phrase.hint is not None and phrase.hint.code in MIRROR and self.opens_with_home(cut):
            phrase.hint = replace(phrase.hint, code=MIRROR[phrase.hint.code])  # "The country, the biggest buyer of gas,"
        if joint in (",", "as") and not phrase.flows and self.still_aside(cut[-1], state):
            return
        state.subjects = self.merge(phrase, state, joint)
        theirs = _side_of_market(cut) if "hint" in kinds and not state.history else ""
        if theirs:  # "China was Chile's largest market, with purchases of"
            state.subjects = [replace(s, flow=theirs) if s.flow == MIRROR[theirs] and s.partner != "WLD" else s for s in state.subjects]
        trader = next((x for x in pre if x.low in TRADERS), None) if self.context.several and not phrase.flows else None
        if trader is not None:  # "The United States was the largest importer with"
            state.subjects = [replace(s, flow=TRADERS[trader.low], sign=0) for s in state.subjects]
        self.nodx = next((x for x in pre if x.kind == "nodx" or (x.kind == "prod" and x.code == "non-oil")), self.nodx)
        if phrase.partners or phrase.areas or phrase.there:
            state.subjects = self.without_oil(state.subjects)
        sides = _passive(pre)
        if sides and not phrase.flows:  # "farm goods were imported for $5 million"
            state.subjects = [s if s.why else replace(s, flow=sides, sign=0) for s in state.subjects]
        if pre[-1].kind == "tv" and pre[-1].low in _SIDES and not phrase.areas:  # "to bridge the shortfall, mills imported 390,102 tonnes"
            flow = pre[-1].code
            state.subjects = [s if s.flow == flow else self.moved(s, flow) for s in state.subjects]

    def moved(self, series: Series, flow: str) -> Series:
        """A series with the flow that a verb says, but for a partner's own verb: "The United States, in second place, imported"."""
        theirs = series.partner == self.places.subject != "" and flow == MIRROR.get(self.context.flow) != series.flow
        return series if theirs else replace(series, flow=flow, sign=0)

    def opens_with_home(self, cut: list[list[Item]]) -> bool:
        """Whether a sentence's first clause is nothing but the article's own country, and more is told of it behind a comma."""
        named = [x for x in without_breaks(cut[0]) if x.kind != "det"]
        if len(cut) < 2 or cut[1][0].kind != "," or len(named) != 1:
            return False
        return named[0].kind == "anaphor" or (named[0].kind == "pron" and named[0].code == "home") or named[0].code == self.context.reporter

    def names_bracketed(self, piece: list[Item], state: State) -> None:
        """Known goods or a country directly before a bracket are what it is of: "thanks to knitwear (+10%)", "outweighed by Peru (+4%)"."""
        now = state.subjects[0] if state.subjects else self.series
        last = piece[-1]
        if last.kind == "area" and len(state.subjects) == 1 and not now.why and now.role_of_area == "partner":
            foreign = last.code not in ("", now.reporter, now.partner) and "+" not in now.partner and not last.what.possessive
            led = [x.kind for x in piece[-3:-1] if x.kind != "det"][-1:]
            if foreign and led in (["why"], ["by"]):
                state.subjects = self.without_oil([replace(now, partner=last.code)])
            return
        told = any(s.product is not None and s.product.start <= last.start < s.product.end for s in state.subjects)
        begin = len(piece) - 1
        while begin and piece[begin - 1].kind in ("w", "prod", "adj") and not is_verb_word(piece[begin - 1].word):
            begin -= 1
        goes_on = piece[0].kind == "," and [x.kind for x in piece[max(0, begin - 2) : begin]] == [",", "and"]  # ", coils, and tuna ("
        if not names_goods(last) or now.why not in ("", _NO_PRODUCT, _UNKNOWN) or not now.flow:
            return
        if (told or len(state.subjects) > 1) and not goes_on:
            return
        if begin and piece[begin - 1].kind == "and" and not goes_on:  # "minerals, fuels and electricity (4 points)"
            while begin and piece[begin - 1].kind in ("w", "prod", "adj", "and", ",") and not is_verb_word(piece[begin - 1].word):
                begin -= 1
        named = [x for x in parse(piece[begin:], subject=True).products if not x.doubtful]
        if named:
            goods = with_text(Product("", named[0].start, last.end), self)
            state.subjects = [replace(now, product=goods, why="")]

    def taken_together(self, pre: list[Item]) -> Series | None:
        """What "the three" or "the two together" are: the countries that the paragraph told of last."""
        skipped = (*BREAKS, "and")
        first = next((k for k, x in enumerate(pre) if x.kind not in skipped and x.low not in word_set("together")), len(pre))
        if len(pre) < first + 3 or pre[first].low not in ("the", "these", "those") or pre[first + 1].low not in _HOW_MANY:
            return None
        after = pre[first + 2]
        if not (after.low in word_set("together") or after.kind in ("contrib", "share", "tv") or after.low in word_set("place_nouns")):
            return None
        rows = [
            row for row in self.rows[-_TOLD_OF:] if row.sentence.paragraph == self.paragraph and row.series.partner not in ("WLD", "ROW")
        ]
        goods = self.goods_together(_HOW_MANY[pre[first + 1].low]) if not rows else None
        if goods is not None:
            return goods
        codes = list(dict.fromkeys(row.series.partner for row in reversed(rows)))[: _HOW_MANY[pre[first + 1].low]]
        if len(codes) != _HOW_MANY[pre[first + 1].low] or any("+" in code for code in codes):
            return replace(self.series, why="countries that are not told apart")
        return replace(rows[-1].series, partner="+".join(reversed(codes)), why="")

    def goods_together(self, count: int) -> Series | None:
        """The last so many different goods that the paragraph told of, as one: "the three accounted for"; None if it told of others."""
        rows = [row for row in self.rows[-_TOLD_BEFORE:] if row.sentence.paragraph == self.paragraph and row.series.product is not None]
        names = list(dict.fromkeys(row.series.product.text for row in rows if row.series.product is not None))
        if len(names) != count:
            return None
        text = f"{', '.join(names[:-1])} and {names[-1]}"
        return replace(rows[-1].series, product=Product(text, 0, 0, True), why="")

    def still_aside(self, clause: list[Item], state: State) -> bool:
        """Whether a clause without a verb only tells more of what is no trade: "users consumed 36,791 tonnes, 8 percent as thread"."""
        told = [*state.history, *state.subjects]
        return bool(told) and all(s.why.startswith("about ") for s in told) and not any(is_verb(x) for x in clause)

    def told_of(self, cut: list[list[Item]], joint: str) -> Product | None:
        """The goods that a flow named without any is of: "cars led, with exports up", "rice, whose exports fell"."""
        clause = cut[-1]
        whose = next((k for k in range(len(clause) - 1, -1, -1) if clause[k].low in ("whose", "of which")), None)
        if whose is not None:
            named = [x for c in cut[:-1] for x in c] + (clause[:whose] if clause[whose].low == "whose" else [])
            named = [x for x in named if x.kind not in BREAKS]
            if named and named[-1].kind == "prod":
                return Product("", trim(named[-_NEAR:])[0].start, named[-1].end)
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

    def widened(self, pre: list[Item], state: State) -> list[Item]:
        """The clause without an opening that turns from a country's trade with another to a region's: "For the Gulf as a whole,".

        Or to all the trade of that other country: "The world's third-largest economy recorded a global surplus".
        """
        other = self.context.mutual
        if not other or state.history:
            return pre
        begin = next((k for k, x in enumerate(pre) if x.kind not in ("sub", "and", ",")), 0)
        economy = next((k for k, x in enumerate(pre[:_FRONT]) if x.low == "economy"), 0)
        if economy and pre[economy - 1].kind in ("num", "w-num"):
            self.reporter, self.page_partner = other, ""
            state.subjects = [replace(s, reporter=other, partner="WLD") for s in state.subjects]
            return pre[economy + 1 :] or pre
        at = next((k for k in range(begin + 1, min(begin + 3, len(pre))) if pre[k].kind == "area"), 0)
        if not at or pre[begin].kind != "for" or not names.is_group(pre[at].code) or pre[at].what.possessive:
            return pre
        self.reporter = pre[at].code
        state.subjects = [replace(s, reporter=self.reporter, partner=other) for s in state.subjects]
        rest = pre[at + 1 :]
        whole = [x.low for x in rest[:3]] == ["as", "a", "whole"]
        return rest[3 if whole else 0 :] or pre

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
            series = replace(now, flow=MIRROR[flow] if self.dealt == "mirrored" else flow, sign=0, partner=third or now.partner, why="")
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
            return Series(agent.code, flow, 0, self.world(third or "WLD", agent.code), now.product, "", "", "reporter")
        if self.context.several or not home or agent is None or agent.kind == "hint":
            return None  # buyers and customers may be anybody's
        away = agent.code if agent.kind == "area" and agent.code != home else "WLD" if agent.low == "foreigners" else ""
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
        return Series(home, MIRROR[flow] if away else flow, 0, partner, product, "", "", role)

    def foreign(self, cut: list[list[Item]], state: State) -> bool:
        """Whether a clause with a verb has a noun for its subject that nothing here knows: "factory owners say", "the port spends"."""
        if any(x.kind in ("status", "says", "fsays", "contrib", "share") for clause in cut for x in clause):
            return False
        for clause in reversed(cut):
            verb = next((k for k, x in enumerate(clause) if is_verb(x) or (x.kind == "w" and is_verb_word(x.word))), None)
            if verb is None or (chg_noun(clause[verb]) and [x.low for x in clause[max(0, verb - 2) : verb - 1]] in (["a"], ["an"])):
                continue  # "a slight decrease of" has no subject of its own
            before = without_breaks(clause[:verb])
            if holds(before, ("pron", "flow", "area", "anaphor", "prod", "stat", "hint", "ofwhich")):
                return False
            idle = word_set("neutral") | word_set("equivalent")
            nouns = [x for x in before if x.kind == "w" and is_noun(x.word) and x.low not in idle]
            if nouns and nouns[-1] is [x for x in before if x.kind == "w"][-1]:
                return True
            if before:
                return False
        return False

    def leads(self, cut: list[list[Item]], state: State) -> None:
        """An opening such as "To China," or "For petrochemicals," holds for the flows after it."""
        for k, clause in enumerate(cut[:-1]):
            if not state.history and [x.kind for x in clause] == ["area"] and clause[0].code.startswith(("INTRA-", "EXTRA-")):
                state.lead_partner = clause[0].code  # "Intra-EU, trade stood at"
            if cut[k + 1][0].kind == ":" and not state.history and not has_verb(clause):
                words = [x for x in clause if x.kind not in BREAKS and x.kind != "det"]
                if words and self.listing and all(x.low in word_set("others") for x in words):
                    rest = Product(self.text[words[0].start : words[-1].end], words[0].start, words[-1].end)
                    state.lead_product = rest  # "Others: $1.9 billion" is neither the total nor the product before
                    state.subjects = [replace(state.subjects[0], product=rest, why="")]
                    continue
                first = k
                while first and cut[first][0].kind == "," and bare_noun(cut[first - 1]):
                    first -= 1  # "Textiles, clothing and footwear: exports of ..."
                whole = [x for piece in cut[first : k + 1] for x in piece]
                phrase = parse(whole[1:] if whole[0].kind in BREAKS else whole, subject=True)
                if whole[0].kind == "ref":
                    phrase.products = []  # "From the ministry's press desk:" says where it comes from
                label = [a for a in phrase.partners + phrase.areas if a.code != self.context.reporter and a.what.form != "capital"][:1]
                labels = bool(label and label[0].code) or (bool(phrase.products) and not phrase.flows)
                if labels and all(x.code == "trade" for x in phrase.flows) and self.sentence is not None:
                    if label and self.context.several and self.series.reporter in ("", "WLD"):
                        state.subjects = [replace(state.subjects[0], reporter=label[0].code, why="")]
                        continue  # "Peru: exports up 5 percent", where nobody's trade is under discussion
                    if label:
                        state.lead_partner = label[0].code
                    else:
                        state.lead_product = with_text(phrase.joined, self)
                    self.label_line, self.label_partner, self.label_product = self.sentence.line, state.lead_partner, state.lead_product
                    if state.lead_product is not None and not label:
                        self.topic, self.labelled = state.lead_product, True
                    state.subjects = [
                        replace(
                            state.subjects[0],
                            partner=state.lead_partner or state.subjects[0].partner,
                            product=state.lead_product if phrase.products and not label else state.subjects[0].product,
                            why="",
                        )
                    ]
                    continue
            if cut[k + 1][0].kind == ":" and not state.history:
                said = [x for piece in cut[: k + 1] for x in piece]
                verb = next((x for x in said if x.kind == "tv" and x.code in MIRROR), None)
                if verb is not None and said[0].low in ("who", "what", "where"):
                    state.lead_flow = MIRROR[verb.code] if said[0].low == "who" else verb.code  # "Who buys: China $5 billion"
            if cut[k + 1][0].kind == ":":
                self.listing = True  # what a colon introduces is a list
            if cut[k + 1][0].kind == ":" and not state.history:
                named = [x for x in clause if x.kind == "flow" and x.code in ("export", "import", "re-export")]
                if len(named) == 1 and not has_verb(clause):
                    state.lead_flow = named[0].code
                    continue
            body = clause[1:] if clause[0].kind in BREAKS else clause
            if body and body[0].kind == "excl" and not state.history and not holds(body, ("flow",)):
                last = k
                while last + 2 < len(cut) and bare_noun(cut[last + 1]) and not holds(cut[last + 1], ("flow", "area")):
                    last += 1  # "Excluding oil, gold and arms, exports ..."
                left = parse([x for piece in cut[k : last + 1] for x in piece][len(clause) - len(body) :], subject=True)
                if left.excluded:
                    state.lead_product = with_text(left.joined, self)
                continue
            flows = [x for x in body if x.kind == "flow"]
            if (
                body
                and len(flows) == 1
                and body[0].kind in ("on", "in", "among", "for")
                and not has_verb(body)
                and flows[0].code not in ("balance", "trade")
            ):
                state.lead_flow = flows[0].code
                placed = [p.code for p in parse(body[1:], subject=True).partners if p.code not in ("", self.context.reporter)]
                state.lead_partner = "+".join(placed) or state.lead_partner  # "Among exports to China,"
                if body[0].kind == "on" and not state.lead_partner:  # "On the import side,"
                    state.subjects = [replace(x, partner=self.both_ways or self.page_partner or "WLD") for x in state.subjects]
                continue
            first_of = self.market(body) if cut[k + 1][0].kind in (":", ",") and not state.history else ""
            if first_of:
                state.lead_partner = first_of
                continue
            dealt = body[:1] and body[0].kind == "in"  # "In trade with China, data showed a deficit of"
            if [x.code for x in flows] == ["trade"] and (dealt or has_verb(body)) and not state.history:
                with_whom = parse(body, subject=True).partners  # "Trade with Peru withered, exports by 5 percent and imports by 9"
                state.lead_partner = with_whom[0].code if len(with_whom) == 1 else state.lead_partner
                continue
            if body and body[0].kind == "of" and len(flows) == 1 and not has_verb(body):
                state.lead_flow = flows[0].code  # "Of all tea exports, Egypt had 30 percent"
                state.pct = Role("share", rule="of the whole")
                all_of_it = parse(body[1:], subject=True)
                if all_of_it.products:
                    state.lead_product = with_text(all_of_it.joined, self)
                else:  # "Of the imports, those from Cuba": not of what the sentence before told
                    state.subjects = [replace(x, product=self.topic) for x in state.subjects]
                continue
            if (
                not body
                or clause[0].kind == "why"  # "on strong demand for telecoms products, while exports to Japan rose"
                or body[0].kind not in ("to", "with", "for", "in", "on", "from", "among", "of", "ref", "within", "as")
                or has_verb(body)
                or holds(body, ("flow",))
            ):
                continue
            phrase = parse(body, subject=True)
            areas = phrase.partners + phrase.areas
            if not areas and body[0].kind == "for" and not phrase.products:
                areas = [x for x in body[1:3] if x.kind == "area" and not x.what.possessive]  # "As for China,"
            if body[0].kind == "within" and areas and names.is_group(areas[0].code):
                state.lead_partner = "INTRA-" + areas[0].code  # "Within the euro area, trade rose"
            elif self.context.several and body[0].kind == "for" and len(areas) == 1 and areas[0].code:
                state.subjects = [replace(x, reporter=areas[0].code) for x in state.subjects]  # "For Malaysia, exports to China"
            elif areas and areas[0].code and areas[0].code != self.context.reporter and body[0].kind not in ("on", "within", "among"):
                state.lead_partner = "+".join(a.code for a in areas)
            elif phrase.products and body[0].kind in ("for", "in", "on", "of", "among"):
                state.lead_product = with_text(phrase.joined, self)

    def market(self, clause: list[Item]) -> str:
        """The one country that a clause calls a market or a partner: "North America remained the No. 1 destination,"; else empty."""
        verb = next((k for k, x in enumerate(clause) if is_verb(x) or x.low in word_set("be")), None)
        if verb is None or holds(clause, ("num", "flow")):
            return ""
        if not any(names_place(x) for x in clause if x.kind in ("hint", "w")):
            return ""
        codes = {x.code for x in clause if x.kind == "area" and x.code not in ("", self.context.reporter) and not x.what.possessive}
        return codes.pop() if len(codes) == 1 else ""

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
            return [replace(now, why=_NO_PRODUCT)]
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

    def is_market(self, phrase: Phrase) -> bool:
        """Whether the country that a phrase has for its subject is called a market: "as a destination the USA commands"."""
        hint, home = phrase.hint, self.context.reporter
        if hint is None or hint.low.split()[-1] not in word_set("place_nouns") or not home or self.context.several or phrase.areas:
            return False
        return len(phrase.reporters) == 1 and phrase.reporters[0].code != home and not phrase.reporters[0].what.possessive

    def told_of_goods(self) -> bool:
        """Whether the row before, in the same paragraph, is of exports of some goods: "sales of chips" behind it are exports as well."""
        last = self.rows[-1] if self.rows else None
        same = last is not None and self.sentence is not None and last.sentence.paragraph == self.sentence.paragraph
        if same and self.sentence is not None and _AT_HOME.search(self.text, self.sentence.start, self.sentence.end):
            return False
        return same and last is not None and last.series.flow == "export" and last.series.product is not None

    def called_market(self, hint: Item, reporter: str) -> str:
        """The one country that stands before a word for a market: "Japan, the top buyer with $337 million"; empty if none or several."""
        if hint.low.split()[-1] not in word_set("place_nouns"):
            return ""
        named = {code for code in self.named_before if code != reporter}
        return named.pop() if len(named) == 1 else ""

    def flows(self, phrase: Phrase, state: State, joint: str, now: Series, reporter: str, stat: str) -> list[Series]:
        if all(f.kind == "revenue" for f in phrase.flows):
            named_products = [products.slug(self.text[p.start : p.end]) for p in phrase.products]
            credits = named_products == ["services"] and all(f.low == "receipts" for f in phrase.flows)  # as in a balance of payments
            served = any(slug.endswith("services") for slug in named_products) and not credits
            if served or (not named_products and self.topic is None):
                return [replace(now, why="about revenue")]
        if phrase.unnamed and not (phrase.products or phrase.reporters or phrase.areas or phrase.partners):
            return [replace(now, why=_UNKNOWN)]
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
        elif self.side_of_trade() is not None and all(f.low in _PLAIN_FLOWS for f in phrase.flows):
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
            together = _coordinated(phrase.areas, reporter)  # "Peru, Chile and Ecuador combined saw their exports"
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
        owners = together if home and len(together) > 1 and not phrase.partners else _coordinated(phrase.reporters, reporter)
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

    def is_same_balance(self, phrase: Phrase, now: Series) -> bool:
        """Whether a bare "deficit" is that of the goods told of before it."""
        return now.flow == "balance" and [f.code for f in phrase.flows] == ["balance"] and phrase.flows[0].low in _BARE_BALANCE

    def side_of_trade(self) -> Product | None:
        """Goods or services, whichever the balance told of last in the paragraph is of: what is exported and imported makes it up."""
        told = [row.series for row in self.rows[-_RECENT:] if row.sentence.paragraph == self.paragraph and row.series.flow == "balance"]
        product = told[-1].product if told and self.context.services else None
        return product if product is not None and products.slug(product.text) in _SIDES_OF_TRADE else None

    def own_kind(self, flow: Item) -> Item:
        """ "National exports" are those of goods made at home, where re-exports are told of beside them."""
        parted = self.context.parted and flow.code == "export" and flow.low.split()[0] in word_set("own_kinds")
        return replace(flow, code="domestic-export") if parted else flow

    def in_other_terms(self, now: Series) -> bool:
        """Whether a sentence that opens with "in value" goes on with goods whose volume was told: all goods together have none."""
        last = self.rows[-1] if self.rows else None
        if last is None or now.product is None or self.sentence is None or last.sentence.paragraph != self.sentence.paragraph:
            return False
        return (self.yardstick, last.statistic) == ("value", "volume") and last.series.product == now.product

    def is_of_all_trade(self, phrase: Phrase, state: State) -> bool:
        """Whether a trade balance is that of all goods in an article on one product: what is bought of that is not told."""
        named = all(f.code == "balance" and "trade" in f.low for f in phrase.flows)
        first = phrase.flows[0]
        spoken_of = self.text.endswith((" on ", " of ", " in "), 0, first.start)  # "the report on foreign trade"
        named = named or (first.code == "trade" and first.low.startswith(_ALL_TRADE) and not spoken_of)
        told = {s.flow for s in [*self.told_of_topic(), *state.history]}
        return (
            named
            and (phrase.pron is None or phrase.pron.code in ("home", "its"))
            and not phrase.partners
            and not ({"export", "import"} <= told or "balance" in told)
        )

    def told_of_topic(self) -> list[Series]:
        """The series told of lately that are of the article's own product."""
        topic = self.context.topic
        told = [row.series for row in self.rows[-_TOLD_BEFORE:]]
        return [s for s in told if topic is not None and s.product is not None and s.product.text.lower() == topic.text.lower()]

    def is_other_way(self, phrase: Phrase, state: State) -> bool:
        """Whether a bare "Imports" is of all goods where the article was on exports of one product, and has told of others since."""
        flow, topic = phrase.flows[0].code, self.context.topic
        if flow not in MIRROR or self.context.flow != MIRROR[flow] or state.history or phrase.pron is not None or topic is None:
            return False
        told = [row.series for row in self.rows[-_TOLD_BEFORE:]]
        all_sold = any(s.product is None and s.partner == "WLD" and s.flow == self.context.flow for s in told)
        may_grow = phrase.reporters or all_sold or (told and told[-1].product is None)  # "The country's imports fell 26 percent"
        if self.kind_now not in (("money", "percent") if may_grow else ("money",)):
            return False
        if any(s.flow == flow for s in self.told_of_topic()):
            return False
        named = {s.product.text.lower() for s in told if s.product is not None}
        return len(named - {topic.text.lower()}) > 1 or any(s.product is None and s.partner == "WLD" for s in told)

    def is_altogether(self) -> bool:
        """Whether the sentence opens by saying that it is of everything told of: "In all,", "Altogether,"."""
        begin = self.sentence.start if self.sentence is not None else 0
        return self.text[begin : begin + _OPENING_WORDS].lower().startswith(_ALTOGETHER)

    def supplier(self, phrase: Phrase, now: Series) -> str:
        """The other country whose shipments are told where imports are under discussion: "China saw its shipments increase"."""
        sent = len(phrase.flows) == 1 and phrase.flows[0].low in word_set("sent") and not phrase.partners
        named = [x.code for x in [*phrase.reporters, *phrase.areas] if x.code not in ("", now.reporter)]
        bought = now.flow == "import" and now.reporter not in ("", "WLD") and not self.context.several
        return named[0] if sent and bought and len(named) == 1 else ""

    def counted_here(self) -> Product | None:
        """The goods that the paragraph's last quantity was of."""
        last = self.rows[-1] if self.rows else None
        same = last is not None and last.sentence.paragraph == self.paragraph and last.statistic == "volume"
        return last.series.product if same and last is not None else None

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

    def without_oil(self, series: list[Series]) -> list[Series]:
        """Exports that name no product, where a paragraph tells of non-oil ones."""
        if self.nodx is None:
            return series
        rest = Product("non-oil", self.nodx.start, self.nodx.end)
        return [replace(s, product=rest) if s.product is None and s.flow.endswith("export") else s for s in series]

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
        if phrase.flows[0].low.startswith(("bilateral", "two-way", "mutual")):
            here = self.last_area if self.latest == "area" and self.last_area in self.named_here else ""
            return [code for code in (here or self.mutual or self.places.last,) if code and code != reporter]  # never the world's
        seen = (_from_home(s, reporter) for s in state.history[-8:] if s.flow in MIRROR)
        told = {(s.flow, s.partner) for s in seen}
        if len({flow for flow, _ in told}) == 2 and len({partner for _, partner in told}) == 1 and phrase.flows[0].code == "balance":
            return [partner for _, partner in told if partner != "WLD"][:1]
        last = state.history[-1] if state.history else None
        if (
            joint in ("as", "why")
            and last is not None
            and last.flow in ("balance", "trade")
            and phrase.flows[0].code in ("export", "import")
        ):
            return [last.partner]  # "the surplus with Peru fell as imports rose 5 percent"
        before = [row.series for row in self.rows[-8:] if row.sentence.paragraph == self.paragraph] if not state.history else []
        ours = (_from_home(s, reporter) for s in before if s.flow in MIRROR)
        ways = {(s.flow, s.partner) for s in ours}
        if phrase.flows[0].code == "balance" and self.follows and {flow for flow, _ in ways} == {"export", "import"}:
            met = {partner for _, partner in ways}
            return [code for code in met if code != "WLD"] if len(met) == 1 else []  # "That left India with a deficit"
        if phrase.flows[0].code in ("export", "import") and state.history and state.history[-1].flow == "trade":
            return [state.history[-1].partner] if state.history[-1].partner != "WLD" else []  # "trade with China, in which exports"
        if state.status == "F" and before and before[-1].flow == phrase.flows[0].code and before[-1].partner not in ("WLD", "ROW"):
            return [before[-1].partner]  # "The gap with Peru grew to $5 billion. Analysts had expected a deficit of $4 billion."
        summed = bool(before) and before[-1].flow == "trade" and before[-1].partner == "WLD" and before[-1].reporter == reporter
        if summed and phrase.flows[0].code != "trade":
            return []  # "China's total trade fell 8 percent. Exports were", on a page about its trade with Russia
        listed = joint == ":" and phrase.flows[0].low == "trade" and not phrase.reporters  # "all three rose: trade by 5 percent"
        if self.both_ways and (phrase.flows[0].code in ("export", "import") or listed) and not state.history:
            return [self.both_ways]
        return [self.page_partner] if self.page_partner else []

    def narrower(self, product: Product | None) -> bool:
        """Whether a product is a kind of the article's own: "hybrid cars" in an article on cars."""
        topic = self.context.topic
        if product is None or topic is None or " " not in product.text:
            return False
        return products.slug(product.text.rsplit(None, 1)[-1]) == products.slug(topic.text) != products.slug(product.text)

    def is_member(self, code: str) -> bool:
        """Whether a country belongs to the union that the article is about: what is told of it, and not of trade with it, is its own."""
        if self.context.reporter not in UNIONS or not code:
            return False
        main = self.time.main
        left = code == "GBR" and main is not None and main.end.year < _BRITAIN_LEFT
        return left or code in _in_the_union()

    def world(self, partner: str, reporter: str) -> str:
        """ "The rest of the world" is everybody unless single partners were named before; for a union it is who is not in it."""
        if partner != "ROW":
            return partner
        if reporter in ("EU", "EA"):
            return "EXTRA-" + reporter
        told = [row.series.partner for row in self.rows[-_RECENT:] if row.series.partner != "WLD"]
        if told and set(told) <= UNIONS:
            return "EXTRA-" + told[-1]  # beside the union alone
        return "ROW" if told else "WLD"

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
        owners = _coordinated(phrase.areas, self.context.reporter) if not phrase.partners else []
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
        beside = _coordinated(areas, areas[0].code) if areas else []
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
            return [replace(now, why=_UNKNOWN)]
        out = []
        for product in phrase.products:
            out.append(replace(now, flow=flow, sign=sign, partner=partner, product=with_text(product, self), statistic=stat, why=""))
        return out

    def trailing(self, items: list[Item], num: Num, nums: list[Num], state: State) -> None:
        """ "Goods worth 74 billion euros (+2 %) were sent to ...": the verb after the number says which flow."""
        at = num.at + 1
        following = next((x for x in nums if x.at > num.at), None)
        if following is not None and revalued(items, num, following):
            at = following.at + 1  # "92 million tons valued at $35 billion were exported"
        if state.subjects and state.subjects[0].why.startswith("about "):
            sides = _traded_after(items[num.at + 1 : num.at + 1 + _NEAR])
            if sides:  # "5 million tonnes were produced; 3 million were exported"
                self.trade_seen = self.active = True
                state.subjects = [replace(x, flow=sides, sign=0, partner="WLD", why="") for x in state.subjects]
            return
        source = _source_behind(items, num.at + 1)
        if source and state.subjects and state.subjects[0].flow == "import":
            state.subjects = [replace(x, partner=source) for x in state.subjects]
            return
        at += at < len(items) and items[at].kind == "ofwhich"  # "$9 billion of this came from the USA"
        met = self.met_behind(items, num, state)
        if met:
            state.subjects = [replace(x, partner=met) for x in state.subjects]
            return
        if at < len(items) and items[at].kind == "(":
            at = next((k for k in range(at, len(items)) if items[k].kind == ")"), len(items)) + 1
        elif self.inside and at + 1 < len(items) and items[at].kind == ")" and items[num.at - 1].kind == "(":
            at += 1  # "Most of the exports (2.4 billion) went to"
        if [x.code for x in items[at : at + 1]] == ["worth"] and [x.kind for x in items[at + 1 : at + 2]] == ["of"]:
            end = at + 2
            while end < len(items) and end < at + 7 and items[end].kind in ("w", "prod", "area", "adj"):
                end += 1
            if end + 1 < len(items) and items[end].code == "be" and items[end + 1].kind == "tv":
                at = end  # "and 84 billion worth of Nepali goods were sold"
        if [x.kind for x in items[at : at + 3]] == ["cmp", "lev", "ref"] and items[at + 1].low == "came" and items[at + 2].low == "from":
            at += 1  # "and 3 percent fewer came from there"
        if at + 1 < len(items) and items[at].code == "worth" and (items[at + 1].kind == "tv" or items[at + 1].low in word_set("be")):
            at += 1  # "and 95 million worth imported"
        begin = at if holds(items[at - 1 : at], (")",)) else num.at + 1  # "32 billion euros (+13%) | of goods were imported"
        while at < len(items) and (
            (items[at].kind in ("adv", "lev", "w") and items[at].low in word_set("be"))
            or (items[at].kind == "of" and at == begin and at + 1 < len(items) and items[at + 1].kind in ("w", "prod", "flow"))
        ):
            at += 2 if items[at].kind == "of" else 1
        if at == num.at + 1 and [x.kind for x in items[at : at + 3]] == ["of", "area", "flow"]:
            at += 3  # "60 percent of Romania's exports went to the EU"
        if [x.kind for x in items[at : at + 2]] == [",", "with"] and num.at + 1 == at and state.subjects:
            named = [x for x in items[at + 2 : at + 5] if x.kind != "det"]
            theirs = [x.kind for x in named[1:2]] == ["num"]  # "with China the deficit was $3 billion, with Japan $1 billion"
            clause = takewhile(lambda x: x.kind not in ("num", "and", ";", "sub"), reversed(items[: num.at]))
            unplaced = state.subjects[0].flow in ("balance", "trade") and not holds(clause, ("area",))
            if named and named[0].kind == "area" and named[0].code and unplaced and not theirs:
                state.subjects = [replace(x, partner=named[0].code) for x in state.subjects]  # "its biggest deficit, $14bn, with Peru"
            return
        if at + 2 < len(items) and items[at].low in word_set("pays") and items[at + 1].kind in ("for", "on") and state.subjects:
            end = next((k for k in range(at + 2, len(items)) if items[k].kind in ("num", ";", "sub", "(", "det")), len(items))
            said = parse(items[at + 2 : end], subject=True)
            if self.names_a_product(said) and not said.flows:  # "of this, $15 billion was paid for oil and gas"
                state.subjects = [replace(x, product=with_text(said.joined, self)) for x in state.subjects]
            return
        if at + 2 < len(items) and items[at].low in word_set("pays") and items[at + 1].kind == "by":
            payer = items[at + 3] if items[at + 2].kind == "det" and at + 3 < len(items) else items[at + 2]
            if payer.kind == "area" and payer.code:  # "of this, $2 billion was paid by Peru"
                state.subjects = [s if payer.code == s.reporter else replace(s, partner=payer.code) for s in state.subjects]
            return
        told = self.called(items, num, at) or _accounted(items, num.at + 1)
        if told is not None and state.subjects:
            partner = state.subjects[0].partner if state.history else "WLD"
            state.subjects = [replace(x, flow=self.own_kind(told).code, sign=0, partner=partner, why="") for x in state.subjects]
            return
        comma = (
            at < len(items)
            and items[at].kind == ","
            and at + 2 < len(items)
            and items[at + 1].kind == "lev"
            and items[at + 1].code == "be"
            and items[at + 2].kind in ("with", "to")
        )
        if comma or (at < len(items) and items[at].kind == "with" and items[at - 1].kind == "lev"):
            area = next((x for x in items[at : at + 6] if x.kind == "area"), None)
            if area is not None and area.code:
                state.subjects = [replace(x, partner=area.code) for x in state.subjects]
            return
        if at + 1 < len(items) and items[at].low in word_set("bound") and items[at + 1].kind in ("for", "to") and state.subjects:
            place = next((x for x in items[at + 2 : at + 4] if x.kind == "area"), None)
            if place is not None and place.code:  # "47 percent was destined for the USA"
                state.subjects = [replace(x, flow="export", sign=0, partner=self.world(place.code, x.reporter)) for x in state.subjects]
            return
        if at >= len(items) or (
            items[at].kind != "tv" and not (items[at].kind == "lev" and items[at].low in ("went", "going", "left", "came"))
        ):
            return
        end = next((k for k in range(at + 1, len(items)) if _ends_list(items, k)), len(items))
        towards = items[at].code if items[at].kind == "tv" else "import" if items[at].low == "came" else "export"
        phrase = parse([Item("flow", 0, 0, "", towards), *items[at + 1 : end]], subject=True)
        now = state.subjects[0] if state.subjects else self.series
        flow = towards
        if items[at].low == "came" and now.flow == "export" and holds(items[:at], ("ofwhich",)):
            flow = "export"  # "the country earned $55 billion from exports. Of this, $9 billion came from the USA"
        if state.lead_flow and items[at].low in word_set("moved") and items[at].low not in word_set("own_view"):
            flow = state.lead_flow  # "In the opposite direction, goods worth $5 billion were shipped"
            now = replace(now, partner=state.lead_partner or now.partner)
        if items[at].low == "left" and [x.code for x in items[at + 1 : at + 2] if x.kind == "pron"] == ["home"]:
            self.trade_seen = self.active = True  # "goods worth $4 billion left the kingdom"
            state.subjects = [replace(now, flow="export", sign=0, partner="WLD", why="")]
            return
        if items[at].low == "left" and items[at + 1 : at + 2] and items[at + 1].kind == "area" and items[at + 1].code:
            before = parse([x for x in items[max(0, num.at - 12) : num.at] if x.kind != "num"], subject=True)
            product = with_text(before.joined, self) if before.products else now.product
            self.trade_seen = self.active = True
            state.subjects = [Series(items[at + 1].code, "export", 0, "WLD", product, role_of_area=now.role_of_area)]
            return
        came_in = items[at].low == "came" and [x.kind for x in items[at + 1 : at + 3]] in (["in"], ["in", ","], ["in", "and"])
        placed = phrase.partners or phrase.reporters or phrase.there or came_in
        if flow not in ("export", "import", "trade") or (items[at].kind == "lev" and not placed):
            return
        if items[at].low in ("bought", "took", "sold", "spent", "received", "ordered", "delivered") and items[at - 1].kind != "lev":
            return
        if items[at].kind == "tv" and phrase.reporters:
            now = replace(now, reporter=phrase.reporters[0].code)
        fronted = any(x.kind == "area" and x.code == now.partner for x in items[: num.at])  # "to the EU goods worth $5 billion were sent"
        partner = now.partner if state.history or fronted else state.lead_partner or "WLD"
        if phrase.there and partner == "WLD" and self.last_area:
            partner = self.last_area  # "China was in need: 167,280 tons were sent there"
        state.subjects = [self.towards(replace(now, flow=flow, sign=0, partner=partner, why=""), phrase)]

    def more_moved(self, items: list[Item], num: Num, state: State) -> None:
        """ "£2 billion more was exported and £1.8 billion less imported": the participle behind the comparison says which flow."""
        behind = [x for x in items[num.at + 1 : num.at + 6] if x.kind not in ("adv", "prod") and x.code != "be"]
        if len(behind) > 1 and behind[0].kind == "cmp" and behind[1].kind == "tv" and behind[1].low in _SIDES:
            state.subjects = [replace(x, flow=behind[1].code, sign=0, why="") for x in state.subjects]

    def met_behind(self, items: list[Item], num: Num, state: State) -> str:
        """The partner of a balance behind its verb: "a surplus of $3 billion was run with Peru"; empty if none is named there."""
        series = state.subjects[0] if state.subjects else None
        if series is None or series.flow not in ("balance", "trade") or series.partner != "WLD" or series.why:
            return ""
        ahead = list(takewhile(lambda x: x.kind not in _CLOSED, items[num.at + 1 : num.at + 1 + _REACH // 2]))
        at = next((k for k, x in enumerate(ahead) if x.kind == "with"), len(ahead))
        if not any(is_verb(x) for x in ahead[:at]):
            return ""
        return next((x.code for x in ahead[at + 1 : at + 3] if x.kind == "area" and x.code not in ("", series.reporter)), "")

    def called(self, items: list[Item], num: Num, at: int) -> Item | None:
        """What an amount is said to be behind it: "35.5 million tons export worth $12 billion", "3 million tons was import"."""
        if num.kind not in ("money", "quantity"):
            return None
        while at < len(items) and at < num.at + 4 and items[at].kind in ("det", "adj") and items[at].code != "total":
            at += 1
        follows = items[at + 1] if at + 1 < len(items) else None
        told = items[at] if at < len(items) and items[at].kind == "flow" and items[at].code in (*MIRROR, *_PARTS) else None
        if told is None or not (told.low in MIRROR or told.code in _PARTS or told.low.split()[0] in word_set("own_kinds")):
            return None
        closed = follows is None or follows.kind in (",", ".", ";", "and", "(", ")", "num") or follows.code == "worth"
        return told if closed else None

    def assign(self, at: Place, found: Role) -> list[Series]:
        """The series of one number: its place in a list, or the joint subject; then what its modifiers say."""
        num, state, post, items, inside = at.num, at.state, at.post, at.items, at.inside
        subjects = state.subjects or [self.series]
        if num.run > 1:
            named = self.behind(at)
            if named:
                state.history.extend(named)
                return named
            picked = self.of_list(num, subjects, state, found)
            if picked is None:
                return []
            subjects = picked
        elif len(subjects) > 1:
            subjects = self.in_turn(at, subjects) or self.joint(subjects, items)
            if {s.flow for s in subjects} == set(MIRROR) and not self.each and (found.measure == "level" or self.beside):
                subjects = [replace(subjects[0], flow="trade", sign=0)]  # "exports and imports of machinery came to $8 billion"
            if len(subjects) == 1 and not self.respectively:
                state.subjects = subjects
        if num.number.part == "high" and state.history:
            subjects = [state.history[-1]]
        if found.measure == "share" and post and post[0].kind == "of":
            whole = next((x for x in post[1:5] if x.kind not in ("det", "adj", "adv", "pron", "area")), None)
            bare = whole is not None and whole.kind == "sales" and whole is post[-1]  # "66 percent of sales"
            if whole is not None and ((whole.kind == "other" and whole.code == "sales") or bare):
                return [replace(s, why=f"a share of {whole.word}") for s in subjects]
        if num.kind in ("ordinal", "rank") and items[num.at + 1 : num.at + 2] and items[num.at + 1].low in word_set("ranks"):
            placed = next((x for x in items[num.at + 2 : num.at + 5] if x.kind not in ("det", ",", "lev")), None)
            if placed is not None and placed.kind == "area" and placed.code not in ("", self.context.reporter):
                subjects = state.subjects = [replace(subjects[0], partner=placed.code)]  # "in second place the United States"
        part = self.part_behind(items, num) if found.measure == "share" and state.lead_flow and len(subjects) == 1 else None
        if part is not None:
            subjects = [replace(subjects[0], product=part)]
        before = subjects
        paid = next((x for x in reversed(at.tail) if x.kind == "tv" or x.low in word_set("pays")), None)
        abroad = any(x.low in ("abroad", "overseas") for x in post)
        if paid is not None:
            self.payer = _payer(at, paid) if paid.low in word_set("pays") else ""
        if self.payer and (paid is not None or at.resumed) and post and post[0].kind in ("on", "for") and not abroad:
            subjects = [self.bought(s, parse(post, subject=True)) for s in subjects]
            state.subjects = subjects
        if at.tail and at.tail[-1].kind == "area" and at.tail[-1].what.possessive and found.measure == "level":
            owner = at.tail[-1].code  # "against China's $427 billion"
            subjects = [replace(s, partner=owner) if s.role_of_area == "partner" and owner not in ("", s.reporter) else s for s in subjects]
        if (
            found.rule == "percent of"
            and len(subjects) == 1
            and all(x.kind in ("and", "or", "adv", "in", "time", "sub") or x.low in NOISE for x in at.tail)
        ):
            subjects = [self.whole_of(subjects[0], items, num, alone=not state.history)]
            state.subjects = subjects
        if found.measure == "level" and post and post[0].kind == "of" and any(x.low == "foreign" for x in post[1:3]):
            subjects = [replace(s, flow="import", sign=0) if s.flow == "export" else s for s in subjects]  # "$193 billion of foreign goods"
        if post and len(post) == 1 and post[0].low in ("out", "in"):
            subjects = [replace(s, flow="export" if post[0].low == "out" else "import", sign=0) for s in subjects]
        subjects = [self.counted(num, self.modified(s, post, found, state)) for s in subjects]
        if self.rows and not state.history and holds(items[num.at + 1 : num.at + 2], ("ofwhich",)):
            last = self.rows[-1].series.partner  # "Milk powder made up $560m of that"
            subjects = [replace(s, partner=last) if s.partner == "WLD" else s for s in subjects]
        if not inside and len(subjects) == 1 and len(state.subjects) == 1 and subjects != before:
            state.subjects = subjects
        if not inside:
            state.history.extend(s for s in subjects if s not in state.history[-1:])
        return subjects

    def behind(self, at: Place) -> list[Series]:
        """The series of a number in a list whose names follow it: "5, 4 and 3 million tonnes of steel, cement and tea, respectively"."""
        begin = at.nums[at.num.last].at + 1
        ahead = at.items[begin : begin + _REACH]
        if not self.respectively or not ahead or ahead[0].kind not in ("of", "to", "ref", "for", "lev") or not at.state.subjects:
            return []
        end = next((k for k, x in enumerate(ahead) if k and (x.kind in ("num", ";", "resp", "time", "in") or is_verb(x))), len(ahead))
        named = parse(ahead[:end], subject=False)
        now = at.state.subjects[0]
        areas = [a.code for a in named.partners + named.areas if a.code]
        if len(areas) == at.num.run:
            product = with_text(named.joined, self) if named.products else now.product
            return [replace(now, partner=areas[at.num.place], product=product)]
        members = parts(with_text(named.joined, self))
        return [replace(now, product=members[at.num.place])] if len(members) == at.num.run else []

    def part_behind(self, items: list[Item], num: Num) -> Product | None:
        """What a share behind "Of the imports," is said to be: "17 percent was fuel, 15 percent food"."""
        begin = num.at + 1
        while begin < len(items) and items[begin].kind == "lev" and items[begin].code == "be":
            begin += 1
        end = next((k for k in range(begin, len(items)) if items[k].kind not in ("prod", "w", "adj", "det")), len(items))
        named = items[begin:end]
        known = bool(named) and holds(named, ("prod",)) and not any(is_verb_word(x.word) for x in named if x.kind == "w")
        return with_text(parse(named, subject=True).joined, self) if known else None

    def of_list(self, num: Num, subjects: list[Series], state: State, found: Role) -> list[Series] | None:
        if len(subjects) == num.run:
            return [subjects[num.place]]
        if len(subjects) == 1:
            members = parts(subjects[0].product)
            if len(members) == num.run and (self.respectively or num.run > 2):
                return [replace(subjects[0], product=members[num.place])]
            if num.place == 0:
                seen = list(dict.fromkeys(state.history[-64:]))
                exact = len(seen) == num.run and not found.base and num.kind == "percent"
                told = any((x.flow, x.partner, x.product) == (subjects[0].flow, subjects[0].partner, subjects[0].product) for x in seen)
                exact = exact and (told or not seen)  # a subject of its own is no list of what was told before
                self.listed = seen[-num.run :] if len(seen) >= num.run and (self.respectively or exact) else []
                if not seen and self.names_figures(num) and len(self.told_apart) == num.run:
                    self.listed = [replace(s, statistic=subjects[0].statistic) for s in self.told_apart]
            if self.listed and len(self.listed) == num.run:
                return [self.listed[num.place]]
            return subjects
        return None

    def names_figures(self, num: Num) -> bool:
        """Whether a list is only said to be "the figures", those of what the sentence before told of in the same order."""
        return self.sentence is not None and " the figures " in self.text[self.sentence.start : num.number.start]

    def in_turn(self, at: Place, subjects: list[Series]) -> list[Series]:
        """The series of a number in pairs told in turn: "rose 2 percent to $187 billion and 10 percent to $285 billion, respectively"."""
        if not self.respectively or at.inside:
            return []
        alike = [num for num in at.nums if num.kind == at.num.kind and num.depth == at.num.depth][-len(subjects) :]
        place = next((k for k, num in enumerate(alike) if num is at.num), -1)
        return [subjects[place]] if place >= 0 and len(alike) == len(subjects) else []

    def joint(self, subjects: list[Series], items: list[Item]) -> list[Series]:
        """One number for several names: flows each get it, countries are joined, products are one noun phrase."""
        if len({s.flow for s in subjects}) == len(subjects):
            return subjects
        if self.each:
            return subjects
        reporters = list(dict.fromkeys(s.reporter for s in subjects))
        first = replace(subjects[0], reporter="+".join(reporters) if all(reporters) else reporters[0])
        named = [code for code in dict.fromkeys(s.partner for s in subjects) if code not in reporters]
        partners = [code for code in named if code != "WLD"] or named or [first.partner]
        goods = [s.product for s in subjects if s.product is not None]
        product = first.product
        if len({(p.start, p.end) for p in goods}) > 1:
            start, end = min(p.start for p in goods), max(p.end for p in goods)
            product = with_text(Product("", start, end), self)
        return [replace(first, partner="+".join(partners), product=product)]

    def whole_of(self, series: Series, items: list[Item], num: Num, *, alone: bool) -> Series:
        """ "60 percent of exports in 2023 were cars": what the share is of the whole stands behind the verb."""
        ahead = items[num.at + 1 : num.at + 16]
        told = next((k for k, x in enumerate(ahead) if x.low in ("exported", "imported", "shipped")), None)
        told = told if told is not None and any(x.low in word_set("whatever") for x in ahead[:told]) else None  # "of what it exported were"
        verb = next((k for k, x in enumerate(ahead) if is_verb(x) and (told is None or k > told)), len(ahead))
        flow = next((x for x in ahead[:verb] if x.kind == "flow"), None) or (ahead[told] if told is not None else None)
        if flow is None or any(x.kind in (",", ";", "(", ")", "num") for x in ahead[:verb]):
            return series
        rest = ahead[verb + 1 :]
        rest = rest[1:] if rest and rest[0].kind == "of" else rest  # "consisted of"
        end = next((k for k, x in enumerate(rest) if x.kind in (",", ";", "num", "sub", "(")), len(rest))
        said = parse(rest[:end], subject=True)
        known = said.joined if said.joined is not None and self.names_a_product(said) else None
        if verb < len(ahead) and ahead[verb].kind == "lev" and ahead[verb].code in ("be", "part") and known is not None:
            return replace(series, flow=flow.code, product=with_text(known, self))
        if series.partner != "WLD" or (series.product is not None and series.product is not self.topic):
            return series
        areas = said.partners + said.areas + said.reporters or [x for x in rest[:end] if x.kind == "area"]
        if verb < len(ahead) and areas and areas[0].code:
            return replace(series, flow=flow.code, partner="+".join(a.code for a in areas))
        return replace(series, why="a share of nothing that is named") if alone else series

    def are_goods(self, post: list[Item]) -> bool:
        """Whether what stands behind a share is only the name of what has it: "18 percent consumer goods", "5 percent was sugar"."""
        named = post[1:] if post and post[0].kind == "lev" else post
        named = named[1:] if named and named[0].kind == "of" else named
        only = all(x.kind in ("prod", "w", "adj", "and", ",") for x in named)
        return only and holds(named[-1:], ("prod",)) and self.names_a_product(parse(named, subject=True))

    def is_of_other_goods(self, phrase: Phrase, series: Series) -> bool:
        """Whether a phrase names goods that are neither those of a series by another word nor what they are packed in."""
        if phrase.joined is None or not self.names_a_product(phrase):
            return False
        if self.is_kind(phrase.joined):
            return False  # "48 percent of the fruit"
        words = self.text[phrase.joined.start : phrase.joined.end].lower()
        now = products.slug(series.product.text) if series.product is not None else ""
        known = word_set("measures") | word_set("volumes") | word_set("all_goods")
        return words not in known and products.slug(words) != now

    def names_goods_again(self, phrase: Phrase) -> bool:
        """Whether the goods that a phrase names only stand for goods named before: "the segment rose"."""
        joined = phrase.joined
        if joined is None or joined.fixed:
            return False
        words = self.text[joined.start : joined.end].lower()
        return words in word_set("goods_again") or self.is_kind(joined)

    def is_kind(self, product: Product) -> bool:
        """Whether goods are called by their kind alone: "the metal" after copper, "these products", "the same commodities"."""
        words, before = self.text[product.start : product.end].lower(), self.text[max(0, product.start - 9) : product.start].lower()
        named = self.last_product or self.topic
        known = named is not None and named.text.lower().rsplit(None, 1)[-1] != words
        again = words in word_set("kinds") and before.endswith(("the ", "this ", "that "))
        same = words in _ANY_GOODS and before.endswith(("these ", "those ", "such ", "the same "))
        return (again or same) and known

    def names_a_product(self, phrase: Phrase) -> bool:
        """Whether a product of the phrase is known to be one: by the tables, or by what its head means."""
        return any(not p.doubtful and self.is_product(p) for p in phrase.products)

    def is_product(self, product: Product) -> bool:
        words = self.text[product.start : product.end]
        return bool(products.scan(words)) or is_goods(words.rsplit(None, 1)[-1])

    def bought(self, series: Series, phrase: Phrase) -> Series:
        """ "spent $40 billion on oil imports" is an import; on research it is no trade."""
        if (phrase.pron is not None or phrase.there) and not phrase.flows and not phrase.products:
            return series  # "and paid $4 billion for them"
        if not phrase.flows and not self.names_a_product(phrase):
            return replace(series, why="spent on no goods")
        ours = any(a.code == series.reporter for a in phrase.reporters + phrase.areas)
        if self.payer == "foreign" or (ours and series.reporter):  # "buyers abroad paid $4 billion for Korean cars": nobody imports his own
            self.trade_seen = self.active = True
            product = with_text(phrase.joined, self) if phrase.products else series.product
            return replace(series, flow="export", sign=0, product=product, why="")
        return replace(series, flow="import", sign=0, product=with_text(phrase.joined, self) if phrase.products else series.product, why="")

    def counted(self, num: Num, series: Series) -> Series:
        """ "included 361,285 cars": what is counted is the product, unless the word only counts."""
        if num.kind != "quantity" or num.unit != "units":
            return series
        words = num.item.what.start, num.item.what.end
        before = self.aside[-1][0] if self.aside and not self.text[words[1] - 1].isalpha() and series.product is None else None
        if before is not None and before.unit == num.unit and self.sentence is not None and before.start >= self.sentence.start:
            words = before.start, before.end  # "made 900,000 cars and exported 400,000"
        noun = self.text[words[0] : words[1]].rsplit(None, 1)[-1].lower()
        start = words[1] - len(noun)
        for word in reversed(self.text[words[0] : start].split()):
            if not word[0].isalpha() or not is_product_word(word):
                break
            start = self.text.rindex(word, words[0], start)
        kind = Product(self.text[start : words[1]], start, words[1])
        if products.scan(kind.text) and products.slug(kind.text) != products.slug(noun):
            return replace(series, product=kind)  # "33,000 electric cars"
        plain = noun in word_set("counted") and noun not in ("units", "unit", "pieces") and series.product is None
        named = series.product is not None and noun.rstrip("s") in series.product.text.lower()
        if named or (noun not in word_set("specific") and not plain):
            return series
        start = words[1] - len(noun)
        return replace(series, product=Product(self.text[start : words[1]], start, words[1]))

    def modified(self, series: Series, post: list[Item], found: Role, state: State) -> Series:
        if not post and len(self.listed_stats) < 2:
            return series
        if len(post) > 2 and post[0].kind == "chg" and post[1].kind == "lev" and post[1].low in word_set("recorded"):
            post = [post[0], *post[2:]]  # "the 5 percent drop seen in imports"
        named = post[1:] if post and found.measure in ("growth", "change") and chg_noun(post[0]) else post  # "a 29 percent plunge in milk"
        if [x.kind for x in named[:3]] == ["in", "stat", "prod"] and named[1].low.endswith(" of"):
            series = replace(series, statistic=named[1].code.split(":")[0])
            named = [named[0], *named[2:]]  # "a 53 percent rise in the value of milk powder"
        fits = series.flow == "balance" or _goods_in(named)
        in_goods = _balance_in(post, series.flow) or (bool(named) and named[0].kind == "in" and fits)  # "rose 5% in coffee"
        earned = bool(post) and _earned_with(post, found, series)
        phrase = parse(named if in_goods else post[1:] if earned else post, subject=in_goods or earned)
        if found.measure == "share" and post and post[0].kind == "of" and any(x.low in word_set("volumes") for x in post[1:4]):
            series = replace(series, statistic="volume")  # "38 percent of the bags"
        favoured = _favoured(post, series.reporter) if found.measure == "level" else 0
        if favoured:
            return replace(series, flow="balance", sign=favoured, why="")
        if _a_day(post):
            series = replace(series, statistic="daily_average")
        if len(self.listed_stats) > 1:
            series = replace(series, statistic=self.listed_stats[self.place_now % len(self.listed_stats)])
        elif phrase.statistics and (
            phrase.statistics[0].low.startswith(("in ", "by ", "on "))
            or (post[0].kind in ("chg", "cmp", "stat", "of", "adj", "in", "det", "basis") and phrase.statistics[0] in post[:4])
        ):
            series = replace(series, statistic=phrase.statistics[0].code.split(":")[0])
        if phrase.flows and not (series.why and phrase.flows[0].code == "balance"):
            flow = next((f for f in phrase.flows if f.code == "balance"), phrase.flows[0])
            first = next((k for k, x in enumerate(post) if x.kind not in _BEFORE_FLOW), 0)
            direct = (
                post[first].kind in ("in", "of", "for")
                or (post[first].kind == "at" and len(post) == first + 2)  # "43 percent at export"
                or (found.measure not in ("growth", "change") and post[0].kind in ("flow", "det", "adj", "adjust", "lev", "status"))
                or (post[0].kind == "flow" and found.measure == "growth")
            )
            if series.flow == "balance" and flow.code == "trade":
                direct = False
            if series.flow in MIRROR and flow.code == "trade" and post[first].kind == "of" and found.measure == "level":
                direct = False  # "exports amounted to $9 billion of total trade": still exports
            if direct and (found.measure != "share" or not series.flow or series.flow != flow.code):
                if found.measure == "share":
                    whole = {"export": _PARTS, "trade": frozenset((*_PARTS, *MIRROR))}.get(flow.code, frozenset())
                    if series.flow not in whole:  # "exports made up 58 percent of total trade": the share is of the part
                        series = replace(series, flow=flow.code, sign=flow.sign)
                else:
                    known = series.product is not None and bool(products.scan(series.product.text))
                    series = replace(
                        series,
                        flow=flow.code,
                        sign=flow.sign,
                        why="",
                        product=series.product if known or series.product is self.topic else self.topic,
                    )
                    if phrase.products and phrase.joined is not None:
                        series = replace(series, product=with_text(phrase.joined, self))
                    if post[0].code == "be" and phrase.reporters:  # "3 billion was China's export to Ireland"
                        whom = [p.code for p in phrase.partners if p.code != phrase.reporters[0].code]
                        series = replace(series, reporter=phrase.reporters[0].code, partner="+".join(whom) or "WLD")
        if found.measure in ("growth", "change") and named is not post and self.tells_of_the_whole(phrase, series):
            series = replace(series, partner="WLD")  # "sales to Peru gained, adding to a 3 percent rise in total exports"
        if found.measure == "share":
            inherited = not state.history and series.product == self.series.product
            parted = series.partner != "WLD" or (inherited and _of_the_goods(post))  # "60 percent of the wheat went"
            if inherited and series.partner != "WLD" and phrase.total and phrase.flows:
                series = replace(series, product=None)  # "China received 92 percent of total exports"
            goods = next((x for x, y in pairwise(post[:8]) if x.kind == "prod" and y.kind == "flow" and y.code == series.flow), None)
            plain = goods is None or goods.low in word_set("all_goods") or goods.low in word_set("all_trade")
            if inherited and series.partner != "WLD" and not plain and post[0].kind == "of" and self.names_a_product(phrase):
                series = replace(series, product=with_text(phrase.joined, self))  # "China took 71 percent of soybean exports"
            if parted and post[0].kind == "of" and not phrase.flows and self.is_of_other_goods(phrase, series):
                series = replace(series, product=with_text(phrase.joined, self))  # "China bought 90 percent of the durian"
            if found.rule in ("list", "of which percent") and not phrase.flows and not phrase.partners and self.are_goods(post):
                series = replace(series, product=with_text(parse(post, subject=True).joined, self))  # "and 4 percent farm products"
            place = destination(post)
            if place >= 0:
                phrase.partners = [x for x in post[place:] if x.kind == "area"]  # "of the tea was destined for | Pakistan"
            led = post and (post[0].kind in ("to", "with") or post[0].low == "from" or place >= 0)
            placed = next((x for x in post[1:3] if x.kind == "area" and x.code), None) if post and post[0].kind == "for" else None
            if placed is not None and series.partner not in ("WLD", series.reporter):
                return replace(series, partner=placed.code)  # "47 percent was bound for the USA and 23 percent for Asia"
            return self.towards(series, phrase) if led else series  # "and 14 percent to ASEAN"
        if (
            series.flow == "import"
            and series.partner == "WLD"
            and phrase.reporters
            and not phrase.flows
            and post[0].kind == "of"
            and phrase.products
            and phrase.reporters[0].code != series.reporter
        ):
            series = replace(series, partner=phrase.reporters[0].code)  # "imported 1.8 million tonnes of Russian coal"
        if found.base and post and post[0].kind == "for" and series.partner == "WLD":
            other = next((x.code for x in post[1:3] if x.kind == "area" and x.code not in ("", series.reporter)), "")
            if other:
                return replace(series, why="another country's figure")  # "1.5 million tonnes against 1.3 million for Angola"
        fors = [post[k + 1] for k, x in enumerate(post[:-1]) if x.kind == "for" and post[k + 1].kind == "area"]
        if fors and series.flow == "balance" and fors[0].code in UNIONS:
            series = replace(series, reporter=fors[0].code)
        noun = bool(post[1:]) and post[0].kind == "chg" and found.measure == "growth"  # "a 38 percent slide in China"
        where = post[noun].kind if post else ""
        placed = next((x for x in post[1 + noun : 3 + noun] if x.kind == "area" and x.code not in ("", series.reporter)), None)
        if where == "in" and placed is not None and self.context.several and found.measure in ("growth", "change") and not phrase.flows:
            return replace(series, reporter=placed.code)  # "exports grew 5 percent in Peru", where several countries' are told
        if where == "in" and (not self.context.reporter or series.flow != "export" or phrase.flows):
            where = ""  # "advanced 8 percent in the EU" where it is exports that do
        moved = where in ("for", "in") and found.measure in ("growth", "change") and not phrase.partners and not self.context.several
        if moved and placed is not None and not placed.what.possessive:
            return replace(series, partner=placed.code)  # "2 percent for the euro zone"
        series = self.towards(series, phrase)
        if phrase.apart:
            return replace(series, why="without a country that is not told apart")
        if phrase.excluded and (series.product is None or series.product is self.topic):
            return replace(series, product=with_text(phrase.joined, self))
        more = _more_of(post)
        if len(post) > 1 and post[0].kind == "of" and post[1].low in word_set("measured_in"):
            return series  # "litres of pure alcohol": how it is counted, not what is
        if more is None and post and post[0].kind == "lev" and self.are_goods(post):
            more = parse(post[1:], subject=True).joined  # "of which $5 billion was copper"
        if more is not None:
            series = replace(series, product=with_text(more, self), why="")
        elif (phrase.products and post and (post[0].kind in ("of", "lev") or in_goods or earned)) or (
            phrase.products and phrase.joined and series.product is None and holds(post[:3], ("of",))
        ):
            series = replace(series, product=with_text(phrase.joined, self))
        return series

    def tells_of_the_whole(self, phrase: Phrase, series: Series) -> bool:
        """Whether a phrase names a flow as all of it, or as the country's own, with nobody it is with."""
        owned = any(x.code == series.reporter for x in phrase.reporters)
        named = phrase.partners or phrase.areas or phrase.there
        return bool(phrase.flows) and not named and phrase.flows[0].code == series.flow and (phrase.total or owned)

    def towards(self, series: Series, phrase: Phrase) -> Series:
        """The series with the partners that a phrase names; nobody trades with himself."""
        codes = [p.code for p in phrase.partners if p.code and p.code != series.reporter]
        return replace(series, partner="+".join(self.world(code, series.reporter) for code in codes)) if codes else series


def _favoured(post: Sequence[Item], home: str) -> int:
    """The sign of a balance that is told by whose favour it is in: "33 billion in Malaysia's favour"; 0 if it is not."""
    k = next((k for k, x in enumerate(post[:_NEAR]) if x.low in ("favour", "favor")), 0)
    if not k or not any(x.kind == "in" for x in post[max(0, k - 3) : k]):
        return 0
    whose = [x for x in post[max(0, k - 2) : k + 4] if x.kind == "area" or (x.kind == "pron" and x.code in ("its", "home"))]
    return 0 if not whose else 1 if whose[0].kind == "pron" or whose[0].code == home else -1


def revalued(items: Sequence[Item], num: Num, following: Num) -> bool:
    """Whether the next number says the same in money: "45 million tons valued at $15.9 billion"."""
    between = items[num.at + 1 : following.at]
    if num.kind != "quantity" or following.kind != "money" or len(between) > _VALUED:
        return False
    return all(x.kind in (",", "at", "with", "det", "of") or x.code == "worth" or x.low in ("value", "worth", "valued") for x in between)


def _source_behind(items: list[Item], at: int) -> str:
    """The country that a number is said to be from: "of these 9 million were from Guinea"; else empty."""
    if at >= len(items) or items[at].code != "be" or [x.low for x in items[at + 1 : at + 2]] != ["from"]:
        return ""
    named = next((x for x in items[at + 2 : at + 4] if x.kind != "det"), None)
    return named.code if named is not None and named.kind == "area" else ""


def _a_day(post: Sequence[Item]) -> bool:
    """Whether "a day" follows a number directly, and no point in time: "$645.8 million a day from", not "a day earlier"."""
    if [x.low for x in post[:2]] != ["a", "day"]:
        return False
    return len(post) == 2 or post[2].kind in ("ref", "in", ",", "basis", "time", "to", "and")


@cache
def _in_the_union() -> frozenset[str]:
    return names.members("EU")


def _ends_list(items: list[Item], k: int) -> bool:
    """Whether what a verb leads to ends here: a comma between two countries goes on."""
    if items[k].kind == ",":
        return items[k - 1].kind != "area" or k + 1 >= len(items) or items[k + 1].kind not in ("area", "and")
    return items[k].kind in ("num", ";", "sub", "(")


def _coordinated(named: Sequence[Item], reporter: str) -> list[str]:
    """Whose flow is named, where several own it: "Peru's and Chile's exports", "exports from Mexico and Brazil"; else `reporter` alone."""
    codes = [x.code for x in named[:1]]
    codes += [y.code for _, y in takewhile(lambda pair: pair[1].start - pair[0].end <= _JOINED, pairwise(named))]
    return list(dict.fromkeys(codes)) if reporter in codes and all(codes) else [reporter]


def _from_home(series: Series, home: str) -> Series:
    """A series seen from home, if it is the other side's trade with it: China's exports to Ireland as Ireland's imports."""
    if series.partner != home or series.flow not in MIRROR:
        return series
    return replace(series, reporter=home, flow=MIRROR[series.flow], partner=series.reporter)


def _accounted(items: Sequence[Item], at: int) -> Item | None:
    """The flow that an amount is said to be of: "$3 billion of this amount accounted for exports", "$4 billion - for imports"."""
    while at < len(items) and (items[at].kind == "ofwhich" or items[at].code == "noun") and items[at].kind != "share":
        at += 1
    led = [x.kind for x in items[at : at + 2]]
    flow = at + 2 if led == ["-", "for"] else at + 1 if led[:1] == ["share"] and items[at].low.endswith(" for") else len(items)
    told = next((x for x in items[flow : flow + 2] if x.kind != "det"), None)
    return told if told is not None and told.kind == "flow" and told.code in MIRROR and told.low.split()[0] in _PLAIN_FLOWS else None


def _parted(pre: Sequence[Item]) -> list[Item]:
    """The goods right before ", of which", where the clause names no others: "swollen by ammonia, of which | so much was bought"."""
    at = next((k for k in range(len(pre) - 1, 0, -1) if pre[k].kind == "ofwhich"), 0)
    if at < 2 or pre[at - 1].kind != "," or not names_goods(pre[at - 2]) or holds(pre[at:], ("prod", "flow", "w")):
        return []
    return trim(pre[max(0, at - _NEAR) : at - 1])


def _of_the_goods(post: Sequence[Item]) -> bool:
    """Whether what follows a share is "of the wheat", and a verb or nothing behind it."""
    end = next((k for k in range(2, len(post)) if post[k].kind not in ("w", "prod", "adj")), len(post))
    return [x.kind for x in post[:2]] == ["of", "det"] and end > 2 and (end == len(post) or is_verb(post[end]))


def _payer(at: Place, paid: Item) -> str:
    """Whether those who paid are foreigners or somebody at home: "overseas buyers paid", "the country paid"."""
    if holds(at.pre, ("hint",)) and _side_of_market(clauses(at.pre)) == "export":
        return "foreign"  # "the US is the largest market, spending"
    for item in at.tail:
        if item is paid:
            break
        if item.low in word_set("foreign"):
            return "foreign"
    return "home"


def _balance_in(post: Sequence[Item], flow: str) -> bool:
    """Whether what follows tells the goods a balance is in: "£7 billion in cars", "on goods", "£6 billion surplus on services"."""
    named = bool(post) and post[0].kind == "flow" and post[0].code == "balance"
    led = post[1:2] if named else post[:1]
    return (named or flow == "balance") and holds(led, ("in", "on"))


def _goods_in(post: Sequence[Item]) -> bool:
    """Whether "in" leads to known goods and nothing else."""
    named = list(takewhile(lambda x: x.kind in _NAMING and (x.kind != "w" or is_product_word(x.word)), post[1:]))
    end = 1 + len(named)
    if end < len(post) and post[end].kind in ("flow", "stat", "lev", "other", "sales"):
        return False
    while end > 1 and post[end - 1].kind in ("and", ",", "det"):
        end -= 1  # "in electronics and a 5 percent gain in palm oil"
    return end > 1 and post[end - 1].kind == "prod"


def _earned_with(post: Sequence[Item], found: Role, series: Series) -> bool:
    """Whether an amount is told to come from goods: "earned $2 million | from exports of carpets"."""
    return found.measure == "level" and series.flow == "export" and post[0].low == "from" and holds(post[1:5], ("prod",))


def _goods(cut: Iterable[list[Item]]) -> Phrase | None:
    """The first clause that names a product and no flow."""
    return next((q for c in cut if (q := parse(without_breaks(c), subject=True)).products and not q.flows), None)


def _is_part(clause: list[Item]) -> bool:
    """Whether a clause only tells what is among the things told of before it: "including", "of which", "among them"."""
    body = without_breaks(clause)
    return bool(body) and (body[0].kind in ("incl", "ofwhich") or (len(body) > 1 and body[0].kind == "among" and body[1].kind == "pron"))


def _traded_after(behind: Sequence[Item]) -> str:
    """The flow of what is counted before "were exported" or "were shipped abroad"; empty if nothing of the kind follows."""
    k = next((n for n, x in enumerate(behind) if x.kind not in ("of", "pron", "det", "prod", "w", "adv")), len(behind))
    k += k < len(behind) and behind[k].code == "be"
    if k == len(behind) or behind[k].kind != "tv" or behind[k].code not in MIRROR or holds(behind[k + 1 : k + 2], ("w", "prod")):
        return ""  # "25,951 imported ones"
    abroad = any(x.low in word_set("abroad") for x in behind[k + 1 : k + 3])
    return behind[k].code if behind[k].low in _SIDES or abroad or behind[k].low.split()[-1] in word_set("borders") else ""


def _passive(pre: list[Item]) -> str:
    """The flow of goods that "were imported for", "were exported at a value of"; empty without such a verb right before a number."""
    verb = next((k for k in range(len(pre) - 1, max(0, len(pre) - _NEAR), -1) if pre[k].kind == "tv"), 0)
    if not verb or pre[verb].low not in _SIDES or pre[verb - 1].code != "be":
        return ""
    led = all(x.kind in ("for", "at", "det", "adj", "adv", "stat", "of") or x.code == "worth" for x in pre[verb + 1 :])
    return pre[verb].code if led and len(pre) > verb + 1 else ""


def _stands_for_goods(pre: list[Item]) -> bool:
    """Whether a flow is said to be of goods named before: "exports of the sector", "the sector's exports", "of the same goods"."""
    again, many = word_set("goods_again"), word_set("goods_again_many")
    for k, (before, item) in enumerate(pairwise(pre)):
        low = before.low
        if (low in _THAT and item.low.removesuffix("'s") in again) or (low in _THOSE and item.low in many):
            after = pre[k + 2] if k + 2 < len(pre) else None
            return after is None or after.kind == "flow" or is_verb(after)
    return False


def _more_of(post: list[Item]) -> Product | None:
    """The product of "20 percent less wine", "seven percent more beef from", "of which $39 billion was from garments"."""
    to = next((k for k in range(1, len(post) - 2) if post[k].low in word_set("belongs") and post[k + 1].kind == "to"), None)
    if to is not None and holds(post[:to], ("hint", "flow")):
        post = post[to + 1 :]  # "first place in the list of export goods belongs to copper ores"
    elif len(post) > 2 and post[0].code == "be" and post[1].low == "from" and post[2].kind in ("prod", "w"):
        post = post[1:]  # "of which $39 billion was from garments"
    elif len(post) < 2 or post[0].kind != "cmp" or post[0].low not in word_set("more_or_less"):
        return None
    end = next((k for k in range(1, len(post)) if post[k].kind not in ("w", "prod", "and", "adj") or is_verb_word(post[k].word)), len(post))
    found = parse(post[1:end], subject=True)
    return found.joined if any(x.kind == "prod" for x in post[1:end]) else None


def with_text(product: Product | None, linker: Memory) -> Product | None:
    """The product with its words as they stand; "goods" is all products where no services are told of."""
    if product is None or product.fixed:
        return product
    text = linker.text[product.start : product.end]
    name = products.slug(text)
    if text.lower() in word_set("measures") and linker.topic is not None:
        return linker.topic  # "the number of bottles exported" in an article on whisky
    if name in word_set("all_trade") or (name in word_set("all_goods") and not linker.context.services):
        owner = _OWNER.search(linker.text, max(0, product.start - _OPENING_WORDS), product.start)
        if name in ("products", "items") or (owner is not None and owner[1].lower() in word_set("goods_again")):
            return linker.topic  # "the sector's products", "the six main products"
        return None
    return Product(text, product.start, product.end)


def parts(product: Product | None) -> list[Product]:
    """The members of a product phrase that is a list: "automobiles and auto parts"."""
    if product is None:
        return []
    out: list[Product] = []
    at = 0
    for gap in _AND.finditer(product.text):
        out.append(Product(product.text[at : gap.start()], product.start + at, product.start + gap.start()))
        at = gap.end()
    out.append(Product(product.text[at:], product.start + at, product.end))
    return [part for part in out if part.text]
