"""Values about a story over its versions, and about its sources; all frozen, as those of ``model``.

They are apart because most runs need none of them, and each class costs a start a millisecond. ``shown_by``
names what shows them in a format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from quotediff.comparison import Change, Comparison, Pair
from quotediff.model import Extract, Problem, Result, Speaker, SpeakerKind
from quotediff.text.spans import Span


class Outcome(StrEnum):
    """What became of a quote in one version of several, against the version before."""

    INTRODUCED = "introduced"
    RESTORED = "restored"  # it was dropped, and is there again
    DROPPED = "dropped"
    EDITED = "edited"  # the words, or how they are marked
    ATTRIBUTION_CHANGED = "attribution-changed"
    MOVED = "moved"
    UNCHANGED = "unchanged"
    ABSENT = "absent"  # not yet there, or no more


@dataclass(frozen=True, slots=True)
class QuoteState:
    """A quote in one version of several.

    ``outcomes``: what became of it; several (edited, moved) in the order of ``Outcome``. ``quotes``: its ids
    there, several where it is split, none where it is no quote of its own; ``span``: where its words then
    stand, unattributed, not seen to be said, or within another quote. ``since``: index of the version that it
    is compared with, None where it is introduced or absent. ``changes``: what `compare` finds of it against
    the version before, and, if restored, against ``since``.
    """

    outcomes: tuple[Outcome, ...]
    quotes: tuple[str, ...]
    span: Span | None = None
    since: int | None = None
    changes: tuple[Change, ...] = ()

    def compared_with(self, version: int) -> int:
        """The index of the version its changes in this one are against: if restored, not the last."""
        if Outcome.RESTORED not in self.outcomes or self.since is None:
            return version - 1
        return self.since


@dataclass(frozen=True, slots=True)
class QuoteHistory:
    """One quote over all versions: a state for each. What was split or merged is one quote here."""

    id: str
    states: tuple[QuoteState, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """From one version to the next: what `compare` says of both, less what the states of its quotes hold.

    ``changes`` are those of the whole story (sources dropped, corrections, a kill); ``summary`` counts all.
    """

    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    summary: dict[str, int]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class History(Result):
    """Every quote, traced through the versions of a story.

    ``quotes`` are in the order in which they are introduced, by version and by place. ``steps`` has an entry
    for each version but the first. ``order`` says what the versions' order was found by: "given" or "header",
    "time", "name".
    """

    shown_by: ClassVar[str] = "history"

    versions: tuple[Extract, ...]
    quotes: tuple[QuoteHistory, ...]
    steps: tuple[Step, ...]
    order: tuple[str, ...] = ("given",)

    def __repr__(self) -> str:
        """One line: the files, and how many quotes were traced."""
        return f"<History {_paths(self.versions)}: {len(self.quotes)} quotes traced>"


@dataclass(frozen=True, slots=True)
class SpeakerShare:
    """What an article gives one speaker to say.

    ``speaker`` is None for the quotes whose speaker is not known. ``words`` counts the words of its contents,
    ``marked`` those of them between marks; ``share`` is that of ``words`` in the words of all. ``first`` and
    ``last``: the paragraphs of its first and last quote.
    """

    speaker: Speaker | None
    quotes: tuple[str, ...]
    words: int
    marked: int
    share: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sources(Result):
    """Who speaks in an article, and how much; the largest share first, quotes of unknown speakers last."""

    extract: Extract
    speakers: tuple[SpeakerShare, ...]

    def __repr__(self) -> str:
        """One line: the file, and how many speakers it quotes."""
        return f"<Sources {self.extract.document.name!r}: {len(self.speakers)} speakers>"


@dataclass(frozen=True, slots=True)
class SpeakerChange:
    """What changed about a speaker in a version (its index) against the last one that quotes the speaker.

    ``what``: "introduced", "dropped", "restored"; or "quotes", "words", "name", "kind", "description",
    "anonymity", with what it was and is now.
    """

    version: int
    what: str
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class SpeakerHistory:
    """One speaker over the versions of a story: a share or None for each, and what changed."""

    shares: tuple[SpeakerShare | None, ...]
    changes: tuple[SpeakerChange, ...]


@dataclass(frozen=True, slots=True)
class SourcesHistory(Result):
    """The speakers of a story over its versions, in the order in which they come in."""

    shown_by: ClassVar[str] = "sources_history"

    versions: tuple[Sources, ...]
    speakers: tuple[SpeakerHistory, ...]
    problems: tuple[Problem, ...] = ()
    order: tuple[str, ...] = ("given",)

    def __repr__(self) -> str:
        """One line: the files, and how many speakers they quote."""
        paths = _paths(version.extract for version in self.versions)
        return f"<SourcesHistory {paths}: {len(self.speakers)} speakers>"


@dataclass(frozen=True, slots=True)
class SpeakerTotal:
    """What many articles give one speaker to say.

    ``name`` is None for all who are unnamed together, and for all who are not known (``kind`` is None).
    ``names`` are those under which articles list the speaker, and ``reasons`` why each is counted here:
    "only", "same", "middle" (with or without a middle name) or "alias". ``share`` is that of ``words`` in the
    words of all.
    """

    name: str | None
    kind: SpeakerKind | None
    names: tuple[str, ...]
    reasons: tuple[str, ...]
    articles: int
    quotes: int
    words: int
    share: float


@dataclass(frozen=True, slots=True)
class SourcesTotal(Result):
    """Who speaks in so many articles, and how much; the most words first, those without a name last."""

    shown_by: ClassVar[str] = "sources_total"

    articles: int
    speakers: tuple[SpeakerTotal, ...]

    def __repr__(self) -> str:
        """One line: how many articles, and how many speakers they quote."""
        return f"<SourcesTotal of {self.articles} articles: {len(self.speakers)} speakers>"


@dataclass(frozen=True, slots=True)
class EachSources:
    """The sources of any number of articles, each by itself; taken one at a time."""

    shown_by: ClassVar[str] = "sources"

    articles: Iterable[Sources]

    def __iter__(self) -> Iterator[Sources]:
        """Each article's."""
        return iter(self.articles)


@dataclass(frozen=True, slots=True)
class EachComparison:
    """Comparisons of any number of stories, each by itself; taken one at a time."""

    shown_by: ClassVar[str] = "comparisons"

    comparisons: Iterable[Comparison]

    def __iter__(self) -> Iterator[Comparison]:
        """Each story's."""
        return iter(self.comparisons)


@dataclass(frozen=True, slots=True)
class EachHistory:
    """Histories of any number of stories, each by itself."""

    shown_by: ClassVar[str] = "histories"

    histories: Iterable[History]

    def __iter__(self) -> Iterator[History]:
        """Each story's."""
        return iter(self.histories)


@dataclass(frozen=True, slots=True)
class EachSourcesHistory:
    """The speakers of any number of stories over their versions, each story by itself."""

    shown_by: ClassVar[str] = "sources_histories"

    histories: Iterable[SourcesHistory]

    def __iter__(self) -> Iterator[SourcesHistory]:
        """Each story's."""
        return iter(self.histories)


def _paths(versions: Iterable[Extract]) -> str:
    return " → ".join(repr(version.document.name) for version in versions)
