"""What a number measures: level, growth, change, share ... from the words right around it.

The patterns are finite-state walks over items, outwards from the number. They never look at whose trade it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tradestats.items import Item, holds
from tradestats.lexicon import word_set

SKIP = frozenset(("adj", "det", "adv", "status", "adjust", "each", "both", "w-skip"))
UPDOWN = frozenset(("up", "down", "off"))
DURATIONS = frozenset(("n_months", "first_months", "quarters", "first_days", "rolling_months", "ytd", "months_to", "last_months"))
"""Forms of periods that say how long a figure was gathered: "over the first ten months" compares with nothing."""


class Role(NamedTuple):
    """`measure` is empty when the words give none (an elliptical list takes its neighbour's). `sign` 0 keeps the number's own.

    `base` says that the number belongs to the period compared with; `gap` that the sign is that of a deficit's or
    surplus's size; `rule` names the pattern.
    """

    measure: str
    sign: int = 0
    base: bool = False
    size: bool = False
    rule: str = ""
    ref: str = ""


NO_FIGURE = Role("", rule="no figure")
"""What is answered where the words make a number no figure of trade, and nothing else is to be asked."""
OVER_OR_UNDER = frozenset(("number over", "number under"))
"""Comparisons that a word of change before the number takes away: "a decrease of 32 percent over June"."""


class Lead(NamedTuple):
    """What leads to a number: `cue` is the nearest word before it that says anything, at `left` of the clause's last piece, and `kind`
    that word's kind (empty if there is none). `compared` is what a comparison right behind the number tells, `ref` the word that leads
    to what another number is compared with, and `base` says that it leads to this one.
    """

    cue: Item | None
    kind: str
    left: int
    compared: Role | None
    base: bool
    ref: Item | None

    def head(self, tail: Sequence[Item]) -> Item | None:
        """The nearest word before the cue: the noun that an "of" belongs to."""
        k = back(tail, self.left)
        return tail[k] if k >= 0 else None


def back(items: Sequence[Item], at: int) -> int:
    """Index of the nearest item before `at` that is not skipped, or -1."""
    at -= 1
    while at >= 0 and (items[at].kind in SKIP or (items[at].kind == "w" and items[at].low in word_set("before_numbers"))):
        at -= 1
    return at


def ahead(items: Sequence[Item], at: int) -> int:
    """Index of the nearest item from `at` on that is not skipped, or len(items)."""
    while at < len(items) and items[at].kind in ("adj", "adv", "det", "basis", "stat", "adjust"):
        at += 1
    return at


def chg_noun(item: Item) -> bool:
    """Whether a word of change can be a noun: "rise", not "rose"."""
    return item.kind == "chg" and "n" in item.code.split(":")[0]


def last_change(items: Sequence[Item]) -> Item | None:
    """The last word of change, if there is one."""
    for item in reversed(items):
        if item.kind == "chg":
            return item
    return None


def outside_brackets(items: Sequence[Item]) -> list[Item]:
    """Items without what stands in brackets that open and close among them."""
    out: list[Item] = []
    depth = 0
    for item in items:
        depth += item.kind == "("
        if not depth:
            out.append(item)
        depth -= item.kind == ")"
    return out


def taken_off(items: Sequence[Item], k: int) -> bool:
    """Whether "less" leads to what is subtracted: "a surplus of $6 billion less a deficit of $3 billion"."""
    if items[k].low not in ("less", "minus", "plus") or k + 1 >= len(items) or items[k + 1].kind != "det":
        return False
    return holds(items[k + 2 : k + 8], ("flow",))


def lasts(item: Item) -> bool:
    """Whether a time behind "over" says how long a figure was gathered: "over the first ten months", "over the same period"."""
    if item.kind != "time" or item.code:
        return False
    return item.what.form in DURATIONS or item.what.form == "same"


def comparison(post: Sequence[Item]) -> Role | None:
    """ "3.6 percent more than", "$0.8 billion above June", "11.2 percent up", "a 3 percent decline"."""
    k = ahead(post, 0)
    if k >= len(post) or any(x.low in ("a", "an") for x in post[:k]):  # "$1.2 trillion, or 180 million yuan, an increase of 40 percent"
        return None
    if post[k].kind in ("flow", "nodx", "time") and k + 1 < len(post) and chg_noun(post[k + 1]):
        k += 1  # "4 percent export growth", "a 2 percent August increase"
    object_of = k + 2 < len(post) and post[k + 2].kind in ("of", "in")  # "5 percent of the fall in"
    if post[k].kind == "of" and k + 1 < len(post) and chg_noun(post[k + 1]) and not object_of:
        k += 1  # "5 and 6 percent of increase, respectively"
    item = post[k]
    if item.low == "short of" and not any(x.kind == "flow" and x.code != "balance" for x in post[k + 1 : k + 4]):
        return Role("diff", -1, size=False, rule="number short of")
    # "5 percent year-on-year rise", "9.5% rise in volume", "4.4 percent smaller"
    if item.kind == "cmp" and not taken_off(post, k):
        return Role("diff", item.sign, size=item.code == "size", rule=f"number {item.low}")
    if chg_noun(item) or (item.kind == "chg" and item.low.endswith("ing") and k + 1 < len(post) and post[k + 1].kind == "of"):
        return Role("diff", item.sign, size=True, rule=f"number {item.low}")  # "a $6 billion narrowing of the deficit"
    if item.kind == "chg" and item.low in UPDOWN:
        return Role("diff", item.sign, size=True, rule=f"number {item.low}")
    if item.kind in ("under", "over") and k + 1 < len(post) and post[k + 1].kind in ("time", "basis", "det"):
        if item.kind == "over" and lasts(post[k + 1]):
            return None
        if item.kind == "over" and post[k + 1].kind == "det" and any(x.low in word_set("spans") for x in post[k + 2 : k + 3]):
            return None  # "$18 billion over this interval"
        if item.kind == "under" and any(x.low.rsplit(None, 1)[-1] in word_set("pacts") for x in post[k + 2 : k + 7]):
            return None  # "40 percent under the free trade agreement"
        return Role("diff", item.sign, size=False, rule=f"number {item.low}")
    return None


def ahead_of(behind: Sequence[Item]) -> Role | None:
    """ "Six percent ahead of the year-ago period": what a number leads by, where what it leads is a time."""
    led = len(behind) > 1 and behind[0].low == "ahead of" and behind[1].kind in ("det", "time", "basis")
    return Role("diff", 1, rule="number ahead of") if led and holds(behind[1:4], ("time", "basis")) else None
