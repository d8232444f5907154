"""Articles as one web page that needs nothing else: the text with its marks, what each was read as, and the table of figures.

The page is a file to keep, send and print. It loads nothing (its own policy forbids it) and runs only the script below, which makes
the tables sortable; without scripts everything else works. Whatever comes from an article is escaped, and its text stands in the page
character for character, so that the offsets (`data-start`, `data-end`) are true there too.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape

from tradestats.clean import clean, visible
from tradestats.marks import KINDS, Mark, marks, pieces
from tradestats.model import Extraction, Mention, Observation
from tradestats.schema import CODES, areas
from tradestats.write import number

_STYLE = """
:root{color-scheme:light dark;--line:#8888;--tip:#222;--on-tip:#fff}
body{font:1rem/1.6 system-ui,sans-serif;margin:0 auto;padding:1rem;max-width:76rem;overflow-wrap:anywhere}
h1{font-size:1.2rem}h2{font-size:1.3rem;line-height:1.3;margin:2.5rem 0 0}
.about,.none{opacity:.8;font-size:.9rem;margin:.2rem 0}
.text{white-space:pre-wrap;max-width:42rem;margin:1rem 0}
.m{position:relative;color:inherit;background:none;text-decoration:none;border-bottom:.15em solid;border-radius:2px;padding:0 .05em}
a.m{font-weight:600;cursor:pointer}
.money{border-color:#188038;background:#18803826}.percent{border-color:#0b7a8f;background:#0b7a8f26}
.quantity{border-color:#3367d6;background:#3367d626}.figure{border-color:#b3261e;background:#b3261e26}
.country{border-color:#8430ce;border-bottom-style:dashed}.product{border-color:#b06000;border-bottom-style:dashed}
.period{border-color:#1967d2;border-bottom-style:dotted}.flow{border-color:#c5221f;border-bottom-style:dotted}
.m:hover::after,.m:focus::after{content:attr(aria-description);position:fixed;z-index:1;left:.5rem;right:.5rem;bottom:.5rem;
white-space:pre-line;background:var(--tip);color:var(--on-tip);font:400 .9rem/1.4 system-ui,sans-serif;
padding:.6rem .8rem;border-radius:6px}
@media(min-width:68rem){.m:hover::after,.m:focus::after{position:absolute;left:0;right:auto;bottom:auto;top:100%;
width:max-content;max-width:22rem}}
.m:focus-visible,button:focus-visible,a:focus-visible,.wide:focus-visible{outline:3px solid #1a73e8;outline-offset:2px}
.m:target,tr:target{outline:3px solid #f29900;outline-offset:1px}
.m,tr{scroll-margin:4rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.9rem;overflow-wrap:normal}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid var(--line)}
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}td.q{min-width:8rem}
th button{font:inherit;font-weight:700;color:inherit;background:none;border:0;padding:.2rem 0;cursor:pointer}
th[aria-sort=ascending] button::after{content:" \\25B2"}th[aria-sort=descending] button::after{content:" \\25BC"}
@media print{body{max-width:none;padding:0;font-size:10pt}.m::after{display:none}a.m[data-rows]::before{content:"[" attr(data-rows) "] ";
font-size:.7em;vertical-align:super}.m{background:none}.wide{overflow:visible}table{font-size:7.5pt}th,td{padding:.1rem .25rem}
td.q{min-width:0}td.n,th.n{white-space:normal}thead{display:table-header-group}tr{break-inside:avoid}a{color:inherit}
th button::after{display:none}}
"""

_SCRIPT = """
for (const head of document.querySelectorAll("thead th")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.onclick = () => {
    const up = head.getAttribute("aria-sort") !== "ascending", at = head.cellIndex, body = head.closest("table").tBodies[0];
    const key = row => row.cells[at].dataset.v ?? row.cells[at].textContent, numbers = head.classList.contains("n");
    const order = (a, b) => numbers ? key(a) - key(b) : key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    body.append(...[...body.rows].sort((a, b) => up ? order(a, b) : order(b, a)));
  };
}
"""

_COLUMNS = ("#", "in the text", "reporter", "flow", "partner", "product", "period", "measure", "value", "unit", "basis", "status")
_NUMERIC = frozenset(("#", "value"))
_BOUNDS = {"=": "", "~": "about ", ">": "more than ", "<": "less than "}


def page(title: str, extractions: Iterator[Extraction]) -> Iterator[str]:
    """The page in pieces, one article after another, so that a long feed is never in memory as a whole."""
    policy = f"default-src 'none'; style-src {_hash(_STYLE)}; script-src {_hash(_SCRIPT)}; base-uri 'none'; form-action 'none'"
    legend = " ".join(f'<span class="m {kind}">{kind}</span>' for kind in KINDS)
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_words(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{_words(title)}</h1>\n"
        f'<p class="about">Marked: {legend}. Bold: gave a row; it leads to the row. Hover over a mark or move to it with Tab to see what '
        "it was read as.</p>\n"
    )
    for n, extraction in enumerate(extractions, 1):
        yield _article(n, extraction)
    yield f"</main>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _words(text: str) -> str:
    """Text for the page as one line, safe in an element and in an attribute."""
    return escape(clean(text))


def _exactly(text: str) -> str:
    """An article's text, one character for one. A bare CR would be read as a line feed, so it is written as a reference."""
    return escape(visible(text)).replace("\r", "&#13;")


def _article(n: int, extraction: Extraction) -> str:
    article, rows = extraction.article, extraction.observations
    known = (article.source, f"article {article.number}", article.section, str(article.published or ""), article.reporter)
    marked = marks(extraction)
    place = {row: k for k, mark in enumerate(marked, 1) for row in mark.rows}
    names = areas()
    parts = [
        f'<article aria-labelledby="a{n}">\n<h2 id="a{n}">{_words(article.title) or f"Article {n}"}</h2>\n',
        f'<p class="about">{" · ".join(_words(each) for each in known if each)}</p>\n',
        f'<div class="text" id="a{n}-text" data-offset="{article.offset}">',
    ]
    k = 0
    for text, mark in pieces(article.text, marked):
        if mark is None:
            parts.append(_exactly(text))
            continue
        k += 1
        parts.append(_mark(f"a{n}-m{k}", n, text, mark, extraction, names))
    parts.append("</div>\n")
    if rows:
        heads = "".join(f'<th scope="col"{_class(c)}>{c}</th>' for c in _COLUMNS)
        parts.append(
            f'<div class="wide" role="region" tabindex="0" aria-label="Figures of article {n}">\n'
            f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        )
        parts += [_row(n, r, row, place[r]) for r, row in enumerate(rows)]
        parts.append("</tbody>\n</table>\n</div>\n")
    else:
        parts.append('<p class="none">No figures of trade were read from it.</p>\n')
    parts.append("</article>\n")
    return "".join(parts)


def _class(column: str) -> str:
    return ' class="n"' if column in _NUMERIC else ' class="q"' if column == "in the text" else ""


def _mark(name: str, n: int, text: str, mark: Mark, extraction: Extraction, names: Mapping[str, str]) -> str:
    """A mark is a link to its first row where it has one; else something that can be moved to."""
    offset = extraction.article.offset
    note = escape("\n".join(clean(line) for line in _notes(mark, extraction.observations, names)))
    given = f'class="m {mark.kind}" id="{name}" data-start="{offset + mark.start}" data-end="{offset + mark.end}" aria-description="{note}"'
    if not mark.rows:
        return f'<mark {given} tabindex="0">{_exactly(text)}</mark>'
    numbers = ", ".join(str(row + 1) for row in mark.rows)
    return f'<a {given} href="#a{n}-r{mark.rows[0] + 1}" data-rows="{numbers}">{_exactly(text)}</a>'


def _notes(mark: Mark, rows: Sequence[Observation], names: Mapping[str, str]) -> Iterator[str]:
    whole = mark.end - mark.start
    for mention in mark.mentions:
        part = "" if len(mention.text) == whole else f' ("{mention.text}")'
        yield f"{mention.kind}{part}: {_code(mention, names)}"
    for r in mark.rows:
        yield f"row {r + 1}: {_said(rows[r])}"
    for reason in mark.reasons:
        yield f"no row: {reason}"


def _code(mention: Mention, names: Mapping[str, str]) -> str:
    if mention.value is not None:
        return f"{mention.value:,f} {mention.unit}"
    name = names.get(mention.norm, "") if mention.kind == "country" else ""
    return f"{name} ({mention.norm})" if name else mention.norm or "no code"


def _said(o: Observation) -> str:
    whose = " ".join(part for part in (o.reporter, o.flow, o.partner, o.product, o.period) if part)
    return f"{_measure(o)} of {whose}: {_BOUNDS.get(o.bound, '')}{o.value:,f} {o.unit}" + (f" {o.basis}" if o.basis else "")


def _measure(o: Observation) -> str:
    return o.measure if o.statistic == "value" else f"{o.statistic} {o.measure}"


def _row(n: int, r: int, o: Observation, mark: int) -> str:
    """A row; its first cells lead to the place in the text. Numbers stand in full, with their exact value for sorting."""
    status = CODES["obs_status"].get(o.obs_status, o.obs_status)
    cells = (
        f'<td class="n">{r + 1}</td>',
        f'<td class="q" data-v="{o.start:012d}"><a href="#a{n}-m{mark}">{_words(o.text)}</a></td>',
        *(f"<td>{_words(cell)}</td>" for cell in (o.reporter, o.flow, o.partner, o.product, o.period, _measure(o))),
        f'<td class="n" data-v="{number(o.value)}">{_BOUNDS.get(o.bound, "")}{o.value:,f}</td>',
        *(f"<td>{_words(cell)}</td>" for cell in (o.unit, o.basis, status)),
    )
    return f'<tr id="a{n}-r{r + 1}" data-start="{o.start}" data-end="{o.end}">{"".join(cells)}</tr>\n'
