"""``jsonl``: one object a line: a ``document`` of ``list`` or ``sources``, or all of what is one answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from quotediff.rendering import values
from quotediff.rendering.jsonformat import dumps

if TYPE_CHECKING:
    from quotediff.comparison import Comparison
    from quotediff.model import Extract
    from quotediff.rendering import Options
    from quotediff.report import Report
    from quotediff.scores import Evaluation
    from quotediff.versions import History, Sources, SourcesHistory, SourcesTotal


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:
    """A line for each article, as soon as it is there."""
    for extract in extracts:
        yield dumps(values.document(extract, with_text=options.with_text)) + "\n"


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """A single line, so that many comparisons can be put into one file."""
    yield dumps(values.comparison(result, with_text=options.with_text)) + "\n"


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:
    """A line for each story, as soon as it is there."""
    for result in results:
        yield from comparison(result, options)


def sources(articles: Iterable[Sources], options: Options) -> Iterator[str]:
    """A line for each article, as soon as it is there."""
    for article in articles:
        yield dumps(values.sources(article, with_text=options.with_text)) + "\n"


def check(result: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A single line."""
    from quotediff.rendering import checkvalues  # noqa: PLC0415 - most runs check no corpus

    yield dumps(checkvalues.check(result)) + "\n"


def history(result: History, options: Options) -> Iterator[str]:
    """A single line."""
    yield dumps(values.history(result, with_text=options.with_text)) + "\n"


def histories(results: Iterable[History], options: Options) -> Iterator[str]:
    """A line for each story."""
    for result in results:
        yield from history(result, options)


def sources_histories(results: Iterable[SourcesHistory], options: Options) -> Iterator[str]:
    """A line for each story."""
    for result in results:
        yield from sources_history(result, options)


def sources_history(result: SourcesHistory, options: Options) -> Iterator[str]:
    """A single line."""
    yield dumps(values.sources_history(result, with_text=options.with_text)) + "\n"


def sources_total(result: SourcesTotal, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A single line."""
    yield dumps(values.sources_total(result)) + "\n"


def evaluation(result: Evaluation, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A single line."""
    from quotediff.rendering import scorevalues  # noqa: PLC0415 - most runs evaluate nothing

    yield dumps(scorevalues.evaluation(result)) + "\n"
