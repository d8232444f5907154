"""What a stretch of items names: flow, areas in their roles, product words, statistic, period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from tradestats.items import Item


class Product(NamedTuple):
    """Product words as they stand: `text` for slug and column, span in the copy. `fixed`: `text` is final (a title's)."""

    text: str
    start: int
    end: int
    fixed: bool = False
    doubtful: bool = False  # no table knows it, its head names no goods, and it does not stand where only a product can
    lead: bool = False  # named by "in", "on" or "for" before its flow: "on services there was a surplus"


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class Phrase:
    """What a stretch names. Lists hold coordinated members in order; several flows, partners or products are a list."""

    flows: list[Item] = field(default_factory=list)
    reporters: list[Item] = field(default_factory=list)
    partners: list[Item] = field(default_factory=list)
    areas: list[Item] = field(default_factory=list)  # named with no role of their own: the linker decides
    products: list[Product] = field(default_factory=list)
    joined: Product | None = None  # all products as one noun phrase
    statistics: list[Item] = field(default_factory=list)
    times: list[Item] = field(default_factory=list)
    other: Item | None = None  # a noun that is no trade flow
    verb: Item | None = None  # the trade verb
    pron: Item | None = None
    total: bool = False  # "total exports", "all exports"
    excluded: bool = False  # "excluding ships" is the product
    apart: bool = False  # a country is left out
    world: bool = False  # a flow is all the world's: "global trade", "world merchandise exports"
    maker: Product | None = None  # what the people named as the subject make: "coffee growers"
    alien: bool = False  # the subject is a noun that is neither goods nor a figure
    proper: bool = False  # a company or person is the subject
    unknown: bool = False  # it goes to countries by a name that is not known
    unnamed: bool = False  # a flow is of what has a name that is no country's: of some goods, or of a firm
    part: bool = False  # a part of a country is whose flow it is, or where it goes
    placed: bool = False  # a part of a country is where a flow goes: "exports to Northern Ireland"
    there: bool = False
    prep: str = ""  # the preposition that led to the first partner
    cost: bool = False  # "crude oil cost $9 billion": an import
    other_first: bool = False
    share: bool = False
    flow_sign: int = 0
    sales: bool = False  # bare "sales": a flow only where one is under discussion
    hint: Item | None = None  # "export items": which flow a list is about
    buyer: Item | None = None  # "purchases by China"
    pair: tuple[str, str] = ("", "")  # "trade between Iran and Iraq": the trade of two with each other

    @property
    def named(self) -> bool:
        """Whether anything here can be a subject."""
        return bool(
            self.flows
            or self.reporters
            or self.partners
            or self.areas
            or self.products
            or self.pron
            or self.other
            or self.proper
            or self.part
            or self.unknown
            or self.alien
            or self.statistics
            or self.hint
            or self.share
            or self.sales
            or (self.there and self.prep in ("from", "to"))
        )
