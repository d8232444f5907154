"""`tradestats show`: an article as it was read, at the terminal or as a web page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tradestats.clean import name
from tradestats.console import (
    FAILED,
    Color,
    ColorOption,
    EncodingOption,
    InputFormatOption,
    Paths,
    PublishedOption,
    QuietOption,
    ReporterOption,
    RulesOption,
    SaveTextOption,
    Target,
    complain,
    count,
    is_terminal,
    on_stop,
    options_of,
    plain,
    refuse_inputs,
    say,
    sources_of,
    usage,
    width,
)
from tradestats.errors import InputError
from tradestats.model import Extraction

if TYPE_CHECKING:
    from tradestats.record import Options


def show(
    paths: Paths = None,
    rows: Annotated[bool, typer.Option("--rows", "-r", help="Below each article, the rows that were made of it.")] = False,
    html: Annotated[
        str | None,
        typer.Option("--html", metavar="OUT.html", show_default=False, help="Write one web page that needs nothing else; it has the rows."),
    ] = None,
    published: PublishedOption = None,
    reporter: ReporterOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    rules: RulesOption = None,
    save_text: SaveTextOption = None,
    color: ColorOption = Color.auto,
    quiet: QuietOption = False,
) -> None:
    """Show articles with what was recognised in them.

    At a terminal mentions are coloured by kind, and bold where they gave a row. Without colour each stands in brackets with its kind.
    """
    from tradestats.write import STDOUT

    if html == "":
        usage("the name of the output is empty")
    sources = sources_of(paths, "show")
    options = options_of(input_format, published, reporter, encoding, rules, save_text)
    if html:
        refuse_inputs(sources, html)
    work = _Reading()
    target = Target("table", html or STDOUT, "observations")
    on_stop.append(target.abort)
    try:
        identity = target.identity()
        read = work.extractions(sources, options, [identity] if identity else [])
        if html:
            from tradestats.page import page

            target.write_text(page(", ".join(sources) if sources != ["-"] else "standard input", read), _nothing)
        else:
            target.write_text(_shown(read, rows, color), _nothing)
        if work.articles or not work.failures:
            target.commit()
    finally:
        target.abort()  # does nothing once committed
        on_stop.clear()
    if html and not quiet and (work.articles or not work.failures):
        say(f"{count(work.articles, 'article')}, {count(work.rows, 'row')}; written to {name(html)}")
    if work.failures:
        raise typer.Exit(FAILED)


def _nothing() -> None:
    pass


class _Reading:
    """Articles one after another, with everything that was read from each; what cannot be read is said and counted."""

    def __init__(self) -> None:
        self.articles = self.rows = self.failures = 0

    def extractions(self, sources: list[str], options: Options, refuse: list[tuple[int, int]]) -> Iterator[Extraction]:
        from tradestats.extract import extract_article
        from tradestats.read import items
        from tradestats.run import fault

        for item in items(sources, options, refuse=refuse):
            if isinstance(item, InputError):
                self._failed(item)
                continue
            try:
                extraction = extract_article(item)
            except Exception as error:  # one article must not end the run
                self._failed(fault(item, error))
                continue
            self.articles += 1
            self.rows += len(extraction.observations)
            yield extraction

    def _failed(self, error: InputError) -> None:
        self.failures += 1
        complain(error)


def _shown(extractions: Iterator[Extraction], rows: bool, color: Color) -> Iterator[str]:
    from tradestats.console import pieces
    from tradestats.render import article

    terminal = is_terminal(1)
    colored = color is Color.always or (color is Color.auto and terminal and not plain())
    for n, extraction in enumerate(extractions):
        yield ("\n" if n else "") + article(extraction, width() if terminal else None, colored)
        if rows:
            yield "\n"
            yield from pieces([extraction.observations], "observations", "table", color=color)
