"""Cost grows in proportion to the text, whatever its shape; memory does not grow with the input at all."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest
from benchmark import EXTRACT, SHAPES, articles, json_lines, run, without_figures

from tradestats.extract import extract_article
from tradestats.frozen import quicken
from tradestats.model import Article, Published

ROSE = "Exports to China rose "
HARD: dict[str, Callable[[int], str]] = {
    "brackets in brackets": lambda n: ROSE + "(up 3 percent " * (150 * n) + ")" * (150 * n) + ".",
    "brackets that never close": lambda n: ROSE + "to $4 million (from $3 million (5 percent " * (80 * n) + ".",
    "digits with commas": lambda n: ROSE + "to $" + "1,234," * (2000 * n) + "567 billion.",
    "digits with points": lambda n: ROSE + "1.2.3.4.5." * (1500 * n) + " percent.",
    "digits alone": lambda n: ROSE + "9" * (40_000 * n) + " billion.",
    "spaces": lambda n: ROSE + " " * (60_000 * n) + "3 percent.",
    "a comma list of names": lambda n: "Exports to " + "China, Japan, the European Union, " * (120 * n) + "rose 3 percent.",
    "a comma list of goods": lambda n: "Exports of " + "steel, cars, crude oil and chips, " * (120 * n) + "rose 3 percent.",
    "months without a verb": lambda n: "Exports rose 3 percent " + "in January 2024, " * (150 * n) + "year-on-year.",
    "amounts compared with": lambda n: ROSE + "twice and from $2 billion the EU to China " * (120 * n) + "by a third.",
    "names without a verb": lambda n: "Peru and Chile Nodx years ago last month the main buyers of grain " * (100 * n) + "3 percent.",
    "capitals": lambda n: "Korea " + "National Trade Statistics " * (400 * n) + "said exports rose 3 percent.",
    "numbers in words": lambda n: ROSE + "two hundred thirty-five million and " * (150 * n) + "by a third.",
    "years and months": lambda n: "Exports " + "from January to March 2024 and in May 2023 " * (100 * n) + "rose 3 percent.",
    "rows of a table": lambda n: "Exports, million USD\n" + "Item | 2023 | 2024\n" + "Steel | 1,204 | 1,305\n" * (150 * n),
    "short lines": lambda n: "Exports\n" + "Steel\n3.2\n4.5\n\n" * (150 * n),
    "numbers side by side": lambda n: "1 " * (1500 * n) + "\nExports 3 4\n",
    "rates of growth": lambda n: ROSE + "3 percent. Then growth of " + "3 percent and growth of " * (150 * n) + "4 percent.",
    "from and to in a year": lambda n: ROSE + "from $3 to $4 billion in 2023 and " * (120 * n) + "5 percent.",
    "full stops": lambda n: ROSE + "3 percent. U.S. " * (200 * n),
    **{name: make for name, make in SHAPES.items() if name != "articles"},
}


def _seconds(text: str) -> float:
    article = Article(text, published=Published(2025, 1, 15))
    times = []
    for _ in range(3):
        begin = time.process_time()
        extract_article(article)
        times.append(time.process_time() - begin)
    return min(times)


@pytest.mark.usefixtures("unburdened")
@pytest.mark.parametrize("shape", HARD)
def test_four_times_the_text_takes_no_more_than_eight_times_as_long(shape: str) -> None:
    """Proportional cost is 4, cost by the square 16. What is too short to be measured is made longer first."""
    quicken()
    make, n = HARD[shape], 1
    _seconds(make(1))  # tables are loaded
    while (small := _seconds(make(n))) < 0.02 and n < 64:
        n *= 2
    large = min(_seconds(make(4 * n)) for _ in range(2)) if small > 0.002 else 0
    assert large <= 8 * small, f"{small:.3f} s for {len(make(n))} characters, {large:.3f} s for four times as many"


@pytest.mark.skipif(sys.platform != "linux", reason="what a process held at most is counted in other units elsewhere")
def test_memory_does_not_grow_with_the_input() -> None:
    """JSON Lines through a pipe: three times the input, and not a tenth more memory."""
    texts = without_figures(articles("a")) * 3 + articles("a")[:1]
    once, thrice = (run(EXTRACT, json_lines(texts, size)).memory for size in (3_000_000, 9_000_000))
    assert thrice <= 1.1 * once, f"{once / 1e6:.0f} MB, then {thrice / 1e6:.0f} MB"
    assert thrice < 300_000_000
