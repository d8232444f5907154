"""What the period recogniser takes and gives: where a text position stands in time, and what was found there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tradestats.calendar import Period
from tradestats.frozen import quick
from tradestats.model import Published
from tradestats.recognise.period_patterns import Arguments


@quick
@dataclass(frozen=True, slots=True)
class Anchor:
    """What a text position knows about time.

    `published` is the day (or only the month) of publication and `focus` the period under discussion. `fiscal_start` is
    the first month of the reporter's fiscal year; left at 1, the table of reporters decides. `reporter` says by which of its two
    years a fiscal year is named (FY26). `year` is a year that the article settles where publication is unknown.
    `crop_start` is the first month of the year in which trade in the article's crop is counted, 0 if it is about none.
    """

    published: Published | None = None
    focus: Period | None = None
    fiscal_start: int = 1
    year: int | None = None
    reporter: str = ""
    crop_start: int = 0


class PeriodMention(NamedTuple):
    """Words that speak of time: `text[start:end]`.

    `role` is `period` for a span of time, `basis` for words that only say against what something is measured. `basis` is
    `yoy`, `mom` or `qoq` where the words imply one. `form` is the name of the rule in periods.tsv or periods_limits.tsv. `relative`
    says that `resolve` needs the anchor. `args` are the rule's findings.
    """

    start: int
    end: int
    role: str
    basis: str
    form: str
    relative: bool
    args: Arguments


# Forms that never are the period of a figure: a limit, a vague part of a span, a day on which something was said, a week without days.
SKIP_FORMS = frozenset({"since", "until", "part", "day", "week_unknown"})
