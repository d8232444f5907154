"""Reads a stretch of items: what it names, in one pass from left to right.

A stretch is the text before a number (its subject and verb) or after it (its modifiers). Nothing here looks at the
numbers themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tradestats.area_role import THEM_ALL, names_members, owns_part, place_area
from tradestats.flow_words import (
    attribute,
    earns,
    from_a_flow,
    goods_at_home,
    goods_of,
    headed,
    is_flow,
    moves_a_flow,
    of_the_world,
    sold_before,
)
from tradestats.frozen import replace
from tradestats.items import Item, holds
from tradestats.lexicon import word_set
from tradestats.noun_phrase import (
    GOODS_LISTED,
    JOINTS,
    branch_end,
    describes,
    ends_in_product,
    ends_noun,
    first_list,
    is_equation,
    members,
    names_goods,
    names_somebody,
    only_describes,
    part_of_makers,
    rest_of_name,
    span,
    verdict,
    verdict_of,
)
from tradestats.phrase import Phrase, Product
from tradestats.stretch import VERBISH, is_verb, item_at
from tradestats.turns import begins_anew, names_after, turning, turns, valued
from tradestats.words import is_verb_word

_BLANK = 2  # characters from a noun to the flow that it describes
_PART = 8  # items in which what a share is of is named
_OPENERS = frozenset(("in", "on", "for", "det", "adj", "adv", "and", "w"))
_INITIALS = 2  # letters that no name of a group of countries has
_LEADING = ("of", "flow", "object")  # what leads to a product behind a verb, too
_LEADS_THERE = frozenset(("flow", "ref", "to", "sales", "prod", "w", "hint"))
_PREPOSITIONS = {"to": "to", "into": "to"} | {
    kind: kind
    for kind in ("of", "with", "in", "by", "for", "at", "on", "among", "between", "within", "outside", "why", "as", "under", "over")
}
_KEEPS = frozenset(("and", "or", ",", "det", "adv", "each", "both"))  # a preposition before them still governs
_DRIVERS = frozenset(("demand", "output", "prices"))  # what moves a flow and is none
_ADJUNCTS = frozenset(("export", "import", "exporting", "importing"))  # flows that only describe the noun behind them
_PLURALS = frozenset(("exports", "imports", "shipments", "re-exports"))  # flows with no noun behind them
_LIST = frozenset(("w", "prod", "and", "or", ",", "det", "adj"))  # kinds of items in a list of goods
_ENDS_WHOLE = frozenset((",", "sub", "ref", "by", "at", "to"))  # what ends the naming of that which a share is of


def parse(items: Sequence[Item], *, subject: bool) -> Phrase:
    """Reads a stretch. `subject` is True for the text before a number, where a bare noun phrase is what the number is about."""
    if subject:
        items = valued(items)
    return _Reader(items, subject).read() if items else Phrase()


class _Reader:
    """A stretch being read. Each method for a kind of item returns where to go on; `at` is the item that it is called for."""

    __slots__ = ("at", "chained", "items", "out", "prep", "spoken", "subject", "words")

    def __init__(self, items: Sequence[Item], subject: bool) -> None:
        self.items = items
        self.subject = subject
        self.out = Phrase()
        self.at = 0
        self.words: list[Item] = []  # the noun phrase that is being read
        self.prep = ""  # what governs it: a preposition, a flow, a verb whose object it is
        self.spoken = False  # a verb was seen: what follows is no subject any more
        self.chained = False  # the noun phrase before "of" was taken for a product

    def read(self) -> Phrase:
        """What the stretch names."""
        items, turners = self.items, turns()
        while self.at < len(items):
            item = items[self.at]
            following = self._turn(item) if item.low in turners or self.out.other is not None else 0
            if not following:
                method = _WITHIN.get(item.kind)
                if method is None:
                    self._close()
                    method = _BEHIND.get(item.kind, _Reader._pass)
                following = method(self, item)
            self.at = following
        self._close()
        self._settle()
        return self.out

    def _settle(self) -> None:
        """What can only be told when all is read."""
        out, items = self.out, self.items
        if self.subject and len(out.products) > 1 and (not out.flows or is_equation(out.products, items)):
            out.products = first_list(out.products, items)
            out.joined = span(out.products)
        if out.proper and any(x.kind == "status" and x.code == "F" for x in items) and any(x.low in word_set("forecasters") for x in items):
            out.proper = False  # "analysts polled by Reuters had expected"

    def _ahead(self, by: int = 1) -> Item:
        return item_at(self.items, self.at + by)

    def _behind(self) -> Item:
        return item_at(self.items, self.at - 1)

    # Words that turn a clause, whatever their kind. Each method returns 0 if they do not.

    def _turn(self, item: Item) -> int:
        return self._belongs(item) or self._shows(item) or self._lifts(item) or self._tail(item) or self._infinitive(item)

    def _begin_anew(self) -> None:
        """What was read so far is not what a figure is of."""
        self.out, self.words, self.spoken, self.prep = Phrase(), [], False, ""

    def _belongs(self, item: Item) -> int:
        """ "First place among imports belongs to cars"."""
        if self.out.hint is None or item.low not in word_set("belongs") or self._ahead().kind != "to" or self._ahead(2).kind != "prod":
            return 0
        self.spoken, self.prep, self.words = False, "object", []
        return self.at + 2

    def _shows(self, item: Item) -> int:
        """ "The break-up of exports shows that export of yarn declined"."""
        if item.low not in word_set("shows") or self._ahead().low != "that":
            return 0
        self._begin_anew()
        return self.at + 2

    def _lifts(self, item: Item) -> int:
        """ "Demand lifted tea exports"."""
        out, items, at = self.out, self.items, self.at
        driven = out.other is not None and out.other.code in _DRIVERS and not out.flows
        lifted = driven and (item.low in word_set("causes") or is_verb(item)) and moves_a_flow(items, at)
        if not lifted and not (item.low in turning() and begins_anew(items, at, bool(out.flows or out.products or self.words))):
            return 0
        self._begin_anew()
        return at + 1

    def _tail(self, item: Item) -> int:
        """ "Spirits obtained by distilling grape wine", "machinery and parts thereof"."""
        out = self.out
        if item.kind not in ("w", "lev", "tv") or item.low not in word_set("tails") or not (self.words or out.products):
            return 0
        end = rest_of_name(self.items, self.at)
        if not end:
            return 0
        self._close()
        if out.products and out.products[-1].text.lower() not in word_set("neutral"):
            out.products[-1] = replace(out.products[-1], end=self.items[end - 1].end)
            out.joined = span(out.products)
        return end

    def _infinitive(self, item: Item) -> int:
        """ "To limit exports"."""
        infinitive = self.prep == "to" and not self.words and item.low in word_set("to_verbs")
        return self.at + 1 if infinitive and not self._only_verb(item) else 0

    # Noun phrases of goods.

    def _word(self, item: Item) -> int:
        """A word or a product: of the noun phrase, unless it can only be a verb."""
        if self._only_verb(item):
            self._close()
            self.spoken, self.prep = True, ""
        else:
            self.words.append(item)
        return self.at + 1

    def _only_verb(self, item: Item) -> bool:
        verb = item.kind == "w" and is_verb_word(item.word)
        return verb and item.low not in word_set("modifiers") and not describes(self.items, self.at)

    def _joint(self, item: Item) -> int:
        """A comma or "and" within a noun phrase, or one that ends it; "or" only within "fresh or chilled beef"."""
        words = self.words
        if words and (item.kind in JOINTS or only_describes(words[-1])):
            following = self._ahead()
            if following.kind in ("w", "prod", "and"):
                words.append(item)
                return self.at + 1
            if following.low in ("its", "their") and self._ahead(2).kind in ("w", "prod") and ends_noun(self.items, self.at + 3):
                words.append(item)
                return self.at + 2  # "phosphates and their derivatives"
        return self._rest(item)

    def _of(self, item: Item) -> int:
        """ "Of": what is before it may only count what follows, or be a product made of it."""
        words, out = self.words, self.out
        if words and self.prep in ("to", "from", "with", "between") and names_members(words, self.items[self.at + 1 : self.at + 3]):
            self.words = []  # "to the countries of the EU" is to the EU
            return self.at + 1
        if not words or self._ahead().kind not in ("w", "prod", "det"):
            return self._rest(item)
        seen = len(out.products)
        if all(x.low in word_set("measures") for x in words):
            self.words = []  # "60-kilo bags of coffee"
        else:
            self._close()
        self.prep = "of"
        self.chained = len(out.products) > seen  # "manufactures of industrial origin" is one name
        return self.at + 1

    def _adjective(self, item: Item) -> int:
        """ "Total exports", "new cars"; "a total of 3,000 cars" is no total of trade."""
        before = self._behind()
        counted = before.low == "a" and all(x.kind in ("of", "num", "w-num") for x in self.items[self.at + 1 : self.at + 3])
        of_branch = before.low.endswith("'s") and before.low[:-2] in word_set("branches")  # "the sector's total exports" are of its goods
        if item.code == "total" and not counted and not of_branch and not (before.kind == "in" and self.out.flows):
            self.out.total = True
        if self.words and item.low in ("gross", "new", "high", "low"):
            self.words.append(item)
        return self.at + 1

    def _close(self) -> None:
        """The noun phrase ends: somebody, somewhere or goods."""
        words, out, prep = self.words, self.out, self.prep
        if not words:
            return
        if prep in ("to", "from", "with") and words[-1].low in THEM_ALL and any(x.word[:1].isupper() for x in words[:-1]):
            out.unknown = True  # "to CEPEX countries": a name that is not known is not the world
        elif (prep in ("to", "from", "with") and self._is_unknown_group(words)) or (prep == "to" and self._is_unknown_place(words)):
            out.unknown = True  # "exports to CAFTA", "exports to Somaliland"
        elif len(words) == 1 and words[0].low in word_set("makers") and self._exports_next() and not part_of_makers(words):
            pass  # "Mills have exported": of what is told of
        elif names_somebody(words):
            out.proper = out.proper or not (self.spoken or prep == "on")  # "On a Census basis"
            out.unnamed = out.unnamed or (prep == "of" and bool(out.flows) and not (self.spoken or out.statistics))
        else:
            place = "behind" if prep == "flow" else prep  # "Exports % change" is of no change
            about = self.subject and (not self.spoken or prep in _LEADING or self._moved_in(words))
            self._goods(words, place, about=about)
        self.chained = False
        self.words = []

    def _is_unknown_group(self, words: list[Item]) -> bool:
        """Whether goods go to what can only be initials of countries: "exports to | CAFTA |", "and to | CAFTA"."""
        led = next((x for x in self.items if x.kind not in (",", "and", "det")), self.items[0])
        goes = bool(self.out.flows) or led.kind in ("to", "with") or led.low == "from"
        return goes and len(words) == 1 and words[0].word.isupper() and len(words[0].word) > _INITIALS

    def _is_unknown_place(self, words: list[Item]) -> bool:
        """Whether a flow goes to a name that no table knows: "exports to | Somaliland"."""
        return bool(self.out.flows) and not self.spoken and words[0].word[:1].isupper() and not is_verb_word(words[0].low)

    def _moved_in(self, words: list[Item]) -> bool:
        """Whether goods stand behind a flow's verb of change and "in": "the deficit narrowed in | crude oil | by"."""
        out = self.out
        if self.prep != "in" or not out.flows or out.products or out.other is not None or words[-1].kind != "prod":
            return False
        before = (x for x in self.items if x.end <= words[0].start and x.kind not in ("det", "adj"))
        led = [x for x in before if x.low not in word_set("degrees")][-2:]
        return len(led) > 1 and led[1].kind == "in" and led[0].kind in ("chg", "cmp")

    def _goods(self, words: list[Item], place: str, *, about: bool) -> None:
        """Product words of one noun phrase: parted at "and" and commas, trimmed of what is no product.

        `place` is what governs the phrase, `flow` for one that stands before its flow, `behind` for one that follows it.
        `about` says that a bare noun phrase is what the number is about.
        """
        out = self.out
        if place == "behind" and out.flows and self._describes_noun(out.flows[-1]):
            return
        if not place and about and (made := part_of_makers(words)):
            out.maker = Product(" ".join(x.word for x in made), made[0].start, made[-1].end)
            out.alien = out.alien or (len(words) == 1 and self._heads())  # what carmakers do is no trade yet
            return
        runs = members(words)
        verdicts = [verdict(run) for run in runs]
        sure = place in ("flow", "object") or (place == "of" and (self.chained or bool(out.flows)))  # where only a product can stand
        known = sure or "goods" in verdicts  # one member of a list that is a product makes the others so
        if not known and place:
            return
        lead = place in ("in", "on", "for") and words[0].start <= _edge(self.items)
        kept = [
            Product(" ".join(x.word for x in run), run[0].start, run[-1].end, doubtful=not known, lead=lead)
            for run, found in zip(runs, verdicts, strict=True)
            if known or not found
        ]
        if not kept:
            out.alien = out.alien or (verdicts[-1:] == ["never"] and about and not place and self._heads())
        elif about or place in ("of", "flow", "behind") or (place == "for" and known and out.flows and out.flows[-1].code == "balance"):
            out.products.extend(kept)
            out.joined = span(out.products)

    def _describes_noun(self, flow: Item) -> bool:
        """Whether a flow describes the noun behind it, as in "the export basket", or has its verb there: "bicycle exports roll to"."""
        return flow.low in word_set("adjuncts") or (bool(self.out.products) and flow.low in _PLURALS)

    def _exports_next(self) -> bool:
        """Whether a verb that sends goods abroad follows: "mills have | exported"."""
        ahead = self.items[self.at : self.at + 2]
        verb = ahead[-1] if ahead and ahead[0].code == "have" else ahead[0] if ahead else None
        return verb is not None and verb.kind == "tv" and verb.code == "export"

    def _heads(self) -> bool:
        """Whether a noun phrase that ends here is a noun: "equivalent to" is none."""
        return item_at(self.items, self.at).kind != "to"

    # Flows.

    def _flow(self, item: Item) -> int:
        """A flow: the goods before it are its own, and behind a verb it may say what the number is."""
        out = self.out
        if item.kind == "flow" and item.code == "trade" and (end := self._trade_of_another()):
            return end
        before = self.words or goods_of(item)
        seen = len(out.products)
        compound = self._compound(item)
        self.words = []
        out.world = out.world or (item.kind == "flow" and of_the_world(self.items, self.at))
        self._part_from_flow(item)
        if compound is not None:
            out.products, out.joined = [*out.products, compound], compound
        elif before and out.products and headed(self.items, self.at):
            pass  # "mineral products led non-oil exports"
        elif [x.low for x in before] == ["other"] and item.code not in ("trade", "balance"):
            rest = Product("", before[0].start, before[0].end)  # "other exports": what is left of them
            out.products, out.joined = [*out.products, rest], rest
        elif before and (item.code not in ("trade", "balance") or verdict_of(before) != "never"):
            self._goods(before, "flow", about=self.subject)
        if out.flows:
            if item.kind == "revenue" or (item.code == "trade" and out.flows[-1].code == "balance"):
                return self.at + 1  # "the surplus on the trade in goods"
            self._tell_again(item, seen)
        out.flows.append(item)
        self.prep = "of" if item.low.endswith(("importing", "exporting")) else "flow"  # "for importing oil"
        return self.at + 1

    def _trade_of_another(self) -> int:
        """Where to go on if "trade" only describes the flow that follows, else 0."""
        following = self._ahead().kind
        if following == "flow":
            self.out.total = self.out.total or self.items[self.at].low == "total trade"
            return self.at + 1  # "merchandise trade" before "deficit"
        if following not in ("in", "of"):
            return 0
        for item in self.items[self.at + 2 : self.at + 7]:
            if item.kind == "flow":
                return self.at + 2 if item.code == "balance" else 0  # "trade in goods deficit"
            if item.kind not in ("w", "prod", "and", "det"):
                return 0
        return 0

    def _compound(self, flow: Item) -> Product | None:
        """ "Wine of fresh grapes exports": all before the flow is one name."""
        words, products = self.words, self.out.products
        if not (self.chained and words and self.prep == "of" and products) or flow.start - words[-1].end >= _BLANK:
            return None
        return Product("", products[-1].start, words[-1].end)

    def _part_from_flow(self, flow: Item) -> None:
        """What stood apart before the first flow is no product of it, unless it opened the clause: "in flour, exports"."""
        out = self.out
        if out.flows or (self.spoken and (flow.code == "balance" or flow.low in _ADJUNCTS)) or headed(self.items, self.at):
            return
        out.products = [p for p in out.products if p.lead and not out.areas]
        out.joined = span(out.products)

    def _tell_again(self, flow: Item, seen: int) -> None:
        """ "Trade swung to a deficit of", "trade produced a surplus": the object says what the number is.

        `seen`: the products that were there before those of this flow.
        """
        out, before = self.out, self._behind()
        told = self.spoken or (flow.code == "balance" and out.flows[-1].code == "trade")
        if not told or before.kind in ("and", ",", "or"):
            return
        owned = self.at > 1 and before.kind in ("area", "anaphor") and flow.code == "balance"
        if owned or (before.kind == "adj" and before.code == "total"):
            out.products, out.joined = [], None  # "cheaper oil imports narrowed India's trade deficit"
        elif len(out.products) > seen:
            del out.products[:seen]  # "plum exports contributed to the rise in fruit shipments"
            out.joined = span(out.products)
        out.flows.clear()

    def _sales(self, item: Item) -> int:
        """Sales: a flow if they go somewhere."""
        if is_flow(self.items, self.at):
            return self._flow(item)
        self._close()
        self.out.sales = self.out.sales or not self.spoken
        return self._pass(item)

    def _revenue(self, item: Item) -> int:
        return self._flow(item) if self.subject else self._rest(item)

    def _sign(self, item: Item) -> int:
        """ "The negative trade balance"."""
        if self._ahead().kind == "flow" and self._ahead().code == "balance":
            self.out.flow_sign = item.sign
        return self._pass(item)

    def _hint(self, item: Item) -> int:
        """ "Main export items": which flow a list is about."""
        people = item.low.split()[-1] in word_set("people") and self._ahead().kind == "tv"  # "Asian buyers took"
        if self.prep == "to" and (self.out.flows or self.out.pron is not None) and not self.spoken:
            foreign = word_set("foreign_ones")  # "exports to overseas markets" are all exports, those "to the main markets" are not
            named = [*(x.low for x in self.words), *item.low.split()]
            self.out.unknown = self.out.unknown or (named[-1] in word_set("place_nouns") and foreign.isdisjoint(named))
        self.words = []
        if not self.spoken and not people:
            self.out.areas = []  # "main EC destinations" names no partner
        self.out.hint = item
        return self.at + 1

    def _statistic(self, item: Item) -> int:
        """ "Volume", "the average export price"; prices at home are no statistic of trade."""
        out = self.out
        if not out.flows and goods_at_home(self.items, self.at, named=bool(self.words)):
            self.words = []
            out.other, out.other_first = out.other or item, True
            return self.at + 1
        self._close()
        out.statistics.append(item)
        traded = next((word for word in item.low.split() if word in ("export", "import", "exports", "imports")), "")
        if traded and not out.flows:
            out.flows.append(replace(item, kind="flow", code=traded.rstrip("s")))
        return self._pass(item)

    # Verbs.

    def _trade_verb(self, item: Item) -> int:
        """A verb of trade; its participle beside goods makes a flow of them."""
        out = self.out
        if self.subject and not out.flows:
            if self.words and sold_before(self.items, self.at):
                self._goods(self.words, "flow", about=True)
                self.words = []
                return self._as_flow(item, "flow")  # "cars shipped to China numbered"
            if attribute(self.items, self.at):
                self._close()
                return self._as_flow(item, "of")  # "imported noodles stood at"
        self._close()
        out.verb = item
        if item.low in word_set("buys") and out.products and not out.flows and not self.spoken:
            out.products, out.joined = [], None  # "Vietnam's processors bought": who buys is not what is bought
        if out.maker is not None and not out.products and (item.low in word_set("ships") or item.code == "export"):
            out.products, out.joined, out.alien = [out.maker], out.maker, False  # "coffee growers shipped"
        self.spoken, self.prep = True, "object"
        return self.at + 1

    def _as_flow(self, verb: Item, prep: str) -> int:
        self.out.flows.append(replace(verb, kind="flow"))
        self.prep = prep
        return self.at + 1

    def _level_verb(self, item: Item) -> int:
        """A verb that leads to a level: its subject may follow it."""
        out = self.out
        out.cost = out.cost or item.code == "cost"
        self.spoken, self.prep = True, ""
        if item.code == "part" and self.subject and self._ahead().kind in ("prod", "w"):
            self.spoken = False  # "drivers of export growth include electronic goods"
            out.products = []
        if not out.flows and not out.products and (names_after(self.items, self.at) or _inverted(item, out)):
            self.spoken = False
        if item.code == "be" and self.subject and out.flows and ends_in_product(self.items, self.at + 1):
            self.spoken, self.prep = False, "object"  # "the top imports were petroleum", "exports were led by tea"
            out.products = []
            return next(k for k in range(self.at + 1, len(self.items)) if _is_named_product(self.items[k]))
        return self.at + 1

    # Shares, and parts that are in or out.

    def _share(self, item: Item) -> int:
        """ "Their share of total exports": the flow is the whole, not the subject."""
        out, items = self.out, self.items
        if item.low == "shares" and self._ahead().kind == "chg" and not (out.areas or out.flows or out.pron):
            out.other, out.other_first = item, True  # "shares rose 3 percent" on an exchange
            return self.at + 1
        if item.code != "noun" or self._ahead().kind not in ("of", "in"):
            return self._rest(item)
        self._close()
        out.share = True
        begin = self.at + 2
        _take_holder(items, begin, out)
        if self._ahead().kind == "of" and not (out.products or out.areas or out.reporters or out.pron):
            part = _part_of_whole(items, begin)
            if part is not None:
                out.products, out.joined = part.products, part.joined
        end = next((k for k in range(begin, len(items)) if is_verb(items[k]) or items[k].kind in _ENDS_WHOLE), len(items))
        led = next((k for k in range(begin, end) if items[k].kind == "with"), len(items))
        out.partners += [x for x in items[led + 1 : led + 3] if x.kind == "area"][:1]  # "the share of trade with Peru in"
        _share_of_another(items[begin:end], out)
        return end

    def _excluded(self, item: Item) -> int:
        """ "Excluding ships and aircraft": a product of its own, or a part of the one it follows; a country is left out."""
        out, items = self.out, self.items
        end = next((k for k in range(self.at + 1, len(items)) if items[k].kind not in _LIST and items[k].kind != "/"), len(items))
        run = [x for x in items[self.at + 1 : end] if x.kind not in ("det", "adj")]
        while run and run[-1].kind in ("and", "or", ","):
            run.pop()
        if not run:
            following = item_at(items, end).kind
            out.apart = out.apart or (following == "area" and not (out.partners and out.partners[-1].code == "CHN"))
            return end + 1 if out.apart or following == "flow" else end
        if "goods" not in (verdict_of([x]) for x in run if x.kind in ("w", "prod")):
            return self.at + 1
        start = item.start
        near = [x for x in items[max(0, self.at - 3) : self.at] if out.products and x.start >= out.products[-1].end]
        if out.products and out.flows and all(x.kind in ("det", "(") for x in near):
            start = out.products.pop().start  # "exports of machinery excluding cars"
        elif out.flows and out.products and out.products[-1].text.lower() in word_set("all_goods"):
            out.products.pop()  # "the goods deficit excluding gold"
        out.products.append(Product(" ".join(x.word for x in run), start, run[-1].end))
        out.joined = span(out.products)
        out.excluded = True
        return end

    def _included(self, item: Item) -> int:
        """ "Rubber goods such as tyres and gloves earned", "exports including re-exports rose": what it is part of is named already."""
        out, items = self.out, self.items
        if item.low == "such as" and self.words and all(x.low in word_set("neutral") for x in self.words):
            self.words = []  # "products such as tyres" are tyres
            return self.at + 1
        if not (self.words or out.products or (out.flows and self.prep)):
            return self._rest(item)
        self._close()
        k = self.at + 1
        while k < len(items) and items[k].kind in _LIST and not is_verb_word(items[k].word):
            k += 1
        if out.flows and item_at(items, k).code == "re-export" and is_verb(item_at(items, k + 1)):
            k += 1
        return k

    # Who and where.

    def _reference(self, item: Item) -> int:
        """ "From", which may lead to what earns, and other words of comparison."""
        if item.low == "from":
            if self.words and (end := branch_end(self.words[-1], self.items, self.at + 1)):
                self.words += [x for x in self.items[self.at + 1 : end] if x.kind != "det"]  # "products from the food processing industry"
                return end
            if self.out.flows and earns(self.out.flows[-1]) and (earned := _earned_from(self._ahead())):
                self.prep = earned
                return self.at + 1
        return self._rest(item)

    def _area(self, item: Item) -> int:
        if self._behind().kind != "incl" or item_at(self.items, self.at - 2).kind != "area":  # not "China including Hong Kong"
            place_area(self.items, self.at, self.prep, self.out)
        return self.at + 1

    def _anaphor(self, item: Item) -> int:
        """ "The bloc", "imports from that country"."""
        out = self.out
        if item.low.endswith("bloc"):
            out.areas.append(item)
        elif self.prep in ("to", "with") or (self.prep == "from" and any(f.code == "import" for f in out.flows)):
            out.there, out.prep = True, out.prep or self.prep
        return self.at + 1

    def _part(self, item: Item) -> int:
        """A part of a country."""
        out = self.out
        out.part = out.part or owns_part(self.items, self.at, self.prep)
        out.placed = out.placed or (self.prep in ("to", "with") and bool(out.flows))
        return self._pass(item)

    def _unplaced(self, item: Item) -> int:
        """ "Exports to the region", "within the region", "neighbouring countries took": somewhere, and nothing says where."""
        if self._behind().low in ("a", "an"):
            return self._pass(item)  # "North America as a region"
        where = self.prep in ("to", "from", "with", "in", "within", "among") and bool(self.out.flows)
        self.out.unknown = self.out.unknown or where or not (self.prep or self.spoken)
        return self._pass(item)

    def _proper(self, item: Item) -> int:
        """A firm or a person; an agency that only reports the figure is no subject of it."""
        out, prep = self.out, self.prep
        agency = item.what is not None and item.what.form == "agency"
        if prep not in ("by", "why", "on", "in", "at") and not agency:
            out.proper = True
            out.placed = out.placed or (prep == "to" and not item.code and bool(out.flows))  # a name that is no country's
        return self._pass(item)

    def _pronoun(self, item: Item) -> int:
        """ "It", "its", "there"."""
        out = self.out
        if item.low == "there" and self._ahead().code == "be" and self._behind().kind not in _LEADS_THERE:
            pass  # "there was a deficit" names no place
        elif item.code == "there":
            out.there = True
            out.prep = out.prep or self.prep
        elif out.pron is None:
            aside = self.spoken and item.code == "its" and not out.flows and not holds(self.items[self.at + 1 : self.at + 3], ("flow",))
            out.pron = None if aside else item  # not "made its turnaround", but "cut its purchases"
            if item.code == "its" and not self.subject:
                return self.at + 1  # "60 percent of its fuel": the fuel is governed
        return self._pass(item)

    def _other(self, item: Item) -> int:
        """A noun that is no trade flow."""
        out = self.out
        takes = item.low in word_set("takings") and from_a_flow(self.items, self.at + 1)  # "income from tea exports"
        described = self.prep in ("of", "with") and out.products and not out.flows  # "engines of a capacity over 2500cc"
        if not takes and not described:
            out.other = out.other or item
            out.other_first = out.other_first or not out.flows
        return self._pass(item)

    def _time(self, item: Item) -> int:
        self.out.times.append(item)
        self.prep = ""
        return self.at + 1

    def _rest(self, item: Item) -> int:
        """What names nothing itself: it ends a noun phrase, and may lead to what is named."""
        self._close()
        return self._pass(item)

    def _pass(self, item: Item) -> int:
        kind = item.kind
        self.spoken = self.spoken or kind in VERBISH or (kind == "chg" and is_verb(item))
        self.prep = _governs(item, self.prep)
        return self.at + 1


_WITHIN: dict[str, Callable[[_Reader, Item], int]] = {
    "w": _Reader._word,
    "prod": _Reader._word,
    "and": _Reader._joint,
    ",": _Reader._joint,
    "/": _Reader._joint,
    "or": _Reader._joint,
    "of": _Reader._of,
    "adj": _Reader._adjective,
    "flow": _Reader._flow,
    "nodx": _Reader._flow,
    "sales": _Reader._sales,
    "revenue": _Reader._revenue,
    "hint": _Reader._hint,
    "stat": _Reader._statistic,
    "tv": _Reader._trade_verb,
    "share": _Reader._share,
    "incl": _Reader._included,
    "ref": _Reader._reference,
}
"""Kinds of items that may be part of a noun phrase or make use of it."""
_BEHIND: dict[str, Callable[[_Reader, Item], int]] = {
    "area": _Reader._area,
    "anaphor": _Reader._anaphor,
    "place": _Reader._part,
    "unplaced": _Reader._unplaced,
    "proper": _Reader._proper,
    "pron": _Reader._pronoun,
    "other": _Reader._other,
    "time": _Reader._time,
    "lev": _Reader._level_verb,
    "sign": _Reader._sign,
    "excl": _Reader._excluded,
}
"""Kinds of items that end a noun phrase and have a meaning of their own."""


def _governs(item: Item, prep: str) -> str:
    """What governs the words behind an item, `prep` being what governs the item."""
    kind = item.kind
    own = _PREPOSITIONS.get(kind)
    if own is not None:
        return own
    if kind == "ref":
        return item.code
    if kind in _KEEPS:
        return prep
    if kind == "pron" and item.what is not None and item.what.possessive:
        return prep  # "all of the country's coal"
    return ""


def _earned_from(source: Item) -> str:
    """What "from" stands for behind earnings: `of` for "export earnings from copper", `to` for "from Peru", of what is sold there."""
    if names_goods(source):
        return "of"
    sold_to = source.kind == "area" and source.what.form != "demonym" and not source.what.possessive
    return "to" if sold_to else ""


def _is_named_product(item: Item) -> bool:
    return item.kind in ("prod", "w") and item.low != "led"


def _inverted(verb: Item, out: Phrase) -> bool:
    """Whether a verb stands before its subject: "second came the blueberry", "then followed cherries"."""
    return verb.low in word_set("inverts") and not (out.areas or out.partners or out.reporters or out.pron or out.statistics)


def _take_holder(items: Sequence[Item], k: int, out: Phrase) -> None:
    """Whose share it is, told from `k` on: "the share of Japan stood at", "the share of China in exports"."""
    whose = next((m for m in range(k, min(k + 2, len(items))) if items[m].kind == "area" and items[m].code), len(items))
    if whose == len(items):
        return
    following = item_at(items, whose + 1)
    if whose + 1 == len(items) or is_verb(following) or following.kind in ("in", "of"):
        out.areas.append(items[whose])


def _part_of_whole(items: Sequence[Item], k: int) -> Phrase | None:
    """What is a share of what, from `k` on: "the percentage of | oil exports out of total exports", "the share of | oil exports was"."""
    end = next((m for m in range(k, min(k + _PART, len(items))) if items[m].kind == "in" or items[m].low == "out"), None)
    if end is None or not any(x.kind == "flow" for x in items[end : end + 6]):
        end = next((m for m in range(k, min(k + _PART, len(items))) if items[m].kind not in GOODS_LISTED), len(items))
        if not holds(items[k:end], ("prod",)) or (end < len(items) and not is_verb(items[end])):
            return None
    part = parse(items[k:end], subject=True)
    return part if part.products and not any(p.doubtful for p in part.products) else None


def _share_of_another(whole: Sequence[Item], out: Phrase) -> None:
    """Whose imports they are that a country has a share of: "Bangladesh's share in the EU's apparel imports"."""
    owner = next((x for x in whole if x.kind == "area" and x.code and (x.what.possessive or x.what.form == "demonym")), None)
    flow = next((x for x in whole if x.kind == "flow"), None)
    sellers = [x for x in (*out.areas, *out.reporters) if x.what.possessive or x.what.form == "demonym"]
    if owner is None or flow is None or flow.code != "import" or len(sellers) != 1 or sellers[0].code == owner.code:
        return
    out.flows, out.reporters, out.partners, out.areas = [flow], [owner], sellers, []
    goods = parse(whole, subject=True)
    out.products, out.joined = goods.products, goods.joined


def _edge(items: Sequence[Item]) -> int:
    """Where a stretch first names something; 0 if it does not."""
    for item in items:
        if item.kind not in _OPENERS:
            return item.start
    return 0
