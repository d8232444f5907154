"""Arithmetic on stated figures: intervals, each check both ways, and what is never compared."""

from __future__ import annotations

import csv
import io
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from accuracy import scorer
from conftest import Run

from tradestats.calendar import parse
from tradestats.check import CHECKS, CONTRADICTION, NOT_COMPARABLE, OK, Finding, Releases, check_article, interval
from tradestats.extract import extract_article
from tradestats.model import Observation


def o(flow: str, value: str, **given: object) -> Observation:
    """A figure: `value` as a text states it in billions ("683.8"), or as it is where a unit is given."""
    cells: dict[str, object] = {"reporter": "KOR", "partner": "WLD", "product": "total", "period": "2024-12", "unit": "USD", **given}
    money = cells["unit"] == "USD"
    period = parse(str(cells["period"]))
    cells |= {"period_start": period.start.isoformat(), "period_end": period.end.isoformat()}
    power = 9 if money else 0
    cells.setdefault("text", f"${value} billion" if money else f"{value}%" if cells["unit"] == "PCT" else value)
    decimals = len(value.partition(".")[2])
    return Observation(flow=flow, value=Decimal(value).scaleb(power), unit_mult=power, decimals=decimals, **cells)  # type: ignore[arg-type]


def growth(flow: str, value: str, basis: str = "yoy", **given: object) -> Observation:
    return o(flow, value, measure="growth", unit="PCT", basis=basis, **given)


def verdicts(*rows: Observation) -> list[tuple[str, str]]:
    return [(f.check, f.verdict) for f in check_article(rows)]


# ------------------------------------------------------------------ intervals


@pytest.mark.parametrize(
    ("row", "low", "high"),
    [
        (o("export", "683.8"), "683.75e9", "683.85e9"),
        (o("export", "-51.8"), "-51.85e9", "-51.75e9"),
        (o("export", "12"), "11.5e9", "12.5e9"),
        (o("export", "5", bound=">"), "4.5e9", "Infinity"),
        (o("balance", "-5", bound=">"), "-Infinity", "-4.5e9"),
        (o("export", "5", bound="<"), "0", "5.5e9"),
        (o("export", "60", bound="~"), "57e9", "63e9"),
        (growth("export", "8.2"), "8.15", "8.25"),
        (growth("export", "100", text="doubled"), "90", "110"),
        (growth("export", "8.2", text="+8.2"), "8.15", "8.25"),  # a cell of a table
        (growth("export", "5", text="five percent"), "4.5", "5.5"),
        (o("export", "874000", unit="t", text="874,000 tonnes"), "873500", "874500"),
        (o("export", "874001", unit="t", text="874,001 tonnes"), "874000.5", "874001.5"),
        (o("export", "0", unit="t", text="zero"), "-0.5", "0.5"),
    ],
)
def test_a_stated_figure_is_an_interval(row: Observation, low: str, high: str) -> None:
    assert tuple(interval(row)) == (Decimal(low), Decimal(high))


# ------------------------------------------------------------------ each check, both ways


@pytest.mark.parametrize(
    ("rows", "check", "verdict"),
    [
        ([o("export", "22.7"), o("import", "18.9"), o("balance", "3.8")], "balance", OK),
        ([o("export", "22.7"), o("import", "18.9"), o("balance", "3.9")], "balance", OK),  # 22.74 - 18.86 is 3.88
        ([o("export", "22.7"), o("import", "18.9"), o("balance", "4.2")], "balance", CONTRADICTION),
        ([o("export", "22.7"), o("import", "18.9"), o("balance", "-3.8")], "balance", CONTRADICTION),
        ([o("export", "22.7"), o("import", "18.9"), o("trade", "41.6")], "trade", OK),
        ([o("export", "22.7"), o("import", "18.9"), o("trade", "42.6")], "trade", CONTRADICTION),
        ([o("export", "55.0"), o("export", "50.0", period="2023-12"), growth("export", "10.0")], "growth", OK),
        ([o("export", "55.0"), o("export", "50.0", period="2023-12"), growth("export", "12.0")], "growth", CONTRADICTION),
        ([o("export", "55.0"), o("export", "50.0", period="2024-11"), growth("export", "10.0", "mom")], "growth", OK),
        ([o("export", "55.0"), o("export", "50.0", period="2022-12"), growth("export", "10.0", "2022-12")], "growth", OK),
        ([o("balance", "-53.9"), o("balance", "-50.0", period="2023-12"), growth("balance", "7.8")], "growth", OK),
        ([o("balance", "5.0"), o("balance", "-5.0", period="2023-12"), growth("balance", "7.8")], "growth", NOT_COMPARABLE),
        ([o("export", "55.0"), o("export", "50.0", period="2023-12"), o("export", "5.0", measure="change", basis="yoy")], "change", OK),
        ([o("export", "5"), o("export", "4", period="2023-12"), o("export", "-1", measure="change", basis="yoy")], "change", CONTRADICTION),
        ([o("export", "55.0"), growth("export", "10.0"), o("export", "5.0", measure="change", basis="yoy")], "change", OK),
        ([o("export", "55.0"), growth("export", "10.0"), o("export", "50.0", measure="change", basis="yoy")], "change", CONTRADICTION),
        ([o("x", "1.0", product="c"), o("x", "5.0"), o("x", "20", product="c", unit="PCT", measure="share")], "share", OK),
        ([o("export", "60.0", product="cars"), o("export", "50.0")], "parts", CONTRADICTION),
        ([o("export", "50.04", product="cars"), o("export", "50.0")], "parts", OK),
        ([o("export", "120", product="cars", unit="PCT", measure="share")], "parts", CONTRADICTION),
        ([o("export", "683.8", end=9), o("export", "683.84", start=90)], "repeat", OK),
        ([o("export", "683.8", end=9), o("export", "683.9", start=90)], "repeat", CONTRADICTION),
        ([o("export", "6.8", product="cars"), o("export", "6.3", product="cars")], "repeat", NOT_COMPARABLE),
        ([o("export", "33", start=10, end=14), o("export", "34", start=15, end=19)], "repeat", NOT_COMPARABLE),  # $33bn-$34bn
        ([growth("export", "8.3", end=4), growth("export", "8.4", start=90, sentence="In yuan terms, 8.4%.")], "repeat", NOT_COMPARABLE),
        ([o("export", "6.8"), o("export", "6.3", sentence="They were 6.3, revised from 6.8.")], "repeat", NOT_COMPARABLE),
    ],
)  # fmt: skip
def test_figures_fit_or_do_not(rows: list[Observation], check: str, verdict: str) -> None:
    assert (check, verdict) in verdicts(*rows)


def test_a_share_of_an_unsaid_whole_is_no_contradiction() -> None:
    part, whole = o("export", "10.0", product="cars"), o("export", "50.0")
    share = {"product": "cars", "unit": "PCT", "measure": "share", "text": "35.0 percent"}
    open_ended = o("export", "35.0", sentence="Cars made up 35.0 percent.", **share)
    said = o("export", "35.0", sentence="Cars made up 35.0 percent of total exports.", **share)
    assert ("share", NOT_COMPARABLE) in verdicts(part, whole, open_ended)
    assert ("share", CONTRADICTION) in verdicts(part, whole, said)


def test_ranks_against_values() -> None:
    china, america = o("export", "11.0", partner="CHN"), o("export", "13.0", partner="USA")
    both = "The largest market was China, the second largest the United States."

    def rank(partner: str, place: str, text: str, sentence: str) -> Observation:
        return o("export", place, partner=partner, unit="RANK", measure="rank", text=text, sentence=sentence)

    first, second = rank("CHN", "1", "largest", both), rank("USA", "2", "second largest", both)
    assert ("rank", CONTRADICTION) in verdicts(china, america, first, second)
    assert ("rank", OK) in verdicts(o("export", "13.4", partner="CHN"), america, first, second)
    apart = rank("USA", "2", "second largest", "The second largest buyer of cars was the United States.")
    assert ("rank", NOT_COMPARABLE) in verdicts(china, america, first, apart)


@pytest.mark.parametrize(
    ("place", "said", "verdict"),
    [
        ("2", "second largest market.", OK),
        ("1", "largest market.", CONTRADICTION),
        ("1", "largest market in ASEAN.", NOT_COMPARABLE),
        ("1", "largest market in May.", CONTRADICTION),
    ],
)
def test_a_rank_among_countries_with_values(place: str, said: str, verdict: str) -> None:
    levels = [o("export", value, partner=code) for code, value in (("CHN", "13.0"), ("USA", "12.0"), ("VNM", "5.0"), ("EU", "14.0"))]
    text = said.split(" market")[0]
    rank = o("export", place, partner="USA", unit="RANK", measure="rank", text=text, sentence=f"The United States was the {said}")
    assert ("rank", verdict) in verdicts(*levels, rank)


def test_of_deficits_the_lowest_comes_first() -> None:
    rows = [o("balance", "-13.0", partner="CHN"), o("balance", "-5.0", partner="USA")]
    rank = o("balance", "1", partner="CHN", unit="RANK", measure="rank", text="largest", sentence="The largest deficit was with China.")
    assert [f for f in verdicts(*rows, rank) if f[0] == "rank"] == []


# ------------------------------------------------------------------ what is never compared


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([o("export", "55"), o("export", "90", period="2022-12"), growth("export", "10.0")], id="a record of another year"),
        pytest.param([o("export", "55"), o("export", "90", period="2024-11"), growth("export", "10.0")], id="another base"),
        pytest.param([o("export", "2", statistic="daily_average"), o("import", "9"), o("balance", "4")], id="statistic"),
        pytest.param([o("export", "9", product="goods"), o("import", "9", product="goods-and-services"), o("balance", "4")], id="services"),
        pytest.param([o("export", "9", partner="CHN"), o("import", "9"), o("balance", "4")], id="partner"),
        pytest.param([o("export", "9", unit="KRW"), o("import", "9"), o("balance", "4")], id="currency"),
        pytest.param([o("export", "60", product="goods-and-services"), o("export", "50")], id="no part of the other"),
        pytest.param([o("balance", "60", partner="CHN"), o("balance", "50")], id="balances may be more than their sum"),
        pytest.param([o("export", "55"), growth("export", "10.0", basis=""), o("export", "90", period="2023-12")], id="no base said"),
    ],
)
def test_no_check_of_figures_that_do_not_belong_together(rows: list[Observation]) -> None:
    assert [f for f in check_article(rows) if f.verdict != OK] == []


@pytest.mark.parametrize("other", [{"adjustment": "S"}, {"obs_status": "F"}])
def test_figures_of_another_adjustment_or_status_are_said_to_be_not_comparable(other: dict[str, str]) -> None:
    rows = [o("export", "9"), o("import", "9"), o("balance", "4", **other)]
    assert verdicts(*rows) == [("balance", NOT_COMPARABLE)]
    grown = [o("export", "9"), o("export", "5", period="2023-12", **other), growth("export", "10")]
    assert verdicts(*grown) == [("growth", NOT_COMPARABLE)]


def test_where_goods_and_services_are_told_apart_a_total_is_in_doubt() -> None:
    rows = [o("export", "22.7"), o("import", "18.9"), o("balance", "4.2"), o("balance", "1.0", product="services")]
    assert ("balance", NOT_COMPARABLE) in verdicts(*rows)


# ------------------------------------------------------------------ several articles


def _released(old: Observation, new: Observation) -> list[Finding]:
    releases = Releases()
    for n, row in enumerate((old, new)):
        releases.add([row] if row.article_id else [Observation(**{**{f: getattr(row, f) for f in row.__slots__}, "article_id": str(n)})])
    return list(releases.findings())


def test_releases_are_held_against_each_other() -> None:
    old, new = o("export", "55.0", published="2025-01-01"), o("export", "54.0", published="2025-02-01")
    (found,) = _released(old, new)
    assert found.verdict == CONTRADICTION
    assert "revision" in found.reason
    assert found.claim.published == "2025-02-01"
    (same,) = _released(old, o("export", "55.04", published="2025-02-01"))
    assert same.verdict == OK
    assert _released(old, o("export", "54.0", obs_status="P")) == []
    assert _released(o("export", "1", reporter=""), o("export", "2", reporter="")) == []


# ------------------------------------------------------------------ real articles

_PRINTED_WRONG = {
    ("pages/25_maeeshat_japan_may", "balance", "$388 million"),  # "$4 million" of imports beside "$4 billion" of exports
    ("pages/25_maeeshat_japan_may", "balance", "40.7 billion yen"),  # "5.09 billion yen" for 5.09 trillion
    ("pages/51_economynext_lanka_apr2020", "growth", "26 percent"),  # from 3,888 to 2,853 is 26.6
    ("pages/55_reportaz_8m_2015", "trade", "1304 thousand 272.59 USD"),
}
"""Contradictions that stand in the articles themselves, found by reading them."""


@pytest.fixture(scope="module")
def findings() -> dict[str, list[Finding]]:
    samples = [s for folder in scorer.folders() for s in scorer.read_corpus(folder)]
    return {s.name: check_article(extract_article(s.article).observations) for s in samples}


def test_misprints_in_real_articles_are_found(findings: dict[str, list[Finding]]) -> None:
    found = {(name, f.check, f.claim.text) for name, every in findings.items() for f in every if f.verdict == CONTRADICTION}
    assert found >= _PRINTED_WRONG


def test_most_figures_of_real_articles_fit(findings: dict[str, list[Finding]]) -> None:
    """Few contradictions, each of them a misprint or a misreading: the arithmetic invents none."""
    every = [f for found in findings.values() for f in found if f.check not in ("repeat", "release")]
    wrong = [f for f in every if f.verdict == CONTRADICTION]
    fit = sum(f.verdict == OK for f in every)
    assert fit > 800
    assert len(wrong) * 20 < fit  # one in twenty


def test_every_check_has_been_tried_on_real_articles(findings: dict[str, list[Finding]]) -> None:
    tried = {f.check for found in findings.values() for f in found}
    assert set(CHECKS) - tried == {"release"}


# ------------------------------------------------------------------ the command

_WRONG = (
    "South Korea's exports rose 8.2 percent to $683.8 billion in 2024. "
    "Imports fell 1.6 percent to $632.0 billion, for a surplus of $41.8 billion."
)
_RIGHT = _WRONG.replace("41.8", "51.8")


def _check(tradestats: Run, *arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return tradestats("check", *arguments, stdin=stdin)


def test_a_contradiction_is_exit_code_3_and_shows_all_quotes(tradestats: Run) -> None:
    done = _check(tradestats, stdin=_WRONG)
    assert done.returncode == 3
    for quote in ("$41.8 billion", "$683.8 billion", "$632.0 billion"):
        assert f'"{quote}"' in done.stdout
        assert f":{_WRONG.index(quote)}-" in done.stdout
    assert done.stderr == "1 article, 1 check: 0 ok, 1 contradiction, 0 not comparable\n"


def test_what_fits_is_silent(tradestats: Run) -> None:
    done = _check(tradestats, stdin=_RIGHT)
    assert (done.returncode, done.stdout) == (0, "")
    assert "ok: balance" in _check(tradestats, "--all", stdin=_RIGHT).stdout
    assert _check(tradestats, "-q", stdin=_RIGHT).stderr == ""


def test_findings_as_a_table(tradestats: Run, tmp_path: Path) -> None:
    done = _check(tradestats, "-f", "csv", stdin=_WRONG)
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["verdict"], row["check"], row["value"]) == ("contradiction", "balance", "41800000000")
    assert (Decimal(row["low"]), Decimal(row["high"])) == (Decimal("51.7e9"), Decimal("51.9e9"))
    assert '"$632.0 billion" -:1:' in row["others"]
    assert _check(tradestats, "-o", tmp_path / "found.jsonl", stdin=_WRONG).returncode == 3
    assert '"check": "balance"' in (tmp_path / "found.jsonl").read_text()


def test_one_check_only(tradestats: Run) -> None:
    assert _check(tradestats, "--only", "growth", stdin=_WRONG).returncode == 0
    assert _check(tradestats, "--only", "sums", stdin=_WRONG).returncode == 2


def test_two_releases_and_a_file_that_is_not_there(tradestats: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_RIGHT)
    (tmp_path / "b.txt").write_text(_RIGHT.replace("683.8", "683.9").replace("Imports", "Once more: imports"))
    done = _check(tradestats, tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "gone.txt", "--only", "release")
    assert done.returncode == 3
    assert "a.txt:1:" in done.stdout
    assert "b.txt:1:" in done.stdout
    assert "gone.txt" in done.stderr
    assert _check(tradestats, tmp_path / "gone.txt").returncode == 1


def test_several_processes_find_the_same(tradestats: Run, samples: Path) -> None:
    one, two = (_check(tradestats, samples, "--all", "--jobs", jobs) for jobs in ("1", "2"))
    assert (one.stdout, one.stderr, one.returncode) == (two.stdout, two.stderr, 0)
