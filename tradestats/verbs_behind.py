"""The verb behind a number, which says the flow or the partner: "were shipped to Peru", "came from there", "was paid for oil"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, takewhile
from typing import NamedTuple

from tradestats.flows import PLAIN_FLOWS
from tradestats.frame import Num, Series, State
from tradestats.frozen import replace
from tradestats.goods import with_text
from tradestats.items import MIRROR, Item, holds
from tradestats.lexicon import word_set
from tradestats.naming import NEAR, SIDES, Naming
from tradestats.parse import parse
from tradestats.phrase import Phrase
from tradestats.stretch import is_verb
from tradestats.words import is_verb_word

PARTS = frozenset(("re-export", "domestic-export"))
"""Flows that are parts of exports."""
REACH = 30
"""Items in which a list's names follow its numbers."""
_CLOSED = frozenset((",", ";", ":", "(", ")", "sub", "num", "which", "and"))
_ENDS_SAYING = frozenset((",", ".", ";", "and", "(", ")", "num"))
_VALUED = 5  # items between a quantity and its worth
_WORTH_OF = 7  # items from "worth of" to the verb
_LONGEST = 12  # items before a number that say what left a country
_NAMED = frozenset(("w", "prod", "area", "adj"))
_LISTED = frozenset(("w", "prod", "adj", "adv", "num", "of", "at", "and", ",", "det"))  # what a list of goods and their worth is told with
_OPENS_LIST = frozenset((";", ":", "time", "sub"))  # what such a list stands behind, if it does not begin the sentence
_WAYS = {"came": "import", "went": "export", "going": "export", "left": "export"}
"""Verbs of motion and the flow they tell of, with a place behind them."""
_OWN_DEALS = frozenset(("bought", "took", "sold", "spent", "received", "ordered", "delivered"))
"""Verbs that behind a number tell of another deal, unless they are passives."""


class Behind(NamedTuple):
    """What stands behind a number: the sentence's items, where in them a verb may tell where it went, and the frame."""

    items: list[Item]
    num: Num
    at: int
    state: State

    def kinds(self, length: int) -> list[str]:
        """The kinds of so many items from the verb's place on, as far as there are any."""
        return [x.kind for x in self.items[self.at : self.at + length]]

    @property
    def low(self) -> str:
        """The word where the verb may stand, empty at the end of the sentence."""
        return self.items[self.at].low if self.at < len(self.items) else ""

    def area(self, begin: int, end: int) -> Item | None:
        """The first known area so many items behind the verb's place."""
        found = next((x for x in self.items[self.at + begin : self.at + end] if x.kind == "area"), None)
        return found if found is not None and found.code else None


class VerbsBehind(Naming):
    """Reads the verb behind a number."""

    def trailing(self, items: list[Item], num: Num, nums: list[Num], state: State) -> None:
        """ "Goods worth 74 billion euros (+2 %) were sent to ...": the verb after the number says which flow."""
        if state.subjects and state.subjects[0].why.startswith("about "):
            self.traded_of_made(items, num, state)
            return
        source = _source_behind(items, num.at + 1)
        from_abroad = source if source and state.subjects and state.subjects[0].flow == "import" else ""
        partner = from_abroad or self.met_behind(items, num, state)
        if partner:
            state.subjects = [replace(x, partner=partner) for x in state.subjects]
            return
        following = next((x for x in nums if x.at > num.at), None)
        worth = following is not None and revalued(items, num, following)  # "92 million tons valued at $35 billion were exported"
        begin = following.at + 1 if worth and following is not None else num.at + 1
        at = _verb_of_list(items, num) or _verb_place(items, num, begin, in_brackets=self.inside)
        behind = Behind(items, num, at, state)
        if not (
            self.with_whom_behind(behind)
            or self.paid_for(behind)
            or self.paid_by(behind)
            or self.said_to_be(behind)
            or self.shared_with(behind)
            or self.bound_for(behind)
        ):
            self.moved_behind(behind)

    def traded_of_made(self, items: list[Item], num: Num, state: State) -> None:
        """What is said to be exported of goods whose output is told: "5 million tonnes were produced; 3 million were exported"."""
        side = _traded_after(items[num.at + 1 : num.at + 1 + NEAR])
        if side:
            self.trade_seen = self.active = True
            state.subjects = [replace(x, flow=side, sign=0, partner="WLD", why="") for x in state.subjects]

    def with_whom_behind(self, behind: Behind) -> bool:
        """Whether ", with" follows directly; a country there is the partner of a balance: "its biggest deficit, $14bn, with Peru"."""
        items, num, at, state = behind.items, behind.num, behind.at, behind.state
        if behind.kinds(2) != [",", "with"] or num.at + 1 != at or not state.subjects:
            return False
        named = [x for x in items[at + 2 : at + 5] if x.kind != "det"]
        theirs = [x.kind for x in named[1:2]] == ["num"]  # "with China the deficit was $3 billion, with Japan $1 billion"
        clause = takewhile(lambda x: x.kind not in ("num", "and", ";", "sub"), reversed(items[: num.at]))
        unplaced = state.subjects[0].flow in ("balance", "trade") and not holds(clause, ("area",))
        if named and named[0].kind == "area" and named[0].code and unplaced and not theirs:
            state.subjects = [replace(x, partner=named[0].code) for x in state.subjects]
        return True

    def paid_for(self, behind: Behind) -> bool:
        """Whether it was paid for something; goods there are what was traded: "of this, $15 billion was paid for oil and gas"."""
        items, at, state = behind.items, behind.at, behind.state
        if behind.low not in word_set("pays") or at + 2 >= len(items) or items[at + 1].kind not in ("for", "on") or not state.subjects:
            return False
        end = next((k for k in range(at + 2, len(items)) if items[k].kind in ("num", ";", "sub", "(", "det")), len(items))
        said = parse(items[at + 2 : end], subject=True)
        if self.names_a_product(said) and not said.flows:
            state.subjects = [replace(x, product=with_text(said.joined, self)) for x in state.subjects]
        return True

    def paid_by(self, behind: Behind) -> bool:
        """Whether somebody paid it; a country is the partner then: "of this, $2 billion was paid by Peru"."""
        items, at, state = behind.items, behind.at, behind.state
        if behind.low not in word_set("pays") or at + 2 >= len(items) or items[at + 1].kind != "by":
            return False
        payer = items[at + 3] if items[at + 2].kind == "det" and at + 3 < len(items) else items[at + 2]
        if payer.kind == "area" and payer.code:
            state.subjects = [s if payer.code == s.reporter else replace(s, partner=payer.code) for s in state.subjects]
        return True

    def said_to_be(self, behind: Behind) -> bool:
        """Whether the amount is said to be a flow: "3 million tons was import", "$4 billion - for imports"."""
        state = behind.state
        told = self.called(behind.items, behind.num, behind.at) or _accounted(behind.items, behind.num.at + 1)
        if told is None or not state.subjects:
            return False
        partner = state.subjects[0].partner if state.history else "WLD"
        state.subjects = [replace(x, flow=self.own_kind(told).code, sign=0, partner=partner, why="") for x in state.subjects]
        return True

    def shared_with(self, behind: Behind) -> bool:
        """Whether it "was with" or ", was to" somebody: a country there is the partner."""
        items, at, state = behind.items, behind.at, behind.state
        after_comma = behind.kinds(2) == [",", "lev"] and items[at + 1].code == "be"
        comma = after_comma and holds(items[at + 2 : at + 3], ("with", "to"))
        if not comma and not (behind.kinds(1) == ["with"] and items[at - 1].kind == "lev"):
            return False
        area = behind.area(0, 6)
        if area is not None:
            state.subjects = [replace(x, partner=area.code) for x in state.subjects]
        return True

    def bound_for(self, behind: Behind) -> bool:
        """Whether it is said where it was destined for: "47 percent was destined for the USA"."""
        state = behind.state
        led = behind.low in word_set("bound") and holds(behind.items[behind.at + 1 : behind.at + 2], ("for", "to"))
        if not led or not state.subjects:
            return False
        place = behind.area(2, 4)
        if place is not None:
            state.subjects = [replace(x, flow="export", sign=0, partner=self.world(place.code, x.reporter)) for x in state.subjects]
        return True

    def moved_behind(self, behind: Behind) -> None:
        """A verb of trade or of motion behind the number: "were shipped to Peru", "went to the EU", "came from there"."""
        items, at, state = behind.items, behind.at, behind.state
        moves = behind.kinds(1) == ["tv"]
        if not moves and (behind.kinds(1) != ["lev"] or behind.low not in _WAYS):
            return
        if behind.low == "left" and self.left_country(behind):
            return
        if behind.low == "came" and _into_the_country(items, at + 1):
            state.subjects = [replace(x, flow="import", sign=0, why="") for x in state.subjects]
            return
        towards = items[at].code if moves else _WAYS[behind.low]
        end = next((k for k in range(at + 1, len(items)) if _ends_list(items, k)), len(items))
        phrase = parse([Item("flow", 0, 0, "", towards), *items[at + 1 : end]], subject=True)
        now = state.subjects[0] if state.subjects else self.series
        if behind.low == "came" and now.flow == "export" and holds(items[:at], ("ofwhich",)):
            towards = "export"  # "the country earned $55 billion from exports. Of this, $9 billion came from the USA"
        if state.lead_flow and behind.low in word_set("moved") and behind.low not in word_set("own_view"):
            towards = state.lead_flow  # "In the opposite direction, goods worth $5 billion were shipped"
            now = replace(now, partner=state.lead_partner or now.partner)
        if towards not in ("export", "import", "trade") or (not moves and not _says_where(behind, phrase)):
            return
        if behind.low in _OWN_DEALS and items[at - 1].kind != "lev":
            return
        if moves and phrase.reporters:
            now = replace(now, reporter=phrase.reporters[0].code)
        partner = self.partner_behind(behind, phrase, now)
        state.subjects = [self.towards(replace(now, flow=towards, sign=0, partner=partner, why=""), phrase)]

    def partner_behind(self, behind: Behind, phrase: Phrase, now: Series) -> str:
        """The partner of what is moved, where the words behind the verb name none."""
        fronted = any(x.kind == "area" and x.code == now.partner for x in behind.items[: behind.num.at])
        kept = behind.state.history or fronted  # "to the EU goods worth $5 billion were sent"
        partner = now.partner if kept else behind.state.lead_partner or "WLD"
        if phrase.there and partner == "WLD" and self.last_area:
            return self.last_area  # "China was in need: 167,280 tons were sent there"
        return partner

    def left_country(self, behind: Behind) -> bool:
        """Whether goods are said to have left a country, which exports them: "goods worth $4 billion left the kingdom"."""
        items, num, state = behind.items, behind.num, behind.state
        now = state.subjects[0] if state.subjects else self.series
        place = next(iter(items[behind.at + 1 : behind.at + 2]), None)
        if place is not None and place.kind == "pron" and place.code == "home":
            told = replace(now, flow="export", sign=0, partner="WLD", why="")
        elif place is not None and place.kind == "area" and place.code:
            before = parse([x for x in items[max(0, num.at - _LONGEST) : num.at] if x.kind != "num"], subject=True)
            product = with_text(before.joined, self) if before.products else now.product
            told = Series(place.code, "export", 0, "WLD", product, role_of_area=now.role_of_area)
        else:
            return False
        self.trade_seen = self.active = True
        state.subjects = [told]
        return True

    def more_moved(self, items: list[Item], num: Num, state: State) -> None:
        """ "£2 billion more was exported and £1.8 billion less imported": the participle behind the comparison says which flow."""
        behind = [x for x in items[num.at + 1 : num.at + 6] if x.kind not in ("adv", "prod") and x.code != "be"]
        if len(behind) > 1 and behind[0].kind == "cmp" and behind[1].kind == "tv" and behind[1].low in SIDES:
            state.subjects = [replace(x, flow=behind[1].code, sign=0, why="") for x in state.subjects]

    def met_behind(self, items: list[Item], num: Num, state: State) -> str:
        """The partner of a balance behind its verb: "a surplus of $3 billion was run with Peru"; empty if none is named there."""
        series = state.subjects[0] if state.subjects else None
        if series is None or series.flow not in ("balance", "trade") or series.partner != "WLD" or series.why:
            return ""
        ahead = list(takewhile(lambda x: x.kind not in _CLOSED, items[num.at + 1 : num.at + 1 + REACH // 2]))
        at = next((k for k, x in enumerate(ahead) if x.kind == "with"), len(ahead))
        if not any(is_verb(x) for x in ahead[:at]):
            return ""
        return next((x.code for x in ahead[at + 1 : at + 3] if x.kind == "area" and x.code not in ("", series.reporter)), "")

    def called(self, items: list[Item], num: Num, at: int) -> Item | None:
        """What an amount is said to be behind it: "35.5 million tons export worth $12 billion", "3 million tons was import"."""
        if num.kind not in ("money", "quantity"):
            return None
        while at < len(items) and at < num.at + 4 and items[at].kind in ("det", "adj") and items[at].code != "total":
            at += 1
        told = items[at] if at < len(items) and items[at].kind == "flow" and items[at].code in (*MIRROR, *PARTS) else None
        if told is None or not (told.low in MIRROR or told.code in PARTS or told.low.split()[0] in word_set("own_kinds")):
            return None
        follows = items[at + 1] if at + 1 < len(items) else None
        closed = follows is None or follows.kind in _ENDS_SAYING or follows.code == "worth"
        return told if closed else None


def _into_the_country(items: Sequence[Item], k: int) -> bool:
    """Whether "in" ends what a verb of coming says: "equipment worth $2 million came | in | in May", "came | into the country"."""
    if k >= len(items):
        return False
    if items[k].low == "into":
        return holds(items[k + 1 : k + 3], ("anaphor",)) or any(x.low == "country" for x in items[k + 1 : k + 3])
    return items[k].kind == "in" and (k + 1 == len(items) or items[k + 1].kind in ("in", ",", ";", "ref"))


def _verb_place(items: list[Item], num: Num, at: int, *, in_brackets: bool) -> int:
    """Where the verb behind a number may stand: behind a bracket, the goods that it is worth of, and words such as "was"."""
    at += at < len(items) and items[at].kind == "ofwhich"  # "$9 billion of this came from the USA"
    if at < len(items) and items[at].kind == "(":
        at = next((k for k in range(at, len(items)) if items[k].kind == ")"), len(items)) + 1
    elif in_brackets and at + 1 < len(items) and items[at].kind == ")" and items[num.at - 1].kind == "(":
        at += 1  # "Most of the exports (2.4 billion) went to"
    at = _behind_worth(items, at)
    begin = at if holds(items[at - 1 : at], (")",)) else num.at + 1  # "32 billion euros (+13%) | of goods were imported"
    while at < len(items):
        item = items[at]
        if item.kind in ("adv", "lev", "w") and item.low in word_set("be"):
            at += 1
        elif item.kind == "of" and at == begin and holds(items[at + 1 : at + 2], ("w", "prod", "flow")):
            at += 2
        else:
            break
    owned = at == num.at + 1 and [x.kind for x in items[at : at + 3]] == ["of", "area", "flow"]
    return at + 3 if owned else at  # "60 percent of Romania's exports went to the EU"


def _verb_of_list(items: Sequence[Item], num: Num) -> int:
    """Where the verb stands behind a list of goods and their worth: "Tea worth $3bn and rice worth $2bn were | imported"; else 0."""
    first = num.at
    while first and num.at - first < REACH and _in_list(items[first - 1]):
        first -= 1
    if num.kind != "money" or (first and items[first - 1].kind not in _OPENS_LIST) or not holds(items[first : num.at], ("prod", "w")):
        return 0
    last = next((k for k in range(num.at + 1, min(num.at + REACH, len(items))) if not _in_list(items[k])), len(items))
    led = last + 1 < len(items) and items[last].code == "be" and items[last + 1].kind == "tv"
    return last + 1 if led and holds(items[num.at + 1 : last], ("num",)) else 0


def _in_list(item: Item) -> bool:
    """Whether an item may stand in a list of goods and what they were worth."""
    return item.code == "worth" or (item.kind in _LISTED and (item.low.endswith("ing") or not is_verb_word(item.word)))


def _behind_worth(items: list[Item], at: int) -> int:
    """Where what follows begins, without "worth of" goods, "fewer" or "worth" before the verb."""
    if [x.code for x in items[at : at + 1]] == ["worth"] and holds(items[at + 1 : at + 2], ("of",)):
        end = at + 2
        while end < len(items) and end < at + _WORTH_OF and items[end].kind in _NAMED:
            end += 1
        if end + 1 < len(items) and items[end].code == "be" and items[end + 1].kind == "tv":
            at = end  # "and 84 billion worth of Nepali goods were sold"
    if [x.kind for x in items[at : at + 3]] == ["cmp", "lev", "ref"] and items[at + 1].low == "came" and items[at + 2].low == "from":
        at += 1  # "and 3 percent fewer came from there"
    if at + 1 < len(items) and items[at].code == "worth" and (items[at + 1].kind == "tv" or items[at + 1].low in word_set("be")):
        at += 1  # "and 95 million worth imported"
    return at


def _says_where(behind: Behind, phrase: Phrase) -> bool:
    """Whether a verb of motion leads to a place: "went to Peru", "came from there", "came in"."""
    came_in = behind.low == "came" and behind.kinds(3)[1:] in (["in"], ["in", ","], ["in", "and"])
    return bool(phrase.partners or phrase.reporters or phrase.there or came_in)


def revalued(items: Sequence[Item], num: Num, following: Num) -> bool:
    """Whether the next number says the same in money: "45 million tons valued at $15.9 billion", "45 tons of goods worth $9,000"."""
    between = items[num.at + 1 : following.at]
    if [x.kind for x in between[:1]] == ["of"]:
        between = list(dropwhile(lambda x: x.kind in _NAMED, between[1:]))
    if num.kind != "quantity" or following.kind != "money" or len(between) > _VALUED:
        return False
    return all(x.kind in (",", "at", "with", "det", "of") or x.code == "worth" or x.low in ("value", "worth", "valued") for x in between)


def _source_behind(items: list[Item], at: int) -> str:
    """The country that a number is said to be from: "of these 9 million were from Guinea"; else empty."""
    if at >= len(items) or items[at].code != "be" or [x.low for x in items[at + 1 : at + 2]] != ["from"]:
        return ""
    named = next((x for x in items[at + 2 : at + 4] if x.kind != "det"), None)
    return named.code if named is not None and named.kind == "area" else ""


def _ends_list(items: list[Item], k: int) -> bool:
    """Whether what a verb leads to ends here: a comma between two countries goes on."""
    if items[k].kind == ",":
        acts = [x.kind for x in items[k + 1 : k + 3]] == ["and", "area"] and any(x.kind == "tv" or is_verb(x) for x in items[k + 3 : k + 4])
        return acts or items[k - 1].kind != "area" or k + 1 >= len(items) or items[k + 1].kind not in ("area", "and")
    return items[k].kind in ("num", ";", "sub", "(")


def _accounted(items: Sequence[Item], at: int) -> Item | None:
    """The flow that an amount is said to be of: "$3 billion of this amount accounted for exports", "$4 billion - for imports"."""
    while at < len(items) and (items[at].kind == "ofwhich" or items[at].code == "noun") and items[at].kind != "share":
        at += 1
    led = [x.kind for x in items[at : at + 2]]
    flow = at + 2 if led == ["-", "for"] else at + 1 if led[:1] == ["share"] and items[at].low.endswith(" for") else len(items)
    told = next((x for x in items[flow : flow + 2] if x.kind != "det"), None)
    return told if told is not None and told.kind == "flow" and told.code in MIRROR and told.low.split()[0] in PLAIN_FLOWS else None


def _traded_after(behind: Sequence[Item]) -> str:
    """The flow of what is counted before "were exported" or "were shipped abroad"; empty if nothing of the kind follows."""
    k = next((n for n, x in enumerate(behind) if x.kind not in ("of", "pron", "det", "prod", "w", "adv")), len(behind))
    k += k < len(behind) and behind[k].code == "be"
    if k == len(behind) or behind[k].kind != "tv" or behind[k].code not in MIRROR or holds(behind[k + 1 : k + 2], ("w", "prod")):
        return ""  # "25,951 imported ones"
    abroad = any(x.low in word_set("abroad") for x in behind[k + 1 : k + 3])
    return behind[k].code if behind[k].low in SIDES or abroad or behind[k].low.split()[-1] in word_set("borders") else ""
