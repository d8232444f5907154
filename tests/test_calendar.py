"""Period arithmetic."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradestats import calendar as cal

SINGLE = ["2024", "2024-S1", "2024-Q3", "2024-12", "2024-12-31", "2024-W46"]
RANGES = ["2024-01/2024-09", "2024-12-01/2024-12-20", "1987/1992", "2025-Q1/2025-Q3"]
NONE = ["", "24", "2024-13", "2024-S3", "2024-Q5", "2024-W54", "2024-02-30", "2024-09/2024-01", "2024/2024", "2024/2024-01", "x", "0000-01"]


@pytest.mark.parametrize("code", SINGLE + RANGES)
def test_a_code_is_read_back(code: str) -> None:
    assert cal.parse(code).code == code


@pytest.mark.parametrize("code", NONE)
def test_what_is_no_code(code: str) -> None:
    with pytest.raises(ValueError):
        cal.parse(code)


def test_makers() -> None:
    made = (cal.year(2024), cal.half(2024, 2), cal.quarter(2024, 4), cal.month(2024, 2))
    assert [p.code for p in made] == ["2024", "2024-S2", "2024-Q4", "2024-02"]
    assert cal.months(2024, 1, 2024, 9).code == "2024-01/2024-09"
    assert cal.months(2024, 3, 2024, 3) == cal.month(2024, 3)
    assert cal.months(2024, 1, 2024, 12) == cal.year(2024)
    assert cal.months(2024, 4, 2025, 3).code == "2024-04/2025-03"
    assert cal.days(dt.date(2024, 12, 1), dt.date(2024, 12, 20)).code == "2024-12-01/2024-12-20"
    assert (cal.quarter(2024, 1).start, cal.quarter(2024, 1).end) == (dt.date(2024, 1, 1), dt.date(2024, 3, 31))
    assert (cal.week(2024, 46).start, cal.week(2024, 46).end) == (dt.date(2024, 11, 11), dt.date(2024, 11, 17))


@pytest.mark.parametrize(
    ("code", "n", "shifted"),
    [
        ("2024", -1, "2023"),
        ("2024-01/2024-09", -1, "2023-01/2023-09"),
        ("2023-07/2024-06", 2, "2025-07/2026-06"),
        ("2024-02-29", -1, "2023-02-28"),
        ("2024-02-01/2024-02-29", -1, "2023-02-01/2023-02-28"),
        ("2024-12-01/2024-12-20", -1, "2023-12-01/2023-12-20"),
        ("2020-W53", 1, "2021-W52"),
        ("2024-S2", -1, "2023-S2"),
    ],
)
def test_shift_years(code: str, n: int, shifted: str) -> None:
    assert cal.parse(code).shift_years(n).code == shifted


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2024", "2023"),
        ("2024-S1", "2023-S2"),
        ("2024-Q1", "2023-Q4"),
        ("2024-01", "2023-12"),
        ("2024-03-01", "2024-02-29"),
        ("2024-W01", "2023-W52"),
        ("2024-12-01/2024-12-20", "2024-11-01/2024-11-20"),
        ("2024-03-01/2024-03-31", "2024-02-01/2024-02-29"),
        ("2024-07/2025-06", "2023-07/2024-06"),
        ("2024-07/2024-09", "2024-04/2024-06"),
        ("2024-01/2024-09", None),
        ("2024-11-20/2024-12-10", None),
        ("1987/1992", None),
    ],
)
def test_previous(code: str, before: str | None) -> None:
    found = cal.parse(code).previous()
    assert (found.code if found else None) == before


@pytest.mark.parametrize(
    ("focus", "base", "name"),
    [
        ("2024-12", "2023-12", "yoy"),
        ("2024-12", "2024-11", "mom"),
        ("2025-Q1", "2024-Q4", "qoq"),
        ("2025-Q1", "2024-Q1", "yoy"),
        ("2025-S1", "2024-01/2024-06", "yoy"),
        ("2024", "2023", "yoy"),
        ("2024-12-01/2024-12-20", "2024-11-01/2024-11-20", "mom"),
        ("2024-12-01/2024-12-20", "2023-12-01/2023-12-20", "yoy"),
        ("2021-10", "2019-10", "2019-10"),
        ("2025-S1", "2024-S2", "2024-S2"),
        ("2024-07/2025-06", "2023-07/2024-06", "yoy"),
    ],
)
def test_basis(focus: str, base: str, name: str) -> None:
    assert cal.basis(cal.parse(focus), cal.parse(base)) == name


@given(st.dates(dt.date(1901, 1, 1), dt.date(2098, 12, 31)), st.integers(0, 700), st.integers(-20, 20))
def test_ranges_of_days_hold(first: dt.date, length: int, n: int) -> None:
    period = cal.days(first, min(first + dt.timedelta(days=length), dt.date(2099, 12, 31)))
    assert cal.parse(period.code) == period
    shifted = period.shift_years(n)
    assert shifted.start <= shifted.end
    before = period.previous()
    assert before is None or before.start < period.start


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("2024-01/2024-03", "2024-Q1"),
        ("2024-07/2024-12", "2024-S2"),
        ("2024-02/2024-04", "2024-02/2024-04"),
        ("2024-01/2024-09", "2024-01/2024-09"),
        ("2024-11/2025-01", "2024-11/2025-01"),
        ("2024-03", "2024-03"),
    ],
)
def test_months_that_are_a_quarter_or_a_half(code: str, named: str) -> None:
    assert cal.quarter_or_half(cal.parse(code)).code == named
