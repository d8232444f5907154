"""Rules of the user's own: they are read, they overrule ours, and every fault is told by file and line before any article is read."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ENVIRONMENT, Run

from tradestats import lexicon
from tradestats.errors import InputError
from tradestats.rules import TABLES, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "rules"
    made.mkdir()
    return made


def write(folder: Path, table: str, *lines: str) -> None:
    (folder / f"{table}.tsv").write_text("".join(line.replace("|TAB|", "\t") + "\n" for line in lines), encoding="utf-8")


def read(tradestats: Run, folder: Path, text: str, *more: str) -> list[dict[str, str]]:
    done = tradestats("extract", "--rules", folder, "-q", "-t", "observations", "-f", "csv", *more, stdin=text)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


# ------------------------------------------------------------------ what rules do


def test_a_name_and_a_product(tradestats: Run, samples: Path) -> None:
    (row,) = read(tradestats, samples / "rules", "Nippon exports of heat pumps rose 12 percent in May 2024.")
    assert (row["reporter"], row["product"], row["value"]) == ("JPN", "heat-pumps", "12")


def test_a_group_of_the_users_own(tradestats: Run, folder: Path) -> None:
    write(
        folder,
        "areas",
        "code\tkind\tname\tmembers\tnames",
        "VISEGRAD\tgroup\tVisegrad Group\tCZE HUN POL SVK\tVisegrad Four;Visegrad Group",
    )
    (row,) = read(tradestats, folder, "Germany's exports to the Visegrad Four rose to 9.0 billion euros in May 2024.")
    assert (row["reporter"], row["partner"]) == ("DEU", "VISEGRAD")
    assert tradestats("extract", "--rules", folder, "--reporter", "VISEGRAD", stdin="Exports rose.").returncode == 0
    assert tradestats("extract", "--reporter", "VISEGRAD", stdin="Exports rose.").returncode == 2


def test_a_currency_and_a_unit(tradestats: Run, folder: Path) -> None:
    write(folder, "currencies", "code\tbefore\tnouns\texample", "GBP\t\tquid\tExports of 5 million quid.")
    write(folder, "units", "code\tkind\tpower\tforms\texample", "bales\tquantity\t0\tcotton bale|cotton bales\t300,000 cotton bales")
    (row,) = read(tradestats, folder, "Britain's exports rose to 9.5 billion quid in May 2024.")
    assert (row["value"], row["unit"]) == ("9500000000", "GBP")
    rows = read(tradestats, folder, "Pakistan exported 300,000 cotton bales in May 2024.", "--where", "unit=bales")
    assert [row["value"] for row in rows] == ["300000"]


def test_a_verb_of_change_and_a_cue(tradestats: Run, folder: Path) -> None:
    text = "Japan's exports mooned 12 percent in May 2024. Outbound cargoes to China came to 3 billion yen."
    without = tradestats("extract", "-q", "-t", "observations", "--columns", "measure,product", stdin=text)
    assert without.stdout.splitlines()[1:] == ["level,cargoes"]
    write(folder, "changes", "lemma\tforms\tsign\tsense\texample", "moon\tmooned\t+\tsize\tExports mooned 5 percent.")
    write(folder, "cues", "cue\tkind\tcode\texample", "outbound cargoes\tflow\texport\tOutbound cargoes rose 5 percent.")
    rows = read(tradestats, folder, text)
    assert [(row["measure"], row["product"], row["value"]) for row in rows] == [("growth", "total", "12"), ("level", "total", "3000000000")]


def test_the_users_row_overrules_ours(tradestats: Run, folder: Path) -> None:
    write(folder, "products", "slug\taliases\texample", "potato-chips\tchip\tExports of chips rose.")
    write(folder, "changes", "lemma\tforms\tsign\tsense", "rise\trose\t-\tsize")
    write(folder, "bounds", "phrase\tbound", "about\t>")
    (row,) = read(tradestats, folder, "Belgium's exports of chips rose about 5 percent in May 2024.")
    assert (row["product"], row["value"], row["bound"]) == ("potato-chips", "-5", ">")


def test_several_processes_and_all_commands(tradestats: Run, samples: Path, tmp_path: Path) -> None:
    for n in range(40):
        (tmp_path / f"{n:02}.txt").write_text(f"Nippon exports of heat pumps rose {n + 1} percent in May 2024.")
    one, two = (tradestats("extract", tmp_path, "--rules", samples / "rules", "--jobs", jobs) for jobs in ("1", "2"))
    assert one.stdout == two.stdout
    assert one.stdout.count("heat-pumps") == 40
    for command in (["explain", tmp_path / "00.txt"], ["merge", tmp_path / "00.txt"], ["diff", tmp_path / "00.txt", tmp_path / "01.txt"]):
        assert "JPN" in tradestats(*command, "--rules", samples / "rules").stdout
    assert tradestats("check", tmp_path / "00.txt", "--rules", samples / "rules").returncode == 0


def test_comments_blank_lines_windows_and_a_byte_order_mark(folder: Path) -> None:
    (folder / "products.tsv").write_bytes("\ufeffslug\taliases\r\n# mine\r\n\r\nheat-pumps\theat pump\r\n".encode())
    (row,) = load(str(folder))["products"]
    assert row["aliases"] == "heat pump"
    assert row["scheme_code"] == ""


def test_from_python_before_and_after_the_first_article(samples: Path) -> None:
    text = "Nippon exports of heat pumps rose 12 percent in May 2024."
    before = f"import tradestats; tradestats.use_rules({str(samples / 'rules')!r}); print(tradestats.extract({text!r})[0].product)"
    after = f"import tradestats; tradestats.extract({text!r}); tradestats.use_rules({str(samples / 'rules')!r})"
    first, late = (subprocess.run([sys.executable, "-c", c], capture_output=True, text=True, env=ENVIRONMENT) for c in (before, after))
    assert first.stdout == "heat-pumps\n"
    assert "before the first article" in late.stderr


# ------------------------------------------------------------------ faults


@pytest.mark.parametrize(
    ("table", "lines", "place", "reason"),
    [
        ("names", ["text\tcode"], "names.tsv", "no such table"),
        ("products", ["slug\taliases\tcolour"], "products.tsv:1", "no column 'colour'"),
        ("products", ["slug"], "products.tsv:1", "lacks the column 'aliases'"),
        ("products", ["slug\taliases\tslug"], "products.tsv:1", "twice"),
        ("products", ["slug\taliases", "a\tb\tc"], "products.tsv:2", "3 cells"),
        ("products", ["slug\taliases", "a"], "products.tsv:2", "aliases is empty"),
        ("products", ["slug\taliases", "", "Heat Pumps\theat pump"], "products.tsv:3", "slug cannot be 'Heat Pumps'"),
        ("products", ["slug\taliases", "a\tb;;c"], "products.tsv:2", "empty place"),
        ("products", ["slug\taliases", "a\tb "], "products.tsv:2", "blank at its edge"),
        ("products", ["slug\taliases", "a\tb\x1b[2J"], "products.tsv:2", "invisible"),
        ("products", ["slug\taliases\tscheme_code", "a\tb\t8542"], "products.tsv:2", "scheme_code cannot be '8542'"),
        ("products", ["slug\taliases\texample", "a\tfoobar\tExports of barfoo rose."], "products.tsv:2", "is not read as the row says"),
        ("area_aliases", ["text\tcode\tform", "Nippon\tJAP\tname"], "area_aliases.tsv:2", "no area has the code 'JAP'"),
        ("area_aliases", ["text\tcode\tform", "Nippon\tJPN\tcountry"], "area_aliases.tsv:2", "form cannot be 'country'"),
        ("areas", ["code\tkind\tname", "X1\tunion\tX"], "areas.tsv:2", "kind cannot be 'union'"),
        ("currencies", ["code\tnouns", "euro\teuro"], "currencies.tsv:2", "code cannot be 'euro'"),
        ("units", ["code\tkind\tpower\tforms", "t\tmass\t0\ttonne"], "units.tsv:2", "kind cannot be 'mass'"),
        ("units", ["code\tkind\tpower\tforms", "t\tquantity\tten\ttonne"], "units.tsv:2", "power cannot be 'ten'"),
        ("bounds", ["phrase\tbound", "about\t?"], "bounds.tsv:2", "bound cannot be '?'"),
        ("cues", ["cue\tkind\tcode", "sendings\tflow\toutward"], "cues.tsv:2", "kind and code cannot be 'flow outward'"),
        ("cues", ["cue\tkind\tcode", "Sendings\tflow\texport"], "cues.tsv:2", "cue cannot be 'Sendings'"),
        ("changes", ["lemma\tsign\tsense", "moon\tup\tsize"], "changes.tsv:2", "sign cannot be 'up'"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_file_and_line(tradestats: Run, folder: Path, table: str, lines: list[str], place: str, reason: str) -> None:
    write(folder, table, *lines)
    done = tradestats("extract", "--rules", folder, stdin="Exports rose.")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"{place}: " in done.stderr
    assert reason in done.stderr
    assert "\x1b" not in done.stderr


def test_what_is_no_folder_or_no_text(tradestats: Run, folder: Path) -> None:
    for path in (folder / "gone", folder):
        assert tradestats("extract", "--rules", path, stdin="x").returncode == 2
    (folder / "products.tsv").write_bytes(b"slug\taliases\na\tb\nc\t\xff\n")
    with pytest.raises(InputError, match=r"products\.tsv:3: is not UTF-8"):
        load(str(folder))


def test_words_are_words_and_no_patterns(tradestats: Run, folder: Path) -> None:
    write(folder, "products", "slug\taliases\tnot_before", "a-b\t(a+)+b;.*;[x\tprice)*")
    rows = read(tradestats, folder, f"Peru's exports rose 5 percent in May 2024, {'a' * 5000}.")
    assert [row["product"] for row in rows] == ["total"]


@pytest.mark.parametrize("table", TABLES)
def test_our_own_tables_have_the_columns_that_rules_need(table: str) -> None:
    row = next(lexicon.packaged(table))
    assert {*TABLES[table].needed, *TABLES[table].form} <= set(row)
