"""What an article settles once for all its sentences: whose trade, which product, which period, which base."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from tradestats.calendar import Period
from tradestats.items import MIRROR, TRADERS, Found, Item, holds
from tradestats.lexicon import word_set
from tradestats.model import Article, Published
from tradestats.phrase import Product, cause, has_verb, headed, is_verb, left_home, parse, part_of_makers, sent_off
from tradestats.recognise import names, periods, products
from tradestats.words import is_goods, is_head


class Context(NamedTuple):
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
    fiscal: int | None  # first month of the fiscal or crop year that the text itself explains
    unit: str  # the currency of a bare "$"
    services: bool = False  # services trade is told of too, so "goods" is a part
    trade: bool = True  # the article names an export, an import or a trade balance at all
    titled: bool = False  # the title names a flow
    volumes: bool = False  # all amounts are quantities: an unmarked growth is of volume
    crop: str = ""  # the product that the article is about, if its trade can be counted in crop years
    nodx: Item | None = None  # the non-oil exports that the article opens with: what it tells of countries is of them
    aside: bool = False  # trade is told of in passing: only the sentence that names a flow gives figures of it
    parted: bool = False  # re-exports are told of beside exports
    mutual: str = ""  # the one other country, if the article is about the reporter's trade with it
    news: Period | None = None  # the newest month, quarter or sum that title and lead name, if it was news on the day of publication

    def custom(self) -> str:
        """What the reporter's monthly figures are mostly compared with, empty if that is not known."""
        area = names.area(self.reporter) if self.reporter else None
        return area.basis_default if area is not None else ""

    def anchor(self, focus: Period | None, reporter: str = "") -> periods.Anchor:
        """The point from which periods in the text are counted."""
        whose = (reporter or self.reporter).split("+")[0]
        area = names.area(whose) if whose else None
        crop = periods.crop_start(self.crop, whose) if self.crop else 0
        return periods.Anchor(self.published, focus, self.fiscal or (area.fiscal_start if area else 1), self.year, whose, crop)


# What a year is only compared with: "than in", "from $16.2 billion in", "against 4 billion dollars a tonne in".
_COMPARED = re.compile(
    r"(?<![^\W_])(?:than|from|with|against|versus|vs|(?:front|compared|respect|relative|relation|opposed) to)"
    r"\.?(?:\s++[^\s,;.]++(?:[.,]\d++)*+){0,4}?(?:\s++(?:in|of|for|during|the))*+\s*+$"
    r"|(?:%|per ?cent|pct|pc)\s++(?:up\s++|down\s++|higher\s++|lower\s++|more\s++|less\s++)?on\s++$"
)

# Between a month and the same month of a year that it is compared with: "in November rose 8.8 percent, against | November 2021".
_COMPARES = re.compile(r"(?:[^.\n]|\.\d)*+(?:(?<=%)|(?<=per cent)|(?<=percent)|(?<=pct))(?:[^.\n\d]|\.\d)*+")

# How strongly a position speaks for an area being the reporter.
_POSSESSED_FLOW, _SUBJECT, _AGENCY, _PLAIN = 6, 4, 3, 1
_BY_INCOME = frozenset(("DEVELOPED", "DEVELOPING", "LDC"))  # groups that are nowhere on a map
_NO_NEWS = frozenset(("since", "until", "day", "end"))
_NEWS = 4  # months after which figures are no news any more
_MAINLY = 0.5  # the part of all amounts that has to be in a country's own money to speak for it
_ROUND_UP = 3  # countries with flows of their own in an opening that is about several; one fewer where a region is named
_AHEAD = 3  # how many times the votes of any other one country has, if the article is about that one all the same
_LEADS = 2  # sentences that say most clearly whose trade it is
_TRACES = 3  # telephone numbers and addresses that count


def settle(
    article: Article,
    title: Sequence[Item],
    title_copy: str,
    lead: Sequence[Sequence[Item]],
    copy: str,
    found: Found,
    trade: bool,
    rest: Sequence[Sequence[Item]] = (),
    balances: int = 0,
) -> Context:
    """Reads title and first sentences for what holds throughout. `lead` is the first sentences as items, `rest` those after it.

    `trade` says that the article tells of foreign trade at all, `balances` how often it names a trade balance or trade both ways.
    """
    published = article.published or periods.dateline(copy)
    reporter, several = (article.reporter, False) if article.reporter else _reporter(title, lead[:_VOTERS], rest, found, copy)
    if (
        not several
        and any(_league(items) for items in lead[:1])
        and len({x.code for items in lead[:4] for x in items if x.kind == "area" and x.code}) > 1
    ):
        several = True  # a league of exporters
    opening = _first_told(lead)
    titled = holds(title, ("flow", "nodx", "hint"))
    topic, flow = _topic([(opening, copy)], (title, title_copy))
    moved = _moved_by_goods(opening)
    before = lead[: next((k for k, items in enumerate(lead) if items is opening), 0)]
    whole = topic is not None and products.slug(topic.text) in word_set("all_goods") | word_set("all_trade")
    if topic is not None and not whole and any(_bare(x) and holds(x, ("area", "time")) and not holds(x, ("prod",)) for x in before):
        topic = None  # under "Foreign trade in May", what is told of first is one of many
    over = next((t for items in before if (t := _headline_topic(items, copy)) is not None), None)
    if topic is not None and over is not None and not whole and over.text.lower() not in topic.text.lower():
        topic = over  # "China's aluminium exports, July", over bullets and a paragraph on bauxite
    if topic is None and not several and not _bare(opening):
        named = (_topic([(items, copy)], ([], ""))[0] for items in before)
        topic = next((t for t in named if t is not None and products.scan(t.text)), None)
    if topic is None and not several:
        topic = _headed_topic(opening, lead, copy) or _labelled_topic([*before, opening, title], copy, title, title_copy)
        topic = topic or _made([*before, title], copy, title, title_copy)
    if topic is None:
        bare = _bare(opening)
        topic = _dominant(_about(before) if bare else [title, *lead], found, copy, balances, alone=bare)
    if moved is not None:
        topic, flow = None, moved.code
    if topic is not None and not holds(opening, ("num",)) and (_tells_of_all(lead) or _is_one_of_many(topic, [*lead, *rest[:_LEADS]])):
        topic = None
    if not any(holds(items, ("flow", "nodx")) for items in lead) and any(sent_off(items) for items in lead):
        flow, titled = "export", True  # "the country put 395,000 tons on ships, of which 91 percent went to China"
    if flow == "import" and reporter and _others_buy(opening, reporter):
        flow = "export"
    if topic is not None and products.slug(topic.text).startswith("non-") and not _leaves_out_throughout(lead, found):
        topic = None
    if topic is not None and products.slug(topic.text) in word_set("all_goods") | word_set("all_trade"):
        topic = None
    if flow == "import" and topic is None and any(x.kind == "flow" and x.code == "export" for x in [*opening, *title]):
        flow = "export"
    area = names.area(reporter) if reporter else None
    year = None if published else _year(found.periods, copy)
    anchor = periods.Anchor(published, None, area.fiscal_start if area else 1, year, reporter)
    kinds_of_services = ("services", "commercial-services", "goods-and-services")
    services = any(
        p.slug in kinds_of_services and "services" in copy[p.start : p.end].lower() for p in found.products
    )  # a "Revenue Service" tells of none
    kinds = Counter(n.kind for n in found.numbers)
    others = kinds["money"] + kinds["price"]
    goods = Counter(p.slug for p in found.products)
    volumes = kinds["quantity"] > (others and max(_RARELY * others, _MANY))
    return Context(
        published,
        reporter,
        several,
        topic,
        flow,
        year,
        _title_period(title, anchor),
        periods.settled_fiscal_start(found.periods) or (None if area else periods.implied_fiscal_start(found.periods)),
        _dollar(area, found),
        services,
        trade or several,
        titled,
        volumes,
        products.slug(topic.text) if topic is not None else max(goods, key=lambda slug: goods[slug], default=""),
        nodx=_opening_nodx(opening),
        parted=any(x.kind == "flow" and x.code == "re-export" for items in (*lead, *rest) for x in items),
        mutual="" if several or not reporter else _mutual([title, *lead[:_OPENING]], reporter, found),
        news=_news([title, *lead], anchor) if published else None,
    )


def _news(opening: Sequence[Sequence[Item]], anchor: periods.Anchor) -> Period | None:
    """The newest span of months that an opening names, if it was news on the day of publication."""
    assert anchor.published is not None
    today = anchor.published.year * 12 + anchor.published.month
    spans = (
        periods.resolve(item.what, anchor) for items in opening for item in items if item.kind == "time" and item.what.form not in _NO_NEWS
    )
    fresh = [p for p in spans if p is not None and p.months and p.freq != "A" and 0 <= today - (p.end.year * 12 + p.end.month) <= _NEWS]
    return max(fresh, key=lambda p: (p.end, p.start), default=None)


def _mutual(opening: Sequence[Sequence[Item]], home: str, found: Found) -> str:
    """The one other country of an article on the trade of two: its opening tells of that, names no third, and the rest hardly does."""
    named = Counter(a.code for a in found.areas if a.form in _NAMED and a.code not in ("", home) and not names.is_group(a.code))
    other, often = max(named.items(), key=lambda kv: kv[1], default=("", 0))
    if often < _OFTEN_NAMED or often < _ALMOST_ALL * sum(named.values()):
        return ""
    abroad = {x.code for items in opening for x in items if x.kind == "area"} - {"", home, "WLD", "ROW"}
    if {code for code in abroad if not names.is_group(code)} != {other}:
        return ""  # regions may be named, but no third country
    telling = next((items for items in opening if holds(items, ("flow",)) and any(is_verb(x) for x in items)), [])
    first = next((k for k, x in enumerate(telling) if x.kind == "flow"), 0)
    end = next((k for k in range(first, len(telling)) if telling[k].kind in _CLOSES), len(telling))
    if not any(x.code == other or x.low.split(" ", 1)[0] in word_set("two_sided") for x in telling[:end]):
        return ""  # "Korea's trade surplus is growing too fast" is told of all its trade
    both = {x.code for x in telling if x.kind == "flow"} >= set(MIRROR) and not any(x.code == "WLD" for x in telling[:end])
    return other if both or any(_with(items, k, other) for items in opening for k in range(len(items))) else ""


def _with(items: Sequence[Item], k: int, other: str) -> bool:
    """Whether trade both ways is told of at `k`: "bilateral trade", "its deficit with India", "trade between the two"."""
    item = items[k]
    if item.kind == "pair" or item.low.split(" ", 1)[0] in word_set("two_sided"):
        return True
    if item.kind != "flow" or item.code not in ("trade", "balance"):
        return False
    after = items[k + 1 : k + 6]
    return any(x.kind in ("with", "between") and holds(after[n + 1 :], ("area",)) for n, x in enumerate(after)) and any(
        x.code == other for x in after
    )


def _opening_nodx(opening: Sequence[Item]) -> Item | None:
    """The non-oil exports that an article opens with, if they are the first flow it names."""
    first = next((x for x in opening if x.kind in ("flow", "nodx")), None)
    return first if first is not None and first.kind == "nodx" else None


def _dollar(area: names.Area | None, found: Found) -> str:
    """What a bare "$" is: the reporter's own dollar where that is its habit, or where the text writes it out ("F$") and no other."""
    if area is None:
        return "USD"
    written = {n.unit for n in found.numbers if n.kind in ("money", "price") and len(n.units) < 2 and n.unit[:3].endswith("D")}
    return area.currency if written == {area.currency} else area.dollar


def _league(items: Sequence[Item]) -> bool:
    """Whether a sentence tells of exporters as such, of all countries or a region's: not of "Turkish exporters", "exporters in Peru"."""
    for k, item in enumerate(items):
        if item.low in TRADERS:
            beside = [*items[max(0, k - 2) : k], *items[k + 2 : k + 3]]
            return not any(x.kind == "area" and not x.what.possessive and not _region(x.code) for x in beside)
    return False


def _by_currency(found: Found, least: float = 0) -> str:
    """The country whose money most amounts are in but for dollars and euros, if they are at least this part of all amounts."""
    amounts = [n for n in found.numbers if n.kind == "money"]
    seen = Counter(n.unit for n in amounts if n.unit not in ("USD", "EUR", "") and len(n.units) < 2)
    for unit, count in seen.most_common(1):
        homes = [
            code
            for code in names.area_codes()
            if (area := names.area(code)) is not None and area.currency == unit and area.kind == "country"
        ]
        main = [code for code in homes if code[:2] == unit[:2]]
        if count >= least * len(amounts) and (len(homes) == 1 or len(main) == 1):
            return (main or homes)[0]
    return ""


def _reporter(
    title: Sequence[Item], lead: Sequence[Sequence[Item]], rest: Sequence[Sequence[Item]], found: Found, copy: str
) -> tuple[str, bool]:
    """Whose trade the article is about, and whether it is about several countries'. `rest` is asked where the lead leaves it open."""
    votes, likely, strong, owners, world = _votes([title, *lead])
    votes.pop("WLD", None)
    if world and world > max(votes.values(), default=0):
        return "WLD", True
    single = Counter({code: count for code, count in votes.items() if count and not _region(code)})
    first = max(votes, key=lambda code: votes[code], default="")
    regional = any(_region(x) and count > _PLAIN for x, count in votes.items())  # named where an article says what it is about
    if _region(first):
        told = {x.code for items in [title, *lead] for x in items if x.kind == "area" and x.what.form != "capital"}
        told = strong | {code for code in told if not names.is_group(code)}
        if first not in strong or told & set(single):  # not where a dateline alone names a country
            votes = single or votes  # an article on trade with the Middle East is that of the country it also names
    code = _clear(votes)
    if len(owners) >= _ROUND_UP - regional and votes[code] < _AHEAD * max(votes[x] for x in owners - {code}):
        return "", True  # "Exports from Thailand rose 4 percent, while Malaysia's fell 1 percent", of ASEAN
    if code in strong:
        return code, False
    if rest and (not code or len(votes) > 1 or likely):
        later = _by_later(rest, offices=bool(votes))
        if later:
            return later, False
    return _traced(votes if code else votes + likely, found, copy) or code or _by_currency(found) or _only_owner([*lead, *rest]), False


def _only_owner(sentences: Sequence[Sequence[Item]]) -> str:
    """The one country that opens a sentence on trade, where nothing else says whose it is: "India is estimated to have clocked exports"."""
    opening = {x.code for items in sentences for x in items[:2] if x.kind == "area"} - {"", "ROW", "WLD"}
    return opening.pop() if len(opening) == 1 and any(map(_tells_of_own, sentences)) else ""


def _tells_of_own(items: Sequence[Item]) -> bool:
    """Whether a sentence opens with a country and tells of its trade or its markets: not that it bought, took a share or is a market."""
    if not items or items[0].kind != "area" or items[0].what.form != "name" or not _strength(items, 0):
        return False
    near = items[1:_TOLD_NEAR]
    place = any(x.low.split()[-1] in word_set("place_nouns") for x in near)
    if items[0].what.possessive:
        return place or holds(near, ("flow", "nodx"))
    return holds(near, ("flow", "nodx")) and not place and not holds(near, ("tv", "share"))


def _clear(votes: Counter[str]) -> str:
    """Who has most of the votes, if that is clear; else empty."""
    best = sorted(votes.items(), key=lambda kv: (-kv[1], kv[0]))
    clear = bool(best) and (best[0][1] > 3 or len(best) == 1 or best[0][1] >= 2 * best[1][1])
    return best[0][0] if clear and best[0][1] > 0 else ""


def _votes(sentences: Sequence[Sequence[Item]]) -> tuple[Counter[str], Counter[str], set[str], set[str], int]:
    """What speaks for each country: its name where it stands, and what several or a part of it bear; who speaks or has a flow;
    the countries with flows of their own; the world's votes.

    `sentences` are the title and the lead.
    """
    votes: Counter[str] = Counter()
    likely: Counter[str] = Counter()  # by offices' names that several countries have, by regions and cities
    strong: set[str] = set()
    owners: set[str] = set()
    world = told = 0
    for n, items in enumerate(sentences):
        weight = 3 if n == 0 else 2 if told < _LEADS else 1  # headings come before what they head
        told += n > 0 and (has_verb(items) or holds(items, ("num",)))
        for k, item in enumerate(items):
            if item.kind == "proper" and item.code:
                at_home = [x.kind for x in items[k + 1 : k + 3]] == [",", "area"]  # "Ministry of Trade, Fiji": whoever else has one
                if not at_home:
                    shared = names.shared(item.word)
                    (likely if shared else votes)[item.code] += _AGENCY * weight
                    strong |= set() if shared else {item.code}
            elif item.kind == "place":
                likely[item.code] += _PLAIN * weight
            elif item.kind == "area" and item.code == "WLD":
                world += _POSSESSED_FLOW * weight if weight > 1 and _worlds_flow(items, k) else 0
            elif item.kind == "area" and item.code not in ("", "ROW"):
                strength = _strength(items, k)
                owners |= {item.code} if strength >= _AGENCY and not names.is_group(item.code) else set()
                if strength < _AGENCY and item.code in _BY_INCOME:
                    continue  # "weak demand in developed markets"
                code = item.code.removeprefix("INTRA-")  # trade within a union is the union's
                votes[code] += strength * weight + (1 if strength >= _SUBJECT and n < 2 and not strong else 0)  # who is named first
                if strength > _PLAIN:
                    strong.add(code)
            elif item.kind == "w" and item.low in ("world", "global") and weight > 1 and _worlds_flow(items, k):
                world += _POSSESSED_FLOW * weight
    return votes, likely, strong, owners, world


def _traced(named: Counter[str], found: Found, copy: str) -> str:
    """The country that all traces speak for together, where no name says whose trade it is: names, money, telephone numbers."""
    traces = Counter(named)
    traces[_by_currency(found, _MAINLY)] += _AGENCY
    for code in names.origins(copy)[:_TRACES]:
        traces[code] += _AGENCY
    del traces[""]
    return _clear(traces)


def _region(code: str) -> bool:
    """Whether a code is a group of countries that publishes no trade figures of its own."""
    return names.is_group(code) and code not in ("EU", "EA")


def _by_later(rest: Sequence[Sequence[Item]], *, offices: bool) -> str:
    """The one country whose office or whose own flow the body names, where title and lead name none: "USDA forecasts".

    `offices` says that only an office counts, against a country that the lead names in passing.
    """
    votes: Counter[str] = Counter()
    for items in rest:
        for k, item in enumerate(items):
            if item.kind == "proper" and item.code and item.code != "WLD" and not names.shared(item.word):
                votes[item.code] += _AGENCY
            elif not offices and item.kind == "area" and item.code not in ("", "ROW", "WLD"):
                strength = _strength(items, k)
                votes[item.code] += strength if strength >= _AGENCY else 0
    best = [(code, count) for code, count in votes.most_common(2) if count]
    return best[0][0] if best and (len(best) == 1 or best[0][1] >= 2 * best[1][1]) else ""


def _worlds_flow(items: Sequence[Item], k: int) -> bool:
    """Whether a flow follows "world" directly: "world merchandise trade", not "sold the world $36 billion".

    Nor "Britain's global exports", "the global deficit": the world has no balance, it is somebody's with all.
    """
    at = next((n for n in range(k + 1, min(k + 4, len(items))) if items[n].kind in ("flow", "nodx", "num")), None)
    if at is None or items[at].kind == "num" or items[at].code == "balance":
        return False
    owned = k > 0 and items[k - 1].kind == "area" and items[k - 1].code != "WLD"
    return not owned and _flow_near(items, k + 1, at - k)


_TOLD_NEAR = 14  # items of a sentence in which it says that it is on trade
_LISTED = 40  # items of a list within which what opened it is looked for
_TRADES = frozenset(("export", "exports", "import", "imports"))
_TOLD = frozenset(("flow", "nodx", "sales", "tv"))
_MISSIONS = frozenset(("embassy", "consulate", "legation"))
_OFFICES = frozenset(("office", "bureau", "agency", "ministry", "customs", "department", "authority", "institute"))


def _strength(items: Sequence[Item], k: int) -> int:
    item = items[k]
    if item.what.form == "bound":
        return 0
    before = items[k - 1].kind if k else ""
    if before == "det" and k > 1:
        before = items[k - 2].kind
    if before in ("for", "of", "to") and any(x.low.split()[-1] in word_set("place_nouns") for x in items[max(0, k - 3) : k - 1]):
        return _POSSESSED_FLOW  # "the largest market for Peru"
    if item.what.possessive and any(x.kind == "hint" and x.low.split()[-1] in word_set("markets") for x in items[k + 1 : k + 4]):
        return _POSSESSED_FLOW  # "exports to New Zealand's top trading partners"
    if before in ("to", "with", "between") or (before == "among" and not item.what.possessive):
        return 0
    if before in ("and", ",") and _listed_after(items, k):
        return 0
    if k > 2 and before == "and" and holds(items[max(0, k - 4) : k - 2], ("between",)):
        return 0
    if holds(items[max(0, k - 1) : k + 2], ("pair",)) or _beside(items, k, -1) or _beside(items, k, 1):
        return 0
    if _away(items, k):
        return 0
    if k == 0 and [x.kind for x in items[1:2]] in ([":"], ["-"]) and items[2:] and holds(items[2:], _TOLD) and items[2].kind != "num":
        return _SUBJECT  # "Chile: fruit sales pass"
    if before == "ref" and item.what.form == "name" and not item.what.possessive and any(x.low == "from" for x in items[max(0, k - 2) : k]):
        moved = next((x.code for x in reversed(items[max(0, k - 10) : k]) if x.kind in ("flow", "tv", "sales")), "")
        return _AGENCY if moved == "export" else 0  # "exports from Peru", "imports from Peru"
    if before == "ref" and item.what.form == "demonym" and items[k - 1].low == "from":
        return _PLAIN  # "with a boost from Japanese car arrivals"
    if any(x.kind in ("w", "stat") and x.low in _OFFICES for x in items[k + 1 : k + 5]) and any(
        x.kind == "says" for x in items[k + 1 : k + 8]
    ):
        return _AGENCY  # "Malaysia's statistics office said"
    if [x.low for x in items[k + 1 : k + 3]] == ["high", "commission"] or any(x.low in _MISSIONS for x in items[k + 1 : k + 2]):
        return _AGENCY  # "Kenya High Commission, New Delhi"
    if before == "," and ((k > 1 and items[k - 2].kind == "proper") or any(x.low in _OFFICES for x in items[max(0, k - 8) : k])):
        return _AGENCY  # "Ministry of Industry and Trade, Fiji"
    if _flow_near(items, k + 1, 6 if item.what.possessive or item.what.form == "demonym" else 4):
        return _POSSESSED_FLOW
    if item.what.possessive and any(x.kind == "hint" and _names_trade(x) for x in items[k + 1 : k + 4]):
        return _POSSESSED_FLOW  # "Turkey's largest export market", "Kenya's main partners"
    following = next((x for x in items[k + 1 : k + 4] if x.kind not in ("adv", "adj", "det", "w")), None)
    sold = any(x.kind == "flow" and x.code == "export" for x in items[k + 2 : k + 12])
    if following is not None and following.kind == "tv" and following.code == "import" and sold:
        return 0  # "Spain took 51 percent of exports"
    if following is not None and following.kind == "share" and sold and not any(x.low in word_set("world") for x in items[k + 1 : k + 12]):
        return 0  # "China accounted for 30 percent of exports"
    if following is not None and following.kind in ("tv", "lev"):
        trade = holds(items[k + 1 : k + 10], ("flow",))
        return _SUBJECT if trade or (following.kind == "tv" and following.code == "export") else _PLAIN
    if before in ("of", "ref") and k > 1:
        return 2 if holds(items[max(0, k - 3) : k], ("flow",)) else 0
    return _PLAIN


def _away(items: Sequence[Item], k: int) -> bool:
    """Whether a country is only where goods go: "Chinese buyers", "a 3 percent slide in China", "the US is the top market"."""
    after = items[k + 1 : k + 2]
    if after and after[0].low in word_set("their_part"):
        return True
    listed = k and items[k - 1].kind in ("and", ",", "with", ";") and not items[k].what.possessive
    figure = next((x for x in items[k + 1 : k + 3] if x.kind != "("), None)
    if listed and figure is not None and figure.kind == "num" and figure.code in ("percent", "money", "quantity"):
        return True  # one of a list: "and Japan 22 percent", "Japan ($3 million)"
    if k > 1 and items[k - 1].kind == "in":
        if (items[k].what.possessive or items[k].what.form == "demonym") and _flow_near(items, k + 1, 3):
            return False  # "there was a rise of 8 percent in Kenya's exports"
        return items[k - 2].low in word_set("their_part") or (items[k - 2].kind == "chg" and holds(items[max(0, k - 6) : k - 2], ("num",)))
    verb = next((n for n in range(k + 1, min(k + 4, len(items))) if _is_said_to_be(items[n])), None)
    said = items[verb + 1 : verb + 7] if verb is not None else []
    called = next((x for x in said if x.kind == "hint"), None)
    return called is not None and called.low.split()[-1] in word_set("place_nouns") and not any(x.low in word_set("world") for x in said)


def _is_said_to_be(item: Item) -> bool:
    return item.kind == "lev" and (item.code == "be" or item.low in word_set("stays"))


def _beside(items: Sequence[Item], k: int, step: int) -> bool:
    """Whether a slash joins an area to another: "Fiji/Samoa trade" is of either."""
    return 0 <= k + 2 * step < len(items) and items[k + step].kind == "/" and items[k + 2 * step].kind == "area"


def _listed_after(items: Sequence[Item], k: int) -> bool:
    """Whether an area goes on with a list that a preposition opened: "went to Peru ($4 billion) and Chile"."""
    first = max(0, k - _LISTED)
    k -= 1
    while k > first and items[k].kind in ("and", ",", "or", "area", "det", "(", ")", "num"):
        k -= 1
    return k >= 0 and items[k].kind in ("to", "with", "between") and holds(items[k + 1 : k + 3], ("area",))


def _names_trade(hint: Item) -> bool:
    words = hint.low.split()
    return not _TRADES.isdisjoint(words) or words[-1] in word_set("place_nouns")


def _flow_near(items: Sequence[Item], k: int, reach: int) -> bool:
    for item in items[k : k + reach]:
        if item.kind in ("flow", "nodx", "revenue"):
            return True
        if item.kind not in ("w", "prod", "adj", "time", "and", "stat", "det", "adjust", ",", "cmp", "chg", "num") or item.kind == "cmp":
            return False
    return False


_TRADED = frozenset(("flow", "nodx", "tv", "hint"))
_FIGURED = frozenset(("num", "chg", "cmp"))


def _tells(items: Sequence[Item]) -> bool:
    """Whether a sentence tells of a flow: a heading or a line of key words does not."""
    kinds, words = {x.kind for x in items}, {x.low for x in items}
    if not words.isdisjoint(TRADERS) or ("left" in words and left_home(items) < len(items)):
        return True
    return not kinds.isdisjoint(_TRADED) and not kinds.isdisjoint(_FIGURED) and has_verb(items)


def _first_told(lead: Sequence[Sequence[Item]]) -> Sequence[Item]:
    """The first sentence that tells of a flow; a headline on exporters leaves it to the next: "Chip exporters brace for a flat year"."""
    telling = list(islice(filter(_tells, lead), 2))
    traders_only = len(telling) > 1 and not holds(telling[0], _TRADED)
    if traders_only and holds(telling[1], ("flow",)) and holds(telling[1], ("prod",)):
        return telling[1]
    if telling:
        return telling[0]
    traded = (x for x in lead[:_OPENING] if holds(x, ("prod",)) and any(y.kind == "tv" and y.code in MIRROR for y in x))
    return next(traded, (lead or [[]])[0])  # "Which farm products sold best abroad?"


def _topic(lead: Sequence[tuple[Sequence[Item], str]], title: tuple[Sequence[Item], str]) -> tuple[Product | None, str]:
    """The product of the first flow that the lead or the title names; None where that flow is of all products."""
    for items, copy in [*lead, title]:
        at = next(
            (
                k
                for k, x in enumerate(items)
                if x.kind in ("flow", "nodx")
                or (x.kind == "tv" and x.code in ("export", "import"))
                or (x.kind == "lev" and x.code == "earn")
                or x.low in TRADERS
            ),
            None,
        )
        if at is None:
            end = next((k for k, x in enumerate(items) if x.kind == "lev" and x.code == "worth"), left_home(items))
            if left_home(items) < len(items):  # "chips worth $13 billion left Korea", "beef left Uruguay"
                head = parse(items[:end], subject=True)
                if head.joined is not None:
                    return Product(copy[head.joined.start : head.joined.end], 0, 0, True), "export"
            continue
        if items[at].kind == "w" and items[at].low in TRADERS:
            before = parse(items[max(0, at - 3) : at], subject=True)
            if before.joined is not None:
                return Product(copy[before.joined.start : before.joined.end], 0, 0, True), TRADERS[items[at].low]
            continue
        stop = at
        while stop and items[at].kind == "tv" and items[stop - 1].low in word_set("be"):
            stop -= 1  # "bags of coffee valued at $84 million | were exported"
        opens = _OPENS | {"det"} if stop < at else _OPENS
        parted = (k + 1 for k in range(stop) if items[k].kind in opens or (is_verb(items[k]) and items[k].low not in word_set("worth")))
        begin = max(parted, default=0)
        end = next(
            (k for k in range(at + 1, len(items)) if is_verb(items[k]) or items[k].kind in ("num", ",", "sub", "(", "which")), len(items)
        )
        end = min(end, cause(items, at))
        if items[at].kind == "flow" and headed(items, at):
            return None, items[at].code  # "Medical devices lead exports": one of all goods
        phrase = parse(items[begin : at + 1], subject=True)
        moved = _object(items, at)
        told = items[at].kind in ("tv", "lev") or items[at].low in TRADERS  # a verb: the product is its object
        after = parse(moved if told else items[at:end], subject=True)
        flow = "export" if items[at].kind == "lev" else items[at].code
        if items[at].kind == "nodx":
            return None, flow  # non-oil exports are a part of all trade, not the article's one product
        if phrase.total:
            return None, flow
        leads = ("of", "in") if flow in ("trade", "balance") else ("of",)  # "trade in textiles between Turkey and Italy"
        of = next((x.start for x in items[at:end] if x.kind in leads), None)
        for found in (after,) if told else (after, phrase):
            joined = found.joined
            if not found.products or joined is None or not (found is phrase or told or (of is not None and of < joined.start)):
                continue
            of_a_branch = any(x.low in word_set("branches") for x in items[begin:at])  # "Health industry exports"
            if not _known(copy[joined.start : joined.end]) and of is None and not of_a_branch:
                return None, flow
            return Product(copy[joined.start : joined.end], joined.start, joined.end, True), flow
        if told and phrase.joined is not None and (phrase.maker is not None or holds(items[begin:at], ("prod",))):
            joined = phrase.joined  # "bags of coffee worth $149 million were exported"
            return Product(copy[joined.start : joined.end], joined.start, joined.end, True), flow
        return None, flow
    return None, ""


def _labelled_topic(headings: Sequence[Sequence[Item]], copy: str, title: Sequence[Item], title_copy: str) -> Product | None:
    """The one product that a heading names before a colon: "India's engineering goods: May shipments up 5%"."""
    for items in headings:
        colon = next((k for k, x in enumerate(items[:_LABEL]) if x.kind == ":"), 0)
        if not colon or has_verb(items[:colon]) or holds(items[:colon], ("flow", "other", "num", ",", "and", "stat")):
            continue
        named = parse(items[:colon], subject=True).joined
        text = (title_copy if items is title else copy)[named.start : named.end] if named is not None else ""
        if named is not None and products.scan(text):
            return Product(text, 0 if items is title else named.start, 0 if items is title else named.end, True)
    return None


def _made(headings: Sequence[Sequence[Item]], copy: str, title: Sequence[Item], title_copy: str) -> Product | None:
    """What those make whom a heading has for its subject: "Citrus growers eye a record"."""
    for items in headings:
        if holds(items, ("flow", "num")):
            continue
        who = next((k for k, x in enumerate(items) if k and x.low in word_set("makers")), 0)
        begin = who
        while begin and items[begin - 1].kind in ("w", "prod"):
            begin -= 1
        made = next(iter(part_of_makers(items[begin : who + 1])), None) if who else None
        text = (title_copy if items is title else copy)[made.start : items[who - 1].end] if made is not None else ""
        if made is not None and products.scan(text):
            return Product(text, 0 if items is title else made.start, 0 if items is title else items[who - 1].end, True)
    return None


def _tells_of_all(lead: Sequence[Sequence[Item]]) -> bool:
    """Whether the first sentence with amounts gives those of all exports and all imports, whatever goods the heading is on."""
    amounts = next((x for x in lead if sum(y.kind == "num" and y.code == "money" for y in x) > 1), [])
    flows = [k for k, x in enumerate(amounts) if x.kind == "flow"]
    alone = all(amounts[k - 1].kind not in ("prod", "w") and not holds(amounts[k + 1 : k + 2], ("of",)) for k in flows)
    return alone and not holds(amounts, ("prod",)) and {"export", "import"} <= {amounts[k].code for k in flows}


def _is_one_of_many(topic: Product, sentences: Sequence[Sequence[Item]]) -> bool:
    """Whether the first amounts are of all exports, and other goods are told of beside a heading's: "Chile's exports totalled"."""
    amounts = next((x for x in sentences if any(y.kind == "num" and y.code == "money" for y in x)), [])
    owned = any(x.kind == "area" and x.code and y.kind == "flow" for x, y in pairwise(amounts)) and not holds(amounts, ("prod", "of"))
    told = {x.code for items in sentences for x, y in pairwise(items) if x.kind == "prod" and y.kind == "flow"}
    return owned and len(told - {products.slug(topic.text)}) > 0


def _moved_by_goods(items: Sequence[Item]) -> Item | None:
    """The flow of all goods that an opening is about where goods only say what moved it; None where it is not so.

    "Helped by chip shipments, Korea's exports rose", "a slump in oil exports dragged Norway's trade surplus down".
    """
    flows = [k for k, x in enumerate(items) if x.kind == "flow"][:_MOST_FLOWS]
    for first, second in pairwise(flows):
        if not _of_all(items, second):
            if _behind_a_front(items, first, second):
                return items[second]
            continue
        begin = second
        while begin > first + 1 and items[begin - 1].kind in _BEFORE_FLOW:
            begin -= 1
        led = items[begin - 1]
        fronted = led.kind == "," and not has_verb(items[1 : begin - 1])
        caused = led.low in word_set("causes") or (led.kind == "chg" and led.code.startswith("v"))
        caused = caused and not holds(items[first : begin - 1], (",",))  # "garment exports rose, lifting all exports" are of garments
        if begin > first + 1 and (fronted or caused) and holds(items[: second - 1], ("prod",)):
            return items[second]
    return None


def _behind_a_front(items: Sequence[Item], first: int, second: int) -> bool:
    """Whether goods' flow only opens a sentence on a country's: "Riding high on tea exports, Nepal saw a 9 percent rise in exports"."""
    comma = next((k for k in range(first + 1, second) if items[k].kind == ","), 0)
    whose = next((x for x in items[comma + 1 : second] if x.kind != "det"), None) if comma else None
    if whose is None or whose.kind not in ("area", "anaphor") or has_verb(items[1:comma]) or not holds(items[:comma], ("prod",)):
        return False
    return items[second - 1].kind in _BEFORE_FLOW | {"in", "of"} and not holds(items[second + 1 : second + 3], ("of", "prod"))


def _of_all(items: Sequence[Item], k: int) -> bool:
    """Whether the flow at `k` is somebody's, and of no goods: "Norway's trade surplus", "total exports", not "exports of tea"."""
    owned = k > 0 and (items[k - 1].kind in ("area", "anaphor", "pron") or (items[k - 1].kind == "adj" and items[k - 1].code == "total"))
    following = [x.kind for x in items[k + 1 : k + 4] if x.kind not in ("det", "adj")]
    return owned and not (following[:1] in (["of"], ["in"]) and following[1:2] in (["prod"], ["w"]))


def _leaves_out_throughout(lead: Sequence[Sequence[Item]], found: Found) -> bool:
    """Whether "non-oil" trade is all that an article tells of: it names neither a total nor what is left out."""
    for items in lead:
        if any(x.kind == "adj" and x.code == "total" and holds(items[k + 1 : k + 3], ("flow",)) for k, x in enumerate(items)):
            return False
    return not any(p.slug in word_set("left_out") for p in found.products)


def _others_buy(items: Sequence[Item], home: str) -> bool:
    """Whether a sentence's first verb of trade tells what another country bought: "Brazil bought gas worth $1 billion"."""
    at = next((k for k, x in enumerate(items) if x.kind in ("flow", "nodx", "tv")), 0)
    buyers = [x for x in items[max(0, at - 2) : at] if x.kind == "area" and not x.what.possessive]
    return items[at].kind == "tv" and bool(buyers) and all(x.code not in ("", home) for x in buyers)


def _headline_topic(items: Sequence[Item], copy: str) -> Product | None:
    """The product of a verbless headline on somebody's flow of it: "China's aluminium exports, July"."""
    if has_verb(items) or not holds(items, ("flow",)) or not holds(items[:2], ("area",)) or holds(items, ("num", "|")):
        return None
    found = _topic([(items, copy)], ([], ""))[0]
    return found if found is not None and products.scan(found.text) else None


def _headed_topic(opening: Sequence[Item], lead: Sequence[Sequence[Item]], copy: str) -> Product | None:
    """The product of the flow told of next, where the opening named it beside its own: "The wood trade: exports rebound"."""
    named = {x.code for x in opening if x.kind == "prod"}
    at = next((k for k, items in enumerate(lead) if items is opening), len(lead))
    following = next((items for items in lead[at + 1 :] if _tells(items)), None) if named else None
    found = _topic([(following, copy)], ([], ""))[0] if following is not None else None
    told = {p.slug for p in products.scan(found.text)} | {products.slug(found.text)} if found is not None else set()
    return found if any(code in slug for slug in told for code in named) else None  # "fruit" of "fruit and vegetables"


_NAMED = frozenset(("name", "demonym", "capital", "epithet", "bound"))
_CLOSES = frozenset((";", "why", "as", "sub", "says"))
_OFTEN_NAMED, _ALMOST_ALL = 4, 0.7  # how often the other country is named, and which part of all names of countries abroad
_LABEL = 8  # items of a heading before its colon
_MOST_FLOWS = 4  # of an opening
_BEFORE_FLOW = frozenset(("det", "area", "anaphor", "adj", "pron", "time"))
_VOTERS = 6  # sentences and headings that may say whose trade an article is about
_OPENS = frozenset((";", ":", "says", "sub", "(", ","))
_MANY = 5  # quantities that show what an article counts in, where it tells of money as well
_RARELY = 2  # so many quantities for one amount of money: what is told of are quantities
_OPENING = 5  # sentences, the title among them, that name what an article is about
_OFTEN, _MOSTLY = 2, 0.4  # how often it is named, and which part of all products named it is
_PER_BALANCE = 4  # for each balance that is named it has to be named so much oftener: balances are mostly of all goods


def _dominant(lead: Sequence[Sequence[Item]], found: Found, copy: str, balances: int, *, alone: bool) -> Product | None:
    """The product that an article keeps naming, from its opening on, where no flow of its opening names one.

    "530,365 bags of coffee were shipped in June" begins a report on coffee alone. Not where a flow of the opening is said to be of
    all goods. `alone`: only if the opening names no other.
    """
    opening = [x for items in lead[:_OPENING] for x in items]
    if any(x.kind == "adj" and x.code == "total" and holds(opening[k + 1 : k + 4], ("flow",)) for k, x in enumerate(opening)):
        return None
    named = Counter(p.slug for p in found.products if p.slug not in word_set("no_topic"))
    if not named:
        return None
    if alone and len({x.code for x in opening if x.kind == "prod"} & named.keys()) > 1:
        return None  # "Exports gained 5 percent" under a heading of several goods
    slug, count = max(named.items(), key=lambda kv: kv[1])
    counted = len(named) == 1 and any(n.kind == "quantity" for n in found.numbers)  # so many tonnes are tonnes of something
    often = (1 if counted else _OFTEN) + _PER_BALANCE * balances
    if count < often or count < _MOSTLY * sum(named.values()) or not any(x.code == slug for x in opening):
        return None
    first = next(p for p in found.products if p.slug == slug)
    return Product(copy[first.start : first.end], first.start, first.end, True)


def _bare(items: Sequence[Item]) -> bool:
    """Whether a sentence begins with a flow of a country or of nobody that names no product: "Kenya's exports fell", "Imports rose"."""
    at = next((k for k, x in enumerate(items) if x.kind == "flow"), None)
    if at is None or any(x.kind == "prod" for x in items[:at]) or (at and items[at - 1].kind == "w" and is_head(items[at - 1].word)):
        return False
    return any(x.kind == "area" for x in items[:at]) or not has_verb(items[:at])


def _about(sentences: Sequence[Sequence[Item]]) -> list[Sequence[Item]]:
    """The subjects of sentences that name no flow: "New Zealand wine had a thin year." says what the exports of the next are."""
    out = []
    for items in sentences:
        verb = next((k for k, x in enumerate(items) if is_verb(x) or (x.kind == "w" and x.low in word_set("be"))), None)
        if verb is not None and not any(x.kind in ("flow", "nodx") for x in items):
            out.append(items[:verb])
    return out


def _known(words: str) -> bool:
    """Whether words name goods: by the tables, or by their head."""
    return bool(products.scan(words)) or is_goods(words.rsplit(None, 1)[-1])


def _object(items: Sequence[Item], at: int) -> Sequence[Item]:
    """What follows the amount of "shipped $59 billion worth of goods"."""
    number = next((k for k in range(at, min(at + 12, len(items))) if items[k].kind == "num"), None)
    worth = next((k for k in range(at + 1, number or at) if items[k].code == "worth"), 0)
    if worth and items[at].low in word_set("ships") and not holds(items[at + 1 : worth], ("to", "ref", "in", ",", "time")):
        return items[at + 1 : worth]  # "exported medicinal products worth 277 billion euros"
    if number is None or number > at + 5:
        return []
    begin = number + 1
    if begin < len(items) and items[begin].kind == "ref" and items[at].kind == "lev":
        begin += 1  # "earned $65 billion from LNG"
    while begin < len(items) and (items[begin].kind in ("of", "det") or items[begin].code == "worth"):
        begin += 1
    stop = ("in", ",", "to", "num", "(", "time", "ref", "lev", "tv")
    end = next((k for k in range(begin, len(items)) if items[k].kind in stop), len(items))
    return items[begin:end]


def _year(times: Sequence[periods.PeriodMention], copy: str) -> int | None:
    """The year an undated article settles by naming one: the latest it names outright; a year it only compares with is the one before."""
    anchor = periods.Anchor(None, None, 1, None)
    years: list[int] = []
    of_months: list[int] = []
    months: dict[int, int] = {}  # where each month was last named without a year
    for m in times:
        args = dict(m.args)
        if m.relative and m.form == "month":
            months[int(args["m"])] = m.end
        if m.relative or m.form in ("since", "until") or "since" in copy[max(0, m.start - 25) : m.start]:
            continue
        period = periods.resolve(m, anchor)
        if period is not None:
            last = months.get(int(args["m"])) if m.form == "month" and "m" in args else None
            beside = last is not None and _COMPARES.fullmatch(copy, max(last, m.start - _BESIDE), m.start) is not None
            bracketed = copy[m.start - 1 : m.start] == "(" and copy[m.end : m.end + 1] == ":"  # "in August (August 2019: $1 billion)"
            compared = beside or bracketed or _COMPARED.search(copy, max(0, m.start - 48), m.start) is not None
            told = max(months, key=lambda named: months[named], default=0)
            earlier = told > period.end.month and m.start - months[told] < _BESIDE  # "to $5 billion in April from $4 billion in March 2024"
            found = period.end.year + (1 if compared and period.freq == "M" and not earlier else 0)
            years.append(found)
            if months and compared and period.freq == "M":
                of_months.append(found)
    years = of_months or years  # what a month is compared with says its year better than a forecast for a year to come
    return max(years) if years else None


_BESIDE = 200  # characters between a month and the same month of a named year that it is compared with


def _title_period(title: Sequence[Item], anchor: periods.Anchor) -> Period | None:
    for item in title:
        if item.kind == "time" and item.what.form not in ("since", "until", "day"):
            period = periods.resolve(item.what, anchor)
            if period is not None:
                return period
    return None
