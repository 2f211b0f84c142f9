"""``table`` of histories, which have a column a version, and of an article's sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from quotediff.rendering import summaries
from quotediff.rendering.grid import BREAK, GAP, STYLES, Cell, heading, layout
from quotediff.rendering.terminal import Run, visible, wrap

if TYPE_CHECKING:
    from quotediff.rendering import Options
    from quotediff.versions import (
        History,
        QuoteHistory,
        QuoteState,
        Sources,
        SourcesHistory,
        SpeakerHistory,
        SpeakerShare,
    )

_STATE = 11  # columns of an outcome in words: "attribution"
_SIGNS = 3  # and in signs
_SHARE = 9  # "100% (12)"
_LEAST = 24  # columns for the quote or the speaker
_SPEAKER_COLUMNS = {"speaker": 1.0, "quotes": 8, "words": 8, "marked": 8, "share": 7, "¶": 9}
_NARROW_COLUMNS = {"speaker": 1.0, "quotes": 8, "share": 7}
_WIDE = 64  # columns from which there is room for all of them


def history(result: History, options: Options) -> Iterator[str]:
    """The versions, a table of all quotes with a column a version, and what is to be said of the whole."""
    yield _versions([summaries.version_title(e) for e in result.versions], result.order, options)
    number = len(result.versions)
    signs = number * (_STATE + GAP) + _LEAST > options.width
    if result.quotes:
        traced_quotes = summaries.TracedQuotes(result)
        most = max(1, (options.width - _LEAST) // (GAP + (_SIGNS if signs else _STATE)))
        for part in summaries.chunks(number, most):
            limits = {"quote": 1.0, **{str(k + 1): _SIGNS if signs else _STATE for k in part}}
            rows = [_traced(traced_quotes, traced, part, options, signs=signs) for traced in result.quotes]
            yield layout(limits, rows if signs else _apart(rows), options) + "\n\n"
        if signs:
            yield _wrapped(_legend(result), options) + "\n\n"
    story = [
        _wrapped(f"{number}: {c.severity.value} {c.code} {visible(c.message)}", options)
        for number, c in summaries.of_story(result)
    ]
    yield "\n".join(story) + "\n\n" if story else ""
    yield _wrapped(summaries.history_line(result), options) + "\n"


def sources(articles: Iterable[Sources], options: Options) -> Iterator[str]:
    """A heading, a table of speakers and a line of counts for each article."""
    separator = ""
    for article in articles:
        yield separator + heading(visible(summaries.version_title(article.extract)), options)
        if article.speakers:
            yield _speaker_shares(article.speakers, options) + "\n\n"
        yield _wrapped(summaries.sources_line(article), options) + "\n"
        separator = "\n"


def sources_history(result: SourcesHistory, options: Options) -> Iterator[str]:
    """The versions, and a table of all speakers with a column a version: share of the words, quotes."""
    yield _versions([summaries.version_title(v.extract) for v in result.versions], result.order, options)
    if result.speakers:
        most = max(1, (options.width - _LEAST) // (_SHARE + GAP))
        for part in summaries.chunks(len(result.versions), most):
            limits = {"speaker": 1.0, **{str(k + 1): _SHARE for k in part}}
            rows = _apart([_speaker(traced, part) for traced in result.speakers])
            yield layout(limits, rows, options, right=tuple(str(k + 1) for k in part)) + "\n\n"
        yield _wrapped("share of all words quoted (number of quotes)", options) + "\n"
    yield _wrapped(summaries.speakers_line(result), options) + "\n"


def _versions(titles: Sequence[str], order: Sequence[str], options: Options) -> str:
    """The numbered versions, under a line that says how they were ordered."""
    size = len(str(len(titles)))
    out = [heading(summaries.order_line(order, len(titles)), options)]
    for number, title in enumerate(titles, 1):
        lines = wrap([Run(visible(title))], options.width - size - GAP)
        first, *more = ("".join(run.text for run in line) for line in lines)
        out += [f"{number:>{size}}  {first}\n", *(f"{' ' * (size + GAP)}{line}\n" for line in more)]
    return "".join(out) + "\n"


def _apart(rows: Sequence[list[Cell]]) -> list[list[Cell]]:
    """Rows with an empty one between them, for cells of several lines."""
    out: list[list[Cell]] = []
    for row in rows:
        out += [[[] for _ in row], row] if out else [row]
    return out


def _wrapped(text: str, options: Options) -> str:
    return "\n".join("".join(run.text for run in line) for line in wrap([Run(text)], options.width))


def _legend(result: History) -> str:
    there = {s for traced in result.quotes for c in traced.states for s in c.outcomes}
    signs = summaries.SIGNS.items()
    return ", ".join(
        f"{sign} {summaries.outcome_words(outcome)}" for outcome, sign in signs if sign and outcome in there
    )


def _traced(
    traced_quotes: summaries.TracedQuotes,
    traced: QuoteHistory,
    part: Iterable[int],
    options: Options,
    *,
    signs: bool,
) -> list[Cell]:
    summary = traced_quotes.summary(traced)
    speaker = visible(summary.speakers)
    words = visible(summary.brief)
    quote = (
        [Run(f"{speaker}: ", STYLES["head"] if options.color else ""), Run(words)]
        if speaker
        else [Run(words)]
    )
    return [quote, *(_outcome(traced.states[k], signs=signs) for k in part)]


def _outcome(state: QuoteState, *, signs: bool) -> Cell:
    level = summaries.worst(state)
    quiet = "unchanged" in state.outcomes or "introduced" in state.outcomes
    style = STYLES["quiet" if quiet else level.value if level else "note"]
    if signs:
        return [Run("".join(summaries.SIGNS[s] for s in state.outcomes)[:_SIGNS], style)]
    if "absent" in state.outcomes:
        return []
    words = ", ".join(map(summaries.outcome_words, state.outcomes))
    codes = " ".join(summaries.codes(state))
    return [Run(words, style), *([BREAK, Run(codes, style)] if codes else [])]


def _speaker_shares(shares: Sequence[SpeakerShare], options: Options) -> str:
    heads = _SPEAKER_COLUMNS if options.width >= _WIDE else _NARROW_COLUMNS
    rows = []
    for entry in shares:
        cells = {
            "speaker": _who(entry, options),
            "quotes": [Run(str(len(entry.quotes)))],
            "words": [Run(str(entry.words))],
            "marked": [Run(str(entry.marked))],
            "share": [Run(summaries.percent(entry.share))],
            "¶": [Run(summaries.paragraphs(entry))],
        }
        rows.append([cells[head] for head in heads])
    return layout(heads, rows, options, right=tuple(heads)[1:])


def _who(entry: SpeakerShare, options: Options) -> Cell:
    about = "; ".join(summaries.about(entry.speaker))
    name = Run(visible(summaries.name(entry)), STYLES["head"] if options.color else "")
    return [name, Run(f" ({visible(about)})")] if about else [name]


def _speaker(traced: SpeakerHistory, part: Iterable[int]) -> list[Cell]:
    cell = [Run(visible(summaries.name(summaries.latest(traced))))]
    for change in traced.changes:
        cell += [BREAK, Run(visible(summaries.speaker_change_words(change)), STYLES["quiet"])]
    shares = [traced.shares[k] for k in part]
    return [cell, *([Run(f"{summaries.percent(v.share)} ({len(v.quotes)})")] if v else [] for v in shares)]
