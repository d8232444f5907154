"""Countries, groups of countries, their people and their statistics offices: text -> `AreaMention`.

Three tables feed it: `areas.tsv` (generated: names, demonyms and customs of each area), `area_aliases.tsv` (what only
usage knows, and the words that decide about a name's neighbourhood) and `agencies.tsv` (who publishes figures, and
what merely carries a country in its name). Negative evidence wins: a country in the name of a bank, a company, a sea
or an agreement is no partner, and a demonym before a currency is money.

Forms in the tables that are not forms of a mention:

- `money-any` after any name, `money-demonym` after a demonym: a currency ("U.S. dollars", "Swiss francs")
- `shared-office`: names of offices that several countries have ("Central Statistical Office")
- `observer`: offices of one country that also tell of everybody's harvests, stocks and trade ("USDA")
- `state-of`: what may stand before a country's name and be part of it ("the Republic of Cyprus")
- `suffix-bound`, `suffix-keep`: what a hyphen may add ("China-bound", "China-made"); after others the name is no partner ("Seoul-based")
- `prefix`, `prefix-keep`, `outside`: what turns a name into its complement ("non-EU", "outside China") or the trade within it
  ("intra-ASEAN")
- `member-noun`: "the South American country" is one country, not the group; `group-noun`: "EU countries outside the euro area"
- `origin`: how telephone numbers and internet addresses of a country begin and end ("+353", ".ie")
- `agency-noun`, `other-noun`: capitalised words that end the name of an institution begun by a country ("Korea University")
- `agency-of`, `other-of`: the same in front ("Bank of Korea", "Gulf of Mexico"); `brand`: "GM Korea"; `pair-noun`: "U.S.-China trade war"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tradestats.frozen import replace
from tradestats.lazy import pattern
from tradestats.lexicon import rows
from tradestats.recognise.longest import LongestMatcher, first_word, words_of


class AreaMention(NamedTuple):
    """An area named in a text; `text[start:end]` are its words, without a possessive 's.

    `code` is alpha-3 or a group code; joined with "+" for areas taken together; empty for an anaphor ("the bloc") and
    for names that merely contain a country. `form` is name, demonym, bound, agency, capital, epithet, anaphor, other, or
    region or city for a part of the country that `code` says.
    """

    start: int
    end: int
    code: str
    form: str
    possessive: bool = False


class Area(NamedTuple):
    """What is customary in the releases of a country or group.

    `currency` is ISO 4217; `dollar` is what a bare "$" means there; `fiscal_start` is the first month of the fiscal
    year; `basis_default` is `yoy` or `mom` where a growth rate without a base means that by custom, else empty.
    """

    code: str
    name: str
    currency: str
    dollar: str
    fiscal_start: int
    kind: str
    basis_default: str


class _Entry(NamedTuple):
    """A row of the tables as the scanner uses it: what a surface form means and which neighbours speak against it."""

    code: str
    form: str
    group: bool = False
    not_after: re.Pattern[str] | None = None
    not_before: re.Pattern[str] | None = None
    only_before: re.Pattern[str] | None = None


_CHINAS = frozenset(("CHN", "HKG", "TWN", "MAC", "CHN+HKG"))  # among whom "the mainland" is a name


class _Hit(NamedTuple):
    start: int
    end: int
    entry: _Entry


def scan(text: str) -> list[AreaMention]:
    """All areas of a cleaned text: sorted, not overlapping, the longest name at each place."""
    hits = list(_hits(text))
    starts = frozenset(hit.start for hit in hits if hit.entry.form not in ("agency", "other"))
    mentions: list[AreaMention] = []
    reached, index = 0, 0
    while index < len(hits):
        hit = hits[index]
        index += 1
        if hit.start < reached:
            continue
        mention = _pair(text, hits, index - 1) or _judged(text, hit, starts)
        if mention is None:
            continue
        if mention.start < reached:
            mention = replace(mention, start=hit.start)
        joined = _joined(text, mentions, mention)
        if joined is not None:
            mentions[-1] = mention = joined
        else:
            mentions.append(mention)
        reached = mention.end
    return _with_other_mainlands(text, mentions)


def _with_other_mainlands(text: str, mentions: list[AreaMention]) -> list[AreaMention]:
    """The areas, "the mainland" as no country in a text that names neither China nor those who call it so: Norway has one too."""
    alone = [m for m in mentions if text[m.start : m.end].lower() == "the mainland"]
    if not alone or any(m.code in _CHINAS for m in mentions if m not in alone):
        return mentions
    return [replace(m, code="") if m in alone else m for m in mentions]


def area_codes() -> dict[str, str]:
    """Code -> English name, countries and groups."""
    return {code: found.name for code, found in _areas().items()}


def area(code: str) -> Area | None:
    """The area of a code, None if there is none."""
    return _areas().get(code)


def is_group(code: str) -> bool:
    """Whether a code is a group of countries, which has trade within; False for a code that is not there."""
    return code in _groups()


@cache
def members(group: str) -> frozenset[str]:
    """Codes of the countries in a group as of today; empty where membership is not agreed, or the code is no group's."""
    return next((frozenset(row["members"].split()) for row in _table("areas") if row["code"] == group), frozenset())


def shared(office: str) -> bool:
    """Whether offices of several countries bear this name, so that it speaks for one only where no country is named."""
    return office.removeprefix("the ") in _words("shared-office")


def observes(office: str) -> bool:
    """Whether an office tells of other countries' trade as often as of its own's: "USDA"."""
    return office.removeprefix("the ") in _words("observer")


_DIALLED = pattern(r"\+(?P<dial>[1-9]\d{1,2})\)?(?=[ .()-]{0,3}\d(?:[ .()-]{0,2}\d){5})|\+(?P<run>[1-9]\d{9,13})(?!\d)")
_DOMAIN = pattern(r"\.[a-z]{2}(?![\w-]|\.\w)")
_ADDRESS = pattern(r"(?:www\.|@|://|\.(?:gov|go|com|co|org|or|ac|edu|gob|gub))[^\s@]*+$")
_LONGEST_ADDRESS = 80


# Names of people with their characters in brackets behind, as papers of Taiwan print them: "Beatrice Tsai (蔡美娜)".
_GLOSS = pattern(r"[A-Za-z] ?\([\u4e00-\u9fff]{2,12}\)")


def origins(text: str) -> list[str]:
    """The countries that telephone numbers, internet addresses and glosses of names in a text speak for, in its order, each as often."""
    known = _words("origin")
    found = [(match.start(), _dialled(match["dial"] or match["run"][:3], known)) for match in _DIALLED.finditer(text)]
    for match in _DOMAIN.finditer(text):
        if match[0] in known and _ADDRESS.search(text, max(0, match.start() - _LONGEST_ADDRESS), match.start()):
            found.append((match.start(), known[match[0]]))
    if not text.isascii():
        found += [(match.start(), known.get("(漢)", "")) for match in _GLOSS.finditer(text)]
    return [code for _, code in sorted(found) if code]


def _dialled(digits: str, known: dict[str, str]) -> str:
    return known.get(f"+{digits}") or known.get(f"+{digits[:2]}", "")


# --- from tables to patterns


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    return tuple(rows(name))


@cache
def _areas() -> dict[str, Area]:
    return {
        row["code"]: Area(
            row["code"], row["name"], row["currency"], row["dollar"], int(row["fiscal_start"]), row["kind"], row["basis_default"]
        )
        for row in _table("areas")
    }


PLACES = frozenset({"region", "city"})
"""Forms of mentions of a part of a country, whose trade is not the country's."""
MENTION_FORMS = frozenset({"name", "demonym", "agency", "capital", "epithet", "anaphor", "other", *PLACES})


@cache
def _words(form: str) -> dict[str, str]:
    """The words of the rows with this (non-mention) form, and the row's code."""
    rows = (*_table("area_aliases"), *_table("agencies"))
    return {word: row["code"] for row in rows if row["form"] == form for word in row["text"].split(";")}


_TITLED = re.compile(r"(?<![\w'])(?!of\b|the\b|and\b)[a-z]")


def _spellings(text: str) -> set[str]:
    """As written, in capitals, and at the head of a sentence or in a title if it begins in lower case."""
    forms = {text, text.upper()}
    if text[0].islower():
        titled = _TITLED.sub(lambda match: match.group().upper(), text)
        forms |= {form[0].upper() + form[1:] for form in (text, titled)} | {titled}
    return forms


_ECONOMY = re.compile(r"^(?P<the>the )?(?P<where>.+'s) (?P<nth>second|third|fourth)?-?largest economy$")
_NUMBERS = {"second": "No. 2", "third": "No. 3", "fourth": "No. 4"}


def _epithets(text: str) -> set[str]:
    """The usual variants of "the world's second-largest economy"; the text alone if it is another epithet."""
    match = _ECONOMY.match(text)
    if match is None:
        return {text}
    nth = match["nth"]
    if nth:
        sizes = [f"{nth}{joint}{size}" for joint in "- " for size in ("largest", "biggest")] + [_NUMBERS[nth]]
    else:
        sizes = ["largest", "biggest", "top", "No. 1"]
    return {f"{the}{match['where']} {size} economy" for size in sizes for the in {match["the"] or "", ""}}


@cache
def _neighbours(words: str, before: bool) -> re.Pattern[str] | None:
    """A pattern for a `;`-list of words next to a name. `Cap` is any capitalised word, but no small word that begins a sentence."""
    if not words:
        return None
    if before:
        return re.compile(" {0,2}(?:" + "|".join("[A-Z][a-z]" if w == "Cap" else re.escape(w) + r"(?!\w)" for w in words.split(";")) + ")")
    return re.compile(r"(?<!\w)(?:" + "|".join(_NAMELIKE if w == "Cap" else re.escape(w) for w in words.split(";")) + ") {0,2}$")


_SMALL_WORDS = (
    "To In From With And While But Of For Like Unlike Both The When As If After Since Because Meanwhile Only Also Neighbouring Neighboring"
)
_NAMELIKE = rf"(?!(?:{_SMALL_WORDS.replace(' ', '|')})\b)[A-Z][a-z]+"


_Row = dict[str, str]
_PLURAL = ("an", "i")  # demonyms that take an s


@cache
def _filed() -> dict[str, list[tuple[str, str, _Row]]]:
    """First word in lower case -> (text, form, row) of the names that begin so, in the order of the tables."""
    found: dict[str, list[tuple[str, str, _Row]]] = {}

    def file(text: str, form: str, row: _Row) -> None:
        found.setdefault(first_word(text).lower(), []).append((text, form, row))

    for row in _table("areas"):
        for text in filter(None, row["names"].split(";")):
            file(text, "name", row)
        for text in filter(None, row["demonyms"].split(";")):
            file(text, "demonym", row)
            if text.endswith(_PLURAL):
                file(f"{text}s", "demonym", row)
    for row in (*_table("area_aliases"), *_table("agencies")):
        form = row["form"]
        if form in MENTION_FORMS:
            for text in row["text"].split(";"):
                for variant in _epithets(text) if form == "epithet" else (text,):
                    file(variant, form, row)
    return found


@cache
def _entries(first: str) -> dict[str, _Entry]:
    """Surface form -> entry, for the names that begin with a word (in lower case). A hand-written row overrules a generated one,
    and an agency both."""
    found: dict[str, _Entry] = {}
    for text, form, row in _filed().get(first, ()):
        found.update(dict.fromkeys(_spellings(text), _entry(form, row)))
    return found


def _entry(form: str, row: _Row) -> _Entry:
    group = row["code"] in _groups()
    if "not_after" not in row:
        return _Entry(row["code"], form, group and form != "agency")
    return _Entry(
        row["code"],
        form,
        group,
        _neighbours(row["not_after"], False),
        _neighbours(row["not_before"], True),
        _neighbours(row["only_before"], True),
    )


@cache
def _groups() -> frozenset[str]:
    return frozenset(row["code"] for row in _table("areas") if row["kind"] == "group")


@cache
def _matcher() -> LongestMatcher[_Entry]:
    return LongestMatcher(_begun_by)


def _begun_by(word: str) -> dict[str, _Entry]:
    """The surface forms whose first word is `word` as it is written."""
    lower = word.lower()
    if lower not in _filed():
        return {}
    return {form: entry for form, entry in _entries(lower).items() if form.startswith(word) and first_word(form) == word}


def _hits(text: str) -> Iterator[_Hit]:
    """What the tables find and no neighbour forbids: the longest at each place, not overlapping."""
    reached = 0
    for start, end, entry in _matcher().candidates(text, words_of(text)):
        if start < reached:
            continue
        if text[end : end + 1] == "$":  # "US$", "HK$"
            continue
        if entry.not_before and entry.not_before.match(text, end):
            continue
        if entry.only_before and not entry.only_before.match(text, end):
            continue
        if entry.not_after and entry.not_after.search(text, max(0, start - 24), start):
            continue
        yield _Hit(start, end, entry)
        reached = end


# --- what stands around a name


def _alternation(form: str) -> str:
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(_words(form), key=len, reverse=True)) + ")"


@cache
def _after(form: str) -> re.Pattern[str]:
    """Words of a form behind a name, whatever their case."""
    return re.compile(rf"[ -]{{1,3}}(?P<word>{_alternation(form)})(?!\w)", re.IGNORECASE)


@cache
def _ahead(form: str, between: str) -> re.Pattern[str]:
    """Words of a form that end where a name begins, with `between` (a pattern) in the middle."""
    return re.compile(rf"(?<!\w)(?P<word>{_alternation(form)}){between}$", re.IGNORECASE)


def _judged(text: str, hit: _Hit, starts: frozenset[int]) -> AreaMention | None:
    """The mention a hit makes after a look at its neighbours; None where it is money or a place that only borrows the name."""
    form, possessive = hit.entry.form, _possessive(text, hit.end)
    plain = AreaMention(hit.start, hit.end, hit.entry.code, form, possessive)
    if form in ("agency", "other"):
        return plain
    if form in ("name", "demonym") and _is_money(text, hit):
        return None
    if form in ("anaphor", "epithet"):
        return plain
    if form in ("capital", "city"):
        return None if _CAPITALISED.match(text, hit.end) and not _DATELINE.match(text, hit.end) else _suffixed(text, plain)
    if not possessive:
        named = _institution(text, plain, starts) or _one_member(text, plain, hit.entry)
        if named is not None:
            return named
    if form == "region":
        return _suffixed(text, plain)
    named = _of_institution(text, plain) or _branded(text, plain)
    return named or _suffixed(text, _complement(text, _with_state(text, plain), hit.entry.group))


_CAPITALISED = re.compile(r" [A-Z][a-z]")
_DATELINE = pattern(r" (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")


def _possessive(text: str, end: int) -> bool:
    if text[end : end + 1] != "'":
        return False
    following = text[end + 1 : end + 3]
    if following[:1] in ("s", "S"):
        return not following[1:].isalnum()
    return text[max(0, end - 2) : end].rstrip(".")[-1:] in ("s", "S") and not following[:1].isalnum()


def _is_money(text: str, hit: _Hit) -> bool:
    """True for "U.S. dollars" and "Swiss francs"; the currencies that are also verbs ("won") only after a demonym."""
    if _after("money-any").match(text, hit.end):
        return True
    return hit.entry.form == "demonym" and not hit.entry.group and _after("money-demonym").match(text, hit.end) is not None


_TOKEN = re.compile(
    r" {1,2}(?:(?P<cap>[A-Z][\w'&/-]*+)(?P<dot>\.?)|(?P<joint>of|and|for|&|the|on|in)(?!\w))|(?P<comma>,)(?= {1,2}(?:[A-Z]|and\b))"
)
_ENDS_NAME = frozenset(
    {"Exports", "Imports", "Export", "Import", "Shipments", "Deficit", "Surplus", "Goods", "Sales", "Services", "Economy", "GDP"}
)
_INSTITUTION_EXPORT = pattern(r" {1,2}(?:Promotion|Credit|Insurance|Development|Council|Association|Bank|Corporation|Agency|Authority)")


def _institution(text: str, mention: AreaMention, starts: frozenset[int]) -> AreaMention | None:
    """The institution whose name a country begins: "Japan Automobile Manufacturers Association", "Korea University"."""
    if text[mention.end : mention.end + 1] not in (" ", ","):
        return None
    kinds = _nouns_of_institutions()
    position, end, form, attached = mention.end, 0, "", False
    for _ in range(14):
        token = _TOKEN.match(text, position)
        if token is None or (token["cap"] and token.start("cap") in starts):
            break
        word = token["cap"]
        if word is None:
            if token["comma"] and not attached:
                break
            attached = attached or token["joint"] in ("of", "for")
            if position == mention.end:  # "Mongolia and the University" is two things
                break
        elif word in _ENDS_NAME and not (word in ("Export", "Import") and _INSTITUTION_EXPORT.match(text, token.end())):
            break
        else:
            dotted = word + token["dot"]
            kind = kinds.get(dotted) or kinds.get(word)
            if kind:
                form, end = form or kind, token.end() if dotted in kinds else token.end("cap")
            elif end and attached:
                end = token.end("cap")
            elif end:
                break
            if token["dot"] and dotted not in kinds:
                break
        position = token.end()
    if not end or text[mention.start : mention.end + 20].isupper():
        return None
    return AreaMention(mention.start, end, mention.code if form == "agency" else "", form, _possessive(text, end))


@cache
def _nouns_of_institutions() -> dict[str, str]:
    return {**dict.fromkeys(_words("other-noun"), "other"), **dict.fromkeys(_words("agency-noun"), "agency")}


_DETERMINED = pattern(r"(?<!\w)(?:(?P<the>[Tt]he|[Tt]his|[Tt]hat)|an?|[Oo]ne|another|[Ee]ach) {1,2}$")


def _one_member(text: str, mention: AreaMention, entry: _Entry) -> AreaMention | None:
    """ "the South American country" points back to one country, "a European producer" to none."""
    noun = _after("member-noun").match(text, mention.end) if entry.group and entry.form == "demonym" else None
    head = _DETERMINED.search(text, max(0, mention.start - 10), mention.start) if noun else None
    if noun is None or head is None:
        return None
    return AreaMention(head.start(), noun.end(), "", "anaphor" if head["the"] else "other", _possessive(text, noun.end()))


_OF = r" {1,2}of(?: {1,2}the)? {1,2}"
_LEAD = pattern(r"(?<![\w.])(?:(?!The |A |In |At |But )[A-Z][\w&'-]*+ {1,2}){1,4}$")


def _of_institution(text: str, mention: AreaMention) -> AreaMention | None:
    """ "the Reserve Bank of Fiji", "the Gulf of Mexico"."""
    if text[max(0, mention.start - 4) : mention.start].strip() not in ("of", "the"):
        return None
    window = max(0, mention.start - 48)
    ahead = [(form, _ahead(f"{form}-of", _OF).search(text, window, mention.start)) for form in ("other", "agency")]
    found = [(match.start(), form) for form, match in ahead if match and (form == "agency" or text[match.start()].isupper())]
    if not found:
        return None
    start, form = min(found)
    lead = _LEAD.search(text, max(0, start - 48), start)
    if lead is not None and form == "agency" and text[start : start + 5] == "Bank ":
        form = "other"  # a central bank is the Bank, the Reserve Bank, the Central Bank; "Trade Development Bank" is one of many
    begin = lead.start() if lead is not None else start
    return AreaMention(begin, mention.end, mention.code if form == "agency" else "", form, mention.possessive)


def _branded(text: str, mention: AreaMention) -> AreaMention | None:
    """The national arm of a company: "GM Korea", "Renault Korea Motors"."""
    if text[mention.start - 1 : mention.start] != " " or mention.form != "name":
        return None
    if not text.endswith(_brands(), 0, mention.start - 1):
        return None
    match = _brand().search(text, max(0, mention.start - 40), mention.start)
    return AreaMention(match.start(), mention.end, "", "other", mention.possessive) if match else None


@cache
def _brands() -> tuple[str, ...]:
    return tuple(_words("brand"))


@cache
def _brand() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w']){_alternation('brand')} $")


_SUFFIX = re.compile(r"-(?P<word>[A-Za-z]+)(?!\w)")


def _suffixed(text: str, mention: AreaMention) -> AreaMention:
    """ "China-bound" is a destination, "China-made" leaves the name alone, "Seoul-based" is about somebody else."""
    match = _SUFFIX.match(text, mention.end)
    word = match["word"].lower() if match else ""
    if match is None or (match["word"][0].isupper() and not text[mention.start : match.end()].isupper()):
        return mention
    if word in _words("suffix-bound"):
        return replace(mention, end=match.end(), form="bound", possessive=False)
    if word in _words("suffix-keep") or (match["word"].isupper() and word not in _words("suffix-bound")):
        return mention
    return AreaMention(mention.start, match.end(), "", "other", False)


def _with_state(text: str, mention: AreaMention) -> AreaMention:
    """ "the Republic of Cyprus" is Cyprus, whole."""
    if mention.form != "name" or text[max(0, mention.start - 3) : mention.start].lower() not in ("of ", "he "):
        return mention
    ahead = _ahead("state-of", r" of (?:the )?").search(text, max(0, mention.start - 40), mention.start)
    return replace(mention, start=ahead.start()) if ahead is not None and text[ahead.start()].isupper() else mention


_HYPHENATED = pattern(r"(?<![\w-])(?P<word>[A-Za-z]+-|[Nn]on(?= ))(?P<gap> ?)$")


def _complement(text: str, mention: AreaMention, group: bool) -> AreaMention:
    """ "non-ASEAN", "intra-ASEAN", "outside China": another area than the one named."""
    hyphen = None
    if text[mention.start - 1 : mention.start] == "-" or text[max(0, mention.start - 4) : mention.start].lower() == "non ":
        hyphen = _HYPHENATED.search(text, max(0, mention.start - 12), mention.start)
    if hyphen is not None:
        word = hyphen["word"]
        if hyphen["gap"] and word[-1] == "-":
            return mention
        kind = _words("prefix").get(word.lower().rstrip("-") + "-")  # "non EU countries" is written too
        if kind:
            code = f"NON-{mention.code}" if kind == "EXTRA" and not group else f"{kind}-{mention.code}"
            return replace(mention, start=hyphen.start(), code=code)
        if (word.islower() or word.lower() in _words("prefix")) and word not in _words("prefix-keep"):
            return AreaMention(hyphen.start(), mention.end, "", "other", mention.possessive)  # "anti-China", "inter-Korean"
        return mention
    if mention.form == "demonym" or "-" in mention.code or not mention.code:
        return mention
    before = text[max(0, mention.start - 28) : mention.start].rstrip(" ").lower()
    if not before.removesuffix("the").rstrip(" ").endswith(_outside()):
        return mention
    ahead = _ahead("outside", r" {1,2}(?:the {1,2})?").search(text, max(0, mention.start - 28), mention.start)
    if ahead is None:
        return mention
    return replace(mention, start=ahead.start(), code=f"{'EXTRA' if group else 'NON'}-{mention.code}")


@cache
def _outside() -> tuple[str, ...]:
    return tuple(word.lower() for word in _words("outside"))


# --- names taken together

_PLUS = re.compile(r" {1,2}plus {1,2}(?:the {1,2})?")
_SPECIAL = {"EUROPE-NON-EU": "NON-EU-EUROPE"}


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"(?: {{1,2}}{_alternation('group-noun')})?,? {{0,2}}\(?")


def _joined(text: str, mentions: list[AreaMention], mention: AreaMention) -> AreaMention | None:
    """One mention for "the EU plus the UK" and for "EU countries outside the euro area"."""
    before = mentions[-1] if mentions else None
    if before is None or not before.code or not mention.code or before.possessive or before.form not in ("name", "demonym"):
        return None
    gap = text[before.end : mention.start]
    if len(gap) > 24:
        return None
    if _PLUS.fullmatch(gap) and mention.form == "name" and before.code.count("+") < 3:
        return replace(mention, start=before.start, code=f"{before.code}+{mention.code}")
    complement = mention.code.startswith(("NON-", "EXTRA-")) and "-" not in before.code and not mention.code.endswith("-" + before.code)
    if complement and before.code in _group_codes() and _between().fullmatch(gap):
        code = f"{before.code}-NON-{mention.code.partition('-')[2]}"
        closed = "(" in gap and text[mention.end : mention.end + 1] == ")"  # "the EU (excluding the UK)"
        return replace(mention, start=before.start, end=mention.end + closed, code=_SPECIAL.get(code, code))
    return None


@cache
def _group_codes() -> frozenset[str]:
    return frozenset(code for code, found in _areas().items() if found.kind == "group" and code not in ("WLD", "ROW"))


_JOINTS = "-–/"


def _pair(text: str, hits: list[_Hit], index: int) -> AreaMention | None:
    """ "the U.S.-China trade war", "the Korea-Australia FTA": nobody's trade."""
    if index and hits[index].start == hits[index - 1].end + 1 and text[hits[index].start - 1] in _JOINTS:
        return None  # the chain was looked at from its first name
    last = index
    while last + 1 < len(hits) and hits[last + 1].start == hits[last].end + 1 and text[hits[last].end] in _JOINTS:
        last += 1
    if last == index:
        return None
    tail = _after("pair-noun").match(text, hits[last].end)
    return AreaMention(hits[index].start, tail.end(), "", "other", False) if tail else None
