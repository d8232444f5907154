"""A small archive for the tests of engines and of Parquet: articles of our own as records, and the rows of the plain loop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from conftest import REPOSITORY

import tradestats

Rows = list[tuple[Any, ...]]


def _articles() -> list[dict[str, Any]]:
    paths = [*sorted((REPOSITORY / "samples").glob("*.txt")), *sorted((REPOSITORY / "tests" / "accuracy" / "a").glob("*.txt"))[:12]]
    texts = {path.stem: path.read_text(encoding="utf-8") for path in paths if path.name != "feed.txt"}
    empty = {"title": "", "published": "", "reporter": ""}
    said = {"title": "Trade in the month", "published": "2025-01-15", "reporter": "KOR"}
    return [{"id": name, "text": text, **(said if n % 3 else empty)} for n, (name, text) in enumerate(texts.items())]


ARTICLES = _articles()
BAD: list[dict[str, Any]] = [{**ARTICLES[1], "id": name, "text": None} for name in ("null", "nothing")]


def expected(articles: Iterable[dict[str, Any]] = ARTICLES) -> Rows:
    """The rows, in order, as a plain loop over the articles makes them."""
    found: list[dict[str, Any]] = []
    for record in articles:
        rows = tradestats.extract(
            record["text"], title=record["title"], published=record["published"] or None, reporter=record["reporter"] or None
        )
        found += ({**asdict(row), "article_id": record["id"]} for row in rows)
    return as_rows(found)


def as_rows(rows: Iterable[Mapping[str, Any]]) -> Rows:
    """Rows as tuples that compare whoever made them: an empty cell is None, days are dates, numbers have no zeros at their end."""
    return [tuple(_plain(name, cell) for name, cell in row.items()) for row in rows]


def _plain(name: str, cell: Any) -> Any:
    if name in ("period_start", "period_end") and isinstance(cell, str) and cell:
        return dt.date.fromisoformat(cell)
    if isinstance(cell, Decimal):
        return cell.normalize()
    return None if cell == "" else cell
