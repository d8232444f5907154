"""Strings that leave the process: what could act on a terminal or a spreadsheet is made visible or taken out.

Texts and file names come from strangers. Neither rich nor csv removes ESC, C1 controls or bidirectional overrides, so
every string passes one of these functions on its way out. Nothing else in the package may write text to a terminal.
"""

from __future__ import annotations

import re
from functools import cache

from tradestats.lazy import pattern

_C0_PICTURES = 0x2400  # U+2400 + code is the picture of a C0 control: ESC is shown as a small "ESC"
_DEL_PICTURE = 0x2421
_REPLACEMENT = "\ufffd"
_C0 = "".join(chr(c) for c in range(0x20) if chr(c) not in "\t\n\r")
_LINE_BREAKS = "\t\n\r"
_C1 = "".join(map(chr, range(0x80, 0xA0)))
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SURROGATES = "\ud800-\udfff"  # lone ones: file names that are not UTF-8, "\ud800" in JSON; UTF-8 cannot carry them
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters of no width, as the inside of a character class."""
_MARKS_SHOWN = 4  # combining marks on one letter: enough for any script, too few to paint over other lines

_UNSAFE = pattern(f"[{_C0}\x7f{_C1}{_BIDI}{_SURROGATES}]")
_HIDDEN = pattern(f"[{INVISIBLE}]+")
_SPACES = pattern(r"[\t\n\r\u2028\u2029]+")


def _picture(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if code < 0x20:
        return chr(_C0_PICTURES + code)
    return chr(_DEL_PICTURE) if code == 0x7F else _REPLACEMENT


def visible(text: str) -> str:
    """`text` with control and bidi characters and lone surrogates replaced one for one; tab, LF and CR stay. Same length, always UTF-8."""
    return _UNSAFE.sub(_picture, text)


@cache
def _flood() -> re.Pattern[str]:
    import unicodedata  # built once, and only for texts that are not ASCII

    ranges, first = [], None
    for code in range(0x300, 0x20000):
        mark = unicodedata.category(chr(code)) in ("Mn", "Me")
        if mark and first is None:
            first = code
        elif not mark and first is not None:
            ranges.append(f"{chr(first)}-{chr(code - 1)}")
            first = None
    return re.compile(f"([{''.join(ranges)}]{{{_MARKS_SHOWN}}})[{''.join(ranges)}]+")


def clean(text: str) -> str:
    """`text` as one line that is safe on any terminal: no controls, no bidi, nothing invisible, no flood of combining marks."""
    if text.isascii() and text.isprintable():
        return text
    line = visible(_SPACES.sub(" ", text))
    if line.isascii():
        return line
    return _flood().sub(r"\1", _HIDDEN.sub("", line))


def name(text: str) -> str:
    """A path for a message: like `clean`, but a line break in a name is shown, since it is part of the name."""
    return clean("".join(chr(_C0_PICTURES + ord(c)) if c in _LINE_BREAKS else c for c in text))
