"""A sentence as a row of items: what the recognisers found, the linker's cues, and the words between.

The linker reads items only. Each item is one mention, one cue (of one or more words), one word or one punctuation
mark; together they cover the sentence, in order and without overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from tradestats.frozen import replace
from tradestats.lexicon import REMEMBERED_LENGTH, Cue, CueNode, cue_node, word_set
from tradestats.recognise.names import AreaMention
from tradestats.recognise.numbers import Number
from tradestats.recognise.periods import PeriodMention
from tradestats.recognise.products import ProductMention

# Punctuation that parts a sentence. Other marks (quotes, slashes, stars) are dropped: they carry nothing here.
_PUNCTUATION = {
    ",": ",",
    ";": ";",
    ":": ":",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "–": "-",
    "—": "-",
    "-": "-",
    "*": "*",
    "/": "/",
    "|": "|",
    "=": "-",
    "&": "and",
    "→": ";",
    "⇒": ";",
    "…": ";",
}
_MARKS = "".join(map(re.escape, _PUNCTUATION))
_PUNCTUATION["..."] = ";"  # "Exports fall 15%... chips rise 42%"
_DOTS = r"(?<!\.)\.{3}(?!\.)"
# Letters; only where a mark that can stand inside a word follows them, the parts that it joins: "U.S.", "R&D", "year-on-year", "Peru's".
_WORD = r"[^\W\d_]++(?:(?=[.&'-])(?:[.&][^\W\d_]++)*+(?:['-][^\W\d_]++)*+'?s?+)?+"
_TOKEN = re.compile(rf"{_WORD}|[{_MARKS}]|{_DOTS}")
# The same for plain ASCII, where letters need no table: most sentences, in half the time.
_ASCII_TOKEN = re.compile(rf"{_WORD}|[{_MARKS}]|{_DOTS}".replace(r"[^\W\d_]", "[A-Za-z]"))
_FLOW_BEHIND = re.compile(r"\s([Ee]xports?|[Ii]mports?|EXPORTS?|IMPORTS?)\Z")
_MOST_WORDS = 1 << 16  # so many words are remembered with what they begin


@dataclass(slots=True, eq=False, init=False)
class Item:
    """`kind` is num, time, basis, area, prod, the kind of a cue, a punctuation mark, or `w` for a plain word.

    `code` and `sign` come from the mention or cue; `what` is the mention itself. Spans count into the unwrapped copy.
    `low` is `word` in lower case, `first` says that it is the first word of its sentence, whose capital means nothing.
    """

    kind: str
    start: int
    end: int
    word: str
    code: str
    sign: int
    what: Any
    first: bool
    low: str

    def __init__(
        self,
        kind: str,
        start: int,
        end: int,
        word: str,
        code: str = "",
        sign: int = 0,
        what: Any = None,
        first: bool = False,
        low: str | None = None,
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.word = word
        self.code = code
        self.sign = sign
        self.what = what
        self.first = first
        self.low = word.lower() if low is None else low


_new: Callable[[type[Item]], Item] = object.__new__

_GROWTH_AIMS = frozenset(("growth target", "growth forecast", "growth forecasts"))
TRADERS = {"exporter": "export", "exporters": "export", "importer": "import", "importers": "import"}
"""Who trades, and the flow that is theirs."""
MIRROR = {"export": "import", "import": "export"}
"""The flow that the other side reports."""


def holds(items: Iterable[Item], kinds: Container[str]) -> bool:
    """Whether any item is of one of these kinds: the linker's most frequent question, asked without a generator."""
    for item in items:  # noqa: SIM110 - twice as fast as any()
        if item.kind in kinds:
            return True
    return False


class Found(NamedTuple):
    """All mentions of one article, each list in order."""

    numbers: Sequence[Number]
    periods: Sequence[PeriodMention]
    areas: Sequence[AreaMention]
    products: Sequence[ProductMention]


class Itemiser:
    """Cuts sentences of one text into items; the mention lists are walked with a cursor, so all sentences cost one pass."""

    def __init__(self, text: str, found: Found) -> None:
        self.text = text
        self.marks = _merge(text, found)
        self.starts = [mark.start for mark in self.marks]
        self.ascii = text.isascii()

    def items(self, start: int, end: int, *, whole: bool = False) -> list[Item]:
        """The items of the sentence [start, end). `whole` keeps brackets that hold no figure, as headings need them."""
        out: list[Item] = []
        at = start
        token = _ASCII_TOKEN if self.ascii or self.text[start:end].isascii() else _TOKEN
        marks = self.marks
        for n in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
            mark = marks[n]
            if mark.start > at:
                self._words(token, at, mark.start, out)
            out.append(mark)
            at = max(at, mark.end)
        if at < end:
            self._words(token, at, end, out)
        for item in out:
            if item.kind in ("w", "prod"):
                item.first = True
                break
        text = self.text
        aside = not whole and (text.find("(", start, end) >= 0 or text.find("[", start, end) >= 0)
        return _join(_without_asides(out) if aside else out)

    def _words(self, token: re.Pattern[str], start: int, end: int, out: list[Item]) -> None:
        text, punctuation = self.text, _PUNCTUATION
        for found in token.finditer(text, start, end):
            word = found[0]
            begin, stop = found.span()
            if word in punctuation:
                out.append(_plain(punctuation[word], begin, stop, word, word))
            elif word != "s" or not begin or text[begin - 1] != "'":  # not the genitive of a name
                out.append(_plain("w", begin, stop, word, word.lower()))


def _plain(kind: str, start: int, end: int, word: str, low: str) -> Item:
    """A word or a mark. Most items of a text are one: to fill a new object here takes half as long as to call the class."""
    item = _new(Item)
    item.kind = kind
    item.start = start
    item.end = end
    item.word = word
    item.code = ""
    item.sign = 0
    item.what = None
    item.first = False
    item.low = low
    return item


def is_sure(number: Number) -> bool:
    """Whether a number has a unit, a scale or a sign: a bare one may be part of a date."""
    return number.kind not in ("number", "ordinal") or number.scaled or bool(number.sign)


def _without_asides(items: list[Item]) -> list[Item]:
    """Leaves out brackets that hold no figure and no period: "(FDI)", "(including OLED panels)"."""
    out: list[Item] = []
    opened = -1
    for item in items:
        if item.kind == "(":
            opened = len(out)
        elif item.kind == ")" and opened >= 0:
            inner = out[opened + 1 :]
            if not any(x.kind in ("num", "time", "basis") for x in inner):
                del out[opened:]
                opened = -1
                continue
            if not any(x.kind == "num" for x in inner):
                del out[opened]
                opened = -1
                continue
            opened = -1
        out.append(item)
    return out


_EXPORTING = frozenset(("export", "exports", "exporting"))
_TIMES = frozenset(("week", "month", "quarter", "year"))
_HIGHS = frozenset(("high", "highs", "low", "lows", "peak", "record", "trough"))
_PARTED = 5  # items back from "by" within which its participle stands
_SOLD = 10  # items behind a verb of receiving in which what the money was for is named
_AREA_KINDS = {"agency": "proper", "other": "proper", "anaphor": "anaphor", "region": "place", "city": "place"}


def _merge(text: str, found: Found) -> list[Item]:
    """Mentions as items in order, overlaps settled: a number with a unit beats a period, a period a bare number."""
    marks: list[tuple[int, Item]] = []
    for n in found.numbers:
        marks.append((0 if is_sure(n) else 3, Item("num", n.bound_start, n.end, text[n.start : n.end], n.kind, 0, n)))
    for p in found.periods:
        kind = "basis" if p.role == "basis" else "time"
        marks.append((1, Item(kind, p.start, p.end, text[p.start : p.end], p.basis, 0, p)))
    for a in found.areas:
        marks.append((2, Item(_AREA_KINDS.get(a.form, "area"), a.start, a.end, text[a.start : a.end], a.code, 0, a)))
    for q in found.products:
        marks.append((4, Item("prod", q.start, q.end, text[q.start : q.end], q.slug, 0, q)))
        flow = _FLOW_BEHIND.search(text, q.start, q.end)
        if flow is not None and not q.slug.startswith("non-oil"):  # "traditional exports" is a name, and names a flow as well
            marks.append((4, Item("flow", q.end, q.end, flow[1], flow[1].lower().rstrip("s"))))
    marks.sort(key=lambda m: (m[1].start, m[0], -m[1].end))
    out: list[tuple[int, Item]] = []
    for rank, item in marks:
        while out and item.start < out[-1][1].end and rank < out[-1][0]:
            out.pop()
        if not out or item.start >= out[-1][1].end:
            out.append((rank, item))
    return [item for _, item in out]


def _join(items: list[Item]) -> list[Item]:
    """Finds cues among words; a cue of several words may swallow a product ("oil prices"), never a number or a name."""
    begins, turns = _begins, _turning()
    items = _closed_up(_plain_highs(items))
    receives = _paid_words(items)
    out: list[Item] = []
    reached = 0  # items before this one are read
    trader = False  # the item before is somebody who trades
    for n, item in enumerate(items):
        if n < reached:
            continue
        reached = n + 1
        kind = item.kind
        if kind == "w" or kind == "prod":
            low = item.low
            node = begins.get(low)
            if node is None:
                node = _begun_by(low)
            if node:
                item, reached = _cued(items, n, node)
                if item.kind == "other" and item.low in _GROWTH_AIMS and out and out[-1].kind == "flow":
                    item = _parted_aim(item, out)
            if low in turns:
                item = _as_trade(item, low, out, items, n, reached)
        elif kind == "area" and _comes_in(item, out, items, n):
            item = replace(item, what=item.what._replace(form="bound"))  # "cheap Chinese imports": of another country, from China
        elif kind == "area" and len(out) > 1 and out[-1].kind == "-" and _apart(out[-2], item):
            out[-1] = replace(out[-1], kind="pair")  # "Iran-Iraq trade"
        elif kind == "anaphor" and out and out[-1].low in word_set("leaves") and item.low == "the country":
            last = out.pop()  # "160 tonnes of meat left the country"
            item = Item("tv", last.start, item.end, f"{last.word} {item.word}", "export")
        if item.low in _BY_ITS_NEIGHBOURS:
            item = _by_its_neighbours(item, out, items, n, reached)
        if receives and item.low.partition(" ")[0] in receives and _from_exports(items, n + 1):
            item = replace(item, kind="lev", code="earn")  # "received $372 million from the export of leather"
        if item.code == "balance" and [x.low for x in out[-3:]] == ["c", "/", "a"]:
            item = replace(item, kind="other", code="bop")  # "the C/A surplus"
        if trader and item.kind in ("w", "lev", "tv") and item.low.split(" ", 1)[0] in word_set("trader_acts"):
            item = _act_of_traders(item, out)
        if item.kind == "flow" and len(out) > 1 and out[-1].kind == "-" and _both_ways(out[-2], item):
            item = replace(out[-2], code="trade", end=item.end, low="import-export")  # "import–export turnover", with a dash
            del out[-2:]
        out.append(item)
        ships = item.low == "shippers" and len(out) > 1 and out[-2].kind == "prod"  # "rice shippers", not a line's customers
        trader = item.low in TRADERS or ships or (trader and item.code == "have")  # "importers have spent"
    return out


def _plain_highs(items: list[Item]) -> list[Item]:
    """Items in which a high or low is one without the time it is of, whose hyphen parts nothing: "May's 27-month low of"."""
    for k in range(len(items) - 3, 0, -1):
        if items[k].kind == "-" and items[k].end == items[k + 1].start and items[k + 1].low in _TIMES and items[k + 2].low in _HIGHS:
            items = [*items[:k], *items[k + 2 :]]
    return items


def _closed_up(items: list[Item]) -> list[Item]:
    """Items in which nothing parts a participle from the "by" that makes it a cue: "driven | in March, mainly | by tea"."""
    for k in range(len(items) - 1, 1, -1):
        if items[k].low != "by":
            continue
        first = k - 1
        while first > max(0, k - _PARTED) and _stands_between(items[first]):
            first -= 1
        verb = items[first]
        if first < k - 1 and verb.kind in ("w", "prod") and "" in cue_node(verb.low).get("by", {}):
            items = [*items[:first], *items[first + 1 : k], verb, *items[k:]]
    return items


def _stands_between(item: Item) -> bool:
    return item.kind == "time" or item.low in ("in", "during", "by", "last", "this", "month", "year") or item.low.endswith("ly")


def _comes_in(item: Item, before: Sequence[Item], items: Sequence[Item], n: int) -> bool:
    """Whether imports are named by where they are from: "cheap | Chinese | imports", "a flood of | Chinese | imports"."""
    if item.what.form != "demonym" or not before or not any(x.low == "imports" for x in items[n + 1 : n + 3]):
        return False
    return before[-1].low in word_set("cheap") or (before[-1].low == "of" and any(x.low in word_set("floods") for x in before[-2:-1]))


def _paid_words(items: Sequence[Item]) -> frozenset[str]:
    """The verbs of receiving that may be of earning in a sentence that tells of money from exports."""
    words = {item.low for item in items}
    return word_set("receives") if "from" in words and not words.isdisjoint(_EXPORTING) else frozenset()


def _cued(items: list[Item], n: int, node: CueNode) -> tuple[Item, int]:
    """Item `n` as the longest cue that it begins, or as it is, and where the items go on after that."""
    item = items[n]
    cue, length = _longest(items, n, node)
    if cue is None:
        return item, n + 1
    if length == 1 and item.kind == "w":  # the item is of this sentence alone: no copy is needed
        item.kind, item.code, item.sign, item.first = cue.kind, cue.code, cue.sign, False
    elif length > 1 or cue.kind in ("flow", "nodx"):
        run = items[n : n + length]
        return Item(cue.kind, item.start, run[-1].end, " ".join([x.word for x in run]), cue.code, cue.sign), n + length
    return item, n + 1


def _parted_aim(item: Item, out: list[Item]) -> Item:
    """ "its export growth | target of 3 percent": the growth joins what is read, the aim is what goes on."""
    first, *_, last = item.word.split()
    aim = item.end - len(last)
    out.append(replace(item, kind="chg", code="n:size", sign=1, word=first, low="growth", end=aim - 1))
    return replace(item, kind="status", code="F", sign=0, word=last, low=item.low.split()[-1], start=aim)


@cache
def _turning() -> frozenset[str]:
    """Words that are of trade by what stands beside them."""
    return word_set("dealings") | word_set("crosses") | {"total"}


def _as_trade(item: Item, low: str, before: Sequence[Item], items: list[Item], n: int, following: int) -> Item:
    """One of the `_turning` words as the verb or flow that it is among others; `low` is its first word."""
    if low == "total" and before and _sums_up(before[-1], items[n + 1 : n + 2]):
        return replace(item, kind="lev", code="verb")
    if low in word_set("dealings") and item.kind == "w" and (not before or before[-1].kind in _OPEN_NOUN) and _with_area(items, following):
        return replace(item, kind="flow", code="trade")  # "Business with Russia withered"
    if low in word_set("crosses") and _goes_abroad(items, n + 1):
        return replace(item, kind="flow", code="import" if low in word_set("buying") else "export")  # "sales of Thai rice abroad"
    return item


def _act_of_traders(item: Item, out: list[Item]) -> Item:
    """ "tea exporters earned" as "tea exports earned": the traders read last become their flow."""
    who = -1 if out[-1].kind == "w" else -2
    out[who] = replace(out[who], kind="flow", code=TRADERS.get(out[who].low, "export"))
    return replace(item, kind="lev", code=item.code or "verb")


_PART, _WHOLE = 10, 6  # items that name a part, and that name the flow that it is part of
_FLOWS = frozenset(("exports", "imports", "export", "import"))
_BOUGHT = frozenset(("bought", "buys", "purchased", "purchases"))
_EARNS = 6  # items behind a verb of earning in which the amount and what it is from are told
_BILLS = frozenset(
    ("oil", "crude-oil", "fuels", "petroleum-products", "energy", "food")
)  # what a country has a bill for that buys it abroad
_BROUGHT = frozenset(("brings", "gets", "get", "obtains"))
_EARNED = frozenset(("earned", "earns", "earn"))
_BY_ITS_NEIGHBOURS = (
    _BOUGHT
    | _BROUGHT
    | _EARNED
    | {"from", "with respect to", "ship", "logs", "number", "moved", "moves", "turnover", "revenue", "ratio", "bill", "bills"}
)


def _by_its_neighbours(item: Item, before: Sequence[Item], items: Sequence[Item], n: int, following: int) -> Item:
    """One of a few words as what it is among others: `n` is its place in the sentence, `following` that of what comes next."""
    low = item.low
    if low == "with respect to" and holds(items[following : following + 2], ("time", "basis")):
        return replace(item, kind="ref", code="base")  # "fell 7 percent with respect to August"
    if low in _EARNED and before and _is_country(before[-1]) and _from_goods(items, n + 1):
        return replace(item, kind="tv", code="export")  # "Kenya earned $1.4 billion from tea"
    if low == "from" and before and before[-1].kind == "num" and any(x.kind == "tv" and x.low in _EARNED for x in before[-_EARNS:]):
        return replace(item, kind="of", code="")
    if low == "ship" and before and before[-1].low.rsplit(None, 1)[-1] == "to" and holds(items[n + 1 : n + 3], ("num",)):
        return replace(item, kind="flow", code="export")  # "is forecast to ship 35 million tonnes"
    if low in _BOUGHT and item.kind == "tv" and _from_growers(items, n + 1):
        return replace(item, kind="other", code="sales")  # "the board purchased 800,000 tonnes from farmers"
    if low in _BROUGHT and item.kind == "w" and before and before[-1].kind == "area" and _from_area(items, n + 1):
        return replace(item, kind="tv", code="import")  # "Mexico gets 46% from the United States"
    if low == "number" and item.kind == "w" and _counts_goods(items, n + 1):
        return replace(item, kind="stat", code="volume")  # "the number of watches exported"
    if low == "number" and item.kind == "w" and _counts_traders(items[n + 1 : n + 5]):
        return replace(item, kind="other", code="count")  # "the number of enterprises engaged in exports"
    if low == "logs" and before and before[-1].kind == "area" and holds(items[n + 1 : n + 3], ("num",)):
        return replace(item, kind="lev", code="verb")  # "Japan logs 235 bln yen deficit"
    if low in ("moved", "moves") and any(x.low == "port" for x in before[-4:]):
        return replace(item, kind="other", code="freight")  # "the Port of Montevideo moved 98,000 TEU"
    if low in ("bill", "bills") and before and before[-1].kind == "prod" and before[-1].code in _BILLS:
        at_home = any(x.low in word_set("at_home") for x in before[-3:-1])
        return (
            replace(item, kind="other", code="prices") if at_home else replace(item, kind="flow", code="import")
        )  # "the oil bill was $5 billion", "crude oil bills fell"
    if low == "ratio" and _part_in_a_flow(items, n + 1):
        return replace(item, kind="share", code="noun")  # "the ratio of high-tech goods in exports"
    if low in ("turnover", "revenue") and _of_one_flow(before) and not any(x.low in ("between", "with") for x in items[n + 1 : n + 2]):
        return replace(item, kind="stat", code="value")  # "the largest export market, with a turnover of $62 billion"
    return item


def _is_country(item: Item) -> bool:
    """Whether an item is a country's name that owns and describes nothing, or "the country"."""
    return item.kind == "anaphor" or (item.kind == "area" and item.what.form == "name" and not item.what.possessive)


def _from_goods(items: Sequence[Item], n: int) -> bool:
    """Whether an amount and "from" goods stand there, and nothing that these describe."""
    ahead = items[n : n + _EARNS]
    at = next((k for k, x in enumerate(ahead) if x.low == "from"), 0)
    goods = items[n + at + 1 : n + at + 3]
    closed = len(goods) < 2 or goods[1].kind in ("time", ",", "(") or goods[1].low in ("in", "during", "over", "last", "and", "between")
    amount = at > 0 and all(x.kind == "num" or x.low in ("about", "some", "around") for x in ahead[:at])
    return amount and holds(goods[:1], ("prod",)) and closed


def names_place(item: Item) -> bool:
    """Whether a word or a cue is what a country is called that is traded with: "export market", "sources of imports"."""
    return item.low.partition(" of ")[0].split()[-1] in word_set("place_nouns")


def _part_in_a_flow(items: Sequence[Item], n: int) -> bool:
    """Whether "of" goods "in" exports or imports follows."""
    within = next((k for k, x in enumerate(items[n : n + _PART], n) if x.low == "in"), 0)
    led = within > n + 1 and items[n].low == "of" and not any(x.low in _FLOWS for x in items[n:within])
    return led and any(x.low in _FLOWS for x in items[within + 1 : within + _WHOLE])


def _counts_goods(items: Sequence[Item], n: int) -> bool:
    """Whether "of" goods follow and that they are traded."""
    ahead = items[n : n + 5]
    if len(ahead) < 3 or ahead[0].low != "of":
        return False
    goods = next((k for k, x in enumerate(ahead) if x.kind == "prod" or x.low in word_set("measures")), None)
    return goods is not None and any(x.low in ("exported", "imported", "shipped") for x in ahead[goods + 1 : goods + 2])


def _counts_traders(ahead: Sequence[Item]) -> bool:
    """Whether "of" firms or people who trade follows."""
    return bool(ahead) and ahead[0].low == "of" and any(x.low in word_set("traders") or x.low == "entities" for x in ahead[1:])


def _from_growers(items: Sequence[Item], n: int) -> bool:
    """Whether "from farmers" stands behind a verb, before its clause ends."""
    end = next((k for k, x in enumerate(items[n : n + 12], n) if x.kind in (";", ":")), min(n + 12, len(items)))
    return any(
        x.low == "from" and any(y.low in word_set("makers") for y in items[k + 1 : min(k + 3, end)])
        for k, x in enumerate(items[:end])
        if k >= n
    )


def _from_area(items: Sequence[Item], n: int) -> bool:
    """Whether a number and "from" a country stand there."""
    ahead = [x for x in items[n : n + 6] if x.low not in ("the", "about", "some", "around")]
    return [x.kind for x in ahead[:1]] == ["num"] and [x.low for x in ahead[1:2]] == ["from"] and [x.kind for x in ahead[2:3]] == ["area"]


def _both_ways(first: Item, second: Item) -> bool:
    """Whether a dash joins exports and imports, in either order."""
    return first.kind == "flow" and first.end + 1 == second.start and MIRROR.get(first.code) == second.code


def _apart(first: Item, second: Item) -> bool:
    """Whether a hyphen joins two different countries: not in "ISLAMABAD-Pakistan's exports", behind a dateline."""
    return first.kind == "area" and first.end + 1 == second.start and first.code != second.code


def _from_exports(items: Sequence[Item], n: int) -> bool:
    """Whether an amount and "from" somebody's exports stand there."""
    ahead = items[n : n + _SOLD]
    at = next((k for k, x in enumerate(ahead) if x.low == "from"), 0)
    return at > 0 and any(x.kind == "num" for x in ahead[:at]) and any(x.low in _EXPORTING for x in ahead[at:])


def _of_one_flow(before: Sequence[Item]) -> bool:
    """Whether "with a", "in", "at" or "raising their ten-month" stands last and exports only, or imports only, are told of before it."""
    k = len(before) - 1
    while k >= 0 and before[k].kind in ("det", "adj", "pron", "time"):
        k -= 1
    summed = k >= 0 and (before[k].code[:1] == "g" or before[k].low in word_set("takes_to")) and before[-1].kind == "time"
    if k < 0 or not (summed or before[k].low in ("with", "in", "at")):
        return False
    told = {x.code for x in before[:k] if x.kind in ("flow", "hint", "revenue", "tv")}
    buyer = any(x.low in ("importer", "buyer", "exporter", "supplier") for x in before[:k])
    if before[k].low == "in" and not (k and before[k - 1].kind == "num"):
        return False  # "up 3.2 per cent in turnover", not "their shares in turnover"
    return len(told) < 2 and (told <= {"export", "import"}) and (bool(told) or buyer)


_OPEN_NOUN = frozenset((",", ";", ":", "(", "-", "det", "adj", "adv", "and", "pron", "area"))


def _with_area(items: list[Item], n: int) -> bool:
    """Whether "with" and an area follow: what goes on between two countries."""
    return n + 1 < len(items) and items[n].low == "with" and any(x.kind == "area" for x in items[n + 1 : n + 3])


def _goes_abroad(items: Sequence[Item], n: int) -> bool:
    """Whether "of" goods and "abroad" follow, or "to foreign markets": "of Russian farm products abroad"."""
    if n + 2 >= len(items) or items[n].low != "of":
        return False
    abroad, foreign = word_set("abroad"), word_set("foreign_ones")
    end = next((k for k in range(n + 1, min(n + _GOODS_NAMED, len(items))) if items[k].kind not in _NAMES), len(items))
    for k in range(n + 2, min(end, n + _GOODS_NAMED, len(items))):
        if items[k].low in abroad:
            return True
        if items[k].low in ("to", "on", "from", "in") and k + 2 < len(items):
            return items[k + 1].low in foreign and items[k + 2].low in word_set("place_nouns") | word_set("borders")
    return False


_NAMES = frozenset(("w", "prod", "area"))
_GOODS_NAMED = 9  # items that goods and whose they are may be named in


def _sums_up(before: Item, after: Sequence[Item]) -> bool:
    """Whether "total" is a verb: "the exports total | 6 million bags", "imports are expected to total | $4 billion"."""
    word = before.low.rsplit(None, 1)[-1]
    leads = (before.kind == "flow" and word.endswith("s")) or word in ("to", "will", "would", "could", "may")
    return leads and bool(after) and after[0].kind == "num"


_begins: dict[str, CueNode] = {}


def _begun_by(low: str) -> CueNode:
    """The cues that an item in lower case can begin: by its first word, a genitive by the word without it. Remembered."""
    node = cue_node(low.split(" ", 1)[0]) or (cue_node(low[:-2]) if low.endswith("'s") else {})
    if len(_begins) < _MOST_WORDS and len(low) <= REMEMBERED_LENGTH:
        _begins[low] = node
    return node


def _longest(items: list[Item], n: int, node: CueNode) -> tuple[Cue | None, int]:
    """The longest cue that items from `n` on read, and how many they are. `node` is what the first word of item `n` leads to."""
    found: Cue | None = None
    length, k = 0, n
    following: CueNode | None = node
    if " " in items[n].low:
        following = _along(node, items[n].low.split()[1:])
    while following is not None:
        k += 1
        if "" in following:
            found, length = following[""], k - n
        if k == len(items) or (len(following) == 1 and found is not None and length == k - n):
            break
        item = items[k]
        if item.kind != "w" and item.kind != "prod" and item.low != "half":  # "the outbound half" counts nothing
            break
        low = item.low
        following = following.get(low) or (_along(following, low.split()) if " " in low or low.endswith("'s") else None)
    return found, length


def _along(node: CueNode | None, words: list[str]) -> CueNode | None:
    """Where words lead to, one after another; a genitive counts as the word without it as well."""
    for word in words:
        if node is None:
            return None
        node = node.get(word) or (node.get(word[:-2]) if word.endswith("'s") else None)
    return node
