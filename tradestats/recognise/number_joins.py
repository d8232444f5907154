"""Numbers that belong together: "3 billion 213 million dollars" is one, "4 to 5 percent" are two ends of a range."""

from __future__ import annotations

import re
from decimal import Decimal

from tradestats.lazy import pattern
from tradestats.recognise.number_draft import Draft
from tradestats.recognise.number_left import word_before
from tradestats.recognise.number_numeral import EXACT
from tradestats.recognise.number_tables import Lexicon, cue_words, meaning, price_behind, scale_behind, unit_behind, unit_of

_GAP = 12
_CONNECTOR = re.compile(r" *+(?:(-|–|—|~)|(to|or|and)|-(to)-) *+")
_PERCENT = frozenset({"percent", "points", "multiple"})
_BEFORE_A_YEAR = frozenset(("in", "during", "of", "for", "year", "calendar"))
_PLAIN = frozenset({"number", "money", "price", "quantity"})
_NEAR = 10  # the ends of a range of amounts lie no further apart than this; "rose 60 to 53,000 units" is none
_OTHERS = pattern(r" \((?:\d++(?:[.,]\d++)*+(?:[;,] )?+)++\)(?= [^\W\d_])")
_PACKS = pattern(r"[- ](?=(?:bag|bale|bottle|box|carton|case|sack)(?:e?s)?\b)")
_SIZES = frozenset({("kg",), ("g",), ("lb",), ("L",)})
_STEP = 3  # powers of ten from one word for a scale to the next
_NEARER = 3  # the same where each end has a unit of its own and the text may mean a change and a level


def amount(draft: Draft) -> Decimal:
    """The draft's value, scaled and signed."""
    value = draft.value.scaleb(draft.power, EXACT) if draft.power else draft.value
    return value.copy_negate() if draft.sign == "-" else value


def join(text: str, drafts: list[Draft], lex: Lexicon) -> list[Draft]:
    """Compounds made one, ranges marked with their unit and scale shared; bare number words outside ranges dropped."""
    out: list[Draft] = []
    for draft in drafts:
        last = out[-1] if out else None
        if last is not None and 0 <= draft.start - last.end <= _GAP:
            gap = text[last.end : draft.start]
            linked = gap == " and " and last.scaled and draft.scaled  # "57 million and 600 thousand tons", "$6 billion and 227 million"
            linked = linked and (not last.codes or (last.prefixed and not draft.codes and draft.power == last.power - _STEP))
            glued = not gap and last.scaled and text[last.end - 1].isalpha()  # "12 billion86 million dollars"
            if linked or glued or (gap.isspace() and "\n" not in gap and "\t" not in gap):
                one = _compound(last, draft) if "-" not in text[draft.start : draft.end] else None  # not "94 million 9-litre cases"
                if one is not None:
                    out[-1] = one
                    continue
            packs = _PACKS.match(text, draft.end) if gap == " " and last.kind == "number" and draft.codes in _SIZES else None
            pack = unit_behind(text, packs.end() - 1, lex) if packs is not None else None
            if pack is not None and (unit := unit_of(pack.form, lex)) is not None:
                out[-1] = last._replace(kind="quantity", codes=unit.codes, end=pack.end)  # "481,586 60-kg bags"
                continue
            pair = _range(text, gap, last, draft, lex)
            if pair is not None:
                out[-1:] = pair
                continue
        out.append(draft)
    return [draft for draft in _with_unit_behind_bracket(text, out, lex) if not draft.passing]


def _with_unit_behind_bracket(text: str, drafts: list[Draft], lex: Lexicon) -> list[Draft]:
    """The drafts, a bare one with the unit behind the bracket of others: "to 11.5 (12.4; 4.5) million tonnes"."""
    out: list[Draft] = []
    closed = 0
    for draft in drafts:
        bracket = _OTHERS.match(text, draft.end) if draft.kind == "number" and not draft.scaled and not draft.year else None
        scale = scale_behind(text, bracket.end(), lex) if bracket is not None else None
        meant = meaning(lex.scales, scale.form) if scale is not None else None
        unit = unit_behind(text, scale.end, lex) if scale is not None else None
        noun = unit_of(unit.form, lex) if unit is not None else None
        if bracket is not None and scale is not None and meant is not None and noun is not None:
            closed = bracket.end()
            out.append(draft._replace(kind=noun.kind, codes=noun.codes, power=meant.power, scaled=True))
        elif draft.start >= closed:
            out.append(draft)
    return out


def _compound(first: Draft, second: Draft) -> Draft | None:
    """ "3 billion 213 million dollars", "1304 thousand 272.59 USD": the second is smaller than a unit of the first."""
    if not first.scaled or second.prefixed or second.sign or first.decimals or second.kind not in _PLAIN:
        return None
    if second.power >= first.power or not (second.scaled or second.codes) or (first.codes and second.codes):
        return None
    if second.passing or amount(second) >= Decimal(1).scaleb(first.power, EXACT):
        return None
    total = EXACT.add(first.value.scaleb(first.power, EXACT), second.value.scaleb(second.power, EXACT))
    value = total.scaleb(-second.power, EXACT)
    kind, codes = (second.kind, second.codes) if second.codes else (first.kind, first.codes)
    return first._replace(kind=kind, codes=codes, end=second.end, value=value, power=second.power, decimals=second.decimals)


def _range(text: str, gap: str, low: Draft, high: Draft, lex: Lexicon) -> list[Draft] | None:
    """The two drafts with unit and scale shared, marked as low and high where they are a range; None if they are not."""
    connector = _CONNECTOR.fullmatch(gap)
    if connector is None or low.part == "high" or (low.year and high.year) or low.bracket or high.bracket:
        return None
    word = connector[2] or connector[3] or "-"
    before = word_before(text, low.start).lower()
    if word == "and" and before != "between" and not _between(text, low.start):
        return None
    if low.prefixed and not high.codes and (price := price_behind(text, high.end, lex)) and price.per:
        codes = tuple(f"{code}/{price.per}" for code in low.codes)
        high = high._replace(kind="price", codes=codes, end=price.end)  # "$400-410 a tonne"
    dated = low.year and word == "to" and (before in _BEFORE_A_YEAR or word_before(text, low.start) in cue_words("month"))
    shared = None if dated else _shared(low, high, word, before)  # "rose in December 2023 to 8,900 tonnes"
    if shared is None:
        return None
    low, high = shared
    ends = abs(amount(low)), abs(amount(high))
    if before == "from" and word == "to":
        return [low, high]
    if ends[0] >= ends[1] and not (low.sign == "-" and amount(low) < amount(high)):
        return None
    return [low._replace(part="low"), high._replace(part="high")]


def _between(text: str, start: int) -> bool:
    """Whether "between" stands before a bound or an article: "between about 1 and 3 percent"."""
    return text[max(0, start - 24) : start].lower().split()[-2:-1] == ["between"]


def _shared(low: Draft, high: Draft, word: str, before: str) -> tuple[Draft, Draft] | None:
    """The drafts with the unit and scale of whichever has them, if the words between them can make a range of them."""
    if low.year and high.prefixed:
        return None  # "fell by €323 million from August 2014 to €7,694 million"
    if low.year and not high.scaled and high.kind not in ("quantity", "money"):
        return None
    if high.kind in _PERCENT:
        return _percents(low, high, word)
    if low.kind not in _PLAIN or high.kind not in _PLAIN:
        return None
    if low.codes and high.codes:
        return _both(low, high, word, before)
    if not low.codes and not high.codes and not high.scaled:
        plain = low.passing or high.passing or low.scaled
        return None if plain or (word in ("to", "or") and before != "between") else (low, high)
    if low.codes and not low.prefixed:
        return None
    return _amounts(low, high, word, before)


def _percents(low: Draft, high: Draft, word: str) -> tuple[Draft, Draft] | None:
    """ "10-15%", "4 to 5 percent", "35 percent to 40 percent", "9.4% and 10.4%"."""
    if low.kind == high.kind:
        wide = word == "to" and low.value and high.value > low.value * _NEARER
        return None if wide or word == "or" else (low, high)
    if low.kind != "number" or low.scaled or (low.year and word != "-"):
        return None
    value = low.value
    if high.kind == "multiple":
        value = (value - 1) * 100
        return (low._replace(kind="multiple", codes=high.codes, value=value, passing=False), high)
    return (low._replace(kind=high.kind, codes=high.codes, power=high.power, passing=False), high)


def _both(low: Draft, high: Draft, word: str, before: str) -> tuple[Draft, Draft] | None:
    """Two amounts with units of their own: "$33bn-$34bn", "of $2 billion to $3 billion", "$400 to $410 a tonne"."""
    one, other = low.codes[0], high.codes[0]
    if one != other and not (high.kind == "price" and low.kind == "money" and other.startswith(one + "/")):
        return None
    if high.kind == "price" and low.kind == "money":
        low = low._replace(kind="price", codes=high.codes, power=low.power + (high.power if not high.scaled else 0))
    if high.scaled and not low.scaled:
        if low.value > high.value:
            return None
        low = low._replace(power=high.power, scaled=True)
    if word in ("to", "or"):
        far = amount(high) > amount(low) * _NEARER
        if far or (before not in cue_words("range_before") and before != "from"):
            return None
    return low, high


def _amounts(low: Draft, high: Draft, word: str, before: str) -> tuple[Draft, Draft] | None:
    """ "4 to 5 trillion won", "$10-12 billion", "500 to 700 tonnes": one has the unit, one the scale, or one has both."""
    if high.scaled and not low.scaled:
        if low.value > high.value:
            return None
        low = low._replace(power=high.power, scaled=True)
    if low.codes and not high.codes:
        if not high.scaled and word != "-":
            return None
        high = high._replace(kind=low.kind, codes=low.codes)
    elif high.codes:
        low = low._replace(kind=high.kind, codes=high.codes, noun=high.noun, power=low.power if low.scaled else high.power)
    if word in ("to", "or"):
        if before in cue_words("not_share") or amount(high) > amount(low) * _NEAR:
            return None
        if word == "or" and amount(high) > amount(low) * 2:
            return None
    return low._replace(passing=False), high._replace(passing=False)
