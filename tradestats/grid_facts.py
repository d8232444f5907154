"""What is settled of a table's cells before they are rows, and what its columns say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tradestats import calendar, grid_label
from tradestats.calendar import Period
from tradestats.frozen import replace
from tradestats.grid_label import Label, Unit
from tradestats.lazy import pattern
from tradestats.phrase import Product
from tradestats.recognise import products
from tradestats.recognise.periods import PeriodMention

_ASIDE = pattern(r"\([^()]{1,40}\)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is settled so far about a cell. `product` is None where nothing names one; `every` where all products are meant."""

    reporter: str = ""
    flow: str = ""
    sign: int = 0
    partner: str = ""
    product: Product | None = None
    every: bool = False
    period: Period | None = None
    part: PeriodMention | None = None  # a part of a year that does not say of which: "April-June"
    statistic: str = ""
    change: str = ""
    basis: str = ""
    units: tuple[Unit, ...] = ()
    adjustment: str = ""
    status: str = ""
    per: str = ""  # what a price is for
    release: str = ""  # actual, previous or forecast: a column of a calendar of releases
    cumulative: bool = False  # from the beginning of the year to the end of the period
    no: bool = False  # says something that is not read: a cell here gives no row


class Allotted(NamedTuple):
    """Units of a caption that are of one product only, or else of one flow."""

    slug: str
    flow: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its facts and its period mention, which may need the row's year."""

    facts: Facts
    label: Label


def allotted(caption: str) -> list[Allotted]:
    """What each of several units in brackets is of: "Exports of pork (1,000 tonnes) and live pigs (1,000 head)"."""
    out: list[Allotted] = []
    at = 0
    for aside in _ASIDE.finditer(caption):
        before = grid_label.read(caption[at : aside.start()].rstrip())
        slug = products.slug(before.text[slice(*before.product)]) if before.product and before.product[1] == len(before.text) else ""
        units = grid_label.read(aside[0]).units
        if units and (slug or before.flows):
            out.append(Allotted(slug, "" if slug else before.flows[-1], units))
        at = aside.end()
    return out if len({one.units for one in out}) > 1 else []


def cumulated(facts: Facts, latest: Period | None) -> Facts:
    """The facts of a column "so far this year": from January to the period it names, in a mere year to the table's latest month."""
    period = facts.period
    if facts.cumulative and period is None and latest is not None and latest.freq in "MQ":
        period = latest
    if not facts.cumulative or period is None or period.freq == "R":
        return facts
    if period.freq == "A":
        if latest is None or latest.freq not in "MQR":
            return replace(facts, no=True)
        return replace(facts, period=calendar.months(period.start.year, 1, period.start.year, latest.end.month))
    if period.freq not in "MQ":
        return facts
    return replace(facts, period=calendar.months(period.end.year, 1, period.end.year, period.end.month))


def from_to(facts: Facts, label: Label, levels: set[Period]) -> Facts:
    """The facts of a change from one period to another: "July 2024 - August 2024", "2024/2023" beside the levels of both."""
    whole = facts.period
    if whole is None or whole.freq != "R":
        return facts
    first, _, last = whole.code.partition("/")
    old, new = calendar.parse(first), calendar.parse(last)
    steps = whole.months == 2 and new in levels and whole not in levels  # "Change Jan-Feb" beside February
    if not label.compares and not steps and not {old, new} <= levels:
        return facts
    if facts.cumulative:
        old, new = (calendar.months(p.end.year, 1, p.end.year, p.end.month) for p in (old, new))
    return replace(facts, period=new, basis=calendar.basis(new, old))


def sums_up(facts: Facts) -> bool:
    """Whether a column is headed "Total" and no more."""
    return facts.every and not (facts.period or facts.flow or facts.change or facts.partner)


def relative(units: Sequence[Unit]) -> bool:
    """Whether units are percent and nothing else."""
    return {unit.codes for unit in units} == {("PCT",)}


def statistic_of(units: Sequence[Unit]) -> str:
    """The statistic that units speak of: of quantities volume, of money value; empty where they speak of both or are none."""
    kinds = {unit.kind for unit in units if unit.codes != ("PCT",)}
    return ("volume" if kinds == {"quantity"} else "value") if len(kinds) == 1 else ""
