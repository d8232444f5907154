"""What an article settles once for all its sentences: whose trade, which product, which period, which base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tradestats.calendar import Period
from tradestats.items import Item
from tradestats.model import Article, Published
from tradestats.phrase import Product, parse
from tradestats.recognise import names, periods


@dataclass(frozen=True, slots=True)
class Context:
    """`reporter` may be empty (not determined); `several` says that the article tells of several countries' trade.

    `topic` is the product of an article about one product, None for an article about all trade. `basis` is what an
    unmarked monthly growth is against.
    """

    published: Published | None
    reporter: str
    several: bool
    topic: Product | None
    flow: str
    year: int | None
    title_period: Period | None
    unit: str  # the currency of a bare "$"

    def anchor(self, focus: Period | None, reporter: str = "") -> periods.Anchor:
        """The point from which periods in the text are counted."""
        area = names.area((reporter or self.reporter).split("+")[0]) if (reporter or self.reporter) else None
        return periods.Anchor(self.published, focus, area.fiscal_start if area else 1, self.year, reporter or self.reporter)


# How strongly a position speaks for an area being the reporter.
_POSSESSED_FLOW, _SUBJECT, _AGENCY, _PLAIN = 6, 4, 3, 1


def settle(article: Article, title: Sequence[Item], lead: Sequence[Sequence[Item]], copy: str, times: Sequence[periods.PeriodMention]) -> Context:
    """Reads title and first sentences for what holds throughout. `lead` is the first sentences as items."""
    published = article.published or periods.dateline(copy)
    reporter, several = (article.reporter, False) if article.reporter else _reporter(title, lead)
    topic, flow = _topic(title, lead)
    area = names.area(reporter) if reporter else None
    year = None if published else _year(times)
    anchor = periods.Anchor(published, None, area.fiscal_start if area else 1, year, reporter)
    return Context(published, reporter, several, topic, flow, year, _title_period(title, anchor), area.dollar if area else "USD")


def _reporter(title: Sequence[Item], lead: Sequence[Sequence[Item]]) -> tuple[str, bool]:
    votes: Counter[str] = Counter()
    world = 0
    for n, items in enumerate([title, *lead]):
        weight = 3 if n == 0 else 2 if n <= 2 else 1
        for k, item in enumerate(items):
            if item.kind == "proper" and item.code:
                votes[item.code] += _AGENCY * weight
            elif item.kind == "area" and item.code not in ("", "ROW"):
                votes[item.code] += _strength(items, k) * weight
            elif item.kind == "w" and item.word.lower() in ("world", "global") and k + 1 < len(items) and _flow_near(items, k + 1, 4):
                world += _POSSESSED_FLOW * weight
    votes.pop("WLD", None)
    if world and world > max(votes.values(), default=0):
        return "WLD", True
    if not votes:
        return "", False
    best = sorted(votes.items(), key=lambda kv: (-kv[1], kv[0]))
    return (best[0][0], False) if best[0][1] > 1 else ("", False)


def _strength(items: Sequence[Item], k: int) -> int:
    item = items[k]
    if item.what.form == "bound":
        return 0
    before = items[k - 1].kind if k else ""
    if before == "det" and k > 1:
        before = items[k - 2].kind
    if before in ("to", "with", "among", "between"):
        return 0
    if before == "from":
        return 3 if any(x.kind == "flow" and x.code == "export" for x in items[max(0, k - 4) : k]) else 0
    if _flow_near(items, k + 1, 6 if item.what.possessive or item.what.form == "demonym" else 4):
        return _POSSESSED_FLOW if (item.what.possessive or item.what.form == "demonym" or True) else _PLAIN
    following = next((x for x in items[k + 1 : k + 4] if x.kind not in ("adv", "adj", "det", "w")), None)
    if following is not None and following.kind in ("tv", "lev"):
        trade = any(x.kind == "flow" for x in items[k + 1 : k + 10])
        return _SUBJECT if trade or (following.kind == "tv" and following.code == "export") else _PLAIN
    if before in ("of", "ref") and k > 1:
        return 2 if any(x.kind == "flow" for x in items[max(0, k - 3) : k]) else 0
    return _PLAIN if item.what.possessive else 0


def _flow_near(items: Sequence[Item], k: int, reach: int) -> bool:
    for item in items[k : k + reach]:
        if item.kind in ("flow", "nodx"):
            return True
        if item.kind not in ("w", "prod", "adj", "time", "and", "stat", "det", "adjust", ",", "cmp", "chg", "num") or item.kind == "cmp":
            return False
    return False


def _topic(title: Sequence[Item], lead: Sequence[Sequence[Item]]) -> tuple[Product | None, str]:
    """The product of the first flow that the title or the lead names, if the same place names no flow without product."""
    for items in [lead[0] if lead else [], title]:
        cut = next((k for k, x in enumerate(items) if x.kind == "num"), len(items))
        phrase = parse(items[:cut], subject=True)
        if phrase.flows:
            if phrase.products and not phrase.total and phrase.joined is not None and phrase.flows[0].kind != "nodx":
                return phrase.joined, phrase.flows[0].code
            return None, phrase.flows[0].code
        following = parse(items[cut + 1 :], subject=False)
        if phrase.verb is not None and following.products and following.joined is not None:
            return following.joined, phrase.verb.code
    return None, ""


def _year(times: Sequence[periods.PeriodMention]) -> int | None:
    """The year an undated article settles by naming one: the latest it names outright."""
    anchor = periods.Anchor(None, None, 1, None)
    years = Counter(p.end.year for m in times if not m.relative and (p := periods.resolve(m, anchor)) is not None and m.form not in ("since", "until"))
    return max(years) if years else None


def _title_period(title: Sequence[Item], anchor: periods.Anchor) -> Period | None:
    for item in title:
        if item.kind == "time" and item.what.form not in ("since", "until", "day"):
            period = periods.resolve(item.what, anchor)
            if period is not None:
                return period
    return None
