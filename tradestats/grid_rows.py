"""Rows of a table each on one line, their cells parted by spaces: a label, then figures up to the end of the line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from tradestats import grid_label
from tradestats.grid_cell import (
    ASIDE,
    HEADS_TAILS,
    LETTER,
    PROSE,
    SHORT,
    UNIT,
    Cell,
    Line,
    Shape,
    TextLine,
    captions,
    cell_of,
    counts,
    filled,
    is_empty,
    is_figure,
    is_year,
    may_section,
    reaching,
    speaks,
)
from tradestats.lazy import pattern

_LONG_UNITS = frozenset(word for word in UNIT.split("|") if len(word) > 4)
_LABEL_YEAR = pattern(r"(?:19|20)\d\d(?:[-–/]\d{2}(?:\d\d)?)?(?: ?\([a-z]{1,2}\)|[*†‡¹²³pref])?(?= )")
_YEAR_ALONE = pattern(
    r"(?i)(?:(?:calendar|fiscal|financial|marketing|crop)(?: year)? |year |FY ?|CY ?)?(?:19|20)\d\d(?:[-–/]\d{2}(?:\d\d)?)?"
    r"(?: ?\([a-z]{1,2}\)|[*†‡¹²³pr])? ?:?"
)
_BELOW = frozenset(("of", "o", "to", "from", "with", "in", "thereof", "incl", "including", "excl", "excluding", "other", "others", "total"))
_MONTH_NAME = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_MONTH = pattern(rf"(?i){_MONTH_NAME}(?: ?(?:[-–/]|to) ?{_MONTH_NAME})?|q[1-4]|[1-4]q|h[12]")
_RANKED = pattern(r"\d{1,2}[.)]?[ \t]++(?=[^\W\d_]{2})")
_WORD = pattern(r"\S+")
_GAP = pattern(r"\t|(?<! ) {2,}+")
_THOUSANDS = pattern(r"(?<![^ ])[-+−–]?\d{1,3}(?: \d{3})++[.,]\d++$")  # "1 741.9" beside "196.2"
_SOME = r"(?!(?:19|20)\d\d(?!\S))[-+(−–▲△▼▽]{0,2}[$€£¥]?(?:\d{1,3}(?: \d{3}(?!\d))++(?:[.,]\d++)?+|\d[\d.,]*+)(?:th|st|nd|rd)?+[%)]*+"
_NEXT = rf"(?: ++| / ){_SOME}(?!\S)"
_BESIDE = pattern(rf"(?<!\S){_SOME}{_NEXT}(?P<third>{_NEXT})?+(?:{_NEXT})*+")
_LABEL_BETWEEN = pattern(r"(?:[^.;:!?]|[.;:!?](?! )){1,60}")
_TAIL = pattern(r"(.*[\d)%]) +([^\W\d_]\D*(?:(?:19|20)\d\d)?)")
_WIDEST = 160  # characters of a line of figures side by side
_IN_BRACKETS = pattern(r"[^()]*(\([^()]{1,40}\))")
_SECTIONS = 2  # headings between the headers of a table and its first figures: "Exports", "2012"
_HEADERS = 4  # lines at the top of a table that can be headers


def rows(text: str, lines: Sequence[TextLine], k: int, floor: int) -> tuple[Shape | None, int]:
    """Rows of one width below a header line: each on one line, or its figures on the line below its label."""
    if not k or (begin := _row_from(text, lines, k)) is None:
        return None, k
    first, at = begin
    count = len(first.cells)
    rows, last, odd = [first], at - 1, 0
    pending: list[Line] = []
    while at < len(lines) and at - last <= 3:
        found = _row_from(text, lines, at)
        if found is not None:
            row, after = found
            if len(row.cells) != count and _heads_periods(text, lines[at - 1], len(row.cells)):
                break  # another table begins
            at = after
            if pending and _goes_on(row):
                row = _joined(pending.pop(), row)
            rows += [*pending, row]
            pending = []
            odd += len(row.cells) > count or (len(row.cells) < count and not _GAP.search(lines[at - 1].text))
            last = at - 1
            continue
        if not lines[at].bar:
            if not (_may_section(lines[at].text) or _all_unit(lines[at].text)) or _headers(text, lines[at], count) is not None:
                break
            pending.append(Line((Cell(lines[at].start, lines[at].end, lines[at].text),), (None,) * count))
        at += 1
    alone = sum(any(r.cells) and len(r.cells) == count for r in rows) < 2
    if odd * 3 > len(rows):
        return None, last + 1
    top = next((n for n in range(k - 1, max(floor, k - 4) - 1, -1) if not lines[n].bar), -1)
    sections: list[Line] = []
    while top > floor and len(sections) < _SECTIONS and _may_section(lines[top].text) and _headers(text, lines[top], count) is None:
        sections.insert(0, Line((Cell(lines[top].start, lines[top].end, lines[top].text),), (None,) * count))
        top = next((n for n in range(top - 1, max(floor, top - 3) - 1, -1) if not lines[n].bar), -1)
    unit: tuple[Cell, ...] = ()
    begins = floor
    heads = _headers(text, lines[top], count) if top >= floor else None
    if heads is None and top >= floor and _in_brackets(rows, count) and (half := _headers(text, lines[top], count // 2)) is not None:
        heads = half[0], [head for head in half[1] for _ in (0, 1)]  # a change in brackets behind each level
        rows = [_without_brackets(row, count) for row in rows]
    elif heads is None and top >= floor and (half := _headers_of_pairs(text, lines, top, floor, rows, count)) is not None:
        heads = half
        rows = [_bare_changes(_without_brackets(row, count)) for row in rows]
    if heads is None and top > floor and _all_unit(lines[top].text):  # between the headers and the figures
        unit = (Cell(lines[top].start, lines[top].end, lines[top].text),)
        top = next((n for n in range(top - 1, max(floor, top - 3) - 1, -1) if not lines[n].bar), -1)
        heads = _headers(text, lines[top], count) if top >= floor else None
    if heads is None and (stacked := _stacked(lines, k, floor, count)) is not None:
        (top, sections, heads), unit = stacked, ()
    if heads is None and (below := _headers_below(text, lines, last + 1, count)) is not None:
        (heads, last), top, sections = below, k, []
        floor = k  # nothing above is a header too
    if heads is None:
        return None, last + 1
    stub, columns = heads
    if alone and (count < 2 or not all(_dated(column) for column in columns)):
        return None, last + 1  # one row is a table only below a line of nothing but periods
    over = _upper_headers(text, lines, top, floor, columns)
    top -= len(over)
    rows = [full for row in rows if (full := _under(text, row, columns) or filled(row, columns)) is not None]
    caption = captions(lines, top, begins)
    start = min([lines[top].start, *(c.start for c in caption)])
    stubs = (stub,) if stub.text else ()
    full_heads = tuple(zip(*over, columns, strict=True))
    return Shape(start, lines[last].end, "rows", (*caption, *unit), stubs, full_heads, (*sections, *rows)), last + 1


def _stacked(lines: Sequence[TextLine], k: int, floor: int, count: int) -> tuple[int, list[Line], tuple[Cell, list[Cell]]] | None:
    """The first of the header lines, the sections below them, stub and headers, where each header has a line of its own.

    "Category", "Qty (kgs)", "Value (Rs.)", and below them "January 2013" over the rows.
    """
    above = [n for n in range(max(floor, k - 2 * (count + 2) - _SECTIONS), k) if not lines[n].bar]
    cells = [Cell(lines[n].start, lines[n].end, lines[n].text) for n in above]
    found = []
    for inner in range(_SECTIONS + 1):
        end = len(cells) - inner
        heads = cells[end - count : end]
        if count < 2 or end < count or not all(_may_section(cell.text) for cell in cells[end:]):
            break
        if all(len(cell.text) <= SHORT and cell.text[-1] not in ".;:" and grid_label.read(cell.text).speaks for cell in heads):
            before = grid_label.read(cells[end - count - 1].text) if end > count else grid_label.Label("")
            named = bool(before.stub) and not before.rest
            stub = cells[end - count - 1] if named else Cell(heads[0].start, heads[0].start, "")
            sections = [Line((cell,), (None,) * count) for cell in cells[end:]]
            found.append((not named, (above[end - count - named], sections, (stub, heads))))
    return min(found, key=lambda one: one[0])[1] if found else None  # "Category" begins the headers


def _headers_below(text: str, lines: Sequence[TextLine], at: int, count: int) -> tuple[tuple[Cell, list[Cell]], int] | None:
    """Stub and headers of a table that has them below its rows, and their line: years, changes and units that no row follows."""
    heads = _headers(text, lines[at], count) if at < len(lines) and lines[at].text else None
    if heads is None or not any(map(_dated, heads[1])) or any(grid_label.read(head.text).rest for head in heads[1]):
        return None
    follows = next((line for line in lines[at + 1 : at + 3] if not line.bar), None)
    return (heads, at) if follows is None or _row(text, follows) is None else None


def _by_asides(line: str, count: int) -> list[tuple[int, int]] | None:
    """An empty stub and headers that each end in a unit in brackets: "(tonnes) (US$ million) exports (%)"."""
    found = list(_IN_BRACKETS.finditer(line))
    if len(found) != count or "".join(one[0] for one in found) != line or not all(grid_label.read(one[1]).units for one in found):
        return None
    return [(0, 0), *((one.start() + len(one[0]) - len(one[0].lstrip()), one.end()) for one in found)]


def _upper_headers(text: str, lines: Sequence[TextLine], top: int, floor: int, columns: Sequence[Cell]) -> list[list[Cell]]:
    """The header lines above another, each with one cell for each column, as many as gaps part or fewer that reach over several."""
    out: list[list[Cell]] = []
    while top > floor and len(out) < _HEADERS and not lines[top - 1].bar and len(lines[top - 1].text) <= 300:
        top -= 1
        pieces = pieces_of(text, lines[top])
        if len(pieces) == 1 and (even := _reaching_over(text, lines[top], columns)) is not None:
            out.insert(0, even)
            continue
        if not 2 <= len(pieces) <= len(columns) + 1 or any(map(counts, pieces)) or not speaks(pieces[-len(columns) :]):
            break
        if len(pieces) > len(columns):
            out.insert(0, pieces[1:])
        elif times := _repeated(columns, len(pieces)):
            out.insert(0, [piece for piece in pieces for _ in range(times)])
        else:
            out.insert(0, [min(pieces, key=lambda p: abs(_middle(text, p) - _middle(text, column))) for column in columns])
    return out


def _repeated(columns: Sequence[Cell], times: int) -> int:
    """How many columns say the same again and again, so many times, below headers that each reach over one round of them; 0 if none do."""
    size, left = divmod(len(columns), times)
    again = not left and size > 1 and all(a.text == b.text for a, b in zip(columns, columns[size:], strict=False))
    return size if again else 0


def _reaching_over(text: str, line: TextLine, columns: Sequence[Cell]) -> list[Cell] | None:
    """The headers of a line without gaps over the columns below: one each, all over equally many, or each from a column of levels on.

    "Country 2024 2023" stands over six columns, "Exports Imports Balance" over "EUR million Change % EUR million Change % EUR million".
    """
    count = len(columns)
    cut = grid_label.columns(line.text, count)
    labels = [grid_label.read(line.text[a:b]) for a, b in cut[1:]] if cut is not None else []
    alike = any(all(map(told, labels)) for told in _TOLD) or all(one.periods or one.change or one.basis for one in labels)
    if cut is not None and (alike or (_only_units(columns) and all(label.speaks for label in labels))):
        return [cell_of(text, line.start + a, line.start + b) for a, b in cut[1:]]
    levels = [n for n, column in enumerate(columns) if not _of_change(column)]
    for number in range(2, count):
        begins = levels if len(levels) == number and levels[0] == 0 else list(range(0, count, count // number))
        cut = grid_label.columns(line.text, number) if len(begins) == number else None
        labels = [grid_label.read(line.text[a:b]) for a, b in cut[1:]] if cut is not None else []
        if cut is not None and any(all(map(told, labels)) for told in _TOLD):
            reach = [b - a for a, b in itertools.pairwise([*begins, count])]
            heads = [cell_of(text, line.start + a, line.start + b) for a, b in cut[1:]]
            return [head for head, times in zip(heads, reach, strict=True) for _ in range(times)]
    for number in range(2, count):
        cut = grid_label.columns(line.text, number)
        heads = [cell_of(text, line.start + a, line.start + b) for a, b in cut[1:]] if cut is not None else []
        if all(grid_label.read(head.text).units for head in heads) and (apt := reaching(heads, columns) if heads else []):
            return apt  # "EUR million Change in per cent" over a month and two comparisons
    return None


def _only_units(columns: Sequence[Cell]) -> bool:
    """Whether headers end in a unit in brackets, and some are nothing else, so that their words stand in the line above."""
    united = all(column.text[-1:] == ")" and grid_label.read(column.text[column.text.rfind("(") :]).units for column in columns)
    return united and any(column.text[0] == "(" for column in columns)


def _of_change(column: Cell) -> bool:
    label = grid_label.read(column.text)
    return bool(label.change or label.basis or (label.units and label.units[0].codes == ("PCT",)))


_TOLD: tuple[Callable[[grid_label.Label], bool], ...] = (
    lambda label: bool(label.periods),
    lambda label: bool(label.flows),
    lambda label: bool(label.areas) or label.every,
)  # what headers that reach over several columns are, all of them the same


def _middle(text: str, cell: Cell) -> int:
    """Twice the place in its line over which a cell is centred."""
    return cell.start + cell.end - 2 * text.rfind("\n", 0, cell.start)


def _all_unit(line: str) -> bool:
    """Whether a line only gives a unit: "€ million", "(in tonnes)"."""
    label = grid_label.read(line)
    return bool(label.units) and not (label.rest or label.flows or label.known or label.areas)


def _may_section(line: str) -> bool:
    """Whether a line can head the rows below it: a heading, or a year or another period that they are parts of."""
    return may_section(line) or _YEAR_ALONE.fullmatch(line) is not None or _all_period(line)


def _all_period(line: str) -> bool:
    """Whether a line is one period and nothing else: "JANUARY 2013", "Q3 2014"."""
    if len(line) > SHORT or line[-1] in ".!?,;" or not any(map(str.isdigit, line)):
        return False
    label = grid_label.read(line)
    return len(label.periods) == 1 and label.periods[0].start == 0 and label.periods[0].end == len(line.rstrip(":"))


def _heads_periods(text: str, line: TextLine, count: int) -> bool:
    """Whether a line heads so many columns with periods, and no section of the table above."""
    heads = _headers(text, line, count)
    return heads is not None and all(map(_dated, heads[1]))


def _in_brackets(rows: Sequence[Line], count: int) -> bool:
    """Whether every second figure of the rows of one width is a percent in brackets: "371.1 (+10.7%) 2,163.4 (+11.9%)"."""
    seconds = [cell for row in rows if any(row.cells) and len(row.cells) == count for cell in row.cells[1::2] if cell is not None]
    return count % 2 == 0 and bool(seconds) and all(cell.text[0] == "(" and cell.text[-2:] == "%)" for cell in seconds)


def _headers_of_pairs(
    text: str, lines: Sequence[TextLine], top: int, floor: int, rows: Sequence[Line], count: int
) -> tuple[Cell, list[Cell]] | None:
    """Headers of levels with a bare figure in brackets behind each, which is a change where the caption has money and percent.

    "(US$100 million, %)" over "Exports 531.8 (34.8) 607.0 (9.4)".
    """
    seconds = [cell for row in rows if len(row.cells) == count for cell in row.cells[1::2] if cell is not None]
    half = _headers(text, lines[top], count // 2) if count % 2 == 0 else None
    if half is None or not seconds or not all(cell.text[0] == "(" and cell.text[-1] == ")" for cell in seconds):
        return None
    units = [unit.codes for cell in captions(lines, top, floor) for unit in grid_label.read(cell.text).units]
    if ("PCT",) not in units or len(set(units)) < 2:
        return None
    growth = [Cell(head.end, head.end, f"% change {head.text}") for head in half[1]]
    return half[0], [head for pair in zip(half[1], growth, strict=True) for head in pair]


def _bare_changes(row: Line) -> Line:
    """A row with its figures in brackets, which are changes and no negative levels, without the brackets."""
    return Line(row.labels, tuple(_inside(cell) if cell is not None and cell.text[0] == "(" else cell for cell in row.cells))


def _inside(cell: Cell) -> Cell:
    return Cell(cell.start + 1, cell.end - 1, cell.text[1:-1])


def _without_brackets(row: Line, count: int) -> Line:
    """A row that has only levels in such a table, at full width."""
    if len(row.cells) * 2 != count:
        return row
    return Line(row.labels, tuple(cell for level in row.cells for cell in (level, None)))


def _under(text: str, row: Line, columns: Sequence[Cell]) -> Line | None:
    """A row with fewer figures than columns, each under the header it is nearest to; None where they stand under none or two under one."""
    places = [_middle(text, column) for column in columns]
    given = [cell for cell in row.cells if cell is not None]
    gapped = bool(given) and _GAP.search(text, row.labels[-1].end, given[-1].end) is not None
    if not gapped or len(given) != len(row.cells) or len(given) >= len(columns) or sorted(set(places)) != places:
        return None
    near = [min(range(len(places)), key=lambda n: abs(places[n] - _middle(text, cell))) for cell in given]
    reach = min(b - a for a, b in itertools.pairwise(places))
    if sorted(set(near)) != near or any(abs(places[n] - _middle(text, cell)) > reach for n, cell in zip(near, given, strict=True)):
        return None
    cells = dict(zip(near, given, strict=True))
    return Line(row.labels, tuple(cells.get(n) for n in range(len(columns))))


def _dated(cell: Cell) -> bool:
    label = grid_label.read(cell.text)
    return bool(label.periods) or grid_label.SHORT_DATE.fullmatch(cell.text) is not None


def _goes_on(row: Line) -> bool:
    """Whether a label begins in the middle of one: in lower case, but not "of which" or "to the EU"."""
    word = row.labels[-1].text.partition(" ")[0]
    return word.isalpha() and word.islower() and word not in _BELOW


def _joined(line: Line, row: Line) -> Line:
    """A row whose label began on the line before: "Machinery and transport", "equipment 15,420"."""
    first, second = line.labels[0], row.labels[-1]
    return Line((*row.labels[:-1], Cell(first.start, second.end, f"{first.text} {second.text}")), row.cells)


def _row_from(text: str, lines: Sequence[TextLine], at: int) -> tuple[Line, int] | None:
    """The row that begins at a line, and the line after it: "Export", "(million tons)" and "15.1 17.1 17.1" may be three lines of one."""
    row = _row(text, lines[at]) or _tailed(text, lines[at])
    if row is not None:
        return row, at + 1
    label = lines[at]
    if not label.text or not may_section(label.text):
        return None
    unit = at + 1 < len(lines) and lines[at + 1].text[:1] == "(" and lines[at + 1].text[-1:] == ")"
    below = at + 1 + unit
    figures = _figures(text, lines[below]) if below < len(lines) else []
    if len(figures) < 2 or is_year(figures[0].text) or _headers(text, label, len(figures)) is not None:
        return None
    whole = f"{label.text} {lines[at + 1].text}" if unit else label.text
    return Line((Cell(label.start, lines[below - 1].end, whole),), tuple(None if is_empty(c.text) else c for c in figures)), below + 1


def _tailed(text: str, line: TextLine) -> Line | None:
    """A row whose unit or period stands behind its figures: "Exports 102.4 97.8 KES Billion Sep 2024"."""
    found = _TAIL.fullmatch(line.text) if len(line.text) <= _WIDEST else None
    if found is None or not grid_label.says_of_rows(found[2]):
        return None
    row = _row(text, TextLine(line.start, line.start + found.end(1), found[1]))
    tail = Cell(line.start + found.start(2), line.end, found[2])
    return Line((tail, *row.labels), row.cells) if row is not None and len(row.cells) > 1 else None


def _figures(text: str, line: TextLine) -> list[Cell]:
    """The cells of a line that holds nothing but figures, and more than years."""
    if len(line.text) > 400 or LETTER.match(line.text):
        return []
    words = [cell_of(text, line.start + m.start(), line.start + m.end()) for m in _WORD.finditer(line.text)]
    return words if all(is_figure(w.text) or is_empty(w.text) for w in words) and any(map(counts, words)) else []


def _row(text: str, line: TextLine) -> Line | None:
    """A label and figures at the end of a line; None if it is no such row."""
    if not line.text or line.piped or len(line.text) > 400:
        return None
    dated = _LABEL_YEAR.match(line.text)  # a year may be the label: "2004 5.9 1.5"
    ranked = _RANKED.match(line.text) if dated is None else None  # "1 Apparel 447.2 431.0"
    if dated is None and ranked is None and LETTER.match(line.text.lstrip("%$€£ -–•")) is None:
        return None
    word = line.text[line.text.rfind(" ") + 1 :].rstrip(".,;:!?")
    if len(word) > 4 and word.isalpha() and word.lower() not in _LONG_UNITS:
        return None  # prose: it ends in no figure
    pieces = pieces_of(text, line)
    if ranked is not None:
        pieces[:1] = [cell_of(text, line.start + ranked.end(), pieces[0].end)] if pieces[0].end > line.start + ranked.end() else []
    if dated is not None and pieces[0].end > (cut := line.start + dated.end()):
        pieces[:1] = [cell_of(text, line.start, cut), cell_of(text, cut, pieces[0].end)]
    cells: list[Cell] = []
    while pieces:
        piece = pieces[-1]
        if dated is not None and len(pieces) == 1:
            break
        if is_figure(piece.text) or is_empty(piece.text):
            cells.append(pieces.pop())
            continue
        head, _, tail = piece.text.rpartition(" ")
        spaced = _THOUSANDS.search(piece.text)
        if spaced is not None:
            head, tail = piece.text[: spaced.start()].rstrip(" "), spaced[0]
        if tail in ("%", "pct") and head:
            head, _, number = head.rpartition(" ")
            tail = f"{number} {tail}"
        if not (is_figure(tail) or is_empty(tail)) or not head:
            break
        cells.append(Cell(piece.end - len(tail), piece.end, tail))
        pieces[-1] = cell_of(text, piece.start, piece.end - len(tail))
    cells.reverse()
    wide = "\t" in line.text or "  " in line.text
    if not pieces or len(cells) < (1 if wide else 2) or not any(map(counts, cells)):
        return None
    label = Cell(pieces[0].start, pieces[-1].end, text[pieces[0].start : pieces[-1].end])
    if len(cells) > 1 and is_year(cells[0].text) and _MONTH.fullmatch(label.text):
        year = cells.pop(0)  # "April 2014 6,841 4,032"
        label = Cell(label.start, year.end, text[label.start : year.end])
    nameless = dated is None and LETTER.search(label.text) is None
    ends_open = label.text[-1] in ",;" or (label.text.find(".") == len(label.text) - 1 and not _MONTH.fullmatch(label.text))
    if len(label.text) > SHORT + 16 or nameless or ends_open or PROSE.search(ASIDE.sub("", label.text)):
        return None
    return Line((label,), tuple(None if is_empty(c.text) else c for c in cells))


def pieces_of(text: str, line: TextLine) -> list[Cell]:
    out: list[Cell] = []
    at = line.start
    for gap in [*(m.span() for m in _GAP.finditer(text, line.start, line.end)), (line.end, line.end)]:
        if gap[0] > at:
            out.append(cell_of(text, at, gap[0]))
        at = gap[1]
    return [c for c in out if c.text]


def _headers(text: str, line: TextLine, count: int) -> tuple[Cell, list[Cell]] | None:
    """Stub and column headers of a header line, by its gaps or, where it has none, by what its words are.

    What heads no figures, the unit or the date behind them, is left out.
    """
    found = _cut_headers(text, line, count)
    heads = line.text
    while found is None and (word := heads[heads.rfind(" ") + 1 :]).lower() in HEADS_TAILS:
        heads = heads[: len(heads) - len(word)].rstrip()
    return _cut_headers(text, TextLine(line.start, line.start + len(heads), heads), count) if len(heads) < len(line.text) else found


def _cut_headers(text: str, line: TextLine, count: int) -> tuple[Cell, list[Cell]] | None:
    if not line.text or len(line.text) > 300:
        return None
    pieces = pieces_of(text, line)
    if len(pieces) > count + 1 and grid_label.read(pieces[0].text).skip:
        pieces = pieces[1:]  # "Rank   Country   Value"
    empty = Cell(line.start, line.start, "")
    if len(pieces) in (count, count + 1) and len(pieces) > 1:
        stub, heads = (empty, pieces) if len(pieces) == count else (pieces[0], pieces[1:])
    else:
        cut = grid_label.columns(line.text, count) or _by_asides(line.text, count)
        if cut is None:
            return None
        stub, *heads = [cell_of(text, line.start + a, line.start + b) for a, b in cut]
        if any(head.text[-1:] == "," for head in heads[:-1]):
            return None  # "Exports, imports and balance of Peru, US$ million" is a caption
    labels = [grid_label.read(h.text) for h in heads]
    spoken = sum(label.speaks for label in labels)
    named = all(label.speaks or (label.known and not label.rest) for label in labels)  # "Total Goods Services"
    gapped = len(pieces) in (count, count + 1) and count > 1  # "China    Iron ore   Coal"
    if named and (spoken or gapped or grid_label.read(stub.text).stub == "period"):  # "Month Wheat Rice"
        return stub, heads
    return (stub, heads) if spoken and spoken * 2 >= count else None


def figures_of_tables(line: TextLine) -> Iterator[tuple[int, int]]:
    """From first to last the figures that stand side by side as in a table: three in a short line that is no sentence, else often."""
    short = len(line.text) <= _WIDEST and line.text[-1:] not in ".!?,;:"
    near: list[re.Match[str]] = []
    for run in [*_BESIDE.finditer(line.text), None]:
        if run is not None and (not near or _LABEL_BETWEEN.fullmatch(line.text, near[-1].end(), run.start())):
            near.append(run)
            continue
        longer = sum(one["third"] is not None for one in near)
        if longer > 1 or len(near) > 3 or (longer and short):
            yield line.start + near[0].start(), line.start + near[-1].end()
        near = [run] if run is not None else []
