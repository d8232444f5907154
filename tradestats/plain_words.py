"""A sentence in plainer words of the same meaning: "having lost 5 percent", "12 percent, says the office, less", "mined ores".

A sentence's items in, the same items out with each such turn as it is told more often.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from tradestats.frozen import replace
from tradestats.items import Item, holds
from tradestats.stretch import is_verb

_OPENS_NAME = frozenset((",", ";", ":", "(", "det", "and", "of", "in", "-"))  # what goods named by how they were got stand behind
_SPEAKER = frozenset(("w", "det", "area", "proper", "place", "of", "prod", "flow", "and"))  # what names who says something
_LONGEST = 8  # items that name who says something
AMOUNTS = frozenset(("more", "less", "fewer"))
_RECEIVED = frozenset(("got", "took", "received", "purchased"))
SAYS = frozenset(("says", "said", "reports", "reported", "notes", "noted", "states", "stated", "announced"))


def after_having(items: list[Item]) -> list[Item]:
    """The sentence with "having" before a change told as "after": "plunged 27 percent, | having | lost 17 percent the quarter before"."""
    at = next((k for k, x in enumerate(items) if x.low == "having"), len(items))
    clause = [x for x in takewhile(lambda x: x.kind not in (",", ";"), items[at + 1 : at + 1 + _LONGEST]) if x.kind != "adv"]
    changed = bool(clause) and clause[0].kind == "chg" and clause[0].code[0] in "va"
    if not changed or not any(x.kind == "time" and x.code for x in clause):
        return items
    return [*items[:at], replace(items[at], kind="ref", code="after", low="after"), *items[at + 1 :]]


def without_speaker(items: list[Item]) -> list[Item]:
    """The sentence without who says so between commas: "$4 billion, | says the Dane, | 3 percent less than"."""
    for k in range(1, len(items) - 1):
        if items[k].low not in SAYS or items[k - 1].kind != ",":
            continue
        speaker = list(takewhile(_names_speaker, items[k + 1 : k + 1 + _LONGEST]))
        end = k + 1 + len(speaker)
        if speaker and holds(items[end : end + 1], (",",)):
            return [*items[: k - 1], *items[end:]]
    return items


def _names_speaker(item: Item) -> bool:
    return item.kind in _SPEAKER and not is_verb(item)


def less_by(items: list[Item]) -> list[Item]:
    """The sentence with "by" between "less" and its percentage: "China got less | 4%, Chile 3%", "took more, | 5%"."""
    for k in range(1, len(items) - 1):
        if items[k].low not in AMOUNTS or not (items[k - 1].kind == "tv" or items[k - 1].low in _RECEIVED):
            continue
        at = k + 1 + (items[k + 1].kind == ",")
        if holds(items[at : at + 1], ("num",)) and items[at].code == "percent":
            end = items[k].end
            return [*items[: k + 1], Item("by", end, end, "by"), *items[at:]]
    return items


def without_more(items: list[Item]) -> list[Item]:
    """The sentence without "more" or "less" where what was traded is told behind a colon: "sold | more | copper in May: $2 billion"."""
    colon = next((k for k, x in enumerate(items) if x.kind == ":"), 0)
    if not colon or not holds(items[colon + 1 : colon + 2], ("num",)) or items[colon + 1].code not in ("money", "quantity"):
        return items
    at = next((k for k in range(1, colon - 1) if items[k].low in AMOUNTS and items[k - 1].kind == "tv"), 0)
    return [*items[:at], *items[at + 1 :]] if at and holds(items[at + 1 : at + 4], ("prod",)) else items


def told_as_goods(items: list[Item]) -> list[Item]:
    """The sentence with goods that are named by how they were got as goods, not output: "| Mined ores | were second at $290 million"."""
    at = next((k for k, x in enumerate(items) if x.kind == "other" and x.code == "output" and _describes(items, k)), None)
    if at is None:
        return items
    got, goods = items[at : at + 2]
    return [*items[:at], replace(goods, start=got.start, word=f"{got.word} {goods.word}", first=got.first), *items[at + 2 :]]


def _describes(items: Sequence[Item], k: int) -> bool:
    opens = not k or items[k - 1].kind in _OPENS_NAME
    return opens and items[k].low.endswith(("ed", "wn")) and holds(items[k + 1 : k + 2], ("prod",))
