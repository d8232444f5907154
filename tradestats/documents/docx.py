"""A Word file to blocks: paragraphs and tables in the order of the page, as they read when changes are accepted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from tradestats.documents.blocks import Block, even

MAX_UNPACKED = 256 << 20  # bytes of all parts together
_GONE = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:sectPr", "w:sdtPr"))) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same once more, for old programs
}
_MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_P, _TBL, _TR, _TC, _T = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:t"))


def read(data: bytes) -> tuple[list[Block], str]:
    """The blocks of a Word file. It states no day of publication."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
            raise ValueError(f"more than {MAX_UNPACKED >> 20} MB when it is unpacked")
    return list(_blocks(docx.Document(io.BytesIO(data)).element.body)), ""


def _parts(element: Any, *wanted: str) -> Iterator[Any]:
    """The nearest elements below of the tags wanted, in order; what is deleted or only describes is passed over."""
    waiting = list(reversed(element))
    while waiting:
        part = waiting.pop()
        if part.tag in wanted:
            yield part
        elif part.tag not in _GONE:
            waiting.extend(reversed(part))


def _blocks(element: Any) -> Iterator[Block]:
    for part in _parts(element, _P, _TBL):
        if part.tag == _P:
            yield _text(part)
            yield from _boxes(part)
        else:
            yield list(even(_row(row) for row in _parts(part, _TR)))


def _text(paragraph: Any) -> str:
    return "".join(part.text or "" if part.tag == _T else _MARKS[part.tag] for part in _parts(paragraph, _T, _P, *_MARKS) if part.tag != _P)


def _boxes(paragraph: Any) -> Iterator[str]:
    """What stands in text boxes that hang on a paragraph."""
    for inner in _parts(paragraph, _P):
        yield _text(inner)


def _row(row: Any) -> list[str]:
    """The cells of a row; one that spans several columns is followed by empty ones, one that goes on from above is empty."""
    cells: list[str] = []
    for cell in _parts(row, _TC):
        goes_on = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        continued = goes_on is not None and goes_on.get(qn("w:val"), "continue") == "continue"
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        width = min(int(span.get(qn("w:val"), "1")), 100) if span is not None else 1
        cells += ["" if continued else "\n".join(_text(p) for p in _parts(cell, _P)), *[""] * (width - 1)]
    return cells
