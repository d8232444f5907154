"""Article in, observations out: one pure, picklable function that serves the command line, Python and any engine."""

from __future__ import annotations

import re
from decimal import Decimal

from tradestats.model import Article, Extraction, Mention, Observation, Span

# STUB, replaced by the real pipeline.
_AMOUNT = re.compile(r"(?<![0-9])\$?([0-9]{1,12}(?:\.[0-9]{1,6})?) (billion|percent)")


def extract_article(article: Article) -> Extraction:
    """Everything the article states about trade flows. Never raises on any text."""
    mentions, rows = [], []
    for m in _AMOUNT.finditer(article.text):
        money = m[2] == "billion"
        value = Decimal(m[1]).scaleb(9) if money else Decimal(m[1])
        unit = "USD" if money else "PCT"
        mentions.append(Mention("money" if money else "percent", m[0], m.start(), m.end(), unit, value, unit))
        rows.append(Observation(article_id=article.id, source=article.source, article=article.number, title=article.title,
                                published=str(article.published or ""), section=article.section, reporter="KOR", flow="export", partner="WLD",
                                product="total", period="2024", measure="level" if money else "growth", value=value, unit=unit,
                                text=m[0], start=article.offset + m.start(), end=article.offset + m.end(), sentence=article.text[:200], rule="stub"))
    return Extraction(article, tuple(mentions), (Span(0, len(article.text)),), tuple(rows))
