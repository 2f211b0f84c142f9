"""``quotediff history``: each traced quote over all versions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

import quotediff
from quotediff.cli.engine import engine_option
from quotediff.cli.files import in_folders
from quotediff.cli.formats import input_format_option
from quotediff.cli.jobs import Analysis
from quotediff.cli.order import order_option, ordered, stories
from quotediff.cli.output import Output, output_options, summary_option, text_option
from quotediff.cli.run import Session
from quotediff.cli.settings import aliases_option, settings_options
from quotediff.extraction.memory import remembering
from quotediff.versions import EachHistory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotediff.config import Settings
    from quotediff.model import Engine, Extract
    from quotediff.versions import History


@click.command("history", short_help="Trace each quote through all versions of a story.")
@click.argument("files", nargs=-1, required=True, metavar="V1 V2...")
@order_option
@aliases_option
@settings_options
@engine_option
@input_format_option
@output_options("history", "histories")
@text_option
@summary_option
@click.pass_obj
def history(  # noqa: PLR0913 - one argument an option
    session: Session,
    *,
    files: Sequence[str],
    output: Output,
    engine: Engine,
    input_format: str | None,
    settings: Settings,
    order: str,
) -> None:
    """Trace each quote through all versions of a story, oldest first: introduced, edited, dropped, restored.

    In a folder, or a file with several stories, versions belong together by their story's id, and each
    story with several is traced by itself. Every version must be readable. A change whose code is not
    reported (--select, --ignore) does not count as an edit.
    """
    paths = in_folders(files)
    output.refuse_to_overwrite(paths)
    task = Analysis(engine, aliases=settings.aliases, input_format=input_format)
    with remembering():
        extracts = tuple(session.extracts(paths, task, note=not output.data))
    if session.failed:
        return
    grouped = files != paths or any(extract.document.item for extract in extracts)
    results = [
        _traced(session, story, settings, order) for story in stories(session, extracts, grouped=grouped)
    ]
    output.write(results[0] if len(results) == 1 else EachHistory(results))
    steps = (step for result in results for step in result.steps)
    session.flush_notes(() if output.data else (problem for step in steps for problem in step.problems))


def _traced(session: Session, story: tuple[Extract, ...], settings: Settings, order: str) -> History:
    """The history of one story, its versions in order."""
    versions, by = ordered(session, story, order)
    asked, ignored = settings.selected(), settings.ignore
    result = quotediff.history(versions, select=asked, ignore=ignored, severity=settings.severity)
    return replace(result, order=by)
