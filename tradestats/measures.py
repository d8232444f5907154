"""What a number measures: level, growth, change, share, contribution or rank, from the words right around it."""

from __future__ import annotations

from decimal import Decimal
from itertools import takewhile

from tradestats import role as roles
from tradestats.behind import destination, post_length, whole
from tradestats.clauses import without_breaks
from tradestats.compared import governs_number, spans_months
from tradestats.frame import Memory, Num, Place, State
from tradestats.frozen import replace
from tradestats.items import MIRROR, TRADERS, Item, holds, names_place
from tradestats.lexicon import word_set
from tradestats.noun_phrase import names_goods
from tradestats.parse import parse
from tradestats.recognise.numbers import Number
from tradestats.role import Role
from tradestats.stretch import has_verb, is_verb
from tradestats.words import is_noun, is_product_word

_BEFORE = 8  # items before a number in which the verb that it is the object of stands
_NEAR = 6  # items behind a number in which what it is a part of is named
_SLICE = 6  # items before a bracket in which a share that it gives is named
_BRACKETS = 40  # items in which a verb follows the names and brackets it is of
_QUALIFIES = frozenset(("time", "det", "adj", "area", "prod", "and"))  # what stands before a noun and says more of it
_AT_HOME = frozenset(("sales", "stocks", "output", "capacity"))  # what goods are counted in that no border is crossed by
_TOTALS = 60  # rows before a part in which the total is told
_OF_OTHER = 4  # items before points of what they are
_TOLD = 4  # rows before a forecast that may say what is forecast
_PLACES = 60  # items before a bracket in which a word says that countries are listed as buyers or sellers


class Measures(Memory):
    """Finds the role of a number."""

    def role(self, at: Place) -> Role | None:
        """The role of the number, or None if no word near it says what it measures."""
        items, nums, n, num, tail, pre, post, state, inside, resumed = (
            at.items,
            at.nums,
            at.n,
            at.num,
            at.tail,
            at.pre,
            at.post,
            at.state,
            at.inside,
            at.resumed,
        )
        number = num.number
        own = post
        if num.run > 1 and not post and num.place + 1 < num.run:
            last = num.last
            if last > n:
                end = nums[last + 1].at if last + 1 < len(nums) else len(items)
                rest = items[nums[last].at + 1 : min(end, nums[last].at + 61)]
                post = rest[: post_length(rest, last + 1 < len(nums))]
        whole = parse(post, subject=False) if num.run > 1 else None
        if num.place == 0 or num.run == 1:
            told = [x.code.split(":")[0] for x in whole.statistics] if whole is not None else []
            self.listed_stats = told if len(told) == num.run else told * num.run if len(told) == 1 else []  # "5 and 6 percent in value"
        self.place_now = num.place
        compared = roles.comparison(post) or roles.ahead_of(items[num.at + 1 : num.at + 5]) or self.gapped(at)
        if compared is not None and _than_foreseen(items[num.at + 1 : num.at + 4]):
            return None
        left = roles.back(tail, len(tail))
        if left > 0 and tail[left].kind == "time" and tail[left - 1].kind == "on":
            left -= 1  # "gained 8 per cent on Q1's 6,487 billion"
        cue = tail[left] if left >= 0 else None
        ref = next((x for x in reversed(tail) if x.kind == "ref"), None)
        base = (ref is not None and governs_number(tail, ref) and not _came_about(items, num, ref)) or (
            cue is not None
            and cue.kind in ("on", "over")
            and num.kind != "percent"
            and state.last is not None
            and state.last.measure in ("growth", "change")
        )
        if resumed and state.base_run and num.kind != "percent":
            base = True
        for item, noun in zip(tail, [*tail[1:], None], strict=False):
            if item.kind == "chg" or (item.kind == "cmp" and item.code == "size" and noun is not None and noun.kind in ("flow", "nodx")):
                state.sign = item.sign  # "fell", "the higher surplus in cars (by $3 billion)"
        if num.kind == "rank":
            return Role("rank", rule="rank", base=base or inside)
        if num.kind in ("percent", "money", "quantity") and _measured_by_an_aim(items[num.at + 1 : num.at + 1 + _NEAR]):
            return None
        if num.kind == "points" and holds(items[max(0, num.at - _OF_OTHER) : num.at], ("other",)):
            return None  # "exports account for 33 percent of GDP, 10 percentage points more than in 2008"
        if num.kind == "points":
            return self.points(tail, pre, post, compared, number)
        if num.kind == "fraction" and [x.low for x in at.items[max(0, num.at - 2) : num.at]] in (["one", "and"], ["two", "and"]):
            return None  # "13 working days, one and a half fewer than last year"
        if num.kind == "fraction":
            return self.fraction(tail, cue, post, compared, state)
        if num.kind == "multiple":
            factor = items_word(num) in ("twice", "double") or "times" in items_word(num)
            return Role("growth", size=True, rule="multiple") if not factor or _multiplied(cue, at.items[num.at + 1 : num.at + 7]) else None
        if _of_something_else(tail) or any(x.low in ("priced", "costing") for x in tail[-3:]):
            return None
        if number.bound in "<>" and _sets_apart(at):
            return None
        if num.kind == "price" and any(x.kind == "other" and x.code == "prices" for x in post):
            return None  # "averaged $9,000 a tonne on the London Metal Exchange"
        after = own if compared is None and num.kind == "percent" else post
        at = at if after is at.post else replace(at, post=after)
        if num.kind == "percent":
            return self.percent(at, cue, left, compared, base)
        return self.amount(at, cue, left, compared, base, ref)

    def gapped(self, at: Place) -> Role | None:
        """The comparison told once for two: "exports were 4.9 percent and imports 6.7 percent lower"; brackets may stand between."""
        if at.num.kind not in ("percent", "money", "quantity") or at.inside:
            return None
        second = _last_of_gapped(at)
        if second is None:
            return None
        cue = at.tail[roles.back(at.tail, len(at.tail))] if at.tail else None
        if cue is None or (cue.code != "be" and cue.kind != "tv"):  # "the US took 5.3 percent and China 1.1 percent more"
            return None
        gap = _outside_brackets(at.items[at.num.at + 1 : second.at])
        if not gap or gap[0].kind not in ("and", ",") or not any(x.kind in ("flow", "pron", "prod", "area", "stat") for x in gap):
            return None
        if any(is_verb(x) or x.kind in ("cmp", "ref", "(", ";", "by") for x in gap):
            return None
        compared = roles.comparison(_outside_brackets(at.items[second.at + 1 : second.at + 10])[:6])
        return replace(compared, rule="gapped " + compared.rule) if compared is not None else None

    def points(self, tail: list[Item], pre: list[Item], post: list[Item], compared: Role | None, number: Number) -> Role | None:
        cues = [*pre, *post]
        paced = compared is not None and any(x.low in word_set("rates") for x in post)  # "6 percentage points higher than the overall pace"
        if holds(post, ("other",)) or number.unit_mult < 0 or paced:
            return None  # of growth, or basis points of interest
        if holds(cues, ("contrib",)) or (any(x.kind == "chg" and x.low.startswith("add") for x in pre) and holds(post, ("to",))):
            return Role("contribution", rule="contribution")
        part = next((post[k + 1 :] for k, x in enumerate(post) if x.kind == "of"), [])
        noun = next((x for x in part if roles.chg_noun(x)), None)
        if noun is not None:
            return Role("contribution", noun.sign, rule="points of the fall")
        sign = 0
        if compared is not None:
            sign = compared.sign
        else:
            change = next((x for x in reversed(tail) if x.kind == "chg"), None)
            sign = change.sign if change is not None and not number.sign else 0
        return Role("share_change", sign, rule="points")

    def fraction(self, tail: list[Item], cue: Item | None, post: list[Item], compared: Role | None, state: State) -> Role | None:
        if compared is not None and compared.size:
            return Role("growth", compared.sign, size=True, rule="fraction " + compared.rule)
        if cue is not None and cue.kind == "by":
            change = next((x for x in reversed(tail) if x.kind == "chg"), None)
            if change is None and state.pct is not None and state.pct.measure == "growth":
                return replace(state.pct, rule="list")  # "lamb grew by a third and beef by a quarter"
            return Role("growth", change.sign, size=True, rule="by a fraction") if change is not None else None
        if cue is not None and cue is tail[-1] and cue.kind == "chg" and cue.sign and not (post and post[0].kind == "of"):
            return Role("growth", cue.sign, size=True, rule="up a fraction")  # "fell a third", "was down a quarter"
        if post and post[0].kind == "of" and whole(post[1:]):
            opening = not any(x.kind in ("chg", "by", "cmp", "ref", "other") for x in tail)
            if any(x.kind in ("share", "lev", "and", ",", "tv") for x in tail[-3:]) or opening:
                return Role("share", rule="fraction of")
        return None

    def percent(self, at: Place, cue: Item | None, left: int, compared: Role | None, base: bool) -> Role | None:
        """A percentage: growth or share. `cue` is the nearest word before it, at `left` of the tail."""
        num, tail, pre, post, state, inside, resumed = at.num, at.tail, at.pre, at.post, at.state, at.inside, at.resumed
        number = num.number
        first = post[roles.ahead(post, 0)] if roles.ahead(post, 0) < len(post) else None
        if len(post) > 1 and post[0].kind in ("area", "w", "prod") and post[1].kind == "other":
            return None
        if first is not None and first.kind == "share":
            return Role("share", rule="percent share", base=base)
        if number.sign and first is not None and first.kind == "w" and first.word[0].isupper():
            first = None
        if (
            first is not None
            and first.kind in ("other", "w", "w-num", "proper")
            and not (first.kind == "w" and (first.low in word_set("after_percent") or not _may_be_counted(first)))
        ):
            return None
        if (
            len(post) > 1
            and post[0].kind in ("of", "to")
            and any((x.kind == "other" and x.code != "demand") or (x.kind == "revenue" and post[1].kind == "pron") for x in post[1:4])
        ):
            return None  # "28 percent of GDP"
        if _of_another_change(post):
            return None
        if number.sign:
            return Role("growth", rule="signed percent", base=base)
        if _is_explained(at.items[num.at + 1 : num.at + 7]):
            return None
        if post and post[0].kind == "status" and post[0].code == "F" and state.pct is not None and holds(tail, ("ref", "cmp")):
            return Role("growth", state.pct.sign, size=True, rule="percent foreseen")  # "below the 4 percent forecast by analysts"
        if post and post[0].low in word_set("blows"):
            return Role("growth", -1, size=True, rule="percent of a blow")  # "took an 8 percent hit"
        closed = at.items[num.at + 1 : num.at + 9]
        if inside and not tail and [x.kind for x in closed[:2]] == [")", "of"] and whole(closed[2:]):
            return Role("share", rule="percent of", base=base)  # "4,721 million (51 percent) of exports"
        if inside and not tail and _slices(at.items[max(0, num.at - _SLICE) : num.at]):
            return Role("share", rule="share in a bracket", base=base)
        leading = tail[roles.back(tail, left)] if cue is not None and cue.kind == "of" and roles.back(tail, left) >= 0 else cue
        over = compared is not None and compared.rule in ("number over", "number under")
        if over and leading is not None and leading.kind in ("chg", "by"):
            compared = None  # "a decrease of 32 percent over June"
        if any(x.kind == "lev" and x.code == "cost" for x in tail) and not any(x.kind in ("flow", "nodx") for x in [*tail, *pre]):
            return None  # "gas costs 14 percent more"
        if compared is not None:
            return Role(
                "growth",
                compared.sign,
                size=True,
                rule=compared.rule,
                base=base and cue is not None and cue.kind == "ref" and cue.code != "from",
            )
        if _of_a_change(post):
            return None
        if cue is not None and cue.kind == "share" and any(x.low in TRADERS for x in post[1:6]) and not holds(post[:6], ("flow", "nodx")):
            return None  # "the body represents 99 percent of the country's exporters"
        if cue is not None and (cue.kind == "share" or (cue.kind == "contrib" and not any(x.kind == "chg" for x in post[:_NEAR]))):
            return Role("share", rule="share verb", base=base)  # "tea contributed 12 percent", not "12 percent of the rise"
        if post and post[0].kind == "basis" and (cue is None or cue.kind in (",", "(", ";")) and not holds(tail, ("chg",)):
            return Role("growth", state.sign or 1, size=True, rule="percent of a base")  # "advanced to $21 billion, i.e. 38.0% yoy"
        if tail and tail[-1].low in ("remaining", "other") and any(row.measure == "share" for row in self.rows[-_TOLD:]):
            return Role("share", rule="remaining share", base=base)  # "re-exports make up 98.7%; domestic exports, the remaining 1.3%,"
        if (cue is None or cue.kind in (",", ";", "and")) and destination(at.items[num.at + 1 : num.at + 12]) >= 0:
            return Role("share", rule="share bound for", base=base)
        if pre and pre[-1].kind == "ofwhich" and post and post[0].kind == "lev" and post[-1].kind == "prod":
            return Role("share", rule="of which percent", base=base)  # "of which 40 percent was copper"
        if len(post) > 2 and post[0].kind == "of" and post[1].kind == "time" and post[2].low in word_set("recorded_many"):
            return None  # "stand at 95 percent of 2003 levels": an index, no share
        if _covers(tail, post):
            state.subjects = [replace(x, why="a ratio of two flows") for x in state.subjects]
            return Role("share", rule="coverage")
        head = tail[roles.back(tail, left)] if cue is not None and cue.kind == "of" and left > 0 and roles.back(tail, left) >= 0 else None
        if (
            post
            and post[0].kind == "of"
            and whole(post[1:])
            and not (cue is not None and (cue.kind in ("chg", "by") or (head is not None and head.kind == "chg")))
        ):
            return Role("share", rule="percent of", base=base)
        if cue is not None and cue.kind == "tv" and [x.kind for x in post[:3]] == ["of", "det", "prod"]:
            return Role("share", rule="share of goods", base=base)  # "Egypt bought 38 percent of the tea"
        if resumed and state.last is not None and state.last.rule == "multiple" and not (post and post[0].kind == "of"):
            return Role("growth", size=True, rule="growth after a multiple")  # "doubled, 99.9 percent, to"
        if cue is not None and cue.kind == "with" and _in_a_league(at, left):
            return Role("share", rule="share in a league", base=base)
        if self.ranks_behind(at):
            return Role("share", rule="share of one behind", base=base)
        if (
            cue is not None
            and cue.kind in ("lev", "at", "to")
            and any(x.kind == "contrib" and x.low.startswith("contribution") for x in tail)
        ):
            return Role("share", rule="share contributed", base=base)  # "the contribution of exports in total trade was 8.8 percent"
        whole_flow = bool(post) and post[0].kind in ("to", "of") and holds(post[1:_NEAR], ("flow", "revenue"))
        if cue is not None and cue.kind == "contrib" and whole_flow and not holds(post[:_NEAR], ("chg",)):
            return Role("share", rule="share contributed", base=base)  # "contributing 70.7 per cent to total export earnings"
        if cue is not None and _traders_share(cue, tail, post):
            return Role("share", rule="share of a trader", base=base)
        if cue is not None:
            if cue.kind == "chg" and cue.low.startswith("add") and _to_something(post):
                return None  # "a shortage has added 3 percent to its costs"
            if cue.kind == "chg":
                return Role("growth", cue.sign, size=True, base=base, rule=f"{cue.low} percent")
            if cue.kind == "by":
                change = next(
                    (
                        x
                        for x in reversed(tail[:left])
                        if x.kind == "chg" or (x.kind == "lev" and x.code == "over") or (x.kind == "cmp" and x.sign)
                    ),
                    None,
                )
                if change is not None:
                    state.sign = change.sign or 1
                    return Role("growth", change.sign or 1, size=True, rule="by percent")
                change = next((x for x in reversed(pre) if x.kind == "chg"), None)
                if change is not None and (change.sign or not state.sign):
                    state.sign = change.sign  # "all three grew: beef by 5 percent, lamb by 3 percent"
                    return Role("growth", change.sign, size=True, base=base, rule="by percent")  # "rose in May, by 3 percent"
                sign = state.sign or self.lead_sign
                return Role("growth", sign, size=True, base=base, rule="by percent") if sign else None
            if cue.kind == "for" and state.last is not None and state.last.measure in ("share", "growth") and at.tail[-1] is cue:
                return replace(
                    state.last, rule="list"
                )  # "China accounted for 40 percent, Turkey for 33", "is down for 24 percent, Peru for 18"
            shares = state.last is not None and state.last.measure in ("share", "share_change")
            if cue.kind == "ref" and cue.code == "from" and shares:
                return Role("share", base=True, rule="share from and to")  # "60 percent, up from 55 percent"
            if cue.kind == "to" and state.last is not None and state.last.measure == "share_change":
                return Role("share", rule="share from and to")
            if cue.kind in ("to", "at", "ref") and any(x.kind == "share" and x.code == "noun" for x in tail):
                return Role("share", base=cue.kind == "ref", rule="share from and to")
            if cue.kind in ("of", "at", "to", "lev", "in", "from", "ref", "with"):
                named = next(
                    (
                        x
                        for x in reversed(tail[:left] if cue.kind != "ref" else tail)
                        if x.kind in ("chg", "share", "other") or (x.kind == "w" and x.low == "rate")
                    ),
                    None,
                )
                if any(x.kind == "chg" and x.low == "growth" for x in tail):
                    return Role("growth", 1, size=True, base=base, rule="growth of percent")
                if (
                    cue.kind == "of"
                    and all(x.kind in ("and", "or", ",") for x in tail[:left])
                    and state.last is not None
                    and state.last.measure == "growth"
                ):
                    return replace(state.last, rule="list")
                if named is not None and named.kind == "chg" and named.code[:1] == "a" and base and state.pct is not None:
                    return replace(state.pct, base=True, rule="as before")  # "grew 2 percent, down from 11 percent in January"
                moved = named is not None and named.kind == "chg" and named.code[:1] in "vg" and cue.kind in ("to", "from", "ref")
                if moved and self.rows and self.rows[-1].measure == "share":
                    return Role("share", base=base, rule="share from and to")  # "9 percent of exports, increasing to 16 percent in 1996"
                if named is not None and named.kind == "chg":
                    return Role("growth", named.sign, size=True, base=base, rule="growth of percent")
                if named is not None and named.kind == "share":
                    return Role("share", base=base, rule="share of percent")
                if holds(post, ("chg",)) and cue.kind in ("of", "lev"):
                    change = next(x for x in post if x.kind == "chg")
                    return Role("growth", change.sign, size=True, base=base, rule="percent growth")
                if state.pct is not None and (cue.kind in ("from", "ref", "to") or holds(tail, ("ref",))):
                    return replace(state.pct, base=base or cue.kind in ("from", "ref"), rule="as before")
        if not inside and _of_a_place(tail, pre, state) and not (state.pct is not None and state.pct.measure == "share"):
            return Role("share", rule="share of a place", base=base)
        if (inside or resumed) and not tail and self.makes_up(num):
            return Role("share", rule="share that the levels make")
        foreseen = self.foreseen(at)
        if foreseen is not None and cue is not None and cue.kind in ("lev", "for", "at", "of", "in", "status") and not inside:
            return foreseen
        carried = (
            state.pct
            or (self.pct if state.status == "F" and at.tail[left + 1 :] else None)
            or (self.pct if inside or (self.sentence is not None and self.sentence.kind == "bullet") else None)
            or self.others_share(at)
        )
        change = next((x for x in reversed(tail) if x.kind == "chg"), None) or next((x for x in reversed(pre) if x.kind == "chg"), None)
        if state.last is not None and state.last.measure == "change" and (resumed or not tail) and change is None:
            return Role("growth", state.last.sign, size=True, base=state.last.base, rule="or percent")
        if (
            state.last is not None
            and state.last.measure == "level"
            and resumed
            and holds(pre, ("or",))
            and not holds([*at.items[max(0, num.at - 30) : num.at], *post], ("chg", "cmp", "ref", "basis"))
        ):
            return Role("share", rule="amount or share")  # "at $586 million, or 80 percent, crude was the top export"
        led = at.nums[at.n - 1] if at.n else None
        if inside and led is not None and led.depth < num.depth and at.items[led.at + 1].kind == "(" and state.last is None and not at.post:
            return None  # "Contribution of minerals to exports: 20.2% (2021: 22.6%)": as the number before, of which nothing is known
        if inside and not tail and change is None:
            behind = _verb_behind(at)
            if behind is not None:
                return Role("growth", behind.sign, size=True, rule="bracket before change")
            if not num.number.sign and (_of_structure(at) or _out_of(at)):
                return Role("share", rule="share in a structure")
            if not num.number.sign and state.pct is None and self.listed_places(at):
                return Role("share", rule="share of a place")
            if carried is not None and carried.measure in ("share", "growth"):
                sign = carried.sign if carried.measure == "growth" and state.pct is not None else 0
                if state.sign and carried.measure == "growth":
                    sign = state.sign
                return Role(carried.measure, sign, size=True, rule="bracket list")
            if state.sign:
                return Role("growth", state.sign, size=True, rule="bracket after change")
            if self.listed_places(at):
                return Role("share", rule="share of a place")
            return None
        if change is not None and (cue is None or cue.kind not in ("other",)):
            rate = any(x.low in word_set("rates") for x in [*pre, *tail])  # "annual rates are coming down: 20.3 percent for exports"
            return Role("growth", 0 if rate else change.sign, size=True, base=base, rule="change before percent")
        if [x.kind for x in pre] == ["and"] and state.last is not None and state.last.measure == "level" and self.pct is not None:
            told = self.rows[-2:-1]  # "closed the list with $21 million and 7.4 percent", as the ones before it
            alike = bool(told) and told[0].unit == "PCT" and told[0].sentence.paragraph == self.rows[-1].sentence.paragraph
            if alike and self.pct.sign >= 0 and self.pct.measure in ("growth", "share"):
                return replace(self.pct, base=False, rule="list of pairs")
        if carried is not None and (
            resumed
            or cue is None
            or cue.kind in ("area", "prod", "w", "flow", "and", ",", "pron", "stat", "(", "time")
            or (carried.measure == "share" and cue.kind == "lev" and cue.code == "have")
            or (carried.measure == "growth" and cue.low.endswith(" at"))
            or (cue.kind in ("with", "at") and left > 0 and tail[left - 1].kind in ("area", "prod", "w"))
        ):
            return replace(carried, base=base or (resumed and state.base_run), rule="list")
        return None

    def ranks_behind(self, at: Place) -> bool:
        """Whether a country's bare percentage follows another one's share: "Italy had 39 percent, followed by Germany 14 percent"."""
        last = self.rows[-1] if self.rows else None
        if last is None or last.measure != "share" or not at.num.at or at.post:
            return False
        beside = at.items[at.num.at - 1].kind == ("prod" if last.series.partner == "WLD" else "area")
        return beside and any(x.kind == "sub" and x.low.endswith(" by") for x in at.items[max(0, at.num.at - _BRACKETS) : at.num.at])

    def foreseen(self, at: Place) -> Role | None:
        """The growth that a bare percentage was expected for: "rose 5 percent. Economists had pencilled in 3 percent"."""
        if self.sentence is None or not any(x.kind in ("status", "fsays") and x.code == "F" for x in at.tail):
            return None
        for row in reversed(self.rows[-_TOLD:]):
            if row.sentence.paragraph == self.sentence.paragraph and row.measure == "growth" and row.period == at.state.period:
                at.state.subjects = [replace(s, statistic=s.statistic or row.statistic) for s in at.state.subjects]
                return Role("growth", -1 if row.value < 0 else 1, size=True, rule="forecast of percent")
        return None

    def others_share(self, at: Place) -> Role | None:
        """The share that "others had", in a sentence of its own after the shares of those that were named."""
        last = self.rows[-1] if self.rows else None
        said = [x for x in at.pre if x.kind not in ("det", "adj", "adv")]
        if last is None or self.sentence is None or last.measure != "share" or last.sentence.paragraph != self.sentence.paragraph:
            return None
        named = bool(said) and (said[0].low in word_set("others") or (said[0].kind == "area" and said[0].code == "ROW"))
        if not named or self.pct is None or self.pct.measure != "share" or last.series.partner == "WLD":
            return None
        at.state.subjects = [replace(last.series, partner="ROW")]
        return self.pct

    def makes_up(self, num: Num) -> bool:
        """Whether the level just told is so much of a total told before: "E&E products were worth RM34.0 billion (40.1 per cent)"."""
        part = self.rows[-1] if self.rows else None
        if part is None or part.measure != "level" or part.sentence is not self.sentence or part.value <= 0:
            return False
        for row in reversed(self.rows[-_TOTALS:-1]):
            alike = (row.unit, row.series.flow, row.series.reporter, row.period) == (
                part.unit,
                part.series.flow,
                part.series.reporter,
                part.period,
            )
            whole = row.series.partner == "WLD" and row.series.product in (None, self.topic) and row.series != part.series
            if alike and whole and row.measure == "level" and row.value > part.value:
                unit = Decimal(1).scaleb(-num.number.decimals)
                return abs(part.value / row.value * 100 - num.number.value) <= unit
        return False

    def listed_places(self, at: Place) -> bool:
        """Whether a bracket stands behind a country that is named as a buyer or a seller: "the main suppliers were Peru (44 percent)"."""
        begin = max(0, at.num.at - _PLACES)
        before = at.items[begin : at.num.at]
        if len(before) < 3 or before[-1].kind != "(" or before[-2].kind not in ("area", "flow"):
            return False
        if any(x.kind in ("chg", "cmp", "basis", "other") for x in before):
            return False
        moved = any(x.kind == "lev" and x.low in word_set("brings") for x in before)  # "exports went to Peru (44 percent)"
        return moved or any(x.kind in ("hint", "w") and names_place(x) for x in before)

    def amount(self, at: Place, cue: Item | None, left: int, compared: Role | None, base: bool, ref: Item | None) -> Role | None:
        """Money or a quantity: a level, of this period or of the one compared with, or a change."""
        num, tail, pre, post, state, inside, resumed = at.num, at.tail, at.pre, at.post, at.state, at.inside, at.resumed
        number = num.number
        behind = at.items[num.at + 1 : num.at + 4]
        held = post[:3] or (behind[1:] if behind and behind[0].code == "be" else [])
        if num.kind == "quantity" and any(x.kind == "other" and x.code in _AT_HOME for x in held):
            return None  # "sold 60,000 cars at home", "122,908 tonnes were in stock"
        if num.kind == "quantity" and (_was_made(at) or _makes(cue, at)):
            return None  # "5.1 million tons of steel were produced"
        if post and post[0].kind == "into" and any(x.low in word_set("invests") for x in tail):
            return None  # "put $7 billion into plants"
        if _stands_idle(at) or (num.kind == "quantity" and post and post[0].low in word_set("marks") and _or_passed(at)):
            return None
        if (
            post
            and num.kind == "money"
            and (_counts_something_else(post[0]) or _is_titled(post) or any(x.kind == "other" and x.code != "demand" for x in post[:3]))
        ):
            return None
        if (
            compared is not None
            and compared.rule in ("number over", "number under")
            and cue is not None
            and cue.kind in ("ref", "chg", "by", "to")
        ):
            compared = None
        owed = _sells_more(tail, at.items[num.at + 1 : num.at + 8]) if compared is not None else 0
        if owed:
            state.subjects = [replace(x, flow="balance", sign=owed, why="") for x in state.subjects]
            return Role("level", rule="excess of one flow")
        if compared is not None and not (post and post[0].kind == "flow"):
            return Role("change", compared.sign, size=compared.size, rule=compared.rule)
        grown = state.last is not None and state.last.measure == "growth"
        if grown and state.last is not None and num.kind in ("money", "quantity"):
            alike = any(x.kind == "w" and x.low in word_set("equivalent") for x in [*tail, *pre[-3:]])
            if alike or (number.sign and not any(x.kind in ("lev", "chg", "flow") for x in tail)):
                return Role("change", 0 if number.sign else state.last.sign, size=not number.sign, rule="change in other words")
        if (
            number.sign
            and not inside
            and num.kind == "money"
            and not holds(tail, ("chg",))
            and state.subjects
            and state.subjects[0].flow != "balance"
            and self.balance_seen
        ):
            moved = self.rows[-1].series.flow if self.rows else ""
            if state.subjects[0].product is not None and moved == state.subjects[0].flow and state.status != "F":
                return Role("change", rule="signed amount")  # "fertilizers with +$22 million": goods moved have no sign
            state.subjects = [replace(x, flow="balance", sign=0) for x in state.subjects]
        if (
            number.sign
            and inside
            and state.last is not None
            and state.last.measure == "level"
            and state.subjects
            and state.subjects[0].flow == "balance"
            and not holds(post, ("basis",))
            and self.rows
            and self.rows[-1].number.sign
        ):
            return Role("level", base=True, rule="signed bracket level")
        if number.sign and inside and not tail and (_balance_behind(at) or self.goes_on_with_balances(at)):
            state.subjects = [replace(x, flow="balance", sign=0, why="") for x in state.subjects]
            return Role("level", rule="signed balance")
        if number.sign and inside:
            basis_after = holds(post, ("basis",))
            if basis_after or (state.main and state.last is not None and not resumed and state.main != "level-signed"):
                if basis_after or not (state.subjects and state.subjects[0].flow == "balance"):
                    return Role("change", rule="signed bracket")
                return Role("level", base=True, rule="signed bracket level")
            if state.subjects and state.subjects[0].flow == "balance":
                return Role("level", rule="signed balance")
            return Role("change", rule="signed bracket")
        excess = _excess([*pre, *post], cue)
        if excess:
            state.subjects = [replace(x, flow="balance", sign=excess, why="") for x in state.subjects]
            return Role("level", rule="excess of one flow")
        led = next(
            (k for k in range(len(pre) - 1, -1, -1) if pre[k].kind not in ("and", "lev", "to", "at", "adv", "det", "sign")), len(pre)
        )
        signed = next((x for x in pre[led + 1 :] if x.kind == "sign"), None)
        if signed is not None and signed not in tail and state.subjects and state.subjects[0].flow == "balance" and not number.sign:
            state.subjects = [replace(x, sign=signed.sign) for x in state.subjects]  # "the balance was negative and amounted to"
        if cue is not None:
            negative = next((x for x in reversed(tail) if x.kind == "sign"), None)
            if negative is not None and cue.kind in ("by", "sign", "at"):
                state.subjects = [replace(x, flow="balance", sign=negative.sign) for x in state.subjects]
                return Role("level", rule="negative by")
            if cue.low == "up" and left and tail[left - 1].low in word_set("takes_up") and holds(tail, ("area",)):
                return Role("level", rule="lifts")  # "the USA picked up 297,571 tonnes"
            if cue.low in word_set("lifts") and num.kind == "quantity" and any(x.kind in ("area", "pron") for x in tail):
                return Role("level", rule="lifts")  # "the US lifted 297,571 tonnes"
            if tail[-1].low in ("extra", "additional") and grown and post and post[0].kind in ("to", "of"):
                return Role("change", 1, size=True, rule="extra amount")  # "up 5 percent, helped by an extra 10,000 tonnes to Peru"
            if cue.kind == "chg" and cue.code[0] != "n":
                reaches = [x.kind for x in at.items[num.at + 1 : num.at + 3]] == ["to", "num"]  # "added $55 million to $1.4 billion"
                if cue.low.startswith("add") and state.main != "change" and not reaches:
                    return Role("level", rule="adds")
                return Role("change", cue.sign, size=True, rule=f"{cue.low} amount")
            if cue.kind == "by":
                change = next(
                    (x for x in reversed(tail[:left]) if x.kind in ("chg", "cmp") or (x.kind == "lev" and x.code == "over")), None
                )
                if change is not None:
                    of_size = change.code == "size" if change.kind == "cmp" else change.kind == "chg" and not change.code.endswith(":good")
                    return Role("change", change.sign or 1, size=of_size, rule="by amount")
                if self.lead_sign and not holds(pre, ("chg",)):
                    return Role("change", self.lead_sign, size=True, rule="by amount under a heading")
                if state.sign and (inside or not resumed):
                    return Role("change", state.sign, size=True, rule="by amount")
                if left and tail[left - 1].kind == "flow" and tail[left - 1].code == "balance":
                    return Role("level", rule="in the red by")
                return None
            if cue.kind == "of":
                before = roles.back(tail, left)
                if before > 0 and tail[before].kind == "stat":
                    before = roles.back(tail, before)  # "an increase in value of NOK 1 billion"
                head = tail[before] if before >= 0 else None
                if head is not None and head.kind == "chg":
                    return Role("change", head.sign, size=True, rule="change of amount")
            if cue.kind == "contrib":
                if post and post[0].kind == "to" and any(x.low in ("economy", "gdp") for x in post[1:5]):
                    return None  # "whisky contributes £7 billion to the economy"
                if state.main == "change":
                    return Role("change", 1, rule="contributes")
                return Role("level", rule="contributes")
        told = _change_told(tail) if cue is not None and cue.kind in ("lev", "to", "at") else None
        if told is not None:
            return Role("change", told.sign, size=True, rule="change, amount")
        taken = word_set("plus_minus")
        if tail and tail[-1].low in taken and state.last is not None and state.last.measure == "level" and len(tail) == 1:
            return Role("change", -1 if tail[-1].low == "minus" else 1, size=True, rule="minus amount")  # "$2.2 billion, minus $51 million"
        if not tail and pre and not resumed and not inside:
            body = without_breaks(pre)
            verb = next((x for x in reversed(body) if x.kind not in ("adv", "w")), None)
            if verb is not None and verb.kind == "chg" and verb.code[0] == "v" and _leads_to_level(at.items[num.at + 1 : num.at + 7]):
                return Role("change", verb.sign, size=True, rule="change, amount")  # "fell too, $14 billion (5 percent) to $248 billion"
            noun = next((k for k in range(len(body) - 1, -1, -1) if roles.chg_noun(body[k])), None)
            if (
                noun is not None
                and all(x.kind in ("in", "of", "stat", "adj", "det", "time") for x in body[noun + 1 :])
                and noun
                and body[noun - 1].kind in ("adj", "det", "w", "basis")
            ):
                return Role("change", body[noun].sign, size=True, rule="change, amount")
        if state.sign and not inside and self.then_at(at) and any(row.measure == "change" for row in self.rows[-6:]):
            return Role("change", state.sign, size=True, rule="gained amount")  # "exports gained 2 at 15; imports 1 at 9"
        if _of_the_base(at):
            return Role("level", base=True, rule="compared with")
        if inside and _in_accounting_brackets(at):
            return Role("level", sign=-1, rule="level in brackets")
        if inside and not tail and state.last is not None:
            dated = (num.at > 1 and at.items[num.at - 2].kind in ("time", "basis")) or (post[:1] and holds(post[:2], ("time",)))
            return self.bracketed(num, state, bool(dated))
        if resumed and state.last is not None and state.last.measure == "growth" and holds(pre, ("or",)):
            if state.last.rule.startswith("number ") and not holds(post, ("cmp",)):
                return Role("level", rule="or amount")
            return Role("change", state.last.sign, size=True, rule="or amount")
        if resumed and state.last is not None and state.last.measure == "change" and self.other_kind(at):
            return Role("level", base=base, rule="level")  # "an addition of $392 million, and 33 million litres"
        if resumed and state.last is not None and state.last.measure in ("change", "level"):
            return replace(state.last, rule="list", base=state.last.base or base)
        return Role("level", base=base, rule="level" if not base else "compared with", ref=ref.code if ref is not None else "")

    def goes_on_with_balances(self, at: Place) -> bool:
        """Whether a signed bracket follows one that told a balance: "Peru (-24 bn) had the biggest deficit, followed by Chile (-19 bn)"."""
        last = self.rows[-1] if self.rows else None
        alike = last is not None and last.rule == "signed balance" and last.sentence is self.sentence
        return alike and not holds(at.items[max(0, at.num.at - _BEFORE) : at.num.at], ("chg", "cmp", "basis"))

    def then_at(self, at: Place) -> bool:
        """Whether "at" and the level follow right after a number: "£0.2 billion at £15.4 billion"."""
        after = at.items[at.num.at + 1 : at.num.at + 3]
        return (
            len(after) == 2
            and after[0].kind == "at"
            and after[1].kind == "num"
            and at.n + 1 < len(at.nums)
            and at.nums[at.n + 1].kind == at.num.kind
        )

    def other_kind(self, at: Place) -> bool:
        """Whether an amount counts something else than the number before it: litres after dollars."""
        return at.n > 0 and at.nums[at.n - 1].kind in ("money", "quantity") and at.nums[at.n - 1].kind != at.num.kind

    def bracketed(self, num: Num, state: State, dated: bool) -> Role | None:
        """A bare amount in brackets after an amount: the same in another currency, or the period compared with."""
        last = self.rows[-1] if self.rows else None
        if last is None:
            return Role("level", rule="bracket")
        per_unit = last.unit.startswith(num.unit + "/")  # "$1,432 a tonne ($1,369)"
        if per_unit and state.last is not None and num.kind == "money" and not num.number.scaled:
            return Role("level", base=True, rule="bracket compared with")
        if state.last is not None and num.kind == "money" and last.unit != num.unit and last.unit != "PCT":
            return replace(state.last, rule="converted", base=state.last.base)
        if num.kind in ("money", "quantity") and last.unit == num.unit and state.last is not None:
            if last.measure == "level" and abs(abs(last.value) - num.number.value) * 50 < num.number.value:
                return Role("level", rule="restated")  # "US$876 million (US$0.87 billion)"
            return Role("level", base=True, rule="bracket compared with")
        if state.last is not None and state.last.measure == "growth" and dated:
            return Role("level", base=True, rule="bracket compared with")  # "5 percent above May ($3 billion)"
        if state.last is not None and state.last.measure == "growth" and self.may_be_change(num):
            return Role("change", state.last.sign, size=True, rule="bracket change")
        return Role("level", rule="bracket")

    def may_be_change(self, num: Num) -> bool:
        """Whether an amount behind a growth can be the change, by the levels told before: not in "shed 2.9 percent ($25.7 billion)".

        A quantity that no level was told before is one itself: "a 4 percent decline in volume (643,733 tonnes)".
        """
        growth = self.rows[-1]
        levels = [abs(r.value) for r in self.rows[-_TOTALS:] if r.measure == "level" and r.unit == num.unit]
        if not levels:
            return num.kind == "money"
        return not growth.value or abs(num.number.value / growth.value) * 100 <= 2 * max(levels)


def _of_another_change(post: list[Item]) -> bool:
    """Whether a number is the change of what is no trade: "the 0.6 percent rise of quarterly GDP", "a 9 percent rise in oil prices"."""
    if [x.kind for x in post[:2]] not in (["chg", "of"], ["chg", "in"]):
        return False
    qualified = list(takewhile(lambda x: x.kind in _QUALIFIES or (x.kind == "w" and is_product_word(x.word)), post[2:]))
    head = next(iter(post[2 + len(qualified) :]), None)
    if head is None or head.kind not in ("other", "stat"):
        return False
    priced = head.code == "price" and bool(qualified) and names_goods(qualified[-1])
    return priced or (head.kind == "other" and head.code not in ("demand", "sales"))


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


def _or_passed(at: Place) -> bool:
    """Whether a mark is said to be reached or passed: "exceeding the 400,000-unit | mark"."""
    return at.num.number.bound == ">" or any(x.kind == "lev" and x.code == "over" for x in at.tail)


def _or_more(at: Place) -> bool:
    """Whether a number's bound is said behind it: "$10 a litre or more", "1,000 tonnes and above"."""
    number = at.num.number
    return number.bound == ">" and number.bound_start == number.start


def _in_accounting_brackets(at: Place) -> bool:
    """Whether brackets stand for a minus: "the trade balance stood at ($579 million)"."""
    before, behind = at.items[max(0, at.num.at - 2) : at.num.at], at.items[at.num.at + 1 : at.num.at + 2]
    led = len(before) == 2 and before[0].kind in ("lev", "at") and before[1].kind == "("
    return led and [x.kind for x in behind] == [")"]


def _of_the_base(at: Place) -> bool:
    """Whether an amount is that of the period just compared with: "up 8 percent on the second quarter, which stood at $6 billion"."""
    last = at.nums[at.n - 1] if at.n else None
    if last is None or last.kind != "percent" or at.num.at - last.at > _BRACKETS:
        return False
    gap = at.items[last.at + 1 : at.num.at]
    ref = next((k for k, x in enumerate(gap) if x.kind == "ref" and x.code == "base"), len(gap))
    time = next((k for k in range(ref + 1, len(gap)) if gap[k].kind == "time"), len(gap))
    told = [x.kind for x in gap[time + 1 :]]
    return not holds(gap[ref:time], (",", ";", "num")) and told in (["-"], ["-", "("], [",", "which", "lev", "at"], ["which", "lev", "at"])


def _out_of(at: Place) -> bool:
    """Whether a bracket says in percent what so many out of so many are: "three out of four (76.8%)"."""
    before = at.items[max(0, at.num.at - _BEFORE) : at.num.at]
    return [x.low for x in before[-4:-2]] == ["out", "of"]


def _of_structure(at: Place) -> bool:
    """Whether brackets give what things make up: "Heaviest in the structure of exports are cars (43 percent)"."""
    before = at.items[max(0, at.num.at - _PLACES) : at.num.at]
    return any(x.low in word_set("structures") for x in before) and not holds(before, ("chg", "cmp", "basis"))


def _leads_to_level(behind: list[Item]) -> bool:
    """Whether an amount, or a bracket behind it, goes on with "to" and a level."""
    rest = _outside_brackets(behind)
    return len(rest) > 1 and rest[0].kind == "to" and rest[1].kind == "num"


def _is_titled(post: list[Item]) -> bool:
    """Whether a flow behind an amount begins a name: "the N500 billion Export Stimulation Facility"."""
    return post[0].kind == "flow" and post[0].word[0].isupper() and len(post) > 1 and post[1].kind == "w" and post[1].word[0].isupper()


def _last_of_gapped(at: Place) -> Num | None:
    """The last of two or three numbers of one kind outside brackets, of which only that one is followed by what they have in common."""
    alike = [m for m in at.nums[at.n + 1 : at.n + 5] if m.depth == at.num.depth]
    kind = at.num.kind
    if len(alike) > 1 and alike[0].kind == alike[1].kind == kind and roles.comparison(at.items[alike[0].at + 1 : alike[0].at + 3]) is None:
        between = at.items[alike[0].at + 1 : alike[1].at]
        if holds(between, ("and",)) and not any(is_verb(x) for x in between):
            return alike[1]
    return alike[0] if alike and alike[0].kind == kind else None


def behind_second(at: Place) -> list[Item]:
    """What a comparison told once for two numbers goes on with: "£1 billion and imports £2 billion higher | than a year earlier"."""
    second = _last_of_gapped(at)
    return _outside_brackets(at.items[second.at + 1 : second.at + 12]) if second is not None else []


def _to_something(post: list[Item]) -> bool:
    """Whether "to" leads to a noun that is no trade: "to its costs", not "to reach $5 billion" nor "to exports"."""
    noun = next((x for x in post[1:5] if x.kind not in ("det", "adj", "pron")), None)
    return bool(post) and post[0].kind == "to" and noun is not None and noun.kind in ("w", "other", "revenue") and is_noun(noun.word)


def _outside_brackets(items: list[Item]) -> list[Item]:
    """Items without what stands in brackets that open and close among them."""
    out: list[Item] = []
    depth = 0
    for item in items:
        depth += item.kind == "("
        if not depth:
            out.append(item)
        depth -= item.kind == ")"
    return out


def _change_told(tail: list[Item]) -> Item | None:
    """The change whose size a clause tells: "the drop in imports amounted to $3 billion", not "the drop took the deficit to"."""
    k = next((k for k, x in enumerate(tail) if k and roles.chg_noun(x) and tail[k - 1].kind in ("det", "adj", "basis", "time", "area")), 0)
    if not k or any(is_verb(x) or x.kind in ("flow", "num") for x in tail[:k]):
        return None
    verb = next((m for m in range(k + 1, len(tail)) if is_verb(tail[m])), None)
    if (
        verb is None
        or tail[verb].kind != "lev"
        or tail[verb].code not in ("be", "verb")
        or holds(tail[verb + 1 :], ("flow", "prod", "area"))
    ):
        return None
    return tail[k] if verb == k + 1 or tail[k + 1].kind in ("in", "of", "stat") else None


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


def _of_a_change(post: list[Item]) -> bool:
    """Whether a share is of how much a flow moved, and of no flow: "70 percent of the decline in shipments"."""
    if not post or post[0].kind != "of":
        return False
    noun = next((k for k, x in enumerate(post[1:], 1) if x.kind not in ("det", "adj", "basis", "time", "pron", "flow", "area", "prod")), 0)
    return bool(noun) and roles.chg_noun(post[noun]) and post[noun].low != "growth" and holds(post[:noun], ("det",))


def _covers(tail: list[Item], post: list[Item]) -> bool:
    """Whether one flow is told as so much of the other: "exports paid for 59 percent of imports"."""
    if not post or post[0].kind != "of":
        return False
    part = [x.code for x in tail if x.kind == "flow" and x.code in MIRROR]
    rest = next((x for x in post[1:5] if x.kind == "flow"), None)
    return rest is not None and len(part) == 1 and rest.code == MIRROR[part[0]]


def _may_be_counted(item: Item) -> bool:
    """Whether a word after a percentage can be what it is a percentage of: "5 percent stake", not "5 percent towards"."""
    return is_noun(item.word) or item.word[:1].isupper() or item.low in word_set("marks")


def _in_a_league(at: Place, left: int) -> bool:
    """Whether a country's percentage stands beside a word of places: "Italy kept its lead with 38%", "India, with 10%, comes behind"."""
    before = at.items[max(0, at.num.at - 10) : at.num.at]
    around = [*before, *at.items[at.num.at + 1 : at.num.at + 8]]
    if any(x.kind in ("chg", "cmp", "by", "basis", "other", "stat") for x in around):
        return False
    return any(x.kind == "area" for x in before) and any(x.low in word_set("league") for x in around)


def _traders_share(cue: Item, tail: list[Item], post: list[Item]) -> bool:
    """Whether a bare percentage is what a country bought, sold or received: "Peru took 17 percent", "brings 46 percent from Brazil"."""
    moved = cue.kind == "tv" or (cue.kind == "lev" and cue.low in word_set("brings")) or cue.low in ("got", "gets", "drew", "draws")
    if not moved or any(x.kind in ("chg", "cmp", "by", "basis", "other") for x in [*tail, *post[:4]]):
        return False
    if any(x.kind in ("chg", "cmp", "tv") for x in post[:6]):
        return False
    partner = len(post) > 1 and post[0].kind in ("to", "ref") and any(x.kind == "area" for x in post[1:3])
    return any(x.kind in ("area", "pron") and x.code != "it" for x in tail) or partner


def _was_made(at: Place) -> bool:
    """Whether a counted thing is said to have been produced, handled or sold at home, and no flow is named before it."""
    if holds(at.pre, ("flow", "nodx", "tv", "sales")):
        return False
    ahead = at.items[at.num.at + 1 : at.num.at + 16]
    verb = next((k for k, x in enumerate(ahead) if x.code == "be"), None)
    if verb is None or any(x.kind not in _NAMED for x in ahead[:verb]):
        return False
    done = [x for x in ahead[verb + 1 : verb + 4] if x.kind not in ("adv", "lev")]
    if done and done[0].kind == "tv" and done[0].low == "sold":
        done = done[1:]
        if [x.kind for x in done[:2]] == ["in", "area"]:
            return True  # "1.2 million cars were sold in China"
    return bool(done) and done[0].kind == "other" and done[0].code in (*_AT_HOME, "freight")


def _makes(cue: Item | None, at: Place) -> bool:
    """Whether somebody makes what is counted: "Japan made 351,000 cars", "Ghana grew 900,000 tonnes of cocoa", not "exports made"."""
    if cue is None or cue.low not in word_set("produces") or holds(at.tail, ("flow", "pron")):
        return False
    return cue.kind == "lev" or (cue.kind == "chg" and [x.kind for x in at.post[:2]] in (["of", "prod"], ["of", "w"]))


_NAMED = frozenset(("of", "prod", "w", "adj", "det", "area", "proper", "and", "in", "time"))


def _stands_idle(at: Place) -> bool:
    """Whether pieces are counted that nobody ships: a sentence begins "Some 15,800 trucks a day use the bridge"."""
    if at.num.kind != "quantity" or not at.num.unit.startswith("units") or at.inside or at.n:
        return False
    if any(x.kind not in ("adv", "det", "adj") and x.low not in word_set("around") for x in at.pre):
        return False
    ahead = at.items[at.num.at + 1 : at.num.at + 12]
    end = next((k for k, x in enumerate(ahead) if x.kind in ("num", ";", ",")), len(ahead))
    return not any((x.kind in ("flow", "nodx", "tv", "sales") and x.low != "trade") or x.code == "be" for x in ahead[:end])


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


def _slices(before: list[Item]) -> bool:
    """Whether a bracket stands behind a share: "had the biggest slice (39%)"."""
    noun = next((k for k, x in enumerate(before) if x.kind == "share" and x.code == "noun"), None)
    return noun is not None and all(x.kind in ("(", "w", "adj", "det") for x in before[noun + 1 :])


def _verb_behind(at: Place) -> Item | None:
    """The verb of change that brackets stand before: "Taiwan (29.2%) and Peru (3.9%) rose"."""
    posted = False
    for item in at.items[at.num.at + 1 : at.num.at + _BRACKETS]:
        if item.kind == "chg" and (item.code[0] == "v" or (posted and roles.chg_noun(item))):
            return item
        posted = posted or item.kind == "lev"  # "Melons (51.8 percent) and beef (39.8 percent) also posted gains"
        if item.kind != "lev" and item.kind not in (")", "(", "and", ",", "area", "prod", "w", "det", "num", "adj", "adv"):
            return None
    return None


def _balance_behind(at: Place) -> bool:
    """The balance that those before brackets are said to have: "the UK (-24.3 bn) had the biggest deficit"."""
    behind = at.items[at.num.at + 1 : at.num.at + _NEAR]
    if len(behind) < 3 or behind[0].kind != ")" or behind[1].kind != "lev":
        return False
    return any(x.code == "balance" for x in takewhile(lambda x: x.kind in ("det", "adj", "w", "flow"), behind[2:]))


def _of_something_else(tail: list[Item]) -> bool:
    """Whether a noun that is no trade governs the number: "reserves of $46 billion", "an order worth $2 billion"."""
    at = roles.back(tail, len(tail))
    if at < 1 or not (tail[at].kind == "of" or tail[at].code == "worth"):
        return False
    if tail[at - 1].low == "turnover" and at > 1 and tail[at - 2].kind == "on":
        return True  # a bourse closes "on turnover of NT$630 billion"
    return tail[at - 1].kind == "other" and tail[at - 1].code != "demand"


def _excess(items: list[Item], cue: Item | None) -> int:
    """The sign of a balance told as the excess of one flow over the other: "imports exceeded exports by $25 billion"."""
    flows = [k for k, x in enumerate(items) if x.kind == "flow" and x.code in ("export", "import")]
    if len(flows) != 2 or items[flows[0]].code == items[flows[1]].code:
        return 0
    between = items[flows[0] + 1 : flows[1]]
    sign = 1 if items[flows[0]].code == "export" else -1
    by = (cue is not None and cue.kind == "by") or items[flows[1]].low.endswith(" by")
    if by and any(x.kind == "lev" and x.code == "over" for x in between):
        return sign
    if any(x.low == "short of" for x in between):
        return -sign
    return 0


def _sells_more(tail: list[Item], post: list[Item]) -> int:
    """The sign of a balance told as buying and selling: "sold $1 billion more than it bought", "£2 billion more imports than exports"."""
    if len(post) < 3 or post[0].kind != "cmp" or not post[0].sign or not holds(post[1:4], ("ref",)):
        return 0
    than = next(k for k, x in enumerate(post) if x.kind == "ref")
    ours = [x for x in [*tail[-_NEAR:], *post[1:than]] if x.kind in ("tv", "flow") and x.code in MIRROR]
    theirs = post[than + 1 : than + 4]
    other = next((x for x in theirs if x.kind in ("tv", "flow")), None)
    if (
        not ours
        or other is None
        or other.code != MIRROR[ours[-1].code]
        or any(x.kind not in ("pron", "det", "area", "adv") for x in theirs[:-1])
    ):
        return 0
    return post[0].sign if ours[-1].code == "export" else -post[0].sign


def _than_foreseen(behind: list[Item]) -> bool:
    """Whether a difference is one from what was foreseen, and so no change over time: "5 percent higher than expected"."""
    compared = next((k for k, x in enumerate(behind) if x.kind == "cmp"), len(behind))
    return any(x.kind == "adv" and x.low.startswith("than ") for x in behind[compared + 1 : compared + 2])


def _is_explained(behind: list[Item]) -> bool:
    """Whether a part of what was told is only said to have a cause: "£1 billion, 90 per cent of which was due to"."""
    verb = next((k for k, x in enumerate(behind) if x.code == "be"), len(behind))
    return behind[:1] != [] and behind[0].kind == "ofwhich" and holds(behind[verb + 1 : verb + 3], ("why",))


def _of_a_place(tail: list[Item], pre: list[Item], state: State) -> bool:
    """Whether a bare percentage stands by a country named as a buyer or a seller: "China remained first with 12%"."""
    said = [*pre, *tail]
    if holds(said, ("chg", "cmp", "by", "basis", "other", "neg")):
        return False
    if not holds(said, ("area",)) and (state.last is None or state.last.measure != "rank"):
        return False
    if state.last is not None and state.last.measure == "rank":
        return holds(tail, ("with", "at"))
    place = next((k for k, x in enumerate(said) if x.kind in ("hint", "w") and names_place(x)), None)
    if place is None:
        return False
    return said[place].kind == "hint" or any(x.kind == "w" and x.low in word_set("leading") for x in said[:place])


def _counts_something_else(after: Item) -> bool:
    """Whether an amount belongs to the noun right after it: "the $10 billion mark", "a RM1b fund"."""
    if after.kind in ("other", "proper"):
        return True
    return (after.kind == "w" and after.low not in word_set("after_amount") and is_product_word(after.word)) or (
        after.kind == "w" and after.low in word_set("marks")
    )


def items_word(num: Num) -> str:
    return num.item.low
