"""The cells of a table and the lines they are read from: what is a figure, a year, nothing; what may be a caption or a heading.

Offsets only, no meaning but "this is a figure, this a label". The grid_* modules above make a `Shape` of what stands together.
"""

from __future__ import annotations

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
UNIT = r"%|pct|pp|p\.p\.|percent|per cent|[kmb]n?|mln|bln|million|billion|trillion"
_SCALED = frozenset("BMKTbmkntr")  # the last letters of scale words
_DIGITS = r"(?:\d{1,4}(?: \d{3}(?!\d))++(?:[.,]\d++)?+|\d[\d.,']*+)"
_FIGURE = pattern(rf"[(\[]?[-+–−▲△▼▽]? ?{_MONEY}? ?[-+–−]?[(]?(?:{_DIGITS})(?: ?(?:{UNIT}))?[)\]]?%?(?: ?\(?[rpeRPE]\)?|[*†‡¹²³]*+)")
_PLACE = pattern(r"\d{1,3}(?:st|nd|rd|th)")
_WITH_UNIT = pattern(r"\d[\d.,]* ?(?:t|mt|kg|tons?|tonnes|MT|bbl|litres)")
_YEAR = pattern(r"(?:(?:0?[1-9]|1[0-2])[./])?(?:19|20)\d\d[*†‡¹²³]*+(?: ?%)?")
_EMPTY = pattern(r"(?i)(?:[-–—.…*]{1,4}|\([-–—]\)|n\.?/?a\.?|nil|none)")
_BAR = pattern(r"[\s|:+=_*-]*+")
LETTER = pattern(r"[^\W\d_]")
PROSE = pattern(r"\d[.,]\d|[$€£¥₩₹] ?\d|\d ?%|\d (?:million|billion|per ?cent|pct)")
_UNIT_FIRST = pattern(r"([^.]{4,60})\. (?=[A-Z(])")  # a unit before the notes on one line
NOTE = pattern(
    r"(?i)(?:(?:\(\w\)|\d\)|\[\w\]|\*|†|notes?\b ?[.:]?|n\.b\.) ?.*\.|(?:.* )?(?:details?|figures|totals?|components|numbers|data|sums?)\b"
    r".* (?:may|might|do|does|will|need|can) not (?:always |necessarily )?(?:equal|add|sum|agree|match|tally)\b.*)$"
)
_TWO = pattern(r"(\S[^()]*\S|\d) ?\(([^()]+)\)")
ASIDE = pattern(r"\([^()]*+\)")
CAPTION, SHORT, _CAPTIONS = 170, 64, 3
HEADS_TAILS = ("unit", "units", "reference", "date", "period")  # what heads a column of words behind the figures
_ABOVE = 12  # lines above a table, notes and rules among them, that are looked through for its captions
_SECTION = 2_000  # characters of a section that are looked through for its heading


def is_figure(text: str) -> bool:
    """A number with its sign, unit or accounting brackets, and nothing else."""
    if len(text) > 32 or text.isalpha():
        return False  # most words of prose, and a digit is in each figure
    if _FIGURE.fullmatch(text) is not None or _PLACE.fullmatch(text) is not None:
        return True
    return (text[-1:] in _SCALED or _WITH_UNIT.fullmatch(text) is not None) and _is_amount(text)


@lru_cache(1024)
def _is_amount(text: str) -> bool:
    """Whether a text is one amount of money or a weight in the units of the tables: "E19.9B", "Shs331bn", "$1.46B", "12,400 t"."""
    kinds = ("quantity",) if text[0].isdigit() else ("money",)
    found = numbers.scan(text) if not text.isalpha() else []
    return len(found) == 1 and found[0].kind in kinds and (found[0].start, found[0].end) == (0, len(text))


def is_year(text: str) -> bool:
    """Four digits that are a year."""
    return _YEAR.fullmatch(text) is not None


def is_empty(text: str) -> bool:
    """Nothing, a dash, "N/A"."""
    return not text or (len(text) <= 5 and _EMPTY.fullmatch(text) is not None)


def two_figures(cell: Cell) -> tuple[Cell, Cell] | None:
    """The figure of a cell and the one in brackets behind it: "7,410.2 (+21.1%)"."""
    found = _TWO.fullmatch(cell.text) if cell.text[-1:] == ")" and len(cell.text) <= 40 else None
    if found is None or not (is_figure(found[1]) and is_figure(found[2])):
        return None
    return Cell(cell.start, cell.start + found.end(1), found[1]), Cell(cell.start + found.start(2), cell.start + found.end(2), found[2])


def counts(cell: Cell) -> bool:
    return is_figure(cell.text) and not is_year(cell.text)


@dataclass(frozen=True, slots=True)
class TextLine:
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
        return ";" if self.text.count(";") >= 2 and self.text[-1] not in ".!?" and len(self.text) <= CAPTION else ""


def cell_of(text: str, start: int, end: int) -> Cell:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip(" *_`\t"))
    piece = piece.strip(" \t")
    begin = start + len(text[start:end]) - len(text[start:end].lstrip(" \t"))
    inner = piece.strip("*_") if lead and len(piece) > 2 and piece[:1] in "*_" and piece[-1:] in "*_" else piece
    begin += piece.find(inner) if inner else 0
    return Cell(begin, begin + len(inner), inner)


def speaks(row: Sequence[Cell]) -> bool:
    return sum(grid_label.read(cell.text).speaks for cell in row if cell.text) * 2 >= max(1, sum(bool(cell.text) for cell in row))


def captions(lines: Sequence[TextLine], first: int, floor: int) -> tuple[Cell, ...]:
    """The lines right above a table that speak for it: short, no full sentence, no figures of their own."""
    at, skipped = first - 1, 0
    out: list[Cell] = []
    while at >= max(floor, first - _ABOVE) and len(out) < _CAPTIONS:
        line = lines[at]
        if line.bar:
            skipped += 1
            if skipped > 2 or (out and line.blank and not all(_only_unit(cell.text) for cell in out)):
                break
        elif (unit := _UNIT_FIRST.match(line.text)) is not None and _only_unit(unit[1]):
            out.append(Cell(line.start, line.start + unit.end(1), unit[1]))  # "In billions of dollars. Details may not add up."
        elif len(line.text) <= 2 * CAPTION and NOTE.match(line.text) is not None:
            skipped = 0  # says how the table was made, not what it shows
        elif line.text.count("|") > 1 and not any(map(str.isdigit, line.text)):
            skipped = 0  # a menu
        elif not _may_caption(line.text):
            break
        else:
            out.append(Cell(line.start, line.end, line.text.strip("#* ")))
        at -= 1
    return tuple(reversed(out))


def _only_unit(text: str) -> bool:
    label = grid_label.read(text)
    return bool(label.units) and not (label.rest or label.flows or label.known or label.areas or label.periods)


def heading(text: str, at: int) -> Cell | None:
    """The nearest heading above `at`: a short line that is no sentence and has no figures. Looks back only so far."""
    end = at
    floor = max(0, at - _SECTION)
    while end > floor:
        begin = text.rfind("\n", floor, end - 1) + 1 if end - 1 > floor else 0
        line = text[begin : end - 1].strip() if begin >= floor else ""
        if line and may_section(line):
            lead = text.index(line, begin)
            return Cell(lead, lead + len(line), line)
        end = begin
    return None


def _may_caption(line: str) -> bool:
    ends = line[-1] in ".!?" and line[0] not in "([" and line[-2:] not in ("m.", "n.", "s.")
    return (
        len(line) <= CAPTION
        and (not ends or _all_label(line))
        and line.count("|") < 2
        and line[0] != "|"
        and PROSE.search(ASIDE.sub("", line)) is None
        and LETTER.search(line) is not None
    )


def _all_label(line: str) -> bool:
    """Whether a line that ends in a full stop is a title: "Imports by country. January-July. Million NOK." has no word of its own."""
    label = grid_label.read(line)
    return not label.rest and bool(label.units or label.flows)


def may_section(line: str) -> bool:
    return len(line) <= SHORT and line[-1] not in ".!?,;" and LETTER.match(line) is not None and not any(c.isdigit() for c in line)


def filled(row: Line, columns: Sequence[Cell]) -> Line | None:
    """A row at full width: one without changes has its levels under the dated columns; None where its cells fit nowhere."""
    if len(row.cells) == len(columns):
        return row
    labels = [grid_label.read(c.text) for c in columns]
    if labels[-1].release and len(row.cells) == len(columns) - 1:  # "Actual Previous Revised" where nothing was revised
        return Line(row.labels, (*row.cells, None))
    levels = [n for n, label in enumerate(labels) if not label.change and not label.basis]
    alike = len({(labels[n].statistic, labels[n].units) for n in levels}) == 1  # a total of quantities may be missing beside values
    if len(levels) != len(row.cells) or len(levels) == len(columns) or not alike:
        return None
    cells = dict(zip(levels, row.cells, strict=True))
    return Line(row.labels, tuple(cells.get(n) for n in range(len(columns))))


def reaching(names: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell]:
    """For each column the header that reaches over it, if there is one way only in which the headers fit; else none."""
    ways = _ways([[_fits_under(name, cell) for cell in lower] for name in names], 0, 0)
    return [name for name, reach in zip(names, ways[0], strict=True) for _ in range(reach)] if len(ways) == 1 else []


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
