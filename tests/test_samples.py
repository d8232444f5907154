"""The sample articles give the tables that were made by hand beside them, by way of the command."""

from __future__ import annotations

import csv
import io
from difflib import unified_diff
from pathlib import Path

import pytest
from conftest import REPOSITORY, Run

_SAMPLES = REPOSITORY / "samples"
_EXPECTED = sorted((_SAMPLES / "expected").glob("*.csv"))
_INPUTS = sorted(path for path in _SAMPLES.iterdir() if path.is_file())


def _input(expected: Path) -> Path:
    return next(path for path in _INPUTS if path.stem == expected.stem)


def test_every_sample_has_a_table_and_every_table_a_sample() -> None:
    assert [path.stem for path in _INPUTS] == [path.stem for path in _EXPECTED]


@pytest.mark.parametrize("expected", _EXPECTED, ids=lambda path: path.stem)
def test_a_sample_gives_its_table(tradestats: Run, expected: Path) -> None:
    wanted = expected.read_text(encoding="utf-8").splitlines()
    done = tradestats("extract", _input(expected), "--table", "observations", "--format", "csv", "--raw-text", "--columns", wanted[0])
    assert done.returncode == 0, done.stderr
    differences = list(unified_diff(wanted, done.stdout.splitlines(), "expected", "found", n=0, lineterm=""))
    if differences:
        pytest.fail("\n".join(differences), pytrace=False)


@pytest.mark.parametrize("sample", _INPUTS, ids=lambda path: path.name)
def test_every_row_stands_where_it_says(sample: Path, tradestats: Run) -> None:
    done = tradestats("extract", sample, "-t", "observations", "-f", "csv", "--raw-text", "--columns", "article,text,start,end")
    _, *rows = csv.reader(io.StringIO(done.stdout))
    assert rows
    if sample.suffix == ".txt":  # of a JSON record, offsets count into its text
        source = sample.read_bytes().decode("utf-8")
        assert [source[int(start) : int(end)] for _, _, start, end in rows] == [text for _, text, _, _ in rows]
