"""A file's bytes as text: decoded once, nothing rewritten.

UTF-8 with or without a byte-order mark; UTF-16 if a mark announces it; otherwise Windows-1252, which holds
Latin-1, the encoding of the old wires. Its five undefined bytes become the C1 controls of the same number,
as browsers do (WHATWG Encoding Standard, windows-1252), so that every byte has a meaning. The mark is no
part of the text. What is plainly no text, or a damaged UTF-8 file, is refused with the place of the first
offending byte: quotes must not be read from mangled letters.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from quotediff.errors import InputError
from quotediff.model import Problem
from quotediff.text.damage import misread

_WINDOWS_1252 = misread(bytes(range(256)), "cp1252")  # 0x81, 0x8D, 0x8F, ... are undefined
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_BARE_UTF16 = {  # how a page begins that has no mark
    re.compile(rb"(?:[\t\n\r -~]\0){8,}.?", re.DOTALL): "utf-16-le",
    re.compile(rb"(?:\0[\t\n\r -~]){8,}.?", re.DOTALL): "utf-16-be",
}
_BYTES_OF_OPENING, _BYTES_OF_HEAD = 32, 8192  # bytes that are looked at for it, and for a declaration
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?\b(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})",
    re.IGNORECASE,
)
_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, *_UTF16)
_WINDOWS_QUOTES, _MAC_QUOTES = b"\x91\x92\x93\x94", b"\xd2\xd3\xd4\xd5"
_EXPORT = "export its text as UTF-8 and read that"
# Control characters that text has no use for: not white space, not those of wire transmissions
# (ANPA 1312: SOH, STX, ETX, DC1 to DC4, SYN, US) and not the end-of-file mark of old editors (SUB).
_CONTROL_BYTES = re.compile(rb"[\x04-\x08\x0e-\x10\x15\x17-\x19\x1b-\x1e\x7f]")
_CONTROL_FEW = 4  # so many are a slip in a text file of any length
_CONTROL_SHARE = 50  # more than one byte in fifty is no text


class Decoded(NamedTuple):
    """A file's text, the name of its encoding, and what the user should know of it."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, path: str) -> Decoded:
    """The text of ``data``; ``path`` is for messages. Raises InputError for what is no text."""
    for mark, encoding in _UTF16.items():
        if data.startswith(mark):
            return _decode_utf16(data, encoding, len(mark), path)
    _refuse_binary(data, path)
    try:
        if data.startswith(codecs.BOM_UTF8):
            return Decoded(data[len(codecs.BOM_UTF8) :].decode("utf-8"), "utf-8-sig")
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        at = error.start + _mark_length(data)
    if _is_damaged_utf8(data):
        raise InputError(path, f"damaged UTF-8 at byte {at}", "fetch or save the file again")
    if _marks(data, _MAC_QUOTES) > _marks(data, _WINDOWS_QUOTES):
        return Decoded(data.decode("mac-roman"), "mac-roman", (_not_utf8(at, "Mac Roman"),))
    return Decoded(_windows_1252(data), "windows-1252", (_not_utf8(at, "Windows-1252"),))


def _not_utf8(at: int, name: str) -> Problem:
    message = f"not UTF-8 (byte {at}): read as {name}; if letters look wrong, save it as UTF-8"
    return Problem("QD903", message)


def _windows_1252(data: bytes) -> str:
    return codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]


def _marks(data: bytes, marks: bytes) -> int:
    """How many bytes are among some."""
    return len(data) - len(data.translate(None, marks))


def decode_as(data: bytes, encoding: str, path: str) -> Decoded:
    """The text of ``data`` in an encoding that the file itself names.

    Latin-1 and ASCII are read as Windows-1252, as browsers do: what they leave free is where it has quotation
    marks. What is not of the encoding, or unknown to Python, is read as ``decode`` reads it, with a problem.

    Raises:
        InputError: it is no text in either.
    """
    try:
        name = codecs.lookup(encoding).name
        if name in ("iso8859-1", "ascii") and _is_utf8(data):
            return decode(data, path)
        if name in ("iso8859-1", "ascii", "cp1252"):
            _refuse_binary(data, path)
            return Decoded(_windows_1252(data), "windows-1252")
        return Decoded(data.decode(encoding), name)
    except (LookupError, UnicodeDecodeError):
        found = decode(data, path)
        message = f"not the {encoding} it says it is: read as {found.encoding}"
        return found._replace(problems=(*found.problems, Problem("QD903", message)))


def decode_page(data: bytes, path: str, charset: str | None = None) -> Decoded:
    """The text of a web page: by its mark, what a server said, what it declares, or as ``decode`` reads it.

    Bytes that are no UTF-8 in a page that says it is, or mostly is, become U+FFFD, as in a browser, with a
    problem. UTF-16 needs no mark. Raises InputError for what is no text.
    """
    for opening, encoding in _BARE_UTF16.items():
        if opening.fullmatch(data[:_BYTES_OF_OPENING]):
            return _decode_utf16(data, encoding, 0, path)
    declared = _DECLARED.search(data[:_BYTES_OF_HEAD])
    name = charset or (declared[1].decode("ascii") if declared else "")
    if data.startswith(_BYTE_ORDER_MARKS):
        name = ""
    try:
        if name and not codecs.lookup(name).name.startswith("utf"):  # UTF-16 could not be read so far
            _refuse_binary(data, path)
            return decode_as(data, name, path)
    except LookupError:
        pass
    try:
        return decode(data, path)
    except InputError:
        if b"\0" in data or not _is_damaged_utf8(data):
            raise
    message = "damaged UTF-8: bytes that are none are read as U+FFFD"
    mark = _mark_length(data)
    text = data[mark:].decode("utf-8", errors="replace")
    return Decoded(text, "utf-8-sig" if mark else "utf-8", (Problem("QD903", message),))


def _mark_length(data: bytes) -> int:
    """How many bytes the byte-order mark of UTF-8 takes."""
    return len(data) - len(data.removeprefix(codecs.BOM_UTF8))


def _is_utf8(data: bytes) -> bool:
    """Whether bytes beyond ASCII are there and all are UTF-8, which Latin-1 yields only by chance."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_utf16(data: bytes, encoding: str, mark: int, path: str) -> Decoded:
    try:
        return Decoded(data[mark:].decode(encoding), "utf-16")
    except UnicodeDecodeError as error:
        problem = f"damaged UTF-16 at byte {mark + error.start}"
        raise InputError(path, problem, "fetch or save the file again, best as UTF-8") from None


def _refuse_binary(data: bytes, path: str) -> None:
    at = data.find(b"\0")
    if at >= 0:
        problem = f"looks binary (a NUL at byte {at})"
        raise InputError(path, problem, "if it is UTF-16 text, save it as UTF-8")
    controls = len(data) - len(_CONTROL_BYTES.sub(b"", data))
    if controls > _CONTROL_FEW and controls * _CONTROL_SHARE > len(data):
        first = len(_CONTROL_BYTES.split(data, maxsplit=1)[0])
        raise InputError(
            path, f"looks binary ({controls} control characters, the first at byte {first})", _EXPORT
        )


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of the bytes beyond ASCII are good UTF-8, which other encodings yield only by chance."""
    good = len(data.decode("utf-8", errors="ignore").encode("utf-8"))
    ascii_only = len(data.translate(None, bytes(range(128, 256))))
    return good - ascii_only > len(data) - good
