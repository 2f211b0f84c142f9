"""Runs a command: what it owes to the shell whatever happens (streams, exit status, no traceback)."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

import quotediff
from quotediff.cli import INTERRUPTED
from quotediff.cli.commands import commands
from quotediff.cli.jobs import Crew, Refused, analysed, reason
from quotediff.cli.progress import Progress
from quotediff.errors import InputError, UsageError
from quotediff.render import values
from quotediff.render.terminal import escaped
from quotediff.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
        self._crew: Crew | None = None
        self._progress: Progress | None = None

    def extracts(  # noqa: PLR0913 - each may be left out
        self,
        paths: Sequence[str],
        *,
        note: bool,
        engine: str = "network",
        read: Callable[[str], bytes] | None = None,
        jobs: int = 1,
        bare: bool = False,
        progress: bool = False,
    ) -> Iterator[Extract]:
        """The articles that can be read, one at a time; the others are reported and cost the status.

        With ``note`` the problems of each are kept, to be told at the end. ``read`` gives what a path holds
        where that is no file. With ``jobs`` so many processes work ahead, in order all the same; if
        ``bare``, articles may then lack tokens and sentences. ``progress``: a bar, if standard error is a
        terminal and the run long.
        """
        for found in self._watched(
            self._found(paths, engine, read, jobs, bare=bare), len(paths), show=progress
        ):
            if isinstance(found, str):
                self.fail(found)
                continue
            if note:
                self._note(found)
            yield found

    def piped(self) -> bytes:
        """All that standard input holds, which nobody has asked for yet.

        Raises:
            UsageError: it is closed.
        """
        if sys.stdin is None:
            raise UsageError("standard input is closed; name a file, or pipe a list in")
        self._piped = True
        return sys.stdin.buffer.read()

    def close(self) -> None:
        """Ends whatever works for the run."""
        if self._crew is not None:
            self._crew.close()

    def _found(
        self, paths: Sequence[str], engine: str, read: Callable[[str], bytes] | None, jobs: int, *, bare: bool
    ) -> Iterator[Extract | str]:
        jobs = min(jobs, len(paths))
        if jobs > 1 and read is None:
            self._crew = Crew(jobs, engine, bare=bare)
            return self._crew.each(path if path != "-" else self._ahead(path) for path in paths)
        return (analysed(path, _reader(read) if read else self._read, engine) for path in paths)

    def _watched(self, found: Iterator[Extract | str], total: int, *, show: bool) -> Iterator[Extract | str]:
        if not show:
            yield from found
            return
        with Progress(total) as self._progress:
            for one in found:
                yield one
                self._progress.advance()

    def _read(self, path: str) -> Document:
        if path == "-" and self._piped:
            raise InputError(path, "standard input is read already", "name it once")
        self._piped = self._piped or path == "-"
        return _read(path)

    def _ahead(self, path: str) -> Document | Refused:
        """Standard input for a worker, which has none: its article, or what is wrong with it."""
        try:
            return self._read(path)
        except Exception as error:  # noqa: BLE001 - reported in its turn
            return Refused(reason(error, path))

    def remark(self, message: str | None) -> None:
        """Something to be told at the end that is no problem of an article."""
        if message:
            self._keep(message)

    def fail(self, message: str) -> None:
        """Reports something that could not be done, in one line; the status becomes 2."""
        self.status = FAILED
        if self._progress is not None:
            self._progress.hide()
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


def _reader(read: Callable[[str], bytes]) -> Callable[[str], Document]:
    return lambda path: quotediff.read_bytes(read(path), path)


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
            sys.stderr.write(f"{_NAME}: {escaped(message)}\n")
            sys.stderr.flush()


def _misused(error: click.ClickException) -> None:
    """Says what is wrong with the arguments, which may hold anything, and how the command is used."""
    error.message = escaped(error.message)
    if sys.stderr is not None:
        with suppress(OSError):
            error.show()


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
        _misused(error)
        session.status = FAILED
    except (KeyboardInterrupt, click.Abort):
        session.status = INTERRUPTED
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough: the rest is tidying up
    except BrokenPipeError:  # whoever read us has seen enough
        pass
    except Exception as error:  # noqa: BLE001 - a defect, but a user gets one line and the right status
        session.fail(reason(error))
    session.close()
    _settle(session)
    return session.status


def _settle(session: Session) -> None:
    """Empties standard output; if it cannot be, it is turned to nowhere, or Python would complain at exit."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        if session.status != FAILED and not isinstance(error, BrokenPipeError):
            session.fail(reason(error))
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
