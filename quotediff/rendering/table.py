"""``table``: for people at a terminal, within its width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from quotediff.model import framed, text_of
from quotediff.rendering.lines import (
    INDENT,
    STYLES,
    Line,
    indented,
    run_in,
    title,
    width_of,
    wrapped,
    written,
)
from quotediff.rendering.terminal import Run, escaped, visible
from quotediff.rendering.words import (
    NO_STORY,
    Index,
    each_below,
    kind_words,
    quotes_line,
    shortened,
)

if TYPE_CHECKING:
    from quotediff.comparison import Comparison
    from quotediff.model import Extract, Quote
    from quotediff.rendering import Options
    from quotediff.report import Report
    from quotediff.scores import Evaluation
    from quotediff.versions import History, Sources, SourcesHistory, SourcesTotal

_ID_COLUMNS, _PARAGRAPH_COLUMNS, _KIND_COLUMNS = 5, 6, 8  # columns of a quote's id, paragraph and kind
_NARROW = 60  # columns below which the kind is left to the marks


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:
    """Of each article the headline, the file and counts, and an entry for each quote."""
    separator = ""
    for extract in extracts:
        yield separator
        yield from written(_article(extract, options), options)
        separator = "\n"


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """The changes, worst first as they come, below a head with their counts."""
    from quotediff.rendering import entries  # noqa: PLC0415 - who lists quotes shows none

    return entries.comparison(result, options)


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:
    """The same for each story, or a line if there is none."""
    return each_below(results, options, comparison, NO_STORY + "\n")


def check(result: Report, options: Options) -> Iterator[str]:
    """What a check of a corpus found, a paragraph a finding."""
    from quotediff.rendering import checks  # noqa: PLC0415 - as below

    return checks.check(result, options)


def history(result: History, options: Options) -> Iterator[str]:
    """Each quote, traced, with an entry for what happened to it in each version."""
    from quotediff.rendering import overview  # noqa: PLC0415 - most runs show no history

    return overview.history(result, options)


def sources(articles: Iterable[Sources], options: Options) -> Iterator[str]:
    """The speakers of each article, with an entry for each."""
    from quotediff.rendering import overview  # noqa: PLC0415 - as above

    return overview.sources(articles, options)


def sources_history(result: SourcesHistory, options: Options) -> Iterator[str]:
    """The speakers of a story, with their shares in each version and what changed."""
    from quotediff.rendering import overview  # noqa: PLC0415 - as above

    return overview.sources_history(result, options)


def sources_total(result: SourcesTotal, options: Options) -> Iterator[str]:
    """The speakers of all articles, with an entry for each."""
    from quotediff.rendering import overview  # noqa: PLC0415 - as above

    return overview.sources_total(result, options)


def histories(results: Iterable[History], options: Options) -> Iterator[str]:
    """The same for each story."""
    return each_below(results, options, history)


def sources_histories(results: Iterable[SourcesHistory], options: Options) -> Iterator[str]:
    """The same for each story."""
    return each_below(results, options, sources_history)


def evaluation(result: Evaluation, options: Options) -> Iterator[str]:
    """The measures as tables, and errors by cause."""
    from quotediff.rendering import scoregrid  # noqa: PLC0415 - most runs evaluate nothing

    return scoregrid.evaluation(result, options)


def _article(extract: Extract, options: Options) -> Iterator[Line]:
    yield from title(extract.document.title, options)
    yield from wrapped(escaped(extract.document.name), options)
    yield from wrapped(quotes_line(extract), options)
    if extract.quotes:
        yield []
    index = Index(extract)
    for quote in extract.quotes:
        yield from _quote(index, quote, options)


def _quote(index: Index, quote: Quote, options: Options) -> Iterator[Line]:
    """Id, paragraph, speaker, cue and all of the words, and the kind at the end of the first line."""
    lead, kind, margin = Run(_columns(quote)), Run(kind_words(quote), STYLES["quiet"]), _KIND_COLUMNS + INDENT
    if options.width < _NARROW:
        lead, kind, margin = Run(f"{quote.id} ¶ {quote.paragraph} "), Run(""), 0
    cue = framed(" (", visible(text_of(quote.cue)), ")")
    if quote.inherited:
        cue = " (inherited)"
    name = visible(index.name(quote))
    who = [Run(name, STYLES["head"]), Run(f"{cue}:"), Run(" ")] if name else []
    words = Run(visible(shortened(index.words(quote))))
    room = max(10, options.width - width_of([lead]) - margin)
    first, below = run_in([*who, words], room, options.width - INDENT)
    yield [lead, *first, Run(" " * (room - width_of(first) + INDENT) if kind.text else ""), kind]
    yield from indented(below)


def _columns(quote: Quote) -> str:
    return f"{quote.id:{_ID_COLUMNS - 1}} {'¶ ' + str(quote.paragraph):{_PARAGRAPH_COLUMNS}} "
