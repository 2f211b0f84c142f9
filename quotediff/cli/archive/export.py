"""``quotediff archive export``: an archive's tables as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotediff.cli.run import Session


@click.command("export", short_help="Write the tables as Parquet, JSONL or CSV.")
@click.argument("archive", metavar="DB|FOLDER")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("parquet", "jsonl", "csv")),
    default="csv",
    show_default=True,
    help="How to write them; parquet needs pyarrow.",
)
@click.option("--output", "-o", required=True, metavar="FOLDER", help="The folder to write them to.")
@click.option("--table", "tables", multiple=True, metavar="NAME", help="Only this table; may be repeated.")
@click.pass_obj
def export(session: Session, *, archive: str, format_: str, output: str, tables: Sequence[str]) -> None:
    """Write each table of an archive to a file in FOLDER, its rows in the order of their keys."""
    from quotediff.archive.export import export_tables  # noqa: PLC0415 - so that --help is quick
    from quotediff.archive.store import open_store  # noqa: PLC0415

    store = open_store(Path(archive), create=False)
    try:
        counts = export_tables(store, Path(output), format_, tables)
    finally:
        store.close()
    session.write_note(f"{output}: {counts:,} rows written")
