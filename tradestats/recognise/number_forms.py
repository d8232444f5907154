"""Units, scales and the like at a place in a text: the longest of a table's forms, by a look-up of the first word.

Forms of three letters and more are read in any case; shorter ones (t, Mt, MT, b, R) and those said to be exact (ISO codes) only as
they are written in the table: "Mt" and "MT" mean different things, "Billion" and "BILLION" do not. A space in a form stands for a
run of spaces or a hyphen, and a form that ends in a letter or digit is not followed by one.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import NamedTuple

_ANY_CASE_FROM = 3
FIRST = re.compile(r"[^\W_]++|.")
_ENDS = re.compile(r"(?:(?![^\W_])|(?<![^\W_]))")
_REACH = 64  # no form is longer
_MOST_WORDS = 1 << 16
_Filed = dict[str, list[str]]


class Hit(NamedTuple):
    """A form as the text writes it: `text[start:end] == form`."""

    start: int
    end: int
    form: str


class Forms:
    """The forms of a table. `match` finds the longest at a place."""

    __slots__ = ("_as_written", "_in_any_case", "_rests")

    def __init__(self, forms: Iterable[str], exact: Container[str] = (), any_case_from: int = _ANY_CASE_FROM) -> None:
        self._in_any_case: _Filed = {}
        self._as_written: _Filed = {}
        self._rests: dict[str, list[tuple[str, bool]]] = {}
        for form in sorted(forms, key=len, reverse=True):
            if len(form) >= any_case_from and form not in exact:
                _file(self._in_any_case, form.lower())
            else:
                _file(self._as_written, form)

    def match(self, text: str, at: int) -> Hit | None:
        """The form that begins at `at`; None if there is none."""
        first = FIRST.match(text, at)
        return self.match_from(text, at, first[0]) if first else None

    def match_from(self, text: str, at: int, word: str) -> Hit | None:
        """The same where the first word at `at` is known."""
        rests = self._rests.get(word)
        if rests is None:
            rests = self._begun_by(word)
        stop = at + len(word)
        for rest, any_case in rests:
            end = _behind(text, stop, rest, any_case) if rest else stop
            if end and (not rest or _ENDS.match(text, end)):
                return Hit(at, end, text[at:end])
        return None

    def begin_with(self, word: str) -> bool:
        """Whether any form begins with a word, as it is written."""
        rests = self._rests.get(word)
        return bool(self._begun_by(word) if rests is None else rests)

    def _begun_by(self, word: str) -> list[tuple[str, bool]]:
        """What can follow a first word, longest first, and whether its case matters not; remembered for each spelling of the word."""
        rests = [(rest, True) for rest in self._in_any_case.get(word.lower(), ())]
        rests += [(rest, False) for rest in self._as_written.get(word, ())]
        if len(self._rests) < _MOST_WORDS:
            self._rests[word] = rests
        return rests


def _file(files: _Filed, form: str) -> None:
    first = FIRST.match(form)
    word = first[0] if first else ""
    files.setdefault(word, []).append(form[len(word) :])


def _behind(text: str, at: int, rest: str, any_case: bool) -> int:
    """Where the rest of a form ends if it stands at `at`; 0 if it does not."""
    if " " in rest:
        found = _spaced(rest, any_case).match(text, at, at + _REACH)
        return found.end() if found else 0
    there = text[at : at + len(rest)]
    return at + len(rest) if there == rest or (any_case and there.lower() == rest) else 0


@lru_cache(1024)
def _spaced(rest: str, any_case: bool) -> re.Pattern[str]:
    return re.compile(re.escape(rest).replace(r"\ ", "(?:-| ++)"), re.IGNORECASE if any_case else 0)
