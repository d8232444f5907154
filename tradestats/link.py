"""Numbers to what they measure: the sentences of one article, in order, each with the frame it inherits.

A sentence is walked number by number. The text between two numbers is cut where the second one's clause begins: what
stands before the cut modifies the first number ("... 5.1 percent | from a year earlier"), what stands after it is the
second one's subject and verb ("and imports to"). The subject is merged with the frame; what is ambiguous gives no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

import regex

from tradestats import role as roles
from tradestats.calendar import Period, months
from tradestats.calendar import basis as basis_between
from tradestats.context import Context
from tradestats.items import Item
from tradestats.phrase import Phrase, Product, is_verb, parse
from tradestats.recognise import products
from tradestats.recognise.numbers import Number
from tradestats.role import Role
from tradestats.segment import Sentence
from tradestats.words import is_product_word

_BREAKS = frozenset((",", ";", ":", "sub", "(", ")", "why", "-", "*", "|", "which", "says", "fsays", "as"))
_PREPS = frozenset(("to", "of", "in", "at", "on", "with", "for", "by", "among", "between", "within", "over", "under", "into", "per", "outside"))
_SKIPS = frozenset(("det", "adj", "adv", "each", "both", "status"))
_MONEYLIKE = frozenset(("money", "quantity", "price"))
_SPAN_SKIP_FORMS = frozenset(("since", "until", "day"))


@dataclass(frozen=True, slots=True)
class Series:
    """Whose trade in what, with whom. `product` None is all products. `why` says what a blocked series is instead."""

    reporter: str = ""
    flow: str = ""
    sign: int = 0
    partner: str = "WLD"
    product: Product | None = None
    statistic: str = ""
    why: str = ""
    role_of_area: str = "partner"  # how the last bare area was read


@dataclass(slots=True)
class Num:
    """A number item in its sentence, with its unit settled."""

    at: int
    item: Item
    number: Number
    kind: str
    unit: str
    depth: int
    run: int = 1  # how many numbers stand in one list with this one, if it is the list's first
    place: int = 0  # place in its list
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A linked number: everything an observation needs, in copy offsets."""

    number: Number
    series: Series
    measure: str
    statistic: str
    value: Decimal
    unit: str
    basis: str
    bound: str
    status: str
    adjustment: str
    period: Period | None
    sentence: Sentence
    rule: str


@dataclass(slots=True)
class _State:
    """The frame within one sentence, handed from number to number."""

    subjects: list[Series]
    period: Period | None
    period_set: bool = False
    basis: str = ""
    status: str = ""
    adjustment: str = ""
    pct: Role | None = None
    last: Role | None = None
    sign: int = 0
    sense: str = ""
    history: list[Series] = field(default_factory=list)
    main: str = ""  # the measure of the last number outside brackets
    base_run: bool = False
    lead_flow: str = ""
    said: list[Item] = field(default_factory=list)
    lead_partner: str = ""
    lead_product: Product | None = None
    base_period: Period | None = None
    base_for: Period | None = None


class Linker:
    """Links one article's sentences in order. `rows` and `aside` grow; nothing in them is changed later."""

    def __init__(self, context: Context, text: str) -> None:
        self.context = context
        self.text = text
        self.respectively = False
        self.listed: list[Series] = []
        self.ahead: Item | None = None
        self.beside = ""
        self.assigned: list[Series] = []
        self.listed_stats: list[str] = []
        self.place_now = 0
        self.rows: list[Row] = []
        self.aside: list[tuple[Number, str]] = []
        self.main: Period | None = None
        self.sticky: Period | None = None
        self.focus: Period | None = context.title_period
        self.reporter = context.reporter
        self.section_reporter = context.reporter
        self.series = Series(context.reporter, context.flow, product=context.topic)
        self.section_flow = ""
        self.filled = False
        self.listing = False  # this paragraph lists products, so an unknown noun in their place is one
        self.soft = False  # the main period is only that of a sentence without figures
        self.balance_seen = context.flow == "balance"
        self.active = bool(context.flow)  # the passage tells of trade: a flow was named and nothing else has taken over since
        self.last_product: Product | None = None
        self.section_topic: Product | None = None
        self.figures = 0  # sentences with figures in this paragraph
        self.last_area = ""
        self.label_line = -1
        self.label_partner = ""
        self.label_product: Product | None = None
        self.topic = context.topic  # the product under discussion in an article about products
        self.paragraph = -1
        self.unit = ""
        self.quantity = ""
        self.pct: Role | None = None
        self.votes: list[str] = []  # bases of monthly figures in order
        self.others: list[str] = []  # bases of the figures of longer periods
        self.adjustment = ""
        self.sentence: Sentence | None = None
        self.trade_seen = bool(context.flow)
        self.trade_flow = context.flow if context.flow not in ("balance", "trade") else ""

    # ------------------------------------------------------------------ sentences
    def link(self, sentence: Sentence, items: list[Item]) -> None:
        """Reads one sentence: appends its rows, and carries on what the next sentence inherits."""
        self.sentence = sentence
        if sentence.paragraph != self.paragraph:
            self._new_paragraph(sentence)
            if not any(x.kind in ("hint", "ofwhich", "pron") for x in items[:5]):
                self.topic = self.section_topic or self.context.topic
        self.respectively = any(x.kind == "resp" for x in items)
        numbers = self._numbers(items)
        if not numbers:
            self._without_numbers(sentence, items)
            return
        self.figures += 1
        state = _State([self.series], self.focus, adjustment=self.adjustment)
        if self.label_line == sentence.line:
            state.lead_partner, state.lead_product = self.label_partner, self.label_product
        if sentence.first and sentence.kind == "bullet":
            state.subjects = [replace(self.series, product=self.series.product)]
        first = len(self.rows)
        named = any(x.kind in ("flow", "nodx", "hint") or (x.kind == "tv" and x.word.lower() in _SHIPS) for x in items)
        self.active = self.active or named
        self._walk(items, numbers, state)
        self.active = len(self.rows) > first or (self.active and named)
        self._remember(items)
        self._carry(sentence, items, numbers, state)
        self._backfill(first)

    def _remember(self, items: list[Item]) -> None:
        """What "there" and "the latter" of the next sentence refer to."""
        for item in items:
            if item.kind == "area" and item.code and item.code != self.context.reporter:
                self.last_area = item.code
        phrase = parse([x for x in items if x.kind not in ("num", "lev", "chg", "tv")], subject=True)
        known = [x for x in items if x.kind == "prod"]
        if phrase.products and known:
            last = [p for p in phrase.products if p.end >= known[-1].end]
            self.last_product = _with_text(last[-1] if last else phrase.products[-1], self)

    def _backfill(self, first: int) -> None:
        """Figures of the opening that stood before any period get the one the article then names."""
        if self.main is None or self.filled:
            return
        self.filled = True
        if len({row.sentence.start for row in self.rows[: first + 1]}) > 4:
            return
        for k, row in enumerate(self.rows):
            if row.period is None and (k >= first or row.sentence.paragraph <= 2):
                base = row.rule in ("compared with", "bracket compared with")
                period = self._shift(self.main, "") if base else self.main
                found = row.basis
                if row.basis in ("yoy", "mom", "qoq") and row.measure in ("growth", "change") and self.main.freq != "M":
                    found = "yoy"
                self.rows[k] = replace(row, period=period, basis=found)

    def _new_paragraph(self, sentence: Sentence) -> None:
        self.paragraph = sentence.paragraph
        self.reporter = self.section_reporter
        if self.figures < 2:
            self.sticky = None
        self.focus = self.sticky or self.main
        self.adjustment = ""
        flow = self.section_flow or self.context.flow
        if flow in ("balance", "trade", "") and not self.section_flow:
            flow = "export" if self.trade_flow else flow
        self.series = Series(self.reporter, flow, product=self.section_topic or self.context.topic, role_of_area="reporter" if self.context.several else "partner")
        self.figures = 0

    def _without_numbers(self, sentence: Sentence, items: list[Item]) -> None:
        """A heading or a sentence without figures still says what the next one is about."""
        self._remember(items)
        cut = next((k for k, x in enumerate(items) if is_verb(x)), len(items))
        phrase = parse(items[:cut], subject=True)
        heading = sentence.kind == "heading"
        if not phrase.flows and phrase.other is None and not heading:
            whole = parse(items, subject=True)
            if len(whole.flows) == 1 and not whole.other:
                phrase = whole
        if heading:
            self.sticky = None
            self.focus = self.main
            self.section_flow = phrase.flows[0].code if phrase.flows and not phrase.areas and not phrase.partners else ""
        if phrase.flows or phrase.hint or (heading and (phrase.products or phrase.areas or phrase.partners)):
            if phrase.flows:
                self.trade_seen = self.active = True
            self.series = self._merge(phrase, _State([self.series], self.focus), "")[0]
            if heading:
                whose = next((x.code for x in items if x.kind in ("area", "proper") and x.code), "")
                self.section_topic = None
                if phrase.products and whose and not phrase.flows and any(x.kind == "(" for x in items):
                    self.section_reporter = self.reporter = whose
                    self.section_topic = self.topic = _with_text(phrase.products[0], self) if len(phrase.products) == 1 else None
                    self.series = Series(whose, self.series.flow or self.trade_flow or "export", product=self.section_topic)
                elif phrase.areas and not phrase.flows and not phrase.products and self.series.role_of_area:
                    self.section_reporter = self.reporter = phrase.areas[0].code
                    self.series = Series(self.reporter, self.series.flow, product=self.context.topic)
                self.paragraph = -1 if False else self.paragraph
        elif phrase.products and not heading and phrase.other is None and cut < len(items) and any(x.kind == "prod" for x in items[:cut]):
            self.series = self._merge(phrase, _State([self.series], self.focus), "")[0]
        elif phrase.other is not None and not heading:
            self.active = False
            self.series = replace(self.series, why=f"about {phrase.other.word}")
        for item in items:
            if item.kind == "adjust" and heading:
                self.adjustment = item.code
            if item.kind == "time" and item.what.form not in _SPAN_SKIP_FORMS:
                period = self._resolve(item, self.focus)
                if period is not None and ((heading and (phrase.named or item.what.form != "year")) or (self.main is None and not heading) or item is items[0] or items[0].kind in ("in", "for")):
                    self.focus = period
                    self.soft = self.soft or self.main is None
                    self.main = self.main or period
                break

    def _carry(self, sentence: Sentence, items: list[Item], numbers: list[Num], state: _State) -> None:
        first = state.history[0] if state.history else None
        if first is not None:
            self.series = replace(first, statistic="", why=first.why)
            if first.reporter:
                self.reporter = first.reporter
        elif state.subjects and state.subjects[0].why:
            self.series = state.subjects[0]
        if state.period is not None and state.period_set and not (self.main is not None and state.period.end < self.main.start and not (state.period.freq == self.main.freq == "A")):
            if self.main is None or self.soft:
                self.main = state.period
            self.soft = False
            self.focus = state.period
            if sentence.first and not any(x.kind == "adv" and x.word.lower() == "alone" for x in items):
                opening = next((k for k, x in enumerate(items) if x.kind == "time"), 99)
                if opening < numbers[0].at:
                    self.sticky = state.period if state.period != self.main else None

    # ------------------------------------------------------------------ numbers and units
    def _numbers(self, items: list[Item]) -> list[Num]:
        out: list[Num] = []
        depth = 0
        for k, item in enumerate(items):
            if item.kind == "(":
                depth += 1
            elif item.kind == ")":
                depth = max(0, depth - 1)
            elif item.kind == "num":
                out.append(Num(k, item, item.what, item.what.kind, item.what.unit, depth))
        self._units(items, out)
        kept = [num for num in out if num.kind != "skip"]
        for num in out:
            if num.kind == "skip":
                num.item.kind = "w-num"
        self._runs(items, kept)
        return kept

    def _units(self, items: list[Item], nums: list[Num]) -> None:
        """Gives bare numbers the unit of their list, of the number before them, or none: then they are no figures."""
        for n, num in enumerate(nums):
            number = num.number
            if num.kind in ("money", "price"):
                if number.units and number.unit == "USD" and self.context.unit != "USD" and self.context.unit in number.units:
                    num.unit = number.unit.replace("USD", self.context.unit)
                elif number.units and self.unit.split("/")[0] in number.units and len(number.units) > 1 and number.unit[:3] != "USD":
                    num.unit = self.unit
                elif number.units and number.unit[:3] == "USD" and self.context.unit in number.units:
                    num.unit = self.context.unit + number.unit[3:]
                elif number.units and number.unit[:3] != "USD":
                    num.unit = self._own_currency(number)
                if num.kind == "money":
                    self.unit = num.unit
                    self.quantity = ""
            elif num.kind == "quantity":
                self.quantity = num.unit
            elif num.kind == "number" and number.part == "low" and n + 1 < len(nums) and nums[n + 1].kind != "number":
                num.kind, num.unit = nums[n + 1].kind, nums[n + 1].unit
            elif num.kind == "number":
                self._bare(items, nums, n)
            elif num.kind == "ordinal":
                num.kind = "rank" if self._is_rank(items, num) else "skip"
            elif num.kind == "index":
                num.kind = "skip"

    def _own_currency(self, number: Number) -> str:
        from tradestats.recognise import names

        area = names.area(self.context.reporter) if self.context.reporter else None
        if area is not None and area.currency in number.units:
            return area.currency
        return number.unit

    def _bare(self, items: list[Item], nums: list[Num], n: int) -> None:
        num, number = nums[n], nums[n].number
        following = nums[n + 1] if n + 1 < len(nums) else None
        gap = items[num.at + 1 : following.at] if following else items[num.at + 1 :]
        if following is not None and following.kind in ("percent", "points", "quantity", "money") and all(x.kind in (",", "and", "or", "to", "from") for x in gap):
            if following.kind in ("quantity", "money") or not number.scaled:
                num.kind, num.unit = following.kind, following.unit
                if following.kind == "percent" and not number.decimals and any(x.kind in ("to", "from") for x in gap) and number.value > 1000:
                    num.kind = "skip"
                return
        worded = next((x.code[6:] for x in items[: num.at] if x.kind == "stat" and x.code.startswith("value:")), "")
        if worded and number.scaled:
            num.kind, num.unit = "money", worded
            return
        run = self._run_unit(items, nums, n)
        if run is not None:
            num.kind, num.unit = run
            return
        after = items[num.at + 1] if num.at + 1 < len(items) else None
        counted = after is not None and (after.kind in ("w", "prod", "proper", "other") and after.word.lower() not in ("worth", "out", "in"))
        grouped = "," in items[num.at].word
        before = roles.back(items, num.at)
        cue = items[before].kind if before >= 0 else ""
        cued = cue in ("to", "from", "ref", "lev", "(", "of", "at", "share", "area", "tv") or (cue == "," and before > 0 and items[before - 1].kind in ("num", "area"))
        if counted and not number.scaled and not (after is not None and after.kind == "prod"):
            num.kind = "skip"
        elif number.scaled or grouped or (number.decimals and cued):
            if counted and number.scaled and after is not None and after.kind in ("w", "proper", "other") and after.word.lower() not in ("worth",):
                num.kind = "skip"
                return
            if self.quantity or self.unit:
                counted_big = self.quantity == "units" and number.unit_mult >= 9 and bool(self.unit)
                num.kind, num.unit = ("quantity", self.quantity) if self.quantity and not counted_big else ("money", self.unit)
                if num.kind == "money" and not number.scaled:
                    num.kind = "skip"
            elif (number.scaled or grouped) and self._countable(items):
                num.kind, num.unit = "quantity", "units"
                self.quantity = "units"
            else:
                num.kind = "skip"
        elif number.value == 0 and cued and (self.quantity or self.unit):
            num.kind, num.unit = ("quantity", self.quantity) if self.quantity else ("money", self.unit)
        else:
            num.kind = "skip"

    def _run_unit(self, items: list[Item], nums: list[Num], n: int) -> tuple[str, str] | None:
        """The unit at the end of a list of bare numbers: "61.5, 55.6 and 28.1 per cent"."""
        at = n
        while at + 1 < len(nums) and nums[at].number.kind == "number" and all(x.kind in (",", "and", "or") for x in items[nums[at].at + 1 : nums[at + 1].at]):
            at += 1
            if nums[at].number.kind in ("percent", "quantity", "money"):
                return nums[at].number.kind, nums[at].number.unit
        return None

    def _countable(self, items: list[Item]) -> bool:
        """Whether the subject is counted in pieces: "vehicle exports fell to 530,066"."""
        words = {x.word.lower() for x in items if x.kind in ("prod", "w")}
        if self.series.product is not None:
            words |= set(self.series.product.text.lower().split())
        return bool(words & _COUNTED)

    def _is_rank(self, items: list[Item], num: Num) -> bool:
        before = roles.back(items, num.at)
        cue = items[before] if before >= 0 else None
        after = items[num.at + 1] if num.at + 1 < len(items) else None
        word = num.number.unit
        if after is not None and after.kind in ("w", "prod", "time", "flow", "num", "chg", "area", "lev", "stat"):
            return after.word.lower() in ("place", "position") or ("-" in num.item.word and any(x.word.lower().startswith("exporter") for x in items[num.at : num.at + 4]))
        if cue is None or word == "":
            return False
        ranking = any(x.word.lower() in ("ranking", "ranked", "rank", "place", "places") for x in items[max(0, num.at - 16) : num.at])
        if cue.kind == "(":
            return ranking or any(x.kind == "num" and x.what.kind == "ordinal" for x in items[max(0, num.at - 3) : num.at])
        if cue.kind == "to" and ranking:
            return True
        return cue.kind == "lev" and cue.word.lower() in ("came", "was", "were", "is", "remained", "stood", "rank", "ranked", "comes") and (after is None or after.kind in ("with", "at", ",", "in", "by", "("))

    def _runs(self, items: list[Item], nums: list[Num]) -> None:
        """Marks lists: numbers of one kind with nothing between them but commas, "and" and brackets."""
        outer: dict[int, list[Num]] = {}
        for num in nums:
            outer.setdefault(num.depth, []).append(num)
        for depth, level in outer.items():
            k = 0
            while k < len(level):
                run = [level[k]]
                while k + 1 < len(level) and self._same_list(items, level[k], level[k + 1], depth):
                    k += 1
                    if level[k].number.part != "high":
                        run.append(level[k])
                if len(run) > 1 and not self.respectively and not any(x.kind in ("and", "or") for x in items[run[-2].at : run[-1].at]):
                    run = run[:1]  # "$280 billion, $0.8 billion above June": an apposition, no list
                for place, num in enumerate(run):
                    num.place = place
                    num.run = len(run)
                k += 1

    def _same_list(self, items: list[Item], a: Num, b: Num, depth: int) -> bool:
        if (a.kind == "percent") != (b.kind == "percent") or a.kind not in (*_MONEYLIKE, "percent") or b.kind not in (*_MONEYLIKE, "percent"):
            return False
        if (a.kind == "price") != (b.kind == "price"):
            return False
        level = 0
        seen = False
        for item in items[a.at + 1 : b.at]:
            if item.kind == "(":
                level += 1
            elif item.kind == ")":
                level -= 1
                if level < 0:
                    return False
            elif level == 0:
                if item.kind in (",", "and", "or"):
                    seen = True
                elif item.kind != "adv":
                    return False
        return (seen or a.number.part == "low") and level == 0

    # ------------------------------------------------------------------ the walk
    def _walk(self, items: list[Item], nums: list[Num], state: _State) -> None:
        begin = 0
        stack: list[tuple[list[Series], Role | None, str, bool]] = []
        posts = self._posts(items, nums)
        assigned: list[list[Series] | None] = []
        for n, num in enumerate(nums):
            gap = items[begin : num.at]
            pre = self._brackets(gap, state, stack, n, nums)
            cut = posts[n]
            post = self._post_items(items, nums, posts, n)
            begin = num.at + 1 + cut
            self.ahead = self._ahead(items, nums, posts, n)
            self.beside = self._level_beside(items, nums, n, bool(stack))
            self._number(items, num, pre, post, state, bool(stack), nums, n)

    def _ahead(self, items: list[Item], nums: list[Num], posts: list[int], n: int) -> Item | None:
        """The period at the end of the clause: "rose 5 percent to $3 billion in October" dates both numbers."""
        for m in range(n + 1, min(n + 4, len(nums))):
            gap = items[nums[m - 1].at + 1 + posts[m - 1] : nums[m].at]
            if any(x.kind not in ("to", "at", "(", ")", ",", "or", "by", "adv", "det", "adj", "chg") for x in gap):
                return None
            for k, item in enumerate(items[nums[m].at + 1 : nums[m].at + 1 + posts[m]]):
                if item.kind == "time" and item.what.form not in _SPAN_SKIP_FORMS and not _governed(items, nums[m].at + 1 + k):
                    return item if not item.code else None
        return None

    def _brackets(self, gap: list[Item], state: _State, stack: list[tuple[list[Series], Role | None, str, bool]], n: int, nums: list[Num]) -> list[Item]:
        """Follows brackets through a gap: the subject before "(" is the subject inside, and again after ")"."""
        piece: list[Item] = []
        for item in gap:
            if item.kind == "(":
                if piece:
                    self._subject(piece, state)
                stack.append((list(state.subjects), state.last, state.main, state.base_run))
                if piece:
                    state.last = None
                elif item is gap[0] and n and self.assigned:
                    state.subjects = list(self.assigned)
                piece = []
            elif item.kind == ")":
                if stack:
                    state.subjects, state.last, state.main, state.base_run = stack.pop()
                piece = []
            else:
                piece.append(item)
        return piece

    def _posts(self, items: list[Item], nums: list[Num]) -> list[int]:
        out = []
        for n, num in enumerate(nums):
            end = nums[n + 1].at if n + 1 < len(nums) else len(items)
            gap = items[num.at + 1 : end]
            verb = num.kind == "multiple" and n + 1 < len(nums) and any(x.kind == "flow" for x in gap)
            out.append(0 if verb else _post_length(gap, n + 1 < len(nums)))
        return out

    def _post_items(self, items: list[Item], nums: list[Num], posts: list[int], n: int) -> list[Item]:
        """What follows a number and belongs to it, looking past an alternative: "$913 million (16 percent) from"."""
        num = nums[n]
        own = items[num.at + 1 : num.at + 1 + posts[n]]
        if own and not (own[0].kind == "lev" and len(own) == 1):
            return own
        at = num.at + 1
        if at < len(items) and items[at].kind == "(":
            close = next((k for k in range(at, len(items)) if items[k].kind == ")"), len(items))
            inside = [m for m in nums if at < m.at < close]
            if len(inside) != 1 or close - inside[0].at > 1:
                later = next((m.at for m in nums if m.at > close), len(items))
                rest = items[close + 1 : later]
                return rest[: _post_length(rest, later < len(items))]
        if n + 1 >= len(nums):
            return own
        nxt = nums[n + 1]
        gap = items[num.at + 1 : nxt.at]
        kinds = [x.kind for x in gap]
        if kinds == ["("] and not (nxt.at + 1 < len(items) and items[nxt.at + 1].kind == ")"):
            return own
        if kinds == ["("] or kinds in (["or"], [",", "or"]):
            after = nxt.at + 1
            if kinds == [",", "or"] and not (after < len(items) and items[after].kind == ","):
                return own
            if after < len(items) and items[after].kind in (")", ","):
                after += 1
            end = nums[n + 2].at if n + 2 < len(nums) else len(items)
            rest = items[after:end]
            return rest[: _post_length(rest, n + 2 < len(nums))]
        return own

    # ------------------------------------------------------------------ one number
    def _number(self, items: list[Item], num: Num, pre: list[Item], post: list[Item], state: _State, inside: bool, nums: list[Num], n: int) -> None:
        resumed = bool(pre) and all(x.kind in ("and", "or", ",", "adv", "resp", "each", "both") for x in pre) or (not pre and n > 0)
        if pre:
            self._subject(pre, state)
        tail = _last_clause(pre)
        found = self._role(items, num, tail, pre, post, state, inside, resumed, nums, n)
        if found is None:
            self.aside.append((num.number, "no word near it says what it measures"))
            for k, item in enumerate(post):
                if item.kind == "time" and not item.code and item.what.form not in _SPAN_SKIP_FORMS and not _governed(post, k, after=True) and not state.period_set:
                    period = self._resolve(item, state.period)
                    if period is not None:
                        state.period, state.period_set = period, True
            return
        if found.measure == "level" and not found.base and not inside and state.status != "F" and state.history and any(x.kind == "lev" and x.code == "over" for x in tail) and not any(x.kind == "time" or (x.kind == "adj" and x.code in ("previous", "record")) for x in [*tail, *post]):
            self.aside.append((num.number, "a threshold, not a figure"))
            return
        if found.measure == "level" and num.run == 1 and any(x.kind == "each" for x in post) and len(state.subjects) == 1:
            self.aside.append((num.number, "a threshold, not a figure"))
            return
        if found.base and post and post[0].kind in ("of", "lev", "in", "flow") and state.subjects:
            flow = next((x for x in post if x.kind == "flow"), None)
            if flow is not None and flow.code != state.subjects[0].flow:
                found = replace(found, base=False)
        if found.base and state.subjects and state.history and state.subjects[0].flow != state.history[-1].flow and any(x.kind == "flow" for x in tail):
            found = replace(found, base=False)
        if not inside and found.measure in ("level", "share"):
            self._trailing(items, num, nums, state)
        series = self._assign(num, state, post, found, items, nums, n, inside)
        if not inside:
            self.assigned = series
        self._emit(num, series, found, pre, post, state, inside)
        if num.kind == "percent":
            state.pct = found
            self.pct = found
        state.last = found
        if not inside:
            state.main = found.measure

    def _trailing(self, items: list[Item], num: Num, nums: list[Num], state: _State) -> None:
        """ "Goods worth 74 billion euros (+2 %) were sent to ...": the verb after the number says which flow."""
        at = num.at + 1
        if at < len(items) and items[at].kind == "(":
            at = next((k for k in range(at, len(items)) if items[k].kind == ")"), len(items)) + 1
        while at < len(items) and (items[at].kind in ("adv", "lev", "w") and items[at].word.lower() in _BE or items[at].kind == "of" and at == num.at + 1 and at + 1 < len(items) and items[at + 1].kind in ("w", "prod")):
            at += 2 if items[at].kind == "of" else 1
        comma = at < len(items) and items[at].kind == "," and at + 2 < len(items) and items[at + 1].kind == "lev" and items[at + 1].code == "be" and items[at + 2].kind in ("with", "to")
        if comma or (at < len(items) and items[at].kind == "with" and items[at - 1].kind == "lev"):
            area = next((x for x in items[at : at + 6] if x.kind == "area"), None)
            if area is not None and area.code:
                state.subjects = [replace(x, partner=area.code) for x in state.subjects]
            return
        if at >= len(items) or items[at].kind != "tv" and not (items[at].kind == "lev" and items[at].word.lower() in ("went", "going", "left", "came")):
            return
        end = next((k for k in range(at + 1, len(items)) if items[k].kind in ("num", ",", ";", "sub", "(")), len(items))
        phrase = parse([Item("flow", 0, 0, "", items[at].code if items[at].kind == "tv" else "export"), *items[at + 1 : end]], subject=True)
        now = state.subjects[0] if state.subjects else self.series
        flow = items[at].code if items[at].kind == "tv" else "export"
        if items[at].word.lower() == "came":
            flow = "import"
        if flow not in ("export", "import", "trade") or (items[at].kind == "lev" and not phrase.partners and not phrase.reporters):
            return
        if items[at].word.lower() in ("bought", "took", "sold", "spent", "received", "ordered", "delivered") and items[at - 1].kind != "lev":
            return
        partner = "+".join(self._world(p.code, now.reporter) for p in phrase.partners) or "WLD"
        if items[at].kind == "tv" and phrase.reporters:
            now = replace(now, reporter=phrase.reporters[0].code)
        state.subjects = [replace(now, flow=flow, sign=0, partner=partner, why="")]

    def _role(self, items: list[Item], num: Num, tail: list[Item], pre: list[Item], post: list[Item], state: _State, inside: bool, resumed: bool, nums: list[Num], n: int) -> Role | None:
        number = num.number
        own = post
        if num.run > 1 and not post and num.place + 1 < num.run:
            last = next((m for m in range(n + 1, len(nums)) if nums[m].depth == num.depth and nums[m].place == num.run - 1), None)
            if last is not None:
                end = nums[last + 1].at if last + 1 < len(nums) else len(items)
                rest = items[nums[last].at + 1 : end]
                post = rest[: _post_length(rest, last + 1 < len(nums))]
        whole = parse(post, subject=False) if num.run > 1 else None
        if num.place == 0 or num.run == 1:
            self.listed_stats = [x.code.split(":")[0] for x in whole.statistics] if whole is not None and len(whole.statistics) == num.run else []
        self.place_now = num.place
        compared = roles.comparison(post)
        left = roles.back(tail, len(tail))
        cue = tail[left] if left >= 0 else None
        ref = next((x for x in reversed(tail) if x.kind == "ref"), None)
        base = ref is not None and _governs_number(tail, ref) or (cue is not None and cue.kind in ("on", "over") and num.kind != "percent" and state.last is not None and state.last.measure in ("growth", "change"))
        if resumed and state.base_run and num.kind != "percent":
            base = True
        for item in tail:
            if item.kind == "chg":
                state.sign, state.sense = item.sign, item.code.split(":")[1] if ":" in item.code else "size"
        if num.kind == "rank":
            return Role("rank", rule="rank", base=base or inside)
        if num.kind == "points":
            return self._points(tail, pre, post, compared, number)
        if num.kind == "fraction":
            return self._fraction(tail, cue, post, compared, state)
        if num.kind == "multiple":
            if number.value == 100 and items_word(num) in ("twice", "double"):
                return None
            return Role("growth", size=True, rule="multiple")
        if num.kind == "percent":
            return self._percent(num, tail, pre, own if compared is None else post, cue, left, compared, base, state, inside, resumed)
        return self._amount(num, tail, pre, post, cue, left, compared, base, ref, state, inside, resumed)

    def _points(self, tail: list[Item], pre: list[Item], post: list[Item], compared: Role | None, number: Number) -> Role | None:
        cues = [*pre, *post]
        if any(x.kind == "other" for x in post):
            return None
        if any(x.kind == "contrib" for x in cues) or (any(x.kind == "chg" and x.word.lower().startswith("add") for x in pre) and any(x.kind == "to" for x in post)):
            return Role("contribution", rule="contribution")
        sign = 0
        if compared is not None:
            sign = compared.sign
        else:
            change = next((x for x in reversed(tail) if x.kind == "chg"), None)
            sign = change.sign if change is not None and not number.sign else 0
        return Role("share_change", sign, rule="points")

    def _fraction(self, tail: list[Item], cue: Item | None, post: list[Item], compared: Role | None, state: _State) -> Role | None:
        if compared is not None and compared.size:
            return Role("growth", compared.sign, size=True, rule="fraction " + compared.rule)
        if cue is not None and cue.kind == "by":
            change = next((x for x in reversed(tail) if x.kind == "chg"), None)
            return Role("growth", change.sign, size=True, rule="by a fraction") if change is not None else None
        if post and post[0].kind == "of" and (any(x.kind in ("share", "lev", "and", ",") for x in tail[-3:])) and _whole(post[1:]):
            return Role("share", rule="fraction of")
        return None

    def _percent(self, num: Num, tail: list[Item], pre: list[Item], post: list[Item], cue: Item | None, left: int, compared: Role | None, base: bool, state: _State, inside: bool, resumed: bool) -> Role | None:
        number = num.number
        first = post[roles.ahead(post, 0)] if roles.ahead(post, 0) < len(post) else None
        if len(post) > 1 and post[0].kind in ("area", "w", "prod") and post[1].kind == "other":
            return None
        if first is not None and first.kind == "share":
            return Role("share", rule="percent share", base=base)
        if number.sign and first is not None and first.kind == "w" and first.word[0].isupper():
            first = None
        if first is not None and first.kind in ("other", "w", "w-num", "proper") and not (first.kind == "w" and first.word.lower() in _AFTER_PERCENT):
            return None
        if number.sign:
            return Role("growth", rule="signed percent", base=base)
        if compared is not None and compared.rule in ("number over", "number under") and cue is not None and cue.kind in ("chg", "by"):
            compared = None
        if compared is not None:
            return Role("growth", compared.sign, size=True, rule=compared.rule, base=base and cue is not None and cue.kind == "ref" and cue.code != "from")
        if cue is not None and cue.kind == "share":
            return Role("share", rule="share verb", base=base)
        head = tail[roles.back(tail, left)] if cue is not None and cue.kind == "of" and left > 0 and roles.back(tail, left) >= 0 else None
        if post and post[0].kind == "of" and _whole(post[1:]) and not (cue is not None and (cue.kind in ("chg", "by") or (head is not None and head.kind == "chg"))):
            return Role("share", rule="percent of", base=base)
        if cue is not None:
            if cue.kind == "chg":
                return Role("growth", cue.sign, size=True, base=base, rule=f"{cue.word.lower()} percent")
            if cue.kind == "by":
                change = next((x for x in reversed(tail[:left]) if x.kind == "chg" or (x.kind == "lev" and x.code == "over")), None)
                if change is not None:
                    state.sign = change.sign or 1
                    return Role("growth", change.sign or 1, size=True, rule="by percent")
                if state.sign:
                    return Role("growth", state.sign, size=True, base=base, rule="by percent")
                return None
            if cue.kind in ("of", "at", "to", "lev", "in", "from", "ref", "with"):
                named = next((x for x in reversed(tail[:left] if cue.kind != "ref" else tail) if x.kind in ("chg", "share", "other") or (x.kind == "w" and x.word.lower() == "rate")), None)
                if any(x.kind == "chg" and x.word.lower() == "growth" for x in tail):
                    return Role("growth", 1, size=True, base=base, rule="growth of percent")
                if cue.kind == "of" and left == 0 and state.last is not None and state.last.measure == "growth":
                    return replace(state.last, rule="list")
                if named is not None and named.kind == "chg":
                    return Role("growth", named.sign, size=True, base=base, rule="growth of percent")
                if named is not None and named.kind == "share":
                    return Role("share", base=base, rule="share of percent")
                if any(x.kind == "chg" for x in post) and cue.kind in ("of", "lev"):
                    change = next(x for x in post if x.kind == "chg")
                    return Role("growth", change.sign, size=True, base=base, rule="percent growth")
                if state.pct is not None and (cue.kind in ("from", "ref", "to") or any(x.kind == "ref" for x in tail)):
                    return replace(state.pct, base=base or cue.kind in ("from", "ref"), rule="as before")
        carried = state.pct or (self.pct if inside or (self.sentence is not None and self.sentence.kind == "bullet") else None)
        change = next((x for x in reversed(tail) if x.kind == "chg"), None) or next((x for x in reversed(pre) if x.kind == "chg"), None)
        if state.last is not None and state.last.measure == "change" and (resumed or not tail) and change is None:
            return Role("growth", state.last.sign, size=True, base=state.last.base, rule="or percent")
        if inside and not tail and change is None:
            if carried is not None and carried.measure in ("share", "growth"):
                sign = carried.sign if carried.measure == "growth" and state.pct is not None else 0
                if state.sign and carried.measure == "growth":
                    sign = state.sign
                return Role(carried.measure, sign, size=True, rule="bracket list")
            if state.sign:
                return Role("growth", state.sign, size=True, rule="bracket after change")
            return None
        if state.last is not None and state.last.measure == "change" and (resumed or not tail) and change is None:
            return Role("growth", state.last.sign, size=True, base=state.last.base, rule="or percent")
        if change is not None and (cue is None or cue.kind not in ("other",)):
            return Role("growth", change.sign, size=True, base=base, rule="change before percent")
        if carried is not None and (resumed or cue is None or cue.kind in ("area", "prod", "w", "flow", "and", ",", "pron", "stat", "(", "time")):
            return replace(carried, base=base or (resumed and state.base_run), rule="list")
        return None

    def _amount(self, num: Num, tail: list[Item], pre: list[Item], post: list[Item], cue: Item | None, left: int, compared: Role | None, base: bool, ref: Item | None, state: _State, inside: bool, resumed: bool) -> Role | None:
        number = num.number
        if post and num.kind == "money" and (_counts_something_else(post[0]) or any(x.kind == "other" and x.code != "demand" for x in post[:3])):
            return None
        if compared is not None and compared.rule in ("number over", "number under") and cue is not None and cue.kind in ("ref", "chg", "by", "to"):
            compared = None
        if compared is not None and not (post and post[0].kind == "flow"):
            return Role("change", compared.sign, size=compared.size, rule=compared.rule)
        if number.sign and not inside and num.kind == "money" and not any(x.kind == "chg" for x in tail) and state.subjects and state.subjects[0].flow != "balance" and self.balance_seen:
            state.subjects = [replace(x, flow="balance", sign=0) for x in state.subjects]
        if number.sign and inside and state.last is not None and state.last.measure == "level" and state.subjects and state.subjects[0].flow == "balance" and not any(x.kind == "basis" for x in post) and self.rows and self.rows[-1].number.sign:
            return Role("level", base=True, rule="signed bracket level")
        if number.sign and inside:
            basis_after = any(x.kind == "basis" for x in post)
            if basis_after or (state.main and state.last is not None and not resumed and state.main != "level-signed"):
                if basis_after or not (state.subjects and state.subjects[0].flow == "balance"):
                    return Role("change", rule="signed bracket")
                return Role("level", base=True, rule="signed bracket level")
            if state.subjects and state.subjects[0].flow == "balance":
                return Role("level", rule="signed balance")
            return Role("change", rule="signed bracket")
        if cue is not None:
            negative = next((x for x in reversed(tail) if x.kind == "sign"), None)
            if negative is not None and cue.kind in ("by", "sign", "at"):
                state.subjects = [replace(x, flow="balance", sign=negative.sign) for x in state.subjects]
                return Role("level", rule="negative by")
            if cue.kind == "chg" and not (cue.code[0] == "n"):
                if cue.word.lower().startswith("add") and state.main != "change":
                    return Role("level", rule="adds")
                return Role("change", cue.sign, size=True, rule=f"{cue.word.lower()} amount")
            if cue.kind == "by":
                change = next((x for x in reversed(tail[:left]) if x.kind in ("chg", "cmp") or (x.kind == "lev" and x.code == "over")), None)
                if change is not None:
                    return Role("change", change.sign or 1, size=change.kind == "chg", rule="by amount")
                if state.sign and not resumed:
                    return Role("change", state.sign, size=True, rule="by amount")
                return None
            if cue.kind == "of":
                head = tail[roles.back(tail, left)] if roles.back(tail, left) >= 0 else None
                if head is not None and head.kind == "chg":
                    return Role("change", head.sign, size=True, rule="change of amount")
            if cue.kind == "contrib":
                if state.main == "change":
                    return Role("change", 1, rule="contributes")
                return Role("level", rule="contributes")
        if not tail and pre and not resumed and not inside:
            body = [x for x in pre if x.kind not in _BREAKS]
            noun = next((k for k in range(len(body) - 1, -1, -1) if roles.chg_noun(body[k])), None)
            if noun is not None and all(x.kind in ("in", "of", "stat", "adj", "det", "time") for x in body[noun + 1 :]) and noun and body[noun - 1].kind in ("adj", "det", "w"):
                return Role("change", body[noun].sign, size=True, rule="change, amount")
        if inside and not tail and state.last is not None:
            return self._bracketed(num, state)
        if resumed and state.last is not None and state.last.measure == "growth" and any(x.kind == "or" for x in pre):
            if state.last.rule.startswith("number ") and not any(x.kind == "cmp" for x in post):
                return Role("level", rule="or amount")
            return Role("change", state.last.sign, size=True, rule="or amount")
        if resumed and state.last is not None and state.last.measure in ("change", "level"):
            return replace(state.last, rule="list", base=state.last.base or base)
        return Role("level", base=base, rule="level" if not base else "compared with", ref=ref.code if ref is not None else "")

    def _bracketed(self, num: Num, state: _State) -> Role | None:
        """A bare amount in brackets after an amount: the same in another currency, or the period compared with."""
        last = self.rows[-1] if self.rows else None
        if last is None:
            return Role("level", rule="bracket")
        if state.last is not None and num.kind == "money" and last.unit != num.unit:
            return replace(state.last, rule="converted", base=state.last.base)
        if num.kind in ("money", "quantity") and last.unit == num.unit and state.last is not None:
            return Role("level", base=True, rule="bracket compared with")
        if state.last is not None and state.last.measure == "growth":
            return Role("change", state.last.sign, size=True, rule="bracket change")
        return Role("level", rule="bracket")

    # ------------------------------------------------------------------ subjects
    def _subject(self, pre: list[Item], state: _State) -> None:
        """Finds the clause that names what the coming number is about and merges it with the frame."""
        clauses = _clauses(pre)
        state.said.extend(x for x in pre if x.word.lower() in ("revised", "revision"))
        for clause in clauses:
            for item in clause:
                if item.kind in ("status", "fsays"):
                    state.status = item.code
                elif item.kind == "adjust":
                    state.adjustment = item.code
        for item in pre:
            if item.kind == "area" and item.code and item.code != self.context.reporter:
                self.last_area = item.code
        self._times(pre, state)
        self._leads(clauses, state)
        chosen = _choose(clauses)
        if chosen is None:
            stat = next((x for x in pre if x.kind == "stat"), None)
            if stat is not None:
                state.subjects = [replace(s, statistic=stat.code.split(":")[0]) for s in state.subjects]
            return
        phrase, joint = chosen
        if phrase.flows and phrase.pron is not None and phrase.pron.code == "its" and not phrase.products:
            owner = next((q for c in clauses[:-1] if (q := parse([x for x in c if x.kind not in _BREAKS], subject=True)).products and not q.flows), None)
            if owner is not None:
                phrase.products, phrase.joined = owner.products[:1], owner.joined
        if not phrase.statistics:
            phrase.statistics = [x for x in pre if x.kind == "stat" and x.word.lower().startswith(("in ", "by ", "on ", "per ", "a working", "daily"))][:1]
        state.subjects = self._merge(phrase, state, joint)

    def _leads(self, clauses: list[list[Item]], state: _State) -> None:
        """An opening such as "To China," or "For petrochemicals," holds for the flows after it."""
        for k, clause in enumerate(clauses[:-1]):
            if clauses[k + 1][0].kind == ":" and not state.history and not any(is_verb(x) for x in clause):
                phrase = parse([x for x in clause if x.kind not in _BREAKS], subject=True)
                label = [a for a in phrase.partners + phrase.areas if a.code != self.context.reporter and a.what.form != "capital"][:1]
                if not phrase.flows and (label and label[0].code or phrase.products) and self.sentence is not None:
                    if label:
                        state.lead_partner = label[0].code
                    else:
                        state.lead_product = _with_text(phrase.joined, self)
                    self.label_line, self.label_partner, self.label_product = self.sentence.line, state.lead_partner, state.lead_product
                    state.subjects = [replace(state.subjects[0], partner=state.lead_partner or state.subjects[0].partner, product=state.lead_product if phrase.products and not label else state.subjects[0].product, why="")]
                    continue
            body = clause[1:] if clause[0].kind in _BREAKS else clause
            flows = [x for x in body if x.kind == "flow"]
            if body and len(flows) == 1 and body[0].kind in ("on", "in", "among", "for") and not any(is_verb(x) for x in body) and not any(x.kind == "area" for x in body) and flows[0].code not in ("balance", "trade"):
                state.lead_flow = flows[0].code
                continue
            if not body or body[0].kind not in ("to", "with", "for", "in", "on", "from", "among", "of", "ref") or any(is_verb(x) for x in body) or any(x.kind == "flow" for x in body):
                continue
            phrase = parse(body, subject=True)
            areas = phrase.partners + phrase.areas
            if areas and areas[0].code and areas[0].code != self.context.reporter and body[0].kind != "on":
                state.lead_partner = "+".join(a.code for a in areas)
            elif phrase.products and body[0].kind in ("for", "in", "on", "of", "among"):
                state.lead_product = _with_text(_joined(phrase), self)

    def _times(self, pre: list[Item], state: _State) -> None:
        why = False
        for k, item in enumerate(pre):
            why = (why or item.kind == "why") and item.kind not in (",", ";")
            if why:
                continue
            if item.kind == "basis":
                state.basis = item.code
            elif item.kind == "time" and item.what.form not in _SPAN_SKIP_FORMS:
                if _set_aside(pre, k):
                    continue
                if _governed(pre, k):
                    period, found = self._base(item, state.period, pre[max(0, k - 5) : k])
                    state.basis = found or state.basis
                    state.base_period, state.base_for = period, state.period
                elif item.code and item.what.relative:
                    state.basis = item.code
                elif not item.code or not item.what.relative:
                    period = self._resolve(item, state.period)
                    if period is not None:
                        if not _ref_before(pre, k) or _spans_months(item):
                            state.period = period
                            state.period_set = True

    def _merge(self, phrase: Phrase, state: _State, joint: str) -> list[Series]:
        """The series that a phrase names, where it is silent taken from the frame."""
        now = state.subjects[0] if state.subjects else self.series
        if state.lead_flow and not phrase.flows and not state.history:
            now = replace(now, flow=state.lead_flow, sign=0)
        stat = phrase.statistics[0].code.split(":")[0] if phrase.statistics else ""
        reporter = phrase.reporters[0].code if phrase.reporters else now.reporter or self.reporter
        outside = phrase.other is not None and phrase.other.code == "bop"
        if phrase.sales and not phrase.flows and not state.history and not phrase.partners:
            return [replace(now, why="about sales")]
        if phrase.other is not None and (outside or phrase.other_first or not phrase.flows and (phrase.pron is None or phrase.pron.code in ("it", "they", "its", "there"))):
            product = phrase.joined if phrase.products else now.product
            return [replace(now, why=f"about {phrase.other.word}", product=_with_text(product, self), reporter=reporter)]
        if phrase.proper and not phrase.flows and not phrase.products and not phrase.areas and not phrase.partners and not phrase.reporters:
            return [replace(now, why="about a company or an institution")]
        if phrase.flows:
            return self._flows(phrase, state, joint, now, reporter, stat)
        if phrase.hint is not None:
            base = Series(reporter, phrase.hint.code, 0, "WLD", self.topic, stat)
            areas = [a.code for a in phrase.areas if a.code and a.code != reporter]
            if areas:
                if phrase.reporters:
                    base = replace(base, reporter=phrase.reporters[0].code)
                return [replace(base, partner=a) for a in areas]
            return [replace(base, product=_with_text(p, self)) for p in phrase.products] or [base]
        if phrase.share and not phrase.areas and not phrase.partners and not phrase.products:
            return [replace(s, statistic=stat or s.statistic) for s in state.subjects]
        if phrase.pron is not None:
            return self._pronoun(phrase, state, now, stat)
        if not self.active:
            return [replace(now, why="the passage names no trade flow")]
        if phrase.partners or phrase.areas or phrase.reporters or phrase.there:
            return self._areas(phrase, state, now, reporter, stat)
        if phrase.products:
            return self._products(phrase, state, now, stat)
        if stat:
            return [replace(s, statistic=stat, why="") for s in state.subjects]
        return state.subjects

    def _flows(self, phrase: Phrase, state: _State, joint: str, now: Series, reporter: str, stat: str) -> list[Series]:
        if all(f.kind == "revenue" for f in phrase.flows):
            named_products = [products.slug(self.text[p.start : p.end]) for p in phrase.products]
            if any(slug.endswith("services") for slug in named_products) or (not named_products and self.context.topic is None):
                return [replace(now, why="about revenue")]
        self.trade_seen = True
        moved = [f.code for f in phrase.flows if f.code not in ("balance", "trade")]
        self.balance_seen = self.balance_seen or len(moved) < len(phrase.flows)
        if moved:
            self.trade_flow = moved[0]
        within = bool(state.history) and joint in ("and", ",", "")
        topic = self.topic
        if phrase.total:
            goods: list[Product | None] = [None]
        elif phrase.products:
            goods = [_with_text(p, self) for p in phrase.products]
            if self.context.topic is not None and not phrase.partners and len(goods) == 1:
                self.topic = goods[0]
        elif now.why and now.product is not None and state.history:
            goods = [now.product]
        elif within and now.product is not None:
            goods = [now.product]
        else:
            goods = [topic]
        areas = [a for a in phrase.areas if a.code]
        if self.context.several and phrase.prep == "of" and phrase.partners:
            reporter = phrase.partners[0].code
            phrase.partners = []
        home = [a for a in areas if a.code == self.context.reporter]
        if home:
            reporter = home[0].code
            areas = [a for a in areas if a.code != self.context.reporter]
        partners = [p.code for p in phrase.partners if p.code != reporter]
        if phrase.partners and not partners and reporter in names_of_groups():
            partners = ["INTRA-" + reporter]
        partners += [a.code for a in areas if self.context.reporter]
        if areas and not self.context.reporter and not phrase.reporters:
            reporter = areas[0].code
        if not partners and (phrase.there or (phrase.pron is not None and phrase.pron.code == "there")) and self.last_area:
            partners = [self.last_area]
        if not partners and state.lead_partner:
            partners = [state.lead_partner]
        if not phrase.products and not phrase.total and state.lead_product is not None:
            goods = [state.lead_product]
        if not partners:
            partners = [now.partner] if (within and not phrase.total) or phrase.there else ["WLD"]
        partners = [self._world(p, reporter) for p in partners]
        out = []
        for flow in phrase.flows[:6]:
            for product in goods:
                for partner in partners:
                    code = flow.code
                    out.append(Series(reporter, code, flow.sign, partner, product, stat or ("" if not within else ""), "", now.role_of_area))
        if len(phrase.flows) > 1 and phrase.flows[0].code == "export" and len({f.code for f in phrase.flows}) == 1:
            out = out[: len(goods) * len(partners)]
        if any(f.kind == "nodx" for f in phrase.flows):
            out = [replace(s, product=Product("non-oil", phrase.flows[0].start, phrase.flows[0].end)) for s in out]
        return out

    def _world(self, partner: str, reporter: str) -> str:
        """ "The rest of the world" is everybody unless single partners were named before; for a union it is who is not in it."""
        if partner != "ROW":
            return partner
        if reporter in ("EU", "EA"):
            return "EXTRA-" + reporter
        return "ROW" if any(row.series.partner != "WLD" for row in self.rows) else "WLD"

    def _pronoun(self, phrase: Phrase, state: _State, now: Series, stat: str) -> list[Series]:
        code = phrase.pron.code if phrase.pron is not None else ""
        if code == "its" and not phrase.flows and (phrase.products or phrase.statistics):
            return self._products(phrase, state, now, stat) if phrase.products else [replace(now, statistic=stat)]
        partner = [p.code for p in phrase.partners] or [a.code for a in phrase.areas]
        base = now
        if code == "latter" and self.last_product is not None and not phrase.partners:
            base = replace(now, product=self.last_product, why="")
        if code == "former" and len(state.history) > 1:
            base = state.history[-2]
        if partner:
            return [replace(base, partner=p, statistic=stat or base.statistic, why="") for p in partner]
        if phrase.products:
            return [replace(base, product=_with_text(p, self), statistic=stat or base.statistic, why="") for p in phrase.products]
        return [replace(base, statistic=stat or base.statistic)]

    def _areas(self, phrase: Phrase, state: _State, now: Series, reporter: str, stat: str) -> list[Series]:
        verb = phrase.verb
        stat = stat or (now.statistic if state.history else "")
        areas = phrase.partners or phrase.areas
        product = now.product
        goods: list[Product | None] = [_with_text(p, self) for p in phrase.products] or [product]
        if verb is not None and verb.code == "export" and (phrase.areas or phrase.reporters):
            return [Series(a.code, "export", 0, "WLD", p, stat, role_of_area="reporter") for a in (phrase.areas or phrase.reporters) for p in goods]
        if verb is not None and verb.code == "supply" and phrase.areas:
            return [replace(now, flow="import", sign=0, partner=a.code, product=goods[0], statistic=stat, why="") for a in phrase.areas]
        if verb is not None and verb.code == "import" and phrase.areas:
            if phrase.areas[0].code == self.context.reporter or (verb.word == "imported"):
                return [Series(phrase.areas[0].code, "import", 0, phrase.partners[0].code if phrase.partners else "WLD", goods[0], stat, role_of_area="reporter")]
            return [replace(now, flow="export", sign=0, partner=a.code, product=goods[0], statistic=stat, why="") for a in phrase.areas]
        if phrase.partners and phrase.prep in ("to", "from") and now.flow in ("export", "import", "balance", "trade"):
            now = replace(now, flow="export" if phrase.prep == "to" else "import", sign=0) if (phrase.verb is None or phrase.verb.code != "supply") else now
        if phrase.reporters and not areas:
            return [replace(now, reporter=reporter, partner="WLD", product=p, statistic=stat, why="", role_of_area="reporter") for p in goods]
        out = []
        for area in areas:
            if area.code == "" and not phrase.there:
                continue
            home = area.code == self.context.reporter and not phrase.partners
            if not phrase.partners and reporter in _UNIONS and area.code in _UNIONS:
                home = True
            if home or (not phrase.partners and (self.context.several or not self.context.reporter) and now.role_of_area == "reporter"):
                out.append(replace(now, reporter=area.code, partner="WLD", product=goods[0], statistic=stat, why="", role_of_area="reporter"))
            else:
                out.append(replace(now, partner=area.code, product=goods[0], statistic=stat, why=""))
        return out or [replace(now, statistic=stat)]

    def _products(self, phrase: Phrase, state: _State, now: Series, stat: str) -> list[Series]:
        flow, sign = now.flow, now.sign
        if phrase.cost:
            flow, sign = "import", 0
        if flow in ("balance", "trade") and not state.history and self.trade_flow:
            flow, sign = self.trade_flow, 0  # a product with no flow of its own is about goods moved, not about a balance
        if not flow:
            return [replace(now, why="no flow named before it")]
        partner = now.partner if state.history or now.partner != "WLD" and now is not self.series else "WLD"
        known = any(products.scan(self.text[p.start : p.end]) for p in phrase.products)
        if not known and not self.listing and state.lead_product is None:
            return [replace(now, why="its subject is not known to be a product")]
        out = []
        for product in phrase.products:
            out.append(replace(now, flow=flow, sign=sign, partner=partner, product=_with_text(product, self), statistic=stat, why=""))
        return out

    # ------------------------------------------------------------------ assignment and rows
    def _assign(self, num: Num, state: _State, post: list[Item], found: Role, items: list[Item], nums: list[Num], n: int, inside: bool) -> list[Series]:
        """The series of one number: its place in a list, or the joint subject; then what its modifiers say."""
        subjects = state.subjects or [self.series]
        if num.run > 1:
            picked = self._of_list(num, subjects, state, found)
            if picked is None:
                return []
            subjects = picked
        elif len(subjects) > 1:
            subjects = self._joint(subjects, items)
            if len(subjects) == 1:
                state.subjects = subjects
        if num.number.part == "high" and state.history:
            subjects = [state.history[-1]]
        before = subjects
        if inside and post and len(post) == 1 and post[0].word.lower() in ("out", "in"):
            subjects = [replace(s, flow="export" if post[0].word.lower() == "out" else "import", sign=0) for s in subjects]
        subjects = [self._counted(num, self._modified(s, post, found, state)) for s in subjects]
        if not inside and len(subjects) == 1 and len(state.subjects) == 1 and subjects != before:
            state.subjects = subjects
        if not inside:
            if num.place == 0 or num.run == 1:
                pass
            state.history.extend(s for s in subjects if s not in state.history[-1:])
        return subjects

    def _of_list(self, num: Num, subjects: list[Series], state: _State, found: Role) -> list[Series] | None:
        if len(subjects) == num.run:
            return [subjects[num.place]]
        if len(subjects) == 1:
            parts = _parts(subjects[0].product)
            if len(parts) == num.run and (self.respectively or num.run > 2):
                return [replace(subjects[0], product=parts[num.place])]
            seen: list[Series] = []
            for series in state.history:
                if series not in seen:
                    seen.append(series)
            if num.place == 0:
                exact = len(seen) == num.run and not found.base and num.kind == "percent"
                self.listed = seen[-num.run :] if len(seen) >= num.run and (self.respectively or exact) else []
            if self.listed and len(self.listed) == num.run:
                return [self.listed[num.place]]
            return subjects
        return None

    def _joint(self, subjects: list[Series], items: list[Item]) -> list[Series]:
        """One number for several names: flows each get it, countries are joined, products are one noun phrase."""
        if len({s.flow for s in subjects}) == len(subjects):
            return subjects
        if any(x.kind in ("each", "both") for x in items):
            return subjects
        first = subjects[0]
        partners = list(dict.fromkeys(s.partner for s in subjects))
        goods = [s.product for s in subjects if s.product is not None]
        product = first.product
        if len({(p.start, p.end) for p in goods}) > 1:
            start, end = min(p.start for p in goods), max(p.end for p in goods)
            product = _with_text(Product("", start, end), self)
        return [replace(first, partner="+".join(partners), product=product)]

    def _counted(self, num: Num, series: Series) -> Series:
        """ "included 361,285 cars": what is counted is the product, unless the word only counts."""
        if num.kind != "quantity" or num.unit != "units":
            return series
        words = num.item.what.start, num.item.what.end
        noun = self.text[words[0] : words[1]].rsplit(None, 1)[-1].lower()
        if noun not in _SPECIFIC or (series.product is not None and noun.rstrip("s") in series.product.text.lower()):
            return series
        start = words[1] - len(noun)
        return replace(series, product=Product(self.text[start : words[1]], start, words[1]))

    def _modified(self, series: Series, post: list[Item], found: Role, state: _State) -> Series:
        phrase = parse(post, subject=False)
        if len(self.listed_stats) > 1:
            series = replace(series, statistic=self.listed_stats[self.place_now % len(self.listed_stats)])
        elif phrase.statistics and (phrase.statistics[0].word.lower().startswith(("in ", "by ", "on ")) or (post[0].kind in ("chg", "cmp", "stat", "of", "adj", "in", "det", "basis") and phrase.statistics[0] in post[:4])):
            series = replace(series, statistic=phrase.statistics[0].code.split(":")[0])
        if phrase.flows and not (series.why and phrase.flows[0].code == "balance"):
            flow = next((f for f in phrase.flows if f.code == "balance"), phrase.flows[0])
            first = next((k for k, x in enumerate(post) if x.kind not in ("chg", "adj", "basis", "adv", "det", "cmp", "time")), 0)
            direct = post[first].kind in ("in", "of", "for") or (found.measure not in ("growth", "change") and post[0].kind in ("flow", "det", "adj", "lev")) or (post[0].kind == "flow" and found.measure == "growth")
            if series.flow == "balance" and flow.code == "trade":
                direct = False
            if direct and (found.measure != "share" or not series.flow or series.flow != flow.code):
                if found.measure == "share":
                    series = replace(series, flow=flow.code, sign=flow.sign)
                else:
                    known = series.product is not None and bool(products.scan(series.product.text))
                    series = replace(series, flow=flow.code, sign=flow.sign, why="", product=series.product if known or series.product is self.topic else self.topic)
                    if phrase.products and phrase.joined is not None:
                        series = replace(series, product=_with_text(phrase.joined, self))
        if found.measure == "share":
            return series
        fors = [post[k + 1] for k, x in enumerate(post[:-1]) if x.kind == "for" and post[k + 1].kind == "area"]
        if fors and series.flow == "balance" and fors[0].code in _UNIONS:
            series = replace(series, reporter=fors[0].code)
        if phrase.partners:
            series = replace(series, partner="+".join(self._world(p.code, series.reporter) for p in phrase.partners))
        if phrase.products and post and post[0].kind in ("of", "lev") or (phrase.products and phrase.joined and series.product is None and any(x.kind == "of" for x in post[:3])):
            series = replace(series, product=_with_text(phrase.joined, self))
        if post and phrase.verb is None and post[0].kind == "lev" and post[0].code == "worth":
            pass
        return series

    def _emit(self, num: Num, series: Iterable[Series], found: Role, pre: list[Item], post: list[Item], state: _State, inside: bool) -> None:
        number = num.number
        done = False
        for one in series:
            if one.why or not one.flow or not self.trade_seen or not self.context.trade:
                self.aside.append((number, one.why or "no trade flow is named for it"))
                continue
            measure = found.measure
            statistic = self._statistic(num, one, inside)
            period, basis = self._when(num, found, pre, post, state, one)
            value = self._value(num, found, one, measure)
            if found.base and num.kind == "money" and self.rows and self.rows[-1].statistic == "price" and self.rows[-1].measure == "level" and not num.number.scaled:
                statistic = "price"
                num.unit = num.unit + self.rows[-1].unit[3:]
            unit = {"percent": "PCT", "fraction": "PCT", "multiple": "PCT", "points": "PP", "rank": "RANK"}.get(num.kind, num.unit)
            if measure not in ("growth", "change", "share_change", "contribution"):
                basis = ""
            status = "A" if found.base else state.status or "A"
            assert self.sentence is not None
            self.listing = self.listing or one.product is not None and one.product is not self.context.topic
            self.rows.append(Row(number, one, measure, statistic, value, unit, basis, number.bound, status, state.adjustment, period, self.sentence, found.rule))
            done = True
        if not done and not list(series):
            self.aside.append((number, "a list of numbers that does not match its names"))
        state.base_run = found.base

    def _statistic(self, num: Num, series: Series, inside: bool) -> str:
        """What a number is of: its unit says it, or the words, or the level that stands with it."""
        if num.kind == "price":
            return "price"
        if num.kind == "quantity":
            return "volume"
        if num.kind == "money":
            return series.statistic if series.statistic in ("daily_average", "price") else "value"
        if series.statistic:
            return series.statistic
        if self.beside:
            return self.beside
        return "volume" if self.context.volumes else "value"

    def _level_beside(self, items: list[Item], nums: list[Num], n: int, inside: bool) -> str:
        """The kind of level that a percentage stands with: "2.4 percent to 241,000 vehicles", "1.37 million units (down 3.8 percent)"."""
        for m in range(n + 1, min(n + 4, len(nums))):
            if any(x.kind not in ("to", "(", ")", ",", "or", "and", "adv", "det", "adj", "basis", "time", "in", "at") for x in items[nums[m - 1].at + 1 : nums[m].at]):
                break
            if nums[m].kind in ("quantity", "money"):
                linked = any(x.kind == "to" for x in items[nums[m - 1].at + 1 : nums[m].at])
                if linked:
                    return "volume" if nums[m].kind == "quantity" else "value"
                break
        if n and nums[n - 1].kind in ("quantity", "money"):
            gap = items[nums[n - 1].at + 1 : nums[n].at]
            if not any(x.kind in ("flow", "sub", ";", "stat") or (x.kind == "tv" and not inside) for x in gap):
                return "volume" if nums[n - 1].kind == "quantity" else "value"
        return ""

    def _value(self, num: Num, found: Role, series: Series, measure: str) -> Decimal:
        value = num.number.value
        if measure == "level" and series.flow == "balance" and series.sign < 0 and not num.number.sign:
            return -abs(value)
        if found.sign and not num.number.sign:
            value = abs(value) * found.sign if measure in ("growth", "change", "share_change") else value
        if series.flow == "balance" and measure == "change" and series.sign < 0 and found.size:
            value = -value
        return value

    def _when(self, num: Num, found: Role, pre: list[Item], post: list[Item], state: _State, series: Series) -> tuple[Period | None, str]:
        """Period of the number and base of its growth."""
        focus = state.period
        basis = ""
        own: Period | None = None
        relative = ""
        for k, item in enumerate(post):
            if item.kind == "basis":
                basis = basis or item.code
            elif item.kind == "time" and item.what.form not in _SPAN_SKIP_FORMS:
                if _set_aside(post, k):
                    continue
                governed = _governed(post, k, after=True)
                period, implied = self._base(item, own if own is not None and governed else focus, post[max(0, k - 5) : k])
                if governed or (item.code and found.measure in ("growth", "change", "share_change")):
                    basis = basis or implied
                elif own is None:
                    own = period
                    relative = item.code
        pre = [x for x in pre if x.kind != ":"]
        if own is None and pre and pre[-1].kind == "time" and pre[-1].what.form not in _SPAN_SKIP_FORMS and found.measure == "level":
            own, _ = self._base(pre[-1], focus)  # "exceeded last year's $35.6 billion"
            if own is not None:
                return own, ""
        if found.base and own is None and any(x.word.lower() in ("revised", "revision", "adjusted") for x in pre + state.said):
            return focus, ""
        if found.base:
            if own is None or own == focus:
                known = state.base_period if state.base_for == focus else None
                own = known or self._shift(focus, basis or state.basis)
            else:
                state.base_period, state.base_for = own, focus
                self._vote(focus, own)
            if found.measure == "growth" and own is not None:
                said = next((x.code for x in post if x.kind == "basis"), "")
                return own, said or state.basis or self._default_basis(own)
            return own, basis
        if own is None and self.ahead is not None and not state.period_set:
            own = self._resolve(self.ahead, focus)
        if own is not None:
            if not relative and not (state.period is not None and own.end < state.period.start and (state.period_set or state.period.start.year - own.end.year >= 1)):
                state.period = own
                state.period_set = True
            focus = own
        if not basis and state.base_period is not None and focus is not None and state.basis == state.base_period.code:
            basis = basis_between(focus, state.base_period)
        if basis and found.measure in ("growth", "change") and not found.base:
            state.basis = basis
        if basis and focus is not None and basis in ("yoy", "mom") and found.measure in ("growth", "change"):
            (self.votes if focus.freq == "M" else self.others).append(basis)
        if not basis and not state.basis and state.adjustment in ("S", "SC") and focus is not None and focus.freq == "M":
            basis = "mom"  # adjusted figures are made to be compared with the month before
        if not basis:
            basis = state.basis or self._default_basis(focus)
        return focus, basis

    def _base(self, item: Item, focus: Period | None, before: Sequence[Item] = ()) -> tuple[Period | None, str]:
        """The period a comparison names and its basis; "last year" of a month is the same month of last year."""
        period = self._resolve(item, focus)
        same = any(x.word.lower() in ("same", "corresponding", "comparable", "like") for x in before)
        if period is not None and focus is not None and period.freq == "A" and focus.freq != "A" and (same or not any(c.isdigit() for c in item.word)):
            period = focus.shift_years(-1) if period.start.year == focus.start.year - 1 else period
        if item.code:
            return period, item.code
        if period is not None and focus is not None:
            return period, basis_between(focus, period)
        return period, ""

    def _shift(self, focus: Period | None, basis: str) -> Period | None:
        if focus is None:
            return None
        basis = basis or self._default_basis(focus)
        return focus.shift_years(-1) if basis == "yoy" else focus.previous()

    def _default_basis(self, period: Period | None) -> str:
        from tradestats.recognise import names

        if period is not None and period.freq != "M":
            if period.freq == "Q" and self._custom() == "mom":
                return "qoq"
            return "yoy"
        if self.votes:
            return "mom" if self.votes.count("mom") >= self.votes.count("yoy") and self.votes[0] == "mom" else self.votes[0]
        if self.others:
            return "yoy"
        return self._custom() or "yoy"

    def _vote(self, focus: Period | None, base: Period) -> None:
        """A level stated for another period shows what this article compares with."""
        if focus is not None:
            found = basis_between(focus, base)
            if found in ("yoy", "mom"):
                (self.votes if focus.freq == "M" else self.others).append(found)

    def _custom(self) -> str:
        from tradestats.recognise import names

        area = names.area(self.context.reporter) if self.context.reporter else None
        return area.basis_default if area is not None else ""

    def _resolve(self, item: Item, focus: Period | None) -> Period | None:
        from tradestats.recognise import periods

        found = periods.resolve(item.what, self.context.anchor(focus))
        if found is not None and found.freq == "R" and len(found.code) == 21 and found.start.day == 1 and (found.end + timedelta(1)).day == 1:
            return months(found.start.year, found.start.month, found.end.year, found.end.month)
        return found


_ALL_GOODS = frozenset(("goods and services", "products", "goods & services", "merchandise and services", "all goods"))
_GOODS = frozenset(("goods", "merchandise", "merchandise goods", "commodities"))
_BE = frozenset("was were is are been have has had be also again".split())
_SHIPS = frozenset("exported exporting imported importing shipped shipping supplied supplying".split())
_UNIONS = frozenset(("EU", "EA"))
_SAME = frozenset("same part period comparable corresponding level levels figure value stretch months month time point".split())
_SUPERLATIVES = frozenset("best worst highest lowest largest biggest strongest weakest".split())
_SPECIFIC = frozenset("cars trucks buses motorcycles tractors aircraft ships smartphones handsets phones".split())
_COUNTED = frozenset("vehicle vehicles car cars automobile automobiles auto autos truck trucks bus buses motorcycle motorcycles handsets smartphones phones units".split())
_AFTER_PERCENT = frozenset("year-on-year overall each annually less annual annualized combined nominally worth of".split())


def _counts_something_else(after: Item) -> bool:
    """Whether an amount belongs to the noun right after it: "the $10 billion mark", "a RM1b fund"."""
    if after.kind in ("other", "proper"):
        return True
    return after.kind == "w" and after.word.lower() not in _AFTER_AMOUNT and is_product_word(after.word) or (after.kind == "w" and after.word.lower() in _MARKS)


_AFTER_AMOUNT = frozenset("worth free out each fob cif less in".split())
_MARKS = frozenset("mark marks threshold thresholds milestone milestones barrier level levels line goal".split())


def items_word(num: Num) -> str:
    return num.item.word.lower()


def _with_text(product: Product | None, linker: Linker) -> Product | None:
    """The product with its words as they stand; "goods" is all products where no services are told of."""
    if product is None or product.fixed:
        return product
    text = linker.text[product.start : product.end]
    low = " ".join(text.lower().split())
    if low in _ALL_GOODS or (low in _GOODS and not linker.context.services):
        return None
    return Product(text, product.start, product.end)


_AND = regex.compile(r",?\s++(?:and|&)\s++|,\s++")


def _joined(phrase: Phrase) -> Product | None:
    return phrase.joined


def _parts(product: Product | None) -> list[Product]:
    """The members of a product phrase that is a list: "automobiles and auto parts"."""
    if product is None:
        return []
    out: list[Product] = []
    at = 0
    for gap in _AND.finditer(product.text):
        out.append(Product(product.text[at : gap.start()], product.start + at, product.start + gap.start()))
        at = gap.end()
    out.append(Product(product.text[at:], product.start + at, product.end))
    return [part for part in out if part.text]


def _whole(items: Sequence[Item]) -> bool:
    """Whether "percent of ..." goes on with a whole of trade: "of total exports", "of the total", "of it"."""
    for item in items[:8]:
        if item.kind in ("flow", "sales") or (item.kind in ("lev", "adj") and item.code == "total") or item.kind in ("pron",):
            return True
        if item.kind == "w" and item.word.lower() in ("total", "all", "shipments", "volume"):
            return True
        if item.kind == "stat":
            return True
    return False


def _governs_number(tail: Sequence[Item], ref: Item) -> bool:
    """Whether a comparison word leads to the number itself: "from 3.31 billion", not "those from Cuba were up to 3.81"."""
    after = tail[[x is ref for x in tail].index(True) + 1 :]
    if after and after[0].kind == "area":
        return False
    return not any(x.kind in ("lev", "tv", "to", "at", "by", "share", "contrib") or (x.kind == "chg" and x.code[0] in "va" and x is not after[-1]) for x in after)


def _chg_before(tail: Sequence[Item], at: int) -> bool:
    return any(x.kind in ("chg", "cmp", "num") for x in tail[:at])


def names_of_groups() -> frozenset[str]:
    """Codes of groups of countries, which have trade within."""
    from tradestats.recognise import names

    return frozenset(code for code in names.area_codes() if (area := names.area(code)) is not None and area.kind == "group")


def _set_aside(items: Sequence[Item], k: int) -> bool:
    """Whether a period is no figure's own: "the best June", "since records began in 1996"."""
    if k and items[k - 1].word.lower() in _SUPERLATIVES:
        return True
    return any(x.word.lower() == "since" for x in items[max(0, k - 4) : k])


def _spans_months(item: Item) -> bool:
    """ "From January through October" is one span of time, not a base."""
    low = item.word.lower()
    return any(word in low.split() for word in ("to", "through", "until", "till")) or "-" in low


def _ref_before(items: Sequence[Item], k: int) -> bool:
    """Whether a comparison opened before item `k` in the same clause governs it."""
    for item in reversed(items[:k]):
        if item.kind in _BREAKS or is_verb(item):
            return False
        if item.kind == "ref":
            return True
    return False


def _governed(items: Sequence[Item], k: int, after: bool = False) -> bool:
    """Whether the period at `k` is what something is compared with: "than in August", "above June", "on September"."""
    at = k - 1
    if at >= 0 and items[at].kind == "ref" and items[at].code == "from" and (at == 0 or items[at - 1].kind in (",", "and")) and _spans_months(items[k]):
        return False
    while at >= 0 and (items[at].kind in ("det", "in", "adj", "adv", "pron", "of", "for", "on", "stat", "w-num") or items[at].word.lower() in _SAME):
        if items[at].kind == "on" and any(x.kind in ("num", "chg", "cmp") for x in items[:at]) or (items[at].kind == "on" and at == 0):
            return True
        at -= 1
    if at < 0:
        return False
    item = items[at]
    if item.kind in ("over", "under"):
        return after or any(x.kind in ("num", "chg", "cmp") for x in items[:at])
    return item.kind == "ref" or (item.kind == "cmp" and item.code == "ref") or (item.kind == "lev" and item.code == "over")


def _clauses(pre: Sequence[Item]) -> list[list[Item]]:
    """Cuts a gap at commas, conjunctions and brackets; each piece keeps the break that opened it as its first item."""
    out: list[list[Item]] = [[]]
    for k, item in enumerate(pre):
        if item.kind in _BREAKS:
            out.append([item])
        elif item.kind in ("and", "or") and any(is_verb(x) for x in out[-1]):
            out.append([item])
        else:
            out[-1].append(item)
    return [clause for k, clause in enumerate(out) if clause and not (k + 1 < len(out) and out[k + 1] and out[k + 1][0].kind in ("says", "fsays"))]


def _last_clause(pre: Sequence[Item]) -> list[Item]:
    clauses = _clauses(pre)
    if not clauses:
        return []
    last = clauses[-1]
    return [x for x in last if x.kind not in _BREAKS] if last else []


def _choose(clauses: list[list[Item]]) -> tuple[Phrase, str] | None:
    """The clause nearest to the number that can be its subject, and the break that opened it.

    A noun phrase between commas before a verb is an apposition ("Tea, the top earner, fetched") unless it is a
    member of a list ("steel, cars and ships fell").
    """
    verbless = False
    for k in range(len(clauses) - 1, -1, -1):
        clause = clauses[k]
        opener = clause[0].kind if clause[0].kind in _BREAKS or clause[0].kind in ("and", "or") else ""
        body = clause[1:] if opener else clause
        if body and body[0].kind == "incl":
            verbless = True
            continue
        if opener == "why" or (body and body[-1].word.lower() in ("included", "excluded", "apart")):
            verbless = True
            continue
        phrase = parse(body, subject=True)
        if not phrase.named:
            verbless = verbless or any(is_verb(x) for x in body)
            continue
        has_verb = any(is_verb(x) for x in body)
        if verbless and not has_verb and opener == "," and k > 0 and body and body[0].kind in ("det", "adv", "with", "which", "w", "on", "for", "pron") and _earlier(clauses[:k]):
            continue
        if opener in (",", "") and _is_list(clauses, k):
            merged: list[Item] = []
            first = k
            while first > 0 and _bare_noun(clauses[first - 1]) and clauses[first][0].kind == ",":
                first -= 1
            for piece in clauses[first : k + 1]:
                merged.extend(piece)
            if merged and merged[0].kind in _BREAKS:
                merged = merged[1:]
            return parse(merged, subject=True), ""
        return phrase, opener
    return None


def _earlier(clauses: list[list[Item]]) -> bool:
    return any(parse(c, subject=True).named and not any(is_verb(x) for x in c) for c in clauses)


def _bare_noun(clause: list[Item]) -> bool:
    body = [x for x in clause if x.kind not in _BREAKS]
    return bool(body) and all(x.kind in ("w", "prod", "area", "flow", "adj", "and", "det", "of", "to", "from", "pron", "ofwhich", "in", "with", "nodx") for x in body) and any(x.kind in ("w", "prod", "area", "flow", "nodx") for x in body) and parse(body, subject=True).named


def _is_list(clauses: list[list[Item]], k: int) -> bool:
    """Whether clause `k` ends a comma list: it holds "and" between nouns, and bare nouns stand before it."""
    if k == 0 or clauses[k][0].kind != "," or not _bare_noun(clauses[k - 1]):
        return False
    body = clauses[k][1:]
    cut = next((n for n, x in enumerate(body) if is_verb(x)), len(body))
    return any(x.kind == "and" for x in body[:cut])


def _absolute(rest: Sequence[Item]) -> bool:
    """Whether "with ..." opens a clause of its own: "with Japanese imports falling to"."""
    for item in rest:
        if item.kind in _BREAKS:
            return False
        if item.kind in ("chg", "to", "at", "by", "lev"):
            return True
    return False


_REACHED = frozenset("set recorded registered seen reached posted logged reported hit made booked achieved attained".split())


def _post_length(gap: Sequence[Item], more: bool) -> int:
    """How many items of a gap belong to the number before it. `more`: another number follows the gap."""
    k = 0
    n = len(gap)
    while k < n:
        item = gap[k]
        kind = item.kind
        if kind == "," and k + 2 < n and gap[k + 1].kind == "time" and gap[k + 2].kind == ")":
            k += 2
            continue
        if kind == "," and k + 3 < n and gap[k + 1].kind == "lev" and gap[k + 1].word.lower() in _REACHED and gap[k + 2].kind == "in" and gap[k + 3].kind == "time":
            k += 4
            continue
        if kind == "lev" and k == 0 and item.word.lower() in _REACHED and k + 1 < n and gap[k + 1].kind in ("in", "on", "time"):
            k += 1
            continue
        if kind in _BREAKS or kind in ("and", "or", "tv", "share", "contrib", "ofwhich", "incl"):
            if (kind == "share" and item.code == "noun") or (kind == "ofwhich" and k == 0 and k + 1 < n and gap[k + 1].kind in ("to", "ref", "in")):
                k += 1
                continue
            break
        if kind in ("flow", "nodx", "hint") and more and not (gap[k - 1].kind in (*_PREPS, "adj", "w", "prod", "flow", "adjust") if k else item.code == "balance" or (k + 1 < n and roles.chg_noun(gap[k + 1]))):
            break
        rest = gap[k + 1 :]
        only_skips = all(x.kind in _SKIPS for x in rest)
        if kind == "with" and more and _absolute(rest):
            break
        if kind == "ref" and more and not any(x.kind in _BREAKS or x.kind in ("and", "or") for x in rest) and rest and [x for x in rest if x.kind not in _SKIPS][-1:] and [x for x in rest if x.kind not in _SKIPS][-1].kind not in ("to", "at", "by", "chg", "lev"):
            break
        if kind == "lev":
            if item.code == "worth" and k == 0:
                k += 1
                continue
            break
        if kind == "chg":
            if more and (only_skips or (rest and all(x.kind in (*_SKIPS, "by", "to") for x in rest))) and item.code.split(":")[0] != "n" and k > 0:
                break
            if more and only_skips:
                break
            if item.code.split(":")[0] == "v" and k > 0:
                break
            k += 1
            continue
        if more and only_skips and (kind in _PREPS or kind == "ref"):
            break
        if kind in ("adv", "det", "adj", "status", "each", "both", "resp") and more and only_skips:
            break
        k += 1
    return k
