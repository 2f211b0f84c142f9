"""Web pages that a browser saved as one file (MHTML): the page in it, as ``html`` reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from quotediff.errors import InputError, NoStoryError
from quotediff.limits import MAX_CHARACTER_BYTES, MAX_MESSAGE_PARTS
from quotediff.model import Document
from quotediff.readers.assembly import NO_TEXT, File
from quotediff.readers.decoding import Decoded, decode_as, decode_page
from quotediff.readers.html import read_page
from quotediff.readers.metadata import address
from quotediff.text.origin import Traced

FORMAT = "mhtml"
_ENCODED_PIECE = re.compile(r"=\r?\n|=(?P<code>[0-9A-Fa-f]{2})|(?P<words>[^=]+)|=")
_LATIN_1 = "latin-1"
_HTML_TYPES = ("text/html", "application/xhtml+xml")


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The story of the page in a file; raises InputError if there is no page or no story in it."""
    part = _page(data, path)
    html = body_of(part)
    charset = part.get_content_charset()
    decoded = decode_as(html, charset, path) if charset else decode_page(html, path)
    file = File(path, data, data.decode(_LATIN_1), decoded.encoding, decoded.problems)
    document = read_page(file, placed(part, decoded, file.text), FORMAT)
    if document.meta.story is None:
        location = address(
            str(part.get("Content-Location", ""))
        )  # of bytes that are not ASCII it is a Header
        document = replace(document, meta=replace(document.meta, story=location, url=location))
    return (document,)


def _page(data: bytes, path: str) -> Message:
    """The part of a message that is its page: the first of HTML."""
    if data.count(b"\n--") > MAX_MESSAGE_PARTS:
        raise InputError(path, f"has more than {MAX_MESSAGE_PARTS:,} parts", "save the page as HTML")
    try:
        parts = message_from_bytes(data.lstrip()).walk()
        found = next((part for part in parts if part.get_content_type() in _HTML_TYPES), None)
    except RecursionError:
        raise InputError(path, "has too many parts within each other", "save the page as HTML") from None
    if found is None:
        raise NoStoryError(path, "holds no HTML", NO_TEXT)
    return found


def body_of(part: Message) -> bytes:
    """What a part of a message holds, decoded; nothing if it holds other parts."""
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""


def placed(part: Message, decoded: Decoded, file: str) -> Traced:
    """The words of a part of a message with their places in the file, where these can be told; else without.

    Args:
        part: the part.
        decoded: its body.
        file: the whole message, decoded.
    """
    raw = part.get_payload()
    encoded = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if not isinstance(raw, str) or encoded == "base64":
        return Traced(decoded.text)
    if encoded != "quoted-printable":
        return Traced.sought(decoded.text, file)
    found = Traced.joined(_characters(raw, file, decoded))
    return found if found.text == decoded.text else Traced(decoded.text)


def _characters(raw: str, file: str, decoded: Decoded) -> Iterator[Traced]:
    """The pieces of a quoted-printable page, none if it is not in the file; an escaped character is one."""
    at = file.find(raw)
    if at < 0 or not raw.isascii():
        return
    encoding = decoded.encoding.removesuffix("-sig")
    pending, start = b"", 0
    for found in _ENCODED_PIECE.finditer(raw):
        if found["code"]:
            if not pending:
                start = at + found.start()
            pending += bytes([int(found["code"], 16)])
            if len(pending) > MAX_CHARACTER_BYTES:  # no character: the page is not in its encoding
                return
            meant = _character(pending, encoding)
            if meant is not None:
                yield Traced.written(meant, start, at + found.end() - start)
                pending = b""
        elif found["words"]:
            yield Traced.whole(found["words"], at + found.start())


def _character(written: bytes, encoding: str) -> str | None:
    """The character that some bytes are; None if more belong to it."""
    try:
        return written.decode(encoding)
    except UnicodeDecodeError:
        return None
