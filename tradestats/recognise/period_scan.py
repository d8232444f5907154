"""Text to period mentions: one pass over the text for words a period can begin with, then the rules that begin so."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tradestats.recognise.period_patterns import DASH, Compiled, amount_after, compile_pattern, rows, words
from tradestats.recognise.period_values import Arguments, PeriodMention

_LEAD_WINDOW = 48
# A mention does not stop inside a number, a word or a longer date: "July 5.2 billion", "2024-12-31".
_END = rf"(?![A-Za-z0-9_]|[.,:]?[0-9]|(?:{DASH}|/)[0-9])"
# What follows a short number that a mention begins with, besides a month.
_AFTER_NUMBER = ("day", "half", "h", "m", "month", "of", "q", "quarter", "to", "through", "and", "week", "year")
_FLAGS = re.IGNORECASE | re.ASCII


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of periods.tsv, compiled.

    `lead` matches what stands right before; its group `own` belongs to the mention. `tail` must match behind it. `takes_year` says that the
    words which name a year ("of 2024", "last year", "FY26") may follow: they are one pattern for all rules, not a copy in each.
    """

    form: str
    role: str
    basis: str
    pattern: Compiled
    regex: re.Pattern[str]
    tail: re.Pattern[str]
    lead: re.Pattern[str]
    not_before: re.Pattern[str] | None
    takes_year: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """A row of periods_limits.tsv, compiled: words before a period that make it a limit, a part or an end."""

    form: str
    lead: re.Pattern[str]
    only: frozenset[str]


def scan(text: str) -> list[PeriodMention]:
    """Every mention of a period or basis in `text`, sorted, not overlapping, the longest at each place."""
    found: list[PeriodMention] = []
    done = 0
    for anchor in _anchors().finditer(text):
        if anchor.start() >= done and (mention := _best(text, anchor, done)):
            found.append(_limited(text, mention, done))
            done = mention.end
    return found


def _best(text: str, anchor: re.Match[str], floor: int) -> PeriodMention | None:
    """The longest mention that begins with the anchor's word; of equals, the one whose rule stands first."""
    head = anchor[0].lower() if anchor[0].isalpha() else ("####" if len(anchor[0]) == 4 else "#")
    best: PeriodMention | None = None
    for number in _rules_by_head().get(head, ()):
        rule = _rule(number)
        found = rule.regex.match(text, anchor.start())
        mention = _mention(text, rule, found, floor) if found else None
        if mention is not None and (best is None or (mention.end, -mention.start) > (best.end, -best.start)):
            best = mention
    return best


def _mention(text: str, rule: Rule, found: re.Match[str], floor: int) -> PeriodMention | None:
    low = max(floor, found.start() - _LEAD_WINDOW)
    lead = rule.lead.search(text, low, found.start())
    if lead is None or (rule.not_before and rule.not_before.search(text, low, lead.start("own"))):
        return None
    for end, args in _readings(text, rule, found):
        if rule.tail.match(text, end) and _sound(rule.form, args) and not _is_amount(text, end, args):
            return PeriodMention(lead.start("own"), end, rule.role, rule.basis, rule.form, _is_relative(rule.form, args), _frozen(args))
    return None


def _readings(text: str, rule: Rule, found: re.Match[str]) -> Iterator[tuple[int, dict[str, int | str]]]:
    """Where the mention can end and what it then says: with the year that follows, and without."""
    args = rule.pattern.arguments(found)
    if rule.takes_year:
        pattern, regex = _year_after()
        if year := regex.match(text, found.end()):
            yield year.end(), args | pattern.arguments(year)
    yield found.end(), args


def _is_amount(text: str, end: int, args: dict[str, int | str]) -> bool:
    """Whether the number that ends the mention counts what follows: "in July 12 million", "in May 30 companies"."""
    if not text[end - 1].isdigit():
        return False
    amount, counted = amount_after()
    return bool(amount.match(text, end) or ({"d", "d2"} & args.keys() and "y" not in args and counted.match(text, end)))


def _frozen(args: dict[str, int | str]) -> Arguments:
    return tuple(sorted(args.items()))


def _limited(text: str, mention: PeriodMention, floor: int) -> PeriodMention:
    """The mention with the limit that stands before it, if one does."""
    if mention.role != "period":
        return mention
    low = max(floor, mention.start - _LEAD_WINDOW)
    for limit in _limits():
        if limit.only and mention.form not in limit.only:
            continue
        if (lead := limit.lead.search(text, low, mention.start)):
            args = dict(mention.args) | {"inner": mention.form}
            return PeriodMention(lead.start(), mention.end, "period", "", limit.form, mention.relative, _frozen(args))
    return mention


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
    if "fs" in args and (int(args["fe"]) - int(args["fs"])) % 12 != 11:
        return False
    if not 1 <= int(args.get("n", 1)) <= 99:
        return False
    return all(_day_exists(args, end) for end in ("", "2"))


def _is_step(args: dict[str, int | str]) -> bool:
    """ "Rose from August to September" compares two months. "From January to February" is how China's two-month figures are named."""
    if "y2" in args:
        return int(args["y2"]) - int(args["y"]) == 1
    return int(args["m2"]) - int(args["m"]) == 1 and args["m"] != 1


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
def _rule(number: int) -> Rule:
    """A row of the table. Compiled when a text first has a word it begins with: most texts need a third of the rows."""
    row = rows("periods")[number]
    pattern = compile_pattern(row["pattern"])
    takes_year = row["year"] == "after"
    not_after = f"(?!{compile_pattern(row['not_after']).regex})" if row["not_after"] else ""
    return Rule(
        form=row["form"],
        role=row["role"],
        basis=row["basis"],
        pattern=pattern,
        # Where no year can follow, the end is part of the pattern, so that a shorter alternative is tried if a longer one breaks a word.
        regex=re.compile(pattern.regex if takes_year else f"{pattern.regex}{_END}", _FLAGS),
        tail=re.compile(f"{_END}{not_after}", _FLAGS),
        lead=_before(row["lead"]),
        not_before=_before(row["not_before"]) if row["not_before"] else None,
        takes_year=takes_year,
    )


@cache
def _year_after() -> tuple[Compiled, re.Pattern[str]]:
    pattern = compile_pattern("{YQ}")
    return pattern, re.compile(f"{pattern.regex}{_END}", _FLAGS)


def _before(pattern: str) -> re.Pattern[str]:
    """A regex for what stands right before a place: it ends where the search is told to end.

    Its group `own` belongs to the mention: all of it, or what follows a `<` in the pattern.
    """
    context, mark, own = pattern.partition("<")
    outside = compile_pattern(context).regex if mark else ""
    return re.compile(rf"(?<![A-Za-z0-9]){outside}(?P<own>{compile_pattern(own if mark else pattern).regex})\Z", _FLAGS)


@cache
def _limits() -> tuple[Limit, ...]:
    return tuple(Limit(row["form"], _before(row["lead"]), frozenset(row["only"].split())) for row in rows("periods_limits"))


@cache
def _rules_by_head() -> dict[str, tuple[int, ...]]:
    """Numbers of the rows that can begin with a word; `#` stands for a short number, `####` for a year."""
    table: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows("periods")):
        for head in compile_pattern(row["pattern"]).heads:
            table[head].append(number)
    return {head: tuple(found) for head, found in table.items()}


@cache
def _anchors() -> re.Pattern[str]:
    """Words a rule can begin with, four-digit years, and short numbers before a word that can follow one ("20 days", "3Q24", "14 Aug")."""
    heads = "|".join(_trie(sorted(head for head in _rules_by_head() if head[0] != "#")))
    after = "|".join(_trie(sorted({word[:3] for word in words("month", "month_short")} | set(_AFTER_NUMBER))))
    numbers = rf"(?:18|19|20)[0-9]{{2}}(?![0-9])|[0-9]{{1,2}}(?=(?:{DASH}[0-9]{{1,2}})?(?:st|nd|rd|th)?[ \t\xa0-]?(?:{after}))"
    return re.compile(rf"(?<![A-Za-z0-9_$\u20ac\xa3\xa5])(?:(?:{heads})(?![A-Za-z])|(?<![0-9][.,])(?:{numbers}))", _FLAGS)


def _trie(spellings: list[str]) -> Iterator[str]:
    """Alternatives with their common first letters taken out, so that a failed try costs one letter."""
    starts: dict[str, list[str]] = defaultdict(list)
    for word in spellings:
        starts[word[0]].append(word[1:])
    for letter, rest in starts.items():
        tails = list(_trie([tail for tail in rest if tail]))
        optional = "" in rest
        yield letter + (f"(?:{'|'.join(tails)}){'?' if optional else ''}" if tails else "")
