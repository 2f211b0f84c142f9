"""``quotediff compare``: what became of every quote between two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import quotediff
from quotediff.cli.engine import engine_option
from quotediff.cli.output import Output, output_options
from quotediff.cli.run import FINDINGS, Session
from quotediff.cli.settings import settings_options

if TYPE_CHECKING:
    from quotediff.config import Settings


@click.command("compare", short_help="What happened to every quote between two versions.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--fail-on", metavar="LEVEL|CODE,...", help="Status 1 if there are findings of these, or worse ones."
)
@click.option("--exit-code", is_flag=True, help="Status 1 if there are any changes, as git diff --exit-code.")
@settings_options
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
    settings: Settings,
    exit_code: bool,
) -> None:
    """What happened to every quote between two versions of a story, worst first.

    Without --fail-on or --exit-code the status is 0 whatever was found.
    """
    output.spare((old, new))
    versions = tuple(session.extracts((old, new), note=not output.data, engine=engine))
    if len(versions) < 2:
        return
    asked = settings.selected()
    result = quotediff.compare(*versions, select=asked, ignore=settings.ignore, severity=settings.severity)
    if any(exit_code or settings.fail_on.holds(change) for change in result.changes):
        session.status = FINDINGS
    output.write(result)
    session.tell(() if output.data else result.problems)
