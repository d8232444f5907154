"""Arithmetic on stated figures: what one article says must fit together, and releases must not contradict each other.

A stated figure is an interval: "683.8 billion" is 683.75 to 683.85 billion (`decimals` and `unit_mult` say so), "more than
5" has no upper end. Figures contradict each other only if no numbers of their intervals fit. What is compared has the same
reporter, partner, product, statistic, adjustment, status and unit, and the very period that the arithmetic asks for; a
figure of any other period is never taken for the year before. Where the text leaves open whether two figures belong
together, and they do not fit, the verdict is `not comparable` and says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import pairwise, product
from typing import NamedTuple

from tradestats.calendar import parse
from tradestats.derived import CheckRow, SeriesRow
from tradestats.model import Observation
from tradestats.recognise.names import area

OK, CONTRADICTION, NOT_COMPARABLE = "ok", "contradiction", "not comparable"
VERDICTS = (CONTRADICTION, NOT_COMPARABLE, OK)
CHECKS = {
    "balance": "exports - imports = balance",
    "trade": "exports + imports = trade",
    "growth": "level / level of the period compared with - 1 = growth",
    "change": "level - level of the period compared with = change, or what level and growth imply",
    "share": "part / whole = share",
    "parts": "a part is no more than its whole",
    "rank": "a higher rank has no smaller value",
    "repeat": "a figure told twice in an article is the same",
    "release": "a figure told in several articles is the same",
}
"""What is checked, in the order of the report."""

_SAME = frozenset(("repeat", "release"))

_CONTEXT = Context(prec=60)
_INFINITY = Decimal("Infinity")
_HUNDRED = Decimal(100)
_TOLD_TWICE = 4  # different statements of one figure that are tried in each place
_NEAR = 50  # ranks that one is held against: bounds the work on a text of thousands
_ABOUT = Decimal("0.05")  # "about 60" is 57 to 63
_LOOSE = Decimal(10)  # "a third", "doubled": right to ten points
_PLAIN = re.compile(r"[^\w%]*[0-9][0-9., ]*[^\w%]*")
_PERCENT = re.compile(r"%|per ?cent|\bpct\b", re.IGNORECASE)
_REVISED = re.compile(  # a figure of an earlier edition
    r"\b(?:revis\w+|previously (?:report|estimat|announc|publish)\w+|initial\w*|preliminary|original\w*)\b", re.IGNORECASE
)
_WITHOUT = re.compile(r"\b(?:exclud\w+|excl\.|other than|stripping out|not counting|net (?:im|ex)ports)", re.IGNORECASE)
_TERMS = re.compile(r"\bterms\b|\bdenominated\b", re.IGNORECASE)  # "in yuan terms", "in real terms"
_RANGE = 5  # characters between the ends of a range: "4% to 5%"
_OF_THE_TOTAL = re.compile(r"[^.;]{0,12}\bof (?:\w+['’]?s? ){0,3}(?:total|overall|all|entire|whole)\b")
_WITHIN = re.compile(r"[^.;,]{0,60}?\b(?:among|within|in(?! (?:the )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|[0-9])))\b", re.I)
_GOODS_OR_SERVICES = frozenset(("goods", "services", "goods-and-services", "merchandise"))
_WHOLE = ("WLD", "total")


class Interval(NamedTuple):
    """All values between two ends, which belong to it."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether some number is in both."""
        return self.low <= other.high and other.low <= self.high

    def same(self, other: Interval) -> bool:
        """Whether two statements can be of one figure: more than the end is in both, so that 683.8 is not 683.9."""
        return self.low < other.high and other.low < self.high

    def gap(self, other: Interval) -> Decimal:
        """How far apart two intervals are that do not meet."""
        return max(self.low - other.high, other.low - self.high, Decimal(0))


def last_digit(o: Observation | SeriesRow) -> Decimal:
    """What one unit of the last stated digit is worth. Whole thousands in full, `874,000`, are not taken for exact to the unit."""
    digit = Decimal(1).scaleb(o.unit_mult - o.decimals)
    while not o.decimals and o.value and not o.value % (digit * 1000):
        digit *= 1000
    return digit


def interval(o: Observation | SeriesRow) -> Interval:
    """The values that a stated figure can stand for. A bound is one of the size: a fall of more than 5 percent is -5 or below."""
    size, digit = abs(o.value), last_digit(o)
    half = digit / 2
    if o.unit == "PCT" and not _PERCENT.search(o.text) and not _PLAIN.fullmatch(o.text):
        half = _LOOSE
    elif o.bound == "~":
        half = max(digit, size * _ABOUT)
    low, high = size - half, size + half
    if o.bound == ">":
        high = _INFINITY
    elif o.bound == "<":
        low = Decimal(0)
    return Interval(-high, -low) if o.value < 0 else Interval(low, high)


# ------------------------------------------------------------------ findings


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check: `claim` is held against `others`, from which it would be `low` to `high`."""

    check: str
    verdict: str
    claim: Observation
    others: tuple[Observation, ...]
    expected: Interval | None
    reason: str

    def row(self) -> CheckRow:
        """The finding as a row of the table `checks`."""
        c = self.claim
        low, high = outward(self.expected, last_digit(c)) if self.expected else (None, None)
        return CheckRow(
            verdict=self.verdict, check=self.check, article_id=c.article_id, source=c.source, article=c.article, published=c.published,
            reporter=c.reporter, flow=c.flow, partner=c.partner, product=c.product, period=c.period, statistic=c.statistic,
            measure=c.measure, value=c.value, unit=c.unit, low=low, high=high, reason=self.reason, text=c.text, start=c.start, end=c.end,
            others="; ".join(f'"{o.text}" {place(o)}' for o in self.others),
        )  # fmt: skip


def place(o: Observation) -> str:
    """Where a figure stands: source, number of the article, character offsets."""
    return f"{o.source}:{o.article}:{o.start}-{o.end}"


def outward(expected: Interval, digit: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Both ends with one digit more than the figure has, rounded so that the interval grows; None for an open end."""
    step = digit / 10

    def end(value: Decimal, rounding: str) -> Decimal | None:
        if not value.is_finite():
            return None
        return _CONTEXT.multiply(_CONTEXT.divide(value, step).to_integral_value(rounding), step)

    return end(expected.low, "ROUND_FLOOR"), end(expected.high, "ROUND_CEILING")


# ------------------------------------------------------------------ what an article states

Days = tuple[str, str]


class Series(NamedTuple):
    """All that has to be the same for two figures to be compared, besides period and unit."""

    reporter: str
    flow: str
    partner: str
    product: str
    statistic: str
    adjustment: str
    status: str


def series(o: Observation) -> Series:
    """The series of a figure."""
    return Series(o.reporter, o.flow, o.partner, o.product, o.statistic, o.adjustment, o.obs_status)


class Stated(NamedTuple):
    """A figure with its interval."""

    row: Observation
    interval: Interval


_Key = tuple[Series, Days, str]
_Book = dict[_Key, list[Stated]]


class Article:
    """The figures of one article, found by series, period and unit (for growth: by basis). Different statements are kept once each."""

    def __init__(self, rows: Iterable[Observation]) -> None:
        self.by_measure: dict[str, _Book] = {}
        self.units: dict[tuple[Series, Days], set[str]] = {}
        self.kin: dict[tuple[tuple[str, ...], Days, str], list[Stated]] = {}  # levels, whatever their adjustment and status
        self.reporters: set[str] = set()
        self.mixed: set[str] = set()
        for o in rows:
            self.reporters.add(o.reporter)
            if o.product in _GOODS_OR_SERVICES:
                self.mixed.add(o.reporter)
            if not _whole(o):
                continue
            key = (series(o), (o.period_start, o.period_end), o.basis if o.measure == "growth" else o.unit)
            if o.measure == "level":
                self.units.setdefault(key[:2], set()).add(o.unit)
            stated = Stated(o, interval(o))
            self.by_measure.setdefault(o.measure, {}).setdefault(key, []).append(stated)
            if o.measure == "level":
                self.kin.setdefault((key[0][:5], *key[1:]), []).append(stated)

    def book(self, measure: str) -> _Book:
        """All figures of one measure."""
        return self.by_measure.get(measure, {})

    def levels(self, of: Series, days: Days, unit: str) -> list[Stated]:
        """The levels stated for a series, period and unit."""
        return self.book("level").get((of, days, unit), [])

    def doubt(self, rows: Sequence[Observation]) -> str:
        """Why figures that do not fit may not belong together, empty if they must."""
        if any(not o.reporter for o in rows) and len(self.reporters) > 1:
            return "the article is about several reporters and does not say whose figure this is"
        if any(o.product == "total" and o.reporter in self.mixed for o in rows):
            return "the article tells goods and services apart, and one figure does not say which it is"
        if any(_REVISED.search(o.sentence) for o in rows):
            return "the text tells of a revision"
        if any(_WITHOUT.search(o.sentence) for o in rows):
            return "the text leaves something out of one of them"
        return ""


def _whole(o: Observation) -> bool:
    """Whether a figure says what it is about: what has an empty dimension cannot be compared."""
    return bool(o.period_start and o.flow and o.partner and o.product) and o.value.is_finite()


def before(o: Observation) -> Days | None:
    """First and last day of the period that a figure is compared with, None if that is not said."""
    try:
        period = parse(o.period)
        if o.basis == "yoy":
            base = period.shift_years(-1)
        elif o.basis in ("mom", "qoq"):
            months = 1 if (period.start.year, period.start.month) == (period.end.year, period.end.month) else period.months
            earlier = period.previous()
            if earlier is None or months != {"mom": 1, "qoq": 3}[o.basis]:
                return None
            base = earlier
        else:
            base = parse(o.basis)
    except (ValueError, OverflowError):
        return None
    return base.start.isoformat(), base.end.isoformat()


# ------------------------------------------------------------------ one piece of arithmetic

Rule = Callable[..., "Interval | None"]
"""From the intervals of the other figures to that of the claim; None where it has no value."""

Doubt = Callable[[Sequence[Observation]], str]
"""Why figures that do not fit may not belong together, empty if they must."""


def judge(check: str, claims: Sequence[Stated], others: Sequence[Sequence[Stated]], rule: Rule, reason: str, doubt: Doubt) -> Finding:
    """One finding on all statements of the same figures: it is ok if some of them fit, else it tells of those that come nearest."""
    nearest: tuple[Decimal, Stated, tuple[Stated, ...], Interval] | None = None
    for claim, *rest in product(claims[:_TOLD_TWICE], *(o[:_TOLD_TWICE] for o in others)):
        expected = rule(*(stated.interval for stated in rest))
        if expected is None:
            continue
        if expected.same(claim.interval) if check in _SAME else expected.meets(claim.interval):
            return Finding(check, OK, claim.row, tuple(s.row for s in rest), expected, reason)
        gap = expected.gap(claim.interval)
        if nearest is None or gap < nearest[0]:
            nearest = gap, claim, tuple(rest), expected
    if nearest is None:
        first = tuple(o[0].row for o in others)
        return Finding(check, NOT_COMPARABLE, claims[0].row, first, None, f"{reason}: cannot be computed from these")
    _, claim, stated, expected = nearest
    rows = tuple(s.row for s in stated)
    why = doubt((claim.row, *rows))
    return Finding(check, NOT_COMPARABLE if why else CONTRADICTION, claim.row, rows, expected, f"{reason}; {why}" if why else reason)


def _corners(function: Callable[[Decimal, Decimal], Decimal], a: Interval, b: Interval) -> Interval | None:
    """The range of a function that is monotone in each of two arguments; None where it has no value."""
    if not all(end.is_finite() for end in (*a, *b)):
        return None
    values = [function(x, y) for x in a for y in b]
    return Interval(min(values), max(values))


def _difference(a: Interval, b: Interval) -> Interval:
    return Interval(_CONTEXT.subtract(a.low, b.high), _CONTEXT.subtract(a.high, b.low))


def _sum(a: Interval, b: Interval) -> Interval:
    return Interval(_CONTEXT.add(a.low, b.low), _CONTEXT.add(a.high, b.high))


def _one_sign(*intervals: Interval) -> bool:
    return all(i.low > 0 for i in intervals) or all(i.high < 0 for i in intervals)


def _growth(now: Interval, then: Interval) -> Interval | None:
    """Growth in percent; of a balance that changed its sign there is none."""
    if not _one_sign(now, then):
        return None
    return _corners(lambda a, b: _CONTEXT.divide(a * _HUNDRED, b) - _HUNDRED, now, then)


def _implied_change(now: Interval, growth: Interval) -> Interval | None:
    """The change that a level and its growth in percent imply."""
    if not _one_sign(now) or growth.low <= -_HUNDRED:
        return None
    return _corners(lambda a, g: _CONTEXT.divide(a * g, _HUNDRED + g), now, growth)


def _percentage(part: Interval, whole: Interval) -> Interval | None:
    return _corners(lambda a, b: _CONTEXT.divide(a * _HUNDRED, b), part, whole) if _one_sign(whole) else None


def _up_to(whole: Interval) -> Interval:
    return Interval(-_INFINITY, whole.high)


# ------------------------------------------------------------------ the checks


def _flows(article: Article) -> Iterator[Finding]:
    """Balance and trade from exports and imports."""
    levels = article.book("level")
    for (of, days, unit), claims in levels.items():
        if of.flow not in ("balance", "trade"):
            continue
        sides = [article.levels(of._replace(flow=flow), days, unit) for flow in ("export", "import")]
        rule, sign = (_difference, "-") if of.flow == "balance" else (_sum, "+")
        if all(sides):
            yield judge(of.flow, claims, sides, rule, f"exports {sign} imports", article.doubt)
            continue
        near = [_alike(article, of._replace(flow=flow), days, unit) for flow in ("export", "import")]
        if all(near):
            rows = tuple(stated[0].row for stated in near)
            yield Finding(of.flow, NOT_COMPARABLE, claims[0].row, rows, None, f"exports {sign} imports; {_unlike(claims[0].row, rows)}")


def _alike(article: Article, of: Series, days: Days, unit: str) -> list[Stated]:
    """Levels that differ from a series in adjustment or status only, those that do not differ first."""
    return article.levels(of, days, unit) or article.kin.get((of[:5], days, unit), [])


def _unlike(claim: Observation, rows: Sequence[Observation]) -> str:
    adjusted = any(o.adjustment != claim.adjustment for o in rows)
    return "one is adjusted otherwise than another" if adjusted else "they differ in status: actual, provisional, estimate, forecast"


def _growths(article: Article) -> Iterator[Finding]:
    """Growth from the levels of both periods."""
    for (of, days, _), claims in article.book("growth").items():
        then = before(claims[0].row)
        if then is None:
            continue
        found = []
        for unit in sorted(article.units.get((of, days), ())):
            now, earlier = article.levels(of, days, unit), article.levels(of, then, unit)
            if now and earlier:
                found.append(judge("growth", claims, [now, earlier], _growth, "level / level of the period before - 1", article.doubt))
            elif now and (other := _alike(article, of, then, unit)):
                rows = (now[0].row, other[0].row)
                why = f"level / level of the period before - 1; {_unlike(claims[0].row, rows)}"
                found.append(Finding("growth", NOT_COMPARABLE, claims[0].row, rows, None, why))
        yield from _best(found)


def _best(found: Sequence[Finding]) -> Iterator[Finding]:
    """Of findings in several units one: growth in won says nothing of a level in dollars."""
    good = [f for f in found if f.verdict == OK]
    if good or not found:
        yield from good[:1]
    elif len(found) == 1:
        yield found[0]
    else:
        f = found[0]
        yield Finding(f.check, NOT_COMPARABLE, f.claim, f.others, f.expected, f"{f.reason}; the levels are stated in several units")


def _changes(article: Article) -> Iterator[Finding]:
    """Change from the levels of both periods, and from level and growth."""
    for (of, days, unit), every in article.book("change").items():
        by_basis: dict[str, list[Stated]] = {}
        for stated in every:
            by_basis.setdefault(stated.row.basis, []).append(stated)
        now = article.levels(of, days, unit)
        for basis, claims in by_basis.items():
            then = before(claims[0].row)
            if then is None or not now:
                continue
            if earlier := article.levels(of, then, unit):
                yield judge("change", claims, [now, earlier], _difference, "level - level of the period before", article.doubt)
            elif (growth := article.book("growth").get((of, days, basis))) and len(article.units[of, days]) == 1:
                yield judge("change", claims, [now, growth], _implied_change, "what level and growth imply", article.doubt)


def _shares(article: Article) -> Iterator[Finding]:
    """Share from part and whole. Which whole is meant is often left open: then only what fits is said to be so."""
    for (of, days, _), claims in article.book("share").items():
        wholes = [w for w in _wholes(of) if article.units.get((w, days))]
        found = []
        for unit in sorted(article.units.get((of, days), ())):
            part = article.levels(of, days, unit)
            for whole in wholes:
                if stated := article.levels(whole, days, unit):
                    found.append(judge("share", claims, [part, stated], _percentage, "part / whole", article.doubt))
        good = [f for f in found if f.verdict == OK]
        if good or not found:
            yield from good[:1]
        elif len(wholes) == 1 and (of.partner == "WLD" or of.product == "total") and _of_the_total(found[0].claim):
            yield found[0]
        else:
            f = found[0]
            yield Finding("share", NOT_COMPARABLE, f.claim, f.others, f.expected, f"{f.reason}; the text does not say of which whole")
    for claims in article.book("share").values():
        for s in claims:
            if s.interval.low > _HUNDRED:
                yield Finding("parts", CONTRADICTION, s.row, (), Interval(Decimal(0), _HUNDRED), "a share is 100 percent at the most")


def _of_the_total(o: Observation) -> bool:
    """Whether the words behind a share say that the whole is all there is: "20.4 percent of total exports"."""
    at = o.sentence.find(o.text)
    return at >= 0 and _OF_THE_TOTAL.match(o.sentence, at + len(o.text)) is not None


def _wholes(of: Series) -> list[Series]:
    """The series that one is a part of."""
    if (of.partner, of.product) == _WHOLE or of.product in _GOODS_OR_SERVICES:
        return []
    every = [of._replace(partner="WLD", product="total"), of._replace(product="total"), of._replace(partner="WLD")]
    return [s for s in dict.fromkeys(every) if s != of]


def _parts(article: Article) -> Iterator[Finding]:
    """No part is more than its whole. Of balances it may be."""
    for (of, days, unit), claims in article.book("level").items():
        if of.flow == "balance" or of.statistic not in ("value", "volume", "daily_average"):
            continue
        for whole in _wholes(of):
            if stated := article.levels(whole, days, unit):
                yield judge("parts", claims, [stated], _up_to, "a part is no more than its whole", article.doubt)


def _ranks(article: Article) -> Iterator[Finding]:
    """Ranks against the values of what is ranked: along the partners of a product, or the products of a partner."""
    ranked = [(key, stated) for key, every in article.book("rank").items() for stated in every[:1]]
    for n, ((of, days, _), one) in enumerate(ranked):
        for (other, when, _), two in ranked[n + 1 : n + _NEAR]:
            along_partners = of._replace(partner="") == other._replace(partner="") and "WLD" not in (of.partner, other.partner)
            along_products = of._replace(product="") == other._replace(product="") and "total" not in (of.product, other.product)
            if days == when and of != other and (along_partners or along_products) and one.row.value != two.row.value:
                yield from _order(article, one.row, two.row, of, other, days)


def _places(article: Article) -> Iterator[Finding]:
    """A rank among countries: no more than rank - 1 of those whose values are stated are greater, whatever their own ranks are."""
    by_list: dict[tuple[Series, Days, str], list[Stated]] = {}
    for (of, days, unit), stated in article.book("level").items():
        if _is_country(of.partner):
            by_list.setdefault((of._replace(partner=""), days, unit), []).append(stated[0])
    for (of, days, _), ranks in article.book("rank").items():
        rank = ranks[0].row
        for unit in sorted(article.units.get((of, days), ())) if _is_country(of.partner) else ():
            own, others = article.levels(of, days, unit)[0], by_list[of._replace(partner=""), days, unit]
            greater = [s for s in others if s.interval.low > own.interval.high]
            if len(others) < 2 or own.interval.low < 0:  # of deficits the lowest comes first
                continue
            reason = f"rank {rank.text}: of {len(others)} countries with a value {len(greater)} have more"
            verdict, why = OK, ""
            if len(greater) >= rank.value:
                why = "the rank may be of another list" if _within(rank) else article.doubt([rank, own.row])
                verdict = NOT_COMPARABLE if why else CONTRADICTION
            seen = greater or [s for s in others if s.row is not own.row]
            shown = (own.row, *(s.row for s in seen[:_TOLD_TWICE]))
            yield Finding("rank", verdict, rank, shown, None, f"{reason}; {why}" if why else reason)


def _is_country(partner: str) -> bool:
    found = area(partner)
    return found is not None and found.kind == "country"


def _within(rank: Observation) -> bool:
    """Whether a rank is "among" or "in" something, and so not among all."""
    return _WITHIN.match(rank.sentence, rank.sentence.find(rank.text) + len(rank.text)) is not None


def _order(article: Article, one: Observation, two: Observation, of: Series, other: Series, days: Days) -> Iterator[Finding]:
    """Two ranks of one list. They need not be of one list if they stand in different sentences, or "in" or "among" something."""
    if one.value > two.value:
        one, two, of, other = two, one, other, of
    for unit in sorted(article.units.get((of, days), set()) & article.units.get((other, days), set())):
        more, less = article.levels(of, days, unit), article.levels(other, days, unit)
        if any(s.interval.low < 0 for s in (*more, *less)):
            continue  # of deficits the lowest comes first
        unsure = one.sentence != two.sentence or _within(one) or _within(two)

        def doubt(rows: Sequence[Observation], unsure: bool = unsure) -> str:
            return "the ranks may be of different lists" if unsure else article.doubt(rows)

        found = judge("rank", less, [more], _up_to, f"ranks {one.text} and {two.text}: the first is no smaller", doubt)
        yield Finding(found.check, found.verdict, found.claim, (*found.others, one, two), found.expected, found.reason)


def _repeats(article: Article) -> Iterator[Finding]:
    """A figure told twice in an article. National totals must agree; another figure may be about something narrower than it says."""
    for measure in ("level", "growth", "change"):
        for (of, days, _), every in article.book(measure).items():
            groups: dict[tuple[str, str], list[Stated]] = {}
            for stated in every:
                groups.setdefault((stated.row.basis, stated.row.unit), []).append(stated)
            why = ""
            if (of.partner, of.product) != _WHOLE or of.statistic != "value" or measure == "change":
                why = "one of them may be about a part: a firm, a group of countries, a kind of the product"
            elif of.status in ("E", "F"):
                why = "these are estimates or forecasts"
            elif measure == "growth" and len(article.units.get((of, days), ())) > 1:
                why = "the levels are stated in several units"

            def doubt(rows: Sequence[Observation], why: str = why) -> str:
                return why or _apart(*rows) or article.doubt(rows)

            for told in groups.values():
                for first, second in pairwise(told):
                    yield judge("repeat", [second], [[first]], lambda same: same, "the same figure, told before", doubt)


def _apart(second: Observation, first: Observation) -> str:
    """Why two statements of one figure may be of two things all the same."""
    if 0 <= second.start - first.end <= _RANGE:
        return "they are the ends of a range"
    if any(_TERMS.search(o.sentence) for o in (first, second)):
        return "they may be in different currencies or prices"
    return ""


def check_article(rows: Iterable[Observation]) -> list[Finding]:
    """All findings on the figures of one article, in the order of `CHECKS` and of the text."""
    article = Article(rows)
    return [f for find in (_flows, _growths, _changes, _shares, _parts, _ranks, _places, _repeats) for f in find(article)]


# ------------------------------------------------------------------ several articles


class Releases:
    """The figures of all articles so far, to be held against each other: `add` each article, then `findings`."""

    def __init__(self) -> None:
        self._told: dict[tuple[Series, Days, str, str, str], dict[str, Observation]] = {}

    def add(self, rows: Iterable[Observation]) -> None:
        """Take in the levels and growth rates of one article, the first statement of each. Whose trade it is has to be said."""
        for o in rows:
            if o.measure in ("level", "growth") and o.reporter and _whole(o):
                key = (series(o), (o.period_start, o.period_end), o.measure, o.unit, o.basis)
                self._told.setdefault(key, {}).setdefault(o.article_id, o)

    def findings(self) -> Iterator[Finding]:
        """Each figure against the one published before it; articles without a date come first, in the order they were read."""
        for told in self._told.values():
            rows = sorted(told.values(), key=lambda o: o.published)
            for old, new in pairwise(rows):
                later = bool(old.published) and old.published < new.published
                reason = "another release says otherwise: a revision, or an error" if later else "another article says otherwise"
                if interval(old).same(interval(new)):
                    yield Finding("release", OK, new, (old,), interval(old), "as in another article")
                else:
                    yield Finding("release", CONTRADICTION, new, (old,), interval(old), reason)
