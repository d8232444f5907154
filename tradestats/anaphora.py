"""What stands for a place or a flow named before: "the bloc", "its neighbour", "the country", "from it", "in the opposite direction".

A sentence's items in, the same items out with each such word turned into the area it means, into a pronoun of the
reporter, or into the other flow. What nothing before determines stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tradestats.frozen import replace
from tradestats.items import MIRROR, TRADERS, Item, holds
from tradestats.lexicon import word_set
from tradestats.recognise import names
from tradestats.recognise.names import AreaMention
from tradestats.stretch import is_verb

_MAINLANDS = frozenset(("HKG", "MAC", "TWN", "CHN"))
_OPENS_CLAUSE = frozenset((",", ";", ":", "(", "-", "and", "prod", "num", "says"))
_PLACES = frozenset(("area", "anaphor", "pron"))
_MOST_LISTED = 12
_GAP_NAMED = 30  # items in which the two flows are named that a gap is between
_COUNTED = frozenset(("countries", "markets", "economies", "nations", "destinations", "partners", "buyers", "suppliers", "customers"))
_REGIONS = frozenset(("region", "region's", "continent", "continent's"))
_STAND_FOR = frozenset(("them", "elsewhere", "which", "whom", "where")) | _COUNTED | _REGIONS
COUNTS = {word: n for n, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 2)}
_HEAD = 5  # items behind a count within which the names that it counts begin
_LISTS = frozenset((",", "-", ":"))
_IN_LIST = frozenset(("area", ",", "and", "det"))
_LARGE = frozenset(("JPN", "DEU", "GBR", "IND", "FRA"))  # countries that are called an economy of so many-th size
_CONTINENTS = frozenset(("ASIA", "EUROPE", "AFRICA", "OCEANIA"))
_FEW = 2  # other continents beside which America is one
_UNIONS = frozenset(("EU", "EA"))
_UNIONS_OF_STATES = ("EU", "ASEAN", "GCC")  # whose members call each other "other member states"
_HOMEWARDS = {"to": "import", "into": "import", "from": "export"}  # words between a flow and home
FELL_ON = frozenset(("fell on", "falls on", "fall on"))
_CHINAS = _MAINLANDS | {"CHN+HKG"}


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class Places:
    """The foreign areas last named in reading order: any at all, and the last group of countries."""

    home: str = ""
    last: str = ""
    group: str = ""
    wide: str = ""  # the last of several countries: a group, or all but one
    prior: str = ""  # the one named before the last
    far: str = ""  # the last that goods were said to go to or to come from
    listed: list[str] = field(default_factory=list)  # the last that were named together: "the EU and China"
    told: list[str] = field(default_factory=list)  # all that the sentence before named
    before: list[str] = field(default_factory=list)  # the same, once the sentence at hand is read
    exports: bool = False  # exports from home are what is told of: who buys is somebody else
    subject: str = ""  # the foreign area that is the subject of the sentence before

    def resolve(self, items: Sequence[Item]) -> list[Item]:
        """The sentence with its anaphora settled; remembers the areas that it names."""
        items = _continents(items)
        out: list[Item] = []
        here = ""  # the last that this sentence named
        subject = _subject(items, self.home)
        for k, item in enumerate(items):
            if item.kind not in _PLACES and item.low not in _STAND_FOR and item.low not in word_set("sides"):
                out.append(item)
                continue
            if item.kind == "area" and item.code and item.code not in (self.home, "WLD", "ROW") and item.low != "the mainland":
                self._note(items, k)
                here = item.code
                meant = [item]
            else:
                meant = self._meant(items, k, here, subject)
            if item.kind == "anaphor":
                self.last = here = (meant[0].code if meant[0].kind == "area" else "") or self.last
            elif len(meant) > 1 and (item.low in _COUNTED or item.low in word_set("sides")):
                out.pop()  # the word for how many
            out += meant
            if len(meant) == 1 and meant[0].kind == "area" and meant[0].code != self.home:
                self.listed = _together(items, k, self.listed)
        self._close(items, subject)
        return out

    def _note(self, items: Sequence[Item], k: int) -> None:
        """Remembers the foreign area that stands at `k`."""
        code = items[k].code
        if code != self.last:
            self.last, self.prior = code, self.last
        if any(x.kind in ("to", "with") or x.low == "from" for x in items[max(0, k - 2) : k]):
            self.far = code
        if names.is_group(code) or "-" in code:
            self.wide = code
            self.group = self.group if "-" in code else code

    def _meant(self, items: Sequence[Item], k: int, here: str, subject: str) -> list[Item]:
        """What the item at `k` stands for: itself, an area, or all that were named together."""
        item = items[k]
        if item.kind == "area" and item.low == "the mainland" and self.home not in _MAINLANDS and self.last not in _CHINAS:
            return [Item("w", item.start, item.end, item.word, first=item.first)]  # Norway has one too
        if item.kind == "anaphor":
            return [self._anaphor(items, k, here)]
        if item.kind == "pron" and item.code == "it" and self.last and _after_flow(items, k):
            return [_area(item, self.last)]
        if item.kind == "pron" and self.exports and (subject or self.subject) and _buys(items, k, named=bool(subject)):
            return [_area(item, subject or self.subject)]
        if item.kind == "which" and here and _antecedent(items, k):
            return [_area(item, here)]  # "the EU, to which shipments rose"
        if item.low in word_set("sides") and self.home and _between_two(items, k) and self.last and not names.is_group(self.last):
            return _members(item, [self.home, self.last])  # "trade between the two countries"
        if item.low in _REGIONS and names.is_group(self.home) and k and items[k - 1].low == "the":
            return [_home(item)]  # "the region's imports", of ASEAN
        if item.low in _REGIONS and self.group and _is_side(items, k):
            return [_area(item, self.group)]  # "exports to the region", "the region's imports"
        if item.low == "where" and self._of_many() and (owner := _owner_where(items, k)) is not None:
            return [owner]
        if item.low in _COUNTED and self.told and _counted(items, k) == len(self.told):
            return _members(item, self.told)  # "these five countries": all that the sentence before named
        if item.low == "elsewhere" and k and (items[k - 1].kind == "to" or items[k - 1].low == "from") and self.last:
            return [_area(item, "EXTRA-" + self.last if self.last in _UNIONS else "ROW")]  # "to the EU by 5 percent and elsewhere by 6"
        if item.low == "them" and (self.listed or self.told) and _after_flow(items, k):
            whom = [self.wide] if self.wide in self.told else self.listed if len(self.listed) > 1 else self.told
            return _members(item, whom) if len(whom) > 1 else [item]  # "trade with them"
        return [item]

    def _of_many(self) -> bool:
        """Whether the trade of no single country or union is told of."""
        return self.home in ("", "WLD") or (names.is_group(self.home) and self.home not in _UNIONS)

    def _close(self, items: Sequence[Item], subject: str) -> None:
        """Remembers what the next sentence may refer to."""
        abroad = [x.code for x in items if x.kind == "area" and x.code not in ("", "WLD", self.home)]
        self.subject = subject
        self.before = self.told
        grouped = any(names.is_group(code) for code in abroad)
        self.told = [self.wide] if self.wide in abroad else [] if grouped else list(dict.fromkeys(abroad))[:_MOST_LISTED]

    def _anaphor(self, items: Sequence[Item], k: int, here: str) -> Item:
        item = items[k]
        noun = item.low.removesuffix("'s").rsplit(None, 1)[-1]
        if noun in word_set("bloc"):
            group = self.home if names.is_group(self.home) else self.group
            if k and items[k - 1].kind == "outside" and group:
                return _area(item, "EXTRA-" + group)  # "exports outside the bloc"
            return _home(item) if names.is_group(self.home) else _area(item, self.group) if self.group else item
        if noun == "economy" and self.home not in _LARGE:
            return item  # "the world's third-largest economy" in an article on Kuwait
        if noun in ("countries", "markets"):
            return _area(item, self.wide) if self.wide else item
        if noun in word_set("fellows"):
            union = self.group or next((u for u in _UNIONS_OF_STATES if self.home in names.members(u)), "")
            return _area(item, union) if union else item
        if noun in word_set("neighbour"):
            other = self.prior if here == self.last else self.last  # "Canada sold goods to its neighbour": not to itself
            other = other if self.home or self.far in ("", here) else self.far
            return _area(item, other) if other and not names.is_group(other) and "+" not in other else item
        owned = next((x for x in items[k + 1 : k + 4] if x.kind not in ("prod", "adj", "w")), item)
        owns = owned.kind in ("flow", "nodx") and not owned.low.endswith("ing")  # "contributed to the country's exports"
        if k > 1 and items[k - 2].code in MIRROR and _HOMEWARDS.get(items[k - 1].low) == items[k - 2].code:
            return _home(item)  # "imports to the country"
        if k and not owns and (items[k - 1].kind in ("to", "with") or items[k - 1].low == "from"):
            return _area(item, self.last) if self.last and not names.is_group(self.last) else item
        return _home(item)


def opposite(items: Sequence[Item], flow: str, partner: str) -> list[Item]:
    """The sentence with "the opposite direction" turned into the flow that mirrors the one named before, with its partner.

    `flow` and `partner` are those of what was told before the sentence.
    """
    out: list[Item] = []
    for k, item in enumerate(items):
        if item.kind in ("flow", "tv") and item.code in MIRROR:
            flow = item.code
        if item.kind != "mirror":
            out.append(item)
            continue
        moves = k > 0 and items[k - 1].kind not in _OPENS_CLAUSE and item.word.split()[0] not in word_set("brings")
        if moves or flow not in MIRROR:  # "imports moved in the opposite direction" tells of a sign
            out.append(Item("w", item.start, item.end, item.word))
            continue
        if item.low.startswith("in "):
            out.append(Item("in", item.start, item.start + 2, "in"))
        out.append(Item("flow", item.start, item.end, item.word, MIRROR[flow]))
        if partner != "WLD" and not any(x.kind == "area" for x in items):
            out += [Item("with", item.end, item.end, "with"), _area(Item("area", item.end, item.end, "it"), partner)]
    return out


def sides_of_home(items: list[Item], home: str) -> list[Item]:
    """The sentence with traders to and from home as the sides they are: "the biggest exporters to Iran" are its suppliers."""
    at = next((k for k, x in enumerate(items) if x.low in TRADERS and x.kind == "w"), None)
    if at is None or not home:
        return items
    lead = items[at + 1] if at + 1 < len(items) else None
    end = at + 2
    while end < len(items) and items[end].kind == "det":
        end += 1
    whose = items[end] if end < len(items) else None
    ours = whose is not None and (whose.code == home if whose.kind == "area" else whose.kind == "pron" and whose.code == "home")
    exporter = TRADERS[items[at].low] == "export"
    if not ours or lead is None or not (lead.kind == "to" if exporter else lead.kind == "ref" and lead.code == "from"):
        return items
    side = Item("hint", items[at].start, items[end].end, "suppliers" if exporter else "buyers", "import" if exporter else "export")
    return [*items[:at], side, *items[end + 1 :]]


def markets_of_home(items: list[Item], home: str) -> list[Item]:
    """The sentence with those who import home's goods as its markets: "the biggest import markets of India's products"."""
    for k, hint in enumerate(items[:-2]):
        market = hint.kind == "hint" and hint.low.split()[-1] in word_set("markets")
        if market and hint.code == "import" and items[k + 1].kind in ("of", "for"):
            whose = items[k + 2]
            ours = whose.code == home != "" if whose.kind == "area" else whose.kind == "pron" and whose.code == "home"
            if ours and (whose.kind == "pron" or whose.what.possessive or whose.what.form == "demonym"):
                return [*items[:k], replace(hint, code="export", low="export markets"), *items[k + 1 :]]
    return items


def bought_from_home(items: list[Item], home: str) -> list[Item]:
    """The sentence with what others bought at home as its exports: "China led with $4 billion worth of imports from Iran"."""
    for k, flow in enumerate(items):
        if flow.kind != "flow" or flow.code != "import" or not k or items[k - 1].kind not in ("of", "with"):
            continue
        lead = next((n for n in range(k + 1, min(k + 4, len(items))) if items[n].low == "from"), 0)
        whose = next((n for n in range(lead + 1, min(lead + 3, len(items))) if items[n].kind != "det"), 0) if lead and home else 0
        if whose and items[whose].kind in ("area", "pron") and items[whose].code in (home, "home"):
            return [*items[:k], replace(flow, code="export", low="exports"), *items[k + 1 : lead], *items[whose + 1 :]]
    return items


def sent_home(items: list[Item], home: str) -> list[Item]:
    """The sentence with what others sent home as imported: "90,000 tonnes was shipped to Japan from Australia", told in Japan."""
    for k, verb in enumerate(items[1:-2], 1):
        if verb.kind != "tv" or verb.code != "export" or items[k + 1].kind != "to" or not home:
            continue
        passive = items[k - 1].code == "be" or items[k - 1].kind in ("prod", "w")
        at = k + 2 + (items[k + 2].kind == "det")
        if passive and at < len(items) and items[at].kind == "area" and items[at].code == home and not items[at].what.possessive:
            return [*items[:k], replace(verb, code="import", low="imported", end=items[at].end), *items[at + 1 :]]
    return items


def against_whom(items: list[Item]) -> list[Item]:
    """The sentence of a balance with "against" a country as "with" it: "a deficit of $4 billion against China"."""
    if not any(x.kind == "flow" and x.code == "balance" for x in items):
        return items
    return [replace(x, kind="with") if x.low == "against" and _leads_to_whom(items, k) else x for k, x in enumerate(items)]


def _leads_to_whom(items: Sequence[Item], k: int) -> bool:
    """Whether a country or a group stands behind the word at `k`, which owns nothing and has no figure of its own."""
    at = next((n for n in range(k + 1, min(k + 4, len(items))) if items[n].kind not in ("det", "adj")), k)
    whose = items[at]
    closed = at + 1 >= len(items) or items[at + 1].kind in (",", "incl", ";", "(", "in", "time", "and", ")")
    return whose.kind == "area" and whose.code not in ("", "WLD") and not whose.what.possessive and closed


def other_side(items: list[Item], flow: str) -> list[Item]:
    """The sentence with the traders whose flow this is as the markets or suppliers that they are to home."""
    called = "suppliers" if flow == "export" else "buyers"
    return [Item("hint", x.start, x.end, called, MIRROR[flow]) if x.kind == "w" and TRADERS.get(x.low) == flow else x for x in items]


def sold_to_buyers(items: list[Item]) -> list[Item]:
    """The sentence with buyers somewhere as the place that they are in: "33 percent was sold to importers in North America"."""
    for k in range(1, len(items) - 2):
        if items[k].low in word_set("buyers_there") and items[k - 1].kind == "to" and items[k + 1].kind == "in":
            at = next((n for n in range(k + 2, min(k + 4, len(items))) if items[n].kind != "det"), k)
            if items[at].kind == "area":
                return [*items[:k], *items[k + 2 :]]
    return items


def parts_of_regions(items: list[Item]) -> list[Item]:
    """The sentence with parts of a region as the region: "the surplus with other parts of Asia", "exports to other countries in Africa"."""
    for k in range(2, len(items)):
        if items[k].kind != "area" or not names.is_group(items[k].code) or items[k - 1].kind not in ("of", "in"):
            continue
        begin = k - 2
        if items[begin].low == "parts" and items[k - 1].kind == "of":
            begin -= items[begin - 1].low == "other"
        elif items[begin].code != "ROW":
            continue
        if begin and (items[begin - 1].kind in ("to", "with") or items[begin - 1].low == "from"):
            return [*items[:begin], *items[k:]]
    return items


def sold_at_home(items: list[Item], home: str) -> list[Item]:
    """The sentence with what was sold at home as the sales that are no trade: "cars sold in Korea fell", told in Korea."""
    for k in range(len(items) - 2):
        if items[k].low != "sold" or items[k + 1].kind not in ("in", "at") or not home:
            continue
        place = items[k + 2]
        here = place.code == home if place.kind == "area" else place.low == "home" or (place.kind == "pron" and place.code == "home")
        if here and not (place.kind == "area" and place.what.possessive):
            return [*items[:k], replace(items[k], kind="other", code="sales"), *items[k + 1 :]]
    return items


def flows_of_which(items: list[Item]) -> list[Item]:
    """The sentence with the flow of goods that a clause tells of as theirs: "towels, the exports of which grew" as "exports of towels"."""
    k = next((k for k in range(2, len(items) - 1) if items[k].kind == "ofwhich" and items[k - 1].kind == "flow"), 0)
    comma = k - 2 - (k > 2 and items[k - 2].kind == "det")
    begin = comma
    while begin > 0 and items[begin - 1].kind in ("prod", "w", "adj") and not is_verb(items[begin - 1]):
        begin -= 1
    if not k or begin == comma or items[comma].kind != "," or not holds(items[begin:comma], ("prod",)) or items[k].low != "of which":
        return items
    at = items[begin].start
    flow = replace(items[k - 1], start=at, end=at)
    return [*items[:begin], flow, Item("of", at, at, "of"), *items[begin:comma], *flows_of_which(items[k + 1 :])]


def fallen_on_flows(items: list[Item]) -> list[Item]:
    """The sentence with what fell on a flow as an amount of it: "$6 billion of trade operations fell on imports, $9 billion on exports"."""
    out: list[Item] = []
    fell = False
    for k, item in enumerate(items):
        led = item.low in FELL_ON or (fell and item.low == "on" and items[k - 1].kind == "num")
        led = led and any(x.kind == "flow" and x.code in MIRROR for x in items[k + 1 : k + 2]) and _closes(items, k + 2)
        amount = next((n for n in range(len(out) - 1, -1, -1) if out[n].kind == "num"), -1) if led else -1
        if amount >= 0 and out[amount].code in ("money", "quantity"):
            del out[amount + 1 :]  # "of trade operations", "in the foreign trade turnover"
            item, fell = Item("of", item.start, item.end, "of"), True
        out.append(item)
    return out if fell else items


def _closes(items: Sequence[Item], k: int) -> bool:
    """Whether a noun phrase ends before `k`: not "fell on import | curbs"."""
    return k >= len(items) or items[k].kind in (",", ";", "and", "(", "in", "time", "of", "ref", "to", "sub")


def in_favour(items: list[Item], home: str) -> list[Item]:
    """The sentence with a balance in somebody's favour as one with a partner and a sign: "the gap in favour of India stood at"."""
    at = next((k for k, x in enumerate(items) if x.low in ("favour", "favor")), 0)
    if at > 2 and items[at - 1].kind == "area" and items[at - 2].kind == "in" and [x.low for x in items[at + 1 : at + 2]] == ["by"]:
        area, by = items[at - 1], items[at + 1]
        sign = 1 if area.code == home else -1
        theirs = [Item("with", area.start, area.start, "with"), area] if sign < 0 else []
        told = [Item("flow", area.start, area.end, "balance", "balance", sign), *theirs, Item("of", by.start, by.end, "of")]
        return [*items[: at - 2], *told, *items[at + 2 :]]  # "the balance was in Peru's favour by"
    if at < 2 or items[at - 1].kind != "in" or items[at - 2].kind != "flow" or items[at - 2].code != "balance":
        return items
    named = [k for k in range(at + 1, min(at + 4, len(items))) if items[k].kind == "area" and items[k].code]
    if not named or items[at + 1].kind != "of":
        return items
    area, balance = items[named[0]], items[at - 2]
    ours = area.code == home
    told = [replace(balance, sign=1 if ours else -1)]
    if not ours:
        told += [Item("with", area.start, area.start, "with"), area]
    return [*items[: at - 2], *told, *items[named[0] + 1 :]]


def of_two_flows(items: list[Item]) -> list[Item]:
    """The sentence with "the gap between what the country sells and what it buys abroad" as the trade gap that this is."""
    at = next((k for k, x in enumerate(items[:-1]) if x.low in word_set("gaps") and items[k + 1].kind == "between"), None)
    if at is None:
        return items
    within = [x.kind for x in items[at + 2 : at + _GAP_NAMED]]
    within = within[: within.index("num")] if "num" in within else within
    sides = {x.code: k for k, x in enumerate(items[at + 2 : at + 2 + len(within)], at + 2) if x.kind == "tv" and x.code in MIRROR}
    if len(sides) < 2:
        return items
    end = max(sides.values()) + 1
    while end < len(items) and not is_verb(items[end]) and items[end].kind not in ("num", ",", ";"):
        end += 1  # "sells abroad", "buys from other countries"
    owner = [x for x in items[at + 2 : end] if x.kind == "area" and x.what.form == "name"][:1]
    return [*items[:at], *owner, Item("flow", items[at].start, items[end - 1].end, "trade gap", "balance", -1), *items[end:]]


def subtracted(items: list[Item]) -> list[Item]:
    """The sentence with what one flow less the other leaves as the balance: "exports of $5 bn less imports of $4 bn left $1 bn"."""
    at = next((k for k, x in enumerate(items) if x.low in ("less", "minus")), 0)
    flows = [k for k, x in enumerate(items) if x.kind == "flow" and x.code in MIRROR][:2]
    if len(flows) < 2 or at + 1 != flows[1] or items[at - 1].kind != "num" or items[flows[0]].code == items[flows[1]].code:
        return items
    verb = next((k for k in range(at + 2, len(items) - 1) if items[k].kind == "lev" and items[k + 1].kind == "num"), 0)
    parted = [*items[:at], Item(",", items[at].start, items[at].end, ",")]
    if not verb:
        return [*parted, *items[at + 1 :]]
    left = items[verb]
    sign = 1 if items[flows[0]].code == "export" else -1
    balance = Item("flow", left.end, left.end, "balance", "balance", sign)
    return [*parted, *items[at + 1 : verb], Item(",", left.start, left.start, ","), balance, replace(left, low="was"), *items[verb + 1 :]]


def traded_less(items: list[Item]) -> list[Item]:
    """The sentence with "less was imported of" as the flow that it is: "Less was imported of | crude oil (-24%)", "Imported less were"."""
    at = next((k for k, x in enumerate(items[:_HEAD]) if x.kind == "tv" and x.code in MIRROR), None)
    if at is None or at + 1 >= len(items) or (at and items[at + 1].kind != "of"):
        return items
    head = items[:at] if items[at + 1].kind == "of" else items[at + 1 : at + 3]
    amount = [x for x in head if x.kind == "cmp" and x.low in ("less", "more", "fewer")]
    if not amount or not all(x is amount[0] or x.code == "be" for x in head) or len(head) < _FEW:
        return items
    end = at + 2 if items[at + 1].kind == "of" else at + 3
    verb = items[at]
    return [Item("flow", verb.start, verb.end, f"{verb.code}s", verb.code), Item("of", verb.end, verb.end, "of"), *items[end:]]


def of_stocks(items: list[Item]) -> list[Item]:
    """The sentence with a company's shares as what they are: "Shares in Boliden, which exports little, closed lower"."""
    opens = len(items) > 2 and items[0].low == "shares" and items[1].kind in ("in", "of")
    named = opens and items[2].kind in ("w", "proper") and items[2].word[:1].isupper()
    return [Item("other", items[0].start, items[0].end, items[0].word, "stocks"), *items[1:]] if named else items


def counted_as_one(items: list[Item]) -> list[Item]:
    """The sentence with countries that are counted and then named as one: "the top two markets, China and Peru, took 44 percent"."""
    at = next((k for k, x in enumerate(items) if x.low in COUNTS), None)
    opened = next((k for k in range(at + 1, min(at + _HEAD, len(items))) if items[k].kind in _LISTS), 0) if at is not None else 0
    if at is None or not opened:
        return items
    begin = next((k for k in range(opened, len(items)) if items[k].kind not in _LISTS and items[k].low != "namely"), len(items))
    end = next((k for k in range(begin, len(items)) if items[k].kind not in _IN_LIST), len(items))
    end = next((k for k in range(end, begin, -1) if items[k - 1].kind == "area"), begin)
    named = [x for x in items[begin:end] if x.kind == "area" and x.code]
    if len(named) != COUNTS[items[at].low] or not _one_figure(items, end):
        return items
    one = replace(_area(named[0], "+".join(x.code for x in named)), end=named[-1].end)
    closed = items[end].kind in _LISTS
    head = next((k for k in range(at) if items[k].kind != "det"), at)
    if (closed and head == at) or items[head].kind == "w":  # they are the subject
        rest = next((k for k in range(end, len(items)) if items[k].kind not in _LISTS), end)
        return items if items[rest].code == "export" else [*items[:head], one, *items[rest:]]
    return [*items[:begin], one, *items[end:]]


def _one_figure(items: Sequence[Item], end: int) -> bool:
    """Whether a single figure follows what is named up to `end`, after a verb: nothing is told of each."""
    figures = [k for k in range(end, len(items)) if items[k].kind == "num"]
    listed = len(figures) > 1 and all(x.kind in ("and", ",") for x in items[figures[0] + 1 : figures[1]])
    verb = any(is_verb(x) or x.kind in ("share", "tv", "contrib", "lev") for x in items[end : end + 3])
    return verb and bool(figures) and not listed and not holds(items, ("resp", "each"))


def source_of(items: Sequence[Item]) -> str:
    """The country whose office or data gives the figures of a sentence: "Korean customs data put"."""
    for k, item in enumerate(items):
        if item.kind not in ("area", "proper") or not item.code:
            continue
        if item.kind == "proper" or any(x.low in word_set("offices") for x in items[k + 1 : k + 3]):
            following = items[k + 1 : k + 6]
            if any(x.low in word_set("datasets") or x.kind == "says" for x in following):
                return item.code
    return ""


def _continents(items: Sequence[Item]) -> Sequence[Item]:
    """The sentence with "America" as a continent, where others are named beside it: "Asia, Europe, America and Africa"."""
    beside = {x.code for x in items if x.kind == "area" and x.code in _CONTINENTS}
    if len(beside) < _FEW:
        return items
    return [_area(x, "AMERICAS") if x.kind == "area" and x.low == "america" else x for x in items]


def _area(item: Item, code: str) -> Item:
    owns = item.low.endswith("'s") or bool(item.what is not None and item.what.possessive)
    mention = AreaMention(item.start, item.end, code, "name", owns)
    return Item("area", item.start, item.end, item.word, code, 0, mention, item.first, item.low)


def _owner_where(items: Sequence[Item], k: int) -> Item | None:
    """ "where" as the area whose flow follows: "steepest in North America, | where | exports are to drop"; None if it is none."""
    item, area = items[k], items[k - 2] if k > 1 else items[k]
    if area.kind != "area" or items[k - 1].kind != "," or not any(x.kind in ("flow", "nodx") for x in items[k + 1 : k + 3]):
        return None
    mention = AreaMention(item.start, item.end, area.code, "name", True)
    return Item("area", item.start, item.end, item.word, area.code, 0, mention, item.first, item.low)


def _together(items: Sequence[Item], k: int, listed: list[str]) -> list[str]:
    """The areas named together up to the one at `k`: it goes on with the list before it, or begins another."""
    joined = k > 1 and items[k - 1].kind in ("and", ",", "or", "det") and any(x.kind == "area" for x in items[max(0, k - 3) : k - 1])
    code = items[k].code
    return [*(listed if joined else []), code][-_MOST_LISTED:] if code else listed


def _members(item: Item, codes: list[str]) -> list[Item]:
    """ "them" as the list that it stands for."""
    out: list[Item] = []
    for code in codes:
        out += [Item("and", item.start, item.start, "and")] if out else []
        out.append(_area(Item("area", item.start, item.end, item.word), code))
    return out


def _home(item: Item) -> Item:
    return Item("pron", item.start, item.end, item.word, "home", 0, item.what, item.first, item.low)


_LIGHT = frozenset(("det", "adv", "adj", "time", ","))


def _subject(items: Sequence[Item], home: str) -> str:
    """The foreign area that a sentence begins with, empty if it begins with anything else: "Germany came first", "In May, Iraq led"."""
    k = next((n for n, x in enumerate(items) if x.kind not in _LIGHT and not (x.kind == "in" and n == 0)), len(items))
    first = items[k] if k < len(items) else None
    if first is None or first.kind != "area" or first.code in ("", home, "WLD", "ROW") or first.what.possessive:
        return ""
    return first.code if first.what.form in ("name", "epithet") else ""


def _counted(items: Sequence[Item], k: int) -> int:
    """How many "these five countries" are; 0 where no number stands there, or one of others: "the first five countries"."""
    pointed = k > 1 and items[k - 2].low in ("these", "those", "the")
    return COUNTS.get(items[k - 1].low, 0) if pointed else 0


def _is_side(items: Sequence[Item], k: int) -> bool:
    """Whether "the region" at `k` is where goods go or come from, owns the flow that follows, or has a share of one."""
    if not k or items[k - 1].low != "the":
        return False
    if k == 1 and holds(items[k + 1 : k + 3], ("share", "tv")):
        return True
    if items[k].low.endswith("s"):
        return holds([x for x in items[k + 1 : k + 3] if x.kind != "adj"][:1], ("flow",))
    led = k > 2 and (items[k - 2].kind in ("to", "with") or items[k - 2].low == "from")
    return led and items[k - 3].kind in ("flow", "tv")


def _between_two(items: Sequence[Item], k: int) -> bool:
    """Whether two sides at `k` are those that something is between: "between the two countries", "between our two nations"."""
    two = k > 1 and (items[k - 1].low == "two" or items[k - 1].kind == "each")
    return two and holds(items[max(0, k - 3) : k - 1], ("between",))


def _antecedent(items: Sequence[Item], k: int) -> bool:
    """Whether "which" behind a preposition stands for the country named right before: "the EU, to which", not "a growth to which"."""
    led = k > 1 and (items[k - 1].kind in ("to", "with") or items[k - 1].low == "from")
    return led and next((x.kind for x in reversed(items[: k - 1]) if x.kind != ","), "") == "area"


def _buys(items: Sequence[Item], k: int, *, named: bool) -> bool:
    """Whether "it" or "its" is a buyer named as the subject before: "it bought", "India was the top market, its 13 tonnes being"."""
    after = items[k + 1 : k + 3]
    if items[k].code == "it":
        return bool(after) and (after[0].low in word_set("buyer_acts") or (after[0].kind == "tv" and after[0].code == "import"))
    return items[k].code == "its" and named and holds(after[:1], ("num",)) and holds(items[:k], ("hint",))


def _after_flow(items: Sequence[Item], k: int) -> bool:
    """Whether "it" is the other side of a flow: "imports from it", "a deficit with it", "sold it"."""
    before = items[k - 1] if k else None
    if before is None:
        return False
    if before.kind in ("to", "with") or before.low == "from":
        return k > 1 and items[k - 2].kind in ("flow", "tv", "prod", "num")
    return before.kind == "tv" and before.code == "export" and k + 1 < len(items) and items[k + 1].kind in ("num", "det", "adj", "adv")
