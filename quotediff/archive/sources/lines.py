"""JSONL: a version a line, with its fields, or an article in one of the formats of JSON that are read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from quotediff.archive.sources.fields import fields_of, version_of
from quotediff.archive.spool import Entry
from quotediff.archive.stories import StoryVersion
from quotediff.errors import InputError, UsageError
from quotediff.readers import read_record, read_records
from quotediff.readers.records import Record


class LinesSource:
    """The versions in a file of JSONL, which may be packed with gzip or Zstandard.

    Args:
        path: the file.
        asked: fields by what they hold.
    """

    def __init__(self, path: str, asked: Mapping[str, str]) -> None:
        self._path, self._asked = path, asked

    def entries(self) -> Iterator[Entry]:
        """All lines; one that is no version has no body, so that it is rejected under its line's number."""
        try:
            for record in read_records(self._path, "jsonl"):
                yield from self._versions(record)
        except InputError as error:
            raise UsageError(str(error)) from None

    def _versions(self, record: Record) -> Iterator[Entry]:
        place = f"{self._path}#{record.name}"
        row = None if record.problem else json.loads(record.data.decode("utf-8", "replace"))
        version = None
        if isinstance(row, dict):
            flat = {key: value for key, value in row.items() if not isinstance(value, dict | list)}
            try:
                version = version_of(flat, fields_of(place, flat, self._asked), place)
            except UsageError:
                if self._asked:
                    raise
        if version is not None:
            yield Entry(version, len(record.data))
        else:
            yield from self._articles(record, place)

    def _articles(self, record: Record, place: str) -> Iterator[Entry]:
        """A line that is an article in a format of its own, such as ninjs."""
        size = len(record.data)
        try:
            if record.problem:
                raise record.error(self._path)
            articles: tuple[Any, ...] = read_record(record, self._path)
        except InputError:
            yield Entry(StoryVersion(place, record.data, place=place, problem=record.problem), size)
            return
        for article in articles[:1]:
            story = article.meta.story or place
            yield Entry(StoryVersion(story, record.data, version=article.meta.version, place=place), size)

    def fill(self, version: StoryVersion, locator: str) -> StoryVersion:
        """Never asked for: lines are kept."""
        raise NotImplementedError(locator)

    def close(self) -> None:
        """Nothing is held."""
