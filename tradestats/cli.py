"""The command line. Data goes to standard output and nowhere else; messages, progress and the summary go to standard error.

Exit codes: 0 done (also when nothing was found), 1 some input failed or the output could not be written, 2 wrong usage,
130, 143 and 129 after SIGINT, SIGTERM and SIGHUP, 141 when the reader of the output went away.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from tradestats import __version__
from tradestats.clean import clean, name
from tradestats.console import (
    FAILED,
    PIPE_CLOSED,
    USAGE,
    WITH_FIGURES,
    AnyTable,
    Color,
    ColorOption,
    ColumnsOption,
    EncodingOption,
    FormatOption,
    InputFormatOption,
    JobsOption,
    OutputOption,
    Paths,
    Progress,
    PublishedOption,
    QuietOption,
    RawOption,
    ReporterOption,
    RulesOption,
    SaveTextOption,
    Style,
    Table,
    Target,
    WhereOption,
    asked_for,
    clean_line,
    complain,
    count,
    format_of,
    format_of_parts,
    is_folder,
    is_terminal,
    on_stop,
    options_of,
    refuse_inputs,
    say,
    sources_of,
    usage,
)
from tradestats.errors import InputError, Interrupted, OutputClosed, OutputError, QueryError

if TYPE_CHECKING:
    from tradestats.record import Options
    from tradestats.run import Plan, Result
    from tradestats.styles import Style as Held

LATER = ("show", "check", "merge", "diff", "chart", "completion")
"""Commands in modules of their own, `tradestats.commands.NAME`, in the order of the help. None is loaded before it is wanted."""


class Commands(TyperGroup):
    """The commands of this module and those of `LATER`, which are imported when they are asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, for the help."""
        return [*super().list_commands(ctx), *LATER]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command by its name, None if there is none."""
        if cmd_name not in LATER:
            return super().get_command(ctx, cmd_name)
        from importlib import import_module

        alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        alone.command(cmd_name)(getattr(import_module(f"tradestats.commands.{cmd_name}"), cmd_name))
        return typer.main.get_command(alone)


EXIT_CODES = {
    "0": "done, also when nothing was found",
    "1": "an input could not be read (the others are still done), or the output could not be written",
    "2": "wrong usage, or a fault in the user's own rules",
    "3": "`check` found a contradiction",
    "129": "ended by SIGHUP",
    "130": "ended by SIGINT",
    "141": "the reader of the output went away",
    "143": "ended by SIGTERM",
}
"""What the exit codes mean."""

app = typer.Typer(
    name="tradestats",
    cls=Commands,
    help="Export and import figures from English trade-statistics press releases and news, as tidy tables.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tradestats {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")]


@app.callback()
def _root(version: Version = False) -> None:
    pass


# ------------------------------------------------------------------ signals and descriptors


def _stop(signum: int, _frame: object) -> None:
    for undo in reversed(on_stop):
        undo()
    os._exit(128 + signum)


def _watch_signals() -> None:
    """End at once and cleanly. A handler that raised would be at the mercy of every `except` and `__del__` between here and there."""
    for each in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, each, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # nohup and background jobs ignore some
            signal.signal(number, _stop)


def _open_standard_descriptors() -> None:
    """Put the null device where 0, 1 or 2 is closed, or the next file that is opened would receive the messages."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if descriptor == 0 else os.O_WRONLY)


# ------------------------------------------------------------------ extract


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class _Tally:
    """What the run has come to so far."""

    articles: int = 0
    rows: int = 0
    unlinked: int = 0
    failures: int = 0

    def summary(self, table: str, output: str | None) -> str:
        noun = table if self.rows != 1 else table.removesuffix("s")
        parts = [f"{self.articles} {'article' if self.articles == 1 else 'articles'}", f"{self.rows} {noun}"]
        if self.unlinked:
            parts.append(f"{self.unlinked} {'amount' if self.unlinked == 1 else 'amounts'} not linked to a flow")
        if self.failures:
            parts.append(f"{self.failures} {'error' if self.failures == 1 else 'errors'}")
        return ", ".join(parts) + (f"; written to {name(output)}" if output else "")


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class _Run:
    """One run of `extract`: results come in, batches of rows go out, and everything else goes to standard error."""

    plan: Plan
    progress: Progress
    limit: int | None
    jobs: int
    held: Held | None = None
    tally: _Tally = field(default_factory=_Tally)

    def batches(self, results: Iterable[Result]) -> Iterator[Sequence[object]]:
        if self.limit == 0:
            return
        for result in results:
            batch = self._take(result)
            if batch:
                yield self.held.rows(batch) if self.held else batch  # type: ignore[arg-type]
            if self.limit is not None and self.tally.rows >= self.limit:
                return
            self.progress.tick(self.tally.articles)

    def _take(self, result: Result) -> list[object]:
        if isinstance(result, InputError):
            self.tally.failures += 1
            self.progress.message(f"tradestats: {name(result.place)}: {clean(result.reason)}")
            return []
        self.tally.articles += 1
        self.tally.unlinked += result.unlinked
        for note in result.notes:
            self.progress.message(clean(note))
        batch: list[object] = list(result.rows)
        if self.limit is not None:
            batch = batch[: self.limit - self.tally.rows]
        self.tally.rows += len(batch)
        return batch


@app.command()
def extract(
    paths: Paths = None,
    table: Annotated[
        Table,
        typer.Option(
            "--table",
            "-t",
            help="figures: one row per series and period. observations: one row per statistic. mentions: everything recognised.",
        ),
    ] = Table.figures,
    form: FormatOption = None,
    output: OutputOption = None,
    published: PublishedOption = None,
    reporter: ReporterOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    rules: RulesOption = None,
    save_text: SaveTextOption = None,
    style: Annotated[
        Style | None,
        typer.Option("--style", show_default=False, help="In the columns of SDMX-CSV 2.0 or of UN Comtrade."),
    ] = None,
    columns: ColumnsOption = None,
    where: WhereOption = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=0, show_default=False, help="Stop after N rows.")] = None,
    raw_text: RawOption = False,
    jobs: JobsOption = 1,
    color: ColorOption = Color.auto,
    quiet: QuietOption = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Also say which numbers gave no row, and why.")] = False,
    version: Version = False,
) -> None:
    """Read articles and write their figures as a table.

    Reads press-release feeds, plain text, JSON, JSON Lines, Parquet, web pages, PDF and Word files from files, folders, patterns or a pipe.
    """
    from tradestats.run import Plan, stop_workers
    from tradestats.write import SEVERAL

    sources = sources_of(paths)
    options = options_of(input_format, published, reporter, encoding, rules, save_text)
    source, written_as, held = table.value, table.value, _held(style)
    if style:
        source, written_as = "observations", style.value
    chosen, conditions = asked_for(written_as, columns, where, source)
    in_parts = bool(output) and is_folder(output or "")
    written = format_of_parts(form) if in_parts else format_of(form, output)
    if written in SEVERAL and not (style or columns or where or table is Table.mentions):
        source, written_as = "observations", WITH_FIGURES
    if output:
        refuse_inputs(sources, output)
    show_bar = not quiet and is_terminal(2) and not (output is None and is_terminal(1))
    work = _Run(Plan(source, conditions, verbose), Progress(sources, show_bar), limit, jobs, held)
    open_target = partial(Target, written, table=written_as, columns=chosen, raw=raw_text, color=color)
    on_stop.append(stop_workers)
    try:
        if output and in_parts:
            if limit is not None:
                usage("--limit does not go with a folder of parts")
            asked = {"format": written, "table": written_as, "columns": chosen, "where": where, "raw text": raw_text}
            note = _write_parts(work, sources, options, output, open_target, {"version": __version__, **asked})
        else:
            note = _write_whole(work, sources, options, open_target(output))
    finally:
        work.progress.stop()
        on_stop.clear()
    # The summary says what is missing from the table. Nothing is missing from the mentions, so there it is only a courtesy.
    if not quiet and (table is not Table.mentions or verbose or is_terminal(2)):
        say(", ".join(filter(None, [work.tally.summary(source, output), _left_out(held), note])))
    if work.tally.failures:
        raise typer.Exit(FAILED)


def _write_whole(work: _Run, sources: list[str], options: Options, target: Target) -> str:
    """All rows to one place. What the user should know of it, or nothing."""
    from tradestats.read import items
    from tradestats.run import run

    on_stop.append(target.abort)
    try:
        identity = target.identity()
        found = items(sources, options, refuse=[identity] if identity else [], on_bytes=work.progress.on_bytes)
        target.write(work.batches(run(found, work.plan, work.jobs)))
        work.progress.stop()
        return target.commit() if work.tally.articles or not work.tally.failures else ""
    finally:
        target.abort()  # does nothing once committed


def _write_parts(
    work: _Run, sources: list[str], options: Options, output: str, open_target: Callable[[str], Target], made_with: Mapping[str, object]
) -> str:
    """The rows of each row group to a file of its own, those that are there left out. What the user should know of it."""
    from tradestats.outputs import require
    from tradestats.write import ENDINGS

    require("parquet")
    from tradestats import parts

    ending = next(ending for ending, form in ENDINGS.items() if form == made_with["format"])
    try:
        wanted = parts.plan(sources, ending)
    except InputError as error:
        complain(error)
        raise typer.Exit(FAILED) from None
    folder = parts.Folder(output, wanted, parts.manifest(wanted, options, made_with))
    there = [part for part in wanted if folder.is_there(part)]
    work.tally.failures += sum(map(folder.errors_of, there))
    work.progress.on_bytes(sum(part.group.size for part in there))
    missing = [part for part in wanted if not folder.is_there(part)]
    for part, results in parts.by_part(missing, options, work.plan, work.jobs):
        errors: list[InputError] = []
        target = open_target(str(folder.path(part)))
        on_stop.append(target.abort)
        try:
            target.write(work.batches(parts.noted(results, errors)))
            if not any(isinstance(error, Interrupted) for error in errors):
                folder.keep_errors(part, errors)
                target.commit()
        finally:
            target.abort()
            on_stop.remove(target.abort)
        work.progress.on_bytes(part.group.size)
    return f"{count(len(there), 'part')} of {len(wanted):,} there before" if there else ""


def _held(style: Style | None) -> Held | None:
    if style is None:
        return None
    from tradestats.styles import style as of_name

    return of_name(style.value)


def _left_out(held: Held | None) -> str:
    if held is None or not held.left_out:
        return ""
    return f"{count(held.left_out, 'number')} left out that this style cannot hold"


# ------------------------------------------------------------------ explain, schema


@app.command()
def explain(
    paths: Paths = None,
    published: PublishedOption = None,
    reporter: ReporterOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    rules: RulesOption = None,
    save_text: SaveTextOption = None,
) -> None:
    """Say where each row comes from.

    Sentence by sentence: what was recognised, the rows made of it, and why the other numbers gave none.
    """
    from tradestats.explain import explain as lines_of
    from tradestats.extract import extract_article
    from tradestats.read import items
    from tradestats.write import Sink

    sources, failed, sink = sources_of(paths), False, Sink()
    options = options_of(input_format, published, reporter, encoding, rules, save_text)
    for item in items(sources, options):
        if isinstance(item, InputError):
            complain(item)
            failed = True
            continue
        try:
            text = "".join(clean_line(line) + "\n" for line in lines_of(extract_article(item)))
        except Exception as error:  # one article must not end the run
            complain(InputError(f"{item.source}: article {item.number}", f"could not be explained ({type(error).__name__}: {error})"))
            failed = True
            continue
        sink.write(text)
    if failed:
        raise typer.Exit(FAILED)


@app.command()
def schema(
    table: Annotated[
        AnyTable | None,
        typer.Argument(metavar="[TABLE]", show_default=False, help=f"One table only: {', '.join(t.value for t in AnyTable)}."),
    ] = None,
) -> None:
    """Show the columns, types and codes of the tables.

    The first three tables are what articles say (extract); the others are made of them (check, merge, diff, --style).
    """
    from tradestats.schema import describe
    from tradestats.write import Sink

    Sink().write("".join(line + "\n" for line in describe(table.value if table else None)))


# ------------------------------------------------------------------ entry


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command and exit. Every failure is one line on standard error; the traceback of a fault of ours with TRADESTATS_DEBUG=1."""
    _open_standard_descriptors()
    _watch_signals()
    if "_TRADESTATS_COMPLETE" in os.environ:  # a shell asks what may follow
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    code = _call(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or Python complains again while it ends
        code = code or FAILED
    gc.freeze()  # what is left goes with the process: to look through it for cycles would take a tenth of a short run
    sys.exit(code)


def _call(arguments: list[str]) -> int:
    try:
        result = typer.main.get_command(app).main(arguments, prog_name="tradestats", standalone_mode=False)
    except OutputClosed:
        return PIPE_CLOSED
    except BrokenPipeError:  # --help | true
        return PIPE_CLOSED
    except OutputError as error:
        say(f"tradestats: {clean(str(error))}")
        return FAILED
    except QueryError as error:
        say(f"tradestats: {clean(str(error))}")
        return USAGE
    except OSError as error:
        say(f"tradestats: {clean(error.strerror or str(error))}")
        return FAILED
    except MemoryError:
        say("tradestats: not enough memory")
        return FAILED
    except Exception as error:
        if hasattr(error, "format_message"):
            return _usage_error(error)
        if os.environ.get("TRADESTATS_DEBUG"):
            raise
        say(f"tradestats: a fault of the program, please report it ({type(error).__name__}: {clean(str(error))})")
        return FAILED
    return result if isinstance(result, int) else 0


def _usage_error(error: Any) -> int:
    """A usage error of the command-line library (whose exception classes have moved between its versions) as a plain line."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "tradestats"
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message())
        return USAGE
    message = clean(error.format_message()).removeprefix("Invalid value: ")
    say(f"{path}: {message}" if "-h" in message else f"{path}: {message} ({path} -h shows the options)")
    return int(getattr(error, "exit_code", USAGE))
