"""Each engine that is installed reads the same articles and gives exactly the rows of the plain loop: pip install '.[engines]'."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from archive import ARTICLES, BAD, as_rows, expected
from conftest import REPOSITORY

pytest.importorskip("pyarrow")

from engine_runs import ENGINES, NEEDS, rows_in

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


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_gives_the_rows_of_the_plain_loop(archive: Path, tmp_path: Path, engine: str) -> None:
    """Exactly these, in whatever order the engine has them, and one record for each bad article. Two workers, where it has workers."""
    pytest.importorskip(NEEDS[engine], reason=f"{engine} is not installed: pip install '.[engines]'")
    ENGINES[engine](archive, tmp_path / "rows", 2)
    found = rows_in(tmp_path / "rows").to_pylist()
    rows = as_rows({name: cell for name, cell in row.items() if name != "error"} for row in found if row["error"] is None)
    assert sorted(rows, key=repr) == sorted(expected(), key=repr)
    assert sorted(row["article_id"] for row in found if row["error"] is not None) == sorted(record["id"] for record in BAD)


def test_a_frame_in_memory(archive: Path) -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed: pip install '.[engines]'")
    frame = polars.read_parquet(archive)
    assert engines.polars(frame).equals(engines.polars(frame.lazy()).collect())


def test_a_column_of_pandas_may_hold_anything() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"id": ["a", "b", "c"], "text": pandas.Series([1, "\ud800", "Peru's exports rose 4 percent."], dtype=object)})
    found = engines._pandas(frame)
    assert found["article_id"].tolist() == ["a", "b", "c"]
    assert found["error"].fillna("").tolist() == ["'text' must be a string", "'text' is not UTF-8 (byte 0xed at 0)", ""]
