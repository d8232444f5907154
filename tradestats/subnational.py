"""Whether an article is on the trade of a province, a state or a city: its figures are not the country's, whatever it does not repeat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tradestats.flow_words import leads_on
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.recognise import names

OF_A_PART = "about a part of a country"
_FIGURES = 2  # sentences with figures whose subject is the article's
_SUBJECT = 4  # items of a sentence in which its subject stands
_OF = 5  # items before a name in which the flow stands that is "of" it
_FLOWS = frozenset(("flow", "nodx"))


def on_part(title: Sequence[Item], lead: Iterable[Sequence[Item]]) -> bool:
    """Whether an article opens with the trade of a part of a country and not with a country's: "Guangdong's exports rose"."""
    found, figures = False, 0
    for items in (title, *lead):
        if names_trade_of_country(items):
            return False
        found = found or _parts(items)
        figures += holds(items, ("num",))
        if figures == _FIGURES:
            break
    return found


def names_country(items: Sequence[Item], home: str) -> bool:
    """Whether a sentence tells of the country's own trade: "China's exports grew 7 percent", "nationwide, exports fell"."""
    for k, item in enumerate(items):
        if item.low in word_set("nationwide"):
            return True
        if (item.kind == "anaphor" or (item.kind == "area" and item.code == home)) and leads_on(items, k + 1):
            return True
    return False


def names_trade_of_country(items: Sequence[Item]) -> bool:
    """Whether a sentence names a country's trade, whichever it is."""
    for k, item in enumerate(items):
        whole = item.kind == "anaphor" or (item.kind == "area" and not names.is_group(item.code))
        if whole and (leads_on(items, k + 1) or (k and items[k - 1].low == "from" and _exports(items[max(0, k - _OF) : k - 1]))):
            return True
    return False


def _exports(items: Sequence[Item]) -> bool:
    return any(x.kind in _FLOWS and x.code == "export" for x in items)


def _parts(items: Sequence[Item]) -> bool:
    """Whether a sentence names the trade of a part of a country: "the city's foreign trade", "exports of Gujarat", "Texas exported"."""
    for k, item in enumerate(items):
        if item.kind == "w" and item.low in word_set("parts_of_country") and leads_on(items, k + 1):
            return True
        if item.kind == "place" and (_owns(items, k) or _acts(items, k)):
            return True
    return False


def _owns(items: Sequence[Item], k: int) -> bool:
    """ "Guangdong's exports", "Guangdong province's trade", "the foreign trade of Guangdong"."""
    behind = items[k + 1 : k + 2]
    whose = items[k].what.possessive or holds(behind, _FLOWS) or any(x.low in word_set("parts_of_country") for x in behind)
    of_it = k > 1 and items[k - 1].kind == "of" and holds(items[max(0, k - _OF) : k - 1], _FLOWS)
    return of_it or (whose and leads_on(items, k + 1))


def _acts(items: Sequence[Item], k: int) -> bool:
    """ "Gujarat exported", "Guangdong province recorded 4.5 trillion yuan in foreign trade"."""
    if k >= _SUBJECT or (k and items[k - 1].kind not in ("det", "area", "w", "adj")):
        return False
    named = k + 1 + any(x.low in word_set("parts_of_country") for x in items[k + 1 : k + 2])
    verb = items[named : named + 1]
    return holds(verb, ("tv",)) or (holds(verb, ("lev",)) and holds(items[named:], _FLOWS))
