"""Rows of the tables that commands make of observations: checks, series, differences, other people's columns.

They stand apart from the rows that an article gives, because to define a row of thirty columns takes longer than to read a
release: who only extracts does not load them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tradestats.frozen import column


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One piece of arithmetic on stated figures. The dimensions are those of the figure that was held against the others."""

    verdict: str = column("code", "ok, contradiction, not comparable")
    check: str = column("code", "balance, trade, growth, change, share, parts, rank, repeat, release")
    article_id: str = column("text", "see observations")
    source: str = column("text", "see observations")
    article: int = column("integer", "see observations", 1)
    published: str = column("date", "see observations")
    reporter: str = column("code", "see observations")
    flow: str = column("code", "see observations")
    partner: str = column("code", "see observations")
    product: str = column("code", "see observations")
    period: str = column("period", "see observations")
    statistic: str = column("code", "see observations", "value")
    measure: str = column("code", "see observations", "level")
    value: Decimal = column("number", "the figure that was checked, as stated", Decimal(0))
    unit: str = column("code", "see observations")
    low: Decimal | None = column("number", "the least it can be by the other figures; empty if there is no limit", None)
    high: Decimal | None = column("number", "the most it can be by the other figures; empty if there is no limit", None)
    reason: str = column("text", "what was compared, and why it is no contradiction or cannot be compared")
    text: str = column("text", "the exact characters the figure was read from")
    start: int = column("integer", "character offset of `text` in the decoded source", 0)
    end: int = column("integer", "end offset, exclusive", 0)
    others: str = column("text", "the other figures: quote, source and offsets of each")


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One figure of a series as one release tells it: the vintage is the date of that release."""

    reporter: str = column("code", "see observations")
    flow: str = column("code", "see observations")
    partner: str = column("code", "see observations")
    product: str = column("code", "see observations")
    statistic: str = column("code", "see observations", "value")
    adjustment: str = column("code", "see observations")
    measure: str = column("code", "see observations", "level")
    basis: str = column("code", "see observations")
    unit: str = column("code", "see observations")
    period: str = column("period", "see observations")
    vintage: str = column("date", "date (or month) of publication of the release the value is from, empty if not known")
    value: Decimal = column("number", "see observations", Decimal(0))
    bound: str = column("code", "see observations", "=")
    obs_status: str = column("code", "see observations", "A")
    unit_mult: int = column("integer", "see observations", 0)
    decimals: int = column("integer", "see observations", 0)
    period_start: str = column("date", "see observations")
    period_end: str = column("date", "see observations")
    article_id: str = column("text", "see observations")
    source: str = column("text", "see observations")
    article: int = column("integer", "see observations", 1)
    text: str = column("text", "see observations")
    start: int = column("integer", "see observations", 0)
    end: int = column("integer", "see observations", 0)


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One figure of a series in two sets of releases."""

    outcome: str = column("code", "added, removed, revised, same")
    reporter: str = column("code", "see observations")
    flow: str = column("code", "see observations")
    partner: str = column("code", "see observations")
    product: str = column("code", "see observations")
    statistic: str = column("code", "see observations", "value")
    adjustment: str = column("code", "see observations")
    measure: str = column("code", "see observations", "level")
    basis: str = column("code", "see observations")
    unit: str = column("code", "see observations")
    period: str = column("period", "see observations")
    old: Decimal | None = column("number", "the value in the old releases, empty if it is not there", None)
    new: Decimal | None = column("number", "the value in the new releases, empty if it is not there", None)
    difference: Decimal | None = column("number", "new less old", None)
    old_vintage: str = column("date", "date of the old release")
    new_vintage: str = column("date", "date of the new release")
    old_text: str = column("text", "the characters the old value was read from")
    old_source: str = column("text", "path of the old release")
    old_start: int | None = column("integer", "where `old_text` stands", None)
    new_text: str = column("text", "the characters the new value was read from")
    new_source: str = column("text", "path of the new release")
    new_start: int | None = column("integer", "where `new_text` stands", None)
    period_start: str = column("date", "see observations")
    period_end: str = column("date", "see observations")


@dataclass(frozen=True, slots=True)
class SdmxRow:
    """A level in the columns of SDMX-CSV 2.0; the flow `TRADESTATS:TRADE_FIGURES(1.0)` is our own."""

    STRUCTURE: str = column("code", "always `dataflow`", "dataflow")
    STRUCTURE_ID: str = column("code", "the flow", "TRADESTATS:TRADE_FIGURES(1.0)")
    ACTION: str = column("code", "always `I`: information", "I")
    FREQ: str = column("code", "A, S, Q, M, W, D; `_O` for a span of any other length")
    REF_AREA: str = column("code", "the reporter")
    TRADE_FLOW: str = column("code", "X, M, RX, DX; B for the balance, T for exports and imports together")
    COUNTERPART_AREA: str = column("code", "the partner")
    COMMODITY: str = column("code", "the product; `_T` for all products")
    TIME_PERIOD: str = column("code", "2024, 2024-S1, 2024-Q3, 2024-12, 2024-W46, 2024-12-31; a range as start/duration: 2024-01-01/P9M")
    OBS_VALUE: Decimal = column("number", "the value, times ten to the power of UNIT_MULT", Decimal(0))
    UNIT_MEASURE: str = column("code", "the unit; `_PER_` stands for a slash")
    UNIT_MULT: int = column("integer", "power of ten", 0)
    DECIMALS: int = column("integer", "decimals as stated", 0)
    OBS_STATUS: str = column("code", "A, E, P, F")
    ADJUSTMENT: str = column("code", "N, S, C, SC; empty if not said")


@dataclass(frozen=True, slots=True)
class ComtradeRow:
    """A level in columns of UN Comtrade."""

    freqCode: str = column("code", "A or M")
    reporterISO: str = column("code", "ISO 3166-1 alpha-3")
    flowCode: str = column("code", "X, M, RX, DX")
    partnerISO: str = column("code", "ISO 3166-1 alpha-3; W00 is the world")
    cmdCode: str = column("code", "TOTAL, or an HS code")
    period: str = column("code", "2024 or 202412")
    primaryValue: Decimal = column("number", "US dollars", Decimal(0))


DERIVED: dict[str, type] = {
    "checks": CheckRow,
    "series": SeriesRow,
    "differences": DifferenceRow,
    "sdmx": SdmxRow,
    "comtrade": ComtradeRow,
}
"""Tables that are made from those by a command of their own."""
