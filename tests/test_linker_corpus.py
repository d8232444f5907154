"""The linker on sentences, one line one test: linker_corpus.tsv says what a careful economist reads in each.

An expected row is `quote=reporter/flow/partner/product/period/statistic/measure/value/unit/basis`, and `/status/bound/adjustment` where
that is the point; rows stand in the order of the text, parted by ` ; `, and `-` is no row at all. In a field `*` is any, `a|b` either,
`!a` anything else. The slash of a range is written `--` (`2024-01--2024-09`), that of a unit `_per_` (`USD_per_t`). A product is
compared with the slug and with the text's own words. `expect` is `ok`, or `xfail: why`: known failures are data, and one that has
been mended has to be promoted.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

import tradestats
from tradestats.model import Observation

_CORPUS = Path(__file__).with_name("linker_corpus.tsv")
_HEADER = ["name", "text", "published", "title", "rows", "expect"]
_FIELDS = (
    *("reporter", "flow", "partner", "product", "period", "statistic", "measure", "value", "unit", "basis"),
    *("obs_status", "bound", "adjustment"),
)
_NEEDED = 10  # fields that each row gives
_PLACES = 6  # of a value that is no finite decimal, a third for one


class Expected(NamedTuple):
    """One row that the text states: the words of its number, and each field's reading as written."""

    quote: str
    fields: dict[str, str]


class Line(NamedTuple):
    """One line of the corpus."""

    name: str
    text: str
    published: str
    title: str
    rows: tuple[Expected, ...]
    expect: str


def _rows(cell: str) -> Iterator[Expected]:
    for row in cell.replace("\\n", "\n").split(" ; ") if cell != "-" else ():
        quote, _, rest = row.partition("=")
        fields = [field.replace("--", "/").replace("_per_", "/") for field in rest.split("/")]
        if not quote or not _NEEDED <= len(fields) <= len(_FIELDS):
            raise ValueError(f"not a row: {row!r}")
        yield Expected(quote, dict(zip(_FIELDS, fields, strict=False)))


def _read() -> list[Line]:
    header, *lines = _CORPUS.read_text(encoding="utf-8").splitlines()
    if header.split("\t") != _HEADER:
        raise ValueError(f"{_CORPUS.name}: {header!r} is no header")
    cells = [line.split("\t") for line in lines]
    return [Line(name, text.replace("\\n", "\n"), day, title, tuple(_rows(rows)), expect) for name, text, day, title, rows, expect in cells]


_LINES = _read()


def _holds(reading: str, actual: str, field: str) -> bool:
    if reading == "*":
        return True
    if reading.startswith("!"):
        return actual != reading[1:]
    if field == "value":
        return any(round(Decimal(actual) - Decimal(value), _PLACES) == 0 for value in reading.split("|"))
    return actual in reading.split("|")


def _fits(expected: Expected, found: Observation) -> bool:
    """Whether a found row is the expected one; its characters and the quote may differ by a sign or a word at the edge."""
    if not (found.text in expected.quote or expected.quote in found.text):
        return False
    if not _holds(expected.fields["product"], found.product, "product"):
        words = found.product_text.lower().replace(" ", "-")
        if expected.fields["product"].startswith("!") or not _holds(expected.fields["product"], words, "product"):
            return False
    return all(_holds(reading, str(getattr(found, field)), field) for field, reading in expected.fields.items() if field != "product")


def _compact(row: Observation) -> str:
    return f"{row.text}=" + "/".join(str(getattr(row, field)).replace("/", "--") for field in _FIELDS) + f" [{row.rule}]"


def _written(row: Expected) -> str:
    return f"{row.quote}=" + "/".join(value.replace("/", "--") for value in row.fields.values())


def _differences(line: Line) -> list[str]:
    """What is expected and not there (`-`), and what is there and not expected (`+`)."""
    left = tradestats.extract(line.text, published=line.published or None, title=line.title or None)
    missing: list[Expected] = []
    reached = 0
    for expected in line.rows:
        found = next((row for row in left if row.start >= reached and _fits(expected, row)), None)
        if found is None:
            missing.append(expected)
        else:
            left.remove(found)
            reached = found.start
    return [f"- {_written(row)}" for row in missing] + [f"+ {_compact(row)}" for row in left]


def _parameters() -> Iterator[object]:
    for line in _LINES:
        kind, _, why = line.expect.partition(": ")
        marks = [pytest.mark.xfail(reason=why, strict=True)] if kind == "xfail" else []
        yield pytest.param(line, id=line.name, marks=marks)


@pytest.mark.parametrize("line", list(_parameters()))
def test_line(line: Line) -> None:
    differences = _differences(line)
    assert not differences, "\n".join([line.text, *differences])


def test_the_corpus_is_well_formed() -> None:
    names = [line.name for line in _LINES]
    assert len(set(names)) == len(names)
    for line in _LINES:
        kind, _, why = line.expect.partition(": ")
        assert line.expect == "ok" or (kind == "xfail" and why), f"{line.name}: expect is {line.expect!r}"
        at = 0
        for row in line.rows:  # two rows may read the same number
            place = line.text.find(row.quote, at)
            assert place >= 0, f"{line.name}: {row.quote!r} is not in the text after character {at}"
            at = place


def test_there_are_enough_negatives() -> None:
    assert sum(not line.rows for line in _LINES) >= 50
