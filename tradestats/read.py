"""Files, folders, patterns and pipes to articles, one after another, in bounded memory.

Formats are seen from the content: a press-release feed (articles separated by a line `-`), plain text (one file, one article),
JSON Lines, JSON (an array or one object), Parquet, and documents (web pages, PDF and Word files, see `tradestats.documents`).
A reader yields articles and, in their place, the errors of the records that could not be read: one bad record never costs the
others.
"""

from __future__ import annotations

import glob
import json
import os
import re
import select
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from tradestats.decode import known_encoding, undecodable, utf8
from tradestats.documents import ENDINGS as DOCUMENT_ENDINGS
from tradestats.documents import EXTRAS, MAX_DOCUMENT, kind_of, may_be_one
from tradestats.errors import InputError, QueryError
from tradestats.lazy import pattern
from tradestats.model import Article, Published
from tradestats.query import parse_published
from tradestats.record import (
    KEYS,
    MAX_ARTICLE,
    TWICE,
    BadRecord,
    Item,
    Number,
    Options,
    article_id,
    items_of,
    items_or_error,
)

if TYPE_CHECKING:
    from tradestats.documents.worker import Worker

FORMATS = ("feed", "text", "jsonl", "json", "parquet", *EXTRAS)
SUFFIXES = (".txt", ".md", ".json", ".jsonl", ".ndjson", *DOCUMENT_ENDINGS)
"""What is read from a folder. A file named by itself may be called anything."""

STDIN = "-"
MAX_JSON = 128 << 20  # bytes of a JSON array, which is read whole; JSON Lines have no limit
_ENDLESS = 16 * MAX_ARTICLE  # bytes without an end of line: there will be none
_MANY_PARTS = 6_000_000  # of one JSON text: each may become an object of a hundred bytes
_CHUNK = 1 << 16
_SNIFF = 1 << 16
_SNIFF_LINES = 50
_MEGABYTE = 1 << 20
_LONG_LINE = f"a line of more than {MAX_ARTICLE // _MEGABYTE} MB is no article"
_PARQUET = b"PAR1"
_BYTE_ORDER_MARK = "\ufeff"  # between files that were joined
_Identity = tuple[int, int]


# ------------------------------------------------------------------ which files


def expand(paths: Iterable[str], suffixes: tuple[str, ...] = SUFFIXES) -> Iterator[str | InputError]:
    """Files, folders (recursively, sorted, hidden ones left out), patterns and `-`, to the files to read, lazily.

    Of a folder those with one of the suffixes.
    """
    for path in paths:
        if path == STDIN:
            yield path
        elif os.path.isdir(path):
            yield from _folder(path, suffixes)
        elif glob.has_magic(path) and not os.path.lexists(path):
            yield from _pattern(path, suffixes)
        else:
            yield path


def _pattern(path: str, suffixes: tuple[str, ...]) -> Iterator[str | InputError]:
    found = sorted(glob.glob(path, recursive=True))
    if not found:
        yield InputError(path, "no file matches this pattern")
    for match in found:
        if not os.path.isdir(match):
            yield match
        elif "**" not in path:  # with ** the files inside are matches themselves
            yield from _folder(match, suffixes)


def _folder(path: str, suffixes: tuple[str, ...]) -> Iterator[str | InputError]:
    empty = True
    for found in _walk(path, suffixes):
        empty = False
        yield found
    if empty:
        yield InputError(path, f"no files {' '.join(suffixes)} in this folder")


def _walk(folder: str, suffixes: tuple[str, ...]) -> Iterator[str | InputError]:
    """Entries in order of name, folders among files. Links to folders are not followed: they make cycles."""
    folders = [folder]
    waiting: list[Iterator[os.DirEntry[str]]] = []  # not by recursion: folders can be nested deeper than calls
    while folders or waiting:
        if folders:
            try:
                waiting.append(_listing(folders[-1]))
            except OSError as error:
                yield InputError(folders[-1], reason(error))
            folders.clear()
            continue
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif entry.is_dir(follow_symlinks=False):
            folders.append(entry.path)
        elif entry.name.lower().endswith(suffixes) and _is_to_be_read(entry):
            yield entry.path


def _listing(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return iter(sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name))


def _is_to_be_read(entry: os.DirEntry[str]) -> bool:
    """A file or a link to one. A link that leads nowhere is an input that cannot be read, and will be said to be; a pipe is none."""
    try:
        return entry.is_file() or (entry.is_symlink() and not os.path.exists(entry.path))
    except OSError:  # a link to itself
        return True


def display(path: str) -> str:
    """A path as it stands in the output: always valid Unicode, and the same under every locale."""
    return os.fsencode(path).decode("utf-8", "replace")


def reason(error: BaseException) -> str:
    """What went wrong, in the operating system's words, without number and file name."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


# ------------------------------------------------------------------ bytes and lines


def _file_chunks(path: str, refuse: Sequence[_Identity], on_bytes: Callable[[int], None] | None) -> Iterator[bytes]:
    """The bytes as they come: a read of a pipe returns what is there, so a slow stream is handed on at once."""
    if path == STDIN:
        descriptor, close = 0, False
    else:
        descriptor, close = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0)), True
    try:
        info = os.fstat(descriptor)
        if (info.st_dev, info.st_ino) in refuse and stat.S_ISREG(info.st_mode):
            raise InputError(path, "is the output file, so it is not read")
        while chunk := _read(descriptor):
            if on_bytes:
                on_bytes(len(chunk))
            yield chunk
    finally:
        if close:
            os.close(descriptor)


def _read(descriptor: int) -> bytes:
    """What is there, at least one byte before the end, also of a pipe that another process has made non-blocking."""
    while True:
        try:
            return os.read(descriptor, _CHUNK)
        except BlockingIOError:
            select.select([descriptor], [], [])


def _whole(place: str, chunks: Iterable[bytes], limit: int, advice: str) -> bytes:
    parts, size = [], 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > limit:
            raise InputError(place, f"more than {limit // _MEGABYTE} MB in one {advice}")
    return b"".join(parts)


def _lines(place: str, chunks: Iterable[bytes], end: bytes) -> Iterator[bytes | None]:
    """Lines with their ends; None for a line longer than any article, which is passed over. InputError if it never ends."""
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        start = 0
        while (at := chunk.find(end, start)) >= 0:
            if size <= MAX_ARTICLE:
                yield b"".join((*parts, chunk[start : at + 1]))
            parts, size, start = [], 0, at + 1
        if start == len(chunk):
            continue
        before, size = size, size + len(chunk) - start
        if size <= MAX_ARTICLE:
            parts.append(chunk[start:])
        elif before <= MAX_ARTICLE:
            parts = []
            yield None
        elif size > _ENDLESS:
            raise InputError(place, "a line that does not end")
    if parts:
        yield b"".join(parts)


def _text(place: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(place, undecodable(data, error)) from None


# ------------------------------------------------------------------ which format

_DATE_MARK = pattern(r"(?<!\S)date([0-9]{4}-[0-9]{2}-[0-9]{2})\s*\Z")
_MARKED_LINE = re.compile(r"(?m)[ \t]date[0-9]{4}-[0-9]{2}-[0-9]{2}[ \t]*\r?$")
_MARK_THEN_SEPARATOR = pattern(r"[ \t]date[0-9]{4}-[0-9]{2}-[0-9]{2}[ \t]*(?:\r\n?|\n)-[ \t]*(?:\r|\n|\Z)")
_SEPARATOR = "-"
_FEED_LINES = 3  # section, title, body
_OBJECT_START = re.compile(r"\{\s*[\"}]")
_ARRAY_START = re.compile(r"\[\s*\{")


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line, parse_int=str, parse_float=str), dict)
    except (ValueError, RecursionError):
        return False


def _parses(text: str) -> bool:
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return False
    return True


def sniff(head: bytes, complete: bool, fallback: str = "text") -> str | None:
    """The format of a source that begins with `head`; None if more must be seen. `complete` says that `head` is all there is."""
    text = head.decode("utf-8", "replace").lstrip("\ufeff")
    body = text.lstrip()
    if not body:
        return fallback if complete else None
    enough = complete or len(head) >= _SNIFF
    if body[0] == "[" and (_ARRAY_START.match(body) or (complete and _parses(body))):
        return "json"
    if body[0] == "[" and not enough and len(body) < _SNIFF_LINES:
        return None
    lines = re.split(r"\r\n?|\n", body, maxsplit=_SNIFF_LINES)
    whole = [line for line in (lines if complete else lines[:-1])[:_SNIFF_LINES] if line.strip()]
    if any(line.lstrip().startswith("{") and _is_object(line) for line in whole):
        return "jsonl"
    if _OBJECT_START.match(body) or body == "{":
        return ("jsonl" if fallback == "jsonl" else "json") if whole and enough else None
    return _sniff_feed(body, whole, complete, enough, fallback)


def _sniff_feed(body: str, whole: Sequence[str], complete: bool, enough: bool, fallback: str) -> str | None:
    if whole and whole[0].strip() == _SEPARATOR:
        following = [line for line in whole[1:] if line.strip() != _SEPARATOR]
        if len(following) >= _FEED_LINES or _MARKED_LINE.search(body):
            return "feed"
    if _MARK_THEN_SEPARATOR.search(body) or (complete and _DATE_MARK.search(body[-200:])):
        return "feed"
    return fallback if enough else None


def _begin(place: str, chunks: Iterator[bytes], options: Options) -> tuple[str, bytes, Iterator[bytes]]:
    """The format, the bytes read to see it, and the rest."""
    if options.input_format:
        return options.input_format, b"", chunks
    lower = place.lower()
    fallback = "jsonl" if lower.endswith((".jsonl", ".ndjson")) else "json" if lower.endswith(".json") else "text"
    head = bytearray()
    looked = 0
    for chunk in chunks:
        head += chunk
        if len(head) > MAX_ARTICLE:
            return fallback, bytes(head), chunks
        first_record = head[:1] == b"{" and b"\n" in chunk  # a live stream of JSON Lines must not wait for more
        if looked and len(head) < 2 * looked and not first_record:
            continue  # small pieces: look again when there is twice as much, or the work grows with its square
        looked = len(head)
        found = sniff(bytes(head), complete=False, fallback=fallback)
        if found:
            return found, bytes(head), chunks
    return sniff(bytes(head), complete=True, fallback=fallback) or fallback, bytes(head), chunks


# ------------------------------------------------------------------ the articles of one source


def _plain(source: str, data: bytes, options: Options) -> Iterator[Item]:
    text = _text(source, data)
    if text.strip():
        yield Article(text, source, 1, article_id(text), published=options.published, reporter=options.reporter)


def _feed(source: str, lines: Iterable[bytes | None], options: Options) -> Iterator[Item]:
    """Feed articles one after another; `offset` counts the characters of all lines before.

    An article that cannot be decoded is an error in its place; it counts with as many characters as a reader sees who has
    each bad byte replaced.
    """
    block: list[str] = []
    begin = here = number = size = 0
    broken = ""

    def article() -> Iterator[Item]:
        if broken:
            yield InputError(f"{source}: article {number + 1}", broken)
        else:
            yield from _feed_article(source, number + 1, "".join(block), begin, options)

    for raw in lines:
        if raw is None:
            raise InputError(source, _LONG_LINE)
        line, why = _decoded(raw)
        if line.strip().strip(_BYTE_ORDER_MARK) == _SEPARATOR:
            yield from article()
            number += bool(broken or "".join(block).strip())
            block, size, begin, broken = [], 0, here + len(line), ""
        else:
            broken = broken or why
            block.append(line)
            size += len(raw)
            if size > MAX_ARTICLE:
                raise InputError(source, f"more than {MAX_ARTICLE // _MEGABYTE} MB in one article of a feed")
        here += len(line)
    yield from article()


def _decoded(raw: bytes) -> tuple[str, str]:
    """The text, and empty or why it is not the true one."""
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        return raw.decode("utf-8", "replace"), undecodable(raw, error)


_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")


def _feed_head(block: str) -> tuple[str, str, int]:
    """Section, title, and where the body begins. With two lines there is no section, with one the body only."""
    spans = list(islice((m.span() for m in _LINE.finditer(block) if m[0].strip()), _FEED_LINES))
    if len(spans) == _FEED_LINES:
        section, title, body = spans
        return block[slice(*section)].strip(), block[slice(*title)].strip(), body[0]
    if len(spans) == 2:
        return "", block[slice(*spans[0])].strip(), spans[1][0]
    return "", "", spans[0][0] if spans else 0


def _feed_article(source: str, number: int, block: str, begin: int, options: Options) -> Iterator[Item]:
    if not block.strip():
        return
    section, title, start = _feed_head(block)
    body = block[start:]
    mark = _DATE_MARK.search(body, max(0, len(body.rstrip()) - 20))
    published = options.published
    if mark:
        try:
            published = parse_published(mark[1])
        except QueryError as error:
            yield InputError(source, f"article {number}: {error}")
    text = body[: mark.start()] if mark else body
    text = text.rstrip()
    lead = len(text) - len(text.lstrip())
    text = text[lead:]
    yield Article(
        text, source, number, article_id(text), title, section, published, options.reporter, offset=begin + start + lead, truncated=True
    )


_SMALL = {str(n): Number(n) for n in range(1000)}


def _number(written: str) -> Number:
    return _SMALL.get(written) or Number(written)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """What is of use in an object. The rest is let go at once: it may be far more than the text."""
    record = {key: value for key, value in pairs if key in KEYS}
    if len(record) != len(pairs):
        names = [key for key, _ in pairs if key in KEYS]
        for key in record:
            if names.count(key) > 1:
                record[key] = TWICE
    return record or _NOTHING


_NOTHING: dict[str, Any] = {}


def _no_constant(constant: str) -> Any:
    raise BadRecord(f"{constant} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=_number, parse_float=_number, parse_constant=_no_constant)


_JSON_SPACE = re.compile(r"[ \t\n\r]*")


def _value(text: str, start: int) -> tuple[Any, int]:
    """The JSON value at `start` and where it ends. BadRecord with a reason for all that can be wrong with it."""
    try:
        return _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise _not_json(text, error.pos, error.msg) from None
    except RecursionError:
        raise BadRecord("not usable JSON: nested too deeply") from None
    except MemoryError:
        raise BadRecord("not usable JSON: there is not enough memory for it") from None


def _not_json(text: str, at: int, what: str) -> BadRecord:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return BadRecord(f"not valid JSON ({what}, {f'line {line}, ' if line > 1 else ''}column {column})")


def _after_space(text: str, start: int) -> int:
    match = _JSON_SPACE.match(text, start)
    return match.end() if match else start


def _check_size(text: str) -> None:
    if len(text) > _MANY_PARTS and sum(map(text.count, "[{,")) > _MANY_PARTS:
        raise BadRecord(f"not usable JSON: more than {_MANY_PARTS:,} brackets and commas")


def _load(text: str) -> Any:
    """The one JSON value that `text` is."""
    _check_size(text)
    value, end = _value(text, _after_space(text, 0))
    end = _after_space(text, end)
    if end < len(text):
        raise _not_json(text, end, "Extra data")
    return value


def _json_lines(source: str, lines: Iterable[bytes | None], options: Options) -> Iterator[Item]:
    number = 0
    for at, raw in enumerate(lines, 1):
        if raw is not None and not raw.strip():
            continue
        number += 1
        place = f"{source}:{at}"
        if raw is None:
            yield InputError(place, _LONG_LINE)
            continue
        try:
            text = _text(place, raw).removeprefix(_BYTE_ORDER_MARK)
            yield from items_of(source, place, number, _load(text), options)
        except BadRecord as error:
            yield InputError(place, str(error))
        except InputError as error:
            yield error


def _json(source: str, data: bytes, options: Options) -> Iterator[Item]:
    """An array of records, or one record. Records are made one by one: what is wrong further on takes nothing from those before."""
    text = _text(source, data)
    place = source
    try:
        at = _after_space(text, 0)
        if text[at : at + 1] != "[":
            yield from items_of(source, source, 1, _load(text), options)
            return
        _check_size(text)
        number = 0
        at = _after_space(text, at + 1)
        closed = text[at : at + 1] == "]"
        while not closed:
            number += 1
            place = f"{source}: record {number}"
            record, at = _value(text, at)
            yield from items_or_error(source, place, number, record, options)
            at = _after_space(text, at)
            closed = text[at : at + 1] == "]"
            if not closed and text[at : at + 1] != ",":
                raise _not_json(text, at, "Expecting ',' delimiter")
            at = at if closed else _after_space(text, at + 1)
        place = source
        if (at := _after_space(text, at + 1)) < len(text):
            raise _not_json(text, at, "Extra data")
    except BadRecord as error:
        yield InputError(place, str(error))


def _parquet(path: str, source: str, options: Options, on_bytes: Callable[[int], None] | None) -> Iterator[Item]:
    if path == STDIN:
        raise InputError(source, "a Parquet file, which cannot be read from a pipe: give its name")
    if find_spec("pyarrow") is None:
        raise InputError(source, "parquet needs pyarrow, which is not installed: pip install 'tradestats[parquet]'")
    from tradestats import batches

    yield from batches.items(path, source, options, on_bytes)


def _articles(source: str, chunks: Iterator[bytes], options: Options) -> Iterator[Item]:
    if options.input_format == "parquet":
        raise InputError(source, "not a Parquet file")
    kind, head, rest = _begin(source, chunks, options)

    def stream() -> Iterator[bytes]:
        if head:
            yield head
        yield from rest

    # Old Mac files end their lines in CR alone.
    line_end = b"\r" if b"\r" in head and b"\n" not in head else b"\n"
    if kind == "jsonl":
        yield from _json_lines(source, _lines(source, stream(), line_end), options)
    elif kind == "feed":
        yield from _feed(source, _lines(source, stream(), line_end), options)
    elif kind == "json":
        yield from _json(source, _whole(source, stream(), MAX_JSON, "JSON document: use JSON Lines (one record a line)"), options)
    else:
        yield from _plain(source, _whole(source, stream(), MAX_ARTICLE, "text: give articles as a feed or as JSON Lines"), options)


# ------------------------------------------------------------------ the public readers


def items(
    paths: Iterable[str], options: Options, *, refuse: Sequence[_Identity] = (), on_bytes: Callable[[int], None] | None = None
) -> Iterator[Item]:
    """The articles of all paths in order, with errors in their places. Raises nothing for what an input holds.

    `refuse` are files (device, inode) that must not be read, since they are being written; `on_bytes` is told of progress.
    """
    with ExitStack() as ends:
        reader = _Documents(ends)
        for path in expand(paths):
            if isinstance(path, InputError):
                yield InputError(display(path.place), path.reason)
                continue
            source = display(path)
            try:
                yield from _items(path, source, options, _file_chunks(path, refuse, on_bytes), on_bytes, reader)
            except InputError as error:
                yield InputError(display(error.place), error.reason)
            except (OSError, ValueError, MemoryError) as error:  # ValueError: a NUL in a file name
                yield InputError(source, _unreadable(path, error))


def _items(
    path: str,
    source: str,
    options: Options,
    chunks: Iterator[bytes],
    on_bytes: Callable[[int], None] | None,
    documents: _Documents,
) -> Iterator[Item]:
    """The articles of one file, by what its first bytes are."""
    head = next(chunks, b"")
    while may_be_one(head) and (more := next(chunks, b"")):
        head += more
    stream = chain([head], chunks)
    asked = options.input_format
    if asked in (None, "parquet") and head.startswith(_PARQUET):
        yield from _parquet(path, source, options, on_bytes)
    elif kind := asked if asked in EXTRAS else "" if asked else kind_of(path, head):
        yield from documents.items(source, kind, stream, options)
    else:
        yield from _articles(source, utf8(source, stream, options.encoding), options)


class _Documents:
    """Reads documents in a process that is started with the first and ends with the run."""

    def __init__(self, ends: ExitStack) -> None:
        self._ends = ends
        self._worker: Worker | None = None

    def items(self, source: str, kind: str, chunks: Iterable[bytes], options: Options) -> Iterator[Item]:
        from tradestats.documents import articles, require
        from tradestats.documents.worker import Worker

        require(source, kind)
        if self._worker is None:
            self._worker = Worker()
            self._ends.callback(self._worker.close)
        yield from articles.items(source, kind, _whole(source, chunks, MAX_DOCUMENT, "document"), options, self._worker)


def _unreadable(path: str, error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "there is not enough memory for it"
    if isinstance(error, FileNotFoundError) and re.match(r"[a-z]+://", path):
        return "no such file; web addresses are not fetched: download it first, then give the file or pipe it in"
    return reason(error)


def read_articles(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    input_format: str | None = None,
    encoding: str | None = None,
    published: str | Published | None = None,
    reporter: str | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Article]:
    """The articles of files, folders, patterns or `-`, one after another.

    `input_format` is one of `FORMATS`, seen from the content if None; `published` (2024-09-30 or 2024-09) and
    `reporter` (KOR) stand in where an article gives none. An input that cannot be read raises InputError, unless `on_error` takes it.
    """
    if input_format is not None and input_format not in FORMATS:
        raise QueryError(f"unknown input format {input_format!r}; one of {', '.join(FORMATS)}")
    when = parse_published(published) if isinstance(published, str) else published
    options = Options(input_format, known_encoding(encoding) if encoding else None, when, reporter or "")
    names = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    for item in items([os.fspath(p) for p in names], options):
        if isinstance(item, Article):
            yield item
        elif on_error:
            on_error(item)
        else:
            raise item
