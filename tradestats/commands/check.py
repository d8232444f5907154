"""`tradestats check`: do the figures fit together?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

import typer

from tradestats.check import CHECKS, CONTRADICTION, NOT_COMPARABLE, OK, Finding, Releases, check_article, last_digit, outward, place
from tradestats.clean import name
from tradestats.console import (
    CONTRADICTED,
    FAILED,
    EncodingOption,
    Format,
    InputFormatOption,
    JobsOption,
    OutputOption,
    Paths,
    PublishedOption,
    QuietOption,
    ReporterOption,
    RulesOption,
    SaveTextOption,
    Target,
    Work,
    clean_line,
    count,
    format_of,
    options_of,
    refuse_inputs,
    say,
    sources_of,
    usage,
)


def check(
    paths: Paths = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="CHECK", show_default=False, help=f"This check only: {', '.join(CHECKS)}. May be repeated."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", "-a", help="Also list what is right and what cannot be compared.")] = False,
    form: Annotated[
        Format | None,
        typer.Option("--format", "-f", show_default=False, help="A table of the findings instead of the report; or by the ending of -o."),
    ] = None,
    output: OutputOption = None,
    published: PublishedOption = None,
    reporter: ReporterOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    rules: RulesOption = None,
    save_text: SaveTextOption = None,
    jobs: JobsOption = 1,
    quiet: QuietOption = False,
) -> None:
    """Check that the figures of articles fit together.

    It is arithmetic within their rounding: exports less imports are the balance, a level and the one before it give the growth,
    a share of the whole is the part, no part is more than its whole, and no figure is told in two ways, in one article or in
    several. The exit code is 3 if something contradicts something else.
    """
    wanted = tuple(only or CHECKS)
    for each in wanted:
        if each not in CHECKS:
            usage(f"no check {each!r}; one of {', '.join(CHECKS)}")
    sources = sources_of(paths, "check")
    options = options_of(input_format, published, reporter, encoding, rules, save_text)
    report = form is None and (output is None or output.endswith(".txt"))
    if output:
        refuse_inputs(sources, output)
    target = Target("table" if report else format_of(form, output), output, "checks")
    work = Work(sources, options, jobs, quiet, target, output)
    tally: Counter[str] = Counter()

    def shown() -> Iterator[list[Finding]]:
        for batch in _findings(work, "release" in wanted):
            kept = [f for f in batch if f.check in wanted]
            tally.update(f.verdict for f in kept)
            yield [f for f in kept if every or f.verdict == CONTRADICTION]

    if report:
        work.write_text(_block(f) for batch in shown() for f in batch)
    else:
        work.write([f.row() for f in batch] for batch in shown())
    if not quiet:
        say(f"{count(work.articles, 'article')}, {count(tally.total(), 'check')}: " + ", ".join(_counted(tally)))
    if tally[CONTRADICTION]:
        raise typer.Exit(CONTRADICTED)
    if work.failures:
        raise typer.Exit(FAILED)


def _counted(tally: Counter[str]) -> tuple[str, ...]:
    return f"{tally[OK]:,} ok", count(tally[CONTRADICTION], CONTRADICTION), f"{tally[NOT_COMPARABLE]:,} {NOT_COMPARABLE}"


def _findings(work: Work, across: bool) -> Iterator[list[Finding]]:
    """The findings of each article, and then, if asked for, those between articles."""
    releases = Releases()
    for rows in work.observations():
        if across:
            releases.add(rows)
        yield check_article(rows)
    yield list(releases.findings())


def _block(f: Finding) -> str:
    """A finding for the eye: what is compared, what it would have to be, and every figure with its quote and place."""
    c = f.claim
    about = " ".join(part for part in (c.reporter, c.flow, c.partner, c.product, c.period, c.measure, c.statistic) if part)
    lines = [f"{f.verdict}: {f.check}: {about}", f"  {f.reason}"]
    if f.expected is not None:
        low, high = (None if end is None else f"{end:,f}" for end in outward(f.expected, last_digit(c)))
        limits = f"{low} to {high}" if low and high else f"{low} or more" if low else f"{high} or less"
        lines.append(f"  stated {c.value:,f} {c.unit}, by the others {limits}")
    for o in (c, *f.others):
        lines.append(f'    {name(place(o))}: {o.measure} of {o.flow} {o.partner} {o.product} {o.period}: "{o.text}"')
    return "".join(clean_line(line) + "\n" for line in lines) + "\n"
