"""JSON as Python's values, but for strings, which know where in the file they stand; numbers stay strings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from json import decoder, scanner
from typing import Any

from quotediff.errors import InputError
from quotediff.limits import MAX_TREE_DEPTH
from quotediff.readers.assembly import File
from quotediff.readers.decoding import decode
from quotediff.text.origin import Traced

_JSON_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_LOW_SURROGATE = re.compile(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})")  # the second escape of a pair
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)
ESCAPED_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
"""Control characters by the letter that stands for each behind a backslash, in JSON and in Java."""


class Text(str):
    """A string of a file; ``start`` is where its first character is written there."""

    __slots__ = ("start",)
    start: int


class _Decoder(json.JSONDecoder):
    """Makes a ``Text`` of every string that is no key."""

    def __init__(self) -> None:
        super().__init__(parse_int=str, parse_float=str, parse_constant=str, strict=False)
        self.parse_string = _text
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]  # typeshed has it not


def _text(written: str, end: int, strict: bool = True) -> tuple[Text, int]:  # noqa: FBT001, FBT002 - json's own
    value, behind = decoder.scanstring(written, end, strict)  # type: ignore[attr-defined]  # typeshed has it not
    found = Text(value)
    found.start = end
    return found, behind


def open_file(data: bytes, path: str) -> tuple[File, Any]:
    """A file of JSON, decoded, and its value.

    Raises:
        InputError: it is no text or no JSON, or nested too deeply.
    """
    text, encoding, problems = decode(data, path)
    if _is_deep(text):
        raise _too_deep(path)
    try:
        value = _Decoder().decode(text)
    except RecursionError:
        raise _too_deep(path) from None
    except ValueError as error:
        raise InputError(path, damage(error), "fetch it again") from None
    return File(path, data, text, encoding, problems), value


def damage(error: ValueError) -> str:
    """What is wrong with a text that is no JSON, and where."""
    if not isinstance(error, json.JSONDecodeError):
        return "is no valid JSON"
    return f"is no valid JSON (line {error.lineno}, column {error.colno}: {error.msg.lower()})"


def _too_deep(path: str) -> InputError:
    return InputError(
        path, f"has more than {MAX_TREE_DEPTH} arrays and objects within each other", "check what wrote it"
    )


def _is_deep(text: str) -> bool:
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text):
        depth += (found[0] in "[{") - (found[0] in "]}")
        if depth > MAX_TREE_DEPTH:
            return True
    return False


def words(file: File, value: object) -> Traced:
    """The words of a string with their places; nothing if it is none."""
    if not isinstance(value, Text):
        return Traced(value if isinstance(value, str) else "")
    pieces, at, text = [], value.start, file.text
    while text[at] != '"':
        found = _JSON_ESCAPE.search(text, at)
        end = text.find('"', at)
        if found is None or found.start() > end:
            pieces.append(Traced.whole(text[at:end], at))
            break
        if found.start() > at:
            pieces.append(Traced.whole(text[at : found.start()], at))
        meant, at = _unescape(text, found)
        pieces.append(Traced.written(meant, found.start(), at - found.start()))
    return Traced.joined(pieces)


def _unescape(text: str, found: re.Match[str]) -> tuple[str, int]:
    """The character that an escape stands for, and where that ends; two escapes may be one character."""
    if found[1] is None:
        return ESCAPED_CONTROLS.get(found[2], found[2]), found.end()
    code = int(found[1], 16)
    if not 0xD800 <= code < 0xE000:
        return chr(code), found.end()
    second = _LOW_SURROGATE.match(text, found.end())
    if second is not None and code < 0xDC00:
        return chr(0x10000 + (code - 0xD800) * 0x400 + int(second[1], 16) - 0xDC00), second.end()
    return "\ufffd", found.end()


def several(value: object) -> list[Any]:
    """The values of an array; or the one value, where a format takes one for an array of it."""
    return value if isinstance(value, list) else [value]


def strings(value: object) -> list[str]:
    """The strings of an array, or the one string."""
    return [each for each in several(value) if isinstance(each, str)]


class Fields:
    """An object of JSON whose keys are asked for in lower case: ``versioncreated`` for *versionCreated*."""

    def __init__(self, value: object) -> None:
        held = value if isinstance(value, Mapping) else {}
        self._held = {key.lower(): inner for key, inner in held.items()}

    def __bool__(self) -> bool:
        """Whether anything stands in it."""
        return bool(self._held)

    def get(self, *keys: str) -> Any:  # noqa: ANN401 - what JSON holds
        """The first value of some keys that is there and not empty; else None."""
        return next((self._held[key] for key in keys if self._held.get(key) not in (None, "", [], {})), None)

    def value(self, *keys: str) -> str:
        """The first of some keys' strings or numbers, in one line; else nothing."""
        return " ".join(self.string(*keys).split())

    def string(self, *keys: str) -> str:
        """The first of some keys' values as it is, if it is a string; else nothing."""
        value = self.get(*keys)
        return value if isinstance(value, str) else ""

    def text(self, *keys: str) -> str | None:
        """As ``value``, but None where there is nothing."""
        return self.value(*keys) or None

    def each(self, *keys: str) -> list[Fields]:
        """The objects in an array, or the values of an object whose keys are names."""
        value = self.get(*keys)
        if isinstance(value, Mapping):
            return [Fields(inner) for inner in value.values()]
        return [Fields(inner) for inner in value] if isinstance(value, Sequence) else []

    def fields(self, key: str) -> Fields:
        """An object, empty if there is none."""
        return Fields(self.get(key))
