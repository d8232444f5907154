"""What stands behind a number and changes its series: "of exports", "were shipped to Peru", "in favour of"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from tradestats.behind import destination
from tradestats.flows import PLAIN_FLOWS
from tradestats.frame import Num, Series, State
from tradestats.frozen import replace
from tradestats.goods import with_text
from tradestats.items import MIRROR, Item, holds
from tradestats.lexicon import word_set
from tradestats.naming import NEAR, SIDES, Naming
from tradestats.parse import parse
from tradestats.parties import UNIONS
from tradestats.phrase import Phrase, Product
from tradestats.recognise import products
from tradestats.role import Role, chg_noun
from tradestats.stretch import is_verb
from tradestats.words import is_product_word, is_verb_word

_PARTS = frozenset(("re-export", "domestic-export"))  # of exports
_CLOSED = frozenset((",", ";", ":", "(", ")", "sub", "num", "which", "and"))
_BEFORE_FLOW = frozenset(("chg", "adj", "adjust", "basis", "adv", "det", "cmp", "time", "status"))  # "a $5 billion preliminary surplus"
_VALUED = 5  # items between a quantity and its worth
REACH = 30  # items in which a list's names follow its numbers
_NAMING = frozenset(("w", "prod", "adj", "and", ",", "det"))  # what goods are named with


class Modifiers(Naming):
    """Reads what a number's modifiers say of its series."""

    def trailing(self, items: list[Item], num: Num, nums: list[Num], state: State) -> None:
        """ "Goods worth 74 billion euros (+2 %) were sent to ...": the verb after the number says which flow."""
        at = num.at + 1
        following = next((x for x in nums if x.at > num.at), None)
        if following is not None and revalued(items, num, following):
            at = following.at + 1  # "92 million tons valued at $35 billion were exported"
        if state.subjects and state.subjects[0].why.startswith("about "):
            sides = _traded_after(items[num.at + 1 : num.at + 1 + NEAR])
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
        if len(behind) > 1 and behind[0].kind == "cmp" and behind[1].kind == "tv" and behind[1].low in SIDES:
            state.subjects = [replace(x, flow=behind[1].code, sign=0, why="") for x in state.subjects]

    def met_behind(self, items: list[Item], num: Num, state: State) -> str:
        """The partner of a balance behind its verb: "a surplus of $3 billion was run with Peru"; empty if none is named there."""
        series = state.subjects[0] if state.subjects else None
        if series is None or series.flow not in ("balance", "trade") or series.partner != "WLD" or series.why:
            return ""
        ahead = list(takewhile(lambda x: x.kind not in _CLOSED, items[num.at + 1 : num.at + 1 + REACH // 2]))
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


def _favoured(post: Sequence[Item], home: str) -> int:
    """The sign of a balance that is told by whose favour it is in: "33 billion in Malaysia's favour"; 0 if it is not."""
    k = next((k for k, x in enumerate(post[:NEAR]) if x.low in ("favour", "favor")), 0)
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


def _ends_list(items: list[Item], k: int) -> bool:
    """Whether what a verb leads to ends here: a comma between two countries goes on."""
    if items[k].kind == ",":
        return items[k - 1].kind != "area" or k + 1 >= len(items) or items[k + 1].kind not in ("area", "and")
    return items[k].kind in ("num", ";", "sub", "(")


def _accounted(items: Sequence[Item], at: int) -> Item | None:
    """The flow that an amount is said to be of: "$3 billion of this amount accounted for exports", "$4 billion - for imports"."""
    while at < len(items) and (items[at].kind == "ofwhich" or items[at].code == "noun") and items[at].kind != "share":
        at += 1
    led = [x.kind for x in items[at : at + 2]]
    flow = at + 2 if led == ["-", "for"] else at + 1 if led[:1] == ["share"] and items[at].low.endswith(" for") else len(items)
    told = next((x for x in items[flow : flow + 2] if x.kind != "det"), None)
    return told if told is not None and told.kind == "flow" and told.code in MIRROR and told.low.split()[0] in PLAIN_FLOWS else None


def _of_the_goods(post: Sequence[Item]) -> bool:
    """Whether what follows a share is "of the wheat", and a verb or nothing behind it."""
    end = next((k for k in range(2, len(post)) if post[k].kind not in ("w", "prod", "adj")), len(post))
    return [x.kind for x in post[:2]] == ["of", "det"] and end > 2 and (end == len(post) or is_verb(post[end]))


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


def _traded_after(behind: Sequence[Item]) -> str:
    """The flow of what is counted before "were exported" or "were shipped abroad"; empty if nothing of the kind follows."""
    k = next((n for n, x in enumerate(behind) if x.kind not in ("of", "pron", "det", "prod", "w", "adv")), len(behind))
    k += k < len(behind) and behind[k].code == "be"
    if k == len(behind) or behind[k].kind != "tv" or behind[k].code not in MIRROR or holds(behind[k + 1 : k + 2], ("w", "prod")):
        return ""  # "25,951 imported ones"
    abroad = any(x.low in word_set("abroad") for x in behind[k + 1 : k + 3])
    return behind[k].code if behind[k].low in SIDES or abroad or behind[k].low.split()[-1] in word_set("borders") else ""


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
