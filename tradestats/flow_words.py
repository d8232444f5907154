"""Words for flows among their neighbours: which of them tell of a flow, which goods and which verbs go with one."""

from __future__ import annotations

from collections.abc import Sequence

from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.stretch import TO, first_verb, is_verb
from tradestats.words import NOISE, is_verb_word

_OF_LIST = 6  # items from "topped" to "with": "topped the list with", "completed the top three with"
_BEFORE_FLOW = frozenset(("w", "prod", "stat", "adj", "time", "and", "det", ","))  # what stands between whose flow it is and the flow


def is_flow(items: Sequence[Item], k: int) -> bool:
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


def of_the_world(items: Sequence[Item], k: int) -> bool:
    """Whether the world is whose flow it is: "world merchandise trade", not "a share of world trade" nor "the world trade body"."""
    after = items[k + 1] if k + 1 < len(items) else None
    if after is not None and after.kind == "w" and not is_verb_word(after.word):
        return False
    at = k - 1
    while at >= 0 and items[at].kind in ("prod", "adj", "and", "stat"):
        at -= 1
    named = at >= 0 and (items[at].low in word_set("world") or (items[at].kind == "area" and items[at].code == "WLD"))
    return named and not holds(items[max(0, at - 3) : at], ("of", "to", "from", "with", "share"))


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


def earns(flow: Item) -> bool:
    return flow.low.rsplit(" ", 1)[-1] in word_set("takings")


def goods_of(flow: Item) -> list[Item]:
    """The "merchandise" of a flow that is called "merchandise trade deficit", against services told of beside it."""
    first, _, rest = flow.word.partition(" ")
    if not rest or first.lower() not in word_set("all_goods"):
        return []
    return [Item("w", flow.start, flow.start + len(first), first)]


def sold_before(items: Sequence[Item], k: int) -> bool:
    """Whether a participle of trade describes the goods before it, and the clause's own verb comes later: "cars sold abroad rose"."""
    plain = items[k].low in ("exported", "imported") and items[k - 1].kind == "prod"
    if plain and _told_then(items, k + 1):
        return True  # "the value of goods imported in May rose", "put the value of goods imported in May at"
    participle = items[k].low.split()[0]
    if (
        not any(participle in word_set(name) for name in ("moved", "buys", "sourced"))
        or k + 2 >= len(items)
        or items[k - 1].kind not in ("prod", "w")
    ):
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


def _told_then(items: Sequence[Item], k: int) -> bool:
    """Whether nothing but when it was stands from `k` on before the verb, or before the amount that the clause puts it at."""
    while k < len(items) and items[k].kind in ("in", "time"):
        k += 1
    return k < len(items) and (is_verb(items[k]) or (k == len(items) - 1 and items[k].kind == "at"))


def attribute(items: Sequence[Item], k: int) -> bool:
    """Whether "imported" or "exported" only describes the known product after it, which opens the clause: no sales of them.

    What may stand before it says which statistic of these goods is told: "the value of imported food".
    """
    if items[k].low not in ("imported", "exported") or any(not _opens(x) for x in items[:k]):
        return False
    rest = items[k + 1 :]
    verb = first_verb(rest)
    known = any(x.kind == "prod" for x in rest[:verb]) and all(x.kind in ("prod", "w", "adj", "and", "of") for x in rest[:verb])
    return known and verb < len(rest) and rest[verb].kind != "share" and rest[0].kind in ("prod", "w", "adj")


def _opens(item: Item) -> bool:
    return item.kind in ("det", "adv", "adj", "and", "for", "as") or item.code in ("value", "volume")


def goods_at_home(items: Sequence[Item], k: int, *, named: bool) -> bool:
    """Whether the statistic at `k` is the price of goods and not of what is traded. `named`: a noun phrase stands before it.

    "Gas prices rose", "the price of copper rose"; an average price may well be one of trade.
    """
    if items[k].low not in ("price", "prices"):
        return False
    if named:
        return not holds(items[k:], ("flow",))
    of_goods = [x.kind for x in items[k + 1 : k + 3]] == ["of", "prod"]
    return of_goods and not holds(items[k:], ("flow", "tv")) and not (k and items[k - 1].low not in ("the", "a"))


def leads_to_flow(items: Sequence[Item], k: int, codes: Sequence[str] = ()) -> bool:
    """Whether the object that begins at `k` is a flow, or one of these: "Korea's exports", not "the value of wine exports"."""
    at = next((m for m in range(k, min(k + 4, len(items))) if items[m].kind not in ("det", "adj", "area", "pron", "adv")), None)
    return at is not None and items[at].kind in ("flow", "nodx") and (not codes or items[at].code in codes)


def moves_a_flow(items: Sequence[Item], k: int) -> bool:
    """Whether the verb at `k` has a flow for its object: "China's return lifted the value of wine exports"."""
    for item in items[k + 1 : k + 8]:
        if item.kind == "flow":
            return True
        if item.kind not in ("det", "adj", "stat", "of", "area", "prod", "w"):
            return False
    return False


def from_a_flow(items: Sequence[Item], k: int) -> bool:
    """Whether "from" and a flow, of some goods or of all, stand there."""
    if k >= len(items) or items[k].low != "from":
        return False
    return next((x.kind for x in items[k + 1 : k + 6] if x.kind not in ("w", "prod", "adj", "det", "pron")), "") == "flow"


def done_by(items: Sequence[Item], k: int, flow: Item) -> bool:
    """Whether nothing but what was moved stands between a flow and "by" with a country."""
    begin = next((n for n in range(k - 1, -1, -1) if items[n] is flow), k)
    between = items[begin + 1 : k]
    return bool(between) and all(x.kind in ("of", "prod", "w", "adj", "and", "det", "by") and not is_verb(x) for x in between)


def leads_on(items: Sequence[Item], k: int) -> bool:
    """Whether a flow follows from `k` on in the same noun phrase."""
    for item in items[k : k + 9]:
        kind = item.kind
        if item.low == "own":
            continue  # "Mexico's own imports"
        if kind in ("flow", "nodx", "sales"):
            return True
        if kind == "w" and item.low in NOISE:
            return False
        if kind == "area" and item.code[:6] in ("EXTRA-", "INTRA-"):
            continue  # "European Union extra-EU exports"
        if kind not in _BEFORE_FLOW or (kind == "det" and item.low != "the"):
            return False
    return False
