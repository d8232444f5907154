"""Scores on gold folders kept outside the repository (TRADESTATS_GOLD, or ../shared/gold); skipped where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from accuracy import scorer

_FOLDERS = ("seed", "own", "pages", "reuters")


def _score(gold: Path, name: str) -> scorer.Score:
    folder = gold / name
    if not (folder / "index.jsonl").exists():
        pytest.skip(f"no folder {name} in {gold}")
    return scorer.total(scorer.judge_folder(folder))


@pytest.mark.parametrize("name", _FOLDERS)
def test_every_row_stands_where_it_says(gold_folder: Path, name: str) -> None:
    assert _score(gold_folder, name).untrue == 0


def test_the_seed_articles_are_read_without_fault(gold_folder: Path) -> None:
    score = _score(gold_folder, "seed")
    faults = "\n".join(scorer.errors(scorer.judge_folder(gold_folder / "seed")))
    assert score.strict == score.gold == score.found, faults
