"""The linker's tables: each example holds its own cue, and the tables say nothing twice.

A row with an example is a test by itself; one whose example does not hold its cue, with the row's kind, code and sign, fails.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import pytest
from conftest import REPOSITORY

from tradestats.extract import recognise
from tradestats.items import Item, Itemiser
from tradestats.lexicon import begins_cue, cues, cues_of, inflect, rows, sign

_FOLDER = files("tradestats").joinpath("tables")
_TABLES = sorted(entry.name.removesuffix(".tsv") for entry in _FOLDER.iterdir() if entry.name.endswith(".tsv"))
_PATTERNS = {"periods", "periods_limits", "periods_macros"}  # pieces of patterns, where a blank at the edge means something
_HEADERS = {
    "cues": "cue kind code sign example",
    "changes": "lemma forms nouns sign sense example",
    "noise": "words why",
    "word_classes": "class words",
    "word_sets": "set words",
}
_SENSES = {"size", "gap", "good"}
_FLOWS = {"export", "import", "balance", "trade", "re-export", "domestic-export"}
_STATISTICS = {"value", "volume", "price", "daily_average", "same"}

# What a cue may be. A kind that a word stands for by itself ("to", "by", "of") is the word, and has one cue or few.
_KINDS = {
    *("flow", "mirror", "nodx", "hint", "other", "chg", "cmp", "lev", "tv", "share", "contrib", "ref", "stat", "adjust", "status", "sign"),
    *("adj", "adv", "det", "pron", "each", "both", "resp", "sub", "which", "ofwhich", "why", "says", "fsays", "ledby", "incl", "excl", "w"),
    *("product", "revenue", "sales", "and", "or", "as", "among", "at", "between", "by", "for", "in", "into", "of", "on", "outside"),
    *("over", "per", "to", "under", "unplaced", "with", "within"),
}
_CODES = {
    "flow": _FLOWS,
    "nodx": _FLOWS,
    "hint": _FLOWS,
    "tv": _FLOWS | {"supply"},
    "revenue": _FLOWS,
    "sales": _FLOWS,
    "status": set("AEPF"),
    "fsays": set("AEPF"),
    "adjust": {"N", "S", "C", "SC"},
    "cmp": {"size", "ref"},
    "share": {"", "noun"},
}


@cache
def _table(name: str) -> tuple[str, ...]:
    """The lines of a table as they stand in the file."""
    return tuple(_FOLDER.joinpath(f"{name}.tsv").read_text(encoding="utf-8").split("\n"))


def _items(text: str) -> list[Item]:
    return Itemiser(text, recognise(text)).items(0, len(text))


def _seen(text: str) -> str:
    return f"{text!r} is read as " + " | ".join(f"{item.word}:{item.kind}:{item.code}:{item.sign}" for item in _items(text))


def _examples(table: str) -> Iterator[object]:
    name = _HEADERS[table].split()[0]
    for number, row in enumerate(rows(table), 2):
        if row["example"]:
            yield pytest.param(row, id=f"{number}-{row[name].replace(' ', '_')}")


# ------------------------------------------------------------------ examples


@pytest.mark.parametrize("row", list(_examples("cues")))
def test_a_cue_is_found_in_its_example(row: dict[str, str]) -> None:
    wanted = (row["cue"].lower(), row["kind"], row["code"], sign(row["sign"]))
    found = [(item.word.lower().removesuffix("'s"), item.kind, item.code, item.sign) for item in _items(row["example"])]
    assert wanted in found, _seen(row["example"])


@pytest.mark.parametrize("row", list(_examples("changes")))
def test_a_change_is_found_in_its_example(row: dict[str, str]) -> None:
    forms = dict(inflect(row["lemma"], row["forms"].split(), row["nouns"]))
    found = [
        item
        for item in _items(row["example"])
        if item.kind == "chg"
        and item.word.lower() in forms
        and item.code == f"{forms[item.word.lower()]}:{row['sense']}"
        and item.sign == sign(row["sign"])
    ]
    assert found, _seen(row["example"])


def test_each_verb_of_change_has_an_example() -> None:
    assert [row["lemma"] for row in rows("changes") if not row["example"]] == []


def test_a_wrong_example_would_fail() -> None:
    words = [(item.word.lower(), item.kind) for item in _items("Nothing of the kind was said.")]
    assert ("exports", "flow") not in words
    with pytest.raises(AssertionError, match="is read as"):
        test_a_cue_is_found_in_its_example({"cue": "exports", "kind": "flow", "code": "import", "sign": "", "example": "Exports rose."})
    with pytest.raises(AssertionError, match="is read as"):
        test_a_change_is_found_in_its_example(
            {"lemma": "rise", "forms": "rose", "nouns": "rise", "sign": "-", "sense": "size", "example": "Exports rose."}
        )


# ------------------------------------------------------------------ meaning


@pytest.mark.parametrize("row", [pytest.param(row, id=row["kind"]) for row in {row["kind"]: row for row in rows("cues")}.values()])
def test_kinds_are_known(row: dict[str, str]) -> None:
    assert row["kind"] in _KINDS, "a new kind has to be entered in _KINDS, and something has to read it"


def test_codes_belong_to_their_kinds() -> None:
    wrong = [row for row in rows("cues") if row["kind"] in _CODES and row["code"] not in _CODES[row["kind"]]]
    wrong += [row for row in rows("cues") if row["kind"] == "stat" and row["code"].partition(":")[0] not in _STATISTICS]
    wrong += [row for row in rows("cues") if row["kind"] == "other" and not row["code"]]
    assert wrong == []


def test_signs_are_signs() -> None:
    assert {row["sign"] for row in rows("cues")} <= {"", "+", "-"}
    assert {row["sign"] for row in rows("changes")} <= {"+", "-"}
    assert {row["sense"] for row in rows("changes")} <= _SENSES
    assert all(row["sign"] for row in rows("cues") if row["kind"] == "chg" or (row["kind"] == "cmp" and row["code"] == "size"))


def _meanings() -> dict[tuple[str, ...], set[tuple[str, str, str]]]:
    meanings: dict[tuple[str, ...], set[tuple[str, str, str]]] = defaultdict(set)
    for row in rows("cues"):
        meanings[tuple(row["cue"].lower().split())].add((row["kind"], row["code"], row["sign"]))
    return meanings


def test_no_cue_has_two_meanings() -> None:
    found = {" ".join(words): sorted(many) for words, many in _meanings().items() if len(many) > 1}
    assert not found


def test_no_cue_stands_twice() -> None:
    named = [row["cue"].lower() for row in rows("cues")]
    assert {cue for cue in named if named.count(cue) > 1} == set()


def test_no_change_is_of_two_minds() -> None:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows("changes"):
        for form, _ in inflect(row["lemma"], row["forms"].split(), row["nouns"]):
            found[form].add((row["sign"], row["sense"]))
    assert {form: sorted(many) for form, many in found.items() if len(many) > 1} == {}


def test_every_row_is_looked_up_by_its_first_word() -> None:
    listed = list(cues())
    assert {tuple(row["cue"].lower().split()) for row in rows("cues")} <= {cue.words for cue in listed}
    for first in {cue.words[0] for cue in listed}:
        entries = cues_of(first)
        lengths = [len(entry.words) for entry in entries]
        assert begins_cue(first) and lengths == sorted(lengths, reverse=True), first
        assert all(entry.words[0] == first for entry in entries)
    assert not begins_cue("no-such-word") and cues_of("no-such-word") == ()


# ------------------------------------------------------------------ form


@pytest.mark.parametrize("table", _TABLES)
def test_tables_are_well_formed(table: str) -> None:
    header, *lines = _table(table)
    width = len(header.split("\t"))
    assert lines[-1] == "", "the last line ends in a line break, and no empty line follows"
    assert len(set(header.split("\t"))) == width
    for number, line in enumerate(lines[:-1], 2):
        where = f"{table}.tsv:{number}: {line!r}"
        cells = line.split("\t")
        assert line and cells[0], where
        assert len(cells) <= width, where
        assert line == line.rstrip(" "), where
        assert table in _PATTERNS or all(cell == cell.strip() for cell in cells), where
        assert "  " not in line, where
        assert not {"\r", "\ufeff", "\u00a0"} & set(line), where
        assert unicodedata.is_normalized("NFC", line), where


@pytest.mark.parametrize("table", sorted(_HEADERS))
def test_headers(table: str) -> None:
    assert _table(table)[0].split("\t") == _HEADERS[table].split()


@pytest.mark.parametrize("table", ["noise", "word_classes", "word_sets"])
def test_words_are_lower_case_and_stand_once_in_a_row(table: str) -> None:
    twice: set[str] = set()
    for row in rows(table):
        words = row["words"].split()
        assert [word for word in words if word != word.lower()] == []
        twice |= {word for word, times in Counter(words).items() if times > 1}
    assert twice == set()


@pytest.mark.parametrize("table", ["word_classes", "goods"])
def test_long_lists_are_in_the_order_they_are_looked_up_in(table: str) -> None:
    assert [row["class"] for row in rows(table) if row["words"] != " ".join(sorted(set(row["words"].split())))] == []


@pytest.mark.parametrize("table", ["word_classes", "word_sets"])
def test_sets_are_named_once(table: str) -> None:
    name = _HEADERS[table].split()[0]
    names = [row[name] for row in rows(table)]
    assert len(set(names)) == len(names)


def test_cues_are_lower_case() -> None:
    assert [row["cue"] for row in rows("cues") if row["cue"] != row["cue"].lower()] == []
    assert [row["lemma"] for row in rows("changes") if row["lemma"] != row["lemma"].lower()] == []


def test_every_word_set_is_asked_for() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "tradestats").rglob("*.py"))
    assert [row["set"] for row in rows("word_sets") if f'"{row["set"]}"' not in source] == []
