"""``quotediff archive status``: what is in an archive, what is left, what was rejected and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotediff.cli.run import write_stdout

if TYPE_CHECKING:
    from quotediff.archive.store import Store
    from quotediff.cli.run import Session

_REJECTS_SHOWN = 5  # rejects of each reason


@click.command("status", short_help="Show what is done, left and rejected.")
@click.argument("archive", metavar="DB|FOLDER")
@click.option(
    "--digest", is_flag=True, help="Also show a hash of all rows, the same wherever they are stored."
)
@click.pass_obj
def status(session: Session, *, archive: str, digest: bool) -> None:  # noqa: ARG001 - as every command's
    """Show the runs of an archive, its tables, and the rejects by reason."""
    from quotediff.archive.store import archive_digest, open_store  # noqa: PLC0415 - so that --help is quick

    store = open_store(Path(archive), create=False)
    try:
        write_stdout(_lines(store))
        if digest:
            write_stdout([f"\ndigest {archive_digest(store)}\n"])
    finally:
        store.close()


def _lines(store: Store) -> Iterator[str]:
    from quotediff.archive.schema import TABLES  # noqa: PLC0415 - as above
    from quotediff.rendering.terminal import escaped  # noqa: PLC0415

    yield "runs\n"
    asked = "SELECT run, started, ended, stories, done, skipped FROM runs ORDER BY run DESC LIMIT 5"
    for run, started, ended, stories, done, skipped in store.book.execute(asked):
        left = stories - done - skipped
        how = f"ended {ended}" if ended else "not ended: under way, or killed; the same command goes on"
        counts = f"{done:,} done, {skipped:,} done before, {max(0, left):,} left"
        yield f"  {run}  {started}  {counts}  {how}\n"
    yield "\ntables\n"
    for table in TABLES.values():
        yield f"  {table.name:<16} {store.count(table):>12,}\n"
    reasons: dict[str, list[str]] = {}
    for row in store.rows(TABLES["rejects"]):
        reasons.setdefault(f"{row[4]} ({row[3]})", []).append(_about(str(row[0]), str(row[5])))
    yield "\nrejects\n" if reasons else "\nno rejects\n"
    for reason, errors in sorted(reasons.items()):
        yield f"  {len(errors):,} {reason}\n"
        yield from (f"    {escaped(error)}\n" for error in sorted(errors)[:_REJECTS_SHOWN])


def _about(story: str, error: str) -> str:
    """An error with its story, if that does not stand in it."""
    return error if error.startswith(story) else f"{story}: {error}"
