"""Records of files that hold many: lines of JSONL, responses of a WARC, members of a ZIP archive.

A format of such files is a module here with ``records(stream, path)``, which gives its records in the order
of the file, one at a time. Nothing is raised for a record: one that cannot be read says why.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from quotediff.errors import InputError
from quotediff.model import Meta
from quotediff.readers.unpack import CHUNK_BYTES
from quotediff.values import dataclass

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


SPLIT = "split it into one file a story"


_NOTHING_SAID = Meta()


@dataclass(frozen=True, slots=True)
class Record:
    """One record.

    Args:
        name: what names it in its file: the number of its line, its address and time, its member's name.
        data: its bytes; empty if there is a ``problem``, or it is ``left_out``.
        meta: what the file says of it beside the bytes.
        format: what it is to be read as; None if what stands in it tells.
        charset: the encoding that the file says it has, if it does.
        lines: how many lines of the file end before it; None if its bytes do not stand in the file as such.
        problem: why it cannot be read, without a full stop.
        remedy: what a user can do about that.
        left_out: why it is no story and nobody expects it to be, such as "a response of status 404".
        cut: why it is not whole, though readable.
        optional: whether it is only counted if it cannot be read: most pages of a whole site are no stories.
    """

    name: str
    data: bytes = b""
    meta: Meta = _NOTHING_SAID
    format: str | None = None
    charset: str | None = None
    lines: int | None = None
    problem: str | None = None
    remedy: str = "fetch it again"
    left_out: str | None = None
    cut: str | None = None
    optional: bool = False

    def error(self, path: str) -> InputError:
        """What to raise, or to report, of a record with a problem."""
        return InputError(f"{path}#{self.name}" if self.name else path, self.problem or "", self.remedy)


Records = Callable[[io.BufferedReader, str], Iterator[Record]]
"""How a format gives the records of an open file; the second argument is the file's name for messages."""


class Joined(io.RawIOBase):
    """Bytes that were read already, and the rest of the stream that they were read from."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head, self._at, self._rest = head, 0, rest

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fills the buffer as far as one read does."""
        view = memoryview(buffer).cast("B")
        if self._at < len(self._head):
            piece = self._head[self._at : self._at + len(view)]
            self._at += len(piece)
            if self._at >= len(self._head):
                self._head, self._at = b"", 0
        else:
            piece = self._rest.read(min(len(view), CHUNK_BYTES))
        view[: len(piece)] = piece
        return len(piece)


def joined(head: bytes, rest: BinaryIO) -> io.BufferedReader:
    """A stream of both."""
    return io.BufferedReader(Joined(head, rest), CHUNK_BYTES)


def read_up_to(stream: BinaryIO, most: int) -> bytes:
    """The first bytes of a stream, at most so many.

    A short answer is the end, for streams are buffered; to read on would ask a terminal once more.
    """
    chunks = []
    while most > 0:
        chunk = stream.read(min(most, 1 << 20))
        chunks.append(chunk)
        if len(chunk) < min(most, 1 << 20):
            break
        most -= len(chunk)
    return b"".join(chunks)
