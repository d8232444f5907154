"""The pattern language of the period tables, and what it compiles to.

    text            those words, in any case
    ` ` `~` `_` `-` a gap; a gap or a hyphen; an optional gap; a hyphen or dash
    (a|b)  x?       alternatives; an optional letter, group or name
    (last::a|b)     alternatives, and the mention notes the keyword `last` as `k`; (u=days::a) notes `days` as `u`
    (?=x)           what follows but does not belong to the mention
    {month:m}       a terminal (below), its value noted as `m`
    {YQ}            a pattern from periods_macros.tsv
    \\(  [a-z]      a literal character; a character class

A pattern knows the words it can begin with, so that one scan for those words finds every place worth trying.
Gaps are bounded and never cross a line break, and nothing nests, so each try is linear in what it reads.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

GAP = r"[ \t\xa0]{1,3}"
DASH = r"[-\u2010-\u2015\u2212]"
_SPECIAL = {" ": GAP, "~": f"(?:{GAP}|{DASH})", "_": r"[ \t\xa0]{0,3}", "-": DASH, "'": "['\u2019]"}
_NAME = re.compile(r"\{(\w+)(?::(\w+))?\}")
_KEYWORD = re.compile(r"\((?:(\w+)=)?(\w+)::")
_LOOKAHEAD = "(?="


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of a table under tradestats/tables, as dictionaries by column name."""
    text = resources.files("tradestats").joinpath("tables", f"{table}.tsv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def words(*kinds: str) -> dict[str, int]:
    """Words of these kinds in lower case, and their values."""
    return {row["word"].lower(): int(row["value"] or 0) for row in rows("periods_words") if row["kind"] in kinds}


def _either(kind: str, tail: str = "") -> str:
    """An alternation of the words of a kind, longest first; a word marked `capital` needs its capital."""
    found = sorted((row for row in rows("periods_words") if row["kind"] == kind), key=lambda row: (-len(row["word"]), row["word"]))
    strict = [form for row in found if row["capital"] for form in (row["word"], row["word"].upper())]
    loose = [row["word"] for row in found if not row["capital"]]
    parts = [f"(?-i:{'|'.join(map(re.escape, strict))})"] if strict else []
    parts += [f"(?:{'|'.join(map(re.escape, loose))})"] if loose else []
    return f"(?:{'|'.join(parts)}){tail}"


@cache
def amount_after() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What makes the number before it an amount, never a year or a day; and what makes it a count, never a day."""
    return (
        re.compile(f"{_SPECIAL['_']}(?:%|{_either('amount_follows')}(?![a-z]))", re.IGNORECASE),
        re.compile(f"{_SPECIAL['~']}{_either('counted_follows')}(?![a-z])", re.IGNORECASE),
    )


def _behind(*kinds: str) -> str:
    """A look-behind for any of these words and a space."""
    return f"(?:{'|'.join(rf'(?<= {re.escape(word)} )' for word in words(*kinds))})"


def _word_value(*kinds: str) -> Callable[[str], int]:
    def value(text: str) -> int:
        text = text.lower().rstrip(".")
        return int(text) if text.isdecimal() else words(*kinds)[text]

    return value


def two_digit_year(text: str) -> int:
    """`24` is 2024 and `87` is 1987: the century that makes it lie in 1950 to 2049."""
    number = int(text)
    return number + (1900 if number >= 50 else 2000) if number < 100 else number


def _constant(word: str) -> Callable[[str], str]:
    return lambda _text: word


def _day_value(text: str) -> int:
    return int(re.sub(r"\D", "", text))


@dataclass(frozen=True, slots=True)
class Terminal:
    """A regex, the words it can begin with (`#` for a short number, `####` for a year), and the value of what it matched."""

    regex: str
    heads: frozenset[str]
    value: Callable[[str], int | str]


@cache
def terminals() -> dict[str, Terminal]:
    """The terminals of the pattern language by name."""
    digits, four = frozenset({"#"}), frozenset({"####"})
    day = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![0-9A-Za-z])"
    # "July. 06" is seen in datelines; elsewhere a full name has no point of its own.
    month = f"(?:{_either('month')}(?:\\.(?=[ ]?[0-9]))?|{_either('month_short')}\\.?)(?![a-z])"
    plain: dict[str, tuple[str, frozenset[str], Callable[[str], int | str]]] = {
        "month": (month, frozenset(words("month", "month_short")), _word_value("month", "month_short")),
        "count": (rf"(?:{_either('count')}(?![a-z])|[0-9]{{1,2}}(?![0-9]))", frozenset(words("count")) | digits, _word_value("count")),
        "ordinal": (_either("ordinal"), frozenset(map(_head, words("ordinal"))), _word_value("ordinal")),
        "half": (_either("half"), frozenset(map(_head, words("half"))), _word_value("half")),
        "ordinalweek": (_either("week_ordinal"), frozenset(map(_head, words("week_ordinal"))), _word_value("week_ordinal")),
        "year": (r"(?:18|19|20)[0-9]{2}(?![0-9])", four, int),
        "yy": (r"[0-9]{2}(?![0-9])", digits, two_digit_year),
        "fynum": (r"(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])", digits, two_digit_year),
        "pair": (rf"(?:19|20)[0-9]{{2}}(?:{DASH}|/)(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})(?![0-9])", four, str),
        "day": (day, digits, _day_value),
        "digit2": (r"[12](?![0-9])", digits, int),
        "digit4": (r"[1-4](?![0-9])", digits, int),
        "digits12": (r"(?:1[0-2]|[1-9])", digits, int),
        "capq": (r"(?-i:Q)", frozenset("q"), str),
        "caph": (r"(?-i:H)", frozenset("h"), str),
        "capm": (r"(?-i:M)", frozenset("m"), str),
        "isomonth": (r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])(?![0-9])", four, str),
        "isodate": (r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?![0-9])", four, str),
        "isoweek": (r"(?:19|20)[0-9]{2}-(?-i:W)[0-9]{2}(?![0-9])", four, str),
        "no_year_after": (_either("no_year_after"), frozenset(), str),
        "afteramount": (_behind("amount_follows", "traded"), frozenset(), str),
        "clausestart": (r"(?:\A|(?<=\n)|(?<=[.;:(] ))", frozenset(), str),
    }
    return {name: Terminal(*parts) for name, parts in plain.items()}


def _head(word: str) -> str:
    """What the anchor scan sees first of a word: its leading letters, or `#` if it begins with a digit."""
    found = re.match("[a-z]+", word.lower())
    return found[0] if found else "#"


@dataclass(slots=True)
class Compiled:
    """A pattern as a regex; `values` turns the text of each named group into its value; `heads` are the words it begins with."""

    regex: str = ""
    heads: frozenset[str] = frozenset()
    values: dict[str, Callable[[str], int | str]] = field(default_factory=dict)

    def arguments(self, found: re.Match[str]) -> dict[str, int | str]:
        """The values that a match noted. A name that stands in several alternatives has one value: that of the one that matched."""
        return {name.partition("__")[0]: self.values[name](text) for name, text in found.groupdict().items() if text is not None}


# A lead-in: the letters a pattern can begin with so far, and whether they are a whole word already.
_Leads = set[tuple[str, bool]]


class _Compiler:
    """One pattern's way from text to regex: a recursive descent that collects groups and first words as it goes."""

    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.at = 0
        self.values: dict[str, Callable[[str], int | str]] = {}

    def alternatives(self) -> tuple[str, _Leads]:
        parts, leads = [], set()
        while True:
            regex, lead = self.sequence()
            parts.append(regex)
            leads |= lead
            if self.at >= len(self.text) or self.text[self.at] != "|":
                return "|".join(parts), leads
            self.at += 1

    def sequence(self) -> tuple[str, _Leads]:
        parts: list[str] = []
        leads: _Leads = {("", False)}
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            regex, lead = self.item()
            if self.at < len(self.text) and self.text[self.at] in "?*":
                # A repeated group is bounded: lead-ins such as `since about early` never need more than two.
                regex += "?" if self.text[self.at] == "?" else "{0,2}"
                lead = lead | {("", False)}
                self.at += 1
            parts.append(regex)
            leads = set(_joined(leads, lead))
        return "".join(parts), leads

    def item(self) -> tuple[str, _Leads]:
        char = self.text[self.at]
        if char == "(":
            return self.group()
        if char == "{":
            return self.name()
        if char == "[":
            stop = self.text.index("]", self.at) + 1
            regex, self.at = self.text[self.at : stop], stop
            return regex, {("", True)}
        if char == "\\":
            self.at += 1
            char = self.text[self.at]
            self.at += 1
            return re.escape(char), {("", True)}
        self.at += 1
        if char in _SPECIAL:
            return _SPECIAL[char], {("", True)} if char != "_" else {("", True), ("", False)}
        return re.escape(char), {(char.lower(), False)} if char.isalpha() else {("#" if char.isdigit() else "", True)}

    def group(self) -> tuple[str, _Leads]:
        opening = "(?:"
        if keyword := _KEYWORD.match(self.text, self.at):
            opening = f"(?P<{self.note(keyword[1] or 'k', _constant(keyword[2]))}>"
            self.at = keyword.end()
        elif self.text.startswith(_LOOKAHEAD, self.at):
            opening = _LOOKAHEAD
            self.at += len(_LOOKAHEAD)
        else:
            self.at += 1
        regex, leads = self.alternatives()
        self.at += 1
        return f"{opening}{regex})", {("", True)} if opening == _LOOKAHEAD else leads

    def name(self) -> tuple[str, _Leads]:
        found = _NAME.match(self.text, self.at)
        if found is None:
            raise ValueError(f"bad name in pattern {self.text!r}")
        self.at = found.end()
        if terminal := terminals().get(found[1]):
            opening = f"(?P<{self.note(found[2], terminal.value)}>" if found[2] else "(?:"
            return f"{opening}{terminal.regex})", {(head, True) for head in terminal.heads}
        inner = _Compiler(_macros()[found[1]])
        inner.values = self.values
        regex, leads = inner.alternatives()
        return f"(?:{regex})", leads

    def note(self, name: str, value: Callable[[str], int | str]) -> str:
        """A group name that is free; a regex cannot use one twice, an alternative may."""
        free = name if name not in self.values else f"{name}__{len(self.values)}"
        self.values[free] = value
        return free


def _joined(before: _Leads, after: _Leads) -> Iterator[tuple[str, bool]]:
    for letters, done in before:
        if done:
            yield letters, True
        else:
            for more, finished in after:
                # A word that begins with letters of the pattern and goes on as a terminal does not exist: "Q" ends at its digit.
                yield (letters, True) if letters and more.startswith("#") else (letters + more, finished)


@cache
def _macros() -> dict[str, str]:
    return {row["name"]: row["pattern"] for row in rows("periods_macros")}


def compile_pattern(pattern: str) -> Compiled:
    """Compile one pattern of the language described above. Raises ValueError or KeyError for a pattern with an error in it."""
    compiler = _Compiler(pattern)
    regex, leads = compiler.alternatives()
    if compiler.at != len(pattern):
        raise ValueError(f"unbalanced pattern {pattern!r}")
    return Compiled(f"(?:{regex})", frozenset(letters for letters, _ in leads if letters), compiler.values)
