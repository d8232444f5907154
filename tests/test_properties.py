"""What holds of every text, whatever it says: nothing raises, spans are true, and what carries no figure changes none."""

from __future__ import annotations

import re
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from soundness import is_sound, output_is_sound
from vocabulary import FIGURES, GLUE, table_words

from tradestats import text as reading
from tradestats.decode import MARKS
from tradestats.errors import InputError
from tradestats.extract import extract_article
from tradestats.model import Article, Extraction, Observation, Published
from tradestats.read import items
from tradestats.record import Options
from tradestats.run import Outcome, Plan, run

TABLES = ("observations", "figures", "mentions")
_PUBLISHED = Published(2025, 1, 15)
_PLAIN = re.compile(r"[\w .,;:()%$€£¥₩+/&'<>~=\[\]|*•\n–—−-]*")

modest = settings(max_examples=120, deadline=None)
few = settings(max_examples=60, deadline=None)


def _article(text: str, **fields: object) -> Article:
    return replace(Article(text, published=_PUBLISHED), **fields)  # type: ignore[arg-type]


def _read(text: str, **fields: object) -> Extraction:
    return extract_article(_article(text, **fields))


# ------------------------------------------------------------------ texts


def _generated() -> st.SearchStrategy[str]:
    words = table_words()
    piece = st.one_of(
        *(st.sampled_from(words[sort]) for sort in words),
        st.sampled_from(FIGURES),
        st.sampled_from(FIGURES),
        st.sampled_from(GLUE),
        st.sampled_from(GLUE),
        st.sampled_from(["exports", "imports", "trade deficit", "percent"]),
    )
    return st.lists(piece, max_size=40).map(" ".join)


# Articles of our own whose rows are known to be many: the properties below are empty on texts that give none.
ARTICLES = (
    "Korea's exports rose 8.2 percent to $683.8 billion in 2024, the ministry said.\n\n"
    "Imports fell 1.6 percent to $632 billion. The trade surplus was $51.8 billion.\n\n"
    "Exports to China grew 6.6 percent to $133 billion, and those to the U.S. 10.5 percent to $127.8 billion.",
    "Chile's exports in May 2024\n\n- Copper: $4.1 billion (+12%)\n- Lithium: $310 million (-41%)\n\n"
    "Imports were down 3 percent on the year.",
    "India's merchandise trade deficit widened to $24 billion in December from $21.9 billion a year earlier.\n\n"
    "Exports of engineering goods and rice rose 4 percent and 12 percent, respectively.",
    "Norway exported 240,000 tonnes of salmon in the first half of 2024, 3 percent less than a year before. Japan took 8,200 tonnes.",
    "The statistics office moved to a new building.",
)
CORPUS = sorted((Path(__file__).parent / "accuracy").glob("*/*.txt"))[::3]
# What an article's first sentence settles must not be lost when another comes first.
OPENINGS = (
    "Qatar was the leading LNG exporter of 2024, the agency found.\n\n"
    "Its shipments averaged 10.4 billion ft3/d, 4 percent more than in 2023. Next was Australia with 9.9 billion ft3/d.",
    "Dutch soybean imports rose\n60,260 tonnes, or 14.6 pct, last year to 471,891 tonnes, the highest since 1972.",
)
FILES = (
    b"-\nTrade\nTitle\nExports rose 5 percent. date2024-06-01\n-\nTrade\nTitle\nImports fell. date2024-06-02\n",
    b'{"text": "Exports rose 5 percent.", "id": 1, "published": "2024-06-01"}\n{"text": "b"}\n',
    b'[{"text": "Exports rose 5 percent."}, {"title": "no text"}, {"text": "b"}]',
    b"\xef\xbb\xbfExports rose 5 percent.\r\n",
    "Exports rose 5 percent.\n".encode("utf-16"),
)
# No area, flow, period, product or figure, and no word that asks for one.
IDLE = (
    "The office published its bulletin.",
    "Readers will find the method explained elsewhere.",
    "“Thank you for waiting,” the spokesman said.",
)


def _shifted(rows: Sequence[Observation], by: int) -> list[Observation]:
    return [replace(row, start=row.start + by, end=row.end + by) for row in rows]


# ------------------------------------------------------------------ any text


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\r\n"])
def test_a_text_of_nothing_gives_nothing(text: str) -> None:
    assert _read(text).observations == ()


_ANY = st.characters(codec=None, exclude_categories=())  # lone surrogates too


@modest
@given(st.text(_ANY, max_size=300))
def test_any_text_survives(text: str) -> None:
    is_sound(text, _read(text))


@modest
@given(st.from_regex(_PLAIN, fullmatch=True), st.sampled_from(["", "Korea's exports in May", "$ % \n"]))
def test_any_text_of_letters_and_marks_survives(text: str, title: str) -> None:
    is_sound(text, _read(text, title=title))


@settings(modest, max_examples=250)
@given(_generated(), st.booleans())
@example("nontraditional export exports", False)
def test_text_of_our_own_words_survives(text: str, truncated: bool) -> None:
    is_sound(text, _read(text, truncated=truncated))


@modest
@given(st.one_of(_generated(), st.text(_ANY, max_size=200)), st.sampled_from(sorted(TABLES)), st.text(_ANY, max_size=20))
def test_any_output_parses_and_is_harmless(text: str, table: str, name: str) -> None:
    output_is_sound(_read(text, title=name, source=name, section=name, id=name), table)


def test_the_reading_copy_of_a_word_with_hidden_characters() -> None:
    copy = reading.read("a\u200bb\u00ad\u200bc")
    assert copy.text == "abc"
    assert [copy.span(k, k + 1) for k in range(3)] == [(0, 1), (2, 3), (5, 6)]
    assert copy.span(0, 3) == (0, 6)


@modest
@given(st.text(st.one_of(_ANY, st.sampled_from("\u200b\u00ad\ufeff a1\r\n")), max_size=300))
def test_the_reading_copy_leads_back_to_the_text(text: str) -> None:
    copy = reading.read(text)
    at = 0
    for k in range(len(copy.text)):
        start, end = copy.span(k, k + 1)
        assert at <= start == end - 1 < len(text)
        assert text[start].isspace() == copy.text[k].isspace() or text[start] == "\0"
        assert copy.text[k] == text[start] or not (text[start].isascii() and text[start].isalnum())
        at = end
    assert len(copy.text) <= len(text)


@modest
@given(
    st.one_of(
        st.binary(max_size=400),
        _generated().map(str.encode),
        st.lists(st.one_of(st.sampled_from(FILES), st.binary(max_size=9)), max_size=4).map(b"".join),
    ),
    st.sampled_from([None, "feed", "text", "jsonl", "json", "parquet"]),
)
def test_any_bytes_are_articles_or_errors(data: bytes, form: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f"
        path.write_bytes(data)
        for item in items([str(path)], Options(form)):
            if isinstance(item, InputError):
                assert item.reason and item.place.startswith(str(path))
            else:
                encoding = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
                decoded = data.decode(encoding, "replace").removeprefix("\ufeff")
                assert form in (None, "json", "jsonl") or decoded[item.offset : item.offset + len(item.text)] == item.text


def test_the_articles_give_rows() -> None:
    assert [len(_read(text).observations) >= 3 for text in ARTICLES] == [True, True, True, True, False]


@pytest.mark.parametrize("text", ARTICLES)
def test_the_articles_are_sound(text: str) -> None:
    is_sound(text, _read(text))


@few
@given(st.one_of(st.sampled_from(ARTICLES), _generated()), st.integers(0, 10**7))
def test_offsets_count_from_the_article_s_place(text: str, offset: int) -> None:
    assert list(_read(text, offset=offset).observations) == _shifted(_read(text).observations, offset)


# ------------------------------------------------------------------ what found a fault once

FOUND = (
    "exports ca. -3.1 per cent",  # a number whose bound looked like the end of a sentence
    "3||0|-\n=|2||y\n\ufffd|export|||2024",  # a row of a table that is longer than its body's
    "Exports of Peru rose 5 percent in May 2024. Chips ($3 4% billion), cars ($1 2% billion)",  # nothing between two numbers
    "Year | Month | Exports | Imports | ||||||\n|---|---|---|---|---|---|---|---|---|---|\n| raw | adjusted |\n"  # a header lost
    "| May | 1,760 | +0.9 | 1,800 | +1.1 | 1,830 | +0.7 | 1,910 | +1.1 | |\n"
    "| June | 2,010 | +1.3 | 1,790 | -0.6 | 2,060 | +0.6 | 1,880 | -1.6 | |",
)


@pytest.mark.parametrize("text", FOUND)
def test_what_found_a_fault_once_is_read(text: str) -> None:
    is_sound(text, _read(text))
    for table in TABLES:
        output_is_sound(_read(text), table)


# ------------------------------------------------------------------ what changes nothing


@pytest.mark.parametrize("idle", IDLE)
@pytest.mark.parametrize("text", ARTICLES)
def test_a_sentence_without_figures_in_front_changes_nothing(text: str, idle: str) -> None:
    heading = not text.split("\n")[0].endswith(".")  # with a sentence before it on its line it is none
    for joint in ("\n\n",) if heading else ("\n\n", " "):
        assert list(_read(idle + joint + text).observations) == _shifted(_read(text).observations, len(idle + joint))


@pytest.mark.parametrize("text", OPENINGS)
def test_a_sentence_in_front_of_the_opening_changes_nothing(text: str) -> None:
    front = IDLE[0] + "\n\n"
    assert list(_read(front + text).observations) == _shifted(_read(text).observations, len(front))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_sentences_without_figures_and_empty_lines_change_no_article(path: Path) -> None:
    text = path.read_text(encoding="utf-8").rstrip()
    rows, front = _read(text).observations, IDLE[len(path.stem) % len(IDLE)] + "\n\n"
    assert list(_read(front + text).observations) == _shifted(rows, len(front))
    assert _read(text + "\n\n" + IDLE[0]).observations == rows
    assert _bare(_read(text.replace("\n\n", "\n\n\n\n")).observations) == _bare(rows)


@pytest.mark.parametrize("idle", IDLE)
@pytest.mark.parametrize("text", ARTICLES)
def test_a_sentence_without_figures_behind_changes_nothing(text: str, idle: str) -> None:
    assert _read(text + "\n\n" + idle).observations == _read(text).observations


def _bare(rows: Sequence[Observation]) -> list[Observation]:
    return [replace(row, start=0, end=0, sentence="", article_id="") for row in rows]


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize("text", ARTICLES)
def test_more_empty_lines_between_paragraphs_change_nothing(text: str, times: int) -> None:
    longer = text.replace("\n\n", "\n\n" * times)
    found = _read(longer)
    is_sound(longer, found)
    assert _bare(found.observations) == _bare(_read(text).observations)


@few
@given(st.lists(_generated().map(lambda text: " ".join(text.split())), min_size=1, max_size=4))
def test_empty_lines_change_nothing_in_generated_text(paragraphs: list[str]) -> None:
    found = [_bare(_read(joint.join(paragraphs)).observations) for joint in ("\n\n", "\n\n\n\n")]
    assert found[0] == found[1]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85"])
@pytest.mark.parametrize("text", ARTICLES)
def test_line_ends_of_another_system_change_nothing(text: str, end: str) -> None:
    assert _bare(_read(text.replace("\n", end)).observations) == _bare(_read(text).observations)


@pytest.mark.parametrize("hidden", "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u061c\u202a\u202c\u2066\u2069\u180e")
@pytest.mark.parametrize("text", ARTICLES)
def test_characters_that_are_not_shown_change_nothing(text: str, hidden: str) -> None:
    """One between any two characters: inside words, numbers and line breaks."""
    full = hidden.join(text)
    found = _read(full)
    is_sound(full, found)
    seen = [replace(row, text=row.text.replace(hidden, "")) for row in _bare(found.observations)]
    assert seen == _bare(_read(text).observations)


_SPELLED = {
    "no-break spaces": str.maketrans(" ", "\u00a0"),
    "thin spaces": str.maketrans(" ", "\u2009"),
    "full-width digits and signs": {code: code + 0xFEE0 for code in map(ord, "0123456789.,%$()+-:")},
    "curly quotes": str.maketrans("'", "\u2019"),
    "a true minus": str.maketrans("-", "\u2212"),
    "a no-break hyphen": str.maketrans("-", "\u2011"),
}


@pytest.mark.parametrize("way", _SPELLED)
@pytest.mark.parametrize("text", ARTICLES)
def test_the_ways_of_typesetting_change_nothing(text: str, way: str) -> None:
    def plain(rows: Sequence[Observation]) -> list[Observation]:
        return [replace(row, text="", product_text="") for row in _bare(rows)]

    other = text.translate(_SPELLED[way])
    found = _read(other)
    is_sound(other, found)
    assert plain(found.observations) == plain(_read(text).observations)


@settings(modest, max_examples=250)
@given(_generated())
def test_what_is_not_read_where_only_rows_are_asked_for_gives_none(text: str) -> None:
    assert extract_article(_article(text), whole=False).observations == _read(text).observations


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_an_article_gives_the_same_rows_where_only_rows_are_asked_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert extract_article(_article(text), whole=False).observations == _read(text).observations


@few
@given(st.one_of(st.sampled_from(ARTICLES), _generated()))
def test_two_runs_are_equal(text: str) -> None:
    assert _read(text) == _read(text)


@few
@given(st.permutations(range(len(ARTICLES))), st.sampled_from(["observations", "figures", "mentions"]))
def test_articles_permuted_give_rows_permuted(order: list[int], table: str) -> None:
    articles = [_article(text, number=number, id=f"{number:012x}") for number, text in enumerate(ARTICLES, 1)]

    def outcomes(these: Sequence[Article]) -> list[Sequence[object]]:
        found = list(run(these, Plan(table)))
        assert all(isinstance(outcome, Outcome) for outcome in found), found
        return [outcome.rows for outcome in found if isinstance(outcome, Outcome)]

    straight = outcomes(articles)
    assert outcomes([articles[k] for k in order]) == [straight[k] for k in order]


# ------------------------------------------------------------------ time

REPEATED = {
    "sentences": "Korea's exports of cars to Japan rose 5 percent to $4.1 billion in May from a year earlier. ",
    "paragraphs": "Exports of rice rose 5 percent to $4.1 billion in May.\n\n",
    "lines": "- Rice: $4.1 billion (+5%)\n",
    "one sentence": "exports to Japan rose 5 percent to $4.1 billion, and ",
    "clauses without a figure": "exports to Japan rose and those of rice to India fell, ",
    "figures": "$4.1 billion, 5 percent, ",
    "brackets": "exports (up 5 percent ",
    "partners": "Japan, India and ",
    "unknown words": "quartz worktop ",
    "cells": "Rice 4.1 5.2 6.3\n",
    "cues": "trade balance of the total ",
    "goods": "exports of rice and tea and ",
}


def test_memory_does_not_grow_with_the_number_of_articles() -> None:
    """Each with words that no other has, some of them long."""

    def read(numbers: range) -> None:
        for n in numbers:
            word = "".join(chr(97 + int(digit)) for digit in f"{n:06}")
            _read(f"Exports of {word} and {word * 3000} to {word.title()} rose 5 percent, {word}s {word}ing.\n\n{word} | {word} | 5\n")

    read(range(300))
    tracemalloc.start()
    read(range(300, 600))
    before, _ = tracemalloc.get_traced_memory()
    read(range(600, 1200))
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 6 << 20, "six hundred articles of 18,000 characters"


@pytest.mark.usefixtures("unburdened")
@pytest.mark.parametrize("name", REPEATED)
def test_time_grows_with_the_length_and_no_faster(name: str) -> None:
    def seconds(times: int) -> float:
        text = "Exports of Korea in 2024 rose. " + REPEATED[name] * times
        begun = time.process_time()
        _read(text)
        return time.process_time() - begun

    seconds(10)
    short = seconds(400)
    assert seconds(1600) < 10 * short + 0.1
