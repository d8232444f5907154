"""Words that turn a clause: what stands before them is not what its figure is of, or what it is of follows them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tradestats.flow_words import leads_to_flow
from tradestats.items import Item
from tradestats.lexicon import word_set
from tradestats.stretch import is_verb


@cache
def turning() -> frozenset[str]:
    return word_set("causes") | word_set("moves_a_gap") | {"puts", "pegs"}


@cache
def turns() -> frozenset[str]:
    """The words that can turn a clause, whatever their kind."""
    return turning() | word_set("belongs") | word_set("shows") | word_set("tails") | word_set("to_verbs")


def begins_anew(items: Sequence[Item], k: int, named: bool) -> bool:
    """Whether what stands before the verb at `k` is not what a figure is of. `named`: it names something."""
    if items[k].low in ("puts", "pegs") and k and k + 1 < len(items) and items[k + 1].kind in ("det", "adj", "prod", "area", "flow"):
        return True  # who puts a figure on it is not what it is of
    if items[k].low in word_set("moves_a_gap"):  # "cheaper oil cut Japan's trade deficit"
        return named and leads_to_flow(items, k + 1, ("balance",))
    # "lower chip shipments dragged exports down" is of exports
    return items[k].low in word_set("causes") and named and leads_to_flow(items, k + 1)


def valued(items: Sequence[Item]) -> Sequence[Item]:
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


def names_after(items: Sequence[Item], k: int) -> bool:
    """Whether a verb is followed by what the sentence is about: "products with high growth were jewellery", "the gains came from tin"."""
    following = [x.kind for x in items[k + 1 : k + 3]]
    if items[k].code in ("be", "part") and (following[:1] == ["prod"] or following == ["det", "prod"]):
        return True
    if items[k].low in ("went", "came") and following[:1] == ["prod"] and [x.code for x in items[k + 2 : k + 3]] == ["worth"]:
        return True  # "to China went goods worth 5 billion"
    return len(following) == 2 and following[0] in ("ref", "in") and following[1] in ("prod", "adj", "w")
