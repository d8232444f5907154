"""Tables that have lost their line ends, and lists in one line: label, figures, label, figures, again and again.

"Flows Sep 18 Sep 19 Growth Extra-EA exports 186.5 196.2 5.2% Extra-EA imports 173.9 177.6 2.1%" is a table of three columns,
"Main partners (US$ million): China 1,210; Brazil 640" a list. What stands there must be figures and labels only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tradestats import grid_label
from tradestats.grid_cell import Cell, Line, Shape, TextLine, captions, filled, is_empty, is_figure, is_year, may_section
from tradestats.lazy import pattern
from tradestats.lexicon import word_set

_WORD = pattern(r"\S+")
_ADJACENT = pattern(r"\d[%)*]? +[-+(−–$€£]?\d")
_GROUP = pattern(r"\d{3}(?:[.,]\d+)?[%)]?")
_STARTS_GROUP = pattern(r"[-+(−–]?\d{1,3}")
_GAPS = frozenset(("-", "–", "—", "..", "...", "n/a", "N/A"))  # cells without a figure
_LABEL_WORDS = 10  # a label has no more of them
_HEADER_WORDS = 40  # nor has a header line
_WIDEST = 160  # characters of a line with lists side by side
_TRIES = 4  # runs of groups of one line that are tried
_CAPTION_WORDS = 16
_LIST = pattern(r"[^:;]{3,150}:(?= )")
_ENTRY = pattern(r" *(?:and )?([^\W\d_][^:;,()\d]{1,60}?)(?: ?: ?| [–—-] | )(?=[-+(−–$€£]?\d)")
_ENTRY_ENDS = pattern(r" *(?:[;,](?= )|\.(?= |$)|$|(?= and [^\W\d_]))")
_SIGNED = pattern(r" \(([-+−–]\d[\d.,]*%)\)")
_BARE = pattern(r"(?:[-+−–]?\d[\d.,]*\d|[-+−–]?\d)(?: ?%)?")


class _Group(NamedTuple):
    """A label (its words) and the figures behind it."""

    words: list[tuple[int, int]]
    cells: list[Cell]


def inline(text: str, lines: Sequence[TextLine], k: int, floor: int) -> tuple[Shape | None, int]:
    """A table within one line: at least two groups of a label and two or more figures, behind headers that cut into as many."""
    line = lines[k]
    if len(_ADJACENT.findall(line.text[:4000])) < 2:
        return None, k
    groups = list(_groups(line))
    n = tries = 0
    while n < len(groups) - 1 and tries < _TRIES:
        count = len(groups[n].cells)
        last = n + 1
        while last < len(groups) and 1 < len(groups[last].cells) <= count and len(groups[last].words) <= _LABEL_WORDS:
            last += 1
        if count > 1 and last - n > 1:
            tries += 1
            shape = _table(text, line, groups, n, last)
            if shape is not None:
                return shape, k + 1
        n = max(n + 1, last - 1)
    return None, k


def _groups(line: TextLine) -> Iterator[_Group]:
    """The groups of a line; those before a table have one figure each, or none that matter."""
    words: list[tuple[int, int]] = []
    cells: list[Cell] = []
    found = [(m.start(), m.end()) for m in _WORD.finditer(line.text)]
    n = 0
    while n < len(found):
        start, end = found[n]
        text = line.text[start:end]
        if (text[-1] not in ",.;" and is_figure(text) and not is_year(text) and (words or cells)) or (cells and text in _GAPS):
            if _STARTS_GROUP.fullmatch(text) and n + 1 < len(found) and _GROUP.fullmatch(line.text[slice(*found[n + 1])]):
                n += 1
                end = found[n][1]  # "1 692.3"
            cells.append(Cell(line.start + start, line.start + end, line.text[start:end]))
        else:
            if cells:
                yield _Group(words, cells)
                words, cells = [], []
            words.append((line.start + start, line.start + end))
        n += 1
    if cells:
        yield _Group(words, cells)


def _table(text: str, line: TextLine, groups: Sequence[_Group], first: int, last: int) -> Shape | None:
    """The table of groups `first` to `last`, whose headers end somewhere in the first of their labels."""
    before = [span for group in groups[max(0, first - 12) : first] for span in [*group.words, *((c.start, c.end) for c in group.cells)]]
    words = sorted([*before, *groups[first].words])
    below = [grid_label.read(_words(text, group.words)) for group in groups[first + 1 : last]]
    found = _header(text, words, len(groups[first].words), len(groups[first].cells), below)
    if found is None:
        return None
    size, spans = found
    stub, *heads = [Cell(a, b, text[a:b]) for a, b in spans]
    labels = [words[-size:], *(group.words for group in groups[first + 1 : last])]
    rows: list[Line] = []
    for label, group in zip(labels, groups[first:last], strict=True):
        cells = tuple(None if is_empty(cell.text) else cell for cell in group.cells)
        row = filled(Line((Cell(label[0][0], label[-1][1], _words(text, label)),), cells), heads)
        rows += [row] if row is not None else []
    begin = stub.start if stub.text else heads[0].start
    caption = _caption(text, [span for span in words if span[1] <= begin])
    start = caption[0].start if caption else begin
    return Shape(
        start, groups[last - 1].cells[-1].end, "rows", caption, (stub,) if stub.text else (), tuple((h,) for h in heads), tuple(rows)
    )


def _header(
    text: str, words: Sequence[tuple[int, int]], most: int, count: int, below: Sequence[grid_label.Label]
) -> tuple[int, list[tuple[int, int]]] | None:
    """How many of the last words are the first row's label, at most `most`, and the spans of stub and headers before it.

    The label is the one that is most like those below; headers that begin with a stub ("Flows", "Country") are the surest.
    """
    best: tuple[tuple[int, bool, int, int], list[tuple[int, int]]] | None = None
    for size in range(1, min(_LABEL_WORDS, most) + 1):
        at = len(words) - size
        label = grid_label.read(_words(text, words[at:]))
        likeness = sum(bool(label.flows) == bool(b.flows) and bool(label.areas) == bool(b.areas) for b in below)
        for begin in range(at - 1, max(-1, at - _HEADER_WORDS), -1):
            header = _words(text, words[begin:at])
            rank, cut = grid_label.ranked_columns(header, count)
            if cut is None or not all(_heads_figures(header[a:b]) for a, b in cut[1:]):
                continue
            stub = bool(grid_label.read(_words(text, words[begin : begin + 1])).stub)
            key = likeness, stub, -rank, -size
            spans = [(a + words[begin][0], b + words[begin][0]) for a, b in cut]
            if best is None or key > best[0] or (key == best[0] and _longer_date(text, spans, best[1])):
                best = key, spans
            if stub:
                break
    return (-best[0][3], best[1]) if best is not None else None


def _longer_date(text: str, spans: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    """Whether the first of the same headers has more of its date: "December 2021" rather than "2021"."""
    first, other = (grid_label.read(text[slice(*one[1])]) for one in (spans, others))
    alike = first.change == other.change and first.flows == other.flows and first.units == other.units
    return spans[2:] == others[2:] and spans[1][0] < others[1][0] and alike


def _words(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return text[spans[0][0] : spans[-1][1]] if spans else ""


def _heads_figures(text: str) -> bool:
    """Whether words can head a column in running text: a period, a flow, a change, a country or a whole unit, and no word besides."""
    if text.count("(") != text.count(")"):
        return False
    label = grid_label.read(text)
    named = label.flows or label.periods or label.change or label.basis or label.areas or any(unit.codes for unit in label.units)
    return (bool(named) and not label.rest) or grid_label.SHORT_DATE.fullmatch(text) is not None


def _caption(text: str, words: Sequence[tuple[int, int]]) -> tuple[Cell, ...]:
    """The words right before the headers, back to a figure or to the end of a sentence."""
    begin = len(words)
    while begin and len(words) - begin < _CAPTION_WORDS:
        word = text[slice(*words[begin - 1])]
        if word[-1] in ".!?" or is_figure(word) or (any(c.isdigit() for c in word) and not word[0].isalpha()):
            break
        begin -= 1
    if begin == len(words):
        return ()
    return (Cell(words[begin][0], words[-1][1], text[words[begin][0] : words[-1][1]]),)


def beside(text: str, lines: Sequence[TextLine], k: int, floor: int) -> tuple[Shape | None, int]:
    """Lists that stand side by side, a label and a figure of each in a line: "Bananas 55.5 Articles of apparel -20.7"."""
    rows: list[Line] = []
    at = k
    width = 0
    while at < len(lines):
        groups = _side_by_side(lines[at])
        if len(groups) < 2 or (width and len(groups) != width):
            break
        width = len(groups)
        rows += [Line((Cell(g.words[0][0], g.words[-1][1], text[g.words[0][0] : g.words[-1][1]]),), tuple(g.cells)) for g in groups]
        at += 1
    if at - k < 2:
        return None, max(at, k)
    top = k - 1 if k > floor and may_section(lines[k - 1].text) and not lines[k - 1].bar else k  # "Gainers Losers"
    caption = captions(lines, top, floor)
    told = [grid_label.read(cell.text) for cell in caption]
    if not any(label.units or label.change for label in told) or not any(label.flows for label in told):
        return None, at
    head = Cell(lines[k].start, lines[k].start, "")
    return Shape(min(c.start for c in caption), lines[at - 1].end, "list", caption, (), ((head,),), tuple(rows)), at


def _side_by_side(line: TextLine) -> list[_Group]:
    """The groups of a line that is nothing but labels, each with a capital, and one figure behind each."""
    if len(line.text) > _WIDEST or not line.text[-1:].isdigit() or not line.text[0].isupper():
        return []
    groups = list(_groups(line))
    whole = bool(groups) and groups[-1].cells[-1].end == line.end
    fit = all(len(g.cells) == 1 and 0 < len(g.words) <= _LABEL_WORDS and line.text[g.words[0][0] - line.start].isupper() for g in groups)
    return groups if whole and fit else []


def listed(text: str, lines: Sequence[TextLine], k: int, floor: int) -> tuple[Shape | None, int]:
    """Lists in a line each behind a lead with a unit, or below one: "Main partners (US$ million): China 1,210; Brazil 640"."""
    if _LIST.match(lines[k].text) is None:
        return None, k
    above = captions(lines, k, floor)
    first = _list(lines[k], above)
    if first is None:
        return None, k
    found = [first]
    while k + len(found) < len(lines) and (more := _list(lines[k + len(found)], above)) is not None:
        found.append(more)
    lead, heads, rows = first
    if len(found) == 1:
        caption = (*above, lead)
    else:
        caption = above
        rows = [row for lead, _, inner in found for row in (Line((lead,), (None,) * len(heads)), *inner)]
    start = min(cell.start for cell in (*above, first[0]))
    last = max(cell.end for cell in rows[-1].cells if cell is not None)
    return Shape(start, last, "list", caption, (), heads, tuple(rows)), k + len(found)


def _list(line: TextLine, above: Sequence[Cell]) -> tuple[Cell, tuple[tuple[Cell, ...], ...], list[Line]] | None:
    """Lead, headers and rows of a list in a line; None if there is no list of two or no unit for it."""
    lead = _LIST.match(line.text)
    if lead is None:
        return None
    caption = Cell(line.start, line.start + lead.end() - 1, lead[0][:-1])
    label = grid_label.read(caption.text)
    united = [unit for cell in (caption, *above) for unit in grid_label.read(cell.text).units]
    relative = any(unit.codes == ("PCT",) for unit in label.units)
    measured = any(unit.codes and unit.codes != ("PCT",) for unit in united)
    if not (measured or label.change) or not (label.flows or label.stub) or _tells(caption.text):
        return None
    heads, size = _heads_of(caption)
    rows: list[Line] = []
    at = lead.end()
    while (entry := _ENTRY.match(line.text, at)) is not None:
        cells, end = _figures(line, entry.end(), size)
        ends = _ENTRY_ENDS.match(line.text, end)
        percent = relative or any(cell is not None and cell.text[-1] == "%" for cell in cells[:1])
        if not cells or ends is None or _tells(entry[1]) or not (label.change if percent else measured):
            break
        rows.append(Line((Cell(line.start + entry.start(1), line.start + entry.end(1), entry[1]),), cells))
        at = ends.end()
        if "." in ends[0]:
            break
    return (caption, heads, rows) if len(rows) > 1 else None


def _tells(text: str) -> bool:
    """Whether words are part of a sentence: "exports fell in May", "China was down for"."""
    words = text.lower().split()
    return any(word in word_set(name) for word in words for name in _VERBS) or words[-1] in _OPEN


_VERBS = ("past", "be", "reached", "plain_verbs")
_OPEN = frozenset(("for", "by", "up", "down", "with", "at", "to", "in", "of", "from", "only", "about", "another"))


def _heads_of(caption: Cell) -> tuple[tuple[tuple[Cell, ...], ...], int]:
    """The headers of a list's columns and how many figures an entry has: two for "(exports / imports, million dollars)"."""
    pair = pattern(r"\(([^\W\d_]+) ?/ ?([^\W\d_]+)[,)]").search(caption.text)
    parts = [Cell(caption.start + pair.start(n), caption.start + pair.end(n), pair[n]) for n in (1, 2)] if pair else []
    if parts and all(grid_label.read(cell.text).flows for cell in parts):
        return tuple((cell,) for cell in parts), 2
    empty = Cell(caption.start, caption.start, "")
    return ((empty,), (empty,)), 1


def _figures(line: TextLine, at: int, size: int) -> tuple[tuple[Cell | None, ...], int]:
    """The figures of an entry: one and a signed percent in brackets, or two with a slash; and where they end."""
    first = _BARE.match(line.text, at)
    if first is None or is_year(first[0]):
        return (), at
    cells = [Cell(line.start + first.start(), line.start + first.end(), first[0])]
    end = first.end()
    if size == 2:
        second = pattern(r" ?/ ?").match(line.text, end)
        other = _BARE.match(line.text, second.end()) if second else None
        if other is None:
            return (), at
        return (cells[0], Cell(line.start + other.start(), line.start + other.end(), other[0])), other.end()
    signed = _SIGNED.match(line.text, end)
    if signed is None:
        return (cells[0], None), end
    return (cells[0], Cell(line.start + signed.start(1), line.start + signed.end(1), signed[1])), signed.end()
