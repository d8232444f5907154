"""Pages of a web archive to rows: those of the same text alone, whatever else a crawler was sent."""

from __future__ import annotations

import gzip
from html.parser import HTMLParser
from pathlib import Path

import pytest

import tradestats

pa = pytest.importorskip("pyarrow")
pytest.importorskip("fastwarc", reason="fastwarc is not installed: pip install '.[warc]'")
arrow = pytest.importorskip("tradestats.arrow")
warc = pytest.importorskip("tradestats.warc")

TEXT = "Peru's exports rose 4.5 percent to $12.4 billion in May 2024. Imports were down 3.2 percent at $9.1 billion."
PAGE = f"<html><head><title>Trade</title></head><body><article><p>{TEXT}</p></article></body></html>"


class _Paragraphs(HTMLParser):
    """What stands in paragraphs: enough of an extractor for these pages."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._inside = tag == "p" or self._inside

    def handle_endtag(self, tag: str) -> None:
        self._inside = tag != "p" and self._inside

    def handle_data(self, data: str) -> None:
        self.text += data if self._inside else ""


def text_of(page: str) -> str | None:
    if "hostile" in page:
        raise ValueError("no page")
    parser = _Paragraphs()
    parser.feed(page)
    return parser.text


def record(address: str, page: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8", warc_type: str = "response") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + page
    head = {
        "WARC-Type": warc_type,
        "WARC-Target-URI": address,
        "WARC-Date": "2030-01-01T00:00:00Z",
        "WARC-Record-ID": "<urn:uuid:6f0b6f6e-0000-0000-0000-000000000000>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(http)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize("packed", [True, False])
def test_pages_give_the_rows_of_their_text(tmp_path: Path, packed: bool) -> None:
    records = [
        record("https://a.example/trade", PAGE.encode()),
        record("https://a.example/gone", PAGE.encode(), status="404 Not Found"),
        record("https://a.example/picture", b"\xff\xd8\xff", kind="image/jpeg"),
        record("https://a.example/request", PAGE.encode(), warc_type="request"),
        record("https://a.example/latin", PAGE.replace("Peru's", "Peru\u2019s").encode("cp1252"), kind="text/html; charset=windows-1252"),
        record("https://a.example/odd", PAGE.encode(), kind="text/html; charset=no-such"),
        record("https://a.example/empty", b""),
        record("https://a.example/hostile", b"<p>hostile</p>"),
    ]
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(b"".join(map(gzip.compress, records) if packed else records))
    found = pa.Table.from_batches(arrow.extract(warc.batches(path, text_of)), arrow.schema()).to_pylist()
    errors = [row["article_id"] for row in found if row["error"]]
    assert errors == ["https://a.example/empty", "https://a.example/hostile"]
    rows = [row for row in found if not row.pop("error")]
    assert {row["article_id"] for row in rows} == {f"https://a.example/{name}" for name in ("trade", "latin", "odd")}
    assert all(row["published"] is None for row in rows)  # the day of the crawl is none
    wanted = [(o.flow, o.measure, o.value, o.period) for o in tradestats.extract(TEXT)]
    assert len(wanted) == 4
    for name in ("trade", "latin", "odd"):
        got = [(r["flow"], r["measure"], r["value"], r["period"]) for r in rows if r["article_id"].endswith(name)]
        assert got == wanted


def test_pages_are_read_as_saved_pages_are(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", reason="trafilatura is not installed: pip install '.[html]'")
    head = '<meta property="article:published_time" content="2024-06-03T08:00:00Z">'
    menu = "<nav><a href='/'>Exports rose 99 percent to $99 billion</a></nav>"
    page = PAGE.replace("</head>", f"{head}</head>").replace("<body>", f"<body>{menu}").replace(" in May 2024", " in May")
    (tmp_path / "crawl.warc").write_bytes(record("https://a.example/trade", page.encode()) + record("https://a.example/empty", b" "))
    found = pa.Table.from_batches(arrow.extract(warc.batches(tmp_path / "crawl.warc")), arrow.schema()).to_pylist()
    assert [row["article_id"] for row in found if row["error"]] == ["https://a.example/empty"]
    rows = [row for row in found if not row["error"]]
    wanted = [(o.flow, o.measure, o.value, o.period) for o in tradestats.extract(TEXT)]
    assert [(r["flow"], r["measure"], r["value"], r["period"]) for r in rows] == wanted
    assert {row["published"] for row in rows} == {"2024-06-03"}


def test_what_is_no_archive_is_said(tmp_path: Path) -> None:
    (tmp_path / "letter.warc").write_text("Dear", encoding="utf-8")
    with pytest.raises(OSError):
        list(warc.batches(tmp_path / "letter.warc", text_of))
