"""Parquet files as an input: the rows of the same records as JSON Lines, and each fault in its place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from archive import ARTICLES, BAD
from conftest import ENVIRONMENT, Run

import tradestats
from tradestats.errors import InputError, Interrupted

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.parquet"
    parquet.write_table(pa.Table.from_pylist(ARTICLES + BAD), path, row_group_size=5)
    return path


def test_the_rows_are_those_of_json_lines(tradestats: Run, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "archive.jsonl").write_text("".join(json.dumps(record) + "\n" for record in ARTICLES + BAD), encoding="utf-8")
    lines, columns = (tradestats("extract", f"archive.{kind}", "-t", "observations") for kind in ("jsonl", "parquet"))
    assert columns.stdout == lines.stdout.replace("archive.jsonl", "archive.parquet")
    assert len(columns.stdout.splitlines()) > 100
    number = len(ARTICLES) + 1
    assert columns.stderr.splitlines()[0] == f"tradestats: archive.parquet: article {number}: 'text' must be a string"
    assert (lines.returncode, columns.returncode) == (1, 1)


def test_processes_and_renamed_files_change_nothing(tradestats: Run, archive: Path) -> None:
    one = tradestats("extract", archive, "-f", "jsonl").stdout
    assert tradestats("extract", archive, "-f", "jsonl", "--jobs", "2").stdout == one
    archive.rename(archive.with_name("archive"))
    assert tradestats("extract", "archive", "-f", "csv", "--columns", "value").returncode == 1  # of its bad articles only
    assert tradestats("extract", "archive", "-f", "csv", "--columns", "value").stdout.count("\n") == one.count("\n") + 1


def _errors(path: Path, **options: Any) -> list[InputError]:
    found: list[InputError] = []
    list(tradestats.read_articles(path, on_error=found.append, **options))
    return found


def test_what_cannot_be_read_is_said(tradestats: Run, archive: Path, tmp_path: Path) -> None:
    with archive.open("rb") as file:
        piped = subprocess.run([sys.executable, "-m", "tradestats", "extract"], stdin=file, capture_output=True, text=True, env=ENVIRONMENT)
    assert "cannot be read from a pipe" in piped.stderr
    (tmp_path / "cut.parquet").write_bytes(archive.read_bytes()[:-9])
    (tmp_path / "feed.txt").write_text("Exports rose.", encoding="utf-8")
    parquet.write_table(pa.table({"body": ["Exports rose."]}), tmp_path / "body.parquet")
    assert len(_errors(tmp_path / "cut.parquet")) == 1
    assert [error.reason for error in _errors(tmp_path / "feed.txt", input_format="parquet")] == ["not a Parquet file"]
    assert [error.reason for error in _errors(tmp_path / "body.parquet")] == ["no column 'text'; there are body"]


def test_a_row_group_that_is_broken_costs_no_other(archive: Path) -> None:
    column = parquet.read_metadata(archive).row_group(1).column(1)
    assert column.path_in_schema == "text"
    data = bytearray(archive.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    data[start : start + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    archive.write_bytes(data)
    found: list[InputError] = []
    articles = [a.number for a in tradestats.read_articles(archive, on_error=found.append)]
    assert articles == [n for n in range(1, len(ARTICLES) + 1) if n not in range(6, 11)]
    assert isinstance(found[0], Interrupted)
    assert "row group 2 cannot be read from article 6 on" in found[0].reason
