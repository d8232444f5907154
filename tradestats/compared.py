"""Which period is a figure's own, and which one something is compared with.

Pure functions over items. Nothing here knows whose trade it is, nor what day it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from tradestats import role as roles
from tradestats.calendar import STEPS
from tradestats.clauses import BREAKS, last_clause
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.recognise import periods
from tradestats.stretch import is_verb

SPAN_SKIP_FORMS = frozenset(("since", "until", "day", "end", "years_past"))
_FRONT = 8  # items from the beginning of a clause in front to its period, and from there to its comma
_OPENED = BREAKS - {"as"}  # what a clause in front begins behind
_PEAK = 8  # items before "in" and a year that say what was the most of it
_OWN_YEAR = frozenset(("IRN", "AFG", "ETH"))  # countries whose year is not the one that dates are written in
_YEAR_WORDS = frozenset(("current", "new", "past", "previous", "last", "solar", "calendar", "year"))
_LOOSE = frozenset(("quarter", "half", "first_months", "n_months", "fiscal_year", "months", "same_quarter", "same"))
# Forms of periods that are so much of a longer one: "two months of 2014", "the first half".
_CLAUSE = 60  # items that a clause without a verb or a comma has at the most
_BRACKETED = 5  # items from a year to the months in brackets that say how it is counted
_SAME = 40  # items before a period in which "the same" may be said of it
_BEFORE_BASE = frozenset(("det", "in", "adj", "adv", "pron", "of", "for", "on", "stat", "between", "w-num"))
_GOODS = frozenset(("of", "prod", "w", "adj", "and", ","))  # what goods are named with
_SOLD = frozenset(("of", "prod", "w", "adj", "and", "tv", "lev", "adv"))  # and what says that they were sold
SPANS = frozenset(("n_months", "first_months", "quarters", "half", "part", "first_days"))


def _peaks(before: Sequence[Item]) -> bool:
    """Whether what stands before "in" only says that nothing was like it then: ", the largest export volume", "for the first time"."""
    if [x.low for x in before[-2:]] == ["first", "time"]:
        return True
    top = next((k for k in range(len(before) - 1, 1, -1) if before[k].low in word_set("superlatives") or before[k].low == "largest"), 0)
    return bool(top) and before[top - 1].kind == "det" and before[top - 2].kind == "," and not any(is_verb(x) for x in before[top:])


def set_aside(items: Sequence[Item], k: int) -> bool:
    """Whether a period is no figure's own: "the best June", "since records began in 1996"."""
    if k and items[k - 1].low in word_set("superlatives") and items[k].low not in ("ytd", "year-to-date"):
        return True
    if k and items[k - 1].low in word_set("released"):
        return True  # "data released earlier this month"
    if k > 2 and items[k - 1].kind == "in" and _peaks(items[max(0, k - _PEAK) : k - 1]):
        return True  # "2.8 million tonnes, the largest monthly volume in 2019", "for the first time in 2016"
    if any(x.low.removesuffix("'s") in word_set("publications") for x in items[k + 1 : k + 4] if x.kind not in ("num", ",")):
        return True  # "as per the April Fruit Bulletin", "its January World Economic Outlook"
    if k > 1 and items[k - 1].kind == "in" and (items[k - 2].low in word_set("begun") or items[k - 2].low in word_set("begins")):
        return True  # "the string of surpluses that began in November 1997"
    if k and k + 1 < len(items) and items[k + 1].low in ("level", "levels") and holds(items[max(0, k - 4) : k], ("of",)):
        return True  # "which is 145 percent of the January-October 2005 level"
    if k > 1 and items[k].kind == "time" and items[k].what.form == "same_year" and is_verb(items[k - 1]):
        return True  # "December closed the year with exports of"
    if k > 2 and items[k - 1].kind == "in" and items[k - 3].kind == "which" and items[k - 2].low in ("ended", "ends"):
        return True  # "the 2023/24 season, which ended in June"
    if _goes_on_from(items, k) or _counts_its_months(items, k):
        return True
    beside = items[max(0, k - _BRACKETED) : k]  # "the 2018/19 marketing year (MY, July-June)"
    named = items[k].kind == "time" and any(x.kind == "time" and "year" in x.what.form for x in beside) and not holds(beside, ("num",))
    if named and items[k].what.form == "months" and periods.wraps_year(dict(items[k].what.args)):
        return True  # that only says how the year is counted
    return any(x.low == "since" for x in items[max(0, k - 4) : k])


def _goes_on_from(items: Sequence[Item], k: int) -> bool:
    """Whether the period at `k` is that of what a clause in front says the figure goes on from: "Continuing April's trend, exports"."""
    first = k
    while first and items[first - 1].kind not in _OPENED and k - first < _FRONT:
        first -= 1
    behind = items[k + 1 : k + _FRONT]
    comma = next((n for n, x in enumerate(behind) if x.kind == ","), 0)
    closed = [x.kind for x in behind[:1]] == [","] or comma > 0
    as_in = items[first].kind == "as" and holds(items[first + 1 : k], ("in",))  # "As in April, imports fell"
    led = first < k and not holds(items[first:k], ("into",)) and (as_in or items[first].low in word_set("goes_on_from"))
    return led and closed and not holds(behind[:comma], ("num",)) and not holds(items[first:k], ("num",))


def _counts_its_months(items: Sequence[Item], k: int) -> bool:
    """Whether the span at `k` is that of which a month named before is so many-th: "April, tenth month of | the fiscal year |,"."""
    while k and items[k - 1].kind == "time":
        k -= 1  # "of the 2016-17 fiscal year (July 2016-June 2017)"
    comma = next((n for n in range(k - 1, max(0, k - _FRONT), -1) if items[n].kind == ","), 0)
    if not comma or items[comma - 1].kind != "time" or not holds(items[k - 1 : k], ("of", "in", "det")):
        return False
    return any(x.low in ("month", "quarter") for x in items[comma + 1 : k]) and not any(is_verb(x) for x in items[comma + 1 : k])


def spans_months(item: Item) -> bool:
    """ "From January through October" is one span of time, not a base."""
    low = item.low
    joined = bool({"m2", "d2", "y2"} & dict(item.what.args).keys())  # not "the prior 4-week average"
    return any(word in low.split() for word in ("to", "through", "until", "till")) or ("-" in low and joined)


def set_against(items: list[Item]) -> list[Item]:
    """Items in which "according to" a time compares with it, as Turkish English has it: "According to May of 2019, exports fell"."""
    at = next((k for k, x in enumerate(items[:-2]) if x.low == "according" and items[k + 1].kind == "to"), None)
    named = next((x for x in items[at + 2 : at + 4] if x.kind not in ("det", "adj")), None) if at is not None else None
    if at is None or named is None or named.kind != "time":
        return items
    return [*items[:at], Item("ref", items[at].start, items[at + 1].end, "according to", "base"), *items[at + 2 :]]


def exact_dates(items: list[Item]) -> list[Item]:
    """Items in which a span that an apposition dates to the day is that apposition: "the first quarter, July 8 to October 10".

    A span of a year that begins elsewhere, "the first four months of the Iranian year", is left out where nothing dates it.
    """
    for k, span in enumerate(items):
        if span.kind != "time" or span.what.form not in _LOOSE:
            continue
        words = list(takewhile(_of_another_year, items[k + 1 : k + 8]))
        after = items[k + 1 + len(words)] if k + 1 + len(words) < len(items) else span
        days = after.kind == "time" and after.what.form == "days"
        if days and (len(words) <= 1 or holds(words, ("area",))):
            return [*items[:k], *exact_dates(items[k + 1 + len(words) :])]
        theirs = after is not span and after.kind == "time" and "year" in after.low  # "the first half of the Ethiopian 2022/23 fiscal year"
        if holds(words, ("area",)) and (theirs or any(x.low == "year" for x in words)):
            behind = k + 1 + (len(words) + 1 if theirs else 0)
            return [*items[:k], *exact_dates(items[behind:])]
    return items


def _of_another_year(item: Item) -> bool:
    return item.kind in ("of", "det", ",") or (item.kind == "area" and item.code in _OWN_YEAR) or item.low in _YEAR_WORDS


def undated(items: list[Item]) -> list[Item]:
    """Items without a dateline that no table knows: "PETALING JAYA: Exports rose", "KOTA KINABALU (May 3) - Exports rose"."""
    at = next((k for k, x in enumerate(items[:8]) if x.kind in (":", "-")), 0)
    place = [x for x in items[:at] if x.kind not in ("(", ")", "time", ",")]
    known = any(x.kind not in ("w", "area") or not x.word.isupper() for x in place)
    return items[at + 1 :] if place and not known and any(x.kind == "w" and len(x.word) > 2 for x in place) else items


def _elapsed(items: Sequence[Item], k: int) -> bool:
    """ "After ten months, exports stand at": a span that is over, nothing to compare with."""
    return k == 1 and items[0].low == "after" and items[k].kind == "time" and items[k].what.form in SPANS


def ref_before(items: Sequence[Item], k: int) -> bool:
    """Whether a comparison opened before item `k` in the same clause governs it."""
    if _elapsed(items, k):
        return False
    for at in range(k - 1, max(-1, k - _CLAUSE), -1):
        item = items[at]
        if item.kind in BREAKS or is_verb(item):
            return False
        if item.kind == "ref":  # not "exported from Peru in 2024", "earnings from exports in 2024"
            earned = at > 0 and items[at - 1].kind in ("revenue", "flow") and holds(items[at + 1 : min(at + 3, k)], ("flow", "prod"))
            return not (item.code == "from" and (earned or holds(items[at + 1 : min(at + 3, k)], ("area",))))
    return False


def governed(items: Sequence[Item], k: int, after: bool = False) -> bool:
    """Whether the period at `k` is what something is compared with: "than in August", "above June", "on September"."""
    if _elapsed(items, k) or _is_span(items, k, after):
        return False
    at = k - 1
    while at >= 0 and (_leads_to_base(items[at]) or (items[at].kind == "flow" and at and items[at - 1].kind == "det")):
        if items[at].kind == "on" and (at == 0 or holds(items[:at], ("num", "chg", "cmp"))):
            return True
        at -= 1
    return at >= 0 and _compares(items, at, k, after)


def _is_span(items: Sequence[Item], k: int, after: bool) -> bool:
    """Whether "from" begins a span of time: "from the 7th to the 13th", "exports from January to May jumped"."""
    opener = k - 2 if k > 1 and items[k - 1].kind == "det" else k - 1
    if opener < 0 or items[opener].kind != "ref" or items[opener].code != "from" or not spans_months(items[k]):
        return False
    return items[k].what.form in ("months", "days") or not (after or holds(last_clause(items[:opener]), ("num", "chg", "cmp")))


def _leads_to_base(item: Item) -> bool:
    """Whether a word may stand between a comparison and its period: "over the value recorded in May", "above the one of 2021"."""
    low = item.low
    return item.kind in _BEFORE_BASE or low in word_set("same") or low in word_set("recorded") or low in word_set("of_the_base")


def _compares(items: Sequence[Item], at: int, k: int, after: bool) -> bool:
    """Whether the item at `at` compares with the period at `k`, to which it leads."""
    item, kind = items[at], items[at].kind
    if kind == "with" and any(x.low in ("comparing", "compare", "compared") for x in items[:at]):
        return True  # "comparing the three months to May with the preceding three months"
    if kind == "to" and (_is_the_same(items, k) if at == 0 else items[k].code in STEPS and items[at - 1].kind in ("adjust", ",")):
        return True  # "Adjusted, to the previous month,", "To the same period of 2014 turnover is smaller"
    if kind == "num" and item.what.kind == "multiple":
        return True  # "2.5 times the level of May 2023"
    if kind == "as" and any(x.low == "same" for x in items[max(0, at - 3) : at]):
        return True  # "at the same level as last year"
    if kind in ("over", "under"):
        lasts = kind == "over" and roles.lasts(items[k])  # "grew 2 percent over the first ten months"
        return not lasts and (after or holds(items[:at], ("num", "chg", "cmp")))
    if at == k - 1 and item.low in ("behind", "off", "ahead of") and (after or holds(items[:at], ("num",))):
        return True  # "5 percent behind last year"
    if kind == "lev" and item.code == "over":
        return items[k - 1].kind != "in"  # "last exceeded in March 2013" is told of that March
    return kind == "ref" or (kind == "cmp" and item.code == "ref")


def tells_worth(gap: Sequence[Item]) -> bool:
    """Whether all that stands between a quantity and an amount names the goods and says that they are worth it."""
    if holds(gap[-1:], ("for",)) and holds(gap, ("tv",)):
        return all(x.kind in _SOLD for x in gap[:-1])  # "12 tons of tea were shipped abroad for $3 million"
    named = holds(gap[-1:], ("lev",)) and gap[-1].code == "worth" and not holds(gap[:1], (",",))  # not "from 850,068, worth"
    return named and all(x.kind in _GOODS for x in gap[:-1])


def _is_the_same(items: Sequence[Item], k: int) -> bool:
    """Whether the period at `k` is the same one of another year."""
    if items[k].kind == "time" and items[k].what.form == "same_period":
        return True
    return any(x.low in word_set("same") for x in items[max(0, k - _SAME) : k])


def governs_number(tail: Sequence[Item], ref: Item) -> bool:
    """Whether a comparison word leads to the number itself: "from 3.31 billion", not "those from Cuba were up to 3.81"."""
    after = tail[[x is ref for x in tail].index(True) + 1 :]
    if after and (after[0].kind in ("area", "anaphor") or after[0].code == "there"):
        return False
    if ref.code == "from" and after and after[0].kind == "time" and spans_months(after[0]):
        return False  # "exports from January to May jumped 5 percent"
    if ref.code == "from" and any(x.kind in ("area", "prod") for x in after) and not any(x.kind in ("time", "flow", "pron") for x in after):
        return False  # "receipts from shoes were up 3 percent, from home textiles 5 percent": where it came from
    if len(after) > 1 and [x.kind for x in after[:2]] == ["time", "and"]:
        return False  # "up 29 percent (5 billion) from 2021 and up 19 percent from 2012"
    moved = bool(after) and after[-1].kind == "chg" and after[-1].code[0] in "vg" and len(after) > 1
    if ref.code == "from" and moved and (holds(after, ("flow",)) or all(x.kind in ("det", "w", "adj") for x in after[:-1])):
        return False  # "income from tea exports rose 3 percent", "exports from the region soaring 9 percent"
    return not any(
        (x.kind in ("lev", "tv", "to", "at", "by", "share", "contrib") and not _is_recorded(after, k))
        or (x.kind == "chg" and x.code[0] in "va" and x is not after[-1])
        for k, x in enumerate(after)
    )


def _is_recorded(after: Sequence[Item], k: int) -> bool:
    """Whether a word only says when the figure compared with was: "the value | recorded | in the second quarter - 5.4 trillion"."""
    return after[k].low in word_set("recorded") and holds(after[k + 1 : k + 2], ("in", "time"))
