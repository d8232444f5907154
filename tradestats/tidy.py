"""Observations to figures, an extraction to the rows of a table: pure functions, no I/O.

A figure gathers what one article says about one series and period: level, growth, change, share and rank in one row.
Nothing is dropped: an observation that does not fit a row (a second, different level; another unit, basis or status)
opens another row of the same series.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tradestats.model import Extraction, Figure, MentionRow, Observation

Row = Observation | Figure | MentionRow

_RECENT = 16  # rows of one series that are looked at for a place: bounds the work on a text of thousands of different levels

_Key = tuple[str, str, int, str, str, str, str, str, str]


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class _Draft:
    """A figure under construction. `head` is the observation that opened it and gives the dimensions."""

    head: Observation
    last: Observation
    adjustment: str = ""
    unit: str = ""
    value: Decimal | None = None
    growth: Decimal | None = None
    growth_basis: str = ""
    change: Decimal | None = None
    change_basis: str = ""
    share: Decimal | None = None
    rank: Decimal | None = None


def _key(o: Observation) -> _Key:
    return (o.article_id, o.source, o.article, o.reporter, o.flow, o.partner, o.product, o.period, o.statistic)


def _free(held: Decimal | None, stated: Decimal) -> bool:
    """A cell can take a number if it is empty or already says the same."""
    return held is None or held == stated


def _takes_level(d: _Draft, o: Observation) -> bool:
    return d.unit in ("", o.unit) and _free(d.value, o.value)


def _takes_growth(d: _Draft, o: Observation) -> bool:
    return d.growth is None or (d.growth == o.value and d.growth_basis == o.basis)


def _takes_change(d: _Draft, o: Observation) -> bool:
    return d.unit in ("", o.unit) and (d.change is None or (d.change == o.value and d.change_basis == o.basis))


def _takes_share(d: _Draft, o: Observation) -> bool:
    return _free(d.share, o.value)


def _takes_rank(d: _Draft, o: Observation) -> bool:
    return _free(d.rank, o.value)


def _set_level(d: _Draft, o: Observation) -> None:
    d.value, d.unit = o.value, o.unit


def _set_growth(d: _Draft, o: Observation) -> None:
    d.growth, d.growth_basis = o.value, o.basis


def _set_change(d: _Draft, o: Observation) -> None:
    d.change, d.change_basis, d.unit = o.value, o.basis, o.unit


def _set_share(d: _Draft, o: Observation) -> None:
    d.share = o.value


def _set_rank(d: _Draft, o: Observation) -> None:
    d.rank = o.value


_CELLS: dict[str, tuple[Callable[[_Draft, Observation], bool], Callable[[_Draft, Observation], None]]] = {
    "level": (_takes_level, _set_level),
    "growth": (_takes_growth, _set_growth),
    "change": (_takes_change, _set_change),
    "share": (_takes_share, _set_share),
    "rank": (_takes_rank, _set_rank),
}
"""Measures that have a cell in a figure; share_change and contribution have none and stay in the long table."""


def _fits(d: _Draft, o: Observation) -> bool:
    same_kind = d.head.obs_status == o.obs_status and (not d.adjustment or not o.adjustment or d.adjustment == o.adjustment)
    return same_kind and _CELLS[o.measure][0](d, o)


def _place(drafts: Sequence[_Draft], o: Observation) -> _Draft | None:
    """The row of the series that takes `o`: one last touched in the same sentence first, else the oldest.

    "Rose 7.1 percent to $45.0 billion ... in won, 50.9 trillion, up 7.7 percent": the second growth belongs to the won.
    """
    near = drafts if len(drafts) <= _RECENT else [drafts[0], *drafts[-_RECENT:]]
    fitting = [d for d in near if _fits(d, o)]
    for d in reversed(fitting):
        if d.last.sentence == o.sentence:
            return d
    return fitting[0] if fitting else None


def _figure(d: _Draft) -> Figure:
    h = d.head
    return Figure(
        article_id=h.article_id,
        source=h.source,
        article=h.article,
        published=h.published,
        reporter=h.reporter,
        flow=h.flow,
        partner=h.partner,
        product=h.product,
        period=h.period,
        statistic=h.statistic,
        value=d.value,
        unit=d.unit,
        growth_pct=d.growth,
        growth_basis=d.growth_basis,
        change=d.change,
        change_basis=d.change_basis,
        share_pct=d.share,
        rank=d.rank,
        obs_status=h.obs_status,
        title=h.title,
        period_start=h.period_start,
        period_end=h.period_end,
    )


def figures(observations: Iterable[Observation]) -> list[Figure]:
    """The wide table. Observations come in source order; so do the figures, each at its first observation.

    Every observation with a measure level, growth, change, share or rank stands in a figure of its series;
    share_change and contribution make none. `unit` is that of value and change, empty when a row has neither.
    """
    series: dict[_Key, list[_Draft]] = {}
    drafts: list[_Draft] = []
    for o in observations:
        if o.measure not in _CELLS:
            continue
        rows = series.setdefault(_key(o), [])
        draft = _place(rows, o)
        if draft is None:
            draft = _Draft(head=o, last=o)
            rows.append(draft)
            drafts.append(draft)
        _CELLS[o.measure][1](draft, o)
        draft.last = o
        draft.adjustment = draft.adjustment or o.adjustment
    return [_figure(d) for d in drafts]


def mention_rows(extraction: Extraction) -> list[MentionRow]:
    """The mentions of one article as rows; offsets are moved from the article's text to the decoded source."""
    a = extraction.article
    return [
        MentionRow(a.id, a.source, a.number, m.kind, m.text, a.offset + m.start, a.offset + m.end, m.norm, m.value, m.unit)
        for m in extraction.mentions
    ]


def rows(extraction: Extraction, table: str) -> Sequence[Row]:
    """The rows of `table` (observations, figures or mentions) that one article gives. KeyError for an unknown table."""
    return _ROWS[table](extraction)


_ROWS: dict[str, Callable[[Extraction], Sequence[Row]]] = {
    "observations": lambda extraction: extraction.observations,
    "figures": lambda extraction: figures(extraction.observations),
    "mentions": mention_rows,
}
