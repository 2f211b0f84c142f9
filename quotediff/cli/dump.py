"""``quotediff dump``: what one stage of the analysis saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotediff.cli.engine import engine_option
from quotediff.cli.formats import input_format_option
from quotediff.cli.jobs import Analysis
from quotediff.cli.run import answer
from quotediff.rendering.stages import STAGES, lines

if TYPE_CHECKING:
    from quotediff.cli.run import Session
    from quotediff.model import Engine


@click.command("dump", short_help="What one stage of the analysis saw, and which rule decided.")
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
    """What one stage of the analysis saw in an article, a line an item: start, end, then what it says of it.

    Candidates come with their rule, their cost (the cheapest stand), source, cue and content. Links are the
    sources that are no names, each with whom it may mean, the chosen one first, their scores, and what speaks
    for and against them.
    """
    from quotediff.extraction import trace  # noqa: PLC0415 - only this command looks inside

    for extract in session.extracts([file], Analysis(engine, input_format=input_format), note=True):
        answer(lines(stage, trace(extract.document, engine, links=stage == "links"), extract))
    session.tell()
