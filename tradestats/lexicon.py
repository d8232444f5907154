"""The linker's own words, from tables to one look-up: cues (flows, verbs of change, comparisons, shares, statuses ...).

Nothing is loaded at import. `cues_of` gives the cues that begin with a word, longest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

T = TypeVar("T")

REMEMBERED_LENGTH = 200
"""Characters: what is longer is no word or phrase that comes again, and is not kept."""
_REMEMBERED = 1 << 15


class _Kept(dict[str, T]):
    """What a function found, by word. Looked up as a dictionary is, which costs a third of a call; when full it starts anew."""

    def __init__(self, function: Callable[[str], T]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, words: str) -> T:
        found = self._function(words)
        if len(words) <= REMEMBERED_LENGTH:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[words] = found
        return found


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """A function of a word or phrase of a text that keeps what it found for some ten thousand of them.

    A stream of articles never ends and brings new words all the time, some of them a megabyte long: `cache` would keep all.
    """
    return _Kept(function).__getitem__


class Cue(NamedTuple):
    """One cue: `kind` says what it does in a sentence (see tables/cues.tsv), `code` which of its kind, `sign` -1, 0, 1."""

    words: tuple[str, ...]
    kind: str
    code: str = ""
    sign: int = 0


_FIRST_COUNTS = frozenset(("changes", "currencies"))  # tables where the first of two rows for one form counts; else it is the last
_added: dict[str, tuple[dict[str, str], ...]] = {}
_read: set[str] = set()


def rows(table: str) -> Iterator[dict[str, str]]:
    """Rows of a table as dictionaries; `table` is the file's name without its ending. A cell that is missing is empty.

    Tables have no quotes and no line breaks in cells, so that splitting is reading; the package's own loader reads them
    from a folder or a zip, and nothing more has to be imported for that. Rows of the user's own stand where they overrule ours.
    """
    _read.add(table)
    own = _added.get(table, ())
    if table in _FIRST_COUNTS:
        yield from own
    yield from packaged(table)
    if table not in _FIRST_COUNTS:
        yield from own


def packaged(table: str) -> Iterator[dict[str, str]]:
    """Rows of a table as it comes with the package."""
    header, *lines = _lines(table)
    names = header.split("\t")
    width = len(names)
    for line in lines:
        if line:
            cells = line.split("\t")
            if len(cells) < width:
                cells += [""] * (width - len(cells))
            yield dict(zip(names, cells, strict=True))


def _lines(table: str) -> list[str]:
    path = Path(__file__).with_name("tables") / f"{table}.tsv"
    return cast("list[str]", __loader__.get_data(str(path)).decode("utf-8").split("\n"))  # type: ignore[name-defined]


def add(tables: Mapping[str, Sequence[dict[str, str]]]) -> None:
    """Take rows of the user's own beside ours. RuntimeError if a table has been read already: they would come too late."""
    late = sorted(_read & {table for table, own in tables.items() if _added.get(table, ()) != tuple(own)})
    if late:
        raise RuntimeError(f"rules have to be given before the first article is read ({', '.join(late)})")
    _added.update({table: tuple(own) for table, own in tables.items()})


def added() -> dict[str, tuple[dict[str, str], ...]]:
    """The rows of the user's own, for a process that is to read the same."""
    return dict(_added)


@cache
def word_set(name: str) -> frozenset[str]:
    """A named set of lower-case words from tables/word_sets.tsv. Raises KeyError for a name that is not there."""
    return _word_sets()[name]


@cache
def _word_sets() -> dict[str, frozenset[str]]:
    return {row["set"]: frozenset(row["words"].split()) for row in rows("word_sets")}


def sign(mark: str | None) -> int:
    """`+` is 1, `-` is -1, anything else 0."""
    return {"+": 1, "-": -1}.get(mark or "", 0)


_CUE_CELLS = ("cue", "kind", "code", "sign")  # of a row of cues.tsv, in this order
_CueRow = tuple[str, str, str, str]


@cache
def _cue_rows() -> tuple[dict[str, list[str]], dict[str, _CueRow]]:
    """First word -> the lines of cues that begin with it, and the forms of verbs of change, which count where no cue has the same words.

    The table is long and a text needs few of its rows: only those are taken apart.
    """
    _read.add("cues")
    own = ("\t".join(row[name] or "" for name in _CUE_CELLS) for row in _added.get("cues", ()))
    filed: dict[str, list[str]] = {}
    for line in (*_lines("cues")[1:], *own):
        if line:
            filed.setdefault(line.split(None, 1)[0].lower(), []).append(line)
    changes: dict[str, _CueRow] = {}
    for row in rows("changes"):
        for form, code in inflect(row["lemma"], (row["forms"] or "").split(), row["nouns"] or ""):
            changes.setdefault(form, (form, "chg", f"{code}:{row['sense']}", row["sign"]))
    return filed, changes


def begins_cue(word: str) -> bool:
    """Whether a word, in lower case, is a cue or begins one."""
    filed, changes = _cue_rows()
    return word in filed or word in changes


def cues_of(first: str) -> tuple[Cue, ...]:
    """The cues that begin with a word in lower case, longest first. Of two rows for the same words the later counts."""
    return _cues_of(first) if begins_cue(first) else ()


@cache
def _cues_of(first: str) -> tuple[Cue, ...]:
    filed, changes = _cue_rows()
    found: dict[tuple[str, ...], Cue] = {}
    told = ([*line.split("\t"), "", "", ""][: len(_CUE_CELLS)] for line in filed.get(first, ()))
    for cue, kind, code, mark in (*((changes[first],) if first in changes else ()), *told):
        words = tuple(cue.lower().split())
        found[words] = Cue(words, kind, code, sign(mark))
    return tuple(found[words] for words in sorted(found, key=lambda w: (-len(w), w)))


def cues() -> Iterator[Cue]:
    """All cues, those that begin with the same word together, the longest of them first."""
    filed, changes = _cue_rows()
    for first in sorted({*filed, *changes}):
        yield from _cues_of(first)


CueNode = dict[str, Any]  # word -> CueNode for the cues that go on with it; "" -> the Cue that ends here


def cue_node(first: str) -> CueNode:
    """The cues that begin with a word: `cue_node("trade")["surplus"][""]` is the cue "trade surplus". Empty for most words."""
    return _cue_node(first) if begins_cue(first) else {}


@cache
def _cue_node(first: str) -> CueNode:
    begin: CueNode = {}
    for cue in _cues_of(first):
        node = begin
        for word in cue.words[1:]:
            node = node.setdefault(word, {})
        node[""] = cue
    return begin


def inflect(lemma: str, irregular: list[str], noun: str) -> list[tuple[str, str]]:
    """The forms of a verb of change with what each is: `v` past or present, `g` gerund, `n` noun, `vn` both."""
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    past = [lemma[:-1] + "ied"] if lemma.endswith("y") else [stem + "ed"]
    third = lemma[:-1] + "ies" if lemma.endswith("y") else lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    out = [(form, "v") for form in [*irregular, *past] if not form.endswith("ing")]
    out += [(form, "g") for form in [*irregular, stem + "ing"] if form.endswith("ing")]
    out += [(lemma, "vn" if noun == lemma else "v"), (third, "vn" if noun == lemma else "v")]
    if noun and noun != lemma:
        out += [(noun, "n"), (noun + "s", "n")]
    return out
