"""What a sentence leaves out: "fuels excluded", "the deficit, excluding gold, widened", "exports excluding those to Russia".

A sentence's items in, the same items out as they are where "excluding" stands right behind what it takes from.
"""

from __future__ import annotations

from tradestats.frozen import replace
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.recognise import names
from tradestats.stretch import is_verb

_OF_GOODS = frozenset(("prod", "w", "adj", "and"))  # what goods are named with


def goods_left_out(items: list[Item]) -> list[Item]:
    """The sentence with all goods that it leaves out told as "excluding" tells it, next to what they are left out of."""
    return _between_commas(_told_behind(_partner_left_out(items)))


def _partner_left_out(items: list[Item]) -> list[Item]:
    """The sentence with a flow that is left out told as one with all others: "exports | excluding those to Russia | rose"."""
    for k, item in enumerate(items[:-3]):
        flow, lead = items[k + 1], items[k + 2]
        if item.kind != "excl" or (flow.kind != "flow" and flow.code not in ("that", "those")):
            continue
        at = k + 3 + (items[k + 3].kind == "det")
        whose = items[at] if at < len(items) and (lead.kind in ("to", "with") or lead.low == "from") else None
        if whose is not None and whose.kind == "area" and whose.code and "-" not in whose.code and not whose.what.possessive:
            code = f"{'EXTRA' if names.is_group(whose.code) else 'NON'}-{whose.code}"
            return [*items[:k], lead, replace(whose, code=code), *items[at + 1 :]]
    return items


def _told_behind(items: list[Item]) -> list[Item]:
    """The sentence with goods that are told to be left out as "excluding" tells it: "fuels excluded", "if fuels are excluded"."""
    at = next((k for k, x in enumerate(items) if x.low == "excluded" and k), 0)
    end = at
    while end and (items[end - 1].code == "be" or items[end - 1].kind == "adv"):
        end -= 1
    begin = end
    while begin and items[begin - 1].kind in _OF_GOODS and items[begin - 1].low not in word_set("if_excluded"):
        begin -= 1
    if begin == end or not holds(items, ("flow", "nodx")):
        return items  # "retail sales, motor trades excluded"
    first, last = items[begin], items[end - 1]
    excluding = Item("excl", first.start, first.start, "excluding", first=first.first)
    led = begin - 1 if begin and items[begin - 1].low in word_set("if_excluded") else begin
    return [*items[:led], excluding, *items[begin : end - 1], replace(last, end=items[at].end), *items[at + 1 :]]


def _between_commas(items: list[Item]) -> list[Item]:
    """The sentence without the commas around goods left out of its subject: "the goods deficit, excluding gold, widened"."""
    at = next((k for k, x in enumerate(items) if x.kind == "excl"), 0)
    end = at + 1
    while at and end < len(items) and items[end].kind in _OF_GOODS:
        end += 1
    closed = at > 1 and end + 1 < len(items) and items[end].kind == "," and is_verb(items[end + 1])
    if not closed or items[at - 1].kind != "," or items[at - 2].kind not in ("flow", "prod"):
        return items
    return [*items[: at - 1], *items[at:end], *items[end + 1 :]]
