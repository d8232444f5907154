"""The user's own rules: a folder of tables in the format of ours, read and checked before any article is.

A table holds words and codes, never code: no cell is run or taken for a pattern. Every fault is told by file and line. A row with
an `example` is tried on it, once all tables are there: a rule that does not do what its author meant is an error, not a silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tradestats import lexicon
from tradestats.errors import InputError

_NAME_FORMS = frozenset(("name", "demonym", "agency", "capital", "epithet", "anaphor", "other", "region", "city"))
_MOST_BYTES = 4_000_000
_MOST_ROWS = 20_000
_LONGEST = 5_000  # characters of a cell
_BLANKS = "  "


class _Table(NamedTuple):
    """A table that rules may extend: the columns that have to be filled, and those with what they may hold."""

    needed: tuple[str, ...]
    form: Mapping[str, re.Pattern[str]]


_AREA_CODE = r"[A-Z][A-Z0-9-]{1,19}"
_SIGN = re.compile(r"[+-]?")
_LOWER = re.compile(r"[^A-Z]+")
_POWER = re.compile(r"-?[0-9]{1,2}")
TABLES: Mapping[str, _Table] = {
    "areas": _Table(
        ("code", "kind", "name"),
        {
            "code": re.compile(_AREA_CODE),
            "kind": re.compile("country|group"),
            "currency": re.compile("[A-Z]{3}|"),
            "dollar": re.compile("[A-Z]{3}|"),
            "fiscal_start": re.compile("[1-9]|1[0-2]|"),
            "basis_default": re.compile("yoy|mom|"),
        },
    ),
    "area_aliases": _Table(("text", "code", "form"), {"code": re.compile(rf"{_AREA_CODE}(\+{_AREA_CODE})*")}),
    "agencies": _Table(("text", "code", "form"), {"code": re.compile(rf"{_AREA_CODE}(\+{_AREA_CODE})*")}),
    "products": _Table(
        ("slug", "aliases"), {"slug": re.compile("[a-z0-9]+(-[a-z0-9]+)*"), "scheme_code": re.compile("[A-Z]{2,8}:[A-Z0-9.]{1,12}|")}
    ),
    "currencies": _Table(("code",), {"code": re.compile("[A-Z]{3}"), "flags": re.compile("weak|")}),
    "units": _Table(("code", "kind", "power", "forms"), {"power": _POWER}),
    "bounds": _Table(("phrase", "bound"), {}),
    "cues": _Table(("cue", "kind"), {"cue": _LOWER, "sign": _SIGN}),
    "changes": _Table(("lemma", "sign", "sense"), {"lemma": _LOWER, "forms": re.compile("[^A-Z]*"), "sign": re.compile("[+-]")}),
}
_AS_IN_OURS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "units": (("kind",), ("flags",)),
    "bounds": (("bound",), ("guard",)),
    "cues": (("kind", "code"),),
    "changes": (("sense",),),
}
"""Columns, or columns together, that may hold only what our own table has in them: the program reads no other word there."""


def load(folder: str) -> dict[str, list[dict[str, str]]]:
    """The rules of a folder, checked. Raises InputError with file and line for the first fault."""
    path = Path(folder)
    if not path.is_dir():
        raise InputError(folder, "is no folder of rules")
    files = sorted(p for p in path.iterdir() if p.suffix == ".tsv" and p.is_file())
    if not files:
        raise InputError(folder, f"holds no table; a table is one of {', '.join(f'{name}.tsv' for name in TABLES)}")
    numbered = {file: list(_rows(file)) for file in files}
    codes = {row["code"] for row in lexicon.packaged("areas")} | {
        row["code"] for file, rows in numbered.items() if file.stem == "areas" for _, row in rows
    }
    for file, rows in numbered.items():
        for number, row in rows:
            _check(file, number, row, codes)
    return {file.stem: [row for _, row in rows] for file, rows in numbered.items()}


def use(folder: str) -> None:
    """Read articles with the rules of a folder beside ours, from now on. InputError for a fault in them; see `lexicon.add`."""
    rules = load(folder)
    lexicon.add(rules)
    for table, rows in rules.items():
        for row in rows:
            if row.get("example") and table in _TRIALS and not _TRIALS[table](row):
                line = _line_of(Path(folder) / f"{table}.tsv", row)
                raise InputError(line, f"the example {row['example']!r} is not read as the row says")


def _line_of(file: Path, wanted: dict[str, str]) -> str:
    return next(f"{file}:{number}" for number, row in _rows(file) if row == wanted)


# ------------------------------------------------------------------ form


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a file with their line numbers."""
    if file.stem not in TABLES:
        raise InputError(str(file), f"there is no such table; a table is one of {', '.join(f'{name}.tsv' for name in TABLES)}")
    header, lines = _header(file, _lines(file))
    for number, line in enumerate(lines, 2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > len(header):
            raise InputError(f"{file}:{number}", f"{len(cells)} cells, but the header names {len(header)} columns")
        given = dict(zip(header, cells, strict=False))
        yield number, {name: given.get(name, "") for name in _columns(file.stem)}


def _lines(file: Path) -> list[str]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(str(file), error.strerror or "cannot be read") from None
    if len(data) > _MOST_BYTES:
        raise InputError(str(file), f"has more than {_MOST_BYTES:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}:{data[: error.start].count(10) + 1}", "is not UTF-8") from None
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    if len(lines) > _MOST_ROWS:
        raise InputError(str(file), f"has more than {_MOST_ROWS:,} lines")
    return lines


def _header(file: Path, lines: list[str]) -> tuple[list[str], list[str]]:
    known, header = _columns(file.stem), lines[0].split("\t")
    for name in header:
        if name not in known:
            raise InputError(f"{file}:1", f"no column {name!r} in this table; it has {', '.join(known)}")
    missing = [name for name in TABLES[file.stem].needed if name not in header]
    if missing:
        raise InputError(f"{file}:1", f"the header lacks the column {missing[0]!r}")
    if len(set(header)) < len(header):
        raise InputError(f"{file}:1", "a column stands twice in the header")
    return header, lines[1:]


@cache
def _ours(table: str, columns: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(row[name] for name in columns) for row in lexicon.packaged(table))


@cache
def _columns(table: str) -> tuple[str, ...]:
    return tuple(next(lexicon.packaged(table)))


# ------------------------------------------------------------------ content


def _check(file: Path, number: int, row: dict[str, str], codes: set[str]) -> None:
    """InputError for what a row cannot mean."""

    def fault(reason: str) -> InputError:
        return InputError(f"{file}:{number}", reason)

    table = TABLES[file.stem]
    for name, cell in row.items():
        if not cell and name in table.needed:
            raise fault(f"{name} is empty")
        if len(cell) > _LONGEST:
            raise fault(f"{name} has more than {_LONGEST:,} characters")
        if cell != cell.strip() or _BLANKS in cell or not cell.isprintable():
            raise fault(f"{name} has a blank at its edge, two in a row, or an invisible character: {cell!r}")
        if name in table.form and not table.form[name].fullmatch(cell):
            raise fault(f"{name} cannot be {cell!r}")
    for together in _AS_IN_OURS.get(file.stem, ()):
        said, ours = tuple(row[name] for name in together), _ours(file.stem, together)
        if said not in ours:
            listed = ", ".join(sorted(" ".join(filter(None, each)) or "nothing" for each in ours))
            raise fault(f"{' and '.join(together)} cannot be {' '.join(said)!r}; one of {listed}")
    if file.stem in ("area_aliases", "agencies"):
        if row["form"] not in _NAME_FORMS:
            raise fault(f"form cannot be {row['form']!r}; one of {', '.join(sorted(_NAME_FORMS))}")
        unknown = [code for code in row["code"].split("+") if code not in codes]
        if unknown:
            raise fault(f"no area has the code {unknown[0]!r}: tradestats schema lists them; a new one needs a row in areas.tsv")
    if file.stem == "areas":
        row["fiscal_start"] = row["fiscal_start"] or "1"
    for list_of, mark in (("aliases", ";"), ("text", ";"), ("forms", "|")):
        if file.stem != "changes" and list_of in row and any(not part.strip() for part in row[list_of].split(mark)):
            raise fault(f"{list_of} has an empty place between two {mark}")


# ------------------------------------------------------------------ examples


def _item(kind: str, word: str, text: str) -> bool:
    from tradestats.extract import recognise
    from tradestats.items import Itemiser

    found = Itemiser(text, recognise(text)).items(0, len(text))
    return any(item.kind == kind and item.word.lower().removesuffix("'s") == word for item in found)


def _cue(row: dict[str, str]) -> bool:
    return _item(row["kind"], row["cue"], row["example"])


def _change(row: dict[str, str]) -> bool:
    forms = lexicon.inflect(row["lemma"], row["forms"].split(), row["nouns"])
    return any(_item("chg", form, row["example"]) for form, _ in forms)


def _area(row: dict[str, str]) -> bool:
    from tradestats.recognise.names import scan

    return any(area.code == row["code"] for area in scan(row["example"]))


def _product(row: dict[str, str]) -> bool:
    from tradestats.recognise.products import scan

    return any(product.slug == row["slug"] for product in scan(row["example"]))


def _amount(row: dict[str, str]) -> bool:
    from tradestats.recognise.numbers import scan

    wanted = row["code"].split("|")[0]
    return any(number.unit.split("/")[0] == wanted or wanted in number.units for number in scan(row["example"]))


_TRIALS: Mapping[str, Callable[[dict[str, str]], bool]] = {
    "area_aliases": _area,
    "agencies": _area,
    "products": _product,
    "currencies": _amount,
    "units": _amount,
    "cues": _cue,
    "changes": _change,
}
