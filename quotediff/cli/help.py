"""``quotediff help``: what a command does and takes, as its ``--help``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotediff.cli.commands import commands
from quotediff.cli.run import write_stdout

if TYPE_CHECKING:
    from quotediff.cli.run import Session


@click.command("help", short_help="Explain a command; without one, list the commands.")
@click.argument("command", required=False)
@click.pass_obj
def help_(session: Session, *, command: str | None) -> None:
    """Explain COMMAND, as `quotediff COMMAND --help` does; without it list the commands."""
    context = click.get_current_context().find_root()
    name, found, _ = commands.resolve_command(context, [command]) if command else (None, None, None)
    if found is not None:
        context = click.Context(found, info_name=name, parent=context, obj=session)
    write_stdout([context.get_help() + "\n"])
