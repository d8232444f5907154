"""The numbers of a sentence with their units: what a bare number counts, which dollar a "$" is, which numbers form a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tradestats import role as roles
from tradestats.frame import Memory, Num
from tradestats.frozen import replace
from tradestats.items import Item, holds, is_sure
from tradestats.lazy import pattern
from tradestats.lexicon import cue_node, remembered, word_set
from tradestats.recognise import names, numbers
from tradestats.recognise.number_numeral import EXACT
from tradestats.recognise.numbers import Number

_JOINTS = frozenset((",", "and", "or", "to", "adv"))  # what stands between the members of a list that shares a scale
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_SHARED = 100_000
_LONGEST_LIST = 40  # members of a list that shares one unit
_REACH = 200  # items in which a sentence says what it counts
_NUMBERED = 12  # items between "the number of" goods and how many they are
# The size of one piece or one load: "60-kilo bags", "a 30-tonne container".
_SIZE = pattern(r"\d{1,3}(?:\.\d+)?-[^\W\d_]+")
# A unit declared for figures to come: "In billions of dollars, ...", "(thousand tonnes)", "figures in US$ million". The pattern begins
# with the letters that it looks for, and only then looks back: so the search skips from one such letter to the next.
_DECLARED = re.compile(
    r"[Ii(](?:(?:(?<=\()|(?<![^\W_][Ii])[Nn])\s{1,2}+(?=[^()]{0,20}?(?i:thousand|million|billion|trillion|crore|mln|mio|bn)[Ss]?+(?![^\W_]))"
    r"|(?<=\()(?=[^()\d]{4,30}\)))",
)
_PHRASE = pattern(r"[^\s\d(),;:]{1,20}+(?:[ /]{1,2}+[^\s\d(),;:]{1,20}+){0,4}+")
_BEHIND_RANK = frozenset(("with", "at", ",", "in", "by", "(", "ref", "as", "among", "-"))
_PLACES = frozenset(("place", "position"))  # what ordinals count where they are ranks
_RANKING = ("rank", "place")  # in each word that says of an ordinal before or behind which it stands that it is one
_PIECES = ("quantity", "units")
_IN_NUMBERS = frozenset(("number", "in numbers", "in number", "by number"))
_MODELS = 100  # numbers that models are called by
_SKIPPED = ("skip", "")
_MOST_PERCENT = 1000  # what is more, and leads up to a percentage, is a year
_NO_NOUNS = frozenset(("worth", "out", "in"))  # words behind a number that it does not count
_LEADS = frozenset(("to", "from", "ref", "lev", "(", "of", "at", "share", "area", "tv"))  # what a bare figure can stand behind
_ORDERED = frozenset(("w", "prod", "time", "flow", "num", "chg", "area", "lev", "stat"))  # what an ordinal before it counts
_OF_RANKING = frozenset(("ranking", "ranked", "rank", "ranks", "place", "places"))
_RANKING_NEAR = 16  # items before an ordinal in which such a word stands
_IN_A_ROW = frozenset(("consecutive", "straight", "successive"))
_LIST = 8  # items before an ordinal in which the one before it in a list of places stands
_RANKED_NEAR = 80  # characters before an ordinal within which such a word may stand
_WORDS_BEHIND = pattern(r" ([A-Za-z]{2,}+)(?: ([A-Za-z]++))?")
# What numbers of a list measure alike, by their kind.
_LISTED = {"money": "amount", "quantity": "amount", "price": "price", "percent": "percent"}
_LIST_MARKS = frozenset((",", "and", "or", "adv", "/"))  # what stands between the members of a list


def _one(unit: str) -> Number | None:
    """One of a unit with its scale ("billions of dollars"), as a number; None where the words are no such unit."""
    said = "1 " + unit
    found = numbers.scan(said)
    whole = found and found[0].kind in ("money", "quantity") and found[0].scaled and found[0].end == len(said)
    return found[0] if whole else None


def declarations(text: str, start: int, end: int) -> Iterator[tuple[int, int, Number]]:
    """The units that a stretch of a text declares for bare figures: where the words for each begin and end, and one of it."""
    for opening in _DECLARED.finditer(text, start, end):
        phrase = _PHRASE.match(text, opening.end(), end)
        declared = _begun_with(phrase[0]) if phrase is not None else None
        if declared is not None:
            yield opening.start(), opening.end() + declared[0], declared[1]


@remembered
def _begun_with(phrase: str) -> tuple[int, Number] | None:
    """The longest unit that a phrase begins with: where it ends, and one of it."""
    words = phrase.split()
    for length in range(len(words), 0, -1):
        one = _one(" ".join(word for word in words[:length] if word.lower() != "of"))
        if one is not None:
            return phrase.index(words[length - 1]) + len(words[length - 1]), one
    return None


def may_be_figure(text: str, number: Number, *, declared: bool, opens: bool) -> bool:
    """Whether a number may turn out a figure of trade: not a year, a day or a count ("16 local governments"), nor an ordinal of
    something ("the 58th committee"). `declared` says that the text declares a unit for bare figures, `opens` that the number opens
    its sentence.

    It may say yes too often, never no where `Units.numbers` finds a figure.
    """
    words = text[number.start : number.end]
    if number.kind == "ordinal":
        return "-" in words or not ((opens and text.startswith(",", number.end)) or _counts(text, number))
    return declared or is_sure(number) or number.decimals > 0 or "," in words or number.value == 0


def _counts(text: str, ordinal: Number) -> bool:
    """Whether a plain noun is what an ordinal counts, and nothing before it ranks."""
    behind = _WORDS_BEHIND.match(text, ordinal.end)
    if behind is None or behind[1].lower() in _PLACES:
        return False
    cue = cue_node(behind[1].lower())
    if "" in cue or (cue and (behind[2] is None or behind[2].lower() in cue)):
        return False
    before = text[max(0, ordinal.start - _RANKED_NEAR) : ordinal.start].lower()
    return "(" not in before and "[" not in before and not any(word in before for word in _RANKING)


def _is_converted(items: list[Item], before: Num, num: Num) -> bool:
    """Whether a bare "$" opens a bracket behind an amount in a dollar that is written out."""
    if len(num.number.units) < 2 or len(before.number.units) > 1 or before.unit[2:3] != "D" or before.unit == "USD":
        return False
    return [x.kind for x in items[before.at + 1 : num.at]] == ["("]


def _only_bracketed(items: list[Item], before: Num, num: Num) -> bool:
    """Whether a bare number alone in brackets counts what the amount before them does: "26.9 million tonnes of wheat (24.57)"."""
    alone = [x.kind for x in items[num.at - 1 : num.at + 2]] == ["(", "num", ")"]
    return alone and before.depth < num.depth and before.kind == num.kind and before.unit == num.unit and not num.number.scaled


def _shared_with(items: list[Item], num: Num, following: Num) -> tuple[str, str] | None:
    """The unit that the number behind gives for both: "5 and 6 percent", "from 520 to 410 tonnes"."""
    if following.kind not in ("percent", "points", "quantity", "money"):
        return None
    gap = items[num.at + 1 : following.at]
    if not all(x.kind in (",", "and", "or", "to", "from") for x in gap):
        return None
    number = num.number
    if number.scaled and following.kind in ("percent", "points"):
        return None
    if following.kind == "percent" and not number.decimals and holds(gap, ("to", "from")) and number.value > _MOST_PERCENT:
        return _SKIPPED
    return following.kind, following.unit


def _counts_pieces(items: list[Item], at: int) -> bool:
    """Whether a number counts the pieces behind it, after at most two words that describe them: "81,213 finished cars"."""
    for item in items[at + 1 : at + 4]:
        if item.kind not in ("w", "prod", "adj"):
            return False
        if item.low.rsplit(None, 1)[-1] in word_set("counted"):
            return True
    return False


def _names_model(items: list[Item], num: Num) -> bool:
    """Whether a number is part of what a model is called: "Galaxy Note 7 smartphones", "its A320 jets"."""
    before = items[num.at - 1] if num.at > 1 else None
    named = before is not None and before.kind in ("w", "proper") and before.word[:1].isupper() and not before.first
    return named and num.unit in _PIECES and not num.number.scaled and num.number.value < _MODELS


def _numbered(items: list[Item], at: int) -> bool:
    """Whether a number tells "the number of" goods: "the number of watches exported was", "in numbers, exports were"."""
    return any(x.kind == "stat" and x.low in _IN_NUMBERS for x in items[max(0, at - _NUMBERED) : at])


def _names_what_it_counts(items: list[Item], at: int) -> bool:
    """Whether the noun that a number counts stands behind it, and is no goods: "5,000 workers"."""
    after = items[at + 1] if at + 1 < len(items) else None
    people = after is not None and after.kind == "hint" and after.low in word_set("traders")
    return people or (after is not None and after.kind in ("w", "proper", "other") and after.low not in _NO_NOUNS)


def _is_led(items: list[Item], at: int) -> bool:
    """Whether the word before a number can lead to a figure: "to", "reached", "China's"."""
    before = roles.back(items, at)
    cue = items[before].kind if before >= 0 else ""
    return cue in _LEADS or (cue == "," and before > 0 and items[before - 1].kind in ("num", "area"))


def _is_rank(items: list[Item], num: Num) -> bool:
    """Whether an ordinal is a place in a ranking: "ranked 2nd in barley", not "the eighth-consecutive rise", "the 43rd in a row"."""
    at = num.at
    behind = items[at + 1 : at + 4]
    before = roles.back(items, at)
    after = behind[0] if behind else None
    if any(x.low in _IN_A_ROW for x in behind[:2]):
        return False
    if _is_placed(items, at, items[before] if before >= 0 else None, after):
        return True
    if [x.low for x in behind] == ["in", "a", "row"]:
        return False
    if after is not None and after.kind in _ORDERED:
        return after.low in _PLACES or ("-" in num.item.word and any(x.low.startswith("exporter") for x in items[at : at + 4]))
    return before >= 0 and num.number.unit != "" and _goes_on_ranking(items, at, before, after)


def _is_placed(items: list[Item], at: int, cue: Item | None, after: Item | None) -> bool:
    """Whether an ordinal is a place among traders or goods: "Chile, in third, bought", "ranked third", "the second largest buyer"."""
    if cue is not None and cue.low in word_set("ranked"):
        return after is None or after.kind not in ("w", "prod", "flow", "time")
    if cue is None or after is None:
        return False
    if cue.kind == "in" and after.kind == "," and at > 2 and items[at - 2].kind == ",":
        return items[at - 3].kind in ("area", "prod")
    return after.kind in ("with", "at") and cue.kind in ("area", "prod") and _holds_ordinal(items[max(0, at - _RANKING_NEAR) : at - 1])


def _goes_on_ranking(items: list[Item], at: int, before: int, after: Item | None) -> bool:
    """Whether an ordinal stands where a ranking gives its places: "Peru (3rd)", "ranked 2nd in barley, 4th in corn", "Chile: 3rd"."""
    cue = items[before]
    ranking = any(x.low in _OF_RANKING for x in items[max(0, at - _RANKING_NEAR) : at])
    if cue.kind == "(":
        return ranking or _holds_ordinal(items[max(0, at - 3) : at])
    if cue.kind == "to" and ranking:
        return True
    if cue.kind in (",", "and") and ranking and after is not None and after.kind == "in":
        return _holds_ordinal(items[max(0, at - _LIST) : at])
    labelled = cue.kind == ":" and before > 0 and items[before - 1].kind in ("prod", "area")
    return (labelled or cue.low in word_set("place_verbs")) and (after is None or after.kind in _BEHIND_RANK)


def _holds_ordinal(items: list[Item]) -> bool:
    """Whether one of the items is an ordinal."""
    return any(x.kind == "num" and x.what.kind == "ordinal" for x in items)


def _same_list(items: list[Item], a: Num, b: Num) -> bool:
    """Whether two numbers stand in one list: they measure alike, and only commas, "and" and closed brackets part them."""
    if a.kind not in _LISTED or _LISTED[a.kind] != _LISTED.get(b.kind):
        return False
    level = 0
    seen = a.number.part == "low"
    for item in items[a.at + 1 : b.at]:
        if item.kind == "(":
            level += 1
        elif item.kind == ")":
            level -= 1
            if level < 0:
                return False
        elif level == 0:
            if item.kind not in _LIST_MARKS and not (seen and item.kind == "chg" and item.code[:1] == "v"):
                return False  # "rose 3, fell 2 and rose 1 percent" is a list as well
            seen = seen or item.kind != "adv"
    return seen and level == 0


class Units(Memory):
    """Settles the numbers of a sentence."""

    def declare(self, start: int, end: int, items: list[Item]) -> None:
        """Notes the unit that a sentence or a heading declares for the bare figures after it, and takes its words out of `items`."""
        found = next(declarations(self.text, start, end), None) if self.declares else None
        if found is not None:
            first, last, self.declared = found
            items[:] = [x for x in items if not first <= x.start < last]

    def numbers(self, items: list[Item]) -> list[Num]:
        """The numbers of a sentence that can be figures, each with its unit and its place in a list; the others become words."""
        self.worded = None
        out: list[Num] = []
        depth = 0
        for k, item in enumerate(items):
            if item.kind == "(":
                depth += 1
            elif item.kind == ")":
                depth = max(0, depth - 1)
            elif item.kind == "num":
                out.append(Num(k, item, item.what, item.what.kind, item.what.unit, depth))
            elif item.kind == "stat" and self.worded is None and item.code.startswith("value:"):
                self.worded = k, item.code[6:]
        self.units(items, out)
        kept = [num for num in out if num.kind != "skip"]
        for num in out:
            if num.kind == "skip":
                num.item.kind = "w-num"
        self.runs(items, kept)
        return kept

    def units(self, items: list[Item], nums: list[Num]) -> None:
        """Gives bare numbers the unit of their list, of the number before them, or none: then they are no figures."""
        self.shared_scales(items, nums)
        for n, num in enumerate(nums):
            if num.kind in ("money", "price"):
                self.settle_money(items, nums, n)
            elif num.kind == "quantity":
                if num.unit.split("/")[0] in word_set("no_goods") or _SIZE.fullmatch(num.item.word) or _names_model(items, num):
                    num.kind = "skip"
                else:
                    self.quantity = num.unit
            elif num.kind == "number":
                self.bare(items, nums, n)
            elif num.kind == "ordinal":
                num.kind = "rank" if _is_rank(items, num) else "skip"
            elif num.kind == "index":
                num.kind = "skip"

    def settle_money(self, items: list[Item], nums: list[Num], n: int) -> None:
        """Gives an amount of money its currency, and remembers it for the bare numbers that follow."""
        num = nums[n]
        bracketed = num.depth > 0 and n > 0
        if not (bracketed and _is_converted(items, nums[n - 1], num)):  # "NZ$653 million ($510 million)": not New Zealand's dollars again
            num.unit = self.currency(num.number) or num.unit
        converted = bracketed and nums[n - 1].kind == "money"  # "5.3 billion euros ($6.9 billion) from 4.1 billion"
        if num.kind == "money" and not converted:
            self.unit, self.quantity = num.unit, ""

    def currency(self, number: Number) -> str:
        """The currency, of those that its sign can stand for, that an amount is in; empty where it is the sign's first."""
        units, here = number.units, self.context.unit
        if not units:
            return ""
        if number.unit[:3] == "USD":
            local = here + number.unit[3:]  # of a price, too: "$3.06 per litre"
            return local if here in units or (here != "USD" and local in units) else ""
        return self.unit if len(units) > 1 and self.unit.split("/")[0] in units else self.own_currency(number)

    def shared_scales(self, items: list[Item], nums: list[Num]) -> None:
        """A scale given once holds for its list: "520, 410 and 95 million dollars", "from $5.1 to $4.9 billion"."""
        joined = False
        for n in range(len(nums) - 2, -1, -1):
            num, after = nums[n], nums[n + 1]
            gap = {x.kind for x in items[num.at + 1 : after.at]}
            number, scaled = num.number, after.number
            joined = bool(gap) and gap <= _JOINTS and (joined or bool(gap & {"and", "or", "to"}))
            alike = number.kind == "number" or (number.kind == after.kind == "money" and number.unit == scaled.unit)
            if not joined or number.scaled or not scaled.scaled or not alike or after.kind not in ("money", "quantity"):
                joined = joined and number.scaled
                continue
            if (number.part and number.kind != "money") or _YEAR.fullmatch(num.item.word) or number.value >= _MOST_SHARED:
                joined = False
                continue
            value = number.value.scaleb(scaled.unit_mult, EXACT)
            num.number = replace(
                number, kind=after.kind, value=value, unit=scaled.unit, units=scaled.units, unit_mult=scaled.unit_mult, scaled=True
            )
            num.kind, num.unit = after.kind, after.unit

    def own_currency(self, number: Number) -> str:
        """The reporter's own currency, if an amount's sign can stand for it."""
        area = names.area(self.context.reporter) if self.context.reporter else None
        if area is not None:
            own = next((unit for unit in number.units if unit.split("/")[0] == area.currency), "")
            if own:
                return own
        return number.unit

    def bare(self, items: list[Item], nums: list[Num], n: int) -> None:
        """Gives a bare number the unit that the numbers or words around it, or the text before it, show it to be in; else skips it."""
        num = nums[n]
        following = nums[n + 1] if n + 1 < len(nums) else None
        if following is not None and following.at == num.at + 1 and _SIZE.fullmatch(following.item.word):
            num.kind = "skip"  # "493,845 60-kilo parcels": a unit that nothing is told of
            return
        shared = _shared_with(items, num, following) if following is not None else None
        if shared is None and self.declared is not None and self.of_declared(items, num):
            return
        num.kind, num.unit = (
            shared or self.unit_said(items, num) or self.run_unit(items, nums, n) or self.unit_before(items, num) or _SKIPPED
        )
        if num.kind == "quantity" and n and _only_bracketed(items, nums[n - 1], num):
            scale = nums[n - 1].number.unit_mult
            num.number = replace(num.number, value=num.number.value.scaleb(scale, EXACT), unit_mult=scale, scaled=True)

    def unit_said(self, items: list[Item], num: Num) -> tuple[str, str] | None:
        """The unit that words say: pieces of what is named behind a number or before it, or the currency of a sentence's "in baht"."""
        number = num.number
        large = number.scaled or "," in num.item.word
        if large and (_counts_pieces(items, num.at) or _numbered(items, num.at)):
            self.quantity = "units"
            return _PIECES
        worded = self.worded is not None and self.worded[0] < num.at and number.scaled
        return ("money", self.worded[1]) if worded and self.worded is not None else None

    def unit_before(self, items: list[Item], num: Num) -> tuple[str, str] | None:
        """The unit of the figures before a number that looks like one itself: "to 530,066", "from 5.1 million"."""
        number, grouped = num.number, "," in num.item.word
        large = number.scaled or grouped
        if _names_what_it_counts(items, num.at) or not (large or ((number.decimals or number.value == 0) and _is_led(items, num.at))):
            return None
        if grouped and not number.scaled and self.quantity in ("", "units") and self.countable(items):
            return _PIECES
        if self.quantity and not (self.quantity == "units" and number.unit_mult >= 9 and self.unit):
            return "quantity", self.quantity
        if self.unit:
            nought = number.value == 0 and not number.decimals and not large
            return ("money", self.unit) if number.scaled or nought else None
        if large and self.countable(items):
            self.quantity = "units"
            return _PIECES
        return None

    def of_declared(self, items: list[Item], num: Num) -> bool:
        """Whether a bare number is in the unit declared before it; if so it gets that unit and its scale."""
        number, unit = num.number, self.declared
        before = items[num.at - 1].kind if num.at else ""
        after = items[num.at + 1].kind if num.at + 1 < len(items) else ""
        figure = number.decimals or "," in num.item.word or (before == "(" and after == ")")
        if unit is None or number.scaled or not figure or after in ("w", "prod", "other", "proper", "time"):
            return False
        value = number.value.scaleb(unit.unit_mult, EXACT)
        num.number = replace(number, value=value, unit_mult=unit.unit_mult, scaled=True)
        num.kind, num.unit = unit.kind, unit.unit
        if len(unit.units) > 1 and self.context.unit in unit.units:
            num.unit = self.context.unit
        return True

    def run_unit(self, items: list[Item], nums: list[Num], n: int) -> tuple[str, str] | None:
        """The unit at the end of a list of bare numbers: "61.5, 55.6 and 28.1 per cent"."""
        at = n
        while (
            at + 1 < min(len(nums), n + _LONGEST_LIST)
            and nums[at].number.kind == "number"
            and all(x.kind in (",", "and", "or", "/") for x in items[nums[at].at + 1 : nums[at + 1].at])
        ):
            at += 1
            if nums[at].number.kind in ("percent", "quantity", "money"):
                if nums[at].number.kind == "percent" and nums[n].number.scaled:
                    return None  # "imported 20.3 million, eight percent less"
                return nums[at].number.kind, nums[at].number.unit
        return None

    def countable(self, items: list[Item]) -> bool:
        """Whether the subject is counted in pieces: "vehicle exports fell to 530,066"."""
        words = {x.low for x in items[:_REACH] if x.kind in ("prod", "w")}
        if self.series.product is not None:
            words |= set(self.series.product.text.lower().split())
        return bool(words & word_set("counted"))

    def runs(self, items: list[Item], nums: list[Num]) -> None:
        """Marks lists: numbers of one kind, in brackets of one depth, with nothing between them but commas, "and" and brackets."""
        levels: dict[int, list[Num]] = {}
        for n, num in enumerate(nums):
            num.last = n
            levels.setdefault(num.depth, []).append(num)
        for level in levels.values():
            k = 0
            while k < len(level):
                end = k + 1
                while end < len(level) and _same_list(items, level[end - 1], level[end]):
                    end += 1
                if end - k > 1:
                    self.mark_list(items, level[k:end])
                k = end

    def mark_list(self, items: list[Item], alike: list[Num]) -> None:
        """Gives each number of a list its place there, unless one of two only says more of the other."""
        run = alike[:1] + [num for num in alike[1:] if num.number.part != "high"]
        if len(run) < 2:
            return
        if not self.respectively and not holds(items[run[-2].at : run[-1].at], ("and", "or", "/")):
            return  # "$280 billion, $0.8 billion above June": an apposition, no list
        behind = items[run[-1].at + 1 : run[-1].at + 2]
        if len(run) == 2 and holds(items[run[0].at : run[1].at], ("or",)) and holds(behind, ("cmp", "chg", "ref")):
            return  # "brought $21 billion, or $3 billion short of the year before"
        last = run[-1].last
        for place, num in enumerate(run):
            num.place, num.run, num.last = place, len(run), last
