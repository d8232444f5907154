"""`tradestats diff`: what became of the figures from one release to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
    PublishedOption,
    QuietOption,
    RawOption,
    ReporterOption,
    RulesOption,
    Target,
    WhereOption,
    Work,
    asked_for,
    format_of,
    options_of,
    refuse_inputs,
    say,
)
from tradestats.query import keep
from tradestats.series import Vintages, differences

OUTCOMES = ("added", "removed", "revised", "same")


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", show_default=False, help="A file, folder or pattern: the releases before.")],
    new: Annotated[str, typer.Argument(metavar="NEW", show_default=False, help="A file, folder or pattern: the releases after.")],
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
    """Compare the figures of two releases.

    Each row is a figure: added, removed, revised, or the same within its rounding; with the old value, the new one and the
    difference. Of several releases on one side the latest counts.
    """
    chosen, conditions = asked_for("differences", columns, where)
    options = options_of(input_format, published, reporter, encoding, rules)
    written = format_of(form, output)
    if output:
        refuse_inputs([old, new], output)
    work = Work([old], options, jobs, quiet, Target(written, output, "differences", chosen, raw_text), output)
    tally: Counter[str] = Counter()

    def rows() -> Iterator[list[object]]:
        before, after = Vintages(), Vintages()
        for observations in work.observations():
            before.add(observations)
        for observations in work.observations([new]):
            after.add(observations)
        found = list(differences(before.rows(), after.rows()))
        tally.update(row.outcome for row in found)
        yield keep(found, conditions)

    work.write(rows())
    if not quiet:
        say(", ".join(f"{tally[outcome]:,} {outcome}" for outcome in OUTCOMES))
    if work.failures:
        raise typer.Exit(FAILED)
