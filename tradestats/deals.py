"""Who moved the goods: "China bought 5 percent less", "the country sold $3 billion worth", "and took in $2 billion".

A clause whose verb of trade governs the number says by its subject whose flow it is. Told from the other side
("Japan took 3 million tonnes" in an article on Chile's exports), flow and partner turn round; nothing here knows the
article: the caller says who is at home.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tradestats.clauses import BREAKS
from tradestats.items import MIRROR, Item, holds
from tradestats.lexicon import word_set
from tradestats.stretch import is_verb
from tradestats.words import is_head

_OBJECTS = frozenset(("w", "w-num", "prod", "status", "time"))
_DEALS = frozenset((*MIRROR, "supply", "trade"))  # what a verb of trade tells
_RELATIVE = 15  # items of a relative clause
_GOVERNS = frozenset(("to", "of", "with", "by", "ref", "for"))  # what a noun behind it is no subject
_OTHER_SUBJECTS = frozenset(("prod", "hint", "other", "proper", "anaphor", "unplaced"))
_BETWEEN = frozenset(("adv", "det", "adj", "each", "status", "at", "over", "under", "cmp", "w"))


class Deal(NamedTuple):
    """`verb` is the verb of trade. `agent` is who acts: an area's item, a pronoun's, a noun's ("exporters"), None when it is
    carried on from before. `other` is the area between the verb and the number, `goods` what is moved: "sold India | steel worth"."""

    verb: Item
    agent: Item | None
    other: Item | None
    goods: Sequence[Item] = ()


class _Verb(NamedTuple):
    """A verb of trade at `at`, the area between it and the number, and whether words for goods stand there."""

    at: int
    other: Item | None
    goods: bool


def deal(pre: Sequence[Item]) -> Deal | None:
    """The deal that governs the number after `pre`; None if its verb is none of trade, is passive, or has another subject."""
    verb = _verb(pre)
    if verb is None:
        return None
    acts, agent = _agent(pre, verb.at)
    if pre[verb.at].code == "trade" and (agent is None or agent.kind not in ("area", "pron") or holds(pre[verb.at :], ("at",))):
        return None  # "oil traded at", "shares worth"; "Iran traded 58 million tonnes of goods" is both ways
    goods = [x for x in pre[verb.at + 1 :] if x.kind not in ("lev", "area", "pron")] if verb.goods else []
    return Deal(pre[verb.at], agent, verb.other, goods) if acts else None


def _verb(pre: Sequence[Item]) -> _Verb | None:
    """The verb of trade that has the number after `pre` for its object; None if something else has."""
    at = len(pre) - 1
    other: Item | None = None
    words = False
    worth = at > 0 and pre[at].kind == "for"  # "sold wine for $2 billion and bought for $1 billion"
    at -= worth
    if at > 1 and pre[at].kind == "at" and pre[at - 1].low in word_set("worth"):
        worth, at = True, at - 2  # "imported trousers valued at"
    while at >= 0 and pre[at].kind != "tv":
        item = pre[at]
        if item.kind in ("area", "pron") and other is None and (item.kind == "area" or item.code in ("there", "it")):
            other = item
        elif item.kind == "lev" and item.code == "worth" and not worth and not words:
            worth = True
        elif item.kind in ("prod", "of", "and") or (item.kind == "w" and item.low not in word_set("barely") and is_head(item.word)):
            words = True
        elif item.kind not in _BETWEEN and not _dates(pre, at):
            return None
        at -= 1
    priced = bool(pre) and pre[-1].kind == "of"  # "bought services of $3 billion"
    if at < 0 or (words and not worth and not priced) or pre[at].low in word_set("spends") or pre[at].code not in _DEALS:
        return None
    if (at and pre[at - 1].kind in ("to", "for", "of", "with", "in", "at")) or any(x.code == "be" for x in pre[max(0, at - 2) : at]):
        return None  # "to buy", "were sold"
    return _Verb(at, other, words)


def _dates(pre: Sequence[Item], k: int) -> bool:
    """Whether a word only says when: "dispatched | in May | 20.8 billion euros"."""
    return pre[k].kind == "time" or (pre[k].kind == "in" and pre[k + 1 : k + 2] != [] and pre[k + 1].kind == "time")


def _agent(pre: Sequence[Item], at: int) -> tuple[bool, Item | None]:
    """Whether the verb at `at` has a subject that trades or carries one on, and who that is."""
    agent: Item | None = None
    for k in range(at - 1, -1, -1):
        item = pre[k]
        if item.kind == "which" and agent is None and k:
            whose = pre[k - 2] if pre[k - 1].kind == "," and k > 1 else pre[k - 1]
            agent = whose if _names_whom([whose]) else None  # "China, which supplied"
        if item.kind in BREAKS or item.kind in ("and", "or"):
            return _agent_at_break(pre, k, at, agent)
        if agent is not None and agent.kind == item.kind == "area" and pre[k + 1] is agent:
            break  # lines run together
        if item.kind in ("flow", "nodx", "num", "chg") or is_verb(item):
            return False, None
        if item.kind in _GOVERNS or item.kind in ("in", "on", "among"):
            if agent is None or (item.kind in _GOVERNS and not holds(pre[k + 1 : pre.index(agent, k)], _OBJECTS)):
                return False, None  # "by the first estimate the euro area sold": the estimate is governed, not the area
        elif _is_country(pre, k):
            agent = item if agent is None or agent.kind in ("w", "hint") else agent
        elif (item.kind == "pron" and item.code in ("it", "they", "home")) or item.low in word_set("traders"):
            agent = agent or item
        elif item.kind in _OTHER_SUBJECTS or (item.kind == "w" and agent is None and not _light([item])):
            return False, None
    return agent is not None or _light(pre[:at]), agent


def _is_country(pre: Sequence[Item], k: int) -> bool:
    """Whether a country's name stands at `k` for itself or for its traders: "Thai exporters"."""
    item = pre[k]
    return item.kind == "area" and bool(item.code) and (not item.what.possessive or pre[k + 1].low in word_set("traders"))


def _agent_at_break(pre: Sequence[Item], k: int, at: int, agent: Item | None) -> tuple[bool, Item | None]:
    """The same where the clause of the verb at `at` begins behind the break at `k`, and `agent` stands in it."""
    link = pre[k].kind
    if agent is not None:
        listed = link in (",", "and", "or") and k > 0 and pre[k - 1].kind == "area"
        one_of_several = agent.kind == "area" and listed and not _is_fronted(pre, k)  # "Japan and Korea bought"
        return (False, None) if one_of_several else (True, agent)
    if not _light(pre[k + 1 : at]):
        return False, None
    if link == "and":
        agent = _shared(pre[:k])
    elif link == ",":
        agent = _before_relative(pre, k)
    if agent is None and link == "," and pre[at].low.endswith("ing"):
        agent = _opening(pre[:k])
    return True, agent


def _is_fronted(pre: Sequence[Item], k: int) -> bool:
    """Whether the clause before the break at `k` only leads to what follows: "As for all markets, Malaysia sold"."""
    opens = next((pre[m + 1].kind for m in range(k - 1, -1, -1) if pre[m].kind in BREAKS), pre[0].kind)
    return opens in ("for", "to", "with", "in", "of", "ref", "on", "as")


def _shared(before: Sequence[Item]) -> Item | None:
    """The country that is the subject of the verb before as well: "Uganda remained the biggest market and | took"."""
    clause = _last_clause(before)
    told = _names_whom(clause) and any(is_verb(x) for x in clause[1:]) and not holds(clause, ("flow", "num", "and"))
    return clause[0] if told else None


def _opening(before: Sequence[Item]) -> Item | None:
    """The country that is the subject of the clause before a participle: "China was the top source of imports, | supplying"."""
    clause = _last_clause(before)
    verb = next((x for x in clause[1:] if not _light([x])), None)
    told = _names_whom(clause) and verb is not None and is_verb(verb) and not holds(clause, ("num",))
    return clause[0] if told else None


def _last_clause(before: Sequence[Item]) -> Sequence[Item]:
    """The items behind the last break, without what is light at their head."""
    begin = next((k + 1 for k in range(len(before) - 1, -1, -1) if before[k].kind in BREAKS), 0)
    return before[next((n for n in range(begin, len(before)) if not _light(before[n : n + 1])), len(before)) :]


def _names_whom(clause: Sequence[Item]) -> bool:
    """Whether a clause opens with a country's name, which owns nothing."""
    return bool(clause) and clause[0].kind == "area" and bool(clause[0].code) and not clause[0].what.possessive


def _before_relative(pre: Sequence[Item], k: int) -> Item | None:
    """The country that a clause between commas tells of: "India, which has capped its exports, | sent"."""
    apposed = k - 1 - (k > 1 and pre[k - 2].kind == "det")
    if pre[k - 1].kind == "area" and pre[k - 1].code and apposed > 0 and pre[apposed - 1].kind == ",":
        return pre[k - 1]  # "India's biggest buyer, the United States, | took"
    opened = next((n for n in range(k - 1, max(1, k - _RELATIVE), -1) if pre[n].kind in (*BREAKS, "num")), 0)
    relative = pre[opened].kind == "which" and pre[opened - 1].kind == "," and opened > 1
    named = pre[opened - 2] if relative else None
    return named if named is not None and named.kind == "area" and named.code and not named.what.possessive else None


def _light(items: Sequence[Item]) -> bool:
    return all(x.kind in ("adv", "and", ",", "det") or x.low in word_set("barely") for x in items)
