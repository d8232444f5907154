"""Who may import whom. The same rules as the contracts of import-linter in pyproject.toml, read from the source alone."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import REPOSITORY

_PACKAGE = REPOSITORY / "tradestats"
_HEAVY = frozenset(("typer", "click", "rich", "pandas", "numpy"))
_STANDARD_HEAVY = frozenset(("asyncio", "multiprocessing", "unittest", "pydantic"))


@cache
def _contracts() -> list[dict[str, list[str]]]:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    return list(settings["tool"]["importlinter"]["contracts"])


def _core() -> list[str]:
    return _contracts()[1]["source_modules"]


@cache
def _modules() -> dict[str, Path]:
    found = {}
    for path in sorted(_PACKAGE.rglob("*.py")):
        parts = ["tradestats", *path.relative_to(_PACKAGE).with_suffix("").parts]
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _imports(node: ast.AST, lazy: bool) -> Iterator[str]:
    """Names of all modules imported below `node`, except for type checking; those inside functions only if `lazy`."""
    for child in ast.iter_child_nodes(node):
        if _is_for_types(child) or (not lazy and isinstance(child, ast.FunctionDef)):
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports are absolute"
            base = child.module or ""
            yield from (f"{base}.{a.name}" if f"{base}.{a.name}" in _modules() else base for a in child.names)
        yield from _imports(child, lazy)


@cache
def _imported(module: str, lazy: bool = True) -> frozenset[str]:
    return frozenset(_imports(ast.parse(_modules()[module].read_text(encoding="utf-8")), lazy))


def _below(module: str) -> set[str]:
    """All that a module leads to when it is imported and used."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        for name in _imported(waiting.pop()):
            if name not in seen:
                seen.add(name)
                waiting += [name] if name in _modules() else []
    return seen


@pytest.mark.parametrize("module", [m for m in _modules() if any(m == c or m.startswith(c + ".") for c in _core())])
def test_the_core_knows_no_terminal_no_data_frames_and_no_files(module: str) -> None:
    forbidden = _contracts()[1]["forbidden_modules"]
    led_to = _below(module)
    assert not [f for f in forbidden if f in led_to or any(name.startswith(f + ".") for name in led_to)]


def test_every_module_has_its_layer() -> None:
    placed = {name.strip() for layer in _contracts()[0]["layers"] for name in layer.split("|")}
    there = {name.split(".")[1] for name in _modules() if "." in name} - {"__main__"}
    assert placed == there


def test_no_module_imports_one_above_it() -> None:
    height = {name.strip(): n for n, layer in enumerate(_contracts()[0]["layers"]) for name in layer.split("|")}
    wrong = []
    for module in _modules():
        own = module.split(".")[1:2]
        for name in _imported(module):
            other = name.split(".")[1:2] if name in _modules() else []
            if own and other and own != other and own != ["__main__"] and height[own[0]] >= height[other[0]]:
                wrong.append(f"{module} imports {name}")
    assert wrong == []


def test_no_import_goes_round_in_a_circle() -> None:
    circles = [module for module in _modules() if module != "tradestats" and module in _below(module)]
    assert circles == []


@pytest.mark.parametrize("module", ["tradestats", "tradestats.extract", "tradestats.model"])
def test_nothing_heavy_is_loaded_by_importing(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY).stdout.split()
    assert not (_HEAVY | _STANDARD_HEAVY) & set(loaded)


def test_a_table_is_read_when_it_is_needed_only() -> None:
    watch = "sys.addaudithook(lambda event, given: event == 'open' and str(given[0]).endswith('.tsv') and print(given[0]))"
    code = f"import sys; {watch}; import tradestats.extract"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY).stdout == ""


def _given(node: ast.stmt) -> list[str]:
    """The names that a statement of a module gives a value."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return [node.target.id] if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None else []


def test_no_constant_is_given_two_values() -> None:
    """A second value silently takes the place of the first, also for those who meant the first."""
    twice = []
    for module, path in _modules().items():
        names = [name for node in ast.parse(path.read_text(encoding="utf-8")).body for name in _given(node)]
        twice += [f"{module}.{name}" for name in dict.fromkeys(names) if names.count(name) > 1]
    assert twice == []
