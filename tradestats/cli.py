"""The command line. Data goes to standard output and nowhere else; messages, progress and the summary go to standard error.

Exit codes: 0 done (also when nothing was found), 1 some input failed or the output could not be written, 2 wrong usage,
130, 143 and 129 after SIGINT, SIGTERM and SIGHUP, 141 when the reader of the output went away.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from tradestats import __version__
from tradestats.clean import clean, name
from tradestats.errors import InputError, OutputClosed, OutputError, QueryError

if TYPE_CHECKING:
    from tradestats.read import Item, Options
    from tradestats.run import Plan, Result

FAILED, USAGE, PIPE_CLOSED = 1, 2, 141
_PROGRESS_AFTER = 1.0  # seconds: shorter work needs no bar
_PROGRESS_EVERY = 0.1


class Table(StrEnum):
    """Which table."""

    observations = "observations"
    figures = "figures"
    mentions = "mentions"


class Format(StrEnum):
    """How it is written."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    jsonl = "jsonl"
    md = "md"


class InputFormat(StrEnum):
    """How the input is read."""

    feed = "feed"
    text = "text"
    jsonl = "jsonl"
    json = "json"


class Color(StrEnum):
    """When to colour."""

    auto = "auto"
    always = "always"
    never = "never"


app = typer.Typer(
    name="tradestats",
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


# ------------------------------------------------------------------ messages


def say(message: str) -> None:
    """One line on standard error. What cannot be said is not worth failing for."""
    with suppress(OSError):
        os.write(2, (message + "\n").encode("utf-8", "replace"))


def _complain(error: InputError) -> None:
    say(f"tradestats: {name(error.place)}: {clean(error.reason)}")


def _usage(message: str) -> NoReturn:
    raise typer.BadParameter(message)


# ------------------------------------------------------------------ signals and descriptors

_on_stop: list[Callable[[], None]] = []
"""What must be undone when a signal ends the run: the temporary file, the workers, the hidden cursor."""


def _stop(signum: int, _frame: object) -> None:
    for undo in reversed(_on_stop):
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


def _is_terminal(descriptor: int) -> bool:
    try:
        return os.isatty(descriptor)
    except OSError:
        return False


# ------------------------------------------------------------------ progress


class _Progress:
    """A bar on a terminal's standard error once the work has taken a while; nothing at all otherwise."""

    def __init__(self, paths: list[str], wanted: bool) -> None:
        self._paths = paths
        self._begun = self._drawn = time.monotonic()
        self._bar: Any = None
        self._task: Any = None
        self._bytes = 0
        self.wanted = wanted

    def on_bytes(self, count: int) -> None:
        self._bytes += count

    def tick(self, articles: int) -> None:
        """Draw now and then. Called after each article, so it costs no thread."""
        now = time.monotonic()
        if not self.wanted or now - self._begun < _PROGRESS_AFTER or now - self._drawn < _PROGRESS_EVERY:
            return
        self._drawn = now
        if self._bar is None:
            self._start()
        self._bar.update(self._task, completed=self._bytes, articles=articles)
        self._bar.refresh()

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (BarColumn(), DownloadColumn(), TextColumn("{task.fields[articles]} articles"), TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
        self._task = self._bar.add_task("", total=_size(self._paths), articles=0)
        _on_stop.append(self.stop)
        self._bar.start()

    def stop(self) -> None:
        if self._bar is not None:
            bar, self._bar = self._bar, None
            bar.stop()

    def message(self, line: str) -> None:
        """A message above the bar: the bar is taken away and comes back with the next article."""
        if self._bar is not None:
            self.stop()
            self._drawn = time.monotonic()
        say(line)


def _size(paths: list[str]) -> int | None:
    """Bytes of all files together; None if one of them is a pipe and nobody can know."""
    from tradestats.read import expand

    total = 0
    for path in expand(paths):
        if isinstance(path, InputError):
            continue
        try:
            if path == "-" or not os.path.isfile(path):
                return None
            total += os.path.getsize(path)
        except OSError:
            continue
    return total


# ------------------------------------------------------------------ extract


@dataclass(slots=True)
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


@dataclass(slots=True)
class _Run:
    """One run of `extract`: results come in, batches of rows go out, and everything else goes to standard error."""

    plan: Plan
    progress: _Progress
    limit: int | None
    jobs: int
    tally: _Tally = field(default_factory=_Tally)

    def batches(self, items: Iterable[Item]) -> Iterator[list[object]]:
        from tradestats.run import run

        if self.limit == 0:
            return
        for result in run(items, self.plan, self.jobs):
            batch = self._take(result)
            if batch:
                yield batch
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


Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH|DIR|GLOB|-]...", show_default=False, help="Files, folders, patterns, or - for standard input."),
]
InputFormatOption = Annotated[
    InputFormat | None,
    typer.Option("--input-format", show_default=False, help="How to read the input; seen from the content if not given."),
]
PublishedOption = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        show_default=False,
        help="Day or month of publication (2024-09-30, 2024-09) where an article gives none.",
    ),
]
ReporterOption = Annotated[
    str | None,
    typer.Option("--reporter", metavar="CODE", show_default=False, help="Whose trade it is (KOR, EU) where an article does not say."),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding", metavar="NAME", show_default=False, help="Encoding of the input; UTF-8, or what a byte order mark says, if not given."
    ),
]


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
    form: Annotated[
        Format | None,
        typer.Option(
            "--format", "-f", show_default=False, help="Guessed from the ending of -o; else table at a terminal and csv in a pipe."
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", show_default=False, help="Write to FILE, which is replaced whole or not at all."),
    ] = None,
    published: PublishedOption = None,
    reporter: ReporterOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="A,B,C", show_default=False, help="Only these columns, in this order.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            metavar="CONDITION",
            show_default=False,
            help="Only rows for which it holds: flow=export, value>1000000000, period!=2024, product~chip. "
            "Operators: = != > < >= <= and ~ (contains, in any case). May be repeated; all must hold.",
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=0, show_default=False, help="Stop after N rows.")] = None,
    raw_text: Annotated[
        bool, typer.Option("--raw-text", help="CSV and TSV: no apostrophe before text that a spreadsheet would take for a formula.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=0, help="Number of processes; 0 is all cores.")] = 1,
    color: Annotated[Color, typer.Option("--color", help="Colour in the terminal table.")] = Color.auto,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Errors only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Also say which numbers gave no row, and why.")] = False,
    version: Version = False,
) -> None:
    """Read articles and write their figures as a table.

    Reads press-release feeds, plain text, JSON and JSON Lines from files, folders (.txt .md .json .jsonl .ndjson), patterns or a pipe.
    """
    from tradestats.query import column_types, parse_condition, pick_columns
    from tradestats.read import items
    from tradestats.run import Plan, stop_workers
    from tradestats.write import Sink

    sources = _sources(paths)
    options = _options(input_format, published, reporter, encoding)
    try:
        chosen = pick_columns(table.value, columns)
        conditions = tuple(parse_condition(table.value, text) for text in where or ())
    except QueryError as error:
        _usage(str(error))
    written = _format(form, output)
    if output:
        _refuse_inputs(sources, output)
    show_bar = not quiet and _is_terminal(2) and not (output is None and _is_terminal(1))
    work = _Run(Plan(table.value, conditions, verbose), _Progress(sources, show_bar), limit, jobs)
    sink = Sink(output or "-")
    _on_stop.extend([sink.abort, stop_workers])
    try:
        identity = sink.identity()
        batches = work.batches(items(sources, options, refuse=[identity] if identity else [], on_bytes=work.progress.on_bytes))
        numeric = frozenset(n for n, kind in column_types(table.value).items() if kind in ("number", "integer"))
        for piece in _pieces(batches, table.value, written, chosen, columns is not None, numeric, raw_text, color, output):
            sink.write(piece)
        work.progress.stop()
        if work.tally.articles or not work.tally.failures:
            sink.commit()
    finally:
        work.progress.stop()
        sink.abort()  # does nothing once committed
        _on_stop.clear()
    # The summary says what is missing from the table. Nothing is missing from the mentions, so there it is only a courtesy.
    if not quiet and (table is not Table.mentions or verbose or _is_terminal(2)):
        say(work.tally.summary(table.value, output))
    if work.tally.failures:
        raise typer.Exit(FAILED)


def _pieces(
    batches: Iterator[list[object]],
    table: str,
    written: str,
    columns: tuple[str, ...],
    asked: bool,
    numeric: frozenset[str],
    raw: bool,
    color: Color,
    output: str | None,
) -> Iterator[str]:
    if written != "table":
        from tradestats.write import encode

        return encode(batches, columns, written, raw=raw, numeric=numeric)
    from tradestats.render import tables

    terminal = output is None and _is_terminal(1)
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    colored = color is Color.always or (color is Color.auto and terminal and not plain)
    return tables(batches, table, columns=columns if asked else None, numeric=numeric, width=_width() if terminal else None, color=colored)


def _width() -> int:
    import shutil

    return max(shutil.get_terminal_size().columns, 1)


def _sources(paths: list[str] | None) -> list[str]:
    """The inputs; a pipe if none are named; at a terminal, where nothing would come, a word on what to do."""
    if paths:
        return paths
    if _is_terminal(0):
        _usage("no input: name files, folders or patterns, or pipe a text in; tradestats extract -h says more")
    return ["-"]


def _options(input_format: InputFormat | None, published: str | None, reporter: str | None, encoding: str | None) -> Options:
    from tradestats.decode import known_encoding
    from tradestats.query import parse_published
    from tradestats.read import Options

    try:
        return Options(
            input_format.value if input_format else None,
            known_encoding(encoding) if encoding else None,
            parse_published(published) if published else None,
            _reporter(reporter) if reporter else "",
        )
    except QueryError as error:
        _usage(str(error))


def _reporter(code: str) -> str:
    from tradestats.schema import areas

    known = areas()
    code = code.strip().upper()
    for part in code.split("+"):
        if known and part not in known:
            raise QueryError(
                f"unknown reporter {part!r}; an ISO 3166-1 alpha-3 or group code such as KOR or EU: tradestats schema lists them"
            )
    return code


def _format(form: Format | None, output: str | None) -> str:
    from tradestats.write import ENDINGS, FORMATS, STDOUT

    if form:
        return form.value
    if output is None or output == STDOUT:
        return "table" if _is_terminal(1) else "csv"
    ending = os.path.splitext(output)[1].lower()
    if ending not in ENDINGS:
        _usage(f"the ending of {output!r} names no format: give --format, one of {', '.join(FORMATS)}")
    return ENDINGS[ending]


def _refuse_inputs(sources: list[str], output: str) -> None:
    """An output that is also an input, by whatever name, is refused before anything is read."""
    from tradestats.read import expand

    try:
        out = os.stat(output)
    except OSError:
        return
    if not os.path.isfile(output):
        return
    for source in expand(s for s in sources if not os.path.isdir(s)):
        try:
            if not isinstance(source, InputError) and os.path.samestat(out, os.fstat(0) if source == "-" else os.stat(source)):
                _usage(f"the output {output!r} is also an input ({source!r})")
        except OSError:
            continue


# ------------------------------------------------------------------ explain, schema


@app.command()
def explain(
    paths: Paths = None,
    published: PublishedOption = None,
    reporter: ReporterOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
) -> None:
    """Say where each row comes from, and why the other numbers gave none."""
    from tradestats.explain import explain as lines_of
    from tradestats.extract import extract_article
    from tradestats.read import items
    from tradestats.write import Sink

    sources, options, failed, sink = _sources(paths), _options(input_format, published, reporter, encoding), False, Sink()
    for item in items(sources, options):
        if isinstance(item, InputError):
            _complain(item)
            failed = True
            continue
        try:
            text = "".join(clean_line(line) + "\n" for line in lines_of(extract_article(item)))
        except Exception as error:  # one article must not end the run
            _complain(InputError(f"{item.source}: article {item.number}", f"could not be explained ({type(error).__name__}: {error})"))
            failed = True
            continue
        sink.write(text)
    if failed:
        raise typer.Exit(FAILED)


def clean_line(line: str) -> str:
    """A line for the terminal that keeps its indentation."""
    return clean(line.rstrip())


@app.command()
def schema(table: Annotated[Table | None, typer.Argument(show_default=False, help="One table only.")] = None) -> None:
    """Show the columns of the tables, their types and meanings, and the codes."""
    from tradestats.schema import describe
    from tradestats.write import Sink

    Sink().write("".join(line + "\n" for line in describe(table.value if table else None)))


# ------------------------------------------------------------------ entry


_COLLECT = (100_000, 50, 100)  # imports and tables make many objects and no garbage; the default looks through them dozens of times


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command and exit. Every failure is one line on standard error; no traceback for anything a user can cause."""
    gc.set_threshold(*_COLLECT)
    _open_standard_descriptors()
    _watch_signals()
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
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        return _usage_error(error)
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
