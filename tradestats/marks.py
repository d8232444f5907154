"""What is marked in an article that is shown to a person: stretches of its text, each with all that was read from it.

Mentions may lie in one another, and a row may stand on a little more or less than the mention it was made of ("a 3.2 percent" and
"3.2 percent"). A reader wants one mark for each place, so marks never overlap; what has no mark of its own belongs to the one it
shares most characters with. Nothing is lost: every mention and every row is in exactly one mark.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tradestats.model import Extraction, Mention

KINDS = ("money", "percent", "quantity", "country", "product", "period", "flow", "figure")
"""The kinds of mentions, and `figure`: a row whose number is no mention ("doubled", "the third largest")."""
_NUMBERS = KINDS[:3]

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open range of the article's `text`, what was recognised there, the numbers (from 0) of the rows, and why others gave none."""

    start: int
    end: int
    kind: str
    mentions: tuple[Mention, ...]
    rows: tuple[int, ...]
    reasons: tuple[str, ...]


def marks(extraction: Extraction) -> list[Mark]:
    """The marks of an article in the order of its text. Where a row stands has the first claim to a mark, then what is longest."""
    offset = extraction.article.offset
    rows = [(o.start - offset, o.end - offset) for o in extraction.observations]
    said = [(m.start, m.end) for m in extraction.mentions]
    aside = [(a.mention.start, a.mention.end) for a in extraction.left_aside]
    taken = _apart([*sorted(set(rows), key=_longest), *sorted({*said, *aside}, key=_longest)])
    mentions: dict[_Span, list[Mention]] = defaultdict(list)
    numbers: dict[_Span, list[int]] = defaultdict(list)
    reasons: dict[_Span, list[str]] = defaultdict(list)
    for mention, span in zip(extraction.mentions, said, strict=True):
        mentions[_home(taken, span)].append(mention)
    for n, span in enumerate(rows):
        numbers[_home(taken, span)].append(n)
    for left, span in zip(extraction.left_aside, aside, strict=True):
        reasons[_home(taken, span)].append(left.reason)
    return [
        Mark(*span, _kind(span, mentions[span], bool(numbers[span])), tuple(mentions[span]), tuple(numbers[span]), tuple(reasons[span]))
        for span in taken
    ]


def pieces(text: str, marked: Sequence[Mark]) -> Iterator[tuple[str, Mark | None]]:
    """The whole text in order, cut at the marks: what stands between them has None."""
    at = 0
    for mark in marked:
        if at < mark.start:
            yield text[at : mark.start], None
        yield text[mark.start : mark.end], mark
        at = mark.end
    if at < len(text):
        yield text[at:], None


def _longest(span: _Span) -> _Span:
    return span[0] - span[1], span[0]


def _apart(wanted: Sequence[_Span]) -> list[_Span]:
    """Those that overlap none before them in `wanted`, sorted."""
    taken: list[_Span] = []
    for span in wanted:
        at = bisect_left(taken, span)
        if (not at or taken[at - 1][1] <= span[0]) and (at == len(taken) or span[1] <= taken[at][0]):
            taken.insert(at, span)
    return taken


def _home(taken: Sequence[_Span], span: _Span) -> _Span:
    """The mark that shares most characters with a span. There is one, or the span would have been taken."""
    first = max(bisect_right(taken, span) - 1, 0)
    after = bisect_left(taken, (span[1], 0), lo=first)
    return max(taken[first : max(after, first + 1)], key=lambda mark: min(mark[1], span[1]) - max(mark[0], span[0]))


def _kind(span: _Span, mentions: Sequence[Mention], figure: bool) -> str:
    """The kind of what fills the mark; under a row that of its number, if one of the mentions is a number."""
    if figure:
        mentions = [m for m in mentions if m.kind in _NUMBERS]
    if not mentions:
        return "figure"
    return max(mentions, key=lambda m: min(m.end, span[1]) - max(m.start, span[0])).kind
