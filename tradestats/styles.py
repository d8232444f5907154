"""Observations in the columns of other people's systems: SDMX-CSV and UN Comtrade. What these cannot hold is left out and counted.

Both hold levels only; a growth rate beside a level would be another observation under the same key. A key that comes again
(the same figure in a second sentence, or told otherwise) is left out too.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from operator import attrgetter

from tradestats.calendar import Period, parse
from tradestats.derived import ComtradeRow, SdmxRow
from tradestats.model import Observation
from tradestats.recognise.names import area
from tradestats.recognise.products import scheme_code

_SDMX_FLOWS = {"export": "X", "import": "M", "re-export": "RX", "domestic-export": "DX", "balance": "B", "trade": "T"}
_COMTRADE_FLOWS = {"export": "X", "import": "M", "re-export": "RX", "domestic-export": "DX"}
_SDMX_KEY = attrgetter("REF_AREA", "TRADE_FLOW", "COUNTERPART_AREA", "COMMODITY", "TIME_PERIOD", "UNIT_MEASURE", "ADJUSTMENT")
_COMTRADE_KEY = attrgetter("reporterISO", "flowCode", "partnerISO", "cmdCode", "period")
_NO_CODE = re.compile(r"[^A-Za-z0-9_@$-]")  # SDMX: the characters of an identifier
_WORLD = "W00"
_EXACT = Context(prec=5_000)
_HS = "HS:"
_NOT_THERE = frozenset(("TWN", "XKX"))  # Comtrade has no such reporters or partners


class Style(ABC):
    """Turns the observations of article after article into rows, one for each key; `left_out` counts what gave none."""

    def __init__(self) -> None:
        self.left_out = 0
        self._seen: set[object] = set()

    @abstractmethod
    def keyed(self, observation: Observation) -> tuple[object, object] | None:
        """The key and the row of an observation; None for one that the style cannot hold."""

    def rows(self, observations: Iterable[Observation]) -> list[object]:
        """The rows of one article."""
        found: list[object] = []
        for o in sorted(observations, key=lambda o: o.obs_status == "F"):  # the actual figure goes before what was expected
            keyed = self.keyed(o)
            if keyed is None or keyed[0] in self._seen:
                self.left_out += 1
                continue
            self._seen.add(keyed[0])
            found.append(keyed[1])
        return found


# ------------------------------------------------------------------ SDMX


class Sdmx(Style):
    """SDMX-CSV 2.0. Values, volumes and prices are told apart by their units; a daily average has the unit of a value and is left out."""

    def keyed(self, observation: Observation) -> tuple[object, object] | None:
        row = _sdmx(observation)
        return None if row is None else (_SDMX_KEY(row), row)


def _sdmx(o: Observation) -> SdmxRow | None:
    if o.measure != "level" or o.statistic == "daily_average" or not (o.reporter and o.flow and o.partner and o.product and o.period):
        return None
    frequency, period = time_period(parse(o.period))
    return SdmxRow(
        FREQ=frequency,
        REF_AREA=_identifier(o.reporter),
        TRADE_FLOW=_SDMX_FLOWS[o.flow],
        COUNTERPART_AREA=_identifier(o.partner),
        COMMODITY="_T" if o.product == "total" else _identifier(o.product),
        TIME_PERIOD=period,
        OBS_VALUE=_in_units(o.value, o.unit_mult, o.decimals),
        UNIT_MEASURE=_identifier(o.unit.replace("/", "_PER_")),
        UNIT_MULT=o.unit_mult,
        DECIMALS=o.decimals,
        OBS_STATUS=o.obs_status,
        ADJUSTMENT=o.adjustment,
    )


def _in_units(value: Decimal, power: int, decimals: int) -> Decimal:
    """The number as it was written: 683.8 of billions."""
    scaled = value.scaleb(-power)
    short = scaled.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    return short if short == scaled else scaled


def _identifier(code: str) -> str:
    """A code that SDMX takes for one: `CHN+HKG` is `CHN_HKG`, since a plus means "or" there."""
    return _NO_CODE.sub("_", code)


def time_period(period: Period) -> tuple[str, str]:
    """Frequency and TIME_PERIOD of a period; a range is its first day and a duration in years, months or days."""
    if period.freq != "R":
        return period.freq, period.code
    months = period.months
    duration = f"P{months // 12}Y" if months and not months % 12 else f"P{months}M" if months else f"P{period.days}D"
    return "_O", f"{period.start.isoformat()}/{duration}"


# ------------------------------------------------------------------ UN Comtrade


class Comtrade(Style):
    """UN Comtrade: actual values in US dollars of countries with countries or the world, by month or year, in total or by HS code."""

    def keyed(self, observation: Observation) -> tuple[object, object] | None:
        row = _comtrade(observation)
        return None if row is None else (_COMTRADE_KEY(row), row)


def _comtrade(o: Observation) -> ComtradeRow | None:
    stated = (
        (o.measure, o.statistic, o.unit, o.bound) == ("level", "value", "USD", "=") and o.obs_status != "F" and o.adjustment in ("", "N")
    )
    if not stated or o.flow not in _COMTRADE_FLOWS or not o.period:
        return None
    period = parse(o.period)
    partner = _WORLD if o.partner == "WLD" else o.partner
    commodity = "TOTAL" if o.product == "total" else scheme_code(o.product).removeprefix(_HS)
    if period.freq not in ("A", "M") or not _is_country(o.reporter) or not (partner == _WORLD or _is_country(partner)):
        return None
    if not commodity or ":" in commodity:
        return None
    return ComtradeRow(period.freq, o.reporter, _COMTRADE_FLOWS[o.flow], partner, commodity, period.code.replace("-", ""), o.value)


def _is_country(code: str) -> bool:
    found = area(code)
    return found is not None and found.kind == "country" and code not in _NOT_THERE


STYLES: dict[str, type[Sdmx] | type[Comtrade]] = {"sdmx": Sdmx, "comtrade": Comtrade}


def style(name: str) -> Style:
    """A new style by its name. Raises KeyError for one that is not there."""
    return STYLES[name]()


__all__: Sequence[str] = ("STYLES", "Comtrade", "Sdmx", "Style", "style", "time_period")
