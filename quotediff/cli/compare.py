"""``quotediff compare``: what became of every quote between two versions, of one story or of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotediff.cli.engine import engine_option
from quotediff.cli.files import by_name, files_options
from quotediff.cli.formats import input_format_option
from quotediff.cli.jobs import Analysis, Comparing
from quotediff.cli.order import sort_option
from quotediff.cli.output import Output, output_options, summary_option, text_option
from quotediff.cli.run import Session
from quotediff.cli.settings import aliases_option, min_confidence_option, settings_options
from quotediff.config.codes import selection
from quotediff.versions import EachComparison

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotediff.config import Settings
    from quotediff.model import Engine


@click.command("compare", short_help="Report what happened to every quote between two versions.")
@files_options("OLD NEW [OLD NEW]...")
@click.option(
    "--fail-on",
    metavar="LEVEL|CODE,...",
    help="Exit with 1 if there are findings of these codes or levels, or worse.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there is any change, as git diff does.")
@click.option(
    "--copy", is_flag=True, help="NEW is another outlet's copy: report what it left out in one line."
)
@min_confidence_option
@aliases_option
@settings_options
@sort_option
@engine_option
@input_format_option
@output_options("comparison", "comparisons")
@summary_option
@text_option
@click.pass_obj
def compare(  # noqa: PLR0913 - one argument an option
    session: Session,
    *,
    files: Sequence[str],
    jobs: int,
    output: Output,
    engine: Engine,
    input_format: str | None,
    settings: Settings,
    sort: str,
    exit_code: bool,
    copy: bool,
) -> None:
    """Report what happened to every quote between two versions of a story, worst first.

    For many stories, name the files in pairs, OLD NEW OLD NEW, on the command line or in a list. In two
    folders, files of the same name are a pair; a file without a partner is reported.

    Exit status: 0 unless --fail-on or --exit-code asks for 1 where there are findings; 2 a file could not
    be read (the other pairs are compared all the same).
    """
    named = _pairs(files)
    pairs = [pair for old, new in named for pair in by_name(session, old, new)]
    output.refuse_to_overwrite(name for pair in pairs for name in pair)
    fail_on = selection(["note"], "--exit-code") if exit_code else settings.fail_on
    output = output.failing(fail_on)
    analysis = Analysis(engine, aliases=settings.aliases, input_format=input_format)
    least = settings.min_confidence
    task = Comparing(analysis, settings.selected(), settings.ignore, settings.severity, sort, least, copy)
    note, many = not output.data, session.listed or pairs != named or len(pairs) > 1 or bool(output.folder)
    results = session.comparisons(pairs, task, fail_on, note=note, jobs=jobs, bar=many and not output.seen)
    for result in [EachComparison(results)] if many else results:
        output.write(result)
    session.flush_notes()


def _pairs(files: Sequence[str]) -> list[tuple[str, str]]:
    """The names two by two."""
    if len(files) % 2:
        more = "; for all versions of one story: quotediff history V1 V2 V3..." if len(files) > 1 else ""
        raise click.UsageError(f"OLD and NEW come in pairs; the last name is alone: {files[-1]}{more}")
    return list(zip(files[::2], files[1::2], strict=True))
