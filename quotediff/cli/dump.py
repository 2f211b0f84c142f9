"""``quotediff dump``: what one stage of the analysis saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotediff.cli.engine import engine_option
from quotediff.cli.formats import input_format_option
from quotediff.cli.jobs import Analysis
from quotediff.cli.run import write_stdout
from quotediff.rendering.stages import STAGES, lines

if TYPE_CHECKING:
    from quotediff.cli.run import Session
    from quotediff.model import Engine


@click.command("dump", short_help="Show what one stage of the analysis saw, and which rule decided.")
@click.argument("file")
@click.option(
    "--stage",
    type=click.Choice(tuple(STAGES)),
    default="candidates",
    show_default=True,
    help="The stage, in the order in which they work.",
)
@engine_option
@input_format_option
@click.pass_obj
def dump(session: Session, file: str, stage: str, engine: Engine, input_format: str | None) -> None:
    """Show what one stage of the analysis saw in an article: a line for each item, with start and end.

    Candidates are shown with rule, cost (the cheapest are selected), source, cue and content. Links are the
    sources that are not names, each with the speakers it may mean, the chosen one first, with scores and
    features.
    """
    from quotediff.extraction import trace  # noqa: PLC0415 - only this command looks inside

    for extract in session.extracts([file], Analysis(engine, input_format=input_format), note=True):
        write_stdout(lines(stage, trace(extract.document, engine, links=stage == "links"), extract))
    session.flush_notes()
