"""What goods are meant: a product's own words, its kind, what was told of before, all of them together."""

from __future__ import annotations

import re
from itertools import pairwise

from tradestats.dating import Dating
from tradestats.frame import Memory, Series, State
from tradestats.frozen import replace
from tradestats.items import MIRROR, Item, holds
from tradestats.lazy import pattern
from tradestats.lexicon import word_set
from tradestats.parse import parse
from tradestats.phrase import Phrase, Product
from tradestats.recognise import products
from tradestats.stretch import is_verb
from tradestats.words import is_goods

_ALTOGETHER = ("in all,", "in total,", "all told,", "altogether,", "all in all,", "taken together,", "overall,", "as a whole,", "in sum,")
_THAT = frozenset(("the", "this", "that"))
_THOSE = frozenset(("same", "these", "those", "such"))
_SIDES_OF_TRADE = frozenset(("goods", "services"))
_ALL_TRADE = ("foreign trade", "external trade")
_BARE_BALANCE = frozenset(("deficit", "surplus", "gap", "shortfall"))
NO_PRODUCT = "its subject is no product"
NOT_KNOWN = "its subject is not known to be a product"
RECENT = 6  # rows that show what "other countries" are others to
ANY_GOODS = frozenset(("commodities", "products", "goods", "items", "articles", "materials"))
TOLD_BEFORE = 16  # rows that show which flows of a product are told of
_AT_HOME = pattern(r"\b(?:[Dd]omestic|[Hh]ome|[Ll]ocal|[Rr]etail|dealers?|registrations?)\b")
_OWNER = pattern(r"\b(\w+)['’]s?\s+$")
_OPENING_WORDS = 24  # characters in which a sentence's opening, or whose products they are, is looked for
# What no name of goods has in it: "garment | exports related to woven ones", "chemicals | - all used on farms".
_NAME_ENDS = re.compile(r"\s(?:[-–—]+|[Ee]xports?|[Ii]mports?|[Ss]hipments)\s")
_AND = pattern(r",?\s++(?:and|&)\s++|,\s++|/")


class Goods(Dating):
    """Knows goods by their words and by what was told of."""

    def told_of_goods(self, named: list[Product]) -> bool:
        """Whether the row before, in the same paragraph, is of exports of some goods: "sales of chips" behind it are exports as well.

        `named` are the goods that the sales are of.
        """
        last = self.rows[-1] if self.rows else None
        same = bool(named) and last is not None and self.sentence is not None and last.sentence.paragraph == self.sentence.paragraph
        oil = any(products.slug(self.text[p.start : p.end]) in word_set("left_out") for p in named)  # a country's oil sales are exports
        if same and self.sentence is not None and _AT_HOME.search(self.text, self.sentence.start, self.sentence.end):
            return False
        return same and last is not None and last.series.flow == "export" and (oil or last.series.product is not None)

    def is_same_balance(self, phrase: Phrase, now: Series) -> bool:
        """Whether a bare "deficit" is that of the goods told of before it."""
        return now.flow == "balance" and [f.code for f in phrase.flows] == ["balance"] and phrase.flows[0].low in _BARE_BALANCE

    def side_of_trade(self) -> Product | None:
        """Goods or services, whichever the balance told of last in the paragraph is of: what is exported and imported makes it up."""
        told = [row.series for row in self.rows[-RECENT:] if row.sentence.paragraph == self.paragraph and row.series.flow == "balance"]
        product = told[-1].product if told and self.context.services else None
        return product if product is not None and products.slug(product.text) in _SIDES_OF_TRADE else None

    def in_other_terms(self, now: Series) -> bool:
        """Whether a sentence that opens with "in value" goes on with goods whose volume was told: all goods together have none."""
        last = self.rows[-1] if self.rows else None
        if last is None or now.product is None or self.sentence is None or last.sentence.paragraph != self.sentence.paragraph:
            return False
        return (self.yardstick, last.statistic) == ("value", "volume") and last.series.product == now.product

    def is_of_all_trade(self, phrase: Phrase, state: State) -> bool:
        """Whether a trade balance is that of all goods in an article on one product: what is bought of that is not told."""
        named = all(f.code == "balance" and "trade" in f.low for f in phrase.flows)
        first = phrase.flows[0]
        spoken_of = self.text.endswith((" on ", " of ", " in "), 0, first.start)  # "the report on foreign trade"
        named = named or (first.code == "trade" and first.low.startswith(_ALL_TRADE) and not spoken_of)
        told = {s.flow for s in [*self.told_of_topic(), *state.history]}
        return (
            named
            and (phrase.pron is None or phrase.pron.code in ("home", "its"))
            and not phrase.partners
            and not ({"export", "import"} <= told or "balance" in told)
        )

    def told_of_topic(self) -> list[Series]:
        """The series told of lately that are of the article's own product."""
        topic = self.context.topic
        told = [row.series for row in self.rows[-TOLD_BEFORE:]]
        return [s for s in told if topic is not None and s.product is not None and s.product.text.lower() == topic.text.lower()]

    def is_other_way(self, phrase: Phrase, state: State) -> bool:
        """Whether a bare "Imports" is of all goods where the article was on exports of one product, and has told of others since."""
        flow, topic = phrase.flows[0].code, self.context.topic
        if flow not in MIRROR or self.context.flow != MIRROR[flow] or state.history or phrase.pron is not None or topic is None:
            return False
        told = [row.series for row in self.rows[-TOLD_BEFORE:]]
        all_sold = any(s.product is None and s.partner == "WLD" and s.flow == self.context.flow for s in told)
        may_grow = phrase.reporters or all_sold or (told and told[-1].product is None)  # "The country's imports fell 26 percent"
        if self.kind_now not in (("money", "percent") if may_grow else ("money",)):
            return False
        if any(s.flow == flow for s in self.told_of_topic()):
            return False
        named = {s.product.text.lower() for s in told if s.product is not None}
        return len(named - {topic.text.lower()}) > 1 or any(s.product is None and s.partner == "WLD" for s in told)

    def is_altogether(self) -> bool:
        """Whether the sentence opens by saying that it is of everything told of: "In all,", "Altogether,"."""
        begin = self.sentence.start if self.sentence is not None else 0
        return self.text[begin : begin + _OPENING_WORDS].lower().startswith(_ALTOGETHER)

    def counted_here(self) -> Product | None:
        """The goods that the paragraph's last quantity was of."""
        last = self.rows[-1] if self.rows else None
        same = last is not None and last.sentence.paragraph == self.paragraph and last.statistic == "volume"
        return last.series.product if same and last is not None else None

    def without_oil(self, series: list[Series]) -> list[Series]:
        """Exports that name no product, where a paragraph tells of non-oil ones."""
        if self.nodx is None:
            return series
        rest = Product("non-oil", self.nodx.start, self.nodx.end)
        return [replace(s, product=rest) if s.product is None and s.flow.endswith("export") else s for s in series]

    def narrower(self, product: Product | None) -> bool:
        """Whether a product is a kind of the article's own: "hybrid cars" in an article on cars."""
        topic = self.context.topic
        if product is None or topic is None or " " not in product.text:
            return False
        return products.slug(product.text.rsplit(None, 1)[-1]) == products.slug(topic.text) != products.slug(product.text)

    def are_goods(self, post: list[Item]) -> bool:
        """Whether what stands behind a share is only the name of what has it: "18 percent consumer goods", "5 percent was sugar"."""
        named = post[1:] if post and post[0].kind == "lev" else post
        named = named[1:] if named and named[0].kind == "of" else named
        only = all(x.kind in ("prod", "w", "adj", "and", ",") for x in named)
        return only and holds(named[-1:], ("prod",)) and self.names_a_product(parse(named, subject=True))

    def is_of_other_goods(self, phrase: Phrase, series: Series) -> bool:
        """Whether a phrase names goods that are neither those of a series by another word nor what they are packed in."""
        if phrase.joined is None or not self.names_a_product(phrase):
            return False
        if self.is_kind(phrase.joined):
            return False  # "48 percent of the fruit"
        words = self.text[phrase.joined.start : phrase.joined.end].lower()
        now = products.slug(series.product.text) if series.product is not None else ""
        known = word_set("measures") | word_set("volumes") | word_set("all_goods")
        return words not in known and products.slug(words) != now

    def names_goods_again(self, phrase: Phrase) -> bool:
        """Whether the goods that a phrase names only stand for goods named before: "the segment rose"."""
        joined = phrase.joined
        if joined is None or joined.fixed:
            return False
        words = self.text[joined.start : joined.end].lower()
        return words in word_set("goods_again") or self.is_kind(joined)

    def is_kind(self, product: Product) -> bool:
        """Whether goods are called by their kind alone: "the metal" after copper, "these products", "the same commodities"."""
        words, before = self.text[product.start : product.end].lower(), self.text[max(0, product.start - 9) : product.start].lower()
        named = self.last_product or self.topic
        known = named is not None and named.text.lower().rsplit(None, 1)[-1] != words
        again = words in word_set("kinds") and before.endswith(("the ", "this ", "that "))
        same = words in ANY_GOODS and before.endswith(("these ", "those ", "such ", "the same "))
        return (again or same) and known

    def names_a_product(self, phrase: Phrase) -> bool:
        """Whether a product of the phrase is known to be one: by the tables, or by what its head means."""
        return any(not p.doubtful and self.is_product(p) for p in phrase.products)

    def is_product(self, product: Product) -> bool:
        """Whether a product's words are known to be goods: by the tables, or by what their head means."""
        words = self.text[product.start : product.end]
        return bool(products.scan(words)) or is_goods(words.rsplit(None, 1)[-1])


def stands_for_goods(pre: list[Item]) -> bool:
    """Whether a flow is said to be of goods named before: "exports of the sector", "the sector's exports", "of the same goods"."""
    again, many = word_set("goods_again"), word_set("goods_again_many")
    for k, (before, item) in enumerate(pairwise(pre)):
        low = before.low.removeprefix("of ")
        if (low in _THAT and item.low.removesuffix("'s") in again) or (low in _THOSE and item.low in many):
            after = pre[k + 2] if k + 2 < len(pre) else None
            bought = k > 0 and pre[k - 1].low == "by"  # "machinery imports by the sector" are not of what it makes
            return not bought and (after is None or after.kind == "flow" or is_verb(after))
    return False


def with_text(product: Product | None, linker: Memory) -> Product | None:
    """The product with its words as they stand; "goods" is all products where no services are told of."""
    if product is None or product.fixed:
        return product
    text = linker.text[product.start : product.end]
    name = products.slug(text)
    if text.lower() in word_set("measures") and linker.topic is not None:
        return linker.topic  # "the number of bottles exported" in an article on whisky
    if name in word_set("all_trade") or (name in word_set("all_goods") and not linker.context.services):
        owner = _OWNER.search(linker.text, max(0, product.start - _OPENING_WORDS), product.start)
        if name in ("products", "items") or (owner is not None and owner[1].lower() in word_set("goods_again")):
            return linker.topic  # "the sector's products", "the six main products"
        return None
    named = _NAME_ENDS.split(text, maxsplit=1)[0]
    return Product(named, product.start, product.start + len(named))


def parts(product: Product | None) -> list[Product]:
    """The members of a product phrase that is a list: "automobiles and auto parts"."""
    if product is None:
        return []
    out: list[Product] = []
    at = 0
    for gap in _AND.finditer(product.text):
        out.append(Product(product.text[at : gap.start()], product.start + at, product.start + gap.start()))
        at = gap.end()
    out.append(Product(product.text[at:], product.start + at, product.end))
    return [part for part in out if part.text]
