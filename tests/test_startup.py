"""What a start costs: nothing heavy is loaded, and no more time is taken than a small program's libraries take."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

RELEASE = "South Korea's exports rose 8.2 percent to $683.8 billion in 2024, the trade ministry said on January 1, 2025.\n"
HEAVY = {"pandas", "numpy", "rich", "multiprocessing.pool", "concurrent.futures.process"}


def modules_after(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules, file=sys.stderr)"], capture_output=True, text=True
    )
    return set(run.stderr.split())


def test_importing_the_package_loads_none_of_it() -> None:
    loaded = modules_after("import tradestats")
    assert not loaded & HEAVY
    assert {m for m in loaded if m.startswith("tradestats.")} == set()


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl", "md"])
def test_extracting_loads_nothing_heavy(tmp_path: Path, form: str) -> None:
    (tmp_path / "a.txt").write_text(RELEASE)
    arguments = ["extract", "-q", "--format", form, str(tmp_path / "a.txt")]
    call = f"from tradestats.cli import main\ntry: main({arguments!r})\nexcept SystemExit: pass"
    loaded = modules_after(call)
    assert "tradestats.run" in loaded
    assert not loaded & HEAVY


def _cpu(*arguments: str) -> float:
    best = float("inf")
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def test_a_release_takes_three_times_the_libraries_at_most(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RELEASE)
    libraries = _cpu("-c", "import typer, regex")
    ours = _cpu("-m", "tradestats", "extract", "-q", "--format", "csv", str(tmp_path / "a.txt"))
    assert ours <= 3 * libraries, f"{ours:.3f} s, libraries alone {libraries:.3f} s"
