"""Find the longest of many given word sequences at each place of a text, in one pass.

One regular expression over thousands of names takes longer to compile than a short article takes to read; a
dictionary by first word needs no compiling, and most words of a text end the search with one look-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w++")
_RUNS = re.compile(r"  ++")
_INSIDE = re.compile(r"\w")
_PEEK = 3  # characters behind the first word by which its forms are filed: "the" begins hundreds
_REACH = 96  # a run of spaces further off than any name is long does not matter


class LongestMatcher:
    """Knows the forms it was made with; each begins with a word character. A space in a form stands for any run of spaces."""

    __slots__ = ("_files",)

    def __init__(self, forms: Iterable[str]) -> None:
        self._files: dict[str, dict[str, list[str]]] = {}
        for form in sorted(forms, key=len, reverse=True):
            first = _WORD.match(form)
            if first is not None:
                peek = form[first.end() : first.end() + _PEEK]
                self._files.setdefault(first.group(), {}).setdefault(peek if len(peek) == _PEEK else "", []).append(form)

    def candidates(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, form) of every form at every place, places in order and longer forms first, each with word
        boundaries on both sides. They overlap: the caller takes the first that its context allows and skips the rest."""
        get = self._files.get
        for word in _WORD.finditer(text):
            files = get(word.group())
            if files is None:
                continue
            start, stop = word.span()
            spaced = text.find("  ", start, start + _REACH) >= 0
            peek = _RUNS.sub(" ", text[stop : stop + _REACH])[:_PEEK] if spaced else text[stop : stop + _PEEK]
            for form in (*files.get(peek, ()), *files.get("", ())):
                end = _end_with_runs(text, start, form) if spaced else start + len(form) if text.startswith(form, start) else 0
                if end and not (end < len(text) and _INSIDE.match(text, end)):
                    yield start, end, form


def _end_with_runs(text: str, start: int, form: str) -> int:
    """Where `form` ends if runs of spaces count as one space; 0 if it does not stand at `start`."""
    end = start
    for part in form.split(" "):
        if end > start:
            run = _RUNS.match(text, end)
            end = run.end() if run else end + 1 if text[end : end + 1] == " " else -1
        if end < 0 or not text.startswith(part, end):
            return 0
        end += len(part)
    return end
