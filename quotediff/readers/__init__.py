"""Files to articles. A format is one module here and one line of ``FORMATS``.

Whatever arrives, the answer is a ``Document`` or an ``InputError`` of one line; nothing is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, NamedTuple

import regex

from quotediff.errors import InputError
from quotediff.model import Document

LIMIT = 10_000_000
"""The largest article in bytes. A long feature has 100,000 and the longest novels five million: a larger
file is an archive of many stories, or no story, and would only be read to no use."""

_HEAD = 1024  # bytes by which a format is known


class Format(NamedTuple):
    """A format: its name, what its files begin with, and ``module:function`` of its reader.

    ``begins`` is matched at the head of the file (bytes, at most 1,024); the first line that matches wins.
    The reader takes the bytes and the path and returns a Document or raises InputError.
    """

    name: str
    begins: str
    reader: str


FORMATS = (Format("plain", "", "quotediff.readers.plain:read"),)
"""In the order in which they are tried; the module is imported when its format is met."""


def read_path(path: str) -> Document:
    """The article in the file at ``path``.

    Raises:
        InputError: it is missing, a folder, not to be opened, too large, empty or no text.
    """
    try:
        with Path(path).open("rb") as stream:
            return read_stream(stream, path)
    except FileNotFoundError:
        raise InputError(path, "no such file", "check the name") from None
    except IsADirectoryError:
        raise InputError(path, "is a folder", "name the files in it") from None
    except PermissionError:
        raise InputError(path, "may not be read", "check its permissions") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(path, f"cannot be read ({reason})", "check the name and the disk") from None
    except ValueError:  # a NUL in the name
        raise InputError(path.replace("\0", "\\0"), "no such file", "check the name") from None


def read_stream(stream: BinaryIO, path: str) -> Document:
    """The article in an open binary stream, such as standard input; ``path`` is its name for messages.

    At most ``LIMIT`` bytes are held. Raises InputError as ``read_path``, and OSError if reading fails.
    """
    chunks = []
    left = LIMIT + 1
    while left > 0:
        chunk = stream.read(left)
        chunks.append(chunk)
        if len(chunk) < left:  # the end, for streams are buffered; to read on would ask a terminal once more
            break
        left -= len(chunk)
    return read_bytes(b"".join(chunks), path)


def read_bytes(data: bytes, path: str) -> Document:
    """The article in ``data``; ``path`` is its name for messages.

    Raises:
        InputError: too large, empty (also of words), or no text.
    """
    if len(data) > LIMIT:
        raise InputError(path, f"larger than {LIMIT // 1_000_000} MB", "split it into one file a story")
    if not data:
        raise InputError(path, "the file is empty", "fetch it again")
    return _reader(data[:_HEAD])(data, path)


def _reader(head: bytes) -> Callable[[bytes, str], Document]:
    for form in FORMATS:
        if regex.match(form.begins.encode(), head):
            module, function = form.reader.split(":")
            found: Callable[[bytes, str], Document] = getattr(import_module(module), function)
            return found
    raise LookupError("no format claims the file: the last line of FORMATS must match anything")
