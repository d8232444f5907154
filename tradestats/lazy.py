"""Patterns that are compiled when they are first used: most articles have no table, and need none of the patterns for tables."""

from __future__ import annotations

from typing import Any, cast

import regex


class _Lazy:
    """Stands for a compiled pattern; from its first use on it has the pattern's own methods."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = regex.compile(self._pattern)
        for method in ("match", "fullmatch", "search", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(text: str) -> regex.Pattern[str]:
    """The pattern, compiled at its first use. A fault in it shows only then: the tests use each."""
    return cast("regex.Pattern[str]", _Lazy(text))
