"""The command ``quotediff`` itself: a group that loads a command when it is asked for."""

from __future__ import annotations

import os
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
        command = cast("click.Command", getattr(import_module(module), name))
        if all(each.name != _QUIET_COMMAND for each in command.params):
            _quiet_option(command)
        return with_help(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names, with the others; or what was probably meant."""
        if args[0] not in COMMANDS and (args[0] == "-" or not args[0].startswith("-")):
            from quotediff.cli.suggest import of_command  # noqa: PLC0415 - only who errs pays for it

            ctx.fail(of_command(args))
        return super().resolve_command(ctx, args)


COMPLETION = "_QUOTEDIFF_COMPLETE"
"""What a shell sets in the environment when it asks how a word may go on."""

_QUIET_COMMAND = "quiet"


def _hush(context: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value and context.obj is not None:
        context.obj.quiet = True


_quiet_option = click.option(
    "--quiet",
    "-q",
    _QUIET_COMMAND,
    is_flag=True,
    expose_value=False,
    callback=_hush,
    help="Leave problems and notes out of standard error, but not failures.",
)

_HELP_NAMES = ("-h", "--help")
_help_option = click.help_option(*_HELP_NAMES)


def with_help(command: click.Command) -> click.Command:
    """The command with -h and --help of its own, and what a shell that completes words must know.

    The option that click adds keeps the names of the context that was the first to ask for it.
    """
    if COMPLETION in os.environ:
        from quotediff.cli.completion import with_completions  # noqa: PLC0415 - only a shell pays for it

        with_completions(command)
    if command.add_help_option:
        command.add_help_option = False
        _help_option(command)
    return command


@click.group(
    cls=_Lazy,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": list(_HELP_NAMES), "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", prog_name="quotediff", message="%(prog)s %(version)s")
@_quiet_option
@click.pass_context
def commands(context: click.Context) -> None:
    """Who said what in a news story, and what became of it in the next version.

    Articles are text files, saved web pages or what wires send; "-" is standard input. Answers go to
    standard output, everything else to standard error. Exit status: 0 nothing to report, 1 findings at or
    above --fail-on, 2 could not run.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)
