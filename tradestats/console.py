"""What the commands share: options, messages, the bar of progress, and what is asked of inputs and outputs before work begins.

Data goes to standard output and nowhere else; messages, progress and the summary go to standard error.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from tradestats.clean import clean, name
from tradestats.errors import InputError, QueryError

if TYPE_CHECKING:
    from tradestats.model import Article, Observation
    from tradestats.outputs import Container
    from tradestats.query import Condition
    from tradestats.record import Options
    from tradestats.write import Sink

FAILED, USAGE, CONTRADICTED, PIPE_CLOSED = 1, 2, 3, 141
_PROGRESS_AFTER = 1.0  # seconds: shorter work needs no bar
_PROGRESS_EVERY = 0.1


class Table(StrEnum):
    """Which table."""

    observations = "observations"
    figures = "figures"
    mentions = "mentions"


class AnyTable(StrEnum):
    """Which table, of those of articles and those made of them."""

    observations = "observations"
    figures = "figures"
    mentions = "mentions"
    checks = "checks"
    series = "series"
    differences = "differences"
    sdmx = "sdmx"
    comtrade = "comtrade"


class Format(StrEnum):
    """How it is written."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    jsonl = "jsonl"
    md = "md"
    xlsx = "xlsx"
    parquet = "parquet"
    duckdb = "duckdb"
    sqlite = "sqlite"


class Style(StrEnum):
    """Whose columns."""

    sdmx = "sdmx"
    comtrade = "comtrade"


class InputFormat(StrEnum):
    """How the input is read."""

    feed = "feed"
    text = "text"
    jsonl = "jsonl"
    json = "json"
    parquet = "parquet"
    html = "html"
    pdf = "pdf"
    docx = "docx"


class Color(StrEnum):
    """When to colour."""

    auto = "auto"
    always = "always"
    never = "never"


# ------------------------------------------------------------------ messages


def say(message: str) -> None:
    """One line on standard error. What cannot be said is not worth failing for."""
    with suppress(OSError):
        os.write(2, (message + "\n").encode("utf-8", "replace"))


def complain(error: InputError) -> None:
    say(f"tradestats: {name(error.place)}: {clean(error.reason)}")


def clean_line(line: str) -> str:
    """A line for the terminal that keeps its indentation."""
    return clean(line.rstrip())


def usage(message: str) -> NoReturn:
    raise typer.BadParameter(message)


on_stop: list[Callable[[], None]] = []
"""What must be undone when a signal ends the run: the temporary file, the workers, the hidden cursor."""


def is_terminal(descriptor: int) -> bool:
    try:
        return os.isatty(descriptor)
    except OSError:
        return False


# ------------------------------------------------------------------ progress


class Progress:
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
        on_stop.append(self.stop)
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


# ------------------------------------------------------------------ options


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


RulesOption = Annotated[
    str | None,
    typer.Option(
        "--rules", metavar="DIR", show_default=False, help="A folder of tables with names, products, currencies and verbs of your own."
    ),
]
SaveTextOption = Annotated[
    str | None,
    typer.Option(
        "--save-text",
        metavar="DIR",
        show_default=False,
        help="Write the text of web pages, PDF and Word files into this folder, as NAME.ARTICLE_ID.txt: offsets count into it.",
    ),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        show_default=False,
        help="Write to FILE, which is replaced whole or not at all; a database is added to. Of Parquet files to a folder (out/): one "
        "part for each row group, and what is there already is not made again.",
    ),
]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=0, help="Number of processes; 0 is all cores.")]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", show_default=False, help="Guessed from the ending of -o; else table at a terminal and csv in a pipe."),
]
ColumnsOption = Annotated[
    str | None, typer.Option("--columns", metavar="A,B,C", show_default=False, help="Only these columns, in this order.")
]
WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="CONDITION",
        show_default=False,
        help="Only rows for which it holds: flow=export, value>1000000000, period!=2024, product~chip. "
        "Operators: = != > < >= <= and ~ (contains, in any case). May be repeated; all must hold.",
    ),
]
RawOption = Annotated[
    bool, typer.Option("--raw-text", help="CSV and TSV: no apostrophe before text that a spreadsheet would take for a formula.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Errors only.")]
ColorOption = Annotated[Color, typer.Option("--color", help="Colour in the terminal table.")]


def width() -> int:
    import shutil

    return max(shutil.get_terminal_size().columns, 1)


def sources_of(paths: list[str] | None, command: str = "extract") -> list[str]:
    """The inputs; a pipe if none are named; at a terminal, where nothing would come, a word on what to do."""
    if paths:
        return paths
    if is_terminal(0):
        usage(f"no input: name files, folders or patterns, or pipe a text in; tradestats {command} -h says more")
    return ["-"]


def asked_for(
    shown: str, columns: str | None, where: Sequence[str] | None, table: str | None = None
) -> tuple[tuple[str, ...] | None, tuple[Condition, ...]]:
    """The columns and the conditions of a command, checked: columns of the table `shown`, conditions on `table` if that is another."""
    from tradestats.query import parse_condition, pick_columns

    try:
        chosen = pick_columns(shown, columns) if columns is not None else None
        return chosen, tuple(parse_condition(table or shown, text) for text in where or ())
    except QueryError as error:
        usage(str(error))


def options_of(
    input_format: InputFormat | None,
    published: str | None,
    reporter: str | None,
    encoding: str | None,
    rules: str | None = None,
    save_text: str | None = None,
) -> Options:
    """How the inputs are read. The user's own rules are taken in here, before anything is."""
    from tradestats.decode import known_encoding
    from tradestats.query import parse_published
    from tradestats.record import Options

    if rules is not None:
        _use(rules)
    try:
        return Options(
            input_format.value if input_format else None,
            known_encoding(encoding) if encoding else None,
            parse_published(published) if published else None,
            _reporter(reporter) if reporter else "",
            _keeper(save_text) if save_text is not None else None,
        )
    except QueryError as error:
        usage(str(error))


def _keeper(folder: str) -> Callable[[Article], None]:
    """Writes the text of a document into a folder, under its name and the article's id: one name, one text."""
    from tradestats.write import Sink

    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        usage(f"--save-text {folder!r}: {error.strerror}")

    def keep(article: Article) -> None:
        base = os.path.basename(article.source) if article.source != "-" else "stdin"
        sink = Sink(os.path.join(folder, f"{base}.{article.id}.txt"))
        try:
            sink.write(article.text)
            sink.commit()
        finally:
            sink.abort()

    return keep


def _use(folder: str) -> None:
    from tradestats.rules import use

    try:
        use(folder)
    except InputError as error:
        complain(error)
        raise typer.Exit(USAGE) from None


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


def format_of(form: Format | None, output: str | None) -> str:
    from tradestats.write import ENDINGS, FORMATS, STDOUT

    if output == "":
        usage("the name of the output is empty")
    if form:
        return form.value
    if output is None or output == STDOUT:
        return "table" if is_terminal(1) else "csv"
    ending = os.path.splitext(output)[1].lower()
    if ending not in ENDINGS:
        usage(f"the ending of {output!r} names no format: give --format, one of {', '.join(FORMATS)}")
    return ENDINGS[ending]


def is_folder(output: str) -> bool:
    """Whether an output is a folder of parts: one that is there, or a name that ends like one."""
    return output.endswith(("/", os.sep)) or os.path.isdir(output)


def format_of_parts(form: Format | None) -> str:
    if form is None:
        return "parquet"
    if form.value not in ("parquet", "csv", "tsv", "jsonl"):
        usage(f"a folder holds parts in parquet, csv, tsv or jsonl, not {form.value}")
    return form.value


def pieces(
    batches: Iterable[Sequence[object]],
    table: str,
    form: str,
    columns: tuple[str, ...] | None = None,
    raw: bool = False,
    color: Color = Color.auto,
    output: str | None = None,
    types: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Rows of `table` as text in a format. `columns` are those the user asked for, None if none were.

    Where the columns are not those of the table (a pivot), `types` says what they hold.
    """
    from tradestats.query import column_types, pick_columns

    numeric = frozenset(n for n, kind in (types or column_types(table)).items() if kind in ("number", "integer"))
    columns = tuple(types) if types else columns
    if form != "table":
        from tradestats.write import encode

        return encode(batches, columns or pick_columns(table, None), form, raw=raw, numeric=numeric)
    from tradestats.render import tables

    terminal = output is None and is_terminal(1)
    colored = color is Color.always or (color is Color.auto and terminal and not plain())
    return tables(batches, table, columns=columns, numeric=numeric, width=width() if terminal else None, color=colored)


class Target:
    """Where rows go: text to standard output or into a file, or a container (a workbook, a columnar file, a database).

    Opened before anything is read, so that it cannot become an input. `commit` makes it final, `abort` leaves what was there.
    With `shaped` false the columns are not those of the table and are not known yet: `shape` says them before the first row.
    """

    def __init__(
        self,
        form: str,
        output: str | None,
        table: str,
        columns: tuple[str, ...] | None = None,
        raw: bool = False,
        color: Color = Color.auto,
        shaped: bool = True,
    ) -> None:
        from tradestats.write import CONTAINERS, STDOUT, Sink

        self._form, self._output, self._table = form, output, table
        self._columns, self._raw, self._color = columns, raw, color
        self._types: Mapping[str, str] | None = None
        self._tables: tuple[str, ...] = (table,)
        self._container: Container | None = None
        self._sink: Sink | None = None
        base = form in CONTAINERS and self._check()
        if not base:
            self._sink = Sink(output or STDOUT)
        if form in CONTAINERS and shaped:
            self._open()

    def _check(self) -> bool:
        """Whether the format is a database; refuses what cannot be written."""
        from tradestats.model import TABLES
        from tradestats.outputs import DATABASES, require
        from tradestats.write import STDOUT

        base = self._form in DATABASES
        if (self._output or STDOUT) == STDOUT and (base or is_terminal(1)):
            usage(f"{self._form} needs a file: give --output FILE")
        if base and self._columns:
            usage(f"--columns does not go with {self._form}: a database holds whole tables")
        if base and self._table not in (*TABLES, WITH_FIGURES):
            usage(f"a {self._form} database holds what articles say (tradestats extract); write this table as xlsx, parquet or csv")
        require(self._form)
        if self._table == WITH_FIGURES:
            self._tables = ("figures", "observations")
        return base

    def _open(self) -> None:
        from tradestats.outputs import Layout, layout, open_container

        layouts = [Layout(self._table, self._types)] if self._types else [layout(name, self._columns) for name in self._tables]
        try:
            self._container = open_container(self._form, self._sink, self._output or "", layouts)
        except BaseException:
            self.abort()
            raise

    def shape(self, types: Mapping[str, str]) -> None:
        """The columns of a table that is not one of ours, with their types."""
        from tradestats.write import CONTAINERS

        self._types = types
        if self._form in CONTAINERS:
            self._open()

    def identity(self) -> tuple[int, int] | None:
        """Device and inode of the file that is (or will be) written, None if it is not a regular file yet."""
        if self._sink is not None:
            return self._sink.identity()
        info = os.stat(self._output or "")
        return info.st_dev, info.st_ino

    def write(self, batches: Iterable[Sequence[object]], before: Callable[[], None] = lambda: None) -> None:
        """Write rows as they come; `before` is called before each piece."""
        from tradestats.write import CONTAINERS

        if self._form in CONTAINERS:
            for batch in batches:
                self._add(batch)
        else:
            self.write_text(self._pieces(batches), before)

    def _pieces(self, batches: Iterable[Sequence[object]]) -> Iterator[str]:
        stream = iter(batches)
        first = next(stream, ())  # only now are the columns known
        return pieces(chain([first], stream), self._table, self._form, self._columns, self._raw, self._color, self._output, self._types)

    def _add(self, batch: Sequence[object]) -> None:
        from tradestats.tidy import figures

        assert self._container is not None
        rows: dict[str, Sequence[object]] = {self._tables[-1]: batch}
        if len(self._tables) > 1:
            rows["figures"] = figures(batch)  # type: ignore[arg-type]
        self._container.add(rows)

    def write_text(self, text: Iterable[str | bytes], before: Callable[[], None]) -> None:
        """Write text that is no table, or a picture."""
        assert self._sink is not None
        for piece in text:
            before()
            self._sink.write(piece)

    def commit(self) -> str:
        """Make it final; what the user should know of it, or nothing."""
        if self._container is not None:
            return self._container.commit()
        assert self._sink is not None
        self._sink.commit()
        return ""

    def abort(self) -> None:
        """Leave what was there; does nothing once committed."""
        if self._container is not None:
            self._container.abort()
        if self._sink is not None:
            self._sink.abort()


WITH_FIGURES = "observations and figures"
"""The table of a target that takes observations and writes the figures that they make as well."""


def plain() -> bool:
    """Whether the user's environment asks for no colour."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def refuse_inputs(sources: list[str], output: str) -> None:
    """An output that is also an input, by whatever name, is refused before anything is read."""
    from tradestats.read import expand

    for folder in filter(os.path.isdir, sources):
        if is_folder(output) and os.path.commonpath([os.path.realpath(folder), os.path.realpath(output)]) == os.path.realpath(folder):
            usage(f"the output {output!r} lies in an input ({folder!r})")
    try:
        out = os.stat(output)
    except OSError:
        return
    if not os.path.isfile(output):
        return
    for source in expand(s for s in sources if not os.path.isdir(s)):
        try:
            if not isinstance(source, InputError) and os.path.samestat(out, os.fstat(0) if source == "-" else os.stat(source)):
                usage(f"the output {output!r} is also an input ({source!r})")
        except OSError:
            continue


# ------------------------------------------------------------------ work on observations


def count(number: int, noun: str) -> str:
    """`1 article`, `2 articles`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


class Work:
    """One run of a command that reads the observations of articles and writes something made of them to a target.

    The target is replaced only if something was read.
    """

    def __init__(self, sources: list[str], options: Options, jobs: int, quiet: bool, target: Target, output: str | None) -> None:
        from tradestats.run import stop_workers

        self.articles = 0
        self.failures = 0
        self.note = ""
        self._sources = sources
        self._options = options
        self._jobs = jobs
        self._progress = Progress(sources, not quiet and is_terminal(2) and not (output is None and is_terminal(1)))
        self._target = target
        on_stop.extend([target.abort, stop_workers])

    def observations(self, sources: list[str] | None = None) -> Iterator[Sequence[Observation]]:
        """The observations of each article in order (of other sources, if given). What cannot be read is said and counted."""
        from tradestats.read import items
        from tradestats.run import Plan, run

        identity = self._target.identity()
        found = items(sources or self._sources, self._options, refuse=[identity] if identity else [], on_bytes=self._progress.on_bytes)
        for result in run(found, Plan("observations"), self._jobs):
            if isinstance(result, InputError):
                self.failures += 1
                self._progress.message(f"tradestats: {name(result.place)}: {clean(result.reason)}")
                continue
            self.articles += 1
            yield result.rows  # type: ignore[misc]
            self._progress.tick(self.articles)

    def write(self, batches: Iterable[Sequence[object]]) -> None:
        """Write rows, and keep them if anything could be read."""
        self._finish(lambda: self._target.write(batches, self._progress.stop))

    def write_text(self, text: Iterable[str | bytes]) -> None:
        """Write text or a picture, and keep it if anything could be read."""
        self._finish(lambda: self._target.write_text(text, self._progress.stop))

    def _finish(self, do: Callable[[], None]) -> None:
        try:
            do()
            self._progress.stop()
            if self.articles or not self.failures:
                self.note = self._target.commit()
        finally:
            self._progress.stop()
            self._target.abort()  # does nothing once committed
            on_stop.clear()
