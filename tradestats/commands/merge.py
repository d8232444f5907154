"""`tradestats merge`: the figures of many releases as one table of series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from tradestats.console import (
    FAILED,
    ColumnsOption,
    EncodingOption,
    FormatOption,
    InputFormatOption,
    JobsOption,
    OutputOption,
    Paths,
    PublishedOption,
    QuietOption,
    RawOption,
    ReporterOption,
    RulesOption,
    Target,
    WhereOption,
    Work,
    asked_for,
    count,
    format_of,
    options_of,
    refuse_inputs,
    say,
    sources_of,
    usage,
)
from tradestats.errors import QueryError
from tradestats.query import keep, parse_published
from tradestats.series import IDENTITY, Vintages, pivot

_DOWN = frozenset((*IDENTITY, "obs_status", "vintage"))


class Vintage(StrEnum):
    """Which release of a figure counts."""

    latest = "latest"
    first = "first"
    all = "all"


def merge(
    paths: Paths = None,
    vintage: Annotated[
        Vintage, typer.Option("--vintage", help="Of a figure told in several releases: the latest, the first, or all of them.")
    ] = Vintage.latest,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", show_default=False, help="Only what was published by this day: what was known then."),
    ] = None,
    wide: Annotated[bool, typer.Option("--wide", "-w", help="Series down, periods across.")] = False,
    form: FormatOption = None,
    output: OutputOption = None,
    published: PublishedOption = None,
    reporter: ReporterOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    rules: RulesOption = None,
    columns: ColumnsOption = None,
    where: WhereOption = None,
    raw_text: RawOption = False,
    jobs: JobsOption = 1,
    quiet: QuietOption = False,
) -> None:
    """Put the figures of many releases into one table.

    Each row is a figure of a series in a period, with the date of the release it is from in `vintage`. The same article read
    twice counts once.
    """
    chosen, conditions = asked_for("series", columns, where)
    try:
        known = str(parse_published(as_of)) if as_of else ""
    except QueryError as error:
        usage(str(error))
    if wide and chosen:
        usage("--columns and --wide do not go together: a wide table has one column for each period")
    sources = sources_of(paths, "merge")
    options = options_of(input_format, published, reporter, encoding, rules)
    written = format_of(form, output)
    if output:
        refuse_inputs(sources, output)
    target = Target(written, output, "series", chosen, raw_text, shaped=not wide)
    work = Work(sources, options, jobs, quiet, target, output)
    vintages = Vintages(known)
    counted = 0

    def rows() -> Iterator[Sequence[object]]:
        nonlocal counted
        for observations in work.observations():
            vintages.add(observations)
        found = keep(vintages.rows(vintage.value), conditions)
        counted = len(found)
        if not wide:
            yield found
            return
        across, lines = pivot(found, vintage is Vintage.all)
        target.shape({column: "code" if column in _DOWN else "number" for column in across})
        yield lines

    work.write(rows())
    if not quiet:
        say(", ".join([count(work.articles, "article"), count(counted, "figure"), *_left_out(vintages)]))
    if work.failures:
        raise typer.Exit(FAILED)


def _left_out(vintages: Vintages) -> Iterator[str]:
    if vintages.too_late:
        yield f"{count(vintages.too_late, 'article')} published later or nobody knows when"
    if vintages.incomplete:
        yield f"{count(vintages.incomplete, 'number')} without reporter or period left out"
    if vintages.conflicts:
        yield f"{count(vintages.conflicts, 'figure')} told in two ways in one article: the first counts"
