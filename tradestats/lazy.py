"""Patterns that are compiled when they are first used: most articles have no table, and need none of the patterns for tables."""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands for a compiled pattern; from its first use on it has the pattern's own methods."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = _compiled(self._pattern)
        for method in ("match", "fullmatch", "search", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def _compiled(text: str) -> Any:
    """By `re`, which searches twice as fast; by `regex` what only that can read (`\\p{L}`), which is loaded when it is needed."""
    try:
        return re.compile(text)
    except re.error:
        import regex

        return regex.compile(text)


def pattern(text: str) -> re.Pattern[str]:
    """The pattern, compiled at its first use. A fault in it shows only then: the tests use each."""
    return cast("re.Pattern[str]", _Lazy(text))
