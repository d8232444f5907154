"""How far the words of each number of a sentence reach, and which period its clause ends with."""

from __future__ import annotations

from collections.abc import Sequence

from tradestats.behind import post_length
from tradestats.clauses import BREAKS
from tradestats.compared import SPAN_SKIP_FORMS, governed, set_aside, tells_worth
from tradestats.frame import Num
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.role import chg_noun
from tradestats.spans import LAST
from tradestats.stretch import is_verb
from tradestats.verbs_behind import revalued

_POST = 60  # items after a number that can belong to it
_CLOSING = 16  # items after a number within which its clause's verb and period stand
_DATED_ALIKE = frozenset(("to", "at", "(", ")", ",", "or", "by", "adv", "det", "adj", "chg"))  # what parts numbers of one period
_MEMBER = frozenset((",", "and", "det", "area", "prod", "w", "adj"))  # what parts two members of a list that share one verb
_BRACKETED_LIST = 8  # numbers that a list of names has at the most, each in brackets
_ALTERNATIVES = (["or"], ["or", "by"], [",", "or"])
_BRACKETED = (["("], ["(", "or"])  # what leads to the same figure told otherwise in brackets


class Reach:
    """The numbers of a sentence and, for each, how many items behind it are its own (`lengths`)."""

    __slots__ = ("items", "lengths", "nums", "respectively")

    def __init__(self, items: list[Item], nums: list[Num], *, respectively: bool) -> None:
        self.items = items
        self.nums = nums
        self.respectively = respectively
        self.lengths = [self._length(n) for n in range(len(nums))]

    def _length(self, n: int) -> int:
        num, begin = self.nums[n], self.nums[n].at + 1
        end = self.next(n)
        gap = self.items[begin : min(end, begin + _POST)]
        more = n + 1 < len(self.nums) and end <= begin + _POST
        if num.kind == "rank" and more and not holds(gap, ("area",)):  # "in first place | with a share of"
            gap = gap[: next((k for k, x in enumerate(gap) if x.kind in ("with", ",")), len(gap))]
        if num.kind == "multiple" and more and holds(gap, ("flow",)):
            return 0
        return post_length(gap, more, counted=num.kind == "quantity")

    def next(self, n: int) -> int:
        """Where the number after number `n` stands, or the sentence ends."""
        return self.nums[n + 1].at if n + 1 < len(self.nums) else len(self.items)

    def own(self, n: int) -> list[Item]:
        """The items right behind a number that are its own."""
        begin = self.nums[n].at + 1
        return self.items[begin : begin + self.lengths[n]]

    def behind(self, n: int) -> list[Item]:
        """What follows a number and belongs to it, looking past an alternative: "$913 million (16 percent) from"."""
        items, nums, num = self.items, self.nums, self.nums[n]
        own = self.own(n)
        if len(own) > 1 and own[0].kind in (",", "ofwhich") and own[1].code == "be":
            own = own[1:]
        if n + 1 < len(nums) and revalued(items, num, nums[n + 1]):
            shared = self.behind(n + 1)
            if shared and shared[0].code == "be" and shared[-1].kind == "flow":
                return shared  # "45 million tons, value $15 billion, was export"
        if own and not (own[0].kind == "lev" and len(own) == 1):
            return own
        told = self._past_bracket(n)
        if told is None and n + 1 < len(nums):
            told = self._past_alternative(n, own)
        return own if told is None else told

    def _past_bracket(self, n: int) -> list[Item] | None:
        """What stands behind the bracket that follows a number, if that holds more than one figure; None if it does not."""
        items, at = self.items, self.nums[n].at + 1
        if at >= len(items) or items[at].kind != "(":
            return None
        close = next((k for k in range(at, min(at + _POST, len(items))) if items[k].kind == ")"), len(items))
        near = self.nums[n + 1 : n + 1 + _POST]
        inside = [m for m in near if at < m.at < close]
        if len(inside) == 1 and close - inside[0].at <= 1:
            return None
        later = next((m.at for m in near if m.at > close), len(items))
        rest = items[close + 1 : min(later, close + 1 + _POST)]
        return rest[: post_length(rest, later < len(items))]

    def _past_alternative(self, n: int, own: list[Item]) -> list[Item] | None:
        """What stands behind the next number, if that is the same told otherwise; None if it is another one."""
        items, num, other = self.items, self.nums[n], self.nums[n + 1]
        if num.number.part == "low" and other.number.part == "high" and not own:
            return self.own(n + 1)  # "4 to 5 percent export growth"
        kinds = [x.kind for x in items[num.at + 1 : other.at]]
        after = other.at + 1
        behind = items[after].kind if after < len(items) else ""
        if kinds in _BRACKETED:
            if behind != ")":
                return None
        elif kinds not in _ALTERNATIVES or (kinds == [",", "or"] and behind != ",") or self._moved_to(n):
            return None  # "fell to $1.26 billion, or 22 percent down from 2022"
        after += behind in (")", ",")
        rest = items[after : min(self.next(n + 1), after + _POST)]
        return rest[: post_length(rest, n + 2 < len(self.nums))]

    def _moved_to(self, n: int) -> bool:
        """Whether a level is what a flow moved to, and the percentage behind it by how much."""
        num = self.nums[n]
        level = self.nums[n + 1].kind == "percent" and num.kind in ("money", "quantity")
        if not level or num.at == 0:
            return False
        lead, noun = self.items[num.at - 1], next(iter(self.own(n + 1)), None)
        grown = noun is not None and chg_noun(noun) and (lead.code == "be" or lead.low in ("make", "makes", "made"))
        return grown or lead.kind in ("to", "at")  # "Two months make $7 billion, or 42 percent growth"

    def ahead(self, n: int) -> Item | None:
        """The period at the end of the clause: "rose 5 percent to $3 billion in October" dates both numbers."""
        items, nums = self.items, self.nums
        n = self._last_bracketed(n)
        if n + 1 < len(nums) and any(x.kind == "cmp" and x.code == "ref" for x in items[nums[n].at + 1 : nums[n + 1].at]):
            return None  # "9 percent below $1.1 billion of June": that is when the other was
        for m in range(n + 1, min(n + 4, len(nums))):
            if not self._dated_alike(n, m):
                return None
            if nums[m].depth > nums[n].depth:
                continue  # what stands in a bracket dates what is inside
            for k, item in enumerate(self.own(m), nums[m].at + 1):
                if item.kind == "time" and item.what.form not in SPAN_SKIP_FORMS and not governed(items, k):
                    return item if not item.code or item.what.form in ("from_to", *LAST) else None
        return None

    def _dated_alike(self, n: int, m: int) -> bool:
        """Whether what stands before number `m` leaves number `n` the same period."""
        nums = self.nums
        gap = self.items[nums[m - 1].at + 1 + self.lengths[m - 1] : nums[m].at]
        if self.respectively and [x.kind for x in gap] == ["and"]:
            return True  # "5 and 3 percent, respectively, in May"
        if all(x.kind in _DATED_ALIKE for x in gap):
            return True
        if any(x.low in word_set("undoes") for x in gap):
            return False  # "declined by 6.6 percent, reversing a 1.2 percent rise in April"
        return nums[m].kind == nums[n].kind and all(x.kind in _MEMBER for x in gap)  # "China took 18%, the US 15% in the quarter"

    def closing(self, n: int) -> Item | None:
        """The period behind the verb that a number's clause ends with: "goods worth $52 billion were shipped last month"."""
        items, begin = self.items, self.nums[n].at + 1
        if self.is_worth_next(n):
            behind = enumerate(self.own(n + 1), self.nums[n + 1].at + 1)  # "12 tons of tea worth $3 million in May"
            return next((x for k, x in behind if x.kind == "time" and self._dates(n + 1, k)), None) or self.closing(n + 1)
        end = min(self.next(n), begin + _CLOSING)
        acted = False
        for k in range(begin, end):
            item = items[k]
            sent = item.kind == "ref" and item.code == "from" and k + 1 < end and items[k + 1].kind == "area"
            if item.kind in BREAKS or item.kind in ("and", "or") or (item.kind == "ref" and not sent):
                return None
            if item.kind == "time" and acted and k >= begin + self.lengths[n]:
                return item if self._dates(n, k) else None
            acted = acted or is_verb(item)
        return None

    def _last_bracketed(self, n: int) -> int:
        """The last number of a list of names with one number each in brackets: "Peru ($3bn) and Chile | ($2bn) | fell in May"."""
        for m in range(n, min(n + _BRACKETED_LIST, len(self.nums) - 1)):
            gap = self.items[self.nums[m].at + 1 : self.nums[m + 1].at]
            names = len(gap) > 2 and gap[0].kind == ")" and gap[-1].kind == "(" and holds(gap, ("and", ","))
            if not names or not all(x.kind in _MEMBER for x in gap[1:-1]):
                return m
        return n

    def is_worth_next(self, n: int) -> bool:
        """Whether the next number is what the goods counted by this one are worth: "9,800 tons of tea worth | $38 million"."""
        if n + 1 >= len(self.nums) or self.nums[n].kind != "quantity" or self.nums[n + 1].kind != "money":
            return False
        return tells_worth(self.items[self.nums[n].at + 1 : self.nums[n + 1].at])

    def _dates(self, n: int, k: int) -> bool:
        """Whether the period at `k`, behind a verb, dates number `n`."""
        item = self.items[k]
        told = item.what.form in LAST or (item.what.form == "same_period" and self.nums[n].kind in ("money", "quantity"))
        if item.what.form in SPAN_SKIP_FORMS or (item.code and not told):
            return False
        return not governed(self.items, k, after=True) and not set_aside(self.items, k)


def dated_bracket(items: Sequence[Item], at: int) -> Item | None:
    """The period that a bracket ends with, after a comma: "(9.9 and 7.3 percent, in the same order, in October 2019)"."""
    close = next((k for k in range(at + 1, min(at + _CLOSING, len(items))) if items[k].kind == ")"), 0)
    begin = next((k for k in range(close - 1, at, -1) if items[k].kind == ","), 0)
    named = [x for x in items[begin + 1 : close] if x.kind not in ("in", "for", "det")] if begin else []
    if len(named) != 1 or named[0].kind != "time" or named[0].code or named[0].what.form in SPAN_SKIP_FORMS:
        return None
    return named[0]
