"""What a start costs: nothing heavy is loaded, and no more time is taken than a small program's libraries take."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

RELEASE = """South Korea's exports rose 8.2 percent on year to $683.8 billion in 2024, the trade ministry said on January 1, 2025.
Semiconductor exports jumped by 43.9 percent to $141.9 billion, while shipments of petroleum products fell 3.3 percent from a year earlier.
Exports to China, the country's largest trading partner, came to $133 billion; those to the United States were up 10.5% at US$127.8bn.
Imports shrank 1.6 percent to $632 billion, so that the trade surplus was $51.8 billion. In the first 20 days of January 2025, exports fell
5.1 percent to 31.6 billion dollars, and in the fourth quarter they had grown by about a twentieth against the same period of 2023.
"""
HEAVY = {"pandas", "numpy", "pyarrow", "rich", "pydantic", "importlib.resources", "multiprocessing.pool", "concurrent.futures.process"}

# Rows that only other commands make: to define them takes longer than to read a release.
OTHERS = {"tradestats.derived", "tradestats.check", "tradestats.series", "tradestats.styles", "tradestats.rules", "tradestats.commands"}


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
    assert not loaded & OTHERS


def _cpu(environment: dict[str, str], *arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_a_release_takes_three_times_the_libraries_at_most(tmp_path: Path) -> None:
    """Processor time of whole processes, the two in turn so that a busy machine is busy for both.

    An installed package is compiled, so the modules are here as well, in a folder of this test's own.
    """
    release = tmp_path / "a.txt"
    release.write_text(RELEASE * 4)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(tmp_path / "compiled")
    theirs = ("-c", "import typer, regex")
    ours = ("-m", "tradestats", "extract", "-q", "--format", "csv", str(release))
    for command in (theirs, ours):
        _cpu(environment, *command)
    pairs = [(_cpu(environment, *theirs), _cpu(environment, *ours)) for _ in range(15)]  # each pair in the same moment of the machine
    times = statistics.median(ours / theirs for theirs, ours in pairs)
    assert times <= 3, f"{times:.2f} times the libraries, {pairs}"
