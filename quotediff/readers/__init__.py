"""Files to articles. A format is one module here and one line of ``READERS``; ``sniff`` says which it is.

Whatever arrives, the answer is a ``Document`` or an ``InputError`` of one line; nothing is printed.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from quotediff.errors import InputError
from quotediff.readers.completeness import incomplete
from quotediff.readers.language import not_english
from quotediff.readers.sniff import KINDS, PLAIN, kind_of
from quotediff.text.damage import legible

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotediff.model import Document

LIMIT = 10_000_000
"""The largest article in bytes. A long feature has 100,000 and the longest novels five million: a larger
file is an archive of many stories, or no story, and would only be read to no use."""

READERS = {PLAIN: "quotediff.readers.plain:read"}
"""``module:function`` of the reader of each kind that ``kind_of`` names; other kinds are refused.

A reader takes the bytes and the path and returns a Document or raises InputError; its module is imported when
its kind is met.
"""

_ADDRESSES = ("http://", "https://", "ftp://", "ftps://", "www.")


def read_path(path: str) -> Document:
    """The article in the file at ``path``.

    Raises:
        InputError: it is missing, a folder, not to be opened, too large, empty or no text.
    """
    try:
        with Path(path).open("rb") as stream:
            return read_stream(stream, path)
    except FileNotFoundError:
        if path.lower().startswith(_ADDRESSES):
            remedy = "save the page as plain text, and name that file"
            raise InputError(path, "quotediff reads no addresses", remedy) from None
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

    If it is not the whole story, it has problem QD904; if it is not English, QD906.

    Raises:
        InputError: too large, empty (also of words), no text, or of a kind that nothing here reads.
    """
    if len(data) > LIMIT:
        raise InputError(path, f"larger than {LIMIT // 1_000_000} MB", "split it into one file a story")
    if not data:
        raise InputError(path, "the file is empty", "fetch it again")
    kind = kind_of(data)
    if kind not in READERS:
        raise InputError(path, f"this is {KINDS[kind].what}, not plain text", KINDS[kind].remedy)
    module, function = READERS[kind].split(":")
    read: Callable[[bytes, str], Document] = getattr(import_module(module), function)
    document = read(data, path)
    text = legible(document.text, document.damaged)
    found = [incomplete(text, document.paragraphs), not_english(text)]
    problems = [problem for problem in found if problem is not None]
    return replace(document, problems=(*document.problems, *problems)) if problems else document
