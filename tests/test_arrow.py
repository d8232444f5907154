"""The adapter for engines: record batches in, the rows of the plain loop out, and an error record for each text that gives none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from archive import ARTICLES, BAD, as_rows, expected

from tradestats.errors import QueryError
from tradestats.model import TABLES, columns

pa = pytest.importorskip("pyarrow")
arrow = pytest.importorskip("tradestats.arrow")
parquet = pytest.importorskip("pyarrow.parquet")

PERU = "Peru's exports rose 4.5 percent to $12.4 billion in May 2024."


def rows_of(table: Any) -> list[dict[str, Any]]:
    return [row for row in table.to_pylist() if row.pop("error") is None]


def errors_of(table: Any) -> list[tuple[Any, str]]:
    return [(row["article_id"], row["error"]) for row in table.to_pylist() if row["error"] is not None]


def test_the_columns_are_those_of_the_table_and_error() -> None:
    for table in TABLES:
        assert arrow.schema(table).names == [*columns(table), "error"]
        assert arrow.extract_table(pa.table({"text": [PERU]}), table=table).schema == arrow.schema(table)
    assert arrow.schema().field("value").type == pa.decimal128(38, 9)


def test_the_rows_are_those_of_the_plain_loop() -> None:
    found = arrow.extract_table(pa.Table.from_pylist(ARTICLES))
    assert as_rows(rows_of(found)) == expected()
    assert len(expected()) > 100


@pytest.mark.parametrize("size", [1, 2, 7, 300])
def test_batches_may_be_cut_anywhere(size: int) -> None:
    whole = pa.Table.from_pylist(ARTICLES * 10)
    cut = pa.Table.from_batches(arrow.extract(whole.to_batches(size)), arrow.schema())
    assert cut == arrow.extract_table(whole)


def test_rows_come_before_the_next_batch_is_asked_for() -> None:
    asked = 0

    def batches() -> Iterator[Any]:
        nonlocal asked
        for _ in range(3):
            asked += 1
            yield pa.RecordBatch.from_pylist([{"text": PERU}])

    stream = arrow.extract(batches())
    next(stream)
    assert asked == 1
    assert sum(batch.num_rows for batch in stream) == 4


def test_a_bad_text_is_one_error_record_and_costs_no_other() -> None:
    found = arrow.extract_table(pa.table({"id": ["a", "b", "c", "d"], "text": [b"\xff\xfe exports", None, b"", PERU.encode()]}))
    assert {row["article_id"] for row in rows_of(found)} == {"d"}
    assert errors_of(found) == [("a", "'text' is not UTF-8 (byte 0xff at 0)"), ("b", "'text' must be a string")]
    broken = pa.Array.from_buffers(pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0\2\0\0\0"), pa.py_buffer(b"\xc3\x28")])
    assert [reason for _, reason in errors_of(arrow.extract_table(pa.table({"text": broken})))] == ["'text' is not UTF-8 (byte 0xc3 at 0)"]
    numbers = arrow.extract_table(pa.table({"id": ["a", "b"], "text": [1, None]}))
    assert errors_of(numbers) == [("a", "'text' must be a string"), ("b", "'text' must be a string")]


def test_errors_have_nothing_but_who_and_why() -> None:
    (row,) = arrow.extract_table(pa.table({"id": ["a"], "text": pa.array([None], pa.string())})).to_pylist()
    assert {name: cell for name, cell in row.items() if cell is not None} == {
        "article_id": "a",
        "source": "-",
        "article": 1,
        "error": "'text' must be a string",
    }


def test_a_fault_of_the_program_is_an_error_record(monkeypatch: pytest.MonkeyPatch) -> None:
    from tradestats import run

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(run, "extract_article", fails)
    ((identity, reason),) = errors_of(arrow.extract_table(pa.table({"text": [PERU]})))
    assert len(identity) == 12
    assert "ZeroDivisionError" in reason


def test_a_date_that_is_none_is_said_and_the_text_is_read_without_it() -> None:
    found = arrow.extract_table(pa.table({"id": ["a"], "text": [PERU], "published": ["yesterday"]}))
    assert len(rows_of(found)) == 2
    assert [identity for identity, _ in errors_of(found)] == ["a"]


def test_bad_articles_among_good_ones() -> None:
    found = arrow.extract_table(pa.Table.from_pylist(ARTICLES + BAD))
    assert as_rows(rows_of(found)) == expected()
    assert [identity for identity, _ in errors_of(found)] == [record["id"] for record in BAD]


@pytest.mark.parametrize(
    "kind", ["string", "large_string", "string_view", "binary", "large_binary", "binary_view", "dictionary"], ids=lambda kind: kind
)
def test_all_of_arrows_strings_are_texts(kind: str) -> None:
    texts = pa.array([PERU, None])
    made = texts.dictionary_encode() if kind == "dictionary" else texts.cast(pa.type_for_alias(kind))
    found = arrow.extract_table(pa.table({"text": made}))
    assert (len(rows_of(found)), len(errors_of(found))) == (2, 1)


@pytest.mark.parametrize(
    "published", [dt.date(2024, 6, 3), dt.datetime(2024, 6, 3, 12), dt.datetime(2024, 6, 3, 12, tzinfo=dt.UTC), "2024-06-03"]
)
def test_numbers_are_ids_and_days_are_days(published: object) -> None:
    text = "Peru's exports rose 4.5 percent in May."
    (row,) = arrow.extract_table(pa.table({"id": [17], "text": [text], "published": [published]})).to_pylist()
    assert (row["article_id"], row["published"], row["period"], row["value"]) == ("17", "2024-06-03", "2024-05", Decimal("4.5"))


def test_what_is_given_stands_in() -> None:
    table = pa.table({"text": ["Exports rose 4.5 percent in May."]})
    (row,) = arrow.extract_table(table, published="2024-06", reporter="PER").to_pylist()
    assert (row["reporter"], row["period"]) == ("PER", "2024-05")


def test_wrong_use_is_said_at_once() -> None:
    with pytest.raises(QueryError, match="unknown table"):
        arrow.extract([], table="checks")
    with pytest.raises(QueryError, match="is no date"):
        arrow.extract([], published="yesterday")
    with pytest.raises(ValueError, match="no column 'text'; there are body"):
        arrow.extract_table(pa.table({"body": [PERU]}))
    assert arrow.extract_table(pa.table({})).num_rows == 0


def test_a_number_that_does_not_fit_is_null() -> None:
    nines = "9" * 30
    (row,) = rows_of(arrow.extract_table(pa.table({"text": [f"Peru's exports rose to ${nines} billion in May 2024."]})))
    assert (row["measure"], row["value"], row["text"]) == ("level", None, f"${nines} billion")


def test_its_example_is_true() -> None:
    import doctest

    result = doctest.testmod(arrow)
    assert result.attempted and not result.failed
