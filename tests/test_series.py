"""Many releases as one table: vintages, what was known when, the pivot, and what became of each figure."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import Run

from tradestats.model import Observation
from tradestats.series import Vintages, differences, latest_day, pivot


def told(value: str, published: str, article: str, **given: object) -> Observation:
    cells = {"reporter": "PER", "flow": "export", "partner": "WLD", "product": "total", "period": "2024-01", "unit": "USD", **given}
    cells.setdefault("period_start", f"{cells['period']}-01")
    cells.setdefault("period_end", f"{cells['period']}-31")
    decimals = len(value.partition(".")[2])
    return Observation(article_id=article, published=published, value=Decimal(value).scaleb(9), unit_mult=9, decimals=decimals, **cells)  # type: ignore[arg-type]


def vintages(*articles: list[Observation], as_of: str = "") -> Vintages:
    made = Vintages(as_of)
    for rows in articles:
        made.add(rows)
    return made


FIRST = [told("5.2", "2024-02-05", "a")]
SECOND = [told("5.3", "2024-03-05", "b"), told("5.4", "2024-03-05", "b", period="2024-02", period_end="2024-02-29")]


def values(made: Vintages, vintage: str = "latest") -> list[tuple[str, str, str]]:
    return [(row.period, str(row.value / 10**9), row.vintage) for row in made.rows(vintage)]


def test_the_latest_release_counts_whatever_is_read_first() -> None:
    expected = [("2024-01", "5.3", "2024-03-05"), ("2024-02", "5.4", "2024-03-05")]
    assert values(vintages(FIRST, SECOND)) == values(vintages(SECOND, FIRST)) == expected


def test_first_and_all_vintages() -> None:
    made = vintages(SECOND, FIRST)
    assert values(made, "first")[0] == ("2024-01", "5.2", "2024-02-05")
    assert [row[1:] for row in values(made, "all")] == [("5.2", "2024-02-05"), ("5.3", "2024-03-05"), ("5.4", "2024-03-05")]


@pytest.mark.parametrize(("day", "value"), [("2024-02-05", "5.2"), ("2024-03-04", "5.2"), ("2024-03", "5.3"), ("2025-01-01", "5.3")])
def test_what_was_known_on_a_day(day: str, value: str) -> None:
    assert values(vintages(FIRST, SECOND, as_of=day))[0][1] == value


def test_before_the_first_release_nothing_was_known_nor_is_what_has_no_date() -> None:
    made = vintages(FIRST, [told("9", "", "c")], as_of="2024-01-31")
    assert made.rows() == []
    assert made.too_late == 2


def test_a_month_of_publication_is_its_last_day() -> None:
    assert latest_day("2024-02") == "2024-02-29"
    made = vintages([told("1", "2024-02", "a")], [told("2", "2024-02-10", "b")])
    assert values(made)[0][1] == "1"


def test_the_same_article_twice_counts_once() -> None:
    assert len(vintages(FIRST, FIRST).rows("all")) == 1


def test_an_article_that_tells_a_figure_twice() -> None:
    exact = vintages([told("5.2", "2024-02-05", "a"), told("5.21", "2024-02-05", "a")])
    assert (values(exact)[0][1], exact.conflicts) == ("5.21", 0)
    torn = vintages([told("5.2", "2024-02-05", "a"), told("5.9", "2024-02-05", "a")])
    assert (values(torn)[0][1], torn.conflicts) == ("5.2", 1)
    about = vintages([told("5", "2024-02-05", "a", bound="~"), told("5", "2024-02-05", "a")])
    assert about.rows()[0].bound == "="


def test_a_forecast_never_stands_for_the_actual_figure() -> None:
    made = vintages([told("5.2", "2024-02-05", "a")], [told("6.0", "2024-03-05", "b", obs_status="F")])
    assert [(row.obs_status, row.value) for row in made.rows()] == [("A", Decimal("5.2e9")), ("F", Decimal("6.0e9"))]
    columns, lines = pivot(made.rows(), by_vintage=False)
    assert [(line.obs_status, getattr(line, "2024-01")) for line in lines] == [("", Decimal("5.2e9")), ("F", Decimal("6.0e9"))]
    assert columns[-1] == "2024-01"


def test_what_does_not_say_whose_it_is_is_left_out() -> None:
    made = vintages([told("5.2", "2024-02-05", "a", reporter="")])
    assert (made.rows(), made.incomplete) == ([], 1)


def test_adjusted_and_other_figures_are_series_of_their_own() -> None:
    made = vintages([told("5.2", "2024-02-05", "a")], [told("5.1", "2024-03-05", "b", adjustment="S")])
    assert len(made.rows()) == 2


def test_differences_with_old_new_and_rounding() -> None:
    old = vintages(
        [told("5.2", "2024-02-05", "a"), told("7", "2024-02-05", "a", flow="import"), told("1.1", "2024-02-05", "a", flow="trade")]
    )
    new = vintages(
        [told("5.3", "2024-03-05", "b"), told("7.04", "2024-03-05", "b", flow="import"), told("2", "2024-03-05", "b", flow="balance")]
    )
    found = {(row.flow, row.outcome, row.difference) for row in differences(old.rows(), new.rows())}
    assert found == {
        ("export", "revised", Decimal("0.1e9")),
        ("import", "same", Decimal("0.04e9")),
        ("trade", "removed", None),
        ("balance", "added", None),
    }


# ------------------------------------------------------------------ the commands

_MARCH = "Lima, 5 March 2024 - Peru's exports came to $5.2 billion in January 2024, the customs office said.\n"
_APRIL = (
    "Lima, 5 April 2024 - Peru's exports came to $5.4 billion in February 2024, the customs office said, and to $5.3 billion in January.\n"
)


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "b_march.txt").write_text(_MARCH)
    (folder / "a_april.txt").write_text(_APRIL)
    (folder / "c_copy.txt").write_text(_MARCH)
    return folder


def test_merge_takes_the_dateline_for_the_vintage(tradestats: Run, releases: Path) -> None:
    done = tradestats("merge", releases, "--columns", "period,value,vintage")
    assert done.stdout.splitlines()[1:] == ["2024-01,5300000000,2024-04-05", "2024-02,5400000000,2024-04-05"]
    assert done.stderr == "3 articles, 2 figures\n"
    everything = tradestats("merge", releases, "--vintage", "all", "--columns", "value,vintage,source")
    assert everything.stdout.count("\n") == 4
    assert "c_copy" not in everything.stdout


def test_merge_as_of_a_day(tradestats: Run, releases: Path) -> None:
    done = tradestats("merge", releases, "--as-of", "2024-03-31", "-f", "jsonl")
    (row,) = map(json.loads, done.stdout.splitlines())
    assert (row["value"], row["vintage"]) == (5200000000, "2024-03-05")
    assert "1 article published later" in done.stderr
    assert tradestats("merge", releases, "--as-of", "soon").returncode == 2


def test_merge_wide(tradestats: Run, releases: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(tradestats("merge", releases, "--wide").stdout)))
    assert [(row["2024-01"], row["2024-02"]) for row in rows] == [("5300000000", "5400000000")]
    by_vintage = csv.DictReader(io.StringIO(tradestats("merge", releases, "--wide", "--vintage", "all").stdout))
    assert [(row["vintage"], row["2024-01"], row["2024-02"]) for row in by_vintage] == [
        ("2024-03-05", "5200000000", ""),
        ("2024-04-05", "5300000000", "5400000000"),
    ]
    assert tradestats("merge", releases, "--wide", "--columns", "value").returncode == 2
    assert tradestats("merge", releases, "--wide", "-f", "table").stdout


def test_diff_of_two_releases(tradestats: Run, releases: Path) -> None:
    done = tradestats(
        "diff", releases / "b_march.txt", releases / "a_april.txt", "--columns", "outcome,period,old,new,difference,old_text,new_text"
    )
    assert done.stdout.splitlines()[1:] == [
        "revised,2024-01,5200000000,5300000000,100000000,$5.2 billion,$5.3 billion",
        "added,2024-02,,5400000000,,,$5.4 billion",
    ]
    assert done.stderr == "1 added, 0 removed, 1 revised, 0 same\n"
    assert tradestats("diff", releases / "b_march.txt", releases / "c_copy.txt", "--where", "outcome!=same", "-f", "json").stdout == "[]\n"


def test_the_output_is_never_an_input(tradestats: Run, releases: Path) -> None:
    for command in (["merge", releases / "b_march.txt"], ["diff", releases / "b_march.txt", releases / "a_april.txt"]):
        assert tradestats(*command, "-f", "csv", "-o", releases / "b_march.txt").returncode == 2
    assert (releases / "b_march.txt").read_text() == _MARCH


def test_a_missing_file_is_said_and_the_rest_is_merged(tradestats: Run, releases: Path) -> None:
    done = tradestats("merge", releases / "gone.txt", releases / "b_march.txt")
    assert done.returncode == 1
    assert "5200000000" in done.stdout
    assert "gone.txt" in done.stderr
    assert tradestats("diff", releases / "gone.txt", releases / "b_march.txt").returncode == 1
