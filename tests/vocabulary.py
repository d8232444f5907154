"""The words of our own tables, for texts made at random: they reach far deeper than letters do."""

from __future__ import annotations

import re
from functools import cache

from tradestats.lexicon import inflect, rows

FIGURES = (
    *("5 percent", "8.2%", "-3.1 per cent", "+4%", "a third", "doubled", "0.5 percentage points", "0%", "10-12 percent", "3 and 5 percent"),
    *("$4.1 billion", "US$310 mln", "€54bn", "7 trillion yen", "R3,9 billion", "Rs 3.2 lakh crore", "$0", "$5,200 a tonne"),
    *("2.4 million tons", "241,000 units", "1.8 million barrels per day", "third", "2", "14", "2024", "1986/87", "FY24", "1H23"),
)
GLUE = (
    *("the", "of", "to", "from", "in", "by", "and", ",", ", and", "respectively", ";", ":", "(", ")", ".", "[", "]", "*", "/", "–"),
    *(".\n", "\n\n", "\n- ", "which", "those", "a year earlier", "year on year", "first nine months"),
)


@cache
def table_words() -> dict[str, list[str]]:
    """A list of each sort."""
    changes = [form for row in rows("changes") for form, _ in inflect(row["lemma"], row["forms"].split(), row["nouns"])]
    products = [name for row in rows("products") for name in row["aliases"].split(";")]
    areas = [name for row in rows("areas") for key in ("names", "demonyms") for name in re.split(r"[|;]", row[key]) if name]
    months = [row["word"] for row in rows("periods_words") if row["kind"].startswith("month")]
    units = [form for row in rows("units") for form in re.split(r"[|;]", row["forms"]) if form.isalpha()]
    return {
        "cues": [row["cue"] for row in rows("cues")],
        "changes": changes,
        "products": products,
        "areas": areas,
        "months": months,
        "units": units,
        "bounds": [row["phrase"] for row in rows("bounds")],
    }


@cache
def vocabulary() -> tuple[str, ...]:
    """All of them in one row; figures and small words, which a text has many of, stand in it often."""
    common = (*FIGURES, *GLUE, "exports", "imports", "percent", "trade deficit")
    return tuple(word for sort in table_words().values() for word in sort) + common * 100
