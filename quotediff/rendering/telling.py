"""What renderers say about a quote's life and a speaker's voice: looked up in the result and worded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from quotediff.excerpts import excerpt, whole
from quotediff.model import Severity, SpeakerKind, count
from quotediff.rendering.words import Index, moved

if TYPE_CHECKING:
    from quotediff.comparison import Change
    from quotediff.model import Extract, Quote, Speaker
    from quotediff.text.spans import Span
    from quotediff.versions import (
        Chapter,
        History,
        Life,
        Shift,
        Sources,
        SourcesHistory,
        SpeakerLife,
        Voice,
    )

_BRIEF = 50  # characters of a quote in a table of a history
UNKNOWN = "(unresolved)"  # instead of a name, for quotes whose speaker is not known

SIGNS = {
    "introduced": "+",
    "restored": "*",
    "dropped": "-",
    "edited": "~",
    "attribution-changed": "@",
    "moved": ">",
    "unchanged": "=",
    "absent": "",
}
"""Every ``State`` in its order, and how it is shown where there is no room for words."""

_SAID_BY_STATE = frozenset({"QD301", "QD302"})  # that a quote is new or gone


class Told(NamedTuple):
    """A quote's life as a reader knows it: its words where it last stood, and who said them.

    ``brief`` is the first of the words, ``text`` all of them without their marks.

    ``speaker`` is that of the last version that quotes it, ``speakers`` the first and, if another, the last.
    """

    words: str
    speaker: str
    speakers: str
    brief: str
    text: str


class Lives:
    """The quotes of all versions, to look lives up in."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._indices = [Index(extract) for extract in history.versions]
        self._quotes = [{q.id: q for q in extract.quotes} for extract in history.versions]

    def quotes(self, version: int, chapter: Chapter) -> list[Quote]:
        """The quotes of a chapter."""
        return [self._quotes[version][identifier] for identifier in chapter.quotes]

    def speaker(self, version: int, chapter: Chapter) -> str:
        """Whose the quotes of a chapter are; several if they are split among several."""
        names = [self._indices[version].name(quote) for quote in self.quotes(version, chapter)]
        return ", ".join(dict.fromkeys(name for name in names if name))

    def words(self, version: int, chapter: Chapter) -> str:
        """The words of a chapter: of its quotes, or where they stand unattributed."""
        return whole(self._history.versions[version], self._spans(version, chapter))

    def _spans(self, version: int, chapter: Chapter) -> list[Span]:
        alone = [] if chapter.span is None else [chapter.span]
        return [s for quote in self.quotes(version, chapter) for s in quote.content.spans] or alone

    def told(self, life: Life) -> Told:
        """What a reader knows a life by."""
        quoted = [(k, c) for k, c in enumerate(life.chapters) if c.quotes]
        first, last = quoted[0], quoted[-1]
        now = self.speaker(*last)
        text = " ".join(quote.content.text for quote in self.quotes(*last))
        brief = excerpt(self._history.versions[last[0]], self._spans(*last), _BRIEF, alone=True)
        return Told(self.words(*last), now, moved(self.speaker(*first), now), brief, text)


def state_words(state: str) -> str:
    """A state in words: "attribution changed"."""
    return state.replace("-", " ")


def codes(chapter: Chapter) -> list[str]:
    """The codes of a chapter's changes, worst first as they stand, but for what the state says already."""
    return list(dict.fromkeys(c.code for c in chapter.changes if c.code not in _SAID_BY_STATE))


def worst(chapter: Chapter) -> Severity | None:
    """The worst severity of a chapter's changes."""
    found = {change.severity for change in chapter.changes}
    return next((s for s in Severity if s in found), None)


def of_story(history: History) -> Iterator[tuple[int, Change]]:
    """Errors, warnings and corrections of the whole story, with the number of the version that has them.

    Not QD401, which speaks of a list of errors that is not shown.
    """
    for number, step in enumerate(history.steps, 2):
        for change in step.changes:
            if change.code == "QD402" or (change.severity is not Severity.NOTE and change.code != "QD401"):
                yield number, change


def order_line(order: Sequence[str], number: int) -> str:
    """One line about the versions: how many, and what their order was found by."""
    by = "as given" if order == ("given",) else f"in order by {' and '.join(order)}"
    return f"{count(number, 'version')}, {by}"


def history_line(history: History) -> str:
    """One line about a history: how many quotes, and to how many of them what happened."""
    if not history.lives:
        return "no quotes found"
    seen = Counter[str](s for life in history.lives for s in {s for c in life.chapters[1:] for s in c.states})
    untouched = sum(
        all(set(c.states) <= {"introduced", "unchanged", "absent"} for c in life.chapters)
        for life in history.lives
    )
    parts = [f"{untouched} never changed"] if untouched else []
    parts += [f"{seen[s]} {state_words(s)}" for s in SIGNS if s not in _QUIET and seen[s]]
    return (
        f"{count(len(history.lives), 'quote')} over {count(len(history.versions), 'version')}: "
        + ", ".join(parts)
    )


_QUIET = frozenset({"unchanged", "absent"})


def version_title(extract: Extract) -> str:
    """The path of a version and its headline."""
    document = extract.document
    return f"{document.path}: {document.title}" if document.title else document.path


# --- voices ------------------------------------------------------------------------------------------------


def name(voice: Voice) -> str:
    """Who speaks."""
    return UNKNOWN if voice.speaker is None else voice.speaker.name


def about(speaker: Speaker | None) -> list[str]:
    """What is known of a speaker: the kind with the description, and the terms of anonymity."""
    if speaker is None:
        return []
    described = f"{speaker.kind.value}, {speaker.description}" if speaker.description else speaker.kind.value
    return [described, f"anonymity: {speaker.anonymity}"] if speaker.anonymity else [described]


def latest(life: SpeakerLife) -> Voice:
    """The voice of a speaker in the last version that has one."""
    return [voice for voice in life.voices if voice is not None][-1]


def percent(share: float) -> str:
    """``12%``; what is more than nothing is never ``0%``."""
    return f"{share:.0%}" if share >= 0.005 or not share else "<1%"


def paragraphs(voice: Voice) -> str:
    """``3-12``, or ``3``."""
    return str(voice.first) if voice.first == voice.last else f"{voice.first}-{voice.last}"


def sources_line(sources: Sources) -> str:
    """One line about an article: how many quotes and words, by how many speakers, how many unnamed."""
    voices = sources.voices
    if not voices:
        return "no quotes found"
    known = [v for v in voices if v.speaker is not None]
    unnamed = [v for v in known if v.speaker is not None and v.speaker.kind is SpeakerKind.UNNAMED]
    words, marked = sum(v.words for v in voices), sum(v.marked for v in voices)
    quotes = sum(len(v.quotes) for v in voices)
    line = f"{count(quotes, 'quote')}, {count(words, 'word')} ({marked} between marks) by "
    line += count(len(known), "speaker")
    if unnamed:
        line += f", {len(unnamed)} of them unnamed ({percent(sum(v.share for v in unnamed))} of the words)"
    unresolved = sum(len(v.quotes) for v in voices if v.speaker is None)
    return line + (f"; {count(unresolved, 'quote')} unresolved" if unresolved else "")


def shift_words(shift: Shift) -> str:
    """What changed about a speaker, with the number of the version: "3: quotes 1 → 2"."""
    number = shift.version + 1
    if shift.old is None and shift.new is None:
        return f"{number}: {shift.what}"
    return f"{number}: {shift.what} {shift.old or '(none)'} → {shift.new or '(none)'}"


def speakers_line(history: SourcesHistory) -> str:
    """One line about speakers over versions: how many, and of how many what changed."""
    if not history.speakers:
        return "no quotes found"
    known = [life for life in history.speakers if latest(life).speaker is not None]
    seen = Counter(what for life in known for what in {s.what for s in life.shifts})
    parts = [f"{seen[what]} {what}" for what in ("introduced", "dropped", "restored") if seen[what]]
    line = f"{count(len(known), 'speaker')} over {count(len(history.versions), 'version')}"
    return ": ".join((line, ", ".join(parts))) if parts else line


def chunks(number: int, most: int) -> Iterable[range]:
    """Versions in runs of at most ``most``, as few and as even as can be."""
    runs = -(-number // most)
    edges = [number * k // runs for k in range(runs + 1)]
    return [range(a, b) for a, b in pairwise(edges)]
