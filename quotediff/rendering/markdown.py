"""``markdown``: tables for comments and reports (GitHub's dialect).

Text of a story is inert in it: marks of Markdown and HTML are escaped, and mentions, references and addresses
(``@name``, ``#12``, ``!12``, ``GH-12``, ``https://``) are broken by a zero-width space, so that nobody is
notified and nothing is linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from quotediff.model import framed, text_of
from quotediff.rendering import checks, edits, summaries
from quotediff.rendering.terminal import visible
from quotediff.rendering.words import (
    NO_STORY,
    Index,
    Side,
    Sides,
    changes_line,
    each_below,
    kind_words,
    left_out_line,
    moved,
    quotes_line,
    shortened,
    undeclared_line,
)

if TYPE_CHECKING:
    from quotediff.comparison import Change, Comparison
    from quotediff.model import Extract, Quote
    from quotediff.rendering import Options
    from quotediff.report import Finding, Report
    from quotediff.scores import Evaluation
    from quotediff.versions import History, QuoteState, Sources, SourcesHistory, SourcesTotal

_MARKDOWN_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_EDIT_TAGS = {"old": "del", "new": "ins"}
_ACTIVE = re.compile(
    r"[&<>\\`*_\[\]|~$#@]|(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=\bgh)(?=-\d)|(?<=[!$%~&])(?=\d)", re.IGNORECASE
)
_BREAKER = "\u200b"  # zero-width space: shows nothing, and no forge finds a name or an address across it


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A heading, a table and a line of counts for each article."""
    separator = ""
    for extract in extracts:
        index = Index(extract)
        path, title = escape(extract.document.name), escape(extract.document.title)
        yield f"{separator}### {path}{': ' + title if title else ''}\n\n"
        if extract.quotes:
            yield _row(("id", "¶", "kind", "speaker", "cue", "words"))
            yield _row(("---",) * 6)
            for quote in extract.quotes:
                yield _row(_quote(index, quote))
            yield "\n"
        yield quotes_line(extract) + "\n"
        separator = "\n"


def comparison(result: Comparison, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A heading, a table of changes, worst first as they come, and a line of counts."""
    yield f"### {escape(result.old.document.name)} → {escape(result.new.document.name)}\n\n"
    if line := undeclared_line(result):
        yield f"{line}\n\n"
    if result.changes:
        sides = Sides(result)
        yield _row(("severity", "change", "¶", "speaker", "what happened"))
        yield _row(("---",) * 5)
        for change in result.changes:
            yield _row(_change(change, *sides.of(change)))
        yield "\n"
    if result.left_out:
        yield escape(left_out_line(result)) + "\n\n"
    yield changes_line(result) + "\n"


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:
    """The same for each story, or a line if there is none."""
    return each_below(results, options, comparison, NO_STORY + "\n")


def check(result: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A heading, a table of findings, one of what became of quotes since the base, and a line of counts."""
    yield f"### {escape(result.path)}\n\n"
    if result.findings:
        yield from _head(("severity", "finding", "where", "what"))
        for found in result.findings:
            places = [place for place in (found.place, found.text) if place]
            where = "<br>".join(escape(f"{place.path}:{place.line}") for place in places)
            code = f"{found.code} {escape(found.name)}"
            yield _row((found.severity.value, code, where, "<br>".join(_found(found))))
        yield "\n"
    for update in result.updates:
        yield f"#### {escape(update.old)} → {escape(update.new)}\n\n"
        if update.comparison.changes:
            yield from _head(("severity", "change", "what happened", "meant"))
            for change in update.comparison.changes:
                code = f"{change.code} {escape(change.name)}"
                yield _row(
                    (change.severity.value, code, escape(change.message), checks.meant(update, change))
                )
            yield "\n"
    yield escape(checks.summary_line(result)) + "\n"


def _found(found: Finding) -> Iterator[str]:
    """What is to be said of a finding: the message, expected and found, the remedy."""
    yield escape(found.message)
    for label, which, words in (("expected", "old", found.expected), ("found", "new", found.found)):
        if found.edits:
            yield f"{label}: {_drawn(edits.pieces(found.edits, which))}"
        elif words is not None:
            yield f"{label}: {escape(shortened(words))}"
    yield escape(found.remedy)


def history(result: History, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """The versions, a table with a column a version, and a line of counts."""
    yield _versions(result.versions, result.order)
    if result.quotes:
        traced_quotes = summaries.TracedQuotes(result)
        yield from _head(["quote", "speaker", *_numbers(result.versions)])
        for traced in result.quotes:
            summary = traced_quotes.summary(traced)
            outcomes = [_outcome(state) for state in traced.states]
            yield _row([escape(shortened(summary.words)), escape(summary.speakers), *outcomes])
        yield "\n"
    story = [
        f"- {n}: {c.severity.value} {c.code} {escape(c.message)}\n" for n, c in summaries.of_story(result)
    ]
    yield "".join(story) + "\n" * bool(story)
    yield summaries.history_line(result) + "\n"


def sources(articles: Iterable[Sources], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A heading, a table of speakers and a line of counts for each article."""
    separator = ""
    for article in articles:
        yield f"{separator}### {escape(summaries.version_title(article.extract))}\n\n"
        if article.speakers:
            yield from _head(["speaker", "about", "quotes", "words", "marked", "share", "¶"])
            for entry in article.speakers:
                about = escape("; ".join(summaries.about(entry.speaker)))
                numbers = map(str, (len(entry.quotes), entry.words, entry.marked))
                share = summaries.percent(entry.share).replace("<", "&lt;")
                yield _row(
                    [escape(summaries.name(entry)), about, *numbers, share, summaries.paragraphs(entry)]
                )
            yield "\n"
        yield summaries.sources_line(article).replace("<", "&lt;") + "\n"
        separator = "\n"


def sources_history(result: SourcesHistory, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """The versions, a table of speakers with a column a version, and a line of counts."""
    yield _versions([version.extract for version in result.versions], result.order)
    if result.speakers:
        yield from _head(["speaker", *_numbers(result.versions), "what changed"])
        for traced in result.speakers:
            shares = [
                f"{summaries.percent(share.share)} ({len(share.quotes)})".replace("<", "&lt;")
                if share
                else ""
                for share in traced.shares
            ]
            changes = "<br>".join(escape(summaries.speaker_change_words(s)) for s in traced.changes)
            yield _row([escape(summaries.name(summaries.latest(traced))), *shares, changes])
        yield "\nshare of all words quoted (number of quotes)\n\n"
    yield summaries.speakers_line(result) + "\n"


def sources_total(result: SourcesTotal, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A line of counts, and a table of the speakers of all articles."""
    yield summaries.total_line(result) + "\n"
    if result.speakers:
        yield "\n"
        yield from _head(["speaker", "kind", "names", "articles", "quotes", "words", "share"])
        for entry in result.speakers:
            name, joined = summaries.total_name(entry), summaries.joined_names(entry)
            numbers = map(str, (entry.articles, entry.quotes, entry.words))
            share = summaries.percent(entry.share).replace("<", "&lt;")
            kind = entry.kind.value if entry.kind else ""
            yield _row([escape(name), kind, escape(joined), *numbers, share])


def histories(results: Iterable[History], options: Options) -> Iterator[str]:
    """The same for each story."""
    return each_below(results, options, history)


def sources_histories(results: Iterable[SourcesHistory], options: Options) -> Iterator[str]:
    """The same for each story."""
    return each_below(results, options, sources_history)


def _versions(versions: Sequence[Extract], order: Sequence[str]) -> str:
    titles = "".join(f"{n}. {escape(summaries.version_title(e))}\n" for n, e in enumerate(versions, 1))
    return f"### {summaries.order_line(order, len(versions))}\n\n{titles}\n"


def _numbers(versions: Sequence[object]) -> list[str]:
    return [str(number) for number in range(1, len(versions) + 1)]


def _head(heads: Sequence[str]) -> Iterator[str]:
    yield _row(heads)
    yield _row(("---",) * len(heads))


def _outcome(state: QuoteState) -> str:
    if "absent" in state.outcomes:
        return ""
    return " ".join((", ".join(map(summaries.outcome_words, state.outcomes)), *summaries.codes(state)))


def evaluation(result: Evaluation, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A heading for each pair of gold and answer, with the measures as tables, and errors by cause."""
    from quotediff.rendering import scoretables  # noqa: PLC0415 - most runs evaluate nothing

    for section in scoretables.sections(result):
        yield f"### {escape(section.heading)}\n\n"
        yield "".join(f"{escape(line)}\n\n" for line in section.lines)
        for table in section.tables:
            yield f"#### {escape(table.heading)}\n\n"
            yield _row(map(escape, table.head)) + _row(["---", *["---:"] * (len(table.head) - 1)])
            yield "".join(_row(map(escape, row)) for row in table.rows) + "\n"
        for group in section.errors:
            yield f"#### {escape(group.heading)}\n\n"
            for lines in group.errors:
                yield f"* {'<br>'.join(map(escape, lines))}\n"
            yield "\n"


def escape(text: str) -> str:
    """``text`` on one line, with nothing in it that Markdown, HTML or a forge would act on."""
    return _escaped(visible(text))


def _escaped(line: str) -> str:
    return _ACTIVE.sub(_inert, line)


def _inert(match: re.Match[str]) -> str:
    char = match[0]
    if char in _MARKDOWN_ENTITIES:
        return _MARKDOWN_ENTITIES[char]
    if char in ("", "@"):
        return char + _BREAKER
    return f"\\{char}{_BREAKER if char == '#' else ''}"


def _quote(index: Index, quote: Quote) -> Sequence[str]:
    cue = "inherited" if quote.inherited else text_of(quote.cue)
    words = shortened(index.words(quote))
    return (
        quote.id,
        str(quote.paragraph),
        kind_words(quote),
        escape(index.name(quote)),
        escape(cue),
        escape(words),
    )


def _change(change: Change, old: Side, new: Side) -> Sequence[str]:
    where = moved(old.paragraph, new.paragraph)
    words = _drawn(edits.at_issue(change, old, new))
    return (
        change.severity.value,
        f"{change.code} {escape(change.name)}",
        where,
        escape(moved(old.speaker, new.speaker)),
        escape(change.message) + framed("<br>", words),
    )


def _drawn(pieces: Iterable[edits.Piece]) -> str:
    return "".join(_marked(piece) for piece in pieces)


def _marked(piece: edits.Piece) -> str:
    shown = _escaped(piece.text)
    tag = _EDIT_TAGS.get(piece.style)
    return f"<{tag}>{shown}</{tag}>" if tag else shown


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"
