"""``quotediff archive build``: makes an archive, or brings it up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotediff.cli.archive.options import fail_option, limit_option
from quotediff.cli.engine import engine_option
from quotediff.cli.files import jobs_option
from quotediff.cli.settings import reading_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotediff.cli.run import Session
    from quotediff.config import Settings
    from quotediff.model import Engine

_KINDS = ("sqlite", "jsonl", "parquet", "git", "folder", "warc", "cdx")


@click.command("build", short_help="Make an archive, or bring it up to date.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--output",
    "-o",
    required=True,
    metavar="DB|FOLDER",
    help="Where to: a name that ends in .db or .sqlite is an SQLite database, any other a folder of Parquet "
    "files (needs pyarrow).",
)
@click.option(
    "--from",
    "kind",
    type=click.Choice(_KINDS),
    help="What the sources are [default: found from their content].",
)
@click.option(
    "--map",
    "fields",
    metavar="FIELD=COLUMN,...",
    help="Which column holds text, story, version, created, title, outlet, url; table names the table.",
)
@click.option("--since", metavar="DATE", help="Do only stories with a version of that day or later.")
@limit_option
@fail_option
@jobs_option
@reading_options
@engine_option
@click.pass_obj
def build(  # noqa: PLR0913 - one argument an option
    session: Session,
    *,
    sources: Sequence[str],
    output: str,
    kind: str | None,
    fields: str | None,
    since: str | None,
    time_limit: float,
    fail_on: str | None,
    jobs: int,
    settings: Settings,
    engine: Engine,
) -> None:
    """Turn the versions in SOURCE... into tables: one row for each quote, speaker, change, history.

    A source is an SQLite database (NewsEdits' and diffengine's are known), JSONL, Parquet, a git
    repository, a folder with a folder for each story, a WARC file, or an index (CDX) of WARC files.

    Stories that are done are skipped, unless they have changed; a run that was killed goes on with the same
    command. What cannot be read is noted among the rejects.
    """
    from quotediff.cli.archive import running  # noqa: PLC0415 - so that --help is quick

    asked = running.Asked(
        tuple(sources), kind, running.fields_of_map(fields), engine, settings.aliases, running.since_of(since)
    )
    counts = running.run(session, Path(output), asked, jobs=jobs, limit=time_limit)
    running.fail_on_rejects(session, counts, fail_on)
