"""A saved web page to blocks: its article without navigation, and the day of publication that its head states."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import html
from trafilatura import bare_extraction
from trafilatura.settings import use_config

from tradestats.documents.blocks import Block, even, is_layout, one_line

_DATES = (  # what pages state the day of publication in; a day of modification is another
    '//meta[@property="article:published_time"]/@content',
    '//meta[@name="article:published_time"]/@content',
    '//meta[@itemprop="datePublished"]/@content',
    '//*[@itemprop="datePublished"]/@datetime',
    '//meta[translate(@name, "DC", "dc")="dc.date.issued" or translate(@name, "DCTERMS", "dcterms")="dcterms.issued"]/@content',
)
_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?!\d)")
_LINKED_DATA = '//script[@type="application/ld+json"]/text()'
_MOST_SCRIPT = 1 << 20  # characters
_TABLE_PARTS = ("tbody", "thead", "tfoot", "tr", "td", "th")


def read(data: bytes) -> tuple[list[Block], str]:
    """The blocks of a page in UTF-8, and the day of its publication, empty if it does not state one day."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(data, parser=parser)
    published = _published(tree)
    _unwrap_layout(tree)
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")  # a short release is one as well
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    found: Any = bare_extraction(tree, include_comments=False, include_tables=True, favor_recall=True, fast=True, config=config)
    return (list(_blocks(found.body)) if found is not None else []), published


def _published(tree: Any) -> str:
    """The one day that the page's head gives; none if it gives two."""
    stated = [str(value) for path in _DATES for value in tree.xpath(path)]
    stated += [value for script in tree.xpath(_LINKED_DATA) for value in _linked_dates(script)]
    days = {match[1] for match in map(_DAY.match, stated) if match}
    return days.pop() if len(days) == 1 else ""


def _linked_dates(script: str) -> Iterator[str]:
    try:
        waiting = [json.loads(script)] if len(script) <= _MOST_SCRIPT else []
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("datePublished"), str):
                yield value["datePublished"]
            value = [value[key] for key in ("@graph", "mainEntity") if key in value]
        if isinstance(value, list):
            waiting += value


def _unwrap_layout(tree: Any) -> None:
    """Tables that only arrange the page become divisions: what is in their cells is the page itself."""
    for table in tree.xpath("//table"):
        own = [cell for cell in table.iter("td", "th") if next(cell.iterancestors("table")) is table]
        if table.xpath(".//table") or (own and is_layout([[one_line("".join(cell.itertext())) for cell in own]])):
            for part in [*own, *(e for e in table.iter(*_TABLE_PARTS) if next(e.iterancestors("table"), None) is table), table]:
                part.tag = "div"


# ------------------------------------------------------------------ the extractor's tree


def _blocks(body: Any) -> Iterator[Block]:
    for element in body:
        if element.tag == "table":
            yield from _table(element)
        elif element.tag == "list":
            yield "\n".join(f"- {one_line(_text(item))}" for item in element.iter("item"))
        elif len(element) and element.find(".//table") is not None:
            yield from _blocks(element)
        else:
            yield from re.split(r"\n\s*\n", _text(element))
        if element.tail and element.tail.strip():
            yield element.tail


def _text(element: Any) -> str:
    """The words of an element; a line break where the page has one, not where its source has one."""
    parts = [_spaced(element.text)]
    for child in element:
        parts.append("\n" if child.tag == "lb" else _text(child) if child.tag != "p" else f"\n{_text(child)}\n")
        parts.append(_spaced(child.tail))
    return "".join(parts)


def _spaced(text: str | None) -> str:
    """White space as one space each, kept at the ends: words are parted by it."""
    return re.sub(r"\s+", " ", text or "")


def _table(table: Any) -> Iterator[Block]:
    rows = [[one_line(" ".join(cell.itertext())) for cell in row.iter("cell")] for row in table.iter("row")]
    while len(rows) > 1 and rows[0][:1] != [""] and not any(rows[0][1:]):  # its caption
        yield rows.pop(0)[0]
    yield list(even(rows))
