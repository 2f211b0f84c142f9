"""A git history: each article's file is a story, each commit that changed it a version.

Of a repository that a scraper commits to, or of an editor's own. The first-parent history of HEAD is read,
and followed through renames.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from quotediff.archive.sources.tree import ARTICLES
from quotediff.archive.spool import Entry
from quotediff.archive.stories import StoryVersion
from quotediff.corpus.git import Objects, log
from quotediff.errors import UsageError


class GitSource:
    """The articles that a repository has held.

    Args:
        path: a folder of it; only files below it are read.
        asked: nothing: files have no columns.
    """

    def __init__(self, path: str, asked: Mapping[str, str]) -> None:
        if asked:
            raise UsageError(f"{path}: --map: is for databases, JSONL and Parquet; this is git")
        self._folder = Path(path)
        self._objects = Objects(self._folder)

    def entries(self) -> Iterator[Entry]:
        """All versions, the oldest first."""
        stories: dict[str, str] = {}  # by the path that a file has at the time
        numbers: Counter[str] = Counter()
        for commit, time, old, new, blob in log(self._folder):
            story = stories.pop(old, old) if old != new else stories.get(new, new)
            stories[new] = story
            if blob is None or not new.lower().endswith(ARTICLES):
                continue
            numbers[story] += 1
            number = float(numbers[story])
            place = f"{commit[:12]}:{new}"
            story_version = StoryVersion(
                story, b"", version=commit[:12], number=number, created=time, place=place
            )
            yield Entry(story_version, self._objects.size(blob), blob)

    def fill(self, version: StoryVersion, locator: str) -> StoryVersion:
        """What a version holds."""
        return replace(version, body=self._objects.read(locator))

    def close(self) -> None:
        """Ends git."""
        self._objects.close()
