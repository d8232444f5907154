"""A sentence as a row of items: what the recognisers found, the linker's cues, and the words between.

The linker reads items only. Each item is one mention, one cue (of one or more words), one word or one punctuation
mark; together they cover the sentence, in order and without overlap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import regex

from tradestats.lexicon import Cue, cues
from tradestats.recognise.names import AreaMention
from tradestats.recognise.numbers import Number
from tradestats.recognise.periods import PeriodMention
from tradestats.recognise.products import ProductMention

_TOKEN = regex.compile(r"[^\W\d_]++(?:[.&](?=[^\W\d_])[^\W\d_]++)*+(?:['-][^\W\d_]++)*+'?s?+|\d++|[^\w\s]|_")
# Punctuation that parts a sentence. Other marks (quotes, slashes, stars) are dropped: they carry nothing here.
_PUNCTUATION = {
    ",": ",",
    ";": ";",
    ":": ":",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "–": "-",
    "—": "-",
    "-": "-",
    "*": "*",
    "/": "/",
    "|": "|",
    "...": ",",
    "=": "-",
}


@dataclass(slots=True, eq=False)
class Item:
    """`kind` is num, time, basis, area, prod, the kind of a cue, a punctuation mark, or `w` for a plain word.

    `code` and `sign` come from the mention or cue; `what` is the mention itself. Spans count into the unwrapped copy.
    """

    kind: str
    start: int
    end: int
    word: str
    code: str = ""
    sign: int = 0
    what: Any = None
    first: bool = False  # the first word of its sentence, whose capital means nothing


@dataclass(frozen=True, slots=True)
class Found:
    """All mentions of one article, each list in order."""

    numbers: Sequence[Number]
    periods: Sequence[PeriodMention]
    areas: Sequence[AreaMention]
    products: Sequence[ProductMention]


class Itemiser:
    """Cuts sentences of one text into items; the mention lists are walked with a cursor, so all sentences cost one pass."""

    def __init__(self, text: str, found: Found) -> None:
        self.text = text
        self.marks = _merge(text, found)
        self.starts = [mark.start for mark in self.marks]

    def items(self, start: int, end: int, *, whole: bool = False) -> list[Item]:
        """The items of the sentence [start, end). `whole` keeps brackets that hold no figure, as headings need them."""
        out: list[Item] = []
        at = start
        first = bisect_left(self.starts, start)
        for mark in self.marks[first:]:
            if mark.start >= end:
                break
            if mark.start > at:
                self._words(at, mark.start, out)
            out.append(mark)
            at = max(at, mark.end)
        if at < end:
            self._words(at, end, out)
        for item in out:
            if item.kind in ("w", "prod"):
                item.first = True
                break
        return _join(out if whole else _without_asides(out))

    def _words(self, start: int, end: int, out: list[Item]) -> None:
        for token in _TOKEN.finditer(self.text, start, end):
            word = token[0]
            if word == "s" and token.start() and self.text[token.start() - 1] == "'":
                continue  # the genitive of a name
            if word[0].isalpha():
                out.append(Item("w", token.start(), token.end(), word))
            elif word in _PUNCTUATION:
                out.append(Item(_PUNCTUATION[word], token.start(), token.end(), word))


def _without_asides(items: list[Item]) -> list[Item]:
    """Leaves out brackets that hold no figure and no period: "(FDI)", "(including OLED panels)"."""
    out: list[Item] = []
    opened = -1
    for item in items:
        if item.kind == "(":
            opened = len(out)
        elif item.kind == ")" and opened >= 0:
            inner = out[opened + 1 :]
            if not any(x.kind in ("num", "time", "basis") for x in inner):
                del out[opened:]
                opened = -1
                continue
            if not any(x.kind == "num" for x in inner):
                del out[opened]
                opened = -1
                continue
            opened = -1
        out.append(item)
    return out


def _merge(text: str, found: Found) -> list[Item]:
    """Mentions as items in order, overlaps settled: a number with a unit beats a period, a period a bare number."""
    marks: list[tuple[int, Item]] = []
    for n in found.numbers:
        weak = n.kind in ("number", "ordinal") and not n.scaled and not n.sign
        marks.append((3 if weak else 0, Item("num", n.bound_start, n.end, text[n.start : n.end], n.kind, 0, n)))
    for p in found.periods:
        kind = "basis" if p.role == "basis" else "time"
        marks.append((1, Item(kind, p.start, p.end, text[p.start : p.end], p.basis, 0, p)))
    for a in found.areas:
        kind = "proper" if a.form in ("agency", "other") else "area" if a.form != "anaphor" else "anaphor"
        marks.append((2, Item(kind, a.start, a.end, text[a.start : a.end], a.code, 0, a)))
    for q in found.products:
        marks.append((4, Item("prod", q.start, q.end, text[q.start : q.end], q.slug, 0, q)))
    marks.sort(key=lambda m: (m[1].start, m[0], -m[1].end))
    out: list[tuple[int, Item]] = []
    for rank, item in marks:
        while out and item.start < out[-1][1].end and rank < out[-1][0]:
            out.pop()
        if not out or item.start >= out[-1][1].end:
            out.append((rank, item))
    return [item for _, item in out]


def _join(items: list[Item]) -> list[Item]:
    """Finds cues among words; a cue of several words may swallow a product ("oil prices"), never a number or a name."""
    index = cues()
    out: list[Item] = []
    n = 0
    while n < len(items):
        item = items[n]
        if item.kind in ("w", "prod"):
            entry, length = _match(items, n, index)
            if entry is not None and (item.kind == "w" or length > 1 or entry.kind in ("flow", "nodx")):
                last = items[n + length - 1]
                out.append(
                    Item(entry.kind, item.start, last.end, " ".join(x.word for x in items[n : n + length]), entry.code, entry.sign, None)
                )
                n += length
                continue
        if item.kind == "area" and len(out) > 1 and out[-1].kind == "-" and out[-2].kind == "area" and out[-2].end + 1 == item.start:
            out[-1] = replace(out[-1], kind="pair")  # "Iran-Iraq trade"
        out.append(item)
        n += 1
    return out


def _match(items: list[Item], n: int, index: dict[str, tuple[Cue, ...]]) -> tuple[Cue | None, int]:
    word = items[n].word.lower()
    entries = index.get(word.split(" ", 1)[0]) or (index.get(word[:-2]) if word.endswith("'s") else None)
    if not entries:
        return None, 0
    for entry in entries:
        length = _spans(items, n, entry.words)
        if length:
            return entry, length
    return None, 0


def _spans(items: list[Item], n: int, words: tuple[str, ...]) -> int:
    """How many items from `n` on read exactly `words`; 0 if they do not."""
    k, at = 0, n
    while k < len(words):
        if at >= len(items) or items[at].kind not in ("w", "prod"):
            return 0
        for part in items[at].word.lower().split():
            if k >= len(words):
                return 0
            if part != words[k] and not (part.endswith("'s") and part[:-2] == words[k]):
                return 0
            k += 1
        at += 1
    return at - n
