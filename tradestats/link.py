"""Numbers to what they measure: the sentences of one article, in order, each with the frame it inherits.

A sentence is walked number by number. The text between two numbers is cut where the second one's clause begins: what
stands before the cut modifies the first number ("... 5.1 percent | from a year earlier"), what stands after it is the
second one's subject and verb ("and imports to"). The subject is merged with the frame; what is ambiguous gives no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from tradestats import role as roles
from tradestats.about import handles, is_of_trade, leads_elsewhere, trades_with
from tradestats.anaphora import opposite, other_side, source_of
from tradestats.calendar import Period, month
from tradestats.clauses import BREAKS, fronted, last_clause, moved_by_change
from tradestats.compared import SPAN_SKIP_FORMS, exact_dates, governed, set_against, undated
from tradestats.frame import Num, Place, Row, Series, State
from tradestats.frozen import replace
from tradestats.goods import NOT_KNOWN
from tradestats.items import MIRROR, TRADERS, Item, holds
from tradestats.lexicon import word_set
from tradestats.measures import Measures, behind_second
from tradestats.noun_phrase import one_label, with_ampersands
from tradestats.parse import parse
from tradestats.passages import Passages, opens_with_it
from tradestats.reach import Reach, dated_bracket
from tradestats.recognise import names, products
from tradestats.reporter import ranked_traders
from tradestats.rewording import in_plain_words, reworded
from tradestats.role import Role
from tradestats.segment import Sentence
from tradestats.stretch import has_verb, is_verb
from tradestats.subnational import OF_A_PART, names_country
from tradestats.totals import Totals
from tradestats.units import Units
from tradestats.unrelated import of_something_else, speaks_of
from tradestats.values import Values, too_small
from tradestats.words import is_verb_word

NO_FLOW = "no trade flow is named for it"
_THRESHOLD = "a threshold, not a figure"
_OPENS = 3  # items that begin with a noun
_OPENING = 3  # sentences with figures that show what an article is about
_NEXT = 7  # items after a number in which its noun stands
_CLOSING = 16  # items after a number within which it is said to be what somebody foresees
_PRE = 400  # items before a number that can name its subject
_CHANGED = 80  # items before a number in which a target that it is compared with is told
_VERB_TO_TARGET = 5  # items between what is done to a target and the word for it
_LEADS_TO_PLACE = frozenset(("ref", "to", "in", "for", "det", "adv", "area", "flow"))  # what stands between a change and a country
_RESULTS = 4  # figures before a revenue among which a profit shows whose it is
_SOURCE = 5  # items behind "according" within which it is said what of
_SPAN_HEADING = 6  # words that a heading has at the most which only says of what spans its section is: "3-monthly"
_AUXILIARIES = frozenset(("have", "has", "had"))  # verbs that no name of goods has
OF_NO_GOODS = "a quantity of goods that nobody names"
_WEIGHED = 6  # rows before a quantity in which one of the same unit says what it is of
_LISTED = frozenset((",", "and", "area", "prod", "flow", "w", "adj", "det"))  # what the names of a list are made of
_UNITS = {"percent": "PCT", "fraction": "PCT", "multiple": "PCT", "points": "PP", "rank": "RANK"}  # of what is no amount
_WITH_BASIS = frozenset(("growth", "change", "share_change", "contribution"))  # measures that compare with another period
_Outside = tuple[list[Series], Role | None, str, bool, Period | None, bool]  # what holds before a bracket and again behind it


class Linker(Units, Measures, Values, Totals, Passages):
    """Links one article's sentences in order: `rows` and `aside` grow; nothing in them is changed later."""

    def link(self, sentence: Sentence, items: list[Item]) -> None:
        """Reads one sentence: appends its rows, and carries on what the next sentence inherits."""
        if sentence.first and leads_elsewhere(items):
            self.aside += [(x.what, "the headline of another article") for x in items if x.kind == "num"]
            return
        listed = self.sentence is not None and self.sentence.kind == "bullet"
        self.sentence = sentence
        items = self.settled(sentence, items)
        self.open_passage(sentence, items, listed=listed)
        kinds = {x.kind for x in items}
        self.note_words(sentence, items, kinds)
        self.measured(items)
        self.declare(sentence.start, sentence.end, items)
        if self.series is self.fresh and self.series.flow == "trade" and self.trade_flow and _moves(items):
            self.series = self.fresh = replace(self.series, flow="export")
        numbers = self.numbers(items) if "num" in kinds or "stat" in kinds else []
        if has_verb(items) or not numbers:
            told = next((x for x in items if x.kind == "chg" and x.low in word_set("change_nouns")), None) if not numbers else None
            self.lead_sign = told.sign if told is not None and items[-1].kind == ":" else 0
        if numbers:
            self.with_numbers(sentence, items, numbers, kinds)
        else:
            self.without_numbers(sentence, items)

    def settled(self, sentence: Sentence, items: list[Item]) -> list[Item]:
        """The items of a sentence with what its words refer to, and what is noted of the words themselves."""
        self.dealt = self.payer = self.trader = ""
        self.begun = self.as_of = None
        kinds = {x.kind for x in items}  # most questions here are settled by what a sentence does not have
        self.source = source_of(items) if "area" in kinds or "proper" in kinds else ""
        judging = [x.code.endswith(":good") for x in items if x.kind == "chg"]
        self.judged, self.only_judged = any(judging), bool(judging) and all(judging)
        self.follows = any(x.low.split(" ", 1)[0] in word_set("so") for x in items[:4])
        if sentence.kind == "heading":
            self.time.awaited = len(items) <= _SPAN_HEADING and any(x.low in word_set("span_headings") for x in items)
        items = set_against(exact_dates(self.places.resolve(undated(items) if sentence.first else items)))
        items = self.ranks_traders(sentence, in_plain_words(items) if "num" in kinds else items)
        if sentence.kind == "bullet":
            items = one_label(items)
        elif "and" in kinds and any(x.word == "&" for x in items):
            items = with_ampersands(items)
        if "mirror" in kinds:
            items = opposite(items, self.series.flow, self.series.partner)
        items = reworded(items, self.context.reporter, several=self.context.several)
        return self.turnover_one_way(items) if "flow" in kinds and any(x.low == "turnover" for x in items) else items

    def turnover_one_way(self, items: list[Item]) -> list[Item]:
        """A sentence with turnover of goods that the article tells of one way: "Footwear exports fell. Their turnover is $10 billion"."""
        flow = self.context.flow
        if self.context.topic is None or flow not in MIRROR:
            return items
        if self.series.flow == flow:
            return [replace(x, kind="stat", code="value") if x.kind == "flow" and x.low == "turnover" else x for x in items]
        if {row.series.flow for row in self.rows[-_WEIGHED:]} == {flow}:
            return [replace(x, code=flow) if x.kind == "flow" and x.low == "turnover" else x for x in items]
        return items

    def ranks_traders(self, sentence: Sentence, items: list[Item]) -> list[Item]:
        """The items of a sentence that ranks countries by a flow, or goes on with the list of such, with that flow named."""
        ranked, flow = ranked_traders(items)
        home, theirs = self.context.reporter, flow != "" and self.context.flow == MIRROR[flow]
        if theirs and home not in ("", "WLD") and not self.context.several and not any(x.code == "WLD" for x in items):
            return other_side(items, flow)  # "Top importers were Russia and Iran", of India's tea
        goes_on = sentence.kind == "bullet" or (bool(items) and items[0].kind == "area" and not has_verb(items))
        self.traders = flow or (self.traders if goes_on else "")
        self.trade_seen, self.active = self.trade_seen or bool(flow), self.active or bool(flow)
        return ranked

    def note_words(self, sentence: Sentence, items: list[Item], kinds: set[str]) -> None:
        """What the words of a sentence say of all its numbers."""
        self.spans_said = frozenset(x.what.form for x in items if x.kind == "time") if "time" in kinds else frozenset()
        named = (x.what for x in items if x.kind == "time" and x.what.form == "month") if "month" in self.spans_said else ()
        self.month_said = next((int(dict(bare.args)["m"]) for bare in named if bare.relative), 0)
        self.each = "each" in kinds or "both" in kinds
        self.flow_said = "flow" in kinds or "nodx" in kinds
        goes_on = self.flow_said and bool(self.rows) and self.rows[-1].sentence.paragraph == sentence.paragraph
        self.trade_here = not self.context.aside or goes_on or (is_of_trade(items) and not handles(items))
        self.countrys = not self.context.part or names_country(items, self.context.reporter)
        self.respectively = "resp" in kinds
        self.others_said = "area" in kinds and any(x.code == "ROW" and x.low.split()[-1] in word_set("place_nouns") for x in items)
        opening = [x.low.split(" ")[0] for x in items[:2]]
        self.never_before = opening in (["not", "since"], ["never", "before"])  # "Not since May has a month shown more than 40%"

    def with_numbers(self, sentence: Sentence, items: list[Item], numbers: list[Num], kinds: set[str]) -> None:
        """Links the numbers of a sentence, then looks back over its rows and on to the next sentence."""
        self.figures += 1
        self.speaks = speaks_of(items)
        state = self.frame_of(sentence, items)
        first, asides = len(self.rows), len(self.aside)
        named = any(map(_names_flow, items)) or trades_with(items)
        self.active = self.active or named
        self.walk(items, numbers, state)
        self.bases.last = state.basis if state.basis in ("yoy", "mom", "qoq") else ""
        if "status" in kinds and _sourced(items):
            told = self.rows[first].period if len(self.rows) > first else None  # "up from the 8 percent rise in June" came about
            past = [row.is_base or row.status != "A" or row.period != told for row in self.rows[first:]]
            self.rows[first:] = [row if done else row._replace(status="F") for row, done in zip(self.rows[first:], past, strict=True)]
        self.pair_rates(first)
        self.reconcile(first)
        self.late(items, first, state)
        self.base_behind(items[numbers[-1].at + 1 :], state)
        self.note_basis(items, state.period)
        away = ("other" in kinds and any(x.kind == "other" and x.code != "demand" for x in items)) or any(
            why.startswith(("about", "its subject is no trade")) for _, why in self.aside[asides:]
        )
        self.active = len(self.rows) > first or (self.active and (named or not away))
        self.with_figures += 1
        self.home = self.home or (len(self.rows) > first and self.with_figures <= _OPENING)
        self.remember(items)
        self.carry(sentence, items, numbers, state)
        self.turn_to(first)
        self.backfill(first)

    def frame_of(self, sentence: Sentence, items: list[Item]) -> State:
        """What the first number of a sentence inherits."""
        if self.sharer != "WLD" and opens_with_it(items):
            self.series = replace(self.series, partner=self.sharer)  # "China took 91 percent. It bought 76 million tons"
        self.sharer = "WLD"
        again = items[0].low in word_set("alike") or opens_with_it(items)
        # "It had jumped 13 percent", "Likewise, imports gained 4 percent": as the sentence before compared
        state = State([self.series], self.time.now, basis=self.bases.last if again else "", adjustment=self.adjustment, open=self.time.open)
        if self.label_line == sentence.line:
            state.lead_partner, state.lead_product = self.label_partner, self.label_product
        if sentence.first and sentence.kind == "bullet":
            state.subjects = [self.bulleted(items)]
        return state

    def walk(self, items: list[Item], nums: list[Num], state: State) -> None:
        """Goes through the numbers of a sentence, each with the text before it and the words behind it that are its own."""
        begin = 0
        stack: list[_Outside] = []
        reach = Reach(items, nums, respectively=self.respectively)
        for n, num in enumerate(nums):
            pre = self.brackets(items[begin : num.at], state, stack, opening=n == 0)
            begin = num.at + 1 + reach.lengths[n]
            inside = bool(stack)
            self.closed_by = reach.closing(n)
            self.dated_ahead = self.closed_by or reach.ahead(n) or (dated_bracket(items, num.at) if inside else None)
            self.beside = self.level_beside(items, nums, n, inside)
            resumed = not _parted(pre) if pre else n > 0
            self.number(Place(items, nums, n, num, pre, last_clause(pre), reach.behind(n), state, inside, resumed))

    def brackets(self, gap: list[Item], state: State, stack: list[_Outside], *, opening: bool) -> list[Item]:
        """Follows brackets through a gap: the subject before "(" is the subject inside, and again after ")"."""
        piece: list[Item] = []
        for item in gap:
            if item.kind == "(":
                self.open_bracket(piece, state, stack, going_on=item is gap[0] and not opening)
                piece = []
            elif item.kind == ")" and not stack and piece and piece[-1].kind == "w-num":
                piece.pop()  # "were: 1) Uganda"
            elif item.kind == ")":
                if stack:
                    state.subjects, state.last, state.main, state.base_run, period, dated = stack.pop()
                    if period is not None:  # "$9 billion [May 2023: $8 billion], +14 percent": back to the period before
                        state.period, state.period_set = period, dated
                piece = piece if piece and all(x.kind == "time" for x in piece) else []  # "Grapes: (2020) $31 million"
            else:
                piece.append(item)
        if len(state.bracketed) > 1 and piece and gap[0].kind == ")" and piece[0] is gap[1] and is_verb(piece[0]):
            state.subjects = state.bracketed  # "China ($3 billion) and India ($2 billion) | made up"
        return piece[-_PRE:]

    def open_bracket(self, piece: list[Item], state: State, stack: list[_Outside], *, going_on: bool) -> None:
        """Keeps what holds outside a bracket. `going_on`: nothing parts it from the number before."""
        outer = None
        if piece:
            led = piece[0].kind == "," and holds(piece[1:3], ("ledby",))  # "rose, led by chips (12 percent) and cars (8 percent)"
            led = led or (bool(state.bracketed) and _goes_on_naming(piece) and state.subjects[:1] != state.bracketed[-1:])
            outer = state.subjects if led else None
            self.subject(piece[-_PRE:], state)
            state.sign = _listed_under(piece) or state.sign
        stack.append((list(outer or state.subjects), state.last, state.main, state.base_run, state.period, state.period_set))
        if piece:
            state.last = None
            self.names_bracketed(piece, state)
            state.bracketed = [*(state.bracketed if _goes_on_naming(piece) else []), *state.subjects[:1]]
        elif going_on and self.assigned and len(stack) == 1:
            state.subjects = list(self.assigned)

    def number(self, at: Place) -> None:
        """Links one number: its subject, what it measures, its series and its row, or why it has none."""
        num, state, inside = at.num, at.state, at.inside
        self.post_before, self.post, self.kind_now, self.inside = self.post, at.post, num.kind, inside
        if at.pre:
            held = state.subjects
            self.subject(at.pre, state)
            self.by_the_unit(at.pre, num, held, state)
        told = (moved_by_change if at.n else fronted)(at.items, num.at, at.pre)
        if told:
            self.fronts(told, state)
        found = self.role(at)
        if found is None:
            self.assigned = []  # a bracket behind it is of the clause's own subject
            self.aside.append((num.number, "no word near it says what it measures"))
            self.note_times(at.post, state)
            return
        if found.rule.startswith("gapped"):
            at = replace(at, post=[*at.post, *behind_second(at)])
        if self.is_threshold(at, found):
            self.aside.append((num.number, _THRESHOLD))
            return
        if found.base and self.is_no_base(at):
            found = found._replace(base=False)
        self.named_behind(at, found)
        state.adjustment = state.adjustment or _adjusted_behind(at.items, num.at)
        series = self.assign(at, found)
        if not inside:
            self.assigned = series
            state.bracketed = []
        self.emit(at, series if inside else self.unless_of_other(at, series), found)
        if num.kind in ("percent", "fraction"):
            state.pct = self.pct = found
        state.last = found
        if not inside:
            state.main = found.measure

    def unless_of_other(self, at: Place, series: list[Series]) -> list[Series]:
        """The series of a number, blocked where its clause does what no trade does, as is what the clause goes on with."""
        other = of_something_else(at.items, at.num.at, self.speaks)
        why = f"about {other.word}" if other is not None else self.as_its_figure(at)
        if not why:
            return series
        blocked = [replace(s, why=s.why or why) for s in series]
        if not holds(at.pre, ("which",)):  # "branches, which provide 44 percent of output, shipped"
            at.state.subjects = blocked
        return blocked

    def as_its_figure(self, at: Place) -> str:
        """Why the figure that a number is compared with is none of trade: "the current account had a deficit of $2 billion after"."""
        number, why = self.aside[-1] if self.aside and at.n else (None, "")
        compared = number is at.nums[at.n - 1].number and holds(at.tail, ("ref",)) if at.n else False
        if not self.rows and holds(at.pre[:1], ("revenue",)) and any("profit" in why for _, why in self.aside[-_RESULTS:]):
            return "about a firm's revenue"  # "its profit fell 1 percent. | Revenue | jumped 15 percent", before any figure of trade
        return why if compared and why.startswith("about current account") else ""

    def named_behind(self, at: Place, found: Role) -> None:
        """Reads on behind a number for whose it is: "of the 3 billion, most (2.4 billion) went to Japan"."""
        behind = at.items[at.num.at + 1 : at.num.at + 3]
        then = behind[1].low if len(behind) > 1 else ""
        fewer_came = then == "came" and behind[0].kind == "cmp"
        alone = then == "went" and behind[0].kind == ")"
        if (not at.inside or alone) and (found.measure in ("level", "share") or fewer_came):
            self.trailing(at.items, at.num, at.nums, at.state)
        elif not at.inside:
            self.more_moved(at.items, at.num, at.state)

    def is_threshold(self, at: Place, found: Role) -> bool:
        """Whether a level is a mark that is passed, and no figure: "topping $10 billion", "22 goods with exports of over $1 billion"."""
        num, state = at.num, at.state
        if num.number.bound == ">" and self.never_before:
            return True
        if found.measure != "level":
            return False
        if not found.base and not at.inside and state.status != "F" and state.history:
            dated = any(x.kind == "time" or (x.kind == "adj" and x.code in ("previous", "record")) for x in [*at.tail, *at.post])
            if not dated and (any(x.kind == "lev" and x.code == "over" for x in at.tail) or self.tops(num)):
                return True
        if num.run != 1 or len(state.subjects) != 1:
            return False
        if holds(at.post, ("each",)):
            return True
        return num.number.bound == ">" and _counts_things(at.items[max(0, num.at - _NEXT - 1) : num.at])

    def is_no_base(self, at: Place) -> bool:
        """Whether a figure behind a comparison is of the same period after all: what was foreseen, or another flow set against it."""
        led = _after_ref(at.tail)
        if any(x.kind == "status" and x.code == "E" for x in led):
            foreseen = bool(self.rows) and self.rows[-1].status == "F" and self.rows[-1].sentence is self.sentence
            at.state.status = "F" if foreseen else at.state.status or "E"
            return True  # "up from the previous estimate of 2.6 percent"
        if self.is_of_forecast(at, led):
            at.state.status = "E" if at.state.status == "E" else "F"
            return True
        return self.is_of_other_flow(at, led) or _is_of_other_place(at.post) or _is_of_goods_sold(at)

    def is_of_forecast(self, at: Place, led: list[Item]) -> bool:
        """ "against a forecast of $6 billion", "up from 3 percent previously", "trimmed its target to $6 billion from"."""
        items, num = at.items, at.num
        if any(x.kind == "status" and x.code == "F" for x in led):
            return True
        if any(x.low in word_set("at_first") for x in at.post[:1]) and (at.state.status == "F" or self.to_come(at.state.period)):
            return True
        return _foreseen(items[num.at + 1 : num.at + 1 + _NEXT]) or _revises(items[max(0, num.at - _CHANGED) : num.at])

    def is_of_other_flow(self, at: Place, led: list[Item]) -> bool:
        """ "Imports stood at $6 billion. Set against exports of $7 billion, that leaves"."""
        post, state = at.post, at.state
        other_way = MIRROR.get(self.rows[-1].series.flow, "") if self.rows else ""
        if at.n == 0 and any(x.kind == "flow" and x.code == other_way for x in led) and not holds(post, ("time",)):
            return True
        flow = next((x for x in post if x.kind == "flow"), None) if post and post[0].kind in ("of", "lev", "in", "flow", "chg") else None
        if not state.subjects:
            return False
        if flow is not None and flow.code != state.subjects[0].flow:
            return True
        return bool(state.history) and state.subjects[0].flow != state.history[-1].flow and holds(led, ("flow",))

    def fronts(self, told: list[Item], state: State) -> None:
        """What the clause behind an opening number says that the number is about."""
        phrase = parse(told, subject=True)
        if [x.kind for x in told[:2]] == ["time", "flow"]:
            self.times(told[:1], state)  # "At 96 tonnes, 2021 imports were down"
        verb = next((k for k, x in enumerate(told) if is_verb(x) or (x.kind == "w" and is_verb_word(x.word))), len(told))
        topped = parse(told[:verb], subject=True)
        if phrase.flows and topped.products and not topped.flows and self.names_a_product(topped):
            phrase.products, phrase.joined = topped.products, topped.joined  # "berries have become the second item of fruit exports"
        goods = bool(phrase.products) and self.names_a_product(phrase)
        if phrase.flows or phrase.hint is not None or phrase.areas or goods:
            state.subjects = self.merge(phrase, state, ",")
        elif phrase.proper or phrase.alien or phrase.other is not None or any(x.low in word_set("traders") for x in told):
            state.subjects = [replace(s, why="its subject is no trade flow") for s in state.subjects]

    def tops(self, num: Num) -> bool:
        """ "topping $10 billion": a participle before the number says that it is passed."""
        words = self.text[num.number.bound_start : num.number.start].lower()
        return words.startswith(("topping", "exceeding", "surpassing", "crossing", "passing"))

    def too_little(self, series: Series, at: Place) -> bool:
        """Whether nothing places a figure: no reporter, no period, no flow in its sentence."""
        return not series.reporter and at.state.period is None and not self.flow_said

    def note_times(self, post: list[Item], state: State) -> None:
        """A period beside a number that gives no row still dates the sentence."""
        why = next((k for k, x in enumerate(post) if x.kind == "why"), len(post))
        for k, item in enumerate(post[:why]):  # what only explains dates nothing: "since a chip in the second half cost"
            if item.kind == "basis" and item.code in ("yoy", "mom") and state.period is not None and state.period.freq == "M":
                self.bases.count("M", item.code)
            if item.kind == "time" and governed(post, k, after=True) and state.period is not None and state.period.freq == "M":
                basis = self.base(item, state.period)[1]
                self.bases.count("M", basis)
            if (
                item.kind != "time"
                or item.code
                or (item.what.form in SPAN_SKIP_FORMS and item.what.form != "end")
                or governed(post, k, after=True)
                or state.period_set
            ):
                continue
            period = self.resolve(item, state.period)
            if period is not None and period.freq == "D":
                period = month(period.end.year, period.end.month)  # "stocks at the end of May"
            if period is not None:
                state.period, state.period_set = period, True

    def emit(self, at: Place, series: list[Series], found: Role) -> None:
        """Makes a row of each series of the number, or says why not."""
        done = False
        for one in map(self.of_other_way, series):
            if one.why or not one.flow or not self.trade_seen or not self.context.trade:
                self.note_times([*at.pre, *at.post], at.state)
                why = one.why or NO_FLOW
            else:
                one = self.weighed(at, one)
                why = self.no_trade(at, one)
                if why in (OF_A_PART, OF_NO_GOODS):
                    self.note_times([*at.pre, *at.post], at.state)  # the figures that follow are of the same time
            row = None if why else self.row(at, one, found)
            if row is None:
                self.aside.append((at.num.number, why or "too small for a country's trade"))
                continue
            self.shared(at.state, row)
            self.rows.append(row)
            self.note_whole(row)
            self.said_again(row)
            self.active = done = True
        if not done and not series:
            self.aside.append((at.num.number, "a list of numbers that does not match its names"))
        at.state.base_run = found.base

    def weighed(self, at: Place, one: Series) -> Series:
        """The series of a quantity, of the goods that the last such was of where none are named: nobody counts all goods in barrels."""
        if at.num.kind not in ("quantity", "price") or one.product is not None:
            return one
        alike = next((row for row in reversed(self.rows[-_WEIGHED:]) if row.unit == at.num.unit), None)
        goods = alike.series.product if alike is not None else None if self.speaks.worth or one.flow == "trade" else self.context.goods
        return replace(one, product=goods)

    def no_trade(self, at: Place, one: Series) -> str:
        """Why a number is none of a country's trade, though a flow is named; empty if it is."""
        if one.partner == one.reporter != "" and one.reporter != "WLD" and not names.is_group(one.reporter):
            return "nobody trades with himself"
        if one.product is not None and not _AUXILIARIES.isdisjoint(one.product.text.lower().split()):
            return NOT_KNOWN  # "crisis: attacks on ships have caused"
        if one.flow == "balance" and at.num.kind in ("quantity", "price") and one.reporter == "WLD":
            return "a glut of goods, not a balance of trade"
        unsaid = one.product is None and one.flow != "trade" and bool(self.context.crop)  # goods are named somewhere
        if unsaid and at.num.kind in ("quantity", "price") and not self.speaks.worth and not products.scan(at.num.item.word):
            return OF_NO_GOODS  # not "300,000 cotton bales", which name theirs
        if not self.trade_here:
            return "the article is about something else, and the sentence names no trade"
        if not self.countrys:
            return OF_A_PART
        return "neither whose trade nor when is known" if self.too_little(one, at) else ""

    def row(self, at: Place, one: Series, found: Role) -> Row | None:
        """The row of one series of a number; None if the number is too small for one."""
        num, state, measure = at.num, at.state, found.measure
        statistic = self.statistic(num, one)
        if self.beside == "value" and statistic == "volume" and one.flow == "trade" and num.kind not in ("money", "quantity"):
            statistic = "value"  # "trade volume rose 5 percent to $3 billion"
        period, basis = self.when(at, found)
        value = self.value(num, found, one)
        if measure == "level" and self.outgrows(at, one, period, value):
            state.subjects = [replace(s, product=None) if s.product is one.product else s for s in state.subjects]
            one = replace(one, product=None)
        statistic, money = self.priced(at, statistic, found)
        if measure == "level" and statistic != one.statistic and (one.statistic == "price" or (one.statistic == "volume" and money)):
            # "less fish at better prices: 3 million tonnes, down", "the volume of exports is 1.1 billion dollars, up"
            for told in (state.subjects, state.history, self.assigned):
                told[:] = [replace(s, statistic="") for s in told]
        if too_small(num, statistic) and self.fetched(num):
            statistic, money = "price", num.unit + self.price_unit
        if too_small(num, statistic):
            self.note_times(at.post, state)
            return None
        if measure == "level" and not found.base and not state.period_set:
            period = self.outgrown(one, money, value, period, state)
        assert self.sentence is not None
        self.listing = self.listing or (one.product is not None and one.product is not self.context.topic)
        return Row(
            num.number,
            one,
            measure,
            statistic,
            value,
            _UNITS.get(num.kind, money),
            basis if measure in _WITH_BASIS else "",
            num.number.bound,
            self.status(at, found, period),
            state.adjustment,
            period,
            self.sentence,
            found.rule,
            state.open and period is None,
        )

    def status(self, at: Place, found: Role, period: Period | None) -> str:
        """Whether a figure is a forecast, an estimate or what came about."""
        behind = at.items[at.num.at + 1 : at.num.at + _CLOSING]
        if self.to_come(period) or _foreseen(behind[:_NEXT]) or _is_what_comes(behind):
            return "F"
        return "A" if found.base or self.came_before(at, period) else at.state.status or "A"

    def came_before(self, at: Place, period: Period | None) -> bool:
        """Whether a figure is of a time before the one just foreseen or estimated: "estimated at 1 percent, versus 2 percent in June"."""
        last = self.rows[-1] if self.rows and at.n else None
        if last is None or last.sentence is not self.sentence or last.status not in ("F", "E") or period is None or last.period is None:
            return False
        return period.end < last.period.start and not any(x.kind == "status" for x in _after_ref(at.tail))


def _listed_under(piece: list[Item]) -> int:
    """The direction that names with brackets are listed under: "less of chemicals (10%)", "increases were seen in tea (12%)"; else 0."""
    for k in range(len(piece) - 2, -1, -1):
        item, behind = piece[k], piece[k + 1]
        if item.kind == "cmp" and item.sign and behind.kind == "of":
            return item.sign
        if roles.chg_noun(item):
            named = piece[k + 1 :]
            if k < _OPENS and holds(named, ("flow",)) and not any(is_verb(x) for x in named):
                return item.sign  # "The growth of exports between January and May (24%) was"
            if _leads_to_place(named):
                return item.sign  # "The largest falls in shipments were from Korea (24%)"
            listed = piece[-1].kind in ("prod", "area", "w") and holds(named, ("in", "by")) and not holds(named, ("flow", "chg"))
            return item.sign if listed else 0
        if item.kind == "chg" and is_verb(item) and item.sign:
            return item.sign if behind.kind != "to" and _leads_to_place(piece[k + 1 :]) else 0  # "Arrivals decreased from Korea (24%)"
    return 0


def _leads_to_place(items: list[Item]) -> bool:
    """Whether items lead from a change to the first country of a list: "in shipments were from Korea", "were recorded for Japan"."""
    led = all(x.kind in _LEADS_TO_PLACE or x.code == "be" or x.low in word_set("recorded") or x.low == "came" for x in items)
    return led and len(items) > 1 and items[-1].kind == "area" and items[-2].kind not in ("flow", "area")


def _goes_on_naming(piece: list[Item]) -> bool:
    """Whether a list of names with brackets goes on: ", India | (" behind "from China ($3 billion)"."""
    return piece[0].kind in ("and", ",") and holds(piece, ("area", "prod", "flow")) and not any(x.kind not in _LISTED for x in piece)


def _parted(pre: list[Item]) -> bool:
    """Whether anything but a comma or an "and" parts two numbers."""
    return any(x.kind not in ("and", "or", ",", "adv", "resp", "each", "both") for x in pre)


def _is_of_other_place(post: list[Item]) -> bool:
    """ "exports to China rose 4 percent, compared with a 7 percent rise in those to the EU"."""
    changed = bool(post) and post[0].kind == "chg" and holds(post, ("in",))
    return changed and not holds(post, ("time", "basis")) and holds(post, ("prod", "area"))


def _is_of_goods_sold(at: Place) -> bool:
    """ "earned $8 million from (exports of) 2 million kilos"."""
    num = at.num
    if at.n == 0 or {num.kind, at.nums[at.n - 1].kind} != {"money", "quantity"}:
        return False
    if [x.kind for x in at.tail[-2:]] == ["flow", "of"]:
        return True
    items, k = at.items, num.at - 1
    return items[k].low == "from" and items[k - 1].kind == "num" and not holds(at.post, ("time",))


def _counts_things(before: Sequence[Item]) -> bool:
    """Whether words count goods or markets whose flow passes a mark: "22 commodities with exports of over | $1 billion"."""
    for k, item in enumerate(before):
        many = item.kind in ("num", "w-num") or item.low in word_set("few_or_many")
        things = next((n for n in range(k + 1, min(k + 4, len(before))) if before[n].low.split()[-1] in word_set("listed_things")), 0)
        if many and things and holds(before[things + 1 :], ("flow",)):
            return True
    return False


def _names_flow(item: Item) -> bool:
    """Whether a word names a flow, who has one, or that goods go abroad."""
    kind = item.kind
    if kind == "flow" or kind == "nodx" or kind == "hint":
        return item.low != "trade"
    return item.low in TRADERS or (kind == "tv" and (" " in item.low or item.low in word_set("ships")))


def _adjusted_behind(items: Sequence[Item], at: int) -> str:
    """The adjustment told of a number behind it: "fell by 1.8 per cent from May to June, when adjusted for seasonality"."""
    for item in items[at + 1 : at + 12]:
        if item.kind == "adjust":
            return item.code
        if item.kind in ("num", "flow", "nodx", ";", "("):
            return ""
    return ""


def _foreseen(behind: Sequence[Item]) -> bool:
    """Whether a number only says how far something is to go: "a $5 billion export target", "the 3 percent rise economists had expected"."""
    passive = False  # "that had been pencilled in"
    for item in behind:
        if item.kind == "status":
            return item.code == "F" and (passive or item.low in word_set("aims") or item.low in word_set("foreseen"))
        passive = item.code in ("have", "be")
        between = item.kind in ("flow", "prod", "w", "adj", "stat", "of", "worth", "by", "det") or roles.chg_noun(item)
        if not between and item.code not in ("have", "be"):
            return False
    return False


def _is_what_comes(behind: Sequence[Item]) -> bool:
    """Whether a number is the subject of "is what | is all that somebody foresees": "$19 billion in exports is what the bank expects"."""
    said = next((k for k, x in enumerate(behind) if x.kind == "lev" or x.kind in BREAKS), len(behind))
    if [x.low in word_set("whatever") for x in behind[said + 1 : said + 2]] != [True] or behind[said].code != "be":
        return False
    rest = behind[said + 2 :]
    end = next((k for k, x in enumerate(rest) if x.kind == "num" or x.kind in BREAKS), len(rest))
    return any(x.kind == "status" and x.code == "F" for x in rest[:end])


def _moves(items: list[Item]) -> bool:
    """Whether a sentence names a flow of goods one way: both together are not what its figures are of."""
    return any(x.kind in ("flow", "nodx", "sales", "tv", "hint") and x.code not in ("trade", "balance") for x in items)


def _sourced(items: Sequence[Item]) -> bool:
    """Whether a sentence ends in the forecasts it is from: "grew to $50 billion, according to the median forecast of economists"."""
    at = next((k for k in range(len(items)) if items[k].low.startswith("according")), len(items))
    source = list(takewhile(lambda x: x.kind not in BREAKS, items[at + 1 : at + _SOURCE]))
    return any(x.kind == "status" and x.code == "F" for x in source)


def _revises(said: list[Item]) -> bool:
    """Whether a target or forecast is told to have been changed: "trimmed its 2024 export target to 0.9 million cars from 1 million"."""
    plans = [k for k, x in enumerate(said) if x.kind == "status" and x.code in ("F", "E")]
    return any(x.low in word_set("revises") for k in plans for x in said[max(0, k - _VERB_TO_TARGET) : k])


def _after_ref(tail: list[Item]) -> list[Item]:
    """What stands between a comparison word and the number: "against | exports of only"."""
    at = next((k for k in range(len(tail) - 1, -1, -1) if tail[k].kind == "ref"), -1)
    return tail[at + 1 :]
