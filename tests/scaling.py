"""From one to sixteen times the articles, on one worker and on two: `python tests/benchmark.py --scale 300`.

Each run is a process of its own from Parquet to Parquet: `tradestats extract` into a folder of parts, and the engines that are
installed. The time is on the clock, start-up included; memory is what the process and all below it hold together at most (PSS, so
that what they share counts once). What an article costs is processor time, of all these processes and from the fewest articles to
the most, so that start-up drops out and a busy machine matters less; it is compared with a plain loop over the same texts.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

_TIMES = (1, 4, 16)
_EVERY = 0.2  # seconds between two looks
_ROW_GROUP = 100
_ALONE = ("polars", "duckdb")  # in one process whatever the workers


class Run(NamedTuple):
    """What one run took."""

    seconds: float
    processor: float
    memory: int


class _Process(NamedTuple):
    """A process as the system has it: its times are in ticks, those of children that it waited for included."""

    parent: int
    ticks: int


def _processes() -> dict[int, _Process]:
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):  # it has gone
            cells = stat.read_text().rpartition(")")[2].split()
            found[int(stat.parent.name)] = _Process(int(cells[1]), sum(map(int, cells[11:15])))
    return found


def _below(process: int, processes: dict[int, _Process]) -> list[int]:
    """A process and all that descend from it."""
    found = [process]
    for each in found:
        found += [child for child, known in processes.items() if known.parent == each]
    return found


def _memory(process: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def measure(command: list[str], environment: dict[str, str]) -> Run:
    """One run of a command, its output thrown away. CalledProcessError if it fails."""
    begin, most, ticks = time.perf_counter(), 0, 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    ended = threading.Event()

    def watch() -> None:
        nonlocal most, ticks
        while not ended.wait(_EVERY):
            processes = _processes()
            family = _below(process.pid, processes)
            most = max(most, sum(map(_memory, family)))
            ticks = max(ticks, sum(processes[each].ticks for each in family if each in processes))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    ended.set()
    watcher.join()
    if code:
        raise subprocess.CalledProcessError(code, command)
    return Run(time.perf_counter() - begin, ticks / os.sysconf("SC_CLK_TCK"), most)


def archive(folder: Path, texts: list[str], articles: int) -> Path:
    """A folder with one Parquet file in row groups."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir()
    columns = {
        "id": [f"article-{n}" for n in range(articles)],
        "text": [texts[n % len(texts)] for n in range(articles)],
        "published": ["2025-01-15"] * articles,
    }
    pq.write_table(pa.table(columns), folder / "articles.parquet", row_group_size=_ROW_GROUP)
    return folder


def scaling(texts: list[str], articles: int, environment: dict[str, str]) -> None:
    """Prints a line for each run, and what an article costs on each engine against the plain loop."""
    from engine_runs import NEEDS

    runner = [sys.executable, str(Path(__file__).with_name("engine_runs.py"))]
    pool = [sys.executable, "-m", "tradestats", "extract", "-q", "-t", "observations"]
    engines = [name for name, module in NEEDS.items() if find_spec(module.partition(".")[0])]
    plans = [("plain", 1), ("pool", 1), ("pool", 2), *((name, n) for name in engines for n in ((1,) if name in _ALONE else (1, 2)))]
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        sources = {times: archive(room / f"articles-{times}", texts, articles * times) for times in _TIMES}
        size = sum(len(texts[n % len(texts)]) for n in range(articles))
        print(f"scaling: {articles} articles of {size / articles / 1000:.1f} KB on average, times {_TIMES}", flush=True)
        plain = 0.0
        for engine, workers in plans:
            runs = []
            for times, source in sources.items():
                target = room / f"{engine}-{workers}-{times}"
                ours = [*pool, str(source), "-j", str(workers), "-o", f"{target}/"]
                runs.append(measure(ours if engine == "pool" else [*runner, engine, str(source), str(target), str(workers)], environment))
            slope = (runs[-1].processor - runs[0].processor) / (articles * (_TIMES[-1] - _TIMES[0]))
            plain = plain or slope
            took = ", ".join(f"{run.seconds:.1f} s {run.memory / 1e6:.0f} MB" for run in runs)
            print(f"{engine + f' on {workers}':<44} {took}; an article {1000 * slope:.2f} ms, {slope / plain:.2f} of plain", flush=True)
