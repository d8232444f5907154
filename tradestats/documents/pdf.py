"""A PDF file to blocks: the words of its text layer with their places, which `layout` puts in order. Pictures of text are not read."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from tradestats.documents.blocks import Block
from tradestats.documents.layout import Word, blocks
from tradestats.documents.worker import Unreadable

_HYPHEN = 2  # what the library gives for a hyphen at the end of a line
_JUMP = 0.25  # heights between letters that part words even without a space


def read(data: bytes) -> tuple[list[Block], str]:
    """The blocks of a PDF file. It states no day of publication. Unreadable if it is encrypted or holds no text."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("it is encrypted: take the password off first" if "assword" in str(error) else "it is damaged") from None
    pages = [list(_words(page)) for page in document]
    if len(pages) and not any(pages):
        raise Unreadable("it holds no text, only pictures: it has to go through text recognition (OCR) first")
    return list(blocks(pages)), ""


def _words(page: Any) -> Iterator[Word]:
    text = page.get_textpage()
    letters = ""
    left = right = low = high = 0.0
    for n in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, n)
        char = "-" if code == _HYPHEN else chr(code)
        x0, y0, x1, y1 = _box(text, n)
        blank = char.isspace() or code == 0 or x1 <= x0 or y1 <= y0
        away = abs((y0 + y1) - (low + high)) > (high - low) or not left - 1 <= x0 <= right + _JUMP * (high - low)
        if letters and (blank or away):
            yield Word(left, right, low, high, letters)
            letters = ""
        if blank:
            continue
        if letters:
            letters, right = letters + char, max(right, x1)
        else:
            letters, left, right, low, high = char, x0, x1, y0, y1
    if letters:
        yield Word(left, right, low, high, letters)


_RECTANGLE = pdfium.FS_RECTF()


def _box(text: Any, n: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a letter's place: as high as its line, whatever the letter."""
    if not pdfium.FPDFText_GetLooseCharBox(text, n, ctypes.byref(_RECTANGLE)):
        return 0.0, 0.0, 0.0, 0.0
    return _RECTANGLE.left, _RECTANGLE.bottom, _RECTANGLE.right, _RECTANGLE.top
