"""Runs a command: what it owes to the shell whatever happens (streams, exit status, no traceback)."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import nullcontext, suppress
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

import quotediff
from quotediff.cli import INTERRUPTED
from quotediff.cli.commands import COMPLETION, commands
from quotediff.cli.formats import may_hold_several
from quotediff.cli.jobs import Analysis, Crew, Found, Refused, Work, reason
from quotediff.cli.progress import Progress
from quotediff.errors import InputError, UsageError
from quotediff.limits import MAX_PROBLEM_LINES
from quotediff.rendering import values
from quotediff.rendering.places import Places
from quotediff.rendering.terminal import escaped
from quotediff.values import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from quotediff.cli.jobs import Article, Comparing, Task
    from quotediff.comparison import Comparison
    from quotediff.config.codes import Selection
    from quotediff.model import Document, Extract, Problem
    from quotediff.readers.containers import Found as FoundInFile

FINDINGS, FAILED = 1, 2
_COMMAND_NAME = "quotediff"
_OWN_PATHS = ("/dev/", "/proc/self/")  # paths of what a process has open


class Session:
    """One run: the exit status so far, and what is to be said on standard error at its end."""

    def __init__(self) -> None:
        self.status = 0
        self.quiet = False  # only what could not be done is reported on standard error
        self.inputs: list[str] = []  # files that are read beside those which the command works on
        self.listed = False  # a list of files was given
        self._notes: list[str] = []
        self._notes_left_out = 0
        self._piped = False  # standard input was read
        self._crew: Crew[Any, Any] | None = None
        self._progress: Progress | None = None

    def extracts(  # noqa: PLR0913 - most may be left out
        self,
        paths: Sequence[str],
        task: Analysis,
        *,
        note: bool,
        jobs: int = 1,
        bare: bool = False,
        bar: bool = False,
    ) -> Iterator[Extract]:
        """The articles that can be read, one at a time; the others are reported and cost the status.

        ``task`` reads and analyses each. With ``note`` the problems of each are reported at the end.
        With ``jobs`` so many processes work ahead, in order all the same; if ``bare``, articles may then lack
        tokens and sentences. ``bar``: one is shown, if standard error is a terminal and the run long.
        """
        if not any(may_hold_several(path, task.input_format) for path in paths[:jobs]):
            jobs = min(jobs, len(paths))
        task = replace(task, bare=bare and jobs > 1)
        works = chain.from_iterable(self._stories(path, task.input_format) for path in paths)
        done = self._done(task, works, jobs)
        for extract in self._watched(done, len(paths), show=bar):
            if note:
                self._add_problems_of(extract)
            yield extract

    def comparisons(  # noqa: PLR0913 - some may be left out
        self,
        pairs: Sequence[tuple[str, str]],
        task: Comparing,
        fail_on: Selection,
        *,
        note: bool,
        jobs: int = 1,
        bar: bool = False,
    ) -> Iterator[Comparison]:
        """The pairs of versions of which both can be read, compared, one at a time.

        A pair that cannot be compared costs the others nothing. Changes that are of ``fail_on`` are the run's
        status. Otherwise as ``extracts``.
        """
        jobs = min(jobs, len(pairs))
        task = replace(task, analysis=replace(task.analysis, bare=jobs > 1))
        load: Callable[[str], Article] = str
        if task.analysis.read is None:
            load = partial(self._load_if_local, input_format=task.analysis.input_format)
        done = self._done(task, ((load(old), load(new)) for old, new in pairs), jobs)
        for result in self._watched(done, len(pairs), show=bar):
            if any(map(fail_on.holds, result.changes)):
                self.note_findings()
            if note:
                self._add_problems_of(result.old)
                self._add_problems_of(result.new)
                self._add_formats_of(result)
                about = f"{result.new.document.name}: " if len(pairs) > 1 else ""
                for problem in result.problems:
                    self._append_note(f"{about}{problem.code} {problem.message}")
            yield result

    @property
    def failed(self) -> bool:
        """Whether something could not be done."""
        return self.status == FAILED

    def piped(self) -> bytes:
        """All that standard input holds, which nobody has asked for yet.

        Raises:
            UsageError: it is closed.
        """
        if sys.stdin is None:
            raise UsageError("standard input is closed; name a file, or pipe a list in")
        self._piped = True
        _announce_waiting("a list of files")
        return sys.stdin.buffer.read()

    def close(self) -> None:
        """Ends whatever works for the run."""
        if self._crew is not None:
            self._crew.close()

    def _done(self, task: Task[Work, Found], works: Iterable[Work], jobs: int) -> Iterator[Found | Refused]:
        """What the task gives for each piece of work: here, or in so many processes."""
        if jobs < 2:
            return map(task, works)
        crew = Crew(jobs, task)
        self._crew = crew
        return crew.each(works)

    def _watched(self, found: Iterator[Found | Refused], total: int, *, show: bool) -> Iterator[Found]:
        """What was found; what was refused is reported. With a bar, if one is to be shown."""
        with Progress(total) if show and not self.quiet else nullcontext() as self._progress:
            for one in found:
                if isinstance(one, Refused):
                    for line in one.lines:
                        self.fail(line)
                else:
                    yield one
                if self._progress is not None:
                    self._progress.advance()

    def _stories(self, path: str, input_format: str | None) -> Iterator[Article]:
        """The path; or the articles of a file that may hold several, or what is wrong with it."""
        if path != "-" and not may_hold_several(path, input_format):
            yield self._load_if_local(path, input_format)
            return
        from quotediff.readers import read_each  # noqa: PLC0415 - when read, so that --help is quick
        from quotediff.readers.containers import LeftOut  # noqa: PLC0415 - likewise

        try:
            found = self._piped_found(path, input_format) if path == "-" else read_each(path, input_format)
            for each in found:
                if isinstance(each, Exception):
                    yield Refused((reason(each, path),))
                elif isinstance(each, LeftOut):
                    self._append_note(str(each))
                else:
                    yield each
        except Exception as error:  # noqa: BLE001 - reported in its turn
            yield Refused((reason(error, path),))

    def _load_if_local(self, path: str, input_format: str | None = None) -> Article:
        """The path; or, of what only this process can read, its article or what is wrong with that.

        Standard input and descriptors that the shell has opened (``<(...)``) are nobody else's.
        """
        if path == "-" or path.startswith(_OWN_PATHS):
            try:
                if path != "-":
                    return quotediff.read(path, format=input_format)
                from quotediff.readers import documents, single_story  # noqa: PLC0415 - as above

                return single_story(documents(self._piped_found(path, input_format)), path)
            except Exception as error:  # noqa: BLE001 - reported in its turn
                return Refused((reason(error, path),))
        return path

    def _piped_found(self, path: str, input_format: str | None) -> Iterator[FoundInFile]:
        if self._piped:
            raise InputError(path, "standard input is read already", "name it once")
        if sys.stdin is None:
            raise InputError(path, "standard input is closed", "name a file, or pipe an article in")
        self._piped = True
        _announce_waiting("standard input")
        from quotediff.readers import each_in  # noqa: PLC0415 - as above

        return each_in(sys.stdin.buffer, path, input_format)

    def note_findings(self) -> None:
        """The run has findings: its status, unless something failed."""
        self.status = self.status or FINDINGS

    def add_note(self, message: str | None) -> None:
        """Keeps a note, to be reported at the end, that is no problem of an article."""
        if message:
            self._append_note(message)

    def add_problems(self, document: Document, codes: Collection[str]) -> None:
        """Keeps the problems of some codes that an article has, where its others are reported elsewhere."""
        for problem in document.problems:
            if problem.code in codes:
                self._append_note(f"{document.name}: {problem.code} {problem.message}")

    def write_note(self, message: str) -> None:
        """Reports a note at once."""
        if not self.quiet:
            write_stderr(message)

    def fail(self, message: str) -> None:
        """Reports something that could not be done, in one line; the status becomes 2."""
        self.status = FAILED
        if self._progress is not None:
            self._progress.hide()
        write_stderr(message)

    def flush_notes(self, problems: Iterable[Problem] = ()) -> None:
        """Writes the notes that were kept, and the problems of a comparison."""
        for problem in problems:
            self._append_note(f"{problem.code} {problem.message}")
        if self.quiet:
            return
        for line in self._notes:
            write_stderr(line)
        if self._notes_left_out:
            write_stderr(f"{self._notes_left_out} more problems; --format json has them all")

    def _add_problems_of(self, extract: Extract) -> None:
        problems = values.problems(extract)
        document = extract.document
        places = Places(document.text, document.origin) if problems else None
        for problem in problems:
            place = ""
            if places is not None and problem.span is not None:
                place = ":{}:{}".format(*places.of(problem.span)[0])
            self._append_note(f"{document.name}{place}: {problem.code} {problem.message}")

    def _add_formats_of(self, result: Comparison) -> None:
        """Notes what two versions were read as, if that differs."""
        old, new = result.old.document, result.new.document
        if old.format != new.format:
            self._append_note(
                f"{old.name} was read as {old.format}, {new.name} as {new.format}: compared by what both have"
            )

    def _append_note(self, line: str) -> None:
        if len(self._notes) < MAX_PROBLEM_LINES:
            self._notes.append(line)
        else:
            self._notes_left_out += 1


def write_stdout(pieces: Iterable[str]) -> None:
    """Writes to standard output, piece by piece as they come.

    Raises:
        UsageError: it is closed.
    """
    if sys.stdout is None:
        raise UsageError("standard output is closed; open it or give --output FILE")
    for piece in pieces:
        sys.stdout.write(piece)
    sys.stdout.flush()


def write_stderr(message: str) -> None:
    """One line on standard error, whatever the message holds; quiet if nobody can read it."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"{_COMMAND_NAME}: {escaped(message)}\n")
            sys.stderr.flush()


def _announce_waiting(what: str) -> None:
    """Tells a person at a terminal, who would else wait, that the person is waited for."""
    if sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D"
        write_stderr(f"reading {what}; end with {end}")


def _show_misuse(error: click.ClickException) -> None:
    """Says what is wrong with the arguments, which may hold anything, and how the command is used."""
    if isinstance(error, click.NoSuchOption):
        from quotediff.cli.suggest import of_option  # noqa: PLC0415 - only who errs pays for it

        suggested = of_option(error.option_name, error.ctx.command if error.ctx is not None else None)
        vars(error).update(
            possibilities=[], message=f"no option {error.option_name}; {suggested}".rstrip("; ")
        )
    vars(error)["message"] = escaped(error.message)
    if sys.stderr is not None:
        with suppress(OSError):
            error.show()


def main() -> int:
    """Runs the command that the arguments name; gives the exit status, never raises for a user's input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # the same bytes on every system and in every locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    if COMPLETION in os.environ:  # the shell asks for completions: click knows how
        commands.main(prog_name=_COMMAND_NAME)
    session = Session()
    try:
        with commands.make_context(_COMMAND_NAME, sys.argv[1:], obj=session) as context:
            commands.invoke(context)
    except click.exceptions.Exit as leave:  # --help, --version
        session.status = leave.exit_code
    except click.ClickException as error:
        _show_misuse(error)
        session.status = FAILED
    except (KeyboardInterrupt, click.Abort):
        session.status = INTERRUPTED
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough: the rest is tidying up
    except BrokenPipeError:  # whoever read us has seen enough
        pass
    except Exception as error:  # noqa: BLE001 - a defect, but a user gets one line and the right status
        session.fail(reason(error))
    session.close()
    _exit_with_status(session)
    return session.status


def _exit_with_status(session: Session) -> None:
    """Flushes standard output; where that fails it is closed, because Python would report it at exit."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        if session.status != FAILED and not isinstance(error, BrokenPipeError):
            session.fail(reason(error))
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
