"""What a document is made of, and the text it makes: paragraphs with empty lines between, tables as rows of cells between pipes.

Our reader of tables reads such rows. A table that only arranges the page (a single column, or cells with whole paragraphs) is
written as paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

LONG_CELL = 300  # characters: more than any cell of a table of figures has

Row = Sequence[str]
Block = str | list[Row]
"""A paragraph, or the rows of a table."""


def one_line(text: str) -> str:
    """Runs of white space, no-break spaces too, as one space."""
    return " ".join(text.split())


def text_of(blocks: Iterable[Block]) -> str:
    """The text of a document."""
    return "\n\n".join(filter(None, (_paragraph(b) if isinstance(b, str) else _table(b) for b in blocks)))


def _paragraph(text: str) -> str:
    return "\n".join(filter(None, map(one_line, text.split("\n"))))


def _table(rows: Sequence[Row]) -> str:
    cells = [[one_line(cell).replace("|", "/") for cell in row] for row in rows]
    if is_layout(cells):
        return "\n\n".join(filter(None, (_paragraph(cell) for row in rows for cell in row)))
    return "\n".join(_piped(row) for row in cells if any(row))


def is_layout(rows: Iterable[Row]) -> bool:
    """Whether a table only arranges the page."""
    rows = list(rows)
    return max(map(len, rows), default=0) < 2 or any(len(cell) > LONG_CELL for row in rows for cell in row)


def _piped(row: Row) -> str:
    return f"| {' | '.join(row)} |"


def even(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of the same length: short ones are filled up with empty cells."""
    made = list(rows)
    width = max(map(len, made), default=0)
    for row in made:
        yield [*row, *[""] * (width - len(row))]
