"""What sources hold, by story: a file of its own beside the output, so that memory does not grow with it.

Sources give versions in any order. A first pass notes each one's story, size and where it is, or keeps the
body if its source cannot be asked for it again; then stories are taken one by one.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Protocol

from quotediff.archive.stories import StoryVersion
from quotediff.archive.times import iso, moment

_VERSION_FIELDS = ("version", "created", "title", "outlet", "url", "place", "format", "charset", "problem")


class Entry(NamedTuple):
    """A version as a source lists it.

    ``version`` lacks its body if there is a ``locator``, with which the source is asked for it. ``size`` is
    in characters, or bytes where these are not known.
    """

    version: StoryVersion
    size: int
    locator: str | None = None


class Source(Protocol):
    """Something that holds versions."""

    def entries(self) -> Iterator[Entry]:
        """All versions, in any order."""

    def fill(self, version: StoryVersion, locator: str) -> StoryVersion:
        """A version that was listed without its body, with it; or with a problem."""

    def close(self) -> None:
        """Lets go of files and processes."""


class Story(NamedTuple):
    """A story: its name and its size."""

    name: str
    size: int


class Spool:
    """The versions of all sources, by story.

    Args:
        folder: where the file is kept while it is needed.
        name: what it is called; an old one of that name is of a run that was killed.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f".{name}.spool"
        self._remove()
        self._connection = sqlite3.connect(self._path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute(
            "CREATE TABLE versions (id INTEGER PRIMARY KEY, story TEXT, size INTEGER, time TEXT, "
            "source INTEGER, details TEXT, locator TEXT, body BLOB)"
        )
        self._sources: list[Source] = []

    def add(self, source: Source) -> None:
        """Notes all versions of a source."""
        number = len(self._sources)
        self._sources.append(source)
        rows = (_row(number, entry) for entry in source.entries())
        self._connection.execute("BEGIN")
        self._connection.executemany(
            "INSERT INTO versions (story, size, time, source, details, locator, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        self._connection.execute("COMMIT")

    def arrange(self) -> None:
        """Makes it ready to be asked by story."""
        self._connection.execute("CREATE INDEX by_story ON versions (story, id)")

    def stories(self, since: str | None = None, among: Iterable[str] | None = None) -> list[Story]:
        """The stories, by name.

        Args:
            since: only those whose last version is of that time or later, or of none.
            among: only these.
        """
        asked = "SELECT story, sum(size) FROM versions GROUP BY story"
        values: tuple[str, ...] = ()
        if since is not None:
            asked += " HAVING max(time) IS NULL OR max(time) >= ?"
            values = (since,)
        found = [Story(str(name), int(size)) for name, size in self._connection.execute(asked, values)]
        wanted = None if among is None else frozenset(among)
        return [story for story in found if wanted is None or story.name in wanted]

    def count(self) -> int:
        """How many versions there are."""
        return int(self._connection.execute("SELECT count(*) FROM versions").fetchone()[0])

    def versions(self, story: str) -> list[StoryVersion]:
        """The versions of a story, bodies and all."""
        asked = "SELECT details, source, locator, body FROM versions WHERE story = ? ORDER BY id"
        return [self._version(story, *row) for row in self._connection.execute(asked, (story,))]

    def _version(
        self, story: str, details: str, source: int, locator: str | None, packed: bytes | None
    ) -> StoryVersion:
        is_text, number, *fields = json.loads(details)
        version = StoryVersion(story, "", number=number, **dict(zip(_VERSION_FIELDS, fields, strict=True)))
        if packed is None:
            return self._sources[source].fill(version, locator or "")
        data = zlib.decompress(packed)
        return replace(version, body=data.decode("utf-8", "surrogatepass") if is_text else data)

    def close(self) -> None:
        """Removes the file."""
        for source in self._sources:
            source.close()
        self._connection.close()
        self._remove()

    def _remove(self) -> None:
        with suppress(FileNotFoundError):
            self._path.unlink()


def _row(source: int, entry: Entry) -> tuple[object, ...]:
    version = entry.version
    is_text = isinstance(version.body, str)
    details = json.dumps(
        [is_text, version.number, *(_clean(getattr(version, name)) for name in _VERSION_FIELDS)]
    )
    body = None
    if entry.locator is None:
        body = zlib.compress(version.data, 1)
    time = iso(moment(version.created))
    return _clean(version.story) or "", entry.size, time, source, details, entry.locator, body


def _clean(name: str | None) -> str | None:
    """A name without what UTF-8 cannot hold, or nothing."""
    return name.encode("utf-8", "replace").decode("utf-8") if name else None
