"""A folder of parts: the output of a run over Parquet files that may end at any moment and be taken up again.

Each row group of the input is one part, a file beside its siblings under the input's own folders: of `crawl/year=2024/a.parquet`
the parts are `year=2024/a-00000.parquet` and so on. A part is written under another name and moved into its place when it is
complete, so that whatever has its name is whole and is not made again. `_tradestats.json` says of which input and with which options
the parts are made; a run with others is refused. What could not be read of a part is in `_NAME.errors.jsonl` beside it. Names with
`_` in front are no data to Spark, Dask, Ray and Hive.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradestats import lexicon
from tradestats.batches import Reader, RowGroup, fingerprint, row_groups
from tradestats.errors import InputError, OutputError
from tradestats.read import display, expand
from tradestats.record import Item, Options
from tradestats.run import Plan, Result, run
from tradestats.write import Sink, json_text

MANIFEST = "_tradestats.json"
SUFFIX = ".parquet"
_PATIENCE = 5.0  # seconds in which the workers of a run that was killed go


@dataclass(frozen=True, slots=True)
class Part:
    """A row group and the file that is made of it."""

    group: RowGroup
    source: str
    name: str

    @property
    def errors(self) -> str:
        """The file with what could not be read."""
        folder, name = os.path.split(self.name)
        return os.path.join(folder, f"_{os.path.splitext(name)[0]}.errors.jsonl")


# ------------------------------------------------------------------ what is to be made


def plan(paths: Sequence[str], ending: str) -> list[Part]:
    """The parts of all inputs. InputError for the first that is no Parquet file: it is better known now than in a week.

    OutputError where two parts would have one name.
    """
    files = list(expand(paths, (SUFFIX,)))
    above = os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in files if isinstance(path, str)] or ["/"])
    parts: dict[str, Part] = {}
    for path in files:
        if isinstance(path, InputError):
            raise path
        source, stem = display(path), os.path.relpath(os.path.abspath(path), above).removesuffix(SUFFIX)
        for group in row_groups(path, source):
            name = f"{stem}-{group.index:05d}{ending}"
            if name in parts:
                raise OutputError(f"{parts[name].source} and {source} would both be written to {name}")
            parts[name] = Part(group, source, name)
    return list(parts.values())


def noted(results: Iterable[Result], errors: list[InputError]) -> Iterator[Result]:
    """The results as they come, the errors among them added to a list."""
    for result in results:
        if isinstance(result, InputError):
            errors.append(result)
        yield result


def by_part(parts: Sequence[Part], options: Options, plan: Plan, jobs: int) -> Iterator[tuple[Part, Iterator[Result]]]:
    """Each part with its results, which have to be taken before the next part is. The workers are never idle between two parts.

    Where something could not be read to its end, the last of a part's results is Interrupted.
    """
    reader = Reader(options)
    full = [part for part in parts if part.group.rows]
    sizes: deque[int] = deque()  # of the parts that are read to their end: it is known before their last item is handed on

    def items() -> Iterator[Item]:
        for part in full:
            count = 0
            waiting: Item | None = None
            for item in reader.items(part.group, part.source):
                count += 1
                if waiting is not None:
                    yield waiting
                waiting = item
            sizes.append(count)
            if waiting is not None:
                yield waiting

    results = run(items(), plan, jobs)

    def taken(first: Result) -> Iterator[Result]:
        yield first
        count = 1
        while not sizes or count < sizes[0]:
            result = next(results, None)
            if result is None:
                return
            count += 1
            yield result
        sizes.popleft()

    for part in parts:
        if not part.group.rows:
            yield part, iter(())
        elif (first := next(results, None)) is not None:
            yield part, taken(first)
        else:  # the run could not go on, as the last result of the part before has said
            return


def manifest(parts: Sequence[Part], options: Options, made_with: Mapping[str, Any]) -> dict[str, Any]:
    """What two runs must have in common to make the same parts: the inputs, and all that rows depend on."""
    files = {part.group.path: part.source for part in parts}
    asked = {**made_with, "published": options.published and str(options.published), "reporter": options.reporter}
    return {
        **json.loads(json.dumps(asked)),
        "rules": hashlib.sha256(json.dumps(lexicon.added()).encode()).hexdigest()[:12] if lexicon.added() else "",
        "inputs": [{"source": source, **fingerprint(path)} for path, source in files.items()],
    }


# ------------------------------------------------------------------ the folder


class Folder:
    """The folder of a run, which no other run may use at the same time. OutputError if it is not this run's to use."""

    def __init__(self, path: str, parts: Sequence[Part], manifest: Mapping[str, Any]) -> None:
        self._path = Path(path)
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self._path)
            self._claim(manifest)
            for folder in {self.path(part).parent for part in parts}:
                folder.mkdir(parents=True, exist_ok=True)
                for left in folder.glob(".tradestats-*.tmp"):  # of a run that was killed
                    left.unlink()
        except OSError as error:
            raise OutputError(f"{path}: {error.strerror}") from None

    def path(self, part: Part) -> Path:
        """Where a part is, or will be."""
        return self._path / part.name

    def is_there(self, part: Part) -> bool:
        """Whether a part is complete."""
        return self.path(part).exists()

    def keep_errors(self, part: Part, errors: Sequence[InputError]) -> None:
        """Write down what could not be read, before the part itself is moved into its place."""
        path = self._path / part.errors
        if not errors:
            path.unlink(missing_ok=True)
            return
        sink = Sink(str(path))
        sink.write("".join(f'{{"place": {json_text(e.place)}, "reason": {json_text(e.reason)}}}\n' for e in errors))
        sink.commit()

    def errors_of(self, part: Part) -> int:
        """How many things of a complete part could not be read."""
        with suppress(FileNotFoundError), (self._path / part.errors).open("rb") as file:
            return sum(1 for _ in file)
        return 0

    def _claim(self, manifest: Mapping[str, Any]) -> None:
        path = self._path / MANIFEST
        try:
            there = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            if any(not entry.name.startswith(".") for entry in self._path.iterdir()):
                raise OutputError(f"{self._path}: holds other things than the parts of a run: give an empty folder, or a new one") from None
            sink = Sink(str(path))
            sink.write(json.dumps(dict(manifest), indent=1) + "\n")
            sink.commit()
            return
        except ValueError:
            raise OutputError(f"{path}: is no manifest of a run") from None
        if there != manifest:
            raise OutputError(f"{self._path}: holds the parts of another run ({_difference(there, manifest)}): give another folder")


def _difference(there: Any, manifest: Mapping[str, Any]) -> str:
    keys = [key for key in manifest if not isinstance(there, dict) or there.get(key) != manifest[key]]
    return "other " + ", ".join(keys) if keys else "made by another version"


def _lock(folder: Path) -> int | None:
    """A lock that goes with the process, however that ends. Workers share it, and go when the process goes. None where there are none."""
    try:
        import fcntl
    except ImportError:
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            if time.monotonic() > until:
                raise OutputError(f"{folder}: another run is writing to it") from None
            time.sleep(0.1)
        except OSError:  # a file system without locks
            return descriptor
