"""What formats in JSON share: reading a file of one object, a list of them, or one a line; fields by type."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from quotediff.errors import UsageError
from quotediff.readers.jsontree import several

Object = dict[str, Any]


def objects(data: str, path: str) -> Iterator[tuple[str, Object]]:
    """Each object of a file, with its place in words: of a list, of lines, or the only one.

    Raises:
        UsageError: it is not valid JSON, or holds something else.
    """
    try:
        value = json.loads(data)
    except ValueError:
        yield from _lines(data, path)
        return
    except RecursionError:
        raise UsageError(f"{path}: values within values, too deep to be read; correct the file") from None
    for number, one in enumerate(several(value), 1):
        where = f"{path}: object {number}" if isinstance(value, list) else path
        yield where, _object(one, where)


def _lines(data: str, path: str) -> Iterator[tuple[str, Object]]:
    for number, line in enumerate(data.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            yield where, _object(json.loads(line), where)
        except ValueError as error:
            raise UsageError(f"{where}: is not valid JSON: {error}; correct it") from None
        except RecursionError:
            raise UsageError(f"{where}: values within values, too deep to be read; correct it") from None


def _object(value: object, where: str) -> Object:
    if not isinstance(value, dict):
        raise UsageError(f"{where}: is not a JSON object; an article is one object")
    return value


def listed(value: object, what: str, where: str) -> list[Any]:
    """A list; an absent one is empty.

    Raises:
        UsageError: it is something else.
    """
    if value is None:
        return []
    if not isinstance(value, list):
        raise UsageError(f"{where}: {what} is no list; correct the file")
    return value


def entries(value: object, what: str, where: str) -> list[Object]:
    """A list of objects, likewise."""
    return [_object(one, f"{where}: {what}") for one in listed(value, what, where)]


def offset(value: object, where: str) -> int:
    """An offset.

    Raises:
        UsageError: it is no whole number.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise UsageError(f"{where}: {value!r} is no offset; offsets are whole numbers")
    return value
