"""Whose trade, which flow, with whom: `reporter/flow/partner` of each row of a sentence, in its order, and nothing else of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tradestats.extract import extract_article
from tradestats.model import Article
from tradestats.query import parse_published

with (Path(__file__).parent / "parties_corpus.tsv").open(encoding="utf-8", newline="") as corpus:
    LINES = list(csv.DictReader(corpus, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["text"][:70])
def test_parties(line: dict[str, str]) -> None:
    article = Article(line["text"], published=parse_published("2023-07-14"))
    found = " ".join(f"{o.reporter}/{o.flow}/{o.partner}" for o in extract_article(article).observations)
    assert found == line["parties"]
