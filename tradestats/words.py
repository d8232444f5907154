"""Which words can name a product, and which cannot: the noun phrases that no table lists are judged by this."""

from __future__ import annotations

from functools import cache

from tradestats.lexicon import begins_cue, cues_of, remembered, rows, word_set


@cache
def _noise() -> frozenset[str]:
    return frozenset(word for row in rows("noise") for word in row["words"].split())


_FEW = 200  # words that are looked for in a list before it is worth taking apart


class _Listed:
    """Thousands of words in the order of the alphabet, one space between two: looked up where they stand, since a short text asks for few.

    To take all lists apart would be a fiftieth of a short run.
    """

    def __init__(self, words: str) -> None:
        self._words = words
        self._asked = 0
        self._all: frozenset[str] | None = None

    def __contains__(self, word: str) -> bool:
        if self._all is not None:
            return word in self._all
        self._asked += 1
        if self._asked == _FEW:
            self._all = frozenset(self._words.split())
        words, low, high = self._words, 0, len(self._words)
        while low < high:  # `low` is where a word begins, `high` where one ends
            begin = words.rfind(" ", low, (low + high) // 2) + 1 or low
            end = words.find(" ", begin, high)
            end = end if end >= 0 else high
            found = words[begin:end]
            if found == word:
                return True
            low, high = (end + 1, high) if found < word else (low, begin - 1)
        return False


@cache
def _classes() -> dict[str, _Listed]:
    return {row["class"]: _Listed(row["words"]) for row in rows("word_classes")}


class _Lazy:
    """Membership in a set that is only built when it is first asked."""

    def __contains__(self, word: str) -> bool:
        return word in _noise()


NOISE = _Lazy()
# Words that may stand inside a product's name but not at its beginning.
# Endings of numbers in words, of spans of time, and of genitives: none of them names goods.
_ENDINGS = (
    *("-one", "-two", "-three", "-four", "-five", "-six", "-seven", "-eight", "-nine"),
    *("'re", "'ll", "'ve", "'d", "'m", "n't"),
    *("-month", "-year", "-day", "-week", "-term", "-quarter", "'s", "'"),
)
_INSIDE = frozenset(["industry", "sector", "group", "products", "product", "goods"])


@remembered
def is_product_word(word: str) -> bool:
    """Whether a word outside the product table can be part of a product's name.

    Adverbs, verbs, function words and words that count or report cannot.
    """
    low = word.lower()
    if low.endswith(_ENDINGS) or len(low) < 2 or (low.startswith("non-") and low[4:] in _noise()):
        return False
    if low in _INSIDE:
        return True
    if (
        low in _noise()
        or low in _classes()["verb"]
        or low in _classes()["other"]
        or (low.endswith("est") and low not in ("forest", "harvest", "pest"))
        or (low.endswith("ly") and low not in ("supply", "assembly", "poly"))
    ):
        return False
    entry = cues_of(low)
    return not (entry and len(entry[-1].words) == 1 and entry[-1].kind != "adj")


@remembered
def is_head(word: str) -> bool:
    """Whether a word can be the head, the last word, of a product's name: no adjective, no participle, no adverb."""
    low = word.lower()
    return low not in _classes()["adjective"] and not (low.endswith(("ing", "ed")) and low not in word_set("ing"))


@remembered
def is_attribute(word: str) -> bool:
    """Whether a word is a participle that can describe goods: "studded", not "increased", "selected", "said"."""
    low = word.lower()
    return low.endswith(("ed", "ing")) and low not in _noise() and low not in word_set("no_attribute") and not begins_cue(low)


@cache
def _goods() -> dict[str, tuple[frozenset[str] | _Listed, ...]]:
    """The nouns of WordNet by class, and those that it does not have or files elsewhere."""
    besides = {"goods": word_set("goods_besides"), "never": word_set("never_besides")}
    return {row["class"]: (besides[row["class"]], _Listed(row["words"])) for row in rows("goods")}


def _singulars(low: str) -> tuple[str, ...]:
    """A lower-case word and what it may be the plural of; of a compound with a hyphen the last part as well."""
    forms = [low]
    if "-" in low:
        low = low.rsplit("-", 1)[1]
        forms.append(low)
    if low.endswith("ies"):
        forms.append(low[:-3] + "y")
    if low.endswith("ves"):
        forms += [low[:-3] + "f", low[:-3] + "fe"]
    if low.endswith("es"):
        forms.append(low[:-2])
    if low.endswith("s"):
        forms.append(low[:-1])
    return tuple(forms)


@remembered
def is_goods(word: str) -> bool:
    """Whether a word mostly names things that can be bought: "kettles", not "realisations"."""
    return any(form in words for words in _goods()["goods"] for form in _singulars(word.lower()))


@remembered
def is_never_goods(word: str) -> bool:
    """Whether a word is a common noun that names no goods in any of its senses: "journal", "scale"."""
    return not is_goods(word) and any(form in words for words in _goods()["never"] for form in _singulars(word.lower()))


@remembered
def is_noun(word: str) -> bool:
    """Whether a word may be a noun, as far as the word classes know."""
    low = word.lower()
    return len(low) > 2 and not any(low in words for words in _classes().values()) and not low.endswith("ly") and not begins_cue(low)


@remembered
def is_verb_word(word: str) -> bool:
    """Whether a word outside the tables can only be a verb: what follows it is no subject any more."""
    low = word.lower()
    return low in _classes()["verb"] and (low not in _noise() or low in word_set("plain_verbs"))
