"""A folder of parts: the rows of a plain run, whatever was killed on the way, and no parts of anything else among them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from archive import ARTICLES, BAD, as_rows
from conftest import ENVIRONMENT, Run

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

_ROWS = 5  # of a row group
_PARTS = -(-len(ARTICLES) // _ROWS)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.parquet"
    parquet.write_table(pa.Table.from_pylist(ARTICLES), path, row_group_size=_ROWS)
    return path


def rows_in(folder: Path) -> list[tuple[Any, ...]]:
    """All rows, in order of the parts."""
    return as_rows([row for path in sorted(folder.rglob("*.parquet")) for row in parquet.ParquetFile(path).read().to_pylist()])


def whole(tradestats: Run, archive: Path, *options: str) -> list[tuple[Any, ...]]:
    """The rows of a run into one file."""
    assert tradestats("extract", archive.name, *options, "-o", "whole.parquet").returncode in (0, 1)
    return as_rows(parquet.read_table(archive.parent / "whole.parquet").to_pylist())


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("table", ["observations", "figures"])
def test_the_rows_are_those_of_one_file(tradestats: Run, archive: Path, tmp_path: Path, jobs: str, table: str) -> None:
    done = tradestats("extract", archive.name, "-t", table, "--jobs", jobs, "-o", "out/")
    assert (done.returncode, done.stdout) == (0, "")
    assert len(list((tmp_path / "out").glob("archive-*.parquet"))) == _PARTS
    assert rows_in(tmp_path / "out") == whole(tradestats, archive, "-t", table)


def test_what_is_there_is_not_made_again(tradestats: Run, archive: Path, tmp_path: Path) -> None:
    tradestats("extract", archive.name, "-o", "out/")
    rows, out = rows_in(tmp_path / "out"), tmp_path / "out"
    kept, lost = out / "archive-00000.parquet", out / "archive-00001.parquet"
    before = kept.stat()
    lost.unlink()
    (out / ".tradestats-1-abc.tmp").write_text("half a part", encoding="utf-8")
    done = tradestats("extract", archive.name, "-o", "out", "--jobs", "2")
    assert f"{_ROWS} articles" in done.stderr and f"{_PARTS - 1} parts of {_PARTS} there before" in done.stderr
    assert (kept.stat().st_mtime_ns, kept.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert rows_in(out) == rows
    assert not list(out.glob(".*"))


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_parts_in_other_formats(tradestats: Run, archive: Path, tmp_path: Path, form: str) -> None:
    assert tradestats("extract", archive.name, "-f", form, "-o", "out/").returncode == 0
    text = [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "out").glob(f"archive-*.{form}"))]
    wanted = tradestats("extract", archive.name, "-f", form).stdout
    assert "".join(text if form == "jsonl" else [text[0], *(part.partition("\n")[2] for part in text[1:])]) == wanted


def test_the_folders_of_the_input_are_those_of_the_output(tradestats: Run, tmp_path: Path) -> None:
    for year in ("2023", "2024"):
        folder = tmp_path / "crawl" / f"year={year}"
        folder.mkdir(parents=True)
        parquet.write_table(pa.Table.from_pylist(ARTICLES[:3]), folder / "a.parquet")
    assert tradestats("extract", "crawl", "-o", "out/").returncode == 0
    names = ["year=2023/a-00000.parquet", "year=2024/a-00000.parquet"]
    assert [path.relative_to(tmp_path / "out").as_posix() for path in sorted((tmp_path / "out").rglob("*.parquet"))] == names
    assert set(parquet.read_table(tmp_path / "out")["year"].to_pylist()) == {2023, 2024}


def test_errors_are_kept_beside_their_part(tradestats: Run, archive: Path, tmp_path: Path) -> None:
    parquet.write_table(pa.Table.from_pylist([*ARTICLES[:3], *BAD]), archive, row_group_size=4)
    first = tradestats("extract", archive.name, "-o", "out/")
    again = tradestats("extract", archive.name, "-o", "out/")
    assert (first.returncode, again.returncode) == (1, 1)
    kept = [json.loads(line) for line in (tmp_path / "out" / "_archive-00001.errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert kept == [{"place": "archive.parquet: article 5", "reason": "'text' must be a string"}]
    assert "2 errors" in first.stderr and "2 errors" in again.stderr


def test_a_row_group_that_cannot_be_read_is_no_part(tradestats: Run, archive: Path, tmp_path: Path) -> None:
    whole_file = archive.read_bytes()
    column = parquet.read_metadata(archive).row_group(1).column(1)
    start = column.dictionary_page_offset or column.data_page_offset
    broken = b"\xff" * column.total_compressed_size
    archive.write_bytes(whole_file[:start] + broken + whole_file[start + len(broken) :])
    done = tradestats("extract", archive.name, "-o", "out/", "--jobs", "2")
    assert done.returncode == 1 and "row group 2 cannot be read" in done.stderr
    assert not (tmp_path / "out" / "archive-00001.parquet").exists()
    archive.write_bytes(whole_file)
    assert tradestats("extract", archive.name, "-o", "out/").returncode == 0
    assert rows_in(tmp_path / "out") == whole(tradestats, archive)


@pytest.mark.parametrize("done", [0, 3, _ROWS - 1, _ROWS, _ROWS + 1])
def test_a_run_that_cannot_go_on_makes_no_more_parts(archive: Path, monkeypatch: pytest.MonkeyPatch, done: int) -> None:
    """Of a run that stops after so many articles, only the parts before are whole; none after it is empty."""
    from tradestats import parts
    from tradestats.errors import Interrupted
    from tradestats.record import Item, Options
    from tradestats.run import Outcome, Plan, Result

    def run(items: Iterator[Item], *_: object) -> Iterator[Result]:
        for _item, _n in zip(items, range(done), strict=False):
            yield Outcome(())
        yield Interrupted("--jobs", "workers were killed")

    monkeypatch.setattr(parts, "run", run)
    found = parts.by_part(parts.plan([str(archive)], ".parquet"), Options(), Plan("figures"), 1)
    taken = [list(results) for _, results in found]
    whole_parts = [results for results in taken if not any(isinstance(result, Interrupted) for result in results)]
    assert [len(results) for results in whole_parts] == [_ROWS] * (done // _ROWS)
    assert len(taken) == len(whole_parts) + 1


# ------------------------------------------------------------------ what is refused


def test_another_run_is_refused_in_one_line(tradestats: Run, archive: Path, tmp_path: Path) -> None:
    assert tradestats("extract", archive.name, "-o", "out/").returncode == 0
    rows = rows_in(tmp_path / "out")
    other = tmp_path / "other.parquet"
    parquet.write_table(pa.Table.from_pylist(ARTICLES[:3]), other)
    calls = {
        "other inputs": [other.name],
        "other table": [archive.name, "-t", "observations"],
        "other columns, where": [archive.name, "--columns", "value", "--where", "flow=export"],
        "other reporter": [archive.name, "--reporter", "KOR"],
    }
    for why, call in calls.items():
        done = tradestats("extract", *call, "-o", "out/")
        assert done.returncode == 1
        assert done.stderr == f"tradestats: out: holds the parts of another run ({why}): give another folder\n"
    parquet.write_table(pa.Table.from_pylist(ARTICLES[::-1]), archive, row_group_size=_ROWS)
    assert "other inputs" in tradestats("extract", archive.name, "-o", "out/").stderr
    assert rows_in(tmp_path / "out") == rows


def test_folders_and_inputs_that_will_not_do(tradestats: Run, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.txt").write_text("Dear", encoding="utf-8")
    (tmp_path / "text.txt").write_text("Exports rose.", encoding="utf-8")
    (tmp_path / "crawl").mkdir()
    archive.rename(tmp_path / "crawl" / archive.name)
    for call, why in {
        ("crawl", "-o", "used"): "holds other things",
        ("text.txt", "-o", "out/"): "text.txt: not a Parquet file",
        ("gone.parquet", "-o", "out/"): "gone.parquet: ",
        ("crawl", "-o", "crawl/out/"): "lies in an input",
        ("crawl", "-o", "out/", "--limit", "3"): "--limit does not go",
        ("crawl", "-o", "out/", "-f", "xlsx"): "not xlsx",
        ("crawl", "crawl/archive.parquet", "-o", "out/"): "would both be written to archive-00000.parquet",
    }.items():
        done = tradestats("extract", *call)
        assert done.returncode in (1, 2)
        assert why in done.stderr and done.stderr.count("\n") == 1


# ------------------------------------------------------------------ what is killed


def begin(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tradestats", "extract", "-q", *arguments], cwd=folder, env=ENVIRONMENT)


def until(met: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    for _ in range(3000):
        if met():
            return
        assert process.poll() is None, "the run ended before it could be killed"
        time.sleep(0.01)
    raise AssertionError("it takes too long")


def children(process: subprocess.Popen[bytes]) -> list[int]:
    return [int(child) for path in Path(f"/proc/{process.pid}/task").glob("*/children") for child in path.read_text().split()]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for workers in /proc")
def test_a_worker_and_then_the_run_are_killed(tradestats: Run, tmp_path: Path) -> None:
    archive = tmp_path / "archive.parquet"
    parquet.write_table(pa.Table.from_pylist(ARTICLES * 30), archive, row_group_size=40)
    out = tmp_path / "out"

    def made() -> int:
        return len(list(out.glob("archive-*.parquet")))

    run = begin(tmp_path, archive.name, "--jobs", "2", "-o", "out/")
    until(lambda: made() >= 1 and len(children(run)) >= 2, run)
    os.kill(children(run)[0], signal.SIGKILL)
    after = made()
    until(lambda: made() >= after + 2, run)
    run.kill()
    run.wait()
    there = made()
    again = tradestats("extract", archive.name, "--jobs", "2", "-o", "out/")
    assert again.returncode == 0, again.stderr
    assert f"{there} parts of " in again.stderr
    assert rows_in(out) == whole(tradestats, archive)
    assert not list(out.glob(".*"))


@pytest.mark.skipif(sys.platform != "linux", reason="looks for workers in /proc")
def test_one_run_at_a_time(tradestats: Run, tmp_path: Path) -> None:
    archive = tmp_path / "archive.parquet"
    parquet.write_table(pa.Table.from_pylist(ARTICLES * 100), archive, row_group_size=40)
    run = begin(tmp_path, archive.name, "-o", "out/")
    until(lambda: (tmp_path / "out" / "_tradestats.json").exists(), run)
    os.kill(run.pid, signal.SIGSTOP)
    done = tradestats("extract", archive.name, "-o", "out/")
    assert (done.returncode, done.stderr) == (1, "tradestats: out: another run is writing to it\n")
    run.kill()
    run.wait()
