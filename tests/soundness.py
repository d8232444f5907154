"""What holds of whatever is made of whatever text: shared by the property tests and the fuzzer."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from tradestats.model import Extraction, columns
from tradestats.query import column_types
from tradestats.tidy import rows as rows_of
from tradestats.write import encode

FLOWS = {"export", "import", "balance", "trade", "re-export", "domestic-export"}
MEASURES = {"level", "growth", "change", "share", "share_change", "contribution", "rank"}
STATISTICS = {"value", "volume", "price", "daily_average"}
KINDS = {"money", "percent", "quantity", "country", "product", "period", "flow"}

_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def is_sound(text: str, made: Extraction) -> None:
    """Spans are true, in order and inside the text; values are exact numbers; codes are codes of the schema."""
    offset, last = made.article.offset, 0
    for row in made.observations:
        assert last <= row.start - offset < row.end - offset <= len(text)
        last = row.start - offset
        assert text[row.start - offset : row.end - offset] == row.text
        assert row.text in row.sentence
        assert row.sentence in text
        assert isinstance(row.value, Decimal) and row.value.is_finite()
        assert "E" not in str(row.value), "a value is written in full"
        assert row.flow in FLOWS and row.measure in MEASURES and row.statistic in STATISTICS
        assert row.bound in set("=~<>") and row.obs_status in set("AEPF")
        assert row.rule and row.unit
        assert bool(row.period_start) == bool(row.period) == bool(row.period_end)
        assert row.period_start <= row.period_end
        assert (row.product == "total") == (row.product_text == "")
    order = [(mention.start, mention.end) for mention in made.mentions]
    assert order == sorted(order)
    for mention in [*made.mentions, *(left.mention for left in made.left_aside)]:
        assert mention.kind in KINDS
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.value is None or mention.value.is_finite()
    last = 0
    for sentence in made.sentences:
        assert last <= sentence.start < sentence.end <= len(text)
        last = sentence.end


def written(rows: Sequence[object], table: str, form: str) -> str:
    """The rows in a format, as the command would write them."""
    numeric = frozenset(n for n, kind in column_types(table).items() if kind in ("number", "integer"))
    return "".join(encode([rows], columns(table), form, numeric=numeric))


def output_is_sound(made: Extraction, table: str) -> None:
    """Every format parses, has a row for each row, agrees with the others on the numbers, and starts no formula."""
    rows = rows_of(made, table)
    names = columns(table)
    stated = [None if value is None else Decimal(value) for value in (getattr(row, "value", None) for row in rows)]
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        out = written(rows, table, form)
        out.encode()
        header, *lines = csv.reader(io.StringIO(out, newline=""), delimiter=delimiter, strict=True)
        assert tuple(header) == names
        assert [len(line) for line in lines] == [len(names)] * len(rows)
        assert [Decimal(line[names.index("value")]) if line[names.index("value")] else None for line in lines] == stated
        _cells_are_harmless(cell for line in lines for cell in line)
        if form == "tsv":
            assert out.count("\n") == len(rows) + 1 == len(out.splitlines())
    for form in ("json", "jsonl"):
        out = written(rows, table, form)
        assert not _ACTS.search(out.replace("\n", "").replace("\t", ""))
        documents = [out] if form == "json" else out.splitlines()
        loaded = [json.loads(document, parse_int=Decimal, parse_float=Decimal) for document in documents]
        objects = loaded[0] if form == "json" else loaded
        assert [tuple(each) for each in objects] == [names] * len(rows)
        assert [each["value"] for each in objects] == stated
    markdown = written(rows, table, "md")
    assert not _ACTS.search(markdown.replace("\n", ""))
    assert len(markdown.splitlines()) == len(rows) + 2


def _cells_are_harmless(cells: Iterable[str]) -> None:
    for cell in cells:
        assert not (cell and cell[0] in _FORMULA and not _PLAIN_NUMBER.fullmatch(cell)), f"a formula: {cell!r}"
        assert not _ACTS.search(cell.replace("\n", "")), f"a control character: {cell!r}"
        assert len(cell) <= 32_767
