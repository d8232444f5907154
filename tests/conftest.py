"""What several tests share: the repository's folders, and a run of the command as a user runs it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY), "COLUMNS": "80"}
"""For processes: this tree, not a copy of it that was installed some time ago."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository: README.md and samples/ stand here."""
    return REPOSITORY


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample articles."""
    return REPOSITORY / "samples"


@pytest.fixture(scope="session")
def gold_folder() -> Path:
    """Articles with gold rows that are kept outside the repository: TRADESTATS_GOLD, else beside it. Skips where there are none."""
    folder = Path(os.environ.get("TRADESTATS_GOLD") or REPOSITORY.parent / "shared" / "gold")
    if not folder.is_dir():
        pytest.skip(f"no gold folder at {folder}; set TRADESTATS_GOLD to one")
    return folder


@pytest.fixture
def unburdened() -> Iterator[None]:
    """What other tests left in memory is not searched for garbage while this one measures its time."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def tradestats(tmp_path: Path) -> Run:
    """`tradestats(*arguments, stdin="")`: the command in a process of its own, in an empty folder."""

    def run(*arguments: str | os.PathLike[str], stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tradestats", *map(os.fspath, arguments)]
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, env=ENVIRONMENT, timeout=60
        )

    return run
