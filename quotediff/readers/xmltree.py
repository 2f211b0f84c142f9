"""XML as a tree, by expat: nothing outside the file is ever loaded, no declared entity expanded in its own.

Markup that is not well-formed, or ends early, is read as a fragment, with a problem that says so.
"""

from __future__ import annotations

import codecs
import re
from html.entities import html5
from typing import TYPE_CHECKING
from xml.parsers import expat

from quotediff.limits import MAX_DECLARATION_BYTES, MAX_ENTITY_CHARS
from quotediff.model import Problem
from quotediff.readers.assembly import File
from quotediff.readers.decoding import decode, decode_as
from quotediff.readers.fragments import parse as parse_fragment
from quotediff.readers.tree import Builder, Element
from quotediff.text.origin import Traced

if TYPE_CHECKING:
    from quotediff.readers.decoding import Decoded

_DECLARATION = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']")
_KNOWN = re.compile(r"(?:iso8859|windows|cp|koi8|mac|big5|gb|euc|shiftjis|latin|usascii|ascii)[0-9a-z]*")


def open_file(data: bytes, path: str) -> File:
    """An XML file decoded: by its mark, else as it declares, else as plain text is.

    Raises:
        InputError: it is no text.
    """
    text, encoding, problems = _decode(data, path)
    return File(path, data, text, encoding, problems)


def _decode(data: bytes, path: str) -> Decoded:
    for opening, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if data.startswith(opening):
            return decode_as(data, encoding, path)
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        declared = _DECLARATION.match(data[:MAX_DECLARATION_BYTES])
        name = declared[1].decode().lower() if declared else ""
        if _KNOWN.fullmatch(re.sub(r"[-_.]", "", name)):
            return decode_as(data, name, path)
    return decode(data, path)


def parse(file: File) -> tuple[Element, tuple[Problem, ...]]:
    """The tree of a file, and what a user should know of it. The root is the only element in ``#document``.

    Raises:
        InputError: elements are nested too deeply.
    """
    try:
        return _Parse(file.text, file.path).root, ()
    except expat.ExpatError as error:
        line, column = error.lineno, error.offset + 1
    message = f"not well-formed XML (line {line}, column {column}): read as far as it can be"
    return parse_fragment(Traced.whole(file.text), file.path), (Problem("QD903", message),)


def parse_within(words: Traced, path: str) -> Element:
    """The tree of XML that stands in another file's string; not well-formed, it is read as a fragment."""
    try:
        return _Parse(words.text, path, words).root
    except expat.ExpatError:
        return parse_fragment(words, path)


class _Parse:
    """One run of the parser over a text."""

    def __init__(self, text: str, path: str, outer: Traced | None = None) -> None:
        self._text, self._outer = text, outer
        self._builder = Builder(path, "#document")
        self._entities: dict[str, str] = {}
        self._cdata = False
        self._same = (0, 0)  # words that stand so in the text, from where to where; not yet in the tree
        self._first = len(text) - len(text.lstrip(" \t\r\n\ufeff"))
        self._data = text[self._first :].encode("utf-8", "replace")
        self._bytes, self._at = 0, self._first  # a place in the bytes, and the same in the text
        self._ascii = len(self._data) == len(text) - self._first
        self._parser = parser = expat.ParserCreate("UTF-8")
        parser.UseForeignDTD(True)  # noqa: FBT003 - expat takes it by place: an entity nobody declared is skipped
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE)
        parser.ExternalEntityRefHandler = lambda *_: 1  # nothing is loaded
        parser.DefaultHandler = lambda _: None  # with it, declared entities are not expanded
        parser.EntityDeclHandler = self._declare
        parser.SkippedEntityHandler = self._skip
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.StartCdataSectionHandler = lambda: self._section(inside=True)
        parser.EndCdataSectionHandler = lambda: self._section(inside=False)
        parser.Parse(self._data, True)  # noqa: FBT003 - as above

    @property
    def root(self) -> Element:
        return self._builder.root

    def _section(self, *, inside: bool) -> None:
        self._cdata = inside

    def _place(self) -> int:
        """Where in the text the parser is."""
        now = self._parser.CurrentByteIndex
        if self._ascii:
            return now + self._first
        self._at += len(self._data[self._bytes : now].decode("utf-8", "replace"))
        self._bytes = now
        return self._at

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        self._builder.start(name, attributes)

    def _end(self, name: str) -> None:
        self._flush()
        self._builder.end(name)

    def _flush(self) -> None:
        """Puts the words that stand in the text as they are into the tree."""
        start, end = self._same
        if end > start:
            self._same = (end, end)
            self._put(Traced.whole(self._text[start:end], start))

    def _add(self, words: Traced) -> None:
        self._flush()
        self._put(words)

    def _put(self, words: Traced) -> None:
        self._builder.words(words if self._outer is None else words.within(self._outer))

    def _words(self, words: str) -> None:
        at = self._place()
        first = self._text[at : at + 1]
        if first == "&" and not self._cdata:
            end = self._text.find(";", at)
            self._add(Traced.written(words, at, end + 1 - at))
        elif first == "\r":
            self._add(Traced.written(words, at, 2 if self._text.startswith("\r\n", at) else 1))
        elif self._text.startswith(words, at):
            if at != self._same[1]:
                self._flush()
                self._same = (at, at)
            self._same = (self._same[0], at + len(words))
        else:
            self._add(Traced(words))

    def _declare(self, name: str, is_parameter: int, value: str | None, *_: object) -> None:
        if not is_parameter and value is not None and len(value) <= MAX_ENTITY_CHARS:
            self._entities.setdefault(name, value)

    def _skip(self, name: str, is_parameter: int) -> None:
        """An entity that is not of XML itself: one of HTML's, or declared as a few plain characters."""
        if is_parameter:
            return
        at = self._place()
        value = self._entities.get(name, "&")
        meant = html5.get(f"{name};") if "&" in value or "<" in value else value
        length = len(name) + 2
        self._add(Traced.whole(f"&{name};", at) if meant is None else Traced.written(meant, at, length))
