"""Worker processes that do one story at a time each, and that a story may hang or kill.

A pool of ``concurrent.futures`` does not tell which piece of work a worker died of, and cannot end one that
hangs; here each worker has a pipe of its own, and one story.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.resource_tracker import ensure_running
from time import monotonic
from typing import Generic, NamedTuple, TypeVar

from quotediff.limits import MAX_UNCOLLECTED_OBJECTS

Work = TypeVar("Work")
Found = TypeVar("Found")

DIED, SLOW = "died", "slow"
_POLL = 1.0  # seconds between looks at the clock


class Lost(NamedTuple):
    """What a worker did not give back: it ``died``, twice, or was too ``slow``."""

    why: str


class _Worker(Generic[Work]):
    """One process; ``work`` is what it is at, ``until`` when it must be done."""

    def __init__(self, task: Callable[[Work], object]) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(task, theirs), daemon=True)
        with _sigint_blocked():
            self.process.start()
        theirs.close()
        self.work: Work | None = None
        self.until = 0.0

    def begin(self, work: Work, limit: float) -> None:
        self.work, self.until = work, monotonic() + limit
        self.pipe.send(work)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Workers(Generic[Work, Found]):
    """So many processes.

    Args:
        jobs: how many.
        task: what is done to each piece of work; it and what it gives are pickled.
        limit: seconds after which a piece of work is given up.
    """

    def __init__(self, jobs: int, task: Callable[[Work], Found], limit: float) -> None:
        self._jobs, self._task, self._limit = jobs, task, limit
        self._workers: list[_Worker[Work]] = []
        self._again: deque[Work] = deque()  # what a worker has died of once

    def each(self, works: Iterator[Work]) -> Iterator[tuple[Work, Found | Lost]]:
        """What the task gives for each piece of work, as it is done."""
        tried: set[int] = set()
        ahead: deque[Work] = deque()
        try:
            while True:
                while self._again:
                    ahead.appendleft(self._again.popleft())
                self._hand_out(ahead, works)
                busy = {worker.pipe: worker for worker in self._workers if worker.work is not None}
                if not busy:
                    return
                if not ahead:
                    ahead.extend(_next(works))  # read while they work
                for pipe in wait(list(busy), _POLL):
                    yield from self._received(busy[pipe], ahead, works, tried)  # type: ignore[index]
                for worker in list(self._workers):
                    if worker.work is not None and monotonic() > worker.until:
                        work = worker.work
                        self._discard(worker)
                        yield work, Lost(SLOW)
        finally:
            self.close()

    def _received(
        self, worker: _Worker[Work], ahead: deque[Work], works: Iterator[Work], tried: set[int]
    ) -> Iterator[tuple[Work, Found | Lost]]:
        """What a worker has to say: what it found, or that it is no more."""
        work = worker.work
        if work is None:
            return
        try:
            found: Found = worker.pipe.recv()
        except (EOFError, OSError):
            self._discard(worker)
            if id(work) in tried:
                tried.discard(id(work))
                yield work, Lost(DIED)
            else:
                tried.add(id(work))
                self._again.append(work)
            return
        worker.work = None
        self._hand_out(ahead, works)  # first of all it gets more to do
        yield work, found

    def _hand_out(self, ahead: deque[Work], works: Iterator[Work]) -> None:
        """Gives those who are idle something to do; starts those that are needed."""
        while True:
            idle = next((worker for worker in self._workers if worker.work is None), None)
            if idle is None and len(self._workers) >= self._jobs:
                return
            if not ahead:
                ahead.extend(_next(works))
            if not ahead:
                return
            if idle is None:
                idle = _Worker(self._task)
                self._workers.append(idle)
            work = ahead.popleft()
            try:
                idle.begin(work, self._limit)
            except OSError:  # it died while it was idle
                ahead.appendleft(work)
                self._discard(idle)

    def _discard(self, worker: _Worker[Work]) -> None:
        self._workers.remove(worker)
        worker.end()

    def close(self) -> None:
        """Ends all, busy or idle."""
        for worker in self._workers:
            worker.end()
        self._workers = []


@contextmanager
def _sigint_blocked() -> Iterator[None]:
    """Holds Ctrl-C back for a moment; processes that are started meanwhile never see it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ensure_running()  # multiprocessing's tracker lets Ctrl-C in again when it is started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _next(works: Iterator[Work]) -> list[Work]:
    """The next piece of work, if there is one."""
    for work in works:
        return [work]
    return []


def collect_rarely() -> None:
    """Lets Python look for circles of memory rarely: the engine makes next to none."""
    gc.set_threshold(MAX_UNCOLLECTED_OBJECTS)


def begin_work() -> None:
    """What a worker does first: it leaves Ctrl-C to the process that started it, and ends with that."""
    from multiprocessing import parent_process  # noqa: PLC0415 - a worker has it loaded
    from threading import Thread  # noqa: PLC0415 - likewise

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_rarely()
    parent = parent_process()

    def leave() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=leave, daemon=True).start()


def _serve(task: Callable[[object], object], pipe: Connection) -> None:
    """What a worker does: one piece of work after the other."""
    begin_work()
    try:
        while True:
            pipe.send(task(pipe.recv()))
    except (EOFError, OSError):
        return
