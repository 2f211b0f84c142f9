"""The options of commands that take any number of files: which ones, and in how many processes."""

from __future__ import annotations

import os
import re
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotediff.cli.jobs import cores
from quotediff.errors import UsageError, unreadable
from quotediff.limits import MAX_WINDOWS_JOBS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quotediff.cli.run import Session


class _Jobs(click.ParamType):  # type: ignore[type-arg]  # older clicks cannot say of what
    """A number of processes, or ``auto``."""

    name = "number"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; 0 and ``auto`` are the number of cores."""
        word = str(value)
        if not re.fullmatch("auto|[0-9]{1,5}", word):
            self.fail(f"{word!r} is no number of processes; give one, or auto", param, ctx)
        return min(MAX_WINDOWS_JOBS, int(word.replace("auto", "0")) or cores())


def files_options(metavar: str = "FILE...") -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Gives a command FILE..., --files-from, --null and --jobs, as its arguments ``files`` and ``jobs``.

    ``files`` are those of the command line, then those of the list, which the session then knows. ``metavar``
    is what the help calls them.
    """

    def decorate(command: Callable[..., object]) -> Callable[..., object]:
        @wraps(command)
        def with_files(
            *args: object,
            files: Sequence[str],
            files_from: str | None,
            null: bool,
            **kwargs: object,
        ) -> object:
            if null and files_from is None:
                raise UsageError("--null: says how the names in a list are separated; give --files-from too")
            context = click.get_current_context()
            if files_from is None and not files:
                (argument,) = (p for p in context.command.params if p.name == "files")
                raise click.MissingParameter(ctx=context, param=argument)
            if files_from is not None:
                files = *files, *_listed(context.obj, files_from, null=null)
            return command(*args, files=files, **kwargs)

        for option in reversed(_FILE_OPTIONS):
            option(with_files)
        return click.argument("files", nargs=-1, metavar=metavar)(with_files)

    return decorate


_ARTICLE_SUFFIXES = (
    *(".txt", ".md", ".markdown", ".html", ".htm", ".mhtml", ".mht", ".docx", ".odt", ".eml"),
    *(".xml", ".json", ".nitf", ".rss", ".atom", ".anpa", ".tst"),
    *(".jsonl", ".ndjson", ".warc", ".zip", ".gz", ".zst"),
)
"""Endings of what is read of a folder: a corpus holds expectations beside its stories."""


def by_name(session: Session, old: str, new: str) -> list[tuple[str, str]]:
    """The files of two folders, and of folders in them, that have one name; two other names are a pair.

    A file without a partner is reported in a line. Names that begin with a dot are left out.

    Raises:
        UsageError: no two files have one name.
    """
    if not (os.path.isdir(old) and os.path.isdir(new)):  # noqa: PTH112 - a NUL in a name is no error here
        return [(old, new)]
    here, there = _names(old), _names(new)
    for folder, other, names in ((old, new, here - there), (new, old, there - here)):
        for name in sorted(names):
            session.write_note(f"{os.path.join(folder, name)}: no file of that name in {other}; not compared")  # noqa: PTH118
    if not here & there:
        raise UsageError(f"{old} and {new}: hold no files of the same name; name the files")
    return [(os.path.join(old, name), os.path.join(new, name)) for name in sorted(here & there)]  # noqa: PTH118


def in_folders(files: Sequence[str]) -> tuple[str, ...]:
    """The files, and the articles in folders that are among them, by their names; not hidden ones."""
    found: list[str] = []
    for path in files:
        if os.path.isdir(path):  # noqa: PTH112 - a NUL in a name is no error here
            articles = sorted(name for name in _names(path) if name.lower().endswith(_ARTICLE_SUFFIXES))
            found += [os.path.join(path, name) for name in articles]  # noqa: PTH118
        else:
            found.append(path)
    return tuple(found)


def _names(folder: str) -> set[str]:
    """The files in a folder, and in folders in it, by their paths from there."""
    found = set()
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found |= {os.path.relpath(os.path.join(path, n), folder) for n in names if not n.startswith(".")}  # noqa: PTH118
    return found


def _listed(session: Session, path: str, *, null: bool) -> list[str]:
    """The names that a list holds, in its order; empty ones are none."""
    session.listed = True
    session.inputs.append(path)
    try:
        data = session.piped() if path == "-" else Path(path).read_bytes()
    except (OSError, ValueError) as error:  # a ValueError: a NUL in the name
        raise unreadable(path, error, "the list of files cannot be read") from None
    names = data.split(b"\0") if null else [line.removesuffix(b"\r") for line in data.split(b"\n")]
    if not null and b"\0" in data:
        raise UsageError(f"{path}: the list of files has NUL characters; give --null if they separate names")
    return [os.fsdecode(name) for name in names if name]


jobs_option = click.option(
    "--jobs",
    "-j",
    type=_Jobs(),
    default="1",
    show_default=True,
    metavar="NUMBER",
    help="How many processes to use; auto: one for each core.",
)
_FILE_OPTIONS = (
    click.option("--files-from", metavar="LIST", help="Also read the files named in LIST, one name a line."),
    click.option("--null", "-0", is_flag=True, help="Names in LIST end with NUL instead of a line break."),
    jobs_option,
)
