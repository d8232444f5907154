"""Cutting the text between two numbers: where the second one's clause begins, and which clause names its subject.

Pure functions over items. Nothing here knows whose trade it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import dropwhile, takewhile
from typing import NamedTuple

from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.noun_phrase import names_goods
from tradestats.parse import parse
from tradestats.phrase import Phrase
from tradestats.role import UPDOWN, chg_noun
from tradestats.stretch import VERBISH, first_verb, has_verb, is_verb
from tradestats.words import is_verb_word

BREAKS = frozenset((",", ";", ":", "sub", "(", ")", "why", "-", "*", "|", "which", "says", "fsays", "as"))


_ENCLOSES = frozenset((",", "-"))  # what stands on both sides of a clause that tells more of a subject


PREPS = frozenset(
    ("to", "of", "in", "at", "on", "with", "for", "by", "among", "between", "within", "over", "under", "into", "per", "outside")
)


_OPENS_CLAUSE = frozenset(("det", "flow", "nodx", "pron"))  # what a clause begins with behind a country put in front of it
_FRONT = 14  # items between an opening number and the clause that it is of
_NEAR = 6  # clauses between a subject and its verb


_APPOSED = frozenset(("det", "adv", "with", "which", "w", "on", "for", "pron"))  # what a noun phrase between commas begins with
_LEADS_TO_PART = frozenset(("at", "for", "prod", "-", "of", "flow", "with"))
_NAMES = frozenset(("sales", "w", "prod", "area", "flow", "adj", "and", "det", "of", "to", "pron", "ofwhich", "in", "with", "nodx", "incl"))
SKIPS = frozenset(("det", "adj", "adv", "each", "both", "status"))


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
        elif kind in BREAKS or (spoken and (kind == "and" or kind == "or") and not _joins(clause, pre, k)):
            if clause and kind not in ("says", "fsays"):
                out.append(clause)
            clause, spoken = [item], False
        else:
            clause.append(item)
            spoken = spoken or kind in VERBISH or (kind == "chg" and is_verb(item))
    if clause:
        out.append(clause)
    return out


def _joins(clause: Sequence[Item], pre: Sequence[Item], k: int) -> bool:
    """Whether the "and" at `k` stands between two statistics, or two flows that one clause tells more of.

    "Exports rose both in volume | and | in value", "on imports | and | exports, which declined", "saw imports | and | exports jump".
    """
    behind = pre[k + 1 : k + 4]
    if len(behind) < 1 or not clause or clause[-1].kind != behind[0].kind:
        return False
    if behind[0].kind == "stat":
        return True
    if behind[0].kind != "flow" or clause[-1].code == behind[0].code:
        return False
    if holds(behind[1:2], ("which", "by")) or [x.kind for x in behind[1:]] == [",", "which"]:
        return True
    return any(x.low in word_set("witnesses") for x in clause) and holds(behind[1:2], ("chg",)) and chg_noun(behind[1])


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
    moved = moved_by_change(items, at, pre)
    if moved:
        return moved
    if len(lead) != 1 or (lead[0].kind not in ("at", "with") and lead[0].code != "worth"):
        return []
    k, depth = at + 1, 0
    last = min(len(items), at + _FRONT)
    while k < last and (depth or items[k].kind in ("(", "share", "stat", "adj", "basis", "time", "in", "of", "det")):
        depth += (items[k].kind == "(") - (items[k].kind == ")")
        k += 1
    acts = k + 1 < last and items[k].kind == "area" and (is_verb(items[k + 1]) or is_verb_word(items[k + 1].word))
    if acts and items[k].code:
        k -= 1  # "With $7 million | the USA held"
    elif k >= last or items[k].kind != ",":
        return []
    if items[k + 1 : k + 2] and items[k + 1].kind == "det" and holds(items[k + 2 : k + 3], ("num",)):  # "a 64% rise on the same period,"
        k = next((m for m in range(k + 3, min(len(items), k + _FRONT)) if items[m].kind == ","), k)
    ends = (m for m in range(k + 1, len(items)) if items[m].kind in BREAKS or items[m].kind == "num" or _compares(items, m))
    stop = next(ends, len(items))
    told = list(items[k + 1 : stop])
    compared = stop < len(items) and items[stop].kind == "ref"  # "the deficit contrasted with"
    return told if told and (compared or any(is_verb(x) or is_verb_word(x.word) for x in told)) else []


def moved_by_change(items: Sequence[Item], at: int, pre: Sequence[Item]) -> list[Item]:
    """What an opening change moved: "A 7 percent decrease left | tea | at $3 billion", "A rise of 3 percent was seen in | tea |, to"."""
    pre = list(dropwhile(lambda x: x.kind in BREAKS or x.kind == "and", pre))
    noun = [x for x in pre if x.kind == "chg"] or list(items[at + 1 : at + 2])
    if not noun or not chg_noun(noun[0]) or any(x.kind not in _OF_CHANGE for x in pre):
        return []
    k = at + 1 + (noun[0] is items[at + 1] if at + 1 < len(items) else 0)
    while k < len(items) and items[k].kind in ("adv", "basis", "time", "in"):
        k += 1
    if k < len(items) and items[k].code == "be" and holds(items[k + 2 : k + 3], ("for", "in", "by")):
        k += 2  # "was recorded for", "was seen in"
    elif k >= len(items) or items[k].low not in word_set("leaves_at"):
        return []
    told = list(takewhile(lambda x: x.kind in _WHAT_MOVED, items[k + 1 : k + _FRONT]))
    end = k + 1 + len(told)
    return told if told and end < len(items) and items[end].kind in ("at", "to", ",") else []


def _compares(items: Sequence[Item], k: int) -> bool:
    """Whether a word leads to what is compared with: not "imports | from | India"."""
    return items[k].kind == "ref" and not (items[k].code == "from" and holds(items[k + 1 : k + 2], ("area",)))


def without_source(pre: list[Item]) -> list[Item]:
    """Items without a source that stands between a subject and its verb: "Ukraine according to its customs service | exported"."""
    said = [k for k, x in enumerate(pre[:-2]) if x.low == "according"]  # none most often, and a list tells so at once
    at = next((k for k in said if k and pre[k + 1].low == "to"), 0)
    if not at or pre[at - 1].kind not in ("area", "flow", "prod", "w"):
        return pre
    end = next((k for k in range(at + 2, len(pre)) if is_verb(pre[k]) or pre[k].kind in BREAKS), len(pre))
    return pre[:at] + pre[end:] if end < len(pre) and is_verb(pre[end]) else pre


def without_relative(pre: list[Item]) -> list[Item]:
    """Items without a clause between commas or dashes that tells more of a subject: "exports of ships, which include tankers, | fell"."""
    at = next((k for k in range(1, len(pre) - 3) if pre[k].kind in _ENCLOSES and _relates(pre[k + 1])), 0)
    if not at or pre[at - 1].kind not in ("area", "flow", "prod", "w"):
        return pre
    end = next((k for k in range(len(pre) - 2, at + 2, -1) if pre[k].kind == pre[at].kind and is_verb(pre[k + 1])), 0)
    return pre[:at] + pre[end + 1 :] if end else pre


def with_front_parted(pre: list[Item]) -> list[Item]:
    """Items with a comma where none parts what opens them from the clause it is put before: "For Russia | the harvest is put at"."""
    if len(pre) > 3 and [x.kind for x in pre[:2]] == ["by", "hint"] and pre[2].kind in ("det", "area"):
        return pre[2:]  # "By destination | the U.S. came first"
    named = 2 if [x.kind for x in pre[1:2]] == ["det"] else 1
    whose = pre[named] if len(pre) > named + 2 and pre[0].kind == "for" else None
    if (
        whose is None
        or whose.kind != "area"
        or whose.what.possessive
        or whose.what.form == "demonym"
        or pre[named + 1].kind not in _OPENS_CLAUSE
    ):
        return pre
    return [*pre[: named + 1], Item(",", whose.end, whose.end, ","), *pre[named + 1 :]]


def without_examples(pre: list[Item]) -> list[Item]:
    """Items without the examples of goods before their verb: "knitted items such as T-shirts | gained"; not of "products such as tea"."""
    at = next((k for k in range(1, len(pre) - 1) if pre[k].low == "such as"), 0)
    if not at or pre[at - 1].kind not in ("w", "prod") or at == 1 or pre[at - 2].kind not in ("w", "prod"):
        return pre
    verb = next((k for k in range(at + 1, len(pre)) if pre[k].kind not in _OF_GOODS), len(pre))
    return pre[:at] + pre[verb:] if verb < len(pre) and is_verb(pre[verb]) else pre


def _relates(item: Item) -> bool:
    return item.kind == "which" or item.low == "whose"


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


_OF_CHANGE = frozenset(("det", "adj", "chg", "of", "basis", "adv"))  # what an opening change is named with
_WHAT_MOVED = frozenset(("prod", "w", "adj", "det", "and", "flow", "of", "area", "pron"))
_NAMES_GOODS = frozenset(("prod", "w", "adj"))  # what stands for goods right before their flow
_OF_GOODS = frozenset(("prod", "w", "adj", "det", "and"))  # what goods are named with


class _Clause(NamedTuple):
    """Clause `k` of a cut: the break that opened it, empty if none did, and its words after that."""

    cut: list[list[Item]]
    k: int
    opener: str
    body: list[Item]

    def before(self) -> list[list[Item]]:
        return self.cut[: self.k]

    def following(self, kind: str) -> bool:
        """Whether one of the next two clauses begins with an item of a kind."""
        return holds((clause[0] for clause in self.cut[self.k + 1 : self.k + 3]), (kind,))


def choose(cut: list[list[Item]]) -> tuple[Phrase, str] | None:
    """The clause nearest to the number that can be its subject, and the break that opened it.

    A noun phrase between commas before a verb is an apposition ("Tea, the top earner, fetched") unless it is a
    member of a list ("steel, cars and ships fell").
    """
    cut = _without_examples(cut)
    verbless = False  # what stands behind has no noun that can be a subject
    for k in range(len(cut) - 1, -1, -1):
        first = cut[k][0].kind
        opener = first if first in BREAKS or first in ("and", "or") else ""
        clause = _Clause(cut, k, opener, cut[k][1:] if opener else cut[k])
        part = _part_included(clause) or _reason_told_of(clause)
        if part is not None:
            return part
        aside = next((awaits for test, awaits in _NO_SUBJECT if test(clause)), None)
        if aside is not None:
            verbless = verbless or aside
            continue
        if k and _in_passing(clause, verbless):
            continue
        phrase = _read(clause)
        meant = _meant_by_it(clause, phrase)
        if meant is not None:
            return meant, opener
        if k and (owner := _owner_of_share(clause)) is not None:
            return owner, ""  # "garments, whose share in the total was 83 percent"
        if not phrase.named:
            verbless = verbless or has_verb(clause.body)
        elif not _beside_subject(clause, phrase, verbless):
            return (_list_that_ends(clause), "") if opener in (",", "") and is_list(cut, k) else (phrase, opener)
    return None


def _part_included(clause: _Clause) -> tuple[Phrase, str] | None:
    """ "including memory at $5 billion", "including exports of", "including exports - $25 billion"."""
    cut, k, opener, body = clause
    body = body[:-1] if [x.kind for x in body[-2:]] == ["with", "det"] else body  # "including rice with a"
    if not body or body[0].kind != "incl" or body[-1].kind not in _LEADS_TO_PART or has_verb(body):
        return None
    if k < len(cut) - 1 and not (k == len(cut) - 2 and [x.kind for x in cut[-1]] in (["-"], [":"])):
        return None
    part = parse(body[1:], subject=True)
    fits = part.flows if body[-1].kind in ("of", "flow") else part.products and not part.flows
    return (part, opener) if fits else None


def _reason_told_of(clause: _Clause) -> tuple[Phrase, str] | None:
    """The flow of a reason that is told more of: "was offset by an increased surplus in services, which grew by", "by a surplus of"."""
    if clause.opener == "why" and clause.k == len(clause.cut) - 1 and _of_a_number(clause.body):
        return parse(clause.body, subject=True), ","
    led = _led_by(clause)
    if led is not None:
        return led, ","
    if clause.opener != "why" or not (clause.following("which") or _takes_a_share(clause) or _has_changes(clause)):
        return None
    flow = next((n for n, x in enumerate(clause.body) if x.kind == "flow"), len(clause.body))
    while 0 < flow < len(clause.body) and clause.body[flow - 1].kind in _NAMES_GOODS:
        flow -= 1  # "an increase in | commercial services | trade, which rose"
    if flow < len(clause.body):
        return parse(clause.body[flow:], subject=True), ","
    body = _demanded(clause.body)
    goods = holds(body, ("prod",)) and all(x.kind in _OF_GOODS for x in body)
    moved = choose(clause.before()) if goods and clause.cut[clause.k + 1][0].kind in ("which", ",") else None
    named = parse(body, subject=True)  # "exports were driven by tea, which rose"
    if goods and named.products and (moved is None or not moved[0].flows):
        return named, ","  # "the rise was driven by tea, which accounted for"
    if moved is None or not moved[0].flows:
        nouns = holds(body, ("other",)) and clause.cut[clause.k + 1][0].kind in ("which", ",")
        return (named, ",") if nouns and clause.following("which") else None  # "was driven by investment, which rose"
    moved[0].products, moved[0].joined = named.products, named.joined
    return moved


def _led_by(clause: _Clause) -> Phrase | None:
    """The goods that a change was led or supported by and that are told more of: "The rise was led by | coffee, which | coffee, up"."""
    cut, k, opener, body = clause
    begin = next((n + 1 for n, x in enumerate(body) if x.kind == "ledby"), 0 if opener == "why" else -1)
    goods = body[begin:] if begin >= 0 else []
    before = body[: begin - 1] if begin > 0 else cut[k - 1] if begin == 0 and k else []
    said = next((x.code for x in reversed(before) if x.kind not in ("adv", "time", "in") and not x.low.endswith("ly")), "")
    told = cut[k + 1][:2] if k + 1 < len(cut) else []
    up = len(told) > 1 and (told[1].low == "worth" or (told[1].kind == "chg" and told[1].low in UPDOWN))
    more = clause.following("which") or (up and cut[k + 1] is cut[-1])
    if said != "be" or not more or not holds(goods, ("prod",)) or not all(x.kind in _OF_GOODS for x in goods):
        return None
    return parse(goods, subject=True)


def _demanded(body: list[Item]) -> list[Item]:
    """The goods that there is demand for: "strong demand for | tea"; else all of a clause."""
    at = next((k for k, x in enumerate(body[:-1]) if x.kind == "other" and x.code == "demand" and body[k + 1].kind == "for"), -2)
    return body[at + 2 :]


def _of_a_number(body: list[Item]) -> bool:
    """Whether a reason ends in what the next number is of: "by a surplus of", "to the decrease of exports to Russia by"."""
    changed = bool(body) and body[-1].kind == "by" and any(x.kind == "chg" for x in body)
    return [x.kind for x in body[-2:]] == ["flow", "of"] or (changed and holds(body, ("flow",)))


def _takes_a_share(clause: _Clause) -> bool:
    """Whether the next clause says what share the goods of this one have: "driven by tea, | accounting for"."""
    return any(x.kind in (",", "-") and y.kind == "share" for x, *rest in clause.cut[clause.k + 1 : clause.k + 2] for y in rest[:1])


def _has_changes(clause: _Clause) -> bool:
    """Whether the last clause tells several changes of the goods of this one: "helped by gloves and oil, | with gains of"."""
    after = [x for x in clause.cut[-1] if x.kind not in ("adj", "det")] if clause.k == len(clause.cut) - 2 else []
    led = [x.kind for x in after] == [",", "with", "chg", "of"]
    return led and chg_noun(after[2]) and after[2].low.endswith("s")


def _gives_part(clause: _Clause) -> bool:
    return bool(clause.body) and clause.body[0].kind == "incl"


def _parenthesis(clause: _Clause) -> bool:
    """Whether a clause is thrown in before the verb: "Tubes, the group that includes hoses, gained", "Tubes - few are made here - fell"."""
    cut, k = clause.cut, clause.k
    if not 0 < k < len(cut) - 1 or cut[k][0].kind not in (",", "-") or cut[k + 1][0].kind != cut[k][0].kind:
        return False
    verb = next((x for x in cut[k + 1][1:] if x.kind != "adv"), None)
    if verb is None or not is_verb(verb):
        return False
    return cut[k][0].kind == "-" or any(x.low in word_set("relatives") for x in cut[k][1:6])


def _only_adverbs(clause: _Clause) -> bool:
    """ "the deficit with Peru, one of the suppliers, almost | halved"."""
    return clause.opener == "," and clause.k == len(clause.cut) - 1 and all(x.kind == "adv" for x in clause.body)


def _names_source(clause: _Clause) -> bool:
    """Whether a clause only says who tells it: "the Ministry of Finance's statistics show", "data from the office indicated"."""
    body = clause.body
    if clause.opener != "," or not body or body[-1].low not in word_set("shows"):
        return False
    told = any(x.kind == "proper" or x.low.removesuffix("'s") in word_set("datasets") | word_set("offices") for x in body)
    return told and not holds(body, ("flow", "nodx", "prod", "num"))


def _compares_speed(clause: _Clause) -> bool:
    """ "imports jumped twice as fast as exports, by"."""
    before = clause.cut[clause.k - 1] if clause.k else []
    return clause.opener == "as" and len(before) == 2 and before[0].kind == "as"


def _with_sales(clause: _Clause) -> bool:
    """ "gold was the exception, with sales of"."""
    body = clause.body
    led = clause.k > 0 and bool(body) and body[0].kind == "with"
    return led and all(x.kind in ("adj", "adv", "of", "sales", "det") for x in body[1:])


def _gives_reason(clause: _Clause) -> bool:
    """ "owing to demand for chips", "oil excluded"; "owing to a fall in gold supplies by 17 percent" has a figure of its own."""
    own = bool(clause.body) and clause.body[-1].kind == "by" and holds(clause.body, ("chg",)) and holds(clause.body, ("flow",))
    return (clause.opener == "why" and not own) or (bool(clause.body) and clause.body[-1].low in ("included", "excluded", "apart"))


_NO_SUBJECT: tuple[tuple[Callable[[_Clause], bool], bool], ...] = (
    (_gives_part, True),
    (_parenthesis, True),
    (_only_adverbs, True),
    (_names_source, False),
    (_compares_speed, False),
    (_with_sales, True),
    (_gives_reason, True),
)
"""Clauses that are no subject, and whether the verb behind one is that of a noun before it."""


def _meant_by_it(clause: _Clause, phrase: Phrase) -> Phrase | None:
    """The flow that "it" goes back to in its sentence: "little change in the surplus, with analysts predicting it will reach"."""
    foretold = holds(clause.body, ("status",)) and any(x.low == "it" for x in clause.body)
    if not clause.k or not foretold or phrase.flows or phrase.products or phrase.areas or phrase.partners:
        return None
    told = (parse(without_breaks(c), subject=True) for c in reversed(clause.before()))
    return next((p for p in told if p.flows), None)


def _in_passing(clause: _Clause, verbless: bool) -> bool:
    """Whether a clause only tells more of a noun before it, which is the subject of what stands behind."""
    cut, k, opener, body = clause
    if opener == "," and any(x.low == "being" for x in body) and near(cut, k):
        return True  # "machinery imports, textile machinery being a part of it,"
    if not verbless:
        return False
    if opener == "," and _participial(body) and earlier(clause.before()):
        return True
    source = holds(body, ("says",)) if opener == "," else not holds(body, ("flow",))  # not "the office said crude oil exports, which"
    if opener in ("says", "fsays", ",") and source and near(cut, k):
        return True  # "pork exports, says the federation from ministry numbers, were"
    return _relative(cut[k]) and near(cut, k)  # "traditional exports, of which copper is the mainstay, accounted for"


def _read(clause: _Clause) -> Phrase:
    """What a clause names, with the noun that an apposition parts from it: "Timber, the top earner, | had a surplus of"."""
    body = _with_parted_noun(clause)
    if clause.following("which") and (named := _predicate(body)):
        told = parse(body, subject=True)
        told.products, told.joined = named.products, named.joined
        return told
    if holds(body, ("other",)) and clause.following("which"):
        return _antecedent(body)
    return parse(body, subject=True)


def _predicate(body: list[Item]) -> Phrase | None:
    """The goods that a clause says something was: "The biggest drop in exports was | the cars group", which goes on with them."""
    be = _last_be(body)
    told = body[be + 1 :]
    goods = holds(body[:be], ("flow",)) and holds(told, ("prod",)) and all(x.kind in _OF_GOODS for x in told)
    return parse(told, subject=True) if goods else None


def _with_parted_noun(clause: _Clause) -> list[Item]:
    cut, k, opener, body = clause
    if opener != "," or k < 2 or cut[k - 1][0].kind != "," or not _begins_with_verb(body):
        return body
    parted = bare_noun(cut[k - 2]) and not _told_of_list(cut, k - 1)
    return [*without_breaks(cut[k - 2]), *body] if parted else body


def _owner_of_share(clause: _Clause) -> Phrase | None:
    """Whose share a relative clause tells: what the nearest clause before it names."""
    if not _share_of_whose(clause.body):
        return None
    owner = next((p for c in reversed(clause.before()) if (p := parse(without_breaks(c), subject=True)).named), None)
    if owner is not None:
        owner.share = True
    return owner


def _beside_subject(clause: _Clause, phrase: Phrase, verbless: bool) -> bool:
    """Whether a clause that names something is beside the point: an aim, who was outdone, an apposition."""
    cut, k, opener, body = clause
    if phrase.alien and opener == "," and holds(body[:3], ("cmp", "ref")) and not has_verb(body):
        return True  # "far above the original target of"
    if 0 < k < len(cut) - 1 and cut[k][0].low == "ahead of" and all(x.kind in ("area", "det", "and") for x in body):
        return True  # "India came out | ahead of France, with"
    if not verbless or not k or opener != "," or not body or has_verb(body):
        return False
    return body[0].kind in _APPOSED and earlier(clause.before())


def _list_that_ends(clause: _Clause) -> Phrase:
    """What a comma list names that ends with a clause: "steel, cars | and ships"."""
    cut, first = clause.cut, clause.k
    while first > 0 and bare_noun(cut[first - 1]) and cut[first][0].kind == ",":
        first -= 1
    merged = [x for piece in cut[first : clause.k + 1] for x in piece]
    if first > 0 and merged[0].kind == "," and _begins_list(cut[first - 1]):
        be = _last_be(cut[first - 1])
        told, named = parse(cut[first - 1][:be], subject=True), parse([*cut[first - 1][be + 1 :], *merged], subject=True)
        told.products, told.joined = named.products, named.joined
        return told if told.flows else named
    if merged[0].kind in BREAKS:
        merged = merged[1:]
    return parse(merged, subject=True)


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
    """Whether a clause is a noun phrase, whatever time it opens with: "In March Peru's exports to China"."""
    body = without_breaks(clause)
    if len(body) > 2 and body[0].kind == "in" and body[1].kind == "time":
        body = body[2:]
    return (
        bool(body)
        and all(
            x.kind in _NAMES or (x.kind == "ref" and x.code == "from")  # "imports from India, China and Peru"
            for x in body
        )
        and holds(body, ("w", "prod", "area", "flow", "nodx"))
        and parse(body, subject=True).named
    )


def _last_be(clause: list[Item]) -> int:
    """Where the last "was" or "were" of a clause stands, behind its first word; its length if there is none."""
    return next((k for k in range(len(clause) - 1, 0, -1) if clause[k].code == "be"), len(clause))


def _begins_list(clause: list[Item]) -> bool:
    """Whether a clause ends in the first goods that it says something was: "To blame were | coal", "Among the falls was | rubber"."""
    be = _last_be(clause)
    named = be + 1 < len(clause) and names_goods(clause[-1]) and _bare_goods(clause[be + 1 :])
    return named and not holds(clause[:be], ("prod", "hint", "num"))


def _bare_goods(clause: list[Item]) -> bool:
    """Whether a clause is the name of goods and nothing else."""
    return bare_noun(clause) and not holds(clause, ("area", "flow", "nodx"))


def is_list(cut: list[list[Item]], k: int) -> bool:
    """Whether clause `k` ends a comma list: it holds "and" between nouns, or is all of a label's, and bare nouns stand before it."""
    if k == 0 or cut[k][0].kind != "," or not (bare_noun(cut[k - 1]) or _begins_list(cut[k - 1])):
        return False
    body = cut[k][1:]
    if cut[k + 1 :] and [x.kind for x in cut[k + 1]] == [":"] and all(_bare_goods(c) for c in cut[: k + 1]):
        return True  # "Ores, slag, ash: $25 billion"
    verb = first_verb(body)
    return any(x.kind == "and" or (x.kind == "prod" and " and " in x.low) for x in body[:verb])  # "farm products, food and drinks grew"


def _told_of_list(cut: list[list[Item]], k: int) -> bool:
    """Whether clause `k` ends a comma list and has its verb: "Germany, | Italy and Spain were the largest buyers, | accounting for"."""
    return has_verb(cut[k]) and is_list(cut, k)
