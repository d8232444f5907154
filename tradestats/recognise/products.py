"""Products by the names the press gives them: text -> `ProductMention`, any noun phrase -> slug.

`products.tsv` holds one product per line: its slug, what it is called (in the singular; plurals and hyphens are made
here), a classification code where the classification is sure, an example sentence, and the words behind it that speak
against the product ("China ships a third ..."). Whether a product word is part of another thing ("oil prices") is not
decided here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase, ascii_uppercase

from tradestats.lexicon import rows
from tradestats.recognise.longest import LongestMatcher


@dataclass(frozen=True, slots=True)
class ProductMention:
    """A known product named in a text: `text[start:end]` are its words, `slug` its canonical name."""

    start: int
    end: int
    slug: str


@dataclass(frozen=True, slots=True)
class _Product:
    slug: str
    acronym: str = ""  # capitals that the text must have as well: "IT goods" is not "it goods"
    not_before: re.Pattern[str] | None = None


MAX_SLUG = 60


def scan(text: str) -> list[ProductMention]:
    """All known products of a cleaned text: sorted, not overlapping, the longest name at each place, in any case."""
    lowered = text.translate(_LOWER)  # not str.lower: "İ" would become two characters and shift all that follows
    names = _names()
    found: list[ProductMention] = []
    reached = 0
    for start, end, form in _matcher().candidates(lowered):
        if start < reached or _HYPHENATED.match(lowered, end) or _SECOND_HALF.match(lowered, max(0, start - 2), start):
            continue
        product = names[form]
        if product.acronym and not text.startswith(product.acronym, start):
            continue
        if product.not_before and product.not_before.match(lowered, end):
            continue
        found.append(ProductMention(start, end, product.slug))
        reached = end
    return found


@cache
def slug(phrase: str) -> str:
    """The canonical slug of a noun phrase; of an unknown one its own words, at most 60 characters; empty for nothing."""
    plain = unicodedata.normalize("NFKD", phrase).encode("ascii", "ignore").decode().strip(" \t\n.,;:\"'")
    words = _ARTICLE.sub("", _RUNS.sub(" ", re.sub(r"\s", " ", plain)).lower()).strip()
    known = _names().get(words) or _names().get(words.replace("-", " "))
    if known is not None and (not known.acronym or known.acronym in phrase):
        return known.slug
    parts = re.findall(r"[a-z0-9]+", words.replace("&", " and ").replace("'s ", " "))
    while parts and len("-".join(parts)) > MAX_SLUG and len(parts) > 1:
        parts.pop()
    return "-".join(parts)[:MAX_SLUG]


def scheme_code(slug: str) -> str:
    """The code of a product in a named classification (`MTI:831`), empty where none is sure."""
    return _codes().get(slug, "")


_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_RUNS = re.compile(r"  ++")
_ARTICLE = re.compile(r"^(?:the|an?)(?: +|$)")
# A hyphen joins: "oil-rich", "chip-related" name no product, nor does the second half of "anti-steel".
_HYPHENATED = re.compile(r"-[a-z]")
_SECOND_HALF = re.compile(r"\w-")
_ACRONYM = re.compile(r"[A-Z]{2,3}(?![\w&])")


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(rows("products"))


@cache
def _codes() -> dict[str, str]:
    return {row["slug"]: row["scheme_code"] for row in _rows() if row["scheme_code"]}


def _plural(name: str) -> str:
    """English plural of the last word; the name itself if that looks like a plural already."""
    if name.endswith(("bus", "lens", "sh", "ch", "x", "ss")):
        return name + "es"
    if name.endswith("s"):
        return name
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return name[:-1] + "ies"
    return name + "s"


@cache
def _names() -> dict[str, _Product]:
    """Every lower-case form of every alias -> product."""
    found: dict[str, _Product] = {}
    for row in _rows():
        not_before = None
        if row["not_before"]:
            not_before = re.compile(r" {1,2}(?:" + "|".join(map(re.escape, row["not_before"].split(";"))) + r")(?!\w)")
        found.setdefault(row["slug"].replace("-", " "), _Product(row["slug"], "", not_before))
        for alias in row["aliases"].split(";"):
            acronym = _ACRONYM.match(alias)
            product = _Product(row["slug"], acronym.group() if acronym else "", not_before)
            for form in (alias.lower(), _plural(alias.lower())):
                found[form] = product
                if form.count(" ") == 1:
                    found[form.replace(" ", "-")] = product
    return found


@cache
def _matcher() -> LongestMatcher:
    return LongestMatcher(_names())
