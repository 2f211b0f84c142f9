"""SQLite databases: NewsEdits' and diffengine's by their tables, any other by its columns.

Sources of the forms: Spangher et al. 2022, *NewsEdits* (``entryversion`` with ``entry_id`` and ``version``,
the body as HTML in ``summary``; a database an outlet), and DocNow's *diffengine* (``entryversion`` without
``version``, beside ``entry``, ``feed`` and ``feedentry``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from quotediff.archive.sources.fields import fields_of, version_of
from quotediff.archive.spool import Entry
from quotediff.archive.stories import StoryVersion
from quotediff.errors import UsageError

_VERSIONS = "entryversion"
_NEWSEDITS = {"entry_id", "version", "summary"}
_DIFFENGINE = {"entry_id", "summary", "created"}
_OUTLETS = (
    "SELECT fe.entry_id, min(f.name) FROM feedentry fe JOIN feed f ON f.url = fe.feed_id GROUP BY fe.entry_id"
)


class DatabaseSource:
    """The versions in a database, which is only read.

    Args:
        path: the file.
        asked: columns by what they hold; ``table`` names the table.

    Raises:
        UsageError: it is none, or has no table, or several, that may hold versions.
    """

    def __init__(self, path: str, asked: Mapping[str, str]) -> None:
        self._path = path
        try:
            self._connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
            self._connection.text_factory = lambda data: data.decode("utf-8", "replace")
            tables = {table: self._columns(table) for table in self._tables()}
        except sqlite3.Error as error:
            raise UsageError(
                f"{path}: cannot be read as a database: {error}; name an SQLite database"
            ) from None
        self._table = asked.get("table") or self._only_table(tables, asked)
        if self._table not in tables:
            raise UsageError(f"{path}: no table {self._table!r}; there are {', '.join(sorted(tables))}")
        self._fields = fields_of(path, tables[self._table], asked)
        self._outlets: dict[str, str] = {}
        if {"feed", "feedentry"} <= set(tables) and self._table == _VERSIONS:
            self._outlets = {str(entry): str(name) for entry, name in self._connection.execute(_OUTLETS)}

    def _tables(self) -> list[str]:
        asked = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
        return [str(name) for (name,) in self._connection.execute(asked)]

    def _columns(self, table: str) -> list[str]:
        return [str(row[1]) for row in self._connection.execute(f"PRAGMA table_info({_quoted(table)})")]

    def _only_table(self, tables: Mapping[str, list[str]], asked: Mapping[str, str]) -> str:
        """The table of a known form; else the only one that has what is needed."""
        there = set(tables.get(_VERSIONS, ()))
        if there >= _NEWSEDITS or there >= _DIFFENGINE:
            return _VERSIONS
        fitting = []
        for table, columns in tables.items():
            try:
                fields_of(self._path, columns, asked)
            except UsageError:
                continue
            fitting.append(table)
        if len(fitting) == 1:
            return fitting[0]
        names = ", ".join(sorted(fitting or tables)) or "none"
        what = "several tables may hold versions" if fitting else "no table holds text and story"
        raise UsageError(
            f"{self._path}: {what} ({names}); name it with --map table=TABLE,text=COLUMN,story=COLUMN"
        )

    def entries(self) -> Iterator[Entry]:
        """All versions of the table; of a body only its size is read."""
        for row, length, version in self._rows("", ()):
            yield Entry(version, length, row)

    def ranges(self, rows: int = 2_000) -> list[tuple[int, int]]:
        """The rows in parts of so many numbers, first and last."""
        asked = f"SELECT min(rowid), max(rowid) FROM {_quoted(self._table)}"  # noqa: S608 - quoted
        first, last = self._connection.execute(asked).fetchone()
        if first is None:
            return []
        return [(n, min(n + rows - 1, last)) for n in range(first, last + 1, rows)]

    def between(self, first: int, last: int) -> Iterator[tuple[str, StoryVersion]]:
        """The versions in a part, each with what it is asked for by."""
        for row, _, version in self._rows("WHERE rowid BETWEEN ? AND ?", (first, last)):
            yield row, version

    def _rows(self, where: str, values: tuple[int, ...]) -> Iterator[tuple[str, int, StoryVersion]]:
        text = self._fields["text"]
        columns = sorted({column for column in self._fields.values() if column != text})
        names = ", ".join(_quoted(column) for column in columns)
        size = f"length(CAST({_quoted(text)} AS BLOB))"
        asked = f"SELECT rowid, {size}, {names} FROM {_quoted(self._table)} {where} ORDER BY rowid"  # noqa: S608
        for row, length, *values_ in self._connection.execute(asked, values):
            held = dict(zip(columns, values_, strict=True))
            version = version_of(held, self._fields, f"{self._path}#{row}")
            if version.outlet is None and version.story in self._outlets:
                version = replace(version, outlet=self._outlets[version.story])
            yield str(row), length or 0, version

    def fill(self, version: StoryVersion, locator: str) -> StoryVersion:
        """The body in a row; empty where there is none."""
        asked = f"SELECT {_quoted(self._fields['text'])} FROM {_quoted(self._table)} WHERE rowid = ?"  # noqa: S608
        found = self._connection.execute(asked, (int(locator),)).fetchone()
        value = found[0] if found else None
        return replace(
            version, body=value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
        )

    def close(self) -> None:
        """Closes the database."""
        self._connection.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
