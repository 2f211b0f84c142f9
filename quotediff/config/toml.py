"""TOML, read so that whatever a file holds is an answer or one sort of error."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from quotediff.errors import UsageError, unreadable


def read(path: Path, shown: str, most: int, what: str) -> dict[str, Any]:
    """What a file says.

    Args:
        path: the file.
        shown: its name, as a message shows it.
        most: how many bytes it may have.
        what: what it is, for a message.

    Raises:
        UsageError: it cannot be read, is too large, or is not valid TOML.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise unreadable(shown, error) from None
    except ValueError:  # a null character
        raise UsageError(f"{shown}: is not a file name") from None
    if len(data) > most:
        raise UsageError(f"{shown}: too large for {what}")
    try:
        return parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{shown}: is not UTF-8") from None
    except NoTomlError as error:
        raise UsageError(f"{shown}: is not valid TOML: {error}") from None


class NoTomlError(Exception):
    """What is wrong with a text that is no TOML, in words; with the place, where that is known."""


def parse(text: str) -> dict[str, Any]:
    """What a text says.

    Raises:
        NoTomlError: it is no TOML, or more than can be read: tables within tables beyond all measure, a
            number of thousands of digits.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise NoTomlError("values within values, too deep to be read") from None
    except ValueError as error:  # of which a TOMLDecodeError is one
        raise NoTomlError(str(error)) from None
