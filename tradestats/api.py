"""The Python API: a text to observations, files to a data frame."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tradestats.decode import known_encoding
from tradestats.errors import InputError, QueryError
from tradestats.extract import extract_article
from tradestats.model import TABLES, Article, Observation, Published
from tradestats.query import parse_condition, parse_published, pick_columns
from tradestats.read import FORMATS, items
from tradestats.record import Options, article_id
from tradestats.rules import use
from tradestats.run import Plan, run

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["extract", "read", "use_rules"]


def _published(when: str | Published | None) -> Published | None:
    return parse_published(when) if isinstance(when, str) else when


def extract(
    text: str, *, published: str | Published | None = None, reporter: str | None = None, title: str | None = None
) -> list[Observation]:
    """The observations that one text states, in order. Offsets count into `text`.

    `published` (2024-09-30 or 2024-09) and `reporter` (an ISO alpha-3 or group code) give what the text does not say;
    `title` is context and gives no rows itself. Raises QueryError (a ValueError) for a date that is none.

    >>> [row.value for row in extract("Exports rose 8.2 percent to $683.8 billion in 2024.") if row.unit == "USD"]
    [Decimal('683800000000')]
    """
    article = Article(text, id=article_id(text), title=title or "", published=_published(published), reporter=reporter or "")
    return list(extract_article(article).observations)


def read(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    table: str = "figures",
    input_format: str | None = None,
    encoding: str | None = None,
    published: str | Published | None = None,
    reporter: str | None = None,
    columns: str | Sequence[str] | None = None,
    where: str | Sequence[str] = (),
    jobs: int = 1,
    on_error: str = "raise",
) -> pd.DataFrame:
    """The rows of `table` (observations, figures or mentions) from files, folders, patterns or `-`, as a data frame.

    The options are those of `tradestats extract`: `where` holds conditions such as "flow=export", `jobs` is a number of processes
    (0: all cores). An input that cannot be read raises InputError; with `on_error="warn"` it is a warning and the others are read.
    Values are exact `Decimal` objects; `frame["value"].astype(float)` gives floats where exactness does not matter.
    """
    if table not in TABLES:
        raise QueryError(f"unknown table {table!r}; one of {', '.join(TABLES)}")
    if input_format is not None and input_format not in FORMATS:
        raise QueryError(f"unknown input format {input_format!r}; one of {', '.join(FORMATS)}")
    if on_error not in ("raise", "warn"):
        raise QueryError(f"on_error is 'raise' or 'warn', not {on_error!r}")
    conditions = tuple(parse_condition(table, text) for text in ([where] if isinstance(where, str) else where))
    chosen = pick_columns(table, columns)
    names = [os.fspath(p) for p in ([paths] if isinstance(paths, (str, os.PathLike)) else paths)]
    rows: list[object] = []
    options = Options(input_format, known_encoding(encoding) if encoding else None, _published(published), reporter or "")
    for result in run(items(names, options), Plan(table, conditions), jobs):
        if not isinstance(result, InputError):
            rows.extend(result.rows)
        elif on_error == "raise":
            raise result
        else:
            import warnings

            warnings.warn(str(result), stacklevel=2)
    from tradestats.frames import to_frame

    return to_frame(rows, table, chosen)


def use_rules(folder: str | os.PathLike[str]) -> None:
    """Read with names, products, currencies and verbs of your own, as `--rules` does: a folder of tables in the format of ours.

    To be called before the first article is read, else RuntimeError. A fault in the tables is an InputError with file and line.
    """
    use(os.fspath(folder))
