"""Observations to figures: what belongs together stands in one row, and nothing is dropped."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tradestats.model import Article, Extraction, Figure, Mention, Observation
from tradestats.tidy import figures, mention_rows, rows

BASE = Observation(article_id="a", source="s", reporter="KOR", flow="export", partner="CHN", product="total", period="2024", sentence="one")
CELL = {"level": "value", "growth": "growth_pct", "change": "change", "share": "share_pct", "rank": "rank"}


def obs(measure: str, value: str, unit: str = "", **more: object) -> Observation:
    usual = {"level": "USD", "change": "USD", "growth": "PCT", "share": "PCT", "rank": "RANK"}.get(measure, "PP")
    return replace(BASE, measure=measure, value=Decimal(value), unit=unit or usual, **more)  # type: ignore[arg-type]


def test_one_series_is_one_row() -> None:
    stated = [
        obs("growth", "6.6", basis="yoy"),
        obs("level", "133"),
        obs("change", "8", basis="mom"),
        obs("share", "20.4"),
        obs("rank", "1"),
    ]
    (f,) = figures(stated)
    assert (f.value, f.unit, f.growth_pct, f.growth_basis) == (Decimal(133), "USD", Decimal("6.6"), "yoy")
    assert (f.change, f.change_basis, f.share_pct, f.rank) == (Decimal(8), "mom", Decimal("20.4"), Decimal(1))


def test_another_series_is_another_row() -> None:
    for field, value in (
        ("partner", "JPN"),
        ("period", "2023"),
        ("flow", "import"),
        ("product", "ships"),
        ("statistic", "volume"),
        ("reporter", "USA"),
    ):
        assert len(figures([obs("level", "1"), replace(obs("growth", "2"), **{field: value})])) == 2


def test_the_same_series_in_another_article_is_another_row() -> None:
    assert len(figures([obs("level", "1"), obs("growth", "2", article=2)])) == 2


def test_a_level_said_twice_is_one_row_and_another_level_a_second() -> None:
    assert [f.value for f in figures([obs("level", "45"), obs("level", "45.0"), obs("level", "46")])] == [Decimal(45), Decimal(46)]


def test_two_currencies_are_two_rows_each_with_its_growth() -> None:
    stated = [
        obs("growth", "7.1", sentence="one"),
        obs("level", "45", sentence="one"),
        obs("level", "50.9", "KRW", sentence="two"),
        obs("growth", "7.7", sentence="two"),
    ]
    assert [(f.unit, f.value, f.growth_pct) for f in figures(stated)] == [
        ("USD", Decimal(45), Decimal("7.1")),
        ("KRW", Decimal("50.9"), Decimal("7.7")),
    ]


def test_a_sentence_keeps_its_numbers_together() -> None:
    stated = [obs("level", "45"), obs("level", "50.9", "KRW", sentence="two"), obs("growth", "7.7", sentence="two")]
    assert [f.growth_pct for f in figures(stated)] == [None, Decimal("7.7")]


def test_growth_on_another_basis_is_another_row() -> None:
    stated = [obs("level", "45"), obs("growth", "7.1", basis="yoy"), obs("growth", "1.2", basis="mom")]
    assert [(f.value, f.growth_basis) for f in figures(stated)] == [(Decimal(45), "yoy"), (None, "mom")]


def test_a_forecast_does_not_mix_with_what_was_counted() -> None:
    assert [f.obs_status for f in figures([obs("level", "45"), obs("growth", "7", obs_status="F")])] == ["A", "F"]


def test_adjusted_and_unadjusted_do_not_mix() -> None:
    assert len(figures([obs("level", "45", adjustment="S"), obs("growth", "7", adjustment="N")])) == 2
    assert len(figures([obs("level", "45", adjustment="S"), obs("growth", "7")])) == 1


def test_share_change_and_contribution_make_no_figure() -> None:
    assert figures([obs("share_change", "2"), obs("contribution", "1")]) == []


def test_thousands_of_levels_of_one_series_take_no_time() -> None:
    assert len(figures(obs("level", str(n)) for n in range(30_000))) == 30_000


OBSERVATIONS = st.lists(
    st.builds(
        lambda measure, value, unit, basis, status, partner, sentence: obs(
            measure,
            str(value),
            unit if measure in ("level", "change") else "",
            basis=basis,
            obs_status=status,
            partner=partner,
            sentence=sentence,
        ),
        st.sampled_from([*CELL, "share_change", "contribution"]),
        st.integers(-3, 3),
        st.sampled_from(["USD", "KRW"]),
        st.sampled_from(["", "yoy", "mom"]),
        st.sampled_from(["A", "F"]),
        st.sampled_from(["CHN", "JPN"]),
        st.sampled_from(["one", "two"]),
    ),
    max_size=30,
)


def _stands_in(o: Observation, f: Figure) -> bool:
    same = all(getattr(o, n) == getattr(f, n) for n in ("article_id", "flow", "partner", "product", "period", "statistic", "obs_status"))
    basis = {"growth": f.growth_basis, "change": f.change_basis}.get(o.measure, o.basis)
    unit = f.unit if o.measure in ("level", "change") else o.unit
    return same and getattr(f, CELL[o.measure]) == o.value and basis == o.basis and unit == o.unit


@given(OBSERVATIONS)
@settings(max_examples=150, deadline=None)
def test_nothing_is_dropped_and_nothing_invented(stated: list[Observation]) -> None:
    made = figures(stated)
    for o in stated:
        if o.measure in CELL:
            assert any(_stands_in(o, f) for f in made)
    for f in made:
        for measure, cell in CELL.items():
            if getattr(f, cell) is not None:
                assert any(o.measure == measure and _stands_in(o, f) for o in stated)


def test_mentions_are_moved_to_the_source() -> None:
    article = Article("up 8 percent", source="s", number=3, id="x", offset=100)
    extraction = Extraction(article, (Mention("percent", "8 percent", 3, 12, "PCT", Decimal(8), "PCT"),), (), ())
    (row,) = mention_rows(extraction)
    assert (row.article_id, row.article, row.start, row.end, row.value) == ("x", 3, 103, 112, Decimal(8))
    assert rows(extraction, "mentions") == [row]
    assert rows(extraction, "figures") == []
