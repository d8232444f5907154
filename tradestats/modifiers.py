"""What stands behind a number and changes its series: "of exports", "were shipped to Peru", "in favour of"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from tradestats.behind import destination
from tradestats.frame import Num, Series, State
from tradestats.frozen import replace
from tradestats.goods import with_text
from tradestats.items import MIRROR, Item, holds
from tradestats.lexicon import word_set
from tradestats.naming import NEAR
from tradestats.parse import parse
from tradestats.parties import UNIONS
from tradestats.phrase import Phrase, Product
from tradestats.recognise import names, products
from tradestats.role import Role, chg_noun
from tradestats.stretch import is_verb
from tradestats.verbs_behind import PARTS, VerbsBehind
from tradestats.words import is_product_word, is_verb_word

_MOVES = frozenset(("growth", "change"))  # measures of how a flow moved
_IN = ("in ", "by ", "on ")  # what a statistic begins with that stands by itself
_BEFORE_STATISTIC = frozenset(("chg", "cmp", "stat", "of", "adj", "in", "det", "basis"))
_WHOLES = {"export": PARTS, "trade": PARTS | MIRROR.keys()}  # flows, and those that are parts of them
_IS_FLOW = frozenset(("flow", "det", "adj", "adjust", "lev", "status"))  # what begins the name of the flow that a figure is
_BEFORE_FLOW = frozenset(("chg", "adj", "adjust", "basis", "adv", "det", "cmp", "time", "status"))  # "a $5 billion preliminary surplus"
_NAMING = frozenset(("w", "prod", "adj", "and", ",", "det"))  # what goods are named with


def _ends_with_place(post: list[Item], placed: Item) -> bool:
    """Whether nothing but a mark or an "and" follows a place: not "for China's exporters"."""
    after = next(iter(post[next(k for k, x in enumerate(post) if x is placed) + 1 :]), None)
    return not placed.what.possessive and (after is None or after.kind in (",", "and", ";", "(", ")"))


class Said(NamedTuple):
    """What a number's modifiers say: `phrase` is what they name; `of_goods` if they lead to goods ("in cars", "from tea")."""

    post: list[Item]
    phrase: Phrase
    found: Role
    of_goods: bool


class Modifiers(VerbsBehind):
    """Reads what a number's modifiers say of its series."""

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
        """The series with what the number's modifiers say: another flow, goods, partner or statistic than was told before it."""
        if not post and len(self.listed_stats) < 2:
            return series
        if len(post) > 2 and post[0].kind == "chg" and post[1].kind == "lev" and post[1].low in word_set("recorded"):
            post = [post[0], *post[2:]]  # "the 5 percent drop seen in imports"
        elif len(post) > 3 and post[0].code == "be" and post[1].low in word_set("recorded") and post[2].kind == "in":
            post = post[2:]  # "a rise of 5 percent | was recorded in sugar exports"
        named = post[1:] if post and found.measure in _MOVES and chg_noun(post[0]) else post  # "a 29 percent plunge in milk"
        if [x.kind for x in named[:3]] == ["in", "stat", "prod"] and named[1].low.endswith(" of"):
            series = replace(series, statistic=named[1].code.split(":")[0])
            named = [named[0], *named[2:]]  # "a 53 percent rise in the value of milk powder"
        said = _said(post, named, found, series)
        favoured = _favoured(post, series.reporter) if found.measure == "level" else 0
        if favoured:
            return replace(series, flow="balance", sign=favoured, why="")
        series = self.of_flow_behind(self.in_statistic(series, said), said)
        if found.measure in _MOVES and named is not post and self.tells_of_the_whole(said.phrase, series):
            series = replace(series, partner="WLD")  # "sales to Peru gained, adding to a 3 percent rise in total exports"
        if found.measure == "share":
            return self.share_of(series, said, state)
        if _of_another(series, said):
            return replace(series, why="another country's figure")
        return self.placed_behind(_of_union(series, post), said)

    def in_statistic(self, series: Series, said: Said) -> Series:
        """The series in the statistic that stands behind the number: "3 percent in volume", "$600 million a day"."""
        post, stats = said.post, said.phrase.statistics
        series = replace(series, statistic="volume") if _of_volumes(said) else series
        if _a_day(post):
            series = replace(series, statistic="daily_average")
        if len(self.listed_stats) > 1:
            return replace(series, statistic=self.listed_stats[self.place_now % len(self.listed_stats)])
        if not stats:
            return series
        direct = post[0].kind in _BEFORE_STATISTIC and stats[0] in post[:4]
        traded = said.phrase.hint.code if said.phrase.hint is not None else ""
        if direct and series.flow == "balance" and traded in MIRROR:  # "lifted by a 5 percent rise in the prices of export goods"
            series = replace(series, flow=traded, sign=0)
        return replace(series, statistic=stats[0].code.split(":")[0]) if direct or stats[0].low.startswith(_IN) else series

    def of_flow_behind(self, series: Series, said: Said) -> Series:
        """The series with the flow that stands behind the number: "$5 billion of exports", "3 billion was China's export to Ireland"."""
        phrase, post = said.phrase, said.post
        if not phrase.flows or (series.why and phrase.flows[0].code == "balance"):
            return series
        flow = next((f for f in phrase.flows if f.code == "balance"), phrase.flows[0])
        if not _says_its_flow(said, flow, series):
            return series
        if said.found.measure == "share":
            whole = _WHOLES.get(flow.code, frozenset())
            moved = flow.code != series.flow not in whole  # "exports made up 58 percent of total trade": the share is of the part
            return replace(series, flow=flow.code, sign=flow.sign) if moved else series
        known = series.product is not None and bool(products.scan(series.product.text))
        product = series.product if known else self.topic
        if phrase.products and phrase.joined is not None:
            product = with_text(phrase.joined, self)
        series = replace(series, flow=flow.code, sign=flow.sign, why="", product=product)
        if flow.code == "balance" and series.partner == "WLD" and self.both_ways and not phrase.total and self.is_on_two():
            series = replace(series, partner=self.both_ways)  # "posted a $3 billion shortfall"
        if phrase.world and names.is_group(series.reporter) and series.reporter not in UNIONS:
            series = replace(series, reporter="WLD")  # after a region's figures: "a decline of 2 percent in global trade"
        if post[0].code == "be" and phrase.reporters:  # "3 billion was China's export to Ireland"
            whom = [p.code for p in phrase.partners if p.code != phrase.reporters[0].code]
            series = replace(series, reporter=phrase.reporters[0].code, partner="+".join(whom) or "WLD")
        return series

    def share_of(self, series: Series, said: Said, state: State) -> Series:
        """The series of a share: of which goods it is, and where they went: "60 percent of the wheat went to Egypt"."""
        phrase, post = said.phrase, said.post
        inherited = not state.history and series.product == self.series.product
        series = self.of_another_whole(self.share_of_goods(series, said, inherited=inherited), said)
        to = destination(post)
        if to >= 0:
            phrase.partners = [x for x in post[to:] if x.kind == "area"]  # "of the tea was destined for | Pakistan"
            if post[to - 1].low == "from" and not phrase.flows:
                series = replace(series, flow="import", sign=0)  # "of the wheat came from | Canada"
            elif post[to - 1].kind == "to" and series.flow == "import" and not phrase.flows:
                series = replace(series, flow="export", sign=0)  # "and 20 percent of the fuel was shipped to | Chile"
        placed = next((x for x in post[1:3] if x.kind == "area" and x.code), None) if post and post[0].kind == "for" else None
        if placed is not None and series.partner not in ("WLD", series.reporter):
            return replace(series, partner=placed.code)  # "47 percent was bound for the USA and 23 percent for Asia"
        led = post and (post[0].kind in ("to", "with") or post[0].low == "from" or to >= 0)
        return self.towards(series, phrase) if led else series  # "and 14 percent to ASEAN"

    def of_another_whole(self, series: Series, said: Said) -> Series:
        """The series of a share of another country's flow: "Kenya accounted for 0.1 percent of China's exports"."""
        whose = [a for a in said.phrase.reporters if a.what.possessive and a.code not in ("", series.reporter)]
        if not whose or not said.phrase.flows or said.post[0].kind != "of" or series.flow not in MIRROR:
            return series
        partner = series.partner if series.partner not in ("WLD", whose[0].code) else "WLD"
        if partner == "WLD" and series.reporter in self.named_here:
            partner = series.reporter
        return replace(series, reporter=whose[0].code, partner=partner)

    def share_of_goods(self, series: Series, said: Said, *, inherited: bool) -> Series:
        """The series of a share with the goods that it is of; `inherited` if the product is what the sentence began with."""
        phrase, post = said.phrase, said.post
        of_it = bool(post) and post[0].kind == "of"
        its = of_it and self.dealt == "own" and phrase.pron is not None and phrase.pron.code == "its"  # "sourced 60 percent of its fuel"
        parted = its or series.partner != "WLD" or (inherited and _of_the_goods(post))  # "60 percent of the wheat went"
        if inherited and series.partner != "WLD":
            if phrase.total and phrase.flows:
                series = replace(series, product=None)  # "China received 92 percent of total exports"
            if of_it and not _of_all_goods(post, series.flow) and self.names_a_product(phrase):
                series = replace(series, product=with_text(phrase.joined, self))  # "China took 71 percent of soybean exports"
        if parted and of_it and not phrase.flows and self.is_of_other_goods(phrase, series):
            series = replace(series, product=with_text(phrase.joined, self))  # "China bought 90 percent of the durian"
        if said.found.rule in ("list", "of which percent") and not phrase.flows and not phrase.partners and self.are_goods(post):
            series = replace(series, product=with_text(parse(post, subject=True).joined, self))  # "and 4 percent farm products"
        return series

    def placed_behind(self, series: Series, said: Said) -> Series:
        """The series with the area that stands behind the number, or with the partners and the goods that are told there."""
        post, moves, phrase = said.post, said.found.measure in _MOVES, said.phrase
        noun = len(post) > 1 and post[0].kind == "chg" and said.found.measure == "growth"  # "a 38 percent slide in China"
        where = post[noun].kind if post else ""
        placed = next((x for x in post[1 + noun : 3 + noun] if x.kind == "area" and x.code not in ("", series.reporter)), None)
        if placed is not None and moves and where == "in" and self.context.several and not phrase.flows:
            return replace(series, reporter=placed.code)  # "exports grew 5 percent in Peru", where several countries' are told
        sold = series.flow == "export" and self.context.reporter and not phrase.flows  # no "advanced 8 percent in the EU" of imports
        if placed is not None and where == "for" and sold and said.found.measure == "level" and _ends_with_place(post, placed):
            return replace(series, partner=placed.code)  # "exports of $9 billion, with $1 billion for Belgium"
        led = where == "for" or (where == "in" and sold)
        if placed is not None and moves and led and not phrase.partners and not self.context.several and not placed.what.possessive:
            return replace(series, partner=placed.code)  # "2 percent for the euro zone"
        bought = (
            series.flow == "import"
            and series.partner == "WLD"
            and post[:1]
            and post[0].kind == "of"
            and phrase.products
            and not phrase.flows
        )
        if bought and phrase.reporters and phrase.reporters[0].code != series.reporter:
            series = replace(series, partner=phrase.reporters[0].code)  # "imported 1.8 million tonnes of Russian coal"
        return self.of_goods_behind(self.towards(series, phrase), said)

    def of_goods_behind(self, series: Series, said: Said) -> Series:
        """The series with the goods that stand behind the number: "tonnes of coal", "20 percent less wine", "$5 billion was copper"."""
        phrase, post = said.phrase, said.post
        if phrase.apart:
            return replace(series, why="without a country that is not told apart")
        if phrase.excluded and (series.product is None or series.product is self.topic):
            return replace(series, product=with_text(phrase.joined, self))
        if len(post) > 1 and post[0].kind == "of" and post[1].low in word_set("measured_in"):
            return series  # "litres of pure alcohol": how it is counted, not what is
        more = _more_of(post)
        if more is None and post and post[0].kind == "lev" and self.are_goods(post):
            more = parse(post[1:], subject=True).joined  # "of which $5 billion was copper"
        if more is not None:
            return replace(series, product=with_text(more, self), why="")
        if not phrase.products or not post:
            return series
        led = post[0].kind in ("of", "lev") or said.of_goods
        late = phrase.joined is not None and series.product is None and holds(post[:3], ("of",))
        return replace(series, product=with_text(phrase.joined, self)) if led or late else series

    def tells_of_the_whole(self, phrase: Phrase, series: Series) -> bool:
        """Whether a phrase names a flow as all of it, or as the country's own, with nobody it is with."""
        owned = any(x.code == series.reporter for x in phrase.reporters)
        named = phrase.partners or phrase.areas or phrase.there
        return bool(phrase.flows) and not named and phrase.flows[0].code == series.flow and (phrase.total or owned)


def of_partners_whole(series: Series, post: Sequence[Item]) -> Series:
    """The series of what makes up a share of the trade with a partner: "gold made up 35 percent of exports to Asia"."""
    if series.partner != "WLD" or not holds(post[:1], ("of",)):
        return series
    whole = parse(post, subject=False)
    whom = [p.code for p in whole.partners if p.code not in ("", series.reporter)]
    return replace(series, partner="+".join(whom)) if whom and whole.flows and whole.flows[0].code == series.flow else series


def _favoured(post: Sequence[Item], home: str) -> int:
    """The sign of a balance that is told by whose favour it is in: "33 billion in Malaysia's favour"; 0 if it is not."""
    k = next((k for k, x in enumerate(post[:NEAR]) if x.low in ("favour", "favor")), 0)
    if not k or not any(x.kind == "in" for x in post[max(0, k - 3) : k]):
        return 0
    whose = [x for x in post[max(0, k - 2) : k + 4] if x.kind == "area" or (x.kind == "pron" and x.code in ("its", "home"))]
    return 0 if not whose else 1 if whose[0].kind == "pron" or whose[0].code == home else -1


def _a_day(post: Sequence[Item]) -> bool:
    """Whether "a day" follows a number directly, and no point in time: "$645.8 million a day from", not "a day earlier"."""
    if [x.low for x in post[:2]] != ["a", "day"]:
        return False
    return len(post) == 2 or post[2].kind in ("ref", "in", ",", "basis", "time", "to", "and")


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


def _said(post: list[Item], named: list[Item], found: Role, series: Series) -> Said:
    """Reads a number's modifiers; `named` is what stands behind the noun of a change: "a 5 percent rise | in coffee"."""
    in_goods = _balance_in(post, series.flow)
    if not in_goods and named and named[0].kind == "in":
        in_goods = series.flow == "balance" or _goods_in(named)  # "rose 5% in coffee"
    elif not in_goods and named and named[0].kind == "for":
        in_goods = found.measure in _MOVES and _goods_in(named)  # "the decline is 7 percent for oil products, 23 percent for paper"
    earned = bool(post) and _earned_with(post, found, series)
    of_goods = in_goods or earned
    return Said(post, parse(named if in_goods else post[1:] if earned else post, subject=of_goods), found, of_goods)


def _of_volumes(said: Said) -> bool:
    """Whether a share is one of volumes: "38 percent of the bags"."""
    post = said.post
    return said.found.measure == "share" and holds(post[:1], ("of",)) and any(x.low in word_set("volumes") for x in post[1:4])


def _says_its_flow(said: Said, flow: Item, series: Series) -> bool:
    """Whether a flow behind a number is what the number is of: "of exports", "$5 billion surplus", "43 percent at export"."""
    post, measure = said.post, said.found.measure
    if flow.code == "trade" and series.flow == "balance":
        return False
    first = next((k for k, x in enumerate(post) if x.kind not in _BEFORE_FLOW), 0)
    kind = post[first].kind
    part = kind == "of" and post[first + 1 : first + 2] != [flow]  # "$9 billion of total trade", not "May saw $9 billion of trade"
    if flow.code == "trade" and series.flow in MIRROR and measure == "level" and (part or kind == "in"):
        return False  # "exports amounted to $9 billion of total trade", "in the structure of trade": still exports
    if kind in ("in", "of", "for") or (kind == "at" and len(post) == first + 2):
        return True
    return post[0].kind == "flow" and measure == "growth" if measure in _MOVES else post[0].kind in _IS_FLOW


def _of_all_goods(post: Sequence[Item], flow: str) -> bool:
    """Whether no goods stand right before the flow that a share is of, or words for all goods: "of merchandise exports"."""
    goods = next((x for x, y in pairwise(post[:8]) if x.kind == "prod" and y.kind == "flow" and y.code == flow), None)
    return goods is None or goods.low in word_set("all_goods") or goods.low in word_set("all_trade")


def _of_another(series: Series, said: Said) -> bool:
    """Whether a base is another country's figure: "1.5 million tonnes against 1.3 million for Angola"."""
    post = said.post
    if not said.found.base or not holds(post[:1], ("for",)) or series.partner != "WLD":
        return False
    return any(x.kind == "area" and x.code not in ("", series.reporter) for x in post[1:3])


def _of_union(series: Series, post: Sequence[Item]) -> Series:
    """The series, a balance "for the EU" as the union's own."""
    whose = next((y for x, y in pairwise(post) if x.kind == "for" and y.kind == "area"), None) if series.flow == "balance" else None
    return replace(series, reporter=whose.code) if whose is not None and whose.code in UNIONS else series


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
