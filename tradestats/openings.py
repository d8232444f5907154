"""What opens a sentence and holds for the figures behind it: "To China,", "Textiles:", "Excluding oil,", "The three together"."""

from __future__ import annotations

from typing import NamedTuple

from tradestats.clauses import BREAKS, bare_noun, without_breaks
from tradestats.frame import Series, State
from tradestats.frozen import replace
from tradestats.goods import NO_PRODUCT, NOT_KNOWN, TOLD_BEFORE, with_text
from tradestats.items import MIRROR, Item, holds
from tradestats.lexicon import word_set
from tradestats.merging import Merging
from tradestats.noun_phrase import names_goods
from tradestats.parse import parse
from tradestats.phrase import Phrase, Product
from tradestats.recognise import names
from tradestats.role import Role, chg_noun
from tradestats.stretch import has_verb, is_verb
from tradestats.words import is_noun, is_verb_word

_TOLD_OF = 24  # rows of a paragraph that say who "the three" are
_HOW_MANY = {"two": 2, "three": 3, "four": 4, "five": 5}
_NAMED = frozenset(("w", "prod", "adj"))  # what goods are named with
_LISTED = _NAMED | {"and", ","}
_MOVED = frozenset(("export", "import", "re-export"))
_ONE_SIDE = ("INTRA-", "EXTRA-", "NON-")  # codes of the trade within a group, outside it, or with all but one
_FRONTS_FLOW = frozenset(("on", "in", "among", "for"))
_FRONTS_NAME = frozenset(("to", "with", "for", "in", "on", "from", "among", "of", "ref", "within", "as"))
_FRONT = 8  # items of what opens a sentence


class Opening(NamedTuple):
    """A clause that others follow: `place` among the clauses `cut`, its `body` without the break before it, the flows it names."""

    cut: list[list[Item]]
    place: int
    body: list[Item]
    flows: list[Item]

    @property
    def clause(self) -> list[Item]:
        """The clause with the break before it."""
        return self.cut[self.place]


class Openings(Merging):
    """Reads what holds for the figures behind it."""

    def names_bracketed(self, piece: list[Item], state: State) -> None:
        """Known goods or a country directly before a bracket are what it is of: "thanks to knitwear (+10%)", "outweighed by Peru (+4%)"."""
        now = state.subjects[0] if state.subjects else self.series
        last = piece[-1]
        if last.kind == "area" and len(state.subjects) == 1 and not now.why and self.is_anothers(piece, now):
            state.subjects = [replace(now, reporter=last.code, partner="WLD")]
        elif last.kind == "area" and len(state.subjects) == 1 and not now.why and now.role_of_area == "partner":
            foreign = last.code not in ("", now.reporter, now.partner) and "+" not in now.partner and not last.what.possessive
            led = [x.kind for x in piece[-3:-1] if x.kind != "det"][-1:]
            if foreign and led in (["why"], ["by"], ["incl"]):
                state.subjects = self.without_oil([replace(now, partner=last.code)])
        elif names_goods(last) and now.flow and now.why in ("", NO_PRODUCT, NOT_KNOWN):
            goods = _goods_bracketed(piece, state)
            if goods is not None:
                state.subjects = [replace(now, product=with_text(goods, self), why="")]

    def is_anothers(self, piece: list[Item], now: Series) -> bool:
        """Whether a bracket behind a country gives its own figure beside the reporter's: "higher than in France (2%) and Italy (3%)"."""
        if piece[-1].code in ("", now.reporter) or piece[-1].what.possessive or now.flow not in MIRROR:
            return False
        named = [x for x in piece[:-1] if x.kind not in ("det", "and", ",")]
        if not named and self.rows:
            last, home = self.rows[-1], self.context.reporter
            return last.sentence is self.sentence and last.series.reporter not in (home, now.reporter)  # the list goes on
        compared = any(x.kind == "cmp" or x.low in word_set("recorded") or x.low in word_set("recorded_many") for x in named)
        return bool(named) and named[-1].kind == "in" and compared and not holds(named, ("flow",))

    def taken_together(self, pre: list[Item]) -> Series | None:
        """What "the three" or "the two together" are: the countries that the paragraph told of last."""
        skipped = (*BREAKS, "and")
        first = next((k for k, x in enumerate(pre) if x.kind not in skipped and x.low not in word_set("together")), len(pre))
        if len(pre) < first + 3 or pre[first].low not in ("the", "these", "those") or pre[first + 1].low not in _HOW_MANY:
            return None
        after = pre[first + 2]
        if not (after.low in word_set("together") or after.kind in ("contrib", "share", "tv") or after.low in word_set("place_nouns")):
            return None
        rows = [
            row for row in self.rows[-_TOLD_OF:] if row.sentence.paragraph == self.paragraph and row.series.partner not in ("WLD", "ROW")
        ]
        goods = self.goods_together(_HOW_MANY[pre[first + 1].low]) if not rows else None
        if goods is not None:
            return goods
        codes = list(dict.fromkeys(row.series.partner for row in reversed(rows)))[: _HOW_MANY[pre[first + 1].low]]
        if len(codes) != _HOW_MANY[pre[first + 1].low] or any("+" in code for code in codes):
            return replace(self.series, why="countries that are not told apart")
        return replace(rows[-1].series, partner="+".join(reversed(codes)), why="")

    def goods_together(self, count: int) -> Series | None:
        """The last so many different goods that the paragraph told of, as one: "the three accounted for"; None if it told of others."""
        rows = [row for row in self.rows[-TOLD_BEFORE:] if row.sentence.paragraph == self.paragraph and row.series.product is not None]
        names = list(dict.fromkeys(row.series.product.text for row in rows if row.series.product is not None))
        if len(names) != count:
            return None
        text = f"{', '.join(names[:-1])} and {names[-1]}"
        return replace(rows[-1].series, product=Product(text, 0, 0, True), why="")

    def still_aside(self, clause: list[Item], state: State) -> bool:
        """Whether a clause without a verb only tells more of what is no trade: "users consumed 36,791 tonnes, 8 percent as thread"."""
        told = [*state.history, *state.subjects]
        return bool(told) and all(s.why.startswith("about ") for s in told) and not any(is_verb(x) for x in clause)

    def widened(self, pre: list[Item], state: State) -> list[Item]:
        """The clause without an opening that turns from a country's trade with another to a region's: "For the Gulf as a whole,".

        Or to all the trade of that other country: "The world's third-largest economy recorded a global surplus".
        """
        other = self.context.mutual
        if not other or state.history:
            return pre
        begin = next((k for k, x in enumerate(pre) if x.kind not in ("sub", "and", ",")), 0)
        economy = next((k for k, x in enumerate(pre[:_FRONT]) if x.low == "economy"), 0)
        named = bool(pre) and pre[begin].kind == "anaphor" and pre[begin].low.endswith(" economy")
        if named or (economy and pre[economy - 1].kind in ("num", "w-num")):
            self.reporter, self.page_partner = other, ""
            state.subjects = [replace(s, reporter=other, partner="WLD") for s in state.subjects]
            return pre[(begin if named else economy) + 1 :] or pre
        at = next((k for k in range(begin + 1, min(begin + 3, len(pre))) if pre[k].kind == "area"), 0)
        if not at or pre[begin].kind != "for" or not names.is_group(pre[at].code) or pre[at].what.possessive:
            return pre
        self.reporter = pre[at].code
        state.subjects = [replace(s, reporter=self.reporter, partner=other) for s in state.subjects]
        rest = pre[at + 1 :]
        whole = [x.low for x in rest[:3]] == ["as", "a", "whole"]
        return rest[3 if whole else 0 :] or pre

    def foreign(self, cut: list[list[Item]], state: State) -> bool:
        """Whether a clause with a verb has a noun for its subject that nothing here knows: "factory owners say", "the port spends"."""
        if any(x.kind in ("status", "says", "fsays", "contrib", "share") for clause in cut for x in clause):
            return False
        for clause in reversed(cut):
            verb = next((k for k, x in enumerate(clause) if is_verb(x) or (x.kind == "w" and is_verb_word(x.word))), None)
            if verb is None or (chg_noun(clause[verb]) and [x.low for x in clause[max(0, verb - 2) : verb - 1]] in (["a"], ["an"])):
                continue  # "a slight decrease of" has no subject of its own
            before = without_breaks(clause[:verb])
            if holds(before, ("pron", "flow", "area", "anaphor", "prod", "stat", "hint", "ofwhich")):
                return False
            idle = word_set("neutral") | word_set("equivalent")
            if holds(clause[verb : verb + 2], ("tv",)):
                idle |= word_set("makers")  # "mills have exported"
            nouns = [x for x in before if x.kind == "w" and is_noun(x.word) and x.low not in idle]
            if nouns and nouns[-1] is [x for x in before if x.kind == "w"][-1]:
                return True
            if before:
                return False
        return False

    def leads(self, cut: list[list[Item]], state: State) -> None:
        """An opening such as "To China," or "For petrochemicals," holds for the flows after it."""
        for k, clause in enumerate(cut[:-1]):
            if not state.history and [x.kind for x in clause] == ["area"] and clause[0].code.startswith(_ONE_SIDE):
                self.one_side(clause[0].code, state)
            if cut[k + 1][0].kind == ":" and self.leads_list(cut, k, state):
                continue
            body = clause[1:] if clause[0].kind in BREAKS else clause
            if not body:
                continue
            opening = Opening(cut, k, body, [x for x in body if x.kind == "flow"])
            if not (
                self.leaves_out(opening, state)
                or self.fronts_flow(opening, state)
                or self.names_market(opening, state)
                or self.tells_of_trade_with(opening, state)
                or self.fronts_whole(opening, state)
            ):
                self.fronts_name(opening, state)

    def one_side(self, code: str, state: State) -> None:
        """An opening such as "Intra-EU," or "Excluding Japan," says with whom what follows is; nobody knows it of many countries' trade."""
        if code.startswith("NON-") and (self.context.several or names.is_group(self.context.reporter)):
            state.subjects = [replace(x, why="without a country that is not told apart") for x in state.subjects]
        state.lead_partner = code

    def leads_list(self, cut: list[list[Item]], k: int, state: State) -> bool:
        """Whether a clause before a colon does nothing but say what the figures behind it are of: what follows is a list."""
        if state.history:
            self.listing = True
            return False
        clause = cut[k]
        verbless = not has_verb(clause)
        if verbless and (self.labels_the_rest(clause, state) or self.labels(cut, k, state)):
            return True
        said = [x for piece in cut[: k + 1] for x in piece]
        verb = next((x for x in said if x.kind == "tv" and x.code in MIRROR), None)
        if verb is not None and said[0].low in ("who", "what", "where"):
            state.lead_flow = MIRROR[verb.code] if said[0].low == "who" else verb.code  # "Who buys: China $5 billion"
        self.listing = True
        market = next((x for x in clause if x.kind == "hint" and x.code in MIRROR), None)
        if market is not None and (verbless or clause[-1].code == "be") and not holds(clause, ("flow", "nodx")):
            state.lead_flow = self.side_of(market, state)  # "Top export destinations in 2023: Peru, $5 billion;"
            self.trade_seen = self.trade_seen or "port" in market.low
            self.active = self.active or self.trade_seen
            return True
        named = [x.code for x in clause if x.kind == "flow" and x.code in _MOVED]
        if len(named) != 1 or not verbless:
            return False
        state.lead_flow = named[0]
        return True

    def labels_the_rest(self, clause: list[Item], state: State) -> bool:
        """Whether a label is of all others in a list: "Others: $1.9 billion" is neither the total nor the product before."""
        words = [x for x in clause if x.kind not in BREAKS and x.kind != "det"]
        if not words or not self.listing or not all(x.low in word_set("others") for x in words):
            return False
        start, end = words[0].start, words[-1].end
        state.lead_product = Product(self.text[start:end], start, end)
        state.subjects = [replace(state.subjects[0], product=state.lead_product, why="")]
        return True

    def labels(self, cut: list[list[Item]], k: int, state: State) -> bool:
        """Whether an area or goods before a colon label what follows: "Peru: exports up 5 percent", "Textiles: exports of"."""
        phrase = _label(cut, k)
        named = [a for a in phrase.partners + phrase.areas if a.what.form != "capital"]
        areas = named if self.traders else [a for a in named if a.code != self.context.reporter]
        area = areas[0] if areas else None
        labelled = bool(area is not None and area.code) or (bool(phrase.products) and not phrase.flows)
        if not labelled or any(x.code != "trade" for x in phrase.flows) or self.sentence is None:
            return False
        now = state.subjects[0]
        if area is not None and (self.traders or (self.context.several and self.series.reporter in ("", "WLD"))):
            self.traders = self.traders or now.flow
            state.subjects = [replace(now, reporter=area.code, partner="WLD", why="")]  # where nobody's trade is under discussion
            return True
        if area is not None:
            state.lead_partner = area.code
        else:
            state.lead_product = with_text(phrase.joined, self)
        self.label_line, self.label_partner, self.label_product = self.sentence.line, state.lead_partner, state.lead_product
        if state.lead_product is not None and area is None:
            self.topic, self.labelled = state.lead_product, True
        product = state.lead_product if phrase.products and area is None else now.product
        state.subjects = [replace(now, partner=state.lead_partner or now.partner, product=product, why="")]
        return True

    def leaves_out(self, opening: Opening, state: State) -> bool:
        """Whether it says which goods are left out: "Excluding oil, gold and arms, exports"."""
        cut, body = opening.cut, opening.body
        if body[0].kind != "excl" or state.history or opening.flows:
            return False
        last = opening.place
        while last + 2 < len(cut) and bare_noun(cut[last + 1]) and not holds(cut[last + 1], ("flow", "area")):
            last += 1
        left = parse([*body, *(x for piece in cut[opening.place + 1 : last + 1] for x in piece)], subject=True)
        if left.excluded:
            state.lead_product = with_text(left.joined, self)
        return True

    def fronts_flow(self, opening: Opening, state: State) -> bool:
        """Whether it names the flow alone, perhaps with whom: "Among exports to China,", "On the import side,"."""
        body, flows = opening.body, opening.flows
        if len(flows) != 1 or flows[0].code in ("balance", "trade") or body[0].kind not in _FRONTS_FLOW or has_verb(body):
            return False
        state.lead_flow = flows[0].code
        placed = [p.code for p in parse(body[1:], subject=True).partners if p.code not in ("", self.context.reporter)]
        state.lead_partner = "+".join(placed) or state.lead_partner
        if body[0].kind == "on" and not state.lead_partner:
            whom = self.both_ways or self.page_partner or "WLD"
            state.subjects = [replace(x, flow=flows[0].code, sign=0, partner=whom) for x in state.subjects]
        return True

    def names_market(self, opening: Opening, state: State) -> bool:
        """Whether it calls one country a market: "North America remained the No. 1 destination,"."""
        if state.history or opening.cut[opening.place + 1][0].kind not in (":", ","):
            return False
        market = self.market(opening.body)
        state.lead_partner = market or state.lead_partner
        return bool(market)

    def tells_of_trade_with(self, opening: Opening, state: State) -> bool:
        """Whether it tells of trade with somebody: "Trade with Peru withered, exports by 5 percent", "In trade with China, data showed"."""
        body = opening.body
        if state.history or [x.code for x in opening.flows] != ["trade"] or not (body[0].kind == "in" or has_verb(body)):
            return False
        partners = parse(body, subject=True).partners
        state.lead_partner = partners[0].code if len(partners) == 1 else state.lead_partner
        return True

    def fronts_whole(self, opening: Opening, state: State) -> bool:
        """Whether it names the whole that shares are told of: "Of all tea exports, Egypt had 30 percent"."""
        body, flows = opening.body, opening.flows
        if body[0].kind != "of" or len(flows) != 1 or has_verb(body):
            return False
        state.lead_flow = flows[0].code
        state.pct = Role("share", rule="of the whole")
        whole = parse(body[1:], subject=True)
        if whole.products:
            state.lead_product = with_text(whole.joined, self)
        else:  # "Of the imports, those from Cuba": not of what the sentence before told
            state.subjects = [replace(x, product=self.topic) for x in state.subjects]
        return True

    def fronts_name(self, opening: Opening, state: State) -> None:
        """An area or goods that a preposition puts in front: "To China,", "As for petrochemicals,", "Within the euro area,"."""
        body, led = opening.body, opening.body[0].kind
        caused = opening.clause[0].kind == "why"  # "on strong demand for telecoms products, while exports to Japan rose"
        if caused or led not in _FRONTS_NAME or opening.flows or has_verb(body):
            return
        phrase = parse(body, subject=True)
        areas = phrase.partners + phrase.areas
        if not areas and led == "for" and not phrase.products:
            areas = [x for x in body[1:3] if x.kind == "area" and not x.what.possessive]  # "As for China,"
        code = areas[0].code if areas else ""
        if led == "within" and areas and names.is_group(code):
            state.lead_partner = "INTRA-" + code  # "Within the euro area, trade rose"
        elif led == "for" and len(areas) == 1 and code and (self.context.several or self.is_another_union(code)):
            state.subjects = [replace(x, reporter=code) for x in state.subjects]  # "For Malaysia, exports to China"
        elif code and code != self.context.reporter and led not in ("on", "within", "among"):
            state.lead_partner = "+".join(a.code for a in areas)
        elif phrase.products and led in ("for", "in", "on", "of", "among"):
            state.lead_product = with_text(phrase.joined, self)


def _label(cut: list[list[Item]], k: int) -> Phrase:
    """What the clauses before a colon name: "Textiles, clothing and footwear: exports of"."""
    first = k
    while first and cut[first][0].kind == "," and bare_noun(cut[first - 1]):
        first -= 1
    whole = [x for piece in cut[first : k + 1] for x in piece]
    phrase = parse(whole[1:] if whole[0].kind in BREAKS else whole, subject=True)
    if whole[0].kind == "ref":
        phrase.products = []  # "From the ministry's press desk:" says where it comes from
    return phrase


def _goods_bracketed(piece: list[Item], state: State) -> Product | None:
    """The goods that end a piece, unless the subject is of them already or names several: "minerals, fuels and electricity ("."""
    last = piece[-1]
    begin = _begin_of_goods(piece, len(piece) - 1, listed=False)
    goes_on = piece[0].kind == "," and [x.kind for x in piece[max(0, begin - 2) : begin]] == [",", "and"]  # ", coils, and tuna ("
    told = any(s.product is not None and s.product.start <= last.start < s.product.end for s in state.subjects)
    if (told or len(state.subjects) > 1) and not goes_on:
        return None
    if begin and piece[begin - 1].kind == "and" and not goes_on:
        begin = _begin_of_goods(piece, begin, listed=True)
    named = next((x for x in parse(piece[begin:], subject=True).products if not x.doubtful), None)
    return Product("", named.start, last.end) if named is not None else None


def _begin_of_goods(piece: list[Item], end: int, *, listed: bool) -> int:
    """Where the name that ends right before `end` begins; a list's first name if it is `listed`."""
    while end and piece[end - 1].kind in (_LISTED if listed else _NAMED) and not is_verb_word(piece[end - 1].word):
        end -= 1
    return end
