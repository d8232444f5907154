"""Write tradestats/tables/areas.tsv: every country with its names, demonyms and customs, and the groups.

    python tests/tools/build_areas.py            write the table
    python tests/tools/build_areas.py --check    exit 1 if the table is not what this tool writes

English names come from CLDR (by way of Babel), demonyms and continents from countryinfo (MIT). Both have errors that
readers would notice; the corrections stand below as data. Names that only usage knows ("S. Korea", "the bloc") are
written by hand in area_aliases.tsv, which this tool never touches, so writing the table anew loses nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from importlib import resources
from pathlib import Path
from typing import Any

from babel import Locale
from babel.numbers import get_territory_currencies

TABLE = Path(__file__).resolve().parents[2] / "tradestats" / "tables" / "areas.tsv"
HEADER = ("code", "kind", "name", "currency", "dollar", "fiscal_start", "basis_default", "members", "names", "demonyms")

# States that are gone but stand in old articles: code, name, names, demonyms, currency.
HISTORIC = (
    ("SUN", "Soviet Union", "Soviet Union;USSR;U.S.S.R.;U.S.S.R", "Soviet", ""),
    ("YUG", "Yugoslavia", "Yugoslavia", "Yugoslav;Yugoslavian", ""),
    ("CSK", "Czechoslovakia", "Czechoslovakia", "Czechoslovak;Czechoslovakian", ""),
    ("DDR", "East Germany", "East Germany;German Democratic Republic", "East German", ""),
)

# Where CLDR's name is not the one to print, or reads as something else in running text (Jersey, Reunion).
RENAMED = {
    "HKG": "Hong Kong",
    "MAC": "Macao",
    "MMR": "Myanmar",
    "COD": "Democratic Republic of the Congo",
    "COG": "Republic of the Congo",
    "PSE": "Palestine",
    "BES": "Caribbean Netherlands",
    "TUR": "Türkiye",
}
GONE = {"ANT", "SCG"}  # in countryinfo, no longer in ISO 3166-1
UNREAD = {"JEY", "REU", "UMI", "MAF", "IOT", "ATF", "HMD", "BVT", "SGS", "ATA", "VIR"}  # an area, but no name to look for by itself

# Demonyms: what countryinfo lacks or has wrong ("Motswana", "Kirghiz", Indian for the Indian Ocean Territory).
DEMONYMS = {
    "AIA": "Anguillan", "ALA": "", "ARE": "Emirati", "ARG": "Argentine;Argentinian;Argentinean", "ASM": "", "ATA": "", "ATF": "", "ATG": "Antiguan",
    "AZE": "Azerbaijani;Azeri", "BGD": "Bangladeshi", "BIH": "Bosnian", "BLR": "Belarusian;Belarussian", "BMU": "Bermudian;Bermudan",
    "BWA": "Botswanan", "CAF": "Central African", "CCK": "", "COD": "", "COG": "", "COK": "", "COM": "Comorian", "CPV": "Cape Verdean",
    "CUW": "", "CXR": "", "DJI": "Djiboutian", "DMA": "", "DOM": "", "ECU": "Ecuadorian;Ecuadorean", "FLK": "", "FRO": "Faroese", "GBR": "British",
    "GGY": "", "GIB": "Gibraltarian", "GIN": "", "GNB": "", "GNQ": "Equatorial Guinean;Equatoguinean", "GLP": "", "HKG": "", "HMD": "", "HRV": "Croatian",
    "IMN": "Manx", "IOT": "", "ISL": "Icelandic", "JEY": "", "KAZ": "Kazakh;Kazakhstani", "KGZ": "Kyrgyz;Kyrgyzstani", "KIR": "", "KNA": "", "KOR":
    "Korean;South Korean", "LIE": "Liechtensteiner", "LCA": "St. Lucian;Saint Lucian", "LSO": "Basotho", "LUX": "Luxembourgish", "MAC": "",
    "MDG": "Malagasy;Madagascan", "MDV": "Maldivian", "MKD": "Macedonian;North Macedonian", "MNP": "", "MTQ": "", "MYT": "", "NFK": "", "NLD": "Dutch",
    "NPL": "Nepalese;Nepali", "NZL": "New Zealander", "PCN": "", "PHL": "Philippine;Filipino", "PRK": "North Korean", "REU": "", "SAU": "Saudi;Saudi Arabian",
    "SGS": "", "SJM": "", "SLB": "Solomon Islander", "SLV": "Salvadoran;Salvadorean", "SMR": "Sammarinese", "SOM": "Somali;Somalian", "SPM": "", "STP": "",
    "SUR": "Surinamese", "SVK": "Slovak;Slovakian", "SVN": "Slovenian;Slovene", "TJK": "Tajik", "TLS": "East Timorese;Timorese", "UZB": "Uzbek;Uzbekistani",
    "VAT": "", "VCT": "", "VUT": "", "WLF": "", "WSM": "", "XKX": "Kosovar;Kosovan", "ESH": "Sahrawi",
}

CURRENCIES = {"ZWE": "ZWG", "BGR": "EUR", "HRV": "EUR", "CUB": "CUP", "PAN": "PAB", "SLV": "USD", "XKX": "EUR", "LSO": "LSL", "BTN": "BTN", "HTI": "HTG",
              "NAM": "NAD", "PSE": "ILS", "CHE": "CHF", "URY": "UYU", "BOL": "BOB", "CHL": "CLP", "COL": "COP", "MEX": "MXN", "USA": "USD"}

# What a bare "$" means in the country's own releases; USD elsewhere.
DOLLARS = {"CAN": "CAD", "AUS": "AUD", "NZL": "NZD", "SGP": "SGD", "HKG": "HKD"}

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
    "yoy": "KOR JPN CHN TWN IND HKG MAC SGP MYS THA PHL TUR BGD LKA NZL NLD ESP PRT GRC POL HUN CZE FIN BRA MEX ARG CHL COL PER RUS UKR KAZ UZB AZE KHM EA EU",
}

# Groups: code | name | names | demonyms | currency | members (empty where membership is not stable or not agreed).
# "~Region" or "~Region/Subregion" takes the members from countryinfo's regions.
GROUPS = """
WLD|World||||
ROW|Rest of the world||||
EU|European Union|European Union;EU;E.U.;European Community;European Communities;European Economic Community;EEC;E.E.C.;EC||EUR|AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE
EA|Euro area|euro area;eurozone;euro zone;euro-area;euro-zone;Eurozone;Eurozone area;eurozone area;euro currency area||EUR|AUT BEL BGR HRV CYP EST FIN FRA DEU GRC IRL ITA LVA LTU LUX MLT NLD PRT SVK SVN ESP
EXTRA-EU|Countries outside the EU||||
EXTRA-EA|Countries outside the euro area||||
INTRA-EU|Trade between EU countries||||
INTRA-EA|Trade between euro area countries||||
EU-NON-EA|EU countries outside the euro area||||CZE DNK HUN POL ROU SWE
NON-EU-EUROPE|European countries outside the EU||||
ASEAN|Association of Southeast Asian Nations|ASEAN;Asean;Association of Southeast Asian Nations;Association of South East Asian Nations;Association of South-East Asian Nations|||BRN KHM IDN LAO MYS MMR PHL SGP THA TLS VNM
EFTA|European Free Trade Association|EFTA;European Free Trade Association|||ISL LIE NOR CHE
CIS|Commonwealth of Independent States|CIS;Commonwealth of Independent States|||ARM AZE BLR KAZ KGZ MDA RUS TJK UZB
EAEU|Eurasian Economic Union|EAEU;Eurasian Economic Union|||ARM BLR KAZ KGZ RUS
GCC|Gulf Cooperation Council|GCC;Gulf Cooperation Council;Gulf Co-operation Council|||BHR KWT OMN QAT SAU ARE
MERCOSUR|Mercosur|Mercosur;MERCOSUR;Southern Common Market|||ARG BOL BRA PRY URY
USMCA|United States-Mexico-Canada Agreement|USMCA;NAFTA;Nafta;CUSMA|||CAN MEX USA
RCEP|Regional Comprehensive Economic Partnership|RCEP;Regional Comprehensive Economic Partnership|||AUS BRN KHM CHN IDN JPN KOR LAO MYS MMR NZL PHL SGP THA VNM
CPTPP|Comprehensive and Progressive Agreement for Trans-Pacific Partnership|CPTPP;Comprehensive and Progressive Agreement for Trans-Pacific Partnership;Trans-Pacific Partnership;TPP|||AUS BRN CAN CHL GBR JPN MYS MEX NZL PER SGP VNM
OPEC|Organization of the Petroleum Exporting Countries|OPEC;Opec;Organization of the Petroleum Exporting Countries|||DZA COG GNQ GAB IRN IRQ KWT LBY NGA SAU ARE VEN
OPECPLUS|OPEC+|OPEC+;Opec+|||
OECD|Organisation for Economic Co-operation and Development|OECD|||AUS AUT BEL CAN CHL COL CRI CZE DNK EST FIN FRA DEU GRC HUN ISL IRL ISR ITA JPN KOR LVA LTU LUX MEX NLD NZL NOR POL PRT SVK SVN ESP SWE CHE TUR GBR USA
G7|Group of Seven|G7;G-7;Group of Seven|||CAN FRA DEU ITA JPN GBR USA
G20|Group of Twenty|G20;G-20;Group of Twenty|||ARG AUS BRA CAN CHN FRA DEU IND IDN ITA JPN MEX RUS SAU ZAF KOR TUR GBR USA
BRICS|BRICS|BRICS;Brics|||BRA RUS IND CHN ZAF EGY ETH IRN ARE IDN
APEC|Asia-Pacific Economic Cooperation|APEC;Apec;Asia-Pacific Economic Cooperation|||AUS BRN CAN CHL CHN HKG IDN JPN KOR MYS MEX NZL PNG PER PHL RUS SGP TWN THA USA VNM
SAARC|South Asian Association for Regional Cooperation|SAARC|||AFG BGD BTN IND MDV NPL PAK LKA
SCO|Shanghai Cooperation Organisation|Shanghai Cooperation Organisation;Shanghai Cooperation Organization|||BLR CHN IND IRN KAZ KGZ PAK RUS TJK UZB
SADC|Southern African Development Community|SADC;Southern African Development Community|||AGO BWA COM COD SWZ LSO MDG MWI MUS MOZ NAM SYC ZAF TZA ZMB ZWE
SACU|Southern African Customs Union|SACU;Southern African Customs Union|||BWA SWZ LSO NAM ZAF
BELN|Botswana, Eswatini, Lesotho and Namibia|BELN;BLNS|||BWA SWZ LSO NAM
COMESA|Common Market for Eastern and Southern Africa|COMESA;Common Market for Eastern and Southern Africa|||
ECOWAS|Economic Community of West African States|ECOWAS|||
EAC|East African Community|East African Community|||BDI COD KEN RWA SOM SSD TZA UGA
AFCFTA|African Continental Free Trade Area|AfCFTA;African Continental Free Trade Area|||
CARICOM|Caribbean Community|CARICOM;Caricom|||
ANDEAN|Andean Community|Andean Community|||BOL COL ECU PER
PACALLIANCE|Pacific Alliance|Pacific Alliance|||CHL COL MEX PER
COMECON|Council for Mutual Economic Assistance|Comecon;COMECON|||
BENELUX|Benelux|Benelux|||BEL NLD LUX
NORDIC|Nordic countries||Nordic;Scandinavian||DNK FIN ISL NOR SWE
BALTIC|Baltic states||||EST LVA LTU
BRI|Belt and Road countries|Belt and Road Initiative|||
LDC|Least developed countries|LDC|||
DEVELOPING|Developing countries||||
DEVELOPED|Developed countries||||
AFRICA|Africa|Africa|African||~Africa
SSAFRICA|Sub-Saharan Africa|Sub-Saharan Africa;sub-Saharan Africa;Sub Saharan Africa|Sub-Saharan African;sub-Saharan African||~Africa/Sub-Saharan Africa
NAFRICA|North Africa|North Africa;Northern Africa|North African||
WAFRICA|West Africa|West Africa;Western Africa|West African||
EAFRICA|East Africa|East Africa;Eastern Africa|East African||
SAFRICA|Southern Africa|Southern Africa;southern Africa|Southern African||
AMERICAS|Americas|Americas;the Americas|||~Americas
NAMERICA|North America|North America;Northern America|North American||CAN MEX USA
LATAM|Latin America|Latin America;Latin America and the Caribbean;Central and South America;South and Central America|Latin American||~Americas/Latin America and the Caribbean
SAMERICA|South America|South America|South American||ARG BOL BRA CHL COL ECU FLK GUF GUY PER PRY SUR URY VEN
CAMERICA|Central America|Central America|Central American||BLZ CRI SLV GTM HND NIC PAN
CARIBBEAN|Caribbean|Caribbean|||
ASIA|Asia|Asia|Asian||~Asia
EASIA|East Asia|East Asia;Eastern Asia;Northeast Asia;North-east Asia;North East Asia;Far East|East Asian;Northeast Asian||CHN HKG JPN KOR MAC MNG PRK TWN
SEASIA|Southeast Asia|Southeast Asia;South-east Asia;South East Asia;South-East Asia;Southeastern Asia;South-Eastern Asia|Southeast Asian;South-east Asian;South East Asian;South-East Asian||~Asia/South-eastern Asia
SASIA|South Asia|South Asia;Southern Asia|South Asian||AFG BGD BTN IND MDV NPL PAK LKA
CASIA|Central Asia|Central Asia|Central Asian||KAZ KGZ TJK TKM UZB
WASIA|West Asia|West Asia;Western Asia|West Asian||~Asia/Western Asia
ASIAPAC|Asia-Pacific|Asia-Pacific;Asia Pacific;Asia and the Pacific;Indo-Pacific|||
MIDEAST|Middle East|Middle East;Mideast;Near East;Middle Eastern countries|Middle Eastern;Mideastern||
MENA|Middle East and North Africa|Middle East and North Africa;MENA;West Asia and North Africa;WANA|||
EUROPE|Europe|Europe|European||~Europe
EEUROPE|Eastern Europe|Eastern Europe;East Europe|Eastern European;East European||
WEUROPE|Western Europe|Western Europe;West Europe|Western European;West European||
CEUROPE|Central Europe|Central Europe;Central and Eastern Europe|Central European||
NEUROPE|Northern Europe|Northern Europe|Northern European||
SEUROPE|Southern Europe|Southern Europe|Southern European||
OCEANIA|Oceania|Oceania;Australasia|||~Oceania
PACIFIC|Pacific islands|Pacific Islands;Pacific islands;Pacific Island countries|||
ARAB|Arab countries||Arab||
"""


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
    euro = _members("EA").split()
    rows = []
    for alpha2, name in Locale("en").territories.items():
        code = alpha3.get(alpha2)
        if code is None:
            continue
        record = records.get(code, {})
        shown = RENAMED.get(code, name.replace("’", "'"))
        demonyms = DEMONYMS.get(code, ";".join(d.strip() for d in (record.get("demonym") or "").split(",") if d.strip()))
        names = [] if code in UNREAD else written([shown])
        money = CURRENCIES.get(code) or ("EUR" if code in euro else (get_territory_currencies(alpha2) or [""])[0])
        rows.append((code, "country", shown, money, DOLLARS.get(code, "USD"), fiscal.get(code, "1"), basis.get(code, ""), "", ";".join(names), demonyms))
    rows += [(code, "country", name, money, "USD", "1", "", "", names, demonyms) for code, name, names, demonyms, money in HISTORIC]
    return sorted(rows)


def _members(code: str) -> str:
    return next(line.split("|")[5] for line in GROUPS.split("\n") if line.startswith(code + "|"))


def groups(records: dict[str, dict[str, Any]]) -> list[tuple[str, ...]]:
    """One row per group, in the order written above."""
    basis = by_code(BASES)
    rows = []
    for line in filter(None, GROUPS.split("\n")):
        code, name, names, demonyms, money, members = line.split("|")
        if members.startswith("~"):
            region, _, sub = members[1:].partition("/")
            members = " ".join(sorted(c for c, r in records.items() if c and c not in GONE and r.get("region") == region and sub in ("", r.get("subregion"))))
        rows.append((code, "group", name, money, "USD", "1", basis.get(code, ""), members, names, demonyms))
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
