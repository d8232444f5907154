"""Flattened tables: each file of grid_corpus/ is an article with the rows a reader makes of its table.

The first line gives the article's context, `=====` parts the text from the rows:
quote | flow | partner | product | period | statistic | measure | value | unit | basis [| reporter]
"""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tradestats import extract, grid, grid_cell, grid_label, segment, text
from tradestats.context import Context
from tradestats.frame import Row
from tradestats.items import Found
from tradestats.lexicon import rows as table
from tradestats.model import Published
from tradestats.phrase import Product
from tradestats.recognise import names, numbers, periods, products

_CORPUS = sorted((Path(__file__).parent / "grid_corpus").glob("*.txt"))


def _context(settings: dict[str, str], copy: str) -> Context:
    published = settings.get("published", "")
    topic = settings.get("topic", "")
    known: dict[str, Any] = {
        "published": Published(*map(int, published.split("-"))) if published else None,
        "reporter": settings["reporter"],
        "several": settings["reporter"] == "WLD",
        "topic": Product(topic, 0, 0, True) if topic else None,
        "flow": settings.get("flow", ""),
        "year": None,
        "title_period": None,
        "unit": "USD",
        "services": "services" in copy.lower(),
        "trade": True,
        "crop": settings.get("crop", ""),
    }
    given: dict[str, Any] = {name: known.get(name) for name in Context._fields if name in known or name not in Context._field_defaults}
    return Context(**given)


def _read(copy: str, settings: dict[str, str]) -> tuple[grid.Grid, ...]:
    unwrapped = segment.segment(copy).text
    found = Found(numbers.scan(unwrapped), periods.scan(unwrapped), names.scan(unwrapped), products.scan(unwrapped))
    return grid.read(copy, found, _context(settings, copy))


def _shown(copy: str, row: Row, reporter: str) -> tuple[str, ...]:
    product = row.series.product.text.lower() if row.series.product else "total"
    shown = (
        copy[row.number.start : row.number.end], row.series.flow, row.series.partner, product, row.period.code if row.period else "",
        row.statistic, row.measure, format(row.value, "f"), row.unit, row.basis,
    )  # fmt: skip
    return (*shown, row.series.reporter) if row.series.reporter != reporter else shown


def _parts(path: Path) -> tuple[dict[str, str], str, list[tuple[str, ...]]]:
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    body, _, expected = rest.partition("=====\n")
    settings = dict(part.partition("=")[::2] for part in first.strip("# ").split())
    return settings, text.read(body).text, [tuple(cell.strip() for cell in line.split("|")) for line in expected.splitlines()]


@pytest.mark.parametrize("path", _CORPUS, ids=lambda path: path.stem)
def test_the_rows_of_a_table_are_those_a_reader_makes(path: Path) -> None:
    settings, copy, expected = _parts(path)
    found = [_shown(copy, row, settings["reporter"]) for one in _read(copy, settings) for row in one.rows]
    assert found == expected


@pytest.mark.parametrize("path", _CORPUS, ids=lambda path: path.stem)
def test_every_row_lies_in_its_table_and_its_line(path: Path) -> None:
    settings, copy, _ = _parts(path)
    end = 0
    for one in _read(copy, settings):
        assert end <= one.start < one.end <= len(copy)
        end = one.end
        for row in one.rows:
            assert one.start <= row.sentence.start <= row.number.start < row.number.end <= row.sentence.end <= one.end
            assert row.rule == row.sentence.kind == "table"
            assert row.value == row.number.value


def test_the_scale_of_the_caption_is_the_scale_of_the_row() -> None:
    rows = _read("Exports (billions of dollars)\nItem 2023 2024\nTea 1.25 1.5\nCopper 7 8\n", {"reporter": "ZMB"})[0].rows
    assert [(row.number.unit_mult, row.number.decimals, row.value) for row in rows][:2] == [
        (9, 2, Decimal("1.25E+9")),
        (9, 1, Decimal("1.5E+9")),
    ]


def test_figures_side_by_side_that_no_table_explains_are_no_prose() -> None:
    body = "Kenya's exports of tea rose in May.\n\nTea exports 16.3 15.1 22.0 5.0 KES billion\nCoffee exports 4.1 30% 0.8 -11%\n"
    assert extract(body) == []
    line = "Exports 37.81 27.22 27.11 Imports 59.48 42.93 39.59 Trade balance -21.67 -15.71 -12.48"
    assert extract(f"Kenya's trade in May 2023 in billion shillings, by our own count. Growth by the year before {line}.") == []


def test_a_table_that_is_not_about_trade_is_still_a_table() -> None:
    grids = _read("| City | Monday |\n|---|---|\n| Lagos | 31 |\n| Kano | 36 |\n", {"reporter": "NGA", "flow": "export"})
    assert [(one.start, one.rows) for one in grids] == [(0, ())]


@pytest.mark.parametrize(
    ("label", "unit", "power"),
    [
        ("US$ mn", "USD", 6), ("billions of dollars", "USD", 9), ("NZ$m FOB", "NZD", 6), ("lakh tons", "t", 5), ("Mln Dlrs", "USD", 6),
        ("Quantity ('000 tonnes)", "t", 3), ("Exports (100 million yen)", "JPY", 8), ("Coal, thous. tons", "t", 3), ("US$/t", "USD/t", 0),
        ("Rs crore", "INR", 7), ("Value (€ bn)", "EUR", 9), ("Unit: US$ million", "USD", 6), ("Exports in million euros", "EUR", 6),
    ],
)  # fmt: skip
def test_a_label_names_its_unit(label: str, unit: str, power: int) -> None:
    assert [(u.codes[0], u.power) for u in grid_label.read(label).units] == [(unit, power)]


@pytest.mark.parametrize("label", ["Cars", "Euro area", "Total", "Machinery", "Tea", "Trade balance", "World", "Marine products"])
def test_a_label_without_a_unit_names_none(label: str) -> None:
    assert grid_label.read(label).units == ()


@pytest.mark.parametrize("row", list(table("grid_labels")), ids=lambda row: row["example"] or row["words"])
def test_each_row_of_the_table_reads_its_example(row: dict[str, str]) -> None:
    label = grid_label.read(row["example"])
    said = {
        "stub": f"{label.stub}:{label.side}".strip(":"), "trader": label.flows[0] if label.flows else "",
        "measure": label.change, "statistic": label.statistic,
        "flow": label.flows[0] if label.flows else "", "basis": label.basis, "status": label.status,
        "adjust": label.adjustment, "release": label.release,
    }  # fmt: skip
    flags = {
        "all": label.every, "skip": label.skip, "other": label.others, "drop": not label.rest, "against": label.against,
        "cumulative": label.cumulative,
    }  # fmt: skip
    assert flags[row["kind"]] if row["kind"] in flags else said[row["kind"]] == row["code"]


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("Item 2023 2024 Change %", ["Item", "2023", "2024", "Change %"]),
        ("July June Jan-Jul15 Jul14 Jan-Jul14", ["", "July", "June", "Jan-Jul15", "Jul14", "Jan-Jul14"]),
        ("Product Jan-Sep 2024 Jan-Sep 2025 y/y", ["Product", "Jan-Sep 2024", "Jan-Sep 2025", "y/y"]),
        ("2023 2024 % change Share (%)", ["", "2023", "2024", "% change", "Share (%)"]),
        ("Million LBS Percent", ["", "Million LBS", "Percent"]),
        ("Country Volume t Value US$ m", ["Country", "Volume t", "Value US$ m"]),
        ("Product China USA EU", ["Product", "China", "USA", "EU"]),
        ("2022 2023 2024 Change 2024/2023 (%)", ["", "2022", "2023", "2024", "Change 2024/2023 (%)"]),
        ("Tonnes US$ million US$/tonne", ["", "Tonnes", "US$ million", "US$/tonne"]),
        ("COUNTRY March t 2023 March t 2022", ["COUNTRY", "March t 2023", "March t 2022"]),
        ("Main commodities Value in Rs. crore % change", ["Main commodities", "Value in Rs. crore", "% change"]),
    ],
)
def test_a_header_line_is_cut_by_what_its_words_are(line: str, heads: list[str]) -> None:
    cut = grid_label.columns(line, len(heads) - 1)
    assert cut is not None
    assert [line[a:b].strip() for a, b in cut] == heads


@pytest.mark.parametrize("text_of", ["7", "-41.86", "(1,772)", "+13.4%", "(9.1%)", "39.0 %", "US$ 454", "1 234 567", "▲3.2", "12.5*"])
def test_figures(text_of: str) -> None:
    assert grid_cell.is_figure(text_of)


@pytest.mark.parametrize("text_of", ["", "-", "Q1", "July15/14", "2024 Nov", "Nov 24", "(US$m)", "8M", "12 months"])
def test_what_is_no_figure(text_of: str) -> None:
    assert not grid_cell.is_figure(text_of)


@pytest.mark.parametrize(
    "unit",
    [
        "| a | 1 |\n", "Exports 1 2\n", "Exports\n1.5\n2.5\n", "|", "a  ", "\t1", "Item 2023 2024 Change %\n", "(", "Tea\n", "1 000 ",
        "exports of ", "| 2024 ", "Tea\t1.5\nPrice\n", "A 1 2 B 1 2 3 C 1 2 ", "Tea 1 Coffee 2\n", "x: 1\n",
            "Tea 1\n", "1 2 3 a ", "| a | b |\n|---|---|\n", "| a | 1 |\n|---|---|\n", "tea,\n1\n", "Tea 1 2 t May 2024\n", "(t) (%) ",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("unburdened")
def test_hostile_texts_take_linear_time(unit: str) -> None:
    start = time.process_time()
    _read(unit * (24_000 // len(unit)), {"reporter": "KEN", "flow": "export"})
    assert time.process_time() - start < 3


def test_what_was_expected_is_a_forecast() -> None:
    rows = _read("Trade, March 2018\n\n Actual Consensus\nExports-Y/Y 1.2% 1.0%\nImports-Y/Y 2.0% 2.5%\n", {"reporter": "DEU"})[0].rows
    assert [row.status for row in rows] == ["A", "F", "A", "F"]
