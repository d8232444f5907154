"""What stands behind a number: how many of the words after it are its own, and where the next number's clause begins.

Pure functions over items. Nothing here knows whose trade it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tradestats import role as roles
from tradestats.clauses import BREAKS, PREPS, SKIPS
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.stretch import is_verb
from tradestats.words import is_verb_word

_SKIPS_TO_NUMBER = SKIPS | {"by", "to"}
_LEADS_TO_FLOW = PREPS | {"adj", "w", "prod", "flow", "adjust", "area", "pron", "det", "status"}
_LEADS_TO_NUMBER = PREPS | {"ref", "adv", "det", "adj", "status", "each", "both", "resp"}  # what a number's own words do not end with
_PARTS = BREAKS | {"and", "or", "lev", "tv", "share", "contrib", "ofwhich", "incl"}  # what begins another clause
_CLAUSE_ENDS = BREAKS | {"and", "or"}
_NEAR = 6  # items behind "were" in which a flow is named
_DATES = frozenset(("ref", "in", "time", "basis", "over", "on", "cmp", "for"))
_GOODS = frozenset(("w", "prod", "adj"))
_BEHIND_GOODS = frozenset(("to", "in", "time", "ref", "for", "by", "with", ";", ",", "as", "sub", "(", "-", "which", "cmp", "why"))
_BEHIND_AREAS = frozenset(("in", "time", "ref", "for", "by", ";", ",", "as", "sub", ")", "-", "which", "cmp", "why", "adv", "basis"))
_GOES = frozenset(("went", "goes", "go", "going", "ended", "ends", "end"))
_TO_A_VERB = 7  # items between a share and the verb that says where it went


class _Gap(NamedTuple):
    """The items between a number and the next one, or the end. `more`: another number follows; `counted`: the one before is a quantity.

    `bare` and `led` are where only words begin that lead to the next number: "an estimated", "by about".
    """

    items: Sequence[Item]
    more: bool
    counted: bool
    bare: int
    led: int

    def kind(self, k: int) -> str:
        """The kind of the item at `k`, empty behind the last."""
        return self.items[k].kind if k < len(self.items) else ""


def post_length(gap: Sequence[Item], more: bool, *, counted: bool = False) -> int:
    """How many items of a gap belong to the number before it. `more`: another number follows the gap; `counted`: it is a quantity."""
    if more and len(gap) > 1 and gap[0].low in word_set("ranks") and gap[1].kind in ("det", "area", "prod", ","):
        return 1  # "in second place | the United States leapt from"
    told = _Gap(gap, more, counted, _only(gap, SKIPS), _only(gap, _SKIPS_TO_NUMBER))
    k = 0 if counted else max(0, destination(gap))  # "41 percent of the tea was sold to Pakistan"
    while k < len(gap):
        on = _goes_on(told, k)
        if not on and _ends(told, k):
            break
        k = on or k + 1
    return k


def _only(gap: Sequence[Item], kinds: frozenset[str]) -> int:
    """Where the items begin that are of these kinds only, up to the end of a gap."""
    begin = len(gap)
    while begin and gap[begin - 1].kind in kinds:
        begin -= 1
    return begin


def _goes_on(gap: _Gap, k: int) -> int:
    """Where a number's words go on that a break or a verb at `k` does not end; 0 if no rule says so."""
    for rule in _GOES_ON.get(gap.items[k].kind, ()):
        if end := rule(gap, k):
            return end
    return 0


def _closes_bracket(gap: _Gap, k: int) -> int:
    return k + 2 if gap.kind(k + 1) == "time" and gap.kind(k + 2) == ")" else 0


def _respectively(gap: _Gap, k: int) -> int:
    """ "5 and 3 percent, respectively, from a month ago"."""
    return 3 if k == 0 and gap.kind(1) == "resp" and gap.kind(2) == "," and gap.kind(3) in _DATES else 0


def _with_basis(gap: _Gap, k: int) -> int:
    """ "rose 5 percent in the third quarter, quarter on quarter"."""
    return k + 2 if gap.kind(k + 1) == "basis" and gap.kind(k + 2) in ("", ",", ";", ")") else 0


def _reached_then(gap: _Gap, k: int) -> int:
    """ ", reached in May"."""
    reached = gap.kind(k + 1) == "lev" and gap.items[k + 1].low in word_set("reached")
    return k + 4 if reached and gap.kind(k + 2) in ("in", "for") and gap.kind(k + 3) == "time" else 0


def _was_flow(gap: _Gap, k: int) -> int:
    """ "758 thousand tons, value $15 billion, was export", "778 million of it are exports"."""
    return 3 if k == 0 and gap.kind(2) == "flow" and gap.items[1].code == "be" else 0


def _list_goes_on(gap: _Gap, k: int) -> int:
    """Where a list of goods or countries ends that goes on at `k`."""
    return (k and _goods_listed(gap, k)) or (k and _areas_listed(gap, k))


def _and_statistic(gap: _Gap, k: int) -> int:
    """ "rises in volume and in value"."""
    return k + 2 if k and gap.items[k - 1].kind == gap.kind(k + 1) == "stat" else 0


def _was_from_goods(gap: _Gap, k: int) -> int:
    """ "of which 39 billion was from garments"."""
    was = k == 0 and gap.items[0].code == "be" and gap.kind(2) == "prod"
    return 3 if was and gap.items[1].low == "from" else 0


def _was_goods(gap: _Gap, k: int) -> int:
    """ "18 percent were consumer goods", "of which $5 billion was copper"."""
    return _named_goods(gap.items) if k == 0 and gap.items[0].code in ("be", "part") else 0


def _was_somebodys_flow(gap: _Gap, k: int) -> int:
    """ "of this, 7 billion were exports", "3 billion was China's export to Ireland"."""
    if k or gap.items[0].code != "be":
        return 0
    told = next((n for n, x in enumerate(gap.items[1:_NEAR], 1) if x.kind not in ("det", "adj", "area", "pron", "prod")), 0)
    return told + 1 if told and gap.items[told].kind == "flow" else 0


def _was_reached(gap: _Gap, k: int) -> int:
    """ "$3 billion recorded in May"."""
    return 1 if k == 0 and gap.items[0].low in word_set("reached") and gap.kind(1) in ("in", "on", "time") else 0


def _was_recorded_in(gap: _Gap, k: int) -> int:
    """ "A rise of 3 percent was recorded in sugar exports"."""
    recorded = k == 0 and gap.items[0].code == "be" and len(gap.items) > 3 and gap.items[1].low in word_set("recorded")
    return 3 if recorded and gap.kind(2) == "in" and gap.kind(3) in ("flow", "prod", "area", "det", "w") else 0


def _tells_of_base(gap: _Gap, k: int) -> int:
    """ "over the value recorded in May", "the surplus registered in the previous month", "the drop seen in imports"."""
    verb = gap.items[k]
    if k == 0 and verb.code == "worth":
        return 1
    if not (verb.low in word_set("recorded") or verb.low in word_set("of_the_base")):
        return 0
    dated = gap.kind(k + 1) in ("in", "on") and gap.kind(k + 2) == "time"
    changed = k and gap.items[k - 1].kind == "chg"
    named = changed and gap.kind(k + 1) == "in" and gap.kind(k + 2) in ("flow", "prod", "area", "det")
    return k + 1 if dated or named or holds(gap.items[:k], ("over", "ref", "under")) else 0


def _member(gap: _Gap, k: int) -> int:
    """ "20 million exports, 19 million imports and a balance of": a flow that ends its member of a list."""
    return 1 if k == 0 and gap.more and _closes(gap.items[1:4]) else 0


def _shipped_then(gap: _Gap, k: int) -> int:
    """ "from 467,649 tons shipped in November"."""
    then = gap.kind(1) in ("in", "time") or [x.low for x in gap.items[1:2]] == ["during"]
    return 1 if k == 0 and then else 0


def _share_noun(gap: _Gap, k: int) -> int:
    return k + 1 if gap.items[k].code == "noun" else 0


def _of_which_dated(gap: _Gap, k: int) -> int:
    return 1 if k == 0 and gap.kind(1) in ("to", "ref", "in", ",") else 0


_Rule = Callable[[_Gap, int], int]
_GOES_ON: dict[str, tuple[_Rule, ...]] = {
    ",": (_closes_bracket, _respectively, _with_basis, _reached_then, _was_flow, _list_goes_on),
    "and": (_and_statistic, _list_goes_on),
    "lev": (_was_from_goods, _was_goods, _was_somebodys_flow, _was_reached, _was_recorded_in, _tells_of_base),
    "flow": (_member,),
    "tv": (_shipped_then,),
    "share": (_share_noun,),
    "ofwhich": (_was_flow, _of_which_dated),
}
"""What does not end a number's words, by the kind of the item that would: where they go on, or 0. The first rule that says so counts."""


def _ends(gap: _Gap, k: int) -> bool:
    """Whether a number's words end before the item at `k`."""
    item = gap.items[k]
    if item.kind in _PARTS:
        return True
    test = _ENDS.get(item.kind)
    if test is not None and test(gap, k):
        return True
    if not gap.more:
        return False
    if k + 1 >= gap.bare and item.kind in _LEADS_TO_NUMBER:
        return True
    return item.low in word_set("amounts_to") and gap.kind(k + 1) in ("in", "to")  # "imports of $4 billion | resulted in a surplus of"


def _is_taken_off(gap: _Gap, k: int) -> bool:
    return roles.taken_off(gap.items, k)


def _runs_together(gap: _Gap, k: int) -> bool:
    """Lines run together: "deficit for EU28 | Euro area By the first estimate"."""
    return k > 0 and gap.items[k - 1].kind == "area"


def _next_flow(gap: _Gap, k: int) -> bool:
    """Whether a flow is that of the next number: not "of exports", nor that of "earned $3 million from exporting tea"."""
    items = gap.items
    if not gap.more or (k == 1 and items[0].low == "from" and holds(items[2:5], ("prod",))):
        return False
    if k:
        return items[k - 1].kind not in _LEADS_TO_FLOW
    return items[0].code != "balance" and not (len(items) > 1 and roles.chg_noun(items[1]))


def _compares_next(gap: _Gap, k: int) -> bool:
    """Whether a comparison is with the next number: "fell 2 percent | after declining 5 percent", "came to $3 billion | from"."""
    rest = gap.items[k + 1 :]
    if not gap.more or not rest:
        return False
    if rest[0].kind == "chg" and rest[0].code[0] == "g":
        return True
    if gap.bare <= k + 1 or holds(rest, _CLAUSE_ENDS):
        return False
    return gap.items[gap.bare - 1].kind not in ("to", "at", "by", "chg", "lev")


def _opens_clause(gap: _Gap, k: int) -> bool:
    """Whether "with" has a clause of its own behind it: "stood at $5 billion | with purchases of pearls rising"."""
    rest = gap.items[k + 1 :]
    if gap.more and (absolute(rest) or _leads_to_number(rest)):
        return True
    return next((x.kind for x in rest if x.kind not in SKIPS), "") == "flow"


def _leads_on(gap: _Gap, k: int) -> bool:
    return gap.more and _leads_to_number(gap.items[k + 1 :])


def _changes_next(gap: _Gap, k: int) -> bool:
    """Whether a word of change is told of the next number, or is a verb and so begins another clause."""
    form = gap.items[k].code.split(":", 1)[0]
    if form == "v" and k > 0:
        return True
    if not gap.more:
        return False
    return k + 1 >= gap.bare or (k + 1 >= gap.led and form != "n" and k > 0)


_ENDS: dict[str, Callable[[_Gap, int], bool]] = {
    "cmp": _is_taken_off,
    "area": _runs_together,
    **dict.fromkeys(("flow", "nodx", "hint"), _next_flow),
    "ref": _compares_next,
    "with": _opens_clause,
    **dict.fromkeys(("for", "on", "by", "to", "into"), _leads_on),
    "chg": _changes_next,
}
"""Whether an item ends a number's words, by its kind."""


def absolute(rest: Sequence[Item]) -> bool:
    """Whether "with ..." opens a clause of its own: "with Japanese imports falling to", not "trade with Peru to"."""
    named = [x.kind for x in rest if x.kind != "det"]
    if named[:1] == ["area"] and named[1:2] in (["to"], ["at"], ["by"]):
        return False
    for item in rest:
        if item.kind in BREAKS:
            return False
        if item.kind in ("chg", "to", "at", "by", "lev"):
            return True
    return False


def _leads_to_number(rest: Sequence[Item]) -> bool:
    """Whether a noun phrase after a preposition ends in "of", so that the next number is its size: "for a total surplus of"."""
    kinds = [x.kind for x in rest if x.kind not in SKIPS]
    return (
        len(kinds) > 1
        and kinds[-1] == "of"
        and "flow" in kinds
        and all(k in ("flow", "w", "prod", "chg", "stat", "of", "area") for k in kinds)
    )


def _closes(rest: Sequence[Item]) -> bool:
    """Whether a flow right behind a number ends its member of a list: a comma or an "and" with no other flow's verb after it."""
    if not rest or rest[0].kind not in (",", "and", ";"):
        return False
    if len(rest) > 1 and rest[1].kind == "which":
        return True  # "and 10 billion imports, which fell by"
    following = rest[1:]
    return all(x.kind in ("and", "det", "adj") for x in following[:1]) and not (following and following[-1].kind in ("lev", "chg"))


def _areas_listed(told: _Gap, k: int) -> int:
    """Where a list of countries ends that goes on with the "and" or comma at `k`: "to Peru | and Chile in May"; 0 if none does.

    A country that has a number or a verb of its own behind it begins something else.
    """
    gap = told.items
    if gap[k - 1].kind != "area" or not holds(gap[:k], ("to", "ref", "with", "for", "in")):
        return 0
    ended = False
    while not ended and k < len(gap) and gap[k].kind in ("and", ","):
        end = next((n for n in range(k, len(gap)) if gap[n].kind not in ("and", ",", "det")), len(gap))
        if end == len(gap) or gap[end].kind != "area":
            return 0
        ended = holds(gap[k:end], ("and",))
        k = end + 1
    closed = not told.more if k == len(gap) else gap[k].kind in _BEHIND_AREAS
    return k if ended and closed else 0


def _goods_listed(told: _Gap, k: int) -> int:
    """Where a list of goods ends that goes on with the "and" or comma at `k`: "of flowers, fruit | and vegetables in May"; 0 if none does.

    What has a verb, a flow or a number behind it is told of by itself: "5 tons of coffee, | and tea rose 4 percent".
    """
    gap = told.items
    begin = next((m for m in range(k - 1, -1, -1) if gap[m].kind not in _GOODS), -1)
    if begin < 0 or gap[begin].kind not in ("of", "in") or gap[k - 1].kind not in ("prod", "w"):
        return 0
    end, last = k, gap[k].kind
    theirs = ("its", "their")  # "phosphates and their derivatives"
    while end < len(gap) and (gap[end].kind in (*_GOODS, "and", ",") or gap[end].low in theirs) and not is_verb_word(gap[end].word):
        if gap[end].kind == "," and end > k and (last == "and" or end + 1 == len(gap) or gap[end + 1].kind not in _GOODS):
            break  # the list is over
        last = "and" if " and " in gap[end].low else gap[end].kind if gap[end].kind in ("and", ",") else last
        end += 1
    named = gap[k + 1 : end]
    known = holds(named, ("prod",)) or any(x.low in theirs for x in named)
    if last != "and" or not named or named[-1].kind not in ("prod", "w") or not known:
        return 0
    if end == len(gap):
        return 0 if told.more else end
    if told.counted and gap[end].code == "worth":
        return end  # "1.2 million tons of fruit and vegetables worth"
    return end if gap[end].kind in _BEHIND_GOODS else 0


def _named_goods(gap: Sequence[Item]) -> int:
    """Where the goods end that a verb right behind a number says it is of, if nothing but a break follows them; else 0."""
    begin = 2 if len(gap) > 1 and gap[1].kind == "of" else 1
    end = next((m for m in range(begin, len(gap)) if gap[m].kind not in _GOODS and gap[m].kind not in ("and", ",")), len(gap))
    while end > begin and gap[end - 1].kind in ("and", ","):
        end -= 1
    ended = end == len(gap) or gap[end].kind in BREAKS or gap[end].kind == "and"
    return end if ended and holds(gap[end - 1 : end], ("prod",)) else 0


def whole(items: Sequence[Item]) -> bool:
    """Whether "percent of ..." goes on with a whole of trade: "of total exports", "of the total", "of it"."""
    for k, item in enumerate(items[:8]):
        if item.kind == "tv" and item.code in ("export", "import") and any(x.low in word_set("whatever") for x in items[:k]):
            return True  # "60 percent of what the country exported"
        if item.kind in ("flow", "sales", "stat") or (item.kind in ("lev", "adj") and item.code == "total"):
            return True
        if item.kind == "w" and item.low in word_set("wholes"):
            return True
        if item.kind == "pron" and not (k + 1 < len(items) and items[k + 1].kind in ("w", "other", "revenue", "proper")):
            return True  # "of it", "of their exports", not "of their paid-in capital"
        if item.kind == "revenue":
            return items[0].kind != "pron"  # "of dollar earnings", not "of its revenue"
        if item.kind == "other" or is_verb(item) or item.kind in BREAKS:
            return False
    return False


def destination(after: Sequence[Item]) -> int:
    """Where the place begins that what stands before went to or came from: "was destined for the USA", "came from Asia"; else -1."""
    k = 0
    if after and after[0].kind in ("of", "ofwhich"):
        k = next((n for n, x in enumerate(after[:_TO_A_VERB]) if is_verb(x) or x.low in word_set("bound") or x.kind in BREAKS), len(after))
    k += k < len(after) and after[k].code == "be"
    moved = k < len(after) and (after[k].low in word_set("bound") or after[k].low in _GOES or after[k].low in word_set("comes"))
    k += 1
    if moved and k < len(after) and after[k].low == "up" and after[k - 1].low not in word_set("bound"):
        k += 1  # "ended up in"
    if not moved or k + 1 >= len(after):
        return -1
    led = after[k].kind in ("for", "to") or (after[k].kind == "in" and after[k - 1].low in ("up", "sold"))
    led = led or (after[k - 1].low in word_set("comes") and after[k].low == "from")
    return k + 1 if led and any(x.kind == "area" for x in after[k + 1 : k + 3]) else -1
