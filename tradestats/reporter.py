"""Whose trade an article is about: what speaks for each country in the title, the lead and the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tradestats.frozen import replace
from tradestats.items import MIRROR, TRADERS, Found, Item, holds
from tradestats.lexicon import word_set
from tradestats.recognise import names
from tradestats.stretch import has_verb

# How strongly a position speaks for an area being the reporter.
_POSSESSED_FLOW, _SUBJECT, _AGENCY, _OWN_GOODS, _PLAIN = 6, 4, 3, 2, 1
_BY_INCOME = frozenset(("DEVELOPED", "DEVELOPING", "LDC"))  # groups that are nowhere on a map
_MAINLY = 0.5  # the part of all amounts that has to be in a country's own money to speak for it
_ROUND_UP = 3  # countries with flows of their own in an opening that is about several; one fewer where a region is named
_AHEAD = 3  # how many times the votes of any other one country has, if the article is about that one all the same
_LEADS = 2  # sentences that say most clearly whose trade it is
_TRACES = 3  # telephone numbers and addresses that count
_TOLD_NEAR = 14  # items of a sentence in which it says that it is on trade
_FLOW_NEAR = 6  # items behind a country in which its flow is told
_DESK = 2  # where a dateline says of what country its town is
_LISTED = 40  # items of a list within which what opened it is looked for
_RANK_AHEAD = 5  # items before a word for traders in which it is said that they are the largest
_TRADES = frozenset(("export", "exports", "import", "imports"))
_TOLD = frozenset(("flow", "nodx", "sales", "tv"))
_MISSIONS = frozenset(("embassy", "consulate", "legation"))
_OFFICES = frozenset(("office", "bureau", "agency", "ministry", "customs", "department", "authority", "institute"))


def reporter_of(
    title: Sequence[Item], lead: Sequence[Sequence[Item]], rest: Sequence[Sequence[Item]], found: Found, copy: str
) -> tuple[str, bool]:
    """Whose trade the article is about, and whether it is about several countries'. `rest` is asked where the lead leaves it open."""
    lead, rest = ([items for items in part if not _of_a_table(items)] for part in (lead, rest))
    votes, likely, strong, owners, world = _votes([title, *lead])
    votes.pop("WLD", None)
    if world and world > max(votes.values(), default=0):
        return "WLD", True
    single = Counter({code: count for code, count in votes.items() if count and not _region(code)})
    first = max(votes, key=lambda code: votes[code], default="")
    regional = any(_region(x) and count > _PLAIN for x, count in votes.items())  # named where an article says what it is about
    if _region(first):
        told = {x.code for items in [title, *lead] for x in items if x.kind == "area" and x.what.form != "capital"}
        told = strong | {code for code in told if not names.is_group(code)}
        if first not in strong or told & set(single):  # not where a dateline alone names a country
            votes = single or votes  # an article on trade with the Middle East is that of the country it also names
    code = _clear(votes)
    if len(owners) >= _ROUND_UP - regional and votes[code] < _AHEAD * max(votes[x] for x in owners - {code}):
        # "Exports from Thailand rose 4 percent, while Malaysia's fell 1 percent", of ASEAN
        return next(filter(None, map(_groups_trade, [title, *lead[:_LEADS]])), ""), True
    if code in strong:
        return code, _observed([title, *lead], code)
    if rest and (not code or len(votes) > 1 or likely):
        later = _by_later(rest, offices=bool(votes))
        if later:
            return later, False
    return _traced(votes if code else votes + likely, found, copy) or code or _by_currency(found) or _only_owner([*lead, *rest]), False


def _of_a_table(items: Sequence[Item]) -> bool:
    """Whether a line is a country and figures, as a row of a table by partners is: "China 607 848 40%"."""
    figures = [x for x in items[1:] if x.kind == "num"]
    return len(figures) > 1 and items[0].kind == "area" and len(figures) == len(items) - 1


def _observed(sentences: Sequence[Sequence[Item]], code: str) -> bool:
    """Whether an office that watches all countries tells of another one than its own: then it tells of a third one in the next line."""
    offices = {x.code for items in sentences for x in items if x.kind == "proper" and names.observes(x.word)}
    return bool(offices) and code not in offices


def tells_of_exporters(items: Sequence[Item]) -> bool:
    """Whether a sentence tells of exporters as such, of all countries or a region's: not of "Turkish exporters", "exporters in Peru"."""
    for k, item in enumerate(items):
        if item.low in TRADERS:
            beside = [*items[max(0, k - 2) : k], *items[k + 2 : k + 3]]
            return not any(x.kind == "area" and x.code != "WLD" and not _region(x.code) for x in beside)
    return False


def ranked_traders(items: list[Item]) -> tuple[list[Item], str]:
    """A sentence that ranks countries by what they trade, its traders as their flow, and that flow; else the same items and nothing.

    "The largest exporters of coffee were Brazil", "Top importers of wine:", "the 15 countries that exported most".
    """
    for k, item in enumerate(items):
        if item.low == "countries":
            then = items[k + 1 : k + 3]
            acts = next((x for x in then if x.kind in ("tv", "flow") and x.code in MIRROR), None)
            sold = any(x.kind == "area" and x.what.possessive for x in items[k + 3 :])  # "that bought most of Vietnam's coffee exports"
            if acts is not None and (then[0] is acts or then[0].low in ("that", "which")) and not (sold or _abroad(items, k)):
                return items, acts.code
        elif item.low in TRADERS and item.kind == "w":
            ranked = any(x.low in word_set("ranked_by_size") or x.code == "ROW" for x in items[max(0, k - _RANK_AHEAD) : k])
            if not ranked or _abroad(items, k) or not _leads_to_names(items, k + 1):
                return items, ""
            code = TRADERS[item.low]
            return [*items[:k], replace(item, kind="flow", code=code), *items[k + 1 :]], code
    return items, ""


def _abroad(items: Sequence[Item], k: int) -> bool:
    """Whether those named at `k` are of one country or deal with one: "Turkish exporters", "exporters to Iran"."""
    before = {x.code for x in items[max(0, k - _RANK_AHEAD) : k] if x.kind == "area"} - {"WLD", "ROW"}
    owned = not all(map(names.is_group, before))
    return owned or any(x.kind in ("to", "ref") for x in items[k + 1 : k + 2])


def _leads_to_names(items: Sequence[Item], k: int) -> bool:
    """Whether what is behind `k` names nobody and ends the line, or comes to a list of countries by a colon or "were"."""
    to = next((n for n in range(k, len(items)) if items[n].kind in (":", "area", "num", "tv") or items[n].code == "be"), len(items))
    if to == len(items) or (items[to].kind == ":" and to + 1 == len(items)):
        return True
    return (items[to].kind == ":" or items[to].code == "be") and holds(items[to + 1 : to + 4], ("area",))


def _by_currency(found: Found, least: float = 0) -> str:
    """The country whose money most amounts are in but for dollars and euros, if they are at least this part of all amounts."""
    amounts = [n for n in found.numbers if n.kind == "money"]
    seen = Counter(n.unit for n in amounts if n.unit not in ("USD", "EUR", "") and len(n.units) < 2)
    for unit, count in seen.most_common(1):
        if count >= least * len(amounts):
            return home_of(unit)
    return ""


def home_of(currency: str) -> str:
    """The one country whose own money this is; empty for dollars and euros and what several countries use alike."""
    if currency in ("USD", "EUR", ""):
        return ""
    homes = [
        code
        for code in names.area_codes()
        if (area := names.area(code)) is not None and area.currency == currency and area.kind == "country"
    ]
    main = [code for code in homes if code[:2] == currency[:2]]
    return (main or homes)[0] if len(homes) == 1 or len(main) == 1 else ""


def _only_owner(sentences: Sequence[Sequence[Item]]) -> str:
    """The one country that opens a sentence on trade, where nothing else says whose it is: "India is estimated to have clocked exports"."""
    opening = {x.code for items in sentences for x in items[:2] if x.kind == "area"} - {"", "ROW", "WLD"}
    return opening.pop() if len(opening) == 1 and any(map(_tells_of_own, sentences)) else ""


def _tells_of_own(items: Sequence[Item]) -> bool:
    """Whether a sentence opens with a country and tells of its trade or its markets: not that it bought, took a share or is a market."""
    if not items or items[0].kind != "area" or items[0].what.form != "name" or not _strength(items, 0):
        return False
    near = items[1:_TOLD_NEAR]
    place = any(x.low.split()[-1] in word_set("place_nouns") for x in near)
    if items[0].what.possessive:
        return place or holds(near, ("flow", "nodx"))
    return holds(near, ("flow", "nodx")) and not place and not holds(near, ("tv", "share"))


def _clear(votes: Counter[str]) -> str:
    """Who has most of the votes, if that is clear; else empty."""
    best = sorted(votes.items(), key=lambda kv: (-kv[1], kv[0]))
    clear = bool(best) and (best[0][1] > 3 or len(best) == 1 or best[0][1] >= 2 * best[1][1])
    return best[0][0] if clear and best[0][1] > 0 else ""


def _votes(sentences: Sequence[Sequence[Item]]) -> tuple[Counter[str], Counter[str], set[str], set[str], int]:
    """What speaks for each country: its name where it stands, and what several or a part of it bear; who speaks or has a flow;
    the countries with flows of their own; the world's votes.

    `sentences` are the title and the lead.
    """
    votes: Counter[str] = Counter()
    likely: Counter[str] = Counter()  # by offices' names that several countries have, by regions and cities
    strong: set[str] = set()
    owners: set[str] = set()
    world = told = 0
    buyer = ""  # the country whose imports the article opens with: who ships to it is not whose trade is told
    for n, items in enumerate(sentences):
        weight = 3 if n == 0 else 2 if told < _LEADS else 1  # headings come before what they head
        told += n > 0 and (has_verb(items) or holds(items, ("num",)))
        for k, item in enumerate(items):
            if item.kind == "proper" and item.code:
                at_home = [x.kind for x in items[k + 1 : k + 3]] == [",", "area"]  # "Ministry of Trade, Fiji": whoever else has one
                if not at_home:
                    shared = names.shared(item.word)
                    (likely if shared else votes)[item.code] += (_PLAIN if names.observes(item.word) else _AGENCY) * weight
                    strong |= set() if shared else {item.code}
            elif item.kind == "place" and not (k == _DESK and _is_news_desk(items, 0)):  # "LONDON, ENGLAND"
                likely[item.code] += _PLAIN * weight
            elif item.kind == "area" and item.code == "WLD":
                world += _POSSESSED_FLOW * weight if weight > 1 and _worlds_flow(items, k) else 0
            elif item.kind == "area" and item.code not in ("", "ROW"):
                strength = _strength(items, k)
                if strength == _PLAIN and told == 1 and _opens_with_imports(items, k):
                    strength, buyer = _OWN_GOODS, item.code
                if buyer not in ("", item.code) and _sends(items, k):
                    continue
                if strength == _POSSESSED_FLOW and not owners and _flow_behind(items, k).code == "import":
                    buyer = item.code
                owners |= {item.code} if strength >= _AGENCY and not names.is_group(item.code) else set()
                if strength < _AGENCY and item.code in _BY_INCOME:
                    continue  # "weak demand in developed markets"
                code = item.code.removeprefix("INTRA-")  # trade within a union is the union's
                votes[code] += strength * weight + (1 if strength >= _SUBJECT and n < 2 and not strong else 0)  # who is named first
                if strength > _PLAIN:
                    strong.add(code)
            elif item.kind == "w" and item.low in ("world", "global") and weight > 1 and _worlds_flow(items, k):
                world += _POSSESSED_FLOW * weight
    return votes, likely, strong, owners, world


def _opens_with_imports(items: Sequence[Item], k: int) -> bool:
    """Whether an article opens with what the area at `k` imported: "Japan imported 230,000 tonnes"."""
    return k <= 1 and any(x.kind == "tv" and x.code == "import" and x.low in word_set("own_view") for x in items[k + 1 : k + 3])


def _flow_behind(items: Sequence[Item], k: int) -> Item:
    """The flow, the verb or the side of trade that follows an area, the area itself where none is near."""
    return next((x for x in items[k + 1 : k + _FLOW_NEAR] if x.kind in _TOLD or x.kind == "hint"), items[k])


def _sends(items: Sequence[Item], k: int) -> bool:
    """Whether goods come from an area: "shipments from China", "Japan shipped", "Korean deliveries", "Russia's biggest buyer"."""
    if any(x.low == "from" for x in items[max(0, k - 2) : k]):
        return True
    flow = _flow_behind(items, k)
    return flow.low in word_set("sent") or (flow.kind in ("tv", "hint") and flow.code in ("export", "supply"))


def _traced(named: Counter[str], found: Found, copy: str) -> str:
    """The country that all traces speak for together, where no name says whose trade it is: names, money, telephone numbers."""
    traces = Counter(named)
    traces[_by_currency(found, _MAINLY)] += _AGENCY
    for code in names.origins(copy)[:_TRACES]:
        traces[code] += _AGENCY
    del traces[""]
    return _clear(traces)


def _region(code: str) -> bool:
    """Whether a code is a group of countries that publishes no trade figures of its own."""
    return names.is_group(code) and code not in ("EU", "EA")


def _by_later(rest: Sequence[Sequence[Item]], *, offices: bool) -> str:
    """The one country whose office or whose own flow the body names, where title and lead name none: "USDA forecasts".

    `offices` says that only an office counts, against a country that the lead names in passing.
    """
    votes: Counter[str] = Counter()
    for items in rest:
        for k, item in enumerate(items):
            if item.kind == "proper" and item.code and item.code != "WLD" and not names.shared(item.word):
                votes[item.code] += _AGENCY
            elif not offices and item.kind == "area" and item.code not in ("", "ROW", "WLD"):
                strength = _strength(items, k)
                votes[item.code] += strength if strength >= _AGENCY else 0
    best = [(code, count) for code, count in votes.most_common(2) if count]
    return best[0][0] if best and (len(best) == 1 or best[0][1] >= 2 * best[1][1]) else ""


def _worlds_flow(items: Sequence[Item], k: int) -> bool:
    """Whether a flow follows "world" directly: "world merchandise trade", not "sold the world $36 billion".

    Nor "Britain's global exports", "the global deficit": the world has no balance, it is somebody's with all.
    """
    if items[k].low.endswith(" countries") and holds(items[k + 1 : k + 2], ("tv",)):
        return True  # "exporting countries shipped"
    sold = [x.kind for x in items[k + 1 : k + 3]]
    k += 2 if sold in (["sales", "for"], ["sales", "ref"], ["sales", "of"]) else 0  # "Global sales from coffee exports"
    at = next((n for n in range(k + 1, min(k + 4, len(items))) if items[n].kind in ("flow", "nodx", "num")), None)
    if at is None or items[at].kind == "num" or items[at].code == "balance":
        return False
    owned = k > 0 and items[k - 1].kind == "area" and items[k - 1].code != "WLD"
    return not owned and _flow_near(items, k + 1, at - k)


def _strength(items: Sequence[Item], k: int) -> int:
    """How strongly the words around the area at `k` speak for it being the reporter: nothing at all where it is a partner."""
    if items[k].what.form == "bound" or _is_news_desk(items, k):
        return 0
    before = items[k - 1].kind if k else ""
    if before == "det" and k > 1:
        before = items[k - 2].kind
    if _has_markets(items, k, before):
        return _POSSESSED_FLOW
    if before == "to" and _moved_before(items, k) == "import":
        return _AGENCY  # "goods imported to Armenia"
    if _is_partner(items, k, before):
        return 0
    if before == "of" and items[k].what.form == "demonym" and items[k - 2].code == "import":
        return 0  # "imports of Chinese steel"
    if _is_label(items, k):
        return _SUBJECT
    if before == "ref" and (origin := _as_origin(items, k)) is not None:
        return origin
    if _has_office(items, k, before):
        return _AGENCY
    if _has_flow(items, k):
        return _POSSESSED_FLOW
    acting = _as_subject(items, k)
    if acting is not None:
        return acting
    if before in ("of", "ref") and k > 1:
        owns = before == "of" and items[k].what.possessive  # "the estimate of Ukraine's grain harvest"
        return _OWN_GOODS if holds(items[max(0, k - 3) : k], ("flow",)) else _PLAIN if owns else 0
    return _PLAIN


def _is_news_desk(items: Sequence[Item], k: int) -> bool:
    """Whether a capital is only where agencies write from on other countries' trade: "LONDON - Crude exports by OPEC fell"."""
    return k == 0 and bool(items) and items[k].low in word_set("news_desks") and any(x.kind in ("-", ",", "(", ":") for x in items[1:2])


def _has_markets(items: Sequence[Item], k: int, before: str) -> bool:
    """ "the largest market for Peru", "exports to New Zealand's top trading partners"."""
    if before in ("for", "of", "to") and any(x.low.split()[-1] in word_set("place_nouns") for x in items[max(0, k - 3) : k - 1]):
        return True
    behind = items[k + 1 : k + 4] if items[k].what.possessive else ()
    return any(x.kind == "hint" and x.low.split()[-1] in word_set("markets") for x in behind)


def _is_partner(items: Sequence[Item], k: int, before: str) -> bool:
    """Whether an area is where goods go, one of a list of such, or one of a pair."""
    if before in ("to", "with", "between") or (before == "among" and not items[k].what.possessive):
        return True
    if before in ("and", ",") and _listed_after(items, k):
        return True
    if k > 2 and before == "and" and holds(items[max(0, k - 4) : k - 2], ("between",)):
        return True
    if holds(items[max(0, k - 1) : k + 2], ("pair",)) or _beside(items, k, -1) or _beside(items, k, 1):
        return True
    if before == "of" and holds(items[max(0, k - 3) : k], ("share",)) and holds(items[k + 1 : k + 2], ("lev", "in")):
        return True  # "the share of EU member states was 81 percent in exports"
    return _away(items, k)


def _is_label(items: Sequence[Item], k: int) -> bool:
    """ "Chile: fruit sales pass"."""
    if k or [x.kind for x in items[1:2]] not in ([":"], ["-"]):
        return False
    return holds(items[2:], _TOLD) and items[2].kind != "num"


def _groups_trade(items: Sequence[Item]) -> str:
    """The group of countries whose trade a sentence says it tells of: "merchandise trade of the G20", "G20 exports"; else empty."""
    for k, item in enumerate(items):
        if item.kind != "area" or not names.is_group(item.code) or "-" in item.code:
            continue
        before = [x for x in items[max(0, k - 3) : k] if x.kind != "det"][-2:]
        if [x.kind for x in before] == ["flow", "of"] or holds(items[k + 1 : k + 2], ("flow",)):
            return item.code
    return ""


def _as_origin(items: Sequence[Item], k: int) -> int | None:
    """What "from" says of an area: "exports from Peru", "imports from Peru", "with a boost from Japanese car arrivals"."""
    area = items[k].what
    if area.form == "name" and not area.possessive and any(x.low == "from" for x in items[max(0, k - 2) : k]):
        return _AGENCY if _moved_before(items, k) == "export" else 0
    return _PLAIN if area.form == "demonym" and items[k - 1].low == "from" else None


def _moved_before(items: Sequence[Item], k: int) -> str:
    """The flow that is told last before the area at `k`; empty if none is."""
    return next((x.code for x in reversed(items[max(0, k - 10) : k]) if x.kind in ("flow", "tv", "sales")), "")


def _has_office(items: Sequence[Item], k: int, before: str) -> bool:
    """ "Malaysia's statistics office said", "Kenya High Commission, New Delhi", "Ministry of Industry and Trade, Fiji"."""
    named = any(x.kind in ("w", "stat") and x.low in _OFFICES for x in items[k + 1 : k + 5])
    if named and (holds(items[k + 1 : k + 8], ("says",)) or any(x.low in word_set("datasets") for x in items[k + 2 : k + 4])):
        return True  # "Vietnamese customs data show"
    if [x.low for x in items[k + 1 : k + 3]] == ["high", "commission"] or any(x.low in _MISSIONS for x in items[k + 1 : k + 2]):
        return True
    return before == "," and ((k > 1 and items[k - 2].kind == "proper") or any(x.low in _OFFICES for x in items[max(0, k - 8) : k]))


def _has_flow(items: Sequence[Item], k: int) -> bool:
    """ "Turkey's May exports", "Turkey's largest export market", "Kenya's main partners"."""
    possessive = items[k].what.possessive
    if _flow_near(items, k + 1, 6 if possessive or items[k].what.form == "demonym" else 4):
        return True
    if possessive and any(x.low in TRADERS for x in items[k + 1 : k + _FLOW_NEAR + 1]):
        return True  # "China's growth as an importer of milk powder"
    return possessive and any(x.kind == "hint" and _names_trade(x) for x in items[k + 1 : k + 4])


def _as_subject(items: Sequence[Item], k: int) -> int | None:
    """What the verb of which an area is the subject says of it; None if it has none."""
    verb = next((x for x in items[k + 1 : k + 4] if x.kind not in ("adv", "adj", "det", "w")), None)
    if verb is None:
        return None
    sold = any(x.kind == "flow" and x.code == "export" for x in items[k + 2 : k + 12])
    if verb.kind == "tv" and verb.code == "import" and sold:
        return 0  # "Spain took 51 percent of exports"
    if verb.kind == "share" and sold and not any(x.low in word_set("world") for x in items[k + 1 : k + 12]):
        return 0  # "China accounted for 30 percent of exports"
    if verb.kind not in ("tv", "lev"):
        return None
    trade = holds(items[k + 1 : k + 10], ("flow",))
    return _SUBJECT if trade or (verb.kind == "tv" and verb.code == "export") else _PLAIN


def _away(items: Sequence[Item], k: int) -> bool:
    """Whether a country is only where goods go: "Chinese buyers", "a 3 percent slide in China", "the US is the top market"."""
    after = items[k + 1 : k + 2]
    if after and after[0].low in word_set("their_part"):
        return True
    listed = k and items[k - 1].kind in ("and", ",", "with", ";") and not items[k].what.possessive
    figure = next((x for x in items[k + 1 : k + 3] if x.kind != "("), None)
    if listed and figure is not None and figure.kind == "num" and figure.code in ("percent", "money", "quantity"):
        return True  # one of a list: "and Japan 22 percent", "Japan ($3 million)"
    if k > 1 and items[k - 1].kind == "in":
        if (items[k].what.possessive or items[k].what.form == "demonym") and _flow_near(items, k + 1, 3):
            return False  # "there was a rise of 8 percent in Kenya's exports"
        return items[k - 2].low in word_set("their_part") or (items[k - 2].kind == "chg" and holds(items[max(0, k - 6) : k - 2], ("num",)))
    verb = next((n for n in range(k + 1, min(k + 4, len(items))) if _is_said_to_be(items[n])), None)
    said = items[verb + 1 : verb + 7] if verb is not None else []
    called = next((x for x in said if x.kind == "hint"), None)
    return called is not None and called.low.split()[-1] in word_set("place_nouns") and not any(x.low in word_set("world") for x in said)


def _is_said_to_be(item: Item) -> bool:
    return item.kind == "lev" and (item.code == "be" or item.low in word_set("stays"))


def _beside(items: Sequence[Item], k: int, step: int) -> bool:
    """Whether a slash joins an area to another: "Fiji/Samoa trade" is of either."""
    return 0 <= k + 2 * step < len(items) and items[k + step].kind == "/" and items[k + 2 * step].kind == "area"


def _listed_after(items: Sequence[Item], k: int) -> bool:
    """Whether an area goes on with a list that a preposition opened: "went to Peru ($4 billion) and Chile"."""
    first = max(0, k - _LISTED)
    k -= 1
    while k > first and items[k].kind in ("and", ",", "or", "area", "det", "(", ")", "num"):
        k -= 1
    return k >= 0 and items[k].kind in ("to", "with", "between") and holds(items[k + 1 : k + 3], ("area",))


def _names_trade(hint: Item) -> bool:
    words = hint.low.split()
    return not _TRADES.isdisjoint(words) or words[-1] in word_set("place_nouns")


def _flow_near(items: Sequence[Item], k: int, reach: int) -> bool:
    for item in items[k : k + reach]:
        if item.kind in ("flow", "nodx", "revenue"):
            return True
        if item.kind not in ("w", "prod", "adj", "time", "and", "stat", "det", "adjust", ",", "cmp", "chg", "num") or item.kind == "cmp":
            return False
    return False
