"""What stands before a number: sign, currency, and the words that say it is about, more or less than what is meant."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tradestats.recognise.number_tables import Bound, Lexicon, Unit, cue_words, lexicon

_SIGNS = {"+": "+", "-": "-", "–": "-", "−": "-"}
_TRIANGLES = "▲△▼▽↑↓⬆⬇↗↘"
_RISES = "↑⬆↗"  # a triangle is a fall, as in East Asian tables, unless the text has it otherwise
_BEFORE_SIGN = frozenset(" \t\n([{|,;:/\"'=~<>≈*·•€$£¥")
_WINDOW = 64


class Left(NamedTuple):
    """Where the number's phrase begins and what it adds. `tied`: a letter and a hyphen stand directly before; `power` is that of a
    scale word between currency and number ("USD million 1,234")."""

    start: int
    sign: str = ""
    unit: Unit | None = None
    form: str = ""
    glued: bool = True
    tied: bool = False
    power: int = 0


def read_left(text: str, at: int, lex: Lexicon) -> Left | None:
    """What the text before `at` adds to the number that begins there; None if the number is part of a word or code."""
    if not at:
        return Left(0)
    before = text[at - 1]
    start, sign = at, ""
    if before in _SIGNS:
        start, sign = at - 1, _SIGNS[before]
    stop = start
    while stop and start - stop < 2 and text[stop - 1] == " ":
        stop -= 1
    form = _currency(text, stop, lex)
    if form == "US $" and _is_country(text, stop - len(form)):
        form = "$"
    if form:
        begin = stop - len(form)
        outer, begin = _outer_sign(text, begin, lex)
        return Left(begin, outer or sign, lex.before[form], form, stop == start)
    if stop < start and text[stop - 1] in lex.scale_last and (scaled := _scale_before(text, stop, sign, lex)) is not None:
        return scaled
    if sign:
        return _signed(text, at, sign)
    if before.isalnum() or before == "_":
        return None
    if before == " " or before in _TRIANGLES or before == ")":
        outer, begin = _outer_sign(text, at, lex)
        return Left(begin, outer)
    return Left(at)


def _is_country(text: str, at: int) -> bool:
    """Whether the "US" at `at` is a country before "$": "a surplus with | US $4.3B", "China $4.5 billion, | US $2.1 billion"."""
    if text.endswith("with ", 0, at):
        return True
    before = text[max(0, at - _WINDOW) : at]
    return before.endswith((", ", "; ", "and ", ": ")) and " $" in before and "US $" not in before


def _scale_before(text: str, stop: int, sign: str, lex: Lexicon) -> Left | None:
    """The currency before a scale word that ends at `stop`: "US$ Mn 1,012.3", "EUR million 12"."""
    for size, power in _scales_that_end(text[max(0, stop - 12) : stop].rpartition(" ")[2]):
        end = stop - size
        gap = end - 1 if text[end - 1] == " " else end
        form = _currency(text, gap, lex)
        if form and not lex.before[form].weak:
            return Left(gap - len(form), sign, lex.before[form], form, False, False, power)
    return None


@lru_cache(1 << 12)
def _scales_that_end(word: str) -> tuple[tuple[int, int], ...]:
    """Length and power of the scale words that a word ends with, the longest first: most words end with none."""
    scales = lexicon().scales
    found = ((size, scales.get(word[-size:])) for size in range(min(len(word), 8), 1, -1))
    return tuple((size, scale.power) for size, scale in found if scale is not None and scale.when == "")


def _signed(text: str, at: int, sign: str) -> Left:
    """A sign directly before the digits, unless it is a hyphen or dash between words or numbers."""
    previous = text[at - 2] if at > 1 else " "
    if previous in _BEFORE_SIGN and text[max(0, at - 3) : at - 1] != "+/":
        return Left(at - 1, sign)
    return Left(at, "", None, "", True, previous.isalpha() and text[at - 1] == "-")


def _currency(text: str, stop: int, lex: Lexicon) -> str:
    """The longest currency form that ends at `stop`, on a left boundary; "" if there is none."""
    sizes = lex.before_sizes.get(text[stop - 1]) if stop else None
    if not sizes:
        return ""
    for size in sizes:
        form = text[stop - size : stop] if size <= stop else ""
        if form in lex.before:
            previous = text[stop - size - 1] if stop > size else " "
            if not form[0].isalnum() or not (previous.isalnum() or (len(form) == 1 and previous in "-.&/'_")):
                return form
    return ""


def arrow_behind(text: str, at: int, lex: Lexicon) -> str:
    """The sign that an arrow right behind a number gives: "4.7%↓", "8 % ▲" in a text with both triangles."""
    mark = text[at : at + 1] if text[at : at + 1] != " " else text[at + 1 : at + 2]
    if not mark or mark not in _TRIANGLES or (mark in "▲△▼▽" and not lex.rising):
        return ""
    if text[at : at + 1] == " " and text[at + 2 : at + 4].strip(" ").isdecimal():
        return ""  # "RM 126.1 billion ↑ 1.7%": it is of the number that follows
    return "+" if mark in _RISES or mark in lex.rising else "-"


def _outer_sign(text: str, at: int, lex: Lexicon) -> tuple[str, int]:
    """A sign that ends at `at` and where it begins: `-`, `(-) `, a triangle, or `- ` behind a bracket or a cell border."""
    if not at:
        return "", at
    last = text[at - 1]
    if last in _SIGNS:
        return (_SIGNS[last], at - 1) if at < 2 or text[at - 2] in _BEFORE_SIGN else ("", at)
    stop = at - 1 if last == " " else at
    if stop and text[stop - 1] in _TRIANGLES:
        return "+" if text[stop - 1] in _RISES or text[stop - 1] in lex.rising else "-", stop - 1
    if stop > 2 and text[stop - 1] == ")" and text[stop - 3] == "(" and text[stop - 2] in _SIGNS:
        return _SIGNS[text[stop - 2]], stop - 3
    if stop < at and stop > 1 and text[stop - 1] in _SIGNS:
        lead = text[stop - 2]
        if lead == "(" or text[max(0, stop - 4) : stop - 1].rstrip(" ").endswith("|"):
            return _SIGNS[text[stop - 1]], stop - 1
    return "", at


def word_before(text: str, at: int) -> str:
    """The word directly before `at` (spaces between), without what leads it; "" if there is none."""
    head = text[max(0, at - 24) : at].rstrip(" ")
    return head.rpartition(" ")[2].lstrip("([\"'“‘-–—*|\n\t") if head else ""


def read_bound(text: str, start: int, lex: Lexicon) -> tuple[Bound, int] | None:
    """The longest bound phrase that ends directly before `start` and where it begins."""
    symbol = text[start - 1] if start else ""
    if symbol in ("~", "≈", "<", ">", "≥", "≤"):
        return lex.bounds[symbol], start - 1
    if symbol != " ":
        return None
    head = text[max(0, start - _WINDOW) : start].rstrip(" ")
    last = head[-20:].rpartition(" ")[2].rpartition("\n")[2].lstrip("([\"'—–")
    if last.lower() not in lex.bound_last:
        return None
    words = head.rsplit(None, lex.bounds_longest)[-lex.bounds_longest :]
    for count in range(len(words), 0, -1):
        phrase = " ".join(words[-count:]).lstrip("([\"'—–").lower()
        bound = lex.bounds.get(phrase)
        if bound is not None:
            first = words[-count]
            lead = len(first) - len(first.lstrip("([\"'—–"))
            return bound, _back(text, start, words[-count:]) + lead
    return None


def _back(text: str, start: int, words: list[str]) -> int:
    """Where the last `words` before `start` begin."""
    at = start
    for word in reversed(words):
        at = text.rfind(word, 0, at)
    return at


def compares(text: str, begin: int, previous_end: int, bound: Bound) -> bool:
    """Whether a bound phrase compares rather than bounds: "5 percent more than $30 billion", "was up to $3 billion"."""
    if bound.guard == "after":
        return word_before(text, begin).lower() not in bound.after
    if bound.guard != "compare":
        return False
    if previous_end >= 0 and begin - previous_end < 4 and not any(c.isalpha() or c in ",;." for c in text[previous_end:begin]):
        return True
    return word_before(text, begin).lower() in cue_words("change_noun")
