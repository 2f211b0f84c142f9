"""A bar on standard error that shows how far a long run has come."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, TextIO

import click

if TYPE_CHECKING:
    from types import TracebackType

_PATIENCE = 2.0  # seconds, gone and still to come, without a bar


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a standard stream is a terminal; a process may have none."""
    return stream is not None and stream.isatty()


class Progress:
    """Counts what is done; after two seconds, if as much is to come, a bar shows it, on a terminal only.

    Nor is there one where the answer itself goes to a terminal: that moves on by itself.
    """

    def __init__(self, total: int) -> None:
        self._total, self._done, self._began = total, 0, monotonic()
        self._visible = is_terminal(sys.stderr)
        self._bar: Any = None  # click does not export the type of its bars

    def __enter__(self) -> Self:
        """Begin to count."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the bar, and its line."""
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)

    def advance(self) -> None:
        """One more is done."""
        self._done += 1
        if self._bar is not None:
            self._bar.update(1)
        elif self._visible:
            gone = monotonic() - self._began
            if gone > _PATIENCE and gone / self._done * (self._total - self._done) > _PATIENCE:
                self._bar = click.progressbar(length=self._total, show_pos=True, file=sys.stderr)
                self._bar.__enter__()
                self._bar.update(self._done)

    def hide(self) -> None:
        """Clears its line for a message; it is drawn again at the next step."""
        if self._bar is not None:
            click.echo("\r\x1b[2K", nl=False, err=True)
            self._bar._last_line = None  # noqa: SLF001 - or it would not be drawn while it looks the same
