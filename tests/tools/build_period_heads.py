"""Generates tradestats/tables/periods_heads.tsv: the words that the patterns of periods.tsv can begin with.

What a pattern can begin with follows from the pattern; to work it out for all of them takes a sixth of the time of a first
release, and so it is done here. A head is a word in lower case, `#` a short number, `####` a year. `signs` says what may follow
it, as `sign_at` tells it, with `_` for a gap and `~` for the end of the pattern; `rows` are the rows' places in periods.tsv.

Run after each change of the tables of periods: python tests/tools/build_period_heads.py
"""

from __future__ import annotations

from pathlib import Path

from tradestats.lexicon import rows
from tradestats.recognise.period_patterns import pattern

OUT = Path(__file__).parents[2] / "tradestats" / "tables" / "periods_heads.tsv"


def table() -> str:
    """The table's text, from the patterns as they are now."""
    places: dict[tuple[str, frozenset[str]], list[int]] = {}
    for place, row in enumerate(rows("periods")):
        for head, signs in pattern(row["pattern"]).heads.items():
            places.setdefault((head, signs), []).append(place)
    lines = [
        "\t".join((head, " ".join(sorted(sign.replace(" ", "_") or "~" for sign in signs)), " ".join(map(str, found))))
        for (head, signs), found in places.items()
    ]
    return "\n".join(("head\tsigns\trows", *sorted(lines))) + "\n"


if __name__ == "__main__":
    OUT.write_text(table(), encoding="utf-8")
