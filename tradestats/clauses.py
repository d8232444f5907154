"""Cutting the text between two numbers: where the second one's clause begins, and which clause names its subject.

Pure functions over items. Nothing here knows whose trade it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from tradestats import role as roles
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.phrase import VERBISH, Phrase, first_verb, has_verb, is_verb, parse
from tradestats.recognise import periods
from tradestats.words import is_verb_word

SPAN_SKIP_FORMS = frozenset(("since", "until", "day", "end", "years_past"))


_PEAK = 8  # items before "in" and a year that say what was the most of it
_OWN_YEAR = frozenset(("IRN", "AFG", "ETH"))  # countries whose year is not the one that dates are written in
_YEAR_WORDS = frozenset(("current", "new", "past", "previous", "last", "solar", "calendar", "year"))
_LOOSE = frozenset(("quarter", "half", "first_months", "n_months", "fiscal_year", "months", "same_quarter", "same"))
# Forms of periods that are so much of a longer one: "two months of 2014", "the first half".
_CLAUSE = 60  # items that a clause without a verb or a comma has at the most
_BRACKETED = 5  # items from a year to the months in brackets that say how it is counted
_SAME = 40  # items before a period in which "the same" may be said of it
SPANS = frozenset(("n_months", "first_months", "quarters", "half", "part", "first_days"))


BREAKS = frozenset((",", ";", ":", "sub", "(", ")", "why", "-", "*", "|", "which", "says", "fsays", "as"))


PREPS = frozenset(
    ("to", "of", "in", "at", "on", "with", "for", "by", "among", "between", "within", "over", "under", "into", "per", "outside")
)


_FRONT = 14  # items between an opening number and the clause that it is of
_NEAR = 6  # clauses between a subject and its verb


_LEADS_TO_PART = frozenset(("at", "for", "prod", "-", "of", "flow"))
_NAMES = frozenset(("sales", "w", "prod", "area", "flow", "adj", "and", "det", "of", "to", "pron", "ofwhich", "in", "with", "nodx", "incl"))
SKIPS = frozenset(("det", "adj", "adv", "each", "both", "status"))
_SKIPS_TO_NUMBER = SKIPS | {"by", "to"}
_LEADS_TO_FLOW = PREPS | {"adj", "w", "prod", "flow", "adjust", "area", "pron", "det", "status"}


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
    if k > 1 and items[k - 1].kind == "in" and items[k - 2].low in word_set("begun"):
        return True  # "the string of surpluses that began in November 1997"
    if k and k + 1 < len(items) and items[k + 1].low in ("level", "levels") and holds(items[max(0, k - 4) : k], ("of",)):
        return True  # "which is 145 percent of the January-October 2005 level"
    if k > 1 and items[k].kind == "time" and items[k].what.form == "same_year" and is_verb(items[k - 1]):
        return True  # "December closed the year with exports of"
    if k > 1 and items[k - 1].kind == "in" and items[k - 2].low in word_set("begins"):
        return True  # "the string of surpluses that began in November 1997"
    beside = items[max(0, k - _BRACKETED) : k]  # "the 2018/19 marketing year (MY, July-June)"
    named = items[k].kind == "time" and any(x.kind == "time" and "year" in x.what.form for x in beside) and not holds(beside, ("num",))
    if named and items[k].what.form == "months" and periods.wraps_year(dict(items[k].what.args)):
        return True  # that only says how the year is counted
    return any(x.low == "since" for x in items[max(0, k - 4) : k])


def spans_months(item: Item) -> bool:
    """ "From January through October" is one span of time, not a base."""
    low = item.low
    joined = bool({"m2", "d2", "y2"} & dict(item.what.args).keys())  # not "the prior 4-week average"
    return any(word in low.split() for word in ("to", "through", "until", "till")) or ("-" in low and joined)


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
    at = k - 1
    if _elapsed(items, k):
        return False
    opener = at - 1 if at > 0 and items[at].kind == "det" else at  # "from the 7th to the 13th"
    if (
        opener >= 0
        and items[opener].kind == "ref"
        and items[opener].code == "from"
        and spans_months(items[k])
        and (items[k].what.form in ("months", "days") or not (after or holds(last_clause(items[:opener]), ("num", "chg", "cmp"))))
    ):
        return False
    while at >= 0 and (
        items[at].kind in ("det", "in", "adj", "adv", "pron", "of", "for", "on", "stat", "between", "w-num")
        or items[at].low in word_set("same")
        or items[at].low in word_set("recorded")  # "over the value recorded in May"
        or items[at].low in word_set("of_the_base")  # "from what was seen in June", "above the one of 2021"
    ):
        if (items[at].kind == "on" and holds(items[:at], ("num", "chg", "cmp"))) or (items[at].kind == "on" and at == 0):
            return True
        at -= 1
    if at < 0:
        return False
    item = items[at]
    if item.kind == "with" and any(x.low in ("comparing", "compare", "compared") for x in items[:at]):
        return True  # "comparing the three months to May with the preceding three months"
    said = items[max(0, k - _SAME) : k]
    same = any(x.low in word_set("same") for x in said) or (items[k].kind == "time" and items[k].what.form == "same_period")
    if item.kind == "to" and at == 0 and same:
        return True  # "To the same period of 2014 turnover is smaller"
    if item.kind == "num" and item.what.kind == "multiple":
        return True  # "2.5 times the level of May 2023"
    if item.kind in ("over", "under"):
        if item.kind == "over" and items[k].kind == "time" and items[k].what.form in roles.DURATIONS and not items[k].code:
            return False  # "grew 2 percent over the first ten months"
        return after or holds(items[:at], ("num", "chg", "cmp"))
    if at == k - 1 and item.low in ("behind", "off", "ahead of") and (after or holds(items[:at], ("num",))):
        return True  # "5 percent behind last year"
    if item.kind == "lev" and item.code == "over":
        return items[k - 1].kind != "in"  # "last exceeded in March 2013" is told of that March
    return item.kind == "ref" or (item.kind == "cmp" and item.code == "ref")


def clauses(pre: Sequence[Item]) -> list[list[Item]]:
    """Cuts a gap at commas, conjunctions and brackets; each piece keeps the break that opened it as its first item."""
    out: list[list[Item]] = []
    clause: list[Item] = []
    spoken = False  # the clause has a verb
    shows = word_set("shows")
    for k, item in enumerate(pre):
        kind = item.kind
        if item.low in shows and _quotes(clause, pre[k + 1 : k + 3]):
            clause, spoken = [], False  # "Data of the ministry showed | China and Hong Kong accounted for"
        elif kind in BREAKS or (spoken and (kind == "and" or kind == "or")):
            if clause and kind not in ("says", "fsays"):
                out.append(clause)
            clause, spoken = [item], False
        else:
            clause.append(item)
            spoken = spoken or kind in VERBISH or (kind == "chg" and is_verb(item))
    if clause:
        out.append(clause)
    return out


def _quotes(clause: Sequence[Item], behind: Sequence[Item]) -> bool:
    """Whether a clause is nothing but data that show what a country did."""
    told = next((x for x in behind if x.kind != "det"), None)
    named = any(x.low in word_set("datasets") for x in clause) and not holds(clause, ("flow", "prod", "area", "num"))
    return named and told is not None and told.kind == "area"


def fronted(items: Sequence[Item], at: int, pre: Sequence[Item]) -> list[Item]:
    """The clause that says what an opening number is of: "At $3 billion, | the deficit was", "With 17 percent (a share of), | Peru is"."""
    lead = [x for x in pre if x.kind not in SKIPS]
    if not lead and [x.kind for x in items[at + 1 : at + 2]] == [":"]:  # "£34.4 billion: | the value of goods sold abroad in September"
        return list(takewhile(lambda x: x.kind not in BREAKS and x.kind != "num", items[at + 2 : at + _FRONT]))
    if len(lead) != 1 or (lead[0].kind not in ("at", "with") and lead[0].code != "worth"):
        return []
    k, depth = at + 1, 0
    last = min(len(items), at + _FRONT)
    while k < last and (depth or items[k].kind in ("(", "share", "stat", "adj", "basis", "time", "in", "of", "det")):
        depth += (items[k].kind == "(") - (items[k].kind == ")")
        k += 1
    if k >= last or items[k].kind != ",":
        return []
    if items[k + 1 : k + 2] and items[k + 1].kind == "det" and holds(items[k + 2 : k + 3], ("num",)):  # "a 64% rise on the same period,"
        k = next((m for m in range(k + 3, min(len(items), k + _FRONT)) if items[m].kind == ","), k)
    stop = next((m for m in range(k + 1, len(items)) if items[m].kind in BREAKS or items[m].kind in ("num", "ref")), len(items))
    told = list(items[k + 1 : stop])
    compared = stop < len(items) and items[stop].kind == "ref"  # "the deficit contrasted with"
    return told if told and (compared or any(is_verb(x) or is_verb_word(x.word) for x in told)) else []


def without_source(pre: list[Item]) -> list[Item]:
    """Items without a source that stands between a subject and its verb: "Ukraine according to its customs service | exported"."""
    said = [k for k, x in enumerate(pre[:-2]) if x.low == "according"]  # none most often, and a list tells so at once
    at = next((k for k in said if k and pre[k + 1].low == "to"), 0)
    if not at or pre[at - 1].kind not in ("area", "flow", "prod", "w"):
        return pre
    end = next((k for k in range(at + 2, len(pre)) if is_verb(pre[k]) or pre[k].kind in BREAKS), len(pre))
    return pre[:at] + pre[end:] if end < len(pre) and is_verb(pre[end]) else pre


def without_relative(pre: list[Item]) -> list[Item]:
    """Items without a clause between commas that tells more of a subject: "exports of ships, which include tankers, | fell"."""
    at = next((k for k in range(1, len(pre) - 3) if pre[k].kind == "," and pre[k + 1].kind == "which"), 0)
    if not at or pre[at - 1].kind not in ("area", "flow", "prod", "w"):
        return pre
    end = next((k for k in range(len(pre) - 2, at + 2, -1) if pre[k].kind == "," and is_verb(pre[k + 1])), 0)
    return pre[:at] + pre[end + 1 :] if end else pre


def last_clause(pre: Sequence[Item]) -> list[Item]:
    begin, spoken = 0, False
    for k, item in enumerate(pre):
        kind = item.kind
        if kind in BREAKS:
            begin, spoken = k + 1, False
        elif spoken and (kind == "and" or kind == "or"):
            begin, spoken = k, False
        else:
            spoken = spoken or kind in VERBISH or (kind == "chg" and is_verb(item))
    return list(pre[begin:])


def _parenthesis(cut: list[list[Item]], k: int) -> bool:
    """Whether a clause is thrown in before the verb: "Tubes, the group that includes hoses, gained", "Tubes - few are made here - fell"."""
    if not 0 < k < len(cut) - 1 or cut[k][0].kind not in (",", "-") or cut[k + 1][0].kind != cut[k][0].kind:
        return False
    verb = next((x for x in cut[k + 1][1:] if x.kind != "adv"), None)
    if verb is None or not is_verb(verb):
        return False
    return cut[k][0].kind == "-" or any(x.low in word_set("relatives") for x in cut[k][1:6])


def choose(cut: list[list[Item]]) -> tuple[Phrase, str] | None:
    """The clause nearest to the number that can be its subject, and the break that opened it.

    A noun phrase between commas before a verb is an apposition ("Tea, the top earner, fetched") unless it is a
    member of a list ("steel, cars and ships fell").
    """
    cut = _without_examples(cut)
    verbless = False
    for k in range(len(cut) - 1, -1, -1):
        clause = cut[k]
        opener = clause[0].kind if clause[0].kind in BREAKS or clause[0].kind in ("and", "or") else ""
        body = clause[1:] if opener else clause
        nearest = k == len(cut) - 1 or (k == len(cut) - 2 and [x.kind for x in cut[-1]] in (["-"], [":"]))
        if nearest and body and body[0].kind == "incl" and body[-1].kind in _LEADS_TO_PART and not has_verb(body):
            part = parse(body[1:], subject=True)
            if part.flows if body[-1].kind in ("of", "flow") else part.products and not part.flows:
                return part, opener  # "including memory at $5 billion", "including exports of", "including exports - $25 billion"
        if (body and body[0].kind == "incl") or _parenthesis(cut, k):
            verbless = True
            continue
        if opener == "," and k == len(cut) - 1 and all(x.kind == "adv" for x in body):
            verbless = True  # "the deficit with Peru, one of the suppliers, almost | halved"
            continue
        if opener == "," and _names_source(body):
            continue  # "stood at $25 billion, the ministry's statistics show, an increase of"
        if opener == "as" and k and cut[k - 1][0].kind == "as" and len(cut[k - 1]) == 2:
            continue  # "imports jumped twice as fast as exports, by"
        if k and body and body[0].kind == "with" and all(x.kind in ("adj", "adv", "of", "sales", "det") for x in body[1:]):
            verbless = True
            continue  # "gold was the exception, with sales of"
        flow = next((n for n, x in enumerate(body) if x.kind == "flow"), len(body)) if opener == "why" else len(body)
        if flow < len(body) and any(c[0].kind == "which" for c in cut[k + 1 : k + 3]):
            return parse(body[flow:], subject=True), ","  # "was offset by an increased surplus in services, which grew by"
        if opener == "why" or (body and body[-1].low in ("included", "excluded", "apart")):
            verbless = True
            continue
        if opener == "," and verbless and k > 0 and _participial(body) and earlier(cut[:k]):
            continue
        source = holds(body, ("says",)) if opener == "," else not holds(body, ("flow",))  # not "the office said crude oil exports, which"
        if verbless and k > 0 and opener in ("says", "fsays", ",") and source and near(cut, k):
            continue  # "pork exports, says the federation from ministry numbers, were"
        if k > 0 and opener == "," and any(x.low == "being" for x in body) and near(cut, k):
            continue  # "machinery imports, textile machinery being a part of it,"
        if verbless and k > 0 and _relative(clause) and near(cut, k):
            continue  # "traditional exports, of which copper is the mainstay, accounted for"
        if (
            opener == ","
            and k > 1
            and cut[k - 1][0].kind == ","
            and _begins_with_verb(body)
            and bare_noun(cut[k - 2])
            and not _told_of_list(cut, k - 1)
        ):
            body = [*without_breaks(cut[k - 2]), *body]  # "Timber, the top earner, had a surplus of"
        phrase = parse(body, subject=True)
        if holds(body, ("other",)) and holds((c[0] for c in cut[k + 1 : k + 3]), ("which",)):
            phrase = _antecedent(body)
        if k and _share_of_whose(body):
            owner = next((p for c in reversed(cut[:k]) if (p := parse(without_breaks(c), subject=True)).named), None)
            if owner is not None:
                owner.share = True
                return owner, ""  # "garments, whose share in the total was 83 percent"
        if not phrase.named:
            verbless = verbless or has_verb(body)
            continue
        if phrase.alien and opener == "," and holds(body[:3], ("cmp", "ref")) and not has_verb(body):
            continue  # "far above the original target of"
        if 0 < k < len(cut) - 1 and cut[k][0].low == "ahead of" and all(x.kind in ("area", "det", "and") for x in body):
            continue  # "India came out | ahead of France, with"
        if (
            verbless
            and not has_verb(body)
            and opener == ","
            and k > 0
            and body
            and body[0].kind in ("det", "adv", "with", "which", "w", "on", "for", "pron")
            and earlier(cut[:k])
        ):
            continue
        if opener in (",", "") and is_list(cut, k):
            merged: list[Item] = []
            first = k
            while first > 0 and bare_noun(cut[first - 1]) and cut[first][0].kind == ",":
                first -= 1
            for piece in cut[first : k + 1]:
                merged.extend(piece)
            if merged and merged[0].kind in BREAKS:
                merged = merged[1:]
            return parse(merged, subject=True), ""
        return phrase, opener
    return None


def _without_examples(cut: list[list[Item]]) -> list[list[Item]]:
    """Clauses without examples of what goes before them: "Fruit, such as apples, pears and plums, rose" is of fruit."""
    first = next((k for k in range(1, len(cut)) if cut[k][0].kind == "," and _tells_parts(cut[k])), 0)
    if not first:
        return cut
    end = first
    while end + 1 < len(cut) and not holds(cut[end], ("and",)) and cut[end + 1][0].kind == "," and bare_noun(cut[end + 1]):
        end += 1
    over = end + 1 < len(cut) and (cut[first][1].kind == "incl" or _begins_with_verb(cut[end + 1][1:]))  # "fruit, led by plums, rose"
    return cut[:first] + cut[end + 1 :] if over else cut


def _tells_parts(clause: list[Item]) -> bool:
    """Whether a clause gives examples or parts of what stands before it: ", such as apples", ", a category that includes furniture"."""
    if holds(clause[1:2], ("incl", "ledby")):
        return not any(is_verb(x) for x in clause)
    part = next((k for k, x in enumerate(clause[:8]) if x.kind == "lev" and x.code == "part"), 0)
    return part > 2 and clause[1].kind == "det" and not holds(clause[:part], ("flow", "num"))


def _relative(clause: list[Item]) -> bool:
    """Whether a clause with a verb of its own only tells more of the noun before it: "which" always leads to one."""
    lead = [x for x in clause[:3] if x.kind != ","]
    opened = bool(lead) and (lead[0].kind in ("ofwhich", "which") or lead[0].low in ("whose", "where", "who"))
    return opened and (lead[0].kind == "which" or has_verb(clause))


def _names_source(body: list[Item]) -> bool:
    """Whether a clause only says who tells it: "the Ministry of Finance's statistics show", "data from the office indicated"."""
    if not body or body[-1].low not in word_set("shows"):
        return False
    told = any(x.kind == "proper" or x.low.removesuffix("'s") in word_set("datasets") | word_set("offices") for x in body)
    return told and not holds(body, ("flow", "nodx", "prod", "num"))


def _antecedent(body: list[Item]) -> Phrase:
    """What ", which" goes on with, the last of a flow and a noun that is none: "a slowing economy hit imports, which fell"."""
    last = max(k for k, x in enumerate(body) if x.kind == "other")
    return parse(body[last + 1 :] if holds(body[last:], ("flow", "nodx")) else body[last:], subject=True)


def _share_of_whose(body: list[Item]) -> bool:
    return any(x.low in ("whose", "which") for x in body[:1]) and any(x.kind == "share" for x in body[1:4])


def without_breaks(clause: Sequence[Item]) -> list[Item]:
    """The words of a clause without the marks that part clauses."""
    return [x for x in clause if x.kind not in BREAKS]


def _begins_with_verb(body: list[Item]) -> bool:
    """Whether a clause goes on with the verb of a subject that stands before: ", brought in a surplus of"."""
    first = next((x for x in body if x.kind != "adv"), None)
    if first is None or (first.kind == "w" and is_verb_word(first.word)):
        return first is not None
    return is_verb(first) and first.code[:1] != "g"


def _participial(body: list[Item]) -> bool:
    """Whether a clause begins with a participle: "mainly comprising goods", "driven by chips"."""
    first = next((x for x in body if x.kind != "adv" and not x.low.endswith("ly")), None)
    return first is not None and first.low.endswith(("ing", "ed")) and (is_verb(first) or first.kind == "w")


def near(cut: list[list[Item]], k: int) -> bool:
    """Whether one of the few clauses before clause `k` is a noun phrase that can be a subject."""
    return earlier(cut[max(0, k - _NEAR) : k])


def earlier(cut: list[list[Item]]) -> bool:
    return any(not has_verb(c) and parse(c, subject=True).named for c in cut)


def bare_noun(clause: list[Item]) -> bool:
    body = without_breaks(clause)
    return (
        bool(body)
        and all(
            x.kind in _NAMES or (x.kind == "ref" and x.code == "from")  # "imports from India, China and Peru"
            for x in body
        )
        and holds(body, ("w", "prod", "area", "flow", "nodx"))
        and parse(body, subject=True).named
    )


def _bare_goods(clause: list[Item]) -> bool:
    """Whether a clause is the name of goods and nothing else."""
    return bare_noun(clause) and not holds(clause, ("area", "flow", "nodx"))


def is_list(cut: list[list[Item]], k: int) -> bool:
    """Whether clause `k` ends a comma list: it holds "and" between nouns, or is all of a label's, and bare nouns stand before it."""
    if k == 0 or cut[k][0].kind != "," or not bare_noun(cut[k - 1]):
        return False
    body = cut[k][1:]
    if cut[k + 1 :] and [x.kind for x in cut[k + 1]] == [":"] and all(_bare_goods(c) for c in cut[: k + 1]):
        return True  # "Ores, slag, ash: $25 billion"
    verb = first_verb(body)
    return any(x.kind == "and" or (x.kind == "prod" and " and " in x.low) for x in body[:verb])  # "farm products, food and drinks grew"


def _told_of_list(cut: list[list[Item]], k: int) -> bool:
    """Whether clause `k` ends a comma list and has its verb: "Germany, | Italy and Spain were the largest buyers, | accounting for"."""
    return has_verb(cut[k]) and is_list(cut, k)


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


def post_length(gap: Sequence[Item], more: bool, *, counted: bool = False) -> int:
    """How many items of a gap belong to the number before it. `more`: another number follows the gap; `counted`: it is a quantity."""
    k = 0
    n = len(gap)
    if n > 1 and gap[0].low in word_set("ranks") and more and gap[1].kind in ("det", "area", "prod", ","):
        return 1  # "in second place | the United States leapt from"
    while k < n:
        item = gap[k]
        kind = item.kind
        if k == 0 and not counted and (place := destination(gap)) >= 0:
            k = place  # "41 percent of the tea was sold to Pakistan"
            continue
        if kind == "," and k + 2 < n and gap[k + 1].kind == "time" and gap[k + 2].kind == ")":
            k += 2
            continue
        if kind == "," and k == 0 and k + 3 < n and gap[1].kind == "resp" and gap[2].kind == "," and gap[3].kind in _DATES:
            k += 3  # "5 and 3 percent, respectively, from a month ago"
            continue
        if kind == "," and k + 1 < n and gap[k + 1].kind == "basis" and (k + 2 == n or gap[k + 2].kind in (",", ";", ")")):
            k += 2  # "rose 5 percent in the third quarter, quarter on quarter"
            continue
        if (
            kind == ","
            and k + 3 < n
            and gap[k + 1].kind == "lev"
            and gap[k + 1].low in word_set("reached")
            and gap[k + 2].kind == "in"
            and gap[k + 3].kind == "time"
        ):
            k += 4
            continue
        if kind == "lev" and item.code == "be" and k == 0 and k + 2 < n and gap[k + 1].low == "from" and gap[k + 2].kind == "prod":
            k += 3  # "of which 39 billion was from garments"
            continue
        if kind == "flow" and k == 0 and more and _closes(gap[1:4]):
            k += 1  # "20 million exports, 19 million imports and a balance of"
            continue
        if kind in (",", "ofwhich") and k == 0 and k + 2 < n and gap[1].code == "be" and gap[2].kind == "flow":
            k += 3  # "758 thousand tons, value $15 billion, was export", "778 million of it are exports"
            continue
        if k == 0 and kind == "lev" and item.code in ("be", "part") and (end := _named_goods(gap)):
            k = end  # "18 percent were consumer goods", "of which $5 billion was copper"
            continue
        if kind == "lev" and item.code == "be" and k == 0:
            flow = next((m for m in range(1, min(n, _NEAR)) if gap[m].kind not in ("det", "adj", "area", "pron", "prod")), n)
            if flow < n and gap[flow].kind == "flow":
                k = flow + 1  # "of this, 7 billion were exports", "3 billion was China's export to Ireland"
                continue
        if kind == "lev" and k == 0 and item.low in word_set("reached") and k + 1 < n and gap[k + 1].kind in ("in", "on", "time"):
            k += 1
            continue
        if kind == "and" and k and k + 1 < n and gap[k - 1].kind == gap[k + 1].kind == "stat":
            k += 2  # "rises in volume and in value"
            continue
        if kind == "cmp" and roles.taken_off(gap, k):
            break
        if kind == "area" and k and gap[k - 1].kind == "area":
            break  # lines run together: "deficit for EU28 | Euro area By the first estimate"
        if kind == "tv" and k == 0 and k + 1 < n and (gap[1].kind in ("in", "time") or gap[1].low == "during"):
            k += 1  # "from 467,649 tons shipped in November"
            continue
        if kind in ("and", ",") and k and (end := _goods_listed(gap, k, more, counted) or _areas_listed(gap, k, more)):
            k = end
            continue
        if kind in BREAKS or kind in ("and", "or", "tv", "share", "contrib", "ofwhich", "incl"):
            if (kind == "share" and item.code == "noun") or (
                kind == "ofwhich" and k == 0 and k + 1 < n and gap[k + 1].kind in ("to", "ref", "in", ",")
            ):
                k += 1
                continue
            break
        if (
            kind in ("flow", "nodx", "hint")
            and more
            and not (k == 1 and gap[0].low == "from" and holds(gap[k + 1 : k + 4], ("prod",)))  # "earned $3 million from exporting tea"
            and not (gap[k - 1].kind in _LEADS_TO_FLOW if k else item.code == "balance" or (k + 1 < n and roles.chg_noun(gap[k + 1])))
        ):
            break
        rest = gap[k + 1 :]
        if kind == "ref" and more and rest and rest[0].kind == "chg" and rest[0].code[0] == "g":
            break  # "fell 2 percent | after declining 5 percent"
        only_skips = all(x.kind in SKIPS for x in rest)
        if kind == "with" and ((more and absolute(rest)) or next((x.kind for x in rest if x.kind not in SKIPS), "") == "flow"):
            break  # "stood at $5 billion | with purchases of pearls rising"
        if more and item.low in word_set("amounts_to") and rest and rest[0].kind in ("in", "to"):
            break  # "imports of $4 billion | resulted in a surplus of"
        if kind in ("for", "with", "on", "by", "to", "into") and more and _leads_to_number(rest):
            break
        if (
            kind == "ref"
            and more
            and not any(x.kind in BREAKS or x.kind in ("and", "or") for x in rest)
            and rest
            and [x for x in rest if x.kind not in SKIPS][-1:]
            and [x for x in rest if x.kind not in SKIPS][-1].kind not in ("to", "at", "by", "chg", "lev")
        ):
            break
        if kind == "lev":
            told = item.low in word_set("recorded") or item.low in word_set("of_the_base")
            dated = (
                k + 2 < n and gap[k + 1].kind in ("in", "on") and gap[k + 2].kind == "time"
            )  # "the surplus registered in the previous month"
            named = (
                k + 2 < n
                and k
                and gap[k - 1].kind == "chg"
                and gap[k + 1].kind == "in"
                and gap[k + 2].kind in ("flow", "prod", "area", "det")
            )
            past = told and (
                dated or named or holds(gap[:k], ("over", "ref", "under"))
            )  # "over the value recorded in May", "drop seen in imports"
            if past or (item.code == "worth" and k == 0):
                k += 1
                continue
            break
        if kind == "chg":
            if (
                more
                and (only_skips or (rest and all(x.kind in _SKIPS_TO_NUMBER for x in rest)))
                and item.code.split(":")[0] != "n"
                and k > 0
            ):
                break
            if more and only_skips:
                break
            if item.code.split(":")[0] == "v" and k > 0:
                break
            k += 1
            continue
        if more and only_skips and (kind in PREPS or kind == "ref"):
            break
        if kind in ("adv", "det", "adj", "status", "each", "both", "resp") and more and only_skips:
            break
        k += 1
    return k


_BEHIND_AREAS = frozenset(("in", "time", "ref", "for", "by", ";", ",", "as", "sub", ")", "-", "which", "cmp", "why", "adv", "basis"))


def _areas_listed(gap: Sequence[Item], k: int, more: bool) -> int:
    """Where a list of countries ends that goes on with the "and" or comma at `k`: "to Peru | and Chile in May"; 0 if none does.

    A country that has a number or a verb of its own behind it begins something else.
    """
    if gap[k - 1].kind != "area" or not holds(gap[:k], ("to", "ref", "with", "for", "in")):
        return 0
    ended = False
    while not ended and k < len(gap) and gap[k].kind in ("and", ","):
        end = next((n for n in range(k, len(gap)) if gap[n].kind not in ("and", ",", "det")), len(gap))
        if end == len(gap) or gap[end].kind != "area":
            return 0
        ended = holds(gap[k:end], ("and",))
        k = end + 1
    closed = not more if k == len(gap) else gap[k].kind in _BEHIND_AREAS
    return k if ended and closed else 0


_DATES = frozenset(("ref", "in", "time", "basis", "over", "on", "cmp", "for"))
_GOODS = frozenset(("w", "prod", "adj"))
_BEHIND_GOODS = frozenset(("to", "in", "time", "ref", "for", "by", "with", ";", ",", "as", "sub", "(", "-", "which", "cmp", "why"))


def _goods_listed(gap: Sequence[Item], k: int, more: bool, counted: bool) -> int:
    """Where a list of goods ends that goes on with the "and" or comma at `k`: "of flowers, fruit | and vegetables in May"; 0 if none does.

    What has a verb, a flow or a number behind it is told of by itself: "5 tons of coffee, | and tea rose 4 percent".
    """
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
    if counted and end < len(gap) and gap[end].code == "worth":
        return end  # "1.2 million tons of fruit and vegetables worth"
    return 0 if (end == len(gap) and more) or (end < len(gap) and gap[end].kind not in _BEHIND_GOODS) else end


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


_GOES = frozenset(("went", "goes", "go", "going", "ended", "ends", "end"))
_TO_A_VERB = 7  # items between a share and the verb that says where it went


def destination(after: Sequence[Item]) -> int:
    """Where the place begins that what stands before went to: "was destined for the USA", "of the tea went to Asia"; -1 if nowhere."""
    k = 0
    if after and after[0].kind in ("of", "ofwhich"):
        k = next((n for n, x in enumerate(after[:_TO_A_VERB]) if is_verb(x) or x.low in word_set("bound") or x.kind in BREAKS), len(after))
    k += k < len(after) and after[k].code == "be"
    moved = k < len(after) and (after[k].low in word_set("bound") or after[k].low in _GOES)
    k += 1
    if moved and k < len(after) and after[k].low == "up" and after[k - 1].low not in word_set("bound"):
        k += 1  # "ended up in"
    led = (
        moved and k + 1 < len(after) and (after[k].kind in ("for", "to") or (after[k].kind == "in" and after[k - 1].low in ("up", "sold")))
    )
    return k + 1 if led and any(x.kind == "area" for x in after[k + 1 : k + 3]) else -1


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
    if ref.code == "from" and holds(after, ("flow",)) and after[-1].kind == "chg" and after[-1].code[0] == "v":
        return False  # "income from tea exports rose 3 percent"
    return not any(
        x.kind in ("lev", "tv", "to", "at", "by", "share", "contrib") or (x.kind == "chg" and x.code[0] in "va" and x is not after[-1])
        for x in after
    )
