"""Text to period mentions: one pass over the text for words a period can begin with, then the rules that begin so.

What a rule can see is small: the run of words from its place on that stand in any rule (the window), and the run of such
words right before it (the left). Releases say the same few thousand of these over and over, so what they mean is remembered.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from tradestats.lexicon import remembered
from tradestats.recognise.longest import words_of
from tradestats.recognise.period_patterns import (
    DASH,
    DASHES,
    Arguments,
    Way,
    allows,
    compiled,
    pattern,
    rows,
    sign_at,
    spelled,
    spellings,
    vocabulary,
    words,
)  # fmt: skip
from tradestats.recognise.period_values import PeriodMention

_REMEMBERED = 1 << 14
_LEFT_REACH = 96
_RIGHT_REACH = 112  # the longest span of time in so many words
# A mention does not stop inside a number, a word or a longer date: "July 5.2 billion", "2024-12-31".
_END = re.compile(rf"(?![A-Za-z0-9_]|[.,:]?[0-9]|(?:{DASH}|/)[0-9])")
# What follows a short number that a mention begins with, besides a month.
_AFTER_NUMBER = ("day", "half", "h", "m", "month", "of", "q", "quarter", "to", "through", "and", "week", "year", "semester")
_NUMBER = (
    rf"(?<![0-9][.,/])(?:(?:18|19|20)[0-9]{{2}}(?![0-9])|[0-9]{{1,2}}(?=(?:{DASH}[0-9]{{1,2}})?(?:st|nd|rd|th)?[ \t\xa0-]?([A-Za-z]++)))"
)
_HEAD = re.compile(rf"([A-Za-z]++)|{_NUMBER}")
_MONEY = "$€£¥"  # what stands before a number that is no year
_TOKEN = re.compile(rf"([A-Za-z]++)|([.%_])|[0-9]++|[ \t\xa0]++|[{DASHES},:()'’/]")
_SPACES = " \t\xa0"
_LAST_WORD = re.compile(r"[A-Za-z]*$")


class Reading(NamedTuple):
    """What a rule makes of a window: its row, how far it reaches, and its findings."""

    rule: int
    end: int
    args: Arguments


class Found(NamedTuple):
    """What stands at an anchor: a mention that begins `back` characters before it and ends `end` behind it."""

    back: int
    end: int
    role: str
    basis: str
    form: str
    relative: bool
    args: Arguments


def scan(text: str) -> list[PeriodMention]:
    """Every mention of a period or basis in `text`, sorted, not overlapping, the longest at each place."""
    mentions: list[PeriodMention] = []
    done = 0
    for word, at in words_of(text).such(_may_begin):
        if at < done or (at and text[at - 1] in _MONEY):
            continue
        head = word if word.isalpha() and word.isascii() else _first_part(text, at)
        if not head or not _rules(_head(head), sign_at(text, at + len(head))):
            continue  # most often it is "the" or "a", and the next word's first letter tells that no rule goes on so
        window = _window(text, at)
        if _readings(window) and (found := _best(_left(text, done, at), window)):
            done = at + found.end
            mentions.append(PeriodMention(at - found.back, done, *found[2:]))
    return mentions


@remembered
def _may_begin(word: str) -> bool:
    """Whether a word may begin a mention: as a rule does, or with a number."""
    return word.lower() in _rules_by_head() if word.isalpha() and word.isascii() else True


def _first_part(text: str, at: int) -> str:
    """The letters that a word with digits begins with ("Q3"), or its number, where what follows makes it worth a try; else empty."""
    found = _HEAD.match(text, at)
    if found is None:
        return ""
    letters, follows = found.groups()
    return "" if not letters and follows and not follows.lower().startswith(_after_number()) else found[0]


# ---- what a rule can see


def _window(text: str, start: int) -> str:
    """The text from `start` on as far as a rule may read it: words that stand in rules, numbers and the marks between them.

    One character of what follows directly stays, since it may spoil the end ("2024x").
    """
    known, end, gap, word = _right_words(), start, False, ""
    for token in _TOKEN.finditer(text, start, start + _RIGHT_REACH):
        at = token.start()
        if at != end:
            break
        if token.lastindex == 1:
            word = token[0]
            if word.lower() not in known:
                end = end if gap else end + 1
                break
        elif token.lastindex == 2 and (token[0] != "." or spelled(_months(), word) is None):
            end += 2  # a full stop that ends more than a month's short name; a digit behind it matters
            break
        end = token.end()
        gap = text[at] in _SPACES
    return text[start:end].rstrip(_SPACES)


def _left(text: str, floor: int, start: int) -> str:
    """The run of words before `start` that stand in leads and limits, back to `floor`, behind two characters that say what is before it:
    a letter or digit, the beginning of a line, that of a clause, or anything else."""
    at, known = start, _left_words()
    floor = max(floor, start - _LEFT_REACH)
    while at > floor and (text[at - 1] in _SPACES or (at == start and text[at - 1] in DASHES)):
        begin = max(text.rfind(" ", floor, at - 1) + 1, floor)
        word = text[begin : at - 1]
        if word.lower() not in known:
            tail = _LAST_WORD.search(word)
            if tail and tail[0] and tail[0].lower() in known and not word[: tail.start()][-1:].isalnum():
                at = begin + tail.start()
            break
        at = begin
    return _context(text, at) + text[at:start]


def _context(text: str, at: int) -> str:
    before = text[at - 1] if at else "\n"
    if before == "\n":
        return "\n\n"
    if before == " " and at > 1 and text[at - 2] in ".;:(":
        return ". "
    return "aa" if before.isalnum() and before.isascii() else "  "


@cache
def _right_words() -> frozenset[str]:
    """The words a rule may read, in lower case."""
    cells = [cell for row in rows("periods") for cell in (row["pattern"], row["not_after"])]
    listed = vocabulary([*cells, *(row["pattern"] for row in rows("periods_macros")), *(row["word"] for row in rows("periods_words"))])
    return frozenset(listed | {f"{word}s" for word in listed} | {"q", "h", "m", "w", "mfy", "qfy", "hfy"})


@cache
def _left_words() -> frozenset[str]:
    """The words that a lead, a limit or what a rule forbids before it may read, in lower case; "" stands between two spaces."""
    cells = [cell for row in rows("periods") for cell in (row["lead"], row["not_before"])]
    named = words("amount_follows", "traded", "no_year_after")
    dotted = {f"{word}." for word in words("no_year_after")}
    return frozenset(vocabulary([*cells, *(row["lead"] for row in rows("periods_limits"))]) | {*named, *dotted, ""})


@cache
def _months() -> dict[str, int]:
    return spellings("month", "month_short")


@cache
def _after_number() -> tuple[str, ...]:
    """How a word begins that makes a short number before it worth a try: "20 days", "3Q24", "14 Aug"."""
    return (*sorted({word[:3] for word in words("month", "month_short")}), *_AFTER_NUMBER)


# ---- what the rules make of it


@lru_cache(_REMEMBERED)
def _best(left: str, window: str) -> Found | None:
    """The longest mention that begins with the window's first word; of equals, that with the longer lead, then that of the first rule."""
    best: tuple[int, Reading] | None = None
    for reading in _readings(window):
        if best and reading.end < best[1].end:
            break
        begin = _lead(reading.rule, left)
        if begin is not None and (best is None or begin < best[0]):
            best = begin, reading
    return _limited(left, *best) if best else None


def _lead(rule: int, left: str) -> int | None:
    """Where in `left` the mention begins; None if the rule's lead is missing or what it forbids stands there."""
    row = rows("periods")[rule]
    lead, own = row["lead"].removesuffix("<"), not row["lead"].endswith("<")
    begin = _begin(lead, left)
    if begin is None:
        return None
    begin = begin if own else len(left)
    return None if row["not_before"] and _begin(row["not_before"], left[:begin]) is not None else begin


@lru_cache(_REMEMBERED)
def _begin(lead: str, left: str) -> int | None:
    """Where the longest reading of a pattern that ends where `left` does begins; None if there is none. A lead that ends in `<` has
    to stand there, but does not belong to the mention."""
    if not lead:
        return len(left)
    step, heads = pattern(lead)
    for begin in range(2, len(left)):
        if not _joins(left[begin - 1]) and any(end == len(left) for end, _ in step(left, begin)):
            return begin
    return len(left) if "" in heads and step("", 0) else None


def _joins(char: str) -> bool:
    return char.isalnum() and char.isascii()


def _limited(left: str, begin: int, reading: Reading) -> Found:
    """The mention with the limit that stands before it, if one does: words that make it a limit, a part or an end."""
    row = rows("periods")[reading.rule]
    form, size = row["form"], len(left)
    relative = _is_relative(form, dict(reading.args))
    if row["role"] == "period":
        for limit in rows("periods_limits"):
            if limit["only"] and form not in limit["only"].split():
                continue
            start = _begin(limit["lead"], left[:begin])
            if start is not None:
                args = tuple(sorted((*reading.args, ("inner", form))))
                return Found(size - start, reading.end, "period", "", limit["form"], relative, args)
    return Found(size - begin, reading.end, row["role"], row["basis"], form, relative, reading.args)


@lru_cache(_REMEMBERED)
def _readings(window: str) -> tuple[Reading, ...]:
    """What each rule makes of a window, the longest first."""
    head = _TOKEN.match(window)
    rules = _rules(_head(head[0]), sign_at(window, head.end())) if head else ()
    found = (_reading(number, window) for number in rules)
    return tuple(sorted((reading for reading in found if reading), key=lambda reading: -reading.end))


def _head(word: str) -> str:
    """How the first word or number of a mention is filed."""
    if word.isdigit():
        return "####" if len(word) == 4 else "#"
    return word.lower()


def _reading(number: int, window: str) -> Reading | None:
    row = rows("periods")[number]
    for end, noted in _ways(row["year"] == "after", row["pattern"], window):
        args = dict(noted)
        ends = _END.match(window, end) and not _follows(row["not_after"], window, end)
        if ends and _sound(row["form"], args) and not _is_amount(window, end, args):
            return Reading(number, end, tuple(sorted(args.items())))
    return None


def _ways(takes_year: bool, rule: str, window: str) -> Iterator[Way]:
    """Where the mention can end and what it then says: where a year may follow, with it and without; else the first way that ends well."""
    ways = pattern(rule).step(window, 0)
    if takes_year and ways:
        end, noted = ways[0]
        for year_end, year in _year_after(window[end:]):
            yield end + year_end, noted + year
        yield ways[0]
        return
    yield from (next(([way] for way in ways if _END.match(window, way[0])), []))


@lru_cache(_REMEMBERED)
def _year_after(rest: str) -> tuple[Way, ...]:
    """The words behind a span that name its year ("of 2024", "last year", "FY26"): none or one reading."""
    return tuple(next(([way] for way in pattern("{YQ}").step(rest, 0) if _END.match(rest, way[0])), []))


def _follows(words_behind: str, window: str, end: int) -> bool:
    return bool(words_behind) and bool(pattern(words_behind).step(window, end))


def _is_amount(window: str, end: int, args: dict[str, int | str]) -> bool:
    """Whether the number that ends the mention counts what follows: "in July 12 million", "in May 30 companies"."""
    if not window[end - 1].isdigit():
        return False
    behind = compiled("(~|[ \t\xa0]{0,3})(%|[a-z]++)".replace("~", DASH)).match(window, end)
    if behind is None:
        return False
    word = behind[2].lower()
    if word == "%" or word in words("amount_follows"):
        return behind[1].strip(_SPACES) == ""
    if window[:5].lower() == "week ":
        return False  # "in the week of October 5-11 ships loaded"
    return word in words("counted_follows") and behind[1] != "" and bool({"d", "d2"} & args.keys()) and "y" not in args


def _is_relative(form: str, args: dict[str, int | str]) -> bool:
    """Whether the words alone leave the period open. A fiscal year is settled by its name once the reporter is known."""
    return not ({"y", "p", "f", "w", "i"} & args.keys()) or form in ("same_period", "same_named")


def _sound(form: str, args: dict[str, int | str]) -> bool:
    """No 31 June, no 2014-17 as a fiscal year, no fiscal year from April to October."""
    if "p" in args and fiscal_pair(str(args["p"])) is None:
        return False
    if "y" in args and "w" in args and not 1 < int(args["w"]) - int(args["y"]) <= 60:
        return False
    if form == "from_to" and not _is_step(args):
        return False
    if form == "month_shared" and int(args["m2"]) != int(args["m"]) + 1:
        return False
    if "i" in args and not _iso_exists(str(args["i"])):
        return False
    if "fs" in args and "fe" in args and (int(args["fe"]) - int(args["fs"])) % 12 != 11:
        return False
    if not 1 <= int(args.get("n", 1)) <= 99:
        return False
    return all(_day_exists(args, end) for end in ("", "2"))


def _is_step(args: dict[str, int | str]) -> bool:
    """ "Rose from August to September" compares two months. "From January to February" is how China's two-month figures are named."""
    if "o" in args:
        return int(args["o"]) - int(args["o1"]) == 1
    if "y2" in args:
        return int(args["y2"]) - int(args["y"]) == 1
    return int(args["m2"]) - int(args["m"]) == 1 and args["m"] != 1 and args.get("y1", args.get("y")) == args.get("y")


def _day_exists(args: dict[str, int | str], end: str) -> bool:
    day, month = args.get(f"d{end}"), args.get(f"m{end}", args.get("m"))
    if day is None or month is None:
        return True
    try:
        dt.date(int(args.get("y", 2024)) if end == "" and "y1" not in args else 2024, int(month), int(day))
    except ValueError:
        return False
    return True


def _iso_exists(code: str) -> bool:
    try:
        dt.date.fromisoformat(code if len(code) > 7 else f"{code}-01")
    except ValueError:
        return False
    return True


def fiscal_pair(text: str) -> tuple[int, int] | None:
    """`2023-24` and `1986/1987` as two years; None if the second does not follow the first."""
    first, last = (int(part) for part in re.split(rf"{DASH}|/", text))
    following = first + 1
    return (first, following) if last in (following, following % 100) else None


@cache
def _rules_by_head() -> dict[str, dict[int, frozenset[str]]]:
    """For each word that a rule can begin with (`#` a short number, `####` a year): the rows, and the signs that can follow it there.

    Worked out when the table of periods changes, not when a text is read: see tests/tools/build_period_heads.py.
    """
    table: dict[str, dict[int, frozenset[str]]] = {}
    for row in rows("periods_heads"):
        signs = frozenset("" if sign == "~" else sign.replace("_", " ") for sign in row["signs"].split())
        table.setdefault(row["head"], {}).update((int(place), signs) for place in row["rows"].split())
    return table


@cache
def _rules(head: str, sign: str) -> tuple[int, ...]:
    """The rows that can begin with a word if what follows it has this sign."""
    return tuple(sorted(number for number, signs in _rules_by_head().get(head, {}).items() if allows(signs, sign)))
