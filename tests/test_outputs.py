"""Workbooks, columnar files and databases, opened with the libraries of those who use them; the columns of SDMX and Comtrade."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ENVIRONMENT, Run

from tradestats.calendar import parse
from tradestats.derived import DERIVED
from tradestats.model import TABLES, Observation, columns
from tradestats.styles import Comtrade, Sdmx, time_period

openpyxl = pytest.importorskip("openpyxl")
parquet = pytest.importorskip("pyarrow.parquet")
duckdb = pytest.importorskip("duckdb")

HOSTILE = {
    "id": "=1+1",
    "title": '=HYPERLINK("http://x","y")',
    "published": "2024-06",
    "section": "@SUM(A1)\x07\ufffe",
    "text": "Peru's exports rose 4.5 percent to $12.4 billion in May 2024. Imports fell -3.2 percent to $9.1 billion.",
}


def expected(tradestats: Run, source: Path, table: str) -> list[dict[str, str]]:
    """What the same command writes as JSON Lines, with the numbers as they stand there."""
    done = tradestats("extract", source, "-q", "-t", table, "-f", "jsonl")
    return [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in done.stdout.splitlines()]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / "hostile.jsonl"
    path.write_text(json.dumps(HOSTILE), encoding="utf-8")
    return path


# ------------------------------------------------------------------ workbooks


def sheet_rows(path: Path, name: str) -> list[dict[str, object]]:
    header, *rows = openpyxl.load_workbook(path)[name].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_workbook_has_both_tables_with_real_numbers_and_dates(tradestats: Run, samples: Path, tmp_path: Path) -> None:
    assert tradestats("extract", samples, "-o", tmp_path / "x.xlsx").returncode == 0
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["figures", "observations"]
    for name in book.sheetnames:
        assert book[name].freeze_panes == "A2"
        wanted = expected(tradestats, samples, name)
        found = sheet_rows(tmp_path / "x.xlsx", name)
        assert [row["article_id"] for row in found] == [row["article_id"] for row in wanted]
        for got, want in zip(found, wanted, strict=True):
            number = got["value"]
            assert (None if number is None else Decimal(str(number))) == want["value"]
            start = got["period_start"]
            assert (start.date().isoformat() if isinstance(start, dt.datetime) else start) == want["period_start"]
            assert got["period"] == want["period"]  # 2024-12 stays text
    assert any(isinstance(row["published"], dt.datetime) for row in sheet_rows(tmp_path / "x.xlsx", "figures"))


def test_no_text_is_a_formula(tradestats: Run, hostile: Path, tmp_path: Path) -> None:
    assert tradestats("extract", hostile, "-o", tmp_path / "x.xlsx").returncode == 0
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "x.xlsx")["observations"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    texts = {cell.value for cell in cells}
    assert {"=1+1", HOSTILE["title"], "2024-06"} <= texts


def test_a_sheet_of_chosen_columns_or_rows(tradestats: Run, samples: Path, tmp_path: Path) -> None:
    tradestats("extract", samples, "--where", "flow=balance", "--columns", "period,value", "-o", tmp_path / "x.xlsx")
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames == ["figures"]
    assert {"period": "2024-10", "value": 3800000000} in sheet_rows(tmp_path / "x.xlsx", "figures")


def test_other_tables_and_a_pivot_in_a_workbook(tradestats: Run, samples: Path, tmp_path: Path) -> None:
    assert tradestats("merge", samples, "--wide", "-o", tmp_path / "wide.xlsx").returncode == 0
    (swiss,) = [r for r in sheet_rows(tmp_path / "wide.xlsx", "series") if (r["reporter"], r["flow"]) == ("CHE", "balance")]
    assert (swiss["2024-09"], swiss["2024-10"]) == (2900000000, 3800000000)
    assert tradestats("check", samples, "--all", "-o", tmp_path / "checks.xlsx").returncode == 0
    assert {"ok"} <= {row["verdict"] for row in sheet_rows(tmp_path / "checks.xlsx", "checks")}
    assert tradestats("extract", samples, "-t", "mentions", "-o", tmp_path / "m.xlsx").returncode == 0
    assert openpyxl.load_workbook(tmp_path / "m.xlsx").sheetnames == ["mentions"]


# ------------------------------------------------------------------ parquet


def test_parquet_is_exact(tradestats: Run, samples: Path, tmp_path: Path) -> None:
    for table in TABLES:
        assert tradestats("extract", samples, "-t", table, "-o", tmp_path / "x.parquet").returncode == 0
        found = parquet.read_table(tmp_path / "x.parquet").to_pylist()
        wanted = expected(tradestats, samples, table)
        assert list(found[0]) == list(columns(table))
        assert [row["value"] for row in found] == [row["value"] for row in wanted]
        assert [row["source"] for row in found] == [row["source"] for row in wanted]
    assert tradestats("extract", samples, "-o", tmp_path / "x.parquet").returncode == 0
    row = parquet.read_table(tmp_path / "x.parquet").to_pylist()[0]
    assert isinstance(row["value"], Decimal)
    assert isinstance(row["period_start"], dt.date)


def test_no_rows_are_a_file_with_columns(tradestats: Run, tmp_path: Path) -> None:
    assert tradestats("extract", "-o", tmp_path / "x.parquet", stdin="Nothing here.").returncode == 0
    assert parquet.read_table(tmp_path / "x.parquet").num_rows == 0
    assert tradestats("extract", "-o", tmp_path / "x.xlsx", stdin="Nothing here.").returncode == 0
    assert sheet_rows(tmp_path / "x.xlsx", "figures") == []


def test_what_was_there_stays_if_nothing_could_be_read(tradestats: Run, tmp_path: Path) -> None:
    for ending in ("xlsx", "parquet"):
        path = tmp_path / f"x.{ending}"
        path.write_text("old")
        assert tradestats("extract", tmp_path / "gone.txt", "-o", path).returncode == 1
        assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


# ------------------------------------------------------------------ databases


def query(path: Path, statement: str) -> list[tuple[object, ...]]:
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as base:
            return list(base.execute(statement).fetchall())
    with sqlite3.connect(path) as base:
        return list(base.execute(statement).fetchall())


@pytest.fixture(params=["duckdb", "sqlite"])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / f"figures.{request.param}"


def test_a_database_holds_what_the_tables_hold(tradestats: Run, samples: Path, base: Path) -> None:
    assert tradestats("extract", samples, "-o", base).returncode == 0
    for table in ("figures", "observations"):
        wanted = expected(tradestats, samples, table)
        found = query(base, f"SELECT article_id, value, period_start FROM {table}")
        numbers = [None if row[1] is None else Decimal(str(row[1])) for row in found]
        assert [(row[0], value, str(row[2])) for row, value in zip(found, numbers, strict=True)] == [
            (row["article_id"], row["value"], row["period_start"]) for row in wanted
        ]


def test_the_same_articles_twice_add_nothing(tradestats: Run, samples: Path, base: Path) -> None:
    tradestats("extract", samples, "-o", base)
    before = query(base, "SELECT * FROM observations")
    again = tradestats("extract", samples, "-o", base)
    assert again.returncode == 0
    assert "7 articles were in it already" in again.stderr
    assert query(base, "SELECT * FROM observations") == before


def test_vintages_stand_side_by_side(tradestats: Run, base: Path) -> None:
    for day, value in (("2024-02-05", "5.2"), ("2024-03-05", "5.3"), ("2024-02-05", "5.2")):
        text = f"Peru's exports came to ${value} billion in January 2024."
        assert tradestats("extract", "--published", day, "-o", base, stdin=text).returncode == 0
    found = query(base, "SELECT published, value FROM figures ORDER BY published")
    assert [(day, int(value)) for day, value in found] == [("2024-02-05", 5200000000), ("2024-03-05", 5300000000)]  # type: ignore[call-overload]


def test_a_table_of_an_older_version_gets_the_columns_it_lacks(tradestats: Run, samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE figures (article_id TEXT, value NUMERIC, mine TEXT)")
        base.execute("INSERT INTO figures VALUES ('x', 1, 'kept')")
    assert tradestats("extract", samples, "-o", path).returncode == 0
    assert query(path, "SELECT article_id, mine, reporter FROM figures LIMIT 1") == [("x", "kept", None)]
    assert query(path, "SELECT count(*) FROM figures WHERE reporter = 'CHE'")[0][0]


def test_what_is_no_database_is_left_alone(tradestats: Run, samples: Path, base: Path) -> None:
    base.write_text("no database, but long enough to be one" * 40)
    done = tradestats("extract", samples, "-o", base)
    assert done.returncode == 1
    assert "cannot be used as a" in done.stderr
    assert done.stderr.count("\n") == 1
    assert base.read_text().startswith("no database")


def test_no_database_is_left_behind_by_a_run_that_read_nothing(tradestats: Run, base: Path) -> None:
    assert tradestats("extract", "gone.txt", "-o", base).returncode == 1
    assert not base.exists()


def test_what_a_database_cannot_be(tradestats: Run, samples: Path) -> None:
    for arguments in (
        ["extract", samples, "-f", "sqlite"],
        ["extract", samples, "-o", "x.db", "--columns", "value"],
        ["merge", samples, "-o", "x.duckdb"],
    ):
        done = tradestats(*arguments)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("form", "library"), [("xlsx", "openpyxl"), ("parquet", "pyarrow"), ("duckdb", "duckdb")])
def test_without_its_library_one_line_says_what_to_install(samples: Path, tmp_path: Path, form: str, library: str) -> None:
    arguments = ["extract", str(samples), "-o", f"x.{form}"]
    call = f"import sys; sys.modules[{library!r}] = None; from tradestats.cli import main; main({arguments!r})"
    done = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, cwd=tmp_path, env=ENVIRONMENT)
    assert done.returncode == 1
    assert done.stderr == f"tradestats: {form} needs {library}, which is not installed: pip install 'tradestats[{form}]'\n"
    assert list(tmp_path.iterdir()) == []


def test_the_extras_bring_the_libraries() -> None:
    import tomllib

    from conftest import REPOSITORY

    from tradestats.outputs import EXTRAS

    extras = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for form, library in EXTRAS.items():
        if library not in sys.stdlib_module_names:
            assert any(need.startswith(library) for need in extras[form])
            assert form in extras["all"][0]


# ------------------------------------------------------------------ SDMX


@pytest.mark.parametrize(
    ("period", "frequency", "written"),
    [
        ("2024", "A", "2024"),
        ("2024-S1", "S", "2024-S1"),
        ("2024-Q3", "Q", "2024-Q3"),
        ("2024-12", "M", "2024-12"),
        ("2024-W46", "W", "2024-W46"),
        ("2024-12-31", "D", "2024-12-31"),
        ("2024-01/2024-09", "_O", "2024-01-01/P9M"),
        ("2024-12-01/2024-12-20", "_O", "2024-12-01/P20D"),
        ("2023-04/2024-03", "_O", "2023-04-01/P1Y"),
        ("1987/1992", "_O", "1987-01-01/P6Y"),
    ],
)
def test_time_periods(period: str, frequency: str, written: str) -> None:
    assert time_period(parse(period)) == (frequency, written)


def test_sdmx_is_read_back_by_pysdmx(tradestats: Run, samples: Path, tmp_path: Path) -> None:
    sdmx = pytest.importorskip("pysdmx.io")
    done = tradestats("extract", samples, "--style", "sdmx", "-o", tmp_path / "figures.csv")
    assert done.returncode == 0
    message = sdmx.read_sdmx(tmp_path / "figures.csv", validate=False)
    (dataset,) = message.data
    assert dataset.short_urn == "Dataflow=TRADESTATS:TRADE_FIGURES(1.0)"
    data = dataset.data
    assert list(data.columns)[-12:] == (
        [
            "FREQ",
            "REF_AREA",
            "TRADE_FLOW",
            "COUNTERPART_AREA",
            "COMMODITY",
            "TIME_PERIOD",
            "OBS_VALUE",
            "UNIT_MEASURE",
            "UNIT_MULT",
            "DECIMALS",
            "OBS_STATUS",
            "ADJUSTMENT",
        ]
    )
    (swiss,) = data[(data.REF_AREA == "CHE") & (data.TRADE_FLOW == "B") & (data.TIME_PERIOD == "2024-10")].to_dict("records")
    assert (Decimal(swiss["OBS_VALUE"]), swiss["UNIT_MULT"], swiss["UNIT_MEASURE"]) == (Decimal("3.8"), "9", "CHF")
    levels = [r for r in expected(tradestats, samples, "observations") if r["measure"] == "level"]
    assert sorted(data.OBS_STATUS) == sorted(r["obs_status"] for r in levels if r["statistic"] != "daily_average" and r["value"] != -63e9)


def test_sdmx_header_and_what_it_cannot_hold(tradestats: Run, samples: Path) -> None:
    done = tradestats("extract", samples, "--style", "sdmx")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0])[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert {row["STRUCTURE"] for row in rows} == {"dataflow"}
    assert f"{69 - len(rows)} numbers left out" in done.stderr


def row(**given: object) -> Observation:
    cells: dict[str, object] = {
        "reporter": "KOR", "flow": "export", "partner": "CHN", "product": "total", "period": "2024-12", "unit": "USD",
        "value": Decimal("13.3e9"), "unit_mult": 9, "decimals": 1,
    }  # fmt: skip
    return Observation(**{**cells, **given})  # type: ignore[arg-type]


def test_codes_that_sdmx_would_take_for_something_else() -> None:
    (made,) = Sdmx().rows([row(partner="CHN+HKG", unit="USD/t")])
    assert (made.COUNTERPART_AREA, made.UNIT_MEASURE, made.COMMODITY) == ("CHN_HKG", "USD_PER_t", "_T")  # type: ignore[attr-defined]


def test_an_actual_figure_goes_before_a_forecast_of_it() -> None:
    (made,) = Sdmx().rows([row(obs_status="F"), row(value=Decimal("14e9"))])
    assert made.OBS_STATUS == "A"  # type: ignore[attr-defined]


def test_a_key_comes_once() -> None:
    style = Sdmx()
    assert len(style.rows([row(), row(value=Decimal("14e9"))])) == 1
    assert style.rows([row()]) == []
    assert style.left_out == 2


# ------------------------------------------------------------------ Comtrade


def test_comtrade_columns_and_codes() -> None:
    (made,) = Comtrade().rows([row(partner="WLD")])
    assert columns("comtrade") == ("freqCode", "reporterISO", "flowCode", "partnerISO", "cmdCode", "period", "primaryValue")
    assert [getattr(made, name) for name in columns("comtrade")] == ["M", "KOR", "X", "W00", "TOTAL", "202412", Decimal("13.3e9")]
    (made,) = Comtrade().rows([row(flow="import", period="2024", product="crude-oil")])
    assert [getattr(made, name) for name in columns("comtrade")][:6] == ["A", "KOR", "M", "CHN", "2709", "2024"]


@pytest.mark.parametrize(
    "given",
    [
        {"period": "2024-Q3"}, {"period": "2024-01/2024-09"}, {"unit": "EUR"}, {"partner": "EU"}, {"reporter": "ASEAN"}, {"reporter": ""},
        {"product": "automobiles"}, {"measure": "growth"}, {"obs_status": "F"}, {"bound": ">"}, {"flow": "balance"}, {"adjustment": "S"},
        {"statistic": "daily_average"}, {"partner": "CHN+HKG"}, {"partner": "TWN"}, {"product": "semiconductors"},
    ],
)  # fmt: skip
def test_what_comtrade_cannot_hold_is_left_out_and_counted(given: dict[str, str]) -> None:
    style = Comtrade()
    assert style.rows([row(**given)]) == []
    assert style.left_out == 1


def test_comtrade_by_the_command(tradestats: Run, samples: Path) -> None:
    done = tradestats("extract", samples / "feed.txt", "--style", "comtrade")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(r["flowCode"], r["partnerISO"], r["period"], r["primaryValue"]) for r in rows] == [
        ("X", "W00", "202505", "58400000000"),
        ("M", "W00", "202505", "52100000000"),
        ("X", "CHN", "202505", "10900000000"),
        ("X", "USA", "202505", "10100000000"),
    ]
    assert "numbers left out that this style cannot hold" in done.stderr


def test_every_derived_table_says_what_its_columns_mean() -> None:
    for kind in DERIVED.values():
        assert all(f.metadata["meaning"] for f in kind.__dataclass_fields__.values())
