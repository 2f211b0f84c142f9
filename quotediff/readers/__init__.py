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
from quotediff.readers.sniff import KINDS, PLAIN, kind_of, seen
from quotediff.text.damage import legible

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotediff.model import Document

LIMIT = 10_000_000
"""The largest article in bytes. A long feature has 100,000 and the longest novels five million: a larger
file is an archive of many stories, or no story, and would only be read to no use."""

READERS = {
    PLAIN: "quotediff.readers.plain:read",
    "nitf": "quotediff.readers.nitf:read",
    "newsml-g2": "quotediff.readers.newsml_g2:read",
    "newsml": "quotediff.readers.newsml:read",
    "ninjs": "quotediff.readers.ninjs:read",
    "ap": "quotediff.readers.ap:read",
    "html": "quotediff.readers.html:read",
    "mhtml": "quotediff.readers.mhtml:read",
    "dpa": "quotediff.readers.dpa:read",
}
"""``module:function`` of the reader of each kind that ``kind_of`` names; other kinds are refused.

A reader takes the bytes and the path and returns a Document for each story, at least one, or raises
InputError; its module is imported when its kind is met.
"""

_NAMED = 3  # stories that a message names

_ADDRESSES = ("http://", "https://", "ftp://", "ftps://", "www.")


def read_path(path: str, format: str | None = None) -> Document:  # noqa: A002 - as the option is called
    """The article in the file at ``path``; of a file with several, ``path`` names one: ``file.xml#id``.

    Args:
        path: the file's name.
        format: a key of ``READERS``, if it is not to be found out by what stands in the file.

    Raises:
        InputError: it is missing, a folder, not to be opened, too large, empty or no text; or there are
            several stories in it, or none of that id.
    """
    name, item = split(path)
    return one(read_all(name, format), name, item)


def read_all(path: str, format: str | None = None) -> tuple[Document, ...]:  # noqa: A002 - as above
    """All articles in the file at ``path``, in its order; if ``path`` names an id, those of it.

    An id is that of one article, or of a story: then all its versions are meant.

    Args, Raises: as ``read_path``, but several stories are no error.
    """
    name, item = split(path)
    found = _read_file(name, format)
    return found if item is None else _named(found, name, item)


def split(path: str) -> tuple[str, str | None]:
    """The file and the story in it that a name means: the name itself, if there is such a file."""
    if "#" not in path or Path(path.replace("\0", "")).exists():
        return path, None
    at = -1
    while (at := path.find("#", at + 1)) >= 0:
        if Path(path[:at].replace("\0", "")).is_file():
            return path[:at], path[at + 1 :]
    return path, None


def one(documents: tuple[Document, ...], path: str, item: str | None = None) -> Document:
    """The one story of a file, or that of an id; raises InputError if there is none, or not just one."""
    if item is not None:
        return _named(documents, path, item)[0]
    if len(documents) > 1:
        raise InputError(path, f"holds {len(documents)} stories", _names(documents, path))
    return documents[0]


def _named(documents: tuple[Document, ...], path: str, item: str) -> tuple[Document, ...]:
    """The one of an id, or all versions of the story of that id; raises InputError if there is none."""
    exact = tuple(document for document in documents if document.item == item)[:1]
    found = exact or tuple(document for document in documents if document.meta.story == item)
    if not found:
        raise InputError(path, f"no story {item!r} in it", _names(documents, path))
    return found


def _names(documents: tuple[Document, ...], path: str) -> str:
    """What to do if no story was named, or one that is not there."""
    items = [f"#{document.item}" for document in documents if document.item is not None]
    if not items:
        return f"name the file alone: {path}"
    return f"name one: {path}{', '.join(items[:_NAMED])}" + (" ..." if len(items) > _NAMED else "")


def _read_file(path: str, format: str | None) -> tuple[Document, ...]:  # noqa: A002 - as above
    try:
        with Path(path).open("rb") as stream:
            return read_stream(stream, path, format)
    except FileNotFoundError:
        if path.lower().startswith(_ADDRESSES):
            remedy = "save the page in the browser, and name that file"
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


def read_stream(
    stream: BinaryIO,
    path: str,
    format: str | None = None,  # noqa: A002 - as above
) -> tuple[Document, ...]:
    """All articles in an open binary stream, such as standard input; ``path`` is its name for messages.

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
    return read_all_bytes(b"".join(chunks), path, format)


def read_bytes(data: bytes, path: str, format: str | None = None) -> Document:  # noqa: A002 - as above
    """The one article in ``data``; ``path`` is its name for messages.

    If it is not the whole story, it has problem QD904; if it is not English, QD906.

    Raises:
        InputError: too large, empty (also of words), no text, or of a kind that nothing here reads; or there
            are several stories.
    """
    return one(read_all_bytes(data, path, format), path, None)


def read_all_bytes(
    data: bytes,
    path: str,
    format: str | None = None,  # noqa: A002 - as above
) -> tuple[Document, ...]:
    """All articles in ``data``. Args, Raises: as ``read_bytes``, but several stories are no error."""
    if len(data) > LIMIT:
        raise InputError(path, f"larger than {LIMIT // 1_000_000} MB", "split it into one file a story")
    if not data:
        raise InputError(path, "the file is empty", "fetch it again")
    kind = format or kind_of(data)
    if kind not in READERS:
        raise InputError(path, f"this is {seen(data, kind)}, which is not read", KINDS[kind].remedy)
    module, function = READERS[kind].split(":")
    read: Callable[[bytes, str], tuple[Document, ...]] = getattr(import_module(module), function)
    return tuple(map(_judged, read(data, path)))


def read_parts(title: str | None, body: str, path: str) -> Document:
    """An article whose headline and body are apart, as in a database.

    Args:
        title: the headline, or None where the body holds it or there is none.
        body: text, a fragment of HTML, or a whole page.
        path: what messages call it.

    Raises:
        InputError: as ``read_bytes`` does.
    """
    from quotediff.readers.parts import read  # noqa: PLC0415 - files have no parts

    return _judged(read(title, body, path, LIMIT))


def _judged(document: Document) -> Document:
    """An article with problems that say what is missing of it, and that it is not English."""
    told = {problem.code for problem in document.problems}
    text = legible(document.text, document.damaged)
    found = [incomplete(text, document.paragraphs), not_english(text)]
    problems = [problem for problem in found if problem is not None and problem.code not in told]
    return replace(document, problems=(*document.problems, *problems)) if problems else document
