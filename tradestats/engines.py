"""`tradestats.arrow` on the engines people have: each function takes the engine's articles and gives the engine's rows.

    from tradestats import engines

    rows = engines.spark(session.read.parquet("crawl/"))             # mapInArrow: nothing is shuffled
    rows = engines.dask(dask.dataframe.read_parquet("crawl/"))       # partition by partition
    rows = engines.ray(ray.data.read_parquet("crawl/"))              # block by block
    rows = engines.polars(polars.scan_parquet("crawl/*.parquet"))    # a lazy frame, or one in memory
    reader = engines.duckdb(duckdb.sql("FROM 'crawl/*.parquet'"))    # a stream, to be read on another cursor

The articles' columns, the columns of the rows, `error` among them, and the options (`table`, `published`, `reporter`) are those of
`tradestats.arrow.extract`. Each article is read by itself, so that partitions may be cut anywhere and no row moves between them;
the package has to be installed wherever the engine works. An engine that works in one process (Polars, DuckDB) reads one article at
a time; `tradestats extract --jobs 0` uses all cores.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pyarrow as pa

from tradestats.arrow import extract, extract_table, schema
from tradestats.record import KEYS

_SPARK_TYPES = {"string": "string", "int64": "bigint", "date32[day]": "date", "decimal128(38, 9)": "decimal(38, 9)"}


def spark(articles: Any, **options: Any) -> Any:
    """A Spark data frame of articles to one of rows. Columns that are not used stay in the engine."""
    used = articles.select([name for name in KEYS if name in articles.columns])
    columns = ", ".join(f"`{field.name}` {_SPARK_TYPES[str(field.type)]}" for field in _schema(options))
    return used.mapInArrow(partial(extract, **options), columns)


def dask(articles: Any, **options: Any) -> Any:
    """A Dask data frame of articles to one of rows, in Arrow's types: decimals stay exact, dates are dates."""
    return articles.map_partitions(_pandas, meta=_to_pandas(_schema(options).empty_table()), **options)


def _pandas(articles: Any, **options: Any) -> Any:
    """A pandas data frame of articles to one of rows."""
    columns = {name: _column(articles[name]) for name in KEYS if name in articles.columns}
    return _to_pandas(extract_table(pa.table(columns), **options))


def _column(series: Any) -> pa.Array:
    """A column of pandas, which may hold anything: what is no string is null, and what no UTF-8 can hold is still no UTF-8."""
    try:
        return pa.array(series, from_pandas=True)
    except (pa.ArrowException, ValueError):
        return pa.array([v.encode("utf-8", "surrogatepass") if isinstance(v, str) else None for v in series], pa.binary())


def _to_pandas(rows: pa.Table) -> Any:
    import pandas as pd

    return rows.to_pandas(types_mapper=pd.ArrowDtype)


def ray(articles: Any, **options: Any) -> Any:
    """A Ray dataset of articles to one of rows."""
    return articles.map_batches(extract_table, batch_format="pyarrow", fn_kwargs=options)


def polars(articles: Any, **options: Any) -> Any:
    """A Polars frame of articles to one of rows: lazy if the articles are, and then piece by piece as they come."""
    import polars as pl

    def rows(frame: Any) -> Any:
        return pl.from_arrow(extract_table(frame.to_arrow(), **options))

    if isinstance(articles, pl.LazyFrame):
        return articles.map_batches(rows, schema=pl.DataFrame(_schema(options).empty_table()).schema, streamable=True)
    return rows(articles)


def duckdb(articles: Any, **options: Any) -> pa.RecordBatchReader:
    """A DuckDB relation of articles to a stream of rows. Whoever reads it needs a cursor of its own: `connection.cursor()`."""
    return pa.RecordBatchReader.from_batches(_schema(options), extract(articles.to_arrow_reader(), **options))


def _schema(options: dict[str, Any]) -> pa.Schema:
    return schema(options.get("table", "observations"))
