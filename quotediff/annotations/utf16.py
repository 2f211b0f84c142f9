"""Offsets as Java counts them, in units of UTF-16, and back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from quotediff.errors import UsageError


class Offsets:
    """Turns offsets of a text from code points into units of UTF-16, and back.

    Args:
        text: the text.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._wide = [at for at, char in enumerate(text) if ord(char) > 0xFFFF]
        self._units = [at + number for number, at in enumerate(self._wide)]

    def units(self, offset: int) -> int:
        """Units of UTF-16 before a code point."""
        return offset + bisect_left(self._wide, offset)

    def points(self, units: int, where: str) -> int:
        """Code points before a unit of UTF-16.

        Args:
            units: the offset in units.
            where: the file, for the message.

        Raises:
            UsageError: it is in the middle of a character, or beyond the text.
        """
        last = self._length + len(self._wide)
        points = units - bisect_right(self._units, units - 1)
        if not 0 <= units <= last or self.units(points) != units:
            raise UsageError(
                f"{where}: no character begins at {units} of {last}; offsets count units of UTF-16 from 0"
            )
        return points
