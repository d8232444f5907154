"""What a percentage measures: a growth, a share, or what is no trade, from the words right around it."""

from __future__ import annotations

from decimal import Decimal
from itertools import takewhile

from tradestats import role as roles
from tradestats.behind import destination, whole
from tradestats.frame import Memory, Num, Place, State
from tradestats.frozen import replace
from tradestats.items import MIRROR, TRADERS, Item, holds, names_place
from tradestats.lexicon import word_set
from tradestats.noun_phrase import names_goods
from tradestats.role import NO_FIGURE, Lead, Role
from tradestats.words import is_noun, is_product_word

_BEFORE = 8  # items before a bracket in which "out of" stands
_NEAR = 6  # items behind a number in which what it is a part of is named
_SLICE = 9  # items before a bracket in which a share that it gives is named
_BRACKETS = 40  # items in which a verb follows the names and brackets it is of
_APART = 14  # items before a share in apposition in which it is named
_OF_A_SLICE = frozenset(("(", "w", "adj", "det", "of", "in", "area", "flow", "prod", "time"))  # what stands between a share and its bracket
_QUALIFIES = frozenset(("time", "det", "adj", "area", "prod", "and"))  # what stands before a noun and says more of it
_TOTALS = 60  # rows before a part in which the total is told
_TOLD = 4  # rows before a forecast that may say what is forecast
_PLACES = 60  # items before a bracket in which a word says that countries are listed as buyers or sellers
_OF_RATES = frozenset(("of", "at", "to", "lev", "in", "from", "ref", "with"))  # what stands between a noun and its rate
_OF_FORECASTS = frozenset(("lev", "for", "at", "of", "in", "status"))  # what stands before a rate that was expected
_EQUATES = frozenset(("or", "det", "to", "of", "at", "adv", "by"))  # what stands around "equivalent"
_WHOLE = Decimal("100.5")  # what shares add up to at the most, as they are rounded
_OF_CHANGES = frozenset(("chg", "cmp", "basis", "by", "from", "ref"))  # what a list of shares does not stand beside
# What stands between a change and the first of the names it is of, which brackets follow: "decreases were recorded for | the USA".
_UP_TO_BRACKETS = frozenset(("lev", "to", "in", "of", "for", "from", "ref", "det", "adj", "area", "prod", "w", "flow", "time", ":", "-"))
_MOVED = 30  # items before a share in which nothing may tell of a change
# What a percentage follows that goes on with a list: names, and what parts them.
_IN_LISTS = frozenset(("area", "prod", "w", "flow", "and", ",", "pron", "stat", "(", "time"))
_OF_A_VERB = frozenset(("adv", "stat", "basis", "time", "in"))  # what may stand between a verb and brackets


class Percents(Memory):
    """Finds what a percentage measures."""

    def percent(self, at: Place, lead: Lead) -> Role | None:
        """A percentage: growth or share. The questions are asked in order; the first that has an answer gives it."""
        if _of_no_trade(at):
            return None
        found = (
            _said_outright(at, lead)
            or _in_brackets_of_a_whole(at, lead)
            or _against_another(at, lead)
            or _rate_in_apposition(at)
            or self.share_said(at, lead)
            or _in_other_words(at)
            or _part_of_a_flow(at, lead)
            or _after_a_multiple(at)
            or self.share_by_place(at, lead)
            or self.percent_by_cue(at, lead)
            or self.percent_by_neighbours(at, lead)
        )
        return found if found is not NO_FIGURE else None

    def share_said(self, at: Place, lead: Lead) -> Role | None:
        """A share that a verb, "the remaining" or a destination tells: "tea contributed 12 percent"; or a change in percent of a base."""
        cue, tail, post, state = lead.cue, at.tail, at.post, at.state
        if lead.kind == "share" or (lead.kind == "contrib" and not holds(post[:_NEAR], ("chg",))):
            return Role("share", rule="share verb", base=lead.base)  # not "contributed 12 percent of the rise"
        if post and post[0].kind == "basis" and (cue is None or cue.kind in (",", "(", ";")) and not holds(tail, ("chg",)):
            return Role("growth", state.sign or 1, size=True, rule="percent of a base")  # "advanced to $21 billion, i.e. 38.0% yoy"
        if _of_a_label(at) or (lead.kind == "share" and lead.cue is not None and lead.cue.code == "noun"):
            return Role("share", rule="share label", base=lead.base)
        before = [x for x in at.pre if x.kind not in (",", "pron")]
        if state.last is not None and state.last.measure == "share" and at.n and [x.low for x in before] in (["was"], ["were"]):
            return Role("share", rule="share before", base=True)  # "the share of the EU 46.3%, was 45%"
        if tail and tail[-1].low in ("remaining", "other") and any(row.measure == "share" for row in self.rows[-_TOLD:]):
            return Role("share", rule="remaining share", base=lead.base)  # "domestic exports make up the remaining 1.3%"
        if (cue is None or cue.kind in (",", ";", "and")) and destination(at.items[at.num.at + 1 : at.num.at + 12]) >= 0:
            return Role("share", rule="share bound for", base=lead.base)
        if lead.kind == "lev" and lead.cue is not None and lead.cue.code == "be" and _of_what_was_told(at):
            return Role("share", rule="percent of it", base=lead.base)
        if _out_of_a_whole(at) and post and post[0].kind == "lev" and post[-1].kind == "prod":
            return Role("share", rule="of which percent", base=lead.base)  # "of which 40 percent was copper"
        return None

    def share_by_place(self, at: Place, lead: Lead) -> Role | None:
        """A share that the words of a ranking or of buying and selling make of a bare percentage."""
        cue, post = lead.cue, at.post
        if lead.kind == "tv" and [x.kind for x in post[:3]] == ["of", "det", "prod"]:
            return Role("share", rule="share of goods", base=lead.base)  # "Egypt bought 38 percent of the tea"
        if lead.kind == "with" and _in_a_league(at):
            return Role("share", rule="share in a league", base=lead.base)
        if self.ranks_behind(at):
            return Role("share", rule="share of one behind", base=lead.base)
        contributed = lead.kind in ("lev", "at", "to") and any(x.kind == "contrib" and x.low.startswith("contribution") for x in at.tail)
        if contributed:
            return Role("share", rule="share contributed", base=lead.base)  # "the contribution of exports in total trade was 8.8 percent"
        if cue is not None and _traders_share(cue, at.tail, post):
            return Role("share", rule="share of a trader", base=lead.base)
        return None

    def percent_by_cue(self, at: Place, lead: Lead) -> Role | None:
        """What the nearest word before a percentage makes of it: "rose 5 percent", "by 5 percent", "from 55 percent"."""
        cue, state = lead.cue, at.state
        if cue is None:
            return None
        if cue.kind == "chg":
            if cue.low.startswith("add") and _to_something(at.post):
                return NO_FIGURE  # "a shortage has added 3 percent to its costs"
            return Role("growth", cue.sign, size=True, base=lead.base, rule=f"{cue.low} percent")
        if cue.kind == "cmp" and cue.sign and at.tail[-1] is cue and holds(at.post[:1], ("ref",)):
            return Role("growth", cue.sign, size=cue.code == "size", rule=f"{cue.low} percent")  # "lower 17 percent than last August"
        if cue.kind == "by":
            return self.by_percent(at, lead)
        if cue.kind == "for" and state.last is not None and state.last.measure in ("share", "growth") and at.tail[-1] is cue:
            return replace(state.last, rule="list")  # "China accounted for 40 percent, Turkey for 33"
        return _from_and_to(cue, at) or (self.rate_of_a_noun(at, lead) if cue.kind in _OF_RATES else None)

    def by_percent(self, at: Place, lead: Lead) -> Role:
        """The growth behind "by": of the verb before it, of the clause's ("rose in May, by 3 percent"), or of the whole list's."""
        state = at.state
        before = at.tail[: lead.left]
        change = next((before[k] for k in range(len(before) - 1, -1, -1) if _moves(before[k]) and not _grades(before, k)), None)
        if change is not None:
            state.sign = change.sign or 1
            return Role("growth", state.sign, size=True, rule="by percent")
        change = roles.last_change(at.pre)
        if change is not None and (change.sign or not state.sign):
            state.sign = change.sign  # "all three grew: beef by 5 percent, lamb by 3 percent"
            return Role("growth", change.sign, size=True, base=lead.base, rule="by percent")
        more = next((x for x in reversed(at.pre) if x.kind == "cmp" and x.sign), None) if holds(at.pre, (":",)) else None
        if more is not None:
            state.sign = more.sign
            return Role("growth", more.sign, size=True, base=lead.base, rule="by percent")  # "two bought more: China, by 12 percent"
        moved = _verb_before(at) if at.inside else None
        sign = moved.sign if moved is not None else state.sign or self.lead_sign
        return Role("growth", sign, size=True, base=lead.base, rule="by percent") if sign else NO_FIGURE

    def rate_of_a_noun(self, at: Place, lead: Lead) -> Role | None:
        """A rate that a noun before it names: "growth of 5 percent", "a share of 16 percent", "down from 11 percent in January"."""
        tail, post, state = at.tail, at.post, at.state
        before = tail[: lead.left]
        if any(x.kind == "chg" and x.low == "growth" for x in tail):
            return Role("growth", 1, size=True, base=lead.base, rule="growth of percent")
        grown = state.last is not None and state.last.measure == "growth"
        if grown and state.last is not None and lead.kind == "of" and all(x.kind in ("and", "or", ",") for x in before):
            return replace(state.last, rule="list")
        named = next((x for x in reversed(tail if lead.kind == "ref" else before) if _names_a_rate(x)), None)
        if named is not None and named.kind == "chg":
            return self.rate_of_change(named, at, lead)
        if named is not None and named.kind == "share":
            return Role("share", base=lead.base, rule="share of percent")
        change = next((x for x in post if x.kind == "chg"), None) if lead.kind in ("of", "lev") else None
        if change is not None:
            return Role("growth", change.sign, size=True, base=lead.base, rule="percent growth")
        if state.pct is not None and (lead.kind in ("from", "ref", "to") or holds(tail, ("ref",))):
            return replace(state.pct, base=lead.base or lead.kind in ("from", "ref"), rule="as before")
        return None

    def rate_of_change(self, named: Item, at: Place, lead: Lead) -> Role:
        """A rate behind a word of change: a growth, unless it only says how the rate or the share before it moved."""
        if named.code[:1] == "a" and lead.base and at.state.pct is not None:
            return replace(at.state.pct, base=True, rule="as before")  # "grew 2 percent, down from 11 percent in January"
        moved = named.code[:1] in "vg" and lead.kind in ("to", "from", "ref")
        if moved and self.rows and self.rows[-1].measure == "share":
            return Role("share", base=lead.base, rule="share from and to")  # "9 percent of exports, increasing to 16 percent in 1996"
        return Role("growth", named.sign, size=True, base=lead.base, rule="growth of percent")

    def percent_by_neighbours(self, at: Place, lead: Lead) -> Role | None:
        """What a percentage measures of which no word of its own tells: what stands around it, or what the one before it was."""
        tail, state = at.tail, at.state
        if not at.inside and _of_a_place(tail, at.pre, state) and not (state.pct is not None and state.pct.measure == "share"):
            return Role("share", rule="share of a place", base=lead.base)
        if (at.inside or at.resumed) and not tail and self.makes_up(at.num):
            return Role("share", rule="share that the levels make")
        foreseen = self.foreseen(at) if lead.kind in _OF_FORECASTS and not at.inside else None
        if foreseen is not None:
            return foreseen
        carried = self.percent_before(at, lead)
        change = roles.last_change(tail) or roles.last_change(at.pre)
        said_again = _said_again(at, change)
        if said_again is not None:
            return said_again
        if _as_one_unread(at):
            return None
        if at.inside and not tail and change is None:
            return self.bare_in_brackets(at, carried)
        if change is not None and lead.kind != "other":
            rate = any(x.low in word_set("rates") for x in [*at.pre, *tail])  # "annual rates are coming down: 20.3 percent for exports"
            return Role("growth", 0 if rate else change.sign, size=True, base=lead.base, rule="change before percent")
        return self.as_those_before(at, lead, carried)

    def percent_before(self, at: Place, lead: Lead) -> Role | None:
        """What a percentage before this one measured, where this one may go on with it."""
        if at.state.pct is not None:
            return at.state.pct
        bullet = self.sentence is not None and self.sentence.kind == "bullet"
        if self.pct is not None and (at.inside or bullet or (at.state.status == "F" and at.tail[lead.left + 1 :])):
            return self.pct
        return self.others_share(at)

    def bare_in_brackets(self, at: Place, carried: Role | None) -> Role | None:
        """A bare percentage in brackets: of the verb behind them, of a structure or a ranking, or as the brackets before."""
        state = at.state
        moved = _verb_before(at)
        if moved is not None:
            return Role("growth", moved.sign, size=True, rule="bracket after change")
        behind = _verb_behind(at)
        if behind is not None:
            return Role("growth", behind.sign, size=True, rule="bracket before change")
        if _of_structure(at) or _out_of(at):
            return Role("share", rule="share in a structure")
        listed = _told_before_list(at)
        if listed is not None:
            return Role("growth", listed.sign, size=True, rule="bracket after change")
        if (state.pct is None or state.pct.measure == "share") and _makes_up_a_whole(at):
            return Role("share", rule="share in a list")
        if state.pct is None and self.listed_places(at):
            return Role("share", rule="share of a place")
        if carried is not None:
            known = carried.sign if state.pct is not None else 0
            return Role(carried.measure, (state.sign or known) if carried.measure == "growth" else 0, size=True, rule="bracket list")
        return Role("growth", state.sign, size=True, rule="bracket after change") if state.sign else None

    def as_those_before(self, at: Place, lead: Lead, carried: Role | None) -> Role | None:
        """What a bare percentage in a list measures: what the one before it did."""
        state, cue = at.state, lead.cue
        if self.pct is not None and self.pairs_go_on(at):
            return replace(self.pct, base=False, rule="list of pairs")
        if carried is None:
            return None
        goes_on = (
            at.resumed
            or cue is None
            or cue.kind in _IN_LISTS
            or (carried.measure == "share" and cue.kind == "lev" and cue.code == "have")
            or (carried.measure == "growth" and cue.low.endswith(" at"))
            or (cue.kind in ("with", "at") and lead.left > 0 and at.tail[lead.left - 1].kind in ("area", "prod", "w"))
        )
        return replace(carried, base=lead.base or (at.resumed and state.base_run), rule="list") if goes_on else None

    def pairs_go_on(self, at: Place) -> bool:
        """Whether an amount and a percentage follow others told in pairs: "closed the list with $21 million and 7.4 percent"."""
        last = at.state.last
        if [x.kind for x in at.pre] != ["and"] or last is None or last.measure != "level" or self.pct is None:
            return False
        told = self.rows[-2:-1]
        alike = bool(told) and told[0].unit == "PCT" and told[0].sentence.paragraph == self.rows[-1].sentence.paragraph
        return alike and self.pct.sign >= 0 and self.pct.measure in ("growth", "share")

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
            theirs = (row.unit, row.series.flow, row.series.reporter, row.period)
            alike = theirs == (part.unit, part.series.flow, part.series.reporter, part.period)
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
        place = next((k for k in range(len(before) - 1, -1, -1) if before[k].kind in ("hint", "w") and names_place(before[k])), None)
        if any(x.kind in ("chg", "cmp", "basis", "other") for x in before[place or 0 :]):
            return False
        moved = any(x.kind == "lev" and x.low in word_set("brings") for x in before)  # "exports went to Peru (44 percent)"
        held = any(x.kind == "share" and x.code == "noun" for x in before)  # "the largest shares were held by Peru (44 percent)"
        return moved or held or place is not None


def _of_a_label(at: Place) -> bool:
    """Whether a percentage follows the words for a share with no verb between: "proportion of the EU 46.3%"."""
    said = [x for x in at.tail if x.kind not in ("det", "adj")]
    named = len(said) > 2 and said[0].kind == "share" and said[0].code == "noun" and said[1].kind in ("of", "in")
    return named and all(x.kind in ("area", "prod", "and") for x in said[2:]) and not holds(at.post[:1], ("chg", "cmp", "basis"))


def _of_no_trade(at: Place) -> bool:
    """Whether a percentage is of what is no trade: "28 percent of GDP", "a 5 percent stake", "the 0.6 percent rise of quarterly GDP"."""
    post = at.post
    if len(post) > 1:
        first, second = post[0].kind, post[1].kind
        if first in ("area", "w", "prod") and second == "other":
            return True
        if first in ("of", "to") and any(
            (x.kind == "other" and x.code != "demand") or (x.kind == "revenue" and second == "pron") for x in post[1:4]
        ):
            return True
    return _counts_something_else(at) or _of_another_change(post) or _against_a_currency(at)


def _against_a_currency(at: Place) -> bool:
    """Whether a percentage is what money lost or gained: "it lost 14.9 percent against the dollar"."""
    behind = at.items[at.num.at + 1 : at.num.at + 6]
    led = bool(behind) and behind[0].low in ("against", "versus", "to", "vs")
    named = next((x for x in behind[1:] if x.kind not in ("det", "area")), None)
    return led and named is not None and named.low.removeprefix("the ") in word_set("moneys")


def _counts_something_else(at: Place) -> bool:
    """Whether a percentage belongs to the noun right after it: "a 5 percent stake"."""
    k = roles.ahead(at.post, 0)
    if k >= len(at.post):
        return False
    first = at.post[k]
    if first.kind == "w":
        named = bool(at.num.number.sign) and first.word[0].isupper()
        return not named and first.low not in word_set("after_percent") and _may_be_counted(first)
    return first.kind in ("other", "w-num", "proper")


def _said_outright(at: Place, lead: Lead) -> Role | None:
    """What the number itself, or the word right behind it, says that a percentage measures."""
    post, state = at.post, at.state
    k = roles.ahead(post, 0)
    if k < len(post) and post[k].kind == "share":
        return Role("share", rule="percent share", base=lead.base)
    if at.num.number.sign:
        return Role("growth", rule="signed percent", base=lead.base)
    if _is_explained(at.items[at.num.at + 1 : at.num.at + 7]):
        return NO_FIGURE
    if [x.low for x in at.items[at.num.at + 1 : at.num.at + 3]] in (["off", "for"], ["off", "your"]):
        return NO_FIGURE  # "Sign up: 25% off for the first 12 months", around an article
    if post and post[0].kind == "status" and post[0].code == "F" and state.pct is not None and holds(at.tail, ("ref", "cmp")):
        return Role("growth", state.pct.sign, size=True, rule="percent foreseen")  # "below the 4 percent forecast by analysts"
    if post and post[0].low in word_set("blows"):
        return Role("growth", -1, size=True, rule="percent of a blow")  # "took an 8 percent hit"
    return None


def _in_brackets_of_a_whole(at: Place, lead: Lead) -> Role | None:
    """A share in brackets: "4,721 million (51 percent) of exports", "took the biggest slice, 39%,"."""
    k = at.num.at
    apart = not at.tail and holds(at.items[max(0, k - 1) : k], (",",)) and holds(at.items[k + 1 : k + 2], (",", ";"))
    before = at.items[max(0, k - _APART) : k - 1]
    if not at.inside and apart and holds(before, ("tv", "lev")) and _slices(before):
        return Role("share", rule="share in apposition", base=lead.base)
    if not at.inside or at.tail:
        return None
    closed = at.items[k + 1 : k + 9]
    if [x.kind for x in closed[:2]] == [")", "of"] and whole(closed[2:]):
        return Role("share", rule="percent of", base=lead.base)
    return Role("share", rule="share in a bracket", base=lead.base) if _slices(at.items[max(0, k - _SLICE) : k]) else None


def _against_another(at: Place, lead: Lead) -> Role | None:
    """The growth that a comparison behind a percentage tells; no figure where it is a cost, a part of a change or a number of firms."""
    tail, post, cue, compared = at.tail, at.post, lead.cue, lead.compared
    leading = lead.head(tail) if lead.kind == "of" else cue
    goes_on = [x.kind for x in tail] == ["and"] and at.state.pct is not None and at.nums[at.n - 1].kind == "percent"
    led = goes_on or (leading is not None and leading.kind in ("chg", "by"))
    if compared is not None and compared.rule in roles.OVER_OR_UNDER and led:
        compared = None  # "a decrease of 32 percent over June", "down 3 percent in volume and 4 percent in value over last year"
    if any(x.kind == "lev" and x.code == "cost" for x in tail) and not any(x.kind in ("flow", "nodx") for x in [*tail, *at.pre]):
        return NO_FIGURE  # "gas costs 14 percent more"
    if compared is not None:
        of_base = lead.base and cue is not None and cue.kind == "ref" and cue.code != "from"
        return Role("growth", compared.sign, size=True, rule=compared.rule, base=of_base)
    if _of_a_change(post):
        return NO_FIGURE
    if lead.kind == "share" and any(x.low in TRADERS for x in post[1:6]) and not holds(post[:6], ("flow", "nodx")):
        return NO_FIGURE  # "the body represents 99 percent of the country's exporters"
    return None


def _rate_in_apposition(at: Place) -> Role | None:
    """The rate of a change just named with its time: "twice the loss of the first quarter, | 6.4 percent"."""
    named = [x for x in at.items[max(0, at.num.at - _NEAR) : at.num.at] if x.kind != "adj"]
    told = [x.kind for x in named[-4:]] == ["chg", "of", "time", ","] and roles.chg_noun(named[-4]) and holds(named[-5:-4], ("det",))
    closed = not at.post or at.post[0].kind in (",", ";", "and")
    return Role("growth", named[-4].sign, size=True, rule="rate in apposition") if told and closed else None


def _of_what_was_told(at: Place) -> bool:
    """Whether a percentage of it ends its clause, after the flow or the goods that are so much: "imports were 67.7 percent | of it"."""
    behind = at.items[at.num.at + 1 : at.num.at + 3]
    closed = len(behind) == 1 or holds(behind[1:], (",", ";", ".", "and", ")", "sub"))
    return holds(behind[:1], ("ofwhich",)) and closed and holds([*at.pre, *at.tail], ("flow", "prod"))


def _out_of_a_whole(at: Place) -> bool:
    """Whether what stands before a percentage is only the whole it is of: "of which", "Of this,", "Of the $6 billion exports in March,"."""
    said = [x for x in at.pre if x.kind != ","]
    if said and said[-1].kind == "ofwhich":
        return True
    opened = at.n == 1 and at.items[0].kind == "of" and at.nums[0].at < _SLICE
    return opened and bool(said) and said[0].kind == "flow" and all(x.kind in ("flow", "in", "time", "to", "area", "from") for x in said)


def _part_of_a_flow(at: Place, lead: Lead) -> Role | None:
    """A percentage of a flow that is named behind it: "20 percent of exports"; no figure where it is an index."""
    post, state = at.post, at.state
    if not post or post[0].kind != "of":
        return None
    if len(post) > 2 and post[1].kind == "time" and post[2].low in word_set("recorded_many"):
        return NO_FIGURE  # "stand at 95 percent of 2003 levels": an index, no share
    if at.num.place and post[1:2] and post[1].kind == "pron" and state.last is not None and state.last.measure == "growth":
        return None  # "lost 7, 9 and 5 percent of their exports"
    if _covers(at.tail, post):
        state.subjects = [replace(x, why="a ratio of two flows") for x in state.subjects]
        return Role("share", rule="coverage")
    if lead.kind in ("chg", "by") or not whole(post[1:]):
        return None
    head = lead.head(at.tail) if lead.kind == "of" else None
    return Role("share", rule="percent of", base=lead.base) if head is None or head.kind != "chg" else None


def _after_a_multiple(at: Place) -> Role | None:
    """The growth that a multiple before it comes to: "doubled, 99.9 percent, to"."""
    again = at.resumed and at.state.last is not None and at.state.last.rule == "multiple"
    return Role("growth", size=True, rule="growth after a multiple") if again and not (at.post and at.post[0].kind == "of") else None


def _in_other_words(at: Place) -> Role | None:
    """A percentage that is said to be the same as the amount before it: "by $2 million, equivalent to 3 percent"."""
    last, tail = at.state.last, [x for x in at.tail if x.kind not in _EQUATES]
    if last is None or last.base or not tail or any(x.low not in word_set("equivalent") for x in tail):
        return None
    if last.measure == "change":
        return Role("growth", last.sign, size=True, rule="growth in other words")
    told = last.measure == "level" and not _compares(at.items[max(0, at.num.at - _MOVED) : at.num.at])
    return Role("share", rule="share in other words") if told else None


def _said_again(at: Place, change: Item | None) -> Role | None:
    """A percentage that tells an amount before it in other words: "by $2 million, or 3 percent", "at $586 million, or 80 percent,"."""
    last, pre = at.state.last, at.pre
    if last is None:
        return None
    if last.measure == "change" and (at.resumed or not at.tail) and change is None:
        return Role("growth", last.sign, size=True, base=last.base, rule="or percent")
    if last.measure != "level" or not at.resumed or not holds(pre, ("or",)):
        return None
    moved = _moved_there(at)
    if moved is not None and holds(at.items[at.num.at + 1 : at.num.at + 4], ("ref", "basis")):
        return Role("growth", moved.sign, size=True, rule="or percent")  # "decreased to $5 billion, or 3 percent, compared to"
    moves = _compares([*at.items[max(0, at.num.at - _MOVED) : at.num.at], *at.post])
    return Role("share", rule="amount or share") if not moves else None  # "at $586 million, or 80 percent, crude was the top export"


def _compares(items: list[Item]) -> bool:
    """Whether words tell of a change, or set one thing against another: not "came from China"."""
    for k, item in enumerate(items):
        source = item.low == "from" and holds(items[k + 1 : k + 3], ("area",))
        if item.kind in ("chg", "cmp", "ref", "basis") and not source:
            return True
    return False


def _moved_there(at: Place) -> Item | None:
    """The verb by which a flow moved to the level before a percentage: "| decreased | to $5 billion"."""
    before = [x for x in at.items[: at.nums[at.n - 1].at][-_NEAR:] if x.kind != "adv"] if at.n else []
    led = len(before) > 1 and before[-1].kind == "to" and before[-2].kind == "chg"
    return before[-2] if led else None


def _as_one_unread(at: Place) -> bool:
    """Whether brackets give for another time what was told before them, and nothing says what that is: "20.2% (2021: 22.6%)"."""
    if not at.inside or not at.n or at.state.last is not None or at.post:
        return False
    led = at.nums[at.n - 1]
    return led.depth < at.num.depth and at.items[led.at + 1].kind == "("


def _from_and_to(cue: Item, at: Place) -> Role | None:
    """The share that another one is set against, or that one moved to: "60 percent, up from 55 percent"."""
    last = at.state.last
    if cue.kind == "ref" and cue.code == "from" and last is not None and last.measure in ("share", "share_change"):
        return Role("share", base=True, rule="share from and to")
    if cue.kind == "to" and last is not None and last.measure == "share_change":
        return Role("share", rule="share from and to")
    if cue.kind in ("to", "at", "ref") and any(x.kind == "share" and x.code == "noun" for x in at.tail):
        return Role("share", base=cue.kind == "ref", rule="share from and to")
    return None


def _moves(item: Item) -> bool:
    """Whether a word before "by" tells a change: "fell", "exceeded", "higher"."""
    return item.kind == "chg" or (item.kind == "lev" and item.code == "over") or (item.kind == "cmp" and bool(item.sign))


def _grades(before: list[Item], k: int) -> bool:
    """Whether "more" only says how much a verb before it does: "declined | more | deeply by"."""
    adverb = before[k + 1].low if k + 1 < len(before) else ""
    return before[k].kind == "cmp" and adverb.endswith("ly") and holds(before[:k], ("chg",))


def _names_a_rate(item: Item) -> bool:
    """Whether a word before a percentage says what rate it is."""
    return item.kind in ("chg", "share", "other") or (item.kind == "w" and item.low == "rate")


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


def _is_explained(behind: list[Item]) -> bool:
    """Whether a part of what was told is only said to have a cause: "£1 billion, 90 per cent of which was due to"."""
    verb = next((k for k, x in enumerate(behind) if x.code == "be"), len(behind))
    return behind[:1] != [] and behind[0].kind == "ofwhich" and holds(behind[verb + 1 : verb + 3], ("why",))


def _slices(before: list[Item]) -> bool:
    """Whether a bracket stands behind a share: "had the biggest slice (39%)"."""
    noun = next((k for k, x in enumerate(before) if x.kind == "share" and x.code == "noun"), None)
    return noun is not None and all(x.kind in _OF_A_SLICE for x in before[noun + 1 :])


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


def _to_something(post: list[Item]) -> bool:
    """Whether "to" leads to a noun that is no trade: "to its costs", not "to reach $5 billion" nor "to exports"."""
    noun = next((x for x in post[1:5] if x.kind not in ("det", "adj", "pron")), None)
    return bool(post) and post[0].kind == "to" and noun is not None and noun.kind in ("w", "other", "revenue") and is_noun(noun.word)


def _in_a_league(at: Place) -> bool:
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


def _verb_before(at: Place) -> Item | None:
    """The verb of change that stands right before brackets: "Exports rose strongly (8%)", "fell in volume (by 2%)"."""
    k = at.num.at - 1
    while k >= 0 and at.items[k].kind in ("by", "adv"):
        k -= 1
    if k < 0 or at.items[k].kind != "(":
        return None
    k -= 1
    while k >= 0 and (at.items[k].kind in _OF_A_VERB or at.items[k].low.endswith("ly") or at.items[k].low in word_set("degrees")):
        k -= 1
    return at.items[k] if k >= 0 and at.items[k].kind == "chg" and at.items[k].code[0] in "va" else None


def _verb_behind(at: Place) -> Item | None:
    """The verb of change that brackets stand before: "Taiwan (29.2%) and Peru (3.9%) rose"."""
    posted = False
    for k in range(at.num.at + 1, min(at.num.at + _BRACKETS, len(at.items))):
        item = at.items[k]
        if item.kind == "lev" and any(x.low in word_set("steady") for x in at.items[k + 1 : k + 3]):
            return replace(item, kind="chg", code="v", sign=1)  # "phones (2.5%) kept steady, computers (-27.4%) slid"
        if item.kind == "chg" and holds(at.items[k + 1 : k + 2], ("in",)):
            return None  # "increases in tea (12%), and decreases in flowers (2%)"
        if item.kind == "chg" and (item.code[0] == "v" or (posted and roles.chg_noun(item))):
            return item
        posted = posted or item.kind == "lev"  # "Melons (51.8 percent) and beef (39.8 percent) also posted gains"
        if item.kind != "lev" and item.kind not in (")", "(", "and", ",", "area", "prod", "w", "det", "num", "adj", "adv"):
            return None
    return None


def _told_before_list(at: Place) -> Item | None:
    """The word of change that stands between the number before and brackets: "(7.3 percent), | decreases | from Peru (14.1 percent)"."""
    begin = at.nums[at.n - 1].at + 1 if at.n else 0
    gap = at.items[max(begin, at.num.at - _BRACKETS) : at.num.at]
    k = next((k for k in range(len(gap) - 1, -1, -1) if gap[k].kind == "chg" and gap[k].sign), None)
    if k is None or gap[-1].kind != "(" or not all(x.kind in _UP_TO_BRACKETS and not names_place(x) for x in gap[k + 1 : -1]):
        return None  # not "exports fell, the main markets being China (24 percent)"
    return gap[k]


def _makes_up_a_whole(at: Place) -> bool:
    """Whether bare percentages in brackets list the parts of one whole: "China (24.3%), Peru (18.9%)", and no word tells a change."""
    near = at.items[max(0, at.num.at - _PLACES) : at.num.at + _PLACES]
    if holds(near, _OF_CHANGES):
        return False
    parts = [x.what for k, x in enumerate(near) if x.kind == "num" and x.code == "percent" and k and near[k - 1].kind == "("]
    whole_of = sum(x.value for x in parts)
    return len(parts) > 1 and whole_of <= _WHOLE and not any(x.sign for x in parts)


def _of_structure(at: Place) -> bool:
    """Whether brackets give what things make up: "Heaviest in the structure of exports are cars (43 percent)"."""
    before = at.items[max(0, at.num.at - _PLACES) : at.num.at]
    return any(x.low in word_set("structures") for x in before) and not holds(before, ("chg", "cmp", "basis"))


def _out_of(at: Place) -> bool:
    """Whether a bracket says in percent what so many out of so many are: "three out of four (76.8%)"."""
    before = at.items[max(0, at.num.at - _BEFORE) : at.num.at]
    return [x.low for x in before[-4:-2]] == ["out", "of"]
