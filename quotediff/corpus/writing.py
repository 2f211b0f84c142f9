r"""Values as TOML that a person reads in an editor or on a terminal, and that is read back exactly.

What a terminal would act on, what reorders text and what nobody sees are escapes of TOML (``\u202e``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.items import KeyType, SingleKey, String, StringType, Trivia

from quotediff.rendering.terminal import unsafe

if TYPE_CHECKING:
    from tomlkit.items import Item, Table

_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def quoted(text: str) -> str:
    """A string: literal where it can be, for the marks in it."""
    if "'" in text or any(map(unsafe, text)):
        return f'"{_escaped(text)}"'
    return f"'{text}'"


def toml_table(values: Mapping[str, Any]) -> Table:
    """Values as a table, lists a line an item as the corpus has them."""
    made = tomlkit.table()
    for key, value in values.items():
        made.add(_key(key), toml_value(value))
    return made


def toml_value(value: Any) -> Item:  # noqa: ANN401 - whatever TOML holds
    """A value; a list a line an item."""
    if isinstance(value, str):
        return String(StringType.SLB, value, _escaped(value), Trivia())
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        for key, inner in value.items():
            inline.add(_key(key), toml_value(inner))
        return inline
    if not isinstance(value, list):
        made: Item = tomlkit.item(value)
        return made
    array = tomlkit.array()
    for part in value:
        array.add_line(toml_value(part), indent="  ")
    array.add_line(indent="")
    return array


def _key(name: str) -> str | SingleKey:
    if not any(map(unsafe, name)):
        return name
    return SingleKey(name, KeyType.Basic, original=f'"{_escaped(name)}"')


def _escaped(text: str) -> str:
    """What stands between the marks of a basic string; of half a character its number."""
    return "".join(_SHORT_ESCAPES.get(c, _visible(c)) for c in text)


def _visible(char: str) -> str:
    return _number(char) if unsafe(char) else char


def _number(char: str) -> str:
    code = ord(char)
    escape = f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return f"\\{escape}" if "\ud800" <= char <= "\udfff" else escape
