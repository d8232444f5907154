"""Tables of one figure after another: one cell a line, key figures below their names, pairs of a label with its unit and a figure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from tradestats import grid_label
from tradestats.frozen import replace
from tradestats.grid_cell import (
    CAPTION,
    HEADS_TAILS,
    PROSE,
    Cell,
    Line,
    Shape,
    TextLine,
    captions,
    counts,
    is_empty,
    is_figure,
    is_year,
    two_figures,
)
from tradestats.lazy import pattern

_BULLET = r"(?:[-–•*▪·] ?|\d{1,2}[.)] )?"
_CHANGED = r"(?: \(([-+−–]?\d[\d.,]*%)(?: [^()]{1,14})?\))"  # "(-1.9% y/y)", a share where the caption says so
_PAIR = pattern(rf"{_BULLET}([^\W\d_][^:]{{0,120}}?[^\s:])(?: ?: *| [-–—=] )(\S[^()]{{0,31}}?){_CHANGED}?")
_BARE_PAIR = pattern(rf"{_BULLET}([^\W\d_](?:[^:\s]| (?! )){{0,60}})(?<!\d) ([-+−–]?\d[\d.,]*){_CHANGED}?")  # "Exports 29.0 (-1.9% y/y)"
_BARE = pattern(r"[-+(]?\d[\d.,' ]*\)?")
_HALVES = frozenset(("percent", "per cent", "percentage", "absolute"))  # of a header over two lines: "Percent", "change"
_FIGURES_A_NAME = 3  # at the most, where key figures stand below their names
_CODE = pattern(r"[0-9]{1,6}")
_UNIT_LINE = pattern(r"\(.{1,40}\)\*?")


def pairs(text: str, lines: Sequence[TextLine], k: int, floor: int) -> tuple[Shape | None, int]:
    """Lines such as "Goods exports (current US$): 100,716,315.54" or "China - 11.8 (+4.2%)" below "Exports by market (US$ bn)".

    The labels or the caption give the unit of bare figures; a signed percent in brackets is a second column.
    """
    rows: list[Line] = []
    at = last = k
    while at < len(lines) and at - last <= 1:
        found = _pair(lines[at])
        if found is not None:
            rows += [found] if found.cells[0] is not None else []
            last = at
        elif not lines[at].bar:
            break
        at += 1
    caption = captions(lines, k, floor) if rows else ()
    if any(row.cells[1] is None and _plain(text, row) for row in rows) and not _heads_list(caption, rows):
        return None, max(last + 1, k)
    told = [grid_label.read(cell.text) for cell in caption]
    shares = any(label.change == "share" for label in told)
    united = shares or any(unit.codes and unit.codes != ("PCT",) for label in told for unit in label.units)
    bare = [row for row in rows if _BARE.fullmatch(row.cells[0].text if row.cells[0] else "") is not None]
    bare = [row for row in bare if (united and len(rows) > 1) or grid_label.read(row.labels[0].text).units]
    if not bare or len(bare) * 2 < len(rows):
        return None, max(last + 1, k)
    start = min([lines[k].start, *(c.start for c in caption)])
    head = Cell(lines[k].start, lines[k].start, "")
    return Shape(start, lines[last].end, "pairs", caption, (), ((head,), (head,)), tuple(rows)), last + 1


def _plain(text: str, row: Line) -> bool:
    """Whether nothing but a space parts a label from its figure."""
    return row.cells[0] is not None and text[row.labels[0].end : row.cells[0].start] == " "


def _heads_list(caption: Sequence[Cell], rows: Sequence[Line]) -> bool:
    """Whether such pairs are a list: three or more, below a flow and a unit: "Major exports (A$m)", "Coal 311"."""
    told = [grid_label.read(cell.text) for cell in caption]
    years = any(cell is not None and is_year(cell.text) for row in rows for cell in row.cells)
    return len(rows) > 2 and not years and any(one.flows for one in told) and any(one.units for one in told)


def _pair(line: TextLine) -> Line | None:
    """The row of a line "label: value": the value a figure, perhaps with a signed percent in brackets, or a short word."""
    if len(line.text) > CAPTION or line.text[-1:].isalpha():
        return None
    end = len(line.text.rstrip(";.,"))
    found = _PAIR.fullmatch(line.text, 0, end) or _BARE_PAIR.fullmatch(line.text, 0, end)
    if found is None or not (is_figure(found[2]) or is_empty(found[2])):
        return None
    if PROSE.search(found[1]) is not None:
        return None  # a figure in the label: two columns
    label, value, aside = (Cell(line.start + found.start(n), line.start + found.end(n), found[n] or "") for n in (1, 2, 3))
    return Line((label,), (value if is_figure(value.text) else None, aside if aside.text else None))


def cells(text: str, lines: Sequence[TextLine], k: int, floor: int) -> tuple[Shape | None, int]:
    """A run of short lines: captions, headers, then a label and its figures, again and again."""
    run: list[tuple[int, Cell]] = []
    at = last = k
    while at < len(lines) and at - last <= 2:
        line = lines[at]
        if line.bar and line.text not in ("-", "–"):
            last += "|" in line.text  # an empty cell is no gap
            at += 1
            continue
        if len(line.text) > 90 or (
            len(line.text) > 3 and line.text[-1] in ".!?" and not is_figure(line.text) and line.text[-3:-2] not in ". "
        ):
            break
        text_of = line.text.strip("|").strip()
        begin = line.start + line.text.find(text_of)
        if run and _goes_on(run[-1][1].text, text_of):
            run[-1] = (run[-1][0], Cell(run[-1][1].start, begin + len(text_of), f"{run[-1][1].text} {text_of}"))
        else:
            run.append((at, Cell(begin, begin + len(text_of), text_of)))
        last = at
        at += 1
    run = _unranked([(n, (two_figures(cell) or (cell,))[0]) for n, cell in run])
    run, behind = _tails_apart(run)
    figures = [n for n, (_, cell) in enumerate(run) if counts(cell)]
    if len(figures) < 3 or figures[0] < 2 or _named_each(run, figures):
        return None, at
    shape, after = _run(lines, run, figures, floor)
    if shape is not None and behind:
        rows = tuple(Line((*behind.get(line.labels[0].start, ()), *line.labels), line.cells) for line in shape.rows)
        shape = replace(shape, rows=rows, end=max([shape.end, *(cell.end for tails in behind.values() for cell in tails)]))
    return shape, after if shape is not None else max(at, k)


def _named_each(run: Sequence[tuple[int, Cell]], figures: Sequence[int]) -> bool:
    """Whether figures stand below names with a colon, one or two each: "Exports:", "$249.0 billion", "-3.6%" are read as prose."""
    names = [run[n - 1][1].text for n in figures if n - 1 not in figures]
    colons = sum(name.endswith(":") for name in names)
    return 1 < colons >= len(names) / 3 and len(figures) <= _FIGURES_A_NAME * len(names)


def _goes_on(before: str, text: str) -> bool:
    """Whether a line goes on with the cell of the line before: a unit in brackets, or the rest of "Percent" or "Absolute change,"."""
    if is_figure(text) or is_figure(before) or is_empty(text):
        return _UNIT_LINE.fullmatch(text) is not None and not is_figure(text)
    return _UNIT_LINE.fullmatch(text) is not None or before[-1] == "," or (before.lower() in _HALVES and text.lower().startswith("change"))


def _unranked(run: list[tuple[int, Cell]]) -> list[tuple[int, Cell]]:
    """The cells without a column of running numbers or codes and its header: "Rank", ..., "1", "Netherlands", "1,210.4", "2", "Mali"."""
    numbered = _numbered(run) or _coded(run)
    if len(numbered) < 3:
        return run
    header = next((n for n in reversed(range(numbered[0])) if grid_label.read(run[n][1].text).skip), -1)
    return [one for n, one in enumerate(run) if n not in numbered and n != header]


def _numbered(run: Sequence[tuple[int, Cell]]) -> list[int]:
    """Where 1, 2, 3 and so on stand, each before a label."""
    ranks: list[int] = []
    for n in range(len(run) - 1):
        if run[n][1].text.rstrip(".") == str(len(ranks) + 1) and not _figure_or_gap(run[n + 1][1]):
            ranks.append(n)
    return ranks if len(ranks) > 2 else []


def _coded(run: Sequence[tuple[int, Cell]]) -> list[int]:
    """Where rising codes stand, each before a label: "0", "Food and live animals", ..., "5", "Chemicals"."""
    first = next((n for n, (_, cell) in enumerate(run) if counts(cell)), len(run))
    codes = [n for n in range(first, len(run) - 1) if _CODE.fullmatch(run[n][1].text) and not _figure_or_gap(run[n + 1][1])]
    if len(codes) < 3 or [n + 1 for n in codes] != [n for n in range(first, len(run)) if not _figure_or_gap(run[n][1])]:
        return []
    rising = all(int(run[a][1].text) < int(run[b][1].text) for a, b in itertools.pairwise(codes))
    return codes if rising and any(grid_label.read(cell.text).skip for _, cell in run[:first]) else []


def _tails_apart(run: list[tuple[int, Cell]]) -> tuple[list[tuple[int, Cell]], dict[int, tuple[Cell, ...]]]:
    """The cells without columns of units and dates behind the figures, and those by where the label of their row begins."""
    first = next((n for n, (_, cell) in enumerate(run) if counts(cell)), 0) - 1
    begin = first
    while begin > 0 and run[begin - 1][1].text.lower() in HEADS_TAILS:
        begin -= 1
    behind: dict[int, tuple[Cell, ...]] = {}
    out = run[:begin]
    n = first
    while begin < first and n < len(run) - 1 and not _figure_or_gap(run[n][1]):
        label = n
        n += 1
        while n < len(run) and _figure_or_gap(run[n][1]):
            n += 1
        tails = tuple(cell for _, cell in run[n : n + first - begin])
        if n == label + 1 or not all(grid_label.says_of_rows(cell.text) for cell in tails):
            break
        out += run[label:n]
        behind[run[label][1].start] = tails
        n += len(tails)
    return (out, behind) if len(behind) > 1 else (run, {})


def _run(lines: Sequence[TextLine], run: list[tuple[int, Cell]], figures: list[int], floor: int) -> tuple[Shape | None, int]:
    first = figures[0] - 1  # the label of the first row
    groups: list[tuple[list[Cell], list[Cell]]] = []
    n = first
    ends = n
    while n < len(run):
        labels, cells = [], []
        while n < len(run) and not _figure_or_gap(run[n][1]):
            labels.append(run[n][1])
            n += 1
        while n < len(run) and _figure_or_gap(run[n][1]):
            cells.append(run[n][1])
            n += 1
        if not cells or len(labels) > 3:
            break
        if groups and len(cells) != len(groups[0][1]):
            break
        groups.append((labels, cells))
        ends = n
    if len(groups) < 2:
        return None, 0
    count = len(groups[0][1])
    fit = [n for n in (0, 1) if _headed([cell for _, cell in run[max(0, first - n - count) : first - n]], count)]
    section = next((n for n in fit if first - n > count and _is_stub(run[first - n - count - 1][1])), fit[0] if fit else -1)
    if fit == [0, 1] and all(_measures(cell) for _, cell in run[first - 1 - count : first - 1]):
        section = 1  # "$m", "$m", "% change", and below them "Exports of goods"
    if section < 0:
        return _boxes(lines, run[first:ends], groups, floor) if count == 1 else (None, 0)
    groups[0] = ([*(cell for _, cell in run[first - section : first]), *groups[0][0]], groups[0][1])
    first -= section
    heads = [cell for _, cell in run[first - count : first]]
    rows: list[Line] = []
    for labels, cells in groups:
        rows += [Line((label,), (None,) * count) for label in labels[:-1]]
        rows.append(Line((labels[-1],), tuple(None if is_empty(c.text) else c for c in cells)))
    over = _reaching_over([cell for _, cell in run[: first - count]], count)
    top_of = first - count - len(over)
    above = [cell for _, cell in run[max(0, top_of - 1) : top_of]]
    stub = tuple(c for c in above if grid_label.read(c.text).stub)
    caption = captions(lines, run[top_of - len(stub)][0], floor)
    last = run[ends - 1]
    start = min(c.start for c in (*caption, *stub, *over, *heads))
    columns = tuple((*over[n * len(over) // count : n * len(over) // count + 1], head) for n, head in enumerate(heads))
    return Shape(start, last[1].end, "cells", caption, stub, columns, tuple(rows)), last[0] + 1


def _reaching_over(above: Sequence[Cell], count: int) -> list[Cell]:
    """The cells right above the headers that are headers over equally many columns each: "Exports", "Imports" over four years.

    A whole row of periods may stand over one of units.
    """
    for number in (count, *range(2, count)):
        cells = list(above[-number:]) if count % number == 0 and len(above) >= number else []
        labels = [grid_label.read(cell.text) for cell in cells]
        if cells and (all(label.flows and not label.rest for label in labels) or all(label.periods and not label.rest for label in labels)):
            return cells
    return []


def _boxes(
    lines: Sequence[TextLine], run: Sequence[tuple[int, Cell]], groups: Sequence[tuple[list[Cell], list[Cell]]], floor: int
) -> tuple[Shape | None, int]:
    """Key figures, each below its name, with the unit in the caption: "Headline figures (R billion)", "Exports", "157.9", "Imports", ..."""
    caption = captions(lines, run[0][0], floor)
    united = any(grid_label.read(cell.text).units for cell in caption)
    if not united or any(len(labels) != 1 or not grid_label.read(labels[0].text).flows for labels, _ in groups):
        return None, 0
    rows = tuple(Line((label,), (None if is_empty(cell.text) else cell,)) for (label,), (cell,) in groups)
    head = Cell(run[0][1].start, run[0][1].start, "")
    return Shape(min(c.start for c in caption), run[-1][1].end, "cells", caption, (), ((head,),), rows), run[-1][0] + 1


def _is_stub(cell: Cell) -> bool:
    label = grid_label.read(cell.text)
    return bool(label.stub or label.skip) and not (label.flows or label.units or label.rest)


def _measures(cell: Cell) -> bool:
    """Whether a header only says what its figures are in: "$m", "% change"."""
    label = grid_label.read(cell.text)
    return bool(label.units or label.change) and not (label.flows or label.periods or label.rest)


def _headed(cells: Sequence[Cell], count: int) -> bool:
    return len(cells) == count and all(grid_label.read(c.text).speaks for c in cells)


def _figure_or_gap(cell: Cell) -> bool:
    return (is_figure(cell.text) and not is_year(cell.text)) or is_empty(cell.text)
