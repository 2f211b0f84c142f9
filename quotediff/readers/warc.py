"""Web archives (WARC 1.0, 1.1): the pages and other texts that servers answered with.

Source of the form: ISO 28500. Of a record that is no such answer, or one of another status than 200, only its
sort is told, so that it can be counted.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from quotediff.errors import printable
from quotediff.limits import (
    MAX_ADDRESS_BYTES,
    MAX_BLANK_LINES,
    MAX_FILE_BYTES,
    MAX_HEADER_LINE_BYTES,
    MAX_HEADER_LINES,
)
from quotediff.model import Meta
from quotediff.readers.metadata import parse_time
from quotediff.readers.records import Record

FORMAT = "warc"
_VERSION_LINE = re.compile(rb"WARC/\d\.\d{1,2}\s*$")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_READ_BYTES = 1 << 20
_SKIPPED_RECORDS = frozenset(
    {"warcinfo", "request", "metadata", "continuation"}
)  # sorts of records without any story
_TEXT_TYPES = re.compile(r"(?:text/(?:html|plain|xml)|application/(?:json|\S+\+(?:xml|json)|xml))$")
_PLAIN_ENCODINGS = frozenset({"", "identity"})


def records(stream: io.BufferedReader, path: str) -> Iterator[Record]:  # noqa: ARG001 - as every format's
    """The records; those without a story in them are left out, with the reason.

    Damage ends it, with a record that says where. A record's name is its address and time.
    """
    lines, number = _Lines(stream), 0
    while True:
        number += 1
        try:
            fields = _header(lines)
            if fields is None:
                return
            record = _record(lines, fields)
        except _DamageError as error:
            yield Record(f"record {number}", problem=f"the WARC file is damaged: {error}")
            return
        if record is not None:
            yield record


class _DamageError(Exception):
    """What is wrong with the file, and where."""


class _Lines:
    """A stream that counts its bytes and the lines that have ended."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.at = self.lines = 0
        self._behind_cr = False

    def line(self) -> bytes:
        """The next line with its end; empty at the end of the stream."""
        return self._counted(self._stream.readline(MAX_HEADER_LINE_BYTES))

    def read(self, size: int) -> bytes:
        """The next bytes; raises _DamageError if there are fewer."""
        found = self._counted(self._stream.read(size))
        if len(found) < size:
            raise _DamageError(f"it ends early, at byte {self.at:,}")
        return found

    def skip(self, size: int) -> None:
        """Passes over so many bytes; raises as ``read``."""
        while size > 0:
            self.read(min(size, _READ_BYTES))
            size -= min(size, _READ_BYTES)

    def _counted(self, data: bytes) -> bytes:
        self.at += len(data)
        self.lines += ends_of_lines(data) - (self._behind_cr and data.startswith(b"\n"))
        if data:
            self._behind_cr = data.endswith(b"\r")
        return data


_LEFT_OUT = {"revisit": "a revisit of what did not change"}  # types of records, and what a count calls them


def ends_of_lines(data: bytes) -> int:
    """How many lines end in some bytes: with LF, CR LF or CR."""
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def _header(lines: _Lines) -> dict[str, str] | None:
    """The fields of the next record, names in lower case; None at the end of the file."""
    for _ in range(MAX_BLANK_LINES):
        at = lines.at
        line = lines.line()
        if not line:
            return None
        if line.strip():
            break
    if not _VERSION_LINE.match(line):
        raise _DamageError(f"no record begins at byte {at:,}")
    return _fields(lines)


def _fields(lines: _Lines) -> dict[str, str]:
    """The fields of a header up to the blank line, the first of each name."""
    fields: dict[str, str] = {}
    name = ""
    for _ in range(MAX_HEADER_LINES):
        line = lines.line()
        if not line:
            raise _DamageError(f"it ends early, at byte {lines.at:,}")
        if not line.strip():
            return fields
        words = line.decode("utf-8", "replace").rstrip()
        if words[0] in " \t":  # goes on
            if name:
                fields[name] += " " + words.strip()
            continue
        key, colon, value = words.partition(":")
        name = key.strip().lower() if colon else ""
        if name and name not in fields:
            fields[name] = value.strip()
        else:
            name = ""
    raise _DamageError(f"a header of more than {MAX_HEADER_LINES:,} lines before byte {lines.at:,}")


def _record(lines: _Lines, fields: dict[str, str]) -> Record | None:
    """The record whose header was read; None for one that only goes with others."""
    length = fields.get("content-length", "")
    if not re.fullmatch(r"[0-9]{1,18}", length):
        raise _DamageError(f"a record without a length before byte {lines.at:,}")
    size = int(length)
    address = printable(fields.get("warc-target-uri", "").strip("<>"), MAX_ADDRESS_BYTES)
    date = printable(fields.get("warc-date", ""), MAX_ADDRESS_BYTES)
    name = f"{address}@{date}" if date else address
    sort = fields.get("warc-type", "").lower()
    if sort in _SKIPPED_RECORDS:
        lines.skip(size)
        return None
    if sort not in ("response", "resource", "conversion"):
        lines.skip(size)
        return Record(name, left_out=_LEFT_OUT.get(sort, f"a record of type {printable(sort, 20)}"))
    before = lines.lines
    if size > 2 * MAX_FILE_BYTES:
        lines.skip(size)
        return Record(name, left_out=f"larger than {MAX_FILE_BYTES // 1_000_000} MB")
    block = lines.read(size)
    place = address or None
    meta = Meta(
        story=place,
        version=date or None,
        modified=parse_time(date),
        url=place,
    )
    cut = fields.get("warc-truncated")
    record = Record(
        name,
        meta=meta,
        lines=before,
        cut=f"the archive cut it: {printable(cut, 30)}" if cut else None,
        optional=True,
    )
    if sort == "response" and "http" in fields.get("content-type", "application/http"):
        return _answer(record, block)
    return _body(record, block, fields.get("content-type", ""))


def _answer(record: Record, block: bytes) -> Record:
    """The record of what a server answered: of the status 200, and a text."""
    head, body = _parted(block)
    status = _STATUS.match(head)
    if status is None:
        return replace(record, left_out="no HTTP response")
    if status[1] != b"200":
        return replace(record, left_out=f"a response of status {status[1].decode()}")
    fields = _fields(_Lines(io.BufferedReader(io.BytesIO(head + b"\r\n\r\n"))))
    as_sent = True
    if fields.get("transfer-encoding", "").lower().strip() == "chunked":
        whole = _unchunked(body)
        as_sent = whole == body
        body = whole
    kind, charset = _media_type(fields.get("content-type", ""))
    if not _TEXT_TYPES.match(kind):
        return replace(record, left_out=f"a response of {_sort(kind)}")
    encoding = fields.get("content-encoding", "").lower().strip()
    if encoding not in _PLAIN_ENCODINGS:
        found = _decoded(body, encoding)
        if isinstance(found, str):
            return replace(record, left_out=found)
        as_sent = as_sent and found == body
        body = found
    lines = (record.lines or 0) + ends_of_lines(block[: len(block) - len(body)]) if as_sent else None
    return _body(replace(record, lines=lines), body, kind, charset)


def _parted(block: bytes) -> tuple[bytes, bytes]:
    """The header and the body of an HTTP message."""
    found = re.search(rb"\r?\n\r?\n", block[: MAX_HEADER_LINE_BYTES * 2])
    return (block, b"") if found is None else (block[: found.start()], block[found.end() :])


def _media_type(written: str) -> tuple[str, str | None]:
    """A media type in lower case, and the encoding that stands with it."""
    message = Message()
    message["Content-Type"] = " ".join(written.split()) or "text/html"
    return message.get_content_type(), message.get_content_charset()


def _sort(kind: str) -> str:
    """What a count calls a media type: images are not told apart."""
    main = kind.partition("/")[0]
    return f"type {main if main in ('image', 'audio', 'video', 'font') else printable(kind, 60)}"


def _body(record: Record, body: bytes, kind: str, charset: str | None = None) -> Record:
    """The record with its bytes, if they are a text of a size that is read."""
    if charset is None:
        kind, charset = _media_type(kind)
    if not _TEXT_TYPES.match(kind):
        return replace(record, left_out=f"a record of {_sort(kind)}")
    if len(body) > MAX_FILE_BYTES:
        return replace(record, left_out=f"larger than {MAX_FILE_BYTES // 1_000_000} MB")
    if not body.strip():
        return replace(record, left_out="empty")
    page = kind in ("text/html", "application/xhtml+xml")
    return replace(record, data=body, format="html" if page else None, charset=charset)


def _unchunked(body: bytes) -> bytes:
    """A body that was sent in chunks, put together; as it is if it was not, as archives often store it."""
    pieces: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\n", at, at + 1_000)
        size = body[at:end].partition(b";")[0].strip() if end >= 0 else b""
        if not re.fullmatch(rb"[0-9a-fA-F]{1,8}", size):
            return b"".join(pieces) if pieces else body
        length = int(size, 16)
        if length == 0:
            return b"".join(pieces)
        pieces.append(body[end + 1 : end + 1 + length])
        at = end + 1 + length
        if body[at : at + 2] == b"\r\n":
            at += 2
        elif body[at : at + 1] == b"\n":
            at += 1


def _decoded(body: bytes, encoding: str) -> bytes | str:
    """A body unpacked; or why it cannot be."""
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return f"packed with {printable(encoding, 20)}, which is not read"
    for bits in (47, 15, -15):  # gzip or zlib by its header; zlib; deflate alone, as some servers have it
        unpacker = zlib.decompressobj(bits)
        try:
            found = unpacker.decompress(body, MAX_FILE_BYTES + 1)
        except zlib.error:
            continue
        return found if unpacker.eof or len(found) > MAX_FILE_BYTES else "damaged: its packed body ends early"
    return body if body.lstrip()[:1] in (b"<", b"{", b"[") else "damaged: not packed as its header says"
