"""Where rows go: an SQLite database, by itself or as what a folder of Parquet files is staged in.

A story is written in one transaction: its old rows go, the new ones come, its key is noted. So a run may be
killed at any moment: a story is done, or it is not.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from quotediff.archive.schema import OF_STORIES, SCHEMA_VERSION, TABLES, Row, Table
from quotediff.errors import UsageError

TYPES = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "time": "TEXT"}
_INDICES = (("quotes", "history_id"), ("speakers", "name"), ("changes", "code"))
_RUNS = (
    "CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, "
    "quotediff TEXT NOT NULL, stories INTEGER NOT NULL, versions INTEGER NOT NULL, "
    "done INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0)"
)
_CREATE_SETTINGS = "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)"
_BUSY = "another run is writing to it; wait for that, or end it"
_MODULUS = 1 << 256


class Store(ABC):
    """An archive's rows, and the book of what is done."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @abstractmethod
    def key(self, story: str) -> str | None:
        """The key under which a story was written; None if it was not."""

    @abstractmethod
    def write(self, stories: Sequence[Mapping[str, Sequence[Row]]]) -> None:
        """Writes some stories, in place of what was there of them: all or none."""

    @abstractmethod
    def rejected(self) -> list[str]:
        """The stories that have rejects."""

    @abstractmethod
    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of a table, in no order that is promised."""

    @abstractmethod
    def replace(self, table: Table, rows: Iterable[Row]) -> None:
        """Writes a derived table anew."""

    @abstractmethod
    def plan(self, versions: int) -> None:
        """Is told how many versions are to come, before the first story is written."""

    @abstractmethod
    def finish(self) -> None:
        """Leaves all that was written where readers look for it."""

    @property
    @abstractmethod
    def book(self) -> sqlite3.Connection:
        """The database with runs and settings."""

    def close(self) -> None:
        """Ends the work; what is written stays."""
        self.book.close()

    def setting(self, name: str) -> str | None:
        """What was noted under a name."""
        noted = self.book.execute("SELECT value FROM settings WHERE name = ?", (name,))
        return next((str(value) for (value,) in noted), None)

    def note(self, name: str, value: str) -> None:
        """Notes something for later runs."""
        self.book.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def count(self, table: Table) -> int:
        """How many rows a table has."""
        return sum(1 for _ in self.rows(table))


def open_store(path: Path, *, create: bool) -> Store:
    """The archive at a path: a folder is one of Parquet, a file an SQLite database.

    Args:
        path: where it is, or is to be: a name that ends in ``.db`` or ``.sqlite`` is a database.
        create: make it if there is none.

    Raises:
        UsageError: there is none, it is something else, or it was made under another schema.
    """
    if not create and not path.exists():
        raise UsageError(f"{path}: no such archive; make it with quotediff archive build")
    if path.is_dir() or (not path.exists() and path.suffix not in (".db", ".sqlite", ".sqlite3")):
        from quotediff.archive.folder import FolderStore  # noqa: PLC0415 - needs pyarrow

        return FolderStore(path, create=create)
    return DatabaseStore(path, create=create)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the archive at a path for one run; the system lets go of it however that ends.

    Raises:
        UsageError: another run has it.
    """
    lock = path.with_name(f".{path.name}.lock")
    connection = sqlite3.connect(lock, timeout=0, isolation_level=None)
    try:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise UsageError(f"{path}: {_BUSY}") from None
        yield
    finally:
        connection.close()


def connect(path: Path) -> sqlite3.Connection:
    """A database that is written by one process, and may be read by others meanwhile."""
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error as error:
        raise UsageError(f"{path}: cannot be opened as a database: {error}; name another file") from None
    return connection


def create_tables(connection: sqlite3.Connection, path: Path, tables: Iterable[Table]) -> None:
    """Makes the tables that are not there yet.

    Raises:
        UsageError: it holds something else, or an archive of another schema.
    """
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if there and "settings" not in there:
        raise UsageError(f"{path}: is a database of something else; name another file")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_CREATE_SETTINGS)
    connection.execute(_RUNS)
    found = connection.execute("SELECT value FROM settings WHERE name = 'schema'").fetchone()
    if found is not None and int(found[0]) != SCHEMA_VERSION:
        connection.execute("ROLLBACK")
        message = f"was made under schema {found[0]}, this is {SCHEMA_VERSION}"
        raise UsageError(f"{path}: {message}; build it anew under another name")
    connection.execute("INSERT OR IGNORE INTO settings VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
    for table in tables:
        columns = [f"{c.name} {TYPES[c.type]}{'' if c.null else ' NOT NULL'}" for c in table.columns]
        key = f"PRIMARY KEY ({', '.join(table.key)})"
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table.name} ({', '.join(columns)}, {key})")
        if not table.derived and table.name != "stories":
            index(connection, table.name, "story")
    for name, column in _INDICES:
        index(connection, name, column)
    connection.execute("COMMIT")


def index(connection: sqlite3.Connection, table: str, column: str) -> None:
    """An index of a table by a column."""
    connection.execute(f"CREATE INDEX IF NOT EXISTS {table}_by_{column} ON {table} ({column})")


def insert(connection: sqlite3.Connection, table: Table, rows: Iterable[Row]) -> None:
    """Puts rows into a table."""
    marks = ", ".join("?" * len(table.columns))
    connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608 - our own names


class DatabaseStore(Store):
    """An archive in one SQLite database."""

    def __init__(self, path: Path, *, create: bool) -> None:
        super().__init__(path)
        if not create:
            _refuse_others(path)
        self._connection = connect(path)
        create_tables(self._connection, path, TABLES.values())

    @property
    def book(self) -> sqlite3.Connection:
        """The database."""
        return self._connection

    def plan(self, versions: int) -> None:
        """One file holds any number."""

    def key(self, story: str) -> str | None:
        """The key of a story."""
        found = self._connection.execute("SELECT key FROM stories WHERE story = ?", (story,))
        return next((str(key) for (key,) in found), None)

    def write(self, stories: Sequence[Mapping[str, Sequence[Row]]]) -> None:
        """Writes stories in one transaction."""
        with transaction(self._connection):
            for rows in stories:
                story = str(rows["stories"][0][0])
                if self.key(story) is not None:
                    forget(self._connection, story)
                for table in OF_STORIES:
                    insert(self._connection, table, rows[table.name])

    def rejected(self) -> list[str]:
        """The stories that have rejects."""
        asked = "SELECT story FROM stories WHERE rejected > 0 ORDER BY story"
        return [str(story) for (story,) in self._connection.execute(asked)]

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows of a table."""
        yield from self._connection.execute(f"SELECT {', '.join(table.names)} FROM {table.name}")  # noqa: S608

    def count(self, table: Table) -> int:
        """How many rows a table has."""
        return int(self._connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])  # noqa: S608

    def replace(self, table: Table, rows: Iterable[Row]) -> None:
        """Writes a derived table anew."""
        with transaction(self._connection):
            self._connection.execute(f"DELETE FROM {table.name}")  # noqa: S608 - our own names
            insert(self._connection, table, rows)

    def finish(self) -> None:
        """Leaves one file, without those that SQLite keeps beside it while it is written to."""
        with suppress(sqlite3.OperationalError):  # somebody reads it: the files go when they are done
            self._connection.execute("PRAGMA journal_mode = DELETE")


def _refuse_others(path: Path) -> None:
    with path.open("rb") as stream:
        if stream.read(16) != b"SQLite format 3\0":
            raise UsageError(f"{path}: is no archive; name the output of quotediff archive build")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def forget(connection: sqlite3.Connection, story: str) -> None:
    """Takes a story's rows out."""
    for table in OF_STORIES:
        connection.execute(f"DELETE FROM {table.name} WHERE story = ?", (story,))  # noqa: S608 - our own names


def archive_digest(store: Store) -> str:
    """A hash of all rows of all stories, whatever their order and wherever they are stored.

    The sum of the rows' SHA-256; rows of a derived table, which follow from the others, are left out.
    """
    total = 0
    for table in OF_STORIES:
        for row in store.rows(table):
            data = json.dumps([table.name, *row], ensure_ascii=False).encode("utf-8")
            total += int.from_bytes(hashlib.sha256(data).digest(), "big")
    return f"{total % _MODULUS:064x}"
