"""`tradestats chart`: figures as bars, at the terminal or as a picture."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from importlib.util import find_spec
from typing import Annotated

import typer

from tradestats.chart import Chart, choose
from tradestats.console import (
    FAILED,
    Color,
    ColorOption,
    EncodingOption,
    InputFormatOption,
    JobsOption,
    Paths,
    PublishedOption,
    QuietOption,
    ReporterOption,
    RulesOption,
    Target,
    WhereOption,
    Work,
    asked_for,
    count,
    is_terminal,
    options_of,
    plain,
    refuse_inputs,
    say,
    sources_of,
    usage,
    width,
)
from tradestats.errors import OutputError
from tradestats.query import keep
from tradestats.series import Vintages

PICTURES = {".png": "png", ".svg": "svg"}


class By(StrEnum):
    """What the bars are of."""

    product = "product"
    partner = "partner"
    period = "period"


class Drawn(StrEnum):
    """What the bars are as long as."""

    value = "value"
    growth = "growth"


def chart(
    paths: Paths = None,
    by: Annotated[By, typer.Option("--by", "-b", help="A bar for each of these.")] = By.product,
    measure: Annotated[Drawn, typer.Option("--measure", "-m", help="How long a bar is.")] = Drawn.value,
    where: WhereOption = None,
    bars: Annotated[int, typer.Option("--bars", metavar="N", min=1, help="At most so many: the largest, or the latest periods.")] = 20,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE.png|svg", show_default=False, help="Draw a picture instead of bars at the terminal."),
    ] = None,
    published: PublishedOption = None,
    reporter: ReporterOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    rules: RulesOption = None,
    jobs: JobsOption = 1,
    color: ColorOption = Color.auto,
    quiet: QuietOption = False,
) -> None:
    """Draw figures as bars.

    All bars of a chart are of one kind: one reporter, flow, unit and comparison, and one period or periods of one length. Of
    several kinds the one with the most figures is drawn; --where chooses another, by the columns of the table series.
    """
    _, conditions = asked_for("series", None, where)
    sources = sources_of(paths, "chart")
    options = options_of(input_format, published, reporter, encoding, rules)
    form = _picture(output)
    if output:
        refuse_inputs(sources, output)
    work = Work(sources, options, jobs, quiet, Target("table", output, "series"), output)
    drawn: list[Chart] = []

    def made() -> Iterator[str | bytes]:
        vintages = Vintages()
        for observations in work.observations():
            vintages.add(observations)
        found = choose(keep(vintages.rows(), conditions), by.value, measure.value, bars)
        if found is None:
            raise OutputError(
                f"nothing to draw: {count(work.articles, 'article')}, and no {measure.value} by {by.value} for which the conditions hold"
            )
        drawn.append(found)
        yield _shown(found, form, color)

    work.write_text(made())
    if not quiet and drawn:
        say(", ".join([count(work.articles, "article"), count(len(drawn[0].bars), "bar"), *_left_out(drawn[0])]))
    if work.failures:
        raise typer.Exit(FAILED)


def _picture(output: str | None) -> str:
    """The format of the picture, empty if bars at the terminal are wanted."""
    if output is None:
        return ""
    ending = os.path.splitext(output)[1].lower()
    if ending not in PICTURES:
        usage(f"the ending of {output!r} names no picture: give {' or '.join(PICTURES)}")
    if find_spec("matplotlib") is None:
        raise OutputError(f"{PICTURES[ending]} needs matplotlib, which is not installed: pip install 'tradestats[chart]'")
    return PICTURES[ending]


def _shown(found: Chart, form: str, color: Color) -> str | bytes:
    from tradestats.render import bars, compact

    if not form:
        terminal = is_terminal(1)
        colored = color is Color.always or (color is Color.auto and terminal and not plain())
        return bars(found, width() if terminal else None, colored)
    from tradestats.outputs.pictures import draw

    return draw(found, form, partial(compact, unit=found.unit, signed=found.signed))


def _left_out(found: Chart) -> Iterator[str]:
    if found.others:
        yield f"{count(found.others, 'figure')} of other kinds left out (--where chooses)"
    if found.wholes:
        yield f"{count(found.wholes, 'whole')} not drawn beside the parts"
    if found.smaller:
        yield f"{count(found.smaller, 'figure')} left out for want of room (--bars)"
