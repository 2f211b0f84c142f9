"""Files packed with gzip or Zstandard: one layer, unpacked as they are read.

What unpacks to absurdly more than it is, is refused while it is read, whatever its header says.
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

from quotediff.errors import InputError
from quotediff.limits import MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO, WINDOW_ZSTD_LOG

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PACKED = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
"""The bytes that a packed file begins with, and what packed it."""

PACKED_ENDINGS = (".gz", ".gzip", ".zst", ".zstd")
"""What is added to the name of a packed file."""

CHUNK_BYTES = 1 << 16
"""Bytes that are read at a time."""


def packed(head: bytes) -> str | None:
    """What packed a file that begins so; None if nothing known did."""
    return next((kind for magic, kind in PACKED.items() if head.startswith(magic)), None)


def unpacked_name(path: str) -> str:
    """A file's name without what says that it is packed."""
    end = next((end for end in PACKED_ENDINGS if path.lower().endswith(end)), "")
    return path[: len(path) - len(end)]


def unpacked(stream: BinaryIO, kind: str, path: str) -> io.BufferedReader:
    """The stream unpacked, from its beginning on.

    Reading raises InputError where the file is damaged, ends early, or grows beyond all measure.

    Args:
        stream: the packed file.
        kind: an answer of ``packed``.
        path: its name, for messages.
    """
    counted = _Counted(stream)
    source = io.BufferedReader(counted, CHUNK_BYTES)
    inner = _gzip(source) if kind == "gzip" else _zstd(source)
    return io.BufferedReader(_Unpacked(inner, counted, kind, path), CHUNK_BYTES)


def _gzip(source: BinaryIO) -> BinaryIO:
    import gzip  # noqa: PLC0415 - most files are not packed

    return cast("BinaryIO", gzip.GzipFile(fileobj=source))


def _zstd(source: BinaryIO) -> BinaryIO:
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - from 3.14 on
    except ImportError:
        from backports import zstd  # noqa: PLC0415 - few files are packed so
    options = {zstd.DecompressionParameter.window_log_max: WINDOW_ZSTD_LOG}
    found: BinaryIO = zstd.ZstdFile(source, options=options)
    return found


class _Counted(io.RawIOBase):
    """A stream that knows how many bytes were read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream, self.count = stream, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._stream.read(len(view))
        view[: len(piece)] = piece
        self.count += len(piece)
        return len(piece)


class _Unpacked(io.RawIOBase):
    """What a packed stream holds; raises InputError for what is wrong with it."""

    def __init__(self, inner: BinaryIO, packed: _Counted, kind: str, path: str) -> None:
        super().__init__()
        self._inner, self._packed, self._kind, self._path = inner, packed, kind, path
        self._count = 0
        self._error: InputError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._piece(min(len(view), CHUNK_BYTES))
        view[: len(piece)] = piece
        return len(piece)

    def _piece(self, size: int) -> bytes:
        """The next bytes; none at the end.

        Before what is wrong is raised, the stream ends once, so that what was read up to there is not lost.
        """
        if self._error is not None:
            raise self._error
        try:
            piece = self._inner.read1(size)  # type: ignore[attr-defined]  # both have it
        except EOFError:
            return self._fail("the {} file ends early")
        except (OSError, ValueError, zlib.error) as error:
            if isinstance(error, OSError) and error.errno is not None:  # the disk, not the file
                raise
            return self._fail("the {} file is damaged")
        except Exception as error:
            if type(error).__name__ != "ZstdError":
                raise
            return self._fail("the {} file is damaged")
        self._count += len(piece)
        if self._count > max(MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO * self._packed.count):
            return self._fail(f"unpacks to more than {MAX_UNPACKED_RATIO} times its size, as no text does")
        return bytes(piece)

    def _fail(self, problem: str) -> bytes:
        self._error = InputError(self._path, problem.format(self._kind), "fetch it again, or from elsewhere")
        return b""
