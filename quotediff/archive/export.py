"""Tables as files: Parquet, JSON a line a row, CSV."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from quotediff.archive.arrow import arrow_schema, arrow_table, pyarrow_parquet
from quotediff.archive.schema import TABLES, Row, Table
from quotediff.archive.store import TYPES, Store
from quotediff.errors import UsageError, unwritable

_EXPORTED_ROWS_AT_ONCE = 4_096  # rows at a time


def export_tables(store: Store, folder: Path, how: str, names: Sequence[str] = ()) -> int:
    """Writes tables to files named for them; gives the number of rows.

    Args:
        store: the archive.
        folder: where to; it is made if it is not there.
        how: ``parquet``, ``jsonl`` or ``csv``.
        names: the tables; none for all.

    Raises:
        UsageError: there is no such table, pyarrow is missing, or a file cannot be written.
    """
    unknown = [name for name in names if name not in TABLES]
    if unknown:
        raise UsageError(f"--table: no table {unknown[0]!r}; there are {', '.join(TABLES)}")
    if how == "parquet":
        pyarrow_parquet()
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names or TABLES:
            table = TABLES[name]
            path = folder / f"{name}.{how}"
            draft = path.with_name(f".{path.name}.tmp")
            count += _EXPORTERS[how](table, _in_order(store, table), draft)
            draft.replace(path)
    except OSError as error:
        raise unwritable(folder, error) from None
    return count


def _in_order(store: Store, table: Table) -> Iterator[Row]:
    """The rows of a table by its key; sorted on the disk."""
    work = sqlite3.connect("", isolation_level=None)
    try:
        columns = ", ".join(f"{c.name} {TYPES[c.type]}" for c in table.columns)
        work.execute(f"CREATE TABLE t ({columns})")
        work.execute("BEGIN")
        marks = ", ".join("?" * len(table.columns))
        work.executemany(f"INSERT INTO t VALUES ({marks})", store.rows(table))  # noqa: S608 - marks
        yield from work.execute(f"SELECT * FROM t ORDER BY {', '.join(table.key)}")  # noqa: S608 - our own names
    finally:
        work.close()


def _parquet(table: Table, rows: Iterable[Row], path: Path) -> int:
    count = 0
    with pyarrow_parquet().ParquetWriter(path, arrow_schema(table), compression="zstd") as writer:
        some: list[Row] = []
        for row in rows:
            some.append(row)
            if len(some) == _EXPORTED_ROWS_AT_ONCE:
                writer.write_table(arrow_table(table, some))
                count, some = count + len(some), []
        writer.write_table(arrow_table(table, some))
    return count + len(some)


def _jsonl(table: Table, rows: Iterable[Row], path: Path) -> int:
    def write(stream: IO[str], row: Row) -> None:
        stream.write(json.dumps(dict(zip(table.names, row, strict=True)), ensure_ascii=False) + "\n")

    return _text(rows, path, write)


def _csv(table: Table, rows: Iterable[Row], path: Path) -> int:
    from quotediff.rendering.csvformat import cell  # noqa: PLC0415 - what a spreadsheet would take for a formula

    def write(stream: IO[str], row: Row) -> None:
        csv.writer(stream, lineterminator="\r\n").writerow([cell(value) for value in row])

    return _text(rows, path, write, table.names)


def _text(
    rows: Iterable[Row], path: Path, write: Callable[[IO[str], Row], None], head: Sequence[str] = ()
) -> int:
    count = 0
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        if head:
            csv.writer(stream, lineterminator="\r\n").writerow(head)
        for row in rows:
            write(stream, row)
            count += 1
    return count


_EXPORTERS: dict[str, Callable[[Table, Iterable[Row], Path], int]] = {
    "parquet": _parquet,
    "jsonl": _jsonl,
    "csv": _csv,
}
