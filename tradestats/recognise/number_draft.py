"""What the parts of the number recogniser hand forward until a Number is complete."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Draft(NamedTuple):
    """A number on its way. `value` is unsigned and without `power`; `prefixed`: its currency stands before it;
    `passing`: a bare number word, dropped unless a range takes it in ("four to five percent")."""

    kind: str
    start: int
    end: int
    value: Decimal
    power: int = 0
    decimals: int = 0
    sign: str = ""
    codes: tuple[str, ...] = ()
    scaled: bool = False
    prefixed: bool = False
    passing: bool = False
    year: bool = False
    bracket: bool = False
    part: str = ""
    noun: bool = False
