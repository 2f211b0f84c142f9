"""``quotediff compare``: what became of every quote between two versions."""

from __future__ import annotations

import click

import quotediff
from quotediff.cli import codes
from quotediff.cli.engine import engine_option
from quotediff.cli.output import Output, output_options
from quotediff.cli.run import FINDINGS, Session


@click.command("compare", short_help="What happened to every quote between two versions.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--show", "shown", metavar="CODE,...", help="Show these codes too that are hidden unless asked."
)
@click.option("--all", "show_all", is_flag=True, help="Show all hidden codes.")
@click.option(
    "--fail-on", metavar="LEVEL|CODE,...", help="Status 1 if there are findings of these, or worse ones."
)
@click.option("--exit-code", is_flag=True, help="Status 1 if there are any changes, as git diff --exit-code.")
@engine_option
@output_options
@click.pass_obj
def compare(  # noqa: PLR0913 - one argument an option
    session: Session,
    *,
    old: str,
    new: str,
    output: Output,
    engine: str,
    shown: str | None,
    fail_on: str | None,
    show_all: bool,
    exit_code: bool,
) -> None:
    """What happened to every quote between two versions of a story, worst first.

    Without --fail-on or --exit-code the status is 0 whatever was found.
    """
    fatal = codes.parse("--fail-on", fail_on)
    asked = codes.parse("--show", shown).codes | fatal.codes
    output.spare((old, new))
    versions = tuple(session.extracts((old, new), note=not output.data, engine=engine))
    if len(versions) < 2:
        return
    result = quotediff.compare(*versions, select=codes.selected(asked, everything=show_all))
    if any(exit_code or fatal.holds(change) for change in result.changes):
        session.status = FINDINGS
    output.write(result)
    session.tell(() if output.data else result.problems)
