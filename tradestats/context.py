"""What an article settles once for all its sentences: whose trade, which product, which period, which base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tradestats.calendar import Period
from tradestats.items import MIRROR, Found, Item, holds
from tradestats.lazy import pattern
from tradestats.lexicon import word_set
from tradestats.model import Article, Published
from tradestats.phrase import Product
from tradestats.recognise import names, periods, products
from tradestats.reporter import ranked_traders, reporter_of, tells_of_exporters
from tradestats.stretch import is_verb
from tradestats.subnational import on_part
from tradestats.topic import OPENING, Opening, first_told, flow_of, put_on_ships, topic_of, weighed


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
    goods: Product | None = None  # what the article names most: its tonnes are of these, whatever the article is about
    nodx: Item | None = None  # the non-oil exports that the article opens with: what it tells of countries is of them
    part: bool = False  # the article is on the trade of a province, a state or a city
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
_COMPARED = pattern(
    r"(?i)(?<![^\W_])(?:than|from|with|against|versus|vs|(?:front|compared|respect|relative|relation|opposed|according) to)"
    r"\.?(?:\s++[^\s,;.]++(?:[.,]\d++)*+){0,4}?(?:\s++(?:in|of|for|during|the))*+\s*+$"
    r"|(?:%|per ?cent|pct|pc)\s++(?:up\s++|down\s++|higher\s++|lower\s++|more\s++|less\s++)?on\s++$"
)

# Between a month and the same month of a year that it is compared with: "in November rose 8.8 percent, against | November 2021".
_COMPARES = pattern(r"(?:[^.\n]|\.\d)*+(?:(?<=%)|(?<=per cent)|(?<=percent)|(?<=pct))(?:[^.\n\d]|\.\d)*+")

_NO_NEWS = frozenset(("since", "until", "day", "end"))
_TITLES = 3  # lines that an article opens with of which one is its title
_NEWS = 4  # months after which figures are no news any more
_VOTERS = 6  # sentences and headings that may say whose trade an article is about
_SERVICES = ("services", "commercial-services", "goods-and-services")
_MANY = 5  # quantities that show what an article counts in, where it tells of money as well
_RARELY = 2  # so many quantities for one amount of money: what is told of are quantities
_NAMED = frozenset(("name", "demonym", "capital", "epithet", "bound"))
_CLOSES = frozenset((";", "why", "as", "sub", "says"))
_OFTEN_NAMED, _ALMOST_ALL = 4, 0.7  # how often the other country is named, and which part of all names of countries abroad
_BESIDE = 200  # characters between a month and the same month of a named year that it is compared with


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
    reporter, several = (article.reporter, False) if article.reporter else reporter_of(title, lead[:_VOTERS], rest, found, copy)
    several = several or _league(lead)
    volumes = _counts_in_quantities(found)
    opening = Opening(title, title_copy, lead, rest, copy, found, balances, first_told(lead), volumes)
    shipped = put_on_ships(lead)
    topic, flow = topic_of(opening, several=several)
    flow = flow_of(opening, topic, "export" if shipped else flow, reporter)
    area = names.area(reporter) if reporter else None
    year = None if published else _year(found.periods, copy)
    anchor = periods.Anchor(published, None, area.fiscal_start if area else 1, year, reporter)
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
        services=_tells_of_services(found, copy),
        trade=trade or several,
        titled=shipped or holds(title, ("flow", "nodx", "hint")),
        volumes=volumes,
        crop=products.slug(topic.text) if topic is not None else _most_named(found),
        goods=topic or weighed(opening),
        nodx=_opening_nodx(opening.told),
        part=on_part(title, lead),
        parted=any(x.kind == "flow" and x.code == "re-export" for items in (*lead, *rest) for x in items),
        mutual="" if several or not reporter else _mutual([title, *lead[:OPENING]], reporter, found),
        news=_news([title, *lead], anchor) if published else None,
    )


def _league(lead: Sequence[Sequence[Item]]) -> bool:
    """Whether an article is on a league of exporters: it opens with them, and names more than one country."""
    if not lead or any(x.kind == "anaphor" and x.low.startswith("the country") for x in lead[0]):
        return False  # "one of the country's largest exporters"
    if not (tells_of_exporters(lead[0]) or ranked_traders(list(lead[0]))[1]):
        return False
    return len({x.code for items in lead[:4] for x in items if x.kind == "area" and x.code}) > 1


def _tells_of_services(found: Found, copy: str) -> bool:
    """Whether services trade is told of: a "Revenue Service" tells of none."""
    return any(p.slug in _SERVICES and "services" in copy[p.start : p.end].lower() for p in found.products)


def _counts_in_quantities(found: Found) -> bool:
    """Whether all amounts are quantities, but for a few of money in a text that has many."""
    kinds = Counter(n.kind for n in found.numbers)
    others = kinds["money"] + kinds["price"]
    return kinds["quantity"] > (others and max(_RARELY * others, _MANY))


def _most_named(found: Found) -> str:
    goods = Counter(p.slug for p in found.products)
    return max(goods, key=lambda slug: goods[slug], default="")


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
    """The one other country of an article on the trade of two: its opening tells of that, names no third, and the rest hardly does.

    Or the countries that its title says the trade is with: "Bulgaria's trade with third countries down".
    """
    titled = next(filter(None, (_titled(items, home) for items in opening[:_TITLES] if not holds(items, ("num",)))), "")
    if titled:
        return titled
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


def _titled(title: Sequence[Item], home: str) -> str:
    """The group outside home whose trade with it a title is on: "Peru's trade with third countries", empty if it is on anything else."""
    at = next((k for k, x in enumerate(title) if x.kind == "flow"), 0)
    if at == 1 and title[1].code == "trade" and title[0].code.startswith("EXTRA-"):
        return title[0].code  # "Non-EU trade: annual deficit gets better"
    if not at or title[at].code != "trade" or not all(x.code == home or x.kind in ("det", "adj") for x in title[:at]):
        return ""
    named = [x.kind for x in title[at + 1 : at + 3]] == ["with", "area"] and not holds(title[at + 3 :], ("area", "flow", "num", "and"))
    whom = title[at + 2].code if named else ""
    return whom if whom.startswith("EXTRA-") or (bool(whom) and names.is_group(whom) and whom != "WLD") else ""


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
        if m.form == "same_period" and "y" in args:
            years.append(int(args["y"]) + 1)  # "fell 20 percent from the same month of 2008"
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


def _title_period(title: Sequence[Item], anchor: periods.Anchor) -> Period | None:
    for item in title:
        if item.kind == "time" and item.what.form not in ("since", "until", "day"):
            period = periods.resolve(item.what, anchor)
            if period is not None:
                return period
    return None
