"""Tables that lost what parts their cells: "Country20222023" over "Kenya163,250.1188,720.4", a calendar's "Trade Balance$-57.6 B$-49.9 B".

Headers are parted where a capital or a year follows; figures by their money signs, the groups of their thousands and the
decimals that all rows of the table share. A row that can be parted in two ways gives no cells.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache

from tradestats import grid_label
from tradestats.grid_cell import Cell, Line, Shape, TextLine, captions
from tradestats.lazy import pattern

_HUMP = pattern(r"(?<=[^\W\d_A-Z])(?=[A-Z][a-z])")
_AMOUNT = r"[-+]?(?:[$€£¥]|[EY](?=\d))?[-+]?\d[\d.,]*(?: ?(?:%|[BMKT](?![a-z])|bn|mln|billion|million))?"
_GLUED = pattern(rf"{_AMOUNT}( (?:to|-) {_AMOUNT})?")
_GLUED_LABEL = pattern(rf"[^\W\d_][^\d$€£¥]{{2,60}}?(?<=[^\W\d_)])(?={_AMOUNT})")
_WIDEST = 160  # characters of a header line, and of a row
_YEARS = r"(?:(?:19|20)\d\d)"
_SEAM = pattern(  # where the next header of a line begins
    rf"(?<=[^\W\d_A-Z])(?=[A-Z][a-z])|(?<=[^\W_])(?<!\d)(?={_YEARS}++(?!\d))|(?<={_YEARS})(?={_YEARS}++(?!\d))"
    rf"|(?<=\))(?=[^\W_%])|(?<={_YEARS})(?=[^\W\d_])|(?<=[^\W\d_)])(?=% )"
)
_BODY = pattern(r"(?:[-+−–]?[$€£¥]?[\d.,%]|[-–—+ ()])*+$")
_LABEL = pattern(r"[^\W\d_][^\n]{1,118}?[^\W\d_](?:[.)'’*]++| ?\.{3})?(?=[-+−–(]?[$€£¥]?\d|[ –—-]++(?:[$€£¥\d]|$))")
_NOTHING = " -–—"
_COLUMNS = 16  # at the most
_MOST = 2  # ways to part a row that are looked for
_DECIMALS = (0, 1, 2, 3)


def glued(text: str, lines: Sequence[TextLine], k: int, floor: int) -> tuple[Shape | None, int]:
    """A calendar of releases or a table of periods, flows or changes in which nothing parts the cells."""
    if len(lines[k].text) > _WIDEST or k + 1 >= len(lines):
        return None, k
    spans = _humps(lines[k])
    released = len(spans) > 1 and sum(bool(grid_label.read(text[slice(*span)]).release) for span in spans) > 1
    stub, rows, at = ("", *_released(lines, k + 1, len(spans))) if released else _table(text, lines, k)
    if not released:
        spans = _seams(lines[k])[1:]
    if not rows:
        return None, k
    heads = [Cell(a, b, text[a:b]) for a, b in spans]
    caption = captions(lines, k, floor)
    start = min([lines[k].start, *(cell.start for cell in caption)])
    stubs = (Cell(lines[k].start, lines[k].start + len(stub), stub),) if stub else ()
    return Shape(start, lines[at - 1].end, "rows", caption, stubs, tuple((head,) for head in heads), tuple(rows)), at


# ---------------------------------------------------------------------- calendars of releases
def _humps(line: TextLine) -> list[tuple[int, int]]:
    """The headers of a line without digits, parted where a capital follows a small letter."""
    if not line.text or any(map(str.isdigit, line.text)):
        return []
    cuts = [0, *(m.start() for m in _HUMP.finditer(line.text)), len(line.text)]
    return [(line.start + a, line.start + b) for a, b in itertools.pairwise(cuts)]


def _released(lines: Sequence[TextLine], at: int, count: int) -> tuple[list[Line], int]:
    """The rows of a calendar, and the line behind them."""
    rows: list[Line] = []
    while at < len(lines) and (row := _released_row(lines[at], count)) is not None:
        rows.append(row)
        at += 1
    return rows, at


def _released_row(line: TextLine, count: int) -> Line | None:
    """The label of a line and the figures glued to it, one for each column; a range of figures is an empty cell."""
    label = _GLUED_LABEL.match(line.text)
    if label is None:
        return None
    cells: list[Cell | None] = []
    at = label.end()
    while (found := _GLUED.match(line.text, at)) is not None:
        cells.append(None if found[1] else Cell(line.start + at, line.start + found.end(), found[0]))
        at = found.end()
    if at < len(line.text) or len(cells) != count:
        return None
    return Line((Cell(line.start, line.start + label.end(), label[0]),), tuple(cells))


# ---------------------------------------------------------------------- tables
def _seams(line: TextLine) -> list[tuple[int, int]]:
    """The headers of a line, the stub first, parted where a capital, a year or what stands behind brackets begins."""
    cuts = sorted({0, *(m.start() for m in _SEAM.finditer(line.text)), len(line.text)})
    return [(line.start + a, line.start + b) for a, b in itertools.pairwise(cuts)]


def _table(text: str, lines: Sequence[TextLine], k: int) -> tuple[str, list[Line], int]:
    """The stub, the rows of the table that a glued line heads, and the line behind them; no rows where there is none."""
    spans = _seams(lines[k]) if lines[k].text else []
    if not 2 < len(spans) <= _COLUMNS or not all(grid_label.read(text[a:b].strip()).speaks for a, b in spans[1:]):
        return "", [], k
    bodies: list[tuple[Cell, int, int]] = []
    at = k + 1
    while at < len(lines) and (parted := _label_and_body(text, lines[at])) is not None:
        bodies.append(parted)
        at += 1
    rows = _best(text, bodies, len(spans) - 1) if len(bodies) > 1 else []
    return (text[slice(*spans[0])], rows, at) if rows else ("", [], k)


def _best(text: str, bodies: Sequence[tuple[Cell, int, int]], count: int) -> list[Line]:
    """The rows with the decimals that suit most of them: the same in all columns, or else others in the last, that of changes."""
    for lasts in ((0,), range(1, len(_DECIMALS))):
        found = [_rows(text, bodies, (*[n] * (count - 1), (n + more) % len(_DECIMALS))) for n in _DECIMALS for more in lasts]
        most = max(map(len, found))
        if most > 1 and most * 3 >= len(bodies) * 2:
            fits = [rows for rows in found if len(rows) == most]
            return fits[0] if len(fits) == 1 else []
    return []


def _label_and_body(text: str, line: TextLine) -> tuple[Cell, int, int] | None:
    """The label of a row and from where to where its figures stand, spaces at the end of the line among them."""
    end = text.find("\n", line.end)
    end = end if end >= 0 else len(text)
    if not line.text or end - line.start > _WIDEST or not any(map(str.isdigit, line.text)):
        return None
    label = next((one for one in _LABEL.finditer(text, line.start, end) if _BODY.match(text, one.end(), end)), None)
    if label is None or label.start() != line.start:
        return None
    return Cell(label.start(), label.end(), label[0]), label.end(), end


def _rows(text: str, bodies: Sequence[tuple[Cell, int, int]], decimals: Sequence[int]) -> list[Line]:
    """The rows that can be parted in one way only into cells of so many decimals each; none where thousands are not grouped."""
    out: list[Line] = []
    for n, (label, start, end) in enumerate(bodies):
        if (n - len(out)) * 3 > len(bodies):
            return []
        body = text[start:end]
        lead, tail = body[:1] == " ", len(body) - len(body.rstrip())  # spaces around all figures of a row are no empty cells
        spans = dict.fromkeys([(start, end), (start, end - tail), (start + lead, end), (start + lead, end - tail)])
        ways = next((w for span in spans if (w := list(itertools.islice(_ways(text, *span, decimals, set()), _MOST)))), [])
        if len(ways) == 1:
            out.append(Line((label,), ways[0]))
    figures = [cell.text for row in out for cell in row.cells if cell is not None]
    return out if any(set(decimals)) or any("," in one or one[0] in "$€£¥" for one in figures) else []


@cache
def _forms(sign: str, decimals: int) -> tuple[re.Pattern[str], ...]:
    """What a cell may be: nothing, or a figure of one, two or three digits before its groups of thousands."""
    tail = rf"\.\d{{{decimals}}}" if decimals else ""
    figures = (rf"[-+−–]?{re.escape(sign)}\d{{{length}}}(?:,\d{{3}})*+{tail}%?" for length in (1, 2, 3))
    return re.compile("[ –—-]"), *map(re.compile, figures)


def _ways(text: str, at: int, end: int, decimals: Sequence[int], dead: set[tuple[int, int]]) -> Iterator[tuple[Cell | None, ...]]:
    """The ways to part [at, end) into as many cells as there are numbers of decimals; a space or a dash is an empty cell.

    `dead` keeps from where, with so many cells to go, there is none: nothing is tried twice.
    """
    if not decimals or (at, len(decimals)) in dead:
        if not decimals and at == end:
            yield ()
        return
    sign = next((sign for sign in "$€£¥" if text.find(sign, at, end) >= 0), "")  # each figure has it, or none
    none = True
    for form in _forms(sign, decimals[0]):
        found = form.match(text, at, end)
        for rest in _ways(text, found.end(), end, decimals[1:], dead) if found is not None else ():
            none = False
            cell = Cell(at, found.end(), found[0]) if found is not None and found[0] not in _NOTHING else None
            yield (cell, *rest)
    if none:
        dead.add((at, len(decimals)))
