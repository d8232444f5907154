"""The words of a table: what a caption, a column header or a row label says about the cells it stands over or beside.

A label is read by itself, without its table. Its words come from the recognisers (periods, areas, products, units), from
the linker's cues (flows, statistics, adjustments, nouns that are no trade flow) and from tables/grid_labels.tsv. What
none of them knows is `rest`: the name of a product, or a word that makes the label unreadable; the table decides which.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tradestats.frozen import replace
from tradestats.lazy import pattern
from tradestats.lexicon import cues, rows
from tradestats.recognise import names, numbers, periods, products
from tradestats.recognise.names import AreaMention
from tradestats.recognise.number_tables import lexicon as number_lexicon
from tradestats.recognise.periods import PeriodMention
from tradestats.recognise.products import ProductMention

_TOKEN = pattern(r"\+/-|[^\W\d_]++(?:['.&][^\W\d_]++)*+|\d[\d.,]*+|[^\w\s]")
_MONTHS = pattern(r"(?i)(?<![\d.,])([2-9]|1[0-9]|2[0-4])[ -]months?\b")
_REVISED = pattern(r"(?<=(?:19|20)\d\d)(?:/?[prefPREF]|[*†‡¹²³])(?![\w/])")  # "2019p" and "2018r", preliminary and revised
_FORESEEN = {"e": "E", "f": "F"}  # "2018e", "2019f"
_SLASHED = pattern(r"(?<=\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))/(?=\d\d(?!\d))")  # "Nov/24" is a month of a year
_QUARTER = pattern(r"\b([1-4])(?:st|nd|rd|th) Qt?r\b\.?")  # "1st Qr" is "Q1"
_NOTE = pattern(r"(?<=[^\W\d_]{3}|EU(?:27|28|15)|USA?|UK)[1-9]$")  # "Germany2", "EU271": the number of a footnote
_YEAR = pattern(r"(?:19|20)\d\d")
_SHARE_OF = pattern(r"(?:%|[Pp]er ?cent) of (?:[Tt]otal |[Aa]ll )?([^(),;]*)(?=[),;])")
_NUMBERED = pattern(
    r"(?:(?:HS|SITC|CN|HTS|NACE|CPA|BEC|Ch(?:apter|\.)?|Section|S\.?No\.?) ?\d[\d.-]*+|\d{1,8}(?: ?[-–.:)]+)?)[ .:)-]++(?=[^\W\d_]{3})"
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_MONTH_NUMBER = r"(?:0?[1-9]|1[0-2])"
_YEAR_NUMBER = r"(?:19|20)\d\d"
_CODES = pattern(
    rf"(?<![\w.,/])(?:(?P<y>{_YEAR_NUMBER})M(?P<m>{_MONTH_NUMBER})"
    rf"|(?:(?P<n>{_MONTH_NUMBER})|(?P<a>{_MONTH_NUMBER}) ?[-–] ?(?P<b>{_MONTH_NUMBER}))[./](?P<z>{_YEAR_NUMBER})"
    rf"|(?P<i>[IVX]{{1,4}}) ?[-–] ?(?P<j>[IVX]{{1,4}})(?:[ .]+(?P<w>{_YEAR_NUMBER}))?)(?![\w/])"
)
_LONGEST = 200  # characters of a label that are read
_CUES = frozenset(("flow", "stat", "adjust", "other", "nodx", "sales"))
_BEHIND_A_HEAD = frozenset(("unit", "time", "measure", "basis", "status", "drop", "statistic", "adjust"))
_COUNTRY_CODE = pattern(r"[A-Z]{2,3}")
_GOODS = frozenset(("products", "items", "commodities", "goods"))
_PREPOSITIONS = frozenset(("to", "from", "with"))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that a label gives its cells: `codes` candidates, default first, empty for a scale alone ("in millions"); `power` of ten."""

    kind: str
    codes: tuple[str, ...]
    power: int


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says. Spans count into the label's text. `rest` are the words that nothing here knows.

    `product` spans the product's name with all its words; `sign` is -1 for a deficit. `areas` come with the preposition before
    them. `change` is growth, change (either, if no unit says which), share or contribution. `other` is a noun that is no trade flow.
    """

    text: str
    flows: tuple[str, ...] = ()
    sign: int = 0
    areas: tuple[tuple[AreaMention, str], ...] = ()
    product: tuple[int, int] | None = None
    goods: tuple[tuple[int, int], ...] = ()  # what stands in the product table
    beside_flow: tuple[int, int] | None = None  # the product words right before a flow or after "flow of"
    rest: tuple[tuple[int, int], ...] = ()
    every: bool = False
    others: bool = False
    periods: tuple[PeriodMention, ...] = ()
    basis: str = ""
    change: str = ""
    statistic: str = ""
    units: tuple[Unit, ...] = ()
    stub: str = ""
    side: str = ""  # the flow that a stub goes with: exports have destinations, imports suppliers
    skip: bool = False
    adjustment: str = ""
    status: str = ""
    other: str = ""
    against: bool = False  # "vs July": the period is what the column before is compared with
    compares: bool = False  # "July 2024 - August 2024", "2024/2023": two periods, one against the other
    per: str = ""  # what a price is for: "Price per barrel"
    unread: bool = False  # holds a number of two digits or more that is no date and no unit
    release: str = ""  # actual, previous or forecast: a column of a calendar of releases
    cumulative: bool = False  # "so far this year": from January on
    span: int = 0  # "12 months": so many months, of a table whose other columns say up to when

    @property
    def known(self) -> bool:
        """Whether a product of the product table is named."""
        return bool(self.goods)

    @property
    def only_units(self) -> bool:
        """Whether units are all that is named."""
        named = self.rest or self.flows or self.areas or self.goods or self.periods or self.change or self.basis or self.statistic
        return bool(self.units) and not named

    @property
    def speaks(self) -> bool:
        """Whether this can head a column of figures."""
        return bool(
            self.flows
            or self.areas
            or self.periods
            or self.basis
            or self.change
            or self.statistic
            or self.units
            or self.every
            or self.skip
            or self.release
        )


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    word: str
    taken: str = ""


@cache
def _words() -> dict[str, tuple[tuple[tuple[str, ...], str, str, int], ...]]:
    """First word -> (words, kind, code, sign), longest first; the table of labels comes before the linker's cues."""
    found: dict[tuple[str, ...], tuple[str, str, int]] = {}
    for row in rows("grid_labels"):
        for phrase in row["words"].split("|"):
            found.setdefault(_split(phrase), (row["kind"], row["code"], 0))
    for cue in cues():
        if cue.kind in _CUES:
            found.setdefault(_split(" ".join(cue.words)), (cue.kind, cue.code, cue.sign))
    index: dict[str, list[tuple[tuple[str, ...], str, str, int]]] = {}
    for words in sorted(found, key=lambda w: (-len(w), w)):
        index.setdefault(words[0], []).append((words, *found[words]))
    return {first: tuple(entries) for first, entries in index.items()}


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(map(_word, _TOKEN.findall(phrase)))


def _word(token: str) -> str:
    """A token as it is looked up: "F.O.B." is "f.o.b", "exp." is "exp"."""
    return token.lower().rstrip(".") or token


def read(text: str) -> Label:
    """Reads one label. Pure; never raises on any text."""
    text = text[:_LONGEST]  # cut before it is remembered: a cell may be a megabyte
    if (mark := _REVISED.search(text)) is not None:
        label = read(_REVISED.sub(lambda mark: " " * len(mark[0]), text))
        return replace(label, status=label.status or _FORESEEN.get(mark[0][-1].lower(), ""))
    label = _read(_SLASHED.sub("'", _QUARTER.sub(lambda quarter: f"Q{quarter[1]}".rjust(len(quarter[0])), text)))
    if (label.rest or label.unread) and (note := _NOTE.search(label.text)) is not None:
        bare = _read(label.text[: note.start()] + " " + label.text[note.end() :])
        return bare if (bare.areas or bare.flows or bare.every or bare.known) and not bare.rest else label
    return label


def says_of_rows(text: str) -> bool:
    """Whether words behind the figures of a row say what they are in or when they were, and nothing else: "USD Million", "Oct 2024"."""
    label = read(text)
    when = any(period.form != "years" for period in label.periods)
    return bool(label.units or when) and not (label.rest or label.flows or label.areas or label.other)


@lru_cache(maxsize=4096)
def _read(text: str) -> Label:
    tokens = [_Token(m.start(), m.end(), _word(m[0])) for m in _TOKEN.finditer(text)]
    dates = _dates(text)
    areas = [a for a in names.scan(text) if a.code and a.form in ("name", "demonym", "bound", "epithet")]
    goods = products.scan(text)
    for date in dates:
        _take(tokens, date.start, date.end, "time")
    for area in areas:
        _take(tokens, area.start, area.end, "area")
    if len(tokens) > 1 and tokens[1].taken == "area" and not tokens[0].taken and _COUNTRY_CODE.fullmatch(text[: tokens[0].end]):
        tokens[0].taken = "drop"  # "DK Denmark"
    if (number := _NUMBERED.match(text)) is not None:
        _take(tokens, 0, number.end(), "drop")  # "HS 27 Mineral fuels", "71 - Precious stones"
    found = _phrases(tokens)
    if (of := _SHARE_OF.search(text)) is not None and any(kind == "flow" and tokens[a].start >= of.start() for kind, _, _, a, _ in found):
        found.append(("measure", "share", 0, 0, 1))
        for token in tokens:
            if of.start(1) <= token.start < of.end(1):
                token.taken = token.taken or "drop"  # "Travel services (% of service imports)" are services
    units = _units(text, tokens)
    return _label(text, tokens, dates, areas, goods, found, units)


def _dates(text: str) -> tuple[PeriodMention, ...]:
    """The periods of a label, codes among them: "2024M05", "04.2024", "01-04.2024", "I-III 2024"."""
    coded = [_coded(found) for found in _CODES.finditer(text) if not found["i"] or {found["i"], found["j"]} <= set(_ROMAN)]
    scanned = (m for m in periods.scan(text) if m.form not in periods.SKIP_FORMS)
    plain = [m for m in scanned if not any(one.start < m.end and m.start < one.end for one in coded)]
    return tuple(sorted([*coded, *plain], key=lambda m: m.start)) if coded else tuple(plain)


def _coded(found: re.Match[str]) -> PeriodMention:
    year, month = found["y"] or found["z"] or found["w"], found["m"] or found["n"]
    first, last, begin, end = found["a"], found["b"], found["i"], found["j"]
    months = [int(m) for m in (month, first, last) if m] or [_ROMAN.index(m) + 1 for m in (begin, end)]
    args = (("m", months[0]), *((("m2", months[1]),) if len(months) > 1 else ()), *((("y", int(year)),) if year else ()))
    return PeriodMention(found.start(), found.end(), "period", "", "months" if len(months) > 1 else "month", not year, args)


def _take(tokens: list[_Token], start: int, end: int, kind: str) -> None:
    for token in tokens:
        if token.start < end and token.end > start:
            token.taken = token.taken or kind


def _phrases(tokens: list[_Token]) -> list[tuple[str, str, int, int, int]]:
    """Known phrases as (kind, code, sign, first token, token after the last)."""
    out = []
    k = 0
    while k < len(tokens):
        entry = _phrase_at(tokens, k)
        if entry is None:
            k += 1
            continue
        words, kind, code, sign = entry
        for token in tokens[k : k + len(words)]:
            token.taken = kind
        out.append((kind, code, sign, k, k + len(words)))
        k += len(words)
    return out


def _phrase_at(tokens: list[_Token], k: int) -> tuple[tuple[str, ...], str, str, int] | None:
    if tokens[k].taken:
        return None
    for entry in _words().get(tokens[k].word, ()):
        words = entry[0]
        if len(words) <= len(tokens) - k and all(t.word == w and not t.taken for t, w in zip(tokens[k:], words, strict=False)):
            return entry
    return None


def _label(
    text: str, tokens: list[_Token], dates: tuple[PeriodMention, ...], areas: list[AreaMention], goods: list[ProductMention],
    found: list[tuple[str, str, int, int, int]], units: tuple[Unit, ...],
) -> Label:  # fmt: skip
    first: dict[str, str] = {}
    for kind, code, _, _, _ in found:
        first.setdefault(kind, code)
    flows = tuple(dict.fromkeys(code for kind, code, _, _, _ in found if kind in ("flow", "nodx", "trader") and code != "trade"))
    if not flows and any(kind == "flow" for kind, *_ in found):
        flows = ("trade",)
    signs = {sign for kind, code, sign, _, _ in found if kind == "flow" and code != "trade"}  # "Trade in goods deficit"
    named, known = _product(text, tokens, goods)
    basis = first.get("basis", "") or next((d.basis for d in dates if d.basis), "")
    change = first.get("measure", "")
    percent = any(unit.codes == ("PCT",) for unit in units)
    if (change == "change" and percent) or (not change and basis and (percent or any(d.role == "basis" for d in dates))):
        change = "growth"
    if any(d.form == "month_over_year" for d in dates):
        change = "growth"
    over = [t.start for t in tokens if t.taken == "against"]
    if len(dates) == 2 and over and dates[0].end <= over[0] < dates[1].start:
        change = change or "change"  # "Mar-22 over Mar-21"
    cumulative = "cumulative" in first or any(d.form == "ytd" for d in dates)
    spans = tuple(d for d in dates if d.role == "period")
    spans = tuple(d for d in spans if d.form != "ytd") or spans  # "so far this year, August 2024"
    placed = tuple((area, _preposition(tokens, area.start)) for area in areas)
    last = max((t.end for t in tokens if t.word[0].isalpha() and t.taken not in _BEHIND_A_HEAD), default=0)
    heads = (code or "sales" for kind, code, _, _, end in found if kind in ("other", "sales") and code and tokens[end - 1].end == last)
    foreign = next(heads, "")
    stub, _, side = ("reporter" if "trader" in first else first.get("stub", "")).partition(":")
    return Label(
        text, flows, signs.pop() if len(signs) == 1 else 0, placed, named, tuple(known), _beside_flow(tokens, goods, found),
        tuple((t.start, t.end) for t in tokens if not t.taken and t.word[0].isalpha() and len(t.word) > 1),
        "all" in first, any(kind == "other" and not code for kind, code, *_ in found), spans,
        basis, change, _statistic(first, units), units, stub, side, "skip" in first,
        first.get("adjust", ""), first.get("status", "") or ("F" if first.get("release") == "forecast" else ""), foreign,
        bool(tokens) and (tokens[0].taken == "against" or (bool(change) and _on_a_base(tokens, spans))),
        _compares(text, dates), _per(text) if first.get("statistic") == "price" else "",
        any(t.word[0].isdigit() and len(t.word) > 1 and not t.taken for t in tokens),
        "" if spans or flows or basis or "against" in first else first.get("release", ""), cumulative, _span(text),
    )  # fmt: skip


def _compares(text: str, dates: tuple[PeriodMention, ...]) -> bool:
    """Whether the periods of a label are two that a change leads from and to, each with its year: a month and the one before or a year ago.

    "March-April 2024" may be a range, "January 2024-August 2024" is one.
    """
    whole = periods.resolve(dates[0], periods.Anchor()) if len(dates) == 1 and dates[0].form == "months" else None
    return whole is not None and (whole.months == 13 or (whole.months == 2 and len(_YEAR.findall(text)) == 2))


def _on_a_base(tokens: list[_Token], spans: tuple[PeriodMention, ...]) -> bool:
    """Whether the one period of a label is what a change is measured on: "Change from May 2023"."""
    before = [t.word for t in tokens if t.end <= spans[0].start] if len(spans) == 1 else []
    return bool(before) and before[-1] in ("from", "vis", "on", "over", "against", "vs", "versus", "since", "with", "to")


def _per(text: str) -> str:
    """The unit that a price is for, as its code: bbl in "Price per Barrel"."""
    at = text.lower().find("per ")
    found = numbers.scan(f"$1 {text[at:].lower()}") if at >= 0 else []
    return found[0].unit.partition("/")[2] if found and found[0].kind == "price" else ""


def _span(text: str) -> int:
    found = _MONTHS.search(text)
    return int(found[1]) if found else 0


def _statistic(first: dict[str, str], units: tuple[Unit, ...]) -> str:
    """The statistic a label names; barrels a day are a unit, no average."""
    stated = first.get("statistic", "") or first.get("stat", "").partition(":")[0]
    return "" if stated == "daily_average" and any(code.endswith("/d") for unit in units for code in unit.codes) else stated


def _preposition(tokens: list[_Token], at: int) -> str:
    before = [t.word for t in tokens if t.end <= at][-2:]
    return next((w for w in reversed(before) if w in _PREPOSITIONS), "")


def _product(text: str, tokens: list[_Token], goods: list[ProductMention]) -> tuple[tuple[int, int] | None, list[tuple[int, int]]]:
    """The span of all words that may name a product: those of the product table and those that nothing knows."""
    named = [
        (g.start, g.end)
        for g in goods
        if not all(t.taken in ("flow", "unit", "time", "stub", "drop", "all") for t in tokens if t.start < g.end and t.end > g.start)
    ]
    loose = [(t.start, t.end) for t in tokens if not t.taken and t.word[0].isalpha() and len(t.word) > 1]
    for start, end in named:
        for t in tokens:
            if t.start < end and t.end > start:
                t.taken = t.taken or "product"
    spans = sorted([*named, *loose])
    if not spans:
        return None, named
    end = max(end for _, end in spans)
    after = next((t for t in tokens if t.start >= end and t.word not in ("and", "&")), None)
    if after is not None and after.taken == "stub" and after.start <= end + 5 and after.word in _GOODS:
        end = after.end  # "Agro-industrial products"
    if text.find("(", spans[0][0], end) >= 0 > text.find(")", spans[0][0], end) and text[end : end + 1] == ")":
        end += 1  # "Bananas (fresh)"
    return (spans[0][0], end), named


def _beside_flow(tokens: list[_Token], goods: list[ProductMention], found: list[tuple[str, str, int, int, int]]) -> tuple[int, int] | None:
    """The words of "X exports" or "exports of X"."""
    at = next(((a, b) for kind, _, _, a, b in found if kind in ("flow", "trader")), None)
    if at is None:
        return None
    begin = at[0]
    while begin and _in_a_name(tokens[begin - 1]):
        begin -= 1
    while begin < at[0] and tokens[begin].word in ("and", "-"):
        begin += 1
    if begin < at[0]:
        return tokens[begin].start, tokens[at[0] - 1].end
    if at[1] < len(tokens) and tokens[at[1]].word == "of":
        end = at[1] + 1
        while end < len(tokens) and (tokens[end].taken in ("", "product") or tokens[end].word == "and") and tokens[end].word[0].isalpha():
            end += 1
        if end > at[1] + 1:
            return tokens[at[1] + 1].start, tokens[end - 1].end
    return None


def _in_a_name(token: _Token) -> bool:
    """Whether a word before a flow can belong to the product's name."""
    return token.word in ("and", "-") or (token.taken in ("", "product", "other", "stub") and token.word[0].isalpha())


# ---------------------------------------------------------------------- units
_PIECE = pattern(r"(?:[^()\[\];,:|]|(?<=\d),(?=000\b))++")  # "(1,000 tonnes)" is one
_OF = pattern(r"(?i)\b(thousand|million|billion|trillion|lakh|crore|mln|bln|mn|bn)s?+ of (?:the )?+")
_THOUSANDS = pattern(r"(?<!\d,)'?\b000s?\b")
_NOUNS = frozenset(("units", "unit", "pieces", "pcs"))
_PLURAL_SCALE = pattern(r"(?i)\b(thousand|million|billion|trillion)s\b")
_PACK = pattern(r"(?i)(?:of )?\d{1,3}[ -]?(?:kg|kilo|kilogram|lb|pound|litre|liter|l)s?(?: each)?")
_SCALE_NEXT = pattern(r"(?i) ?(?:million|billion|trillion|mln|bln|mn|bn)\b")  # "R billion" is a unit, "R" none
_QUOTED_SCALE = pattern(r"(?<=[^\W\d_])'(?=(?:m|mn|bn|b|million|billion)\b)")  # "N'bn", "Rs'mn"
_PACKED = pattern(r"(?i)\b\d{1,3}[ -]?(?:kg|kilo|kilogram|lb|pound|litre|liter)[ -](?=(?:bag|sack|box|carton|crate|case)(?:s|es)?\b)")
_PER_UNIT = pattern(r"(?i)\bper (?:day|barrel|tonne|ton|kilo|kg)\b")
_SHORT_SCALE = pattern(r"(?i)\b(?:thous|thsd|ths|th)\.")


def _units(text: str, tokens: list[_Token]) -> tuple[Unit, ...]:
    """The units a label names, in order: "(million litres; NZ$m FOB)", "US$ mn", "Mln Dlrs", "%"."""
    out: list[Unit] = []
    for piece in _PIECE.finditer(text):
        at = 0
        if out and _PACK.fullmatch(piece[0].strip()):
            _take(tokens, piece.start(), piece.end(), "unit")  # "Bags (60 kg)"
            continue
        inside = text[max(0, piece.start() - 1) : piece.start()] in ("(", "[")
        starts = [t for t in tokens if piece.start() <= t.start < piece.end()]
        for token in starts:
            if token.start < at or (token.taken in ("time", "area", "flow", "product") and not _money_adjective(text, token)):
                continue
            if token.word in ("unit", "units") and (len(starts) > 1 or text[piece.end() : piece.end() + 1] == ":"):
                continue  # "Unit: US$ million" announces one
            end = next((t.start for t in starts if t.start > token.start and t.taken == "time"), piece.end())
            got = _unit_at(text[token.start : end], inside)  # "US$ 2023" is a unit and a year
            if got is not None:
                unit, length = got
                out.append(unit)
                at = token.start + length
                for t in tokens:
                    if token.start <= t.start < at and t.taken in ("", "drop", "all", "area"):
                        t.taken = "unit"
    return _with_scale(tuple(dict.fromkeys(out)))


def _with_scale(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """One unit and the scale that stands apart from it: "US dollars, thousands", "$(million)"."""
    named = [unit for unit in units if unit.codes]
    scales = [unit for unit in units if not unit.codes]
    if len(named) != 1 or len(scales) != 1 or named[0].power or named[0].kind not in ("money", "quantity"):
        return units
    return (Unit(named[0].kind, named[0].codes, scales[0].power),)


def _money_adjective(text: str, token: _Token) -> bool:
    return token.taken == "area" and text[token.end : token.end + 1] == "$"


def _unit_at(rest: str, inside: bool) -> tuple[Unit, int] | None:
    """The unit at the beginning of `rest`, found by giving it a figure: "US$ mn" is what "US$1 mn" is in."""
    rest = _PER_UNIT.sub(lambda per: per[0].lower(), _QUOTED_SCALE.sub(" ", rest[:48]))  # "Thousand Barrels per Day"
    lead = number_lexicon().before
    forms = [rest[:n] for n in range(min(6, len(rest)), 0, -1) if rest[:n] in lead]
    form = next((f for f in forms if not f[-1].isalpha() or not rest[len(f) : len(f) + 1].isalpha()), "")
    plain = _SHORT_SCALE.sub("thousand", _THOUSANDS.sub("thousand", rest))
    plain = _PACKED.sub("", plain)  # "60-kg bags", "thousand 60-kg bags"
    plain = _PLURAL_SCALE.sub(r"\1", _OF.sub(lambda m: m[1] + " ", plain))
    probes = [f"1 {plain}"]
    if form and (len(form) > 1 or not form.isalpha() or _SCALE_NEXT.match(rest, 1)):
        probes.insert(0, f"{form}1{plain[len(form) :]}")
    if plain[0].isdigit():
        probes = [plain]
    elif form and (leading := numbers.scan(rest)) and leading[0].start == 0 and leading[0].kind == "money":
        probes = [rest]
    for probe in probes:
        found = numbers.scan(probe)
        if not found or found[0].start != 0 or not _is_unit(found[0], probe, inside):
            continue
        number = found[0]
        power = number.value.adjusted()
        if number.value.scaleb(-power) != 1:
            continue
        codes = number.units or ((number.unit,) if number.unit else ())
        length = number.end - (len(probe) - len(plain)) if probe is not rest else number.end
        return Unit(number.kind, codes, power), max(1, length + len(rest) - len(plain))
    return None


def _is_unit(number: numbers.Number, probe: str, inside: bool) -> bool:
    if number.kind not in ("money", "quantity", "percent", "points", "price") and not (number.kind == "number" and number.scaled):
        return False
    if number.kind == "number":
        return number.value.adjusted() >= 3
    if number.kind == "quantity" and number.unit == "units" and not number.scaled and not inside:
        return probe[number.start : number.end].split()[-1].lower() in _NOUNS
    return len(number.unit) > 0


# ---------------------------------------------------------------------- header lines
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
SHORT_DATE = pattern(  # "Sep 18 Sep 19" over columns are years
    rf"\b{_MONTH}(?: ?[-–] ?{_MONTH})?[ /-]?\d\d(?: ?[-–] ?{_MONTH}[ /-]?\d\d)?(?![\d,./%])"
)
_ASIDE = pattern(r"\([^()]{1,40}\)")
_BASIS = pattern(r"(?i)y[/-]y|yoy|m[/-]m|mom|q[/-]q|qoq|y-o-y|m-o-m|q-o-q|(?:year|month|quarter)[- ]on[- ](?:year|month|quarter)")
_LONE_YEAR = pattern(r"(?<![\d.,/-])(?:(?:FY ?)?(?:19|20)\d\d|\bFY ?\d\d)(?:[-/]\d\d)?(?![\d.,/-])")
_SURE, _LIKELY, _HARDLY, _NEVER = range(4)  # how surely a word of a header line begins the next column
_BEGINS = frozenset(
    (
        "time",
        "area",
        "product",
        "flow",
        "nodx",
        "trader",
        "measure",
        "statistic",
        "stat",
        "all",
        "other",
        "release",
        "basis",
        "skip",
        "cumulative",
    )
)
_JOINTS = frozenset(("of", "in", "to", "from", "with", "by", "and", "per", "for", "on", "at"))
_JOINING = ("/", "-", "–")  # "NOK billion - so far this year"
_OF_ALL = frozenset(("statistic", "unit"))  # what may stand before the headers and speak for all of them: "Country Amount (mt) 2022 2021"
_LEVELS = frozenset(("flow", "nodx", "statistic", "measure", "all"))


@dataclass(slots=True)
class _Atom:
    """A word or phrase of a header line. `kind` is a table's, unit, time, area, product, aside (in brackets), joint ("of") or ""."""

    start: int
    end: int
    kind: str


def columns(line: str, count: int) -> list[tuple[int, int]] | None:
    """Cuts a header line without visible columns into its stub (may be empty) and `count` column headers; None if it does not fit.

    "Item 2023 2024 Change %" -> Item, 2023, 2024, Change %.
    """
    return ranked_columns(line, count)[1]


def ranked_columns(line: str, count: int) -> tuple[int, list[tuple[int, int]] | None]:
    """The same cut and how far it had to be looked for: 0 where each header surely begins where it does."""
    if "'s " in line or "’s " in line:
        return _NEVER, None  # "Peru's exports in May" is a caption
    rank, cut = _ranked_columns(_REVISED.sub(lambda mark: " " * len(mark[0]), line), count)
    return rank, cut and [(a, mark.end() if (mark := _REVISED.match(line, b)) is not None else b) for a, b in cut]


def _ranked_columns(line: str, count: int) -> tuple[int, list[tuple[int, int]] | None]:
    atoms = _atoms(line)
    colon = line.find(":")
    first = next(
        (n for n, atom in enumerate(atoms) if atom.kind not in ("stub", "drop", "joint", "adjust", "") and atom.start > colon), len(atoms)
    )
    if any(not atom.kind for atom in atoms[first:]):
        return _NEVER, None
    begins = [_begins(atoms, n, first) for n in range(first, len(atoms))]
    for least in (_SURE, _LIKELY, _HARDLY):
        starts = [first + n for n, sure in enumerate(begins) if sure <= least]
        if len(starts) == count:
            return least, _cut(atoms, starts[0], starts)
        if len(starts) == count + 1 and colon < 0 and (not first or atoms[starts[0]].kind in _OF_ALL):
            return least, _cut(atoms, starts[1], starts[1:])
    each, left = divmod(len(atoms) - first, count)
    kinds = [atom.kind for atom in atoms[first:]]
    if not left and each > 1 and kinds == kinds[:each] * count:
        return _NEVER, _cut(atoms, first, list(range(first, len(atoms), each)))  # "March million lbs 2023 March million lbs 2022"
    return _NEVER, None


def _cut(atoms: Sequence[_Atom], first: int, starts: Sequence[int]) -> list[tuple[int, int]]:
    stub = (atoms[0].start, atoms[first - 1].end) if first else (0, 0)
    return [stub, *((atoms[a].start, atoms[b - 1].end) for a, b in itertools.pairwise([*starts, len(atoms)]))]


def _begins(atoms: Sequence[_Atom], n: int, first: int) -> int:
    """How surely an atom begins the next column: what says more of the one before it does so hardly."""
    kind, before = atoms[n].kind, atoms[n - 1].kind if n > first else ""
    if kind in ("aside", "drop", "joint", "adjust", "status", "against") or before == "joint":
        return _NEVER
    after = atoms[n + 1].kind if n + 1 < len(atoms) else ""
    again = sum(a.kind == "unit" and b.kind == "time" for a, b in itertools.pairwise(atoms[first:])) > 1
    if again and atoms[first].kind == "unit" and "unit" in (kind, before):  # "Tons 2023 Tons 2024 % US$ 2023", not "RM bn 2022 2023"
        return _HARDLY if kind == "time" else _SURE if after == "time" else _LIKELY
    if kind == "unit":
        return _LIKELY if before in ("", "unit") else _HARDLY
    if kind == "time" and before == "measure":
        return _LIKELY
    if {kind, before} == {"time", "skip"}:  # "Target FY24", "FY24 target"
        return _HARDLY if kind == "time" else _LIKELY
    if before == "against" and kind == "time" and n > first + 1 and atoms[n - 2].kind == "time":
        return _NEVER  # "Mar-22 over Mar-21"
    if kind == "release" and before == "time":
        return _HARDLY  # "2018/19 forecast"
    if before == "area" and kind in ("flow", "nodx"):
        return _LIKELY  # "EU imports"
    if before == "against" or (kind == "time" and before in _LEVELS) or {kind, before} == {"basis", "measure"}:
        return _HARDLY
    return _SURE if kind in _BEGINS else _NEVER


def _atoms(line: str) -> list[_Atom]:
    """The words of a header line, those that belong together as one."""
    short = [m.span() for m in SHORT_DATE.finditer(line)]
    short = short if len(short) > 1 else []
    asides = [m.span() for m in _ASIDE.finditer(line) if m.start()]
    dates = [(d.start, d.end) for d in (*(_coded(code) for code in _CODES.finditer(line)), *periods.scan(line))]
    years = [m.span() for m in _LONE_YEAR.finditer(line)]  # before "% change" a year looks like an amount
    tokens = [_Token(m.start(), m.end(), _word(m[0])) for m in _TOKEN.finditer(line)]
    out: list[_Atom] = []
    areas = [(a.start, a.end) for a in names.scan(line) if a.code and a.form in ("name", "demonym")]
    for spans, kind in ((asides, "aside"), (short, "time"), (dates, "time"), (years, "time"), (areas, "area")):
        for start, end in spans:
            if not any(t.taken for t in tokens if t.start < end and t.end > start):
                _take(tokens, start, end, kind)
                out.append(_Atom(start, end, kind))
    if _stub_before_statistic(tokens):
        tokens[0].taken = "stub"
        out.append(_Atom(tokens[0].start, tokens[0].end, "stub"))
    for kind, _, _, a, b in _phrases(tokens):
        out.append(_Atom(tokens[a].start, tokens[b - 1].end, "joint" if b == a + 1 and tokens[a].word in _JOINTS else kind))
    stop = 0
    for n, token in enumerate(tokens):
        if token.taken or token.start < stop:
            continue
        end = next((t.start for t in tokens[n:] if t.taken), len(line))
        got = _unit_at(line[token.start : end], False)
        if got is not None:
            stop = token.start + got[1]
            _take(tokens, token.start, stop, "unit")
            out.append(_Atom(token.start, min(end, stop), "unit"))
    for good in products.scan(line):
        if not any(t.taken for t in tokens if t.start < good.end and t.end > good.start):
            _take(tokens, good.start, good.end, "product")
            out.append(_Atom(good.start, good.end, "product"))
    out += [_Atom(t.start, t.end, "" if t.word[0].isalnum() else "joint" if t.word in _JOINING else "drop") for t in tokens if not t.taken]
    out.sort(key=lambda atom: atom.start)
    return _dated(line, out)


def _stub_before_statistic(tokens: Sequence[_Token]) -> bool:
    """Whether a header line begins with a stub and a statistic, whatever both are together: "Market Value (US$ mn)"."""
    first = [next((kind for words, kind, *_ in _words().get(t.word, ()) if len(words) == 1), "") for t in tokens[:2]]
    return first == ["stub", "statistic"]


def _dated(line: str, atoms: Sequence[_Atom]) -> list[_Atom]:
    """The atoms with each year at its month: "Jan-Aug" and "2024" are one; "2023 March" behind a month without a year, and
    "2023 January-June" between two years, are two."""
    out: list[_Atom] = []
    months = False  # whether the last atom is of months that still want their year
    for n, atom in enumerate(atoms):
        if atom.kind == "time" and _BASIS.fullmatch(line, atom.start, atom.end):
            atom.kind = "basis"
        year = _YEAR.match(line, atom.start, atom.end) if atom.kind == "time" else None
        if months and year and out[-1].kind == "time" and year.end() == atom.end:
            out[-1] = _Atom(out[-1].start, atom.end, "time")
        elif year and line[year.end() : year.end() + 1] == " " and (months or _between_years(line, atoms, n)):
            out += [_Atom(atom.start, year.end(), "time"), _Atom(year.end() + 1, atom.end, "time")]
        else:
            out.append(atom)
        if len(out) > 1 and out[-1].kind == out[-2].kind == "measure" and line[out[-2].end - 1] == "%":
            out[-2].end = line.rindex(" ", out[-2].start, out[-2].end) if " " in line[out[-2].start : out[-2].end] else out[-2].end
            out[-1].start = line.rindex("%", 0, out[-1].start)  # "Change", "% change"
        based = [_BASIS.fullmatch(line, one.start, one.end) is not None for one in (*out[-3:-2], atom)]
        if len(out) > 1 and line[out[-2].start : out[-2].end] == "%" and based[-1] and not based[0]:
            out[-2:] = [_Atom(out[-2].start, atom.end, "basis")]  # "Exports", "% y/y"
        if atom.kind == "time":
            months = _YEAR.search(line, out[-1].start, out[-1].end) is None
    return out


def _between_years(line: str, atoms: Sequence[_Atom], n: int) -> bool:
    """Whether a bare year stands before an atom and another behind it."""
    beside = [atoms[k] for k in (n - 1, n + 1) if 0 <= k < len(atoms)]
    return len(beside) == 2 and all(_YEAR.fullmatch(line, atom.start, atom.end) for atom in beside)
