"""Export and import figures from English trade-statistics press releases and news, as tidy tables.

    >>> import tradestats
    >>> rows = tradestats.extract("Exports rose 8.2 percent to $683.8 billion in 2024.", reporter="KOR")
    >>> table = tradestats.read("releases/*.txt")                 # doctest: +SKIP

`extract` takes a text and gives the observations of the long table; `read` takes files and gives a pandas data frame;
`read_articles` gives the articles of files one after another. Importing the package loads none of the pipeline: names are
looked up when they are first used, so that the command line starts fast and pandas is loaded by those who want it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tradestats.api import extract, read, use_rules
    from tradestats.errors import InputError, TradestatsError
    from tradestats.extract import extract_article
    from tradestats.model import Article, Extraction, Figure, MentionRow, Observation
    from tradestats.read import read_articles
    from tradestats.tidy import figures, mention_rows

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Extraction",
    "Figure",
    "InputError",
    "MentionRow",
    "Observation",
    "TradestatsError",
    "__version__",
    "extract",
    "extract_article",
    "figures",
    "mention_rows",
    "read",
    "read_articles",
    "use_rules",
]

_HOME = {
    "Article": "model",
    "Extraction": "model",
    "Figure": "model",
    "InputError": "errors",
    "MentionRow": "model",
    "Observation": "model",
    "TradestatsError": "errors",
    "extract": "api",
    "extract_article": "extract",
    "figures": "tidy",
    "mention_rows": "tidy",
    "read": "api",
    "read_articles": "read",
    "use_rules": "api",
}


class _Package(ModuleType):
    """The package, with `tradestats.extract` and `tradestats.read` as functions although modules bear the same names.

    Importing a submodule binds its name in the package; for the names of the API that binding is left out, or
    `tradestats.read(...)` would work or fail by what had been imported before. `from tradestats.read import ...` is not touched.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        home = _HOME.get(name)
        if home is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{self.__name__}.{home}"), name)
        super().__setattr__(name, value)
        return value

    def __dir__(self) -> list[str]:
        return sorted(__all__)


sys.modules[__name__].__class__ = _Package
