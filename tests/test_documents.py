"""Web pages, PDF and Word files, made here: their figures are those of the same text, and a broken one costs itself only."""

from __future__ import annotations

import html
import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ENVIRONMENT, REPOSITORY, Run

from tradestats.documents import kind_of
from tradestats.documents.articles import page_utf8
from tradestats.documents.blocks import text_of
from tradestats.documents.layout import Word, blocks
from tradestats.documents.worker import Unreadable, Worker
from tradestats.errors import InputError
from tradestats.extract import extract_article
from tradestats.model import Article, Published
from tradestats.read import items
from tradestats.record import Options

pytest.importorskip("trafilatura")
fpdf = pytest.importorskip("fpdf")
docx = pytest.importorskip("docx")
pytest.importorskip("pypdfium2")

PARAGRAPHS = (
    "Lima, 19 June 2024 - Peru's exports rose by 3.2 percent on the year to $5.2 billion in May 2024, while imports fell by 0.9 percent to "
    "$4.1 billion. The trade surplus came to $1.1 billion, after $0.9 billion in April.",
    "Exports of copper grew by $210 million to $2.2 billion, while coffee exports lost 12.9 percent from a year earlier.",
    "In the first five months of 2024, exports were 1.6 percent higher than in the same period of 2023.",
)
CAPTION = "Peru: exports by country, May 2024"
TABLE = (
    ("Country", "Exports, USD million", "Change on year, %"),
    ("China", "1,910", "-2.1"),
    ("United States", "812", "8.4"),
    ("Japan", "240", "-6.0"),
)
PLAIN = "\n\n".join((*PARAGRAPHS, CAPTION)) + "\n" + "\n".join(f"| {' | '.join(row)} |" for row in TABLE) + "\n"
SEEN_IN_PLAIN = 16  # numbers: ten in the paragraphs, six in the table


def as_html(paragraphs: tuple[str, ...] = PARAGRAPHS, head: str = "", table: bool = True) -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
    grid = f"<p>{CAPTION}</p><div class='responsive'><table>{rows}</table></div>" if table else ""
    body = "".join(f"<p>{p.replace('$5.2 billion', '<b>$5.2</b>&nbsp;' + chr(10) + 'billion')}</p>" for p in paragraphs)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Trade</title>{head}
<script>var x = "Exports rose 99 percent";</script></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/x">Exports up 44 percent</a></li></ul></nav></header>
<main>{body}{grid}</main>
<aside class="sidebar"><h3>Related</h3><ul><li><a href="/y">Imports of cars up 77 percent to $3.3 billion</a></li></ul></aside>
<footer><p>Tel. 02-1234-5678</p></footer></body></html>""".encode()


def as_docx(paragraphs: tuple[str, ...] = PARAGRAPHS) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        cut = text.find("billion")  # a phrase in several runs, as editing leaves it
        paragraph = document.add_paragraph(text[:cut] if cut > 0 else text)
        if cut > 0:
            paragraph.add_run(text[cut : cut + 3]).bold = True
            paragraph.add_run(text[cut + 3 :])
    document.add_paragraph(CAPTION)
    grid = document.add_table(rows=0, cols=len(TABLE[0]))
    for row in TABLE:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    document.sections[0].header.paragraphs[0].text = "Exports rose 99 percent to $9 billion"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class Pages(fpdf.FPDF):  # type: ignore[misc]
    """Pages with a line at the top and a number at the foot of each."""

    def header(self) -> None:
        self.set_font("helvetica", size=8)
        self.cell(0, 8, "Customs office - exports and imports of 2023")
        self.ln(12)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("helvetica", size=8)
        self.cell(0, 8, f"Page {self.page_no()} of 2", align="C")


def as_pdf(paragraphs: tuple[str, ...] = PARAGRAPHS, width: float = 0, table: bool = True, align: str = "L") -> bytes:
    pages = Pages()
    pages.add_page()
    pages.set_font("helvetica", size=11)
    for text in paragraphs:
        pages.multi_cell(width, 6, text, align=align, new_x="LMARGIN", new_y="NEXT")
        pages.ln(4)
    pages.add_page()
    pages.set_font("helvetica", size=11)
    if table:
        pages.cell(0, 6, CAPTION)
        pages.ln(8)
        with pages.table(col_widths=(60, 50, 40)) as grid:
            for row in TABLE:
                line = grid.row()
                for cell in row:
                    line.cell(cell)
    return bytes(pages.output())


def read(path: Path, data: bytes, **options: object) -> Article:
    path.write_bytes(data)
    (article,) = items([str(path)], Options(**options))  # type: ignore[arg-type]
    assert isinstance(article, Article), article
    return article


def figures(article: Article) -> list[tuple[object, ...]]:
    rows = extract_article(article).observations
    for row in rows:
        assert article.text[row.start : row.end] == row.text
    return [(r.reporter, r.flow, r.partner, r.product, r.period, r.measure, r.value, r.unit, r.basis) for r in rows]


# ------------------------------------------------------------------ the same figures


@pytest.mark.parametrize(("name", "make"), [("a.html", as_html), ("a.pdf", as_pdf), ("a.docx", as_docx)])
def test_a_document_gives_the_figures_of_its_text(tmp_path: Path, name: str, make: Callable[[], bytes]) -> None:
    wanted = figures(Article(PLAIN))
    assert len(wanted) == SEEN_IN_PLAIN
    assert figures(read(tmp_path / name, make())) == wanted


ARTICLES = [path for path in sorted((REPOSITORY / "tests" / "accuracy" / "own").glob("*.txt")) if "neg" not in path.stem][::4]


def plain_documents(lines: list[str], font: Path) -> Iterator[tuple[str, bytes]]:
    """The same lines as paragraphs of each kind of document."""
    yield "a.html", f"<html><body><main>{''.join(f'<p>{html.escape(line)}</p>' for line in lines)}</main></body></html>".encode()
    document, pages, out = docx.Document(), fpdf.FPDF(), io.BytesIO()
    pages.add_page()
    pages.add_font("d", fname=str(font))
    pages.set_font("d", size=10)
    for line in lines:
        document.add_paragraph(line)
        pages.multi_cell(150, 5, line, align="L", new_x="LMARGIN", new_y="NEXT")
        pages.ln(3)
    document.save(out)
    yield "a.docx", out.getvalue()
    yield "a.pdf", bytes(pages.output())


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_releases_and_reports_give_the_figures_of_their_text(tmp_path: Path, path: Path) -> None:
    matplotlib = pytest.importorskip("matplotlib")  # brings letters that have all signs of money
    (article,) = (item for item in items([str(path)], Options()) if isinstance(item, Article))
    lines = [" ".join(line.split()) for line in article.text.splitlines() if line.strip()]
    wanted = figures(replace(article, text="\n\n".join(lines), offset=0, truncated=False))
    assert wanted
    for name, data in plain_documents(lines, Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"):
        found = read(tmp_path / name, data)
        assert figures(replace(article, text=found.text, offset=0, truncated=False)) == wanted, name


@pytest.mark.parametrize(("width", "align"), [(30, "L"), (35, "L"), (45, "L"), (60, "L"), (60, "J"), (90, "J"), (130, "J")])
def test_lines_broken_anywhere_in_a_pdf_change_nothing(tmp_path: Path, width: int, align: str) -> None:
    text = read(tmp_path / "a.pdf", as_pdf(width=width, table=False, align=align)).text
    assert text == "\n\n".join(PARAGRAPHS)


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    pages = Pages()
    pages.add_page()
    pages.set_font("times", "B", 16)
    pages.cell(0, 9, "Exports rise in May")
    pages.ln(14)
    pages.set_font("times", size=11)
    with pages.text_columns(ncols=2, gutter=8, text_align="J", balance=True) as columns:
        columns.write("\n\n".join(PARAGRAPHS * 3))
    text = read(tmp_path / "a.pdf", bytes(pages.output())).text
    assert text.partition("Exports rise in May\n\n")[2] == "\n\n".join(PARAGRAPHS * 3)


def test_what_every_page_bears_is_no_text(tmp_path: Path) -> None:
    text = read(tmp_path / "a.pdf", as_pdf()).text
    assert "Customs office" not in text
    assert "Page" not in text


def test_a_paragraph_goes_on_over_a_page(tmp_path: Path) -> None:
    pages = Pages()
    pages.set_font("helvetica", size=11)
    for line in ("Exports came to $5.2", "billion in May 2024."):
        pages.add_page()
        pages.cell(0, 6, line)
    assert read(tmp_path / "a.pdf", bytes(pages.output())).text == "Exports came to $5.2 billion in May 2024."


# ------------------------------------------------------------------ where words stand


def set_out(*rows: str, letter: float = 6.0) -> str:
    """The text of a page on which all letters are equally wide."""
    words = []
    for n, row in enumerate(rows):
        at = 0
        for word in row.split(" "):
            if word:
                words.append(Word(at * letter, (at + len(word)) * letter - 3, -14.0 * n, 12 - 14.0 * n, word))
            at += len(word) + 1
    return text_of(blocks([words]))


def test_a_line_that_ends_early_goes_on_if_the_next_cannot_begin_anything() -> None:
    assert set_out("Exports rose 3 percent in May 2024, and imports", "came to", "$4.1 billion.") == (
        "Exports rose 3 percent in May 2024, and imports came to $4.1 billion."
    )
    assert set_out("By year", "2023 exports", "2024 exports", "All of them in billions of dollars, and in full.").count("\n") == 3


HYPHENS = [
    ("exports of semi-", "conductors", "exports of semiconductors"),
    ("up 3.2 per-", "cent", "up 3.2 percent"),
    ("to $18.9 bil-", "lion", "to $18.9 billion"),
    ("a year-", "on-year gain", "a year-on-year gain"),
    ("the non-", "oil exports", "the non-oil exports"),
    ("the 10-", "month total", "the 10-month total"),
    ("the Asia-", "Pacific", "the Asia-Pacific"),
]


@pytest.mark.parametrize(("above", "below", "joined"), HYPHENS)
def test_a_word_that_a_line_breaks_is_whole(above: str, below: str, joined: str) -> None:
    assert set_out(above, below) == joined


def test_the_broken_head_of_a_column_is_one_cell() -> None:
    rows = (
        "             Exports,     Change",
        "Country      USD million  on year",
        "China        1,910        2.1",
        "Japan        240          -3.4",
    )
    assert set_out(*rows) == (
        "|  | Exports, | Change |\n| Country | USD million | on year |\n| China | 1,910 | 2.1 |\n| Japan | 240 | -3.4 |"
    )


def test_a_head_over_two_columns_stands_in_the_first() -> None:
    rows = (
        "          Exports           Imports",
        "       2023     2024     2023     2024",
        "Food   1,200    1,350    800      790",
        "Total  5,300    5,770    9,900    10,678",
    )
    assert set_out(*rows).splitlines()[:2] == ["|  | Exports |  | Imports |  |", "|  | 2023 | 2024 | 2023 | 2024 |"]


# ------------------------------------------------------------------ pages


def test_navigation_and_scripts_are_no_text(tmp_path: Path) -> None:
    text = read(tmp_path / "a.html", as_html()).text
    assert text.startswith("Lima")
    for word in ("Home", "44 percent", "Related", "77 percent", "99 percent", "Tel."):
        assert word not in text


def test_a_table_keeps_its_caption_and_its_spans(tmp_path: Path) -> None:
    grid = (
        "<table><caption>Trade by group, USD million</caption><tr><th rowspan=2>Group</th><th colspan=2>Exports</th></tr>"
        "<tr><th>2023</th><th>2024</th></tr><tr><td>Food</td><td>1,200</td><td>1,350</td></tr></table>"
    )
    text = read(tmp_path / "a.html", f"<html><body><main><p>{PARAGRAPHS[1]}</p>{grid}</main></body></html>".encode()).text
    assert text.endswith("Trade by group, USD million\n\n| Group | Exports |  |\n|  | 2023 | 2024 |\n| Food | 1,200 | 1,350 |")


def test_a_table_that_arranges_the_page_is_none(tmp_path: Path) -> None:
    body = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"
    page = f"<html><body><table><tr><td><a href=1>Home</a></td><td>{body}</td></tr></table></body></html>"
    assert read(tmp_path / "a.html", page.encode()).text.endswith("\n\n".join(PARAGRAPHS[:2]))


ENCODED = [
    ("euc-kr", "한국 exports rose 3 percent in May 2024.", '<meta charset="euc-kr">', None),
    ("cp1252", "Exports rose 3 percent – to €5 billion.", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', None),
    ("utf-16", "Exports – up 3 percent.", "", None),
    ("utf-8", "Exports – up 3 percent.", "", None),
    ("cp1252", "Exports – up 3 percent.", "", "cp1252"),
]


@pytest.mark.parametrize(("codec", "sentence", "declared", "asked"), ENCODED)
def test_a_page_is_read_in_the_encoding_it_declares(tmp_path: Path, codec: str, sentence: str, declared: str, asked: str | None) -> None:
    page = f"<html><head>{declared}</head><body><p>{sentence}</p></body></html>".encode(codec)
    assert read(tmp_path / "a.html", page, encoding=asked).text == sentence


def test_an_encoding_is_not_guessed() -> None:
    with pytest.raises(InputError, match="try --encoding cp1252"):
        page_utf8("a.html", "<p>Caf\u00e9</p>".encode("cp1252"), None)


PUBLISHED = [
    ('<meta property="article:published_time" content="2024-06-19T09:00:00+02:00">', Published(2024, 6, 19)),
    ('<script type="application/ld+json">{"@graph": [{"datePublished": "2024-06-19"}]}</script>', Published(2024, 6, 19)),
    ('<meta property="article:modified_time" content="2024-06-19">', None),
    ('<meta property="article:published_time" content="2024-06-19"><meta itemprop="datePublished" content="2024-06-20">', None),
    ('<meta property="article:published_time" content="2024-06-31">', None),
    ('<script type="application/ld+json">{"datePublished": </script>', None),
]


@pytest.mark.parametrize(("head", "day"), PUBLISHED)
def test_a_page_may_state_its_day(tmp_path: Path, head: str, day: Published | None) -> None:
    assert read(tmp_path / "a.html", as_html(head=head)).published == day


# ------------------------------------------------------------------ which is what

KINDS = [
    ("a.pdf", b"%PDF-1.7", "pdf"),
    ("a.txt", b"%PDF-1.7", "pdf"),
    ("a.pdf", b"\n junk %PDF-1.7", "pdf"),
    ("a.txt", b"a text on %PDF-1.7", ""),
    ("a.txt", b"\xef\xbb\xbf <!-- saved --> <!DOCTYPE html>", "html"),
    ("a.txt", b'<?xml version="1.0"?><html xmlns="x">', "html"),
    ("a.txt", b"<Seoul> Exports rose.", ""),
    ("a.htm", b"<p>Exports rose.</p>", "html"),
    ("a.HTML", b"%PDF-1.7", "pdf"),
    ("a.docx", b"PK\x03\x04", "docx"),
    ("a.zip", b"PK\x03\x04", ""),
    ("-", b"PK\x03\x04 [Content_Types].xml", "docx"),
    ("a.xlsx", b"PK\x03\x04 [Content_Types].xml", ""),
    ("a.txt", b'{"text": "<html>"}', ""),
]


@pytest.mark.parametrize(("path", "head", "kind"), KINDS)
def test_a_document_is_known_by_its_first_bytes_and_its_name(path: str, head: bytes, kind: str) -> None:
    assert kind_of(path, head) == kind


def test_a_document_comes_through_a_pipe(tradestats: Run) -> None:
    done = tradestats("extract", "-q", "--columns", "flow,value", stdin=as_html(PARAGRAPHS[1:2], table=False).decode())
    assert done.stdout.splitlines()[:2] == ["flow,value", "export,2200000000"]


def test_every_command_reads_documents(tradestats: Run, tmp_path: Path) -> None:
    for name, data in (("a.html", as_html()), ("a.pdf", as_pdf()), ("a.docx", as_docx())):
        (tmp_path / name).write_bytes(data)
    assert "5,200,000,000 USD" in tradestats("explain", "a.html").stdout or "5200000000 USD" in tradestats("explain", "a.html").stdout
    assert "3 articles" in tradestats("check", "a.html", "a.pdf", "a.docx").stderr
    assert tradestats("merge", "a.pdf", "a.docx", "--where", "flow=balance", "--where", "period=2024-05", "--columns", "value").stdout
    assert " 0 added, 0 removed, 0 revised" in " " + tradestats("diff", "a.html", "a.docx").stderr


def test_the_text_is_saved_and_offsets_count_into_it(tradestats: Run, tmp_path: Path) -> None:
    for folder, paragraphs in (("one", PARAGRAPHS), ("two", PARAGRAPHS[:2])):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.html").write_bytes(as_html(paragraphs))
        (tmp_path / folder / "b.docx").write_bytes(as_docx(paragraphs))
    done = tradestats("extract", "one", "two", "--save-text", "texts", "-t", "observations", "-f", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len({(row["source"], row["article_id"]) for row in rows}) == 4 == len(list((tmp_path / "texts").iterdir()))
    for row in rows:
        saved = tmp_path / "texts" / f"{Path(row['source']).name}.{row['article_id']}.txt"
        assert saved.read_text(encoding="utf-8")[row["start"] : row["end"]] == row["text"]


# ------------------------------------------------------------------ what cannot be read


@pytest.mark.parametrize(
    ("library", "name", "extra"), [("trafilatura", "a.html", "html"), ("pypdfium2", "a.pdf", "pdf"), ("docx", "a.docx", "docx")]
)
def test_without_the_library_one_line_says_what_to_install(tmp_path: Path, library: str, name: str, extra: str) -> None:
    make = {"a.html": as_html, "a.pdf": as_pdf, "a.docx": as_docx}[name]
    (tmp_path / name).write_bytes(make())
    (tmp_path / "z.txt").write_text(PLAIN)
    code = f"import sys; sys.modules[{library!r}] = None; from tradestats.cli import main; main(['extract', '.', '-q'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=ENVIRONMENT)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert f"pip install 'tradestats[{extra}]'" in done.stderr
    assert "5200000000" in done.stdout


def encrypted() -> bytes:
    pages = fpdf.FPDF()
    pages.set_encryption(owner_password="owner", user_password="user")
    pages.add_page()
    return bytes(pages.output())


def packed(document: bytes) -> bytes:
    """A Word file with another document in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_docx())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, document if member.filename == "word/document.xml" else old.read(member))
    return out.getvalue()


_WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
_ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + _WORD % b"<w:p><w:r><w:t>a&e;b</w:t></w:r></w:p>"
)
_LAUGHS = b'<!DOCTYPE d [<!ENTITY a "%s">%s]>' % (
    b"ha" * 50,
    b"".join(b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 50) for n in range(8)),
)

HOSTILE = [
    ("cut.pdf", lambda: as_pdf()[:700], "PDF"),
    ("locked.pdf", encrypted, "encrypted"),
    ("empty.pdf", lambda: bytes(_blank()), "OCR"),
    ("cut.docx", lambda: as_docx()[:2000], "DOCX"),
    ("bomb.docx", lambda: packed(_WORD % (b" " * (300 << 20))), "MB"),
    ("deep.docx", lambda: packed(_WORD % (b"<w:sdt>" * 300_000)), "DOCX"),
    ("laughs.docx", lambda: packed(_LAUGHS + _WORD % b"<w:p><w:r><w:t>&i;</w:t></w:r></w:p>"), "DOCX"),
    ("nothing.html", lambda: b"<html><body><script>x</script></body></html>", "no text"),
]


def _blank() -> bytes:
    pages = fpdf.FPDF()
    pages.add_page()
    return bytes(pages.output())


@pytest.mark.parametrize(("name", "make", "why"), HOSTILE, ids=[name for name, *_ in HOSTILE])
def test_a_hostile_document_costs_itself_only(tmp_path: Path, name: str, make: Callable[[], bytes], why: str) -> None:
    (tmp_path / name).write_bytes(make())
    (tmp_path / "z.html").write_bytes(as_html())
    error, article = items([str(tmp_path / name), str(tmp_path / "z.html")], Options())
    assert isinstance(error, InputError)
    assert why in str(error)
    assert "\n" not in str(error)
    assert isinstance(article, Article)


def test_no_other_file_is_read_into_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(packed(_ENTITY))
    (found,) = items([str(tmp_path / "a.docx")], Options())
    assert isinstance(found, InputError) or found.text in ("a", "ab")


@pytest.mark.parametrize(
    "page", ["<div>" * 200_000, "<table><tr><td>" * 50_000, "<p>" + "Exports rose. " * 300_000], ids=["deep", "tables", "long"]
)
def test_an_enormous_page_ends(page: str) -> None:
    begun = time.monotonic()
    worker = Worker(seconds=20)
    try:
        worker.read("html", f"<html><body>{page}Exports rose 3 percent.".encode())
    except Unreadable as error:
        assert str(error)
    finally:
        worker.close()
    assert time.monotonic() - begun < 40


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    worker = Worker(seconds=0.01)
    with pytest.raises(Unreadable, match="too long"):
        worker.read("html", as_html())
    worker._seconds = 60.0
    assert worker.read("html", as_html())[0].startswith("Lima")
    worker.close()


def test_plain_text_loads_none_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAIN)
    call = "import sys\nfrom tradestats.cli import main\ntry: main(['extract', '-q', 'a.txt'])"
    code = f"{call}\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=ENVIRONMENT, check=True)
    loaded = set(done.stderr.split())
    assert "tradestats.read" in loaded
    assert not loaded & {
        "trafilatura",
        "lxml",
        "pypdfium2",
        "docx",
        "tradestats.documents.worker",
        "tradestats.documents.layout",
    }
