"""A stretch of items as it stands: where its verb is, where a cause begins, whether goods were sent off. Nothing is read for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tradestats.items import Item, holds

TO = frozenset(("to", "into"))
_WENT = frozenset(("went", "going", "headed", "shipped", "bound", "destined"))
VERBISH = frozenset(("lev", "tv", "share", "contrib"))
FLOWLIKE = frozenset(("flow", "nodx", "sales", "revenue", "tv", "stat"))
"""Kinds of items of which `parse` makes a flow: without one of them it finds none."""
_NOTHING = Item("", 0, 0, "")


def item_at(items: Sequence[Item], k: int) -> Item:
    """The item at `k`, one of no kind and no word before the first and behind the last."""
    return items[k] if 0 <= k < len(items) else _NOTHING


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


def cause(items: Sequence[Item], begin: int) -> int:
    """Where what something came of is told, from item `begin` on: "the deficit narrowed | on higher sales of milk"."""
    for k in range(begin, len(items) - 2):
        moved = items[k].kind == "on" and items[k + 1].kind in ("cmp", "chg")
        if items[k].kind == "why" or (moved and holds(items[k + 2 : k + 5], FLOWLIKE)):
            return k
    return len(items)
