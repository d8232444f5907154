"""Products: known names in running text, and the slug of any phrase."""

from __future__ import annotations

import csv
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradestats.recognise import products
from tradestats.words import is_goods, is_never_goods

TABLE = Path(__file__).resolve().parent.parent / "tradestats" / "tables" / "products.tsv"


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def told(text: str) -> str:
    return ";".join(f"{text[m.start : m.end]}={m.slug}" for m in products.scan(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Exports of chips and auto parts rose.", "chips=semiconductors;auto parts=auto-parts"),
        (
            "SEMICONDUCTOR exports, Cars, EVs and SSDs",
            "SEMICONDUCTOR=semiconductors;Cars=automobiles;EVs=electric-vehicles;SSDs=solid-state-drives",
        ),
        ("Crude  oil, crude and petroleum products", "Crude  oil=crude-oil;crude=crude-oil;petroleum products=petroleum-products"),
        ("Basmati rice and rice", "Basmati rice=basmati-rice;rice=rice"),
        ("milk powder, butter, and cheese led", "milk powder, butter, and cheese=milk-powder-butter-and-cheese"),
        ("IT goods rose; it goods", "IT goods=ict-goods;goods=goods"),
        ("China ships a third of it; ships rose", "ships=ships"),
        ("a watch for it; Swiss watches", "watches=watches"),
        ("oil-rich states and chip-related shares", ""),
        ("non-oil domestic exports and non-oil and gas exports", "non-oil domestic exports=non-oil;non-oil and gas=non-oil-and-gas"),
        (
            "readymade garments, knitwear, bed wear and towels",
            "readymade garments=readymade-garments;knitwear=knitwear;bed wear=bed-wear;towels=towels",
        ),
        ("soyabeans, soya oil, maize and corn", "soyabeans=soybeans;soya oil=soybean-oil;maize=maize;corn=maize"),
        ("nonmonetary gold, gold", "nonmonetary gold=non-monetary-gold;gold=gold"),
        ("cars lead the way in tin and lead ore", "cars=automobiles;tin=tin;lead ore=refined-lead"),
        ("scarcity, gearbox, teahouse and ricer", ""),
        ("potato chips aside, wood chips", "potato=potatoes;chips=semiconductors;wood chips=wood-chips"),
    ],
)
def test_scan(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("chip", "semiconductors"),
        ("Chips", "semiconductors"),
        ("the vehicles", "automobiles"),
        ("crude-oil", "crude-oil"),
        ("an aircraft", "aircraft"),
        ("basmati rice", "basmati-rice"),
        ("Rare earths", "rare-earths"),
        ("goods", "goods"),
        ("NODX", "non-oil"),
        ("blue widgets & gadgets", "blue-widgets-and-gadgets"),
        ("crème fraîche", "creme-fraiche"),
        ("the", ""),
        ("", ""),
        ("-- .", ""),
    ],
)
def test_slug(phrase: str, expected: str) -> None:
    assert products.slug(phrase) == expected


def test_scheme_codes() -> None:
    assert products.scheme_code("semiconductors") == "MTI:831"
    assert products.scheme_code("toys") == ""
    assert products.scheme_code("no such thing") == ""
    assert all(re.fullmatch(r"(?:MTI|HS):\d{2,6}|", row["scheme_code"]) for row in rows())


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["slug"])
def test_each_row(row: dict[str, str]) -> None:
    for alias in row["aliases"].split(";"):
        assert products.slug(alias) == row["slug"]
        assert {m.slug for m in products.scan(f"Exports of {alias}.")} == {row["slug"]}
    if row["example"]:
        assert row["slug"] in {m.slug for m in products.scan(row["example"])}
    assert products.slug(products.slug(row["slug"])) == row["slug"]


def test_no_alias_twice() -> None:
    aliases = [alias.lower() for row in rows() for alias in row["aliases"].split(";")]
    assert sorted({alias for alias in aliases if aliases.count(alias) > 1}) == []
    slugs = [row["slug"] for row in rows()]
    assert len(slugs) == len(set(slugs))


PIECES = st.sampled_from(["oil", " and ", "gas", "-", "  ", "İ", "chips", "IT ", "goods", "é", ","])


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=20).map("".join)))
def test_any_text_survives(text: str) -> None:
    found = products.scan(text)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", products.slug(text))
    assert len(products.slug(text)) <= products.MAX_SLUG


@pytest.mark.usefixtures("unburdened")
@pytest.mark.parametrize("piece", ["oil and ", "oil" + " " * 40_000, "non-oil-", "a", "electronic "])
def test_time_is_linear(piece: str) -> None:
    text = (piece * (200_000 // len(piece) + 1))[:200_000] + " crude oil"
    began = time.process_time()
    products.scan(text)
    assert time.process_time() - began < 3


def test_a_slug_of_many_words_takes_no_time_and_keeps_whole_ones() -> None:
    assert products.slug("widget " * 100_000) == "-".join(["widget"] * 8)
    assert products.slug("w" * 100) == "w" * 60
    assert products.slug("a" * 30 + " " + "b" * 29) == "a" * 30 + "-" + "b" * 29
    assert products.slug("a" * 30 + " " + "b" * 30) == "a" * 30


@pytest.mark.parametrize("word", ["kettles", "Saddles", "oleochemicals", "billets", "knives", "berries", "semi-products", "services"])
def test_word_of_goods(word: str) -> None:
    assert is_goods(word)
    assert not is_never_goods(word)


@pytest.mark.parametrize("word", ["journal", "realisation", "wages", "picture", "orchards", "remittances", "mind", "eight", "did"])
def test_word_of_no_goods(word: str) -> None:
    assert not is_goods(word)


@pytest.mark.parametrize("word", ["gizmoware", "blorptine"])
def test_word_nobody_knows_is_neither(word: str) -> None:
    assert not is_goods(word)
    assert not is_never_goods(word)
