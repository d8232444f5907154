"""The number recogniser against its corpus (one line, one test), its tables' own examples, and what no text may do to it."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from decimal import Context, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradestats.lexicon import rows
from tradestats.recognise.numbers import Number, scan

CORPUS = Path(__file__).with_name("numbers_corpus.tsv")


def corpus() -> list[tuple[str, str]]:
    with CORPUS.open(encoding="utf-8", newline="") as lines:
        return [(row["text"], row["numbers"] or "") for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def matches(number: Number, text: str, expected: str) -> bool:
    """Whether a number is what the corpus writes: `quote = kind value unit` and, where they are given, marks behind it."""
    quote, _, rest = expected.partition(" = ")
    kind, value, unit, *marks = rest.split()
    same = text[number.start : number.end] == quote and number.kind == kind and number.value == Decimal(value)
    same = same and number.unit == unit.replace("-", "", 1)
    bounds = [m for m in marks if m in "~<>"]
    parts = [m for m in marks if m in ("low", "high")]
    same = same and number.bound == (bounds or ["="])[0] and number.part == (parts or [""])[0]
    same = same and number.sign == "".join(m for m in marks if m in "+-")
    mults = [int(m[1:]) for m in marks if m[0] == "m" and m[1:].isdigit()]
    decimals = [int(m[1:]) for m in marks if m[0] == "d" and m[1:].isdigit()]
    return same and all(number.unit_mult == m for m in mults) and all(number.decimals == d for d in decimals)


@pytest.mark.parametrize(("text", "expected"), corpus())
def test_corpus(text: str, expected: str) -> None:
    found = scan(text)
    wanted = [one for one in expected.split(" ; ") if one]
    assert len(found) == len(wanted), found
    for number, one in zip(found, wanted, strict=True):
        assert matches(number, text, one), (number, one)


@pytest.mark.parametrize("row", [r for r in rows("units") if r["example"]], ids=lambda r: r["example"])
def test_every_unit_reads_its_example(row: dict[str, str]) -> None:
    (number,) = scan(row["example"])
    assert row["example"][number.start : number.end] == row["example"]
    assert number.kind == row["kind"]
    assert number.unit == row["code"].split("|")[0]
    assert row["kind"] == "multiple" or number.unit_mult - int(row["power"]) in (0, 3, 5, 6, 9)


@pytest.mark.parametrize("row", [r for r in rows("currencies") if r["example"]], ids=lambda r: r["example"])
def test_every_currency_reads_its_example(row: dict[str, str]) -> None:
    (number,) = scan(row["example"])
    assert row["example"][number.start : number.end] == row["example"]
    assert number.kind == "money"
    assert row["code"] in (number.unit, *number.units)


SCALED = [(form, row["code"]) for row in rows("currencies") for form in (row["scaled"] or "").split("|") if form]


@pytest.mark.parametrize("form", SCALED, ids=lambda form: form[0])
def test_every_currency_with_a_scale_of_its_own_is_read_before_and_behind_the_number(form: tuple[str, str]) -> None:
    name, _, power = form[0].lstrip("~").partition(":")
    for text in (f"12.5 {name}",) if form[0][0] == "~" else (f"{name} 12.5", f"12.5 {name}"):
        (number,) = scan(text)
        assert (number.kind, number.unit, number.value) == ("money", form[1], Decimal("12.5").scaleb(int(power))), text


@pytest.mark.parametrize("row", [r for r in rows("scales") if r["example"]], ids=lambda r: r["example"])
def test_every_scale_reads_its_example(row: dict[str, str]) -> None:
    numbers = scan(row["example"].partition(": ")[2] or row["example"])
    assert len(numbers) == 1
    assert numbers[0].scaled
    assert numbers[0].unit_mult in (int(row["power"]), 8, 12)


@pytest.mark.parametrize("row", [r for r in rows("bounds") if r["example"]], ids=lambda r: r["example"])
def test_every_bound_reads_its_example(row: dict[str, str]) -> None:
    number = scan(row["example"])[-1]
    assert (number.sign if row["bound"] in "+-" else number.bound) == row["bound"]
    if row["counter_example"]:
        assert scan(row["counter_example"])[-1].bound == "="


@pytest.mark.parametrize("row", [r for r in rows("number_words") if r["example"]], ids=lambda r: r["example"])
def test_every_number_word_reads_its_example(row: dict[str, str]) -> None:
    if row["kind"] == "superlative":
        expected = {"ordinal"}
    else:
        expected = {"share": {"fraction"}, "zero": {"number"}, "ordinal": {"ordinal"}}[row["kind"]]
    assert {number.kind for number in scan(row["example"])} == expected


@pytest.mark.parametrize("row", [r for r in rows("number_cues") if r["kind"] == "code"], ids=lambda r: r["word"])
def test_a_code_is_no_number(row: dict[str, str]) -> None:
    assert scan(f"see {row['word']} 301 and after") == []


def test_candidates_of_an_ambiguous_unit() -> None:
    dollars, rupees, shillings, exact = scan("$5 billion, Rs 5 crore, Sh5 billion, US$5 billion")
    assert dollars.unit == "USD"
    assert dollars.units[:4] == ("USD", "CAD", "AUD", "NZD")
    assert rupees.units[:2] == ("INR", "PKR")
    assert shillings.units == ("KES", "TZS", "UGX")
    assert exact.units == ()
    assert scan("2.3 points")[0].units == ("INDEX", "PP")
    assert scan("$3 a tonne")[0].units[:2] == ("USD/t", "CAD/t")


def test_a_bound_begins_where_its_words_begin() -> None:
    text = "sales of a little more than $5 billion"
    (number,) = scan(text)
    assert text[number.bound_start : number.end] == "a little more than $5 billion"
    assert scan("up 5%")[0].bound_start == 3


def test_decimal_comma_is_decided_by_the_whole_text() -> None:
    """Three digits behind a point are thousands where commas part the decimals, decimals elsewhere."""
    text = "Turnover was 4.090 billion yuan (587,71 billion USD), up 9,5%; imports 11.820 billion yuan, up 10.1% or 7,8% and 2,4%."
    assert [str(n.value.normalize()) for n in scan(text)] == ["4.09E+12", "5.8771E+11", "9.5", "1.182E+13", "10.1", "7.8", "2.4"]
    assert scan("Chips earned US$7.771 billion, up 1.9% and 7.5%; one paper has R3,9 billion.")[0].value == Decimal("7771000000")


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("exports rose to $54.9 billi", "$54.9 billi", "54900000000"),
        ("exports rose to $54.9 b", "$54.9 b", "54900000000"),
        ("exports rose to $54.9 tri", "$54.9 tri", "54900000000000"),
        ("exports rose to 54.9 bil", "54.9 bil", "54900000000"),
        ("exports rose to $54.9 t", "", ""),
        ("exports rose to $54.", "", ""),
        ("exports rose to $54", "", ""),
        ("exports rose to 54.9 m", "", ""),
        ("growth was 8.2 per", "", ""),
    ],
)
def test_a_text_cut_off(text: str, quote: str, value: str) -> None:
    """A cut-off scale word is read only if one fits; what may have gone on is refused."""
    found = scan(text, truncated=True)
    assert [(text[n.start : n.end], n.value) for n in found] == ([(quote, Decimal(value))] if quote else [])


def test_a_line_break_ends_a_phrase() -> None:
    first, second = scan("5\nbillion dollars 7\npercent")
    assert (first.kind, second.kind) == ("number", "number")


NO_NUMBERS = ("$1_000 million", "$1..5 billion", "$0x10 billion", "$1.2.3 billion", "$1,234,56 million", "$1e400 billion", "$9.9e-99")


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_only_looks_like_a_number_is_refused(text: str) -> None:
    assert scan(f"Exports rose to {text} in May.") == []


def test_more_than_forty_digits_are_refused() -> None:
    assert scan("$" + "7" * 40 + " billion")[0].value == Decimal("7" * 40).scaleb(9, Context(prec=60))
    assert scan("$" + "7" * 41 + " billion") == []


WORDS = """1 9 0 , . - – ( ) $ € % + ' / : | x R N RM Rs USD billion bn m percent point per cent tonnes a and to between half third two
one hundred doubled more than over up of No. 2024 1,234 5.2 t/ / ▲"""
PIECES = st.sampled_from([*WORDS.split(), " ", "  ", "\t", "\n"])
ANY_TEXT = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=24).map("".join), st.lists(PIECES, max_size=16).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT, st.booleans())
def test_any_text_survives(text: str, truncated: bool) -> None:
    last = 0
    for number in scan(text, truncated=truncated):
        assert last <= number.start < number.end <= len(text)
        assert text[number.start : number.end].strip()
        assert 0 <= number.bound_start <= number.start
        assert number.value.is_finite()
        last = number.end


ATTACKS: dict[str, Callable[[int], str]] = {
    "commas": lambda n: "1," * n,
    "nines": lambda n: "9" * n * 2,
    "spaced": lambda n: "1 " * n,
    "groups": lambda n: "1 " + "111 " * n,
    "hyphens": lambda n: "1-" * n,
    "slashes": lambda n: "1/" * n,
    "spaces": lambda n: "$1" + " " * n * 6 + "billion",
    "hundreds": lambda n: "one hundred and " * n,
    "points": lambda n: "5" + " point one" * n,
    "brackets": lambda n: "(" * n * 4,
    "cells": lambda n: "(1)\n" * n,
    "pounds": lambda n: "5 million pounds " * n,
    "ranges": lambda n: "5 to " * n,
    "bounds": lambda n: "more than " * n,
    "minus": lambda n: "-" * n * 4,
    "scales": lambda n: "1" + " million" * n,
}


@pytest.mark.usefixtures("unburdened")
@pytest.mark.parametrize("attack", ATTACKS)
def test_time_grows_with_the_text(attack: str) -> None:
    """Four times the text takes about four times the time; quadratic would be sixteen."""
    text = ATTACKS[attack]

    def seconds(size: int) -> float:
        given, times = text(size), []
        for _ in range(3):
            begin = time.process_time()
            scan(given)
            times.append(time.process_time() - begin)
        return min(times)

    seconds(10)
    assert seconds(8000) < max(9 * seconds(2000), 0.05)
