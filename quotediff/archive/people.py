"""The derived tables: who is quoted over all articles, and which names were joined for that."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby

from quotediff.archive.schema import TABLES, Row
from quotediff.archive.store import Store
from quotediff.model import SpeakerKind
from quotediff.tallying.people import Joined, Name, join_names, name_key

_ARTICLES_TABLE, _SPEAKERS_TABLE = TABLES["articles"], TABLES["speakers"]


def write_people(store: Store, aliases: Sequence[Sequence[str]] = ()) -> None:
    """Writes ``people`` and ``person_names`` anew.

    Args:
        store: an archive whose other tables are written.
        aliases: groups of names that are one.
    """
    work = sqlite3.connect("", isolation_level=None)  # a file of its own, which the system removes
    try:
        work.execute("CREATE TABLE last (version_id TEXT PRIMARY KEY) WITHOUT ROWID")
        work.execute(
            "CREATE TABLE spoken (name TEXT, kind TEXT, story TEXT, version_id TEXT, "
            "quotes INTEGER, words INTEGER)"
        )
        work.execute("BEGIN")
        work.executemany("INSERT INTO last VALUES (?)", _last(store))
        work.executemany("INSERT INTO spoken VALUES (?, ?, ?, ?, ?, ?)", _spoken(store))
        work.execute("CREATE INDEX by_name ON spoken (name, kind)")
        work.execute("CREATE TABLE joined (name TEXT, kind TEXT, person TEXT, reason TEXT)")
        work.executemany("INSERT INTO joined VALUES (?, ?, ?, ?)", _joined(work, aliases))
        work.execute("COMMIT")
        store.replace(
            TABLES["person_names"],
            work.execute("SELECT name, kind, person, reason FROM joined ORDER BY 1, 2"),
        )
        store.replace(TABLES["people"], work.execute(_PEOPLE))
    finally:
        work.close()


_PEOPLE = (
    "SELECT j.person, j.kind, count(DISTINCT j.name), count(DISTINCT s.story), count(DISTINCT s.version_id), "
    "coalesce(sum(CASE WHEN l.version_id IS NULL THEN 0 ELSE s.quotes END), 0), "
    "coalesce(sum(CASE WHEN l.version_id IS NULL THEN 0 ELSE s.words END), 0) "
    "FROM joined j JOIN spoken s ON s.name = j.name AND s.kind = j.kind "
    "LEFT JOIN last l ON l.version_id = s.version_id GROUP BY j.person, j.kind ORDER BY 1, 2"
)


def _last(store: Store) -> Iterator[tuple[str]]:
    """The last versions of all stories."""
    version, last = (_ARTICLES_TABLE.names.index(name) for name in ("version_id", "last"))
    return ((str(row[version]),) for row in store.rows(_ARTICLES_TABLE) if row[last])


def _spoken(store: Store) -> Iterator[Row]:
    """The named speakers of all versions who say something in them."""
    wanted = [
        _SPEAKERS_TABLE.names.index(n) for n in ("name", "kind", "story", "version_id", "quotes", "words")
    ]
    unnamed, quotes = _SPEAKERS_TABLE.names.index("unnamed"), _SPEAKERS_TABLE.names.index("quotes")
    return (
        tuple(row[k] for k in wanted)
        for row in store.rows(_SPEAKERS_TABLE)
        if not row[unnamed] and row[quotes]
    )


def _joined(work: sqlite3.Connection, aliases: Sequence[Sequence[str]]) -> Iterator[Row]:
    """Every name with the person it is counted under; names that may be one are looked at together."""
    work.create_function(
        "name_key", 2, lambda name, kind: name_key(name, SpeakerKind(kind)), deterministic=True
    )
    asked = (
        "SELECT name, kind, count(DISTINCT story), name_key(name, kind) AS key FROM spoken "
        "GROUP BY name, kind ORDER BY kind, key, name"
    )
    rows = work.execute(asked)
    for _, group in groupby(rows, key=lambda row: (row[1], row[3])):
        names = [Name(str(name), SpeakerKind(kind), int(stories)) for name, kind, stories, _ in group]
        found: dict[tuple[str, SpeakerKind], Joined] = join_names(names, aliases)
        for name in names:
            person, reason = found[name.name, name.kind]
            yield name.name, name.kind.value, person, reason
