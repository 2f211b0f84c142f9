"""A folder: each folder in it is a story, each file in that a version; files in it alone are stories.

Versions are ordered by the last number in their names if each has one, else by what the files say of
themselves.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from quotediff.archive.spool import Entry
from quotediff.archive.stories import StoryVersion
from quotediff.errors import UsageError, unreadable, why

ARTICLES = (".txt", ".xml", ".json", ".nitf", ".html", ".htm", ".mhtml", ".mht")
"""Endings of files that are taken for articles."""

_LAST_NUMBER = re.compile(r"(\d{1,14})(?!.*\d)")


def number_in(name: str) -> float | None:
    """The last number in a file's name."""
    found = _LAST_NUMBER.search(name.rpartition(".")[0])
    return float(found[1]) if found else None


class FolderSource:
    """The articles in a folder.

    Args:
        path: the folder.
        asked: nothing: files have no columns.
    """

    def __init__(self, path: str, asked: Mapping[str, str]) -> None:
        if asked:
            raise UsageError(f"{path}: --map: is for databases, JSONL and Parquet; a folder has no columns")
        self._root = Path(path)

    def entries(self) -> Iterator[Entry]:
        """All articles, by folder."""
        for folder, folders, names in os.walk(self._root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            articles = sorted(n for n in names if n.lower().endswith(ARTICLES) and not n.startswith("."))
            of_story: defaultdict[str, list[str]] = defaultdict(list)
            where = Path(folder).relative_to(self._root).as_posix()
            for name in articles:
                of_story[where if where != "." else name].append(name)
            for story, versions in of_story.items():
                yield from self._story(Path(folder), story, versions)

    def _story(self, folder: Path, story: str, names: list[str]) -> Iterator[Entry]:
        numbers = [number_in(name) for name in names]
        numbered = None not in numbers and len(set(numbers)) == len(numbers)
        for name, number in zip(names, numbers, strict=True):
            path = folder / name
            try:
                size = path.stat().st_size
            except OSError as error:
                raise unreadable(path, error) from None
            story_version = StoryVersion(
                story, b"", version=name, number=number if numbered else None, place=str(path)
            )
            yield Entry(story_version, size, str(path))

    def fill(self, version: StoryVersion, locator: str) -> StoryVersion:
        """What a file holds."""
        try:
            return replace(version, body=Path(locator).read_bytes())
        except OSError as error:
            return replace(version, problem=f"cannot be read: {why(error)}")

    def close(self) -> None:
        """Nothing is held."""
