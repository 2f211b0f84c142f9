"""What ``build`` and ``retry`` share: the run itself, how far it is, and what is said at its end."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from quotediff.archive import build as building
from quotediff.archive.sources import open_source
from quotediff.archive.spool import Spool
from quotediff.archive.store import locked, open_store
from quotediff.archive.stories import Options
from quotediff.archive.times import iso, moment
from quotediff.cli.progress import is_terminal
from quotediff.errors import UsageError
from quotediff.rendering.terminal import escaped

if TYPE_CHECKING:
    from quotediff.archive.build import Counts, Progress
    from quotediff.archive.store import Store
    from quotediff.cli.run import Session
    from quotediff.model import Engine

_EVERY = 0.5  # seconds between two looks of the line that shows how far a run is
_WANTED_SETTING = "asked"  # under which what was asked is noted in the archive


@dataclass(frozen=True, slots=True)
class Asked:
    """What a build was asked for: all that ``retry`` needs to do it again."""

    sources: tuple[str, ...]
    kind: str | None
    fields: dict[str, str] = field(default_factory=dict)
    engine: Engine = "network"
    aliases: tuple[tuple[str, ...], ...] = ()
    since: str | None = None


def asked_before(store: Store, path: Path) -> Asked:
    """What the last build of an archive was asked for; raises UsageError if there was none."""
    noted = store.setting(_WANTED_SETTING)
    if noted is None:
        raise UsageError(f"{path}: nothing was built into it yet; quotediff archive build does")
    values = json.loads(noted)
    values["sources"] = tuple(values["sources"])
    values["aliases"] = tuple(tuple(group) for group in values["aliases"])
    return Asked(**values)


def run(session: Session, output: Path, asked: Asked | None, *, jobs: int, limit: float) -> Counts:
    """Brings an archive up to date and says so; without ``asked``, does its rejected stories again.

    Raises:
        UsageError: another run has the archive, a source cannot be read, or a story has no place.
    """
    if asked is None and not output.exists():
        raise UsageError(f"{output}: no such archive; make it with quotediff archive build")
    _refuse_own_sources(output, asked)
    if not output.absolute().parent.is_dir():
        raise UsageError(f"{output}: its folder does not exist; make it first")
    with locked(output):
        store = open_store(output, create=True)
        try:
            again = None if asked is not None else store.rejected()
            wanted = asked or asked_before(store, output)
            store.note(_WANTED_SETTING, json.dumps(asdict(wanted)))
            counts = _built(session, store, wanted, again, jobs=jobs, limit=limit)
        finally:
            store.close()
    _conclude(session, output, counts)
    return counts


def _refuse_own_sources(output: Path, asked: Asked | None) -> None:
    if asked is None:
        return
    for source in asked.sources:
        if output.exists() and Path(source).exists() and output.samefile(source):
            raise UsageError(f"{output}: is one of the sources; name another output")


def _built(  # noqa: PLR0913 - as its caller has them
    session: Session, store: Store, asked: Asked, again: Sequence[str] | None, *, jobs: int, limit: float
) -> Counts:
    folder = store.path.absolute().parent
    spool = Spool(folder, store.path.name)
    show = _Line(session)
    try:
        for path in asked.sources:
            show.say(f"reading {path}")
            spool.add(open_source(path, asked.kind, asked.fields))
        spool.arrange()
        stories = spool.stories(asked.since, again)
        if not stories and again is None:
            raise UsageError(
                f"{', '.join(asked.sources)}: no versions of stories in it; see --from and --map"
            )
        options = Options(asked.engine, asked.aliases)
        return building.build(
            store,
            spool,
            stories,
            options,
            jobs=jobs,
            limit=limit,
            again=frozenset(again or ()),
            on_progress=show.show_progress,
        )
    finally:
        show.end()
        spool.close()


def _conclude(session: Session, output: Path, counts: Counts) -> None:
    """One line of what was done, one of what was not."""
    before = f", {counts.skipped:,} were done before" if counts.skipped else ""
    stories = _counted(counts.stories, "story", "stories")
    versions = _counted(counts.versions, "version", "versions")
    session.write_note(f"{output}: {stories}, {versions} done{before}")
    if counts.rejects:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(counts.rejects.items()))
        session.write_note(f"{output}: rejected: {reasons}; quotediff archive status {output} tells more")


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def fail_on_rejects(session: Session, counts: Counts, asked: str | None) -> None:
    """Sets the status where rejects are to be findings."""
    if asked == "rejects" and counts.rejects:
        session.note_findings()


def since_of(written: str | None) -> str | None:
    """A time of ``--since`` as tables have it; raises UsageError if it is none."""
    if written is None:
        return None
    time = iso(moment(written))
    if time is None:
        raise UsageError(f"--since: {written!r} is not a time; write 2017-01-31 or 2017-01-31T18:05:00Z")
    return time


def fields_of_map(written: str | None) -> dict[str, str]:
    """The columns that ``--map`` names by what they hold; raises UsageError for other fields."""
    from quotediff.archive.sources.fields import FIELDS  # noqa: PLC0415 - rarely

    found: dict[str, str] = {}
    if not written:
        return found
    for part in written.split(","):
        name, equals, column = part.strip().partition("=")
        if not equals or name not in (*FIELDS, "table"):
            raise UsageError(
                f"--map: {part.strip()!r}; write FIELD=COLUMN, FIELD of {', '.join(FIELDS)}, table"
            )
        found[name] = column
    return found


class _Line:
    """A line on a terminal that shows how far a run is, and how long it may still take."""

    def __init__(self, session: Session) -> None:
        self._visible = not session.quiet and is_terminal(sys.stderr)
        self._began, self._last = monotonic(), 0.0

    def say(self, words: str) -> None:
        """Shows some words in place of what was there."""
        if self._visible:
            click.echo(f"\r\x1b[2K{escaped(words)}", nl=False, err=True)

    def show_progress(self, progress: Progress) -> None:
        """Shows how far the run is: by characters, as stories differ."""
        now = monotonic()
        if now - self._last < _EVERY:
            return
        self._last = now
        done = progress.size + progress.skipped
        left = progress.whole - done
        seconds = (now - self._began) / max(1, progress.size) * left
        part = done / max(1, progress.whole)
        self.say(f"{part:.0%}, {progress.versions:,} versions, {_duration(seconds)} left")

    def end(self) -> None:
        """Clears the line."""
        if self._visible:
            click.echo("\r\x1b[2K", nl=False, err=True)


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 2:
        return f"{round(seconds)} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"
