"""Histories and sources on a terminal, drawn as comparisons are: a head, then an entry a quote or a speaker.

A lane has a column a version: a sign for what became of a quote, or the share of a speaker. What happened in
a version stands below, over the full width.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from quotediff.model import Severity, SpeakerKind, framed
from quotediff.rendering import summaries
from quotediff.rendering.entries import PRESENCE, counts, entry, leading
from quotediff.rendering.lines import (
    INDENT,
    STYLES,
    Line,
    cut,
    dotted,
    indented,
    title,
    width_of,
    wrapped,
    written,
)
from quotediff.rendering.terminal import Run, escaped, visible, wrap
from quotediff.rendering.words import Index, moved

if TYPE_CHECKING:
    from quotediff.comparison import Change
    from quotediff.model import Extract, Speaker
    from quotediff.rendering import Options
    from quotediff.rendering.words import Side
    from quotediff.versions import (
        History,
        QuoteHistory,
        Sources,
        SourcesHistory,
        SourcesTotal,
        SpeakerHistory,
        SpeakerShare,
    )

_LONGEST_LANE = 30  # columns of a lane before the words; a longer one has lines of its own
_ABSENT = "·"
_SHARE_COLUMNS = 5  # columns of a share and the space behind it
_PLACE_COLUMNS = 14  # columns of version and paragraphs
_SHORTEST_NAME = 24  # columns of a name that has counts behind it
_LAST_SEVERITY = len(Severity)  # of what has no finding, in the order of severities
_COMING = frozenset({"introduced", "restored"})
_SAID_BY_OUTCOME = frozenset({"introduced", "dropped"})
_OF_ARTICLE = ("QD401",)  # speaks of a list of errors that is not shown


# --- histories ---------------------------------------------------------------------------------------------


class _Event(NamedTuple):
    """What happened in a version: a finding, or an outcome that has none.

    ``shown``: the words of the finding stand elsewhere, beside the lane or with an earlier quote.
    """

    version: int  # index
    change: Change | None
    sides: tuple[Side, Side] | None
    words: str = ""
    shown: bool = False


def history(result: History, options: Options) -> Iterator[str]:
    """The versions and counts, what happened to the story as a whole, and an entry for each quote."""
    events = _Events(result)
    yield from written(_history_head(result, events, options), options)
    if options.summary or not (result.quotes or events.of_story):
        return
    yield "\n"
    for event in events.of_story:
        yield from written(_event(event, options, who=True), options)
    traced_quotes = summaries.TracedQuotes(result)
    for traced in sorted(result.quotes, key=events.order):
        yield from written(_quote(traced, traced_quotes, events.of(traced), options), options)
    if result.quotes:
        yield "\n"
        yield from written(wrapped(_legend(result), options), options)


def _history_head(result: History, events: _Events, options: Options) -> Iterator[Line]:
    yield from _versions(result.versions, result.order, options)
    yield from wrapped(summaries.history_line(result), options)
    found = counts(events.all)
    if found:
        yield from wrap(dotted(found), options.width)


def _versions(versions: Sequence[Extract], order: Sequence[str], options: Options) -> Iterator[Line]:
    """The headline of the last version, and the numbered files, each with its headline if that is another."""
    last = versions[-1].document.title
    yield from title(last, options)
    size = len(str(len(versions)))
    for number, extract in enumerate(versions, 1):
        headline = extract.document.title
        other = f": {visible(headline)}" if headline and headline != last else ""
        lines = wrap([Run(escaped(extract.document.name) + other)], options.width - size - INDENT)
        yield [Run(f"{number:>{size}}  "), *lines[0]]
        yield from indented(lines[1:], size + INDENT)
    if tuple(order) != ("given",):
        yield from wrapped(summaries.order_line(order, len(versions)), options)


class _Events:
    """What happened in each version, by quote; what no quote has is the story's."""

    def __init__(self, result: History) -> None:
        self._indices = [Index(extract) for extract in result.versions]
        self._by_quote: dict[str, list[_Event]] = {}
        self._seen: set[tuple[int, Change]] = set()
        placed: set[int] = set()
        for traced in result.quotes:
            self._by_quote[traced.id] = list(self._traced(result, traced, placed))
        self.of_story = [
            self._found(number, change, number - 1)
            for number, step in enumerate(result.steps, 1)
            for change in step.changes
            if id(change) not in placed and change.code not in _OF_ARTICLE
        ]
        of_quotes = [state.changes for traced in result.quotes for state in traced.states]
        every = [*(step.changes for step in result.steps), *of_quotes]
        self.all = [change for found in every for change in found if change.code not in _OF_ARTICLE]

    def of(self, traced: QuoteHistory) -> list[_Event]:
        """What happened to a quote."""
        return self._by_quote[traced.id]

    def order(self, traced: QuoteHistory) -> int:
        """The worst first, then what changed without a finding, then what never changed."""
        found = [e.change.severity for e in self.of(traced) if e.change is not None]
        levels = list(Severity)
        return min(map(levels.index, found), default=_LAST_SEVERITY + (not self.of(traced)))

    def _traced(self, result: History, traced: QuoteHistory, placed: set[int]) -> Iterator[_Event]:
        before: tuple[str, ...] = ()
        steps = [(), *(step.changes for step in result.steps)]
        for number, (state, step) in enumerate(zip(traced.states, steps, strict=True)):
            gone = before if "dropped" in state.outcomes else ()
            come = () if _COMING.isdisjoint(state.outcomes) else state.quotes
            wider = [c for c in step if set(gone) & {*c.old_quotes} or set(come) & {*c.new_quotes}]
            placed.update(map(id, wider))
            found = [*state.changes, *wider]
            since = state.compared_with(number)
            if since < number - 1:
                yield _Event(number, None, None, f"restored, compared with {since + 1}")
            elif not found and _SAID_BY_OUTCOME & set(state.outcomes) and number:
                yield _Event(number, None, None, summaries.outcome_words(state.outcomes[0]))
            for change in found:
                event = self._found(number, change, since if change in state.changes else number - 1)
                shown = change.code.startswith(PRESENCE) or (number, change) in self._seen
                self._seen.add((number, change))
                yield event._replace(shown=shown)
            before = state.quotes

    def _found(self, number: int, change: Change, since: int) -> _Event:
        old = self._indices[since].side(change.old_quotes, change.old_span)
        new = self._indices[number].side(change.new_quotes, change.new_span)
        return _Event(number, change, (old, new))


def _quote(
    traced: QuoteHistory, quotes: summaries.TracedQuotes, events: Sequence[_Event], options: Options
) -> Iterator[Line]:
    """The lane of a quote with its speaker and first words, and a line for all that happened to it."""
    summary = quotes.summary(traced)
    speaker = visible(summary.speakers)
    who = Run(framed("", speaker, ": "), STYLES["head"])
    yield from _beside_lane(_lane(traced), [who, Run(visible(summary.brief))], options)
    for event in events:
        yield from indented(_event(event, replace(options, width=options.width - INDENT)))


def _beside_lane(lane: Line, words: Line, options: Options) -> Iterator[Line]:
    """A lane and one line of words behind it, or below it where the lane is long."""
    if width_of(lane) > min(_LONGEST_LANE, options.width // 2):
        yield cut(wrap(words, options.width), 1, options.width)[0]
        yield from indented(wrap(lane, options.width - INDENT))
        return
    room = options.width - width_of(lane) - INDENT
    yield [*lane, Run(" " * INDENT), *cut(wrap(words, room), 1, room)[0]]


def _lane(traced: QuoteHistory) -> Line:
    """A sign for what became of the quote in each version, the first of them if it is several."""
    signs = []
    for state in traced.states:
        level = summaries.worst(state)
        quiet = {"unchanged", "introduced", "absent"} & set(state.outcomes)
        style = STYLES["quiet" if quiet else level.value if level else "note"]
        signs += [Run(summaries.SIGNS[state.outcomes[0]] or _ABSENT, style), Run(" ")]
    return signs[:-1]


def _event(event: _Event, options: Options, *, who: bool = False) -> Iterator[Line]:
    """What happened in a version; the speaker of a quote is named beside its lane."""
    number = f"{event.version + 1}:"
    if event.change is None or event.sides is None:
        yield [*leading(None, number, options, _PLACE_COLUMNS), Run(event.words)]
        return
    paragraphs = moved(event.sides[0].paragraph, event.sides[1].paragraph)
    place = f"{number} ¶ {paragraphs}" if paragraphs else number
    yield from entry(
        event.change,
        event.sides,
        options,
        place=place,
        wide=_PLACE_COLUMNS,
        named=who,
        worded=not event.shown,
    )


def _legend(result: History) -> str:
    there = {s for traced in result.quotes for c in traced.states for s in c.outcomes}
    signs = summaries.SIGNS.items()
    return ", ".join(
        f"{sign} {summaries.outcome_words(outcome)}" for outcome, sign in signs if sign and outcome in there
    )


# --- sources -----------------------------------------------------------------------------------------------


def sources(articles: Iterable[Sources], options: Options) -> Iterator[str]:
    """Of each article the headline, the file with counts, and an entry for each speaker."""
    separator = ""
    for article in articles:
        yield separator
        yield from written(_article(article, options), options)
        separator = "\n"


def _article(article: Sources, options: Options) -> Iterator[Line]:
    document = article.extract.document
    yield from title(document.title, options)
    yield from wrapped(escaped(document.name), options)
    yield from wrapped(summaries.sources_line(article), options)
    if not _are_shown(article.speakers, options):
        return
    yield []
    most = summaries.widest_counts(article.speakers)
    for share in article.speakers:
        yield from _share(share, most, options)


def _share(share: SpeakerShare, most: Sequence[int], options: Options) -> Iterator[Line]:
    """Share, paragraphs, speaker, and counts at the end; what is known of the speaker there or below."""
    lead = Run(f"{summaries.percent(share.share):>4}  {'¶ ' + summaries.paragraphs(share):9} ")
    numbers = Run(summaries.counts_line(share, most))
    room = options.width - width_of([lead, numbers]) - INDENT
    name = visible(summaries.name(share))
    about = [visible(one) for one in _about(share.speaker)]
    known = framed(", ", next(iter(about), ""))
    fits = width_of([Run(name + known)]) <= room
    if room < _SHORTEST_NAME:
        yield from wrap([Run(lead.text.strip() + " "), Run(name, STYLES["head"])], options.width)
        yield from indented(wrap([numbers], options.width - INDENT))
    else:
        first, *more = wrap([Run(name, STYLES["head"]), Run(known * fits)], room)
        yield [lead, *first, Run(" " * (room - width_of(first) + INDENT)), numbers]
        yield from indented(more, width_of([lead]))
    left = "; ".join(about[1:] if fits else about)
    yield from indented(wrap([Run(left, STYLES["quiet"])], options.width - INDENT) if left else [])


def _about(speaker: Speaker | None) -> list[str]:
    """What is known of a speaker: that one is no person, the description, the terms of anonymity."""
    if speaker is None:
        return []
    kind = "" if speaker.kind is SpeakerKind.PERSON else speaker.kind.value
    described = ", ".join(filter(None, (kind, speaker.description)))
    return list(filter(None, (described, speaker.anonymity)))


def _are_shown(entries: Sequence[object], options: Options) -> bool:
    """Whether entries follow the counts: there are some, and more than a summary is wanted."""
    return bool(entries) and not options.summary


def sources_total(result: SourcesTotal, options: Options) -> Iterator[str]:
    """How many articles and speakers there are, and of each the share, counts, and names that were joined."""
    yield from written(wrapped(summaries.total_line(result), options), options)
    if not _are_shown(result.speakers, options):
        return
    yield "\n"
    for speaker in result.speakers:
        name = Run(visible(summaries.total_name(speaker)), STYLES["head"])
        counted = Run(f" · {summaries.total_counts(speaker)}")
        lead = Run(f"{summaries.percent(speaker.share):>4}  ")
        yield from written(wrap([lead, name, counted], options.width), options)
        joined = visible(summaries.joined_names(speaker))
        lines = wrap([Run(joined, STYLES["quiet"])], options.width - 2 * INDENT) if joined else []
        yield from written(indented(lines, 2 * INDENT), options)


def sources_history(result: SourcesHistory, options: Options) -> Iterator[str]:
    """The versions and counts, and an entry for each speaker: the shares in all versions, what changed."""
    yield from written(_versions([v.extract for v in result.versions], result.order, options), options)
    yield from written(wrapped(summaries.speakers_line(result), options), options)
    if not _are_shown(result.speakers, options):
        return
    yield "\n"
    for traced in result.speakers:
        yield from written(_speaker(traced, options), options)
    yield "\n"
    yield from written(wrapped("% of all words quoted in each version", options, "quiet"), options)


def _speaker(traced: SpeakerHistory, options: Options) -> Iterator[Line]:
    shares = [summaries.percent(s.share) if s else _ABSENT for s in traced.shares]
    name = Run(visible(summaries.name(summaries.latest(traced))), STYLES["head"])
    lane = [Run("".join(f"{share:>{_SHARE_COLUMNS}}" for share in shares))]
    yield from _beside_lane(lane, [name], options)
    for change in traced.changes:
        words = visible(summaries.speaker_change_words(change))
        yield from indented(wrap([Run(words)], options.width - 2 * INDENT), 2 * INDENT)
