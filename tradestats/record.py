"""Records to articles: what JSON, Parquet and whatever else has named fields have in common.

`text` is required; `id`, `title`, `published`, `section` and `reporter` are used if there. What is wrong with a record is its
own error and no other's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from tradestats.errors import InputError, QueryError
from tradestats.lazy import pattern
from tradestats.model import Article, Published
from tradestats.query import parse_published

MAX_ARTICLE = 32 << 20  # bytes of one text, record or feed article: no press release is a thousandth of it, an endless stream is more


try:  # Python's own, as `random` takes it: hashlib loads OpenSSL, which takes as long as to read a release's sentence
    from _sha256 import sha256  # type: ignore[import-not-found]  # Python 3.11; a later one takes hashlib's
except ImportError:
    from hashlib import sha256


class Options(NamedTuple):
    """How to read: `published` and `reporter` stand in where an article does not say. `keep` is given each document's article."""

    input_format: str | None = None
    encoding: str | None = None
    published: Published | None = None
    reporter: str = ""
    keep: Callable[[Article], None] | None = None


Item = Article | InputError


_MAY_BE_MARKS = pattern("[\u0300-\U0010ffff]{31}")  # all combining marks are there; regex, which knows them, takes time to load


@cache
def _mark_run() -> Any:
    import regex

    return regex.compile(r"\p{M}{31,}+")


def article_id(text: str) -> str:
    """First 12 hex digits of the SHA-256 of the text: NFC, runs of white space as one space, stripped, UTF-8.

    Runs of more than 30 combining marks are broken first, as UAX #15 (stream-safe text) has it: sorting them takes
    time that grows with the square of their number.
    """
    if not text.isascii():
        if _MAY_BE_MARKS.search(text) is not None:
            text = _mark_run().sub(lambda m: "\u034f".join(m[0][i : i + 30] for i in range(0, len(m[0]), 30)), text)
        text = unicodedata.normalize("NFC", text)
    digest: str = sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()
    return digest[:12]


KEYS = ("text", "id", "title", "published", "section", "reporter")


class Number(str):
    """A JSON number kept as written: an id may be one, a text may not; no `int()` of ten thousand digits, no float."""

    __slots__ = ()


class BadRecord(ValueError):
    """A record that is no article; the message says why."""


class Fault(NamedTuple):
    """Stands for a value that cannot be used; `reason` goes on from the name of its key."""

    reason: str


TWICE = Fault("is given twice")  # readers differ in which one counts, so none does
NO_STRING = Fault("must be a string")


def _string(value: Any, key: str) -> str:
    if isinstance(value, Fault):
        raise BadRecord(f"{key!r} {value.reason}")
    if isinstance(value, str):
        return str(value)
    raise BadRecord(f"{key!r} {NO_STRING.reason}")


def _field(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return "" if value is None else _string(value, key)


def items_of(source: str, place: str, number: int, record: Any, options: Options) -> Iterator[Item]:
    """One record to an article; BadRecord if it is none. A date that is none is an error, and the article is read without it."""
    if not isinstance(record, dict):
        raise BadRecord("a record must be an object with a 'text'")
    if "text" not in record:
        raise BadRecord("no 'text' in this record")
    text = record["text"]
    text = _string(NO_STRING if isinstance(text, Number) else text, "text")
    published = options.published
    stated = _field(record, "published")
    if stated.strip():
        try:
            published = parse_published(stated)
        except QueryError as error:
            yield InputError(place, f"'published': {error}")
    yield Article(
        text,
        source,
        number,
        _field(record, "id") or article_id(text),
        _field(record, "title"),
        _field(record, "section"),
        published,
        _field(record, "reporter") or options.reporter,
    )


def items_or_error(source: str, place: str, number: int, record: Any, options: Options) -> Iterator[Item]:
    """The same, with what makes a record unusable as an error in its place."""
    try:
        yield from items_of(source, place, number, record, options)
    except BadRecord as error:
        yield InputError(place, str(error))
