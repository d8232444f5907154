"""A stretch of items to what it names: flow, areas in their roles, product words, statistic, period.

A stretch is the text before a number (its subject and verb) or after it (its modifiers). Nothing here looks at the
numbers themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from tradestats.frozen import replace
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.words import NOISE, is_attribute, is_goods, is_head, is_never_goods, is_product_word, is_verb_word

TO = frozenset(("to", "into"))
_TIES = frozenset(("and", "or", ",", "/", "of", "det", "w", "adj", "-"))
_WENT = frozenset(("went", "going", "headed", "shipped", "bound", "destined"))
_OPENERS = frozenset(("in", "on", "for", "det", "adj", "adv", "and", "w"))
_THEM_ALL = frozenset(("countries", "states", "nations", "members", "economies", "markets"))
_MEMBERS = _THEM_ALL | {"member", "partner"}
_FRONT = 6  # items of what opens a clause
_LEADING = ("of", "flow", "object")  # what leads to a product behind a verb, too
_SENT = frozenset(("export", "re-export", "domestic-export"))
_LINKS = frozenset(("in", "to", "by", "with", "at", "on", "for", "ref", "chg", "adv", "num", "into", "why", "as", "under", "over", "cmp"))
"""Kinds of items that name nothing themselves, and lead to what is named."""
_LEADS_THERE = frozenset(("flow", "ref", "to", "sales", "prod", "w", "hint"))
VERBISH = frozenset(("lev", "tv", "share", "contrib"))
_PREPOSITIONS = {"to": "to", "into": "to"} | {
    kind: kind
    for kind in ("of", "with", "in", "by", "for", "at", "on", "among", "between", "within", "outside", "why", "as", "under", "over")
}
_KEEPS = frozenset(("and", "or", ",", "det", "adj", "adv", "area", "anaphor", "each", "both"))  # a preposition before them still governs
FLOWLIKE = frozenset(("flow", "nodx", "sales", "revenue", "tv", "stat"))
"""Kinds of items of which `parse` makes a flow: without one of them it finds none."""


class Product(NamedTuple):
    """Product words as they stand: `text` for slug and column, span in the copy. `fixed`: `text` is final (a title's)."""

    text: str
    start: int
    end: int
    fixed: bool = False
    doubtful: bool = False  # no table knows it, its head names no goods, and it does not stand where only a product can
    lead: bool = False  # named by "in", "on" or "for" before its flow: "on services there was a surplus"


@dataclass(slots=True)
class Phrase:
    """What a stretch names. Lists hold coordinated members in order; several flows, partners or products are a list."""

    flows: list[Item] = field(default_factory=list)
    reporters: list[Item] = field(default_factory=list)
    partners: list[Item] = field(default_factory=list)
    areas: list[Item] = field(default_factory=list)  # named with no role of their own: the linker decides
    products: list[Product] = field(default_factory=list)
    joined: Product | None = None  # all products as one noun phrase
    statistics: list[Item] = field(default_factory=list)
    times: list[Item] = field(default_factory=list)
    other: Item | None = None  # a noun that is no trade flow
    verb: Item | None = None  # the trade verb
    pron: Item | None = None
    total: bool = False  # "total exports", "all exports"
    excluded: bool = False  # "excluding ships" is the product
    apart: bool = False  # a country is left out
    world: bool = False  # a flow is all the world's: "global trade", "world merchandise exports"
    maker: Product | None = None  # what the people named as the subject make: "coffee growers"
    alien: bool = False  # the subject is a noun that is neither goods nor a figure
    proper: bool = False  # a company or person is the subject
    unknown: bool = False  # it goes to countries by a name that is not known
    unnamed: bool = False  # a flow is of what has a name that is no country's: of some goods, or of a firm
    part: bool = False  # a part of a country is whose flow it is, or where it goes
    placed: bool = False  # a part of a country is where a flow goes: "exports to Northern Ireland"
    there: bool = False
    prep: str = ""  # the preposition that led to the first partner
    cost: bool = False  # "crude oil cost $9 billion": an import
    other_first: bool = False
    share: bool = False
    flow_sign: int = 0
    sales: bool = False  # bare "sales": a flow only where one is under discussion
    hint: Item | None = None  # "export items": which flow a list is about
    buyer: Item | None = None  # "purchases by China"
    pair: tuple[str, str] = ("", "")  # "trade between Iran and Iraq": the trade of two with each other

    @property
    def named(self) -> bool:
        """Whether anything here can be a subject."""
        return bool(
            self.flows
            or self.reporters
            or self.partners
            or self.areas
            or self.products
            or self.pron
            or self.other
            or self.proper
            or self.part
            or self.alien
            or self.statistics
            or self.hint
            or self.share
            or self.sales
            or (self.there and self.prep in ("from", "to"))
        )


def is_verb(item: Item) -> bool:
    """A finite verb or a form of one, as far as the cues know."""
    return item.kind in VERBISH or (item.kind == "chg" and item.code[0] in "vga")


def first_verb(items: Sequence[Item], begin: int = 0) -> int:
    """Where the first verb from `begin` on stands, the length of `items` if there is none."""
    for k in range(begin, len(items)):
        item = items[k]
        kind = item.kind
        if kind in VERBISH or (kind == "chg" and item.code[0] in "vga"):
            return k
    return len(items)


def has_verb(items: Iterable[Item]) -> bool:
    """Whether any item is a verb."""
    for item in items:
        kind = item.kind
        if kind in VERBISH or (kind == "chg" and item.code[0] in "vga"):
            return True
    return False


def parse(items: Sequence[Item], *, subject: bool) -> Phrase:
    """Reads a stretch. `subject` is True for the text before a number, where a bare noun phrase is what the number is about."""
    out = Phrase()
    if subject:
        items = _valued(items)
    n = len(items)
    if not n:
        return out
    edge = _edge(items)
    turning, modifiers, belongs, to_verbs = _turning(), word_set("modifiers"), word_set("belongs"), word_set("to_verbs")
    tails = word_set("tails")
    prep = ""
    k = 0
    words: list[Item] = []
    spoken = False  # a verb was seen: what follows is no subject any more
    chained = False

    def close() -> None:
        nonlocal words, chained
        if prep in ("to", "from", "with") and words[-1].low in _THEM_ALL and any(x.word[:1].isupper() for x in words[:-1]):
            out.unknown = True  # "to CEPEX countries": a name that is not known is not the world
        elif _names_somebody(words):
            out.proper = out.proper or not (spoken or prep == "on")  # "On a Census basis"
            out.unnamed = out.unnamed or (prep == "of" and bool(out.flows) and not (spoken or out.statistics))
        else:
            heads = k >= n or items[k].kind != "to"  # "equivalent to" is no noun
            opens = words[0].start <= edge
            place = "behind" if prep == "flow" else prep  # "Exports % change" is of no change
            _products(words, out, place, subject and not (spoken and prep not in _LEADING), chained=chained, heads=heads, opens=opens)
        chained = False
        words = []

    while k < n:
        item = items[k]
        kind, low = item.kind, item.low
        if out.hint is not None and low in belongs and [x.kind for x in items[k + 1 : k + 3]] == ["to", "prod"]:
            spoken, prep, words = False, "object", []  # "first place among imports belongs to cars"
            k += 2
            continue
        if low in word_set("shows") and k + 1 < n and items[k + 1].low == "that":
            out, words, spoken, prep = Phrase(), [], False, ""  # "the break-up of exports shows that export of yarn declined"
            k += 2
            continue
        driven = out.other is not None and out.other.code in _DRIVERS and not out.flows
        lifts = driven and (low in word_set("causes") or is_verb(item)) and _moves_a_flow(items, k)
        if lifts or (low in turning and _begins_anew(items, k, bool(out.flows or out.products or words))):  # "demand lifted tea exports"
            out, words, spoken, prep = Phrase(), [], False, ""
            k += 1
            continue
        if kind in ("w", "lev", "tv") and low in tails and (words or out.products) and (end := _tail_end(items, k)):
            if words:
                close()
            if out.products and out.products[-1].text.lower() not in word_set("neutral"):
                # "spirits obtained by distilling grape wine", "machinery and parts thereof"
                out.products[-1] = replace(out.products[-1], end=items[end - 1].end)
                out.joined = _span(out.products)
            k = end
            continue
        if kind == "w" and is_verb_word(item.word) and low not in modifiers and not _describes(items, k):
            if words:
                close()
            spoken = True
            prep = ""
            k += 1
            continue
        if prep == "to" and not words and low in to_verbs:
            k += 1  # "to limit exports"
            continue
        if kind == "w" or kind == "prod":
            words.append(item)
            k += 1
            continue
        if kind == "ref" and low == "from" and words and (end := _branch_end(words[-1], items, k + 1)):
            words += [x for x in items[k + 1 : end] if x.kind != "det"]  # "products from the food processing industry"
            k = end
            continue
        if kind == "ref" and low == "from" and out.flows and k + 1 < n and names_goods(items[k + 1]) and _earns(out.flows[-1]):
            prep = "of"  # "export earnings from copper"
            k += 1
            continue
        sold_to = items[k + 1] if kind == "ref" and low == "from" and out.flows and k + 1 < n and items[k + 1].kind == "area" else None
        if sold_to is not None and _earns(out.flows[-1]) and sold_to.what.form != "demonym" and not sold_to.what.possessive:
            prep = "to"  # "export earnings from Peru": of what is sold there
            k += 1
            continue
        if kind in _LINKS:  # what no rule but the last one asks for
            if words:
                close()
            spoken, prep = spoken or is_verb(item), _prep(item, prep)
            k += 1
            continue
        joins = words and (kind in _JOINTS or (kind == "or" and _only_describes(words[-1])))  # "fresh or chilled beef"
        if joins and k + 1 < n and items[k + 1].kind in ("w", "prod", "and"):
            words.append(item)
            k += 1
            continue
        if joins and holds(items[k + 2 : k + 3], ("w", "prod")) and items[k + 1].low in ("its", "their") and _ends_noun(items, k + 3):
            words.append(item)
            k += 2  # "phosphates and their derivatives"
            continue
        if kind == "of" and words and prep in ("to", "from", "with", "between") and _names_members(words, items[k + 1 : k + 3]):
            words = []  # "to the countries of the EU" is to the EU
            k += 1
            continue
        if kind == "of" and words and k + 1 < n and items[k + 1].kind in ("w", "prod", "det"):
            seen = len(out.products)
            if all(x.low in word_set("measures") for x in words):
                words = []  # "60-kilo bags of coffee"
            if words:
                close()
            prep = "of"
            chained = len(out.products) > seen  # "manufactures of industrial origin" is one name
            k += 1
            continue
        alone = not (out.areas or out.flows or out.pron)
        if kind == "share" and item.low == "shares" and k + 1 < n and items[k + 1].kind == "chg" and alone:
            out.other, out.other_first = item, True  # "shares rose 3 percent" on an exchange
            k += 1
            continue
        if kind == "share" and item.code == "noun" and k + 1 < n and items[k + 1].kind in ("of", "in"):
            if words:
                close()  # "their share of total exports": the flow is the whole, not the subject
            out.share = True
            k += 2
            whose = next((n for n in range(k, min(k + 2, n)) if items[n].kind == "area" and items[n].code), n)
            if whose < n and (whose + 1 == n or is_verb(items[whose + 1]) or items[whose + 1].kind in ("in", "of")):
                out.areas.append(items[whose])  # "the share of Japan stood at", "the share of China in exports"
            part = (
                _part_of_whole(items, k)
                if items[k - 1].kind == "of" and not (out.products or out.areas or out.reporters or out.pron)
                else None
            )
            if part is not None:
                out.products, out.joined = part.products, part.joined
            begin = k
            while k < n and not is_verb(items[k]) and items[k].kind not in (",", "sub", "ref", "by", "at", "to"):
                k += 1
            led = next((m for m in range(begin, k) if items[m].kind == "with"), k)
            out.partners += [x for x in items[led + 1 : led + 3] if x.kind == "area" and led < k][:1]  # "the share of trade with Peru in"
            _share_of_another(items[begin:k], out)
            continue
        if kind == "excl":
            if words:
                close()
            k = _left_out(items, k, out)
            continue
        if kind == "incl" and item.low == "such as" and words and all(x.low in word_set("neutral") for x in words):
            words = []  # "products such as tyres" are tyres
            k += 1
            continue
        if kind == "incl" and (words or out.products or (out.flows and prep)):
            if words:
                close()
            while k + 1 < n and items[k + 1].kind in ("w", "prod", "and", "or", ",", "det", "adj") and not is_verb_word(items[k + 1].word):
                k += 1  # "rubber goods such as tyres and gloves earned"
            if out.flows and k + 2 < n and items[k + 1].code == "re-export" and is_verb(items[k + 2]):
                k += 1  # "exports including re-exports rose"
            k += 1
            continue
        if kind == "sign" and k + 1 < n and items[k + 1].kind == "flow" and items[k + 1].code == "balance":
            out.flow_sign = item.sign  # "the negative trade balance"
        if kind == "hint":
            words = []
            people = item.low.split()[-1] in word_set("people") and k + 1 < n and items[k + 1].kind == "tv"  # "Asian buyers took"
            if not spoken and not people:
                out.areas = []  # "main EC destinations" names no partner
            out.hint = item
            k += 1
            continue
        if kind == "det" and words:
            close()
            k += 1
            continue
        if kind == "adj":
            counted = k > 0 and items[k - 1].low == "a" and _leads_to_number(items[k + 1 : k + 3])
            if item.code == "total" and not counted and not (k and items[k - 1].kind == "in" and out.flows):
                out.total = True
            if words and item.low in ("gross", "new", "high", "low"):
                words.append(item)
            k += 1
            continue
        if kind == "flow" or kind == "nodx" or (kind == "sales" and _is_flow(items, k)) or (kind == "revenue" and subject):
            if kind == "flow" and item.code == "trade" and k + 1 < n and items[k + 1].kind == "flow":
                k += 1  # "merchandise trade" before "deficit"
                continue
            if kind == "flow" and item.code == "trade" and k + 1 < n and items[k + 1].kind in ("in", "of"):
                ahead = next((m for m in range(k + 2, min(k + 7, n)) if items[m].kind == "flow"), None)
                if (
                    ahead is not None
                    and items[ahead].code == "balance"
                    and all(x.kind in ("w", "prod", "and", "det") for x in items[k + 2 : ahead])
                ):
                    k += 2  # "trade in goods deficit"
                    continue
            compound = None
            if chained and words and prep == "of" and out.products and item.start - words[-1].end < _BLANK:
                compound = Product("", out.products[-1].start, words[-1].end)  # "wine of fresh grapes exports"
            before = words or _goods_of(item)
            seen = len(out.products)
            words = []
            out.world = out.world or (kind == "flow" and _of_the_world(items, k))
            if not out.flows and not (
                (spoken and (item.code == "balance" or item.low in _ADJUNCTS)) or headed(items, k)
            ):  # what stood apart before the flow is no product of it, unless it opened the clause: "in flour, exports"
                out.products = [p for p in out.products if p.lead and not out.areas]
                out.joined = _span(out.products)
            if compound is not None:
                out.products, out.joined = [*out.products, compound], compound
            elif before and out.products and headed(items, k):
                pass  # "mineral products led non-oil exports"
            elif before and (item.code not in ("trade", "balance") or verdict_of(before) != "never"):
                _products(before, out, "flow", subject)
            if kind == "revenue" and out.flows:
                k += 1
                continue
            if item.code == "trade" and out.flows and out.flows[-1].code == "balance":
                k += 1  # "the surplus on the trade in goods"
                continue
            coordinated = bool(k) and items[k - 1].kind in ("and", ",", "or")
            told_of = spoken or (item.code == "balance" and out.flows[-1:] and out.flows[-1].code == "trade")
            if told_of and out.flows and not coordinated:
                owned = k > 1 and items[k - 1].kind in ("area", "anaphor") and item.code == "balance"
                if owned or (items[k - 1].kind == "adj" and items[k - 1].code == "total"):
                    out.products, out.joined = [], None  # "cheaper oil imports narrowed India's trade deficit"
                elif before and len(out.products) > seen:
                    del out.products[:seen]  # "plum exports contributed to the rise in fruit shipments"
                    out.joined = _span(out.products)
                out.flows.clear()  # "trade swung to a deficit of", "trade produced a surplus": the object says what the number is
            out.flows.append(item)
            prep = "of" if low.endswith(("importing", "exporting")) else "flow"  # "for importing oil"
            k += 1
            continue
        if kind == "stat" and item.low in ("price", "prices") and words and not out.flows and not holds(items[k:], ("flow",)):
            words = []  # "gas prices rose": no export price is meant
            out.other = out.other or item
            out.other_first = out.other_first or not out.flows
            k += 1
            continue
        if kind == "stat" and not words and not out.flows and _of_goods_at_home(items, k):
            out.other = out.other or item
            out.other_first = True
            k += 1
            continue
        if kind == "tv" and subject and words and not out.flows and _afterwards(items, k):
            _products(words, out, "flow", subject)
            words = []
            out.flows.append(replace(item, kind="flow"))  # "cars shipped to China numbered"
            prep = "flow"
            k += 1
            continue
        if kind == "tv" and subject and not out.flows and _attribute(items, k):
            if words:
                close()
            out.flows.append(replace(item, kind="flow"))  # "imported noodles stood at"
            prep = "of"
            k += 1
            continue
        if words:
            close()
        if kind == "area" and k > 1 and items[k - 1].kind == "incl" and items[k - 2].kind == "area":
            pass  # "China including Hong Kong"
        elif kind == "area":
            _area(items, k, prep, out)
        elif kind == "anaphor":
            if item.low.endswith("bloc"):
                out.areas.append(item)
            elif prep in ("to", "with") or (prep == "from" and any(f.code == "import" for f in out.flows)):
                out.there, out.prep = True, out.prep or prep  # "imports from that country"
        elif kind == "other" and low in word_set("takings") and _from_a_flow(items, k + 1):
            pass  # "income from tea exports"
        elif kind == "other" and prep in ("of", "with") and out.products and not out.flows:
            pass  # "engines of a capacity over 2500cc": it describes the product
        elif kind == "other":
            out.other = out.other or item
            out.other_first = out.other_first or not out.flows
        elif kind == "sales":
            out.sales = out.sales or not spoken
        elif kind == "stat":
            out.statistics.append(item)
            traded = next((word for word in item.low.split() if word in ("export", "import", "exports", "imports")), "")
            if traded and not out.flows:
                out.flows.append(replace(item, kind="flow", code=traded.rstrip("s")))  # "import prices", "the average export price"
        elif kind == "time":
            out.times.append(item)
        elif kind == "pron":
            if item.low == "there" and k + 1 < n and items[k + 1].code == "be" and not (k and items[k - 1].kind in _LEADS_THERE):
                pass  # "there was a deficit" names no place
            elif item.code == "there":
                out.there = True
                out.prep = out.prep or prep
            elif out.pron is None and not (spoken and item.code == "its" and not out.flows and not holds(items[k + 1 : k + 3], ("flow",))):
                out.pron = item  # not "made its turnaround", but "cut its purchases"
        elif kind == "tv":
            out.verb = item
            if item.low in word_set("buys") and out.products and not out.flows and not spoken:
                out.products, out.joined = [], None  # "Vietnam's processors bought": who buys is not what is bought
            if out.maker is not None and not out.products and (item.low in word_set("ships") or item.code == "export"):
                out.products, out.joined, out.alien = [out.maker], out.maker, False  # "coffee growers shipped"
        elif kind == "lev" and item.code == "cost":
            out.cost = True
        elif kind == "proper" and prep not in ("by", "why", "on", "in", "at") and not _says(items, k):
            out.proper = True
            out.placed = out.placed or (prep == "to" and not item.code and bool(out.flows))  # a name that is no country's
        elif kind == "place":
            out.part = out.part or _owns(items, k, prep)
            out.placed = out.placed or (prep in ("to", "with") and bool(out.flows))
        spoken = spoken or kind in VERBISH or (kind == "chg" and is_verb(item))
        if kind == "lev":
            if item.code == "part" and subject and k + 1 < n and items[k + 1].kind in ("prod", "w"):
                spoken = False  # "drivers of export growth include electronic goods"
                out.products = []
            if not out.flows and not out.products and (_names_after(items, k) or _inverted(items, k, out)):
                spoken = False
            if item.code == "be" and subject and out.flows and _ends_in_product(items, k + 1):
                spoken = False  # "the top imports were petroleum", "exports were led by tea"
                out.products = []
                k = next(m for m in range(k + 1, n) if items[m].kind in ("prod", "w") and items[m].low != "led")
                prep = "object"
                continue
        prep = "object" if kind == "tv" else _prep(item, prep)
        k += 1
    if words:
        close()
    if subject and len(out.products) > 1 and (not out.flows or _is_equation(out.products, items)):
        out.products = _first_list(out.products, items)
        out.joined = _span(out.products)
    if out.proper and any(x.kind == "status" and x.code == "F" for x in items) and any(x.low in word_set("forecasters") for x in items):
        out.proper = False  # "analysts polled by Reuters had expected"
    return out


def sent_off(items: Sequence[Item]) -> bool:
    """Whether so much of what is counted by weight went to a country, or countries are listed as destinations of it."""
    if not any(x.kind == "num" and x.code == "quantity" for x in items):
        return False
    for k, item in enumerate(items):
        if item.low in _WENT and [x.kind for x in items[k + 1 : k + 4] if x.kind != "det"][:2] == ["to", "area"]:
            return True
        if item.low.split()[-1] in ("destinations", "destination") and holds(items[k + 1 : k + 4], ("area",)):
            return True
    return False


def left_home(items: Sequence[Item]) -> int:
    """Where goods are said to have left a country: "tea worth $23 million left Kenya", "left the kingdom"; else the length."""
    for k, item in enumerate(items):
        if item.low == "left" and holds(items[k + 1 : k + 2], ("area", "anaphor")):
            return k if any(x.code == "worth" or x.kind == "prod" for x in items[:k]) else len(items)
    return len(items)


def _edge(items: Sequence[Item]) -> int:
    """Where a stretch first names something; 0 if it does not."""
    for item in items:
        if item.kind not in _OPENERS:
            return item.start
    return 0


@cache
def _turning() -> frozenset[str]:
    return word_set("causes") | {"puts", "pegs"}


def _begins_anew(items: Sequence[Item], k: int, named: bool) -> bool:
    """Whether what stands before the verb at `k` is not what a figure is of. `named`: it names something."""
    if items[k].low in ("puts", "pegs") and k and k + 1 < len(items) and items[k + 1].kind in ("det", "adj", "prod", "area", "flow"):
        return True  # who puts a figure on it is not what it is of
    # "lower chip shipments dragged exports down" is of exports
    return items[k].low in word_set("causes") and named and _leads_to_flow(items, k + 1)


_DRIVERS = frozenset(("demand", "output", "prices"))  # what moves a flow and is none
_ADJUNCTS = frozenset(("export", "import", "exporting", "importing"))  # flows that only describe the noun behind them


def headed(items: Sequence[Item], k: int) -> bool:
    """Whether the subject is told to be first in the flow at `k`: "coffee topped exports in May with", not "led exports higher"."""
    if any(x.low in word_set("earners") for x in items[k + 1 : k + 2]):
        return True  # "gold was the leading export earner"
    at = k - 1
    while at > 0 and (
        items[at].kind in ("det", "adj", "of", "pron", "area", "anaphor")
        or items[at].low in word_set("rankings")
        or items[at].low.startswith("non-")  # "mineral products led non-oil exports"
    ):
        at -= 1
    if at > 0 and items[at].low == "with":
        list_of = [x.low for x in items[max(0, at - _OF_LIST) : at]]
        at -= next(
            (n for n, word in enumerate(reversed(list_of), 1) if word in word_set("heads")), 0
        )  # "phones topped the list with exports"
        if holds(items[at + 1 : k], ("prod", "area", ",")):
            return False
    return at >= 0 and items[at].low in word_set("heads") and not holds(items[k + 1 : k + 2], ("chg", "cmp", "w", "prod"))


_OF_LIST = 6  # items from "topped" to "with": "topped the list with", "completed the top three with"
_ENDS_NOUN = frozenset(("at", "num", "(", "to", "lev", "chg"))  # what follows a noun phrase that ends, and no flow that it only describes


def _ends_noun(items: Sequence[Item], k: int) -> bool:
    return k >= len(items) or items[k].kind not in ("w", "prod", "flow", "nodx", "stat")


def _describes(items: Sequence[Item], k: int) -> bool:
    """Whether the participle at `k` stands before goods and describes them: "and studded jewellery at", not "and helped car exports"."""
    noun = next((m for m in range(k + 1, len(items)) if not _only_describes(items[m])), len(items))
    if not is_attribute(items[k].word) or noun == len(items) or not names_goods(items[noun]):
        return False
    before = items[k - 1].kind if k else ""
    verb = noun + 1 < len(items) and is_verb(items[noun + 1])  # "Conveying technology gained", not "boosting steel exports"
    if items[k].low.endswith("ing"):
        return verb and (before == "of" or not k)
    if before in ("of", "det", "in", "for", "or") or (not k and items[k].first):
        return True
    end = next((m for m in range(noun + 1, len(items)) if items[m].kind not in ("w", "prod")), len(items))
    return before in ("", "and", ",") and (end == len(items) or items[end].kind in _ENDS_NOUN)


def cause(items: Sequence[Item], begin: int) -> int:
    """Where what something came of is told, from item `begin` on: "the deficit narrowed | on higher sales of milk"."""
    for k in range(begin, len(items) - 2):
        moved = items[k].kind == "on" and items[k + 1].kind in ("cmp", "chg")
        if items[k].kind == "why" or (moved and holds(items[k + 2 : k + 5], FLOWLIKE)):
            return k
    return len(items)


def names_goods(item: Item) -> bool:
    """Whether an item is a noun for goods, not one that only stands for any."""
    return item.low not in word_set("neutral") and (item.kind == "prod" or (item.kind == "w" and is_goods(item.word)))


_ENDS_TAIL = frozenset(("flow", "num", ",", "("))
_GOES_ON = frozenset(("by", "in", "for", "of", "as", "on", "w", "to"))
_MOST_TAIL = 10  # items that the rest of a tariff heading's name has at the most


def _tail_end(items: Sequence[Item], k: int) -> int:
    """Where the rest of a product's name that begins at `k` ends: before the verb or the flow of its clause; 0 if it is no such rest."""
    if items[k].low == "thereof":
        return k + 1
    last = min(k + _MOST_TAIL, len(items))
    end = next((m for m in range(k + 1, last) if is_verb(items[m]) or items[m].kind in _ENDS_TAIL), 0)
    return end if end > k + 1 and items[end].kind != "num" and holds(items[k + 1 : k + 3], _GOES_ON) else 0


def _earns(flow: Item) -> bool:
    return flow.low.rsplit(" ", 1)[-1] in word_set("takings")


def _goods_of(flow: Item) -> list[Item]:
    """The "merchandise" of a flow that is called "merchandise trade deficit", against services told of beside it."""
    first, _, rest = flow.word.partition(" ")
    if not rest or first.lower() not in word_set("all_goods"):
        return []
    return [Item("w", flow.start, flow.start + len(first), first)]


def _afterwards(items: Sequence[Item], k: int) -> bool:
    """Whether a participle of trade describes the goods before it, and the clause's own verb comes later: "cars sold abroad rose"."""
    plain = items[k].low in ("exported", "imported") and items[k - 1].kind == "prod"
    if plain and k + 1 < len(items) and is_verb(items[k + 1]):
        return True  # "the value of goods imported rose"
    if items[k].low.split()[0] not in word_set("moved") or k + 2 >= len(items) or items[k - 1].kind not in ("prod", "w"):
        return False
    after = items[k + 1]
    if items[k].low.endswith(" out"):
        after = items[k]  # "shipped out of the country"
    place = next((x for x in items[k + 2 : k + 5] if x.kind not in ("det", "adj")), None)
    led = after.kind in ("to", "ref") and place is not None and place.kind == "area"
    if items[k - 1].kind != "prod" or not (led or after.low.split()[-1] in ("abroad", "overseas", "out")):
        return False
    verb = first_verb(items, k + 2)
    return verb < len(items) and items[verb].kind in ("lev", "chg", "share") and not holds(items[k + 2 : verb], (",", "and", "sub"))


def _attribute(items: Sequence[Item], k: int) -> bool:
    """Whether "imported" or "exported" only describes the known product after it, which opens the clause: no sales of them."""
    if items[k].low not in ("imported", "exported") or any(x.kind not in ("det", "adv", "adj", "and", "for", "as") for x in items[:k]):
        return False
    rest = items[k + 1 :]
    verb = first_verb(rest)
    known = any(x.kind == "prod" for x in rest[:verb]) and all(x.kind in ("prod", "w", "adj", "and", "of") for x in rest[:verb])
    return known and verb < len(rest) and rest[verb].kind != "share" and rest[0].kind in ("prod", "w", "adj")


def _valued(items: Sequence[Item]) -> Sequence[Item]:
    """What somebody puts a figure on: of "customs files put the noodles shipped abroad at" the noodles shipped abroad."""
    last = len(items) - 1
    while last > 0 and items[last].kind in ("adv", "det", "adj"):
        last -= 1
    if last < 2 or items[last].kind != "at":
        return items
    verb = next((k for k in range(last - 1, -1, -1) if items[k].low in word_set("puts")), None)
    if verb is None or verb + 1 == last or (verb and items[verb - 1].low in word_set("be")):
        return items
    if items[verb + 1].kind not in ("w", "prod", "area", "flow", "det", "adj", "pron") or is_verb(items[verb + 1]):
        return items
    return items[verb + 1 :]


def _leads_to_flow(items: Sequence[Item], k: int) -> bool:
    """Whether the object that begins at `k` is a flow: "total exports", "Korea's exports", not "the value of wine exports"."""
    at = next((m for m in range(k, min(k + 4, len(items))) if items[m].kind not in ("det", "adj", "area", "pron", "adv")), None)
    return at is not None and items[at].kind in ("flow", "nodx")


_PART = 8  # items in which what a share is of is named
_GOODS_LISTED = frozenset(("prod", "w", "adj", "det", "and", ",", "flow"))


def _part_of_whole(items: Sequence[Item], k: int) -> Phrase | None:
    """What is a share of what, from `k` on: "the percentage of | oil exports out of total exports", "the share of | oil exports was"."""
    end = next((m for m in range(k, min(k + _PART, len(items))) if items[m].kind == "in" or items[m].low == "out"), None)
    if end is None or not any(x.kind == "flow" for x in items[end : end + 6]):
        end = next((m for m in range(k, min(k + _PART, len(items))) if items[m].kind not in _GOODS_LISTED), len(items))
        if not holds(items[k:end], ("prod",)) or (end < len(items) and not is_verb(items[end])):
            return None
    part = parse(items[k:end], subject=True)
    return part if part.products and not any(p.doubtful for p in part.products) else None


def _left_out(items: Sequence[Item], k: int, out: Phrase) -> int:
    """Reads "excluding ships and aircraft" from `k`: a product of its own, or a part of the one it follows. Where to go on."""
    end = k + 1
    while end < len(items) and items[end].kind in ("w", "prod", "and", "or", ",", "det", "adj", "/"):
        end += 1
    run = [x for x in items[k + 1 : end] if x.kind not in ("det", "adj")]
    while run and run[-1].kind in ("and", "or", ","):
        run.pop()
    if not run:
        out.apart = out.apart or (end < len(items) and items[end].kind == "area" and not (out.partners and out.partners[-1].code == "CHN"))
        return end + 1 if out.apart or (end < len(items) and items[end].kind == "flow") else end
    if "goods" not in (verdict_of([x]) for x in run if x.kind in ("w", "prod")):
        return k + 1
    start = items[k].start
    near = [x for x in items[max(0, k - 3) : k] if out.products and x.start >= out.products[-1].end]
    if out.products and out.flows and all(x.kind in ("det", "(") for x in near):
        start = out.products.pop().start  # "exports of machinery excluding cars"
    out.products.append(Product(" ".join(x.word for x in run), start, run[-1].end))
    out.joined = _span(out.products)
    out.excluded = True
    return end


def _is_equation(products: list[Product], items: Sequence[Item]) -> bool:
    """Whether the first product is said to be the flow that follows: "motor cars are also the number one import"."""
    between = [x for x in items if products[0].end <= x.start < products[-1].start]
    return any(x.kind == "lev" and x.code == "be" for x in between)


def _first_list(products: list[Product], items: Sequence[Item]) -> list[Product]:
    """The products up to the first that no "and", comma or "of" ties to the one before: "knitwear did better than woven" is of knitwear."""
    kept = products[:1]
    k = 0
    for product in products[1:]:
        while k < len(items) and items[k].start < kept[-1].end:
            k += 1
        while k < len(items) and items[k].start < product.start:
            if items[k].kind not in _TIES or (items[k].kind == "w" and items[k].low in NOISE):
                return kept
            k += 1
        kept.append(product)
    return kept


def _ends_in_product(items: Sequence[Item], k: int) -> bool:
    """Whether nothing but a known product follows, or "led by" one."""
    rest = [x for x in items[k:] if x.kind not in ("adv", "det", "adj", "by")]
    if len(rest) > 1 and rest[-1].kind == "chg":
        rest = rest[:-1]  # "products with high export growth were jewellery up"
    if len(rest) > 2 and rest[0].low == "led" and rest[1].kind == "by":
        rest = rest[2:]
    return bool(rest) and rest[-1].kind == "prod" and all(x.kind in ("prod", "w") for x in rest)


def _names_after(items: Sequence[Item], k: int) -> bool:
    """Whether a verb is followed by what the sentence is about: "products with high growth were jewellery", "the gains came from tin"."""
    following = [x.kind for x in items[k + 1 : k + 3]]
    if items[k].code in ("be", "part") and (following[:1] == ["prod"] or following == ["det", "prod"]):
        return True
    if items[k].low in ("went", "came") and following[:1] == ["prod"] and [x.code for x in items[k + 2 : k + 3]] == ["worth"]:
        return True  # "to China went goods worth 5 billion"
    return len(following) == 2 and following[0] in ("ref", "in") and following[1] in ("prod", "adj", "w")


def _inverted(items: Sequence[Item], k: int, out: Phrase) -> bool:
    """Whether a verb stands before its subject: "second came the blueberry", "then followed cherries"."""
    return items[k].low in word_set("inverts") and not (out.areas or out.partners or out.reporters or out.pron or out.statistics)


def _says(items: Sequence[Item], k: int) -> bool:
    """An agency that only reports the figure is no subject of it."""
    return items[k].what is not None and items[k].what.form == "agency"


_ANY_MADE = frozenset(("products", "goods", "items"))


def _branch_end(made: Item, items: Sequence[Item], k: int) -> int:
    """Where the branch ends that goods called no more than "products" come from: "from the food processing industry"; 0 for none."""
    if made.low not in _ANY_MADE:
        return 0
    end = next((m for m in range(k, min(k + _PART, len(items))) if items[m].kind not in _GOODS_LISTED), min(k + _PART, len(items)))
    last = next((m for m in range(end - 1, k, -1) if items[m].low.split()[-1] in word_set("branches")), 0)
    return last + 1 if last else 0


def _names_members(words: Sequence[Item], following: Sequence[Item]) -> bool:
    """Whether "countries" or "member states" stand before the name of an area that they make up."""
    named = next((x for x in following if x.kind != "det"), None)
    return named is not None and named.kind == "area" and words[-1].low in _THEM_ALL and all(x.low in _MEMBERS for x in words)


def _owns(items: Sequence[Item], k: int, prep: str) -> bool:
    """Whether a part of a country trades: "Gujarat's exports", "shipments from Mombasa", "Texas sold"; not "announced in Mumbai"."""
    if prep:
        return prep in ("of", "from", "to", "with")
    after = items[k + 1 : k + 2]
    return items[k].what.possessive or bool(_after(items, k + 1)) or holds(after, ("tv",))


def _prep(item: Item, prep: str) -> str:
    kind = item.kind
    own = _PREPOSITIONS.get(kind)
    if own is not None:
        return own
    if kind == "ref":
        return item.code
    if kind in _KEEPS:
        return prep
    if kind == "pron" and item.what is not None and item.what.possessive:
        return prep  # "all of the country's coal"
    return ""


def _is_flow(items: Sequence[Item], k: int) -> bool:
    """ "Sales to Japan", "sales abroad" are exports; "sales" alone are not, nor are deliveries to farmers."""
    if items[k].low.startswith("deliver") and not any(x.kind == "area" for x in items[k + 1 : k + 5]):
        return False
    ahead = k + 1
    if [x.kind for x in items[ahead : ahead + 1]] == ["of"]:  # "sales of Peruvian goods to China"
        sold = ("area", "adj", "w", "prod", "and")
        beyond = word_set("abroad")
        ahead = next((n for n in range(k + 2, min(k + 7, len(items))) if items[n].kind not in sold or items[n].low in beyond), k + 1)
    reach = (
        ahead + 1 if any(x.kind == "chg" or is_verb(x) for x in items[ahead : ahead + 1]) else ahead + 2
    )  # not "sales slipped to 5 million"
    return any(x.kind in TO or (x.kind == "w" and x.low in ("abroad", "overseas")) for x in items[ahead:reach]) or any(
        x.kind == "area" and x.what.form == "bound" for x in items[max(0, k - 2) : k]
    )


def _of_the_world(items: Sequence[Item], k: int) -> bool:
    """Whether the world is whose flow it is: "world merchandise trade", not "a share of world trade" nor "the world trade body"."""
    after = items[k + 1] if k + 1 < len(items) else None
    if after is not None and after.kind == "w" and not is_verb_word(after.word):
        return False
    at = k - 1
    while at >= 0 and items[at].kind in ("prod", "adj", "and", "stat"):
        at -= 1
    named = at >= 0 and (items[at].low in word_set("world") or (items[at].kind == "area" and items[at].code == "WLD"))
    return named and not holds(items[max(0, at - 3) : at], ("of", "to", "from", "with", "share"))


def _leads_to_number(after: Sequence[Item]) -> bool:
    """ "A total of 3,000 cars" is no total of trade."""
    return all(x.kind in ("of", "num", "w-num") for x in after)


def _area(items: Sequence[Item], k: int, prep: str, out: Phrase) -> None:
    item = items[k]
    mention = item.what
    if not out.partners:
        out.prep = prep
    if item.code == "WLD" and prep not in ("to", "from", "with"):
        return
    if mention.form == "bound" or item.code[:6] in ("EXTRA-", "INTRA-"):
        out.partners.append(item)
        return
    following = _after(items, _last_owner(items, k) + 1)
    flow = out.flows[-1] if out.flows else None
    nearby = items[k - 1] if k else None
    chained = nearby is not None and nearby.kind in ("and", ",", "or") and k >= 2 and items[k - 2].kind == "area"
    if chained and items[k - 2] in out.partners[-1:]:
        if prep == "between" and len(out.partners) == 1:
            out.pair = (items[k - 2].code, item.code)
        out.partners.append(item)
    elif chained and items[k - 2] in out.areas[-1:]:
        out.areas.append(item)
    elif k >= 2 and nearby is not None and nearby.kind == "pair" and items[k - 2] in out.areas[-1:] and following:
        out.areas.remove(items[k - 2])
        out.pair = (items[k - 2].code, item.code)  # "Iran-Iraq trade"
    elif (chained and items[k - 2] in out.reporters[-1:]) or (
        following in ("flow", "nodx", "prodflow", "sales")
        and (prep == "" or (prep == "with" and k + 1 < len(items) and items[k + 1].kind in ("flow", "prod", "w", "nodx")))
    ):
        out.reporters.append(item)
    elif mention.possessive and not prep and (k + 1 == len(items) or items[k + 1].kind in TO):
        out.reporters.append(item)  # "Japan's exports rose 5 percent, Taiwan's 3 percent"
    elif mention.possessive and not prep and k + 1 < len(items) and items[k + 1].kind in ("chg", "lev") and items[k + 1].code[:1] in "va":
        out.reporters.append(item)  # "Taiwan's exports rose, Japan's gained": its own
    elif prep == "to":
        (out.reporters if flow is not None and flow.code == "import" else out.partners).append(item)
    elif prep == "from":
        moved = flow or out.verb
        paid = moved is not None and " " in moved.low and _earns(moved) and mention.form == "name"  # "export receipts from China"
        leaves = moved is not None and moved.code in _SENT and not paid
        (out.reporters if leaves else out.partners).append(item)
    elif prep in ("with", "between", "among"):
        out.partners.append(item)
    elif prep == "for" and any(x.low in word_set("bound") for x in items[max(0, k - 3) : k - 1]):
        out.partners.append(item)  # "goods bound for China"
        out.prep = "to"
    elif following in ("flow", "nodx", "prodflow", "sales"):
        if out.flows and out.flows[-1].code == "import" and prep == "of":
            out.partners.append(item)
        else:
            out.reporters.append(item)
    elif prep == "of" and not out.reporters and flow is not None and flow.code == "import" and _ends_name(items, k):
        out.reporters.append(item)  # "the imports of Mexico reached"
    elif prep == "of":
        (out.partners if flow is not None and flow.code == "import" else out.reporters).append(item)
    elif prep == "by" and flow is not None and flow.code == "import" and not mention.possessive:
        out.buyer = item
    elif prep == "by" and flow is not None and flow.code in _SENT and not mention.possessive and _done_by(items, k, flow):
        out.reporters.append(item)  # "exports of coffee by Peru"
    elif prep == "base" and k > 1 and flow is not None and flow.code == "balance" and items[k - 2] is flow:
        out.partners.append(item)  # "a deficit vis-a-vis China"
    elif prep in ("in", "by", "within", "at", "on", "outside"):
        market = prep == "on" and mention.form == "demonym" and [x.low for x in items[k + 1 : k + 2]] == ["market"]
        if market or (prep == "in" and (out.flows or out.pron)):
            out.areas.append(item)  # "exports on the Chinese market"
        elif prep == "within":
            out.partners.append(item)
        elif prep == "in":
            out.areas.append(item)
    elif prep == "for" and not mention.possessive and _fronted(items, k):
        out.areas.append(item)  # "for the Middle East the outcome was"
    elif prep == "for" and k == len(items) - 1 and nearby is not None and nearby.kind in ("for", "det", "adj") and not mention.possessive:
        out.areas.append(item)  # "both for the EU (2 percent)"
    elif prep in ("base", "from", "than", "after", "why", "as", "for"):
        pass
    elif k + 1 < len(items) and items[k + 1].low in word_set("firms"):
        out.proper = True  # "a Chinese firm bought"
    elif (
        k + 1 < len(items)
        and items[k + 1].kind == "w"
        and (not mention.possessive or (k + 2 < len(items) and items[k + 2].kind == "chg" and _moves_a_flow(items, k + 2)))
        and is_product_word(items[k + 1].word)
        and items[k + 1].word[0].islower()
    ):
        pass  # "Middle East tension": the area only describes another noun
    else:
        out.areas.append(item)


def _of_goods_at_home(items: Sequence[Item], k: int) -> bool:
    """Whether a price is that of goods and not of what is traded: "the price of copper rose"; an average price may well be."""
    prices = items[k].low in ("price", "prices") and [x.kind for x in items[k + 1 : k + 3]] == ["of", "prod"]
    return prices and not holds(items[k:], ("flow", "tv")) and not (k and items[k - 1].low not in ("the", "a"))


def _done_by(items: Sequence[Item], k: int, flow: Item) -> bool:
    """Whether nothing but what was moved stands between a flow and "by" with a country."""
    begin = next((n for n in range(k - 1, -1, -1) if items[n] is flow), k)
    between = items[begin + 1 : k]
    return bool(between) and all(x.kind in ("of", "prod", "w", "adj", "and", "det", "by") and not is_verb(x) for x in between)


def _fronted(items: Sequence[Item], k: int) -> bool:
    """Whether "for" and a country open a clause that tells of a figure by a word that only counts: "for Peru the total was"."""
    begin = next((n for n, x in enumerate(items[:k]) if x.kind not in ("sub", "and", ",")), k)
    led = items[begin].kind == "for" and k - begin < _FRONT
    ahead = (x for x in items[k + 1 : k + _FRONT] if x.kind not in ("det", "and", "area"))
    told = next((x for x in ahead if x.kind != "adj" or x.code == "total"), None)
    counts = told is not None and (told.code in ("total", "it") or told.low in word_set("neutral") or told.low in word_set("recorded"))
    return led and counts


def _ends_name(items: Sequence[Item], k: int) -> bool:
    """Whether a country's name ends its noun phrase: not "of Chilean copper", "of China-made tyres", "of Peru's copper"."""
    mention = items[k].what
    if mention is None or mention.possessive or mention.form == "demonym":
        return False
    return k + 1 == len(items) or items[k + 1].kind not in ("w", "prod", "adj", "-", "and", ",", "or", "area", "stat")


def _from_a_flow(items: Sequence[Item], k: int) -> bool:
    """Whether "from" and a flow, of some goods or of all, stand there."""
    if k >= len(items) or items[k].low != "from":
        return False
    return next((x.kind for x in items[k + 1 : k + 6] if x.kind not in ("w", "prod", "adj", "det", "pron")), "") == "flow"


def _moves_a_flow(items: Sequence[Item], k: int) -> bool:
    """Whether the verb at `k` has a flow for its object: "China's return lifted the value of wine exports"."""
    for item in items[k + 1 : k + 8]:
        if item.kind == "flow":
            return True
        if item.kind not in ("det", "adj", "stat", "of", "area", "prod", "w"):
            return False
    return False


def _last_owner(items: Sequence[Item], k: int) -> int:
    """The last of the owners that are coordinated from `k` on: "Peru's and Chile's exports", "Indian, Thai and Burmese rice exports"."""
    form = _owns_as(items[k])
    while (
        form and k + 2 < len(items) and items[k + 1].kind in ("and", ",") and items[k + 2].kind == "area" and _owns_as(items[k + 2]) == form
    ):
        k += 2
    return k


def _owns_as(area: Item) -> str:
    """How an area's name makes it an owner: by a genitive, or as an adjective; empty if it does not."""
    return "genitive" if area.what.possessive else "demonym" if area.what.form == "demonym" else ""


def _after(items: Sequence[Item], k: int) -> str:
    """What an area leads to: `flow` if a flow noun follows in the same noun phrase."""
    seen_product = False
    for item in items[k : k + 9]:
        if item.low == "own":
            continue  # "Mexico's own imports"
        if item.kind in ("flow", "nodx", "sales"):
            return "prodflow" if seen_product else "flow"
        if item.kind in ("w", "prod", "stat"):
            if item.kind == "w" and item.low in NOISE:
                return ""
            seen_product = True
        elif item.kind == "area" and item.code[:6] in ("EXTRA-", "INTRA-"):
            continue  # "European Union extra-EU exports"
        elif item.kind not in ("adj", "time", "and", "det", ",") or (item.kind == "det" and item.low != "the"):
            return ""
    return ""


def _products(
    words: list[Item], out: Phrase, prep: str, subject: bool, *, chained: bool = False, heads: bool = False, opens: bool = True
) -> None:
    """Product words of one noun phrase: parted at "and" and commas, trimmed of what is no product.

    `chained` says that the phrase before "of" was taken for a product, `heads` that no "to" follows, `opens` that the phrase
    begins its clause.
    """
    if prep == "behind" and out.flows and (out.flows[-1].low in word_set("adjuncts") or (out.products and out.flows[-1].low in _PLURALS)):
        return  # "the export basket": the flow describes the noun behind it; "bicycle exports roll to": that is its verb
    sure = prep in ("flow", "object") or (prep == "of" and (chained or bool(out.flows)))  # where only a product can stand
    trimmed = [_without_branch(run) for part in _members(words) if (run := trim(part))]
    verdicts = [verdict(run) for run in trimmed]
    made = part_of_makers(words) if not prep and subject else []
    if made:
        out.maker = Product(" ".join(x.word for x in made), made[0].start, made[-1].end)
        out.alien = out.alien or (len(words) == 1 and heads)  # what carmakers do is no trade yet
        return
    known = sure or "goods" in verdicts  # one member of a list that is a product makes the others so
    if not known and prep:
        return
    kept = [
        Product(" ".join(x.word for x in run), run[0].start, run[-1].end, doubtful=not known, lead=opens and prep in ("in", "on", "for"))
        for run, found in zip(trimmed, verdicts, strict=True)
        if known or not found
    ]
    if not kept:
        out.alien = out.alien or (verdicts[-1:] == ["never"] and subject and not prep and heads)
        return
    if not subject and prep not in ("of", "flow", "behind"):
        return
    out.products.extend(kept)
    out.joined = _span(out.products)


def _members(words: list[Item]) -> list[list[Item]]:
    """A noun phrase parted at "and", commas and slashes."""
    if not holds(words, _PARTING):
        return [words]
    parts: list[list[Item]] = [[]]
    for item in words:
        if item.kind in _PARTING:
            parts.append([])
        else:
            parts[-1].append(item)
    return _coordinated(parts)


def _without_branch(run: list[Item]) -> list[Item]:
    """ "The steel industry" makes steel; "products from the steel industry" are called so."""
    return run[:-1] if len(run) > 1 and run[-1].low in word_set("branches") and run[0].low not in _ANY_MADE else run


_JOINTS = frozenset(("and", ",", "/"))
_PARTING = _JOINTS | {"or"}


def _coordinated(parts: Sequence[list[Item]]) -> list[list[Item]]:
    """Parts of a list, with attributes of one noun put together: "canned and | processed tuna", "mechanical and | electrical goods"."""
    out: list[list[Item]] = []
    held: list[Item] = []
    for part in parts:
        if part and all(_only_describes(x) for x in part):
            held = [*held, *part]
        else:
            out.append([*held, *part])
            held = []
    return [*out, held] if held else out


def _only_describes(item: Item) -> bool:
    if item.kind != "w" or item.low in word_set("product_stop"):
        return False
    return item.low in word_set("modifiers") or is_attribute(item.word) or (is_product_word(item.word) and not is_head(item.word))


_BLANK = 2  # characters from a noun to the flow that it describes
_PLURALS = frozenset(("exports", "imports", "shipments", "re-exports"))  # flows with no noun behind them
_MAKERS = ("makers", "builders")  # what makes one word of goods and who makes them


def part_of_makers(words: Sequence[Item]) -> list[Item]:
    """The goods in "coffee growers", "car makers" and "carmakers"; empty if words name no such people."""
    last = words[-1] if words else None
    if last is not None and last.kind == "w" and last.low.endswith(_MAKERS):
        stem = last.word[: -len(next(end for end in _MAKERS if last.low.endswith(end)))]
        made = [replace(last, end=last.start + len(stem), word=stem, low=stem.lower())]
        return made if len(stem) > 2 and verdict(made) == "goods" else []
    if len(words) < 2 or words[-1].low not in word_set("makers"):
        return []
    made = trim(words[:-1])
    return made if made and made[-1] is words[-2] and verdict(made) == "goods" else []


def verdict_of(words: Sequence[Item]) -> str:
    """The verdict on the noun phrase that words end in."""
    run = trim(words)
    return verdict(run) if run else ""


def verdict(run: Sequence[Item]) -> str:
    """What the head of a noun phrase says of it: `goods`, `never` goods, `neutral` if it only counts or measures, or nothing."""
    head = run[-1]
    if head.kind == "prod" or is_goods(head.word):
        return "goods"
    inside = any(x.kind == "prod" for x in run)
    if head.low in word_set("neutral"):
        return "goods" if inside else "neutral"
    named = len(head.word) > 1 and head.word.isupper()  # an abbreviation may stand for anything
    noun = head.word if head.low.startswith("the ") else head.word.rsplit(" ", 1)[-1]  # "trade statistics", not the name "the mainland"
    if is_never_goods(noun) and not named:
        return "never"
    return "goods" if inside else ""


def _span(products: Sequence[Product]) -> Product | None:
    """All products of a phrase as one noun phrase."""
    return Product("", products[0].start, products[-1].end) if products else None


def _names_somebody(words: Sequence[Item]) -> bool:
    """Whether words in mid-sentence are the name of a firm or a person: capitals that no table knows and no abbreviation."""
    found = any(x.low in word_set("titles") for x in words[:-1])
    if found:
        return True  # "Energy Minister Shahbazov"
    for item in words:
        word = item.word
        if item.kind == "prod":
            return False
        if not found and item.kind == "w" and word[0].isupper() and not item.first:
            found = not word.isupper() and not word[1:].isupper() and item.low not in NOISE
    return found


def _share_of_another(whole: Sequence[Item], out: Phrase) -> None:
    """Whose imports they are that a country has a share of: "Bangladesh's share in the EU's apparel imports"."""
    owner = next((x for x in whole if x.kind == "area" and x.code and (x.what.possessive or x.what.form == "demonym")), None)
    flow = next((x for x in whole if x.kind == "flow"), None)
    sellers = [x for x in (*out.areas, *out.reporters) if x.what.possessive or x.what.form == "demonym"]
    if owner is None or flow is None or flow.code != "import" or len(sellers) != 1 or sellers[0].code == owner.code:
        return
    out.flows, out.reporters, out.partners, out.areas = [flow], [owner], sellers, []
    goods = parse(whole, subject=True)
    out.products, out.joined = goods.products, goods.joined


def trim(part: Sequence[Item]) -> list[Item]:
    """The longest run of words that can name a product, from the end backwards: the head of an English noun phrase is last."""
    run: list[Item] = []
    alien, modifiers = False, word_set("modifiers")
    for item in reversed(part):
        kind = item.kind
        if (
            kind == "prod"
            or (kind == "w" and is_product_word(item.word) and (run or is_head(item.word)))
            or (run and (kind == "adj" or kind == "stat" or item.low in modifiers or (names_goods(run[0]) and is_attribute(item.word))))
        ):
            run.append(item)
        elif run:
            break
        else:
            alien = alien or (kind == "w" and is_never_goods(item.word))
    if part and part[-1].low in word_set("bodies"):
        return []  # "the grains exchange"
    if alien and not holds(run, ("prod",)):
        return []  # the head of "press release" is no product, and what stands before it only describes it
    run.reverse()
    if run and all(item.low in _BARE for item in run):
        return []
    while (
        run
        and run[0].kind != "prod"
        and (
            run[0].kind == "adj"
            or run[0].low in word_set("product_stop")
            or (
                not is_head(run[0].word)
                and run[0].low.rsplit("-", 1)[-1] not in word_set("modifiers")
                and not (is_attribute(run[0].word) and names_goods(run[-1]))
            )
        )
    ):
        run.pop(0)
    return run


# Heads that name no product by themselves.
_BARE = frozenset(["industry", "sector", "group", "products", "product"])
# Participles and adjectives that begin the names of products.
