"""Bytes to UTF-8, chunk by chunk, with an error that says what to do. Nothing is guessed and nothing is replaced.

UTF-8 (with or without byte order mark) passes through; UTF-16 and UTF-32 with a mark, and whatever `--encoding` names, are
decoded strictly. What is no text (an image, an archive) or in another encoding is refused, with the likely one named.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain

from tradestats.errors import InputError, QueryError

MARKS = (  # the longer first: a UTF-32 mark begins with a UTF-16 mark
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONGEST_MARK = 4

_NOT_TEXT = (
    (b"PK\x03\x04", "a ZIP or Office file, not text: unpack or convert it first"),
    (b"\x1f\x8b", "compressed with gzip, not text: gzip -dc FILE | tradestats extract -"),
    (b"BZh91AY&SY", "compressed with bzip2, not text: unpack it first"),
    (b"\xfd7zXZ\x00", "compressed with xz, not text: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd, not text: unpack it first"),
    (b"\x89PNG", "an image, not text"),
    (b"\xff\xd8\xff", "an image, not text"),
    (b"GIF87a", "an image, not text"),
    (b"GIF89a", "an image, not text"),
    (b"\xd0\xcf\x11\xe0", "an old Office file, not text: convert it first"),
    (b"\x7fELF", "a program, not text"),
    (b"SQLite format 3\x00", "a database, not text"),
)


def known_encoding(name: str) -> str:
    """The codec's own name for an encoding. QueryError if Python has no such text encoding."""
    try:
        "".encode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        raise QueryError(f"unknown encoding {name!r}; cp949, shift_jis, cp1252, utf-16 are some") from None


def _is_kana(text: str) -> bool:
    return any("\u3040" <= c <= "\u30ff" for c in text)


def _is_hangul(text: str) -> bool:
    return sum("\uac00" <= c <= "\ud7a3" for c in text) >= 2


def likely_encoding(data: bytes) -> str:
    """The encoding that undecodable bytes are probably in, by strict decoding; empty if none fits.

    Few bytes fit many encodings ("caf\\xe9" is also half a Hangul syllable), so the East Asian ones must also give their
    own letters, and must do so in their strict, older form, before the Western one is named.
    """

    def decoded(encoding: str) -> str:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if error.end < len(data) - 3:  # a character cut off at the end of the sample is no evidence
                return ""
            return data[: error.start].decode(encoding)

    if _is_hangul(decoded("euc_kr")):
        return "cp949"
    if _is_kana(decoded("shift_jis")):
        return "shift_jis"
    if _is_kana(decoded("euc_jp")):
        return "euc_jp"
    for encoding in ("cp1252", "cp949", "gb18030"):
        if decoded(encoding):
            return encoding
    return ""


def undecodable(data: bytes, error: UnicodeDecodeError) -> str:
    """Why these bytes are no UTF-8, and what to try, as a phrase."""
    if error.reason == "unexpected end of data" and error.end >= len(data):
        return "not valid UTF-8: it ends in the middle of a character; the file may be cut off"
    likely = likely_encoding(data)
    what = f"not UTF-8 (byte 0x{data[error.start]:02x} cannot be decoded)"
    return f"{what}; it may be {likely}: try --encoding {likely}" if likely else f"{what}: name its --encoding, if it is text"


def _binary(data: bytes) -> str:
    head = data[:2000]
    if len(head) >= 4 and head[1::2].count(0) * 10 > len(head) * 4:
        return "NUL bytes: binary, or UTF-16 without a byte order mark: try --encoding utf-16-le"
    if len(head) >= 4 and head[0::2].count(0) * 10 > len(head) * 4:
        return "NUL bytes: binary, or UTF-16 without a byte order mark: try --encoding utf-16-be"
    return "NUL bytes: a binary file, not text"


def utf8(place: str, chunks: Iterator[bytes], encoding: str | None) -> Iterator[bytes]:
    """The chunks as UTF-8 without a byte order mark. UTF-8 itself is passed on unchecked: lines and texts are decoded later.

    InputError for bytes that are no text.
    """
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= _LONGEST_MARK:
            break
    if not head:
        return
    codec, skip = (known_encoding(encoding), 0) if encoding else ("utf-8", 0)
    for mark, marked in MARKS:
        if head.startswith(mark) and (not encoding or codec.replace("_", "-") in (marked, marked[:-3], "utf-8-sig")):
            codec, skip = marked, len(mark)
            break
    body = chain([head[skip:]], chunks)
    yield from _checked(place, body) if codec == "utf-8" else _checked(place, _transcoded(place, body, codec))


def _checked(place: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
    first = True
    for chunk in chunks:
        if first:
            for magic, reason in _NOT_TEXT:
                if chunk.startswith(magic):
                    raise InputError(place, reason)
            first = False
        if b"\0" in chunk:
            raise InputError(place, _binary(chunk))
        yield chunk


def _transcoded(place: str, chunks: Iterator[bytes], codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for chunk in chunks:
            yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")
    except UnicodeError as error:
        reason = getattr(error, "reason", str(error))
        raise InputError(place, f"cannot be decoded as {codec} ({reason}): name another --encoding") from None
