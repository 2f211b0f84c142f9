"""What renderers say about a traced quote and a speaker's share: looked up in the result and worded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from quotediff.excerpts import excerpt, whole
from quotediff.model import Severity, SpeakerKind, count, framed
from quotediff.rendering.words import Index, moved

if TYPE_CHECKING:
    from quotediff.comparison import Change
    from quotediff.model import Extract, Quote, Speaker
    from quotediff.text.spans import Span
    from quotediff.versions import (
        History,
        QuoteHistory,
        QuoteState,
        Sources,
        SourcesHistory,
        SourcesTotal,
        SpeakerChange,
        SpeakerHistory,
        SpeakerShare,
        SpeakerTotal,
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
"""Every ``Outcome`` in its order, and how it is shown where there is no room for words."""

_CODES_BY_OUTCOME = frozenset({"QD301", "QD302"})  # that a quote is new or gone


class QuoteSummary(NamedTuple):
    """A traced quote as a reader knows it: its words where it last stood, and who said them.

    ``brief`` is the first of the words, ``text`` all of them without their marks.

    ``speaker`` is that of the last version that quotes it, ``speakers`` the first and, if another, the last.
    """

    words: str
    speaker: str
    speakers: str
    brief: str
    text: str


class TracedQuotes:
    """The quotes of all versions, to look traced quotes up in."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._indices = [Index(extract) for extract in history.versions]
        self._quotes = [{q.id: q for q in extract.quotes} for extract in history.versions]

    def quotes(self, version: int, state: QuoteState) -> list[Quote]:
        """The quotes of a state."""
        return [self._quotes[version][identifier] for identifier in state.quotes]

    def speaker(self, version: int, state: QuoteState) -> str:
        """Whose the quotes of a state are; several if they are split among several."""
        names = [self._indices[version].name(quote) for quote in self.quotes(version, state)]
        return ", ".join(dict.fromkeys(name for name in names if name))

    def words(self, version: int, state: QuoteState) -> str:
        """The words of a state: of its quotes, or where they stand unattributed."""
        return whole(self._history.versions[version], self.spans(version, state))

    def spans(self, version: int, state: QuoteState) -> list[Span]:
        """Where the words of a state stand."""
        alone = [] if state.span is None else [state.span]
        return [s for quote in self.quotes(version, state) for s in quote.content.spans] or alone

    def summary(self, traced: QuoteHistory) -> QuoteSummary:
        """What a reader knows a traced quote by."""
        quoted = [(k, c) for k, c in enumerate(traced.states) if c.quotes]
        first, last = quoted[0], quoted[-1]
        now = self.speaker(*last)
        text = " ".join(quote.content.text for quote in self.quotes(*last))
        brief = excerpt(self._history.versions[last[0]], self.spans(*last), _BRIEF, alone=True)
        return QuoteSummary(self.words(*last), now, moved(self.speaker(*first), now), brief, text)


def outcome_words(outcome: str) -> str:
    """An outcome in words: "attribution changed"."""
    return outcome.replace("-", " ")


def codes(state: QuoteState) -> list[str]:
    """The codes of a state's changes, worst first as they stand, but for what the outcome says already."""
    return list(dict.fromkeys(c.code for c in state.changes if c.code not in _CODES_BY_OUTCOME))


def worst(state: QuoteState) -> Severity | None:
    """The worst severity of a state's changes."""
    found = {change.severity for change in state.changes}
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
    if not history.quotes:
        return "no quotes found"
    seen = Counter[str](
        s for traced in history.quotes for s in {s for c in traced.states[1:] for s in c.outcomes}
    )
    never_changed = sum(
        all(set(c.outcomes) <= {"introduced", "unchanged", "absent"} for c in traced.states)
        for traced in history.quotes
    )
    parts = [f"{never_changed} never changed"] if never_changed else []
    parts += [f"{seen[s]} {outcome_words(s)}" for s in SIGNS if s not in _QUIET_OUTCOMES and seen[s]]
    return (
        f"{count(len(history.quotes), 'quote')} over {count(len(history.versions), 'version')}: "
        + ", ".join(parts)
    )


_QUIET_OUTCOMES = frozenset({"unchanged", "absent"})


def version_title(extract: Extract) -> str:
    """The path of a version and its headline."""
    document = extract.document
    return f"{document.name}: {document.title}" if document.title else document.name


# --- shares of speakers ------------------------------------------------------------------------------------


def name(entry: SpeakerShare) -> str:
    """Who speaks."""
    return UNKNOWN if entry.speaker is None else entry.speaker.name


def about(speaker: Speaker | None) -> list[str]:
    """What is known of a speaker: the kind with the description, and the terms of anonymity."""
    if speaker is None:
        return []
    described = ", ".join(filter(None, (speaker.kind.value, speaker.description)))
    return [described, f"anonymity: {speaker.anonymity}"] if speaker.anonymity else [described]


def latest(traced: SpeakerHistory) -> SpeakerShare:
    """The share of a speaker in the last version that has one."""
    return [entry for entry in traced.shares if entry is not None][-1]


def percent(share: float) -> str:
    """``12%``; what is more than nothing is never ``0%``."""
    return f"{share:.0%}" if share >= 0.005 or not share else "<1%"


def widest_counts(shares: Sequence[SpeakerShare]) -> tuple[int, ...]:
    """How many digits the numbers of ``counts_line`` take, for them to stand below each other."""
    return tuple(max(len(str(n)) for n in numbers) for numbers in zip(*map(_counts, shares), strict=True))


def counts_line(entry: SpeakerShare, widths: Sequence[int]) -> str:
    """A speaker's quotes and words, and how many of these stand between marks."""
    quotes, words, marked = _counts(entry)
    return (
        f"{quotes:>{widths[0]}} {'quote ' if quotes == 1 else 'quotes'}  "
        f"{words:>{widths[1]}} {'word ' if words == 1 else 'words'}  "
        f"{marked:>{widths[2]}} marked"
    )


def _counts(entry: SpeakerShare) -> tuple[int, int, int]:
    return len(entry.quotes), entry.words, entry.marked


def paragraphs(entry: SpeakerShare) -> str:
    """``3-12``, or ``3``."""
    return str(entry.first) if entry.first == entry.last else f"{entry.first}-{entry.last}"


def sources_line(sources: Sources) -> str:
    """One line about an article: how many quotes and words, by how many speakers, how many unnamed."""
    shares = sources.speakers
    if not shares:
        return "no quotes found"
    known = [v for v in shares if v.speaker is not None]
    unnamed = [v for v in known if v.speaker is not None and v.speaker.kind is SpeakerKind.UNNAMED]
    words, marked = sum(v.words for v in shares), sum(v.marked for v in shares)
    quotes = sum(len(v.quotes) for v in shares)
    line = f"{count(quotes, 'quote')}, {count(words, 'word')} ({marked} between marks) by "
    line += count(len(known), "speaker")
    if unnamed:
        line += f", {len(unnamed)} of them unnamed ({percent(sum(v.share for v in unnamed))} of the words)"
    unresolved = sum(len(v.quotes) for v in shares if v.speaker is None)
    return line + (f"; {count(unresolved, 'quote')} unresolved" if unresolved else "")


def speaker_change_words(change: SpeakerChange) -> str:
    """What changed about a speaker, with the number of the version: "3: quotes 1 → 2"."""
    number = change.version + 1
    if change.old is None and change.new is None:
        return f"{number}: {change.what}"
    return f"{number}: {change.what} {change.old or '(none)'} → {change.new or '(none)'}"


def speakers_line(history: SourcesHistory) -> str:
    """One line about speakers over versions: how many, and of how many what changed."""
    if not history.speakers:
        return "no quotes found"
    known = [traced for traced in history.speakers if latest(traced).speaker is not None]
    seen = Counter(what for traced in known for what in {s.what for s in traced.changes})
    parts = [f"{seen[what]} {what}" for what in ("introduced", "dropped", "restored") if seen[what]]
    line = f"{count(len(known), 'speaker')} over {count(len(history.versions), 'version')}"
    return ": ".join((line, ", ".join(parts))) if parts else line


def total_line(result: SourcesTotal) -> str:
    """``211 articles · 573 speakers with a name``."""
    named = sum(1 for entry in result.speakers if entry.name is not None)
    return f"{count(result.articles, 'article')} · {count(named, 'speaker')} with a name"


def total_name(entry: SpeakerTotal) -> str:
    """What an entry over many articles is called."""
    if entry.name is not None:
        return entry.name
    return "unnamed sources" if entry.kind is not None else "speaker not known"


def total_counts(entry: SpeakerTotal) -> str:
    """``in 3 articles, 12 quotes, 240 words``."""
    counts = count(entry.articles, "article"), count(entry.quotes, "quote"), count(entry.words, "word")
    return f"in {', '.join(counts)}"


_SAME_NAME_REASONS = {"middle": "with or without a middle name", "alias": "alias", "same": "in other letters"}


def joined_names(entry: SpeakerTotal) -> str:
    """The other names that are counted for a speaker, each with the reason; empty if there are none."""
    pairs = zip(entry.names, entry.reasons, strict=True)
    others = [
        f"{name} ({_SAME_NAME_REASONS.get(reason, reason)})" for name, reason in pairs if name != entry.name
    ]
    return framed("also: ", ", ".join(others))
