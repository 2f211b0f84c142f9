"""What was probably meant where the command line names what is not there."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from quotediff.cli import COMMANDS
from quotediff.errors import meant
from quotediff.limits import MAX_SUGGESTED_FILES
from quotediff.model import framed, some

if TYPE_CHECKING:
    import click

ADDRESSES = ("http://", "https://", "ftp://", "ftps://", "file://")
_OTHER_WORDS = {  # what other tools call what a command does
    "ls": "list",
    "quotes": "list",
    "extract": "list",
    "diff": "compare",
    "log": "history",
    "speakers": "sources",
    "who": "sources",
    "status": "changed",
    "verify": "check",
    "explain": "rule",
    "codes": "rule",
}
_BY_NUMBER = {1: "list", 2: "compare"}  # the command for so many files; for more, history


def of_command(arguments: Sequence[str]) -> str:
    """What to say where the first argument is no command."""
    name = arguments[0]
    if name.lower().startswith(ADDRESSES):
        return f"no command {name!r}; quotediff does not fetch addresses: save the page, and name the file"
    files = _files(arguments)
    if files:
        command = _BY_NUMBER.get(len(files), "history")
        if [Path(file).is_dir() for file in files] == [True]:
            command = "check"
        words = some([*map(shlex.quote, files)], MAX_SUGGESTED_FILES, " ")
        return f"no command {name!r}; did you mean `quotediff {command} {words}`?"
    if name[:2].upper() in ("QD", "QC") and name[2:].isalnum():
        return f"no command {name!r}; did you mean `quotediff rule {name}`?"
    like = _OTHER_WORDS.get(name.lower()) or meant(name, COMMANDS)
    known = f"did you mean `quotediff {like}`?" if like else f"there are {', '.join(COMMANDS)}"
    return f"no command {name!r}; {known}"


def of_option(option: str, command: click.Command | None) -> str:
    """What to say where a command has no such option; empty if nothing is like it."""
    known = [name for each in _parameters(command) for name in each.opts if name.startswith("--")]
    like = meant(option, known)
    if like:
        return f"did you mean {like}?"
    others = [name for name in COMMANDS if any(option in each.opts for each in _parameters(_loaded(name)))]
    return framed("it is an option of ", ", ".join(others))


def _files(arguments: Sequence[str]) -> list[str]:
    """The arguments, without options, if the first is a file or looks like the name of one."""
    name = arguments[0]
    if name != "-" and not _may_be_file(name):
        return []
    return [word for word in arguments if word == "-" or not word.startswith("-")]


def _may_be_file(name: str) -> bool:
    """Whether a word is a file, or looks like the name of one: it names a folder, or has an ending."""
    if os.path.lexists(name):
        return True
    return os.sep in name or Path(name).suffix[1:].isalnum()


def _loaded(name: str) -> click.Command:
    module, attribute = COMMANDS[name]
    return cast("click.Command", getattr(import_module(module), attribute))


def _parameters(command: click.Command | None) -> Sequence[click.Parameter]:
    return () if command is None else command.params
