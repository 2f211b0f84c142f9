"""A story as a source hands it over: its versions, their order, and the key of all that is in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from itertools import count

from quotediff import __version__
from quotediff.archive.schema import SCHEMA_VERSION
from quotediff.archive.times import moment
from quotediff.model import Engine

_ID_DIGITS = 20  # hexadecimal: of a billion versions two are alike with a chance of one in a million
_MODELS = (("extraction", "learned", "model"), ("extraction", "speakers", "model"), ("align", "model"))


@dataclass(frozen=True, slots=True)
class StoryVersion:
    """One version of a story, as a source has it.

    ``story`` and ``version`` are names; ``number`` is the version's number if it has one, ``created`` a time
    as written. ``body`` is the article: text or a fragment of HTML, above which ``title`` is the headline;
    or the bytes of a file, of that ``format`` and ``charset`` if something tells them. ``place`` is where it
    is, for messages, and ``problem`` why it cannot be had.
    """

    story: str
    body: str | bytes
    version: str | None = None
    number: float | None = None
    created: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    place: str = ""
    format: str | None = None
    charset: str | None = None
    problem: str | None = None

    @property
    def data(self) -> bytes:
        """The body as bytes."""
        return self.body.encode("utf-8", "surrogatepass") if isinstance(self.body, str) else self.body


@dataclass(frozen=True, slots=True)
class Options:
    """What rows depend on beside the story."""

    engine: Engine = "network"
    aliases: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """A version, or work on a story (``version`` is None), that could not be done, and why."""

    version: str | None
    at: str
    reason: str
    error: str


def digest(*parts: str) -> str:
    """A hash of some texts, for ids."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_ID_DIGITS]


def story_key(versions: Iterable[StoryVersion], options: Options) -> str:
    """A hash of all that a story's rows are made of, in whatever order its versions come."""
    each = sorted(_version_digest(version) for version in versions)
    whole = json.dumps([__version__, models_digest(), SCHEMA_VERSION, options.engine, options.aliases, each])
    return hashlib.sha256(whole.encode("ascii")).hexdigest()


def _version_digest(version: StoryVersion) -> str:
    values = (version.version, version.number, version.created, version.title, version.outlet, version.url)
    read_as = (version.format, version.charset, version.problem, isinstance(version.body, str))
    head = json.dumps([*values, *read_as])
    return hashlib.sha256(head.encode("ascii") + b"\0" + version.data).hexdigest()


@cache
def models_digest() -> str:
    """A hash of the weights of all models of the package."""
    whole = hashlib.sha256()
    for folders in _MODELS:
        folder = resources.files("quotediff").joinpath(*folders)
        for path in sorted(folder.iterdir(), key=lambda p: p.name):
            whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def arranged(versions: Sequence[StoryVersion]) -> tuple[list[tuple[int, StoryVersion]], list[Reject]]:
    """The versions of a story, the oldest first, each with its index and under a name of its own.

    By their numbers if each has one, else by their times; nothing is guessed. Of two that are the same in
    both and in what they say one is left out; of two that differ and that nothing tells apart in time the
    first is kept.
    """
    rejects: list[Reject] = []
    found: dict[tuple[float, ...], int] = {}
    for index, order in _ordered(versions, rejects):
        kept, version = versions[found.setdefault(order, index)], versions[index]
        if kept is version:
            continue
        alike = (kept.title, kept.body) == (version.title, version.body)
        reason, error = (
            ("duplicate", "is there twice; the first is kept")
            if alike
            else ("order", "differs from another of the same number and time; the first is kept")
        )
        rejects.append(Reject(label(version), "order", reason, f"{label(version)}: {error}"))
    kept_ones = [found[place] for place in sorted(found)]
    return list(zip(kept_ones, _named([versions[k] for k in kept_ones]), strict=True)), rejects


def label(version: StoryVersion) -> str:
    """What a version is called: as the source names it, by its number, or by its time."""
    if version.version:
        return version.version
    if version.number is not None:
        return f"{version.number:g}"
    return version.created or version.place


def _ordered(
    versions: Sequence[StoryVersion], rejects: list[Reject]
) -> Iterable[tuple[int, tuple[float, ...]]]:
    """The indices of the versions, each with what it is ordered by; what cannot be ordered is rejected."""
    if len(versions) == 1:
        yield 0, ()
        return
    numbers = [version.number for version in versions]
    times = [moment(version.created) for version in versions]
    comparable = len({time.tzinfo is None for time in times if time is not None}) == 1
    for index, (number, time) in enumerate(zip(numbers, times, strict=True)):
        if number is not None and None not in numbers:
            yield index, (number, _seconds(time) if time and comparable else 0.0)
        elif time is not None and comparable:
            yield index, (_seconds(time),)
        else:
            name = label(versions[index])
            error = f"{name}: cannot be ordered: {_why(versions[index], time)}; give each version a number"
            rejects.append(Reject(name, "order", "order", error))


def _why(version: StoryVersion, time: datetime | None) -> str:
    """Why a version has no place in the order."""
    if time is not None:
        return "times with and without a zone cannot be compared"
    if version.created:
        return f"its time {version.created!r} cannot be read"
    return "it has neither number nor time"


def _seconds(time: datetime) -> float:
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


def _named(versions: Sequence[StoryVersion]) -> list[StoryVersion]:
    """The versions under names that differ."""
    taken: set[str] = set()
    named = []
    for version in versions:
        name = label(version)
        several = (f"{name}~{k}" for k in count(2))
        free = name if name not in taken else next(each for each in several if each not in taken)
        taken.add(free)
        named.append(replace(version, version=free))
    return named
