"""The period recogniser: `scan` finds the words, `resolve` says which span of time they mean at a text position, `dateline` reads the
day of publication that a text itself shows.

The rules are rows of tables/periods.tsv; period_patterns.py describes their language.
"""

from tradestats.recognise.period_dateline import dateline
from tradestats.recognise.period_resolve import crop_start, implied_fiscal_start, resolve, settled_fiscal_start, wraps_year
from tradestats.recognise.period_scan import scan
from tradestats.recognise.period_values import SKIP_FORMS, Anchor, PeriodMention

__all__ = [
    "SKIP_FORMS",
    "Anchor",
    "PeriodMention",
    "crop_start",
    "dateline",
    "implied_fiscal_start",
    "resolve",
    "scan",
    "settled_fiscal_start",
    "wraps_year",
]
