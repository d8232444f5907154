"""Where tables stand in a text, and how their cells lie.

Four forms survive the flattening of a page: lines with pipes (or tabs or semicolons in their place), pairs of a label with
a unit and its figure, rows whose cells are parted by spaces only, and one cell a line. All become a `Shape`. What does not
fit together is no table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tradestats import grid_label
from tradestats.frozen import replace
from tradestats.grid_cell import CAPTION, PROSE, SHORT, Cell, Shape, TextLine
from tradestats.grid_glued import glued
from tradestats.grid_lists import cells, pairs
from tradestats.grid_pipes import marked, pipes
from tradestats.grid_rows import figures_of_tables, rows
from tradestats.grid_runs import beside, inline, listed
from tradestats.lazy import pattern

_RULES = ("---", "===", "***", "___")
_TITLED = pattern(r"[-=*_]{3,} *([^-=*_ ](?:.*[^-=*_ ])?) *[-=*_]{3,}")
_TRIES = 8  # beginnings that are tried within one run of short lines
_READERS = (pipes, marked, pairs, listed, inline, beside, glued, rows, cells)


def shapes(text: str) -> list[Shape]:
    """All tables of a copy, in order, not overlapping."""
    if not any(char.isdigit() for char in text):
        return []
    lines: list[TextLine] = []
    at = 0
    for raw in text.split("\n"):
        lead = len(raw) - len(raw.lstrip())
        stripped = raw.strip()
        titled = _TITLED.fullmatch(stripped) if stripped[:3] in _RULES and stripped else None
        if titled is not None:  # "------- Crude Oil Imports -------"
            lead, stripped = lead + titled.start(1), titled[1]
        if stripped:
            lines.append(TextLine(at + lead, at + lead + len(stripped), stripped))
        elif lines and not lines[-1].blank:  # how many blank lines part two others says nothing
            lines.append(TextLine(at, at, ""))
        at += len(raw) + 1
    out: list[Shape] = []
    k, floor = 0, 0
    closed = [0] * len(_READERS)  # up to which line each form was tried in vain: no text is read over and over
    tries = 0
    while k < len(lines):
        for n, reader in enumerate(_READERS):
            if k < closed[n]:
                continue
            shape, after = reader(text, lines, k, floor)
            if shape is not None:
                out.append(_with_unit_below(_with_caption_below(shape, lines, after), lines, after))
                k = floor = after
                closed, tries = [k] * len(_READERS), 0
                break
            single = reader is cells
            tries = tries + 1 if single and after > k + 1 else tries
            closed[n] = after if not single or tries % _TRIES == 0 else k + 1
        else:
            k += 1
    return sorted([*out, *_unread(lines, out)], key=lambda shape: shape.start)


def _unread(lines: Sequence[TextLine], read: Sequence[Shape]) -> list[Shape]:
    """Figures side by side that are in no table anyone could read: they are no prose either, so nothing is read from them."""
    ends = [0, *(shape.end for shape in read)]
    starts = [shape.start for shape in read]
    spans = [span for line in lines for span in [*figures_of_tables(line), *_units_told(line)]]
    return [Shape(start, end, "unread", (), (), (), ()) for start, end in spans if start >= ends[bisect_right(starts, start)]]


def _units_told(line: TextLine) -> list[tuple[int, int]]:
    """The line itself where it gives the unit of figures and nothing else: "(Unit: US$100 million, %)" is no amount."""
    return [(line.start, line.end)] if len(line.text) <= SHORT and _UNIT_LINE.fullmatch(line.text) is not None else []


def _with_unit_below(shape: Shape, lines: Sequence[TextLine], after: int) -> Shape:
    """A table whose unit stands in the line below it: "Unit: US$ billion"."""
    below = next((line for line in lines[after : after + 2] if not line.bar), None)
    if below is None or not below.text.lower().startswith(_UNIT_BELOW) or not grid_label.read(below.text).units:
        return shape
    if any(grid_label.read(cell.text).units for cell in shape.caption):
        return shape
    return replace(shape, caption=(*shape.caption, Cell(below.start, below.end, below.text)))


def _with_caption_below(shape: Shape, lines: Sequence[TextLine], after: int) -> Shape:
    """A table of pipes without a caption that has it in the line below: "Turkey's trade by country, billion dollars. Source: ..."."""
    below = next((line for line in lines[after : after + 2] if not line.bar), None)
    if shape.form != "pipes" or shape.caption or below is None or len(below.text) > CAPTION:
        return shape
    title = below.text.partition(". ")[0]
    label = grid_label.read(title)
    named = label.units and (label.flows or label.areas or label.stub) and PROSE.search(title) is None
    return replace(shape, caption=(Cell(below.start, below.start + len(title), title),)) if named else shape


_UNIT_LINE = pattern(r"(?i)[\[(<* ]{0,3}units?\b ?[:;-].*")  # never prose: "(Unit: US$100 million, %)"
_UNIT_BELOW = ("unit", "(unit", "note: unit", "values in", "value in", "figures in", "amounts in", "in us$", "in usd", "in mil", "in bil")
