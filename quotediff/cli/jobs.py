"""Many files in several processes: what a worker does, and the crew of workers that keeps the order.

A worker loads this module and the engine, no more; what only the crew needs is loaded when there is one.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import quotediff
from quotediff.errors import QuotediffError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

    from quotediff.model import Document, Extract


class Refused(NamedTuple):
    """An article that could not be read, and why, in one line."""

    message: str


Article: TypeAlias = "str | Document | Refused"  # a path, or what standard input held

_AHEAD = 16  # files a worker, begun or done, that wait for a slow one before them: bounds the memory
_LOST = "the process that analysed it was killed, perhaps for want of memory; try it with --jobs 1"


def reason(error: Exception, subject: str = "standard output") -> str:
    """An exception in one line. Its traceback comes first if nobody foresaw it and QUOTEDIFF_DEBUG is set."""
    if isinstance(error, QuotediffError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or subject}: {error.strerror or error}"
    if os.environ.get("QUOTEDIFF_DEBUG"):
        import traceback  # noqa: PLC0415 - nobody else needs it

        from quotediff.render.terminal import escaped  # noqa: PLC0415 - likewise

        told = "".join(traceback.format_exception(error))
        print(escaped(told, keep="\n"), end="", file=sys.stderr)  # noqa: T201 - for who mends it
    what = f"{type(error).__name__}: {error}"
    return f"{subject}: internal error, please report it: {what} (QUOTEDIFF_DEBUG=1 shows where)"


def analysed(path: str, read: Callable[[str], Document], engine: str) -> Extract | str:
    """The quotes of the article that ``read`` gives for ``path``, or in one line why there are none."""
    try:
        return quotediff.extract(read(path), engine)
    except Exception as error:  # noqa: BLE001 - not even a defect in one may cost the others
        return reason(error, path)


def cores() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Crew:
    """Worker processes that analyse articles, each one at a time, and give them back in order.

    They are started afresh, not forked, which is the same on every system.

    Args:
        jobs: how many processes.
        engine: what finds the quotes, as ``quotediff.extract`` takes it.
        bare: what they give back lacks tokens and sentences: nobody asks for them, and sending them costs
            three times as much as sending the rest.
    """

    def __init__(self, jobs: int, engine: str, *, bare: bool = False) -> None:
        self._jobs, self._task = jobs, partial(_work, engine=engine, bare=bare)
        self._pool: ProcessPoolExecutor | None = None
        self._alone: ProcessPoolExecutor | None = None  # one worker, for what a worker died of

    def each(self, articles: Iterable[Article]) -> Iterator[Extract | str]:
        """What ``analysed`` gives for each, in order."""
        waiting: deque[tuple[Article, Future[Extract | str]]] = deque()
        left = iter(articles)
        waiting.extend((article, self._submit(article)) for article in islice(left, self._jobs * _AHEAD))
        while waiting:
            yield self._outcome(*waiting.popleft())
            waiting.extend((article, self._submit(article)) for article in islice(left, 1))
        self.close()

    def close(self) -> None:
        """Ends the workers, busy or idle; the last of them are waited for when Python ends."""
        from multiprocessing import active_children  # noqa: PLC0415 - loaded by the pool

        pools = [pool for pool in (self._pool, self._alone) if pool is not None]
        self._pool = self._alone = None
        for pool in pools:
            pool.shutdown(wait=False, cancel_futures=True)
        for worker in active_children() if pools else ():
            worker.terminate()

    def _submit(self, article: Article) -> Future[Extract | str]:
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - loaded by the pool

        with _undisturbed(), suppress(BrokenProcessPool):
            self._pool = self._pool or _started(self._jobs)
            return self._pool.submit(self._task, article)
        with _undisturbed():  # a worker died since: the others are gone too
            self._pool = _started(self._jobs)
            return self._pool.submit(self._task, article)

    def _outcome(self, article: Article, future: Future[Extract | str]) -> Extract | str:
        """The result; an article that waited when a worker died is tried again, with a worker to itself."""
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - loaded by the pool

        with suppress(BrokenProcessPool):
            return future.result()
        try:
            with _undisturbed():
                self._alone = self._alone or _started(1)
                future = self._alone.submit(self._task, article)
            return future.result()
        except BrokenProcessPool:
            self._alone = None
            return f"{article if isinstance(article, str) else '-'}: {_LOST}"


def _started(jobs: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - most runs have one process
    from multiprocessing import get_context  # noqa: PLC0415 - likewise

    return ProcessPoolExecutor(jobs, get_context("spawn"), _begin)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Holds Ctrl-C back for a moment; processes and threads that are started meanwhile never see it.

    A terminal sends it to all processes, but only the first is to answer, and its main thread.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """What a worker does first: it leaves Ctrl-C to the process that started it, and ends with that."""
    from multiprocessing import parent_process  # noqa: PLC0415 - a worker has it loaded
    from threading import Thread  # noqa: PLC0415 - likewise

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000)  # as the command itself
    parent = parent_process()

    def leave() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=leave, daemon=True).start()


def _work(article: Article, *, engine: str, bare: bool) -> Extract | str:
    if isinstance(article, Refused):
        return article.message
    path, read = (article, quotediff.read) if isinstance(article, str) else ("-", lambda _: article)
    found = analysed(path, read, engine)
    return replace(found, tokens=(), sentences=()) if bare and not isinstance(found, str) else found
