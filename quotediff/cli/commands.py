"""The command ``quotediff`` itself: a group that loads a command when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import cast

import click

from quotediff import __version__
from quotediff.cli import COMMANDS


class _Lazy(click.Group):
    """A group that loads a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        return cast("click.Command", getattr(import_module(module), name))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="quotediff", message="%(prog)s %(version)s")
def commands() -> None:
    """Who said what in a news story, and what became of it in the next version.

    Articles are plain text; "-" is standard input. Answers go to standard output, everything else to
    standard error. Exit status: 0 nothing to report, 1 findings at or above --fail-on, 2 could not run.
    """
