"""Numbers in words: "five billion", "nine-point-five percent", "two-thirds", "doubled", "second-largest"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from tradestats.lazy import pattern
from tradestats.recognise.longest import words_of
from tradestats.recognise.number_draft import Draft
from tradestats.recognise.number_left import read_left, word_before
from tradestats.recognise.number_numeral import EXACT
from tradestats.recognise.number_right import Right, Shape, read_right
from tradestats.recognise.number_tables import Lexicon, Words, cue_words

_NEXT = re.compile(r"(?: ++|-)([A-Za-z]++(?:-on-year)?)")
_AND_NEXT = pattern(r"(?: ++|-)and(?: ++|-)([A-Za-z]++)")
_AND_A_HALF = pattern(r"(?: ++|-)and(?: ++|-)a(?: ++|-)half(?![A-Za-z])")
_TIMES_OR = pattern(r"(?: ++(?:to|or|and) ++|-to-|-)(?=[0-9A-Za-z$€£])")
_A_BEFORE = pattern(r"(?i)(?<![A-Za-z])(?:(half|(?:a )?quarter of|three[ -]quarters of)(?: ++|-)an?|an?|one)(?: ++|-)$")
_LEADS = {"h": Decimal("0.5"), "a": Decimal("0.25"), "q": Decimal("0.25"), "t": Decimal("0.75")}
_WORD = re.compile(r"[A-Za-z]{3,}+")  # no number word is shorter
_WORD_BEHIND = pattern(r"(?: ++|-)([A-Za-z]++)")
_DIGITS_BEHIND = pattern(r"(?: ++|-)([0-9]{1,4})(?![0-9])")  # "one-point-16 billion"
_POINT = pattern(r"(?: ++|-)point(?![A-Za-z])")
_MOST_DIGITS = 20
_ORDINAL_END = pattern(r"(?:st|nd|rd|th)(?![A-Za-z0-9])")
_A_PERCENT = pattern(r"(?i)(?: ++|-)(?:an?(?: ++|-))?(percentage point|per ?cent|pct)(?![A-Za-z])")
_OF_A_YEAR = pattern(r" ++of (?:the year|(?:19|20)[0-9]{2}(?![0-9])|an? [mbt]r?illion)")  # "three quarters of 2025" are nine months
_HUNDRED = Decimal(100)


def word_drafts(text: str, taken: list[tuple[int, int]], lex: Lexicon, words: Words) -> Iterator[Draft]:
    """The numbers in words outside the spans already taken, in order of the text."""
    done, spans = 0, iter([*taken, (len(text), len(text))])
    begin, stop = next(spans)
    kinds = words.kinds
    for word, at in words_of(text).such(words.known.__contains__):
        while stop <= at:
            begin, stop = next(spans, (len(text) + 1, len(text) + 2))
        match = _WORD.match(text, at)
        if at < done or begin <= at or match is None:
            continue
        kind = kinds.get(word)
        found = _scale_alone(text, match, lex) if kind is None else _from_word(text, match, kind, lex, words)
        if found is not None and found.end <= begin:
            done = found.end
            yield found


def number_words_in(text: str, words: Words) -> bool:
    """Whether a text has any word that may be a number."""
    return not words.known.isdisjoint(_WORD.findall(text))


def _from_word(text: str, match: re.Match[str], kind: tuple[str, int], lex: Lexicon, words: Words) -> Draft | None:
    name, value = kind
    if name == "cardinal":
        return _cardinal(text, match, value, lex, words)
    if name == "multiple":
        return _multiple(text, match, value)
    if name == "zero":
        return _zero(text, match, lex)
    if "share" in name:
        share = _share_alone(text, match, value)
        if share is not None:
            return share
    return ordinal(text, match.start(), match.end(), Decimal(value), words) if "ordinal" in name else None


class _Spelt(NamedTuple):
    value: Decimal
    decimals: int
    end: int


def spelt_decimals(text: str, at: int, words: Words) -> _Spelt | None:
    """What ".5" adds when it is spelt: "-point-four" behind a number; value is the part behind the point."""
    point = _POINT.match(text, at)
    if point is None:
        return None
    digits, end = "", point.end()
    written = _DIGITS_BEHIND.match(text, end)
    if written is not None:
        return _Spelt(Decimal(f"0.{written[1]}"), len(written[1]), written.end())
    while (step := _WORD_BEHIND.match(text, end)) is not None:
        kind, value = ("zero", 0) if step[1] == "oh" else words.kinds.get(step[1], ("", 0))
        if kind not in ("cardinal", "zero") or value > 9:
            break
        digits, end = digits + str(value) if len(digits) < _MOST_DIGITS else digits, step.end()
    return _Spelt(Decimal(f"0.{digits}"), len(digits), end) if digits else None


def _cardinal_value(text: str, at: int, end: int, first: int, words: Words) -> tuple[int, int]:
    """Value and end of "thirty-five", "one hundred and five", "two hundred"."""
    value, hundreds = first, 0
    while True:
        step = _NEXT.match(text, end) if not (hundreds and value == 0) else (_AND_NEXT.match(text, end) or _NEXT.match(text, end))
        if step is None:
            break
        word = step[1].lower()
        if word == "hundred" and not hundreds and 0 < value < 10:
            hundreds, value, end = value * 100, 0, step.end()
            continue
        kind, more = words.kinds.get(step[1], ("", 0))
        if kind != "cardinal" or ((value % 10 or not 20 <= value < 100 or more > 9) and not (hundreds and value == 0)):
            break
        value, end = value + more, step.end()
    return hundreds + value, end


def _cardinal(text: str, match: re.Match[str], first: int, lex: Lexicon, words: Words) -> Draft | None:
    """A cardinal with a scale or unit; a bare one is `passing`, kept only for the lower end of a range."""
    start = match.start()
    if start and (text[start - 1].isalnum() or text[start - 1] in "-'_"):
        return None
    part = _share_of_parts(text, start, match.end(), first, words)
    if part is not None:
        return part
    number, end = _cardinal_value(text, start, match.end(), first, words)
    value, decimals = Decimal(number), 0
    spelt = spelt_decimals(text, end, words)
    if spelt is not None:
        value, decimals, end = value + spelt.value, spelt.decimals, spelt.end
    elif (half := _AND_A_HALF.match(text, end)) is not None:
        value, decimals, end = value + Decimal("0.5"), 1, half.end()
    right = read_right(text, end, Shape(word=True, big=number > 999), lex)
    if right.unit is None and not right.scaled:
        follows = _TIMES_OR.match(text, end)
        return Draft("number", start, end, value, decimals=decimals, passing=True) if follows else None
    return draft_of(text, start, value, decimals, right, lex)


def draft_of(text: str, start: int, value: Decimal, decimals: int, right: Right, lex: Lexicon) -> Draft | None:
    """A draft of a number in words with what stands behind it and before it (a currency: "US$ five billion", a sign: none)."""
    left = read_left(text, start, lex)
    if left is None:
        return None
    kind, power = "number", right.power
    codes: tuple[str, ...] = ()
    if right.unit is not None:
        kind, codes, power = right.unit.kind, right.unit.codes, power + right.unit.power
    if kind == "multiple":
        return Draft("multiple", start, right.end, (value - 1) * _HUNDRED, 0, decimals, "", codes)
    kind, noun = "price" if right.per else kind, bool(right.unit and right.unit.noun)
    return Draft(kind, start, right.end, value, power, decimals, "", priced(codes, right), right.scaled, noun=noun)


def priced(codes: tuple[str, ...], right: Right) -> tuple[str, ...]:
    """The codes with the denominator of a price or the day of a rate."""
    if right.per:
        return tuple(f"{code}/{right.per}" for code in codes)
    return tuple(code + right.rate for code in codes) if right.rate else codes


def _scale_alone(text: str, match: re.Match[str], lex: Lexicon) -> Draft | None:
    """ "a billion dollars", "half a million tonnes": the scale word is the number."""
    lead = _A_BEFORE.search(text, max(0, match.start() - 24), match.start())
    if lead is None:
        return None
    value = _LEADS[lead[1][0].lower()] if lead[1] else Decimal(1)
    right = read_right(text, match.start(), Shape(word=True), lex)
    if not right.scaled or (not lead[1] and lead[0][0] in "aA" and right.unit is None and right.power < 6):
        return None
    return draft_of(text, lead.start(), value, -int(str(value.as_tuple().exponent)), right, lex)


def _zero(text: str, match: re.Match[str], lex: Lexicon) -> Draft | None:
    """ "zero", "nil", "zero percent"; not "zero-tariff", "net zero" or "Ground Zero"."""
    start, end = match.span()
    before = word_before(text, start)
    if (start and text[start - 1] in "-'_") or (match[0].istitle() and before[:1].isupper()):
        return None
    right = read_right(text, end, Shape(word=True), lex)
    if right.unit is not None:
        return draft_of(text, start, Decimal(0), 0, right, lex)
    if text[end : end + 1] == "-" or before.lower() == "net":
        return None
    return Draft("number", start, end, Decimal(0))


def _multiple(text: str, match: re.Match[str], growth: int) -> Draft | None:
    """ "doubled" is growth of 100 percent; "double-digit", "twice a week" are none."""
    start, end = match.span()
    if start and (text[start - 1].isalnum() or text[start - 1] in "-'_"):
        return None
    if end < len(text) and text[end] == "-" and text[end + 1 : end + 2].isalpha():
        return None
    follows = _NEXT.match(text, end)
    if follows is not None and follows[1].lower() in cue_words("multiple_not_before"):
        return None
    return Draft("multiple", start, end, Decimal(growth), codes=("PCT",))


def _percent_of(parts: int, whole: int) -> Decimal:
    """parts/whole in percent, to one decimal where it does not come out even."""
    value = EXACT.divide(Decimal(100 * parts), Decimal(whole))
    return value if value == value.quantize(Decimal("0.1")) else value.quantize(Decimal("0.1"))


def _share_of_parts(text: str, start: int, end: int, parts: int, words: Words) -> Draft | None:
    """ "two-thirds", "one fifth of", "three-quarters"; "three quarters" alone is nine months."""
    found = _WORD_BEHIND.match(text, end)
    if found is None or "share" not in words.kinds.get(found[1], ("",))[0]:
        return None
    noun = found[1].lower()
    whole = words.kinds[noun][1]
    plural = noun.endswith("s")
    if plural != (parts > 1) or parts >= whole:
        return None
    if noun.startswith("quarter") and text[end] != "-" and not _quarter_is_share(text, start, found.end()):
        return None
    if parts == 1 and not _share_follows(text, found.end()) and text[end] != "-":
        return None
    return Draft("fraction", start, found.end(), _percent_of(parts, whole), codes=("PCT",))


def _share_alone(text: str, match: re.Match[str], whole: int) -> Draft | None:
    """ "a third", "a quarter", "half": a share, unless the words around make it a period or a rank."""
    start, end = match.span()
    word = match[0].lower()
    if word == "half":
        return _half(text, start, end)
    article = text[max(0, start - 3) : start].lower()
    an = article == "an " and not text[max(0, start - 4) : start - 3].isalnum()  # not "Japan third"
    lead = 2 if article.endswith((" a ", "(a ", "\na ")) or article == "a " else 3 if an else 0
    if not lead or word.endswith("s") or not _share_follows(text, end):
        return None
    if word == "quarter" and not _quarter_is_share(text, start - lead, end):
        return None
    return Draft("fraction", start - lead, end, _percent_of(1, whole), codes=("PCT",))


def _share_follows(text: str, end: int) -> bool:
    """Whether what follows "a fifth" leaves it a share: an adjective or noun makes it a rank ("a fifth monthly fall")."""
    follows = _NEXT.match(text, end)
    if follows is None:
        return text[end : end + 1] != "-"
    return follows[1].lower() in cue_words("share_after")


def _quarter_is_share(text: str, start: int, end: int) -> bool:
    follows = _NEXT.match(text, end)
    if follows is not None and follows[1].lower() in cue_words("quarter_not_before"):
        return False
    before = word_before(text, start).lower()
    return not _OF_A_YEAR.match(text, end) and before not in cue_words("quarter_not_after") and before not in cue_words("half_not_after")


def _half(text: str, start: int, end: int) -> Draft | None:
    """ "half of", "by half", "a half"; not "first half", "half-year", "half an hour"."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "-'_"):
        return None
    lead = 2 if text[max(0, start - 3) : start].lower() in (" a ", "a ") else 0
    percent = _A_PERCENT.match(text, end)
    if percent is not None:
        points = percent[1].lower().endswith("point")
        kind, code = ("points", "PP") if points else ("percent", "PCT")
        return Draft(kind, start - lead, percent.end(), Decimal("0.5"), 0, 1, "", (code,))
    follows = _NEXT.match(text, end)
    if follows is not None and follows[1].lower() in cue_words("half_not_before"):
        return None
    if text[end : end + 1] == "-" or word_before(text, start).lower() in cue_words("half_not_after") or _OF_A_YEAR.match(text, end):
        return None
    return Draft("fraction", start - lead, end, Decimal(50), codes=("PCT",))


def ordinal(text: str, start: int, end: int, value: Decimal, words: Words) -> Draft | None:
    """ "sixth", "8th", "second-largest" (a hyphenated superlative belongs to the quote)."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "-_'"):
        return None
    if text[end : end + 1] == "-":
        top = _WORD_BEHIND.match(text, end)
        end = top.end() if top and top[1] in words.superlatives else end
    return Draft("ordinal", start, end, value, codes=("RANK",))


def ordinal_digits(text: str, at: int) -> int:
    """Where "st", "nd", "rd", "th" behind digits ends; -1 if there is none."""
    found = _ORDINAL_END.match(text, at)
    return found.end() if found else -1
