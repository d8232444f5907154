"""Pages of a web archive as record batches for `tradestats.arrow`: `pip install 'tradestats[warc]'`.

A WARC file holds what a crawler was sent. Its pages (responses with status 200 and HTML in them) become rows with the page's address
as `id`, its text as `text`, without navigation, and the day of publication that its head states as `published`, a few at a time:

    from tradestats import arrow, warc

    rows = arrow.extract(warc.batches("crawl-00000.warc.gz"))

A page without text, or one that cannot be read, has null as its text, and so becomes an error record. The date in an archive is the
day of the crawl, which is no day of publication, so it is left out. An archive is read from its beginning to its end by one
process; of a crawl in many archives, an engine or `xargs` reads one in each task.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pyarrow as pa
from fastwarc.warc import ArchiveIterator, WarcRecordType

from tradestats.documents import require
from tradestats.documents.worker import Unreadable, Worker
from tradestats.record import MAX_ARTICLE

SCHEMA = pa.schema([("id", pa.string()), ("text", pa.string()), ("published", pa.string())])
_AT_ONCE = 32  # pages in a batch: each is as long as a page may be
_HTML = ("text/html", "application/xhtml+xml")
_OK = 200


Row = tuple[str, str | None, str | None]


def batches(path: str | os.PathLike[str], text_of: Callable[[str], str | None] | None = None) -> Iterator[pa.RecordBatch]:
    """The pages of one archive, compressed or not. OSError if it cannot be opened or is no WARC file.

    `text_of` takes a page and gives what is to be read of it, or None; without it pages are read as saved web pages are, which needs
    `tradestats[html]` (else InputError).
    """
    worker = Worker()
    if text_of is None:
        require(os.fspath(path), "html")
    try:
        waiting: list[Row] = []
        for address, page in pages(path):
            waiting.append((address, *(_read(page, worker) if text_of is None else (_text(page, text_of), None))))
            if len(waiting) == _AT_ONCE:
                yield _batch(waiting)
                waiting = []
        if waiting:
            yield _batch(waiting)
    finally:
        worker.close()


def _read(page: str, worker: Worker) -> tuple[str | None, str | None]:
    try:
        text, published = worker.read("html", page.encode("utf-8", "replace"))
    except Unreadable:
        return None, None
    return text or None, published or None


def pages(path: str | os.PathLike[str]) -> Iterator[tuple[str, str]]:
    """The address and the HTML of each page, in the encoding that it declares; bytes that are none in it are replaced."""
    with open(path, "rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, auto_decode="all", max_content_length=MAX_ARTICLE):
            http = record.http_headers
            if http is not None and http.status_code == _OK and record.http_content_type in _HTML:
                yield str(record.headers["WARC-Target-URI"]), _decoded(record.reader.read(MAX_ARTICLE), record.http_charset)


def _decoded(page: bytes, charset: str | None) -> str:
    try:
        return page.decode(charset or "utf-8", "replace")
    except LookupError:  # no encoding of that name
        return page.decode("utf-8", "replace")


def _text(page: str, text_of: Callable[[str], str | None]) -> str | None:
    try:
        text = text_of(page)
        return text.encode("utf-8", "replace").decode("utf-8") if text else None
    except Exception:  # pages come from anybody, and one must not end a crawl
        return None


def _batch(rows: list[Row]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array(column, pa.string()) for column in zip(*rows, strict=True)], schema=SCHEMA)
