"""What the network has made of the paragraphs of a story, for its other versions: most of them are unchanged.

Remembered are answers under all that they are computed of, so that they are the same to the byte with and
without a memory. Quotes are not: one and the same paragraph may have others in another version, because of
what stands elsewhere in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import get_ident
from typing import Generic, TypeVar

from quotediff.limits import MAX_REMEMBERED_BYTES

Answer = TypeVar("Answer")
_OVERHEAD = 500  # bytes of an entry beside the answer


class Remembered(Generic[Answer]):
    """Answers by their keys; those not used for long are forgotten.

    Args:
        limit: how many bytes they may have.
    """

    def __init__(self, limit: int) -> None:
        self._limit, self._size = limit, 0
        self._held: dict[bytes, tuple[Answer, int]] = {}  # the last used is the last

    def get(self, key: bytes) -> Answer | None:
        """The answer under a key, if it is remembered."""
        found = self._held.pop(key, None)
        if found is None:
            return None
        self._held[key] = found
        return found[0]

    def put(self, key: bytes, answer: Answer, size: int) -> None:
        """Remembers an answer of so many bytes."""
        self._size += size + _OVERHEAD - self._held.pop(key, (None, 0))[1]
        self._held[key] = answer, size + _OVERHEAD
        while self._size > self._limit:
            oldest = next(iter(self._held))
            self._size -= self._held.pop(oldest)[1]


class Memory:
    """What one network has made of one story; for the thread that began it alone.

    ``rows`` are those of paragraphs, ``labels`` those of windows; ``read`` is the last article whose rows
    were asked for: the rows, where its paragraphs begin, and their keys.
    """

    def __init__(self) -> None:
        self.thread = get_ident()
        self.owner: object = None
        self.forget(None)

    def forget(self, owner: object) -> None:
        """Begins anew, for another network."""
        self.owner = owner
        self.rows: Remembered[object] = Remembered(MAX_REMEMBERED_BYTES)
        self.labels: Remembered[object] = Remembered(MAX_REMEMBERED_BYTES // 2)
        self.read: tuple[object, list[int], list[bytes]] = (None, [], [])


_MEMORY: ContextVar[Memory | None] = ContextVar("quotediff_memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Lets the network remember what it makes of paragraphs for as long as this lasts."""
    before = _MEMORY.set(Memory())
    try:
        yield
    finally:
        _MEMORY.reset(before)


def memory_of(owner: object) -> Memory | None:
    """The memory of this thread for a network; None if nothing is to be remembered."""
    memory = _MEMORY.get()
    if memory is None or memory.thread != get_ident():
        return None
    if memory.owner is not owner:
        memory.forget(owner)
    return memory
