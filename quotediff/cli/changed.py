"""``quotediff changed``: what became of quotes in the stories that git has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

import quotediff
from quotediff.cli.engine import engine_option
from quotediff.cli.git import Edited, edited
from quotediff.cli.output import Output, output_options
from quotediff.cli.run import FINDINGS, Session
from quotediff.cli.settings import settings_options
from quotediff.config.codes import Selection, selection
from quotediff.versions import EachComparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quotediff.config import Settings
    from quotediff.model import Comparison


@click.command("changed", short_help="What happened to every quote in the stories that git has changed.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--base", metavar="REV", default="HEAD", show_default=True, help="Compare with this revision.")
@click.option("--staged", is_flag=True, help="Compare what is staged, not what is in the working directory.")
@click.option(
    "--fail-on",
    metavar="LEVEL|CODE,...",
    help="Status 1 if there are findings of these, or worse ones [default: error].",
)
@settings_options
@engine_option
@output_options
@click.pass_obj
def changed(  # noqa: PLR0913 - one argument an option
    session: Session,
    *,
    paths: Sequence[str],
    base: str,
    staged: bool,
    output: Output,
    engine: str,
    settings: Settings,
) -> None:
    """What happened to every quote in the stories that git has changed, since a revision until now.

    PATH is a file, or a folder of .txt files; without any, all that are changed. Files that are new or gone
    have no other version, and are not compared. The status is 1 if there are errors.
    """
    files = list(edited(base, paths, staged=staged))
    output.spare(file.new for file in files)
    fail_on = settings.fail_on if settings.fail_on != Selection() else selection(["error"], "--fail-on")
    asked = replace(settings, fail_on=fail_on)
    note = not output.data
    results = EachComparison(_compared(session, files, asked, engine, note=note))
    output.since(base).failing(fail_on).write(results)
    session.tell()


def _compared(
    session: Session, files: Iterable[Edited], settings: Settings, engine: str, *, note: bool
) -> Iterator[Comparison]:
    """Each file's versions compared; a file that cannot be read costs the others nothing."""
    asked, ignored = settings.selected(), settings.ignore
    for file in files:
        paths = file.old, file.new
        versions = tuple(session.extracts(paths, note=note, engine=engine, read=file.read))
        if len(versions) < 2:
            continue
        result = quotediff.compare(*versions, select=asked, ignore=ignored, severity=settings.severity)
        if any(settings.fail_on.holds(change) for change in result.changes):
            session.status = session.status or FINDINGS
        for problem in result.problems if note else ():
            session.remark(f"{file.new}: {problem.code} {problem.message}")
        yield result
