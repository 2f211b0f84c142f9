"""TOML, read so that whatever a file holds is an answer or one sort of error."""

from __future__ import annotations

import tomllib
from typing import Any


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
