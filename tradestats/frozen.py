"""Frozen values, made and changed at the speed of plain ones.

A frozen dataclass sets each of its fields through `object.__setattr__`, which for a row of thirty fields takes longer than all
that was read for it. `quicken` gives every class marked `quick` an `__init__` that fills a twin of it, with the same slots and
nothing frozen, and hands it over as the frozen class; from then on it is frozen as before. `replace` does the same for a
changed copy, and a value goes from process to process as its fields alone. Writing these functions takes some milliseconds,
which a run over a few articles would not earn back: so they are written only when there is more to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, field, fields
from dataclasses import replace as _replace
from typing import Any, TypeVar, cast

T = TypeVar("T")

_waiting: list[type] = []
_changed: dict[type, Callable[[Any, dict[str, Any]], Any]] = {}


def column(kind: str, meaning: str, default: Any = "") -> Any:
    """A dataclass field that is also a column: its type in the schema and what it means."""
    return field(default=default, metadata={"type": kind, "meaning": meaning})


def quick(cls: type[T]) -> type[T]:
    """Class decorator above `@dataclass(frozen=True, slots=True)`: the class stays what it is, and is made faster by `quicken`."""
    _waiting.append(cls)
    return cls


def quicken() -> None:
    """Make all classes marked so far fast. Same signature, same equality, same freedom from change."""
    while _waiting:
        _rewrite(_waiting.pop())


def replace(value: T, /, **changes: Any) -> T:
    """A copy of a dataclass value or a named tuple with some fields changed, as `dataclasses.replace` makes it."""
    if isinstance(value, tuple):
        return cast(T, value._replace(**changes))  # type: ignore[attr-defined]
    changed = _changed.get(type(value))
    made: T = changed(value, changes) if changed is not None else _replace(value, **changes)  # type: ignore[type-var]
    return made


def _rewrite(cls: type[Any]) -> None:
    parts = fields(cls)
    names = [field.name for field in parts]
    twin = type(cls.__name__, (), {"__slots__": tuple(names), "__module__": cls.__module__})
    space: dict[str, Any] = {"thaw": object.__setattr__, "twin": twin, "frozen": cls, "new": object.__new__}
    signature = ", ".join(_parameter(field, space) for field in parts)
    fill = "".join(f"    self.{name} = {name}\n" for name in names)
    cells = ", ".join(f"self.{name}" for name in names)
    copy = "".join(f"    made.{name} = old.{name}\n" for name in names)
    exec(
        f"def __init__(self, {signature}):\n    thaw(self, '__class__', twin)\n{fill}    self.__class__ = frozen\n"
        f"def __reduce__(self):\n    return frozen, ({cells},)\n"
        f"def changed(old, changes):\n    made = new(twin)\n{copy}"
        "    for name, value in changes.items():\n        setattr(made, name, value)\n    made.__class__ = frozen\n    return made\n",
        space,
    )
    space["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    cls.__init__ = space["__init__"]
    cls.__reduce__ = space["__reduce__"]
    _changed[cls] = space["changed"]


def _parameter(field: Field[Any], space: dict[str, Any]) -> str:
    """A field as a parameter; its default goes into `space`."""
    if field.default_factory is not MISSING:
        raise TypeError(f"{field.name}: a default made anew for each value is not supported")
    if field.default is MISSING:
        return field.name
    space[f"default_{field.name}"] = field.default
    return f"{field.name}=default_{field.name}"
