"""The table for a terminal: what matters first, numbers short and to the right, whole columns left out before any number is cut.

The only module that imports rich. Texts never meet rich's markup: they are cleaned and passed as `Text`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import islice
from typing import Any

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tradestats.chart import Chart
from tradestats.clean import clean
from tradestats.marks import KINDS, Mark, marks
from tradestats.marks import pieces as cut_at
from tradestats.model import Extraction
from tradestats.query import pick_columns
from tradestats.write import Batches, number

_BLOCK = 500  # rows of one table: a stream that never ends is shown as it comes, in flat memory
_GAP = 2
_MINUS = "\u2212"
_SCALES = ((12, "tn"), (9, "bn"), (6, "m"))
_SYMBOLS = {"USD": "$", "EUR": "\u20ac", "GBP": "\u00a3", "JPY": "\u00a5", "KRW": "\u20a9", "INR": "\u20b9"}
_LONG = {
    "product": (14, 40),
    "title": (16, 60),
    "sentence": (24, 100),
    "text": (10, 40),
    "product_text": (8, 24),
    "source": (10, 40),
    "rule": (8, 30),
}
"""Texts that may be shortened: the least and the most cells they get. All other columns are shown whole or not at all."""

_ORDER = {
    "figures": "flow partner product period value growth share rank change statistic obs_status reporter title article source",
    "observations": "flow partner product period measure value basis statistic obs_status text reporter title article source",
    "mentions": "kind text norm value start end article source",
    "series": "reporter flow partner product statistic adjustment measure basis period value vintage obs_status source",
    "differences": "outcome reporter flow partner product statistic adjustment measure basis period old new difference",
}
_USUAL = {"statistic": "value", "obs_status": "A"}
"""Columns that are shown only if some row has something else in them."""


def compact(value: Decimal | None, unit: str = "", signed: bool = False) -> str:
    """A number for the eye: `$133.0 bn`, `51.8 bn CHF`, `+6.6 %`, `1,250 t`. Rounded; the other formats are exact."""
    if value is None or not value.is_finite():
        return ""
    sign = _MINUS if value < 0 else "+" if signed and value > 0 else ""
    if unit == "RANK":
        return f"#{number(value)}"
    if unit in ("PCT", "PP"):
        return f"{sign}{number(value.copy_abs())} {'%' if unit == 'PCT' else 'pp'}"
    digits, scale = _scaled(value.copy_abs())
    if unit in _SYMBOLS:
        return f"{sign}{_SYMBOLS[unit]}{digits}{scale and ' ' + scale}"
    return " ".join(part for part in (sign + digits, scale, unit) if part)


def _scaled(value: Decimal) -> tuple[str, str]:
    """Digits and scale: up to three digits before the point and as many decimals as are needed for four, `133.0` and `bn`."""
    exponent = value.adjusted()
    if exponent >= 18 or not value:
        return (f"{value:.3E}".replace("E+", "e") if value else "0"), ""
    for power, name in _SCALES:
        if exponent >= power:
            scaled = value.scaleb(-power)
            return f"{scaled:,.{1 if exponent - power >= 1 else 2}f}", name
    plain = number(value)
    whole, _, rest = plain.partition(".")
    return f"{int(whole):,}" + (f".{rest[:4]}" if rest else ""), ""


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    show: Callable[[Any], str]
    right: bool = False
    signed: bool = False  # coloured by its sign


def _plain(name: str) -> _Column:
    return _Column(name, lambda row: str(getattr(row, name)))


def _figure_value(row: Any) -> str:
    """The level; a daily average says so, or it would be read as the month's."""
    text = compact(row.value, row.unit)
    return f"{text}/day" if text and row.statistic == "daily_average" else text


def _figure_columns(names: Sequence[str]) -> list[_Column]:
    special = {
        "value": _Column("value", _figure_value, right=True),
        "growth": _Column("growth", lambda r: _with_basis(compact(r.growth_pct, "PCT", signed=True), r.growth_basis), True, True),
        "change": _Column("change", lambda r: _with_basis(compact(r.change, r.unit, signed=True), r.change_basis), True, True),
        "share": _Column("share", lambda r: compact(r.share_pct, "PCT"), right=True),
        "rank": _Column("rank", lambda r: compact(r.rank, "RANK"), right=True),
    }
    return [special.get(name) or _plain(name) for name in names]


def _with_basis(text: str, basis: str) -> str:
    return f"{text} {basis}" if text and basis not in ("", "yoy") else text


def _observation_columns(names: Sequence[str]) -> list[_Column]:
    bounds = {"=": "", "~": "\u2248", ">": ">", "<": "<"}

    def shown(r: Any) -> str:
        signed = r.measure in ("growth", "change", "share_change", "contribution")
        return bounds.get(r.bound, "") + compact(r.value, r.unit, signed)

    value = _Column("value", shown, right=True)
    return [value if name == "value" else _plain(name) for name in names]


def _mention_columns(names: Sequence[str]) -> list[_Column]:
    value = _Column("value", lambda r: compact(r.value, r.unit), right=True)
    numbers = {name: _Column(name, lambda r, n=name: str(getattr(r, n)), right=True) for name in ("start", "end")}  # type: ignore[misc]
    return [value if name == "value" else numbers.get(name) or _plain(name) for name in names]


def _difference_columns(names: Sequence[str]) -> list[_Column]:
    def column(name: str) -> _Column:
        signed = name == "difference"
        return _Column(name, lambda r: compact(getattr(r, name), "PP" if signed and r.unit == "PCT" else r.unit, signed), True, signed)

    return [column(name) if name in ("old", "new", "difference") else _plain(name) for name in names]


_MAKERS = {
    "figures": _figure_columns,
    "observations": _observation_columns,
    "mentions": _mention_columns,
    "series": _observation_columns,
    "differences": _difference_columns,
}


def _asked(columns: Sequence[str], numeric: frozenset[str]) -> list[_Column]:
    """Columns the user named: all of them exact, nothing made short."""

    def show(row: Any, name: str) -> str:
        cell = getattr(row, name)
        return cell if isinstance(cell, str) else number(cell)

    return [_Column(name, lambda row, n=name: show(row, n), name in numeric) for name in columns]  # type: ignore[misc]


def _worth_showing(name: str, cells: Sequence[str]) -> bool:
    """A default column that tells the rows apart: not empty, and not the same usual thing all the way down."""
    if not any(cells):
        return False
    if name in _USUAL:
        return any(cell != _USUAL[name] for cell in cells)
    return name not in ("source", "article", "reporter") or len(set(cells)) > 1


def _fit(names: Sequence[str], natural: Sequence[int], width: int | None) -> list[int]:
    """The width of each column that is shown, from the left: a text is shortened to its least, then columns are left out."""
    most = [min(w, _LONG[n][1]) if n in _LONG else w for n, w in zip(names, natural, strict=True)]
    if width is None:
        return most
    least = [min(w, _LONG[n][0]) if n in _LONG else w for n, w in zip(names, most, strict=True)]
    count = 0
    used = -_GAP
    for w in least:
        if used + _GAP + w > width and count:
            break
        used += _GAP + w
        count += 1
    widths = least[:count]
    spare = width - used
    for i in range(count):  # what is left over goes to the texts, from the left
        extra = max(0, min(spare, most[i] - widths[i]))
        widths[i] += extra
        spare -= extra
    if widths:
        widths[0] = min(widths[0], width)
    return widths


def _style(column: _Column, cell: str) -> str:
    if not column.signed or not cell:
        return ""
    return "red" if cell.startswith(_MINUS) else "green"


def _table(rows: Sequence[object], columns: Sequence[_Column], chosen: bool, width: int | None, color: bool) -> str:
    """One table of these rows. Every cell is one clean line; widths are settled here, so rich has nothing to cut."""
    cells = [[_cut(clean(c.show(row)).strip(), _LONG[c.name][1] if c.name in _LONG else None) for row in rows] for c in columns]
    shown = [i for i, c in enumerate(columns) if chosen or not rows or _worth_showing(c.name, cells[i])]
    names = [columns[i].name for i in shown]
    natural = [max(cell_len(n), *map(cell_len, cells[i]), 1) for n, i in zip(names, shown, strict=True)]
    widths = _fit(names, natural, width)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for i, w in zip(shown, widths, strict=False):
        table.add_column(Text(_cut(columns[i].name, w)), width=w, no_wrap=True, justify="right" if columns[i].right else "left")
    for at in range(len(rows)):
        table.add_row(*(Text(_cut(cells[i][at], w), style=_style(columns[i], cells[i][at])) for i, w in zip(shown, widths, strict=False)))
    out = io.StringIO()
    console = _console(out, sum(widths) + _GAP * len(widths) + 2, color)
    console.print(table)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _console(out: io.StringIO, width: int, color: bool) -> Console:
    return Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )


def _cut(cell: str, width: int | None) -> str:
    if width is None or cell_len(cell) <= width:
        return cell
    return set_cell_size(cell, width - 1).rstrip() + "\u2026" if width > 1 else "\u2026"


def tables(
    batches: Batches, table: str, *, columns: Sequence[str] | None, numeric: frozenset[str], width: int | None, color: bool
) -> Iterator[str]:
    """Rows to terminal tables, some hundred rows each. `width` is the terminal's, None for a pipe, where nothing is left out.

    `columns` are those the user asked for; without them the table shows the ones that matter, in its own order.
    """
    if columns is None and table not in _MAKERS:
        columns = pick_columns(table, None)
    layout = _asked(columns, numeric) if columns else _MAKERS[table](_ORDER[table].split())
    rows: Iterable[object] = (row for batch in batches for row in batch)
    stream = iter(rows)
    first = True
    while True:
        block = list(islice(stream, _BLOCK))
        if block or first:
            yield ("" if first else "\n") + (_table(block, layout, columns is not None, width, color) if block else "no rows\n")
        first = False
        if len(block) < _BLOCK:
            return


# ------------------------------------------------------------------ an article with its mentions

_COLORS = dict(zip(KINDS, ("green", "cyan", "blue", "magenta", "yellow", "bright_blue", "red", "bright_red"), strict=True))
_LINE_END = re.compile(r"\r\n?|\n|\u2028|\u2029")


def article(extraction: Extraction, width: int | None, color: bool) -> str:
    """An article for the terminal: mentions coloured by kind, bold where they gave a row; without colour in brackets with the kind.

    `width` is the terminal's; None breaks no line that the article does not break.
    """
    read = extraction.article
    about = (read.source, f"article {read.number}", read.section, str(read.published or ""), read.reporter)
    text = Text(clean(read.title) + "\n" if read.title else "", style="bold", end="")
    shown = Text(", ".join(clean(each) for each in about if each) + "\n\n", style="dim", end="")
    body = Text(end="")
    for piece, mark in cut_at(read.text, marks(extraction)):
        if mark is None:
            body.append("\n".join(map(clean, _LINE_END.split(piece))))
        else:
            body.append(clean(piece) if color else f"[{mark.kind}: {clean(piece)}]", style=_mark_style(mark))
    body.rstrip()
    if color:
        body.append("\n\n")
        for kind in KINDS:
            body.append(kind, style=_COLORS[kind]).append(" ")
        body.append("bold: gave a row", style="bold")
    out = io.StringIO()
    console = _console(out, width or 80, color)
    for each in (text, shown, body):
        console.print(each, soft_wrap=width is None, end="")
    return "".join(line.rstrip() + "\n" for line in out.getvalue().split("\n")).rstrip("\n") + "\n"


def _mark_style(mark: Mark) -> str:
    return f"bold {_COLORS[mark.kind]}" if mark.rows else _COLORS[mark.kind]


# ------------------------------------------------------------------ bars

_FULL = "\u2588"
_PARTS = " \u258f\u258e\u258d\u258c\u258b\u258a\u2589"  # eighths of a cell, from the left
_HALF_RIGHT = "\u2590"
_LABEL_SHARE, _LEAST_BAR, _PIPE = 3, 10, 80  # a label gets a third of the width at most


def bars(chart: Chart, width: int | None, color: bool) -> str:
    """A chart for the terminal: title, a line for each bar with label, bar and number, and the source. Falls go to the left of a line."""
    room = width or _PIPE
    numbers = [compact(bar.value, chart.unit, chart.signed) for bar in chart.bars]
    labels = [_cut(bar.label, max(room // _LABEL_SHARE, 4)) for bar in chart.bars]
    label, digits = max(map(cell_len, labels)), max(map(cell_len, numbers))
    ends = [Decimal(0), *(bar.value for bar in chart.bars)]
    low, high = min(ends), max(ends)
    cells = max(room - label - digits - 2 * _GAP, _LEAST_BAR)
    unit = (high - low) / (cells - (low < 0)) or Decimal(1)  # a cell of its own for what the line takes from both sides
    left = int((-low / unit).to_integral_value(ROUND_CEILING))
    out = io.StringIO()
    console = _console(out, max(room, label + digits + cells + 2 * _GAP), color)
    console.print(Text(clean(chart.title), style="bold"))
    for bar, name, digit in zip(chart.bars, labels, numbers, strict=True):
        line = Text(set_cell_size(name, label) + " " * _GAP)
        line.append(_bar(bar.value / unit, left, cells), style="red" if bar.value < 0 else "cyan")
        line.append(" " * (_GAP + digits - cell_len(digit)) + digit)
        console.print(line, no_wrap=True, crop=True)
    console.print(Text(clean(chart.source), style="dim"))
    return "".join(row.rstrip() + "\n" for row in out.getvalue().splitlines())


def _bar(length: Decimal, left: int, cells: int) -> str:
    """A bar of so many cells, to the right or the left of the line at `left`. What is not nothing is seen."""
    if length < 0:
        halves = max(int((-2 * length).to_integral_value()), 1)
        return ((_HALF_RIGHT if halves % 2 else "") + _FULL * (halves // 2)).rjust(left).ljust(cells)
    eighths = max(int((8 * length).to_integral_value()), 1 if length else 0)
    return (" " * left + _FULL * (eighths // 8) + _PARTS[eighths % 8].strip()).ljust(cells)
