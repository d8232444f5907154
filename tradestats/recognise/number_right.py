"""What stands behind a number: scale words, then a unit, then what a price is for."""

from __future__ import annotations

import re
from typing import NamedTuple

from tradestats.lazy import pattern
from tradestats.recognise.number_forms import Hit
from tradestats.recognise.number_tables import (
    Lexicon,
    Scale,
    Unit,
    cue_words,
    meaning,
    nothing_behind,
    price_behind,
    scale_behind,
    unit_behind,
    unit_of,
)


class Shape(NamedTuple):
    """What the number itself looks like: its currency stands before it, it is a number word, it has four digits or
    more, it could be a year, it has decimals."""

    money: bool = False
    word: bool = False
    big: bool = False
    year: bool = False
    decimals: bool = False


class Right(NamedTuple):
    """How far the number's phrase reaches and what it adds. `per` is the denominator of a price, `rate` is "/d"."""

    end: int
    power: int = 0
    scaled: bool = False
    unit: Unit | None = None
    per: str = ""
    rate: str = ""


_NEXT_WORD = re.compile(r"[ -]([A-Za-z]+)")
_RATE = pattern(r"(?:/ *+(?:day|d)| ++(?:per|a) ++day| ++daily|-a-day|-per-day)(?![A-Za-z])")
_POWERS = {"1000": 3, "1,000": 3, "thousand": 3, "100": 2, "hundred": 2, "10": 1, "million": 6}
_SIZE = r"(?:[0-9]{1,3}|nine|twelve)[ -]?(?:kg|kilo|kilogram|gram|lb|pound|litre|liter|ml|l)s?"
_PACK_SIZE = pattern(rf" *+{_SIZE}[ -](?=(?:bag|bale|bottle|box|carton|case|sack)(?:e?s)?\b)")  # 5.77 mln 60-kg bags
_ABBREVIATED = pattern(r"\. ?(?=[a-z$€]|[A-Z]{2})")  # "12 mln. tonnes": a point ends the scale word, not the sentence
_TERMS = pattern(r"(?i) (?:f\.?o\.?b\.?|c\.?i\.?f\.?)(?= )")
_KIND = re.compile(r" ([A-Za-z]+(?:-[A-Za-z]+)?)(?= )")
_MOST_POWER = 30
_ABBREVIATION = 4  # letters of an abbreviated scale word: mio, bln, mrd, thsd
_NOTHING = re.compile(r"[,;)\n]| *+(?:[0-9(]|$)|\.(?: |$)")  # most often nothing stands behind a number, in tables as in "2024, "


def read_right(text: str, at: int, shape: Shape, lex: Lexicon) -> Right:
    """What the text from `at` on adds to the number that ends there."""
    if _NOTHING.match(text, at):
        return Right(at)
    if nothing_behind(text, at, lex) and not (shape.big and _KIND.match(text, at)):
        return _with_price(text, at, 0, False, None, shape, lex)
    power, end, scaled = _scales(text, at, shape, lex)
    found = unit_behind(text, end, lex)
    if found is None and (scaled or shape.big):
        terms = _TERMS.match(text, end)  # "2,729 million FOB dollars"
        found = unit_behind(text, terms.end(), lex) if terms else None
    if found is None and (scaled or shape.big):
        found = _noun_behind(text, end, lex)
    if found is None and scaled:
        size = _PACK_SIZE.match(text, end)
        found = unit_behind(text, size.end() - 1, lex) if size else None
    if found is None and scaled and not shape.money:
        point = _ABBREVIATED.match(text, end)
        found = unit_behind(text, point.end(), lex) if point and len(text[at:end].strip()) <= _ABBREVIATION else None
    unit = None
    if found is not None:
        unit = _unit(text, found, shape, scaled, at, lex)
    if scaled and unit is None and not shape.money and _needs_unit(text[at:end], shape):
        return Right(at)
    if unit is not None and not (shape.money and unit.kind == "money"):
        assert found is not None
        end = found.end
        if unit.kind == "money" and not scaled:  # "5.2 USD bn"
            power, end, scaled = _scales(text, end, shape._replace(money=True), lex)
    return _with_price(text, end, power, scaled, unit, shape, lex)


def _noun_behind(text: str, at: int, lex: Lexicon) -> Hit | None:
    """The noun that is counted, behind a word that says of what kind: "239,556 pre-owned vehicles"."""
    kind = _KIND.match(text, at)
    if kind is None or kind[1].lower() not in cue_words("kind_of_unit"):
        return None
    noun = unit_behind(text, kind.end(), lex)
    unit = unit_of(noun.form, lex) if noun is not None else None
    return noun if unit is not None and unit.noun else None


def _with_price(text: str, end: int, power: int, scaled: bool, unit: Unit | None, shape: Shape, lex: Lexicon) -> Right:
    """A price is money for a unit of something ("US$517 per tonne"), a rate a quantity for a day ("ft3/d")."""
    if unit is not None and unit.kind == "quantity" and not shape.money:
        rate = _RATE.match(text, end)
        return Right(rate.end(), power, scaled, unit, "", "/d") if rate else Right(end, power, scaled, unit)
    if shape.money or (unit is not None and unit.kind == "money"):
        price = price_behind(text, end, lex)
        if price is not None and (price.per != "d" or not scaled):  # "$2.5 billion per day" is a flow, "$19,400/day" the price of a ship
            return Right(price.end, power - _POWERS.get(price.many, 0), scaled, unit, price.per)
    return Right(end, power, scaled, unit)


def _scales(text: str, at: int, shape: Shape, lex: Lexicon) -> tuple[int, int, bool]:
    """Power, end and whether there was any: "billion", "lakh crore", "thousand million"."""
    found = scale_behind(text, at, lex)
    if found is None:
        return 0, at, False
    scale = meaning(lex.scales, found.form)
    if scale is None or not _fits(text, found, at, scale, shape, lex):
        return 0, at, False
    power, end = scale.power, found.end
    second = scale_behind(text, end, lex)
    more = meaning(lex.scales, second.form) if second is not None else None
    if second is not None and more is not None and power + more.power <= _MOST_POWER:
        joins = more.when in ("", "whole") or (more.when == "money" and shape.money and len(second.form) > 1)  # "Rs 3.2 lakh cr"
        again = len(found.form) == 1 and more.power == power  # "$25.4B billion" tells its scale twice
        power, end = (power + (0 if again else more.power), second.end) if joins else (power, end)
    return power, end, True


def _fits(text: str, found: Hit, at: int, scale: Scale, shape: Shape, lex: Lexicon) -> bool:
    """Whether a short scale is one here: "$5m", "RM5b", "3M tonnes", but not "a 5m-long pipe", "3M" or "4K"."""
    if scale.when in ("", "whole"):  # "whole" only matters for words that the end of the text cut off
        return True
    glued = found.start == at
    if len(found.form) == 1 and text[found.end : found.end + 1] in ("/", "'", "²", "³", "-") and not shape.money:
        return False
    if scale.when == "money":
        return shape.money
    if scale.when == "measure":  # "US$12K", "450 K tonnes", but not "4K TVs"
        behind = None if shape.money else unit_behind(text, found.end, lex)
        unit = unit_of(behind.form, lex) if behind is not None else None
        return shape.money or (unit is not None and unit.kind == "quantity" and not unit.noun)
    if scale.when == "glued":
        return glued
    if scale.when == "glued money":
        return glued and shape.money
    return glued or shape.money or unit_behind(text, found.end, lex) is not None


def _needs_unit(scale: str, shape: Shape) -> bool:
    """ "5 m" and "3M" are millions only with a unit behind them."""
    return len(scale.strip()) == 1 and (scale[0] in " -" or (scale.isupper() and not shape.decimals))


def _unit(text: str, found: Hit, shape: Shape, scaled: bool, at: int, lex: Lexicon) -> Unit | None:
    """The unit that a form is here, or None where it is something else ("20 euro zone members", "2024 cars")."""
    form = found.form
    unit = unit_of(form, lex)
    if unit is None:
        return None
    if unit.kind == "money":
        unit = _money(text, found, unit, scaled, shape, lex)
    if unit is None or (unit.weak and not (scaled or shape.big)):
        return None
    if shape.money and unit.kind != "money":
        return None
    if (unit.digits_only and shape.word and not scaled) or (shape.year and not scaled and (unit.noun or unit.kind == "index")):
        return None
    if scaled and unit.kind in ("percent", "points", "index", "multiple"):
        return None
    after = text[found.end : found.end + 2]
    if len(form) == 1 and (form.isalnum() or form == "×"):
        if after[:1] in ("-", "'") and after[1:2].isalpha():
            return None
        if unit.kind == "multiple" and found.start != at:
            return None
    return unit


def _money(text: str, found: Hit, unit: Unit, scaled: bool, shape: Shape, lex: Lexicon) -> Unit | None:
    """Money, or pounds of weight, or None: "2024 dollars" are a price base, in "5 $6 billion" the sign belongs to the six."""
    form, end = found.form, found.end
    word = _NEXT_WORD.match(text, end)
    if word is not None and word[1] in cue_words("adjective"):
        return None
    if form in lex.before and not shape.money and text[end : end + 2].lstrip(" +-")[:1].isdigit():
        return None
    if form.lower() in lex.weights and ((word is not None and word[1] == "of") or lex.pounds_weigh):
        return lex.weights[form.lower()]
    if shape.year and not scaled and price_behind(text, end, lex) is None:
        return None
    return unit
