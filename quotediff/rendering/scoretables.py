"""An evaluation as tables of words, which table, Markdown and page show alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotediff.model import count, framed
from quotediff.rendering.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotediff.scores import (
        Cause,
        Count,
        Difference,
        Evaluation,
        EvaluationError,
        Grouping,
        Measure,
        Scores,
    )

UNKNOWN = "not measured, since the gold does not say"


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """A table under a heading. All columns but the first hold numbers."""

    heading: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ErrorGroup:
    """Errors of one cause, each in three lines: place and words, what was annotated, what was found."""

    heading: str
    errors: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ScoreSection:
    """All that is shown of one pair of gold and answer."""

    heading: str
    lines: tuple[str, ...]
    tables: tuple[ScoreTable, ...]
    errors: tuple[ErrorGroup, ...]


def title(result: Evaluation) -> str:
    """What was evaluated, in a line."""
    if result.agreement:
        return "Agreement of annotators"
    first = result.scores[0]
    return f"{visible(first.system)} on {visible(first.gold)}"


def sections(result: Evaluation) -> Iterator[ScoreSection]:
    """What is shown: the means of annotators, or the differences, first; then each pair."""
    if result.means:
        pairs = count(len(result.scores), "ordered pair")
        yield ScoreSection(f"All {pairs} of annotators", (_interval(result),), (_measures(result.means),), ())
    if result.differences:
        yield _against(result)
    for scores in result.scores:
        yield _section(scores, result)


def _interval(result: Evaluation) -> str:
    return f"95% intervals from {result.samples} samples of the articles, seed {result.seed}"


def _section(scores: Scores, result: Evaluation) -> ScoreSection:
    gold = f"{visible(scores.system)} on {visible(scores.gold)}: {count(scores.articles, 'article')}"
    lines = [_interval(result)]
    if scores.missing:
        lines.append(
            f"{count(scores.missing, 'article')} not in the answer, taken for articles without quotes"
        )
    if scores.unknown:
        lines.append(f"{UNKNOWN}: {', '.join(scores.unknown)}")
    tables = [_measures(scores.measures), *map(_grouping, scores.groupings)]
    if scores.confidence:
        tables.append(_confidence(scores))
    if scores.causes:
        tables.append(_causes(scores.causes))
    shown = tuple(_group(cause) for cause in scores.causes if cause.errors)
    return ScoreSection(gold, tuple(lines), tuple(tables), shown)


def _measures(measures: Sequence[Measure]) -> ScoreTable:
    head = ("measure", "value", "95%", "P", "R", "gold", "predicted")
    return ScoreTable("Measures", head, tuple(map(_measure, measures)))


def _measure(one: Measure) -> tuple[str, ...]:
    return (
        one.name,
        _share(one.value),
        f"{_share(one.low)}–{_share(one.high)}",
        _share(one.precision),
        _share(one.recall) if one.precision is not None else "",
        str(one.gold),
        "" if one.predicted is None else str(one.predicted),
    )


def _share(value: float | None) -> str:
    """A share as it is shown; nothing if there is none."""
    return "" if value is None else f"{value:.3f}"


def _grouping(one: Grouping) -> ScoreTable:
    head = (one.name, "gold", "found", "R", "predicted", "right", "P")
    return ScoreTable(f"By {one.name}", head, tuple(map(_count, one.counts)))


def _count(one: Count) -> tuple[str, ...]:
    recall = _share(one.found / one.gold) if one.gold else ""
    precision = _share(one.right / one.predicted) if one.predicted else ""
    numbers = (str(one.gold), str(one.found), recall, str(one.predicted), str(one.right), precision)
    return (visible(one.label), *numbers)


def _confidence(scores: Scores) -> ScoreTable:
    rows = tuple(
        (
            f"{one.low:.1f} to {one.high:.1f}",
            str(one.quotes),
            _share(one.confidence),
            _share(one.right / one.quotes),
        )
        for one in scores.confidence
    )
    error = framed(", calibration error ", _share(scores.calibration))
    return ScoreTable(f"By confidence{error}", ("confidence", "quotes", "mean", "right"), rows)


def _causes(causes: Sequence[Cause]) -> ScoreTable:
    rows = tuple((visible(cause.name), str(cause.number)) for cause in causes)
    return ScoreTable("Errors by cause", ("cause", "errors"), rows)


def _error(error: EvaluationError) -> tuple[str, str, str]:
    """Where a quote is wrong, what was annotated there, and what was found."""
    place = f"{visible(error.article)}, characters {error.span.start} to {error.span.end}"
    annotated, found = visible(error.annotated), visible(error.found)
    return f"{place}: {visible(error.text)}", f"annotated: {annotated}", f"found: {found}"


def _group(cause: Cause) -> ErrorGroup:
    errors = tuple(map(_error, cause.errors))
    return ErrorGroup(f"{visible(cause.name)}: {len(errors)} of {cause.number}", errors)


def _against(result: Evaluation) -> ScoreSection:
    one, other = result.scores
    head = ("measure", "value", "other", "difference", "95%", "not better")
    rows = tuple(map(_difference, result.differences))
    lines = (
        f"{visible(one.system)} less {visible(other.system)}",
        f"{_interval(result)}; not better: the share of samples in which it is not",
    )
    return ScoreSection("Difference", lines, (ScoreTable("Differences", head, rows),), ())


def _difference(one: Difference) -> tuple[str, ...]:
    return (
        one.name,
        _share(one.value),
        _share(one.other),
        f"{one.difference:+.3f}",
        f"{one.low:+.3f} to {one.high:+.3f}",
        _share(one.share),
    )
