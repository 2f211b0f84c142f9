"""Files to articles. A format is one module here and one line of ``READERS``; ``sniff`` says which it is.

Whatever arrives, the answer is a ``Document`` or an ``InputError`` of one line; nothing is printed.
"""

from __future__ import annotations

import io
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar, cast

from quotediff.errors import InputError, NoStoryError, why
from quotediff.limits import MAX_FILE_BYTES, MAX_OFFICE_BYTES, MAX_STORIES_NAMED
from quotediff.model import Document, some
from quotediff.readers.completeness import incomplete
from quotediff.readers.language import not_english
from quotediff.readers.records import SPLIT, joined, read_up_to
from quotediff.readers.sniff import KINDS, PLAIN, describe_kind, kind_of
from quotediff.readers.unpack import packed, unpacked, unpacked_name
from quotediff.text.damage import legible
from quotediff.values import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quotediff.readers.containers import Found
    from quotediff.readers.records import Record, Records

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
    "anpa": "quotediff.readers.wire:read_anpa",
    "iptc7901": "quotediff.readers.wire:read_iptc_7901",
    "feed": "quotediff.readers.feed:read",
    "markdown": "quotediff.readers.markdown:read",
    "mail": "quotediff.readers.mail:read",
    "docx": "quotediff.readers.docx:read",
    "odt": "quotediff.readers.odt:read",
}
"""``module:function`` of the reader of each kind that ``kind_of`` names; what is neither here nor among
``CONTAINERS`` is refused.

A reader takes the bytes and the path and returns a Document for each story, at least one, or raises
InputError; its module is imported when its kind is met.
"""

CONTAINERS = {
    "jsonl": "quotediff.readers.jsonl:records",
    "warc": "quotediff.readers.warc:records",
    "zip": "quotediff.readers.zipped:records",
}
"""``module:function`` of what gives the records of each kind of file that holds many: ``records.Records``."""

__all__ = [
    "CONTAINERS",
    "FORMATS",
    "MAX_FILE_BYTES",
    "READERS",
    "documents",
    "each_in",
    "one",
    "read_all",
    "read_all_bytes",
    "read_bytes",
    "read_each",
    "read_path",
    "read_record",
    "read_records",
    "read_stream",
    "split",
]

FORMATS = (*READERS, *CONTAINERS)
"""What ``format`` may be, for every function here."""

_LARGER = dict.fromkeys(("docx", "odt"), MAX_OFFICE_BYTES)  # kinds that hold pictures, which nobody reads

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
    found = documents(read_each(path, format))
    name, item = split(path)
    return single_story(found, name) if item is None else found[0]


def read_all(path: str, format: str | None = None) -> tuple[Document, ...]:  # noqa: A002 - as above
    """All articles in the file at ``path``, in its order; if ``path`` names an id, those of it.

    An id is that of one article, or of a story: then all its versions are meant.

    Args, Raises: as ``read_path``, but several stories are no error.
    """
    return documents(read_each(path, format))


def read_each(path: str, format: str | None = None) -> Iterator[Found]:  # noqa: A002 - as above
    """The same one at a time, as the file is read.

    A record that cannot be read is an InputError in its place, one that is no story is counted in what comes
    last. Nothing is raised but for the file as a whole.
    """
    name, item = split(path)
    read = partial(each_in, path=name, format=format, wanted=item)
    if item is None:
        yield from _opened(name, read)
    else:
        yield from _named(_opened(name, read), name, item)


def documents(found: Iterator[Found]) -> tuple[Document, ...]:
    """The articles; raises the first error there is."""
    articles = []
    for each in found:
        if isinstance(each, InputError):
            raise each
        if isinstance(each, Document):
            articles.append(each)
    return tuple(articles)


def split(path: str) -> tuple[str, str | None]:
    """The file and the story in it that a name means: the name itself, if there is such a file."""
    if "#" not in path or Path(path.replace("\0", "")).exists():
        return path, None
    at = -1
    while (at := path.find("#", at + 1)) >= 0:
        if Path(path[:at].replace("\0", "")).is_file():
            return path[:at], path[at + 1 :]
    return path, None


def single_story(articles: tuple[Document, ...], path: str) -> Document:
    """The one story of a file; raises InputError if there are several."""
    if len(articles) > 1:
        raise InputError(path, f"holds {len(articles)} stories", _names(articles, path))
    return articles[0]


def _named(found: Iterator[Found], path: str, item: str) -> tuple[Document, ...]:
    """The article of an id, or all versions of the story of that id.

    Raises:
        InputError: there is none. If a record cannot be read, which may be one that is meant, that is raised.
    """
    articles: list[Document] = []
    errors: list[InputError] = []
    for each in found:
        if isinstance(each, Document):
            if each.item == item:
                return (each,)
            articles.append(each)
        elif isinstance(each, InputError):
            errors.append(each)
    if errors:
        raise errors[0]
    of_story = tuple(document for document in articles if document.meta.story == item)
    if not of_story:
        raise InputError(path, f"no story {item!r} in it", _names(tuple(articles), path))
    return of_story


def _names(documents: tuple[Document, ...], path: str) -> str:
    """What to do if no story was named, or one that is not there."""
    items = [f"#{document.item}" for document in documents if document.item is not None]
    if not items:
        return f"name the file alone: {path}"
    return f"name one: {path}{some(items, MAX_STORIES_NAMED)}"


_Each = TypeVar("_Each")


def _opened(path: str, read: Callable[[BinaryIO], Iterator[_Each]]) -> Iterator[_Each]:
    """What is read of a file while it is open; raises InputError if it cannot be."""
    try:
        with Path(path).open("rb") as stream:
            yield from read(stream)
    except FileNotFoundError:
        if path.lower().startswith(_ADDRESSES):
            remedy = "save the page in the browser, and name that file"
            raise InputError(path, "quotediff does not fetch addresses", remedy) from None
        raise InputError(path, "no such file", "check the name") from None
    except IsADirectoryError:
        raise InputError(path, "is a folder", "name the files in it") from None
    except PermissionError:
        raise InputError(path, "may not be read", "check its permissions") from None
    except OSError as error:
        raise InputError(
            path, f"cannot be read ({why(error).lower()})", "check the name and the disk"
        ) from None
    except ValueError:  # a NUL in the name
        raise InputError(path.replace("\0", "\\0"), "no such file", "check the name") from None


def read_stream(
    stream: BinaryIO,
    path: str,
    format: str | None = None,  # noqa: A002 - as above
) -> tuple[Document, ...]:
    """All articles in an open binary stream, such as standard input; ``path`` is its name for messages.

    Raises InputError as ``read_path``, and OSError if reading fails.
    """
    return documents(each_in(stream, path, format))


def each_in(
    stream: BinaryIO,
    path: str,
    format: str | None = None,  # noqa: A002 - as above
    wanted: str | None = None,
) -> Iterator[Found]:
    """What stands in an open binary stream, one article at a time; holding at most ``MAX_FILE_BYTES``.

    Args:
        stream: a stream, at its beginning.
        path: its name, for messages.
        format: what it is, once unpacked, if that is not to be found out.
        wanted: an id, if only what it names is wanted; others may be given all the same.

    Raises:
        InputError: as ``read_bytes``, of the file as a whole.
        OSError: reading fails.
    """
    head, rest = _begun(stream, path)
    kind = format or kind_of(head, unpacked_name(path))
    if kind in CONTAINERS:
        from quotediff.readers.containers import stories  # noqa: PLC0415 - few files hold many stories

        found = _records_of(_from_the_beginning(head, rest, kind), path, kind)
        yield from stories(found, path, partial(_of_record, path), wanted)
    else:
        head += read_up_to(rest, max(1, _LARGER.get(kind, 0) - MAX_FILE_BYTES))
        yield from _articles(head, path, kind)


def read_records(path: str, format: str | None = None) -> Iterator[Record]:  # noqa: A002 - as above
    """The records of a file that holds many (JSONL, WARC), as they stand in it, one at a time.

    Args:
        path: the file's name; it may be packed with gzip or Zstandard.
        format: a key of ``CONTAINERS``, if it is not to be found out.

    Raises:
        InputError: the file as a whole cannot be read, or it holds no records.
    """
    yield from _opened(path, partial(_records_in, path=path, format=format))


def _records_in(stream: BinaryIO, path: str, format: str | None) -> Iterator[Record]:  # noqa: A002 - as above
    head, rest = _begun(stream, path)
    kind = format or kind_of(head)
    if kind not in CONTAINERS:
        raise InputError(path, "is not a file of records", f"name one of {', '.join(CONTAINERS)}")
    return _records_of(_from_the_beginning(head, rest, kind), path, kind)


def _from_the_beginning(head: bytes, rest: BinaryIO, kind: str) -> io.BufferedReader:
    """A file of which the beginning was read. Of a ZIP archive the end is read first: that is not moved."""
    if kind == "zip" and rest.seekable():
        rest.seek(0)
        return cast("io.BufferedReader", rest)
    return joined(head, rest)


def _records_of(stream: io.BufferedReader, path: str, kind: str) -> Iterator[Record]:
    """The records of an open file of a kind that is among ``CONTAINERS``.

    If the file breaks off, or is damaged, the last is one without a name that says so.
    """
    module, function = CONTAINERS[kind].split(":")
    found: Records = getattr(import_module(module), function)
    try:
        yield from found(stream, path)
    except InputError as error:
        from quotediff.readers.records import Record  # noqa: PLC0415 - few files hold many stories

        yield Record("", problem=error.problem, remedy=error.remedy)


def read_record(record: Record, path: str) -> tuple[Document, ...]:
    """The articles in a record of a file, with what the record says of them and their places in the file.

    Raises:
        NoStoryError: there are none, and need not be: it is left out, of another kind, a picture.
        InputError: it cannot be read.
    """
    if record.problem is not None:
        raise record.error(path)
    if record.left_out is not None:
        raise NoStoryError(f"{path}#{record.name}", record.left_out, "name another record")
    from quotediff.readers.containers import of_record  # noqa: PLC0415 - few files hold many stories

    return tuple(of_record(document, record) for document in _of_record(path, record))


def _begun(stream: BinaryIO, path: str) -> tuple[bytes, BinaryIO]:
    """The beginning of a file, unpacked, and the stream that has the rest of it.

    A file that ended within its beginning is not asked again: a terminal would wait for another end of file.
    """
    head = read_up_to(stream, MAX_FILE_BYTES + 1)
    if head and len(head) <= MAX_FILE_BYTES:
        stream = io.BytesIO(head)
        stream.seek(len(head))
    packer = packed(head)
    if packer is not None:
        stream = unpacked(joined(head, stream), packer, path)
        head = read_up_to(stream, MAX_FILE_BYTES + 1)
        if packed(head):
            raise InputError(path, "is packed twice", "unpack it once, and name that file")
    if not head:
        stream.read(1)  # says what is wrong, if anything is
        raise InputError(path, "the file is empty", "fetch it again")
    return head, stream


def _of_record(path: str, record: Record) -> tuple[Document, ...]:
    """The articles in a record; raises InputError if there are none."""
    name = f"{path}#{record.name}"
    kind = record.format or kind_of(record.data, record.name)
    if kind not in READERS:
        raise NoStoryError(name, describe_kind(record.data, kind), KINDS[kind].remedy)
    found = _articles(record.data, name, kind, record.charset)
    return tuple(replace(document, path=path) for document in found)


def read_bytes(data: bytes, path: str, format: str | None = None) -> Document:  # noqa: A002 - as above
    """The one article in ``data``; ``path`` is its name for messages.

    If it is not the whole story, it has problem QD904; if it is not English, QD906.

    Raises:
        InputError: too large, empty (also of words), no text, or of a kind that nothing here reads; or there
            are several stories.
    """
    return single_story(read_all_bytes(data, path, format), path)


def read_all_bytes(
    data: bytes,
    path: str,
    format: str | None = None,  # noqa: A002 - as above
) -> tuple[Document, ...]:
    """All articles in ``data``. Args, Raises: as ``read_bytes``, but several stories are no error."""
    return read_stream(io.BytesIO(data), path, format)


def _articles(data: bytes, path: str, kind: str, charset: str | None = None) -> tuple[Document, ...]:
    """The articles in the bytes of a file of a kind; ``charset``: the encoding that was said of a page."""
    most = _LARGER.get(kind, MAX_FILE_BYTES)
    if len(data) > most:
        raise InputError(path, f"larger than {most // 1_000_000} MB", SPLIT)
    if kind not in READERS:
        raise InputError(path, f"this is {describe_kind(data, kind)}, which is not read", KINDS[kind].remedy)
    module, function = READERS[kind].split(":")
    read: Callable[..., tuple[Document, ...]] = getattr(import_module(module), function)
    said = {"charset": charset} if charset and kind == "html" else {}
    return tuple(map(_with_problems, read(data, path, **said)))


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

    return _with_problems(read(title, body, path, MAX_FILE_BYTES))


def _with_problems(document: Document) -> Document:
    """An article with problems that say what is missing of it, and that it is not English."""
    known_codes = {problem.code for problem in document.problems}
    text = legible(document.text, document.damaged)
    found = [incomplete(text, document.paragraphs), not_english(text)]
    problems = [problem for problem in found if problem is not None and problem.code not in known_codes]
    return replace(document, problems=(*document.problems, *problems)) if problems else document
