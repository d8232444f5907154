"""What is handed from number to number and from sentence to sentence: series, numbers, rows, and the linker's memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from tradestats.anaphora import Places
from tradestats.calendar import Period
from tradestats.context import Context
from tradestats.frozen import quick
from tradestats.items import Item
from tradestats.phrase import Product
from tradestats.recognise.numbers import Number
from tradestats.role import Role
from tradestats.segment import Sentence
from tradestats.timeline import Bases, Timeline
from tradestats.unrelated import Speaks


@quick
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


@dataclass(slots=True, eq=False, repr=False, match_args=False)
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
    last: int = -1  # the list's last number, as an index of the sentence's numbers
    role: Role | None = None


class Row(NamedTuple):
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
    open: bool = False  # the text names a period, but not which: nothing else dates the figure

    @property
    def is_base(self) -> bool:
        """Whether the figure is of the period that another one is compared with."""
        return self.rule in ("compared with", "bracket compared with")


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class State:
    """The frame within one sentence, handed from number to number."""

    subjects: list[Series]
    period: Period | None
    period_set: bool = False
    opened: Period | None = None  # the first period the sentence names: what the next one goes on with
    basis: str = ""
    status: str = ""
    adjustment: str = ""
    pct: Role | None = None
    last: Role | None = None
    sign: int = 0
    history: list[Series] = field(default_factory=list)
    main: str = ""  # the measure of the last number outside brackets
    base_run: bool = False
    dated_by: str = ""  # the form of the words that dated the clause
    lead_flow: str = ""
    said: list[Item] = field(default_factory=list)
    lead_partner: str = ""
    lead_product: Product | None = None
    base_period: Period | None = None
    base_for: Period | None = None
    open: bool = False  # a period was named that the text does not settle
    foretold: bool = False  # a forecast was told before, and then what it is compared with
    aside: Period | None = None  # the period of a clause that only tells more of it: "Against January, when it shipped"
    told: str = ""  # the basis that words beside the last number tell
    bracketed: list[Series] = field(default_factory=list)  # what each bracket of a list is of: "China ($3bn) and India ($2bn)"
    whole: Series | None = None  # what a part was told of in passing: "oil, of which Russia supplied"
    unbased: Number | None = None  # the last change of which nothing said what it is against


@quick
@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class Place:
    """Where one number stands: the sentence's items and numbers, what stands before and after it, and the frame there.

    `pre` is its clause's beginning, `tail` the last piece of that, `post` its modifiers. `inside` a bracket; `resumed`
    when nothing but a comma or an "and" parts it from the number before.
    """

    items: list[Item]
    nums: list[Num]
    n: int
    num: Num
    pre: list[Item]
    tail: list[Item]
    post: list[Item]
    state: State
    inside: bool
    resumed: bool


class Memory:
    """What the linker of one article remembers between sentences. `rows` and `aside` only grow."""

    def __init__(self, context: Context, text: str, *, declares: bool = True) -> None:
        self.context = context
        self.text = text
        self.declares = declares  # the text declares a unit for bare figures
        self.on_all_goods: frozenset[int] = frozenset()  # paragraphs on all trade, in an article on one product
        self.respectively = False
        self.listed: list[Series] = []
        self.dated_ahead: Item | None = None
        self.closed_by: Item | None = None  # the period that the clause of the number at hand ends with, behind its verb
        self.beside = ""
        self.worded: tuple[int, str] | None = None  # "in baht": where, and the currency
        self.yardstick = ""  # the statistic that the opening of a sentence names for its paragraph
        self.declared: Number | None = None  # "In billions of dollars": one of it, as a number
        self.declared_above = False  # a heading declared it: it holds for the paragraphs below
        self.month_said = 0  # the first month that the sentence names without a year
        self.spans_said: frozenset[str] = frozenset()  # the forms of the periods that the sentence names
        self.never_before = False  # the sentence says since when no figure was so high
        self.lead_sign = 0  # "Decreases occurred in:" leads to a list of them
        self.each = False  # the sentence says "each" or "both"
        self.flow_said = False  # the sentence names a flow
        self.others_said = False  # it names "other markets", which are never all, as "other countries" may be
        self.speaks = Speaks()  # what the sentence tells of all its figures
        self.trade_here = True  # the sentence names foreign trade, or the article is about it
        self.countrys = True  # the sentence names the country's trade, or the article is not on a part of it
        self.assigned: list[Series] = []
        self.listed_stats: list[str] = []
        self.place_now = 0
        self.rows: list[Row] = []
        self.aside: list[tuple[Number, str]] = []
        # What all trade, or all in what the article is about, came to: by reporter, flow, unit and paragraph, and by period.
        self.wholes: dict[tuple[str, str, str, str], dict[str, tuple[Period, Decimal]]] = {}
        self.time = Timeline(context.title_period)
        self.bases = Bases(context.custom())
        self.reporter = context.reporter
        self.section_reporter = context.reporter
        self.series = Series(context.reporter, context.flow, product=context.topic)
        self.section_flow = ""
        self.section_other = ""  # why the figures of a section that is on something else are none of trade
        self.section_sign = 0  # of a section on a deficit
        self.introduced: Series | None = None  # what the line before a list says that its items are of
        self.filled = False
        self.forecast = False  # what is being read is a forecast
        self.begun: Period | None = None  # "Since July 1": from when on the sentence counts
        self.as_of: Period | None = None  # "As of April 2": up to when
        self.price_unit = ""  # "/kg" after a price per kilogram
        self.traders = ""  # the flow by which the sentence or list at hand ranks countries: those named in it are whose flow it is
        self.listing = False  # this paragraph lists products, so an unknown noun in their place is one
        self.balance_seen = context.flow == "balance"
        self.active = context.titled  # the passage tells of trade: a flow was named and nothing else has taken over since
        self.home = False  # the opening gave figures of trade: a passage without a flow of its own goes on with it
        self.with_figures = 0  # sentences with figures so far
        self.last_product: Product | None = None
        self.section_topic: Product | None = None
        self.figures = 0  # sentences with figures in this paragraph
        self.last_area = ""
        self.post: list[Item] = []  # what follows the number at hand
        self.post_before: list[Item] = []  # what followed the number before it
        self.kind_now = ""  # its kind
        self.inside = False  # whether it stands in a bracket
        self.aside_of: tuple[Series, Product | None] | None = None  # what a bullet's sentence without figures left behind
        self.above: Product | None = None  # what a list of bullets is of
        self.told_apart: list[Series] = []  # the series of different flows, partners or goods in the sentence before
        self.sharer = "WLD"  # whose share of the whole the sentence before told
        self.payer = ""  # who paid for what the sentence tells of: "foreign" or "home"
        self.dealt = ""  # the deal last told in this sentence: "own" or "mirrored"
        self.trader = ""  # the home country, once this sentence told what it sold or bought by a verb, of nobody in particular
        self.sided = False  # the bullet before named the partner of a part
        self.only_judged = False  # nothing else is said to move in it
        self.judged = False  # something gets better or worse in the sentence: no flow of goods does
        self.source = ""  # whose data the sentence gives: "Korean customs data"
        self.fresh: Series | None = None  # what a paragraph begins with, before anything is said in it
        self.follows = False  # the sentence says what came of the ones before: "That left"
        self.nodx: Item | None = None  # the non-oil exports that the paragraph tells of
        self.page_partner = context.mutual  # the partner of a page that a heading gives to two countries, or all its text
        self.both_ways = ""  # the partner whose trade, both ways, the paragraph opened with
        self.mutual = ""  # the last such partner in the article
        exporting = bool(context.reporter) and context.flow == "export"
        self.places = Places(context.reporter, exports=exporting)  # what "the bloc" and "the country" stand for
        self.named_here: list[str] = []  # areas that stand before the number at hand, since the one before it
        self.named_before: list[str] = []  # areas that stand before "the top source of" in a clause
        self.label_line = -1
        self.label_partner = ""
        self.label_product: Product | None = None
        self.latest = ""  # whether an area or a product was named last before a number
        self.labelled = False  # the topic is that of a line's label
        self.topic = context.topic  # the product under discussion in an article about products
        self.paragraph = -1
        self.unit = ""
        self.quantity = ""
        self.pct: Role | None = None
        self.adjustment = ""
        self.sentence: Sentence | None = None
        self.trade_seen = bool(context.flow)
        self.trade_flow = context.flow if context.flow not in ("balance", "trade") else ""
