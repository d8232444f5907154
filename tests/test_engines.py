"""Each engine that is installed reads the same articles and gives exactly the rows of the plain loop: pip install '.[engines]'."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from archive import ARTICLES, BAD, as_rows, expected
from conftest import REPOSITORY

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
engines = pytest.importorskip("tradestats.engines")

_PARTITIONS = 3


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder of Parquet files, two of which have a bad article."""
    folder = tmp_path / "archive"
    folder.mkdir()
    articles = ARTICLES + BAD
    for n in range(_PARTITIONS):
        parquet.write_table(pa.Table.from_pylist(articles[n::_PARTITIONS]), folder / f"part-{n}.parquet", row_group_size=4)
    return folder


@pytest.fixture(autouse=True)
def _this_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine's processes import this tree, with this Python."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")])))
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)


def installed(name: str) -> Any:
    """The engine, or a test that is skipped and says so."""
    return pytest.importorskip(name, reason=f"{name} is not installed: pip install '.[engines]'")


def check(found: list[dict[str, Any]]) -> None:
    """Exactly the rows of the plain loop, in whatever order the engine has them, and one record for each bad article."""
    rows = as_rows({name: cell for name, cell in row.items() if name != "error"} for row in found if row["error"] is None)
    assert sorted(rows, key=repr) == sorted(expected(), key=repr)
    assert sorted(row["article_id"] for row in found if row["error"] is not None) == sorted(record["id"] for record in BAD)


def test_polars(archive: Path) -> None:
    polars = installed("polars")
    check(engines.polars(polars.read_parquet(archive)).to_arrow().to_pylist())
    check(engines.polars(polars.scan_parquet(archive)).collect().to_arrow().to_pylist())


def test_duckdb(archive: Path) -> None:
    duckdb = installed("duckdb")
    with duckdb.connect() as connection:
        rows = engines.duckdb(connection.sql(f"FROM '{archive}/*.parquet'"))  # noqa: F841, the SQL names it
        check(connection.cursor().sql("FROM rows").to_arrow_table().to_pylist())


def test_dask_on_two_workers(archive: Path, tmp_path: Path) -> None:
    distributed, frames = installed("distributed"), installed("dask.dataframe")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=tmp_path) as cluster,
        distributed.Client(cluster),
    ):
        rows = engines.dask(frames.read_parquet(archive, split_row_groups=True))
        assert rows.npartitions > 2
        check(pa.Table.from_pandas(rows.compute(), preserve_index=False).to_pylist())


def test_ray(archive: Path) -> None:
    ray, data = installed("ray"), installed("ray.data")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
    try:
        rows = engines.ray(data.read_parquet(str(archive)))
        check([row for batch in rows.iter_batches(batch_format="pyarrow") for row in batch.to_pylist()])
    finally:
        ray.shutdown()


@contextmanager
def spark_session() -> Iterator[Any]:
    sql = installed("pyspark.sql")
    settings = {"spark.master": "local[2]", "spark.ui.enabled": "false", "spark.log.level": "ERROR"}
    session = sql.SparkSession.builder.config(map=settings).getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def test_spark(archive: Path, tmp_path: Path) -> None:
    """From Parquet to Parquet, a partition of the output for each flow."""
    with spark_session() as session:
        rows = engines.spark(session.read.parquet(str(archive)).repartition(_PARTITIONS))
        rows.write.partitionBy("flow").parquet(str(tmp_path / "rows"))
        check(session.read.parquet(str(tmp_path / "rows")).select(rows.columns).toArrow().to_pylist())
    assert (tmp_path / "rows" / "flow=export").is_dir()
