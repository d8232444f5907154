"""Articles as they are shown: marks that are true to the text, at the terminal and in a page that is safe, whole and usable."""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

from tradestats.clean import visible
from tradestats.extract import extract_article
from tradestats.frozen import replace
from tradestats.marks import marks, pieces
from tradestats.model import Article, Extraction, LeftAside, Mention
from tradestats.page import page
from tradestats.read import items
from tradestats.record import Options

HOSTILE = (
    'Peru exported "goods" worth $5.2 billion in May 2024 <script>alert(1)</script> &amp; <img src=x onerror=alert(2)>.\r\n'
    "Exports of </div></article><b onmouseover='alert(3)'> copper rose 4.5 percent "
    "\x1b[31m to $2.1 billion.\rImports \u202efell\x00 2 percent."
)
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """A page as a tree would hold it: elements with attributes and text, and whether each end has its beginning."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), "an attribute twice"
        self.elements.append((tag, given))
        if tag not in VOID:
            self._open.append((tag, given.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, name in self._open:
            if name:
                self.text[name] = self.text.get(name, "") + data

    def having(self, attribute: str) -> list[dict[str, str]]:
        return [given for _, given in self.elements if attribute in given]


def of(*articles: Article) -> tuple[str, list[Extraction]]:
    read = [extract_article(article) for article in articles]
    return "".join(page("a page", iter(read))), read


@pytest.fixture(scope="module")
def read_samples(samples: Path) -> list[Extraction]:
    return [extract_article(item) for item in items([str(samples)], Options()) if isinstance(item, Article)]


# ------------------------------------------------------------------ marks


def test_every_mention_row_and_reason_is_in_one_mark_and_none_overlap(read_samples: list[Extraction]) -> None:
    assert len(read_samples) > 5
    for read in read_samples:
        found, text = marks(read), read.article.text
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))
        assert "".join(piece for piece, _ in pieces(text, found)) == text
        assert sorted(n for mark in found for n in mark.rows) == list(range(len(read.observations)))
        assert sorted(map(id, read.mentions)) == sorted(id(m) for mark in found for m in mark.mentions)
        assert sum(len(mark.reasons) for mark in found) == len(read.left_aside)
        for mark in found:
            assert all(m.start < mark.end and mark.start < m.end for m in mark.mentions)


def test_what_crosses_or_lies_in_another_goes_to_the_one_it_shares_most_with() -> None:
    text = "about 5 billion dollars a year"
    outer, inner, crossing = (Mention("money", text[a:b], a, b) for a, b in ((6, 23), (6, 15), (16, 30)))
    aside = LeftAside(inner, "why")
    found = marks(Extraction(Article(text), (outer, inner, crossing), (), (), left_aside=(aside,)))
    assert [(m.start, m.end, m.mentions, m.reasons) for m in found] == [(6, 23, (outer, inner, crossing), ("why",))]


def test_a_row_has_the_first_claim_and_its_number_says_the_kind() -> None:
    read = extract_article(Article("Peru exported goods worth $5.2 billion in May 2024."))
    row = read.observations[0]
    whole = Mention("product", read.article.text[:38], 0, 38, "goods")
    crossed = replace(read, mentions=(*read.mentions, whole))
    mark = next(m for m in marks(crossed) if m.rows)
    assert (mark.start, mark.end, mark.kind) == (row.start, row.end, "money")


# ------------------------------------------------------------------ the page


def test_the_text_stands_in_the_page_character_for_character(read_samples: list[Extraction]) -> None:
    html = Page("".join(page("samples", iter(read_samples))))
    for n, read in enumerate(read_samples, 1):
        shown, offset = html.text[f"a{n}-text"], read.article.offset
        assert shown == visible(read.article.text)
        for given in html.having("aria-description"):
            if given["id"].startswith(f"a{n}-"):
                assert shown[int(given["data-start"]) - offset : int(given["data-end"]) - offset] == html.text[given["id"]]


def test_ids_are_unique_every_link_leads_somewhere_and_each_row_to_its_number(read_samples: list[Extraction]) -> None:
    html = Page("".join(page("samples", iter(read_samples))))
    ids = [given["id"] for given in html.having("id")]
    assert len(ids) == len(set(ids))
    links = [given["href"] for given in html.having("href")]
    assert links and all(link[0] == "#" and link[1:] in ids for link in links)
    place = {given["id"]: given for given in html.having("aria-description")}
    for n, read in enumerate(read_samples, 1):
        for r, row in enumerate(read.observations, 1):
            name = f"a{n}-r{r}"
            at = next(i for i, (_, given) in enumerate(html.elements) if given.get("id") == name)
            link = next(given["href"] for tag, given in html.elements[at:] if tag == "a")
            mark = place[link[1:]]
            assert int(mark["data-start"]) < row.end and row.start < int(mark["data-end"])
            assert str(r) in mark["data-rows"].split(", ")
            assert f"row {r}: " in mark["aria-description"] and f"{row.value:,f} {row.unit}" in mark["aria-description"]


def test_hostile_text_titles_and_names_stay_text() -> None:
    title = "</title><script>alert(4)</script>"
    source, (read,) = of(Article(HOSTILE, source='a"><script>.txt', title=title, section="'<i>", offset=7))
    html = Page(source)
    assert read.observations
    assert html.text["a1-text"] == visible(HOSTILE)
    assert html.text["a1"] == title
    tags = [tag for tag, _ in html.elements]
    assert tags.count("script") == 1 and not {"img", "b", "i"} & set(tags)
    assert not [name for _, given in html.elements for name in given if name.startswith("on")]
    assert not set("\x00\x1b\u202e") & set(source)


def test_notes_that_quote_the_article_are_escaped() -> None:
    text = 'a"><b>'
    mention = Mention("product", text, 0, len(text), '"><script>')
    read = Extraction(Article(text), (mention,), (), (), left_aside=(LeftAside(mention, 'of "<b>"\n\x1b'),))
    html = Page("".join(page(text, iter([read]))))
    assert [tag for tag, _ in html.elements if tag in ("script", "b")] == ["script"]
    assert html.having("aria-description")[0]["aria-description"] == 'product: "><script>\nno row: of "<b>" \u241b'


def test_the_page_loads_nothing(samples: Path, tmp_path: Path, tradestats: Run) -> None:
    done = tradestats("show", samples / "feed.txt", "--html", tmp_path / "feed.html")
    assert done.returncode == 0 and done.stdout == ""
    assert re.fullmatch(r"\d+ articles, \d+ rows; written to .*feed\.html\n", done.stderr)
    source = (tmp_path / "feed.html").read_text(encoding="utf-8")
    html = Page(source)
    assert "default-src 'none'" in next(given["content"] for given in html.having("http-equiv"))
    assert not html.having("src") and not html.having("style")
    assert not re.search(r"https?://|@import|url\(", source)


# ------------------------------------------------------------------ the command


def test_without_colour_mentions_stand_in_brackets(tradestats: Run) -> None:
    done = tradestats("show", stdin="Peru exported goods worth $5.2 billion in May 2024.\n\nMore \x1b[31m later.")
    assert done.returncode == 0
    assert (
        "[country: Peru] [flow: exported goods] worth [money: $5.2 billion] in [period: May 2024].\n\nMore \u241b[31m later.\n"
        in done.stdout
    )


def test_with_colour_each_kind_has_its_own_and_a_row_is_bold(tradestats: Run) -> None:
    done = tradestats("show", "--color", "always", stdin="Peru exported goods worth $5.2 billion in May 2024 \x1b[5m.")
    assert "\x1b[35mPeru\x1b[0m \x1b[31mexported goods\x1b[0m worth \x1b[1;32m$5.2 billion\x1b[0m" in done.stdout
    assert "\x1b[5m" not in done.stdout


def test_rows_are_shown_when_asked_for(samples: Path, tradestats: Run) -> None:
    without, with_rows = (tradestats("show", samples / "swiss_customs.txt", *more).stdout for more in ((), ("--rows",)))
    assert with_rows.startswith(without)
    assert re.search(r"^export +WLD +total +2024-10 +level +22\.7 bn CHF", with_rows.removeprefix(without), re.MULTILINE)


def test_an_output_is_replaced_whole_or_not_at_all(samples: Path, tmp_path: Path, tradestats: Run) -> None:
    out = tmp_path / "out.html"
    out.write_text("before")
    assert tradestats("show", tmp_path / "gone.txt", "--html", out).returncode == 1
    assert out.read_text() == "before"
    assert tradestats("show", out, "--html", out).returncode == 2
    assert out.read_text() == "before"
    assert tradestats("show", tmp_path / "gone.txt", samples / "rice_note.txt", "--html", out).returncode == 1
    assert out.read_text().endswith("</html>\n")
    assert tradestats("show", samples / "rice_note.txt", "--html", "").returncode == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.html"]


# ------------------------------------------------------------------ a browser


class Browser:
    """A headless Chromium, spoken to over its debugging pipe: messages of JSON that end in NUL."""

    def __init__(self, command: str, folder: Path) -> None:
        to_read, self._to = os.pipe()
        self._from, to_write = os.pipe()
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={folder / 'profile'}"]
        shuffle = 'exec 5<&"$0" 6>&"$1" 3<&5 4>&6; shift; exec "$@"'
        self._process = subprocess.Popen(
            ["bash", "-c", shuffle, str(to_read), str(to_write), command, *flags, "--remote-debugging-pipe", "about:blank"],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._held, self._count, self._session = b"", 0, ""
        self.requests: list[str] = []
        self.complaints: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._held:
            more = os.read(self._from, 1 << 16)
            assert more, "the browser has gone"
            self._held += more
        line, _, self._held = self._held.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        if message.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
            self.complaints.append(json.dumps(message["params"]))
        return message

    def call(self, method: str, **parameters: Any) -> Any:
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters, **({"sessionId": self._session} if self._session else {})}
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._message()).get("id") != self._count:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, path: Path) -> None:
        self.call("Page.navigate", url=path.as_uri())
        while self._message().get("method") != "Page.loadEventFired":
            pass

    def run(self, script: str) -> Any:
        done = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def press(self, key: str) -> None:
        code = {"Tab": 9, "Enter": 13}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind, more in (("keyDown", text), ("keyUp", {})):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **more)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._to)
        os.close(self._from)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    command = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    if command is None:
        pytest.skip("no chromium is installed: the page is not looked at in a browser")
    started = Browser(command, tmp_path_factory.mktemp("browser"))
    yield started
    started.close()


@pytest.fixture
def shown(browser: Browser, samples: Path, tmp_path: Path, tradestats: Run) -> Browser:
    (tmp_path / "hostile.txt").write_text(HOSTILE.replace("\x00", ""), encoding="utf-8", newline="")
    assert tradestats("show", samples / "swiss_customs.txt", tmp_path / "hostile.txt", "--html", tmp_path / "p.html").returncode == 0
    browser.requests.clear()
    browser.complaints.clear()
    browser.call("Emulation.setEmulatedMedia", media="screen")
    browser.call("Emulation.setDeviceMetricsOverride", width=1200, height=800, deviceScaleFactor=1, mobile=False)
    browser.open(tmp_path / "p.html")
    return browser


NOTE = "getComputedStyle(document.activeElement, '::after').content"


def test_a_browser_asks_for_nothing_and_complains_of_nothing(shown: Browser, tmp_path: Path) -> None:
    assert shown.run("document.querySelectorAll('article').length") == 2
    assert shown.requests == [(tmp_path / "p.html").as_uri()]
    assert shown.complaints == []


def test_the_keyboard_reaches_each_mark_and_its_note_goes_to_the_row_and_back(shown: Browser) -> None:
    shown.press("Tab")
    assert shown.run("document.activeElement.textContent") == "Bern"
    assert "country: Switzerland (CHE)" in shown.run(NOTE)
    while shown.run("document.activeElement.textContent") != "CHF 22.7 billion":
        shown.press("Tab")
    assert "22,700,000,000 CHF" in shown.run(NOTE)
    shown.press("Enter")
    assert shown.run("location.hash") == "#a1-r2"
    assert shown.run("document.querySelector(':target').cells[8].textContent") == "22,700,000,000"
    shown.press("Tab")
    shown.press("Enter")
    assert shown.run("document.querySelector(':target').textContent") == "CHF 22.7 billion"


def test_hovering_shows_the_note(shown: Browser) -> None:
    x, y = shown.run("(r => [r.x + 3, r.y + r.height / 2])(document.getElementById('a1-m3').getBoundingClientRect())")
    assert shown.run("getComputedStyle(document.getElementById('a1-m3'), '::after').content") == "none"
    shown.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    assert "Switzerland" in shown.run("getComputedStyle(document.getElementById('a1-m3'), '::after').content")


def test_tables_are_sorted_by_number_and_by_word_up_and_down(shown: Browser) -> None:
    cells = "[...document.querySelector('tbody').rows].map(row => row.cells[{}].dataset.v ?? row.cells[{}].textContent)"
    press = "document.querySelectorAll('thead')[0].rows[0].cells[{}].querySelector('button').click()"
    values = [Decimal(each) for each in shown.run(cells.format(8, 8))]
    assert values != sorted(values)
    shown.run(press.format(8))
    assert [Decimal(each) for each in shown.run(cells.format(8, 8))] == sorted(values)
    assert shown.run("document.querySelectorAll('thead')[0].rows[0].cells[8].ariaSort") == "ascending"
    shown.run(press.format(8))
    assert [Decimal(each) for each in shown.run(cells.format(8, 8))] == sorted(values, reverse=True)
    shown.run(press.format(3))
    flows = shown.run(cells.format(3, 3))
    assert flows == sorted(flows) and len(set(flows)) > 1
    assert shown.run("document.querySelectorAll('[aria-sort]').length") == 1


def test_a_phone_and_paper_need_no_scrolling_sideways(shown: Browser) -> None:
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    shown.call("Emulation.setDeviceMetricsOverride", width=360, height=640, deviceScaleFactor=2, mobile=True)
    assert shown.run(wider) <= 0
    assert shown.run("parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)") >= 16
    shown.run("document.getElementById('a1-m3').focus()")
    assert shown.run(wider) <= 0
    printed = shown.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)["data"]
    assert base64.b64decode(printed).startswith(b"%PDF")
    shown.call("Emulation.setEmulatedMedia", media="print")
    shown.call("Emulation.setDeviceMetricsOverride", width=718, height=1000, deviceScaleFactor=1, mobile=False)
    assert shown.run("Math.max(...[...document.querySelectorAll('table')].map(t => t.offsetWidth)) <= document.body.clientWidth")
    assert shown.run(NOTE) == "none" or shown.run("getComputedStyle(document.activeElement, '::after').display") == "none"
