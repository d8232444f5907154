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
    """
    agri agricultural alcoholic apparel assembled automotive biotech bleached blended boneless bottled branded building canned
    cast catering ceramic chilled clothing coated combined commercial compressed cosmetics crude crushed cut dairy dental digital
    dried dyed edible electrical electronic electronics embroidered engineering fertilizing finished footwear forged frozen
    galvanised galvanized integrated jewellery knitted laminated liquefied manufactured medical metallic milled mining optical
    packaged packaging petrochemical petrochemicals petroleum pharmaceutical pharmaceuticals polished prepared preserved printed
    printing processed raw readymade refined roasted rolled rural salted sawn semiconductor semiconductors shipping smoked solid
    soluble tanned treated united unwrought used watchmaking wireless woven wrought
    """.split()  # noqa: SIM905
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
