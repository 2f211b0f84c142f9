"""Makes an archive, or brings it up to date: from sources to rows, story by story."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any, NamedTuple, Self

from quotediff import __version__
from quotediff.archive.people import write_people
from quotediff.archive.schema import Row
from quotediff.archive.spool import Spool, Story
from quotediff.archive.store import Store
from quotediff.archive.stories import Options, Reject, StoryVersion, story_key
from quotediff.archive.workers import DIED, Lost, Workers

_WRITTEN_AT_ONCE = 64  # versions: a transaction for each story takes a fifth more of the time of writing
_WRITTEN_EVERY = 1.0  # seconds, at least, so that little is lost where a run is killed

_LOSS_REASONS = {
    DIED: ("died", "the process that worked on it was killed, perhaps for want of memory"),
    "slow": ("slow", "it took longer than the limit"),
}


class Progress(NamedTuple):
    """How far a run is; ``size`` and ``whole`` in characters, ``skipped`` of what was done before."""

    stories: int
    versions: int
    size: int
    whole: int
    skipped: int


@dataclass
class Counts:
    """What a run did: stories and versions done, stories that were done before, rejects by reason."""

    stories: int = 0
    versions: int = 0
    skipped: int = 0
    rejects: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoryTask:
    """What a worker does: the rows of a story."""

    options: Options

    def __call__(self, versions: Sequence[StoryVersion]) -> dict[str, list[Row]]:
        """The rows."""
        from quotediff.archive.rows import story_rows  # noqa: PLC0415 - only workers load the engine

        return story_rows(versions, self.options)


def build(  # noqa: PLR0913 - each is a thing of its own
    store: Store,
    spool: Spool,
    stories: Sequence[Story],
    options: Options,
    *,
    jobs: int,
    limit: float,
    again: Collection[str] = (),
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Counts:
    """Does all stories that are not done under the same key.

    Args:
        store: where rows go.
        spool: what the sources hold.
        stories: which of it.
        options: what rows depend on.
        jobs: processes that work on stories.
        limit: seconds that a story may take.
        again: stories that are done again whatever their key is.
        on_progress: is told how far the run is, after each story.
    """
    counts = Counts()
    store.plan(spool.count())
    run = _begun(store, spool, stories)
    whole, size, skipped = sum(story.size for story in stories), 0, 0
    sizes = {story.name: story.size for story in stories}

    def works() -> Iterator[list[StoryVersion]]:
        nonlocal skipped
        for story in stories:
            versions = spool.versions(story.name)
            if story.name not in again and store.key(story.name) == story_key(versions, options):
                counts.skipped += 1
                skipped += story.size
            else:
                yield versions

    workers: Workers[list[StoryVersion], dict[str, list[Row]]] = Workers(jobs, StoryTask(options), limit)
    with _Writer(store, run, counts) as writer:
        for versions, found in workers.each(works()):
            writer.write(_rejected(versions, options, found) if isinstance(found, Lost) else found)
            size += sizes[versions[0].story]
            on_progress(Progress(counts.stories, counts.versions, size, whole, skipped))
    aliases = repr(options.aliases)
    if store.setting("people") != aliases:
        write_people(store, options.aliases)
        store.note("people", aliases)
    store.finish()
    _note(store, run, counts, ended=True)
    return counts


class _Writer:
    """Writes stories some at a time, and counts them; the last when it is left, whatever happened."""

    def __init__(self, store: Store, run: int, counts: Counts) -> None:
        self._store, self._run, self._counts = store, run, counts
        self._waiting: list[dict[str, list[Row]]] = []
        self._written = monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._write_all()

    def write(self, rows: dict[str, list[Row]]) -> None:
        """Takes a story; it is written soon."""
        if not self._counts.stories:
            self._store.note("people", "")  # whatever happens from here on, they are made anew
        _count(self._counts, rows)
        self._waiting.append(rows)
        size = sum(len(each["articles"]) for each in self._waiting)
        if size >= _WRITTEN_AT_ONCE or monotonic() - self._written > _WRITTEN_EVERY:
            self._write_all()

    def _write_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._store.write(waiting)
            _note(self._store, self._run, self._counts)
        self._written = monotonic()


def _rejected(versions: Sequence[StoryVersion], options: Options, lost: Lost) -> dict[str, list[Row]]:
    from quotediff.archive.rows import rejected_rows  # noqa: PLC0415 - rarely; it loads the engine

    reason, words = _LOSS_REASONS[lost.why]
    story = versions[0].story
    error = f"{story}: {words}; quotediff archive retry does it once more"
    return rejected_rows(versions, options, Reject(None, "story", reason, error))


def _count(counts: Counts, rows: dict[str, list[Row]]) -> None:
    counts.stories += 1
    counts.versions += len(rows["articles"])
    for row in rows["rejects"]:
        reason = str(row[4])
        counts.rejects[reason] = counts.rejects.get(reason, 0) + 1


def _begun(store: Store, spool: Spool, stories: Sequence[Story]) -> int:
    """Notes that a run has begun; gives its number."""
    asked = "INSERT INTO runs (started, quotediff, stories, versions) VALUES (?, ?, ?, ?)"
    values: tuple[Any, ...] = (_now(), __version__, len(stories), spool.count())
    return int(store.book.execute(asked, values).lastrowid or 0)


def _note(store: Store, run: int, counts: Counts, *, ended: bool = False) -> None:
    asked = "UPDATE runs SET done = ?, skipped = ?, ended = ? WHERE run = ?"
    store.book.execute(asked, (counts.stories, counts.skipped, _now() if ended else None, run))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
