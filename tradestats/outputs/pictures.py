"""A chart as a picture: PNG or SVG, the same bytes for the same figures. The only module that imports matplotlib."""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from tradestats.chart import Chart

_UP, _DOWN, _GREY = "#2b6cb0", "#c05621", "#606060"
_SETTINGS = {
    "font.family": ["DejaVu Sans"],  # comes with the library
    "svg.hashsalt": "tradestats",
    "svg.fonttype": "none",  # text that can be searched and read aloud
    "text.parse_math": False,  # "$5 billion" is no formula
    "text.usetex": False,
}
_LABEL, _TITLE = 34, 70  # characters
_UPRIGHT = 6  # labels side by side for which there is room
_DOTS = 150  # for an inch


def draw(chart: Chart, form: str, number: Callable[[Decimal], str]) -> bytes:
    """The picture, with numbers as `number` writes them.

    Bars lie, so that labels can be read; those of periods stand, as time goes to the right.
    """
    settings: Any = {**matplotlib.rcParamsDefault, **_SETTINGS}  # whatever the user has set for other pictures
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # letters that no font has are drawn as boxes
        figure = _standing(chart, number) if chart.by == "period" else _lying(chart, number)
        figure.suptitle(textwrap.fill(chart.title, _TITLE), x=0.01, ha="left", fontsize=12, fontweight="bold")
        figure.supxlabel(textwrap.fill(chart.source, 110), x=0.01, ha="left", fontsize=8, color=_GREY)
        out = io.BytesIO()
        figure.savefig(out, format=form, dpi=_DOTS, metadata={"Date": None} if form == "svg" else {"Software": None})
    return out.getvalue()


def _lying(chart: Chart, number: Callable[[Decimal], str]) -> Figure:
    figure = Figure(figsize=(8, 1.6 + 0.32 * len(chart.bars)), layout="constrained")
    axes = figure.subplots()
    labels = [textwrap.shorten(bar.label, _LABEL, placeholder="…") for bar in chart.bars]
    drawn = axes.barh(range(len(labels)), [float(bar.value) for bar in chart.bars], color=_colors(chart), height=0.7)
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.axvline(0, color=_GREY, linewidth=0.8)
    axes.bar_label(drawn, [number(bar.value) for bar in chart.bars], padding=3, fontsize=8)
    axes.margins(x=0.15, y=0.02)
    axes.xaxis.set_major_formatter(_formatter(number))
    axes.set_xlabel(_unit(chart), fontsize=9, color=_GREY)
    axes.spines[["top", "right", "left"]].set_visible(False)
    return figure


def _standing(chart: Chart, number: Callable[[Decimal], str]) -> Figure:
    figure = Figure(figsize=(max(6.0, min(1.5 + 0.6 * len(chart.bars), 16)), 4.5), layout="constrained")
    axes = figure.subplots()
    places = range(len(chart.bars))
    drawn = axes.bar(places, [float(bar.value) for bar in chart.bars], color=_colors(chart), width=0.7)
    slanted = len(chart.bars) > _UPRIGHT
    axes.set_xticks(places, [bar.label for bar in chart.bars], rotation=45 if slanted else 0, ha="right" if slanted else "center")
    axes.axhline(0, color=_GREY, linewidth=0.8)
    axes.bar_label(drawn, [number(bar.value) for bar in chart.bars], padding=3, fontsize=8)
    axes.margins(x=0.02 if len(chart.bars) > 2 else 0.5, y=0.15)
    axes.yaxis.set_major_formatter(_formatter(number))
    axes.set_ylabel(_unit(chart), fontsize=9, color=_GREY)
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def _colors(chart: Chart) -> list[str]:
    return [_DOWN if bar.value < 0 else _UP for bar in chart.bars]


def _formatter(number: Callable[[Decimal], str]) -> FuncFormatter:
    return FuncFormatter(lambda value, _: number(Decimal(f"{value:.6g}")))


def _unit(chart: Chart) -> str:
    return {"PCT": "percent", "PP": "percentage points"}.get(chart.unit, chart.unit)
