"""The scores on the accuracy corpus never fall below their floors, and the corpus changes on purpose only."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from accuracy import scorer

from tradestats.model import Article, Observation

_FOLDERS = scorer.folders()
_ON_PURPOSE = "if that is meant, run `python tests/accuracy/scorer.py --floors` and commit floors.json"


def _floors() -> dict[str, dict[str, str]]:
    return json.loads(scorer.FLOORS.read_text(encoding="utf-8"))


def test_every_folder_has_floors() -> None:
    assert sorted(_floors()) == [folder.name for folder in _FOLDERS], _ON_PURPOSE


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_the_corpus_is_the_one_the_floors_were_measured_on(folder: Path) -> None:
    assert scorer.digest(folder) == _floors()[folder.name]["digest"], f"articles or gold rows of {folder.name} changed: {_ON_PURPOSE}"


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_scores_do_not_fall(folder: Path) -> None:
    score = scorer.total(scorer.judge_folder(folder))
    floors = _floors()[folder.name]
    assert score.untrue == 0
    for name, hits in (("detected", score.detected), ("strict", score.strict)):
        f1, floor = score.f1(hits), Decimal(floors[name])
        assert f1 >= floor, f"{name} F1 of {folder.name} is {f1:.4f}, below its floor {floor}; {_ON_PURPOSE}"


def test_the_readme_claims_no_more_than_is_measured() -> None:
    measured = scorer.markdown({folder.name: scorer.judge_folder(folder) for folder in _FOLDERS})
    found = {line.split("|")[1].strip(): line.split("|")[4:8] for line in measured if "---" not in line}
    for line in scorer.claimed()[2:]:
        name, claims = line.split("|")[1].strip(), line.split("|")[4:8]
        for claim, truth in zip(claims, found[name], strict=True):
            assert Decimal(claim) <= Decimal(truth) + scorer.SLACK, f"{line}: now {truth}; run `python tests/accuracy/scorer.py --readme`"


def test_every_article_is_of_a_kind() -> None:
    unsorted = [s.name for folder in _FOLDERS for s in scorer.read_corpus(folder) if scorer.genre(s) == "unsorted"]
    assert unsorted == []


# ------------------------------------------------------------------ the scorer itself

_TEXT = "Exports rose 8 percent to $6 billion, or $6 billion at old prices."
_GOLD = """# reporter=KOR
8 percent | export | WLD | total | 2024 | value | growth | 8 | PCT | yoy or mom | = | A
$6 billion | export | WLD | memory chips | 2024 | value | level | 6e9 | USD | | = | A
?$6 billion | export | WLD | total | 2024 | value | level | 6e9 | USD | | = | A
^$6 billion | import | WLD | total | 2024 | value | level | 6e9 | USD | | = | A | JPN
"""


@pytest.fixture
def gold(tmp_path: Path) -> tuple[scorer.Gold, ...]:
    path = tmp_path / "x.gold"
    path.write_text(_GOLD, encoding="utf-8")
    return scorer.read_gold(path, _TEXT)


def _row(start: int, end: int, value: str, **fields: str) -> Observation:
    given = {"reporter": "KOR", "flow": "export", "partner": "WLD", "product": "total", "period": "2024", "unit": "USD", **fields}
    return Observation(text=_TEXT[start:end], start=start, end=end, value=Decimal(value), **given)  # type: ignore[arg-type]


def test_gold_rows_are_placed_in_the_text(gold: tuple[scorer.Gold, ...]) -> None:
    assert [_TEXT[g.start : g.end] for g in gold] == ["8 percent", "$6 billion", "$6 billion", "$6 billion"]
    assert [g.start for g in gold] == [13, 26, 41, 41]
    assert [g.neutral for g in gold] == [False, False, True, False]
    assert [g.right["reporter"] for g in gold] == [("KOR",), ("KOR",), ("KOR",), ("JPN",)]


def test_a_quote_that_is_not_in_the_text_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.gold"
    path.write_text(_GOLD.replace("8 percent", "9 percent"), encoding="utf-8")
    with pytest.raises(scorer.GoldError, match=r"x.gold:2: '9 percent'"):
        scorer.read_gold(path, _TEXT)


@pytest.mark.parametrize(
    ("slug", "words", "right", "same"),
    [
        ("semiconductors", "memory chip", "memory chips", True),
        ("memory-chips", "", "memory chips", True),
        ("semiconductors", "chips", "memory chips", True),  # one word of two
        ("displays", "displays", "memory chips", False),
        ("total", "", "memory chips", False),
        ("total", "", "total", True),
        ("total", "", "goods", True),
        ("services", "services", "total", False),
    ],
)
def test_products_are_the_same_by_their_words(gold: tuple[scorer.Gold, ...], slug: str, words: str, right: str, same: bool) -> None:
    one = scorer.Gold("", 0, 0, 0, False, {**gold[0].right, "product": (right,)})
    assert scorer.agrees("product", _row(0, 1, "1", product=slug, product_text=words), one) is same


def test_any_of_several_right_readings_counts(gold: tuple[scorer.Gold, ...]) -> None:
    assert scorer.agrees("basis", _row(13, 22, "8", basis="mom"), gold[0])
    assert not scorer.agrees("basis", _row(13, 22, "8", basis="qoq"), gold[0])
    assert scorer.agrees("basis", _row(26, 36, "6e9", basis="qoq"), gold[1])  # a level has none


def test_rows_are_paired_one_to_one_and_the_right_value_goes_first(gold: tuple[scorer.Gold, ...]) -> None:
    rows = [_row(13, 36, "6e9", unit="EUR"), _row(13, 22, "8", measure="growth", unit="PCT", basis="yoy"), _row(0, 7, "1")]
    pairs, extra = scorer.pair(gold[:2], rows)
    assert [index for _, index in pairs] == [1, 0]
    assert extra == [2]


def test_a_comparison_names_what_was_gained_lost_and_altered() -> None:
    def row(start: int, verdict: str, **fields: str) -> dict[str, object]:
        blank: dict[str, object] = dict.fromkeys((*scorer.STRICT, *scorer.ALSO, "rule"), "")
        return {**blank, "text": "6", "start": start, "end": start + 1, "verdict": verdict, **fields}

    before = {"a/1": [row(0, "right"), row(5, "wrong", period="2024"), row(9, "invented")]}
    after = {"a/1": [row(0, "right"), row(5, "right", period="2023"), row(20, "right")]}
    lines = list(scorer.compare(before, after))
    assert [line[0] for line in lines[:3]] == ["~", "-", "+"]
    assert "period '2024' to '2023'" in lines[0]
    assert lines[-1] == "1 altered (wrong to right), 1 gained (right), 1 lost (invented)"


def test_a_truth_is_judged_as_found_and_what_is_not_there_as_missed() -> None:
    sample = scorer.Sample("x", Article("Nothing was said.", id="x"), ())
    assert scorer.judge(sample).score.as_dict()["strict"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
