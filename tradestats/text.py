"""A reading copy of a text for the recognisers, and the way back to the text itself.

The text is never rewritten: offsets into it are the provenance. The recognisers read a *copy* in which typography
that carries no meaning is levelled (no-break spaces, full-width digits, curly quotes, the many minus signs) and
invisible characters are gone, so that their tables and patterns need each word only once. `Reading.span` leads a
span of the copy back to the characters it was read from.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import NamedTuple

# Replaced one for one, so offsets stay. Minus signs and the hyphens of typesetters become "-"; dashes proper
# (– and —) stay, because a dash between words is no minus: the number recogniser looks at what stands around them.
_LEVELLED = {
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u1680\v\f\x1c\x1d\x1e\x1f": " ",
    "\u2018\u2019\u201a\u201b\u2032\u02bc\uff07\u0060\u00b4": "'",
    "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02": '"',
    "\u2010\u2011\u2012\u2212\ufe63\uff0d\u207b": "-",
    "\u2044\u2215\uff0f": "/",
    "\u2024\uff0e": ".",
    "\u3001": ",",
    "\u3002": ".",
    "\u2028\u2029\u0085": "\n",
    "\uff04\ufe69": "$",
    "\ufe6a\u066a": "%",
    "\uffe5": "¥",
    "\uffe1": "£",
    "\uffe6": "₩",
    "\u25b3\u25b4": "▲",
    "\u25bd\u25be": "▼",
}
# Not printed, so never part of a word: soft hyphen, zero-width characters, direction marks, byte order mark.
_INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u200e"
    "\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u180e"
)
_HIDDEN = re.compile(f"[{_INVISIBLE}]++")
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x60]")
_APART = re.compile(r"[▲▼](?= \d)")
_RETURN = re.compile(r"\r(?!\n)")


@cache
def _table() -> dict[int, str]:
    table = {ord(old): new for olds, new in _LEVELLED.items() for old in olds}
    table.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in table})  # full-width ASCII
    table[ord("\0")] = " "
    return table


@cache
def _levelled() -> re.Pattern[str]:
    """What the table has, one character."""
    return re.compile("[" + re.escape("".join(map(chr, _table()))) + "]")


class Reading(NamedTuple):
    """The copy that recognisers read. `kept` holds, for each run of characters between hidden ones, where the run
    begins in the copy; `shift` how many hidden characters stand before it."""

    text: str
    kept: array[int]
    shift: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text for a non-empty span [start, end) of the copy."""
        if not self.shift:
            return start, end
        return self._back(start), self._back(max(start, end - 1)) + 1

    def _back(self, at: int) -> int:
        run = bisect_right(self.kept, at) - 1
        return at + (self.shift[run] if run >= 0 else 0)


def read(text: str) -> Reading:
    """The reading copy of `text`: one for one but for invisible characters, which are left out."""
    if text.isascii() and (text.isprintable() or _ODD.search(text) is None):
        return Reading(text, array("q"), array("q"))
    table = _table()
    copy = _levelled().sub(lambda found: table[ord(found[0])], text)  # most of a text is none of these: faster than str.translate
    if "\r" in copy:
        copy = _RETURN.sub("\n", copy).replace("\r\n", " \n")
    if "▼" in copy:  # where there are both, ▲ is up and ▼ down; alone, ▲ is the minus of East Asian tables
        copy = _APART.sub(lambda found: "↑" if found[0] == "▲" else "↓", copy)
        copy = copy.replace("▲", "+").replace("▼", "-")
    hidden = [] if copy.isascii() else [m.span() for m in _HIDDEN.finditer(copy)]
    if not hidden:
        return Reading(copy, array("q"), array("q"))
    shift = array("q", accumulate(end - start for start, end in hidden))
    kept = array("q", (end - off for (_, end), off in zip(hidden, shift, strict=False)))
    return Reading(_HIDDEN.sub("", copy), kept, shift)
