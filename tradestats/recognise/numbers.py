"""Numbers in a text: money, percent, quantities, prices, shares, multiples, ranks, and bare numbers.

`scan` reads a text once: digits first, then numbers in words, then what belongs together. The tables say which words
are units, scales, currencies and bounds; nothing here knows a single one of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from tradestats.frozen import quick
from tradestats.lazy import pattern
from tradestats.recognise.number_draft import Draft
from tradestats.recognise.number_joins import amount, join
from tradestats.recognise.number_left import Left, arrow_behind, compares, read_bound, read_left, word_before
from tradestats.recognise.number_numeral import NUMERAL, Numeral, Style, mixed, parse, spaced_end, style_of
from tradestats.recognise.number_right import Right, Shape, read_right
from tradestats.recognise.number_tables import Lexicon, Words, cue_words, lexicon_for, words
from tradestats.recognise.number_words import number_words_in, ordinal, ordinal_digits, priced, spelt_decimals, word_drafts


@quick
@dataclass(frozen=True, slots=True)
class Number:
    """A number as a text states it.

    `kind` is money, percent, points, quantity, price, index, fraction, multiple, ordinal or number. [start, end) is the
    quote: the number with its scale and unit and an explicit sign. `value` is exact and fully scaled, negative only for
    an explicit minus; a fraction or multiple is in percent ("a fifth" 20, "doubled" 100). `unit` is a code (ISO 4217,
    PCT, PP, RANK, t, bbl/d, USD/t ...), empty for a bare number; `units` are the candidates, default first, where a word
    or sign has several ("$"). `unit_mult` is the power of ten the text wrote it in, `decimals` as written. `bound` is
    one of = ~ > < and its phrase begins at `bound_start`. `part` is low or high in a range. `scaled`: with a scale word.
    """

    kind: str
    start: int
    end: int
    value: Decimal
    unit: str = ""
    unit_mult: int = 0
    decimals: int = 0
    sign: str = ""
    units: tuple[str, ...] = ()
    bound: str = "="
    bound_start: int = 0
    part: str = ""
    scaled: bool = False


class _Context(NamedTuple):
    text: str
    style: Style
    lex: Lexicon
    words: Words
    cut: int  # where a truncated text ends; -1 for a whole one
    millions: tuple[str, ...]  # signs that stand for millions of tonnes behind small numbers with decimals


_URL = pattern(r"(?:https?://|www\.)\S++")
_DIGIT = re.compile("[0-9]")
_DIGITS = r"[0-9]{1,9}"
# Dates, times, telephone numbers, seasons ("2023-24", "1986/87") and the like: nothing in them is a figure.
_CODE = pattern(
    rf"{_DIGITS}(?:-{_DIGITS}){{2,}}+(?:T[0-9:.]++Z?)?|[0-9]{{1,2}}(?::[0-9]{{2}})++|[0-9]{{1,4}}(?:/[0-9]{{1,4}}(?![0-9]|[.,][0-9]))++"
    rf"|(?:19|20)[0-9]{{2}}-(?:[0-9]{{2}}|(?:19|20)[0-9]{{2}})(?![0-9]|[.,][0-9]|%| ?per)|[0-9]{{3}}\) ?[0-9]{{3}}-[0-9]{{4}}(?![0-9])"
)
_LOOSE = re.compile(r"(?:, [0-9]{3}(?![0-9]|[.,'][0-9]))++")
_LOOSE_MONEY = re.compile(r"(?:, [0-9]{3}(?:\.[0-9]++)?+|\. [0-9]{3})(?![0-9.,])")
_CELL_BEGINS = re.compile(r"(?:^|[\n\t|]) *$")
_CELL_ENDS = re.compile(r" *(?:$|[\n\t|])")
_RUPEES = pattern(r"[0-9][0-9,.]*+ ?(?:lakh|crore|cr)\b")  # "`60,523.89 crore": a font's sign of the rupee, come down as a grave accent
_PERCENT_BEHIND = re.compile(r" ?(?:%|pct\b|per ?cent)")
_HOUR_BEHIND = re.compile(r" ?[ap]\.?m\b")
# "4.6 million tonnes (MT)" says what the sign is short for.
_SAYS_MT = re.compile(r"million (?:metric )?ton(?:ne)?s? \(M[Tt]\)")
_TONNES = 1_000  # less than so many, with decimals, are millions of them where "mt" stands for both
_SURE_START = 3  # "5 mil" began "million"; "5 m" may have begun "members", "$5 m" not
_FRACTION_BEGINS = (" ", "-", "½", "¼", "¾")
_BOUND_JOINTS = (" ", "-")
_ABBREVIATED = 3  # letters of the longest short form of a scale
_LONGEST_REST = 24  # more letters than any scale word has, and the spaces before them


def scan(text: str, *, truncated: bool = False) -> list[Number]:
    """All numbers of `text` in order, non-overlapping. `truncated`: the text may stop in mid-word. Never raises on any text."""
    matches = list(NUMERAL.finditer(text))
    style = style_of(m[0] for m in matches)
    millions = ("mt", "MT") if "MT" in text and _SAYS_MT.search(text) is not None else ("mt",)
    context = _Context(text, style, lexicon_for(text), words(), len(text.rstrip()) if truncated else -1, millions)
    drafts, taken = _digit_drafts(context, matches)
    found = list(word_drafts(text, taken, context.lex, context.words))
    drafts = sorted([*drafts, *found], key=lambda d: d.start) if found else drafts
    numbers, last = [], -1
    for draft in join(text, drafts, context.lex):
        if draft.start >= last:
            numbers.append(_number(context, draft, last))
            last = draft.end
    return numbers


def any_in(text: str) -> bool:
    """Whether a text may hold a number: it has a digit or a number word. False for most text that is about something else."""
    return digits_in(text) or number_words_in(text, words())


def digits_in(text: str) -> bool:
    """Whether a text has any digit."""
    return _DIGIT.search(text) is not None


def _digit_drafts(context: _Context, matches: list[re.Match[str]]) -> tuple[list[Draft], list[tuple[int, int]]]:
    """The numbers in digits, and all spans that were read: refused ones count too, so that nothing else reads them."""
    text = context.text
    skip = [m.span() for m in _URL.finditer(text)] if "://" in text or "www." in text else []
    drafts, taken, done, at_skip = [], [], 0, 0
    for match in matches:
        start, end = match.span()
        if start < done:
            continue
        while at_skip < len(skip) and skip[at_skip][1] <= start:
            at_skip += 1
        if at_skip < len(skip) and skip[at_skip][0] <= start:
            continue
        if text[start - 1 : start] == "-" and text[max(0, start - 7) : start - 1].lower() == "-point":
            continue  # "one-point-16 billion" is read from its first word on
        draft, done = _digits(context, start, end)
        if draft is not None:
            drafts.append(draft)
            taken.append((draft.start, max(done, draft.end)))
        else:
            taken.append((start, done))
    return drafts, taken


# What makes digits part of something that is no number of the press: "$1_000", "$1..5", "$0x10", "1e400".
_GOES_ON_WITH = ("_", ".", "x", "e", "E")
_GOES_ON = re.compile(r"_\w++|\.\.[0-9][0-9.,]*+|x[0-9A-Fa-f]++(?!\w)|[eE][+-]?[0-9]++(?!\w)")


def _digits(context: _Context, start: int, end: int) -> tuple[Draft | None, int]:
    """The number at the digits text[start:end], or None, and where reading goes on."""
    text = context.text
    code = _CODE.match(text, start) if text[end : end + 1] in ("-", ":", "/", ")") else None
    if code is not None and code.end() > end and mixed(text, end) is None:
        return None, code.end()
    left = _left(context, start)
    if left is None:
        return None, end
    if left.unit is not None and not left.glued and left.sign and _PERCENT_BEHIND.match(text, end):
        left = Left(start - 1, left.sign)  # "27.1 bn EUR -7.9%": the currency is that of the amount before
    stop = _spaced(context, start, end, left)
    on = _GOES_ON.match(text, stop) if text[stop : stop + 1] in _GOES_ON_WITH else None
    if on is not None:
        return None, on.end()
    numeral = _numeral(context, start, stop, left)
    if numeral is None:
        return None, stop
    if left.start == start and start and text[start - 1] in "x×":
        return Draft("multiple", start - 1, stop, (numeral.value - 1) * 100, 0, numeral.decimals, "", ("PCT",)), stop
    year = stop - start == 4 and text[start : start + 2] in ("19", "20") and text[start:stop].isdigit() and left.unit is None
    numeral, stop = _with_fraction(context, numeral, stop)
    if stop == context.cut or (left.unit is not None and stop + 1 == context.cut and text[stop] in ".,"):
        return None, stop  # more digits may have followed
    right = read_right(text, stop, Shape(left.unit is not None, False, numeral.big, year, numeral.decimals > 0), context.lex)
    if stop < context.cut <= stop + _LONGEST_REST and right.end == stop:
        rest = text[stop : context.cut].lstrip(" -")
        if rest.isalpha():
            return _cut_off(context, numeral, left, rest), context.cut
    return _draft(context, start, stop, numeral, left, right, year)


def _with_fraction(context: _Context, numeral: Numeral, stop: int) -> tuple[Numeral, int]:
    """The numeral with a fraction that is written or spelt behind it ("3-1/2", "19-point-four"), and where it ends."""
    if numeral.decimals or context.text[stop : stop + 1] not in _FRACTION_BEGINS:
        return numeral, stop
    spelt = spelt_decimals(context.text, stop, context.words)
    if spelt is not None:
        return numeral._replace(value=numeral.value + spelt.value, decimals=spelt.decimals), spelt.end
    rest = None if numeral.big else mixed(context.text, stop)
    if rest is None:
        return numeral, stop
    return numeral._replace(value=numeral.value + rest[0], decimals=-int(str(rest[0].as_tuple().exponent))), rest[1]


def _left(context: _Context, start: int) -> Left | None:
    """What stands before the digits; None if they are part of a word. The `x` of "x2.3" and a leading point are read here."""
    text = context.text
    left = read_left(text, start, context.lex)
    if left is None and text[start - 1] in "x×" and not text[max(0, start - 2) : start - 1].isalnum():
        return Left(start)
    if left is None and text[start - 1].isalpha() and _behind_scale(context, start):
        return Left(start)  # "12 billion86 million dollars"
    if left is not None and left.unit is None and text[start - 1 : start] == "." and start > 1 and not text[start - 2].isalnum():
        return read_left(text, start - 1, context.lex)
    if text[start - 1 : start] == "'" and _RUPEES.match(text, start):
        return Left(start - 1, "", context.lex.before["₹"], "'")
    abbreviated = text[start - 1 : start] == "'" and not text[max(0, start - 2) : start - 1].strip()
    return None if abbreviated and start > 0 else left  # '24 is a year


def _behind_scale(context: _Context, start: int) -> bool:
    """Whether a scale word in letters ends right before the digits, with nothing to part them."""
    word = word_before(context.text, start).lower()
    return len(word) > _ABBREVIATED and word in context.lex.scales


def _numeral(context: _Context, start: int, stop: int, left: Left) -> Numeral | None:
    """The value of the digits; `.5` after a space or sign is 0.5."""
    text = context.text
    token = text[start:stop].replace(" ", "")
    pointed = start > 0 and text[start - 1] == "." and not left.form.endswith(".")  # ".5", but not "S/.12"
    if pointed and left.start <= start - 1 and (start < 2 or not text[start - 2].isalnum()):
        return parse(f"0.{token}", context.style, False) if token.isdigit() else None
    return parse(token, context.style, left.unit is not None)


def _spaced(context: _Context, start: int, end: int, left: Left) -> int:
    """Where the numeral ends if spaces part its thousands: always behind a currency, else only before a scale or unit
    in a text that parts them by nothing else, and never behind a month ("May 5 200 tonnes")."""
    stop = spaced_end(context.text, start, end)
    if stop == end:
        return _loose_money(context, start, end) if left.unit is not None else _loose(context, start, end)
    year = end - start == 4 and context.text[start : start + 2] in ("19", "20")
    if left.unit is not None and end - start < 4:
        return stop
    if context.style.comma_thousands or year or word_before(context.text, start) in cue_words("month"):
        return end
    right = read_right(context.text, stop, Shape(big=True), context.lex)
    return stop if right.scaled or (right.unit is not None and right.unit.kind in ("money", "quantity")) else end


def _loose(context: _Context, start: int, end: int) -> int:
    """Where the numeral ends if a space slipped in behind the comma of its thousands: "86, 288 tons", but not "20, 300 and 400 tons"."""
    if end - start > 3 or not context.text.startswith(", ", end) or not context.text[start:end].isdigit():
        return end
    found = _LOOSE.match(context.text, end)
    if found is None or context.text[max(0, start - 2) : start] == ", " or word_before(context.text, start) in cue_words("month"):
        return end
    right = read_right(context.text, found.end(), Shape(big=True), context.lex)
    return found.end() if right.unit is not None and right.unit.kind == "quantity" and not right.scaled else end


def _loose_money(context: _Context, start: int, end: int) -> int:
    """The same behind a currency and before a scale: "P1, 290.1 million", "P5. 925 billion", not "$5, 300 million tonnes"."""
    found = _LOOSE_MONEY.match(context.text, end) if end - start <= 3 and context.text[start:end].isdigit() else None
    if found is None:
        return end
    right = read_right(context.text, found.end(), Shape(True, big=True), context.lex)
    return found.end() if right.scaled and right.unit is None else end


def _draft(context: _Context, start: int, stop: int, numeral: Numeral, left: Left, right: Right, year: bool) -> tuple[Draft | None, int]:
    text = context.text
    if left.unit is not None and left.unit.weak and not _strong(left, right, numeral):
        if left.glued:
            return None, stop
        return _draft(context, start, stop, numeral, Left(start), read_right(text, stop, Shape(), context.lex), year)
    unit = left.unit or right.unit
    if unit is None and right.end == stop:
        return _bare(context, start, stop, numeral, left, year)
    if left.tied and text[left.start - 2 : left.start - 1].isupper():
        return None, right.end  # COVID-19 percent, F-16 jets
    kind, power = "number", right.power
    codes: tuple[str, ...] = ()
    if unit is not None:
        kind, codes, power = unit.kind, priced(unit.codes, right), right.power + unit.power
    if not right.scaled and numeral.decimals and numeral.value < _TONNES and text.endswith(context.millions, 0, right.end):
        power = 6  # "wheat exports of 45.5 mt": nobody counts a country's trade in halves of a tonne
    value, noun = numeral.value, bool(unit and unit.noun)
    if kind == "multiple":
        return Draft("multiple", left.start, right.end, (value - 1) * 100, 0, numeral.decimals, left.sign, codes), right.end
    kind = "price" if right.per else kind
    if kind in ("percent", "quantity", "money") and not left.sign:
        left = left._replace(sign=arrow_behind(text, right.end, context.lex))
    scaled = right.scaled or left.power > 0 or (kind == "money" and power > right.power)  # "MMDH 429.55" holds its scale
    draft = Draft(
        kind=kind, start=left.start, end=right.end, value=value, power=power + left.power, decimals=numeral.decimals, sign=left.sign,
        codes=codes, scaled=scaled, prefixed=left.unit is not None, year=year, noun=noun,
    )  # fmt: skip
    return _in_brackets(text, draft), right.end


def _strong(left: Left, right: Right, numeral: Numeral) -> bool:
    """Whether a weak currency form (N, R, K, TOP) is one here: it needs a scale word, or to be glued to thousands or decimals."""
    return right.scaled or (left.glued and (numeral.big or numeral.decimals > 0 or bool(right.per)))


def _bare(context: _Context, start: int, stop: int, numeral: Numeral, left: Left, year: bool) -> tuple[Draft | None, int]:
    """A number without unit: a rank ("8th", "No. 2"), an accounting bracket, or just a number; codes are none."""
    text = context.text
    follows = text[stop : stop + 1]
    if follows.isalpha():
        end = ordinal_digits(text, stop)
        plain = end > 0 and numeral.decimals == 0 and not left.sign
        return (ordinal(text, start, end, numeral.value, context.words), end) if plain else (None, stop)
    if follows == "-" and text[stop + 1 : stop + 2].isalpha() and not text.startswith("to-", stop + 1):
        return None, stop  # 8-inch, 20-day
    if left.tied or (start > 0 and text[start - 1] == "_"):
        return None, stop  # COVID-19, mid-2024
    before = word_before(text, left.start)
    if before in cue_words("rank") and not numeral.decimals and not numeral.big:
        return Draft("ordinal", text.rindex(before, 0, start), stop, numeral.value, codes=("RANK",)), stop
    if before in cue_words("code") or _HOUR_BEHIND.match(text, stop):
        return None, stop
    codes = ("INDEX",) if text[max(0, start - 9) : start].lower() == "index of " else ()
    draft = Draft("index" if codes else "number", left.start, stop, numeral.value, 0, numeral.decimals, left.sign, codes, year=year)
    return _in_brackets(text, draft), stop


def _in_brackets(text: str, draft: Draft) -> Draft:
    """A bracketed amount alone in its cell or line is negative, as accountants write it."""
    before, behind = draft.start - 1, draft.end
    if before < 0 or text[before] != "(" or text[behind : behind + 1] != ")" or draft.sign or draft.kind not in ("number", "money"):
        return draft
    if draft.scaled or _CELL_BEGINS.search(text, max(0, before - 24), before) is None or _CELL_ENDS.match(text, behind + 1) is None:
        return draft
    if before > 24 and not text[before - 24 : before].strip(" "):
        return draft
    return draft._replace(start=before, end=behind + 1, sign="-", bracket=True)


def _cut_off(context: _Context, numeral: Numeral, left: Left, rest: str) -> Draft | None:
    """A number before the letters that end a truncated text, read with the scale word they begin if only one fits; else refused,
    since what the text meant is not known ("$3.1 t")."""
    begun = [scale for form, scale in context.lex.scales.items() if form.startswith(rest.lower()) and scale.when != "whole"]
    powers = {scale.power for scale in begun}
    if len(powers) != 1 or (left.unit is None and len(rest) < _SURE_START):
        return None
    kind, codes = ("money", left.unit.codes) if left.unit else ("number", ())
    value, decimals = numeral.value, numeral.decimals
    return Draft(kind, left.start, context.cut, value, powers.pop(), decimals, left.sign, codes, True, left.unit is not None)


def _number(context: _Context, draft: Draft, previous_end: int) -> Number:
    """The finished number, with the bound that the words around it give."""
    bound, begin, sign = "=", draft.start, draft.sign
    if draft.kind != "ordinal":
        found = read_bound(context.text, draft.start, context.lex)
        if found is not None and not compares(context.text, found[1], previous_end, found[0]) and _bounds(draft, found[0].guard):
            if found[0].sign in "+-":
                sign = found[0].sign
            else:
                bound, begin = found[0].sign, found[1]
        elif context.text[draft.end : draft.end + 1] in _BOUND_JOINTS:
            bound = _behind(context, draft)
    value = amount(draft if sign == draft.sign else draft._replace(sign=sign))
    units = draft.codes if len(draft.codes) > 1 else ()
    unit = draft.codes[0] if draft.codes else ""
    return Number(
        draft.kind, draft.start, draft.end, value, unit, draft.power, draft.decimals, sign, units, bound, begin, draft.part, draft.scaled
    )


def _bounds(draft: Draft, guard: str) -> bool:
    """ "topped" and "past" bound only what has a unit or scale; nothing bounds a year."""
    if draft.year and not draft.codes:
        return False
    return guard != "unit" or bool(draft.codes) or draft.scaled


def _behind(context: _Context, draft: Draft) -> str:
    """ "$5 billion-plus", "5 billion or so"; "plus" behind a space joins something else."""
    found = context.lex.bound_behind_forms.match(context.text, draft.end + 1)
    if found is None or not (draft.codes or draft.scaled):
        return "="
    word = found.form.lower()
    if (word in ("plus", "odd")) != (context.text[draft.end] == "-"):
        return "="
    return context.lex.bounds_behind[word].sign
