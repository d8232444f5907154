"""Which period an article is in, and what its changes are against, where a sentence does not say."""

from __future__ import annotations

from tradestats.calendar import STEPS, Period, basis

OPEN = "open"  # the basis where the period compared with is named, but not which


class Timeline:
    """The periods that an article's figures can be of without naming them.

    One rule of precedence: what the paragraph opened with (`kept`), else what a heading or the line before a list dates (`headed`), else
    the article's own period (`main`), else the title's. `now` is the period under discussion: that, until a sentence names another.
    """

    def __init__(self, title: Period | None) -> None:
        self.title = title
        self.now = title
        self.kept: Period | None = None
        self.by_label = False  # what is kept was a line's label: "January-November 2006: ..."
        self.headed: Period | None = None
        self.awaited = False  # a heading said of what spans its section is: the first that is named heads it
        self.main: Period | None = None
        self.foreseen = False  # the main period is that of a forecast
        self.soft = False  # the main period is only that of a sentence without figures
        self.told = False  # such a sentence told of trade
        self.open = False  # the sentence before named a period that the text does not settle: what follows is of it too
        self.passed: Period | None = None  # a span up to date told in passing in this paragraph
        self.spans: dict[int, Period] = {}  # the last period named of each length in months: "the month", "the same six months"
        self.placed = -1  # where the period stands that was last made the one under discussion

    def open_paragraph(self, sentences: int, last: Period | None) -> None:
        """A new paragraph, after one with so many sentences with figures: a lone sentence's period does not hold on.

        `last` is the period of the last figure: one that had come back to the article's own leaves nothing else behind.
        """
        self.passed, self.open = None, False
        summed = self.kept is not None and self.main is not None and self.main.months == 1 and self.kept.end == self.main.end
        if (sentences < 2 or summed or last == self.main) and not self.by_label:
            self.kept = None  # a lone sentence's, or a sum's up to the month that the article is about
        self.now = self.kept or self.headed or self.main or self.title

    def open_section(self, *, goes_on: bool) -> None:
        """A new heading; `goes_on` says that it tells of the same matter as the one before."""
        self.kept = None
        if not goes_on:
            self.headed = None
        self.now = self.headed or self.main

    def remark(self, period: Period, *, heads: bool, vague: bool, tells: bool) -> None:
        """A sentence without figures names a period. `vague` says that what named one before was not on trade: a picture's caption."""
        self.now = period
        if heads:
            self.headed = period
        self.soft = self.soft or self.main is None
        self.main = period if vague else self.main or period
        self.told = self.told or tells

    def settle(self, period: Period, *, foreseen: bool, soft: bool, titled: bool = False) -> None:
        """A sentence with figures names a period: the article's own if it has none yet, or only one that is less sure.

        `titled` says that it stands above what it is of: after a year told as background, that is what the article is about.
        """
        outdated = titled and not foreseen and self.main is not None and self.main.freq == "A" and period.start > self.main.end
        if self.main is None or self.soft or outdated or (self.foreseen and not foreseen):
            self.main, self.foreseen = period, foreseen
        self.soft = soft

    def keep(self, period: Period, *, by_label: bool) -> None:
        """A paragraph opens with a period: what follows stays with it."""
        self.kept = period if period != self.main else None
        self.by_label = by_label

    def looks_back(self, period: Period) -> bool:
        """Whether a period only stands for comparison: it lies before the article's own, and both are not years."""
        if self.main is None or period.end >= self.main.start:
            return False
        if self.soft:
            return False  # a heading says in which week it is that the figures of a month came out
        return not period.freq == self.main.freq == "A"


def kind(period: Period | None) -> str:
    """What sort of span a period is: its frequency, for a range of months with their number."""
    return "" if period is None else f"R{period.months}" if period.freq == "R" else period.freq


class Bases:
    """What an article's changes are against: as its paragraph said last, else as it said of the same period, else as it mostly does."""

    def __init__(self, custom: str) -> None:
        self.custom = custom  # what the reporter's monthly figures are mostly compared with
        self.monthly: list[str] = []  # what was said of monthly figures, in order
        self.rates: dict[str, tuple[str, str]] = {}  # freq -> the bases of two rates of the same that a sentence gave, in order
        self.dated: set[int] = set()  # where changes stand whose own period is named
        self.unsaid: set[int] = set()  # where changes stand of which nothing said what they are against
        self.in_front = ""  # what was first said so in front of a clause: "Against August, exports were"
        self.longer: list[str] = []  # and of those of longer periods
        self.local = (-1, "", "")  # what was said last: in which paragraph, of which kind of period
        self.said_at = -1  # where the sentence begins that said it
        self.last = ""  # what the changes of the sentence before were said to be against
        self.named: dict[str, str] = {}  # period code -> the period that growth in it was said to be against
        self.quarters: dict[str, str] = {}  # quarter -> the base first said of growth in it
        self.pairs: dict[str, tuple[Period, ...]] = {}  # period code -> the bases that one sentence gave for it, in order
        self.paired_at = -1  # where that sentence begins
        self.levels: dict[str, Period] = {}  # period code -> what levels of it were compared with

    def pair(self, sentence: int, focus: Period | None, base: Period) -> None:
        """Notes that a sentence gives a base for a period: of two, the first is the first of a pair without dates as well."""
        if focus is None:
            return
        before = self.pairs.get(focus.code, ()) if self.paired_at == sentence else ()
        self.paired_at = sentence
        self.pairs[focus.code] = (*before, base)

    def count(self, freq: str, found: str) -> None:
        """Notes what a figure of a month or of a longer period was compared with."""
        if found in ("yoy", "mom"):
            (self.monthly if freq == "M" else self.longer).append(found)

    def compare(self, focus: Period | None, base: Period) -> None:
        """A level stated for another period shows what this article compares with."""
        if focus is not None:
            self.count(focus.freq, basis(focus, base))

    def said(self, sentence: int, paragraph: int, focus: Period | None, found: str) -> None:
        """What the first change of a sentence is said to be against is what its paragraph goes on comparing with."""
        if self.said_at == sentence:
            return  # "up 21 percent from January 2024 and 8 percent from December": the first goes on
        self.said_at = sentence
        if found in (*STEPS, OPEN):
            self.local = (paragraph, kind(focus), found)

    def default(self, period: Period | None, paragraph: int, main: Period | None) -> str:
        """The base of a change in a period of which nothing says what it is against."""
        if self.local[:2] == (paragraph, kind(period)):
            return self.local[2]
        code = period.code if period is not None else ""
        if code in self.named or code in self.quarters:
            return self.named.get(code) or self.quarters[code]
        if period is not None and period.freq != "M":
            part = main is not None and main.freq not in ("M", "Q")  # of the half or the year that the article is about
            return "qoq" if period.freq == "Q" and self.custom == "mom" and not part else "yoy"
        if self.monthly:
            lead = self.monthly.count("mom") - self.monthly.count("yoy")
            if abs(lead) <= 1 and abs(lead) != len(self.monthly) and self.custom:
                return self.custom
            return self.monthly[0] if not lead else "mom" if lead > 0 else "yoy"
        if self.longer and main is not None and main.freq == "A":
            return "yoy"  # a month told beside its year
        return self.in_front or self.custom or "yoy"
