"""``quotediff archive retry``: does rejected stories once more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotediff.cli.archive.options import fail_option, limit_option
from quotediff.cli.files import jobs_option

if TYPE_CHECKING:
    from quotediff.cli.run import Session


@click.command("retry", short_help="Do the stories with rejects once more.")
@click.argument("archive", metavar="DB|FOLDER")
@limit_option
@fail_option
@jobs_option
@click.pass_obj
def retry(session: Session, *, archive: str, time_limit: float, fail_on: str | None, jobs: int) -> None:
    """Process the stories that have rejects once more, from the same sources as the last build."""
    from quotediff.cli.archive import running  # noqa: PLC0415 - so that --help is quick

    counts = running.run(session, Path(archive), None, jobs=jobs, limit=time_limit)
    running.fail_on_rejects(session, counts, fail_on)
