"""Articles through the pipeline, in this process or in several, always in order and with the same result."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tradestats import lexicon
from tradestats.errors import InputError, Interrupted
from tradestats.extract import extract_article
from tradestats.frozen import quicken
from tradestats.model import Article, LeftAside
from tradestats.query import Condition, keep
from tradestats.tidy import Row, rows

if TYPE_CHECKING:
    from concurrent.futures import Future

_BATCH_ARTICLES = 16
_BATCH_CHARACTERS = 1 << 16
_LONG_RUN = 8  # articles after which it pays to prepare for many more
_LONG_TEXT = 1 << 15  # characters of an article that are as good as many articles
_BATCHES_AHEAD = 3  # for each process: enough to keep it busy, few enough for flat memory


class Plan(NamedTuple):
    """What is wanted of each article."""

    table: str
    conditions: tuple[Condition, ...] = ()
    notes: bool = False


class Outcome(NamedTuple):
    """What one article gave: rows that pass the conditions, how many amounts no flow was found for, and why (if asked)."""

    rows: Sequence[Row]
    unlinked: int = 0
    notes: tuple[str, ...] = ()


Result = Outcome | InputError


def process(article: Article, plan: Plan) -> Result:
    """One article to rows. Whatever goes wrong in it is its own error and no other's."""
    try:
        extraction = extract_article(article, whole=plan.table == "mentions" or plan.notes)
        found = rows(extraction, plan.table)
        wanted = keep(found, plan.conditions) if plan.conditions else found
        unlinked = sum(left.mention.kind == "money" for left in extraction.left_aside)
        notes = tuple(_note(article, left) for left in extraction.left_aside) if plan.notes else ()
        return Outcome(wanted, unlinked, notes)
    except Exception as error:  # one article must never end a run over a million
        return fault(article, error)


def fault(article: Article, error: Exception) -> InputError:
    """What went wrong in an article, as the error of that article."""
    return InputError(f"{article.source}: article {article.number}", f"could not be processed ({type(error).__name__}: {error})")


def _note(article: Article, left: LeftAside) -> str:
    start = article.offset + left.mention.start
    return f"{article.source}: article {article.number}: {left.mention.text!r} at {start} left aside: {left.reason}"


def cores(jobs: int) -> int:
    """The number of processes meant: 0 is all cores this process may use."""
    if jobs > 0:
        return jobs
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def run(items: Iterable[Article | InputError], plan: Plan, jobs: int = 1) -> Iterator[Result]:
    """The outcome of each item, in order. With `jobs` other than 1 the work is done in that many processes (0: all cores)."""
    if cores(jobs) == 1:
        for n, item in enumerate(items):
            if n == _LONG_RUN or (n < _LONG_RUN and isinstance(item, Article) and len(item.text) > _LONG_TEXT):
                quicken()
            yield item if isinstance(item, InputError) else process(item, plan)
    else:
        yield from _parallel(items, plan, cores(jobs))


# ------------------------------------------------------------------ several processes

_Batch = list[Article | InputError]


def _process_batch(batch: _Batch, plan: Plan) -> list[Result]:
    quicken()
    return [item if isinstance(item, InputError) else process(item, plan) for item in batch]


def _batches(items: Iterable[Article | InputError]) -> Iterator[_Batch]:
    batch: _Batch = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.text) if isinstance(item, Article) else 0
        if len(batch) >= _BATCH_ARTICLES or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _worker(rules: Mapping[str, Sequence[dict[str, str]]]) -> None:
    """A worker leaves signals from the terminal to its parent, and goes when the parent goes, however that ends."""
    import signal
    import threading
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    lexicon.add(rules)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    parent = parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def follow() -> None:
            wait([sentinel])
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()


def stop_workers() -> None:
    """End the processes started here at once (on a signal, or when nobody reads the output any more)."""
    multiprocessing: Any = sys.modules.get("multiprocessing")
    if multiprocessing is not None:
        for child in multiprocessing.active_children():
            child.kill()


_DEATHS = 10  # workers that may be killed: more of them, and it is not the articles' doing


class _Workers:
    """A pool that survives the death of a worker: what was in hand is done once more, article by article, and only the one
    that a worker dies of is lost."""

    def __init__(self, plan: Plan, jobs: int) -> None:
        self._plan = plan
        self._jobs = jobs
        self._deaths = 0
        self._start()

    def _start(self) -> None:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        context = get_context("fork" if sys.platform == "linux" else "spawn")
        self._pool = ProcessPoolExecutor(self._jobs, context, initializer=_worker, initargs=(lexicon.added(),))

    def submit(self, batch: _Batch) -> Future[list[Result]]:
        """A batch to whoever is free."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self._pool.submit(_process_batch, batch, self._plan)
        except BrokenProcessPool:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._deaths += 1
            if self._deaths > _DEATHS:
                raise
            self._start()
            return self._pool.submit(_process_batch, batch, self._plan)

    def results(self, batch: _Batch, future: Future[list[Result]]) -> Iterator[Result]:
        """What a batch gave. Raises BrokenProcessPool when workers die again and again."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            yield from future.result()
            return
        except BrokenProcessPool:
            pass
        for item in batch:
            try:
                yield from self.submit([item]).result()
            except BrokenProcessPool:
                if self._deaths > _DEATHS or isinstance(item, InputError):
                    raise
                yield InputError(f"{item.source}: article {item.number}", "the process that read it was killed (out of memory?)")

    def end(self, finished: bool) -> None:
        if not finished:
            stop_workers()
        self._pool.shutdown(wait=True, cancel_futures=True)  # stopped workers are gone at once; unwaited for, they are missed at exit


def _parallel(items: Iterable[Article | InputError], plan: Plan, jobs: int) -> Iterator[Result]:
    from concurrent.futures.process import BrokenProcessPool

    quicken()
    window: deque[tuple[_Batch, Future[list[Result]]]] = deque()
    workers = _Workers(plan, jobs)
    finished = False
    try:
        for batch in _batches(items):
            window.append((batch, workers.submit(batch)))
            while window and (len(window) >= jobs * _BATCHES_AHEAD or window[0][1].done()):
                yield from workers.results(*window.popleft())
        while window:
            yield from workers.results(*window.popleft())
        finished = True
    except BrokenProcessPool:
        yield Interrupted("--jobs", "worker processes were killed again and again; the rest of the input was not read")
    finally:
        workers.end(finished)
