"""A document as an article: bytes in the right encoding to the process that reads it, and its text back."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from tradestats.decode import MARKS, known_encoding, undecodable
from tradestats.documents.worker import Unreadable, Worker
from tradestats.errors import InputError, QueryError
from tradestats.model import Article
from tradestats.query import parse_published
from tradestats.record import MAX_ARTICLE, Item, Options, article_id

_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes
_AS_BROWSERS = {  # a page that declares the first is read as the second, which has more letters (WHATWG Encoding Standard)
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}


def items(source: str, kind: str, data: bytes, options: Options, worker: Worker) -> Iterator[Item]:
    """The article that a document is. Offsets count into its extracted text, which `options.keep` is given. InputError if unreadable."""
    try:
        text, stated = worker.read(kind, page_utf8(source, data, options.encoding) if kind == "html" else data)
    except Unreadable as error:
        raise InputError(source, f"cannot be read as {kind.upper()}: {error}") from None
    if len(text) > MAX_ARTICLE:
        raise InputError(source, "more text than any article has")
    if not text.strip():
        raise InputError(source, f"no text in this {kind.upper()} file")
    published = parse_published(stated) if _is_day(stated) else options.published
    article = Article(text, source, 1, article_id(text), published=published, reporter=options.reporter)
    if options.keep is not None:
        options.keep(article)
    yield article


def _is_day(text: str) -> bool:
    try:
        return bool(text and parse_published(text))
    except QueryError:
        return False


def page_utf8(place: str, data: bytes, encoding: str | None) -> bytes:
    """A page as UTF-8: by its byte order mark, the encoding asked for, the one it declares, else UTF-8. Strictly, nothing is replaced."""
    for mark, codec in MARKS:
        if data.startswith(mark):
            return _decoded(place, data[len(mark) :], codec)
    if encoding:
        return _decoded(place, data, encoding)
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    codec = _known(declared[1].decode("ascii")) if declared else "utf-8"
    return _decoded(place, data, "utf-8" if codec.startswith("utf-16") else codec)  # it could not be read there if it were


def _known(name: str) -> str:
    try:
        codec = codecs.lookup(known_encoding(name)).name
    except QueryError:  # no encoding that there is: the bytes will tell
        return "utf-8"
    return _AS_BROWSERS.get(codec, codec)


def _decoded(place: str, data: bytes, codec: str) -> bytes:
    try:
        return data.decode(codec).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        if codec == "utf-8":
            raise InputError(place, undecodable(data, error)) from None
        raise InputError(place, f"cannot be decoded as {codec}, which it declares ({error.reason}): name its --encoding") from None
