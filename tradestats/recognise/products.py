"""Products by the names the press gives them: text -> `ProductMention`, any noun phrase -> slug.

`products.tsv` holds one product per line: its slug, what it is called (in the singular; plurals and hyphens are made
here), a classification code where the classification is sure, an example sentence, and the words behind it that speak
against the product ("China ships a third ..."). Whether a product word is part of another thing ("oil prices") is not
decided here.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from tradestats.lexicon import cues_of, remembered, rows
from tradestats.recognise.longest import LongestMatcher, first_word, words_of


class ProductMention(NamedTuple):
    """A known product named in a text: `text[start:end]` are its words, `slug` its canonical name."""

    start: int
    end: int
    slug: str


class _Product(NamedTuple):
    slug: str
    acronym: str = ""  # capitals that the text must have as well: "IT goods" is not "it goods"
    not_before: re.Pattern[str] | None = None


MAX_SLUG = 60
_SLUG = "-"  # in place of an acronym: the name is a slug


def scan(text: str) -> list[ProductMention]:
    """All known products of a cleaned text: sorted, not overlapping, the longest name at each place, in any case."""
    # Bytes put only ASCII in lower case: str.lower would make two characters of "İ" and shift all that follows.
    lowered = text.lower() if text.isascii() else text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
    found: list[ProductMention] = []
    reached = 0
    for start, end, product in _matcher().candidates(lowered, words_of(text).lower()):
        if start < reached or _HYPHENATED.match(lowered, end) or _SECOND_HALF.match(lowered, max(0, start - 2), start):
            continue
        if product.acronym and not text.startswith(product.acronym, start):
            continue
        if product.not_before and product.not_before.match(lowered, end):
            continue
        found.append(ProductMention(start, end, product.slug))
        reached = end
    return found


@remembered
def slug(phrase: str) -> str:
    """The canonical slug of a noun phrase; of an unknown one its own words, at most 60 characters; empty for nothing."""
    plain = unicodedata.normalize("NFKD", phrase).encode("ascii", "ignore").decode().strip(" \t\n.,;:\"'")
    words = _ARTICLE.sub("", _RUNS.sub(" ", re.sub(r"\s", " ", plain)).lower()).strip()
    for cue in cues_of(words.split(" ", 1)[0]):
        if cue.kind == "excl" and words.startswith(" ".join(cue.words) + " "):
            words = "excluding " + words[len(" ".join(cue.words)) + 1 :]  # "leaving out ships": one name whatever the verb
            break
    if words.startswith("excluding ") and " " not in (part := words.removeprefix("excluding ")):
        rest = _names("non").get(f"non-{part}")
        words = rest.slug if rest is not None else words  # "excluding oil" is "non-oil"
    first = first_word(words)
    names = _names(first) if first in _filed() else {}
    known = names.get(words) or names.get(words.replace("-", " "))
    if known is not None and (not known.acronym or known.acronym in phrase):
        return known.slug
    parts = re.findall(r"[a-z0-9]+", words.replace("&", " and ").replace("'s ", " "))
    length = list(accumulate(len(part) + 1 for part in parts))
    whole = max(bisect_right(length, MAX_SLUG + 1), 1)  # words, not cut in the middle; of a longer one its beginning
    return "-".join(parts[:whole])[:MAX_SLUG]


def scheme_code(slug: str) -> str:
    """The code of a product in a named classification (`MTI:831`), empty where none is sure."""
    return _codes().get(slug, "")


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
def _filed() -> dict[str, list[tuple[str, str, dict[str, str]]]]:
    """First word -> (lower-case name, acronym, row) of the names that begin so, in the order of the table. An empty acronym is none;
    a slug is a name that no other overrules it by."""
    found: dict[str, list[tuple[str, str, dict[str, str]]]] = {}
    for row in _rows():
        for alias in row["aliases"].split(";"):
            acronym = _ACRONYM.match(alias)
            name = alias.lower()
            for first in {first_word(name), first_word(_plural(name))} if " " not in name else (first_word(name),):
                found.setdefault(first, []).append((name, acronym[0] if acronym else "", row))
    for row in _rows():
        name = row["slug"].replace("-", " ")
        found.setdefault(first_word(name), []).append((name, _SLUG, row))
    return found


@cache
def _names(first: str) -> dict[str, _Product]:
    """Every lower-case form of every name that begins with a word -> product."""
    found: dict[str, _Product] = {}
    for name, acronym, row in _filed().get(first, ()):
        if acronym == _SLUG:
            found.setdefault(name, _Product(row["slug"], "", _not_before(row["not_before"])))
            continue
        product = _Product(row["slug"], acronym, _not_before(row["not_before"]))
        for form in (name, _plural(name)):
            found[form] = product
            if form.count(" ") == 1:
                found[form.replace(" ", "-")] = product
    return {form: product for form, product in found.items() if first_word(form) == first}


@cache
def _not_before(words: str) -> re.Pattern[str] | None:
    """What must not follow a name, from a `;`-list of words."""
    return re.compile(r" {1,2}(?:" + "|".join(map(re.escape, words.split(";"))) + r")(?!\w)") if words else None


@cache
def _matcher() -> LongestMatcher[_Product]:
    return LongestMatcher(lambda word: _names(word) if word in _filed() else {})
