"""Writing: exact numbers, harmless cells, and files that are replaced whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from decimal import Decimal
from pathlib import Path

import pytest

from tradestats.clean import clean, name, visible
from tradestats.errors import OutputError
from tradestats.model import MentionRow, columns
from tradestats.write import Sink, encode, json_text, number, sheet_text

MENTION = columns("mentions")

NUMBERS = [
    (Decimal("683.8").scaleb(9), "683800000000"),
    (Decimal("-0.1"), "-0.1"),
    (Decimal("1E+3"), "1000"),
    (Decimal("1.50"), "1.50"),
    (Decimal("-0"), "0"),
    (Decimal("NaN"), ""),
    (Decimal("-Infinity"), ""),
    (Decimal("9007199254740993"), "9007199254740993"),
    (Decimal("1" * 40), "1" * 40),
    (7, "7"),
    (None, ""),
]


@pytest.mark.parametrize(("value", "text"), NUMBERS)
def test_numbers_are_written_in_full(value: Decimal | int | None, text: str) -> None:
    assert number(value) == text


SHEET = [
    ("chips", "chips"),
    ("", ""),
    ("=1+1", "'=1+1"),
    ("+$62.1 billion", "'+$62.1 billion"),
    ("-8.2%", "'-8.2%"),
    ("-8.2", "-8.2"),
    ("-12", "-12"),
    ("+12", "'+12"),
    ("@SUM(1)", "'@SUM(1)"),
    ("\uff1d1", "'\uff1d1"),
    ("\uff0d5", "'\uff0d5"),
    ("\t=1", "'\t=1"),
    ("\r=1", "'\n=1"),
    ("  =1", "'  =1"),
    ("\u00a0\u200b=1", "'\u00a0\u200b=1"),
    ("\u2060\ufeff@x", "'\u2060\ufeff@x"),
    ("\u200bchips", "\u200bchips"),
    ("\uff0b1", "'\uff0b1"),
    ("\uff20x", "'\uff20x"),
    ("\ufe661", "'\ufe661"),
    ("\n", "'\n"),
    ("-", "'-"),
    ("--5", "'--5"),
    ("-5.", "'-5."),
    ("-5.2%", "'-5.2%"),
    ("a=1", "a=1"),
    ("a\r\nb\rc", "a\nb\nc"),
    ("a\x1b[31mb", "a\u241b[31mb"),
    ("a\x00\x7f\x9b\u202eb\ud800", "a\u2400\u2421\ufffd\ufffdb\ufffd"),
    ("=", "'="),
]


@pytest.mark.parametrize(("text", "cell"), SHEET)
def test_sheet_cells(text: str, cell: str) -> None:
    assert sheet_text(text) == cell


def test_raw_text_keeps_formulas_and_still_no_controls() -> None:
    assert sheet_text("=1\x1b", raw=True) == "=1\u241b"


def test_a_cell_fits_a_spreadsheet() -> None:
    assert len(sheet_text("=" + "x" * 40_000)) == 32_767


CLEAN = [
    ("plain", "plain"),
    ("two\nlines\tand tab", "two lines and tab"),
    ("\x1b]0;x\x07", "\u241b]0;x\u2407"),
    ("a\u200bb\u2060c\ufeffd\U000e0041e", "abcde"),
    ("a\u034fb\U0001d173c\u00add", "abcd"),
    ("\u202eabc", "\ufffdabc"),
    ("e" + "\u0301" * 5000, "e" + "\u0301" * 4),
    ("caf\u00e9 한국 \u20ac", "caf\u00e9 한국 \u20ac"),
]


@pytest.mark.parametrize(("text", "line"), CLEAN)
def test_clean(text: str, line: str) -> None:
    assert clean(text) == line


def test_a_line_break_in_a_name_is_shown() -> None:
    assert name("a\nb") == "a\u240ab"


def test_visible_keeps_the_length() -> None:
    text = "".join(map(chr, range(0x300))) + "\u202e\u2066\ud800"
    assert len(visible(text)) == len(text)


@pytest.mark.parametrize("text", ['q"\\', "\x1b\x7f\x9b", "\u202e\u200b\ufeff\u2028", "\U000e0041", "한국 \u20ac\n"])
def test_json_strings_lose_nothing(text: str) -> None:
    quoted = json_text(text)
    assert json.loads(quoted) == text
    assert not set(quoted) & set("\x1b\x7f\x9b\u202e\u200b\ufeff\u2028\U000e0041\n")


def row(text: str = "x", value: Decimal | None = None, norm: str = "") -> MentionRow:
    return MentionRow("id", "a.txt", 1, "money", text, 0, 1, norm, value, "USD")


def out(form: str, *batches: list[object], picked: tuple[str, ...] = MENTION) -> str:
    return "".join(encode(batches, picked, form, numeric=frozenset({"value"})))


def test_csv_round_trips() -> None:
    text = 'a, "b"\nc'
    header, cells = csv.reader(io.StringIO(out("csv", [row(text, Decimal("1E+9"))]), newline=""))
    assert tuple(header) == MENTION
    assert dict(zip(header, cells, strict=True))["text"] == text
    assert dict(zip(header, cells, strict=True))["value"] == "1000000000"


def test_tsv_has_one_line_a_row_and_one_tab_a_column() -> None:
    lines = out("tsv", [row("a\tb\r\nc")], [row("d\x85e\u2028f")]).splitlines()
    assert [line.count("\t") for line in lines] == [len(MENTION) - 1] * 3


def test_json_is_exact_and_empty_is_null() -> None:
    text = out("json", [row(value=Decimal("9007199254740993.10"))], [], [row()])
    assert '"value": 9007199254740993.10' in text
    first, second = json.loads(text)
    assert first["norm"] is None
    assert second["value"] is None
    assert list(first) == list(MENTION)


def test_no_rows_are_still_a_document() -> None:
    assert out("json") == "[]\n"
    assert out("jsonl") == ""
    assert out("csv") == ",".join(MENTION) + "\n"


def test_one_column_of_empty_cells() -> None:
    assert list(csv.reader(io.StringIO(out("csv", [row()], picked=("norm",))))) == [["norm"], [""]]


def test_markdown_escapes() -> None:
    lines = out("md", [row("a|b\n<c>")], picked=("text", "value")).splitlines()
    assert lines == ["| text | value |", "| --- | ---: |", "| a\\|b \\<c\\> |  |"]


def test_rows_are_given_out_as_they_come() -> None:
    seen: list[int] = []

    def batches() -> object:
        for i in range(3):
            seen.append(i)
            yield [row()]

    for form in ("csv", "json", "jsonl", "md", "tsv"):
        seen.clear()
        pieces = encode(batches(), MENTION, form)  # type: ignore[arg-type]
        next(pieces)
        assert len(seen) <= 1


# ------------------------------------------------------------------ files


def written(path: Path, text: str = "new\n") -> None:
    sink = Sink(str(path))
    sink.write(text)
    sink.commit()


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        written(tmp_path / "o.csv")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "o.csv").stat().st_mode) == 0o640


def test_an_old_file_keeps_its_mode_and_a_link_its_target(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "real.csv").chmod(0o604)
    (tmp_path / "link.csv").symlink_to("real.csv")
    written(tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "new\n"
    assert stat.S_IMODE((tmp_path / "real.csv").stat().st_mode) == 0o604
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.csv", "real.csv"]


def test_a_file_is_on_disk_before_it_takes_the_place_of_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    for call in ("fsync", "replace"):
        real = getattr(os, call)
        monkeypatch.setattr(os, call, lambda *given, call=call, real=real: (done.append(call), real(*given)))
    written(tmp_path / "o.csv")
    assert done == ["fsync", "replace"]


def test_an_aborted_file_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("old")
    sink = Sink(str(tmp_path / "o.csv"))
    sink.write("half")
    sink.abort()
    sink.abort()
    assert (tmp_path / "o.csv").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["o.csv"]


@pytest.mark.parametrize("path", ["no/o.csv", ".", "o.csv/x", "x" * 300])
def test_what_cannot_be_written_is_said(tmp_path: Path, path: str) -> None:
    (tmp_path / "o.csv").write_text("old")
    with pytest.raises(OutputError, match="cannot be written"):
        Sink(str(tmp_path / path))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_device_is_noticed() -> None:
    sink = Sink("/dev/full")
    with pytest.raises(OutputError, match="No space"):
        sink.write("x")
    sink.abort()
