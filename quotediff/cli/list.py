"""``quotediff list``: every quote with its attribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotediff.cli.engine import engine_option
from quotediff.cli.files import files_options
from quotediff.cli.formats import input_format_option
from quotediff.cli.jobs import Analysis
from quotediff.cli.output import Output, output_options, text_option
from quotediff.cli.run import Session
from quotediff.cli.settings import min_confidence_option, reading_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotediff.config import Settings
    from quotediff.model import Engine


@click.command("list", short_help="List every quote with its source, cue and speaker.")
@files_options()
@click.option("--speech", is_flag=True, help="Leave out what sources only think, want or decide (beliefs).")
@min_confidence_option
@reading_options
@engine_option
@input_format_option
@output_options("extracts")
@text_option
@click.pass_obj
def list_quotes(  # noqa: PLR0913 - one argument an option
    session: Session,
    *,
    files: Sequence[str],
    jobs: int,
    output: Output,
    engine: Engine,
    input_format: str | None,
    settings: Settings,
    speech: bool,
) -> None:
    """List every quote in the articles, with its source, cue and speaker.

    A file that cannot be read is reported; the rest are processed, and the exit status is 2.
    """
    output.refuse_to_overwrite(files)
    note, bar = not output.data, not output.seen
    task = Analysis(engine, aliases=settings.aliases, input_format=input_format)
    extracts = session.extracts(files, task, note=note, jobs=jobs, bare=True, bar=bar)
    if settings.min_confidence:
        extracts = (e.at_least(settings.min_confidence) for e in extracts)
    output.write((e.spoken() for e in extracts) if speech else extracts)
    session.flush_notes()
