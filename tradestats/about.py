"""Whether a sentence, the opening of an article or the whole of it tells of foreign trade, and not of harvests, markets or budgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, pairwise

from tradestats.items import MIRROR, TRADERS, Item, holds, names_place
from tradestats.lexicon import word_set
from tradestats.segment import Sentence
from tradestats.stretch import TO, left_home, sent_off
from tradestats.subnational import names_trade_of_country

_TRADERS_NEAR = 6  # items at the beginning of a sentence in which its traders are named
_BOUGHT = frozenset(("bought", "buys", "purchased", "purchases", "purchase"))
_MOVED = frozenset(("shipped", "shipments", "consignments", "dispatches", "sold", "sales", "supplied", "supplies"))
_TRADERS = frozenset(TRADERS)
_SHIPS = frozenset(("shipped out", "ships", "shipped", "exports"))
_TRADED = frozenset(("goods", "merchandise", "services", "goods-and-services"))
_ALL_GOODS = _TRADED | {"commodities"}
_BOTH_WAYS = frozenset(("export", "import", "balance"))
_KINDS = frozenset(("flow", "nodx", "tv", "stat", "hint"))
_FIGURES = frozenset(("money", "price", "percent", "points", "fraction", "multiple", "quantity"))
_DESTINATIONS = frozenset(("markets", "destinations", "countries"))
_VERBS = frozenset(("export", "import"))
_OWNED = 8  # items behind "whose" in which its noun does something
_HANDLED = 3  # different words of a port's business in an opening that is on it
_EARNINGS, _PER_FLOW = 3, 2  # words for what a company earns that make a report its own, and how many for each word for trade
_SALES_REPORT = 3  # times that a firm and its sales or earnings are named in a report on them
_OPENING = 3  # sentences with figures that show what an article is about


def is_trade(item: Item) -> bool:
    """Whether a word shows that an article tells of foreign trade: "exports", "trade deficit", not "shipments" or "trade" alone."""
    word = item.low
    if word in ("exporters", "importers") or (item.kind == "proper" and not _TRADERS.isdisjoint(word.split())):
        return True
    if item.kind in ("flow", "nodx"):
        return (
            item.kind == "nodx"
            or word.startswith(("re-export", "non-oil", "outbound", "inbound"))
            or any(part.startswith(("export", "import")) for part in word.split())
            or ("trade" in word and word != "trade")
            or ("sales" not in word and any(part in word_set("abroad") for part in word.split()))
        )
    return (item.kind == "tv" and (word in ("exported", "imported") or word.split()[-1] in word_set("borders"))) or (
        item.kind in ("stat", "hint") and any(part.startswith(("export", "import")) for part in word.split())
    )


def crosses(items: Sequence[Item]) -> bool:
    """Whether goods are said to leave or to come in: "sold 3 million tonnes of rice abroad", "shipments of rice abroad"."""
    abroad = word_set("abroad")
    for item in items:
        if item.low in abroad and item.kind == "w":
            return any(x.kind == "tv" or x.low in word_set("sent") or (x.kind == "flow" and x.low in word_set("crosses")) for x in items)
    return False


def _partner_of(items: Sequence[Item], k: int) -> bool:
    """Whether a balance is one with a country."""
    place = next((n for n in range(k + 1, min(k + 6, len(items) - 1)) if items[n].kind == "with"), None)
    return place is not None and holds(items[place + 1 : place + 3], ("area",))


def _from_other(items: Sequence[Item], k: int) -> bool:
    """Whether a country bought another one's goods: its name stands before the verb, the other's people before a product."""
    buyers = {x.code for x in items[max(0, k - 4) : k] if x.kind == "area" and x.code}
    after = items[k + 1 : k + 8]
    return bool(buyers) and any(
        x.kind == "area" and x.what.form == "demonym" and x.code not in buyers and y.kind == "prod" for x, y in pairwise(after)
    )


def _of_a_country(items: Sequence[Item], k: int) -> bool:
    """Whether a country is whose a flow is, by its name before it or by its people's behind it."""
    behind = items[k + 1 : k + 4]
    theirs = bool(behind) and behind[0].kind == "of" and any(x.kind == "area" and x.what.form == "demonym" for x in behind)
    return theirs or (k > 0 and items[k - 1].kind == "area")


def _partners(items: Sequence[Item], k: int) -> bool:
    """Whether one country is called another's customer or supplier: "Peru's main customer", "the biggest buyer of Kenyan tea"."""
    owner = [x for x in items[max(0, k - 3) : k] if x.kind == "area" and x.what.possessive]
    ahead = items[k + 1 : k + 6]
    if ahead and ahead[0].kind in ("of", "for", "to"):
        owner += [x for x, y in pairwise(ahead) if x.kind == "area" and x.what.form == "demonym" and y.kind == "prod"]
        owner += [x for x in ahead[1:3] if x.kind == "area" and x.what.form == "name" and x is ahead[-1]]
    return bool(owner) and any(x.kind == "area" and x.code not in ("", owner[0].code) for x in items)


def _sent(items: Sequence[Item]) -> bool:
    """Whether goods went from one country to another: "Peru shipped ore to China", "purchases from China by Peru", "sold Peru steel"."""
    moved = next((k for k, x in enumerate(items) if x.low in _MOVED or x.low in _BOUGHT), None)
    if moved is None:
        return False
    verb = items[moved].low
    solid = [x for x in items if x.kind != "det"]
    moved = sum(x.kind != "det" for x in items[:moved])
    before = {x.code for x in solid[:moved] if x.kind == "area" and x.code}
    if verb == "sold" and [x.kind for x in solid[moved + 1 : moved + 3]] == ["area", "prod"]:
        return bool(before - {solid[moved + 1].code})
    for k in range(moved, len(solid) - 1):
        leads = solid[k].kind in TO if verb in _MOVED else solid[k].low == "from"
        if leads and solid[k + 1].kind == "area":
            return any(x.kind == "area" and x.code not in ("", solid[k + 1].code) for x in solid[:k])
    return False


def trades_with(items: Sequence[Item]) -> bool:
    """Whether words that may be about other things are of countries here: "US-China trade", "goods trade", "Peru shipped ore to China"."""
    if crosses(items) and not any(x.low in word_set("invests") for x in items):
        return True
    if _sent(items) or sent_off(items):
        return True
    for k, item in enumerate(items):
        if any(test(items, k) for test in _TELLING.get(item.kind, ())):
            return True
        if item.low in _PLACED and _PLACED[item.low](items, k):
            return True
    return False


def _sold_abroad(items: Sequence[Item], k: int) -> bool:
    """ "sold $5 billion worth of goods abroad"."""
    return any(x.low in ("abroad", "overseas") for x in items[k + 1 : k + 8])


def _bought_from_other(items: Sequence[Item], k: int) -> bool:
    """ "India bought 1.7 million barrels a day of Russian oil"."""
    return items[k].low in ("bought", "imported", "purchased") and _from_other(items, k)


def _is_shipped_by_country(items: Sequence[Item], k: int) -> bool:
    """ "Indonesia shipped 2.1 million tonnes of palm oil", "Brazil and Peru together shipped"."""
    who = k - 1 - (k > 1 and items[k - 1].low in word_set("together"))
    return k > 0 and items[k].low in _SHIPS and items[who].kind == "area" and items[who].what.form == "name"


def _is_place_of_partners(items: Sequence[Item], k: int) -> bool:
    return names_place(items[k]) and _partners(items, k)


def _is_trade_of(items: Sequence[Item], k: int) -> bool:
    """ "US-China trade", "goods trade", "trade with Peru", "trade in goods", "Peru's trade with them"."""
    if items[k].code != "trade":
        return False
    before, after = items[k - 1] if k else None, items[k + 1 : k + 5]
    if before is not None and (before.kind == "area" or (before.kind == "prod" and before.code in _TRADED)):
        return True
    led = after[0].kind if after else ""
    if led in ("with", "between") and holds(after, ("area",)):
        return True
    if led == "in" and len(after) > 1 and after[1].code in _TRADED:
        return True
    return led == "with" and len(after) > 1 and after[1].low == "them" and holds(items[:k], ("area",))


def _is_sale_of_country(items: Sequence[Item], k: int) -> bool:
    """ "Peru's sales abroad", "Chile's foreign sales", "overseas sales of Chilean wine": of a country, not of a firm."""
    low = items[k].low
    if (
        low.startswith("sales ")
        and k
        and (items[k - 1].kind == "area" or (items[k - 1].kind == "prod" and not holds(items[:k], ("proper",))))
    ):
        return True  # "raw cashew sales abroad"
    return low.endswith(("sales", "purchases")) and _of_a_country(items, k)


def _is_balance_of(items: Sequence[Item], k: int) -> bool:
    """ "a surplus of $8 billion with the United States", "goods deficit", "balance on goods and services"."""
    if items[k].code != "balance":
        return False
    at = k + 3 if [x.kind for x in items[k + 1 : k + 3]] == ["of", "num"] else k + 1  # "a deficit of $10 billion on goods"
    if [x.kind for x in items[at : at + 2]] in (["on", "prod"], ["in", "prod"]) and items[at + 1].code in _TRADED:
        return True
    return (k > 0 and items[k - 1].kind == "prod" and items[k - 1].code in _TRADED) or _partner_of(items, k)


def _is_bound(items: Sequence[Item], k: int) -> bool:
    """ "China-bound shipments"."""
    return k > 0 and items[k].code == "export" and items[k - 1].kind == "area" and items[k - 1].what.form == "bound"


def _is_trade_in_kind(items: Sequence[Item], k: int) -> bool:
    return items[k].low in ("services trade", "goods trade")


def _left_home(items: Sequence[Item], k: int) -> bool:
    """ "tea worth $23 million left Kenya", "beef left Uruguay"."""
    return k == left_home(items)


def _is_number_of_markets(items: Sequence[Item], k: int) -> bool:
    """ "avocados went to 29 markets"."""
    return k > 1 and items[k - 1].kind == "num" and items[k - 2].low in ("to", "went to")


_TELLING: dict[str, tuple[Callable[[Sequence[Item], int], bool], ...]] = {
    "tv": (_sold_abroad, _is_shipped_by_country, _bought_from_other),
    "hint": (_is_shipped_by_country, _is_place_of_partners),
    "flow": (_is_shipped_by_country, _is_trade_of, _is_sale_of_country, _is_balance_of, _is_bound),
    "prod": (_is_shipped_by_country, _is_trade_in_kind),
}
"""What shows that a word of a kind is of trade between the countries named beside it."""
_PLACED: dict[str, Callable[[Sequence[Item], int], bool]] = {"left": _left_home, **dict.fromkeys(_DESTINATIONS, _is_number_of_markets)}
"""The same by the word, whatever its kind."""


def leads_elsewhere(items: Sequence[Item]) -> bool:
    """Whether a line only leads to another article: "ALSO READ: China's foreign trade up 1.3% in Q1", "Related: Exports fall"."""
    colon = next((k for k, x in enumerate(items[:4]) if x.kind == ":"), 0)
    label = " ".join(x.low for x in items[:colon])
    return label.replace(" ", "-") in word_set("links")


def tells_of_trade(sentences: Sequence[Sequence[Item]]) -> bool:
    """Whether any figure of the article can be a trade figure at all."""
    words = [item for items in sentences for item in items]
    earnings = sum(item.kind == "other" and item.code == "earnings" for item in words)
    if earnings >= _EARNINGS and not any(is_trade(item) for items in sentences[:3] for item in items):
        return False  # a company's report, whose exports are not a country's
    business = earnings + sum(item.kind == "revenue" or (item.kind == "other" and item.code == "orders") for item in words)
    if earnings >= _EARNINGS and business > _PER_FLOW * sum(is_trade(item) for item in words):
        return False  # "exports of its clients were sluggish" in such a report
    if _of_firms(sentences, words):
        return False
    return any(is_of_trade(items) or _opens_with_traders(items) for items in sentences) or _keeps_balance(sentences, 3)


def _opens_with_traders(items: Sequence[Item]) -> bool:
    """Whether the exporters or importers of a country's goods are what a sentence begins with: "Vietnam's fruit exporters brought in"."""
    begin = 1 if holds(items[:1], ("det",)) else 0
    at = next((k for k, x in enumerate(items[: begin + _TRADERS_NEAR]) if x.low in TRADERS), 0)
    owned = at > begin + 1 and items[begin].kind == "area" and holds(items[begin:at], ("prod",))
    return owned and all(x.kind in ("prod", "w", "and", "adj") for x in items[begin + 1 : at])


def _of_firms(sentences: Sequence[Sequence[Item]], words: Sequence[Item]) -> bool:
    """Whether an article tells what a firm sold at home and abroad, and opens with no country's trade: "The company's exports rose"."""
    figured = [items for items in sentences if holds(items, ("num",))]
    opening = [sentences[0], *figured[:_OPENING]]
    if not any(map(_is_firm, chain.from_iterable(opening))) or any(map(names_trade_of_country, opening)):
        return False
    if any(x.kind == "proper" and x.what is not None and x.what.form == "agency" for x in chain.from_iterable(opening)):
        return False  # an office tells of what all firms traded
    firms = sum(map(_is_firm, words))
    sold = sum(item.kind == "sales" or (item.kind == "other" and item.code in ("sales", "earnings")) for item in words)
    return sold > 0 and firms + sold >= max(_SALES_REPORT, sum(map(is_trade, words)))


def _is_firm(item: Item) -> bool:
    return item.kind == "w" and item.low in word_set("one_firm")


def opens_with_trade(title: Sequence[Item], sentences: Sequence[tuple[Sentence, list[Item]]]) -> bool:
    """Whether trade is what an article is about: its title or one of its first sentences with figures names it.

    A report on a harvest, a market or a company may name exports farther below: there only the sentence itself tells of them.
    """
    opening = [title]
    figures = 0
    for sentence, items in sentences:
        opening.append(items)
        figures += sentence.kind != "heading" and any(x.kind == "num" and x.code in _FIGURES for x in items)
        if figures == _OPENING:
            break
    if _of_handling(opening):
        return False
    traders = any(not TRADERS.keys().isdisjoint([item.low for item in items]) for items in opening)
    return traders or any(is_of_trade(items) for items in opening) or _keeps_balance(opening, 2)


def _of_handling(opening: Sequence[Sequence[Item]]) -> bool:
    """Whether an opening tells of what a port or an airport handled, whatever is named as the cause of it."""
    named = {word for words in {item.low for items in opening for item in items} for word in words.split()} & word_set("handling")
    return len(named) >= _HANDLED and not named.isdisjoint(word_set("handled"))


def handles(items: Sequence[Item]) -> bool:
    """Whether a sentence tells of what a port handled: "Container throughput rose 3 percent, though exports to Peru fell"."""
    handled = word_set("handled")
    return any(not handled.isdisjoint(item.low.split()) for item in items)


def is_of_trade(items: Sequence[Item]) -> bool:
    """Whether a sentence names a flow between countries."""
    for k, item in enumerate(items):
        if (item.kind in _KINDS or item.kind == "proper") and is_trade(item) and not _describes(items, k):
            return True
    return trades_with(items)


def _describes(items: Sequence[Item], k: int) -> bool:
    """Whether a flow only says of which kind something else is, or is one of money: "export deals", "imports more capital than"."""
    after = items[k + 1 : k + 4]
    if items[k].low in _VERBS and any(x.low == "whose" for x in items[max(0, k - _OWNED) : k]) and not holds(items[:k], ("area",)):
        return True  # "manufacturing, whose plants import parts and export most of their output"
    described = items[k].low in word_set("adjuncts") and bool(after) and after[0].low in word_set("no_flows")
    return described or any(x.low == "capital" for x in items[max(0, k - 4) : k + 4])


def of_all_goods(sentences: Sequence[tuple[Sentence, Sequence[Item]]], topic: str, flow: str) -> frozenset[int]:
    """The paragraphs of an article on one product that set all exports against all imports: they name a balance, and no goods.

    `topic` is the product's slug, `flow` the one that is told of. Not where the article tells of a balance in it. A sentence that sets
    the other flow against a balance is enough: "Imports hardly budged, so the quarter closed in the red".
    """
    if "services" in topic:
        return frozenset()  # their balance is told of in the same words
    said: dict[int, set[str]] = {}
    named: set[int] = set()
    whole: set[int] = set()
    for sentence, items in sentences:
        flows = {x.code for x in items if x.kind == "flow"}
        goods = {x.code for x in items if x.kind == "prod"} - _ALL_GOODS
        if "balance" in flows and _has_balance(items, topic):
            return frozenset()
        if flows == {"balance", MIRROR.get(flow, "")} and not goods:
            whole.add(sentence.paragraph)
        said.setdefault(sentence.paragraph, set()).update(flows)
        if goods:
            named.add(sentence.paragraph)
    return frozenset(n for n, flows in said.items() if n in whole or (flows >= _BOTH_WAYS and n not in named))


def _has_balance(items: Sequence[Item], topic: str) -> bool:
    """Whether a balance is one in the topic's goods: "the wine trade surplus", "a deficit in wine", not "gold drags it into deficit"."""
    for k, item in enumerate(items):
        if item.kind == "flow" and item.code == "balance":
            before, after = items[max(0, k - 2) : k], items[k + 1 : k + 4]
            led = bool(after) and after[0].kind in ("in", "of", "on")
            if any(x.kind == "prod" and x.code == topic for x in [*before, *(after if led else [])]):
                return True
    return False


def _keeps_balance(sentences: Sequence[Sequence[Item]], often: int) -> bool:
    """Whether a surplus or deficit is named so often, and nothing that would make it that of payments or of a budget."""
    items = [item for sentence in sentences for item in sentence]
    balances = sum(item.kind == "flow" and item.code == "balance" for item in items)
    return balances >= often and not any(item.kind == "other" and item.code in ("bop", "budget") for item in items)
