"""Bars: which figures stand side by side, how they look at a terminal and in a pipe, and pictures that can be opened."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ENVIRONMENT, Run

from tradestats.chart import Bar, Chart, choose
from tradestats.derived import SeriesRow
from tradestats.render import bars

TABLE = """Lima, 19 June 2024. Peru: exports by product, May 2024

| Product | Exports, USD million, May 2024 | Change on year, % |
| Copper | 2,210 | 12.1 |
| Gold | 1,410 | -8.9 |
| Coffee | 120 | -22.5 |
| Fishmeal | 310 | 40.2 |
"""


def row(value: str, **given: str) -> SeriesRow:
    cells = {"reporter": "PER", "flow": "export", "partner": "WLD", "product": "total", "unit": "USD", "period": "2024-05", **given}
    return SeriesRow(value=Decimal(value), period_start=f"{cells['period'][:4]}-01-01", period_end=f"{cells['period']}-31", **cells)  # type: ignore[arg-type]


def drawn(rows: list[SeriesRow], by: str, measure: str = "value", most: int = 20) -> list[tuple[str, int]]:
    chart = choose(rows, by, measure, most)
    return [(bar.label, int(bar.value)) for bar in chart.bars] if chart else []


COPPER, GOLD = row("5", product="copper"), row("7", product="gold")
ELSEWHERE = [
    row("9", product="tin", unit="CLP"),
    row("9", product="tin", period="2024-04"),
    row("9", product="tin", reporter="CHL"),
    row("9", product="tin", flow="import"),
    row("9", product="tin", partner="CHN"),
    row("9", product="tin", adjustment="S"),
    row("9", product="tin", statistic="volume", unit="t"),
    row("9", product="tin", obs_status="F"),
    row("9", product="tin", measure="growth", unit="PCT", basis="yoy"),
]


@pytest.mark.parametrize("other", ELSEWHERE)
def test_figures_of_another_kind_are_never_drawn_beside(other: SeriesRow) -> None:
    chart = choose([COPPER, GOLD, other], "product", "value", 20)
    assert chart is not None
    assert [bar.label for bar in chart.bars] == ["gold", "copper"]
    assert chart.others == 1


def test_growth_on_the_year_stands_not_beside_growth_on_the_month() -> None:
    grown = (("1", "yoy", "a"), ("2", "yoy", "b"), ("3", "mom", "c"))
    rows = [row(value, measure="growth", unit="PCT", basis=basis, product=product) for value, basis, product in grown]
    assert drawn(rows, "product", "growth") == [("b", 2), ("a", 1)]


def test_the_whole_is_not_drawn_beside_its_parts() -> None:
    chart = choose([COPPER, GOLD, row("100")], "product", "value", 20)
    assert chart is not None
    assert (len(chart.bars), chart.wholes, chart.others) == (2, 1, 0)


def test_periods_of_one_length_in_the_order_of_their_days() -> None:
    rows = [row(str(n), period=p) for n, p in enumerate(("2024-05", "2023-05", "2024", "2024-Q1", "2024-01/2024-05"))]
    assert drawn(rows, "period") == [("2023-05", 1), ("2024-05", 0)]
    assert drawn([row("1", period="2024-01/2024-05"), row("2", period="2023-01/2023-05"), row("3", period="2024")], "period") == [
        ("2023-01/2023-05", 2),
        ("2024-01/2024-05", 1),
    ]


def test_for_want_of_room_the_largest_stay() -> None:
    rows = [row(str(n), product=f"p{abs(n)}", flow="balance") for n in (3, -9, 1, 5)]
    assert drawn(rows, "product", most=2) == [("p5", 5), ("p9", -9)]


# ------------------------------------------------------------------ at the terminal


def chart_of(*values: str, labels: tuple[str, ...] = (), signed: bool = True) -> Chart:
    names = labels or tuple("abcdefgh"[: len(values)])
    found = tuple(Bar(label, Decimal(value)) for label, value in zip(names, values, strict=True))
    return Chart("Growth", "PCT", "Source: x", "product", signed, found, 0, 0, 0)


def lengths(text: str) -> list[int]:
    return [len(re.sub("[^\u2588]", "", line)) for line in text.splitlines()[1:-1]]


def test_bars_are_as_long_as_their_numbers() -> None:
    found = lengths(bars(chart_of("80", "40", "20", "0", signed=False), 60, False))
    assert found == [51, 25, 12, 0]  # of 60 cells 9 are label, number and gaps


def test_a_fall_goes_to_the_left_of_the_line_from_which_growth_goes_to_the_right() -> None:
    up, down = bars(chart_of("30", "-30"), 60, False).splitlines()[1:3]
    assert up.index("\u2588") == down.rindex("\u2588") + 1
    assert up.endswith("+30 %")
    assert down.endswith("\u221230 %")


@pytest.mark.parametrize("width", [1, 20, 40, 80, 200])
@pytest.mark.parametrize("values", [("1", "-1"), ("140.2", "-22.5", "0.01"), ("-5", "-1"), ("0",), ("1e30", "-1e-9")])
def test_a_line_is_no_wider_than_the_terminal_if_that_can_be(values: tuple[str, ...], width: int) -> None:
    text = bars(chart_of(*values), width, False)
    assert all(len(line) <= max(width, 60) for line in text.splitlines())
    assert all("%" in line for line in text.splitlines()[1:-1])  # no number is cut


def test_a_long_label_is_cut_and_a_wide_one_counts_its_cells() -> None:
    first, second = bars(chart_of("1", "2", labels=("x" * 90, "\uc218\ucd9c")), 60, False).splitlines()[1:3]
    assert first.startswith("x" * 19 + "\u2026 ")
    assert second.startswith("\uc218\ucd9c" + " " * 16)


def test_nothing_of_an_article_acts_on_the_terminal(tradestats: Run, tmp_path: Path) -> None:
    record = {"text": "Peru's exports of copper came to $2 billion in May 2024.", "published": "2024-06-19"}
    (tmp_path / "[red]\x1b[31m.json").write_text(json.dumps(record))
    done = tradestats("chart", ".")
    assert "\x1b" not in done.stdout + done.stderr
    assert "[red]" in done.stdout


@pytest.mark.parametrize(("color", "colored"), [("auto", False), ("always", True), ("never", False)])
def test_colour_is_for_terminals(tradestats: Run, samples: Path, color: str, colored: bool) -> None:
    assert ("\x1b[" in tradestats("chart", samples, "--color", color).stdout) is colored


def test_the_command_says_what_it_left_out(tradestats: Run) -> None:
    done = tradestats("chart", stdin=TABLE)
    assert done.stdout.splitlines()[0] == "Peru: exports by product, 2024-05"
    assert [line.split()[0] for line in done.stdout.splitlines()[1:-1]] == ["copper", "gold", "fishmeal", "coffee"]
    assert done.stderr == "1 article, 4 bars, 4 figures of other kinds left out (--where chooses)\n"
    chosen = tradestats("chart", "--measure", "growth", "--where", "product!=gold", stdin=TABLE)
    assert [line.split()[0] for line in chosen.stdout.splitlines()[1:-1] if "%" in line] == ["fishmeal", "copper", "coffee"]


def test_nothing_to_draw_is_one_clear_line(tradestats: Run, tmp_path: Path) -> None:
    done = tradestats("chart", "--where", "flow=import", "-o", "x.svg", stdin=TABLE)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "tradestats: nothing to draw: 1 article, and no value by product for which the conditions hold\n"
    assert not (tmp_path / "x.svg").exists()


# ------------------------------------------------------------------ pictures


def test_a_picture_is_drawn_and_is_always_the_same(tradestats: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    for name in ("a.svg", "b.svg", "a.png", "b.png"):
        assert tradestats("chart", "-m", "growth", "-o", name, stdin=TABLE).returncode == 0
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    words = {"".join(e.itertext()).strip() for e in ElementTree.parse(tmp_path / "a.svg").iter("{http://www.w3.org/2000/svg}text")}
    assert {"copper", "gold", "coffee", "fishmeal", "percent", "\u221222.5 %", "Source: -, published 2024-06-19"} <= words
    image = pytest.importorskip("PIL.Image").open(tmp_path / "a.png").convert("RGB")
    assert image.width == 1200
    used = {color for _, color in image.getcolors(1 << 20)}
    assert {(0x2B, 0x6C, 0xB0), (0xC0, 0x56, 0x21)} <= used  # bars of both signs


def test_a_dollar_sign_in_a_picture_is_no_formula(tradestats: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    assert tradestats("chart", "-o", "a.svg", stdin=TABLE).returncode == 0
    assert "$2.21 bn" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_another_ending_is_wrong_usage(tradestats: Run) -> None:
    assert tradestats("chart", "-o", "x.gif", stdin=TABLE).returncode == 2


def test_without_the_library_one_line_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['matplotlib'] = None; from tradestats.cli import main; main(['chart', '-', '-o', 'x.png'])"
    done = subprocess.run([sys.executable, "-c", code], input=TABLE, capture_output=True, text=True, cwd=tmp_path, env=ENVIRONMENT)
    assert done.returncode == 1
    assert done.stderr == "tradestats: png needs matplotlib, which is not installed: pip install 'tradestats[chart]'\n"


def test_bars_at_the_terminal_need_no_library(tmp_path: Path) -> None:
    call = "import sys\nfrom tradestats.cli import main\ntry: main(['chart', '-q', '-'])"
    code = f"{call}\nexcept SystemExit: print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], input=TABLE, capture_output=True, text=True, cwd=tmp_path, env=ENVIRONMENT)
    assert done.stdout.endswith("False\n")
