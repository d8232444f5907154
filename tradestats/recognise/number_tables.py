"""The number tables, compiled: what may stand before a number, behind it, and in its place.

Everything is built from tables/currencies.tsv, units.tsv, scales.tsv, bounds.tsv and the number_*.tsv on first use and
kept. Forms of three letters and more are read in any case; shorter ones (t, Mt, MT, b, R) and ISO codes only as they
are written in the table. In a currency form a trailing `?` marks a weak one: it needs a scale word or thousands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple, TypeVar

from tradestats.lexicon import rows

_V = TypeVar("_V")
_ANY_CASE_FROM = 3  # "Mt" and "MT" mean different things; "Billion" and "BILLION" do not

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
    """The compiled tables. A pattern only says how far a form reaches; what it means is looked up with `meaning`."""

    before: dict[str, Unit]
    before_longest: int
    before_last: frozenset[str]
    behind: dict[str, Unit]
    behind_pattern: re.Pattern[str]
    weights: dict[str, Unit]
    scales: dict[str, Scale]
    scale_pattern: re.Pattern[str]
    scale_last: frozenset[str]
    per: dict[str, str]
    per_pattern: re.Pattern[str]
    bounds: dict[str, Bound]
    bounds_longest: int
    bound_last: frozenset[str]
    bounds_behind: dict[str, Bound]
    bound_behind_pattern: re.Pattern[str]
    pounds_weigh: bool = False


class Words(NamedTuple):
    """Words that are numbers: `kinds` maps every form as written to its kind and its value; `pattern` finds them and the
    scale words that can stand alone ("a billion dollars")."""

    kinds: dict[str, tuple[str, int]]
    pattern: re.Pattern[str]
    point_pattern: re.Pattern[str]
    superlative_pattern: re.Pattern[str]
    share_pattern: re.Pattern[str]


def key(form: str) -> str:
    """How a form is looked up: a run of spaces or a hyphen is one space; the case stays."""
    return " ".join(form.replace("-", " ").split()) if " " in form or "-" in form else form


def trie_pattern(forms: Iterable[str]) -> str:
    """A regular expression for any of the forms (as `key` makes them), the longest first, without needless backtracking."""
    trie: dict[str, dict] = {}  # type: ignore[type-arg]
    for form in forms:
        node = trie
        for char in form:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(trie)


def _branch(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    ways = []
    for char in sorted(c for c in node if c):
        ways.append(("(?:-| ++)" if char == " " else re.escape(char)) + _branch(node[char]))
    if not ways:
        return ""
    inner = ways[0] if len(ways) == 1 and "" not in node else f"(?:{'|'.join(ways)})"
    return f"{inner}?" if "" in node else inner


_WORD_ENDS = r"(?:(?![^\W_])|(?<![^\W_]))"  # a form that ends in a letter or digit is not followed by one


def _one_of(forms: Iterable[str], exact: frozenset[str] = frozenset()) -> str:
    """Any of the forms, in any case if long enough and not in `exact`, with its right boundary."""
    loose = {f for f in forms if len(f) >= _ANY_CASE_FROM and f not in exact}
    strict = set(forms) - loose
    parts = [f"(?i:{trie_pattern({f.lower() for f in loose})})"] if loose else []
    parts += [trie_pattern(strict)] if strict else []
    return f"(?:{'|'.join(f'{p}{_WORD_ENDS}' for p in parts)})"


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
    """`before` and `behind` a number; `codes` and `names` are the forms behind one that stand alone, `adjectives` may lead a name."""

    before: dict[str, Unit]
    behind: dict[str, Unit]
    codes: frozenset[str]
    names: frozenset[str]
    adjectives: frozenset[str]


def _currencies() -> _Currencies:
    """The table of currencies by form. Candidates stand in the order of the table."""
    before: dict[str, list[str]] = {}
    behind: dict[tuple[str, int], list[str]] = {}
    weak: set[str] = set()
    codes, names, adjectives = [], set(), set()
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
            names.add(form)
        adjectives.update(map(key, split(row["adjectives"])))
        for cell, power in ((row["nouns"], 0), (row["cents"], -2)):
            for form in split(cell):
                name = form.rstrip("?")
                if name != form:
                    weak.add(name)
                behind.setdefault((key(name), power), []).append(code)
                names.add(key(name))
                for adjective in split(row["adjectives"]):
                    behind.setdefault((key(f"{adjective} {name}"), power), []).append(code)
    first = {form: Unit("money", tuple(dict.fromkeys(c)), 0, "", form in weak) for form, c in before.items()}
    last = {form: Unit("money", tuple(dict.fromkeys(c)), power, "", form in weak) for (form, power), c in behind.items()}
    return _Currencies(first, last, frozenset(codes), frozenset(names), frozenset(adjectives))


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
    before, behind = {}, {}
    for row in rows("bounds"):
        bound = Bound(row["bound"], row["guard"] or "", frozenset((row["after"] or "").split()))
        (behind if bound.guard == "behind" else before)[row["phrase"]] = bound
    return before, behind


@cache
def lexicon() -> Lexicon:
    """All tables, compiled once."""
    before, money, codes, names, adjectives = _currencies()
    units, per = _units()
    weights = {form: unit for form, unit in units.items() if form in money}
    behind = {**units, **money}
    scales = {row["form"]: Scale(int(row["power"]), row["when"] or "") for row in rows("scales")}
    bounds, bounds_behind = _bounds()
    nationality = rf"(?:(?i:{trie_pattern(a.lower() for a in adjectives)})(?:-| ++))?"
    many = r"(?:(1,?000|100|10|thousand|hundred|million)[ -])?"
    return Lexicon(
        before=before,
        before_longest=max(map(len, before)),
        before_last=frozenset(form[-1] for form in before),
        behind=_in_lower_case(behind),
        behind_pattern=re.compile(f" *+-?({nationality}{_one_of({*names, *units}, codes)})"),
        weights=_in_lower_case(weights),
        scales=_in_lower_case(scales),
        scale_last=frozenset(form[-1] for form in scales),
        scale_pattern=re.compile(f" *+-?({_one_of(scales)})"),
        per=_in_lower_case({**per, "day": "d"}),
        per_pattern=re.compile(f"(?: *+/ *+| ++(?:per|an?)[ -]|-(?:per|an?)-) *+{many}({_one_of([*per, 'day'])})"),
        bounds=bounds,
        bounds_longest=max(len(phrase.split()) for phrase in bounds),
        bound_last=frozenset(phrase.split()[-1] for phrase in bounds),
        bounds_behind=bounds_behind,
        bound_behind_pattern=re.compile(f"[ -]({_one_of(bounds_behind)})"),
    )


def lexicon_for(text: str) -> Lexicon:
    """The tables as this text means them: pounds are sterling in a text about Britain (or Egypt ...), meat or coffee elsewhere."""
    weigh = "pound" in text.lower() and not any(word in text for word in cue_words("pound_currency"))
    return lexicon()._replace(pounds_weigh=True) if weigh else lexicon()


def _in_lower_case(table: dict[str, _V]) -> dict[str, _V]:
    """The table with a lower-case entry for every form, unless that is a form of its own."""
    return {**{form.lower(): value for form, value in table.items()}, **table}


def meaning(table: dict[str, _V], form: str) -> _V | None:
    """The entry for a form that a pattern of this module matched; None for an adjective with a noun that is not its own."""
    name = key(form)
    found = table.get(name)
    return found if found is not None else table.get(name.lower())


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
    digits = [word for word, (kind, value) in kinds.items() if kind in ("cardinal", "zero") and value < 10]
    shares = [word for word, (kind, _) in kinds.items() if "share" in kind]
    scales = [form for form in lexicon().scales if form.isalpha() and len(form) >= _SCALE_ALONE and not form.endswith("s")]
    digit = trie_pattern(sorted({*digits, "oh"}))
    return Words(
        kinds=kinds,
        pattern=re.compile(rf"(?<![A-Za-z]){trie_pattern([*kinds, *scales, *map(str.capitalize, scales)])}(?![A-Za-z])"),
        point_pattern=re.compile(rf"(?: ++|-)point((?:(?: ++|-){digit}(?![A-Za-z]))++)"),
        superlative_pattern=re.compile(rf"[- ]({trie_pattern(superlatives)})(?![A-Za-z])"),
        share_pattern=re.compile(rf"(?: ++|-)({trie_pattern(shares)})(?![A-Za-z])"),
    )
