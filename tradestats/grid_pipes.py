"""Tables whose cells one character parts: a pipe, a tab or a semicolon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tradestats import grid_label
from tradestats.grid_cell import (
    HEADS_TAILS,
    NOTE,
    Cell,
    Line,
    Shape,
    TextLine,
    captions,
    cell_of,
    counts,
    is_empty,
    is_figure,
    may_section,
    reaching,
    speaks,
    two_figures,
)
from tradestats.lazy import pattern

_RULE = pattern(r"\|?(?: *:?-{3,}:? *\|){2,}")
_HEADERS = 4  # lines at the top of a table that can be headers
_LOOKED_AT = 12  # rows that show whether pipes frame a table


def pipes(text: str, lines: Sequence[TextLine], k: int, floor: int) -> tuple[Shape | None, int]:
    if not lines[k].piped or lines[k].bar:
        return None, k
    matrix: list[list[Cell]] = []
    at = last = k
    framed = _framed(text, lines, k)
    while at < len(lines) and at - last <= 2:
        line = lines[at]
        if _RULE.match(line.text) and at == last + 1 and len(matrix) > 2 and _heads_another(matrix):
            return _matrix(lines, matrix[:-1], k, last, floor)
        if line.piped and not line.bar:
            row = _parted(text, line, framed)
            if at > last + 1 and lines[at - 1].blank and not any(map(counts, row[1:])):
                break  # behind a blank line a row without figures is the header of another table
            matrix.append(row)
            last = at
        elif not line.bar:
            following = lines[at + 1 : at + 3]
            goes_on = any(one.piped and not one.bar for one in following) and not (following and following[0].bar)
            if at > last + 1 or not may_section(line.text) or not goes_on:
                break
            matrix.append([Cell(line.start, line.end, line.text)])  # "Exports to" between the rows
            last = at
        at += 1
    return _matrix(lines, matrix, k, last + 1, floor)


def marked(text: str, lines: Sequence[TextLine], k: int, floor: int) -> tuple[Shape | None, int]:
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
            if not may_section(line.text) or at + 1 >= len(lines) or mark not in lines[at + 1].text:
                break
            matrix.append([Cell(line.start, line.end, line.text)])
        at += 1
    while not lines[last].text.count(mark):
        last -= 1
    width = max(map(len, matrix))
    body = {len(row) for row in matrix if any(map(counts, row[1:]))}
    if len(body) != 1 or width not in body or not any(speaks(row[1:]) for row in matrix[:_HEADERS]):
        return None, last + 1
    return _matrix(lines, matrix, k, last + 1, floor)


def _raw_cells(text: str, line: TextLine, mark: str) -> list[Cell]:
    """The cells of a line with those that are empty at its ends: where spaces and tabs begin it, its first cell is empty."""
    begin = text.rfind("\n", 0, line.start) + 1
    end = text.find("\n", line.end)
    out: list[Cell] = []
    at = begin
    for piece in text[begin : end if end >= 0 else len(text)].split(mark):
        out.append(cell_of(text, at, at + len(piece)))
        at += len(piece) + 1
    return out


def _heads_another(matrix: Sequence[list[Cell]]) -> bool:
    """Whether the last row, with a rule below it, is the header of another table."""
    several = sum(bool(cell.text) for cell in matrix[-1]) > 1
    return several and not any(map(counts, matrix[-1][1:])) and any(any(map(counts, row[1:])) for row in matrix)


def _framed(text: str, lines: Sequence[TextLine], k: int) -> bool:
    """Whether pipes frame the rows: not where a leading pipe parts an empty label, so that with it a row is as wide as the others."""
    at = k
    led: list[int] = []
    bare: list[int] = []
    while at < len(lines) and (lines[at].piped or lines[at].bar) and at < k + _LOOKED_AT:
        if not lines[at].bar:
            width = len(_parted(text, lines[at]))
            (led if lines[at].text[0] == "|" else bare).append(width)
        at += 1
    return not (led and bare and max(led) + 1 == max(bare))


def _parted(text: str, line: TextLine, framed: bool = True) -> list[Cell]:
    """The cells of a line with pipes; the outermost pipes are the frame of the table, if it is `framed`."""
    out: list[Cell] = []
    at = line.start
    for piece in line.text.split("|"):
        out.append(cell_of(text, at, at + len(piece)))
        at += len(piece) + 1
    if not framed:
        return out
    if out and not out[0].text and line.text[0] == "|":
        out.pop(0)
    if out and not out[-1].text and line.text[-1] == "|":
        out.pop()
    return out


def _matrix(lines: Sequence[TextLine], matrix: list[list[Cell]], first: int, after: int, floor: int) -> tuple[Shape | None, int]:
    """Rows of cells to header, labels and body."""
    matrix = [row for row in matrix if not _is_note(row)]
    body = [row for row in matrix if any(counts(cell) or two_figures(cell) is not None for cell in row[1:])]
    width = Counter(map(len, body)).most_common(1)[0][0] if body else 0
    body = [row for row in body if len(row) == width]
    if width < 2 or len(body) < 2:
        return None, after
    begin = matrix.index(body[0])
    matrix, width = _unbracketed(matrix, width)
    matrix = [*matrix[:begin], *(_with_label(row, matrix[begin]) for row in matrix[begin:])]
    body = [row for row in matrix if len(row) == width and any(map(counts, row[1:]))]
    heads, data = [_shifted(row, width) for row in matrix[:begin] if len(row) <= width], matrix[begin:]
    while len(heads) > 1 and sum(bool(c.text) for c in heads[-1]) == 1 and heads[-1][0].text and sum(bool(c.text) for c in heads[-2]) > 1:
        data.insert(0, heads.pop())
    inner: list[Cell] = []
    for row in heads[:]:  # a header that stands alone in its row speaks for the whole table
        alone = [c for c in row if c.text]
        if len(heads) > 1 and len(alone) == 1 and (row is heads[0] or len(row) < width):
            heads.remove(row)
            inner += alone
    labels = 1
    while labels < width and not any(counts(row[labels]) for row in body) and any(row[labels].text for row in body):
        labels += 1
    if labels == width:
        return None, after
    unit = {n for row in heads for n, cell in enumerate(row) if len(row) == width and cell.text.lower() in HEADS_TAILS[:2]}
    beside = [c for c in range(1, width) if c in unit or (c >= labels and _says_of_rows([row[c] for row in body]))]
    figures = [c for c in range(labels, width) if c not in beside]
    beside = [c for c in beside if c >= labels]
    lost = [n for n, row in enumerate(heads) if _lost_reach(row, width, labels, heads[0])]
    unread = Shape(lines[first].start, lines[after - 1].end, "pipes", (), (), (), ())
    for n in reversed(lost):
        heads[n] = _reached(heads, n, width, labels)
        if not heads[n]:
            return unread, after
    lower = _aligned(heads[-1], width, None) if heads else []
    heads = [*(row if n in lost else _aligned(row, width, lower) for n, row in enumerate(heads[:-1])), *([lower] if heads else [])]
    if any(len(row) < width for row in heads):  # a header lost: no telling which column is whose
        return unread, after
    rows = tuple(_line(row, [*beside, *range(labels)], figures) for row in data if len(row) == width or not any(map(counts, row)))
    columns = tuple(tuple(row[c] for row in heads if row[c].text) for c in figures)
    if not heads:  # without headers the caption speaks of the first column alone
        columns = ((Cell(lines[first].start, lines[first].start, ""),), *columns[1:])
    stub = tuple(row[c] for row in heads for c in range(labels) if row[c].text)
    caption = (*captions(lines, first, floor), *inner)
    return Shape(min([lines[first].start, *(c.start for c in caption)]), lines[after - 1].end, "pipes", caption, stub, columns, rows), after


def _is_note(row: Sequence[Cell]) -> bool:
    """Whether a row is one sentence and no more: "Discrepancies are due to rounding."."""
    alone = [cell.text for cell in row if cell.text]
    return len(alone) == 1 and len(row) > 1 and (NOTE.match(alone[0]) is not None or (alone[0][-1] == "." and alone[0].count(" ") > 3))


def _with_label(row: list[Cell], first: Sequence[Cell]) -> list[Cell]:
    """A row of the body without the label that the row above has for both: as many cells are empty at its end, as it has labels too few."""
    missing = _leading(first) - _leading(row)
    empty = Cell(row[0].start, row[0].start, "")
    if len(row) != len(first) or missing < 1 or any(cell.text for cell in row[-missing:]) or not row[-missing - 1].text:
        return row
    return [*[empty] * missing, *row[:-missing]]


def _leading(row: Sequence[Cell]) -> int:
    """How many cells stand before the first figure."""
    return next((n for n, cell in enumerate(row) if counts(cell)), len(row))


def _lost_reach(row: Sequence[Cell], width: int, labels: int, first: Sequence[Cell]) -> bool:
    """Whether a header row has all its cells at its beginning, because none says over how many columns it reaches."""
    filled = sum(bool(cell.text) for cell in row)
    heads = filled - labels if _has_stub(row, first) else filled
    return len(row) == width and not row[-1].text and all(cell.text for cell in row[:filled]) and 1 < heads <= width - labels


def _has_stub(row: Sequence[Cell], first: Sequence[Cell]) -> bool:
    """Whether a header row begins with the header of the labels: the first one does, unless that is a period, a unit or a change."""
    label = grid_label.read(first[0].text)
    stub = bool(label.rest or label.stub or label.skip or not (label.periods or label.units or label.change))
    return stub == (row is first) or not first[0].text


def _reached(heads: Sequence[list[Cell]], n: int, width: int, labels: int) -> list[Cell]:
    """Such a row with each header over its columns; no row where nothing says over which."""
    row, first = heads[n], heads[0]
    begin = labels if _has_stub(row, first) else 0
    names = [cell for cell in row[begin:] if cell.text]
    beside = next((other for k in (n + 1, n - 1) if 0 <= k < len(heads) and all((other := heads[k])[labels:])), row)
    spread = _spread(names, beside[labels:])
    return [*row[:begin], *[Cell(row[0].start, row[0].start, "")] * (labels - begin), *spread] if all(cell.text for cell in spread) else []


def _shifted(row: list[Cell], width: int) -> list[Cell]:
    """A header row whose empty first cell has got behind the last: "March 2022 | March 2023 | |" over rows with a label."""
    at = next((n for n in range(len(row), 0, -1) if row[n - 1].text), 0)
    if not 1 < at == len(row) - 1 == width - 1 or not all(cell.text for cell in row[:at]):
        return row
    first = grid_label.read(row[0].text)
    names = first.periods or first.units or first.change
    return [Cell(row[0].start, row[0].start, ""), *row[:-1]] if names and not first.rest else row


def _unbracketed(matrix: list[list[Cell]], width: int) -> tuple[list[list[Cell]], int]:
    """The rows with a column of its own for each figure in brackets: signed percents below the same header, else nothing."""
    full = [row for row in matrix if len(row) == width]
    double = [n for n in range(1, width) if sum(two_figures(row[n]) is not None for row in full) * 2 > len(full) - 1]
    if not double:
        return matrix, width
    out: list[list[Cell]] = []
    for row in matrix:
        cells: list[Cell] = []
        for n, cell in enumerate(row):
            both = two_figures(cell) if n in double and len(row) == width else None
            cells.append(both[0] if both else cell)
            if n in double and len(row) == width:
                signed = both is not None and both[1].text[0] in "+-−–" and both[1].text[-1] == "%"
                cells.append(both[1] if both and signed else cell if both is None and not counts(cell) else Cell(cell.end, cell.end, ""))
        out.append(cells)
    return out, width + len(double)


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
    even, left = divmod(len(lower), len(names))
    if apt := reaching(names, lower):
        return apt
    if not left:
        return [name for name in names for _ in range(even)]
    return [empty] * (len(lower) - len(names)) + names


def _says_of_rows(cells: Sequence[Cell]) -> bool:
    """Whether a column behind the figures says what they are in or when they were: "USD Million", "Oct 2024"."""
    filled = [cell for cell in cells if cell.text]
    told = sum(grid_label.says_of_rows(cell.text) for cell in filled)
    return told * 2 > len(filled) and not any(map(counts, filled))


def _line(row: list[Cell], labels: Sequence[int], figures: Sequence[int]) -> Line:
    """A row's labels and figures; what is no row of the body may have more cells or fewer."""
    cells = [row[c] if c < len(row) else None for c in figures]
    return Line(
        tuple(row[c] for c in labels if c < len(row)),
        tuple(cell if cell is not None and not is_empty(cell.text) and is_figure(cell.text) else None for cell in cells),
    )
