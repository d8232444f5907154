"""A sentence in the words that the linker reads: what is said in another way is told as the plain one tells it.

"Exports of $5 billion less imports of $4 billion left $1 billion", "the gap was in Peru's favour", "cars sold in Korea": each rewording has
words without which it has nothing to do, and most sentences have none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from tradestats.anaphora import (
    COUNTS,
    FELL_ON,
    against_whom,
    bought_from_home,
    counted_as_one,
    fallen_on_flows,
    flows_of_which,
    in_favour,
    markets_of_home,
    of_stocks,
    of_two_flows,
    parts_of_regions,
    sent_home,
    sides_of_home,
    sold_at_home,
    sold_to_buyers,
    subtracted,
    traded_less,
)
from tradestats.items import TRADERS, Item
from tradestats.left_out import goods_left_out
from tradestats.lexicon import word_set
from tradestats.noun_phrase import parts_of_goods
from tradestats.plain_words import AMOUNTS, SAYS, after_having, less_by, told_as_goods, without_more, without_speaker


class Rewording(NamedTuple):
    """`words` are words, kinds or codes of items one of which has to be in a sentence; `reworded` takes its items and the reporter."""

    words: frozenset[str]
    reworded: Callable[[list[Item], str], list[Item]]


def said(items: list[Item]) -> set[str]:
    """The words, kinds and codes of a sentence's items."""
    return {x.low for x in items} | {x.kind for x in items} | {x.code for x in items}


def in_plain_words(items: list[Item]) -> list[Item]:
    """The items of a sentence in plainer words of the same meaning, as the rest of the linker is to find them."""
    words = said(items)
    for one in _plainer():
        if not one.words.isdisjoint(words):
            items = one.reworded(items, "")
    return items


def reworded(items: list[Item], home: str, *, several: bool) -> list[Item]:
    """The items of a sentence as the linker reads them. `several` says that the article is on several countries' trade."""
    words = said(items)
    for one in _rewordings():
        if not one.words.isdisjoint(words) and not (several and one.reworded is sent_home):
            items = one.reworded(items, home)
    return items


def _alone(rewrites: Callable[[list[Item]], list[Item]]) -> Callable[[list[Item], str], list[Item]]:
    """A rewording that is the same whoever reports."""
    return lambda items, home: rewrites(items)


@cache
def _plainer() -> tuple[Rewording, ...]:
    """Those that only choose plainer words, in the order in which they are tried."""
    return (
        Rewording(SAYS, _alone(without_speaker)),
        Rewording(frozenset(("having",)), _alone(after_having)),
        Rewording(AMOUNTS, _alone(less_by)),
        Rewording(AMOUNTS, _alone(without_more)),
        Rewording(frozenset(("output",)), _alone(told_as_goods)),
    )


@cache
def _rewordings() -> tuple[Rewording, ...]:
    """The others, in the order in which they are tried."""
    return (
        Rewording(word_set("parts_of"), _alone(parts_of_goods)),
        Rewording(frozenset(COUNTS), _alone(counted_as_one)),
        Rewording(word_set("gaps"), _alone(of_two_flows)),
        Rewording(frozenset(("less", "minus")), _alone(subtracted)),
        Rewording(frozenset(("less", "more", "fewer")), _alone(traded_less)),
        Rewording(frozenset(("excl", "excluded")), _alone(goods_left_out)),
        Rewording(frozenset(("parts", "ROW")), _alone(parts_of_regions)),
        Rewording(frozenset(("hint",)), markets_of_home),
        Rewording(frozenset(("tv",)), sent_home),
        Rewording(frozenset(("ofwhich",)), _alone(flows_of_which)),
        Rewording(FELL_ON, _alone(fallen_on_flows)),
        Rewording(frozenset(("sold",)), sold_at_home),
        Rewording(word_set("buyers_there"), _alone(sold_to_buyers)),
        Rewording(frozenset(("against",)), _alone(against_whom)),
        Rewording(frozenset(TRADERS), sides_of_home),
        Rewording(frozenset(("import",)), bought_from_home),
        Rewording(frozenset(("shares",)), _alone(of_stocks)),
        Rewording(frozenset(("favour", "favor")), in_favour),
    )
