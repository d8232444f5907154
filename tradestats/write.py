"""Rows to bytes: CSV, TSV, JSON, JSON Lines and Markdown, and the place they go to.

Rows are written as they come. Numbers are written exactly and in full (`133000000000`, never `1.33E+11`); text cells of
CSV and TSV are made harmless to spreadsheets. A file is replaced whole or not at all.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import select
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from operator import attrgetter
from typing import Any, BinaryIO

from tradestats.clean import INVISIBLE, clean, visible
from tradestats.errors import OutputClosed, OutputError
from tradestats.lazy import pattern
from tradestats.lexicon import remembered

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "md", "xlsx", "parquet", "duckdb", "sqlite")
CONTAINERS = frozenset(("xlsx", "parquet", "duckdb", "sqlite"))
"""Formats that are no text and are written by libraries: see `tradestats.outputs`."""
SEVERAL = frozenset(("xlsx", "duckdb", "sqlite"))
"""Those that hold more than one table."""
ENDINGS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "md",
    ".txt": "table",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".duckdb": "duckdb",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
}
STDOUT = "-"
_STDOUT_NAMES = (STDOUT, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")

CELL_LIMIT = 32_767  # characters: a spreadsheet cuts or refuses longer cells
_FORMULA = re.compile(rf"[\t\n]|[\s{INVISIBLE}]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b]")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_LINE_END = re.compile(r"\r\n?")
_ONE_LINE = re.compile(r"[\t\r\n\x0b\x0c\x85\u2028\u2029]+")
_JSON_ESCAPED = pattern("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]")
_SURROGATE = pattern("[\ud800-\udfff]")
_quote = json.JSONEncoder(ensure_ascii=False).encode
_MARKDOWN = pattern(r"([\\`*\[\]<>|~])")

Cells = tuple[Any, ...]
Batches = Iterable[Sequence[object]]


def number(value: Decimal | int | None) -> str:
    """A number in full and exact, `-0` as `0`; empty for None and for what is no finite number."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        if not value.is_finite():
            return ""
        return format(value.copy_abs() if value.is_zero() else value, "f")
    return str(value)


def picker(columns: Sequence[str]) -> Callable[[object], Cells]:
    """A function that takes the cells of these columns out of a row."""
    get = attrgetter(*columns)
    return get if len(columns) > 1 else lambda row: (get(row),)


# ------------------------------------------------------------------ cells


def sheet_text(text: str, raw: bool = False) -> str:
    """A text cell for CSV: controls made visible, at most 32,767 characters, and no formula.

    A spreadsheet runs what begins with `= + - @` (full-width and small forms too; what is blank or invisible before it is
    skipped by some), so such a text gets a leading apostrophe, plain numbers excepted. `raw` leaves that out.
    """
    text = visible(_LINE_END.sub("\n", text) if "\r" in text else text)
    if not raw and _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        text = "'" + text
    return text[:CELL_LIMIT]


def _sheet_cell(cell: object, raw: bool) -> str:
    if isinstance(cell, str):
        if not cell or (cell[0].isalnum() and cell.isprintable() and len(cell) <= CELL_LIMIT):
            return cell  # nothing in it to be made harmless: most cells, and this is all they cost
        return sheet_text(cell, raw)
    digits = str(cell) if type(cell) is int else number(cell)  # type: ignore[arg-type]
    return digits if len(digits) <= CELL_LIMIT else ""  # a number that was cut would be another number


def _json_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def json_text(text: str) -> str:
    """A JSON string. What is invisible or acts on a terminal is escaped, which loses nothing; a lone surrogate is U+FFFD."""
    quoted = _quote(text if text.isascii() else _SURROGATE.sub("\ufffd", text))
    return quoted if quoted.isascii() and "\x7f" not in quoted else _JSON_ESCAPED.sub(_json_escape, quoted)


def _json_cell(cell: object) -> str:
    if isinstance(cell, str):
        return json_text(cell) if cell else "null"
    return number(cell) or "null"  # type: ignore[arg-type]


def _markdown_cell(cell: object) -> str:
    return _MARKDOWN.sub(r"\\\1", clean(cell)) if isinstance(cell, str) else number(cell)  # type: ignore[arg-type]


# ------------------------------------------------------------------ formats: batches of rows -> pieces of text


def _separated(batches: Batches, columns: Sequence[str], delimiter: str, raw: bool) -> Iterator[str]:
    """CSV (RFC 4180, LF) or TSV. In TSV a tab or a line break in a cell is a space, so that `cut` and `awk` see whole rows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    pick, one_line = picker(columns), delimiter == "\t"

    texts = remembered(lambda cell: _sheet_cell(cell, raw))  # codes come again and again

    def cells(row: object) -> list[str]:
        made = [texts(cell) if type(cell) is str else _sheet_cell(cell, raw) for cell in pick(row)]
        return [_ONE_LINE.sub(" ", cell) for cell in made] if one_line else made

    writer.writerow(columns)
    for batch in batches:
        writer.writerows(cells(row) for row in batch)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue()


def _objects(batch: Sequence[object], columns: Sequence[str]) -> list[str]:
    keys, pick = [json_text(name) for name in columns], picker(columns)
    return ["{" + ", ".join(f"{key}: {_json_cell(cell)}" for key, cell in zip(keys, pick(row), strict=True)) + "}" for row in batch]


def _json_lines(batches: Batches, columns: Sequence[str]) -> Iterator[str]:
    for batch in batches:
        yield "".join(line + "\n" for line in _objects(batch, columns))


def _json_array(batches: Batches, columns: Sequence[str]) -> Iterator[str]:
    before = "[\n"
    for batch in batches:
        for line in _objects(batch, columns):
            yield before + line
            before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _markdown(batches: Batches, columns: Sequence[str], numeric: frozenset[str]) -> Iterator[str]:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cells) + " |\n"

    pick = picker(columns)
    yield line(columns) + line("---:" if name in numeric else "---" for name in columns)
    for batch in batches:
        yield "".join(line(map(_markdown_cell, pick(row))) for row in batch)


def encode(
    batches: Batches, columns: Sequence[str], form: str, *, raw: bool = False, numeric: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Batches of rows (one batch an article) to pieces of text, as the rows come. `form` is any format but `table`."""
    if form in ("csv", "tsv"):
        return _separated(batches, columns, "," if form == "csv" else "\t", raw)
    if form == "json":
        return _json_array(batches, columns)
    if form == "jsonl":
        return _json_lines(batches, columns)
    return _markdown(batches, columns, numeric)


# ------------------------------------------------------------------ where it goes


def _write_all(descriptor: int, data: bytes) -> None:
    """All of `data`, also to a descriptor that another process has made non-blocking."""
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(descriptor, view) :]
        except BlockingIOError:
            select.select([], [descriptor], [])


class Sink:
    """Where the bytes go: standard output, a device or FIFO in place, or a file that is replaced at the end.

    `commit` makes the output final, `abort` leaves what was there before. Both may be called once; `abort` never raises.
    """

    def __init__(self, path: str = STDOUT) -> None:
        self._path = path
        self._name = "standard output" if path in _STDOUT_NAMES else path
        self._target = ""
        self._temporary = ""
        self._fd = -1
        try:
            self._open()
        except OSError as error:
            self.abort()
            raise OutputError(f"{self._name}: cannot be written ({error.strerror})") from None

    def _open(self) -> None:
        if self._path in _STDOUT_NAMES:
            self._fd = 1
            return
        target = os.path.realpath(self._path)  # a link stays a link: what it points to is replaced
        try:
            old = os.stat(target)
        except FileNotFoundError:
            old = None
        if old and stat.S_ISDIR(old.st_mode):
            raise IsADirectoryError(0, "it is a folder")
        if old and not stat.S_ISREG(old.st_mode):
            self._fd = os.open(target, os.O_WRONLY)
            return
        self._target = target
        # Named before it is made: a signal between the two finds the name.
        self._temporary = os.path.join(os.path.dirname(target), f".tradestats-{os.getpid()}-{os.urandom(6).hex()}.tmp")
        self._fd = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600 if old else 0o666)
        if old:
            self._like(old)

    def _like(self, old: os.stat_result) -> None:
        mine = os.fstat(self._fd)
        if (mine.st_uid, mine.st_gid) != (old.st_uid, old.st_gid):
            with suppress(PermissionError):  # only root may give files away; the mode is kept all the same
                os.fchown(self._fd, old.st_uid, old.st_gid)
        os.fchmod(self._fd, stat.S_IMODE(old.st_mode))

    def identity(self) -> tuple[int, int] | None:
        """Device and inode of the file that is (or will be) written, None if it is not a regular file yet."""
        try:
            info = os.stat(self._target) if self._target else os.fstat(self._fd)
        except OSError:
            return None
        return (info.st_dev, info.st_ino) if stat.S_ISREG(info.st_mode) else None

    def file(self) -> BinaryIO:
        """A binary file that writes to the same place, for libraries that write files; closing it leaves this open."""
        return os.fdopen(os.dup(self._fd), "wb")

    def write(self, text: str | bytes) -> None:
        """Write at once: what an article gave is there before the next is read. OutputClosed if nobody reads any more."""
        if not text:
            return
        try:
            _write_all(self._fd, text.encode("utf-8", "replace") if isinstance(text, str) else text)
        except BrokenPipeError:
            raise OutputClosed from None
        except OSError as error:
            raise OutputError(f"{self._name}: {error.strerror}") from None

    def commit(self) -> None:
        """Make it final. OutputError if the system cannot keep what was written."""
        try:
            if self._target:
                os.fsync(self._fd)
                os.close(self._fd)
                self._fd = -1
                os.replace(self._temporary, self._target)
                self._temporary = ""
            elif self._fd > 1:
                descriptor, self._fd = self._fd, -1
                os.close(descriptor)
        except OSError as error:
            self.abort()
            raise OutputError(f"{self._name}: {error.strerror}") from None

    def abort(self) -> None:
        """Leave everything as it was."""
        if self._temporary:
            with suppress(OSError):  # it was not made, or its folder is gone
                os.unlink(self._temporary)
            self._temporary = ""
        if self._fd > 1:
            with suppress(OSError):  # nothing of it is kept
                os.close(self._fd)
            self._fd = -1
