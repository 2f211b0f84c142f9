"""The manual page of the command, ``man/quotediff.1``: every command and option as click describes it.

``scripts/readme`` writes it, and with ``--check`` says whether it differs. It is written here, as click-man
looks for commands where a group that loads them when asked has none, and leaves roff's own signs in the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from quotediff import __version__
from quotediff.cli import COMMANDS
from quotediff.cli.commands import commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_EVERYWHERE = {"help", "quiet"}  # parameters of every command, which are told once
_EXAMPLES = (
    ("Who said what in a story:", "quotediff list story.txt"),
    ("What became of it in the next version, worst first:", "quotediff compare old.txt new.txt"),
    ("The same as a page in the browser:", "quotediff compare old.txt new.txt --open"),
    ("All versions of a day:", "quotediff history v1.txt v2.txt v3.txt"),
    ("Fail where an error is found:", "quotediff compare old.txt new.txt --fail-on error"),
    ("What a code means:", "quotediff rule QD101"),
)
_STATUS = (
    ("0", "Nothing to report."),
    ("1", "Findings at or above --fail-on."),
    ("2", "The command could not run: wrong usage, unreadable input."),
)
_ENVIRONMENT = (
    ("NO_COLOR", "No colors, unless --color always."),
    ("FORCE_COLOR", "Colors anywhere, unless --color never."),
    ("PAGER", "What shows an answer that is longer than the screen; by default less."),
)
_FILES = (
    (
        "quotediff.toml, pyproject.toml",
        "Settings: the nearest one from the current folder upwards, or what --config names.",
    ),
)


def manual() -> str:
    """The page in roff's ``man`` macros; the same each time for the same code."""
    context = commands.make_context("quotediff", [], resilient_parsing=True)
    lines = [
        f'.TH QUOTEDIFF 1 "" "quotediff {__version__}" "User Commands"',
        ".ad l",
        ".SH NAME",
        "quotediff \\- who said what in a news story, and what became of it in the next version",
        ".SH SYNOPSIS",
        *(f".br\n.B quotediff {name}\n{_written(_usage(context, name))}" for name in COMMANDS),
        ".SH DESCRIPTION",
        *_prose(commands.help or ""),
        ".SH OPTIONS OF EVERY COMMAND",
        *_options(commands, context, set()),
        ".SH COMMANDS",
    ]
    for name in COMMANDS:
        lines += _described(context, name)
    lines += [".SH EXIT STATUS", *_listed(_STATUS), ".SH ENVIRONMENT", *_listed(_ENVIRONMENT)]
    lines += [".SH FILES", *_listed(_FILES), ".SH EXAMPLES"]
    for words, command in _EXAMPLES:
        lines += [".PP", _written(words), ".PP", ".RS 4", f".B {_written(command)}", ".RE"]
    lines += [".SH SEE ALSO", "https://github.com/OWNER/quotediff"]
    return "\n".join(lines) + "\n"


def _command(context: click.Context, name: str) -> tuple[click.Command, click.Context]:
    """A command of a group, with its context."""
    assert isinstance(context.command, click.Group)  # noqa: S101 - only groups have commands
    command = context.command.get_command(context, name)
    assert command is not None  # noqa: S101 - it is listed
    return command, click.Context(command, info_name=name, parent=context)


def _usage(context: click.Context, name: str) -> str:
    command, inner = _command(context, name)
    return " ".join(command.collect_usage_pieces(inner))


def _described(context: click.Context, name: str) -> Iterator[str]:
    """A command: its usage, what it does, its options, and the commands within it."""
    command, inner = _command(context, name)
    yield f".SS {inner.command_path} {_written(_usage(context, name))}"
    yield from _prose(command.help or "")
    yield from _options(command, inner, _EVERYWHERE)
    if isinstance(command, click.Group):
        for each in command.list_commands(inner):
            yield from _described(inner, each)


def _options(command: click.Command, context: click.Context, left_out: set[str]) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record is not None and parameter.name not in left_out:
            yield from _listed([record])


def _listed(entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Each term with what it is, indented below it."""
    for term, words in entries:
        yield from (".TP", f".B {_written(term)}", _written(words))


def _prose(text: str) -> Iterator[str]:
    """Paragraphs of a help text."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        yield from (".PP", _written(" ".join(paragraph.split())))


def _written(text: str) -> str:
    """Words as roff shows them as they are: its signs escaped, no line that it takes for a request."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
