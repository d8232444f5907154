"""Digits to an exact decimal: which separators part thousands and which decimals, decided once for a whole text.

What is written in no known way is refused, not mended: `parse` returns None and no number comes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Context, Decimal
from typing import NamedTuple

from tradestats.lazy import pattern

NUMERAL = re.compile(r"[0-9](?<![0-9].)[0-9]*+(?:[.,'][0-9]++)*+")  # begins with what it looks for, which a search finds fastest
EXACT = Context(prec=120)  # the default context would round to 28 digits
_MOST_DIGITS = 40
_LONGEST = 64

# "€1 741.9 bn": groups of three behind a first group of up to three; the last may carry one or two decimals.
_SPACED = re.compile(r"(?: [0-9]{3}(?![0-9]|[.,'][0-9]{3})){1,12}+(?:[.,][0-9]{1,2}(?![0-9]|[.,'][0-9]))?+")

_COMMAS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_INDIAN = pattern(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
_POINTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_POINTS_THEN_DECIMALS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+\.[0-9]{1,2}")  # N12.741.96 billion
_APOSTROPHES = pattern(r"[0-9]{1,3}(?:'[0-9]{3})+(?:\.[0-9]+)?")


_MIXED = re.compile(r"[ -]([13])/([24])(?![0-9/.,])|[ -]([1357])/(8)(?![0-9/.,])|([½¼¾])")
_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}


class Style(NamedTuple):
    """How a text writes its numbers. `point_thousands`: 4.090 is four thousand and ninety; `comma_thousands`: it has
    1,234, so a space parts no thousands there. `comma_decimals`: 587,714 is less than six hundred."""

    point_thousands: bool
    comma_thousands: bool
    comma_decimals: bool


class Numeral(NamedTuple):
    """An unsigned number as written, without scale. `big`: four or more digits before the decimals."""

    value: Decimal
    decimals: int
    big: bool
    grouped: bool


def style_of(tokens: Iterable[str]) -> Style:
    """How the text writes its numbers, from all its numerals.

    One or two digits behind a comma can only be decimals (9,5%). Where such commas are no rare slip, three digits
    behind a point are thousands (4.090 billion), while 10.1 remains what it is. So they are beside a number such as 556.275.6, in which
    a point parts thousands and another decimals.
    """
    comma_decimals = point_decimals = comma_groups = 0
    pointed = False
    for token in tokens:
        pointed = pointed or (token.count(".") == 2 and _POINTS_THEN_DECIMALS.fullmatch(token) is not None)
        if "," in token:
            _, _, behind = token.partition(",")
            if len(behind) in (1, 2):
                comma_decimals += 1
            elif len(behind) >= 3:
                comma_groups += 1
        elif "." in token and len(token) - token.find(".") in (2, 3):
            point_decimals += 1
    often = comma_decimals >= 3 or comma_decimals >= max(1, point_decimals)
    decimals = often and comma_decimals > comma_groups
    return Style(pointed or decimals, comma_groups > 0, decimals)


def spaced_end(text: str, start: int, end: int) -> int:
    """Where the numeral text[start:end] ends if groups of three behind single spaces belong to it; `end` if there are none."""
    if end - start > 4 or text[end : end + 1] != " " or not text[start:end].isdigit():
        return end
    found = _SPACED.match(text, end)
    return found.end() if found else end


def parse(token: str, style: Style, money: bool) -> Numeral | None:
    """The numeral's value, or None if it is written in no known way or has more than 40 digits."""
    if len(token) > _LONGEST:
        return None
    if token.isdigit():
        return None if len(token) > 1 and token[0] == "0" else _numeral(token, "", False)
    if "'" in token:
        if _APOSTROPHES.fullmatch(token) is None:
            return None
        whole, _, decimals = token.replace("'", "").partition(".")
        return _numeral(whole, decimals, True)
    points, commas = token.count("."), token.count(",")
    if not commas:
        return _points_only(token, points, style, money)
    if not points and commas == 1:
        return _one_comma(token, style)
    if _COMMAS.fullmatch(token) or _INDIAN.fullmatch(token):
        whole, _, decimals = token.replace(",", "").partition(".")
        return _numeral(whole, decimals, True)
    if _POINTS.fullmatch(token):
        whole, _, decimals = token.replace(".", "").partition(",")
        return _numeral(whole, decimals, True)
    return None


def mixed(text: str, at: int) -> tuple[Decimal, int] | None:
    """The fraction behind a whole number and where it ends: "3-1/2", "2½"; None if there is none."""
    found = _MIXED.match(text, at)
    if found is None:
        return None
    if found[5]:
        return _VULGAR[found[5]], found.end()
    return Decimal(found[1] or found[3]) / Decimal(found[2] or found[4]), found.end()


def _points_only(token: str, points: int, style: Style, money: bool) -> Numeral | None:
    """`8.2`, `4.090` as the text means it, `1.234.567`, and for money `12.741.96`."""
    if points == 1:
        whole, _, decimals = token.partition(".")
        thousands = style.point_thousands and len(decimals) == 3 and len(whole) <= 3 and whole != "0"
        return _numeral(whole + decimals, "", True) if thousands else _numeral(whole, decimals, False)
    if _POINTS.fullmatch(token):
        return _numeral(token.replace(".", ""), "", True)
    if (money or style.point_thousands) and _POINTS_THEN_DECIMALS.fullmatch(token):
        whole, _, decimals = token.rpartition(".")
        return _numeral(whole.replace(".", ""), decimals, True)
    return None


def _one_comma(token: str, style: Style) -> Numeral | None:
    """`1,234` is thousands, `9,5` and `0,125` are decimals; where points part thousands, so is `587,714`."""
    whole, _, behind = token.partition(",")
    if len(behind) <= 2 or whole == "0" or (style.comma_decimals and len(behind) == 3):
        return _numeral(whole, behind, False)
    if len(behind) == 3 and len(whole) <= 3:
        return _numeral(whole + behind, "", True)
    return None


def _numeral(whole: str, decimals: str, grouped: bool) -> Numeral | None:
    if len(whole) + len(decimals) > _MOST_DIGITS or (len(whole) > 1 and whole[0] == "0"):
        return None
    return Numeral(Decimal(f"{whole}.{decimals}" if decimals else whole), len(decimals), len(whole) > 3, grouped)
