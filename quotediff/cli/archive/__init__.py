"""``quotediff archive``: the versions of many stories, turned into tables. One file a command of its own."""

from __future__ import annotations

from importlib import import_module
from typing import cast

import click

from quotediff.cli.commands import with_help
from quotediff.errors import UsageError

COMMANDS = {
    "build": ("quotediff.cli.archive.build", "build"),
    "status": ("quotediff.cli.archive.status", "status"),
    "retry": ("quotediff.cli.archive.retry", "retry"),
    "export": ("quotediff.cli.archive.export", "export"),
}
"""The commands of the group: module and object by name."""


class _Lazy(click.Group):
    """A group that loads a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        if cmd_name not in COMMANDS:
            from quotediff.errors import nearest_or_all  # noqa: PLC0415 - only who errs pays for it

            raise UsageError(f"archive: no command {cmd_name!r}; {nearest_or_all(cmd_name, COMMANDS)}")
        module, name = COMMANDS[cmd_name]
        return with_help(cast("click.Command", getattr(import_module(module), name)))


@click.group(
    "archive",
    cls=_Lazy,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    short_help="Turn the versions of many stories into tables.",
)
@click.pass_context
def archive(context: click.Context) -> None:
    """Turn the versions of many stories into tables: quotes, speakers, changes, histories.

    A build that was interrupted goes on with the same command; what is done is not done again.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)
