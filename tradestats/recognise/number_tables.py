"""The number tables as look-ups: what may stand before a number, behind it, and in its place.

Everything is built from tables/currencies.tsv, units.tsv, scales.tsv, bounds.tsv and the number_*.tsv on first use and
kept; number_forms.py says how a form is matched. In a currency form a trailing `?` marks a weak one: it needs a scale word or
thousands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple, TypeVar

from tradestats.lexicon import rows
from tradestats.recognise.number_forms import FIRST, Forms, Hit

_V = TypeVar("_V")
_SCALE_ALONE = 5  # "a billion dollars", not "a bn"


class Unit(NamedTuple):
    """What a form makes of a number: `kind` as in Number; `codes` candidates, default first; `power` of ten it carries
    (bcm is 9, cents -2); `per` its code as the denominator of a price; `weak` forms need a scale word or thousands;
    a `noun` counts things; with `digits_only` number words do not combine ("two sets")."""

    kind: str
    codes: tuple[str, ...]
    power: int = 0
    per: str = ""
    weak: bool = False
    noun: bool = False
    digits_only: bool = False


class Scale(NamedTuple):
    """A scale word: `when` says what it needs besides a number (see number_right)."""

    power: int
    when: str


class Bound(NamedTuple):
    """A phrase at a number: `sign` is one of ~ > < + -; `guard` and `after` say when it does not count (see number_left)."""

    sign: str
    guard: str
    after: frozenset[str]


class Lexicon(NamedTuple):
    """The tables as look-ups. `Forms` only say how far a form reaches; what it means is looked up with `meaning`."""

    before: dict[str, Unit]
    before_sizes: dict[str, tuple[int, ...]]  # last character of a form -> lengths of the forms that end so, the longest first
    behind: dict[str, Unit]
    behind_forms: Forms
    adjectives: dict[str, frozenset[str]]
    adjective_forms: Forms
    weights: dict[str, Unit]
    scales: dict[str, Scale]
    scale_forms: Forms
    scale_last: frozenset[str]
    per: dict[str, str]
    per_forms: Forms
    bounds: dict[str, Bound]
    bounds_longest: int
    bound_last: frozenset[str]
    bounds_behind: dict[str, Bound]
    bound_behind_forms: Forms
    pounds_weigh: bool = False
    rising: str = ""  # the triangles that mean a rise in this text


class Words(NamedTuple):
    """Words that are numbers: `kinds` maps every form as written to its kind and its value; `scales` are the scale words that can
    stand alone ("a billion dollars")."""

    kinds: dict[str, tuple[str, int]]
    scales: frozenset[str]
    superlatives: frozenset[str]
    known: frozenset[str]  # all of the first two


class Price(NamedTuple):
    """What a price is for: "a tonne", "per million barrels"; `many` is the number word in front of the unit, `per` the unit's code."""

    end: int
    many: str
    per: str


def key(form: str) -> str:
    """How a form is looked up: a run of spaces or a hyphen is one space; the case stays."""
    return " ".join(form.replace("-", " ").split()) if " " in form or "-" in form else form


def split(cell: str | None) -> list[str]:
    """The forms of a table cell."""
    return [form for form in (cell or "").split("|") if form]


def cue_words(kind: str) -> frozenset[str]:
    """The words of one kind in tables/number_cues.tsv."""
    return _cues().get(kind, frozenset())


@cache
def _cues() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("number_cues"):
        found.setdefault(row["kind"], set()).add(row["word"])
    return {kind: frozenset(words) for kind, words in found.items()}


class _Currencies(NamedTuple):
    """`before` and `behind` a number; `codes` are exact forms, `adjectives` may lead a noun of a currency with one of these codes."""

    before: dict[str, Unit]
    behind: dict[str, Unit]
    codes: frozenset[str]
    adjectives: dict[str, frozenset[str]]


def _currencies() -> _Currencies:
    """The table of currencies by form. Candidates stand in the order of the table."""
    before: dict[str, list[str]] = {}
    behind: dict[tuple[str, int], list[str]] = {}
    adjectives: dict[str, set[str]] = {}
    weak: set[str] = set()
    multiples: dict[str, Unit] = {}
    behind_only: dict[str, Unit] = {}
    codes = []
    for row in rows("currencies"):
        code = row["code"]
        codes.append(code)
        if row["flags"] == "weak":
            weak.add(code)
        for form in [code, *split(row["before"])]:
            name = form.rstrip("?")
            if name != form or (len(name) == 1 and name.isascii() and name.isalpha()):
                weak.add(name)
            before.setdefault(name, []).append(code)
        for form in [code, *(f for f in split(row["before"]) if f.endswith(("$", "€", "£", "¥", "₩", "₹")))]:
            behind.setdefault((form, 0), []).append(code)
        for adjective in split(row["adjectives"]):
            adjectives.setdefault(key(adjective).lower(), set()).add(code)
        for form in split(row["scaled"]):  # "MMDH:9" are thousands of millions of dirhams; with a "~" it stands only behind: "39.1 MD"
            name, _, scale = form.partition(":")
            (behind_only if name[0] == "~" else multiples)[name.lstrip("~")] = Unit("money", (code,), int(scale))
        for cell, power in ((row["nouns"], 0), (row["cents"], -2)):
            for form in split(cell):
                name = form.rstrip("?")
                if name != form:
                    weak.add(name)
                behind.setdefault((key(name), power), []).append(code)
    first = {form: Unit("money", tuple(dict.fromkeys(c)), 0, "", form in weak) for form, c in before.items()}
    last = {form: Unit("money", tuple(dict.fromkeys(c)), power, "", form in weak) for (form, power), c in behind.items()}
    exact = frozenset([*codes, *multiples, *behind_only])
    after = {**last, **multiples, **behind_only}
    return _Currencies({**first, **multiples}, after, exact, {form: frozenset(c) for form, c in adjectives.items()})


def _units() -> tuple[dict[str, Unit], dict[str, str]]:
    """Forms of units behind a number, and those that can be the denominator of a price with their code."""
    found, per = {}, {}
    for row in rows("units"):
        flags = (row["flags"] or "").split()
        codes, power = tuple(split(row["code"])), int(row["power"])
        unit = Unit(row["kind"], codes, power, row["per"], "weak" in flags, "noun" in flags, "digits" in flags)
        for form in split(row["forms"]):
            found[key(form)] = unit
            if unit.per:
                per[key(form)] = unit.per
    return found, per


def _bounds() -> tuple[dict[str, Bound], dict[str, Bound]]:
    """Phrases before a number and phrases behind one."""
    before: dict[str, Bound] = {}
    behind: dict[str, Bound] = {}
    for row in rows("bounds"):
        bound = Bound(row["bound"], row["guard"] or "", frozenset((row["after"] or "").split()))
        (behind if bound.guard == "behind" else before)[row["phrase"]] = bound
    return before, behind


@cache
def lexicon() -> Lexicon:
    """All tables, read once."""
    before, money, codes, adjectives = _currencies()
    units, per = _units()
    weights = {form: unit for form, unit in units.items() if form in money}
    behind = {**units, **money}
    scales = {row["form"]: Scale(int(row["power"]), row["when"] or "") for row in rows("scales")}
    bounds, bounds_behind = _bounds()
    return Lexicon(
        before=before,
        before_sizes=_sizes(before),
        behind=_in_lower_case(behind),
        behind_forms=Forms(behind, codes),
        adjectives=adjectives,
        adjective_forms=Forms(adjectives, any_case_from=1),
        weights=_in_lower_case(weights),
        scales=_in_lower_case(scales),
        scale_last=frozenset(form[-1] for form in scales),
        scale_forms=Forms(scales),
        per=_in_lower_case({**per, "day": "d"}),
        per_forms=Forms([*per, "day"]),
        bounds=bounds,
        bounds_longest=max(len(phrase.split()) for phrase in bounds),
        bound_last=frozenset(phrase.split()[-1] for phrase in bounds),
        bounds_behind=bounds_behind,
        bound_behind_forms=Forms(bounds_behind),
    )


def _sizes(forms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Last character -> lengths of the forms that end so, the longest first."""
    found: dict[str, set[int]] = {}
    for form in forms:
        found.setdefault(form[-1], set()).add(len(form))
    return {last: tuple(sorted(sizes, reverse=True)) for last, sizes in found.items()}


def lexicon_for(text: str) -> Lexicon:
    """The tables as this text means them: pounds are sterling in a text about Britain (or Egypt ...), meat or coffee elsewhere;
    "▲" is a fall, as East Asian tables have it, unless the text has a "▼" for that."""
    lex = lexicon()
    if "pound" in text.lower() and not any(word in text for word in cue_words("pound_currency")):
        lex = lex._replace(pounds_weigh=True)
    return lex._replace(rising="▲△") if "▼" in text or "▽" in text else lex


def _in_lower_case(table: dict[str, _V]) -> dict[str, _V]:
    """The table with a lower-case entry for every form, unless that is a form of its own."""
    return {**{form.lower(): value for form, value in table.items()}, **table}


def meaning(table: dict[str, _V], form: str) -> _V | None:
    """The entry for a form that a pattern of this module matched; None for an adjective with a noun that is not its own."""
    name = key(form)
    found = table.get(name)
    return found if found is not None else table.get(name.lower())


_BEHIND = re.compile(rf" *+-?({FIRST.pattern})?")
_JOINT = re.compile(r"-| ++")
_SHORT = 3  # letters of a unit that may have a digit of its own
_PER = re.compile(r"(?: *+/ *+| ++(?:per|an?)[ -]|-(?:per|an?)-) *+(?:(1,?000|100|10|thousand|hundred|million)[ -])?")


def nothing_behind(text: str, at: int, lex: Lexicon) -> bool:
    """Whether what follows a number that ends at `at` begins no scale word and no unit: as good as always in prose, so asked first."""
    first = _BEHIND.match(text, at)
    word = first[1] if first else None
    if not word:
        return True
    return not (lex.scale_forms.begin_with(_unglued(word)) or lex.behind_forms.begin_with(word) or lex.adjective_forms.begin_with(word))


def scale_behind(text: str, at: int, lex: Lexicon) -> Hit | None:
    """The scale word behind a number that ends at `at`, after spaces or a hyphen."""
    first = _BEHIND.match(text, at)
    return lex.scale_forms.match_from(text, first.start(1), _unglued(first[1])) if first is not None and first[1] else None


def _unglued(word: str) -> str:
    """A word without the next number, if nothing parts them: "12 billion86 million dollars"; "m3" is one."""
    letters = word.rstrip("0123456789") if word[-1].isdigit() else word
    return letters if len(letters) > _SHORT else word


def unit_behind(text: str, at: int, lex: Lexicon) -> Hit | None:
    """The unit or currency behind a number that ends at `at`, after spaces or a hyphen, with the nationality of a currency."""
    first = _BEHIND.match(text, at)
    if first is None or not first[1]:
        return None
    begin, word = first.start(1), first[1]
    adjective = lex.adjective_forms.match_from(text, begin, word)
    joint = _JOINT.match(text, adjective.end) if adjective else None
    noun = lex.behind_forms.match(text, joint.end()) if joint else None
    return Hit(begin, noun.end, text[begin : noun.end]) if noun else lex.behind_forms.match_from(text, begin, word)


def unit_of(form: str, lex: Lexicon) -> Unit | None:
    """What a form found by `unit_behind` means; None for an adjective with a noun that is not its own."""
    unit = meaning(lex.behind, form)
    if unit is not None or " " not in key(form):
        return unit
    adjective = lex.adjective_forms.match(form, 0)
    codes = lex.adjectives.get(key(adjective.form).lower()) if adjective else None
    noun = meaning(lex.behind, form[adjective.end + 1 :]) if adjective and codes else None
    if noun is None or noun.kind != "money" or not codes:
        return None
    own = tuple(code for code in noun.codes if code in codes)
    return Unit("money", own, noun.power) if own else None


def price_behind(text: str, at: int, lex: Lexicon) -> Price | None:
    """The denominator of a price behind `at`: "/t", "per tonne", "a barrel", "per 100 kg"."""
    per = _PER.match(text, at)
    if per is None:
        return None
    found = lex.per_forms.match(text, per.end())
    return Price(found.end, per[1] or "", meaning(lex.per, found.form) or "") if found else None


@cache
def words() -> Words:
    """Number words, fractions, multiples and ordinals in lower case, with a capital and in capitals."""
    kinds: dict[str, tuple[str, int]] = {}
    superlatives = []
    for row in rows("number_words"):
        word = row["word"]
        if row["kind"] == "superlative":
            superlatives.append(word)
            continue
        kind, value = row["kind"], int(row["value"])
        if word in kinds:  # "third" is a rank and a share
            kind = f"{kinds[word][0]}/{kind}"
        for form in (word, word.capitalize(), word.upper()):
            kinds[form] = (kind, value)
    scales = [form for form in lexicon().scales if form.isalpha() and len(form) >= _SCALE_ALONE and not form.endswith("s")]
    alone = frozenset([*scales, *map(str.capitalize, scales)])
    return Words(kinds, alone, frozenset(superlatives), alone | kinds.keys())
