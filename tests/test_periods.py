"""The period recogniser: the corpus, the examples of its tables, and what holds for any text."""

from __future__ import annotations

import csv
import runpy
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tradestats import calendar as cal
from tradestats.model import Published
from tradestats.recognise.period_patterns import rows
from tradestats.recognise.periods import SKIP_FORMS, Anchor, PeriodMention, dateline, resolve, scan, settled_fiscal_start

CORPUS = Path(__file__).with_name("periods_corpus.tsv")
COLUMNS = ("text", "published", "focus", "reporter", "fiscal", "expected")


def corpus() -> list[dict[str, str]]:
    lines = [line for line in CORPUS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [dict(zip(COLUMNS, [*row, *[""] * 6], strict=False)) for row in csv.reader(lines[1:], delimiter="\t", quoting=csv.QUOTE_NONE)]


def published(text: str) -> Published | None:
    return Published(*map(int, text.split("-"))) if text else None


def marked(text: str) -> tuple[str, tuple[int, int] | None]:
    """The text without its brackets, and the span they mark."""
    opening, closing = text.find("["), text.find("]")
    plain = text.replace("[", "", 1).replace("]", "", 1)
    return (plain, (opening, closing - 1)) if opening >= 0 else (plain, None)


def anchor_of(row: dict[str, str]) -> Anchor:
    focus = cal.parse(row["focus"]) if row["focus"] else None
    return Anchor(published(row["published"]), focus, int(row["fiscal"] or 1), reporter=row["reporter"])


def at(mentions: list[PeriodMention], span: tuple[int, int]) -> PeriodMention | None:
    """The mention that ends where the brackets do and begins there, save for a limit word such as "since" in front."""
    return next((m for m in mentions if m.end == span[1] and (m.start == span[0] or m.form in SKIP_FORMS)), None)


@pytest.mark.parametrize("row", corpus(), ids=lambda row: f"{row['text']} {row['published']} {row['focus']} {row['reporter']}".strip())
def test_corpus(row: dict[str, str]) -> None:
    text, span = marked(row["text"])
    mentions = scan(text)
    if span is None:
        assert mentions == []
        return
    mention = at(mentions, span)
    if not row["expected"]:
        assert mention is None or resolve(mention, anchor_of(row)) is None
        return
    assert mention is not None, [(text[m.start : m.end], m.form) for m in mentions]
    if row["expected"].startswith("basis:"):
        assert (mention.role, f"basis:{mention.basis}") == ("basis", row["expected"])
        return
    assert mention.role == "period"
    if row["expected"] in SKIP_FORMS:
        assert mention.form == row["expected"]
        return
    period = None if mention.form in SKIP_FORMS else resolve(mention, anchor_of(row))
    assert (period.code if period else "none") == row["expected"]


@pytest.mark.parametrize("table", ["periods", "periods_limits"])
def test_every_row_matches_its_example(table: str) -> None:
    for row in rows(table):
        text, span = marked(row["example"])
        found = [(m.form, (m.start, m.end)) for m in scan(text) if m.form == row["form"]]
        assert found == [(row["form"], span or (0 if table == "periods" else found[0][1][0], len(text)))], (row["form"], row["example"])


def test_relative_mentions_know_their_basis() -> None:
    text = "a year earlier, the same month last year, the previous month, the previous quarter"
    assert [m.basis for m in scan(text)] == ["yoy", "yoy", "mom", "qoq"]


def test_explained_fiscal_years_settle_the_first_month() -> None:
    assert settled_fiscal_start(scan("It sees 1987/88 (April-March) below 1986/87.")) == 4
    assert settled_fiscal_start(scan("the crop year Oct 2021-Sept 2022")) == 10
    assert settled_fiscal_start(scan("fiscal 1986/87 ending March, and 1987/88 (July-June)")) is None
    assert settled_fiscal_start(scan("exports in 1986/87")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trade up\n2017-11-01\nIt rose.", "2017-11-01"),
        ("Surplus smaller\n14 Aug 2015\nIt fell.", "2015-08-14"),
        ("Chip makers gain (July. 06, 2024)\n\nThey rose.", "2024-07-06"),
        ("Pretoria, 31 December 2025 – The surplus grew.", "2025-12-31"),
        ("22/2007 - 16 February 2007\nDeficit", "2007-02-16"),
        ("The surplus grew again, the head of the bureau said on Friday (March 15, 2024).", "2024-03-15"),
        ("EMBARGOED UNTIL 8:30 A.M. EDT, WEDNESDAY, SEPTEMBER 4, 2019 Data", "2019-09-04"),
        ("The ministry announced on January 1, 2025, that exports rose.", "2025-01-01"),
        ("SEOUL, Nov. 21 -- Exports rose.", ""),
        ("Trade\nNext release: October 4, 2019\nIt rose.", ""),
        ("Duties apply from September 1, 2025.", ""),
        ("In the year ended March 31, 1987, it rose.", ""),
        ("July 1, 1986, to March 1, 1987", ""),
        ("2017-02-30", ""),
        ("Trade up\n20.12.2022\nIt rose.", "2022-12-20"),
        ("Economy 16:02, 08-Aug-2024\nIt rose.", "2024-08-08"),
        ("Released on 6/28/2017 8:30:00 AM", "2017-06-28"),
        ("Monday, 11/11/2013 - 10:02 AM", "2013-11-11"),
        ("Friday, 6/7/2013 - 10:02 AM", ""),
        ("Trade rose by a third, and the figures of June 30, 2024 were the best that anybody in the trade remembers.", ""),
    ],
)
def test_dateline(text: str, expected: str) -> None:
    assert str(dateline(text) or "") == expected


WORDS = (
    "January may Sept. Nov 1-20 2024 2023-24 FY26 Q3 1H23 first second nine 10 months days week quarter half of the year last this same "
    "period earlier ago to through - – / ( ) , . \n ' since until mid end ended 31 99 2025-13 2024-02-30 fiscal ytd yoy on-month 30 0 00 "
    "up previous corresponding 1986/87 Feb. 30 31 between and a from week"
)
PIECES = st.sampled_from(WORDS.split(" "))
FOCUSES = ("2024", "2024-S1", "2024-Q1", "2024-02", "2024-02-29", "2020-W53", "2024-02-01/2024-02-29", "2023-07/2024-04", "1987/1992")
ANCHORS = st.builds(
    Anchor,
    st.sampled_from([None, Published(2025, 1, 2), Published(2024, 2, 29), Published(2024, 9)]),
    st.sampled_from([None, *map(cal.parse, FOCUSES)]),
    st.sampled_from([1, 4, 7, 10]),
    st.sampled_from([None, 2016]),
    st.sampled_from(["", "JPN", "PAK", "KOR"]),
)


@settings(max_examples=300, deadline=None)
@example("week nine 2024", Anchor(None, None, 1, None))
@example("week 60 of 2024", Anchor(None, None, 1, None))
@given(st.one_of(st.lists(PIECES, max_size=30).map(" ".join), st.text(max_size=80)), ANCHORS)
def test_any_text_survives(text: str, anchor: Anchor) -> None:
    end = 0
    for mention in scan(text):
        assert end <= mention.start < mention.end <= len(text)
        assert "\n" not in text[mention.start : mention.end]
        end = mention.end
        period = resolve(mention, anchor)
        assert period is None or (cal.parse(period.code) == period and mention.role == "period")
    dateline(text)


REPEATED = ("January ", "the first nine ", "2024-", "1 ", "year on ", "since the end of the ", " ", "(", "Sept. 1, 2024, to ", "9")


@pytest.mark.usefixtures("unburdened")
@pytest.mark.parametrize("piece", REPEATED)
def test_linear_in_the_length(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times + "January 2024 first half of the year"
        begun = time.process_time()
        scan(text)
        return time.process_time() - begun

    scan(piece)
    assert seconds(16_000) < 10 * seconds(4_000) + 0.05


def test_no_pattern_spans_a_line_break() -> None:
    assert [(m.form) for m in scan("the first\nhalf of\n2024")] == ["year"]


def test_what_rules_begin_with_is_worked_out_anew_after_each_change() -> None:
    tool = runpy.run_path(str(Path(__file__).with_name("tools") / "build_period_heads.py"))
    assert tool["OUT"].read_text(encoding="utf-8") == tool["table"](), "run python tests/tools/build_period_heads.py"
