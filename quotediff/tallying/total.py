"""Who is quoted over many articles: the shares of their speakers, added up under names that are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotediff.model import Speaker, SpeakerKind
from quotediff.tallying.people import Joined, Name, join_names
from quotediff.versions import Sources, SourcesTotal, SpeakerTotal


@dataclass
class _Sum:
    """Articles, quotes and words so far."""

    articles: int = 0
    quotes: int = 0
    words: int = 0

    def add(self, other: _Sum) -> None:
        self.articles += other.articles
        self.quotes += other.quotes
        self.words += other.words


@dataclass
class _Person:
    """A person or body: what is added up, by name, with the reasons for which names are counted here."""

    sums: dict[str, _Sum] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


_NO_NAME = Joined("", "")  # whom a speaker without a name is counted under


def total(articles: Iterable[Sources], aliases: Sequence[Sequence[str]] = ()) -> SourcesTotal:
    """The speakers of all articles; all who are unnamed are one entry, and so are all who are not known.

    Args:
        articles: taken one at a time; of each no more than its counts is kept.
        aliases: groups of names that are one person or body.
    """
    count = 0
    sums: defaultdict[tuple[str, SpeakerKind | None], _Sum] = defaultdict(_Sum)
    for article in articles:
        count += 1
        here: defaultdict[tuple[str, SpeakerKind | None], _Sum] = defaultdict(lambda: _Sum(articles=1))
        for share in article.speakers:
            one = here[_name_and_kind(share.speaker)]
            one.quotes += len(share.quotes)
            one.words += share.words
        for key, one in here.items():
            sums[key].add(one)
    return SourcesTotal(count, _entries(sums, aliases))


def _name_and_kind(speaker: Speaker | None) -> tuple[str, SpeakerKind | None]:
    """What a speaker is counted under; no name for one who is unnamed, and no kind for one not known."""
    if speaker is None:
        return "", None
    return "" if speaker.kind is SpeakerKind.UNNAMED else speaker.name, speaker.kind


def _entries(
    sums: dict[tuple[str, SpeakerKind | None], _Sum], aliases: Sequence[Sequence[str]]
) -> tuple[SpeakerTotal, ...]:
    """The entries, the most words first; those without a name last."""
    names = [Name(name, kind, one.articles) for (name, kind), one in sums.items() if name and kind]
    joined = join_names(sorted(names), aliases)
    people: defaultdict[tuple[str, SpeakerKind | None], _Person] = defaultdict(_Person)
    for (name, kind), one in sorted(sums.items(), key=lambda item: (item[0][0], str(item[0][1]))):
        found = _NO_NAME if kind is None else joined.get((name, kind), _NO_NAME)
        person = people[found.person, kind]
        person.sums[name] = one
        person.reasons[name] = found.reason
    words = sum(one.words for one in sums.values())
    entries = [_entry(name, kind, person, words) for (name, kind), person in people.items()]
    return tuple(sorted(entries, key=lambda e: (e.name is None, e.kind is None, -e.words, e.name or "")))


def _entry(name: str, kind: SpeakerKind | None, person: _Person, words: int) -> SpeakerTotal:
    whole = _Sum()
    for one in person.sums.values():
        whole.add(one)
    names = tuple(filter(None, person.sums))
    return SpeakerTotal(
        name or None,
        kind,
        names,
        tuple(person.reasons[each] for each in names),
        whole.articles,
        whole.quotes,
        whole.words,
        whole.words / max(words, 1),
    )
