"""An archive of Parquet files through an engine into a folder of Parquet files: what the tests check and the benchmark times.

`python tests/engine_runs.py ENGINE SOURCE TARGET WORKERS` is one such run in a process of its own. `plain` is the loop to compare with.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import tradestats
from tradestats import engines


def plain(source: Path, target: Path, workers: int = 1) -> None:
    """No engine, no Arrow: one text after another, and the number of rows."""
    count = 0
    for path in sorted(source.glob("*.parquet")):
        for record in pq.read_table(path).to_pylist():
            count += len(tradestats.extract(record["text"] or "", published=record["published"] or None))
    target.mkdir()
    (target / "rows").write_text(str(count), encoding="utf-8")


def polars(source: Path, target: Path, workers: int = 1) -> None:
    """A lazy frame, written as it comes."""
    import polars

    target.mkdir()
    engines.polars(polars.scan_parquet(source)).sink_parquet(target / "rows.parquet")


def duckdb(source: Path, target: Path, workers: int = 1) -> None:
    """A stream from one cursor to another."""
    import duckdb

    target.mkdir()
    with duckdb.connect() as connection:
        rows = engines.duckdb(connection.sql(f"FROM '{source}/*.parquet'"))  # noqa: F841, the SQL names it
        connection.cursor().sql("FROM rows").write_parquet(str(target / "rows.parquet"))


def dask(source: Path, target: Path, workers: int = 2) -> None:
    """A local cluster, one task for each row group."""
    import dask.dataframe as frames
    from distributed import Client, LocalCluster

    target.mkdir()
    scratch = str(target.parent)
    with LocalCluster(workers, threads_per_worker=1, dashboard_address=None, local_directory=scratch) as cluster, Client(cluster):
        engines.dask(frames.read_parquet(source, split_row_groups=True)).to_parquet(target, write_index=False)


def ray(source: Path, target: Path, workers: int = 2) -> None:
    """A local instance without its dashboard."""
    import ray
    import ray.data

    ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False, logging_level="error")
    try:
        engines.ray(ray.data.read_parquet(str(source))).write_parquet(str(target))
    finally:
        ray.shutdown()


def spark(source: Path, target: Path, workers: int = 2) -> None:
    """Local mode, a partition of the output for each flow."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {"spark.master": f"local[{workers}]", "spark.ui.enabled": "false", "spark.log.level": "ERROR"}
    session = SparkSession.builder.config(map=settings).getOrCreate()
    try:
        # Files are cut by size, and these are small: a task for each row group, as a large file has.
        groups = sum(pq.read_metadata(path).num_row_groups for path in source.glob("*.parquet"))
        rows = engines.spark(session.read.parquet(str(source)).repartition(groups))
        rows.write.partitionBy("flow").parquet(str(target))
    finally:
        session.stop()


ENGINES: dict[str, Callable[[Path, Path, int], None]] = {"polars": polars, "duckdb": duckdb, "dask": dask, "ray": ray, "spark": spark}
NEEDS = {"polars": "polars", "duckdb": "duckdb", "dask": "distributed", "ray": "ray.data", "spark": "pyspark.sql"}
"""The module that has to be there for each."""


def rows_in(folder: Path) -> pa.Table:
    """All that a run wrote, with the columns in their order; Spark takes what it partitions by out of the files."""
    return pq.read_table(folder).select(engines.schema().names)


if __name__ == "__main__":
    name, source, target, workers = sys.argv[1:]
    {"plain": plain, **ENGINES}[name](Path(source), Path(target), int(workers))
