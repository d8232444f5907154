"""What an amount is of: value, volume or price, and the number that is written for it."""

from __future__ import annotations

from decimal import Decimal

from tradestats.clauses import BREAKS
from tradestats.frame import Memory, Num, Place, Series, State
from tradestats.frozen import replace
from tradestats.items import Item, holds
from tradestats.lexicon import remembered, word_set
from tradestats.recognise import numbers
from tradestats.role import Role, chg_noun
from tradestats.stretch import is_verb

_LEAST_MONEY = 50_000  # of any currency: what is less and has no scale word is no flow between countries
_LEAST_WEIGHT = 1_000
_LEAST_PIECES = 6
_SMALL_UNITS = frozenset(("kg", "lb", "g", "oz", "ct", "L", "gal"))
_NEXT = 7  # items behind a number in which a bracket closes
_RECENT = 24  # rows that say what a product is told in
_PAIRS = 3  # levels before a bracket that each have their growth in it
_STATISTICS = {"quantity": "volume", "money": "value", "price": "price"}  # what an amount that a percentage stands with is of
_TO_LEVEL = frozenset(("to", "(", ")", ",", "or", "and", "adv", "det", "adj", "basis", "time", "in", "at", "cmp", "ref", "over"))
# What parts a percentage from the level that it led to: "2.4 percent | to 241,000 vehicles".
_NAMES_FLOW = frozenset(("in", "flow", "of", "prod", "w", "det", "adj", "area", "and", "pron", "to"))  # "in exports of car parts to"


class Values(Memory):
    """Settles statistic, unit and value of a number whose measure is known."""

    def statistic(self, num: Num, series: Series) -> str:
        """What a number is of: its unit says it, or the words, or the level that stands with it."""
        if num.kind == "price":
            return "price"
        if num.kind == "quantity":
            return "volume"
        if num.kind == "money":
            if series.statistic == "price" and num.number.scaled:
                return "value"  # no unit costs millions
            return series.statistic if series.statistic in ("daily_average", "price") else "value"
        if series.statistic and (series.statistic, self.beside) != ("value", "price"):
            return series.statistic  # not "the value rose 6 percent to $4.83 per litre"
        if self.beside:
            last = self.rows[-1] if self.rows else None
            priced = last is not None and last.statistic == "price" and last.sentence is self.sentence
            return "price" if priced and self.beside == "value" else self.beside
        if self.yardstick:
            return self.yardstick
        return "volume" if self.context.volumes or self.counted_so_far(series) else "value"

    def counted_so_far(self, series: Series) -> bool:
        """Whether what was told of a product so far are quantities only: a growth of it goes on with them."""
        if series.product is None:
            return False
        words = series.product.text.lower()
        told = {
            row.statistic
            for row in self.rows[-_RECENT:]
            if row.measure == "level" and row.series.product is not None and row.series.product.text.lower() == words
        }
        return told == {"volume"}

    def level_beside(self, items: list[Item], nums: list[Num], n: int, inside: bool) -> str:
        """The statistic of the level that a percentage stands with; empty if it stands with none."""
        return _level_led_to(items, nums, n) or self.level_of_pair(nums, n, inside) or _level_before(items, nums, n, inside)

    def level_of_pair(self, nums: list[Num], n: int, inside: bool) -> str:
        """ "1.7 million t, $3.9 billion (+10.8% and +33%)": each growth with the level in its place."""
        run = nums[n].run
        if not (inside or self.respectively) or not 1 < run <= _PAIRS:
            return ""
        first = n - nums[n].place
        told = [_STATISTICS[m.kind] for m in nums[max(0, first - run) : first] if m.kind in _STATISTICS]
        return told[nums[n].place] if len(told) == run else ""

    def value(self, num: Num, found: Role, series: Series) -> Decimal:
        """A number with its sign: a deficit is negative, and so is what makes one larger."""
        measure = found.measure
        value = num.number.value
        if measure == "level" and series.flow == "balance" and (series.sign < 0 or found.sign < 0) and not num.number.sign:
            return -abs(value)
        if found.sign and not num.number.sign:
            value = abs(value) * found.sign if measure in ("growth", "change", "share_change") else value
        if series.flow == "balance" and measure == "growth" and series.sign < 0 and self.only_judged:
            value = -value  # a deficit that worsens by 5 percent grows
        larger = found.size or found.rule in ("number above", "number below", "number over", "number under")
        if series.flow == "balance" and measure == "change" and series.sign < 0 and larger:
            value = -value
        return value

    def priced(self, at: Place, statistic: str, found: Role) -> tuple[str, str]:
        """Statistic and unit of an amount that may be a unit price and not say per what: "the price per litre rose to $3.53"."""
        num = at.num
        if num.kind == "price":
            self.price_unit = num.unit[3:]
        if num.kind != "money" or num.number.scaled:
            return statistic, num.unit
        fetches = _fetches(at.tail)
        statistic = "price" if fetches else statistic
        last = self.rows[-1] if self.rows else None
        follows = last is not None and last.statistic == "price" and last.measure in ("level", "change") and "/" in last.unit
        if statistic == "price" or (follows and (found.base or found.measure == "change")):
            per = next((at.items[k + 1].word for k in range(num.at - 1) if at.items[k].kind == "per"), "") or fetches
            per = per or next((x.low.rsplit(" per ", 1)[1] for x in at.items[: num.at] if x.kind == "stat" and " per " in x.low), "")
            return "price", num.unit + (_price_unit(per) or self.price_unit)
        behind = _per_behind(at)
        if behind:
            self.price_unit = behind
            return "price", num.unit + behind
        return statistic, num.unit

    def by_the_unit(self, pre: list[Item], num: Num, before: list[Series], state: State) -> None:
        """A small amount whose subject is a unit is the price of one: "on average a kilo was exported at $2.96"."""
        if num.kind != "money" or num.number.scaled or any(s.why.startswith("about ") for s in state.subjects):
            return
        unit = _unit_told_of(pre)
        if unit:
            self.price_unit = unit
            known = [s for s in state.subjects if not s.why] or before
            state.subjects = [replace(s, statistic="price") for s in known]

    def fetched(self, num: Num) -> bool:
        """Whether a small amount goes on with prices just told: "averaged $4.28 a kilo; Robusta fetched $4.10"."""
        last = self.rows[-1] if self.rows else None
        if last is None or last.statistic != "price" or not self.price_unit or num.kind != "money" or self.sentence is None:
            return False
        return last.sentence.paragraph == self.sentence.paragraph and last.unit[:3] == num.unit


def _level_led_to(items: list[Item], nums: list[Num], n: int) -> str:
    """ "2.4 percent to 241,000 vehicles", "a 2.4 percent drop in exports of car parts to $2 billion"."""
    change = items[nums[n].at + 1 : nums[n].at + 2]
    if n + 1 < len(nums) and nums[n + 1].kind in _STATISTICS and change and chg_noun(change[0]):
        named = items[nums[n].at + 2 : nums[n + 1].at]
        if holds(named[:1], ("in",)) and holds(named[-1:], ("to",)) and all(x.kind in _NAMES_FLOW for x in named):
            return _STATISTICS[nums[n + 1].kind]
    for m in range(n + 1, min(n + 4, len(nums))):
        gap = items[nums[m - 1].at + 1 : nums[m].at]
        if any(x.kind not in _TO_LEVEL for x in gap):
            return ""
        if nums[m].kind in _STATISTICS:
            return _STATISTICS[nums[m].kind] if holds(gap, ("to", "at")) else ""
    return ""


def _level_before(items: list[Item], nums: list[Num], n: int, inside: bool) -> str:
    """ "1.37 million units (down 3.8 percent)"."""
    if not n or nums[n - 1].kind not in _STATISTICS:
        return ""
    gap = items[nums[n - 1].at + 1 : nums[n].at]
    parted = any(x.kind in ("flow", "sub", "stat") or (x.kind in ("tv", ";") and not inside) for x in gap)
    return _STATISTICS[nums[n - 1].kind] if _was_moved(gap) or not parted else ""


def _was_moved(gap: list[Item]) -> bool:
    """Whether all that parts a percentage from a level is that so much was traded: "35,300 tonnes of it were shipped, 17 percent down"."""
    return [x.kind for x in gap if x.kind not in ("of", "pron", "adv", "ofwhich")] == ["lev", "tv", ","]


def too_small(num: Num, statistic: str) -> bool:
    """Whether an amount is that of a price, a parcel or a fee: "$499", "a 1 kg box", "corn closed at $7.12"."""
    number = num.number
    if number.scaled or number.value == 0 or statistic == "price":
        return False
    if num.kind == "money":
        return abs(number.value) < _LEAST_MONEY
    if num.kind != "quantity":
        return False
    least = _LEAST_WEIGHT if num.unit in _SMALL_UNITS else _LEAST_PIECES if num.unit.startswith("units") else 0
    return abs(number.value) < least


def _unit_told_of(pre: list[Item]) -> str:
    """The price unit that is a clause's subject: "/kg" of "a kilo was sold at", "/t" of "the value of each ton of exports was"."""
    for k in range(len(pre) - 2):
        begins = not k or pre[k - 1].kind in BREAKS or pre[k - 1].kind in ("adv", "of", "for", "and", "adj", "stat", "time")
        unit = _price_unit(pre[k + 1].word) if begins and pre[k].low in word_set("one_of") else ""
        if not unit:
            continue
        verb = next((x for x in pre[k + 2 :] if is_verb(x) or x.low in word_set("brings")), None)
        traded = any(x.kind in ("flow", "tv") for x in pre[k + 3 :])  # what only "was at" a price may be so at home
        if verb is not None and (pre[k + 2] is verb or pre[k + 2].kind == "of") and (verb.code != "be" or traded):
            return unit
    return ""


def _fetches(tail: list[Item]) -> str:
    """The unit of which an amount is the price: "a tonne fetched"."""
    for k in range(len(tail) - 2):
        if tail[k].low in word_set("one_of") and is_verb(tail[k + 2]) and _price_unit(tail[k + 1].word):
            return tail[k + 1].word
    return ""


def _per_behind(at: Place) -> str:
    """The unit that stands behind the bracket in which a price is told in other money: "$3.55 (Rwf3,053) per kilogramme"."""
    items, k = at.items, at.num.at + 1
    if not at.inside and [x.kind for x in items[k : k + 1]] != ["("]:
        return ""
    last = min(k + _NEXT, len(items))
    close = next((n for n in range(k, last) if items[n].kind == ")"), len(items))
    if any(x.kind not in ("num", "(", "/", ",", "adv") or (x.kind == "num" and x.code != "money") for x in items[k:close]):
        return ""
    after = items[close + 1 : close + 3]
    return _price_unit(after[1].word) if len(after) == 2 and (after[0].kind == "per" or after[0].low in word_set("one_of")) else ""


@remembered
def _price_unit(word: str) -> str:
    """The unit of a price per `word`, "/t" for "tonne"; empty if the word is none that goods are priced by."""
    read = numbers.scan(f"$1 per {word}") if word else []
    return read[0].unit[3:] if read and read[0].kind == "price" else ""
