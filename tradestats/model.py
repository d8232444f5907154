"""The values that the pipeline hands forward: never changed, and free of behaviour that could edit them.

Vocabulary follows SDMX (IMTS concepts), UN Comtrade, ISO 3166-1 and ISO 4217. The fields of `Observation`,
`Figure` and `MentionRow` stand in the order of the output columns, so the tables are defined here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import NamedTuple

from tradestats.frozen import column, quick


class Published(NamedTuple):
    """The day of publication, or only its month: `day` is None when the text or the caller gives a month."""

    year: int
    month: int
    day: int | None = None

    def __str__(self) -> str:
        """ISO 8601: `2025-01-02`, or `2025-01` for a month."""
        month = f"{self.year:04d}-{self.month:02d}"
        return month if self.day is None else f"{month}-{self.day:02d}"


@quick
@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read.

    `text` is the body exactly as decoded; `offset` is where it begins in the decoded source, so that
    `source_text[offset + start : offset + end]` is a span of `text` (JSON records have offset 0: their offsets
    count into `text`). `title` is context only and gives no rows. `truncated` says that the body may stop in
    mid-word, as a feed's does. `reporter` is a code given by the record or the caller, empty if neither says.
    """

    text: str
    source: str = "-"
    number: int = 1
    id: str = ""
    title: str = ""
    section: str = ""
    published: Published | None = None
    reporter: str = ""
    offset: int = 0
    truncated: bool = False


class Span(NamedTuple):
    """Half-open character range [start, end) into an article's `text`."""

    start: int
    end: int


class Mention(NamedTuple):
    """Something a recogniser found. `text == article.text[start:end]`.

    `kind` is one of money, percent, quantity, country, product, period, flow. `norm` is its code (`KOR`,
    `semiconductors`, `2024-12`, `export`; the unit for numbers). `value` and `unit` are set for numbers only;
    `value` is exact and fully scaled.
    """

    kind: str
    text: str
    start: int
    end: int
    norm: str = ""
    value: Decimal | None = None
    unit: str = ""


class Origin(NamedTuple):
    """Where one dimension of an observation came from: `how` is `sentence`, `heading`, `title`, `article`, `rule`, `given`..."""

    dimension: str
    how: str
    text: str = ""
    start: int = -1
    end: int = -1


class LeftAside(NamedTuple):
    """A number that gave no row, and why, in words a user can act on."""

    mention: Mention
    reason: str


@quick
@dataclass(frozen=True, slots=True)
class Observation:
    """One statistic that the text states: a row of the long table. Offsets count into the decoded source."""

    article_id: str = column("text", "stable id of the article: 12 hex digits of the SHA-256 of its normalised text, or the record's id")
    source: str = column("text", "path as given, or `-` for standard input")
    article: int = column("integer", "1-based number of the article in its source", 1)
    published: str = column("date", "ISO 8601 date (or month) of publication, empty if not known")
    section: str = column("text", "section line of the feed or record")
    title: str = column("text", "title of the feed article or record")
    reporter: str = column("code", "whose trade it is: ISO 3166-1 alpha-3, or a group code")
    flow: str = column("code", "export, import, balance, trade, re-export, domestic-export")
    partner: str = column("code", "the other side: alpha-3, a group code, WLD for all partners")
    product: str = column("code", "canonical product slug; `total` for all products")
    product_text: str = column("text", "the words the text uses for the product, empty for `total`")
    period: str = column("period", "what the figure is about: 2024, 2024-S1, 2024-Q3, 2024-12, 2024-12-31, or start/end")
    statistic: str = column("code", "value, volume, price, daily_average", "value")
    measure: str = column("code", "level, growth, change, share, share_change, contribution, rank", "level")
    value: Decimal = column("number", "the number, exact and fully scaled; a fall or a deficit is negative", Decimal(0))
    unit: str = column("code", "ISO 4217, PCT, PP, RANK, INDEX, a unit of quantity (t, bbl, units ...) or of price (USD/t)")
    unit_mult: int = column("integer", "the power of ten the text wrote it in: 9 for billion", 0)
    basis: str = column("code", "for growth, change, share_change, contribution: yoy, mom, qoq or the period compared with")
    bound: str = column("code", "= as stated, ~ about, > more than, < less than", "=")
    obs_status: str = column("code", "A actual, E estimate, P provisional, F forecast or target", "A")
    adjustment: str = column("code", "N as collected, S seasonally adjusted, C working-day adjusted, SC both; empty if not said")
    text: str = column("text", "the exact characters the number was read from")
    start: int = column("integer", "character offset of `text` in the decoded source", 0)
    end: int = column("integer", "end offset, exclusive", 0)
    sentence: str = column("text", "the sentence it stands in; of one beyond 2,000 characters, what stands around the number")
    decimals: int = column("integer", "decimals as stated: 1 for 683.8 billion", 0)
    period_start: str = column("date", "first day of `period`")
    period_end: str = column("date", "last day of `period`")
    rule: str = column("text", "name of the rule that made the row")


@quick
@dataclass(frozen=True, slots=True)
class Figure:
    """One series and period in an article: a row of the wide table."""

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
    value: Decimal | None = column("number", "the level, exact and fully scaled", None)
    unit: str = column("code", "unit of value and change")
    growth_pct: Decimal | None = column("number", "growth in percent", None)
    growth_basis: str = column("code", "what the growth is against")
    change: Decimal | None = column("number", "absolute change, in `unit`", None)
    change_basis: str = column("code", "what the change is against")
    share_pct: Decimal | None = column("number", "share in percent", None)
    rank: Decimal | None = column("number", "rank, 1 is first", None)
    obs_status: str = column("code", "see observations", "A")
    title: str = column("text", "see observations")
    period_start: str = column("date", "first day of `period`")
    period_end: str = column("date", "last day of `period`")


@quick
@dataclass(frozen=True, slots=True)
class MentionRow:
    """A row of the mentions table. Offsets count into the decoded source."""

    article_id: str = column("text", "see observations")
    source: str = column("text", "see observations")
    article: int = column("integer", "see observations", 1)
    kind: str = column("code", "money, percent, quantity, country, product, period, flow")
    text: str = column("text", "the exact characters")
    start: int = column("integer", "character offset in the decoded source", 0)
    end: int = column("integer", "end offset, exclusive", 0)
    norm: str = column("code", "the code: KOR, semiconductors, 2024-12, export")
    value: Decimal | None = column("number", "the number, exact and fully scaled; empty if it is none", None)
    unit: str = column("code", "the number's unit")


class Extraction(NamedTuple):
    """All that was read from one article. `observations` are in order of `start`; `origins[i]` belongs to `observations[i]`.

    Offsets of mentions, sentences and left-aside numbers count into `article.text`; those of observations count
    into the decoded source, that is, `article.offset` is already added.
    """

    article: Article
    mentions: tuple[Mention, ...]
    sentences: tuple[Span, ...]
    observations: tuple[Observation, ...]
    origins: tuple[tuple[Origin, ...], ...] = ()
    left_aside: tuple[LeftAside, ...] = ()


TABLES: dict[str, type] = {"observations": Observation, "figures": Figure, "mentions": MentionRow}
"""The tables that an article gives."""


def row_type(table: str) -> type:
    """The class of a table's rows. Raises KeyError for an unknown table."""
    found = TABLES.get(table)
    if found is None:
        from tradestats.derived import DERIVED  # not needed to read articles, so not loaded for that

        return DERIVED[table]
    return found


def columns(table: str) -> tuple[str, ...]:
    """Column names of a table in output order. Raises KeyError for an unknown table."""
    return tuple(f.name for f in fields(row_type(table)))
