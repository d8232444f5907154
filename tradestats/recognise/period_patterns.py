"""The pattern language of the period tables, and how it is matched.

    text            those words, in any case
    ` ` `~` `_` `-` a gap; a gap or a hyphen; an optional gap; a hyphen or dash
    (a|b)  x?       alternatives; an optional letter, group or name
    (last::a|b)     alternatives, and the mention notes the keyword `last` as `k`; (u=days::a) notes `days` as `u`
    (?=x)           what follows but does not belong to the mention
    {month:m}       a terminal (below), its value noted as `m`
    {YQ}            a pattern from periods_macros.tsv
    \\(  [a-z]      a literal character; a character class

A pattern becomes a step: a function from a text and a place to the ways it can go on from there, in order of preference.
There are more than a hundred patterns, and as regular expressions they would take longer to compile than a press release
takes to read. A pattern knows the words it can begin with, so that one scan for those words finds every place worth trying.
Gaps are bounded and never cross a line break, and nothing nests, so each try is linear in what it reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from tradestats.lexicon import rows as table_rows

Arguments = tuple[tuple[str, int | str], ...]
Way = tuple[int, Arguments]
Step = Callable[[str, int], list[Way]]

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
DASH = f"[{DASHES}]"
GAP = r"[ \t\xa0]{1,3}"
_SPECIAL = {" ": GAP, "~": f"(?:{GAP}|{DASH})", "_": r"[ \t\xa0]{0,3}", "-": DASH, "'": "['\u2019]"}
_NAME = re.compile(r"\{(\w+)(?::(\w+))?\}")
_KEYWORD = re.compile(r"\((?:(\w+)=)?(\w+)::")
_LOOKAHEAD = "(?="
_LETTERS = re.compile("[a-z]++", re.IGNORECASE | re.ASCII)
_ALPHANUMERIC = re.compile("[a-z0-9]++", re.IGNORECASE | re.ASCII)


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of a table under tradestats/tables, as dictionaries by column name."""
    return tuple(table_rows(table))


@cache
def words(*kinds: str) -> dict[str, int]:
    """Words of these kinds in lower case, and their values."""
    return {row["word"].lower(): int(row["value"] or 0) for row in rows("periods_words") if row["kind"] in kinds}


@cache
def spellings(*kinds: str) -> dict[str, int]:
    """Words of these kinds as a text may write them, and their values: in lower case; those marked `capital` with it or all in capitals."""
    found: dict[str, int] = {}
    for row in rows("periods_words"):
        if row["kind"] in kinds:
            forms = (row["word"], row["word"].upper()) if row["capital"] else (row["word"].lower(),)
            found.update(dict.fromkeys(forms, int(row["value"] or 0)))
    return found


def spelled(found: dict[str, int], word: str) -> int | None:
    """The value of a word among spellings; None if it is not there."""
    value = found.get(word)
    return value if value is not None else found.get(word.lower())


def two_digit_year(text: str) -> int:
    """`24` is 2024 and `87` is 1987: the century that makes it lie in 1950 to 2049."""
    number = int(text)
    return number + (1900 if number >= 50 else 2000) if number < 100 else number


# ---- terminals


class Terminal(NamedTuple):
    """What a terminal reads and notes as its only argument, and the words it can begin with (`#` a short number, `####` a year, "" if it
    reads nothing). `then` is a sign with which it may go on behind its first word or, if it reads short numbers, its number; "*" any."""

    step: Step
    heads: frozenset[str]
    then: str = ""


def _digits(regex: str, value: Callable[[str], int | str], head: str = "#", then: str = "", also: str = "") -> Terminal:
    """A terminal of digits. Its regex is compiled when it is first needed."""

    def step(text: str, at: int) -> list[Way]:
        found = compiled(regex).match(text, at)
        return [(found.end(), (("", value(found[0])),))] if found else []

    return Terminal(step, frozenset({head, also or head}), then)


def _words(*kinds: str, numbers: str = "") -> Terminal:
    """A terminal of words, or of numbers in digits as well."""
    known = words(*kinds)

    def step(text: str, at: int) -> list[Way]:
        found = _ALPHANUMERIC.match(text, at)
        value = known.get(found[0].lower()) if found else None
        if found and value is not None:
            return [(found.end(), (("", value),))]
        digits = compiled(numbers).match(text, at) if numbers else None
        return [(digits.end(), (("", int(digits[0])),))] if digits else []

    heads = frozenset({*map(_head, known), *("#" if numbers else "")})
    return Terminal(step, heads, "" if numbers else "*")  # "1st" goes on behind its number


def _month() -> Terminal:
    """Names of months. "July. 06" is seen in datelines; elsewhere a full name has no point of its own."""
    full, short = spellings("month"), spellings("month_short")

    def step(text: str, at: int) -> list[Way]:
        found = _LETTERS.match(text, at)
        if found is None:
            return []
        value, end = spelled(full, found[0]), found.end()
        pointed = text[end : end + 1] == "."
        if value is None:
            value = spelled(short, found[0])
        elif pointed:
            pointed = text[end + 1 : end + 3].lstrip(" ")[:1].isdigit()
        if value is None:
            return []
        noted = (("", value),)
        return [(end + 1, noted), (end, noted)] if pointed else [(end, noted)]

    return Terminal(step, frozenset(words("month", "month_short")), ".")


def _behind(*kinds: str) -> Terminal:
    """What stands right before a place is one of these words and a space."""
    known = tuple(f" {word} " for word in words(*kinds))
    return Terminal(lambda text, at: [(at, (("", ""),))] if text[:at].lower().endswith(known) else [], frozenset({""}))


def _clause_start() -> Terminal:
    def step(text: str, at: int) -> list[Way]:
        begins = not at or text[at - 1] == "\n" or (at > 1 and text[at - 1] == " " and text[at - 2] in ".;:(")
        return [(at, (("", ""),))] if begins else []

    return Terminal(step, frozenset({""}))


def _no_year_after() -> Terminal:
    """ "USD 2,024", "Vision 2030": the number is no year."""
    known = spellings("no_year_after")

    def step(text: str, at: int) -> list[Way]:
        found = _LETTERS.match(text, at)
        return [(found.end(), (("", found[0]),))] if found and found[0] in known else []

    return Terminal(step, frozenset(words("no_year_after")))


def _day_value(text: str) -> int:
    return int(re.sub(r"\D", "", text))


@cache
def compiled(regex: str) -> re.Pattern[str]:
    """A regular expression, compiled once; letters in it stand for both cases."""
    return re.compile(regex, re.IGNORECASE | re.ASCII)


@cache
def terminal(name: str) -> Terminal | None:
    """The terminal of this name; None if the name is not a terminal's."""
    make = _TERMINALS.get(name)
    return make() if make else None


_YEAR = "(?:19|20)[0-9]{2}"
_TERMINALS: dict[str, Callable[[], Terminal]] = {
    "month": _month,
    "count": lambda: _words("count", numbers="[0-9]{1,2}(?![0-9])"),
    "ordinal": lambda: _words("ordinal"),
    "half": lambda: _words("half"),
    "weekday": lambda: _words("weekday"),
    "ordinalweek": lambda: _words("week_ordinal"),
    "ordinalmonth": lambda: _words("month_ordinal"),
    "year": lambda: _digits("(?:18|19|20)[0-9]{2}(?![0-9])", int, "####"),
    "yy": lambda: _digits("[0-9]{2}(?![0-9])", two_digit_year),
    "fynum": lambda: _digits(f"(?:{_YEAR}|[0-9]{{2}})(?![0-9])", two_digit_year, "####", also="#"),
    "pair": lambda: _digits(f"{_YEAR}(?:{DASH}|/)(?:{_YEAR}|[0-9]{{2}})(?![0-9])", str, "####", "*"),
    "spacedpair": lambda: _digits(f"{_YEAR} (?:{DASH}|/) {_YEAR}(?![0-9])", lambda text: text.replace(" ", ""), "####", "*"),
    "shortpair": lambda: _digits(
        f"[0-9]{{2}}(?:{DASH}|/)[0-9]{{2}}(?![0-9])", lambda text: f"{two_digit_year(text[:2])}-{text[3:]}", then="*"
    ),
    "day": lambda: _digits("(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![0-9a-z])", _day_value, then="*"),
    "digit2": lambda: _digits("[12](?![0-9])", int),
    "digit4": lambda: _digits("[1-4](?![0-9])", int),
    "digits12": lambda: _digits("(?:1[0-2]|[1-9])", int),
    "capq": lambda: _digits("Q", str, "q"),
    "caph": lambda: _digits("(?-i:H)", str, "h"),
    "capm": lambda: _digits("(?-i:M)", str, "m"),
    "isomonth": lambda: _digits(f"{_YEAR}-(?:0[1-9]|1[0-2])(?![0-9])", str, "####", "*"),
    "isodate": lambda: _digits(f"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}(?![0-9])", str, "####", "*"),
    "isoweek": lambda: _digits(f"{_YEAR}-(?-i:W)[0-9]{{2}}(?![0-9])", str, "####", "*"),
    "no_year_after": _no_year_after,
    "afteramount": lambda: _behind("amount_follows", "traded"),
    "clausestart": _clause_start,
}


def _head(word: str) -> str:
    """What the anchor scan sees first of a word: its leading letters, or `#` if it begins with a digit."""
    found = _LETTERS.match(word)
    return found[0].lower() if found else "#"


# ---- steps


def _literal(word: str) -> Step:
    length = len(word)
    return lambda text, at: [(at + length, ())] if text[at : at + length].lower() == word else []


def _phrase(phrase: str) -> Step:
    """Words with single spaces between them, in any case; a space stands for a gap."""
    length, first = len(phrase), phrase[0]

    def step(text: str, at: int) -> list[Way]:
        there = text[at : at + length].lower()
        if there == phrase:
            return [(at + length, ())]
        if there[:1] != first and first != " ":
            return []
        if text.isascii() and "  " not in text and "\t" not in text:
            return []
        found = compiled(phrase.replace(" ", GAP)).match(text, at)
        return [(found.end(), ())] if found else []

    return step


def _class(regex: str) -> Step:
    def step(text: str, at: int) -> list[Way]:
        found = compiled(regex).match(text, at)
        return [(found.end(), ())] if found else []

    return step


def _noted(step: Step, name: str) -> Step:
    """The step of a terminal with its value noted under a name, or dropped."""
    if not name:
        return lambda text, at: [(end, ()) for end, _ in step(text, at)]
    return lambda text, at: [(end, ((name, args[0][1]),)) for end, args in step(text, at)]


def _with_keyword(step: Step, name: str, word: str) -> Step:
    noted = ((name, word),)
    return lambda text, at: [(end, noted + args) for end, args in step(text, at)]


def _ahead(step: Step) -> Step:
    return lambda text, at: [(at, ())] if step(text, at) else []


def _up_to(step: Step, times: int) -> Step:
    """The step `times` times at most, rather more often than less."""

    def steps(text: str, at: int) -> list[Way]:
        ways = step(text, at)
        if ways and times > 1:
            ways = [(end, args + more) for first, args in ways for end, more in again(text, first)]
        return [*ways, (at, ())]

    again = _up_to(step, times - 1) if times > 1 else step
    return steps


def _either(steps: list[tuple[Step, frozenset[str]]]) -> Step:
    """Any of these steps; each comes with the signs it can begin with, so that only those are tried which the text allows."""
    if len(steps) == 1:
        return steps[0][0]
    chosen: dict[str, list[Step]] = {}

    def step(text: str, at: int) -> list[Way]:
        sign = sign_at(text, at)
        found = chosen.get(sign)
        if found is None:
            chosen[sign] = found = [one for one, signs in steps if allows(signs, sign)]
        if len(found) == 1:
            return found[0](text, at)
        return [way for one in found for way in one(text, at)]

    return step


def _one_after_another(steps: list[Step]) -> Step:
    if len(steps) == 1:
        return steps[0]

    def step(text: str, at: int) -> list[Way]:
        ways: list[Way] = [(at, ())]
        for one in steps:
            if len(ways) == 1:
                place, noted = ways[0]
                ways = [(end, noted + args) for end, args in one(text, place)] if noted else one(text, place)
            else:
                ways = [(end, noted + args) for place, noted in ways for end, args in one(text, place)]
            if not ways:
                break
        return ways

    return step


# ---- from pattern to step

# The sign of a place says what stands there: a letter, `0` for a number of one or two digits, `9` for a longer one, `-` for any dash, or
# the mark itself; behind a gap the gap and that sign; nothing at the end. A set of signs may hold "*" for any, and "" or " " where a
# pattern ends and leaves open what follows.
_SIGN = {**dict.fromkeys("0123456789", "0"), **dict.fromkeys(DASHES, "-"), **dict.fromkeys(" \t\xa0", " "), "\u2019": "'"}


def sign_at(text: str, at: int) -> str:
    """The sign of a place in a text."""
    char = text[at : at + 1]
    sign = _SIGN.get(char)
    if sign is None:
        return char.lower()
    if sign == " ":
        behind = at + 1
        while text[behind : behind + 1] in _SPACES:
            behind += 1
        return " " + sign_at(text, behind)
    return "9" if sign == "0" and text[at + 2 : at + 3].isdigit() and text[at + 1].isdigit() else sign


def allows(signs: frozenset[str], sign: str) -> bool:
    """Whether a pattern that can begin with these signs can begin with this one."""
    return sign in signs or "" in signs or "*" in signs or (sign[:1] == " " and (" " in signs or " *" in signs))


class Lead(NamedTuple):
    """How a pattern can begin: with which letters (or which terminal, by its name in braces), whether these are a whole word, and if so,
    the sign of what follows."""

    letters: str = ""
    whole: bool = False
    sign: str = ""


_Leads = set[Lead]
_SPACES = (" ", "\t", "\xa0")
_NOTHING_YET: _Leads = {Lead()}
_OPEN = ("", " ")
_NUMBER_SIGNS = {"#": "0", "####": "9"}
_MARK_LEADS: dict[str, _Leads] = {
    " ": {Lead("", True, " ")},
    "~": {Lead("", True, " "), Lead("", True, "-")},
    "_": {Lead("", True, " "), Lead()},
}


@cache
def _begins(letters: str) -> frozenset[str]:
    """The signs that letters or a terminal begin with."""
    known = terminal(letters[1:-1]) if letters[0] == "{" else None
    return frozenset(_NUMBER_SIGNS.get(head) or head[0] for head in (known.heads if known else (letters,)))


def _signs(leads: _Leads) -> frozenset[str]:
    """The signs that a pattern with these leads can begin with."""
    return frozenset(sign for lead in leads for sign in (_begins(lead.letters) if lead.letters else (lead.sign,)))


_PLAIN = re.compile(r"( ?)([a-z]++)((?: [a-z]++)*+)(?=[|)]|\Z)", re.IGNORECASE | re.ASCII)


def _plain_lead(gap: str, word: str, more: str) -> Lead:
    """The lead of a phrase: nothing but words and gaps."""
    if gap:
        return Lead("", True, f" {word[0].lower()}")
    return Lead(word.lower(), True, more[:2].lower()) if more else Lead(word.lower())


_BRACKET = re.compile(r"\\.|\[[^]]*\]|[()|]")


@cache
def _parsed(text: str) -> Step:
    return _Parser(text).alternatives()[0]


def _joined(before: _Leads, after: _Leads) -> _Leads:
    """The leads of two items in a row."""
    if before == _NOTHING_YET:
        return after
    joined: _Leads = set()
    signs: frozenset[str] | None = None
    for lead in before:
        if lead.whole and lead.sign not in _OPEN:
            joined.add(lead)
        elif lead.whole:
            signs = _signs(after) if signs is None else signs
            joined.update(Lead(lead.letters, True, " " + sign[-1:] if lead.sign else sign) for sign in signs)
        elif not lead.letters:
            joined |= after
        else:
            for more in after:  # a word that begins with letters of the pattern and goes on as a terminal ends there: "Q" at its digit
                if more.letters[:1] == "{":
                    joined.update(Lead(lead.letters, True, sign) for sign in _begins(more.letters))
                else:
                    joined.add(Lead(lead.letters + more.letters, more.whole, more.sign))
    return joined


class Pattern(NamedTuple):
    """A pattern as a step; `heads` are the words it can begin with ("" if it can be empty), each with the signs that can follow it."""

    step: Step
    heads: dict[str, frozenset[str]]


class _Parser:
    """One pattern's way from text to step: a recursive descent that collects first words as it goes."""

    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.at = 0

    def alternatives(self) -> tuple[Step, _Leads]:
        steps: list[tuple[Step, frozenset[str]]] = []
        leads: _Leads = set()
        while True:
            step, lead = self.sequence()
            steps.append((step, _signs(lead)))
            leads |= lead
            if self.at >= len(self.text) or self.text[self.at] != "|":
                return _either(steps), leads
            self.at += 1

    def sequence(self) -> tuple[Step, _Leads]:
        if plain := _PLAIN.match(self.text, self.at):
            self.at = plain.end()
            return _phrase(plain[0].lower()), {_plain_lead(*plain.groups())}
        steps: list[Step] = []
        leads: _Leads = {Lead()}
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            step, lead = self.item()
            if self.at < len(self.text) and self.text[self.at] in "?*":
                # A repeated group is bounded: lead-ins such as `since about early` never need more than two.
                step = _up_to(step, 1 if self.text[self.at] == "?" else 2)
                lead = lead | {Lead()}
                self.at += 1
            steps.append(step)
            leads = _joined(leads, lead)
            if all(lead.whole and lead.sign not in _OPEN for lead in leads):
                steps += self.rest()
        return _one_after_another(steps), leads

    def rest(self) -> list[Step]:
        """What is left of a sequence once it is known how it begins: parsed when a text first gets that far, as few rows are."""
        depth, begin = 0, self.at
        for mark in _BRACKET.finditer(self.text, begin):
            depth += {"(": 1, ")": -1}.get(mark[0], 0)
            if depth < 0 or (mark[0] == "|" and not depth):
                self.at = mark.start()
                break
        else:
            self.at = len(self.text)
        rest = self.text[begin : self.at]
        return [lambda text, at: _parsed(rest)(text, at)] if rest else []

    def item(self) -> tuple[Step, _Leads]:
        char = self.text[self.at]
        if char == "(":
            return self.group()
        if char == "{":
            return self.name()
        if char == "[":
            stop = self.text.index("]", self.at) + 1
            regex, self.at = self.text[self.at : stop], stop
            return _class(regex), {Lead("", True, "0" if regex == "[0-9]" else "*")}
        if char in _SPECIAL:
            self.at += 1
            return _class(_SPECIAL[char]), _MARK_LEADS.get(char, {Lead("", True, char)})
        return self.literal()

    def literal(self) -> tuple[Step, _Leads]:
        """The letters up to the next mark, but for one before `?`; or a mark behind a backslash or of no other meaning."""
        self.at += self.text[self.at] == "\\"
        found = _ALPHANUMERIC.match(self.text, self.at)
        word = found[0].lower() if found else self.text[self.at]
        if len(word) > 1 and self.text[self.at + len(word) : self.at + len(word) + 1] in ("?", "*"):
            word = word[:-1]
        self.at += len(word)
        if word.isalpha():
            return _literal(word), {Lead(word)}
        return _literal(word), {Lead("#", True, "*") if word[0].isdigit() else Lead("", True, word)}

    def group(self) -> tuple[Step, _Leads]:
        keyword = _KEYWORD.match(self.text, self.at)
        ahead = self.text.startswith(_LOOKAHEAD, self.at)
        self.at = keyword.end() if keyword else self.at + (len(_LOOKAHEAD) if ahead else 1)
        step, leads = self.alternatives()
        self.at += 1
        if keyword:
            return _with_keyword(step, keyword[1] or "k", keyword[2]), leads
        return (_ahead(step), {Lead("", True, "*")}) if ahead else (step, leads)

    def name(self) -> tuple[Step, _Leads]:
        found = _NAME.match(self.text, self.at)
        if found is None:
            raise ValueError(f"bad name in pattern {self.text!r}")
        self.at = found.end()
        known = terminal(found[1])
        if known is None:
            return _macro(found[1])
        name = f"{{{found[1]}}}"
        leads = {Lead()} if "" in known.heads else {Lead(name, True)}
        if known.then:
            leads.add(Lead("#" if "#" in known.heads else name, True, known.then))
        return _noted(known.step, found[2] or ""), leads


@cache
def _macros() -> dict[str, str]:
    return {row["name"]: row["pattern"] for row in rows("periods_macros")}


@cache
def _macro(name: str) -> tuple[Step, _Leads]:
    return _Parser(_macros()[name]).alternatives()


@cache
def pattern(text: str) -> Pattern:
    """One pattern of the language described above. Raises ValueError or KeyError for a pattern with an error in it."""
    parser = _Parser(text)
    step, leads = parser.alternatives()
    if parser.at != len(text):
        raise ValueError(f"unbalanced pattern {text!r}")
    heads: dict[str, set[str]] = {}
    for lead in leads:
        known = terminal(lead.letters[1:-1]) if lead.letters[:1] == "{" else None
        for head in known.heads if known else (lead.letters,):
            heads.setdefault(head, set()).add(lead.sign)
    return Pattern(step, {head: frozenset(signs) for head, signs in heads.items()})


_NOTATION = re.compile(r"\{\w++(?::\w++)?\}|\((?:\w++=)?\w++::")
_SPELT = re.compile(r"([a-z]+)([a-z])\?|([a-z]+)")


def vocabulary(patterns: Iterable[str]) -> set[str]:
    """All words in lower case that stand in these patterns, with and without an optional last letter."""
    found: set[str] = set()
    for stem, last, whole in set(_SPELT.findall(_NOTATION.sub(" ", "\n".join(patterns)).lower())):
        found.update((whole,) if whole else (stem, stem + last))
    return found
