"""Which words can name a product, and which cannot: the noun phrases that no table lists are judged by this."""

from __future__ import annotations

from functools import cache

from tradestats.lexicon import cues, rows


@cache
def _noise() -> frozenset[str]:
    return frozenset(word for row in rows("noise") for word in row["words"].split())


class _Lazy:
    """Membership in a set that is only built when it is first asked."""

    def __contains__(self, word: str) -> bool:
        return word in _noise()


NOISE = _Lazy()
# Words that may stand inside a product's name but not at its beginning.
PRODUCT_STOP = frozenset(
    "other major main key top total biggest largest more less most some many several various new such certain only local finished both all".split()
) - {"other", "finished"}
_INSIDE = frozenset("industry sector group products product goods items".split())


@cache
def is_product_word(word: str) -> bool:
    """Whether a word outside the product table can be part of a product's name.

    Adverbs, function words, verbs of change, names in mid-sentence and words that count or report cannot.
    """
    low = word.lower()
    if low.endswith("'s") or len(low) < 2:
        return False
    if low in _INSIDE:
        return True
    if low in _noise() or (low.endswith("ly") and low not in ("supply", "assembly", "poly")):
        return False
    entry = cues().get(low)
    return not (entry and len(entry[-1].words) == 1 and entry[-1].kind != "adj")
