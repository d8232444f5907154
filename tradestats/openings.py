"""What opens a sentence and holds for the figures behind it: "To China,", "Textiles:", "Excluding oil,", "The three together"."""

from __future__ import annotations

from tradestats.clauses import BREAKS, bare_noun, without_breaks
from tradestats.frame import Series, State
from tradestats.frozen import replace
from tradestats.goods import NO_PRODUCT, NOT_KNOWN, TOLD_BEFORE, with_text
from tradestats.items import MIRROR, Item, holds
from tradestats.lexicon import word_set
from tradestats.merging import Merging
from tradestats.noun_phrase import names_goods
from tradestats.parse import parse
from tradestats.phrase import Product
from tradestats.recognise import names
from tradestats.role import Role, chg_noun
from tradestats.stretch import has_verb, is_verb
from tradestats.words import is_noun, is_verb_word

_TOLD_OF = 24  # rows of a paragraph that say who "the three" are
_HOW_MANY = {"two": 2, "three": 3, "four": 4, "five": 5}
_FRONT = 8  # items of what opens a sentence


class Openings(Merging):
    """Reads what holds for the figures behind it."""

    def names_bracketed(self, piece: list[Item], state: State) -> None:
        """Known goods or a country directly before a bracket are what it is of: "thanks to knitwear (+10%)", "outweighed by Peru (+4%)"."""
        now = state.subjects[0] if state.subjects else self.series
        last = piece[-1]
        if last.kind == "area" and len(state.subjects) == 1 and not now.why and now.role_of_area == "partner":
            foreign = last.code not in ("", now.reporter, now.partner) and "+" not in now.partner and not last.what.possessive
            led = [x.kind for x in piece[-3:-1] if x.kind != "det"][-1:]
            if foreign and led in (["why"], ["by"]):
                state.subjects = self.without_oil([replace(now, partner=last.code)])
            return
        told = any(s.product is not None and s.product.start <= last.start < s.product.end for s in state.subjects)
        begin = len(piece) - 1
        while begin and piece[begin - 1].kind in ("w", "prod", "adj") and not is_verb_word(piece[begin - 1].word):
            begin -= 1
        goes_on = piece[0].kind == "," and [x.kind for x in piece[max(0, begin - 2) : begin]] == [",", "and"]  # ", coils, and tuna ("
        if not names_goods(last) or now.why not in ("", NO_PRODUCT, NOT_KNOWN) or not now.flow:
            return
        if (told or len(state.subjects) > 1) and not goes_on:
            return
        if begin and piece[begin - 1].kind == "and" and not goes_on:  # "minerals, fuels and electricity (4 points)"
            while begin and piece[begin - 1].kind in ("w", "prod", "adj", "and", ",") and not is_verb_word(piece[begin - 1].word):
                begin -= 1
        named = [x for x in parse(piece[begin:], subject=True).products if not x.doubtful]
        if named:
            goods = with_text(Product("", named[0].start, last.end), self)
            state.subjects = [replace(now, product=goods, why="")]

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
        if economy and pre[economy - 1].kind in ("num", "w-num"):
            self.reporter, self.page_partner = other, ""
            state.subjects = [replace(s, reporter=other, partner="WLD") for s in state.subjects]
            return pre[economy + 1 :] or pre
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
            nouns = [x for x in before if x.kind == "w" and is_noun(x.word) and x.low not in idle]
            if nouns and nouns[-1] is [x for x in before if x.kind == "w"][-1]:
                return True
            if before:
                return False
        return False

    def leads(self, cut: list[list[Item]], state: State) -> None:
        """An opening such as "To China," or "For petrochemicals," holds for the flows after it."""
        for k, clause in enumerate(cut[:-1]):
            if not state.history and [x.kind for x in clause] == ["area"] and clause[0].code.startswith(("INTRA-", "EXTRA-")):
                state.lead_partner = clause[0].code  # "Intra-EU, trade stood at"
            if cut[k + 1][0].kind == ":" and not state.history and not has_verb(clause):
                words = [x for x in clause if x.kind not in BREAKS and x.kind != "det"]
                if words and self.listing and all(x.low in word_set("others") for x in words):
                    rest = Product(self.text[words[0].start : words[-1].end], words[0].start, words[-1].end)
                    state.lead_product = rest  # "Others: $1.9 billion" is neither the total nor the product before
                    state.subjects = [replace(state.subjects[0], product=rest, why="")]
                    continue
                first = k
                while first and cut[first][0].kind == "," and bare_noun(cut[first - 1]):
                    first -= 1  # "Textiles, clothing and footwear: exports of ..."
                whole = [x for piece in cut[first : k + 1] for x in piece]
                phrase = parse(whole[1:] if whole[0].kind in BREAKS else whole, subject=True)
                if whole[0].kind == "ref":
                    phrase.products = []  # "From the ministry's press desk:" says where it comes from
                label = [a for a in phrase.partners + phrase.areas if a.code != self.context.reporter and a.what.form != "capital"][:1]
                labels = bool(label and label[0].code) or (bool(phrase.products) and not phrase.flows)
                if labels and all(x.code == "trade" for x in phrase.flows) and self.sentence is not None:
                    if label and self.context.several and self.series.reporter in ("", "WLD"):
                        state.subjects = [replace(state.subjects[0], reporter=label[0].code, why="")]
                        continue  # "Peru: exports up 5 percent", where nobody's trade is under discussion
                    if label:
                        state.lead_partner = label[0].code
                    else:
                        state.lead_product = with_text(phrase.joined, self)
                    self.label_line, self.label_partner, self.label_product = self.sentence.line, state.lead_partner, state.lead_product
                    if state.lead_product is not None and not label:
                        self.topic, self.labelled = state.lead_product, True
                    state.subjects = [
                        replace(
                            state.subjects[0],
                            partner=state.lead_partner or state.subjects[0].partner,
                            product=state.lead_product if phrase.products and not label else state.subjects[0].product,
                            why="",
                        )
                    ]
                    continue
            if cut[k + 1][0].kind == ":" and not state.history:
                said = [x for piece in cut[: k + 1] for x in piece]
                verb = next((x for x in said if x.kind == "tv" and x.code in MIRROR), None)
                if verb is not None and said[0].low in ("who", "what", "where"):
                    state.lead_flow = MIRROR[verb.code] if said[0].low == "who" else verb.code  # "Who buys: China $5 billion"
            if cut[k + 1][0].kind == ":":
                self.listing = True  # what a colon introduces is a list
            if cut[k + 1][0].kind == ":" and not state.history:
                named = [x for x in clause if x.kind == "flow" and x.code in ("export", "import", "re-export")]
                if len(named) == 1 and not has_verb(clause):
                    state.lead_flow = named[0].code
                    continue
            body = clause[1:] if clause[0].kind in BREAKS else clause
            if body and body[0].kind == "excl" and not state.history and not holds(body, ("flow",)):
                last = k
                while last + 2 < len(cut) and bare_noun(cut[last + 1]) and not holds(cut[last + 1], ("flow", "area")):
                    last += 1  # "Excluding oil, gold and arms, exports ..."
                left = parse([x for piece in cut[k : last + 1] for x in piece][len(clause) - len(body) :], subject=True)
                if left.excluded:
                    state.lead_product = with_text(left.joined, self)
                continue
            flows = [x for x in body if x.kind == "flow"]
            if (
                body
                and len(flows) == 1
                and body[0].kind in ("on", "in", "among", "for")
                and not has_verb(body)
                and flows[0].code not in ("balance", "trade")
            ):
                state.lead_flow = flows[0].code
                placed = [p.code for p in parse(body[1:], subject=True).partners if p.code not in ("", self.context.reporter)]
                state.lead_partner = "+".join(placed) or state.lead_partner  # "Among exports to China,"
                if body[0].kind == "on" and not state.lead_partner:  # "On the import side,"
                    state.subjects = [replace(x, partner=self.both_ways or self.page_partner or "WLD") for x in state.subjects]
                continue
            first_of = self.market(body) if cut[k + 1][0].kind in (":", ",") and not state.history else ""
            if first_of:
                state.lead_partner = first_of
                continue
            dealt = body[:1] and body[0].kind == "in"  # "In trade with China, data showed a deficit of"
            if [x.code for x in flows] == ["trade"] and (dealt or has_verb(body)) and not state.history:
                with_whom = parse(body, subject=True).partners  # "Trade with Peru withered, exports by 5 percent and imports by 9"
                state.lead_partner = with_whom[0].code if len(with_whom) == 1 else state.lead_partner
                continue
            if body and body[0].kind == "of" and len(flows) == 1 and not has_verb(body):
                state.lead_flow = flows[0].code  # "Of all tea exports, Egypt had 30 percent"
                state.pct = Role("share", rule="of the whole")
                all_of_it = parse(body[1:], subject=True)
                if all_of_it.products:
                    state.lead_product = with_text(all_of_it.joined, self)
                else:  # "Of the imports, those from Cuba": not of what the sentence before told
                    state.subjects = [replace(x, product=self.topic) for x in state.subjects]
                continue
            if (
                not body
                or clause[0].kind == "why"  # "on strong demand for telecoms products, while exports to Japan rose"
                or body[0].kind not in ("to", "with", "for", "in", "on", "from", "among", "of", "ref", "within", "as")
                or has_verb(body)
                or holds(body, ("flow",))
            ):
                continue
            phrase = parse(body, subject=True)
            areas = phrase.partners + phrase.areas
            if not areas and body[0].kind == "for" and not phrase.products:
                areas = [x for x in body[1:3] if x.kind == "area" and not x.what.possessive]  # "As for China,"
            if body[0].kind == "within" and areas and names.is_group(areas[0].code):
                state.lead_partner = "INTRA-" + areas[0].code  # "Within the euro area, trade rose"
            elif self.context.several and body[0].kind == "for" and len(areas) == 1 and areas[0].code:
                state.subjects = [replace(x, reporter=areas[0].code) for x in state.subjects]  # "For Malaysia, exports to China"
            elif areas and areas[0].code and areas[0].code != self.context.reporter and body[0].kind not in ("on", "within", "among"):
                state.lead_partner = "+".join(a.code for a in areas)
            elif phrase.products and body[0].kind in ("for", "in", "on", "of", "among"):
                state.lead_product = with_text(phrase.joined, self)
