"""Write tradestats/tables/areas.tsv: every country with its names, demonyms and customs, and the groups.

    python tests/tools/build_areas.py            write the table
    python tests/tools/build_areas.py --check    exit 1 if the table is not what this tool writes

English names come from CLDR (by way of Babel), demonyms and continents from countryinfo (MIT). Both have errors that
readers would notice ("Motswana", "Kirghiz", Indian for the Indian Ocean Territory); the corrections stand in
area_corrections.tsv, where "-" is no demonym at all, and the groups in area_groups.tsv, where "~Region/Subregion" takes
the members from countryinfo. Names that only usage knows ("S. Korea", "the bloc") are written by hand in
area_aliases.tsv, which this tool never touches, so writing the table anew loses nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import unicodedata
from importlib import resources
from pathlib import Path
from typing import Any

from babel import Locale
from babel.numbers import get_territory_currencies

HERE = Path(__file__).resolve().parent
TABLE = HERE.parents[1] / "tradestats" / "tables" / "areas.tsv"
HEADER = ("code", "kind", "name", "currency", "dollar", "fiscal_start", "basis_default", "members", "names", "demonyms")

# States that are gone but stand in old articles: code, name, names, demonyms, currency.
HISTORIC = (
    ("SUN", "Soviet Union", "Soviet Union;USSR;U.S.S.R.;U.S.S.R", "Soviet", ""),
    ("YUG", "Yugoslavia", "Yugoslavia", "Yugoslav;Yugoslavian", ""),
    ("CSK", "Czechoslovakia", "Czechoslovakia", "Czechoslovak;Czechoslovakian", ""),
    ("DDR", "East Germany", "East Germany;German Democratic Republic", "East German", ""),
)

GONE = {"ANT", "SCG"}  # in countryinfo, no longer in ISO 3166-1
UNREAD = {"JEY", "REU", "UMI", "MAF", "IOT", "ATF", "HMD", "BVT", "SGS", "ATA", "VIR"}  # an area, but no name to look for by itself

# What a bare "$" means in the country's own releases; USD elsewhere. The Pacific islands write of their own dollars, or tala, alone.
DOLLARS = {
    "CAN": "CAD",
    "AUS": "AUD",
    "NZL": "NZD",
    "SGP": "SGD",
    "HKG": "HKD",
    "FJI": "FJD",
    "WSM": "WST",
    "SLB": "SBD",
    "TON": "TOP",
    "KIR": "AUD",
    "NRU": "AUD",
    "TUV": "AUD",
    "COK": "NZD",
    "NIU": "NZD",
}

# First month of the fiscal year where it is not January.
FISCAL = {
    4: "IND JPN GBR CAN ZAF SGP HKG MMR KWT BWA NAM LSO SWZ BMU JAM",
    7: "PAK BGD AUS NZL EGY NPL KEN UGA TZA ETH BTN MWI TON",
    10: "USA THA HTI LAO",
    3: "IRN",
}

# What the releases of a country compare with by custom, when a sentence does not say.
BASES = {
    "mom": "USA CAN GBR AUS FRA DEU CHE DNK",
    "yoy": "KOR JPN CHN TWN IND HKG MAC SGP MYS THA PHL TUR BGD LKA NZL NLD ESP PRT GRC POL HUN CZE FIN BRA MEX ARG CHL COL PER "
    "RUS UKR KAZ UZB AZE KHM EA EU",
}


def by_hand(name: str) -> list[dict[str, str]]:
    """The rows of a hand-written table beside this tool."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def ascii_form(text: str) -> str:
    """The name without diacritics and with straight apostrophes, as most wires write it."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def written(names: list[str]) -> list[str]:
    """Each name as it may stand in a text: with "and" for "&", "Saint" for "St.", and in ASCII; in order, once each."""
    out: list[str] = []
    for name in names:
        name = name.replace("’", "'")
        for saint in {name, name.replace("St. ", "Saint "), name.replace("St. ", "St ")}:
            for form in (saint, saint.replace(" & ", " and ")):
                out += [form, ascii_form(form)]
    return sorted(dict.fromkeys(out), key=lambda n: (n != ascii_form(names[0]) and n != names[0], n))


def gazetteer() -> dict[str, dict[str, Any]]:
    """countryinfo's records by alpha-3."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(resources.files("countryinfo").joinpath("data").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".json"):
            record = json.loads(file.read_text(encoding="utf-8"))
            found.setdefault(record.get("ISO", {}).get("alpha3", ""), record)
    return found


def by_code(table: dict[Any, str]) -> dict[str, str]:
    """Turn `{value: "CODE CODE"}` round: `{CODE: value}`."""
    return {code: str(value) for value, codes in table.items() for code in codes.split()}


def countries(records: dict[str, dict[str, Any]]) -> list[tuple[str, ...]]:
    """One row per country of ISO 3166-1, Kosovo and the historic states, by code."""
    alpha3 = {str(record["ISO"]["alpha2"]): code for code, record in records.items() if code not in GONE} | {"XK": "XKX"}
    fiscal, basis = by_code(FISCAL), by_code(BASES)
    corrected = {row["code"]: row for row in by_hand("area_corrections.tsv")}
    euro = next(row["members"] for row in by_hand("area_groups.tsv") if row["code"] == "EA").split()
    rows = []
    for alpha2, name in Locale("en").territories.items():
        code = alpha3.get(alpha2)
        if code is None:
            continue
        right = corrected.get(code, {})
        shown = right.get("name") or name.replace("’", "'")
        demonyms = right.get("demonyms") or ";".join((records.get(code, {}).get("demonym") or "").split(","))
        names = "" if code in UNREAD else ";".join(written([shown]))
        money = right.get("currency") or ("EUR" if code in euro else (get_territory_currencies(alpha2) or [""])[0])
        customs = (money, DOLLARS.get(code, "USD"), fiscal.get(code, "1"), basis.get(code, ""))
        rows.append((code, "country", shown, *customs, "", names, "" if demonyms == "-" else demonyms))
    rows += [(code, "country", name, money, "USD", "1", "", "", names, demonyms) for code, name, names, demonyms, money in HISTORIC]
    return sorted(rows)


def groups(records: dict[str, dict[str, Any]]) -> list[tuple[str, ...]]:
    """One row per group, in the order of area_groups.tsv."""
    basis = by_code(BASES)
    rows = []
    for row in by_hand("area_groups.tsv"):
        members = row["members"]
        if members.startswith("~"):
            region, _, sub = members[1:].partition("/")
            inside = (c for c, r in records.items() if r.get("region") == region and sub in ("", r.get("subregion")))
            members = " ".join(sorted(code for code in inside if code and code not in GONE))
        customs = (row["currency"], "USD", "1", basis.get(row["code"], ""))
        rows.append((row["code"], "group", row["name"], *customs, members, row["names"], row["demonyms"]))
    return rows


def build() -> str:
    """The whole table as text."""
    records = gazetteer()
    rows = [HEADER, *countries(records), *groups(records)]
    return "".join("\t".join(row) + "\n" for row in rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the table is up to date")
    arguments = parser.parse_args()
    text = build()
    if arguments.check:
        return int(not TABLE.exists() or TABLE.read_text(encoding="utf-8") != text)
    TABLE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
