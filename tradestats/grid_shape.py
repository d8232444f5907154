"""Where tables stand in a text, and how their cells lie: offsets only, no meaning but "this is a figure, this a label".

Four forms survive the flattening of a page: lines with pipes (or tabs or semicolons in their place), pairs of a label with
a unit and its figure, rows whose cells are parted by spaces only, and one cell a line. All become a `Shape`. What does not
fit together is no table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tradestats import grid_label
from tradestats.frozen import quick
from tradestats.lazy import pattern
from tradestats.recognise import numbers


@quick
@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell, [start, end) in the copy."""

    start: int
    end: int
    text: str


@quick
@dataclass(frozen=True, slots=True)
class Line:
    """A row: its label cells and one cell for each column, None where it is empty. A row without any cell is a section heading."""

    labels: tuple[Cell, ...]
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A table. `heads` has for each column its header cells, top to bottom. `form` is pipes, rows or cells."""

    start: int
    end: int
    form: str
    caption: tuple[Cell, ...]
    stub: tuple[Cell, ...]
    heads: tuple[tuple[Cell, ...], ...]
    rows: tuple[Line, ...]


_MONEY = r"(?:[A-Z]{0,3}[$€£¥₩₹]|Rs\.?|RM|USD|EUR)"
_UNIT = r"%|pct|pp|p\.p\.|percent|per cent|[kmb]n?|mln|bln|million|billion|trillion"
_SCALED = frozenset("BMKTbmkntr")  # the last letters of scale words
_LONG_UNITS = frozenset(word for word in _UNIT.split("|") if len(word) > 4)
_DIGITS = r"(?:\d{1,4}(?: \d{3}(?!\d))++(?:[.,]\d++)?+|\d[\d.,']*+)"
_FIGURE = pattern(rf"[(\[]?[-+–−▲△▼▽]? ?{_MONEY}? ?[-+–−]?[(]?(?:{_DIGITS})(?: ?(?:{_UNIT}))?[)\]]?%?[*†‡¹²³]*+")
_YEAR = pattern(r"(?:19|20)\d\d[*†‡¹²³]*+")
_LABEL_YEAR = pattern(r"(?:19|20)\d\d(?:[-–/]\d{2}(?:\d\d)?)?(?: ?\([a-z]{1,2}\)|[*†‡¹²³pr])?(?= )")
_EMPTY = pattern(r"(?i)(?:[-–—.…*]{1,4}|n\.?/?a\.?|nil|none)")
_BAR = pattern(r"[\s|:+=_*-]*+")
_LETTER = pattern(r"[^\W\d_]")
_GAP = pattern(r"\t|(?<! ) {2,}+")
_PROSE = pattern(r"\d[.,]\d|[$€£¥₩₹] ?\d|\d ?%|\d (?:million|billion|per ?cent|pct)")
_THOUSANDS = pattern(r"(?<![^ ])[-+−–]?\d{1,3}(?: \d{3})++[.,]\d++$")  # "1 741.9" beside "196.2"
_ASIDE = pattern(r"\([^()]*+\)")
_CAPTION, _SHORT, _CAPTIONS = 170, 64, 3
_SECTION = 2_000  # characters of a section that are looked through for its heading
_TRIES = 8  # beginnings that are tried within one run of short lines
_HEADERS = 4  # lines at the top of a table that can be headers
_LOOKED_AT = 12  # rows that show whether pipes frame a table
_PAIR = pattern(r"((?:[-•*] )?[^:]*[^\s:]) ?: *(\S.{0,31})")
_BARE = pattern(r"[-+(]?\d[\d.,' ]*\)?")
_UNIT_LINE = pattern(r"\(.{1,40}\)\*?")


def is_figure(text: str) -> bool:
    """A number with its sign, unit or accounting brackets, and nothing else."""
    return len(text) <= 32 and (_FIGURE.fullmatch(text) is not None or (text[-1:] in _SCALED and _is_money(text)))


@lru_cache(1024)
def _is_money(text: str) -> bool:
    """Whether a text is one amount in any currency of the tables: "E19.9B", "Shs331bn"."""
    found = numbers.scan(text) if text[0].isalpha() and not text.isalpha() else []
    return len(found) == 1 and found[0].kind == "money" and (found[0].start, found[0].end) == (0, len(text))


def is_year(text: str) -> bool:
    """Four digits that are a year."""
    return _YEAR.fullmatch(text) is not None


def is_empty(text: str) -> bool:
    """Nothing, a dash, "N/A"."""
    return not text or (len(text) <= 5 and _EMPTY.fullmatch(text) is not None)


def _counts(cell: Cell) -> bool:
    return is_figure(cell.text) and not is_year(cell.text)


@dataclass(frozen=True, slots=True)
class _Text:
    """A line of the copy with what it could be part of."""

    start: int
    end: int
    text: str  # stripped

    @property
    def blank(self) -> bool:
        return not self.text

    @property
    def bar(self) -> bool:
        return not self.text or _BAR.fullmatch(self.text) is not None

    @property
    def piped(self) -> bool:
        return self.text.count("|") >= 2 or (self.text[:1] == "|" and len(self.text) > 1)

    @property
    def mark(self) -> str:
        """The one character that parts the cells of this line, if it is not the pipe."""
        if "\t" in self.text:
            return "\t" if "\t\t\t" not in self.text else ""
        return ";" if self.text.count(";") >= 2 and self.text[-1] not in ".!?" and len(self.text) <= _CAPTION else ""


def shapes(text: str) -> list[Shape]:
    """All tables of a copy, in order, not overlapping."""
    if not any(char.isdigit() for char in text):
        return []
    lines: list[_Text] = []
    at = 0
    for raw in text.split("\n"):
        lead = len(raw) - len(raw.lstrip())
        stripped = raw.strip()
        if stripped:
            lines.append(_Text(at + lead, at + lead + len(stripped), stripped))
        elif lines and not lines[-1].blank:  # how many blank lines part two others says nothing
            lines.append(_Text(at, at, ""))
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
                out.append(shape)
                k = floor = after
                closed, tries = [k] * len(_READERS), 0
                break
            single = reader is _cells
            tries = tries + 1 if single and after > k + 1 else tries
            closed[n] = after if not single or tries % _TRIES == 0 else k + 1
        else:
            k += 1
    return out


def _cell(text: str, start: int, end: int) -> Cell:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip(" *_`\t"))
    piece = piece.strip(" \t")
    begin = start + len(text[start:end]) - len(text[start:end].lstrip(" \t"))
    inner = piece.strip("*_") if lead and len(piece) > 2 and piece[:1] in "*_" and piece[-1:] in "*_" else piece
    begin += piece.find(inner) if inner else 0
    return Cell(begin, begin + len(inner), inner)


# ---------------------------------------------------------------------- lines with pipes
def _pipes(text: str, lines: Sequence[_Text], k: int, floor: int) -> tuple[Shape | None, int]:
    if not lines[k].piped or lines[k].bar:
        return None, k
    matrix: list[list[Cell]] = []
    at = last = k
    framed = _framed(lines, k)
    while at < len(lines) and (lines[at].piped or lines[at].bar) and at - last <= 2:
        if lines[at].piped and not lines[at].bar:
            row = _parted(text, lines[at], framed)
            if at > last + 1 and lines[at - 1].blank and not any(map(_counts, row[1:])):
                break  # behind a blank line a row without figures is the header of another table
            matrix.append(row)
            last = at
        at += 1
    return _matrix(lines, matrix, k, last + 1, floor)


def _marked(text: str, lines: Sequence[_Text], k: int, floor: int) -> tuple[Shape | None, int]:
    """Rows whose cells one tab or semicolon parts, all of one width; None where tabs only space the columns."""
    mark = lines[k].mark
    if not mark:
        return None, k
    matrix: list[list[Cell]] = []
    at = last = k
    while at < len(lines) and at - last <= 2:
        line = lines[at]
        if mark in line.text:
            matrix.append(_raw_cells(text, line, mark))
            last = at
        elif not line.bar:
            if not _may_section(line.text) or at + 1 >= len(lines) or mark not in lines[at + 1].text:
                break
            matrix.append([Cell(line.start, line.end, line.text)])
        at += 1
    while not lines[last].text.count(mark):
        last -= 1
    width = max(map(len, matrix))
    body = {len(row) for row in matrix if any(map(_counts, row[1:]))}
    if len(body) != 1 or width not in body or not any(_speaks(row[1:]) for row in matrix[:_HEADERS]):
        return None, last + 1
    return _matrix(lines, matrix, k, last + 1, floor)


def _speaks(row: Sequence[Cell]) -> bool:
    return sum(grid_label.read(cell.text).speaks for cell in row if cell.text) * 2 >= max(1, sum(bool(cell.text) for cell in row))


def _raw_cells(text: str, line: _Text, mark: str) -> list[Cell]:
    """The cells of a line with those that are empty at its ends: where spaces and tabs begin it, its first cell is empty."""
    begin = text.rfind("\n", 0, line.start) + 1
    end = text.find("\n", line.end)
    out: list[Cell] = []
    at = begin
    for piece in text[begin : end if end >= 0 else len(text)].split(mark):
        out.append(_cell(text, at, at + len(piece)))
        at += len(piece) + 1
    return out


def _framed(lines: Sequence[_Text], k: int) -> bool:
    """Whether pipes frame the rows: not where a row of the body begins without one, so that a leading pipe parts an empty label."""
    at = k
    while at < len(lines) and (lines[at].piped or lines[at].bar) and at < k + _LOOKED_AT:
        line = lines[at].text
        if line and line[0] != "|" and any(map(str.isdigit, line)):
            return False
        at += 1
    return True


def _parted(text: str, line: _Text, framed: bool = True) -> list[Cell]:
    """The cells of a line with pipes; the outermost pipes are the frame of the table, if it is `framed`."""
    out: list[Cell] = []
    at = line.start
    for piece in line.text.split("|"):
        out.append(_cell(text, at, at + len(piece)))
        at += len(piece) + 1
    if not framed:
        return out
    if out and not out[0].text and line.text[0] == "|":
        out.pop(0)
    if out and not out[-1].text and line.text[-1] == "|":
        out.pop()
    return out


def _matrix(lines: Sequence[_Text], matrix: list[list[Cell]], first: int, after: int, floor: int) -> tuple[Shape | None, int]:
    """Rows of cells to header, labels and body."""
    body = [row for row in matrix if any(map(_counts, row[1:]))]
    width = Counter(map(len, body)).most_common(1)[0][0] if body else 0
    body = [row for row in body if len(row) == width]
    if width < 2 or len(body) < 2:
        return None, after
    begin = matrix.index(body[0])
    heads, data = [row for row in matrix[:begin] if len(row) <= width], matrix[begin:]
    while len(heads) > 1 and sum(bool(c.text) for c in heads[-1]) == 1 and heads[-1][0].text and sum(bool(c.text) for c in heads[-2]) > 1:
        data.insert(0, heads.pop())
    inner: list[Cell] = []
    while heads and sum(bool(c.text) for c in heads[0]) == 1 and len(heads) > 1:
        inner += [c for c in heads.pop(0) if c.text]
    labels = 1
    while labels < width and not any(_counts(row[labels]) for row in body) and any(row[labels].text for row in body):
        labels += 1
    if labels == width:
        return None, after
    lower = _aligned(heads[-1], width, None) if heads else []
    heads = [*(_aligned(row, width, lower) for row in heads[:-1]), *([lower] if heads else [])]
    rows = tuple(_line(row, labels, width) for row in data if len(row) == width or not any(map(_counts, row)))
    columns = tuple(tuple(row[c] for row in heads if row[c].text) for c in range(labels, width))
    stub = tuple(row[c] for row in heads for c in range(labels) if row[c].text)
    caption = (*_captions(lines, first, floor), *inner)
    return Shape(min([lines[first].start, *(c.start for c in caption)]), lines[after - 1].end, "pipes", caption, stub, columns, rows), after


def _aligned(row: list[Cell], width: int, lower: Sequence[Cell] | None) -> list[Cell]:
    """A header row at full width: a missing stub is on the left; in a row above `lower` a header reaches over the empty cells after it."""
    empty = Cell(row[0].start, row[0].start, "")
    if lower is None:
        return [empty] * (width - len(row)) + row
    if len(row) < width:
        stub, names = ([row[0]], row[1:]) if not row[0].text and len(row) > 1 else ([empty], row)
        row = [*stub, *_spread(names, lower[1:])]
    out: list[Cell] = []
    for n, cell in enumerate(row):
        out.append(out[-1] if n > 1 and not cell.text and out[-1].text else cell)
    return out


def _spread(names: list[Cell], lower: Sequence[Cell]) -> list[Cell]:
    """Headers that have lost how many columns they reach over: as the headers below them fit, else all the same number.

    Over "August | July-August | August 2023-August 2024" the headers "NOK million | Change in per cent" reach over one and two columns.
    """
    empty = Cell(names[0].start, names[0].start, "")
    if not all(cell.text for cell in names):
        return names + [empty] * (len(lower) - len(names))
    apt = [[_fits_under(name, cell) for cell in lower] for name in names]
    ways = _ways(apt, 0, 0)
    even, left = divmod(len(lower), len(names))
    if len(ways) == 1:
        return [name for name, reach in zip(names, ways[0], strict=True) for _ in range(reach)]
    if not left:
        return [name for name in names for _ in range(even)]
    return [empty] * (len(lower) - len(names)) + names


def _fits_under(name: Cell, cell: Cell) -> bool:
    """Whether a header can stand under another: one that compares two periods or gives a unit of its own does not fit under any."""
    upper, lower = grid_label.read(name.text), grid_label.read(cell.text)
    changes = bool(lower.change or lower.compares or (lower.units and lower.units[0].codes == ("PCT",)))
    return bool(upper.change or (upper.units and upper.units[0].codes == ("PCT",))) == changes


def _ways(apt: Sequence[Sequence[bool]], name: int, column: int) -> list[tuple[int, ...]]:
    """The ways, two at most, to let each header reach over the next one or more of the columns that fit it."""
    left = len(apt[name]) - column
    if name == len(apt) - 1:
        return [(left,)] if left and all(apt[name][column:]) else []
    out: list[tuple[int, ...]] = []
    reach = 1
    while reach < left and apt[name][column + reach - 1] and len(out) < 2:
        out += [(reach, *rest) for rest in _ways(apt, name + 1, column + reach)]
        reach += 1
    return out[:2]


def _line(row: list[Cell], labels: int, width: int) -> Line:
    cells = tuple(None if is_empty(c.text) else c for c in row[labels:width])  # a row that is none of the body's may be longer
    figures = tuple(c if c is not None and is_figure(c.text) else None for c in cells)
    return Line(tuple(row[:labels]), figures + (None,) * (width - labels - len(figures)))


def _captions(lines: Sequence[_Text], first: int, floor: int) -> tuple[Cell, ...]:
    """The lines right above a table that speak for it: short, no full sentence, no figures of their own."""
    at, skipped = first - 1, 0
    out: list[Cell] = []
    while at >= floor and len(out) < _CAPTIONS:
        line = lines[at]
        if line.bar:
            skipped += 1
            if skipped > 2 or (out and line.blank):
                break
        elif not _may_caption(line.text):
            break
        else:
            out.append(Cell(line.start, line.end, line.text.strip("#* ")))
        at -= 1
    return tuple(reversed(out))


def heading(text: str, at: int) -> Cell | None:
    """The nearest heading above `at`: a short line that is no sentence and has no figures. Looks back only so far."""
    end = at
    floor = max(0, at - _SECTION)
    while end > floor:
        begin = text.rfind("\n", floor, end - 1) + 1 if end - 1 > floor else 0
        line = text[begin : end - 1].strip() if begin >= floor else ""
        if line and _may_section(line):
            lead = text.index(line, begin)
            return Cell(lead, lead + len(line), line)
        end = begin
    return None


def _may_caption(line: str) -> bool:
    ends = line[-1] in ".!?" and line[0] not in "([" and line[-2:] not in ("m.", "n.", "s.")
    return (
        len(line) <= _CAPTION
        and (not ends or _all_label(line))
        and "|" not in line
        and _PROSE.search(_ASIDE.sub("", line)) is None
        and _LETTER.search(line) is not None
    )


def _all_unit(line: str) -> bool:
    """Whether a line only gives a unit: "€ million", "(in tonnes)"."""
    label = grid_label.read(line)
    return bool(label.units) and not (label.rest or label.flows or label.known or label.areas)


def _all_label(line: str) -> bool:
    """Whether a line that ends in a full stop is a title: "Imports by country. January-July. Million NOK." has no word of its own."""
    label = grid_label.read(line)
    return not label.rest and bool(label.units or label.flows)


# ---------------------------------------------------------------------- a label with its unit, a colon, a figure
def _pairs(text: str, lines: Sequence[_Text], k: int, floor: int) -> tuple[Shape | None, int]:
    """Lines such as "Goods exports (current US$): 100,716,315.54": the labels give the units of bare figures."""
    rows: list[Line] = []
    at = last = k
    bare = 0
    while at < len(lines) and at - last <= 1:
        found = _pair(lines[at])
        if found is not None:
            label, value = found
            bare += _BARE.fullmatch(value.text) is not None and bool(grid_label.read(label.text).units)
            rows += [Line((label,), (value,))] if is_figure(value.text) else []
            last = at
        elif not lines[at].bar:
            break
        at += 1
    if not bare or bare * 2 < len(rows):
        return None, max(last + 1, k)
    caption = _captions(lines, k, floor)
    start = min([lines[k].start, *(c.start for c in caption)])
    head = Cell(lines[k].start, lines[k].start, "")
    return Shape(start, lines[last].end, "pairs", caption, (), ((head,),), tuple(rows)), last + 1


def _pair(line: _Text) -> tuple[Cell, Cell] | None:
    """The label and the value of a line "label: value", the value a figure or a short word."""
    found = _PAIR.fullmatch(line.text) if ":" in line.text and len(line.text) <= _CAPTION else None
    if found is None or not (is_figure(found[2]) or is_empty(found[2])):
        return None
    return Cell(line.start, line.start + len(found[1]), found[1]), Cell(line.end - len(found[2]), line.end, found[2])


# ---------------------------------------------------------------------- rows on one line
def _rows(text: str, lines: Sequence[_Text], k: int, floor: int) -> tuple[Shape | None, int]:
    if not k or (first := _row(text, lines[k])) is None:
        return None, k
    count = len(first.cells)
    rows, at, last, odd = [first], k + 1, k, 0
    pending: list[Line] = []
    while at < len(lines) and at - last <= 3:
        row = _row(text, lines[at])
        if row is not None and len(row.cells) == count:
            rows += [*pending, row]
            pending, last = [], at
        elif row is not None:
            rows += [*pending, row]
            pending = []
            odd += 1
            last = at
        elif not lines[at].bar:
            if not _may_section(lines[at].text) or _headers(text, lines[at], count) is not None:
                break
            pending.append(Line((Cell(lines[at].start, lines[at].end, lines[at].text),), (None,) * count))
        at += 1
    if sum(any(r.cells) and len(r.cells) == count for r in rows) < 2 or odd * 3 > len(rows):
        return None, last + 1
    top = next((n for n in range(k - 1, max(floor, k - 4) - 1, -1) if not lines[n].bar), -1)
    section: list[Line] = []
    if top > floor and _may_section(lines[top].text) and _headers(text, lines[top], count) is None:
        section = [Line((Cell(lines[top].start, lines[top].end, lines[top].text),), (None,) * count)]
        top = next((n for n in range(top - 1, max(floor, top - 3) - 1, -1) if not lines[n].bar), -1)
    unit: tuple[Cell, ...] = ()
    heads = _headers(text, lines[top], count) if top >= floor else None
    if heads is None and top > floor and _all_unit(lines[top].text):  # between the headers and the figures
        unit = (Cell(lines[top].start, lines[top].end, lines[top].text),)
        top = next((n for n in range(top - 1, max(floor, top - 3) - 1, -1) if not lines[n].bar), -1)
        heads = _headers(text, lines[top], count) if top >= floor else None
    if heads is None:
        return None, last + 1
    stub, columns = heads
    over = _upper_headers(text, lines, top, floor, columns)
    top -= len(over)
    rows = [full for row in rows if (full := _filled(row, columns)) is not None]
    caption = _captions(lines, top, floor)
    start = min([lines[top].start, *(c.start for c in caption)])
    stubs = (stub,) if stub.text else ()
    full_heads = tuple(zip(*over, columns, strict=True))
    return Shape(start, lines[last].end, "rows", (*caption, *unit), stubs, full_heads, (*section, *rows)), last + 1


def _upper_headers(text: str, lines: Sequence[_Text], top: int, floor: int, columns: Sequence[Cell]) -> list[list[Cell]]:
    """The header lines above another, each with one cell for each column, as many as gaps part or fewer that reach over several."""
    out: list[list[Cell]] = []
    while top > floor and len(out) < _HEADERS and not lines[top - 1].bar and len(lines[top - 1].text) <= 300:
        top -= 1
        pieces = _pieces(text, lines[top])
        if len(pieces) == 1 and (even := _evenly(text, lines[top], len(columns))) is not None:
            out.insert(0, even)
            continue
        if not 2 <= len(pieces) <= len(columns) + 1 or any(map(_counts, pieces)) or not _speaks(pieces[-len(columns) :]):
            break
        if len(pieces) > len(columns):
            out.insert(0, pieces[1:])
        else:
            out.insert(0, [min(pieces, key=lambda p: abs(_middle(text, p) - _middle(text, column))) for column in columns])
    return out


def _evenly(text: str, line: _Text, count: int) -> list[Cell] | None:
    """The headers of a line without gaps that each reach over the same number of columns: "Country 2024 2023" over six."""
    for number in range(2, count + 1):
        cut = grid_label.columns(line.text, number) if count % number == 0 else None
        labels = [grid_label.read(line.text[a:b]) for a, b in cut[1:]] if cut is not None else []
        if cut is not None and (all(label.periods for label in labels) or all(label.flows for label in labels)):
            return [_cell(text, line.start + a, line.start + b) for a, b in cut[1:] for _ in range(count // number)]
    return None


def _middle(text: str, cell: Cell) -> int:
    """Twice the place in its line over which a cell is centred."""
    return cell.start + cell.end - 2 * text.rfind("\n", 0, cell.start)


def _filled(row: Line, columns: Sequence[Cell]) -> Line | None:
    """A row at full width: one without changes has its levels under the dated columns; None where its cells fit nowhere."""
    if len(row.cells) == len(columns):
        return row
    labels = [grid_label.read(c.text) for c in columns]
    if labels[-1].release and len(row.cells) == len(columns) - 1:  # "Actual Previous Revised" where nothing was revised
        return Line(row.labels, (*row.cells, None))
    levels = [n for n, label in enumerate(labels) if not label.change and not label.basis]
    if len(levels) != len(row.cells) or len(levels) == len(columns):
        return None
    cells = dict(zip(levels, row.cells, strict=True))
    return Line(row.labels, tuple(cells.get(n) for n in range(len(columns))))


def _may_section(line: str) -> bool:
    return len(line) <= _SHORT and line[-1] not in ".!?,;" and _LETTER.match(line) is not None and not any(c.isdigit() for c in line)


def _row(text: str, line: _Text) -> Line | None:
    """A label and figures at the end of a line; None if it is no such row."""
    if not line.text or line.piped or len(line.text) > 400:
        return None
    dated = _LABEL_YEAR.match(line.text)  # a year may be the label: "2004 5.9 1.5"
    if dated is None and _LETTER.match(line.text.lstrip("% ")) is None:
        return None
    word = line.text[line.text.rfind(" ") + 1 :].rstrip(".,;:!?")
    if len(word) > 4 and word.isalpha() and word.lower() not in _LONG_UNITS:
        return None  # prose: it ends in no figure
    pieces = _pieces(text, line)
    if dated is not None and pieces[0].end > (cut := line.start + dated.end()):
        pieces[:1] = [_cell(text, line.start, cut), _cell(text, cut, pieces[0].end)]
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
        pieces[-1] = _cell(text, piece.start, piece.end - len(tail))
    cells.reverse()
    wide = "\t" in line.text or "  " in line.text
    if not pieces or len(cells) < (1 if wide else 2) or not any(map(_counts, cells)):
        return None
    label = Cell(pieces[0].start, pieces[-1].end, text[pieces[0].start : pieces[-1].end])
    if len(label.text) > _SHORT + 16 or label.text[-1] in ",;" or label.text.find(".") == len(label.text) - 1 or _PROSE.search(label.text):
        return None
    return Line((label,), tuple(None if is_empty(c.text) else c for c in cells))


def _pieces(text: str, line: _Text) -> list[Cell]:
    out: list[Cell] = []
    at = line.start
    for gap in [*(m.span() for m in _GAP.finditer(text, line.start, line.end)), (line.end, line.end)]:
        if gap[0] > at:
            out.append(_cell(text, at, gap[0]))
        at = gap[1]
    return [c for c in out if c.text]


def _headers(text: str, line: _Text, count: int) -> tuple[Cell, list[Cell]] | None:
    """Stub and column headers of a header line, by its gaps or, where it has none, by what its words are."""
    if not line.text or len(line.text) > 300:
        return None
    pieces = _pieces(text, line)
    empty = Cell(line.start, line.start, "")
    if len(pieces) in (count, count + 1) and len(pieces) > 1:
        stub, heads = (empty, pieces) if len(pieces) == count else (pieces[0], pieces[1:])
    else:
        cut = grid_label.columns(line.text, count)
        if cut is None:
            return None
        stub, *heads = [_cell(text, line.start + a, line.start + b) for a, b in cut]
    spoken = sum(grid_label.read(h.text).speaks for h in heads)
    return (stub, heads) if spoken * 2 >= count and spoken else None


# ---------------------------------------------------------------------- one cell a line
def _cells(text: str, lines: Sequence[_Text], k: int, floor: int) -> tuple[Shape | None, int]:
    """A run of short lines: captions, headers, then a label and its figures, again and again."""
    run: list[tuple[int, Cell]] = []
    at = last = k
    while at < len(lines) and at - last <= 2:
        line = lines[at]
        if line.bar and line.text not in ("-", "–"):
            at += 1
            continue
        if len(line.text) > 90 or (
            len(line.text) > 3 and line.text[-1] in ".!?" and _FIGURE.fullmatch(line.text) is None and line.text[-3:-2] not in ". "
        ):
            break
        text_of = line.text.strip("|").strip()
        begin = line.start + line.text.find(text_of)
        if run and _UNIT_LINE.fullmatch(text_of) and not is_figure(text_of):
            run[-1] = (run[-1][0], Cell(run[-1][1].start, begin + len(text_of), f"{run[-1][1].text} {text_of}"))
        else:
            run.append((at, Cell(begin, begin + len(text_of), text_of)))
        last = at
        at += 1
    figures = [n for n, (_, cell) in enumerate(run) if _counts(cell)]
    if len(figures) < 3 or figures[0] < 2:
        return None, at
    shape, after = _run(lines, run, figures, floor)
    return shape, after if shape is not None else max(at, k)


def _run(lines: Sequence[_Text], run: list[tuple[int, Cell]], figures: list[int], floor: int) -> tuple[Shape | None, int]:
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
    section = next((n for n in (0, 1) if _headed([cell for _, cell in run[max(0, first - n - count) : first - n]], count)), -1)
    if section < 0:
        return _boxes(lines, run[first:ends], groups, floor) if count == 1 else (None, 0)
    groups[0] = ([*(cell for _, cell in run[first - section : first]), *groups[0][0]], groups[0][1])
    first -= section
    heads = [cell for _, cell in run[first - count : first]]
    rows: list[Line] = []
    for labels, cells in groups:
        rows += [Line((label,), (None,) * count) for label in labels[:-1]]
        rows.append(Line((labels[-1],), tuple(None if is_empty(c.text) else c for c in cells)))
    above = [cell for _, cell in run[max(0, first - count - 1) : first - count]]
    stub = tuple(c for c in above if grid_label.read(c.text).stub)
    top = run[first - count - len(stub)][0]
    caption = _captions(lines, top, floor)
    last = run[ends - 1]
    start = min(c.start for c in (*caption, *stub, *heads))
    return Shape(start, last[1].end, "cells", caption, stub, tuple((h,) for h in heads), tuple(rows)), last[0] + 1


def _boxes(
    lines: Sequence[_Text], run: Sequence[tuple[int, Cell]], groups: Sequence[tuple[list[Cell], list[Cell]]], floor: int
) -> tuple[Shape | None, int]:
    """Key figures, each below its name, with the unit in the caption: "Headline figures (R billion)", "Exports", "157.9", "Imports", ..."""
    caption = _captions(lines, run[0][0], floor)
    united = any(grid_label.read(cell.text).units for cell in caption)
    if not united or any(len(labels) != 1 or not grid_label.read(labels[0].text).flows for labels, _ in groups):
        return None, 0
    rows = tuple(Line((label,), (None if is_empty(cell.text) else cell,)) for (label,), (cell,) in groups)
    head = Cell(run[0][1].start, run[0][1].start, "")
    return Shape(min(c.start for c in caption), run[-1][1].end, "cells", caption, (), ((head,),), rows), run[-1][0] + 1


def _headed(cells: Sequence[Cell], count: int) -> bool:
    return len(cells) == count and all(grid_label.read(c.text).speaks for c in cells)


def _figure_or_gap(cell: Cell) -> bool:
    return (is_figure(cell.text) and not is_year(cell.text)) or is_empty(cell.text)


_READERS = (_pipes, _marked, _pairs, _rows, _cells)
