"""What an area is to the flow of its stretch: whose flow it is, where it goes or comes from, or neither."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from tradestats.flow_words import done_by, earns, leads_on, moves_a_flow
from tradestats.items import Item, names_place
from tradestats.lexicon import word_set
from tradestats.phrase import Phrase
from tradestats.stretch import TO, item_at
from tradestats.words import is_product_word, is_verb_word

THEM_ALL = frozenset(("countries", "states", "nations", "members", "economies", "markets"))
_MEMBERS = THEM_ALL | {"member", "partner"}
_LIST_BEGINS = 24  # items back in which a list of areas begins
_FRONT = 6  # items of what opens a clause
_SENT = frozenset(("export", "re-export", "domestic-export"))
_BESIDE_SUBJECT = frozenset(("adv", "place", "and", ",", "status"))  # what may stand between a part of a country and what it does
_SUBJECT_OF = frozenset(("tv", "lev", "chg", "share", "num", "("))  # what it does, or its figure
_REPORTER, _PARTNER, _UNDECIDED, _BUYER, _ASIDE = "reporters", "partners", "areas", "buyer", "aside"


def place_area(items: Sequence[Item], k: int, prep: str, out: Phrase) -> None:
    """Files the area at `k` in what the stretch names: `prep` is what governs it."""
    item = items[k]
    if not out.partners:
        out.prep = prep
    if item.code == "WLD" and prep not in ("to", "from", "with"):
        return
    role = _Area(items, k, prep, out).role()
    if role == _BUYER:
        out.buyer = item
    elif role == _REPORTER:
        out.reporters.append(item)
    elif role == _PARTNER:
        out.partners.append(item)
    elif role == _UNDECIDED:
        out.areas.append(item)


class _Area:
    """An area where it stands. Each method gives its role, or an empty word if it cannot tell; `aside` is an area with none."""

    __slots__ = ("flow", "item", "items", "k", "out", "owns", "possessive", "prep")

    def __init__(self, items: Sequence[Item], k: int, prep: str, out: Phrase) -> None:
        self.items = items
        self.k = k
        self.item = items[k]
        self.possessive = items[k].what.possessive
        self.prep = prep
        self.out = out
        self.flow = out.flows[-1] if out.flows else None  # the flow told of last
        self.owns = False  # a flow follows in the same noun phrase

    def role(self) -> str:
        """The first answer counts: its own form, the area that it is coordinated with, a flow behind it, its preposition."""
        if self.item.code[:6] == "EXTRA-" and self._ahead().low and names_place(self._ahead()):
            return _ASIDE  # "the main non-EU destination"
        if self.item.what.form == "bound" or self.item.code[:6] in ("EXTRA-", "INTRA-"):
            return _PARTNER
        self.owns = leads_on(self.items, _last_owner(self.items, self.k) + 1)
        governed = _GOVERNED.get(self.prep)
        return (
            self._as_the_one_before()
            or self._as_owner()
            or (governed(self) if governed is not None else "")
            or (self._as_owner_within() if self.owns else "")
            or _WITH_NO_FLOW.get(self.prep, _Area._as_subject)(self)
        )

    def _ahead(self) -> Item:
        return item_at(self.items, self.k + 1)

    def _flow_is(self, code: str) -> bool:
        return self.flow is not None and self.flow.code == code

    def _sent(self) -> bool:
        return self.flow is not None and self.flow.code in _SENT

    def _as_the_one_before(self) -> str:
        """ "Exports to China and Japan", "trade between Iran and Iraq", "Iran-Iraq trade"."""
        out, link, first = self.out, item_at(self.items, self.k - 1).kind, item_at(self.items, self.k - 2)
        if link == "pair" and self.owns and first in [*out.areas[-1:], *out.reporters[-1:]]:
            (out.areas if first in out.areas else out.reporters).remove(first)
            out.pair = (first.code, self.item.code)
            return _ASIDE
        if link not in ("and", ",", "or") or first.kind != "area":
            return ""
        if self._comes_after(self.k - 2):
            return _ASIDE
        if first in out.partners[-1:]:
            if self.prep == "between" and len(out.partners) == 1:
                out.pair = (first.code, self.item.code)
            return _PARTNER
        if first in out.areas[-1:]:
            return _UNDECIDED
        return _REPORTER if first in out.reporters[-1:] else ""

    def _comes_after(self, k: int) -> bool:
        """Whether a list of areas that runs up to `k` is of those ahead: "its third largest partner after China and the US"."""
        first = max(1, k - _LIST_BEGINS)
        while k > first and self.items[k].kind in ("area", "and", ",", "det"):
            k -= 1
        return self.items[k].low == "after" and self.items[k - 1].kind == "hint"

    def _as_owner(self) -> str:
        """ "Peru's exports", "trade with Chile's exporters": a flow follows, or one told of before is meant."""
        after = self._ahead()
        if self.owns and (not self.prep or (self.prep == "with" and after.kind in ("flow", "prod", "w", "nodx"))):
            return _REPORTER
        if not self.possessive or self.prep:
            return ""
        if not after.kind or after.kind in TO:
            return _REPORTER  # "Japan's exports rose 5 percent, Taiwan's 3 percent"
        verb = after.kind in ("chg", "lev") and after.code[:1] in "va"
        return _REPORTER if verb else ""  # "Taiwan's exports rose, Japan's gained": its own

    def _as_owner_within(self) -> str:
        """A flow follows an area that a preposition governs: "of India's exports", "in India's exports"."""
        return _PARTNER if self.prep == "of" and self._flow_is("import") else _REPORTER

    def _behind_to(self) -> str:
        return _REPORTER if self._flow_is("import") else _PARTNER

    def _behind_from(self) -> str:
        """ "Exports from Peru", "imports from Peru"; "export receipts from China" are what China paid."""
        moved = self.flow or self.out.verb
        if moved is None or moved.code not in _SENT:
            return _PARTNER
        paid = " " in moved.low and earns(moved) and self.item.what.form == "name"
        return _PARTNER if paid else _REPORTER

    def _behind_with(self) -> str:
        return _PARTNER

    def _behind_within(self) -> str:
        """ "Trade within the CIS"; "the largest exports within ASEAN were to Laos" are to one of it."""
        behind = self.items[self.k + 1 :]
        return _ASIDE if any(x.kind in TO and y.kind == "area" for x, y in pairwise(behind)) else _PARTNER

    def _behind_bound(self) -> str:
        """ "Goods bound for China"."""
        if not any(x.low in word_set("bound") for x in self.items[max(0, self.k - 3) : self.k - 1]):
            return ""
        self.out.prep = "to"
        return _PARTNER

    def _behind_of(self) -> str:
        """ "The exports of Mexico", "the imports of Mexico reached"; "imports of Chilean copper" come from there."""
        if not self._flow_is("import"):
            return _REPORTER
        return _REPORTER if not self.out.reporters and _ends_name(self.items, self.k) else _PARTNER

    def _behind_by(self) -> str:
        """ "Purchases by China", "exports of coffee by Peru"."""
        if not self.possessive and item_at(self.items, self.k - 2).low == "paid":
            return _PARTNER  # "the price paid by Japan"
        if self.possessive or self.flow is None:
            return _ASIDE
        if self._flow_is("import"):
            return _BUYER
        return _REPORTER if self._sent() and done_by(self.items, self.k, self.flow) else _ASIDE

    def _behind_base(self) -> str:
        """ "A deficit vis-a-vis China"."""
        return _PARTNER if self._flow_is("balance") and item_at(self.items, self.k - 2) is self.flow else _ASIDE

    def _behind_in(self) -> str:
        return _UNDECIDED

    def _behind_on(self) -> str:
        """ "Exports on the Chinese market"."""
        return _UNDECIDED if self.item.what.form == "demonym" and self._ahead().low == "market" else _ASIDE

    def _behind_for(self) -> str:
        """ "For the Middle East the outcome was", "both for the EU (2 percent)"."""
        if self.possessive:
            return _ASIDE
        last = self.k + (self._ahead().kind == "at") == len(self.items) - 1  # "exports were 19 million tonnes, for Canada at"
        alone = last and item_at(self.items, self.k - 1).kind in ("for", "det", "adj")
        return _UNDECIDED if alone or _fronted(self.items, self.k) else _ASIDE

    def _aside(self) -> str:
        """ "Fell more than Japan's", "at Rotterdam": neither whose flow it is nor with whom."""
        return _ASIDE

    def _as_subject(self) -> str:
        """Nothing governs it; it may only describe another noun: "a Chinese firm bought", "Middle East tension"."""
        after = self._ahead()
        if after.low in word_set("firms"):
            self.out.proper = True
            return _ASIDE
        if after.kind != "w" or not is_product_word(after.word) or not after.word[0].islower():
            return _UNDECIDED
        lifts = item_at(self.items, self.k + 2).kind == "chg" and moves_a_flow(self.items, self.k + 2)
        return _ASIDE if lifts or not self.possessive else _UNDECIDED


_GOVERNED: dict[str, Callable[[_Area], str]] = {
    "to": _Area._behind_to,
    "from": _Area._behind_from,
    "with": _Area._behind_with,
    "between": _Area._behind_with,
    "among": _Area._behind_with,
    "for": _Area._behind_bound,
}
"""What a preposition says of an area, whether a flow follows or not."""
_WITH_NO_FLOW: dict[str, Callable[[_Area], str]] = {
    "of": _Area._behind_of,
    "by": _Area._behind_by,
    "base": _Area._behind_base,
    "in": _Area._behind_in,
    "on": _Area._behind_on,
    "within": _Area._behind_within,
    "for": _Area._behind_for,
    **dict.fromkeys(("at", "outside", "than", "after", "why", "as"), _Area._aside),
}
"""What a preposition says of an area that no flow follows."""


def names_members(words: Sequence[Item], following: Sequence[Item]) -> bool:
    """Whether "countries" or "member states" stand before the name of an area that they make up."""
    named = next((x for x in following if x.kind != "det"), None)
    return named is not None and named.kind == "area" and words[-1].low in THEM_ALL and all(x.low in _MEMBERS for x in words)


def owns_part(items: Sequence[Item], k: int, prep: str) -> bool:
    """Whether a part of a country trades: "Gujarat's exports", "shipments from Mombasa", "Texas sold"; not "announced in Mumbai"."""
    if prep:
        return prep in ("of", "from", "to", "with")
    after = next((n for n in range(k + 1, len(items)) if items[n].kind not in _BESIDE_SUBJECT), len(items))
    acts = after == len(items) or items[after].kind in _SUBJECT_OF or is_verb_word(items[after].low)  # "Texas ($38 billion)", "Ohio had"
    return items[k].what.possessive or leads_on(items, k + 1) or acts


def _fronted(items: Sequence[Item], k: int) -> bool:
    """Whether "for" and a country open a clause that tells of a figure by a word that only counts: "for Peru the total was"."""
    begin = next((n for n, x in enumerate(items[:k]) if x.kind not in ("sub", "and", ",")), k)
    led = items[begin].kind == "for" and k - begin < _FRONT
    ahead = (x for x in items[k + 1 : k + _FRONT] if x.kind not in ("det", "and", "area"))
    told = next((x for x in ahead if x.kind != "adj" or x.code == "total"), None)
    counts = told is not None and (told.code in ("total", "it") or told.low in word_set("neutral") or told.low in word_set("recorded"))
    return led and counts


def _ends_name(items: Sequence[Item], k: int) -> bool:
    """Whether a country's name ends its noun phrase: not "of Chilean copper", "of China-made tyres", "of Peru's copper"."""
    mention = items[k].what
    if mention is None or mention.possessive or mention.form == "demonym":
        return False
    return k + 1 == len(items) or items[k + 1].kind not in ("w", "prod", "adj", "-", "and", ",", "or", "area", "stat")


def _last_owner(items: Sequence[Item], k: int) -> int:
    """The last of the owners that are coordinated from `k` on: "Peru's and Chile's exports", "Indian, Thai and Burmese rice exports"."""
    form = _owns_as(items[k])
    while (
        form and k + 2 < len(items) and items[k + 1].kind in ("and", ",") and items[k + 2].kind == "area" and _owns_as(items[k + 2]) == form
    ):
        k += 2
    return k


def _owns_as(area: Item) -> str:
    """How an area's name makes it an owner: by a genitive, or as an adjective; empty if it does not."""
    return "genitive" if area.what.possessive else "demonym" if area.what.form == "demonym" else ""
