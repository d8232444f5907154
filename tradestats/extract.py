"""Article in, observations out: one pure, picklable function that serves the command line, Python and any engine."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from tradestats import segment, text
from tradestats.about import leads_elsewhere, of_all_goods, opens_with_trade, tells_of_trade
from tradestats.calendar import quarter_or_half
from tradestats.context import Context, settle
from tradestats.frame import Row
from tradestats.frozen import replace
from tradestats.items import TRADERS, Found, Item, Itemiser
from tradestats.lazy import pattern
from tradestats.link import NO_FLOW, Linker
from tradestats.model import Article, Extraction, LeftAside, Mention, Observation, Span
from tradestats.recognise import names, numbers, periods, products
from tradestats.units import declarations, may_be_figure

if TYPE_CHECKING:
    from tradestats.grid import Grid

_SENTENCE = 2000  # characters of a sentence that a row shows at the most
_SENTENCE_ENDS = ("", ".", "!", "?", ":", ";", ",", '"')
_PIPES = 3  # bars in a line that is a row of a table, whether or not a table could be read: it is no prose
_WIDEST = 120  # characters of a table's row whose cells only spaces part
# Figures side by side twice, as where a table lost its line ends; a list behind a caption: "(US$ million): China 1,210; Brazil 640".
_FIGURE = r"[-+(−–]?\d[\d.,]*+[)%]*+"
_RUN_TOGETHER = re.compile(rf"[0-9](?<![\d.,].)[\d.,]*+[)%]*+(?: {_FIGURE}){{1,24}}+ [^\W\d_][^.;:]{{0,60}}? {_FIGURE} [-+(−–]?\d")
_CAPTIONED = re.compile(r":(?<=[\w)%].) [^\W\d_]++(?: [^\W\d_]++){0,4}(?::| -)? [-+−–]?\d")  # begins, as that, with what a search skips to
_LEAD = 6  # sentences that may settle what an article is about, headings not counted
_LEAD_LINES = 12  # and headings with them
_BODY = 60  # sentences that are asked where those leave it open
_KINDS = {
    "money": "money",
    "price": "money",
    "percent": "percent",
    "points": "percent",
    "fraction": "percent",
    "multiple": "percent",
    "quantity": "quantity",
}


_NAMED = {
    "Q": pattern(r"quarter|\b[1-4]q|\bq[1-4]"),
    "S": pattern(r"\bhalf|\b[12]h|\bh[12]"),
}  # what names a period of this kind
_NAMING = frozenset(("flow", "nodx", "tv", "stat", "hint", "area", "proper", "prod", "time", "num", "basis"))


def extract_article(article: Article, *, whole: bool = True) -> Extraction:
    """Everything the article states about trade flows. `whole=False` leaves out what rows do not need: mentions, sentences, and
    the reason for each number in an article that tells of no trade.

    Offsets of mentions and sentences count into `article.text`, those of observations into the decoded source.
    Never raises on any text: what cannot be read gives no row.
    """
    reading = text.read(article.text)
    nothing = Extraction(article, (), (), ())
    if not whole and not numbers.any_in(reading.text):
        return nothing
    segments = segment.segment(reading.text)
    cut = article.truncated or not article.text.rstrip().endswith((".", "!", "?", '"', ")"))
    figures = numbers.scan(segments.text, truncated=cut)
    declared = bool(figures) and any(declarations(segments.text, 0, len(segments.text)))
    last = len(segments.sentences) if whole else _figured(segments, figures, declared)
    if not last and not (numbers.digits_in(reading.text) and _may_have_tables(reading.text)):
        return nothing
    found = recognise(segments.text, figures)
    itemiser = Itemiser(segments.text, found)
    sentences = [(s, itemiser.items(s.start, s.end, whole=s.kind == "heading")) for s in segments.sentences]
    told = [(sentence, items) for sentence, items in sentences if not leads_elsewhere(items)]
    lead = opening(told)
    title = text.read(article.title).text
    head = title_items(title)
    trade = tells_of_trade([head, *(items for _, items in sentences)])
    rest = [items for _, items in told[_LEAD:_BODY]]
    flows = [x for _, items in sentences for x in items if x.kind == "flow" or x.kind == "nodx"]
    balances = sum(x.code in ("balance", "trade") and x.low != "trade" for x in flows if x.kind == "flow")
    context = settle(article, head, title, lead, segments.text, found, trade, rest, balances)
    if not opens_with_trade(head, sentences):
        context = replace(context, aside=True)
    grids = tables(reading.text, found, context) if context.trade else ()
    if context.trade or whole:
        linker = Linker(context, segments.text, declares=declared)
        if context.topic is not None:
            linker.on_all_goods = of_all_goods(sentences, products.slug(context.topic.text), context.flow)
        link(linker, sentences[:last], grids)
        linked, left = linker.rows, linker.aside
    else:
        linked, left = [], [(number, NO_FLOW) for number in found.numbers]
    rows = sorted([*linked, *(row for table in grids for row in table.rows)], key=lambda r: (r.number.start, r.number.end))
    rows = one_name_each(rows, [head, *(items for _, items in sentences)])
    published = str(context.published or "")  # what is given, or the dateline
    observations = tuple(_observation(article, published, reading, row) for row in rows)
    aside = tuple(LeftAside(_number_mention(article, reading, number), why) for number, why in left if number.kind in _KINDS)
    if not whole:
        return Extraction(article, (), (), observations, (), aside)
    mentions = _mentions(article, reading, found, context, flows)
    spans = tuple(Span(*reading.span(s.start, s.end)) for s in segments.sentences)
    return Extraction(article, mentions, spans, observations, (), aside)


def _figured(segments: segment.Segments, figures: Sequence[numbers.Number], declared: bool) -> int:
    """How many sentences there are up to the last with what may be a figure: what is said behind it is said of none."""
    copy, starts = segments.text, [sentence.start for sentence in segments.sentences]
    for number in reversed(figures):
        at = bisect_right(starts, number.start)
        if may_be_figure(copy, number, declared=declared, opens=starts[at - 1] == number.start):
            return at
    return 0


def link(linker: Linker, sentences: Sequence[tuple[segment.Sentence, list[Item]]], grids: Sequence[Grid]) -> None:
    """Links an article's prose."""
    for sentence, items in sentences:
        if not in_grid(sentence, grids) and linker.text.count("|", sentence.start, sentence.end) < _PIPES:
            linker.link(sentence, items)


def one_name_each(rows: Sequence[Row], sentences: Sequence[Sequence[Item]]) -> list[Row]:
    """Rows in which "January to March" is the first quarter if the article says "quarter" as well, and six months likewise a half."""
    named = [quarter_or_half(row.period) if row.period is not None else None for row in rows]
    ranges = {period.freq for row, period in zip(rows, named, strict=True) if period is not None and period is not row.period}
    said = {
        freq for freq in ranges for items in sentences for item in items if item.kind in ("time", "basis") and _NAMED[freq].search(item.low)
    }
    if not said:
        return list(rows)
    return [
        replace(row, period=period) if period is not None and period is not row.period and period.freq in said else row
        for row, period in zip(rows, named, strict=True)
    ]


def opening(sentences: Sequence[tuple[segment.Sentence, list[Item]]]) -> list[list[Item]]:
    """The items of the first sentences, with the headings before and between them. Sentences that name nothing settle nothing."""
    out: list[list[Item]] = []
    told = 0
    for sentence, items in islice(((s, items) for s, items in sentences if s.kind == "heading" or _tells(items)), _LEAD_LINES):
        told += sentence.kind != "heading"
        if told > _LEAD or (len(out) >= _LEAD and sentence.kind == "heading"):
            break
        out.append(items)
    return out


def _tells(items: Sequence[Item]) -> bool:
    """Whether a sentence names anything that an article may be about: "Readers will find the method elsewhere" does not."""
    return any(item.kind in _NAMING or item.low in TRADERS for item in items)


def tables(copy: str, found: Found, context: Context) -> tuple[Grid, ...]:
    """The flattened tables of a text. Their reader is a large part of what has to be loaded, and prose alone does without it."""
    if not _may_have_tables(copy):
        return ()
    from tradestats import grid

    return grid.read(copy, found, context)


def _may_have_tables(copy: str) -> bool:
    """Whether a text has the marks of a table, figures side by side, or two lines at least that are short and end like no sentence."""
    if "|" in copy or "\t" in copy or _RUN_TOGETHER.search(copy) or _CAPTIONED.search(copy):
        return True
    return sum(1 for line in copy.split("\n") if line.rstrip()[-1:] not in _SENTENCE_ENDS and len(line) < _WIDEST) > 1


def in_grid(sentence: segment.Sentence, grids: Sequence[Grid]) -> bool:
    """Whether a sentence is part of a flattened table, which has a reader of its own. `grids` are in order."""
    at = bisect_left(grids, sentence.end, key=lambda table: table.start)
    return at > 0 and grids[at - 1].end > sentence.start


def recognise(copy: str, figures: Sequence[numbers.Number] | None = None) -> Found:
    """All mentions of an unwrapped copy, whose numbers may be known already."""
    spans = periods.scan(copy)
    counted = _not_of_time(numbers.scan(copy) if figures is None else figures, spans)
    return Found(counted, spans, names.scan(copy), products.scan(copy))


def _not_of_time(figures: Sequence[numbers.Number], spans: Sequence[periods.PeriodMention]) -> list[numbers.Number]:
    """Figures without the halves and quarters that belong to a span of time: a line "First half" over a list of exports."""
    halves = [number for number in figures if number.kind == "fraction"]
    if not halves or not spans:
        return list(figures)
    starts = [span.start for span in spans]
    inside = {n.start for n in halves if (k := bisect_right(starts, n.start)) and n.end <= spans[k - 1].end}
    return [number for number in figures if number.kind != "fraction" or number.start not in inside]


def title_items(copy: str) -> list[Item]:
    """A title's copy as items; it gives context, never rows."""
    return Itemiser(copy, recognise(copy)).items(0, len(copy)) if copy else []


def _observation(article: Article, published: str, reading: text.Reading, row: Row) -> Observation:
    start, end = reading.span(row.number.start, row.number.end)
    first, last = reading.span(min(row.sentence.start, row.number.start), max(row.sentence.end, row.number.end))
    if last - first > _SENTENCE:  # a text without full stops: what stands around the number is enough to trace it
        first, last = max(first, start - _SENTENCE // 2), min(last, end + _SENTENCE // 2)
    product = row.series.product
    words = ""
    slug = "total"
    if product is not None:
        words = product.text
        slug = products.slug(words) or "total"
        if slug in ("goods", "merchandise") and not words:
            slug = "total"
    period = row.period
    return Observation(
        article_id=article.id, source=article.source, article=article.number, published=published,
        section=article.section, title=article.title, reporter=row.series.reporter, flow=row.series.flow, partner=row.series.partner,
        product=slug, product_text="" if slug == "total" else words, period=period.code if period else "", statistic=row.statistic,
        measure=row.measure, value=Decimal(format(row.value, "f")), unit=row.unit, unit_mult=row.number.unit_mult, basis=row.basis,
        bound=row.bound, obs_status=row.status, adjustment=row.adjustment, text=article.text[start:end], start=article.offset + start,
        end=article.offset + end, sentence=article.text[first:last], decimals=row.number.decimals,
        period_start=period.start.isoformat() if period else "", period_end=period.end.isoformat() if period else "", rule=row.rule,
    )  # fmt: skip


def _number_mention(article: Article, reading: text.Reading, number: numbers.Number) -> Mention:
    start, end = reading.span(number.start, number.end)
    return Mention(_KINDS[number.kind], article.text[start:end], start, end, number.unit, number.value, number.unit)


def _mentions(article: Article, reading: text.Reading, found: Found, context: Context, flows: Sequence[Item]) -> tuple[Mention, ...]:
    out = [_number_mention(article, reading, n) for n in found.numbers if n.kind in _KINDS]

    def add(kind: str, start: int, end: int, norm: str) -> None:
        start, end = reading.span(start, end)
        out.append(Mention(kind, article.text[start:end], start, end, norm))

    for area in found.areas:
        if area.code and area.form != "agency" and area.form not in names.PLACES:
            add("country", area.start, area.end, area.code)
    for flow in flows:
        if flow.start == flow.end:
            continue  # implied by a product's name: "nontraditional exports"
        add("flow", flow.start, flow.end, flow.code)
    for product in found.products:
        add("product", product.start, product.end, product.slug)
    for period in found.periods:
        resolved = periods.resolve(period, context.anchor(None)) if period.role == "period" else None
        add("period", period.start, period.end, resolved.code if resolved else period.basis)
    return tuple(sorted(out, key=lambda m: (m.start, m.end, m.kind)))


__all__: Sequence[str] = ("extract_article",)
