"""The figures of a table's cells: their numbers, all in one decimal style, with signs, brackets and marks as tables have them."""

from __future__ import annotations

from tradestats.frozen import replace
from tradestats.grid_cell import Cell, Shape
from tradestats.lazy import pattern
from tradestats.recognise import numbers
from tradestats.recognise.numbers import Number

_KINDS = ("number", "money", "percent", "points", "quantity")
_MARK = pattern(r"(?<=[\d%)])(?: ?\(?[rpeRPE]\)?|[*†‡¹²³]++)$")
_ACCOUNTED = pattern(r"[^\d\s]{0,4} ?[(\[].*[)\]]")  # "(0.4)", "$(0.4)"
_SPACED = pattern(r"(?<=\d) (?=\d{3})")


def figures(shape: Shape) -> dict[int, Number]:
    """The number of each cell by where the cell begins; cells are read together, so that all have one decimal style."""
    cells = [c for line in shape.rows for c in line.cells if c is not None]
    pieces = [_SPACED.sub("", _unmarked(c.text)) for c in cells]
    starts: list[int] = []
    at = 0
    for piece in pieces:
        starts.append(at)
        at += len(piece) + 1
    scanned = numbers.scan("\n".join(pieces))
    out: dict[int, Number] = {}
    n = 0
    for cell, piece, start in zip(cells, pieces, starts, strict=False):
        inside = []
        while n < len(scanned) and scanned[n].start < start + len(piece):
            if scanned[n].start >= start:
                inside.append(scanned[n])
            n += 1
        if len(inside) != 1 or inside[0].end > start + len(piece) or inside[0].kind not in _KINDS:
            continue
        out[cell.start] = _placed(inside[0], cell)
    return out


def _unmarked(text: str) -> str:
    """A cell without the mark of a footnote or a revision: "5,474*", "6,218 r", "12.1 (p)"."""
    return _MARK.sub("", text)


def _placed(number: Number, cell: Cell) -> Number:
    """The number at its place in the text, with its sign; a bracketed figure is negative, as accountants write it."""
    text = _unmarked(cell.text)
    value, sign = number.value, number.sign
    if _ACCOUNTED.fullmatch(text) and value > 0 and not sign:
        value, sign = -value, "-"
    inner = len(text) > 2 and text[0] == "(" and text[1] in "+-−–" and text[-1] == ")"  # of "(+10.7%)" the brackets are not quoted
    return replace(number, start=cell.start + inner, end=cell.start + len(text) - inner, value=value, sign=sign, bound_start=cell.start)
