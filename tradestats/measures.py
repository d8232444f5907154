"""What a number measures: level, growth, change, share, contribution or rank, from the words right around it."""

from __future__ import annotations

from tradestats import role as roles
from tradestats.amounts import Amounts
from tradestats.behind import post_length, whole
from tradestats.compared import governs_number, spans_months
from tradestats.frame import Num, Place, State
from tradestats.frozen import replace
from tradestats.items import Item, holds, names_place
from tradestats.lexicon import word_set
from tradestats.parse import parse
from tradestats.percents import Percents
from tradestats.role import Lead, Role, outside_brackets
from tradestats.stretch import has_verb, is_verb

_NEAR = 6  # items behind a number in which what it is a part of is named
_OF_OTHER = 4  # items before points of what they are
_GAPPED = frozenset(("flow", "pron", "prod", "area", "stat"))  # what a comparison told once for two names between them
_GROUP = 40  # items of a group of changes that one direction ends
_GROUPED = 16  # rows in which the change stands that such groups make up
_IN_GROUP = frozenset(("(", ")", "num", "prod", "w", "adj", "and", ",", "det"))  # what they are told with
_SHARED = 60  # items behind a list in which what its numbers have in common is told


class Measures(Percents, Amounts):
    """Finds the role of a number."""

    def role(self, at: Place) -> Role | None:
        """The role of the number, or None if no word near it says what it measures."""
        num, state = at.num, at.state
        behind = at.items[num.at + 1 : num.at + 1 + _NEAR]
        post = at.post or _behind_list(at)
        self.note_statistics(at, post)
        compared = self.comparison(at, post)
        if compared is not None and _than_foreseen(behind[:3]):
            return None
        lead = _lead(at, compared)
        state.sign = _moved(at.tail, state.sign)
        if num.kind == "rank":
            return Role("rank", rule="rank", base=lead.base or at.inside)
        if num.kind in ("percent", "money", "quantity") and _measured_by_an_aim(behind):
            return None
        if num.kind == "points":
            return _points(at, post, compared)
        if num.kind == "fraction":
            return _fraction(at, post, lead)
        if num.kind == "multiple":
            return _multiple(at, lead)
        if _is_no_figure(at, post):
            return None
        alone = compared is None and num.kind == "percent" and not (post and post[0].kind == "of")
        shared = at if post is at.post or alone else replace(at, post=post)  # "or 28 and 12 percent of the total"
        return self.percent(shared, lead) if num.kind == "percent" else self.amount(shared, lead)

    def comparison(self, at: Place, post: list[Item]) -> Role | None:
        """What a comparison behind the number makes of it, or one that is told once for several."""
        behind = at.items[at.num.at + 1 : at.num.at + 5]
        found = roles.comparison(post) or roles.ahead_of(behind) or self.gapped(at) or _over_an_amount(at)
        return found or _all_alike(at) or self.closed_by_direction(at)

    def closed_by_direction(self, at: Place) -> Role | None:
        """The direction that ends a group of changes behind a colon: "rose $5bn to $42bn: tea $3bn (15%), gold $2bn up, oil $1bn down"."""
        if not any(row.measure == "change" and row.sentence is self.sentence for row in self.rows[-_GROUPED:]) or not at.pre:
            return None
        items, k = at.items, at.num.at
        parted = any(x.kind == ":" for x in items[max(0, k - _GROUP) : k])
        if not parted or items[k - 1].kind not in ("prod", "w", "(") or items[k - 1].low in word_set("be"):
            return None
        end = next((n for n in range(k + 1, min(k + _GROUP, len(items))) if items[n].kind not in _IN_GROUP), len(items))
        last = items[end] if end < len(items) else None
        closed = last is not None and last.kind == "chg" and last.low in roles.UPDOWN and not holds(items[end + 1 : end + 2], ("num", "by"))
        return Role("diff", last.sign, size=True, rule="group of changes") if closed and last is not None else None

    def note_statistics(self, at: Place, post: list[Item]) -> None:
        """Notes the statistics that a list of numbers gives, at its first one: "5 and 6 percent in volume and value"."""
        num = at.num
        if num.place == 0 or num.run == 1:
            said = parse(post, subject=False).statistics if num.run > 1 else []
            before = [x for x in at.pre if x.kind == "stat"] if num.run > 1 and not said else []
            said = before if len(before) == num.run else said  # "rose both in volume and value by 5 and 6 percent"
            told = [x.code.split(":")[0] for x in said]
            self.listed_stats = told if len(told) == num.run else told * num.run if len(told) == 1 else []  # "5 and 6 percent in value"
        self.place_now = num.place

    def gapped(self, at: Place) -> Role | None:
        """The comparison told once for two: "exports were 4.9 percent and imports 6.7 percent lower"; brackets may stand between."""
        if at.num.kind not in ("percent", "money", "quantity") or at.inside or not at.tail or at.n + 1 == len(at.nums):
            return None
        twice = _said_twice(at)
        if twice is not None:
            return twice
        cue = at.tail[roles.back(at.tail, len(at.tail))]
        # "the US took 5 percent and China 1 percent more"
        bare = cue.kind == "flow" and len(at.tail) == 1  # "exports 0.1 percent and imports 3.9 percent increase"
        second = _last_of_gapped(at) if bare or cue.code == "be" or cue.kind == "tv" else None
        if second is None:
            return None
        if second is _in_percent(at):
            return roles.comparison(at.items[second.at + 1 : second.at + 10])  # "which is $3 billion, or 4 percent, less than"
        gap = outside_brackets(at.items[at.num.at + 1 : second.at])
        both = [x.kind for x in gap] == ["and", "tv"] and cue.kind == "tv"  # "exported 9 percent and imported 7 percent less"
        if not both and (not gap or gap[0].kind not in ("and", ",") or not any(x.kind in _GAPPED for x in gap)):
            return None
        if not both and any(is_verb(x) or x.kind in ("cmp", "ref", "(", ";", "by") for x in gap):
            return None
        compared = roles.comparison(outside_brackets(at.items[second.at + 1 : second.at + 10])[:6])
        return replace(compared, rule="gapped " + compared.rule) if compared is not None else None


def _all_alike(at: Place) -> Role | None:
    """The direction that a list of names and percentages closes with: "copper 5.2%, gold 8.1% and zinc 12.7%, | all lower"."""
    items, k = at.items, at.num.at
    closed = len(items) > k + 2 and items[-2].low == "all" and items[-3].kind == "," and items[k + 1].kind in (",", "and", ";")
    if not closed or at.num.kind != "percent" or at.inside or not at.pre or at.pre[-1].kind not in ("prod", "w", "area", "flow"):
        return None
    last = items[-1]
    up, down = last.low in word_set("upwards"), last.low in word_set("downwards")
    sign = last.sign if last.kind in ("chg", "cmp") else up - down
    return Role("diff", sign, size=True, rule="all alike") if sign else None


def _behind_list(at: Place) -> list[Item]:
    """What follows the last number of a list, which holds for the others too: "5, 6 and 7 percent | higher"; else nothing."""
    last = at.num.last
    if at.num.place + 1 >= at.num.run or last <= at.n:
        return []
    k, followed = at.nums[last].at + 1, last + 1 < len(at.nums)
    end = at.nums[last + 1].at if followed else len(at.items)
    rest = at.items[k : min(end, k + _SHARED)]
    return rest[: post_length(rest, followed)]


def _lead(at: Place, compared: Role | None) -> Lead:
    """What leads to a number."""
    tail, num, state = at.tail, at.num, at.state
    left = roles.back(tail, len(tail))
    if left > 0 and tail[left].kind == "time" and tail[left - 1].kind == "on":
        left -= 1  # "gained 8 per cent on Q1's 6,487 billion"
    cue = tail[left] if left >= 0 else None
    ref = next((x for x in reversed(tail) if x.kind == "ref"), None)
    base = ref is not None and governs_number(tail, ref) and not _came_about(at.items, num, ref)
    if not base and num.kind != "percent":
        moved = state.last is not None and state.last.measure in ("growth", "change")
        base = (moved and cue is not None and cue.kind in ("on", "over")) or (at.resumed and state.base_run)
    return Lead(cue, cue.kind if cue is not None else "", left, compared, base, ref)


def _moved(tail: list[Item], sign: int) -> int:
    """The direction that a clause tells last, or the one before it: "fell", "the higher surplus in cars (by $3 billion)"."""
    for k, item in enumerate(tail):
        if item.kind == "chg" or (item.kind == "cmp" and item.code == "size" and holds(tail[k + 1 : k + 2], ("flow", "nodx"))):
            sign = item.sign
    return sign


def _is_no_figure(at: Place, post: list[Item]) -> bool:
    """Whether a number is none of trade: of a noun that is no trade, a bound that sets goods apart, a price of the market."""
    if _of_something_else(at.tail) or any(x.low in ("priced", "costing") for x in at.tail[-3:]):
        return True
    if at.num.number.bound in "<>" and _sets_apart(at):
        return True
    if at.num.kind != "price":
        return False
    return any(x.kind == "other" and x.code == "prices" for x in post)  # "averaged $9,000 a tonne on the London Metal Exchange"


def _points(at: Place, post: list[Item], compared: Role | None) -> Role | None:
    """Percentage points: of a share, or of a growth that something adds to."""
    if holds(at.items[max(0, at.num.at - _OF_OTHER) : at.num.at], ("other",)):
        return None  # "exports account for 33 percent of GDP, 10 percentage points more than in 2008"
    paced = compared is not None and any(x.low in word_set("rates") for x in post)  # "6 percentage points higher than the overall pace"
    if holds(post, ("other",)) or at.num.number.unit_mult < 0 or paced:
        return None  # of growth, or basis points of interest
    adds = any(x.kind == "chg" and x.low.startswith("add") for x in at.pre) and holds(post, ("to",))
    if adds or holds(at.pre, ("contrib",)) or holds(post, ("contrib",)):
        return Role("contribution", rule="contribution")
    part = next((post[k + 1 :] for k, x in enumerate(post) if x.kind == "of"), [])
    noun = next((x for x in part if roles.chg_noun(x)), None)
    if noun is not None:
        return Role("contribution", noun.sign, rule="points of the fall")
    if compared is not None:
        return Role("share_change", compared.sign, rule="points")
    change = roles.last_change(at.tail) if not at.num.number.sign else None
    return Role("share_change", change.sign if change is not None else 0, rule="points")


def _fraction(at: Place, post: list[Item], lead: Lead) -> Role | None:
    """A fraction in words: a growth ("fell a third"), or a share ("a third of exports")."""
    tail, cue, compared = at.tail, lead.cue, lead.compared
    if [x.low for x in at.items[max(0, at.num.at - 2) : at.num.at]] in (["one", "and"], ["two", "and"]):
        return None  # "13 working days, one and a half fewer than last year"
    if compared is not None and compared.size:
        return Role("growth", compared.sign, size=True, rule="fraction " + compared.rule)
    if lead.kind == "by":
        return _by_a_fraction(tail, at.state)
    of = bool(post) and post[0].kind == "of"
    if cue is not None and cue is tail[-1] and cue.kind == "chg" and cue.sign and not of:
        return Role("growth", cue.sign, size=True, rule="up a fraction")  # "fell a third", "was down a quarter"
    if not of or not whole(post[1:]):
        return None
    opening = not any(x.kind in ("chg", "by", "cmp", "ref", "other") for x in tail)
    shared = opening or any(x.kind in ("share", "lev", "and", ",", "tv") for x in tail[-3:])
    return Role("share", rule="fraction of") if shared else None


def _by_a_fraction(tail: list[Item], state: State) -> Role | None:
    """The growth behind "by": of its verb, or of the one before it in a list: "lamb grew by a third and beef by a quarter"."""
    change = roles.last_change(tail)
    if change is not None:
        return Role("growth", change.sign, size=True, rule="by a fraction")
    return replace(state.pct, rule="list") if state.pct is not None and state.pct.measure == "growth" else None


def _multiple(at: Place, lead: Lead) -> Role | None:
    """So many times an earlier figure: a growth; "twice" and "5 times" only where they do multiply."""
    word, behind = at.num.item.low, at.items[at.num.at + 1 : at.num.at + 7]
    factor = word in ("twice", "double") or "times" in word
    return Role("growth", size=True, rule="multiple") if not factor or _multiplied(lead.cue, behind) else None


def _measured_by_an_aim(behind: list[Item]) -> bool:
    """Whether a number says by how much a target was passed or missed: "3 percent above the target", "$2 billion short of the goal"."""
    if not holds(behind[:1], ("cmp", "over", "under", "ref")):
        return False
    noun = next((x for x in behind[1:] if x.kind not in ("ref", "det", "adj", "area", "pron", "flow", "time", "w", "cmp")), None)
    return noun is not None and noun.kind == "status" and noun.low in word_set("aims")


def _sets_apart(at: Place) -> bool:
    """Whether a bound says which goods or places are counted, not what they come to.

    "Bulk wine under $1.50 per litre", "destinations (1,000 tonnes or more)", "in the above $7.50 a litre segment".
    """
    if at.num.kind == "price":
        named = at.tail and at.tail[-1].kind in ("prod", "w") and not has_verb(at.tail)
        sort = at.post and at.post[0].low in word_set("branches")
        return bool(named or sort or _or_more(at))
    places = bool(at.num.at > 1) and at.items[at.num.at - 1].kind == "(" and names_place(at.items[at.num.at - 2])
    return at.inside and places and _or_more(at)


def _or_more(at: Place) -> bool:
    """Whether a number's bound is said behind it: "$10 a litre or more", "1,000 tonnes and above"."""
    number = at.num.number
    return number.bound == ">" and number.bound_start == number.start


def _last_of_gapped(at: Place) -> Num | None:
    """The last of two or three numbers of one kind outside brackets, of which only that one is followed by what they have in common."""
    told_again = _in_percent(at)
    if told_again is not None:
        return told_again
    alike = [m for m in at.nums[at.n + 1 : at.n + 5] if m.depth == at.num.depth]
    kind = at.num.kind
    if len(alike) > 1 and alike[0].kind == alike[1].kind == kind and roles.comparison(at.items[alike[0].at + 1 : alike[0].at + 3]) is None:
        between = at.items[alike[0].at + 1 : alike[1].at]
        if holds(between, ("and",)) and not any(is_verb(x) for x in between):
            return alike[1]
    return alike[0] if alike and alike[0].kind == kind else None


def _over_an_amount(at: Place) -> Role | None:
    """The growth of a percentage set against an amount before: "was 47 percent over $22 billion", "2 percent under the $16 billion of"."""
    over = [x for x in at.items[at.num.at + 1 : at.num.at + 4] if x.kind not in ("det", "time")][:2]
    fits = at.num.kind == "percent" and [x.kind for x in over] in (["over", "num"], ["under", "num"])
    told = fits and over[1].code in ("money", "quantity") and not holds(at.tail, ("chg", "by", "cmp"))
    return Role("growth", over[0].sign, size=True, rule=f"number {over[0].low}") if told else None


def _said_twice(at: Place) -> Role | None:
    """The comparison behind a difference told in percent and in money: "earned 7 percent, or $48 million ($36 million), more than"."""
    second = next((m for m in at.nums[at.n + 1 : at.n + 3] if m.depth == at.num.depth), None)
    if second is None or (at.num.kind == "percent") == (second.kind == "percent"):
        return None
    gap = outside_brackets(at.items[at.num.at + 1 : second.at])
    after = outside_brackets(at.items[second.at + 1 : second.at + 12])
    closed = [x.kind for x in after[:1]] == [","]
    if [x.kind for x in gap] not in ([",", "or"], ["or"]) or not (closed or at.num.kind == "percent"):
        return None
    return roles.comparison(after[closed:][:6])


def _in_percent(at: Place) -> Num | None:
    """The percentage that says again what a level compares with: "$80 billion, which is $3 billion, or 4 percent, more than"; else None."""
    following = at.nums[at.n + 1] if at.n + 1 < len(at.nums) else None
    level_told = at.state.last is not None and at.state.last.measure == "level" and holds(at.pre, ("which",))
    if following is None or following.kind != "percent" or not level_told:
        return None
    return following if [x.kind for x in at.items[at.num.at + 1 : following.at]] in ([",", "or"], ["or"]) else None


def behind_second(at: Place) -> list[Item]:
    """What a comparison told once for two numbers goes on with: "£1 billion and imports £2 billion higher | than a year earlier"."""
    second = _last_of_gapped(at)
    return outside_brackets(at.items[second.at + 1 : second.at + 12]) if second is not None else []


def _multiplied(cue: Item | None, post: list[Item]) -> bool:
    """Whether so many times is said of an earlier figure: "up 2.1 times", "twice as high as", "1.5 times more than", "twice that of"."""
    if any(x.kind == "cmp" and x.sign < 0 for x in post[:2]):
        return False
    if post and post[0].kind == "as":
        return len(post) > 1 and post[1].low in word_set("extents")  # not "jumped twice as fast"
    if cue is not None and cue.kind == "chg":
        return cue.sign > 0
    if post and post[0].kind == "cmp":
        return holds(post[1:2], ("ref", ")")) or len(post) == 1  # "2.5 million tonnes (3.4 times more)"
    k = roles.ahead(post, 0)
    same = k < len(post) and (post[k].low in word_set("recorded") or (post[k].kind == "pron" and post[k].code in ("that", "those")))
    return same and holds(post[k + 1 : k + 5], ("time", "basis"))


def _came_about(items: list[Item], num: Num, ref: Item) -> bool:
    """Whether a word leads to no base: an "after" to what happened ("earned $2 billion after 122,581 tonnes were shipped"), an opening
    "from" to a span of months."""
    if ref.code == "from" and items[0] is ref and items[1].kind == "time" and spans_months(items[1]):
        return True  # "From July to November goods worth $3 billion went abroad"
    before = items[num.at - _NEAR : num.at] if num.at >= _NEAR else items[: num.at]
    if (
        ref.code == "from"
        and num.kind == "quantity"
        and before[-1].kind == "of"
        and [x.code for x in before if x.kind == "num"] == ["money"]
    ):
        return True  # "earned $215 million from the export of 55,825 tons"
    worded = num.at > 1 and items[num.at - 1].low in ("plus", "minus", "up", "down")
    signed = num.kind == "percent" and (worded or (num.at > 0 and num.number.sign and num.item.start <= items[num.at - 1].end + 1))
    if signed and items[num.at - 1 - worded].kind == "time":
        return True  # "compared with August plus 29.9 percent"
    behind = items[num.at + 1 : num.at + 8]
    verb = next((k for k, x in enumerate(behind) if x.code == "be"), None)
    passive = verb is not None and holds(behind[verb : verb + 3], ("tv",)) and not holds(behind[:verb], (",", "num", ";"))
    return ref.low == "after" and passive


def _of_something_else(tail: list[Item]) -> bool:
    """Whether a noun that is no trade governs the number: "reserves of $46 billion", "an order worth $2 billion"."""
    at = roles.back(tail, len(tail))
    if at < 1 or not (tail[at].kind == "of" or tail[at].code == "worth"):
        return False
    if tail[at - 1].low == "turnover" and at > 1 and tail[at - 2].kind == "on":
        return True  # a bourse closes "on turnover of NT$630 billion"
    revised = tail[at - 1].low in word_set("revisions")  # "an upward revision of $2 billion"
    return revised or (tail[at - 1].kind == "other" and tail[at - 1].code != "demand")


def _than_foreseen(behind: list[Item]) -> bool:
    """Whether a difference is one from what was foreseen, and so no change over time: "5 percent higher than expected"."""
    compared = next((k for k, x in enumerate(behind) if x.kind == "cmp"), len(behind))
    return any(x.kind == "adv" and x.low.startswith("than ") for x in behind[compared + 1 : compared + 2])
