"""Names of areas: one line of names_corpus.tsv is one test, and every example of the tables is one."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradestats.recognise import names

HERE = Path(__file__).resolve().parent
TABLES = HERE.parent / "tradestats" / "tables"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def told(text: str) -> str:
    """The mentions of a text as the corpus writes them."""
    return ";".join(f"{text[m.start : m.end]}={m.code} {m.form}" + (" poss" if m.possessive else "") for m in names.scan(text))


@pytest.mark.parametrize("row", rows(HERE / "names_corpus.tsv"), ids=lambda row: row["text"][:60])
def test_corpus(row: dict[str, str]) -> None:
    assert told(row["text"]) == row["mentions"]


EXAMPLES = [row for table in ("area_aliases.tsv", "agencies.tsv") for row in rows(TABLES / table) if row["example"]]


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["text"][:40])
def test_examples_of_the_tables(row: dict[str, str]) -> None:
    found = names.scan(row["example"])
    assert found
    if row["form"] in names.MENTION_FORMS:
        assert (row["code"], row["form"]) in {(m.code, m.form) for m in found}


def test_every_form_of_the_tables_is_known() -> None:
    helpers = {"money-any", "money-demonym", "suffix-bound", "suffix-keep", "prefix", "prefix-keep", "outside", "member-noun", "group-noun"}
    helpers |= {"agency-noun", "other-noun", "agency-of", "other-of", "brand", "pair-noun", "shared-office", "observer"}
    helpers |= {"state-of", "origin"}
    used = {row["form"] for table in ("area_aliases.tsv", "agencies.tsv") for row in rows(TABLES / table)}
    assert used - names.MENTION_FORMS == helpers


def test_no_name_is_given_twice_by_hand() -> None:
    for table in ("area_aliases.tsv", "agencies.tsv"):
        texts = [
            (text, row["form"] in names.MENTION_FORMS or row["form"]) for row in rows(TABLES / table) for text in row["text"].split(";")
        ]
        assert len(texts) == len(set(texts)), sorted({text for text in texts if texts.count(text) > 1})


def test_every_code_has_a_name() -> None:
    codes = names.area_codes()
    for table in ("area_aliases.tsv", "agencies.tsv"):
        for row in rows(TABLES / table):
            if row["form"] in names.MENTION_FORMS and row["code"]:
                assert all(part in codes for part in row["code"].split("+")), row


AREAS = rows(TABLES / "areas.tsv")


@pytest.mark.parametrize("row", [row for row in AREAS if row["kind"] == "country" and row["names"]], ids=lambda row: row["code"])
def test_each_country_is_found_by_its_name(row: dict[str, str]) -> None:
    for name in row["names"].split(";"):
        assert [m.code for m in names.scan(f"Exports to {name} rose.")] == [row["code"]]


@pytest.mark.parametrize("row", [row for row in AREAS if row["demonyms"]], ids=lambda row: row["code"])
def test_each_area_is_found_by_its_demonym(row: dict[str, str]) -> None:
    for demonym in row["demonyms"].split(";"):
        assert [(m.code, m.form) for m in names.scan(f"Many {demonym} exports rose.")] == [(row["code"], "demonym")]


def test_a_demonym_means_one_area() -> None:
    owners: dict[str, set[str]] = {}
    for row in AREAS:
        for demonym in filter(None, row["demonyms"].split(";")):
            owners.setdefault(demonym, set()).add(row["code"])
    assert [demonym for demonym, codes in owners.items() if len(codes) > 1] == []


def test_customs_of_areas() -> None:
    india, canada, germany, britain = (names.area(code) for code in ("IND", "CAN", "DEU", "GBR"))
    assert india and canada and germany and britain
    assert (india.currency, india.fiscal_start, india.basis_default) == ("INR", 4, "yoy")
    assert (canada.dollar, germany.currency, germany.dollar, britain.currency) == ("CAD", "EUR", "USD", "GBP")
    assert names.area("XYZ") is None


def test_members() -> None:
    assert len(names.members("EU")) == 27
    assert names.members("EA") < names.members("EU")
    assert names.members("EU-NON-EA") == names.members("EU") - names.members("EA")
    assert {"VNM", "SGP"} <= names.members("ASEAN")
    assert names.members("BELN") == {"BWA", "SWZ", "LSO", "NAM"}
    assert names.members("KOR") == frozenset()
    for group, found in ((code, names.members(code)) for code in names.area_codes()):
        assert found <= names.area_codes().keys(), group


@pytest.mark.skipif(not (find_spec("babel") and find_spec("countryinfo")), reason="the generator's sources are not installed")
def test_the_generated_table_is_what_the_generator_writes() -> None:
    assert subprocess.run([sys.executable, str(HERE / "tools" / "build_areas.py"), "--check"], check=False).returncode == 0


PIECES = st.sampled_from(
    [
        "U.S.",
        "US$",
        "Korea",
        "-",
        "'s",
        "the ",
        "non-",
        "outside ",
        "Bank of ",
        "EU",
        "countries ",
        "world",
        " ",
        "  ",
        ".",
        "\n",
        "China",
        "FTA",
        "(",
        "é",
        "Ü",
        "İ",
        "New ",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_survives(text: str) -> None:
    found = names.scan(text)
    assert found == sorted(found, key=lambda m: m.start)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(m.form in {*names.MENTION_FORMS, "bound"} for m in found)


PILED = ["the ", "U.S.-", "Korea Bank of ", "Korea " + " " * 40_000, "outside ", "Export Promotion ", "non-", "South ", "China plus "]


@pytest.mark.usefixtures("unburdened")
@pytest.mark.parametrize("piece", PILED)
def test_time_is_linear(piece: str) -> None:
    text = (piece * (200_000 // len(piece) + 1))[:200_000] + " U.S. Bank of Korea won dollars, trade war"
    began = time.process_time()
    names.scan(text)
    assert time.process_time() - began < 3
