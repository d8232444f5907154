"""What the tables hold, for the terminal: columns with their types and meanings, and the codes that may stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import Field, fields
from functools import cache

from tradestats.model import TABLES, Observation, row_type

ABOUT = {
    "observations": "long: one row for each statistic a text states",
    "figures": "wide: one row for each series and period in an article",
    "mentions": "everything the recognisers found, linked or not",
    "checks": "what `check` finds: one row for each piece of arithmetic",
    "series": "what `merge` makes: one row for each figure of a series, with its vintage",
    "differences": "what `diff` makes: one row for each figure of two releases",
    "sdmx": "what `extract --style sdmx` writes",
    "comtrade": "what `extract --style comtrade` writes",
}

CODES: Mapping[str, Mapping[str, str]] = {
    "flow": {
        "export": "goods or services sold abroad",
        "import": "bought abroad",
        "balance": "exports minus imports; a deficit is negative",
        "trade": "exports plus imports",
        "re-export": "exports of what was imported",
        "domestic-export": "exports without re-exports",
    },
    "statistic": {
        "value": "money",
        "volume": "weight, units, or growth of a volume",
        "price": "a unit price, or growth of prices",
        "daily_average": "value per working day",
    },
    "measure": {
        "level": "the amount itself",
        "growth": "change in percent",
        "change": "change in the unit of the level",
        "share": "percent of a total",
        "share_change": "change of a share, in percentage points",
        "contribution": "contribution to growth, in percentage points",
        "rank": "place in an order, 1 is first",
    },
    "basis": {
        "yoy": "the same period a year before",
        "mom": "the month before",
        "qoq": "the quarter before",
        "2019-10": "(any period) the period compared with",
    },
    "bound": {"=": "as stated", "~": "about", ">": "more than", "<": "less than"},
    "obs_status": {"A": "actual", "E": "estimate", "P": "provisional", "F": "forecast or target"},
    "adjustment": {"N": "as collected", "S": "seasonally adjusted", "C": "working-day adjusted", "SC": "both"},
    "kind": dict.fromkeys(("money", "percent", "quantity", "country", "product", "period", "flow"), ""),
    "unit": {
        "USD": "(ISO 4217) money",
        "PCT": "percent",
        "PP": "percentage points",
        "RANK": "a place",
        "INDEX": "an index number",
        "t": "(or kg, bbl, units, ...) a quantity",
        "USD/t": "(money/quantity) a price",
    },
}
_AREA_COLUMNS = ("reporter", "partner")


@cache
def areas() -> Mapping[str, str]:
    """Area code to name, as the recognisers know them; empty if their tables are not there."""
    try:
        from tradestats.recognise.names import area_codes
    except ImportError:
        return {}
    return area_codes()


def meaning(column: Field[object]) -> str:
    """What a column means. The other tables refer to the observations; here the words stand in full."""
    if column.metadata["meaning"] != "see observations":
        return str(column.metadata["meaning"])
    return next(str(f.metadata["meaning"]) for f in fields(Observation) if f.name == column.name)


def describe(table: str | None = None) -> Iterator[str]:
    """Lines of text on one table with its codes, or on all tables."""
    for name in [table] if table else TABLES:
        yield f"{name}: {ABOUT[name]}"
        yield ""
        listed = fields(row_type(name))
        width = max(len(f.name) for f in listed)
        for f in listed:
            yield f"  {f.name:<{width}}  {f.metadata['type']:<7}  {meaning(f)}"
        yield ""
    used = {f.name for name in ([table] if table else TABLES) for f in fields(row_type(name))}
    yield "codes"
    yield ""
    for column, codes in CODES.items():
        if column in used:
            yield from _codes(column, codes)
    if used & set(_AREA_COLUMNS) and areas():
        yield from _codes(", ".join(_AREA_COLUMNS), areas())


def _codes(column: str, codes: Mapping[str, str]) -> Iterator[str]:
    yield f"  {column}"
    width = max(map(len, codes))
    for code, meaning in codes.items():
        yield f"    {code:<{width}}  {meaning}".rstrip()
    yield ""
