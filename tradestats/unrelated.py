"""Whether a figure is of something else than trade, by what its clause does: "Floods destroyed 50,000 tonnes", "Tariffs hit $5 billion".

A figure is read with the flow that its sentence or the ones before it name, as long as what its clause says is what is said of
figures of trade: that they rise, amount, follow. Lists of words for everything else never end; those for what trade figures do are short.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tradestats.flow_words import leads_on
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.words import is_goods, is_noun, is_verb_word

_NAMING = frozenset(("flow", "nodx", "tv", "hint"))
_PARTS = frozenset((";", ":", "(", ")", "sub", "which", "num", ","))  # what parts one clause from the next
_SAYING = frozenset(("chg", "lev", "share", "tv", "cmp", "says", "fsays", "status"))  # what says itself what a figure is
_VALUED = frozenset(("worth", "valued"))  # what says how much goods are worth, whatever became of them
_PLANNED = frozenset(("project", "projects", "plan", "plans"))
_OWN = frozenset(("its", "their"))
_LOADED = frozenset(("carrying", "transporting", "laden", "loaded", "hauling"))
_MODALS = frozenset(("will", "would", "could", "should", "might", "can", "must"))
_ABLE = frozenset(("can", "able to"))
_LED = frozenset(("on", "of", "for", "from", "to"))
_DESCRIBING = frozenset(("det", "adj", "area", "prod"))
_OPEN = ("w", "tv", "proper")  # kinds of words that can be verbs, or nouns, of anything
_OWNED = 6  # items before a firm in which the flow stands that is "of" it
_LOAD = 8  # items before a figure in which the ship stands that it is the load of
_BEHIND = 10  # items after a figure in which the verb stands whose subject it is


class Speaks(NamedTuple):
    """What a sentence tells of all its figures: asked once for a sentence, since it is looked through from end to end.

    `trade`: it has a word of its own for trade, other than one for what things cost at home. `economy`: it speaks of the economy, or of
    who forecasts economies. `prices`: all that it measures is prices. `worth`: it names money or goods as such: "7 million tons of goods",
    "45 million tons worth $15 billion" is what all goods weigh.
    """

    trade: bool = True
    economy: bool = False
    prices: bool = False
    worth: bool = False


def speaks_of(items: Sequence[Item]) -> Speaks:
    """What a sentence tells of all its figures."""
    market, economies, goods = word_set("market_verbs"), word_set("of_economies"), word_set("all_goods")
    said = (x.low.removeprefix("the ").replace(" ", "-") for x in items)
    measures = [x.low for x in items if x.kind == "stat"]
    return Speaks(
        any(x.kind in _NAMING and x.low not in market for x in items),
        any(x.endswith("economy") or x in economies for x in said) or any(_forecasts(x) for x in items),
        measures == ["prices"],
        any((x.kind == "num" and x.code == "money") or (x.kind == "prod" and x.code in goods) for x in items),
    )


def _forecasts(item: Item) -> bool:
    """Whether an office is one that watches economies: "Ifo institute", "Atlanta Fed"."""
    return item.kind == "proper" and not word_set("of_economies").isdisjoint(item.low.split())


def of_something_else(items: Sequence[Item], at: int, sentence: Speaks) -> Item | None:
    """The word of its clause by which the figure at `at` is of no trade, else None."""
    clause = _clause(items, at)
    found = _subject(clause) or _cost(clause) or _part_of_change(clause) or _stock(clause)
    found = found or _price_band(items) or _at_a_port(clause) or _aboard(items[max(0, at - _LOAD) : at])
    if found is None and holds(clause, _OPEN):
        found = _does(_verb_before(clause)) or _capacity(clause) or _described(clause) or _firm(clause) or _quoted(clause)
    if found is None and at + 2 < len(items):
        found = _of_own_sales(items, at, clause) or _paid_out(items, at, clause)
    if found is None and sentence.economy:
        found = _economy(items, at, clause)
    if found is None and at + 2 < len(items) and items[at + 2].kind == "in":
        found = _described_behind(items, at)
    if found is None and not sentence.trade:
        found = _lone_rank(items, at) or _does(_verb_behind(items, at)) or _said_behind(items, at)
        found = found or (_market_price(items, at, clause) if sentence.prices else None)
    return found


def _clause(items: Sequence[Item], at: int) -> Sequence[Item]:
    """What stands before a figure in its clause."""
    begin = at
    while begin and items[begin - 1].kind not in _PARTS:
        begin -= 1
    return items[begin:at]


def _is_verb(items: Sequence[Item], k: int) -> bool:
    item = items[k]
    if item.kind == "tv":
        return item.low in word_set("market_verbs")
    describes = item.low.endswith("ing") and not (k and items[k - 1].code == "be")  # "a trifling 0.4 million tonnes"
    if item.kind != "w" or describes or (item.low.endswith("ed") and holds(items[k + 1 : k + 2], ("prod",))):  # "studded jewellery"
        return False
    led = k > 0 and items[k - 1].low in _MODALS
    return is_verb_word(item.low) or led or (item.low in word_set("other_verbs") and not holds(items[k + 1 : k + 2], _LED))


def _does(verb: Item | None) -> Item | None:
    forms = () if verb is None else (verb.low, verb.low + "s", verb.low + "d", verb.low + "ed")  # "would leave", "could exceed"
    return verb if word_set("goes_with_figures").isdisjoint(forms) else None


def _verb_before(clause: Sequence[Item]) -> Item | None:
    """The last verb before a figure, unless a word nearer by says what the figure is: "Floods | destroyed | 50,000 tonnes"."""
    for k in range(len(clause) - 1, -1, -1):
        if _is_verb(clause, k):
            moved = clause[k].low in word_set("causes") and holds(clause[k + 1 :], ("flow",))  # "helped to push the trade surplus to"
            return None if moved else clause[k]
        if clause[k].kind in _SAYING and clause[k].low not in _VALUED:
            return None
    return None


def _verb_behind(items: Sequence[Item], at: int) -> Item | None:
    """The verb whose subject a figure is part of: "20,000 tonnes were | stolen"."""
    if any(x.kind in _SAYING and x.low != "total of" and x.low not in _VALUED for x in items[max(0, at - 4) : at]):
        return None
    for k in range(at + 1, min(at + 1 + _BEHIND, len(items))):
        if items[k].kind in _PARTS or (items[k].kind in _SAYING and items[k].code != "be"):
            return None
        if _is_verb(items, k):
            return items[k]
    return None


def _cost(clause: Sequence[Item]) -> Item | None:
    """What costs money and is no goods: "A campaign for exports will | cost | $12 million"; goods cost what they are worth."""
    costing = word_set("costing")
    at = next((k for k, x in enumerate(clause) if x.low in costing), 0)
    before = [x for x in clause[:at] if x.kind != "adv" and x.low not in _MODALS]
    payer = before[-1] if before else None
    idle = payer is not None and (payer.code == "export" or payer.low in _PLANNED or (payer.kind == "w" and is_noun(payer.low)))
    return clause[at] if idle else None


def _quoted(clause: Sequence[Item]) -> Item | None:
    """The verb of what is bought and sold on a market: "Rubber | traded | at $1,480 a tonne"."""
    return clause[-2] if len(clause) > 1 and clause[-2].low in word_set("quotes") and clause[-1].kind == "at" else None


def _capacity(clause: Sequence[Item]) -> Item | None:
    """What could be traded: "The terminal | can | export 5 million tonnes a year"."""
    return next((x for x, y in pairwise(clause) if x.low in _ABLE and y.kind in ("tv", "flow")), None)


def _subject(clause: Sequence[Item]) -> Item | None:
    """What the clause is about, if it is known to be no trade and nothing behind it is: "| Tariffs | hit"."""
    for k in range(len(clause) - 1, -1, -1):
        item = clause[k]
        if item.kind in _NAMING or item.kind == "prod":
            return None
        reaped = item.kind == "time" and item.low.endswith((" crop", " harvest")) and (k == 0 or clause[k - 1].kind == "det")
        if reaped or (item.kind == "other" and item.code != "demand"):
            return item  # "the 2023-24 crop is estimated at"
    return None


def _described(clause: Sequence[Item]) -> Item | None:
    """The noun that a flow only says more of: "the | rebate | on exports", "the export | halt |", not "the value of exports"."""
    flow = next((k for k in range(len(clause) - 1, -1, -1) if clause[k].kind in ("flow", "tv")), 0)
    counts = word_set("counts_flows")
    if flow + 1 < len(clause) and clause[flow].low in word_set("adjuncts"):
        behind = clause[flow + 1]
        if behind.low in word_set("no_flows") and behind.low not in counts:
            return behind
    before = flow - 1
    while before > 0 and clause[before].kind in _DESCRIBING:
        before -= 1
    if before < 1 or clause[before].low not in _LED or holds(clause[:before], ("flow", "nodx")):
        return None
    noun = clause[before - 1]
    return noun if noun.kind == "w" and is_noun(noun.low) and noun.low not in counts else None


def _of_own_sales(items: Sequence[Item], at: int, clause: Sequence[Item]) -> Item | None:
    """What a firm sold or made, of which exports are a part: "Exports made up 21 percent of its | shipments |", "of | what | it makes"."""
    sold = items[at + 3] if at + 3 < len(items) and items[at + 1].kind == "of" and holds(clause, ("flow", "tv")) else None
    if sold is None or (items[at + 2].low == "what" and sold.low in ("it", "they")):
        return sold
    return sold if items[at + 2].low in _OWN and holds(clause, ("share",)) and sold.low in word_set("sold_by_firms") else None


def _paid_out(items: Sequence[Item], at: int, clause: Sequence[Item]) -> Item | None:
    """Who is paid at home: "The board paid 6 billion shillings to | farmers |"."""
    paid = bool(clause) and clause[-1].low in word_set("pays") and items[at + 1].kind == "to"
    return items[at + 2] if paid and items[at + 2].low in word_set("makers") else None


def _described_behind(items: Sequence[Item], at: int) -> Item | None:
    """The same behind a figure: "a 37 percent reduction in | exemptions | on imports", not "in the value of imports"."""
    noun = at + 3
    while noun < len(items) and items[noun].kind in _DESCRIBING:
        noun += 1
    told = items[at + 1].kind == "chg" and noun + 1 < len(items) and items[noun].kind == "w" and items[noun + 1].low in _LED
    end = noun + 2
    while told and end < len(items) and items[end].kind in _DESCRIBING:
        end += 1
    flow = told and holds(items[end : end + 1], ("flow", "nodx"))
    return items[noun] if flow and is_noun(items[noun].low) and items[noun].low not in word_set("counts_flows") else None


def _part_of_change(clause: Sequence[Item]) -> Item | None:
    """The change that a figure is a part of: "OPEC's share of the | reduction | is", not "of the rise in exports"."""
    for k in range(len(clause) - 3):
        led = clause[k].low in ("share", "part") and clause[k + 1].kind == "of" and clause[k + 2].kind == "det"
        if led and clause[k + 3].kind == "chg" and not holds(clause[k + 4 : k + 5], ("in", "of")):
            return clause[k + 3]
    return None


def _stock(clause: Sequence[Item]) -> Item | None:
    """The stock that a figure is of: "| Shares | in exporters rose", "the company's | shares |", not "shares of China"."""
    for k, item in enumerate(clause[:-1]):
        owner = clause[k - 1] if k else item
        if item.low == "shares" and owner.low.endswith("'s") and owner.low in word_set("one_firm"):
            return item
        if item.low == "shares" and clause[k + 1].kind in ("of", "in"):
            named = range(k + 2, min(k + _OWNED, len(clause)))
            held = any(clause[n].low in word_set("traders") or clause[n].low in word_set("firms") for n in named)
            return item if held or any(_is_named_after_goods(clause, n) for n in named) else None
    return None


def _at_a_port(clause: Sequence[Item]) -> Item | None:
    """The port whose part of a flow a figure is: "exports at | Rotterdam | port", not "Tanzania's exports through the port of"."""
    for k in range(len(clause) - 1):
        if clause[k].kind == "area":
            return None
        if clause[k].kind in ("flow", "tv") and (clause[k + 1].kind == "at" or clause[k + 1].low in ("through", "via")):
            named = clause[k + 2 : k + 5]
            return next((x for x in named if x.kind == "place" or x.low in word_set("berths")), None)
    return None


def _lone_rank(items: Sequence[Item], at: int) -> Item | None:
    """A place that a sentence tells which has no other figure: "| second | in the region for ease of doing business"."""
    ranked = at > 0 and items[at - 1].low in word_set("ranked") and items[at].code == "ordinal"
    return items[at] if ranked and sum(x.kind == "num" for x in items) == 1 else None


def _price_band(items: Sequence[Item]) -> Item | None:
    """What sets goods apart by what they cost: "| By price |: below CHF 200 -12%": neither figure is of all of them."""
    said = [x.low for x in items[:4]]
    return items[1] if said[:2] == ["by", "price"] and any(x in (":", ",") for x in said[2:]) else None


def _aboard(before: Sequence[Item]) -> Item | None:
    """The one ship whose load a figure is: "a | tanker | carrying 90,000 tonnes of diesel", not "ships carrying"."""
    for k, item in enumerate(before):
        if item.low in word_set("vessels") and any(x.low in _LOADED for x in before[k + 1 :]):
            return item
    return None


def _firm(clause: Sequence[Item]) -> Item | None:
    """The one firm whose flow a clause tells of: "the | company's | exports", "exports of the | company", "the | firm | shipped"."""
    for k, item in enumerate(clause):
        owns = item.kind == "w" and item.low in word_set("one_firm")
        possesses = item.low.endswith("'s") and (owns or _is_named(clause, k))
        if possesses and leads_on(clause, k + 1):
            return item
        named = item.kind == "proper" and not item.code  # "the Suez Canal's revenues", "Suez Canal revenues"
        if (named or possesses) and holds(clause[k + 1 : k + 2], ("revenue",)):
            return item
        owns = owns or _is_named_after_goods(clause, k)
        if owns and holds(clause[k + 1 : k + 2], ("says",)) and holds(clause[k + 2 : k + 3], ("pron",)) and leads_on(clause, k + 3):
            return item  # "the company said its exports"
        of_it = [x.kind for x in clause[max(0, k - 2) : k]] in (["of", "det"], ["by", "det"])
        if owns and holds(clause[k + 1 : k + 2], ("tv",)) and (item.kind == "prod" or holds(clause[:k], ("det",))):
            return item
        if owns and of_it and k > 2 and holds(clause[max(0, k - _OWNED) : k - 2], ("flow", "nodx")):
            return item
    return None


def _economy(items: Sequence[Item], at: int, clause: Sequence[Item]) -> Item | None:
    """Bare growth, in a sentence on the economy: "The IMF sees | growth | at 3 percent"."""
    growth = next((x for x in clause if x.low == "growth"), None)
    if growth is None or any(x.kind in _NAMING or x.kind in ("prod", "stat") for x in (*clause, *items[at + 1 : at + 4])):
        return None
    return growth


def _is_named(clause: Sequence[Item], k: int) -> bool:
    """Whether a word is the name of nobody known: "Toyota's", not "yesterday's" nor "the Kingdom's"."""
    item = clause[k]
    led = k > 0 and clause[k - 1].kind == "det"
    return item.kind == "w" and item.word[0].isupper() and not led and item.low not in word_set("not_names")


def _is_named_after_goods(clause: Sequence[Item], k: int) -> bool:
    """Whether goods end the name of a firm: "Tata | Steel |", not "Basmati Rice"."""
    item, before = clause[k], clause[k - 1] if k else clause[k]
    capital = item.kind == "prod" and item.word[0].isupper() and before.kind == "w" and before.word[0].isupper()
    return capital and is_noun(before.low) and not is_goods(before.low) and not before.low.endswith(("ed", "ing"))


def _market_price(items: Sequence[Item], at: int, clause: Sequence[Item]) -> Item | None:
    """The prices that a rate is of, where a sentence measures nothing else: "Prices climbed 12 percent"."""
    return next((x for x in clause if x.kind == "stat"), None) if items[at].code == "percent" else None


def _said_behind(items: Sequence[Item], at: int) -> Item | None:
    """What a figure is of by the words behind it, where that is no trade: "growth of 3% for the economy", "14% of global output"."""
    led = at + 2 < len(items) and items[at + 1].kind in ("of", "for", "in")
    return next((x for x in items[at + 2 : at + 5] if x.kind == "other"), None) if led else None
