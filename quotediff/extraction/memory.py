"""What was made of the paragraphs of a story, for its other versions: most of them are unchanged.

Remembered are answers under all that they are computed of, so that they are the same to the byte with and
without a memory. Quotes are not: one and the same paragraph may have others in another version, because of
what stands elsewhere in it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from threading import get_ident
from typing import Generic, NamedTuple, TypeVar

from quotediff.limits import MAX_REMEMBERED_BYTES
from quotediff.text.sentences import Sentence
from quotediff.text.tokens import Token

Answer = TypeVar("Answer")
_OVERHEAD = 500  # bytes of an entry beside the answer


class Remembered(Generic[Answer]):
    """Answers by their keys; those not used for long are forgotten.

    Args:
        limit: how many bytes they may have.
    """

    def __init__(self, limit: int) -> None:
        self._limit, self._size = limit, 0
        self._held: dict[Hashable, tuple[Answer, int]] = {}  # the last used is the last

    def get(self, key: Hashable) -> Answer | None:
        """The answer under a key, if it is remembered."""
        found = self._held.pop(key, None)
        if found is None:
            return None
        self._held[key] = found
        return found[0]

    def put(self, key: Hashable, answer: Answer, size: int) -> None:
        """Remembers an answer of so many bytes."""
        self._size += size + _OVERHEAD - self._held.pop(key, (None, 0))[1]
        self._held[key] = answer, size + _OVERHEAD
        while self._size > self._limit:
            oldest = next(iter(self._held))
            self._size -= self._held.pop(oldest)[1]


class SplitParagraph(NamedTuple):
    """A paragraph whose copy began at offset ``start``: its tokens, and its sentences among them."""

    start: int
    tokens: Sequence[Token]
    sentences: Sequence[Sentence]


class Memory:
    """What was made of one story; for the thread that began it alone.

    ``paragraphs`` are paragraphs by their words, ``words`` what ``align.normalize`` makes of them. Of one
    network, ``rows`` are those of paragraphs, ``labels`` those of windows; ``read`` is the last article whose
    rows were asked for: the rows, where its paragraphs begin, and their keys.
    """

    def __init__(self) -> None:
        self.thread = get_ident()
        self.paragraphs: Remembered[SplitParagraph] = Remembered(MAX_REMEMBERED_BYTES // 2)
        self.words: Remembered[object] = Remembered(MAX_REMEMBERED_BYTES // 2)
        self.owner: object = None
        self.forget(None)

    def forget(self, owner: object) -> None:
        """Begins anew with another network."""
        self.owner = owner
        self.rows: Remembered[object] = Remembered(MAX_REMEMBERED_BYTES)
        self.labels: Remembered[object] = Remembered(MAX_REMEMBERED_BYTES // 2)
        self.read: tuple[object, list[int], list[bytes]] = (None, [], [])


_MEMORY: ContextVar[Memory | None] = ContextVar("quotediff_memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Lets stages remember what they make of paragraphs for as long as this lasts."""
    before = _MEMORY.set(Memory())
    try:
        yield
    finally:
        _MEMORY.reset(before)


def story_memory() -> Memory | None:
    """The memory of this thread; None if nothing is to be remembered."""
    memory = _MEMORY.get()
    return memory if memory is not None and memory.thread == get_ident() else None


def memory_of(owner: object) -> Memory | None:
    """The same for a network."""
    memory = story_memory()
    if memory is not None and memory.owner is not owner:
        memory.forget(owner)
    return memory
