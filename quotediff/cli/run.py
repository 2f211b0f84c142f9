"""Runs a command: what it owes to the shell whatever happens (streams, exit status, no traceback)."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

import quotediff
from quotediff.cli import INTERRUPTED
from quotediff.cli.commands import commands
from quotediff.errors import InputError, QuotediffError
from quotediff.render import values
from quotediff.render.terminal import visible
from quotediff.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from quotediff.model import Document, Extract, Problem

FINDINGS, FAILED = 1, 2
_NAME = "quotediff"
_MOST = 20  # lines about problems on standard error; the JSON has them all


class Session:
    """One run: the exit status so far, and what is to be said on standard error at its end."""

    def __init__(self) -> None:
        self.status = 0
        self._notes: list[str] = []
        self._unsaid = 0
        self._piped = False  # standard input was read

    def extracts(
        self,
        paths: Iterable[str],
        *,
        note: bool,
        engine: str = "network",
        read: Callable[[str], bytes] | None = None,
    ) -> Iterator[Extract]:
        """The articles that can be read, one at a time; the others are reported and cost the status.

        With ``note`` the problems of each are kept, to be told at the end. ``read`` gives what a path holds
        where that is no file.
        """
        for path in paths:
            try:
                document = quotediff.read_bytes(read(path), path) if read else self._read(path)
                extract = quotediff.extract(document, engine)
            except Exception as error:  # noqa: BLE001 - not even a defect in one may cost the others
                self.fail(_reason(error, path))
                continue
            if note:
                self._note(extract)
            yield extract

    def _read(self, path: str) -> Document:
        if path == "-" and self._piped:
            raise InputError(path, "standard input is read already", "name it once")
        self._piped = self._piped or path == "-"
        return _read(path)

    def remark(self, message: str | None) -> None:
        """Something to be told at the end that is no problem of an article."""
        if message:
            self._keep(message)

    def fail(self, message: str) -> None:
        """Reports something that could not be done, in one line; the status becomes 2."""
        self.status = FAILED
        complain(message)

    def tell(self, problems: Iterable[Problem] = ()) -> None:
        """Says what was kept, and the problems of a comparison."""
        for problem in problems:
            self._keep(f"{problem.code} {problem.message}")
        for line in self._notes:
            complain(line)
        if self._unsaid:
            complain(f"{self._unsaid} more problems; --format json has them all")

    def _note(self, extract: Extract) -> None:
        problems = values.problems(extract)
        lines = Lines(extract.document.text) if problems else None
        for problem in problems:
            place = ""
            if lines is not None and problem.span is not None:
                place = ":{}:{}".format(*lines.position(problem.span.start))
            self._keep(f"{extract.document.path}{place}: {problem.code} {problem.message}")

    def _keep(self, line: str) -> None:
        if len(self._notes) < _MOST:
            self._notes.append(line)
        else:
            self._unsaid += 1


def _read(path: str) -> Document:
    if path != "-":
        return quotediff.read(path)
    if sys.stdin is None:
        raise InputError(path, "standard input is closed", "name a file, or pipe an article in")
    from quotediff.readers import read_stream  # noqa: PLC0415 - loaded when read, so that --help is quick

    return read_stream(sys.stdin.buffer, path)


def complain(message: str) -> None:
    """One line on standard error, whatever the message holds; quiet if nobody can read it."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"{_NAME}: {visible(message)}\n")
            sys.stderr.flush()


def main() -> int:
    """Runs the command that the arguments name; gives the exit status, never raises for a user's input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # the same bytes on every system and in every locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    if "_QUOTEDIFF_COMPLETE" in os.environ:  # the shell asks for completions: click knows how
        commands.main(prog_name=_NAME)
    session = Session()
    try:
        with commands.make_context(_NAME, sys.argv[1:], obj=session) as context:
            commands.invoke(context)
    except click.exceptions.Exit as leave:  # --help, --version
        session.status = leave.exit_code
    except click.ClickException as error:
        error.show()
        session.status = FAILED
    except (KeyboardInterrupt, click.Abort):
        session.status = INTERRUPTED
    except BrokenPipeError:  # whoever read us has seen enough
        pass
    except Exception as error:  # noqa: BLE001 - a defect, but a user gets one line and the right status
        session.fail(_reason(error))
    _settle(session)
    return session.status


def _reason(error: Exception, subject: str = "standard output") -> str:
    """An exception in one line. Its traceback comes first if nobody foresaw it and QUOTEDIFF_DEBUG is set."""
    if isinstance(error, QuotediffError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or subject}: {error.strerror or error}"
    if os.environ.get("QUOTEDIFF_DEBUG"):
        import traceback  # noqa: PLC0415 - nobody else needs it

        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}"
    return f"{subject}: internal error, please report it: {what} (QUOTEDIFF_DEBUG=1 shows where)"


def _settle(session: Session) -> None:
    """Empties standard output; if it cannot be, it is turned to nowhere, or Python would complain at exit."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        if session.status != FAILED and not isinstance(error, BrokenPipeError):
            session.fail(_reason(error))
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
