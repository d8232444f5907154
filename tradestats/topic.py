"""Which product and which flow an article is about, if it is about one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from tradestats.flow_words import headed
from tradestats.items import MIRROR, TRADERS, Found, Item, holds
from tradestats.lexicon import word_set
from tradestats.noun_phrase import part_of_makers
from tradestats.parse import parse
from tradestats.phrase import Product
from tradestats.recognise import products
from tradestats.stretch import cause, has_verb, is_verb, left_home, sent_off
from tradestats.words import is_goods, is_head

OPENING = 5
"""Sentences, the title among them, that name what an article is about."""
_LEADS = 2  # sentences after the lead that may still say that other goods are told of
_LABEL = 8  # items of a heading before its colon
_MOST_FLOWS = 4  # of an opening
_BEFORE_FLOW = frozenset(("det", "area", "anaphor", "adj", "pron", "time"))
_OPENS = frozenset((";", ":", "says", "sub", "(", ","))
_GOODS = frozenset(("w", "prod", "adj", "and", "of"))
_OFTEN, _MOSTLY = 2, 0.4  # how often it is named, and which part of all products named it is
_PER_BALANCE = 4  # for each balance that is named it has to be named so much oftener: balances are mostly of all goods
_TRADED = frozenset(("flow", "nodx", "tv", "hint"))
_FIGURED = frozenset(("num", "chg", "cmp"))


class Opening(NamedTuple):
    """What an article opens with: its title, the sentences of its lead, and `rest`, the ones after.

    `told` is the first sentence that tells of a flow, `balances` how often the article names a trade balance or trade both ways;
    `volumes` says that all its amounts are quantities.
    """

    title: Sequence[Item]
    title_copy: str
    lead: Sequence[Sequence[Item]]
    rest: Sequence[Sequence[Item]]
    copy: str
    found: Found
    balances: int
    told: Sequence[Item]
    volumes: bool = False

    @property
    def above(self) -> Sequence[Sequence[Item]]:
        """The headings and sentences before the first one that tells of a flow."""
        return self.lead[: next((k for k, items in enumerate(self.lead) if items is self.told), 0)]


def topic_of(opening: Opening, *, several: bool) -> tuple[Product | None, str]:
    """The product that an article is about, None if it is about all goods, and the flow that it opens with."""
    moved = _moved_by_goods(opening.told)
    if moved is not None:
        return None, moved.code
    topic, flow = _named(opening.told, opening.copy) or _named(opening.title, opening.title_copy) or (None, "")
    if topic is not None and flow != "balance" and _names_balance_of_all(opening.told):
        return None, flow  # "A surge in tea exports saw the trade surplus pass $5 billion"
    if topic is not None:
        topic = _under_headings(opening, topic)
    if topic is None and not several:
        topic = _named_elsewhere(opening)
    if topic is None:
        bare = _bare(opening.told)
        topic = _dominant(_about(opening.above) if bare else [opening.title, *opening.lead], opening, alone=bare)
    if topic is None and opening.volumes:
        topic = weighed(opening)
    return (None if topic is not None and _is_of_more(opening, topic) else topic), flow


def _names_balance_of_all(items: Sequence[Item]) -> bool:
    """Whether a sentence names a trade balance of no goods in particular."""
    named = (k for k, x in enumerate(items) if x.code == "balance" and x.low.startswith("trade "))
    return any(not holds(items[max(0, k - 1) : k + 3], ("prod",)) for k in named)


def flow_of(opening: Opening, topic: Product | None, flow: str, reporter: str) -> str:
    """The flow that an article is about, where `flow` is what it opens with: what others bought are the reporter's exports."""
    if flow == "import" and reporter and _others_buy(opening.told, reporter):
        return "export"
    if flow == "import" and topic is None and any(x.kind == "flow" and x.code == "export" for x in [*opening.told, *opening.title]):
        return "export"
    return flow


def put_on_ships(lead: Sequence[Sequence[Item]]) -> bool:
    """ "The country put 395,000 tons on ships, of which 91 percent went to China": exports that are not called so."""
    return not any(holds(items, ("flow", "nodx")) for items in lead) and any(sent_off(items) for items in lead)


def _is_all(topic: Product) -> bool:
    return products.slug(topic.text) in word_set("all_goods") | word_set("all_trade")


def _under_headings(opening: Opening, topic: Product) -> Product | None:
    """The product of the opening's flow, seen under the headings above it: the one that they name, or one of many."""
    if _is_all(topic):
        return topic
    if any(_bare(x) and holds(x, ("area", "time")) and not holds(x, ("prod",)) for x in opening.above):
        return None  # under "Foreign trade in May", what is told of first is one of many
    over = next((t for items in opening.above if (t := _headline_topic(items, opening.copy)) is not None), None)
    if over is not None and over.text.lower() not in topic.text.lower():
        return over  # "China's aluminium exports, July", over bullets and a paragraph on bauxite
    return topic


def _named_elsewhere(opening: Opening) -> Product | None:
    """The product that another sentence or a heading names, where the first flow has none."""
    above, copy, title = opening.above, opening.copy, (opening.title, opening.title_copy)
    if not _bare(opening.told):
        named = (found[0] for items in above if (found := _named(items, copy)) is not None)
        topic = next((t for t in named if t is not None and products.scan(t.text)), None)
        if topic is not None:
            return topic
    return (
        _headed_topic(opening.told, opening.lead, copy)
        or _labelled_topic([*above, opening.told, opening.title], copy, *title)
        or _made([*above, opening.title], copy, *title)
    )


def _is_of_more(opening: Opening, topic: Product) -> bool:
    """Whether an article is about more than the product it opens with: about all goods, or many."""
    lead = opening.lead
    if _sets_beside_others(opening.told, topic):
        return True
    if not holds(opening.told, ("num",)) and (_tells_of_all(lead) or _is_one_of_many(topic, [*lead, *opening.rest[:_LEADS]])):
        return True
    if products.slug(topic.text).startswith("non-") and not _leaves_out_throughout(lead, opening.found):
        return True
    return _is_all(topic)


def _sets_beside_others(told: Sequence[Item], topic: Product) -> bool:
    """Whether an opening tells of other goods too: "imports of soybeans rose, while those of crude oil and coal dropped"."""
    those = next((k for k, x in enumerate(told) if x.low == "those" and holds(told[k + 1 : k + 2], ("of",))), len(told))
    others = {x.code for x in told[those + 2 :] if x.kind == "prod"}
    return bool(others) and products.slug(topic.text) not in others


def _tells(items: Sequence[Item]) -> bool:
    """Whether a sentence tells of a flow: a heading or a line of key words does not."""
    kinds, words = {x.kind for x in items}, {x.low for x in items}
    if not words.isdisjoint(TRADERS) or ("left" in words and left_home(items) < len(items)):
        return True
    earns = next((k for k, x in enumerate(items) if x.code == "earn"), 0)
    if earns and items[earns - 1].kind == "area" and [x.low for x in items[earns + 2 : earns + 3]] == ["from"] and "prod" in kinds:
        return True  # "Korea earned $281 million from dried seaweed"
    return not kinds.isdisjoint(_TRADED) and not kinds.isdisjoint(_FIGURED) and has_verb(items)


def first_told(lead: Sequence[Sequence[Item]]) -> Sequence[Item]:
    """The first sentence that tells of a flow; a headline on exporters leaves it to the next: "Chip exporters brace for a flat year"."""
    telling = list(islice(filter(_tells, lead), 2))
    traders_only = len(telling) > 1 and not holds(telling[0], _TRADED)
    told = ("prod",) if not telling or holds(telling[0], ("num",)) else ("prod", "num")  # "Leader exporter of May is the car industry"
    if traders_only and holds(telling[1], ("flow",)) and holds(telling[1], told):
        return telling[1]
    if telling:
        return telling[0]
    traded = (x for x in lead[:OPENING] if holds(x, ("prod",)) and any(y.kind == "tv" and y.code in MIRROR for y in x))
    return next(traded, (lead or [[]])[0])  # "Which farm products sold best abroad?"


def _named(items: Sequence[Item], copy: str) -> tuple[Product | None, str] | None:
    """The product and the code of the first flow that a sentence names, no product where that flow is of all; None if it names no flow."""
    at = next((k for k, x in enumerate(items) if _is_of_trade(x)), None)
    if at is None:
        return _goods_that_left(items, copy)
    verb = items[at].kind in ("tv", "lev") or items[at].low in TRADERS  # the product is its object
    if items[at].kind == "w":
        traded = parse(items[max(0, at - 3) : at], subject=True).joined
        return None if traded is None else (Product(copy[traded.start : traded.end], 0, 0, True), TRADERS[items[at].low])
    flow = "export" if items[at].kind == "lev" else items[at].code
    if items[at].kind == "nodx" or (items[at].kind == "flow" and headed(items, at)):
        return None, flow  # non-oil exports are a part of all; "Medical devices lead exports": one of all goods
    begin = _begin_of_clause(items, at)
    phrase = parse(items[begin : at + 1], subject=True)
    if phrase.total:
        return None, flow
    end = min(_end_of_clause(items, at), cause(items, at))
    leads = ("of", "in") if flow in ("trade", "balance") else ("of",)  # "trade in textiles between Turkey and Italy"
    of = next((x.start for x in items[at:end] if x.kind in leads), None)
    after = parse(_object(items, at) if verb else items[at:end], subject=True)
    goods = after.joined if after.products else None
    if not verb and (goods is None or of is None or of >= goods.start):
        goods = phrase.joined if phrase.products else None
    if goods is not None:
        of_a_branch = any(x.low in word_set("branches") for x in items[begin:at])  # "Health industry exports"
        sure = of is not None or of_a_branch or _known(copy[goods.start : goods.end])
        return (_topic(goods, copy) if sure else None), flow
    if verb and phrase.joined is not None and (phrase.maker is not None or holds(items[begin:at], ("prod",))):
        return _topic(phrase.joined, copy), flow  # "bags of coffee worth $149 million were exported"
    return None, flow


def _topic(product: Product, copy: str) -> Product:
    return Product(copy[product.start : product.end], product.start, product.end, True)


def _is_of_trade(item: Item) -> bool:
    """Whether a word names a flow or a trader, or is a verb of trade."""
    kind = item.kind
    if kind == "flow" or kind == "nodx" or (kind == "tv" and item.code in MIRROR) or (kind == "lev" and item.code == "earn"):
        return True
    return item.low in TRADERS


def _goods_that_left(items: Sequence[Item], copy: str) -> tuple[Product, str] | None:
    """ "chips worth $13 billion left Korea", "beef left Uruguay"."""
    left = left_home(items)
    if left == len(items):
        return None
    end = next((k for k, x in enumerate(items) if x.kind == "lev" and x.code == "worth"), left)
    goods = parse(items[:end], subject=True).joined
    return None if goods is None else (Product(copy[goods.start : goods.end], 0, 0, True), "export")


def _begin_of_clause(items: Sequence[Item], at: int) -> int:
    """Where the clause begins of the flow or verb at `at`: "bags of coffee valued at $84 million | were exported" is one."""
    stop = at
    while stop and items[at].kind == "tv" and items[stop - 1].low in word_set("be"):
        stop -= 1
    opens = _OPENS | {"det"} if stop < at else _OPENS
    parted = (k + 1 for k in range(stop) if items[k].kind in opens or (is_verb(items[k]) and items[k].low not in word_set("worth")))
    return max(parted, default=0)


def _end_of_clause(items: Sequence[Item], at: int) -> int:
    ends = (k for k in range(at + 1, len(items)) if is_verb(items[k]) or items[k].kind in ("num", ",", "sub", "(", "which"))
    return next(ends, len(items))


def _labelled_topic(headings: Sequence[Sequence[Item]], copy: str, title: Sequence[Item], title_copy: str) -> Product | None:
    """The one product that a heading names before a colon: "India's engineering goods: May shipments up 5%"."""
    for items in headings:
        colon = next((k for k, x in enumerate(items[:_LABEL]) if x.kind == ":"), 0)
        if not colon or has_verb(items[:colon]) or holds(items[:colon], ("flow", "other", "num", ",", "and", "stat")):
            continue
        named = parse(items[:colon], subject=True).joined
        text = (title_copy if items is title else copy)[named.start : named.end] if named is not None else ""
        if named is not None and products.scan(text):
            return Product(text, 0 if items is title else named.start, 0 if items is title else named.end, True)
    return None


def _made(headings: Sequence[Sequence[Item]], copy: str, title: Sequence[Item], title_copy: str) -> Product | None:
    """What those make whom a heading has for its subject: "Citrus growers eye a record"."""
    for items in headings:
        if holds(items, ("flow", "num")):
            continue
        who = next((k for k, x in enumerate(items) if k and x.low in word_set("makers")), 0)
        begin = who
        while begin and items[begin - 1].kind in ("w", "prod"):
            begin -= 1
        made = next(iter(part_of_makers(items[begin : who + 1])), None) if who else None
        text = (title_copy if items is title else copy)[made.start : items[who - 1].end] if made is not None else ""
        if made is not None and products.scan(text):
            return Product(text, 0 if items is title else made.start, 0 if items is title else items[who - 1].end, True)
    return None


def _tells_of_all(lead: Sequence[Sequence[Item]]) -> bool:
    """Whether the first sentence with amounts gives those of all exports and all imports, whatever goods the heading is on."""
    amounts = next((x for x in lead if sum(y.kind == "num" and y.code == "money" for y in x) > 1), [])
    flows = [k for k, x in enumerate(amounts) if x.kind == "flow"]
    alone = all(amounts[k - 1].kind not in ("prod", "w") and not holds(amounts[k + 1 : k + 2], ("of",)) for k in flows)
    return alone and not holds(amounts, ("prod",)) and {"export", "import"} <= {amounts[k].code for k in flows}


def _is_one_of_many(topic: Product, sentences: Sequence[Sequence[Item]]) -> bool:
    """Whether the first amounts are of all exports, and other goods are told of beside a heading's: "Chile's exports totalled"."""
    amounts = next((x for x in sentences if any(y.kind == "num" and y.code == "money" for y in x)), [])
    owned = any(x.kind == "area" and x.code and y.kind == "flow" for x, y in pairwise(amounts)) and not holds(amounts, ("prod", "of"))
    told = {x.code for items in sentences for x, y in pairwise(items) if x.kind == "prod" and y.kind == "flow"}
    return owned and len(told - {products.slug(topic.text)}) > 0


def _moved_by_goods(items: Sequence[Item]) -> Item | None:
    """The flow of all goods that an opening is about where goods only say what moved it; None where it is not so.

    "Helped by chip shipments, Korea's exports rose", "a slump in oil exports dragged Norway's trade surplus down".
    """
    flows = [k for k, x in enumerate(items) if x.kind == "flow"][:_MOST_FLOWS]
    for first, second in pairwise(flows):
        if not _of_all(items, second):
            if _behind_a_front(items, first, second):
                return items[second]
            continue
        begin = second
        while begin > first + 1 and items[begin - 1].kind in _BEFORE_FLOW:
            begin -= 1
        led = items[begin - 1]
        fronted = led.kind == "," and not has_verb(items[1 : begin - 1])
        caused = led.low in word_set("causes") or (led.kind == "chg" and led.code.startswith("v"))
        caused = caused and not holds(items[first : begin - 1], (",",))  # "garment exports rose, lifting all exports" are of garments
        if begin > first + 1 and (fronted or caused) and holds(items[: second - 1], ("prod",)):
            return items[second]
    return None


def _behind_a_front(items: Sequence[Item], first: int, second: int) -> bool:
    """Whether goods' flow only opens a sentence on a country's: "Riding high on tea exports, Nepal saw a 9 percent rise in exports"."""
    comma = next((k for k in range(first + 1, second) if items[k].kind == ","), 0)
    whose = next((x for x in items[comma + 1 : second] if x.kind != "det"), None) if comma else None
    if whose is None or whose.kind not in ("area", "anaphor") or has_verb(items[1:comma]) or not holds(items[:comma], ("prod",)):
        return False
    return items[second - 1].kind in _BEFORE_FLOW | {"in", "of"} and not holds(items[second + 1 : second + 3], ("of", "prod"))


def _of_all(items: Sequence[Item], k: int) -> bool:
    """Whether the flow at `k` is somebody's, and of no goods: "Norway's trade surplus", "total exports", not "exports of tea"."""
    owned = k > 0 and (items[k - 1].kind in ("area", "anaphor", "pron") or (items[k - 1].kind == "adj" and items[k - 1].code == "total"))
    following = [x.kind for x in items[k + 1 : k + 4] if x.kind not in ("det", "adj")]
    return owned and not (following[:1] in (["of"], ["in"]) and following[1:2] in (["prod"], ["w"]))


def _leaves_out_throughout(lead: Sequence[Sequence[Item]], found: Found) -> bool:
    """Whether "non-oil" trade is all that an article tells of: it names neither a total nor what is left out."""
    for items in lead:
        if any(x.kind == "adj" and x.code == "total" and holds(items[k + 1 : k + 3], ("flow",)) for k, x in enumerate(items)):
            return False
    return not any(p.slug in word_set("left_out") for p in found.products)


def _others_buy(items: Sequence[Item], home: str) -> bool:
    """Whether a sentence's first verb of trade tells what another country bought: "Brazil bought gas worth $1 billion"."""
    at = next((k for k, x in enumerate(items) if x.kind in ("flow", "nodx", "tv")), 0)
    buyers = [x for x in items[max(0, at - 2) : at] if x.kind == "area" and not x.what.possessive]
    return items[at].kind == "tv" and bool(buyers) and all(x.code not in ("", home) for x in buyers)


def _headline_topic(items: Sequence[Item], copy: str) -> Product | None:
    """The product of a verbless headline on somebody's flow of it: "China's aluminium exports, July"."""
    if has_verb(items) or not holds(items, ("flow",)) or not holds(items[:2], ("area",)) or holds(items, ("num", "|")):
        return None
    named = _named(items, copy)
    return named[0] if named is not None and named[0] is not None and products.scan(named[0].text) else None


def _headed_topic(opening: Sequence[Item], lead: Sequence[Sequence[Item]], copy: str) -> Product | None:
    """The product of the flow told of next, where the opening named it beside its own: "The wood trade: exports rebound".

    What stands behind a figure only says what moved the opening's own flow: "Peru's exports fell 5 percent on a slump in copper".
    """
    named = {x.code for x in takewhile(lambda x: x.kind != "num", opening) if x.kind == "prod"}
    at = next((k for k, items in enumerate(lead) if items is opening), len(lead))
    following = next((items for items in lead[at + 1 :] if _tells(items)), None) if named else None
    found = (_named(following, copy) or (None, ""))[0] if following is not None else None
    told = {p.slug for p in products.scan(found.text)} | {products.slug(found.text)} if found is not None else set()
    return found if any(code in slug for slug in told for code in named) else None  # "fruit" of "fruit and vegetables"


def _dominant(lead: Sequence[Sequence[Item]], article: Opening, *, alone: bool) -> Product | None:
    """The product that an article keeps naming, from its opening on, where no flow of its opening names one.

    "530,365 bags of coffee were shipped in June" begins a report on coffee alone. Not where a flow of the opening is said to be of
    all goods. `alone`: only if the opening names no other.
    """
    opening = [x for items in lead[:OPENING] for x in items]
    if any(x.kind == "adj" and x.code == "total" and holds(opening[k + 1 : k + 4], ("flow",)) for k, x in enumerate(opening)):
        return None
    named = Counter(p.slug for p in article.found.products if p.slug not in word_set("no_topic"))
    if not named:
        return None
    if alone and len({x.code for x in opening if x.kind == "prod"} & named.keys()) > 1:
        return None  # "Exports gained 5 percent" under a heading of several goods
    slug, count = max(named.items(), key=lambda kv: kv[1])
    counted = len(named) == 1 and any(n.kind == "quantity" for n in article.found.numbers)  # so many tonnes are tonnes of something
    often = (1 if counted else _OFTEN) + _PER_BALANCE * article.balances
    if count < often or count < _MOSTLY * sum(named.values()) or not any(x.code == slug for x in opening):
        return None
    first = next(p for p in article.found.products if p.slug == slug)
    return Product(article.copy[first.start : first.end], first.start, first.end, True)


def weighed(article: Opening) -> Product | None:
    """The goods that an article names first and most, or by far the most: its tonnes of nothing named are tonnes of these."""
    named = Counter(p.slug for p in article.found.products if p.slug not in word_set("no_topic"))
    slug, count = max(named.items(), key=lambda kv: kv[1], default=("", 0))
    if count < _OFTEN or (article.found.products[0].slug != slug and count < _MOSTLY * sum(named.values())):
        return None
    first = next(p for p in article.found.products if p.slug == slug)
    return Product(article.copy[first.start : first.end], first.start, first.end, True)


def _bare(items: Sequence[Item]) -> bool:
    """Whether a sentence begins with a flow of a country or of nobody that names no product: "Kenya's exports fell", "Imports rose"."""
    at = next((k for k, x in enumerate(items) if x.kind == "flow"), None)
    if at is None or any(x.kind == "prod" for x in items[:at]) or (at and items[at - 1].kind == "w" and is_head(items[at - 1].word)):
        return False
    return any(x.kind == "area" for x in items[:at]) or not has_verb(items[:at])


def _about(sentences: Sequence[Sequence[Item]]) -> list[Sequence[Item]]:
    """The subjects of sentences that name no flow: "New Zealand wine had a thin year." says what the exports of the next are."""
    out = []
    for items in sentences:
        verb = next((k for k, x in enumerate(items) if is_verb(x) or (x.kind == "w" and x.low in word_set("be"))), None)
        if verb is not None and not any(x.kind in ("flow", "nodx") for x in items):
            out.append(items[:verb])
    return out


def _known(words: str) -> bool:
    """Whether words name goods: by the tables, or by their head."""
    return bool(products.scan(words)) or is_goods(words.rsplit(None, 1)[-1])


def _object(items: Sequence[Item], at: int) -> Sequence[Item]:
    """What follows the amount of "shipped $59 billion worth of goods"."""
    number = next((k for k in range(at, min(at + 12, len(items))) if items[k].kind == "num"), None)
    worth = next((k for k in range(at + 1, number or at) if items[k].code == "worth"), 0)
    if worth and items[at].low in word_set("ships") and not holds(items[at + 1 : worth], ("to", "ref", "in", ",", "time")):
        return items[at + 1 : worth]  # "exported medicinal products worth 277 billion euros"
    compared = number is None and holds(items[at + 1 : at + 2], ("cmp",))  # "has exported more | ICT products | than a year earlier"
    if compared:
        return items[at + 2 : next((k for k in range(at + 2, len(items)) if items[k].kind not in _GOODS), len(items))]
    if number is None or number > at + 5:
        return []
    begin = number + 1
    if begin < len(items) and items[begin].kind == "ref" and items[at].kind == "lev":
        begin += 1  # "earned $65 billion from LNG"
    while begin < len(items) and (items[begin].kind in ("of", "det") or items[begin].code == "worth"):
        begin += 1
    stop = ("in", ",", "to", "num", "(", "time", "ref", "lev", "tv")
    end = next((k for k in range(begin, len(items)) if items[k].kind in stop), len(items))
    return items[begin:end]
