"""Documents to text: saved web pages, PDF files with a text layer, Word files. Each is read by a library that an extra brings.

The libraries work in a process of their own (`tradestats.documents.worker`), with bounds on memory and time: documents come from
strangers, and one that is made to hurt costs itself only. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from importlib.util import find_spec

from tradestats.errors import InputError

EXTRAS = {"html": ("a web page", "trafilatura"), "pdf": ("a PDF file", "pypdfium2"), "docx": ("a Word file", "docx")}
"""Format to what it is and the module that reads it; the extra bears the format's name."""

ENDINGS = {".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".docx": "docx"}
MAX_DOCUMENT = 64 << 20  # bytes of one document
HEAD = 1024  # bytes that show what a document is

_PAGE = re.compile(rb"(?:\s|\xef\xbb\xbf|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_MARKED = (b"\xff\xfe<\0", b"\xfe\xff\0<")  # UTF-16


def kind_of(path: str, head: bytes) -> str:
    """The format of a file that begins with `head`, by its first bytes, else by the ending of its name; empty if it is no document.

    What begins like an archive is a Word file only if its name or its first member says so.
    """
    named = next((kind for ending, kind in ENDINGS.items() if path.lower().endswith(ending)), "")
    if head.startswith(b"%PDF-") or (named == "pdf" and b"%PDF-" in head):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx" if named == "docx" or b"word/" in head or (path == "-" and b"[Content_Types].xml" in head) else ""
    if _PAGE.match(head) or (named == "html" and head.strip()):
        return "html"
    return ""


def may_be_one(head: bytes) -> bool:
    """Whether so few bytes can be the beginning of a document, so that more must be seen."""
    start = head.lstrip()
    return len(head) < HEAD and (start[:1] == b"<" or head.startswith((b"%PDF-", b"PK\x03\x04", *_MARKED)))


def require(place: str, kind: str) -> None:
    """InputError with a line on what to install if the library for a format is not there."""
    what, library = EXTRAS[kind]
    if find_spec(library) is None:
        raise InputError(place, f"{what}, and what reads it is not installed: pip install 'tradestats[{kind}]'")
