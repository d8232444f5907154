"""Whose trade, which flow, with whom, in what: the series of each number, also of those in a list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tradestats.clauses import clauses
from tradestats.frame import Num, Place, Series, State
from tradestats.frozen import replace
from tradestats.goods import parts, with_text
from tradestats.items import MIRROR, Item, holds
from tradestats.lexicon import word_set
from tradestats.modifiers import Modifiers, of_partners_whole
from tradestats.naming import side_of_market
from tradestats.parse import parse
from tradestats.phrase import Product
from tradestats.recognise import names, products
from tradestats.role import Role
from tradestats.stretch import is_verb
from tradestats.verbs_behind import REACH
from tradestats.words import NOISE, is_product_word, is_verb_word

_BEFORE_WHOLE = frozenset(("det", "adj", "adv", "pron", "area"))  # what stands before the whole that a share is of
_SAYS_NOTHING = frozenset(("and", "or", "adv", "in", "time", "sub"))  # what may stand before a share that begins a clause
_BEFORE_FLOW = frozenset(("det", "adj", "num", "w-num", "w", "pron", "area", "adv"))  # what stands before the flow of a predicate
_APPOSES = frozenset(("at", "with", "adv", "lev", "for"))  # what leads to an amount in apposition: "valued at"
_OF_NOBODY = frozenset(("", "WLD", "G20", "G7", "OECD"))  # whose trade articles tell of that tell of their members' too
_PREDICATE = 9  # items behind an amount in which its predicate names a flow
_NOUNS = ("w", "lev", "stat", "det", "area", "time", "prod")
_WAYS = {"out": "export", "in": "import"}
_REMEMBERED = 64  # series of a sentence that the numbers of a list can go back to


_LEADS_TO_SHARE = frozenset((",", "which", "share", "adv", "w", "lev", "and"))  # what leads from a list to the share that it has


class Subjects(Modifiers):
    """Finds the series of a number."""

    def assign(self, at: Place, found: Role) -> list[Series]:
        """The series of one number: its place in a list, or the joint subject; then what its modifiers say."""
        state = at.state
        named = self.behind(at) if at.num.run > 1 else []
        if named:
            state.history.extend(named)
            return named
        subjects = self.handed_out(at, found)
        if not subjects:
            return []
        if at.num.number.part == "high" and state.history:
            subjects = [state.history[-1]]
        whole = _share_of_sales(at, found)
        if whole is not None:
            return [replace(s, why=f"a share of {whole.word}") for s in subjects]
        if found.measure == "share" and (several := _several_unnamed(at)):
            subjects = [replace(s, why=f"a share of {several}") if _stands_for_nothing(s) else s for s in subjects]
        before = self.parted(at, found, self.ranked(at, subjects))
        subjects = _of_the_predicate(at, self.dealt_with(at, found, before))
        subjects = [self.counted(at.num, self.modified(s, at.post, found, state)) for s in subjects]
        if self.rows and not state.history and holds(at.items[at.num.at + 1 : at.num.at + 2], ("ofwhich",)):
            last = self.rows[-1].series.partner  # "Milk powder made up $560m of that"
            subjects = [replace(s, partner=last) if s.partner == "WLD" else s for s in subjects]
        if at.inside:
            return subjects
        if len(subjects) == 1 and len(state.subjects) == 1 and subjects != before:
            state.subjects = subjects
        state.history.extend(s for s in subjects if s not in state.history[-1:])
        return [of_partners_whole(s, at.post) for s in subjects] if found.measure == "share" else subjects

    def handed_out(self, at: Place, found: Role) -> list[Series]:
        """The subjects that a number gets: its own of a list's, in turn, or all of them; none if their numbers do not fit."""
        num, state = at.num, at.state
        subjects = state.subjects or [self.series]
        if num.run > 1:
            return self.of_list(num, subjects, state, found)
        if len(subjects) == 1:
            return subjects
        subjects = self.in_turn(at, subjects) or self.joint(subjects)
        both = {s.flow for s in subjects} == set(MIRROR)
        if both and not self.each and (found.measure == "level" or self.beside or _sums_up(at.tail)):
            subjects = [replace(subjects[0], flow="trade", sign=0)]  # "exports and imports of machinery came to $8 billion"
        if len(subjects) == 1 and not self.respectively:
            state.subjects = subjects
        return subjects

    def ranked(self, at: Place, subjects: list[Series]) -> list[Series]:
        """The subjects, or the country that stands behind a rank: "in second place the United States"."""
        num, items = at.num, at.items
        if num.kind not in ("ordinal", "rank") or not any(x.low in word_set("ranks") for x in items[num.at + 1 : num.at + 2]):
            return subjects
        placed = next((x for x in items[num.at + 2 : num.at + 5] if x.kind not in ("det", ",", "lev")), None)
        if placed is None or placed.kind != "area" or placed.code in ("", self.context.reporter):
            return subjects
        at.state.subjects = [replace(subjects[0], partner=placed.code)]
        return at.state.subjects

    def parted(self, at: Place, found: Role, subjects: list[Series]) -> list[Series]:
        """The subject of a share behind "Of the imports,", with the goods that are the part."""
        if found.measure != "share" or not at.state.lead_flow or len(subjects) != 1:
            return subjects
        part = self.part_behind(at.items, at.num)
        return [replace(subjects[0], product=part)] if part is not None else subjects

    def dealt_with(self, at: Place, found: Role, subjects: list[Series]) -> list[Series]:
        """The subjects with what the words right around a number say of the flow: who paid, whose it is, out or in."""
        post = at.post
        subjects = self.paid(at, subjects)
        listed = self.places.listed
        if found.measure == "share" and len(subjects) == 1 and len(listed) > 1 and holds(at.pre, ("hint",)) and _ends_list(at, listed):
            subjects = [replace(subjects[0], partner="+".join(listed))]  # "The top markets were Peru, Chile and Cuba, accounting for"
        owner = at.tail[-1] if at.tail and at.tail[-1].kind == "area" and at.tail[-1].what.possessive else None
        if owner is not None and found.measure == "level" and owner.code:  # "against China's $427 billion"
            subjects = [s if s.role_of_area != "partner" or owner.code == s.reporter else replace(s, partner=owner.code) for s in subjects]
        if found.rule == "percent of" and len(subjects) == 1 and all(x.kind in _SAYS_NOTHING or x.low in NOISE for x in at.tail):
            subjects = [self.whole_of(subjects[0], at.items, at.num, alone=not at.state.history)]
            if at.num.run == 1:
                at.state.subjects = subjects
        if found.measure == "level" and post and post[0].kind == "of" and any(x.low == "foreign" for x in post[1:3]):
            subjects = [replace(s, flow="import", sign=0) if s.flow == "export" else s for s in subjects]  # "$193 billion of foreign goods"
        if self.context.reporter in _OF_NOBODY and [x.kind for x in post[:3]] == ["of", "pron", "flow"]:
            # "France and Italy lost 7 and 4 percent of their exports", told of the G20
            subjects = [s if s.partner == "WLD" else replace(s, reporter=s.partner, partner="WLD", flow=post[2].code) for s in subjects]
        closes = len(post) == 1 and post[0].low in _WAYS and not holds(at.items[at.num.at + 2 : at.num.at + 3], _NOUNS)
        if closes:  # "21 million tonnes out and 3 million in", not "15 percent in amount"
            subjects = [replace(s, flow=_WAYS[post[0].low], sign=0) for s in subjects]
        return subjects

    def paid(self, at: Place, subjects: list[Series]) -> list[Series]:
        """The subjects, or what was bought for the number: "the country spent | $40 billion on oil imports"."""
        verb = next((x for x in reversed(at.tail) if x.kind == "tv" or x.low in word_set("pays")), None)
        if verb is not None:
            self.payer = _payer(at, verb) if verb.low in word_set("pays") else ""
        told = self.payer and (verb is not None or at.resumed) and holds(at.post[:1], ("on", "for"))
        if not told or any(y.low in ("abroad", "overseas") and x.low != "from" for x, y in pairwise(at.post)):
            return subjects
        at.state.subjects = [self.bought(s, parse(at.post, subject=True)) for s in subjects]
        return at.state.subjects

    def behind(self, at: Place) -> list[Series]:
        """The series of a number in a list whose names follow it: "5, 4 and 3 million tonnes of steel, cement and tea, respectively"."""
        begin = at.nums[at.num.last].at + 1
        ahead = at.items[begin : begin + REACH]
        if not ahead or ahead[0].kind not in ("of", "to", "ref", "for", "lev") or not at.state.subjects:
            return []
        end = next((k for k, x in enumerate(ahead) if k and (x.kind in ("num", ";", "resp", "time", "in") or is_verb(x))), len(ahead))
        named = parse(ahead[:end], subject=False)
        now = at.state.subjects[0]
        areas = [a.code for a in named.partners + named.areas if a.code]
        if not self.respectively and (at.num.run < 3 or not holds(ahead[:end], ("and",))):
            return []
        if len(areas) == at.num.run:
            product = with_text(named.joined, self) if named.products else now.product
            return [replace(now, partner=areas[at.num.place], product=product)]
        members = parts(with_text(named.joined, self))
        return [replace(now, product=members[at.num.place])] if len(members) == at.num.run else []

    def part_behind(self, items: list[Item], num: Num) -> Product | None:
        """What a share behind "Of the imports," is said to be: "17 percent was fuel, 15 percent food"."""
        begin = num.at + 1
        while begin < len(items) and items[begin].kind == "lev" and items[begin].code == "be":
            begin += 1
        end = next((k for k in range(begin, len(items)) if items[k].kind not in ("prod", "w", "adj", "det")), len(items))
        named = items[begin:end]
        known = bool(named) and holds(named, ("prod",)) and not any(is_verb_word(x.word) for x in named if x.kind == "w")
        return with_text(parse(named, subject=True).joined, self) if known else None

    def of_list(self, num: Num, subjects: list[Series], state: State, found: Role) -> list[Series]:
        """The series of a number in a list: the name at its place, of the subjects, of one subject's goods, or of what was told before."""
        grouped = [names.is_group(s.partner) for s in subjects]
        if len(subjects) == num.run + 1 and grouped[0] and not any(grouped[1:]):
            subjects = subjects[1:]  # "exports to markets in the EU such as Spain and Italy grew by 3 and 4 percent respectively"
        if len(subjects) == num.run:
            return [subjects[num.place]]
        if len(subjects) != 1:
            return []
        members = parts(subjects[0].product)
        if len(members) == num.run and (self.respectively or num.run > 2):
            return [replace(subjects[0], product=members[num.place])]
        if num.place == 0:
            self.listed = self.told_in_order(num, subjects[0], state, found) or self.of_partners(num, subjects[0])
        return [self.listed[num.place]] if len(self.listed) == num.run else subjects

    def told_in_order(self, num: Num, subject: Series, state: State, found: Role) -> list[Series]:
        """The series told before that the numbers of a list are of, in their order; empty if they are not."""
        seen = list(dict.fromkeys(state.history[-_REMEMBERED:]))
        if not seen and self.names_figures(num) and len(self.told_apart) == num.run:
            return [replace(s, statistic=subject.statistic) for s in self.told_apart]
        told = not seen or any((x.flow, x.partner, x.product) == (subject.flow, subject.partner, subject.product) for x in seen)
        exact = len(seen) == num.run and not found.base and num.kind == "percent" and told  # a subject of its own is no such list
        return seen[-num.run :] if len(seen) >= num.run and (self.respectively or exact) else []

    def of_partners(self, num: Num, subject: Series) -> list[Series]:
        """The series of a list's numbers with the countries named before it: "Peru and Chile were partners, trade up 3 and 4 percent"."""
        home = self.context.reporter
        codes = [code for code in dict.fromkeys(self.named_here) if code != home]
        ours = home != "" and not self.context.several and subject.partner in ("WLD", *codes) and subject.reporter in (home, *codes)
        if len(codes) != num.run or not ours or not (self.respectively or num.run > 2):
            return []
        return [replace(subject, reporter=home, partner=code) for code in codes]

    def names_figures(self, num: Num) -> bool:
        """Whether a list is only said to be "the figures", those of what the sentence before told of in the same order."""
        return self.sentence is not None and " the figures " in self.text[self.sentence.start : num.number.start]

    def in_turn(self, at: Place, subjects: list[Series]) -> list[Series]:
        """The series of a number in pairs told in turn: "rose 2 percent to $187 billion and 10 percent to $285 billion, respectively"."""
        if not self.respectively or at.inside:
            return []
        alike = [num for num in at.nums if num.kind == at.num.kind and num.depth == at.num.depth][-len(subjects) :]
        place = next((k for k, num in enumerate(alike) if num is at.num), -1)
        return [subjects[place]] if place >= 0 and len(alike) == len(subjects) else []

    def joint(self, subjects: list[Series]) -> list[Series]:
        """One number for several names: flows each get it, countries are joined, products are one noun phrase."""
        if len({s.flow for s in subjects}) == len(subjects):
            return subjects
        if self.each:
            return subjects
        reporters = list(dict.fromkeys(s.reporter for s in subjects))
        first = replace(subjects[0], reporter="+".join(reporters) if all(reporters) else reporters[0])
        named = [code for code in dict.fromkeys(s.partner for s in subjects) if code not in reporters]
        partners = [code for code in named if code != "WLD"] or named or [first.partner]
        goods = [s.product for s in subjects if s.product is not None]
        product = first.product
        if len({(p.start, p.end) for p in goods}) > 1:
            start, end = min(p.start for p in goods), max(p.end for p in goods)
            product = with_text(Product("", start, end), self)
            if product is not None and any(word[:1] == "(" and any(map(str.isdigit, word)) for word in product.text.split()):
                names = list(dict.fromkeys(p.text for p in goods))  # "tea ($1 billion) and coffee ($2 billion) made up half"
                product = Product(f"{', '.join(names[:-1])} and {names[-1]}", start, end, fixed=True)
        return [replace(first, partner="+".join(partners), product=product)]

    def counted(self, num: Num, series: Series) -> Series:
        """ "included 361,285 cars": what is counted is the product, unless the word only counts."""
        if num.kind != "quantity" or num.unit != "units":
            return series
        words = num.item.what.start, num.item.what.end
        before = self.aside[-1][0] if self.aside and not self.text[words[1] - 1].isalpha() and series.product is None else None
        if before is not None and before.unit == num.unit and self.sentence is not None and before.start >= self.sentence.start:
            words = before.start, before.end  # "made 900,000 cars and exported 400,000"
        noun = self.text[words[0] : words[1]].rsplit(None, 1)[-1].lower()
        start = words[1] - len(noun)
        for word in reversed(self.text[words[0] : start].split()):
            if not word[0].isalpha() or not is_product_word(word):
                break
            start = self.text.rindex(word, words[0], start)
        kind = Product(self.text[start : words[1]], start, words[1])
        if products.scan(kind.text) and products.slug(kind.text) != products.slug(noun):
            return replace(series, product=kind)  # "33,000 electric cars"
        plain = noun in word_set("counted") and noun not in ("units", "unit", "pieces") and series.product is None
        named = series.product is not None and noun.rstrip("s") in series.product.text.lower()
        if named or (noun not in word_set("specific") and not plain):
            return series
        start = words[1] - len(noun)
        return replace(series, product=Product(self.text[start : words[1]], start, words[1]))


def _ends_list(at: Place, listed: Sequence[str]) -> bool:
    """Whether nothing but "accounting for" parts a list of countries from a number."""
    named = [k for k, x in enumerate(at.pre) if x.kind == "area"]
    return bool(named) and at.pre[named[-1]].code == listed[-1] and all(x.kind in _LEADS_TO_SHARE for x in at.pre[named[-1] + 1 :])


def _sums_up(tail: Sequence[Item]) -> bool:
    """Whether a clause is on both flows together: "total exports and imports", "combined imports and exports"."""
    kinds = [x.kind for x in tail]
    at = next((k for k, x in enumerate(tail) if x.kind == "adj" and x.code == "total"), len(tail))
    return kinds[at + 1 : at + 4] == ["flow", "and", "flow"]


def _of_the_predicate(at: Place, subjects: list[Series]) -> list[Series]:
    """The subjects with the flow that the predicate behind an amount says: "Diesel, at $9 million, | was the main import"."""
    begin = at.num.at + 1
    closed = at.items[begin : begin + 1]
    apposed = at.inside or (holds(at.pre, (",",)) and all(x.kind in _APPOSES for x in at.tail))
    if not apposed or not holds(closed, (")", ",")) or begin + 1 >= len(at.items) or at.items[begin + 1].code != "be":
        return subjects
    named = next((x for x in at.items[begin + 2 : begin + _PREDICATE] if x.kind not in _BEFORE_FLOW), None)
    if named is None or named.kind not in ("flow", "hint") or named.code not in MIRROR:
        return subjects
    return [replace(s, flow=named.code, sign=0) if s.flow == MIRROR[named.code] and not s.why else s for s in subjects]


def _several_unnamed(at: Place) -> str:
    """What a clause counts or calls the biggest and does not name: "the three | items | made up"; empty if there is none."""
    end = next((k for k, x in enumerate(at.tail) if is_verb(x)), len(at.tail))
    for before, item in pairwise(at.tail[:end]):
        things = item.low.split()[-1]
        many = before.kind in ("num", "w-num") or before.low in word_set("few_or_many") or item.kind == "hint"
        if many and things in word_set("listed_things"):
            return things
    return ""


def _stands_for_nothing(series: Series) -> bool:
    """Whether a series is of no country and no goods that are named: "the two commodities" are none."""
    goods = series.product
    return series.partner == "WLD" and (goods is None or goods.text.lower().rsplit(None, 1)[-1] in word_set("listed_things"))


def _share_of_sales(at: Place, found: Role) -> Item | None:
    """The sales that a share is of, which are no trade: "66 percent of sales", "of home sales"; else None."""
    post = at.post
    if found.measure != "share" or not post or post[0].kind != "of":
        return None
    whole = next((x for x in post[1:5] if x.kind not in _BEFORE_WHOLE), None)
    if whole is None:
        return None
    abroad = holds(post[1:2], ("det",)) and not any(map(_stands_for_nothing, at.state.subjects))  # "tea was 18 percent of the sales"
    bare = whole.kind == "sales" and whole is post[-1] and not abroad
    return whole if bare or (whole.kind == "other" and whole.code == "sales") else None


def _payer(at: Place, paid: Item) -> str:
    """Whether those who paid are foreigners or somebody at home: "overseas buyers paid", "the country paid"."""
    if holds(at.pre, ("hint",)) and side_of_market(clauses(at.pre)) == "export":
        return "foreign"  # "the US is the largest market, spending"
    for item in at.tail:
        if item is paid:
            break
        if item.low in word_set("foreign"):
            return "foreign"
    return "home"
