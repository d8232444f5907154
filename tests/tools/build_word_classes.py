"""Generates tradestats/tables/word_classes.tsv: common English words that are never nouns, by class.

A noun phrase that no table lists is taken for a product only if its words can be nouns; this list says which cannot.
Run with `pip install lemminflect wordfreq` (MIT, Apache-2.0): python tests/tools/build_word_classes.py
"""

from __future__ import annotations

from pathlib import Path

from lemminflect import getAllLemmas  # type: ignore[import-not-found]
from wordfreq import top_n_list  # type: ignore[import-not-found]

OUT = Path(__file__).parents[2] / "tradestats" / "tables" / "word_classes.tsv"
# Participles and adjectives that begin the names of products, and nouns the word list does not know as such.
KEPT = set(
    """knitted woven refined frozen dried processed used finished manufactured prepared preserved canned unwrought wrought rolled cast forged
    coated printed packaged bottled chilled roasted polished cut crushed integrated tanned smoked salted readymade bleached dyed blended branded
    wireless crude raw mining clothing footwear apparel electronics petrochemicals petrochemical petroleum semiconductors semiconductor cosmetics
    biotech automotive pharmaceutical pharmaceuticals optical solid edible fertilizing shipping packaging catering engineering printing building
    boneless milled soluble liquefied compressed assembled embroidered laminated galvanised galvanized sawn treated united combined
    watchmaking jewellery medical dental dairy alcoholic electronic electrical agricultural agri rural digital commercial metallic ceramic""".split()
)


def main() -> None:
    verbs, adjectives, others = [], [], []
    for word in sorted(set(top_n_list("en", 45000))):
        if not (word.isalpha() and word.isascii() and len(word) > 2) or word in KEPT:
            continue
        classes = set(getAllLemmas(word))
        if not classes or classes & {"NOUN", "PROPN"}:
            continue
        (adjectives if "ADJ" in classes else verbs if "VERB" in classes else others).append(word)
    lines = ["class\twords", "verb\t" + " ".join(verbs), "adjective\t" + " ".join(adjectives), "other\t" + " ".join(others)]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
