"""The options every command that gives an answer shares, and the writing of it."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from quotediff.errors import UsageError
from quotediff.render import FORMATS, Options, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from quotediff.render import Result

_WIDTH = 100  # columns, where there is no terminal to ask


@dataclass(frozen=True, slots=True)
class Output:
    """Where the answer goes and how it looks, as the user asked. ``path`` None is standard output."""

    format: str
    path: str | None
    options: Options

    @property
    def data(self) -> bool:
        """Whether the format carries the problems as data, so that they need not be told."""
        return self.format.startswith("json")

    def write(self, result: Result) -> None:
        """Writes the result, in pieces as it comes.

        Raises:
            UsageError: it cannot be written there.
        """
        pieces = render(self.format, result, self.options)
        if self.path is not None:
            try:
                _write_file(Path(self.path), pieces)
            except OSError as error:
                raise UsageError(f"{self.path}: cannot be written: {error.strerror or error}") from error
            return
        if sys.stdout is None:
            raise UsageError("standard output is closed; open it or give --output FILE")
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()

    def spare(self, inputs: Iterable[str]) -> None:
        """Refuses to write over an input.

        Raises:
            UsageError: the output is one of ``inputs``.
        """
        if self.path is None:
            return
        for path in inputs:
            with suppress(OSError):  # one of them is not there, so they are not the same
                if Path(self.path).samefile(path):
                    raise UsageError(f"{self.path}: is an input; name another file after --output")


def _write_file(path: Path, pieces: Iterable[str]) -> None:
    """All pieces as the file's new content, or the old file untouched. Devices and pipes are written into."""
    target = path.resolve()  # a link stays a link
    if target.exists() and not target.is_file():
        with _open(target, "w") as stream:
            stream.writelines(pieces)
        return
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with _open(draft, "x") as stream:
            stream.writelines(pieces)
        if target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        draft.replace(target)
    finally:  # after Ctrl-C too no draft stays behind
        draft.unlink(missing_ok=True)


def _open(path: Path, mode: str) -> IO[str]:
    return path.open(mode, encoding="utf-8", errors="backslashreplace", newline="")


def output_options(command: Callable[..., object]) -> Callable[..., object]:
    """Gives a command --format, --output, --width, --color and --with-text, as its argument ``output``."""

    @wraps(command)
    def with_output(
        *args: object,
        format_: str,
        path: str | None,
        width: int | None,
        color: str,
        with_text: bool,
        **kwargs: object,
    ) -> object:
        target = None if path in (None, "-") else path
        terminal = target is None and sys.stdout is not None and sys.stdout.isatty()
        columns = width or shutil.get_terminal_size((_WIDTH, 24)).columns
        options = Options(columns, color=_colored(color, terminal=terminal), with_text=with_text)
        return command(*args, output=Output(format_, target, options), **kwargs)

    for option in reversed(_OPTIONS):
        option(with_output)
    return with_output


_OPTIONS = (
    click.option(
        "--format",
        "-f",
        "format_",
        type=click.Choice(tuple(FORMATS)),
        default="table",
        show_default=True,
        help="How the answer is written.",
    ),
    click.option(
        "--output",
        "-o",
        "path",
        metavar="FILE",
        help="Write there, not to standard output; never over an input.",
    ),
    click.option(
        "--width",
        type=click.IntRange(20, 1000),
        metavar="COLUMNS",
        help="Width of a table [default: the terminal's].",
    ),
    click.option(
        "--color",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        show_default=True,
        help="Colors; auto: on a terminal, unless NO_COLOR is set, or anywhere if FORCE_COLOR is.",
    ),
    click.option("--with-text", is_flag=True, help="Put the article's whole text into the JSON."),
)


def _colored(choice: str, *, terminal: bool) -> bool:
    """Whether to color: the option, else NO_COLOR, else FORCE_COLOR, else whether a terminal reads it.

    NO_COLOR as https://no-color.org has it, FORCE_COLOR as https://force-color.org: set and not empty.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"
