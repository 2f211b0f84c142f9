"""Many files in several processes: what a worker does, and the crew of workers that keeps the order.

A task is what is to be done to each piece of work, an article or a pair of versions.

A worker loads this module and the engine, no more; what only the crew needs is loaded when there is one.
"""

from __future__ import annotations

import os
import signal
import sys
from abc import ABC, abstractmethod
from collections import deque
from contextlib import contextmanager, suppress
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

import quotediff
from quotediff.errors import QuotediffError, why
from quotediff.limits import MAX_WAITING_FILES
from quotediff.values import dataclass, field, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from concurrent.futures import Future, ProcessPoolExecutor

    from quotediff.comparison import Comparison
    from quotediff.model import Document, Engine, Extract, Severity


class Refused(NamedTuple):
    """What could not be done, and why: a line for each reason."""

    lines: tuple[str, ...]


Article: TypeAlias = "str | Document | Refused"  # a path, or what has been read already

Work = TypeVar("Work")
Found = TypeVar("Found")


class Task(ABC, Generic[Work, Found]):
    """What is done to each piece of work, here or in a worker."""

    __slots__ = ()

    @abstractmethod
    def __call__(self, work: Work, /) -> Found | Refused:
        """What was found; never raises."""

    @abstractmethod
    def name(self, work: Work, /) -> str:
        """What a message calls it."""


_LOST_WORKER = "the process that analysed it was killed, perhaps for want of memory; try it with --jobs 1"


def reason(error: Exception, subject: str = "standard output") -> str:
    """An exception in one line. Its traceback comes first if nobody foresaw it and QUOTEDIFF_DEBUG is set."""
    if isinstance(error, QuotediffError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or subject}: {why(error)}"
    if os.environ.get("QUOTEDIFF_DEBUG"):
        import traceback  # noqa: PLC0415 - nobody else needs it

        from quotediff.rendering.terminal import escaped  # noqa: PLC0415 - likewise

        trace = "".join(traceback.format_exception(error))
        print(escaped(trace, keep="\n"), end="", file=sys.stderr)  # noqa: T201 - for who mends it
    what = f"{type(error).__name__}: {error}"
    return f"{subject}: internal error, please report it: {what} (QUOTEDIFF_DEBUG=1 shows where)"


@dataclass(frozen=True, slots=True)
class Analysis(Task["Article", "Extract"]):
    """Finds the quotes of an article.

    Args:
        engine: what finds them, as ``quotediff.extract`` takes it.
        read: gives the article of a path; None for files.
        bare: what is found lacks tokens and sentences: nobody asks for them, and sending them from another
            process costs three times as much as sending the rest.
        aliases: groups of names that are one person or body.
        input_format: what the files are, if that is not to be found out.
    """

    engine: Engine
    read: Callable[[str], Document] | None = None
    bare: bool = False
    aliases: tuple[tuple[str, ...], ...] = ()
    input_format: str | None = None

    def __call__(self, work: Article, /) -> Extract | Refused:
        """The quotes of the article, or why there are none."""
        if isinstance(work, Refused):
            return work
        try:
            read = self.read or partial(quotediff.read, format=self.input_format)
            document = read(work) if isinstance(work, str) else work
            named = {"aliases": self.aliases} if self.aliases else {}
            found = quotediff.extract(document, self.engine, **named)
        except Exception as error:  # noqa: BLE001 - not even a defect in one may cost the others
            return Refused((reason(error, self.name(work)),))
        return replace(found, tokens=(), sentences=()) if self.bare else found

    def name(self, work: Article, /) -> str:
        """The path."""
        if isinstance(work, Refused):
            return "-"
        return work if isinstance(work, str) else work.name


@dataclass(frozen=True, slots=True)
class Comparing(Task["tuple[Article, Article]", "Comparison"]):
    """Compares two versions of a story.

    Args:
        analysis: finds the quotes of each.
        select: codes to report, as ``quotediff.compare`` takes them.
        ignore: codes not to report.
        severity: other severities.
        sort: ``worst`` first, or as in the ``story``.
        min_confidence: how sure quotes and pairs must be.
        copy: the new version is another outlet's copy.
    """

    analysis: Analysis
    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    sort: str = "worst"
    min_confidence: float = 0.0
    copy: bool = False

    def __call__(self, work: tuple[Article, Article], /) -> Comparison | Refused:
        """The comparison, or why there is none."""
        old, new = map(replace(self.analysis, bare=False), work)
        if isinstance(old, Refused) or isinstance(new, Refused):
            return Refused(
                tuple(line for side in (old, new) if isinstance(side, Refused) for line in side.lines)
            )
        try:
            result = quotediff.compare(
                old,
                new,
                select=self.select,
                ignore=self.ignore,
                severity=self.severity,
                min_confidence=self.min_confidence,
                copy=self.copy,
            )
        except Exception as error:  # noqa: BLE001 - as above
            return Refused((reason(error, self.name(work)),))
        if self.sort == "story":
            from quotediff.changes.order import as_in_the_story  # noqa: PLC0415 - loaded by the comparison

            result = replace(result, changes=as_in_the_story(result))
        if not self.analysis.bare:
            return result
        old, new = (replace(side, tokens=(), sentences=()) for side in (result.old, result.new))
        return replace(result, old=old, new=new)

    def name(self, work: tuple[Article, Article], /) -> str:
        """Both paths."""
        return " → ".join(map(self.analysis.name, work))


def cores() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Crew(Generic[Work, Found]):
    """Worker processes that do a task, each one piece at a time, and give what is found back in order.

    They are started afresh, not forked, which is the same on every system.

    Args:
        jobs: how many processes.
        task: what they do; it is sent to each once.
    """

    def __init__(self, jobs: int, task: Task[Work, Found]) -> None:
        from threading import enumerate as enumerate_threads  # noqa: PLC0415 - most runs have one process

        self._jobs, self._task = jobs, task
        self._before = frozenset(enumerate_threads())
        self._pool: ProcessPoolExecutor | None = None
        self._alone: ProcessPoolExecutor | None = None  # one worker, for what a worker died of

    def each(self, works: Iterable[Work]) -> Iterator[Found | Refused]:
        """What the task gives for each, in order."""
        waiting: deque[tuple[Work, Future[Found | Refused]]] = deque()
        left = iter(works)
        waiting.extend((work, self._submit(work)) for work in islice(left, self._jobs * MAX_WAITING_FILES))
        while waiting:
            yield self._outcome(*waiting.popleft())
            waiting.extend((work, self._submit(work)) for work in islice(left, 1))
        self.close()

    def close(self) -> None:
        """Ends the workers, busy or idle, and waits for what led them.

        A pool's thread that is left to the end of Python closes its pipe while that writes to it, which is
        reported as an error now and then (Python 3.11's ``concurrent.futures.process._python_exit``).
        """
        from multiprocessing import active_children  # noqa: PLC0415 - loaded by the pool
        from threading import enumerate as enumerate_threads  # noqa: PLC0415 - likewise

        pools = [pool for pool in (self._pool, self._alone) if pool is not None]
        self._pool = self._alone = None
        for pool in pools:
            pool.shutdown(wait=False, cancel_futures=True)
        if not pools:
            return
        for worker in active_children():
            worker.terminate()
        for thread in set(enumerate_threads()) - self._before:
            if not thread.daemon:
                thread.join()

    def _submit(self, work: Work) -> Future[Found | Refused]:
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - loaded by the pool

        with _block_sigint(), suppress(BrokenProcessPool):
            self._pool = self._pool or _started(self._jobs, self._task)
            return self._pool.submit(_work, work)
        with _block_sigint():  # a worker died since: the others are gone too
            self._pool = _started(self._jobs, self._task)
            return self._pool.submit(_work, work)

    def _outcome(self, work: Work, future: Future[Found | Refused]) -> Found | Refused:
        """What was found; work that waited when a worker died is tried again, with a worker to itself."""
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - loaded by the pool

        with suppress(BrokenProcessPool):
            return future.result()
        try:
            with _block_sigint():
                self._alone = self._alone or _started(1, self._task)
                future = self._alone.submit(_work, work)
            return future.result()
        except BrokenProcessPool:
            self._alone = None
            return Refused((f"{self._task.name(work)}: {_LOST_WORKER}",))


def _started(jobs: int, task: Task[Any, Any]) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - most runs have one process
    from multiprocessing import get_context  # noqa: PLC0415 - likewise

    return ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (task,))


@contextmanager
def _block_sigint() -> Iterator[None]:
    """Holds Ctrl-C back for a moment; processes and threads that are started meanwhile never see it.

    A terminal sends it to all processes, but only the first is to answer, and its main thread.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    _start_tracker()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@cache
def _start_tracker() -> None:
    """Starts what multiprocessing starts beside the first worker: that lets Ctrl-C in again when it is up."""
    from multiprocessing.resource_tracker import ensure_running  # noqa: PLC0415 - most runs have one process

    ensure_running()


_TASK: list[Task[Any, Any]] = []  # a worker's one task


def _begin(task: Task[Any, Any]) -> None:
    """What a worker does first; it keeps its one task."""
    from quotediff.archive.workers import begin_work  # noqa: PLC0415 - only a worker needs it

    begin_work()
    _TASK.append(task)


def _work(work: Any) -> Any:  # noqa: ANN401 - what the task takes and gives
    return _TASK[0](work)
