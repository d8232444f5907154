"""Text to lines, and lines to sentences: offsets only.

Splitting too much loses a figure's subject, joining too much only widens its context: where in doubt, join.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from tradestats.lazy import pattern
from tradestats.lexicon import word_set

# What may stand before a full stop without ending a sentence (lower case, no stop).
_STOP = re.compile(  # begins with what it looks for, which a search finds fastest; "in 2019.Rough imports" lacks its space
    r"[.!?](?<![.!?].)[.!?]*+[\"')\]]*+(?:(?=\s|$)|(?:(?<=[a-z]{3}\.)|(?<=\d{2}\.)|(?<=[%)]\.)|(?<=[A-Z]{2}\.))"
    r"(?=[A-Z][a-z]*+(?:[ ,-]|'s )))"
)
_BEFORE = re.compile(r"[\w.&'-]{1,12}+$")
_BULLET = re.compile(r"\s*+(?:[-*•·▪◦‣–—□■○●※►▶➤>o]|\(?\d{1,2}[.)]|\(?[a-z]\))\s++")
_NUMBERED = pattern(r"\s*+\(?(?:\d{1,2}|[a-z]|[IVX]{1,4})[.)]\s++(?=[^\W\d_])")
_LONGEST_HEADING = 80
_DIGIT = re.compile(r"\d")
_CELLS = re.compile(r"(?:[-+(]?\d[\d.,]*+[)%]?\s++){2}")


class Sentence(NamedTuple):
    """A sentence or a line that stands alone, as a span of the unwrapped copy.

    `line` numbers hard lines from 0, `paragraph` runs of lines without a blank one between them. `kind` is
    `prose`, `bullet` or `heading` (a short line with no full stop that introduces others).
    """

    start: int
    end: int
    line: int
    paragraph: int
    kind: str
    first: bool  # first of its line


class Segments(NamedTuple):
    """`text` is the copy with soft line wraps made spaces (one for one); sentences are in order."""

    text: str
    sentences: tuple[Sentence, ...]


def segment(text: str) -> Segments:
    """Unwraps `text` and splits it into sentences. Linear in the length of the text."""
    text = _unwrap(text)
    sentences: list[Sentence] = []
    paragraph, blank, at = -1, True, 0
    lines = text.split("\n")
    numbered = _numbered_headings(lines)
    for line, raw in enumerate(lines):
        stripped = raw.strip()
        if stripped:
            if blank or _BULLET.match(raw) is None:
                paragraph += 1
            blank = False
            start = at + len(raw) - len(raw.lstrip())
            if line in numbered:
                start = at + numbered[line]
                sentences.append(Sentence(start, at + len(raw.rstrip()), line, paragraph, "heading", True))
            else:
                _split_line(text, start, at + len(raw.rstrip()), line, paragraph, sentences)
        else:
            blank = True
        at += len(raw) + 1
    return Segments(text, tuple(sentences))


def _numbered_headings(lines: list[str]) -> dict[int, int]:
    """The lines that are a heading with a number, and where its words begin: "1. Sesame" above prose, no member of a list."""
    found: dict[int, int] = {}
    member = True  # the line below is a bullet, too, or there is none
    for line in range(len(lines) - 1, -1, -1):
        raw = lines[line]
        if not raw.strip():
            continue
        bullet = _BULLET.match(raw)
        mark = _NUMBERED.match(raw) if bullet is not None and not member and len(raw) <= _LONGEST_HEADING else None
        if mark is not None and raw.rstrip()[-1] not in ".!?,;:" and _DIGIT.search(raw, mark.end()) is None:
            found[line] = mark.end()
        member = bullet is not None
    return found


def _split_line(text: str, start: int, end: int, line: int, paragraph: int, out: list[Sentence]) -> None:
    bullet = _BULLET.match(text, start, end)
    kind = "bullet" if bullet else "prose"
    pieces: list[tuple[int, int]] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and not _ends_sentence(text, stop.start(), stop.end(), begin, end):
            continue
        pieces.append((begin, stop.end()))
        begin = stop.end()
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        pieces.append((begin, end))
    if len(pieces) == 1 and kind == "prose" and end - start <= 110 and text[end - 1] not in ".!?,;":
        kind = "heading"
    for n, (a, b) in enumerate(pieces):
        out.append(Sentence(a, b, line, paragraph, kind, n == 0))


def _ends_sentence(text: str, dot: int, after: int, begin: int, end: int) -> bool:
    at = after
    while at < end and text[at].isspace():
        at += 1
    following = text[at : at + 2]
    if not following or following[0].islower() or following[0] in ",;)%":
        return False
    if text[dot] != ".":
        return True
    before = _BEFORE.search(text, max(begin, dot - 12), dot)
    word = before[0].lower() if before else ""
    if not word:
        return True
    if following[0].isdigit() and word.strip("(") in word_set("abbreviations"):
        return False
    if len(word) == 1 and (text[dot - 2 : dot - 1] == "/" or (word != "." and text[dot - 3 : dot - 2].isdigit())):
        return True  # "376,000 b/d. Europe followed", "BGN 1.5 B. Imports"
    if len(word) == 1 and word.isalpha():  # an initial: "J. Smith", but not "vitamin C. Exports"
        return False
    if word.count(".") and all(len(part) == 1 for part in word.split(".")):  # U.S., U.A.E.
        # the newswire of 1987 wrote "to the U.S. Rose 4.2 pct": a verb after it, so the sentence goes on
        nxt = _word(text, at, end)
        return nxt.lower() in word_set("starters") and nxt.lower() not in word_set("run_on")
    return word not in word_set("abbreviations")


def _word(text: str, at: int, end: int) -> str:
    stop = at
    while stop < end and text[stop].isalpha():
        stop += 1
    return text[at:stop]


def _unwrap(text: str) -> str:
    """Newlines inside a paragraph of wrapped text become spaces; those that end a paragraph, heading, bullet or cell stay."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if not lengths:
        return text
    width = lengths[-1]
    if width > 160:  # paragraphs stand on one line each; only a line that goes on in lower case is wrapped
        width = 100
    out: list[str] = []
    first, opening = True, True  # of its paragraph; of the article, which begins with its first figure
    for line, following in pairwise(lines):
        opens = opening and first and _cut_short(line, following, width)
        out += (line, " " if opens or _soft(line, following, width) else "\n")
        first, opening = not line.strip(), opening and _DIGIT.search(line) is None
    return "".join([*out, lines[-1]])


# A line that ends on one of these goes on in the next.


def _open(line: str) -> bool:
    """Whether a line cannot be complete: it ends on a preposition, a comma, or inside a bracket."""
    last = line.rsplit(None, 1)[-1].lower()
    return last in word_set("goes_on") or line[-1] in ",-(/" or line.count("(") > line.count(")")


def _cut_short(line: str, following: str, width: int) -> bool:
    """Whether the first line of wrapped text only looks short because its dateline was taken off; there is none in later paragraphs."""
    return (
        50 <= width <= 90
        and len(line.rstrip()) >= 12
        and line.rstrip()[-1] not in ".!?:"
        and len(following.rstrip()) >= width * 0.8
        and following[:1] != " "
    )


def _soft(line: str, following: str, width: int) -> bool:
    here, there = line.rstrip(), following.strip()
    if not here.strip() or not there or _BULLET.match(following) or "|" in here[:2] or there[0] == "|":
        return False
    indent = len(following) - len(following.lstrip())
    if indent >= 2 and indent > len(line) - len(line.lstrip()):
        return False  # an indented line begins a paragraph
    if len(here) > 160:
        return False
    if _CELLS.search(there) and _CELLS.search(here):
        return False  # two rows of a table
    if there[0].islower() and here[-1] not in ".!?":
        return len(here) >= 20
    if here[-1] in ".!?":
        return False
    if len(here) >= 20 and _open(here):
        return True
    if there[0] == "(" and len(here) >= 20 and any(mark in here for mark in ",:") and _DIGIT.search(there[:4]):
        return True  # a list goes on with the figure of its last name: "By weight: flat steel\n(3.4 million tonnes), bars"
    # the line was full: the next word would not have fitted
    room = width - len(here)
    next_word = len(there.split(None, 1)[0])
    return width >= 50 and len(here) >= width * 0.6 and (next_word + 1 >= room or len(here) >= width * 0.85)
