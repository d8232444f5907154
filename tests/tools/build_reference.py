"""Generates tradestats/docs/reference.md and tradestats.1 beside it from the commands themselves: python tests/tools/build_reference.py

A test compares both with what this makes, so that they are never out of date.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

import typer

from tradestats.cli import EXIT_CODES, app
from tradestats.derived import DERIVED
from tradestats.model import TABLES, row_type
from tradestats.schema import ABOUT, CODES, meaning

DOCS = Path(__file__).parents[2] / "tradestats" / "docs"


class Option(NamedTuple):
    """An option or argument as it is written, and what it does."""

    form: str
    help: str


class Command(NamedTuple):
    """A command with its help."""

    name: str
    summary: str
    about: tuple[str, ...]
    arguments: tuple[Option, ...]
    options: tuple[Option, ...]

    @property
    def usage(self) -> str:
        """One line."""
        return " ".join(["tradestats", self.name, *(["[OPTIONS]"] if self.options else []), *(a.form for a in self.arguments)])


def commands() -> list[Command]:
    """All commands, in the order of the help."""
    group: Any = typer.main.get_command(app)
    context = group.make_context("tradestats", ["schema"], resilient_parsing=True)
    return [_command(name, group.get_command(context, name), context) for name in group.list_commands(context)]


def _command(name: str, command: Any, above: Any) -> Command:
    context = type(above)(command, info_name=name, parent=above)
    summary, *about = (" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.get_params(context) if p.param_type_name == "option" and not {"--help", "--version"} & set(p.opts)]
    return Command(
        name, summary, tuple(about), tuple(_argument(p, context) for p in arguments), tuple(_option(p, context) for p in options)
    )


def _argument(parameter: Any, context: Any) -> Option:
    return Option(parameter.make_metavar(context), parameter.help or "")


def _option(parameter: Any, context: Any) -> Option:
    names = ", ".join(sorted(parameter.opts, key=len))
    value = "" if parameter.is_flag else " " + parameter.make_metavar(context)
    default = parameter.default
    told = "" if default in (None, False) or callable(default) else f" [default: {getattr(default, 'value', default)}]"
    return Option(names + value, " ".join((parameter.help or "").split()) + told)


# ------------------------------------------------------------------ Markdown


def markdown() -> Iterator[str]:
    """The reference, line by line."""
    yield "# Reference"
    yield ""
    yield "Made from the program by `python tests/tools/build_reference.py`. README.md says what it is for and how it is used."
    yield ""
    for command in commands():
        yield f"## tradestats {command.name}"
        yield ""
        yield f"    {command.usage}"
        yield ""
        for text in (command.summary, *command.about):
            yield _escaped(text)
            yield ""
        listed = (*command.arguments, *command.options)
        if listed:
            yield "| argument or option | meaning |"
            yield "|---|---|"
            yield from (f"| `{option.form.replace('|', chr(92) + '|')}` | {_escaped(option.help)} |" for option in listed)
            yield ""
    yield "## Exit codes"
    yield ""
    yield "| code | meaning |"
    yield "|---|---|"
    yield from (f"| {code} | {text} |" for code, text in EXIT_CODES.items())
    yield ""
    for table in (*TABLES, *DERIVED):
        yield from _table(table)
    yield "## Codes"
    yield ""
    for column, codes in CODES.items():
        yield f"`{column}`: " + ", ".join(f"`{code}` {text}".strip() for code, text in codes.items())
        yield ""


def _table(table: str) -> Iterator[str]:
    yield f"## Table {table}"
    yield ""
    yield f"{ABOUT[table].capitalize()}."
    yield ""
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    yield from (f"| `{f.name}` | {f.metadata['type']} | {_escaped(meaning(f))} |" for f in fields(row_type(table)))
    yield ""


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


# ------------------------------------------------------------------ man page


def man() -> Iterator[str]:
    """The manual page in troff, line by line."""
    yield ".TH TRADESTATS 1"
    yield ".ad l"
    yield ".nh"
    yield ".SH NAME"
    yield r"tradestats \- export and import figures from English press releases and news, as tidy tables"
    yield ".SH SYNOPSIS"
    yield r".B tradestats"
    yield r"\fICOMMAND\fR [\fIOPTIONS\fR] [\fIPATH\fR...]"
    yield ".SH DESCRIPTION"
    yield _troff("Reads trade-statistics releases and news from files, folders, patterns or a pipe and writes the figures that they state.")
    yield _troff("Data goes to standard output; messages go to standard error.")
    yield ".SH COMMANDS"
    for command in commands():
        yield f".SS {_troff(command.usage)}"
        for text in (command.summary, *command.about):
            yield ".PP"
            yield _troff(text)
        for option in (*command.arguments, *command.options):
            yield ".TP"
            yield rf"\fB{_troff(option.form)}\fR"
            yield _troff(option.help) or "."
    yield ".SH EXIT STATUS"
    for code, text in EXIT_CODES.items():
        yield ".TP"
        yield rf"\fB{code}\fR"
        yield _troff(text)
    yield ".SH ENVIRONMENT"
    yield ".TP"
    yield r"\fBNO_COLOR\fR"
    yield "If set, no colour unless \\-\\-color=always."


def _troff(text: str) -> str:
    """Text for troff: a backslash, a hyphen, and a point or an apostrophe at the line's beginning mean something else there."""
    plain = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + plain if plain.startswith((".", "'")) else plain


def pages() -> dict[str, str]:
    """File name to content."""
    return {"reference.md": "\n".join(markdown()).rstrip() + "\n", "tradestats.1": "\n".join(man()) + "\n"}


if __name__ == "__main__":
    DOCS.mkdir(exist_ok=True)
    for name, content in pages().items():
        (DOCS / name).write_text(content, encoding="utf-8")
