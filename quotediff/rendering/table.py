"""``table``: for people at a terminal, within its width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from quotediff.rendering.grid import Cell, heading, layout
from quotediff.rendering.terminal import Run, escaped, visible
from quotediff.rendering.words import (
    NO_STORY,
    Index,
    kind_words,
    quotes_line,
    shortened,
)

if TYPE_CHECKING:
    from quotediff.comparison import Comparison
    from quotediff.model import Extract, Quote
    from quotediff.rendering import Options
    from quotediff.report import Report
    from quotediff.versions import History, Sources, SourcesHistory

_QUOTE_COLUMNS = {"id": 6, "¶": 6, "kind": 8, "speaker": 0.22, "cue": 0.14, "words": 1.0}
_NARROW_COLUMNS = {"id": 6, "speaker": 0.3, "words": 1.0}  # who said what, where there is no room for more


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:
    """A heading, a table and a line of counts for each article."""
    separator = ""
    for extract in extracts:
        index = Index(extract)
        path, title = escaped(extract.document.name), visible(extract.document.title)
        yield separator + heading(f"{path}: {title}" if title else path, options)
        if extract.quotes:
            yield _quotes(index, options) + "\n\n"
        yield quotes_line(extract) + "\n"
        separator = "\n"


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """The changes, worst first as they come, below a head with their counts."""
    from quotediff.rendering import entries  # noqa: PLC0415 - who lists quotes shows none

    return entries.comparison(result, options)


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:
    """The same for each story, or a line if there is none."""
    separator = ""
    for result in results:
        yield separator
        yield from comparison(result, options)
        separator = "\n"
    if not separator:
        yield NO_STORY + "\n"


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


def _quotes(index: Index, options: Options) -> str:
    limits = _QUOTE_COLUMNS if options.width >= 64 else _NARROW_COLUMNS
    rows = [_quote(index, quote) for quote in index.extract.quotes]
    return layout(limits, [[row[head] for head in limits] for row in rows], options)


def _quote(index: Index, quote: Quote) -> dict[str, Cell]:
    cue = "(inherited)" if quote.inherited else "" if quote.cue is None else quote.cue.text
    texts = {
        "id": quote.id,
        "¶": str(quote.paragraph),
        "kind": kind_words(quote),
        "speaker": visible(index.name(quote)),
        "cue": visible(cue),
        "words": visible(shortened(index.words(quote))),
    }
    return {head: [Run(text)] for head, text in texts.items()}
