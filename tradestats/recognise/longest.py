"""Find the longest of many given word sequences at each place of a text, in one pass.

One regular expression over thousands of names takes longer to compile than a short article takes to read; a
dictionary by first word needs no compiling, and most words of a text end the search with one look-up. What begins
with a word is asked for when a text first has that word: an article meets a few of the thousands.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, compress, islice
from typing import Generic, NamedTuple, TypeVar

from tradestats.lexicon import REMEMBERED_LENGTH, remembered

V = TypeVar("V")


class Words(NamedTuple):
    """The words of a text in order, and where each begins."""

    words: Sequence[str]
    starts: Sequence[int]

    def such(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
        """The words of a kind, each with where it begins. Most words of a text are of no kind: they cost `wanted` and no more."""
        return compress(zip(self.words, self.starts, strict=True), map(wanted, self.words))

    def lower(self) -> Words:
        """The same in lower case."""
        return Words(list(map(str.lower, self.words)), self.starts)


@lru_cache(2)
def words_of(text: str) -> Words:
    """The words of a text. More than one reader of the same text asks for them; those of a book make way for the next two texts."""
    parts = _PARTS.split(text)  # what stands between words, and words, in turns
    ends = accumulate(map(len, parts))
    return Words(parts[1::2], array("q", islice(ends, 0, len(parts) - 1, 2)))


_PARTS = re.compile(r"(\w++)")
_WORD = re.compile(r"\w++")
_RUNS = re.compile(r"  ++")
_PEEK = 3  # characters behind the first word by which its forms are filed: "the" begins hundreds
_REACH = 96  # a run of spaces further off than any name is long does not matter
_MOST_WORDS = 1 << 17  # so many words are remembered, with what they begin; a book has fewer


def first_word(form: str) -> str:
    """The word a form begins with, as a text's words are parted here; "" if it begins with none."""
    head = form.partition(" ")[0]
    if head.isalnum():
        return head
    found = _WORD.match(form)
    return found[0] if found else ""


class LongestMatcher(Generic[V]):
    """Knows the forms that begin with a word from `forms_of(word)`, each with what it stands for; the word is as the text has it.
    A space in a form stands for any run of spaces."""

    __slots__ = ("_begins", "_files", "_forms_of")

    def __init__(self, forms_of: Callable[[str], Mapping[str, V]]) -> None:
        self._forms_of = forms_of
        self._files: dict[str, dict[str, list[tuple[str, V]]]] = {}
        self._begins = remembered(lambda word: bool(forms_of(word)))

    def candidates(self, text: str, words: Words) -> Iterator[tuple[int, int, V]]:
        """(start, end, value) of every form at every place, places in order and longer forms first, each with word
        boundaries on both sides. They overlap: the caller takes the first that its context allows and skips the rest.
        `words` are those of `words_of(text)`."""
        known, runs, size = self._files, "  " in text, len(text)
        for word, start in words.such(self._begins):
            files, stop = known.get(word) or self._file(word), start + len(word)
            spaced = runs and text.find("  ", start, start + _REACH) >= 0
            peek = _RUNS.sub(" ", text[stop : stop + _REACH])[:_PEEK] if spaced else text[stop : stop + _PEEK]
            longer, shorter = files.get(peek), files.get("")
            for form, value in longer + shorter if longer and shorter else longer or shorter or ():
                end = _end_with_runs(text, start, form) if spaced else start + len(form) if text.startswith(form, start) else 0
                if end and not (end < size and _inside(text[end])):
                    yield start, end, value

    def _file(self, word: str) -> dict[str, list[tuple[str, V]]]:
        """The forms that begin with a word, by what follows it, the longest first."""
        files: dict[str, list[tuple[str, V]]] = {}
        for form, value in sorted(self._forms_of(word).items(), key=lambda item: -len(item[0])):
            peek = form[len(word) : len(word) + _PEEK]
            files.setdefault(peek if len(peek) == _PEEK else "", []).append((form, value))
        if len(self._files) < _MOST_WORDS and len(word) <= REMEMBERED_LENGTH:
            self._files[word] = files
        return files


def _inside(char: str) -> bool:
    """Whether a character is one of a word, as `\\w` is."""
    return char.isalnum() or char == "_"


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
