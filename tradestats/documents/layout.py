"""Words on pages to blocks: lines, columns, paragraphs and tables, by where the words stand and nothing else.

All lengths are measured in heights of the line, so that sizes do not matter. y grows upwards, as in PDF.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from tradestats import lexicon
from tradestats.documents.blocks import Block, Row

GAP = 0.45  # heights of white between two words that part cells
SIDE_ROWS, SIDE_LETTERS = 3, 15  # lines and letters in each that make a column of text
EDGE_LINES = 2  # lines at the top and the bottom of a page where what all pages bear can stand
_NEW_SIZE = 1.15
_APART = 1.25  # times the usual distance of lines
_WIDE = 20  # heights: wider than any cell of a table
_HALF_A_LINE = 0.95  # heights: whole lines stand further apart
_SPACE = 0.35  # heights: more than a space of any usual letters
_SINGLE = 1.4  # heights from line to line, if nothing says otherwise
_TABLE_APART = 3.0  # heights between two rows of one table


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or several with spaces between, and its place."""

    x0: float
    x1: float
    y0: float
    y1: float
    text: str

    @property
    def height(self) -> float:
        """Of its line."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """Where its line stands."""
        return (self.y0 + self.y1) / 2


Line = tuple[Word, ...]
"""Words that stand side by side, from the left; as cells: the words between two gaps are one."""


def blocks(pages: Iterable[Sequence[Word]]) -> Iterator[Block]:
    """The blocks of a document, in the order of reading; a paragraph that a page or a column breaks is one."""
    yield from _chained(_flow(page) for page in _without_furniture([lines(words) for words in pages]))


def _chained(parts: Iterable[Iterable[Block]]) -> Iterator[Block]:
    """The blocks of pages or columns; where one ends within a paragraph, the next goes on with it."""
    last: Block = ""
    for part in parts:
        for n, block in enumerate(part):
            if n == 0 and isinstance(block, str) and isinstance(last, str) and _goes_on(last, block):
                last = _joined(last, block)
                continue
            if last:
                yield last
            last = block
    if last:
        yield last


# ------------------------------------------------------------------ lines


def lines(words: Iterable[Word]) -> list[Line]:
    """Words to lines, from the top."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-w.middle, w.x0)):
        if found and abs(found[-1][0].middle - word.middle) < 0.4 * min(found[-1][0].height, word.height):
            found[-1].append(word)
        else:
            found.append([word])
    return [tuple(sorted(line, key=lambda w: w.x0)) for line in found]


def _cells(line: Line) -> Line:
    """The words of a line that stand close together, as one each."""
    if _is_justified(line):
        return (_one(line),)
    cells: list[list[Word]] = []
    for word in line:
        if cells and word.x0 - cells[-1][-1].x1 < GAP * word.height:
            cells[-1].append(word)
        else:
            cells.append([word])
    return tuple(_one(cell) for cell in cells)


def _is_justified(line: Line) -> bool:
    """Whether words stand apart only because the line was stretched: all by the same."""
    white = [b.x0 - a.x1 for a, b in pairwise(line)]
    return len(white) > 2 and max(white) < GAP * 5 * line[0].height and max(white) - min(white) < 0.1 * line[0].height


def _one(words: Sequence[Word]) -> Word:
    edges = min(w.x0 for w in words), max(w.x1 for w in words), min(w.y0 for w in words), max(w.y1 for w in words)
    return Word(*edges, " ".join(w.text for w in words))


# ------------------------------------------------------------------ what every page bears

_PAGE_NUMBER = re.compile(r"(?i)\W*(?:page |p\. ?)?\d{1,4}(?: ?(?:/|of|\|) ?\d{1,4})?\W*")
_DIGITS = re.compile(r"\d+")


def _without_furniture(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without their numbers, and without the lines at their edges that others bear as well."""
    edges = [{*page[:EDGE_LINES], *page[-EDGE_LINES:]} for page in pages]
    seen = Counter(key for page in edges for key in {_without_numbers(line) for line in page})

    def furniture(line: Line, edge: set[Line]) -> bool:
        return line in edge and (seen[_without_numbers(line)] > 1 or _PAGE_NUMBER.fullmatch(_one(line).text) is not None)

    return [[line for line in page if not furniture(line, edge)] for page, edge in zip(pages, edges, strict=True)]


def _without_numbers(line: Line) -> str:
    return _DIGITS.sub("#", _one(line).text)


# ------------------------------------------------------------------ columns


def _flow(page: list[Line]) -> Iterator[Block]:
    """The blocks of lines: where text stands in columns side by side, one column after the other."""
    start = at = 0
    while at < len(page):
        found = _columns(page, at)
        if found is None:
            at += 1
            continue
        gutter, end = found
        yield from _stacked(page[start:at])
        yield from _chained(_flow([part for line in page[at:end] if (part := _side(line, gutter, side))]) for side in (0, 1))
        start = at = end
    yield from _stacked(page[start:])


def _side(line: Line, gutter: float, side: int) -> Line:
    return tuple(w for w in line if (w.x0 > gutter) == bool(side))


def _columns(page: list[Line], start: int) -> tuple[float, int] | None:
    """Where the white between two columns of text lies that begin with this line, and where they end."""
    cells = _cells(page[start])
    for left, right in pairwise(cells):
        low, high, end = left.x1, right.x0, start + 1
        while end < len(page) and (narrowed := _still_white(page[end], low, high)):
            low, high = narrowed
            end += 1
        gutter = (low + high) / 2
        if all(_is_text([_side(line, gutter, side) for line in page[start:end]]) for side in (0, 1)):
            return gutter, end
    return None


def _still_white(line: Line, low: float, high: float) -> tuple[float, float] | None:
    """What remains of the white between two columns after a line; None if the line stands across it."""
    for cell in _cells(line):
        if cell.x0 < high and cell.x1 > low:
            if cell.x0 <= low and cell.x1 >= high:
                return None
            low, high = (max(low, cell.x1), high) if cell.x0 <= low else (low, min(high, cell.x0))
    return (low, high) if high - low > GAP / 2 * line[0].height else None


def _is_text(side: list[Line]) -> bool:
    letters = [sum(map(str.isalpha, _one(line).text)) for line in side if line]
    return len(letters) >= SIDE_ROWS and median(letters) >= SIDE_LETTERS


# ------------------------------------------------------------------ paragraphs and tables


def _stacked(rows: list[Line]) -> Iterator[Block]:
    """Blocks of lines that stand one below the other."""
    start = at = 0
    while at < len(rows):
        end = _table_end(rows, at)
        if end == at:
            at += 1
            continue
        yield from _paragraphs(rows[start:at])
        yield _grid([_cells(row) for row in rows[at:end]])
        start = at = end
    yield from _paragraphs(rows[start:])


_FIGURE_CELL = re.compile(r"[^\W\d_]{0,3}[^\w]*\d[^A-Za-z]{0,20}")
_MOST_WORDS = 6  # cells of words in a row beyond those of figures; a line of prose whose words stand wide apart has more


def _figures(cells: Line) -> int:
    return sum(_FIGURE_CELL.fullmatch(cell.text) is not None for cell in cells[1:])


def _is_row(cells: Line) -> bool:
    return len(cells) > 1 and len(cells) <= 2 * _figures(cells) + _MOST_WORDS


def _table_end(rows: list[Line], start: int) -> int:
    """Where the table ends that begins with this line; `start` if none does. Single cells between its rows are its own."""
    end, with_figures = start, 0
    for at in range(start, len(rows)):
        cells = _cells(rows[at])
        if at > start and rows[at - 1][0].y0 - rows[at][0].y1 > _TABLE_APART * rows[at][0].height:
            break
        if _is_row(cells):
            end, with_figures = at + 1, with_figures + (_figures(cells) > 0)
        elif (at == start and not _above_columns(rows, at)) or at > end or cells[-1].x1 - cells[0].x0 > _WIDE * cells[0].height:
            break
    return end if with_figures > 1 else start


def _above_columns(rows: list[Line], at: int) -> bool:
    """Whether a single cell is the head of a column: it stands above a cell of the next lines that is not their first."""
    head = _one(rows[at])
    below = [_cells(row) for row in rows[at + 1 : at + 4]]
    return any(head.x0 > cells[0].x1 and any(head.x0 < c.x1 and c.x0 < head.x1 for c in cells[1:]) for cells in below)


def _grid(rows: list[Line]) -> Block:
    """Cells to columns: those of rows with figures make them, and each other cell stands in the first that it is above or below."""
    spans = sorted((cell.x0, cell.x1) for row in rows if _figures(row) for cell in row)
    columns: list[list[float]] = []
    for x0, x1 in spans:
        if columns and x0 < columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], x1)
        else:
            columns.append([x0, x1])
    table = [_in_columns(row, columns) for row in rows]
    first = next(n for n, row in enumerate(rows) if _figures(row))
    return [*_heads(rows[:first], table[:first]), *table[first:]]


def _in_columns(row: Line, columns: Sequence[Sequence[float]]) -> list[str]:
    cells = [""] * len(columns)
    for cell in row:
        n = _column(cell, columns)
        cells[n] = f"{cells[n]} {cell.text}".strip()
    return cells


def _heads(rows: Sequence[Line], table: Sequence[list[str]]) -> list[Row]:
    """The rows above the figures. Lines of one head that was broken are one cell: else "million" would be lost to "CHF"."""
    heads: list[list[str]] = []
    for n, cells in enumerate(table):
        close = n > 0 and _distance(rows[n - 1], rows[n]) < _HALF_A_LINE * rows[n][0].height  # what is centred beside what is broken
        if heads and (close or all(heads[-1][k] for k, cell in enumerate(cells) if cell)):
            heads[-1] = [" ".join(filter(None, pair)) for pair in zip(heads[-1], cells, strict=True)]
        else:
            heads.append(cells)
    return list(heads)


def _column(cell: Word, columns: Sequence[Sequence[float]]) -> int:
    for n, (x0, x1) in enumerate(columns):
        if cell.x0 < x1 and x0 < cell.x1:
            return n
    return min(range(len(columns)), key=lambda n: abs(sum(columns[n]) - cell.x0 - cell.x1))


def _paragraphs(rows: list[Line]) -> Iterator[str]:
    """Lines to paragraphs. A line goes on in the next if the next one's first word had no room in it."""
    if not rows:
        return
    edge = max(row[-1].x1 for row in rows)
    usual = _usual_distance(rows, edge)
    text = _one(rows[0]).text
    for above, row in pairwise(rows):
        if _distance(above, row) > _APART * usual or _other_size(above, row):
            yield text
            text = _one(row).text
        elif _is_full(above, row, edge) or (_goes_on(text, row[0].text) and not row[0].text[0].isdigit()):
            text = _joined(text, _one(row).text)
        else:
            text += "\n" + _one(row).text
    yield text


def _distance(above: Line, below: Line) -> float:
    return above[0].middle - below[0].middle


def _usual_distance(rows: list[Line], edge: float) -> float:
    """Between the lines of one paragraph."""
    distances = [_distance(a, b) for a, b in pairwise(rows) if _is_full(a, b, edge) and not _other_size(a, b)]
    single = _SINGLE * rows[0][0].height
    if not distances:
        return single
    few = 2 * len(distances) < len(rows) - 1  # most lines end where they like: what looks full may not be
    return min(median(distances), single) if few else median(distances)


def _is_full(above: Line, below: Line, edge: float) -> bool:
    return above[-1].x1 + (below[0].x1 - below[0].x0) + _SPACE * above[0].height > edge or above[-1].text.endswith("-")


def _other_size(above: Line, below: Line) -> bool:
    heights = sorted((median(w.height for w in above), median(w.height for w in below)))
    return heights[1] > _NEW_SIZE * heights[0]


# ------------------------------------------------------------------ broken words and paragraphs

_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*\Z")
_BEGINS = re.compile(r"[a-z0-9(%$€£¥₩]")
_LAST_WORD = re.compile(r"[^\s-]+-\Z")
_FIRST_WORD = re.compile(r"\S+")
_WORD = re.compile(r"[a-z]+")
_PREFIXES = frozenset(("non", "year", "month", "quarter", "week", "day", "first", "second", "third", "two", "three", "four", "five", "six"))
"""Parts of words that keep their hyphen even if what is joined would be a word."""


def _goes_on(above: str, below: str) -> bool:
    """Whether a paragraph at the end of a page or column is the beginning of the next one."""
    return bool(above and " " in above and not _ENDS.search(above) and _BEGINS.match(below))


def _joined(above: str, below: str) -> str:
    """Two lines as one. A word that was broken at its end is put together again; a word that has a hyphen keeps it."""
    left, right = _LAST_WORD.search(above), _FIRST_WORD.match(below)
    if left is None or right is None or not right[0][0].islower():
        return f"{above}{'' if left and right else ' '}{below}" if left else f"{above} {below}"
    first, second = left[0][:-1].lower(), right[0].lower()
    return above + below if _has_hyphen(first, second) else above[:-1] + below


def _has_hyphen(first: str, second: str) -> bool:
    word = _WORD.match(second)
    if "-" in second or not first.isalpha() or word is None:
        return True
    if first + word[0] in _vocabulary():
        return False
    return first in _PREFIXES or (first in _vocabulary() and word[0] in _vocabulary())


@cache
def _vocabulary() -> frozenset[str]:
    """The words of our tables."""
    names = ("products", "goods", "word_classes", "scales", "number_words", "periods_words", "currencies", "units", "changes", "cues")
    cells = (cell.lower() for table in names for row in lexicon.rows(table) for cell in row.values())
    return frozenset(word for cell in cells for word in _WORD.findall(cell))
