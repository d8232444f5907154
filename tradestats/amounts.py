"""What an amount of money or goods measures: a level, of this period or of the one compared with, a change, or what is no trade."""

from __future__ import annotations

from itertools import takewhile

from tradestats import role as roles
from tradestats.clauses import without_breaks
from tradestats.frame import Memory, Num, Place, State
from tradestats.frozen import replace
from tradestats.items import MIRROR, Item, holds
from tradestats.lexicon import word_set
from tradestats.role import NO_FIGURE, Lead, Role, outside_brackets
from tradestats.stretch import is_verb
from tradestats.words import is_product_word

_BEFORE = 8  # items before a number in which the verb that it is the object of stands
_NEAR = 6  # items behind a number in which what it is a part of is named
_BRACKETS = 40  # items between a rate and the amount of the period that it compares with
_LEFT = 6  # rows before what is left of exports in which they and imports are told
_CLOSE = 30  # so many times a balance may differ from what was rounded
_AT_HOME = frozenset(("sales", "stocks", "output", "capacity"))  # what goods are counted in that no border is crossed by
_NAMED = frozenset(("of", "prod", "w", "adj", "det", "area", "proper", "and", "in", "time"))
_MOVED = frozenset(("flow", "prod", "area", "det", "adj", "and", "of", "time", "pron"))  # what moved consists of
_TOTALS = 60  # rows before a change in which the levels that bound it are told
_NAMES = frozenset(("prod", "w", "area", "flow"))
_LISTED = _NAMES | {",", "and", "adj", "det", "of", "to"}  # what the next in a list is named with
_LISTED_GOODS = frozenset(("prod", "w", "adj", "and", ",", "(", ")", "num", ";"))  # what goods with their amounts are listed with
_COMPARES = frozenset(("cmp", "chg"))
_BEFORE_AMOUNTS = frozenset(("and", "lev", "to", "at", "adv", "det", "sign", ":", ","))  # what stands between an amount and its subject


class Amounts(Memory):
    """Finds what money or a quantity measures."""

    def amount(self, at: Place, lead: Lead) -> Role | None:
        """Money or a quantity: level or change. The questions are asked in order; the first that has an answer gives it."""
        if _is_no_flow(at, lead):
            return None
        found = (
            _against_another(at, lead)
            or _in_other_words(at)
            or self.signed_amount(at)
            or _excess_told(at, lead)
            or self.left_over(at)
            or self.amount_by_cue(at, lead)
            or self.unsaid_change(at, lead)
            or self.change_left_out(at)
            or self.plain_amount(at, lead)
        )
        return found if found is not NO_FIGURE else None

    def signed_amount(self, at: Place) -> Role | None:
        """An amount with a sign: a balance, or the change of a flow."""
        if not at.num.number.sign:
            return None
        if at.inside:
            return self.signed_in_brackets(at)
        state = at.state
        balance = not state.subjects or state.subjects[0].flow == "balance"
        if at.num.kind != "money" or balance or not self.balance_seen or holds(at.tail, ("chg",)):
            return None
        moved = self.rows[-1].series.flow if self.rows else ""
        if state.subjects[0].product is not None and moved == state.subjects[0].flow and state.status != "F":
            return Role("change", rule="signed amount")  # "fertilizers with +$22 million": goods moved have no sign
        state.subjects = [replace(x, flow="balance", sign=0) for x in state.subjects]
        return None

    def signed_in_brackets(self, at: Place) -> Role:
        """A signed amount in brackets: a balance, of this period or the one compared with, or the change of the level before them."""
        state, last = at.state, at.state.last
        balance = bool(state.subjects) and state.subjects[0].flow == "balance" and not holds(at.post, ("basis",))
        if balance and last is not None and last.measure == "level" and self.rows and self.rows[-1].number.sign:
            return Role("level", base=True, rule="signed bracket level")
        if not at.tail and (_balance_behind(at) or self.goes_on_with_balances(at)):
            return _balance(state, 0, "signed balance")
        if not balance:
            return Role("change", rule="signed bracket")
        later = bool(state.main) and last is not None and not at.resumed
        return Role("level", base=True, rule="signed bracket level") if later else Role("level", rule="signed balance")

    def left_over(self, at: Place) -> Role | None:
        """What is left of exports when imports are taken off: "exports were $9 billion and imports $8 billion. This left $1 billion"."""
        if at.num.kind != "money" or not at.tail or at.tail[-1].low not in word_set("leaves") or holds(at.pre, ("flow", "prod", "area")):
            return None
        levels = [row for row in self.rows[-_LEFT:] if row.measure == "level" and row.unit == at.num.unit]
        told = {row.series.flow: row.value for row in levels if row.series.partner == "WLD"}
        if not told.keys() >= MIRROR.keys():
            return None
        balance, left = told["export"] - told["import"], at.num.number.value
        return _balance(at.state, 1 if balance > 0 else -1, "what is left") if abs(abs(balance) - left) * _CLOSE <= left else None

    def amount_by_cue(self, at: Place, lead: Lead) -> Role | None:
        """What the nearest word before an amount makes of it: "fell $3 billion", "a rise of $3 billion", "contributes $3 billion"."""
        cue, kind, post = lead.cue, lead.kind, at.post
        if cue is None:
            return None
        found = _with_a_minus(at, lead) or _taken_up(cue, at, lead)
        if found is not None:
            return found
        grown = at.state.last is not None and at.state.last.measure == "growth"
        if grown and at.tail[-1].low in ("extra", "additional") and post and post[0].kind in ("to", "of"):
            return Role("change", 1, size=True, rule="extra amount")  # "up 5 percent, helped by an extra 10,000 tonnes to Peru"
        if kind == "chg" and cue.code[0] != "n":
            behind = at.items[at.num.at + 1 : at.num.at + 3]
            reaches = [x.kind for x in behind] == ["to", "num"]  # "added $55 million to $1.4 billion"
            since = behind != [] and behind[0].kind == "time" and behind[0].low.startswith("since ")
            if cue.low == "lifting" and at.num.kind == "quantity" and holds(at.pre, ("hint",)) and not reaches:
                return Role("level", rule="taken by a buyer")  # "China was the largest customer, lifting 4.6 million tonnes"
            moved = at.num.kind == "quantity" and holds(at.tail, ("area", "flow"))  # "Exports to Kenya added 20,000 tonnes"
            if cue.low.startswith("add") and at.state.main != "change" and not (reaches or since or moved):
                return Role("level", rule="adds")
            return Role("change", cue.sign, size=True, rule=f"{cue.low} amount")
        if kind == "by":
            return self.by_amount(at, lead)
        if kind == "of":
            return _change_of(at.tail, lead.left)
        if kind == "contrib":
            economy = bool(post) and post[0].kind == "to" and any(x.low in ("economy", "gdp") for x in post[1:5])
            if economy:
                return NO_FIGURE  # "whisky contributes £7 billion to the economy"
            return Role("change", 1, rule="contributes") if at.state.main == "change" else Role("level", rule="contributes")
        return None

    def by_amount(self, at: Place, lead: Lead) -> Role:
        """The change behind "by": of the word of change before it, of a heading's or the clause's, or a balance "in the red by"."""
        tail, state = at.tail, at.state
        before = tail[: lead.left]
        change = next((x for x in reversed(before) if x.kind in ("chg", "cmp") or (x.kind == "lev" and x.code == "over")), None)
        if change is None and not before and at.pre[:-1]:
            change = roles.last_change(at.pre)  # "exports rose, by $2.5 billion,"
        if change is not None:
            of_size = change.code == "size" if change.kind == "cmp" else change.kind == "chg" and not change.code.endswith(":good")
            return Role("change", change.sign or 1, size=of_size, rule="by amount")
        if self.lead_sign and not holds(at.pre, ("chg",)):
            return Role("change", self.lead_sign, size=True, rule="by amount under a heading")
        if state.sign and (at.inside or not at.resumed):
            return Role("change", state.sign, size=True, rule="by amount")
        if before and before[-1].kind == "flow" and before[-1].code == "balance":
            return Role("level", rule="in the red by")
        return NO_FIGURE

    def unsaid_change(self, at: Place, lead: Lead) -> Role | None:
        """A change that no word right before the amount tells: a noun of change as its subject, or the level that follows."""
        tail, state = at.tail, at.state
        told = _change_told(tail) if lead.kind in ("lev", "to", "at") else None
        if told is not None:
            return Role("change", told.sign, size=True, rule="change, amount")
        if len(tail) == 1 and tail[0].low in word_set("plus_minus") and state.last is not None and state.last.measure == "level":
            sign = -1 if tail[0].low == "minus" else 1
            return Role("change", sign, size=True, rule="minus amount")  # "$2.2 billion, minus $51 million"
        if not tail and at.pre and not at.resumed and not at.inside:
            told = _change_before_comma(at)
            if told is not None:
                return Role("change", told.sign, size=True, rule="change, amount")
        moved = _moved_in(at) if at.inside and at.num.kind == "money" else 0
        if moved:
            return Role("change", moved, size=True, rule="change in brackets")
        if state.sign and not at.inside and _at_a_level(at) and any(row.measure == "change" for row in self.rows[-6:]):
            return Role("change", state.sign, size=True, rule="gained amount")  # "exports gained 2 at 15; imports 1 at 9"
        return None

    def change_left_out(self, at: Place) -> Role | None:
        """The change of the next in a list that leaves out the verb: "Copper lost $70 million and tin $20 million", "tin $2m to $5m"."""
        last, row = at.state.last, self.rows[-1] if self.rows else None
        named = bool(at.pre) and at.pre[0].kind in (",", "and") and at.pre[-1].kind in _NAMES and all(x.kind in _LISTED for x in at.pre)
        if at.inside or last is None or row is None or row.sentence is not self.sentence or not named or not _verb_goes_on(at):
            return None
        if at.state.main == "change" and last.rule.endswith(" amount"):
            return Role("change", last.sign, size=True, rule="gapped amount")
        told = self.rows[-2] if len(self.rows) > 1 else row
        if last.rule == "or percent" and told.measure == "change" and told.rule.endswith(" amount") and told.series.flow != "balance":
            return Role(
                "change", -1 if told.value < 0 else 1, size=True, rule="gapped amount"
            )  # "exports rose $2bn or 3 percent, imports $4bn"
        paired = row.measure == "level" and told.measure == "change" and told.series == row.series and row.series.flow != "balance"
        if not paired or [x.kind for x in at.items[at.num.at + 1 : at.num.at + 3]] != ["to", "num"]:
            return None
        return Role("change", -1 if told.value < 0 else 1, size=True, rule="gapped amount")

    def plain_amount(self, at: Place, lead: Lead) -> Role:
        """An amount that no word makes a change: in brackets or a list what the one before it makes of it, else a level."""
        last, num = at.state.last, at.num
        if _of_the_base(at):
            return Role("level", base=True, rule="compared with")
        if at.inside and _in_accounting_brackets(at):
            return Role("level", sign=-1, rule="level in brackets")
        if at.inside and all(x.kind == "or" for x in at.pre) and last is not None:
            dated = (num.at > 1 and at.items[num.at - 2].kind in ("time", "basis")) or holds(at.post[:2], ("time",))
            return self.bracketed(num, at.state, dated)
        if last is None and [x.kind for x in at.items[max(0, num.at - 2) : num.at]] == ["num", "and"]:
            return NO_FIGURE  # "revisions of $2 billion and $3 billion": as the one before it, which is none
        if at.resumed and last is not None:
            if last.measure == "growth" and holds(at.pre, ("or",)):
                behind = outside_brackets(at.items[num.at + 1 : num.at + 9])[:2]
                if last.rule.startswith("number ") and not holds([*at.post, *behind], _COMPARES):
                    return Role("level", rule="or amount")
                return Role("change", last.sign, size=True, rule="or amount")
            if last.measure == "change" and _counts_otherwise(at):
                return Role("level", base=lead.base, rule="level")  # "an addition of $392 million, and 33 million litres"
            if last.measure in ("change", "level"):
                return replace(last, rule="list", base=last.base or lead.base)
        ref = lead.ref
        return Role("level", base=lead.base, rule="level" if not lead.base else "compared with", ref=ref.code if ref is not None else "")

    def goes_on_with_balances(self, at: Place) -> bool:
        """Whether a signed bracket follows one that told a balance: "Peru (-24 bn) had the biggest deficit, followed by Chile (-19 bn)"."""
        last = self.rows[-1] if self.rows else None
        alike = last is not None and last.rule == "signed balance" and last.sentence is self.sentence
        return alike and not holds(at.items[max(0, at.num.at - _BEFORE) : at.num.at], ("chg", "cmp", "basis"))

    def bracketed(self, num: Num, state: State, dated: bool) -> Role:
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


def _moved_in(at: Place) -> int:
    """The direction of what goods with amounts alone in brackets moved: "gained in consumer goods ($1.3 billion) and cars ($0.5 billion)",
    "reflected decreases in | capital goods ($1 billion)"; 0 where the amounts are levels."""
    items, k = at.items, at.num.at - 1
    alone = items[k].kind == "(" and [x.kind for x in items[k + 2 : k + 3]] == [")"]
    if not alone:
        return 0
    while k > 0 and items[k].kind in _LISTED_GOODS:
        k -= 1
    if items[k].kind != "in" or not holds(items[k + 1 : k + 3], ("prod", "w")):
        return 0
    k -= 1
    while k > 0 and (items[k].kind in ("time", "in", "basis") or items[k].code == "be"):
        k -= 1
    return items[k].sign if items[k].kind == "chg" and any(x.kind == "flow" for x in items[:k]) else 0


def _balance(state: State, sign: int, rule: str) -> Role:
    """The level of a balance, where the words told flows of goods: from here on the clause is about the balance."""
    state.subjects = [replace(x, flow="balance", sign=sign, why="") for x in state.subjects]
    return Role("level", rule=rule)


def _is_no_flow(at: Place, lead: Lead) -> bool:
    """Whether an amount is of what crosses no border: goods made or in stock, money invested, a fund, a mark."""
    post = at.post
    if at.num.kind == "quantity" and (_at_home(at) or _was_made(at) or _makes(lead.cue, at)):
        return True
    if post and post[0].kind == "into" and any(x.low in word_set("invests") for x in at.tail):
        return True  # "put $7 billion into plants"
    if _stands_idle(at) or (at.num.kind == "quantity" and post and post[0].low in word_set("marks") and _or_passed(at)):
        return True
    if not post or at.num.kind != "money":
        return False
    return _counts_something_else(post[0]) or _is_titled(post) or any(x.kind == "other" and x.code != "demand" for x in _of_what(at))


def _of_what(at: Place) -> list[Item]:
    """The few items behind an amount that say what it is of: not "fell to $367 million | on poor harvests", "in the crop year"."""
    if at.n and at.post and at.post[0].kind == "on" and [x.kind for x in at.tail[-1:]] == ["to"]:
        return []
    return list(takewhile(lambda x: x.kind != "time", at.post[:3]))


def _at_home(at: Place) -> bool:
    """Whether goods are counted that stay at home: "sold 60,000 cars at home", "122,908 tonnes were in stock"."""
    behind = at.items[at.num.at + 1 : at.num.at + 4]
    held = _of_what(at) or (behind[1:] if behind and behind[0].code == "be" else [])
    return any(x.kind == "other" and x.code in _AT_HOME for x in held)


def _against_another(at: Place, lead: Lead) -> Role | None:
    """The change that a comparison behind an amount tells, or the balance where one flow is compared with the other."""
    compared = lead.compared
    if compared is None or (compared.rule in roles.OVER_OR_UNDER and lead.kind in ("ref", "chg", "by", "to")):
        return None
    owed = _sells_more(at.tail, at.items[at.num.at + 1 : at.num.at + 8])
    if owed:
        return _balance(at.state, owed, "excess of one flow")
    if at.post and at.post[0].kind == "flow":
        return None
    return Role("change", compared.sign, size=compared.size, rule=compared.rule)


def _in_other_words(at: Place) -> Role | None:
    """The change in money behind a growth: "rose 5 percent, the equivalent of $2 billion"."""
    last, sign = at.state.last, at.num.number.sign
    if last is None or last.measure != "growth" or at.num.kind not in ("money", "quantity"):
        return None
    alike = any(x.kind == "w" and x.low in word_set("equivalent") for x in [*at.tail, *at.pre[-3:]])
    if not alike and (not sign or any(x.kind in ("lev", "chg", "flow") for x in at.tail)):
        return None
    return Role("change", 0 if sign else last.sign, size=not sign, rule="change in other words")


def _excess_told(at: Place, lead: Lead) -> Role | None:
    """A balance told as the excess of one flow over the other; a sign that stands before the verb of a balance is noted for it."""
    pre, state = at.pre, at.state
    excess = _excess([*pre, *at.post], lead.cue)
    if excess:
        return _balance(state, excess, "excess of one flow")
    if at.num.number.sign or not state.subjects or state.subjects[0].flow != "balance":
        return None
    led = next((k for k in range(len(pre) - 1, -1, -1) if pre[k].kind not in _BEFORE_AMOUNTS), len(pre))
    signed = next((x for x in pre[led + 1 :] if x.kind == "sign"), None)
    if signed is not None and signed not in at.tail:
        state.subjects = [replace(x, sign=signed.sign) for x in state.subjects]  # "was negative and amounted to", "was negative:"
    return None


def _with_a_minus(at: Place, lead: Lead) -> Role | None:
    """A balance whose sign is a word: "negative by $3 billion"."""
    if lead.kind not in ("by", "sign", "at"):
        return None
    negative = next((x for x in reversed(at.tail) if x.kind == "sign"), None)
    if negative is None:
        return None
    at.state.subjects = [replace(x, flow="balance", sign=negative.sign) for x in at.state.subjects]
    return Role("level", rule="negative by")


def _taken_up(cue: Item, at: Place, lead: Lead) -> Role | None:
    """What a buyer lifts: "the USA picked up 297,571 tonnes", "the US lifted 297,571 tonnes"."""
    tail, left = at.tail, lead.left
    up = cue.low == "up" and left > 0 and tail[left - 1].low in word_set("takes_up") and holds(tail, ("area",))
    if up or (cue.low in word_set("lifts") and at.num.kind == "quantity" and any(x.kind in ("area", "pron") for x in tail)):
        return Role("level", rule="lifts")
    return None


def _change_of(tail: list[Item], of: int) -> Role | None:
    """The change before an "of": "a rise of $1 billion", "an increase in value of NOK 1 billion"."""
    before = roles.back(tail, of)
    if before > 0 and tail[before].kind == "stat":
        before = roles.back(tail, before)
    head = tail[before] if before >= 0 else None
    if head is not None and head.kind != "chg":
        head = _moved_flow(tail[: before + 1])
    return Role("change", head.sign, size=True, rule="change of amount") if head is not None and head.kind == "chg" else None


def _moved_flow(before: list[Item]) -> Item | None:
    """The change of the flow that stands before an "of": "a | decrease | in the goods deficit of $1 billion", "in exports to China of"."""
    for k in range(len(before) - 1, 0, -1):
        item = before[k]
        if item.kind == "in" and roles.chg_noun(before[k - 1]):
            return before[k - 1] if holds(before[k:], ("flow",)) else None
        placed = item.kind in ("ref", "to", "with", "in") and holds(before[k + 1 : k + 3], ("area",))  # "imports from China"
        if not placed and item.kind not in _MOVED:
            return None
    return None


def _change_before_comma(at: Place) -> Item | None:
    """The change before a comma or a dash that the amount behind it is the size of: "a sharp fall in May, $3 billion"."""
    body = without_breaks(at.pre)
    verb = next((x for x in reversed(body) if x.kind not in ("adv", "w")), None)
    if verb is not None and verb.kind == "chg" and verb.code[0] == "v" and _leads_to_level(at.items[at.num.at + 1 : at.num.at + 7]):
        return verb  # "fell too, $14 billion (5 percent) to $248 billion"
    noun = next((k for k in range(len(body) - 1, -1, -1) if roles.chg_noun(body[k])), 0)
    if not noun or body[noun - 1].kind not in ("adj", "det", "w", "basis"):
        return None
    return body[noun] if all(x.kind in ("in", "of", "stat", "adj", "det", "time") for x in body[noun + 1 :]) else None


def _verb_goes_on(at: Place) -> bool:
    """Whether the last amount is followed by this one in the same clause, and of the same kind: "rose $2bn or 3 percent, imports"."""
    before = [x for x in at.nums[: at.n] if x.depth == at.num.depth]
    if before and before[-1].kind == "percent" and at.state.last is not None and at.state.last.rule == "or percent":
        before.pop()
    return bool(before) and before[-1].kind == at.num.kind and before[-1].unit == at.num.unit


def _at_a_level(at: Place) -> bool:
    """Whether "at" and the level follow right after a number: "£0.2 billion at £15.4 billion"."""
    after = [x.kind for x in at.items[at.num.at + 1 : at.num.at + 3]]
    return after == ["at", "num"] and at.n + 1 < len(at.nums) and at.nums[at.n + 1].kind == at.num.kind


def _counts_otherwise(at: Place) -> bool:
    """Whether an amount counts something else than the number before it: litres after dollars."""
    return at.n > 0 and at.nums[at.n - 1].kind in ("money", "quantity") and at.nums[at.n - 1].kind != at.num.kind


def _or_passed(at: Place) -> bool:
    """Whether a mark is said to be reached or passed: "exceeding the 400,000-unit | mark"."""
    return at.num.number.bound == ">" or any(x.kind == "lev" and x.code == "over" for x in at.tail)


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


def _leads_to_level(behind: list[Item]) -> bool:
    """Whether an amount, or a bracket behind it, goes on with "to" and a level."""
    rest = outside_brackets(behind)
    return len(rest) > 1 and rest[0].kind == "to" and rest[1].kind == "num"


def _is_titled(post: list[Item]) -> bool:
    """Whether a flow behind an amount begins a name: "the N500 billion Export Stimulation Facility"."""
    return post[0].kind == "flow" and post[0].word[0].isupper() and len(post) > 1 and post[1].kind == "w" and post[1].word[0].isupper()


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


def _stands_idle(at: Place) -> bool:
    """Whether pieces are counted that nobody ships: a sentence begins "Some 15,800 trucks a day use the bridge"."""
    if at.num.kind != "quantity" or not at.num.unit.startswith("units") or at.inside or at.n:
        return False
    if any(x.kind not in ("adv", "det", "adj") and x.low not in word_set("around") for x in at.pre):
        return False
    ahead = at.items[at.num.at + 1 : at.num.at + 12]
    end = next((k for k, x in enumerate(ahead) if x.kind in ("num", ";", ",")), len(ahead))
    return not any((x.kind in ("flow", "nodx", "tv", "sales") and x.low != "trade") or x.code == "be" for x in ahead[:end])


def _balance_behind(at: Place) -> bool:
    """The balance that those before brackets are said to have: "the UK (-24.3 bn) had the biggest deficit"."""
    behind = at.items[at.num.at + 1 : at.num.at + _NEAR]
    if len(behind) < 3 or behind[0].kind != ")" or behind[1].kind != "lev":
        return False
    return any(x.code == "balance" for x in takewhile(lambda x: x.kind in ("det", "adj", "w", "flow"), behind[2:]))


def _excess(items: list[Item], cue: Item | None) -> int:
    """The sign of a balance told as the excess of one flow over the other: "imports exceeded exports by $25 billion"."""
    flows = [k for k, x in enumerate(items) if x.kind == "flow" and x.code in ("export", "import")]
    if len(flows) != 2 or items[flows[0]].code == items[flows[1]].code:
        return 0
    between = items[flows[0] + 1 : flows[1]]
    sign = 1 if items[flows[0]].code == "export" else -1
    by = (cue is not None and (cue.kind == "by" or cue.low == "to the tune of")) or items[flows[1]].low.endswith(" by")
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


def _counts_something_else(after: Item) -> bool:
    """Whether an amount belongs to the noun right after it: "the $10 billion mark", "a RM1b fund"."""
    if after.kind in ("other", "proper"):
        return True
    return (after.kind == "w" and after.low not in word_set("after_amount") and is_product_word(after.word)) or (
        after.kind == "w" and after.low in word_set("marks")
    )
