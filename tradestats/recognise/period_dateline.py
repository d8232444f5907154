"""The day of publication that a text shows near its top.

Only a full date with its year counts, and only where it stands as a date of issue: on a line of its own, in a dateline, under an
embargo, behind a weekday, or after "announced on".
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from tradestats.model import Published
from tradestats.recognise.period_patterns import DASH, GAP, spelled, spellings

_TOP = 1200
_WINDOW = 100
# How much else a line may hold beside its date: "Market Bulletin | 30 Jul 2024", "22/2007 - 16 February 2007".
_LINE_REST = 45
_FLAGS = re.IGNORECASE | re.ASCII
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# A date that something counts from, ends with or waits for is not the day of issue.
_OTHER = (
    r"(?<![a-z])(?:from|since|until|till|to|through|by|before|after|as of|as at|ended|ending|end|next[^.\n]{0,30}|due on|due"
    rf"|(?:will|to) be [a-z]{{1,12}} on|effective)[:,]?[ ]{{1,2}}(?:{_WEEKDAY},? )?\Z"
)
_EMBARGO = r"(?:embargo(?:ed)?|release at|for (?:immediate )?release|released|published|posted|updated|issued)(?![a-z])"
_SAID = (
    r"(?:said|announced|reported|released|published|showed|issued|unveiled|revealed|disclosed)(?:[ ][a-z]{1,12}){0,2}"
    rf"[ ]on[ ](?:{_WEEKDAY},?[ ]\(?)?\Z"
)
_ON_WEEKDAY = rf"\bon {_WEEKDAY},? \(?\Z"
_DATELINE_BEFORE = r"[A-Z][^\n.;:]{1,40}(?:,| -) ?\Z"
_DATELINE_AFTER = rf"\.?[ ]?(?:\([^)\n]{{1,40}}\))?[ ]?(?:{DASH}|:)"
_RANGE_AFTER = rf",?(?:{GAP}(?:to|through|until){GAP}|[ ]?{DASH}[ ]?)(?![0-9]{{1,2}}:[0-9])[0-9A-Z][a-z]{{0,8}}\.?[ ]?[0-9]"


def dateline(text: str) -> Published | None:
    """The publication date that the text itself shows near its top, or None. A date without a year is none."""
    for found in _dates().finditer(text, 0, _TOP):
        published = _published(found)
        if published and _is_issue_date(text, found.start(), found.end()):
            return published
    return None


@cache
def _dates() -> re.Pattern[str]:
    month = "[a-z]{3,9}"
    day = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?"
    year = r"(?:19|20)[0-9]{2}(?![0-9])"
    return re.compile(
        rf"(?<![0-9A-Za-z])(?:(?P<iso>(?:19|20)[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}})(?![0-9])"
        rf"|(?P<m1>{month})\.?[ ]?(?P<d1>{day})[.,]?[ ]{{1,2}}(?P<y1>{year})"
        rf"|(?P<d2>{day})[ -](?P<m2>{month})\.?,?[ -]{{1,2}}(?P<y2>{year})"
        rf"|(?P<m4>{month})[ ](?P<d4>{day})[ ][0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}[ ][A-Z]{{3,4}}[ ](?P<y4>{year})"
        rf"|(?P<n1>[0-9]{{1,2}})(?P<sign>[./])(?P<n2>[0-9]{{1,2}})(?P=sign)(?P<y3>{year}))",
        _FLAGS,
    )


def _published(found: re.Match[str]) -> Published | None:
    """The date, or None for one that does not exist."""
    try:
        if found["iso"]:
            date = dt.date.fromisoformat(found["iso"])
        elif found["sign"]:
            figures = _figures(int(found["n1"]), int(found["n2"]), found["sign"])
            if figures is None:
                return None
            date = dt.date(int(found["y3"]), *figures)
        else:
            month, day, year = (found[f"{part}1"] or found[f"{part}2"] or found[f"{part}4"] for part in "mdy")
            number = spelled(spellings("month", "month_short"), month)
            if number is None:
                return None
            date = dt.date(int(year), number, int(re.sub("[^0-9]", "", day)))
    except ValueError:
        return None
    return Published(date.year, date.month, date.day)


def _figures(first: int, second: int, sign: str) -> tuple[int, int] | None:
    """Month and day of "20.12.2022", "12/20/2022" and "20/12/2022"; None for "6/7/2022", which is June here and July there."""
    if sign == "." or first > 12 or first == second:
        return second, first
    return (first, second) if second > 12 else None


def _is_issue_date(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _WINDOW) : start].rpartition("\n")[2]
    after = text[end : end + _WINDOW].partition("\n")[0]
    if re.search(_OTHER, before, _FLAGS) or re.match(_RANGE_AFTER, after):
        return False
    alone = len(before) + len(after) <= _LINE_REST
    dated_place = len(before) <= _LINE_REST and re.match(_DATELINE_BEFORE, before) and re.match(_DATELINE_AFTER, after)
    return bool(alone or dated_place or any(re.search(cue, before, _FLAGS) for cue in (_EMBARGO, _SAID, _ON_WEEKDAY)))
