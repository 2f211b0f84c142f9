"""The speakers of a story over its versions.

Who is who is asked of `align.speakers`, as `compare` does; of all answers the best one-to-one choice is taken
(`align.assign`), so that of three officials each stays one. Words that are said again speak for it.

Time: near linear. Of a version with more than ``MOST_ALIKE`` speakers one is compared with as many as share
the rarest words of its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quotediff.align.assign import assign
from quotediff.align.speakers import Identity
from quotediff.identity import Same
from quotediff.model import Problem, Speaker, SpeakerKind
from quotediff.text.fold import fold
from quotediff.versions import Sources, SourcesHistory, SpeakerChange, SpeakerHistory, SpeakerShare

_WORTH = {Same.YES: 30.0, Same.RESPELLED: 20.0, Same.MAYBE: 10.0}
_SCORE_SAME_WORDS = (
    2.0  # what counts beside it, all together less than a step above: each quote said again, up to
)
_MOST_WORDS = 4
_SAME_NAME = 1.0  # the very name, which tells less of "an official" than the words do
_SCORE_RECENT = 0.5  # and having been there in the version before


@dataclass
class _Row:
    """A speaker so far: the share in each version, and the last version that has one."""

    shares: list[SpeakerShare | None]
    last: int
    latest: SpeakerShare
    changes: list[SpeakerChange] = field(default_factory=list)


def over(versions: Sequence[Sources]) -> SourcesHistory:
    """Each speaker over the versions of a story, oldest first, and what changed."""
    rows: list[_Row] = []
    said = [_said(version) for version in versions]
    problems: dict[Problem, None] = {}
    for index, version in enumerate(versions):
        identities = {
            last: Identity(versions[last].extract, version.extract)
            for last in sorted({row.last for row in rows})
        }
        partner = _partners(rows, version, index, identities, said)
        problems |= dict.fromkeys(p for identity in identities.values() for p in identity.problems)
        _add_version(rows, version, index, partner, identities)
    traced_quotes = tuple(SpeakerHistory(tuple(row.shares), tuple(row.changes)) for row in rows)
    return SourcesHistory(tuple(versions), traced_quotes, tuple(problems))


def _add_version(
    rows: list[_Row],
    version: Sources,
    k: int,
    partner: Sequence[int],
    identities: Mapping[int, Identity],
) -> None:
    """Puts the shares of version ``k`` into the rows of their speakers, new rows for those who have none."""
    for row in rows:
        row.shares.append(None)
    for share, number in zip(version.speakers, partner, strict=True):
        if number < 0:
            rows.append(_Row([*[None] * k, share], k, share, [SpeakerChange(k, "introduced")] if k else []))
        else:
            _go_on(rows[number], share, k, identities[rows[number].last])
    for row in rows:
        if row.last == k - 1:
            row.changes.append(SpeakerChange(k, "dropped"))


def _partners(
    rows: Sequence[_Row],
    version: Sources,
    k: int,
    identities: Mapping[int, Identity],
    said: Sequence[dict[str, str]],
) -> Sequence[int]:
    """For each share of version ``k`` the row of its speaker, or -1.

    ``identities``: of each earlier version from which a row comes, and this one.
    """
    where: dict[tuple[int, str | None], int] = {}
    words: list[set[str]] = []
    for index, row in enumerate(rows):
        words.append({said[row.last][i] for i in row.latest.quotes})
        where[row.last, _id(row.latest.speaker)] = index
    choices = []
    for share in version.speakers:
        known = (
            (last, _id(one))
            for last, identity in identities.items()
            for one in (identity.candidates(share.speaker, of_old=False) if share.speaker else (None,))
        )
        choices.append(
            {
                position: _WORTH[_same(rows[position], share, identities[rows[position].last])]
                + _more(rows[position], share, k, [said[k][i] in words[position] for i in share.quotes])
                for position in sorted(where[key] for key in known if key in where)
            }
        )
    return assign(choices).partner


def _go_on(row: _Row, share: SpeakerShare, k: int, identity: Identity) -> None:
    """Puts a share of version ``k`` into its speaker's row, with what changed."""
    respelled = _same(row, share, identity) is Same.RESPELLED
    if row.last < k - 1:
        row.changes.append(SpeakerChange(k, "restored"))
    row.changes += [SpeakerChange(k, *what) for what in _changed(row.latest, share, respelled=respelled)]
    row.shares[k], row.last, row.latest = share, k, share


def _same(row: _Row, share: SpeakerShare, identity: Identity) -> Same:
    """How sure it is that a share is the speaker of a row; quotes of nobody known are one row."""
    before = row.latest.speaker
    if before is None or share.speaker is None:
        return Same.YES if before is share.speaker else Same.NO
    return identity.same(before.id, share.speaker.id)


def _id(speaker: Speaker | None) -> str | None:
    return None if speaker is None else speaker.id


def _more(row: _Row, share: SpeakerShare, k: int, again: Sequence[bool]) -> float:
    """What else speaks for a share being the speaker of a row; ``again``: each quote, if the row has it."""
    names = [fold(v.speaker.name) for v in (row.latest, share) if v.speaker]
    return (
        _SCORE_SAME_WORDS * min(sum(again), _MOST_WORDS)
        + _SAME_NAME * (len(set(names)) == 1)
        + _SCORE_RECENT * (row.last == k - 1)
    )


def _said(version: Sources) -> dict[str, str]:
    """The words of each quote, by its id."""
    return {q.id: fold(" ".join(q.content.text.split())) for q in version.extract.quotes}


def _changed(
    old: SpeakerShare, new: SpeakerShare, *, respelled: bool
) -> Iterator[tuple[str, str | None, str | None]]:
    """What is told of a speaker who is in both versions: what, and what it was and is."""
    if len(old.quotes) != len(new.quotes):
        yield "quotes", str(len(old.quotes)), str(len(new.quotes))
    elif old.words != new.words:
        yield "words", str(old.words), str(new.words)
    a, b = old.speaker, new.speaker
    if a is None or b is None:
        return
    if respelled or (_unnamed(a, b) and fold(a.name) != fold(b.name)):
        yield "name", a.name, b.name
    if a.kind is not b.kind:
        yield "kind", a.kind.value, b.kind.value
    for what, was, now in (
        ("description", a.description, b.description),
        ("anonymity", a.anonymity, b.anonymity),
    ):
        if _folded(was) != _folded(now):
            yield what, was, now


def _folded(text: str | None) -> str:
    return fold(text or "")


def _unnamed(a: Speaker, b: Speaker) -> bool:
    return a.kind is b.kind is SpeakerKind.UNNAMED
