"""How words go on that a shell completes: names of files and folders, codes, formats, commands.

Options that take a choice say so themselves. What another value is, its metavar tells; this is loaded only
when a shell asks.
"""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from quotediff.cli import COMMANDS
from quotediff.model import Severity

_LEVELS = tuple(level.value for level in Severity)


def with_completions(command: click.Command) -> click.Command:
    """The command, of whose parameters each knows how its values may go on."""
    for parameter in command.params:
        metavar = (parameter.metavar or "").rstrip(".").partition(" ")[0].strip("[]")
        parameter.type = _BY_METAVAR.get(metavar) or _BY_NAME.get(parameter.name or "") or parameter.type
    return command


class _Words(click.ParamType):  # type: ignore[type-arg]  # older clicks cannot say of what
    """One of some words; of a list the first, as shells differ about commas."""

    name = "word"

    def words(self) -> Iterable[str]:
        """All there are."""
        raise NotImplementedError

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002 - likewise
        incomplete: str,
    ) -> list[CompletionItem]:
        """Those that begin so."""
        return [CompletionItem(word) for word in self.words() if word.startswith(incomplete)]


class _Codes(_Words):
    """Codes of changes, and levels for those who take these too."""

    def __init__(self, *others: str) -> None:
        self._others = others

    def words(self) -> Iterable[str]:
        from quotediff.changes import RULES  # noqa: PLC0415 - only who asks for codes pays for it
        from quotediff.report import CHECKS  # noqa: PLC0415 - likewise

        return (*self._others, *RULES, *CHECKS)


class _Formats(_Words):
    """Formats that are read."""

    def words(self) -> Iterable[str]:
        from quotediff.readers import FORMATS  # noqa: PLC0415 - as above

        return FORMATS


class _Commands(_Words):
    """Commands."""

    def words(self) -> Iterable[str]:
        return COMMANDS


_FILES, _FOLDERS = click.Path(), click.Path(file_okay=False)
_BY_METAVAR: dict[str, click.ParamType] = {  # type: ignore[type-arg]  # as above
    **dict.fromkeys(("FILE", "LIST", "OLD", "V1", "PATH", "SOURCE", "GOLD"), _FILES),
    **dict.fromkeys(("DB|FOLDER", "FILE|ENGINE", "FORMAT=]FILE"), _FILES),
    **dict.fromkeys(("DIR", "FOLDER"), _FOLDERS),
    **dict.fromkeys(("CODE,", "CODE=LEVEL,"), _Codes()),
    "LEVEL|CODE,": _Codes(*_LEVELS),
}
"""As far as its first space, less dots and brackets around it."""

_BY_NAME: dict[str, click.ParamType] = {  # type: ignore[type-arg]  # as above
    "code": _Codes(),
    "command": _Commands(),
    "file": _FILES,
    "input_format": _Formats(),
}
