"""`explain` accounts for every row and every number, in plain lines of at most 80 columns."""

from __future__ import annotations

from decimal import Decimal

from tradestats.explain import explain
from tradestats.extract import extract_article
from tradestats.model import Article, Extraction, LeftAside, Mention, Observation, Origin, Published, Span

_TEXT = (
    "Norway sold salmon worth 9 billion kroner abroad in May. Sales to Poland came to 2 billion kroner, "
    "and 40 percent of it was smoked. The fleet cost 7 billion kroner."
)
_OFFSET = 100
_STOP = _TEXT.index("Sales"), _TEXT.index("The fleet")
_SENTENCES = (Span(0, _STOP[0] - 1), Span(_STOP[0], _STOP[1] - 1), Span(_STOP[1], len(_TEXT)))


def _mention(kind: str, text: str, norm: str, value: str = "") -> Mention:
    start = _TEXT.index(text)
    return Mention(kind, text, start, start + len(text), norm, Decimal(value) if value else None, norm if value else "")


def _row(text: str, value: str, **fields: str) -> Observation:
    start = _OFFSET + _TEXT.index(text)
    usual = {"reporter": "NOR", "flow": "export", "partner": "WLD", "product": "salmon", "product_text": "salmon", "period": "2024-05"}
    given = {**usual, "unit": "NOK", "rule": "level", **fields}
    return Observation(text=text, start=start, end=start + len(text), value=Decimal(value), **given)  # type: ignore[arg-type]


_MENTIONS = (
    _mention("country", "Norway", "NOR"),
    _mention("flow", "sold", "export"),
    _mention("product", "salmon", "salmon"),
    _mention("money", "9 billion kroner", "NOK", "9E+9"),
    _mention("period", "May", "2024-05"),
    _mention("country", "Poland", "POL"),
    _mention("money", "2 billion kroner", "NOK", "2E+9"),
    _mention("percent", "40 percent", "PCT", "40"),
    _mention("money", "7 billion kroner", "NOK", "7E+9"),
)
_ROWS = (_row("9 billion kroner", "9E+9"), _row("2 billion kroner", "2E+9", partner="POL"))
_ASIDE = (LeftAside(_MENTIONS[-1], "no trade flow is named for it"),)
_ARTICLE = Article(_TEXT, "fish.txt", 3, "abc", "Salmon abroad", published=Published(2024, 6, 10), offset=_OFFSET)
_EXTRACTION = Extraction(_ARTICLE, _MENTIONS, _SENTENCES, _ROWS, (), _ASIDE)


def _lines(extraction: Extraction = _EXTRACTION) -> list[str]:
    return list(explain(extraction))


def _text(extraction: Extraction = _EXTRACTION) -> str:
    """All lines as one, so that a wrapped line can be looked for."""
    return " ".join(" ".join(_lines(extraction)).split())


def test_the_head_names_the_article_and_counts() -> None:
    assert _lines()[:5] == [
        "fish.txt: article 3",
        "  title      Salmon abroad",
        "  published  2024-06-10",
        "  id         abc",
        "  3 sentences, 2 rows, 2 numbers left aside",
    ]


def test_every_sentence_is_shown_with_its_place_in_the_source() -> None:
    assert [line for line in _lines() if line.startswith("sentence")] == [
        f"sentence {n} ({_OFFSET + s.start}-{_OFFSET + s.end})" for n, s in enumerate(_SENTENCES, 1)
    ]


def test_a_row_says_its_number_its_rule_and_who_said_each_dimension() -> None:
    lines = _lines()
    at = next(k for k, line in enumerate(lines) if line.startswith("  row:"))
    assert lines[at : at + 7] == [
        '  row: "9 billion kroner" (125-141) is a level: 9000000000 NOK',
        "       rule       level",
        '       reporter   NOR      said here: "Norway" (100-106)',
        '       flow       export   said here: "sold" (107-111)',
        "       partner    WLD      none is named for it: the world",
        '       product    salmon   said here: "salmon" (112-118)',
        '       period     2024-05  said here: "May" (152-155)',
    ]


def test_what_is_inherited_says_from_where() -> None:
    text = _text()
    assert 'partner POL said here: "Poland"' in text
    assert 'flow export said before: "sold" (107-111) in sentence 1' in text


def test_numbers_left_aside_say_why_and_none_is_forgotten() -> None:
    text = _text()
    assert 'left aside: "7 billion kroner" (247-263): no trade flow is named for it' in text
    assert 'left aside: "40 percent" (203-213): no rule reads it as a figure of a trade flow' in text


def test_origins_that_the_engine_states_go_before_what_is_guessed() -> None:
    first = (Origin("partner", "rule"), Origin("period", "title", "in spring"), Origin("reporter", "article", "Norway", 0, 6))
    second = (Origin("flow", "before", "sold", 7, 11), Origin("partner", "sentence", "Poland", 66, 72))
    text = _text(Extraction(_ARTICLE, _MENTIONS, _SENTENCES, _ROWS, (first, second), _ASIDE))
    assert "partner WLD set by the rule" in text
    assert 'period 2024-05 from the title: "in spring"' in text
    assert 'reporter NOR settled by the article as a whole: "Norway" (100-106)' in text
    assert 'flow export said before: "sold" (107-111) in sentence 1' in text
    assert 'partner POL said here: "Poland" (166-172)' in text


def test_a_second_row_of_a_sentence_says_only_what_is_new() -> None:
    growth = _row("40 percent", "40", partner="POL", measure="share", unit="PCT", rule="percent of")
    lines = _lines(Extraction(_ARTICLE, _MENTIONS, _SENTENCES, (*_ROWS, growth), (), _ASIDE))
    at = next(k for k, line in enumerate(lines) if line.startswith('  row: "40 percent"'))
    assert lines[at + 1 : at + 3] == ["       rule       percent of", "       all else as in the row above"]


def test_unusual_fields_are_shown_with_their_meaning() -> None:
    row = _row("9 billion kroner", "9E+9", bound=">", obs_status="F")
    text = _text(Extraction(_ARTICLE, _MENTIONS, _SENTENCES, (row,)))
    assert "bound > more than" in text
    assert "obs_status F forecast or target" in text


def test_a_dimension_that_nobody_names_says_so() -> None:
    row = _row("9 billion kroner", "9E+9", reporter="", period="", flow="import", product="total", product_text="")
    text = _text(Extraction(_ARTICLE, (), _SENTENCES, (row,)))
    assert "reporter - the text does not say whose trade it is" in text
    assert "period - the text does not say when" in text
    assert "product total none is named for it: all products" in text
    assert "flow import no mention of it in the text" in text


def test_no_line_is_wider_than_eighty_columns() -> None:
    long = Article(_TEXT * 30, title="An exceedingly long title " * 9)
    assert max(map(len, explain(extract_article(long)))) <= 80


def test_an_article_without_sentences_or_rows_is_no_error() -> None:
    assert _lines(Extraction(Article(""), (), (), ()))[0] == "-: article 1"
    assert 'left aside: "9 billion kroner"' in _text(Extraction(_ARTICLE, _MENTIONS, (), ()))


def test_every_number_of_a_real_article_gives_a_row_or_a_reason() -> None:
    extraction = extract_article(Article(_TEXT, published=Published(2024, 6, 10)))
    text = _text(extraction)
    for mention in extraction.mentions:
        if mention.kind in ("money", "percent", "quantity"):
            assert f'row: "{mention.text}"' in text or f'left aside: "{mention.text}"' in text
