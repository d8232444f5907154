"""Articles to rows on any engine that speaks Arrow: record batches in, record batches out.

`extract` is the whole of it: a function from an iterator of record batches to an iterator of record batches that keeps no state, so
an engine may run it wherever the articles are, in as many places as it likes, and run it again where a machine was lost.
`tradestats.engines` has it for Spark, Dask, Ray, Polars and DuckDB.

The columns that come in are `text`, and `id`, `title`, `published`, `section`, `reporter` if there; others are left alone. What comes
out has the columns of a table, the observations for instance, and a last column `error`. It is null in every row that a text gave.
A text that cannot be read (null, no UTF-8, no string, or one that the program fails at) gives no such row and is one record with
its `article_id`, as far as it is known, and the reason in `error`; no text makes an exception. Keep both and split them:

    >>> import pyarrow as pa
    >>> from tradestats import arrow
    >>> found = arrow.extract_table(pa.table({"id": ["a", "b"], "text": ["Peru's exports rose 4.5 percent in May 2024.", None]}))
    >>> rows, errors = found.filter(found["error"].is_null()), found.filter(found["error"].is_valid())
    >>> rows.select(["article_id", "reporter", "flow", "period", "value"]).to_pylist()
    [{'article_id': 'a', 'reporter': 'PER', 'flow': 'export', 'period': '2024-05', 'value': Decimal('4.500000000')}]
    >>> errors.select(["article_id", "error"]).to_pylist()
    [{'article_id': 'b', 'error': "'text' must be a string"}]

Where an article stands in its file is not known on an engine, so `source` is `-` and `article` is 1, as for a single text: `id`
says which article it is. Numbers are decimals of 38 digits, 9 of them behind the point; one that does not fit is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from tradestats.batches import AT_ONCE, records
from tradestats.errors import InputError, QueryError
from tradestats.frozen import quicken
from tradestats.model import TABLES, Published
from tradestats.outputs import Layout
from tradestats.outputs.columnar import record_batch
from tradestats.outputs.columnar import schema as columns_of
from tradestats.query import column_types, parse_published
from tradestats.record import Options, article_id, items_or_error
from tradestats.run import Plan, process
from tradestats.write import picker

ERROR = "error"
_SOURCE = "-"

Cells = tuple[Any, ...]


def schema(table: str = "observations") -> pa.Schema:
    """The columns that come out: those of the table, and `error`. QueryError if there is no such table."""
    if table not in TABLES:
        raise QueryError(f"unknown table {table!r}; one of {', '.join(TABLES)}")
    return columns_of(Layout(table, {**column_types(table), ERROR: "text"}))


def extract(
    batches: Iterable[pa.RecordBatch], *, table: str = "observations", published: str | Published | None = None, reporter: str | None = None
) -> Iterator[pa.RecordBatch]:
    """The rows of the articles in record batches, a few hundred articles at a time.

    `table` is observations, figures or mentions; `published` (2024-09-30 or 2024-09) and `reporter` (KOR) stand in where an article
    gives none. QueryError for a table or a date that is none, ValueError for batches without a column `text`.
    """
    when = parse_published(published) if isinstance(published, str) else published
    return _extract(batches, schema(table), Options(published=when, reporter=reporter or ""), Plan(table))


def extract_table(articles: pa.Table | pa.RecordBatch, **options: Any) -> pa.Table:
    """The same for a table at once; the options are those of `extract`."""
    batches = articles.to_batches() if isinstance(articles, pa.Table) else [articles]
    return pa.Table.from_batches(extract(batches, **options), schema(options.get("table", "observations")))


def _extract(batches: Iterable[pa.RecordBatch], made: pa.Schema, options: Options, plan: Plan) -> Iterator[pa.RecordBatch]:
    quicken()
    names = made.names[:-1]
    for batch in batches:
        waiting: list[Cells] = []
        for number, record in enumerate(records(batch) if batch.num_rows else (), 1):  # an engine may send an empty one without columns
            waiting += _rows(record, names, options, plan)
            if number % AT_ONCE == 0:
                yield record_batch(waiting, made)[0]
                waiting = []
        if waiting:
            yield record_batch(waiting, made)[0]


def _rows(record: dict[str, Any], names: list[str], options: Options, plan: Plan) -> Iterator[Cells]:
    pick = picker(names)
    for item in items_or_error(_SOURCE, _SOURCE, 1, record, options):
        result = item if isinstance(item, InputError) else process(item, plan)
        if isinstance(result, InputError):
            known = {"article_id": _identity(record), "source": _SOURCE, "article": 1}
            yield (*map(known.get, names), result.reason)
        else:
            yield from ((*pick(row), None) for row in result.rows)


def _identity(record: dict[str, Any]) -> str | None:
    stated, text = record.get("id"), record.get("text")
    if isinstance(stated, str) and stated:
        return stated
    return article_id(text) if isinstance(text, str) else None
