"""The Python API and its data frames."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import tradestats
from tradestats.frames import to_frame
from tradestats.model import Figure, Observation, columns

TEXT = "South Korea's exports rose 8.2 percent to $683.8 billion in 2024."

FIGURE = Figure(
    article_id="x",
    flow="export",
    value=Decimal("9007199254740993"),
    unit="USD",
    period="2024",
    period_start="2024-01-01",
    period_end="2024-12-31",
)


def test_names_of_the_api_win_over_modules_of_the_same_name() -> None:
    import tradestats.extract
    import tradestats.read

    assert callable(tradestats.extract)
    assert callable(tradestats.read)
    assert set(tradestats.__all__) <= set(dir(tradestats))
    for name in tradestats.__all__:
        assert getattr(tradestats, name) is not None
    with pytest.raises(AttributeError):
        tradestats.nothing  # noqa: B018


def test_extract_gives_exact_observations() -> None:
    found = tradestats.extract(TEXT, published="2025-01-01", reporter="KOR")
    assert all(isinstance(o, Observation) for o in found)
    assert Decimal(683_800_000_000) in [o.value for o in found]
    assert all(TEXT[o.start : o.end] == o.text for o in found)
    with pytest.raises(ValueError, match="no date"):
        tradestats.extract(TEXT, published="soon")


def test_types_of_a_frame() -> None:
    frame = to_frame([FIGURE], "figures")
    assert tuple(frame.columns) == columns("figures")
    assert frame["value"][0] == Decimal("9007199254740993")
    assert frame["growth_pct"][0] is None
    assert frame["article"].dtype == "Int64"
    assert isinstance(frame["flow"].dtype, pd.CategoricalDtype)
    assert str(frame["period_start"].dtype) == "datetime64[s]"
    assert frame["period_end"][0] == pd.Timestamp("2024-12-31")
    assert frame["title"].isna().all()
    assert frame["partner"].isna().all()


@pytest.mark.parametrize("table", ["observations", "figures", "mentions"])
def test_an_empty_frame_has_columns_and_types(table: str) -> None:
    frame = to_frame([], table)
    assert tuple(frame.columns) == columns(table)
    assert frame["article"].dtype == "Int64"


def test_dates_before_and_after_nanoseconds() -> None:
    far = Figure(period_start="0001-01-01", period_end="9999-12-31")
    frame = to_frame([far, Figure()], "figures", ["period_start", "period_end"])
    assert frame["period_end"].dt.year[0] == 9999
    assert frame["period_start"].isna()[1]


def test_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    frame = tradestats.read(tmp_path / "a.txt", reporter="KOR", table="observations", where="unit=USD", columns="value,unit")
    assert list(frame.columns) == ["value", "unit"]
    assert list(frame["value"]) == [Decimal(683_800_000_000)]


def test_read_and_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    with pytest.raises(tradestats.InputError):
        tradestats.read([tmp_path / "a.txt", tmp_path / "gone.txt"])
    with pytest.warns(UserWarning, match=r"gone\.txt"):
        assert len(tradestats.read([tmp_path / "a.txt", tmp_path / "gone.txt"], on_error="warn", table="mentions"))
    for wrong in (
        {"table": "none"},
        {"columns": ["none"]},
        {"where": "none=1"},
        {"input_format": "xml"},
        {"on_error": "x"},
        {"encoding": "no-such"},
    ):
        with pytest.raises(ValueError):
            tradestats.read(tmp_path / "a.txt", **wrong)  # type: ignore[arg-type]
