"""``quotediff compare``: what became of every quote between two versions, of one story or of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quotediff.cli.engine import engine_option
from quotediff.cli.files import by_name, files_options
from quotediff.cli.formats import input_format_option
from quotediff.cli.jobs import Analysis, Comparing
from quotediff.cli.order import sort_option
from quotediff.cli.output import Output, output_options, text_option
from quotediff.cli.run import Session
from quotediff.cli.settings import aliases_option, min_confidence_option, settings_options
from quotediff.config.codes import selection
from quotediff.versions import EachComparison

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotediff.config import Settings
    from quotediff.model import Engine


@click.command("compare", short_help="What happened to every quote between two versions.")
@files_options("OLD NEW [OLD NEW]...")
@click.option(
    "--fail-on", metavar="LEVEL|CODE,...", help="Status 1 if there are findings of these, or worse ones."
)
@click.option("--exit-code", is_flag=True, help="Status 1 if there are any changes, as git diff --exit-code.")
@click.option("--copy", is_flag=True, help="NEW is another outlet's copy: tell in one line what it left out.")
@min_confidence_option
@aliases_option
@settings_options
@sort_option
@engine_option
@input_format_option
@output_options("comparison", "comparisons")
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
    """What happened to every quote between two versions of a story, worst first; or of many stories.

    Names of many come in pairs, OLD NEW OLD NEW; in a list a name a line likewise. Of two folders, files of
    one name are a pair; a file that has no partner is named. A pair that cannot be read is reported, the rest
    are done, and the status is 2. Otherwise, without --fail-on or --exit-code, it is 0 whatever was found.
    """
    named = _pairs(files)
    pairs = [pair for old, new in named for pair in by_name(session, old, new)]
    output.spare(name for pair in pairs for name in pair)
    fail_on = selection(["note"], "--exit-code") if exit_code else settings.fail_on
    output = output.failing(fail_on)
    analysis = Analysis(engine, aliases=settings.aliases, input_format=input_format)
    least = settings.min_confidence
    task = Comparing(analysis, settings.selected(), settings.ignore, settings.severity, sort, least, copy)
    note, many = not output.data, session.listed or pairs != named or len(pairs) > 1
    results = session.comparisons(pairs, task, fail_on, note=note, jobs=jobs, bar=many and not output.seen)
    for result in [EachComparison(results)] if many else results:
        output.write(result)
    session.tell()


def _pairs(files: Sequence[str]) -> list[tuple[str, str]]:
    """The names two by two."""
    if len(files) % 2:
        more = "; for all versions of one story: quotediff history V1 V2 V3..." if len(files) > 1 else ""
        raise click.UsageError(f"OLD and NEW come in pairs; the last name is alone: {files[-1]}{more}")
    return list(zip(files[::2], files[1::2], strict=True))
