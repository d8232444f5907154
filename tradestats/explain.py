"""Why an article gave the rows it gave: its sentences, what was recognised in them, the rows, and the numbers left aside.

Plain lines for people who doubt a row. Every offset shown is the one of the tables (`start`, `end`: characters of the
decoded source), so that a line here and a row there can be matched by eye or by grep.
"""

from __future__ import annotations

import textwrap
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from tradestats.model import Extraction, LeftAside, Mention, Observation, Origin, Span
from tradestats.schema import CODES

_WIDTH = 80
_CODE_WIDTH = 14  # a longer code moves its own line only
_NUMBERS = frozenset(("money", "percent", "quantity"))

_DIMENSIONS = ("reporter", "flow", "partner", "product", "period", "basis")
_KIND = {"reporter": "country", "partner": "country", "product": "product", "period": "period", "flow": "flow", "basis": "period"}
"""Which mentions can say a dimension."""

_UNSAID = {
    ("partner", "WLD"): "none is named for it: the world",
    ("product", "total"): "none is named for it: all products",
    ("reporter", ""): "the text does not say whose trade it is",
    ("period", ""): "the text does not say when",
}
"""Cells that need nobody to say them, and what it means that nobody did."""

_HOW = {
    "sentence": "said here",
    "before": "said before",
    "heading": "from the heading",
    "title": "from the title",
    "lead": "from the opening",
    "article": "settled by the article as a whole",
    "published": "counted from the day of publication",
    "given": "given with the article",
    "rule": "set by the rule",
    "default": "nothing says otherwise",
}
_NOT_USUAL = {"bound": "=", "obs_status": "A", "adjustment": ""}
"""Fields that are shown only where they say something unusual."""

_NO_RULE = "no rule reads it as a figure of a trade flow"


def explain(extraction: Extraction) -> Iterator[str]:
    """The lines for one article: a head, then each sentence with its mentions, its rows and the numbers left aside."""
    story = _Story.of(extraction)
    yield from _head(story)
    for n in range(len(story.sentences)):
        yield ""
        yield from _sentence(story, n)
    yield ""


# ------------------------------------------------------------------ who stands where


@dataclass(frozen=True, slots=True)
class _Story:
    """An extraction, sorted by sentence; what stands between two sentences goes with the first. No sentences: the text is one."""

    extraction: Extraction
    sentences: tuple[Span, ...]
    mentions: dict[int, list[Mention]]
    rows: dict[int, list[int]]
    aside: dict[int, list[LeftAside]]
    said: dict[tuple[str, str], list[tuple[int, Mention]]]
    """(kind, code) to its mentions, each with the number of its sentence, in the order of the text."""

    @classmethod
    def of(cls, extraction: Extraction) -> _Story:
        offset, sentences = extraction.article.offset, extraction.sentences or (Span(0, len(extraction.article.text)),)
        home = partial(_home, sentences)
        mentions: dict[int, list[Mention]] = defaultdict(list)
        said: dict[tuple[str, str], list[tuple[int, Mention]]] = defaultdict(list)
        for mention in sorted(extraction.mentions, key=lambda m: m.start):
            mentions[home(mention.start)].append(mention)
            said[mention.kind, mention.norm].append((home(mention.start), mention))
        rows: dict[int, list[int]] = defaultdict(list)
        for n, row in enumerate(extraction.observations):
            rows[home(row.start - offset)].append(n)
        aside: dict[int, list[LeftAside]] = defaultdict(list)
        for left in (*extraction.left_aside, *_unexplained(extraction)):
            aside[home(left.mention.start)].append(left)
        return cls(extraction, sentences, mentions, rows, aside, said)

    def home(self, start: int) -> int:
        """The number of the sentence in which a place of the article's text stands."""
        return _home(self.sentences, start)

    def spot(self, start: int, end: int) -> str:
        """A place in the article's text as the tables give it."""
        return f"{self.extraction.article.offset + start}-{self.extraction.article.offset + end}"


def _home(sentences: Sequence[Span], start: int) -> int:
    return max(bisect_right(sentences, start, key=lambda s: s.start) - 1, 0)


def _unexplained(extraction: Extraction) -> Iterator[LeftAside]:
    """Numbers that gave no row and were not left aside either: every number is accounted for."""
    offset = extraction.article.offset
    rows = [(o.start - offset, o.end - offset) for o in extraction.observations]
    taken = sorted(rows + [(a.mention.start, a.mention.end) for a in extraction.left_aside])
    starts = [start for start, _ in taken]
    reach = 0
    reaches = [reach := max(reach, end) for _, end in taken]
    for mention in extraction.mentions:
        before = bisect_left(starts, mention.end)
        if mention.kind in _NUMBERS and not (before and reaches[before - 1] > mention.start):
            yield LeftAside(mention, _NO_RULE)


# ------------------------------------------------------------------ lines


def _wrapped(text: str, indent: str, hanging: str = "") -> Iterator[str]:
    lines = textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=hanging or indent, break_on_hyphens=False)
    yield from lines or [indent.rstrip()]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"


def _head(story: _Story) -> Iterator[str]:
    extraction = story.extraction
    article = extraction.article
    yield f"{article.source}: article {article.number}"
    if article.title:
        yield from _wrapped(f"title      {article.title}", "  ", " " * 13)
    known = (("section", article.section), ("published", str(article.published or "")), ("reporter", article.reporter), ("id", article.id))
    for name, value in known:
        if value:
            yield f"  {name:<10} {value}"
    aside = sum(map(len, story.aside.values()))
    sentences, rows = len(story.sentences), len(extraction.observations)
    yield f"  {_count(sentences, 'sentence')}, {_count(rows, 'row')}, {_count(aside, 'number')} left aside"


def _sentence(story: _Story, n: int) -> Iterator[str]:
    span = story.sentences[n]
    yield f"sentence {n + 1} ({story.spot(span.start, span.end)})"
    yield from _wrapped(story.extraction.article.text[span.start : span.end], "  | ")
    found = "; ".join(_found(m) for m in story.mentions.get(n, ()))
    if found:
        yield from _wrapped(f"found: {found}", "  ", " " * 9)
    above: Sequence[_Detail] = ()
    for index in story.rows.get(n, ()):
        details = tuple(_details(story, n, index))
        yield from _row(story.extraction.observations[index], details, above)
        above = details
    for left in sorted(story.aside.get(n, ()), key=lambda a: a.mention.start):
        place = story.spot(left.mention.start, left.mention.end)
        yield from _wrapped(f'left aside: "{_words(left.mention)}" ({place}): {left.reason}', "  ", " " * 14)


def _found(mention: Mention) -> str:
    code = f"{mention.value:f} {mention.unit}" if mention.value is not None else mention.norm
    return f'{mention.kind} "{_words(mention)}"' + (f" = {code}" if code else "")


def _words(mention: Mention | Origin) -> str:
    return " ".join(mention.text.split())


# ------------------------------------------------------------------ one row


@dataclass(frozen=True, slots=True)
class _Detail:
    """A field of a row, its code, and who says so."""

    name: str
    code: str
    why: str = ""


def _row(row: Observation, details: Sequence[_Detail], above: Sequence[_Detail]) -> Iterator[str]:
    """One row. What is as in the row above it, of the same sentence, is not said again."""
    about = "" if row.statistic == "value" else f"{row.statistic} "
    text = " ".join(row.text.split())
    yield from _wrapped(f'row: "{text}" ({row.start}-{row.end}) is a {about}{row.measure}: {row.value:f} {row.unit}', "  ", " " * 7)
    fresh = [detail for detail in details if detail not in above]
    width = min(max((len(detail.code) for detail in fresh if detail.why), default=0), _CODE_WIDTH)
    for detail in fresh:
        yield from _wrapped(f"{detail.name:<10} {detail.code or '-':<{width}}  {detail.why}".rstrip(), " " * 7, " " * (20 + width))
    if len(fresh) < len(details):
        yield "       all else as in the row above"


def _details(story: _Story, n: int, index: int) -> Iterator[_Detail]:
    row = story.extraction.observations[index]
    origins = story.extraction.origins
    stated = {o.dimension: o for o in origins[index]} if index < len(origins) else {}
    yield _Detail("rule", row.rule)
    for dimension in _DIMENSIONS:
        code = str(getattr(row, dimension))
        if code or (dimension, "") in _UNSAID:
            origin = stated.get(dimension)
            yield _Detail(dimension, code, _told(story, n, origin) if origin else _traced(story, n, row, dimension, code))
    for name, usual in _NOT_USUAL.items():
        if getattr(row, name) != usual:
            yield _Detail(name, str(getattr(row, name)), CODES[name].get(getattr(row, name), ""))


def _told(story: _Story, n: int, origin: Origin) -> str:
    """Where the engine says that it took a dimension from."""
    how = _HOW.get(origin.how, origin.how)
    words = f': "{_words(origin)}"' if origin.text else ""
    if origin.start < 0 or origin.how in ("title", "given"):
        return how + words
    home = story.home(origin.start)
    place = "" if home == n else f" in sentence {home + 1}"
    return f"{how}{words} ({story.spot(origin.start, origin.end)}){place}"


def _traced(story: _Story, n: int, row: Observation, dimension: str, code: str) -> str:
    """Where a dimension was evidently said, found by looking for a mention of its code: here, else nearest before, else anywhere."""
    if (dimension, code) in _UNSAID and not code:
        return _UNSAID[dimension, code]
    near = _nearest(story, n, row, _KIND[dimension], _codes(dimension, code))
    if near is None and dimension == "product":
        near = _by_words(story, n, row.product_text)
    if near is None:
        return _unsaid(story, dimension, code)
    home, mention = near
    words = f'"{_words(mention)}" ({story.spot(mention.start, mention.end)})'
    if home == n:
        return f"said here: {words}"
    return f"said {'before' if home < n else 'further down'}: {words} in sentence {home + 1}"


def _by_words(story: _Story, n: int, words: str) -> tuple[int, Mention] | None:
    """A product that no table knows stands in the text by its own words: here, or last before."""
    text, span = story.extraction.article.text, story.sentences[n]
    start = text.find(words, span.start, span.end) if words else -1
    if start < 0 and words:
        start = text.rfind(words, 0, span.start)
    return None if start < 0 else (story.home(start), Mention("product", words, start, start + len(words)))


def _codes(dimension: str, code: str) -> Sequence[str]:
    """The codes whose mention says this one: the code itself, or a part of countries taken together."""
    return (code, *code.split("+")) if dimension in ("reporter", "partner") else (code,)


def _nearest(story: _Story, n: int, row: Observation, kind: str, codes: Iterable[str]) -> tuple[int, Mention] | None:
    start = row.start - story.extraction.article.offset
    for code in codes:
        said = story.said.get((kind, code), [])
        first, after = bisect_left(said, n, key=_sentence_of), bisect_right(said, n, key=_sentence_of)
        if first < after:
            return min(said[first:after], key=lambda pair: abs(pair[1].start - start))
        if said:
            return said[first - 1] if first else said[0]
    return None


def _sentence_of(pair: tuple[int, Mention]) -> int:
    return pair[0]


def _unsaid(story: _Story, dimension: str, code: str) -> str:
    article = story.extraction.article
    if (dimension, code) in _UNSAID:
        return _UNSAID[dimension, code]
    if dimension == "reporter" and article.reporter:
        return _HOW["given"]
    return _NOT_IN_THE_TEXT[dimension](article.title)


def _title_or_rule(title: str) -> str:
    return "no mention of it in the text: from the title or the rule" if title else "no mention of it in the text: set by the rule"


_NOT_IN_THE_TEXT: dict[str, Callable[[str], str]] = {
    "reporter": _title_or_rule,
    "flow": _title_or_rule,
    "partner": _title_or_rule,
    "product": _title_or_rule,
    "period": lambda title: "counted from another period or the day of publication",
    "basis": lambda title: "what the rule and the period imply",
}
