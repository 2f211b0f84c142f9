"""An archive as a folder of Parquet files: ``TABLE/BUCKET-NUMBER.parquet``, staged in ``state.db``.

A story is in the bucket that a hash of its name says, so that it is found again when it is redone. Its rows
are staged in a database as they come. When many are staged, a bucket's are written to new files, and these
noted; files that are not noted are of a run that was killed, and are swept away at the next start.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from quotediff.archive.arrow import arrow_schema, arrow_table, pyarrow_parquet, rows_of
from quotediff.archive.schema import OF_STORIES, TABLES, Row, Table
from quotediff.archive.store import Store, connect, create_tables, forget, insert, transaction
from quotediff.errors import UsageError
from quotediff.limits import MAX_BUCKETS, MAX_FILES, MAX_STAGED

PER_BUCKET = 4_000
"""Versions that a bucket is to hold, if so many can be told ahead."""

_STORED_ROWS_AT_ONCE = 512  # rows at a time
_STATE = "state.db"
_DONE = (
    "CREATE TABLE IF NOT EXISTS done (story TEXT PRIMARY KEY, key TEXT NOT NULL, rejected INTEGER NOT NULL, "
    "bucket INTEGER NOT NULL, filed INTEGER NOT NULL, stale INTEGER NOT NULL)"
)
_CREATE_FILES = (
    "CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, part TEXT NOT NULL, bucket INTEGER NOT NULL)"
)


class FolderStore(Store):
    """An archive in a folder."""

    def __init__(self, path: Path, *, create: bool) -> None:
        super().__init__(path)
        self._parquet = pyarrow_parquet()
        state = path / _STATE
        if path.exists() and not state.exists() and (not create or any(path.iterdir())):
            raise UsageError(f"{path}: is a folder of something else; name another")
        path.mkdir(parents=True, exist_ok=True)
        self._connection = connect(state)
        create_tables(self._connection, state, OF_STORIES)
        with transaction(self._connection):
            self._connection.execute(_DONE)
            self._connection.execute(_CREATE_FILES)
        for table in TABLES:
            (path / table).mkdir(exist_ok=True)
        if create:
            self._sweep()
        self._staged = int(self._one("SELECT count(*) FROM articles"))

    @property
    def book(self) -> sqlite3.Connection:
        """The database of what is staged and done."""
        return self._connection

    def plan(self, versions: int) -> None:
        """Settles how many buckets there are, by how many versions are to come; once for all."""
        if self.setting("buckets") is None:
            buckets = 1
            while buckets < MAX_BUCKETS and buckets * PER_BUCKET < versions:
                buckets *= 2
            self.note("buckets", str(buckets))

    def key(self, story: str) -> str | None:
        """The key of a story."""
        found = self._connection.execute("SELECT key FROM done WHERE story = ?", (story,))
        return next((str(key) for (key,) in found), None)

    def rejected(self) -> list[str]:
        """The stories that have rejects."""
        asked = "SELECT story FROM done WHERE rejected > 0 ORDER BY story"
        return [str(story) for (story,) in self._connection.execute(asked)]

    def write(self, stories: Sequence[Mapping[str, Sequence[Row]]]) -> None:
        """Stages stories in one transaction; now and then what is staged is filed."""
        with transaction(self._connection):
            for rows in stories:
                self._stage(rows)
        self._staged += sum(len(rows["articles"]) for rows in stories)
        if self._staged >= MAX_STAGED:
            self._file()

    def _stage(self, rows: Mapping[str, Sequence[Row]]) -> None:
        story, key, _, _, rejected, *_ = rows["stories"][0]
        if self.key(str(story)) is not None:
            forget(self._connection, str(story))
        for table in OF_STORIES:
            insert(self._connection, table, rows[table.name])
        self._connection.execute(
            "INSERT INTO done VALUES (?, ?, ?, ?, 0, 0) ON CONFLICT (story) DO UPDATE SET "
            "key = excluded.key, rejected = excluded.rejected, stale = max(stale, filed), filed = 0",
            (story, key, rejected, self._bucket(str(story))),
        )

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of a table: those in files, but for stories that were redone since; those staged."""
        stale = self._stale()
        story = None if table.derived else table.names.index("story")
        for row in self._filed(self._named(table.name)):
            if story is None or row[story] not in stale:
                yield row
        if not table.derived:
            yield from self._connection.execute(f"SELECT {', '.join(table.names)} FROM {table.name}")  # noqa: S608

    def replace(self, table: Table, rows: Iterable[Row]) -> None:
        """Writes a derived table anew, to one file."""
        old = self._named(table.name)
        name = self._write(table, 0, rows, empty=True)
        with transaction(self._connection):
            self._connection.execute("DELETE FROM files WHERE part = ?", (table.name,))
            self._connection.execute("INSERT INTO files VALUES (?, ?, 0)", (name, table.name))
        self._unlink(old)

    def finish(self) -> None:
        """Files all that is staged."""
        if self._file():
            self._connection.execute("VACUUM")
        for table in OF_STORIES:
            if not self._named(table.name):  # readers look for a file of each table
                self._note_file(self._write(table, 0, (), empty=True), table, 0)
        with suppress(sqlite3.OperationalError):
            self._connection.execute("PRAGMA journal_mode = DELETE")

    # --- files ----------------------------------------------------------------------------------------------

    def _file(self) -> bool:
        """Writes what is staged to files, bucket by bucket; whether anything was."""
        asked = "SELECT DISTINCT bucket FROM done WHERE filed = 0 ORDER BY bucket"
        buckets = self._connection.execute(asked).fetchall()
        for (bucket,) in buckets:
            self._file_bucket(int(bucket))
        self._staged = 0
        return bool(buckets)

    def _file_bucket(self, bucket: int) -> None:
        """One bucket: to further files, or to new ones in place of all where stories in it were redone."""
        stale = self._stale(bucket)
        old: list[str] = []
        new: list[tuple[str, str]] = []
        for table in OF_STORIES:
            there = self._named(table.name, bucket)
            merge = bool(stale) or len(there) >= MAX_FILES
            if not merge:
                there = []
            rows = self._merged(table, there, bucket, stale)
            name = self._write(table, bucket, rows)
            old += there
            if name:
                new.append((name, table.name))
        with transaction(self._connection):
            self._connection.executemany("DELETE FROM files WHERE name = ?", [(name,) for name in old])
            self._connection.executemany(
                "INSERT INTO files VALUES (?, ?, ?)", [(name, table, bucket) for name, table in new]
            )
            asked = "SELECT story FROM done WHERE filed = 0 AND bucket = ?"
            for (story,) in self._connection.execute(asked, (bucket,)).fetchall():
                forget(self._connection, story)
            self._connection.execute("UPDATE done SET filed = 1, stale = 0 WHERE bucket = ?", (bucket,))
        self._unlink(old)

    def _merged(
        self, table: Table, files: Sequence[str], bucket: int, stale: frozenset[str]
    ) -> Iterator[Row]:
        """The rows of some files but for stale stories, then those that are staged for the bucket."""
        story = table.names.index("story")
        yield from (row for row in self._filed(files) if row[story] not in stale)
        asked = (
            f"SELECT {', '.join(f't.{name}' for name in table.names)} FROM {table.name} t "  # noqa: S608 - our names
            "JOIN done d ON d.story = t.story WHERE d.bucket = ? AND d.filed = 0 ORDER BY t.story"
        )
        yield from self._connection.execute(asked, (bucket,))

    def _write(self, table: Table, bucket: int, rows: Iterable[Row], *, empty: bool = False) -> str:
        """A new file of a table, whole and on the disk; its name, or an empty one if there are no rows."""
        number = int(self.setting("file") or 0) + 1
        self.note("file", str(number))
        name = f"{table.name}/{bucket:03}-{number:06}.parquet"
        draft = self.path / f"{name}.tmp"
        count = 0
        with self._parquet.ParquetWriter(draft, arrow_schema(table), compression="zstd") as writer:
            for some in _batches(rows):
                count += len(some)
                writer.write_table(arrow_table(table, some))
        if not count and not empty:
            draft.unlink()
            return ""
        with draft.open("rb") as stream:
            os.fsync(stream.fileno())
        draft.replace(self.path / name)
        return name

    def _note_file(self, name: str, table: Table, bucket: int) -> None:
        self._connection.execute("INSERT INTO files VALUES (?, ?, ?)", (name, table.name, bucket))

    def _filed(self, names: Iterable[str]) -> Iterator[Row]:
        for name in names:
            with self._parquet.ParquetFile(self.path / name) as file:
                yield from rows_of(file.iter_batches(batch_size=_STORED_ROWS_AT_ONCE))

    def _named(self, table: str, bucket: int | None = None) -> list[str]:
        """The files of a table, those of a bucket or all."""
        asked = "SELECT name FROM files WHERE part = ?1 AND (?2 IS NULL OR bucket = ?2) ORDER BY name"
        return [str(name) for (name,) in self._connection.execute(asked, (table, bucket))]

    def _stale(self, bucket: int | None = None) -> frozenset[str]:
        """Stories whose rows in files are out of date."""
        asked = "SELECT story FROM done WHERE stale = 1 AND (?1 IS NULL OR bucket = ?1)"
        return frozenset(str(story) for (story,) in self._connection.execute(asked, (bucket,)))

    def _sweep(self) -> None:
        """Removes files that are not noted: a run was killed between writing and noting them."""
        noted = {str(name) for (name,) in self._connection.execute("SELECT name FROM files")}
        for table in TABLES:
            for path in (self.path / table).glob("*.parquet*"):
                if f"{table}/{path.name}" not in noted:
                    path.unlink()

    def _unlink(self, names: Iterable[str]) -> None:
        for name in names:
            with suppress(FileNotFoundError):
                (self.path / name).unlink()

    def _bucket(self, story: str) -> int:
        hashed = hashlib.sha256(story.encode("utf-8")).digest()
        return int.from_bytes(hashed[:4], "big") % int(self.setting("buckets") or 1)

    def _one(self, asked: str) -> Any:  # noqa: ANN401 - a cell
        return self._connection.execute(asked).fetchone()[0]


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == _STORED_ROWS_AT_ONCE:
            yield some
            some = []
    if some:
        yield some
